"""The promise of `FailedResumes`, in memory and by MongoDB, and what follows for reports and ranks."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.memory_queue import InMemoryJobQueue
from application.errors import ClaimLostError, TransientError
from application.ports import Claim, Failed
from application.retry_failed import Retried, RetryFailed
from domain.processing import ProcessingStatus, ResumeProcessing
from tests.builders import build_evaluation, build_processing
from tests.contracts.worlds import MongoWorld, World

JOB, OTHER_JOB = "65f000000000000000000001", "65f000000000000000000002"
ONE, TWO, THREE, NOBODY = (f"66000000000000000000000{number}" for number in (1, 2, 3, 9))
EVERY = Failed()
SHORT = 1.0


@pytest.fixture
def mongo(mongo_url: str) -> Iterator[MongoWorld]:
    made = MongoWorld(mongo_url)
    yield made
    made.close()


def queued(id_: str, *, job_id: str = JOB, batch_id: str = "BATCH_1") -> ResumeProcessing:
    return build_processing(
        id=id_, job_id=job_id, batch_id=batch_id, external_resume_id=f"RESUME_{id_[-1]}",
        resume_url="https://res.cloudinary.com/demo/jane-doe.pdf",
    )  # fmt: skip


def claim(world: World, id_: str = ONE) -> Claim:
    claimed = world.store.claim(id_, seconds=60)
    assert claimed is not None
    return claimed


def fail(
    world: World, id_: str = ONE, *, reason: str = "not_found", tries: int = 1, **published: str
) -> None:
    world.publish(queued(id_, **published))
    fail_again(world, id_, reason=reason, tries=tries)


def fail_again(world: World, id_: str, *, reason: str = "not_found", tries: int = 1) -> None:
    for number in range(1, tries):
        world.store.release(claim(world, id_), error=f"$away {number}", reason="outage", seconds=0)
        world.pass_time(0.002)
    held = claim(world, id_)
    world.store.settle(held, held.processing.failed("The $file is gone.", reason=reason))
    world.pass_time(0.002)


def complete(world: World, id_: str, *, similarity: float = 0.6) -> None:
    held = claim(world, id_)
    world.store.settle(held, held.processing.completed(build_evaluation(similarity=similarity)))
    world.pass_time(0.002)


def due(world: World) -> list[tuple[str, str]]:
    return [(report.processing_id, report.status) for report in world.outbox.due(limit=9)]


def test_what_failed_is_found_and_counted_the_latest_first(world: World) -> None:
    assert (list(world.failed.find(EVERY, limit=9)), dict(world.failed.count(EVERY))) == ([], {})
    fail(world, TWO, reason="not_found", batch_id="BATCH_2")
    fail(world, ONE, reason="outage", tries=3)
    fail(world, THREE, reason="not_found", job_id=OTHER_JOB)
    world.publish(queued(NOBODY))
    assert [found.processing_id for found in world.failed.find(EVERY, limit=9)] == [THREE, ONE, TWO]
    assert [found.processing_id for found in world.failed.find(EVERY, limit=2)] == [THREE, ONE]
    assert list(world.failed.ids(EVERY)) == [TWO, ONE, THREE]
    assert dict(world.failed.count(EVERY)) == {"not_found": 2, "outage": 1}
    found = world.failed.find(Failed(reason="outage"), limit=9)[0]
    assert (found.job_id, found.batch_id, found.status, found.counted) == (JOB, "BATCH_1", "failed", False)
    assert found.failure is not None
    assert (found.failure.reason, found.failure.error, found.failure.attempts) == (
        "outage", "The $file is gone.", 3,
    )  # fmt: skip
    assert found.failure.at is not None
    world.account(ONE)
    assert world.failed.find(Failed(reason="outage"), limit=9)[0].counted


@pytest.mark.parametrize(
    "which, expected",
    [
        (Failed(job_id=JOB), [ONE, TWO]),
        (Failed(job_id=OTHER_JOB), [THREE]),
        (Failed(batch_id="BATCH_2"), [TWO]),
        (Failed(batch_id="BATCH_1", reason="not_found"), [THREE]),
        (Failed(job_id=JOB, batch_id="BATCH_1", reason="outage"), [ONE]),
        (Failed(job_id="65f00000000000000000000f"), []),
        (Failed(job_id="no id of the database"), []),
        (Failed(batch_id="BATCH_"), []),
    ],
)
def test_they_are_told_apart_by_job_batch_and_reason(
    world: World, which: Failed, expected: list[str]
) -> None:
    fail(world, TWO, reason="not_found", batch_id="BATCH_2")
    fail(world, ONE, reason="outage")
    fail(world, THREE, reason="not_found", job_id=OTHER_JOB)
    assert sorted(world.failed.ids(which)) == expected
    assert sorted(found.processing_id for found in world.failed.find(which, limit=9)) == expected
    assert sum(world.failed.count(which).values()) == len(expected)


def test_the_history_holds_every_try(world: World) -> None:
    fail(world, tries=3)
    found = world.failed.history(ONE)
    assert found is not None
    assert found.failure is not None
    assert [(one.attempt, one.reason, one.message) for one in found.failure.tries] == [
        (1, "outage", "$away 1"),
        (2, "outage", "$away 2"),
    ]
    assert found.failure.tries[0].at <= found.failure.tries[1].at
    assert found.earlier == ()
    assert world.failed.history(NOBODY) is None
    assert world.failed.history("no id of the database") is None


def test_what_is_put_back_is_queued_as_new_and_keeps_how_it_failed(world: World) -> None:
    fail(world, tries=2)
    before = world.failed.history(ONE)
    assert before is not None
    assert world.failed.put_back(ONE) == queued(ONE)
    assert world.store.get(ONE) == queued(ONE)
    kept = world.failed.history(ONE)
    assert kept is not None
    assert (kept.status, kept.failure, kept.earlier) == ("queued", None, (before.failure,))
    assert list(world.failed.ids(EVERY)) == []
    held = claim(world)  # at once: nothing of the last wait is left
    assert held.attempt == 1
    assert held.fence == 3
    world.store.settle(held, held.processing.failed("It is damaged.", reason="damaged"))
    again = world.failed.history(ONE)
    assert again is not None
    assert again.failure is not None
    assert (again.failure.reason, again.failure.attempts, again.failure.tries) == ("damaged", 1, ())
    assert again.earlier == kept.earlier


@pytest.mark.parametrize("state", ["queued", "processing", "completed", "unknown", "no id"])
def test_only_what_failed_is_put_back(world: World, state: str) -> None:
    world.publish(queued(ONE))
    if state == "processing":
        claim(world)
    elif state == "completed":
        complete(world, ONE)
    before = world.store.get(ONE)
    assert (
        world.failed.put_back({"unknown": NOBODY, "no id": "no id of the database"}.get(state, ONE)) is None
    )
    assert world.store.get(ONE) == before


def test_of_many_who_put_the_same_back_one_does(world: World) -> None:
    fail(world)
    with ThreadPoolExecutor(8) as pool:
        assert sum(done is not None for done in pool.map(world.failed.put_back, [ONE] * 24)) == 1
    kept = world.failed.history(ONE)
    assert kept is not None
    assert len(kept.earlier) == 1


def test_a_worker_of_the_life_before_writes_nothing(world: World) -> None:
    world.publish(queued(ONE))
    stale = claim(world)
    world.store.settle(stale, stale.processing.failed("It is gone.", reason="not_found"))
    world.failed.put_back(ONE)
    for _ in range(2):  # while it is queued, and while somebody else works on it
        with pytest.raises(ClaimLostError):
            world.store.settle(stale, stale.processing.completed(build_evaluation()))
        with pytest.raises(ClaimLostError):
            world.store.release(stale, error="late", reason="late", seconds=0)
        assert not world.store.renew(stale, seconds=60)
        found = world.store.get(ONE)
        assert found is not None
        if found.status is ProcessingStatus.QUEUED:
            assert claim(world).fence == stale.fence + 1
    complete_under_claim = world.store.get(ONE)
    assert complete_under_claim == queued(ONE).claimed()


def test_what_was_counted_is_never_reported_again(world: World) -> None:
    fail(world)
    told = world.outbox.take(ONE, seconds=60)
    assert told is not None
    world.account(ONE)
    world.outbox.delivered(told, check_after=0)
    world.failed.put_back(ONE)
    complete(world, ONE)
    world.pass_time(0.01)
    assert due(world) == []
    assert world.outbox.take(ONE, seconds=60) is None
    world.outbox.ensure(ONE)
    assert world.outbox.ensure_all(older_than_seconds=0, limit=9) == 0
    assert due(world) == []
    assert world.outbox.undelivered() == 0


def test_what_was_not_counted_yet_is_reported_with_its_new_outcome(world: World) -> None:
    fail(world)
    assert due(world) == [(ONE, "failed")]
    world.failed.put_back(ONE)
    assert due(world) == []
    assert world.outbox.take(ONE, seconds=60) is None
    complete(world, ONE)
    assert due(world) == [(ONE, "completed")]


def test_while_a_call_may_be_under_way_no_second_is_made_for_the_new_outcome(world: World) -> None:
    fail(world)
    under_way = world.outbox.take(ONE, seconds=SHORT * 2)
    assert under_way is not None
    world.failed.put_back(ONE)
    complete(world, ONE)
    assert due(world) == []
    assert world.outbox.take(ONE, seconds=60) is None
    world.outbox.postpone(under_way, error="late", seconds=0)  # its end is of no matter any more
    assert due(world) == []
    world.pass_time(SHORT * 2 + 0.01)
    assert due(world) == [(ONE, "completed")]
    again = world.outbox.take(ONE, seconds=60)
    assert again is not None
    assert again.attempt == 1


def test_a_call_that_arrives_after_all_counts_and_no_second_is_made(world: World) -> None:
    fail(world)
    under_way = world.outbox.take(ONE, seconds=SHORT)
    assert under_way is not None
    world.failed.put_back(ONE)
    complete(world, ONE)
    world.account(ONE)
    world.outbox.delivered(under_way, check_after=0)
    world.pass_time(SHORT + 0.01)
    assert due(world) == []


def test_what_was_counted_and_is_worked_on_again_completes_no_batch(world: World) -> None:
    fail(world, ONE)
    world.publish(queued(TWO))
    assert not world.outbox.batch_settled("BATCH_1")
    complete(world, TWO)
    world.failed.put_back(ONE)
    assert not world.outbox.batch_settled("BATCH_1")  # its own report is to come
    world.account(ONE)
    assert world.outbox.batch_settled("BATCH_1")


def test_one_that_passes_at_last_is_found_without_its_place(world: World) -> None:
    fail(world, ONE)
    for id_, similarity in ((TWO, 0.5), (THREE, 0.7)):
        world.publish(queued(id_))
        complete(world, id_, similarity=similarity)
    assert world.ranking.rank(JOB)
    assert list(world.ranking.unranked_jobs(limit=9)) == []
    world.failed.put_back(ONE)
    assert list(world.ranking.unranked_jobs(limit=9)) == []
    complete(world, ONE, similarity=0.6)
    assert list(world.ranking.unranked_jobs(limit=9)) == [JOB]
    assert world.ranking.rank(JOB)
    assert {found.id: found.rank for found in world.store.of_job(JOB)} == {THREE: 1, ONE: 2, TWO: 3}


def test_each_is_put_back_once_and_rung_for_once(world: World) -> None:
    for id_ in (ONE, TWO):
        fail(world, id_)
    world.publish(queued(THREE))
    queue = InMemoryJobQueue()
    retry = RetryFailed(failed=world.failed, queue=queue)
    assert retry([ONE, THREE, NOBODY, TWO, ONE, "no id"]) == Retried(
        put_back=(ONE, TWO), not_failed={THREE: "queued"}, unknown=(NOBODY, "no id"), rung=True
    )
    assert queue.length() == 2
    assert retry([ONE]) == Retried(put_back=(), not_failed={ONE: "queued"}, unknown=(), rung=True)
    assert queue.length() == 2


def test_a_queue_that_is_away_keeps_nothing_from_being_put_back(world: World) -> None:
    class Away(InMemoryJobQueue):
        asked = 0

        def put(self, processing: ResumeProcessing) -> bool:
            self.asked += 1
            raise TransientError("away")

    for id_ in (ONE, TWO):
        fail(world, id_)
    away = Away()
    retried = RetryFailed(failed=world.failed, queue=away)([ONE, TWO])
    assert (retried.put_back, retried.rung, away.asked) == ((ONE, TWO), False, 1)
    world.pass_time(0.01)
    assert sorted(found.id for found in world.store.unclaimed(seconds=0, limit=9)) == [ONE, TWO]


def test_what_the_database_holds_moves_in_one_update(mongo: MongoWorld) -> None:
    fail(mongo, tries=2)
    mongo.documents.update_one({}, {"$set": {"batchAccounted": True, "notes": "$kept"}})
    before = mongo.document(ONE)
    mongo.failed.put_back(ONE)
    after = mongo.document(ONE)
    assert after["updatedAt"] > before["updatedAt"]
    assert (after["batchAccounted"], after["notes"]) == (True, "$kept")
    assert (after["status"], after["error"], after["errorReason"]) == ("queued", None, None)
    assert (after["rankingStatus"], after["embeddingStatus"]) == ("pending", "pending")
    assert "rank" not in after
    worker = after["worker"]
    assert (worker["fence"], worker["attempts"]) == (before["worker"]["fence"], 0)
    assert worker["failures"][0]["error"] == "The $file is gone."
    for number in range(15):
        fail_again(mongo, ONE, reason=f"reason_{number}")
        mongo.failed.put_back(ONE)
    assert [kept["reason"] for kept in mongo.document(ONE)["worker"]["failures"]] == [
        f"reason_{number}" for number in range(5, 15)
    ]


def test_a_failure_of_another_worker_is_found_without_its_words(mongo: MongoWorld) -> None:
    mongo.publish(queued(ONE))
    words = "404 Client Error for url: https://res.cloudinary.com/demo/jane-doe.pdf"
    mongo.documents.update_one({}, {"$set": {"status": "failed", "error": words}})
    mongo.documents.update_one({}, {"$unset": {"updatedAt": ""}})
    (found,) = mongo.failed.find(Failed(reason="unknown"), limit=9)
    assert found.failure is not None
    assert (found.failure.error, found.failure.attempts, found.failure.at) == ("", 0, None)
    assert "jane" not in repr(found)
    assert mongo.failed.put_back(ONE) is not None
    kept = mongo.failed.history(ONE)
    assert kept is not None
    assert "jane" not in repr(kept)
    assert claim(mongo).attempt == 1
