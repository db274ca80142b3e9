"""Resume files on this machine's disk."""

from pathlib import Path

from application.errors import RefusalReason, TransientError, UnprocessableError
from application.ports import FileFetcher


class LocalFiles(FileFetcher):
    """Reads regular files by path, never more than a bound."""

    def __init__(self, *, max_bytes: int) -> None:
        """Refuse files of more than `max_bytes` bytes."""
        self._max_bytes = max_bytes

    def fetch(self, url: str) -> bytes:
        """Return the bytes of the file at the path `url`.

        Raises:
            UnprocessableError: it does not exist, is no regular file, may not be read, or is too large.
            TransientError: the disk failed.
        """
        path = Path(url)
        try:
            # Opening a pipe or a device would wait for ever or never end.
            if not path.is_file():
                what = "It is no regular file." if path.exists() else "There is no such file."
                raise UnprocessableError(RefusalReason.NOT_FOUND, what)
            with path.open("rb") as file:
                data = file.read(self._max_bytes + 1)
        except PermissionError as error:
            raise UnprocessableError(RefusalReason.NOT_FOUND, "The file may not be read.") from error
        except FileNotFoundError as error:
            raise UnprocessableError(RefusalReason.NOT_FOUND, "There is no such file.") from error
        except OSError as error:
            raise TransientError(f"the disk failed: {error.strerror}") from error
        if len(data) > self._max_bytes:
            raise UnprocessableError(
                RefusalReason.TOO_LARGE,
                f"The file is larger than {self._max_bytes / 1_000_000:g} MB.",
            )
        return data
