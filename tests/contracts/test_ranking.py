"""The promise of `Ranking`, held in memory and by MongoDB, and that both agree with the domain's order."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from application.rank_job import RankJob, RankUnranked
from domain.evaluation import Evaluation
from domain.processing import RankingStatus, rank_all
from tests.builders import build_evaluation, build_finding, build_processing
from tests.contracts.worlds import MongoWorld, World

JOB, OTHER_JOB = "65f000000000000000000001", "65f000000000000000000002"
REJECTED = build_evaluation(required_skills=[build_finding("Python", found=False)])


def settle(world: World, number: int, evaluation: Evaluation | None, *, job_id: str = JOB) -> str:
    id_ = f"66{number:022x}"
    world.publish(build_processing(id=id_, job_id=job_id, batch_id=f"BATCH_{number % 2}"))
    held = world.store.claim(id_, seconds=60)
    assert held is not None
    claimed = held.processing
    done = claimed.completed(evaluation) if evaluation else claimed.failed("no", reason="no")
    world.store.settle(held, done)
    return id_


def ranks(world: World, job_id: str = JOB) -> dict[str, int | None]:
    return {processing.id: processing.rank for processing in world.store.of_job(job_id)}


def test_ranks_are_without_gap_or_repeat_over_all_batches_and_follow_the_domain(world: World) -> None:
    chance = random.Random(5)
    for number in chance.sample(range(40), 40):
        evaluation = build_evaluation(
            similarity=chance.choice([0.4, 0.5, 0.5, 0.61]), normalized_text=f"text {number % 11}"
        )
        settle(world, number, [evaluation, evaluation, evaluation, REJECTED, None][number % 5])
    settle(world, 99, build_evaluation(), job_id=OTHER_JOB)
    assert world.ranking.rank(JOB)
    expected = rank_all(list(world.store.of_job(JOB)))
    assert {id_: rank for id_, rank in ranks(world).items() if rank} == expected
    assert sorted(expected.values()) == list(range(1, 25))
    for processing in world.store.of_job(JOB):
        is_ranked = processing.id in expected
        assert (processing.ranking_status is RankingStatus.COMPLETED) is is_ranked
    assert set(ranks(world, OTHER_JOB).values()) == {None}


def test_a_later_resume_moves_those_behind_it_alone(world: World) -> None:
    best = settle(world, 1, build_evaluation(similarity=0.9))
    worst = settle(world, 2, build_evaluation(similarity=0.4))
    world.ranking.rank(JOB)
    between = settle(world, 3, build_evaluation(similarity=0.6))
    before = world.document(best) if isinstance(world, MongoWorld) else None
    world.ranking.rank(JOB)
    assert ranks(world) == {best: 1, between: 2, worst: 3}
    if isinstance(world, MongoWorld) and before:
        after = world.document(best)
        # The oldest document carries the right to rank; what the dashboard shows of it was not written.
        assert {**after, "updatedAt": 0, "worker": 0} == {**before, "updatedAt": 0, "worker": 0}


def test_unranked_jobs_are_those_with_a_place_to_give(world: World) -> None:
    assert list(world.ranking.unranked_jobs(limit=9)) == []
    settle(world, 1, REJECTED)
    settle(world, 2, None)
    assert list(world.ranking.unranked_jobs(limit=9)) == []
    settle(world, 3, build_evaluation())
    settle(world, 4, build_evaluation(), job_id=OTHER_JOB)
    assert sorted(world.ranking.unranked_jobs(limit=9)) == [JOB, OTHER_JOB]
    assert len(world.ranking.unranked_jobs(limit=1)) == 1
    assert RankUnranked(ranking=world.ranking)() == 2
    assert list(world.ranking.unranked_jobs(limit=9)) == []


@pytest.mark.parametrize("end", ["fails", "is rejected", "is given back", "passes", "goes on"])
def test_a_place_that_is_left_leaves_no_gap(world: World, end: str) -> None:
    best, middle, worst = (settle(world, n, build_evaluation(similarity=0.9 - n / 10)) for n in range(3))
    RankUnranked(ranking=world.ranking)()
    world.requeue(best)
    held = world.store.claim(best, seconds=60)
    assert held is not None
    if end == "fails":
        world.store.settle(held, held.processing.failed("It is gone.", reason="not_found"))
    elif end == "is rejected":
        world.store.settle(held, held.processing.completed(REJECTED))
    elif end == "passes":
        world.store.settle(held, held.processing.completed(build_evaluation(similarity=0.75)))
    elif end == "is given back":
        world.store.release(held, error="away", reason="outage", seconds=0)
    assert list(world.ranking.unranked_jobs(limit=9)) == [JOB]
    assert RankUnranked(ranking=world.ranking)() == 1
    assert ranks(world) == {best: 2 if end == "passes" else None, middle: 1, worst: 3 - (end != "passes")}
    assert list(world.ranking.unranked_jobs(limit=9)) == []
    if isinstance(world, MongoWorld):
        assert ("rank" in world.document(best)) is (end == "passes")


def test_what_never_had_a_place_leaves_none(world: World) -> None:
    rejected, unranked = settle(world, 1, REJECTED), settle(world, 2, None)
    for id_ in (rejected, unranked):
        world.requeue(id_)
        assert world.store.claim(id_, seconds=60)
    assert list(world.ranking.unranked_jobs(limit=9)) == []


def test_a_job_without_resumes_is_ranked_in_no_time(world: World) -> None:
    RankJob(ranking=world.ranking)(JOB)
    RankJob(ranking=world.ranking)("no id of the database")
    assert ranks(world) == {}


def test_many_who_rank_at_once_leave_the_right_places(world: World) -> None:
    rank_job = RankJob(ranking=world.ranking)

    def settle_and_rank(number: int) -> None:
        settle(world, number, build_evaluation(similarity=0.3 + number / 100))
        rank_job(JOB)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(settle_and_rank, range(18)))
    assert {id_: rank for id_, rank in ranks(world).items() if rank} == rank_all(
        list(world.store.of_job(JOB))
    )
    assert list(world.ranking.unranked_jobs(limit=9)) == []
