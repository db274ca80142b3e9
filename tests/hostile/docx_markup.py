"""Word documents whose XML is hostile: entities, nesting, floods, encodings."""

from application.errors import RefusalReason
from tests import files
from tests.hostile.docx_archives import BODY, parts_of, stored, with_parts
from tests.hostile.specimens import READ, specimen

_DAMAGED, _TOO_LARGE, _NO_TEXT = RefusalReason.DAMAGED, RefusalReason.TOO_LARGE, RefusalReason.NO_TEXT
_NAMESPACES = f'xmlns:w="{files.W}" xmlns:r="{files.OFFICE}"'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_LAUGHS = '<!ENTITY l0 "ha ">' + "".join(
    f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12)
)


def with_doctype(declarations: str, content: str, *, name: str = "w:document") -> bytes:
    """A document part with declarations of its own; `content` stands in a paragraph after the honest ones."""
    body = BODY + f"<w:p><w:r><w:t>{content}</w:t></w:r></w:p>"
    return (
        f'<?xml version="1.0"?><!DOCTYPE {name} {declarations}>'
        f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    ).encode()


def external_entity(target: str) -> bytes:
    """A document whose text is an entity from elsewhere."""
    part = with_doctype(f'[<!ENTITY e SYSTEM "{target}">]', "[&e;]")
    return with_parts({"word/document.xml": part})


def external_declarations(target: str) -> bytes:
    """A document whose type, declarations and included text are elsewhere."""
    declarations = f'SYSTEM "{target}" [<!ENTITY % p SYSTEM "{target}"> %p; <!NOTATION n SYSTEM "{target}">]'
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{target}" parse="text"/>'
    part = with_doctype(declarations, f"</w:t>{include}<w:t>")
    return with_parts({"word/document.xml": part})


@specimen(READ, _DAMAGED)
def docx_entity_from_a_file() -> bytes:
    """An external entity that names a file of the machine (XXE)."""
    return external_entity("file:///etc/passwd")


@specimen(READ, _DAMAGED)
def docx_entity_from_the_network() -> bytes:
    """An external entity that names a web address (XXE)."""
    return external_entity("http://127.0.0.1:9/secret")


@specimen(READ, _DAMAGED)
def docx_declarations_from_elsewhere() -> bytes:
    """Document type, parameter entity and inclusion that name a web address (XXE)."""
    return external_declarations("http://127.0.0.1:9/secret")


@specimen(READ, _DAMAGED)
def docx_billion_laughs() -> bytes:
    """Entities of ten entities each, eleven levels deep, in the body."""
    return with_parts({"word/document.xml": with_doctype(f"[{_LAUGHS}]", "&l11;")})


@specimen(READ, _DAMAGED)
def docx_billion_laughs_in_an_attribute() -> bytes:
    """The same in an attribute, where a parser must put the text in."""
    attribute = '</w:t><w:sym w:char="&l11;"/><w:t>'
    return with_parts({"word/document.xml": with_doctype(f"[{_LAUGHS}]", attribute)})


@specimen(READ, _DAMAGED)
def docx_billion_laughs_in_relationships() -> bytes:
    """The same in the target of a relationship."""
    return with_parts(
        {
            "word/_rels/document.xml.rels": (
                f'<!DOCTYPE Relationships [{_LAUGHS}]><Relationships xmlns="{_RELATIONSHIPS}">'
                f'<Relationship Id="r" Type="{files.OFFICE}/header" Target="&l11;"/></Relationships>'
            ).encode()
        }
    )


@specimen(READ, _DAMAGED, _TOO_LARGE)
def docx_quadratic_blow_up() -> bytes:
    """One entity of a hundred kilobytes, referred to ten thousand times."""
    declaration = f'[<!ENTITY e "{"x" * 100_000}">]'
    return with_parts({"word/document.xml": with_doctype(declaration, "&e;" * 10_000)})


@specimen(READ, _DAMAGED, _TOO_LARGE)
def docx_quadratic_blow_up_in_relationships() -> bytes:
    """The same in targets of relationships."""
    one = f'<Relationship Id="r" Type="{files.OFFICE}/header" Target="&e;"/>'
    parts = {
        "word/_rels/document.xml.rels": (
            f'<!DOCTYPE Relationships [<!ENTITY e "{"x" * 100_000}">]>'
            f'<Relationships xmlns="{_RELATIONSHIPS}">{one * 10_000}</Relationships>'
        ).encode()
    }
    return stored(with_parts(parts))


@specimen(_DAMAGED)
def docx_entity_of_itself() -> bytes:
    """Two entities, each of which is the other."""
    return with_parts(
        {
            "word/document.xml": with_doctype(
                '[<!ENTITY a "&b;"><!ENTITY b "&a;">]', '&a;</w:t><w:sym w:char="&a;"/><w:t>'
            )
        }
    )


# --- nesting --------------------------------------------------------------------------------------


def _docx(body: str) -> bytes:
    return stored(files.docx(BODY + body))


@specimen(_DAMAGED, _TOO_LARGE)
def docx_elements_a_hundred_thousand_deep() -> bytes:
    """A hundred thousand elements, one in the other."""
    return _docx("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000)


@specimen(READ)
def docx_tables_in_tables() -> bytes:
    """Sixty tables, one in the other, as deep as a parser lets it be."""
    return _docx(
        "<w:tbl><w:tr><w:tc>" * 60 + files.paragraph("the innermost cell") + "</w:tc></w:tr></w:tbl>" * 60
    )


@specimen(_DAMAGED, _TOO_LARGE)
def docx_thousand_tables_in_tables() -> bytes:
    """A thousand tables, one in the other."""
    return _docx("<w:tbl><w:tr><w:tc>" * 1000 + files.paragraph("x") + "</w:tc></w:tr></w:tbl>" * 1000)


@specimen(READ, _TOO_LARGE)
def docx_alternatives_in_alternatives() -> bytes:
    """Alternatives of the same content nested eighty deep over forty thousand empty paragraphs."""
    depth = 80
    inside = "<w:p/>" * 40_000
    return _docx(
        "<mc:AlternateContent><mc:Choice><w:sdt>" * depth
        + inside
        + "</w:sdt></mc:Choice><mc:Fallback/></mc:AlternateContent>" * depth
    )


@specimen(READ)
def docx_text_boxes_in_text_boxes() -> bytes:
    """Eighty text boxes, one anchored in the other, each with a white run."""
    box = "<w:p><w:r><w:rPr><w:color w:val='FFFFFF'/></w:rPr><w:t>a box</w:t></w:r><w:txbxContent>"
    return _docx(box * 80 + files.paragraph("the innermost box") + "</w:txbxContent></w:p>" * 80)


@specimen(_DAMAGED)
def docx_runs_in_runs() -> bytes:
    """A thousand runs and links, one in the other."""
    return _docx("<w:p>" + "<w:r>" * 1000 + "<w:t>x</w:t>" + "</w:r>" * 1000 + "</w:p>")


# --- floods ---------------------------------------------------------------------------------------


@specimen(READ, _TOO_LARGE)
def docx_half_a_million_paragraphs() -> bytes:
    """Half a million empty paragraphs behind the text."""
    return _docx("<w:p/>" * 500_000)


@specimen(_TOO_LARGE)
def docx_text_of_megabytes() -> bytes:
    """Eight megabytes of text in one run."""
    return _docx(f"<w:p><w:r><w:t>{'word and ' * 900_000}</w:t></w:r></w:p>")


@specimen(_TOO_LARGE)
def docx_hidden_text_of_megabytes() -> bytes:
    """An honest page, and three megabytes that nobody sees."""
    return _docx(files.paragraph("Kubernetes " * 300_000, run="<w:vanish/>"))


@specimen(READ, _DAMAGED, _TOO_LARGE)
def docx_hundred_thousand_attributes() -> bytes:
    """An element of a hundred thousand attributes."""
    return _docx("<w:p " + " ".join(f'a{number}="x"' for number in range(100_000)) + "/>")


@specimen(READ, _DAMAGED, _TOO_LARGE)
def docx_namespaces_without_end() -> bytes:
    """Two hundred nested elements, each of which declares a hundred namespaces."""
    declared = "".join(f" xmlns:n{number}='urn:{number}'" for number in range(100))
    return _docx(f"<w:sdt{declared}>" * 200 + "</w:sdt>" * 200)


@specimen(READ, _TOO_LARGE)
def docx_thousand_headers() -> bytes:
    """A thousand headers, no two of them the same, of a hundred lines each."""
    lines = "<w:p/>" * 100
    return files.docx(
        BODY,
        {f"header{number}": files.paragraph(f"header number {number}") + lines for number in range(1000)},
    )


@specimen(READ, _DAMAGED)
def docx_absurd_numbers() -> bytes:
    """Sizes, colours, symbols and list numbers that are no numbers, or far too large."""
    values = (
        "1e999",
        "-1e999",
        "nan",
        "",
        "9" * 5000,
        "0x10",
        "\u0661",
        "FFFFFFFFFFFFFFFFFF",
        "D800",
        "-1",
        "_1",
    )
    runs = "".join(
        f'<w:p><w:pPr><w:numPr><w:numId w:val="{value}"/></w:numPr></w:pPr><w:r><w:rPr>'
        f'<w:sz w:val="{value}"/><w:color w:val="{value}"/><w:shd w:fill="{value}"/>'
        f'<w:vanish w:val="{value}"/></w:rPr>'
        f'<w:sym w:char="{value}"/><w:t>odd</w:t></w:r></w:p>'
        for value in values
    )
    return _docx(runs)


# --- encodings ------------------------------------------------------------------------------------


@specimen(READ)
def docx_in_utf_16() -> bytes:
    """An honest body in another encoding than Word writes."""
    body = parts_of(files.docx(BODY))["word/document.xml"].decode()
    return with_parts(
        {"word/document.xml": f'<?xml version="1.0" encoding="utf-16"?>{body}'.encode("utf-16")}
    )


@specimen(_DAMAGED, READ)
def docx_in_no_encoding() -> bytes:
    """A body that claims an encoding that nobody knows."""
    body = parts_of(files.docx(BODY))["word/document.xml"]
    return with_parts({"word/document.xml": b'<?xml version="1.0" encoding="none-of-these"?>' + body})


@specimen(_DAMAGED)
def docx_of_zeros_and_broken_characters() -> bytes:
    """A body with zeros and with bytes that are no UTF-8."""
    body = parts_of(files.docx(BODY))["word/document.xml"]
    return with_parts({"word/document.xml": body.replace(b"Ada", b"A\0\xff\xfe\xed\xa0\x80a")})


@specimen(READ)
def docx_of_comments_and_instructions() -> bytes:
    """A megabyte of comments and processing instructions between the letters of the text."""
    return _docx("<w:p><w:r><w:t>" + "<?x y?><!-- x -->" * 50_000 + "</w:t></w:r></w:p>")
