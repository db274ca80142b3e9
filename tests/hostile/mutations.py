"""Valid files, and changes that break them knowing their structure: tokens, objects, streams, parts, XML."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import lru_cache

from hypothesis import strategies as st

from tests import files
from tests.hostile.docx_archives import BODY, parts_of
from tests.hostile.pdf_syntax import FONT, deflated, form, honest, one_page, shown, stream
from tests.hostile.specimens import LINES

Mutation = Callable[[bytes, int, int], bytes]
"""Changes a file; the two numbers, of any size, choose where and how."""

_ODD = (0, 1, 0x20, 0x28, 0x3C, 0x7F, 0x80, 0xFF)


@lru_cache(maxsize=1)
def seeds() -> dict[str, bytes]:
    """Valid files of each kind, of all that their readers go different ways for."""
    hidden = files.paragraph("hidden words", run='<w:color w:val="FFFFFF"/>')
    rich = (
        files.table([files.paragraph("Skills"), files.paragraph("Python")], [BODY, hidden])
        + files.paragraph("item", paragraph_properties='<w:numPr><w:numId w:val="1"/></w:numPr>')
        + "<w:p><mc:AlternateContent><mc:Choice><w:r><w:txbxContent>"
        + f"{BODY}</w:txbxContent></w:r></mc:Choice></mc:AlternateContent></w:p>"
    )
    numbering = '<w:num w:numId="1"/>'
    cmap = b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    cmap += b"1 beginbfrange <20> <7E> <0020> endbfrange"
    font = FONT[:-2] + b"/ToUnicode 7 0 R /FirstChar 32 /Widths [500 500] >>"
    white = shown() + b" 1 1 1 rg " + shown(["white words"], top=90) + b" /N Do"
    resources = b"<< /Font << /F1 6 0 R >> /XObject << /N 8 0 R >> >>"
    return {
        "one.pdf": one_page(
            stream(white), stream(cmap), form(shown(top=400)), font=font, resources=resources
        ),
        "flate.pdf": one_page(deflated(shown())),
        "pages.pdf": honest(3),
        "columns.pdf": files.interleaved_columns(LINES * 3, LINES * 3),
        "locked.pdf": files.pdf(lambda canvas: files.write(canvas, LINES), owner="owner"),
        "rich.docx": files.docx(BODY + rich, {"header1": BODY, "footnotes": BODY, "numbering": numbering}),
        "utf8.txt": "\n".join(LINES).encode(),
        "utf16.txt": "\n".join(LINES).encode("utf-16"),
        "latin.txt": "Andr\u00e9 Dupr\u00e9, \u00e9tudes \u00e0 l'universit\u00e9 de Gen\u00e8ve".encode(
            "cp1252"
        )
        * 9,
    }


# --- bytes ----------------------------------------------------------------------------------------


def _flip(data: bytes, where: int, how: int) -> bytes:
    if not data:
        return data
    place = where % len(data)
    return data[:place] + bytes([data[place] ^ (1 << how % 8)]) + data[place + 1 :]


def _put(data: bytes, where: int, how: int) -> bytes:
    place = where % (len(data) + 1)
    return data[:place] + bytes([_ODD[how % len(_ODD)]]) + data[place + 1 :]


def _cut(data: bytes, where: int, how: int) -> bytes:
    place = where % (len(data) + 1)
    return data[:place] + data[place + how % 200 :]


def _end(data: bytes, where: int, _: int) -> bytes:
    return data[: where % (len(data) + 1)]


def _repeat(data: bytes, where: int, how: int) -> bytes:
    place = where % (len(data) + 1)
    return data[:place] + data[place : place + 1 + how % 300] * (2 + how % 30) + data[place:]


def _move(data: bytes, where: int, how: int) -> bytes:
    """A chunk spliced in elsewhere."""
    place, other = where % (len(data) + 1), how % (len(data) + 1)
    return data[:place] + data[other : other + 1 + where % 200] + data[place:]


def _cross(data: bytes, where: int, how: int) -> bytes:
    """The beginning of this file and the end of another."""
    other = list(seeds().values())[how % len(seeds())]
    return data[: where % (len(data) + 1)] + other[how % len(other) :]


# --- PDF ------------------------------------------------------------------------------------------

_TOKENS = re.compile(
    rb"/[A-Za-z0-9]+|\d+ \d+ R|-?\d+(?:\.\d+)?|<<|>>|\[|\]|\([^()]*\)|<[0-9A-F]*>|[A-Za-z*]+"
)
_NUMBERS = (b"0", b"-1", b"1e38", b"2147483648", b"99999999999999999999", b"0.0000001", b"NaN", b"65536", b"")


def _swap_tokens(data: bytes, where: int, how: int) -> bytes:
    tokens = list(_TOKENS.finditer(data))
    if len(tokens) < 2:
        return data
    one, other = sorted((where % len(tokens), how % len(tokens)))
    if one == other:
        return data
    a, b = tokens[one], tokens[other]
    return data[: a.start()] + b[0] + data[a.end() : b.start()] + a[0] + data[b.end() :]


def _odd_number(data: bytes, where: int, how: int) -> bytes:
    numbers = list(re.finditer(rb"-?\d+(?:\.\d+)?", data))
    if not numbers:
        return data
    found = numbers[where % len(numbers)]
    return data[: found.start()] + _NUMBERS[how % len(_NUMBERS)] + data[found.end() :]


def _redirect_reference(data: bytes, where: int, how: int) -> bytes:
    """A reference that leads to another object, perhaps the one that it stands in."""
    references = list(re.finditer(rb"\d+ 0 R", data))
    if not references:
        return data
    found = references[where % len(references)]
    return data[: found.start()] + b"%d 0 R" % (how % 12) + data[found.end() :]


def _swap_objects(data: bytes, where: int, how: int) -> bytes:
    pieces = re.split(rb"(?<=endobj\n)", data)
    one, other = where % len(pieces), how % len(pieces)
    pieces[one], pieces[other] = pieces[other], pieces[one]
    return b"".join(pieces)


def _inside_stream(data: bytes, where: int, how: int) -> bytes:
    """A change within what a stream holds once it is inflated."""
    streams = list(re.finditer(rb"stream\n(.*?)\nendstream", data, re.DOTALL))
    if not streams:
        return data
    found = streams[where % len(streams)]
    content = found[1]
    change = (_swap_tokens, _odd_number, _flip, _cut, _repeat)[how % 5]
    try:
        changed = zlib.compress(change(zlib.decompress(content), where // 7, how // 5))
    except zlib.error:
        changed = change(content, where // 7, how // 5)
    return data[: found.start(1)] + changed + data[found.end(1) :]


# --- DOCX -----------------------------------------------------------------------------------------

_TAGS = re.compile(rb"<[^<>]*>")


def _in_part(data: bytes, where: int, how: int, change: Mutation) -> bytes:
    """A change of one part, the archive around it whole."""
    try:
        parts = parts_of(data)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, EOFError):
        return change(data, where, how)
    if not parts:
        return data
    name = sorted(parts)[where % len(parts)]
    parts[name] = change(parts[name], where // len(parts), how)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _xml(change: Mutation) -> Mutation:
    return lambda data, where, how: _in_part(data, where, how, change)


def _swap_tags(data: bytes, where: int, how: int) -> bytes:
    tags = list(_TAGS.finditer(data))
    if len(tags) < 2:
        return data
    one, other = sorted((where % len(tags), how % len(tags)))
    if one == other:
        return data
    a, b = tags[one], tags[other]
    return data[: a.start()] + b[0] + data[a.end() : b.start()] + a[0] + data[b.end() :]


def _nest(data: bytes, where: int, how: int) -> bytes:
    """An element put into copies of itself."""
    tags = [tag for tag in _TAGS.finditer(data) if not tag[0].startswith((b"</", b"<?"))]
    if not tags:
        return data
    found = tags[where % len(tags)]
    name = re.match(rb"<([\w:]+)", found[0])
    if name is None or found[0].endswith(b"/>"):
        return data
    times = 2 + how % 60
    end = data.rfind(b"</" + name[1] + b">")
    if end < found.end():
        return data
    closing = b"</" + name[1] + b">"
    return (
        data[: found.start()]
        + found[0] * times
        + data[found.end() : end]
        + closing * times
        + data[end + len(closing) :]
    )


def _odd_value(data: bytes, where: int, how: int) -> bytes:
    values = list(re.finditer(rb'"[^"<>]*"', data))
    if not values:
        return data
    odd = (
        b'""',
        b'"-1"',
        b'"1e999"',
        b'"../document.xml"',
        b'"document.xml"',
        b'"FFFFFF"',
        b'"&#0;"',
        b'"&x;"',
        b"''",
    )
    found = values[where % len(values)]
    return data[: found.start()] + odd[how % len(odd)] + data[found.end() :]


def _drop_part(data: bytes, where: int, _: int) -> bytes:
    try:
        parts = parts_of(data)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, zlib.error, EOFError):
        return data
    if parts:
        del parts[sorted(parts)[where % len(parts)]]
    return files.archive(parts)


_ANY = (_flip, _put, _cut, _end, _repeat, _move, _cross)
_PDF = (_swap_tokens, _odd_number, _redirect_reference, _swap_objects, _inside_stream)
_DOCX = (*map(_xml, (_swap_tags, _nest, _odd_value, _flip, _cut, _repeat, _put)), _drop_part)


@st.composite
def broken_files(draw: st.DrawFn) -> bytes:
    """A valid file after one to six changes; most keep enough of it that the readers go deep."""
    name = draw(st.sampled_from(sorted(seeds())))
    suited = _PDF if name.endswith(".pdf") else _DOCX if name.endswith(".docx") else ()
    data = seeds()[name]
    number = st.integers(0, 2**20)
    for mutation, where, how in draw(
        st.lists(
            st.tuples(st.sampled_from([*suited, *suited, *_ANY]), number, number), min_size=1, max_size=6
        )
    ):
        data = mutation(data, where, how)[:2_000_000]
    return data
