"""Colours of a Word document: of its theme, shadings and shapes (ECMA-376)."""

import re
from dataclasses import dataclass, field

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"

_HEX = re.compile(r"[0-9A-Fa-f]{6}")
_BYTE = re.compile(r"[0-9A-Fa-f]{2}")
_PER_CENT = re.compile(r"pct(\d{1,3})")
_WHOLE = 100_000  # thousandths of a per cent
_FAINT = 0.1  # of opacity, below which a fill is none
# Where a document has no theme of its own: Office's.
_THEME = {"dk1": "000000", "lt1": "FFFFFF", "dk2": "44546A", "lt2": "E7E6E6"}
_THEME_NAMES = {
    "background1": "lt1", "light1": "lt1", "bg1": "lt1", "text1": "dk1", "dark1": "dk1", "tx1": "dk1",
    "background2": "lt2", "light2": "lt2", "bg2": "lt2", "text2": "dk2", "dark2": "dk2", "tx2": "dk2",
}  # fmt: skip
_VML_NAMES = {"white": "FFFFFF", "black": "000000", "window": "FFFFFF", "windowtext": "000000"}

Color = tuple[int, int, int]
WHITE: Color = (255, 255, 255)
NO_COLOR: Color = (-1, -1, -1)
"""Nothing is painted: what lies behind shows through."""


@dataclass(slots=True)
class Palette:
    """The colours of a document's theme.

    Attributes:
        theme: by name, as six hexadecimal digits.
    """

    theme: dict[str, str] = field(default_factory=lambda: dict(_THEME))

    def add_theme(self, root: etree._Element) -> None:
        """Take over the part `theme`."""
        for color in root.iter(_A + "srgbClr", _A + "sysClr"):
            parent = color.getparent()
            value = color.get("lastClr") or color.get("val") or ""
            if parent is not None and _HEX.fullmatch(value):
                self.theme[etree.QName(parent).localname] = value

    def themed(self, name: str | None) -> Color | None:
        """A colour by its name in the theme."""
        return rgb(self.theme.get(_THEME_NAMES.get(name, name), "")) if name else None

    def named(self, element: etree._Element, attribute: str) -> Color | None:
        """The colour of the theme that an attribute names, made lighter or darker as those beside it say."""
        color = self.themed(element.get(_W + attribute))
        for change, towards in (("Tint", WHITE), ("Shade", (0, 0, 0))):
            amount = element.get(_W + attribute.removesuffix("Color") + change, "")
            if color is not None and _BYTE.fullmatch(amount):
                color = _mixed(color, towards, int(amount, 16) / 255)
        return color

    def shade(self, shade: etree._Element) -> Color | None:
        """The colour of a shading (w:shd); NO_COLOR where it is none, None where it cannot be told."""
        pattern = shade.get(_W + "val") or "clear"
        if pattern in {"nil", "none"}:
            return NO_COLOR
        fill = self.named(shade, "themeFill") or rgb(shade.get(_W + "fill", "auto"))
        if pattern == "clear":
            is_auto = fill is None and shade.get(_W + "fill", "auto") == "auto"
            return NO_COLOR if is_auto else fill
        match = _PER_CENT.fullmatch("pct100" if pattern == "solid" else pattern)
        front = self.named(shade, "themeColor") or rgb(shade.get(_W + "color", "auto")) or (0, 0, 0)
        return _mixed(front, fill or WHITE, int(match[1]) / 100) if match else None

    def shape_fill(self, shape: etree._Element) -> Color | None:
        """What a shape (wps:wsp) is filled with; NO_COLOR where it is not, None where it cannot be told."""
        properties = shape.find(_WPS + "spPr")
        for fill in properties if properties is not None else ():
            match etree.QName(fill).localname:
                case "noFill":
                    return NO_COLOR
                case "solidFill":
                    return self._drawn(fill)
                case "gradFill" | "blipFill" | "pattFill" | "grpFill":
                    return None
        reference = shape.find(f"{_WPS}style/{_A}fillRef")
        if reference is None or reference.get("idx") == "0":
            return NO_COLOR
        return self._drawn(reference) if reference.get("idx") == "1" else None

    def vml_fill(self, shape: etree._Element) -> Color | None:
        """What a shape of VML is filled with: white, where nothing is said."""
        if shape.get("filled", "t").lower() in {"f", "false", "0"}:
            return NO_COLOR
        if shape.find(_V + "fill") is not None:  # perhaps a gradient or a picture
            return None
        color = shape.get("fillcolor", "white").partition(" ")[0].lstrip("#").lower()
        return rgb(_VML_NAMES.get(color, "".join(2 * c for c in color) if len(color) == 3 else color))  # noqa: PLR2004 - #abc

    def _drawn(self, fill: etree._Element) -> Color | None:
        """A colour of DrawingML, made lighter or darker as its children say."""
        for color in fill:
            value = color.get("val")
            known = self.themed(value) if etree.QName(color).localname == "schemeClr" else rgb(value or "")
            for change in color:
                amount = _share(change.get("val"))
                match etree.QName(change).localname:
                    case "alpha" if amount < _FAINT:
                        return NO_COLOR
                    case "lumMod" | "shade" if known is not None:
                        known = _mixed(known, (0, 0, 0), amount)
                    case "lumOff" if known is not None:
                        known = _plus(known, amount)
                    case "tint" if known is not None:
                        known = _mixed(known, WHITE, amount)
                    case _:
                        known = None
            return known
        return None


def rgb(value: str) -> Color | None:
    """A colour from six hexadecimal digits; None where they are none."""
    if not _HEX.fullmatch(value):
        return None
    red, green, blue = bytes.fromhex(value)
    return red, green, blue


def difference(one: Color, other: Color) -> float:
    """How much lighter or darker, in grey levels; a change of hue alone counts for a third."""
    red, green, blue = (abs(a - b) for a, b in zip(one, other, strict=True))
    return max(0.299 * red + 0.587 * green + 0.114 * blue, max(red, green, blue) / 3)


def _mixed(front: Color, back: Color, part: float) -> Color:
    part = min(max(part, 0.0), 1.0)
    red, green, blue = (round(part * a + (1 - part) * b) for a, b in zip(front, back, strict=True))
    return red, green, blue


def _plus(color: Color, part: float) -> Color:
    red, green, blue = (min(255, round(value + 255 * part)) for value in color)
    return red, green, blue


def _share(value: str | None) -> float:
    """Thousandths of a per cent as a part of one; one where nothing sensible is said."""
    try:
        return min(max(float(value or _WHOLE) / _WHOLE, 0.0), 2.0)
    except ValueError:
        return 1.0
