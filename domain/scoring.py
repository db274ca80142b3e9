"""Pre-filter, weighted score and order of rank. Pure arithmetic over what was found."""

from dataclasses import dataclass
from fractions import Fraction

DECIMALS = 4  # of every stored score and ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much of the final score each component carries; they sum to 1."""

    similarity: float = 0.60
    required_skills: float = 0.20
    preferred_skills: float = 0.05
    experience: float = 0.15

    def __post_init__(self) -> None:
        """Refuse weights under which a score could leave [0, 1] or fall as a component rises."""
        weights = (self.similarity, self.required_skills, self.preferred_skills, self.experience)
        if any(not 0 <= weight <= 1 for weight in weights):
            raise ValueError("every weight must be between 0 and 1")
        if abs(sum(weights) - 1) > 1e-9:  # noqa: PLR2004 - binary fractions of decimal weights
            raise ValueError(f"the weights must sum to 1, not {sum(weights):g}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringRules:
    """Weights and thresholds.

    Attributes:
        weights: of the components.
        min_similarity: a resume below is rejected.
        max_missing_share: a resume that misses at least this share of the required skills, rounded down
            to whole skills and never less than one, is rejected.
        min_experience_share: a resume whose known years are below this share of the years required is
            rejected; unknown years reject nobody. 0 turns the rule off.
        unknown_experience_ratio: what stands in for the experience ratio where years are demanded and the
            resume does not tell them.
    """

    weights: Weights = Weights()
    min_similarity: float = 0.25
    max_missing_share: float = 0.5
    min_experience_share: float = 0.5
    unknown_experience_ratio: float = 0.5

    def __post_init__(self) -> None:
        """Refuse thresholds outside [0, 1]."""
        for name in (
            "min_similarity",
            "max_missing_share",
            "min_experience_share",
            "unknown_experience_ratio",
        ):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be between 0 and 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part of a score: a value in [0, 1], rounded to 4 decimals, and its weight."""

    value: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBreakdown:
    """The four parts whose weighted sum is the final score."""

    similarity: Component
    required_skills: Component
    preferred_skills: Component
    experience: Component

    @property
    def final_score(self) -> float:
        """The sum of value x weight in the order of the fields, rounded to 4 decimals; in [0, 1]."""
        total = 0.0
        for part in (self.similarity, self.required_skills, self.preferred_skills, self.experience):
            total += part.value * part.weight
        return min(max(round(total, DECIMALS), 0.0), 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreFilter:
    """Whether a resume goes on to the ranking, and each rule that stopped it."""

    too_dissimilar: bool
    too_many_skills_missing: bool
    too_little_experience: bool

    @property
    def passed(self) -> bool:
        """True where no rule stopped the resume."""
        return not (self.too_dissimilar or self.too_many_skills_missing or self.too_little_experience)


def score(  # noqa: PLR0913 - six measured quantities, all named at the call
    *,
    similarity: float,
    required_found: int,
    required_total: int,
    preferred_found: int,
    preferred_total: int,
    years: float | None,
    required_years: float,
    rules: ScoringRules,
) -> tuple[ScoreBreakdown, PreFilter]:
    """Score one resume.

    Args:
        similarity: of resume and job; clipped to [0, 1].
        required_found: required skills found, of `required_total`.
        required_total: required skills; where there are none, the ratio is 1.
        preferred_found: preferred skills found, of `preferred_total`.
        preferred_total: preferred skills; where there are none, the ratio is 1.
        years: of experience, or None where the resume does not tell.
        required_years: years demanded; where none are, the ratio is 1.
        rules: weights and thresholds.

    Returns:
        The breakdown, monotone in every measured quantity, and the pre-filter's verdict.
    """
    if not 0 <= required_found <= required_total or not 0 <= preferred_found <= preferred_total:
        raise ValueError("more skills found than asked for")
    weights = rules.weights
    breakdown = ScoreBreakdown(
        similarity=Component(value=_rounded(similarity), weight=weights.similarity),
        required_skills=Component(
            value=_share(required_found, required_total), weight=weights.required_skills
        ),
        preferred_skills=Component(
            value=_share(preferred_found, preferred_total), weight=weights.preferred_skills
        ),
        experience=Component(
            value=_experience_ratio(years, required_years, rules.unknown_experience_ratio),
            weight=weights.experience,
        ),
    )
    missing = required_total - required_found
    # Exact fractions: 0.3 x 10 skills must be 3 skills, which binary floating point does not promise.
    allowed = max(1, int(Fraction(str(rules.max_missing_share)) * required_total))
    return breakdown, PreFilter(
        too_dissimilar=breakdown.similarity.value < rules.min_similarity,
        too_many_skills_missing=missing >= allowed,
        too_little_experience=years is not None and years < rules.min_experience_share * required_years,
    )


def rank_order(final_score: float, content_hash: str, processing_id: str) -> tuple[float, str, str]:
    """Sort key of a ranking: best score first, ties by the hash of the content, then by id.

    The hash is of the redacted text, so that neither arrival nor a name decides between equals.
    """
    return (-final_score, content_hash, processing_id)


def _rounded(value: float) -> float:
    return round(min(max(value, 0.0), 1.0), DECIMALS)


def _share(found: int, total: int) -> float:
    return _rounded(found / total) if total else 1.0


def _experience_ratio(years: float | None, required_years: float, unknown: float) -> float:
    if required_years <= 0:
        return 1.0
    if years is None:
        return _rounded(unknown)
    return _rounded(years / required_years)
