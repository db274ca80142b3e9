"""Tell the backend of every settled resume until it has counted it: at least once, never two at a time."""

import logging
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum, auto

from application.errors import RefusedReportError, TransientError
from application.ports import Backend, Outbox, Report
from application.rank_job import RankJob
from application.retry import RetryPolicy
from application.trouble import Seldom, cause_of

_LOG = logging.getLogger(__name__)


# A call lasts up to two thirds of its lease: taking it must have been done in less than the rest.
_SLOW = 5


class _End(Enum):
    """What came of one report."""

    NOTHING = auto()
    DELIVERED = auto()
    REFUSED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one round of deliveries came to.

    Attributes:
        delivered: reports that the backend took.
        refused: reports that it answered and did not take.
        failed: reports that it did not answer, or answered with an error of its own.
    """

    delivered: int = 0
    refused: int = 0
    failed: int = 0

    @property
    def in_vain(self) -> bool:
        """True where the backend seems to be away: something was tried, and nothing arrived."""
        return self.failed > 0 and not self.delivered and not self.refused


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOutcomes:
    """Deliver the reports that are due, with every rank final before the one that completes a batch.

    The backend reads that a resume was counted before it writes so: two calls for one resume at the same time
    would count twice. So a report is taken for longer than a call can last, and where no answer came, the
    next try waits until the first cannot be under way any more.

    Attributes:
        outbox: what is to be told.
        rank_job: ranks a job.
        backend: whom to tell.
        retries: how soon to try again; there is no last try.
        refusals: the same where the backend will not take a report: someone must change something first. Its
            delays grow with the refusals alone, however often the backend was away before.
        lease_seconds: how long a report is taken for: longer than any call to the backend.
        hold_seconds: a report whose job cannot be ranked now is looked at again after this long.
        check_seconds: after this long, a report that was answered and is not marked as counted is repeated.
        at_once: calls to the backend at a time, each for another resume.
        troubles: how often it is said that the reports of a job wait.
    """

    outbox: Outbox
    rank_job: RankJob
    backend: Backend
    retries: RetryPolicy = field(default_factory=lambda: RetryPolicy(base_seconds=2.0, most_seconds=60.0))
    refusals: RetryPolicy = field(
        default_factory=lambda: RetryPolicy(base_seconds=300.0, most_seconds=6 * 3600.0)
    )
    lease_seconds: float = 90.0
    hold_seconds: float = 3.0
    check_seconds: float = 60.0
    at_once: int = 8
    troubles: Seldom = field(default_factory=lambda: Seldom(seconds=60.0))

    def __call__(self, *, limit: int = 200) -> Delivery:
        """Deliver up to `limit` reports; stop early where the backend seems to be away.

        Raises:
            TransientError: the store is out of order.
        """
        due = self.outbox.due(limit=limit)
        if not due:
            return Delivery()
        ready = self._with_final_ranks(due)
        rounds = []
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="report") as pool:
            for start in range(0, len(ready), self.at_once):
                ends = list(pool.map(self._deliver, ready[start : start + self.at_once]))
                rounds.append(
                    Delivery(
                        delivered=ends.count(_End.DELIVERED),
                        refused=ends.count(_End.REFUSED),
                        failed=ends.count(_End.FAILED),
                    )
                )
                if rounds[-1].in_vain:
                    break
        return Delivery(
            delivered=sum(one.delivered for one in rounds),
            refused=sum(one.refused for one in rounds),
            failed=sum(one.failed for one in rounds),
        )

    def _with_final_ranks(self, due: Sequence[Report]) -> list[Report]:
        """Rank the jobs of every batch that has no resume left to work on; return what may be delivered.

        The answer that completes a batch is to the call for a resume that was settled last or reported after
        that, so its report is looked at here when all are settled. Looked at after `due` was read: a batch
        that is settled by then has all its reports among these or those still to be read. A batch whose job
        cannot be ranked now waits; the others do not: what waits is held back for a while, so that it does
        not fill the next rounds.
        """
        jobs_of: dict[str, set[str]] = {}
        for report in due:
            jobs_of.setdefault(report.batch_id, set()).add(report.job_id)
        waiting: set[str] = set()
        unranked: set[str] = set()
        for batch_id, job_ids in sorted(jobs_of.items()):
            if not self.outbox.batch_settled(batch_id):
                continue
            if unranked.isdisjoint(job_ids):
                unranked.update(job_id for job_id in sorted(job_ids) if not self._ranked(job_id))
            if not unranked.isdisjoint(job_ids):
                waiting.add(batch_id)
        held_back = [report.processing_id for report in due if report.batch_id in waiting]
        if held_back:
            self.outbox.hold_back(held_back, seconds=self.hold_seconds)
        return [report for report in due if report.batch_id not in waiting]

    def _ranked(self, job_id: str) -> bool:
        try:
            self.rank_job(job_id)
        except Exception as error:  # noqa: BLE001 - one job must not hold up what is to be said of the others
            if self.troubles.may_say(job_id):
                _LOG.warning("job %s could not be ranked, its reports wait: %s", job_id, cause_of(error))
            return False
        self.troubles.forget(job_id)
        return True

    def _deliver(self, due: Report) -> "_End":
        began = time.monotonic()
        report = self.outbox.take(due.processing_id, seconds=self.lease_seconds)
        if report is None:
            return _End.NOTHING
        if time.monotonic() - began > self.lease_seconds / _SLOW:
            # The call might outlast the lease, and meet the next one's. It is due again when that is over.
            _LOG.warning("%s: the report was taken too slowly to be delivered now", report.processing_id)
            return _End.NOTHING
        try:
            self.backend.report(report)
        except TransientError as outage:
            refused = isinstance(outage, RefusedReportError)
            retries, count = (
                (self.refusals, report.refusals + 1) if refused else (self.retries, report.attempt)
            )
            wait = retries.delay(report.processing_id, count, at_least=outage.retry_after)
            self.outbox.postpone(report, error=str(outage), seconds=wait, refused=refused)
            _LOG.warning(
                "%s: the backend was not told (try %d, next in %.0f s): %s",
                report.processing_id, report.attempt, wait, outage,
            )  # fmt: skip
            return _End.REFUSED if refused else _End.FAILED
        check_after = self.retries.delay(report.processing_id, report.attempt, at_least=self.check_seconds)
        self.outbox.delivered(report, check_after=check_after)
        _LOG.info("%s: the backend was told: %s", report.processing_id, report.status)
        return _End.DELIVERED
