"""Which characters of a PDF page a person can see."""

import ctypes
import math
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from adapters.documents.pdf_glyphs import Bools, Floats, Glyphs, Integers, word_starts
from adapters.documents.pdf_scene import (
    Doubt,
    Scene,
    count_objects,
    fast_function,
    image_share,
    look_at,
    under_text,
)

IMAGE_PAGE = 0.5
"""Share of the page's area under images that makes it a scan."""

_MIN_SIZE = 2.5  # points of height; nobody reads smaller print
_MIN_PROPORTION = 0.06  # of a letter's smaller to its larger side, at the average of a word
_MIN_CONTRAST = 24  # grey levels out of 255
_HUE = 3  # so many steps of one channel count as one of grey: yellow on white can just be read
_TRACE = 3  # grey levels; print too small or too pale to be judged leaves as much, hidden text nothing
_MIN_INK = 0.015  # share of a word's box that its letters must mark
_MANY_OBJECTS = 500  # on a page, from which on it is looked at as a whole
_MOST_SHAPES = 20_000
_LETTER_SHAPE, _LETTER_STRIP = 2.5, 1.5  # heights of a line, up to which a path or picture may be letters

_P, _I = ctypes.c_void_p, ctypes.c_int
_get_object = fast_function("FPDFText_GetTextObject", _P, _P, _I)
_set_active = fast_function("FPDFPageObj_SetIsActive", _I, _P, _I)

_Image = npt.NDArray[np.uint8]
_Area = tuple[int, int, int, int]  # left, top, right, bottom, in points from the upper left corner


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
    if not visible.any():
        return visible, False
    many = count_objects(page) > _MANY_OBJECTS
    scene = None if many else look_at(page)
    if scene is not None and not scene.has_forms and not any(scene.doubts.values()):
        return visible, False
    objects = [_get_object(address, index) for index in indices]
    looked = _Look(page=page, boxes=boxes, starts=word_starts(glyphs), objects=objects)
    if scene is None:
        # To look at the page takes less time than to look at so many objects.
        seen = visible & looked.makes_a_difference(visible)
        under = seen & looked.under_other_words()
        seen[under] = looked.makes_a_difference(under)[under]
        if (seen == visible).all():
            return visible, False
        scene = look_at(page)
        doubts = np.array([scene.doubts.get(thing, Doubt.PAINTED) for thing in objects])
        doubts[seen] = Doubt.NONE
    else:
        doubts = np.array([scene.doubts.get(thing, Doubt.PAINTED) for thing in objects])
        seen = visible & (doubts == Doubt.NONE)
        for doubt in (Doubt.UNDER_TEXT, Doubt.PAINTED):
            chosen = visible & (doubts == doubt)
            seen |= chosen & looked.makes_a_difference(chosen)
    scan = bool((visible & (doubts >= Doubt.UNPAINTED)).any()) and image_share(page) > IMAGE_PAGE
    for doubt in (Doubt.UNPAINTED, Doubt.AS_CLIP):
        chosen = visible & (doubts == doubt)
        if chosen.any():
            chosen &= scan | _on_letters(boxes, scene)
            seen |= chosen & looked.stands_out(chosen)
    return seen, scan


def _large_enough(boxes: Floats, glyphs: Glyphs) -> Bools:
    """Which characters belong to words whose letters are neither tiny nor flattened nor squeezed."""
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


def _on_letters(boxes: Floats, scene: Scene) -> Bools:
    """Which characters lie on shapes, or strips of a picture, that may be letters: no higher than a line."""
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    height = np.abs(boxes[:, 1] - boxes[:, 3])
    result = np.zeros(len(boxes), dtype=np.bool_)
    most = np.where(scene.is_image, _LETTER_STRIP, _LETTER_SHAPE)[:_MOST_SHAPES].tolist()
    for (left, bottom, right, top), lines in zip(scene.surfaces[:_MOST_SHAPES].tolist(), most, strict=True):
        inside = (
            (middle_x > left - 2) & (middle_x < right + 2) & (middle_y > bottom - 2) & (middle_y < top + 2)
        )
        result |= inside & (top - bottom < lines * height)
    return result


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """The characters of a page, to be looked at on the rendered page."""

    page: Any
    boxes: Floats
    starts: Bools
    objects: list[Any]
    pictures: dict[int, tuple[_Area, _Image]] = field(default_factory=dict)

    def makes_a_difference(self, chosen: Bools) -> Bools:
        """Whether the words of the chosen characters change the page: it is drawn with them and without."""
        result = np.zeros(len(chosen), dtype=np.bool_)
        for scale in (1, 3):  # small print stands out only when rendered larger
            if not chosen.any():
                break
            inked, traced = self._marks(chosen, scale)
            result |= inked
            chosen = chosen & traced & ~inked
        return result

    def _marks(self, chosen: Bools, scale: int) -> tuple[Bools, Bools]:
        """Which of the chosen characters' words can be read, and which change anything at all."""
        cells = _cells(self.page, self.boxes)
        area = _around(self.page, cells[chosen])
        shown = self._shown(area, scale)
        painted = {thing for thing, its in zip(self.objects, chosen.tolist(), strict=True) if its}
        for thing in painted:
            _set_active(thing, 0)
        try:
            without = _rendered(self.page, area, scale)
        finally:
            for thing in painted:
                _set_active(thing, 1)
        steps = _steps(shown, without[: shown.shape[0], : shown.shape[1]])
        first, end = _words(chosen, self.starts)
        places = _pixels(cells, scale, area, steps.shape)
        x0, y0 = np.minimum.reduceat(places[:, :2], first).T
        x1, y1 = np.maximum.reduceat(places[:, 2:], first).T
        ink = _count(steps >= _MIN_CONTRAST, x0, y0, x1, y1)
        trace = _count(steps >= _TRACE, x0, y0, x1, y1)
        inked = chosen[first] & (ink > 0) & (ink >= _MIN_INK * (x1 - x0) * (y1 - y0))
        return np.repeat(inked, end - first), np.repeat(trace > 0, end - first)

    def under_other_words(self) -> Bools:
        """Which characters belong to words that lie for the most part under later ones."""
        first = np.flatnonzero(self.starts)
        lows = np.minimum.reduceat(self.boxes[:, [0, 3]], first)
        highs = np.maximum.reduceat(self.boxes[:, [2, 1]], first)
        return np.repeat(under_text(np.hstack((lows, highs))), np.diff(np.append(first, len(self.starts))))

    def stands_out(self, chosen: Bools) -> Bools:
        """Whether the page shows some contrast in the place of the chosen characters' words.

        The ink of other, plainly written characters does not count for those laid over them.
        """
        result = np.zeros(len(chosen), dtype=np.bool_)
        for scale in (1, 3):
            left = chosen & ~result
            if left.any():
                result |= self._contrast(left, chosen, scale)
        return result

    def _contrast(self, chosen: Bools, unpainted: Bools, scale: int) -> Bools:
        cells = _cells(self.page, self.boxes)
        area = _around(self.page, cells[chosen])
        grey = _grey(self._shown(area, scale).astype(np.int16))
        places = _pixels(cells, scale, area, grey.shape)
        foreign = np.zeros(grey.shape, dtype=np.bool_)
        for x0, y0, x1, y1 in places[~unpainted].tolist():
            foreign[y0:y1, x0:x1] = True
        result = np.zeros(len(chosen), dtype=np.bool_)
        for low, end in zip(*(bounds.tolist() for bounds in _words(chosen, self.starts)), strict=True):
            if chosen[low]:
                x0, y0 = places[low:end, :2].min(axis=0)
                x1, y1 = places[low:end, 2:].max(axis=0)
                own = grey[y0:y1, x0:x1][~foreign[y0:y1, x0:x1]]
                enough = own.size > 0 and 2 * own.size > (y1 - y0) * (x1 - x0)
                result[low:end] = enough and int(own.max()) - int(own.min()) >= _MIN_CONTRAST
        return result

    def _shown(self, area: _Area, scale: int) -> _Image:
        """A part of the page as it is; cut out of what was rendered before, where that holds it."""
        left, top, right, bottom = area
        if scale in self.pictures:
            (known_left, known_top, known_right, known_bottom), image = self.pictures[scale]
            if known_left <= left and known_top <= top and right <= known_right and bottom <= known_bottom:
                rows = slice((top - known_top) * scale, (bottom - known_top) * scale)
                return image[rows, (left - known_left) * scale : (right - known_left) * scale]
        image = _rendered(self.page, area, scale)
        self.pictures[scale] = area, image
        return image


def _count(marked: Bools, x0: Integers, y0: Integers, x1: Integers, y1: Integers) -> Integers:
    """How many marked pixels each box holds."""
    total = np.zeros((marked.shape[0] + 1, marked.shape[1] + 1), dtype=np.int32)
    np.cumsum(marked, axis=0, out=total[1:, 1:], dtype=np.int32)
    np.cumsum(total[1:, 1:], axis=1, out=total[1:, 1:])
    return (total[y1, x1] - total[y0, x1] - total[y1, x0] + total[y0, x0]).astype(np.int64)


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


def _pixels(cells: Floats, scale: int, area: _Area, shape: tuple[int, ...]) -> Integers:
    cells = cells * scale
    cells[:, :2] = np.floor(cells[:, :2])
    cells[:, 2:] = np.ceil(cells[:, 2:])
    cells -= np.tile(np.array(area[:2]) * scale, 2)
    height, width = shape[:2]
    return np.clip(cells, 0, (width, height, width, height)).astype(np.int64)


def _grey(image: npt.NDArray[np.int16]) -> npt.NDArray[np.int16]:
    """Weighted sum of blue, green and red, as the eye weighs them (ITU-R BT.601), in 0 to 254."""
    return np.asarray((15 * image[:, :, 0] + 75 * image[:, :, 1] + 38 * image[:, :, 2]) >> 7, dtype=np.int16)


def _steps(one: _Image, other: _Image) -> npt.NDArray[np.int16]:
    """How much lighter or darker each pixel is, in grey levels; a change of hue alone counts for a third.

    Less than a trace counts as none: most pixels do not change at all.
    """
    steps = np.maximum(one, other) - np.minimum(one, other)
    most = np.maximum(np.maximum(steps[:, :, 0], steps[:, :, 1]), steps[:, :, 2])
    result = np.zeros(most.shape, dtype=np.int16)
    changed = most >= _TRACE
    grey = _grey(steps[changed].astype(np.int16)[None])[0]
    result[changed] = np.maximum(grey, most[changed] // _HUE)
    return result


def _around(page: Any, cells: Floats) -> _Area:
    """The part of the page that holds the cells; all of a page that is turned."""
    width, height = page.get_size()
    if page.get_rotation():
        side = math.ceil(max(width, height))  # they are those of the turned page
        return 0, 0, side, side
    left, top = np.clip(np.floor(cells[:, :2].min(axis=0)), 0, (width - 1, height - 1))
    right, bottom = np.clip(np.ceil(cells[:, 2:].max(axis=0)), (left + 1, top + 1), (width, height))
    return int(left), int(top), math.ceil(right), math.ceil(bottom)


def _rendered(page: Any, area: _Area, scale: int) -> _Image:
    """A part of the page, unturned, n x m x (blue, green, red)."""
    left, top, right, bottom = area
    rotation = page.get_rotation()
    crop = (0, 0, 0, 0)
    if not rotation:
        width, height = page.get_size()
        crop = (left, int(height - bottom), int(width - right), top)
    with closing(page.render(scale=scale, crop=crop, may_draw_forms=False, no_smoothimage=True)) as bitmap:
        image = np.array(bitmap.to_numpy())[:, :, :3]
    return np.rot90(image, rotation // 90)
