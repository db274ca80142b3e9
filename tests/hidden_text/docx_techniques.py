"""Word documents that hold honest words beside words that nobody can see, one technique a file."""

from collections.abc import Callable, Mapping, Sequence

from tests import files
from tests.files import paragraph, table

Body = Callable[[str], str]
"""Makes the XML of the body from the hidden words."""

_W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
_WP = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


def _run(properties: str) -> Body:
    return lambda words: paragraph(words, run=properties)


def _box(words: str, *, width: int, height: int, x: int = 0) -> str:
    return (
        f"<w:p><w:r><w:drawing><wp:anchor {_WP}><wp:positionH><wp:posOffset>{x}</wp:posOffset></wp:positionH>"
        f'<wp:extent cx="{width}" cy="{height}"/><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>'
        f"{paragraph(words)}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></w:r></w:p>"
    )


def _filled_box(words: str, *, fill: str, color: str = "FFFFFF") -> str:
    shape = f"<wps:wsp><wps:spPr>{fill}</wps:spPr>"
    box = _box(words, width=3_000_000, height=500_000).replace("<wps:wsp>", shape)
    return box.replace(paragraph(words), paragraph(words, run=f'<w:color w:val="{color}"/>'))


def _styled_table(words: str, style: str) -> str:
    return table([paragraph(words)]).replace(
        "<w:tbl>", f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>'
    )


def _paragraph(properties: str, run: str = "") -> Body:
    return lambda words: paragraph(words, paragraph_properties=properties, run=run)


def _false_branch(words: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:r><w:instrText>IF 1 = 2</w:instrText></w:r><w:r><w:t>{words}</w:t></w:r>"
    return f"<w:p>{mark('begin')}{code}{mark('separate')}<w:r><w:t>Yes</w:t></w:r>{mark('end')}</w:p>"


def _vml_box(words: str) -> str:
    return (
        '<w:p><w:r><w:pict><v:shape style="position:absolute;width:0;height:0;visibility:hidden"><v:textbox>'
        f"<w:txbxContent>{paragraph(words)}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )


def _fallback_of_the_unknown(words: str) -> str:
    return (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="zz" xmlns:zz="urn:nobody"><w:t>'
        f"{words}</w:t></mc:Choice><mc:Fallback><w:t>Plain</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _solid(color: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{color}"/></a:solidFill>'


_DARK = '<w:shd w:val="clear" w:fill="1F3864"/>'

BODIES: Mapping[str, Body] = {
    "vanish": _run("<w:vanish/>"),
    "web hidden": _run("<w:webHidden/>"),
    "white": _run('<w:color w:val="FFFFFF"/>'),
    "nearly white": _run('<w:color w:val="F7F9F8"/>'),
    "white of the theme": _run('<w:color w:val="000000" w:themeColor="background1"/>'),
    "dark on dark": _run(f'<w:color w:val="1F3864"/>{_DARK}'),
    "black highlight": _run('<w:color w:val="000000"/><w:highlight w:val="black"/>'),
    "dark cell": lambda words: table(
        [f"<w:tcPr>{_DARK}</w:tcPr>" + paragraph(words, run='<w:color w:val="203864"/>')]
    ),
    "one point": _run('<w:sz w:val="2"/>'),
    "narrow letters": _run('<w:w w:val="1"/>'),
    "no fill": _run(f"<w14:textFill {_W14}><w14:noFill/></w14:textFill>"),
    "white fill": _run(
        f'<w14:textFill {_W14}><w14:solidFill><w14:srgbClr w14:val="FFFFFF"/></w14:solidFill></w14:textFill>'
    ),
    "style that vanishes": _run('<w:rStyle w:val="Ghost"/>'),
    "white paragraph style": lambda words: paragraph(
        words, paragraph_properties='<w:pStyle w:val="PaleChild"/>'
    ),
    "line of no height": lambda words: paragraph(
        words, paragraph_properties='<w:spacing w:line="1" w:lineRule="exact"/>'
    ),
    "row of no height": lambda words: table([paragraph(words)]).replace(
        "<w:tr>", '<w:tr><w:trPr><w:trHeight w:val="1" w:hRule="exact"/></w:trPr>'
    ),
    "hidden row": lambda words: table([paragraph(words)]).replace(
        "<w:tr>", "<w:tr><w:trPr><w:hidden/></w:trPr>"
    ),
    "deleted": lambda words: f"<w:p><w:del><w:r><w:delText>{words}</w:delText></w:r></w:del></w:p>",
    "box without size": lambda words: _box(words, width=0, height=0),
    "box off the page": lambda words: _box(words, width=900_000, height=900_000, x=-20_000_000),
    "shape without size": _vml_box,
    "white in a box without fill": lambda words: _filled_box(words, fill="<a:noFill/>"),
    "white in a box": lambda words: _filled_box(words, fill=""),
    "white in a white box": lambda words: _filled_box(words, fill=_solid("FFFFFF")),
    "white in a box of the theme's white": lambda words: _filled_box(
        words, fill='<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    ),
    "navy in a navy box": lambda words: _filled_box(words, fill=_solid("1F3864"), color="1F3864"),
    "hidden box": lambda words: _box(words, width=900_000, height=900_000).replace(
        "<wp:anchor ", '<wp:anchor hidden="1" '
    ),
    "white table style": lambda words: _styled_table(words, "PaleTable"),
    "table style that vanishes": lambda words: _styled_table(words, "GhostTable"),
    "white on a plain table style": lambda words: _styled_table(words, "PlainTable").replace(
        "<w:r>", '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    ),
    "deleted row": lambda words: table([paragraph(words)]).replace(
        "<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>'
    ),
    "solid pattern": _run('<w:color w:val="123456"/><w:shd w:val="solid" w:color="123456" w:fill="FFFFFF"/>'),
    "tint of the theme": _run('<w:color w:val="000000" w:themeColor="text1" w:themeTint="00"/>'),
    "shading of a paragraph style": _paragraph('<w:pStyle w:val="Dark"/>', '<w:color w:val="123456"/>'),
    "letters on one another": _run('<w:spacing w:val="-240"/>'),
    "frame off the page": _paragraph('<w:framePr w:w="2000" w:h="300" w:x="-20000" w:y="-20000"/>'),
    "frame without height": _paragraph('<w:framePr w:w="20" w:h="1" w:hRule="exact" w:x="100" w:y="100"/>'),
    "indent to the left of the page": _paragraph('<w:ind w:left="-31680" w:right="31680"/>'),
    "indent to the right of the page": _paragraph('<w:ind w:left="31680"/>'),
    "lowered out of its line": _paragraph(
        '<w:spacing w:line="200" w:lineRule="exact"/>', '<w:position w:val="-400"/>'
    ),
    "false branch of a field": _false_branch,
}
"""All are to be listed as hidden."""

UNREAD: Mapping[str, Body] = {
    "alternative text": lambda words: (
        f'<w:p><w:r><w:drawing><wp:inline {_WP}><wp:docPr id="1" name="Picture" descr="{words}"/>'
        "</wp:inline></w:drawing></w:r></w:p>"
    ),
    "code of a field": lambda words: f"<w:p><w:r><w:instrText>{words}</w:instrText></w:r></w:p>",
    "what Word does not choose": _fallback_of_the_unknown,
}
"""Not text of the document: never read, so there is nothing to list."""

_STYLES = (
    '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Pale"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="PaleChild"><w:basedOn w:val="Pale"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dark"><w:pPr><w:shd w:val="clear" w:fill="123456"/></w:pPr>'
    "</w:style>"
    '<w:style w:type="table" w:styleId="PaleTable"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="GhostTable"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="table" w:styleId="PlainTable"><w:tblPr/></w:style>'
    '<w:style w:type="table" w:styleId="DarkHead"><w:tblStylePr w:type="firstRow"><w:tcPr>'
    '<w:shd w:val="clear" w:fill="1F3864"/></w:tcPr></w:tblStylePr></w:style>'
)

SEEN: Mapping[str, Body] = {
    "white in a dark box": lambda words: _filled_box(words, fill=_solid("1F3864")),
    "white in a box over a dark one": lambda words: (
        _filled_box(words, fill="<a:noFill/>") + _filled_box("", fill=_solid("1F3864"))
    ),
    "white in a dark row of a table style": lambda words: _styled_table(words, "DarkHead").replace(
        "<w:r>", '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    ),
    "white on a pattern": _run('<w:color w:val="FFFFFF"/><w:shd w:val="pct75" w:color="000000"/>'),
    "grey of the theme": _run('<w:color w:val="BFBFBF" w:themeColor="background1" w:themeShade="80"/>'),
    "result of a field": lambda words: _false_branch("").replace("Yes", words),
    "field without an end": lambda words: (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + paragraph(words)
    ),
    "indented by an inch": _paragraph('<w:ind w:left="1440"/>'),
    "close letters": _run('<w:spacing w:val="-10"/>'),
}
"""What looks like a technique and is seen by everybody."""


def document(honest: Sequence[str], hidden: Sequence[str], body: Body) -> bytes:
    """Honest paragraphs and hidden words in their middle."""
    half = len(honest) // 2
    parts = [*map(paragraph, honest[:half]), body(" ".join(hidden)), *map(paragraph, honest[half:])]
    return files.docx("".join(parts), {"styles": _STYLES})


def commented(honest: Sequence[str], hidden: Sequence[str]) -> bytes:
    """A comment in the margin."""
    comment = f'<w:comment w:id="1">{paragraph(" ".join(hidden))}</w:comment>'
    return files.docx("".join(map(paragraph, honest)), {"comments": comment})
