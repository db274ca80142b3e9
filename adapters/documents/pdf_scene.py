"""What is painted on a PDF page, in which order: enough to tell which text may not be seen."""

import ctypes
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium

from adapters.documents.pdf_glyphs import Bools, Floats

_NEAR_WHITE = 225
_CLOSE = 64  # steps of a channel within which text and what lies under it may look the same
_UNPAINTED_MODE, _CLIP_MODE = 3, 7  # text render modes of ISO 32000-1, 9.3.6: neither fill nor stroke
_STROKE_MODE = 1
_THIN = 1.5  # points; a line as thin hides no text
_FEW_SURFACES = 2_000_000  # pairs of text and surface that are compared
_MOST_TEXTS = 16_000  # pieces of text on a page that are compared with each other
_CHUNK = 64
_DEEPEST = 2  # form in form, up to which images are looked for
_NAME = 64  # bytes of a mark's name


def fast_function(name: str, result: Any, *arguments: Any) -> Any:
    """A pdfium function called with plain addresses: half the cost of a call, which is made per character."""
    address = ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


_P, _I, _F = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
_get_render_mode = fast_function("FPDFTextObj_GetTextRenderMode", _I, _P)
_get_fill = fast_function("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)
_get_stroke = fast_function("FPDFPageObj_GetStrokeColor", _I, _P, _P, _P, _P, _P)
_get_stroke_width = fast_function("FPDFPageObj_GetStrokeWidth", _I, _P, _P)
_count_objects = fast_function("FPDFPage_CountObjects", _I, _P)
_object_at = fast_function("FPDFPage_GetObject", _P, _P, _I)
_count_in_form = fast_function("FPDFFormObj_CountObjects", _I, _P)
_object_in_form = fast_function("FPDFFormObj_GetObject", _P, _P, ctypes.c_ulong)
_type_of = fast_function("FPDFPageObj_GetType", _I, _P)
_get_bounds = fast_function("FPDFPageObj_GetBounds", _I, _P, _P, _P, _P, _P)
_is_see_through = fast_function("FPDFPageObj_HasTransparency", _I, _P)
_count_marks = fast_function("FPDFPageObj_CountMarks", _I, _P)
_get_mark = fast_function("FPDFPageObj_GetMark", _P, _P, ctypes.c_ulong)
_get_mark_name = fast_function("FPDFPageObjMark_GetName", _I, _P, _P, ctypes.c_ulong, _P)
_get_draw_mode = fast_function("FPDFPath_GetDrawMode", _I, _P, _P, _P)
_get_clip = fast_function("FPDFPageObj_GetClipPath", _P, _P)
_count_clips = fast_function("FPDFClipPath_CountPaths", _I, _P)
_count_segments = fast_function("FPDFClipPath_CountPathSegments", _I, _P, _I)
_get_segment = fast_function("FPDFClipPath_GetPathSegment", _P, _P, _I, _I)
_get_point = fast_function("FPDFPathSegment_GetPoint", _I, _P, _P, _P)

# Where pdfium writes its answers; for one thread at a time.
_OUT = ctypes.create_string_buffer(16)
_PLACES = tuple(ctypes.addressof(_OUT) + 4 * at for at in range(4))
_TEXT = ctypes.create_string_buffer(_NAME)
_LENGTH = ctypes.c_ulong()


class Doubt(IntEnum):
    """Why a piece of text may not be seen."""

    NONE = 0
    PAINTED = 1
    """It is painted, but in a way, in a place or under something that may leave no mark."""
    UNDER_TEXT = 2
    """Other text stands in its place."""
    UNPAINTED = 3
    """It paints nothing; something else may show its words."""
    AS_CLIP = 4
    """Its letters are holes, through which what is painted next may be seen: a gradient."""


@dataclass(slots=True, kw_only=True)
class Scene:
    """The objects of a page.

    Attributes:
        doubts: of each text object of the page itself, by its address; text of forms is not among them.
        has_forms: whether forms hold objects of their own.
        surfaces: m x 4 left, bottom, right, top of what is painted besides text, in points.
        is_image: m flags.
    """

    doubts: dict[int, Doubt] = field(default_factory=dict)
    has_forms: bool = False
    surfaces: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    is_image: Bools = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))


@dataclass(slots=True)
class _Seen:
    """Text objects and surfaces in the order in which they are painted."""

    texts: list[int] = field(default_factory=list)
    text_order: list[int] = field(default_factory=list)
    text_bounds: list[tuple[float, ...]] = field(default_factory=list)
    text_colors: list[tuple[int, ...]] = field(default_factory=list)
    order: list[int] = field(default_factory=list)
    bounds: list[tuple[float, ...]] = field(default_factory=list)
    colors: list[tuple[int, ...]] = field(default_factory=list)
    images: list[bool] = field(default_factory=list)


_UNKNOWN_COLOR = (-1000, -1000, -1000)


def count_objects(page: Any) -> int:
    """Objects of a page, those inside forms not counted."""
    return int(_count_objects(ctypes.cast(page.raw, _P).value))


def image_share(page: Any) -> float:
    """Share of the page's area under images; they may overlap, so it may exceed 1."""
    width, height = page.get_size()
    address = ctypes.cast(page.raw, _P).value
    things = [_object_at(address, order) for order in range(_count_objects(address))]
    return float(_image_area(things, 0) / max(width * height, 1.0))


def _image_area(things: list[int], depth: int) -> float:
    area = 0.0
    for thing in things:
        kind = _type_of(thing)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = _bounds(thing)
            area += max(right - left, 0) * max(top - bottom, 0)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = [_object_in_form(thing, order) for order in range(_count_in_form(thing))]
            area += _image_area(inner, depth + 1)
    return area


def look_at(page: Any) -> Scene:
    """Go through the objects of a page once."""
    address = ctypes.cast(page.raw, _P).value
    scene, seen = Scene(), _Seen()
    plain: dict[bytes, Doubt] = {}
    for order in range(_count_objects(address)):
        thing = _object_at(address, order)
        kind = _type_of(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            scene.doubts[thing] = _doubt(thing, seen, order, plain)
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _add_path(thing, seen, order)
        else:
            scene.has_forms |= kind == pdfium.FPDF_PAGEOBJ_FORM
            _add_surface(thing, seen, order, _UNKNOWN_COLOR, is_image=kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    _add_annotations(page, seen)
    scene.surfaces = np.array(seen.bounds, dtype=np.float64).reshape(-1, 4)
    scene.is_image = np.array(seen.images, dtype=np.bool_)
    if seen.texts:
        _doubt_by_place(scene, seen)
    return scene


def _doubt(thing: int, seen: _Seen, order: int, known: dict[bytes, Doubt]) -> Doubt:
    mode = _get_render_mode(thing)
    if mode in {_UNPAINTED_MODE, _CLIP_MODE}:
        return Doubt.AS_CLIP if mode == _CLIP_MODE else Doubt.UNPAINTED
    if not (_get_stroke if mode == _STROKE_MODE else _get_fill)(thing, *_PLACES):
        return Doubt.PAINTED
    color = _OUT.raw
    doubt = known.get(color)
    if doubt is None:
        doubt = known[color] = style_of(*struct.unpack("4I", color))
    if doubt is not Doubt.NONE:
        return doubt
    if _is_see_through(thing) or _is_optional(thing):
        return Doubt.PAINTED
    bounds = _bounds(thing)
    if _is_clipped(thing, bounds):
        return Doubt.PAINTED
    seen.texts.append(thing)
    seen.text_order.append(order)
    seen.text_bounds.append(bounds)
    seen.text_colors.append(struct.unpack("4I", color)[:3])
    return Doubt.NONE


def style_of(red: int, green: int, blue: int, alpha: int) -> Doubt:
    """What a colour alone says."""
    if alpha < 255 - _NEAR_WHITE:
        return Doubt.UNPAINTED
    return Doubt.PAINTED if alpha < 255 or min(red, green, blue) >= _NEAR_WHITE else Doubt.NONE  # noqa: PLR2004


def _bounds(thing: int) -> tuple[float, ...]:
    return struct.unpack("4f", _OUT.raw) if _get_bounds(thing, *_PLACES) else (0.0, 0.0, 0.0, 0.0)


def _is_optional(thing: int) -> bool:
    """Whether an object belongs to a layer that a viewer may switch off."""
    for index in range(_count_marks(thing)):
        mark = _get_mark(thing, index)
        if _get_mark_name(mark, ctypes.addressof(_TEXT), _NAME, ctypes.addressof(_LENGTH)):
            name = _TEXT.raw[: _LENGTH.value].decode("utf-16-le", "replace").rstrip("\0")
            if name == "OC":
                return True
    return False


def _is_clipped(thing: int, bounds: tuple[float, ...]) -> bool:
    """Whether the box of what may be painted on is smaller than a text."""
    clip = _get_clip(thing)
    paths = _count_clips(clip) if clip else 0
    if paths <= 0:
        return False
    low_x = low_y = float("-inf")
    high_x = high_y = float("inf")
    for path in range(paths):
        count = _count_segments(clip, path)
        if not 4 <= count <= 6:  # noqa: PLR2004 - no rectangle
            return True
        (x0, y0), (x1, y1), (x2, y2) = (_point(_get_segment(clip, path, index)) for index in range(3))
        if (x1, y1) not in {(x0, y2), (x2, y0)}:
            return True
        low_x, high_x = max(low_x, min(x0, x2)), min(high_x, max(x0, x2))
        low_y, high_y = max(low_y, min(y0, y2)), min(high_y, max(y0, y2))
    left, bottom, right, top = bounds
    margin = 1.0 + 0.25 * (top - bottom)
    return (
        left < low_x - margin or right > high_x + margin or bottom < low_y - margin or top > high_y + margin
    )


def _point(segment: int) -> tuple[float, float]:
    _get_point(segment, _PLACES[0], _PLACES[1])
    x, y = struct.unpack_from("2f", _OUT)
    return x, y


def _add_path(thing: int, seen: _Seen, order: int) -> None:
    _get_draw_mode(thing, _PLACES[0], _PLACES[1])
    filled, stroked = struct.unpack_from("2i", _OUT.raw)
    if filled:
        color = _UNKNOWN_COLOR
        if _get_fill(thing, *_PLACES):
            *rgb, alpha = struct.unpack("4I", _OUT.raw)
            color = tuple(rgb) if alpha == 255 else _UNKNOWN_COLOR  # noqa: PLR2004 - opaque
        _add_surface(thing, seen, order, color, is_image=False)
    elif (
        stroked and _get_stroke_width(thing, _PLACES[0]) and struct.unpack_from("f", _OUT.raw)[0] > 2 * _THIN
    ):
        _add_surface(thing, seen, order, _UNKNOWN_COLOR, is_image=False)


def _add_surface(thing: int, seen: _Seen, order: int, color: tuple[int, ...], *, is_image: bool) -> None:
    bounds = _bounds(thing)
    if min(bounds[2] - bounds[0], bounds[3] - bounds[1]) > _THIN:
        seen.order.append(order)
        seen.bounds.append(bounds)
        seen.colors.append(color)
        seen.images.append(is_image)


def _add_annotations(page: Any, seen: _Seen) -> None:
    """Annotations are painted last, over everything; links and notes paint nothing that hides."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        rectangle = pdfium.FS_RECTF()
        if kind not in _PAINT_NOTHING and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            seen.order.append(1 << 40)
            low, high = sorted((rectangle.bottom, rectangle.top))
            seen.bounds.append((rectangle.left, low, rectangle.right, high))
            seen.colors.append(_UNKNOWN_COLOR)
            seen.images.append(False)
        pdfium.FPDFPage_CloseAnnot(annotation)


def notes_of(page: Any) -> list[str]:
    """Comments and hidden annotations of a page, which are read only by who opens them."""
    found = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        shown = (
            kind == pdfium.FPDF_ANNOT_FREETEXT and not pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN_FLAGS
        )
        if kind not in {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_WIDGET} and not shown:
            length = pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", None, 0)
            buffer = (ctypes.c_ushort * (length // 2 + 1))()
            pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, length)
            text = bytes(buffer)[: max(length - 2, 0)].decode("utf-16-le", "replace").strip()
            found += [text] if text else []
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


_MOST_NOTES = 200
_HIDDEN_FLAGS = 2 | 32  # hidden, not viewed: ISO 32000-1, 12.5.3
_PAINT_NOTHING = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_TEXT}


def _doubt_by_place(scene: Scene, seen: _Seen) -> None:
    """Doubt text under a later surface, on one of about its colour, and under later text."""
    texts = np.array(seen.text_bounds, dtype=np.float64)
    order = np.array(seen.text_order)
    doubtful = np.zeros(len(texts), dtype=np.bool_)
    if len(scene.surfaces) * len(texts) > _FEW_SURFACES:
        doubtful[:] = True
    elif len(scene.surfaces):
        meets = _overlap(texts, scene.surfaces, 1.0)
        later = np.array(seen.order) > order[:, None]
        own, which = np.unique(np.array(seen.text_colors), axis=0, return_inverse=True)
        colors = np.array(seen.colors)
        unclear = (np.abs(own[:, None, :] - colors[None, :, :]).max(axis=2) < _CLOSE) | (colors[:, 0] < 0)
        doubtful = (meets & (later | unclear[which.reshape(-1)])).any(axis=1)
    under = under_text(texts)
    for index in np.flatnonzero(doubtful | under).tolist():
        scene.doubts[seen.texts[index]] = Doubt.UNDER_TEXT if under[index] else Doubt.PAINTED


def _overlap(one: Floats, other: Floats, least: float) -> Bools:
    """Which boxes of two sets share more than `least` points in both directions."""
    shared_x = np.minimum(one[:, None, 2], other[None, :, 2]) - np.maximum(one[:, None, 0], other[None, :, 0])
    shared_y = np.minimum(one[:, None, 3], other[None, :, 3]) - np.maximum(one[:, None, 1], other[None, :, 1])
    return np.asarray((shared_x > least) & (shared_y > least))


def under_text(boxes: Floats) -> Bools:
    """Which pieces of text lie for the most part under one that is painted later."""
    count = len(boxes)
    if count > _MOST_TEXTS:
        return np.ones(count, dtype=np.bool_)
    result = np.zeros(count, dtype=np.bool_)
    middles = np.stack((boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]), axis=1) / 2
    rows = np.argsort(middles[:, 1], kind="stable")
    for start in range(0, count, _CHUNK):
        chunk = rows[start : start + _CHUNK]
        low, high = middles[chunk, 1].min(), middles[chunk, 1].max()
        near = np.flatnonzero((boxes[:, 1] < high) & (boxes[:, 3] > low))
        x, y = middles[chunk, 0][:, None], middles[chunk, 1][:, None]
        inside = (x > boxes[near, 0]) & (x < boxes[near, 2]) & (y > boxes[near, 1]) & (y < boxes[near, 3])
        result[chunk] = (inside & (near[None, :] > chunk[:, None])).any(axis=1)
    return result
