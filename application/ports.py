"""Every port of the application: what it asks of the world, a promise a line.

Adapters inherit these explicitly, translate their vendor's errors into those of `application.errors`,
and are held to the promise by one contract test a port.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from domain.document import Document
from domain.job import JobDescription
from domain.processing import ResumeProcessing
from domain.similarity import JobProfile, ResumeProfile


class Embedder(Protocol):
    """Turns passages of text into unit vectors."""

    @property
    @abstractmethod
    def model(self) -> str:
        """Name and build of what makes the vectors: vectors of two builds are never compared."""

    @property
    @abstractmethod
    def weights_digest(self) -> str:
        """SHA-256 of the weights, in hexadecimal."""

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
        """Return the job, or None where there is none of this id.

        Raises:
            UnprocessableError: there is one, and nobody could be screened against it.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to work on one processing for a while, and to write its outcome.

    Attributes:
        processing: as it was claimed, in status `processing`.
        fence: a number that grows with every claim of the processing; a write under an older one is refused.
        holder: tells this claim from any other, also from one of the same number that the store forgot.
        attempt: which try this is, from 1. Tries that ended with the death of a worker count.
    """

    processing: ResumeProcessing
    fence: int
    attempt: int
    holder: str = ""


class ProcessingStore(Protocol):
    """Where the one document per resume and job lives. Safe to use from several threads at once.

    Time is the store's own: the clocks of workers decide nothing.
    """

    @abstractmethod
    def get(self, processing_id: str) -> ResumeProcessing | None:
        """Return the processing, or None where there is none of this id."""

    @abstractmethod
    def claim(self, processing_id: str, *, seconds: float) -> Claim | None:
        """Take up a processing that is due and held by nobody, for so many seconds, and count the try.

        Returns:
            The claim, which no two callers hold at once; None where it is settled or does not exist.

        Raises:
            HeldError: someone else holds it, or it is not due; `retry_after` says for how long.
        """

    @abstractmethod
    def renew(self, claim: Claim, *, seconds: float) -> bool:
        """Hold on for so many seconds from now; False where the claim is lost."""

    @abstractmethod
    def settle(self, claim: Claim, processing: ResumeProcessing) -> None:
        """Write a final state whole, in one step, to be reported to the backend.

        Raises:
            ClaimLostError: the claim is lost; nothing was written.
        """

    @abstractmethod
    def release(self, claim: Claim, *, error: str, reason: str, seconds: float, counts: bool = True) -> None:
        """Give a processing back to the queue, due after so many seconds, with why this try failed.

        One that does not count, as no input and no outage is at fault, is as if it had not been made.

        Raises:
            ClaimLostError: the claim is lost; nothing was written.
        """

    @abstractmethod
    def find_evaluated(
        self, *, resume_hash: str, job_hash: str, rules: str, other_than: str
    ) -> ResumeProcessing | None:
        """Return the completed original of this pair of hashes under these rules, or None.

        The one of the smallest id where there are several; never itself a duplicate, nor `other_than`.
        """

    @abstractmethod
    def resume_profile(self, *, content_hash: str, model: str) -> ResumeProfile | None:
        """Return the stored profile of a redacted text made by this model, or None."""

    @abstractmethod
    def job_profile(self, *, job_hash: str, model: str) -> JobProfile | None:
        """Return the stored profile of a job made by this model, or None."""

    @abstractmethod
    def of_job(self, job_id: str) -> Sequence[ResumeProcessing]:
        """Return every processing of a job, in no particular order."""

    @abstractmethod
    def relink(self, processing_id: str, *, duplicate_of: str | None) -> None:
        """Mark a completed processing as a duplicate of another, or as an original (None)."""

    @abstractmethod
    def abandoned(self, *, limit: int) -> Sequence[ResumeProcessing]:
        """Return up to `limit` processings whose holder's claim ran out."""

    @abstractmethod
    def unclaimed(self, *, seconds: float, limit: int) -> Sequence[ResumeProcessing]:
        """Return up to `limit` queued processings due for so many seconds, the longest waiting first."""

    @abstractmethod
    def rung(self, processing_ids: Sequence[str]) -> None:
        """Note that somebody was called for these: for `unclaimed`, their waiting begins anew."""


class JobProfiles(Protocol):
    """Profiles of jobs, made once for all who screen against them."""

    @abstractmethod
    def once(self, key: str, compute: Callable[[], JobProfile]) -> JobProfile:
        """Return the profile of this key; of all who ask at about the same time, one computes it.

        A key that was asked for long ago may be computed again.
        """


class Ranking(Protocol):
    """The places of a job's resumes, kept where the processings are."""

    @abstractmethod
    def unranked_jobs(self, *, limit: int) -> Sequence[str]:
        """Return up to `limit` ids of jobs to rank.

        They have a completed, passed processing without its place, or one that had a place and left it.
        """

    @abstractmethod
    def rank(self, job_id: str) -> bool:
        """Give every completed, passed processing of the job its place, in the order of `rank_order`.

        Of those with rules, those in force: see `StoredResults`. Only places that changed are written.

        Returns:
            True once done; False where someone else ranks the job just now, and nothing was done.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the backend is told of one settled processing.

    Attributes:
        processing_id: of the processing.
        job_id: of its job.
        batch_id: of the batch it came with.
        external_resume_id: the backend's other name for the resume.
        status: `completed` or `failed`.
        attempt: which try to tell it this is, from 1.
        refusals: how many of the tries before it the backend refused.
    """

    processing_id: str
    job_id: str
    batch_id: str
    external_resume_id: str
    status: str
    attempt: int = 1
    refusals: int = 0


class Outbox(Protocol):
    """Settled processings that the backend has not yet counted, kept where the processings are.

    What was counted once is never due again. What is queued again before it was counted is due with its new
    outcome, not before a call about the old one would have been repeated: until then that may be under way.
    """

    @abstractmethod
    def due(self, *, limit: int) -> Sequence[Report]:
        """Return up to `limit` reports whose next try is due and that nobody is delivering, oldest first."""

    @abstractmethod
    def take(self, processing_id: str, *, seconds: float) -> Report | None:
        """Take a report to deliver it within so many seconds; no two callers have it at once.

        Returns:
            The report; None where it is not due, is being delivered, or was counted by the backend already.
        """

    @abstractmethod
    def delivered(self, report: Report, *, check_after: float) -> None:
        """Note that the backend answered; it is due again after so many seconds unless counted by then."""

    @abstractmethod
    def postpone(self, report: Report, *, error: str, seconds: float, refused: bool = False) -> None:
        """Note why a delivery failed, a refusal apart; the report is due again after so many seconds."""

    @abstractmethod
    def hold_back(self, processing_ids: Sequence[str], *, seconds: float) -> None:
        """Let those of these that are due be due after so many seconds: it is too early to deliver them."""

    @abstractmethod
    def ensure(self, processing_id: str) -> None:
        """Have a settled processing reported that was not: not counted by the backend, and never to be."""

    @abstractmethod
    def ensure_all(self, *, older_than_seconds: float, limit: int) -> int:
        """Do so for up to `limit` that were last written so long ago; return how many.

        A worker that died of old age, or an older kind of worker, may have left them.
        """

    @abstractmethod
    def batch_settled(self, batch_id: str) -> bool:
        """Whether no processing of the batch that is still to be counted is queued or in progress.

        One that was counted before and is worked on again completes no batch.
        """

    @abstractmethod
    def undelivered(self) -> int:
        """How many reports the backend has not answered yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Try:
    """One try that failed and was to be repeated.

    Attributes:
        attempt: which it was, from 1.
        reason: as a short code.
        message: in words.
        at: when it ended.
    """

    attempt: int
    reason: str
    message: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """How a processing failed in the end.

    Attributes:
        reason: as a short code; `UNKNOWN_REASON` where whoever wrote it left none.
        error: in words a recruiter understands.
        attempts: tries made; 0 where that is not known.
        at: when; None where that is not known.
        tries: those before the last, oldest first, as far as they are kept.
    """

    reason: str
    error: str
    attempts: int
    at: datetime | None
    tries: tuple[Try, ...] = ()


UNKNOWN_REASON = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedResume:
    """A processing that failed, or failed before it was put back; nothing in it says whose resume it is.

    Attributes:
        processing_id: of the processing.
        job_id: of its job.
        batch_id: of the batch it came with.
        status: where it stands now.
        counted: whether the backend has counted it.
        failure: how it failed; None where it stands otherwise now.
        earlier: how it failed before it was put back, oldest first, as far as they are kept.
    """

    processing_id: str
    job_id: str
    batch_id: str
    status: str
    counted: bool
    failure: Failure | None
    earlier: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Which failed processings are meant: those of a job, of a batch, with a reason; empty means any."""

    job_id: str = ""
    batch_id: str = ""
    reason: str = ""


class FailedResumes(Protocol):
    """Processings that failed, for whoever operates the worker; kept where the processings are."""

    @abstractmethod
    def find(self, which: Failed, *, limit: int) -> Sequence[FailedResume]:
        """Return up to `limit` of them, those that failed last first, without tries and earlier failures."""

    @abstractmethod
    def count(self, which: Failed) -> Mapping[str, int]:
        """Return how many there are by reason."""

    @abstractmethod
    def ids(self, which: Failed) -> Sequence[str]:
        """Return the ids of all of them, those that failed first first."""

    @abstractmethod
    def history(self, processing_id: str) -> FailedResume | None:
        """Return all that is kept of how a processing failed; None where there is no such processing."""

    @abstractmethod
    def put_back(self, processing_id: str) -> ResumeProcessing | None:
        """Let a failed processing be queued as new, in one step, with all of its tries before it.

        How it failed is kept. Its fence goes on growing, and whether it was counted is not touched.

        Returns:
            It, now queued; None where it is not failed, or there is none: nothing was written.
        """


class Backend(Protocol):
    """The backend, which counts the resumes of its batches."""

    @abstractmethod
    def report(self, report: Report) -> None:
        """Tell it that a resume reached its final state; return once it says that it counted it.

        Raises:
            TransientError: it may or may not have counted it; a repeat before `retry_after` seconds could
                overlap with this one. RefusedReportError, a kind of it, where it answered that it will not.
        """


class JobQueue(Protocol):
    """The line in which processings wait for a worker. It is a doorbell: the store knows what is to do."""

    @abstractmethod
    def put(self, processing: ResumeProcessing) -> bool:
        """Let a job for the processing wait in line; False where one put here before still waits or runs."""

    @abstractmethod
    def length(self) -> int:
        """How many jobs wait in line, those not counted that wait for their time."""

    @abstractmethod
    def move_due(self) -> int:
        """Let the retries whose time has come wait in line; return how many. Safe from many processes."""
