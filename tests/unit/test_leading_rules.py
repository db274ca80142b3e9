"""Whose rules a job is ranked by, where several are at it."""

from hypothesis import given
from hypothesis import strategies as st

from application.leading_rules import by_age, code_number, seen_with

RULES = st.sampled_from(["1-aaa", "2-aaa", "2-bbb", "2-ccc", "3-aaa", "10-aaa", "none"])


def test_rules_that_come_for_the_first_time_take_over() -> None:
    assert seen_with((), "2-a", take_over=False) == ("2-a",)
    assert seen_with(("2-a",), "2-b", take_over=False) == ("2-a", "2-b")
    assert seen_with(("2-z",), "10-a", take_over=False) == ("2-z", "10-a")


def test_those_of_an_older_release_do_not() -> None:
    assert seen_with(("10-a",), "9-b", take_over=False) == ("9-b", "10-a")


def test_those_that_were_there_before_do_so_only_where_told() -> None:
    assert seen_with(("2-a", "2-b"), "2-a", take_over=False) == ("2-a", "2-b")
    assert seen_with(("2-a", "2-b"), "2-a", take_over=True) == ("2-b", "2-a")


@given(st.lists(RULES, max_size=40))
def test_whoever_comes_in_whatever_order_never_flips_back(arrivals: list[str]) -> None:
    """Each change of who is in force is the arrival of rules never seen: no more changes than rules."""
    seen: tuple[str, ...] = ()
    in_force: list[str] = []
    for rules in arrivals:
        seen = seen_with(seen, rules, take_over=False)
        assert len(set(seen)) == len(seen)
        assert rules in seen
        if not in_force or in_force[-1] != seen[-1]:
            in_force.append(seen[-1])
    assert len(in_force) == len(set(in_force))
    numbers = [code_number(rules) for rules in in_force]
    assert numbers == sorted(numbers)


def test_few_are_remembered() -> None:
    seen: tuple[str, ...] = ()
    for number in range(50):
        seen = seen_with(seen, f"2-{number}", take_over=False)
    assert (len(seen), seen[-1]) == (20, "2-49")


def test_the_age_of_rules_is_the_number_of_their_code() -> None:
    assert by_age(["10-a", "2-b", "2-a", "odd"]) == ("odd", "2-a", "2-b", "10-a")
