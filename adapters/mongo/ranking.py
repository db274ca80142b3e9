"""The places of a job's resumes, worked out and written by the database in one statement."""

import time
from collections.abc import Sequence
from typing import Any

import pymongo
from bson import ObjectId
from pymongo.collection import Collection

from adapters.mongo.connection import MongoClient, MongoDocument, object_id, processings_of, translated_errors
from adapters.mongo.processings import STILL_WAITING
from adapters.mongo.results import rules_of_job
from application.ports import Ranking

# The database ends the statement itself before the lease could run out under it, so that two never overlap.
_STATEMENT_MILLISECONDS = 20_000
_LEASE_MILLISECONDS = 30_000
_RETAKE_SECONDS = 0.1


class MongoRanking(Ranking):
    """Ranks in `resumeprocessings`.

    One ranks a job at a time: two statements that overlap could leave places of the older one over those of
    the newer. The right to rank is a lease on the job's oldest document, since a worker writes no others.

    Results that other rules made than those in force (`MongoStoredResults`) have no place: places never
    compare scores that mean different things. Those of another kind of worker are ranked among themselves
    where there are no others.
    """

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents: Collection[MongoDocument] = processings_of(client)

    def unranked_jobs(self, *, limit: int) -> Sequence[str]:  # noqa: D102 - said by the port
        with translated_errors():
            jobs = self._documents.distinct(
                "jobDescriptionId",
                {"status": "completed", "rankingStatus": "pending"},
            )
        return [str(job) for job in jobs if job is not None][:limit]

    def rank(self, job_id: str) -> bool:  # noqa: D102
        job = object_id(job_id)
        if job is None:
            return True
        with translated_errors():
            began = False
            while (oldest := self._oldest(job)) is not None:
                fence = self._take(oldest)
                if fence is None and not began:
                    return False
                if fence is None:
                    time.sleep(_RETAKE_SECONDS)
                    continue
                began = True
                rules = self._rules(job, oldest)
                statement = _statement(job, rules)
                self._documents.aggregate(statement, maxTimeMS=_STATEMENT_MILLISECONDS)
                self._clear(job, rules)
                if self._give_back(oldest, fence):
                    return True
                # This process stood still for so long that another ranked at the same time, or the document
                # is gone, and with it what kept others away: do it again.
        return True

    def _oldest(self, job: ObjectId) -> ObjectId | None:
        found = self._documents.find_one({"jobDescriptionId": job}, {"_id": 1}, sort=[("_id", 1)])
        return None if found is None else ObjectId(found["_id"])

    def _rules(self, job: ObjectId, oldest: ObjectId) -> str | None:
        """The rules to rank by: those in force, else those of the result that was settled last.

        None where no result has rules.
        """
        present = rules_of_job(self._documents, job)
        if len(present) < 2:  # noqa: PLR2004 - nothing to choose from
            return present[0] if present else None
        document = self._documents.find_one({"_id": oldest}, {"worker.rankRules": 1}) or {}
        seen = document.get("worker", {}).get("rankRules") or [None]
        if seen[-1] in present:
            return str(seen[-1])
        latest = self._documents.find_one(
            {"jobDescriptionId": job, "status": "completed", "rulesVersion": {"$in": present}},
            {"rulesVersion": 1},
            sort=[("worker.settledAt", pymongo.DESCENDING), ("_id", pymongo.DESCENDING)],
        )
        return str(latest["rulesVersion"]) if latest else None

    def _clear(self, job: ObjectId, rules: str | None) -> None:
        """Take the places of what must have none: the rejected, and what other rules made.

        What cannot be evaluated again under these rules is skipped; the rest is, and then has its place.
        """
        completed = {"jobDescriptionId": job, "status": "completed"}
        pending = {**completed, "rankingStatus": "pending"}
        by_others = {"rulesVersion": {"$ne": rules}}
        left_out = {"$or": [{"rulesVersion": None}, {"worker.rankLeftOut": rules}]}
        # Each with its index: a ranking must not read every document of a large job.
        misplaced: list[MongoDocument] = [{**pending, "preFilter.passed": {"$ne": True}}]
        if rules is not None:
            misplaced += [
                {**completed, **by_others, "rank": {"$type": "number"}},
                {**pending, **by_others, **left_out},
            ]
        waits = {
            "$and": [
                {"$eq": ["$preFilter.passed", True]},
                {"$ne": [{"$ifNull": ["$rulesVersion", None]}, None]},
                {"$ne": ["$worker.rankLeftOut", {"$literal": rules}]},
            ]
        }
        status = {"$cond": [waits, "pending", "skipped"]}
        self._documents.update_many(
            {"$or": misplaced},
            [{"$set": {"rank": "$$REMOVE", "rankingStatus": status, "updatedAt": "$$NOW"}}],
        )

    def _take(self, document: ObjectId) -> int | None:
        """The number of the claim; None where another holds the right to rank."""
        free = {"$lte": [{"$ifNull": ["$worker.rankLeaseUntil", None]}, "$$NOW"]}  # null sorts before dates
        taken = self._documents.find_one_and_update(
            {"_id": document, "$expr": free},
            [
                {
                    "$set": {
                        "worker.rankFence": {"$add": [{"$ifNull": ["$worker.rankFence", 0]}, 1]},
                        "worker.rankLeaseUntil": {"$add": ["$$NOW", _LEASE_MILLISECONDS]},
                        **STILL_WAITING,
                        "updatedAt": "$$NOW",
                    }
                }
            ],
            projection={"worker.rankFence": 1},
            return_document=pymongo.ReturnDocument.AFTER,
        )
        return None if taken is None else int(taken["worker"]["rankFence"])

    def _give_back(self, document: ObjectId, fence: int) -> bool:
        result = self._documents.update_one(
            {"_id": document, "worker.rankFence": fence},
            {"$unset": {"worker.rankLeaseUntil": ""}, "$currentDate": {"updatedAt": True}},
        )
        return result.matched_count == 1


def _statement(job: ObjectId, rules: str | None) -> list[dict[str, Any]]:
    """Number what the rules made, completed and passed, in the order of `domain.scoring.rank_order`.

    `$setWindowFields` takes one sort key, so the three are one sub-document, compared field by field; ids
    compare as their hexadecimal digits do.
    """
    score = {"$convert": {"input": "$finalScore", "to": "double", "onError": 0.0, "onNull": 0.0}}
    stands = {
        "$and": [
            {"$eq": ["$status", "completed"]},
            {"$eq": ["$preFilter.passed", True]},
            {"$eq": [{"$ifNull": ["$rulesVersion", None]}, {"$literal": rules}]},
        ]
    }
    passed = {"status": "completed", "preFilter.passed": True}
    return [
        {"$match": {"jobDescriptionId": job, "rulesVersion": rules, **passed}},
        {
            "$project": {
                "rank": 1,
                "rankingStatus": 1,
                "key": {
                    "score": {"$multiply": [score, -1]},
                    "content": {"$ifNull": ["$contentHash", ""]},
                    "id": "$_id",
                },
            }
        },
        {"$setWindowFields": {"sortBy": {"key": 1}, "output": {"place": {"$documentNumber": {}}}}},
        {
            "$match": {
                "$expr": {"$or": [{"$ne": ["$rank", "$place"]}, {"$ne": ["$rankingStatus", "completed"]}]}
            }
        },
        # Those without a place are written last: a statement that is cut off leaves them to be found.
        {"$project": {"place": 1, "unranked": {"$ne": ["$rankingStatus", "completed"]}}},
        {"$sort": {"unranked": 1, "place": 1}},
        {"$project": {"place": 1}},
        {
            "$merge": {
                "into": "resumeprocessings",
                "on": "_id",
                # It may have been taken up anew since it was read.
                "whenMatched": [
                    {
                        "$set": {
                            "rank": {"$cond": [stands, "$$new.place", "$rank"]},
                            "rankingStatus": {"$cond": [stands, "completed", "$rankingStatus"]},
                            "updatedAt": "$$NOW",
                        }
                    }
                ],
                "whenNotMatched": "discard",
            }
        },
    ]
