"""Why a resume passed or was rejected, in sentences a candidate could be shown."""

from collections.abc import Sequence

from domain.experience import Experience, ExperienceSource, Gap, LeftOut, PeriodKind
from domain.scoring import PreFilter, ScoreBreakdown, ScoringRules
from domain.similarity import NO_SIMILARITY, Match, Similarity
from domain.skill_years import SkillYears
from domain.skills import SkillFinding

PART_NAMES = {
    "document": "whole text",
    "requirements": "best passages",
    "titleWords": "words of the title",
}
"""The parts of a similarity in words."""


def explain(  # noqa: PLR0913 - one argument a source of reasons, all named at the call
    *,
    breakdown: ScoreBreakdown,
    pre_filter: PreFilter,
    required: Sequence[SkillFinding],
    preferred: Sequence[SkillFinding],
    experience: Experience,
    required_years: float,
    rules: ScoringRules,
    by_skill: Sequence[SkillYears] = (),
    similarity: Similarity = NO_SIMILARITY,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Explain a decision.

    Returns:
        The sentences for the rules that stopped the resume (empty where it passed), and all sentences of
        the decision: those first, then what else was found, one sentence a component of the score.
    """
    content = _similarity_sentence(breakdown.similarity.value, similarity, pre_filter, rules)
    skills = _skills_sentence("required", required)
    years = _years_sentence(experience, required_years)
    rejections = tuple(
        sentence
        for stopped, sentence in (
            (pre_filter.too_many_skills_missing, skills),
            (pre_filter.too_little_experience, years),
            (pre_filter.too_dissimilar, content),
        )
        if stopped
    )
    findings = (
        skills,
        years,
        content,
        _match_sentence(similarity.matches),
        _skills_sentence("preferred", preferred),
        _by_skill(by_skill),
    )
    return rejections, (*rejections, *(text for text in findings if text and text not in rejections))


_NOT_COUNTED = {
    PeriodKind.INTERNSHIP: "internships",
    PeriodKind.EDUCATION: "study",
    PeriodKind.VOLUNTEERING: "voluntary work",
    PeriodKind.PROJECT: "projects",
    PeriodKind.OTHER: "other things",
}


def gaps_sentence(gaps: Sequence[Gap]) -> str:
    """State the gaps as what they are, facts that cost nothing; empty without any."""
    if not gaps:
        return ""
    listed = _listed([f"{gap.start} to {gap.end} ({gap.months} months)" for gap in gaps])
    return f"Without dated work: {listed}. A gap costs no points."


def left_out_sentence(left_out: Sequence[LeftOut]) -> str:
    """State which dated periods do not count as work; empty without any."""
    if not left_out:
        return ""
    listed = _listed([f"{left.ranges} of {_NOT_COUNTED.get(left.kind, 'other things')}" for left in left_out])
    return f"Dated, but not work that counts: {listed}."


def _skills_sentence(kind: str, findings: Sequence[SkillFinding]) -> str:
    if not findings:
        return "" if kind == "preferred" else "The job names no required skills."
    found = [finding.name for finding in findings if finding.found]
    missing = [finding.name for finding in findings if not finding.found]
    noun = f"{kind} skill" + ("" if len(findings) == 1 else "s")
    if not missing:
        how_many = "the only" if len(findings) == 1 else f"all {len(findings)}"
        return f"Shows {how_many} {noun}: {_listed(found)}."
    if not found and len(findings) == 1:
        return f"Does not show the only {noun}: {missing[0]}."
    if not found:
        return f"Shows none of the {len(findings)} {noun}; not found: {_listed(missing)}."
    return f"Shows {len(found)} of {len(findings)} {noun}: {_listed(found)}; not found: {_listed(missing)}."


def _years_sentence(experience: Experience, required_years: float) -> str:
    demanded = required_years > 0
    demand = f"the job asks for {f'at least {_years(required_years)}' if demanded else 'none'}"
    if experience.years is None:
        unknown = "Years of experience are unknown, as no dates of work could be read in the resume"
        return f"{unknown}; {demand}{', so a person should look' if demanded else ''}."
    source = "dated work" if experience.source is ExperienceSource.DATES else "the resume's own statement"
    return f"Shows {_years(experience.years)} of experience, by {source}; {demand}."


def _by_skill(by_skill: Sequence[SkillYears]) -> str:
    """Years of each skill with the months of the work that shows it; nothing where no work shows any."""
    known = [
        f"{one.skill} {_years(one.years)} ({', '.join(f'{start} to {end}' for start, end in one.intervals)})"
        for one in by_skill
        if one.years is not None
    ]
    if not known:
        return ""
    unknown = [one.skill for one in by_skill if one.years is None]
    rest = f"; unknown for {_listed(unknown)}, named outside of dated work" if unknown else ""
    return f"By skill, in the dated work that names it: {'; '.join(known)}{rest}."


def _similarity_sentence(
    value: float, similarity: Similarity, pre_filter: PreFilter, rules: ScoringRules
) -> str:
    side = "below" if pre_filter.too_dissimilar else "at or above"
    parts = ", ".join(f"{PART_NAMES[part.name]} {part.value:.4f}" for part in similarity.parts)
    return (
        f"The content of the resume matches the job description at {value:.4f} of 1"
        f"{f' ({parts})' if parts else ''}, "
        f"{side} the {rules.min_similarity:g} that is needed."
    )


def _match_sentence(matches: Sequence[Match]) -> str:
    """Name the sentence of the job that the resume comes nearest to, besides the title.

    The passage is evidence and stands there: in a reason, a resume's own words would speak for us.
    """
    if not matches:
        return ""
    best = max(matches[1:] or matches, key=lambda match: match.value)  # the first of equals
    return f'Of what the job says, it comes nearest to: "{best.requirement.rstrip(".;,")}".'


def _years(years: float) -> str:
    return f"{years:g} year" + ("" if years == 1 else "s")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
