"""`screener audit`: rates, impact ratios and scores of groups of people, from stored results.

Nothing is screened again and nothing is written but the report. Numbers are exact inside and are rounded when
they are shown; a mark such as "below 4/5" is decided before the rounding.
"""

import argparse
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from domain.adverse_impact import AttributeAudit, Audit, Category, Rate, Spread, audit, pairs_of
from entrypoints.audit_files import Matched, load_groups, load_results, match
from entrypoints.pages import page_environment
from entrypoints.terminal import printable, whole_number

_PIPE_WIDTH = 110
_MOST_LISTED = 20
#: What the measures are and are not; stands in every form of the report.
NOTES = (
    "Impact ratio: rate divided by the highest rate in the table (6 RCNY 5-300).",
    "Scoring rate: share with a score above the median of all (6 RCNY 5-300, 5-301(c)).",
    "Below 4/5: the four-fifths rule of 29 CFR 1607.4(D), which is evidence and no verdict.",
    "Few people, may be chance: a low ratio that proves little. Significant: a high one that may be adverse.",
    "p: Fisher's exact test, two-sided, against the highest rate; one comparison at a time.",
    "Resumes that could not be read are in no rate. People of unknown category are counted, and in no row.",
    "Local Law 144 asks for an independent auditor; these are the calculations that one would make.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditReport:
    """What is shown of one audit."""

    audit: Audit
    matched: Matched
    top: int | None
    left_out_small: bool

    @property
    def selected_means(self) -> str:
        """What counts as selected, in words."""
        return "passed" if self.top is None else f"passed and among the first {self.top} of the job"


def add_audit_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    parser = commands.add_parser("audit", help="compare groups of people in stored results")
    parser.add_argument(
        "results", type=Path, nargs="+", metavar="RESULTS", help="JSON of `screen`, or folders of it"
    )
    parser.add_argument(
        "--groups", type=Path, required=True, metavar="FILE", help="CSV, JSON or YAML: who is in which group"
    )
    parser.add_argument("--format", choices=("table", "json", "html"), default="table")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write there, not to standard output")
    parser.add_argument(
        "--top",
        type=_rank,
        metavar="K",
        help="selected are the first K of each job; default: all that passed",
    )
    parser.add_argument(
        "--leave-out-small",
        action="store_true",
        help="leave categories under 2 %% out of the impact ratios (6 RCNY 5-301(d))",
    )


def _rank(text: str) -> int:
    return whole_number(text, least=1, most=10**9)


def audited(options: argparse.Namespace) -> AuditReport:
    """Read what the command line names and compute.

    Raises:
        AuditFileError: results or groups cannot be used.
    """
    groups = load_groups(options.groups)
    matched = match(load_results(options.results, top=options.top), groups)
    found = audit(
        matched.applicants,
        groups.attributes,
        combinations=pairs_of(groups.attributes),
        leave_out_small=options.leave_out_small,
    )
    return AuditReport(audit=found, matched=matched, top=options.top, left_out_small=options.leave_out_small)


def render_audit_json(report: AuditReport) -> str:
    """Render every number: counts whole, rates to 4 decimals; the same bytes on each run."""
    found, matched = report.audit, report.matched
    content = {
        "selectedMeans": report.selected_means,
        "smallCategoriesLeftOut": report.left_out_small,
        "applicants": found.applicants,
        "selected": found.selected,
        "unread": found.unread,
        "duplicatesLeftOut": matched.duplicates,
        "medianScore": _number(found.median_score),
        "scores": _spread_fields(found.spread),
        "tables": [_table_fields(table) for table in found.tables],
        "withoutGroups": list(matched.without_groups),
        "withoutResult": list(matched.without_result),
        "notes": list(NOTES),
    }
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _table_fields(table: AttributeAudit) -> dict[str, object]:
    return {
        "attributes": list(table.attributes),
        "unknown": table.unknown,
        "unknownUnread": table.unknown_unread,
        "categories": [
            {
                "category": list(one.names),
                "applicants": one.applicants,
                "unread": one.unread,
                "share": _number(one.share),
                "leftOut": one.left_out,
                "selection": _rate_fields(one.selection),
                "scoring": _rate_fields(one.scoring),
                "scores": _spread_fields(one.spread),
            }
            for one in table.categories
        ],
    }


def _rate_fields(rate: Rate) -> dict[str, object]:
    return {
        "count": rate.hits,
        "of": rate.total,
        "rate": _number(rate.rate),
        "impactRatio": _number(rate.impact_ratio),
        "belowFourFifths": rate.below_four_fifths,
        "pValue": None if rate.p_value is None else round(rate.p_value, 4),
        "caution": rate.caution or None,
    }


def _spread_fields(spread: Spread | None) -> dict[str, object] | None:
    if spread is None:
        return None
    return {
        "count": spread.count,
        "min": _number(spread.least),
        "q1": _number(spread.lower_quartile),
        "median": _number(spread.median),
        "q3": _number(spread.upper_quartile),
        "max": _number(spread.most),
        "mean": _number(spread.mean),
    }


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(round(value, 4))


def render_audit_table(report: AuditReport, *, width: int | None, color: bool) -> str:
    """Render for a terminal of `width` columns or a pipe (None); colours only repeat what the words say."""
    console = Console(
        file=io.StringIO(),
        width=max(width or _PIPE_WIDTH, 60),
        force_terminal=color,
        color_system="standard" if color else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as capture:
        for line in summary(report):
            console.print(Text(line))
        for table in report.audit.tables:
            console.print()
            console.print(Text(title_of(table), style="bold"))
            console.print(_selection_table(table))
            console.print(_score_table(table))
            if table.unknown or table.unknown_unread:
                console.print(Text(unknown_of(table)))
        _print_list(console, "No group is known of", report.matched.without_groups)
        _print_list(console, "In the groups file, but not in the results", report.matched.without_result)
        console.print()
        for note in NOTES:
            console.print(Text(note, style="dim"))
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def summary(report: AuditReport) -> list[str]:
    """What was counted, in a few lines."""
    found = report.audit
    counted = f"{found.applicants} applications, {found.selected} selected ({report.selected_means})"
    lines = [f"{counted}, {found.unread} could not be read"]
    if report.matched.duplicates:
        lines.append(f"{report.matched.duplicates} left out: the same text under another name counts once")
    if found.spread:
        lines.append(f"Scores: {spread_words(found.spread)}")
    return lines


def title_of(table: AttributeAudit) -> str:
    """Name the table."""
    return printable(" x ".join(table.attributes))


def unknown_of(table: AttributeAudit) -> str:
    """Say who is in no row (6 RCNY 5-301(b)(5) and (c)(5) ask for it)."""
    unread = f", {table.unknown_unread} of unread resumes besides" if table.unknown_unread else ""
    return f"Unknown category, in no row: {table.unknown}{unread}"


def spread_words(spread: Spread) -> str:
    """The distribution in one line."""
    values = (
        ("min", spread.least),
        ("q1", spread.lower_quartile),
        ("median", spread.median),
        ("q3", spread.upper_quartile),
        ("max", spread.most),
        ("mean", spread.mean),
    )
    return ", ".join(f"{name} {float(round(value, 4)):.4f}" for name, value in values)


def percent(rate: Fraction | None) -> str:
    """A rate in percent, one decimal."""
    return "-" if rate is None else f"{float(round(rate * 100, 1)):.1f} %"


def ratio_words(rate: Rate) -> str:
    """An impact ratio with two decimals, never rounded up to what it did not reach."""
    if rate.impact_ratio is None:
        return "-"
    shown = Fraction(int(rate.impact_ratio * 100), 100) if rate.below_four_fifths else rate.impact_ratio
    return f"{float(round(shown, 2)):.2f}"


def verdict_of(rate: Rate) -> str:
    """The mark beside a ratio."""
    return ", ".join(part for part in ("below 4/5" if rate.below_four_fifths else "", rate.caution) if part)


def p_words(rate: Rate) -> str:
    """A p value with three decimals."""
    if rate.p_value is None:
        return "-"
    return "< .001" if rate.p_value < 0.001 else f"{rate.p_value:.3f}"  # noqa: PLR2004 - the last one shown


def _grid(*titles: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for number, title in enumerate(titles):
        table.add_column(title, justify="right" if number and title else "left", overflow="fold")
    return table


def _name(category: Category) -> Text:
    return Text(printable(", ".join(category.names)) + (" (left out)" if category.left_out else ""))


def _selection_table(table: AttributeAudit) -> Table:
    grid = _grid("Category", "People", "Unread", "Selected", "Rate", "Impact", "p", "")
    for one in table.categories:
        rate = one.selection
        numbers = (str(one.applicants), str(one.unread), str(rate.hits), percent(rate.rate))
        grid.add_row(_name(one), *numbers, ratio_words(rate), p_words(rate), _mark(rate))
    return grid


def _score_table(table: AttributeAudit) -> Table:
    grid = _grid("Category", "Above median", "Impact", "p", "Min", "Q1", "Median", "Q3", "Max", "Mean", "")
    for one in table.categories:
        spread = one.spread
        values = (
            (
                spread.least,
                spread.lower_quartile,
                spread.median,
                spread.upper_quartile,
                spread.most,
                spread.mean,
            )
            if spread
            else ()
        )
        shown = [f"{float(round(value, 4)):.4f}" for value in values] or ["-"] * 6
        rate = one.scoring
        grid.add_row(_name(one), percent(rate.rate), ratio_words(rate), p_words(rate), *shown, _mark(rate))
    return grid


def _mark(rate: Rate) -> Text:
    return Text(verdict_of(rate), style="red" if rate.below_four_fifths else "yellow")


def _print_list(console: Console, title: str, items: Sequence[str]) -> None:
    if not items:
        return
    console.print()
    console.print(Text(f"{title} ({len(items)}):", style="bold"))
    for item in items[:_MOST_LISTED]:
        console.print(Text(f"- {printable(item)}"))
    if len(items) > _MOST_LISTED:
        console.print(Text(f"- and {len(items) - _MOST_LISTED} more"))


def render_audit_html(report: AuditReport) -> str:
    """Render one self-contained page: no script, nothing loaded, every value escaped."""
    environment = page_environment()
    environment.filters.update(
        percent=percent, ratio=ratio_words, p=p_words, verdict=verdict_of, title=title_of, unknown=unknown_of
    )
    page = environment.get_template("audit.html.j2")
    return (
        page.render(
            audit=report.audit,
            matched=report.matched,
            summary=summary(report),
            notes=NOTES,
            score=lambda value: f"{float(round(value, 4)):.4f}",
        )
        + "\n"
    )
