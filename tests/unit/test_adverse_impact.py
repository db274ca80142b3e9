"""Rates, ratios and scores of groups: exact, and as the rules that define them say."""

import itertools
from fractions import Fraction
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.adverse_impact import Applicant, Audit, audit, fisher_exact, pairs_of, spread_of


def people(sex: str, total: int, selected: int, *, above: int = 0, **groups: str) -> list[Applicant]:
    """So many applicants of one category, the first of them selected, and some above all others by score."""
    return [
        Applicant(
            id=f"{sex}-{groups}-{number}",
            groups={"sex": sex, **groups},
            selected=number < selected,
            score=Fraction(9, 10) if number < above else Fraction(1, 10),
        )
        for number in range(total)
    ]


def rows(found: Audit, table: int = 0) -> dict[tuple[str, ...], tuple[str, str, bool | None]]:
    return {
        one.names: (
            f"{float((one.selection.rate or 0) * 100):.1f}",
            f"{float(one.selection.impact_ratio or 0):.2f}",
            one.selection.below_four_fifths,
        )
        for one in found.tables[table].categories
    }


def test_the_example_of_the_citys_rules() -> None:
    """The first table of 6 RCNY 5-301: 92 men at 54.3 %, 76 women at 44.7 %, impact ratios 1.00 and .82."""
    found = audit(people("Male", 92, 50) + people("Female", 76, 34), ["sex"])
    assert rows(found) == {("Male",): ("54.3", "1.00", False), ("Female",): ("44.7", "0.82", False)}


def test_the_scoring_rate_is_the_share_above_the_median_of_everybody() -> None:
    everybody = people("Male", 92, 0, above=50) + people("Female", 76, 0, above=34)
    everybody += [Applicant(id=str(n), selected=False, score=Fraction(1, 10)) for n in range(10)]
    found = audit(everybody, ["sex"])
    assert found.median_score == Fraction(1, 10)
    assert [(one.scoring.hits, one.scoring.total) for one in found.tables[0].categories] == [
        (34, 76),
        (50, 92),
    ]
    assert found.tables[0].unknown == 10


def test_four_fifths_are_compared_before_they_are_rounded() -> None:
    exactly = audit(people("A", 10, 10) + people("B", 10, 8), ["sex"])
    below = audit(people("A", 1000, 1000) + people("B", 1000, 799), ["sex"])
    assert rows(exactly)["B",] == ("80.0", "0.80", False)
    assert rows(below)["B",] == ("79.9", "0.80", True)


def test_nobody_selected_gives_no_ratio() -> None:
    found = audit(people("A", 3, 0) + people("B", 2, 0), ["sex"])
    assert [one.selection.impact_ratio for one in found.tables[0].categories] == [None, None]
    assert [one.selection.rate for one in found.tables[0].categories] == [0, 0]


def test_what_could_not_be_read_is_in_no_rate() -> None:
    unread = [Applicant(id=f"u{n}", groups={"sex": "A"}) for n in range(5)]
    found = audit(people("A", 4, 2) + people("B", 4, 2) + unread + [Applicant(id="x")], ["sex"])
    first = found.tables[0].categories[0]
    assert (first.applicants, first.unread, first.selection.rate) == (4, 5, Fraction(1, 2))
    assert (found.applicants, found.unread, found.selected) == (8, 6, 4)
    assert (found.tables[0].unknown, found.tables[0].unknown_unread) == (0, 1)


def test_a_category_of_unread_resumes_alone_has_no_rate() -> None:
    found = audit([*people("A", 4, 2), Applicant(id="u", groups={"sex": "B"})], ["sex"])
    alone = found.tables[0].categories[1]
    assert (alone.selection.rate, alone.selection.impact_ratio, alone.spread) == (None, None, None)


@pytest.mark.parametrize("leave_out, base", [(False, ("Few",)), (True, ("Many",))])
def test_categories_under_two_percent_can_be_left_out_of_the_ratios(
    leave_out: bool, base: tuple[str, ...]
) -> None:
    everybody = people("Many", 99, 50) + people("Few", 1, 1)
    found = audit(everybody, ["sex"], leave_out_small=leave_out).tables[0]
    assert {one.names for one in found.categories if one.selection.impact_ratio == 1} == {base}
    few = next(one for one in found.categories if one.names == ("Few",))
    assert (few.applicants, few.selection.hits, few.left_out) == (1, 1, leave_out)


def test_categories_are_crossed_and_whoever_is_unknown_in_one_is_in_no_row() -> None:
    everybody = people("A", 4, 2, race="X") + people("A", 4, 1, race="Y") + people("B", 2, 1)
    found = audit(everybody, ["sex", "race"], combinations=pairs_of(["sex", "race"]))
    assert set(rows(found, 2)) == {("A", "X"), ("A", "Y")}
    assert found.tables[2].unknown == 2


def test_few_people_and_chance_are_said() -> None:
    def caution(found: Audit) -> str:
        return next(one.selection.caution for one in found.tables[0].categories if one.names == ("B",))

    assert caution(audit(people("A", 10, 8) + people("B", 10, 4), ["sex"])) == "few people"
    assert caution(audit(people("A", 40, 20) + people("B", 40, 14), ["sex"])) == "may be chance"
    assert not caution(audit(people("A", 400, 200) + people("B", 400, 140), ["sex"]))
    assert caution(audit(people("A", 4000, 2000) + people("B", 4000, 1800), ["sex"])) == "significant"


@pytest.mark.parametrize(
    "table, expected",
    [((3, 4, 1, 4), 0.4857), ((1, 10, 11, 14), 0.002759), ((0, 5, 0, 5), 1.0), ((10, 10, 0, 10), 1.083e-05)],
)
def test_fisher_as_r_computes_it(table: tuple[int, int, int, int], expected: float) -> None:
    assert fisher_exact(*table) == pytest.approx(expected, rel=1e-3)


@given(st.integers(1, 9), st.integers(1, 9), st.data())
def test_fisher_is_the_share_of_arrangements_no_likelier(a: int, b: int, data: st.DataObject) -> None:
    hits, other = data.draw(st.integers(0, a)), data.draw(st.integers(0, b))
    tables = [(k, hits + other - k) for k in range(a + 1) if 0 <= hits + other - k <= b]
    ways = {k: comb(a, k) * comb(b, m) for k, m in tables}
    expected = Fraction(sum(w for w in ways.values() if w <= ways[hits]), sum(ways.values()))
    assert fisher_exact(hits, a, other, b) == float(expected)


def test_quartiles() -> None:
    found = spread_of([Fraction(n) for n in (1, 2, 3, 4)])
    assert found is not None
    assert (found.lower_quartile, found.median, found.upper_quartile) == (
        Fraction(7, 4),
        Fraction(5, 2),
        Fraction(13, 4),
    )
    assert spread_of([]) is None


@given(
    st.lists(
        st.tuples(st.sampled_from("AB"), st.sampled_from([None, True, False]), st.integers(0, 20)),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_the_same_and_everybody_is_counted_once(
    drawn: list[tuple[str, bool | None, int]], random: Random
) -> None:
    everybody = [
        Applicant(
            id=str(n),
            groups={"sex": sex},
            selected=selected,
            score=None if selected is None else Fraction(score, 20),
        )
        for n, (sex, selected, score) in enumerate(drawn)
    ]
    found = audit(everybody, ["sex"])
    shuffled = list(everybody)
    random.shuffle(shuffled)
    assert audit(shuffled, ["sex"]) == found
    counted = sum(one.applicants + one.unread for one in found.tables[0].categories)
    assert counted == len(everybody) == found.applicants + found.unread


def test_every_two_attributes() -> None:
    assert pairs_of("abc") == tuple(itertools.combinations("abc", 2))
