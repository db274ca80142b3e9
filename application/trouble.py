"""What may be said of trouble in a log: where it happened, of our own kinds what it says; and how often."""

import threading
import time
import traceback
from collections.abc import Callable, Hashable
from pathlib import Path

from application.errors import MisconfiguredError, TransientError

_MOST_REMEMBERED = 1000


def place_of(error: BaseException) -> str:
    """Type, file and line of an error, without its message, which could hold text of a resume or a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def cause_of(error: BaseException) -> str:
    """What an outage or a refusal says, as their messages are made for it; of anything else, its place."""
    return str(error) if isinstance(error, TransientError | MisconfiguredError) else place_of(error)


class Seldom:
    """Lets the same thing be said once, and again only after so many seconds."""

    def __init__(self, *, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with nothing said; `clock` tells seconds."""
        self._seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._said_at: dict[Hashable, float] = {}

    def said(self, thing: Hashable) -> bool:
        """Whether it was said not long ago."""
        with self._lock:
            return thing in self._said_at and self._clock() < self._said_at[thing] + self._seconds

    def may_say(self, thing: Hashable) -> bool:
        """Whether it may be said now, which counts as said; of many callers one may."""
        with self._lock:
            now = self._clock()
            if thing in self._said_at and now < self._said_at[thing] + self._seconds:
                return False
            self._said_at.pop(thing, None)
            self._said_at[thing] = now
            if len(self._said_at) > _MOST_REMEMBERED:
                del self._said_at[next(iter(self._said_at))]
            return True

    def forget(self, thing: Hashable) -> None:
        """Let it be said at once when it happens next."""
        with self._lock:
            self._said_at.pop(thing, None)
