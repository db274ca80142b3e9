"""Which lines a dated job speaks for, in the layouts that people use."""

import time
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import find_dates
from domain.entries import entry_spans
from domain.experience import find_experience
from domain.sections import split_sections
from domain.text import normalise

AS_OF = date(2024, 6, 15)


def entries(text: str) -> list[str]:
    text = normalise(text)
    return [text[slice(*period.span)] for period in find_experience(text, as_of=AS_OF).periods]


FIRST = "Engineer, Acme\nBerlin\nJan 2019 - Dec 2020\n\u2022 Built engines in Go\n\u2022 Tested them"
SECOND = "Developer, Beta\nRome\nJan 2017 - Dec 2018\n\u2022 Wrote Python services."
LAYOUTS = {
    "below the title": (FIRST, SECOND),
    "beside the title": (
        "Engineer, Acme    Jan 2019 - Dec 2020\n\u2022 Built engines",
        "Developer, Beta    Jan 2017 - Dec 2018\n\u2022 Wrote services",
    ),
    "above the title": (
        "Jan 2019 - Dec 2020\nEngineer, Acme\nBuilt engines for cars and lorries.",
        "Jan 2017 - Dec 2018\nDeveloper, Beta\nWrote services for banks",
    ),
    "below everything": (
        "Engineer, Acme\nBuilt engines for cars.\nJan 2019 - Dec 2020",
        "Developer, Beta\nWrote services for banks.\nJan 2017 - Dec 2018",
    ),
    "below an employer that ends in a dot": (
        "Engineer\nAcme Inc.\nJan 2019 - Dec 2020\n\u2022 Built engines.",
        "Developer,\nBeta S.A.\nJan 2017 - Dec 2018\n\u2022 Wrote services.",
    ),
    "beside a title in a list": (
        "- Engineer, Acme (2019 - 2020)",
        "- Developer, Beta (2017 - 2018)",
    ),
    "under titles in a list": (
        "1. Engineer, Acme\nJan 2019 - Dec 2020\nBuilt engines.",
        "2. Developer, Beta\nJan 2017 - Dec 2018\nWrote services.",
    ),
    "over several lines": (
        "January 2019\nto\nDecember 2020\nEngineer, Acme\nBuilt engines.",
        "January 2017\nto\nDecember 2018\nDeveloper, Beta\nWrote services.",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_an_entry_is_a_job_with_all_of_its_lines(layout: str, between: str) -> None:
    first, second = LAYOUTS[layout]
    text = f"Ada Example\n\nExperience\n{first}{between}{second}\n\nSkills\nPerl"
    assert entries(text) == [normalise(first), normalise(second)]


@pytest.mark.parametrize("layout", ["below the title", "beside the title", "under titles in a list"])
def test_lines_that_all_have_a_blank_one_between_them(layout: str) -> None:
    first, second = (part.replace("\n", "\n\n") for part in LAYOUTS[layout])
    text = f"Ada Example\n\nExperience\n\n{first}\n\n{second}\n\nSkills\n\nPerl"
    assert entries(text) == [normalise(first), normalise(second)]


def test_the_text_of_a_job_ends_before_a_job_of_unknown_length() -> None:
    text = (
        "Experience\n2016/09 Full stack engineer, Gamma\nWrote Ruby\n"
        "2014 - 2016 Consultant, Beta\nWrote Java\nTrainer, Alpha, May 2012\nTaught Perl"
    )
    assert entries(text) == ["2014 - 2016 Consultant, Beta\nWrote Java"]


def test_dates_of_a_detail_divide_no_job() -> None:
    text = (
        "Experience\nEngineer, Acme, Jan 2018 - Dec 2021\n\u2022 Moved everything to Go, 2019 - 2020\n"
        "\u2022 Wrote Python"
    )
    whole, part = entries(text)
    assert whole == text.removeprefix("Experience\n")
    assert part == "\u2022 Moved everything to Go, 2019 - 2020"


def test_study_and_leave_among_the_jobs_end_the_one_above() -> None:
    text = (
        "Experience\nEngineer, Acme, Jan 2020 - Dec 2021\nWrote Go\nParental leave, Jan 2019 - Dec 2019\n"
        "Learned Rust\nTester, Beta, Jan 2017 - Dec 2018\nWrote Perl"
    )
    assert entries(text) == [
        "Engineer, Acme, Jan 2020 - Dec 2021\nWrote Go",
        "Tester, Beta, Jan 2017 - Dec 2018\nWrote Perl",
    ]


def test_dates_read_as_a_column_of_their_own_speak_for_nothing_else() -> None:
    text = "Experience\nJan 2019 - Dec 2020\nJan 2017 - Dec 2018\nEngineer, Acme\nDeveloper, Beta"
    assert entries(text) == ["Jan 2019 - Dec 2020", "Jan 2017 - Dec 2018"]


def test_a_job_held_twice_is_one_entry() -> None:
    text = "Experience\nEngineer, Acme (2012 - 2014, 2016 - 2018)\nWrote Go"
    assert entries(text) == [text.removeprefix("Experience\n")] * 2


def test_in_running_text_a_range_speaks_for_its_sentence_if_that_is_its_own() -> None:
    text = (
        "Experience\nFrom 2010 to 2014 I wrote Java as an engineer at Acme. From 2015 to 2018 I was a "
        "developer of Go at Beta. I was a tester from 2019 to 2020 and then a manager from 2021 to 2022."
    )
    first, second, *unsure = entries(text)
    assert first == "From 2010 to 2014 I wrote Java as an engineer at Acme."
    assert second == "From 2015 to 2018 I was a developer of Go at Beta."
    assert unsure == ["2019 to 2020", "2021 to 2022"]


def test_without_headings_the_paragraph_is_all() -> None:
    text = "Ada\nEngineer, Acme, 2019 - 2020\nWrote Go\n\nPerl, Ruby and everything else"
    assert entries(text) == ["Engineer, Acme, 2019 - 2020\nWrote Go"]


WORDS = ["Experience\n", "\n", "\n\n", " ", "2019 - 2021", "Jan 2018 - Mar 2019", "May 2012", "\u2022 "]
MORE = ["Engineer", "Wrote Go", ".", ", ", "Education\n", "Acme Ltd", "a" * 120]


@given(st.lists(st.sampled_from(WORDS + MORE), max_size=60).map("".join))
def test_entries_hold_their_range_and_overlap_only_as_parts(text: str) -> None:
    sections = split_sections(text)
    ranges, single = find_dates(text, as_of=AS_OF)
    spans = entry_spans(text, sections, ranges, [(one.start, one.end) for one in single])
    assert len(spans) == len(ranges)
    for span, found in zip(spans, ranges, strict=True):
        assert 0 <= span[0] <= found.span[0] < found.span[1] <= span[1] <= len(text)
        assert any(one.start <= span[0] and found.span[0] < one.end for one in sections)
    for one, other in combinations(spans, 2):
        apart = one[1] <= other[0] or other[1] <= one[0]
        nested = (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])
        assert apart or nested


@pytest.mark.parametrize(
    "piece", ["2019 - 2020 ", "2019 - 2020\n", "May 2012\n", "a\n\n", "\u2022 2019 - 2020 a\n"]
)
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = "Experience\n" + piece * (200_000 // len(piece))
    ranges, single = find_dates(text, as_of=AS_OF)
    sections = split_sections(text)
    started = time.process_time()
    entry_spans(text, sections, ranges, [(one.start, one.end) for one in single])
    assert time.process_time() - started < 2
