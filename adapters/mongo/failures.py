"""Failed processings in MongoDB: found, counted, and put back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pymongo
from pymongo.collection import Collection

from adapters.mongo.connection import MongoClient, MongoDocument, object_id, processings_of, translated_errors
from adapters.mongo.documents import processing_from
from adapters.mongo.processings import NEW_LIFE
from application.ports import UNKNOWN_REASON, Failed, FailedResume, FailedResumes, Failure, Try
from domain.processing import ProcessingStatus, ResumeProcessing

_FAILED = ProcessingStatus.FAILED.value
_MOST_FAILURES = 10  # kept of those before, the latest
_WHEN = {"$ifNull": ["$worker.settledAt", "$updatedAt"]}
_REASON = {"$ifNull": ["$errorReason", UNKNOWN_REASON]}
# Neither the file's address nor anything of the resume is even read.
_SHOWN: MongoDocument = {
    **dict.fromkeys(("jobDescriptionId", "batchId", "status", "batchAccounted", "error"), 1),
    "errorReason": _REASON,
    "attempts": "$worker.attemptsMade",
    "when": _WHEN,
}
_WHOLE: MongoDocument = {**_SHOWN, "tries": "$worker.tries", "failures": "$worker.failures"}


class MongoFailedResumes(FailedResumes):
    """Works on the backend's `resumeprocessings`."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents: Collection[MongoDocument] = processings_of(client)

    def find(self, which: Failed, *, limit: int) -> Sequence[FailedResume]:  # noqa: D102 - said by the port
        newest_first = {"when": pymongo.DESCENDING, "_id": pymongo.ASCENDING}
        steps = [{"$match": _matching(which)}, {"$project": _SHOWN}, {"$sort": newest_first}]
        return [_failed_resume(found) for found in self._aggregate([*steps, {"$limit": limit}])]

    def count(self, which: Failed) -> Mapping[str, int]:  # noqa: D102
        steps = [{"$match": _matching(which)}, {"$group": {"_id": _REASON, "count": {"$sum": 1}}}]
        return {str(found["_id"]): int(found["count"]) for found in self._aggregate(steps)}

    def ids(self, which: Failed) -> Sequence[str]:  # noqa: D102
        oldest_first = {"when": pymongo.ASCENDING, "_id": pymongo.ASCENDING}
        steps = [{"$match": _matching(which)}, {"$project": {"when": _WHEN}}, {"$sort": oldest_first}]
        return [str(found["_id"]) for found in self._aggregate(steps)]

    def history(self, processing_id: str) -> FailedResume | None:  # noqa: D102
        steps = [{"$match": {"_id": object_id(processing_id)}}, {"$project": _WHOLE}]
        return next(map(_failed_resume, self._aggregate(steps)), None)

    def put_back(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102
        failure = {
            "reason": _REASON,
            # A pipeline takes what a field holds as it is, also where that looks like an expression.
            "error": "$error",
            "attempts": {"$ifNull": ["$worker.attemptsMade", 0]},
            "at": _WHEN,
            "tries": {"$ifNull": ["$worker.tries", []]},
        }
        failures = {"$concatArrays": [{"$ifNull": ["$worker.failures", []]}, [failure]]}
        with translated_errors():
            document = self._documents.find_one_and_update(
                {"_id": object_id(processing_id), "status": _FAILED},
                [
                    {
                        "$set": {
                            "status": ProcessingStatus.QUEUED.value,
                            **NEW_LIFE,
                            "embeddingStatus": "pending",
                            "worker.failures": {"$slice": [failures, -_MOST_FAILURES]},
                            "worker.attempts": 0,
                            "worker.leaseUntil": None,
                            "worker.nextAttemptAt": None,
                            "worker.tries": "$$REMOVE",
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
                return_document=pymongo.ReturnDocument.AFTER,
            )
        return None if document is None else processing_from(document)

    def _aggregate(self, steps: list[dict[str, Any]]) -> list[MongoDocument]:
        with translated_errors():
            return list(self._documents.aggregate(steps))


def _matching(which: Failed) -> MongoDocument:
    matching: MongoDocument = {"status": _FAILED}
    if which.job_id:
        # A text that is no id matches none, as None would: that is what a missing field equals.
        matching["jobDescriptionId"] = object_id(which.job_id) or which.job_id
    if which.batch_id:
        matching["batchId"] = which.batch_id
    if which.reason:
        # A missing field equals null.
        matching["errorReason"] = None if which.reason == UNKNOWN_REASON else which.reason
    return matching


def _failed_resume(found: MongoDocument) -> FailedResume:
    status = str(found.get("status"))
    return FailedResume(
        processing_id=str(found["_id"]),
        job_id=str(found.get("jobDescriptionId") or ""),
        batch_id=str(found.get("batchId") or ""),
        status=status,
        counted=found.get("batchAccounted") is True,
        failure=_failure({**found, "reason": found["errorReason"], "at": found.get("when")})
        if status == _FAILED
        else None,
        earlier=tuple(map(_failure, found.get("failures") or ())),
    )


def _failure(part: MongoDocument) -> Failure:
    reason, at = str(part["reason"]), part.get("at")
    return Failure(
        reason=reason,
        # Without a reason it is another worker's, and its words may hold anything: an address, a name.
        error="" if reason == UNKNOWN_REASON else str(part.get("error") or ""),
        attempts=int(part.get("attempts") or 0),
        at=at if isinstance(at, datetime) else None,
        tries=tuple(_try(one) for one in part.get("tries") or ()),
    )


def _try(part: MongoDocument) -> Try:
    return Try(attempt=int(part["attempt"]), reason=part["reason"], message=part["message"], at=part["at"])
