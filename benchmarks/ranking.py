"""Ranking quality on labelled resumes and jobs, and the order within fitting and cut-down pairs.

`python -m benchmarks.ranking FOLDER` reads, one JSON object a line, as far as they are there:

* `rank/jobs.jsonl`: `title`, `text` (of the advertisement) and `category`, strings;
* `rank/resumes.jsonl`: `text` and `category`, strings;
* `years_skills/pairs.jsonl`: `job`, `resume_match` (fits), `resume_unmatch` (the same, cut down), texts;
  `skills`, a list of strings; `total_years`, a number; `reference_year`, where "Present" ends. The last three
  may be Python literals in a string.
"""

import argparse
import ast
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from dependency_injector import providers

from adapters.skill_table import load_skill_lexicon
from application.ports import Embedder
from domain.evaluation import Evaluation, evaluate
from domain.integrity import scored_text
from domain.job import JobDescription
from domain.passages import split_passages
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.similarity import (
    JobProfile,
    ResumeProfile,
    Similarity,
    job_profile,
    job_texts,
    measure,
    resume_profile,
    stems_of,
)
from domain.skills import SkillLexicon
from domain.text import normalise
from entrypoints.container import Container
from entrypoints.settings import load_settings

# Categories whose labels are noise: left out as queries, kept as distractors.
NOISY = frozenset({"BPO", "AUTOMOBILE", "CONSULTANT", "AGRICULTURE", "ARTS", "APPAREL"})


AT_ONCE = len(os.sched_getaffinity(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingQuality:
    """Macro averages over the categories of the jobs, and what the similarities look like."""

    jobs: int
    resumes: int
    ndcg_at_10: float
    mean_average_precision: float
    auc: float
    median_related: float
    median_unrelated: float
    related_below_threshold: float
    unrelated_below_threshold: float


def measure_ranking(folder: Path, embedder: Embedder) -> RankingQuality | None:
    """Rank `folder`/rank/resumes.jsonl for each job of rank/jobs.jsonl; None where there are none.

    A resume is relevant to a job of its own category. nDCG with binary gains and log2 discounts
    (Jarvelin and Kekalainen 2002), average precision and area under the ROC curve over all resumes, each
    averaged within a category, then over the categories.
    """
    jobs = list(_rows(folder / "rank" / "jobs.jsonl"))
    resumes = list(_rows(folder / "rank" / "resumes.jsonl"))
    if not jobs or not resumes:
        return None
    categories = np.array([row["category"] for row in resumes])
    lexicon = load_skill_lexicon()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        read = list(pool.map(lambda row: _read(embedder, row["text"], lexicon), resumes))
    per_category: defaultdict[str, list[tuple[float, float, float]]] = defaultdict(list)
    related, unrelated = [], []
    for row in jobs:
        if row["category"] in NOISY or row["category"] not in categories:
            continue
        job = _job(row["text"], title=row["title"])
        asked = asked_by(embedder, job)
        parts = (measure(resume=resume, stems=stems, job=asked) for resume, stems in read)
        scores = np.array([Similarity(parts=one, matches=()).value for one in parts])
        relevant = categories == row["category"]
        per_category[row["category"]].append(ranking_metrics(scores, relevant))
        related.append(scores[relevant])
        unrelated.append(scores[~relevant])
    means = np.array([np.mean(metrics, axis=0) for metrics in per_category.values()]).mean(axis=0)
    near, far = np.concatenate(related), np.concatenate(unrelated)
    threshold = ScoringRules().min_similarity
    return RankingQuality(
        jobs=len(related),
        resumes=len(resumes),
        ndcg_at_10=float(means[0]),
        mean_average_precision=float(means[1]),
        auc=float(means[2]),
        median_related=float(np.median(near)),
        median_unrelated=float(np.median(far)),
        related_below_threshold=float((near < threshold).mean()),
        unrelated_below_threshold=float((far < threshold).mean()),
    )


def ranking_metrics(
    scores: npt.NDArray[np.float64], relevant: npt.NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Return nDCG@10, average precision and AUC of one ranking; ties stand in the order given."""
    hits = relevant[np.argsort(-scores, kind="stable")]
    discounts = 1 / np.log2(np.arange(2, 12))
    top = hits[:10]
    ideal = discounts[: min(10, int(hits.sum()))].sum()
    ndcg = float((top * discounts[: len(top)]).sum() / ideal)
    places = np.flatnonzero(hits) + 1
    precision = float((np.arange(1, len(places) + 1) / places).mean())
    misses = len(hits) - len(places)
    pairs_won = float((misses - (places - np.arange(1, len(places) + 1))).sum())
    return ndcg, precision, pairs_won / (len(places) * misses)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairQuality:
    """How often the fitting resume scores above, beside or below the same resume cut down."""

    pairs: int
    above: float
    equal: float
    reversed: float
    fitting_passed: float
    fitting_stopped_by_years: float


def measure_pairs(folder: Path, embedder: Embedder) -> PairQuality | None:
    """Score both resumes of each triple in `folder`/years_skills/pairs.jsonl; None where there are none.

    The job asks for the labelled skills and the labelled total years, and "Present" is the reference year.
    """
    rows = list(_rows(folder / "years_skills" / "pairs.jsonl"))
    if not rows:
        return None
    lexicon = load_skill_lexicon()
    above = equal = passed = by_years = 0
    for row in rows:
        job = _job(
            row["job"],
            title=_job_title(row["job"]),
            required_skills=tuple(_literal(row["skills"])),
            min_experience_years=float(row["total_years"]),
            reference_date=date(int(row["reference_year"]), 12, 31),
        )
        asked = asked_by(embedder, job)

        def scored(text: str, job: JobDescription = job, asked: JobProfile = asked) -> Evaluation:
            normal = normalise(text)
            redacted = scored_text(redact(normal), job, lexicon).text
            return evaluate(
                job=job,
                text=normal,
                redacted=redacted,
                resume_profile=profile_of(embedder, redacted),
                job_profile=asked,
                embedding_model=embedder.model,
                rules_version="measured",
                lexicon=lexicon,
                rules=ScoringRules(),
            )

        fitting, cut_down = scored(row["resume_match"]), scored(row["resume_unmatch"])
        above += fitting.final_score > cut_down.final_score
        equal += fitting.final_score == cut_down.final_score
        passed += fitting.passed
        by_years += fitting.pre_filter.too_little_experience
    total = len(rows)
    return PairQuality(
        pairs=total,
        above=above / total,
        equal=equal / total,
        reversed=1 - (above + equal) / total,
        fitting_passed=passed / total,
        fitting_stopped_by_years=by_years / total,
    )


def _job(text: str, *, title: str, **fields: Any) -> JobDescription:
    description = text.strip().removeprefix(title).strip()
    defaults: dict[str, Any] = {"id": "measured", "reference_date": date(2026, 1, 1)}
    return JobDescription(title=title, description=description, **(defaults | fields))


def _literal(value: Any) -> Any:
    """Some copies of the data hold Python literals as text."""
    return ast.literal_eval(value) if isinstance(value, str) else value


def _job_title(text: str) -> str:
    """Return the line after a heading "Job title", as these descriptions have it, or the first line."""
    lines = [line.strip("#* ").strip() for line in text.split("\n")]
    lines = [line for line in lines if line]
    for heading, title in pairwise(lines):
        if heading.lower().rstrip(":") == "job title":
            return title
    return lines[0]


def profile_of(embedder: Embedder, redacted: str) -> ResumeProfile:
    """Return the profile of a redacted text."""
    passages = split_passages(redacted)
    return resume_profile(passages, embedder.embed(passages.texts))


def _read(embedder: Embedder, text: str, lexicon: SkillLexicon) -> tuple[ResumeProfile, frozenset[str]]:
    """What was copied from one job's text stays in: a thousand resumes would be cleaned for each job anew."""
    redacted = scored_text(redact(normalise(text)), _job("", title="Any job"), lexicon).text
    return profile_of(embedder, redacted), stems_of(redacted)


def asked_by(embedder: Embedder, job: JobDescription) -> JobProfile:
    """Return the profile of a job."""
    texts = job_texts(job.text, title=normalise(job.title))
    return job_profile(texts, embedder.embed(texts.texts))


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def ranking_rows(folder: Path, embedder: Embedder) -> Iterable[tuple[str, str, str]]:
    """Return (figure, measured, wanted) rows of both measurements."""
    ranking = measure_ranking(folder, embedder)
    if ranking:
        yield "resumes x jobs ranked", f"{ranking.resumes} x {ranking.jobs}", ""
        yield "nDCG@10, macro", f"{ranking.ndcg_at_10:.3f}", ">= .76"
        yield "MAP, macro", f"{ranking.mean_average_precision:.3f}", ">= .53"
        yield "AUC, macro", f"{ranking.auc:.3f}", ">= .92"
        yield "median similarity, same category", f"{ranking.median_related:.3f}", ""
        yield "median similarity, other category", f"{ranking.median_unrelated:.3f}", ""
        yield "same category below the threshold", f"{ranking.related_below_threshold:.1%}", ""
        yield "other category below the threshold", f"{ranking.unrelated_below_threshold:.1%}", ""
    pairs = measure_pairs(folder, embedder)
    if pairs:
        yield "pairs: fitting above cut-down", f"{pairs.above:.1%} of {pairs.pairs}", ">= 98 %"
        yield "pairs: equal / reversed", f"{pairs.equal:.1%} / {pairs.reversed:.1%}", ""
        yield "pairs: fitting passes the pre-filter", f"{pairs.fitting_passed:.1%}", ""
        yield "pairs: fitting stopped by years", f"{pairs.fitting_stopped_by_years:.1%}", ""


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the rows for one folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args(arguments).folder
    container = Container(settings=load_settings(), at_once=providers.Object(AT_ONCE))
    for row in ranking_rows(folder, container.model()):
        print("{:<40} {:>16} {:>8}".format(*row))


if __name__ == "__main__":
    main()
