"""Which rules a job is ranked by, where workers with different ones are at it.

Each job remembers the rules that it has seen, in the order in which they came; the last are in force. Rules
that it sees for the first time take over, unless an older release of the code brought them. Rules that it has
seen before do not: a worker that was not restarted yet would otherwise undo what the new ones do, and they
what it does, for ever. They take over again only once nobody has cared for a result of theirs for a while, so
that the workers with the later rules are gone; or where an operator says so.
"""

from collections.abc import Sequence

_MOST_REMEMBERED = 20


def seen_with(seen: Sequence[str], rules: str, *, take_over: bool) -> tuple[str, ...]:
    """Return what a job has seen once these rules have come to it; the last of them are in force.

    Args:
        seen: in the order in which they came.
        rules: those of whoever is at it now.
        take_over: put them in force in any case.
    """
    others = [one for one in seen if one != rules]
    if take_over or not others:
        return (*others, rules)[-_MOST_REMEMBERED:]
    if rules in seen:
        return tuple(seen)
    if code_number(rules) < code_number(seen[-1]):
        return (rules, *others)[-_MOST_REMEMBERED:]
    return (*others, rules)[-_MOST_REMEMBERED:]


def code_number(rules: str) -> int:
    """Return the number of the code in the name of rules (`rules_version`); 0 where it has none."""
    number = rules.partition("-")[0]
    return int(number) if number.isascii() and number.isdigit() else 0


def by_age(rules: Sequence[str]) -> tuple[str, ...]:
    """Sort rules of which nobody noted when they came: by the number of their code, then by name."""
    return tuple(sorted(rules, key=lambda one: (code_number(one), one)))
