"""What an HTTP status of a language model's server means to us, the same for every provider."""

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from application.errors import MisconfiguredError, RefusedCallError, TransientError, TurnedAwayError

_MOST_WAIT = 3600.0
_MOST_TOKENS = 10_000_000  # more in one call is no count
_RATE = 429
_ELSEWHERE = range(300, 400)
_KEY, _MODEL = frozenset({401, 403}), 404
_SERVER = 500
_PASSING = frozenset({408, 409, 425, _RATE})
# Google answers 400 to a key that it does not know, and to whole countries and unpaid accounts.
_OPERATORS = frozenset({"API_KEY_INVALID", "API_KEY_EXPIRED", "FAILED_PRECONDITION", "BILLING_DISABLED"})
# What says that nothing was sent, by the names that the clients' libraries give it.
_UNSENT = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ConnectTimeoutError", "NewConnectionError"}
    | {"NameResolutionError", "LocalProtocolError", "InvalidURL", "UnsupportedProtocol"}
)


def refusal(status: int, *, reasons: Iterable[str] = (), retry_after: float = 0.0) -> Exception:
    """Return the error of ours for an answer that is none.

    Args:
        status: of HTTP.
        reasons: codes that the server gave, never its words, which may repeat what was sent.
        retry_after: seconds that the server asks for.
    """
    if status in _ELSEWHERE:
        # Never followed: the key would go along to whatever host was named.
        return MisconfiguredError(
            f"LLM_BASE_URL: the language model's server sends us elsewhere (status {status})"
        )
    if status in _KEY or (status < _SERVER and _OPERATORS.intersection(reasons)):
        return MisconfiguredError(f"the language model's server refuses the key (status {status})")
    if status == _MODEL:
        return MisconfiguredError("LLM_MODEL: the language model's server does not know it (status 404)")
    wait = min(max(retry_after, 0.0), _MOST_WAIT)
    if status == _RATE:
        return TurnedAwayError("the language model's server limits us (status 429)", retry_after=wait)
    if status in _PASSING or status >= _SERVER:
        return TurnedAwayError(
            f"the language model's server is out of order (status {status})", retry_after=wait
        )
    return RefusedCallError(f"The language model's server refused the request (status {status}).")


def google_refusal(status: int, body: Any, *, retry_after: float = 0.0) -> Exception:
    """The same from the body of Google's APIs, whatever is wrong with it (google.rpc.Status)."""
    error = body.get("error", body) if isinstance(body, Mapping) else {}
    error = error if isinstance(error, Mapping) else {}
    reasons = [str(error.get("status", ""))]
    details = error.get("details")
    for detail in details if isinstance(details, list) else ():
        if isinstance(detail, Mapping):
            reasons.append(str(detail.get("reason", "")))
            retry_after = max(retry_after, _seconds(detail.get("retryDelay")))
    return refusal(status, reasons=reasons, retry_after=retry_after)


def header_seconds(headers: Mapping[str, str] | None) -> float:
    """Seconds of a Retry-After header; 0 where there is none, or a date."""
    return _seconds((headers or {}).get("retry-after"))


def _seconds(written: object) -> float:
    try:
        seconds = float(str(written).removesuffix("s"))
    except ValueError:
        return 0.0
    return seconds if math.isfinite(seconds) else 0.0


def token_count(given: object) -> int:
    """A provider's count of tokens; 0 where it is none: a paid answer is not lost over it."""
    if not isinstance(given, int) or isinstance(given, bool):
        return 0
    return min(max(given, 0), _MOST_TOKENS)


def silence(error: Exception) -> TransientError:
    """Return the error for a server that did not answer at all, or not in full.

    TurnedAwayError where nothing reached it; else it may have answered, and bill, what was lost on the way.
    """
    said = f"the language model's server does not answer ({type(error).__name__})"
    if any(type(one).__name__ in _UNSENT for one in _with_causes(error)):
        return TurnedAwayError(said)
    return TransientError(said)


def _with_causes(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in seen:
        yield following
        seen.append(following)
        following = following.__cause__ or following.__context__
