"""The one table of the project's own benchmark, and what our own figures must not fall below."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks.quality.metrics import interval
from benchmarks.quality.own import OwnFigures, ScorerFigures

_ABOUT = """\
nDCG@10: gain 2^grade - 1, all resumes for each job, mean over jobs. MAP, AUC: grades 2 and 3 are relevant.
stuffed, hidden: places gained among all resumes by what was added (0 is best; below 0, it cost places).
swapped: share of pairs, another person in the header, with scores equal to the last digit (1 is best).
near-miss: share in which the skill itself scores above what only looks like it.
changer: share in which who came to the trade scores above who left it.
two-column, translated: places between a resume and its twin (0 is best).
overlap: share of resumes whose years are right to a tenth, work at the same time counted once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: where it is found, how it is shown, and what ours must reach."""

    name: str
    of: Callable[[ScorerFigures], float | None]
    decimals: int = 3
    floor: float | None = None
    ceiling: float | None = None

    def met(self, figures: ScorerFigures) -> bool | None:
        """Whether the figure is where it must be; None where nothing is demanded or nothing was measured."""
        value = self.of(figures)
        if value is None or (self.floor is None and self.ceiling is None):
            return None
        return (self.floor is None or value >= self.floor) and (self.ceiling is None or value <= self.ceiling)

    @property
    def wanted(self) -> str:
        """The demand in words."""
        if self.floor is not None:
            return f">= {self.floor:g}"
        return "" if self.ceiling is None else f"<= {self.ceiling:g}"


def _slice(name: str) -> Callable[[ScorerFigures], float | None]:
    return lambda figures: figures.slices.get(name)


# Not aims but a gate: what was measured, less a margin for machines that compute differently.
ROWS: Sequence[Row] = (
    Row(name="nDCG@10", of=lambda figures: float(figures.ndcg.mean()), floor=0.78),
    Row(name="MAP", of=lambda figures: float(figures.precision.mean()), floor=0.79),
    Row(name="AUC", of=lambda figures: float(figures.auc.mean()), floor=0.97),
    Row(name="stuffed", of=_slice("stuffed"), decimals=1, ceiling=30),
    Row(name="hidden", of=_slice("hidden"), decimals=1, ceiling=3),
    Row(name="swapped", of=_slice("swapped"), decimals=2, floor=1),
    Row(name="near-miss", of=_slice("near_miss"), decimals=2, floor=0.85),
    Row(name="changer", of=_slice("changer"), decimals=2, floor=0.88),
    Row(name="two-column", of=_slice("two_column"), decimals=1, ceiling=12),
    Row(name="translated", of=_slice("translated"), decimals=1, ceiling=25),
    Row(name="overlap", of=_slice("overlap"), decimals=2, floor=1.0),
)
_FIELDS = {"near-miss": "near_miss", "two-column": "two_column"}


def short_figures(own: OwnFigures) -> Iterator[str]:
    """Yield the names of our figures that are not where they must be."""
    yield from (row.name for row in ROWS if row.met(own.scorers[0]) is False)


def print_own(own: OwnFigures, console: Console) -> None:
    """Print the table, who is missing and why, and how sure the ranking figures are."""
    table = Table("figure", title=f"Own benchmark: {own.resumes} resumes x {own.jobs} jobs")
    for scorer in own.scorers:
        table.add_column(scorer.name, justify="right")
    table.add_column("ours wanted")
    table.add_column("")
    for row in ROWS:
        size = own.slice_sizes.get(_FIELDS.get(row.name, row.name))
        met = row.met(own.scorers[0])
        table.add_row(
            f"{row.name} (of {size})" if size else row.name,
            *(_cell(row, scorer) for scorer in own.scorers),
            row.wanted,
            "" if met is None else "met" if met else "SHORT",
        )
    console.print(table)
    console.print(_ABOUT, highlight=False)
    for line in _sentences(own):
        console.print(line, highlight=False)


def _cell(row: Row, figures: ScorerFigures) -> str:
    value = row.of(figures)
    return "-" if value is None else f"{value:.{row.decimals}f}"


def _sentences(own: OwnFigures) -> Iterator[str]:
    low, high = interval(own.scorers[0].ndcg)
    yield f"Our nDCG@10, 95 % interval by bootstrap over {own.jobs} jobs: {low:.3f} to {high:.3f}."
    best = own.best_peer()
    if best is not None:
        gap = own.against(best)
        yield (
            f"Ours less the best peer ({best.name}): {gap.mean:+.3f}, "
            f"95 % interval {gap.low:+.3f} to {gap.high:+.3f}, p = {gap.p:.2f} by randomisation."
        )
    yield (
        f"Our pre-filter lets {own.fits_let_through:.1%} of those who fit (grade 3) through, and stops "
        f"{own.others_stopped:.1%} of the unrelated (grade 0)."
    )
    for name, reason in own.absent.items():
        yield f"{name} did not run: {reason}"
