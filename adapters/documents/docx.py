"""The text of a Word document (.docx), walked in the order of its XML (ECMA-376, WordprocessingML)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from adapters.documents.docx_package import DocxPackage
from adapters.documents.docx_parts import field_codes, marked_notes, shown_margins
from adapters.documents.docx_places import is_hidden_box
from adapters.documents.docx_visibility import Looks
from application.errors import RefusalReason, UnprocessableError
from domain.document import Document

_MAX_CHARACTERS = 400_000
_MIN_LETTERS = 15
_SHORT_CELL = 60  # characters: a row of such cells is data, longer ones are blocks of a layout

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_DATE = r"(?:[^\W\d_]{3,9}\.? ?'?|\d{1,2}[/.-])?\d{2,4}"
_DATE_RANGE = re.compile(rf"{_DATE} ?(?:-|\u2013|\u2014|to|until)? ?(?:{_DATE}|[^\W\d_]{{3,10}})")
_DAMAGED = "The Word document is damaged and cannot be opened."
_BULLET = "\u2022 "
"""What stands for the mark of a list item."""


@dataclass(slots=True)
class _Walk:
    """What is being collected while a part is walked."""

    numbering: frozenset[str]
    bulleted_styles: frozenset[str]
    looks: Looks
    codes: frozenset[etree._Element] = frozenset()
    lines: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def inside(self) -> "_Walk":
        """A walk of a part of the same document, with nothing collected yet."""
        return _Walk(self.numbering, self.bulleted_styles, self.looks, self.codes)

    def hide(self, element: etree._Element) -> None:
        """Note all text of an element that nobody sees."""
        if text := _all_text(element):
            self.hidden.append(text)


def read_docx(data: bytes) -> Document:
    """Read the visible text of a Word document: headers, body, notes, footers; hidden runs go to `hidden`.

    Raises:
        UnprocessableError: DAMAGED, ENCRYPTED, UNSUPPORTED (another kind of archive), TOO_LARGE or NO_TEXT.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            package = DocxPackage(archive)
            document = _read(package)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, KeyError,
        etree.LxmlError, RecursionError,
    ) as error:  # fmt: skip
        raise UnprocessableError(RefusalReason.DAMAGED, _DAMAGED) from error
    if len(document.text) > _MAX_CHARACTERS:
        raise UnprocessableError(
            RefusalReason.TOO_LARGE, "The Word document holds far more text than a resume."
        )
    if sum(character.isalnum() for character in document.text) < _MIN_LETTERS:
        raise UnprocessableError(
            RefusalReason.NO_TEXT,
            "The Word document holds pictures but no text; it needs text recognition (OCR) first."
            if package.has_pictures
            else "The Word document holds next to no text.",
        )
    return document


def _read(package: DocxPackage) -> Document:
    main = package.main_part()
    root = package.parse(main)
    styles = package.related(main, "styles")
    looks = Looks()
    looks.add_background(root)
    for part in package.related(main, "theme")[:1]:
        looks.palette.add_theme(package.parse(part))
    bulleted: frozenset[str] = frozenset()
    for part in styles[:1]:
        parsed = package.parse(part)
        looks.add_styles(parsed)
        bulleted = _bulleted_styles(parsed)
    numbering = package.related(main, "numbering")
    walk = _Walk(
        numbering=_bullets(package.parse(numbering[0])) if numbering else frozenset(),
        bulleted_styles=bulleted,
        looks=looks,
    )
    margins = {part: package.parse(part) for kind in _MARGINS for part in package.related(main, kind)}
    shown = shown_margins(root, package, main)
    notes = [package.parse(part) for kind in _NOTES for part in package.related(main, kind)]
    for known in (root, *margins.values()):
        looks.add_surfaces(known)
    walk.codes = frozenset(code for known in (root, *margins.values(), *notes) for code in field_codes(known))
    for part in package.related(main, "header"):
        _margin(walk, margins[part], is_shown=part in shown)
    _blocks(root, walk)
    for part in package.related(main, "diagramData"):
        _drawing_text(package.parse(part), walk)
    for known in notes:
        _notes(known, root, walk)
    for part in package.related(main, "footer"):
        _margin(walk, margins[part], is_shown=part in shown)
    for part in package.related(main, "comments"):
        walk.hidden += [text for comment in package.parse(part) if (text := _all_text(comment))]
    hidden = tuple(text for text in (passage.strip() for passage in walk.hidden) if text)
    return Document(text="\n".join(walk.lines).strip("\n"), kind="docx", hidden=hidden)


_MARGINS = ("header", "footer")
_NOTES = ("footnotes", "endnotes")


def _notes(notes: etree._Element, body: etree._Element, walk: _Walk) -> None:
    """Add the notes that the body refers to, but not the line drawn between text and notes."""
    marked = marked_notes(body)
    for note in notes.iter(_W + "footnote", _W + "endnote"):
        if note.get(_W + "type", "normal") == "normal":
            if (etree.QName(note).localname, note.get(_W + "id")) in marked:
                _blocks(note, walk)
            else:
                walk.hide(note)


def _margin(walk: _Walk, root: etree._Element, *, is_shown: bool) -> None:
    """Add a header or footer whose lines were not met before: first, odd and even pages often share them."""
    if not is_shown:
        walk.hide(root)
        return
    part = walk.inside()
    _blocks(root, part)
    known = {line.strip() for line in walk.lines}
    walk.lines += [line for line in part.lines if line.strip() and line.strip() not in known]
    walk.hidden += [passage for passage in part.hidden if passage not in walk.hidden]


def _bullets(numbering: etree._Element) -> frozenset[str]:
    """Ids of the lists (w:numId) that put any mark before an item."""
    return frozenset(value for number in numbering.iter(_W + "num") if (value := number.get(_W + "numId")))


def _bulleted_styles(styles: etree._Element) -> frozenset[str]:
    """Ids of the styles that make a list item."""
    bulleted = set()
    for style in styles.iter(_W + "style"):
        number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is not None and number.get(_W + "val") != "0":
            bulleted.add(style.get(_W + "styleId", ""))
    return frozenset(bulleted)


def _all_text(element: etree._Element) -> str:
    """All text within an element, deleted text too, words apart."""
    pieces = (
        (node.text or "") if node.tag in _ANY_TEXT else " " for node in element.iter(*_ANY_TEXT, _W + "p")
    )
    return " ".join("".join(pieces).split())


_ANY_TEXT = (_W + "t", _W + "delText")


# --- blocks: paragraphs, tables, content controls -------------------------------------------------


_SKIPPED = {
    _W + name
    for name in (
        "del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr",
        "tblGrid", "trPr", "tcPr", "commentReference", "annotationRef", "fldData", "rt",
    )
}  # fmt: skip


def _blocks(parent: etree._Element, walk: _Walk) -> None:
    for child in parent:
        tag = child.tag
        if tag == _W + "del":
            walk.hide(child)
        if tag in _SKIPPED:
            continue
        if tag == _W + "p":
            _paragraph(child, walk)
        elif tag == _W + "tbl":
            _table(child, walk)
        elif tag == _MC + "AlternateContent":
            branch = _branch(child)
            if branch is not None:
                _blocks(branch, walk)
        else:  # body, content controls, custom XML, inserted revisions
            _blocks(child, walk)


def _branch(alternatives: etree._Element) -> etree._Element | None:
    """One of the renderings of the same content: the modern one, unless it holds no text."""
    branches = [
        child
        for child in alternatives
        if child.tag == _MC + "Fallback" or (child.tag == _MC + "Choice" and _is_known(child))
    ]
    for branch in branches:
        if next(branch.iter(_W + "t", _A + "t"), None) is not None:
            return branch
    return branches[0] if branches else None


def _is_known(choice: etree._Element) -> bool:
    """Whether Word knows what a rendering requires; else it shows the fallback."""
    spaces = (choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split())
    return all(space.startswith(_KNOWN_SPACES) for space in spaces)


_KNOWN_SPACES = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")


def _paragraph(paragraph: etree._Element, walk: _Walk) -> None:
    boxes: list[etree._Element] = []
    text = "".join(_inline(paragraph, walk, boxes))
    properties = paragraph.find(_W + "pPr")
    if text.strip() and _is_item(properties, walk):
        text = _BULLET + text.lstrip()
    walk.lines += text.split("\n") if text.strip() else ([""] if not boxes else [])
    for box in boxes:
        if is_hidden_box(box):
            walk.hide(box)
        else:
            _blocks(box, walk)


def _is_item(properties: etree._Element | None, walk: _Walk) -> bool:
    if properties is None:
        return False
    number = properties.find(f"{_W}numPr/{_W}numId")
    if number is not None:
        return number.get(_W + "val") in walk.numbering
    style = properties.find(_W + "pStyle")
    return style is not None and style.get(_W + "val") in walk.bulleted_styles


def _table(table: etree._Element, walk: _Walk) -> None:
    """Rows of short cells stay one line with tabs between; the cells of a layout become blocks of lines."""
    for row in _members(table, "tr"):
        if row.find(f"{_W}trPr/{_W}del") is not None:
            walk.hide(row)
            continue
        cells = []
        for cell in _members(row, "tc"):
            inside = walk.inside()
            _blocks(cell, inside)
            walk.hidden += inside.hidden
            while inside.lines and not inside.lines[0].strip():
                inside.lines.pop(0)
            while inside.lines and not inside.lines[-1].strip():
                inside.lines.pop()
            cells.append(_date_on_one_line(inside.lines))
        filled = [cell for cell in cells if cell]
        if len(filled) > 1 and all(len(cell) == 1 and len(cell[0]) <= _SHORT_CELL for cell in filled):
            walk.lines.append("\t".join(cell[0] for cell in filled))
        else:
            walk.lines += [line for cell in filled for line in cell]


def _date_on_one_line(cell: list[str]) -> list[str]:
    """A range of dates that a narrow cell spreads over paragraphs belongs together."""
    text = " ".join(line.strip() for line in cell if line.strip())
    return [text] if len(cell) > 1 and _DATE_RANGE.fullmatch(text) else cell


def _members(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows or cells, also those inside content controls and inserted revisions."""
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif child.tag not in _SKIPPED:
            yield from _members(child, name)


# --- inline: runs, breaks, symbols ----------------------------------------------------------------


_TEXT = {_W + "t", _M + "t"}
_CHARACTERS: dict[object, str] = {
    _W + "tab": "\t",
    _W + "ptab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
    _W + "softHyphen": "",
}


def _inline(parent: etree._Element, walk: _Walk, boxes: list[etree._Element]) -> Iterator[str]:
    """The visible text of a paragraph; text boxes anchored in it are left in `boxes`."""
    for child in parent:
        tag = child.tag
        if child in walk.codes:
            walk.hide(child)
        elif tag in _TEXT:
            yield child.text or ""
        elif tag in _CHARACTERS:
            yield _CHARACTERS[tag]
        elif tag == _W + "r":
            yield from _run(child, walk, boxes)
        elif tag == _W + "sym":
            yield _symbol(child)
        elif tag == _W + "txbxContent":
            boxes.append(child)
        elif tag == _A + "p":
            yield "".join(piece.text or "" for piece in child.iter(_A + "t")) + "\n"
        else:
            yield from _other(child, walk, boxes)


def _other(element: etree._Element, walk: _Walk, boxes: list[etree._Element]) -> Iterator[str]:
    """Hyperlinks, fields, content controls, inserted revisions, drawings; what was deleted is hidden."""
    if element.tag == _W + "del":
        walk.hide(element)
    if element.tag not in _SKIPPED:
        inside = _branch(element) if element.tag == _MC + "AlternateContent" else element
        if inside is not None:
            yield from _inline(inside, walk, boxes)


def _run(run: etree._Element, walk: _Walk, boxes: list[etree._Element]) -> Iterator[str]:
    text = "".join(_inline(run, walk, boxes))
    if text.strip() and walk.looks.hides(run):
        walk.hidden.append(text)
    else:
        yield text


def _symbol(symbol: etree._Element) -> str:
    """A character of a symbol font: Wingdings and Symbol keep theirs at U+F000, mostly list marks."""
    try:
        code = int(symbol.get(_W + "char", ""), 16)
    except ValueError:
        return ""
    return "\u2022" if 0xF000 <= code <= 0xF0FF else chr(code) if 0x20 <= code < 0xD800 else ""  # noqa: PLR2004


def _drawing_text(root: etree._Element, walk: _Walk) -> None:
    for paragraph in root.iter(_A + "p"):
        text = "".join(piece.text or "" for piece in paragraph.iter(_A + "t"))
        if text.strip():
            walk.lines.append(text)
