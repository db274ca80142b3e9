"""PDF files that are small and become large: in bytes, in objects, in pages, in work."""

import struct
import zlib

from application.errors import RefusalReason
from tests.hostile.pdf_syntax import (
    PAGE,
    RESOURCES,
    deflated,
    form,
    honest,
    of_objects,
    one_page,
    repeated,
    shown,
    stream,
)
from tests.hostile.specimens import READ, specimen

_DAMAGED, _TOO_LARGE, _NO_TEXT = RefusalReason.DAMAGED, RefusalReason.TOO_LARGE, RefusalReason.NO_TEXT
_STOPPED = (_DAMAGED, _TOO_LARGE)


@specimen(*_STOPPED, _NO_TEXT)
def pdf_flate_in_flate() -> bytes:
    """A content stream deflated twice: some kilobytes become 600 MB of path operators."""
    once = repeated(b"0 0 m " * 100_000, 1000)
    return one_page(stream(zlib.compress(once, 9), b"/Filter [/FlateDecode /FlateDecode]"))


@specimen(*_STOPPED, _NO_TEXT, READ)
def pdf_a_thousand_filters() -> bytes:
    """A content stream that names Flate a thousand times."""
    content = shown()
    for _ in range(50):
        content = zlib.compress(content, 0)
    return one_page(stream(content, b"/Filter [" + b"/FlateDecode " * 1000 + b"]"))


@specimen(*_STOPPED, _NO_TEXT)
def pdf_object_stream_bomb() -> bytes:
    """An object stream that says it holds ten million objects and inflates to 400 MB."""
    packed = repeated(b"7 0 8 0 " * 100_000, 500)
    body = stream(packed, b"/Type /ObjStm /N 10000000 /First 80000000 /Filter /FlateDecode")
    return _with_object_stream(body)


@specimen(*_STOPPED, _NO_TEXT)
def pdf_object_stream_in_itself() -> bytes:
    """The object that holds the page tree is said to lie in itself, and extends itself."""
    return _with_object_stream(stream(b"2 0 3 9 << >> << >>", b"/Type /ObjStm /N 2 /First 8 /Extends 2 0 R"))


def _with_object_stream(body: bytes) -> bytes:
    """A file whose objects 2 and 3 are said to be in the object stream 2, by a cross-reference stream."""
    head = b"%PDF-1.7\n"
    catalogue = b"1 0 obj\n<< /Type /Catalog /Pages 3 0 R >>\nendobj\n"
    second = b"2 0 obj\n" + body + b"\nendobj\n"
    rows = [
        (0, 0, 65535),
        (1, len(head), 0),
        (1 if b"Extends" not in body else 2, len(head + catalogue) if b"Extends" not in body else 2, 0),
        (2, 2, 1),
    ]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    start = len(head + catalogue + second)
    xref = stream(table, b"/Type /XRef /Size 4 /W [1 4 2] /Root 1 0 R")
    return head + catalogue + second + b"9 0 obj\n" + xref + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % start


@specimen(*_STOPPED, _NO_TEXT)
def pdf_huge_numbers() -> bytes:
    """Sizes, counts and lengths of two to the power of 31 and beyond."""
    return of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 2147483648 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 1e38 99999999999999999999] /Contents 4 0 R >>",
        b"<< /Length 99999999999 >>\nstream\nBT ET\nendstream",
        trailer=b"/Prev 9999999999 /XRefStm 4294967296",
    )


@specimen(*_STOPPED, _NO_TEXT)
def pdf_predictor_bomb() -> bytes:
    """A predictor over rows of a billion columns."""
    parameters = b"/DecodeParms << /Predictor 12 /Columns 1073741823 /Colors 32 /BitsPerComponent 16 >>"
    return one_page(deflated(b"\x02" + shown(), parameters))


@specimen(*_STOPPED, _NO_TEXT, READ)
def pdf_forms_double_at_each_level() -> bytes:
    """Each of thirty forms draws the next one twice: a billion words, on paper ("billion laughs")."""
    levels = 30
    first = 7
    forms = [
        form(b"/N Do /N Do", b"<< /XObject << /N %d 0 R >> >>" % (first + level + 1))
        for level in range(levels)
    ]
    resources = b"<< /Font << /F1 6 0 R >> /XObject << /N 7 0 R >> >>"
    return one_page(stream(shown() + b" /N Do"), *forms, form(shown()), resources=resources)


@specimen(_TOO_LARGE)
def pdf_one_content_for_all_pages() -> bytes:
    """All of 190 pages show the same stream of 3,000 letters."""
    return _same_on_all_pages(deflated(shown(["word " * 12] * 55)))


@specimen(_TOO_LARGE, READ)
def pdf_one_content_without_spaces_for_all_pages() -> bytes:
    """The same without a space, so that a second, slower reader is asked for its opinion."""
    return _same_on_all_pages(deflated(shown(["abcdefghijklmnopqrst" * 3] * 30)))


def _same_on_all_pages(content: bytes) -> bytes:
    kids = b" ".join(b"%d 0 R" % (6 + number) for number in range(190))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R /Resources 4 0 R >>"
    return of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count 190 >>" % kids,
        content,
        RESOURCES.replace(b"6 0 R", b"5 0 R"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *[page] * 190,
    )


@specimen(*_STOPPED, _NO_TEXT, READ)
def pdf_million_saved_states() -> bytes:
    """A million graphics states saved and never restored, before the text."""
    return one_page(deflated(b"q " * 1_000_000 + shown()))


@specimen(*_STOPPED, _NO_TEXT, READ)
def pdf_million_objects_on_a_page() -> bytes:
    """Half a million tiny rectangles before the text."""
    return one_page(deflated(b"0 0 1 1 re f " * 500_000 + shown()))


@specimen(*_STOPPED, READ)
def pdf_scattered_letters() -> bytes:
    """Thirty thousand letters, each at a place of its own, which no reading order joins."""
    places = (f"1 0 0 1 {(7919 * n) % 560} {(6271 * n) % 820} Tm (a) Tj" for n in range(30_000))
    return one_page(deflated(b"BT /F1 5 Tf " + " ".join(places).encode() + b" ET"))


@specimen(*_STOPPED, READ)
def pdf_pale_words_in_corners_of_a_huge_page() -> bytes:
    """White words in opposite corners of a page of 14,400 points: who renders it needs gigabytes."""
    page = PAGE.replace(b"[0 0 595 842]", b"[0 0 14400 14400]")
    white = b" 1 1 1 rg " + shown(["white"], left=5, top=5) + shown(["white"], left=14300, top=14300)
    return one_page(stream(shown() + white), page=page)


@specimen(READ)
def pdf_page_of_14400_points_with_small_print() -> bytes:
    """The largest page that the standard allows, with print of 6 points in its middle."""
    page = PAGE.replace(b"[0 0 595 842]", b"[0 0 14400 14400]")
    return one_page(stream(shown(size=6, left=7000, top=7000)), page=page)


@specimen(READ, _NO_TEXT, *_STOPPED)
def pdf_page_of_a_million_kilometres() -> bytes:
    """A page far larger than any number that a renderer can hold."""
    page = PAGE.replace(b"[0 0 595 842]", b"[-1e15 -1e15 1e15 1e15]")
    return one_page(stream(shown() + b" 1 1 1 rg " + shown(["white"], left=9e14, top=9e14)), page=page)


@specimen(READ, _NO_TEXT, *_STOPPED)
def pdf_page_without_area() -> bytes:
    """A page whose box is a point, and whose unit is enormous."""
    page = PAGE.replace(b"[0 0 595 842]", b"[5 5 5 5] /UserUnit 1e30 /Rotate 45")
    return one_page(stream(shown()), page=page)


@specimen(_TOO_LARGE)
def pdf_400_pages() -> bytes:
    """An honest file of four hundred pages, twice as many as are read."""
    return honest(400)


@specimen(READ)
def pdf_200_pages() -> bytes:
    """An honest file of exactly as many pages as are read."""
    return honest(200)


@specimen(_NO_TEXT, *_STOPPED, READ)
def pdf_picture_of_50000_by_50000() -> bytes:
    """A picture of 2.5 billion pixels under white text, which only the rendered page can tell from none."""
    picture = stream(
        repeated(bytes(6_250_000), 50),
        b"/Type /XObject /Subtype /Image /Width 50000 /Height 50000 /BitsPerComponent 1 "
        b"/ColorSpace /DeviceGray /Filter /FlateDecode",
    )
    resources = b"<< /Font << /F1 6 0 R >> /XObject << /I 7 0 R >> >>"
    content = b"q 595 0 0 842 0 0 cm /I Do Q 1 1 1 rg " + shown()
    return one_page(stream(content), picture, resources=resources)


@specimen(READ, *_STOPPED)
def pdf_pictures_that_lie_about_their_size() -> bytes:
    """JPEG, JPEG 2000, JBIG2 and fax pictures of a few bytes that claim 65,535 by 65,535 pixels."""
    jpeg = b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9"
    filters = (b"DCTDecode", b"JPXDecode", b"JBIG2Decode", b"CCITTFaxDecode", b"RunLengthDecode")
    pictures = [
        stream(
            jpeg,
            b"/Type /XObject /Subtype /Image /Width 65535 /Height 65535 /BitsPerComponent 8 "
            b"/ColorSpace /DeviceRGB /Filter /" + name,
        )
        for name in filters
    ]
    names = b" ".join(b"/I%d %d 0 R" % (number, 7 + number) for number in range(len(pictures)))
    draws = b" ".join(b"/I%d Do" % number for number in range(len(pictures)))
    content = b"q 300 0 0 300 0 0 cm " + draws + b" Q " + shown() + b" 1 1 1 rg " + shown(["white"], top=100)
    resources = b"<< /Font << /F1 6 0 R >> /XObject << " + names + b" >> >>"
    return one_page(stream(content), *pictures, resources=resources)
