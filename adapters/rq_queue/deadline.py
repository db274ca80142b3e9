"""What a job that takes too long gets to see."""

from types import FrameType
from typing import ClassVar

from rq.timeouts import JobTimeoutException, UnixSignalDeathPenalty

from application.errors import TransientError


class OutOfTimeError(TransientError, JobTimeoutException):
    """The time of a job is up. To the application a fault of the moment, to RQ the timeout it knows."""


class WorkDeadline(UnixSignalDeathPenalty):
    """Raises `OutOfTimeError` in a job at its deadline, and RQ's own errors wherever else RQ sets one.

    Attributes:
        passed: set when that was raised; whatever it broke off may have been left half done.
    """

    passed: ClassVar[bool] = False

    def handle_death_penalty(self, signum: int, frame: FrameType | None) -> None:
        """Raise, from the signal handler, in whatever the main thread is doing."""
        # RQ holds what it was given under private names alone.
        if issubclass(self._exception, JobTimeoutException):
            WorkDeadline.passed = True
            raise OutOfTimeError(f"the work took longer than {self._timeout} seconds")
        super().handle_death_penalty(signum, frame)  # type: ignore[no-untyped-call]
