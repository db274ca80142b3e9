"""The callback by which the backend is told of every settled resume."""

import re
import socket
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Self

import httpx

from application.errors import RefusedReportError, TransientError
from application.ports import Backend, Report

_MOST_BYTES = 65_536  # of an answer, read only to keep the connection
# Less than the 5 s after which Node closes an idle connection: a call must not meet one that is being closed.
_IDLE_SECONDS = 3.0
_SOON = 5.0  # seconds; something on the way was out of order
_AFTER_REFUSAL = 300.0  # seconds; someone must change something first
_MOST_WAIT = 3600.0


class HttpBackend(Backend):
    """Posts reports over connections that are kept. Threads may share one; a forked child needs its own.

    Within a call nothing is sent twice, and sending begins within `read_seconds` or not at all, however long
    the host's name takes to be looked up. So from the moment it is made, a call can be at the backend for at
    most twice `read_seconds`, unless the backend trickles its headers.
    """

    def __init__(self, *, url: str, connect_seconds: float = 3.0, read_seconds: float = 30.0) -> None:
        """Aim at the callback's URL; connect later.

        Raises:
            ValueError: it is no HTTP or HTTPS address.
        """
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL:
            raise ValueError("the callback URL cannot be read") from None  # its text may hold a password
        if address.scheme not in {"http", "https"} or not address.host:
            raise ValueError("the callback URL is no http or https address")
        self._url = address.copy_with(userinfo=b"")  # httpx logs URLs
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._tls = httpx.create_ssl_context()
        self._client = httpx.Client(
            auth=(address.username, address.password) if address.userinfo else None,
            headers={"Accept-Encoding": "identity", "User-Agent": "resume-screening-worker"},
            timeout=httpx.Timeout(read_seconds, connect=connect_seconds),
            limits=httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
            verify=self._tls,
            trust_env=False,
        )
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def report(self, report: Report) -> None:
        """Return once the backend answered 2xx, by which it has counted the resume.

        Raises:
            TransientError: it may or may not have counted it. `retry_after` is how long the backend may still
                be at it, or how long it asks to be left alone.
        """
        half_time = time.monotonic() + self._read_seconds
        body = {
            "batchId": report.batch_id,
            "resumeProcessingId": report.processing_id,
            "status": report.status,
            "externalResumeId": report.external_resume_id,
        }
        try:
            with self._client.stream(
                "POST", self._url, json=body, extensions={"trace": _begin_by(half_time)}
            ) as response:
                if not response.is_success:
                    wait = self._wait_after(response)
                    kind = RefusedReportError if _refuses(response) else TransientError
                    raise kind(f"the backend answered {response.status_code}", retry_after=wait)
                self._read_out(response, until=half_time)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise TransientError(f"the backend cannot be reached: {error}") from error
        except httpx.TimeoutException as error:
            raise TransientError(
                f"the backend did not answer within {self._read_seconds:g} s",
                retry_after=2 * self._read_seconds,
            ) from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise TransientError(
                "the backend dropped the connection without an answer", retry_after=self._read_seconds
            ) from error

    def reachable(self) -> None:
        """Connect to the backend's host and port, with TLS where it is https, and send no request.

        Raises:
            TransientError: why it cannot be reached.
        """
        host = self._url.raw_host.decode("ascii")
        port = self._url.port or (443 if self._url.scheme == "https" else 80)
        try:
            with socket.create_connection((host, port), self._connect_seconds) as connection:
                if self._url.scheme == "https":
                    self._tls.wrap_socket(connection, server_hostname=host).close()
        except OSError as error:
            raise TransientError(f"{host}:{port} cannot be reached: {error.strerror or error}") from error

    def _wait_after(self, response: httpx.Response) -> float:
        """Return the seconds before a repeat makes sense and cannot meet this call at the backend."""
        match response.status_code:
            case 429 | 503:
                return _seconds_to_wait(response.headers.get("Retry-After", ""))
            case 504:  # of a proxy that gave up; the backend behind it may not have
                return 2 * self._read_seconds
            case 502:  # of a proxy that lost the backend, which may go on
                return self._read_seconds
            case 408:
                return _SOON
            case status if status >= httpx.codes.INTERNAL_SERVER_ERROR:
                return 0.0
        return _AFTER_REFUSAL

    @staticmethod
    def _read_out(response: httpx.Response, *, until: float) -> None:
        """Read an answer to its end, so that the connection can be used again; what it says is no matter."""
        size = 0
        chunks = response.iter_raw()
        try:
            while size <= _MOST_BYTES and time.monotonic() < until:
                size += len(next(chunks))
        except StopIteration:
            return
        except httpx.TransportError:
            return  # the status has said it all


def _refuses(response: httpx.Response) -> bool:
    """Whether the same call would be answered the same until someone changes something."""
    return response.status_code < httpx.codes.INTERNAL_SERVER_ERROR and response.status_code not in {
        httpx.codes.REQUEST_TIMEOUT,
        httpx.codes.TOO_MANY_REQUESTS,
    }


def _begin_by(moment: float) -> Callable[[str, Mapping[str, object]], None]:
    """Return what httpx calls at every step of a request: it refuses to begin one too late."""

    def check(step: str, _: Mapping[str, object]) -> None:
        if step == "http11.send_request_headers.started" and time.monotonic() > moment:
            raise httpx.ConnectTimeout("it took too long to connect")

    return check


def _seconds_to_wait(retry_after: str) -> float:
    """Read `Retry-After`: seconds or a date (RFC 9110, 10.2.3); a few seconds where it is neither."""
    if re.fullmatch(r"[0-9]+", retry_after):
        return min(float(retry_after), _MOST_WAIT)
    try:
        date = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return _SOON
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max((date - datetime.now(UTC)).total_seconds(), 0.0), _MOST_WAIT)
