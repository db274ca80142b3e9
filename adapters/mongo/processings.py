"""Processings in MongoDB: one document per resume and job, claimed, settled and found again.

What the worker keeps for itself lies under `worker`, beside the contract's fields. Every time is the
server's (`$$NOW`, `$currentDate`): a worker whose clock is wrong claims nothing too early. Every write sets
`updatedAt`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

import numpy as np
import pymongo
from bson import ObjectId
from pymongo.collection import Collection
from pymongo.write_concern import WriteConcern

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
from application.errors import ClaimLostError, HeldError
from application.ports import Claim, ProcessingStore
from domain.passages import Vector
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.similarity import JobProfile, ResumeProfile, stored_job, stored_resume

_OPEN = [ProcessingStatus.QUEUED.value, ProcessingStatus.PROCESSING.value]
_PROCESSING = ProcessingStatus.PROCESSING.value
# Texts and vectors are kilobytes that a claim and a look-up of what is to do have no use for.
_BULK = {
    "normalizedResumeText": 0,
    "resumeEmbedding": 0,
    "jobEmbedding": 0,
    "resumeRows": 0,
    "jobRows": 0,
    "explanation": 0,
    "analysis": 0,
}
# A document that was settled before and is queued again begins anew, and those behind it move up.
NEW_LIFE = {
    "rank": "$$REMOVE",
    "worker.rankVacated": {"$cond": [{"$isNumber": "$rank"}, True, "$worker.rankVacated"]},
    "rankingStatus": "pending",
    "error": None,
    "errorReason": None,
    "isDuplicate": False,
    "duplicateOf": None,
}
# For a write to a document that may be queued and that is about something else: since when it waits stays.
STILL_WAITING = {
    "worker.waitsSince": {
        "$cond": [
            {"$eq": ["$status", ProcessingStatus.QUEUED.value]},
            {"$ifNull": ["$worker.waitsSince", "$updatedAt", EPOCH]},
            "$$REMOVE",
        ]
    }
}
_MOST_TRIES = 20  # kept of those that failed and were repeated, the latest
_TRIED = {"$gt": ["$worker.attempts", 0]}
_HELD_UNTIL = {"$max": ["$worker.leaseUntil", "$worker.nextAttemptAt", EPOCH]}


class MongoProcessingStore(ProcessingStore):
    """Works on the backend's `resumeprocessings`."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents: Collection[MongoDocument] = processings_of(client)
        # A claim that a failover forgets costs a second try, and the holder's token keeps the two apart.
        # Waiting for the majority would cost tries: a claim that cannot be confirmed is made all the same.
        self._claims = self._documents.with_options(write_concern=WriteConcern(w=1))

    def get(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102 - said by the port
        key = object_id(processing_id)
        with translated_errors():
            document = self._documents.find_one({"_id": key}) if key else None
        return None if document is None else processing_from(document)

    def claim(self, processing_id: str, *, seconds: float) -> Claim | None:  # noqa: D102
        key = object_id(processing_id)
        if key is None:
            return None
        holder = uuid4().hex
        with translated_errors():
            claimed = self._claims.find_one_and_update(
                {"_id": key, "status": {"$in": _OPEN}, "$expr": {"$lte": [_HELD_UNTIL, "$$NOW"]}},
                [
                    {
                        "$set": {
                            "status": _PROCESSING,
                            **NEW_LIFE,
                            "worker.holder": holder,
                            "worker.fence": {"$add": [{"$ifNull": ["$worker.fence", 0]}, 1]},
                            "worker.attempts": {"$add": [{"$ifNull": ["$worker.attempts", 0]}, 1]},
                            "worker.leaseUntil": {"$add": ["$$NOW", milliseconds(seconds)]},
                            "worker.nextAttemptAt": None,
                            "worker.waitsSince": "$$REMOVE",
                            # Of a life before this one: its tries, and a call about it that may be under way.
                            "worker.tries": {"$cond": [_TRIED, "$worker.tries", "$$REMOVE"]},
                            "worker.reportNotBefore": {
                                "$ifNull": [
                                    {"$max": ["$worker.reportDueAt", "$worker.reportNotBefore"]},
                                    "$$REMOVE",
                                ]
                            },
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
                holder=holder,
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
        until = {"$add": ["$$NOW", milliseconds(seconds)]}
        with translated_errors():
            result = self._documents.update_one(
                _held_by(claim), [{"$set": {"worker.leaseUntil": until, "updatedAt": "$$NOW"}}]
            )
        return result.matched_count == 1

    def settle(self, claim: Claim, processing: ResumeProcessing) -> None:  # noqa: D102
        fields, absent = outcome_document(processing)
        # No pipeline: in one, a resume's text that begins with "$" would be taken for an expression.
        update = {
            "$set": {
                **fields,
                "worker.attempts": 0,
                "worker.attemptsMade": claim.attempt,
                "worker.reportAttempts": 0,
                "worker.reportRefusals": 0,
                "worker.reportAnswered": False,
            },
            "$unset": dict.fromkeys(("worker.leaseUntil", "worker.nextAttemptAt", *absent), ""),
            "$currentDate": {"updatedAt": True, "worker.settledAt": True, "worker.reportDueAt": True},
        }
        with translated_errors():
            result = self._documents.update_one(_held_by(claim), update)
        if not result.matched_count:
            raise _lost(claim)

    def release(  # noqa: D102
        self, claim: Claim, *, error: str, reason: str, seconds: float, counts: bool = True
    ) -> None:
        failed = {"reason": {"$literal": reason}, "message": {"$literal": error}, "at": "$$NOW"}
        tries = [{"$ifNull": ["$worker.tries", []]}, [{"attempt": claim.attempt, **failed}]]
        with translated_errors():
            result = self._documents.update_one(
                _held_by(claim),
                [
                    {
                        "$set": {
                            "status": ProcessingStatus.QUEUED.value,
                            "worker.attempts": claim.attempt - (not counts),
                            "worker.leaseUntil": None,
                            "worker.nextAttemptAt": {"$add": ["$$NOW", milliseconds(seconds)]},
                            "worker.lastError": failed,
                            "worker.tries": {"$slice": [{"$concatArrays": tries}, -_MOST_TRIES]},
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

    def resume_profile(self, *, content_hash: str, model: str) -> ResumeProfile | None:  # noqa: D102
        made_of = {"contentHash": content_hash, "embeddingModel": model}
        found = self._fields(made_of, "resumeEmbedding", "resumeRows")
        return stored_resume(_vector(found["resumeEmbedding"]), found["resumeRows"]) if found else None

    def job_profile(self, *, job_hash: str, model: str) -> JobProfile | None:  # noqa: D102
        made_of = {"jobHash": job_hash, "embeddingModel": model}
        found = self._fields(made_of, "jobEmbedding", "jobRows", "explanation.scoreBreakdown.components")
        if found is None:
            return None
        matches = found["explanation"]["scoreBreakdown"]["components"]["similarity"]["requirements"]
        requirements = [match["requirement"] for match in matches]
        return stored_job(_vector(found["jobEmbedding"]), requirements, found["jobRows"])

    def _fields(self, made_of: MongoDocument, *names: str) -> MongoDocument | None:
        with translated_errors():
            return self._documents.find_one(made_of, {"_id": 0, **dict.fromkeys(names, 1)})

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

    def abandoned(self, *, limit: int) -> Sequence[ResumeProcessing]:  # noqa: D102
        run_out = {"$lte": [{"$ifNull": ["$worker.leaseUntil", EPOCH]}, "$$NOW"]}
        with translated_errors():
            found = self._documents.find({"status": _PROCESSING, "$expr": run_out}, _BULK, limit=limit)
            return [processing_from(document) for document in found]

    def unclaimed(self, *, seconds: float, limit: int) -> Sequence[ResumeProcessing]:  # noqa: D102
        # Two looks, each along an index: none reads what is not due, or more than it may return.
        with translated_errors():
            found = [
                *self._unclaimed("worker.waitsSince", seconds=seconds, limit=limit),
                *self._unclaimed("updatedAt", seconds=seconds, limit=limit),
            ]
        return [processing_from(document) for document in sorted(found, key=_waits_since)[:limit]]

    def _unclaimed(self, since: str, *, seconds: float, limit: int) -> Iterable[MongoDocument]:
        overdue = {"$subtract": ["$$NOW", milliseconds(seconds)]}
        due = [{"$lte": [f"${field}", overdue]} for field in (since, "worker.nextAttemptAt")]
        wanted = {
            "status": ProcessingStatus.QUEUED.value,
            "worker.waitsSince": {"$exists": since == "worker.waitsSince"},
            "$expr": {"$and": due},  # what is missing is due
        }
        return self._documents.find(wanted, _BULK, sort=[(since, pymongo.ASCENDING)], limit=limit)

    def rung(self, processing_ids: Sequence[str]) -> None:  # noqa: D102
        keys = [ObjectId(processing_id) for processing_id in processing_ids]
        with translated_errors():
            self._claims.update_many(
                {"_id": {"$in": keys}, "status": ProcessingStatus.QUEUED.value},
                {"$unset": {"worker.waitsSince": ""}, "$currentDate": {"updatedAt": True}},
            )


def _held_by(claim: Claim) -> MongoDocument:
    return {
        "_id": ObjectId(claim.processing.id),
        "status": _PROCESSING,
        "worker.fence": claim.fence,
        "worker.holder": claim.holder,
    }


def _waits_since(document: MongoDocument) -> datetime:
    since = document.get("worker", {}).get("waitsSince") or document.get("updatedAt")
    return since if isinstance(since, datetime) else EPOCH


def _lost(claim: Claim) -> ClaimLostError:
    return ClaimLostError(f"the claim of processing {claim.processing.id} is lost")


def _vector(numbers: list[float]) -> Vector:
    return np.array(numbers, dtype=np.float32)
