import math

import numpy as np
import pytest

from adapters.documents.ocr import RecognisedPage
from adapters.documents.ocr_layout import RecognisedLine, mean_confidence, text_of_lines
from adapters.documents.reader import with_recognised
from domain.document import Document, UnreadPage

HEIGHT = 1750


def line(text: str, x: float, y: float, *, angle: float = 0.0, confidence: float = 0.9) -> RecognisedLine:
    """A line of 30 pixels height at a place of a page that is turned by `angle` degrees."""
    width = 15.0 * len(text)
    corners = np.array([[x, y], [x + width, y], [x + width, y + 30], [x, y + 30]])
    turn = math.radians(angle)
    matrix = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    return RecognisedLine(text=text, confidence=confidence, corners=corners @ matrix.T)


@pytest.mark.parametrize("angle", [-3.0, 0.0, 1.5])
def test_columns_are_read_one_after_the_other_also_on_a_crooked_page(angle: float) -> None:
    left = [f"left column, line number {n} here" for n in range(8)]
    right = [f"right column, line number {n} here" for n in range(8)]
    lines = [
        line(text, 100 + (n % 3) + 650 * side, 200 + 40 * n + 12 * side, angle=angle)
        for n in range(8)
        for side, text in enumerate((left[n], right[n]))
    ]
    for given in (lines, lines[::-1]):
        assert text_of_lines(given, HEIGHT).split("\n") == [*left, *right]


def test_what_stands_in_one_line_stays_in_it() -> None:
    lines = [line("January 2020", 900, 203), line("Data Engineer", 100, 200), line("Python", 100, 260)]
    assert [part.split() for part in text_of_lines(lines, HEIGHT).split("\n")] == [
        ["Data", "Engineer", "January", "2020"], ["Python"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    "read, meant",
    [("REST APls", "REST APIs"), ("Ul design", "UI design"), ("Al/ML", "AI/ML"), ("Al Gore", "Al Gore"),
     ("HTML", "HTML"), ("ALl", "ALI"), ("El Niño", "El Niño")],
)  # fmt: skip
def test_a_small_l_after_capitals_is_a_capital_i(read: str, meant: str) -> None:
    assert text_of_lines([line(read, 100, 100)], HEIGHT) == meant


def test_confidence_is_the_mean_over_characters() -> None:
    sure, unsure = line("abcdef", 0, 0, confidence=1.0), line("xyz", 0, 50, confidence=0.4)
    mean, characters = mean_confidence([sure, unsure])
    assert (round(mean, 12), characters) == (0.8, 9)
    assert mean_confidence([]) == (0.0, 0)


def test_a_page_of_nothing_is_no_text() -> None:
    assert text_of_lines([], HEIGHT) == ""
    assert text_of_lines([line("  ", 0, 0)], HEIGHT) == ""


def test_what_was_recognised_stands_where_its_page_does_and_what_is_left_moves_along() -> None:
    text = "page one\n\n2 of 5\n\npage four"
    unread = (
        UnreadPage(number=1, start=10, end=16), UnreadPage(number=2, start=16, end=16),
        UnreadPage(number=4, start=len(text), end=len(text)),
    )  # fmt: skip
    document = Document(text=text, kind="pdf", pages=5, unread=unread)
    pages = [RecognisedPage(number=1, text="page two", confidence=0.9, characters=30)]
    found = with_recognised(document, pages)
    assert found.text == "page one\n\npage two\n\npage four"
    assert [(page.number, page.start, page.end) for page in found.unread] == [(2, 18, 18), (4, 29, 29)]
    assert (found.ocr_pages, found.ocr_confidence) == (1, 0.9)
    more = [*pages, RecognisedPage(number=4, text="the last", confidence=0.6, characters=10)]
    assert with_recognised(document, more).text == "page one\n\npage two\n\npage four\n\nthe last"
    assert with_recognised(document, more).ocr_confidence == 0.825
    nothing = Document(text="", kind="pdf", pages=2, unread=(UnreadPage(number=0, start=0, end=0),) * 1)
    assert (
        with_recognised(nothing, [RecognisedPage(number=0, text="", confidence=0.0, characters=0)]).text == ""
    )
