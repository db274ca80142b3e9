"""Which language a text is written in: short lines, long texts, and what is no language that is read."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.language import OTHER, SUPPORTED, UNKNOWN, Language, language_of, languages_in

SHORT = [
    ("en", "No experience with Kafka"),
    ("en", "Responsible for the accounts of three clients"),
    ("en", "I managed a team of five nurses and kept the ward running."),
    ("en", "Built services in Go and deployed them on Kubernetes"),
    ("en", "Worked as a chef in a hotel kitchen"),
    ("fr", "Aucune expérience en Java"),
    ("fr", "Gestion de projet et encadrement d'une équipe de cinq personnes"),
    ("fr", "Je souhaite apprendre le russe"),
    ("fr", "Développement d'applications pour des clients bancaires"),
    ("fr", "Responsable de la comptabilité dans une entreprise de transport"),
    ("de", "Keine Erfahrung mit Kafka"),
    ("de", "Leitung eines Teams von fünf Mitarbeitern"),
    ("de", "Verantwortlich für die Buchhaltung und das Mahnwesen"),
    ("de", "Ich möchte Python lernen"),
    ("de", "Ausbildung zum Kaufmann im Einzelhandel"),
    ("es", "Sin experiencia en Java"),
    ("es", "Gestión de proyectos y atención al cliente"),
    ("es", "Desarrollo de aplicaciones web con un equipo de cinco personas"),
    ("es", "Responsable de las ventas en una empresa del sector"),
    ("pt", "Sem experiência com Docker"),
    ("pt", "Gestão de projetos e atendimento ao cliente"),
    ("pt", "Desenvolvimento de sistemas para uma empresa do setor bancário"),
    ("pt", "Responsável pela equipe de vendas"),
    ("it", "Nessuna esperienza con SAP"),
    ("it", "Gestione dei progetti e assistenza ai clienti"),
    ("it", "Sviluppo di applicazioni per il settore bancario"),
    ("it", "Responsabile della contabilità presso un'azienda di trasporti"),
    (OTHER, "Verantwoordelijk voor de boekhouding en het beheer van klanten"),
    (OTHER, "Ansvarig för bokföring och kundkontakt på ett företag i Malmö"),
    (OTHER, "Odpowiedzialny za obsługę klienta oraz prowadzenie księgowości"),
    (OTHER, "Bertanggung jawab untuk penjualan dan pelayanan pelanggan di perusahaan ini"),
    (OTHER, "Müşteri ilişkileri ve satış için sorumlu olarak çalıştı"),
    (OTHER, "Инженер-программист, опыт работы пять лет"),
    (OTHER, "软件工程师，五年工作经验"),
    (OTHER, "مهندس برمجيات"),
    (OTHER, "Software engineer: προγραμματιστής με πολυετή εμπειρία στην ανάπτυξη εφαρμογών"),
    (OTHER, "\u2460"),
    (UNKNOWN, ""),
    (UNKNOWN, "Python, SQL, Docker, Kubernetes"),
    (UNKNOWN, "2019 - 2021 | +49 | 12,5 %"),
    (UNKNOWN, "Ada Lovelace"),
    (UNKNOWN, "ada@lovelace.com | www.lovelace.com | linkedin.com/in/ada"),
]


@pytest.mark.parametrize("code,text", SHORT)
def test_the_language_of_a_line(code: str, text: str) -> None:
    assert language_of(text).code == code


def test_the_share_says_how_clear_it_is() -> None:
    pure = language_of("Verantwortlich für die Buchhaltung und das Mahnwesen")
    mixed = language_of("Verantwortlich für die Buchhaltung. Responsible for the accounts of a client.")
    assert pure.share > 0.85
    assert 0 < mixed.share < 0.8
    assert language_of("Docker") == Language(code=UNKNOWN, share=0.0)


def test_names_of_tools_and_people_do_not_hide_the_language() -> None:
    text = "Entwicklung von Microservices mit Spring Boot, Apache Kafka und Docker bei der Acme Software GmbH"
    assert language_of(text).code == "de"
    text = "Juan de la Cruz led the development of a payment service for the Banco del Sur"
    assert language_of(text).code == "en"


def test_every_part_of_a_mixed_text_is_read() -> None:
    english = "I managed the accounts of three clients and the payroll of a company with forty people."
    german = "Ich war für die Buchhaltung von drei Kunden und die Löhne eines Unternehmens zuständig."
    assert languages_in(f"{english}\n\n{german}") == {"en", "de"}
    assert languages_in(english) == {"en"}
    assert languages_in("Python, SQL") == frozenset()


@given(st.text(max_size=200))
def test_any_text_has_an_answer_that_holds_together(text: str) -> None:
    language = language_of(text)
    assert language.code in {*SUPPORTED, OTHER, UNKNOWN}
    assert 0 <= language.share <= 1
    assert (language.share == 0) == (language.code == UNKNOWN)
    assert language.is_supported == (language.code in SUPPORTED)
    assert languages_in(text) <= set(SUPPORTED)


def test_time_grows_with_the_text_and_no_faster() -> None:
    for piece in ("de la ", "é\n\n", "aaaaaaaaation ", "ß"):
        text = piece * (400_000 // len(piece))
        begin = time.perf_counter()
        language_of(text)
        languages_in(text)
        assert time.perf_counter() - begin < 10
