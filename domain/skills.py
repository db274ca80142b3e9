"""Which of a job's skills a resume names, with the passage that proves each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from domain.dates import Month
from domain.skill_claims import is_claimed
from domain.skill_context import (
    is_cut_from_a_word,
    is_mere_heading,
    means_another_thing,
    passage_around,
    speaks_for_skill,
)
from domain.skill_evidence import DatedSpan, Evidence, EvidenceLevel, EvidenceMap
from domain.skill_lexicon import Pattern, SkillLexicon, WantedSkill
from domain.skill_search import SearchedText, loose_places, tight_places
from domain.skill_usage import is_a_person
from domain.word_forms import Words, read_words, stem

__all__ = ["DatedSpan", "EvidenceLevel", "SkillFinding", "SkillLexicon", "distinct_skills", "find_skills"]

_MOST_KEPT = 100  # occurrences kept per skill
_MOST_LOOSE = 60  # places of words that stand apart, examined per spelling


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
        level: how strongly the passage speaks for the skill; None where not found.
        first: first month of the dated role that the passage stands in; None where it stands in none.
        last: last month of that role.
    """

    name: str
    found: bool
    matched_as: str | None
    passage: str | None
    start: int | None
    occurrences: tuple[int, ...] = ()
    level: EvidenceLevel | None = None
    first: Month | None = None
    last: Month | None = None


@dataclass(slots=True, kw_only=True)
class _Search:
    """One text with what was found in it so far."""

    text: SearchedText
    evidence: EvidenceMap
    seen: dict[tuple[Pattern, bool], "tuple[_Place, ...]"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A claimed match and what it shows."""

    first: int
    last: int
    evidence: Evidence

    @property
    def order(self) -> tuple[int, int, int, int]:
        """The strongest first, then the one that stands first, then the longest."""
        step, ended = self.evidence.strength
        return -step, -ended, self.first, -self.last


def find_skills(
    names: Sequence[str],
    text: str,
    lexicon: SkillLexicon,
    *,
    roles: Sequence[DatedSpan] = (),
    as_of: date | None = None,
) -> tuple[SkillFinding, ...]:
    """Look for each named skill in a normalised text.

    A skill counts where the text claims it: by its own name or another spelling of the lexicon, at word
    boundaries that know `C++` from `C`, not denied ("no experience with"), not wished for ("keen to learn")
    and, for everyday words such as `Go`, in technical surroundings. The proof is the place
    of the strongest evidence (see `EvidenceLevel`), the first of equals.

    Args:
        names: the job's skills in its own spelling.
        text: the resume's text after `domain.text.normalise`.
        lexicon: the known skills and their spellings.
        roles: the text's dated roles; without them no level above `PROJECT` is reached.
        as_of: the day that the resume is read for, by which a role is recent.

    Returns:
        One finding per name, in the order given; names of the same skill get the same proof.
        See `distinct_skills` to count each skill once.
    """
    search = _Search(
        text=SearchedText(words=read_words(text), lexicon=lexicon), evidence=EvidenceMap(text, roles, as_of)
    )
    return tuple(_finding(name, search) for name in names)


def distinct_skills(names: Sequence[str], lexicon: SkillLexicon) -> tuple[str, ...]:
    """The names without those that repeat an earlier one in other letters or by another spelling of it."""
    kept: dict[str, str] = {}
    for name in names:
        kept.setdefault(lexicon.canonical(name) or " ".join(name.casefold().split()), name)
    return tuple(kept.values())


def _finding(name: str, search: _Search) -> SkillFinding:
    wanted = search.text.lexicon.read(name)
    place = _locate(wanted, search)
    if place is None:
        return SkillFinding(name=name, found=False, matched_as=None, passage=None, start=None)
    words = search.text.words
    start, end = words.starts[place.first], words.ends[place.last]
    places = (
        place,
        *(other for pattern in _readable(wanted, search) for other in _places(pattern, search, tight=True)),
    )
    return SkillFinding(
        name=name,
        found=True,
        matched_as=" ".join(words.text[start:end].split()),
        passage=passage_around(words.text, start, end),
        start=start,
        occurrences=tuple(sorted({words.starts[other.first] for other in places})[:_MOST_KEPT]),
        level=place.evidence.level,
        first=place.evidence.first,
        last=place.evidence.last,
    )


def _locate(wanted: WantedSkill, search: _Search) -> _Place | None:
    best: _Place | None = None
    patterns = _readable(wanted, search)
    for tight in (True, False):
        # Words that stand apart are a weaker match: they are looked at where nothing else was found, or where
        # they may show a role and the others did not.
        if best is not None and (not search.evidence.has_roles or best.evidence.first is not None):
            break
        places = [place for pattern in patterns for place in _places(pattern, search, tight=tight)]
        if best is not None:
            places = [place for place in places if place.evidence.first is not None] + [best]
        best = min(places, key=lambda place: place.order, default=best)
    if best is not None or not wanted.parts:
        return best
    found = [_locate(part, search) for part in wanted.parts]
    if not all(found):
        return None
    # A name of several skills is shown as well as the one that is shown least.
    return min((place for place in found if place), key=lambda place: place.evidence.strength)


def _readable(wanted: WantedSkill, search: _Search) -> list[Pattern]:
    """The spellings but for names of languages that the text is not written in."""
    return [
        pattern
        for pattern in wanted.patterns
        if not pattern.language or search.text.may_hold(pattern.language)
    ]


def _places(pattern: Pattern, search: _Search, *, tight: bool) -> tuple[_Place, ...]:
    """All places that count, in the order of the text, as many as are kept."""
    if not tight and (not pattern.inflected or len(pattern.keys) == 1 or pattern.language):
        return ()
    if (pattern, tight) not in search.seen:
        starts, at = search.text.words.starts, search.evidence.at
        spans = (
            tight_places(pattern, search.text)
            if tight
            else sorted(islice(loose_places(pattern, search.text), _MOST_LOOSE))
        )
        counted = (span for span in spans if _counts(span, pattern, search.text))
        search.seen[pattern, tight] = tuple(
            _Place(first=first, last=last, evidence=at(starts[first]))
            for first, last in islice(counted, _MOST_KEPT)
        )
    return search.seen[pattern, tight]


def _counts(span: tuple[int, int], pattern: Pattern, searched: SearchedText) -> bool:
    first, last = span
    words = searched.words
    lexicon = searched.lexicon
    if is_cut_from_a_word(words, first, last, lexicon) or _ends_as_verb(last, pattern, words):
        return False
    if means_another_thing(words, first, last, lexicon, pattern) or is_a_person(
        words.text, words.starts[first]
    ):
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
