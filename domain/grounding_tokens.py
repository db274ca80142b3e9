"""The words and numbers of a short English text, as sentences about a resume are compared with it."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from domain.grounding_words import EMPTY, NUMBER_WORDS, TENS
from domain.word_forms import stem

_TOKEN = re.compile(r"[^\W_]+(?:[.'][^\W_]+)*(?:\+\+|#)?")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+|\n+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|etc|approx|incl|ca|no|dr|st|inc|ltd|co|resp|est|max|min|mr|ms|mrs|prof)|\b[A-Z])\.[\"')\]]?$",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"'}
)
_TEN = 10
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
_LEET = str.maketrans("013457$", "oieasts")


class Token(NamedTuple):
    """One word or number.

    Attributes:
        written: as the text has it.
        word: folded, without a possessive ending.
        value: of a number, in digits or words; None of a word, "" of the second part of a number.
        start: offset in the text of `even`.
        end: one after its last character.
    """

    written: str
    word: str
    value: str | None
    start: int
    end: int

    @property
    def stem(self) -> str:
        """What its inflections share."""
        return stem(self.word)

    @property
    def plain(self) -> str:
        """The word that digits in place of letters spell ("h1re")."""
        return self.word if self.word.isdigit() else self.word.translate(_LEET)


def fold(text: str) -> str:
    """Return a text in small letters without accents, for comparing words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def even(text: str) -> str:
    """Return a text with one kind of quotation marks and numbers: what the offsets of its tokens are in."""
    return _THOUSANDS.sub("", text.translate(_QUOTES)).replace("%", " percent ")


def read_tokens(text: str) -> list[Token]:
    """Read the words and numbers of `even(text)`, in order."""
    tokens: list[Token] = []
    for match in _TOKEN.finditer(even(text)):
        word = fold(match[0])
        word = word.removesuffix("'s").strip(".'")
        value = _value(word)
        if value is not None and tokens and tokens[-1].word in TENS and NUMBER_WORDS.get(word, _TEN) < _TEN:
            tens = tokens[-1]
            tokens[-1] = tens._replace(value=str(TENS[tens.word] + NUMBER_WORDS[word]))
            value = ""
        tokens.append(Token(match[0], word, value, *match.span()))
    return tokens


def tokens_of(text: str) -> list[str]:
    """Return the folded words and numbers of a text, in order."""
    return [token.word for token in read_tokens(text)]


def is_content(token: Token) -> bool:
    """Whether a token is a word that means something alone."""
    return token.value is None and token.word not in EMPTY


def sentences_of(text: str) -> list[str]:
    """Split a paragraph into sentences, however they begin; an abbreviation ends none."""
    sentences: list[str] = []
    start = 0
    for end in [*_SENTENCE_END.finditer(text), None]:
        part = text[start : end.start() if end else len(text)]
        if end and "\n" not in end[0] and _ABBREVIATED.search(part):
            continue
        closing = text[end.start()] if end and text[end.start()] in "\"')]" else ""
        sentences.append((part + closing).strip())
        start = end.end() if end else len(text)
    return [sentence for sentence in sentences if sentence]


def runs_of(tokens: Sequence[Token], longest: int) -> list[tuple[int, int]]:
    """First and one after the last of every run of up to so many tokens, the longest first."""
    return [(at, at + size) for size in range(longest, 0, -1) for at in range(len(tokens) - size + 1)]


def _value(word: str) -> str | None:
    if _DECIMAL.fullmatch(word):
        return f"{float(word):g}" if len(word) < 12 else word  # noqa: PLR2004 - longer ones are no quantities
    number = NUMBER_WORDS.get(word) or TENS.get(word)
    return None if number is None else str(number)
