"""Which stretch of a resume each of its ranges of dates speaks for: the entry of a job with all of its lines.

A range stands above, below or beside the title of its job, or after the whole text of it. Nothing says which,
but a section is written in one way: what stands between its heading and its first dated line stands above
each dated line. Where even that is not clear, a range speaks for its own line alone, and in running text with
several ranges for its own sentence, so that nothing is put down to the wrong months.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.dates import DateRange
from domain.sections import Section, SectionKind
from domain.work_words import TITLE

_DATED = frozenset((SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS, SectionKind.VOLUNTEERING))
_BULLET = re.compile(r"(?:[\u2022\u25aa\u25cf\u25e6\u2023\u00b7*\u2013-] ?(?=\S)|\d{1,2}[.)] )")
_SENTENCE_BREAK = re.compile(r"[.;!?](?=\s)|[\u2022\n]")
_NO_TEXT = re.compile(r"[\W_]*")
_WORD_BEFORE = re.compile(r"[^\W\d_]+[ (]*$")
_COMPANY_END = re.compile(
    r"\b(?:inc|ltd|llc|co|corp|bros|pvt|mbh|s\.?a|s\.?l|s\.?r\.?l|s\.?p\.?a|lda|ltda|e\.? ?v)\.$",
    re.IGNORECASE,
)
_LONGEST_HEADING, _MOST_HEADING_WORDS = 100, 14
# Title, employer, place and a line more.
_MOST_HEADING_LINES = 4
_MOST_LINES_WHERE_UNSURE = 2
_SENTENCE_WORDS = 9
# Ranges so near to each other are those of one job: "2015 - 2017 and 2019 - 2020".
_NEAR = 12
# A longer line is a paragraph, or a whole text that has lost its lines.
_LONG_LINE = 400

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line that is not blank; `parted` where a blank one stands above it."""

    start: int
    end: int
    bulleted: bool
    heading_like: bool
    parted: bool

    @classmethod
    def of(cls, text: str, start: int, end: int, *, parted: bool) -> "_Line":
        short = end - start <= _LONGEST_HEADING and text.count(" ", start, end) < _MOST_HEADING_WORDS
        company = _COMPANY_END.search(text, max(start, end - _NEAR), end) is not None
        sentence = text[start].islower() or (text[end - 1] in ".;!?" and not company)
        return cls(
            start=start,
            end=end,
            bulleted=_BULLET.match(text, start, end) is not None,
            heading_like=short and not sentence,
            parted=parted,
        )


@dataclass(slots=True, kw_only=True)
class _Dated:
    """One dated line, or several where a range runs over their ends.

    Attributes:
        ranges: indices of its ranges in the order of the text; none where it holds a single date.
        first: index of the first line.
        last: index of the last one.
        only: nothing but dates stands there.
        part: it dates a part of the entry above.
        alone: what stands around it belongs to nobody for sure.
    """

    ranges: list[int]
    first: int
    last: int
    only: bool = False
    part: bool = False
    alone: bool = False


def entry_spans(
    text: str, sections: Sequence[Section], ranges: Sequence[DateRange], single_dates: Sequence[Span] = ()
) -> tuple[Span, ...]:
    """Find the entry of each range; linear in the text.

    Args:
        text: normalised text.
        sections: all of its sections, as `split_sections` gives them.
        ranges: ranges of dates in the order of the text.
        single_dates: offsets of the dates outside of them; a line that starts or ends with one may be an
            entry as well, if one of unknown length.

    Returns:
        For each range offsets in `text`, first character and one after the last; they hold the range itself.
        Entries do not overlap, except that ranges of one job share one, and that a part with dates of its own
        lies inside of its entry.
    """
    spans = [found.span for found in ranges]
    starts = [found.span[0] for found in ranges]
    singles = [start for start, _ in single_dates]
    first = 0
    for section in sections:
        beyond = bisect_right(starts, section.end - 1)
        if beyond > first:
            entries = _Entries(text=text, section=section, ranges=ranges)
            within = single_dates[bisect_left(singles, section.start) : bisect_left(singles, section.end)]
            for index, span in entries.spans(range(first, beyond), within):
                spans[index] = span
        first = beyond
    return tuple(spans)


class _Entries:
    """Entries of one section."""

    def __init__(self, *, text: str, section: Section, ranges: Sequence[DateRange]) -> None:
        self._text = text
        self._ranges = ranges
        self._certain = section.kind in _DATED
        lines = list(_lines(text, section))
        self._lines = lines
        self._starts = [line.start for line in lines]
        # Where most lines have a blank one above, blank lines part nothing.
        self._spaced = 2 * sum(line.parted for line in lines) > len(lines)
        self._body = 1 if section.heading else 0

    def spans(self, indices: range, single_dates: Sequence[Span]) -> Iterator[tuple[int, Span]]:
        """Index of each range with its span."""
        dated = self._dated(indices, single_dates)
        self._mark_parts(dated)
        self._mark_columns(dated)
        wholes = iter(self._wholes([one for one in dated if not one.part]))
        for one in dated:
            own = self._lines[one.first].start, self._lines[one.last].end
            whole = own if one.part else next(wholes)
            if one.ranges:
                yield from self._shared(one, own if one.alone else whole)

    def _dated(self, indices: range, single_dates: Sequence[Span]) -> list[_Dated]:
        found: list[_Dated] = []
        for index in indices:
            start, end = self._ranges[index].span
            first, last = self._line_of(start), self._line_of(max(start, end - 1))
            if found and found[-1].last >= first:
                found[-1].ranges.append(index)
                found[-1].last = max(found[-1].last, last)
            else:
                found.append(_Dated(ranges=[index], first=first, last=last))
        for one in found:
            one.only = all(_NO_TEXT.fullmatch(self._text, *gap) for gap in self._gaps(one))
        taken = {line for one in found for line in range(one.first, one.last + 1)}
        for date in single_dates:
            at = self._line_of(date[0])
            if at not in taken and at >= self._body and self._dates_an_entry(self._lines[at], date):
                taken.add(at)
                found.append(_Dated(ranges=[], first=at, last=at))
        return sorted(found, key=lambda one: one.first)

    def _line_of(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _gaps(self, one: _Dated) -> Iterator[Span]:
        """Stretches of a dated line outside of its ranges."""
        reached = self._lines[one.first].start
        for index in one.ranges:
            start, end = self._ranges[index].span
            yield reached, max(reached, start)
            reached = max(reached, end)
        yield reached, max(reached, self._lines[one.last].end)

    def _dates_an_entry(self, line: _Line, date: Span) -> bool:
        """Whether a single date at an edge of a line dates it ("2016 / 09 Engineer"), not a sentence."""
        if line.bulleted or not line.heading_like:
            return False
        if _NO_TEXT.fullmatch(self._text, line.start, date[0]):
            return True
        before = _WORD_BEFORE.search(self._text, max(line.start, date[0] - _NEAR), date[0])
        at_end = _NO_TEXT.fullmatch(self._text, date[1], line.end) is not None
        return at_end and (before is None or not before[0][0].islower())

    def _mark_parts(self, dated: list[_Dated]) -> None:
        """Mark bullets and sentences with dates below an entry that is neither: they tell of that entry."""
        entry = dated[0]
        if self._lines[entry.first].bulleted or self._is_sentence(entry):
            return
        for one in dated[1:]:
            if self._lines[one.first].bulleted or self._is_sentence(one):
                line = self._text[self._lines[one.first].start : self._lines[one.last].end]
                within = all(self._within(self._ranges[index], entry) for index in one.ranges)
                one.part = within or self._is_sentence(one) or TITLE.search(line.lower()) is None
            entry = entry if one.part else one

    def _is_sentence(self, one: _Dated) -> bool:
        start, end = self._lines[one.first].start, self._lines[one.last].end
        return self._text[end - 1] == "." and self._text.count(" ", start, end) >= _SENTENCE_WORDS

    def _within(self, part: DateRange, entry: _Dated) -> bool:
        wholes = [self._ranges[index] for index in entry.ranges]
        return any(whole.start <= part.start and part.end <= whole.end for whole in wholes)

    def _mark_columns(self, dated: list[_Dated]) -> None:
        """Mark dates line below line, read as a column of their own: what belongs to which is lost."""
        for above, below in pairwise(dated):
            if above.only and below.only and below.first == above.last + 1:
                above.alone = below.alone = True

    def _wholes(self, dated: list[_Dated]) -> list[Span]:
        """Offsets of whole entries, from the first line of the heading to the line before the next one."""
        lines = self._lines
        above = lines[self._body : dated[0].first]
        if self._certain and self._dates_stand_below(dated, above):
            begins = [self._body, *(one.last + 1 for one in dated)]
            return [
                (lines[first].start, lines[one.last].end) for first, one in zip(begins, dated, strict=False)
            ]
        starts = [self._begin(one, dated[at - 1] if at else None, above) for at, one in enumerate(dated)]
        ends = [*starts[1:], len(lines)]
        return [
            (lines[start].start, lines[self._last(one, end)].end)
            for start, end, one in zip(starts, ends, dated, strict=True)
        ]

    def _dates_stand_below(self, dated: list[_Dated], above: Sequence[_Line]) -> bool:
        """Whether each entry ends with a line of nothing but its dates."""
        every = all(one.only and not one.alone for one in dated)
        return every and dated[-1].last == len(self._lines) - 1 and _has_body(above)

    def _begin(self, one: _Dated, before: _Dated | None, above: Sequence[_Line]) -> int:
        """Index of the first line of an entry."""
        lowest = self._body if before is None else before.last + 1
        known = self._certain and len(above) <= _MOST_HEADING_LINES and not _has_body(above)
        at = one.first
        most = len(above) if known else self._most_where_unsure(one)
        for step in range(1, (0 if one.alone else most) + 1):
            if at - 1 < lowest or (not self._spaced and self._lines[at].parted and step > 1):
                break
            line = self._lines[at - 1]
            if not line.heading_like or line.bulleted != (known and above[-step].bulleted):
                break
            at -= 1
        return at

    def _most_where_unsure(self, one: _Dated) -> int:
        line = self._text[self._lines[one.first].start : self._lines[one.last].end]
        return _MOST_LINES_WHERE_UNSURE if one.only or TITLE.search(line.lower()) is None else 0

    def _last(self, one: _Dated, beyond: int) -> int:
        """Index of the last line of an entry, which lies before the line `beyond`."""
        if self._certain:
            return max(one.last, beyond - 1)
        # Without a heading that announces work other things may follow: a blank line ends the entry.
        at = one.last
        while not self._spaced and at + 1 < beyond and not self._lines[at + 1].parted:
            at += 1
        return at

    def _shared(self, one: _Dated, whole: Span) -> Iterator[tuple[int, Span]]:
        """Give all of an entry to its only range or to ranges side by side, else a sentence to each."""
        spans = [self._ranges[index].span for index in one.ranges]
        line = self._lines[one.first].start, self._lines[one.last].end
        is_long = line[1] - line[0] > _LONG_LINE
        if not is_long and all(after[0] - before[1] <= _NEAR for before, after in pairwise(spans)):
            yield from ((index, whole) for index in one.ranges)
            return
        breaks = [line[0], *(match.end() for match in _SENTENCE_BREAK.finditer(self._text, *line)), line[1]]
        begins = [breaks[bisect_right(breaks, start) - 1] for start, _ in spans]
        times = Counter(begins)
        for at, (index, own) in enumerate(zip(one.ranges, spans, strict=True)):
            beyond = begins[at + 1] if at + 1 < len(spans) else line[1]
            end = (
                min(beyond, breaks[min(bisect_right(breaks, own[1]), len(breaks) - 1)]) if is_long else beyond
            )
            # A sentence with several ranges says nothing for sure of any.
            sure = times[begins[at]] == 1 and begins[at] <= own[0] < own[1] <= end
            yield index, _stripped(self._text, begins[at], end) if sure else own


def _has_body(lines: Sequence[_Line]) -> bool:
    """Whether lines above a dated one are more than a heading."""
    return any(not line.heading_like for line in lines) or any(line.bulleted for line in lines[1:])


def _lines(text: str, section: Section) -> Iterator[_Line]:
    """Lines of a section that hold anything but spaces."""
    start = section.start
    parted = False
    while start < section.end:
        stop = text.find("\n", start, section.end)
        stop = section.end if stop < 0 else stop
        first, last = _stripped(text, start, stop)
        if first < last:
            yield _Line.of(text, first, last, parted=parted)
        parted = first >= last
        start = stop + 1


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
