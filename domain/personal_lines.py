"""Lines of a resume that tell of a life and not of work: breaks for care, service by sex, protected groups.

- A break for care ("Parental leave, 2016 - 2017"), and any other break that a resume names, goes with its
  dates: what reason a gap has must not count, and a gap is a gap. A break inside a job ("2015 - 2020 (incl.
  parental leave)") leaves the job its dates. Work that deals with leave ("maternity cover") stays.
- Compulsory service, which in many countries men alone must do, goes with its dates; soldiers keep theirs.
- Membership of a society for people of one sex, origin, religion or orientation goes by the society's name.
  Work for such a society keeps its title and dates.

English, French, German, Spanish, Portuguese and Italian. Every pattern is linear in the text.
"""

import re
from collections.abc import Iterator

from domain import breaks
from domain.personal_words import fold
from domain.sections import split_sections
from domain.text_units import continues_sentence

Span = tuple[int, int]

_SERVICE = (
    r"(?:compulsory|mandatory|obligatory|national) (?:military |civil(?:ian)? )?service|military service"
    r"|conscription|grundwehrdienst|wehrdienst|zivildienst|wehrpflicht|service (?:militaire"
    r"|national)(?: obligatoire)?"
    r"|servicio militar(?: obligatorio)?|serviço militar(?: obrigatório)?|servizio (?:militare|di leva)"
)
_STATUS = (
    r"completed|done|exempt(?:ed)?|fulfilled|performed|postponed|deferred|finished|served"
    r"|not applicable|n/a|none"
    r"|effectué|exempté|accompli|dégagé|abgeleistet|befreit|geleistet|ausgemustert|untauglich|cumplido|exento"
    r"|realizado|prestado|cumprido|isento|dispensado|assolto|esente|esonerato|svolto|non dovuto"
)
_SERVICE_LINE = re.compile(
    rf"(?P<what>{_SERVICE})(?![^\W_])(?P<rest>[ :|*-]*\n?[ :|*-]*(?:{_STATUS})?)(?![^\W_])", re.IGNORECASE
)
_BREAK_ASIDE = re.compile(
    rf"(?<=\()(?:(?:incl|including|with|on|davon|inkl|dont|incluye|inclui|incluso|con|mit|avec|inc)\.? )?"
    rf"(?:{breaks.NAMES})(?:[^\w()\n][^()\n]{{0,60}})?(?=\))"
)
_COVER = re.compile(r"cover|polic|vertret|rempla", re.IGNORECASE)
#: One of these, folded, stands in every line that is looked at; found without a pattern, for speed.
_LIFE_HINTS = (
    *breaks.HINTS,
    *"service/conscription/wehrdienst/zivildienst/wehrpflicht/servicio mil/servico mil/servizio ".split("/"),
)
_MOST_WORDS = 6
_BLOCK_LINES = 40
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[^\n]+?(?:(?<=[^\W\d_]{3}[.!?])(?= )|(?=\n)|\Z)")

_PEOPLE = (
    r"women|woman|girls?|female|black|african[ -]american|african|hispanic|latin[oa]s?|latinx"
    r"|chican[oa]|asian"
    r"|asian[ -]american|native american|indigenous|jewish|muslim|islamic|christian|catholic|hindu|sikh"
    r"|buddhist"
    r"|lgbt\w*\+?|gay|lesbian|queer|transgender|arab|chinese|indian|korean|vietnamese|pakistani|turkish"
    r"|polish"
    r"|nigerian|men|mothers|moms|fathers|veterans|disabled|south asian"
)
# In capitals: "the Hispanic community" is whom a nurse cared for, and no club.
_BODY = (
    r"Society|Association|Network|Organi[sz]ation|Union|League|Council|Club|Alliance|Caucus|Chamber"
    r"|Fellowship"
    r"|Group|Forum|Guild|Federation|Foundation|Committee|Sorority|Fraternity|Chapter|Assembly|SOCIETY"
    r"|ASSOCIATION"
    r"|NETWORK|ORGANIZATION|UNION|LEAGUE|COUNCIL|CLUB|ALLIANCE|CAUCUS|CHAMBER|FELLOWSHIP|SORORITY|FRATERNITY"
)
_CAPITAL = r"[^\W\d_a-z][\w'&+-]*"
_SOCIETY = re.compile(
    # National Society of Black Engineers, Society of Women Engineers in ...
    rf"(?<![^\W_])(?:(?:National|American|International|European|British|Royal|Federal|United) ){{0,2}}"
    rf"(?:{_BODY}) (?:of|for) (?:(?:Professional|Young|Minority"
    rf"|the Advancement of) )?(?i:{_PEOPLE})(?![^\W_])"
    rf"(?: (?:{_CAPITAL}|(?:in|and|of|for)(?= {_CAPITAL}))){{0,6}}"
    # Muslim Students Association, Women's Network, LGBTQ+ in Technology Network
    rf"|(?<![^\W_])(?:(?:National|American|International|European|British|Young) )?(?:{_CAPITAL} ){{0,2}}?"
    rf"(?i:{_PEOPLE}(?:'s?)?)(?:(?: {_CAPITAL}| (?:in|and|of|for)(?= {_CAPITAL})"
    rf"|'s?)){{0,4}}? (?:{_BODY})(?![^\W_])"
    # Women Who Code, Women in Tech, Girls Who Code, Black Girls Code, Blacks in AI
    rf"|(?<![^\W_])(?:Women|Girls|Black Girls|Blacks?|Latinas?|Latinx|Queers?|Lesbians|Muslims|Mums|Moms) "
    rf"(?:[Ww]ho|[Ii]n|[Aa]t|[Oo]f) {_CAPITAL}(?: (?:&|and) {_CAPITAL})?"
    # the other languages
    r"|(?<![^\W_])(?:Deutscher )?(?:Ingenieurinnenbund|Juristinnenbund|Ärztinnenbund|Akademikerinnenbund)"
    r"|(?<![^\W_])(?:Femmes|Mujeres|Mulheres|Donne|Frauen)(?: (?:[Ii]ngénieurs?|[Ii]ngenieras|[Ii]ngegneri)"
    rf"| (?:en|em|in|nella|dans) (?:(?:la|der|el) )?{_CAPITAL})"
    r"|(?<![^\W_])(?:Alpha Kappa Alpha|Delta Sigma Theta|Kappa Alpha Psi|Omega Psi Phi|Alpha Phi Alpha"
    r"|Sigma Gamma Rho|Zeta Phi Beta)(?: (?:Sorority|Fraternity)(?:,? Inc\.?)?)?"
)
_SOCIETY_HINTS = tuple(
    """women/woman/girl/female/black/african/hispanic/latin/chican/asian/native"
    " am/indigenous/jewish/muslim/islamic
    christian/catholic/hindu/sikh/buddhist/lgbt/gay/lesbian/queer/transgender/arab/chinese/indian/korean/vietnamese
    pakistani/turkish/polish/nigerian/men's/mothers/moms/mums/fathers/veterans/disabled/innenbund/femmes/mujeres
    mulheres/donne/frauen/alpha/delta sigma/omega psi/sigma gamma/zeta phi""".replace("\n    ", "/").split(
        "/"
    )
)
_MEMBER = re.compile(
    r"[\s•*-]*(?:(?:active|student|life|board|founding|proud|former|current|lifetime|chapter|local"
    r"|since|\d{4}|-"
    r"|present|aktives|membre|mitglied|miembro|membro|socia|socio|member|membership|affiliation|of|the"
    r"|der|im|de|del"
    r"|della|la|do|da|at|in|bei)(?![^\W_])[\s,:()|-]*)*\Z",
    re.IGNORECASE,
)


def life_spans(text: str) -> Iterator[Span]:
    """Spans of breaks, compulsory service and societies of protected groups."""
    folded = fold(text)
    for start, end in _lines_with(folded, _LIFE_HINTS):
        for span in _life(text, start, text[start:end]):
            yield span
            if span == (start, end) and not any(char.isdigit() for char in text[start:end]):
                yield from _dates_beside(text, start, end)
    for start, end in _lines_with(folded, _SOCIETY_HINTS):
        yield from _societies(text[start:end], start)


def _lines_with(folded: str, hints: tuple[str, ...]) -> list[Span]:
    """Bounds of the lines that hold one of the words, each once."""
    found: set[Span] = set()
    for hint in hints:
        at = folded.find(hint)
        while at != -1:
            end = folded.find("\n", at)
            end = len(folded) if end == -1 else end
            found.add((folded.rfind("\n", 0, at) + 1, end))
            at = folded.find(hint, end)
    return sorted(found)


def _life(text: str, start: int, line: str) -> Iterator[Span]:
    if continues_sentence(text, start):
        return
    folded = fold(line)
    for aside in _BREAK_ASIDE.finditer(folded):
        if not _COVER.search(aside[0]):
            yield start + aside.start(), start + aside.end()
    dated = any(map(str.isdigit, line)) or bool(list(_dates_beside(text, start, start + len(line))))
    for sentence in _SENTENCE.finditer(line):
        low, high = sentence.span()
        lead = breaks.DATES.match(folded, low, high)
        begin = lead.end() if lead else low
        if breaks.break_end(line, begin, high, dated=dated) != -1:
            yield start + low, start + high
            continue
        service = _SERVICE_LINE.match(text, start + begin)
        if service is None or service.end() - start < begin:
            continue
        end = max(service.end(), start + high)
        rest = text[service.end() : end]
        # The heading of a soldier's career has neither a status nor a date.
        told = service["rest"].strip(" :|*-\n") or any(char.isdigit() for char in line[low:high])
        if told and breaks.is_life(rest) and len(_WORD.findall(rest)) <= _MOST_WORDS:
            yield start + low, end


def _dates_beside(text: str, start: int, end: int) -> Iterator[Span]:
    """The line of dates that stands with a break alone, below or above it, where the break has no date."""
    low, high = _line_start(text, start - 1), _line_end(text, end + 1)
    above = start > 0 and _is_dates(text[low : start - 1])
    below = end < len(text) and _is_dates(text[end + 1 : high])
    if above and below:
        # Both may be its own: as in the rest of the block, dates stand first or last in each entry.
        above = _dates_come_first(text, low)
        below = not above
    elif above:
        above = low == 0 or text[low - 2 : low] == "\n\n" or _dates_come_first(text, low)
    elif below:
        below = not _dates_come_first(text, start)
    if below:
        yield end + 1, high
    elif above:
        yield low, start - 1


def _is_dates(line: str) -> bool:
    folded = fold(line)
    return breaks.YEAR.search(folded) is not None and breaks.DATES.fullmatch(folded) is not None


def _dates_come_first(text: str, position: int) -> bool:
    """Whether the first entry of the block that a line stands in opens with its dates, below its heading."""
    for _ in range(_BLOCK_LINES):
        above = _line_start(text, position - 1)
        if position == 0 or not text[above : position - 1].strip():
            break
        position = above
    first_end = _line_end(text, position)
    second_end = _line_end(text, first_end + 1)
    first, second = text[position:first_end], text[first_end + 1 : second_end]
    third = text[second_end + 1 : _line_end(text, second_end + 1)]
    return _is_dates(first) or (
        _is_dates(second) and not _is_dates(third) and bool(split_sections(first)[0].heading)
    )


def _line_start(text: str, end: int) -> int:
    return text.rfind("\n", 0, max(0, end)) + 1


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end == -1 else end


def _societies(line: str, start: int) -> Iterator[Span]:
    for found in _SOCIETY.finditer(line):
        before, after = line[: found.start()], line[found.end() :]
        # The whole item where nothing but a membership is left of it.
        item = max(before.rfind(mark) for mark in ",;|•") + 1
        whole = _MEMBER.fullmatch(before[item:])
        tail = re.match(
            r"[ ,:(|-]*(?:member|mitglied|membre|miembro|membro)?[ ,(]*(?:since )?(?:(?:19|20)\d\d)?"
            r"(?: ?- ?(?:present|(?:19|20)\d\d))?\)?(?=[,;|•]|\Z)",
            after,
            re.IGNORECASE,
        )
        low = start + (item if whole else found.start())
        yield low, start + found.end() + (tail.end() if whole and tail else 0)
