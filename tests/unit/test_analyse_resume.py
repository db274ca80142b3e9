"""The analysis of one resume: asked once, paid for once, stored only as far as it holds."""

import inspect
import logging
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_type_hints

import pytest
from pytest_mock import MockerFixture

import application.analyse_resume as module
from adapters.memory import InMemoryJobStore
from adapters.memory_analyses import InMemoryCallLedger, InMemoryCallLimits
from application.analysis_ports import (
    AnalysisStore,
    AnswerEnd,
    CallLedger,
    CallLimits,
    CallRules,
    Limit,
    ModelCall,
    Permit,
    Wanted,
)
from application.errors import (
    HeldError,
    MisconfiguredError,
    PostponedError,
    RefusalReason,
    RefusedCallError,
    TransientError,
    TurnedAwayError,
    UnprocessableError,
)
from application.ports import ProcessingStore, Ranking
from domain.evaluation import Evaluation
from domain.job import JobDescription
from domain.processing import ProcessingStatus, ResumeProcessing
from tests.analyses import GOOD, ID, JOB, RESUME, Analysing, changed, said, screened
from tests.builders import build_processing
from tests.fakes import ScriptedLanguageModel

EPOCH = datetime.min.replace(tzinfo=UTC)


def test_a_good_answer_is_stored_whole_with_our_own_reading_of_the_contacts() -> None:
    run = Analysing(ScriptedLanguageModel(said(GOOD)))
    assert run.ask() == "completed"
    stored = run.stored()
    assert (stored.status, stored.error, stored.retry_count) == ("completed", None, 0)
    parsed = stored.analysis["parsed_resume"]
    assert (parsed["name"], parsed["email"]) == ("Rosalind Hartley", "rosalind.hartley@mail.example")
    assert parsed["phone"] == "+44 20 7946 0958"
    for part in ("education", "experience", "skills"):
        assert parsed[part] == GOOD["parsed_resume"][part]
    assert stored.analysis["analysis"] == GOOD["analysis"]
    assert stored.analysis["guard"] == {}


def test_one_call_is_made_with_one_prompt_that_names_nobody() -> None:
    model = ScriptedLanguageModel(said(GOOD))
    Analysing(model).ask()
    (prompt,) = model.prompts
    for secret in ("Rosalind", "Hartley", "mail.example", "7946", "linkedin", "Larch", "rhartley"):
        assert secret.lower() not in prompt.user.lower()
    assert "Brightwater Energy" in prompt.user
    assert '"requiredSkillsNotShown": [\n  "Kafka"\n ]' in prompt.user
    assert "Rosalind" not in prompt.system


def test_redaction_is_a_setting() -> None:
    model = ScriptedLanguageModel(said(GOOD))
    Analysing(model, redact=False).ask()
    assert "Rosalind" in model.prompts[0].user


def test_the_call_is_in_the_ledger_with_its_price() -> None:
    run = Analysing(ScriptedLanguageModel(said(GOOD)))
    run.ask()
    assert run.ledger.spent(job_id=JOB.id) == 1000 * 0.3 + 200 * 2.5


def test_an_invalid_answer_is_asked_for_once_more_with_what_was_wrong() -> None:
    model = ScriptedLanguageModel(said("no json at all"), said(GOOD))
    run = Analysing(model)
    assert run.ask() == "completed"
    first, second = model.prompts
    assert second.user.startswith(first.user)
    assert "it holds no JSON object" in second.user.removeprefix(first.user)
    assert run.ledger.spent() == 2 * (1000 * 0.3 + 200 * 2.5)


@pytest.mark.parametrize(
    "bad",
    [
        said("{}"),
        said('{"parsed_resume": {"educa', AnswerEnd.CUT_OFF),
        said(changed(matchedSkills=list("abcdef"))),
        said(changed(overallFit="Splendid")),
        said(changed(summary=None)),
        said(changed(strengths="one text")),
        said(changed(concerns=[1, 2])),
        said(changed(strengths=["x" * 161])),
    ],
)
def test_twice_invalid_fails_with_a_reason_and_stores_nothing(bad: object) -> None:
    model = ScriptedLanguageModel(bad)  # type: ignore[arg-type]
    run = Analysing(model)
    assert run.ask() == "failed"
    stored = run.stored()
    assert (stored.status, stored.analysis, len(model.prompts)) == ("failed", None, 2)
    assert "could not be used" in stored.error


def until_settled(run: Analysing, *, most: int = 30) -> str:
    """Ask, and come again whenever it is due; return how it ended."""
    run.analyses.request(ID)
    for _ in range(most):
        try:
            return run.use_case(ID)
        except TransientError as later:
            run.now += max(later.retry_after, 1.0) + 0.1
    return "never"


@pytest.mark.parametrize("rules", [CallRules(requests_a_minute=1), CallRules(tokens_a_minute=3500)])
def test_a_limit_between_the_two_calls_repeats_none_of_them(rules: CallRules) -> None:
    model = ScriptedLanguageModel(said("no json"), said(GOOD))
    run = Analysing(model, rules=rules)
    assert until_settled(run) == "completed"
    assert len(model.prompts) == 2
    assert "it holds no JSON object" in model.prompts[1].user
    assert run.stored().retry_count == 1


def test_invalid_answers_under_a_limit_end(caplog: pytest.LogCaptureFixture) -> None:
    model = ScriptedLanguageModel(said("no json"))
    run = Analysing(model, rules=CallRules(requests_a_minute=1))
    assert until_settled(run) == "failed"
    assert (len(model.prompts), run.stored().status) == (2, "failed")
    assert "could not be used" in run.stored().error
    assert "no json" not in caplog.text


def test_an_outage_between_the_two_calls_repeats_none_of_them() -> None:
    model = ScriptedLanguageModel(said("no json"), TurnedAwayError("busy"), said(GOOD))
    run = Analysing(model)
    assert until_settled(run) == "completed"
    assert ["could not be used" in prompt.user for prompt in model.prompts] == [False, True, True]


def test_a_key_refused_between_the_two_calls_repeats_none_of_them() -> None:
    model = ScriptedLanguageModel(said("no json"), MisconfiguredError("401"), said(GOOD))
    run = Analysing(model)
    assert until_settled(run) == "completed"
    assert ["could not be used" in prompt.user for prompt in model.prompts] == [False, True, True]


def test_asking_again_begins_anew() -> None:
    model = ScriptedLanguageModel(said("no json"), said("no json"), said(GOOD))
    run = Analysing(model)
    assert (run.ask(), run.ask()) == ("failed", "completed")
    assert "could not be used" not in model.prompts[2].user


def test_what_the_model_declines_fails_at_once() -> None:
    model = ScriptedLanguageModel(said("", AnswerEnd.BLOCKED))
    run = Analysing(model)
    assert run.ask() == "failed"
    assert "declined" in run.stored().error
    assert len(model.prompts) == 1
    assert run.ledger.spent() > 0


def test_a_refused_request_fails_at_once() -> None:
    run = Analysing(ScriptedLanguageModel(RefusedCallError("The server refused the request (status 400).")))
    assert run.ask() == "failed"
    assert "400" in run.stored().error
    assert run.ledger.spent() == 0


def test_an_outage_is_tried_again_with_backoff_and_then_given_up() -> None:
    model = ScriptedLanguageModel(TransientError("the server is busy", retry_after=34))
    run = Analysing(model)
    run.analyses.request(ID)
    for attempt in (1, 2):
        with pytest.raises(TransientError) as raised:
            run.use_case(ID)
        assert raised.value.retry_after >= 34
        stored = run.stored()
        assert (stored.status, stored.retry_count) == ("queued", attempt)
        assert "busy" in stored.error
        with pytest.raises(HeldError):
            run.use_case(ID)
        run.now += raised.value.retry_after
    assert run.use_case(ID) == "failed"
    assert (run.stored().retry_count, len(model.prompts)) == (2, 3)


def test_an_outage_that_ends_is_no_failure() -> None:
    run = Analysing(ScriptedLanguageModel(TransientError("busy"), said(GOOD)))
    run.analyses.request(ID)
    with pytest.raises(TransientError):
        run.use_case(ID)
    run.now += 60
    assert run.use_case(ID) == "completed"
    assert run.stored().retry_count == 1


def test_a_refused_key_pauses_everybody_and_fails_nobody(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    other = build_processing(id="65f0c0ffee65f0c0ffee0011", job_id=JOB.id, evaluation=screened().evaluation)
    model = ScriptedLanguageModel(MisconfiguredError("the server refuses the key (status 401)"))
    run = Analysing(model, screened(), other)
    for id_ in (ID, other.id, other.id):
        run.analyses.request(id_)
        with pytest.raises((PostponedError, HeldError)):
            run.use_case(id_)
    assert len(model.prompts) == 1, "one call was enough to know"
    for id_ in (ID, other.id):
        stored = run.stored(id_)
        assert (stored.status, stored.error, stored.retry_count) == ("queued", Limit.PAUSED, 0)
    loud = [record for record in caplog.records if "PAUSED" in record.getMessage()]
    assert [record.levelname for record in loud] == ["ERROR"]


@pytest.mark.parametrize("answers", [True, False])
def test_a_call_that_cannot_be_settled_takes_the_place_of_no_answer_and_of_no_error(
    mocker: MockerFixture, answers: bool, caplog: pytest.LogCaptureFixture
) -> None:
    run = Analysing(ScriptedLanguageModel(said(GOOD) if answers else RefusedCallError("status 400")))
    away = TransientError("Redis does not answer")
    mocker.patch.object(type(run.use_case.limits), "settle", side_effect=away)
    assert run.ask() == ("completed" if answers else "failed")
    assert run.stored().error == (None if answers else "status 400")
    assert "Redis does not answer" in caplog.text


def test_it_goes_on_after_the_pause() -> None:
    run = Analysing(ScriptedLanguageModel(MisconfiguredError("401"), said(GOOD)))
    run.analyses.request(ID)
    with pytest.raises(PostponedError) as raised:
        run.use_case(ID)
    run.now += raised.value.retry_after
    assert run.use_case(ID) == "completed"


def test_a_budget_postpones_with_a_clear_status_and_counts_no_try() -> None:
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model, rules=CallRules(daily_microdollars=10))
    for _ in range(5):
        run.analyses.request(ID)
        with pytest.raises(PostponedError):
            run.use_case(ID)
        run.now += 1000
    stored = run.stored()
    assert (stored.status, stored.error, stored.retry_count) == ("queued", Limit.DAILY_BUDGET, 0)
    assert model.prompts == []


def test_the_same_resume_job_prompt_and_model_are_asked_about_once() -> None:
    twin = build_processing(id="65f0c0ffee65f0c0ffee0011", job_id=JOB.id, evaluation=screened().evaluation)
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model, screened(), twin)
    assert (run.ask(ID), run.ask(twin.id)) == ("completed", "reused")
    assert run.stored(twin.id).analysis == run.stored(ID).analysis
    assert len(model.prompts) == 1


@pytest.mark.parametrize("similarity", [-0.3, 0.5])
def test_other_evidence_is_another_answer(similarity: float) -> None:
    """Of the same text and job: other thresholds, or another model."""
    other = replace(screened(similarity=similarity), id="65f0c0ffee65f0c0ffee0011")
    assert other.evaluation is not None
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model, screened(), other)
    assert (run.ask(ID), run.ask(other.id)) == ("completed", "completed")
    told = run.stored(other.id).analysis["analysis"]
    assert (told["overallFit"] == "Weak") == (not other.evaluation.passed)
    assert other.evaluation.passed or "Invite" not in told["recommendation"]


def test_a_job_that_was_edited_since_is_another_answer() -> None:
    twin = replace(screened(), id="65f0c0ffee65f0c0ffee0011")
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model, screened(), twin)
    assert run.ask(ID) == "completed"
    edited = InMemoryJobStore([replace(JOB, description="You lead a team of analysts.")])
    run.use_case = replace(run.use_case, jobs=edited)
    assert run.ask(twin.id) == "completed"
    assert "team of analysts" in model.prompts[1].user


def test_the_same_evidence_by_other_rules_is_the_same_answer() -> None:
    evaluation = screened().evaluation
    assert evaluation is not None
    twin = build_processing(
        id="65f0c0ffee65f0c0ffee0011",
        job_id=JOB.id,
        evaluation=replace(evaluation, rules_version="2", embedding_model="another", file_hash="another"),
    )
    run = Analysing(ScriptedLanguageModel(said(GOOD)), screened(), twin)
    assert (run.ask(ID), run.ask(twin.id)) == ("completed", "reused")


class AwayLedger(InMemoryCallLedger):
    """Away for the methods that are named."""

    away: tuple[str, ...] = ()

    def begin(self, processing_id: str, call: ModelCall) -> str:
        self._refuse("begin")
        return super().begin(processing_id, call)

    def end(self, processing_id: str, entry: str, call: ModelCall | None) -> None:
        self._refuse("end")
        super().end(processing_id, entry, call)

    def _refuse(self, name: str) -> None:
        if name in self.away:
            raise TransientError("MongoDB is away")


class AwayLimits(InMemoryCallLimits):
    """Away for all but the right to call."""

    def booked(self, permit: Permit) -> None:
        raise TransientError("Redis is away")

    def settle(self, permit: Permit, *, tokens: int, microdollars: int) -> None:
        raise TransientError("Redis is away")


def with_books(run: Analysing, *away: str) -> AwayLedger:
    ledger = AwayLedger(run.processings)
    ledger.away = away
    limits = AwayLimits(CallRules(), ledger) if "limits" in away else run.limits
    run.use_case = replace(run.use_case, ledger=ledger, limits=limits)
    return ledger


def test_an_answer_is_kept_though_ledger_and_limits_are_away_by_then() -> None:
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model)
    ledger = with_books(run, "end", "limits")
    assert run.ask() == "completed"
    assert len(model.prompts) == 1
    [row] = ledger.costs(since=EPOCH)
    assert (row.calls, row.unanswered, row.tokens_in, row.tokens_out) == (1, 1, model.prompts[0].tokens, 1500)


def test_no_call_is_made_that_cannot_be_written_down() -> None:
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model)
    ledger = with_books(run, "begin")
    run.analyses.request(ID)
    with pytest.raises(TransientError, match="MongoDB"):
        run.use_case(ID)
    assert model.prompts == []
    ledger.away = ()
    run.now += 100
    assert run.use_case(ID) == "completed"
    assert run.stored().retry_count == 1


def test_a_call_whose_answer_never_came_stays_in_the_ledger_by_its_estimate() -> None:
    model = ScriptedLanguageModel(TransientError("no answer"), TurnedAwayError("429"), said(GOOD))
    run = Analysing(model)
    assert until_settled(run) == "completed"
    [row] = run.ledger.costs(since=EPOCH)
    assert (row.calls, row.unanswered) == (2, 1)
    prompt = model.prompts[0]
    assert row.tokens_in == prompt.tokens + 1000
    assert row.microdollars == math.ceil(prompt.tokens * 0.3 + 1500 * 2.5) + 800


def test_an_answer_without_counts_costs_what_it_seems_to() -> None:
    answer = replace(said(GOOD), tokens_in=0, tokens_out=0)
    model = ScriptedLanguageModel(answer)
    run = Analysing(model)
    run.ask()
    [row] = run.ledger.costs(since=EPOCH)
    assert row.tokens_in == model.prompts[0].tokens
    assert row.tokens_out == pytest.approx(len(answer.text) / 3.5, abs=1)


def test_the_right_to_call_outlives_the_call() -> None:
    run = Analysing(ScriptedLanguageModel(said(GOOD)), seconds=40)
    asked: list[Wanted] = []
    acquire = run.limits.acquire

    def note(wanted: Wanted) -> Permit:
        asked.append(wanted)
        return acquire(wanted)

    run.limits.acquire = note  # type: ignore[method-assign]
    run.ask()
    assert asked[0].seconds >= 60


def test_other_terms_are_another_answer() -> None:
    model = ScriptedLanguageModel(said(GOOD))
    keys = {Analysing(model, temperature=t).use_case.made_by for t in (0.1, 0.2, 0.2)}
    assert len(keys) == 2


def test_a_finished_one_is_not_repeated_unless_asked_for_again() -> None:
    model = ScriptedLanguageModel(said(GOOD), said(changed(strengths=["Wrote reporting services in Java"])))
    run = Analysing(model)
    assert run.ask() == "completed"
    assert run.use_case(ID) == "none"
    assert run.ask() == "completed"
    assert run.stored().analysis["analysis"]["strengths"] == ["Wrote reporting services in Java"]
    assert len(model.prompts) == 2


def test_a_death_between_call_and_write_calls_no_second_time_within_the_lease() -> None:
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model)
    run.analyses.request(ID)
    dead = run.analyses.claim(ID, seconds=15)
    assert dead is not None
    for _ in range(3):
        with pytest.raises(HeldError):
            run.use_case(ID)
        run.now += 4
    assert model.prompts == []
    run.now += 4
    assert run.use_case(ID) == "completed"
    assert run.stored().retry_count == 1


def test_one_that_always_takes_its_worker_along_is_given_up() -> None:
    run = Analysing(ScriptedLanguageModel(said(GOOD)))
    run.analyses.request(ID)
    for _ in range(5):
        assert run.analyses.claim(ID, seconds=1)
        run.now += 2
    assert run.use_case(ID) == "failed"
    assert "given up" in run.stored().error


def test_a_resume_that_failed_has_nothing_to_analyse() -> None:
    failed = build_processing(id=ID, job_id=JOB.id, error="The file is damaged.", error_reason="damaged")
    run = Analysing(ScriptedLanguageModel(said(GOOD)), failed)
    assert run.ask() == "failed"
    assert "nothing to analyse" in run.stored().error


def test_what_an_earlier_worker_screened_is_evaluated_for_its_evidence_alone() -> None:
    """It left no evaluation of ours; its stored text has no marks: nobody could be taken out of it."""
    processing = replace(build_processing(id=ID, job_id=JOB.id), status=ProcessingStatus.COMPLETED)
    model = ScriptedLanguageModel(said(GOOD))
    run = Analysing(model, processing)
    assert run.ask() == "completed"
    assert run.stored().analysis["analysis"]["matchedSkills"] == GOOD["analysis"]["matchedSkills"]
    assert '"requiredSkillsNotShown": [\n  "Kafka"\n ]' in model.prompts[0].user
    assert "Rosalind" not in model.prompts[0].user
    assert run.processings.get(ID) == processing


def test_a_file_that_is_gone_by_then_is_a_reason() -> None:
    processing = replace(build_processing(id=ID, job_id=JOB.id), status=ProcessingStatus.COMPLETED)
    run = Analysing(ScriptedLanguageModel(said(GOOD)), processing)

    def gone(url: str, job: JobDescription) -> Evaluation:
        raise UnprocessableError(RefusalReason.NOT_FOUND, "The resume file is no longer there.")

    run.use_case = replace(run.use_case, evaluated=gone)
    assert run.ask() == "failed"
    assert run.stored().error == "The resume file is no longer there."


def test_a_job_that_is_gone_fails() -> None:
    processing = build_processing(id=ID, job_id="gone", evaluation=screened().evaluation)
    run = Analysing(ScriptedLanguageModel(said(GOOD)), processing)
    assert run.ask() == "failed"
    assert "no longer exists" in run.stored().error


def test_a_bug_settles_it_and_is_loud() -> None:
    run = Analysing(ScriptedLanguageModel(KeyError("Rosalind")))
    with pytest.raises(KeyError):
        run.ask()
    assert run.stored().status == "failed"
    assert "Rosalind" not in run.stored().error


def test_nothing_of_prompt_or_answer_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answers = said("Rosalind {"), said(changed(strengths=["Rosalind is perfect", "Kubernetes"]))
    run = Analysing(ScriptedLanguageModel(*answers))
    run.ask()
    assert caplog.records
    words = {word for word in RESUME.replace(",", " ").split() if len(word) > 5}
    assert not [word for word in words if word in caplog.text]
    assert "$0.00" in caplog.text


def test_nothing_that_is_scored_can_be_written_from_here() -> None:
    """By construction: no port of the use case has a method that takes a processing or an evaluation."""
    ports = get_type_hints(module.AnalyseResume)
    assert not {ProcessingStore, Ranking}.intersection(ports.values())
    for port in (AnalysisStore, CallLedger, CallLimits):
        assert port in ports.values()
        for name, method in inspect.getmembers(port, inspect.isfunction):
            if not name.startswith("_"):
                hints = get_type_hints(method)
                hints.pop("return", None)
                assert ResumeProcessing not in hints.values()
    assert ports["evaluated"] == Callable[[str, JobDescription], Evaluation]
    source = inspect.getsource(module)
    assert "ProcessingStore" not in source
    assert "Ranking" not in source
