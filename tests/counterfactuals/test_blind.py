"""Resumes of invented people score the same, to the last decimal, whoever the person is.

210 resumes, in fourteen layouts and six languages; each is written again by people who differ in one thing,
and in everything. What remains after redaction must be the same string, so that everything that is made of it
is the same: every number, every reason, pass or fail, and the order of equals.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import docx
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.reader import SandboxedDocumentReader
from adapters.skill_table import load_skill_lexicon
from domain.evaluation import Evaluation, evaluate
from domain.job import JobDescription
from domain.redaction import redact
from domain.scoring import ScoringRules, rank_order
from domain.text import normalise
from tests import files
from tests.builders import build_job, build_job_profile, build_resume_profile
from tests.counterfactuals.people import NAMES, Person, anybody, named, swaps
from tests.counterfactuals.resumes import LAYOUTS, Draft, drawn, written

ROOT = Path(__file__).resolve().parents[2]
RESUMES = 210
BLOCK = 10
# In the fast run each resume meets a third of the swaps, in turn; the slow run has all of them.
THIRDS = 3


@cache
def redacted(text: str) -> str:
    return redact(normalise(text))


def differences(number: int, *, every: int) -> Iterator[str]:
    """What changed in a resume that should not have."""
    draft, random = drawn(number), Random(number)
    person = anybody(random)
    before = redacted(written(draft, person))
    for index, swap in enumerate(swaps(person, random)):
        if (index + number) % every:
            continue
        for other in swap.others:
            after = redacted(written(draft, other))
            if after != before:
                changed = set(before.split("\n")) ^ set(after.split("\n"))
                yield f"{number} {draft.layout} {draft.language}, {swap.what}: {person} / {other}: {changed}"


@pytest.mark.parametrize("first", range(0, RESUMES, BLOCK))
def test_the_same_text_remains(first: int) -> None:
    assert not [change for n in range(first, first + BLOCK) for change in differences(n, every=THIRDS)]


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 2 * RESUMES, BLOCK))
def test_the_same_text_remains_whatever_is_exchanged(first: int) -> None:
    assert not [change for n in range(first, first + BLOCK) for change in differences(n, every=1)]


def test_the_resumes_are_many_kinds() -> None:
    drafts = [drawn(number) for number in range(RESUMES)]
    assert {draft.layout for draft in drafts} == set(LAYOUTS)
    assert {draft.language for draft in drafts} == {"en", "fr", "de", "es", "pt", "it"}
    assert len({redacted(written(draft, anybody(Random(1)))) for draft in drafts}) > RESUMES // 2
    assert len(NAMES) > 15


@pytest.mark.parametrize("number", range(0, RESUMES, 7))
def test_the_work_remains(number: int) -> None:
    """Text that is empty would be the same whoever the person is."""
    draft = drawn(number)
    rest = redacted(written(draft, anybody(Random(number))))
    for word in (*draft.work.skills.split(", "), *draft.employers, *draft.work.bullets):
        assert word in rest
    assert f"05/{draft.first_year} - 02/2016" in rest


@pytest.mark.parametrize("number", range(0, RESUMES, 7))
def test_nothing_of_the_person_remains(number: int) -> None:
    draft, person = drawn(number), anybody(Random(number))
    rest = redacted(written(draft, person))
    personal = (person.name, person.email, person.phone, person.street, person.town, str(person.born[0]))
    assert not [value for value in personal if value and value in rest]


JOB = build_job(
    title="Software Engineer",
    required_skills=("Java", "Python", "Kubernetes"),
    preferred_skills=("Docker", "SQL"),
    min_experience_years=5,
)
LEXICON = load_skill_lexicon()


def evaluated(text: str, job: JobDescription = JOB) -> Evaluation:
    """As the program does it, but for vectors that mean nothing: any change of the text would change them."""
    whole = normalise(text)
    left = redact(whole)
    return evaluate(
        job=job,
        text=whole,
        redacted=left,
        resume_profile=build_resume_profile(left),
        job_profile=build_job_profile(job.title),
        embedding_model="hash",
        rules_version="test",
        lexicon=LEXICON,
        rules=ScoringRules(min_similarity=0.0),
    )


def ranked(pool: list[tuple[Draft, Person]]) -> tuple[list[Evaluation], list[int]]:
    found = [evaluated(written(draft, person)) for draft, person in pool]
    order = sorted(
        (number for number, one in enumerate(found) if one.passed),
        key=lambda number: rank_order(found[number].final_score, found[number].content_hash, str(number)),
    )
    return found, order


def test_scores_verdicts_and_ranks_of_a_pool() -> None:
    drafts = [drawn(number) for number in range(0, RESUMES, 5)]
    before, order = ranked([(draft, anybody(Random(n))) for n, draft in enumerate(drafts)])
    after, same = ranked([(draft, anybody(Random(n + 1000))) for n, draft in enumerate(drafts)])
    neutral: dict[str, Any] = {"resume_hash": "", "normalized_text": ""}
    assert [replace(one, **neutral) for one in after] == [replace(one, **neutral) for one in before]
    assert same == order
    assert 0 < len(order) < len(drafts)
    assert len({one.final_score for one in before}) > 5


@pytest.mark.parametrize("care", ["", "parental", "maternity", "childcare", "eldercare", "sabbatical"])
@pytest.mark.parametrize("number", [1, 2, 4, 6, 8, 10])
def test_a_break_costs_no_year_and_gains_none(number: int, care: str) -> None:
    draft = drawn(number)
    person = named("English", "f", 0)
    with_break = evaluated(written(draft, replace(person, care=care)))
    assert with_break.experience == evaluated(written(draft, person)).experience
    assert with_break.experience.years


def test_a_break_inside_a_job_leaves_the_job_its_years() -> None:
    text = "Jane Doe\njane@x.com\n\nExperience\nEngineer, Acme, 03/2015 - 02/2020{}\nBuilt it in Java."
    plain = evaluated(text.format(""))
    assert (
        evaluated(text.format(" (incl. parental leave 2017)")).experience.years
        == plain.experience.years
        == 5.0
    )


def _photo() -> io.BytesIO:
    data = io.BytesIO()
    Image.new("RGB", (60, 80), (180, 140, 120)).save(data, "PNG")
    data.seek(0)
    return data


def _as_docx(text: str, *, photo: bool) -> bytes:
    document = docx.Document()
    if photo:
        document.add_picture(_photo())
    for line in text.split("\n"):
        document.add_paragraph(line)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _as_pdf(text: str, *, photo: bool) -> bytes:
    def draw(canvas: Canvas) -> None:
        files.write(canvas, text.split("\n"), size=9)
        if photo:
            canvas.drawImage(ImageReader(_photo()), 480, 740, 60, 80)

    return files.pdf(draw)


@pytest.mark.parametrize("make", [_as_docx, _as_pdf])
def test_a_photo_in_the_file_changes_nothing(make: Any) -> None:
    text = written(drawn(1), named("English", "f", 0))
    with SandboxedDocumentReader() as reader:
        found = [redacted(reader.read(make(text, photo=photo)).text) for photo in (False, True)]
    assert found[0] == found[1]
    assert "Acme" in found[0] or "Globex" in found[0] or "Contoso" in found[0]


@pytest.mark.slow
def test_the_program_ranks_the_same_whoever_they_are(tmp_path: Path) -> None:
    """With the real reader and the real model, from files to JSON."""
    job = tmp_path / "job.json"
    job.write_text(
        json.dumps(
            {"title": "Software Engineer", "required_skills": ["Java", "Python"], "created_at": "2024-06-01"}
        )
    )
    outcomes = []
    for pool in range(2):
        folder = tmp_path / f"pool-{pool}"
        folder.mkdir()
        for number in range(0, 60, 5):
            text = written(drawn(number), anybody(Random(number + 500 * pool)))
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "entrypoints.cli", "screen", "--job", job, ".", "--format", "json"],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
        outcomes.append(json.loads(done.stdout)["resumes"])
    for one in outcomes[0] + outcomes[1]:
        del one["resumeHash"], one["normalizedResumeText"]
        del one["evaluation"]["fileHash"], one["evaluation"]["resultHash"]  # of these very texts
    assert outcomes[0] == outcomes[1]
    assert {one["passFail"] for one in outcomes[0]} == {"passed", "failed"}
