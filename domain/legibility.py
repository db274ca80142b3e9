"""How far a text can be trusted to say what its page shows: seven parts, each between 0 and 1.

No dictionary is needed. Words of the supported languages are made of a few common pairs of letters; text
whose letters were exchanged, shifted or mixed up is not. What spoils a reading leaves one of these traces: a
font whose letters mean others (`words`), one that says nothing of its letters or a wrong code page
(`characters`), lost or added spaces (`spaces`), words out of order (`order`), a language in which nothing
would be found (`language`), a scan (`recognition`), and pages that were not read (`complete`).

All marks below were set on honest resumes, of 1,461 of which 99.4 % stay above them, and on the same ones
spoilt in twenty ways; `python -m benchmarks.doubt` measures it. Everything is linear in the text.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from domain.document import ReadingFacts
from domain.language import OTHER, UNKNOWN, language_of, languages_in
from domain.scoring import DECIMALS

# The 160 most common pairs of letters in English, French, German, Spanish, Portuguese and Italian words,
# accents removed: 82 to 89 % of the pairs of any text in one of them, 24 % of those of letters by chance.
_PAIRS = frozenset(
    """
    ab ac ad ag ah ai al am an ao ar as at au av az ba be bi bl ca cc ce ch ci co ct cu da de di do ea eb ec
    ed ee eg eh ei el em en er es et eu fa fe fi ga ge gi gu ha he hi hl ho hr ht ia ic id ie ig il im in io
    iq ir is it iv ka ke la le li ll lo lt ly ma me mi mo mp na nc nd ne ng nh ni nn no ns nt nz oc oi ol om
    on or os ot ou ow pa pe pi pl po pr qu ra re ri ro rs rt ru sa sc se sh si so sp ss st su ta te th ti to
    tr ts tt tu ue ui un ur us ut va ve vi vo wa we wi za ze zi zu
    """.split()
)
_FEW_PAIRS, _MANY_PAIRS = 0.55, 0.74  # of all pairs: honest resumes have .75 and more
_FEW_PAIRS_OF_LINE = 0.45
_LEAST_LETTERS_OF_LINE = 20  # abbreviations in a row prove nothing
_LONGEST_ABBREVIATION = 5
_LEAST_LETTERS = 80  # of a text: fewer are no sample

_ADDRESS = re.compile(r"@|://|www\.|\.(?:com|org|net|io|edu|dev)\b")
_WORD = re.compile(r"[^\W\d_]+")
_OTHER_SCRIPT = re.compile(r"[^\u0000-\u024f\u1e00-\u1eff]")
_NOTHING = re.compile("[\ufffd\ue000-\uf8ff]")
_IN_WORD = re.compile("(?<=[^\\W\\d_])[\ufffd\ue000-\uf8ff]|[\ufffd\ue000-\uf8ff](?=[^\\W\\d_])")
# UTF-8 taken for Windows' code page, and letters that a code page did not have; only inside of words, as
# bullets and blanks are spoilt in many a resume that reads well.
_MISREAD = re.compile(
    "(?<=[^\\W\\d_])(?:\u00c3(?![A-Z])|\u00e2\u20ac|\u00c2(?=[^\\w\\s]))"
    "|(?<![^\\W\\d_])\u00c3[^\\w\\s][a-z]|(?<=[a-z])\\?(?=[a-z])"
    # the code page of DOS, and dashes and bullets of the Macintosh, whose letters leave no mark
    "|(?<=[A-Za-z])[\u2500-\u259f\u207f\u0393\u0398\u03a3\u03a6\u03a9\u03b4\u03c3\u03c4\u2320\u2321\u221a\u00f7\u00a7](?=[A-Za-z])"
    "|(?<=[ \n])[\u00d0\u00a5] (?=[A-Za-z])"
)
_MOST_MISREAD = 0.10  # of the words
_STILL_WORDS = 0.4  # however many letters are spoilt in words that are whole otherwise: doubt, no refusal
_MOST_NOTHING = 0.25  # of the visible characters
_SINGLE_USUAL, _SINGLE_MOST = 0.20, 0.50  # words of one letter among the words
_LONG_WORD, _LONG_GERMAN_WORD = 15, 34  # letters
_LONG_USUAL, _LONG_MOST = 0.03, 0.18  # of the letters that stand in words that are too long
# What no English article is followed by within a line.
_ARTICLES = frozenset({"the", "a", "an"})
_NO_NOUNS = frozenset(
    "the a an and or of to in for with on at by from as is are was were be been has have had that".split()
)
_LEAST_ARTICLES = 8
_BROKEN_USUAL, _BROKEN_MOST = 0.06, 0.25
_ENOUGH_WORDS, _ENOUGH_LETTERS = 40, 400
_HALF_READ = 0.5  # of what looks like words: below it, and in no language that can be told, nothing is judged
_SURE_SHARE = 0.65
_UNSURE = 0.7
_FOREIGN = 0.3
_UNREADABLE = 0.35
_WORTH_TELLING = 0.85


class PartName(StrEnum):
    """What is looked at."""

    CHARACTERS = "characters"
    WORDS = "words"
    SPACES = "spaces"
    ORDER = "order"
    LANGUAGE = "language"
    RECOGNITION = "recognition"
    COMPLETE = "complete"


class Unreadable(StrEnum):
    """Why a text must not be scored at all."""

    GARBLED = "garbled"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingPart:
    """One part of the confidence of a reading: its name, its value in [0, 1] with 4 decimals."""

    name: PartName
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Legibility:
    """How a text was read.

    Attributes:
        parts: each part once, in the order of `PartName`.
        unreadable: why the text must not be scored; None for one that may be.
        language: code of the language, see `domain.language`.
    """

    parts: tuple[ReadingPart, ...]
    unreadable: Unreadable | None
    language: str

    @property
    def confidence(self) -> float:
        """The product of the parts, in [0, 1], 4 decimals."""
        product = 1.0
        for part in self.parts:
            product *= part.value
        return round(product, DECIMALS)

    @property
    def doubts(self) -> tuple[str, ...]:
        """A sentence for each part that casts doubt, in the order of the parts."""
        return tuple(_SENTENCES[part.name] for part in self.parts if part.value < _WORTH_TELLING)


_SENTENCES = {
    PartName.CHARACTERS: "Some of the characters of the file do not say which letters they stand for.",
    PartName.WORDS: "Much of the text does not look like words of any language that is read.",
    PartName.SPACES: "Words of the text run into each other or are torn apart.",
    PartName.ORDER: "The words of the text do not stand in the order of sentences.",
    PartName.LANGUAGE: "The language of the text could not be told.",
    PartName.RECOGNITION: "The text was recognised in pictures of pages (OCR), and not all of it for sure.",
    PartName.COMPLETE: "Some pages hold only pictures and were not read.",
}


def legibility(text: str, facts: ReadingFacts) -> Legibility:
    """Look at a normalised text and at how it was read; linear in its length.

    Args:
        text: normalised text of the resume; a redacted one, where a person must not make a difference.
        facts: of the reading.
    """
    plain = "\n".join(_without_addresses(line) for line in text.split("\n"))
    words = _WORD.findall(plain)
    language = language_of(text)
    foreign = language.code == OTHER and language.share >= _SURE_SHARE and not languages_in(text)
    values = {
        PartName.CHARACTERS: _characters(plain, len(words)),
        PartName.WORDS: _words(plain, words),
        PartName.SPACES: _spaces(words, german=language.code == "de"),
        PartName.ORDER: _order(plain) if language.code == "en" else 1.0,
        PartName.LANGUAGE: _language(language.code, len(words), foreign=foreign),
        PartName.RECOGNITION: _recognition(facts),
        PartName.COMPLETE: 1 - facts.unread_pages / max(facts.pages, 1),
    }
    garbled = min(values[PartName.CHARACTERS], values[PartName.SPACES]) < _UNREADABLE
    unreadable = Unreadable.LANGUAGE if foreign else None
    lost = language.code == UNKNOWN and len(words) >= _ENOUGH_WORDS and not garbled
    garbled |= lost and values[PartName.WORDS] * values[PartName.SPACES] < _HALF_READ
    # Letters in disguise look like a foreign language; foreign words are made of common pairs, mostly.
    if garbled or values[PartName.WORDS] < _UNREADABLE:
        abroad = (foreign or lost) and _is_readable_abroad(words)
        unreadable = Unreadable.LANGUAGE if abroad else Unreadable.GARBLED
    return Legibility(
        parts=tuple(ReadingPart(name=name, value=round(values[name], DECIMALS)) for name in PartName),
        unreadable=unreadable,
        language=language.code,
    )


def _without_addresses(line: str) -> str:
    return " ".join(word for word in line.split() if not _ADDRESS.search(word))


def _falling(value: float, usual: float, most: float) -> float:
    """1 up to `usual`, 0 from `most` on, a straight line between."""
    return min(max((most - value) / (most - usual), 0.0), 1.0)


def _characters(text: str, words: int) -> float:
    visible = sum(map(len, text.split()))
    nothing = len(_NOTHING.findall(text)) / max(visible, 1)
    # A sign of its own is an icon or a bullet; inside of a word it was a letter.
    misread = (len(_IN_WORD.findall(text)) + len(_MISREAD.findall(text))) / max(words, 1)
    whole = max(_falling(misread, 0.005, _MOST_MISREAD), _STILL_WORDS)
    return min(whole, _falling(nothing, 0.05, _MOST_NOTHING))


def _words(text: str, words: list[str]) -> float:
    letters = sum(map(len, words))
    pairs, common = _count_pairs(words)
    if letters < _LEAST_LETTERS or pairs < _LEAST_LETTERS // 2:
        return 1.0
    whole = _falling(-common / pairs, -_MANY_PAIRS, -_FEW_PAIRS)
    seen = good = 0
    for line in text.split("\n"):
        found = _WORD.findall(line)
        size = sum(map(len, found))
        if size < _LEAST_LETTERS_OF_LINE:
            continue
        seen += size
        pairs, common = _count_pairs(found)
        good += size if common >= _FEW_PAIRS_OF_LINE * pairs else 0
    value = min(whole, _falling(-good / seen, -0.97, 0.0) if seen else 1.0)
    # A list of thirty products is made of made-up words.
    return value if letters >= _ENOUGH_LETTERS else max(value, _STILL_WORDS)


def _count_pairs(words: Iterable[str]) -> tuple[int, int]:
    """Pairs of plain Latin letters inside of words, and those that are common; abbreviations are no words."""
    pairs = common = 0
    for word in words:
        of_word = _pairs_of(word)
        pairs += of_word[0]
        common += of_word[1]
    return pairs, common


@lru_cache(maxsize=4096)  # most words of a resume are those of others, too
def _pairs_of(word: str) -> tuple[int, int]:
    if len(word) <= _LONGEST_ABBREVIATION and sum(map(str.isupper, word)) > 1:
        return 0, 0
    plain = _plain(word)
    pairs = [pair for at in range(len(plain) - 1) if (pair := plain[at : at + 2]).isascii()]
    return len(pairs), sum(pair in _PAIRS for pair in pairs)


def _plain(word: str) -> str:
    lower = word.lower()
    if lower.isascii():
        return lower
    parts = unicodedata.normalize("NFD", lower.replace("\u00df", "ss"))
    return "".join(character for character in parts if not unicodedata.combining(character))


def _spaces(words: list[str], *, german: bool) -> float:
    letters = sum(map(len, words))
    if letters < _LEAST_LETTERS:
        return 1.0
    single = sum(len(word) == 1 for word in words) / len(words)
    longest = _LONG_GERMAN_WORD if german else _LONG_WORD
    long = sum(len(word) for word in words if len(word) > longest) / letters
    return _falling(single, _SINGLE_USUAL, _SINGLE_MOST) * _falling(long, _LONG_USUAL, _LONG_MOST)


def _order(text: str) -> float:
    """By what follows an English article in its line: a noun or what describes one, never "of" or "and"."""
    articles = broken = 0
    for one, other in _neighbours(text):
        if one in _ARTICLES:
            articles += 1
            broken += other in _NO_NOUNS
    if articles < _LEAST_ARTICLES:
        return 1.0
    return max(_falling(broken / articles, _BROKEN_USUAL, _BROKEN_MOST), 0.3)


def _neighbours(text: str) -> Iterator[tuple[str, str]]:
    for line in text.lower().split("\n"):
        words = line.split()
        yield from pairwise(words)


def _language(code: str, words: int, *, foreign: bool) -> float:
    if foreign:
        return _FOREIGN
    if code in {OTHER, UNKNOWN}:
        return _UNSURE if code == OTHER or words >= _ENOUGH_WORDS else 1.0
    return 1.0


def _recognition(facts: ReadingFacts) -> float:
    if not facts.ocr_pages or facts.ocr_confidence is None:
        return 1.0
    share = facts.ocr_pages / max(facts.pages, 1)
    return 1 - share * (1 - facts.ocr_confidence)


def _is_readable_abroad(words: list[str]) -> bool:
    """Whether words are in another script, or of Latin letters as some language could have them."""
    pairs, common = _count_pairs(words)
    letters = sum(map(len, words))
    foreign = sum(len(_OTHER_SCRIPT.findall(word)) for word in words)
    return 2 * foreign > letters or common >= _FEW_PAIRS_OF_LINE * pairs
