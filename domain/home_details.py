"""Home address, civil data and bare contact words in the personal parts of a resume."""

import re

from domain import person_name, personal_patterns
from domain.name_in_header import DOCUMENT_TITLE, GAP, PIECE, WORD, is_flat, lines_of
from domain.person_name import Evidence, Span
from domain.personal_words import (
    AMBIGUOUS,
    CIVIL,
    COUNTRIES,
    DEMONYMS,
    PARTICLES,
    REGIONS,
    fold,
    is_professional,
)

_PROSE_WORDS = 14
_FLAT_HEAD = 600
_COMMA_PART = re.compile(r"[^,\x00]+")
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave?|lane|ln|drive|dr|blvd|boulevard|court|ct|circle|cir|way|highway"
    r"|hwy|parkway|pkwy|"
    r"terrace|square|sq|place|pl|crescent|close|mews|nagar|colony|apartments?|apts?|flat|suite|unit|floor"
    r"|house|building|bldg|"
    r"block|sector|plot|phase|cross|marg|chowk|layout|enclave|society|villa|estate|heights|gardens|rue"
    r"|allée|chemin|"
    r"impasse|quai|calle|avenida|av|avda|plaza|paseo|rua|travessa|praça|via|viale|piazza|corso|strasse"
    r"|straße|str|platz|"
    r"allee|gasse|district|taluk|village|mandal|tehsil|dist|p\.? ?o|box)\b\.?|\w(?:straße|strasse|str\."
    r"|weg|gasse|platz|allee)(?!\w)",
    re.IGNORECASE,
)
_POST_CODE = re.compile(
    r"\b[A-Z]{2}\.?,? ?\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b[A-Z]\d[A-Z] ?\d[A-Z]\d\b"
    r"|(?:^|[ ,-])\d{6}(?:$|[ .,])|\b(?:D-|F-|I-|A-|CH-|E-)?\d{4,5}(?:-\d{3})?,? [A-ZÀ-Þ][a-zß-ÿ]{2,}"
    r"|[a-z],? ?-? ?\d{5,6}\b"
    r"|\bP\.? ?O\.? ?Box\b|\b\d{3} \d{2} [A-Z]|\b\d{4} [A-Z]{2} [A-Z]|[A-Za-z],? (?:AL|AK|AZ|AR|CA|CO|CT"
    r"|DC|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|"
    r"NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VA|VT|WA|WI|WV|WY|ON|QC|BC|AB|UK)\.?(?:,? USA?)?$"
)
CONTACT_WORD = re.compile(
    r"(?<![\w'.-])(?:(?:my |email me on )?(?:indeed|linked-?in|github|gitlab|twitter|facebook|instagram"
    r"|behance|dribbble|kaggle|"
    r"medium|skype|telegram|whatsapp|xing|stack ?overflow)(?: (?:profile|url|id|handle|link))?"
    r"|e-?mail(?: (?:address|id|me|me on indeed))?|"
    r"(?:tele)?phone|tel|mobile|cell(?:phone)?|mob|fax|voice|web ?site|web|url|blog|portfolio|homepage"
    r"|address|"
    r"contact(?: (?:no|number|details|info|information|me|nos))?|"
    r"phone number|home|residence|office|work|telefon|téléphone|teléfono|telefone|telefono|courriel"
    r"|correo|mobil|portable|handy|adresse|"
    r"photo(?:graph)?|picture|profile (?:photo|picture|image)|[mtpechw]|ph|no|id|number|or|and)(?![\w'])",
    re.IGNORECASE,
)
_MARRIED = frozenset(("marié", "Marié"))  # without its accent a woman's name
_CHILDREN = re.compile(
    r"(?:no|one|two|three|four|\d|un|deux|trois|ein|zwei|drei|dos|tres|dois|duas|due"
    r"|tre) (?:child(?:ren)?|kids?"
    r"|daughters?|sons?|enfants?|kind(?:er)?|hij[oa]s?|filh[oa]s?|figli[oa]?)",
    re.IGNORECASE,
)
_PHOTO = re.compile(
    r"[\[(<]?(?:(?:my |passport[ -]size |profile |professional )*(?:photo|photograph|picture|headshot"
    r"|portrait|image|foto|bild|"
    r"bewerbungsfoto|avatar))(?:\b.{0,60})?[\])>]?",
    re.IGNORECASE,
)
_NOT_PHOTO = re.compile(r"photograph(?:er|y)|editing|photoshop|design|process|retouch", re.IGNORECASE)


# Some codes of states are words otherwise: OR, IN, ME, OK, HI.
_US_TOWN = re.compile(
    r"[^\W\d_a-z][\w.'-]*+(?: [^\W\d_a-z][\w.'-]*+){0,2}, (?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA"
    r"|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])"
)
_CITIZEN = re.compile(
    r"(?:(?:a|dual) )?(?:citizen|national)(?:ship)? of (?:the )?[^\W\d_]+(?: [^\W\d_]+){0,2}", re.IGNORECASE
)


# Years of a job may stand near the name as well.
_RANGE = re.compile(
    r"(?:19|20)\d\d\)? ?(?:-|to|bis|à|a|al) ?\(?[^\W\d_]*\.? ?(?:(?:19|20)\d\d|(?i:present|today|heute))"
)


def home_spans(text: str, zone: Span, evidence: Evidence) -> list[Span]:
    """Spans of address, civil data and bare contact words in the lines of a personal part."""
    spans: list[Span] = []
    header = zone[0] == 0
    lines = lines_of(text, *zone, blank=" ")
    for number, (start, end) in enumerate(lines):
        line = text[start:end]
        words = WORD.findall(line)
        if is_flat(text, start):
            spans += _flat_address(text, start, end)
            continue
        if DOCUMENT_TITLE.fullmatch(line) or (_PHOTO.fullmatch(line) and not _NOT_PHOTO.search(line)):
            spans.append((start, end))
            continue
        if len(words) > _PROSE_WORDS or line.startswith("•"):
            header = header and len(words) <= _PROSE_WORDS
            if len(words) > _PROSE_WORDS:
                continue
        for piece in PIECE.finditer(text, start, end):
            near = any(GAP in text[slice(*other)] for other in lines[max(0, number - 2) : number + 3])
            contact = (near and not _is_prose_around(text, lines, number)) or (
                header and evidence.has_contact
            )
            if _is_home(piece[0], contact=contact and not _RANGE.search(line)) or (
                contact and _is_town_or_citizen(piece[0])
            ):
                spans.append(piece.span())
                continue
            spans += [
                part.span()
                for part in _COMMA_PART.finditer(text, *piece.span())
                if "," in piece[0] and _is_home(part[0], contact=GAP in line)
            ]
    return spans


def _is_prose_around(text: str, lines: list[Span], number: int) -> bool:
    """Whether a line goes on from a sentence, so that its shape says nothing."""
    return number > 0 and len(WORD.findall(text[slice(*lines[number - 1])])) > _PROSE_WORDS


def _flat_address(text: str, start: int, end: int) -> list[Span]:
    """The address in a header flattened into one line: from its number to its post code, or a town."""
    limit = min(end, start + _FLAT_HEAD)
    return [
        match.span()
        for pattern in (_FLAT_ADDRESS, _FLAT_TOWN)
        for match in pattern.finditer(text, start, limit)
    ]


_FLAT_TOWN = re.compile(
    r"(?<![\w,] )(?<!\w)[^\W\d_a-z][\w.'-]*+(?: [^\W\d_a-z][\w.'-]*+)?, "
    r"(?:[A-Z]{2}(?: \d{5}(?:-\d{4})?)?(?= ?[|•\x00])"
    rf"|(?i:{'|'.join(sorted(COUNTRIES | REGIONS))})(?!\w))"
)
_FLAT_ADDRESS = re.compile(
    r"(?<![\w,.])\d{1,5}[A-Za-z]?,? (?:[^\W_][\w.'#-]*+,? ){1,9}?(?:[A-Z]{2},? \d{5}(?:-\d{4})?"
    r"|[A-Z][a-z]+,? \d{5,6})(?!\d)"
)


def _is_town_or_citizen(piece: str) -> bool:
    bare = piece.strip(" *_#,.-()[]:>")
    return _US_TOWN.fullmatch(bare) is not None or _CITIZEN.fullmatch(bare) is not None


def _is_home(piece: str, *, contact: bool) -> bool:
    bare = piece.strip(" *_#,.-()[]:>")
    if not bare:
        return False
    raws = WORD.findall(bare)
    words = [fold(word) for word in raws]
    if not words:
        return False
    if all(
        _is_civil(word) or raw in _MARRIED for word, raw in zip(words, raws, strict=True)
    ) or personal_patterns.WHOLE_DATE.match(bare):
        return contact or (len(words) == 1 and words[0] in CIVIL)
    if CONTACT_WORD.fullmatch(bare) or _CHILDREN.fullmatch(bare):
        return contact
    trades = sum(is_professional(word) and not _STREET.fullmatch(word) for word in words)
    numbers = any(char.isdigit() for char in bare)
    capitals = sum(
        not raw[0].islower() or word in PARTICLES or _STREET.fullmatch(word) is not None
        for word, raw in zip(words, raws, strict=True)
    )
    if (
        trades <= len(words) // 3
        and 2 * capitals >= len(words)
        and (_POST_CODE.search(bare) or (numbers and _STREET.search(bare)))
    ):
        return True
    return contact and not trades and not numbers and _looks_like_places(piece, words)


def _is_civil(word: str) -> bool:
    return word in CIVIL or word in DEMONYMS or word in {"citizen", "national", "status", "citizenship"}


def _looks_like_places(piece: str, words: list[str]) -> bool:
    if len(words) > 6 or not AMBIGUOUS.isdisjoint(words):  # noqa: PLR2004 - a place has few words
        return person_name.is_place(words) and len(words) <= 6  # noqa: PLR2004
    raw = re.findall(r"[^\W\d_][^\s,]*", piece)
    return all(not word[0].islower() or fold(word) in PARTICLES for word in raw) and not re.search(
        r"[+#@&/:]|\w\.\w", piece
    )
