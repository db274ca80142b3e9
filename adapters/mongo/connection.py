"""One way to reach MongoDB: what is written lasts, nothing waits for ever, and errors are ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pymongo
from bson import ObjectId
from bson.errors import InvalidId
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    ConfigurationError,
    ExecutionTimeout,
    InvalidURI,
    NetworkTimeout,
    OperationFailure,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)
from pymongo.write_concern import WriteConcern

from application.errors import TransientError

MongoDocument = dict[str, Any]
MongoClient = pymongo.MongoClient[MongoDocument]
PROCESSINGS = "resumeprocessings"
JOBS = "jobs"

_LASTING = WriteConcern(w="majority", j=True, wtimeout=10_000)
_AWAY = (
    AutoReconnect,
    NetworkTimeout,
    ServerSelectionTimeoutError,
    ExecutionTimeout,
    WTimeoutError,
    WaitQueueTimeoutError,
)
# Codes of a server that steps down, shuts down, is short of disk or interrupted us; from the server's
# error_codes.yml. Authentication (18) and authorisation (13) are not among them: waiting mends neither.
_TRANSIENT_CODES = frozenset(
    {6, 7, 24, 43, 50, 64, 89, 91, 112, 133, 134, 189, 202, 237, 262, 290, 317, 358, 384, 9001}
    | {10107, 11600, 11602, 13388, 13435, 13436, 14031}
)


class DatabaseSettingsError(Exception):
    """The connection string cannot be used; the message says why and holds no secret."""


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn what says that the database is away into TransientError; the rest is a bug or a setting."""
    try:
        yield
    except _AWAY as error:
        raise TransientError(f"the database does not answer ({type(error).__name__})") from error
    except OperationFailure as error:
        if error.code in _TRANSIENT_CODES or error.has_error_label("RetryableWriteError"):
            raise TransientError(f"the database refuses for now (code {error.code})") from error
        raise


def connect(uri: str, *, timeout_seconds: float = 10.0) -> MongoClient:
    """Return a client; nothing is sent before it is used.

    It must not be carried across a fork: open it in the process that uses it.

    Args:
        uri: connection string with the name of the database.
        timeout_seconds: bound of every wait, one by one.

    Raises:
        DatabaseSettingsError: the string is malformed, or names no database.
    """
    milliseconds = int(timeout_seconds * 1000)
    try:
        client = MongoClient(
            uri,
            tz_aware=True,
            appname="resume-screening-worker",
            connect=False,
            serverSelectionTimeoutMS=milliseconds,
            connectTimeoutMS=milliseconds,
            socketTimeoutMS=3 * milliseconds,
            waitQueueTimeoutMS=milliseconds,
            retryWrites=True,
            retryReads=True,
        )
    except (InvalidURI, ConfigurationError, ValueError, TypeError):
        # The driver's own message may repeat the string, password and all.
        raise DatabaseSettingsError("is no usable MongoDB connection string") from None
    if _database_name(client) is None:
        client.close()
        raise DatabaseSettingsError("names no database: it must end in /name")
    return client


def _database_name(client: MongoClient) -> str | None:
    try:
        return client.get_default_database().name
    except ConfigurationError:
        return None


def database_of(client: MongoClient) -> Database[MongoDocument]:
    """Return the database that the connection string names; its writes last once acknowledged."""
    return client.get_default_database(write_concern=_LASTING)


def processings_of(client: MongoClient) -> Collection[MongoDocument]:
    """Return the collection of one document per resume and job."""
    return database_of(client)[PROCESSINGS]


def ping(client: MongoClient) -> None:
    """Make sure that the database answers, and that we may read the collections.

    Raises:
        TransientError: it does not answer.
        OperationFailure: it refuses us.
    """
    with translated_errors():
        database = database_of(client)
        database.command("ping")
        database[JOBS].find_one({}, {"_id": 1})


def object_id(text: str) -> ObjectId | None:
    """Return the id that a text of 24 hexadecimal digits stands for, or None where it is none."""
    try:
        return ObjectId(text)
    except (InvalidId, TypeError):
        return None
