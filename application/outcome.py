"""The published form of a processing: the fields and spellings that the dashboard reads."""

from collections.abc import Sequence

from application.canonical import result_hash
from domain.confidence import Confidence
from domain.evaluation import Evaluation
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.scoring import Component
from domain.similarity import CALIBRATION, Similarity
from domain.skills import SkillFinding


def outcome_fields(processing: ResumeProcessing) -> dict[str, object]:
    """Return every field a screening writes, in the backend's spelling, as JSON-ready values.

    ARCHITECTURE.md has them with their types under "The backend's interface". What was not found out is None,
    never 0: a resume that failed has no score. The one exception is `candidateYears`, which must be a number:
    unknown years are 0 beside `yearsKnown: false`. Nothing in it depends on the clock.
    """
    evaluation = processing.evaluation
    completed = processing.status is ProcessingStatus.COMPLETED and evaluation is not None
    fields: dict[str, object] = {
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
        "confidence": _confidence(evaluation.confidence) if evaluation else None,
        "needsReview": evaluation.confidence.needs_review if evaluation else None,
        "reviewReasons": list(evaluation.confidence.review_reasons) if evaluation else [],
        "integrity": _integrity(evaluation),
        "rulesVersion": evaluation.rules_version if evaluation else None,
        "evaluation": _made_of(evaluation),
        "resumeHash": evaluation.resume_hash if evaluation else None,
        "contentHash": evaluation.content_hash if evaluation else None,
        "jobHash": evaluation.job_hash if evaluation else None,
        "embeddingStatus": "completed" if completed else _embedding_status(processing.status),
        "embeddingModel": evaluation.embedding_model if evaluation else None,
        "normalizedResumeText": evaluation.normalized_text if evaluation else None,
        "resumeEmbedding": list(evaluation.resume_embedding) if evaluation else None,
        "jobEmbedding": list(evaluation.job_embedding) if evaluation else None,
        "resumeRows": evaluation.resume_rows if evaluation else None,
        "jobRows": evaluation.job_rows if evaluation else None,
        "analysisStatus": "not_requested",
        "analysis": None,
        "analysisError": None,
        "analysisCompletedAt": None,
        "analysisRetryCount": 0,
    }
    made_of = fields["evaluation"]
    if isinstance(made_of, dict):
        made_of["resultHash"] = result_hash(fields)
    return fields


def _made_of(evaluation: Evaluation | None) -> dict[str, object] | None:
    """What made an evaluation, in clear, for whoever computes it again."""
    if evaluation is None or evaluation.provenance is None:
        return None
    made = evaluation.provenance
    rules, weights = made.rules, made.rules.weights
    return {
        "codeVersion": made.code_version,
        "rules": {
            "weights": {
                "similarity": weights.similarity,
                "requiredSkills": weights.required_skills,
                "preferredSkills": weights.preferred_skills,
                "experience": weights.experience,
            },
            "minSimilarity": rules.min_similarity,
            "maxMissingSkillsShare": rules.max_missing_share,
            "minExperienceShare": rules.min_experience_share,
            "unknownExperienceRatio": rules.unknown_experience_ratio,
            "countInternships": made.count_internships,
        },
        "skillsDigest": made.skills_digest,
        "weightsDigest": made.weights_digest,
        "referenceDate": made.reference_date.isoformat(),
        "fileHash": evaluation.file_hash or None,
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
            "evidence": _evidence([*required, *preferred], evaluation.confidence),
        },
        "experience": _experience(evaluation),
        "scoreBreakdown": {
            "components": {
                "similarity": {
                    "score": breakdown.similarity.value,
                    "weight": breakdown.similarity.weight,
                    **_similarity(evaluation.similarity),
                },
                "requiredSkills": _ratio(breakdown.required_skills),
                "preferredSkills": _ratio(breakdown.preferred_skills),
                "experience": _ratio(breakdown.experience),
            }
        },
    }


def _similarity(similarity: Similarity) -> dict[str, object]:
    if not similarity.parts:
        return {}
    middle, spread = CALIBRATION
    return {
        "parts": [
            {"name": part.name, "value": part.value, "weight": part.weight} for part in similarity.parts
        ],
        "calibration": {"blend": similarity.blend, "middle": middle, "spread": spread},
        "requirements": [
            {"requirement": match.requirement, "passage": match.passage, "value": match.value}
            for match in similarity.matches
        ],
    }


def _ratio(component: Component) -> dict[str, float]:
    return {"ratio": component.value, "weight": component.weight}


def _confidence(confidence: Confidence) -> dict[str, object]:
    facts = confidence.facts
    return {
        "overall": confidence.overall,
        "reading": confidence.reading,
        "readingParts": {part.name.value: part.value for part in confidence.parts},
        "skills": confidence.skills,
        "bySkill": [{"skill": one.skill, "confidence": one.value} for one in confidence.by_skill],
        "experience": confidence.experience,
        "similarity": confidence.similarity,
        "language": confidence.language,
        "pages": facts.pages,
        "unreadPages": facts.unread_pages,
        "ocrPages": facts.ocr_pages,
        "ocrConfidence": facts.ocr_confidence,
    }


def _evidence(findings: Sequence[SkillFinding], confidence: Confidence) -> list[dict[str, object]]:
    sure = {one.skill: one.value for one in confidence.by_skill}
    return [
        {
            "skill": finding.name,
            "matchedAs": finding.matched_as,
            "passage": finding.passage,
            "start": finding.start,
            "occurrences": list(finding.occurrences),
            "confidence": sure.get(finding.name),
            "level": str(finding.level) if finding.level else None,
            "from": str(finding.first) if finding.first else None,
            "to": str(finding.last) if finding.last else None,
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
