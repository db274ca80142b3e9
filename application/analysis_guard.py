"""What of a language model's answer may be stored: only what resume, job or evidence bears out."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from application.analysis_entries import EntryCheck
from application.analysis_prompt import AnalysisAnswer, Education, Employment
from domain.contacts import Contacts
from domain.evaluation import Evaluation
from domain.grounding import Facts, Verdict, is_addressed, is_supported, source_of, without_addressed
from domain.grounding_tokens import sentences_of
from domain.job import JobDescription
from domain.skill_mentions import skill_key
from domain.skills import SkillFinding, SkillLexicon, find_skills
from domain.storable_text import is_plain

GUARD_VERSION = "2"
"""Raise it with every change that keeps or removes something else: stored answers are reused by it."""

_MOST_SENTENCES = {"experienceAssessment": 2, "summary": 3, "recommendation": 2}
_MOST_NAMED = 3
_LONGEST_NAME = 6  # words of a skill
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


@dataclass(frozen=True, kw_only=True)
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
        verdict = verdict_of(self.evaluation)
        given = answer.analysis

        def sound(sentence: str) -> bool:
            return is_supported(sentence, self.facts, verdict)

        strengths = self._kept("strengths", given.strengths, sound)
        concerns = self._kept("concerns", given.concerns, sound)
        assessment = {
            "matchedSkills": self._skills("matchedSkills", given.matchedSkills, self._shown),
            "missingSkills": self._skills("missingSkills", given.missingSkills, self._missing),
            "strengths": strengths or self._named("Required skills shown", found=True),
            "concerns": concerns or self._named("Required skills not shown", found=False),
            "experienceAssessment": self._paragraph(
                "experienceAssessment", given.experienceAssessment, sound, self._years()
            ),
            # The word that decides at a glance, and what is to be done, are never the model's.
            "overallFit": verdict.value,
            "summary": self._paragraph("summary", given.summary, sound, self._summary()),
            "recommendation": self._recommendation(verdict),
        }
        self._counts["overallFit"] += given.overallFit != verdict.value
        parsed = answer.parsed_resume
        resume = {
            "name": self.contacts.name,
            "email": self.contacts.email,
            "phone": self.contacts.phone,
            "education": self._entries("education", parsed.education),
            "experience": self._entries("experience", parsed.experience),
            "skills": self._skills("skills", parsed.skills, self._shown),
        }
        removed = {name: count for name, count in sorted(self._counts.items()) if count}
        return Guarded(
            analysis={"parsed_resume": resume, "analysis": assessment, "guard": removed},
            removed=sum(removed.values()),
        )

    @cached_property
    def facts(self) -> Facts:
        """What sentences may rest on."""
        evaluation = self.evaluation
        by_skill = {item.skill: item.years for item in evaluation.skill_years}
        years = evaluation.experience.years
        lengths = (
            (period.end.ordinal - period.start.ordinal + 1) / 12 for period in evaluation.experience.periods
        )
        return Facts(
            resume=source_of(self.sent, self.lexicon),
            job=source_of(self.job.text, self.lexicon),
            lexicon=self.lexicon,
            shown={
                self._key(finding.name): (self._is_found(finding), by_skill.get(finding.name))
                for finding in self._findings
            },
            required=_count(evaluation.required_skills),
            preferred=_count(evaluation.preferred_skills),
            years=() if years is None else (years, *lengths),
            asked_years=evaluation.required_years,
            is_in_resume=self._is_in_resume,
        )

    @cached_property
    def _entry_check(self) -> EntryCheck:
        return EntryCheck(sent=self.sent, facts=self.facts, as_of=self.job.reference_date)

    @property
    def _findings(self) -> Iterable[SkillFinding]:
        return (*self.evaluation.preferred_skills, *self.evaluation.required_skills)

    def _key(self, skill: str) -> str:
        return skill_key(skill, self.lexicon)

    def _is_found(self, finding: SkillFinding) -> bool:
        return finding.found and not is_addressed(finding.passage or "")

    def _is_in_resume(self, key: str) -> bool:
        """Whether the resume claims a skill: the same rules as in a screening, which know a denial."""
        return find_skills((key,), self._sound, self.lexicon)[0].found

    @cached_property
    def _sound(self) -> str:
        return without_addressed(self.sent)

    def _spelling(self, skill: str) -> str | None:
        """The job's own spelling of a skill, or else the lexicon's; None for what neither knows."""
        key = self._key(skill)
        asked = {self._key(finding.name): finding.name for finding in self._findings}
        return asked.get(key) or self.lexicon.canonical(skill)

    def _shown(self, skill: str) -> str | None:
        """How a skill that resume or evidence show is to be written."""
        spelling = self._spelling(skill)
        if spelling is None:
            return self._entry_check.item(skill)
        return spelling if self.facts.is_shown(self._key(skill)) else None

    def _missing(self, skill: str) -> str | None:
        """How a skill that the job asks for and neither resume nor evidence show is to be written."""
        spelling, key = self._spelling(skill), self._key(skill)
        # What the evidence found is not missing, even where its passage is not to be trusted.
        found = any(self._key(finding.name) == key for finding in self._findings if finding.found)
        if spelling is None or found or self.facts.is_shown(key):
            return None
        asked = key in self.facts.shown or find_skills((skill,), self.job.text, self.lexicon)[0].found
        return spelling if asked else None

    def _skills(self, name: str, items: Sequence[str], spelled: Callable[[str], str | None]) -> list[str]:
        spellings = [spelled(item) if len(item.split()) <= _LONGEST_NAME else None for item in items]
        kept = dict.fromkeys(spelling for spelling in spellings if spelling)
        self._counts[name] += len(items) - len(kept)
        return list(kept)

    def _kept(self, name: str, items: Sequence[str], holds: Callable[[str], bool]) -> list[str]:
        kept = [item for item in dict.fromkeys(items) if holds(item)]
        self._counts[name] += len(items) - len(kept)
        return kept

    def _paragraph(self, name: str, text: str, holds: Callable[[str], bool], otherwise: str) -> str:
        sentences = sentences_of(text)
        kept = [sentence for sentence in sentences if holds(sentence)][: _MOST_SENTENCES[name]]
        self._counts[name] += len(sentences) - len(kept)
        return " ".join(kept) or otherwise

    def _entries(
        self, name: str, entries: Sequence[Education] | Sequence[Employment]
    ) -> list[dict[str, str | None]]:
        kept = []
        for entry in entries:
            given = entry.model_dump()
            fields = self._entry_check.checked(given)
            self._counts[name] += sum(fields[key] != value for key, value in given.items())
            first, second = list(fields)[:2]
            if fields[first] or fields[second]:  # of an employer and a role, or of a school and a degree, one
                kept.append(fields)
            elif any(fields.values()):
                self._counts[name] += 1
        return kept

    def _named(self, title: str, *, found: bool) -> list[str]:
        """One item that names required skills by the evidence; none where there are none."""
        names = self._required(found=found)
        return [f"{title}: {', '.join(names)}"] if names else []

    def _required(self, *, found: bool) -> list[str]:
        skills = self.evaluation.required_skills
        return [item.name for item in skills if (self._is_found(item) if found else not item.found)]

    def _recommendation(self, verdict: Verdict) -> str:
        missing = [name for name in self._required(found=False) if is_plain(name, is_name=lambda _: True)]
        if verdict is Verdict.WEAK or not missing:
            return _RECOMMENDATIONS[verdict]
        return f"{_RECOMMENDATIONS[verdict]} To be asked about: {', '.join(missing[:_MOST_NAMED])}."

    def _years(self) -> str:
        experience, asked = self.evaluation.experience, self.evaluation.required_years
        demand = f"the job asks for {asked:g}" if asked else "the job asks for none"
        if experience.years is None:
            return f"The resume does not tell its years of experience; {demand}."
        return f"The resume shows {experience.years:g} years of experience; {demand}."

    def _summary(self) -> str:
        return " ".join(self.evaluation.reasons[:3])


def _count(findings: Sequence[SkillFinding]) -> tuple[int, int]:
    return sum(finding.found for finding in findings), len(findings)
