"""What may be said of an error in a log: where it happened, and only of our own kinds what it says."""

import traceback
from pathlib import Path

from application.errors import MisconfiguredError, TransientError


def place_of(error: BaseException) -> str:
    """Type, file and line of an error, without its message, which could hold text of a resume or a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


def cause_of(error: BaseException) -> str:
    """What an outage or a refusal says, as their messages are made for it; of anything else, its place."""
    return str(error) if isinstance(error, TransientError | MisconfiguredError) else place_of(error)
