"""Put back in line what the queue lost: the store knows what is to be done, the queue only rings."""

import logging
from dataclasses import dataclass

from application.ports import JobQueue, ProcessingStore
from domain.processing import ResumeProcessing

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recover:
    """Find processings that no worker is coming for, and ring for them.

    A job put in line twice does no harm: the second finds the processing claimed or settled. So this needs
    not know for sure, and may run in many places at once.

    Attributes:
        processings: knows what is to be done.
        queue: where to ring.
        idle_seconds: how long a processing may be due while nobody waits in line: then its job is lost.
        busy_seconds: the same while others do wait: it may be among them.
    """

    processings: ProcessingStore
    queue: JobQueue
    idle_seconds: float = 5.0
    busy_seconds: float = 600.0

    def __call__(self, *, limit: int = 200) -> int:
        """Put back up to `limit` processings of each kind; return how many.

        Raises:
            TransientError: store or queue is out of order.
        """
        put = sum(map(self._put, self.processings.abandoned(limit=limit)))
        waited = self.busy_seconds if self.queue.length() else self.idle_seconds
        unclaimed = self.processings.unclaimed(seconds=waited, limit=limit)
        if unclaimed:
            put += sum(map(self._put, unclaimed))
            # Those of them that do wait in line must not hide the others from the next look.
            self.processings.rung([processing.id for processing in unclaimed])
        return put

    def _put(self, processing: ResumeProcessing) -> bool:
        put = self.queue.put(processing)
        if put:
            _LOG.warning("%s: %s, and nobody seemed to come; rung for", processing.id, processing.status)
        return put
