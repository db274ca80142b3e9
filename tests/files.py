"""Resume files made in code: every layout, trick and defect that the readers are tested with."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import pypdfium2
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
TOP = 780.0
LEADING = 14.0
Draw = Callable[[Canvas], None]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)

# --- PDF ------------------------------------------------------------------------------------------


def pdf(*pages: Draw, password: str | None = None, owner: str | None = None) -> bytes:
    """A PDF with one drawing function a page; `password` opens it, `owner` is for changes only."""
    encryption = None
    if password is not None or owner is not None:
        encryption = StandardEncryption(password or "", owner or "owner", canPrint=0)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=encryption)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pdf_of(lines: Sequence[str], *, size: float = 11.0, font: str = "Helvetica") -> bytes:
    """A PDF of one page with one column of lines."""
    return pdf(lambda canvas: write(canvas, lines, size=size, font=font))


def write(
    canvas: Canvas,
    lines: Iterable[str],
    *,
    x: float = 60.0,
    y: float = TOP,
    size: float = 11.0,
    font: str = "Helvetica",
    leading: float = LEADING,
) -> None:
    """Draw lines one under the other."""
    canvas.setFont(font, size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= leading


def interleaved_columns(
    left: Sequence[str], right: Sequence[str], *, offset: float = 5.0, head: Sequence[str] = ()
) -> bytes:
    """Two columns drawn line by line in turn; the baselines of the right one stand `offset` points lower."""

    def draw(canvas: Canvas) -> None:
        write(canvas, head)
        canvas.setFont("Helvetica", 10)
        top = TOP - LEADING * (len(head) + 1)
        for index in range(max(len(left), len(right))):
            if index < len(left):
                canvas.drawString(50, top - index * LEADING, left[index])
            if index < len(right):
                canvas.drawString(320, top - offset - index * LEADING, right[index])

    return pdf(draw)


def grid(
    rows: Sequence[Sequence[str]], *, columns: Sequence[float] = (60.0, 420.0), leading: float = 18.0
) -> bytes:
    """Rows of cells, each row drawn from left to right on one baseline."""

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        for index, row in enumerate(rows):
            for x, cell in zip(columns, row, strict=False):
                canvas.drawString(x, TOP - index * leading, cell)

    return pdf(draw)


def nothing(canvas: Canvas) -> None:
    """Leave a page blank."""


def picture_of_page(canvas: Canvas, *, share: float = 1.0) -> None:
    """Cover the page with a grey picture, as a scanner does."""
    picture = ImageReader(Image.new("L", (60, 84), 200))
    canvas.drawImage(picture, 0, 0, WIDTH * share, HEIGHT * share)


def scan_with_text_layer(canvas: Canvas, lines: Sequence[str], *, y: float = 700.0) -> None:
    """A scanned page, and over the picture of its lines their text, unseen, as text recognition leaves it."""
    picture = Image.new("L", (int(WIDTH), int(HEIGHT)), 235)
    pen = ImageDraw.Draw(picture)
    for index, line in enumerate(lines):
        pen.text((60, HEIGHT - y - 11 + 13.2 * index), line, fill=20, font_size=11)
    canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)
    unseen(canvas, lines, y=y)


def scan(pages: int = 1, *, stamp: str = "") -> bytes:
    """Pages of pictures without text but perhaps a stamp."""

    def draw(canvas: Canvas) -> None:
        picture_of_page(canvas)
        if stamp:
            write(canvas, [stamp], y=20, size=8)

    return pdf(*[draw] * pages)


def unseen(canvas: Canvas, lines: Sequence[str], *, y: float) -> None:
    """Draw lines in the text render mode that leaves no mark."""
    text = canvas.beginText(60, y)
    text.setFont("Helvetica", 11)
    text.setTextRenderMode(3)
    for line in lines:
        text.textLine(line)
    canvas.drawText(text)


def pdf_bomb(size: int) -> bytes:
    """A page whose content stream is deflated twice and inflates to `size` bytes."""
    packer = zlib.compressobj(9)
    chunk = b"0 0 m " * 100_000
    once = b"".join(packer.compress(chunk) for _ in range(size // len(chunk))) + packer.flush()
    stream = zlib.compress(once, 9)
    return raw_pdf(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(stream)
        + stream
        + b"\nendstream",
    )


def raw_pdf(page: bytes, *others: bytes) -> bytes:
    """A PDF of one page from the bodies of its objects: the page is number 3, the others follow."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        *others,
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def pdf_with_unknown_letters(count: int = 200) -> bytes:
    """Text in a font whose codes are mapped to the private use area: nobody can tell its letters."""
    codes = bytes(65 + index % 20 for index in range(count))
    content = b"BT /F1 12 Tf 60 700 Td (" + codes + b") Tj ET"
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
        b"1 begincodespacerange <00> <FF> endcodespacerange "
        b"1 beginbfrange <41> <60> <E041> endbfrange endcmap end end"
    )
    return raw_pdf(
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n" % len(cmap) + cmap + b"\nendstream",
    )


# --- DOCX -----------------------------------------------------------------------------------------


def paragraph(text: str, *, run: str = "", paragraph_properties: str = "") -> str:
    """A paragraph of one run; `run` and `paragraph_properties` are the XML of their properties."""
    return (
        f"<w:p><w:pPr>{paragraph_properties}</w:pPr>"
        f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def table(*rows: Sequence[str]) -> str:
    """A table whose cells hold the XML of their blocks."""
    body = "".join(f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in row)}</w:tr>" for row in rows)
    return f"<w:tbl>{body}</w:tbl>"


def docx(body: str, parts: Mapping[str, str] | None = None) -> bytes:
    """A Word document from the XML of its body; `parts` are more parts, such as `header1`, by name."""
    parts = parts or {}
    relationships = "".join(
        f'<Relationship Id="r{index}" Type="{OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for index, name in enumerate(parts)
    )
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relationships(
            f'<Relationship Id="r" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relationships(relationships),
        **{f"word/{name}.xml": part(name, xml) for name, xml in parts.items()},
    }
    return archive({name: content.encode() for name, content in files.items()})


def part(name: str, xml: str) -> str:
    """A part with the root element that its kind has."""
    root = {"header": "hdr", "footer": "ftr"}.get(kind := name.rstrip("0123456789"), kind)
    return f"<w:{root} {_NAMESPACES}>{xml}</w:{root}>"


def _relationships(content: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{content}</Relationships>"
    )


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # of no day: the same bytes
    return buffer.getvalue()


# --- others ---------------------------------------------------------------------------------------


def ole(*streams: str) -> bytes:
    """The start of an OLE2 container with the names of its streams."""
    names = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + names


def lock_file(user: str = "Ada Lovelace") -> bytes:
    """The owner file that Word leaves beside a document that is open: `~$resume.docx`."""
    name = user.encode()
    return (bytes([len(name)]) + name).ljust(54, b"\0") + (
        bytes([len(name), 0]) + user.encode("utf-16-le")
    ).ljust(108, b"\0")


def scanned(data: bytes, *, angle: float = 0.0, dpi: int = 150, speckles: int = 0) -> bytes:
    """Pictures of a PDF's pages, as a scanner leaves them: crooked by `angle` degrees, with speckles."""
    pictures = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            picture = page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            picture = picture.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
            pen = ImageDraw.Draw(picture)
            for index in range(speckles):  # spread evenly, the same each time
                x, y = (index * 7919) % picture.width, (index * 104_729) % picture.height
                pen.point((x, y), fill=90)
            pictures.append(picture)
    made = io.BytesIO()
    pictures[0].save(made, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return made.getvalue()


def joined_pdf(*parts: bytes) -> bytes:
    """The pages of several PDFs in one."""
    made = io.BytesIO()
    with pypdfium2.PdfDocument.new() as whole:
        for part in parts:
            with pypdfium2.PdfDocument(part) as document:
                whole.import_pages(document)
        whole.save(made)
    return made.getvalue()
