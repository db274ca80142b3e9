"""Sections of a resume by their headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.sections import SectionKind, split_sections
from domain.text import normalise


def kinds(text: str) -> list[tuple[SectionKind, str]]:
    return [(section.kind, section.heading) for section in split_sections(normalise(text))]


def test_a_plain_resume_is_cut_at_its_headings() -> None:
    text = (
        "Ada Example\nada@example.org\n\nSUMMARY\nBuilds engines.\n\nExperience\n"
        "Engineer, Acme, 2019 - 2021\n\n"
        "Education\nB.Sc. Mathematics\n\nSkills\nPython"
    )
    sections = split_sections(text)
    assert [section.kind for section in sections] == [
        SectionKind.HEADER,
        SectionKind.SUMMARY,
        SectionKind.EXPERIENCE,
        SectionKind.EDUCATION,
        SectionKind.SKILLS,
    ]
    assert text[sections[2].start : sections[2].end] == "Experience\nEngineer, Acme, 2019 - 2021\n\n"


@pytest.mark.parametrize(
    "line,kind",
    [
        ("## Experience", SectionKind.EXPERIENCE),
        ("**Work Experience**", SectionKind.EXPERIENCE),
        ("EXPERIENCE:", SectionKind.EXPERIENCE),
        ("1. Employment History", SectionKind.EXPERIENCE),
        ("II. PROFESSIONAL EXPERIENCE", SectionKind.EXPERIENCE),
        ("\u2022 Work history", SectionKind.EXPERIENCE),
        ("E X P E R I E N C E", SectionKind.EXPERIENCE),
        ("EXPERIENCE ________", SectionKind.EXPERIENCE),
        ("Work Experience (6 years)", SectionKind.EXPERIENCE),
        ("Professional Experience / Projects", SectionKind.EXPERIENCE),
        ("Education and Experience", SectionKind.EXPERIENCE),
        ("Banking Experience", SectionKind.EXPERIENCE),
        ("Berufserfahrung", SectionKind.EXPERIENCE),
        ("Beruflicher Werdegang", SectionKind.EXPERIENCE),
        ("EXP\u00c9RIENCE PROFESSIONNELLE", SectionKind.EXPERIENCE),
        ("Exp\u00e9riences professionnelles", SectionKind.EXPERIENCE),
        ("Experiencia laboral", SectionKind.EXPERIENCE),
        ("Experi\u00eancia Profissional", SectionKind.EXPERIENCE),
        ("Esperienze lavorative", SectionKind.EXPERIENCE),
        ("Education & Certifications", SectionKind.EDUCATION),
        ("Ausbildung", SectionKind.EDUCATION),
        ("Formaci\u00f3n acad\u00e9mica", SectionKind.EDUCATION),
        ("Istruzione e formazione", SectionKind.EDUCATION),
        ("Technical Skills", SectionKind.SKILLS),
        ("Skills & Abilities", SectionKind.SKILLS),
        ("Kenntnisse und F\u00e4higkeiten", SectionKind.SKILLS),
        ("Comp\u00e9tences", SectionKind.SKILLS),
        ("Academic Projects", SectionKind.PROJECTS),
        ("Licenses & Certifications", SectionKind.CERTIFICATIONS),
        ("Volunteer Experience", SectionKind.VOLUNTEERING),
        ("Internships", SectionKind.INTERNSHIPS),
        ("Praktika", SectionKind.INTERNSHIPS),
        ("Publications", SectionKind.PUBLICATIONS),
        ("Honors and Awards", SectionKind.AWARDS),
        ("Languages", SectionKind.LANGUAGES),
        ("Sprachkenntnisse", SectionKind.LANGUAGES),
        ("Hobbies & Interests", SectionKind.INTERESTS),
        ("Centres d\u2019int\u00e9r\u00eat", SectionKind.INTERESTS),
        ("References", SectionKind.REFERENCES),
        ("Pers\u00f6nliche Daten", SectionKind.PERSONAL),
        ("Additional Information", SectionKind.OTHER),
    ],
)
def test_headings_are_known_in_their_usual_dress(line: str, kind: SectionKind) -> None:
    sections = kinds(f"Ada Example\n\n{line}\nsome text below")
    assert [found for found, _ in sections] == [SectionKind.HEADER, kind]


@pytest.mark.parametrize(
    "line",
    [
        "Experience with Java and Spring in large teams",
        "I gained experience.",
        "My education gave me a sound base",
        "Head of User Experience",
        "Director of Education",
        "Responsible for skills and training of the staff",
        "10 Years of Experience",
        "Experience: 5 years",
        "Acme Corporation",
        "2019 - 2021",
    ],
)
def test_a_sentence_or_title_is_no_heading(line: str) -> None:
    assert kinds(f"Ada Example\n{line}\nmore") == [(SectionKind.HEADER, "")]


def test_a_heading_and_its_text_may_share_a_line() -> None:
    assert kinds("Ada\nSkills: Python, SQL\nEducation: B.Sc. Physics") == [
        (SectionKind.HEADER, ""),
        (SectionKind.SKILLS, "Skills"),
        (SectionKind.EDUCATION, "Education"),
    ]


def test_a_label_under_every_job_cuts_nothing() -> None:
    jobs = "Engineer\nSkills: Java\nAchievements:\nx\nTester\nSkills: Ruby\nAchievements:\ny"
    text = f"Experience\n{jobs}\nEducation\nz"
    assert kinds(text) == [(SectionKind.EXPERIENCE, "Experience"), (SectionKind.EDUCATION, "Education")]


def test_the_last_word_of_a_wrapped_sentence_is_no_heading() -> None:
    text = (
        "Experience\nPlanned and guided the introduction of the new accounting\nsoftware\nNurse, 2019 - 2021"
    )
    assert kinds(text) == [(SectionKind.EXPERIENCE, "Experience")]


def test_a_list_of_languages_inside_the_skills_stays_there() -> None:
    assert kinds("Skills\nLanguages: Python, Java\nTools: Git") == [(SectionKind.SKILLS, "Skills")]


def test_marks_are_left_out_of_the_heading() -> None:
    assert kinds("## **Work Experience:**\nx") == [(SectionKind.EXPERIENCE, "Work Experience")]


def test_empty_text_has_no_section() -> None:
    assert split_sections("") == ()


@given(st.text(max_size=400) | st.text(alphabet="Skils:Expernc\n# &/-.", max_size=400))
def test_sections_tile_any_text(text: str) -> None:
    sections = split_sections(text)
    assert "".join(text[section.start : section.end] for section in sections) == text
    assert all(section.start < section.end for section in sections)
