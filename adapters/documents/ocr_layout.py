"""The text of a page from the lines that text recognition found on its picture."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from adapters.documents.pdf_glyphs import Segment, same_line
from adapters.documents.pdf_layout import in_reading_order, lines_of

_SNAP = 0.6  # of a line's height: lines that begin so close to each other share a left edge
_MOST_TURNED = math.radians(15)
_POINTS_HIGH = 842.0  # the layout's distances are meant for a page of this height
_MOST_LINES = 1500
# A capital I after capitals, which engines take for a small l: "APl", "APls", "Ul", "Al/ML".
_SMALL_L = re.compile(r"(?:(?<=\b[A-Z][A-Z])|(?<=\bU)|(?<=\bA)(?=l[/-][A-Z]{2}))l(?=s?\b)")

Corners = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedLine:
    """A piece of one line.

    Attributes:
        text: what was read.
        confidence: how sure the engine is, in [0, 1].
        corners: 4 x 2, x and y in pixels, clockwise from the top left; y grows downwards.
    """

    text: str
    confidence: float
    corners: Corners


def text_of_lines(lines: Sequence[RecognisedLine], height: int) -> str:
    """The lines in reading order, one visual line per line, columns one after the other.

    Args:
        lines: in any order.
        height: of the picture in pixels.
    """
    lines = [line for line in lines if line.text.strip()][:_MOST_LINES]
    if not lines:
        return ""
    segments = _segments(lines, _POINTS_HIGH / max(height, 1))
    return "\n".join(lines_of(in_reading_order(_row_by_row(segments))))


def mean_confidence(lines: Sequence[RecognisedLine]) -> tuple[float, int]:
    """The mean over all characters, and how many there are."""
    characters = sum(len(line.text) for line in lines)
    total = sum(len(line.text) * line.confidence for line in lines)
    return (total / characters if characters else 0.0), characters


def _segments(lines: Sequence[RecognisedLine], scale: float) -> list[Segment]:
    corners = np.stack([line.corners for line in lines]) * scale
    corners = corners @ _turn_back(corners).T
    left, top = corners.min(axis=1).T.tolist()
    right, bottom = corners.max(axis=1).T.tolist()
    segments = [
        Segment(text=_SMALL_L.sub("I", " ".join(line.text.split())), left=a, top=b, right=c, bottom=d)
        for line, a, b, c, d in zip(lines, left, top, right, bottom, strict=True)
    ]
    _snap_left_edges(segments)
    return segments


def _turn_back(corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The matrix that makes the lines of a crooked scan level: by the usual slope of its longer lines."""
    width = corners[:, 1] - corners[:, 0]
    longer = width[:, 0] >= np.median(width[:, 0])
    slopes = np.arctan2(width[longer, 1], np.maximum(width[longer, 0], 1e-6))
    angle = float(np.median(slopes))
    if abs(angle) > _MOST_TURNED:
        angle = 0.0
    cosine, sine = math.cos(-angle), math.sin(-angle)
    return np.array([[cosine, -sine], [sine, cosine]])


def _snap_left_edges(segments: list[Segment]) -> None:
    """Lines of one column begin where one begins: boxes of recognition differ by a little."""
    edge: float | None = None
    for segment in sorted(segments, key=lambda segment: (segment.left, segment.top)):
        if edge is None or segment.left - edge > _SNAP * segment.height:
            edge = segment.left
        segment.left = edge


def _row_by_row(segments: list[Segment]) -> list[Segment]:
    """From top to bottom, what stands side by side from left to right."""
    rows: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda segment: (segment.top + segment.bottom, segment.left)):
        if rows and same_line(rows[-1][0], segment):
            rows[-1].append(segment)
        else:
            rows.append([segment])
    return [segment for row in rows for segment in sorted(row, key=lambda segment: segment.left)]
