"""The promise of `JobQueue`, held by the queue in memory and by RQ's keys in a real Redis."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from adapters.memory_queue import InMemoryJobQueue
from adapters.rq_queue.job_queue import RqJobQueue
from application.errors import TransientError
from application.ports import JobQueue
from domain.processing import ResumeProcessing
from tests.builders import build_processing
from tests.integration.wire import LINE, NAME, Wire, WireJob
from tests.servers import RedisServer, wait_until


class Line(Protocol):
    """A queue, and those who work at its end. What a job does is in its external id."""

    queue: JobQueue

    def work(self) -> list[str]:
        """Do all that waits, putting off for ten minutes what says `later` for once; return what was done."""

    def running(self) -> AbstractContextManager[None]:
        """Hold the one job that waits, and says `wait`, at work."""

    def pass_time(self, seconds: float) -> None:
        """Let so much time go by."""


class MemoryLine(Line):
    def __init__(self) -> None:
        self.now = 0.0
        self.queue = self.memory = InMemoryJobQueue(clock=lambda: self.now)
        self.put_off: set[str] = set()

    def work(self) -> list[str]:
        done = []
        while taken := self.memory.take():
            if taken.startswith("later") and taken not in self.put_off:
                self.put_off.add(taken)
                self.memory.put_off(taken, seconds=600)
            else:
                done.append(taken)
                self.memory.done(taken)
        return done

    @contextmanager
    def running(self) -> Iterator[None]:
        taken = self.memory.take()
        assert taken
        yield
        self.memory.done(taken)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds


class RedisLine(Line):
    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.queue = RqJobQueue(wire.redis, WireJob)

    def work(self) -> list[str]:
        self.wire.redis.delete("done")
        self.wire.work()
        return self.wire.done()

    @contextmanager
    def running(self) -> Iterator[None]:
        worker = self.wire.start()
        wait_until(lambda: self.wire.redis.exists("pids"))
        yield
        self.wire.redis.rpush("go on", "")
        worker.join(10)

    def pass_time(self, seconds: float) -> None:
        self.wire.pass_time(seconds)


@pytest.fixture(params=["memory", "redis"])
def line(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Line]:
    if request.param == "memory":
        yield MemoryLine()
    else:
        with Wire(request.getfixturevalue("redis_url"), tmp_path) as wire:
            yield RedisLine(wire)


def processing(name: str, act: str = "") -> ResumeProcessing:
    return build_processing(id=name, external_resume_id=act, batch_id="batch", resume_url="https://x/y")


def test_what_is_put_waits_at_the_front_of_the_line(line: Line) -> None:
    assert line.queue.length() == 0
    assert line.queue.put(processing("one"))
    assert line.queue.put(processing("two"))
    assert line.queue.length() == 2
    assert line.work() == ["two", "one"]
    assert line.queue.length() == 0


def test_what_waits_is_not_put_twice_and_what_was_done_is_put_again(line: Line) -> None:
    assert line.queue.put(processing("one"))
    assert not line.queue.put(processing("one"))
    assert line.queue.length() == 1
    line.work()
    assert line.queue.put(processing("one"))
    assert line.work() == ["one"]


def test_what_runs_is_not_put_again_until_it_ended(line: Line) -> None:
    line.queue.put(processing("one", "wait"))
    with line.running():
        assert not line.queue.put(processing("one"))
        assert line.queue.length() == 0
    assert line.queue.put(processing("one"))


def test_what_is_put_off_waits_for_its_time_and_then_goes_first(line: Line) -> None:
    line.queue.put(processing("later", "later"))
    assert line.work() == []
    assert (line.queue.length(), line.queue.move_due()) == (0, 0)
    assert not line.queue.put(processing("later"))
    line.queue.put(processing("one"))
    line.pass_time(500)
    assert line.queue.move_due() == 0
    line.pass_time(102)
    assert (line.queue.move_due(), line.queue.length()) == (1, 2)
    assert line.work() == ["later", "one"]


def test_of_many_that_put_the_same_one_does(line: Line) -> None:
    with ThreadPoolExecutor(8) as pool:
        put = list(pool.map(lambda _: line.queue.put(processing("one")), range(40)))
    assert sum(put) == 1
    assert line.queue.length() == 1


@pytest.fixture
def wire(redis_url: str, tmp_path: Path) -> Iterator[Wire]:
    with Wire(redis_url, tmp_path) as wire:
        yield wire


def test_a_job_put_in_redis_looks_like_the_backends_and_like_rqs(wire: Wire) -> None:
    RqJobQueue(wire.redis, WireJob).put(processing("one", "RESUME_1"))
    job = WireJob.fetch("rp-one", connection=wire.redis)
    assert job.args[0] == {
        "batchId": "batch",
        "jobDescriptionId": "job-1",
        "resumeProcessingId": "one",
        "resumeUrl": "https://x/y",
        "externalResumeId": "RESUME_1",
    }
    assert (job.origin, job.timeout, job.retries_left, job.is_queued) == (NAME, 20, 3, True)
    assert wire.redis.smembers("rq:queues") == {LINE.encode()}


def test_a_job_that_redis_lost_from_the_line_is_put_again_and_a_failed_one_is_replaced(wire: Wire) -> None:
    queue = RqJobQueue(wire.redis, WireJob)
    queue.put(processing("lost"))
    wire.redis.delete(LINE)
    assert queue.put(processing("lost"))
    wire.work()
    queue.put(processing("fails", "raise"))
    wire.work()
    assert "rp-fails" in wire.failed()
    assert queue.put(processing("fails"))
    assert wire.failed() == {}
    wire.work()
    assert wire.done() == ["lost", "fails"]


def test_many_move_what_is_due_once_each_and_drop_what_is_gone(wire: Wire) -> None:
    names = [f"job-{number:04}" for number in range(700)]
    for name in names:
        wire.redis.hset(f"rq:job:{name}", "data", "{}")
    wire.redis.zadd(f"rq:scheduled:{NAME}", {name: number for number, name in enumerate(names)})
    wire.redis.zadd(f"rq:scheduled:{NAME}", {"gone": 1, "not due": 4e9})
    assert RqJobQueue(wire.redis, WireJob).move_due() == 499
    assert wire.ids(LINE) == names[:499]
    with ThreadPoolExecutor(4) as pool:
        moved = list(pool.map(lambda _: RqJobQueue(wire.redis, WireJob).move_due(), range(8)))
    assert sum(moved) == 201
    assert wire.redis.llen(LINE) == 700
    assert wire.redis.zrange(f"rq:scheduled:{NAME}", 0, -1) == [b"not due"]


def test_an_outage_is_transient_and_a_wrong_password_is_not() -> None:
    once = Retry(NoBackoff(), 0)
    with RedisServer() as server, server.client() as client:
        client.config_set("requirepass", "right")
        refused = redis.Redis(port=server.port, password="wrong", retry=once)  # noqa: S106
        with refused, pytest.raises(redis.AuthenticationError):
            RqJobQueue(refused, WireJob).length()
        server.kill()
        with redis.Redis(port=server.port, retry=once) as cut_off:
            for ask in (RqJobQueue(cut_off, WireJob).length, RqJobQueue(cut_off, WireJob).move_due):
                with pytest.raises(TransientError):
                    ask()
