"""Everything found out about one resume for one job: the pure heart of a screening."""

from dataclasses import dataclass, replace

import numpy as np

from domain.confidence import Confidence, confidence_of
from domain.document import ReadingFacts
from domain.experience import Experience, find_experience
from domain.explanation import explain
from domain.integrity import IntegrityFlag
from domain.job import JobDescription
from domain.provenance import Provenance
from domain.scoring import PreFilter, ScoreBreakdown, ScoringRules, score
from domain.similarity import (
    NO_SIMILARITY,
    JobProfile,
    ResumeProfile,
    Similarity,
    compare,
    rows_text,
    stored_job,
    stored_resume,
)
from domain.skill_years import SkillYears, skill_years
from domain.skills import DatedSpan, SkillFinding, SkillLexicon, distinct_skills, find_skills
from domain.text import text_hash

# Raise it with every change of the domain that can move a score or a reason.
_CODE_VERSION = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All that was found out about one resume for one job. Nothing in it knows the time or the file's name.

    Attributes:
        resume_hash: SHA-256 of the normalised text of the resume.
        content_hash: SHA-256 of the text that was scored, which decides between equal scores.
        job_hash: SHA-256 of the job.
        normalized_text: of the resume, as read, with nothing redacted.
        resume_embedding: 384 numbers, unit length.
        job_embedding: 384 numbers, unit length.
        embedding_model: name and build of what made both.
        resume_rows: what else of the resume is compared with a job, as text (`rows_text`).
        job_rows: what else of the job is, a row for each of the similarity's matches.
        similarity: the parts of the similarity and the passages that speak for it.
        required_skills: a finding per required skill, in the job's order; a skill named twice counts once.
        preferred_skills: the same for the preferred skills.
        experience: years with the periods that prove them.
        required_years: years the job demands.
        breakdown: the components of the score.
        pre_filter: the verdict of each rule.
        rejections: the sentences of the rules that stopped it; empty where it passed.
        reasons: all sentences of the decision, each fit to be shown to the candidate.
        hidden_text: passages of the file that nobody can see on the page, which scored nothing.
        integrity_flags: what was seen of attempts to look better, see `domain.integrity`; they stop nobody.
        rules_version: names the rules and the model that made it, see `rules_version`.
        skill_years: for how long each skill that was found was used; never scored.
        provenance: the same in clear; None where an earlier version made it.
        file_hash: SHA-256 of the bytes of the resume's file; empty where that is not known.
        confidence: how sure all that is, and why a person should look; no part of the score.
    """

    resume_hash: str
    content_hash: str
    job_hash: str
    normalized_text: str
    resume_embedding: tuple[float, ...]
    job_embedding: tuple[float, ...]
    embedding_model: str
    required_skills: tuple[SkillFinding, ...]
    preferred_skills: tuple[SkillFinding, ...]
    experience: Experience
    required_years: float
    breakdown: ScoreBreakdown
    pre_filter: PreFilter
    rejections: tuple[str, ...]
    reasons: tuple[str, ...]
    hidden_text: tuple[str, ...] = ()
    integrity_flags: tuple[IntegrityFlag, ...] = ()
    rules_version: str = ""
    skill_years: tuple[SkillYears, ...] = ()
    provenance: Provenance | None = None
    file_hash: str = ""
    confidence: Confidence = Confidence()  # noqa: RUF009 - immutable
    resume_rows: str = ""
    job_rows: str = ""
    similarity: Similarity = NO_SIMILARITY

    @property
    def final_score(self) -> float:
        """In [0, 1], 4 decimals."""
        return self.breakdown.final_score

    @property
    def resume_profile(self) -> ResumeProfile | None:
        """What it was compared by; None where that was not stored whole."""
        return stored_resume(np.array(self.resume_embedding, dtype=np.float32), self.resume_rows)

    @property
    def job_profile(self) -> JobProfile | None:
        """What it was compared with; None where that was not stored whole."""
        requirements = [match.requirement for match in self.similarity.matches]
        return stored_job(np.array(self.job_embedding, dtype=np.float32), requirements, self.job_rows)

    @property
    def passed(self) -> bool:
        """True where the pre-filter let it through to the ranking."""
        return self.pre_filter.passed


def rules_version(
    *, rules: ScoringRules, lexicon: SkillLexicon, count_internships: bool, embedding_model: str
) -> str:
    """Name all that an evaluation depends on besides resume and job.

    Evaluations under different names are never taken for each other. The digits before the dash are those of
    the code, the others a digest of settings, skills and model.
    """
    parts = (rules, lexicon.digest, count_internships, embedding_model)
    return f"{_CODE_VERSION}-{text_hash(repr(parts))[:12]}"


def evaluate(  # noqa: PLR0913 - what was read, what was asked and the rules, all named at the call
    *,
    job: JobDescription,
    text: str,
    redacted: str,
    resume_profile: ResumeProfile,
    job_profile: JobProfile,
    embedding_model: str,
    rules_version: str,
    lexicon: SkillLexicon,
    rules: ScoringRules,
    count_internships: bool = True,
    hidden_text: tuple[str, ...] = (),
    weights_digest: str = "",
    file_hash: str = "",
    facts: ReadingFacts = ReadingFacts(),  # noqa: B008 - immutable
    integrity_flags: tuple[IntegrityFlag, ...] = (),
) -> Evaluation:
    """Evaluate one resume: a pure function, the same bytes on any day and any machine from the same vectors.

    Args:
        job: what is asked.
        text: normalised text of the resume; hashed and kept, never scored.
        redacted: the same without what must not count (`redact`, then `scored_text`); all that is scored
            comes from it, and the offsets of evidence are places in it.
        resume_profile: of that text.
        job_profile: of the job.
        embedding_model: what made the vectors of both.
        rules_version: names rules and model; kept with the result.
        lexicon: spellings of skills.
        rules: weights and thresholds.
        count_internships: whether internships are work experience.
        hidden_text: passages that nobody can see on the page; recorded, never scored.
        weights_digest: SHA-256 of the weights of the model; recorded.
        file_hash: SHA-256 of the resume's file; recorded.
        facts: how the text was read; they bear on the confidence alone.
        integrity_flags: what was seen in text and file; recorded, never scored.
    """
    experience = find_experience(redacted, as_of=job.reference_date, count_internships=count_internships)
    roles = tuple(
        DatedSpan(
            start_offset=period.span[0],
            end_offset=period.span[1],
            first=period.start,
            last=period.end,
            current=period.current,
        )
        for period in experience.periods
    )
    required, preferred = (
        find_skills(distinct_skills(names, lexicon), redacted, lexicon, roles=roles, as_of=job.reference_date)
        for names in (job.required_skills, job.preferred_skills)
    )
    by_skill = skill_years((*required, *preferred), experience.periods, count_internships=count_internships)
    similarity = compare(resume=resume_profile, redacted=redacted, job=job_profile)
    breakdown, pre_filter = score(
        similarity=similarity.value,
        required_found=sum(finding.found for finding in required),
        required_total=len(required),
        preferred_found=sum(finding.found for finding in preferred),
        preferred_total=len(preferred),
        years=experience.years,
        required_years=job.min_experience_years,
        rules=rules,
    )
    rejections, reasons = explain(
        breakdown=breakdown,
        pre_filter=pre_filter,
        required=required,
        preferred=preferred,
        experience=experience,
        required_years=job.min_experience_years,
        rules=rules,
        by_skill=by_skill,
        similarity=similarity,
    )
    found = Evaluation(
        resume_hash=text_hash(text),
        content_hash=text_hash(redacted),
        job_hash=job.hash,
        normalized_text=text,
        resume_embedding=tuple(resume_profile.vector.tolist()),
        job_embedding=tuple(job_profile.vector.tolist()),
        embedding_model=embedding_model,
        required_skills=required,
        preferred_skills=preferred,
        experience=experience,
        required_years=job.min_experience_years,
        breakdown=breakdown,
        pre_filter=pre_filter,
        rejections=rejections,
        reasons=reasons,
        hidden_text=hidden_text,
        integrity_flags=integrity_flags,
        rules_version=rules_version,
        skill_years=by_skill,
        provenance=Provenance(
            code_version=_CODE_VERSION,
            rules=rules,
            count_internships=count_internships,
            skills_digest=lexicon.digest,
            weights_digest=weights_digest,
            reference_date=job.reference_date,
        ),
        file_hash=file_hash,
        resume_rows=rows_text(resume_profile.rows),
        job_rows=rows_text(job_profile.rows),
        similarity=similarity,
    )
    return _with_confidence(found, facts, redacted=redacted, lexicon=lexicon, rules=rules)


def read_otherwise(
    evaluation: Evaluation, facts: ReadingFacts, *, redacted: str, lexicon: SkillLexicon, rules: ScoringRules
) -> Evaluation:
    """The evaluation of the same text that was read in another way, from a scan for example.

    Args:
        evaluation: of the text.
        facts: of the other reading.
        redacted: the text as it was scored.
        lexicon: spellings of skills, the same as of the evaluation.
        rules: the same as of the evaluation.
    """
    if facts == evaluation.confidence.facts:
        return evaluation
    return _with_confidence(evaluation, facts, redacted=redacted, lexicon=lexicon, rules=rules)


def _with_confidence(
    evaluation: Evaluation, facts: ReadingFacts, *, redacted: str, lexicon: SkillLexicon, rules: ScoringRules
) -> Evaluation:
    confidence = confidence_of(
        redacted=redacted,
        facts=facts,
        required=evaluation.required_skills,
        preferred=evaluation.preferred_skills,
        experience=evaluation.experience,
        required_years=evaluation.required_years,
        breakdown=evaluation.breakdown,
        pre_filter=evaluation.pre_filter,
        lexicon=lexicon,
        rules=rules,
    )
    return replace(evaluation, confidence=confidence)
