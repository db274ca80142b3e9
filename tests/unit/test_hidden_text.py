"""What a human cannot see is no text, whatever hides it; what can be seen beside it stays."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.pdf import read_pdf
from adapters.documents.process import Limits, read_document
from tests import files
from tests.hidden_text import docx_techniques
from tests.hidden_text.measure import HIDDEN, HONEST, Caught, measure, specimens

TECHNIQUES = [name for name, *_ in specimens()]


@pytest.fixture(scope="module")
def results() -> dict[str, Caught]:
    return {one.technique: one for one in measure()}


@pytest.mark.parametrize("technique", TECHNIQUES)
def test_hidden_words_score_nothing_and_are_told(technique: str, results: dict[str, Caught]) -> None:
    one = results[technique]
    assert one.leaked == 0
    assert one.lost == 0
    assert not (one.is_listed and one.untold)


@pytest.mark.parametrize("name", docx_techniques.SEEN)
def test_what_everybody_sees_in_a_word_document_is_text(name: str) -> None:
    data = docx_techniques.document(HONEST, HIDDEN, docx_techniques.SEEN[name])
    document = read_document(data, Limits())
    assert " ".join(HIDDEN) in document.text
    assert document.hidden == ()


INHERITED = (
    '<w:p><w:pPr><w:sectPr><w:{}Reference w:type="first" r:id="r0"/></w:sectPr></w:pPr></w:p>'
    "<w:sectPr><w:titlePg/></w:sectPr>"
)


@pytest.mark.parametrize("kind", ["header", "footer"])
@pytest.mark.parametrize(
    "section, is_shown",
    [
        ("", False),
        ('<w:sectPr><w:{}Reference w:type="default" r:id="r0"/></w:sectPr>', True),
        ('<w:sectPr><w:{}Reference w:type="first" r:id="r0"/></w:sectPr>', False),
        ('<w:sectPr><w:titlePg/><w:{}Reference w:type="first" r:id="r0"/></w:sectPr>', True),
        ('<w:sectPr><w:titlePg w:val="0"/><w:{}Reference w:type="first" r:id="r0"/></w:sectPr>', False),
        (INHERITED, True),
        ('<w:sectPr><w:{}Reference w:type="even" r:id="r0"/></w:sectPr>', False),
    ],
)
def test_a_header_is_read_where_a_page_shows_it(kind: str, section: str, is_shown: bool) -> None:
    body = "".join(map(files.paragraph, HONEST)) + section.format(kind)
    document = read_document(files.docx(body, {f"{kind}1": files.paragraph("Kubernetes")}), Limits())
    assert ("Kubernetes" in document.text) is is_shown
    assert document.hidden == (() if is_shown else ("Kubernetes",))


def test_even_pages_have_headers_of_their_own_where_it_is_switched_on() -> None:
    body = "".join(map(files.paragraph, HONEST))
    body += '<w:sectPr><w:headerReference w:type="even" r:id="r0"/></w:sectPr>'
    parts = {"header1": files.paragraph("Kubernetes"), "settings": "<w:evenAndOddHeaders/>"}
    assert "Kubernetes" in read_document(files.docx(body, parts), Limits()).text


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_is_read_where_its_mark_stands(kind: str) -> None:
    body = "".join(map(files.paragraph, HONEST)) + f'<w:p><w:r><w:{kind}Reference w:id="2"/></w:r></w:p>'
    notes = "".join(
        f'<w:{kind} w:id="{number}">{files.paragraph(word)}</w:{kind}>'
        for number, word in ((2, "Kafka"), (3, "Kubernetes"))
    )
    document = read_document(files.docx(body, {f"{kind}s": notes}), Limits())
    assert "Kafka" in document.text
    assert document.hidden == ("Kubernetes",)


def test_there_are_enough_of_them() -> None:
    assert sum(name.startswith("PDF") for name in TECHNIQUES) >= 14
    assert sum(name.startswith("DOCX") for name in TECHNIQUES) >= 14
    assert not set(HIDDEN) & set(" ".join(HONEST).split())


class TestSeen:
    """What only looks like a trick."""

    @staticmethod
    def hidden(draw: files.Draw) -> tuple[str, ...]:
        def page(canvas: Canvas) -> None:
            files.write(canvas, HONEST, size=10)
            draw(canvas)

        document = read_pdf(files.pdf(page))
        assert "Kubernetes" in document.text
        return document.hidden

    def test_text_in_a_frame_drawn_after_it(self) -> None:
        def draw(canvas: Canvas) -> None:
            files.write(canvas, ["Kubernetes expert"], y=300)
            canvas.rect(40, 280, 300, 60, stroke=1, fill=0)

        assert self.hidden(draw) == ()

    def test_text_behind_tinted_glass(self) -> None:
        def draw(canvas: Canvas) -> None:
            files.write(canvas, ["Kubernetes expert"], y=300)
            canvas.setFillColorRGB(0.9, 0.8, 0.2, alpha=0.3)
            canvas.rect(40, 280, 300, 60, stroke=0, fill=1)

        assert self.hidden(draw) == ()

    def test_grey_on_dark_blue_and_red_on_green(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFillColorRGB(0.1, 0.2, 0.4)
            canvas.rect(40, 280, 300, 60, stroke=0, fill=1)
            canvas.setFillGray(0.6)
            files.write(canvas, ["Kubernetes expert"], y=300)
            canvas.setFillColorRGB(0, 0.5, 0)
            canvas.rect(40, 180, 300, 60, stroke=0, fill=1)
            canvas.setFillColorRGB(0.98, 0, 0)
            files.write(canvas, ["Terraform"], y=200)

        assert self.hidden(draw) == ()
