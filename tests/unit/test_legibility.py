import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.confidence import MIN_READING
from domain.document import ReadingFacts
from domain.legibility import PartName, Unreadable, legibility
from domain.redaction import redact
from domain.text import normalise
from tests.spoilt import DOUBTFUL, HOPELESS, Spoil, mojibake, question_marks, shifted

FACTS = ReadingFacts()
RESUMES = {
    path.stem: redact(normalise(path.read_text(encoding="utf-8")))
    for path in sorted((Path(__file__).resolve().parents[2] / "examples" / "texts").iterdir())
}
LONG = [text for text in RESUMES.values() if len(text.split()) > 150]
SUPPORTED = {
    "fr": "Expérience professionnelle\nDéveloppeuse chez un éditeur à Lyon depuis 2019. J'ai développé des "
    "applications pour les équipes financières et géré la mise en œuvre de la sécurité.\n"
    "Formation : école supérieure d'ingénieurs, diplômée en 2015. Intérêts : randonnée, théâtre.",
    "de": "Berufserfahrung\nSoftwareentwickler bei einer Versicherungsgesellschaft in München, seit "
    "2018. Verantwortlich für die Weiterentwicklung der Kundenverwaltungssysteme und die Qualität.\n"
    "Führungskräfteentwicklung, Geschäftsprozessmodellierung. Ausbildung: Diplom in Informatik.",
    "pt": "Experiência profissional\nGestão de projetos na área de informação; SÃO PAULO, desde 2017. "
    "Responsável pela organização e coordenação das equipas de manutenção. FORMAÇÃO em engenharia.",
}
FOREIGN = {
    "Dutch": "Werkervaring\nSoftwareontwikkelaar bij een groot bedrijf. Ik heb de systemen ontwikkeld en het "
    "team geleid. Verantwoordelijk voor de kwaliteit van de diensten en het onderhoud. Opleiding aan de "
    "universiteit.",
    "Polish": "Doświadczenie zawodowe\nProgramista w firmie. Odpowiedzialny za rozwój systemów i "
    "jakość usług. Wykształcenie wyższe. Znajomość języka angielskiego oraz niemieckiego, praca w zespole.",
    "Turkish": "İş deneyimi\nYazılım geliştirici olarak bir şirkette çalıştım. Müşteri sistemlerinin "
    "geliştirilmesi ve ekip yönetimi için sorumluydum. Yabancı dil bilgisi iyi. Takım çalışmasına uygun.",
    "Russian": "Опыт работы\nРазработчик в крупной компании. Отвечал за развитие систем и качество услуг.",
    "Greek": "Επαγγελματική εμπειρία\nΠρογραμματιστής σε μεγάλη εταιρεία. Υπεύθυνος για την ανάπτυξη.",
    "Chinese": "工作经历\n软件工程师,负责系统开发与维护。教育背景:计算机科学专业。技能:Python、SQL。",
    "Arabic": "الخبرة العملية\nمهندس برمجيات في شركة كبيرة مسؤول عن تطوير الأنظمة وجودة الخدمات",
}


@pytest.mark.parametrize("name", RESUMES)
def test_honest_resumes_are_read_without_a_doubt(name: str) -> None:
    read = legibility(RESUMES[name], FACTS)
    assert read.unreadable is None
    assert read.confidence >= 0.95
    assert read.doubts == ()


@pytest.mark.parametrize("way", HOPELESS)
def test_what_nobody_could_read_is_not_judged(way: str) -> None:
    spoilt = [legibility(normalise(HOPELESS[way](text)), FACTS) for text in LONG]
    assert {read.unreadable for read in spoilt} == {Unreadable.GARBLED}
    assert max(read.confidence for read in spoilt) < 0.3


@pytest.mark.parametrize("way", DOUBTFUL)
def test_what_reads_in_part_is_doubted(way: str) -> None:
    doubted = [legibility(normalise(DOUBTFUL[way](text)), FACTS) for text in LONG]
    caught = sum(read.confidence < MIN_READING or read.unreadable is not None for read in doubted)
    # Shuffled words show in sentences alone, lost spaces in long words: these short texts have few of both.
    assert caught >= (0.4 if way in {"words shuffled", "30 % of spaces lost"} else 0.9) * len(LONG)
    assert all(read.doubts for read in doubted if read.confidence < MIN_READING)


@pytest.mark.parametrize("code", SUPPORTED)
def test_supported_languages_are_read_and_a_wrong_code_page_shows(code: str) -> None:
    read = legibility(normalise(SUPPORTED[code]), FACTS)
    assert (read.language, read.confidence, read.unreadable) == (code, 1.0, None)
    for spoil in (mojibake, question_marks):
        spoilt = legibility(normalise(spoil(SUPPORTED[code])), FACTS)
        assert spoilt.confidence < MIN_READING
        assert spoilt.unreadable is None  # most of its words are whole


@pytest.mark.parametrize("language", FOREIGN)
def test_a_language_that_is_not_read_is_told_from_garbled_text(language: str) -> None:
    read = legibility(normalise(FOREIGN[language]), FACTS)
    assert read.unreadable is Unreadable.LANGUAGE
    assert read.confidence < 0.5


UNTOLD = {
    "Latin": "Curriculum\nNauta in nave magna fui per annos multos et mercatoribus servivi cum fide. "
    "Magister puerorum in urbe parva litteras et numeros docui donec bellum incepit. Agricola "
    "postea factus vineas colui cum fratribus meis in monte sacro usque ad senectutem. Linguas "
    "Graecam et Latinam bene scio.",
    "Galician": "Experiencia laboral\nEnfermeira, Hospital do Norte. Coidado dos pacientes da unidade e "
    "formación do alumnado durante as prácticas. Coordinación cos médicos e coas familias para preparar "
    "as altas e o seguimento na casa. Elaboración de informes sobre o estado de cada paciente e "
    "administración da medicación. Colaboración na limpeza das feridas.",
}


@pytest.mark.parametrize("language", UNTOLD)
def test_a_text_whose_language_cannot_be_told_is_for_a_person(language: str) -> None:
    read = legibility(normalise(UNTOLD[language]), FACTS)
    assert read.confidence < MIN_READING
    assert read.unreadable is None
    assert any("language" in doubt for doubt in read.doubts)


def test_tagalog_is_no_french() -> None:
    read = legibility(
        normalise(
            "Karanasan sa trabaho\nNag-alaga ng mga pasyente at nagturo sa mga mag-aaral habang sila ay "
            "nagsasanay. Nakipagtulungan sa mga doktor at pamilya para sa paglabas ng pasyente mula sa "
            "ospital. Naghanda ng mga ulat tungkol sa kalagayan ng bawat pasyente at nagbigay ng "
            "gamot sa tamang oras."
        ),
        FACTS,
    )
    assert read.unreadable is Unreadable.LANGUAGE


@pytest.mark.parametrize("page", ["cp437", "mac_roman"])
def test_code_pages_of_other_machines_show(page: str) -> None:
    text = (
        SUPPORTED["de"]
        .replace("Berufs", "\u2022 Gr\u00f6\u00dfte Berufs")
        .replace(". ", " \u2013 mit Gr\u00f6\u00dfe\n\u2022 ")
    )
    kept = text.replace("\u2022", "-").replace("\u2013", "-") if page == "cp437" else text
    spoilt = (
        kept.encode("latin-1").decode("cp437")
        if page == "cp437"
        else kept.encode("mac_roman").decode("latin-1")
    )
    assert legibility(normalise(spoilt), FACTS).confidence < MIN_READING


@pytest.mark.parametrize(
    "spoil",
    [lambda text: text.translate(str.maketrans("", "", "aeiouAEIOU")), shifted(5)],
    ids=["vowels lost", "letters shifted"],
)
def test_what_is_in_no_language_and_half_unread_is_not_judged(spoil: Spoil) -> None:
    short = " ".join(LONG[0].split()[:60])
    assert legibility(normalise(spoil(short)), FACTS).unreadable is not None


def test_a_list_of_products_is_no_garbled_text() -> None:
    read = legibility(
        "Python, SQL, AWS, GCP, Docker, Kubernetes, Terraform, Kafka, PostgreSQL, MySQL, Redis, NoSQL, REST, "
        "gRPC, HTML, CSS, JavaScript, TypeScript, Node.js, React, Vue, PHP, Perl, CI/CD, Jenkins, GitHub",
        FACTS,
    )
    assert read.unreadable is None


def test_the_reading_of_a_scan_is_as_sure_as_its_recognition() -> None:
    text = LONG[0]
    facts = ReadingFacts(pages=4, ocr_pages=2, unread_pages=1, ocr_confidence=0.9)
    values = {part.name: part.value for part in legibility(text, facts).parts}
    assert values[PartName.RECOGNITION] == 0.95
    assert values[PartName.COMPLETE] == 0.75
    assert legibility(text, facts).confidence == round(legibility(text, FACTS).confidence * 0.95 * 0.75, 4)


@given(st.text(max_size=400), st.integers(1, 9), st.integers(0, 9), st.floats(0, 1))
def test_parts_stay_between_nothing_and_all(text: str, pages: int, ocr: int, sure: float) -> None:
    facts = ReadingFacts(
        pages=pages, ocr_pages=min(ocr, pages), unread_pages=max(pages - ocr, 0), ocr_confidence=sure
    )
    read = legibility(normalise(text), facts)
    assert [part.name for part in read.parts] == list(PartName)
    assert all(0 <= part.value <= 1 for part in read.parts)
    assert 0 <= read.confidence <= 1


@pytest.mark.parametrize(
    "piece", ["\u00c3", "a?", "the ", "x" * 5000 + " ", "a\n", "@", "\ue000", "www.", "A.b/"]
)
def test_time_grows_with_the_text_alone(piece: str) -> None:
    started = time.process_time()
    legibility(piece * (200_000 // len(piece)), FACTS)
    assert time.process_time() - started < 5
