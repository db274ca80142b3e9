"""The promise of `JobVectors`, held in memory and by Redis."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from adapters.memory import InMemoryJobVectors
from adapters.rq_queue.connection import connect_redis
from adapters.rq_queue.vectors import RedisJobVectors
from application.ports import JobVectors
from domain.passages import Vector
from tests.servers import free_port


def _unit(seed: int) -> Vector:
    vector = np.random.default_rng(seed).normal(size=384)
    return (vector / np.linalg.norm(vector)).astype(np.float32)


ONE, OTHER = _unit(1), _unit(2)


@pytest.fixture(params=["memory", "redis"])
def vectors(request: pytest.FixtureRequest) -> Iterator[JobVectors]:
    if request.param == "memory":
        yield InMemoryJobVectors()
    else:
        with connect_redis(request.getfixturevalue("redis_url")) as client:
            yield RedisJobVectors(client)


def test_many_who_ask_at_once_have_it_computed_once_and_get_the_same_bits(vectors: JobVectors) -> None:
    computed: list[int] = []

    def compute() -> Vector:
        computed.append(threading.get_ident())
        time.sleep(0.1)
        return ONE

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: vectors.once("job", compute), range(16)))
    assert len(computed) == 1
    assert all(np.array_equal(vector, ONE) and vector.dtype == np.float32 for vector in got)
    assert np.array_equal(vectors.once("another", lambda: OTHER), OTHER)


def test_whoever_fails_to_compute_it_leaves_it_to_the_next(vectors: JobVectors) -> None:
    def fail() -> Vector:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        vectors.once("job", fail)
    began = time.monotonic()
    assert np.array_equal(vectors.once("job", lambda: ONE), ONE)
    assert time.monotonic() - began < 5


def test_without_redis_everybody_computes_alone() -> None:
    with connect_redis(f"redis://127.0.0.1:{free_port()}/0", timeout_seconds=0.2) as client:
        assert np.array_equal(RedisJobVectors(client).once("job", lambda: ONE), ONE)


@pytest.mark.parametrize(
    "kept",
    [b"short", (3 * ONE).tobytes(), np.full(384, np.nan, dtype="<f4").tobytes(), bytes(384 * 4)],
    ids=["too short", "too long a vector", "no numbers", "zero"],
)
def test_what_is_no_vector_is_made_anew(redis_url: str, kept: bytes) -> None:
    with connect_redis(redis_url) as client:
        client.set("screener:job-vector:job", kept)
        assert np.array_equal(RedisJobVectors(client).once("job", lambda: ONE), ONE)
