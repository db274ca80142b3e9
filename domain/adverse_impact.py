"""Whether a screening chose among groups of people at different rates: pure arithmetic over stored results.

The measures and where they come from:

- selection rate, scoring rate (share above the median score of the whole sample) and impact ratio (rate over
  the highest rate): NYC Local Law 144 of 2021, 6 RCNY 5-300 and 5-301(b) and (c);
- the four-fifths rule: 29 CFR 1607.4(D), Uniform Guidelines on Employee Selection Procedures, which also
  says that small numbers prove little; hence Fisher's exact test against the category with the highest rate;
- categories below 2 % of the data may be left out of the impact ratios, never of the counts: 6 RCNY 5-301(d).

Counts and rates are exact fractions; nothing is rounded before it is compared.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb

FOUR_FIFTHS = Fraction(4, 5)
SMALL_SHARE = Fraction(2, 100)
#: Below this many people, or where Fisher's test finds chance enough, a ratio is marked with a caution.
FEW_PEOPLE = 30
SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """One application and what became of it.

    Attributes:
        id: names the application.
        groups: category by attribute; an attribute that is absent is unknown.
        selected: whether the screening moved it forward; None where the resume could not be read.
        score: final score in [0, 1]; None where there is none.
    """

    id: str
    groups: Mapping[str, str] = field(default_factory=dict)
    selected: bool | None = None
    score: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Distribution of scores; quartiles by linear interpolation (type 7 of Hyndman and Fan)."""

    count: int
    least: Fraction
    lower_quartile: Fraction
    median: Fraction
    upper_quartile: Fraction
    most: Fraction
    mean: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of a category met a condition, against the category that met it most.

    Attributes:
        hits: people who did.
        total: people who could.
        rate: `hits / total`; None without anybody.
        impact_ratio: rate over the highest rate; None where no category has a rate above 0, or left out.
        below_four_fifths: whether the ratio is under 4/5, compared before rounding.
        p_value: of Fisher's exact test, two-sided, against the category with the highest rate; its own: None.
        caution: why the ratio may mean little, or that it is significant however it looks; empty for neither.
    """

    hits: int
    total: int
    rate: Fraction | None
    impact_ratio: Fraction | None
    below_four_fifths: bool | None
    p_value: float | None
    caution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One row: a category of an attribute, or a combination of categories.

    Attributes:
        names: one name an attribute.
        applicants: people whose resume was read.
        unread: people whose resume could not be read; in no rate.
        share: of all people of known category in this table.
        left_out: whether it is under 2 % and was left out of the impact ratios on request.
        selection: those that moved forward.
        scoring: those with a score above the median of the whole sample.
        spread: distribution of their scores; None without any.
    """

    names: tuple[str, ...]
    applicants: int
    unread: int
    share: Fraction
    left_out: bool
    selection: Rate
    scoring: Rate
    spread: Spread | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeAudit:
    """One table: an attribute (`sex`) or several together (`sex`, `race`), and who is in none of its rows."""

    attributes: tuple[str, ...]
    categories: tuple[Category, ...]
    unknown: int
    unknown_unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """All tables over one set of applications.

    Attributes:
        applicants: applications whose resume was read.
        unread: applications whose resume could not be read.
        selected: applications that moved forward.
        median_score: of all applications with a score, unknown categories included (6 RCNY 5-301(c)(1)).
        spread: distribution of all scores.
        tables: one an attribute, then the combinations.
    """

    applicants: int
    unread: int
    selected: int
    median_score: Fraction | None
    spread: Spread | None
    tables: tuple[AttributeAudit, ...]


def audit(
    applicants: Sequence[Applicant],
    attributes: Sequence[str],
    *,
    combinations: Sequence[tuple[str, ...]] = (),
    leave_out_small: bool = False,
) -> Audit:
    """Compute every table.

    Args:
        applicants: every application once, in any order.
        attributes: a table each.
        combinations: attributes to be crossed, a table each.
        leave_out_small: leave categories under 2 % out of the impact ratios.
    """
    scores = [one.score for one in applicants if one.score is not None]
    spread = spread_of(scores)
    median = spread.median if spread else None
    wanted = [(name,) for name in attributes] + [tuple(names) for names in combinations]
    return Audit(
        applicants=sum(one.selected is not None for one in applicants),
        unread=sum(one.selected is None for one in applicants),
        selected=sum(one.selected is True for one in applicants),
        median_score=median,
        spread=spread,
        tables=tuple(_table(applicants, names, median, leave_out_small=leave_out_small) for names in wanted),
    )


def _table(
    applicants: Sequence[Applicant],
    attributes: tuple[str, ...],
    median: Fraction | None,
    *,
    leave_out_small: bool,
) -> AttributeAudit:
    groups: dict[tuple[str, ...], list[Applicant]] = {}
    unknown = Counter[bool]()
    for one in applicants:
        names = tuple(one.groups.get(attribute, "") for attribute in attributes)
        if all(names):
            groups.setdefault(names, []).append(one)
        else:
            unknown[one.selected is None] += 1
    read = {names: [one for one in group if one.selected is not None] for names, group in groups.items()}
    known = sum(map(len, read.values()))
    shares = {names: Fraction(len(group), known or 1) for names, group in read.items()}
    out = {names for names, share in shares.items() if leave_out_small and share < SMALL_SHARE}
    selection = _rates({n: ([one.selected is True for one in g]) for n, g in read.items()}, out)
    scoring = _rates(
        {
            n: ([one.score > median for one in g if one.score is not None and median is not None])
            for n, g in read.items()
        },
        out,
    )
    categories = tuple(
        Category(
            names=names,
            applicants=len(read[names]),
            unread=len(groups[names]) - len(read[names]),
            share=shares[names],
            left_out=names in out,
            selection=selection[names],
            scoring=scoring[names],
            spread=spread_of(one.score for one in read[names] if one.score is not None),
        )
        for names in sorted(groups)
    )
    return AttributeAudit(
        attributes=attributes, categories=categories, unknown=unknown[False], unknown_unread=unknown[True]
    )


def _rates(
    outcomes: Mapping[tuple[str, ...], list[bool]], out: set[tuple[str, ...]]
) -> dict[tuple[str, ...], Rate]:
    counts = {names: (sum(met), len(met)) for names, met in outcomes.items()}
    # Of equal rates the larger category is the one to be compared with, then the first by name.
    compared = sorted(
        (names for names, (_, total) in counts.items() if total and names not in out),
        key=lambda names: (-Fraction(*counts[names]), -counts[names][1], names),
    )
    best = compared[0] if compared else None
    return {
        names: _rate(hits, total, counts[best] if best and names not in out else None, is_best=names == best)
        for names, (hits, total) in counts.items()
    }


def _rate(hits: int, total: int, best: tuple[int, int] | None, *, is_best: bool) -> Rate:
    rate = Fraction(hits, total) if total else None
    ratio = rate / Fraction(*best) if rate is not None and best and best[0] else None
    p_value = fisher_exact(hits, total, *best) if total and best and not is_best else None
    below = ratio < FOUR_FIFTHS if ratio is not None else None
    return Rate(
        hits=hits,
        total=total,
        rate=rate,
        impact_ratio=ratio,
        below_four_fifths=below,
        p_value=p_value,
        caution=_caution(min(total, best[1]) if best else total, p_value, below=below),
    )


def _caution(people: int, p_value: float | None, *, below: bool | None) -> str:
    if below and (people < FEW_PEOPLE or (p_value is not None and p_value >= SIGNIFICANCE)):
        return "few people" if people < FEW_PEOPLE else "may be chance"
    if below is False and p_value is not None and p_value < SIGNIFICANCE:
        return "significant"
    return ""


def fisher_exact(hits: int, total: int, other_hits: int, other_total: int) -> float:
    """Two-sided p value of Fisher's exact test on a two by two table, as a float of an exact fraction.

    The sum of the hypergeometric probabilities that are not larger than that of the table, the definition of
    R's `fisher.test`; here in whole numbers, so that equal probabilities are equal.
    """
    all_hits, everybody = hits + other_hits, total + other_total
    low, high = max(0, all_hits - other_total), min(total, all_hits)
    ways = comb(total, low) * comb(other_total, all_hits - low)
    weights = []
    for k in range(low, high + 1):
        weights.append(ways)
        ways = ways * (total - k) * (all_hits - k) // ((k + 1) * (other_total - all_hits + k + 1))
    observed = weights[hits - low]
    return float(Fraction(sum(w for w in weights if w <= observed), comb(everybody, all_hits)))


def spread_of(scores: Iterable[Fraction]) -> Spread | None:
    """Describe scores; None without any."""
    ordered = sorted(scores)
    if not ordered:
        return None
    return Spread(
        count=len(ordered),
        least=ordered[0],
        lower_quartile=_quantile(ordered, Fraction(1, 4)),
        median=_quantile(ordered, Fraction(1, 2)),
        upper_quartile=_quantile(ordered, Fraction(3, 4)),
        most=ordered[-1],
        mean=sum(ordered, Fraction(0)) / len(ordered),
    )


def _quantile(ordered: list[Fraction], share: Fraction) -> Fraction:
    place = share * (len(ordered) - 1)
    low = int(place)
    if low + 1 == len(ordered):
        return ordered[low]
    return ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)


def pairs_of(attributes: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Every two attributes together: what Local Law 144 calls intersectional categories of sex and race."""
    return tuple((a, b) for number, a in enumerate(attributes) for b in attributes[number + 1 :])
