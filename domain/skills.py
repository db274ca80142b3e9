"""Which of a job's skills a resume names, with the passage that proves each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from domain.skill_claims import is_claimed
from domain.skill_context import (
    is_cut_from_a_word,
    is_mere_heading,
    means_another_thing,
    passage_around,
    speaks_for_skill,
)
from domain.skill_lexicon import Pattern, SkillLexicon, WantedSkill
from domain.word_forms import LINKING, Words, read_words, stem, word_set, words_of

__all__ = ["SkillFinding", "SkillLexicon", "distinct_skills", "find_skills"]

# What may stand between two words of one name.
_JOIN = re.compile(r"|[ .]|\.?'s? ?|[ \n]?[-/&_+] ?|\n")
_HARD_STOP = re.compile(r"[.!?:](?=\s)|[;\u2022|\t]|\n(?=[^a-z])|\n\n")
_COORDINATOR = frozenset({"and", "or"})
_ALWAYS_SKIPPED = frozenset({"a", "an", "and", "of", "or", "the"})
_NOT_BETWEEN = word_set(
    """
    for with to by from in at on as but not no who which that into is are was were
    skill skills experience knowledge
    """
)
_OF = frozenset({"of", "for", "in", "on", "with"})
_QUALITIES = frozenset({"skills", "skill", "ability", "abilities", "knowledge", "expertise", "proficiency"})
_MOST_OCCURRENCES = 400  # examined per spelling: more is no resume, and time stays bounded
_MOST_KEPT = 100  # occurrences kept per skill
_MOST_LINKING = 2
_MOST_BETWEEN = 2
_MOST_COORDINATED = 6
_MOST_REVERSED = 4
_LONG_LINE = 40
_WIDEST_GAP = 8
_LONG_PHRASE = 3
_SHORTEST_HALF = 3
_NEVER_VERBS = ("ment", "ments", "tion", "tions", "sion", "er", "ers", "or", "ors", "sis")
_NOMINAL = (
    "ment",
    "ion",
    "ions",
    "ing",
    "ance",
    "sis",
    "er",
    "or",
    "service",
    "support",
    "repair",
    "design",
    "control",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillFinding:
    """Whether one wanted skill was found, and the proof.

    Attributes:
        name: the skill in the job's own spelling.
        found: whether the text claims it.
        matched_as: the words of the text that were taken for it, in one line; None where not found.
        passage: the line or sentence that holds them, about 200 characters; None where not found.
        start: offset of the match in the text, in characters; None where not found.
        occurrences: offsets of all places that count, the first 100 in rising order.
    """

    name: str
    found: bool
    matched_as: str | None
    passage: str | None
    start: int | None
    occurrences: tuple[int, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Searched:
    """A text on the way of being searched; its columns are filled when first needed."""

    words: Words
    lexicon: SkillLexicon
    by_stem: dict[str, list[str]] = field(default_factory=dict)
    merged: dict[str, list[int]] = field(default_factory=dict)
    seen: dict[tuple[Pattern, bool], tuple[int, int] | None] = field(default_factory=dict)

    def places(self, key: str, *, inflected: bool) -> Sequence[int]:
        if not inflected:
            return self.words.places.get(key, ())
        if not self.by_stem:
            for word in self.words.places:
                self.by_stem.setdefault(stem(word), []).append(word)
        if key not in self.merged:
            alike = self.by_stem.get(key, ())
            self.merged[key] = sorted({index for word in alike for index in self.words.places[word]})
        return self.merged[key]

    def joined(self, key: str) -> Sequence[int]:
        """Where two neighbouring words, written apart, make up this one word: "power bi", "front-end"."""
        places, lower = self.words.places, self.words.lower
        found: list[int] = []
        for cut in range(1, len(key)):
            head, tail = places.get(key[:cut]), places.get(key[cut:])
            if head and tail:
                rarer, way = (head, 0) if len(head) <= len(tail) else (tail, -1)
                found.extend(
                    index + way
                    for index in rarer[:_MOST_OCCURRENCES]
                    if lower[index + way : index + way + 2] == [key[:cut], key[cut:]]
                )
        return sorted(found)

    def same(self, index: int, key: str, *, inflected: bool) -> bool:
        word = self.words.lower[index]
        if word == key:
            return True
        return (
            stem(word) == key
            if inflected
            else index in self.words.places.get(key, ()) and word.startswith(key)
        )


def find_skills(names: Sequence[str], text: str, lexicon: SkillLexicon) -> tuple[SkillFinding, ...]:
    """Look for each named skill in a normalised text.

    A skill counts where the text claims it: by its own name or another spelling of the lexicon, at word
    boundaries that know `C++` from `C`, not denied ("no experience with"), not wished for ("keen to learn")
    and, for everyday words such as `Go`, in technical surroundings. The first such place is the proof.

    Args:
        names: the job's skills in its own spelling.
        text: the resume's text after `domain.text.normalise`.
        lexicon: the known skills and their spellings.

    Returns:
        One finding per name, in the order given; names of the same skill get the same proof.
        See `distinct_skills` to count each skill once.
    """
    searched = _Searched(words=read_words(text), lexicon=lexicon)
    return tuple(_finding(name, searched) for name in names)


def distinct_skills(names: Sequence[str], lexicon: SkillLexicon) -> tuple[str, ...]:
    """The names without those that repeat an earlier one in other letters or by another spelling of it."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(lexicon.canonical(name) or " ".join(name.casefold().split()), name)
    return tuple(kept.values())


def _finding(name: str, searched: _Searched) -> SkillFinding:
    span = _locate(searched.lexicon.read(name), searched)
    if span is None:
        return SkillFinding(name=name, found=False, matched_as=None, passage=None, start=None)
    words = searched.words
    start, end = words.starts[span[0]], words.ends[span[1]]
    return SkillFinding(
        name=name,
        found=True,
        matched_as=" ".join(words.text[start:end].split()),
        passage=passage_around(words.text, start, end),
        start=start,
        occurrences=_occurrences(searched.lexicon.read(name), searched, span),
    )


def _occurrences(wanted: WantedSkill, searched: _Searched, proof: tuple[int, int]) -> tuple[int, ...]:
    """Offsets of all places that count, by any spelling that a place counts by as a whole."""
    spans = {proof}
    for pattern in wanted.patterns:
        places = (span for span in _tight_places(pattern, searched) if _counts(span, pattern, searched))
        spans.update(islice(places, _MOST_KEPT))
    return tuple(sorted({searched.words.starts[first] for first, _ in spans})[:_MOST_KEPT])


def _locate(wanted: WantedSkill, searched: _Searched) -> tuple[int, int] | None:
    for tight in (True, False):
        spans = [
            span
            for pattern in wanted.patterns
            if (span := _first_place(pattern, searched, tight=tight)) is not None
        ]
        if spans:
            return min(spans, key=lambda span: (span[0], -span[1]))
    if not wanted.parts:
        return None
    found = [_locate(part, searched) for part in wanted.parts]
    return found[0] if all(found) else None


def _first_place(pattern: Pattern, searched: _Searched, *, tight: bool) -> tuple[int, int] | None:
    if not tight and (not pattern.inflected or len(pattern.keys) == 1):
        return None
    if (pattern, tight) not in searched.seen:
        spans = _tight_places(pattern, searched) if tight else _loose_places(pattern, searched)
        searched.seen[pattern, tight] = next(
            (span for span in spans if _counts(span, pattern, searched)), None
        )
    return searched.seen[pattern, tight]


def _counts(span: tuple[int, int], pattern: Pattern, searched: _Searched) -> bool:
    first, last = span
    words = searched.words
    lexicon = searched.lexicon
    if is_cut_from_a_word(words, first, last, lexicon):
        return False
    if means_another_thing(words, first, last, lexicon, pattern):
        return False
    if _ends_as_verb(last, pattern, words):
        return False
    if pattern.capital and not words.text[words.starts[first] : words.ends[last]].isupper():
        return False
    if pattern.general and is_mere_heading(words, first, last):
        return False
    if pattern.ambiguous and not speaks_for_skill(words, first, last, lexicon, pattern):
        return False
    return is_claimed(words, first, last, product="".join(pattern.words) in lexicon.technology)


def _ends_as_verb(last: int, pattern: Pattern, words: Words) -> bool:
    # "stakeholders managed a programme" is not stakeholder management
    return (
        pattern.inflected
        and len(pattern.keys) > 1
        and words.lower[last].endswith("ed")
        and not pattern.words[-1].endswith("ed")
        and stem(words.lower[last]) == pattern.keys[-1]
    )


def _tight_places(pattern: Pattern, searched: _Searched) -> Iterator[tuple[int, int]]:
    keys, inflected = pattern.keys, pattern.inflected
    columns = [searched.places(key, inflected=inflected) for key in keys]
    spans: list[tuple[int, int]] = []
    if all(columns):
        rarest = min(range(len(keys)), key=lambda column: len(columns[column]))
        for index in columns[rarest][:_MOST_OCCURRENCES]:
            span = _aligned(index, rarest, pattern, searched)
            if span:
                spans.append(span)
    joined = "".join(pattern.words)
    if len(keys) > 1:
        spans.extend((index, index) for index in searched.words.places.get(joined, ())[:_MOST_OCCURRENCES])
    if len(joined) > _SHORTEST_HALF:
        spans.extend(
            (index, index + 1)
            for index in searched.joined(joined)[:_MOST_OCCURRENCES]
            if _may_be_one_word(index, searched.words)
        )
    yield from sorted(set(spans))


def _may_be_one_word(index: int, words: Words) -> bool:
    gap = words.gap(index)
    if gap in {"-", ".", "/"}:
        return True
    halves = words.lower[index], words.lower[index + 1]
    return gap == " " and all(len(half) >= _SHORTEST_HALF and half not in LINKING for half in halves)


def _aligned(index: int, column: int, pattern: Pattern, searched: _Searched) -> tuple[int, int] | None:
    first = last = index
    for key in reversed(pattern.keys[:column]):
        before = _step(first, -1, key, pattern, searched)
        if before is None:
            return None
        first = before
    for key in pattern.keys[column + 1 :]:
        after = _step(last, 1, key, pattern, searched)
        if after is None:
            return None
        last = after
    return first, last


def _step(index: int, way: int, key: str, pattern: Pattern, searched: _Searched) -> int | None:
    words = searched.words
    own_links = LINKING.intersection(words_of(pattern.spelling)) if len(pattern.keys) > 1 else LINKING
    for _ in range(_MOST_LINKING + 1):
        following = index + way
        if not 0 <= following < len(words.lower) or not _joins(words, min(index, following)):
            return None
        if searched.same(following, key, inflected=pattern.inflected):
            return following
        if words.lower[following] not in _ALWAYS_SKIPPED and words.lower[following] not in own_links:
            return None
        index = following
    return None


def _joins(words: Words, index: int) -> bool:
    gap = words.gap(index)
    if gap == " ":
        return True
    if len(gap) > _SHORTEST_HALF or not _JOIN.fullmatch(gap):
        return False
    if "\n" not in gap:
        return True
    # a line that was broken because it was full, not an item of a list
    following = words.text[words.starts[index + 1]]
    return (
        following.islower() or words.ends[index] - words.text.rfind("\n", 0, words.ends[index]) > _LONG_LINE
    )


def _loose_places(pattern: Pattern, searched: _Searched) -> Iterator[tuple[int, int]]:
    columns = [searched.places(key, inflected=True) for key in pattern.keys]
    if not all(columns):
        return
    rarest = min(range(len(columns)), key=lambda column: len(columns[column]))
    for index in columns[rarest][:_MOST_OCCURRENCES]:
        low, high = _sentence_around(index, len(pattern.keys), searched.words)
        spots = [
            [spot for spot in range(low, high) if stem(searched.words.lower[spot]) == key]
            for key in pattern.keys
        ]
        if not all(spots):
            continue
        if len(spots) < _LONG_PHRASE:
            yield from (
                (min(one, other), max(one, other))
                for one in spots[0]
                for other in spots[1]
                if one != other and _belong_together(one, other, pattern, searched.words)
            )
        else:
            nearest = [min(spot, key=lambda place: (abs(place - index), place)) for spot in spots]
            in_order = nearest == sorted(nearest)
            if len(set(nearest)) == len(nearest) and (in_order or len(nearest) > _LONG_PHRASE):
                yield min(nearest), max(nearest)


def _sentence_around(index: int, size: int, words: Words) -> tuple[int, int]:
    reach = _MOST_COORDINATED + 2 if size < _LONG_PHRASE else 2 * size + 2
    low = high = index
    while low > 0 and index - low < reach and not _stops(low - 1, words):
        low -= 1
    while high + 1 < len(words.lower) and high - index < reach and not _stops(high, words):
        high += 1
    return low, high + 1


def _stops(index: int, words: Words) -> bool:
    end, start = words.ends[index], words.starts[index + 1]
    return start - end > _WIDEST_GAP or bool(_HARD_STOP.search(words.text, end, start + 1))


def _belong_together(one: int, other: int, pattern: Pattern, words: Words) -> bool:
    """Whether two words found apart make up the phrase: "time and project management", "managed projects"."""
    low, high = min(one, other), max(one, other)
    between = words.lower[low + 1 : high]
    commas = [index for index in range(low, high) if "," in words.gap(index) or "(" in words.gap(index)]
    if one > other:
        return not commas and len(between) <= _MOST_REVERSED and _reads_reversed(low, between, pattern, words)
    if _NOT_BETWEEN.difference(words_of(pattern.spelling)).intersection(between):
        return False
    if not commas and len(between) <= _MOST_BETWEEN:
        return True
    slash = not commas and any(
        "/" in words.gap(index) or "&" in words.gap(index) for index in range(low, high)
    )
    last_link = max((low + 1 + at for at, word in enumerate(between) if word in _COORDINATOR), default=-1)
    if slash:
        return len(between) <= _MOST_REVERSED
    return len(between) <= _MOST_COORDINATED and last_link > max(commas, default=low)


def _reads_reversed(low: int, between: Sequence[str], pattern: Pattern, words: Words) -> bool:
    if between[:1] == ["of"] or (_OF.intersection(between[:1]) and pattern.words[-1] in _QUALITIES):
        return len(between) <= _MOST_BETWEEN + 1
    if "of" in between and _COORDINATOR.intersection(between[:1]):  # "calibration and care of equipment"
        return True
    head = pattern.words[-1]
    verb = (
        head.endswith(_NOMINAL) and words.lower[low] != head and not words.lower[low].endswith(_NEVER_VERBS)
    )
    return verb and not _NOT_BETWEEN.intersection(between)
