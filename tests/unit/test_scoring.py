import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scoring import PreFilter, ScoreBreakdown, ScoringRules, Weights, rank_order, score

shares = st.floats(0, 1)
years = st.one_of(st.none(), st.floats(0, 60))


@st.composite
def measured(draw: st.DrawFn) -> dict[str, object]:
    required_total, preferred_total = draw(st.integers(0, 30)), draw(st.integers(0, 30))
    return {
        "similarity": draw(st.floats(-2, 2)),
        "required_found": draw(st.integers(0, required_total)),
        "required_total": required_total,
        "preferred_found": draw(st.integers(0, preferred_total)),
        "preferred_total": preferred_total,
        "years": draw(years),
        "required_years": draw(st.floats(0, 60)),
        "rules": ScoringRules(
            weights=draw(weights()), unknown_experience_ratio=draw(shares), max_missing_share=draw(shares)
        ),
    }


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=3, max_size=3)))
    parts = [b - a for a, b in itertools.pairwise([0, *cuts, 100])]
    names = ("similarity", "required_skills", "preferred_skills", "experience")
    return Weights(**{name: part / 100 for name, part in zip(names, parts, strict=True)})


def scored(**changes: object) -> tuple[ScoreBreakdown, PreFilter]:
    fields: dict[str, object] = {
        "similarity": 0.6213,
        "required_found": 4,
        "required_total": 5,
        "preferred_found": 1,
        "preferred_total": 2,
        "years": 3.0,
        "required_years": 4.0,
        "rules": ScoringRules(),
    }
    return score(**(fields | changes))  # type: ignore[arg-type] # one dictionary of many types


def test_default_weights_give_the_documented_sum() -> None:
    breakdown, verdict = scored()
    assert breakdown.final_score == round(0.60 * 0.6213 + 0.20 * 0.8 + 0.05 * 0.5 + 0.15 * 0.75, 4) == 0.6703
    assert verdict.passed


def test_nothing_asked_counts_as_fulfilled() -> None:
    breakdown, verdict = scored(required_found=0, required_total=0, preferred_found=0, preferred_total=0)
    assert (breakdown.required_skills.value, breakdown.preferred_skills.value) == (1, 1)
    assert verdict.passed
    assert scored(required_years=0.0, years=None)[0].experience.value == 1


def test_more_years_than_asked_are_worth_no_more() -> None:
    assert scored(years=40.0)[0].experience.value == 1


def test_unknown_years_are_neither_zero_nor_a_reason_to_reject() -> None:
    breakdown, verdict = scored(years=None)
    assert breakdown.experience.value == ScoringRules().unknown_experience_ratio == 0.5
    assert verdict.passed
    assert scored(years=0.0)[0].experience.value == 0
    assert scored(years=0.0)[1].too_little_experience


@pytest.mark.parametrize(
    "found, total, stopped",
    [
        (1, 1, False), (0, 1, True),
        (2, 2, False), (1, 2, True),
        (3, 3, False), (2, 3, True),
        (3, 4, False), (2, 4, True),
        (4, 5, False), (3, 5, True),
        (6, 10, False), (5, 10, True),
    ],
)  # fmt: skip
def test_half_of_the_required_skills_may_not_be_missing(found: int, total: int, stopped: bool) -> None:
    assert scored(required_found=found, required_total=total)[1].too_many_skills_missing is stopped


def test_share_of_missing_skills_is_exact() -> None:
    rules = ScoringRules(max_missing_share=0.3)
    assert scored(required_found=7, required_total=10, rules=rules)[1].too_many_skills_missing
    assert not scored(required_found=8, required_total=10, rules=rules)[1].too_many_skills_missing


def test_similarity_threshold_is_inclusive() -> None:
    assert not scored(similarity=0.25)[1].too_dissimilar
    assert scored(similarity=0.2499)[1].too_dissimilar


def test_known_years_below_half_are_stopped_and_the_rule_can_be_turned_off() -> None:
    assert scored(years=1.99)[1].too_little_experience
    assert not scored(years=2.0)[1].too_little_experience
    assert not scored(years=0.0, rules=ScoringRules(min_experience_share=0.0))[1].too_little_experience


@given(measured())
def test_bounded_and_equal_to_its_own_sum(fields: dict[str, object]) -> None:
    breakdown, _ = scored(**fields)
    parts = (
        breakdown.similarity, breakdown.required_skills, breakdown.preferred_skills, breakdown.experience,
    )  # fmt: skip
    assert all(0 <= part.value <= 1 for part in parts)
    assert 0 <= breakdown.final_score <= 1
    assert breakdown.final_score == pytest.approx(sum(part.value * part.weight for part in parts), abs=5.1e-5)
    assert breakdown.final_score == round(breakdown.final_score, 4)


@given(measured(), st.floats(0, 1), st.integers(0, 5), st.integers(0, 5), st.floats(0, 10))
def test_more_of_anything_never_scores_less(
    fields: dict[str, object], closer: float, required: int, preferred: int, longer: float
) -> None:
    before = scored(**fields)[0].final_score
    better = dict(fields)
    better["similarity"] = float(fields["similarity"]) + closer  # type: ignore[arg-type]
    for kind, more in (("required", required), ("preferred", preferred)):
        total = int(fields[f"{kind}_total"])  # type: ignore[call-overload]
        better[f"{kind}_found"] = min(total, int(fields[f"{kind}_found"]) + more)  # type: ignore[call-overload]
    if fields["years"] is not None:
        better["years"] = float(fields["years"]) + longer  # type: ignore[arg-type]
    assert scored(**better)[0].final_score >= before


@pytest.mark.parametrize(
    "wrong", [{"similarity": 0.7}, {"similarity": -0.1, "experience": 0.85}, {"similarity": float("nan")}]
)
def test_weights_that_are_no_weights_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        Weights(**wrong)


def test_thresholds_outside_zero_and_one_are_refused() -> None:
    with pytest.raises(ValueError, match="min_similarity"):
        ScoringRules(min_similarity=1.5)


def test_more_found_than_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="more skills found"):
        scored(required_found=6)


def test_rules_are_values() -> None:
    assert replace(ScoringRules(), min_similarity=0.25) == ScoringRules()


def test_order_is_by_score_then_content_then_id() -> None:
    keys = [
        rank_order(0.5, "b", "1"),
        rank_order(0.9, "z", "2"),
        rank_order(0.5, "a", "9"),
        rank_order(0.5, "a", "3"),
    ]
    assert [key[-1] for key in sorted(keys)] == ["2", "3", "9", "1"]
