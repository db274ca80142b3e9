"""Evaluate what other rules made of a job's resumes once more: no ranking compares different rules."""

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from application.errors import TransientError, UnprocessableError
from application.ports import JobStore
from application.screen_resume import ScreenResume
from application.stored_results import StoredResult, StoredResults
from application.trouble import place_of
from application.turns import Turns
from domain.evaluation import Evaluation
from domain.job import JobDescription

_LOG = logging.getLogger(__name__)
_AT_A_TIME = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reevaluated:
    """One result that was evaluated once more.

    Attributes:
        processing_id: of its processing.
        before: as it was.
        after: as it is now; None where it could not be done, and the result has no place any more.
        written: False where somebody else changed it meanwhile, or nothing was to be written.
    """

    processing_id: str
    before: Evaluation | None
    after: Evaluation | None
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReevaluateJob:
    """Make a job's results anew from stored text and, where the model is the same, stored vectors.

    Each is replaced whole in one step, if it is still what was found: whoever is killed leaves a job of which
    some are done, and whoever comes next finds the others. Nothing is fetched, queued or reported; what was
    not reported yet is reported as if nothing had happened.

    Attributes:
        results: where they are.
        jobs: what is asked.
        screen_resume: how they are made now; called only where there is something to do: it loads the model.
        patience_seconds: when rules that a job saw before take over again, see `application.leading_rules`.
        most_at_once: how many `unify` does before others have their turn.
    """

    results: StoredResults
    jobs: JobStore
    screen_resume: Callable[[], ScreenResume]
    patience_seconds: float = 120.0
    most_at_once: int = 500
    turns: Turns = field(default_factory=Turns)

    def unify(self, job_id: str) -> bool:
        """Make what other rules made anew, where a job has results of different ones, a part at a time.

        Returns:
            True where all that can be are of one kind now; False where some are left, for the next call or
            for those whose rules are in force.

        Raises:
            TransientError: the store is out of order.
        """
        if not self.results.has_several(job_id):
            return True
        with self.turns.taking(job_id):  # two tasks of one process would do the same work
            screen = self.screen_resume()
            rules = screen.rules_version
            if not self.results.outdated(job_id, rules=rules, limit=1):
                return True
            job = self._job(job_id)
            if job is None:
                return True  # nobody can be screened against it any more
            if not self._in_force(job_id, rules):
                return False
            done = Counter(one.after is not None for one in self._all(job, screen, most=self.most_at_once))
            _LOG.warning(
                "job %s: %d results of other rules evaluated again under %s, %d left out",
                job_id, done[True], rules, done[False],
            )  # fmt: skip
            return done.total() < self.most_at_once and self._in_force(job_id, rules)

    def __call__(self, job: JobDescription, *, dry_run: bool = False) -> Iterator[Reevaluated]:
        """Put the rules of here in force for a job, and make everything anew that others made, one by one.

        Results for the job as it was before it was changed count as made by others.

        Args:
            job: as it is now.
            dry_run: find out what would become of them, and write nothing.

        Raises:
            TransientError: the store is out of order; those yielded are done.
        """
        screen = self.screen_resume()
        if not dry_run:
            self._in_force(job.id, screen.rules_version, take_over=True)
        yield from self._all(job, screen, job_hash=job.hash, dry_run=dry_run)

    def _in_force(self, job_id: str, rules: str, *, take_over: bool = False) -> bool:
        in_force = self.results.rules_in_force(
            job_id, rules=rules, patience_seconds=self.patience_seconds, take_over=take_over
        )
        return in_force == rules

    def _job(self, job_id: str) -> JobDescription | None:
        try:
            return self.jobs.get(job_id)
        except UnprocessableError:
            return None

    def _all(
        self,
        job: JobDescription,
        screen: ScreenResume,
        *,
        job_hash: str = "",
        dry_run: bool = False,
        most: int | None = None,
    ) -> Iterator[Reevaluated]:
        after, done = "", 0
        while most is None or done < most:
            found = self.results.outdated(
                job.id, rules=screen.rules_version, job_hash=job_hash, after=after, limit=_AT_A_TIME
            )
            if not found:
                return
            for stored in found:
                yield self._again(stored, job, screen, dry_run=dry_run)
            after, done = found[-1].processing.id, done + len(found)
            if not dry_run and not self._in_force(job.id, screen.rules_version):
                return  # others took over: they would find, and undo, what is done here

    def _again(
        self, stored: StoredResult, job: JobDescription, screen: ScreenResume, *, dry_run: bool
    ) -> Reevaluated:
        processing, before = stored.processing, stored.processing.evaluation
        after = None if before is None else self._evaluated(processing.id, before, job, screen)
        written = False
        if not dry_run and after is not None:
            written = self.results.replace(stored, processing.reevaluated(after))
        elif not dry_run:
            self.results.leave_out(stored, rules=screen.rules_version)
        return Reevaluated(processing_id=processing.id, before=before, after=after, written=written)

    @staticmethod
    def _evaluated(
        processing_id: str, before: Evaluation, job: JobDescription, screen: ScreenResume
    ) -> Evaluation | None:
        try:
            return screen.evaluated_again(before, job)
        except TransientError:
            raise
        except Exception as error:  # noqa: BLE001 - one result must not keep all others from their places
            _LOG.error("%s: cannot be evaluated again: %s", processing_id, place_of(error))
            return None
