import math

import numpy as np
import pytest

from adapters.documents.ocr_layout import RecognisedLine, mean_confidence, text_of_lines

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
    assert mean_confidence([sure, unsure]) == (pytest.approx(0.8), 9)
    assert mean_confidence([]) == (0.0, 0)


def test_a_page_of_nothing_is_no_text() -> None:
    assert text_of_lines([], HEIGHT) == ""
    assert text_of_lines([line("  ", 0, 0)], HEIGHT) == ""
