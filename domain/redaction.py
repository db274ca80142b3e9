"""Take out of a resume what no evaluation may see: who the person is, and how to reach them.

What is removed: e-mail, web and profile addresses, telephone numbers, labelled personal fields, the person's name
and where it comes back, home address and civil data in the contact details, statements of age and birth, courtesy
titles and third-person pronouns (English; other languages only in lists such as `elle/lui`, because `sie`, `il` or
`ele` alone are ambiguous). Removed text leaves nothing in its place, neither label nor separator, so that two
resumes that differ in these alone become the same string.

The rule for a name, in this order:
1. the value of a label (`Name:`, `Vorname:`, `Apellidos:`);
2. the first line, or part of a line, before the first heading (or of a contact section) that is shaped like a name:
   one to six capitalised words, none of them professional. Words that are both name and trade or tool (`Baker`,
   `Ruby`) pass, if the resume holds contact details at all;
3. leading words of a line that goes on with a trade ("Jane Doe Senior Engineer");
4. anywhere, the words that an e-mail address or a profile link is made of;
5. without any contact details, the first line only, and only if none of its words is professional, common in the text,
   or both name and trade.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from domain import person_name, personal_fields, personal_patterns
from domain.person_name import Evidence, NameSpan
from domain.personal_fields import Field, FieldKind
from domain.personal_words import AMBIGUOUS, CIVIL, COUNTRIES, CREDENTIALS, DEMONYMS, PARTICLES, REGIONS, fold, is_professional
from domain.sections import SectionKind, split_sections
from domain.text import normalise

Span = tuple[int, int]

_GAP = "\x00"
_ROUNDS = 8
_STRICT_ROUNDS = 16
_HEADER_LINES = 24
_HEADER_CHARS = 2_000
_PERSONAL_LINES = 40
_LONG_LINE = 200
_PROSE_WORDS = 14
_FLAT_HEAD = 600

_WORD = re.compile(r"[^\W_]+(?:['.+#-][^\W_]+)*")
_LOWER_WORD = re.compile(r"(?<![\w'-])[^\W\d_A-Z]{2,30}(?![\w])")
_DOCUMENT_TITLE = re.compile(
    r"\W*(?:(?:my |professional )?(?:resume|résumé|cv|curriculum[ -]vitae|lebenslauf|curriculo|currículo|bio-?data|"
    r"currículum(?: vitae)?)(?: of| for| de| von)?)\W*",
    re.IGNORECASE,
)
_FLAT_HEADING = re.compile(
    r"(?<!\w)(?:(?:PROFESSIONAL|CAREER|EXECUTIVE|JOB|PERSONAL|WORK|Professional|Career|Executive|Job|Work|Core|Technical) )?"
    r"(?:OBJECTIVES?|SUMMARY|PROFILE|EDUCATION|EXPERIENCES?|EMPLOYMENT|SKILLS|QUALIFICATIONS?|HIGHLIGHTS|"
    r"Objectives?|Summary|Profile|Education|Experience|Employment|Skills|Qualifications?|Highlights)(?!\w)"
)
_PIECE = re.compile(r"[^|•;~\n\x00]+?(?=\s?[|•;~\n\x00]| - | / |\Z)|[^|•;~\n\x00]+")
_COMMA_PART = re.compile(r"[^,\x00]+")
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave?|lane|ln|drive|dr|blvd|boulevard|court|ct|circle|cir|way|highway|hwy|parkway|pkwy|"
    r"terrace|square|sq|place|pl|crescent|close|mews|nagar|colony|apartments?|apts?|flat|suite|unit|floor|house|building|bldg|"
    r"block|sector|plot|phase|cross|marg|chowk|layout|enclave|society|villa|estate|heights|gardens|rue|allée|chemin|"
    r"impasse|quai|calle|avenida|av|avda|plaza|paseo|rua|travessa|praça|via|viale|piazza|corso|strasse|straße|str|platz|"
    r"allee|gasse|district|taluk|village|mandal|tehsil|dist|p\.? ?o|box)\b\.?|\w(?:straße|strasse|str\.|weg|gasse|platz|allee)(?!\w)",
    re.IGNORECASE,
)
_POST_CODE = re.compile(
    r"\b[A-Z]{2}\.?,? ?\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
    r"|(?:^|[ ,-])\d{6}(?:$|[ .,])|\b(?:D-|F-|I-|A-|CH-|E-)?\d{4,5}(?:-\d{3})?,? [A-ZÀ-Þ][a-zß-ÿ]{2,}|[a-z],? ?-? ?\d{5,6}\b"
    r"|\bP\.? ?O\.? ?Box\b|\b\d{3} \d{2} [A-Z]|\b\d{4} [A-Z]{2} [A-Z]|[A-Za-z],? (?:AL|AK|AZ|AR|CA|CO|CT|DC|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|"
    r"NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|ON|QC|BC|AB|UK)\.?(?:,? USA?)?$"
)
_CONTACT_WORD = re.compile(
    r"(?<![\w'.-])(?:(?:my |email me on )?(?:indeed|linked-?in|github|gitlab|twitter|facebook|instagram|behance|dribbble|kaggle|"
    r"medium|skype|telegram|whatsapp|xing|stack ?overflow)(?: (?:profile|url|id|handle|link))?|e-?mail(?: (?:address|id|me|me on indeed))?|"
    r"(?:tele)?phone|tel|mobile|cell(?:phone)?|mob|fax|voice|web ?site|web|url|blog|portfolio|homepage|address|"
    r"contact(?: (?:no|number|details|info|information|me|nos))?|"
    r"phone number|home|residence|office|work|telefon|téléphone|teléfono|telefone|telefono|courriel|correo|mobil|portable|handy|adresse|"
    r"photo(?:graph)?|picture|profile (?:photo|picture|image)|[mtpechw]|ph|no|id|number|or|and)(?![\w'])",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"[\[(<]?(?:(?:my |passport[ -]size |profile |professional )*(?:photo|photograph|picture|headshot|portrait|image|foto|bild|"
    r"bewerbungsfoto|avatar))(?:\b.{0,60})?[\])>]?",
    re.IGNORECASE,
)
_NOT_PHOTO = re.compile(r"photograph(?:er|y)|editing|photoshop|design|process|retouch", re.IGNORECASE)


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
            parts.append("\n".join(_GAP * len(line) for line in hidden.split("\n")))
            position = end
        if parts:
            parts.append(self.text[position:])
            self.text = "".join(parts)


def redact(text: str) -> str:
    """Take the personal data out of a normalised text.

    The result is in normal form, holds no character that the text does not hold, in the same order, and redacting
    it again changes nothing. What removal brings together is looked at again, until nothing personal is left; a text
    that still forms new personal data after many rounds was made to do so, and loses those lines whole, or everything.
    """
    current = normalise(text)
    for number in range(_ROUNDS + _STRICT_ROUNDS):
        result = _redact_once(current, whole_lines=number >= _ROUNDS)
        if result == current:
            return result
        current = result
    return ""


def _redact_once(text: str, *, whole_lines: bool) -> str:
    draft = _Draft(text=text)
    zones, headings = _zones(text)
    contacts = list(personal_patterns.contact_spans(text))
    contacts += _zone_contacts(text, zones)
    draft.remove(contacts)
    phones = list(personal_patterns.phone_spans(draft.text, zones))
    draft.remove(phones)
    evidence = person_name.evidence_of([text[a:b] for a, b in sorted(contacts)], has_contact=bool(contacts or phones))
    draft.remove(personal_patterns.sentence_spans(draft.text))
    _remove_fields(draft, zones)
    _remove_names(draft, zones, evidence)
    for zone in zones:
        _remove_home(draft, zone, evidence)
    if draft.names:
        words = frozenset(_LOWER_WORD.findall(draft.text))
        draft.remove(list(person_name.occurrences(draft.text, draft.names, words)))
    return _clean(draft.text, headings, whole_lines=whole_lines)


def _zones(text: str) -> tuple[list[Span], list[Span]]:
    """Bounds of the personal parts, and for each contact section its heading line and its end."""
    zones: list[Span] = []
    headings: list[Span] = []
    for section in split_sections(text):
        if section.kind is SectionKind.HEADER:
            zones.append((section.start, _head_end(text, section.start, section.end, _HEADER_LINES)))
        elif section.kind is SectionKind.PERSONAL:
            zones.append((section.start, _head_end(text, section.start, section.end, _PERSONAL_LINES)))
            headings.append((section.start, section.end))
        elif section.start == 0 and len(text.split("\n", 1)[0]) > _LONG_LINE:
            zones.append((0, _head_end(text, 0, section.end, 1)))
    return zones, headings


def _head_end(text: str, start: int, end: int, lines: int) -> int:
    position = start
    for _ in range(lines):
        line_end = text.find("\n", position, end)
        line_end = end if line_end == -1 else line_end
        if line_end - position > _LONG_LINE and position == start:
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
            if tokens:
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
    found: list[NameSpan] = []
    if not draft.names:
        found = _name_in_zones(text, zones, evidence)
        if not found:
            fallback = person_name.by_evidence(text, evidence)
            found = [fallback] if fallback else []
    draft.names += [name.tokens for name in found if name.tokens]
    draft.remove([(name.start, name.end) for name in found])


def _lines(text: str, start: int, end: int) -> list[Span]:
    spans = []
    position = start
    while position < end:
        line_end = text.find("\n", position, end)
        line_end = end if line_end == -1 else line_end
        if text[position:line_end].strip(" \x00"):
            spans.append((position, line_end))
        position = line_end + 1
    return spans


def _name_in_zones(text: str, zones: list[Span], evidence: Evidence) -> list[NameSpan]:
    if zones and zones[0][0] == 0 and _is_flat(text, 0):
        name = _name_in_flat_head(text, *zones[0], evidence)
        return [name] if name else []
    if not evidence.has_contact:
        return _name_without_contact(text, zones)
    for zone in zones:
        lines = [line for line in _lines(text, *zone) if not _DOCUMENT_TITLE.fullmatch(text[slice(*line)])]
        for number, (start, end) in enumerate(lines):
            name = _name_in_line(text, start, end, evidence, first=number == 0)
            if name is None:
                continue
            if len(name.tokens) == 1 and number + 1 < len(lines) and name.end >= end - 2:
                rest = person_name.read_name(text, *lines[number + 1])
                if rest and len(rest.tokens) <= 2 and not person_name.is_place(rest.tokens):  # noqa: PLR2004
                    return [name, rest]
            return [name]
    return []


def _is_flat(text: str, start: int) -> bool:
    """Whether a reader put the whole head of a resume on one line."""
    line_end = text.find("\n", start)
    return (len(text) if line_end == -1 else line_end) - start > _LONG_LINE


def _name_in_flat_head(text: str, start: int, end: int, evidence: Evidence) -> NameSpan | None:
    """The words of a flattened head that most look like a name: the more signs, the better; the first of equals."""
    best: tuple[int, NameSpan] | None = None
    position = start
    opening = True
    for word in _WORD.finditer(text, start, min(len(text), start + _FLAT_SEARCH)):
        if word.start() < position:
            continue
        name = person_name.read_name(text, word.start(), min(len(text), word.start() + 80), leading=True)
        if name is None or name.start != word.start() or not name.tokens:
            opening = (opening and fold(word[0]) in _OPENING_WORDS) or fold(word[0]) in _BEFORE_A_NAME
            continue
        position = name.end
        score = _flat_score(text, name, evidence, opening=opening, in_head=name.start < end)
        opening = False
        if score >= _ENOUGH and (best is None or score > best[0]):
            best = score, name
    return best[1] if best else None


_OPENING_WORDS = frozenset("resume cv curriculum vitae vita of sample template example professional".split())
_BEFORE_A_NAME = frozenset("resume cv vitae template".split())
_ENOUGH = 3
_FLAT_SEARCH = 1_500


def _flat_score(text: str, name: NameSpan, evidence: Evidence, *, opening: bool, in_head: bool) -> int:
    """Signs that capitalised words are a name: 3 or more are enough."""
    tokens = list(name.tokens)
    after = text[name.end : name.end + 40].lstrip(" ,.|•-")
    before = text[max(0, name.start - 3) : name.start]
    beside = after[:1] == _GAP or _GAP in before or re.match(r"\d+[\w-]* \w", after) is not None
    ordinary = all(token in AMBIGUOUS or token in CIVIL for token in tokens) or person_name.is_place(tokens[-1:])
    score = 4 * evidence.supports(tokens) + 2 * opening + 2 * beside * evidence.has_contact
    score += (1 if beside else 0) + (1 if in_head else -1) - 2 * ordinary
    if len(tokens) == 1:
        return score if (opening and evidence.has_contact) or evidence.supports(tokens) else 0
    return score + (evidence.has_contact or opening)


def _name_in_line(text: str, start: int, end: int, evidence: Evidence, *, first: bool) -> NameSpan | None:
    title = re.compile(r"(?:resume|résumé|cv|curriculum vitae) (?:of |for |- )?", re.IGNORECASE).match(text, start, end)
    start = title.end() if title else start
    whole = person_name.read_name(text, start, end)
    if whole and _passes(whole, evidence):
        return whole
    for piece in _PIECE.finditer(text, start, end):
        name = person_name.read_name(text, *piece.span()) or _before_comma(text, *piece.span())
        if name and _passes(name, evidence):
            return name
    leading = person_name.read_name(text, start, end, leading=True)
    if leading and (first or evidence.supports(list(leading.tokens))) and _passes_leading(leading, evidence):
        return leading
    return None


def _before_comma(text: str, start: int, end: int) -> NameSpan | None:
    comma = min((p for p in (text.find(mark, start, end) for mark in (",", " (", ":")) if p != -1), default=-1)
    if comma == -1:
        return None
    after = [fold(word) for word in _WORD.findall(text[comma:end])]
    if not any(is_professional(word) or word in CREDENTIALS for word in after):
        return None
    return person_name.read_name(text, start, comma)


def _passes(name: NameSpan, evidence: Evidence) -> bool:
    tokens = name.tokens
    if not tokens or (person_name.is_place(tokens) and len(tokens) < 3 and tokens[-1] in COUNTRIES | REGIONS):  # noqa: PLR2004
        return bool(tokens) and evidence.supports(list(tokens))
    if len(tokens) == 1:
        return tokens[0] not in AMBIGUOUS or evidence.supports(list(tokens))
    return True


def _passes_leading(name: NameSpan, evidence: Evidence) -> bool:
    """Whether words before a trade are a name: two or more that are nothing else, or an e-mail address says so."""
    if evidence.supports(list(name.tokens)):
        return True
    return len(name.tokens) > 1 and AMBIGUOUS.isdisjoint(name.tokens) and not person_name.is_place(name.tokens)


def _name_without_contact(text: str, zones: list[Span]) -> list[NameSpan]:
    found: list[NameSpan] = []
    if not zones or zones[0][0] != 0:
        return found
    common: frozenset[str] | None = None
    for start, end in _lines(text, *zones[0]):
        if _DOCUMENT_TITLE.fullmatch(text[start:end]):
            continue
        name = person_name.read_name(text, start, end)
        if name is None or not 2 <= len(name.tokens) <= 4 or not AMBIGUOUS.isdisjoint(name.tokens):  # noqa: PLR2004
            break
        if common is None:
            common = frozenset(_LOWER_WORD.findall(text))
        if person_name.is_place(name.tokens) or not common.isdisjoint(name.tokens):
            break
        found.append(name)
    return found


def _remove_home(draft: _Draft, zone: Span, evidence: Evidence) -> None:
    """Remove address, civil data and bare contact words from the lines of a personal part."""
    spans: list[Span] = []
    text = draft.text
    header = zone[0] == 0
    lines = _lines(text, *zone)
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        words = _WORD.findall(line)
        if _is_flat(text, start):
            spans += _flat_address(text, start, end)
            continue
        if _DOCUMENT_TITLE.fullmatch(line) or (_PHOTO.fullmatch(line) and not _NOT_PHOTO.search(line)):
            spans.append((start, end))
            continue
        if len(words) > _PROSE_WORDS:
            continue
        for piece in _PIECE.finditer(text, start, end):
            near = any(_GAP in text[slice(*other)] for other in lines[max(0, number - 2) : number + 3])
            contact = near or (header and evidence.has_contact)
            if _is_home(piece[0], contact=contact):
                spans.append(piece.span())
                continue
            spans += [
                part.span() for part in _COMMA_PART.finditer(text, *piece.span())
                if "," in piece[0] and _is_home(part[0], contact=_GAP in line)
            ]
    draft.remove(spans)


def _flat_address(text: str, start: int, end: int) -> list[Span]:
    """The address in a header that was flattened into one line: from its number to its post code, or a town."""
    limit = min(end, start + _FLAT_HEAD)
    return [match.span() for pattern in (_FLAT_ADDRESS, _FLAT_TOWN) for match in pattern.finditer(text, start, limit)]


_FLAT_TOWN = re.compile(
    r"(?<![\w,] )(?<!\w)[^\W\d_a-z][\w.'-]*+(?: [^\W\d_a-z][\w.'-]*+)?, (?:[A-Z]{2}(?: \d{5}(?:-\d{4})?)?(?= ?[|•\x00])"
    rf"|(?i:{'|'.join(sorted(COUNTRIES | REGIONS))})(?!\w))"
)
_FLAT_ADDRESS = re.compile(
    r"(?<![\w,.])\d{1,5}[A-Za-z]?,? (?:[^\W_][\w.'#-]*+,? ){1,9}?(?:[A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z][a-z]+,? \d{5,6})(?!\d)"
)


def _is_home(piece: str, *, contact: bool) -> bool:
    bare = piece.strip(" *_#,.-()[]:>")
    if not bare:
        return False
    words = [fold(word) for word in _WORD.findall(bare)]
    if not words:
        return False
    if all(_is_civil(word) for word in words) or personal_patterns.WHOLE_DATE.match(bare):
        return contact or len(words) == 1 and words[0] in CIVIL
    if _CONTACT_WORD.fullmatch(bare):
        return contact
    trades = sum(is_professional(word) and not _STREET.fullmatch(word) for word in words)
    numbers = any(char.isdigit() for char in bare)
    if trades <= len(words) // 3 and (_POST_CODE.search(bare) or (numbers and _STREET.search(bare))):
        return True
    return contact and not trades and not numbers and _looks_like_places(bare, words)


def _is_civil(word: str) -> bool:
    return word in CIVIL or word in DEMONYMS or word in {"citizen", "national", "status", "citizenship"}


def _looks_like_places(piece: str, words: list[str]) -> bool:
    if len(words) > 6 or not AMBIGUOUS.isdisjoint(words):  # noqa: PLR2004 - a place has few words
        return person_name.is_place(words) and len(words) <= 6  # noqa: PLR2004
    raw = re.findall(r"[^\W\d_][^\s,]*", piece)
    return all(not word[0].islower() or fold(word) in PARTICLES for word in raw) and not re.search(r"[+#@&/:]", piece)


_GAP_RUN = re.compile(r"[ |,;•~*_:<>/-]*\x00[\x00 |,;•~*_:<>/-]*")
_EMPTY_BRACKETS = re.compile(r"[(\[{<\"][ ,;|/.:-]*\x00[\x00 ,;|/.:-]*[)\]}>\"]")
_INNER = re.compile(r"(?<=[(\[{])[ ,;|/:-]*\x00[\x00 ,;|/:-]*|[ ,;|/:-]*\x00[\x00 ,;|/:-]*(?=[)\]}])")
_PAGE_MARK = re.compile(r"\W*(?:(?:resume|résumé|cv|curriculum vitae|of|for|page|seite|\d{1,3}|docx?|pdf|from|by|signature|name|"
                        r"contact|at|is|my|me|on|via|confidential)\W*)*", re.IGNORECASE)
_SEPARATORS = "|•;~,/-"


def _clean(text: str, headings: list[Span], *, whole_lines: bool) -> str:
    """Close the gaps, and drop what held nothing but removed text and its marks."""
    if _GAP not in text:
        return normalise(text)
    empty = {start for start, end in headings if _is_empty_section(text, start, end)}
    lines: list[str] = []
    position = 0
    for line in text.split("\n"):
        if _GAP in line:
            closed = "" if whole_lines else _close(line)
            if closed:
                lines.append(closed)
        elif position not in empty:
            lines.append(line)
        position += len(line) + 1
    return normalise("\n".join(lines))


def _is_empty_section(text: str, start: int, end: int) -> bool:
    body = text.find("\n", start, end)
    return body != -1 and _GAP in text[body:end] and not any(
        _close(line) if _GAP in line else line.strip(" *_#-:") for line in text[body:end].split("\n")
    )


def _close(line: str) -> str:
    """Close the gaps of one line; empty if nothing that says anything is left."""
    for _ in range(3):
        line = _EMPTY_BRACKETS.sub(_GAP, line)
    line = _INNER.sub("", line) if "(" in line or "[" in line else line
    line = _drop_contact_words(line)
    line = _GAP_RUN.sub(_joint, line)
    line = line.strip(" |,;~/")
    line = re.sub(r" {2,}", " ", line).strip()
    line = re.sub(r"(?<=\w)[ ,;|~-]*[:-]\Z", "", line) if line.endswith((":", "-")) else line
    if not any(char.isalnum() for char in line) or _PAGE_MARK.fullmatch(line):
        return ""
    return line


def _drop_contact_words(line: str) -> str:
    """Remove `E-mail:`, `Tel.` and the like where they stand right before a gap."""
    parts = line.split(_GAP)
    for number in range(len(parts) - 1):
        part = parts[number]
        while True:
            bare = part.rstrip(" .:-*_()=#/,|•")
            match = next((m for m in _CONTACT_WORD.finditer(bare, max(0, len(bare) - 40)) if m.end() == len(bare)), None)
            if match is None or (len(match[0]) < 3 and bare == part.rstrip()):  # noqa: PLR2004 - `C` may be a skill
                break
            if match.start() and bare[: match.start()].rstrip()[-1:] not in ("", "|", "•", ",", ";", ":", "-", "(", "*", "~"):
                break
            part = bare[: match.start()]
        parts[number] = part
    return _GAP.join(parts)


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
