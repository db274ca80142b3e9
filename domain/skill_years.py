"""For how long each skill was used: the months of the dated work that shows it.

A skill counts for the months of each job whose own lines name it, months that jobs share once. A skill that
is named in a list of skills or in a summary alone was used for a time that nobody knows: None, never 0 years.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.dates import Month
from domain.experience import MOST_YEARS
from domain.periods import Period, PeriodKind
from domain.skills import SkillFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillYears:
    """How long one skill that was found was used.

    Attributes:
        skill: in the job's own spelling.
        years: two decimals; None where no dated work shows it.
        intervals: first and last month of each unbroken stretch, in the order of time; empty where unknown.
        periods: places in the experience's periods of the jobs that show it, in rising order.
    """

    skill: str
    years: float | None
    intervals: tuple[tuple[Month, Month], ...]
    periods: tuple[int, ...]


def skill_years(
    findings: Iterable[SkillFinding], periods: Sequence[Period], *, count_internships: bool = True
) -> tuple[SkillYears, ...]:
    """Years of each skill that was found, in the order of the findings.

    Args:
        findings: of `find_skills`; those of skills that were not found are passed over.
        periods: of `find_experience` for the same text.
        count_internships: whether internships count, as they do for the total.
    """
    jobs = _Jobs(periods, count_internships=count_internships)
    return tuple(
        _years(finding.name, jobs.at(finding.occurrences), periods) for finding in findings if finding.found
    )


def _years(skill: str, places: Sequence[int], periods: Sequence[Period]) -> SkillYears:
    intervals = united((periods[place].start, periods[place].end) for place in places)
    months = sum(start.months_until(end) for start, end in intervals)
    return SkillYears(
        skill=skill,
        years=min(MOST_YEARS, round(months / 12, 2)) if intervals else None,
        intervals=intervals,
        periods=tuple(places),
    )


def united(ranges: Iterable[tuple[Month, Month]]) -> tuple[tuple[Month, Month], ...]:
    """Union of ranges of months, ends included: unbroken stretches in the order of time."""
    stretches: list[tuple[int, int]] = []
    for start, end in sorted((start.ordinal, end.ordinal) for start, end in ranges):
        if stretches and start <= stretches[-1][1] + 1:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return tuple((Month.from_ordinal(start), Month.from_ordinal(end)) for start, end in stretches)


class _Jobs:
    """Which periods a place of the text belongs to: those of the innermost entry around it."""

    def __init__(self, periods: Sequence[Period], *, count_internships: bool) -> None:
        by_span: dict[tuple[int, int], list[int]] = {}
        for place, period in enumerate(periods):
            if count_internships or period.kind is not PeriodKind.INTERNSHIP:
                by_span.setdefault(period.span, []).append(place)
        # Entries lie apart or one inside of another, so that the innermost open one is the last opened.
        self._starts: list[int] = []
        self._places: list[list[int]] = []
        opened: list[tuple[int, list[int]]] = []
        for (start, end), places in sorted(by_span.items(), key=lambda item: (item[0][0], -item[0][1])):
            self._close(opened, start)
            opened.append((end, places))
            self._turn(start, places)
        self._close(opened, None)

    def _close(self, opened: list[tuple[int, list[int]]], reached: int | None) -> None:
        while opened and (reached is None or opened[-1][0] <= reached):
            end, _ = opened.pop()
            self._turn(end, opened[-1][1] if opened else [])

    def _turn(self, offset: int, places: list[int]) -> None:
        """From an offset on, the text belongs to these periods."""
        self._starts.append(offset)
        self._places.append(places)

    def at(self, offsets: Iterable[int]) -> list[int]:
        """Periods that hold any of the offsets, in rising order."""
        stretches = {bisect_right(self._starts, offset) - 1 for offset in offsets}
        return sorted({place for one in stretches if one >= 0 for place in self._places[one]})
