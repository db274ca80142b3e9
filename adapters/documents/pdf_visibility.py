"""Which characters of a PDF page a person can see."""

import ctypes
from contextlib import closing
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Integers, word_starts
from adapters.documents.pdf_scene import Doubt, fast_function, look_at

IMAGE_PAGE = 0.5
"""Share of the page's area under images that makes it a scan."""

_MIN_SIZE = 2.5  # points of height; nobody reads smaller print
_MIN_PROPORTION = 0.06  # of a letter's smaller to its larger side, at the average of a word
_MIN_CONTRAST = 24  # grey levels out of 255
_HUE = 3  # so many steps of one channel count as one of grey: yellow on white can just be read
_MIN_INK = 0.015  # share of a word's box that its letters must mark
_MOST_SHAPES = 20_000
_LETTER_SHAPE = 2.5  # heights of a line, up to which a path may be its letters

_P, _I = ctypes.c_void_p, ctypes.c_int
_get_object = fast_function("FPDFText_GetTextObject", _P, _P, _I)
_set_active = fast_function("FPDFPageObj_SetIsActive", _I, _P, _I)

_Image = npt.NDArray[np.uint8]


def visible_characters(
    page: Any, address: int | None, indices: list[int], boxes: Floats, glyphs: Glyphs
) -> tuple[Bools, bool]:
    """Which characters leave a mark on the page, and whether the page is a scan with a text layer.

    Text is looked at on the rendered page only where the objects of the page leave a doubt: where it is pale,
    see-through, clipped or in a layer, where something may lie over it or under it in its own colour. What
    counts is the difference that it makes to the picture. Text that paints nothing is kept where the picture
    shows letters in its place: so text recognition leaves it on a scan.
    """
    left, top, right, bottom = boxes.T
    page_left, page_bottom, page_right, page_top = page.get_bbox()
    visible = _large_enough(boxes, glyphs)
    visible &= (right > page_left) & (left < page_right) & (top > page_bottom) & (bottom < page_top)
    scene = look_at(page)
    if not scene.has_forms and not any(scene.doubts.values()):
        return visible, False
    objects = [_get_object(address, index) for index in indices]
    doubts = np.array([scene.doubts.get(thing, Doubt.PAINTED) for thing in objects])
    scan = bool((doubts >= Doubt.UNPAINTED).any()) and image_share(page) > IMAGE_PAGE
    starts = word_starts(glyphs)
    for doubt in (Doubt.UNPAINTED, Doubt.AS_CLIP, Doubt.UNDER_TEXT, Doubt.PAINTED):
        chosen = (doubts == doubt) & visible
        if doubt >= Doubt.UNPAINTED and chosen.any():
            shapes = scene.surfaces if doubt is Doubt.AS_CLIP else scene.surfaces[~scene.is_image]
            chosen &= scan | _on_letters(boxes, shapes)
            visible[(doubts == doubt) & ~chosen] = False
        for scale in (1, 3):  # small print stands out only when rendered larger
            if not chosen.any():
                break
            if doubt >= Doubt.UNPAINTED:
                inked = _stands_out(page, boxes, chosen, starts, scale)
            else:
                painted = {thing for thing, its in zip(objects, chosen.tolist(), strict=True) if its}
                inked = _makes_a_difference(page, boxes, chosen, starts, scale, painted)
            visible[chosen] = inked[chosen]
            chosen &= ~inked
    return visible, scan


def _large_enough(boxes: Floats, glyphs: Glyphs) -> Bools:
    """Which characters belong to words whose letters are neither tiny nor flattened nor squeezed to a line."""
    width, height = np.abs(boxes[:, 2] - boxes[:, 0]), np.abs(boxes[:, 1] - boxes[:, 3])
    if height.min() >= _MIN_SIZE and (width > 2 * _MIN_PROPORTION * height).all():
        return np.ones(len(boxes), dtype=np.bool_)
    starts = np.flatnonzero(word_starts(glyphs))
    lengths = np.diff(np.append(starts, len(boxes)))
    width, height = np.add.reduceat(width, starts) / lengths, np.add.reduceat(height, starts) / lengths
    small, large = np.minimum(width, height), np.maximum(width, height)
    fine = (large >= _MIN_SIZE) & ((small >= _MIN_PROPORTION * large) | (lengths == 1))
    across = np.maximum.reduceat(boxes[:, 2], starts) - np.minimum.reduceat(boxes[:, 0], starts)
    along = np.maximum.reduceat(boxes[:, 1], starts) - np.minimum.reduceat(boxes[:, 3], starts)
    size = np.where(across > along, height, width)  # of a line of print, turned or not
    fine &= (size >= _MIN_SIZE) | (lengths == 1)
    return np.repeat(fine, lengths)


def _on_letters(boxes: Floats, shapes: Floats) -> Bools:
    """Which characters lie on shapes that may be letters: no higher than a line of them."""
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    height = np.abs(boxes[:, 1] - boxes[:, 3])
    result = np.zeros(len(boxes), dtype=np.bool_)
    for left, bottom, right, top in shapes[:_MOST_SHAPES].tolist():
        inside = (
            (middle_x > left - 2) & (middle_x < right + 2) & (middle_y > bottom - 2) & (middle_y < top + 2)
        )
        result |= inside & (top - bottom < _LETTER_SHAPE * height)
    return result


def _makes_a_difference(
    page: Any, boxes: Floats, chosen: Bools, starts: Bools, scale: int, painted: set[Any]
) -> Bools:
    """Whether the words of the chosen characters change the page: it is drawn with them and without."""
    cells = _cells(page, boxes)
    shown, origin = _rendered(page, cells[chosen], scale)
    for thing in painted:
        _set_active(thing, 0)
    try:
        without, _ = _rendered(page, cells[chosen], scale)
    finally:
        for thing in painted:
            _set_active(thing, 1)
    marked = _differs(shown, without)
    total = np.zeros((marked.shape[0] + 1, marked.shape[1] + 1), dtype=np.int32)
    np.cumsum(marked, axis=0, out=total[1:, 1:], dtype=np.int32)
    np.cumsum(total[1:, 1:], axis=1, out=total[1:, 1:])
    first, end = _words(chosen, starts)
    cells = _pixels(cells, scale, origin, marked.shape)
    x0, y0 = np.minimum.reduceat(cells[:, :2], first)[chosen[first]].T
    x1, y1 = np.maximum.reduceat(cells[:, 2:], first)[chosen[first]].T
    ink = total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0]
    seen = np.zeros(len(first), dtype=np.bool_)
    seen[chosen[first]] = (ink > 0) & (ink >= _MIN_INK * (x1 - x0) * (y1 - y0))
    return np.repeat(seen, end - first)


def _stands_out(page: Any, boxes: Floats, chosen: Bools, starts: Bools, scale: int) -> Bools:
    """Whether the page shows some contrast in the place of the chosen characters' words.

    The ink of other, plainly written characters does not count for those laid over them.
    """
    cells = _cells(page, boxes)
    image, origin = _rendered(page, cells[chosen], scale)
    grey = _grey(image.astype(np.int16))
    cells = _pixels(cells, scale, origin, grey.shape)
    foreign = np.zeros(grey.shape, dtype=np.bool_)
    for x0, y0, x1, y1 in cells[~chosen].tolist():
        foreign[y0:y1, x0:x1] = True
    result = np.zeros(len(boxes), dtype=np.bool_)
    for first, end in zip(*(bounds.tolist() for bounds in _words(chosen, starts)), strict=True):
        if not chosen[first]:
            continue
        x0, y0 = cells[first:end, :2].min(axis=0)
        x1, y1 = cells[first:end, 2:].max(axis=0)
        own = grey[y0:y1, x0:x1][~foreign[y0:y1, x0:x1]]
        enough = own.size > 0 and 2 * own.size > (y1 - y0) * (x1 - x0)
        result[first:end] = enough and int(own.max()) - int(own.min()) >= _MIN_CONTRAST
    return result


def _words(chosen: Bools, starts: Bools) -> tuple[Integers, Integers]:
    """First and end of each run of characters within a word that are all chosen, or all not."""
    first = np.append(0, np.flatnonzero(starts[1:] | (chosen[1:] != chosen[:-1])) + 1)
    return first, np.append(first[1:], len(chosen))


def _cells(page: Any, boxes: Floats) -> Floats:
    """The boxes in points from the upper left corner of the unturned page."""
    page_left, _, _, page_top = page.get_bbox()
    return np.stack(
        (boxes[:, 0] - page_left, page_top - boxes[:, 1], boxes[:, 2] - page_left, page_top - boxes[:, 3]),
        axis=1,
    )


def _pixels(cells: Floats, scale: int, origin: tuple[int, int], shape: tuple[int, ...]) -> Integers:
    cells = cells * scale
    cells[:, :2] = np.floor(cells[:, :2])
    cells[:, 2:] = np.ceil(cells[:, 2:])
    cells -= np.tile(origin, 2)
    height, width = shape[:2]
    return np.clip(cells, 0, (width, height, width, height)).astype(np.int64)


def _grey(image: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Weighted sum of blue, green and red, as the eye weighs them (ITU-R BT.601), in 0 to 254."""
    return (15 * image[:, :, 0] + 75 * image[:, :, 1] + 38 * image[:, :, 2]) >> 7


def _differs(one: _Image, other: _Image) -> Bools:
    """Which pixels are clearly lighter or darker; a change of hue alone counts for a third."""
    steps = np.abs(one.astype(np.int16) - other)
    return (_grey(steps) >= _MIN_CONTRAST) | (steps.max(axis=2) >= _HUE * _MIN_CONTRAST)


def _rendered(page: Any, cells: Floats, scale: int) -> tuple[_Image, tuple[int, int]]:
    """The part of the page that holds the cells, unturned, n x m x (blue, green, red); where it begins."""
    rotation = page.get_rotation()
    crop = [0, 0, 0, 0]
    if not rotation:
        width, height = page.get_size()
        left, top = np.clip(np.floor(cells[:, :2].min(axis=0)), 0, (width - 1, height - 1))
        right, bottom = np.clip(np.ceil(cells[:, 2:].max(axis=0)), (left + 1, top + 1), (width, height))
        crop = [int(left), int(height - bottom), int(width - right), int(top)]
    with closing(
        page.render(scale=scale, crop=tuple(crop), may_draw_forms=False, no_smoothimage=True)
    ) as bitmap:
        image = np.array(bitmap.to_numpy())[:, :, :3]
    return np.rot90(image, rotation // 90), (crop[0] * scale, crop[3] * scale)


def image_share(page: Any) -> float:
    """Share of the page's area under images; they may overlap, so it may exceed 1."""
    width, height = page.get_size()
    area = 0.0
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        area += max(right - left, 0) * max(top - bottom, 0)
    return float(area / max(width * height, 1.0))
