"""Stretches of time without dated work: facts to ask about, never a part of a score and never a reason.

A stretch counts as a gap when it lasts six months at least and the resume tells neither of work nor of study,
voluntary work or compulsory service in it. Breaks and leaves that a resume does tell of are gaps like all
others, and what it says of them is shown nowhere: a career break for care must not cost. A bare year may mean
any month of it, so that only what lies outside of both years for sure is a gap, and a single date among the
jobs speaks for work of unknown length, so that no gap is seen around it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.date_forms import DECEMBER, Precision, WrittenDate
from domain.dates import Month
from domain.periods import DatedPeriod, PeriodKind

SHORTEST_GAP = 6
"""Months; shorter ones are notice periods, holidays and the search for work."""

_FILLS = frozenset(
    (
        PeriodKind.WORK,
        PeriodKind.INTERNSHIP,
        PeriodKind.EDUCATION,
        PeriodKind.VOLUNTEERING,
        PeriodKind.SERVICE,
        PeriodKind.PROJECT,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A stretch of months without dated work.

    Attributes:
        start: first month.
        end: last month, included.
    """

    start: Month
    end: Month

    @property
    def months(self) -> int:
        """Length, both end months included."""
        return self.start.months_until(self.end)


def find_gaps(
    periods: Sequence[DatedPeriod], single_dates: Iterable[WrittenDate], *, now: Month
) -> tuple[Gap, ...]:
    """Gaps from the first dated work to the month `now`, the earliest first.

    Args:
        periods: of all kinds.
        single_dates: dates outside of ranges that stand among the jobs.
        now: the month that the resume is read for.
    """
    work = [one.range.start.ordinal for one in periods if one.period.kind.is_work]
    if not work:
        return ()
    filled = sorted(_bounds(one) for one in periods if one.period.kind in _FILLS)
    unsure = sorted(_around(one) for one in single_dates if one.year is not None)
    return tuple(
        Gap(start=Month.from_ordinal(first), end=Month.from_ordinal(last))
        for first, last in _between(filled, begin=min(work), end=now.ordinal)
        if last - first + 1 >= SHORTEST_GAP and not any(a <= last and first <= b for a, b in unsure)
    )


def _bounds(one: DatedPeriod) -> tuple[int, int]:
    """First and last month that a period may hold."""
    start, end = one.range.start, one.range.end
    if one.range.precision is Precision.YEAR:
        return start.year * DECEMBER, end.year * DECEMBER + DECEMBER - 1
    return start.ordinal, end.ordinal


def _around(date: WrittenDate) -> tuple[int, int]:
    year = (date.year or 0) * DECEMBER
    if date.month is None:
        return year, year + DECEMBER - 1
    return year + date.month - 1, year + (date.last or date.month) - 1


def _between(filled: Iterable[tuple[int, int]], *, begin: int, end: int) -> Iterator[tuple[int, int]]:
    reached = begin - 1
    for first, last in filled:
        if first > reached + 1:
            yield reached + 1, min(first - 1, end)
        reached = max(reached, last)
    if reached < end:
        yield reached + 1, end
