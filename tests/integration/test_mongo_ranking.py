"""Places in a real MongoDB: another worker's results, what pollers see, and what happens in between."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pymongo
import pytest
from bson import ObjectId

from adapters.mongo.ranking import MongoRanking
from tests.contracts.worlds import MongoWorld

JOB = "65f000000000000000000001"
# What a poll may overlook in any case: dates are whole milliseconds, and a write takes some to be seen.
BLINK = timedelta(milliseconds=50)


@pytest.fixture
def world(mongo_url: str) -> Iterator[MongoWorld]:
    made = MongoWorld(mongo_url)
    yield made
    made.close()


def put(world: MongoWorld, *scores: Any, ours: bool = True, **fields: Any) -> list[ObjectId]:
    """Insert completed, passed results that are not ranked yet."""
    made: dict[str, Any] = {
        "jobDescriptionId": ObjectId(JOB),
        "status": "completed",
        "preFilter": {"passed": True},
        "rankingStatus": "pending",
        "updatedAt": datetime.now(tz=UTC),
    }
    if ours:
        made["rulesVersion"] = "1-rules"
    documents = [{**made, "finalScore": score, **fields} for score in scores]
    return list(world.documents.insert_many(documents).inserted_ids)


def of_all(world: MongoWorld, ids: list[ObjectId], field: str) -> list[Any]:
    found = {one["_id"]: one.get(field) for one in world.documents.find({"_id": {"$in": ids}}, {field: 1})}
    return [found[id_] for id_ in ids]


def test_a_batch_that_another_worker_began_keeps_its_places(
    world: MongoWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    first = [put(world, score, ours=False, rank=n, rankingStatus="completed", batchId="A")[0]
             for n, score in enumerate((0.9, 0.7, 0.3), start=1)]  # fmt: skip
    second = [put(world, score, ours=False, rank=n, rankingStatus="completed", batchId="B")[0]
              for n, score in enumerate((0.8, 0.6), start=1)]  # fmt: skip
    no_place = put(world, 0.95, ours=False, preFilter={"passed": False}, rank=3)
    ours = put(world, 0.5, contentHash="h", batchId="B")
    assert world.ranking.rank(JOB)
    ids = [*first, *second, *ours, *no_place]
    assert of_all(world, ids, "rank") == [1, 3, 6, 2, 4, 5, None]
    assert of_all(world, ids, "rankingStatus") == ["completed"] * 6 + ["skipped"]
    assert world.ranking.unranked_jobs(limit=9) == []
    for _ in range(3):
        assert world.ranking.rank(JOB)
    (said,) = [record.getMessage() for record in caplog.records if JOB in record.getMessage()]
    assert said.startswith(f"job {JOB}: 5 results of another kind of worker are ranked among the others")
    assert f"`screener reevaluate {JOB} --fetch`" in said


def test_nothing_is_said_of_a_job_that_one_kind_of_worker_made(
    world: MongoWorld, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    put(world, 0.9, 0.8, ours=False)
    assert world.ranking.rank(JOB)
    world.documents.delete_many({})
    put(world, 0.9, 0.8)
    assert world.ranking.rank(JOB)
    assert not [record for record in caplog.records if JOB in record.getMessage()]


@pytest.mark.parametrize("ours", [True, False])
def test_what_has_no_number_for_a_score_comes_last(world: MongoWorld, ours: bool) -> None:
    ids = put(world, "ninety", 0.0, float("nan"), None, 0.4, {"of": 1}, "0.5", ours=ours)
    ids += [put(world, 0.1, ours=ours)[0]]
    world.documents.update_one({"_id": ids[3]}, {"$unset": {"finalScore": ""}})
    assert world.ranking.rank(JOB)
    assert of_all(world, ids, "rank") == [5, 4, 6, 7, 2, 8, 1, 3]


def test_whoever_polls_while_thousands_are_ranked_sees_every_place(world: MongoWorld) -> None:
    """The dashboard asks for what was updated since it asked last."""
    ids = put(world, *(number / 3000 for number in range(3000)), resumeEmbedding=[0.1] * 384)
    time.sleep(0.2)
    seen: dict[ObjectId, int | None] = {}
    over = threading.Event()
    since = datetime.now(tz=UTC)
    polls = 0

    def poll() -> None:
        nonlocal since, polls
        asked = datetime.now(tz=UTC)
        changed = list(world.documents.find({"updatedAt": {"$gt": since}}, {"rank": 1}))
        seen.update({one["_id"]: one.get("rank") for one in changed})
        polls += bool(changed)
        since = asked - BLINK

    def go_on_polling() -> None:
        while not over.is_set():
            poll()
            time.sleep(0.1)

    poller = threading.Thread(target=go_on_polling)
    poller.start()
    try:
        assert world.ranking.rank(JOB)
    finally:
        over.set()
        poller.join()
    poll()
    assert polls > 3
    assert [seen.get(id_) for id_ in ids] == list(range(3000, 0, -1))


def test_whoever_polls_sees_that_places_were_taken_away(world: MongoWorld) -> None:
    ids = put(world, *(number / 2000 for number in range(2000)), rulesVersion="0-old", rank=1,
              rankingStatus="completed", resumeEmbedding=[0.1] * 384)  # fmt: skip
    put(world, 0.5)
    world.documents.update_one({"_id": ids[0]}, {"$set": {"worker.rankRules": ["0-old", "1-rules"]}})
    assert world.ranking.rank(JOB)
    assert set(of_all(world, ids, "rank")) == {None}
    # Each date is of its own write, and not of the beginning of them all.
    assert len(set(of_all(world, ids, "updatedAt"))) > 5


def between(world: MongoWorld, change: Callable[[], object]) -> MongoRanking:
    """Return a ranking in which something happens once between the reading and the writing."""
    changes = [change]

    class Listener(pymongo.monitoring.CommandListener):
        def started(self, event: pymongo.monitoring.CommandStartedEvent) -> None:
            pass

        def succeeded(self, event: pymongo.monitoring.CommandSucceededEvent) -> None:
            if event.command_name == "aggregate" and changes:
                changes.pop()()

        def failed(self, event: pymongo.monitoring.CommandFailedEvent) -> None:
            pass

    host, port = world.client.address or ("", 0)
    uri = f"mongodb://{host}:{port}/{world.documents.database.name}"
    client = pymongo.MongoClient[dict[str, Any]](uri, event_listeners=[Listener()], tz_aware=True)
    return MongoRanking(client)


def rank_with(ranking: MongoRanking) -> bool:
    with ranking._documents.database.client:
        return ranking.rank(JOB)


def test_a_result_that_is_made_anew_meanwhile_is_not_given_the_old_place(
    world: MongoWorld,
) -> None:
    best, worst = put(world, 0.9, 0.5)
    made_anew = {"$set": {"finalScore": 0.1, "rankingStatus": "pending"}}
    assert rank_with(between(world, lambda: world.documents.update_one({"_id": best}, made_anew)))
    assert world.ranking.unranked_jobs(limit=9) == [JOB]
    assert world.ranking.rank(JOB)
    assert of_all(world, [best, worst], "rank") == [2, 1]


def test_a_place_that_is_left_meanwhile_is_not_forgotten(world: MongoWorld) -> None:
    ids = put(world, 0.9, 0.5)
    assert world.ranking.rank(JOB)
    put(world, 0.7)

    def take_up() -> None:
        world.requeue(str(ids[0]))
        assert world.store.claim(str(ids[0]), seconds=60)

    assert rank_with(between(world, take_up))
    assert "rank" not in world.document(str(ids[0]))
    assert world.ranking.unranked_jobs(limit=9) == [JOB]
    assert world.ranking.rank(JOB)
    assert of_all(world, ids, "rank") == [None, 2]
    assert world.ranking.unranked_jobs(limit=9) == []


def test_whoever_stood_still_ranks_once_more(world: MongoWorld) -> None:
    one, other = put(world, 0.9, 0.5)

    def be_overtaken() -> None:
        (lower,) = put(world, 0.95)
        lost = {"$set": {"worker.rankLeaseUntil": datetime.now(tz=UTC)}}
        world.documents.update_one({"_id": one}, lost)
        time.sleep(0.01)
        assert world.ranking.rank(JOB)
        assert of_all(world, [one, other, lower], "rank") == [2, 3, 1]

    assert rank_with(between(world, be_overtaken))
    assert of_all(world, [one, other], "rank") == [2, 3]
    assert world.ranking.unranked_jobs(limit=9) == []


def test_a_ranking_that_was_broken_off_is_found_once_its_time_is_over(world: MongoWorld) -> None:
    ids = put(world, 0.9, 0.5)
    assert world.ranking.rank(JOB)
    world.documents.update_one({"_id": ids[1]}, {"$set": {"rank": 7}})
    for until, found in ((timedelta(seconds=30), []), (-timedelta(seconds=1), [JOB])):
        lease = {"$set": {"worker.rankLeaseUntil": datetime.now(tz=UTC) + until}}
        world.documents.update_one({"_id": ids[0]}, lease)
        assert world.ranking.unranked_jobs(limit=9) == found
        assert world.ranking.rank(JOB) is bool(found)
    assert of_all(world, ids, "rank") == [1, 2]
    assert world.ranking.unranked_jobs(limit=9) == []


def test_a_long_ranking_holds_on_to_its_right(world: MongoWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.mongo.ranking._AT_A_TIME", 2)
    ids = put(world, *(number / 10 for number in range(9)))
    assert world.ranking.rank(JOB)
    assert of_all(world, ids, "rank") == list(range(9, 0, -1))
    assert "rankLeaseUntil" not in world.document(str(ids[0]))["worker"]


def test_finding_what_is_to_be_ranked_reads_no_other_document(world: MongoWorld) -> None:
    put(world, *(number / 500 for number in range(500)))
    assert world.ranking.rank(JOB)
    for query in (
        {"status": "completed", "rankingStatus": "pending"},
        {"worker.rankVacated": True},
        {"worker.rankVacated": True, "jobDescriptionId": ObjectId(JOB)},
        {"worker.rankLeaseUntil": {"$exists": True}, "$expr": {"$lte": ["$worker.rankLeaseUntil", "$$NOW"]}},
    ):
        explained = world.documents.find(query).explain()
        assert explained["executionStats"]["totalDocsExamined"] == 0, query
