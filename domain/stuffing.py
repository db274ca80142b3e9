"""What of a resume is there to raise a score: repeated keywords, and floods of skills.

Thresholds were set on 2,000 real and made-up resumes, of which 1 in 100 at most may be flagged. Time is
linear in the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from domain.job import JobDescription
from domain.sections import split_sections
from domain.skills import SkillLexicon, distinct_skills, find_skills
from domain.text_units import FUNCTION_WORDS, WORD, Span, Tokens

# --- repeated keywords ----------------------------------------------------------------------------

_WINDOWS = (8, 12, 16, 24, 36, 48, 60, 96, 144, 240, 400)  # content words looked at together
_VARIETY = 4  # fewer distinct words than a quarter: no text, no table and no honest list is like that
_OFTEN = 3  # also: times that a word of a line follows itself
_SCRAP = 3  # content words
_SENTENCE = 3  # function words
_VARIED = 0.75  # share of distinct words from which on a paragraph repeats nothing
_MIN_COPIED = 8  # content words of a line whose second copy says nothing
_MANY_COPIES = 5  # of a shorter line


@dataclass(slots=True, kw_only=True)
class _Unit:
    """What a line, or a sentence of a long one, holds.

    Attributes:
        span: of it.
        words: content words, in their order.
        crowded: how many of those come again and again around here.
        spoken: function words.
        dated: whether it names a year.
    """

    span: Span
    words: list[str] = field(default_factory=list)
    crowded: int = 0
    spoken: int = 0
    dated: bool = False

    @property
    def repeats(self) -> bool:
        """Whether half of its words are crowded, or a word follows itself again and again."""
        alike = sum(one == other for one, other in pairwise(self.words))
        crowded = bool(self.crowded) and 2 * self.crowded >= len(self.words)
        return crowded or alike >= max(_OFTEN, len(self.words) / _VARIETY)

    @property
    def says_something(self) -> bool:
        """Whether it is a sentence or a dated line that repeats no word, whatever stands around it."""
        return (self.spoken >= _SENTENCE or self.dated) and len(set(self.words)) == len(self.words)


def repeated_spans(tokens: Tokens, units: Sequence[Span]) -> tuple[list[Span], list[Span]]:
    """Find stuffing, and further copies of one line.

    Returns:
        Units in which a few words come again and again, and units that say word for word what an earlier
        one said.
    """
    read = _read_units(tokens, units)
    times = Counter(tuple(unit.words) for unit in read)
    stuffed: list[Span] = []
    for unit in read:
        if unit.says_something and times[tuple(unit.words)] < _MANY_COPIES:
            continue
        # Scraps on the lines after what is stuffed belong to it.
        scrap = len(unit.words) <= _SCRAP and bool(stuffed) and unit.span[0] - stuffed[-1][1] <= 1
        if unit.repeats or scrap:
            stuffed.append(unit.span)
    known = set(stuffed)
    return stuffed, [span for span in _copies(read, times) if span not in known]


def _read_units(tokens: Tokens, units: Sequence[Span]) -> list[_Unit]:
    read = [_Unit(span=span) for span in units]
    content: list[int] = []
    for at, (word, unit) in enumerate(zip(tokens.words, tokens.units, strict=True)):
        if word in FUNCTION_WORDS:
            read[unit].spoken += 1
        elif len(word) > 1 and word.isalpha() | ("+" in word):
            content.append(at)
            read[unit].words.append(word)
        read[unit].dated |= _YEAR.fullmatch(word) is not None
    places = [tokens.units[at] for at in content]
    crowded = _crowded([tokens.words[at] for at in content], [units[unit] for unit in places])
    for unit, mark in zip(places, crowded, strict=True):
        read[unit].crowded += mark
    return read


def _crowded(words: Sequence[str], places: Sequence[Span]) -> bytearray:
    """Mark each word that comes again and again around where it stands, `places` being the units' spans."""
    crowded = bytearray(len(words))
    first_places = _first_places(words)
    for width in _WINDOWS:
        for low, high in _dull_stretches(first_places, width):
            counts = Counter(words[low:high])
            often = max(_OFTEN, max(counts.values()) / _VARIETY)  # words beside are not among the repeated
            for at in range(low, high):
                crowded[at] |= counts[words[at]] >= often
    _spare_varied_paragraphs(crowded, words, places)
    return crowded


def _spare_varied_paragraphs(crowded: bytearray, words: Sequence[str], places: Sequence[Span]) -> None:
    """Take the mark from paragraphs that repeat nothing themselves and only stand beside what does."""
    start = 0
    for at in range(1, len(words) + 1):
        if at < len(words) and places[at][0] - places[at - 1][1] <= 1:
            continue
        if len(set(words[start:at])) > _VARIED * (at - start):
            crowded[start:at] = bytes(at - start)
        start = at


def _copies(read: Iterable[_Unit], times: Mapping[tuple[str, ...], int]) -> Iterator[Span]:
    """Later copies of a line that is long, or comes five times: each scores once."""
    seen: set[tuple[str, ...]] = set()
    for unit in read:
        key = tuple(unit.words)
        if key in seen and (len(key) >= _MIN_COPIED or (key and times[key] >= _MANY_COPIES)):
            yield unit.span
        seen.add(key)


def _first_places(words: Sequence[str]) -> npt.NDArray[np.int64]:
    """For each word, the place from which on it is the first of its kind."""
    last: dict[str, int] = {}
    places = np.empty(len(words), dtype=np.int64)
    for at, word in enumerate(words):
        places[at] = last.get(word, -1) + 1
        last[word] = at
    return places


def _dull_stretches(first_places: npt.NDArray[np.int64], width: int) -> Iterator[Span]:
    """Unions of the windows that hold fewer distinct words than a quarter of theirs.

    A word adds a distinct one to the windows that begin after the last of its kind and not after it.
    """
    size = len(first_places)
    if size < width:
        return
    at = np.arange(size)
    begins = np.maximum(first_places, at - width + 1)
    change = np.bincount(begins, minlength=size + 1)
    change[1:] -= 1
    distinct = np.cumsum(change)[: size - width + 1]
    lows = np.flatnonzero(distinct * _VARIETY <= width).tolist()
    start = end = -1
    for low in lows:
        if low > end:
            if end > 0:
                yield start, end
            start = low
        end = low + width
    if end > 0:
        yield start, end


# --- floods of skills -----------------------------------------------------------------------------

MOST_LISTED = 150
"""Distinct items in all long lists of a resume; 3 real resumes in 1,000 list more."""

_SEPARATOR = re.compile(r"[,;|\u2022\t]| - | / ")
_BETWEEN_ITEMS = re.compile(r"[\s.*()-]*(?:[,;|\u2022\t\n]| / )[\s.*()\u2022-]*")
_LABEL = re.compile(r"[^\n:,;|]{1,40}:\s*")
_LIST_HEADING = re.compile(
    r"\W{0,4}(?:[\w&/]{1,20} ){0,3}(?:skills?|competenc(?:ies|es?|ias)|technologies|tools|kenntnisse"
    r"|f\u00e4higkeiten|comp\u00e9tences|competenze|compet\u00eancias|habilidades)\W{0,4}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ITEM_WORDS = 4
_MIN_ITEMS = 4
_LISTED = 0.7
_SHORT_RUN = 15  # items; a list as short stays whatever else there is
_LONG_COLUMN = 40  # lines of one item each, one after the other
_WORDS_ALONE = 100  # words that nothing parts and that make no sentence
_DENSE = (
    0.6  # of the content words of a line in names of skills, whatever parts them: no sentence is like that
)
_LEAST_NAMES = 12
_LONGEST_NAME = 4  # words
_LEAST_REPEATED = 4  # items of one list that stood in it before, from which on they are taken out


@dataclass(frozen=True, slots=True, kw_only=True)
class _ListLine:
    """A unit that is a list: where its items stand, and whether signs part four or more of them."""

    unit: int
    items: tuple[Span, ...]
    parted: bool


def flood_edits(
    text: str, units: Sequence[Span], job: JobDescription, lexicon: SkillLexicon
) -> tuple[list[tuple[Span, str]], int]:
    """Cut lists of hundreds of items down to the few that the job asks for, in its order and spelling.

    What remains is what an honest list of the asked skills would have been, so it counts as much. A line
    that is made of names of skills is a list, whatever stands between them: commas, "and", nothing at all.

    Returns:
        Spans with what stands in their place, and how many distinct items the lists hold (0: no flood).
    """
    headings = {section.start for section in split_sections(text)}
    listed = [
        line
        for unit, span in enumerate(units)
        if (line := _list_line(text, unit, span, lexicon) or _line_of_names(text, unit, span, lexicon))
        and (line.parted or not _is_heading(text, span, headings, lexicon))
    ]
    runs = [run for run in _adjacent(listed, text, units) if _is_long(run)]
    distinct = {text[low:high].casefold() for run in runs for line in run for low, high in line.items}
    if len(distinct) <= MOST_LISTED:
        return [], 0
    edits = [edit for run in runs for edit in _cut_down(text, units, run, job, lexicon)]
    return edits, len(distinct)


def _is_heading(text: str, span: Span, headings: set[int], lexicon: SkillLexicon) -> bool:
    # In a column of items, one may be called as a section is.
    apart = span[0] == 0 or text.startswith("\n\n", span[0] - 2)
    if apart and span[0] in headings:
        return True
    # "Pro Tools" is a tool.
    return bool(_LIST_HEADING.fullmatch(text, *span)) and not lexicon.is_spelling(text[slice(*span)])


def _is_long(run: Sequence[_ListLine]) -> bool:
    items = sum(len(line.items) for line in run)
    return items > (
        _SHORT_RUN if run[0].parted else _LONG_COLUMN if len(run) >= _LONG_COLUMN else _WORDS_ALONE
    )


def _list_line(text: str, unit: int, span: Span, lexicon: SkillLexicon) -> _ListLine | None:
    """The items of a unit, where it is a list of short ones, or nothing but words without a sentence."""
    start, end = span
    label = _LABEL.match(text, start, end)
    pieces = list(_pieces(text, label.end() if label else start, end))
    items = tuple(piece for piece in pieces if _is_item(text[slice(*piece)], lexicon))
    if not items and len(pieces) == 1 and text[end - 1] not in ".!?":
        low, high = pieces[0]
        words = tuple((low + m.start(), low + m.end()) for m in re.finditer(r"\S+", text[low:high]))
        if not any(text[a:b].casefold() in FUNCTION_WORDS for a, b in words):
            return _ListLine(unit=unit, items=words, parted=len(words) >= _LONG_COLUMN)
    if not items or len(items) < _LISTED * len(pieces):
        return None
    return _ListLine(unit=unit, items=items, parted=len(pieces) >= _MIN_ITEMS)


def _line_of_names(text: str, unit: int, span: Span, lexicon: SkillLexicon) -> _ListLine | None:
    """A unit of which most words are names of known skills, as a list of them."""
    found = [match for match in WORD.finditer(text, *span) if match.group().casefold() not in FUNCTION_WORDS]
    if len(found) < _LEAST_NAMES:
        return None
    words = [match.group().casefold() for match in found]
    items: list[Span] = []
    at = covered = 0
    while at < len(found):
        size = next(
            (
                size
                for size in range(min(_LONGEST_NAME, len(found) - at), 0, -1)
                if lexicon.is_key("".join(words[at : at + size]))
            ),
            0,
        )
        if size:
            items.append((found[at].start(), found[at + size - 1].end()))
        covered += size
        at += size or 1
    if len(items) < _LEAST_NAMES or covered < _DENSE * len(found):
        return None
    return _ListLine(unit=unit, items=tuple(items), parted=True)


def repeated_items(text: str, units: Sequence[Span], lexicon: SkillLexicon) -> list[Span]:
    """Find the skills that a list names again: each counts once, however often it stands in one list.

    Returns:
        Spans of the names that stood in the same line before, with what parts them from the one before;
        none of a line that repeats but a few.
    """
    spans: list[Span] = []
    for unit, span in enumerate(units):
        if len(_SEPARATOR.findall(text, *span)) < 2 * _LEAST_REPEATED - 1:
            continue
        line = _list_line(text, unit, span, lexicon)
        seen: set[str] = set()
        again = []
        last = span[0]
        for low, high in line.items if line else ():
            name = " ".join(text[low:high].casefold().split())
            if name in seen and lexicon.is_spelling(name):
                again.append((last, high))
            seen.add(name)
            last = high
        if len(again) >= max(_LEAST_REPEATED, len(seen)):
            spans += again
    return spans


def _pieces(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for cut in [*_SEPARATOR.finditer(text, start, end), None]:
        low, high = begin, cut.start() if cut else end
        while low < high and text[low] in " .-*()\u2022":
            low += 1
        while high > low and text[high - 1] in " .-*\u2022":
            high -= 1
        if low < high:
            yield low, high
        begin = cut.end() if cut else end


def _is_item(piece: str, lexicon: SkillLexicon) -> bool:
    words = piece.split()
    if not (1 <= len(words) <= _ITEM_WORDS and any(map(str.isalpha, piece))) or _YEAR.search(piece):
        return False
    spoken = any(word.casefold() in FUNCTION_WORDS - {"of", "and", "c", "r"} for word in words)
    return not spoken or lexicon.is_spelling(piece)  # "Infrastructure as code"


def _adjacent(lines: Iterable[_ListLine], text: str, units: Sequence[Span]) -> Iterator[list[_ListLine]]:
    """Runs of lists of one kind: no other unit between, and lines of one item set alike."""
    run: list[_ListLine] = []
    apart = None
    for line in lines:
        gap = text[units[run[-1].unit][1] : units[line.unit][0]] if run else ""
        alike = line.parted or apart is None or apart == ("\n\n" in gap)
        if run and (line.unit != run[-1].unit + 1 or line.parted != run[-1].parted or not alike):
            yield run
            run = []
        apart = "\n\n" in gap if run else None
        run.append(line)
    if run:
        yield run


def _cut_down(
    text: str, units: Sequence[Span], run: Sequence[_ListLine], job: JobDescription, lexicon: SkillLexicon
) -> Iterator[tuple[Span, str]]:
    items = [item for line in run for item in line.items]
    start, end = units[run[0].unit][0], units[run[-1].unit][1]
    asked = distinct_skills((*job.required_skills, *job.preferred_skills), lexicon)
    kept = [finding.name for finding in find_skills(asked, text[start:end], lexicon) if finding.found]
    first, second = items[len(items) // 2 - 1], items[len(items) // 2]
    between = text[first[1] : second[0]]
    if not _BETWEEN_ITEMS.fullmatch(between):
        between = ", "
    yield (items[0][0] if kept else start, end), between.join(kept)
