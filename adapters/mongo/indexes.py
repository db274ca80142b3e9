"""The indexes that the worker's queries need, made at start; making them again does nothing."""

import logging

import pymongo
from pymongo.errors import OperationFailure

from adapters.mongo.connection import MongoClient, processings_of, translated_errors

_LOG = logging.getLogger(__name__)
_UP = pymongo.ASCENDING
_IN_THE_WAY = (85, 86)  # IndexOptionsConflict, IndexKeySpecsConflict: there is one on these keys

_INDEXES = (
    # Twins; the contract says that the backend has it.
    pymongo.IndexModel([("resumeHash", _UP), ("jobHash", _UP), ("status", _UP)]),
    # What is to be done: queued, claimed, not yet ranked.
    pymongo.IndexModel([("status", _UP), ("rankingStatus", _UP), ("jobDescriptionId", _UP)]),
    # Jobs to be ranked once more: of those that left their places, and where a ranking was broken off.
    pymongo.IndexModel(
        [("worker.rankVacated", _UP), ("jobDescriptionId", _UP)],
        partialFilterExpression={"worker.rankVacated": True},
    ),
    pymongo.IndexModel([("worker.rankLeaseUntil", _UP)], sparse=True),
    # Queued without anybody coming, since they were written last, or since a moment of their own.
    pymongo.IndexModel([("status", _UP), ("updatedAt", _UP), ("worker.nextAttemptAt", _UP)]),
    pymongo.IndexModel([("worker.waitsSince", _UP)], sparse=True),
    # By which rules a job's results were made.
    pymongo.IndexModel([("jobDescriptionId", _UP), ("status", _UP), ("rulesVersion", _UP)]),
    # A job's resumes and its oldest one; whether a batch is settled.
    pymongo.IndexModel([("jobDescriptionId", _UP), ("_id", _UP)]),
    pymongo.IndexModel([("batchId", _UP), ("status", _UP)]),
    # Stored vectors.
    pymongo.IndexModel([("contentHash", _UP), ("embeddingModel", _UP)], sparse=True),
    pymongo.IndexModel([("jobHash", _UP), ("embeddingModel", _UP)], sparse=True),
    # The outbox: only documents that the backend has not counted yet are in it; what was counted since, and
    # what never got there.
    pymongo.IndexModel([("worker.reportDueAt", _UP)], sparse=True),
    pymongo.IndexModel([("batchAccounted", _UP), ("worker.reportDueAt", _UP), ("status", _UP)]),
    # Analyses: what is asked for, what can be reused, what was spent.
    pymongo.IndexModel([("analysisStatus", _UP), ("analysisRequestedAt", _UP)]),
    pymongo.IndexModel([("worker.analysis.key", _UP)], sparse=True),
    pymongo.IndexModel([("analysisCalls.at", _UP)], sparse=True),
)


def ensure_indexes(client: MongoClient) -> None:
    """Create what is missing; safe in many processes at once. One in the way of another kind is left alone.

    Raises:
        TransientError: the database is away.
        MisconfiguredError: we may not.
    """
    documents = processings_of(client)
    for index in _INDEXES:
        with translated_errors():
            try:
                documents.create_indexes([index])
            except OperationFailure as error:
                if error.code not in _IN_THE_WAY:
                    raise
                _LOG.warning("index %s: another on these keys is used", index.document["name"])
