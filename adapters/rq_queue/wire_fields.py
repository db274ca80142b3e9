"""Reading a job's hash within bounds, and keeping of its fields what RQ can parse.

RQ's own `Job.restore` raises at the first field that is not as it would write it, and takes the worker, and
every worker's maintenance after it, down with it.
"""

import json
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import redis
from rq.defaults import DEFAULT_FAILURE_TTL
from rq.exceptions import TimeoutFormatError
from rq.job import JobStatus, validate_job_id
from rq.utils import parse_timeout, str_to_date, utcformat

from adapters.rq_queue.serializer import PayloadSerializer, read_json

MOST_BYTES: Final = 64 * 1024
"""Of one field: a payload of the backend has some 300."""
LONGEST_TIMEOUT: Final = 3600

RawHash = Mapping[bytes, "bytes | int"]
"""What a hash holds: a field's bytes, or how many they are where they were too many to be read."""

_MOST_RETRIES = 1_000_000
_LONGEST_LIST = 100
# A caller of RQ can have these done at the end of a job; on this queue they would let whoever reaches Redis
# import any function, and send requests to any address.
_REFUSED = ("success_callback_name", "failure_callback_name", "stopped_callback_name", "webhooks")

_READ = """
local kind = redis.call('TYPE', KEYS[1])['ok']
local reply = {kind}
if kind == 'hash' then
    for place = 2, #ARGV do
        local size = redis.call('HSTRLEN', KEYS[1], ARGV[place])
        if size > tonumber(ARGV[1]) then
            reply[place] = size
        else
            reply[place] = redis.call('HGET', KEYS[1], ARGV[place])
        end
    end
end
return reply
"""


class MalformedJobError(Exception):
    """What lies in Redis can never be done as a job; the message says why in one line, and no content."""


def read_hash(connection: "redis.Redis", key: str) -> RawHash | None:
    """Return the fields that matter of a job's hash, none larger than is sensible; None where it is gone.

    Raises:
        MalformedJobError: the key holds a string, a list or the like.
    """
    names = [b"data", b"origin", *(name.encode() for name in (*_PARSERS, *_REFUSED))]
    kind, *values = connection.register_script(_READ)(keys=[key], args=[MOST_BYTES, *names])
    if kind == b"none":
        return None
    if kind != b"hash":
        raise MalformedJobError(f"under its key lies a {kind.decode()}, not a hash")
    return {name: value for name, value in zip(names, values, strict=True) if value is not None}


def sound_fields(raw: RawHash) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """Return what RQ can parse, as it would have written it, and the names of what had to be passed over."""
    sound: dict[str, bytes] = {}
    dropped = [name for name in _REFUSED if raw.get(name.encode())]
    for name, parse in _PARSERS.items():
        value = raw.get(name.encode())
        if not value:  # RQ itself writes an empty text for what is not known
            continue
        if isinstance(value, int):
            dropped.append(name)
            continue
        try:
            sound[name] = parse(value)
        except (ValueError, OverflowError, TimeoutFormatError):
            dropped.append(name)
    return sound, tuple(dropped)


def call_data(raw: RawHash) -> bytes:
    """Return the `data` of a job as plain text, whether it came plain or, as RQ writes it, compressed.

    Raises:
        MalformedJobError: there is none, or too much.
    """
    stored = raw.get(b"data")
    if not stored:
        raise MalformedJobError("the job carries no data")
    if isinstance(stored, int) or len(stored) > MOST_BYTES:
        raise MalformedJobError(f"the job's data is larger than {MOST_BYTES} bytes")
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(stored, MOST_BYTES + 1)
    except zlib.error:
        return stored
    if len(plain) > MOST_BYTES:
        raise MalformedJobError(f"the job's data is larger than {MOST_BYTES} bytes")
    return plain if inflater.eof else stored  # some plain text looks like the beginning of compressed


def call_value(data: bytes) -> Any:
    """Return what the plain `data` of a job says, still unjudged.

    Raises:
        MalformedJobError: it is not JSON.
    """
    try:
        return read_json(data)
    except ValueError as error:
        raise MalformedJobError("the job's data is not JSON in UTF-8") from error


def _number(least: int, most: int, *, also: int | None = None) -> Callable[[bytes], bytes]:
    def parse(value: bytes) -> bytes:
        number = int(value.decode())
        _require(least <= number <= most or number == also)
        return b"%d" % number

    return parse


def _timeout(value: bytes) -> bytes:
    seconds = parse_timeout(value.decode()) or 0
    _require(seconds > 0)  # RQ takes -1 for "never": nothing here may run for ever
    return b"%d" % min(seconds, LONGEST_TIMEOUT)


def _date(value: bytes) -> bytes:
    date = str_to_date(value)
    _require(datetime(2000, 1, 1, tzinfo=UTC) <= date <= datetime(9000, 1, 1, tzinfo=UTC))  # sums stay dates
    return utcformat(date).encode()


def _text(value: bytes) -> bytes:
    return value.decode().encode()


def _status(value: bytes) -> bytes:
    return JobStatus(value.decode()).value.encode()


def _intervals(value: bytes) -> bytes:
    intervals = read_json(value)
    _require(isinstance(intervals, list) and 1 <= len(intervals) <= _LONGEST_LIST)
    _require(all(type(seconds) is int and 0 <= seconds <= DEFAULT_FAILURE_TTL for seconds in intervals))
    return json.dumps(intervals).encode()


def _ids(value: bytes) -> bytes:
    ids = read_json(value)
    _require(isinstance(ids, list) and len(ids) <= _LONGEST_LIST)
    for job_id in ids:
        _require(isinstance(job_id, str))
        validate_job_id(job_id)
    return json.dumps(ids).encode()


def _meta(value: bytes) -> bytes:
    _require(isinstance(PayloadSerializer.loads(value), dict))
    return value


def _require(sound: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not sound:
        raise ValueError("a field that RQ could not work with")


_LIFETIME = _number(1, DEFAULT_FAILURE_TTL, also=-1)
_FLAG = _number(0, 1)
_PARSERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "allow_dependency_failures": _FLAG,
    "created_at": _date,
    "dependency_ids": _ids,
    "description": _text,
    "ended_at": _date,
    "enqueue_at_front": _FLAG,
    "enqueue_at_front_on_retry": _FLAG,
    "enqueued_at": _date,
    "failure_ttl": _LIFETIME,
    "last_heartbeat": _date,
    "meta": _meta,
    "number_of_retries": _number(0, _MOST_RETRIES),
    "result_ttl": _number(0, DEFAULT_FAILURE_TTL, also=-1),
    "retries_left": _number(0, _MOST_RETRIES),
    "retry_intervals": _intervals,
    "started_at": _date,
    "status": _status,
    "timeout": _timeout,
    "ttl": _number(1, DEFAULT_FAILURE_TTL),
    "worker_name": _text,
}
