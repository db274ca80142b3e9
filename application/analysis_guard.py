"""What of a language model's answer may be stored: only what resume, job or evidence bears out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from application.analysis_prompt import AnalysisAnswer, Education, Employment
from domain.contacts import Contacts
from domain.dates import find_date_ranges
from domain.evaluation import Evaluation
from domain.grounding import (
    Support,
    Verdict,
    fold,
    is_addressed,
    is_supported,
    occurs,
    sentences_of,
    support_of,
    tokens_of,
    without_addressed,
)
from domain.job import JobDescription
from domain.skills import SkillLexicon, find_skills

GUARD_VERSION = "1"
"""Raise it with every change that keeps or removes something else: stored answers are reused by it."""

_MOST_SENTENCES = {"experienceAssessment": 2, "summary": 3, "recommendation": 2}
_LONGEST_NAME = 3  # words of a skill
_SHORTEST_SKILL = 3  # letters: shorter ones are everyday words in small letters
_RECOMMENDATIONS = {
    Verdict.STRONG: "The evidence supports an interview: all required skills and years are shown.",
    Verdict.MODERATE: "The evidence supports a closer look: part of what the job asks for is shown.",
    Verdict.WEAK: "The evidence does not support going on: too little of what the job asks for is shown.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """What may be stored.

    Attributes:
        analysis: in the contract's form, with `guard`: how many items of each field were removed or replaced.
        removed: the sum of those.
    """

    analysis: Mapping[str, Any]
    removed: int


def verdict_of(evaluation: Evaluation) -> Verdict:
    """How well the evidence says that resume and job fit.

    Strong: it passed, shows every required skill and the years asked for. Weak: it did not pass.
    """
    if not evaluation.passed:
        return Verdict.WEAK
    complete = all(finding.found for finding in evaluation.required_skills)
    enough = evaluation.breakdown.experience.value >= 1
    return Verdict.STRONG if complete and enough else Verdict.MODERATE


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Checks one answer against one resume and job.

    Attributes:
        sent: text of the resume as the model saw it.
        job: what is asked.
        evaluation: the evidence.
        contacts: of the resume, by our own reading.
        lexicon: known skills.
    """

    sent: str
    job: JobDescription
    evaluation: Evaluation
    contacts: Contacts
    lexicon: SkillLexicon
    _counts: Counter[str] = field(default_factory=Counter, init=False)

    def __call__(self, answer: AnalysisAnswer) -> Guarded:
        """Return what of an answer holds; the same answer gives the same result."""
        self._counts.clear()
        support = support_of(resume=self.sent, others=[self.job.text, *_told(self.evaluation)])
        verdict = verdict_of(self.evaluation)
        given = answer.analysis

        def sound(sentence: str) -> bool:
            return is_supported(sentence, support, verdict) and self._skills_known(sentence, support)

        assessment = {
            "matchedSkills": self._kept("matchedSkills", given.matchedSkills, self._is_shown),
            "missingSkills": self._kept("missingSkills", given.missingSkills, self._is_missing),
            "strengths": self._kept("strengths", given.strengths, sound),
            "concerns": self._kept("concerns", given.concerns, sound),
            "experienceAssessment": self._paragraph(
                "experienceAssessment", given.experienceAssessment, sound, self._years()
            ),
            # The one word that decides at a glance is never the model's.
            "overallFit": verdict.value,
            "summary": self._paragraph("summary", given.summary, sound, self._summary()),
            "recommendation": self._paragraph(
                "recommendation", given.recommendation, sound, _RECOMMENDATIONS[verdict]
            ),
        }
        self._counts["overallFit"] += given.overallFit != verdict.value
        parsed = answer.parsed_resume
        resume = {
            "name": self.contacts.name,
            "email": self.contacts.email,
            "phone": self.contacts.phone,
            "education": self._entries("education", parsed.education, support),
            "experience": self._entries("experience", parsed.experience, support),
            "skills": self._kept("skills", parsed.skills, self._is_shown),
        }
        removed = {name: count for name, count in sorted(self._counts.items()) if count}
        return Guarded(
            analysis={"parsed_resume": resume, "analysis": assessment, "guard": removed},
            removed=sum(removed.values()),
        )

    def _kept(self, name: str, items: Sequence[str], holds: Callable[[str], bool]) -> list[str]:
        kept = [item for item in dict.fromkeys(items) if holds(item)]
        self._counts[name] += len(items) - len(kept)
        return kept

    def _paragraph(self, name: str, text: str, holds: Callable[[str], bool], otherwise: str) -> str:
        sentences = sentences_of(text)
        kept = [sentence for sentence in sentences if holds(sentence)][: _MOST_SENTENCES[name]]
        self._counts[name] += len(sentences) - len(kept)
        return " ".join(kept) or otherwise

    def _is_shown(self, skill: str) -> bool:
        """Whether the resume claims a skill: the same rules as in a screening, which know a denial."""
        if len(tokens_of(skill)) > 2 * _LONGEST_NAME or not any(map(str.isalnum, skill)):
            return False
        key = self._key(skill)
        found = (finding for finding in self._findings() if finding.found)
        if any(key == self._key(finding.name) and not is_addressed(finding.passage) for finding in found):
            return True
        return find_skills((skill,), without_addressed(self.sent), self.lexicon)[0].found

    def _is_missing(self, skill: str) -> bool:
        key = self._key(skill)
        asked = any(key == self._key(finding.name) for finding in self._findings())
        return (asked or find_skills((skill,), self.job.text, self.lexicon)[0].found) and not self._is_shown(
            skill
        )

    def _findings(self) -> Iterable[Any]:
        return (*self.evaluation.required_skills, *self.evaluation.preferred_skills)

    def _key(self, skill: str) -> str:
        return self.lexicon.canonical(skill) or " ".join(tokens_of(skill))

    def _skills_known(self, sentence: str, support: Support) -> bool:
        """Whether every known tool or technology that a sentence names is in resume, job or evidence."""
        words = tokens_of(sentence)
        for size in range(1, _LONGEST_NAME + 1):
            for at in range(len(words) - size + 1):
                name = " ".join(words[at : at + size])
                if len(name) < _SHORTEST_SKILL or self.lexicon.canonical(name) not in self.lexicon.products:
                    continue
                if not all(word in support.tokens for word in words[at : at + size]) and not self._is_shown(
                    name
                ):
                    return False
        return True

    def _entries(
        self, name: str, entries: Sequence[Education] | Sequence[Employment], support: Support
    ) -> list[dict[str, str | None]]:
        kept = []
        for entry in entries:
            fields: dict[str, str | None] = {}
            for key, value in entry.model_dump().items():
                fields[key] = value if value is None or self._quoted(key, value, support) else None
                self._counts[name] += fields[key] != value
            first, second = list(fields)[:2]
            if fields[first] or fields[second]:  # of an employer and a role, or of a school and a degree, one
                kept.append(fields)
            elif any(fields.values()):
                self._counts[name] += 1
        return kept

    def _quoted(self, key: str, value: str, support: Support) -> bool:
        if key == "description":
            # A description praises nobody: it is held to the least favourable verdict.
            return all(is_supported(part, support, Verdict.WEAK) for part in sentences_of(value))
        if key in {"startDate", "endDate"}:
            return self._dated(value, support)
        return occurs(value, support)

    def _dated(self, value: str, support: Support) -> bool:
        if occurs(value, support):
            return True
        as_of = self.job.reference_date
        ranges = find_date_ranges(self.sent, as_of=as_of)
        if fold(value).strip() in {"present", "current", "now", "today", "ongoing"}:
            return any(found.current for found in ranges)
        # The same month in another spelling: "2019-03" for "March 2019".
        told = find_date_ranges(f"{value} - {value}", as_of=as_of)
        months = {month for found in ranges for month in (found.start, found.end)}
        return bool(told) and {told[0].start, told[0].end} <= months

    def _years(self) -> str:
        experience, asked = self.evaluation.experience, self.evaluation.required_years
        demand = f"the job asks for {asked:g}" if asked else "the job asks for none"
        if experience.years is None:
            return f"The resume does not tell its years of experience; {demand}."
        return f"The resume shows {experience.years:g} years of experience; {demand}."

    def _summary(self) -> str:
        return " ".join(self.evaluation.reasons[:3])


def _told(evaluation: Evaluation) -> list[str]:
    """What the evidence says, as text that sentences may rest on."""
    years = evaluation.experience.years
    told = [*evaluation.reasons, f"{evaluation.final_score:g} {evaluation.required_years:g}"]
    told += [finding.name for finding in (*evaluation.required_skills, *evaluation.preferred_skills)]
    if years is not None:
        told.append(f"{years:g} {int(years)} {round(years)} {years:.1f} {12 * years:.0f}")
    told.append(
        " ".join(str(len(part)) for part in (evaluation.required_skills, evaluation.preferred_skills))
    )
    told.append(" ".join(str(sum(f.found for f in part)) for part in (evaluation.required_skills,)))
    return told
