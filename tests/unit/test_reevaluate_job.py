"""Changed rules: everything of a job is made anew, by whoever is in force, and never twice."""

from dataclasses import replace

import pytest
from pytest_mock import MockerFixture

from adapters.memory import InMemoryFiles, InMemoryJobProfiles, InMemoryJobStore, InMemoryProcessingStore
from adapters.skill_table import load_skill_lexicon
from application.canonical import result_hash
from application.errors import TransientError
from application.outcome import outcome_fields
from application.rank_job import RankJob, RankUnranked
from application.reevaluate_job import ReevaluateJob
from application.replay import Finding, replay
from application.retry import RetryPolicy
from application.screen_resume import ScreenResume
from domain.evaluation import Evaluation
from domain.processing import ResumeProcessing, rank_all
from domain.scoring import ScoringRules, Weights
from tests.builders import build_evaluation, build_job, build_processing
from tests.fakes import HashEmbedder, Utf8Reader

LEXICON = load_skill_lexicon()
JOB = build_job(required_skills=("Python", "SQL", "Kafka"))
BEFORE = ScoringRules(min_similarity=0.0, max_missing_share=1.0)
AFTER = replace(
    BEFORE, weights=Weights(similarity=0.1, required_skills=0.6, preferred_skills=0.05, experience=0.25)
)
NOW = [0.0]


class OtherEmbedder(HashEmbedder):
    """The same, said to be another model."""

    @property
    def model(self) -> str:
        return "hash/other"


def text(number: int) -> bytes:
    skills = [name for bit, name in enumerate(("Python", "SQL", "Kafka", "Docker")) if number & 1 << bit]
    return (
        f"Jane Doe\n\nExperience\nData Engineer, Example Ltd\nJanuary {2010 + number % 9} - Present\n"
        f"Project {number}\n\nSkills\n{', '.join(skills) or 'Excel'}\n"
    ).encode()


def world(count: int = 24) -> tuple[InMemoryProcessingStore, ScreenResume]:
    NOW[0] = 1000.0
    files = {f"p{number:02}": text(number) for number in range(count)}
    store = InMemoryProcessingStore(
        (ResumeProcessing(id=id_, job_id=JOB.id, resume_url=id_, batch_id="B") for id_ in files),
        clock=lambda: NOW[0],
    )
    screen = ScreenResume(
        processings=store,
        jobs=InMemoryJobStore([JOB]),
        files=InMemoryFiles(files),
        reader=Utf8Reader(),
        embedder=HashEmbedder(),
        job_profiles=InMemoryJobProfiles(),
        lexicon=LEXICON,
        rules=BEFORE,
        retries=RetryPolicy(max_retries=0),
    )
    return store, screen


def reevaluate(store: InMemoryProcessingStore, screen: ScreenResume, *, most: int = 500) -> ReevaluateJob:
    return ReevaluateJob(results=store, jobs=screen.jobs, screen_resume=lambda: screen, most_at_once=most)


def rank(store: InMemoryProcessingStore, screen: ScreenResume, *, most: int = 500) -> RankJob:
    return RankJob(ranking=store, unify=reevaluate(store, screen, most=most).unify)


def evaluations(store: InMemoryProcessingStore) -> dict[str, Evaluation]:
    return {one.id: one.evaluation for one in store.of_job(JOB.id) if one.evaluation}


def assert_one_ranking(store: InMemoryProcessingStore, rules: str) -> None:
    found = store.of_job(JOB.id)
    assert {one.evaluation.rules_version for one in found if one.evaluation} == {rules}
    assert {one.id: one.rank for one in found if one.rank} == rank_all(list(found))
    assert store.unranked_jobs(limit=9) == []


def test_a_job_of_two_kinds_is_made_one_before_it_is_ranked_and_is_as_if_screened_anew(
    mocker: MockerFixture,
) -> None:
    store, before = world()
    after = replace(before, rules=AFTER)
    for number in range(12):
        before(f"p{number:02}")
    rank(store, before)(JOB.id)
    assert_one_ranking(store, before.rules_version)
    for number in range(12, 24):
        after(f"p{number:02}")
    fetch, embed = mocker.spy(InMemoryFiles, "fetch"), mocker.spy(HashEmbedder, "embed")
    rank(store, after)(JOB.id)
    fetch.assert_not_called()
    embed.assert_not_called()
    assert_one_ranking(store, after.rules_version)
    fresh_store, fresh = world()
    fresh = replace(fresh, rules=AFTER)
    for number in range(24):
        fresh(f"p{number:02}")
    assert evaluations(store) == evaluations(fresh_store)
    rank(store, after)(JOB.id)
    assert_one_ranking(store, after.rules_version)


def test_a_job_of_one_kind_is_left_as_it_is_and_no_model_is_loaded() -> None:
    store, before = world(4)
    for number in range(4):
        before(f"p{number:02}")

    def never() -> ScreenResume:
        raise AssertionError("the model was loaded")

    RankJob(ranking=store, unify=ReevaluateJob(results=store, jobs=before.jobs, screen_resume=never).unify)(
        JOB.id
    )
    assert_one_ranking(store, before.rules_version)


def test_another_model_has_everything_embedded_again(mocker: MockerFixture) -> None:
    store, before = world(4)
    other = replace(before, embedder=OtherEmbedder(), job_profiles=InMemoryJobProfiles())
    for number in range(3):
        before(f"p{number:02}")
    other("p03")
    embed = mocker.spy(HashEmbedder, "embed")
    rank(store, other)(JOB.id)
    assert embed.call_count == 3
    assert {one.embedding_model.partition("/passages")[0] for one in evaluations(store).values()} == {
        "hash/other"
    }
    assert_one_ranking(store, other.rules_version)


def test_old_places_stay_and_nothing_is_ranked_until_all_is_made_anew_a_part_at_a_time() -> None:
    store, before = world(20)
    after = replace(before, rules=AFTER)
    for number in range(19):
        before(f"p{number:02}")
    rank(store, before)(JOB.id)
    places = {one.id: one.rank for one in store.of_job(JOB.id)}
    after("p19")
    in_parts = reevaluate(store, after, most=7)
    # The batches within a call are of 50: one call does them all here, and says so only in the next.
    assert not in_parts.unify(JOB.id)
    assert {one.id: one.rank for one in store.of_job(JOB.id)} == {**places, "p19": None}
    assert RankUnranked(ranking=store, unify=in_parts.unify)() == 1
    assert_one_ranking(store, after.rules_version)


def test_whoever_is_cut_off_leaves_the_rest_to_the_next() -> None:
    store, before = world(20)
    after = replace(before, rules=AFTER)
    for number in range(19):
        before(f"p{number:02}")
    after("p19")
    rank(store, before)

    replaced = store.replace
    calls = []

    def dies(*arguments: object) -> bool:
        calls.append(arguments)
        if len(calls) > 6:
            raise TransientError("the database does not answer")
        return replaced(*arguments)  # type: ignore[arg-type] # as they came

    store.replace = dies  # type: ignore[method-assign, assignment] # the machine dies here
    with pytest.raises(TransientError):
        rank(store, after)(JOB.id)
    assert sorted(store.made_by(JOB.id).values()) == [7, 13]
    store.replace = replaced  # type: ignore[method-assign]
    assert store.unranked_jobs(limit=9) == [JOB.id]
    assert RankUnranked(ranking=store, unify=reevaluate(store, after).unify)() == 1
    assert_one_ranking(store, after.rules_version)


def test_two_workers_with_different_rules_do_not_undo_each_other_for_ever() -> None:
    """One host was restarted with new settings, the other was not yet; both go on."""
    store, old = world(24)
    new = replace(old, rules=AFTER)
    in_force: list[str] = []
    for number in range(0, 24, 2):
        NOW[0] += 1
        old(f"p{number:02}")
        new(f"p{number + 1:02}")
        for screen in (old, new, old):
            RankUnranked(ranking=store, unify=reevaluate(store, screen).unify)()
        (rules,) = store.made_by(JOB.id)
        in_force.append(rules)
        assert_one_ranking(store, rules)
    assert len(set(in_force)) == 1


def test_the_restarted_worker_wins_over_the_one_that_was_there_before() -> None:
    store, old = world(6)
    new = replace(old, rules=AFTER)
    for number in range(4):
        old(f"p{number:02}")
    rank(store, old)(JOB.id)
    new("p04")
    store.rules_in_force(JOB.id, rules=new.rules_version, patience_seconds=120)
    with pytest.raises(TransientError, match="other rules"):
        rank(store, old)(JOB.id)
    rank(store, new)(JOB.id)
    old("p05")
    with pytest.raises(TransientError, match="other rules"):
        rank(store, old)(JOB.id)
    rank(store, new)(JOB.id)
    assert_one_ranking(store, new.rules_version)


def test_where_the_new_rules_are_gone_the_old_ones_go_on_after_a_while() -> None:
    """The operator takes a setting back: nothing waits for a worker that does not come any more."""
    store, old = world(6)
    new = replace(old, rules=AFTER)
    for number in range(3):
        old(f"p{number:02}")
    new("p03")
    rank(store, new)(JOB.id)
    old("p04")
    NOW[0] += 60
    with pytest.raises(TransientError, match="other rules"):
        rank(store, old)(JOB.id)
    NOW[0] += 61
    rank(store, old)(JOB.id)
    assert_one_ranking(store, old.rules_version)


def test_an_operator_has_all_made_anew_and_sees_before_what_would_become_of_it() -> None:
    store, before = world(16)
    after = replace(before, rules=replace(AFTER, max_missing_share=0.3))
    for number in range(16):
        before(f"p{number:02}")
    rank(store, before)(JOB.id)
    as_it_was = store.of_job(JOB.id)
    would = list(reevaluate(store, after)(JOB, dry_run=True))
    assert store.of_job(JOB.id) == as_it_was
    done = list(reevaluate(store, after)(JOB))
    assert [one.after for one in done] == [one.after for one in would]
    assert all(one.written for one in done)
    assert len({one.after.passed for one in done if one.after}) == 2
    rank(store, after)(JOB.id)
    assert_one_ranking(store, after.rules_version)
    assert list(reevaluate(store, after)(JOB)) == []
    # The rules that were there before, and are again.
    assert len(list(reevaluate(store, before)(JOB))) == 16
    rank(store, before)(JOB.id)
    assert store.of_job(JOB.id) == as_it_was


def test_a_job_that_was_changed_is_made_anew_by_the_operator_alone() -> None:
    store, screen = world(4)
    for number in range(4):
        screen(f"p{number:02}")
    rank(store, screen)(JOB.id)
    changed = replace(JOB, required_skills=("Kafka",))
    on_changed = replace(screen, jobs=InMemoryJobStore([changed]))
    rank(store, on_changed)(JOB.id)
    assert {one.job_hash for one in evaluations(store).values()} == {JOB.hash}
    assert len(list(reevaluate(store, on_changed)(changed))) == 4
    assert {one.job_hash for one in evaluations(store).values()} == {changed.hash}


def test_what_cannot_be_made_anew_is_left_out_and_holds_up_nobody() -> None:
    store, before = world(4)
    after = replace(before, rules=AFTER)
    for number in range(3):
        before(f"p{number:02}")
    bad = build_processing(
        id="p99",
        job_id=JOB.id,
        evaluation=build_evaluation(normalized_text="jane@example.com", rules_version="2-x"),
    )
    store.put(bad)
    after("p03")
    rank(store, after)(JOB.id)
    assert set(store.made_by(JOB.id)) == {after.rules_version, "2-x"}
    left = store.get("p99")
    assert left
    assert left.rank is None
    assert store.unranked_jobs(limit=9) == []


@pytest.mark.parametrize("rules", [BEFORE, AFTER])
@pytest.mark.parametrize("count_internships", [True, False])
def test_every_result_is_replayed_to_the_last_byte(rules: ScoringRules, count_internships: bool) -> None:
    store, screen = world(16)
    screen = replace(screen, rules=rules, count_internships=count_internships)
    for number in range(16):
        fields = outcome_fields(screen(f"p{number:02}"))
        evaluation = evaluations(store)[f"p{number:02}"]
        found = replay(fields, evaluation, JOB, LEXICON)
        assert (found.finding, found.differences) == (Finding.SAME, ())
        assert found.rules_now == screen.rules_version
        tampered = {**fields, "finalScore": 0.12345}
        assert replay(tampered, evaluation, JOB, LEXICON).differences == ("finalScore",)
        tampered["evaluation"] = {**fields["evaluation"], "resultHash": result_hash(tampered)}  # type: ignore[dict-item]
        assert replay(tampered, evaluation, JOB, LEXICON).differences == (
            "finalScore",
            "evaluation.resultHash",
        )


def test_what_keeps_a_result_from_being_replayed_is_said() -> None:
    store, screen = world(1)
    fields = outcome_fields(screen("p00"))
    evaluation = evaluations(store)["p00"]
    made = evaluation.provenance
    assert made
    changed = replay(fields, evaluation, replace(JOB, min_experience_years=1.0), LEXICON)
    assert (changed.finding, changed.reasons) == (
        Finding.OTHER_JOB,
        ("the job was changed since it was made",),
    )
    other_code = replace(evaluation, rules_version="0-x", provenance=replace(made, code_version="0"))
    assert replay(fields, other_code, JOB, LEXICON).finding is Finding.OTHER_RULES
    other_skills = replace(evaluation, rules_version="0-x", provenance=replace(made, skills_digest="0"))
    assert replay(fields, other_skills, JOB, LEXICON).reasons == ("the table of skills is another one",)
    assert replay(fields, replace(evaluation, provenance=None), JOB, LEXICON).finding is Finding.NOT_KEPT
    # Rules in clear that are not those that the name stands for.
    forged = replace(evaluation, provenance=replace(made, rules=AFTER))
    assert replay(fields, forged, JOB, LEXICON).finding is Finding.DIFFERS
