"""Where the store's contracts are held: in memory, with a clock of the test's, and in a real MongoDB."""

import time
from abc import abstractmethod
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Protocol

import pymongo
from bson import ObjectId

from adapters.memory import InMemoryProcessingStore
from adapters.mongo.connection import connect, processings_of
from adapters.mongo.failures import MongoFailedResumes
from adapters.mongo.indexes import ensure_indexes
from adapters.mongo.outbox import MongoOutbox
from adapters.mongo.processings import MongoProcessingStore
from adapters.mongo.ranking import MongoRanking
from adapters.mongo.results import MongoStoredResults
from application.ports import FailedResumes, Outbox, ProcessingStore, Ranking
from application.stored_results import StoredResults
from domain.processing import ProcessingStatus, ResumeProcessing


class World(Protocol):
    """The ports over one collection, and what the backend and time do to it."""

    store: ProcessingStore
    ranking: Ranking
    outbox: Outbox
    failed: FailedResumes
    results: StoredResults

    @abstractmethod
    def publish(self, processing: ResumeProcessing) -> None:
        """Insert a queued processing as the backend does."""

    @abstractmethod
    def account(self, processing_id: str) -> None:
        """Set the backend's mark that it counted the processing."""

    @abstractmethod
    def requeue(self, processing_id: str) -> None:
        """Set a settled processing back to queued, as the backend does for another run."""

    @abstractmethod
    def make_foreign(self, processing_id: str) -> None:
        """Let a completed processing be as another kind of worker leaves it: nothing tells its rules."""

    @abstractmethod
    def pass_time(self, seconds: float) -> None:
        """Let so much time go by."""

    @abstractmethod
    def close(self) -> None:
        """Let go of everything."""


class MemoryWorld(World):
    def __init__(self) -> None:
        self.now = 1000.0
        memory = InMemoryProcessingStore(clock=lambda: self.now)
        self.memory = self.store = self.ranking = self.outbox = self.failed = self.results = memory

    def publish(self, processing: ResumeProcessing) -> None:
        self.memory.put(processing)

    def account(self, processing_id: str) -> None:
        self.memory.mark_accounted(processing_id)

    def requeue(self, processing_id: str) -> None:
        settled = self.memory.get(processing_id)
        assert settled is not None
        self.memory.put(replace(settled, status=ProcessingStatus.QUEUED))

    def make_foreign(self, processing_id: str) -> None:
        row = self.memory._rows[processing_id]
        assert row.processing.evaluation
        foreign = replace(row.processing.evaluation, rules_version="", content_hash="")
        row.processing = replace(row.processing, evaluation=foreign)

    def pass_time(self, seconds: float) -> None:
        self.now += seconds

    def close(self) -> None:
        pass


class MongoWorld(World):
    def __init__(self, url: str) -> None:
        self.client = connect(url)
        ensure_indexes(self.client)
        self.documents = processings_of(self.client)
        self.store = MongoProcessingStore(self.client)
        self.ranking = MongoRanking(self.client)
        self.outbox = MongoOutbox(self.client)
        self.failed = MongoFailedResumes(self.client)
        self.results = MongoStoredResults(self.client)

    def publish(self, processing: ResumeProcessing) -> None:
        self.documents.insert_one(published(processing))

    def account(self, processing_id: str) -> None:
        self.documents.update_one({"_id": ObjectId(processing_id)}, {"$set": {"batchAccounted": True}})

    def requeue(self, processing_id: str) -> None:
        self.documents.update_one(
            {"_id": ObjectId(processing_id)},
            {"$set": {"status": "queued"}, "$currentDate": {"updatedAt": True}},
        )

    def make_foreign(self, processing_id: str) -> None:
        gone = dict.fromkeys(("rulesVersion", "contentHash", "evaluation"), "")
        self.documents.update_one({"_id": ObjectId(processing_id)}, {"$unset": gone})

    def pass_time(self, seconds: float) -> None:
        time.sleep(seconds)

    def document(self, processing_id: str) -> dict[str, Any]:
        found = self.documents.find_one({"_id": ObjectId(processing_id)})
        assert found is not None
        return found

    def close(self) -> None:
        self.client.drop_database(self.client.get_default_database().name)
        self.client.close()


def published(processing: ResumeProcessing) -> dict[str, Any]:
    """What the backend inserts for a resume, with the defaults of its schema."""
    now = datetime.now(tz=UTC)
    return {
        "_id": ObjectId(processing.id),
        "resumeObjectId": "65f0c0ffee65f0c0ffee0001",
        "jobDescriptionId": ObjectId(processing.job_id),
        "batchId": processing.batch_id,
        "externalResumeId": processing.external_resume_id,
        "resumeUrl": processing.resume_url,
        "status": "queued",
        "batchAccounted": False,
        "isDuplicate": False,
        "duplicateOf": None,
        "normalizedResumeText": None,
        "resumeEmbedding": [],
        "jobEmbedding": [],
        "embeddingStatus": "pending",
        "preFilter": {"passed": None, "similarityScore": None, "reasons": []},
        "rankingStatus": "pending",
        "analysisStatus": "not_requested",
        "analysis": None,
        "analysisError": None,
        "analysisRetryCount": 0,
        "error": None,
        "createdAt": now,
        "updatedAt": now,
        "__v": 0,
    }


def worlds(kind: str, url: str) -> World:
    return MemoryWorld() if kind == "memory" else MongoWorld(url)


def raw(url: str) -> "pymongo.MongoClient[dict[str, Any]]":
    """A plain client, to look at what the adapters wrote."""
    return pymongo.MongoClient(url, tz_aware=True)
