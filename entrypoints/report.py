"""A screening as a person or a program reads it: a table for the terminal, one HTML page, JSON.

What stands in a resume, its file name included, is shown and never interpreted: no HTML, no console
markup, no terminal control sequence, no change of writing direction.
"""

import io
import json
import os.path
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from application.outcome import outcome_fields
from domain.evaluation import Evaluation
from domain.experience import Experience
from domain.explanation import PART_NAMES, gaps_sentence, left_out_sentence
from domain.integrity import FILE_KINDS
from domain.job import JobDescription
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.scoring import Component, ScoreBreakdown, rank_order
from domain.skill_years import SkillYears
from domain.skills import EvidenceLevel, SkillFinding
from entrypoints.terminal import printable

_PIPE_WIDTH = 110  # columns where no terminal says its own width
_NARROWEST = 40
_QUOTED_LENGTH = 160  # characters
_MOST_QUOTED = 3
_FOR_ALL_COLUMNS = 72  # columns of a terminal, from which the ranking has all of its own
_FOR_YEARS_AND_SKILLS = 56
_BREAK_AFTER = re.compile(r"[^-_./\\ ]*[-_./\\ ]+|[^-_./\\ ]+")
_PARAGRAPHS = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is shown of one screening.

    Attributes:
        job: the resumes were screened against.
        processings: in the order shown, see `report_order`; their `resume_url` is the source that is shown.
        skipped: files in the folders given that are of a kind no resume has.
        interrupted: whether the screening was stopped before every resume was screened.
    """

    job: JobDescription
    processings: tuple[ResumeProcessing, ...]
    skipped: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def passed(self) -> tuple[ResumeProcessing, ...]:
        """Those that passed, in the order shown."""
        return tuple(one for one in self.processings if one.takes_part_in_ranking)

    @property
    def rejected(self) -> tuple[ResumeProcessing, ...]:
        """Those that were read and did not pass, in the order shown."""
        return tuple(one for one in self.processings if one.evaluation and not one.takes_part_in_ranking)

    @property
    def failed(self) -> tuple[ResumeProcessing, ...]:
        """Those that could not be read, in the order shown."""
        return tuple(one for one in self.processings if one.status is ProcessingStatus.FAILED)

    @property
    def doubtful(self) -> tuple[ResumeProcessing, ...]:
        """Those that a person should look at before anything is decided, in the order shown."""
        return tuple(
            one for one in self.processings if one.evaluation and one.evaluation.confidence.needs_review
        )

    @property
    def not_screened(self) -> tuple[ResumeProcessing, ...]:
        """Those that nobody got round to, in the order shown."""
        return tuple(one for one in self.processings if not one.settled)

    @property
    def folder(self) -> str:
        """The folder that all sources share, with its closing slash; empty where they share none."""
        sources = [one.resume_url for one in self.processings] + list(self.skipped)
        shared = os.path.commonprefix(sources)  # noqa: RUF071 - cut at its last slash below
        return shared[: shared.rfind("/") + 1]

    @property
    def summary(self) -> str:
        """How many came out which way, in one line."""
        counts = [
            f"{len(self.passed)} passed",
            f"{len(self.rejected)} rejected",
            f"{len(self.failed)} could not be read",
        ]
        if self.not_screened:
            counts.append(f"{len(self.not_screened)} not screened")
        if self.doubtful:
            counts.append(f"{len(self.doubtful)} marked ? for review")
        total = len(self.processings)
        return f"{total} {'resume' if total == 1 else 'resumes'}: {', '.join(counts)}"


def report_order(processings: Iterable[ResumeProcessing]) -> tuple[ResumeProcessing, ...]:
    """Sort for a report, whatever order they come in.

    By rank; then what passed and has no rank yet, in the order of rank; then the rejected, best score
    first, ties by source; then what failed, by source; then what was not screened, by source.
    """
    return tuple(sorted(processings, key=_place))


def _place(processing: ResumeProcessing) -> tuple[int, int, float, str, str]:
    source, evaluation = processing.resume_url, processing.evaluation
    if processing.rank is not None:
        return (0, processing.rank, 0.0, source, processing.id)
    if evaluation is not None and processing.takes_part_in_ranking:
        return (1, 0, *rank_order(evaluation.final_score, evaluation.content_hash, processing.id))
    if evaluation is not None:
        return (2, 0, -evaluation.final_score, source, processing.id)
    return (3 if processing.status is ProcessingStatus.FAILED else 4, 0, 0.0, source, processing.id)


def render_json(report: Report) -> str:
    """Render every field as published, beside the source of each resume; the same bytes on each run.

    Numbers of a vector stand in one line. Lone surrogates (file names that are no UTF-8) are written as JSON
    escapes, so that the text can always be encoded.
    """
    job = report.job
    content = {
        "job": {
            "id": job.id,
            "title": job.title,
            "company": job.company,
            "location": job.location,
            "required_skills": list(job.required_skills),
            "preferred_skills": list(job.preferred_skills),
            "experience_level": job.experience_level,
            "min_experience_years": job.min_experience_years,
            "description": job.description,
            "created_at": job.reference_date.isoformat(),
        },
        "resumes": [{"source": one.resume_url, **outcome_fields(one)} for one in report.processings],
        "skipped": list(report.skipped),
        "interrupted": report.interrupted,
    }
    text = _indented(content) + "\n"
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _indented(value: object, margin: str = "") -> str:
    """As `json.dumps(indent=2)`, but for lists of numbers, which would take a line a number."""
    inner = margin + "  "
    if isinstance(value, dict) and value:
        lines = [f"{inner}{json.dumps(key)}: {_indented(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"
    if isinstance(value, list) and value and not all(isinstance(item, int | float) for item in value):
        return "[\n" + ",\n".join(inner + _indented(item, inner) for item in value) + f"\n{margin}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


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
            console, "Could not be read", [f"{_name(one, report)}: {one.error}" for one in report.failed]
        )
        _print_list(console, "Not screened", [_name(one, report) for one in report.not_screened])
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
    name_width = min(name_width, max(cell_len(_name(one, report)) for one in rows))
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
            Text("\n".join(_broken(_name(one, report), name_width))),
            Text(f"{evaluation.final_score:.4f}"),
            _decision(evaluation),
            Text(_years(evaluation.experience)),
            Text(_found_of(evaluation.required_skills)),
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
                (place + _name(one, report), "bold"),
                f"  {evaluation.final_score:.4f}  ",
                _decision(evaluation),
            )
        )
        original = by_id.get(one.duplicate_of or "")
        notes = [f"Holds the same text as {_name(original, report)}."] if original else []
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


def render_html(report: Report) -> str:
    """Render one self-contained page: no script, nothing loaded, every value escaped."""
    page = _page().get_template("report.html.j2")
    names = {one.id: _name(one, report) for one in report.processings}
    return page.render(report=report, job=report.job, names=names) + "\n"


def _page() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )
    environment.globals["part_names"] = PART_NAMES
    environment.filters.update(
        components=_components,
        paragraphs=_paragraphs,
        highlighted=_highlighted,
        years=_years,
        found_of=_found_of,
        shown_in=_shown_in,
        by_skill=_by_skill,
        gaps=gaps_sentence,
        left_out=left_out_sentence,
        printable=printable,
    )
    return environment


def _finalized(value: object) -> object:
    """What every value of the page goes through before it is escaped."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class _ScoreLine:
    """One component of a score with its exact arithmetic."""

    name: str
    value: str
    weight: str
    points: Decimal
    share: float  # of the full bar, in percent


def _components(breakdown: ScoreBreakdown) -> tuple[tuple[_ScoreLine, ...], Decimal]:
    """Each component with value x weight to the last decimal, and their exact sum."""
    lines = tuple(
        _score_line(name, component)
        for name, component in (
            ("Similarity to the job", breakdown.similarity),
            ("Required skills", breakdown.required_skills),
            ("Preferred skills", breakdown.preferred_skills),
            ("Experience", breakdown.experience),
        )
    )
    return lines, sum((line.points for line in lines), Decimal(0))


def _score_line(name: str, component: Component) -> _ScoreLine:
    value, weight = f"{component.value:.4f}", f"{component.weight:.2f}"
    if float(weight) != component.weight:
        weight = repr(component.weight)
    points = Decimal(value) * Decimal(weight)
    return _ScoreLine(
        name=name, value=value, weight=weight, points=points, share=round(component.value * 100, 2)
    )


def _paragraphs(text: str) -> list[str]:
    return [part for part in (printable(block).strip() for block in _PARAGRAPHS.split(text)) if part]


def _highlighted(finding: SkillFinding) -> tuple[str, str, str]:
    """The passage of a finding, cut around the words matched; all in front where they do not stand in it."""
    before, match, after = (finding.passage or "").partition(finding.matched_as or "\0")
    return before, match, after


_SHOWN_IN = {
    EvidenceLevel.LISTED: "a list or a statement",
    EvidenceLevel.PROJECT: "a project, or work without dates",
    EvidenceLevel.DATED_ROLE: "earlier work",
    EvidenceLevel.RECENT_ROLE: "recent work",
}


def _shown_in(finding: SkillFinding) -> str:
    """The step of the ladder of evidence in words, with the months of the role."""
    if finding.level is None:
        return ""
    months = f", {finding.first} to {finding.last}" if finding.first and finding.last else ""
    return _SHOWN_IN[finding.level] + months


def _years(experience: Experience) -> str:
    return "unknown" if experience.years is None else f"{experience.years:g}"


def _by_skill(skill_years: Sequence[SkillYears]) -> dict[str, str]:
    """Years of each skill with its months, for one cell of a table."""
    return {
        one.skill: "unknown"
        if one.years is None
        else f"{one.years:g} ({', '.join(f'{start} to {end}' for start, end in one.intervals)})"
        for one in skill_years
    }


def _found_of(findings: Sequence[SkillFinding]) -> str:
    return f"{sum(finding.found for finding in findings)}/{len(findings)}"


def _name(processing: ResumeProcessing, report: Report) -> str:
    return printable(processing.resume_url.removeprefix(report.folder))


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
