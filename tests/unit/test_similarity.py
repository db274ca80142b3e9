import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.passages import split_passages
from domain.similarity import (
    Part,
    ResumeProfile,
    Similarity,
    compare,
    job_profile,
    job_texts,
    profile_from,
    profile_text,
    resume_profile,
    rows_from,
    rows_text,
)
from tests.builders import build_job_profile, build_resume_profile
from tests.fakes import HashEmbedder

JOB = """Ward Nurse
ANNUAL SALARY
ward nurse of the night
Cares for patients on a surgical ward; gives medication, and keeps charts.
Keeps charts up to date. Works in shifts.
Required skills: Triage, Phlebotomy, Charting"""
RESUME = "Ward Nurse\nGave medication on a surgical ward.\nSkills\nTriage"


def blended(*values: float) -> Similarity:
    weights = (0.80, 0.15, 0.05)
    parts = [Part(name="part", value=v, weight=w) for v, w in zip(values, weights, strict=True)]
    return Similarity(parts=tuple(parts), matches=())


def test_a_job_is_read_sentence_by_sentence_without_headings_and_lists_of_skills() -> None:
    assert "ward nurse of the night" not in job_texts(JOB, title="Ward Nurse of the Night").sentences
    texts = job_texts(JOB, title="Ward Nurse")
    assert texts.sentences[1:] == (
        "Cares for patients on a surgical ward;",
        "gives medication, and keeps charts.",
        "Keeps charts up to date.",
        "Works in shifts.",
    )
    assert texts.texts[0] == "Ward Nurse"
    assert "\n".join(texts.passages.body) == JOB


def test_a_job_of_a_title_alone_has_a_profile() -> None:
    texts = job_texts("Nurse", title="Nurse")
    profile = job_profile(texts, HashEmbedder().embed(texts.texts))
    assert profile.requirements == ("Nurse",)
    assert (
        compare(resume=build_resume_profile(), redacted=RESUME, job=profile).matches[0].requirement == "Nurse"
    )


def test_a_job_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        job_texts(JOB, title=" ")


def test_the_parts_are_published_with_what_they_follow_from() -> None:
    found = compare(
        resume=build_resume_profile(RESUME), redacted=RESUME, job=build_job_profile("Ward Nurses")
    )
    assert [part.name for part in found.parts] == ["document", "requirements", "titleWords"]
    assert [part.weight for part in found.parts] == [0.80, 0.15, 0.05]
    assert found.parts[2].value == 1.0
    assert found.blend == round(sum(part.value * part.weight for part in found.parts), 4)
    assert all(match.passage in RESUME for match in found.matches)


def test_a_copy_of_the_job_is_near_enough_and_no_more() -> None:
    text = "Data Engineer"
    texts = job_texts(text, title=text)
    job = job_profile(texts, HashEmbedder().embed(texts.texts))
    found = compare(resume=build_resume_profile(text), redacted=text, job=job)
    assert found.matches[0].value > 0.5
    assert found.parts[1].value == 0.4


def test_a_word_of_the_title_counts_once() -> None:
    job = build_job_profile("Ward Nurse")

    def held(text: str) -> float:
        return compare(resume=build_resume_profile(text), redacted=text, job=job).parts[2].value

    assert held("Nurse. " * 50) == held("A nurse") == 0.5
    assert held("Pilot") == 0.0


@pytest.mark.parametrize(
    "blend, value", [(0.15, 0.5), (0.0, 0.25), (0.3, 0.75), (-0.15, 0.1667), (1.0, 0.925)]
)
def test_the_calibration_is_the_published_one(blend: float, value: float) -> None:
    assert blended(blend, blend, blend).value == value


@given(st.tuples(*[st.floats(-1, 1)] * 3), st.integers(0, 2), st.floats(0, 2))
def test_similarity_rises_with_every_part_and_stays_in_bounds(
    values: tuple[float, float, float], which: int, more: float
) -> None:
    better = list(values)
    better[which] += more
    assert blended(*values).value <= blended(*better).value
    assert 0 <= blended(*values).value <= 1


def test_it_depends_on_stored_numbers_and_text_alone() -> None:
    job, resume = build_job_profile(), build_resume_profile(RESUME)
    again = profile_from(profile_text(job))
    rows = rows_from(rows_text(resume.rows))
    assert again is not None
    assert rows is not None
    stored = ResumeProfile(vector=np.array(resume.vector.tolist(), dtype=np.float32), rows=rows)
    assert compare(resume=stored, redacted=RESUME, job=again) == compare(
        resume=resume, redacted=RESUME, job=job
    )


def test_a_long_resume_is_looked_through_to_a_bound() -> None:
    text = "\n".join(f"Line {number} tells of work with tools and people." for number in range(2000))
    passages = split_passages(text)
    profile = resume_profile(passages, HashEmbedder().embed(passages.texts))
    assert profile.rows.shape == (17, 384)
    assert len(rows_text(profile.rows)) < 10_000


@pytest.mark.parametrize("text", ["", "?", "AAAA", rows_text(np.zeros((1, 384), dtype=np.int8))])
def test_what_is_no_row_is_told(text: str) -> None:
    assert rows_from(text) is None


def test_what_jobs_have_in_common_is_taken_from_the_vectors_of_its_own_model_alone() -> None:
    texts = job_texts("Ward Nurse\nCares for patients on a ward of thirty beds.", title="Ward Nurse")
    vectors = HashEmbedder().embed(texts.texts)
    ours, plain, another, third = (
        job_profile(texts, vectors, **named).vector.tolist()
        for named in (
            {"model": "all-MiniLM-L6-v2/torch-fp32"},
            {},
            {"model": "another"},
            {"model": "a third/x"},
        )
    )
    assert ours == plain != another == third
