"""Everything that can be measured on labelled data from elsewhere, in one table: `make quality DATA=folder`.

The folder holds what there is of `parse/` (files with a manifest), `rank/` (jobs and resumes by category) and
`years_skills/` (pairs and annotated resumes); what is missing is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dependency_injector import providers
from rich.console import Console
from rich.table import Table

from benchmarks.ranking import AT_ONCE, measure_pairs, measure_ranking
from benchmarks.reading import SourceReading, measure_reading, print_table
from benchmarks.redaction import measure_redaction
from benchmarks.skills import DEFINITIONS, measure_skills
from benchmarks.years import measure_years
from entrypoints.container import Container
from entrypoints.settings import load_settings

_REFUSAL_SECONDS, _REFUSAL_BYTES = 5.0, 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured figure; `met` is None where nothing particular is wanted."""

    name: str
    measured: str
    wanted: str = ""
    met: bool | None = None


def _at_least(name: str, value: float, wanted: float, *, percent: bool = False) -> Figure:
    shown = (f"{value:.1%}", f">= {wanted:.0%}") if percent else (f"{value:.3f}", f">= {wanted:g}")
    return Figure(name=name, measured=shown[0], wanted=shown[1], met=value >= wanted)


def _at_most(name: str, value: float, wanted: float, unit: str = "") -> Figure:
    return Figure(
        name=name, measured=f"{value:.3f}{unit}", wanted=f"<= {wanted:g}{unit}", met=value <= wanted
    )


def measure_quality(folder: Path) -> Iterator[Figure]:
    """Measure whatever of the labelled data is in `folder`, the slowest last; takes minutes."""
    if (folder / "parse" / "manifest.jsonl").is_file():
        sources = measure_reading(folder)
        print_table(sources)
        yield from _reading(sources)
    yield from _years_and_skills(folder)
    for row in measure_redaction(folder):
        cpu = row.measure.startswith("CPU")
        measured = f"{row.share:.2f}" if cpu else f"{row.share:.2%} of {row.total:.0f}"
        yield Figure(name=f"redaction: {row.measure}", measured=measured)
    yield from _ranking(folder)


def _reading(sources: Sequence[SourceReading]) -> Iterator[Figure]:
    *rows, total = sources
    for row in rows:
        if row.glued is not None and row.unknown is not None:
            limit = 0.01 if row.source == "livecareer" else 0.03
            yield _at_most(f"reading: glued words, PDF of {row.source}", row.glued, limit)
            yield Figure(
                name=f"reading: words in no English list, {row.source}", measured=f"{row.unknown:.3f}"
            )
    if total.expected_text:
        yield _at_least(
            "reading: files that give their text", total.gave_text / total.expected_text, 0.99, percent=True
        )
    if total.docx_words:
        share = total.docx_words_found / total.docx_words
        yield _at_least("reading: words of DOCX found", share, 0.95, percent=True)
    if total.truth_items:
        share = total.truth_items_found / total.truth_items
        yield Figure(name="reading: hand-written facts found whole", measured=f"{share:.1%}")
    for row in rows:
        if row.source == "hostile" and row.expected_refusal:
            share = row.refused / row.expected_refusal
            yield _at_least("reading: unreadable files refused", share, 1.0, percent=True)
            yield _at_most("reading: slowest of those files", row.slowest, _REFUSAL_SECONDS, " s")
            peak = row.peak_bytes / 1e6
            yield _at_most("reading: most memory of those files", peak, _REFUSAL_BYTES / 1e6, " MB")
    if total.speedup is not None:
        yield _at_least("reading: times faster a page than pdfplumber", total.speedup, 10)


def _years_and_skills(folder: Path) -> Iterator[Figure]:
    wanted = {"years within one": 0.97, "years exact": 0.90}
    for years in measure_years(folder):
        name = f"years: {years.measure} (of {years.cases})"
        if years.measure in wanted:
            yield _at_least(name, years.value, wanted[years.measure], percent=True)
        else:
            yield Figure(name=name, measured=f"{years.value:.3f}")
    for data, measure, value, cases in measure_skills(folder):
        yield Figure(name=f"skills, {data}: {measure} (of {cases})", measured=f"{value:.4f}")


def _ranking(folder: Path) -> Iterator[Figure]:
    embedder = Container(settings=load_settings(), at_once=providers.Object(AT_ONCE)).model()
    pairs = measure_pairs(folder, embedder)
    if pairs:
        yield _at_least(f"pairs: fitting above cut-down (of {pairs.pairs})", pairs.above, 0.98, percent=True)
        yield Figure(name="pairs: equal", measured=f"{pairs.equal:.1%}")
        yield Figure(name="pairs: reversed", measured=f"{pairs.reversed:.1%}")
        yield Figure(name="pairs: fitting passes the pre-filter", measured=f"{pairs.fitting_passed:.1%}")
        yield Figure(name="pairs: fitting stopped by years", measured=f"{pairs.fitting_stopped_by_years:.1%}")
    ranking = measure_ranking(folder, embedder)
    if ranking:
        yield Figure(name="ranking: resumes x jobs", measured=f"{ranking.resumes} x {ranking.jobs}")
        yield _at_least("ranking: nDCG@10, macro", ranking.ndcg_at_10, 0.76)
        yield _at_least("ranking: MAP, macro", ranking.mean_average_precision, 0.53)
        yield _at_least("ranking: AUC, macro", ranking.auc, 0.92)
        for name, value in (
            ("median similarity within a category", ranking.median_related),
            ("median similarity across categories", ranking.median_unrelated),
            ("below the similarity threshold, within", ranking.related_below_threshold),
            ("below the similarity threshold, across", ranking.unrelated_below_threshold),
        ):
            yield Figure(name=f"ranking: {name}", measured=f"{value:.3f}")


def print_labelled(folder: Path) -> bool:
    """Print the table of one folder; return whether a figure falls short."""
    table = Table("figure", "measured", "wanted", "", title="Labelled data")
    figures = list(measure_quality(folder))
    for figure in figures:
        verdict = "" if figure.met is None else "met" if figure.met else "SHORT"
        table.add_row(figure.name, figure.measured, figure.wanted, verdict)
    print(DEFINITIONS)
    Console(width=110).print(table)
    return any(figure.met is False for figure in figures)
