"""The two ways a step outside the domain can fail, told apart by what to do next."""

from enum import StrEnum


class TransientError(Exception):
    """The world was at fault (network, server, out of resources): the same input may work later."""


class RefusalReason(StrEnum):
    """Why an input can never be used, whatever is tried again."""

    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"
    NOT_FOUND = "not_found"


class UnprocessableError(Exception):
    """This input is at fault and will be again: an outcome of its own, never a low score.

    Attributes:
        reason: the machine-readable kind of refusal.
    """

    def __init__(self, reason: RefusalReason, message: str) -> None:
        """Keep the reason beside a message that a recruiter can be shown as it is."""
        super().__init__(message)
        self.reason = reason
