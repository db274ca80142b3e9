"""Precision and recall on the hand-made cases, and the rules of claims one by one."""

import re
import time
from collections.abc import Callable

import pytest

from adapters.skill_table import load_skill_lexicon
from domain.claim_words import DENIED, OF_OTHERS, WISHED
from domain.claim_words_after import DENIED_AFTER, OTHERS_AFTER, WISHED_AFTER
from domain.skill_claims import denies, is_disclaimed_after, leaves_to_others, wishes
from domain.skills import find_skills
from domain.text import normalise
from tests.skill_cases import HELD_OUT, TUNED, score_cases, skill_cases

LEXICON = load_skill_lexicon()
LEAST_PRECISION = 0.97
LEAST_RECALL = 0.90
ALL = [*skill_cases(TUNED), *skill_cases(HELD_OUT)]


def test_the_cases_are_many_and_of_all_kinds() -> None:
    assert len(ALL) >= 500
    assert sum(not case.expected for case in ALL) >= 150
    assert len({(case.skill, case.text) for case in ALL}) == len(ALL)
    assert len(list(skill_cases(HELD_OUT))) * 3 >= len(ALL)


def test_precision_and_recall_hold_over_all_cases() -> None:
    score = score_cases(ALL, LEXICON)
    told = "\n".join(score.misses)
    assert score.precision >= LEAST_PRECISION, told
    assert score.recall >= LEAST_RECALL, told


@pytest.mark.parametrize("says,pattern", [(denies, DENIED), (wishes, WISHED), (leaves_to_others, OF_OTHERS)])
def test_the_quick_look_at_the_words_misses_no_pattern(
    says: Callable[[str], bool], pattern: re.Pattern[str]
) -> None:
    clauses = {
        normalise(case.text)[:cut].replace("\n", " ") for case in ALL for cut in range(1, len(case.text) + 1)
    }
    assert {clause for clause in clauses if pattern.search(clause)} == set(filter(says, clauses))


def test_the_quick_look_at_the_words_after_a_skill_misses_no_pattern() -> None:
    rests = {normalise(case.text)[cut:] for case in ALL for cut in range(len(case.text))}
    disclaimed = {
        rest
        for rest in rests
        if DENIED_AFTER.match(rest) or WISHED_AFTER.match(rest) or OTHERS_AFTER.match(rest)
    }
    assert disclaimed == set(filter(is_disclaimed_after, rests))


@pytest.mark.parametrize(
    "text,found",
    [
        ("No experience with Kafka, Flink or Redis", []),
        ("Kafka and Flink I have never used; Redis I use every day", ["Redis"]),
        ("Kafka is next on my list. Redis in production.", ["Redis"]),
        ("Kafka wurde von einem Dienstleister betreut, Redis von mir", ["Redis"]),
        ("Kafka était géré par le siège, j'utilise Redis", ["Redis"]),
        ("Sin experiencia en Kafka ni Flink, Redis en cambio a diario", ["Redis"]),
        ("Embora sem experiência em Kafka, uso Redis", ["Redis"]),
        ("No experience with Kafka, but Flink and Redis", ["Flink", "Redis"]),
        ("Keine Erfahrung mit Kafka und Flink, dafür mit Redis", ["Redis"]),
        ("Kafka since 2019. No experience with Flink. Redis daily.", ["Kafka", "Redis"]),
        ("Want to learn:\nKafka\nFlink\n\nUsed:\nRedis", ["Redis"]),
        ("No experience with:\n- Kafka\n- Flink", []),
        ("Our client used Kafka; I ran Redis.", ["Redis"]),
        ("Worked in a team that used Kafka and Redis", ["Kafka", "Redis"]),
        ("Je n'ai jamais utilisé Kafka, mais Redis tous les jours", ["Redis"]),
        ("Nunca he usado Kafka, pero sí Redis", ["Redis"]),
        ("Non ho mai usato Kafka, però Redis sì", ["Redis"]),
        ("Nunca usei Kafka, porém Redis sim", ["Redis"]),
        ("Kafka noch nie benutzt, aber Redis", ["Redis"]),
    ],
)
def test_a_denial_a_wish_and_the_work_of_others_reach_to_the_end_of_their_clause(
    text: str, found: list[str]
) -> None:
    findings = find_skills(["Kafka", "Flink", "Redis"], normalise(text), LEXICON)
    assert [finding.name for finding in findings if finding.found] == found


@pytest.mark.parametrize(
    "skill,text",
    [
        ("Accounting", "Responsible for the accounts of a bank.\nConversation contable"),
        ("Cooking", "I enjoyed the cuisine and the culture of the places that I was sent to for my work."),
        (
            "Training and development",
            "The formation of the team took place in spring and was done by others.",
        ),
        ("Sales", "My vent repairs for the building and the roof were done on time and within the budget."),
    ],
)
def test_a_foreign_name_counts_only_where_its_language_is_written(skill: str, text: str) -> None:
    assert not find_skills([skill], text, LEXICON)[0].found


@pytest.mark.parametrize(
    "skill,text,matched",
    [
        (
            "Quality assurance",
            "Qualitaetssicherung in der Fertigung",
            "Qualitaetssicherung",
        ),
        ("Quality assurance", "Verantwortlich für die Qualitätssicherung", "Qualitätssicherung"),
        ("Negotiation", "Responsable des negociations avec les fournisseurs", "negociations"),
        (
            "Project management",
            "Responsável pela gestão de um projeto na área de saúde",
            "gestão de um projeto",
        ),
        (
            "Project management",
            "Responsável pela gestão dos projetos na área de saúde",
            "gestão dos projetos",
        ),
        ("Nursing", "Enfermeras y enfermeros de la unidad: tres años como enfermera", "Enfermeras"),
        ("Buchhaltung", "Bookkeeping and accounting for the owner of a garage", "accounting"),
    ],
)
def test_foreign_names_are_inflected(skill: str, text: str, matched: str | None) -> None:
    assert find_skills([skill], text, LEXICON)[0].matched_as == matched


@pytest.mark.parametrize(
    "piece",
    ["no experience with ", "keen to learn ", "client used ", "Kafka, ", "de la ", "Want to learn:\n"],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    text = (piece * 20 + "Kafka\n") * (200_000 // (20 * len(piece)))
    begin = time.perf_counter()
    find_skills(["Kafka", "Project management", "Sales"], text, LEXICON)
    assert time.perf_counter() - begin < 10
