"""Whether a clause claims a skill as the writer's own, or denies it, wishes for it or leaves it to others.

The rules, in short: a denial or wish reaches to the end of its clause, on both sides of the skill ("no
experience with Kafka, but strong in Redis" claims Redis; "Kafka I have never used" claims nothing). What a
client, a supplier, a colleague or another team uses is not the writer's; what the writer's own team uses is.
Little or limited experience counts as none.
"""

import re

from domain.claim_words import (
    CLAUSE_MARK,
    CONTRAST,
    CONTRASTS,
    DENIAL_CUE_BEGINNINGS,
    DENIAL_CUES,
    DENIED,
    NO_DENIAL,
    OF_OTHERS,
    OTHERS_CUE_BEGINNINGS,
    OTHERS_CUES,
    WISH_CUE_BEGINNINGS,
    WISH_CUES,
    WISHED,
    names_a_firm,
    names_other_people,
)
from domain.claim_words_after import (
    AFFIRMED_AFTER,
    AFTER_CUE_BEGINNINGS,
    AFTER_CUES,
    CLAUSE_END,
    DENIED_AFTER,
    OTHERS_AFTER,
    WISHED_AFTER,
)
from domain.word_forms import Words

_BEFORE = 140  # characters looked at before a match; a clause is seldom longer
_AFTER = 100
_LABEL = 120
_LINES_BELOW_A_LABEL = 8
_LONGEST_ITEM = 60
_WORD = re.compile(r"[^\W\d_]+")


def is_claimed(words: Words, first: int, last: int, *, product: bool) -> bool:
    """Whether words `first` to `last` are claimed as the writer's own, by what is said around them.

    Args:
        words: the text.
        first: index of the first word of the match.
        last: index of the last.
        product: whether they name a product, whose maker may be meant instead ("clerk at SAP").
    """
    text, start, end = words.text, words.starts[first], words.ends[last]
    if _in_address(text, start, end):
        return False
    before, after = clause_before(text, start), clause_after(text, end)
    if names_a_firm(before, after, product=product):
        return False
    words_before = frozenset(_WORD.findall(before.lower()))
    if is_disclaimed_after(after) or names_other_people(words_before, before, after):
        return False
    if "," in before and AFFIRMED_AFTER.match(after):
        before = before.rsplit(",", 1)[1]
    label = "" if before.strip(" -*") else _label_above(text, start)
    if label and (denies(f"{label} ") or wishes(f"{label} ")):
        return False
    if not words_before or (NO_DENIAL.search(before) and denies(before)):
        return True
    return not (denies(before) or wishes(before) or leaves_to_others(before))


def denies(clause: str) -> bool:
    """Whether the beginning of a clause denies what follows it."""
    return _has(clause, DENIAL_CUES, DENIAL_CUE_BEGINNINGS) and bool(DENIED.search(clause))


def wishes(clause: str) -> bool:
    """Whether the beginning of a clause wishes for what follows it."""
    return _has(clause, WISH_CUES, WISH_CUE_BEGINNINGS) and bool(WISHED.search(clause))


def leaves_to_others(clause: str) -> bool:
    """Whether the beginning of a clause says that others have or use what follows it."""
    return _has(clause, OTHERS_CUES, OTHERS_CUE_BEGINNINGS) and bool(OF_OTHERS.search(clause))


def is_disclaimed_after(clause: str) -> bool:
    """Whether the rest of a clause denies the skill before it, wishes for it or leaves it to others."""
    if not _has(clause, AFTER_CUES, AFTER_CUE_BEGINNINGS) and not set("0/").intersection(clause):
        return False
    return bool(DENIED_AFTER.match(clause) or WISHED_AFTER.match(clause) or OTHERS_AFTER.match(clause))


def _has(clause: str, cues: frozenset[str], beginnings: tuple[str, ...]) -> bool:
    return any(word in cues or word.startswith(beginnings) for word in _WORD.findall(clause.lower()))


def clause_before(text: str, start: int) -> str:
    """What its clause says before the offset `start`, at most 140 characters, in one line."""
    before = text[max(0, start - _BEFORE) : start + 1]  # one more, for the boundary that looks ahead
    cut = 0
    for boundary in CLAUSE_MARK.finditer(before):
        cut = min(boundary.end(), len(before) - 1)
    if not CONTRASTS.isdisjoint(_WORD.findall(before.lower())):
        for boundary in CONTRAST.finditer(before):
            cut = max(cut, min(boundary.end(), len(before) - 1))
    return before[cut:-1].replace("\n", " ")


def clause_after(text: str, end: int) -> str:
    """What its clause says after the offset `end`, at most 100 characters."""
    stop = CLAUSE_END.search(text, end, end + _AFTER)
    return text[end : stop.start() if stop else end + _AFTER]


def _label_above(text: str, start: int) -> str:
    """The label of the list that a line stands in ("Want to learn:"), without its colon, or ""."""
    line = text.rfind("\n", 0, start) + 1
    for _ in range(_LINES_BELOW_A_LABEL):
        if not line:
            return ""
        above = text.rfind("\n", max(0, line - 1 - _LABEL), line - 1) + 1
        if above <= 0 and line - 1 > _LABEL:
            return ""
        content = text[above : line - 1].strip()
        if not content:
            return ""
        if content.endswith(":"):
            return content[:-1]
        if len(content) > _LONGEST_ITEM:
            return ""
        line = above
    return ""


def _in_address(text: str, start: int, end: int) -> bool:
    left = max(text.rfind(" ", max(0, start - 80), start), text.rfind("\n", max(0, start - 80), start)) + 1
    chunk = re.match(r"\S{0,80}", text[max(left, start - 80) : end + 80])
    piece = chunk.group() if chunk else ""
    if re.search(r"\w@\w|://|www\.|https?:", piece):
        return True
    return bool(re.search(r"\.(?:com|org)\b", piece)) and "." not in text[start:end]
