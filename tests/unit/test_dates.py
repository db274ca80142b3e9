"""Ranges of dates in text, and arithmetic of months."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Month, Precision, find_date_ranges, months_covered
from domain.text import normalise

AS_OF = date(2024, 6, 15)
Intervals = list[tuple[Month, Month]]


def only(text: str, as_of: date = AS_OF) -> tuple[str, str, bool]:
    ranges = find_date_ranges(normalise(text), as_of=as_of)
    assert len(ranges) == 1, ranges
    return str(ranges[0].start), str(ranges[0].end), ranges[0].current


@pytest.mark.parametrize(
    "text,start,end",
    [
        ("Jan 2019 - Mar 2019", "2019-01", "2019-03"),
        ("January 2019 to March 2021", "2019-01", "2021-03"),
        ("JAN 2019 \u2013 MAR 2021", "2019-01", "2021-03"),
        ("Jan. 2019 \u2014 Mar. 2021", "2019-01", "2021-03"),
        ("January, 2019 - March, 2021", "2019-01", "2021-03"),
        ("JAN2019-MAR2021", "2019-01", "2021-03"),
        ("03/2019 - 05/2020", "2019-03", "2020-05"),
        ("3/2019-5/2020", "2019-03", "2020-05"),
        ("08 / 2008 - 09 / 2009", "2008-08", "2009-09"),
        ("03.2019 - 05.2020", "2019-03", "2020-05"),
        ("2019-03 - 2020-05", "2019-03", "2020-05"),
        ("2019-03-15 \u2013 2020-05-01", "2019-03", "2020-05"),
        ("2019.03 - 2020.05", "2019-03", "2020-05"),
        ("2019/03 ~ 2020/05", "2019-03", "2020-05"),
        ("05/13-08/14", "2013-05", "2014-08"),
        ("Jan '19 - Mar '20", "2019-01", "2020-03"),
        ("Jan-19 to Mar-20", "2019-01", "2020-03"),
        ("Jan 19 - Mar 20", "2019-01", "2020-03"),
        ("12 Jan 2019 - 3 Feb 2020", "2019-01", "2020-02"),
        ("1st August 2002 - 6th August 2004", "2002-08", "2004-08"),
        ("March 15, 2018 through June 20, 2019", "2018-03", "2019-06"),
        ("March 15 - April 20, 2019", "2019-03", "2019-04"),
        ("01/02/2019 - 03/04/2020", "2019-02", "2020-04"),
        ("04-09-2003 to 19-12-2007", "2003-09", "2007-12"),
        ("1.3.2019 - 31.5.2020", "2019-03", "2020-05"),
        ("12/25/2019 - 01/13/2020", "2019-12", "2020-01"),
        ("Summer 2019", "2019-06", "2019-08"),
        ("Spring 2018 - Fall 2019", "2018-03", "2019-11"),
        ("Q1 2019", "2019-01", "2019-03"),
        ("2019 Q3 - 2020 Q2", "2019-07", "2020-06"),
        ("early 2018 - late 2019", "2018-02", "2019-11"),
        ("Jan - Mar 2019", "2019-01", "2019-03"),
        ("Nov - Feb 2015", "2014-11", "2015-02"),
        ("Jan 2019 (start) to nothing, Feb 2020 - Mar 2020", "2020-02", "2020-03"),
        ("July 2014 - Jan\n2016", "2014-07", "2016-01"),
        ("May 2010 -\nOctober 2010", "2010-05", "2010-10"),
        ("From: 01/2019 To: 03/2020", "2019-01", "2020-03"),
        ("From: 01/2019 - To: 03/2020", "2019-01", "2020-03"),
        ("Start Date: Jan 2019, End Date: Dec 2020", "2019-01", "2020-12"),
        ("Mai 2017 bis Juli 2018", "2017-05", "2018-07"),
        ("M\u00e4rz 2017 - Dez. 2018", "2017-03", "2018-12"),
        ("f\u00e9vr. 2018 \u00e0 ao\u00fbt 2019", "2018-02", "2019-08"),
        ("de janvier 2018 \u00e0 d\u00e9c. 2019", "2018-01", "2019-12"),
        ("enero de 2018 - agosto de 2019", "2018-01", "2019-08"),
        ("mar\u00e7o de 2018 at\u00e9 setembro de 2019", "2018-03", "2019-09"),
        ("gennaio 2018 - giugno 2019", "2018-01", "2019-06"),
        ("September 2013 October 2014", "2013-09", "2014-10"),
        ("March 2014 Jun 2012 Jul 2012", "2012-06", "2012-07"),
    ],
)
def test_months_are_read_in_any_usual_form(text: str, start: str, end: str) -> None:
    assert only(text) == (start, end, False)


@pytest.mark.parametrize(
    "text,months",
    [
        ("2019-2021", 24),
        ("2019 \u2013 2021", 24),
        ("(2019 - 21)", 24),
        ("'19 - '21", 24),
        ("2005-06", 12),
        ("1998-02", 48),
        ("from 2015 to 2018", 36),
        ("between 2013 and 2016", 36),
        ("desde 2015 hasta 2018", 36),
        ("zwischen 2015 und 2018", 36),
        ("dal 2018 al 2020", 24),
        ("from 2005 concluded in 2009", 48),
        ("3. 2014 - 2017, Usher", 36),
        ("Springfield, IL 62704 2015 - 2019", 48),
        ("Hotel 2015 - 2019", 48),
        ("Detroit, MI 2015 - 2019", 48),
        ("T-Mobile 2015 - 2019", 48),
        ("2001 2005", 48),
        ("2015/2016", 12),
        ("2020 - 2020", 6),
        ("Oct 2006-2007", 9),
        ("2009 - Mar 2010", 9),
        ("Mar 2019 - 2019", 6),
    ],
)
def test_a_bare_year_stands_for_its_middle(text: str, months: int) -> None:
    ranges = find_date_ranges(normalise(text), as_of=AS_OF)
    assert [found.months for found in ranges] == [months]
    assert ranges[0].precision is Precision.YEAR


@pytest.mark.parametrize(
    "text,start",
    [
        ("Jan 2019 - Present", "2019-01"),
        ("Jan 2019 to date", "2019-01"),
        ("July 2009 to Till Date", "2009-07"),
        ("April 2002 until today", "2002-04"),
        ("September 2015-tilldate", "2015-09"),
        ("09/2017 onwards", "2017-09"),
        ("2017-09 - present", "2017-09"),
        ("8/01 to Present", "2001-08"),
        ("Sept 13 Till Date", "2013-09"),
        ("2018 -> now", "2018-07"),
        ("2016present", "2016-07"),
        ("since 2018", "2018-07"),
        ("(2019 - )", "2019-07"),
        ("Manager from 2021 - guided the team", "2021-07"),
        ("03/2019 -", "2019-03"),
        ("March 2014 Present", "2014-03"),
        ("2014 Present Java Developer", "2014-07"),
        ("Since: September 1st 2014 Until: now", "2014-09"),
        ("Feb 2011/Now", "2011-02"),
        ("Jan. 2019 - heute", "2019-01"),
        ("seit M\u00e4rz 2018", "2018-03"),
        ("janv. 2019 - aujourd\u2019hui", "2019-01"),
        ("d\u00e9c. 2018 \u2013 \u00e0 ce jour", "2018-12"),
        ("depuis le 12 mars 2019", "2019-03"),
        ("enero 2019 - actualidad", "2019-01"),
        ("enero de 2018 - hasta la fecha", "2018-01"),
        ("janeiro de 2019 - atual", "2019-01"),
        ("jan/2019 - at\u00e9 o momento", "2019-01"),
        ("gennaio 2019 - oggi", "2019-01"),
        ("dal 2018", "2018-07"),
        ("Jan 2020 - Dec 2030", "2020-01"),
        ("2020 - 2030", "2020-07"),
        ("2024 - present", "2024-04"),
    ],
)
def test_present_ends_with_the_month_asked_for(text: str, start: str) -> None:
    assert only(text) == (start, "2024-06", True)


@pytest.mark.parametrize(
    "text",
    [
        "2019",
        "Graduated in May 2015",
        "+49 2010-2015",
        "555-2010-2015",
        "2010-2015-1234",
        "Phone: 2010 2015",
        "Windows Server 2008 - 2012",
        "SQL Server 2008 - 2016",
        "ISO 9001:2015 - 2018",
        "$2000 - 2010",
        "1999-2004 employees",
        "v2019-2020",
        "24/7 support",
        "192.168.2010.2019",
        "13/2019 - 15/2020",
        "45/01/2019 - 46/02/2020",
        "2010 2011 2012",
        "2008, 2010",
        "ratio 1/2 - 3/4",
        "",
    ],
)
def test_other_numbers_are_no_ranges(text: str) -> None:
    assert find_date_ranges(normalise(text), as_of=AS_OF) == ()


@pytest.mark.parametrize(
    "text", ["2020 - 2018", "Mar 2019 - Jan 2019", "Jan 2025 - Present", "1930 - 1980", "1950 - 2024"]
)
def test_impossible_ranges_are_dropped(text: str) -> None:
    assert find_date_ranges(text, as_of=AS_OF) == ()


def test_the_other_dates_decide_whether_the_month_comes_first() -> None:
    text = "03/04/2018 - 05/06/2019\n07/25/2019 - 08/26/2020"
    first, second = find_date_ranges(text, as_of=AS_OF)
    assert (str(first.start), str(first.end)) == ("2018-03", "2019-05")
    assert (str(second.start), str(second.end)) == ("2019-07", "2020-08")


def test_a_year_of_the_reference_year_counts_in_whole_years_on_any_day() -> None:
    for day in (date(2021, 1, 1), date(2021, 6, 30), date(2021, 12, 31)):
        assert [found.months for found in find_date_ranges("2019 - 2021", as_of=day)] == [24]


def test_the_span_holds_the_range_as_written() -> None:
    text = "Engineer, \u0130stanbul (Jan 2019 - Present), since 2018"
    assert [text[slice(*found.span)] for found in find_date_ranges(text, as_of=AS_OF)] == [
        "Jan 2019 - Present",
        "since 2018",
    ]


def test_month_refuses_what_is_no_month() -> None:
    with pytest.raises(ValueError, match="13"):
        Month(year=2019, number=13)


months = st.builds(Month, year=st.integers(1950, 2100), number=st.integers(1, 12))
intervals = st.tuples(months, months).map(lambda pair: (min(pair), max(pair)))


@given(months)
def test_ordinal_and_month_are_inverse(month: Month) -> None:
    assert Month.from_ordinal(month.ordinal) == month


@given(
    st.lists(intervals, max_size=12).flatmap(
        lambda ranges: st.tuples(st.just(ranges), st.permutations(ranges))
    )
)
def test_union_does_not_depend_on_the_order(both: tuple[Intervals, Intervals]) -> None:
    ranges, shuffled = both
    assert months_covered(shuffled) == months_covered(ranges)


@given(st.lists(intervals, min_size=1, max_size=12))
def test_union_lies_between_the_longest_range_and_the_whole_span(ranges: Intervals) -> None:
    lengths = [end.ordinal - start.ordinal + 1 for start, end in ranges]
    whole = max(end for _, end in ranges).ordinal - min(start for start, _ in ranges).ordinal + 1
    assert max(lengths) <= months_covered(ranges) <= min(whole, sum(lengths))
    covered = {month for start, end in ranges for month in range(start.ordinal, end.ordinal + 1)}
    assert months_covered(ranges) == len(covered)


@given(st.lists(intervals, min_size=1, max_size=8), st.data())
def test_a_contained_range_changes_nothing(ranges: Intervals, data: st.DataObject) -> None:
    start, end = data.draw(st.sampled_from(ranges))
    first = data.draw(st.integers(start.ordinal, end.ordinal))
    last = data.draw(st.integers(first, end.ordinal))
    inside = (Month.from_ordinal(first), Month.from_ordinal(last))
    assert months_covered([*ranges, inside]) == months_covered(ranges)


@given(st.text(alphabet="0123456789 -/.'()\nJanMySepPrestocu,", max_size=120))
def test_any_text_gives_bounded_ranges(text: str) -> None:
    for found in find_date_ranges(text, as_of=AS_OF):
        assert Month(year=1950, number=1) <= found.start <= found.end <= Month(year=2024, number=6)
        assert 0 <= found.span[0] < found.span[1] <= len(text)


@given(
    st.sampled_from(
        [
            "Jan 2019 - Mar 2020",
            "f\u00e9vr. 2018 \u00e0 ao\u00fbt 2019",
            "Sept 2017 - Present",
            "seit Mai 2018",
        ]
    ),
    st.data(),
)
def test_case_does_not_matter(text: str, data: st.DataObject) -> None:
    flags = data.draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
    changed = "".join(c.upper() if up else c.lower() for c, up in zip(text, flags, strict=True))
    assert find_date_ranges(changed, as_of=AS_OF) == find_date_ranges(text, as_of=AS_OF)


@pytest.mark.parametrize("piece", ["1-", "2019-", "jan ", "01/", "'19 ", "2019 to ", "since 2019 - ", "("])
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    find_date_ranges(text, as_of=AS_OF)
    assert time.process_time() - started < 2
