"""The machine fails: full disks, wrong clocks, processes that die, stand still, or never come to an end."""

import contextlib
import resource
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.resilience.faults import Batch, Mark, Stage, asking, resumes, staged
from tests.servers import MongoServer, RedisServer
from tests.stand_in import wait_for
from tests.workers import RunningWorker

pytestmark = pytest.mark.slow

SOON_SECONDS = 30.0
"""What a dead worker left is under way again by then: within 20 s where the machine has time for it."""

_CLOCK = """
import datetime, time

_ahead, _datetime, _time = {ahead}, datetime.datetime, time.time


class _Kind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, _datetime)


class _Shifted(_datetime, metaclass=_Kind):
    @classmethod
    def now(cls, tz=None):
        return _datetime.now(tz) + datetime.timedelta(seconds=_ahead)

    @classmethod
    def utcnow(cls):
        return _datetime.now(datetime.timezone.utc).replace(tzinfo=None) + datetime.timedelta(seconds=_ahead)


time.time = lambda: _time() + _ahead
datetime.datetime = _Shifted
"""


@pytest.fixture(scope="module")
def stage(redis_server: RedisServer, mongo_server: MongoServer) -> Iterator[Stage]:
    with staged(redis_server, mongo_server) as stage:
        yield stage


def attempts(batch: Batch, id_: str) -> int:
    return int(batch.stage.backend.document(id_)["worker"]["attemptsMade"])


def test_a_full_disk_stops_no_resume(stage: Stage) -> None:
    """No process may write a byte to any file, and so not to its log either."""
    with stage.worker(**stage.direct()) as worker:
        worker.wait_ready()
        for process in worker.tree():
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, 0))
        mark = Mark(worker)
        batch = stage.submit(resumes(12))
        batch.wait_complete(worker)
        assert mark.lines == []
    batch.assert_exact()


def clock(folder: Path, ahead: float) -> str:
    """Return a folder for PYTHONPATH whose processes have a clock that is wrong by so many seconds."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_CLOCK.format(ahead=ahead))
    return str(folder)


def test_clocks_that_are_an_hour_off_move_nothing(stage: Stage, tmp_path: Path) -> None:
    """Three machines, one right, one fast, one slow; some resumes last long, the others are put off once."""
    options = {**stage.direct(), "workers": 1}
    batch = stage.prepare(resumes(18))
    release = threading.Event()

    def unavailable_at_first(request: Any, times: int) -> bool:
        if times == 1:
            stage.backend.fetches[request.path] += 1
            request._reply(503, b"")
        return times == 1

    def long(request: Any, times: int) -> bool:
        release.wait(8)  # more than two leases
        return False

    for id_ in batch.ids[3:]:
        stage.backend.on_fetch(id_, unavailable_at_first)
    for id_ in batch.ids[:3]:
        stage.backend.on_fetch(id_, long)
    with (
        stage.worker(**options) as right,
        stage.worker(**options, PYTHONPATH=clock(tmp_path / "fast", 3600)) as fast,
        stage.worker(**options, PYTHONPATH=clock(tmp_path / "slow", -3600)) as slow,
    ):
        workers = {0: right, 3600: fast, -3600: slow}
        for worker in workers.values():
            worker.wait_ready(1)
        stage.backend.publish(batch.ids)
        batch.wait_complete(right, seconds=90)
        for ahead, worker in workers.items():
            assert worker.events("resume settled")
            logged = datetime.fromisoformat(worker.lines[-1]["timestamp"])
            assert abs(logged - datetime.now(UTC) - timedelta(seconds=ahead)) < timedelta(minutes=5)
            assert Mark(worker, since=0).says("clock", "ahead") is (ahead != 0)
            assert not worker.events("resume taken over by another worker")
    batch.assert_exact()
    assert [attempts(batch, id_) for id_ in batch.ids] == [1] * 3 + [2] * 15
    soon = stage.backend.redis.time()[0] + 60
    assert stage.backend.redis.zcount("rq:scheduled:batch-processing", soon, "+inf") == 0


def test_what_dead_processes_left_is_soon_under_way_again(stage: Stage) -> None:
    """A worker with its job, and a whole supervisor with all it started; the leases are the default ones."""
    options = {**stage.direct(), "LEASE_SECONDS": "15"}
    batch = stage.prepare(resumes(3))
    holders: dict[str, psutil.Process] = {}
    again: dict[str, float] = {}
    release = threading.Event()

    def hold(request: Any, times: int) -> bool:
        id_ = request.path.rpartition("/")[2]
        if times == 1:
            stage.backend.fetches[request.path] += 1
            holders[id_] = asking(request)
            release.wait(60)
        else:
            again[id_] = time.monotonic()
        return False

    for id_ in batch.ids:
        stage.backend.on_fetch(id_, hold)
    with stage.worker(**options) as first, stage.worker(**options, workers=1) as second:
        first.wait_ready()
        second.wait_ready(1)
        stage.backend.publish(batch.ids)
        wait_for(lambda: len(holders) == 3, what="for all workers to be at work")
        own, others = set(first.tree()), second.tree()
        [_, lost] = [id_ for id_ in batch.ids if holders[id_] in own]
        [gone] = [id_ for id_ in batch.ids if holders[id_] in set(others)]
        worker = next(one for one in first.processes("batch") if one in holders[lost].parents())
        for process in (worker, holders[lost], *others):
            with contextlib.suppress(psutil.NoSuchProcess):  # the kernel ends some with those killed before
                process.kill()
        killed = time.monotonic()
        release.set()
        batch.wait_complete(first)
        Mark(first, since=0).wait_says("process ended and is started anew")
        # The sweeper finds the claim that ran out, RQ's maintenance the worker that shows no more life:
        # whichever of the two is first says so, for each of the two resumes.
        causes = ("nobody seemed to come; rung for", "its worker died while it ran")
        wait_for(lambda: sum(cause in line["event"] for line in first.lines for cause in causes) >= 2)
    batch.assert_exact()
    waited = {id_: again[id_] - killed for id_ in (lost, gone)}
    assert all(seconds < SOON_SECONDS for seconds in waited.values()), waited
    assert set(again) == {lost, gone}


@dataclass
class Troubled:
    """A batch in which three resumes are trouble, and what became of it."""

    batch: Batch
    worker: RunningWorker
    deadly: str
    endless: str
    stopped: str
    deaths: list[float] = field(default_factory=list)
    suspended: list[psutil.Process] = field(default_factory=list)


@pytest.fixture(scope="module")
def troubled(stage: Stage) -> Iterator[Troubled]:
    batch = stage.prepare(resumes(15))
    settings = {"JOB_TIMEOUT_SECONDS": "10", "MAX_RETRIES": "1", "LEASE_SECONDS": "2"}
    with stage.worker(**stage.direct(), workers=3, **settings) as worker:
        deadly, endless, stopped = batch.ids[:3]
        seen = Troubled(batch, worker, deadly, endless, stopped)

        def kill(request: Any, times: int) -> bool:
            stage.backend.fetches[request.path] += 1
            asking(request).kill()
            seen.deaths.append(time.monotonic())
            return True

        def trickle(request: Any, times: int) -> bool:
            request.send_response(200)
            request.send_header("Content-Length", "1000")
            request.end_headers()
            while True:  # until the other side has gone
                request.wfile.write(b"x")
                time.sleep(0.5)

        def suspend(request: Any, times: int) -> bool:
            if times == 1:
                seen.suspended.append(asking(request))
                seen.suspended[0].suspend()
            return False

        for id_, hook in zip(batch.ids, (kill, trickle, suspend), strict=False):
            stage.backend.on_fetch(id_, hook)
        worker.wait_ready(3)
        stage.backend.publish(batch.ids)
        yield seen


def failed(troubled: Troubled, id_: str, *, seconds: float = 60.0) -> dict[str, Any]:
    backend = troubled.batch.stage.backend
    wait_for(lambda: backend.document(id_)["status"] == "failed", seconds=seconds, what=f"for {id_} to fail")
    return backend.document(id_)


def test_the_rest_of_the_batch_is_done_before_its_troubles_end(troubled: Troubled) -> None:
    batch = troubled.batch
    wait_for(lambda: batch.count("completed") >= 12)
    assert batch.count("failed") == 0


def test_a_resume_that_kills_its_process_is_given_up(troubled: Troubled) -> None:
    document = failed(troubled, troubled.deadly)
    assert document["errorReason"] == "poison"
    assert "broke off again and again" in document["error"]
    assert len(troubled.deaths) == 4
    Mark(troubled.worker, since=0).wait_says(troubled.deadly, "nobody seemed to come; rung for")


def test_work_that_does_not_end_is_broken_off_and_given_up(troubled: Troubled) -> None:
    document = failed(troubled, troubled.endless)
    assert document["errorReason"] == "outage"
    assert "took longer than 10 seconds" in document["error"]
    assert troubled.batch.stage.backend.document(troubled.endless)["worker"]["attemptsMade"] == 2
    Mark(troubled.worker, since=0).wait_says("resume postponed", "took longer than 10 seconds")


def test_a_process_that_stands_still_is_killed_and_its_resume_done_by_another(troubled: Troubled) -> None:
    batch, [suspended] = troubled.batch, troubled.suspended
    wait_for(lambda: batch.stage.backend.document(troubled.stopped)["status"] == "completed")
    assert attempts(batch, troubled.stopped) == 2
    wait_for(lambda: not suspended.is_running(), seconds=50, what="for the process to be killed")
    Mark(troubled.worker, since=0).wait_says("does not end, and is killed")
    batch.wait_complete(troubled.worker)
    batch.assert_exact(failed=[troubled.deadly, troubled.endless])
