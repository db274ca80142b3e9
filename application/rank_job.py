"""Give every resume that passed its place among all resumes of the job."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from application.errors import TransientError
from application.ports import Ranking
from application.trouble import Seldom, cause_of

_LOG = logging.getLogger(__name__)


def _is_unified(_: str) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class RankJob:
    """Rank a job's completed, passed resumes over all of its batches, writing only places that changed.

    Attributes:
        ranking: keeps the places.
        unify: makes results of other rules anew; False where some are left to be made, here or by others.
        patience_seconds: how long to wait for another who ranks the same job.
        pause: waits so many seconds.
    """

    ranking: Ranking
    unify: Callable[[str], bool] = _is_unified
    patience_seconds: float = 60.0
    pause: Callable[[float], None] = time.sleep

    def __call__(self, job_id: str) -> None:
        """Rank the job; every processing settled before the call has its final place after it.

        Raises:
            TransientError: another was at it for longer than patience lasts, or the store is out of order;
                or results that other rules made are still to be evaluated again.
        """
        if not self.unify(job_id):
            raise TransientError(f"job {job_id} has results of other rules, which are being made anew")
        waited, wait = 0.0, 0.02
        while not self.ranking.rank(job_id):
            # Whoever is at it may have begun before the last resume was settled: our turn comes after.
            if waited >= self.patience_seconds:
                raise TransientError(f"job {job_id} is being ranked by another worker")
            self.pause(wait)
            waited += wait
            wait = min(wait * 1.5, 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankUnranked:
    """Rank the jobs whose results stream in: many results, one ranking.

    Attributes:
        ranking: keeps the places.
        unify: as for `RankJob`.
        troubles: how often it is said that a job cannot be ranked.
    """

    ranking: Ranking
    unify: Callable[[str], bool] = _is_unified
    troubles: Seldom = field(default_factory=lambda: Seldom(seconds=60.0))

    def __call__(self, *, limit: int = 100) -> int:
        """Rank each job that has a resume without its place, where nobody else is at it; return how many."""
        return sum(map(self._ranked, self.ranking.unranked_jobs(limit=limit)))

    def _ranked(self, job_id: str) -> bool:
        try:
            ranked = self.unify(job_id) and self.ranking.rank(job_id)
        except Exception as error:  # noqa: BLE001 - one job must not keep the others from their places
            if self.troubles.may_say(job_id):
                _LOG.warning("job %s could not be ranked: %s", job_id, cause_of(error))
            return False
        self.troubles.forget(job_id)
        return ranked
