"""Find ranges of dates in a text, with month precision.

How a range is counted:

* With months on both sides both end months count: `Jan 2019 - Mar 2019` is three months. Days are left out.
* A bare year is taken as its middle, so that `2019 - 2021` is two years (July 2019 to June 2021): the
  expected value when nothing is known of the months. `2020 - 2020` is six months, April to September.
* "Present" and its kin end with the month of `as_of`. No wall clock is read.
* A range that starts after `as_of`, before 1950, ends before it starts or is longer than sixty years is no
  range. An end after `as_of` is cut there and the range is current. A bare year is compared by year alone:
  `2019 - 2021` is two years as of any day of 2021.
* `Summer 2019` and `Q1 2019` are three months each by themselves (seasons of the northern half, winter as
  January to March). Any other single date is no range.
* `03/04/2019` is read day first, unless the other dates of the text show that the month comes first.
* `2005-08` is a range of years, unless a second date of the same form shows that 08 is a month.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.date_forms import DECEMBER, YEAR, Form, Precision, WrittenDate, find_written_dates

__all__ = ["DateRange", "Month", "Precision", "find_date_ranges", "find_dates", "months_covered"]

FIRST_YEAR = 1950
LONGEST_MONTHS = 60 * 12
# A bare year stands for its middle: it starts in July and ends in June.
_YEAR_STARTS, _YEAR_ENDS = 7, 6
_SAME_YEAR = (4, 9)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Month:
    """A calendar month.

    Attributes:
        year: four digits.
        number: 1 to 12.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what is no month.

        Raises:
            ValueError: if `number` is not in 1..12.
        """
        if not 1 <= self.number <= DECEMBER:
            raise ValueError(f"no month of the year: {self.number}")

    @property
    def ordinal(self) -> int:
        """Months since January of the year 0."""
        return _ordinal(self.year, self.number)

    def months_until(self, last: "Month") -> int:
        """How many months it is to another, both included."""
        return last.ordinal - self.ordinal + 1

    @classmethod
    def of(cls, day: date) -> "Month":
        """Month that a day falls in."""
        return cls(year=day.year, number=day.month)

    @classmethod
    def read(cls, text: str) -> "Month":
        """Inverse of `str`: `2026-03`."""
        year, _, number = text.partition("-")
        return cls(year=int(year), number=int(number))

    @classmethod
    def from_ordinal(cls, ordinal: int) -> "Month":
        """Inverse of `ordinal`."""
        return cls(year=ordinal // DECEMBER, number=ordinal % DECEMBER + 1)

    def __str__(self) -> str:
        """ISO 8601 form, `2019-03`."""
        return f"{self.year:04d}-{self.number:02d}"


_COARSENESS = (Precision.DAY, Precision.MONTH, Precision.SEASON, Precision.YEAR)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """A range of months found in a text.

    Attributes:
        start: first month.
        end: last month, included.
        current: the text says that it still goes on, or it ends after `as_of`.
        span: offsets of the range in the text, first character and one after the last.
        precision: how exactly the coarser end is written.
    """

    start: Month
    end: Month
    current: bool
    span: tuple[int, int]
    precision: Precision

    @property
    def months(self) -> int:
        """Length, both end months included."""
        return self.start.months_until(self.end)


def months_covered(ranges: Iterable[tuple[Month, Month]]) -> int:
    """Length of the union of ranges of months, ends included: an overlap counts once, a gap not at all."""
    covered = 0
    reached = -1
    for start, end in sorted((start.ordinal, end.ordinal) for start, end in ranges):
        first = max(start, reached + 1)
        if end >= first:
            covered += end - first + 1
            reached = end
    return covered


_WORDS_TO = (
    "to|up to|upto|until|up until|till|til|thru|through|through to|to the end of|to end of|and until"
    "|and ended|ended|ending|and concluded|concluded|concluding|finishing|end|end date"
    r"|bis(?: zum| ende| einschließlich| einschl\.| inklusive| inkl\.)?|ende|austritt|sa[ií]da|salida"
    r"|sortie|uscita|cese|egreso|término|desligamento|demissão|exit|left|leaving date|up to and including"
    r"|jusqu'à fin|au|à|jusqu'(?:au|à|en)|fin|a|al|ad|hasta(?: el)?|ao|até|ate|às|fino (?:a|al|ad)"
)
_ARROW = r"(?:-{1,3}>?|=>|[→~])"
_ARTICLE = r"(?:in|en|em|on|the|le|el|o|il)"
_TO = re.compile(
    rf"[ \n]?[).,;|]?[ \n]?(?:{_ARROW}|(?:-[ ])?(?:{_WORDS_TO})\b:?(?:[ ]-)?)[ \n]?(?:{_ARTICLE}[ ])?[(]?[ ]?"
)
_AND = re.compile(r" (?:and|und|et|y|e|bis|-|to) ")
_BETWEEN = re.compile(r"\b(?:between|zwischen|entre|tra|fra)(?: the years?)? ?$")
_PRESENT = (
    r"(?:(?:the|le|el|o|il|la|al) )?(?:pres\.|present(?: (?:day|time|date))?"
    r"|current(?:ly)?(?: (?:date|day|time))?"
    r"|now|today|ongoing|on-going|continuing|till ?(?:date|now|present|today)|to ?date|to-date"
    r"|until (?:now|today|present|date)|up to (?:now|date|present)|heute|jetzt|aktuell|(?:fort)?laufend|dato"
    r"|gegenwärtig|derzeit|zurzeit|andauernd|heutigen tage?"
    r"|aujourd'hui|(?:à )?ce jour|maintenant|présent|en cours|(?:l'heure )?actuel(?:le|lement)?|en poste"
    r"|(?:la )?actualidad|actual(?:mente|idade)?|presente|hoy|ahora|(?:la )?fecha(?: actual)?|en curso"
    r"|en adelante|atual(?:mente|idade)?|em curso|hoje|o? ?momento|(?:à )?data(?: atual)?|em andamento"
    r"|oggi|attuale|attualmente|(?:ancora )?in corso|adesso|tutt'?ora|tutt'oggi|heden)"
    r"(?![^\W_])"
)
_TO_PRESENT = re.compile(
    rf"[ \n]?[).,;|]?[ \n]?(?:{_ARROW}|/|(?:{_WORDS_TO})\b:?(?: -)?)[ \n]?"
    rf"(?:(?:{_WORDS_TO}) )?(?:{_PRESENT}|date(?!\w))"
    rf"|[ ]?[).,;|]?[ \n]?[,(]?[ ]?(?:{_PRESENT})(?=[ ]?(?:$|[\n).,;|:\]•]))"
)
# Without a dash: "2016present", "2016 Present"; other words only after a month ("May 2016 Current").
_PRESENT_BESIDE = re.compile(r"(?:(?:present|current|till date|to date)| present)(?!\w)")
_PRESENT_AFTER_MONTH = re.compile(r" (?:current|till date|to date|ongoing)(?!\w)")
_ONWARDS = re.compile(r"\+(?!\d)| ?(?:and )?(?:onwards?|on wards?)(?!\w)")
_OPEN = re.compile(r" ?-{1,2} ?(?=$|[)\]\n])")
# "Manager from 2021 - led the team"
_FROM = re.compile(r"\b(?:from|vom):? ?$")
_NO_END = re.compile(r" ?-{1,2} (?=[^\W\d_])")
_SINCE = re.compile(
    r"\b(?:since|seit|depuis|desde|dal|dalla|dall'|da|ab|[àa] partir d[eu]|à compter d[eu]"
    r"|a partire da(?:l|lla|ll')?|starting)"
    r"(?: (?:in|le|el|il|o|dem|the|de|early|mid|late|about|around|year))* ?$"
)
_SHORT_END = re.compile(r" ?- ?'?(\d\d)(?![\w/:]|[.,]\d|-\d)")
_YEAR_BESIDE = re.compile(rf" {YEAR}(?!\d)")
_YEAR_BEFORE = re.compile(rf"(?<!\d){YEAR} $")
# What looks like years may belong to a product, a standard, a phone, a sum or a longer chain of numbers.
_PRODUCT = re.compile(
    r"(?:\b(?:windows(?: server)?|sql server|exchange server|(?:ms|microsoft) (?:office|access|project|word)"
    r"|sharepoint|excel|powerpoint|visual studio|vs|outlook|visio|dynamics (?:crm|nav|ax|gp)|autocad|revit"
    r"|solidworks|iso|iec|din|rfc|ieee|coldfusion|navision|erwin|infopath|rs|inr|usd|eur|chf|version|v|release"
    r"|versi[óo]ne?|versão|norm[ea]?|model|no|nr|room|pages?|seiten?|páginas?|págs?|pagin[ae]|pagg?|pin|zip"
    r"|plz)\.?"
    r"|\b(?:pp?\.|n[.°])|[$€£¥#@=&§]) ?$"
)
_PHONE = re.compile(
    r"(?:\+\d[\d ().-]*|\(\d{2,5}\) ?|\d[./:-]"
    r"|\b(?:phone|t[eé]l|t[eé]l[eé](?:ph|f)on[eo]?|mobile?|mob|móvil|telemóvel|fax|cell|cellulare|celular"
    r"|handy|portable)\.? ?:[^\n]*)$"
)
_DIGITS_BEFORE = re.compile(rf"(?<!\d)(?!{YEAR} )\d{{3,4}} $")
_UNIT = re.compile(
    r" ?(?:%|[$€£](?!\d)|(?:usd|eur|euros?|dollars|employees|users|hours|hrs|km|kg|mb|gb|sq|r2)\b)|[-/:]\d"
)
_SHORT_FORMS = (Form.NUMERIC_SHORT, Form.NUMERIC_DOTTED)
_EDGES = frozenset(("", "\n", "(", ")", "[", "]", ",", "|", ";", ":", "•"))
# Longest stretch of text that may join two dates, and that is looked at before a range.
_REACH = 24


def find_date_ranges(text: str, *, as_of: date) -> tuple[DateRange, ...]:
    """Ranges of dates in a normalised text, in the order of the text; linear in its length.

    Args:
        text: normalised text.
        as_of: the day that "Present" means; nothing after its month counts.
    """
    return find_dates(text, as_of=as_of)[0]


def find_dates(text: str, *, as_of: date) -> tuple[tuple[DateRange, ...], tuple[WrittenDate, ...]]:
    """Ranges of a text as `find_date_ranges` gives them, and the dates with a year outside of them."""
    # The one letter whose lower case is longer than itself would shift every offset after it.
    lowered = text.replace("\u0130", "I").lower()
    dates = find_written_dates(lowered, this_year=as_of.year)
    ranges = tuple(_Ranges(lowered=lowered, now=Month.of(as_of)).pair(dates))
    starts = [found.span[0] for found in ranges]
    single = []
    for one in dates:
        at = bisect_right(starts, one.start) - 1
        # `10.15` alone may be a version, a time or a price.
        if (
            one.year is not None
            and one.form is not Form.NUMERIC_DOTTED
            and (at < 0 or ranges[at].span[1] <= one.start)
        ):
            single.append(one)
    return ranges, tuple(single)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranges:
    """Pairs the dates of one text.

    Attributes:
        lowered: the text in lower case.
        now: the month that "Present" means.
    """

    lowered: str
    now: Month

    def pair(self, dates: list[WrittenDate]) -> Iterator[DateRange]:
        index = 0
        while index < len(dates):
            following = dates[index + 1] if index + 1 < len(dates) else None
            found, used = self._at(dates[index], following)
            if found is not None and not self._is_number(dates[index], found.span):
                yield found
            index += used

    def _at(self, first: WrittenDate, second: WrittenDate | None) -> tuple[DateRange | None, int]:
        """Range that starts at a date, if any, and the number of dates that it uses."""
        if second is not None and self._joined(first, second):
            found = self._between(first, second)
            # A dash makes them one range, if an impossible one; a space alone does not.
            written_as_one = first.year is not None and second.start - first.end > 1
            if found is not None or written_as_one:
                return found, 2
        if first.year is None or first.form is Form.NUMERIC_DOTTED:
            return None, 1
        found = self._open_end(first) or self._since(first) or self._short_years(first)
        return found or self._season(first), 1

    def _ends_before(self, pattern: re.Pattern[str], found: WrittenDate) -> re.Match[str] | None:
        return pattern.search(self.lowered, max(0, found.start - _REACH), found.start)

    def _joined(self, first: WrittenDate, second: WrittenDate) -> bool:
        """Say whether two neighbouring dates are the two ends of one range."""
        if second.form is Form.NAME_ALONE or second.start - first.end > _REACH:
            return False
        if any((first.form is form) != (second.form is form) for form in _SHORT_FORMS):
            return False
        if first.form is Form.NUMERIC_DOTTED and not self._stands_apart(first, second):
            return False
        if _TO.fullmatch(self.lowered, first.end, second.start):
            return True
        if _AND.fullmatch(self.lowered, first.end, second.start):
            return self._ends_before(_BETWEEN, first) is not None
        return self._side_by_side(first, second)

    def _stands_apart(self, first: WrittenDate, second: WrittenDate) -> bool:
        """Whether brackets, commas or the edges of its line are around `03.18-08.21`: of a version, none."""
        before = self.lowered[max(0, first.start - 2) : first.start].rstrip(" ")[-1:]
        after = self.lowered[second.end : second.end + 2].lstrip(" ")[:1]
        return (before in _EDGES and after in _EDGES) or (before in {"", "\n"} and after.isalpha())

    def _side_by_side(self, first: WrittenDate, second: WrittenDate) -> bool:
        """Dates with nothing between them: a dash was lost, or they stand in two columns of a table."""
        between = self.lowered[first.end : second.start]
        if first.form is Form.YEAR and second.form is Form.YEAR and between == "/":
            # "2015/2016": the year of a school or a budget.
            return (second.year or 0) - (first.year or 0) == 1
        if first.form is not second.form or between != " " or self._ends_before(_SINCE, first):
            return False
        if first.form is Form.YEAR:
            in_a_row = _YEAR_BESIDE.match(self.lowered, second.end) or self._ends_before(_YEAR_BEFORE, first)
            return in_a_row is None
        return first.form in {Form.NAMED, Form.NUMERIC, Form.FULL}

    def _open_end(self, first: WrittenDate) -> DateRange | None:
        """`2019 - Present`, `2019 onwards`, `(2019 - )`."""
        end = _TO_PRESENT.match(self.lowered, first.end) or _ONWARDS.match(self.lowered, first.end)
        end = end or _PRESENT_BESIDE.match(self.lowered, first.end)
        if end is None and first.month is not None:
            end = _PRESENT_AFTER_MONTH.match(self.lowered, first.end)
        if end is None and first.form not in {Form.NUMERIC_SHORT, Form.NAMED_SHORT}:
            end = _OPEN.match(self.lowered, first.end)
            if end is None and self._ends_before(_FROM, first):
                end = _NO_END.match(self.lowered, first.end)
        return None if end is None else self._until_now(first, first.start, end.end())

    def _since(self, first: WrittenDate) -> DateRange | None:
        """`since 2018`, `seit 03/2018`."""
        since = self._ends_before(_SINCE, first)
        return None if since is None else self._until_now(first, since.start(), first.end)

    def _short_years(self, first: WrittenDate) -> DateRange | None:
        """`2005-08` and `2005 - 08`."""
        if first.form is Form.ISO_DASH:
            digits, end = self.lowered[first.end - 2 : first.end], first.end
        elif first.month is None and (match := _SHORT_END.match(self.lowered, first.end)) is not None:
            digits, end = match[1], match.end()
        else:
            return None
        if first.year is None:
            return None
        last_year = first.year // 100 * 100 + int(digits)
        last_year += 100 if last_year < first.year else 0
        start = _bare(first.year, first.start, end)
        return self._between(start, _bare(last_year, first.start, end)) if last_year > first.year else None

    def _season(self, first: WrittenDate) -> DateRange | None:
        return self._between(first, first) if first.last is not None else None

    def _until_now(self, first: WrittenDate, start: int, end: int) -> DateRange | None:
        if first.year is None:
            return None
        # A bare year starts not later than the middle of what has passed of it.
        passed = DECEMBER if first.year < self.now.year else self.now.number
        month = first.month or min(_YEAR_STARTS, 1 + passed // 2)
        begin, now = _ordinal(first.year, month), self.now.ordinal
        return self._checked(begin, now, current=True, span=(start, end), precision=first.precision)

    def _between(self, first: WrittenDate, second: WrittenDate) -> DateRange | None:
        if second.year is None or (first.year is None and second.month is None):
            return None
        start, end = self._ends(first, second, second.year)
        now = self.now.ordinal
        bare = first.month is None and second.month is None
        current = end > now and (second.month is not None or second.year > self.now.year)
        if end > now and not (bare and start // DECEMBER < second.year == self.now.year):
            end = now
        precision = max(first.precision, second.precision, key=_COARSENESS.index)
        return self._checked(start, end, current=current, span=(first.start, second.end), precision=precision)

    def _ends(self, first: WrittenDate, second: WrittenDate, last_year: int) -> tuple[int, int]:
        """Ordinals of the first and the last month of a range, with a bare year as its middle."""
        last = second.last or second.month
        # In "March 15 - April 20, 2019" the first number is a day.
        day = first.form is Form.NAMED_SHORT and second.precision is Precision.DAY
        first_year = None if day else first.year
        if first_year is None:
            # "November - February 2015" began the year before.
            first_year = last_year - ((first.month or 1) > (last or DECEMBER))
        if first.month is None and last is None and first_year == last_year:
            latest = self.now.number if last_year == self.now.year else DECEMBER
            begins, ends = (min(month, latest) for month in _SAME_YEAR)
        elif first_year == last_year:
            begins = first.month or (1 + (last or DECEMBER)) // 2
            ends = last or (begins + DECEMBER + 1) // 2
        else:
            begins, ends = first.month or _YEAR_STARTS, last or _YEAR_ENDS
        return _ordinal(first_year, begins), _ordinal(last_year, ends)

    def _checked(
        self, start: int, end: int, *, current: bool, span: tuple[int, int], precision: Precision
    ) -> DateRange | None:
        too_early = start < _ordinal(FIRST_YEAR, 1)
        if too_early or start > self.now.ordinal or not 1 <= end - start + 1 <= LONGEST_MONTHS:
            return None
        first, last = Month.from_ordinal(start), Month.from_ordinal(end)
        return DateRange(start=first, end=last, current=current, span=span, precision=precision)

    def _is_number(self, first: WrittenDate, span: tuple[int, int]) -> bool:
        """Say whether what looks like dates is part of something else that is written in digits."""
        before = self.lowered[max(0, span[0] - _REACH) : span[0]]
        if first.form not in {Form.YEAR, Form.YEAR_SHORT, Form.ISO, Form.ISO_DASH}:
            return before[-1:] in {".", "/"} and before[-2:-1].isdigit()
        if _PRODUCT.search(before) or _PHONE.search(before) or _UNIT.match(self.lowered, span[1]):
            return True
        compact = " " not in self.lowered[slice(*span)]
        return compact and _DIGITS_BEFORE.search(before) is not None


def _ordinal(year: int, month: int) -> int:
    return year * DECEMBER + month - 1


def _bare(year: int, start: int, end: int) -> WrittenDate:
    return WrittenDate(year=year, month=None, precision=Precision.YEAR, form=Form.YEAR, start=start, end=end)
