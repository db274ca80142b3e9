import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.passages import (
    OPENING_TOKENS,
    PASSAGE_TOKENS,
    cosine,
    document_vector,
    estimate_tokens,
    split_passages,
)
from tests.fakes import HashEmbedder

LONG = "\n".join(f"Line {number} tells of work with tools and people." for number in range(200))


@pytest.mark.parametrize(
    "text, title",
    [
        ("Ward Nurse\nCares for people.", "Ward Nurse"),
        ("# Ward Nurse |\nSkills\nCare", "Ward Nurse"),
        ("2 -\nWard Nurse\nSkills\nCare", "Ward Nurse"),
        ("## Skills\nCare\n## Experience\n- Ward Nurse (2019 - 2023)\nCares.", "Ward Nurse (2019 - 2023)"),
        ("## Skills\nCare", "## Skills\nCare"),
        ("7", "7"),
    ],
)
def test_the_title_is_the_first_line_that_names_the_work(text: str, title: str) -> None:
    assert split_passages(text).title == title


def test_the_opening_is_the_first_words() -> None:
    passages = split_passages(LONG)
    assert LONG.startswith(passages.opening)
    assert estimate_tokens(passages.opening) <= OPENING_TOKENS
    assert passages.texts == (passages.title, passages.opening, *passages.body)


def test_every_line_is_in_the_body_once_and_in_order() -> None:
    assert "\n".join(split_passages(LONG).body) == LONG


def test_pieces_keep_to_their_budgets() -> None:
    passages = split_passages(LONG)
    assert len(passages.body) > 5
    assert all(estimate_tokens(piece) <= PASSAGE_TOKENS for piece in passages.body)
    assert passages.offsets[:3] == (0, passages.sizes[0], passages.sizes[0] + passages.sizes[1])


@pytest.mark.parametrize("text", ["word " * 3000, "x" * 30_000, "\u5de5\u7a0b" * 5000, "a.b," * 4000])
def test_one_endless_line_is_cut(text: str) -> None:
    passages = split_passages(text)
    assert all(0 < estimate_tokens(piece) <= PASSAGE_TOKENS + 1 for piece in passages.body)
    assert (
        "".join("".join(passages.body).split())
        == "".join(text.split())[: sum(map(len, "".join(passages.body).split()))]
    )


def test_an_endless_document_is_bounded() -> None:
    assert len(split_passages(LONG * 100).body) == 48


@pytest.mark.parametrize("text", ["", " \n "])
def test_blank_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="blank"):
        split_passages(text)


@given(st.text(min_size=1))
def test_any_text_is_split_or_refused(text: str) -> None:
    if text.strip():
        assert all(piece.strip() for piece in split_passages(text).texts)


def test_document_vector_is_of_unit_length_and_led_by_the_top() -> None:
    passages = split_passages(LONG)
    vectors = HashEmbedder().embed(passages.texts)
    vector = document_vector(passages, vectors)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-6)
    assert cosine(vector, vectors[0]) > cosine(vector, vectors[3]) > cosine(vector, vectors[-1])


def test_a_cosine_is_between_minus_one_and_one() -> None:
    one = HashEmbedder().embed(["one"])[0]
    assert cosine(one, one) == pytest.approx(1)
    assert cosine(one, -one) == pytest.approx(-1)
