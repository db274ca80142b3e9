"""ResumeProcessing: one resume against one job, its states and transitions."""

from dataclasses import dataclass, replace
from enum import StrEnum

from domain.evaluation import Evaluation
from domain.scoring import rank_order


class ProcessingStatus(StrEnum):
    """Where a processing stands; `completed` and `failed` are final."""

    QUEUED = "queued"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"


class RankingStatus(StrEnum):
    """Whether a processing has its place; `skipped` where the pre-filter stopped it."""

    PENDING = "pending"
    COMPLETED = "completed"
    SKIPPED = "skipped"


class IllegalTransitionError(Exception):
    """A processing was asked to become what it cannot become from where it stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeProcessing:
    """One resume x job.

    Attributes:
        id: unique.
        job_id: of the job it is screened against.
        resume_url: where the file is.
        batch_id: of the batch it came with, if any.
        external_resume_id: the backend's other name for the resume, if any.
        status: where it stands.
        evaluation: set once completed.
        duplicate_of: id of the processing whose evaluation was reused, if one was.
        rank: place among all that passed for this job, from 1; None until ranked.
        error: why it failed, in words a recruiter understands.
        error_reason: the same as a short code.
    """

    id: str
    job_id: str
    resume_url: str
    batch_id: str = ""
    external_resume_id: str = ""
    status: ProcessingStatus = ProcessingStatus.QUEUED
    evaluation: Evaluation | None = None
    duplicate_of: str | None = None
    rank: int | None = None
    error: str | None = None
    error_reason: str | None = None

    @property
    def settled(self) -> bool:
        """True in a final state."""
        return self.status in (ProcessingStatus.COMPLETED, ProcessingStatus.FAILED)

    @property
    def ranking_status(self) -> RankingStatus:
        """Follows from the evaluation and the rank."""
        if self.rank is not None:
            return RankingStatus.COMPLETED
        if self.status is ProcessingStatus.FAILED or (self.evaluation and not self.evaluation.passed):
            return RankingStatus.SKIPPED
        return RankingStatus.PENDING

    @property
    def takes_part_in_ranking(self) -> bool:
        """True once completed and passed."""
        return (
            self.status is ProcessingStatus.COMPLETED
            and self.evaluation is not None
            and self.evaluation.passed
        )

    def claimed(self) -> "ResumeProcessing":
        """Taken up by a worker, with nothing of an earlier life; also what a dead worker left."""
        self._refuse_when(self.settled, "claimed")
        return replace(
            self,
            status=ProcessingStatus.PROCESSING,
            evaluation=None,
            duplicate_of=None,
            rank=None,
            error=None,
            error_reason=None,
        )

    def released(self) -> "ResumeProcessing":
        """Given back by a worker that could not go on: queued again, as before it was claimed."""
        self._refuse_when(self.status is not ProcessingStatus.PROCESSING, "queued again")
        return replace(self, status=ProcessingStatus.QUEUED)

    def requeued(self) -> "ResumeProcessing":
        """Put back by an operator after it failed: queued, with nothing of the life that ended."""
        self._refuse_when(self.status is not ProcessingStatus.FAILED, "put back")
        return replace(self, status=ProcessingStatus.QUEUED, error=None, error_reason=None)

    def completed(self, evaluation: Evaluation, *, duplicate_of: str | None = None) -> "ResumeProcessing":
        """Evaluated, by itself or by reuse of a twin's evaluation."""
        self._refuse_when(self.status is not ProcessingStatus.PROCESSING, "completed")
        return replace(
            self, status=ProcessingStatus.COMPLETED, evaluation=evaluation, duplicate_of=duplicate_of
        )

    def failed(self, error: str, *, reason: str) -> "ResumeProcessing":
        """Given up, with the reason; no score is ever set."""
        self._refuse_when(self.status is not ProcessingStatus.PROCESSING, "failed")
        return replace(self, status=ProcessingStatus.FAILED, error=error, error_reason=reason)

    def ranked(self, rank: int) -> "ResumeProcessing":
        """Given its place, from 1."""
        self._refuse_when(not self.takes_part_in_ranking or rank < 1, f"ranked {rank}")
        return replace(self, rank=rank)

    def placed(self, rank: int | None) -> "ResumeProcessing":
        """Given its place, or left without one: it has none among others that were made by other rules."""
        return self.ranked(rank) if rank is not None else replace(self, rank=None)

    def reevaluated(self, evaluation: Evaluation) -> "ResumeProcessing":
        """Evaluated again, under other rules; one that passes keeps its place until it is given another."""
        self._refuse_when(self.status is not ProcessingStatus.COMPLETED, "evaluated again")
        return replace(self, evaluation=evaluation, rank=self.rank if evaluation.passed else None)

    def refetched(self) -> "ResumeProcessing":
        """Put back by an operator after it completed, to be read again from its file: queued, and all new."""
        self._refuse_when(self.status is not ProcessingStatus.COMPLETED, "read again")
        return replace(self, status=ProcessingStatus.QUEUED, evaluation=None, duplicate_of=None, rank=None)

    def duplicating(self, original_id: str | None) -> "ResumeProcessing":
        """Marked as a twin of another completed processing, or as the original (None)."""
        self._refuse_when(self.status is not ProcessingStatus.COMPLETED, "a duplicate")
        return replace(self, duplicate_of=original_id)

    def _refuse_when(self, illegal: bool, wanted: str) -> None:  # noqa: FBT001 - private, reads as a guard
        if illegal:
            raise IllegalTransitionError(f"processing {self.id} is {self.status} and cannot become {wanted}")


def rank_all(processings: "list[ResumeProcessing]") -> dict[str, int]:
    """Rank every processing that takes part, 1, 2, 3 ... without gaps or repeats, keyed by id.

    The order depends on nothing but scores, content and ids: not on the order of the list.
    """
    keys = []
    for processing in processings:
        evaluation = processing.evaluation
        if evaluation is not None and processing.takes_part_in_ranking:
            keys.append(rank_order(evaluation.final_score, evaluation.content_hash, processing.id))
    return {key[-1]: place for place, key in enumerate(sorted(keys), start=1)}


def settle_duplicates(processings: "list[ResumeProcessing]") -> "list[ResumeProcessing]":
    """Among completed twins make the one of the smallest id the original; return those that changed.

    Twins are screened in whatever order workers take them up; this makes the mark independent of it.
    """
    twins: dict[tuple[str, str], list[ResumeProcessing]] = {}
    for processing in sorted(processings, key=lambda processing: processing.id):
        if processing.status is ProcessingStatus.COMPLETED and processing.evaluation is not None:
            pair = (processing.evaluation.resume_hash, processing.evaluation.job_hash)
            twins.setdefault(pair, []).append(processing)
    changed = []
    for original, *copies in twins.values():
        settled = [original.duplicating(None), *(copy.duplicating(original.id) for copy in copies)]
        changed += [new for new, old in zip(settled, [original, *copies], strict=True) if new != old]
    return changed
