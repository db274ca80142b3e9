"""Whether a string that a language model wrote may be stored at all: letters and plain marks alone."""

import re
import unicodedata
from collections.abc import Callable

_MARKS = frozenset(
    " .,;:!?'\"()/&%+#$\u20ac\u00a3\u00b0\u00b7-\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026~\u2192"
)
_DOMAIN = re.compile(
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|ru|cn|dev|app|me|co|uk|de|eu|info|biz|ai|xyz|site|online|link"
    r"|example|top|shop|ly)\b",
    re.IGNORECASE,
)
# Links, entities, emphasis, a heading, what a spreadsheet takes for a formula, and encoded text.
_MARKUP = re.compile(
    r"\w:/|//|www\.|&#?\w+;|~~|--|^\s*[#=+@~]|^\s*-(?! )|[A-Za-z0-9+/=]{40,}|(?<![A-Za-z])#", re.IGNORECASE
)
_BEYOND_LATIN = "\u0250"  # IPA, Greek, Cyrillic and all that follows in Unicode


def is_plain(text: str, *, is_name: Callable[[str], bool] = lambda _: False) -> bool:
    """Whether a text is one line of letters, digits and everyday marks, without markup, link or contact.

    Control, format and private characters, superscripts and other number forms are none of these.

    Args:
        text: any string.
        is_name: whether what looks like a domain is a known name ("ASP.NET", "Socket.IO").
    """
    if not all(char in _MARKS or _is_written(char) for char in text):
        return False
    return not _MARKUP.search(text) and all(is_name(match[0]) for match in _DOMAIN.finditer(text))


def is_latin(text: str) -> bool:
    """Whether all letters of a text are Latin ones."""
    return all(not char.isalpha() or char < _BEYOND_LATIN for char in text)


def _is_written(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" or unicodedata.category(char) == "Nd"
