"""The promise of `Outbox`, held in memory and by MongoDB."""

from concurrent.futures import ThreadPoolExecutor

from application.ports import Report
from tests.builders import build_evaluation, build_processing
from tests.contracts.worlds import World

JOB = "65f000000000000000000001"
ONE, TWO, THREE = (f"66000000000000000000000{number}" for number in (1, 2, 3))
SHORT = 1.0


def settle(world: World, id_: str = ONE, *, fails: bool = False) -> None:
    world.publish(
        build_processing(id=id_, job_id=JOB, batch_id="BATCH_1", external_resume_id=f"RESUME_{id_[-1]}")
    )
    held = world.store.claim(id_, seconds=60)
    assert held is not None
    claimed = held.processing
    world.store.settle(
        held, claimed.failed("no", reason="no") if fails else claimed.completed(build_evaluation())
    )


def due(world: World, limit: int = 9) -> list[str]:
    return [report.processing_id for report in world.outbox.due(limit=limit)]


def test_what_is_settled_is_to_be_reported(world: World) -> None:
    world.publish(build_processing(id=THREE, job_id=JOB, batch_id="BATCH_1"))
    settle(world, ONE)
    settle(world, TWO, fails=True)
    world.pass_time(0.01)
    assert due(world) == [ONE, TWO]
    assert due(world, limit=1) == [ONE]
    assert world.outbox.undelivered() == 2
    taken = world.outbox.take(TWO, seconds=60)
    assert taken == Report(
        processing_id=TWO, job_id=JOB, batch_id="BATCH_1", external_resume_id="RESUME_2", status="failed",
        attempt=1,
    )  # fmt: skip
    assert due(world) == [ONE]


def test_a_report_is_taken_by_one_of_many(world: World) -> None:
    settle(world)
    world.pass_time(0.01)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: world.outbox.take(ONE, seconds=60), range(24)))
    assert sum(report is not None for report in taken) == 1


def test_what_a_dead_deliverer_took_is_due_again_after_its_time(world: World) -> None:
    settle(world)
    world.pass_time(0.01)
    stale = world.outbox.take(ONE, seconds=SHORT)
    assert stale is not None
    assert world.outbox.take(ONE, seconds=SHORT) is None
    world.pass_time(SHORT + 0.01)
    again = world.outbox.take(ONE, seconds=60)
    assert again is not None
    assert again.attempt == 2
    # The first wakes up: it has no say any more in when the next call may be made.
    world.outbox.postpone(stale, error="late", seconds=0)
    world.outbox.delivered(stale, check_after=0)
    world.pass_time(0.01)
    assert due(world) == []


def test_a_failed_delivery_is_due_again_after_its_wait(world: World) -> None:
    settle(world)
    world.pass_time(0.01)
    report = world.outbox.take(ONE, seconds=60)
    assert report is not None
    world.outbox.postpone(report, error="$it was away", seconds=SHORT)
    assert due(world) == []
    world.pass_time(SHORT + 0.01)
    assert due(world) == [ONE]
    assert world.outbox.undelivered() == 1


def test_what_is_held_back_is_due_again_after_its_wait(world: World) -> None:
    for id_ in (ONE, TWO, THREE):
        settle(world, id_)
    world.pass_time(0.01)
    taken = world.outbox.take(TWO, seconds=60)
    assert taken is not None
    world.outbox.hold_back([ONE, TWO, "6600000000000000000000ff"], seconds=SHORT)
    assert due(world) == [THREE]
    assert world.outbox.undelivered() == 3
    world.pass_time(SHORT + 0.01)
    assert due(world) == [THREE, ONE]  # those that were not held back first; the other is being delivered
    again = world.outbox.take(ONE, seconds=60)
    assert again is not None
    assert again.attempt == 1
    world.outbox.postpone(taken, error="away", seconds=0)  # it was not touched
    world.pass_time(0.01)
    assert due(world) == [THREE, TWO]


def test_what_was_counted_is_not_held_back(world: World) -> None:
    settle(world)
    world.pass_time(0.01)
    world.account(ONE)
    world.outbox.hold_back([ONE], seconds=0)
    world.outbox.hold_back([], seconds=0)
    world.pass_time(0.01)
    assert due(world) == []


def test_refusals_are_counted_apart_from_outages_and_anew_with_each_outcome(world: World) -> None:
    settle(world)
    for refused, before in ((False, 0), (True, 0), (False, 1), (True, 1), (True, 2)):
        world.pass_time(0.01)
        report = world.outbox.take(ONE, seconds=60)
        assert report is not None
        assert report.refusals == before
        world.outbox.postpone(report, error="no", seconds=0, refused=refused)
    world.requeue(ONE)
    held = world.store.claim(ONE, seconds=60)
    assert held is not None
    world.store.settle(held, held.processing.failed("no", reason="no"))
    world.pass_time(0.01)
    again = world.outbox.take(ONE, seconds=60)
    assert again is not None
    assert (again.attempt, again.refusals) == (1, 0)


def test_an_answered_report_is_repeated_unless_it_was_counted(world: World) -> None:
    for id_ in (ONE, TWO):
        settle(world, id_)
        world.pass_time(0.01)
        report = world.outbox.take(id_, seconds=60)
        assert report is not None
        world.outbox.delivered(report, check_after=SHORT)
    assert world.outbox.undelivered() == 0
    world.account(ONE)
    world.pass_time(SHORT + 0.01)
    assert due(world) == [TWO]
    assert world.outbox.take(ONE, seconds=60) is None


def test_what_the_backend_counted_is_never_reported(world: World) -> None:
    settle(world)
    world.account(ONE)
    world.pass_time(0.01)
    assert due(world) == []
    assert world.outbox.take(ONE, seconds=60) is None
    world.outbox.ensure(ONE)
    world.pass_time(0.01)
    assert due(world) == []
    assert world.outbox.undelivered() == 0


def test_what_was_never_to_be_reported_can_be(world: World) -> None:
    # As an older worker left it: settled, its call to the backend lost.
    world.publish(build_processing(id=ONE, job_id=JOB, batch_id="BATCH_1", error="no", error_reason="no"))
    settle_as_older_worker(world)
    world.pass_time(0.01)
    assert due(world) == []
    assert world.outbox.ensure_all(older_than_seconds=60, limit=9) == 0
    world.outbox.ensure(ONE)
    world.outbox.ensure(TWO)  # there is none
    world.pass_time(0.01)
    assert due(world) == [ONE]


def test_all_that_was_never_to_be_reported_is_found(world: World) -> None:
    for id_ in (ONE, TWO):
        world.publish(build_processing(id=id_, job_id=JOB, batch_id="B", error="no", error_reason="no"))
    settle_as_older_worker(world)
    settle(world, THREE)
    world.account(TWO)
    world.pass_time(0.01)
    assert due(world) == [THREE]
    assert world.outbox.ensure_all(older_than_seconds=0, limit=9) == 1
    assert world.outbox.ensure_all(older_than_seconds=0, limit=9) == 0
    world.pass_time(0.01)
    assert sorted(due(world)) == [ONE, THREE]


def settle_as_older_worker(world: World) -> None:
    documents = getattr(world, "documents", None)
    if documents is not None:
        documents.update_many({}, {"$set": {"status": "failed"}})


def test_a_batch_is_settled_when_all_of_it_is(world: World) -> None:
    settle(world, ONE)
    world.publish(build_processing(id=TWO, job_id=JOB, batch_id="BATCH_1"))
    world.publish(build_processing(id=THREE, job_id=JOB, batch_id="BATCH_2"))
    assert not world.outbox.batch_settled("BATCH_1")
    held = world.store.claim(TWO, seconds=60)
    assert held is not None
    assert not world.outbox.batch_settled("BATCH_1")
    world.store.settle(held, held.processing.failed("no", reason="no"))
    assert world.outbox.batch_settled("BATCH_1")
    assert not world.outbox.batch_settled("BATCH_2")
