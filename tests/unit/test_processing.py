import random
from collections.abc import Callable

import pytest

from domain.processing import (
    IllegalTransitionError,
    ProcessingStatus,
    RankingStatus,
    ResumeProcessing,
    rank_all,
    settle_duplicates,
)
from tests.builders import build_evaluation, build_finding, build_processing

REJECTED = build_evaluation(required_skills=[build_finding("Python", found=False)])


def test_the_life_of_a_resume_that_passes() -> None:
    queued = build_processing()
    ranked = queued.claimed().completed(build_evaluation()).ranked(1)
    assert (queued.status, queued.settled) == (ProcessingStatus.QUEUED, False)
    assert (ranked.status, ranked.settled, ranked.rank) == (ProcessingStatus.COMPLETED, True, 1)
    assert ranked.ranking_status is RankingStatus.COMPLETED


def test_a_failed_resume_has_a_reason_and_no_score() -> None:
    failed = build_processing().claimed().failed("The file is damaged.", reason="damaged")
    assert (failed.error, failed.error_reason, failed.evaluation) == ("The file is damaged.", "damaged", None)
    assert failed.ranking_status is RankingStatus.SKIPPED
    assert not failed.takes_part_in_ranking


def test_what_a_dead_worker_left_is_claimed_again() -> None:
    assert build_processing().claimed().claimed().status is ProcessingStatus.PROCESSING


def test_what_failed_is_put_back_as_it_came() -> None:
    assert build_processing(error="It is gone.", error_reason="not_found").requeued() == build_processing()


def test_what_a_worker_gives_back_is_queued_as_before() -> None:
    assert build_processing().claimed().released() == build_processing()


@pytest.mark.parametrize(
    "transition",
    [
        lambda: build_processing().released(),
        lambda: build_processing().requeued(),
        lambda: build_processing().claimed().requeued(),
        lambda: build_processing(evaluation=build_evaluation()).requeued(),
        lambda: build_processing().completed(build_evaluation()),
        lambda: build_processing().failed("x", reason="x"),
        lambda: build_processing(evaluation=build_evaluation()).claimed(),
        lambda: build_processing(error="x").claimed(),
        lambda: build_processing().ranked(1),
        lambda: build_processing(evaluation=REJECTED).ranked(1),
        lambda: build_processing(evaluation=build_evaluation()).ranked(0),
        lambda: build_processing(error="x").duplicating("other"),
    ],
)
def test_illegal_transitions_are_refused(transition: Callable[[], object]) -> None:
    with pytest.raises(IllegalTransitionError):
        transition()


def test_pending_until_ranked_and_skipped_when_rejected() -> None:
    assert build_processing(evaluation=build_evaluation()).ranking_status is RankingStatus.PENDING
    assert build_processing(evaluation=REJECTED).ranking_status is RankingStatus.SKIPPED
    assert build_processing().ranking_status is RankingStatus.PENDING


def test_ranks_are_the_same_in_any_order_without_gaps_or_repeats() -> None:
    processings = [
        build_processing(
            id=f"p{number}",
            evaluation=build_evaluation(
                similarity=number % 7 / 10 + 0.3, normalized_text=f"text {number % 5}"
            ),
        )
        for number in range(40)
    ]
    processings += [build_processing(id="failed", error="x"), build_processing(id="no", evaluation=REJECTED)]
    ranks = rank_all(processings)
    shuffled = random.Random(1).sample(processings, len(processings))
    assert rank_all(shuffled) == ranks
    assert sorted(ranks.values()) == list(range(1, 41))
    scores = [by_id(processings, id_).evaluation.final_score for id_ in sorted(ranks, key=ranks.__getitem__)]  # type: ignore[union-attr] # all of them have one
    assert scores == sorted(scores, reverse=True)


def test_ties_are_broken_by_content_not_by_arrival() -> None:
    one = build_processing(id="z", evaluation=build_evaluation(content_hash="a" * 64))
    two = build_processing(id="a", evaluation=build_evaluation(content_hash="b" * 64))
    assert rank_all([two, one]) == {"z": 1, "a": 2}


def test_of_twins_the_smallest_id_is_the_original_whoever_was_first() -> None:
    twin = build_evaluation(normalized_text="the same")
    processings = [
        build_processing(id="b", evaluation=twin),
        build_processing(id="a", evaluation=twin, duplicate_of="b"),
        build_processing(id="c", evaluation=twin, duplicate_of="b"),
        build_processing(id="d", evaluation=build_evaluation(normalized_text="another")),
        build_processing(id="e", error="x"),
    ]
    changed = {processing.id: processing.duplicate_of for processing in settle_duplicates(processings)}
    assert changed == {"a": None, "b": "a", "c": "a"}


def by_id(processings: list[ResumeProcessing], id_: str) -> ResumeProcessing:
    return next(processing for processing in processings if processing.id == id_)
