"""A screening as one HTML page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from jinja2 import Environment

from domain.explanation import PART_NAMES, gaps_sentence, left_out_sentence
from domain.scoring import Component, ScoreBreakdown
from domain.skill_years import SkillYears
from domain.skills import EvidenceLevel, SkillFinding
from entrypoints.pages import page_environment
from entrypoints.report import Report, found_of, years_words
from entrypoints.terminal import printable

_PARAGRAPHS = re.compile(r"\n\s*\n")


def render_html(report: Report) -> str:
    """Render one self-contained page: no script, nothing loaded, every value escaped."""
    page = _page().get_template("report.html.j2")
    names = {one.id: report.name_of(one) for one in report.processings}
    return page.render(report=report, job=report.job, names=names) + "\n"


def _page() -> Environment:
    environment = page_environment()
    environment.globals["part_names"] = PART_NAMES
    environment.filters.update(
        components=_components,
        paragraphs=_paragraphs,
        highlighted=_highlighted,
        years=years_words,
        found_of=found_of,
        shown_in=_shown_in,
        by_skill=_by_skill,
        gaps=gaps_sentence,
        left_out=left_out_sentence,
        printable=printable,
    )
    return environment


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


def _by_skill(skill_years: Sequence[SkillYears]) -> dict[str, str]:
    """Years of each skill with its months, for one cell of a table."""
    return {
        one.skill: "unknown"
        if one.years is None
        else f"{one.years:g} ({', '.join(f'{start} to {end}' for start, end in one.intervals)})"
        for one in skill_years
    }
