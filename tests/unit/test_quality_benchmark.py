"""The project's own benchmark: its data is whole, its figures are right, and it runs from end to end."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from dependency_injector import providers
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from benchmarks.quality.corpus import load_corpus
from benchmarks.quality.metrics import interval, paired_difference, place, ranking_figures
from benchmarks.quality.own import measure_own
from benchmarks.quality.peers import ROOT, PeerScorer
from benchmarks.quality.scorers import OurScorer, Task, TfIdfScorer, UnavailableError
from benchmarks.quality.slices import PAIR_SLICES, load_overlaps, load_pairs, plain_text
from benchmarks.quality.table import ROWS, print_own
from domain.experience import find_experience
from domain.redaction import redact
from domain.text import normalise
from entrypoints.container import Container
from entrypoints.settings import load_settings
from tests.fakes import HashEmbedder

CORPUS = load_corpus()
PAIRS = load_pairs(CORPUS, plain_text)
SUBSET = ("accountant", "warehouse")


# --- data -----------------------------------------------------------------------------------------


def test_there_are_eight_jobs_and_more_with_thirty_graded_resumes_each() -> None:
    assert len(CORPUS.jobs) >= 8
    assert min(Counter(resume.field for resume in CORPUS.resumes).values()) >= 30
    for field in CORPUS.jobs:
        grades = Counter(resume.grade for resume in CORPUS.resumes if resume.field == field)
        assert set(grades) == {0, 1, 2, 3}
        assert min(grades.values()) >= 5


def test_every_resume_has_an_id_a_text_and_a_reason_of_its_own() -> None:
    assert len({resume.id for resume in CORPUS.resumes}) == len(CORPUS.resumes)
    assert len({resume.text for resume in CORPUS.resumes}) == len(CORPUS.resumes)
    assert [resume.id for resume in CORPUS.resumes if not resume.why.strip()] == []
    assert [resume.id for resume in CORPUS.resumes if not resume.id.startswith(resume.field)] == []


def test_grades_across_fields_name_jobs_and_resumes_that_exist_and_say_why() -> None:
    ids = {resume.id: resume.field for resume in CORPUS.resumes}
    for (field, resume), (grade, why) in CORPUS.across.items():
        assert field in CORPUS.jobs
        assert ids[resume] != field
        assert grade in {0, 1, 2, 3}
        assert why


def test_the_grade_is_not_in_the_words_of_the_posting() -> None:
    """Fits that share few words with their posting, and misses that share many, or any counter would win."""
    shares: dict[int, list[float]] = {0: [], 3: []}
    for resume in CORPUS.resumes:
        if resume.grade in shares:
            skills = CORPUS.jobs[resume.field].required_skills
            text = resume.text.lower()
            shares[resume.grade].append(sum(skill.lower() in text for skill in skills) / len(skills))
    assert sum(share <= 0.4 for share in shares[3]) >= 15
    assert sum(share >= 0.6 for share in shares[0]) >= 5


@pytest.mark.parametrize("name", PAIR_SLICES)
def test_every_slice_has_at_least_eight_pairs_of_two_different_texts(name: str) -> None:
    pairs = [pair for pair in PAIRS if pair.slice == name]
    assert len(pairs) >= 8
    assert len({pair.id for pair in pairs}) == len(pairs)
    assert [pair.id for pair in pairs if pair.first.plain == pair.second.plain] == []


def test_what_is_hidden_is_in_the_file_for_a_plain_reader() -> None:
    for pair in PAIRS:
        if pair.slice == "hidden":
            assert len(pair.second.plain) > len(pair.first.plain) + 50, pair.id


def test_translations_are_of_five_languages_and_keep_the_months() -> None:
    pairs = [pair for pair in PAIRS if pair.slice == "translated"]
    for pair in pairs:
        years = [
            find_experience(redact(normalise(sample.ours)), as_of=pair.job.reference_date).years
            for sample in (pair.first, pair.second)
        ]
        assert years[0] == years[1], pair.id


def test_years_of_overlapping_jobs_are_those_written_beside_them() -> None:
    overlaps = load_overlaps()
    assert len(overlaps) >= 8
    as_of = CORPUS.jobs["backend"].reference_date
    for overlap in overlaps:
        found = find_experience(redact(normalise(overlap.text)), as_of=as_of).years
        assert found == pytest.approx(overlap.years, abs=0.1), overlap.id


# --- figures --------------------------------------------------------------------------------------


def test_a_ranking_by_grade_is_perfect_and_its_opposite_is_not() -> None:
    grades = np.array([3, 2, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0], dtype=np.int64)
    best = ranking_figures(grades.astype(np.float64) - np.arange(12) / 100, grades)
    assert (best.ndcg, best.precision, best.auc) == (1.0, 1.0, 1.0)
    worst = ranking_figures(np.arange(12, dtype=np.float64), grades)
    assert worst.auc == 0.0
    assert worst.ndcg < 0.2


def test_ndcg_is_the_published_formula() -> None:
    figures = ranking_figures(np.array([3.0, 2.0, 1.0]), np.array([1, 3, 0], dtype=np.int64))
    assert figures.ndcg == pytest.approx((1 + 7 / np.log2(3)) / (7 + 1 / np.log2(3)))


@given(st.lists(st.integers(0, 3), min_size=4, max_size=30).filter(lambda g: min(g) < 2 <= max(g)))
def test_equal_scores_are_worth_chance_whatever_the_order_of_the_data(grades: list[int]) -> None:
    figures = ranking_figures(np.zeros(len(grades)), np.array(grades, dtype=np.int64))
    assert figures.auc == pytest.approx(0.5)
    assert 0 < figures.ndcg <= 1


def test_a_place_counts_equals_half() -> None:
    assert place(2.0, np.array([3.0, 2.0, 2.0, 1.0])) == 2.0


def test_a_difference_in_every_job_is_surer_than_one_that_comes_and_goes() -> None:
    base = np.linspace(0.5, 0.7, 9)
    sure = paired_difference(base + 0.1, base)
    assert (sure.mean, sure.low, sure.high) == pytest.approx((0.1, 0.1, 0.1))
    assert sure.p == pytest.approx(2 / 512)
    waver = paired_difference(base + 0.1 * np.array([1, -1, 1, -1, 1, -1, 1, -1, 0]), base)
    assert waver.p == pytest.approx(1.0)
    assert interval(base) == interval(base)


# --- the run --------------------------------------------------------------------------------------


def test_the_run_gives_a_figure_for_every_row_and_names_who_is_missing() -> None:
    class Missing:
        name = "missing"

        def score(self, task: Task) -> Sequence[float]:
            raise UnavailableError("not installed")

    own = measure_own(OurScorer(HashEmbedder()), (TfIdfScorer(), Missing()), fields=SUBSET)
    assert (own.jobs, own.resumes, own.absent) == (2, 60, {"missing": "not installed"})
    assert [row.name for row in ROWS if row.of(own.scorers[0]) is None] == []
    console = Console(width=200, record=True, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
    print_own(own, console)
    console.file.close()
    printed = console.export_text()
    assert "missing did not run: not installed" in printed
    assert "TF-IDF" in printed


def test_a_peer_that_is_not_installed_says_so() -> None:
    task = Task(jobs=(), samples=(), pool=0, pairs=())
    with pytest.raises(UnavailableError, match="make quality-peers"):
        PeerScorer("BM25", folder=ROOT / "no such folder").score(task)


def test_the_process_of_a_peer_answers_in_json() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.quality.peer_process", "glassbox"],
        input=json.dumps({"texts": [], "jobs": [], "pairs": []}),
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert json.loads(done.stdout) in ({"scores": []}, {"error": "not installed (glassbox)"})


@pytest.mark.slow
def test_our_figures_on_two_jobs_are_far_above_chance() -> None:
    embedder = Container(settings=load_settings(), at_once=providers.Object(1)).model()
    own = measure_own(OurScorer(embedder), (), fields=SUBSET)
    assert float(own.scorers[0].auc.mean()) > 0.9
    assert own.scorers[0].slices["hidden"] < 3
