"""Entities for tests, complete and valid, with every field open to a test that cares."""

from collections.abc import Sequence
from datetime import date

from domain.confidence import Confidence
from domain.dates import Month
from domain.evaluation import Evaluation
from domain.experience import Experience, ExperienceSource, Gap, LeftOut, Period, PeriodKind
from domain.integrity import IntegrityFlag
from domain.job import JobDescription
from domain.passages import split_passages
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.provenance import Provenance
from domain.scoring import PreFilter, ScoreBreakdown, ScoringRules, score
from domain.similarity import (
    JobProfile,
    ResumeProfile,
    Similarity,
    compare,
    job_profile,
    job_texts,
    resume_profile,
    rows_text,
)
from domain.skill_years import SkillYears
from domain.skills import EvidenceLevel, SkillFinding
from domain.text import text_hash
from tests.fakes import HashEmbedder

RULES = ScoringRules()
CERTAIN = Confidence()


def build_job(
    *,
    id: str = "job-1",  # noqa: A002 - the entity's own name
    title: str = "Data Engineer",
    reference_date: date = date(2026, 10, 1),
    required_skills: tuple[str, ...] = ("Python", "SQL"),
    preferred_skills: tuple[str, ...] = ("Docker",),
    min_experience_years: float = 4.0,
    experience_level: str = "Senior",
    company: str = "Example Ltd",
    location: str = "Anywhere",
    description: str = "Builds pipelines that people can rely on.",
) -> JobDescription:
    return JobDescription(
        id=id,
        title=title,
        reference_date=reference_date,
        required_skills=required_skills,
        preferred_skills=preferred_skills,
        min_experience_years=min_experience_years,
        experience_level=experience_level,
        company=company,
        location=location,
        description=description,
    )


def build_finding(
    name: str = "Python",
    *,
    found: bool = True,
    matched_as: str | None = None,
    passage: str | None = None,
    start: int = 0,
    occurrences: tuple[int, ...] = (0, 90),
    level: EvidenceLevel = EvidenceLevel.RECENT_ROLE,
    months: tuple[Month, Month] | None = (Month(year=2021, number=10), Month(year=2026, number=1)),
) -> SkillFinding:
    if not found:
        return SkillFinding(name=name, found=False, matched_as=None, passage=None, start=None)
    return SkillFinding(
        name=name,
        found=True,
        matched_as=matched_as or name,
        passage=passage or f"Wrote services in {matched_as or name}.",
        start=start,
        occurrences=occurrences,
        level=level,
        first=months[0] if months else None,
        last=months[1] if months else None,
    )


def build_experience(
    *,
    years: float | None = 5.0,
    source: ExperienceSource | None = None,
    periods: tuple[Period, ...] | None = None,
    passage: str | None = None,
    gaps: tuple[Gap, ...] = (),
    left_out: tuple[LeftOut, ...] = (),
) -> Experience:
    if source is None:
        source = ExperienceSource.UNKNOWN if years is None else ExperienceSource.DATES
    if periods is None:
        periods = (build_period(),) if source is ExperienceSource.DATES else ()
    return Experience(
        years=years, source=source, periods=periods, passage=passage, gaps=gaps, left_out=left_out
    )


def build_period(
    *,
    start: Month = Month(year=2021, number=10),  # noqa: B008 - immutable
    end: Month = Month(year=2026, number=9),  # noqa: B008 - immutable
    current: bool = True,
    passage: str = "Data Engineer, Example Ltd, Oct 2021 - Present",
    kind: PeriodKind = PeriodKind.WORK,
    span: tuple[int, int] = (40, 160),
) -> Period:
    return Period(start=start, end=end, current=current, passage=passage, kind=kind, span=span)


def build_job_profile(title: str = "Data Engineer") -> JobProfile:
    texts = job_texts(f"{title}\nBuilds pipelines that people can rely on.\nWorks in shifts.", title=title)
    return job_profile(texts, HashEmbedder().embed(texts.texts))


def build_resume_profile(text: str = "Data Engineer\nWrote services in Python.") -> ResumeProfile:
    passages = split_passages(text)
    return resume_profile(passages, HashEmbedder().embed(passages.texts))


def build_similarity(text: str = "Data Engineer\nWrote services in Python.") -> Similarity:
    return compare(resume=build_resume_profile(text), redacted=text, job=build_job_profile())


def build_evaluation(
    *,
    similarity: float = 0.6,
    required_skills: Sequence[SkillFinding] | None = None,
    preferred_skills: Sequence[SkillFinding] | None = None,
    experience: Experience | None = None,
    required_years: float = 4.0,
    breakdown: ScoreBreakdown | None = None,
    pre_filter: PreFilter | None = None,
    rules: ScoringRules = RULES,
    rejections: tuple[str, ...] | None = None,
    skill_years: tuple[SkillYears, ...] = (),
    reasons: tuple[str, ...] | None = None,
    hidden_text: tuple[str, ...] = (),
    integrity_flags: tuple[IntegrityFlag, ...] = (),
    normalized_text: str = "Data Engineer\nWrote services in Python.",
    resume_hash: str | None = None,
    content_hash: str | None = None,
    job_hash: str = text_hash("job"),
    embedding_model: str = "hash-embedder",
    rules_version: str = "1-rules",
    file_hash: str = "",
    confidence: Confidence = CERTAIN,
    resume_profile: ResumeProfile | None = None,
    job_profile: JobProfile | None = None,
    similarity_parts: Similarity | None = None,
) -> Evaluation:
    """Scored by the domain's own arithmetic unless a breakdown is given."""
    required = (
        tuple(required_skills)
        if required_skills is not None
        else (build_finding("Python"), build_finding("SQL"))
    )
    preferred = (
        tuple(preferred_skills) if preferred_skills is not None else (build_finding("Docker", found=False),)
    )
    experience = experience or build_experience()
    asked, read = job_profile or build_job_profile(), resume_profile or build_resume_profile()
    computed, verdict = score(
        similarity=similarity,
        required_found=sum(finding.found for finding in required),
        required_total=len(required),
        preferred_found=sum(finding.found for finding in preferred),
        preferred_total=len(preferred),
        years=experience.years,
        required_years=required_years,
        rules=rules,
    )
    verdict = pre_filter or verdict
    if rejections is None:
        rejections = () if verdict.passed else ("Too little of what the job asks for was found.",)
    return Evaluation(
        resume_hash=resume_hash or text_hash(normalized_text),
        content_hash=content_hash or text_hash(normalized_text),
        job_hash=job_hash,
        normalized_text=normalized_text,
        resume_embedding=tuple(read.vector.tolist()),
        job_embedding=tuple(asked.vector.tolist()),
        resume_rows=rows_text(read.rows),
        job_rows=rows_text(asked.rows),
        similarity=similarity_parts or build_similarity(),
        embedding_model=embedding_model,
        required_skills=required,
        preferred_skills=preferred,
        experience=experience,
        required_years=required_years,
        breakdown=breakdown or computed,
        pre_filter=verdict,
        rejections=rejections,
        reasons=reasons
        if reasons is not None
        else (*rejections, "Shows all 2 required skills: Python, SQL."),
        hidden_text=hidden_text,
        integrity_flags=integrity_flags,
        rules_version=rules_version,
        skill_years=skill_years,
        provenance=Provenance(
            code_version=rules_version.partition("-")[0],
            rules=rules,
            count_internships=True,
            skills_digest=text_hash("skills"),
            weights_digest=text_hash("weights"),
            reference_date=date(2026, 10, 1),
        ),
        file_hash=file_hash or text_hash(f"file of {normalized_text}"),
        confidence=confidence,
    )


def build_processing(
    *,
    id: str = "processing-1",  # noqa: A002 - the entity's own name
    job_id: str = "job-1",
    resume_url: str = "resumes/one.pdf",
    batch_id: str = "",
    external_resume_id: str = "",
    status: ProcessingStatus | None = None,
    evaluation: Evaluation | None = None,
    duplicate_of: str | None = None,
    rank: int | None = None,
    error: str | None = None,
    error_reason: str | None = None,
) -> ResumeProcessing:
    """Failed where an error is given, completed where an evaluation or a rank is, else queued."""
    if status is None:
        if error is not None:
            status = ProcessingStatus.FAILED
        elif evaluation is not None or rank is not None:
            status = ProcessingStatus.COMPLETED
        else:
            status = ProcessingStatus.QUEUED
    if status is ProcessingStatus.COMPLETED and evaluation is None:
        evaluation = build_evaluation()
    return ResumeProcessing(
        id=id,
        job_id=job_id,
        resume_url=resume_url,
        batch_id=batch_id,
        external_resume_id=external_resume_id,
        status=status,
        evaluation=evaluation,
        duplicate_of=duplicate_of,
        rank=rank,
        error=error,
        error_reason=error_reason,
    )
