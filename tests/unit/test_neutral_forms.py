"""An occupation is the same text whoever writes it, and nothing else in a resume changes for it."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from adapters.skill_table import load_skill_lexicon
from domain.experience import find_experience
from domain.neutral_forms import neutralise
from domain.redaction import redact
from domain.skills import find_skills
from domain.text import normalise
from tests.unit.gendered_titles import EMPLOYERS, TITLES

_HEADINGS = {
    "de": "Berufserfahrung",
    "fr": "Expérience professionnelle",
    "es": "Experiencia laboral",
    "pt": "Experiência profissional",
    "it": "Esperienze professionali",
}
_COMPANIES = {"de": "Nord GmbH", "fr": "Nord SA", "es": "Sol SL", "pt": "Sol Lda", "it": "Sole Srl"}
_PAIRS = [
    (language, *pair.strip().split(" = ")) for language, pairs in TITLES.items() for pair in pairs.split("|")
]
_LINES = (
    "{title}, {company}, 03/2018 - 12/2022",
    "03/2018 - 12/2022 {title}, {company}",
    "{title}\n{company}\n03/2018 - 12/2022",
    "{company} | {title} | 03/2018 - 12/2022",
    "{title} - {company} (2018 - 2022)",
)
_PEOPLE = {  # a man and a woman of whom everything is known
    "de": ("Kellner", "Kellnerin"),
    "fr": ("Vendeur", "Vendeuse"),
    "es": ("Enfermero", "Enfermera"),
    "pt": ("Enfermeiro", "Enfermeira"),
    "it": ("Impiegato", "Impiegata"),
}


def _resume(language: str, line: str) -> str:
    return redact(normalise(f"Kim Taylor\nkim@example.org\n\n{_HEADINGS[language]}\n{line}"))


@pytest.mark.parametrize(
    "language,man,woman", _PAIRS, ids=[f"{language} {woman}" for language, _, woman in _PAIRS]
)
def test_a_title_is_the_same_whoever_writes_it(language: str, man: str, woman: str) -> None:
    lines: tuple[str, ...] = _LINES
    if (language, woman) == ("es", "Química industrial"):  # between bars it may be an employer
        lines = tuple(line for line in _LINES if "|" not in line)
    for line in lines:
        of_man, of_woman = (
            _resume(language, line.format(title=title, company=_COMPANIES[language]))
            for title in (man, woman)
        )
        assert of_man == of_woman
        assert neutralise(of_man) == of_man


@pytest.mark.parametrize("line", _LINES)
@pytest.mark.parametrize("language", _HEADINGS)
def test_the_name_of_an_employer_stays(language: str, line: str) -> None:
    for employer in (name.strip() for name in EMPLOYERS[language].split("|")):
        for title in _PEOPLE[language]:
            result = _resume(language, line.format(title=title, company=employer))
            assert employer in result
            assert result == _resume(language, line.format(title=_PEOPLE[language][0], company=employer))


_SENTENCES = [
    ("Ausbildung zum Bürokaufmann in Köln", "Ausbildung zur Bürokauffrau in Köln"),
    ("Er ist ein sehr erfahrener Berater.", "Er ist eine sehr erfahrene Beraterin."),
    (
        "Ich bin ein engagierter und erfahrener Techniker mit Ideen.",
        "Ich bin eine engagierte und erfahrene Technikerin mit Ideen.",
    ),
    ("Ich arbeite als technischer Redakteur im Team.", "Ich arbeite als technische Redakteurin im Team."),
    ("Ich bin ein guter Schwimmer und lese gern.", "Ich bin eine gute Schwimmerin und lese gern."),
    ("Je suis un infirmier passionné et rigoureux.", "Je suis une infirmière passionnée et rigoureuse."),
    ("Le travail d'un ingénieur dans une équipe", "Le travail d'une ingénieure dans une équipe"),
    ("Ancien directeur du site, pour les clients", "Ancienne directrice du site, pour les clients"),
    ("Un nouveau responsable pour les équipes", "Une nouvelle responsable pour les équipes"),
    ("Soy un ingeniero motivado y organizado.", "Soy una ingeniera motivada y organizada."),
    ("Trabajo como administrativo en el hospital.", "Trabajo como administrativa en el hospital."),
    ("Informe para el director del centro", "Informe para la directora del centro"),
    ("Sou um enfermeiro dedicado, com experiência.", "Sou uma enfermeira dedicada, com experiência."),
    ("Sono un infermiere laureato con esperienza.", "Sono un'infermiera laureata con esperienza."),
    ("Sono uno studente di medicina all'università.", "Sono una studentessa di medicina all'università."),
    ("Il lavoro del direttore della scuola", "Il lavoro della direttrice della scuola"),
]


@pytest.mark.parametrize("man,woman", _SENTENCES)
def test_a_sentence_is_the_same_whoever_writes_it(man: str, woman: str) -> None:
    assert neutralise(man) == neutralise(woman)


_HONEST = [
    # dates and skills beside a title
    "10/2018 - heute Projektleiter, Nord GmbH",
    "Salesforce Entwickler, Docker Spezialist, Kubernetes Spezialist, Azure Architekt",
    "Blender Designer und Trigger Entwickler",
    # ends like a woman
    "Termin in Berlin, Medizin, Bulletin, Valentin, Heparin, Login, Glycerin und Martin",
    "Konstantin, Kristin und Severin sind im Team.",
    "Chemie: Aspirin, Keratin, Saccharin und Rosmarin für die Küche",
    "Interner Fehler im Speicher der Maschine",
    "Industria farmacéutica, medicina veterinaria y gestión administrativa de la empresa",
    "Programación orientada a objetos con una tecla modificadora",
    "Química, Física y Matemáticas en la universidad",
    "El sector y el motor de la empresa, un servidor con la lista",
    "Atención médica especializada en la clínica",
    "Secretaría de Educación, Carteira de trabalho e Secretaria de Saúde",
    "La gestion financière de la société, une matrice et les ressources humaines",
    "Analyse financière, enquête policière, gestion hôtelière pour le groupe",
    "Maintenance d'un serveur et d'une liste pour les équipes",
    "Gestione della lavatrice e della stampatrice per la ditta",
    "La lista delle riviste e la vista del progetto",
    "The employee and the candidate met the director, a manager and a partner in Los Angeles.",
    "Informatica PowerCenter, LinkedIn, Premarin and a residente visa",
    "Executive Chef/Chef Manager, Assistant Manager/ Manager, i.e. B.A. and built-in tools",
    "International Scholar Laureate, Magistrate Court, Matron of the ward",
]


@pytest.mark.parametrize("text", _HONEST)
def test_what_is_no_person_stays(text: str) -> None:
    assert neutralise(normalise(text)) == normalise(text)


def test_a_science_among_skills_stays() -> None:
    text = "Habilidades\nQuímica, Excel\nInformática\nMatemática\n\nFormación\nQuímica, Vigo"
    assert neutralise(text) == text


@pytest.mark.parametrize(
    "title",
    ["Leiter", "Softwareentwickler", "Projektleiterin", "Beraterin", "Köchin", "Lagerist", "Elektrikerin"],
)
def test_heute_before_a_title_is_the_end_of_the_job(title: str) -> None:
    text = _resume("de", f"10/2018 - heute {title}, Nord GmbH")
    assert find_experience(text, as_of=date(2025, 3, 15)).years == 6.5


@pytest.mark.parametrize("skill", ["Salesforce", "Azure", "Oracle", "Kubernetes", "Docker", "Adobe"])
def test_a_skill_before_a_title_is_found(skill: str) -> None:
    lexicon = load_skill_lexicon()
    for title in ("Entwickler", "Entwicklerin", "Spezialist", "Trainerin"):
        text = _resume("de", f"{skill} {title}, Nord GmbH, 03/2018 - 12/2022")
        assert find_skills([skill], text, lexicon)[0].found


LETTERS = {
    "fr": ("Expérience", "Janvier 2019 - Décembre 2021", "Gestion de la clientèle et travail en équipe"),
    "de": ("Berufserfahrung", "Januar 2019 - Dezember 2021", "Betreuung der Kunden mit den anderen"),
    "es": ("Experiencia", "Enero 2019 - Diciembre 2021", "Atención a los clientes y trabajo en equipo"),
    "pt": ("Experiência", "Janeiro 2019 - Dezembro 2021", "Atendimento aos clientes com os outros"),
    "it": ("Esperienza", "Gennaio 2019 - Dicembre 2021", "Assistenza ai clienti e lavoro di squadra"),
}
_TABLE = Path(__file__).parents[2] / "adapters" / "skills_translations.toml"
TRANSLATIONS = tomllib.loads(_TABLE.read_text("utf-8"))["translations"]


@pytest.mark.parametrize("language", LETTERS)
def test_a_title_that_names_a_skill_names_it_in_its_one_form_too(language: str) -> None:
    """The table holds the form that redaction leaves of each of its names."""
    heading, dates, line = LETTERS[language]
    lexicon, lost = load_skill_lexicon(), []
    for skill, names in TRANSLATIONS.items():
        for name in names.get(language, ()):
            title = f"{name[0].upper()}{name[1:]}, Martin & Co"
            whole = normalise(f"Alex Martin\nalex@example.org\n\n{heading}\n{dates}\n{title}\n- {line}\n")
            before, after = (
                any(one.found for one in find_skills([skill], text, lexicon))
                for text in (whole, redact(whole))
            )
            lost += [(skill, name)] if before and not after else []
    assert lost == []
