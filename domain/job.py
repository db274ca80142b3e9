"""The job a resume is screened against."""

from dataclasses import dataclass
from datetime import date

from domain.text import normalise, text_hash


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDescription:
    """What the recruiter asks for.

    Attributes:
        id: the backend's id of the job, or any other unique text.
        title: the name of the position; never blank.
        reference_date: where "Present" in a resume ends. The day the job was created, so that the
            same resume scores the same on any later day.
        required_skills: skills in the recruiter's own spelling.
        preferred_skills: skills that help and are not demanded.
        min_experience_years: years demanded; 0 where none are.
        experience_level: free text such as `Senior`.
        company: shown, never scored.
        location: shown, never scored.
        description: free text.
    """

    id: str
    title: str
    reference_date: date
    required_skills: tuple[str, ...] = ()
    preferred_skills: tuple[str, ...] = ()
    min_experience_years: float = 0.0
    experience_level: str = ""
    company: str = ""
    location: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        """Refuse a job nobody could be screened against."""
        if not self.title.strip():
            raise ValueError("a job needs a title")
        if not 0 <= self.min_experience_years <= _MOST_YEARS:
            raise ValueError(f"min_experience_years must be between 0 and {_MOST_YEARS:.0f}")

    @property
    def text(self) -> str:
        """Normalised text of what is asked: title, level, description and skills.

        Company and location are left out: they say nothing of the work, and would pull towards those
        who live or worked there.
        """
        lines = [self.title, self.experience_level, self.description]
        if self.required_skills:
            lines.append("Required skills: " + ", ".join(self.required_skills))
        if self.preferred_skills:
            lines.append("Preferred skills: " + ", ".join(self.preferred_skills))
        return normalise("\n".join(line for line in lines if line.strip()))

    @property
    def hash(self) -> str:
        """SHA-256 over all of the job that counts in an evaluation: text, skills, years, reference date."""
        return text_hash(
            "\n\x1f".join(
                (
                    self.text,
                    "\x1f".join(self.required_skills),
                    "\x1f".join(self.preferred_skills),
                    repr(float(self.min_experience_years)),
                    self.reference_date.isoformat(),
                )
            )
        )


_MOST_YEARS = 60.0
