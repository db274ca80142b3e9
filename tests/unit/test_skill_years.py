"""How long each skill was used, from the jobs that name it."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import Month, months_covered
from domain.experience import find_experience
from domain.explanation import explain
from domain.skill_years import SkillYears, skill_years, united
from domain.skills import SkillLexicon, find_skills
from domain.text import normalise
from tests.builders import RULES, build_evaluation, build_finding, build_period

AS_OF = date(2024, 6, 15)
LEXICON = SkillLexicon(aliases={"Perl": (), "Haskell": ()}, products={"Perl", "Haskell"})


def by_skill(text: str, *names: str, count_internships: bool = True) -> dict[str, SkillYears]:
    text = normalise(text)
    periods = find_experience(text, as_of=AS_OF).periods
    found = skill_years(find_skills(names, text, LEXICON), periods, count_internships=count_internships)
    return {one.skill: one for one in found}


RESUME = """Ada Example

Experience
Engineer, Acme
Jan 2021 - Jun 2022
- Wrote Kotlin and Terraform

Developer, Beta
Jan 2020 - Dec 2021
- Wrote Kotlin and Perl
- Moved everything to Ansible, Mar 2020 - May 2020

Engineering Intern, Gamma
Jun 2018 - Aug 2018
- Wrote Perl

Skills
Terraform, Haskell
"""


def test_a_skill_has_the_months_of_the_jobs_that_name_it_shared_months_once() -> None:
    found = by_skill(RESUME, "Kotlin", "Terraform", "Perl", "Ansible", "Haskell", "Cobol")
    assert {skill: one.years for skill, one in found.items()} == {
        "Kotlin": 2.5,
        "Terraform": 1.5,
        "Perl": 2.25,
        "Ansible": 0.25,
        "Haskell": None,
    }
    assert found["Kotlin"].intervals == ((Month(year=2020, number=1), Month(year=2022, number=6)),)
    assert [str(month) for stretch in found["Perl"].intervals for month in stretch] == [
        *("2018-06", "2018-08"),
        *("2020-01", "2021-12"),
    ]
    assert found["Kotlin"].periods == (0, 1)


def test_internships_count_for_a_skill_as_they_do_for_the_total() -> None:
    found = by_skill(RESUME, "Perl", count_internships=False)
    assert found["Perl"].years == 2.0
    only = RESUME.replace("- Wrote Kotlin and Perl", "- Wrote Kotlin")
    assert by_skill(only, "Perl", count_internships=False)["Perl"].years is None


def test_a_skill_outside_of_dated_work_is_unknown_and_not_zero() -> None:
    (one,) = by_skill("Skills\nHaskell\nExperience\nEngineer, Acme, 2019 - 2021", "Haskell").values()
    assert one == SkillYears(skill="Haskell", years=None, intervals=(), periods=())


def test_a_denied_mention_gives_no_years() -> None:
    text = "Skills\nHaskell\nExperience\nEngineer, Acme, 2019 - 2021\nNo experience with Haskell."
    assert by_skill(text, "Haskell")["Haskell"].years is None


def test_the_sentence_names_years_months_and_what_is_unknown() -> None:
    evaluation = build_evaluation()
    known = SkillYears(
        skill="Python",
        years=4.5,
        intervals=((Month(year=2019, number=3), Month(year=2023, number=8)),),
        periods=(0,),
    )
    unknown = SkillYears(skill="SQL", years=None, intervals=(), periods=())

    def last_reason(*found: SkillYears) -> str:
        _, reasons = explain(
            breakdown=evaluation.breakdown,
            pre_filter=evaluation.pre_filter,
            required=evaluation.required_skills,
            preferred=(),
            experience=evaluation.experience,
            required_years=evaluation.required_years,
            rules=RULES,
            by_skill=found,
        )
        return reasons[-1]

    assert last_reason(known, unknown) == (
        "By skill, in the dated work that names it: Python 4.5 years (2019-03 to 2023-08); "
        "unknown for SQL, named outside of dated work."
    )
    assert "By skill" not in last_reason(unknown)


months = st.builds(Month, year=st.integers(1950, 2100), number=st.integers(1, 12))
intervals = st.tuples(months, months).map(lambda pair: (min(pair), max(pair)))


@given(st.lists(intervals, max_size=12))
def test_united_stretches_lie_apart_and_cover_the_same_months(ranges: list[tuple[Month, Month]]) -> None:
    stretches = united(ranges)
    assert months_covered(stretches) == months_covered(ranges)
    for (_, end), (start, _) in pairwise(stretches):
        assert start.ordinal > end.ordinal + 1


spans = st.lists(st.integers(0, 60), min_size=2, max_size=16, unique=True).map(
    lambda cuts: list(zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)


@given(spans, st.lists(st.integers(0, 60), max_size=6), st.data())
def test_no_skill_has_more_years_than_all_work(
    apart: list[tuple[int, int]], offsets: list[int], data: st.DataObject
) -> None:
    periods = []
    for start, end in apart:
        first, last = data.draw(intervals)
        periods.append(build_period(start=first, end=last, span=(start, end)))
        if end - start > 2 and data.draw(st.booleans()):
            periods.append(build_period(start=first, end=first, span=(start + 1, end - 1)))
    finding = build_finding("Go", occurrences=tuple(offsets))
    (found,) = skill_years([finding], periods)
    total = months_covered((one.start, one.end) for one in periods)
    assert found.years is None or 0 < found.years <= min(60, round(total / 12, 2))
    inside = any(start <= offset < end for start, end in apart for offset in offsets)
    assert (found.years is None) == (not inside)
    for place in found.periods:
        start, end = periods[place].span
        assert any(start <= offset < end for offset in offsets)


def test_a_text_of_no_length_proves_nothing() -> None:
    (found,) = skill_years([build_finding("Go", occurrences=(0,))], [build_period(span=(0, 0))])
    assert found.years is None


@pytest.mark.parametrize("names", [("Kotlin",), ("Perl", "Kotlin")])
def test_every_place_that_counts_is_kept_in_order(names: tuple[str, ...]) -> None:
    text = normalise(RESUME)
    for finding in find_skills(names, text, LEXICON):
        assert len(finding.occurrences) == 2
        assert finding.start == finding.occurrences[0]
        assert all(text.startswith(finding.name, offset) for offset in finding.occurrences)
