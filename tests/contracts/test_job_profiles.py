"""The promise of `JobProfiles`, held in memory and by Redis."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.memory import InMemoryJobProfiles
from adapters.rq_queue.connection import connect_redis
from adapters.rq_queue.job_profiles import RedisJobProfiles
from application.ports import JobProfiles
from domain.similarity import JobProfile, profile_text
from tests.builders import build_job_profile
from tests.servers import free_port

ONE, OTHER = build_job_profile("Nurse"), build_job_profile("Pilot")
KEPT = profile_text(ONE)


@pytest.fixture(params=["memory", "redis"])
def profiles(request: pytest.FixtureRequest) -> Iterator[JobProfiles]:
    if request.param == "memory":
        yield InMemoryJobProfiles()
    else:
        with connect_redis(request.getfixturevalue("redis_url")) as client:
            yield RedisJobProfiles(client)


def test_many_who_ask_at_once_have_it_computed_once_and_get_the_same_bits(profiles: JobProfiles) -> None:
    computed: list[int] = []

    def compute() -> JobProfile:
        computed.append(threading.get_ident())
        time.sleep(0.1)
        return ONE

    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: profiles.once("job", compute), range(16)))
    assert len(computed) == 1
    assert {profile_text(profile) for profile in got} == {KEPT}
    assert profile_text(profiles.once("another", lambda: OTHER)) == profile_text(OTHER)


def test_whoever_fails_to_compute_it_leaves_it_to_the_next(profiles: JobProfiles) -> None:
    def fail() -> JobProfile:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        profiles.once("job", fail)
    began = time.monotonic()
    assert profile_text(profiles.once("job", lambda: ONE)) == KEPT
    assert time.monotonic() - began < 5


def test_a_process_that_lives_long_keeps_the_profiles_used_last() -> None:
    profiles = InMemoryJobProfiles(most=2)
    computed: list[str] = []

    def asked(key: str) -> None:
        def compute() -> JobProfile:
            computed.append(key)
            return ONE

        profiles.once(key, compute)

    for key in ("a", "b", "a", "c", "a", "b"):
        asked(key)
    assert computed == ["a", "b", "c", "b"]
    assert len(profiles._profiles) == 2


def test_without_redis_everybody_computes_alone() -> None:
    with connect_redis(f"redis://127.0.0.1:{free_port()}/0", timeout_seconds=0.2) as client:
        assert profile_text(RedisJobProfiles(client).once("job", lambda: ONE)) == KEPT


@pytest.mark.parametrize(
    "kept",
    [
        "short",
        "[]",
        "\xff",
        KEPT[:-3],
        KEPT.replace('"Nurse', '7, "Nurse'),
        json.dumps([base64.b64encode(bytes(384 * 4)).decode(), *json.loads(KEPT)[1:]]),
        json.dumps([*json.loads(KEPT)[:2], base64.b64encode(bytes(2 * 384)).decode()]),
        json.dumps([*json.loads(KEPT)[:2], base64.b64encode(bytes(range(1, 101))).decode()]),
    ],
    ids=["text", "empty", "no text", "cut", "more texts", "zero vector", "zero row", "half a row"],
)
def test_what_is_no_profile_is_made_anew(redis_url: str, kept: str) -> None:
    with connect_redis(redis_url) as client:
        client.set("screener:job-profile:job", kept.encode("latin-1"))
        assert profile_text(RedisJobProfiles(client).once("job", lambda: ONE)) == KEPT
