"""Which known skills a sentence names, and whether it says that they are there or that they are not."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from domain.grounding_tokens import Token, even, runs_of
from domain.grounding_words import DENIED_AFTER, DENIED_BEFORE, EMPTY
from domain.skill_lexicon import SkillLexicon

LONGEST_NAME = 4
"""Words of a skill."""
_SHORTEST = 3  # letters of a name in small letters: shorter ones are everyday words
_JOINED = re.compile(r"[,;:()!?\"]|[.] ")
_BREAK = re.compile(
    r"[;!?]|[.](?=\s)"
    r"|\b(?:but|although|though|however|while|whereas|whilst|yet|rather than|instead of|except|unlike)\b",
    re.IGNORECASE,
)
_DENYING_BREAK = re.compile(r"rather than|instead of|except|unlike", re.IGNORECASE)
_RELATIVE = re.compile(r", (?:which|who|that|as|a|an)\b[^,.;]*(?=[,.;]|$)", re.IGNORECASE)
_PIECE = re.compile(r",\s|\s(?:and|or)\s|\(|\)")


class Mention(NamedTuple):
    """A known skill in a sentence: its name, and the tokens that write it, one after the last."""

    name: str
    first: int
    last: int


def mentions_of(
    sentence: str,
    tokens: Sequence[Token],
    lexicon: SkillLexicon,
    asked: Iterable[str],
    *,
    longest: int = LONGEST_NAME,
) -> list[Mention]:
    """Find the names of products, and of whatever the job asks for, longest first, without overlap.

    Args:
        sentence: what is read.
        tokens: of it.
        lexicon: known skills.
        asked: skills of the job.
        longest: how many words a name may have.
    """
    text = even(sentence)
    known = {skill_key(name, lexicon) for name in asked}
    found: list[Mention] = []
    taken: set[int] = set()
    for first, last in runs_of(tokens, longest):
        ends = (tokens[first], tokens[last - 1])
        if taken.intersection(range(first, last)) or any(
            end.word in EMPTY or end.value is not None for end in ends
        ):
            continue
        name = text[ends[0].start : ends[1].end]
        if _JOINED.search(name) or _is_everyday(name, first, lexicon):
            continue
        key = skill_key(name, lexicon)
        if key in known or key in lexicon.products:
            found.append(Mention(key, first, last))
            taken.update(range(first, last))
    return found


@lru_cache(maxsize=16384)
def skill_key(name: str, lexicon: SkillLexicon) -> str:
    """One name for all spellings of a skill."""
    return lexicon.canonical(name) or " ".join(name.casefold().split())


def _is_everyday(name: str, first: int, lexicon: SkillLexicon) -> bool:
    if name.islower() and len(name) < _SHORTEST:
        return True
    return lexicon.is_ambiguous(name) and (name.islower() or (first == 0 and not name.isupper()))


def is_denied(sentence: str, start: int, end: int) -> bool:
    """Whether a sentence denies what stands in `even(sentence)` from `start` to `end`, as a whole clause."""
    low, high, denying = _clause(even(sentence), start)
    return denying or _denies(_without_relative(even(sentence), start), low, high, start, end)


def agrees(
    sentence: str, tokens: Sequence[Token], mentions: Sequence[Mention], is_shown: Callable[[str], bool]
) -> bool:
    """Whether a sentence says of every skill it names what is so: not shown only with a denial, else none.

    A clause has one voice, or its parts between commas have each their own.
    """
    text = even(sentence)
    for mention in mentions:
        start, end = tokens[mention.first].start, tokens[mention.last - 1].end
        shown = is_shown(mention.name)
        low, high, denying = _clause(text, start)
        bare = _without_relative(text, start)
        whole = denying or _denies(bare, low, high, start, end)
        if whole != shown:
            continue
        # "Python is shown, Kafka is not"
        cuts = [low, *(cut.end() for cut in _PIECE.finditer(bare, low, high)), high]
        low = max(cut for cut in cuts if cut <= start)
        high = min((cut for cut in cuts if cut >= end), default=high)
        if denying or "," not in bare or _denies(bare, low, high, start, end) == shown:
            return False
    return True


def _clause(text: str, at: int) -> tuple[int, int, bool]:
    """Bounds of the clause around an offset, and whether what opens it denies it."""
    low, high, denying = 0, len(text), False
    for found in _BREAK.finditer(text):
        if found.end() <= at:
            low, denying = found.end(), _DENYING_BREAK.fullmatch(found[0]) is not None
        elif found.start() >= at:
            high = found.start()
            break
    return low, high, denying


def _without_relative(text: str, at: int) -> str:
    """The text with blanks for its relative clauses but for one around an offset."""
    return _RELATIVE.sub(
        lambda found: found[0] if found.start() <= at < found.end() else " " * len(found[0]), text
    )


def _denies(text: str, low: int, high: int, start: int, end: int) -> bool:
    return bool(DENIED_BEFORE.search(text[low:start]) or DENIED_AFTER.search(text[end:high]))
