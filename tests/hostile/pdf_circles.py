"""PDF files whose objects are nested without end, or lead back to themselves."""

from application.errors import RefusalReason
from tests.hostile.pdf_syntax import (
    FONT,
    PAGE,
    RESOURCES,
    form,
    honest,
    of_objects,
    one_page,
    shown,
    stream,
)
from tests.hostile.specimens import READ, specimen

_DAMAGED, _TOO_LARGE, _NO_TEXT = RefusalReason.DAMAGED, RefusalReason.TOO_LARGE, RefusalReason.NO_TEXT
_ANY = (READ, _DAMAGED, _TOO_LARGE, _NO_TEXT)
_DRAWS = b"<< /Font << /F1 6 0 R >> /XObject << /N 7 0 R >> >>"


@specimen(*_ANY)
def pdf_nested_arrays() -> bytes:
    """A hundred thousand arrays, one in the other."""
    return one_page(stream(shown()), b"[" * 100_000 + b"]" * 100_000, page=_with(b"/Annots 7 0 R"))


@specimen(*_ANY)
def pdf_nested_dictionaries() -> bytes:
    """A hundred thousand dictionaries, one in the other, as the page's own entry."""
    return one_page(
        stream(shown()), page=_with(b"/PieceInfo " + b"<< /A " * 100_000 + b"0" + b" >>" * 100_000)
    )


@specimen(*_ANY)
def pdf_nested_arrays_in_content() -> bytes:
    """A hundred thousand arrays, one in the other, as the operand of an operator."""
    return one_page(stream(b"[" * 100_000 + b"]" * 100_000 + b" 0 d " + shown()))


@specimen(*_ANY)
def pdf_two_thousand_forms_deep() -> bytes:
    """Each of two thousand forms draws the next one."""
    forms = [form(b"/N Do", b"<< /XObject << /N %d 0 R >> >>" % (8 + level)) for level in range(2000)]
    return one_page(stream(shown() + b" /N Do"), *forms, form(shown()), resources=_DRAWS)


@specimen(*_ANY)
def pdf_form_draws_itself() -> bytes:
    """A form XObject that draws itself, twice."""
    return one_page(stream(shown() + b" /N Do"), form(b"/N Do /N Do", _DRAWS), resources=_DRAWS)


@specimen(READ)
def pdf_forms_draw_each_other() -> bytes:
    """Two forms, each of which draws the other."""
    other = b"<< /XObject << /N 8 0 R >> >>"
    return one_page(
        stream(shown() + b" /N Do"), form(b"/N Do", other), form(b"/N Do", _DRAWS), resources=_DRAWS
    )


@specimen(*_ANY)
def pdf_pattern_painted_with_itself() -> bytes:
    """A tiling pattern whose cell is filled with the pattern, behind pale text."""
    resources = b"<< /Font << /F1 6 0 R >> /Pattern << /P 7 0 R >> >>"
    pattern = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.001 /YStep 0.001 "
        b"/Resources " + resources,
    )
    content = b"/Pattern cs /P scn 0 0 595 842 re f 1 1 1 rg " + shown()
    return one_page(stream(content), pattern, resources=resources)


@specimen(*_ANY)
def pdf_letter_that_writes_itself() -> bytes:
    """A Type 3 font whose letter is drawn by showing that letter."""
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.1 0 0 .1 0 0] /FirstChar 65 "
        b"/LastChar 65 /Widths [9] /Encoding << /Differences [65 /A] >> /CharProcs << /A 7 0 R >> "
        b"/Resources << /Font << /F1 6 0 R >> >> >>"
    )
    letter = stream(b"9 0 d0 BT /F1 9 Tf (AAAA) Tj ET")
    return one_page(stream(b"1 1 1 rg " + shown(["A" * 40] * 20)), letter, font=font)


@specimen(_DAMAGED, _NO_TEXT, _TOO_LARGE)
def pdf_page_tree_in_a_circle() -> bytes:
    """A page tree that is its own child."""
    return of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Parent 3 0 R /Count 3 >>",
        b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Parent 3 0 R /Count 2 >>",
    )


@specimen(*_ANY)
def pdf_page_tree_of_ten_thousand_levels() -> bytes:
    """A page at the end of ten thousand nodes with one child each."""
    levels = 10_000
    nodes = [b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 3) for number in range(levels)]
    last = levels + 2
    page = PAGE.replace(b"4 0 R", b"%d 0 R" % (last + 1)).replace(b"5 0 R", b"%d 0 R" % (last + 2))
    resources = RESOURCES.replace(b"6 0 R", b"%d 0 R" % (last + 3))
    catalogue = b"<< /Type /Catalog /Pages 2 0 R >>"
    return of_objects(catalogue, *nodes, page, stream(shown()), resources, FONT)


@specimen(READ, _DAMAGED)
def pdf_cross_references_in_a_circle() -> bytes:
    """A cross-reference table whose predecessor is itself."""
    data = honest()
    start = data.rindex(b"xref\n0 ")
    return data.replace(b"/Size", b"/Prev %d /Size" % start)


@specimen(READ, _NO_TEXT, _DAMAGED)
def pdf_references_in_circles() -> bytes:
    """The contents, their length and the resources of a page are references that lead to each other."""
    return one_page(
        b"[4 0 R 7 0 R 8 0 R]",
        b"<< /Length 9 0 R >>\nstream\n" + shown() + b"\nendstream",
        b"7 0 R",
        b"9 0 R",
        resources=b"10 0 R",
        page=_with(b"/Annots 10 0 R /B 4 0 R"),
    )


@specimen(*_ANY)
def pdf_inherits_from_itself() -> bytes:
    """A page without a size whose parent's parent is the page."""
    return of_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
        stream(shown()),
    )


@specimen(*_ANY)
def pdf_functions_and_colours_in_circles() -> bytes:
    """A shading by a function stitched from itself, in a colour space that is its own alternative."""
    resources = (
        b"<< /Font << /F1 6 0 R >> /Shading << /S 7 0 R >> /ColorSpace << /C 9 0 R >> "
        b"/ExtGState << /G << /SMask << /S /Luminosity /G 10 0 R >> >> >> >>"
    )
    return one_page(
        stream(b"/G gs /S sh /C cs 1 scn " + shown() + b" 1 1 1 rg " + shown(["white"], top=99)),
        b"<< /ShadingType 2 /ColorSpace /DeviceRGB /Coords [0 0 595 842] /Function 8 0 R >>",
        b"<< /FunctionType 3 /Domain [0 1] /Functions [8 0 R 8 0 R] /Bounds [.5] /Encode [0 1 0 1] >>",
        b"[/Separation /X 9 0 R 8 0 R]",
        form(b"/G gs " + shown(), resources),
        resources=resources,
    )


def _with(entries: bytes) -> bytes:
    return PAGE[:-2] + entries + b" >>"
