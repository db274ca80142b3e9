"""Whether a sentence about a resume is supported by it: words, names and numbers, and no instruction obeyed.

Written for text that a language model made of a resume that may have been written to steer it. A sentence is
kept only if every check holds; what is doubtful goes. Nothing here understands language: each rule is a list
of words or a count that a person can read.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.grounding_words import (
    ADDRESSED,
    AGAINST,
    ASSESSING,
    EMPTY,
    FAVOUR,
    PERSONAL,
    STRONG_FAVOUR,
    SUPERLATIVE,
)
from domain.word_forms import stem

_TOKEN = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*(?:\+\+|#)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[^\s\da-z])|\n+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_MARKUP = re.compile(
    r"https?:|www\.|\w@\w|[<>{}`\\|~^\[\]]|\*\*|__|&\w+;|^\s*#|\b[\w-]+\.(?:com|net|org|io|ru|cn|dev|app|me)\b"
    r"|[A-Za-z0-9+/=]{40,}|[^\s\w.,;:!?'\"()/&%+#$€£\u2013\u2014-]",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST_SUPPORTED = 0.6
_ECHO = 5
_SHORT = 3
_BEYOND_LATIN = "\u0250"  # IPA, Greek, Cyrillic and all that follows in Unicode


class Verdict(StrEnum):
    """How the evidence stands: what a sentence may say for or against an applicant."""

    STRONG = "Strong"
    MODERATE = "Moderate"
    WEAK = "Weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """What sentences may rest on.

    Attributes:
        tokens: every word of resume, job and evidence, folded, addressed lines left out.
        stems: the same as stems.
        numbers: every number in them.
        text: the resume's words, one space between and around them.
        echoes: runs of words of addressed lines.
    """

    tokens: frozenset[str]
    stems: frozenset[str]
    numbers: frozenset[str]
    text: str
    echoes: frozenset[tuple[str, ...]]


def fold(text: str) -> str:
    """Return a text in small letters without accents, for comparing words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokens_of(text: str) -> list[str]:
    """Return the words and numbers of a text, folded, in order."""
    return [token.strip(".'") for token in _TOKEN.findall(fold(text))]


def support_of(*, resume: str, others: Iterable[str]) -> Support:
    """Read what is known: the resume as it was sent, and the texts that are not the applicant's."""
    sound: list[str] = []
    addressed: list[str] = []
    for line in resume.split("\n"):
        (addressed if is_addressed(line) else sound).append(line)
    told = "\n".join(others)
    resume_tokens = tokens_of("\n".join(sound))
    tokens = frozenset(resume_tokens).union(tokens_of(told))
    numbers = frozenset(_NUMBER.findall("\n".join(sound))) | frozenset(_NUMBER.findall(told))
    # "12.03.2020" tells of a 12 too, but 0.25 tells of no 25.
    parts = [part for one in numbers if not one.startswith("0.") for part in re.split(r"[.,]", one)]
    echoes: set[tuple[str, ...]] = set()
    for line in addressed:
        words = tokens_of(line)
        echoes.update(tuple(words[at : at + _ECHO]) for at in range(max(len(words) - _ECHO + 1, 0)))
    return Support(
        tokens=tokens,
        stems=frozenset(map(stem, tokens)),
        numbers=numbers.union(parts),
        text=f" {' '.join(resume_tokens)} ",
        echoes=frozenset(echoes),
    )


def without_addressed(text: str) -> str:
    """Return a text without the lines that speak to whoever reads it."""
    return "\n".join(line for line in text.split("\n") if not is_addressed(line))


def is_addressed(line: str) -> bool:
    """Whether a line of a resume speaks to whoever, or whatever, reads it.

    A heading of one or two words ("Summary", "Strengths") does not.
    """
    return len(line.split()) >= _SHORT and ADDRESSED.search(line) is not None


def occurs(phrase: str, support: Support) -> bool:
    """Whether the resume writes these words, in this order and next to each other."""
    words = tokens_of(phrase)
    return bool(words) and f" {' '.join(words)} " in support.text


def sentences_of(text: str) -> list[str]:
    """Split a paragraph into sentences."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def is_supported(sentence: str, support: Support, verdict: Verdict) -> bool:
    """Whether a sentence may be shown to a recruiter.

    It holds no markup, link or contact, and no letter that is not Latin; says nothing of who the person is;
    praises or rejects no further than the evidence does; repeats no line that addresses its reader; and its
    numbers, its names and at least 60 % of its other words come from resume, job, evidence, or the common
    words of an assessment.
    """
    if not all(_is_latin(char) for char in sentence) or _MARKUP.search(sentence):
        return False
    if PERSONAL.search(sentence) or not _agrees(sentence, verdict):
        return False
    words = tokens_of(sentence)
    if any(tuple(words[at : at + _ECHO]) in support.echoes for at in range(len(words))):
        return False
    if not all(number in support.numbers for number in _NUMBER.findall(sentence)):
        return False
    if not all(word in support.tokens or stem(word) in support.stems for word in _names(sentence)):
        return False
    content = [word for word in words if word not in EMPTY and not word[0].isdigit()]
    known = sum(word in support.tokens or stem(word) in support.stems | ASSESSING for word in content)
    return known >= _LEAST_SUPPORTED * len(content)


def _is_latin(char: str) -> bool:
    return not char.isalpha() or char < _BEYOND_LATIN


def _agrees(sentence: str, verdict: Verdict) -> bool:
    if SUPERLATIVE.search(sentence):
        return False
    if AGAINST.search(sentence):
        return verdict is Verdict.WEAK
    if verdict is Verdict.WEAK:
        return FAVOUR.search(sentence) is None
    return verdict is Verdict.STRONG or STRONG_FAVOUR.search(sentence) is None


def _names(sentence: str) -> list[str]:
    """Words written like names: capitals or digits within, or a capital anywhere but at the start."""
    names = []
    for number, match in enumerate(_TOKEN.finditer(sentence)):
        word = match[0]
        inside = any(char.isupper() or char.isdigit() for char in word[1:]) or word[-1] in "+#"
        starts = word[0].isupper() and number > 0 and word != "I"
        if inside or starts:
            names += [part for part in tokens_of(word) if part not in EMPTY and not part[0].isdigit()]
    return names
