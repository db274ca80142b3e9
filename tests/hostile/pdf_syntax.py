"""PDF files from their objects (ISO 32000-1), so that any of them can be wrong."""

import zlib
from collections.abc import Sequence

from tests.hostile.specimens import LINES

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 5 0 R >>"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
RESOURCES = b"<< /Font << /F1 6 0 R >> >>"


def shown(lines: Sequence[str] = LINES, *, size: float = 11, left: float = 60, top: float = 780) -> bytes:
    """Content that writes lines one under the other in the font F1."""
    text = "".join(f"({line}) Tj T* " for line in lines)
    return f"BT /F1 {size} Tf {left} {top} Td {size * 1.3} TL {text}ET".encode()


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream as it is."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(content), entries, content)


def deflated(content: bytes, entries: bytes = b"") -> bytes:
    """A stream in Flate."""
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + entries)


def repeated(chunk: bytes, times: int, *, raw: bool = False) -> bytes:
    """A chunk over and over, deflated without being held; `raw` is without the frame of zlib."""
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)  # refers to nothing before it
    body = block * times + b"\x03\0"
    if raw:
        return body
    checksum = 1
    for _ in range(times):
        checksum = zlib.adler32(chunk, checksum)
    return b"\x78\xda" + body + checksum.to_bytes(4, "big")


def of_objects(*bodies: bytes, trailer: bytes = b"", root: int = 1) -> bytes:
    """A file of numbered objects, the first of which is the catalogue, with a true cross-reference table."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root %d 0 R %b >>\n" % (len(bodies) + 1, root, trailer)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def one_page(
    contents: bytes,
    *others: bytes,
    page: bytes = PAGE,
    resources: bytes = RESOURCES,
    font: bytes = FONT,
    trailer: bytes = b"",
) -> bytes:
    """A file of one page: 3 the page, 4 its contents, 5 its resources, 6 the font F1, then the others."""
    return of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        contents,
        resources,
        font,
        *others,
        trailer=trailer,
    )


def form(content: bytes, resources: bytes = RESOURCES) -> bytes:
    """A form XObject."""
    return stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources " + resources)


def honest(pages: int = 1) -> bytes:
    """A file with nothing wrong, of as many pages as wanted, each different."""
    first = 5
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d /MediaBox [0 0 595 842] >>" % (kids, pages),
        RESOURCES.replace(b"6 0 R", b"4 0 R"),
        FONT,
    ]
    for number in range(pages):
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /Resources 3 0 R /Contents %d 0 R >>" % (first + 2 * number + 1)
        )
        bodies.append(deflated(shown([*LINES, f"Page {number + 1} of {pages}"])))
    return of_objects(*bodies)
