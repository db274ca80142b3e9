"""Word documents whose archive is hostile: bombs, lies about sizes and names, other kinds of files."""

import io
import struct
import zipfile
import zlib

from application.errors import RefusalReason
from tests import files
from tests.hostile.pdf_syntax import honest, repeated
from tests.hostile.specimens import LINES, READ, specimen

_DAMAGED, _TOO_LARGE, _NO_TEXT = RefusalReason.DAMAGED, RefusalReason.TOO_LARGE, RefusalReason.NO_TEXT
_ENCRYPTED, _UNSUPPORTED = RefusalReason.ENCRYPTED, RefusalReason.UNSUPPORTED

BODY = "".join(files.paragraph(line) for line in LINES)


def honest_docx() -> bytes:
    """A document with nothing wrong."""
    return files.docx(BODY, {"header1": files.paragraph("Curriculum vitae"), "styles": ""})


def parts_of(data: bytes) -> dict[str, bytes]:
    """Names and contents of an archive's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(parts: dict[str, bytes]) -> bytes:
    """An honest document with parts added or replaced."""
    return files.archive({**parts_of(honest_docx()), **parts})


def local_entry(
    name: bytes, packed: bytes, size: int, *, method: int = 8, flags: int = 0, crc: int = 0
) -> bytes:
    """An entry of an archive, whatever it says of itself."""
    head = struct.pack("<4s5H3I2H", b"PK\3\4", 20, flags, method, 0, 33, crc, len(packed), size, len(name), 0)
    return head + name + packed


def directory_entry(
    name: bytes, packed: int, size: int, place: int, *, method: int = 8, flags: int = 0, crc: int = 0
) -> bytes:
    """What the directory of an archive says of an entry."""
    head = (b"PK\1\2", 20, 20, flags, method, 0, 33, crc, packed, size, len(name), 0, 0, 0, 0, 0, place)
    return struct.pack("<4s6H3I5H2I", *head) + name


def directory_end(entries: bytes, count: int, place: int) -> bytes:
    """The end of an archive."""
    return entries + struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, min(count, 65535), min(count, 65535), len(entries), place, 0
    )


def _of_entry(
    name: bytes, packed: bytes, size: int, *, method: int = 8, flags: int = 0, crc: int = 0
) -> bytes:
    """An archive of one entry that says what it is told to."""
    entry = local_entry(name, packed, size, method=method, flags=flags, crc=crc)
    listed = directory_entry(name, len(packed), size, 0, method=method, flags=flags, crc=crc)
    return entry + directory_end(listed, 1, len(entry))


def stored(data: bytes) -> bytes:
    """An archive with its parts as they are: what is inside is looked at, whatever its ratio."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of(data).items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


_SPACES = b" " * 1_000_000


@specimen(_TOO_LARGE)
def docx_bomb_by_ratio() -> bytes:
    """A document part that inflates from some hundred kilobytes to 400 MB."""
    return _of_entry(b"word/document.xml", repeated(_SPACES, 400, raw=True), 400_000_000)


@specimen(_TOO_LARGE, _DAMAGED)
def docx_bomb_that_lies_about_its_size() -> bytes:
    """The same, said to be of a thousand bytes."""
    return _of_entry(b"word/document.xml", repeated(_SPACES, 400, raw=True), 1000)


@specimen(_TOO_LARGE, _DAMAGED)
def docx_bomb_just_below_every_bound() -> bytes:
    """Seventy headers of a megabyte of spaces each, each of a ratio that nobody minds by itself."""
    part = files.part("header1", " " * 1_000_000 + files.paragraph("x"))
    return files.docx(BODY, dict.fromkeys((f"header{number}" for number in range(70)), part))


@specimen(_TOO_LARGE)
def docx_five_thousand_entries() -> bytes:
    """An honest document among five thousand other parts."""
    return with_parts({f"word/media/{number}.png": b"" for number in range(5000)})


@specimen(_TOO_LARGE, _DAMAGED)
def docx_overlapping_entries() -> bytes:
    """Two thousand entries of the directory share the same packed bytes (a bomb without nesting)."""
    packed = repeated(_SPACES, 1, raw=True)
    entry = local_entry(b"word/document.xml", packed, 1_000_000)
    listed = b"".join(
        directory_entry(b"word/document.xml" if not number else b"%d" % number, len(packed), 1_000_000, 0)
        for number in range(2000)
    )
    return entry + directory_end(listed, 2000, len(entry))


@specimen(_DAMAGED, _UNSUPPORTED)
def docx_that_contains_itself() -> bytes:
    """The document part is the archive itself, stored from its first byte on (as in a quine)."""
    inner = honest_docx()
    return _of_entry(b"word/document.xml", inner, len(inner), method=0, crc=zlib.crc32(inner))


@specimen(_TOO_LARGE, _DAMAGED)
def docx_of_four_gigabytes() -> bytes:
    """A document part that is said to be of four gigabytes."""
    return _of_entry(b"word/document.xml", zlib.compress(b"<w/>")[2:-4], 0xFFFF_FFFE)


@specimen(_TOO_LARGE, _DAMAGED)
def docx_of_exabytes() -> bytes:
    """The same in the fields of large archives (zip64): 8 exabytes at a place beyond all files."""
    extra = struct.pack("<2H3Q", 1, 24, 2**63 - 1, 2**63 - 1, 2**63 - 1)
    name = b"word/document.xml"
    most = 0xFFFF_FFFF
    head = (b"PK\1\2", 45, 45, 0, 8, 0, 33, 0, most, most, len(name), len(extra), 0, 0, 0, 0, most)
    listed = struct.pack("<4s6H3I5H2I", *head) + name + extra
    entry = local_entry(name, b"", 0)
    return entry + directory_end(listed, 1, len(entry))


@specimen(_DAMAGED)
def docx_directory_beyond_the_file() -> bytes:
    """The end of the archive points far beyond it."""
    return honest_docx()[:-22] + struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, 65535, 65535, 2**32 - 2, 2**32 - 2, 0
    )


@specimen(_TOO_LARGE, _DAMAGED)
def docx_bomb_in_bzip2() -> bytes:
    """A document part packed with bzip2, whose ratio has no bound: two hundred bytes become 20 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr(zipfile.ZipInfo("word/document.xml"), b"<w>" + bytes(20_000_000), zipfile.ZIP_BZIP2)
    return buffer.getvalue()


@specimen(_DAMAGED)
def docx_broken_lzma() -> bytes:
    """A document part packed with LZMA, whose properties are nonsense."""
    return _of_entry(
        b"word/document.xml", b"\x09\x04\x05\0\xff\xff\xff\xff\xff" + b"\xff" * 100, 1000, method=14
    )


@specimen(_DAMAGED)
def docx_lzma_without_a_beginning() -> bytes:
    """A document part packed with LZMA that ends within its properties."""
    return _of_entry(b"word/document.xml", b"\x09\x04\x05", 1000, method=14)


@specimen(_DAMAGED)
def docx_unknown_packing() -> bytes:
    """A document part packed by a method that nobody knows."""
    return _of_entry(b"word/document.xml", b"x" * 50, 1000, method=99)


@specimen(_DAMAGED)
def docx_wrong_checksum() -> bytes:
    """A document part that is not what its checksum says."""
    content = parts_of(honest_docx())["word/document.xml"]
    return _of_entry(b"word/document.xml", content, len(content), method=0, crc=1)


@specimen(_ENCRYPTED)
def docx_entry_with_a_password() -> bytes:
    """A document part encrypted as archives are."""
    return _of_entry(b"word/document.xml", b"x" * 50, 38, flags=1)


@specimen(_ENCRYPTED)
def docx_in_an_encrypted_container() -> bytes:
    """A document with a password: a container of OLE2 with an encrypted package."""
    return files.ole("EncryptedPackage", "EncryptionInfo", "\x06DataSpaces") + bytes(range(256)) * 40


@specimen(_UNSUPPORTED)
def docx_container_of_loops() -> bytes:
    """A container of OLE2 whose tables of sectors lead back to themselves."""
    return files.ole("WordDocument") + struct.pack("<I", 0) * 20_000


@specimen(READ)
def docx_names_that_lead_out() -> bytes:
    """Parts named to be unpacked elsewhere ("zip slip"), beside an honest body."""
    names = (
        "../../../../tmp/slip",
        "/etc/cron.d/slip",
        "..\\..\\slip",
        "C:\\slip",
        "word/../../slip",
        "a\0b",
    )
    return with_parts(dict.fromkeys(names, b"slip"))


@specimen(READ, _UNSUPPORTED)
def docx_relationships_that_lead_out() -> bytes:
    """Relationships whose targets lie outside of the archive, and on other machines."""
    relationships = "".join(
        f'<Relationship Id="r{number}" Type="{files.OFFICE}/header" Target="{target}"/>'
        for number, target in enumerate(
            (
                "../../../../etc/passwd",
                "/etc/passwd",
                "file:///etc/passwd",
                "http://127.0.0.1:9/",
                "\\\\host\\x",
            )
        )
    )
    return with_parts({"word/_rels/document.xml.rels": _relationships(relationships)})


@specimen(READ)
def docx_relationships_in_a_circle() -> bytes:
    """The body is its own header, footer and footnotes, and the header's relationships lead back to it."""
    relationships = "".join(
        f'<Relationship Id="r{number}" Type="{files.OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (kind, target)
            for kind in ("header", "footer", "footnotes", "endnotes", "diagramData", "styles", "numbering")
            for target in ("document.xml", "./document.xml", "_rels/document.xml.rels", "/word/document.xml")
        )
    )
    return with_parts(
        {
            "word/_rels/document.xml.rels": _relationships(relationships),
            "word/_rels/header1.xml.rels": _relationships(relationships),
        }
    )


@specimen(READ, _TOO_LARGE)
def docx_too_many_relationships() -> bytes:
    """Two hundred thousand relationships to the same header."""
    one = f'<Relationship Id="r" Type="{files.OFFICE}/header" Target="header1.xml"/>'
    return stored(with_parts({"word/_rels/document.xml.rels": _relationships(one * 200_000)}))


def _relationships(content: str) -> bytes:
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{content}</Relationships>'.encode()


@specimen(_DAMAGED)
def docx_cut_after_its_first_entry() -> bytes:
    """The first 200 bytes of a document."""
    return honest_docx()[:200]


@specimen(_DAMAGED)
def docx_cut_in_the_middle() -> bytes:
    """The first half of a document."""
    data = honest_docx()
    return data[: len(data) // 2]


@specimen(_DAMAGED)
def docx_cut_in_its_directory() -> bytes:
    """A document that ends within the list of its parts."""
    return honest_docx()[:-40]


@specimen(READ)
def docx_that_is_a_pdf_behind_its_end() -> bytes:
    """A document with a PDF as the comment of its archive: it begins as an archive and is read as one."""
    buffer = io.BytesIO(honest_docx())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = honest()[:60_000]
    return buffer.getvalue()


@specimen(_DAMAGED, _NO_TEXT)
def docx_behind_the_header_of_a_pdf() -> bytes:
    """A document behind the first line of a PDF: unpackers open it, a viewer of PDF finds no page."""
    return b"%PDF-1.7\n" + honest_docx()


@specimen(READ)
def docx_two_bodies_of_one_name() -> bytes:
    """Two document parts of one name, of which readers show either."""
    buffer = io.BytesIO(honest_docx())
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(zipfile.ZipInfo("WORD/document.xml"), parts_of(honest_docx())["word/document.xml"])
    return buffer.getvalue()


@specimen(READ)
def docx_picture_of_50000_by_50000() -> bytes:
    """A picture of 2.5 billion pixels, which nothing here ever opens."""
    head = struct.pack(">2I5B", 50_000, 50_000, 1, 0, 0, 0, 0)
    rows = repeated(bytes(6_251_000), 50)
    chunks = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )
    return with_parts({"word/media/image1.png": b"\x89PNG\r\n\x1a\n" + chunks})
