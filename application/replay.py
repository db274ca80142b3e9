"""Compute a stored evaluation again, from what is stored with it, and compare the bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from application.canonical import canonical_bytes, decided, differences
from application.outcome import outcome_fields
from domain.evaluation import Evaluation, evaluate, rules_version
from domain.integrity import FILE_KINDS, scored_text
from domain.job import JobDescription
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.provenance import Provenance
from domain.redaction import redact
from domain.similarity import JobProfile, ResumeProfile
from domain.skills import SkillLexicon

_MADE_OF = "evaluation"
_MOST_NAMED = 50


class Finding(StrEnum):
    """What came of computing an evaluation again."""

    SAME = "same"
    DIFFERS = "differs"
    OTHER_RULES = "other_rules"
    OTHER_JOB = "other_job"
    NOT_KEPT = "not_kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Replayed:
    """What came of it.

    Attributes:
        finding: in one word.
        rules_now: name of the rules that the stored settings are under this code and this table of skills.
        differences: dotted names of the fields that differ, at most 50.
        reasons: why it could not be computed as it was, in words.
    """

    finding: Finding
    rules_now: str = ""
    differences: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def replay(
    fields: Mapping[str, Any], evaluation: Evaluation, job: JobDescription, lexicon: SkillLexicon
) -> Replayed:
    """Compute an evaluation again and compare it with what is stored, to the last byte.

    It depends on this code, this table of skills, and what is stored: text, vectors, weights and thresholds.
    Neither the model nor the settings of here have a part in it, so that it gives the same on any machine.

    Args:
        fields: as they were stored.
        evaluation: read from them.
        job: as it is now.
        lexicon: the table of skills of here.
    """
    made = evaluation.provenance
    if made is None:
        return Replayed(
            finding=Finding.NOT_KEPT,
            reasons=("it was made by an earlier version, which did not keep what made it",),
        )
    now = rules_version(
        rules=made.rules,
        lexicon=lexicon,
        count_internships=made.count_internships,
        embedding_model=evaluation.embedding_model,
    )
    if now != evaluation.rules_version and (reasons := _other_rules(made, lexicon, now)):
        return Replayed(finding=Finding.OTHER_RULES, rules_now=now, reasons=reasons)
    if job.hash != evaluation.job_hash:
        return Replayed(
            finding=Finding.OTHER_JOB, rules_now=now, reasons=("the job was changed since it was made",)
        )
    resume, asked = evaluation.resume_profile, evaluation.job_profile
    if resume is None or asked is None:
        return Replayed(finding=Finding.NOT_KEPT, rules_now=now, reasons=("its vectors were not kept whole",))
    again = outcome_fields(
        ResumeProcessing(
            id=str(fields.get("id", "")),
            job_id=job.id,
            resume_url="",
            status=ProcessingStatus.COMPLETED,
            evaluation=_recomputed(evaluation, made, resume, asked, job, lexicon, now),
        )
    )
    expected, stored = decided(again), decided(fields, again)
    named = [*differences(stored, expected), *_hash_differs(fields, again)]
    same = not named and canonical_bytes(stored) == canonical_bytes(expected)
    return Replayed(
        finding=Finding.SAME if same else Finding.DIFFERS,
        rules_now=now,
        differences=tuple(named[:_MOST_NAMED]),
    )


def _recomputed(  # noqa: PLR0913, PLR0917 - what was stored and what is here, in the order of `replay`
    stored: Evaluation,
    made: Provenance,
    resume: ResumeProfile,
    asked: JobProfile,
    job: JobDescription,
    lexicon: SkillLexicon,
    rules_now: str,
) -> Evaluation:
    """What the file told besides its text (what it hides, how it was read) is taken as it was found."""
    text = stored.normalized_text
    scored = scored_text(redact(text), job, lexicon)
    of_file = [flag for flag in stored.integrity_flags if flag.kind in FILE_KINDS]
    return evaluate(
        job=job,
        text=text,
        redacted=scored.text,
        resume_profile=resume,
        job_profile=asked,
        embedding_model=stored.embedding_model,
        rules_version=rules_now,
        lexicon=lexicon,
        rules=made.rules,
        count_internships=made.count_internships,
        hidden_text=stored.hidden_text,
        integrity_flags=(*of_file, *scored.flags),
        facts=stored.confidence.facts,
        weights_digest=made.weights_digest,
        file_hash=stored.file_hash,
    )


def _other_rules(made: Provenance, lexicon: SkillLexicon, now: str) -> tuple[str, ...]:
    code = now.partition("-")[0]
    reasons = []
    if made.code_version != code:
        reasons.append(f"the code of it is version {made.code_version}, that of here is {code}")
    if made.skills_digest != lexicon.digest:
        reasons.append("the table of skills is another one")
    return tuple(reasons)


def _hash_differs(fields: Mapping[str, Any], again: Mapping[str, Any]) -> list[str]:
    stored = (fields.get(_MADE_OF) or {}).get("resultHash")
    return [] if stored == again[_MADE_OF]["resultHash"] else [f"{_MADE_OF}.resultHash"]
