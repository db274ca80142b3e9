from dataclasses import replace

import pytest

from domain.experience import ExperienceSource
from domain.explanation import explain
from domain.scoring import ScoringRules, score
from domain.similarity import NO_SIMILARITY, Match, Part, Similarity
from domain.skills import SkillFinding
from tests.builders import build_experience, build_finding

RULES = ScoringRules()


def explained(
    *,
    required: tuple[SkillFinding, ...] = (build_finding("Python"), build_finding("C++")),
    preferred: tuple[SkillFinding, ...] = (),
    years: float | None = 5.0,
    required_years: float = 4.0,
    similarity: float = 0.62,
    parts: Similarity = NO_SIMILARITY,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    breakdown, pre_filter = score(
        similarity=similarity,
        required_found=sum(finding.found for finding in required),
        required_total=len(required),
        preferred_found=sum(finding.found for finding in preferred),
        preferred_total=len(preferred),
        years=years,
        required_years=required_years,
        rules=RULES,
    )
    return explain(
        breakdown=breakdown,
        pre_filter=pre_filter,
        required=required,
        preferred=preferred,
        experience=build_experience(years=years),
        required_years=required_years,
        rules=RULES,
        similarity=parts,
    )


def test_who_passed_has_no_rejection_and_a_sentence_for_each_part() -> None:
    rejections, reasons = explained(preferred=(build_finding("R", found=False),))
    assert rejections == ()
    assert reasons == (
        "Shows all 2 required skills: Python, C++.",
        "Shows 5 years of experience, by dated work; the job asks for at least 4 years.",
        "The content of the resume matches the job description at 0.6200 of 1, at or above the 0.25 that is needed.",  # noqa: E501 - as shown
        "Does not show the only preferred skill: R.",
    )


def test_the_sentence_of_the_job_that_it_comes_nearest_to_is_named_without_the_words_of_the_resume() -> None:
    matches = tuple(
        Match(requirement=requirement, passage=passage, value=value)
        for requirement, passage, value in (
            ("Data Engineer", "Data Engineer", 0.9),
            ("Runs Kafka.", "Ran Kafka for two years", 0.4),
            ("Writes SQL;", "Wrote reports in SQL", 0.6),
        )
    )
    _, reasons = explained(parts=Similarity(parts=(), matches=matches))
    assert reasons[3] == 'Of what the job says, it comes nearest to: "Writes SQL".'
    _, reasons = explained(parts=Similarity(parts=(), matches=matches[:1]))
    assert reasons[3] == 'Of what the job says, it comes nearest to: "Data Engineer".'


def test_the_parts_of_the_similarity_are_told() -> None:
    parts = (
        Part(name="document", value=0.31, weight=0.8),
        Part(name="requirements", value=-0.02, weight=0.15),
        Part(name="titleWords", value=1.0, weight=0.05),
    )
    _, reasons = explained(parts=Similarity(parts=parts, matches=()))
    assert reasons[2] == (
        "The content of the resume matches the job description at 0.6200 of 1 (whole text 0.3100, best "
        "passages -0.0200, words of the title 1.0000), at or above the 0.25 that is needed."
    )


def test_what_stopped_a_resume_comes_first_and_once() -> None:
    rejections, reasons = explained(
        required=(build_finding("Python"), build_finding("C++", found=False)), years=1.0, similarity=0.1
    )
    assert len(rejections) == 3
    assert reasons[:3] == rejections
    assert len(set(reasons)) == len(reasons)
    assert rejections[0] == "Shows 1 of 2 required skills: Python; not found: C++."
    assert rejections[1].startswith("Shows 1 year of experience")
    assert "0.1000 of 1, below the 0.25" in rejections[2]


def test_unknown_years_are_said_to_be_unknown() -> None:
    _, reasons = explained(years=None)
    assert reasons[1] == (
        "Years of experience are unknown, as no dates of work could be read in the resume; the job asks for "
        "at least 4 years, so a person should look."
    )
    assert explained(years=None, required_years=0.0)[1][1].endswith("the job asks for none.")


def test_a_statement_is_told_from_dated_work() -> None:
    experience = replace(build_experience(years=8.0), source=ExperienceSource.STATEMENT)
    breakdown, pre_filter = score(
        similarity=0.5, required_found=0, required_total=0, preferred_found=0, preferred_total=0,
        years=8.0, required_years=0.0, rules=RULES,
    )  # fmt: skip
    _, reasons = explain(
        breakdown=breakdown, pre_filter=pre_filter, required=(), preferred=(), experience=experience,
        required_years=0.0, rules=RULES,
    )  # fmt: skip
    assert reasons[0] == "The job names no required skills."
    assert reasons[1] == "Shows 8 years of experience, by the resume's own statement; the job asks for none."


@pytest.mark.parametrize("found", [True, False])
def test_a_single_skill_reads_well(found: bool) -> None:
    _, reasons = explained(required=(build_finding("Go", found=found),))
    assert reasons[0] == (
        "Shows the only required skill: Go." if found else "Does not show the only required skill: Go."
    )
