"""The queue as the worker sees it: whatever its list holds, it hands out sound jobs alone."""

import hashlib
import logging
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Self, cast
from uuid import uuid4

import redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DequeueTimeout, NoSuchJobError, StopRequested
from rq.job import JOB_ID_PATTERN, Job
from rq.job_lifecycle import record_job_failure
from rq.scripts import acquire_or_refresh_lock, release_lock
from rq.utils import now

from adapters.rq_queue.outage import outage_as_lost_connection
from adapters.rq_queue.wire_fields import MalformedJobError
from adapters.rq_queue.wire_job import WireJob
from application.trouble import place_of

if TYPE_CHECKING:
    from redis.client import Pipeline

_LOG = logging.getLogger(__name__)
_LONGEST_ID = 200
_LONGEST_SHOWN = 100
_LOCK_SECONDS: Final = 30
"""RQ's own lock outlives a worker killed in its maintenance by a quarter of an hour."""


class WireQueue(Queue):
    """One queue, with the jobs that the backend, or RQ, or anyone, put into it."""

    job_class: type[WireJob]
    _clock_ahead = 0.0

    @classmethod
    def of(cls, job_class: type[WireJob], connection: "redis.Redis") -> Self:
        """Return the queue of a class of jobs."""
        return cls(
            job_class.queue_name,
            connection=connection,
            default_timeout=job_class.timeout_seconds,
            job_class=job_class,
            serializer=job_class.wire_serializer,
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin as RQ does, with a mark of its own for the maintenance lock."""
        super().__init__(*args, **kwargs)
        self._token = uuid4().hex

    def register(self) -> None:
        """Let RQ's tools list the queue; the backend does not."""
        self.connection.sadd(self.redis_queues_keys, self.key)

    def clock_ahead(self) -> float:
        """Return by how many seconds this machine's clock is ahead of the server's."""
        seconds, microseconds = self.connection.time()
        return time.time() - (seconds + microseconds / 1e6)

    def schedule_job(
        self,
        job: Job,
        datetime: datetime,
        pipeline: "Pipeline | None" = None,
        unique: bool = False,  # noqa: FBT001, FBT002 - RQ's signature
    ) -> Job:
        """Put a job off by the server's clock, which says when it is due; RQ reckons by this machine's."""
        with suppress(RedisError):  # by what was known last
            self._clock_ahead = self.clock_ahead()
        by_server = datetime - timedelta(seconds=self._clock_ahead)
        return super().schedule_job(job, by_server, pipeline, unique)

    def acquire_maintenance_lock(self) -> bool:
        """Whether this worker alone does maintenance now, for a while."""
        held = acquire_or_refresh_lock(
            self.connection, self.registry_cleaning_key, self._token, _LOCK_SECONDS
        )
        return held != "taken"

    def release_maintenance_lock(self) -> None:
        """Let the next worker do maintenance, unless one already does because this one took too long."""
        release_lock(self.connection, self.registry_cleaning_key, self._token)

    @classmethod
    def dequeue_any(  # noqa: PLR0913, PLR0917 - RQ's signature
        cls,
        queues: Iterable[Queue],
        timeout: int | None,
        connection: "redis.Redis",
        job_class: Any = None,  # noqa: ARG003 - the queue knows its own
        serializer: Any = None,  # noqa: ARG003
        death_penalty_class: Any = None,  # noqa: ARG003
    ) -> tuple[Job, Queue] | None:
        """Return the next sound job; None where there is none and no time to wait.

        Raises:
            DequeueTimeout: none came in time, or the one that came was none; ask again.
        """
        [queue] = cast("Iterable[WireQueue]", queues)  # of several, RQ loses jobs when it is killed
        with outage_as_lost_connection():
            moved = cls.lmove(connection, queue.key, timeout)
            if moved is None:
                return None
            job = queue.take(cast("bytes", moved[1]))
        if job is None:
            # Not the next one at once: between two, the worker shows that it lives, and does maintenance.
            raise DequeueTimeout(timeout, queue.key)
        return job, queue

    def take(self, raw_id: bytes) -> WireJob | None:
        """Return the job of an id from the list; None where it is gone, or was put among the failed ones."""
        try:
            job = cast("WireJob", self.job_class.fetch(_sound_id(raw_id), connection=self.connection))
        except NoSuchJobError:
            _LOG.warning("job %s has no data in Redis any more and is dropped", raw_id.decode())
            self.connection.lrem(self.intermediate_queue_key, 1, raw_id.decode())
            return None
        except (StopRequested, redis.RedisError):
            raise
        except MalformedJobError as error:
            self._set_aside(raw_id, str(error))
            return None
        except Exception as error:  # noqa: BLE001 - whatever this one is, the next is not to blame for it
            self._set_aside(raw_id, f"it could not be read: {place_of(error)}")
            return None
        if job.unusable is not None:
            self._refuse(job, job.unusable, raw_id)
            return None
        if job.dropped:
            _LOG.warning("job %s: passed over what is unsound: %s", job.id, ", ".join(job.dropped))
        return job

    def _set_aside(self, raw_id: bytes, reason: str) -> None:
        """Keep, as a failed job of an id made from it, what can be no job under its own."""
        job = self.job_class(
            f"malformed-{hashlib.sha256(raw_id).hexdigest()[:16]}", connection=self.connection
        )
        self.connection.delete(job.key)  # whatever may lie there
        job.data = b"{}"
        shown = raw_id[:_LONGEST_SHOWN]
        job.description = f"was queued as {shown!r}, an id of {len(raw_id)} bytes"
        self._refuse(job, reason, raw_id)

    def _refuse(self, job: WireJob, reason: str, raw_id: bytes) -> None:
        _LOG.error("job %s is malformed: %s", job.id, reason)
        job.retries_left = 0
        job.ended_at = now()
        with self.connection.pipeline() as pipeline:
            record_job_failure(job, reason, pipeline)
            pipeline.lrem(self.intermediate_queue_key, 1, raw_id)  # type: ignore[arg-type]  # bytes are as good
            results = pipeline.execute(raise_on_error=False)
        for error in results:  # of a key that is not of RQ's type; the other commands were done
            if isinstance(error, redis.RedisError):
                _LOG.error("job %s: not all of its failure could be kept: %s", job.id, place_of(error))


def _sound_id(raw_id: bytes) -> str:
    job_id = raw_id.decode("ascii", "replace")
    if not JOB_ID_PATTERN.fullmatch(job_id) or len(job_id) > _LONGEST_ID:
        raise MalformedJobError(f"its id is not up to {_LONGEST_ID} letters, digits, _ and -")
    return job_id
