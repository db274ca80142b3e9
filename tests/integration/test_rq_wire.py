"""What the backend, or anyone, may have written into Redis: none of it stops a worker or its maintenance."""

import json
import logging
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from hypothesis import given
from hypothesis import strategies as st
from rq.job import Job

from adapters.rq_queue import wire_fields
from adapters.rq_queue.serializer import PayloadSerializer
from adapters.rq_queue.wire_fields import RawHash
from tests.integration.wire import LINE, NAME, TAKEN, Functions, Wire, WireJob
from tests.integration.wire_functions import MODULE, SECRET


@pytest.fixture
def wire(redis_url: str, tmp_path: Path) -> Iterator[Wire]:
    with Wire(redis_url, tmp_path) as wire:
        yield wire


REPAIRABLE: dict[str, dict[str, str | bytes]] = {
    "four fields": {},
    "no RQ status": {"status": "waiting"},
    "dates": {"created_at": "yesterday", "enqueued_at": "0001-01-01T00:00:00Z", "ended_at": b"\xff"},
    "timeout": {"timeout": "abc"},
    "no end": {"timeout": "-1"},
    "numbers": {"retries_left": "many", "result_ttl": "1e9", "ttl": "-5", "failure_ttl": "0"},
    "huge numbers": {"retries_left": "9" * 5000, "number_of_retries": "9" * 40},
    "intervals": {"retry_intervals": "not JSON"},
    "no intervals": {"retry_intervals": "[]"},
    "flags": {"enqueue_at_front": "yes", "allow_dependency_failures": "2"},
    "dependencies": {"dependency_ids": '{"a": 1}'},
    "not text": {"description": b"\xff\xfe", "worker_name": b"\xff", "origin": b"\xff", "status": b"\xff"},
    "another queue": {"origin": "elsewhere"},
    "pickles": {"meta": b"\x80\x04K\x01.", "result": b"\x80\x04K\x01."},
    "bombs": {"exc_info": zlib.compress(bytes(50_000_000)), "description": b"x" * 200_000},
    "callbacks": {"success_callback_name": "os.abort", "failure_callback_name": "os.abort"},
    "webhooks": {"webhooks": '[{"url": "http://127.0.0.1:9/", "job_status": "finished"}]'},
    "compressed": {"data": zlib.compress(b'{"resumeProcessingId": "odd", "resumeUrl": "x"}')},
}


@pytest.mark.parametrize("fields", REPAIRABLE.values(), ids=REPAIRABLE)
def test_a_job_is_done_whatever_else_its_hash_says(wire: Wire, fields: dict[str, str | bytes]) -> None:
    wire.push("good")
    wire.push("odd", None, **fields)
    wire.work()
    assert wire.done() == ["odd", "good"]
    assert wire.settled()
    stock = Job.fetch("odd", connection=wire.redis, serializer=Functions)
    assert (stock.origin, str(stock.get_status().value), stock.timeout) == (NAME, "finished", 20)
    assert stock.args[0]["resumeProcessingId"] == "odd"


def call(*parts: object) -> str:
    return json.dumps(parts)


UNUSABLE: dict[str, tuple[str | bytes | None, str]] = {
    "none": (None, "carries no data"),
    "empty": ("", "carries no data"),
    "not JSON": ("{'a': 1}", "is not JSON"),
    "pickle": (b"\x80\x04K\x01.", "is not JSON"),
    "not UTF-8": (b'{"a": "\xff"}', "is not JSON"),
    "NaN": ('{"a": NaN}', "is not JSON"),
    "deep": ("[" * 50_000 + "]" * 10, "is not JSON"),
    "number": ("7", "neither a JSON object nor a list"),
    "null": ("null", "neither a JSON object nor a list"),
    "large": ('{"a": "' + "x" * 70_000 + '"}', "larger than"),
    "bomb": (zlib.compress(b'{"a": "' + b"x" * 50_000_000 + b'"}'), "larger than"),
    "cut off": (zlib.compress(b'{"a": 1}')[:-4], "is not JSON"),
    "short list": ('["f"]', "no list of function"),
    "instance": (call(Functions.screening, {"a": 1}, [{}], {}), "no list of function"),
    "os.system": (call("os.system", None, ["touch /tmp/x"], {}), "not one of"),
    "a module's module": (call(f"{MODULE}.os.system", None, ["true"], {}), "not one of"),
    "private": (call(f"{MODULE}._private", None, [], {}), "not one of"),
}


@pytest.mark.parametrize("data, reason", UNUSABLE.values(), ids=UNUSABLE)
def test_a_job_that_says_nothing_to_do_fails_with_a_reason_and_without_a_retry(
    wire: Wire, data: str | bytes | None, reason: str
) -> None:
    wire.push("good")
    wire.push("odd", data=data or "")
    if data is None:
        wire.redis.hdel("rq:job:odd", "data")
    wire.work()
    assert wire.done() == ["good"]
    assert wire.settled()
    assert reason in wire.failed()["odd"]
    assert "\n" not in wire.failed()["odd"]
    kept = wire.redis.hget("rq:job:odd", "data")
    assert kept == (data.encode() if isinstance(data, str) else data)
    assert SECRET not in wire.log.read_text()


def test_what_is_compressed_is_never_unpacked_beyond_the_bound() -> None:
    bomb = {b"data": zlib.compress(bytes(50_000_000))}
    tracemalloc.start()
    with pytest.raises(wire_fields.MalformedJobError):
        wire_fields.call_data(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_function_that_the_module_merely_imported_is_not_called(wire: Wire) -> None:
    wire.push("odd", data=call(f"{MODULE}.getcwd", None, [], {}))
    wire.work()
    assert "not one of" in wire.failed()["odd"]


ODD_IDS = {
    "colon": b"a:b",
    "space": b"a b",
    "empty": b"",
    "not UTF-8": b"\xff\xfe",
    "accent": "é".encode(),
    "long": b"a" * 5000,
    "newline": b"abc\n",
}


@pytest.mark.parametrize("where", ["waiting", "taken"])
@pytest.mark.parametrize("raw_id", ODD_IDS.values(), ids=ODD_IDS)
def test_an_id_that_rq_refuses_is_put_among_the_failed(wire: Wire, raw_id: bytes, where: str) -> None:
    wire.redis.hset(b"rq:job:" + raw_id, "data", "{}")
    _put_aside_is_the_only_trace(wire, raw_id, where, "its id is not")


@pytest.mark.parametrize("where", ["waiting", "taken"])
@pytest.mark.parametrize("kind", ["string", "list"])
def test_what_is_no_hash_is_put_among_the_failed(wire: Wire, kind: str, where: str) -> None:
    if kind == "string":
        wire.redis.set("rq:job:odd", "text")
    else:
        wire.redis.rpush("rq:job:odd", "text")
    _put_aside_is_the_only_trace(wire, b"odd", where, f"a {kind}, not a hash")


def _put_aside_is_the_only_trace(wire: Wire, raw_id: bytes, where: str, reason: str) -> None:
    wire.push("good")
    if where == "taken":
        wire.redis.rpush(TAKEN, raw_id)
        wire.maintain(after=11)
    else:
        wire.redis.lpush(LINE, raw_id)
    wire.work()
    assert wire.done() == ["good"]
    assert wire.settled()
    [(job_id, why)] = wire.failed().items()
    assert job_id.startswith("malformed-")
    assert reason in why
    kept = Job.fetch(job_id, connection=wire.redis, serializer=Functions)
    assert f"{raw_id[:100]!r}" in str(kept.description)


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where maintenance had to log an error that is not about a malformed job."""
    yield
    errors = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert [message for message in errors if "is malformed" not in message] == []


@pytest.mark.usefixtures("quiet")
def test_maintenance_passes_over_what_it_cannot_use_and_does_the_rest(wire: Wire) -> None:
    for number, (data, _) in enumerate(UNUSABLE.values()):
        wire.push(f"unusable-{number}", data=data or "")
    for number, fields in enumerate(REPAIRABLE.values()):
        wire.push(f"repairable-{number}", None, **fields)
    wire.redis.rpush(LINE, "gone", *ODD_IDS.values())
    while wire.redis.lmove(LINE, TAKEN) is not None:
        pass
    wip = {raw_id + b":1": 1 for raw_id in ODD_IDS.values()}
    wire.redis.zadd(f"rq:wip:{NAME}", {**wip, b"no-colon": 1, b"a:b:c": 1, b"gone:1": 1})
    wire.maintain(after=11)
    assert wire.redis.llen(TAKEN) == 0
    assert wire.redis.zcard(f"rq:wip:{NAME}") == 0
    assert wire.redis.get(f"rq:clean_registries:{NAME}") is None
    assert {*wire.ids(LINE)} == {f"repairable-{number}" for number in range(len(REPAIRABLE))}


def test_a_step_of_maintenance_that_fails_stops_no_other(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    wire.redis.set(f"rq:wip:{NAME}", "no registry")
    wire.redis.zadd(f"rq:finished:{NAME}", {"old": 1})
    wire.redis.rpush(TAKEN, "gone")
    wire.maintain(after=11)
    assert "finding abandoned jobs failed: ResponseError" in caplog.text
    assert not wire.redis.exists(f"rq:finished:{NAME}", TAKEN, f"rq:clean_registries:{NAME}")
    assert wire.redis.smembers("rq:queues") == {LINE.encode()}


def test_an_id_without_a_job_is_dropped(wire: Wire) -> None:
    wire.push("good")
    wire.redis.lpush(LINE, "gone")
    wire.work()
    assert (wire.done(), wire.failed(), wire.settled()) == (["good"], {}, True)
    assert "WARNING job gone has no data" in wire.log.read_text()


FIELDS = [b"data", b"origin", *(name.encode() for name in wire_fields._PARSERS)]
VALUES = [
    b"0",
    b"-1",
    b"[]",
    b"[1]",
    b"{}",
    b"null",
    b'"x"',
    b"1e999",
    b"[null]",
    b"1h",
    zlib.compress(b"{}"),
]


@given(st.dictionaries(st.sampled_from(FIELDS), st.binary() | st.sampled_from(VALUES)))
def test_any_hash_can_be_restored_and_written_again(raw: RawHash) -> None:
    job = WireJob("any", redis.Redis())
    job.restore(raw)
    assert job.origin == NAME
    assert job.timeout is not None
    assert 1 <= job.timeout <= 3600
    written = {
        name.encode(): value if isinstance(value, bytes) else str(getattr(value, "value", value)).encode()
        for name, value in job.to_dict().items()
    }
    again = WireJob("any", redis.Redis())
    again.restore({**({b"data": raw[b"data"]} if b"data" in raw else {}), **written})
    assert (again.dropped, again.unusable) == ((), job.unusable)
    assert again.to_dict() == job.to_dict()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text() | st.just("$value"), inner, max_size=3)
    ),
    max_leaves=10,
)


@given(
    JSON
    | st.tuples(
        st.text(), st.none(), st.lists(JSON, max_size=2), st.dictionaries(st.text(), JSON, max_size=1)
    )
)
def test_what_was_written_is_read(value: object) -> None:
    assert PayloadSerializer.loads(PayloadSerializer.dumps(value)) == value


def test_payloads_stay_bare_and_what_is_not_json_is_refused() -> None:
    batch, analysis = (
        {"resumeUrl": "x", "attempt": 1},
        {"resumeProcessingId": "x", "triggeredBy": "recruiter"},
    )
    for payload, function in ((batch, PayloadSerializer.screening), (analysis, PayloadSerializer.analysis)):
        written = PayloadSerializer.dumps((function, None, [payload], {}))
        assert json.loads(written) == payload
        assert PayloadSerializer.loads(written) == (function, None, [payload], {})
    for value in (object(), float("nan"), b"bytes", {"a": {1, 2}}):
        with pytest.raises(TypeError, match="only JSON"):
            PayloadSerializer.dumps(value)
