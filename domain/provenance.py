"""What made an evaluation: kept beside it, so that anybody can compute it again and compare."""

from dataclasses import dataclass
from datetime import date

from domain.scoring import ScoringRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """All that an evaluation rests on and that does not stand in it already, as its texts and vectors do.

    Attributes:
        code_version: of the rules that are code.
        rules: weights and thresholds.
        count_internships: whether internships were counted as work.
        skills_digest: SHA-256 of the table of skills and spellings.
        weights_digest: SHA-256 of the weights of the embedding model.
        reference_date: where "Present" ended.
    """

    code_version: str
    rules: ScoringRules
    count_internships: bool
    skills_digest: str
    weights_digest: str
    reference_date: date
