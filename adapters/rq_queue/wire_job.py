"""A job as the backend writes it, and whatever else may have got into Redis.

The backend writes four fields (`data`, `status`, `description`, `attempts`) and a bare payload:
ARCHITECTURE.md, "The backend's interface".
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

import redis
from rq.exceptions import DeserializationError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.utils import now, utcformat

from adapters.rq_queue.serializer import Call, PayloadSerializer
from adapters.rq_queue.wire_fields import (
    LONGEST_TIMEOUT,
    MalformedJobError,
    RawHash,
    call_data,
    call_value,
    read_hash,
    sound_fields,
)

if TYPE_CHECKING:
    from redis.client import Pipeline

_FAILED_SECONDS = 30 * 24 * 3600
"""How long a failed job is kept. RQ keeps it for a year, and the reasons beside it for ever."""
_CALL_LENGTH = 4


class WireJob(Job):
    """A job of one queue, which can always be restored and says itself why it cannot be done.

    What the hash lacks or has wrong is filled in: the queue, a timeout, retries (so that a job whose process
    was killed is tried again) and times. Made for one queue by `wire_job_class`.

    Attributes:
        queue_name: the queue that its jobs are of, whatever a hash says.
        function: what is done with a bare payload.
        timeout_seconds: where a hash has no sound one.
        retries: how often a job may be begun again after its process died, where a hash does not say.
        wire_serializer: also for RQ's own tools that ask for another one: nothing here is ever unpickled.
        unusable: in one line, without content, why this job can never be done; None where it can.
        dropped: names of the fields that were passed over.
    """

    queue_name: ClassVar[str]
    function: ClassVar[str]
    timeout_seconds: ClassVar[int]
    retries: ClassVar[int]
    wire_serializer: ClassVar[type[PayloadSerializer]] = PayloadSerializer

    def __init__(self, id: str | None = None, connection: Any = None, serializer: Any = None) -> None:  # noqa: A002, ARG002
        """Begin one as RQ does, but never with RQ's default serializer, which is pickle."""
        super().__init__(id, connection, self.wire_serializer)
        self.origin = self.queue_name
        self.failure_ttl = _FAILED_SECONDS
        self.unusable: str | None = None
        self.dropped: tuple[str, ...] = ()

    @classmethod
    def fetch_many(
        cls, job_ids: Iterable[str], connection: "redis.Redis", serializer: Any = None
    ) -> list[Job | None]:
        """Fetch several, each within bounds; None in the place of one that is gone or was never a job."""
        jobs: list[Job | None] = []
        for job_id in job_ids:
            try:
                jobs.append(cls.fetch(job_id, connection=connection, serializer=serializer))
            except (NoSuchJobError, MalformedJobError, ValueError):
                jobs.append(None)
        return jobs

    def refresh(self) -> None:
        """Read the hash again.

        Raises:
            NoSuchJobError: it is gone.
            MalformedJobError: something else lies under its key.
        """
        raw = read_hash(self.connection, self.key)
        if raw is None:
            raise NoSuchJobError(f"No such job: {self.key}")
        self.restore(raw)

    def restore(self, raw_data: RawHash) -> None:
        """Take over what the hash holds, whatever that is: of unsound fields only the names are kept."""
        fields, self.dropped = sound_fields(raw_data)
        right_now = utcformat(now()).encode()
        defaults = {
            "status": JobStatus.QUEUED.value.encode(),
            "timeout": b"%d" % self.timeout_seconds,
            "retries_left": b"%d" % self.retries,
            "failure_ttl": b"%d" % _FAILED_SECONDS,
            "created_at": right_now,
            "enqueued_at": right_now,
        }
        # Without data: RQ would decompress it without a bound.
        super().restore({**defaults, **fields, "data": b""})
        self.origin = self.queue_name
        self.unusable = None
        try:
            self.data = call_data(raw_data)
            # RQ's setters of these would throw the data away.
            self._func_name, self._instance, self._args, self._kwargs = self._call_of(call_value(self.data))
        except MalformedJobError as error:
            self.unusable = str(error)
            self.data = b""

    @property
    def func(self) -> Callable[..., Any]:
        """The function to call, which is one that the allowed module defines itself.

        Raises:
            MalformedJobError: it came into that module by an import.
        """
        function: Callable[..., Any] = super().func
        if getattr(function, "__module__", None) != self.wire_serializer.module:
            raise MalformedJobError(self._refusal())
        return function

    def adopt(self) -> None:
        """Write the hash as RQ itself would have written it.

        RQ's own tools do maintenance too (`rq info` does): at a hash without an origin or retries they would
        count an abandoned job as failed for good, on a queue without a name. And RQ's heartbeat deletes a
        hash that has no `last_heartbeat` yet.
        """
        self.last_heartbeat = now()
        self.save(include_meta=False, include_result=False)

    def save(
        self,
        pipeline: "Pipeline | None" = None,
        include_meta: bool = True,  # noqa: FBT001, FBT002 - RQ's signature
        include_result: bool = True,  # noqa: FBT001, FBT002
    ) -> None:
        """Write the hash, and remove from it what no tool of RQ could read."""
        super().save(pipeline, include_meta, include_result)
        if self.dropped:
            written = self.to_dict(include_meta, include_result)
            unreadable = [name for name in self.dropped if name not in written]
            if unreadable:
                (self.connection if pipeline is None else pipeline).hdel(self.key, *unreadable)

    def to_dict(self, include_meta: bool = True, include_result: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002
        """Return the fields to write: the payload as the backend wrote it, readable to everyone."""
        fields = super().to_dict(include_meta, include_result)
        if self.unusable is None:
            fields["data"] = self.data
        else:
            del fields["data"]  # whoever looks into it later needs what came, not what was made of it
        return fields

    # Private in RQ: both are called deep within it, and what stands in Redis must not raise there.
    def _deserialize_data(self) -> None:
        if self.unusable is not None:
            raise DeserializationError(self.unusable)
        super()._deserialize_data()  # type: ignore[no-untyped-call]

    def _fetch_status(self) -> JobStatus:
        try:
            return super()._fetch_status()
        except ValueError:  # not one of RQ's, or not even text
            return JobStatus.QUEUED

    def _call_of(self, value: object) -> Call:
        if isinstance(value, dict):
            return (self.function, None, [value], {})
        if not isinstance(value, list):
            raise MalformedJobError("the job's data is neither a JSON object nor a list")
        match value:
            case [str(name), None, list(args), dict(kwargs)] if len(value) == _CALL_LENGTH:
                if name not in {self.wire_serializer.screening, self.wire_serializer.analysis}:
                    raise MalformedJobError(self._refusal())
                return (name, None, args, kwargs)
        raise MalformedJobError("the job's data is no list of function, null, arguments and named arguments")

    def _refusal(self) -> str:
        return f"the job asks for a function that is not one of {self.wire_serializer.module}"


def wire_job_class(
    queue_name: str,
    *,
    function: str,
    timeout_seconds: int,
    retries: int,
    serializer: type[PayloadSerializer] = PayloadSerializer,
) -> type[WireJob]:
    """Return the class of a queue's jobs.

    Args:
        queue_name: the queue.
        function: dotted name of what is done with a bare payload; of the serializer's module.
        timeout_seconds: how long a job may take, from 1 to 3600, where its hash does not say.
        retries: how often a job may be begun again after its process died, where its hash does not say.
        serializer: says which module's functions may be called at all.
    """
    if not 1 <= timeout_seconds <= LONGEST_TIMEOUT or retries < 0:
        raise ValueError("timeouts are from 1 to 3600 seconds, retries from 0")
    fields = {
        "queue_name": queue_name,
        "function": function,
        "timeout_seconds": timeout_seconds,
        "retries": retries,
        "wire_serializer": serializer,
    }
    return type("WireJob", (WireJob,), {**fields, "__module__": __name__})
