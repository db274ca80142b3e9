"""Processings in MongoDB: one document per resume and job, claimed, settled and found again.

What the worker keeps for itself lies under `worker`, beside the contract's fields. Every time is the
server's (`$$NOW`, `$currentDate`): a worker whose clock is wrong claims nothing too early. Every write sets
`updatedAt`.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pymongo
from bson import ObjectId
from pymongo.collection import Collection

from adapters.mongo.connection import MongoClient, MongoDocument, object_id, processings_of, translated_errors
from adapters.mongo.documents import outcome_document, processing_from
from application.errors import ClaimLostError, HeldError
from application.ports import Claim, ProcessingStore
from domain.passages import Vector
from domain.processing import ProcessingStatus, ResumeProcessing

_OPEN = [ProcessingStatus.QUEUED.value, ProcessingStatus.PROCESSING.value]
_PROCESSING = ProcessingStatus.PROCESSING.value
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Texts and vectors are kilobytes that a claim and a look-up of what is to do have no use for.
_BULK = {"normalizedResumeText": 0, "resumeEmbedding": 0, "jobEmbedding": 0, "explanation": 0, "analysis": 0}
_HELD_UNTIL = {"$max": ["$worker.leaseUntil", "$worker.nextAttemptAt", _EPOCH]}


class MongoProcessingStore(ProcessingStore):
    """Works on the backend's `resumeprocessings`."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents: Collection[MongoDocument] = processings_of(client)

    def get(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102 - said by the port
        key = object_id(processing_id)
        with translated_errors():
            document = self._documents.find_one({"_id": key}) if key else None
        return None if document is None else processing_from(document)

    def claim(self, processing_id: str, *, seconds: float) -> Claim | None:  # noqa: D102
        key = object_id(processing_id)
        if key is None:
            return None
        with translated_errors():
            claimed = self._documents.find_one_and_update(
                {"_id": key, "status": {"$in": _OPEN}, "$expr": {"$lte": [_HELD_UNTIL, "$$NOW"]}},
                [
                    {
                        "$set": {
                            "status": _PROCESSING,
                            "worker.fence": {"$add": [{"$ifNull": ["$worker.fence", 0]}, 1]},
                            "worker.attempts": {"$add": [{"$ifNull": ["$worker.attempts", 0]}, 1]},
                            "worker.leaseUntil": {"$add": ["$$NOW", _milliseconds(seconds)]},
                            "worker.nextAttemptAt": None,
                            "worker.reportDueAt": "$$REMOVE",
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
                projection=_BULK,
                return_document=pymongo.ReturnDocument.AFTER,
            )
        if claimed is not None:
            return Claim(
                processing=processing_from(claimed),
                fence=int(claimed["worker"]["fence"]),
                attempt=int(claimed["worker"]["attempts"]),
            )
        self._refuse_if_held(key)
        return None

    def _refuse_if_held(self, key: ObjectId) -> None:
        wait = {"$subtract": [_HELD_UNTIL, "$$NOW"]}
        with translated_errors():
            found = list(
                self._documents.aggregate(
                    [{"$match": {"_id": key}}, {"$project": {"status": 1, "wait": wait}}]
                )
            )
        if found and found[0]["status"] in _OPEN:
            seconds = max(float(found[0]["wait"]) / 1000, 0.0)
            raise HeldError(f"processing {key} is held or not due", retry_after=seconds)

    def renew(self, claim: Claim, *, seconds: float) -> bool:  # noqa: D102
        until = {"$add": ["$$NOW", _milliseconds(seconds)]}
        with translated_errors():
            result = self._documents.update_one(
                _held_by(claim), [{"$set": {"worker.leaseUntil": until, "updatedAt": "$$NOW"}}]
            )
        return result.matched_count == 1

    def settle(self, claim: Claim, processing: ResumeProcessing) -> None:  # noqa: D102
        # No pipeline: in one, a resume's text that begins with "$" would be taken for an expression.
        update = {
            "$set": {
                **outcome_document(processing),
                "worker.attempts": 0,
                "worker.attemptsMade": claim.attempt,
                "worker.reportAttempts": 0,
                "worker.reportAnswered": False,
            },
            "$unset": {"worker.leaseUntil": "", "worker.nextAttemptAt": ""},
            "$currentDate": {"updatedAt": True, "worker.settledAt": True, "worker.reportDueAt": True},
        }
        with translated_errors():
            result = self._documents.update_one(_held_by(claim), update)
        if not result.matched_count:
            raise _lost(claim)

    def release(self, claim: Claim, *, error: str, reason: str, seconds: float) -> None:  # noqa: D102
        with translated_errors():
            result = self._documents.update_one(
                _held_by(claim),
                [
                    {
                        "$set": {
                            "status": ProcessingStatus.QUEUED.value,
                            "worker.leaseUntil": None,
                            "worker.nextAttemptAt": {"$add": ["$$NOW", _milliseconds(seconds)]},
                            "worker.lastError": {
                                "reason": {"$literal": reason},
                                "message": {"$literal": error},
                                "at": "$$NOW",
                            },
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
            )
        if not result.matched_count:
            raise _lost(claim)

    def find_evaluated(  # noqa: D102
        self, *, resume_hash: str, job_hash: str, rules: str, other_than: str
    ) -> ResumeProcessing | None:
        with translated_errors():
            document = self._documents.find_one(
                {
                    "resumeHash": resume_hash,
                    "jobHash": job_hash,
                    "status": ProcessingStatus.COMPLETED.value,
                    "rulesVersion": rules,
                    "duplicateOf": None,
                    "_id": {"$ne": object_id(other_than)},
                },
                sort=[("_id", pymongo.ASCENDING)],
            )
        return None if document is None else processing_from(document)

    def resume_vector(self, *, content_hash: str, model: str) -> Vector | None:  # noqa: D102
        return self._vector("resumeEmbedding", {"contentHash": content_hash, "embeddingModel": model})

    def job_vector(self, *, job_hash: str, model: str) -> Vector | None:  # noqa: D102
        return self._vector("jobEmbedding", {"jobHash": job_hash, "embeddingModel": model})

    def _vector(self, field: str, made_of: MongoDocument) -> Vector | None:
        with translated_errors():
            document = self._documents.find_one(made_of, {field: 1, "_id": 0})
        return np.array(document[field], dtype=np.float32) if document and document.get(field) else None

    def of_job(self, job_id: str) -> Sequence[ResumeProcessing]:  # noqa: D102
        with translated_errors():
            found = self._documents.find({"jobDescriptionId": object_id(job_id)})
            return [processing_from(document) for document in found]

    def relink(self, processing_id: str, *, duplicate_of: str | None) -> None:  # noqa: D102
        original = None if duplicate_of is None else ObjectId(duplicate_of)
        with translated_errors():
            self._documents.update_one(
                {"_id": ObjectId(processing_id), "status": ProcessingStatus.COMPLETED.value},
                {
                    "$set": {"isDuplicate": original is not None, "duplicateOf": original},
                    "$currentDate": {"updatedAt": True},
                },
            )

    def stranded(self, *, unclaimed_seconds: float, limit: int) -> Sequence[ResumeProcessing]:  # noqa: D102
        overdue = {"$subtract": ["$$NOW", _milliseconds(unclaimed_seconds)]}
        since = {"$max": ["$updatedAt", "$worker.nextAttemptAt", _EPOCH]}
        run_out = {"$lte": [{"$ifNull": ["$worker.leaseUntil", _EPOCH]}, "$$NOW"]}
        with translated_errors():
            found = self._documents.find(
                {
                    "$or": [
                        {"status": "queued", "$expr": {"$lte": [since, overdue]}},
                        {"status": _PROCESSING, "$expr": run_out},
                    ]
                },
                _BULK,
                limit=limit,
                sort=[("_id", pymongo.ASCENDING)],
            )
            return [processing_from(document) for document in found]


def _held_by(claim: Claim) -> MongoDocument:
    return {"_id": ObjectId(claim.processing.id), "status": _PROCESSING, "worker.fence": claim.fence}


def _lost(claim: Claim) -> ClaimLostError:
    return ClaimLostError(f"the claim of processing {claim.processing.id} is lost")


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
