"""In-memory stores and files: the embedded default of the command line, and the harness of the tests."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from application.errors import RefusalReason, UnprocessableError
from application.ports import Embedder, FileFetcher, JobStore, ProcessingStore
from domain.job import JobDescription
from domain.processing import ResumeProcessing


class _Turn:
    """Whose turn it is to evaluate one pair, and how many hold or wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.holders = 0


class InMemoryProcessingStore(ProcessingStore):
    """Keeps processings in a dictionary behind a lock."""

    def __init__(self, processings: Iterable[ResumeProcessing] = ()) -> None:
        """Start with the processings given."""
        self._lock = threading.Lock()
        self._by_id: dict[str, ResumeProcessing] = {}
        self._originals: dict[tuple[str, str], str] = {}
        self._evaluations: dict[tuple[str, str], _Turn] = {}
        for processing in processings:
            self.save(processing)

    def get(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102 - said by the port
        with self._lock:
            return self._by_id.get(processing_id)

    def save(self, processing: ResumeProcessing) -> None:  # noqa: D102
        evaluation = processing.evaluation
        with self._lock:
            self._by_id[processing.id] = processing
            if evaluation is not None and processing.duplicate_of is None:
                self._originals[evaluation.resume_hash, evaluation.job_hash] = processing.id

    def find_evaluated(self, *, resume_hash: str, job_hash: str) -> ResumeProcessing | None:  # noqa: D102
        with self._lock:
            original = self._by_id.get(self._originals.get((resume_hash, job_hash), ""))
        is_original = original is not None and original.duplicate_of is None
        return original if is_original else None

    @contextmanager
    def evaluating(self, *, resume_hash: str, job_hash: str) -> Iterator[None]:  # noqa: D102
        pair = (resume_hash, job_hash)
        with self._lock:
            turn = self._evaluations.setdefault(pair, _Turn())
            turn.holders += 1
        try:
            with turn.lock:
                yield
        finally:
            with self._lock:
                turn.holders -= 1
                if not turn.holders:
                    del self._evaluations[pair]

    def of_job(self, job_id: str) -> Sequence[ResumeProcessing]:  # noqa: D102
        with self._lock:
            return [processing for processing in self._by_id.values() if processing.job_id == job_id]

    def save_ranks(self, ranks: Mapping[str, int]) -> None:  # noqa: D102
        with self._lock:
            for processing_id, rank in ranks.items():
                self._by_id[processing_id] = self._by_id[processing_id].ranked(rank)


class InMemoryJobStore(JobStore):
    """Keeps jobs in a dictionary."""

    def __init__(self, jobs: Iterable[JobDescription] = ()) -> None:
        """Start with the jobs given."""
        self._by_id = {job.id: job for job in jobs}

    def get(self, job_id: str) -> JobDescription | None:  # noqa: D102
        return self._by_id.get(job_id)


class RememberingEmbedder(Embedder):
    """Remembers the vectors of the texts used last: above all the job's, embedded once and not per resume.

    Safe to use from several threads where the embedder behind it is.
    """

    def __init__(self, embedder: Embedder, *, most: int = 4096) -> None:
        """Keep the vectors of up to `most` texts (1.5 kB each)."""
        self._embedder = embedder
        self._most = most
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()

    @property
    def model(self) -> str:  # noqa: D102
        return self._embedder.model

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:  # noqa: D102
        if not texts:
            return self._embedder.embed(texts)
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        if unknown:
            # Copies: a row that is kept must not keep all the others of its batch.
            vectors = (row.copy() for row in self._embedder.embed(unknown))
            known.update(zip(unknown, vectors, strict=True))
        with self._lock:
            for text, vector in known.items():
                self._vectors[text] = vector
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])


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
