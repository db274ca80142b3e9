"""The promise of the limits on calls, held in memory and by Redis."""

import time
from abc import abstractmethod
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Protocol

import pytest

from adapters.memory import InMemoryProcessingStore
from adapters.memory_analyses import InMemoryCallLedger, InMemoryCallLimits
from adapters.rq_queue.call_limits import RedisCallLimits
from adapters.rq_queue.connection import connect_redis
from application.analysis_ports import CallLimits, CallRules, Limit, ModelCall, Wanted
from application.errors import PostponedError, TransientError
from tests.builders import build_evaluation, build_processing
from tests.servers import free_port

JOB, OTHER_JOB = "65f0c0ffee65f0c0ffee00aa", "65f0c0ffee65f0c0ffee00bb"
WANTED = Wanted(tokens=100, microdollars=50, job_id=JOB, seconds=30)


class World(Protocol):
    ledger: InMemoryCallLedger

    @abstractmethod
    def limits(self, **rules: int) -> CallLimits:
        """Limits by these rules, over the same counts."""

    @abstractmethod
    def pass_time(self, seconds: float) -> None:
        """Let so much time go by."""


class MemoryWorld(World):
    def __init__(self, ledger: InMemoryCallLedger) -> None:
        self.now = 1000.0
        self.ledger = ledger

    def limits(self, **rules: int) -> CallLimits:
        return InMemoryCallLimits(CallRules(**rules), self.ledger, clock=lambda: self.now)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds


class RedisWorld(World):
    def __init__(self, url: str, ledger: InMemoryCallLedger) -> None:
        self.client = connect_redis(url)
        self.ledger = ledger

    def limits(self, **rules: int) -> CallLimits:
        return RedisCallLimits(self.client, CallRules(**rules), self.ledger, account="key at address")

    def pass_time(self, seconds: float) -> None:
        time.sleep(seconds)


@pytest.fixture(params=["memory", "redis"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    processings = InMemoryProcessingStore(
        [build_processing(id=job, job_id=job, evaluation=build_evaluation()) for job in (JOB, OTHER_JOB)]
    )
    ledger = InMemoryCallLedger(processings)
    if request.param == "memory":
        yield MemoryWorld(ledger)
        return
    made = RedisWorld(request.getfixturevalue("redis_url"), ledger)
    yield made
    made.client.close()


def paid(microdollars: int) -> ModelCall:
    return ModelCall(
        model="m", tokens_in=1, tokens_out=1, microdollars=microdollars, seconds=0.1, outcome="used"
    )


def refused(limits: CallLimits, wanted: Wanted = WANTED) -> PostponedError:
    with pytest.raises(PostponedError) as raised:
        limits.acquire(wanted)
    return raised.value


def test_without_rules_everything_goes(world: World) -> None:
    limits = world.limits()
    permits = [limits.acquire(WANTED) for _ in range(50)]
    assert len({permit.id for permit in permits}) == 50


def test_so_many_calls_a_minute_and_no_more(world: World) -> None:
    limits = world.limits(requests_a_minute=2)
    for _ in range(2):
        limits.settle(limits.acquire(WANTED), tokens=1, microdollars=1)
    refusal = refused(limits)
    assert str(refusal) == Limit.REQUESTS
    assert 50 < refusal.retry_after <= 60


def test_tokens_count_as_wanted_until_it_is_known_what_they_were(world: World) -> None:
    limits = world.limits(tokens_a_minute=250)
    first = limits.acquire(WANTED)
    limits.acquire(WANTED)
    assert str(refused(limits)) == Limit.TOKENS
    limits.settle(first, tokens=30, microdollars=0)
    limits.acquire(WANTED)


def test_a_call_larger_than_the_limit_goes_alone(world: World) -> None:
    limits = world.limits(tokens_a_minute=50)
    limits.acquire(WANTED)
    assert str(refused(limits)) == Limit.TOKENS


def test_so_many_at_once_and_a_dead_caller_gives_its_place_up(world: World) -> None:
    limits = world.limits(at_once=2)
    limits.acquire(replace(WANTED, seconds=0.5))
    kept = limits.acquire(WANTED)
    assert str(refused(limits)) == Limit.AT_ONCE
    world.pass_time(0.6)
    limits.acquire(WANTED)
    assert str(refused(limits)) == Limit.AT_ONCE
    limits.settle(kept, tokens=1, microdollars=1)
    limits.acquire(WANTED)


def test_many_at_the_same_moment_get_no_more_than_there_is(world: World) -> None:
    limits = world.limits(at_once=5)

    def attempt(_: int) -> bool:
        try:
            limits.acquire(WANTED)
        except PostponedError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(attempt, range(64))) == 5


def test_the_days_budget_counts_what_was_spent_and_what_is_under_way(world: World) -> None:
    limits = world.limits(daily_microdollars=200)
    world.ledger.begin(JOB, paid(90))
    limits.acquire(WANTED)
    limits.acquire(replace(WANTED, job_id=OTHER_JOB))
    refusal = refused(limits)
    assert str(refusal) == Limit.DAILY_BUDGET
    assert refusal.retry_after >= 60


def test_a_call_that_ended_without_an_answer_is_no_expense_for_long(world: World) -> None:
    limits = world.limits(daily_microdollars=60)
    limits.settle(limits.acquire(WANTED), tokens=0, microdollars=0)
    limits.acquire(WANTED)


def test_a_call_that_is_in_the_ledger_is_not_counted_twice(world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr("adapters.rq_queue.call_limits._AFTERWARDS", 200)
    limits = world.limits(daily_microdollars=100)
    permit = limits.acquire(WANTED)
    assert str(refused(limits, replace(WANTED, microdollars=51))) == Limit.DAILY_BUDGET
    world.ledger.begin(JOB, paid(50))
    limits.booked(permit)
    world.pass_time(0.3)
    limits.acquire(WANTED)
    assert str(refused(limits)) == Limit.DAILY_BUDGET


def test_a_jobs_budget_is_its_own(world: World) -> None:
    limits = world.limits(job_microdollars=100)
    world.ledger.begin(JOB, paid(60))
    assert str(refused(limits)) == Limit.JOB_BUDGET
    limits.acquire(replace(WANTED, job_id=OTHER_JOB))
    limits.acquire(replace(WANTED, job_id=OTHER_JOB))
    assert str(refused(limits, replace(WANTED, job_id=OTHER_JOB))) == Limit.JOB_BUDGET


def test_a_pause_stops_everybody_and_is_said_once(world: World) -> None:
    limits = world.limits()
    assert limits.pause(seconds=0.5)
    assert not limits.pause(seconds=0.5)
    refusal = refused(limits)
    assert str(refusal) == Limit.PAUSED
    assert 0 < refusal.retry_after <= 0.5
    world.pass_time(0.6)
    limits.acquire(WANTED)
    assert limits.pause(seconds=0.5)


def test_limits_of_another_account_are_others(redis_url: str) -> None:
    ledger: Any = InMemoryCallLedger(InMemoryProcessingStore())
    with connect_redis(redis_url) as client:
        one = RedisCallLimits(client, CallRules(at_once=1), ledger, account="one key")
        other = RedisCallLimits(client, CallRules(at_once=1), ledger, account="another")
        one.acquire(WANTED)
        other.acquire(WANTED)
        one.pause(seconds=60)
        assert str(refused(other)) == Limit.AT_ONCE
        assert all(b"key" not in name for name in client.keys("*"))


def test_without_redis_nobody_calls(redis_url: str) -> None:
    ledger = InMemoryCallLedger(InMemoryProcessingStore())
    with connect_redis(f"redis://127.0.0.1:{free_port()}/0", timeout_seconds=0.5) as client:
        limits = RedisCallLimits(client, CallRules(), ledger, account="key")
        with pytest.raises(TransientError, match="Redis"):
            limits.acquire(WANTED)
