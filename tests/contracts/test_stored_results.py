"""The promise of `StoredResults`, held in memory and by MongoDB, and of the ranking among several rules."""

from dataclasses import replace
from typing import Any

from application.outcome import outcome_fields
from application.stored_results import StoredResult
from domain.evaluation import Evaluation
from domain.processing import ProcessingStatus, RankingStatus
from tests.builders import build_evaluation, build_finding, build_processing
from tests.contracts.worlds import MongoWorld, World

JOB, OTHER_JOB = "65f000000000000000000001", "65f000000000000000000002"
OLD, NEW = "2-aaa", "2-bbb"
MISSING = [build_finding("Python", found=False)]


def made(rules: str, **changes: Any) -> Evaluation:
    return build_evaluation(rules_version=rules, **changes)


def settle(world: World, number: int, evaluation: Evaluation, *, job_id: str = JOB) -> str:
    id_ = f"66{number:022x}"
    world.publish(build_processing(id=id_, job_id=job_id, batch_id="BATCH"))
    claim = world.store.claim(id_, seconds=60)
    assert claim is not None
    world.store.settle(claim, claim.processing.completed(evaluation))
    return id_


def stored(world: World, id_: str) -> StoredResult:
    found = world.results.stored(id_)
    assert found is not None
    return found


def again(world: World, id_: str, evaluation: Evaluation) -> bool:
    found = stored(world, id_)
    return world.results.replace(found, found.processing.reevaluated(evaluation))


def in_force(world: World, rules: str, *, patience: float = 60, take_over: bool = False) -> str:
    return world.results.rules_in_force(JOB, rules=rules, patience_seconds=patience, take_over=take_over)


def ranks(world: World) -> dict[str, int | None]:
    assert world.ranking.rank(JOB)
    return {processing.id: processing.rank for processing in world.store.of_job(JOB)}


def outdated(world: World, rules: str = NEW, **changes: Any) -> list[str]:
    found = world.results.outdated(JOB, rules=rules, **{"limit": 9, **changes})
    return [one.processing.id for one in found]


def test_what_is_stored_is_what_was_published_and_says_nothing_of_the_file(world: World) -> None:
    evaluation = made(OLD)
    id_ = settle(world, 1, evaluation)
    found = stored(world, id_)
    assert found.processing.evaluation == evaluation
    expected = outcome_fields(build_processing(id=id_, job_id=JOB, evaluation=evaluation))
    for name in ("explanation", "preFilter", "evaluation", "resumeEmbedding", "finalScore", "rulesVersion"):
        assert found.fields[name] == expected[name]
    assert (found.fields["id"], found.fields["jobDescriptionId"]) == (id_, JOB)
    assert "resumeUrl" not in found.fields
    assert world.results.stored("66" + "f" * 22) is None
    assert world.results.stored("no id") is None


def test_a_result_stands_among_those_with_a_place(world: World) -> None:
    one, equal, other = (
        settle(world, number, made(OLD, similarity=similarity, normalized_text=str(number)))
        for number, similarity in enumerate((0.5, 0.5, 0.7))
    )
    rejected = settle(world, 9, made(OLD, required_skills=MISSING))
    assert world.results.standing(stored(world, one)) == (0, 0)
    ranks(world)
    assert [world.results.standing(stored(world, id_)) for id_ in (one, equal, other)] == [
        (3, 1),
        (3, 1),
        (3, 0),
    ]
    assert world.results.standing(stored(world, rejected)) == (3, 0)


def test_results_are_told_apart_by_their_rules(world: World) -> None:
    assert world.results.made_by(JOB) == {}
    for number, rules in enumerate((OLD, OLD, NEW)):
        settle(world, number, made(rules))
        assert world.results.has_several(JOB) is (number == 2)
    foreign = settle(world, 9, made(OLD))
    world.make_foreign(foreign)
    settle(world, 10, made(NEW), job_id=OTHER_JOB)
    assert world.results.made_by(JOB) == {OLD: 2, NEW: 1, "": 1}
    assert not world.results.has_several(OTHER_JOB)
    assert list(world.results.without_rules(JOB)) == [foreign]


def test_outdated_results_come_in_the_order_of_their_ids_a_few_at_a_time(world: World) -> None:
    ids = [settle(world, number, made(OLD)) for number in range(5)]
    settle(world, 7, made(NEW))
    world.make_foreign(settle(world, 8, made(OLD)))
    assert outdated(world) == ids
    assert outdated(world, limit=2) == ids[:2]
    assert outdated(world, limit=2, after=ids[1]) == ids[2:4]
    assert outdated(world, after=ids[-1]) == []


def test_results_for_a_job_that_was_changed_are_outdated_where_its_hash_is_given(world: World) -> None:
    same, other = settle(world, 1, made(NEW, job_hash="now")), settle(world, 2, made(NEW, job_hash="before"))
    assert outdated(world) == []
    assert outdated(world, job_hash="now") == [other]
    assert outdated(world, job_hash="before") == [same]


def test_a_result_is_replaced_whole_and_nothing_else_of_it_changes(world: World) -> None:
    id_ = settle(world, 1, made(OLD, similarity=0.5))
    world.store.relink(id_, duplicate_of="66" + "a" * 22)
    assert ranks(world) == {id_: 1}
    due = world.outbox.due(limit=9)
    before = world.document(id_) if isinstance(world, MongoWorld) else {}
    new = made(NEW, similarity=0.9)
    assert again(world, id_, new)
    found = stored(world, id_).processing
    assert (found.evaluation, found.rank, found.duplicate_of) == (new, 1, "66" + "a" * 22)
    assert world.outbox.due(limit=9) == due
    assert world.ranking.unranked_jobs(limit=9) == [JOB]
    assert ranks(world) == {id_: 1}
    assert world.ranking.unranked_jobs(limit=9) == []
    if isinstance(world, MongoWorld):
        after = world.document(id_)
        assert after["updatedAt"] > before["updatedAt"]
        kept = ("batchAccounted", "resumeUrl", "batchId", "analysisStatus", "createdAt", "isDuplicate")
        assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
        of_worker = ("fence", "settledAt", "reportDueAt", "reportAttempts", "attemptsMade")
        assert {name: after["worker"].get(name) for name in of_worker} == {
            name: before["worker"].get(name) for name in of_worker
        }


def test_a_result_that_changed_meanwhile_is_not_replaced(world: World) -> None:
    id_ = settle(world, 1, made(OLD))
    found = stored(world, id_)
    assert again(world, id_, made(NEW))
    assert not world.results.replace(found, found.processing.reevaluated(made("2-ccc")))
    world.requeue(id_)
    assert not world.results.replace(found, found.processing.reevaluated(made("2-ccc")))
    claim = world.store.claim(id_, seconds=60)
    assert claim
    world.store.settle(claim, claim.processing.completed(made(OLD)))
    if isinstance(world, MongoWorld):  # the same rules, by another try
        assert not world.results.replace(found, found.processing.reevaluated(made("2-ccc")))
    current = stored(world, id_).processing.evaluation
    assert current
    assert current.rules_version == OLD


def test_one_that_does_not_pass_any_more_loses_its_place_and_the_others_move_up(world: World) -> None:
    best, worst = (settle(world, number, made(OLD, similarity=0.9 - number / 10)) for number in (1, 2))
    assert ranks(world) == {best: 1, worst: 2}
    assert again(world, best, made(NEW, required_skills=MISSING))
    assert again(world, worst, made(NEW))
    assert ranks(world) == {best: None, worst: 1}
    assert stored(world, best).processing.ranking_status is RankingStatus.SKIPPED
    assert world.ranking.unranked_jobs(limit=9) == []


def test_places_are_given_under_the_rules_in_force_alone(world: World) -> None:
    old = [settle(world, number, made(OLD, similarity=0.9)) for number in range(3)]
    assert sorted(rank or 0 for rank in ranks(world).values()) == [1, 2, 3]
    new = settle(world, 5, made(NEW, similarity=0.4))
    assert in_force(world, NEW) == NEW
    assert ranks(world) == {**dict.fromkeys(old), new: 1}
    assert world.ranking.unranked_jobs(limit=9) == [JOB]  # the others are to be made anew
    for id_ in old:
        assert again(world, id_, made(NEW, similarity=0.9, normalized_text=id_))
    assert sorted(rank or 0 for rank in ranks(world).values()) == [1, 2, 3, 4]
    assert ranks(world)[new] == 4
    assert world.ranking.unranked_jobs(limit=9) == []


def test_what_cannot_be_made_again_is_left_out_and_not_asked_for_again(world: World) -> None:
    odd, fine = settle(world, 1, made(OLD)), settle(world, 2, made(NEW))
    assert in_force(world, NEW) == NEW
    world.results.leave_out(stored(world, odd), rules=NEW)
    assert outdated(world) == []
    assert outdated(world, job_hash=made(NEW).job_hash) == [odd]  # an operator asks anew
    assert outdated(world, rules="2-ccc") == [odd, fine]
    assert ranks(world) == {odd: None, fine: 1}
    assert world.ranking.unranked_jobs(limit=9) == []
    assert again(world, odd, made(NEW, similarity=0.9))
    assert ranks(world) == {odd: 1, fine: 2}


def test_results_without_rules_stand_among_the_others_by_their_own_score(world: World) -> None:
    best, worst, rejected = (
        settle(world, number, made(OLD, similarity=0.9 - number / 10, required_skills=skills))
        for number, skills in enumerate((None, None, MISSING))
    )
    assert ranks(world) == {best: 1, worst: 2, rejected: None}
    unranked = settle(world, 3, made(OLD, similarity=0.6))
    for id_ in (best, worst, rejected, unranked):
        world.make_foreign(id_)
    ours = settle(world, 4, made(OLD, similarity=0.85, normalized_text="ours"))
    assert ranks(world) == {best: 1, ours: 2, worst: 3, unranked: 4, rejected: None}
    assert world.ranking.unranked_jobs(limit=9) == []
    if isinstance(world, MongoWorld):
        statuses = [world.document(id_)["rankingStatus"] for id_ in (best, worst, unranked, ours, rejected)]
        assert statuses == ["completed"] * 4 + ["skipped"]
    newer = settle(world, 5, made(NEW, similarity=0.5))
    assert in_force(world, NEW) == NEW
    assert ranks(world) == {best: 1, worst: 2, unranked: 3, newer: 4, ours: None, rejected: None}
    assert world.ranking.unranked_jobs(limit=9) == [JOB]  # ours is to be made anew
    assert again(world, ours, made(NEW, similarity=0.85, normalized_text="ours"))
    assert ranks(world) == {best: 1, ours: 2, worst: 3, unranked: 4, newer: 5, rejected: None}
    assert world.ranking.unranked_jobs(limit=9) == []


def test_results_without_rules_alone_are_ranked(world: World) -> None:
    ids = [settle(world, number, made(OLD, similarity=0.5 + number / 10)) for number in range(3)]
    for id_ in ids:
        world.make_foreign(id_)
    assert ranks(world) == dict(zip(ids, (3, 2, 1), strict=True))
    assert world.ranking.unranked_jobs(limit=9) == []


def test_results_without_rules_are_queued_again(world: World) -> None:
    foreign, ours = settle(world, 1, made(OLD, similarity=0.9)), settle(world, 2, made(NEW))
    world.make_foreign(foreign)
    assert ranks(world) == {foreign: 1, ours: 2}
    world.account(foreign)
    assert world.results.queue_again(ours) is None
    queued = world.results.queue_again(foreign)
    assert queued is not None
    assert queued == replace(build_processing(id=foreign, job_id=JOB, batch_id="BATCH"))
    assert world.results.queue_again(foreign) is None
    assert [one.id for one in world.store.unclaimed(seconds=0, limit=9)] == [foreign]
    assert world.ranking.unranked_jobs(limit=9) == [JOB]
    assert ranks(world) == {foreign: None, ours: 1}
    assert world.ranking.unranked_jobs(limit=9) == []
    claim = world.store.claim(foreign, seconds=60)
    assert claim
    assert (claim.fence, claim.attempt) == (2, 1)
    world.store.settle(claim, claim.processing.completed(made(NEW, similarity=0.9)))
    assert ranks(world) == {foreign: 1, ours: 2}
    assert [report.processing_id for report in world.outbox.due(limit=9)] == [
        ours
    ]  # what was counted stays so


def test_rules_that_are_new_to_a_job_are_in_force_and_those_it_knew_are_not(world: World) -> None:
    settle(world, 1, made(OLD))
    assert in_force(world, NEW) == NEW
    assert in_force(world, OLD) == NEW
    assert in_force(world, NEW) == NEW
    assert in_force(world, "1-zzz") == NEW
    assert in_force(world, "2-ccc") == "2-ccc"
    assert in_force(world, NEW) == "2-ccc"
    assert in_force(world, OLD, take_over=True) == OLD
    assert in_force(world, NEW) == OLD


def test_rules_that_nobody_cares_for_any_more_give_way_to_those_whose_results_wait(world: World) -> None:
    settle(world, 1, made(OLD))
    assert in_force(world, NEW) == NEW
    assert in_force(world, OLD, patience=0.4) == NEW
    world.pass_time(0.5)
    assert in_force(world, NEW, patience=0.4) == NEW  # they are cared for
    assert in_force(world, OLD, patience=0.4) == NEW
    world.pass_time(0.5)
    assert in_force(world, "2-aab", patience=0.4) == "2-aab"
    assert in_force(world, NEW, patience=0.4) == "2-aab"  # nothing of theirs waits
    world.pass_time(0.5)
    assert in_force(world, OLD, patience=0.4) == OLD


def test_a_job_without_results_has_none(world: World) -> None:
    nothing = "65f0000000000000000000ff"
    assert world.results.rules_in_force(nothing, rules=NEW, patience_seconds=1) == NEW
    assert world.results.outdated(nothing, rules=NEW, limit=9) == []
    assert not world.results.has_several(nothing)
    assert world.results.without_rules(nothing) == []
    assert world.results.queue_again(nothing) is None


def test_a_processing_that_is_queued_has_no_result(world: World) -> None:
    world.publish(build_processing(id="66" + "b" * 22, job_id=JOB))
    found = stored(world, "66" + "b" * 22)
    assert (found.processing.status, found.processing.evaluation) == (ProcessingStatus.QUEUED, None)
