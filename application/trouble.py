"""What may be said of an error in a log: where it happened, not what it says."""

import traceback
from pathlib import Path


def place_of(error: BaseException) -> str:
    """Type, file and line of an error, without its message, which could hold text of a resume or a secret."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"
