"""Which runs of a Word document a person can see (ECMA-376, WordprocessingML).

The properties of a run are looked for where Word looks: on the run, in its character style, in the style of
its paragraph, in the style of its table, in the document's defaults; styles inherit from each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents.docx_colors import NO_COLOR, WHITE, Color, Palette, difference, rgb
from adapters.documents.docx_places import is_out_of_sight, number

_TINY = 4  # half points: two points and less
_NARROW = 8  # per cent of a letter's width
_USUAL_SIZE = 22  # half points, where none is said
_PILED = -4.0  # twentieths of a point a half point of size: letters closer by most of their width
_CLOSE = 24  # steps of a channel below which text is not told from its ground
_MOST_STYLES = 32  # in one line of inheritance
_MOST_SURFACES = 2_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
_V = "{urn:schemas-microsoft-com:vml}"

_HIGHLIGHTS = {
    "black": "000000",
    "white": "FFFFFF",
    "yellow": "FFFF00",
    "darkBlue": "000080",
    "blue": "0000FF",
}


@dataclass(frozen=True, slots=True)
class _Surface:
    """A shape or picture that text without a ground of its own may stand on.

    Attributes:
        color: None where it cannot be told.
        width: in English metric units.
        height: likewise.
    """

    color: Color | None
    width: float
    height: float


@dataclass(slots=True, kw_only=True)
class Looks:
    """What a document says of how its text looks.

    Attributes:
        styles: by id, the elements of all styles.
        defaults: the run properties that hold where nothing else is set; None where there are none.
        default_paragraph: id of the style of paragraphs that name none.
        palette: colours of the theme.
        page: the colour of the page.
        surfaces: shapes and pictures of all parts.
    """

    styles: dict[str, etree._Element] = field(default_factory=dict)
    defaults: etree._Element | None = None
    default_paragraph: str = ""
    palette: Palette = field(default_factory=Palette)
    page: Color = WHITE
    surfaces: list[_Surface] = field(default_factory=list)

    def add_styles(self, root: etree._Element) -> None:
        """Take over the part `styles`."""
        for style in root.iter(_W + "style"):
            name = style.get(_W + "styleId", "")
            self.styles.setdefault(name, style)
            if style.get(_W + "type") == "paragraph" and style.get(_W + "default") in {"1", "true", "on"}:
                self.default_paragraph = name
        self.defaults = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")

    def add_background(self, root: etree._Element) -> None:
        """Take over the colour of the page, if the body has one."""
        background = root.find(_W + "background")
        if background is not None:
            self.page = rgb(background.get(_W + "color", "")) or WHITE

    def add_surfaces(self, root: etree._Element) -> None:
        """Take over the filled shapes and the pictures of a part, once the theme is known."""
        for drawing in root.iter(_WP + "anchor", _WP + "inline"):
            extent = drawing.find(_WP + "extent")
            width, height = (
                (number(extent.get(side)) for side in ("cx", "cy")) if extent is not None else (0.0, 0.0)
            )
            for thing in drawing.iter(_WPS + "wsp", _PIC + "pic"):
                color = self.palette.shape_fill(thing) if thing.tag == _WPS + "wsp" else None
                if color != NO_COLOR and len(self.surfaces) < _MOST_SURFACES:
                    self.surfaces.append(_Surface(color, width, height))

    def hides(self, run: etree._Element) -> bool:
        """Whether nobody sees the text of a run."""
        layers = list(self._layers(run))
        if any(_toggle(layers, name) for name in ("vanish", "webHidden", "specVanish")):
            return True
        if _at_most(layers, "sz", _TINY) or _at_most(layers, "w", _NARROW) or _is_piled(layers):
            return True
        if is_out_of_sight(run):
            return True
        color = self._text_color(layers)
        if color is None:
            return False
        return color == NO_COLOR or all(
            ground is not None and difference(color, ground) < _CLOSE for ground in self._grounds(run, layers)
        )

    def _layers(self, run: etree._Element) -> Iterator[etree._Element]:
        """Run properties in the order in which Word asks them."""
        own = run.find(_W + "rPr")
        if own is not None:
            yield own
            style = own.find(_W + "rStyle")
            if style is not None:
                yield from self._inherited(style.get(_W + "val", ""), "rPr")
        paragraph = next(run.iterancestors(_W + "p"), None)
        if paragraph is not None:
            yield from self._inherited(self._style_of(paragraph), "rPr")
        table = next(run.iterancestors(_W + "tbl"), None)
        if table is not None:
            yield from self._inherited(_table_style(table), "rPr")
        if self.defaults is not None:
            yield self.defaults

    def _style_of(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return style.get(_W + "val", "") if style is not None else self.default_paragraph

    def _line(self, name: str) -> Iterator[etree._Element]:
        """A style and those that it is based on."""
        for _ in range(_MOST_STYLES):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            based = style.find(_W + "basedOn")
            if based is None:
                return
            name = based.get(_W + "val", "")

    def _inherited(self, name: str, kind: str) -> Iterator[etree._Element]:
        for style in self._line(name):
            properties = style.find(_W + kind)
            if properties is not None:
                yield properties

    def _text_color(self, layers: list[etree._Element]) -> Color | None:
        """The colour of text: None where it is automatic (it stands out), NO_COLOR where there is none."""
        for layer in layers:
            fill = layer.find(_W14 + "textFill")
            if fill is not None:
                return self._fill_color(fill)
            color = layer.find(_W + "color")
            if color is not None:
                return self.palette.named(color, "themeColor") or rgb(color.get(_W + "val", ""))
        return None

    def _fill_color(self, fill: etree._Element) -> Color | None:
        if fill.find(_W14 + "noFill") is not None:
            return NO_COLOR
        for alpha in fill.iter(_W14 + "alpha"):
            if number(alpha.get(_W14 + "val")) >= 90_000:  # noqa: PLR2004 - thousandths of a per cent
                return NO_COLOR
        for color in fill.iter(_W14 + "srgbClr"):
            return rgb(color.get(_W14 + "val", ""))
        for color in fill.iter(_W14 + "schemeClr"):
            return self.palette.themed(color.get(_W14 + "val"))
        return None

    def _grounds(self, run: etree._Element, layers: list[etree._Element]) -> Iterator[Color | None]:
        """All that may lie behind a run; None for what cannot be told, on which it may stand out."""
        highlight = _first(layers, "highlight")
        if highlight is not None and highlight.get(_W + "val") != "none":
            yield rgb(_HIGHLIGHTS.get(highlight.get(_W + "val", ""), ""))
            return
        shade = _first(layers, "shd")
        if shade is not None and (color := self.palette.shade(shade)) != NO_COLOR:
            yield color
            return
        for element in run.iterancestors():
            found, is_covered = self._ground(element)
            yield from found
            if is_covered:
                return
        yield self.page

    def _ground(self, element: etree._Element) -> tuple[list[Color | None], bool]:
        """What one ancestor of a run may paint behind it, and whether that covers what lies further back."""
        if element.tag == _W + "txbxContent":
            return self._box_ground(element)
        kind = _PROPERTIES.get(element.tag)
        shades = element.findall(f"{_W}{kind}/{_W}shd") if kind else []
        if element.tag == _W + "p":
            shades += [
                shade
                for properties in self._inherited(self._style_of(element), "pPr")
                if (shade := properties.find(_W + "shd")) is not None
            ]
        for shade in shades:
            color = self.palette.shade(shade)
            if color != NO_COLOR:
                return [color], True
        # Which rows and columns of a table get which part of its style is a science of its own.
        styled = self._line(_table_style(element)) if element.tag == _W + "tbl" else ()
        colors = [self.palette.shade(shade) for style in styled for shade in style.iter(_W + "shd")]
        return [color for color in colors if color != NO_COLOR], False

    def _box_ground(self, content: etree._Element) -> tuple[list[Color | None], bool]:
        """What a text box is filled with; else the shapes and pictures large enough to lie behind it."""
        for element in content.iterancestors(_WPS + "wsp", *_VML_SHAPES, _WP + "anchor", _WP + "inline"):
            if element.tag == _WPS + "wsp" and (color := self.palette.shape_fill(element)) != NO_COLOR:
                return [color], True
            if element.tag in _VML_SHAPES:
                color = self.palette.vml_fill(element)
                return ([None], True) if color == NO_COLOR else ([color], True)
            extent = element.find(_WP + "extent")
            if extent is not None:
                width, height = (number(extent.get(side)) for side in ("cx", "cy"))
                return [s.color for s in self.surfaces if s.width >= width and s.height >= height], False
        return [None], True


_PROPERTIES: dict[object, str] = {_W + "p": "pPr", _W + "tc": "tcPr", _W + "tr": "trPr", _W + "tbl": "tblPr"}
_VML_SHAPES = tuple(_V + name for name in ("shape", "rect", "roundrect", "oval", "line", "polyline"))


def _table_style(table: etree._Element) -> str:
    style = table.find(f"{_W}tblPr/{_W}tblStyle")
    return style.get(_W + "val", "") if style is not None else ""


def _first(layers: list[etree._Element], name: str) -> etree._Element | None:
    return next((found for layer in layers if (found := layer.find(_W + name)) is not None), None)


def _at_most(layers: list[etree._Element], name: str, limit: float) -> bool:
    found = _first(layers, name)
    return found is not None and number(found.get(_W + "val")) <= limit


def _is_piled(layers: list[etree._Element]) -> bool:
    """Whether letters are moved together until they lie on one another."""
    spacing, size = _first(layers, "spacing"), _first(layers, "sz")
    if spacing is None:
        return False
    half_points = number(size.get(_W + "val")) if size is not None else float("inf")
    return number(spacing.get(_W + "val")) <= _PILED * (
        half_points if half_points < float("inf") else _USUAL_SIZE
    )


def _toggle(layers: list[etree._Element], name: str) -> bool:
    found = _first(layers, name)
    return found is not None and found.get(_W + "val", "true") not in {"0", "false", "off", "none"}
