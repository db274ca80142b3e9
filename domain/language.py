"""Which language a text is written in, by the small words that no sentence does without.

Six languages are told apart: those in which headings, dates and skills are read. A text in another language
is `OTHER`, one that says too little ("Python, SQL, Docker") is `UNKNOWN`. Counting function words is the
classical method for texts of a sentence and more (Grefenstette, 1995); the lists are written by hand.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from domain.language_words import LETTERS, OTHERS, SUPPORTED_WORDS, TYPICAL_ENDINGS

SUPPORTED = ("en", "fr", "de", "es", "pt", "it")
"""ISO 639-1 codes of the languages that are read."""
OTHER = "other"
UNKNOWN = "unknown"

# Not what follows a dot or an at sign: the `com` of an address is no Portuguese.
_WORD = re.compile(r"(?<![.@/\w-])[^\W\d_]+'?")
_FOREIGN_LETTER = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_FOREIGN_SHARE = 0.3  # of the letters, from which on a text is not in a Latin script
_LEAST_EVIDENCE = 1.0  # one word that only one language has
_LEAST_SHARE = 0.55
_LEAST_PART = 80  # characters
_SURE_SHARE = 0.65
_HINT = 0.4  # what an ending or a letter weighs beside a word
_SHORTEST_WITH_ENDING = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What a text is written in.

    Attributes:
        code: one of `SUPPORTED`, `OTHER` for a language beyond those, `UNKNOWN` where too little is said.
        share: how clear that is: what speaks for it, as a share of what speaks for it and for the runner-up.
            In [0, 1], 4 decimals, .5 where two are level; of a text in another script the share of its
            letters; 0 where unknown.
    """

    code: str
    share: float

    @property
    def is_supported(self) -> bool:
        """Whether it is one of the languages that are read."""
        return self.code in SUPPORTED


def language_of(text: str) -> Language:
    """Guess the language in which most of a text is written; linear in its length."""
    return _other_script(text) or _clearest(_evidence(text))


def languages_in(text: str) -> frozenset[str]:
    """Every supported language in which some part of a text is written, part by part; linear in its length.

    A part is what blank lines set off, at least eighty characters of it. A resume may be English with a
    German reference at its end.
    """
    whole: Counter[str] = Counter()
    found = set()
    part = ""
    for block in [*text.split("\n\n"), None]:
        if block is not None:
            part = f"{part}\n{block}" if part else block
        if block is None or len(part) >= _LEAST_PART:
            evidence = _evidence(part)
            whole.update(evidence)
            language = _clearest(evidence)
            if language.share >= _SURE_SHARE:
                found.add(language.code)
            part = ""
    return frozenset((found | {_clearest(whole).code}).intersection(SUPPORTED))


def _other_script(text: str) -> Language | None:
    foreign = 0 if text.isascii() else len(_FOREIGN_LETTER.findall(text))
    if not foreign:
        return None
    letters = max(foreign, sum(map(str.isalpha, text)))  # a circled digit is foreign and no letter
    if foreign <= _FOREIGN_SHARE * letters:
        return None
    return Language(code=OTHER, share=round(foreign / letters, 4))


def _clearest(evidence: Mapping[str, float]) -> Language:
    if not evidence:
        return Language(code=UNKNOWN, share=0.0)
    # By name where equal, so that the guess depends on the text alone.
    best, *others = sorted(evidence, key=lambda language: (-evidence[language], language))
    share = evidence[best] / (evidence[best] + (evidence[others[0]] if others else 0))
    if evidence[best] < _LEAST_EVIDENCE or share < _LEAST_SHARE:
        return Language(code=UNKNOWN, share=0.0)
    return Language(code=best if best in SUPPORTED else OTHER, share=round(share, 4))


def _evidence(text: str) -> dict[str, float]:
    evidence: defaultdict[str, float] = defaultdict(float)
    for word, times in sorted(Counter(_WORD.findall(text.lower())).items()):
        for language, weight in _weights(word):
            evidence[language] += times * weight
    return dict(evidence)


@lru_cache(maxsize=65536)
def _weights(word: str) -> tuple[tuple[str, float], ...]:
    """What one word says for each language, at most 1 in all."""
    languages = _LANGUAGES_OF.get(word) or _LANGUAGES_OF.get(word.rstrip("'"))
    if languages:
        return tuple((language, 1 / len(languages)) for language in languages)
    hints = {language for letter in set(word) & _TELLING for language in LETTERS[letter]}
    if not hints and len(word) >= _SHORTEST_WITH_ENDING:
        hints = {language for ending, language in _ENDINGS if word.endswith(ending)}
    return tuple((language, _HINT / len(hints)) for language in sorted(hints))


def _languages_of_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in {**SUPPORTED_WORDS, **OTHERS}.items():
        for word in words.split():
            known = found.setdefault(word, [])
            if language not in known:
                known.append(language)
    return {word: tuple(languages) for word, languages in found.items()}


_LANGUAGES_OF = _languages_of_words()
_TELLING = frozenset(LETTERS)
_ENDINGS = tuple(
    (ending, language) for language, endings in TYPICAL_ENDINGS.items() for ending in endings.split()
)
