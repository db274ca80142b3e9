"""Normal form, hash and passages of a text."""

import hashlib
import re
import unicodedata

# Characters that leave no mark on a page, or only change the direction of writing: a word that is split
# or padded with them looks the same to a reader, so it must be the same to us.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LINE_END = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_PUNCTUATION = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u0060\u00b4\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys(
            "\u2022\u2023\u25aa\u25ab\u25cf\u25cb\u25a0\u25a1\u25e6\u2043\u2219\u25c6\u25c7"
            "\u27a2\u27a4\u2794\u2713\u2714\u2756\u29bf\u29be\u00b7\uf0b7\uf0a7\uf0d8\uf076\uf02d",
            "\u2022",
        ),
    }
)
# The most accents that a letter keeps, as in UAX #15's stream-safe format: to bring more of them in order
# takes time by their square, and nothing can interrupt it.
_MOST_MARKS = 30
_MARKS_WITHOUT_CLASS = frozenset("\u0f73\u0f75\u0f81\uff9e\uff9f")  # they become marks in the normal form
_HYPHENATED = re.compile(r"(?<=[^\W\d_]{2})-\n(?=[a-z\u00df-\u00ff]{2})")


def normalise(text: str) -> str:
    """Bring a text to the one form that is hashed, searched and embedded.

    Unicode compatibility form (NFKC, UAX #15: ligatures and full-width letters become plain), one kind of
    quote, dash and bullet, no invisible or control characters, single spaces, trimmed lines, at most one
    blank line in a row, at most thirty accents on a letter. Words broken by a hyphen at the end of a line are
    joined when the second half is lower case. Letter case stays, and so does the punctuation of `C++`, `C#`,
    `.NET`, `Node.js` and `CI/CD`.

    Idempotent: `normalise(normalise(t)) == normalise(t)`.
    """
    while True:
        result = _normalise_once(text)
        if result == text:
            return result
        text = result


def _normalise_once(text: str) -> str:
    text = _LINE_END.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = unicodedata.normalize("NFKC", _without_towers(text))
    text = _CONTROL.sub("", text).translate(_PUNCTUATION)
    text = _SPACES.sub(" ", text)
    text = "\n".join(line.strip() for line in text.split("\n"))
    text = _HYPHENATED.sub("", text)
    return _BLANK_LINES.sub("\n\n", text).strip()


def _without_towers(text: str) -> str:
    """Cut what is stacked on one letter to what any script needs."""
    if text.isascii():
        return text
    marks = "".join(sorted(c for c in set(text) if unicodedata.combining(c) or c in _MARKS_WITHOUT_CLASS))
    if not marks:
        return text
    return re.sub(rf"([{marks}]{{{_MOST_MARKS}}})[{marks}]+", r"\1", text)


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 bytes of a text, as 64 lower-case hex digits; lone surrogates are replaced."""
    return hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()
