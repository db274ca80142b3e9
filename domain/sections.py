"""Split the text of a resume into its sections by the headings that people write.

Headings are looked up in phrase tables (English, French, German, Spanish, Portuguese, Italian), never guessed
from their position: a line that no table knows stays in the section above it, so no text is ever lost.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from domain.headings import HEADINGS


class SectionKind(StrEnum):
    """What a part of a resume is about."""

    HEADER = "header"
    SUMMARY = "summary"
    EXPERIENCE = "experience"
    EDUCATION = "education"
    SKILLS = "skills"
    PROJECTS = "projects"
    CERTIFICATIONS = "certifications"
    VOLUNTEERING = "volunteering"
    INTERNSHIPS = "internships"
    PUBLICATIONS = "publications"
    AWARDS = "awards"
    LANGUAGES = "languages"
    INTERESTS = "interests"
    REFERENCES = "references"
    PERSONAL = "personal"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One section; `text[start:end]` is its body with its heading line.

    Attributes:
        kind: what the heading announces; `HEADER` for what stands before the first heading.
        heading: the heading as written, without marks, bullets and numbering; empty for the header.
        start: offset of the first character.
        end: offset after the last character.
    """

    kind: SectionKind
    heading: str
    start: int
    end: int


# A capitalised line of a few words that ends in one of these is a heading whatever comes before:
# "Banking Experience", "AWS Certifications".
_LAST_WORDS: dict[str, SectionKind] = {
    "experience": SectionKind.EXPERIENCE,
    "skills": SectionKind.SKILLS,
    "competencies": SectionKind.SKILLS,
    "certifications": SectionKind.CERTIFICATIONS,
    "internships": SectionKind.INTERNSHIPS,
    "kenntnisse": SectionKind.SKILLS,
}
_NOT_IN_A_HEADING = frozenset(
    (
        *(
            "years",
            "year",
            "yrs",
            "months",
            "user",
            "customer",
            "client",
            "guest",
            "employee",
            "brand",
            "product",
        ),
        *(
            "digital",
            "patient",
            "candidate",
            "event",
            "hands",
            "of",
            "in",
            "with",
            "the",
            "your",
            "my",
            "our",
        ),
        *(
            "manager",
            "engineer",
            "director",
            "designer",
            "lead",
            "head",
            "developer",
            "specialist",
            "analyst",
        ),
        "for",
    )
)
_VOLUNTARY = frozenset(("volunteer", "volunteering", "voluntary", "extracurricular"))
_INTERNAL = frozenset(("intern", "internship", "internships", "externship"))

# In a heading that names several things the first of these decides, because what is counted matters most.
_PRECEDENCE = (SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS, SectionKind.PROJECTS)
# Below a job these words label a part of it ("Achievements:", "Tools:") when they come back job after job.
_LABEL_KINDS = frozenset(
    (SectionKind.SKILLS, SectionKind.AWARDS, SectionKind.PROJECTS, SectionKind.SUMMARY, SectionKind.OTHER)
)
_JOB_LIKE = frozenset((SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS, SectionKind.PROJECTS))

_SHORTEST_HEADING = 3
_LONGEST_HEADING = 60
_MOST_WORDS = 4
_WRAPPED_LINE = 40
_LEADING_MARKS = re.compile(r"(?:[^\w(]|_)*(?:(?:\d{1,2}|[ivx]{1,4})[.)]\s*)?(?:[^\w(]|_)*", re.IGNORECASE)
_TRAILING_MARKS = re.compile(r"(?:[^\w)]|_)+$")
_PARENTHESIS = re.compile(r"\s*\([^()]{0,50}\)$")
_SEPARATOR = re.compile(r"\s*[&/,+|]\s*|\s+-\s+|\s+(?:and|und|et|y|e)\s+", re.IGNORECASE)
_NOT_LETTERS = re.compile(r"[^a-z0-9']+")
_INLINE = re.compile(r"[^:\n]{2,50}:(?=[ \t]*\S)")
_DURATION = re.compile(
    r"\W*(?:over|about|total|more than)?\W*\d+(?:[.,]\d+)?\s*\+?\s*"
    r"(?:years?|yrs?|months?|jahre|ans|a[nñ]os)\b",
    re.IGNORECASE,
)
_SPACED_LETTERS = re.compile(r"(?:\S )+\S")
_BETWEEN_SPACED = re.compile(r" [&/,+|-] ")
_CONJUNCTIONS = ("and", "und", "et", "y", "e")


@lru_cache(maxsize=4096)
def _key(heading: str) -> str:
    """Letters of a heading alone: no accents, case, spaces ("E D U C A T I O N") or marks."""
    plain = unicodedata.normalize("NFKD", heading.replace("ß", "ss").lower())
    return _NOT_LETTERS.sub("", plain.encode("ascii", "ignore").decode())


_KINDS = {
    _key(phrase): SectionKind(kind) for kind, phrases in HEADINGS.items() for phrase in phrases.split(";")
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heading:
    kind: SectionKind
    text: str
    start: int
    inline: bool


def split_sections(text: str) -> tuple[Section, ...]:
    """Cut a normalised text at its headings.

    The sections follow each other without gap or overlap and cover the whole text; an empty text has none. A
    line is a heading when nothing else stands on it ("## Experience", "EXPERIENCE:", "Education &
    Certifications") or when it starts with a known phrase and a colon ("Skills: Python, SQL"). A word that
    comes back under job after job ("Achievements:") is a label of the job and cuts nothing.
    """
    candidates = list(_candidates(text))
    times = Counter(_key(heading.text) for heading in candidates)
    accepted: list[_Heading] = []
    for heading in candidates:
        current = accepted[-1].kind if accepted else SectionKind.HEADER
        if not _is_label(heading, current, times[_key(heading.text)]):
            accepted.append(heading)
    return tuple(_sections(accepted, len(text)))


def _sections(headings: list[_Heading], length: int) -> Iterator[Section]:
    first = headings[0].start if headings else length
    if first > 0:
        yield Section(kind=SectionKind.HEADER, heading="", start=0, end=first)
    ends = [heading.start for heading in headings[1:]] + [length]
    for heading, end in zip(headings, ends, strict=False):
        yield Section(kind=heading.kind, heading=heading.text, start=heading.start, end=end)


def _is_label(heading: _Heading, current: SectionKind, times: int) -> bool:
    """Say whether a known phrase only labels a part of the section that it stands in."""
    if current in _JOB_LIKE and heading.kind in _LABEL_KINDS and times > 1:
        return True
    in_skills = current is SectionKind.SKILLS and heading.kind in {SectionKind.LANGUAGES, SectionKind.SKILLS}
    return heading.inline and in_skills


def _candidates(text: str) -> Iterator[_Heading]:
    start = 0
    above = ""
    for line in text.split("\n"):
        heading = _whole_line(line, start) or _inline(line, start)
        if heading is not None and not _ends_a_sentence(line, above):
            yield heading
        start += len(line) + 1
        above = line


def _ends_a_sentence(line: str, above: str) -> bool:
    """Say whether a line is the last word of a sentence that was wrapped ("... of the new / software.")."""
    if not line[:1].islower():
        return False
    wrapped = len(above) > _WRAPPED_LINE and not above.endswith((".", ":", ";", "!", "?"))
    return wrapped or line.endswith((".", ",", ";"))


def _whole_line(line: str, start: int) -> _Heading | None:
    if not _SHORTEST_HEADING <= len(line) <= _LONGEST_HEADING:
        return None
    bare = _bare(line)
    kind = _kind_of(bare)
    if kind is None and "(" in bare:
        bare = _TRAILING_MARKS.sub("", _PARENTHESIS.sub("", bare))
        kind = _kind_of(bare)
    sentence_like = line.startswith(("•", "- ", "* ")) or line.endswith((".", ",", ";"))
    if kind is None and not sentence_like:
        kind = _kind_of_last_word(bare)
    return _Heading(kind=kind, text=bare, start=start, inline=False) if kind else None


def _inline(line: str, start: int) -> _Heading | None:
    match = _INLINE.match(line[: _LONGEST_HEADING + 1])
    if match is None:
        return None
    bare = _bare(match.group())
    kind = _kind_of(bare)
    if kind is None or _DURATION.match(line, match.end()):
        return None
    return _Heading(kind=kind, text=bare, start=start, inline=True)


def _bare(line: str) -> str:
    marks = _LEADING_MARKS.match(line)
    return _TRAILING_MARKS.sub("", line[marks.end() if marks else 0 :])


def _kind_of(heading: str) -> SectionKind | None:
    """Kind of a heading that a table knows as a whole, or in all of its parts."""
    if not heading:
        return None
    if (kind := _KINDS.get(_key(heading))) is not None:
        return kind
    if _SPACED_LETTERS.fullmatch(heading):
        return _kind_of_spaced(heading)
    parts = [part for part in _SEPARATOR.split(heading) if part]
    if len(parts) == 1 or not parts:
        return None
    # "Work & Volunteer Experience": a first word that the last noun completes.
    last_noun = parts[-1].split()[-1]
    kinds = [_KINDS.get(_key(part)) or _KINDS.get(_key(f"{part} {last_noun}")) for part in parts]
    return None if None in kinds else _first_of(kind for kind in kinds if kind is not None)


def _kind_of_spaced(heading: str) -> SectionKind | None:
    """Kind of "S K I L L S  A N D  T O O L S", where nothing tells words from letters."""
    keys = [_key(part) for part in _BETWEEN_SPACED.split(heading)]
    if len(keys) == 1:
        cuts = ((at, word) for word in _CONJUNCTIONS for at in range(1, len(keys[0])))
        pairs = (
            [keys[0][:at], keys[0][at + len(word) :]] for at, word in cuts if keys[0].startswith(word, at)
        )
        keys = next((pair for pair in pairs if all(key in _KINDS for key in pair)), keys)
    kinds = [_KINDS.get(key) for key in keys]
    return None if None in kinds else _first_of(kind for kind in kinds if kind is not None)


def _first_of(kinds: Iterable[SectionKind]) -> SectionKind:
    found = list(kinds)
    return next((kind for kind in _PRECEDENCE if kind in found), found[0])


def _kind_of_last_word(heading: str) -> SectionKind | None:
    """Kind of a short capitalised line by its last word; None for what may be a sentence or a job title."""
    words = heading.split()
    if not 1 < len(words) <= _MOST_WORDS or any(not (word[0].isupper() or word == "&") for word in words):
        return None
    lowered = [word.lower() for word in words]
    if not _NOT_IN_A_HEADING.isdisjoint(lowered) or not all(w.isalpha() or w in "&/" for w in lowered):
        return None
    kind = _LAST_WORDS.get(lowered[-1])
    if kind is SectionKind.EXPERIENCE and not _VOLUNTARY.isdisjoint(lowered):
        return SectionKind.VOLUNTEERING
    if kind is SectionKind.EXPERIENCE and not _INTERNAL.isdisjoint(lowered):
        return SectionKind.INTERNSHIPS
    return kind
