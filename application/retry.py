"""When to try again: exponential backoff with a spread that keeps tries apart and repeats exactly."""

import hashlib
from dataclasses import dataclass

_SPREAD = 0.25  # of the delay, to either side; of the longest, to the lower one alone


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How often and how soon.

    Attributes:
        max_retries: tries after the first.
        base_seconds: wait before the second try; doubled before each further one.
        most_seconds: no wait is longer, unless the other side asked for it.
    """

    max_retries: int = 3
    base_seconds: float = 5.0
    most_seconds: float = 300.0

    @property
    def attempts(self) -> int:
        """Tries in all."""
        return self.max_retries + 1

    def delay(self, key: str, attempt: int, *, at_least: float = 0.0) -> float:
        """Return the seconds between try `attempt` (from 1) and the next.

        The spread, which keeps a thousand jobs that failed together from coming back together, follows from
        `key` and `attempt` and not from chance: a run can be repeated.
        """
        digest = hashlib.sha256(f"{key} {attempt}".encode()).digest()
        doublings = min(max(attempt, 1) - 1, 30)
        plain = min(self.base_seconds * float(2**doublings), self.most_seconds)
        least, most = plain * (1 - _SPREAD), min(plain * (1 + _SPREAD), self.most_seconds)
        spread = int.from_bytes(digest[:4], "big") / 0xFFFFFFFF
        return max(least + (most - least) * spread, at_least)
