"""Figures of a graded ranking, and how sure they are over a handful of jobs."""

import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Grades = npt.NDArray[np.int64]

RELEVANT = 2  # from this grade on, where a figure knows only yes and no
CUTOFF = 10
_TIE_ORDERS = 25
_RESAMPLES = 10_000
_SEED = 20_260_901


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingFigures:
    """Of one ranking: nDCG@10, average precision, area under the ROC curve; each in [0, 1]."""

    ndcg: float
    precision: float
    auc: float


def ranking_figures(scores: Scores, grades: Grades) -> RankingFigures:
    """Measure one ranking.

    nDCG@10 with the gain 2^grade - 1 and a log2 discount (Jarvelin and Kekalainen 2002, gains of Burges et
    al. 2005); average precision and AUC with `RELEVANT` and above as relevant. Where scores are equal, the
    mean over 25 seeded orders of the equals, so that no scorer gains by the order of the data.

    Args:
        scores: (n,) higher is better.
        grades: (n,) 0 to 3.

    Raises:
        ValueError: no resume is relevant, or all are.
    """
    relevant = grades >= RELEVANT
    if relevant.all() or not relevant.any():
        raise ValueError("a ranking needs relevant and irrelevant resumes")
    chance = np.random.default_rng(_SEED)
    tied = len(np.unique(scores)) < len(scores)
    rounds = []
    for _ in range(_TIE_ORDERS if tied else 1):
        shuffled = chance.permutation(len(scores))
        order = shuffled[np.argsort(-scores[shuffled], kind="stable")]
        rounds.append((_ndcg(grades[order]), _average_precision(relevant[order])))
    ndcg, precision = np.mean(rounds, axis=0)
    return RankingFigures(ndcg=float(ndcg), precision=float(precision), auc=_auc(scores, relevant))


def _ndcg(ranked: Grades) -> float:
    discounts = 1 / np.log2(np.arange(2, CUTOFF + 2))

    def gain(grades: Grades) -> float:
        top = grades[:CUTOFF]
        return float(((2.0**top - 1) * discounts[: len(top)]).sum())

    return gain(ranked) / gain(-np.sort(-ranked))


def _average_precision(hits: npt.NDArray[np.bool_]) -> float:
    places = np.flatnonzero(hits) + 1
    return float((np.arange(1, len(places) + 1) / places).mean())


def _auc(scores: Scores, relevant: npt.NDArray[np.bool_]) -> float:
    difference = scores[relevant][:, None] - scores[~relevant][None, :]
    return float((difference > 0).mean() + (difference == 0).mean() / 2)


def place(score: float, others: Scores) -> float:
    """Return how many of the others stand above a score; equals count half."""
    return float((others > score).sum() + (others == score).sum() / 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Mean over jobs with its 95 % bootstrap interval, and how likely chance alone gives as much."""

    mean: float
    low: float
    high: float
    p: float


def interval(values: Scores) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of the mean over jobs: 10,000 seeded resamples."""
    chance = np.random.default_rng(_SEED)
    drawn = chance.integers(0, len(values), size=(_RESAMPLES, len(values)))
    low, high = np.percentile(values[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def paired_difference(one: Scores, other: Scores) -> Difference:
    """Compare two scorers job by job.

    `p` is of Fisher's randomisation test, exact: the share of all 2^n ways to swap the two scorers within
    jobs in which the mean differs at least as much (Smucker et al. 2007).

    Args:
        one: (n,) figure of a scorer for each job, n at most 16.
        other: (n,) of the other.
    """
    differences = one - other
    low, high = interval(differences)
    signs = np.array(list(itertools.product((1.0, -1.0), repeat=len(differences))))
    means = np.abs((signs * differences).mean(axis=1))
    observed = abs(float(differences.mean()))
    return Difference(
        mean=float(differences.mean()), low=low, high=high, p=float((means >= observed - 1e-12).mean())
    )
