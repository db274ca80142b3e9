"""What a human cannot see is no text, whatever hides it; what can be seen beside it stays."""

import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.pdf import read_pdf
from tests import files
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
