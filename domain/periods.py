"""What each range of dates of a resume stands for: work, an internship, study, voluntary work, a break.

Work is a range under a heading of work or internships, unless its own line says that it is a degree,
voluntary work, compulsory service or a break; elsewhere (no headings, or none that announces work) a range
beside the words of a job. Nothing else counts.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from domain import breaks
from domain.dates import DateRange, Month
from domain.personal_words import fold
from domain.sections import Section, SectionKind
from domain.text_units import line_around
from domain.work_words import (
    AFFILIATION,
    COMPANY,
    DEGREE,
    INTERN,
    JOB,
    PAPER,
    SCHOOL,
    SERVICE,
    TITLE,
    VOLUNTARY,
    WORKPLACE,
)


class PeriodKind(StrEnum):
    """What a dated period is."""

    WORK = "work"
    INTERNSHIP = "internship"
    EDUCATION = "education"
    VOLUNTEERING = "volunteering"
    SERVICE = "service"
    """Compulsory military or civil service: who had to serve must neither gain nor lose by it."""
    BREAK = "break"
    PROJECT = "project"
    OTHER = "other"

    @property
    def is_work(self) -> bool:
        """Whether it is work of any kind; whether internships count is a setting."""
        return self in {PeriodKind.WORK, PeriodKind.INTERNSHIP}


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One dated stretch of work.

    Attributes:
        start: first month.
        end: last month, included.
        current: still going on at the day that the resume is read for.
        passage: the line of the text that proves it.
        kind: work or internship; another kind only on the way to be left out.
        span: offsets in the text of all that is told of this work, first character and one after the last;
            no more than its own line where that is not clear.
    """

    start: Month
    end: Month
    current: bool
    passage: str
    kind: PeriodKind
    span: tuple[int, int]


class DatedPeriod(NamedTuple):
    """A period with the range that it was read from."""

    range: DateRange
    period: Period


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
_KIND_OF_SECTION = {
    SectionKind.EDUCATION: PeriodKind.EDUCATION,
    SectionKind.VOLUNTEERING: PeriodKind.VOLUNTEERING,
    SectionKind.PROJECTS: PeriodKind.PROJECT,
}
_SENTENCE_WORDS = 9
_WINDOW = 80
_LONGEST_HEADING = 300
_BULLETS = ("\u2022", "- ", "* ")
_LETTERS = re.compile(r"[^\W\d_]{3}")
_DESCRIPTION = re.compile(r"[)\] ]*(?::|-(?= )|\.(?= ))")


def find_periods(
    text: str,
    sections: Sequence[Section],
    ranges: Sequence[DateRange],
    spans: Sequence[tuple[int, int]],
) -> tuple[DatedPeriod, ...]:
    """Periods of all kinds in the order of the text.

    Args:
        text: normalised text.
        sections: all of its sections.
        ranges: its ranges of dates.
        spans: the entry of each range, as `entry_spans` gives them.
    """
    found = list(_periods(text, sections, ranges, spans))
    work = [one for one in found if one.period.kind.is_work]
    details = [one for one in work if one.period.current and _tells_a_detail(one.period.passage)]
    # Below dated jobs, a sentence such as "had cost a million a year since 1998." is no job that still lasts.
    if len(details) == len(work):
        return tuple(found)
    dropped = set(map(id, details))
    return tuple(one for one in found if id(one) not in dropped)


def _periods(
    text: str,
    sections: Sequence[Section],
    ranges: Sequence[DateRange],
    spans: Sequence[tuple[int, int]],
) -> Iterator[DatedPeriod]:
    starts = [section.start for section in sections]
    kinds = [sections[bisect_right(starts, found.span[0]) - 1].kind for found in ranges]
    has_work = not _WORK_SECTIONS.isdisjoint(kinds)
    for index, found in enumerate(ranges):
        after = ranges[index - 1].span[1] if index else 0
        before = ranges[index + 1].span[0] if index + 1 < len(ranges) else len(text)
        others = [spans[at] for at in (index - 1, index + 1) if 0 <= at < len(spans)]
        context = _Context.of(text, found.span, after, before, spans[index], others)
        period = Period(
            start=found.start,
            end=found.end,
            current=found.current,
            passage=line_around(text, found.span),
            kind=_kind(context, kinds[index], has_work=has_work),
            span=spans[index],
        )
        yield DatedPeriod(range=found, period=period)


def _tells_a_detail(passage: str) -> bool:
    """Whether a line is a bullet of a whole sentence that names no job."""
    is_sentence = passage.endswith(".") and passage.count(" ") >= _SENTENCE_WORDS
    return is_sentence and passage.startswith(_BULLETS) and not JOB.search(passage.lower())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """Lower-case words around a range.

    Attributes:
        line: its own line without it.
        name: the same without a description that follows ("Tutor (2019 - 2020): studied how pupils learn").
        above: the line above, if no other range or entry has it.
        below: the line below, if no other range or entry has it.
        own_above: the line above, if it is of its own entry; `own_below` the same of the one below.
        heading: from the start of its entry up to it.
    """

    line: str
    name: str
    above: str
    below: str
    own_above: str
    own_below: str
    heading: str

    @classmethod
    def of(  # noqa: PLR0913, PLR0917 - places in one text
        cls,
        text: str,
        span: tuple[int, int],
        after: int,
        before: int,
        entry: tuple[int, int],
        others: Sequence[tuple[int, int]],
    ) -> "_Context":
        """Words around a range, not beyond its neighbours (`after`, `before`) and a fixed distance.

        `entry` is what the range speaks for, `others` what its neighbours speak for.
        """
        low, high = max(after, span[0] - _WINDOW), min(before, span[1] + _WINDOW)
        left_start = text.rfind("\n", low, span[0]) + 1 or low
        right_end = text.find("\n", span[1], high)
        right_end = high if right_end < 0 else right_end
        left, right = text[left_start : span[0]], text[span[1] : right_end]
        foreign = [other for other in others if other != entry]
        above = _line_above(text, low, left_start, whole=low > after or after == 0)
        below = _line_below(text, right_end, high, whole=high < before or before == len(text))
        line = f"{left} {right}".lower()
        described = _LETTERS.search(left) and _DESCRIPTION.match(right)
        return cls(
            line=line,
            name=left.lower() if described else line,
            above="" if _is_of(above, foreign) else text[slice(*above)].lower(),
            below="" if _is_of(below, foreign) else text[slice(*below)].lower(),
            own_above=text[slice(*above)].lower() if _is_of(above, [entry]) else "",
            own_below=text[slice(*below)].lower() if _is_of(below, [entry]) else "",
            heading=text[max(after, entry[0], span[0] - _LONGEST_HEADING) : span[0]].lower(),
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
        if TITLE.search(self.below):
            return f"{self.line} {self.below}"
        return f"{self.line} {self.heading}"


def _line_above(text: str, low: int, end: int, *, whole: bool) -> tuple[int, int]:
    """Bounds of the last line with any text before `end`; none where another range stands in it.

    `whole` says that nothing but the distance ends the stretch at `low`.
    """
    while end > low and text[end - 1].isspace():
        end -= 1
    start = text.rfind("\n", low, end) + 1
    if not start:
        start = low if whole else end
    return start, end


def _line_below(text: str, start: int, high: int, *, whole: bool) -> tuple[int, int]:
    """Bounds of the first line with any text from `start` on; none where another range stands in it."""
    while start < high and text[start].isspace():
        start += 1
    end = text.find("\n", start, high)
    if end < 0:
        end = high if whole else start
    return start, end


def _is_of(line: tuple[int, int], entries: Sequence[tuple[int, int]]) -> bool:
    return line[0] < line[1] and any(start <= line[0] < end for start, end in entries)


def _kind(context: _Context, section: SectionKind, *, has_work: bool) -> PeriodKind:
    title = context.title
    if _is_break(context):
        return PeriodKind.BREAK
    if SERVICE.search(title):
        return PeriodKind.SERVICE
    if VOLUNTARY.search(title):
        return PeriodKind.VOLUNTEERING
    if _is_work(context, section, has_work=has_work):
        internship = section is SectionKind.INTERNSHIPS or INTERN.search(title) is not None
        return PeriodKind.INTERNSHIP if internship else PeriodKind.WORK
    if section in _KIND_OF_SECTION:
        return _KIND_OF_SECTION[section]
    studied = DEGREE.search(context.line) or SCHOOL.search(context.line)
    return PeriodKind.EDUCATION if studied else PeriodKind.OTHER


def _is_break(context: _Context) -> bool:
    """Whether a range is a break: its own line says so, or the one above where its own holds dates alone."""
    dates_alone = breaks.DATES.fullmatch(fold(context.line)) is not None
    told = (context.own_above or context.own_below) if dates_alone else context.line
    # "Maternity leave cover, HR officer" is a job.
    named = breaks.NAMED.search(fold(told)) is not None and not TITLE.search(told)
    return named or breaks.tells_break(told)


def _is_work(context: _Context, section: SectionKind, *, has_work: bool) -> bool:
    line = context.line
    if section in _WORK_SECTIONS:
        return DEGREE.search(context.name) is None or JOB.search(line) is not None
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
