"""What the database holds: the backend's own documents, kept fields, indexes, and errors of the server."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pymongo
import pytest
from bson import ObjectId
from pymongo.errors import BulkWriteError, OperationFailure
from pytest_mock import MockerFixture

from adapters.mongo.analyses import MongoAnalysisStore
from adapters.mongo.connection import check_mongodb, connect, processings_of, translated_errors
from adapters.mongo.indexes import ensure_indexes
from adapters.mongo.jobs import MongoJobStore
from adapters.mongo.outbox import MongoOutbox
from adapters.mongo.processings import MongoProcessingStore
from adapters.mongo.ranking import MongoRanking
from application.errors import MisconfiguredError, RefusalReason, TransientError, UnprocessableError
from domain.processing import ProcessingStatus
from tests.builders import build_evaluation, build_processing
from tests.contracts.worlds import MongoWorld, published
from tests.servers import MongoServer, free_port

JOB, ONE = "65f000000000000000000001", "660000000000000000000001"


@pytest.fixture
def world(mongo_url: str) -> Iterator[MongoWorld]:
    made = MongoWorld(mongo_url)
    yield made
    made.close()


def insert_job(world: MongoWorld, **fields: Any) -> None:
    world.client.get_default_database()["jobs"].insert_one({"_id": ObjectId(JOB), **fields})


def settle(world: MongoWorld, id_: str = ONE, **changes: Any) -> dict[str, Any]:
    world.documents.insert_one({**published(build_processing(id=id_, job_id=JOB)), **changes})
    held = world.store.claim(id_, seconds=60)
    assert held is not None
    world.store.settle(held, held.processing.completed(build_evaluation()))
    return world.document(id_)


def test_fields_that_the_worker_does_not_know_are_kept(world: MongoWorld) -> None:
    analysis: dict[str, Any] = {
        "analysisStatus": "completed",
        "analysis": {"analysis": {"summary": "fine"}},
        "analysisRetryCount": 2,
    }
    settled = settle(world, notes=["call her"], nested={"a": {"b": 1}}, **analysis)
    assert settled["notes"] == ["call her"]
    assert settled["nested"] == {"a": {"b": 1}}
    assert {name: settled[name] for name in analysis} == analysis
    assert settled["__v"] == 0
    assert settled["batchAccounted"] is False


@pytest.mark.parametrize(
    "missing",
    ["batchId", "externalResumeId", "resumeUrl", "worker", "preFilter", "createdAt", "error", "rank"],
)
def test_a_document_that_lacks_a_field_or_has_null_in_it_is_worked_on(
    world: MongoWorld, missing: str
) -> None:
    whole = published(build_processing(id=ONE, job_id=JOB))
    for document in ({**whole, missing: None}, {k: v for k, v in whole.items() if k != missing}):
        world.documents.delete_many({})
        world.documents.insert_one(document)
        held = world.store.claim(ONE, seconds=60)
        assert held is not None
        world.store.settle(held, held.processing.completed(build_evaluation()))
        found = world.store.get(ONE)
        assert found is not None
        assert found.status is ProcessingStatus.COMPLETED
        assert world.ranking.rank(JOB)


def test_a_document_without_its_job_is_read(world: MongoWorld) -> None:
    world.documents.insert_one({"_id": ObjectId(ONE), "status": "queued"})
    found = world.store.get(ONE)
    assert found is not None
    assert (found.job_id, found.resume_url, found.batch_id) == ("", "", "")


def test_results_of_the_older_worker_are_read_and_ranked(world: MongoWorld) -> None:
    ids = [f"66000000000000000000000{number}" for number in (1, 2, 3)]
    for number, id_ in enumerate(ids[:2]):
        older = {
            **published(build_processing(id=id_, job_id=JOB)),
            "status": "completed", "preFilter": {"passed": True, "similarityScore": 0.5, "reasons": []},
            "finalScore": 0.8 + number / 10, "rank": 7, "rankingStatus": "pending",
        }  # fmt: skip
        world.documents.insert_one(older)
    found = world.store.get(ONE)
    assert found is not None
    assert (found.status, found.evaluation, found.rank) == (ProcessingStatus.COMPLETED, None, 7)
    assert world.ranking.rank(JOB)
    assert [world.document(id_)["rank"] for id_ in ids[:2]] == [2, 1]
    settle(world, ids[2])
    assert world.ranking.unranked_jobs(limit=9) == [JOB]
    assert world.ranking.rank(JOB)
    assert [world.document(id_).get("rank") for id_ in ids] == [2, 1, 3]
    assert {world.document(id_)["rankingStatus"] for id_ in ids} == {"completed"}
    assert world.ranking.unranked_jobs(limit=9) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {"explanation": {}},
        {"explanation": None},
        {"explanation": []},
        {"preFilter.stoppedBy": None},
        {"explanation.experience.source": "dreams"},
        {"explanation.skills.evidence": [{"skill": "Python"}, "Java"]},
        {"confidence": {"reading": 1.0}},
        {"integrity": ["hidden"]},
        {"evaluation.referenceDate": "soon"},
    ],
    ids=str,
)
def test_a_result_of_another_release_is_read_without_its_evaluation(
    world: MongoWorld, spoilt: dict[str, Any]
) -> None:
    """An error here would come after the claim was written: the analysis would be claimed for ever."""
    settle(world)
    world.documents.update_one({"_id": ObjectId(ONE)}, {"$set": {**spoilt, "analysisStatus": "queued"}})
    found = world.store.get(ONE)
    assert found is not None
    assert (found.status, found.evaluation) == (ProcessingStatus.COMPLETED, None)
    assert world.store.of_job(JOB) == [found]
    analyses = MongoAnalysisStore(world.client)
    claim = analyses.claim(ONE, seconds=60)
    assert claim is not None
    assert claim.processing.evaluation is None
    analyses.fail(claim, error="no")
    assert world.document(ONE)["analysisStatus"] == "failed"


def test_every_write_moves_updated_at_by_the_servers_clock(world: MongoWorld) -> None:
    world.documents.insert_one(published(build_processing(id=ONE, job_id=JOB, batch_id="B")))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)

    def moved() -> bool:
        now: datetime = world.document(ONE)["updatedAt"]
        world.documents.update_one({"_id": ObjectId(ONE)}, {"$set": {"updatedAt": long_ago}})
        return abs((datetime.now(tz=UTC) - now).total_seconds()) < 10

    assert moved()
    first = world.store.claim(ONE, seconds=60)
    assert first
    assert moved()
    assert world.store.renew(first, seconds=60)
    assert moved()
    world.store.release(first, error="away", reason="outage", seconds=0)
    assert moved()
    second = world.store.claim(ONE, seconds=60)
    assert second
    assert moved()
    world.store.settle(second, second.processing.completed(build_evaluation()))
    assert moved()
    assert world.ranking.rank(JOB)
    assert moved()
    report = world.outbox.take(ONE, seconds=0)
    assert report
    assert moved()
    world.outbox.postpone(report, error="away", seconds=0)
    assert moved()
    report = world.outbox.take(ONE, seconds=0)
    assert report
    assert moved()
    world.outbox.delivered(report, check_after=0)
    assert moved()
    world.store.relink(ONE, duplicate_of=None)
    assert moved()
    world.documents.update_one({"_id": ObjectId(ONE)}, {"$set": {"analysisStatus": "queued"}})
    analyses = MongoAnalysisStore(world.client)
    claim = analyses.claim(ONE, seconds=60)
    assert claim
    assert moved()
    analyses.fail(claim, error="no")
    assert moved()


def test_no_reader_ever_sees_half_an_outcome(world: MongoWorld) -> None:
    """Commands are watched on the wire: settling is one update."""
    world.documents.insert_one(published(build_processing(id=ONE, job_id=JOB)))
    seen: list[str] = []

    class Listener(pymongo.monitoring.CommandListener):
        def started(self, event: pymongo.monitoring.CommandStartedEvent) -> None:
            seen.append(event.command_name)

        def succeeded(self, event: pymongo.monitoring.CommandSucceededEvent) -> None:
            pass

        def failed(self, event: pymongo.monitoring.CommandFailedEvent) -> None:
            pass

    uri = f"mongodb://{world.client.address[0]}:{world.client.address[1]}/{world.documents.database.name}"  # type: ignore[index] # connected
    with pymongo.MongoClient[dict[str, Any]](uri, event_listeners=[Listener()], tz_aware=True) as client:
        store = MongoProcessingStore(client)
        held = store.claim(ONE, seconds=60)
        assert held
        assert seen == ["findAndModify"]
        seen.clear()
        store.settle(held, held.processing.completed(build_evaluation()))
        assert seen == ["update"]
        seen.clear()
        MongoRanking(client).rank(JOB)
        assert seen == [
            *("find", "findAndModify", "update", "distinct", "aggregate", "update"),
            *("update", "aggregate", "update"),
        ]
        seen.clear()
        MongoRanking(client).rank(JOB)  # nobody moves: nothing is written
        assert seen == [
            *("find", "findAndModify", "update", "distinct", "aggregate"),
            *("update", "update"),
        ]


def test_a_job_is_read_with_what_may_be_missing(world: MongoWorld) -> None:
    created = datetime(2026, 3, 4, 23, 59, tzinfo=UTC)
    insert_job(
        world, title="Nurse", required_skills=["Triage", " ", None, 7, "First aid "], preferred_skills=None,
        min_experience_years=None, description=None, createdAt=created, salary=1,
    )  # fmt: skip
    job = MongoJobStore(world.client).get(JOB)
    assert job is not None
    assert (job.id, job.title, job.required_skills, job.preferred_skills) == (
        JOB,
        "Nurse",
        ("Triage", "First aid"),
        (),
    )
    assert (job.min_experience_years, job.description, job.reference_date) == (0.0, "", date(2026, 3, 4))


def test_a_job_without_a_date_is_as_old_as_its_id(world: MongoWorld) -> None:
    insert_job(world, title="Nurse", required_skills=[], min_experience_years="3")
    job = MongoJobStore(world.client).get(JOB)
    assert job is not None
    assert job.reference_date == ObjectId(JOB).generation_time.date()
    assert job.min_experience_years == 3.0
    assert MongoJobStore(world.client).get("650000000000000000000000") is None
    assert MongoJobStore(world.client).get("no id") is None


@pytest.mark.parametrize(
    "fields, says",
    [
        ({"title": " "}, "needs a title"),
        ({}, "needs a title"),
        ({"title": "Nurse", "min_experience_years": 99}, "more than 60 years"),
        ({"title": "Nurse", "min_experience_years": "many"}, "no number"),
        ({"title": "Nurse", "min_experience_years": True}, "no number"),
        ({"title": "Nurse", "min_experience_years": float("nan")}, "no number"),
    ],
)
def test_a_job_that_nobody_can_be_screened_against_is_refused_with_the_reason(
    world: MongoWorld, fields: dict[str, Any], says: str
) -> None:
    insert_job(world, **fields)
    with pytest.raises(UnprocessableError, match=says) as refused:
        MongoJobStore(world.client).get(JOB)
    assert refused.value.reason is RefusalReason.NO_JOB


def test_indexes_are_made_again_without_harm_and_are_used(world: MongoWorld) -> None:
    ensure_indexes(world.client)
    ensure_indexes(world.client)
    names = set(world.documents.index_information())
    assert "resumeHash_1_jobHash_1_status_1" in names
    for query in (
        {"resumeHash": "a", "jobHash": "b", "status": "completed"},
        {"status": "queued"},
        {"jobDescriptionId": ObjectId(JOB), "status": "completed"},
        {"batchId": "B", "status": {"$nin": ["completed", "failed"]}},
        {"contentHash": "a", "embeddingModel": "b"},
        {"worker.reportDueAt": {"$exists": True}},
    ):
        plan = world.documents.find(query).explain()["queryPlanner"]["winningPlan"]
        assert "COLLSCAN" not in str(plan), query


def test_a_call_for_its_analysis_does_not_hide_that_nobody_comes_for_a_resume(world: MongoWorld) -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    waiting = {"analysisStatus": "queued", "analysisRequestedAt": long_ago, "updatedAt": long_ago}
    world.documents.insert_one({**published(build_processing(id=ONE, job_id=JOB)), **waiting})
    analyses = MongoAnalysisStore(world.client)
    for _ in range(2):
        assert analyses.waiting(seconds=0, limit=9) == [ONE]
        analyses.rung([ONE])
    assert world.document(ONE)["updatedAt"] > long_ago
    assert [found.id for found in world.store.unclaimed(seconds=60, limit=9)] == [ONE]


def test_a_look_at_what_is_due_does_not_read_what_is_not(world: MongoWorld) -> None:
    """Looks are taken many times a second: their cost must not grow with what only waits."""
    now = datetime.now(tz=UTC)
    later, before = now + timedelta(hours=1), now - timedelta(hours=1)
    settled = {"status": "completed", "rankingStatus": "completed", "updatedAt": before}
    kinds: list[dict[str, Any]] = [
        {**settled, "worker": {"reportDueAt": later}},
        {**settled, "batchAccounted": True, "worker": {}},
        {"updatedAt": later},
        {"updatedAt": before, "worker": {"nextAttemptAt": later}},
        {"updatedAt": later, "worker": {"waitsSince": later}},
    ]
    each = 200
    world.documents.insert_many(
        {**published(build_processing(id=f"67{number:022x}", job_id=JOB)), **kinds[number % len(kinds)]}
        for number in range(each * len(kinds))
    )
    database = world.documents.database
    database.command("profile", 2)
    try:
        assert world.outbox.due(limit=9) == []
        assert world.outbox.ensure_all(older_than_seconds=60, limit=9) == 0
        assert world.store.unclaimed(seconds=60, limit=9) == []
        assert world.store.abandoned(limit=9) == []
    finally:
        database.command("profile", 0)
    looks = list(database["system.profile"].find({"ns": world.documents.full_name}))
    assert len(looks) == 6
    for look in looks:
        assert look["docsExamined"] == 0, look
        assert look["keysExamined"] <= each + 10, look


def test_a_database_that_is_away_is_an_outage_and_a_refusal_is_not() -> None:
    with connect(f"mongodb://127.0.0.1:{free_port()}/x", timeout_seconds=0.2) as client:
        with pytest.raises(TransientError, match="does not answer"):
            MongoProcessingStore(client).get(ONE)
        with pytest.raises(TransientError):
            check_mongodb(client)
    with pytest.raises(MisconfiguredError, match="refuses the user"), translated_errors():
        raise OperationFailure("not authorized", code=13)
    with pytest.raises(OperationFailure), translated_errors():
        raise OperationFailure("no such stage", code=40324)


@pytest.mark.parametrize("code", [91, 112, 175, 262, 365, 10107, 11601])
def test_a_server_that_is_busy_with_itself_is_an_outage(code: int) -> None:
    with pytest.raises(TransientError), translated_errors():
        raise OperationFailure("for now", code=code)


@pytest.mark.parametrize(
    "details, is_an_outage",
    [
        ({"writeErrors": [], "writeConcernErrors": [{"code": 64}]}, True),
        ({"writeErrors": [{"code": 112}], "writeConcernErrors": [{"code": 91}]}, True),
        ({"writeErrors": [{"code": 112}, {"code": 40324}], "writeConcernErrors": []}, False),
    ],
)
def test_of_many_writes_at_once_those_that_a_busy_server_refused_are_an_outage(
    details: dict[str, Any], is_an_outage: bool
) -> None:
    with pytest.raises(TransientError if is_an_outage else BulkWriteError), translated_errors():
        raise BulkWriteError(details)


def test_a_name_that_cannot_be_looked_up_is_an_outage() -> None:
    client = connect("mongodb+srv://no-such-host.invalid/x", timeout_seconds=0.5)
    with client, pytest.raises(TransientError):
        MongoProcessingStore(client).get(ONE)


def test_what_the_string_says_of_secondaries_is_not_followed(mongo_url: str) -> None:
    with connect(f"{mongo_url}&readPreference=secondaryPreferred&readConcernLevel=majority") as client:
        documents = MongoOutbox(client)._documents
        assert documents.read_preference == pymongo.ReadPreference.PRIMARY
        assert documents.read_concern.level == "local"


def test_a_claim_needs_no_majority_and_an_outcome_does(world: MongoWorld) -> None:
    """A set of two of which one is away confirms no majority: no claim must be made and yet be none."""
    store = MongoProcessingStore(world.client)
    assert store._claims.write_concern.document == {"w": 1}
    assert store._documents.write_concern.document == {"w": "majority", "j": True, "wtimeout": 10_000}


def test_a_score_that_is_no_number_ranks_last_and_stops_nobody(world: MongoWorld) -> None:
    settle(world)
    odd = "660000000000000000000002"
    settle(world, odd)
    world.documents.update_one({"_id": ObjectId(odd)}, {"$set": {"finalScore": "ninety"}})
    assert world.ranking.rank(JOB)
    assert [world.document(id_)["rank"] for id_ in (ONE, odd)] == [1, 2]


@pytest.mark.parametrize("left", [2, 0])
def test_a_job_is_ranked_though_its_oldest_documents_are_deleted_meanwhile(
    world: MongoWorld, mocker: MockerFixture, left: int
) -> None:
    """The right to rank lies on the oldest: with the document, it is gone."""
    ids = [f"66000000000000000000000{number}" for number in range(1, 5)]
    for id_ in ids:
        settle(world, id_)
    clear = MongoRanking._clear
    deleted = iter(ids[: len(ids) - left])

    def clear_while_the_backend_deletes(*given: Any, **named: Any) -> None:
        clear(*given, **named)
        world.documents.delete_one({"_id": ObjectId(next(deleted, None))})

    mocker.patch.object(MongoRanking, "_clear", clear_while_the_backend_deletes)
    waits = mocker.patch("adapters.mongo.ranking.time").sleep
    waits.side_effect = AssertionError("nobody is waited for")
    assert world.ranking.rank(JOB)
    assert [document["rank"] for document in world.documents.find(sort=[("_id", 1)])] == [1, 2][:left]


def test_another_index_on_the_same_keys_is_left_alone_and_stops_no_other(mongo_url: str) -> None:
    with connect(mongo_url) as client:
        documents = processings_of(client)
        documents.create_index([("batchId", 1), ("status", 1)], name="of_the_backend")
        documents.create_index([("worker.reportDueAt", 1)], name="worker.reportDueAt_1")
        ensure_indexes(client)
        assert set(documents.index_information()) >= {
            "of_the_backend", "resumeHash_1_jobHash_1_status_1", "worker.waitsSince_1",
        }  # fmt: skip


def test_a_failure_leaves_nothing_that_was_not_found_out(world: MongoWorld) -> None:
    settle(world)
    world.requeue(ONE)
    held = world.store.claim(ONE, seconds=60)
    assert held
    world.store.settle(held, held.processing.failed("It is gone.", reason="not_found"))
    document = world.document(ONE)
    assert document["preFilter"] == {"passed": None, "reasons": [], "stoppedBy": []}
    may_be_null = {"duplicateOf", "normalizedResumeText", "analysis", "analysisError"}
    assert {name for name, value in document.items() if value is None} <= may_be_null
    for name in ("finalScore", "passFail", "rank", "explanation", "resumeHash", "resumeEmbedding"):
        assert name not in document
    assert (document["rankingStatus"], document["embeddingStatus"]) == ("skipped", "failed")


@pytest.mark.slow
def test_a_database_that_stands_still_is_an_outage_and_comes_back() -> None:
    with MongoServer() as server, connect(server.url("x"), timeout_seconds=0.3) as client:
        store = MongoProcessingStore(client)
        assert store.get(ONE) is None
        with server.paused(), pytest.raises(TransientError):
            store.get(ONE)
        assert store.get(ONE) is None
        server.kill()
        with pytest.raises(TransientError):
            store.get(ONE)
        server.start()
        assert store.get(ONE) is None
