"""What is shown of a screening, in which order, and as JSON; `report_table` and `report_page` are for people.

What stands in a resume, its file name included, is shown and never interpreted: no HTML, no console
markup, no terminal control sequence, no change of writing direction.
"""

import json
import os.path
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from application.outcome import outcome_fields
from domain.experience import Experience
from domain.job import JobDescription
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.scoring import rank_order
from domain.skills import SkillFinding
from entrypoints.terminal import printable


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is shown of one screening.

    Attributes:
        job: the resumes were screened against.
        processings: in the order shown, see `report_order`; their `resume_url` is the source that is shown.
        skipped: files in the folders given that are of a kind no resume has.
        interrupted: whether the screening was stopped before every resume was screened.
    """

    job: JobDescription
    processings: tuple[ResumeProcessing, ...]
    skipped: tuple[str, ...] = ()
    interrupted: bool = False

    @property
    def passed(self) -> tuple[ResumeProcessing, ...]:
        """Those that passed, in the order shown."""
        return tuple(one for one in self.processings if one.takes_part_in_ranking)

    @property
    def rejected(self) -> tuple[ResumeProcessing, ...]:
        """Those that were read and did not pass, in the order shown."""
        return tuple(one for one in self.processings if one.evaluation and not one.takes_part_in_ranking)

    @property
    def failed(self) -> tuple[ResumeProcessing, ...]:
        """Those that could not be read, in the order shown."""
        return tuple(one for one in self.processings if one.status is ProcessingStatus.FAILED)

    @property
    def doubtful(self) -> tuple[ResumeProcessing, ...]:
        """Those that a person should look at before anything is decided, in the order shown."""
        return tuple(
            one for one in self.processings if one.evaluation and one.evaluation.confidence.needs_review
        )

    @property
    def not_screened(self) -> tuple[ResumeProcessing, ...]:
        """Those that nobody got round to, in the order shown."""
        return tuple(one for one in self.processings if not one.settled)

    @property
    def folder(self) -> str:
        """The folder that all sources share, with its closing slash; empty where they share none."""
        sources = [one.resume_url for one in self.processings] + list(self.skipped)
        shared = os.path.commonprefix(sources)  # noqa: RUF071 - cut at its last slash below
        return shared[: shared.rfind("/") + 1]

    def name_of(self, processing: ResumeProcessing) -> str:
        """The source of one of them, without the folder that all share, in one line that can be shown."""
        return printable(processing.resume_url.removeprefix(self.folder))

    @property
    def summary(self) -> str:
        """How many came out which way, in one line."""
        counts = [
            f"{len(self.passed)} passed",
            f"{len(self.rejected)} rejected",
            f"{len(self.failed)} could not be read",
        ]
        if self.not_screened:
            counts.append(f"{len(self.not_screened)} not screened")
        if self.doubtful:
            counts.append(f"{len(self.doubtful)} marked ? for review")
        total = len(self.processings)
        return f"{total} {'resume' if total == 1 else 'resumes'}: {', '.join(counts)}"


def report_order(processings: Iterable[ResumeProcessing]) -> tuple[ResumeProcessing, ...]:
    """Sort for a report, whatever order they come in.

    By rank; then what passed and has no rank yet, in the order of rank; then the rejected, best score
    first, ties by source; then what failed, by source; then what was not screened, by source.
    """
    return tuple(sorted(processings, key=_place))


def _place(processing: ResumeProcessing) -> tuple[int, int, float, str, str]:
    source, evaluation = processing.resume_url, processing.evaluation
    if processing.rank is not None:
        return (0, processing.rank, 0.0, source, processing.id)
    if evaluation is not None and processing.takes_part_in_ranking:
        return (1, 0, *rank_order(evaluation.final_score, evaluation.content_hash, processing.id))
    if evaluation is not None:
        return (2, 0, -evaluation.final_score, source, processing.id)
    return (3 if processing.status is ProcessingStatus.FAILED else 4, 0, 0.0, source, processing.id)


def render_json(report: Report) -> str:
    """Render every field as published, beside the source of each resume; the same bytes on each run.

    Numbers of a vector stand in one line. Lone surrogates (file names that are no UTF-8) are written as JSON
    escapes, so that the text can always be encoded.
    """
    job = report.job
    content = {
        "job": {
            "id": job.id,
            "title": job.title,
            "company": job.company,
            "location": job.location,
            "required_skills": list(job.required_skills),
            "preferred_skills": list(job.preferred_skills),
            "experience_level": job.experience_level,
            "min_experience_years": job.min_experience_years,
            "description": job.description,
            "created_at": job.reference_date.isoformat(),
        },
        "resumes": [{"source": one.resume_url, **outcome_fields(one)} for one in report.processings],
        "skipped": list(report.skipped),
        "interrupted": report.interrupted,
    }
    text = _indented(content) + "\n"
    return text.encode("utf-8", errors="backslashreplace").decode("utf-8")


def _indented(value: object, margin: str = "") -> str:
    """As `json.dumps(indent=2)`, but for lists of numbers, which would take a line a number."""
    inner = margin + "  "
    if isinstance(value, dict) and value:
        lines = [f"{inner}{json.dumps(key)}: {_indented(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{margin}}}"
    if isinstance(value, list) and value and not all(isinstance(item, int | float) for item in value):
        return "[\n" + ",\n".join(inner + _indented(item, inner) for item in value) + f"\n{margin}]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def years_words(experience: Experience) -> str:
    """The years of a resume, where they are known."""
    return "unknown" if experience.years is None else f"{experience.years:g}"


def found_of(findings: Sequence[SkillFinding]) -> str:
    """How many of the skills were found, of how many."""
    return f"{sum(finding.found for finding in findings)}/{len(findings)}"
