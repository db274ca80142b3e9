"""The project's own labelled jobs and resumes, as `benchmarks/quality/data` describes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from benchmarks.quality import layout
from benchmarks.quality.layout import Person, Plan
from domain.job import JobDescription

DATA = Path(__file__).resolve().parent / "data"
_NO_FIELDS = frozenset({"cross", "extras"})
ANOTHER_TRADE = "another trade"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledResume:
    """One resume with its grade for the job of its own field."""

    id: str
    field: str
    grade: int
    why: str
    plan: Plan
    person: Person

    @property
    def text(self) -> str:
        """The resume as plain text."""
        return layout.text(self.plan, self.person)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Jobs by field, all resumes, what people do in each field, and the grades across fields."""

    jobs: Mapping[str, JobDescription]
    resumes: tuple[LabelledResume, ...]
    roles: Mapping[str, Mapping[str, Mapping[str, Any]]]
    across: Mapping[tuple[str, str], tuple[int, str]]

    def judgement(self, field: str, resume: LabelledResume) -> tuple[int, str]:
        """Return grade (0 to 3) and reason of a resume for the job of a field."""
        if resume.field == field:
            return resume.grade, resume.why
        return self.across.get((field, resume.id), (0, ANOTHER_TRADE))

    def resume(self, resume_id: str) -> LabelledResume:
        """Return one resume.

        Raises:
            KeyError: there is none of this id.
        """
        for resume in self.resumes:
            if resume.id == resume_id:
                return resume
        raise KeyError(resume_id)


def load_corpus(folder: Path = DATA, *, fields: tuple[str, ...] = ()) -> Corpus:
    """Read jobs, plans and grades; all fields, or those given.

    Raises:
        KeyError, ValueError: a plan names a role or a style that does not exist, or is not well formed.
    """
    extras = yaml.safe_load((folder / "extras.yaml").read_text("utf-8"))
    contents = {
        path.stem: yaml.safe_load(path.read_text("utf-8"))
        for path in sorted(folder.glob("*.yaml"))
        if path.stem not in _NO_FIELDS and (not fields or path.stem in fields)
    }
    resumes: list[LabelledResume] = []
    for field, content in contents.items():
        for entry in content["resumes"]:
            number = len(resumes)
            chosen = tuple(extras[(5 * number + 9 * place) % len(extras)] for place in range(3))
            resumes.append(_resume(field, entry, content["roles"], number=number, extras=chosen))
    across = yaml.safe_load((folder / "cross.yaml").read_text("utf-8"))
    return Corpus(
        jobs={field: job_of(content["job"]) for field, content in contents.items()},
        resumes=tuple(resumes),
        roles={field: content["roles"] for field, content in contents.items()},
        across={
            (field, resume): (grade, why)
            for field, rows in across.items()
            for resume, (grade, why) in rows.items()
        },
    )


def job_of(entry: Mapping[str, Any]) -> JobDescription:
    """Return the job that an entry of the data describes."""
    return JobDescription(
        id=entry["id"],
        title=entry["title"],
        reference_date=entry["created_at"],
        required_skills=tuple(entry["required_skills"]),
        preferred_skills=tuple(entry.get("preferred_skills", ())),
        min_experience_years=float(entry.get("min_experience_years", 0)),
        experience_level=entry.get("experience_level", ""),
        description=entry.get("description", ""),
    )


def _resume(
    field: str,
    entry: Mapping[str, Any],
    roles: Mapping[str, Mapping[str, Any]],
    *,
    number: int,
    extras: tuple[str, ...],
) -> LabelledResume:
    plan = Plan(
        style=entry["style"],
        work=tuple(layout.stint(work, roles, number=number) for work in entry["work"]),
        about=entry["about"],
        skills=entry["skills"],
        education=entry["edu"],
        extras=extras,
    )
    return LabelledResume(
        id=entry["id"],
        field=field,
        grade=entry["grade"],
        why=entry["why"],
        plan=plan,
        person=layout.person(number),
    )
