"""Words and pieces of lines from the boxes of the characters of one PDF page."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

# Shares of the height of a character's box (ascent to descent, about 1.2 of the font size).
_WORD_GAP = 0.125  # a gap as wide as this is a space
_REAL_SPACE_GAP = 0.04  # enough where the file also holds a space character
_SEGMENT_GAP = 0.9  # wider than any space of justified text: a tab, a cell or a column
_BACK_STEP = 0.3  # moving left by more than kerning does
_SAME_LINE = 0.5  # overlap in height of two characters of one line

_MIN_LETTER_SPACED = 4
_MIN_TRACKED = 6  # gaps of a segment that tell whether its letters are set apart
_MIN_SEEN = 4  # steps of a letter that tell how far it moves the pen
_FEW_SPACES = 0.05  # share of space characters of a page that leaves them to the gaps
_MAX_SIZE_STEPS = 16_384  # eighths of a point
_OVERHANGING = (ord("f"), 0x017F)

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glyphs:
    """The visible characters of a page in the order of its content stream, without spaces.

    Attributes:
        text: n strings, one a character (a ligature may give several).
        codes: the n code points as the file has them.
        boxes: n x 4 left, top, right, bottom in points; y grows downwards.
        after_space: n flags: the file has a space character before this one.
    """

    text: Sequence[str]
    codes: Integers
    boxes: Floats
    after_space: Bools


@dataclass(slots=True, kw_only=True)
class Segment:
    """A piece of one line without a wide gap inside."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """Ascent to descent, in points."""
        return self.bottom - self.top


def find_segments(glyphs: Glyphs) -> list[Segment]:
    """Cut the stream of characters into segments, with spaces put where the gaps are."""
    count = len(glyphs.text)
    if not count:
        return []
    cut, spaced, gap, line_height = _cuts(glyphs)
    starts = np.concatenate(([0], np.flatnonzero(cut) + 1))
    ends = [*starts[1:].tolist(), count]
    left, top = np.minimum.reduceat(glyphs.boxes[:, :2], starts).T.tolist()
    right, bottom = np.maximum.reduceat(glyphs.boxes[:, 2:], starts).T.tolist()
    begins = np.concatenate(([0], np.flatnonzero(cut | spaced) + 1))
    first_words = np.searchsorted(begins, starts).tolist()
    last_words = [*first_words[1:], len(begins)]
    begins_and_end = [*begins.tolist(), count]
    words = ["".join(glyphs.text[begin:end]) for begin, end in pairwise(begins_and_end)]
    segments = []
    for index, (start, end) in enumerate(zip(starts.tolist(), ends, strict=True)):
        first, last = first_words[index], last_words[index]
        if end - start >= _MIN_LETTER_SPACED and 2 * (last - first - 1) > end - start:
            inside = slice(start, end - 1)
            spaces = _letter_spaced(gap[inside], line_height[inside], spaced[inside])
            text = _spell(glyphs.text[start:end], spaces)
        else:
            text = " ".join(words[first:last])
        segments.append(
            Segment(text=text, left=left[index], top=top[index], right=right[index], bottom=bottom[index])
        )
    return _join_letter_spaced(_join_vertical(segments))


def word_starts(glyphs: Glyphs) -> Bools:
    """Which characters begin a word, n flags."""
    if len(glyphs.text) < 2:  # noqa: PLR2004 - no pair to look at
        return np.ones(len(glyphs.text), dtype=np.bool_)
    cut, spaced, _, _ = _cuts(glyphs)
    return np.concatenate(([True], cut | spaced))


def _cuts(glyphs: Glyphs) -> tuple[Bools, Bools, Floats, Floats]:
    """For each pair of neighbours: a new segment? a space? their gap and their height, in points."""
    boxes = glyphs.boxes
    left, top, right, bottom = boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3]
    height = np.maximum(bottom - top, 0.1)
    line_height = np.minimum(height[1:], height[:-1])
    overlap = np.minimum(bottom[1:], bottom[:-1]) - np.maximum(top[1:], top[:-1])
    same_glyph = (boxes[1:] == boxes[:-1]).all(axis=1)
    gap = left[1:] - right[:-1]
    tall = np.maximum(height[1:], height[:-1])
    cut = (overlap < _SAME_LINE * line_height) | (gap > _SEGMENT_GAP * tall)
    cut |= (left[1:] < left[:-1] - _BACK_STEP * tall) & ~same_glyph
    cut &= ~same_glyph
    few_spaces = int(glyphs.after_space.sum()) < _FEW_SPACES * len(glyphs.text)
    excess = _excess_width(glyphs, height, (overlap > _SAME_LINE * line_height) & ~same_glyph)
    wide = gap + excess if few_spaces else gap
    spaced = wide > _WORD_GAP * line_height + _tracking(wide, cut)
    spaced |= glyphs.after_space[1:] & (gap + excess > _REAL_SPACE_GAP * line_height)
    return cut, spaced, gap, line_height


def _tracking(gap: Floats, cut: Bools) -> Floats:
    """The extra space between the letters of each segment: its median gap, if set apart."""
    if not len(gap):
        return gap
    segment = np.concatenate(([0], np.cumsum(cut)[:-1]))  # a gap that cuts counts with what it ends
    order = np.lexsort((gap, segment))
    _, first, count = np.unique(segment, return_index=True, return_counts=True)
    median = gap[order][first + (count - 1) // 2]
    return np.asarray(
        np.where(count >= _MIN_TRACKED, np.maximum(median, 0.0), 0.0)[segment], dtype=np.float64
    )


def _excess_width(glyphs: Glyphs, height: Floats, same_line: Bools) -> Floats:
    """By how much the cell of each character but the last reaches over the place of the next, in points.

    The cell of an overhanging `f` covers part of the next letter, and layouts rounded to a coarse grid set
    all letters tighter than their cells: a space after them looks narrow. The page itself shows how far a
    letter moves the pen inside of words.
    """
    left, width = glyphs.boxes[:-1, 0], glyphs.boxes[:-1, 2] - glyphs.boxes[:-1, 0]
    step = glyphs.boxes[1:, 0] - left
    usable = same_line & ~glyphs.after_space[1:] & (step > 0) & (step < 2 * height[:-1])
    usable[1:] &= same_line[:-1] | (step[:-1] != 0)  # not the last piece of a ligature
    if not usable.any():
        return np.zeros_like(width)
    letter = glyphs.codes[:-1]
    # One kind: the same letter of the same font and size, as far as the cells tell.
    size = np.minimum(np.round(np.stack((height[:-1], width)) * 8), _MAX_SIZE_STEPS - 1).astype(np.int64)
    key = (letter * _MAX_SIZE_STEPS + size[0]) * _MAX_SIZE_STEPS + size[1]
    chosen = np.flatnonzero(usable)
    order = chosen[np.lexsort((step[chosen], key[chosen]))]
    distinct, first, count = np.unique(key[order], return_index=True, return_counts=True)
    usual = step[order][first + count // 4]  # a quarter: most letters end a word less often than that
    usual[count < _MIN_SEEN] = np.inf
    place = np.minimum(np.searchsorted(distinct, key), len(distinct) - 1)
    learned = np.where(usable & (distinct[place] == key), usual[place], np.inf)
    overhanging = np.isin(letter, _OVERHANGING)
    least = np.where(overhanging, 0.5 * width, width - np.maximum(0.15 * width, 0.11 * height[:-1]))
    return np.asarray(np.maximum(width - np.maximum(learned, least), 0.0), dtype=np.float64)


def _spell(text: Sequence[str], spaces: Bools) -> str:
    if not spaces.any():
        return "".join(text)
    pieces = []
    start = 0
    for stop in (np.flatnonzero(spaces) + 1).tolist():
        pieces.append("".join(text[start:stop]))
        start = stop
    pieces.append("".join(text[start:]))
    return " ".join(pieces)


def _letter_spaced(gaps: Floats, height: Floats, spaces: Bools) -> Bools:
    """The word gaps of a heading whose letters are set apart: those clearly wider than the usual one."""
    usual = float(np.median(gaps))
    widened = gaps > np.maximum(1.5 * usual, usual + _WORD_GAP * height)
    # Single characters set apart on purpose (a row of icons, "a b c") have no wider gaps and few members.
    return widened if usual > 0 else spaces


def _join_vertical(segments: list[Segment]) -> list[Segment]:
    """Join characters written on top of each other (vertical or turned text) to one segment."""
    result: list[Segment] = []
    run: list[Segment] = []
    for segment in segments:
        if run and len(segment.text) <= 2 and _stacked(run[-1], segment):  # noqa: PLR2004 - a pair kerned together
            run.append(segment)
            continue
        result += _close_vertical(run)
        run = [segment] if len(segment.text) <= 2 else []  # noqa: PLR2004 - the same
        if not run:
            result.append(segment)
    return result + _close_vertical(run)


def _stacked(one: Segment, other: Segment) -> bool:
    if min(one.right, other.right) - max(one.left, other.left) < 0.5 * min(_width(one), _width(other)):
        return False
    distance = max(other.top - one.bottom, one.top - other.bottom)
    return -0.5 * one.height < distance < 0.4 * one.height


def _close_vertical(run: list[Segment]) -> list[Segment]:
    if len(run) < _MIN_LETTER_SPACED:
        return run
    return [_merged(run, "".join(segment.text for segment in run))]


def _join_letter_spaced(segments: list[Segment]) -> list[Segment]:
    """Join single letters set so wide apart that each became a segment of its own."""
    result: list[Segment] = []
    run: list[Segment] = []
    for segment in segments:
        if len(segment.text) == 1 and segment.text.isalnum() and (not run or _next_letter(run[-1], segment)):
            run.append(segment)
            continue
        result += _close_letters(run)
        run = [segment] if len(segment.text) == 1 and segment.text.isalnum() else []
        if not run:
            result.append(segment)
    return result + _close_letters(run)


def _next_letter(one: Segment, other: Segment) -> bool:
    return same_line(one, other) and 0 < other.left - one.right < 4 * one.height


def _close_letters(run: list[Segment]) -> list[Segment]:
    if len(run) < _MIN_LETTER_SPACED or not all(segment.text.isalpha() for segment in run):
        return run
    gaps = np.array([other.left - one.right for one, other in pairwise(run)])
    spaces = _letter_spaced(gaps, np.full(len(gaps), run[0].height), np.ones(len(gaps), dtype=np.bool_))
    return [_merged(run, _spell([segment.text for segment in run], spaces))]


def joined(run: Sequence[Segment]) -> Segment:
    """Segments that stand one under the other or side by side, as one."""
    return _merged(run, " ".join(segment.text.strip() for segment in run))


def _merged(run: Sequence[Segment], text: str) -> Segment:
    return Segment(
        text=text,
        left=min(segment.left for segment in run),
        top=min(segment.top for segment in run),
        right=max(segment.right for segment in run),
        bottom=max(segment.bottom for segment in run),
    )


def same_line(one: Segment, other: Segment) -> bool:
    """Whether two segments overlap in height as neighbours of one line do."""
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    return overlap > _SAME_LINE * min(one.height, other.height)


def middle(segment: Segment) -> float:
    """Half the way from top to bottom, in points."""
    return (segment.top + segment.bottom) / 2


def _width(segment: Segment) -> float:
    return segment.right - segment.left
