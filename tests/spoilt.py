"""Texts as they come out of files that are read wrongly: each way by one function from text to text."""

import random
import re
import string
from collections.abc import Callable

Spoil = Callable[[str], str]


def shifted(by: int) -> Spoil:
    """A font whose letters mean others: each moved along the alphabet."""
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    return _exchanged(lower[by:] + lower[:by], upper[by:] + upper[:by])


def permuted(text: str) -> str:
    """A font whose letters mean others, without any order."""
    letters = list(string.ascii_lowercase)
    random.Random(5).shuffle(letters)
    mixed = "".join(letters)
    return _exchanged(mixed, mixed.upper())(text)


def by_glyph(text: str) -> str:
    """The numbers of glyphs taken for codes of characters: 29 apart in many fonts of Windows."""
    return "".join(c if c.isspace() else chr(max(33, ord(c) - 29)) for c in text)


def without_meaning(text: str) -> str:
    """A font that does not name its letters."""
    return "".join(c if c.isspace() else chr(0xE000 + ord(c) % 6000) for c in text)


def spaced(text: str) -> str:
    """Every letter by itself."""
    return "\n".join(" ".join(line.replace(" ", "")) for line in text.split("\n"))


def glued(text: str) -> str:
    """No spaces."""
    return text.replace(" ", "")


def partly_glued(text: str) -> str:
    """Three of ten spaces lost."""
    chance = random.Random(5)
    return re.sub(" ", lambda _: "" if chance.random() < 0.3 else " ", text)


def shuffled(text: str) -> str:
    """All words in another order."""
    words = text.split()
    random.Random(5).shuffle(words)
    return "\n".join(" ".join(words[at : at + 10]) for at in range(0, len(words), 10))


def misspelt(share: float) -> Spoil:
    """Letters replaced by others, as bad text recognition leaves them."""

    def spoil(text: str) -> str:
        chance = random.Random(5)
        return "".join(
            chance.choice(string.ascii_lowercase) if c.isalpha() and chance.random() < share else c
            for c in text
        )

    return spoil


def every_other_line(text: str) -> str:
    """One of two fonts that means other letters."""
    spoil = shifted(3)
    return "\n".join(spoil(line) if at % 2 else line for at, line in enumerate(text.split("\n")))


def mojibake(text: str) -> str:
    """UTF-8 read as Windows' code page."""
    return text.encode().decode("cp1252", errors="replace")


def question_marks(text: str) -> str:
    """Letters that a code page did not have."""
    return text.encode("ascii", errors="replace").decode()


def _exchanged(lower: str, upper: str) -> Spoil:
    table = str.maketrans(string.ascii_letters, lower + upper)
    return lambda text: text.translate(table)


HOPELESS: dict[str, Spoil] = {
    "letters moved by 1": shifted(1),
    "letters moved by 3": shifted(3),
    "letters moved by 13": shifted(13),
    "letters exchanged": permuted,
    "glyph numbers": by_glyph,
    "letters without meaning": without_meaning,
    "letters spaced apart": spaced,
    "no spaces": glued,
    "35 % of letters wrong": misspelt(0.35),
}
"""What nobody could read."""

DOUBTFUL: dict[str, Spoil] = {
    "30 % of spaces lost": partly_glued,
    "words shuffled": shuffled,
    "20 % of letters wrong": misspelt(0.2),
    "every other line garbled": every_other_line,
}
"""What reads in part."""
