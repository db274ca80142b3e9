"""The places of a job's resumes: worked out by the database in one statement, written where they changed."""

import logging
import math
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
from application.trouble import Seldom

_LOG = logging.getLogger(__name__)

# The database ends each statement itself before the lease could run out under it, so that two never overlap.
_STATEMENT_SECONDS = 20
_LEASE_MILLISECONDS = 30_000
_RETAKE_SECONDS = 0.1
_AT_A_TIME = 1000
_JOB = {"jobDescriptionId": 1}
# Only strings compare with one: this is whatever has no name of rules.
_WITHOUT_RULES: MongoDocument = {"rulesVersion": {"$not": {"$gt": ""}}}


class MongoRanking(Ranking):
    """Ranks in `resumeprocessings`.

    One ranks a job at a time: two that overlap could leave places of the older ranking over those of the
    newer. The right to rank is a lease on the job's oldest document, since a worker writes no others; one
    that ran out tells of a ranking that was broken off.

    Results that other rules of ours made than those in force (`MongoStoredResults`) have no place until they
    are made anew. Those of another kind of worker, which can be made anew from their files alone, are ranked
    among the others by the score that they have.
    """

    def __init__(self, client: MongoClient) -> None:
        """Use the database that the client's connection string names."""
        self._documents: Collection[MongoDocument] = processings_of(client)
        self._mixed = Seldom(seconds=math.inf)

    def unranked_jobs(self, *, limit: int) -> Sequence[str]:  # noqa: D102 - said by the port
        run_out = {"$lte": ["$worker.rankLeaseUntil", "$$NOW"]}
        broken_off: MongoDocument = {"worker.rankLeaseUntil": {"$exists": True}, "$expr": run_out}
        # One by one, as each is answered from its index alone.
        with translated_errors():
            waiting = {"status": "completed", "rankingStatus": "pending"}
            jobs = self._documents.distinct("jobDescriptionId", waiting)
            jobs += self._documents.distinct("jobDescriptionId", {"worker.rankVacated": True})
            jobs += [one["jobDescriptionId"] for one in self._documents.find(broken_off, _JOB, limit=limit)]
        return list(dict.fromkeys(str(job) for job in jobs if job is not None))[:limit]

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
                if self._rank(job, oldest, fence) and self._give_back(oldest, fence):
                    return True
                # This process stood still for so long that another ranked at the same time, or the document
                # is gone, and with it what kept others away: do it again.
        return True

    def _oldest(self, job: ObjectId) -> ObjectId | None:
        found = self._documents.find_one({"jobDescriptionId": job}, {"_id": 1}, sort=[("_id", 1)])
        return None if found is None else ObjectId(found["_id"])

    def _rank(self, job: ObjectId, oldest: ObjectId, fence: int) -> bool:
        """Do it under a lease; False where that is lost."""
        # First: whoever leaves a place after this has the job ranked once more.
        self._documents.update_many(
            {"worker.rankVacated": True, "jobDescriptionId": job},
            [{"$set": {**STILL_WAITING, "updatedAt": "$$NOW"}}, {"$unset": "worker.rankVacated"}],
        )
        present = rules_of_job(self._documents, job)
        rules = self._rules(job, oldest, present)
        moved = list(self._documents.aggregate(_statement(job, rules), maxTimeMS=_STATEMENT_SECONDS * 1000))
        for start in range(0, len(moved), _AT_A_TIME):
            if start and not self._hold(oldest, fence):
                return False
            writes = [_placed(one, rules) for one in moved[start : start + _AT_A_TIME]]
            with pymongo.timeout(_STATEMENT_SECONDS):
                self._documents.bulk_write(writes, ordered=False)
        self._clear(job, rules, several=len(present) > 1)
        if moved and rules is not None:
            self._tell_of_foreign(job)
        return True

    def _rules(self, job: ObjectId, oldest: ObjectId, present: Sequence[str]) -> str | None:
        """The rules to rank by: those in force, else those of the result that was settled last.

        None where no result has rules.
        """
        if len(present) < 2:  # noqa: PLR2004 - nothing to choose from
            return present[0] if present else None
        document = self._documents.find_one({"_id": oldest}, {"worker.rankRules": 1}) or {}
        seen = document.get("worker", {}).get("rankRules") or [None]
        if seen[-1] in present:
            return str(seen[-1])
        latest = self._documents.find_one(
            {"jobDescriptionId": job, "status": "completed", "rulesVersion": {"$in": [*present]}},
            {"rulesVersion": 1},
            sort=[("worker.settledAt", pymongo.DESCENDING), ("_id", pymongo.DESCENDING)],
        )
        return str(latest["rulesVersion"]) if latest else None

    def _clear(self, job: ObjectId, rules: str | None, *, several: bool) -> None:
        """Take the places of what must have none: the rejected, and what other rules of ours made.

        What cannot be evaluated again under these rules is skipped; the rest is, and then has its place.
        """
        completed = {"jobDescriptionId": job, "status": "completed"}
        pending = {**completed, "rankingStatus": "pending"}
        placed = {**completed, "rank": {"$type": "number"}}
        rejected = {"preFilter.passed": {"$ne": True}}
        by_others = {"rulesVersion": {"$gt": "", "$ne": rules}}
        # Each with its index: a ranking must not read every document of a large job.
        skipped: list[MongoDocument] = [{**pending, **rejected}, {**placed, **_WITHOUT_RULES, **rejected}]
        if several:
            skipped.append({**pending, **by_others, "worker.rankLeftOut": rules})
        self._unplace({"$or": skipped}, "skipped")
        if several:
            self._unplace({**placed, **by_others}, "pending")

    def _unplace(self, which: MongoDocument, status: str) -> None:
        self._documents.update_many(
            which,
            {"$set": {"rankingStatus": status}, "$unset": {"rank": ""}, "$currentDate": {"updatedAt": True}},
        )

    def _tell_of_foreign(self, job: ObjectId) -> None:
        """Say once that scores of two kinds stand in one ranking."""
        if self._mixed.said(job):
            return
        foreign = self._documents.count_documents(
            {"jobDescriptionId": job, "status": "completed", "preFilter.passed": True, **_WITHOUT_RULES}
        )
        if foreign and self._mixed.may_say(job):
            _LOG.info(
                "job %s: %d results of another kind of worker are ranked among the others by their own "
                "score; `screener reevaluate %s --fetch` makes them anew",
                job, foreign, job,
            )  # fmt: skip

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

    def _hold(self, document: ObjectId, fence: int) -> bool:
        until = {"$add": ["$$NOW", _LEASE_MILLISECONDS]}
        result = self._documents.update_one(
            {"_id": document, "worker.rankFence": fence},
            [{"$set": {"worker.rankLeaseUntil": until, "updatedAt": "$$NOW"}}],
        )
        return result.matched_count == 1

    def _give_back(self, document: ObjectId, fence: int) -> bool:
        result = self._documents.update_one(
            {"_id": document, "worker.rankFence": fence},
            {"$unset": {"worker.rankLeaseUntil": ""}, "$currentDate": {"updatedAt": True}},
        )
        return result.matched_count == 1


def _ranked(rules: str | None) -> MongoDocument:
    """What has a place among the results of these rules."""
    return {
        "status": "completed",
        "preFilter.passed": True,
        "$or": [{"rulesVersion": rules}, _WITHOUT_RULES],
    }


def _statement(job: ObjectId, rules: str | None) -> list[dict[str, Any]]:
    """Number what has a place, in the order of `domain.scoring.rank_order`, and return what is to move.

    `$setWindowFields` takes one sort key, so the three are one sub-document, compared field by field; ids
    compare as their hexadecimal digits do. What has no number for a score comes last.
    """
    number = {"$convert": {"input": "$finalScore", "to": "double", "onError": -1.0, "onNull": -1.0}}
    key = {
        "score": {"$multiply": [{"$max": [number, -1.0]}, -1]},  # which NaN is below, too
        "content": {"$ifNull": ["$contentHash", ""]},
        "id": "$_id",
    }
    kept = dict.fromkeys(("rank", "rankingStatus", "finalScore", "contentHash"), 1)
    is_ranked = {"$eq": ["$rankingStatus", "completed"]}
    return [
        {"$match": {"jobDescriptionId": job, **_ranked(rules)}},
        {"$project": {**kept, "key": key}},
        {"$setWindowFields": {"sortBy": {"key": 1}, "output": {"place": {"$documentNumber": {}}}}},
        {"$match": {"$expr": {"$or": [{"$ne": ["$rank", "$place"]}, {"$not": [is_ranked]}]}}},
        {"$project": {"place": 1, "finalScore": 1, "contentHash": 1}},
    ]


def _placed(one: MongoDocument, rules: str | None) -> "pymongo.UpdateOne":
    """Give one its place, if it is still what was numbered.

    The date is of this very write: a date of the statement's beginning would be past for whoever polls
    `updatedAt` while thousands are written, and hide from them what is written after.
    """
    same = {"finalScore": one.get("finalScore"), "contentHash": one.get("contentHash")}
    return pymongo.UpdateOne(
        {"_id": one["_id"], **same, **_ranked(rules)},
        {
            "$set": {"rank": one["place"], "rankingStatus": "completed"},
            "$currentDate": {"updatedAt": True},
        },
        hint="_id_",  # else the database weighs other indexes, for each anew
    )
