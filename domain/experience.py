"""Years of work experience of a resume, with the lines that prove them.

The rules, in order:

1. Ranges of dates in the context of work are united month by month: jobs held at the same time count once, a
   gap does not count. Where any are found they alone decide (`DATES`); a duration in words beside them adds
   nothing, because it may tell of the same time.
2. Otherwise durations in words decide (`STATEMENT`): the larger of the longest claim about a career ("8 years
   of experience") and the sum of the roles that state one each ("Senior Developer (3 years)").
3. Otherwise the years are unknown: None, never 0.

What is work: a range under a heading of work or internships, unless its own line says that it is a degree,
voluntary work or a break; elsewhere (no headings, or none that announces work) a range beside the words of a
job. Ranges under education, certifications, volunteering and the like do not count.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.dates import DateRange, Month, find_dates, months_covered
from domain.entries import entry_spans
from domain.sections import Section, SectionKind, split_sections
from domain.tenure import find_tenure
from domain.work_words import (
    AFFILIATION,
    BREAK,
    COMPANY,
    DEGREE,
    INTERN,
    JOB,
    PAPER,
    SCHOOL,
    TITLE,
    VOLUNTARY,
    WORKPLACE,
)

MOST_YEARS = 60.0


class ExperienceSource(StrEnum):
    """What the years rest on."""

    DATES = "dates"
    STATEMENT = "statement"
    UNKNOWN = "unknown"


class PeriodKind(StrEnum):
    """Kind of work of a period."""

    WORK = "work"
    INTERNSHIP = "internship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One dated stretch of work.

    Attributes:
        start: first month.
        end: last month, included.
        current: still going on at the day that the resume is read for.
        passage: the line of the text that proves it.
        kind: work or internship.
        span: offsets in the text of all that is told of this work, first character and one after the last;
            no more than its own line where that is not clear.
    """

    start: Month
    end: Month
    current: bool
    passage: str
    kind: PeriodKind
    span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """Years of work of one resume.

    Attributes:
        years: two decimals, at most 60; None if the text does not say.
        source: what the years rest on.
        periods: dated work in the order of the text.
        passage: the words that the years rest on, if the source is a statement.
    """

    years: float | None
    source: ExperienceSource
    periods: tuple[Period, ...]
    passage: str | None


_WORK_SECTIONS = frozenset((SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS))
# Work is found here only where its own words say so: when the columns of a page were read one after the
# other, a job may stand before its heading or below another one.
_NEUTRAL_SECTIONS = frozenset(
    (
        *(
            SectionKind.HEADER,
            SectionKind.SUMMARY,
            SectionKind.SKILLS,
            SectionKind.PROJECTS,
            SectionKind.OTHER,
        ),
        *(SectionKind.LANGUAGES, SectionKind.INTERESTS, SectionKind.REFERENCES, SectionKind.PERSONAL),
        *(SectionKind.AWARDS, SectionKind.CERTIFICATIONS),
    )
)
_SENTENCE_WORDS = 9
_WINDOW = 80
_BULLETS = ("\u2022", "- ", "* ")
_PASSAGE = 240


def find_experience(text: str, *, as_of: date, count_internships: bool = True) -> Experience:
    """Find the years of work that a normalised text proves or claims; linear in its length.

    Args:
        text: normalised text of one resume.
        as_of: the day that "Present" means; the wall clock is never asked.
        count_internships: whether internships add to the years; they are listed in any case.
    """
    sections = split_sections(text)
    ranges, single_dates = find_dates(text, as_of=as_of)
    spans = entry_spans(text, sections, ranges, single_dates)
    periods = _periods(text, sections, ranges, spans)
    counted = [p for p in periods if count_internships or p.kind is PeriodKind.WORK]
    if counted:
        covered = months_covered((period.start, period.end) for period in counted)
        return Experience(years=_years(covered), source=ExperienceSource.DATES, periods=periods, passage=None)
    tenure = find_tenure(text, sections)
    if tenure is None:
        return Experience(years=None, source=ExperienceSource.UNKNOWN, periods=periods, passage=None)
    return Experience(
        years=_years(tenure.months),
        source=ExperienceSource.STATEMENT,
        periods=periods,
        passage=tenure.passage,
    )


def _years(months: float) -> float:
    return min(MOST_YEARS, round(months / 12, 2))


def _periods(
    text: str,
    sections: tuple[Section, ...],
    ranges: tuple[DateRange, ...],
    spans: tuple[tuple[int, int], ...],
) -> tuple[Period, ...]:
    starts = [section.start for section in sections]
    kinds = [sections[bisect_right(starts, found.span[0]) - 1].kind for found in ranges]
    has_work = not _WORK_SECTIONS.isdisjoint(kinds)
    periods: list[Period] = []
    details = set()
    for index, found in enumerate(ranges):
        after = ranges[index - 1].span[1] if index else 0
        before = ranges[index + 1].span[0] if index + 1 < len(ranges) else len(text)
        context = _Context.of(text, found.span, after, before)
        kind = _kind(context, kinds[index], has_work=has_work)
        if kind is not None:
            passage = _line(text, found.span)
            if found.current and _tells_a_detail(passage):
                details.add(len(periods))
            periods.append(
                Period(
                    start=found.start,
                    end=found.end,
                    current=found.current,
                    passage=passage,
                    kind=kind,
                    span=spans[index],
                )
            )
    # Below dated jobs, a sentence such as "had cost a million a year since 1998." is no job that still lasts.
    if len(details) < len(periods):
        return tuple(period for index, period in enumerate(periods) if index not in details)
    return tuple(periods)


def _tells_a_detail(passage: str) -> bool:
    """Whether a line is a bullet of a whole sentence that names no job."""
    is_sentence = passage.endswith(".") and passage.count(" ") >= _SENTENCE_WORDS
    return is_sentence and passage.startswith(_BULLETS) and not JOB.search(passage.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """Lower-case words around a range: its own line without it, the line above and the line below."""

    line: str
    above: str
    below: str

    @classmethod
    def of(cls, text: str, span: tuple[int, int], after: int, before: int) -> "_Context":
        """Words around a range, not beyond its neighbours (`after`, `before`) and a fixed distance."""
        above, _, left = text[max(after, span[0] - _WINDOW) : span[0]].rpartition("\n")
        right, _, below = text[span[1] : min(before, span[1] + _WINDOW)].partition("\n")
        return cls(
            line=f"{left} {right}".lower(),
            above=above.strip().rpartition("\n")[2].lower(),
            below=below.strip().partition("\n")[0].lower(),
        )

    @property
    def title(self) -> str:
        """Line that names the job: the line of the range or, where that names none, the one beside it."""
        if JOB.search(self.line):
            return self.line
        # A bullet or a sentence above belongs to the job before.
        named_above = TITLE.search(self.above) and not self.above.startswith(("•", "- ", "* "))
        if named_above and not self.above.endswith("."):
            return f"{self.line} {self.above}"
        return f"{self.line} {self.below}" if TITLE.search(self.below) else self.line


def _kind(context: _Context, section: SectionKind, *, has_work: bool) -> PeriodKind | None:
    """Kind of the work that a range stands for, or None where it is no work."""
    title = context.title
    if VOLUNTARY.search(title) or BREAK.search(context.line):
        return None
    if not _is_work(context, section, has_work=has_work):
        return None
    if section is SectionKind.INTERNSHIPS or INTERN.search(title):
        return PeriodKind.INTERNSHIP
    return PeriodKind.WORK


def _is_work(context: _Context, section: SectionKind, *, has_work: bool) -> bool:
    line = context.line
    if section in _WORK_SECTIONS:
        return DEGREE.search(line) is None or JOB.search(line) is not None
    if section in _NEUTRAL_SECTIONS and not has_work:
        return _beside_a_job(context)
    # Beside a section of work, projects and studies repeat its time or are none.
    elsewhere = section in _NEUTRAL_SECTIONS and section is not SectionKind.PROJECTS
    if elsewhere or (section is SectionKind.EDUCATION and not has_work):
        title_and_place = TITLE.search(line) is not None and WORKPLACE.search(line) is not None
        return title_and_place and not _is_something_else(line)
    return False


def _is_something_else(line: str) -> bool:
    """Say whether a line outside a section of work tells of study, certificates or membership."""
    if DEGREE.search(line) or PAPER.search(line) or AFFILIATION.search(line):
        return True
    return SCHOOL.search(line) is not None and TITLE.search(line) is None


def _beside_a_job(context: _Context) -> bool:
    if _is_something_else(context.line):
        return False
    if JOB.search(context.line) or COMPANY.search(context.line):
        return True
    if context.above and _is_something_else(context.above):
        return False
    beside = (context.above, context.below)
    return any((JOB.search(part) or COMPANY.search(part)) and not _is_something_else(part) for part in beside)


def _line(text: str, span: tuple[int, int]) -> str:
    """Line or lines that hold a span, cut to a length that a person can be shown."""
    start = max(text.rfind("\n", 0, span[0]) + 1, span[0] - _PASSAGE)
    end = text.find("\n", span[1], span[1] + _PASSAGE)
    return text[start : end if end >= 0 else span[1] + _PASSAGE].strip()
