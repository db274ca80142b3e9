"""Words of French, German, Spanish, Portuguese and Italian names of skills, and what inflections share."""

import unicodedata
from functools import lru_cache

from domain.word_forms import word_set, words_of

FOREIGN_LINKING = {
    "fr": word_set("le la les l un une des du de d et en au aux a à pour par sur avec dans"),
    "de": word_set("der die das den dem des von vom und im in am zur zum für mit"),
    "es": word_set("el la los las de del al y e en a con para por un una"),
    "pt": word_set("o a os as de do da dos das e em no na nos nas ao à com para por um uma"),
    "it": word_set(
        "il lo la i gli le l di d del dello della dei degli delle e ed in a al alla ai con per dell"
    ),
}
"""Words that may stand or be missing inside a name, by language."""

_LONG = 5
_LONG_WITH_GENDER = 9
_UMLAUTS = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})


def foreign_content_words(name: str, language: str) -> tuple[str, ...]:
    """The words of a name without linking ones, in lower case; all of them where nothing else is left."""
    words = words_of(name)
    return tuple(word for word in words if word not in FOREIGN_LINKING[language]) or words


@lru_cache(maxsize=65536)
def foreign_stem(word: str, language: str) -> str:
    """The part of a lower-case word that its plural, gender and spellings without accents share.

    Own light rules, as in the light stemmers of Savoy (2006): accents go, German umlauts may be spelt out,
    and the endings of number and gender are cut from words of five letters and more.
    """
    if language == "de":
        word = word.translate(_UMLAUTS).replace("ae", "a").replace("oe", "o").replace("ue", "u")
    word = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    if len(word) < _LONG or not word.isalpha():
        return word
    return _STEMMERS[language](word)


def _french(word: str) -> str:
    if word.endswith("aux"):
        return word[:-3] + "al"
    word = word.removesuffix("s").removesuffix("x")
    return word.removesuffix("e").removesuffix("e")


def _german(word: str) -> str:
    if len(word) >= _LONG_WITH_GENDER:
        word = word.removesuffix("innen").removesuffix("in")
    for ending in ("en", "es", "em", "er", "e", "n", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= _LONG - 1:
            return word[: -len(ending)]
    return word


def _spanish(word: str) -> str:
    word = word.removesuffix("s")
    return word[:-1] if word[-1] in "aeo" else word


def _portuguese(word: str) -> str:
    if word.endswith("oes"):
        word = word[:-3] + "ao"
    elif word.endswith("ais"):
        word = word[:-2] + "l"
    word = word.removesuffix("s")
    return word[:-1] if word[-1] in "aeo" else word


def _italian(word: str) -> str:
    if word.endswith(("chi", "che", "ghi", "ghe")):
        return word[:-2]
    return word[:-1] if word[-1] in "aeio" else word


_STEMMERS = {"fr": _french, "de": _german, "es": _spanish, "pt": _portuguese, "it": _italian}
