"""Years of work experience of a resume, with the lines that prove them.

The rules, in order:

1. Ranges of dates that are work (`domain.periods`) are united month by month: jobs held at the same time
   count once, a gap does not count. Where any are found they alone decide (`DATES`); a duration in words
   beside them adds nothing, because it may tell of the same time.
2. Otherwise durations in words decide (`STATEMENT`): the larger of the longest claim about a career ("8 years
   of experience") and the sum of the roles that state one each ("Senior Developer (3 years)").
3. Otherwise the years are unknown: None, never 0.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.date_forms import WrittenDate
from domain.dates import Month, find_dates, months_covered
from domain.entries import entry_spans
from domain.gaps import Gap, find_gaps
from domain.periods import DatedPeriod, Period, PeriodKind, find_periods
from domain.sections import Section, SectionKind, split_sections
from domain.tenure import find_tenure

__all__ = ["Experience", "ExperienceSource", "Gap", "LeftOut", "Period", "PeriodKind", "find_experience"]

MOST_YEARS = 60.0
_WORK_SECTIONS = frozenset((SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS))
# What is shown of the periods that do not count: more is no resume.
_MOST_PASSAGES = 20
# Lines of study tell an age. A break, or a service that only men must do, is not even named.
_UNNAMED = frozenset((PeriodKind.BREAK, PeriodKind.SERVICE))
_SHOWN = frozenset((PeriodKind.VOLUNTEERING, PeriodKind.INTERNSHIP, PeriodKind.PROJECT))


class ExperienceSource(StrEnum):
    """What the years rest on."""

    DATES = "dates"
    STATEMENT = "statement"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Dated periods of one kind that do not count as work experience.

    Attributes:
        kind: what they are, and so why they do not count; breaks and compulsory service are `OTHER`.
        ranges: how many there are.
        passages: their lines, at most 20; none for study, whose years tell an age, and for others.
    """

    kind: PeriodKind
    ranges: int
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """Years of work of one resume.

    Attributes:
        years: two decimals, at most 60; None if the text does not say.
        source: what the years rest on.
        periods: dated work and internships in the order of the text.
        passage: the words that the years rest on, if the source is a statement.
        gaps: stretches without dated work, the earliest first; never scored, see `domain.gaps`.
        left_out: dated periods that do not count, by kind.
    """

    years: float | None
    source: ExperienceSource
    periods: tuple[Period, ...]
    passage: str | None
    gaps: tuple[Gap, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def find_experience(text: str, *, as_of: date, count_internships: bool = True) -> Experience:
    """Find the years of work that a normalised text proves or claims; linear in its length.

    Args:
        text: normalised text of one resume.
        as_of: the day that "Present" means; the wall clock is never asked.
        count_internships: whether internships add to the years; they are listed in any case.
    """
    sections = split_sections(text)
    ranges, single_dates = find_dates(text, as_of=as_of)
    spans = entry_spans(text, sections, ranges, [(one.start, one.end) for one in single_dates])
    found = find_periods(text, sections, ranges, spans)
    years: float | None = None
    source, passage = ExperienceSource.UNKNOWN, None
    counted = [one.period for one in found if _counts(one.period.kind, count_internships=count_internships)]
    if counted:
        covered = months_covered((period.start, period.end) for period in counted)
        years, source = _years(covered), ExperienceSource.DATES
    elif (tenure := find_tenure(text, sections)) is not None:
        years, source, passage = _years(tenure.months), ExperienceSource.STATEMENT, tenure.passage
    return Experience(
        years=years,
        source=source,
        periods=tuple(one.period for one in found if one.period.kind.is_work),
        passage=passage,
        gaps=find_gaps(found, _among_jobs(single_dates, sections), now=Month.of(as_of)),
        left_out=_left_out(found, count_internships=count_internships),
    )


def _years(months: float) -> float:
    return min(MOST_YEARS, round(months / 12, 2))


def _counts(kind: PeriodKind, *, count_internships: bool) -> bool:
    return kind is PeriodKind.WORK or (count_internships and kind is PeriodKind.INTERNSHIP)


def _left_out(found: Sequence[DatedPeriod], *, count_internships: bool) -> tuple[LeftOut, ...]:
    by_kind: dict[PeriodKind, list[str]] = {}
    for one in found:
        if not _counts(one.period.kind, count_internships=count_internships):
            kind = PeriodKind.OTHER if one.period.kind in _UNNAMED else one.period.kind
            by_kind.setdefault(kind, []).append(one.period.passage)
    return tuple(
        LeftOut(
            kind=kind,
            ranges=len(passages),
            passages=tuple(passages[:_MOST_PASSAGES]) if kind in _SHOWN else (),
        )
        for kind, passages in sorted(by_kind.items())
    )


def _among_jobs(dates: Sequence[WrittenDate], sections: Sequence[Section]) -> Iterator[WrittenDate]:
    starts = [section.start for section in sections]
    for one in dates:
        if sections[bisect_right(starts, one.start) - 1].kind in _WORK_SECTIONS:
            yield one
