import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.memory import InMemoryProcessingStore
from adapters.memory_queue import InMemoryJobQueue
from application.errors import HeldError, TransientError
from application.rank_job import RankJob, RankUnranked
from application.recover import Recover
from application.retry import RetryPolicy
from application.trouble import Seldom
from tests.builders import build_processing

POLICY = RetryPolicy(max_retries=3, base_seconds=5.0, most_seconds=300.0)


@given(st.text(max_size=30), st.integers(1, 100))
def test_a_delay_doubles_within_its_spread_and_repeats_exactly(key: str, attempt: int) -> None:
    plain = min(5.0 * 2 ** (attempt - 1), 300.0)
    delay = POLICY.delay(key, attempt)
    assert 0.75 * plain <= delay <= min(1.25 * plain, 300.0)
    assert delay == POLICY.delay(key, attempt)


def test_delays_of_many_are_spread() -> None:
    delays = [POLICY.delay(f"p{number}", 1) for number in range(200)]
    assert len(set(delays)) == 200
    assert max(delays) - min(delays) > 2
    assert abs(sum(delays) / len(delays) - 5.0) < 0.3


def test_the_longest_delays_are_spread_below_the_longest() -> None:
    delays = [POLICY.delay(f"p{number}", 30) for number in range(200)]
    assert len(set(delays)) == 200
    assert 225 <= min(delays) < 235
    assert 290 < max(delays) <= 300
    assert RetryPolicy(base_seconds=0.0).delay("p", 9) == 0.0


def test_what_the_other_side_asks_for_is_the_least() -> None:
    assert POLICY.delay("p", 1, at_least=1000.0) == 1000.0
    assert POLICY.delay("p", 1, at_least=0.1) > 3
    assert POLICY.attempts == 4


def recovery(count: int) -> tuple[list[float], InMemoryProcessingStore, InMemoryJobQueue, Recover]:
    now = [0.0]
    store = InMemoryProcessingStore(
        (build_processing(id=f"p{number}") for number in range(count)), clock=lambda: now[0]
    )
    queue = InMemoryJobQueue()
    return now, store, queue, Recover(processings=store, queue=queue, idle_seconds=5, busy_seconds=600)


def test_what_the_queue_lost_is_put_back_once() -> None:
    now, _, queue, recover = recovery(3)
    assert recover() == 0  # their jobs may still be on the way
    now[0] = 6.0
    assert recover(limit=2) == 2
    assert queue.length() == 2
    now[0] = 12.0
    assert recover() == 0  # others wait in line: it may be among them
    now[0] = 700.0
    assert recover() == 1
    assert recover() == 0


def test_what_a_dead_worker_left_is_put_back_even_while_others_wait() -> None:
    now, store, queue, recover = recovery(2)
    queue.put(build_processing(id="p1"))
    assert store.claim("p0", seconds=15)
    now[0] = 14.0
    assert recover() == 0
    now[0] = 15.5
    assert recover() == 1


def test_ranking_waits_for_another_and_gives_up_with_a_reason() -> None:
    class Taken(InMemoryProcessingStore):
        left = 3

        def rank(self, job_id: str) -> bool:
            self.left -= 1
            return self.left < 0 and super().rank(job_id)

    waits: list[float] = []
    RankJob(ranking=Taken(), pause=waits.append)("job-1")
    assert len(waits) == 3
    endless = Taken()
    endless.left = 10**9
    with pytest.raises(TransientError, match="ranked by another"):
        RankJob(ranking=endless, patience_seconds=5, pause=waits.append)("job-1")


def test_a_job_that_cannot_be_ranked_is_said_once_and_then_rarely(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(InMemoryProcessingStore):
        def unranked_jobs(self, *, limit: int) -> list[str]:
            return ["job-1"]

        def rank(self, job_id: str) -> bool:
            raise ValueError("no such score")

    now = [0.0]
    rank = RankUnranked(ranking=Broken(), troubles=Seldom(seconds=60.0, clock=lambda: now[0]))
    for _ in range(100):
        assert rank() == 0
        now[0] += 1.0
    assert sum("job-1 could not be ranked" in one.getMessage() for one in caplog.records) == 2


def test_no_more_is_remembered_of_what_was_said_than_can_be() -> None:
    seldom = Seldom(seconds=60.0, clock=lambda: 0.0)
    assert all(seldom.may_say(number) for number in range(1001))
    assert seldom.may_say(0)
    assert not seldom.may_say(1000)


def test_held_is_an_outage_that_did_nothing() -> None:
    assert issubclass(HeldError, TransientError)
