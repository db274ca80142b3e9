"""The written forms of single dates: names of months, numbers, seasons, quarters and bare years."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

DECEMBER = 12
LAST_DAY = 31
YEAR_DIGITS = 4
# A year of two digits may lie this far ahead (the planned end of a contract), else it is of the last century.
_YEARS_AHEAD = 10
_SEASON_MONTHS = 3
# No resume holds as many; a hostile text may, and what comes after them is not read.
MOST_DATES = 2_000


class Precision(StrEnum):
    """How exactly a date is written."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"


class Form(StrEnum):
    """The families of forms that may stand at the two ends of one range."""

    NAMED = "Jan 2019"
    NAMED_SHORT = "Jan 19"
    NUMERIC = "01/2019"
    NUMERIC_SHORT = "01/19"
    NUMERIC_DOTTED = "01.19"
    FULL = "31/01/2019"
    ISO = "2019.01"
    ISO_DASH = "2019-01"
    SEASON = "Summer 2019"
    YEAR = "2019"
    YEAR_SHORT = "'19"
    NAME_ALONE = "Jan"


class WrittenDate(NamedTuple):
    """One date as it stands in a text; a named tuple, because a hostile text holds hundreds of thousands.

    Attributes:
        year: four digits; None for the name of a month alone.
        month: 1 to 12, the first of a season; None for a bare year.
        last: the last month of a season, else None.
        precision: how exactly it is written.
        form: how it is written.
        start: offset of the first character.
        end: offset after the last character.
    """

    year: int | None
    month: int | None
    precision: Precision
    form: Form
    start: int
    end: int
    last: int | None = None


# Abbreviations of any month in English, German, French, Spanish, Portuguese, Italian and Dutch.
_MONTH_NAMES = (
    "january januar januari janvier enero janeiro gennaio jänner jaenner jän jaen janv jan ene gen genn",
    (
        "february februar februari février fevrier febrero fevereiro febbraio febr févr fevr feb fév fev "
        "febbr feber"
    ),
    "march märz maerz mars marzo março marco maart mar mär mrz mrt",
    "april avril abril aprile apr avr abr",
    "may mai mayo maio maggio mei mag magg",
    "june juni juin junio junho giugno jun giu",
    "july juli juillet julio julho luglio jul juil lug",
    "august augustus août aout agosto aug aoû ago",
    "september septembre septiembre setiembre setembro settembre sept sep set sett",
    "october oktober octobre octubre outubro ottobre oct okt out ott",
    "november novembre noviembre novembro nov",
    "december dezember décembre decembre diciembre dezembro dicembre dec dez déc dic",
)
_NUMBER_OF_MONTH = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_SEASON_NAMES = {
    1: "winter hiver invierno inverno q1 1q t1 1t",
    3: "spring printemps frühling frühjahr fruehling fruehjahr primavera",
    4: "q2 2q t2 2t",
    6: "summer summers été ete sommer verano verão verao estate",
    7: "q3 3q t3 3t",
    9: "fall autumn automne herbst otoño otono outono autunno",
    10: "q4 4q t4 4t",
}
_FIRST_MONTH = {name: first for first, names in _SEASON_NAMES.items() for name in names.split()}
# "mi-2019" alone is the middle of a year: "Detroit, MI 2019" is none.
_PART_NAMES = {
    2: "early beginning anfang début debut principios inicios início inicio inizio",
    7: "mid middle mitte mi mediados meados metà",
    11: "late end ende fin fine final finales fines fim finais",
}
_MONTH_OF_PART = {name: month for month, names in _PART_NAMES.items() for name in names.split()}


def _alternatives(words: Iterable[str]) -> str:
    """Alternation that branches on the first letter, longest word first: much faster than a flat one."""
    by_letter: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    branches = (f"{letter}(?:{'|'.join(rest)})" for letter, rest in sorted(by_letter.items()))
    return f"(?:{'|'.join(branches)})"


YEAR = r"(?:19|20)\d\d"
_NAME = _alternatives(_NUMBER_OF_MONTH) + r"(?![^\W\d_])\.?"
_NUMBER = r"(?:0?[1-9]|1[0-2])"
_OF = r"(?:de[ ]|of[ ]|do[ ]|del[ ])"
_QUARTER = r"(?:quarter|quartal|trimestre|trim\.?)"
# The normal form of "1º" is "1o".
_ORDINAL = r"(?:st|nd|rd|th|er|º|°|o)"
_STOP = r"(?![^\W_]|[.,]\d)"
# A year may be glued to the word that goes on ("2016present"), which happens where a dash was lost.
_STOP_YEAR = r"(?:(?![^\W_]|[.,:]\d)|(?=to |till|present|current))"
_BEFORE_A_NAME = (
    r"(?=[ ]?(?:[-/~]|to|bis(?:[ ]zum)?|au|à|a[ld]?|ao|e|et|y|und|and|till|until|thru|through|up[ ]to"
    r"|hasta(?:[ ]el)?|até|ate|jusqu'(?:à|en|au)|fino[ ]a[ld]?)[ ]?[^\W\d_])"
)
# Matched against lower-case text. The last group of each branch is the key of its reader.
_DATE = re.compile(
    rf"""(?<![^\W_])(?:
      \d{{1,2}}(?:\.|{_ORDINAL})?[ ]?(?:{_OF}|-)?(?P<dmy_m>{_NAME})[ ,]*(?:{_OF}|-)?(?P<dmy_y>{YEAR})
        {_STOP_YEAR}
    | (?P<my_m>{_NAME})[ \n]?(?:
          \d{{1,2}}{_ORDINAL}?,?[ ](?P<mdy_y>{YEAR}){_STOP_YEAR}
        | [,'/._-]{{0,2}}[ ]?{_OF}?'?(?P<my_y>{YEAR}){_STOP_YEAR}
        | ,?[ ]?'(?P<my_q>\d\d){_STOP}
        | [-/]?(?P<my_s>\d\d){_STOP}
      )
    | (?P<ym_y>{YEAR})[ ,]{{1,2}}(?P<ym_m>{_NAME})(?![ ]?'?\d)
    | (?P<iso_y>{YEAR})(?P<iso_s>[-/.])(?P<iso_m>\d\d)(?:(?P=iso_s)(?P<iso_d>\d\d))?(?![\d/]|[^\W_])
    | (?P<full_a>\d{{1,2}})[ ]?(?P<full_s>[./-])[ ]?(?P<full_b>\d{{1,2}})[ ]?(?P=full_s)[ ]?
        (?P<full_y>{YEAR}|\d\d){_STOP_YEAR}
    | (?P<num_m>{_NUMBER})(?:[./-]|[ ]/[ ])(?P<num_y>{YEAR}){_STOP_YEAR}
    | (?P<short_m>{_NUMBER})/'?(?P<short_y>\d\d){_STOP}(?!/)
    | (?P<dot_m>0[1-9]|1[0-2])\.(?P<dot_y>\d\d)(?![^\W_]|[.,/:%]\d?|[ ]?(?:uhr|h|€|\$|eur|%))
    | (?P<season_m>{_alternatives(_FIRST_MONTH)})(?:[ ](?:semester|term|quarter|of|del?|do))?[ ,'/-]{{1,2}}
        (?P<season_y>{YEAR}|\d\d){_STOP_YEAR}
    | (?P<quarter_y>{YEAR})[ -]?(?P<quarter_m>q[1-4]|[1-4]q)(?!\w)
    | (?P<nth_m>[1-4])(?:\.|{_ORDINAL}|ère|e|a)?[ ]{_QUARTER}[ ]{_OF}?(?P<nth_y>{YEAR}){_STOP_YEAR}
    | (?!mi[ ])(?P<part_m>{_alternatives(_MONTH_OF_PART)})[ -]{_OF}?(?P<part_y>{YEAR}){_STOP_YEAR}(?![-/.]\d)
    | (?P<year>{YEAR}){_STOP_YEAR}
    | '(?P<yy>\d\d){_STOP}
    | (?P<alone>{_NAME}){_BEFORE_A_NAME}
    )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What it takes to read the dates of one text."""

    this_year: int
    month_first: bool


def find_written_dates(lowered: str, *, this_year: int) -> list[WrittenDate]:
    """First `MOST_DATES` dates of a lower-case text, in order; each character belongs to one date at most.

    Args:
        lowered: normalised text in lower case.
        this_year: the year that a year of two digits is read from.
    """
    matches = list(islice(_DATE.finditer(lowered), MOST_DATES))
    reading = _Reading(this_year=this_year, month_first=_month_first(matches))
    dates = (_READERS[match.lastgroup or ""](match, reading) for match in matches)
    return [found for found in dates if found is not None]


def _month_first(matches: list[re.Match[str]]) -> bool:
    """Say whether the dates of the text prove month before day more often than day before month."""
    votes = 0
    for match in matches:
        if match.lastgroup == "full_y":
            first, second = int(match["full_a"]), int(match["full_b"])
            votes += (first <= DECEMBER < second) - (second <= DECEMBER < first)
    return votes > 0


def _year(digits: str, reading: _Reading) -> int:
    if len(digits) == YEAR_DIGITS:
        return int(digits)
    year = reading.this_year // 100 * 100 + int(digits)
    return year if year <= reading.this_year + _YEARS_AHEAD else year - 100


def _named(month: str, year: str, precision: Precision, form: Form = Form.NAMED) -> "_Reader":
    def read(match: re.Match[str], reading: _Reading) -> WrittenDate:
        return WrittenDate(
            year=_year(match[year], reading),
            month=_NUMBER_OF_MONTH[match[month].rstrip(".")],
            precision=precision,
            form=form,
            start=match.start(),
            end=match.end(),
        )

    return read


def _numeric(month: str, year: str, form: Form) -> "_Reader":
    def read(match: re.Match[str], reading: _Reading) -> WrittenDate:
        return WrittenDate(
            year=_year(match[year], reading),
            month=int(match[month]),
            precision=Precision.MONTH,
            form=form,
            start=match.start(),
            end=match.end(),
        )

    return read


def _bare_year(group: str, form: Form) -> "_Reader":
    def read(match: re.Match[str], reading: _Reading) -> WrittenDate:
        return WrittenDate(
            year=_year(match[group], reading),
            month=None,
            precision=Precision.YEAR,
            form=form,
            start=match.start(),
            end=match.end(),
        )

    return read


def _season(month: str, year: str) -> "_Reader":
    def read(match: re.Match[str], reading: _Reading) -> WrittenDate:
        first = _FIRST_MONTH[match[month]]
        return WrittenDate(
            year=_year(match[year], reading),
            month=first,
            last=first + _SEASON_MONTHS - 1,
            precision=Precision.SEASON,
            form=Form.SEASON,
            start=match.start(),
            end=match.end(),
        )

    return read


def _nth_quarter(match: re.Match[str], _: _Reading) -> WrittenDate:
    first = _SEASON_MONTHS * int(match["nth_m"]) - 2
    return WrittenDate(
        year=int(match["nth_y"]),
        month=first,
        last=first + _SEASON_MONTHS - 1,
        precision=Precision.SEASON,
        form=Form.SEASON,
        start=match.start(),
        end=match.end(),
    )


def _part(match: re.Match[str], _: _Reading) -> WrittenDate:
    return WrittenDate(
        year=int(match["part_y"]),
        month=_MONTH_OF_PART[match["part_m"]],
        precision=Precision.SEASON,
        form=Form.NAMED,
        start=match.start(),
        end=match.end(),
    )


def _alone(match: re.Match[str], _: _Reading) -> WrittenDate:
    return WrittenDate(
        year=None,
        month=_NUMBER_OF_MONTH[match["alone"].rstrip(".")],
        precision=Precision.MONTH,
        form=Form.NAME_ALONE,
        start=match.start(),
        end=match.end(),
    )


def _iso(match: re.Match[str], _: _Reading) -> WrittenDate:
    """ISO 8601 `2019-03` and `2019-03-01`, and `2019.03`; `2019-21` can only be a range of years."""
    month, has_day = int(match["iso_m"]), match["iso_d"] is not None
    return WrittenDate(
        year=int(match["iso_y"]),
        month=month if 1 <= month <= DECEMBER else None,
        precision=Precision.DAY if has_day else Precision.MONTH,
        form=Form.ISO_DASH if match["iso_s"] == "-" and not has_day else Form.ISO,
        start=match.start(),
        end=match.end(),
    )


def _full(match: re.Match[str], reading: _Reading) -> WrittenDate | None:
    first, second = int(match["full_a"]), int(match["full_b"])
    swapped = second > DECEMBER or (reading.month_first and first <= DECEMBER)
    day, month = (second, first) if swapped else (first, second)
    if not (1 <= month <= DECEMBER and 1 <= day <= LAST_DAY):
        return None
    return WrittenDate(
        year=_year(match["full_y"], reading),
        month=month,
        precision=Precision.DAY,
        form=Form.FULL,
        start=match.start(),
        end=match.end(),
    )


_Reader = Callable[[re.Match[str], _Reading], WrittenDate | None]
_READERS: dict[str, _Reader] = {
    "dmy_y": _named("dmy_m", "dmy_y", Precision.DAY),
    "mdy_y": _named("my_m", "mdy_y", Precision.DAY),
    "my_y": _named("my_m", "my_y", Precision.MONTH),
    "my_q": _named("my_m", "my_q", Precision.MONTH),
    "my_s": _named("my_m", "my_s", Precision.MONTH, Form.NAMED_SHORT),
    "ym_m": _named("ym_m", "ym_y", Precision.MONTH),
    "iso_m": _iso,
    "iso_d": _iso,
    "full_y": _full,
    "num_y": _numeric("num_m", "num_y", Form.NUMERIC),
    "short_y": _numeric("short_m", "short_y", Form.NUMERIC_SHORT),
    "dot_y": _numeric("dot_m", "dot_y", Form.NUMERIC_DOTTED),
    "season_y": _season("season_m", "season_y"),
    "quarter_m": _season("quarter_m", "quarter_y"),
    "nth_y": _nth_quarter,
    "part_y": _part,
    "year": _bare_year("year", Form.YEAR),
    "yy": _bare_year("yy", Form.YEAR_SHORT),
    "alone": _alone,
}
