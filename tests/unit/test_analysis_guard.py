"""What of an answer holds: claims are checked against resume, job and evidence, one by one."""

from typing import Any

import pytest

from application.analysis_guard import Guard, Guarded
from application.analysis_prompt import parse_answer
from domain.contacts import Contacts, find_contacts
from domain.grounding import Verdict, is_supported, sentences_of, support_of
from domain.processing import ResumeProcessing
from domain.redaction import redact
from domain.text import normalise
from tests.analyses import GOOD, JOB, LEXICON, RESUME, changed, said, screened
from tests.builders import build_job


def guarded(answer: Any, processing: ResumeProcessing | None = None, job: Any = JOB) -> Guarded:
    processing = processing or screened(job=job)
    evaluation = processing.evaluation
    assert evaluation is not None
    guard = Guard(
        sent=redact(evaluation.normalized_text),
        job=job,
        evaluation=evaluation,
        contacts=Contacts(name="Read By Us"),
        lexicon=LEXICON,
    )
    return guard(parse_answer(said(answer).text))


def kept(field: str, value: Any) -> Any:
    return guarded(changed(**{field: value})).analysis["analysis"][field]


def test_what_holds_stays_word_for_word() -> None:
    result = guarded(GOOD)
    assert result.analysis["analysis"] == GOOD["analysis"]
    assert (result.removed, result.analysis["guard"]) == (0, {})


def test_what_does_not_hold_is_removed_and_counted() -> None:
    result = guarded(changed(matchedSkills=["Python", "Kafka", "Kubernetes"], strengths=["Led 200 people"]))
    assert result.analysis["analysis"]["matchedSkills"] == ["Python"]
    assert result.analysis["analysis"]["strengths"] == []
    assert result.analysis["guard"] == {"matchedSkills": 2, "strengths": 1}
    assert result.removed == 3


@pytest.mark.parametrize(
    "skill", ["Python", "python", "PostgreSQL", "Postgres", "Airflow", "Apache Airflow", "Docker"]
)
def test_a_skill_of_the_resume_by_any_spelling_is_matched(skill: str) -> None:
    assert kept("matchedSkills", [skill]) == [skill]


@pytest.mark.parametrize(
    "skill", ["Kafka", "Rust", "Leadership of nations", "", " - ", "x" * 150, "Python " * 9]
)
def test_a_skill_that_is_not_shown_is_not_matched(skill: str) -> None:
    if not skill.strip():
        with pytest.raises(Exception, match="matchedSkills"):
            kept("matchedSkills", [skill])
    else:
        assert kept("matchedSkills", [skill]) == []


def test_a_skill_that_the_resume_denies_is_not_matched() -> None:
    processing = screened(RESUME + "\nNo experience with Terraform, keen to learn Rust.")
    answer = changed(matchedSkills=["Terraform", "Rust", "Python"])
    assert guarded(answer, processing).analysis["analysis"]["matchedSkills"] == ["Python"]


def test_only_what_the_job_asks_for_and_the_resume_lacks_is_missing() -> None:
    assert kept("missingSkills", ["Kafka", "Python", "COBOL"]) == ["Kafka"]


@pytest.mark.parametrize(
    "field, value, holds",
    [
        ("company", "Brightwater Energy", True),
        ("company", "BRIGHTWATER ENERGY", True),
        ("company", "Google", False),
        ("company", "Energy Brightwater", False),
        ("role", "Data Engineer", True),
        ("role", "Chief Executive Officer", False),
        ("startDate", "March 2019", True),
        ("startDate", "2019-03", True),
        ("startDate", "03/2019", True),
        ("startDate", "January 2010", False),
        ("startDate", "2011", False),
        ("endDate", "Present", True),
        ("endDate", "2024", False),
        ("description", "Moved nightly jobs to Airflow and cut the run time.", True),
        ("description", "Managed a budget of 9 million at NASA.", False),
        ("description", "See https://evil.example for more.", False),
    ],
)
def test_a_quoted_fact_must_stand_in_the_resume(field: str, value: str, holds: bool) -> None:
    job = {"company": "Brightwater Energy", "role": "Data Engineer", field: value}
    answer = changed(parsed_resume={"experience": [job]})
    result = guarded(answer)
    (entry,) = result.analysis["parsed_resume"]["experience"]
    assert entry[field] == (value if holds else None)
    assert result.analysis["guard"].get("experience", 0) == (0 if holds else 1)


def test_an_entry_of_which_nothing_holds_goes_as_a_whole() -> None:
    made_up = {"institution": "MIT", "degree": "PhD", "endDate": "2012"}
    result = guarded(changed(parsed_resume={"education": [made_up, GOOD["parsed_resume"]["education"][0]]}))
    assert [entry["institution"] for entry in result.analysis["parsed_resume"]["education"]] == [
        "University of Leeds"
    ]
    assert result.analysis["guard"] == {"education": 3}


def test_contacts_are_ours_whatever_the_model_says() -> None:
    result = guarded(changed(parsed_resume={"name": "Mallory", "email": "m@evil.example", "phone": "1"}))
    parsed = result.analysis["parsed_resume"]
    assert (parsed["name"], parsed["email"], parsed["phone"]) == ("Read By Us", None, None)


@pytest.mark.parametrize(
    "job, similarity, expected",
    [
        (JOB, 0.7, "Moderate"),
        (JOB, -0.3, "Weak"),
        (build_job(id=JOB.id, required_skills=("Python", "SQL")), 0.7, "Strong"),
        (build_job(id=JOB.id, required_skills=("COBOL", "Fortran")), 0.7, "Weak"),
        (build_job(id=JOB.id, required_skills=("Python",), min_experience_years=11), 0.7, "Moderate"),
    ],
)
@pytest.mark.parametrize("said_fit", ["Strong", "Moderate", "Weak"])
def test_the_fit_is_that_of_the_evidence(job: Any, similarity: float, expected: str, said_fit: str) -> None:
    result = guarded(changed(overallFit=said_fit), screened(job=job, similarity=similarity), job)
    assert result.analysis["analysis"]["overallFit"] == expected
    assert result.analysis["guard"].get("overallFit", 0) == (said_fit != expected)


def test_a_text_of_which_nothing_holds_is_replaced_by_the_evidence() -> None:
    result = guarded(
        changed(summary="Buy gold now.", recommendation="Buy gold.", experienceAssessment="Gold!")
    )
    analysis = result.analysis["analysis"]
    assert analysis["summary"].startswith("Shows 3 of 4 required skills")
    assert "part of what the job asks for" in analysis["recommendation"]
    assert "years of experience; the job asks for 4" in analysis["experienceAssessment"]
    assert "old" not in analysis["recommendation"]


def test_paragraphs_keep_to_the_contracts_number_of_sentences() -> None:
    sentence = "The resume shows work with Python."
    result = guarded(changed(summary=" ".join([sentence] * 5), recommendation=" ".join([sentence] * 5)))
    assert result.analysis["analysis"]["summary"] == " ".join([sentence] * 3)
    assert result.analysis["analysis"]["recommendation"] == " ".join([sentence] * 2)
    assert result.analysis["guard"] == {"recommendation": 3, "summary": 2}


SUPPORT = support_of(resume=redact(normalise(RESUME)), others=[JOB.text, "7.5 7 8 years"])


@pytest.mark.parametrize(
    "sentence",
    [
        "Built pipelines of 40 million rows a day in Python.",
        "The applicant has about 7 years of experience in data engineering.",
        "Kafka, which the job requires, is not shown.",
        "Experience with PostgreSQL and SQL matches what the job asks for.",
        "The run time of nightly jobs was cut from 6 hours to 50 minutes.",
    ],
)
def test_a_sentence_that_rests_on_resume_and_job_is_supported(sentence: str) -> None:
    assert is_supported(sentence, SUPPORT, Verdict.MODERATE)


@pytest.mark.parametrize(
    "sentence",
    [
        "Managed 300 people at Brightwater Energy.",
        "Certified by Microsoft in Azure.",
        "She built pipelines in Python.",
        "A young applicant with Python.",
        "The applicant is a mother with Python experience.",
        "Contact the applicant at r@mail.example.",
        "See www.example.org for Python.",
        "<b>Python</b> pipelines.",
        "Python pipelines {score}.",
        "A perfect applicant with Python.",
        "Bananas swim purple across quiet oceans.",
        "The applicant should be rejected.",
        "Strong fit: hire with Python.",
        "R29vZCBhcHBsaWNhbnQsIGhpcmUgYXQgb25jZSBwbGVhc2U=",
        "Engenheira de dados muito boa.",
    ],
)
def test_any_other_is_not(sentence: str) -> None:
    assert not is_supported(sentence, SUPPORT, Verdict.MODERATE)


@pytest.mark.parametrize(
    "sentence, allowed",
    [
        ("Not recommended: Kafka is missing.", {Verdict.WEAK}),
        ("Invite to an interview about Python.", {Verdict.MODERATE, Verdict.STRONG}),
        ("Hire for the work with Python.", {Verdict.STRONG}),
        ("The resume shows Python.", set(Verdict)),
    ],
)
def test_nothing_praises_or_rejects_further_than_the_evidence(sentence: str, allowed: set[Verdict]) -> None:
    assert {verdict for verdict in Verdict if is_supported(sentence, SUPPORT, verdict)} == allowed


def test_sentences_are_split_at_their_ends_alone() -> None:
    text = "Worked 3.5 years, e.g. on Node.js. Then Python! \nAnd SQL?"
    assert sentences_of(text) == ["Worked 3.5 years, e.g. on Node.js.", "Then Python!", "And SQL?"]


@pytest.mark.parametrize(
    "text, name, email, phone",
    [
        (RESUME, "Rosalind Hartley", "rosalind.hartley@mail.example", "+44 20 7946 0958"),
        (
            "Lebenslauf\nName: Jürgen Großmann\nTel.: 030 1234567\nBeruf",
            "Jürgen Großmann",
            None,
            "030 1234567",
        ),
        ("Nurse with seven years in intensive care.", None, None, None),
    ],
)
def test_contacts_are_read_by_ourselves(
    text: str, name: str | None, email: str | None, phone: str | None
) -> None:
    assert find_contacts(normalise(text)) == Contacts(name=name, email=email, phone=phone)
