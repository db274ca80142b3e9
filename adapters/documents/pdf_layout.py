"""Reading order and lines of one PDF page.

The order of the page's own content stream is kept wherever it makes sense, because it knows what geometry
does not (cells of a table, a sidebar that belongs together). It is changed only where the page contradicts
it: two columns written line by line in turn, a heading drawn after its section, dates drawn apart from their
role.
"""

import re
from collections.abc import Iterable
from itertools import pairwise

import numpy as np

from adapters.documents.pdf_glyphs import Bools, Glyphs, Segment, find_segments, joined, middle, same_line

_SAME_BASELINE = 0.25  # of a line's height
_PARAGRAPH_GAP = 1.6  # line heights of white space between two lines that still belong together
_MIN_COLUMN_LINES = 4
_MAX_ORDERED_SEGMENTS = 1500
_MAX_ORDERED_BLOCKS = 250
_LONG_LINE = 24  # characters: more is running text, not the cell of a date or a label

_DATE = re.compile(r"(?:^|\D)(?:19|20)\d\d(?:\D|$)|\bpresent\b|\bcurrent\b|\bongoing\b", re.IGNORECASE)
_HEADING = re.compile(
    r"(?:(?:work|professional|employment|relevant|technical|key|core|my|career|personal|selected|"
    r"academic|additional|contact) )?(?:experience|history|education|skills?|summary|profile|objective|"
    r"languages?|projects?|certifications?|certificates?|awards?|publications?|interests?|hobbies|"
    r"references?|contact|about me|about|achievements?|competenc(?:ies|es)|strengths|training|courses|"
    r"expertise|tools|information|details)",
    re.IGNORECASE,
)


def page_text(glyphs: Glyphs) -> str:
    """The lines of a page in reading order, one visual line per line; wide gaps in a line become tabs."""
    segments = find_segments(glyphs)
    return "\n".join(lines_of(in_reading_order(segments)))


def in_reading_order(segments: list[Segment]) -> list[Segment]:
    """Change the order of the stream only where the page contradicts it."""
    if not 2 < len(segments) <= _MAX_ORDERED_SEGMENTS:  # noqa: PLR2004 - nothing to order in two
        return segments
    segments = _columns_apart(segments)
    return _headings_to_their_sections(_dates_to_their_rows(_above_first(segments)))


def _columns_apart(segments: list[Segment]) -> list[Segment]:
    """Write two columns one after the other where the stream alternates between them line by line."""
    for gutter in _gutters(segments):
        band = _band(segments, gutter)
        if band is None:
            continue
        first, last = band
        inside = [s for s in segments if first <= middle(s) <= last]
        sides = [s.left >= gutter for s in inside]
        left = [s for s, is_right in zip(inside, sides, strict=True) if not is_right]
        right = [s for s, is_right in zip(inside, sides, strict=True) if is_right]
        if min(len(left), len(right)) < _MIN_COLUMN_LINES:
            continue
        changes = sum(one != other for one, other in pairwise(sides))
        if changes < max(_MIN_COLUMN_LINES, min(_row_count(left), _row_count(right))):
            continue
        if not _are_columns(left, right):
            continue
        return _spliced(segments, inside, _columns_apart(left) + _columns_apart(right))
    return segments


def _spliced(segments: list[Segment], inside: list[Segment], ordered: list[Segment]) -> list[Segment]:
    """The segments above the band, the ordered band, the segments below it."""
    members = {id(segment) for segment in inside}
    top = min(segment.top for segment in inside)
    above = [s for s in segments if id(s) not in members and middle(s) < top]
    placed = members | {id(segment) for segment in above}
    return above + ordered + [s for s in segments if id(s) not in placed]


def _gutters(segments: list[Segment]) -> list[float]:
    """Left edges that at least four segments share and few cross, the most shared first."""
    edges: dict[int, int] = {}
    for segment in segments:
        edges[round(segment.left)] = edges.get(round(segment.left), 0) + 1
    leftmost = min(edges)
    shared = sorted(
        (edge for edge in edges if edge > leftmost + 20 and _near(edges, edge) >= _MIN_COLUMN_LINES),
        key=lambda edge: (-_near(edges, edge), edge),
    )
    return [edge - 1.5 for edge in shared[:6]]


def _near(edges: dict[int, int], edge: int) -> int:
    return sum(edges.get(edge + step, 0) for step in (-1, 0, 1))


def _band(segments: list[Segment], gutter: float) -> tuple[float, float] | None:
    """The stretch with the most segments in which nothing crosses the gutter, as top and bottom."""
    best: tuple[int, float, float] | None = None
    count, first, last = 0, 0.0, 0.0
    for segment in sorted(segments, key=middle):
        if segment.left < gutter < segment.right:
            count = 0
            continue
        if not count:
            first = middle(segment)
        count, last = count + 1, middle(segment)
        if best is None or count > best[0]:
            best = (count, first, last)
    return None if best is None else best[1:]


def _are_columns(left: list[Segment], right: list[Segment]) -> bool:
    """Tell two columns of text from the rows of a table, of labels or of roles with their dates."""
    if min(_share_of_close_lines(left), _share_of_close_lines(right)) < 0.5:  # noqa: PLR2004 - most
        return False  # a rail of headings beside their sections
    rows = sum(any(_same_baseline(one, other) for one in left) for other in right)
    aligned = rows / min(len(left), len(right))
    dates = max(_share_of_dates(left), _share_of_dates(right))
    if dates > 0.5:  # noqa: PLR2004 - most of one side are dates: they belong to the other side's rows
        return False
    if aligned < 0.6:  # noqa: PLR2004 - the rows of a table line up, the lines of two columns by chance only
        return True
    if any(_is_heading(s) for s in left) and any(_is_heading(s) for s in right):
        return True
    return _typical_length(left) > _LONG_LINE and _typical_length(right) > _LONG_LINE


def _row_count(segments: list[Segment]) -> int:
    return 1 + sum(not same_line(one, other) for one, other in pairwise(segments))


def _share_of_close_lines(segments: list[Segment]) -> float:
    """Share of the lines that another follows as closely as in a paragraph."""
    ordered = sorted(segments, key=middle)
    steps = [(one, other) for one, other in pairwise(ordered) if not same_line(one, other)]
    close = sum(other.top - one.bottom < 0.8 * max(one.height, other.height) for one, other in steps)
    return close / max(len(steps), 1)


def _share_of_dates(segments: list[Segment]) -> float:
    return sum(len(s.text) <= 2 * _LONG_LINE and bool(_DATE.search(s.text)) for s in segments) / len(segments)


def _is_heading(segment: Segment) -> bool:
    return bool(_HEADING.fullmatch(segment.text.strip(" :&|")))


def _typical_length(segments: list[Segment]) -> int:
    return sorted(len(segment.text) for segment in segments)[len(segments) // 2]


def _above_first(segments: list[Segment]) -> list[Segment]:
    """Move a block before the blocks that stand under it; else keep the order of the stream."""
    blocks = _blocks(segments)
    if not 1 < len(blocks) <= _MAX_ORDERED_BLOCKS:
        return segments
    boxes = np.array(
        [
            (min(s.left for s in b), min(s.top for s in b), max(s.right for s in b), max(s.bottom for s in b))
            for b in blocks
        ]
    )
    left, top, right, bottom = boxes.T
    shared = np.minimum(right[:, None], right) - np.maximum(left[:, None], left)
    narrow = np.minimum(right[:, None] - left[:, None], right - left)
    centre = (top + bottom) / 2
    # above[i, j]: block i ends before block j begins, in the same part of the page's width.
    above = (bottom[:, None] <= top + 2.0) & (centre[:, None] < centre) & (shared > 0.2 * narrow)
    if not np.tril(above, -1).any():
        return segments
    ordered: list[int] = []
    placed = [False] * len(blocks)
    for index in range(len(blocks)):
        _place(index, above, placed, ordered)
    return [segment for index in ordered for segment in blocks[index]]


def _place(index: int, above: Bools, placed: list[bool], ordered: list[int]) -> None:
    """Append a block after all blocks above it (depth first, without recursion)."""
    stack = [(index, False)]
    while stack:
        block, ready = stack.pop()
        if ready:
            ordered.append(block)
        elif not placed[block]:
            placed[block] = True
            stack.append((block, True))
            stack += [(i, False) for i in reversed(np.flatnonzero(above[:, block]).tolist()) if not placed[i]]


def _blocks(segments: Iterable[Segment]) -> list[list[Segment]]:
    """Cut the stream where it jumps: up, far down, or sideways."""
    blocks: list[list[Segment]] = []
    left = right = 0.0
    for segment in segments:
        last = blocks[-1][-1] if blocks else None
        if last is not None and _follows(last, segment, left, right):
            blocks[-1].append(segment)
            left, right = min(left, segment.left), max(right, segment.right)
        else:
            blocks.append([segment])
            left, right = segment.left, segment.right
    return blocks


def _follows(last: Segment, segment: Segment, left: float, right: float) -> bool:
    if same_line(last, segment):
        return segment.left > last.left
    gap = segment.top - last.bottom
    in_width = min(right, segment.right) - max(left, segment.left) > 0
    return in_width and -0.6 * last.height < gap < _PARAGRAPH_GAP * max(last.height, segment.height)


def _dates_to_their_rows(segments: list[Segment]) -> list[Segment]:
    """Put dates, and the marks of list items, that were drawn apart into the row that they stand in."""
    lone = [i for i in range(len(segments)) if _is_lone_mark(segments, i) or _is_lone_date(segments, i)]
    if not lone or len(lone) > _MAX_ORDERED_BLOCKS:
        return segments
    lonely = set(lone)
    followers: dict[int, list[Segment]] = {}
    moved = set()
    for index in lone:
        row = _row_of(segments, index, lonely)
        if row is not None:
            followers.setdefault(row, []).append(segments[index])
            moved.add(index)
    result = []
    for index, segment in enumerate(segments):
        if index not in moved:
            dates = sorted(followers.get(index, ()), key=lambda s: s.left)
            result += [s for s in dates if s.left < segment.left]
            result.append(segment)
            result += [s for s in dates if s.left >= segment.left]
    return result


def _is_lone_mark(segments: list[Segment], index: int) -> bool:
    """Whether a segment is a single sign, such as a bullet, that no text follows on its line."""
    segment = segments[index]
    if len(segment.text) != 1 or segment.text.isalnum():
        return False
    return index + 1 == len(segments) or not same_line(segment, segments[index + 1])


def _is_lone_date(segments: list[Segment], index: int) -> bool:
    segment = segments[index]
    if len(segment.text) > _LONG_LINE + 6 or not _DATE.search(segment.text):
        return False
    return not any(_in_flow(segment, other) for other in segments[max(index - 1, 0) : index + 2])


def _in_flow(date: Segment, neighbour: Segment) -> bool:
    """Whether a date is part of the line or the paragraph of a neighbour in the stream."""
    if date is neighbour:
        return False
    if same_line(date, neighbour):
        return True
    beside = min(date.right, neighbour.right) - max(date.left, neighbour.left)
    distance = max(date.top - neighbour.bottom, neighbour.top - date.bottom)
    return beside > 0 and distance < date.height


def _row_of(segments: list[Segment], index: int, lonely: set[int]) -> int | None:
    """Index of the segment beside a date on its baseline; of two, the one drawn closer to it in time."""
    date = segments[index]
    row = [i for i, s in enumerate(segments) if i not in lonely and _same_baseline(s, date)]
    before = [i for i in row if segments[i].right <= date.left + 1]
    after = [i for i in row if segments[i].left >= date.right - 1]
    neighbours = []
    if len(date.text) == 1:  # the mark of a list item stands close before it
        after = [i for i in after if segments[i].left - date.right < 2 * date.height]
        before = []
    if before:
        neighbours.append(max(before, key=lambda i: segments[i].right))
    if after:
        neighbours.append(min(after, key=lambda i: segments[i].left))
    # Drawn apart, yet mostly not far from its own column.
    return min(neighbours, key=lambda i: abs(i - index), default=None)


# --- segments -> lines ----------------------------------------------------------------------------


def _headings_to_their_sections(segments: list[Segment]) -> list[Segment]:
    """Put the headings of a rail, drawn one after the other, before what stands to their right."""
    runs = _heading_runs(segments)
    if not runs:
        return segments
    rail = {id(segment) for run in runs for heading in run for segment in heading}
    rest = [segment for segment in segments if id(segment) not in rail]
    before: dict[int, list[Segment]] = {}
    for heading in (heading for run in runs for heading in run):
        top, right = heading[0].top, max(segment.right for segment in heading)
        beside = [i for i, s in enumerate(rest) if s.left >= right - 1 and middle(s) >= top]
        place = min(beside, key=lambda i: (rest[i].top, i), default=len(rest))
        before.setdefault(place, []).append(joined(heading))
    result = []
    for index, segment in enumerate(rest):
        result += [*before.get(index, ()), segment]
    return result + before.get(len(rest), [])


def _heading_runs(segments: list[Segment]) -> list[list[list[Segment]]]:
    """Runs of two and more headings with nothing between them in the stream, and space on the page."""
    runs: list[list[list[Segment]]] = []
    run: list[list[Segment]] = []
    index = 0
    while index < len(segments):
        heading = _heading_at(segments, index)
        if heading and (not run or heading[0].top - run[-1][-1].bottom > heading[0].height):
            run.append(heading)
        else:
            runs.append(run)
            run = [heading] if heading else []
        index += len(heading) or 1
    runs.append(run)
    return [run for run in runs if len(run) > 1]


def _heading_at(segments: list[Segment], index: int) -> list[Segment]:
    """The heading of one or two lines that begins at an index; empty if none does."""
    pair = segments[index : index + 2]
    if len(pair) > 1 and not same_line(*pair) and abs(pair[1].top - pair[0].bottom) < pair[0].height:
        both = f"{pair[0].text.strip()} {pair[1].text.strip(' :')}"
        if _HEADING.fullmatch(both):
            return pair
    return pair[:1] if _is_heading(pair[0]) else []


def lines_of(segments: Iterable[Segment]) -> list[str]:
    """Join neighbours of one line; a tab stands for a gap much wider than a space."""
    segments = list(segments)
    paragraph = _paragraph_gap(segments)
    lines: list[str] = []
    last: Segment | None = None
    for segment in segments:
        if last is not None and _continues(last, segment):
            lines[-1] += ("\t" if segment.left - last.right > last.height else " ") + segment.text
        else:
            if last is not None and segment.top - last.bottom > paragraph * last.height:
                lines.append("")
            lines.append(segment.text)
        last = segment
    return lines


def _paragraph_gap(segments: list[Segment]) -> float:
    """How many line heights of white space end a paragraph: more than the usual line of the page has."""
    gaps = [
        (other.top - one.bottom) / one.height
        for one, other in pairwise(segments)
        if 0 < other.top - one.bottom < 3 * one.height
    ]
    return max(0.6, 1.3 * sorted(gaps)[len(gaps) // 2]) if gaps else 0.6


def _continues(last: Segment, segment: Segment) -> bool:
    if not same_line(last, segment) or segment.left < last.right - last.height:
        return False
    # A heading beside its section, or beside another column, is a line of its own.
    if segment.left - last.right <= last.height or _is_heading(joined((last, segment))):
        return True
    return not (_is_heading(last) or _is_heading(segment))


def _same_baseline(one: Segment, other: Segment) -> bool:
    tolerance = _SAME_BASELINE * min(one.height, other.height)
    return abs(one.bottom - other.bottom) < tolerance or abs(middle(one) - middle(other)) < tolerance
