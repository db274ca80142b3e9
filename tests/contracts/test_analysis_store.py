"""The promises of the store of analyses and of the ledger, held in memory and by MongoDB."""

import time
from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import pymongo
import pytest
from bson import ObjectId
from pymongo.monitoring import CommandListener, CommandStartedEvent

from adapters.memory import InMemoryProcessingStore
from adapters.memory_analyses import InMemoryAnalysisStore, InMemoryCallLedger
from adapters.mongo.analyses import MongoAnalysisStore, MongoCallLedger
from adapters.mongo.connection import connect, processings_of
from adapters.mongo.indexes import ensure_indexes
from adapters.mongo.processings import MongoProcessingStore
from application.analysis_ports import UNANSWERED, AnalysisKey, AnalysisStore, CallLedger, ModelCall
from application.errors import ClaimLostError, HeldError
from domain.processing import ResumeProcessing
from tests.builders import build_evaluation, build_processing
from tests.contracts.worlds import published

ID, OTHER, JOB = "65f0c0ffee65f0c0ffee0010", "65f0c0ffee65f0c0ffee0011", "65f0c0ffee65f0c0ffee00aa"
KEY = AnalysisKey(resume_hash="a" * 64, job_hash="b" * 64, evidence="c" * 64, made_by="model/prompt-1")
ANALYSIS = {"analysis": {"summary": "$match this literally", "matchedSkills": ["Python"]}, "guard": {}}
CALL = ModelCall(model="$model-1", tokens_in=100, tokens_out=20, microdollars=80, seconds=1.5, outcome="used")


class World(Protocol):
    store: AnalysisStore
    ledger: CallLedger

    @abstractmethod
    def screened(self, processing: ResumeProcessing) -> None:
        """Have a processing, completed where it has an evaluation."""

    @abstractmethod
    def ask(self, processing_id: str) -> None:
        """Ask for an analysis as the backend does."""

    @abstractmethod
    def seen(self, processing_id: str) -> dict[str, Any]:
        """Status, analysis, error, retries and whether it was ever finished."""

    @abstractmethod
    def pass_time(self, seconds: float) -> None:
        """Let so much time go by."""


class MemoryWorld(World):
    def __init__(self) -> None:
        self.now = 1000.0
        self.processings = InMemoryProcessingStore()
        self.memory = self.store = InMemoryAnalysisStore(self.processings, clock=lambda: self.now)
        self.ledger = InMemoryCallLedger(self.processings)

    def screened(self, processing: ResumeProcessing) -> None:
        self.processings.put(processing)

    def ask(self, processing_id: str) -> None:
        self.memory.request(processing_id)

    def seen(self, processing_id: str) -> dict[str, Any]:
        row = self.memory.stored(processing_id)
        return {
            "status": row.status,
            "analysis": row.analysis,
            "error": row.error,
            "retries": row.retry_count,
            "finished": row.completed_at is not None,
        }

    def pass_time(self, seconds: float) -> None:
        self.now += seconds


class MongoWorld(World):
    def __init__(self, url: str) -> None:
        self.client = connect(url)
        ensure_indexes(self.client)
        self.documents = processings_of(self.client)
        self.processings = MongoProcessingStore(self.client)
        self.store = MongoAnalysisStore(self.client)
        self.ledger = MongoCallLedger(self.client)

    def screened(self, processing: ResumeProcessing) -> None:
        self.documents.insert_one(published(processing))
        if processing.settled:
            claim = self.processings.claim(processing.id, seconds=60)
            assert claim is not None
            self.processings.settle(claim, processing)

    def ask(self, processing_id: str) -> None:
        self.documents.update_one(
            {"_id": ObjectId(processing_id)},
            {
                "$set": {"analysisStatus": "queued"},
                "$currentDate": {"analysisRequestedAt": True, "updatedAt": True},
            },
        )

    def document(self, processing_id: str) -> dict[str, Any]:
        found = self.documents.find_one({"_id": ObjectId(processing_id)})
        assert found is not None
        return found

    def seen(self, processing_id: str) -> dict[str, Any]:
        document = self.document(processing_id)
        return {
            "status": document["analysisStatus"],
            "analysis": document["analysis"],
            "error": document["analysisError"],
            "retries": document["analysisRetryCount"],
            "finished": document.get("analysisCompletedAt") is not None,
        }

    def pass_time(self, seconds: float) -> None:
        time.sleep(seconds)


@pytest.fixture(params=["memory", "mongo"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    if request.param == "memory":
        yield MemoryWorld()
        return
    made = MongoWorld(request.getfixturevalue("mongo_url"))
    yield made
    made.client.drop_database(made.client.get_default_database().name)
    made.client.close()


def completed(id_: str = ID) -> ResumeProcessing:
    return build_processing(id=id_, job_id=JOB, evaluation=build_evaluation())


def asked(world: World, id_: str = ID) -> None:
    world.screened(completed(id_))
    world.ask(id_)


def test_an_analysis_that_was_asked_for_is_claimed_with_its_evidence(world: World) -> None:
    asked(world)
    claim = world.store.claim(ID, seconds=60)
    assert claim is not None
    assert (claim.processing.id, claim.attempt, claim.asked_again) == (ID, 1, False)
    assert claim.processing.evaluation is not None
    assert claim.processing.evaluation.reasons == build_evaluation().reasons
    assert world.seen(ID)["status"] == "processing"


def test_none_is_claimed_that_nobody_asked_for(world: World) -> None:
    world.screened(completed())
    assert world.store.claim(ID, seconds=60) is None
    assert world.store.claim(OTHER, seconds=60) is None
    assert world.store.claim("no id", seconds=60) is None


def test_a_claim_is_held_by_one_at_a_time_until_it_runs_out(world: World) -> None:
    asked(world)
    first = world.store.claim(ID, seconds=1)
    with pytest.raises(HeldError) as held:
        world.store.claim(ID, seconds=1)
    assert 0 < held.value.retry_after <= 1
    world.pass_time(1.1)
    second = world.store.claim(ID, seconds=60)
    assert first is not None
    assert second is not None
    assert (second.attempt, second.fence) == (2, first.fence + 1)
    with pytest.raises(ClaimLostError):
        world.store.complete(first, ANALYSIS, key=KEY)
    with pytest.raises(ClaimLostError):
        world.store.fail(first, error="late")
    with pytest.raises(ClaimLostError):
        world.store.release(first, error="late", seconds=0, counts=True)
    assert not world.store.renew(first, seconds=60)
    assert world.store.renew(second, seconds=60)


def test_a_request_before_the_resume_is_screened_waits(world: World) -> None:
    world.screened(ResumeProcessing(id=ID, job_id=JOB, resume_url="https://example.org/a.pdf"))
    world.ask(ID)
    with pytest.raises(HeldError) as held:
        world.store.claim(ID, seconds=60)
    assert held.value.retry_after > 0


def test_a_finished_analysis_is_stored_whole_and_found_again(world: World) -> None:
    asked(world)
    claim = world.store.claim(ID, seconds=60)
    assert claim is not None
    assert world.store.find(KEY) is None
    world.store.complete(claim, ANALYSIS, key=KEY)
    assert world.seen(ID) == {
        "status": "completed", "analysis": ANALYSIS, "error": None, "retries": 0, "finished": True,
    }  # fmt: skip
    assert world.store.find(KEY) == ANALYSIS
    for part in ("resume_hash", "job_hash", "evidence", "made_by"):
        assert world.store.find(replace(KEY, **{part: "other"})) is None
    assert world.store.claim(ID, seconds=60) is None


def test_one_asked_for_again_says_so_and_a_failure_keeps_what_there_was(world: World) -> None:
    asked(world)
    claim = world.store.claim(ID, seconds=60)
    assert claim is not None
    world.store.complete(claim, ANALYSIS, key=KEY)
    world.ask(ID)
    again = world.store.claim(ID, seconds=60)
    assert again is not None
    assert (again.asked_again, again.attempt) == (True, 1)
    world.store.fail(again, error="$set: no")
    seen = world.seen(ID)
    assert (seen["status"], seen["error"], seen["analysis"]) == ("failed", "$set: no", ANALYSIS)


def test_a_try_that_failed_counts_and_a_postponed_one_does_not(world: World) -> None:
    asked(world)
    first = world.store.claim(ID, seconds=60)
    assert first is not None
    world.store.release(first, error="busy", seconds=0.3, counts=True)
    assert (world.seen(ID)["status"], world.seen(ID)["retries"], world.seen(ID)["error"]) == (
        "queued",
        1,
        "busy",
    )
    with pytest.raises(HeldError):
        world.store.claim(ID, seconds=60)
    world.pass_time(0.4)
    second = world.store.claim(ID, seconds=60)
    assert second is not None
    assert second.attempt == 2
    world.store.release(second, error="budget", seconds=0, counts=False)
    world.pass_time(0.01)
    third = world.store.claim(ID, seconds=60)
    assert third is not None
    assert third.attempt == 2
    world.store.complete(third, ANALYSIS, key=KEY)
    assert world.seen(ID)["retries"] == 1


def test_what_nobody_comes_for_is_found_and_a_ring_puts_it_off(world: World) -> None:
    asked(world)
    asked(world, OTHER)
    taken = world.store.claim(OTHER, seconds=0.2)
    assert taken is not None
    assert world.store.waiting(seconds=0.4, limit=10) == []
    world.pass_time(0.5)
    assert set(world.store.waiting(seconds=0.4, limit=10)) == {ID, OTHER}
    assert len(world.store.waiting(seconds=0.4, limit=1)) == 1
    world.store.rung([ID, OTHER])
    assert world.store.waiting(seconds=0.4, limit=10) == []


def test_a_claim_that_is_held_or_done_waits_for_nobody(world: World) -> None:
    asked(world)
    claim = world.store.claim(ID, seconds=60)
    assert claim is not None
    world.pass_time(0.1)
    assert world.store.waiting(seconds=0.0, limit=10) == []
    world.store.complete(claim, ANALYSIS, key=KEY)
    assert world.store.waiting(seconds=0.0, limit=10) == []


def test_the_ledger_adds_up_by_day_model_and_job(world: World) -> None:
    world.screened(completed())
    world.ledger.begin(ID, CALL)
    world.ledger.begin(ID, CALL)
    unpriced = ModelCall(
        model="other", tokens_in=1, tokens_out=2, microdollars=None, seconds=0.1, outcome="invalid"
    )
    world.ledger.begin(ID, unpriced)
    now = datetime.now(tz=UTC)
    rows = world.ledger.costs(since=now - timedelta(minutes=5))
    assert [
        (row.model, row.calls, row.tokens_in, row.tokens_out, row.microdollars, row.unpriced) for row in rows
    ] == [
        ("$model-1", 2, 200, 40, 160, 0),
        ("other", 1, 1, 2, 0, 1),
    ]
    assert {row.day for row in rows} <= {
        now.date().isoformat(),
        (now - timedelta(minutes=1)).date().isoformat(),
    }
    assert world.ledger.costs(since=now + timedelta(minutes=5)) == []
    assert world.ledger.spent() == world.ledger.spent(job_id=JOB) == 160
    assert world.ledger.spent(job_id=OTHER) == 0


def test_an_estimate_stands_until_it_is_known_what_came_of_the_call(world: World) -> None:
    world.screened(completed())
    estimate = replace(CALL, microdollars=500, tokens_out=150, outcome=UNANSWERED)
    entries = [world.ledger.begin(ID, estimate) for _ in range(3)]
    since = datetime.now(tz=UTC) - timedelta(minutes=5)
    assert world.ledger.spent() == world.ledger.spent(job_id=JOB) == 1500
    assert [(row.calls, row.unanswered) for row in world.ledger.costs(since=since)] == [(3, 3)]
    world.ledger.end(ID, entries[0], CALL)
    world.ledger.end(ID, entries[1], None)
    assert world.ledger.spent() == 580
    [row] = world.ledger.costs(since=since)
    assert (row.calls, row.unanswered, row.tokens_out, row.microdollars) == (2, 1, 170, 580)


def test_what_was_wrong_with_an_answer_is_kept_until_it_is_settled(world: World) -> None:
    asked(world)
    first = world.store.claim(ID, seconds=60)
    assert first is not None
    assert first.problem == ""
    world.store.release(first, error="busy", seconds=0, counts=True, problem="$summary: Field required")
    world.pass_time(0.01)
    second = world.store.claim(ID, seconds=60)
    assert second is not None
    assert second.problem == "$summary: Field required"
    world.store.release(second, error="busy", seconds=0, counts=False)
    world.pass_time(0.01)
    third = world.store.claim(ID, seconds=60)
    assert third is not None
    assert third.problem == second.problem
    world.store.fail(third, error="no")
    world.ask(ID)
    again = world.store.claim(ID, seconds=60)
    assert again is not None
    assert again.problem == ""


class _Writes(CommandListener):
    def __init__(self) -> None:
        self.fields: set[str] = set()

    def started(self, event: CommandStartedEvent) -> None:
        updates = [update["u"] for update in event.command.get("updates", ())]
        if event.command_name.lower() == "findandmodify":
            updates.append(event.command["update"])
        for update in updates:
            for stage in update if isinstance(update, list) else [update]:
                for fields in stage.values():
                    self.fields.update(fields)

    def succeeded(self, event: Any) -> None:
        pass

    def failed(self, event: Any) -> None:
        pass


def test_nothing_but_fields_of_the_analysis_is_ever_written(mongo_url: str) -> None:
    world = MongoWorld(mongo_url)
    asked(world)
    before = world.document(ID)
    writes = _Writes()
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
        mongo_url, event_listeners=[writes], tz_aware=True
    )
    with client:
        store, ledger = MongoAnalysisStore(client), MongoCallLedger(client)
        for step in ("release", "fail", "complete"):
            world.ask(ID)
            claim = store.claim(ID, seconds=60)
            assert claim is not None
            store.renew(claim, seconds=60)
            entry = ledger.begin(ID, CALL)
            ledger.end(ID, entry, None if step == "fail" else CALL)
            if step == "release":
                store.release(claim, error="later", seconds=0, counts=True, problem="cut off")
                store.rung([ID])
            elif step == "fail":
                store.fail(claim, error="no")
            else:
                store.complete(claim, ANALYSIS, key=KEY)
    assert len(writes.fields) > 10
    others = {name for name in writes.fields if not name.startswith(("analysis", "worker.analysis"))}
    assert others == {"updatedAt", "worker.waitsSince"}  # the second keeps what the first would hide
    after = world.document(ID)
    changed = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed if not name.startswith("analysis")} == {"updatedAt", "worker"}
    assert {k: v for k, v in after["worker"].items() if k != "analysis"} == before["worker"]
    world.client.close()


def test_times_are_of_the_server_with_their_zone(mongo_url: str) -> None:
    world = MongoWorld(mongo_url)
    asked(world)
    claim = world.store.claim(ID, seconds=60)
    assert claim is not None
    world.store.complete(claim, ANALYSIS, key=KEY)
    completed_at = world.document(ID)["analysisCompletedAt"]
    assert completed_at.tzinfo is not None
    assert abs(datetime.now(tz=UTC) - completed_at) < timedelta(minutes=1)
    world.client.close()
