"""The published form of a processing: the fields and spellings that the dashboard reads."""

from collections.abc import Sequence

from domain.evaluation import Evaluation
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.scoring import Component
from domain.skills import SkillFinding


def outcome_fields(processing: ResumeProcessing) -> dict[str, object]:
    """Return every field a screening writes, in the contract's spelling, as JSON-ready values.

    What was not found out is None, never 0: a resume that failed has no score. The one exception is the
    contract's `candidateYears`, which must be a number: unknown years are 0 beside `yearsKnown: false`.
    Nothing in it depends on the clock.
    """
    evaluation = processing.evaluation
    completed = processing.status is ProcessingStatus.COMPLETED and evaluation is not None
    return {
        "status": processing.status.value,
        "rank": processing.rank,
        "finalScore": evaluation.final_score if evaluation else None,
        "passFail": _pass_fail(evaluation),
        "error": processing.error,
        "errorReason": processing.error_reason,
        "isDuplicate": processing.duplicate_of is not None,
        "duplicateOf": processing.duplicate_of,
        "rankingStatus": processing.ranking_status.value,
        "preFilter": _pre_filter(evaluation),
        "explanation": _explanation(evaluation) if evaluation else None,
        "integrity": _integrity(evaluation),
        "rulesVersion": evaluation.rules_version if evaluation else None,
        "resumeHash": evaluation.resume_hash if evaluation else None,
        "contentHash": evaluation.content_hash if evaluation else None,
        "jobHash": evaluation.job_hash if evaluation else None,
        "embeddingStatus": "completed" if completed else _embedding_status(processing.status),
        "embeddingModel": evaluation.embedding_model if evaluation else None,
        "normalizedResumeText": evaluation.normalized_text if evaluation else None,
        "resumeEmbedding": list(evaluation.resume_embedding) if evaluation else None,
        "jobEmbedding": list(evaluation.job_embedding) if evaluation else None,
        "analysisStatus": "not_requested",
        "analysis": None,
        "analysisError": None,
        "analysisCompletedAt": None,
        "analysisRetryCount": 0,
    }


def _embedding_status(status: ProcessingStatus) -> str:
    return "failed" if status is ProcessingStatus.FAILED else "pending"


def _pass_fail(evaluation: Evaluation | None) -> str | None:
    if evaluation is None:
        return None
    return "passed" if evaluation.passed else "failed"


def _pre_filter(evaluation: Evaluation | None) -> dict[str, object]:
    if evaluation is None:
        return {"passed": None, "similarityScore": None, "reasons": [], "stoppedBy": []}
    return {
        "passed": evaluation.passed,
        "similarityScore": evaluation.breakdown.similarity.value,
        "reasons": list(evaluation.rejections),
        "stoppedBy": [
            name
            for name, stopped in (
                ("requiredSkills", evaluation.pre_filter.too_many_skills_missing),
                ("experience", evaluation.pre_filter.too_little_experience),
                ("similarity", evaluation.pre_filter.too_dissimilar),
            )
            if stopped
        ],
    }


def _integrity(evaluation: Evaluation | None) -> dict[str, object]:
    return {
        "hiddenText": list(evaluation.hidden_text) if evaluation else [],
        "flags": [
            {"kind": flag.kind.value, "sentence": flag.sentence, "passage": flag.passage}
            for flag in (evaluation.integrity_flags if evaluation else ())
        ],
    }


def _explanation(evaluation: Evaluation) -> dict[str, object]:
    required, preferred = evaluation.required_skills, evaluation.preferred_skills
    breakdown = evaluation.breakdown
    return {
        "decision": {
            "status": "passed" if evaluation.passed else "rejected",
            "reasons": list(evaluation.reasons),
        },
        "skills": {
            "required": [finding.name for finding in required],
            "matched": [finding.name for finding in required if finding.found],
            "missing": [finding.name for finding in required if not finding.found],
            "optional": [finding.name for finding in preferred],
            "optionalMatched": [finding.name for finding in preferred if finding.found],
            "evidence": _evidence([*required, *preferred]),
        },
        "experience": _experience(evaluation),
        "scoreBreakdown": {
            "components": {
                "similarity": {
                    "score": breakdown.similarity.value,
                    "weight": breakdown.similarity.weight,
                },
                "requiredSkills": _ratio(breakdown.required_skills),
                "preferredSkills": _ratio(breakdown.preferred_skills),
                "experience": _ratio(breakdown.experience),
            }
        },
    }


def _ratio(component: Component) -> dict[str, float]:
    return {"ratio": component.value, "weight": component.weight}


def _evidence(findings: Sequence[SkillFinding]) -> list[dict[str, object]]:
    return [
        {
            "skill": finding.name,
            "matchedAs": finding.matched_as,
            "passage": finding.passage,
            "start": finding.start,
            "occurrences": list(finding.occurrences),
        }
        for finding in findings
        if finding.found
    ]


def _experience(evaluation: Evaluation) -> dict[str, object]:
    experience, required_years = evaluation.experience, evaluation.required_years
    years = experience.years
    return {
        "requiredYears": required_years,
        "candidateYears": years if years is not None else 0,
        "yearsKnown": years is not None,
        "meetsRequirement": required_years <= 0 or (years is not None and years >= required_years),
        "source": experience.source.value,
        "passage": experience.passage,
        "periods": [
            {
                "start": str(period.start),
                "end": str(period.end),
                "current": period.current,
                "kind": str(period.kind),
                "passage": period.passage,
                "span": list(period.span),
            }
            for period in experience.periods
        ],
        "gaps": [
            {"start": str(gap.start), "end": str(gap.end), "months": gap.months} for gap in experience.gaps
        ],
        "notCounted": [
            {"kind": str(left.kind), "ranges": left.ranges, "passages": list(left.passages)}
            for left in experience.left_out
        ],
        "perSkill": [
            {
                "skill": one.skill,
                "years": one.years,
                "intervals": [{"start": str(start), "end": str(end)} for start, end in one.intervals],
                "periods": list(one.periods),
            }
            for one in evaluation.skill_years
        ],
    }
