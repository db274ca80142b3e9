"""Results that were made before, in MongoDB: read whole, told apart by their rules, written anew.

`worker.rankRules` on a job's oldest document lists the rules that the job has seen, `worker.rankRulesAt` says
when somebody last cared for the last of them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pymongo
from bson import ObjectId
from pymongo.collection import Collection

from adapters.mongo.connection import (
    EPOCH,
    MongoClient,
    MongoDocument,
    milliseconds,
    object_id,
    processings_of,
    translated_errors,
)
from adapters.mongo.documents import outcome_document, processing_from
from adapters.mongo.processings import NEW_LIFE, STILL_WAITING
from application.leading_rules import by_age, seen_with
from application.stored_results import StoredResult, StoredResults
from domain.processing import ProcessingStatus, ResumeProcessing

_COMPLETED = ProcessingStatus.COMPLETED.value
# Where the file lies is nobody's business here, and an analysis tells of the person.
_NOT_SHOWN = {"resumeUrl": 0, "analysis": 0, "worker.tries": 0, "worker.failures": 0}
# A result that is made again keeps these.
_KEPT = frozenset({"status", "isDuplicate", "duplicateOf", "rank", "error", "errorReason"})
_NO_RULES: list[MongoDocument] = [
    {"rulesVersion": {"$not": {"$type": "string"}}},
    {"normalizedResumeText": {"$not": {"$type": "string"}}},
]


class MongoStoredResults(StoredResults):
    """Works on the backend's `resumeprocessings`."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents: Collection[MongoDocument] = processings_of(client)

    def stored(self, processing_id: str) -> StoredResult | None:  # noqa: D102 - said by the port
        key = object_id(processing_id)
        with translated_errors():
            document = self._documents.find_one({"_id": key}, _NOT_SHOWN) if key else None
        return None if document is None else _stored(document)

    def standing(self, stored: StoredResult) -> tuple[int, int]:  # noqa: D102
        placed = {**_completed(stored.processing.job_id), "rank": {"$type": "number"}}
        others = {
            "_id": {"$ne": ObjectId(stored.processing.id)},
            "finalScore": stored.fields.get("finalScore"),
        }
        with translated_errors():
            return (
                self._documents.count_documents(placed),
                self._documents.count_documents({**placed, **others}),
            )

    def made_by(self, job_id: str) -> Mapping[str, int]:  # noqa: D102
        steps = [
            {"$match": _completed(job_id)},
            {"$group": {"_id": {"$ifNull": ["$rulesVersion", ""]}, "count": {"$sum": 1}}},
        ]
        with translated_errors():
            return {str(found["_id"]): int(found["count"]) for found in self._documents.aggregate(steps)}

    def has_several(self, job_id: str) -> bool:  # noqa: D102
        with translated_errors():
            return len(rules_of_job(self._documents, object_id(job_id))) > 1

    def outdated(  # noqa: D102
        self, job_id: str, *, rules: str, job_hash: str = "", after: str = "", limit: int
    ) -> Sequence[StoredResult]:
        by_others: MongoDocument = {"rulesVersion": {"$type": "string", "$ne": rules}}
        wanted: MongoDocument = _completed(job_id)
        if job_hash:
            another_job = {"rulesVersion": {"$type": "string"}, "jobHash": {"$ne": job_hash}}
            wanted["$or"] = [by_others, another_job]
        else:
            wanted |= {**by_others, "worker.rankLeftOut": {"$ne": rules}}
        if after:
            wanted["_id"] = {"$gt": ObjectId(after)}
        with translated_errors():
            found = self._documents.find(wanted, _NOT_SHOWN, sort=[("_id", pymongo.ASCENDING)], limit=limit)
            return [_stored(document) for document in found]

    def replace(self, stored: StoredResult, processing: ResumeProcessing) -> bool:  # noqa: D102
        fields, absent = outcome_document(processing)
        changed = {name: value for name, value in fields.items() if name not in _KEPT}
        removed = [name for name in absent if name not in _KEPT]
        if processing.rank is None:
            removed.append("rank")
        # No pipeline: in one, a resume's text that begins with "$" would be taken for an expression.
        update = {
            "$set": {**changed, "rankingStatus": "pending"},
            "$unset": dict.fromkeys((*removed, "worker.rankLeftOut"), ""),
            "$currentDate": {"updatedAt": True, "worker.reevaluatedAt": True},
        }
        with translated_errors():
            return self._documents.update_one(_unchanged(stored), update).matched_count == 1

    def leave_out(self, stored: StoredResult, *, rules: str) -> None:  # noqa: D102
        with translated_errors():
            self._documents.update_one(
                _unchanged(stored),
                {
                    "$set": {"worker.rankLeftOut": rules, "rankingStatus": "pending"},
                    "$currentDate": {"updatedAt": True},
                },
            )

    def rules_in_force(  # noqa: D102
        self, job_id: str, *, rules: str, patience_seconds: float, take_over: bool = False
    ) -> str:
        job, patience = object_id(job_id), milliseconds(patience_seconds)
        while True:
            with translated_errors():
                oldest = self._oldest(job, patience)
                if oldest is None:
                    return rules
                worker = oldest.get("worker") or {}
                before = worker.get("rankRules")
                takes_over = take_over or (oldest["uncared"] and self._has_waited(job, rules, patience))
                seen = seen_with(
                    before or by_age([one for one in rules_of_job(self._documents, job) if one != rules]),
                    rules,
                    take_over=takes_over,
                )
                cares = seen[-1] == rules
                if not cares and list(seen) == before:
                    return seen[-1]
                changes: MongoDocument = {**STILL_WAITING, "updatedAt": "$$NOW"}
                if cares:
                    changes["worker.rankRulesAt"] = "$$NOW"
                written = self._documents.update_one(
                    {"_id": oldest["_id"], "worker.rankRules": before},  # null stands for a missing one
                    [{"$set": {"worker.rankRules": {"$literal": list(seen)}, **changes}}],
                )
            if written.matched_count:
                return seen[-1]

    def _oldest(self, job: ObjectId | None, patience: int) -> MongoDocument | None:
        uncared = {"$lte": [{"$ifNull": ["$worker.rankRulesAt", EPOCH]}, {"$subtract": ["$$NOW", patience]}]}
        steps: list[MongoDocument] = [
            {"$match": {"jobDescriptionId": job}},
            {"$sort": {"_id": 1}},
            {"$limit": 1},
            {"$project": {"worker.rankRules": 1, "uncared": uncared}},
        ]
        return next(iter(self._documents.aggregate(steps)), None)

    def _has_waited(self, job: ObjectId | None, rules: str, patience: int) -> bool:
        long_ago = {"$lte": ["$worker.settledAt", {"$subtract": ["$$NOW", patience]}]}
        wanted = {"jobDescriptionId": job, "status": _COMPLETED, "rulesVersion": rules, "$expr": long_ago}
        return self._documents.find_one(wanted, {"_id": 1}) is not None

    def queue_again(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102
        with translated_errors():
            document = self._documents.find_one_and_update(
                {"_id": object_id(processing_id), "status": _COMPLETED, "$or": _NO_RULES},
                [
                    {
                        "$set": {
                            "status": ProcessingStatus.QUEUED.value,
                            **NEW_LIFE,
                            "embeddingStatus": "pending",
                            "worker.attempts": 0,
                            "worker.leaseUntil": None,
                            "worker.nextAttemptAt": None,
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
                return_document=pymongo.ReturnDocument.AFTER,
            )
        return None if document is None else processing_from(document)

    def without_rules(self, job_id: str) -> Sequence[str]:  # noqa: D102
        wanted = {**_completed(job_id), "$or": _NO_RULES}
        with translated_errors():
            found = self._documents.find(wanted, {"_id": 1}, sort=[("_id", pymongo.ASCENDING)])
            return [str(document["_id"]) for document in found]


def rules_of_job(documents: Collection[MongoDocument], job: ObjectId | None) -> list[str]:
    """Return the names of the rules that made the completed results of a job; read from an index alone."""
    found = documents.distinct("rulesVersion", {"jobDescriptionId": job, "status": _COMPLETED})
    return sorted(one for one in found if isinstance(one, str) and one)


def _completed(job_id: str) -> MongoDocument:
    return {"jobDescriptionId": object_id(job_id), "status": _COMPLETED}


def _unchanged(stored: StoredResult) -> MongoDocument:
    """A document as it was found: completed by the same try, under the same rules."""
    fields = stored.fields
    return {
        "_id": ObjectId(stored.processing.id),
        "status": _COMPLETED,
        "rulesVersion": fields.get("rulesVersion"),
        "jobHash": fields.get("jobHash"),
        "worker.fence": stored.fence or None,
    }


def _stored(document: MongoDocument) -> StoredResult:
    fence = document.get("worker", {}).get("fence", 0)
    fields = {name: _plain(value) for name, value in document.items() if name not in {"_id", "worker", "__v"}}
    return StoredResult(
        processing=processing_from(document),
        fields={"id": str(document["_id"]), **fields},
        fence=int(fence),
    )


def _plain(value: Any) -> Any:
    """As JSON takes it."""
    if isinstance(value, ObjectId):
        return str(value)
    return value.isoformat() if isinstance(value, datetime) else value
