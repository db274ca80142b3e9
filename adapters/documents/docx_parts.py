"""Which parts of a Word document take effect: headers, footers, notes, and the results of fields.

ECMA-376, part 1: 17.10 (headers and footers), 17.11 (notes), 17.16 (fields).
"""

from lxml import etree

from adapters.documents.docx_package import DocxPackage

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFF = {"0", "false", "off"}


def shown_margins(body: etree._Element, package: DocxPackage, main: str) -> frozenset[str]:
    """Names of the headers and footers that some page shows.

    A section refers to one for its first page, for even pages and for all others; what it does not refer to
    is that of the section before. The first two count only where they are switched on.
    """
    settings = [package.parse(part) for part in package.related(main, "settings")[:1]]
    even = any(_is_on(root.find(_W + "evenAndOddHeaders")) for root in settings)
    shown: set[str] = set()
    for kind in ("header", "footer"):
        names = package.related_by_id(main, kind)
        current: dict[str, str] = {}
        for section in body.iter(_W + "sectPr"):
            if any(True for _ in section.iterancestors(_W + "sectPrChange")):
                continue
            for reference in section.findall(f"{_W}{kind}Reference"):
                current[reference.get(_W + "type", "default")] = names.get(reference.get(_R + "id", ""), "")
            kinds = ["default", *(["first"] if _is_on(section.find(_W + "titlePg")) else [])]
            shown.update(current.get(name, "") for name in (*kinds, *(["even"] if even else [])))
    return frozenset(shown - {""})


def marked_notes(body: etree._Element) -> frozenset[tuple[str, str | None]]:
    """Kind and identifier of each note that the body holds the mark of."""
    return frozenset(
        (kind, mark.get(_W + "id"))
        for kind in ("footnote", "endnote")
        for mark in body.iter(f"{_W}{kind}Reference")
    )


def field_codes(part: etree._Element) -> list[etree._Element]:
    """Pieces of text (w:t) that are code of a field and not shown: those before its separator.

    What begins and does not end is no field.
    """
    codes: list[etree._Element] = []
    open_fields: list[_Field] = []
    for element in part.iter(_W + "fldChar", _W + "t"):
        if element.tag == _W + "t":
            for one in open_fields:
                if one.in_code:
                    one.texts.append(element)
            continue
        match element.get(_W + "fldCharType"):
            case "begin":
                open_fields.append(_Field())
            case "separate" if open_fields:
                open_fields[-1].in_code = False
            case "end" if open_fields:
                codes += open_fields.pop().texts
    return codes


class _Field:
    """One field that has begun and not ended yet."""

    def __init__(self) -> None:
        self.in_code = True
        self.texts: list[etree._Element] = []


def _is_on(toggle: etree._Element | None) -> bool:
    return toggle is not None and toggle.get(_W + "val", "true") not in _OFF
