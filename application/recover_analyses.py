"""Ring again for requested analyses that nobody is coming for."""

import logging
from dataclasses import dataclass

from application.analysis_ports import AnalysisQueue, AnalysisStore

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverAnalyses:
    """Find what is asked for, due and unattended; a request in line twice does no harm.

    Attributes:
        analyses: knows what is asked for.
        queue: where to ring.
        idle_seconds: how long one may be due while nobody waits in line.
        busy_seconds: the same while others do wait: it may be among them.
    """

    analyses: AnalysisStore
    queue: AnalysisQueue
    idle_seconds: float = 10.0
    busy_seconds: float = 600.0

    def __call__(self, *, limit: int = 100) -> int:
        """Ring for up to `limit`; return how many were not in line any more.

        Raises:
            TransientError: store or queue is out of order.
        """
        seconds = self.busy_seconds if self.queue.length() else self.idle_seconds
        found = self.analyses.waiting(seconds=seconds, limit=limit)
        if not found:
            return 0
        put = [processing_id for processing_id in found if self.queue.ask(processing_id)]
        for processing_id in put:
            _LOG.warning("%s: an analysis is asked for, and nobody seemed to come; rung for", processing_id)
        self.analyses.rung(found)
        return len(put)
