"""How a step outside the domain can fail, told apart by what to do next."""

from enum import StrEnum


class TransientError(Exception):
    """The world was at fault (network, server, out of resources): the same input may work later.

    Attributes:
        retry_after: seconds that must pass before the next try, where the other side asked for a wait or a
            sooner one would do harm; 0 where nothing speaks against trying soon.
    """

    def __init__(self, message: str, *, retry_after: float = 0.0) -> None:
        """Keep the wait beside a message that names the cause, no secret and no person."""
        super().__init__(message)
        self.retry_after = retry_after


class HeldError(TransientError):
    """Another worker holds the processing, or its next try is not due: nothing was done, nothing is lost."""


class PostponedError(TransientError):
    """Not now, by a limit or a budget of our own or another's: no try was made, so none counts."""


class TurnedAwayError(TransientError):
    """The other side took no request, or turned it away: nothing was done, and nothing is billed."""


class RefusedReportError(TransientError):
    """The backend answered, and will not count a resume as things are."""


class ClaimLostError(Exception):
    """The claim ran out and someone else may have taken over: whatever was found out must not be written."""


class MisconfiguredError(Exception):
    """A server refuses us as we are set up: waiting mends nothing, and no input is at fault.

    The message names the setting and holds no secret.
    """


class RefusedCallError(Exception):
    """A language model's server refuses this request, and the same again; the message holds no text."""


class RefusalReason(StrEnum):
    """Why an input can never be used, whatever is tried again."""

    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    UNSUPPORTED = "unsupported"
    TOO_LARGE = "too_large"
    NO_TEXT = "no_text"
    UNREADABLE_TEXT = "unreadable_text"
    UNSUPPORTED_LANGUAGE = "unsupported_language"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    NO_JOB = "no_job"


class UnprocessableError(Exception):
    """This input is at fault and will be again: an outcome of its own, never a low score.

    Attributes:
        reason: the machine-readable kind of refusal.
    """

    def __init__(self, reason: RefusalReason, message: str) -> None:
        """Keep the reason beside a message that a recruiter can be shown as it is."""
        super().__init__(message)
        self.reason = reason
