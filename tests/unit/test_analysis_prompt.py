"""The prompt and the form of its answer."""

import json
import time

import pytest

from application.analysis_prompt import (
    AnalysisAnswer,
    InvalidAnswerError,
    answer_schema,
    asked_again,
    build_prompt,
    estimated_tokens,
    parse_answer,
)
from tests.analyses import GOOD, changed

TEXT = json.dumps(GOOD)
JOB_TEXT = "You build data pipelines."


def built(resume: str = "A resume.", job: str = "A job.", max_tokens: int = 12_000) -> str:
    return build_prompt(evidence={"b": 1, "a": [2]}, job=job, resume=resume, max_tokens=max_tokens).user


def test_the_same_parts_give_the_same_prompt() -> None:
    assert built() == built()
    assert built().index('"a"') < built().index('"b"')


def test_instruction_and_documents_are_apart() -> None:
    prompt = build_prompt(evidence={}, job="THE JOB", resume="THE RESUME", max_tokens=12_000)
    assert "THE RESUME" not in prompt.system
    assert "THE JOB" not in prompt.system
    assert prompt.user.index("EVIDENCE") < prompt.user.index("THE JOB") < prompt.user.index("THE RESUME")


@pytest.mark.parametrize("size", [10, 20_000, 400_000])
def test_a_prompt_keeps_to_its_tokens_and_says_what_it_left_out(size: int) -> None:
    prompt = build_prompt(evidence={}, job="word " * size, resume="text " * size, max_tokens=6_000)
    assert prompt.tokens <= 6_300
    assert ("left out" in prompt.user) == (size > 10)
    assert "word" in prompt.user
    assert "text" in prompt.user


@pytest.mark.parametrize(
    "text, characters_a_token",
    [
        ("负责港口集装箱跟踪系统的设计与开发，使用数据库和消息队列。", 1.0),
        ("컨테이너 추적 시스템 개발", 1.5),
        ("تطوير خدمات خلفية لتتبع الحاويات ", 2.4),
        ("Разработка сервисов для портов ", 2.4),
        ("Développement de services pour les ports ", 3.5),
        ("😀🚀", 0.5),
    ],
)
def test_tokens_are_estimated_by_script_and_the_prompt_keeps_to_them(
    text: str, characters_a_token: float
) -> None:
    assert estimated_tokens(text * 1000) >= len(text) * 1000 / characters_a_token
    prompt = build_prompt(evidence={}, job=JOB_TEXT, resume=text * 3000, max_tokens=6_000)
    assert 5_500 <= prompt.tokens <= 6_300
    assert text[:2] in prompt.user


def test_a_long_job_leaves_room_for_the_resume() -> None:
    text = built(resume="precious " * 500, job="noise " * 100_000, max_tokens=6_000)
    assert text.count("precious") == 500


def test_asking_again_adds_what_was_wrong() -> None:
    prompt = build_prompt(evidence={}, job="j", resume="r", max_tokens=6_000)
    again = asked_again(prompt, "its JSON is broken at character 7")
    assert again.user.startswith(prompt.user)
    assert "character 7" in again.user
    assert again.schema == prompt.schema


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"```json\n{TEXT}\n```",
        f"```\n{TEXT}\n```",
        f"Here is the analysis you asked for:\n\n{TEXT}\n\nLet me know!",
        f"\ufeff  {TEXT}",
        TEXT.replace('"analysis"', '"extra": {"x": [1]}, "analysis"', 1),
    ],
)
def test_fences_prose_and_further_keys_do_no_harm(text: str) -> None:
    assert parse_answer(text) == AnalysisAnswer.model_validate(GOOD)


@pytest.mark.parametrize(
    "text, problem",
    [
        ("", "no JSON object"),
        ("I cannot do that.", "no JSON object"),
        ("[]", "no JSON object"),
        ("{}", "parsed_resume: Field required"),
        (TEXT[: len(TEXT) // 2], "broken at character"),
        (TEXT.replace('"Moderate"', "NaN"), "no JSON value"),
        (TEXT.replace('"skills"', '"education": [], "skills"'), "a key twice"),
        ('{"a":' * 5000 + "1" + "}" * 5000, "nested too deeply"),
        ("{" + " " * 300_000 + "}", "far too long"),
        (json.dumps(changed(overallFit="strong")), "analysis.overallFit"),
        (json.dumps(changed(matchedSkills=[1])), "analysis.matchedSkills.0"),
        (json.dumps(changed(matchedSkills="Python")), "analysis.matchedSkills"),
        (json.dumps(changed(strengths=["a"] * 5)), "analysis.strengths"),
        (json.dumps(changed(concerns=[""])), "analysis.concerns.0"),
        (json.dumps(changed(summary="")), "analysis.summary"),
        (json.dumps(changed(summary="x" * 1000)), "analysis.summary"),
        (json.dumps(changed(recommendation=None)), "analysis.recommendation"),
        (json.dumps(changed(parsed_resume={"skills": ["s"] * 16})), "parsed_resume.skills"),
        (json.dumps(changed(parsed_resume={"education": {}})), "parsed_resume.education"),
    ],
)
def test_anything_else_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(InvalidAnswerError) as raised:
        parse_answer(text)
    assert problem in str(raised.value)


def test_a_refusal_repeats_nothing_of_the_answer() -> None:
    with pytest.raises(InvalidAnswerError) as raised:
        parse_answer(json.dumps(changed(overallFit="SECRET", matchedSkills=["SECRET"] * 9, SECRET=1)))
    assert "SECRET" not in str(raised.value)


def test_a_hostile_answer_costs_no_time() -> None:
    started = time.monotonic()
    for text in ("{" * 190_000, '{"a": [' * 20_000, '"' * 190_000, "{" + '"a":1,' * 25_000):
        with pytest.raises(InvalidAnswerError):
            parse_answer(text)
    assert time.monotonic() - started < 5


def test_the_schema_is_that_of_the_answer() -> None:
    def keys(schema: dict[str, object]) -> set[str]:
        found = set()
        for name, value in (schema.get("properties") or {}).items():  # type: ignore[attr-defined]
            inner = value.get("items", value)
            found |= {name} | {f"{name}.{key}" for key in keys(inner)}
        return found

    dumped = AnalysisAnswer.model_validate(GOOD).model_dump(mode="json")
    told = {"parsed_resume", "analysis"}
    for part in ("parsed_resume", "analysis"):
        for name, value in dumped[part].items():
            told.add(f"{part}.{name}")
            if value and isinstance(value[0], dict):
                told |= {f"{part}.{name}.{key}" for key in value[0]}
    assert keys(answer_schema()) == told
