"""MongoDB fails in the middle of a batch: what is known to be done is on disk, and done once."""

import time
from collections.abc import Iterator
from typing import Any

import pymongo
import pytest

from tests.resilience.faults import Mark, Stage, Uninterrupted, resumes, staged
from tests.resilience.proxy import Fate, first
from tests.servers import MongoServer, RedisServer
from tests.stand_in import wait_for
from tests.workers import RunningWorker

pytestmark = pytest.mark.slow

LONG_SECONDS = 11.0
"""Longer than the driver waits for a server of the replica set: 10 s."""


@pytest.fixture(scope="module")
def stage(redis_server: RedisServer) -> Iterator[Stage]:
    with MongoServer() as server, staged(redis_server, server) as stage:
        yield stage


def test_a_member_that_was_killed_and_comes_back_has_lost_nothing(
    stage: Stage, worker: RunningWorker
) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        settled = batch.count("completed")
        stage.mongo.kill()
        time.sleep(LONG_SECONDS)
        stage.mongo.start()
        assert batch.count("completed") >= settled
        batch.wait_complete(worker)
    batch.assert_exact()
    mark.wait_says("the database does not answer")


def test_a_primary_that_steps_down_is_waited_for(stage: Stage, worker: RunningWorker) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        with pymongo.MongoClient[dict[str, Any]](stage.mongo.server_url) as client:
            client.admin.command(
                {"replSetStepDown": 3, "secondaryCatchUpPeriodSecs": 0, "force": True}
            )  # and is elected again after that, as the only one
        batch.wait_complete(worker)
    batch.assert_exact()
    mark.wait_says("the database has no primary at present")


def test_a_slow_database_costs_time_alone(stage: Stage, worker: RunningWorker) -> None:
    batch, mark = stage.submit(resumes(6)), Mark(worker)
    with Uninterrupted(worker):
        with stage.to_mongo.delaying(1.1):
            mark.wait_says("the database took")
            wait_for(lambda: batch.count("completed"), what="for a resume to be settled")
        batch.wait_complete(worker)
    batch.assert_exact()


def test_connections_that_break_again_and_again_cost_time_alone(stage: Stage, worker: RunningWorker) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        with stage.to_mongo.judging(lambda _: Fate.CUT):
            time.sleep(3)
            mark.wait_says("the database does not answer")
        batch.wait_complete(worker)
    batch.assert_exact()


@pytest.mark.parametrize("written", [b"worker.attemptsMade", b"worker.fence", b"worker.reportAnswered"])
def test_a_write_whose_answer_is_lost_is_done_once_by_the_driver(
    stage: Stage, worker: RunningWorker, written: bytes
) -> None:
    batch, mark = stage.prepare(resumes(6)), Mark(worker)
    with Uninterrupted(worker), stage.to_mongo.judging(first(1, written, Fate.LOSE)):
        stage.backend.publish(batch.ids)
        batch.wait_complete(worker)
        assert stage.to_mongo.judged == 1
    batch.assert_exact()
    # The log comes after the outcome, which others may have reported by then.
    wait_for(lambda: [line["attempt"] for line in mark.lines if line["event"] == "resume settled"] == [1] * 6)


def test_an_outcome_whose_answer_is_lost_again_and_again_stands_and_is_counted_once(
    stage: Stage, worker: RunningWorker
) -> None:
    batch, mark = stage.prepare(resumes(6)), Mark(worker)
    # Two workers share them: one of the two loses all that its driver tries.
    with Uninterrupted(worker), stage.to_mongo.judging(first(8, b"worker.attemptsMade", Fate.LOSE)):
        stage.backend.publish(batch.ids)
        batch.wait_complete(worker)
        assert stage.to_mongo.judged == 8
    batch.assert_exact()
    mark.wait_says("resume settled, or taken over, in an outage", "the database does not answer")


def test_a_claim_whose_answer_is_lost_again_and_again_runs_out(stage: Stage, worker: RunningWorker) -> None:
    batch, mark = stage.prepare(resumes(6)), Mark(worker)
    with Uninterrupted(worker), stage.to_mongo.judging(first(4, b"worker.leaseUntil", Fate.LOSE)):
        stage.backend.publish(batch.ids)
        batch.wait_complete(worker)
        assert stage.to_mongo.judged == 4
    batch.assert_exact()
    mark.wait_says("resume postponed", "the database does not answer")
