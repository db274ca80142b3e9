"""The promise of `ProcessingStore`, held by the store in memory and by MongoDB."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from application.errors import ClaimLostError, HeldError
from application.ports import Claim
from domain.confidence import Confidence, SkillConfidence
from domain.dates import Month
from domain.document import ReadingFacts
from domain.evaluation import Evaluation
from domain.experience import ExperienceSource, Gap, LeftOut, PeriodKind
from domain.integrity import FlagKind, IntegrityFlag
from domain.legibility import PartName, ReadingPart
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.scoring import PreFilter
from domain.similarity import profile_text
from domain.skill_years import SkillYears
from tests.builders import (
    build_evaluation,
    build_experience,
    build_finding,
    build_job_profile,
    build_period,
    build_processing,
    build_resume_profile,
)
from tests.contracts.worlds import World

JOB, OTHER_JOB = "65f000000000000000000001", "65f000000000000000000002"
ONE, TWO, THREE = (f"66000000000000000000000{number}" for number in (1, 2, 3))
SHORT = 1.0  # seconds: long enough to act within, short enough to wait for


def queued(id_: str = ONE, *, job_id: str = JOB) -> ResumeProcessing:
    return build_processing(
        id=id_, job_id=job_id, batch_id="BATCH_1", external_resume_id=f"RESUME_{id_[-1]}",
        resume_url="https://res.cloudinary.com/demo/cv.pdf",
    )  # fmt: skip


def claim(world: World, id_: str = ONE, *, seconds: float = 60.0) -> Claim:
    claimed = world.store.claim(id_, seconds=seconds)
    assert claimed is not None
    return claimed


def complete(
    world: World, id_: str, evaluation: Evaluation | None = None, *, duplicate_of: str | None = None
) -> ResumeProcessing:
    world.publish(queued(id_))
    held = claim(world, id_)
    settled = held.processing.completed(evaluation or build_evaluation(), duplicate_of=duplicate_of)
    world.store.settle(held, settled)
    return settled


def test_what_the_backend_published_is_read(world: World) -> None:
    world.publish(queued())
    assert world.store.get(ONE) == queued()
    assert world.store.get(TWO) is None
    assert world.store.get("no id of the database") is None


def test_a_claim_counts_and_shows_in_the_store(world: World) -> None:
    world.publish(queued())
    first = claim(world)
    assert (first.fence, first.attempt) == (1, 1)
    assert first.processing == queued().claimed()
    assert world.store.get(ONE) == queued().claimed()


def test_what_does_not_exist_or_is_settled_is_not_claimed(world: World) -> None:
    assert world.store.claim(ONE, seconds=1) is None
    assert world.store.claim("no id of the database", seconds=1) is None
    complete(world, TWO)
    assert world.store.claim(TWO, seconds=1) is None


def test_what_is_held_is_not_claimed_again_until_the_claim_runs_out(world: World) -> None:
    world.publish(queued())
    claim(world, seconds=SHORT)
    with pytest.raises(HeldError) as held:
        world.store.claim(ONE, seconds=60)
    assert 0 < held.value.retry_after <= SHORT + 0.001
    world.pass_time(SHORT + 0.01)
    again = claim(world)
    assert (again.fence, again.attempt) == (2, 2)


def test_a_claim_is_had_by_one_of_many(world: World) -> None:
    world.publish(queued())

    def try_to(_: int) -> bool:
        try:
            return world.store.claim(ONE, seconds=60) is not None
        except HeldError:
            return False

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_to, range(24))) == 1


def test_a_renewed_claim_lasts(world: World) -> None:
    world.publish(queued())
    held = claim(world, seconds=SHORT)
    assert world.store.renew(held, seconds=60)
    world.pass_time(SHORT + 0.01)
    with pytest.raises(HeldError):
        world.store.claim(ONE, seconds=60)


def test_an_outcome_comes_back_equal(world: World) -> None:
    settled = complete(world, ONE)
    assert world.store.get(ONE) == settled


def test_texts_that_look_like_commands_come_back_equal(world: World) -> None:
    odd = "$set {'$gt': ''} $$NOW \x00 a.b \u202e \U0001f600"
    evaluation = build_evaluation(
        normalized_text=odd,
        required_skills=[build_finding("$inc", passage=odd), build_finding("a.b", found=False)],
        preferred_skills=[],
        experience=build_experience(years=None),
        reasons=(odd,),
        hidden_text=(odd, ""),
        integrity_flags=(IntegrityFlag(kind=FlagKind.SKILL_FLOOD, sentence="Lists it.", passage=odd),),
    )
    assert complete(world, ONE, evaluation) == world.store.get(ONE)


@pytest.mark.parametrize("recognised", [0.9312, None])
def test_what_is_doubtful_comes_back_as_it_was_written(world: World, recognised: float | None) -> None:
    doubt = Confidence(
        reading=0.7311,
        parts=tuple(ReadingPart(name=name, value=0.9876) for name in PartName),
        skills=0.5,
        by_skill=(SkillConfidence(skill="Node.js", value=0.6946), SkillConfidence(skill="$set", value=0.0)),
        experience=0.0,
        similarity=0.1234,
        overall=0.4321,
        review_reasons=("The text could not be read with certainty.", "Another sentence."),
        facts=ReadingFacts(pages=4, ocr_pages=2, unread_pages=1, ocr_confidence=recognised),
        language="unknown",
    )
    settled = complete(world, ONE, build_evaluation(confidence=doubt))
    assert world.store.get(ONE) == settled


@pytest.mark.parametrize("source", list(ExperienceSource))
@pytest.mark.parametrize("stopped", [True, False])
def test_every_kind_of_evaluation_comes_back_equal(
    world: World, source: ExperienceSource, stopped: bool
) -> None:
    years = None if source is ExperienceSource.UNKNOWN else 0.08
    periods = tuple(build_period(kind=kind, current=stopped) for kind in PeriodKind)
    evaluation = build_evaluation(
        experience=build_experience(
            years=years,
            source=source,
            periods=periods,
            passage="seven years",
            gaps=(Gap(start=Month(year=2019, number=1), end=Month(year=2019, number=12)),) * stopped,
            left_out=tuple(LeftOut(kind=kind, ranges=2, passages=("a", "$b")) for kind in PeriodKind),
        ),
        skill_years=(
            SkillYears(skill="SQL", years=None, intervals=(), periods=()),
            SkillYears(skill="$", years=0.5, intervals=((periods[0].start, periods[0].end),), periods=(0,)),
        ),
        pre_filter=PreFilter(
            too_dissimilar=stopped, too_many_skills_missing=not stopped, too_little_experience=stopped
        ),
    )
    assert complete(world, ONE, evaluation) == world.store.get(ONE)


def test_a_failure_comes_back_with_its_reason_and_no_score(world: World) -> None:
    world.publish(queued())
    held = claim(world)
    failed = held.processing.failed("The file is $damaged.", reason="damaged")
    world.store.settle(held, failed)
    assert world.store.get(ONE) == failed


def test_whoever_lost_the_claim_writes_nothing(world: World) -> None:
    world.publish(queued())
    stale = claim(world, seconds=SHORT)
    world.pass_time(SHORT + 0.01)
    current = claim(world)
    assert not world.store.renew(stale, seconds=60)
    with pytest.raises(ClaimLostError):
        world.store.settle(stale, stale.processing.failed("late", reason="late"))
    with pytest.raises(ClaimLostError):
        world.store.release(stale, error="late", reason="late", seconds=0)
    assert world.store.get(ONE) == queued().claimed()
    settled = current.processing.completed(build_evaluation())
    world.store.settle(current, settled)
    for lost in (stale, current):  # also the one who settled it has no say any more
        with pytest.raises(ClaimLostError):
            world.store.settle(lost, lost.processing.failed("late", reason="late"))
        assert not world.store.renew(lost, seconds=60)
    assert world.store.get(ONE) == settled


def test_what_is_given_back_is_queued_and_due_later(world: World) -> None:
    world.publish(queued())
    world.store.release(claim(world), error="$it was away", reason="outage", seconds=SHORT)
    assert world.store.get(ONE) == queued()
    with pytest.raises(HeldError) as held:
        world.store.claim(ONE, seconds=60)
    assert 0 < held.value.retry_after <= SHORT + 0.001
    world.pass_time(SHORT + 0.01)
    assert claim(world).attempt == 2


def test_what_is_given_back_without_a_try_made_can_be_tried_as_often_as_before(world: World) -> None:
    world.publish(queued())
    for _ in range(3):
        held = claim(world)
        assert held.attempt == 1
        world.store.release(held, error="no", reason="misconfigured", seconds=0, counts=False)
        world.pass_time(0.01)
    world.store.release(claim(world), error="away", reason="outage", seconds=0)
    world.pass_time(0.01)
    assert claim(world).attempt == 2


def test_an_original_is_found_by_hashes_and_rules_and_is_never_itself_a_copy(world: World) -> None:
    twin = build_evaluation(normalized_text="the same", rules_version="1-a")

    def found(
        resume_hash: str = twin.resume_hash,
        job_hash: str = twin.job_hash,
        rules: str = "1-a",
        other_than: str = "660000000000000000000009",
    ) -> str | None:
        original = world.store.find_evaluated(
            resume_hash=resume_hash, job_hash=job_hash, rules=rules, other_than=other_than
        )
        assert original is None or original.evaluation == twin
        return original.id if original else None

    assert found() is None
    complete(world, ONE, twin, duplicate_of=TWO)
    assert found() is None
    complete(world, THREE, twin)
    assert found() == THREE
    complete(world, TWO, twin)
    assert found() == TWO
    assert found(other_than=TWO) == THREE
    assert found(job_hash="another") is None
    assert found(resume_hash="another") is None
    assert found(rules="2-a") is None


def test_a_mark_of_duplication_can_be_moved(world: World) -> None:
    complete(world, ONE)
    world.store.relink(ONE, duplicate_of=TWO)
    marked = world.store.get(ONE)
    assert marked is not None
    assert marked.duplicate_of == TWO
    world.store.relink(ONE, duplicate_of=None)
    unmarked = world.store.get(ONE)
    assert unmarked is not None
    assert unmarked.duplicate_of is None


def test_stored_profiles_are_found_by_hash_and_model(world: World) -> None:
    asked, read = build_job_profile(), build_resume_profile("Pilot\nFlew aircraft.")
    evaluation = build_evaluation(job_profile=asked, resume_profile=read, embedding_model="m/1")
    complete(world, ONE, evaluation)
    resume = world.store.resume_profile(content_hash=evaluation.content_hash, model="m/1")
    job = world.store.job_profile(job_hash=evaluation.job_hash, model="m/1")
    assert resume is not None
    assert job is not None
    assert resume.vector.dtype == np.float32
    assert np.array_equal(resume.vector, read.vector)
    assert np.array_equal(resume.rows, read.rows)
    assert profile_text(job) == profile_text(asked)
    assert world.store.resume_profile(content_hash=evaluation.content_hash, model="m/2") is None
    assert world.store.job_profile(job_hash="another", model="m/1") is None


def test_the_parts_of_a_similarity_are_kept_to_the_last_decimal(world: World) -> None:
    evaluation = build_evaluation()
    complete(world, ONE, evaluation)
    settled = world.store.get(ONE)
    assert settled is not None
    assert settled.evaluation is not None
    assert settled.evaluation.similarity == evaluation.similarity
    assert settled.evaluation.similarity.parts
    assert settled.evaluation.similarity.value == evaluation.similarity.value


def test_the_processings_of_a_job_are_its_own(world: World) -> None:
    world.publish(queued(ONE))
    world.publish(queued(TWO, job_id=OTHER_JOB))
    assert [processing.id for processing in world.store.of_job(JOB)] == [ONE]
    assert list(world.store.of_job("65f00000000000000000000f")) == []


def stranded(world: World, *, after: float = SHORT, limit: int = 10) -> list[str]:
    unclaimed = world.store.unclaimed(seconds=after, limit=limit)
    return sorted(found.id for found in (*world.store.abandoned(limit=limit), *unclaimed))


def test_what_nobody_comes_for_is_found(world: World) -> None:
    world.publish(queued(ONE))
    world.publish(queued(TWO))
    world.publish(queued(THREE))
    claim(world, TWO, seconds=60)
    claim(world, THREE, seconds=SHORT / 3)
    assert stranded(world) == []
    world.pass_time(SHORT / 2)
    assert stranded(world) == [THREE]  # its holder is gone
    world.pass_time(SHORT)
    assert stranded(world) == [ONE, THREE]
    assert len(stranded(world, limit=1)) == 2  # one of each kind
    assert stranded(world, after=60) == [THREE]


def test_the_longest_waiting_come_first_and_wait_anew_once_somebody_was_called(world: World) -> None:
    for id_ in (THREE, ONE, TWO):
        world.publish(queued(id_))
        world.pass_time(0.01)
    assert [found.id for found in world.store.unclaimed(seconds=0, limit=2)] == [THREE, ONE]
    world.store.rung([THREE, ONE, "660000000000000000000009"][:2])
    world.pass_time(0.01)
    assert [found.id for found in world.store.unclaimed(seconds=0, limit=9)] == [TWO, THREE, ONE] or [
        found.id for found in world.store.unclaimed(seconds=0, limit=9)
    ] == [TWO, ONE, THREE]


def test_work_on_its_job_does_not_hide_that_nobody_comes_for_one(world: World) -> None:
    """Who may rank, and by which rules, is kept on the job's oldest processing, whatever its state."""
    world.publish(queued(ONE))
    complete(world, TWO)
    for turn in range(3):
        assert world.ranking.rank(JOB)
        world.results.rules_in_force(JOB, rules=f"rules-{turn}", patience_seconds=60, take_over=True)
        world.pass_time(SHORT / 2)
    assert stranded(world) == [ONE]
    world.publish(queued(THREE))
    world.pass_time(0.01)
    assert [found.id for found in world.store.unclaimed(seconds=0, limit=9)] == [ONE, THREE]
    assert len(world.store.unclaimed(seconds=0, limit=1)) == 1
    world.store.rung([ONE])
    assert world.ranking.rank(JOB)
    world.pass_time(SHORT / 2)
    assert stranded(world) == []
    world.pass_time(SHORT)
    assert ONE in stranded(world)
    world.store.release(claim(world, ONE), error="away", reason="outage", seconds=SHORT / 2)
    assert world.ranking.rank(JOB)
    assert stranded(world, after=SHORT / 2) == [THREE]
    world.pass_time(SHORT + 0.05)
    assert stranded(world, after=SHORT / 2) == [ONE, THREE]


@pytest.mark.parametrize("passes", [True, False])
def test_a_settled_one_that_is_queued_again_begins_anew(world: World, passes: bool) -> None:
    complete(world, ONE)
    complete(world, TWO)
    assert world.ranking.rank(JOB)
    world.requeue(ONE)
    held = claim(world, ONE)
    assert held.processing == queued(ONE).claimed()
    assert held.attempt == 1
    done = (
        held.processing.completed(build_evaluation())
        if passes
        else held.processing.failed("It is gone.", reason="not_found")
    )
    world.store.settle(held, done)
    assert world.store.get(ONE) == done
    assert list(world.ranking.unranked_jobs(limit=9)) == [JOB]
    assert world.ranking.rank(JOB)
    places = sorted(found.rank for found in world.store.of_job(JOB) if found.rank)
    assert places == ([1, 2] if passes else [1])
    again = world.store.get(ONE)
    assert again is not None
    assert (again.rank is not None) is passes


def test_what_was_given_back_is_not_stranded_before_its_time(world: World) -> None:
    world.publish(queued())
    world.store.release(claim(world), error="away", reason="outage", seconds=SHORT)
    world.pass_time(SHORT / 2)
    assert stranded(world, after=0) == []
    world.pass_time(SHORT)
    assert stranded(world, after=0) == [ONE]


def test_what_is_settled_is_never_stranded(world: World) -> None:
    for id_, outcome in zip((ONE, TWO), itertools.cycle([True, False]), strict=False):
        world.publish(queued(id_))
        held = claim(world, id_)
        done = held.processing.completed(build_evaluation()) if outcome else None
        world.store.settle(held, done or held.processing.failed("no", reason="no"))
        assert done is None or done.status is ProcessingStatus.COMPLETED
    world.pass_time(0.01)
    assert stranded(world, after=0) == []
