"""Where the words of a skill's name stand in a text: as written, inflected, apart, or in another language."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.foreign_forms import FOREIGN_LINKING, foreign_stem
from domain.language import languages_in
from domain.skill_lexicon import Pattern, SkillLexicon
from domain.word_forms import LINKING, Words, stem, word_set, words_of

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


@dataclass(slots=True, kw_only=True)
class SearchedText:
    """A text on the way of being searched; its columns are filled when first needed."""

    words: Words
    lexicon: SkillLexicon
    by_stem: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    merged: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    languages: frozenset[str] | None = None

    def places(self, key: str, pattern: Pattern) -> Sequence[int]:
        """Indices of the words that a key of the pattern stands for, ascending."""
        if not pattern.inflected:
            return self.words.places.get(key, ())
        language = pattern.language
        if language not in self.by_stem:
            by_stem = self.by_stem[language] = {}
            for word in self.words.places:
                by_stem.setdefault(_stem_of(word, language), []).append(word)
        if (language, key) not in self.merged:
            alike = self.by_stem[language].get(key, ())
            self.merged[language, key] = sorted(
                {index for word in alike for index in self.words.places[word]}
            )
        return self.merged[language, key]

    def may_hold(self, language: str) -> bool:
        """Whether some of the text is in this language, as far as can be told."""
        if self.languages is None:
            self.languages = languages_in(self.words.text)
        return not self.languages or language in self.languages

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

    def same(self, index: int, key: str, pattern: Pattern) -> bool:
        """Whether the word of this index is one that a key of the pattern stands for."""
        word = self.words.lower[index]
        if word == key:
            return True
        if pattern.inflected:
            return _stem_of(word, pattern.language) == key
        return index in self.words.places.get(key, ()) and word.startswith(key)


def _stem_of(word: str, language: str) -> str:
    return foreign_stem(word, language) if language else stem(word)


def tight_places(pattern: Pattern, searched: SearchedText) -> Sequence[tuple[int, int]]:
    """Where the words of a name stand side by side: first and last index, in the order of the text."""
    keys = pattern.keys
    columns = [searched.places(key, pattern) for key in keys]
    spans: set[tuple[int, int]] = set()
    if all(columns):
        rarest = min(range(len(keys)), key=lambda column: len(columns[column]))
        for index in columns[rarest][:_MOST_OCCURRENCES]:
            span = _aligned(index, rarest, pattern, searched)
            if span:
                spans.add(span)
    joined = "".join(pattern.words)
    if len(keys) > 1:
        spans.update((index, index) for index in searched.words.places.get(joined, ())[:_MOST_OCCURRENCES])
    if len(joined) > _SHORTEST_HALF:
        spans.update(
            (index, index + 1)
            for index in searched.joined(joined)[:_MOST_OCCURRENCES]
            if _may_be_one_word(index, searched.words)
        )
    return sorted(spans)


def _may_be_one_word(index: int, words: Words) -> bool:
    gap = words.gap(index)
    if gap in {"-", ".", "/"}:
        return True
    halves = words.lower[index], words.lower[index + 1]
    return gap == " " and all(len(half) >= _SHORTEST_HALF and half not in LINKING for half in halves)


def _aligned(index: int, column: int, pattern: Pattern, searched: SearchedText) -> tuple[int, int] | None:
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


def _step(index: int, way: int, key: str, pattern: Pattern, searched: SearchedText) -> int | None:
    words = searched.words
    if pattern.language:
        own_links = FOREIGN_LINKING[pattern.language]
    else:
        own_links = LINKING.intersection(words_of(pattern.spelling)) if len(pattern.keys) > 1 else LINKING
    for _ in range(_MOST_LINKING + 1):
        following = index + way
        if not 0 <= following < len(words.lower) or not _joins(words, min(index, following)):
            return None
        if searched.same(following, key, pattern):
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


def loose_places(pattern: Pattern, searched: SearchedText) -> Iterator[tuple[int, int]]:
    """Where the words of a phrase stand apart in one sentence ("managed large projects")."""
    columns = [searched.places(key, pattern) for key in pattern.keys]
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
