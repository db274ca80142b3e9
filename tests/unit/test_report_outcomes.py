"""Reports: delivered until they are counted, with every rank final before a batch is complete."""

import threading
import time
from dataclasses import replace

import pytest
from pytest_mock import MockerFixture

from adapters.memory import InMemoryProcessingStore
from application.errors import MisconfiguredError, RefusedReportError, TransientError
from application.ports import Report
from application.rank_job import RankJob, RankUnranked
from application.report_outcomes import Delivery, ReportOutcomes
from application.retry import RetryPolicy
from application.trouble import Seldom
from tests.builders import build_evaluation, build_processing
from tests.fakes import CountingBackend

NOW = [0.0]


def world(count: int, **backend: float) -> tuple[InMemoryProcessingStore, CountingBackend, ReportOutcomes]:
    NOW[0] = 0.0
    store = InMemoryProcessingStore(
        (build_processing(id=f"p{number}", batch_id="BATCH_1") for number in range(count)),
        clock=lambda: NOW[0],
    )
    fake = CountingBackend(store, **backend)  # type: ignore[arg-type] # failures is whole
    report = ReportOutcomes(
        outbox=store,
        rank_job=RankJob(ranking=store),
        backend=fake,
        retries=RetryPolicy(base_seconds=2.0, most_seconds=60.0),
    )
    return store, fake, report


def settle(store: InMemoryProcessingStore, id_: str, *, similarity: float = 0.6) -> None:
    held = store.claim(id_, seconds=60)
    assert held
    store.settle(held, held.processing.completed(build_evaluation(similarity=similarity)))


def test_every_settled_resume_is_reported_once() -> None:
    store, backend, report = world(3)
    for id_ in ("p0", "p1"):
        settle(store, id_)
    assert report() == Delivery(delivered=2, failed=0)
    assert report() == Delivery()
    settle(store, "p2")
    assert report().delivered == 1
    assert [told.processing_id for told in backend.reports] == ["p0", "p1", "p2"]


def test_ranks_are_final_before_the_call_that_completes_the_batch() -> None:
    store, backend, report = world(3)
    for id_ in ("p0", "p1"):
        settle(store, id_)
    report()
    settle(store, "p2", similarity=0.9)
    report()
    assert backend.ranks_seen[-1] == {"p2": 1, "p0": 2, "p1": 3}


def test_a_failed_resume_that_completes_the_batch_waits_for_the_ranks_too() -> None:
    store, backend, report = world(2)
    settle(store, "p0")
    held = store.claim("p1", seconds=60)
    assert held
    store.settle(held, held.processing.failed("no", reason="no"))
    report()
    assert all(ranks["p0"] == 1 for ranks in backend.ranks_seen)
    assert {told.status for told in backend.reports} == {"completed", "failed"}


def test_nothing_is_ranked_for_a_call_that_cannot_complete_the_batch() -> None:
    store, backend, report = world(2)
    settle(store, "p0")
    report()
    assert backend.ranks_seen == [{"p0": None, "p1": None}]


def test_a_backend_that_is_away_is_asked_again_later_and_later_but_never_given_up() -> None:
    store, _, report = world(1, failures=30)
    settle(store, "p0")
    waits, last = [], 0.0
    for _ in range(30):
        while not (delivery := report()).failed:
            NOW[0] += 0.25
        assert delivery.in_vain
        waits.append(NOW[0] - last)
        last = NOW[0]
    assert waits[0] == 0
    assert max(waits) <= 60 + 0.25
    assert waits[5] > waits[2] > waits[1] >= 1.5
    NOW[0] += 100
    assert report() == Delivery(delivered=1)


def test_the_next_call_waits_until_the_first_cannot_be_under_way() -> None:
    store, backend, report = world(1, failures=1, retry_after=60.0)
    settle(store, "p0")
    assert report().failed == 1
    NOW[0] += 59.9
    assert report() == Delivery()
    NOW[0] += 0.2
    assert report().delivered == 1
    assert [told.attempt for told in backend.reports] == [2]


def test_a_round_stops_early_where_nothing_arrives_and_the_others_stay_due() -> None:
    store, backend, report = world(40, failures=8)
    for number in range(40):
        settle(store, f"p{number}")
    assert report() == Delivery(delivered=0, failed=8)
    assert report() == Delivery(delivered=32, failed=0)
    assert len(backend.reports) == 32


def test_an_answer_without_the_mark_is_checked_and_repeated() -> None:
    store, _, report = world(1)
    settle(store, "p0")
    silent = CountingBackend(InMemoryProcessingStore([build_processing(id="p0")]))
    forgetful = ReportOutcomes(outbox=store, rank_job=report.rank_job, backend=silent)
    assert forgetful().delivered == 1
    NOW[0] += 59
    assert forgetful() == Delivery()
    NOW[0] += 2
    assert forgetful().delivered == 1
    store.mark_accounted("p0")
    NOW[0] += 1000
    assert forgetful() == Delivery()


def test_a_slow_call_is_never_joined_by_a_second_for_the_same_resume() -> None:
    store, _, report = world(6)
    under_way: list[str] = []
    overlaps: list[str] = []
    lock = threading.Lock()

    class Slow(CountingBackend):
        def report(self, report: Report) -> None:
            with lock:
                overlaps.extend(id_ for id_ in under_way if id_ == report.processing_id)
                under_way.append(report.processing_id)
            time.sleep(0.02)
            with lock:
                under_way.remove(report.processing_id)
            super().report(report)

    slow = Slow(store)
    rounds = ReportOutcomes(outbox=store, rank_job=report.rank_job, backend=slow)
    for number in range(6):
        settle(store, f"p{number}")
    threads = [threading.Thread(target=rounds) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert overlaps == []
    assert sorted(told.processing_id for told in slow.reports) == [f"p{number}" for number in range(6)]


def test_a_job_that_cannot_be_ranked_holds_up_its_own_reports_alone() -> None:
    class Broken(InMemoryProcessingStore):
        def rank(self, job_id: str) -> bool:
            if job_id == "bad":
                raise ValueError("no such score")
            return super().rank(job_id)

    store = Broken(
        [
            build_processing(id="p0", job_id="bad", batch_id="BATCH_1"),
            build_processing(id="p1", job_id="good", batch_id="BATCH_2"),
        ]
    )
    backend = CountingBackend(store)
    report = ReportOutcomes(outbox=store, rank_job=RankJob(ranking=store), backend=backend)
    for id_ in ("p0", "p1"):
        settle(store, id_)
    assert report() == Delivery(delivered=1)
    assert [told.processing_id for told in backend.reports] == ["p1"]
    assert RankUnranked(ranking=store)() == 0
    settled = store.get("p1")
    assert settled is not None
    assert settled.rank == 1


class Stuck(InMemoryProcessingStore):
    """Cannot rank one job for a while."""

    mended = False

    def rank(self, job_id: str) -> bool:
        if job_id == "bad" and not self.mended:
            raise TransientError("it is being made anew")
        return super().rank(job_id)


def stuck_world(bad: int, good: int) -> tuple[Stuck, CountingBackend, ReportOutcomes]:
    NOW[0] = 0.0
    of_bad = (build_processing(id=f"b{n:03}", job_id="bad", batch_id=f"BATCH_{n % 3}") for n in range(bad))
    of_good = (build_processing(id=f"g{n}", job_id="good", batch_id="GOOD") for n in range(good))
    store = Stuck([*of_bad, *of_good], clock=lambda: NOW[0])
    for number in range(bad):
        settle(store, f"b{number:03}")
    NOW[0] = 0.1
    for number in range(good):
        settle(store, f"g{number}")
    backend = CountingBackend(store)
    troubles = Seldom(seconds=60.0, clock=lambda: NOW[0])
    rank_job = RankJob(ranking=store)
    return store, backend, ReportOutcomes(outbox=store, rank_job=rank_job, backend=backend, troubles=troubles)


def test_a_round_full_of_reports_that_wait_holds_up_no_other() -> None:
    store, backend, report = stuck_world(bad=450, good=10)
    for _ in range(3):
        report(limit=200)
        NOW[0] += 0.25
    assert {told.job_id for told in backend.reports} == {"good"}
    assert len(backend.reports) == 10
    store.mended = True
    for _ in range(20):
        report(limit=200)
        NOW[0] += 0.25
    assert len(backend.reports) == 460
    assert {told.attempt for told in backend.reports} == {1}


def test_why_reports_wait_is_said_once_and_then_rarely(caplog: pytest.LogCaptureFixture) -> None:
    store, _, report = stuck_world(bad=9, good=0)

    def said_within(seconds: float) -> int:
        caplog.clear()
        end = NOW[0] + seconds
        while NOW[0] < end:
            report()
            NOW[0] += 0.25
        return sum("its reports wait: it is being made anew" in one.getMessage() for one in caplog.records)

    assert said_within(50) == 1
    assert said_within(120) == 2
    store.mended = True
    assert said_within(10) == 0
    store.mended = False
    store.put(build_processing(id="b999", job_id="bad", batch_id="BATCH_9"))
    settle(store, "b999")
    assert said_within(1) == 1  # it is another trouble


def test_a_job_that_cannot_be_ranked_is_tried_once_a_round(mocker: MockerFixture) -> None:
    store, _, report = stuck_world(bad=9, good=0)
    rank = mocker.spy(store, "rank")
    report()
    assert rank.call_count == 1


@pytest.mark.parametrize(
    "trouble",
    [TransientError("the database is busy"), MisconfiguredError("MONGO_URI_PY: refused")],
    ids=["outage", "refusal"],
)
def test_why_a_job_could_not_be_ranked_is_said_where_it_may_be(
    caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    class Broken(InMemoryProcessingStore):
        def rank(self, job_id: str) -> bool:
            raise trouble

    store = Broken([build_processing(id="p0", job_id="bad", batch_id="BATCH_1")])
    settle(store, "p0")
    ReportOutcomes(outbox=store, rank_job=RankJob(ranking=store), backend=CountingBackend(store))()
    RankUnranked(ranking=store)()
    assert [str(trouble) in record.getMessage() for record in caplog.records] == [True, True]


def test_refusals_hold_up_nobody_and_are_repeated_ever_more_rarely() -> None:
    store, _, report = world(60)

    class Refusing(CountingBackend):
        def report(self, report: Report) -> None:
            if int(report.processing_id[1:]) < 50:
                raise RefusedReportError("the backend answered 404", retry_after=300)
            super().report(report)

    backend = Refusing(store)
    rounds = replace(report, backend=backend)
    for number in range(60):
        settle(store, f"p{number}")
    assert rounds() == Delivery(delivered=10, refused=50)
    assert not Delivery(refused=5, failed=5).in_vain
    waits = []
    for _ in range(3):
        began = NOW[0]
        while report_of(store, "p0") is None:
            NOW[0] += 10
        waits.append(NOW[0] - began)
        rounds()
    assert waits[0] >= 300
    assert waits[2] > waits[1] > waits[0]


def test_a_refusal_is_repeated_after_its_own_wait_however_long_the_backend_was_away_before() -> None:
    store, _, report = world(1)
    told: list[float] = []

    class Refusing(CountingBackend):
        def report(self, report: Report) -> None:
            told.append(NOW[0])
            if len(told) <= 10:
                raise TransientError("the backend cannot be reached")
            raise RefusedReportError("the backend answered 404", retry_after=300)

    rounds = replace(report, backend=Refusing(store))
    settle(store, "p0")
    while len(told) < 13:
        rounds()
        NOW[0] += 5
    assert 300 <= told[11] - told[10] < 300 * 1.25 + 10
    assert 300 * 1.5 < told[12] - told[11] < 600 * 1.25 + 10


def report_of(store: InMemoryProcessingStore, id_: str) -> Report | None:
    return next((due for due in store.due(limit=99) if due.processing_id == id_), None)


def test_a_report_that_was_taken_too_slowly_is_not_delivered(mocker: MockerFixture) -> None:
    store, backend, report = world(1)
    settle(store, "p0")
    clock = mocker.patch("application.report_outcomes.time.monotonic", side_effect=[0.0, 30.0, 100.0, 100.1])
    assert report() == Delivery()
    NOW[0] += 91
    assert report() == Delivery(delivered=1)
    assert clock.call_count == 4
    assert [told.attempt for told in backend.reports] == [2]
