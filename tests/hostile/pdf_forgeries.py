"""PDF files that are cut, encrypted, two things at once, or set in fonts that are broken."""

import base64
import hashlib
import io

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC, ECB
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from application.errors import RefusalReason
from tests import files
from tests.hostile.pdf_syntax import FONT, PAGE, RESOURCES, deflated, honest, one_page, shown, stream
from tests.hostile.specimens import LINES, READ, specimen

_DAMAGED, _TOO_LARGE, _NO_TEXT = RefusalReason.DAMAGED, RefusalReason.TOO_LARGE, RefusalReason.NO_TEXT
_ENCRYPTED = RefusalReason.ENCRYPTED
_ANY = (READ, _DAMAGED, _TOO_LARGE, _NO_TEXT)

# --- cut ------------------------------------------------------------------------------------------


@specimen(_DAMAGED, _NO_TEXT)
def pdf_cut_after_its_header() -> bytes:
    """The first twenty bytes of a file."""
    return honest(3)[:20]


@specimen(_DAMAGED, _NO_TEXT, READ)
def pdf_cut_in_the_middle() -> bytes:
    """The first half of a file."""
    data = honest(3)
    return data[: len(data) // 2]


@specimen(READ, _DAMAGED)
def pdf_cut_before_its_table() -> bytes:
    """A file without its table of objects, as a download that broke off near its end leaves it."""
    data = honest(3)
    return data[: data.rindex(b"xref\n0 ")]


@specimen(_DAMAGED, _NO_TEXT)
def pdf_without_its_beginning() -> bytes:
    """The second half of a file, after the header of another one."""
    data = honest(3)
    return b"%PDF-1.7\n" + data[len(data) // 2 :]


@specimen(_DAMAGED, _NO_TEXT, READ)
def pdf_with_holes() -> bytes:
    """A file in which every hundredth byte is lost, as a transfer in the wrong mode leaves it."""
    data = bytearray(honest(3))
    del data[100::100]
    return bytes(data)


@specimen(READ, _DAMAGED, _NO_TEXT)
def pdf_with_converted_line_ends() -> bytes:
    """A file whose line ends were converted, streams and all, as a transfer in text mode does."""
    return honest(3).replace(b"\n", b"\r\n")


# --- encrypted ------------------------------------------------------------------------------------


def _rc4(strength: int, *, password: str) -> bytes:
    """An encrypted file that `password` opens; empty, anybody may open it, and must not change it."""
    buffer = io.BytesIO()
    encryption = StandardEncryption(password, "owner", canPrint=0, strength=strength)
    canvas = Canvas(buffer, pagesize=(files.WIDTH, files.HEIGHT), invariant=1, encrypt=encryption)
    files.write(canvas, LINES)
    canvas.save()
    return buffer.getvalue()


def _aes(password: bytes) -> bytes:
    """The same in AES-256, as PDF 2.0 has it (ISO 32000-2, 7.6.4.4); only the contents need encryption."""
    key = bytes(range(32))
    user = _hashed(password, b"salt-one") + b"salt-onesalt-two"
    owner = _hashed(b"owner", b"salt-owner"[:8], user) + b"salt-ownsalt-key"
    permissions = b"\xfc\xff\xff\xff\xff\xff\xff\xffTadbsome"
    entries = (
        b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 /U <%b> /O <%b> /UE <%b> /OE <%b> "
        b"/Perms <%b> /CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> /StmF /StdCF "
        b"/StrF /StdCF >> /ID [<00> <00>]"
    ) % tuple(
        value.hex().encode()
        for value in (
            user,
            owner,
            _cbc(_hashed(password, b"salt-two"), bytes(16), key),
            _cbc(_hashed(b"owner", b"salt-key", user), bytes(16), key),
            Cipher(AES(key), ECB()).encryptor().update(permissions),  # noqa: S305 - as the standard says
        )
    )
    content = shown()
    padding = 16 - len(content) % 16
    first = bytes(range(16))
    return one_page(stream(first + _cbc(key, first, content + bytes([padding]) * padding)), trailer=entries)


def _hashed(password: bytes, salt: bytes, user: bytes = b"") -> bytes:
    """Algorithm 2.B of the standard."""
    digest = hashlib.sha256(password + salt + user).digest()
    number = 0
    while True:
        mixed = _cbc(digest[:16], digest[16:32], (password + digest + user) * 64)
        kind = (hashlib.sha256, hashlib.sha384, hashlib.sha512)[sum(mixed[:16]) % 3]
        digest = kind(mixed).digest()
        number += 1
        if number >= 64 and mixed[-1] <= number - 32:
            return digest[:32]


def _cbc(key: bytes, first: bytes, data: bytes) -> bytes:
    return Cipher(AES(key), CBC(first)).encryptor().update(data)


@specimen(READ)
def pdf_rc4_with_an_empty_password() -> bytes:
    """Encrypted with RC4; opens without a password."""
    return _rc4(128, password="")


@specimen(READ)
def pdf_aes_with_an_empty_password() -> bytes:
    """Encrypted with AES-256; opens without a password."""
    return _aes(b"")


@specimen(_ENCRYPTED)
def pdf_rc4_with_a_password() -> bytes:
    """Encrypted with RC4 of 40 bits; nobody opens it without its password."""
    return _rc4(40, password="secret")  # noqa: S106 - opens a file of the tests


@specimen(_ENCRYPTED)
def pdf_aes_with_a_password() -> bytes:
    """Encrypted with AES-256; nobody opens it without its password."""
    return _aes(b"secret")


@specimen(_ENCRYPTED, _DAMAGED)
def pdf_unknown_encryption() -> bytes:
    """Encrypted by a handler that nobody knows, with keys of a billion bits."""
    entries = b"/Encrypt << /Filter /Nobody /V 99 /R 99 /Length 1000000000 /O () /U () /P -1 >> /ID [() ()]"
    return one_page(stream(shown()), trailer=entries)


# --- two things at once ---------------------------------------------------------------------------


@specimen(READ)
def pdf_that_is_an_archive_as_well() -> bytes:
    """A PDF with an archive behind it: viewers open the one, unpackers the other."""
    return honest() + files.docx(files.paragraph("Another text, for whoever takes it for a Word document"))


@specimen(READ)
def pdf_that_is_a_web_page_as_well() -> bytes:
    """A PDF behind a web page with a script."""
    return b"<html><script>alert(document.cookie)</script><!--\n" + honest() + b"\n--></html>"


@specimen(READ)
def pdf_with_scripts_and_launches() -> bytes:
    """Opens a program, a web address, a form and a script when it is opened; nothing of it may happen."""
    actions = (
        b"/OpenAction << /S /Launch /F (/bin/sh) /Next << /S /JavaScript /JS (app.alert\\(1\\)) >> >> "
        b"/AA << /WC << /S /URI /URI (http://127.0.0.1:9/) >> >> "
        b"/AcroForm << /XFA (<x/>) /Fields [] >> /Names << /EmbeddedFiles << /Names [] >> >>"
    )
    return one_page(stream(shown())).replace(b"/Type /Catalog", b"/Type /Catalog " + actions)


@specimen(READ, _NO_TEXT)
def pdf_with_contents_in_another_file() -> bytes:
    """The contents of its page are said to lie in a file of the machine, and behind a web address."""
    outside = stream(b"", b"/F << /Type /Filespec /FS /URL /F (http://127.0.0.1:9/) >> /FFilter /FlateDecode")
    return one_page(
        b"[7 0 R 8 0 R]", stream(shown()), outside.replace(b"/FS /URL /F (http:", b"/F (/etc/passwd")
    )


# --- fonts ----------------------------------------------------------------------------------------


def _in_font(entries: bytes, *others: bytes, lines: tuple[str, ...] = LINES) -> bytes:
    """A page in a font with entries of its own; the others are objects from number 7 on."""
    return one_page(stream(shown(lines)), *others, font=FONT[:-2] + entries + b" >>")


_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [-1e9 -1e9 1e9 1e9] /ItalicAngle 1e30 "
    b"/Ascent 1e9 /Descent -1e9 /CapHeight 1e9 /StemV 0 %b 8 0 R >>"
)


@specimen(*_ANY)
def pdf_broken_type_1_font() -> bytes:
    """An embedded Type 1 font of nonsense, with lengths that are not its own."""
    program = b"%!PS-AdobeFont-1.0: X\n/CharStrings 99999999 dict dup begin\n/A 4294967295 RD " + bytes(
        range(256)
    )
    return _in_font(
        b"/FontDescriptor 7 0 R",
        _DESCRIPTOR % b"/FontFile",
        stream(program * 20, b"/Length1 5 /Length2 99999999 /Length3 -7"),
    )


@specimen(*_ANY)
def pdf_broken_true_type_font() -> bytes:
    """An embedded TrueType font whose tables lie beyond its end, overlap, and nest without end."""
    tables = b"".join(
        tag + b"\0\0\0\0" + place + b"\xff\xff\xff\xf0"
        for tag, place in (
            (b"glyf", b"\0\0\0\x0c"),
            (b"loca", b"\0\0\0\x0c"),
            (b"head", b"\xff\xff\xff\xff"),
            (b"cmap", b"\0\0\0\0"),
            (b"maxp", b"\0\0\0\x10"),
        )
    )
    program = b"\0\x01\0\0\0\x05\0\0\0\0\0\0" + tables + b"\xff" * 5000
    font = FONT.replace(b"/Type1", b"/TrueType")[:-2] + b"/FontDescriptor 7 0 R >>"
    return one_page(stream(shown()), _DESCRIPTOR % b"/FontFile2", deflated(program), font=font)


@specimen(*_ANY)
def pdf_absurd_widths() -> bytes:
    """Widths that are infinite, negative, no numbers, or a million of them."""
    widths = b"1e38 -1e38 99999999999999999999 (x) null /N " * 20_000
    return _in_font(b"/FirstChar -2147483648 /LastChar 2147483647 /Widths [%b]" % widths)


@specimen(*_ANY)
def pdf_text_at_absurd_places() -> bytes:
    """Matrices, sizes and spacings that are infinite, zero or no numbers."""
    odd = (
        b"BT /F1 1e38 Tf 1e38 Tc -1e38 Tw 1e38 Tz 1 0 0 1 1e38 -1e38 Tm (far away) Tj ET "
        b"BT /F1 0 Tf 0 0 0 0 0 0 Tm (nowhere) Tj [(kerned) 1e38 (apart) -1e38 (again)] TJ ET "
        b"0 0 0 0 0 0 cm 1e38 0 0 1e-38 0 0 cm BT /F1 9 Tf (vanished) Tj ET "
    )
    return one_page(stream(shown() + b" q " + odd * 50 + b" Q " + shown(["back again"], top=300)))


@specimen(*_ANY)
def pdf_broken_unicode_map() -> bytes:
    """A map to Unicode that ends in the middle, uses itself, and has ranges of four billion codes."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap /X usecmap 1 begincodespacerange <00> <FFFFFFFF> "
        b"endcodespacerange 2147483647 beginbfrange <00> <FFFFFFFF> <0000> <00> <FFFFFFFF> [<0041>] <41> "
    )
    return _in_font(b"/ToUnicode 7 0 R", stream(cmap, b"/UseCMap 7 0 R"))


@specimen(*_ANY)
def pdf_unicode_map_that_multiplies() -> bytes:
    """A map to Unicode that turns each letter into 500 (a "bomb" of text)."""
    letters = b"0041" * 500
    rows = b"".join(b"<%02X> <%b>\n" % (code, letters) for code in range(32, 127))
    cmap = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 95 beginbfchar\n" + rows + b"endbfchar"
    )
    return _in_font(b"/ToUnicode 7 0 R", deflated(cmap), lines=("x" * 80,) * 50)


@specimen(*_ANY)
def pdf_unicode_map_to_surrogates_and_controls() -> bytes:
    """A map to Unicode that turns letters into half characters, controls and marks of direction."""
    targets = ("D800", "DFFF", "0000", "202E", "200B", "FFFE", "FFFF", "DC00D800", "DBFFDFFF", "001B")
    rows = "".join(f"<{97 + number:02X}> <{target}>\n" for number, target in enumerate(targets)).encode()
    cmap = (
        b"begincmap 1 begincodespacerange <00> <FF> endcodespacerange 10 beginbfchar\n" + rows + b"endbfchar"
    )
    return _in_font(b"/ToUnicode 7 0 R", stream(cmap))


@specimen(*_ANY)
def pdf_composite_font_of_nothing() -> bytes:
    """A composite font without descendants' metrics, with a map of glyphs of odd length."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R 6 0 R] >>"
    )
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDToGIDMap 8 0 R /DW 1e38 "
        b"/W [0 4294967295 1 2 [3] 4 5] /CIDSystemInfo << /Registry (A) /Ordering (B) /Supplement -1 >> >>"
    )
    return one_page(stream(shown()), descendant, stream(b"\xff" * 131_073), font=font)


@specimen(*_ANY)
def pdf_inline_pictures_without_end() -> bytes:
    """Inline pictures that claim gigabytes and never end, before and after the text."""
    picture = b"BI /W 65535 /H 65535 /BPC 16 /CS /RGB /F [/A85 /Fl] ID " + base64.a85encode(bytes(99))
    return one_page(stream(shown() + b" " + (picture + b" EI ") * 100 + picture))


@specimen(*_ANY)
def pdf_operators_without_operands() -> bytes:
    """Operators of every kind with too few operands, wrong ones and far too many."""
    names = (
        b"Tf Tj TJ Td TD Tm T* Tc Tw Tz TL Tr Ts ' \" cm gs sh Do BI ID EI BX EX MP DP BMC BDC EMC d0 d1 scn"
    )
    lone = b" ".join(names.split())
    many = b" ".join(b"1 " * 500 + name for name in names.split())
    odd = b" ".join(b"/X [<<>>] (" + b"\\" * 99 + b")) <ZZZ> " + name for name in names.split())
    return one_page(stream(b"BT " + lone + b" ET BT " + many + b" ET BT " + odd + b" ET Q Q Q " + shown()))


@specimen(*_ANY)
def pdf_names_and_strings_of_megabytes() -> bytes:
    """A name, a string and a number of a megabyte each."""
    entries = (
        b"/N /" + b"n" * 1_000_000 + b" /S (" + b"(" * 500_000 + b")" * 500_000 + b") /I " + b"9" * 1_000_000
    )
    return one_page(stream(shown()), page=PAGE[:-2] + entries + b" >>", resources=RESOURCES)
