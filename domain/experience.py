"""Years of work experience of a resume, with the lines that prove them.

The rules, in order:

1. Ranges of dates in the context of work are united month by month: jobs held at the same time count once, a gap does
   not count. Where any are found they alone decide (`DATES`); a duration in words beside them adds nothing, because it
   may tell of the same time.
2. Otherwise durations in words decide (`STATEMENT`): the larger of the longest claim about a career ("8 years of
   experience") and the sum of the roles that state one each ("Senior Developer (3 years)").
3. Otherwise the years are unknown: None, never 0.

What is work: a range under a heading of work or internships, unless its own line says that it is a degree, voluntary
work or a break; elsewhere (no headings, or none that announces work) a range beside the words of a job. Ranges under
education, certifications, volunteering and the like do not count.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.dates import DateRange, Month, find_date_ranges, months_covered
from domain.sections import Section, SectionKind, split_sections

MOST_YEARS = 60.0


class ExperienceSource(StrEnum):
    """What the years rest on."""

    DATES = "dates"
    STATEMENT = "statement"
    UNKNOWN = "unknown"


class PeriodKind(StrEnum):
    """Kind of work of a period."""

    WORK = "work"
    INTERNSHIP = "internship"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One dated stretch of work.

    Attributes:
        start: first month.
        end: last month, included.
        current: still going on at the day that the resume is read for.
        passage: the line of the text that proves it.
        kind: work or internship.
    """

    start: Month
    end: Month
    current: bool
    passage: str
    kind: PeriodKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """Years of work of one resume.

    Attributes:
        years: two decimals, at most 60; None if the text does not say.
        source: what the years rest on.
        periods: dated work in the order of the text.
        passage: the words that the years rest on, if the source is a statement.
    """

    years: float | None
    source: ExperienceSource
    periods: tuple[Period, ...]
    passage: str | None


# Ends of words, so that "Softwareentwickler" and "Krankenschwester" are found as well.
_ROLE = re.compile(
    r"(?:engineer|developer|programmer|manager|director|analyst|consultant|architect|administrator|assistant|associate|officer"
    r"|specialist|technician|teacher|professor|lecturer|tutor|instructor|trainer|nurse|doctor|physician|surgeon|therapist|pharmacist"
    r"|dentist|accountant|auditor|clerk|cashier|secretary|receptionist|coordinator|supervisor|executive|president|chief|head|lead|leader"
    r"|designer|writer|editor|journalist|reporter|artist|photographer|scientist|researcher|fellow|operator|mechanic|electrician|driver"
    r"|chef|cook|waiter|waitress|bartender|barista|salesman|salesperson|representative|agent|broker|advisor|adviser|counselor|counsellor"
    r"|lawyer|attorney|paralegal|owner|founder|co-founder|freelancer|freelance|contractor|worker|employee|staff|guard|soldier|sergeant"
    r"|planner|buyer|recruiter|strategist|tester|inspector|installer|foreman|attendant|aide|librarian|economist|strateg|sde|swe|ceo|cto"
    r"|cfo|coo|vp|avp|qa|dba|sre|principal|partner|trainee|apprentice|intern|controller|generalist|producer|superintendent|translator"
    r"|entwickler(?:in)?|ingenieur(?:in|e)?|leiter(?:in)?|berater(?:in)?|mitarbeiter(?:in)?|kauffrau|kaufmann|lehrer(?:in)?|techniker(?:in)?"
    r"|assistent(?:in)?|werkstudent(?:in)?|praktikant(?:in)?|programmierer(?:in)?|architekt(?:in)?|verkäufer(?:in)?|schwester|pfleger(?:in)?"
    r"|ingénieure?|développeu(?:r|se)|responsable|chargée?|directeur|directrice|technicienn?e?|conseill(?:er|ère)|vendeu(?:r|se)|chef de projet"
    r"|analyste|gestionnaire|stagiaire|infirmi(?:er|ère)|enseignante?|comptable|consultante?|assistante?"
    r"|ingenier[oa]|desarrollador(?:a)?|programador(?:a)?|gerente|director(?:a)?|analista|técnico|técnica|profesor(?:a)?|administrador(?:a)?"
    r"|jefe|jefa|coordinador(?:a)?|asistente|enfermer[oa]|contador(?:a)?|vendedor(?:a)?|engenheir[oa]|desenvolvedor(?:a)?|professor(?:a)?"
    r"|estagiári[oa]|gerenciador|ingegnere|sviluppatore|sviluppatrice|responsabile|impiegat[oa]|consulente|tecnico|insegnante|direttore)s?\b"
    r"|\b(?:worked|working|employed|employer|employment|served|serving|joined|hired|experience|responsible for|position|designation|promoted"
    r"|self-employed|tätig|angestellt|salarié|empleado|work period|company|client)\b"
)
_COMPANY = re.compile(
    r"\b(?:inc|ltd|llc|llp|corp|corporation|gmbh|pvt|plc|ag|kg|s\.a|sarl|sas|s\.l|s\.r\.l|srl|spa|lda|ltda|company|co|limited|bank|group"
    r"|technologies|solutions|consulting|systems|services|software|hospital|clinic|labs?|studios?|agency|industries|holdings|partners)\b"
)
_DEGREE = re.compile(
    r"\b(?:bachelors?|bachelor's|master'?s?(?: of| in| degree|,)|b\.? ?sc|m\.? ?sc|b\.? ?tech|m\.? ?tech|b\.e\b|b\.a\b|m\.a\b|b\.s\b|m\.s\b|bba|mba|mca|bca"
    r"|b\.? ?com|m\.? ?com|m\.b\.a|ph\.? ?d|doctorate|diploma|diplom|degree|gpa|cgpa|undergraduate|postgraduate|high school|higher secondary"
    r"|secondary school|ssc|hsc|cbse|icse|coursework|major in|minor in|a-levels|gcse|abitur|studium|hochschulreife|promotion zum|ausbildung"
    r"|licence|baccalauréat|bac\b|diplôme|maîtrise|doctorat|dut|bts|licenciatura|licenciado|grado en|máster|maestría|mestrado|bacharel(?:ado)?"
    r"|graduação|laurea|dottorato|maturità|student at|studied|graduated)\b"
)
_SCHOOL = re.compile(
    r"\b(?:university|college|school|institute of technology|academy|faculty|polytechnic|universität|hochschule|gymnasium|schule|université"
    r"|école|lycée|iut|universidad|colegio|instituto|universidade|faculdade|università|politecnico|liceo)\b"
)
_TEACHING = re.compile(
    r"(?:professor|lecturer|teacher|tutor|instructor|researcher|fellow|assistant|coordinator|administrator)s?\b"
)
_INTERN = re.compile(
    r"\b(?:intern|interns|internship|internships|externship|practicum|praktikum|praktikant(?:in)?|pflichtpraktikum|stagiaire|stage|becari[oa]"
    r"|prácticas|pasantía|pasante|estágio|estagiári[oa]|tirocinio|tirocinante|stagista|summer trainee|industrial trainee|co-op)\b"
)
_VOLUNTARY = re.compile(
    r"\b(?:volunteer|volunteered|volunteering|voluntary|unpaid|ehrenamt\w*|freiwillig\w*|bénévol\w*|voluntari[oa]|voluntariado|volontari[oa]\w*)\b"
)
_BREAK = re.compile(
    r"\b(?:career break|career gap|sabbatical|parental leave|maternity leave|paternity leave|gap year|unemployed|elternzeit|arbeitssuchend"
    r"|congé parental|sans emploi|excedencia)\b"
)
_NO_WORK = re.compile(
    r"\b(?:certificat\w+|certified|licen[sc]ed?|valid|expir\w+|membership|member|award\w*|scholarship|published|journal|conference|copyright|warranty"
    r"|visa|passport|date of birth|born|geboren)\b"
)

_WORK_SECTIONS = frozenset((SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS))
_NEUTRAL_SECTIONS = frozenset(
    (SectionKind.HEADER, SectionKind.SUMMARY, SectionKind.SKILLS, SectionKind.PROJECTS, SectionKind.OTHER)
)
_WINDOW = 160
_PASSAGE = 240


def find_experience(text: str, *, as_of: date, count_internships: bool = True) -> Experience:
    """Find the years of work that a normalised text proves or claims; linear in its length.

    Args:
        text: normalised text of one resume.
        as_of: the day that "Present" means; the wall clock is never asked.
        count_internships: whether internships add to the years; they are listed in any case.
    """
    sections = split_sections(text)
    periods = tuple(_periods(text, sections, find_date_ranges(text, as_of=as_of)))
    counted = [p for p in periods if count_internships or p.kind is PeriodKind.WORK]
    if counted:
        months = months_covered([(period.start, period.end) for period in counted])
        years = min(MOST_YEARS, round(months / 12, 2))
        return Experience(years=years, source=ExperienceSource.DATES, periods=periods, passage=None)
    statement = _stated(text, sections)
    if statement is None:
        return Experience(years=None, source=ExperienceSource.UNKNOWN, periods=periods, passage=None)
    months, passage = statement
    years = min(MOST_YEARS, round(months / 12, 2))
    return Experience(years=years, source=ExperienceSource.STATEMENT, periods=periods, passage=passage)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Context:
    """Lower-case words around a range: its own line, the line above and the line below."""

    line: str
    above: str
    below: str


def _periods(text: str, sections: tuple[Section, ...], ranges: tuple[DateRange, ...]) -> Iterator[Period]:
    starts = [section.start for section in sections]
    placed = [(found, sections[bisect_right(starts, found.span[0]) - 1].kind) for found in ranges]
    has_work = any(kind in _WORK_SECTIONS for _, kind in placed)
    for index, (found, section) in enumerate(placed):
        after = ranges[index - 1].span[1] if index else 0
        before = ranges[index + 1].span[0] if index + 1 < len(ranges) else len(text)
        context = _context(text, found.span, after, before)
        kind = _kind(context, section, has_work=has_work)
        if kind is not None:
            passage = _line(text, found.span)
            yield Period(start=found.start, end=found.end, current=found.current, passage=passage, kind=kind)


def _kind(context: _Context, section: SectionKind, *, has_work: bool) -> PeriodKind | None:
    """Kind of the work that a range stands for, or None where it is no work."""
    line = context.line
    if _VOLUNTARY.search(line) or _BREAK.search(line):
        return None
    if section is SectionKind.INTERNSHIPS:
        return PeriodKind.INTERNSHIP
    if section is SectionKind.EXPERIENCE:
        return None if _is_study(line) else _work(context)
    if section in _NEUTRAL_SECTIONS and has_work:
        # Work that a reader moved above its heading or below another still shows by its own line.
        own = section is not SectionKind.PROJECTS and _ROLE.search(line) and not _excluded(line)
        return _work(context) if own else None
    if section in _NEUTRAL_SECTIONS:
        return _work(context) if _beside_a_job(context) else None
    if section is SectionKind.EDUCATION and not has_work:
        return _work(context) if _ROLE.search(line) and not _excluded(line) else None
    return None


def _work(context: _Context) -> PeriodKind:
    """Work or internship, by the line itself or, where it holds a date alone, by the lines beside it."""
    intern = _INTERN.search(context.line)
    if not intern and not _ROLE.search(context.line):
        intern = _INTERN.search(context.above) or (
            not _ROLE.search(context.above) and _INTERN.search(context.below)
        )
    return PeriodKind.INTERNSHIP if intern else PeriodKind.WORK


def _is_study(line: str) -> bool:
    return _DEGREE.search(line) is not None and _ROLE.search(line) is None


def _excluded(line: str) -> bool:
    """Say whether a line outside a section of work tells of study, papers or membership."""
    if _DEGREE.search(line) or _NO_WORK.search(line):
        return True
    return _SCHOOL.search(line) is not None and _TEACHING.search(line) is None


def _beside_a_job(context: _Context) -> bool:
    if _excluded(context.line):
        return False
    if _ROLE.search(context.line) or _COMPANY.search(context.line):
        return True
    beside = [part for part in (context.above, context.below) if part]
    if any(_excluded(part) for part in beside[:1]):
        return False
    return any((_ROLE.search(part) or _COMPANY.search(part)) and not _excluded(part) for part in beside)


def _context(text: str, span: tuple[int, int], after: int, before: int) -> _Context:
    """Words around a range, within its neighbours `after` and `before` and a fixed distance."""
    low, high = max(after, span[0] - _WINDOW), min(before, span[1] + _WINDOW)
    above, _, left = text[low : span[0]].rpartition("\n")
    right, _, below = text[span[1] : high].partition("\n")
    lines_above = above.strip().rsplit("\n", 1)
    lines_below = below.strip().split("\n", 1)
    return _Context(
        line=f"{left} {right}".lower(), above=lines_above[-1].lower(), below=lines_below[0].lower()
    )


def _line(text: str, span: tuple[int, int]) -> str:
    """Line or lines that hold a span, cut to a length that a person can be shown."""
    start = max(text.rfind("\n", 0, span[0]) + 1, span[0] - _PASSAGE)
    end = text.find("\n", span[1], span[1] + _PASSAGE)
    return text[start : end if end >= 0 else span[1] + _PASSAGE].strip()


_NUMBERS = {
    word: value
    for value, words in enumerate(
        "one ein une un una um eine uno|two zwei deux dos dois due|three drei trois tres três tre|four vier quatre cuatro quatro quattro"
        "|five fünf cinq cinco cinque|six sechs seis sei|seven sieben sept siete sete sette|eight acht huit ocho oito otto"
        "|nine neun neuf nueve nove|ten zehn dix diez dez dieci|eleven elf onze once|twelve zwölf douze doce doze dodici|thirteen"
        "|fourteen|fifteen fünfzehn quinze quince|sixteen|seventeen|eighteen|nineteen|twenty zwanzig vingt veinte vinte venti".split(
            "|"
        ),
        1,
    )
    for word in words.split()
} | {"twenty-five": 25, "thirty": 30, "forty": 40}
_YEARS = r"(?:years?|yrs?|jahren?|ans|années?|años?|anos?|anni|anno)(?![^\W_])"
_MONTHS = r"(?:months?|mths?|mos|monate?n?|mois|meses|mes|mesi)(?![^\W_])"
_NUMBER = r"\d{1,2}(?:[.,]\d{1,2})?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_SPAN_OF_TIME = re.compile(
    rf"(?<![\w.,/$€£+-])(?:(?P<years>{_NUMBER})(?: ?\(\d{{1,2}}\))? ?(?:\+|plus)?(?: ?(?:-|to|bis|à|a) ?\d{{1,2}} ?\+?)?(?P<dash>[ -]?)(?:full |whole |solid )?{_YEARS}"
    rf"(?:,? ?(?:and|&|und|et|y|e)? ?(?P<more>\d{{1,2}}) ?{_MONTHS})?|(?P<months>{_NUMBER}) ?\+?[ -]?{_MONTHS}"
    r"|(?P<decades>a|one|two|three|four) decades?(?!\w))"
)
_EXPERIENCE = (
    r"(?:experiences?|exp|expertise|background|track record|tenure|erfahrung|berufserfahrung|arbeitserfahrung|berufspraxis|expérience"
    r"|experiencia|experiência|esperienza)(?![^\W_])"
)
_OF_EXPERIENCE = re.compile(
    rf"\.?'? ?\)?(?:\+)?(?: ?(?:of|de|d'|d|di|in)(?: |(?<=')))?(?:[\w/+&.,#'-]+ ){{0,6}}?[\w/-]*{_EXPERIENCE}"
)
_EXPERIENCE_OF = re.compile(
    rf"{_EXPERIENCE}(?: ?[:(-]{{1,2}}| of| is| in [\w ]{{1,30}}| for| von| de| di)?(?: ?(?:a|total|of|over|more than|about|around|nearly|almost"
    r"|approximately|at least|approx\.?|über|mehr als|plus de|más de|mais de|oltre))* ?$"
)
_WORKED_FOR = re.compile(
    r"\b(?:worked|working|employed|served|serving|operated|tenure|career|spent|practi[cs]ed|taught|freelanced|experienced|gearbeitet|travaillé|trabajado)\b"
    r"[^.;\n]{0,60}?(?: for| of| spanning|,)?(?: ?(?:a total of|over|more than|about|around|nearly|almost|approximately|at least))? ?$"
)
_AS_A = re.compile(
    r"\.?'?\)? ?(?:of |experience |tenure |service |work |working |time )*(?:as|als|en tant que|comme|como|come)\b"
)
_OTHERS = re.compile(
    r"\b(?:company|firm|agency|organi[sz]ation|employer|provider|manufacturer|team|teams|business|startup|institution|candidates|engineers|developers"
    r"|professionals|people|members|employees|staff|unternehmen|firma|entreprise|empresa|azienda|societ[ày]|clients?|customers?)\b"
    r"[^.;\n]{0,40}\b(?:with|having|has|of|mit|avec|con|com)\b[^.;\n]{0,20}$"
)
_NOT_A_CAREER = re.compile(
    r"(?:\b(?:last|past|next|within|every|each|first|previous|final|requires?|required|required:|minimum|aged?|warranty|in under|vergangenen|letzten"
    r"|dernières|últimos|prossimi)(?: of)? ?)$"
)
_NOT_YEARS_OF_WORK = re.compile(
    r"[ -]?(?:old|of age|warranty|guarantee|plan|strategy|degree|program\b|programme|course|diploma|bachelor|contract|ago|alt\b|garantie|roadmap|lease|loan"
    r"|combined|collective|cumulative|of combined|of collective|of cumulative)"
)
_LESS = re.compile(r"\b(?:less than|under|<) ?$")
_ROLE_END = re.compile(r"\.?\)?[ .,;:]*$")
_AROUND = 100


def _stated(text: str, sections: tuple[Section, ...]) -> tuple[float, str] | None:
    """Months that the text claims in words, with the passage that says so."""
    lowered = text.replace("\u0130", "I").lower()
    starts = [section.start for section in sections]
    best: tuple[float, str] | None = None
    roles: list[tuple[float, str]] = []
    for match in _SPAN_OF_TIME.finditer(lowered):
        before = _same_sentence_before(lowered, match.start())
        after = _same_sentence_after(lowered, match.end())
        months = _months(match)
        if months <= 0 or _is_other(before, after, dashed=match["dash"] == "-"):
            continue
        kind = sections[bisect_right(starts, match.start()) - 1].kind
        in_work = kind in _WORK_SECTIONS
        passage = _line(text, match.span())
        if in_work and _is_role(before, after):
            roles.append((months, passage))
        elif _is_career(before, after) and kind is not SectionKind.SKILLS or _is_total(before):
            best = max(best or (0.0, ""), (months, passage), key=lambda claim: claim[0])
    total = sum(months for months, _ in roles)
    if roles and total > (best[0] if best else 0.0):
        passages = dict.fromkeys(passage for _, passage in roles)
        return total, "\n".join(passages)
    return best


def _months(match: re.Match[str]) -> float:
    if match["decades"]:
        return 120.0 * _NUMBERS.get(match["decades"], 1)
    if match["months"]:
        return _number(match["months"])
    return 12 * _number(match["years"]) + float(match["more"] or 0)


def _number(written: str) -> float:
    return float(_NUMBERS.get(written) or written.replace(",", "."))


def _same_sentence_before(lowered: str, at: int) -> str:
    part = lowered[max(0, at - _AROUND) : at]
    return re.split(r"\n|[.;!?•] ", part)[-1]


def _same_sentence_after(lowered: str, at: int) -> str:
    part = lowered[at : at + _AROUND]
    return re.split(r"\n\n|\n[•*-]|(?<!yrs)[.;!?] |•", part, maxsplit=1)[0].replace("\n", " ")


def _is_other(before: str, after: str, *, dashed: bool) -> bool:
    """Say whether a duration is not the time that this person has worked."""
    if (
        _NOT_A_CAREER.search(before)
        or _NOT_YEARS_OF_WORK.match(after)
        or _OTHERS.search(before)
        or _LESS.search(before)
    ):
        return True
    return dashed and not _OF_EXPERIENCE.match(after)


def _is_career(before: str, after: str) -> bool:
    return bool(
        _OF_EXPERIENCE.match(after)
        or _EXPERIENCE_OF.search(before)
        or _AS_A.match(after)
        or _WORKED_FOR.search(before)
    )


def _is_total(before: str) -> bool:
    return re.search(r"total (?:work |working |professional |it )?experience\W*$", before) is not None


def _is_role(before: str, after: str) -> bool:
    """Say whether a duration in a section of work is that of one role."""
    if _AS_A.match(after) or (_WORKED_FOR.search(before) and not _OF_EXPERIENCE.match(after)):
        return True
    return _ROLE_END.match(after.split("\n")[0]) is not None and _ROLE.search(before) is not None
