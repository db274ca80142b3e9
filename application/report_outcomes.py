"""Tell the backend of every settled resume until it has counted it: at least once, never two at a time."""

import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from application.errors import TransientError
from application.ports import Backend, Outbox, Report
from application.rank_job import RankJob
from application.retry import RetryPolicy

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one round of deliveries came to: how many the backend answered, and how many failed."""

    delivered: int = 0
    failed: int = 0

    @property
    def in_vain(self) -> bool:
        """True where the backend seems to be away: something was tried, and nothing arrived."""
        return self.failed > 0 and not self.delivered


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
        lease_seconds: how long a report is taken for: longer than any call to the backend.
        check_seconds: after this long, a report that was answered and is not marked as counted is repeated.
        at_once: calls to the backend at a time, each for another resume.
    """

    outbox: Outbox
    rank_job: RankJob
    backend: Backend
    retries: RetryPolicy = field(default_factory=lambda: RetryPolicy(base_seconds=2.0, most_seconds=60.0))
    lease_seconds: float = 90.0
    check_seconds: float = 60.0
    at_once: int = 8

    def __call__(self, *, limit: int = 200) -> Delivery:
        """Deliver up to `limit` reports; stop early where the backend seems to be away.

        Raises:
            TransientError: the store is out of order.
        """
        due = self.outbox.due(limit=limit)
        if not due:
            return Delivery()
        self._rank_before_the_last(due)
        delivered = failed = 0
        with ThreadPoolExecutor(self.at_once, thread_name_prefix="report") as pool:
            for start in range(0, len(due), self.at_once):
                answers = list(pool.map(self._deliver, due[start : start + self.at_once]))
                delivered += answers.count(True)
                failed += answers.count(False)
                if answers.count(False) and not answers.count(True):
                    break
        return Delivery(delivered=delivered, failed=failed)

    def _rank_before_the_last(self, due: Sequence[Report]) -> None:
        """Rank the jobs of every batch that has no resume left to work on.

        The answer that completes a batch is to the call for a resume that was settled last or reported after
        that, so its report is looked at here when all are settled. Looked at after `due` was read: a batch
        that is settled by then has all its reports among these or those still to be read.
        """
        jobs_of: dict[str, set[str]] = {}
        for report in due:
            jobs_of.setdefault(report.batch_id, set()).add(report.job_id)
        for batch_id in sorted(jobs_of):
            if self.outbox.batch_settled(batch_id):
                for job_id in sorted(jobs_of[batch_id]):
                    self.rank_job(job_id)

    def _deliver(self, due: Report) -> bool | None:
        """True where the backend answered, False where it did not, None where there was nothing to do."""
        report = self.outbox.take(due.processing_id, seconds=self.lease_seconds)
        if report is None:
            return None
        try:
            self.backend.report(report)
        except TransientError as outage:
            wait = self.retries.delay(report.processing_id, report.attempt, at_least=outage.retry_after)
            self.outbox.postpone(report, error=str(outage), seconds=wait)
            _LOG.warning(
                "%s: the backend was not told (try %d, next in %.0f s): %s",
                report.processing_id, report.attempt, wait, outage,
            )  # fmt: skip
            return False
        check_after = self.retries.delay(report.processing_id, report.attempt, at_least=self.check_seconds)
        self.outbox.delivered(report, check_after=check_after)
        _LOG.info("%s: the backend was told: %s", report.processing_id, report.status)
        return True
