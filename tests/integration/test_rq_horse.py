"""The process beside a worker that does its jobs: when it goes on, is replaced, ends."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from rq.command import send_stop_job_command

from adapters.rq_queue import worker as worker_module
from adapters.rq_queue.horse import Horse, Stint
from tests.integration.wire import LINE, NAME, Wire
from tests.servers import wait_until

_NAMES = ("one", "two", "three", "four")


@pytest.fixture
def wire(redis_url: str, tmp_path: Path) -> Iterator[Wire]:
    with Wire(redis_url, tmp_path) as wire:
        yield wire


def _process_of(wire: Wire) -> list[int]:
    """Which process did each of the four jobs, numbered as they came; the last pushed is the first done."""
    wire.work()
    pids = [wire.pid_of(name) for name in reversed(_NAMES)]
    return [list(dict.fromkeys(pids)).index(pid) for pid in pids]


def _push(wire: Wire, **acts: str) -> None:
    for name in _NAMES:
        wire.push(name, acts.get(name))


def test_one_process_does_jobs_one_after_the_other(wire: Wire) -> None:
    _push(wire)
    assert _process_of(wire) == [0, 0, 0, 0]
    assert wire.done() == list(reversed(_NAMES))


@pytest.mark.parametrize(
    "stint, processes",
    [
        (Stint(jobs=1), [0, 1, 2, 3]),
        (Stint(jobs=3), [0, 0, 0, 1]),
        (Stint(memory_bytes=50_000_000), [0, 0, 1, 1]),
    ],
    ids=["one job each", "three jobs each", "grown"],
)
def test_a_process_is_replaced_when_its_stint_is_over(wire: Wire, stint: Stint, processes: list[int]) -> None:
    _push(wire, three="grow")  # the second that is done
    wire.stint = stint
    assert _process_of(wire) == processes
    assert not wire.failed()


@pytest.mark.parametrize(
    "act, failed, processes",
    [("raise", True, [0, 0, 1, 1]), ("late", False, [0, 0, 1, 1]), ("later", False, [0, 0, 0, 0])],
    ids=["an error", "a deadline", "put off in good order"],
)
def test_a_process_is_replaced_after_what_may_have_harmed_it(
    wire: Wire, act: str, failed: bool, processes: list[int]
) -> None:
    wire.push("one")
    wire.push("two")
    wire.push("three", act, timeout="1")
    wire.push("four")
    assert _process_of(wire) == processes
    assert list(wire.failed()) == (["three"] if failed else [])


@pytest.mark.parametrize("act", ["die once", "leave once"], ids=["killed", "exit with status 0"])
def test_a_process_that_ends_has_failed_the_job_in_its_hands_alone(wire: Wire, act: str) -> None:
    _push(wire, three=act)
    wire.work()
    assert sorted(wire.done()) == sorted(_NAMES)
    assert {name: int(times) for name, times in wire.redis.hgetall("begun").items()} == {
        b"one": 1,
        b"two": 1,
        b"three": 2,
        b"four": 1,
    }


def test_a_job_that_asks_for_too_much_memory_fails_and_no_other(wire: Wire) -> None:
    _push(wire, three="gorge")
    assert _process_of(wire) == [0, 0, 1, 1]
    assert "MemoryError" in wire.failed()["three"]


def test_a_process_killed_between_two_jobs_is_replaced(wire: Wire) -> None:
    worker = wire.start(burst=False)
    wire.push("one")
    wait_until(lambda: wire.done() == ["one"] and wire.settled())
    wait_until(lambda: wire.redis.hget("rq:job:one", "status") == b"finished")
    os.kill(wire.pid_of("one"), signal.SIGKILL)
    wire.push("two")
    wait_until(lambda: wire.done() == ["one", "two"])
    assert int(wire.redis.hget("begun", "two") or 0) == 1
    os.kill(worker.pid or 0, signal.SIGTERM)
    worker.join(60)
    assert worker.exitcode == 0
    assert not psutil.pid_exists(wire.pid_of("two"))


def test_a_worker_asked_to_end_at_rest_takes_its_process_along(wire: Wire) -> None:
    worker = wire.start(burst=False)
    wire.push("one")
    wait_until(lambda: wire.done() == ["one"])
    os.kill(worker.pid or 0, signal.SIGTERM)
    worker.join(60)
    assert (worker.exitcode, psutil.pid_exists(wire.pid_of("one"))) == (0, False)


def test_a_worker_told_twice_takes_its_job_down_and_ends_in_order(wire: Wire) -> None:
    worker = wire.start(burst=False)
    wire.push("one", "sleep")
    horse = wire.pid_of("one")
    os.kill(worker.pid or 0, signal.SIGTERM)
    [key] = wire.redis.smembers("rq:workers")
    wait_until(lambda: wire.redis.hexists(key, "shutdown_requested_date"))
    time.sleep(1.2)  # RQ overlooks a second signal within a second
    os.kill(worker.pid or 0, signal.SIGTERM)
    worker.join(60)
    assert (worker.exitcode, psutil.pid_exists(horse)) == (0, False)
    assert "unhandled" not in wire.log.read_text()
    assert "Error" not in wire.log.read_text()


def test_a_job_that_was_to_be_put_off_when_its_process_died_is_begun_again(wire: Wire) -> None:
    wire.push("one", "later")
    wire.work()
    [entry] = wire.redis.zrange(f"rq:scheduled:{NAME}", 0, -1)
    assert entry == b"one"
    wire.redis.zadd(f"rq:wip:{NAME}", {"one:execution": 1})
    wire.maintain()
    assert not wire.redis.zcard(f"rq:wip:{NAME}")
    assert not wire.ids(LINE)  # it is put off, and comes back by itself
    wire.redis.zadd(f"rq:wip:{NAME}", {"one:execution": 1})
    wire.redis.zrem(f"rq:scheduled:{NAME}", "one")
    wire.maintain()
    assert wire.ids(LINE) == ["one"]


def test_a_job_stopped_by_rqs_command_is_not_tried_again_and_the_worker_goes_on(wire: Wire) -> None:
    worker = wire.start(burst=False)
    wire.push("one", "sleep")
    wire.pid_of("one")
    send_stop_job_command(wire.redis, "one")
    wait_until(lambda: wire.redis.hget("rq:job:one", "status") == b"stopped")
    wire.push("two")
    wait_until(lambda: wire.done() == ["two"])
    os.kill(worker.pid or 0, signal.SIGTERM)
    worker.join(60)
    assert worker.exitcode == 0


def test_a_wait_broken_off_by_a_heartbeat_can_be_made_again(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "_MONITORING_SECONDS", 1)
    worker = wire.start()
    wire.push("one", "wait")
    wire.pid_of("one")
    started = wire.redis.zscore(f"rq:wip:{NAME}", wire.wip())
    wait_until(lambda: (wire.redis.zscore(f"rq:wip:{NAME}", wire.wip()) or 0) > (started or 0) + 1)
    wire.redis.rpush("go on", "")
    worker.join(60)
    assert (worker.exitcode, wire.done()) == (0, ["one"])


def test_what_is_stuck_at_its_end_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.rq_queue.horse._END_SECONDS", 0.2)

    def stuck(_: object) -> None:
        while True:
            with suppress(BaseException):
                time.sleep(60)

    horse = Horse.fork(stuck)  # type: ignore[arg-type]
    assert horse.take("one", "execution")
    horse.dismiss()
    assert not psutil.pid_exists(horse.pid)
