"""Every form of a date in every language, in every combination with what may join two of them."""

from collections.abc import Iterator
from datetime import date

import pytest

from domain.dates import Precision, find_date_ranges
from domain.text import normalise
from tests.unit.date_locales import LOCALES, Locale

AS_OF = date(2024, 6, 15)
NOW = "2024-06"
FIRST, LAST = 2017, 2019
NUMERIC = (
    *("{m:02}/{y}", "{m}/{y}", "{m:02}.{y}", "{m:02}-{y}", "{m:02} / {y}", "{y}-{m:02}", "{y}/{m:02}"),
    *("{y}.{m:02}", "{d:02}/{m:02}/{y}", "{d:02}.{m:02}.{y}", "{d:02}-{m:02}-{y}", "{d}.{m}.{y}"),
    *("{y}-{m:02}-{d:02}", "{m:02}/{s:02}", "{m:02}/'{s:02}", "{d:02}/{m:02}/{s:02}"),
)
NAMED = (
    *("{month} {year}", "{month}, {year}", "{month}/{year}", "{month}-{year}", "{month}.{year}"),
    *("{month} '{short}", "{month}-{short}", "{month}/{short}", "{month} {short}"),
)
DOTTED = ("{month}. {year}", "{month}., {year}", "{month}./{year}", "{month}. '{short}")
DASHES = (" - ", "-", " \u2013 ", "\u2013", " \u2014 ", "\u2014")
FORMS = [(name, form) for name, one in LOCALES.items() for form in (*NUMERIC, *NAMED, *DOTTED, *one.dated)]

Found = list[tuple[str, str, bool]]


def ranges(text: str) -> Found:
    found = find_date_ranges(normalise(text), as_of=AS_OF)
    return [(str(one.start), str(one.end), one.current) for one in found]


def spellings(locale: Locale, month: int, *, dotted: bool = False) -> Iterator[str]:
    full, *others = locale.months[month - 1].split()
    for word in others if dotted else (full, *others):
        yield from dict.fromkeys((word, word.lower(), word.upper(), word.capitalize()))


def written(locale: Locale, form: str, year: int, month: int) -> list[str]:
    """Ways to write a month in one form."""
    if form in NUMERIC:
        return [form.format(y=year, m=month, d=13, s=year % 100)]
    words = spellings(locale, month, dotted=form in DOTTED)
    return [form.format(month=word, year=year, short=f"{year % 100:02}", day=13) for word in words]


def wrong(cases: dict[str, tuple[str, str, bool]]) -> dict[str, Found]:
    """What is not read as it should be; a test shows all of it at once."""
    return {text: found for text, expected in cases.items() if (found := ranges(text)) != [expected]}


@pytest.mark.parametrize("name,form", FORMS)
def test_every_spelling_of_every_month(name: str, form: str) -> None:
    locale = LOCALES[name]
    cases = {}
    for month in range(1, 13):
        last = 13 - month
        starts, ends = written(locale, form, FIRST, month), written(locale, form, LAST, last)
        for start, end in zip(starts, ends, strict=False):
            cases[f"{start} - {end}"] = (f"2017-{month:02}", f"2019-{last:02}", False)
        for start in starts:
            cases[f"{start} - {locale.present[0]}"] = (f"2017-{month:02}", NOW, True)
        for end in ends:
            cases[f"03/2017 - {end}"] = ("2017-03", f"2019-{last:02}", False)
    cases = {text: expected for text, expected in cases.items() if "/1" not in text and "/'" not in text}
    assert wrong(cases) == {}


@pytest.mark.parametrize("name,form", FORMS)
@pytest.mark.parametrize("month", [2, 8, 12])
def test_every_form_with_all_that_joins_surrounds_or_leaves_open(name: str, form: str, month: int) -> None:
    locale = LOCALES[name]
    texts = written(locale, form, FIRST, month), written(locale, form, LAST, 13 - month)
    frames = [f"{{a}}{dash}{{b}}" for dash in DASHES] + [f"{{a}} {word} {{b}}" for word in locale.joiners]
    cases: dict[str, tuple[str, str, bool]] = {}
    for a, b in zip(*texts, strict=False):
        closed = (f"2017-{month:02}", f"2019-{13 - month:02}", False)
        opened = (f"2017-{month:02}", NOW, True)
        cases |= {frame.format(a=a, b=b): closed for frame in (*frames, *locale.framed)}
        cases |= {f"{a}{dash}{word}": opened for dash in DASHES for word in locale.present}
        cases |= {f"{a} {words}": opened for words in locale.until_now}
        cases |= {f"({a} -)": opened} if "'" not in form and "s" not in form and "short" not in form else {}
        plain = [phrase for phrase in locale.since if not any(part in phrase for part in EARLY)]
        cases |= {phrase.format(a=a): opened for phrase in plain}
    assert wrong(cases) == {}


EARLY = ("early", "Anfang", "début", "principios", "início", "inizio")


@pytest.mark.parametrize("name", LOCALES)
def test_bare_years(name: str) -> None:
    locale = LOCALES[name]
    frames = [f"{{a}}{dash}{{b}}" for dash in DASHES] + [f"{{a}} {word} {{b}}" for word in locale.joiners]
    cases = {f.format(a=FIRST, b=LAST): ("2017-07", "2019-06", False) for f in (*frames, *locale.framed)}
    cases |= {f"2017{dash}{word}": ("2017-07", NOW, True) for dash in DASHES for word in locale.present}
    cases |= {f"2017 {words}": ("2017-07", NOW, True) for words in locale.until_now}
    for phrase in locale.since:
        start = "2017-02" if any(part in phrase for part in EARLY) else "2017-07"
        cases[phrase.format(a=FIRST)] = (start, NOW, True)
    cases |= {"2017-19": ("2017-07", "2019-06", False), "'17 - '19": ("2017-07", "2019-06", False)}
    assert wrong(cases) == {}
    assert ranges("2017") == []


@pytest.mark.parametrize("name", LOCALES)
def test_the_first_of_a_month(name: str) -> None:
    locale = LOCALES[name]
    cases = {}
    for form in locale.first:
        for month in range(1, 13):
            for a, b in zip(spellings(locale, month), spellings(locale, 13 - month), strict=False):
                text = f"{form.format(month=a, year=FIRST)} - {form.format(month=b, year=LAST)}"
                cases[text] = (f"2017-{month:02}", f"2019-{13 - month:02}", False)
    assert wrong(cases) == {}


@pytest.mark.parametrize("name", LOCALES)
def test_two_months_of_one_year(name: str) -> None:
    locale = LOCALES[name]
    year_of = "de 2017" if name in {"Spanish", "Portuguese"} else "2017"
    joiners = [*DASHES, *(f" {word} " for word in locale.joiners)]
    cases = {}
    for first, last in ((1, 3), (2, 8), (4, 12), (9, 10)):
        for a, b in zip(spellings(locale, first), spellings(locale, last), strict=False):
            for joiner in joiners:
                cases[f"{a}{joiner}{b} {year_of}"] = (f"2017-{first:02}", f"2017-{last:02}", False)
    assert wrong(cases) == {}


@pytest.mark.parametrize("name", LOCALES)
def test_seasons(name: str) -> None:
    locale = LOCALES[name]
    cases = {}
    for number, words in enumerate(locale.seasons):
        first = (1, 3, 6, 9)[number]
        start, end = f"2018-{first:02}", f"2018-{first + 2:02}"
        of = " de " if " de" in words else " "
        for word in (spelling for spelling in words.split() if spelling != "de"):
            for cased in (word, word.upper(), word.capitalize()):
                for joined in dict.fromkeys((" ", of)):
                    season = f"{cased}{joined}2018"
                    cases[season] = (start, end, False)
                    cases[f"{season} - {cased}{joined}2019"] = (start, end.replace("2018", "2019"), False)
                    cases[f"{season} - {locale.present[0]}"] = (start, NOW, True)
    assert wrong(cases) == {}


@pytest.mark.parametrize("name", LOCALES)
def test_quarters_and_parts_of_a_year(name: str) -> None:
    locale = LOCALES[name]
    cases = {}
    for form in locale.quarters:
        for number in range(1, 5):
            first, last = 3 * number - 2, 3 * number
            quarter, later = (form.format(number=number, year=year) for year in (2018, 2019))
            cases[quarter] = (f"2018-{first:02}", f"2018-{last:02}", False)
            cases[f"{quarter} - {later}"] = (f"2018-{first:02}", f"2019-{last:02}", False)
            cases[f"{quarter} - {locale.present[0]}"] = (f"2018-{first:02}", NOW, True)
    for forms, month in zip(locale.parts, (2, 7, 11), strict=True):
        for form in forms.split("|"):
            part, later = form.format(year=2018), form.format(year=2019)
            cases[f"{part} - {later}"] = (f"2018-{month:02}", f"2019-{month:02}", False)
            cases[f"{part} - {locale.present[0]}"] = (f"2018-{month:02}", NOW, True)
            cases[f"03/2017 - {later}"] = ("2017-03", f"2019-{month:02}", False)
    assert wrong(cases) == {}


@pytest.mark.parametrize("name", LOCALES)
def test_what_only_looks_like_dates(name: str) -> None:
    texts = LOCALES[name].negative
    assert {text: found for text in texts if (found := ranges(text))} == {}


def test_the_precision_is_that_of_the_coarser_end() -> None:
    for text, precision in (
        ("13.02.2017 - 14.03.2019", Precision.DAY),
        ("13 February 2017 - March 2019", Precision.MONTH),
        ("Summer 2017 - March 2019", Precision.SEASON),
        ("2017 - March 2019", Precision.YEAR),
    ):
        assert [one.precision for one in find_date_ranges(text, as_of=AS_OF)] == [precision]
