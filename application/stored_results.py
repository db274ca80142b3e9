"""The port of results that were made before: looked at again, and made again under other rules."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from domain.processing import ResumeProcessing


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    """A processing as the store holds it.

    Attributes:
        processing: with its evaluation; None in it where that was another kind of worker's or cannot be read.
        fields: what is published of it, as it was stored, without where its file lies.
        fence: tells whether it was taken up anew since.
    """

    processing: ResumeProcessing
    fields: Mapping[str, Any]
    fence: int = 0


class StoredResults(Protocol):
    """Results of a job, told apart by the rules that made them, which are kept with each of them.

    A result of another kind of worker has no rules: their name is empty.
    """

    @abstractmethod
    def stored(self, processing_id: str) -> StoredResult | None:
        """Return what is stored of a processing, or None where there is none of this id."""

    @abstractmethod
    def standing(self, stored: StoredResult) -> tuple[int, int]:
        """Return how many of its job have a place, and how many others of those have its score."""

    @abstractmethod
    def made_by(self, job_id: str) -> Mapping[str, int]:
        """Return how many completed results of a job there are by the rules that made them."""

    @abstractmethod
    def has_several(self, job_id: str) -> bool:
        """Whether completed results of a job were made by different rules, those without rules aside."""

    @abstractmethod
    def outdated(
        self, job_id: str, *, rules: str, job_hash: str = "", after: str = "", limit: int
    ) -> Sequence[StoredResult]:
        """Return up to `limit` completed results that other rules than these made, in the order of their ids.

        Args:
            job_id: of the job.
            rules: those that are not outdated. A result that was left out under them is passed over, but
                where a job's hash is given.
            job_hash: where given, results for a job of another hash are outdated as well.
            after: the id after which to go on.
            limit: how many at most.
        """

    @abstractmethod
    def replace(self, stored: StoredResult, processing: ResumeProcessing) -> bool:
        """Write an evaluation in place of another, whole and in one step; its job is to be ranked anew.

        Nothing else of it changes: whether it was reported and counted, whose twin it is, and its analysis.

        Returns:
            False where it is no longer what was found: nothing was written.
        """

    @abstractmethod
    def leave_out(self, stored: StoredResult, *, rules: str) -> None:
        """Note that a result cannot be made under these rules: it has no place among those that were."""

    @abstractmethod
    def rules_in_force(
        self, job_id: str, *, rules: str, patience_seconds: float, take_over: bool = False
    ) -> str:
        """Return the rules that a job is to be ranked by, now that these have come to it.

        See `application.leading_rules`. Where they are these, it is noted that somebody cares for them.

        Args:
            job_id: of the job.
            rules: those of the caller.
            patience_seconds: for how long a result under these rules must have waited, and nobody cared for
                the others, before these take over again.
            take_over: at once.
        """

    @abstractmethod
    def queue_again(self, processing_id: str) -> ResumeProcessing | None:
        """Let a completed result without rules be queued as new, in one step; whether it was counted stays.

        Returns:
            It, now queued; None where it is no such result: nothing was written.
        """

    @abstractmethod
    def without_rules(self, job_id: str) -> Sequence[str]:
        """Return the ids of completed results of a job that no rules made, or whose text is not kept."""
