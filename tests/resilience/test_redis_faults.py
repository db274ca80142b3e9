"""Redis fails in the middle of a batch, in every way it can; MongoDB knows what is to be done."""

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis

from tests.resilience.faults import Mark, Stage, Uninterrupted, resumes, staged
from tests.servers import MongoServer, RedisServer
from tests.workers import RunningWorker

pytestmark = pytest.mark.slow

LONG_SECONDS = 11.0
"""Longer than every retry within the client lasts: some 10 s at most."""


@pytest.fixture(scope="module")
def stage(mongo_server: MongoServer) -> Iterator[Stage]:
    with RedisServer() as server, staged(server, mongo_server) as stage:
        yield stage


def test_a_restart_in_mid_batch_is_outlived(stage: Stage, worker: RunningWorker) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        stage.redis.kill()
        time.sleep(2)
        stage.redis.start()
        batch.wait_complete(worker)
    batch.assert_exact()
    mark.wait_says("Redis", "ConnectionError")


def test_a_redis_that_was_emptied_is_filled_again(stage: Stage, worker: RunningWorker) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        stage.backend.redis.flushall()
        batch.wait_complete(worker)
    batch.assert_exact()
    mark.wait_says("nobody seemed to come; rung for")


@pytest.mark.parametrize("how", ["refusing", "silent"])
def test_an_outage_longer_than_any_retry_is_waited_out(stage: Stage, worker: RunningWorker, how: str) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        with getattr(stage.to_redis, how)():
            time.sleep(LONG_SECONDS)
            mark.wait_says("Redis", "ConnectionError" if how == "refusing" else "TimeoutError")
        batch.wait_complete(worker)
    batch.assert_exact()


Refusal = Callable[["redis.Redis"], Any]


@contextlib.contextmanager
def _out_of_memory(client: "redis.Redis") -> Iterator[None]:
    client.config_set("maxmemory", 1)
    try:
        yield
    finally:
        client.config_set("maxmemory", 0)


@contextlib.contextmanager
def _replica(client: "redis.Redis") -> Iterator[None]:
    client.replicaof("127.0.0.1", 1)  # of a master that is dead
    try:
        yield
    finally:
        client.replicaof("NO", "ONE")


@contextlib.contextmanager
def _lonely(client: "redis.Redis") -> Iterator[None]:
    client.config_set("min-replicas-to-write", 1)
    try:
        yield
    finally:
        client.config_set("min-replicas-to-write", 0)


@contextlib.contextmanager
def _disk_full(client: "redis.Redis") -> Iterator[None]:
    """What it cannot save makes it refuse what is to be kept."""
    in_its_way = Path(str(client.config_get("dir")["dir"]), "dump.rdb", "in-its-way")
    in_its_way.mkdir(parents=True)
    client.config_set("save", "1 1")
    try:
        yield
    finally:
        shutil.rmtree(in_its_way.parent)
        client.config_set("save", "")
        with contextlib.suppress(redis.ResponseError):  # it may be saving already
            client.bgsave()


@pytest.mark.parametrize(
    "refusal, cause",
    [
        (_out_of_memory, "OutOfMemoryError"),
        (_replica, "ReadOnlyError"),
        (_lonely, "NOREPLICAS"),
        (_disk_full, "MISCONF"),
    ],
)
def test_a_redis_that_takes_no_writes_is_waited_for(
    stage: Stage, worker: RunningWorker, refusal: Refusal, cause: str
) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        with stage.redis.client() as client, refusal(client):
            mark.wait_says(cause)
            time.sleep(2)
        batch.wait_complete(worker)
    batch.assert_exact()


def test_a_redis_without_persistence_that_was_killed_is_filled_again(
    stage: Stage, worker: RunningWorker
) -> None:
    batch, mark = stage.submit(resumes(24)), Mark(worker)
    with Uninterrupted(worker):
        batch.wait_begun()
        stage.redis.kill()
        shutil.rmtree(stage.redis.folder / "appendonlydir")
        assert not (stage.redis.folder / "appendonlydir").exists()
        stage.redis.start()
        batch.wait_complete(worker)
    batch.assert_exact()
    mark.wait_says("nobody seemed to come; rung for")
