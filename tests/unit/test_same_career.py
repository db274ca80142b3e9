"""The same career told in six languages: the same sections, months, gaps and years of a skill."""

from datetime import date

import pytest

from domain.experience import PeriodKind, find_experience
from domain.sections import SectionKind, split_sections
from domain.skill_years import skill_years
from domain.skills import SkillLexicon, find_skills
from domain.text import normalise

AS_OF = date(2024, 6, 15)
LEXICON = SkillLexicon(aliases={"Python": (), "SQL": ()}, products={"Python", "SQL"})

RESUMES = {
    "English": """Summary
Engineer for data.

Work Experience
Senior Data Engineer, Example Ltd
March 2021 \u2013 Present
\u2022 Builds pipelines in Python

Software Developer, Sample Inc.
Jan. 2017 \u2013 Dec. 2019
\u2022 Wrote reports in SQL and Python

Software Intern, Test Ltd
06/2016 \u2013 08/2016
\u2022 Tested forms

Education
Bachelor of Science, Example University
2012 \u2013 2016

Volunteering
Mentor, Code Club
2015 \u2013 2016

Skills
Python, SQL
""",
    "German": """Kurzprofil
Ingenieurin für Daten.

Berufserfahrung
Datenentwicklerin, Beispiel GmbH
März 2021 \u2013 heute
\u2022 Baut Strecken in Python

Softwareentwicklerin, Muster AG
Jan. 2017 bis Dez. 2019
\u2022 Berichte in SQL und Python

Praktikantin, Test GmbH
06/2016 \u2013 08/2016
\u2022 Formulare geprüft

Ausbildung
Studium der Informatik, Universität Beispiel
2012 \u2013 2016

Ehrenamt
Mentorin, Programmierklub
2015 \u2013 2016

Kenntnisse
Python, SQL
""",
    "French": """Profil
Ingénieure des données.

Expérience professionnelle
Ingénieure données, Exemple SA
mars 2021 \u2013 aujourd\u2019hui
\u2022 Construit des flux en Python

Développeuse, Modèle SARL
janv. 2017 à déc. 2019
\u2022 Rapports en SQL et Python

Stagiaire, Essai SA
06/2016 \u2013 08/2016
\u2022 Essais de formulaires

Formation
Licence informatique, Université Exemple
2012 \u2013 2016

Bénévolat
Mentor, Club de code
2015 \u2013 2016

Compétences
Python, SQL
""",
    "Spanish": """Perfil profesional
Ingeniera de datos.

Experiencia laboral
Ingeniera de datos, Ejemplo SL
marzo de 2021 \u2013 actualidad
\u2022 Construye flujos en Python

Desarrolladora, Muestra SA
ene. 2017 a dic. 2019
\u2022 Informes en SQL y Python

Becaria, Prueba SL
06/2016 \u2013 08/2016
\u2022 Pruebas de formularios

Formación académica
Grado en informática, Universidad Ejemplo
2012 \u2013 2016

Voluntariado
Mentora, Club de código
2015 \u2013 2016

Conocimientos
Python, SQL
""",
    "Portuguese": """Resumo profissional
Engenheira de dados.

Experiência profissional
Engenheira de dados, Exemplo Lda
março de 2021 \u2013 atual
\u2022 Constrói fluxos em Python

Desenvolvedora, Amostra SA
jan. 2017 até dez. 2019
\u2022 Relatórios em SQL e Python

Estagiária, Teste Lda
06/2016 \u2013 08/2016
\u2022 Testes de formulários

Formação acadêmica
Licenciatura em informática, Universidade Exemplo
2012 \u2013 2016

Voluntariado
Mentora, Clube de código
2015 \u2013 2016

Competências
Python, SQL
""",
    "Italian": """Profilo professionale
Ingegnera dei dati.

Esperienza lavorativa
Ingegnere dei dati, Esempio Srl
marzo 2021 \u2013 oggi
\u2022 Costruisce flussi in Python

Sviluppatrice, Modello Spa
gen. 2017 al dic. 2019
\u2022 Rapporti in SQL e Python

Tirocinante, Prova Srl
06/2016 \u2013 08/2016
\u2022 Prove di moduli

Istruzione e formazione
Laurea in informatica, Università Esempio
2012 \u2013 2016

Volontariato
Mentore, Club del codice
2015 \u2013 2016

Competenze
Python, SQL
""",
}


@pytest.mark.parametrize("language", RESUMES)
def test_sections(language: str) -> None:
    text = normalise(f"Ada Example\n\n{RESUMES[language]}")
    assert [section.kind for section in split_sections(text)] == [
        SectionKind.HEADER,
        SectionKind.SUMMARY,
        SectionKind.EXPERIENCE,
        SectionKind.EDUCATION,
        SectionKind.VOLUNTEERING,
        SectionKind.SKILLS,
    ]


@pytest.mark.parametrize("language", RESUMES)
def test_months_gaps_and_what_does_not_count(language: str) -> None:
    text = normalise(f"Ada Example\n\n{RESUMES[language]}")
    found = find_experience(text, as_of=AS_OF)
    assert [(str(one.start), str(one.end), one.current, one.kind.value) for one in found.periods] == [
        ("2021-03", "2024-06", True, "work"),
        ("2017-01", "2019-12", False, "work"),
        ("2016-06", "2016-08", False, "internship"),
    ]
    assert found.years == 6.58
    assert find_experience(text, as_of=AS_OF, count_internships=False).years == 6.33
    assert [(str(gap.start), str(gap.end)) for gap in found.gaps] == [("2020-01", "2021-02")]
    assert {left.kind: left.ranges for left in found.left_out} == {
        PeriodKind.EDUCATION: 1,
        PeriodKind.VOLUNTEERING: 1,
    }
    for period in found.periods:
        assert len(text[slice(*period.span)].split("\n")) == 3


@pytest.mark.parametrize("language", RESUMES)
def test_years_of_each_skill(language: str) -> None:
    text = normalise(f"Ada Example\n\n{RESUMES[language]}")
    periods = find_experience(text, as_of=AS_OF).periods
    found = skill_years(find_skills(("Python", "SQL"), text, LEXICON), periods)
    assert {one.skill: one.years for one in found} == {"Python": 6.33, "SQL": 3.0}
