from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from adapters.skill_table import load_skill_lexicon
from domain.document import ReadingFacts
from domain.evaluation import Evaluation, evaluate, read_otherwise
from domain.passages import Vector
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.text import normalise
from tests.builders import build_job, build_job_profile, build_resume_profile

LEXICON = load_skill_lexicon()
RULES = ScoringRules()
RESUME = """Data Engineer

Summary
An engineer who builds what other teams rely on, and who writes down why it was built in that way. The work of
the last years was on pipelines, on the quality of data and on the people who run both of them day by day. She
likes small steps, clear words and tests that fail for a reason.

Experience
Data Engineer, Example Ltd
January 2020 - March 2026
Built pipelines in Python and Postgres, which feed the reports of the finance team every night.
Wrote the tests and the release process, and taught four new colleagues how both of them are used.

Skills
Python, SQL, Docker, managing of projects
"""


def vectors(similarity: float) -> tuple[Vector, Vector]:
    one, other = np.zeros(384, dtype=np.float32), np.zeros(384, dtype=np.float32)
    one[0] = 1.0
    other[:2] = similarity, (1 - similarity**2) ** 0.5
    return one, other


def screened(
    text: str = RESUME,
    *,
    required: tuple[str, ...] = ("Python", "SQL"),
    years: float = 4.0,
    similarity: float = 0.6,
    facts: ReadingFacts = ReadingFacts(),  # noqa: B008 - immutable
) -> Evaluation:
    resume, job = vectors(similarity)
    text = normalise(text)
    return evaluate(
        job=build_job(
            required_skills=required, preferred_skills=(), min_experience_years=years,
            reference_date=date(2026, 10, 1),
        ),
        text=text, redacted=redact(text), resume_profile=replace(build_resume_profile(text), vector=resume),
        job_profile=replace(build_job_profile(), vector=job), embedding_model="hash",
        rules_version="1", lexicon=LEXICON, rules=RULES, facts=facts,
    )  # fmt: skip


def sure_of(evaluation: Evaluation, skill: str) -> float:
    return next(one.value for one in evaluation.confidence.by_skill if one.skill == skill)


def test_a_clear_resume_needs_no_review() -> None:
    confidence = screened(required=("Python", "Docker")).confidence
    assert (confidence.reading, confidence.needs_review, confidence.language) == (1.0, False, "en")
    assert (confidence.skills, confidence.experience) == (1.0, 0.95)
    assert confidence.similarity == round(len(redact(normalise(RESUME)).split()) / 100, 4) or (
        confidence.similarity == 1.0
    )
    expected = 0.60 * confidence.similarity + 0.20 * 1.0 + 0.05 * 1.0 + 0.15 * 0.95
    assert confidence.overall == round(expected, 4)


def test_a_name_is_surer_than_another_spelling_and_that_than_words_apart() -> None:
    found = screened(required=("Python", "PostgreSQL", "Project Management", "Frobnicating"))
    assert sure_of(found, "Python") == 1.0
    assert sure_of(found, "PostgreSQL") == 0.95
    assert sure_of(found, "Project Management") == 0.7
    assert sure_of(found, "Frobnicating") == 0.85  # missing, and in no table


@pytest.mark.parametrize(
    "dates, sure",
    [
        ("January 2020 - March 2026", 0.95),
        ("2020 - 2026", 0.75),
        ("03/2020 - present", 0.95),
        ("2020 - present", 0.75),
    ],
)
def test_months_are_surer_than_bare_years(dates: str, sure: float) -> None:
    assert screened(RESUME.replace("January 2020 - March 2026", dates)).confidence.experience == sure


def test_a_statement_is_less_sure_than_dates_and_unknown_years_are_not_sure_at_all() -> None:
    stated = screened(RESUME.replace("January 2020 - March 2026", "6 years of experience")).confidence
    unknown = screened(RESUME.replace("January 2020 - March 2026", "Madrid"))
    assert (stated.experience, stated.needs_review) == (0.6, False)
    assert unknown.confidence.experience == 0.0
    assert unknown.confidence.review_reasons == (
        "The job asks for years of experience, and no dates of work could be read in the resume.",
    )
    assert not screened(
        RESUME.replace("January 2020 - March 2026", "Madrid"), years=0
    ).confidence.needs_review


def test_a_rejection_that_rests_on_a_statement_is_for_a_person() -> None:
    text = RESUME.replace("January 2020 - March 2026", "1 year of experience")
    stopped = screened(text, years=8)
    assert not stopped.passed
    assert stopped.confidence.review_reasons == (
        "It was stopped by years of experience that rest on a statement.",
    )
    assert not screened(RESUME, years=20).confidence.needs_review  # stopped by dates with months


@pytest.mark.parametrize("similarity, review", [(-0.12, True), (-0.2, False), (-0.1, False)])
def test_a_close_call_is_for_a_person(similarity: float, review: bool) -> None:
    assert screened(similarity=similarity).confidence.needs_review is review


def test_what_was_recognised_in_pictures_is_marked_and_lowers_every_finding() -> None:
    facts = ReadingFacts(pages=1, ocr_pages=1, ocr_confidence=0.95)
    plain, scanned = screened(), screened(facts=facts)
    assert replace(plain, confidence=scanned.confidence) == scanned  # no part of score, verdict or reasons
    assert scanned.confidence.reading == 0.95
    assert sure_of(scanned, "Python") == 0.95
    assert scanned.confidence.experience == round(0.95 * 0.95, 4)
    assert scanned.confidence.facts == facts
    assert not scanned.confidence.needs_review
    assert (
        read_otherwise(plain, facts, redacted=redact(normalise(RESUME)), lexicon=LEXICON, rules=RULES)
        == scanned
    )


def test_a_scan_that_is_unsure_or_rejected_is_for_a_person() -> None:
    unsure = screened(facts=ReadingFacts(ocr_pages=1, ocr_confidence=0.85))
    rejected = screened(required=("Haskell", "Erlang"), facts=ReadingFacts(ocr_pages=1, ocr_confidence=0.99))
    for evaluation in (unsure, rejected):
        assert any(
            "recognised in a picture (OCR)" in reason for reason in evaluation.confidence.review_reasons
        )


def test_pages_that_were_not_read_are_said() -> None:
    one = screened(facts=ReadingFacts(pages=10, unread_pages=1)).confidence
    half = screened(facts=ReadingFacts(pages=10, ocr_pages=5, unread_pages=5, ocr_confidence=0.99)).confidence
    assert one.review_reasons == ("1 page of 10 hold only pictures and were not read.",)
    assert half.review_reasons[0].endswith("Some pages hold only pictures and were not read.")


def test_a_few_words_are_little_to_judge_by() -> None:
    confidence = screened("Data Engineer\nPython and SQL since January 2020 - Present").confidence
    assert confidence.similarity < 0.2
    assert any("words to judge by" in reason for reason in confidence.review_reasons)
