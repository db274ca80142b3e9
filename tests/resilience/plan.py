"""What is screened under chaos: resumes of every kind, in batches of two jobs; the same for every seed.

That they are the same lets one undisturbed run say what every disturbed one must come to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from tests.resumes import resume_pdf, resume_text

_CREATED = datetime(2026, 6, 1, tzinfo=UTC)  # where "Present" ends, and so part of a job's hash
_BATCHES = 5
_KINDS = 20
_PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
_BAKER = (
    "Maria Holt\n\nBaker\n\nBaked bread and cakes in a small shop by the harbour, every morning, number {}.\n"
)

JOBS: tuple[Mapping[str, Any], ...] = (
    {"createdAt": _CREATED},
    {
        "createdAt": _CREATED,
        "title": "Platform Engineer",
        "required_skills": ["Docker", "Kubernetes", "Terraform"],
        "preferred_skills": ["Ansible"],
        "min_experience_years": 1,
        "description": "You keep the clusters that our services run on, and make their releases boring.",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBatch:
    """Resumes of one job that come together.

    Attributes:
        job: index into `JOBS`.
        numbers: of its resumes, unique over all batches.
        files: what the file server answers for each: bytes, or a status in place of them.
    """

    job: int
    numbers: tuple[int, ...]
    files: tuple[bytes | int, ...]


def make_plan(resumes: int) -> tuple[PlannedBatch, ...]:
    """Return so many resumes in up to five batches, which take turns between the jobs."""
    bounds = [resumes * number // _BATCHES for number in range(_BATCHES + 1)]
    return tuple(
        PlannedBatch(
            job=index % len(JOBS),
            numbers=tuple(range(start, end)),
            files=tuple(_file(number) for number in range(start, end)),
        )
        for index, (start, end) in enumerate(pairwise(bounds))
        if end > start
    )


def _file(number: int) -> bytes | int:
    match number % _KINDS:
        case 3:
            return 404
        case 7 | 8 if number > 8:  # a copy of a resume just before, and of one of an earlier batch
            return resume_text(number - 2 if number % _KINDS == 8 else number - 8, jobs=2, deeds=3)
        case 11:
            return _PICTURE
        case 15:
            return _BAKER.format(number).encode()
        case 0 | 5 | 10:
            return resume_pdf(number, jobs=2, deeds=3)
    return resume_text(number, jobs=2, deeds=3)
