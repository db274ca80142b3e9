"""Resume files made in code: one and two columns, and text that is in the file and cannot be seen."""

import io
from collections.abc import Callable, Sequence

import docx
from docx.shared import Pt, RGBColor
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

_WIDTH, _HEIGHT = 595.0, 842.0
_FONT, _SIZE, _LEADING = "Helvetica", 9.0, 12.0
_TOP, _LEFT, _BOTTOM = 800.0, 50.0, 45.0
_RIGHT_COLUMN = 205.0


def one_column(text: str) -> bytes:
    """Return a PDF of the text in one column."""
    return _pdf(text, lambda _: None)


def two_columns(left: Sequence[str], right: Sequence[str]) -> bytes:
    """Return a PDF whose columns are written line beside line, the right one a little lower."""
    narrow = _wrapped(left, _RIGHT_COLUMN - _LEFT - 15)
    wide = _wrapped(right, _WIDTH - _RIGHT_COLUMN - 40)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setFont(_FONT, _SIZE)
    for index in range(max(len(narrow), len(wide))):
        y = _TOP - index * _LEADING
        if index < len(narrow):
            canvas.drawString(_LEFT, y, narrow[index])
        if index < len(wide):
            canvas.drawString(_RIGHT_COLUMN, y - 4, wide[index])
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def with_hidden(text: str, hidden: str, how: str) -> bytes:
    """Return a file that shows `text` and holds `hidden` unseen.

    Args:
        text: what is to be seen.
        hidden: what is not; where it is empty, nothing is hidden, and the file is the honest twin.
        how: one of `white`, `tiny`, `invisible`, `off_page`, `covered` (PDF), `docx_vanish`, `docx_white`.

    Raises:
        KeyError: there is no such way.
    """
    if how.startswith("docx_"):
        return _document(text, hidden, how)
    draw = _WAYS[how]
    return _pdf(text, (lambda canvas: draw(canvas, hidden)) if hidden else (lambda _: None))


def _pdf(text: str, afterwards: Callable[[Canvas], None]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setFont(_FONT, _SIZE)
    y = _TOP
    for line in _wrapped(text.split("\n"), _WIDTH - 2 * _LEFT):
        if y < _BOTTOM:
            canvas.showPage()
            canvas.setFont(_FONT, _SIZE)
            y = _TOP
        canvas.drawString(_LEFT, y, line)
        y -= _LEADING
    afterwards(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _wrapped(lines: Sequence[str], width: float) -> list[str]:
    wrapped: list[str] = []
    for line in lines:
        wrapped += simpleSplit(line, _FONT, _SIZE, width) if line.strip() else [""]
    return wrapped


def _white(canvas: Canvas, hidden: str) -> None:
    canvas.setFillColorRGB(1, 1, 1)
    _block(canvas, hidden, y=130)


def _tiny(canvas: Canvas, hidden: str) -> None:
    canvas.setFont(_FONT, 0.8)
    for index, line in enumerate(simpleSplit(hidden, _FONT, 0.8, _WIDTH - 2 * _LEFT)):
        canvas.drawString(_LEFT, 40 - index, line)


def _invisible(canvas: Canvas, hidden: str) -> None:
    unseen = canvas.beginText(_LEFT, 130)
    unseen.setFont(_FONT, _SIZE)
    unseen.setTextRenderMode(3)
    for line in _wrapped(hidden.split("\n"), _WIDTH - 2 * _LEFT):
        unseen.textLine(line)
    canvas.drawText(unseen)


def _off_page(canvas: Canvas, hidden: str) -> None:
    for index, line in enumerate(_wrapped(hidden.split("\n"), _WIDTH)):
        canvas.drawString(_LEFT, -200 - index * _LEADING, line)


def _covered(canvas: Canvas, hidden: str) -> None:
    _block(canvas, hidden, y=130)
    canvas.setFillColorRGB(1, 1, 1)
    canvas.rect(0, 0, _WIDTH, 145, stroke=0, fill=1)


def _block(canvas: Canvas, hidden: str, *, y: float) -> None:
    canvas.setFont(_FONT, 4)
    for index, line in enumerate(simpleSplit(hidden, _FONT, 4, _WIDTH - 2 * _LEFT)):
        canvas.drawString(_LEFT, y - 5 * index, line)


_WAYS: dict[str, Callable[[Canvas, str], None]] = {
    "white": _white,
    "tiny": _tiny,
    "invisible": _invisible,
    "off_page": _off_page,
    "covered": _covered,
}


def _document(text: str, hidden: str, how: str) -> bytes:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    if hidden:
        run = document.add_paragraph().add_run(hidden)
        if how == "docx_vanish":
            run.font.hidden = True
        elif how == "docx_white":
            run.font.color.rgb = RGBColor(255, 255, 255)
            run.font.size = Pt(8)
        else:
            raise KeyError(how)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
