"""The text of a plain text file of any common encoding."""

import codecs
import re

import charset_normalizer

from application.errors import RefusalReason, UnprocessableError
from domain.document import Document

_MAX_BYTES = 1_600_000  # 400,000 characters of the longest encoding
_SAMPLE = 64_000  # bytes that decide the encoding: the guess is slow
_MIN_LETTERS = 15
_BINARY_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_HIGH = re.compile(rb"[\x80-\xff]")
# A sign where a letter should be: the text was written with another code page than Western Windows'.
_MISREAD = re.compile(
    "[^\\W\\d_][\u00a1-\u00b4\u00b6\u00b8-\u00bf\u00d7\u00f7\u2020\u2021\u2030\u0192][^\\W\\d_]"
)
_MOSTLY_WESTERN = 0.15  # of the bytes above ASCII; a text in another script has most of them there
_MAX_BINARY_SHARE = 0.01
# The marks of a byte order, longest first: UTF-32's begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_plain_text(data: bytes) -> Document:
    """Decode a text file: byte order mark, then UTF-8, then the likeliest legacy encoding.

    Raises:
        UnprocessableError: EMPTY, TOO_LARGE, UNSUPPORTED (not text) or NO_TEXT (a few characters only).
    """
    if not data.strip():
        raise UnprocessableError(RefusalReason.EMPTY, "The file is empty.")
    if len(data) > _MAX_BYTES:
        raise UnprocessableError(RefusalReason.TOO_LARGE, "The file holds far more text than a resume.")
    text = _decoded(data)
    if text is None or len(_BINARY_CONTROLS.findall(text)) > _MAX_BINARY_SHARE * len(text):
        raise UnprocessableError(
            RefusalReason.UNSUPPORTED, "The file is neither a PDF, a Word document (.docx) nor plain text."
        )
    if sum(character.isalnum() for character in text) < _MIN_LETTERS:
        raise UnprocessableError(RefusalReason.NO_TEXT, "The file holds next to no text.")
    return Document(text=text.replace("\r\n", "\n").replace("\r", "\n"), kind="text")


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding)
    text = _strictly(data, "utf-8")
    if text is not None and "\0" not in text:
        return text
    if b"\0" in data:
        return _without_mark(data)
    western = _strictly(data, "cp1252")
    if (
        western is not None
        and _MOSTLY_WESTERN * len(data) > len(_HIGH.findall(data))
        and not _MISREAD.search(western)
    ):
        return western
    guess = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if guess is None:
        return None
    return data.decode(guess.encoding, errors="replace")


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of Western text is zero; other zeros are binary."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    half = len(data) / 2
    if odd > 0.4 * half and even < 0.05 * half:
        return _strictly(data, "utf-16-le")
    if even > 0.4 * half and odd < 0.05 * half:
        return _strictly(data, "utf-16-be")
    return None


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
