"""Which runs of a Word document a person can see (ECMA-376, WordprocessingML).

The properties of a run are looked for where Word looks: on the run, in its character style, in the style of
its paragraph, in the document's defaults; styles inherit from each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

_TINY = 4  # half points: two points and less
_NARROW = 8  # per cent of a letter's width
_LOW = 40  # twentieths of a point: an exact height of two points and less cuts text off
_CLOSE = 24  # steps of a channel below which text is not told from its ground
_SMALL_BOX = 3 * 12_700  # English metric units: three points
_FAR_OFF = 22 * 914_400  # 22 inches, the widest page of Word
_MOST_STYLES = 32  # in one line of inheritance

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?)(pt|in|cm|mm|px)?")
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_HIGHLIGHTS = {
    "black": "000000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
    "darkBlue": "000080",
    "blue": "0000FF",
}
# Where a document has no theme of its own: Office's.
_THEME = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"}
_THEME_NAMES = {
    "background1": "lt1", "light1": "lt1", "bg1": "lt1", "text1": "dk1", "dark1": "dk1", "tx1": "dk1",
    "background2": "lt2", "light2": "lt2", "bg2": "lt2", "text2": "dk2", "dark2": "dk2", "tx2": "dk2",
}  # fmt: skip

Color = tuple[int, int, int]
_WHITE: Color = (255, 255, 255)
_NONE: Color = (-1, -1, -1)


@dataclass(slots=True, kw_only=True)
class Looks:
    """What a document says of how its text looks.

    Attributes:
        styles: by id, the elements of all styles.
        defaults: the run properties that hold where nothing else is set; None where there are none.
        default_paragraph: id of the style of paragraphs that name none.
        theme: colours of the theme by name, as six hexadecimal digits.
        page: the colour of the page.
    """

    styles: dict[str, etree._Element] = field(default_factory=dict)
    defaults: etree._Element | None = None
    default_paragraph: str = ""
    theme: dict[str, str] = field(default_factory=lambda: dict(_THEME))
    page: Color = _WHITE

    def add_styles(self, root: etree._Element) -> None:
        """Take over the part `styles`."""
        for style in root.iter(_W + "style"):
            name = style.get(_W + "styleId", "")
            self.styles.setdefault(name, style)
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in {"1", "true", "on"}:
                self.default_paragraph = name
        self.defaults = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")

    def add_theme(self, root: etree._Element) -> None:
        """Take over the part `theme`."""
        for color in root.iter(_A + "srgbClr", _A + "sysClr"):
            parent = color.getparent()
            value = color.get("lastClr") or color.get("val") or ""
            if parent is not None and _HEX.fullmatch(value):
                self.theme[etree.QName(parent).localname] = value

    def add_background(self, root: etree._Element) -> None:
        """Take over the colour of the page, if the body has one."""
        background = root.find(_W + "background")
        if background is not None:
            self.page = _rgb(background.get(_W + "color", "")) or _WHITE

    def hides(self, run: etree._Element) -> bool:
        """Whether nobody sees the text of a run."""
        layers = list(self._layers(run))
        if any(_toggle(layers, name) for name in ("vanish", "webHidden", "specVanish")):
            return True
        if _at_most(layers, "sz", _TINY) or _at_most(layers, "w", _NARROW) or _is_cut_off(run):
            return True
        color = self._text_color(layers)
        if color is None:
            return False
        if color == _NONE:
            return True
        ground = self._ground(run, layers)
        return ground is not None and _differ(color, ground) < _CLOSE

    def _layers(self, run: etree._Element) -> Iterator[etree._Element]:
        """Run properties in the order in which Word asks them."""
        own = run.find(_W + "rPr")
        if own is not None:
            yield own
            style = own.find(_W + "rStyle")
            if style is not None:
                yield from self._inherited(style.get(_W + "val", ""))
        paragraph = next(run.iterancestors(_W + "p"), None)
        if paragraph is not None:
            style = paragraph.find(f"{_W}pPr/{_W}pStyle")
            name = style.get(_W + "val", "") if style is not None else self.default_paragraph
            yield from self._inherited(name)
        if self.defaults is not None:
            yield self.defaults

    def _inherited(self, name: str) -> Iterator[etree._Element]:
        for _ in range(_MOST_STYLES):
            style = self.styles.get(name)
            if style is None:
                return
            properties = style.find(_W + "rPr")
            if properties is not None:
                yield properties
            based = style.find(_W + "basedOn")
            if based is None:
                return
            name = based.get(_W + "val", "")

    def _text_color(self, layers: list[etree._Element]) -> Color | None:
        """The colour of text: None where it is automatic (it stands out), _NONE where there is none."""
        for layer in layers:
            fill = layer.find(_W14 + "textFill")
            if fill is not None:
                return self._fill_color(fill)
            color = layer.find(_W + "color")
            if color is not None:
                themed = self._themed(color.get(_W + "themeColor"))
                return themed or _rgb(color.get(_W + "val", ""))
        return None

    def _fill_color(self, fill: etree._Element) -> Color | None:
        if fill.find(_W14 + "noFill") is not None:
            return _NONE
        for alpha in fill.iter(_W14 + "alpha"):
            if _number(alpha.get(_W14 + "val")) >= 90_000:  # noqa: PLR2004 - thousandths of a per cent
                return _NONE
        for color in fill.iter(_W14 + "srgbClr"):
            return _rgb(color.get(_W14 + "val", ""))
        for color in fill.iter(_W14 + "schemeClr"):
            return self._themed(color.get(_W14 + "val"))
        return None

    def _themed(self, name: str | None) -> Color | None:
        return _rgb(self.theme.get(_THEME_NAMES.get(name, name), "")) if name else None

    def _ground(  # noqa: PLR0911 - one answer a place
        self, run: etree._Element, layers: list[etree._Element]
    ) -> Color | None:
        """What lies behind a run; None where it cannot be told: the shape of a text box, a table's style."""
        highlight = _first(layers, "highlight")
        if highlight is not None and highlight.get(_W + "val") != "none":
            return _rgb(_HIGHLIGHTS.get(highlight.get(_W + "val", ""), ""))
        shade = _first(layers, "shd")
        if shade is not None and (color := self._shade(shade)) != _NONE:
            return color or None
        element = run.getparent()
        while element is not None:
            properties = _PROPERTIES.get(element.tag)
            if properties:
                for shade in element.findall(f"{_W}{properties}/{_W}shd"):
                    color = self._shade(shade)
                    if color != _NONE:
                        return color or None
            style = element.find(f"{_W}tblPr/{_W}tblStyle") if element.tag == _W + "tbl" else None
            if style is not None and style.get(_W + "val") not in _PLAIN_TABLES:
                return None
            if element.tag == _W + "txbxContent":
                return None
            if element.tag == _W + "p" and self._style_shades(element):
                return None
            element = element.getparent()
        return self.page

    def _style_shades(self, paragraph: etree._Element) -> bool:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        known = self.styles.get(style.get(_W + "val", "")) if style is not None else None
        return known is not None and known.find(f"{_W}pPr/{_W}shd") is not None

    def _shade(self, shade: etree._Element) -> Color | None:
        """The colour of a shading; _NONE where it is none, None where it cannot be told."""
        if shade.get(_W + "val") in {"nil", "none"}:
            return _NONE
        themed = self._themed(shade.get(_W + "themeFill"))
        fill = shade.get(_W + "fill", "auto")
        if themed is None and fill == "auto":
            return _NONE if shade.get(_W + "val") in {"clear", None} else None
        return themed or _rgb(fill)


_PROPERTIES: dict[object, str] = {_W + "p": "pPr", _W + "tc": "tcPr", _W + "tr": "trPr", _W + "tbl": "tblPr"}
_PLAIN_TABLES = {"TableNormal", "TableGrid"}


def _first(layers: list[etree._Element], name: str) -> etree._Element | None:
    return next((found for layer in layers if (found := layer.find(_W + name)) is not None), None)


def _at_most(layers: list[etree._Element], name: str, limit: float) -> bool:
    found = _first(layers, name)
    return found is not None and _number(found.get(_W + "val")) <= limit


def _toggle(layers: list[etree._Element], name: str) -> bool:
    found = _first(layers, name)
    return found is not None and found.get(_W + "val", "true") not in {"0", "false", "off", "none"}


def _number(value: str | None) -> float:
    try:
        return float(value or "inf")
    except ValueError:
        return float("inf")


def _rgb(value: str) -> Color | None:
    if not _HEX.fullmatch(value):
        return None
    red, green, blue = bytes.fromhex(value)
    return red, green, blue


def _differ(one: Color, other: Color) -> float:
    """How much lighter or darker, in grey levels; a change of hue alone counts for a third."""
    red, green, blue = (abs(a - b) for a, b in zip(one, other, strict=True))
    return max(0.299 * red + 0.587 * green + 0.114 * blue, max(red, green, blue) / 3)


def _is_cut_off(run: etree._Element) -> bool:
    """Whether a line or row of an exact height, or a hidden row, leaves no room for the text."""
    for element in run.iterancestors(_W + "p", _W + "tr"):
        if element.tag == _W + "p":
            spacing = element.find(f"{_W}pPr/{_W}spacing")
            if (
                spacing is not None
                and spacing.get(_W + "lineRule") == "exact"
                and _number(spacing.get(_W + "line")) <= _LOW
            ):
                return True
            continue
        if element.find(f"{_W}trPr/{_W}hidden") is not None:
            return True
        height = element.find(f"{_W}trPr/{_W}trHeight")
        if (
            height is not None
            and height.get(_W + "hRule") == "exact"
            and _number(height.get(_W + "val")) <= _LOW
        ):
            return True
    return False


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
    if properties is not None and properties.get("hidden") in {"1", "true"}:
        return True
    shape = next(content.iterancestors(_WPS + "wsp"), None)
    grows = shape is not None and next(shape.iter(_A + "spAutoFit"), None) is not None
    extent = drawing.find(_WP + "extent")
    sides = [_number(extent.get(side)) for side in ("cx", "cy")] if extent is not None else []
    if not grows and any(side < _SMALL_BOX for side in sides):
        return True
    offsets = [_number(offset.text) for offset in drawing.iter(_WP + "posOffset")]
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
