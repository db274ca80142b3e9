"""The analyses of processings in MongoDB: fields of their own on the same documents, and no other field.

What the worker keeps for itself lies under `worker.analysis`; every call to the model is in `analysisCalls`.
Times are the server's. Every write sets `updatedAt`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

import pymongo
from bson import ObjectId

from adapters.mongo.connection import (
    EPOCH,
    MongoClient,
    MongoDocument,
    milliseconds,
    object_id,
    processings_of,
    translated_errors,
)
from adapters.mongo.documents import processing_from
from adapters.mongo.processings import STILL_WAITING
from application.analysis_ports import (
    UNANSWERED,
    AnalysisClaim,
    AnalysisKey,
    AnalysisStore,
    CallLedger,
    Costs,
    ModelCall,
)
from application.errors import ClaimLostError, HeldError

_QUEUED, _PROCESSING, _COMPLETED, _FAILED = "queued", "processing", "completed", "failed"
_OPEN = [_QUEUED, _PROCESSING]
_SETTLED = ["completed", "failed"]
_OWN = "worker.analysis"
_HELD_UNTIL = {"$max": [f"${_OWN}.leaseUntil", f"${_OWN}.nextAttemptAt", EPOCH]}
_UNSCREENED_SECONDS = 5.0  # a request that came before its resume was screened is looked at again then
_BULK = {"resumeEmbedding": 0, "jobEmbedding": 0, "analysis": 0, "analysisCalls": 0}
_EVALUATED: MongoDocument = {
    "resumeEmbedding": [],
    "jobEmbedding": [],
}  # vectors are no evidence, and kilobytes


class MongoAnalysisStore(AnalysisStore):
    """Works on the analysis fields of the backend's `resumeprocessings`."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents = processings_of(client)

    def claim(self, processing_id: str, *, seconds: float) -> AnalysisClaim | None:  # noqa: D102 - said by the port
        key = object_id(processing_id)
        if key is None:
            return None
        holder = uuid4().hex
        tried = {"$ifNull": [f"${_OWN}.attempts", 0]}
        with translated_errors():
            claimed = self._documents.find_one_and_update(
                {
                    "_id": key,
                    "analysisStatus": {"$in": _OPEN},
                    "status": {"$in": _SETTLED},
                    "$expr": {"$lte": [_HELD_UNTIL, "$$NOW"]},
                },
                [
                    {
                        "$set": {
                            "analysisStatus": _PROCESSING,
                            "analysisError": None,
                            "analysisRetryCount": tried,
                            f"{_OWN}.holder": holder,
                            f"{_OWN}.fence": {"$add": [{"$ifNull": [f"${_OWN}.fence", 0]}, 1]},
                            f"{_OWN}.attempts": {"$add": [tried, 1]},
                            f"{_OWN}.leaseUntil": {"$add": ["$$NOW", milliseconds(seconds)]},
                            f"{_OWN}.nextAttemptAt": None,
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
                projection=_BULK,
                return_document=pymongo.ReturnDocument.AFTER,
            )
        if claimed is None:
            self._refuse_if_held(key)
            return None
        own = claimed["worker"]["analysis"]
        return AnalysisClaim(
            processing=processing_from({**claimed, **_EVALUATED}),
            fence=int(own["fence"]),
            holder=holder,
            attempt=int(own["attempts"]),
            asked_again=claimed.get("analysisCompletedAt") is not None,
            problem=own.get("problem") or "",
        )

    def _refuse_if_held(self, key: ObjectId) -> None:
        wait = {"$subtract": [_HELD_UNTIL, "$$NOW"]}
        with translated_errors():
            found = list(
                self._documents.aggregate(
                    [
                        {"$match": {"_id": key, "analysisStatus": {"$in": _OPEN}}},
                        {"$project": {"status": 1, "wait": wait}},
                    ]
                )
            )
        if found:
            screened = found[0]["status"] in _SETTLED
            seconds = max(float(found[0]["wait"]) / 1000, 0.0 if screened else _UNSCREENED_SECONDS)
            raise HeldError(f"the analysis of {key} is held, not due, or too early", retry_after=seconds)

    def renew(self, claim: AnalysisClaim, *, seconds: float) -> bool:  # noqa: D102
        until = {"$add": ["$$NOW", milliseconds(seconds)]}
        with translated_errors():
            result = self._documents.update_one(
                _held_by(claim), [{"$set": {f"{_OWN}.leaseUntil": until, "updatedAt": "$$NOW"}}]
            )
        return result.matched_count == 1

    def complete(self, claim: AnalysisClaim, analysis: Mapping[str, Any], *, key: AnalysisKey) -> None:  # noqa: D102
        fields = {
            "analysis": dict(analysis),
            "analysisStatus": _COMPLETED,
            "analysisError": None,
            "analysisMadeBy": key.made_by,
            f"{_OWN}.key": key.digest,
        }
        self._settle(claim, fields)

    def fail(self, claim: AnalysisClaim, *, error: str) -> None:  # noqa: D102
        self._settle(claim, {"analysisStatus": _FAILED, "analysisError": error})

    def _settle(self, claim: AnalysisClaim, fields: MongoDocument) -> None:
        # No pipeline: in one, a text that begins with "$" would be taken for an expression.
        update = {
            "$set": {**fields, "analysisRetryCount": claim.attempt - 1, f"{_OWN}.attempts": 0},
            "$unset": {f"{_OWN}.leaseUntil": "", f"{_OWN}.nextAttemptAt": "", f"{_OWN}.problem": ""},
            "$currentDate": {"analysisCompletedAt": True, "updatedAt": True},
        }
        self._write(claim, update)

    def release(  # noqa: D102
        self, claim: AnalysisClaim, *, error: str, seconds: float, counts: bool, problem: str = ""
    ) -> None:
        attempts = claim.attempt if counts else claim.attempt - 1
        self._write(
            claim,
            [
                {
                    "$set": {
                        "analysisStatus": _QUEUED,
                        "analysisError": {"$literal": error},
                        "analysisRetryCount": attempts,
                        f"{_OWN}.attempts": attempts,
                        f"{_OWN}.leaseUntil": None,
                        f"{_OWN}.nextAttemptAt": {"$add": ["$$NOW", milliseconds(seconds)]},
                        f"{_OWN}.problem": {"$literal": problem or claim.problem},
                        "updatedAt": "$$NOW",
                    }
                }
            ],
        )

    def _write(self, claim: AnalysisClaim, update: MongoDocument | list[MongoDocument]) -> None:
        with translated_errors():
            result = self._documents.update_one(_held_by(claim), update)
        if not result.matched_count:
            raise ClaimLostError(f"the claim of the analysis of {claim.processing.id} is lost")

    def find(self, key: AnalysisKey) -> Mapping[str, Any] | None:  # noqa: D102
        with translated_errors():
            found = self._documents.find_one(
                {f"{_OWN}.key": key.digest, "analysisStatus": _COMPLETED},
                {"analysis": 1},
                sort=[("_id", pymongo.ASCENDING)],
            )
        return found and found.get("analysis")

    def waiting(self, *, seconds: float, limit: int) -> Sequence[str]:  # noqa: D102
        left = {"$lte": [{"$ifNull": [f"${_OWN}.leaseUntil", EPOCH]}, "$$NOW"]}
        since = {"$max": ["$analysisRequestedAt", f"${_OWN}.nextAttemptAt", f"${_OWN}.rungAt", EPOCH]}
        due = {"$lte": [since, {"$subtract": ["$$NOW", milliseconds(seconds)]}]}
        which = [
            {"analysisStatus": _PROCESSING, "$expr": {"$and": [left, due]}},
            {"analysisStatus": _QUEUED, "$expr": due},
        ]
        with translated_errors():
            found = self._documents.find(
                {"$or": which}, {"_id": 1}, sort=[("analysisRequestedAt", pymongo.ASCENDING)], limit=limit
            )
            return [str(document["_id"]) for document in found]

    def rung(self, processing_ids: Sequence[str]) -> None:  # noqa: D102
        keys = [ObjectId(processing_id) for processing_id in processing_ids]
        with translated_errors():
            self._documents.update_many(
                {"_id": {"$in": keys}, "analysisStatus": {"$in": _OPEN}},
                [{"$set": {f"{_OWN}.rungAt": "$$NOW", **STILL_WAITING, "updatedAt": "$$NOW"}}],
            )


class MongoCallLedger(CallLedger):
    """Keeps calls in the array `analysisCalls` of the document that they are about."""

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents = processings_of(client)
        self._client = client

    def begin(self, processing_id: str, call: ModelCall) -> str:  # noqa: D102
        entry = uuid4().hex
        calls = {"$concatArrays": [{"$ifNull": ["$analysisCalls", []]}, [_entry(entry, call, "$$NOW")]]}
        with translated_errors():
            self._documents.update_one(
                {"_id": object_id(processing_id)}, [{"$set": {"analysisCalls": calls, "updatedAt": "$$NOW"}}]
            )
        return entry

    def end(self, processing_id: str, entry: str, call: ModelCall | None) -> None:  # noqa: D102
        ours = {"$eq": ["$$call.id", entry]}
        every = {"input": "$analysisCalls", "as": "call"}
        calls: MongoDocument
        if call is None:
            others = {"$filter": {**every, "cond": {"$not": [ours]}}}
            calls = {"$cond": [{"$eq": [others, []]}, "$$REMOVE", others]}
        else:
            told = _entry(entry, call, "$$call.at")
            calls = {"$map": {**every, "in": {"$cond": [ours, told, "$$call"]}}}
        with translated_errors():
            self._documents.update_one(
                {"_id": object_id(processing_id), "analysisCalls.id": entry},
                [{"$set": {"analysisCalls": calls, "updatedAt": "$$NOW"}}],
            )

    def spent(self, *, job_id: str = "") -> int:  # noqa: D102
        if job_id:
            return sum(
                row.microdollars for row in self._costs({"jobDescriptionId": object_id(job_id)}, EPOCH)
            )
        with translated_errors():
            now: datetime = self._client.admin.command("hello")["localTime"]
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        return sum(row.microdollars for row in self.costs(since=today))

    def costs(self, *, since: datetime) -> Sequence[Costs]:  # noqa: D102
        return self._costs({"analysisCalls.at": {"$gte": since}}, since)

    def _costs(self, which: MongoDocument, since: datetime) -> list[Costs]:
        unpriced = {"$cond": [{"$eq": ["$analysisCalls.microdollars", None]}, 1, 0]}
        unanswered = {"$cond": [{"$eq": ["$analysisCalls.outcome", UNANSWERED]}, 1, 0]}
        pipeline: list[MongoDocument] = [
            {"$match": which},
            {"$project": {"analysisCalls": 1}},
            {"$unwind": "$analysisCalls"},
            {"$match": {"analysisCalls.at": {"$gte": since}}},
            {
                "$group": {
                    "_id": {
                        "day": {"$dateToString": {"date": "$analysisCalls.at", "format": "%Y-%m-%d"}},
                        "model": "$analysisCalls.model",
                    },
                    "calls": {"$sum": 1},
                    "tokensIn": {"$sum": "$analysisCalls.tokensIn"},
                    "tokensOut": {"$sum": "$analysisCalls.tokensOut"},
                    "microdollars": {"$sum": "$analysisCalls.microdollars"},
                    "unpriced": {"$sum": unpriced},
                    "unanswered": {"$sum": unanswered},
                }
            },
            {"$sort": {"_id.day": 1, "_id.model": 1}},
        ]
        with translated_errors():
            return [
                Costs(
                    day=row["_id"]["day"],
                    model=row["_id"]["model"],
                    calls=row["calls"],
                    tokens_in=row["tokensIn"],
                    tokens_out=row["tokensOut"],
                    microdollars=int(row["microdollars"]),
                    unpriced=row["unpriced"],
                    unanswered=row["unanswered"],
                )
                for row in self._documents.aggregate(pipeline)
            ]


def _entry(name: str, call: ModelCall, at: str) -> MongoDocument:
    """An entry of the ledger as an expression."""
    return {
        "id": name,
        "at": at,
        "model": {"$literal": call.model},
        "tokensIn": call.tokens_in,
        "tokensOut": call.tokens_out,
        "microdollars": call.microdollars,
        "seconds": call.seconds,
        "outcome": call.outcome,
    }


def _held_by(claim: AnalysisClaim) -> MongoDocument:
    return {
        "_id": ObjectId(claim.processing.id),
        "analysisStatus": _PROCESSING,
        f"{_OWN}.fence": claim.fence,
        f"{_OWN}.holder": claim.holder,
    }
