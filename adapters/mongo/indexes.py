"""The indexes that the worker's queries need, made at start; making them again does nothing."""

import pymongo

from adapters.mongo.connection import MongoClient, processings_of, translated_errors

_UP = pymongo.ASCENDING

_INDEXES = (
    # The backend's own, made by it as well under the same name.
    pymongo.IndexModel([("resumeHash", _UP), ("jobHash", _UP), ("status", _UP)]),
    # What is to be done: queued, claimed, not yet ranked.
    pymongo.IndexModel([("status", _UP), ("rankingStatus", _UP), ("jobDescriptionId", _UP)]),
    # A job's resumes and its oldest one; whether a batch is settled.
    pymongo.IndexModel([("jobDescriptionId", _UP), ("_id", _UP)]),
    pymongo.IndexModel([("batchId", _UP), ("status", _UP)]),
    # Stored vectors.
    pymongo.IndexModel([("contentHash", _UP), ("embeddingModel", _UP)], sparse=True),
    pymongo.IndexModel([("jobHash", _UP), ("embeddingModel", _UP)], sparse=True),
    # The outbox: only documents that the backend has not counted yet are in it.
    pymongo.IndexModel([("worker.reportDueAt", _UP)], sparse=True),
)


def ensure_indexes(client: MongoClient) -> None:
    """Create what is missing; safe in many processes at once.

    Raises:
        TransientError: the database is away.
        OperationFailure: an index of the same keys and other options is in the way, or we may not.
    """
    with translated_errors():
        processings_of(client).create_indexes(list(_INDEXES))
