"""The ladder of evidence: the best place of a skill is its proof, with the months of its role."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.skill_table import load_skill_lexicon
from domain.dates import Month
from domain.skill_evidence import RECENT_YEARS, DatedSpan, EvidenceLevel, EvidenceMap
from domain.skills import SkillFinding, find_skills

LEXICON = load_skill_lexicon()
AS_OF = date(2026, 1, 15)
TEXT = """SKILLS
Python, Kafka, Docker, Terraform, Redis

PROJECTS
Built a price watcher in Python with Docker.

EXPERIENCE
Engineer, Acme, 2012 - 2015
Ran Kafka and Redis in production.
Engineer, Example, 2020 - 2024
Moved the Kafka clusters; project budgets of 2 million.
"""


def _role(first_line: str, last_line: str, start: int, end: int, *, current: bool = False) -> DatedSpan:
    return DatedSpan(
        start_offset=TEXT.index(first_line),
        end_offset=TEXT.index(last_line) + len(last_line),
        first=Month(year=start, number=3),
        last=Month(year=end, number=6),
        current=current,
    )


OLD = _role("Engineer, Acme", "Ran Kafka and Redis in production.", 2012, 2015)
NEW = _role("Engineer, Example", "2 million.", 2020, 2024)


def _found(name: str, *roles: DatedSpan, as_of: date | None = AS_OF) -> SkillFinding:
    return find_skills([name], TEXT, LEXICON, roles=roles, as_of=as_of)[0]


@pytest.mark.parametrize(
    "name,level,first,passage",
    [
        ("Terraform", EvidenceLevel.LISTED, None, "Python, Kafka, Docker, Terraform, Redis"),
        ("Python", EvidenceLevel.PROJECT, None, "Built a price watcher in Python with Docker."),
        ("Redis", EvidenceLevel.DATED_ROLE, Month(year=2012, number=3), "Ran Kafka and Redis in production."),
        (
            "Kafka",
            EvidenceLevel.RECENT_ROLE,
            Month(year=2020, number=3),
            "Moved the Kafka clusters; project budgets of 2 million.",
        ),
    ],
)
def test_the_strongest_place_is_the_proof(
    name: str, level: EvidenceLevel, first: Month | None, passage: str
) -> None:
    finding = _found(name, OLD, NEW)
    assert (finding.level, finding.first, finding.passage) == (level, first, passage)
    assert (finding.last is None) == (first is None)


def test_every_place_that_counts_is_listed() -> None:
    finding = _found("Kafka", OLD, NEW)
    assert finding.occurrences == tuple(
        index for index in range(len(TEXT)) if TEXT.startswith("Kafka", index)
    )
    assert finding.start == finding.occurrences[-1]


def test_without_roles_the_section_decides() -> None:
    assert _found("Kafka").level is EvidenceLevel.PROJECT
    assert _found("Terraform").level is EvidenceLevel.LISTED
    assert _found("Kafka").passage == "Ran Kafka and Redis in production."


def test_recent_is_counted_from_the_day_that_the_resume_is_read_for() -> None:
    last = 2024 * 12 + 6
    for months_later, level in (
        (12 * RECENT_YEARS, EvidenceLevel.RECENT_ROLE),
        (12 * RECENT_YEARS + 1, EvidenceLevel.DATED_ROLE),
    ):
        year, month = divmod(last + months_later - 1, 12)
        assert _found("Kafka", NEW, as_of=date(year, month + 1, 1)).level is level
    assert _found("Redis", _role("Engineer, Acme", "production.", 2012, 2015, current=True)).level is (
        EvidenceLevel.RECENT_ROLE
    )


def test_a_phrase_in_a_role_is_stronger_than_its_name_in_a_list() -> None:
    text = "SKILLS\nContract drafting\n\nEXPERIENCE\nManaged leases and drafted many contracts."
    role = DatedSpan(
        start_offset=text.index("Managed"),
        end_offset=len(text),
        first=Month(year=2020, number=1),
        last=Month(year=2025, number=1),
        current=False,
    )
    finding = find_skills(["Contract drafting"], text, LEXICON, roles=[role], as_of=AS_OF)[0]
    assert finding.level is EvidenceLevel.RECENT_ROLE
    assert find_skills(["Contract drafting"], text, LEXICON)[0].passage == "Contract drafting"


def test_a_name_of_several_skills_is_shown_as_well_as_its_weakest_part() -> None:
    finding = _found("Kafka and Terraform", OLD, NEW)
    assert (finding.found, finding.level) == (True, EvidenceLevel.LISTED)


def test_a_missing_skill_has_no_level() -> None:
    finding = _found("Cobol", OLD, NEW)
    assert (finding.level, finding.first, finding.last, finding.occurrences) == (None, None, None, ())


def test_a_role_inside_of_another_counts_in_its_own_lines_alone() -> None:
    text = "x" * 30

    def role(start: int, end: int, year: int) -> DatedSpan:
        month = Month(year=year, number=1)
        return DatedSpan(start_offset=start, end_offset=end, first=month, last=month, current=False)

    places = EvidenceMap(text, [role(0, 20, 2001), role(5, 10, 2002), role(5, 10, 2003)], AS_OF)
    years = [
        first.year if (first := places.at(offset).first) else None for offset in (0, 4, 5, 9, 10, 19, 20)
    ]
    assert years == [2001, 2001, 2003, 2003, 2001, 2001, None]


@given(
    st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 20), st.integers(1990, 2026), st.booleans()), max_size=8
    ),
    st.integers(0, 70),
)
def test_an_offset_belongs_to_a_role_only_where_one_holds_it(
    drawn: list[tuple[int, int, int, bool]], offset: int
) -> None:
    roles = [
        DatedSpan(
            start_offset=start,
            end_offset=start + length,
            first=Month(year=1980, number=1),
            last=Month(year=year, number=12),
            current=current,
        )
        for start, length, year, current in drawn
    ]
    evidence = EvidenceMap("word " * 14, roles, AS_OF).at(offset)
    holding = [role for role in roles if role.start_offset <= offset < role.end_offset]
    assert (evidence.first is not None) == bool(holding)
    if holding:
        assert evidence.last in {role.last for role in holding}
