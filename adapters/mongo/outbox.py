"""What the backend is still to be told, kept on the documents it is about.

`worker.reportDueAt` stands on every settled document that was not counted yet: when to try next, or, while a
call is under way, until when nobody else may try. A document that is queued again carries that over as
`worker.reportNotBefore`: a call about what it was before may be under way until then.
"""

from collections.abc import Sequence

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
from application.ports import Outbox, Report

_SETTLED = ["completed", "failed"]
_DUE = {"$lte": [{"$max": ["$worker.reportDueAt", "$worker.reportNotBefore"]}, "$$NOW"]}
_NEEDED = {
    "jobDescriptionId": 1,
    "batchId": 1,
    "externalResumeId": 1,
    "status": 1,
    "worker.reportAttempts": 1,
    "worker.reportRefusals": 1,
}


class MongoOutbox(Outbox):
    """Works on the backend's `resumeprocessings`."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents: Collection[MongoDocument] = processings_of(client)
        # What is lost of these costs one call more, which the backend answers with "duplicate".
        self._notes = self._documents.with_options(write_concern=WriteConcern(w=1))

    def due(self, *, limit: int) -> Sequence[Report]:  # noqa: D102 - said by the port
        with translated_errors():
            self._notes.update_many(
                {"worker.reportDueAt": {"$gte": EPOCH}, "batchAccounted": True},
                {"$unset": {"worker.reportDueAt": ""}, "$currentDate": {"updatedAt": True}},
            )
            found = self._documents.find(
                {
                    "worker.reportDueAt": {"$exists": True},
                    "status": {"$in": _SETTLED},
                    "batchAccounted": {"$ne": True},
                    # The first for the index, which must not hand over what is not due.
                    "$expr": {"$and": [{"$lte": ["$worker.reportDueAt", "$$NOW"]}, _DUE]},
                },
                _NEEDED,
                sort=[("worker.reportDueAt", pymongo.ASCENDING)],
                limit=limit,
            )
            return [_report(document) for document in found]

    def take(self, processing_id: str, *, seconds: float) -> Report | None:  # noqa: D102
        with translated_errors():
            taken = self._documents.find_one_and_update(
                {
                    "_id": object_id(processing_id),
                    "worker.reportDueAt": {"$exists": True},
                    "status": {"$in": _SETTLED},
                    "batchAccounted": {"$ne": True},
                    "$expr": _DUE,
                },
                [
                    {
                        "$set": {
                            "worker.reportAttempts": {
                                "$add": [{"$ifNull": ["$worker.reportAttempts", 0]}, 1]
                            },
                            "worker.reportDueAt": {"$add": ["$$NOW", milliseconds(seconds)]},
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
                projection=_NEEDED,
                return_document=pymongo.ReturnDocument.AFTER,
            )
        return None if taken is None else _report(taken)

    def delivered(self, report: Report, *, check_after: float) -> None:  # noqa: D102
        check_at = {"$add": ["$$NOW", milliseconds(check_after)]}
        counted = {"$eq": ["$batchAccounted", True]}
        with translated_errors():
            self._notes.update_one(
                _delivery(report),
                [
                    {
                        "$set": {
                            "worker.reportAnswered": True,
                            "worker.reportError": None,
                            "worker.reportDueAt": {"$cond": [counted, "$$REMOVE", check_at]},
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
            )

    def postpone(  # noqa: D102
        self, report: Report, *, error: str, seconds: float, refused: bool = False
    ) -> None:
        with translated_errors():
            self._documents.update_one(
                _delivery(report),
                [
                    {
                        "$set": {
                            "worker.reportError": {"$literal": error},
                            "worker.reportRefusals": report.refusals + refused,
                            "worker.reportDueAt": {"$add": ["$$NOW", milliseconds(seconds)]},
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
            )

    def hold_back(self, processing_ids: Sequence[str], *, seconds: float) -> None:  # noqa: D102
        keys = [ObjectId(processing_id) for processing_id in processing_ids]
        later = {"$add": ["$$NOW", milliseconds(seconds)]}
        with translated_errors():
            self._notes.update_many(
                {"_id": {"$in": keys}, "worker.reportDueAt": {"$exists": True}, "$expr": _DUE},
                [{"$set": {"worker.reportDueAt": later, "updatedAt": "$$NOW"}}],
            )

    def ensure(self, processing_id: str) -> None:  # noqa: D102
        with translated_errors():
            self._documents.update_one(
                {
                    "_id": object_id(processing_id),
                    "status": {"$in": _SETTLED},
                    "batchAccounted": {"$ne": True},
                    "worker.reportDueAt": {"$exists": False},
                },
                {"$currentDate": {"worker.reportDueAt": True, "updatedAt": True}},
            )

    def ensure_all(self, *, older_than_seconds: float, limit: int) -> int:  # noqa: D102
        long_ago = {"$subtract": ["$$NOW", milliseconds(older_than_seconds)]}
        with translated_errors():
            found = self._documents.find(
                {
                    "batchAccounted": False,
                    "status": {"$in": _SETTLED},
                    "worker.reportDueAt": {"$exists": False},
                    "$expr": {"$lte": ["$updatedAt", long_ago]},
                },
                {"_id": 1},
                limit=limit,
            )
            keys = [str(document["_id"]) for document in found]
        for key in keys:
            self.ensure(key)
        return len(keys)

    def batch_settled(self, batch_id: str) -> bool:  # noqa: D102
        with translated_errors():
            unsettled = self._documents.find_one(
                {"batchId": batch_id, "status": {"$nin": _SETTLED}, "batchAccounted": {"$ne": True}},
                {"_id": 1},
            )
        return unsettled is None

    def undelivered(self) -> int:  # noqa: D102
        with translated_errors():
            return self._documents.count_documents(
                {
                    "worker.reportDueAt": {"$exists": True},
                    "worker.reportAnswered": {"$ne": True},
                    "batchAccounted": {"$ne": True},
                }
            )


def _delivery(report: Report) -> MongoDocument:
    return {
        "_id": ObjectId(report.processing_id),
        "worker.reportAttempts": report.attempt,
        "worker.reportDueAt": {"$exists": True},
    }


def _report(document: MongoDocument) -> Report:
    return Report(
        processing_id=str(document["_id"]),
        job_id=str(document.get("jobDescriptionId") or ""),
        batch_id=str(document.get("batchId") or ""),
        external_resume_id=str(document.get("externalResumeId") or ""),
        status=document["status"],
        attempt=int(document.get("worker", {}).get("reportAttempts", 0)),
        refusals=int(document.get("worker", {}).get("reportRefusals", 0)),
    )
