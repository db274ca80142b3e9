"""Units of a text: lines, and sentences of long lines; and the words in them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.word_forms import word_set

Span = tuple[int, int]

_LONG_LINE = 200
_SHOWN = 240  # characters to either side of what is shown
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\s(?=\u2022)")
WORD = re.compile(r"[^\W_]+(?:\+\+|#)?")
"""A word, with the signs of `C++` and `C#`."""

FUNCTION_WORDS = word_set(
    """
    a an the and or of to in for with on at by from as is are was were be been i my we our us you your he she
    it its this that these those will has have had not no into over per their them they which who all any
    der die das und oder von zu mit auf im den dem des ein eine bei als ist le la les et ou de du en un une
    pour avec sur dans par au aux el los las y o del con por para que se e da do dos em com os um uma il lo
    gli di nel
    """
)
"""Words that hold sentences together and lists do without, in six languages."""


def units_of(text: str) -> list[Span]:
    """Start and end of each line that is not blank; a line over 200 characters is cut into its sentences."""
    units: list[Span] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            begin = start
            if len(line) > _LONG_LINE:
                for cut in _SENTENCE.finditer(line):
                    units.append((begin, start + cut.start()))
                    begin = start + cut.end()
            units.append((begin, start + len(line)))
        start += len(line) + 1
    return [(low, high) for low, high in units if low < high]


def line_around(text: str, span: Span) -> str:
    """Line or lines that hold a span, cut to a length that a person can be shown."""
    start = max(text.rfind("\n", 0, span[0]) + 1, span[0] - _SHOWN)
    end = text.find("\n", span[1], span[1] + _SHOWN)
    return text[start : end if end >= 0 else span[1] + _SHOWN].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The words of a text in lower case, where each begins and ends, and in which unit it stands."""

    words: list[str]
    spans: list[Span]
    units: list[int]


def tokens_of(text: str, units: Sequence[Span]) -> Tokens:
    """Read the words of all units."""
    words, spans, places = [], [], []
    for index, (start, end) in enumerate(units):
        for match in WORD.finditer(text, start, end):
            words.append(match.group().casefold())
            spans.append(match.span())
            places.append(index)
    return Tokens(words=words, spans=spans, units=places)


_FULL = 6  # words of a line that broke off because it was full


def continues_sentence(text: str, start: int) -> bool:
    """Whether the line that begins at `start` goes on with the sentence of the full line before it."""
    before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : max(start - 1, 0)].rstrip()
    first = text[start : start + 1]
    return first.islower() and len(before.split()) >= _FULL and before[-1].isalpha() | (before[-1] == ",")
