"""The project's own benchmark: every scorer over the same jobs, resumes and slices, in one run."""

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from adapters.documents.reader import SandboxedDocumentReader
from benchmarks.quality.corpus import Corpus, load_corpus
from benchmarks.quality.metrics import RELEVANT, Difference, Scores, paired_difference, place, ranking_figures
from benchmarks.quality.peers import YEARS_PEER, PeerScorer
from benchmarks.quality.scorers import OurScorer, Scorer, Task, UnavailableError
from benchmarks.quality.slices import PAIR_SLICES, Overlap, Pair, Sample, load_overlaps, load_pairs
from domain.experience import find_experience
from domain.redaction import redact
from domain.text import normalise

YEARS_TOLERANCE = 0.1


@dataclass(slots=True, kw_only=True)
class ScorerFigures:
    """What one scorer reached: ranking figures per job, in the order of the jobs, and one per slice."""

    name: str
    ndcg: Scores
    precision: Scores
    auc: Scores
    slices: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class OwnFigures:
    """The whole run.

    Attributes:
        jobs, resumes: how many.
        scorers: figures of each scorer that ran, ours first.
        absent: why each of the others did not run.
        fits_let_through: share of resumes of grade 3 that pass our pre-filter for their job.
        others_stopped: share of resumes of grade 0, of any field, that our pre-filter stops.
        slice_sizes: pairs, or resumes, in each slice.
    """

    jobs: int
    resumes: int
    scorers: list[ScorerFigures]
    absent: dict[str, str]
    fits_let_through: float
    others_stopped: float
    slice_sizes: Mapping[str, int]

    def best_peer(self) -> ScorerFigures | None:
        """Return the scorer other than ours with the highest mean nDCG@10, or None where none ran."""
        return max(self.scorers[1:], key=lambda scorer: float(scorer.ndcg.mean()), default=None)

    def against(self, peer: ScorerFigures) -> Difference:
        """Compare our nDCG@10 with a peer's, job by job."""
        return paired_difference(self.scorers[0].ndcg, peer.ndcg)


def measure_own(
    ours: OurScorer,
    others: Iterable[Scorer],
    *,
    fields: tuple[str, ...] = (),
    say: Callable[[str], None] = lambda _: None,
) -> OwnFigures:
    """Run every scorer over the benchmark; a minute or two, and several more with peers.

    Args:
        ours: this project.
        others: what it is compared with; those that cannot run are listed with their reason.
        fields: of the jobs; all if empty.
        say: told what is done, and how long it took.
    """
    corpus = load_corpus(fields=fields)
    with SandboxedDocumentReader() as reader:
        pairs = load_pairs(corpus, lambda data: reader.read(data).text)
    overlaps = load_overlaps()
    task = _task(corpus, pairs)
    figures: list[ScorerFigures] = []
    absent: dict[str, str] = {}
    for scorer in (ours, *others):
        started = time.perf_counter()
        try:
            scores = scorer.score(task)
        except UnavailableError as error:
            absent[scorer.name] = str(error)
            continue
        figures.append(_figures(scorer.name, np.array(scores, dtype=np.float64), corpus, pairs))
        say(f"{scorer.name}: {len(task.pairs)} scores in {time.perf_counter() - started:.0f} s")
    figures[0].slices["overlap"] = _share_exact(map(_our_years, overlaps), overlaps)
    for scorer_figures in figures[1:]:
        if scorer_figures.name.startswith("resumehq"):
            scorer_figures.slices["overlap"] = _share_exact(_peer_years(overlaps, task), overlaps)
    fits, others_ = _pre_filter(ours, corpus)
    sizes = {name: sum(pair.slice == name for pair in pairs) for name in PAIR_SLICES}
    return OwnFigures(
        jobs=len(corpus.jobs),
        resumes=len(corpus.resumes),
        scorers=figures,
        absent=absent,
        fits_let_through=fits,
        others_stopped=others_,
        slice_sizes=sizes | {"overlap": len(overlaps)},
    )


def _task(corpus: Corpus, pairs: Sequence[Pair]) -> Task:
    """Every job with every resume of the pool, job by job; then both samples of each pair."""
    fields = list(corpus.jobs)
    jobs = [*corpus.jobs.values(), *(pair.job for pair in pairs if not pair.field)]
    pool = len(corpus.resumes)
    samples = [Sample.of_text(resume.text) for resume in corpus.resumes]
    wanted = [(job, sample) for job in range(len(fields)) for sample in range(pool)]
    own_job = len(fields)
    for pair in pairs:
        job = fields.index(pair.field) if pair.field else own_job
        own_job += not pair.field
        wanted += [(job, len(samples)), (job, len(samples) + 1)]
        samples += [pair.first, pair.second]
    return Task(jobs=tuple(jobs), samples=tuple(samples), pool=pool, pairs=tuple(wanted))


def _figures(name: str, scores: Scores, corpus: Corpus, pairs: Sequence[Pair]) -> ScorerFigures:
    pool = len(corpus.resumes)
    by_field: dict[str, Scores] = {}
    rankings = []
    for number, field_ in enumerate(corpus.jobs):
        by_field[field_] = scores[number * pool : (number + 1) * pool]
        grades = np.array([corpus.judgement(field_, resume)[0] for resume in corpus.resumes], dtype=np.int64)
        rankings.append(ranking_figures(by_field[field_], grades))
    of_pairs = scores[len(corpus.jobs) * pool :].reshape(-1, 2)
    ids = [resume.id for resume in corpus.resumes]
    slices: dict[str, float] = {}
    for slice_name in PAIR_SLICES:
        values = []
        for pair, (first, second) in zip(pairs, of_pairs, strict=True):
            if pair.slice == slice_name:
                others = by_field.get(pair.field, np.empty(0))
                if pair.base:
                    others = np.delete(others, ids.index(pair.base))
                values.append(_pair_value(slice_name, first, second, others))
        if values:
            slices[slice_name] = float(np.mean(values))
    return ScorerFigures(
        name=name,
        ndcg=np.array([ranking.ndcg for ranking in rankings]),
        precision=np.array([ranking.precision for ranking in rankings]),
        auc=np.array([ranking.auc for ranking in rankings]),
        slices=slices,
    )


def _pair_value(slice_name: str, first: float, second: float, others: Scores) -> float:
    """What one pair adds to the figure of its slice: a yes or no, or places in the pool."""
    if slice_name == "swapped":
        return float(first == second)
    if slice_name in {"near_miss", "changer"}:
        return float(first > second)
    gained = place(first, others) - place(second, others)
    return gained if slice_name in {"stuffed", "hidden"} else abs(gained)


def _our_years(overlap: Overlap) -> float | None:
    # Nothing in these resumes goes on: any later day gives the same years.
    as_of = load_corpus(fields=("backend",)).jobs["backend"].reference_date
    return find_experience(redact(normalise(overlap.text)), as_of=as_of).years


def _peer_years(overlaps: Sequence[Overlap], task: Task) -> Sequence[float]:
    samples = tuple(Sample.of_text(overlap.text) for overlap in overlaps)
    pairs = tuple((0, number) for number in range(len(samples)))
    return PeerScorer(YEARS_PEER).score(
        Task(jobs=task.jobs[:1], samples=samples, pool=len(samples), pairs=pairs)
    )


def _share_exact(years: Iterable[float | None], overlaps: Sequence[Overlap]) -> float:
    exact = [
        found is not None and abs(found - overlap.years) <= YEARS_TOLERANCE
        for found, overlap in zip(years, overlaps, strict=True)
    ]
    return float(np.mean(exact))


def _pre_filter(ours: OurScorer, corpus: Corpus) -> tuple[float, float]:
    fits, unrelated = [], []
    verdicts = iter(ours.evaluations)
    for field_ in corpus.jobs:
        for resume, evaluation in zip(corpus.resumes, verdicts, strict=False):
            grade, _ = corpus.judgement(field_, resume)
            if grade > RELEVANT:
                fits.append(evaluation.passed)
            elif grade == 0:
                unrelated.append(not evaluation.passed)
    return float(np.mean(fits)), float(np.mean(unrelated))


def progress(line: str) -> None:
    """Say on standard error what is done."""
    print(line, file=sys.stderr, flush=True)
