"""Which characters of a PDF page a person can see."""

import ctypes
import struct
from contextlib import closing
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, word_starts

IMAGE_PAGE = 0.5
"""Share of the page's area under images that makes it a scan."""

_MIN_SIZE = 2.5  # points of height; nobody reads smaller print
_NEAR_WHITE = 225
_MIN_CONTRAST = 24  # grey levels out of 255
_INVISIBLE_MODES = {3, 7}  # text render modes of ISO 32000-1, 9.3.6: neither fill nor stroke
_STROKE_MODE = 1


def fast_function(name: str, result: Any, *arguments: Any) -> Any:
    """A pdfium function called with plain addresses: half the cost of a call, which is made per character."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_P, _I = ctypes.c_void_p, ctypes.c_int
_get_object = fast_function("FPDFText_GetTextObject", _P, _P, _I)
_get_render_mode = fast_function("FPDFTextObj_GetTextRenderMode", _I, _P)
_get_fill = fast_function("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
_get_stroke = fast_function("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)
_count_objects = fast_function("FPDFPage_CountObjects", _I, _P)
_object_at = fast_function("FPDFPage_GetObject", _P, _P, _I)
_type_of = fast_function("FPDFPageObj_GetType", _I, _P)

# Where pdfium writes a colour: red, green, blue, alpha as native unsigned ints; for one thread at a time.
_COLOR = ctypes.create_string_buffer(16)
_COLOR_PLACES = tuple(ctypes.addressof(_COLOR) + 4 * channel for channel in range(4))


def visible_characters(
    page: Any, address: int | None, indices: list[int], boxes: Floats, glyphs: Glyphs
) -> tuple[Bools, bool]:
    """Which characters leave a mark on the page, and whether the page is a scan with a text layer.

    Text without ink of its own is looked at on the rendered page: some programs paint the letters as shapes
    and lay the text over them unseen, and so does text recognition over a scan.
    """
    left, top, right, bottom = boxes.T
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    visible = (np.abs(top - bottom) >= _MIN_SIZE) | (right - left >= _MIN_SIZE)
    visible &= (right > page_left) & (left < page_right) & (top > page_bottom) & (bottom < page_top)
    if _all_plain(page, len(indices)):
        return visible, False
    objects = [_get_object(address, index) for index in indices]
    styles = _styles(set(objects))
    scan = "invisible" in styles.values() and image_share(page) > IMAGE_PAGE
    if set(styles.values()) - {"plain"}:
        doubtful = np.array([styles[thing] != "plain" for thing in objects]) & visible
        starts = word_starts(glyphs)
        for scale in (1, 3):  # small print stands out only when rendered larger
            if doubtful.any():
                inked = _leaves_ink(page, boxes, doubtful, starts, scale)
                unseen = doubtful & ~inked
                visible[doubtful] = inked[doubtful]
                doubtful = unseen
    return visible, scan


def _all_plain(page: Any, characters: int) -> bool:
    """Whether every text object of a page is plain, where that is told sooner than by characters."""
    address = ctypes.cast(page.raw, _P).value
    count = _count_objects(address)
    if count > characters // 4:
        return False
    texts: set[int | None] = set()
    for index in range(count):
        thing = _object_at(address, index)
        kind = _type_of(thing)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:  # text inside is not among the page's own objects
            return False
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.add(thing)
    return set(_styles(texts).values()) <= {"plain"}


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


def image_share(page: Any) -> float:
    """Share of the page's area under images; they may overlap, so it may exceed 1."""
    width, height = page.get_size()
    area = 0.0
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        area += max(right - left, 0) * max(top - bottom, 0)
    return float(area / max(width * height, 1.0))
