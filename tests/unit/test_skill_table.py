"""The shipped table of skills, and what a user may lay over it."""

from pathlib import Path

import pytest

from adapters.skill_table import SHIPPED_TABLE, load_skill_lexicon
from domain.language import SUPPORTED
from domain.skills import find_skills


def _file(folder: Path, text: str) -> Path:
    path = folder / "own.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_table_is_consistent_and_large() -> None:
    lexicon = load_skill_lexicon()
    named_otherwise = {
        *(name for name, others in lexicon.aliases.items() if others),
        *(name for names in lexicon.translations.values() for name in names),
    }
    assert len(named_otherwise) >= 1500
    assert {"JavaScript", "Python", "PostgreSQL"} <= set(lexicon.products)
    assert "Spanish" in lexicon.literal


@pytest.mark.parametrize(
    "field",
    [
        *("software", "business", "finance", "human_resources", "sales", "marketing", "health", "education"),
        *("engineering", "trades", "hospitality", "wellness", "law", "aviation", "agriculture", "arts"),
        *("office", "soft_skills", "languages"),
    ],
)
def test_every_field_of_work_has_its_table(field: str) -> None:
    assert f"\n[{field}]\n" in SHIPPED_TABLE.read_text(encoding="utf-8")


def test_every_foreign_language_names_the_common_skills() -> None:
    lexicon = load_skill_lexicon()
    assert set(lexicon.translations) == set(SUPPORTED) - {"en"}
    assert {
        language: len(names) for language, names in lexicon.translations.items() if len(names) < 350
    } == {}


def test_every_foreign_name_is_found_in_a_line_of_its_language() -> None:
    lexicon = load_skill_lexicon()
    line = {
        "fr": "Expérience de plusieurs années dans les domaines suivants : {}, et d'autres",
        "de": "Mehrjährige Erfahrung in den folgenden Bereichen: {}, und weitere",
        "es": "Experiencia de varios años en las siguientes áreas: {}, y otras",
        "pt": "Experiência de vários anos nas seguintes áreas: {}, e outras",
        "it": "Esperienza di diversi anni nei seguenti settori: {}, e altri",
    }
    missing = [
        (language, name, spelling)
        for language, names in lexicon.translations.items()
        for name, spellings in names.items()
        for spelling in spellings
        if not find_skills([name], line[language].format(spelling), lexicon)[0].found
    ]
    assert missing == []


def test_a_user_file_adds_names_in_other_languages(tmp_path: Path) -> None:
    own = _file(
        tmp_path, '[pottery]\n"Kiln firing" = []\n[translations]\n"Kiln firing" = { de = ["Ofenbrand"] }'
    )
    lexicon = load_skill_lexicon([own])
    assert find_skills(["Kiln firing"], "Verantwortlich für den Ofenbrand", lexicon)[0].found
    assert find_skills(["Ofenbrand"], "Fired kilns", lexicon)[0].found


def test_every_canonical_name_of_the_table_is_found_in_a_sentence_of_claim() -> None:
    lexicon = load_skill_lexicon()
    names = sorted(lexicon.aliases)
    missing = [
        name for name in names if not find_skills([name], f"Skills: Python, {name}, SQL", lexicon)[0].found
    ]
    assert missing == []


def test_a_user_file_adds_spellings_skills_and_implications(tmp_path: Path) -> None:
    own = _file(
        tmp_path,
        """
        [technology.house]
        "Frobnicator" = ["frob"]
        "Python" = ["pythonic code"]
        [pottery]
        "Kiln firing" = []
        [implies]
        "Frobnicator" = ["Python"]
        [ambiguous]
        spellings = ["frob"]
        [unlike]
        "Frobnicator" = ["frobnicator street"]
        """,
    )
    lexicon = load_skill_lexicon([own])
    assert find_skills(["Python"], "Wrote pythonic code", lexicon)[0].matched_as == "pythonic code"
    assert find_skills(["Python"], "Ran the Frobnicator", lexicon)[0].matched_as == "Frobnicator"
    assert not find_skills(["Frobnicator"], "Lives in Frobnicator Street", lexicon)[0].found
    assert not find_skills(["Frobnicator"], "A frob of butter", lexicon)[0].found
    assert find_skills(["Kiln firing"], "Fired kilns", lexicon)[0].found
    assert not find_skills(["Frobnicator"], "Python", lexicon)[0].found


@pytest.mark.parametrize(
    "text,message",
    [
        ("[technology", "own.toml: not a TOML file"),
        ("Python = 3", "own.toml: [Python] must be a table, not int"),
        (
            '[business]\n"Audit trail" = "trail"',
            "own.toml: [business] 'Audit trail' must be a list of strings",
        ),
        ('[business]\n"Audit trail" = [1]', "own.toml: [business] 'Audit trail' must be a list of strings"),
        (
            '[technology.x]\n"Pythonista" = ["python"]',
            "own.toml: 'python' is a spelling of both 'Python' and 'Pythonista'",
        ),
        (
            '[implies]\n"Nothing known" = ["SQL"]',
            "own.toml: implies: 'Nothing known' is not the canonical name",
        ),
        (
            '[ambiguous]\nspellings = ["nothing known"]',
            "own.toml: ambiguous: 'nothing known' is not a spelling",
        ),
        ('[implies]\n"SQL" = 1', "own.toml: [implies] 'SQL' must be a list of strings"),
        ("translations = 1", "own.toml: [translations] must be a table, not int"),
        (
            '[translations]\n"Nothing known" = { fr = ["rien"] }',
            "own.toml: translations: 'Nothing known' is not the canonical name",
        ),
        ('[translations]\n"Sales" = { nl = ["verkoop"] }', "own.toml: translations: 'nl' is none of fr, de"),
        ('[translations]\n"Sales" = { fr = "vente" }', "own.toml: [translations.Sales] 'fr' must be a list"),
        (
            '[translations]\n"Sales" = { fr = ["comptable"] }',
            "own.toml: fr: 'comptable' names both 'Accounting' and 'Sales'",
        ),
        ("implies = 1", "own.toml: [implies] must be a table, not int"),
    ],
)
def test_a_faulty_user_file_is_refused_by_file_and_entry(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the message is compared below
        load_skill_lexicon([_file(tmp_path, text)])
    assert message in str(refused.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ValueError, match=r"own\.toml: not a TOML file"):
        load_skill_lexicon([path])


def test_a_missing_user_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        load_skill_lexicon([tmp_path / "none.toml"])
