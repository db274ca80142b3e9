"""Where the text of a Word document stands: whether its line, row, frame or box leaves room to see it.

Lengths are those of ECMA-376: twentieths of a point (WordprocessingML) and English metric units (DrawingML).
"""

import re

from lxml import etree

_LOW = 40  # twentieths of a point: an exact height of two points and less cuts text off
_FAR = 22 * 1440  # 22 inches, the widest page of Word
_FAR_LEFT = -10 * 1440
_SMALL_BOX = 3 * 12_700  # English metric units: three points
_FAR_OFF = 22 * 914_400

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"

_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}


def number(value: str | None) -> float:
    """A number as it is written; infinity where there is none."""
    try:
        return float(value or "inf")
    except ValueError:
        return float("inf")


def is_out_of_sight(run: etree._Element) -> bool:
    """Whether a line or row of an exact height, a hidden row, an indent or a frame leaves nothing to see."""
    return _is_moved_out(run) or any(
        _hides_line(element) if element.tag == _W + "p" else _hides_row(element)
        for element in run.iterancestors(_W + "p", _W + "tr")
    )


def _is_moved_out(run: etree._Element) -> bool:
    """Whether a run is raised or lowered by more than its line of an exact height."""
    position = run.find(f"{_W}rPr/{_W}position")
    paragraph = next(run.iterancestors(_W + "p"), None)
    spacing = paragraph.find(f"{_W}pPr/{_W}spacing") if paragraph is not None else None
    if position is None or spacing is None or spacing.get(_W + "lineRule") != "exact":
        return False
    moved = abs(number(position.get(_W + "val")))  # half points
    return number(spacing.get(_W + "line")) <= 10 * moved < float("inf")


def _hides_line(paragraph: etree._Element) -> bool:
    properties = paragraph.find(_W + "pPr")
    if properties is None:
        return False
    spacing = properties.find(_W + "spacing")
    if spacing is not None and spacing.get(_W + "lineRule") == "exact" and _low(spacing.get(_W + "line")):
        return True
    indent = properties.find(_W + "ind")
    if indent is not None and _is_far(indent.get(_W + "left") or indent.get(_W + "start")):
        return True
    frame = properties.find(_W + "framePr")
    if frame is None:
        return False
    is_flat = frame.get(_W + "hRule") == "exact" and _low(frame.get(_W + "h"))
    return is_flat or any(_is_far(frame.get(_W + side)) for side in ("x", "y"))


def _hides_row(row: etree._Element) -> bool:
    properties = row.find(_W + "trPr")
    if properties is None:
        return False
    height = properties.find(_W + "trHeight")
    return properties.find(_W + "hidden") is not None or (
        height is not None and height.get(_W + "hRule") == "exact" and _low(height.get(_W + "val"))
    )


def _low(value: str | None) -> bool:
    return number(value) <= _LOW


def _is_far(value: str | None) -> bool:
    return value is not None and (_FAR <= number(value) < float("inf") or number(value) < _FAR_LEFT)


def is_hidden_box(content: etree._Element) -> bool:
    """Whether a text box (w:txbxContent) has no size, is not shown or stands far off the page."""
    for element in content.iterancestors():
        if element.tag in {_WP + "anchor", _WP + "inline"}:
            return _is_hidden_drawing(element, content)
        if element.tag.startswith(_V) and (style := element.get("style")):
            return _is_hidden_vml(style)
    return False


def _is_hidden_drawing(drawing: etree._Element, content: etree._Element) -> bool:
    properties = drawing.find(_WP + "docPr")
    named = properties.get("hidden") if properties is not None else None
    if {named, drawing.get("hidden")} & {"1", "true"}:
        return True
    shape = next(content.iterancestors(_WPS + "wsp"), None)
    grows = shape is not None and next(shape.iter(_A + "spAutoFit"), None) is not None
    extent = drawing.find(_WP + "extent")
    sides = [number(extent.get(side)) for side in ("cx", "cy")] if extent is not None else []
    if not grows and any(side < _SMALL_BOX for side in sides):
        return True
    offsets = [number(offset.text) for offset in drawing.iter(_WP + "posOffset")]
    room = max([side for side in sides if side != float("inf")], default=0.0)
    return any(
        abs(offset) != float("inf") and (offset > _FAR_OFF or offset < -_FAR_OFF / 4 - room)
        for offset in offsets
    )


def _is_hidden_vml(style: str) -> bool:
    rules = dict(part.split(":", 1) for part in style.replace(" ", "").lower().split(";") if ":" in part)
    if rules.get("visibility") == "hidden" or rules.get("display") == "none":
        return True
    sides = [_points(rules[side]) for side in ("width", "height") if side in rules]
    places = [_points(rules[side]) for side in ("left", "top", "margin-left", "margin-top") if side in rules]
    return any(side is not None and side < 3 for side in sides) or any(  # noqa: PLR2004 - points
        place is not None and abs(place) > 22 * 72 for place in places
    )


def _points(length: str) -> float | None:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _POINTS[match[2] or ""] if match else None
