"""A screening as a table for the terminal, with the reasons below it."""

import io
import re
import textwrap
from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from domain.evaluation import Evaluation
from domain.explanation import gaps_sentence
from domain.integrity import FILE_KINDS
from entrypoints.report import Report, found_of, years_words
from entrypoints.terminal import printable

_PIPE_WIDTH = 110  # columns where no terminal says its own width
_NARROWEST = 40
_QUOTED_LENGTH = 160  # characters
_MOST_QUOTED = 3
_FOR_ALL_COLUMNS = 72  # columns of a terminal, from which the ranking has all of its own
_FOR_YEARS_AND_SKILLS = 56
_BREAK_AFTER = re.compile(r"[^-_./\\ ]*[-_./\\ ]+|[^-_./\\ ]+")


def render_table(report: Report, *, width: int | None, color: bool) -> str:
    """Render for a terminal of `width` columns or a pipe (None); colours only repeat what the words say."""
    columns = max(width or _PIPE_WIDTH, _NARROWEST)
    console = Console(
        file=io.StringIO(),
        width=columns,
        force_terminal=color,
        color_system="standard" if color else None,
        markup=False,
        emoji=False,
        highlight=False,
        legacy_windows=False,
        _environ={},  # NO_COLOR, COLUMNS and their like were weighed by the caller
    )
    with console.capture() as capture:
        _print_summary(console, report)
        if report.passed or report.rejected:
            console.print(_ranking(report, columns))
            _print_reasons(console, report)
        _print_list(
            console, "Could not be read", [f"{report.name_of(one)}: {one.error}" for one in report.failed]
        )
        _print_list(console, "Not screened", [report.name_of(one) for one in report.not_screened])
        _print_list(
            console,
            "Skipped, as files of these kinds are not read",
            [path.removeprefix(report.folder) for path in report.skipped],
        )
    return "".join(line.rstrip() + "\n" for line in capture.get().splitlines())


def _print_summary(console: Console, report: Report) -> None:
    console.print(Text(printable(report.job.title), style="bold"))
    console.print(Text(report.summary))
    if report.folder:
        console.print(Text(f"Files in {printable(report.folder)}", style="dim"))
    if report.interrupted:
        console.print(
            Text("The screening was interrupted: this ranking is not complete.", style="bold yellow")
        )
    console.print()


def _ranking(report: Report, columns: int) -> Table:
    rows = report.passed + report.rejected
    if columns >= _FOR_ALL_COLUMNS:
        shown, name_width = 7, columns * 3 // 10
    else:
        # What is left out stands in the reasons.
        shown, name_width = (6, columns - 43) if columns >= _FOR_YEARS_AND_SKILLS else (4, columns - 25)
    name_width = min(name_width, max(cell_len(report.name_of(one)) for one in rows))
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for title in ("Rank", "File", "Score", "Decision", "Years", "Skills", "Missing")[:shown]:
        table.add_column(
            title,
            justify="right" if title in {"Rank", "Score", "Years", "Skills"} else "left",
            min_width=name_width if title == "File" else None,
            ratio=1 if title == "Missing" else None,
            no_wrap=title not in {"File", "Missing"},
            overflow="fold",
        )
    for one in rows:
        evaluation = one.evaluation
        assert evaluation is not None  # noqa: S101 - passed and rejected have been evaluated
        missing = [printable(finding.name) for finding in evaluation.required_skills if not finding.found]
        cells = (
            Text(str(one.rank) if one.rank is not None else "-"),
            Text("\n".join(_broken(report.name_of(one), name_width))),
            Text(f"{evaluation.final_score:.4f}"),
            _decision(evaluation),
            Text(years_words(evaluation.experience)),
            Text(found_of(evaluation.required_skills)),
            Text(", ".join(missing) or "-"),
        )
        table.add_row(*cells[:shown])
    return table


def _decision(evaluation: Evaluation) -> Text:
    decision = Text("passed", style="green") if evaluation.passed else Text("rejected", style="red")
    return decision.append(" ?", style="yellow") if evaluation.confidence.needs_review else decision


def _print_reasons(console: Console, report: Report) -> None:
    by_id = {one.id: one for one in report.processings}
    console.print()
    console.print(Text("Reasons", style="bold"))
    for one in report.passed + report.rejected:
        evaluation = one.evaluation
        assert evaluation is not None  # noqa: S101 - passed and rejected have been evaluated
        place = f"{one.rank}. " if one.rank is not None else ""
        console.print()
        console.print(
            Text.assemble(
                (place + report.name_of(one), "bold"),
                f"  {evaluation.final_score:.4f}  ",
                _decision(evaluation),
            )
        )
        original = by_id.get(one.duplicate_of or "")
        notes = [f"Holds the same text as {report.name_of(original)}."] if original else []
        if evaluation.hidden_text:
            notes.append(f"Hidden text that scored nothing: {_quoted(evaluation.hidden_text)}")
        notes.extend(filter(None, (gaps_sentence(evaluation.experience.gaps),)))
        notes += [flag.sentence for flag in evaluation.integrity_flags if flag.kind not in FILE_KINDS]
        for sentence in evaluation.reasons:
            stopped = " (This stopped it.)" if sentence in evaluation.rejections else ""
            _print_item(console, printable(sentence) + stopped)
        notes += [f"Needs review: {reason}" for reason in evaluation.confidence.review_reasons]
        for sentence in notes:
            _print_item(console, printable(sentence))


def _print_list(console: Console, title: str, items: Sequence[str]) -> None:
    if items:
        console.print()
        console.print(Text(title, style="bold"))
        for item in items:
            _print_item(console, printable(item))


def _print_item(console: Console, sentence: str) -> None:
    item = Table.grid(padding=(0, 1, 0, 0))
    item.add_column(width=1)
    item.add_column(overflow="fold")
    item.add_row(Text("-"), Text(sentence))
    console.print(Padding(item, (0, 0, 0, 3)))


def _quoted(passages: Sequence[str]) -> str:
    """The first few passages, shortened: a terminal is no place for pages of them."""
    shown = [
        textwrap.shorten(passage, _QUOTED_LENGTH, placeholder=" ...") for passage in passages[:_MOST_QUOTED]
    ]
    left = len(passages) - len(shown)
    return " / ".join(f'"{passage}"' for passage in shown) + (f" and {left} more" if left else "")


def _broken(name: str, width: int) -> list[str]:
    """A file name in lines of `width` cells, broken after its own separators where it has any."""
    lines = [""]
    for part in _BREAK_AFTER.findall(name):
        if lines[-1] and cell_len(lines[-1] + part) > width:
            lines.append("")
        lines[-1] += part
    return lines
