import hashlib
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.text import normalise, text_hash


@pytest.mark.parametrize(
    "raw, expected",
    [
        ("C++, C#, .NET, Node.js, CI/CD, R, Go", "C++, C#, .NET, Node.js, CI/CD, R, Go"),
        ("e\ufb03cient \ufb01le \ufb02ow", "efficient file flow"),
        ("Python\u00a0\u2003 3.11\t", "Python 3.11"),
        ("2019 \u2013 2021 \u2014 present", "2019 - 2021 - present"),
        ("Jos\u0065\u0301 \u201cLead\u201d don\u2019t", 'Jos\u00e9 "Lead" don\'t'),
        ("Py\u200bth\u00adon \u202eabc\u202c", "Python abc"),
        ("\u25cf Built\n\u27a2 Ran\n\uf0b7 Led", "\u2022 Built\n\u2022 Ran\n\u2022 Led"),
        ("develop-\nment of e-\nbooks and full-\nStack", "development of e-\nbooks and full-\nStack"),
        ("a\r\nb\rc\fd\u2028e", "a\nb\nc\nd\ne"),
        ("one\n\n\n\n two \n", "one\n\ntwo"),
        ("\uff30\uff59\uff54\uff48\uff4f\uff4e", "Python"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("", ""),
        (" \n\t ", ""),
    ],
)
def test_normal_form(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@given(st.text())
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text())
def test_normal_form_has_no_stray_space_and_no_mark_nobody_sees(text: str) -> None:
    normal = normalise(text)
    assert normal == normal.strip()
    assert "\n\n\n" not in normal
    assert not any(line != line.strip() or "  " in line for line in normal.split("\n"))
    assert unicodedata.is_normalized("NFC", normal)


@given(st.text())
def test_same_look_same_hash(text: str) -> None:
    zero_width_everywhere = "\u200b".join(text)
    decomposed = unicodedata.normalize("NFD", text)
    assert text_hash(normalise(zero_width_everywhere)) == text_hash(normalise(text))
    assert text_hash(normalise(decomposed)) == text_hash(normalise(unicodedata.normalize("NFC", text)))


@pytest.mark.parametrize(
    "marks", ["\u0316\u0301", "\u0301\uff9e", "\u0f73\u0301", "\u0344\u0316", "\u0301\x00\u0316\x07"]
)
def test_a_tower_of_accents_is_cut_before_it_is_brought_in_order(marks: str) -> None:
    text = "a" + marks * (100_000 // len(marks)) + "b"
    started = time.process_time()
    normal = normalise(text)
    assert time.process_time() - started < 3  # uncut, minutes that nothing can interrupt
    assert normal[-1] == "b"
    assert len(normal) < 40
    assert normalise(normal) == normal


def test_accents_that_a_script_needs_are_kept() -> None:
    hebrew = "\u05e9\u05c1\u05b8\u05bc\u05dc\u05d5\u05b9\u05dd"
    assert set(normalise(hebrew)) == set(hebrew)
    assert len(normalise("a" + "\u0301\u0316" * 15)) == 30  # one of them became part of the letter


def test_hash_is_sha256_of_utf8() -> None:
    assert text_hash("Caf\u00e9") == hashlib.sha256("Caf\u00e9".encode()).hexdigest()


def test_lone_surrogate_has_a_hash() -> None:
    assert len(text_hash("bad \ud800 byte")) == 64
