"""Entities from the backend's documents and back, every field under the contract's name."""

import math
from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from bson import ObjectId

from adapters.mongo.connection import MongoDocument
from application.errors import RefusalReason, UnprocessableError
from application.outcome import outcome_fields
from domain.confidence import Confidence, SkillConfidence
from domain.dates import Month
from domain.document import ReadingFacts
from domain.evaluation import Evaluation
from domain.experience import Experience, ExperienceSource, Gap, LeftOut, Period, PeriodKind
from domain.integrity import FlagKind, IntegrityFlag
from domain.job import JobDescription
from domain.legibility import PartName, ReadingPart
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.provenance import Provenance
from domain.scoring import Component, PreFilter, ScoreBreakdown, ScoringRules, Weights
from domain.similarity import Match, Part, Similarity
from domain.skill_years import SkillYears
from domain.skills import EvidenceLevel, SkillFinding

_MOST_YEARS = 60

# Fields of the outcome that a screening must not touch: an analysis has its own life.
_NOT_SCREENINGS = ("analysisStatus", "analysis", "analysisError", "analysisCompletedAt", "analysisRetryCount")


# Where the contract has "or null"; elsewhere, what was not found out is not there.
_MAY_BE_NULL = frozenset({"duplicateOf", "normalizedResumeText", "error", "errorReason"})


def outcome_document(processing: ResumeProcessing) -> tuple[MongoDocument, tuple[str, ...]]:
    """Return the fields that settle a processing, as BSON takes them, and the names of those to be absent."""
    fields = outcome_fields(processing)
    for name in _NOT_SCREENINGS:
        del fields[name]
    if processing.duplicate_of is not None:
        fields["duplicateOf"] = ObjectId(processing.duplicate_of)
    if processing.evaluation is None:
        fields["preFilter"] = {"passed": None, "reasons": [], "stoppedBy": []}
    absent = tuple(name for name, value in fields.items() if value is None and name not in _MAY_BE_NULL)
    return {name: value for name, value in fields.items() if name not in absent}, absent


def processing_from(document: MongoDocument) -> ResumeProcessing:
    """Return the entity of a document, whoever wrote it.

    Documents of the older worker or of another release, or half filled ones, have no evaluation that could
    be built: None.
    """
    status = ProcessingStatus(document["status"])
    evaluation = None
    # What another release wrote may lack what this one looks for, or hold what it does not know.
    with suppress(AttributeError, KeyError, TypeError, ValueError):
        evaluation = evaluation_from(document) if status is ProcessingStatus.COMPLETED else None
    rank = document.get("rank")
    return ResumeProcessing(
        id=str(document["_id"]),
        job_id=_text(document.get("jobDescriptionId")),
        resume_url=_text(document.get("resumeUrl")),
        batch_id=_text(document.get("batchId")),
        external_resume_id=_text(document.get("externalResumeId")),
        status=status,
        evaluation=evaluation,
        duplicate_of=_text(document.get("duplicateOf")) or None,
        rank=int(rank) if isinstance(rank, int | float) and rank >= 1 else None,
        error=document.get("error"),
        error_reason=document.get("errorReason"),
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def evaluation_from(document: MongoDocument) -> Evaluation | None:
    """Return the evaluation that published fields tell of; None where no worker of this kind wrote them."""
    if not document.get("rulesVersion"):
        return None
    explanation = document["explanation"]
    skills = explanation["skills"]
    proofs = {proof["skill"]: proof for proof in skills["evidence"]}
    components = explanation["scoreBreakdown"]["components"]
    stopped_by = document["preFilter"]["stoppedBy"]
    integrity = document.get("integrity") or {}
    return Evaluation(
        resume_hash=document["resumeHash"],
        content_hash=document["contentHash"],
        job_hash=document["jobHash"],
        normalized_text=document["normalizedResumeText"],
        resume_embedding=tuple(document["resumeEmbedding"]),
        job_embedding=tuple(document["jobEmbedding"]),
        embedding_model=document["embeddingModel"],
        required_skills=tuple(_finding(name, proofs) for name in skills["required"]),
        preferred_skills=tuple(_finding(name, proofs) for name in skills["optional"]),
        experience=_experience(explanation["experience"]),
        required_years=float(explanation["experience"]["requiredYears"]),
        breakdown=ScoreBreakdown(
            similarity=_component(components["similarity"], "score"),
            required_skills=_component(components["requiredSkills"], "ratio"),
            preferred_skills=_component(components["preferredSkills"], "ratio"),
            experience=_component(components["experience"], "ratio"),
        ),
        pre_filter=PreFilter(
            too_dissimilar="similarity" in stopped_by,
            too_many_skills_missing="requiredSkills" in stopped_by,
            too_little_experience="experience" in stopped_by,
        ),
        rejections=tuple(document["preFilter"]["reasons"]),
        reasons=tuple(explanation["decision"]["reasons"]),
        hidden_text=tuple(integrity.get("hiddenText", ())),
        integrity_flags=tuple(
            IntegrityFlag(kind=FlagKind(flag["kind"]), sentence=flag["sentence"], passage=flag["passage"])
            for flag in integrity.get("flags", ())
        ),
        rules_version=document["rulesVersion"],
        skill_years=tuple(map(_skill_years, explanation["experience"].get("perSkill", ()))),
        resume_rows=_text(document.get("resumeRows")),
        job_rows=_text(document.get("jobRows")),
        similarity=_similarity(components["similarity"]),
        provenance=_provenance(document.get("evaluation")),
        file_hash=(document.get("evaluation") or {}).get("fileHash") or "",
        confidence=_confidence(document.get("confidence"), document.get("reviewReasons") or ()),
    )


def _provenance(part: MongoDocument | None) -> Provenance | None:
    if not part:
        return None
    rules = part["rules"]
    weights = rules["weights"]
    return Provenance(
        code_version=part["codeVersion"],
        rules=ScoringRules(
            weights=Weights(
                similarity=float(weights["similarity"]),
                required_skills=float(weights["requiredSkills"]),
                preferred_skills=float(weights["preferredSkills"]),
                experience=float(weights["experience"]),
            ),
            min_similarity=float(rules["minSimilarity"]),
            max_missing_share=float(rules["maxMissingSkillsShare"]),
            min_experience_share=float(rules["minExperienceShare"]),
            unknown_experience_ratio=float(rules["unknownExperienceRatio"]),
        ),
        count_internships=bool(rules["countInternships"]),
        skills_digest=part["skillsDigest"],
        weights_digest=part["weightsDigest"],
        reference_date=date.fromisoformat(part["referenceDate"]),
    )


def _confidence(part: MongoDocument | None, reasons: Iterable[str]) -> Confidence:
    """The confidence as it was written; an earlier version wrote none."""
    if part is None:
        return Confidence()
    return Confidence(
        reading=float(part["reading"]),
        parts=tuple(
            ReadingPart(name=PartName(name), value=float(value))
            for name, value in part["readingParts"].items()
        ),
        skills=float(part["skills"]),
        by_skill=tuple(
            SkillConfidence(skill=one["skill"], value=float(one["confidence"])) for one in part["bySkill"]
        ),
        experience=float(part["experience"]),
        similarity=float(part["similarity"]),
        overall=float(part["overall"]),
        review_reasons=tuple(reasons),
        facts=ReadingFacts(
            pages=int(part["pages"]),
            ocr_pages=int(part["ocrPages"]),
            unread_pages=int(part["unreadPages"]),
            ocr_confidence=part["ocrConfidence"],
        ),
        language=part["language"],
    )


def _finding(name: str, proofs: dict[str, Any]) -> SkillFinding:
    proof = proofs.get(name)
    return SkillFinding(
        name=name,
        found=proof is not None,
        matched_as=proof["matchedAs"] if proof else None,
        passage=proof["passage"] if proof else None,
        start=int(proof["start"]) if proof else None,
        occurrences=tuple(proof.get("occurrences", ())) if proof else (),
        level=EvidenceLevel(proof["level"]) if proof and proof.get("level") else None,
        first=Month.read(proof["from"]) if proof and proof.get("from") else None,
        last=Month.read(proof["to"]) if proof and proof.get("to") else None,
    )


def _similarity(part: MongoDocument) -> Similarity:
    """Empty in a document that was scored before similarity had parts."""
    return Similarity(
        parts=tuple(
            Part(name=one["name"], value=float(one["value"]), weight=float(one["weight"]))
            for one in part.get("parts", ())
        ),
        matches=tuple(
            Match(requirement=one["requirement"], passage=one["passage"], value=float(one["value"]))
            for one in part.get("requirements", ())
        ),
    )


def _component(part: MongoDocument, value: str) -> Component:
    return Component(value=float(part[value]), weight=float(part["weight"]))


def _experience(part: MongoDocument) -> Experience:
    return Experience(
        years=float(part["candidateYears"]) if part["yearsKnown"] else None,
        source=ExperienceSource(part["source"]),
        periods=tuple(
            Period(
                start=Month.read(period["start"]),
                end=Month.read(period["end"]),
                current=period["current"],
                passage=period["passage"],
                kind=PeriodKind(period["kind"]),
                span=_span(period.get("span")),
            )
            for period in part["periods"]
        ),
        passage=part["passage"],
        gaps=tuple(
            Gap(start=Month.read(gap["start"]), end=Month.read(gap["end"])) for gap in part.get("gaps", ())
        ),
        left_out=tuple(
            LeftOut(
                kind=PeriodKind(left["kind"]), ranges=int(left["ranges"]), passages=tuple(left["passages"])
            )
            for left in part.get("notCounted", ())
        ),
    )


def _skill_years(one: MongoDocument) -> SkillYears:
    return SkillYears(
        skill=one["skill"],
        years=None if one["years"] is None else float(one["years"]),
        intervals=tuple((Month.read(part["start"]), Month.read(part["end"])) for part in one["intervals"]),
        periods=tuple(map(int, one["periods"])),
    )


def _span(written: list[int] | None) -> tuple[int, int]:
    """Offsets of a span; of no text where an earlier version wrote none."""
    start, end = written or (0, 0)
    return int(start), int(end)


def job_from(document: MongoDocument) -> JobDescription:
    """Return the job of a document; what may be missing or null is nothing asked.

    Raises:
        UnprocessableError: nobody could be screened against it.
    """
    created = document.get("createdAt")
    if not isinstance(created, datetime):
        created = document["_id"].generation_time  # an ObjectId holds the second that it was made
    try:
        return JobDescription(
            id=str(document["_id"]),
            title=_text(document.get("title")),
            reference_date=created.date(),
            required_skills=_skills(document.get("required_skills")),
            preferred_skills=_skills(document.get("preferred_skills")),
            min_experience_years=_years(document.get("min_experience_years")),
            experience_level=_text(document.get("experience_level")),
            company=_text(document.get("company")),
            location=_text(document.get("location")),
            description=_text(document.get("description")),
        )
    except ValueError as error:
        raise UnprocessableError(
            RefusalReason.NO_JOB, f"The job that this resume was uploaded for cannot be used: {error}."
        ) from error


def _skills(value: object) -> tuple[str, ...]:
    """Names of skills; what holds no letter and no digit names none."""
    if not isinstance(value, list):
        return ()
    names = (entry.strip() for entry in value if isinstance(entry, str))
    return tuple(name for name in names if any(map(str.isalnum, name)))


def _years(value: object) -> float:
    if value is None:
        return 0.0
    years = math.nan
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        with suppress(ValueError):
            years = float(value)
    if math.isnan(years):
        raise ValueError("the years of experience it asks for are no number")
    if years > _MOST_YEARS:
        raise ValueError(f"it asks for more than {_MOST_YEARS} years of experience")
    return max(years, 0.0)
