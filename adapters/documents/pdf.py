"""The text of a PDF file, as a person sees it on the page (pypdfium2; pdfplumber as the second opinion)."""

import ctypes
import io
import re
import sys
import threading
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Integers, find_segments
from adapters.documents.pdf_layout import page_text
from adapters.documents.pdf_scene import fast_function, image_share, notes_of
from adapters.documents.pdf_visibility import IMAGE_PAGE, visible_characters
from application.errors import RefusalReason, UnprocessableError
from domain.document import Document, UnreadPage

_MIN_LETTERS = 15  # less than a name and an e-mail address: nothing to screen
_MIN_LETTERS_ON_IMAGE = 100  # a scan's page number, stamp or "Scanned with ..." line
_FAR = 1e6  # points from the page
_GARBLED = 0.3
_GLUED = 0.12
_MAX_CHARACTERS = 400_000
_LINE_END_HYPHEN = 0x02  # how pdfium reports a hyphen that ends a line
_NO_CHARACTER = 0xFFFE
_SPACES = (0x20, 0xA0, 0x09, 0x0A, 0x0D, 0x3000, *range(0x2000, 0x200C), 0x202F)
# Ligatures of TeX's T1 and OT1 encodings, whose bare codes come out where a font does not name them.
_LIGATURES = {0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl"} | {
    0x0B: "ff", 0x0C: "fi", 0x0E: "ffi", 0x0F: "ffl"
}  # fmt: skip
_SLANTED = tuple(map(ord, "fj\u017f"))
_SURROGATES = (0xD800, 0xE000)
_LOW_SURROGATE = 0xDC00
_UNKNOWN = "\ufffd"

_LETTERS = re.compile(r"[^\W_]+")
_UNMAPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONG_WORD = re.compile(r"[^\W\d_]{19,}")

# pdfium keeps global state: one document at a time in one process.
_LOCK = threading.Lock()

_P, _I = ctypes.c_void_p, ctypes.c_int
_get_unicode = fast_function("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
_get_text = fast_function("FPDFText_GetText", _I, _P, _I, _I, _P)
_get_loose_box = fast_function("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
_get_origin = fast_function("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
_is_generated = fast_function("FPDFText_IsGenerated", _I, _P, _I)


class _Characters(dict[int, str]):
    """The character for every code that pdfium gives, made once."""

    def __missing__(self, code: int) -> str:
        if code == _LINE_END_HYPHEN:
            character = "-"
        elif code in {0, _NO_CHARACTER} or _SURROGATES[0] <= code < _SURROGATES[1] or code > sys.maxunicode:
            character = _UNKNOWN
        else:
            character = chr(code)
        self[code] = character
        return character


_CHARACTERS = _Characters()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    text: str
    hidden: str
    letters: int
    has_scan: bool


class PicturesError(UnprocessableError):
    """There is no text, but what the pages show may be recognised.

    Attributes:
        document: what was read, with the pages that were not.
    """

    def __init__(self, message: str, document: Document) -> None:
        """Keep the document beside the refusal."""
        super().__init__(RefusalReason.NO_TEXT, message)
        self.document = document


def read_pdf(data: bytes, *, max_pages: int = 200) -> Document:
    """Read the visible text of a PDF, line by line, in reading order; what cannot be seen goes to `hidden`.

    Raises:
        UnprocessableError: ENCRYPTED (needs a password to open), DAMAGED (no PDF, or no page),
            TOO_LARGE (too many pages or too much text); PicturesError (a scan, or unreadable fonts).
    """
    with _LOCK, closing(_open(data)) as document:
        count = len(document)
        if not count:
            raise UnprocessableError(RefusalReason.DAMAGED, "The PDF has no pages.")
        if count > max_pages:
            raise UnprocessableError(
                RefusalReason.TOO_LARGE, f"The PDF has {count} pages; at most {max_pages} are read."
            )
        pages = [_read_page(document, index) for index in range(count)]
    text, unread = _joined(pages)
    if len(text) > _MAX_CHARACTERS:
        raise UnprocessableError(RefusalReason.TOO_LARGE, "The PDF holds far more text than a resume.")
    if _looks_wrong(text, pages):
        better = _better(text, _second_opinion(data))
        if better is not text:
            text = better
            unread = tuple(UnreadPage(number=page.number, start=len(text), end=len(text)) for page in unread)
    hidden = tuple(page.hidden for page in pages if page.hidden)
    document = Document(text=text, kind="pdf", pages=count, hidden=hidden, unread=unread)
    _refuse_without_text(document, pages)
    return document


def _joined(pages: list[_Page]) -> tuple[str, tuple[UnreadPage, ...]]:
    """The text of all pages, and where in it those stand that hold a picture and next to no text."""
    text = ""
    unread = []
    for number, page in enumerate(pages):
        if text and page.text:
            text += "\n\n"
        start = len(text)
        text += page.text
        if page.has_scan and page.letters < _MIN_LETTERS_ON_IMAGE:
            unread.append(UnreadPage(number=number, start=start, end=len(text)))
    return text, tuple(unread)


def _open(data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}:
            raise UnprocessableError(
                RefusalReason.ENCRYPTED, "The PDF is protected by a password and cannot be opened."
            ) from error
        raise UnprocessableError(
            RefusalReason.DAMAGED, "The file is no PDF that can be opened; it seems to be damaged."
        ) from error


def _read_page(document: Any, index: int) -> _Page:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:  # one broken page does not spoil the others
        return _Page(text="", hidden="", letters=0, has_scan=False)
    with closing(page), closing(page.get_textpage()) as textpage:
        return _extract(page, textpage)


def _extract(page: Any, textpage: Any) -> _Page:
    address = ctypes.cast(textpage.raw, _P).value
    count = textpage.count_chars()
    if count > _MAX_CHARACTERS:
        raise UnprocessableError(RefusalReason.TOO_LARGE, "The PDF holds far more text than a resume.")
    codes = _codes(address, count)
    is_space = np.isin(codes, _SPACES)
    kept = np.flatnonzero(~is_space)
    if not len(kept):
        return _Page(text="", hidden="", letters=0, has_scan=image_share(page) > IMAGE_PAGE)
    indices, codes = kept.tolist(), codes[kept]
    boxes = _boxes(address, indices)
    _without_overhang(address, codes, indices, boxes)
    spaces = np.flatnonzero(is_space)
    spaces = spaces[[not _is_generated(address, index) for index in spaces.tolist()]]
    before = np.searchsorted(spaces, kept)  # how many spaces of the file precede each character
    glyphs = Glyphs(
        text=_spelled(codes.tolist()),
        codes=codes,
        boxes=_upright(boxes, page),
        after_space=np.diff(before, prepend=0) > 0,
    )
    visible, scan = visible_characters(page, address, indices, boxes, glyphs)
    text = page_text(_only(glyphs, visible))
    hidden = "" if visible.all() else " ".join(s.text for s in find_segments(_only(glyphs, ~visible)))
    hidden = "\n".join(filter(None, (hidden, *notes_of(page))))
    letters = _letters(text)
    if not scan and letters < _MIN_LETTERS_ON_IMAGE:
        scan = image_share(page) > IMAGE_PAGE
    return _Page(text=text, hidden=hidden, letters=letters, has_scan=scan)


def _codes(address: int | None, count: int) -> Integers:
    """The code points of all characters: at once where each is one unit of UTF-16, else one by one."""
    buffer = (ctypes.c_uint16 * (2 * count + 2))()  # room for surrogates, should they come
    if _get_text(address, 0, count, ctypes.addressof(buffer)) == count + 1:
        units = np.ctypeslib.as_array(buffer)[:count].astype(np.int64)
        if not ((units >= _SURROGATES[0]) & (units < _SURROGATES[1])).any():
            for index in np.flatnonzero(units == _NO_CHARACTER).tolist():
                units[index] = _get_unicode(address, index)  # a hyphen, or a letter without a meaning
            return units
    return np.array([_get_unicode(address, index) for index in range(count)], dtype=np.int64)


def _only(glyphs: Glyphs, chosen: Bools) -> Glyphs:
    if chosen.all():
        return glyphs
    return Glyphs(
        text=[character for character, keep in zip(glyphs.text, chosen.tolist(), strict=True) if keep],
        codes=glyphs.codes[chosen],
        boxes=glyphs.boxes[chosen],
        after_space=glyphs.after_space[chosen],
    )


def _boxes(address: int | None, indices: list[int]) -> Floats:
    """Left, top, right, bottom of the characters' full cells, as the file has them (y grows upwards)."""
    buffer = (ctypes.c_float * (4 * len(indices)))()
    target = ctypes.addressof(buffer)
    for index in indices:
        _get_loose_box(address, index, target)
        target += 16
    boxes = np.ctypeslib.as_array(buffer).reshape(-1, 4).astype(np.float64)
    # Broken matrices place letters nowhere, or where no arithmetic reaches.
    return np.clip(np.nan_to_num(boxes, nan=_FAR, posinf=_FAR, neginf=-_FAR), -_FAR, _FAR)


def _without_overhang(address: int | None, codes: Integers, indices: list[int], boxes: Floats) -> None:
    """Let the cells of slanted letters begin where the pen was, not where their tail reaches to the left."""
    origin = (ctypes.c_double * 2)()
    place = ctypes.addressof(origin)
    for position in np.flatnonzero(np.isin(codes, _SLANTED)).tolist():
        if _get_origin(address, indices[position], place, place + 8):
            x = origin[0]
            if boxes[position, 0] < x < boxes[position, 2]:
                boxes[position, 0] = x


def _upright(boxes: Floats, page: Any) -> Floats:
    """The boxes as they stand on the page that is shown, with y growing downwards."""
    left, top, right, bottom = boxes.T
    match page.get_rotation():
        case 90:
            turned = (bottom, left, top, right)
        case 180:
            turned = (-right, bottom, -left, top)
        case 270:
            turned = (-top, -right, -bottom, -left)
        case _:
            turned = (left, -top, right, -bottom)
    return np.stack(turned, axis=1)


def _spelled(codes: list[int]) -> list[str]:
    """The characters of a page; ligatures of TeX fonts that do not tell their meaning are written out."""
    characters = [_CHARACTERS[code] for code in codes]
    if max(codes) >= _SURROGATES[0]:
        for index, (high, low) in enumerate(pairwise(codes)):
            if _SURROGATES[0] <= high < _LOW_SURROGATE <= low < _SURROGATES[1]:  # two units, one sign
                characters[index] = chr(0x10000 + ((high - _SURROGATES[0]) << 10) + low - _LOW_SURROGATE)
                characters[index + 1] = ""
    if not _LIGATURES.keys().isdisjoint(codes):
        for index, code in enumerate(codes):
            if code in _LIGATURES and any(c.isalpha() for c in characters[max(index - 1, 0) : index + 2]):
                characters[index] = _LIGATURES[code]
    return characters


# --- is it text at all ----------------------------------------------------------------------------


def _refuse_without_text(document: Document, pages: list[_Page]) -> None:
    letters = _letters(document.text)
    scans = sum(page.has_scan for page in pages)
    if letters < _MIN_LETTERS or (2 * scans > len(pages) and letters < _MIN_LETTERS_ON_IMAGE * len(pages)):
        raise PicturesError(
            "The PDF holds pictures of pages but no text; it needs text recognition (OCR) first."
            if scans
            else "The PDF holds no readable text.",
            # Of a page without pictures, letters drawn as shapes may be recognised.
            document if document.unread else _all_unread(document),
        )
    if _garbled(document.text) > _GARBLED:
        raise PicturesError(
            "The fonts of the PDF do not say what they show; it needs text recognition (OCR) first.",
            _all_unread(document),
        )


def _all_unread(document: Document) -> Document:
    unread = tuple(UnreadPage(number=number, start=0, end=0) for number in range(document.pages))
    return replace(document, text="", unread=unread)


def _letters(text: str) -> int:
    """Letters and digits."""
    return sum(map(len, _LETTERS.findall(text)))


def _garbled(text: str) -> float:
    """Share of the characters that stand for no letter."""
    marks = sum(map(len, text.split()))
    return len(_UNMAPPED.findall(text)) / max(marks, 1)


def _glued(text: str) -> float:
    """Share of the words that are longer than words are."""
    words = len(_WORD.findall(text))
    return len(_LONG_WORD.findall(text)) / max(words, 1)


def _looks_wrong(text: str, pages: list[_Page]) -> bool:
    if not any(page.letters for page in pages):
        return False  # a scan, mostly: nothing to be found by looking twice
    return _garbled(text) > _GARBLED or _glued(text) > _GLUED


def _better(text: str, other: str | None) -> str:
    if not other:
        return text
    return min((text, other), key=lambda candidate: _garbled(candidate) + _glued(candidate))


def _second_opinion(data: bytes) -> str | None:
    """The text as pdfplumber sees it; None where it cannot open the file either."""
    import pdfplumber  # noqa: PLC0415 - slow to import and rarely needed

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return "\n\n".join(page.extract_text(x_tolerance_ratio=0.15) or "" for page in document.pages)
    except Exception:  # noqa: BLE001 - pdfminer raises whatever its parser met in a broken file
        return None
