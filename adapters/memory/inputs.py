"""Jobs, their profiles and files, in dictionaries."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping

from application.errors import RefusalReason, UnprocessableError
from application.ports import FileFetcher, JobProfiles, JobStore
from domain.job import JobDescription
from domain.similarity import JobProfile


class InMemoryJobStore(JobStore):
    """Keeps jobs in a dictionary."""

    def __init__(self, jobs: Iterable[JobDescription] = ()) -> None:
        """Start with the jobs given."""
        self._by_id = {job.id: job for job in jobs}

    def get(self, job_id: str) -> JobDescription | None:  # noqa: D102
        return self._by_id.get(job_id)


class InMemoryJobProfiles(JobProfiles):
    """Keeps the profiles used last in a dictionary; whoever asks for the same one waits for it."""

    def __init__(self, *, most: int = 64) -> None:
        """Start with none, and keep up to `most` (some kilobytes each)."""
        self._lock = threading.Lock()
        self._most = most
        self._profiles: OrderedDict[str, JobProfile] = OrderedDict()

    def once(self, key: str, compute: Callable[[], JobProfile]) -> JobProfile:  # noqa: D102
        with self._lock:
            if key not in self._profiles:
                self._profiles[key] = compute()
            self._profiles.move_to_end(key)
            if len(self._profiles) > self._most:
                self._profiles.popitem(last=False)
            return self._profiles[key]


class InMemoryFiles(FileFetcher):
    """Serves the bytes it was given, by URL."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Serve these files and no others."""
        self._files = dict(files)

    def fetch(self, url: str) -> bytes:  # noqa: D102
        try:
            return self._files[url]
        except KeyError:
            raise UnprocessableError(
                RefusalReason.NOT_FOUND, "The resume file is no longer where it was uploaded."
            ) from None
