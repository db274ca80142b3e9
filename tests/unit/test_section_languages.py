"""Headings of six languages in every dress."""

import pytest

from domain.sections import SectionKind, split_sections
from domain.text import normalise

HEADINGS = {
    SectionKind.EXPERIENCE: """
        Work Experience; Employment History; Berufserfahrung; Beruflicher Werdegang; Berufliche Tätigkeiten;
        Expérience professionnelle; Parcours professionnel; Activités professionnelles; Experiencia laboral;
        Trayectoria profesional; Vida laboral; Experiência profissional; Histórico profissional; Carreira;
        Esperienza lavorativa; Esperienze professionali; Percorso professionale""",
    SectionKind.EDUCATION: """
        Education; Academic Background; Ausbildung; Aus- und Weiterbildung; Akademischer Werdegang; Formation;
        Études et formations; Diplômes; Formación académica; Estudios; Educación y formación;
        Formação acadêmica; Habilitações literárias; Educação e formação; Istruzione e formazione;
        Titoli di studio; Percorso di studi""",
    SectionKind.SKILLS: """
        Technical Skills; Core Competencies; Kenntnisse; Fähigkeiten und Kenntnisse; EDV-Kenntnisse;
        Technologien;
        Compétences techniques; Savoir-faire; Connaissances techniques; Habilidades; Conocimientos técnicos;
        Habilidades y competencias; Competências; Conhecimentos técnicos; Aptidões; Competenze informatiche;
        Capacità e competenze; Competenze digitali""",
    SectionKind.SUMMARY: """
        Professional Summary; About Me; Über mich; Kurzprofil; Profil professionnel; À propos de moi;
        Sobre mí;
        Resumen profesional; Sobre mim; Apresentação; Chi sono; Profilo professionale""",
    SectionKind.CERTIFICATIONS: """
        Certifications; Zertifizierungen; Lehrgänge; Certificats; Cursos y certificaciones; Certificações;
        Corsi e certificazioni""",
    SectionKind.PROJECTS: "Projects; Projekte; Projets personnels; Proyectos; Projetos; Progetti principali",
    SectionKind.VOLUNTEERING: """
        Volunteering; Ehrenamt; Freiwilligenarbeit; Bénévolat; Voluntariado; Trabalho voluntário;
        Volontariato""",
    SectionKind.INTERNSHIPS: "Internships; Praktika; Stages; Prácticas profesionales; Estágios; Tirocini",
    SectionKind.LANGUAGES: """
        Languages; Sprachkenntnisse; Langues; Idiomas; Competências linguísticas; Lingue straniere""",
    SectionKind.INTERESTS: """
        Interests; Hobbys und Interessen; Centres d'intérêt; Aficiones; Interesses pessoais; Tempo libero""",
    SectionKind.AWARDS: """
        Honors and Awards; Auszeichnungen; Prix et distinctions; Premios; Reconhecimentos;
        Premi e riconoscimenti""",
    SectionKind.PERSONAL: """
        Contact; Persönliche Daten; Coordonnées; Datos personales; Dados pessoais; Contatti""",
    SectionKind.REFERENCES: "References; Referenzen; Références; Referencias; Referências; Referenze",
    SectionKind.OTHER: """
        Additional Information; Sonstiges; Autres informations; Datos de interés; Outras informações;
        Altro""",
}
CASES = [(kind, " ".join(one.split())) for kind, text in HEADINGS.items() for one in text.split(";")]


def spaced(heading: str) -> str:
    return "   ".join(" ".join(word) for word in heading.upper().split())


@pytest.mark.parametrize("kind,heading", CASES)
def test_a_heading_in_every_dress(kind: SectionKind, heading: str) -> None:
    dresses = (
        *(heading, heading.upper(), heading.lower(), f"{heading}:", f"{heading} :", f"## {heading}"),
        *(f"**{heading}**", f"2. {heading}", f"\u2014 {heading} \u2014", f"{heading} ______"),
        spaced(heading),
    )
    for dress in dresses:
        text = normalise(f"Ada Example\n\n{dress}\nsome text below\nand more")
        found = [section.kind for section in split_sections(text)]
        assert found == [SectionKind.HEADER, kind], dress


@pytest.mark.parametrize(
    "heading,kind",
    [
        ("Kenntnisse & Zertifikate", SectionKind.SKILLS),
        ("Ausbildung und Weiterbildung", SectionKind.EDUCATION),
        ("Formation et diplômes", SectionKind.EDUCATION),
        ("Expériences et projets", SectionKind.EXPERIENCE),
        ("Idiomas y aficiones", SectionKind.LANGUAGES),
        ("Cursos e certificados", SectionKind.CERTIFICATIONS),
        ("Istruzione, corsi e certificazioni", SectionKind.EDUCATION),
    ],
)
@pytest.mark.parametrize("in_capitals", [False, True])
def test_two_headings_in_one_line(heading: str, kind: SectionKind, *, in_capitals: bool) -> None:
    line = heading.upper() if in_capitals else heading
    found = split_sections(normalise(f"Ada Example\n\n{line}\nsome text below"))
    assert [section.kind for section in found] == [SectionKind.HEADER, kind]


@pytest.mark.parametrize(
    "line",
    [
        "Erfahrung mit Java und Spring in großen Teams",
        "Expérience de Java en équipe",
        "Mi experiencia me dio una base",
        "Diretora de educação",
        "Responsabile della formazione",
        "Leiterin Ausbildung",
        "S P R I N G",
    ],
)
def test_a_sentence_or_title_is_no_heading(line: str) -> None:
    found = split_sections(normalise(f"Ada Example\n{line}\nmore"))
    assert [section.kind for section in found] == [SectionKind.HEADER]
