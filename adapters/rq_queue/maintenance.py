"""Bringing back the jobs of workers that died, and keeping RQ's books, one step never failing another."""

import logging
import time
from collections.abc import Callable
from typing import cast

from rq.job import JobStatus
from rq.job_lifecycle import record_job_failure
from rq.utils import current_timestamp
from rq.worker_registration import clean_worker_registry

from adapters.rq_queue.guard import kept_apart
from adapters.rq_queue.wire_job import WireJob
from adapters.rq_queue.wire_queue import WireQueue

_LOG = logging.getLogger(__name__)
_MOST_AT_ONCE = 500
_STUCK_SECONDS = 10.0
_EXECUTION_GRACE = 60
"""RQ scores an execution this much later than the heartbeat that it waits for."""


class Maintenance:
    """What one worker does for its queue every few seconds, alone among the workers (the lock is theirs).

    RQ's own (`clean_registries`, `IntermediateQueue.cleanup`) stops at the first entry that it cannot read,
    and so never gets to those behind it; and it knows a stuck job by a mark that it never removes.
    """

    def __init__(self, queue: WireQueue) -> None:
        """Remember nothing of jobs under way yet."""
        self._queue = queue
        self._first_seen: dict[bytes, float] = {}

    def run(self) -> None:
        """Do every step, whatever the others do.

        Raises:
            redis.RedisError: Redis is out of order.
        """
        queue = self._queue
        steps: dict[str, Callable[[], object]] = {
            "listing the queue": queue.register,
            "finding abandoned jobs": self._recover_abandoned,
            "finding stuck jobs": self._recover_stuck,
            "forgetting old finished jobs": queue.finished_job_registry.cleanup,
            "forgetting old failed jobs": queue.failed_job_registry.cleanup,
            "finding jobs that waited for others": queue.ready_job_registry.cleanup,
            "forgetting dead workers": lambda: clean_worker_registry(queue),
        }
        for name, step in steps.items():
            with kept_apart(f"maintenance of {queue.name}: {name}"):
                step()

    def _recover_abandoned(self) -> None:
        """Begin again what was running on a worker that no longer shows that it lives."""
        queue = self._queue
        registry = queue.started_job_registry.key
        due = queue.connection.zrangebyscore(registry, 0, current_timestamp(), 0, _MOST_AT_ONCE)
        for entry in cast("list[bytes]", due):
            with kept_apart("taking back an abandoned job"):
                job = queue.take(entry.partition(b":")[0])
                if job is not None and self._is_unfinished(job):
                    if _is_running(job):
                        continue  # again, elsewhere: this entry goes once that has ended
                    self._give_back(job, "its worker died while it ran", "ZREM", registry, entry)
                else:
                    queue.connection.zrem(registry, entry)

    def _is_unfinished(self, job: WireJob) -> bool:
        """Whether nobody would come back to a job whose execution has run out."""
        status = job.get_status(refresh=False)
        if (
            status is JobStatus.SCHEDULED
        ):  # RQ says so before it puts the job off: it may have died in between
            registry = self._queue.scheduled_job_registry
            return self._queue.connection.zscore(registry.key, job.id) is None
        return status is JobStatus.STARTED

    def _recover_stuck(self) -> None:
        """Begin again what a worker took off the list and then never began."""
        queue = self._queue
        taken = queue.connection.lrange(queue.intermediate_queue_key, 0, _MOST_AT_ONCE - 1)
        right_now = time.monotonic()
        seen = self._first_seen
        self._first_seen = {raw: seen.get(raw, right_now) for raw in cast("list[bytes]", taken)}
        for raw_id, since in self._first_seen.items():
            if right_now - since > _STUCK_SECONDS:
                with kept_apart("taking back a stuck job"):
                    self._unstick(raw_id)

    def _unstick(self, raw_id: bytes) -> None:
        queue = self._queue
        job = queue.take(raw_id)
        if job is None or _is_running(job):
            return
        unfinished = job.get_status(refresh=False) in (JobStatus.QUEUED, JobStatus.STARTED)
        if unfinished and queue.connection.lpos(queue.key, job.id) is None:
            taken = (queue.intermediate_queue_key, 1, job.id)
            self._give_back(job, "its worker died before it began", "LREM", *taken)
        else:  # left over from a time before it waited, was done or was put off
            queue.connection.lrem(queue.intermediate_queue_key, 1, job.id)

    def _give_back(self, job: WireJob, what: str, *forget: str | bytes | int) -> None:
        with self._queue.connection.pipeline() as pipeline:
            if job.should_retry:
                job.retry(self._queue, pipeline)
            else:
                record_job_failure(job, f"{what}, as often as it may be tried", pipeline)
            pipeline.execute_command(*forget)  # type: ignore[no-untyped-call]
            pipeline.execute()
        _LOG.warning("job %s: %s", job.id, what)


def _is_running(job: WireJob) -> bool:
    """Whether some worker has lately shown that it has the job in hand."""
    alive = current_timestamp() + _EXECUTION_GRACE
    return bool(job.connection.zcount(job.execution_registry.key, f"({alive}", "+inf"))
