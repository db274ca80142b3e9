"""Durations of work that a resume states in words ("8 years of experience", "Senior Developer (3 years)")."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from domain.sections import Section, SectionKind
from domain.text_units import line_around
from domain.work_words import TITLE

_NUMBER_WORDS = (
    "one ein eine un una um uno|two zwei deux dos dois due|three drei trois tres três tre"
    "|four vier quatre cuatro quatro quattro|five fünf cinq cinco cinque|six sechs seis sei"
    "|seven sieben sept siete sete sette|eight acht huit ocho oito otto|nine neun neuf nueve nove"
    "|ten zehn dix diez dez dieci|eleven elf onze once|twelve zwölf douze doce doze dodici|thirteen|fourteen"
    "|fifteen fünfzehn quinze quince|sixteen|seventeen|eighteen|nineteen"
    "|twenty zwanzig vingt veinte vinte venti"
)
_NUMBERS = {
    word: value for value, words in enumerate(_NUMBER_WORDS.split("|"), 1) for word in words.split()
} | {"twenty-five": 25, "thirty": 30, "forty": 40, "a": 1}
_NUMBER = r"\d{1,2}(?:[.,]\d{1,2})?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True))
_YEARS = r"(?:years?|yrs?|jahren?|jahre?|ans|années?|años?|anos?|anni|anno)(?![^\W_])"
_MONTHS = r"(?:months?|mths?|mos|monate?n?|mois|mes(?:es)?|mesi)(?![^\W_])"
_DURATION = re.compile(
    rf"(?<![\w.,/$€£+-])(?:(?P<years>{_NUMBER})(?: ?\(\d{{1,2}}\))? ?(?:\+|plus)?"
    rf"(?: ?(?:-|to|bis|à|a) ?\d{{1,2}} ?\+?)?(?P<dash>[ -]?)(?:(?:full|whole|solid) )?{_YEARS}"
    rf"(?:,? ?(?:and|&|und|et|y|e)? ?(?P<more>\d{{1,2}}) ?{_MONTHS})?"
    rf"|(?P<months>{_NUMBER}) ?\+?[ -]?{_MONTHS}|(?P<decades>a|one|two|three|four) decades?(?!\w))"
)
_EXPERIENCE = (
    r"(?:experiences?|exp|expertise|background|track record|tenure|\w*erfahrung|berufspraxis|expérience"
    r"|experiencia|experiência|esperienza)(?![^\W_])"
)
_ROUGHLY = (
    r"(?: ?(?:a|an|total|of|over|more than|about|around|nearly|almost|approximately|at least|approx\.?|über"
    r"|mehr als|plus de|más de|mais de|oltre))* ?$"
)
_OF_EXPERIENCE = re.compile(
    rf"\.?'? ?\)?\+?(?: ?(?:of|de|d'|di|in))?(?: |(?<='))?(?:[\w/+&.,#'-]+ ){{0,6}}?[\w/-]*{_EXPERIENCE}"
)
_EXPERIENCE_OF = re.compile(
    rf"{_EXPERIENCE}(?: ?[:(-]{{1,2}}| of| is| in [\w ]{{1,30}}| for| von| de| di)?{_ROUGHLY}"
)
_WORKED_FOR = re.compile(
    r"\b(?:worked|working|employed|served|serving|operated|tenure|career|spent|practi[cs]ed|taught|freelanced"
    r"|experienced|i have been|i've been|gearbeitet|travaillé|trabajado)\b"
    r"[^.;\n]{0,60}?(?: for| of| spanning|,)?" + _ROUGHLY
)
# "A developer with 6 years in banking."
_WITH = re.compile(rf"\b(?:with|mit|avec|con|com){_ROUGHLY}")
_IN_A_FIELD = re.compile(r"\.? (?:of|in|within|as|working|managing|leading|im|in der|dans|en|em|nel)\b")
_AS_A = re.compile(
    r"\.?'?\)? ?(?:(?:of|experience|tenure|service|work|working|time) )*"
    r"(?:as|als|en tant que|comme|como|come)\b"
)
# "a company with 30 years of experience", "candidates with 5 years": not the years of this person.
_OTHERS = re.compile(
    r"\b(?:company|firm|agency|organi[sz]ation|employer|provider|manufacturer|teams?|business|startup"
    r"|institution|candidates|engineers|developers|professionals|people|members|employees|staff|unternehmen"
    r"|firma|entreprise|empresa|azienda|società|clients?|customers?)\b[^.;\n]{0,40}\b(?:with|having|has|of|mit|avec|con|com)\b"
    r"[^.;\n]{0,20}$"
)
_WITHIN = re.compile(
    r"\b(?:last|past|next|within|every|each|first|previous|final|requires?|required|minimum|aged?|warranty"
    r"|in under|less than|under|vergangenen|letzten|dernières|últimos|prossimi)(?: of)?:? ?$"
)
_NO_CAREER = re.compile(
    r"[ -]?(?:old|of age|warranty|guarantee|plan|strategy|degree|program(?:me)?\b|course|diploma|bachelor"
    r"|contract|ago|alt\b|garantie|roadmap|lease|loan|(?:of )?(?:combined|collective|cumulative))"
)
_TOTAL = re.compile(r"\btotal (?:(?:work|working|professional|it) )?experience\W*$")
_LINE_END = re.compile(r"\.?\)?[ .,;:]*$")
_SENTENCE_START = re.compile(r"\n|[.;!?•] ")
_SENTENCE_END = re.compile(r"\n\n|\n[•*-]|(?<!yrs)[.;!?] |•")
_AROUND = 100
# No resume states more; a hostile text may, and each costs a look around.
_MOST_STATED = 1000
_WORK = frozenset((SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Months of work that a text states.

    Attributes:
        months: length; a claim in years may hold a fraction.
        passage: the line or lines that say so, as written.
    """

    months: float
    passage: str


def find_tenure(text: str, sections: tuple[Section, ...]) -> Tenure | None:
    """Find the time of work that a normalised text states in words, or None.

    The larger of two readings: the longest claim about a career, and the sum of the roles that state a
    duration each in a section of work. Ages, warranties, plans, "the last two years" and the experience of
    companies, teams and candidates are no claims of this person.
    """
    lowered = text.replace("\u0130", "I").lower()
    starts = [section.start for section in sections]
    claims: list[Tenure] = []
    roles: list[Tenure] = []
    for match in islice(_DURATION.finditer(lowered), _MOST_STATED):
        around = _Sentence.of(lowered, match)
        months = _months(match)
        if months <= 0 or around.is_no_career():
            continue
        kind = sections[bisect_right(starts, match.start()) - 1].kind
        stated = Tenure(months=months, passage=line_around(text, match.span()))
        if kind in _WORK and around.is_role():
            roles.append(stated)
        elif _TOTAL.search(around.before) or (kind is not SectionKind.SKILLS and around.is_claim()):
            claims.append(stated)
    if roles:
        passages = dict.fromkeys(role.passage for role in roles)
        claims.append(Tenure(months=sum(role.months for role in roles), passage="\n".join(passages)))
    return max(claims, key=lambda claim: claim.months, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentence:
    """Lower-case words of the sentence before and after a duration."""

    before: str
    after: str
    rest_of_line: str
    dashed: bool

    @classmethod
    def of(cls, lowered: str, match: re.Match[str]) -> "_Sentence":
        before = lowered[max(0, match.start() - _AROUND) : match.start()]
        after = lowered[match.end() : match.end() + _AROUND]
        return cls(
            before=_SENTENCE_START.split(before)[-1],
            after=_SENTENCE_END.split(after, maxsplit=1)[0].replace("\n", " "),
            rest_of_line=after.partition("\n")[0],
            dashed=match["dash"] == "-",
        )

    def is_no_career(self) -> bool:
        if _WITHIN.search(self.before) or _NO_CAREER.match(self.after) or _OTHERS.search(self.before):
            return True
        return self.dashed and _OF_EXPERIENCE.match(self.after) is None

    def is_claim(self) -> bool:
        if _OF_EXPERIENCE.match(self.after) or _AS_A.match(self.after):
            return True
        if _EXPERIENCE_OF.search(self.before) or _WORKED_FOR.search(self.before):
            return True
        return _WITH.search(self.before) is not None and _IN_A_FIELD.match(self.after) is not None

    def is_role(self) -> bool:
        """Say whether the duration, in a section of work, is that of one role."""
        if _AS_A.match(self.after):
            return True
        if _WORKED_FOR.search(self.before) and not _OF_EXPERIENCE.match(self.after):
            return True
        return _LINE_END.match(self.rest_of_line) is not None and TITLE.search(self.before) is not None


def _months(match: re.Match[str]) -> float:
    if match["decades"]:
        return 120.0 * _NUMBERS[match["decades"]]
    if match["months"]:
        return _number(match["months"])
    return 12 * _number(match["years"]) + float(match["more"] or 0)


def _number(written: str) -> float:
    return float(_NUMBERS[written]) if written in _NUMBERS else float(written.replace(",", "."))
