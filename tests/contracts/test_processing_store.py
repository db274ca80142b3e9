"""The promise of `ProcessingStore`, held by the store in memory."""

import threading
import time

import pytest

from adapters.memory import InMemoryProcessingStore
from application.ports import ProcessingStore
from domain.processing import RankingStatus
from tests.builders import build_evaluation, build_processing

TWIN = build_evaluation(normalized_text="the same")


@pytest.fixture
def store() -> ProcessingStore:
    return InMemoryProcessingStore([build_processing(id="one")])


def test_what_is_saved_comes_back_equal(store: ProcessingStore) -> None:
    completed = build_processing(id="one", evaluation=build_evaluation())
    store.save(completed)
    assert store.get("one") == completed
    assert store.get("two") is None


def test_the_processings_of_a_job_are_its_own(store: ProcessingStore) -> None:
    other = build_processing(id="two", job_id="job-2")
    store.save(other)
    assert [processing.id for processing in store.of_job("job-1")] == ["one"]
    assert list(store.of_job("job-3")) == []


def test_a_twin_is_found_by_both_hashes_and_is_never_itself_a_copy(store: ProcessingStore) -> None:
    def found(resume_hash: str = TWIN.resume_hash, job_hash: str = TWIN.job_hash) -> str | None:
        twin = store.find_evaluated(resume_hash=resume_hash, job_hash=job_hash)
        return twin.id if twin else None

    assert found() is None
    store.save(build_processing(id="copy", evaluation=TWIN, duplicate_of="gone"))
    assert found() is None
    store.save(build_processing(id="original", evaluation=TWIN))
    assert found() == "original"
    assert found(job_hash="another job") is None
    assert found(resume_hash="another resume") is None


def test_ranks_are_set_on_those_named_alone(store: ProcessingStore) -> None:
    store.save(build_processing(id="a", evaluation=build_evaluation()))
    store.save(build_processing(id="b", evaluation=build_evaluation()))
    store.save_ranks({"a": 2})
    ranked, other = store.get("a"), store.get("b")
    assert ranked is not None
    assert other is not None
    assert (ranked.rank, ranked.ranking_status) == (2, RankingStatus.COMPLETED)
    assert other.rank is None


def test_two_holders_of_a_pair_never_overlap_and_of_two_pairs_may(store: ProcessingStore) -> None:
    inside: list[str] = []
    most: list[int] = []

    def hold(name: str, resume_hash: str) -> None:
        with store.evaluating(resume_hash=resume_hash, job_hash="job"):
            inside.append(name)
            most.append(len(inside))
            time.sleep(0.02)
            inside.remove(name)

    def most_at_once(hashes: list[str]) -> int:
        most.clear()
        threads = [threading.Thread(target=hold, args=(f"t{i}", h)) for i, h in enumerate(hashes)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        return max(most)

    assert most_at_once(["same"] * 5) == 1
    assert most_at_once(["one", "two", "three"]) > 1
