"""Find the line or part of a line in which a resume names its owner."""

import re

from domain import person_name
from domain.person_name import Evidence, NameSpan, Span
from domain.personal_words import (
    AMBIGUOUS,
    CIVIL,
    COUNTRIES,
    CREDENTIALS,
    GIVEN_NAMES,
    REGIONS,
    TOOLS,
    TRADE_NAMES,
    fold,
    is_professional,
)

GAP = "\x00"
LONG_LINE = 200
_FLAT_SEARCH = 1_500
WORD = re.compile(r"[^\W_]+(?:['.+#-][^\W_]+)*")
LOWER_WORD = re.compile(r"(?<![\w'-])[^\W\d_A-Z]{2,30}(?![\w])")
DOCUMENT_TITLE = re.compile(
    r"\W*(?:(?:my |professional )?(?:resume|résumé|cv|curriculum[ -]vitae|lebenslauf|curriculo|currículo"
    r"|bio-?data|"
    r"currículum(?: vitae)?)(?: of| for| de| von)?)\W*",
    re.IGNORECASE,
)
PIECE = re.compile(r"[^|•;~\n\x00]+?(?=\s?[|•;~\n\x00]| - | / |\Z)|[^|•;~\n\x00]+")


_TITLE_BEFORE = re.compile(r"(?:resume|résumé|cv|curriculum vitae) (?:of |for |- )?", re.IGNORECASE)


def lines_of(text: str, start: int, end: int, blank: str = f" {GAP}") -> list[Span]:
    """Bounds of the lines between two offsets that hold more than `blank` characters."""
    spans = []
    position = start
    while position < end:
        line_end = text.find("\n", position, end)
        line_end = end if line_end == -1 else line_end
        if text[position:line_end].strip(blank):
            spans.append((position, line_end))
        position = line_end + 1
    return spans


def find_name(text: str, zones: list[Span], evidence: Evidence) -> list[NameSpan]:
    """Find the name in the personal parts: none, one span, or two where it stands on two lines."""
    if zones and zones[0][0] == 0 and is_flat(text, 0):
        name = _name_in_flat_head(text, *zones[0], evidence)
        return [name] if name else []
    if not evidence.has_contact:
        return _name_without_contact(text, zones)
    for zone in zones:
        lines = [line for line in lines_of(text, *zone) if not DOCUMENT_TITLE.fullmatch(text[slice(*line)])]
        found: list[tuple[int, NameSpan]] = []
        for number, (start, end) in enumerate(lines):
            name = _name_in_line(text, start, end, evidence, first=number == 0)
            if name is not None:
                found.append((number, name))
        if found:
            number, name = _likeliest(found, evidence)
            if len(name.tokens) == 1 and number + 1 < len(lines) and name.end >= lines[number][1] - 2:
                rest = person_name.read_name(text, *lines[number + 1])
                if rest and len(rest.tokens) <= 2 and not person_name.is_place(rest.tokens):  # noqa: PLR2004
                    return [name, rest]
            return [name]
    return []


def _likeliest(found: list[tuple[int, NameSpan]], evidence: Evidence) -> tuple[int, NameSpan]:
    """The name that an e-mail address is made of, else the first; a lone word, maybe a town, comes last."""
    for number, name in found:
        if len(name.tokens) > 1 and evidence.supports(list(name.tokens)):
            return number, name
    if found[0][0] == 0:
        return found[0]
    return next(((number, name) for number, name in found if len(name.tokens) > 1), found[0])


def is_flat(text: str, start: int) -> bool:
    """Whether a reader put the whole head of a resume on one line."""
    line_end = text.find("\n", start)
    return (len(text) if line_end == -1 else line_end) - start > LONG_LINE


def _name_in_flat_head(text: str, start: int, end: int, evidence: Evidence) -> NameSpan | None:
    """The words of a flattened head that most look like a name; the first of equals."""
    best: tuple[int, NameSpan] | None = None
    position = start
    opening = True
    for word in WORD.finditer(text, start, min(len(text), start + _FLAT_SEARCH)):
        if word.start() < position:
            continue
        name = person_name.read_name(text, word.start(), min(len(text), word.start() + 80), leading=True)
        if name is None or name.start != word.start() or not name.tokens:
            said = fold(word[0])
            opening = (opening and (said in _OPENING_WORDS or said[0].isdigit())) or said in _BEFORE_A_NAME
            continue
        position = name.end
        score = _flat_score(text, name, evidence, opening=opening, in_head=name.start < end)
        opening = False
        if score >= _ENOUGH and (best is None or score > best[0]):
            best = score, name
    return best[1] if best else None


_OPENING_WORDS = frozenset(
    """resume cv curriculum vitae vita lebenslauf of sample template example professional january february
    march april may june july august september october november december""".split()
)
_BEFORE_A_NAME = frozenset("resume cv vitae template lebenslauf name title".split())
_ENOUGH = 3


def _flat_score(text: str, name: NameSpan, evidence: Evidence, *, opening: bool, in_head: bool) -> int:
    """Signs that capitalised words are a name: 3 or more are enough."""
    tokens = list(name.tokens)
    after = text[name.end : name.end + 40].lstrip(" ,.|•-")
    before = text[max(0, name.start - 3) : name.start]
    beside = after[:1] == GAP or GAP in before or re.match(r"\d+[\w-]* \w", after) is not None
    ordinary = all(token in AMBIGUOUS or token in CIVIL for token in tokens) or person_name.is_place(
        tokens[-1:]
    )
    score = 4 * evidence.supports(tokens) + 2 * opening + 2 * beside * evidence.has_contact
    score += (1 if beside else 0) + (1 if in_head else -1) - 2 * (ordinary and not opening)
    if len(tokens) == 1:
        return score if (opening and evidence.has_contact) or evidence.supports(tokens) else 0
    return score + (evidence.has_contact or opening)


def _name_in_line(text: str, start: int, end: int, evidence: Evidence, *, first: bool) -> NameSpan | None:
    title = _TITLE_BEFORE.match(text, start, end)
    start = title.end() if title else start
    whole = person_name.read_name(text, start, end)
    if whole is None and first:
        whole = _surname_first(text, start, end)
    if whole and (_passes(whole, evidence) or (start == 0 and _opens_with_a_name(text, whole))):
        return whole
    for piece in PIECE.finditer(text, start, end):
        name = person_name.read_name(text, *piece.span()) or _before_comma(text, *piece.span())
        if name and _passes(name, evidence):
            return name
    leading = person_name.read_name(text, start, end, leading=True)
    if leading and (first or evidence.supports(list(leading.tokens))) and _passes_leading(leading, evidence):
        return leading
    return None


def _surname_first(text: str, start: int, end: int) -> NameSpan | None:
    """Read `Doe, Jane` where a line is nothing else; a country or region after the comma makes it a place."""
    comma = text.find(",", start, end)
    if comma == -1:
        return None
    parts = person_name.read_name(text, start, comma), person_name.read_name(text, comma + 1, end)
    if parts[0] is None or parts[1] is None or person_name.is_place(parts[1].tokens):
        return None
    return NameSpan(start=parts[0].start, end=parts[1].end, tokens=parts[0].tokens + parts[1].tokens)


def _before_comma(text: str, start: int, end: int) -> NameSpan | None:
    comma = min(
        (p for p in (text.find(mark, start, end) for mark in (",", " (", ":")) if p != -1), default=-1
    )
    if comma == -1:
        return None
    after = [fold(word) for word in WORD.findall(text[comma:end])]
    if not any(is_professional(word) or word in CREDENTIALS for word in after):
        return None
    return person_name.read_name(text, start, comma)


def _passes(name: NameSpan, evidence: Evidence) -> bool:
    tokens = name.tokens
    if not tokens or (person_name.is_place(tokens) and len(tokens) < 3 and tokens[-1] in COUNTRIES | REGIONS):  # noqa: PLR2004
        return bool(tokens) and evidence.supports(list(tokens))
    if len(tokens) == 1 and not _has_more_words(name):
        return tokens[0] not in AMBIGUOUS | CIVIL or evidence.supports(list(tokens))
    return True


def _has_more_words(name: NameSpan) -> bool:
    """Whether initials or a form of address stand with the words of a name (`D. J. Smith`)."""
    return name.end - name.start > len(" ".join(name.tokens)) + 1


def _opens_with_a_name(text: str, name: NameSpan) -> bool:
    """Whether the first line is a name that ends like a place (`Keisha Washington`), and no place."""
    tokens = name.tokens
    if len(tokens) == 1:
        return tokens[0] in GIVEN_NAMES - TOOLS
    return (
        len(tokens) > 1
        and "," not in text[name.start : name.end]
        and not person_name.is_place(tokens[:-1])
        and AMBIGUOUS.isdisjoint(tokens[:-1])
    )


def _passes_leading(name: NameSpan, evidence: Evidence) -> bool:
    """Whether words before a trade are a name: two or more and no tool, or an e-mail address says so."""
    if evidence.supports(list(name.tokens)):
        return True
    return len(name.tokens) > 1 and TOOLS.isdisjoint(name.tokens) and not person_name.is_place(name.tokens)


def _name_without_contact(text: str, zones: list[Span]) -> list[NameSpan]:
    found: list[NameSpan] = []
    if not zones or zones[0][0] != 0:
        return found
    common: frozenset[str] | None = None
    for start, end in lines_of(text, *zones[0]):
        if DOCUMENT_TITLE.fullmatch(text[start:end]):
            continue
        name = person_name.read_name(text, start, end)
        if name is None and not found:
            name = _surname_first(text, start, end)
        is_dated = any(map(str.isdigit, text[start:end]))
        if name is None or is_dated or not 1 <= len(name.tokens) <= 4:  # noqa: PLR2004
            break
        if common is None:
            common = frozenset(LOWER_WORD.findall(text))
        if person_name.is_place(name.tokens) or not common.isdisjoint(name.tokens):
            break
        if not (_is_sole_name(text, name, first=not found) or _is_sure_name(name)):
            break
        found.append(name)
    return found


def _is_sure_name(name: NameSpan) -> bool:
    """Whether two words or more, none of a contact near them, are a name and no trade, tool or firm."""
    tokens = name.tokens
    if len(tokens) == 1:
        return _has_more_words(name) and tokens[0] not in TRADE_NAMES | TOOLS | CIVIL
    if AMBIGUOUS.isdisjoint(tokens):
        return True
    if TOOLS.issuperset(tokens) or (tokens[0] in AMBIGUOUS and tokens[0] not in GIVEN_NAMES):
        return False
    return tokens[0] in GIVEN_NAMES or (tokens[-1] not in TRADE_NAMES and TOOLS.isdisjoint(tokens))


# Trades are without number, and most end like these; a name of one word without any contact is rare.
_TRADE_ENDING = re.compile(
    r"..(?:er|ers|or|ors|eur|eurs|euse|ist|ists|ista|iste|ier|iere|man|men|hand|smith|wright|ero|era|eiro|eira|dora"
    r"|tore|trice|iere|ante|ing|ment|tion|ware|ics|age|ance|ence|ity|ial|ive)\Z"
)


def _is_sole_name(text: str, name: NameSpan, *, first: bool) -> bool:
    """Whether one word at the top is a name: nowhere else in the text, and no trade or tool."""
    if not first or len(name.tokens) != 1 or _has_more_words(name):
        return False
    token = name.tokens[0]
    if (
        _TRADE_ENDING.search(token)
        or token in TOOLS
        or token in CIVIL
        or (token in AMBIGUOUS and token not in GIVEN_NAMES)
    ):
        return False
    rest = fold(text[name.end :])
    return bool(rest.strip()) and re.search(rf"(?<![^\W_]){re.escape(token)}", rest) is None
