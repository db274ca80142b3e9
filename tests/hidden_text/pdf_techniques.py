"""PDF files that hold honest words beside words that nobody can see, one technique a file."""

import io
from collections.abc import Callable, Mapping, Sequence

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests import files

Hide = Callable[[Canvas, Sequence[str]], None]
_Y = 300.0


def _lines(
    canvas: Canvas, words: Sequence[str], *, size: float = 11.0, x: float = 60.0, y: float = _Y
) -> None:
    step = 6
    lines = [" ".join(words[at : at + step]) for at in range(0, len(words), step)]
    files.write(canvas, lines, x=x, y=y, size=size, leading=max(size * 1.3, 2))


def _raw(canvas: Canvas, operators: str) -> None:
    canvas._code.append(operators)  # type: ignore[attr-defined]


def _white(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.setFillGray(1)
    _lines(canvas, words)


def _nearly_white(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.setFillColorRGB(0.97, 0.97, 0.96)
    _lines(canvas, words)


def _box(canvas: Canvas) -> None:
    canvas.rect(40, _Y - 60, 500, 90, stroke=0, fill=1)


def _dark_on_dark(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.setFillColorRGB(0.1, 0.2, 0.4)
    _box(canvas)
    canvas.setFillColorRGB(0.12, 0.2, 0.42)
    _lines(canvas, words)


def _black_on_black(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.setFillGray(0)
    _box(canvas)
    _lines(canvas, words)


def _tiny(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words, size=0.8)


def _scaled_down(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.saveState()
    canvas.translate(60, _Y)
    canvas.scale(0.08, 0.08)
    _lines(canvas, words, x=0, y=0)
    canvas.restoreState()


def _flat(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.saveState()
    canvas.translate(60, _Y)
    canvas.scale(1, 0.04)
    _lines(canvas, words, x=0, y=0)
    canvas.restoreState()


def _without_width(canvas: Canvas, words: Sequence[str]) -> None:
    _raw(canvas, f"BT /F1 11 Tf 1 Tz 60 {_Y} Td ({' '.join(words)}) Tj ET")


def _off_the_page(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words, x=-900)


def _below_the_page(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words, y=-50)


def _outside_of_the_crop_box(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.setCropBox((0, 200, files.WIDTH, files.HEIGHT))
    _lines(canvas, words, y=150)


def _under_a_white_box(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words)
    canvas.setFillGray(1)
    _box(canvas)


def _under_a_dark_box(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words)
    canvas.setFillColorRGB(0.1, 0.2, 0.4)
    _box(canvas)


def _under_a_picture(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words)
    picture = Image.radial_gradient("L").convert("RGB")
    canvas.drawImage(ImageReader(picture), 40, _Y - 60, 500, 90)


def _under_a_thick_line(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words)
    canvas.setStrokeGray(1)
    canvas.setLineWidth(90)
    canvas.line(40, _Y - 15, 540, _Y - 15)


def _transparent(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.setFillAlpha(0)
    _lines(canvas, words)


def _nearly_transparent(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.setFillAlpha(0.04)
    _lines(canvas, words)


def _no_render_mode(canvas: Canvas, words: Sequence[str]) -> None:
    files.unseen(canvas, [" ".join(words[at : at + 6]) for at in range(0, len(words), 6)], y=_Y)


def _unseen_on_a_photo(canvas: Canvas, words: Sequence[str]) -> None:
    picture = Image.radial_gradient("L").resize((90, 90))
    canvas.drawImage(ImageReader(picture), 60, _Y - 60, 90, 90)
    files.unseen(canvas, words[:4], y=_Y)


def _as_a_clip_of_nothing(canvas: Canvas, words: Sequence[str]) -> None:
    _raw(canvas, f"q BT /F1 11 Tf 7 Tr 60 {_Y} Td ({' '.join(words)}) Tj ET Q")


def _clipped_away(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 5, 5)
    canvas.clipPath(path, stroke=0, fill=0)
    _lines(canvas, words)
    canvas.restoreState()


def _clipped_to_nothing(canvas: Canvas, words: Sequence[str]) -> None:
    _raw(canvas, f"q 60 {_Y} 0 0 re W n BT /F1 11 Tf 60 {_Y} Td ({' '.join(words)}) Tj ET Q")


def _under_other_text(canvas: Canvas, words: Sequence[str]) -> None:
    _lines(canvas, words[:6])
    canvas.setFillGray(0)
    canvas.setFont("ZapfDingbats", 60)
    for x in range(20, 560, 30):  # black squares, one over the other
        canvas.drawString(x, _Y - 18, "n")


def _white_in_a_form(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.beginForm("hidden")
    canvas.setFillGray(1)
    _lines(canvas, words)
    canvas.endForm()
    canvas.doForm("hidden")


def _multiplied_with_white(canvas: Canvas, words: Sequence[str]) -> None:
    canvas.saveState()
    canvas.setFillGray(1)
    canvas.setBlendMode("Multiply")
    canvas.setFillColorRGB(1, 1, 0.99)
    _lines(canvas, words)
    canvas.restoreState()


def _stroked_in_white(canvas: Canvas, words: Sequence[str]) -> None:
    text = canvas.beginText(60, _Y)
    text.setFont("Helvetica", 11)
    text.setTextRenderMode(1)
    text.setStrokeColorRGB(1, 1, 1)
    for at in range(0, len(words), 6):
        text.textLine(" ".join(words[at : at + 6]))
    canvas.drawText(text)


BY_CANVAS: Mapping[str, Hide] = {
    "white on white": _white,
    "nearly white": _nearly_white,
    "dark on dark": _dark_on_dark,
    "black on black": _black_on_black,
    "tiny": _tiny,
    "scaled down": _scaled_down,
    "without height": _flat,
    "without width": _without_width,
    "off the page": _off_the_page,
    "below the page": _below_the_page,
    "outside of the crop box": _outside_of_the_crop_box,
    "under a white box": _under_a_white_box,
    "under a dark box": _under_a_dark_box,
    "under a picture": _under_a_picture,
    "under a thick line": _under_a_thick_line,
    "transparent": _transparent,
    "nearly transparent": _nearly_transparent,
    "render mode 3": _no_render_mode,
    "render mode 3 on a photo": _unseen_on_a_photo,
    "render mode 7": _as_a_clip_of_nothing,
    "clipped away": _clipped_away,
    "clipped to nothing": _clipped_to_nothing,
    "under other text": _under_other_text,
    "white in a form": _white_in_a_form,
    "blended away": _multiplied_with_white,
    "stroked in white": _stroked_in_white,
}


def drawn(honest: Sequence[str], hidden: Sequence[str], hide: Hide) -> bytes:
    """A page with honest lines at its top and hidden words in its middle."""

    def page(canvas: Canvas) -> None:
        files.write(canvas, honest, size=10)
        canvas.saveState()
        hide(canvas, hidden)
        canvas.restoreState()
        files.write(canvas, ["The last line of the page"], y=60)

    return files.pdf(page)


FEWER: Mapping[str, int] = {"render mode 3 on a photo": 4, "under other text": 6, "under an annotation": 6}
"""Techniques with room for so few words only."""

GARBLED = frozenset({"without width"})
"""Techniques that leave the words unreadable even in the file."""


# --- what only raw objects can do -----------------------------------------------------------------

_FONTS = b"/Font << /F1 5 0 R >>"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def _stream(content: bytes, dictionary: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), dictionary) + content + b"\nendstream"


def _honest(lines: Sequence[str]) -> bytes:
    shown = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    return f"BT /F1 10 Tf 60 780 Td {shown} ET\n".encode()


def _shown(words: Sequence[str]) -> bytes:
    return f"BT /F1 11 Tf 60 {_Y} Td ({' '.join(words)}) Tj ET\n".encode()


def _page(resources: bytes, more: bytes = b"") -> bytes:
    return (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << "
        + _FONTS + resources + b" >> " + more + b" >>"
    )  # fmt: skip


def switched_off_layer(honest: Sequence[str], hidden: Sequence[str]) -> bytes:
    """Optional content whose default is off."""
    content = _honest(honest) + b"/OC /L BDC\n" + _shown(hidden) + b"EMC\n"
    data = files.raw_pdf(
        _page(b" /Properties << /L 6 0 R >>"), _stream(content), _FONT, b"<< /Type /OCG /Name (Layer) >>"
    )
    return data.replace(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>",
    )


def soft_mask(honest: Sequence[str], hidden: Sequence[str]) -> bytes:
    """A mask of which nothing is opaque."""
    content = _honest(honest) + b"q /G gs\n" + _shown(hidden) + b"Q\n"
    mask = _stream(b"0 g 0 0 595 842 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Group << "
                   b"/S /Transparency /CS /DeviceGray >>")  # fmt: skip
    return files.raw_pdf(
        _page(b" /ExtGState << /G 6 0 R >>"), _stream(content), _FONT,
        b"<< /Type /ExtGState /SMask << /S /Luminosity /G 7 0 R >> >>", mask,
    )  # fmt: skip


def note(honest: Sequence[str], hidden: Sequence[str]) -> bytes:
    """A comment that opens only when clicked, and a hidden field."""
    half = len(hidden) // 2
    comment = f"<< /Type /Annot /Subtype /Text /Rect [60 300 80 320] /Contents ({' '.join(hidden[:half])}) >>"
    text = (
        "<< /Type /Annot /Subtype /FreeText /F 2 /Rect [60 200 300 220] /DA (/F1 9 Tf 0 g) "
        f"/Contents ({' '.join(hidden[half:])}) >>"
    )
    return files.raw_pdf(
        _page(b"", b"/Annots [6 0 R 7 0 R]"), _stream(_honest(honest)), _FONT, comment.encode(), text.encode()
    )


def under_an_annotation(honest: Sequence[str], hidden: Sequence[str]) -> bytes:
    """A white square of an annotation lies over the words."""
    look = _stream(b"1 g 0 0 500 60 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 500 60]")
    square = b"<< /Type /Annot /Subtype /Square /F 4 /Rect [50 280 550 340] /AP << /N 7 0 R >> >>"
    content = _honest(honest) + _shown(hidden[:6])
    return files.raw_pdf(_page(b"", b"/Annots [6 0 R]"), _stream(content), _FONT, square, look)


def other_words_in_actual_text(honest: Sequence[str], hidden: Sequence[str]) -> bytes:
    """The page shows one word, its ActualText says others."""
    content = _honest(honest) + f"/Span << /ActualText ({' '.join(hidden)}) >> BDC\n".encode()
    return files.raw_pdf(_page(b""), _stream(content + _shown(["hobbies"]) + b"EMC\n"), _FONT)


RAW: Mapping[str, Callable[[Sequence[str], Sequence[str]], bytes]] = {
    "layer switched off": switched_off_layer,
    "soft mask": soft_mask,
    "comments": note,
    "under an annotation": under_an_annotation,
    "other words in ActualText": other_words_in_actual_text,
}


def metadata(honest: Sequence[str], hidden: Sequence[str]) -> bytes:
    """Keywords of the document's properties."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(files.WIDTH, files.HEIGHT), invariant=1)
    canvas.setKeywords(" ".join(hidden))
    canvas.setSubject(" ".join(hidden))
    files.write(canvas, honest, size=10)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()
