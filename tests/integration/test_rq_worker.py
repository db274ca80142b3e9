"""Real workers on a real Redis, killed, cut off and asked to end; and RQ's own tools beside them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.exceptions import NoPermissionError
from rq import Queue, Retry
from rq.job import Job
from rq.registry import StartedJobRegistry
from rq.timeouts import JobTimeoutException

from adapters.rq_queue import worker as worker_module
from adapters.rq_queue.deadline import OutOfTimeError, WorkDeadline
from adapters.rq_queue.job_queue import RqJobQueue
from adapters.rq_queue.outage import outage_as_lost_connection
from adapters.rq_queue.worker import WorkerQuitError
from application.errors import TransientError
from tests.integration.wire import LINE, NAME, TAKEN, Functions, Wire, WireJob
from tests.integration.wire_functions import SECRET
from tests.servers import RedisServer, wait_until


@pytest.fixture
def wire(redis_url: str, tmp_path: Path) -> Iterator[Wire]:
    with Wire(redis_url, tmp_path) as wire:
        yield wire


WIP = f"rq:wip:{NAME}"


def test_jobs_that_rq_itself_put_in_line_are_done(wire: Wire) -> None:
    queue = Queue(NAME, connection=wire.redis, serializer=Functions)
    queue.enqueue(Functions.screening, {"resumeProcessingId": "first", "resumeUrl": "x"}, job_timeout=7)
    queue.enqueue(Functions.screening, {"resumeProcessingId": "second", "act": "return"}, retry=Retry(2))
    queue.enqueue(Functions.analysis, payload={"resumeProcessingId": "third", "attempt": 1})
    asked = queue.enqueue("os.system", "true")
    wire.work()
    assert wire.done() == ["first", "second"]
    assert wire.redis.lrange("analysed", 0, -1) == [b"third"]
    assert "not one of" in wire.failed()[asked.id]


def test_stock_tools_see_the_queue_its_counts_and_its_worker(wire: Wire) -> None:
    wire.push("one", "raise")
    wire.push("two", "return")
    wire.work()
    wire.push("waits")
    wire.redis.lrem(LINE, 0, "waits")
    wire.start(burst=False)
    wait_until(lambda: wire.redis.scard(f"rq:workers:{NAME}"))
    wire.push("three", "wait")
    wire.pid_of("three")
    info = subprocess.run(
        [sys.executable, "-m", "rq.cli", "info", "--url", wire.url, "--raw"], capture_output=True, check=True
    ).stdout.decode()
    assert f"queue {NAME} 0, 1 executing, 1 finished, 1 failed" in info
    assert "busy" in info
    finished = Job.fetch("two", connection=wire.redis, serializer=Functions)
    assert finished.return_value() == {"screened": "two"}
    wire.redis.rpush("go on", "")
    wait_until(lambda: "three" in wire.done())


def test_stock_tools_list_what_the_backend_put_in_line(wire: Wire) -> None:
    wire.push("one")
    wire.push("two")
    wire.redis.rpush(LINE, "no-hash")
    wire.redis.set("rq:job:text", "no hash")
    wire.redis.rpush(LINE, "text")
    queue = RqJobQueue(wire.redis, WireJob)
    assert [queue.adopt(), queue.adopt()] == [2, 0]
    assert not wire.redis.exists("rq:job:no-hash")
    stock = Queue(NAME, connection=wire.redis, serializer=Functions)
    wire.redis.lrem(LINE, 0, "text")
    assert sorted(job.id for job in stock.get_jobs()) == ["one", "two"]
    wire.redis.delete("rq:job:text")
    wire.work()
    assert sorted(wire.done()) == ["one", "two"]


def test_a_failed_job_that_stock_rq_puts_back_is_done(wire: Wire) -> None:
    wire.push("one", "raise")
    wire.work()
    wire.redis.hset("rq:job:one", "data", '{"resumeProcessingId": "one"}')
    subprocess.run(
        [sys.executable, "-m", "rq.cli", "requeue", "--url", wire.url, "--queue", NAME, "one"], check=True
    )
    wire.work()
    assert (wire.done(), wire.failed()) == (["one"], {})


def test_stock_tools_that_do_maintenance_bring_an_abandoned_job_back(wire: Wire) -> None:
    wire.push("one")
    with wire.worker() as worker:
        job = worker._queue.take(b"one")
        assert job is not None
        job.adopt()
    wire.redis.hset("rq:job:one", "status", "started")
    wire.redis.lpop(LINE)
    wire.redis.zadd(WIP, {"one:execution": 1})
    StartedJobRegistry(NAME, wire.redis).cleanup()
    wire.work()
    assert (wire.done(), wire.failed()) == (["one"], {})


def test_a_process_that_is_long_prepared_loses_no_job(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_module, "_MONITORING_SECONDS", 1)
    wire.push("one")
    before = wire.redis.hget("rq:job:one", "data")
    wire.work(on_horse=lambda: time.sleep(1.5))
    assert wire.done() == ["one"]
    assert wire.redis.hget("rq:job:one", "data") == before


def test_one_worker_at_a_time_does_maintenance_and_a_dead_one_blocks_it_for_seconds(wire: Wire) -> None:
    with wire.worker() as first, wire.worker() as second:
        assert first._queue.acquire_maintenance_lock()
        assert not second._queue.acquire_maintenance_lock()
        assert 0 < wire.redis.ttl(f"rq:clean_registries:{NAME}") <= 30
        second._queue.release_maintenance_lock()
        assert not second._queue.acquire_maintenance_lock()
        first._queue.release_maintenance_lock()
        assert second._queue.acquire_maintenance_lock()


def test_maintenance_leaves_alone_what_runs_and_what_was_taken_just_now(wire: Wire) -> None:
    wire.start(burst=False)
    wire.push("one", "wait")
    wire.pid_of("one")
    wire.redis.zadd(WIP, {"one:of a dead worker": 1})
    wire.redis.rpush(TAKEN, "one")
    wire.maintain(after=11)
    assert (wire.ids(LINE), wire.ids(TAKEN), wire.redis.zcard(WIP)) == ([], ["one"], 2)
    wire.redis.rpush("go on", "")
    wait_until(lambda: wire.redis.zcard(f"rq:finished:{NAME}"))
    wire.maintain(after=11)
    assert (wire.ids(LINE), wire.ids(TAKEN), wire.redis.zcard(WIP)) == ([], [], 0)
    wire.redis.hset("rq:job:two", "data", "{}")
    wire.redis.rpush(TAKEN, "two")
    wire.maintain(after=5)
    assert (wire.ids(LINE), wire.ids(TAKEN)) == ([], ["two"])


def test_maintenance_puts_nothing_in_line_that_waits_there(wire: Wire) -> None:
    wire.push("one")
    wire.redis.rpush(TAKEN, "one")
    wire.maintain(after=11)
    assert (wire.ids(LINE), wire.ids(TAKEN)) == (["one"], [])


def test_a_refused_password_is_not_waited_for() -> None:
    for error in (redis.AuthenticationError(), NoPermissionError()):
        with pytest.raises(PermissionError), outage_as_lost_connection():
            raise error


def test_an_error_is_final_and_logged_without_what_it_says(wire: Wire) -> None:
    wire.push("one", "raise")
    wire.work()
    assert wire.redis.hget("begun", "one") == b"1"
    assert wire.failed()["one"].startswith("ValueError at integration/wire_functions.py:")
    assert SECRET not in wire.failed()["one"]
    log = wire.log.read_text()
    assert "ERROR job one failed: ValueError at integration/wire_functions.py:" in log
    assert SECRET not in log


def test_an_error_is_tried_again_where_rqs_own_retry_was_asked_for(wire: Wire) -> None:
    queue = Queue(NAME, connection=wire.redis, serializer=Functions)
    payload = {"resumeProcessingId": "one", "act": "raise", "resumeUrl": "x"}
    queue.enqueue(Functions.screening, payload, retry=Retry(max=2))
    wire.work()
    assert wire.redis.hget("begun", "one") == b"3"


def test_a_job_whose_process_was_killed_is_tried_again_but_not_for_ever(wire: Wire) -> None:
    wire.push("poison", "die")
    wire.push("unlucky", "die once")
    wire.work()
    assert wire.done() == ["unlucky"]
    assert wire.redis.hget("begun", "poison") == b"4"
    assert "terminated unexpectedly" in wire.failed()["poison"]


def test_a_process_that_cannot_be_prepared_is_one_that_died(wire: Wire) -> None:
    def once() -> None:
        if wire.redis.incr("prepared") == 1:
            wire.redis.hset("rq:job:one", "status", "not one of RQ's")
            raise RuntimeError(SECRET)

    wire.push("one")
    wire.work(on_horse=once)
    assert wire.done() == ["one"]
    assert "ERROR a process of jobs could not be prepared: RuntimeError" in wire.log.read_text()
    assert SECRET not in wire.log.read_text()


def test_a_job_put_off_comes_back_when_it_is_due(wire: Wire) -> None:
    wire.push("one", "later")
    wire.work()
    assert wire.redis.hget("rq:job:one", "status") == b"scheduled"
    queue = RqJobQueue(wire.redis, WireJob)
    assert (wire.done(), queue.length(), queue.move_due()) == ([], 0, 0)
    wire.pass_time(570)
    assert queue.move_due() == 0
    wire.pass_time(32)
    assert queue.move_due() == 1
    assert (queue.length(), wire.redis.hget("rq:job:one", "status")) == (1, b"queued")
    wire.work()
    assert wire.done() == ["one"]


def test_time_that_is_up_is_a_fault_of_the_moment() -> None:
    deadline = WorkDeadline(1, JobTimeoutException)  # type: ignore[no-untyped-call]
    with pytest.raises(OutOfTimeError, match="longer than 1 seconds") as late, deadline:
        time.sleep(5)
    assert isinstance(late.value, TransientError)


def test_a_process_that_does_not_see_its_deadline_is_killed(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "_GRACE_SECONDS", 0)
    monkeypatch.setattr(worker_module, "_MONITORING_SECONDS", 1)
    wire.push("one", "hang once", timeout="1")
    wire.work()
    assert wire.done() == ["one"]
    assert "its process does not end" in wire.log.read_text()


def test_a_job_whose_process_is_still_in_the_workers_group_is_killed_alone(wire: Wire) -> None:
    with wire.worker() as worker:
        child = os.fork()
        if not child:
            time.sleep(60)
            os._exit(0)
        worker._horse_pid = child
        worker.kill_horse()
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        worker._horse_pid = 0
        worker.kill_horse()  # nobody


def test_asked_to_end_a_worker_finishes_its_job_and_takes_no_other(wire: Wire) -> None:
    worker = wire.start(burst=False)
    wire.push("one", "wait")
    wire.pid_of("one")
    wire.push("two")
    [key] = wire.redis.smembers("rq:workers")
    os.kill(worker.pid or 0, signal.SIGTERM)
    wait_until(lambda: wire.redis.hexists(key, "shutdown_requested_date"))
    wire.redis.rpush("go on", "")
    worker.join(10)
    assert worker.exitcode == 0
    assert (wire.done(), wire.ids(LINE)) == (["one"], ["two"])


def test_a_worker_that_stops_unasked_says_so(wire: Wire) -> None:
    wire.redis.set(LINE, "no list")
    with wire.worker() as worker, pytest.raises(WorkerQuitError):
        worker.work()


@pytest.mark.parametrize("outage", ["gone", "full"])
def test_an_outage_during_a_job_ends_neither_the_job_nor_the_worker(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outage: str
) -> None:
    monkeypatch.setattr(worker_module, "_MONITORING_SECONDS", 1)
    with RedisServer() as server, Wire(server.url, tmp_path) as wire:
        worker = wire.start(burst=False)
        wire.push("one", "sleep")
        horse = wire.pid_of("one")
        if outage == "gone":
            server.kill()
        else:
            wire.redis.config_set("maxmemory", 1)
        wait_until(lambda: "heartbeat of a job left out" in wire.log.read_text(), seconds=25)
        os.kill(horse, signal.SIGKILL)
        if outage == "gone":
            server.start()
        else:
            time.sleep(1)
            wire.redis.config_set("maxmemory", 0)
        wire.push("two")
        wait_until(lambda: "two" in wire.done(), seconds=25)
        assert worker.is_alive()
        os.kill(worker.pid or 0, signal.SIGTERM)
        worker.join(30)
        assert worker.exitcode == 0


@pytest.mark.slow
def test_what_a_killed_worker_ran_or_had_just_taken_is_another_workers_within_seconds(wire: Wire) -> None:
    first = wire.start(burst=False)
    wire.push("running", "sleep once")
    horse = wire.pid_of("running")
    wire.push("taken")
    wire.redis.lmove(LINE, TAKEN)
    first.kill()
    os.kill(horse, signal.SIGKILL)
    wire.start(burst=False)
    wait_until(lambda: sorted(wire.done()) == ["running", "taken"], seconds=60)
    wait_until(wire.settled)
    assert wire.failed() == {}
