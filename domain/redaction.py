"""Take out of a resume what no evaluation may see: who the person is, and how to reach them.

What is removed: e-mail, web and profile addresses, telephone numbers, labelled personal fields, the
person's name and where it comes back, home address and civil data in the contact details, statements of age
and birth, courtesy titles, third-person pronouns of six languages where they are of a person, breaks,
compulsory service, societies of protected groups, and dates of study. Removed text leaves nothing in its
place, neither label nor separator; of an occupation that has a form for each gender one form is left. So
two resumes that differ in these alone become the same string.

The rule for a name, in this order:
1. the value of a label (`Name:`, `Vorname:`, `Apellidos:`), and what in the header shares a word with it;
2. the first line, or part of a line, before the first heading (or of a contact section) that is shaped like a
   name: one to six capitalised words, none of them professional. Words that are both name and trade or tool
   (`Baker`, `Ruby`) pass, if the resume holds contact details at all;
3. leading words of a line that goes on with a trade ("Jane Doe Senior Engineer");
4. anywhere, the words that an e-mail address or a profile link is made of;
5. without any contact details, the first line only, and only if none of its words is professional, common in
   the text, or both name and trade.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain import person_name, personal_fields, personal_patterns
from domain.graduation import graduation_spans
from domain.home_details import CONTACT_WORD, home_spans
from domain.name_in_header import GAP, LONG_LINE, LOWER_WORD, find_name
from domain.neutral_forms import neutralise
from domain.person_name import Evidence, Span
from domain.personal_fields import Field, FieldKind
from domain.personal_lines import life_spans
from domain.personal_status import status_spans
from domain.personal_words import fold
from domain.sections import Section, SectionKind, split_sections
from domain.text import normalise

_MOST_NAMES = 8  # a resume has one owner; thousands of labelled names are an attack on our time
_ROUNDS = 8
_STRICT_ROUNDS = 16
# Looked at in all rounds together, some seconds of work: a long text that forms new personal data in each of
# them gets fewer.
_MOST_CHARACTERS = 1_500_000
_HEADER_LINES = 24
_HEADER_CHARS = 2_000
_PERSONAL_LINES = 40
_FLAT_HEAD = 600

_FLAT_HEADING = re.compile(
    r"(?<!\w)(?:(?:PROFESSIONAL|CAREER|EXECUTIVE|JOB|PERSONAL|WORK|Professional|Career|Executive|Job|Work"
    r"|Core|Technical) )?"
    r"(?:OBJECTIVES?|SUMMARY|PROFILE|EDUCATION|EXPERIENCES?|EMPLOYMENT|SKILLS|QUALIFICATIONS?|HIGHLIGHTS|"
    r"Objectives?|Summary|Profile|Education|Experience|Employment|Skills|Qualifications?|Highlights)(?!\w)"
)


@dataclass(slots=True)
class _Draft:
    """A text of fixed length in which removed characters are NUL, so that offsets never move."""

    text: str
    names: list[tuple[str, ...]] = field(default_factory=list)

    def remove(self, spans: Iterable[Span]) -> None:
        """Blank the spans, line ends apart: a removed value never glues two lines."""
        parts: list[str] = []
        position = 0
        for start, end in sorted(spans):
            if end <= position:
                continue
            low = max(start, position)
            parts.append(self.text[position:low])
            hidden = self.text[low:end]
            parts.append("\n".join(GAP * len(line) for line in hidden.split("\n")))
            position = end
        if parts:
            parts.append(self.text[position:])
            self.text = "".join(parts)


def redact(text: str) -> str:
    """Take the personal data out of a normalised text.

    The result is in normal form, holds what is left of the text in the same order, with gendered forms made
    neutral, and redacting it again changes nothing. What removal brings together is looked at again, until
    nothing is left; a text that still forms new personal data after many rounds was made to do so, and
    loses those lines whole, or everything.
    """
    current = _neutral(normalise(text))
    seen = 0
    for number in range(_ROUNDS + _STRICT_ROUNDS):
        strict = number >= _ROUNDS or 2 * seen > _MOST_CHARACTERS
        result = _redact_once(current, whole_lines=strict)
        if result == current:
            return result
        result = _neutral(result)
        seen += len(current)
        if seen > _MOST_CHARACTERS:
            break
        current = result
    return ""


def _neutral(text: str) -> str:
    """The text without gendered forms, again in normal form."""
    found = neutralise(text)
    return found if found == text else normalise(found)


def _redact_once(text: str, *, whole_lines: bool) -> str:
    draft = _Draft(text=text)
    sections = split_sections(text)
    zones, headings = _zones(text, sections)
    contacts = list(personal_patterns.contact_spans(text))
    contacts += _zone_contacts(text, zones)
    draft.remove(contacts)
    phones = list(personal_patterns.phone_spans(draft.text, zones))
    draft.remove(phones)
    evidence = person_name.evidence_of(
        [text[a:b] for a, b in sorted(contacts)], has_contact=bool(contacts or phones)
    )
    draft.remove(status_spans(draft.text, sections, zones))
    draft.remove(personal_patterns.sentence_spans(draft.text))
    draft.remove(life_spans(draft.text))
    draft.remove(graduation_spans(draft.text, sections))
    _remove_fields(draft, zones)
    _remove_names(draft, zones, evidence)
    for zone in zones:
        draft.remove(home_spans(draft.text, zone, evidence))
    if draft.names:
        words = frozenset(LOWER_WORD.findall(draft.text))
        draft.remove(list(person_name.occurrences(draft.text, draft.names, words)))
    return _clean(draft.text, headings, whole_lines=whole_lines)


def personal_zones(text: str) -> list[Span]:
    """Bounds of the parts of a normalised text in which contact details stand."""
    return _zones(text, split_sections(text))[0]


def labelled_names(text: str, zones: list[Span]) -> list[str]:
    """The values of the labels for the owner's name ("Name:", "Nom:"), in the order of the text."""
    return [
        text[item.value : item.end]
        for item in personal_fields.find_fields(text, zones)
        if item.kind is FieldKind.NAME and not _is_relative(text[item.start : item.value])
    ]


def _zones(text: str, sections: tuple[Section, ...]) -> tuple[list[Span], list[Span]]:
    """Bounds of the personal parts, and for each contact section its heading line and its end."""
    zones: list[Span] = []
    headings: list[Span] = []
    for section in sections:
        if section.kind is SectionKind.HEADER:
            zones.append((section.start, _head_end(text, section.start, section.end, _HEADER_LINES)))
        elif section.kind is SectionKind.PERSONAL:
            zones.append((section.start, _head_end(text, section.start, section.end, _PERSONAL_LINES)))
            headings.append((section.start, section.end))
        elif section.start == 0 and len(text.split("\n", 1)[0]) > LONG_LINE:
            zones.append((0, _head_end(text, 0, section.end, 1)))
    return zones, headings


def _head_end(text: str, start: int, end: int, lines: int) -> int:
    position = start
    for _ in range(lines):
        line_end = text.find("\n", position, end)
        line_end = end if line_end == -1 else line_end
        if line_end - position > LONG_LINE and position == start:
            heading = _FLAT_HEADING.search(text, position + 3, min(line_end, position + _FLAT_HEAD))
            return heading.start() if heading else min(line_end, position + _FLAT_HEAD)
        position = line_end + 1
        if position >= min(end, start + _HEADER_CHARS):
            break
    return min(end, position)


def _zone_contacts(text: str, zones: list[Span]) -> list[Span]:
    spans = []
    for start, end in zones:
        for pattern in (personal_patterns.BARE_DOMAIN, personal_patterns.HANDLE):
            spans += [match.span() for match in pattern.finditer(text, start, end)]
    return spans


def _remove_fields(draft: _Draft, zones: list[Span]) -> None:
    fields = list(personal_fields.find_fields(draft.text, zones))
    for item in fields:
        if item.kind is FieldKind.NAME and not _is_relative(draft.text[item.start : item.value]):
            tokens = tuple(person_name.tokens_of(draft.text[item.value : item.end]))[:6]
            if tokens and len(draft.names) < _MOST_NAMES:
                draft.names.append(tokens)
    draft.remove([_field_span(draft.text, item) for item in fields])


def _is_relative(label: str) -> bool:
    return any(word in fold(label) for word in ("father", "mother", "spouse", "husband", "wife", "guardian"))


def _field_span(text: str, item: Field) -> Span:
    start = item.start
    while start > 0 and text[start - 1] in "*_#( ":
        start -= 1
    return start, item.end


def _remove_names(draft: _Draft, zones: list[Span], evidence: Evidence) -> None:
    text = draft.text
    found = find_name(text, zones, evidence)
    labelled = {token for name in draft.names for token in name}
    if labelled:
        found = [name for name in found if not labelled.isdisjoint(name.tokens)]
    elif not found:
        fallback = person_name.by_evidence(text, evidence)
        found = [fallback] if fallback else []
    draft.names += [name.tokens for name in found if name.tokens]
    draft.remove([(name.start, name.end) for name in found])


# The looks behind keep every search linear: a run of marks is entered at its start alone.
_GAPS = re.compile(r"\x00(?: *\x00)*+")
_GAP_RUN = re.compile(r"(?<![ |,;•~*_:<>/-])[ |,;•~*_:<>/-]*+\x00[\x00 |,;•~*_:<>/-]*+")
_EMPTY_BRACKETS = re.compile(r"[(\[{<\"][ ,;|/.:-]*+\x00[\x00 ,;|/.:-]*+[)\]}>\"]")
_INNER = re.compile(
    r"(?<=[(\[{])[ ,;|/:-]*+\x00[\x00 ,;|/:-]*+|(?<![\x00 ,;|/:-])[ ,;|/:-]*+\x00[\x00 ,;|/:-]*+(?=[)\]}])"
)
_END_MARK = re.compile(r"(?<=\w)[ ,;|~-]*[:-]\Z")
_PAGE_MARK = re.compile(
    r"\W*(?:(?:resume|résumé|cv|curriculum vitae|of|for|page|seite|\d{1,3}|docx?|pdf|from|by|signature|name|"
    r"contact|at|is|my|me|on|via|confidential)(?!\w)\W*+)*+",
    re.IGNORECASE,
)
_SEPARATORS = "|•;~,/-"
_LABELS_IN_A_ROW = 6
_BEFORE_A_LABEL = frozenset(("", "|", "•", ",", ";", ":", "-", "(", "*", "~"))


def _clean(text: str, headings: list[Span], *, whole_lines: bool) -> str:
    """Close the gaps, and drop what held nothing but removed text and its marks."""
    if GAP not in text:
        return text
    empty = {start for start, end in headings if _is_empty_section(text, start, end)}
    lines: list[str] = []
    position = 0
    for line in text.split("\n"):
        if GAP in line:
            closed = "" if whole_lines else _close(line)
            if closed:
                lines.append(closed)
        elif position not in empty:
            lines.append(line)
        position += len(line) + 1
    return normalise("\n".join(lines))


def _is_empty_section(text: str, start: int, end: int) -> bool:
    body = text.find("\n", start, end)
    return (
        body != -1
        and GAP in text[body:end]
        and not any(
            _close(line) if GAP in line else line.strip(" *_#-:") for line in text[body:end].split("\n")
        )
    )


def _close(line: str) -> str:
    """Close the gaps of one line; empty if nothing that says anything is left."""
    if not any(char.isalnum() for char in line):
        return ""
    line = _GAPS.sub(GAP, line)
    for _ in range(3):
        line = _EMPTY_BRACKETS.sub(GAP, line)
    line = _INNER.sub("", line) if "(" in line or "[" in line else line
    line = _drop_contact_words(line)
    line = _GAP_RUN.sub(_joint, line)
    line = line.strip(" |,;~/")
    line = " ".join(line.split(" ")).strip()
    line = _END_MARK.sub("", line) if line.endswith((":", "-")) else line
    if not any(char.isalnum() for char in line) or _PAGE_MARK.fullmatch(line):
        return ""
    return line


def _drop_contact_words(line: str) -> str:
    """Remove `E-mail:`, `Tel.` and the like where they stand right before a gap."""
    parts = line.split(GAP)
    for number in range(len(parts) - 1):
        part = parts[number]
        for _ in range(_LABELS_IN_A_ROW):
            bare = part.rstrip(" .:-*_()=#/,|•")
            match = next(
                (m for m in CONTACT_WORD.finditer(bare, max(0, len(bare) - 40)) if m.end() == len(bare)), None
            )
            if match is None or (len(match[0]) < 3 and bare == part.rstrip()):  # noqa: PLR2004 - `C` may be a skill
                break
            if match.start() and bare[: match.start()].rstrip()[-1:] not in _BEFORE_A_LABEL:
                break
            part = bare[: match.start()]
        parts[number] = part
    return GAP.join(parts)


def _joint(match: re.Match[str]) -> str:
    run = match[0]
    if match.start() == 0:
        bullet = re.match(r"[•*-] ", run)
        return bullet[0] if bullet else ""
    if match.end() == len(match.string):
        return ""
    mark = next((char for char in run if char in _SEPARATORS), "")
    if not mark:
        return " "
    return f"{mark} " if mark in ",;" else f" {mark} "
