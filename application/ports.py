"""Every port of the application: what it asks of the world, a promise a line.

Adapters inherit these explicitly, translate their vendor's errors into those of `application.errors`,
and are held to the promise by one contract test a port.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import numpy as np
import numpy.typing as npt

from domain.document import Document
from domain.job import JobDescription
from domain.processing import ResumeProcessing


class Embedder(Protocol):
    """Turns passages of text into unit vectors."""

    @property
    @abstractmethod
    def model(self) -> str:
        """Name and build of what makes the vectors: vectors of two builds are never compared."""

    @abstractmethod
    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return an (n, 384) array of unit rows, each the same to the bit whatever else is in `texts`.

        Raises:
            ValueError: a text is empty or blank.
        """


class FileFetcher(Protocol):
    """Gets the bytes of a resume file."""

    @abstractmethod
    def fetch(self, url: str) -> bytes:
        """Return the whole file.

        Raises:
            UnprocessableError: there is no such file, it may not be read, or it is too large.
            TransientError: it could not be had now.
        """


class DocumentReader(Protocol):
    """Turns the bytes of a file into text, whatever the file does."""

    @abstractmethod
    def read(self, data: bytes) -> Document:
        """Return the text in reading order, within bounds of time and memory.

        Raises:
            UnprocessableError: empty, encrypted, damaged, unsupported, too large, or without text.
            TransientError: the machine had no resources left to try.
        """


class JobStore(Protocol):
    """Where job descriptions are read."""

    @abstractmethod
    def get(self, job_id: str) -> JobDescription | None:
        """Return the job, or None where there is none of this id."""


class ProcessingStore(Protocol):
    """Where the one document per resume and job lives. Safe to use from several threads at once."""

    @abstractmethod
    def get(self, processing_id: str) -> ResumeProcessing | None:
        """Return the processing, or None where there is none of this id."""

    @abstractmethod
    def save(self, processing: ResumeProcessing) -> None:
        """Write one processing whole; the last write wins."""

    @abstractmethod
    def find_evaluated(self, *, resume_hash: str, job_hash: str) -> ResumeProcessing | None:
        """Return the completed original of this pair of hashes, or None; never itself a duplicate."""

    @abstractmethod
    def evaluating(self, *, resume_hash: str, job_hash: str) -> AbstractContextManager[None]:
        """Hold while a pair is looked up and evaluated: in one process no two holders of a pair overlap."""

    @abstractmethod
    def of_job(self, job_id: str) -> Sequence[ResumeProcessing]:
        """Return every processing of a job, in no particular order."""

    @abstractmethod
    def save_ranks(self, ranks: Mapping[str, int]) -> None:
        """Set the rank of each completed processing named by id, and mark it ranked."""
