"""Where the title of a job stands in a line: there `Química` is a person, elsewhere a science.

A title opens a line, behind a range of dates or a label at most, or follows a word that makes it one (`como
administrativa`); or it is a field of its own behind an employer (`Clínica Sol | Médica | 2019`).
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

from domain.personal_words import fold
from domain.sections import Section, SectionKind

_NO_TITLES = frozenset(
    (
        *(SectionKind.SKILLS, SectionKind.EDUCATION, SectionKind.LANGUAGES, SectionKind.CERTIFICATIONS),
        *(SectionKind.PUBLICATIONS, SectionKind.AWARDS, SectionKind.INTERESTS),
    )
)
_WORDS = re.compile(r"[^\W\d_]+")
_DATE_WORDS = frozenset(
    """enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene
    feb mar abr may jun jul ago sep sept set oct nov dic janeiro fevereiro marco maio junho julho setembro
    outubro novembro dezembro fev mai out dez gennaio febbraio aprile maggio giugno luglio settembre ottobre
    dicembre gen mag giu lug ott janvier fevrier mars avril juin juillet aout septembre octobre novembre
    decembre janv fevr avr juil dec a al ad de do da di du dal del desde hasta depuis au aux en dans ate
    atual atualmente presente present actual actualidad actualmente la hoy hoje oggi momento o ce jour
    aujourd hui corso in""".split()
)
_LEADS = re.compile(
    r"(?:(?<![\w'])(?:como|soy|sou|sono|comme|come|en tant qu[e'] ?|(?:puesto|cargo|funcion|ocupacion|"
    r"profesion|categoria|poste|fonction|metier|profession|ruolo|qualifica|mansione|posizione|profissao|funcao|"
    r"posto|posicion|titulo)(?: de| di| d'?)?:?)(?: (?:una?|uma?))? ?|[Uu]n'|\bd'une? )\Z"
)
_ENDS = re.compile(r" ?(?:[,|(:;/.\n]|- |-\n|\Z)")
_GOES_ON = re.compile(
    r" (?:en|em|na|no|presso|chez|at|de|di|del|della|da|do|para|con|com|y|e|et|a|auxiliar|superior|"
    r"sanitari\w|especialista|especializad\w|residente|veterinari\w|titular|titulad\w|adjunt\w|jefe|jefa|"
    r"intern\w|senior|junior|comercial|contable|financier\w|general\w*|social|industrial|administrativ\w|amministrativ\w|"
    r"commerciale|laboratorista|responsable|estetic\w|forense|informatic\w|electronic\w|mecanic\w|"
    r"electric\w)(?!\w)",
)
_SCIENCE_GOES_ON = re.compile(
    r" (?:en|em|na|no|presso|chez|at|auxiliar|superior|especialista|residente|titular|senior|junior|jefe|"
    r"jefa|responsable|industrial|de (?:laborat\w*|manten\w*|sist\w*|soporte|suporte|calid\w*|produc\w*|"
    r"turno|taller|planta|redes|linha))(?!\w)",
)
_NAME_GOES_ON = re.compile(r" (?:del|da|do|della|(?:de |d')?(?:la |los |las |el )?[A-ZÀ-Ý])")
_FIELD = re.compile(r"(?:\||,| -|:|\t) \Z")
_FIELD_END = re.compile(r" ?(?:[,|(\n]|- |\Z)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BULLETS = frozenset(("- ", "• ", "* "))
_REACH = 60
_LONG_LINE = 200


def opens_a_title(text: str, start: int) -> bool:
    """Whether what stands before `start` in its line lets a title begin there."""
    prefix = _before(text, start)
    if not prefix or _LEADS.search(fold(prefix)):
        return True
    if len(prefix) > _REACH or prefix[-1].isalnum():
        return False
    if not any(char.isdigit() for char in prefix):
        return prefix in _BULLETS
    return all(word in _DATE_WORDS for word in _WORDS.findall(fold(prefix)))


def _before(text: str, start: int) -> str:
    """What stands before `start` in its line; of a long one only its end, one letter more than the reach."""
    return text[max(0, start - _REACH - 1) : start].rpartition("\n")[2]


def opens_a_field(text: str, start: int, is_person: Callable[[str], bool]) -> bool:
    """Whether a field of a line begins at `start`, and none before it is a title."""
    before = _before(text, start)
    return _FIELD.search(before) is not None and not any(map(is_person, _WORDS.findall(before)))


def _is_dated(text: str, line: int) -> bool:
    """Whether the line that begins at `line`, or one of the next two, names a year near its start."""
    lines = text[line : line + 3 * _LONG_LINE].split("\n")[:3]
    return any(map(_YEAR.search, lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a word stands: `text[start:end]` of a normalised text with its sections."""

    text: str
    start: int
    end: int
    sections: tuple[Section, ...]


def _is_one(text: str, line: int) -> bool:
    """Whether the line that begins at `line` lists nothing."""
    return "," not in text[line : line + _LONG_LINE].partition("\n")[0]


def is_title(place: Place, *, science: bool, firm: bool, is_person: Callable[[str], bool]) -> bool:
    """Whether a word is a title where it stands.

    Args:
        place: where that is.
        firm: whether the word is the name of a firm more often than a person (`Distribuidora del Norte`).
        science: whether the word is a field of work more often than a person.
        is_person: whether a word means a person whatever its place.
    """
    text, start = place.text, place.start
    before = _before(text, start)
    line = start - len(before)
    led = bool(before) and _LEADS.search(fold(before)) is not None
    number = bisect_right(place.sections, start, key=lambda section: section.start) - 1
    kind = place.sections[number].kind if number >= 0 else SectionKind.HEADER
    if (
        not (text[start].isupper() or led)
        or kind in _NO_TITLES
        or (science and not (_is_dated(text, line) or (kind is SectionKind.HEADER and _is_one(text, line))))
    ):
        return False
    if opens_a_title(text, start) and before not in _BULLETS:
        after = fold(text[place.end : place.end + _REACH])
        goes_on = _SCIENCE_GOES_ON if science else _GOES_ON
        if firm and _NAME_GOES_ON.match(text, place.end):
            return False
        return bool(led or _ENDS.match(after) or goes_on.match(after))
    if not opens_a_field(text, start, is_person):
        return False
    further = not science and not before.endswith((", ", ": "))
    return bool(
        _FIELD_END.match(text, place.end)
        or (further and _GOES_ON.match(fold(text[place.end : place.end + _REACH])))
    )
