"""The oracle sees what it is there to see, each fault made by hand in a real MongoDB."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bson import ObjectId, Timestamp
from pymongo.collection import Collection
from pymongo.database import Database

from adapters.mongo.connection import connect
from tests.resilience.oracle import Document, Verdict, fingerprints, history, judge

_JOB = ObjectId()
_RESUMES = 4
_SCORES = (0.9, 0.8, 0.7)


class Settled:
    """A batch of three that passed and one that failed, settled, ranked and counted as it should be."""

    def __init__(self, database: "Database[Document]", since: Timestamp) -> None:
        self.database, self.since = database, since
        self.documents: Collection[Document] = database["resumeprocessings"]
        self.ids = [ObjectId() for _ in range(_RESUMES)]
        self.documents.insert_many(
            {
                "_id": id_,
                "batchId": "B",
                "jobDescriptionId": _JOB,
                "status": "queued",
                "batchAccounted": False,
            }
            for id_ in self.ids
        )
        for id_ in self.ids:
            self.claim(id_)
        for id_, score in zip(self.ids, _SCORES, strict=False):
            self.settle(id_, status="completed", finalScore=score, contentHash=f"{id_}")
        self.settle(self.ids[-1], status="failed")
        for rank, id_ in enumerate(self.ids[:-1], start=1):
            self.change(id_, rank=rank, rankingStatus="completed")
        self.documents.update_many({}, {"$set": {"batchAccounted": True}})
        counters = {"processed": _RESUMES, "failed": 1}
        database["batches"].insert_one({"_id": "B", **counters})
        database["jobs"].insert_one({"_id": _JOB, **counters})

    def claim(self, id_: ObjectId) -> None:
        lease = {"worker.leaseUntil": 1}
        self.documents.update_one({"_id": id_}, {"$set": {"status": "processing", **lease}})
        self.documents.update_one({"_id": id_}, {"$inc": {"worker.fence": 1}})

    def settle(self, id_: ObjectId, **fields: Any) -> None:
        passed = {"preFilter": {"passed": fields["status"] == "completed"}}
        update = {"$set": {**passed, **fields}, "$unset": {"worker.leaseUntil": ""}}
        self.documents.update_one({"_id": id_}, {**update, "$currentDate": {"worker.settledAt": True}})

    def change(self, id_: ObjectId, **fields: Any) -> None:
        self.documents.update_one({"_id": id_}, {"$set": fields})

    @property
    def numbers(self) -> dict[str, int]:
        return {str(id_): number for number, id_ in enumerate(self.ids)}

    def judged(self, reference: dict[int, str] | None = None, *calls: dict[str, Any]) -> Verdict:
        return judge(
            self.database,
            told=history(self.database, since=self.since),
            numbers=self.numbers,
            reference=reference,
            calls=calls,
            call_seconds=10,
        )


@pytest.fixture
def batch(mongo_url: str) -> Iterator[Settled]:
    with connect(mongo_url) as client:
        database = client.get_default_database()
        yield Settled(database, client.admin.command("ping")["operationTime"])
        client.drop_database(database.name)


def test_what_is_as_it_should_be_is_green(batch: Settled) -> None:
    verdict = batch.judged(fingerprints(batch.database, batch.numbers))
    assert verdict.green, verdict.details
    assert verdict == Verdict()


def _lose(batch: Settled) -> None:
    batch.documents.update_one({"_id": batch.ids[0]}, {"$set": {"batchAccounted": False}})


def _commit_again(batch: Settled) -> None:
    batch.settle(batch.ids[0], status="completed")


def _commit_otherwise(batch: Settled) -> None:
    batch.change(batch.ids[0], status="failed")


def _take_up_again(batch: Settled) -> None:
    batch.claim(batch.ids[0])
    batch.settle(batch.ids[0], status="completed")


def _count_twice(batch: Settled) -> None:
    batch.database["batches"].update_one({}, {"$inc": {"processed": 1}})


def _count_too_few(batch: Settled) -> None:
    batch.database["jobs"].update_one({}, {"$inc": {"processed": -1}})


def _rank_twice(batch: Settled) -> None:
    batch.change(batch.ids[2], rank=2)


def _rank_what_failed(batch: Settled) -> None:
    batch.change(batch.ids[3], rank=4)


def _hold(batch: Settled) -> None:
    batch.documents.update_one({"_id": batch.ids[0]}, {"$set": {"worker.leaseUntil": 2}})


@pytest.mark.parametrize(
    "spoil, expected",
    [
        (_lose, {"lost": 1}),
        (_commit_again, {"double_commits": 1}),
        (_commit_otherwise, {"double_commits": 1, "wrong_ranks": 3, "broken_rules": 2}),
        (_take_up_again, {"double_commits": 1, "broken_rules": 1, "re_executions": 1}),
        (_count_twice, {"double_counted": 1}),
        (_count_too_few, {"broken_rules": 1}),
        (_rank_twice, {"wrong_ranks": 1}),
        (_rank_what_failed, {"wrong_ranks": 1}),
        (_hold, {"broken_rules": 2}),
    ],
)
def test_what_is_spoilt_is_seen(
    batch: Settled, spoil: Callable[[Settled], None], expected: dict[str, int]
) -> None:
    spoil(batch)
    verdict = batch.judged()
    assert not verdict.green
    names = ("lost", "double_counted", "double_commits", "wrong_ranks", "broken_rules", "re_executions")
    found = {name: getattr(verdict, name) for name in names}
    assert {name: count for name, count in found.items() if count} == expected, verdict.details
    assert verdict.details


def test_an_outcome_that_differs_from_the_undisturbed_one_is_seen(batch: Settled) -> None:
    reference = fingerprints(batch.database, batch.numbers)
    reference[1] = "another"
    assert batch.judged(reference).wrong_outcomes == 1


def test_a_resume_that_nobody_has_any_more_is_lost(batch: Settled) -> None:
    batch.documents.delete_one({"_id": batch.ids[3]})
    assert batch.judged().lost == 1


def test_two_calls_at_once_and_a_batch_complete_without_ranks_are_seen(batch: Settled) -> None:
    begins = {"event": "begins", "processing": "p", "life": "a"}
    ends = {"event": "ends", "processing": "p", "life": "a"}
    after = [{**begins, "at": 1}, {**ends, "at": 2}, {**begins, "at": 3}]
    assert batch.judged(None, *after).green
    died = [{**begins, "at": 1}, {**begins, "at": 2, "life": "b"}]
    assert batch.judged(None, *died).green
    at_once = [{**begins, "at": 1}, {**begins, "at": 2}]
    assert batch.judged(None, *at_once).broken_rules == 1
    unranked = {"event": "complete", "batch": "B", "unranked": 2}
    assert batch.judged(None, unranked).wrong_ranks == 2
