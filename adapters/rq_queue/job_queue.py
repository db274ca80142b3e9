"""The application's queue, kept where the backend and RQ keep theirs."""

import json
import math
from collections.abc import Mapping
from typing import Final

import redis
from rq import Retry
from rq.executions import ExecutionRegistry
from rq.job import Job, JobStatus, validate_job_id
from rq.utils import now, utcformat

from adapters.rq_queue.outage import outage_as_transient
from adapters.rq_queue.wire_job import WireJob
from adapters.rq_queue.wire_queue import WireQueue
from application.analysis_ports import AnalysisQueue
from application.ports import JobQueue
from domain.processing import ResumeProcessing

_MOST_AT_ONCE: Final = 500
_LONGEST_WAIT: Final = 24 * 3600
_FOR_EVER: Final = 1_000_000_000

# A status would not do to tell whether a job still comes: it says `queued` of one that Redis lost from the
# list, too. RQ scores an execution a minute later than the heartbeat that it waits for.
_PUT = """
local job, queue, taken, scheduled, executions, failed, finished, queues = unpack(KEYS)
local id = ARGV[1]
if redis.call('EXISTS', job) == 1 then
    local alive = tonumber(redis.call('TIME')[1]) + 60
    if redis.call('LPOS', queue, id) or redis.call('LPOS', taken, id)
        or redis.call('ZSCORE', scheduled, id)
        or redis.call('ZCOUNT', executions, '(' .. alive, '+inf') > 0 then
        return 0
    end
    redis.call('DEL', job)
    redis.call('ZREM', failed, id)
    redis.call('ZREM', finished, id)
end
redis.call('HSET', job, unpack(ARGV, 2))
redis.call('LPUSH', queue, id)
redis.call('SADD', queues, queue)
return 1
"""

_MOVE_DUE = """
local scheduled, queue, queues = unpack(KEYS)
local now = redis.call('TIME')[1]
local due = redis.call('ZRANGEBYSCORE', scheduled, '-inf', now, 'LIMIT', 0, ARGV[1])
local moved = 0
for place = #due, 1, -1 do
    local id = due[place]
    local job = ARGV[2] .. id
    local kind = redis.call('TYPE', job)['ok']
    if kind == 'hash' then
        redis.call('HSET', job, 'status', 'queued', 'enqueued_at', ARGV[3])
    end
    if kind ~= 'none' then
        redis.call('LPUSH', queue, id)
        moved = moved + 1
    end
    redis.call('ZREM', scheduled, id)
end
if moved > 0 then
    redis.call('SADD', queues, queue)
end
return moved
"""


_ADOPT = """
local queue, queues = unpack(KEYS)
local adopted = 0
for _, id in ipairs(redis.call('LRANGE', queue, 0, ARGV[1] - 1)) do
    local job = ARGV[2] .. id
    if redis.call('TYPE', job)['ok'] == 'hash' and redis.call('HSETNX', job, 'origin', ARGV[3]) == 1 then
        redis.call('HSETNX', job, 'created_at', ARGV[4])
        redis.call('HSETNX', job, 'enqueued_at', ARGV[4])
        redis.call('HSETNX', job, 'timeout', ARGV[5])
        adopted = adopted + 1
    end
end
if adopted > 0 then
    redis.call('SADD', queues, queue)
end
return adopted
"""


class RqJobQueue(JobQueue, AnalysisQueue):
    """Puts jobs at the front of the line, as the backend does and as due retries do: they have waited."""

    def __init__(self, client: "redis.Redis", job_class: type[WireJob]) -> None:
        """Put jobs of this class into its queue."""
        self._job_class = job_class
        self._queue = WireQueue.of(job_class, client)
        self._client = client
        self._put = client.register_script(_PUT)
        self._move_due = client.register_script(_MOVE_DUE)
        self._adopt = client.register_script(_ADOPT)

    def put(self, processing: ResumeProcessing) -> bool:  # noqa: D102 - said by the port
        payload = {
            "batchId": processing.batch_id,
            "jobDescriptionId": processing.job_id,
            "resumeProcessingId": processing.id,
            "resumeUrl": processing.resume_url,
            "externalResumeId": processing.external_resume_id,
        }
        return self._ring(f"rp-{processing.id}", payload, f"resume processing {processing.id}")

    def ask(self, processing_id: str) -> bool:  # noqa: D102
        payload = {"resumeProcessingId": processing_id, "attempt": 1, "triggeredBy": "recovery"}
        return self._ring(f"ra-{processing_id}", payload, f"analysis of {processing_id}")

    def _ring(self, job_id: str, payload: Mapping[str, object], description: str) -> bool:
        validate_job_id(job_id)
        right_now = utcformat(now())
        fields: dict[str, str | int] = {
            "data": json.dumps(payload),
            "status": JobStatus.QUEUED.value,
            "description": description,
            "origin": self._queue.name,
            "created_at": right_now,
            "enqueued_at": right_now,
            "timeout": self._job_class.timeout_seconds,
            "retries_left": self._job_class.retries,
        }
        queue = self._queue
        keys = [
            Job.key_for(job_id),
            queue.key,
            queue.intermediate_queue_key,
            queue.scheduled_job_registry.key,
            ExecutionRegistry(job_id, self._client).key,
            queue.failed_job_registry.key,
            queue.finished_job_registry.key,
            queue.redis_queues_keys,
        ]
        arguments: list[str | int] = [job_id, *(part for field in fields.items() for part in field)]
        with outage_as_transient():
            return bool(self._put(keys=keys, args=arguments))

    def length(self) -> int:  # noqa: D102
        with outage_as_transient():
            return self._queue.count

    def move_due(self) -> int:  # noqa: D102
        queue = self._queue
        keys = [queue.scheduled_job_registry.key, queue.key, queue.redis_queues_keys]
        arguments: list[str | int] = [_MOST_AT_ONCE, Job.redis_job_namespace_prefix, utcformat(now())]
        with outage_as_transient():
            return int(self._move_due(keys=keys, args=arguments))

    def clock_ahead(self) -> float:
        """Return by how many seconds this machine's clock is ahead of Redis'."""
        with outage_as_transient():
            return self._queue.clock_ahead()

    def adopt(self) -> int:
        """Say in the hashes that wait at the front of the line which queue they are of; return how many.

        The backend does not, and RQ's tools and dashboards list no job that does not say so.
        """
        queue = self._queue
        arguments: list[str | int] = [
            _MOST_AT_ONCE,
            Job.redis_job_namespace_prefix,
            queue.name,
            utcformat(now()),
            self._job_class.timeout_seconds,
        ]
        with outage_as_transient():
            return int(self._adopt(keys=[queue.key, queue.redis_queues_keys], args=arguments))


def retry_later(seconds: float) -> Retry:
    """Return what a job's function returns to be called again, not before so many seconds, a day at most.

    RQ then keeps the job in its registry of scheduled ones, from where `move_due` brings it back: RQ's own
    scheduler need not run. How often is for the store to say, which also knows of tries that died.
    """
    whole = math.ceil(max(seconds, 0.0)) + 1  # RQ cuts the time that it is due down to a whole second
    return Retry(max=_FOR_EVER, interval=min(whole, _LONGEST_WAIT))
