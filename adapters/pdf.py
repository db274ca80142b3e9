"""The text of a PDF file, as a person sees it on the page (pypdfium2; pdfplumber as the second opinion)."""

import ctypes
import io
import re
import struct
import threading
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2
import pypdfium2.raw as pdfium

from adapters.pdf_glyphs import Bools, Floats, Glyphs, Integers, find_segments, word_starts
from adapters.pdf_layout import page_text
from application.errors import RefusalReason, UnprocessableError
from domain.document import Document

_MIN_LETTERS = 15  # less than a name and an e-mail address: nothing to screen
_MIN_LETTERS_ON_IMAGE = 100  # a scan's page number, stamp or "Scanned with ..." line
_IMAGE_PAGE = 0.5  # share of the page's area under images that makes it a scan
_MIN_SIZE = 2.5  # points of height; nobody reads smaller print
_NEAR_WHITE = 225
_MIN_CONTRAST = 24  # grey levels out of 255
_FAR = 1e6  # points from the page
_GARBLED = 0.3
_GLUED = 0.12
_MAX_CHARACTERS = 2_000_000
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
_INVISIBLE_MODES = {3, 7}  # text render modes of ISO 32000-1, 9.3.6: neither fill nor stroke
_STROKE_MODE = 1

_LETTERS = re.compile(r"[^\W_]+")
_UNMAPPED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_WORD = re.compile(r"[^\W\d_]{4,}")
_LONG_WORD = re.compile(r"[^\W\d_]{19,}")

# pdfium keeps global state: one document at a time in one process.
_LOCK = threading.Lock()


def _function(name: str, result: Any, *arguments: Any) -> Any:
    """A pdfium function called with plain addresses: half the cost of a call, which is made per character."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_P, _I = ctypes.c_void_p, ctypes.c_int
_get_unicode = _function("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
_get_text = _function("FPDFText_GetText", _I, _P, _I, _I, _P)
_get_loose_box = _function("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
_get_object = _function("FPDFText_GetTextObject", _P, _P, _I)
_get_origin = _function("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
_is_generated = _function("FPDFText_IsGenerated", _I, _P, _I)
_get_render_mode = _function("FPDFTextObj_GetTextRenderMode", _I, _P)
_get_fill = _function("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
_get_stroke = _function("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)

# Where pdfium writes a colour (red, green, blue, alpha as native unsigned ints); used under the lock only.
_COLOR = ctypes.create_string_buffer(16)
_COLOR_PLACES = tuple(ctypes.addressof(_COLOR) + 4 * channel for channel in range(4))


class _Characters(dict[int, str]):
    """The character for every code that pdfium gives, made once."""

    def __missing__(self, code: int) -> str:
        if code == _LINE_END_HYPHEN:
            character = "-"
        elif code in {0, _NO_CHARACTER} or _SURROGATES[0] <= code < _SURROGATES[1] or code > 0x10FFFF:  # noqa: PLR2004 - no characters of Unicode
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


def read_pdf(data: bytes, *, max_pages: int = 200) -> Document:
    """Read the visible text of a PDF, line by line, in reading order; what cannot be seen goes to `hidden`.

    Raises:
        UnprocessableError: ENCRYPTED (needs a password to open), DAMAGED (no PDF, or no page),
            TOO_LARGE (too many pages or too much text) or NO_TEXT (a scan, or unreadable fonts).
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
    text = "\n\n".join(page.text for page in pages if page.text)
    if len(text) > _MAX_CHARACTERS:
        raise UnprocessableError(RefusalReason.TOO_LARGE, "The PDF holds far more text than a resume.")
    if _looks_wrong(text, pages):
        text = _better(text, _second_opinion(data))
    _refuse_without_text(text, pages)
    hidden = tuple(page.hidden for page in pages if page.hidden)
    return Document(text=text, kind="pdf", pages=count, hidden=hidden)


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
        return _Page(text="", hidden="", letters=0, has_scan=_image_share(page) > _IMAGE_PAGE)
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
    visible, scan = _visible(page, address, indices, boxes, glyphs)
    text = page_text(_only(glyphs, visible))
    hidden = "" if visible.all() else " ".join(s.text for s in find_segments(_only(glyphs, ~visible)))
    letters = _letters(text)
    if not scan and letters < _MIN_LETTERS_ON_IMAGE:
        scan = _image_share(page) > _IMAGE_PAGE
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


# --- what can be seen -----------------------------------------------------------------------------


def _visible(
    page: Any, address: int | None, indices: list[int], boxes: Floats, glyphs: Glyphs
) -> tuple[Bools, bool]:
    """Which characters leave a mark on the page, and whether the page is a scan with a text layer.

    Text without ink of its own is looked at on the rendered page: some programs paint the letters as shapes
    and lay the text over them, unseen.
    """
    objects = [_get_object(address, index) for index in indices]
    styles = _styles(set(objects))
    left, top, right, bottom = boxes.T
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    visible = (np.abs(top - bottom) >= _MIN_SIZE) | (right - left >= _MIN_SIZE)
    visible &= (right > page_left) & (left < page_right) & (top > page_bottom) & (bottom < page_top)
    scan = "invisible" in styles.values() and _image_share(page) > _IMAGE_PAGE
    looked_at = {"pale"} if scan else {"pale", "invisible"}
    if looked_at & set(styles.values()):
        doubtful = np.array([styles[thing] in looked_at for thing in objects]) & visible
        starts = word_starts(glyphs)
        for scale in (1, 3):  # small print stands out only when rendered larger
            if doubtful.any():
                inked = _leaves_ink(page, boxes, doubtful, starts, scale)
                unseen = doubtful & ~inked
                visible[doubtful] = inked[doubtful]
                doubtful = unseen
    return visible, scan


def _styles(objects: set[int | None]) -> dict[int | None, str]:
    """How each text object is painted: `plain`, `pale` (nearly white) or `invisible`."""
    styles: dict[int | None, str] = {}
    colors: dict[bytes, str] = {}
    for thing in objects:
        mode = _get_render_mode(thing) if thing else 0
        if mode in _INVISIBLE_MODES:
            styles[thing] = "invisible"
        elif thing and (_get_stroke if mode == _STROKE_MODE else _get_fill)(thing, *_COLOR_PLACES):
            color = _COLOR.raw
            style = colors.get(color)
            if style is None:
                style = colors[color] = _style(*struct.unpack("4I", color))
            styles[thing] = style
        else:
            styles[thing] = "plain"
    return styles


def _style(red: int, green: int, blue: int, alpha: int) -> str:
    if alpha < 255 - _NEAR_WHITE:
        return "invisible"
    return "pale" if min(red, green, blue) >= _NEAR_WHITE else "plain"


def _leaves_ink(page: Any, boxes: Floats, doubtful: Bools, starts: Bools, scale: int) -> Bools:
    """Whether the words of doubtful characters stand out from what is painted behind them, in grey.

    The ink of other, plainly written characters does not count for the doubtful ones laid over them.
    """
    page_left, _, _, page_top = page.get_bbox()
    cells = np.stack(
        (boxes[:, 0] - page_left, page_top - boxes[:, 1], boxes[:, 2] - page_left, page_top - boxes[:, 3]),
        axis=1,
    )
    image, shown_from = _rendered(page, cells[doubtful], scale)
    cells *= scale
    cells[:, :2] = np.floor(cells[:, :2])
    cells[:, 2:] = np.ceil(cells[:, 2:])
    cells = np.clip(cells - np.tile(shown_from, 2), 0, max(image.shape)).astype(np.int64)
    foreign = np.zeros(image.shape, dtype=np.bool_)
    for x0, y0, x1, y1 in cells[~doubtful].tolist():
        foreign[y0:y1, x0:x1] = True
    result = np.zeros(len(boxes), dtype=np.bool_)
    first = 0
    for end in [*(np.flatnonzero(starts[1:] | (doubtful[1:] != doubtful[:-1])) + 1).tolist(), len(boxes)]:
        if doubtful[first]:
            x0, y0 = cells[first:end, :2].min(axis=0)
            x1, y1 = cells[first:end, 2:].max(axis=0)
            own = image[y0:y1, x0:x1][~foreign[y0:y1, x0:x1]]
            enough = 2 * own.size > (y1 - y0) * (x1 - x0)
            result[first:end] = enough and int(own.max()) - int(own.min()) >= _MIN_CONTRAST
        first = end
    return result


def _rendered(page: Any, cells: Floats, scale: int) -> tuple[npt.NDArray[np.uint8], tuple[int, int]]:
    """The part of the page that holds the cells, unturned, in grey; and where it begins, in pixels."""
    rotation = page.get_rotation()
    crop = [0, 0, 0, 0]
    if not rotation:
        width, height = page.get_size()
        left, top = np.clip(np.floor(cells[:, :2].min(axis=0)), 0, (width - 1, height - 1))
        right, bottom = np.clip(np.ceil(cells[:, 2:].max(axis=0)), (left + 1, top + 1), (width, height))
        crop = [int(left), int(height - bottom), int(width - right), int(top)]
    with closing(
        page.render(scale=scale, grayscale=True, crop=tuple(crop), may_draw_forms=False, no_smoothimage=True)
    ) as bitmap:
        image = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    return np.rot90(image, rotation // 90), (crop[0] * scale, crop[3] * scale)


def _image_share(page: Any) -> float:
    """Share of the page's area under images; they may overlap, so it may exceed 1."""
    width, height = page.get_size()
    area = 0.0
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        area += max(right - left, 0) * max(top - bottom, 0)
    return float(area / max(width * height, 1.0))


# --- is it text at all ----------------------------------------------------------------------------


def _refuse_without_text(text: str, pages: list[_Page]) -> None:
    letters = _letters(text)
    scans = sum(page.has_scan for page in pages)
    if letters < _MIN_LETTERS or (2 * scans > len(pages) and letters < _MIN_LETTERS_ON_IMAGE * len(pages)):
        raise UnprocessableError(
            RefusalReason.NO_TEXT,
            "The PDF holds pictures of pages but no text; it needs text recognition (OCR) first."
            if scans
            else "The PDF holds no readable text.",
        )
    if _garbled(text) > _GARBLED:
        raise UnprocessableError(
            RefusalReason.NO_TEXT,
            "The fonts of the PDF do not say what they show; it needs text recognition (OCR) first.",
        )


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
