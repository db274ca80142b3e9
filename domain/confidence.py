"""How sure a screening is of what it found, apart from how well the resume fits; never part of a score.

Every confidence lies in [0, 1] and is a product of factors that are fixed here, so that it can be worked out
by hand. What is found in a text cannot be surer than the reading of the text (`domain.legibility`). All is
judged by the redacted text, so that who the person is casts no doubt:

* a skill: reading x .95 where another spelling stands for it, x .7 where its words were found apart, x .85
  where it is an everyday word that its surroundings vouch for; a skill that is missing: reading x .85 where
  the table of skills does not know it, as then only the job's own spelling was looked for.
* the years: reading x .95 for dates with months, x .75 for bare years (the mean over the periods), x .85
  where no heading announces work; reading x .6 for the resume's own statement; 0 where they are unknown.
* the similarity: reading x words / 100 for texts of fewer words.
* all in all: the mean of these by the weights of the score; what the job does not ask for is as sure as the
  reading.

A person is asked to look (`review_reasons`) where the reading is doubtful, where something that the job asks
for could not be found out, and where a resume was stopped by something that is less sure than .7 or very
close.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from domain.date_forms import Precision, find_written_dates
from domain.document import ReadingFacts
from domain.experience import Experience, ExperienceSource, Period
from domain.legibility import Legibility, ReadingPart, legibility
from domain.scoring import DECIMALS, PreFilter, ScoreBreakdown, ScoringRules
from domain.sections import SectionKind, split_sections
from domain.skills import SkillFinding, SkillLexicon
from domain.word_forms import words_of

MIN_READING = 0.8
"""Confidence of a reading below which a person is asked to look: of 1,461 honest resumes .6 % have less."""

_DOUBTFUL = 0.7
_OTHER_SPELLING, _WORDS_APART, _EVERYDAY_WORD, _UNKNOWN_SKILL = 0.95, 0.7, 0.85, 0.85
_MONTHS, _BARE_YEARS, _NO_HEADING, _STATEMENT = 0.95, 0.75, 0.85, 0.6
_ENOUGH_WORDS = 100
_FEW_WORDS = 50
_SURE_RECOGNITION = 0.9
_CLOSE_SIMILARITY = 0.02
_SPACES = re.compile(r"[\s\-_./]+")
_WORK = frozenset((SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS))


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillConfidence:
    """How sure it is that a skill was found, or that it is missing, in [0, 1]."""

    skill: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """How sure a screening is, every value in [0, 1] with 4 decimals. Nothing of it is part of a score.

    Attributes:
        reading: that the text says what the pages show; the product of `parts`.
        parts: of the reading, by name.
        skills: mean of the findings of all skills that the job names; the reading where it names none.
        by_skill: of each, required and then preferred.
        experience: of the years.
        similarity: of the comparison with the job.
        overall: the mean by the weights of the score.
        review_reasons: why a person should look, in sentences; empty where nobody needs to.
        facts: of the reading.
        language: code of the language of the text, see `domain.language`.
    """

    reading: float = 1.0
    parts: tuple[ReadingPart, ...] = ()
    skills: float = 1.0
    by_skill: tuple[SkillConfidence, ...] = ()
    experience: float = 1.0
    similarity: float = 1.0
    overall: float = 1.0
    review_reasons: tuple[str, ...] = ()
    facts: ReadingFacts = ReadingFacts()  # noqa: RUF009 - immutable
    language: str = ""

    @property
    def needs_review(self) -> bool:
        """Whether a person should look."""
        return bool(self.review_reasons)


def confidence_of(  # noqa: PLR0913 - all that was found, named at the call
    *,
    redacted: str,
    facts: ReadingFacts,
    required: Sequence[SkillFinding],
    preferred: Sequence[SkillFinding],
    experience: Experience,
    required_years: float,
    breakdown: ScoreBreakdown,
    pre_filter: PreFilter,
    lexicon: SkillLexicon,
    rules: ScoringRules,
) -> Confidence:
    """Say how sure each finding is and whether a person should look; linear in the text.

    Args:
        redacted: the text as it was scored. A name in another language casts no doubt.
        facts: of the reading.
        required: a finding a required skill.
        preferred: the same for the preferred skills.
        experience: years with their periods.
        required_years: years the job demands.
        breakdown: the components of the score.
        pre_filter: the verdict of each rule.
        lexicon: spellings of skills.
        rules: weights and thresholds.
    """
    read = legibility(redacted, facts)
    reading = read.confidence
    by_skill = tuple(
        SkillConfidence(skill=finding.name, value=_rounded(reading * _of_skill(finding, lexicon)))
        for finding in (*required, *preferred)
    )
    skills = _mean([one.value for one in by_skill], reading)
    years = _rounded(reading * _of_experience(experience, redacted))
    words = len(redacted.split())
    similar = _rounded(reading * min(words / _ENOUGH_WORDS, 1.0))
    weights = rules.weights
    overall = (
        weights.similarity * similar
        + weights.required_skills * _mean([one.value for one in by_skill[: len(required)]], reading)
        + weights.preferred_skills * _mean([one.value for one in by_skill[len(required) :]], reading)
        + weights.experience * (years if required_years > 0 else reading)
    )
    return Confidence(
        reading=reading,
        parts=read.parts,
        skills=skills,
        by_skill=by_skill,
        experience=years,
        similarity=similar,
        overall=_rounded(overall),
        review_reasons=(
            *_doubts_of_reading(read, words, facts, passed=pre_filter.passed),
            *_doubts_of_years(experience, required_years, pre_filter, years),
            *_doubts_of_verdict(pre_filter, skills, similar, breakdown, rules),
        ),
        facts=facts,
        language=read.language,
    )


# --- findings -------------------------------------------------------------------------------------


def _of_skill(finding: SkillFinding, lexicon: SkillLexicon) -> float:
    if not finding.found or finding.matched_as is None:
        return 1.0 if lexicon.canonical(finding.name) is not None else _UNKNOWN_SKILL
    matched = finding.matched_as
    everyday = _EVERYDAY_WORD if lexicon.is_ambiguous(matched) else 1.0
    if _squeezed(matched) == _squeezed(finding.name):
        return everyday
    if lexicon.canonical(matched) is not None or len(words_of(matched)) <= len(words_of(finding.name)):
        return _OTHER_SPELLING * everyday
    return _WORDS_APART


def _squeezed(name: str) -> str:
    return _SPACES.sub("", name).casefold()


def _of_experience(experience: Experience, redacted: str) -> float:
    if experience.source is ExperienceSource.UNKNOWN:
        return 0.0
    if experience.source is ExperienceSource.STATEMENT:
        return _STATEMENT
    sure = _mean(
        [_BARE_YEARS if _is_in_bare_years(period) else _MONTHS for period in experience.periods], 1.0
    )
    headed = any(section.kind in _WORK for section in split_sections(redacted))
    return sure if headed else sure * _NO_HEADING


def _is_in_bare_years(period: Period) -> bool:
    written = find_written_dates(period.passage.lower(), this_year=period.end.year)
    years = {period.start.year} if period.current else {period.start.year, period.end.year}
    return any(date.precision is Precision.YEAR and date.year in years for date in written)


# --- reasons to look ------------------------------------------------------------------------------


def _doubts_of_reading(read: Legibility, words: int, facts: ReadingFacts, *, passed: bool) -> list[str]:
    reasons: list[str] = []
    if read.confidence < MIN_READING:
        doubts = read.doubts or ("Several small doubts add up.",)
        reasons.append(
            f"The text could not be read with certainty ({read.confidence:.2f} of 1). {' '.join(doubts)}"
        )
    elif facts.unread_pages:
        reasons.append(f"{_pages(facts.unread_pages)} of {facts.pages} hold only pictures and were not read.")
    unsure = facts.ocr_confidence is not None and facts.ocr_confidence < _SURE_RECOGNITION
    if facts.ocr_pages and (unsure or not passed):
        reasons.append(
            f"The text of {_pages(facts.ocr_pages)} of {facts.pages} was recognised in a picture (OCR), "
            "which may have misread words and dates."
        )
    if words < _FEW_WORDS:
        reasons.append(f"The resume holds only {words} words to judge by.")
    return reasons


def _doubts_of_years(
    experience: Experience, required_years: float, pre_filter: PreFilter, sure: float
) -> list[str]:
    if required_years > 0 and experience.years is None:
        return ["The job asks for years of experience, and no dates of work could be read in the resume."]
    if pre_filter.too_little_experience and sure < _DOUBTFUL:
        basis = (
            "a statement" if experience.source is ExperienceSource.STATEMENT else "dates that are not exact"
        )
        return [f"It was stopped by years of experience that rest on {basis}."]
    return []


def _doubts_of_verdict(
    pre_filter: PreFilter, skills: float, similar: float, breakdown: ScoreBreakdown, rules: ScoringRules
) -> list[str]:
    reasons: list[str] = []
    if pre_filter.too_many_skills_missing and skills < _DOUBTFUL:
        reasons.append("It was stopped by missing skills, which may stand in what could not be read.")
    if pre_filter.too_dissimilar:
        alone = not (pre_filter.too_many_skills_missing or pre_filter.too_little_experience)
        if similar < _DOUBTFUL:
            reasons.append("It was stopped by a comparison with the job that rests on little or unsure text.")
        elif alone and rules.min_similarity - breakdown.similarity.value <= _CLOSE_SIMILARITY:
            reasons.append(
                "Only its similarity to the job stopped it, and that is very close to what is needed."
            )
    return reasons


def _pages(count: int) -> str:
    return f"{count} page" + ("" if count == 1 else "s")


def _mean(values: Sequence[float], otherwise: float) -> float:
    return _rounded(sum(values) / len(values)) if values else otherwise


def _rounded(value: float) -> float:
    return round(value, DECIMALS)
