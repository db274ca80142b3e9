"""The backend fails while it is told of a batch: in the end each resume is counted once."""

import time
from collections.abc import Iterator

import pytest

from tests.resilience.faults import Batch, Mark, Stage, resumes, staged
from tests.resilience.proxy import Fate, first
from tests.servers import MongoServer, RedisServer
from tests.stand_in import wait_for
from tests.web import reply
from tests.workers import RunningWorker

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stage(redis_server: RedisServer, mongo_server: MongoServer) -> Iterator[Stage]:
    with staged(redis_server, mongo_server) as stage:
        yield stage


@pytest.fixture(scope="module")
def worker(stage: Stage) -> Iterator[RunningWorker]:
    with stage.worker(CALLBACK_TIMEOUT_SECONDS="2") as worker:
        worker.wait_ready()
        yield worker


def settle(batch: Batch) -> None:
    wait_for(lambda: batch.count("completed") == len(batch.ids), what="for the resumes to be settled")


def test_a_backend_that_is_down_is_told_once_it_is_up(stage: Stage, worker: RunningWorker) -> None:
    mark = Mark(worker)
    with stage.to_backend.refusing():
        batch = stage.submit(resumes(6))
        settle(batch)
        mark.wait_says("the backend was not told", "the backend cannot be reached")
    batch.wait_complete(worker)
    batch.assert_exact()


def test_a_backend_that_answers_too_late_has_counted(stage: Stage, worker: RunningWorker) -> None:
    mark = Mark(worker)
    stage.backend.gap_seconds = 4.0  # the worker waits for two
    try:
        batch = stage.submit(resumes(6))
        mark.wait_says("the backend was not told", "did not answer within 2 s")
        batch.wait_complete(worker)
    finally:
        stage.backend.gap_seconds = 0.0
    batch.assert_exact()


def test_a_backend_that_fails_for_a_while_is_told_again(stage: Stage, worker: RunningWorker) -> None:
    mark = Mark(worker)
    stage.backend.answer_status = 500
    try:
        batch = stage.submit(resumes(6))
        settle(batch)
        mark.wait_says("the backend was not told", "the backend answered 500")
    finally:
        stage.backend.answer_status = 200
    batch.wait_complete(worker)
    batch.assert_exact()


def test_a_connection_that_breaks_after_the_count_counts_nothing_twice(
    stage: Stage, worker: RunningWorker
) -> None:
    mark = Mark(worker)
    with stage.to_backend.judging(first(4, b"POST ", Fate.LOSE)):
        batch = stage.submit(resumes(6))
        batch.wait_complete(worker)
        assert stage.to_backend.judged == 4
    batch.assert_exact()
    mark.wait_says("the backend was not told", "dropped the connection without an answer")


def test_a_backend_that_asks_for_a_pause_gets_it(stage: Stage, worker: RunningWorker) -> None:
    mark = Mark(worker)
    busy = reply(429, b"", "Retry-After: 4", "Connection: close")
    refused: list[float] = []

    def judge(piece: bytes) -> Fate | bytes:
        if b"POST " not in piece or refused:
            return Fate.PASS
        refused.append(time.monotonic())
        return busy

    with stage.to_backend.judging(judge):
        batch = stage.submit(resumes(1))
        batch.wait_complete(worker)
        assert time.monotonic() - refused[0] >= 4
    batch.assert_exact()
    mark.wait_says("the backend was not told", "the backend answered 429")
