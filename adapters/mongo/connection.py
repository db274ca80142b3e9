"""One way to reach MongoDB: what is written lasts, nothing waits for ever, and errors are ours."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pymongo
from bson import ObjectId
from bson.errors import InvalidId
from pymongo.collection import Collection
from pymongo.database import Database
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConfigurationError,
    ExecutionTimeout,
    InvalidURI,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    ServerSelectionTimeoutError,
    WaitQueueTimeoutError,
    WTimeoutError,
)
from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

from application.errors import MisconfiguredError, TransientError

_LOG = logging.getLogger(__name__)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""A time before any other, for what has none."""

MongoDocument = dict[str, Any]
MongoClient = pymongo.MongoClient[MongoDocument]
PROCESSINGS = "resumeprocessings"
JOBS = "jobs"

_NO_END = 1e8  # seconds
_OLDEST_WIRE = 13  # MongoDB 5.0, which has $setWindowFields
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
# error_codes.yml.
_TRANSIENT_CODES = frozenset(
    {6, 7, 24, 43, 50, 64, 89, 91, 112, 133, 134, 175, 189, 202, 237, 262, 290, 317, 358, 365, 371, 384}
    | {402, 433, 449, 450, 462, 9001, 10107, 11600, 11601, 11602, 13388, 13435, 13436, 14031}
)
_TRANSIENT_LABELS = ("RetryableWriteError", "RetryableError", "SystemOverloadedError")
_REFUSED_CODES = frozenset({13, 18, 8000})  # Unauthorized, AuthenticationFailed, and Atlas' own


# A ranking of tens of thousands may take a second of its own.
_SLOW_SECONDS, _QUIET_SECONDS = 1.0, 10.0


class _SlowCommands(CommandListener):
    """Says in the log that the database is slow: nothing else would show why everything is."""

    def __init__(self) -> None:
        self._said = -_QUIET_SECONDS

    def started(self, event: CommandStartedEvent) -> None:
        pass

    def succeeded(self, event: CommandSucceededEvent) -> None:
        seconds = event.duration_micros / 1e6
        if seconds >= _SLOW_SECONDS and time.monotonic() - self._said >= _QUIET_SECONDS:
            self._said = time.monotonic()
            _LOG.warning("the database took %.1f s to answer: %s", seconds, event.command_name)

    def failed(self, event: CommandFailedEvent) -> None:
        pass  # said where it is dealt with


class DatabaseSettingsError(Exception):
    """The connection string cannot be used; the message says why and holds no secret."""


def milliseconds(seconds: float) -> int:
    """Return a stretch of time as the server adds it to a date; three years stand for no end."""
    return int(min(seconds, _NO_END) * 1000)


@contextmanager
def translated_errors() -> Iterator[None]:
    """Turn the driver's errors into ours: the database is away, or refuses us; the rest is a bug."""
    try:
        yield
    except NotPrimaryError as error:
        raise TransientError("the database has no primary at present") from error
    except _AWAY as error:
        raise TransientError("the database does not answer") from error
    except OperationFailure as error:
        if error.code in _REFUSED_CODES:
            raise MisconfiguredError("MONGO_URI_PY: MongoDB refuses the user or the password") from error
        if _codes(error) <= _TRANSIENT_CODES or any(map(error.has_error_label, _TRANSIENT_LABELS)):
            raise TransientError("the database is busy with itself") from error
        raise
    except ConfigurationError as error:
        # mongodb+srv:// is looked up when it is first used.
        if type(error.__cause__ or error.__context__).__module__.startswith("dns."):
            raise TransientError("the database's name cannot be looked up") from error
        raise


def _codes(error: OperationFailure) -> set[int | None]:
    """The codes of an error; those of each write where it is of many."""
    if not isinstance(error, BulkWriteError):
        return {error.code}
    details = error.details or {}
    errors = [*details.get("writeErrors", ()), *details.get("writeConcernErrors", ())]
    return {one.get("code") for one in errors} or {error.code}


def connect(uri: str, *, timeout_seconds: float = 10.0) -> MongoClient:
    """Return a client; nothing is sent before it is used.

    It must not be carried across a fork: open it in the process that uses it.

    Args:
        uri: connection string with the name of the database.
        timeout_seconds: bound of every wait, one by one.

    Raises:
        DatabaseSettingsError: the string is malformed, or names no database.
    """
    timeout = milliseconds(timeout_seconds)
    try:
        client = MongoClient(
            uri,
            tz_aware=True,
            appname="resume-screening-worker",
            connect=False,
            serverSelectionTimeoutMS=timeout,
            connectTimeoutMS=timeout,
            socketTimeoutMS=3 * timeout,
            waitQueueTimeoutMS=timeout,
            retryWrites=True,
            retryReads=True,
            event_listeners=[_SlowCommands()],
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
    # The string may ask for secondaries: what they do not know yet would be taken for settled, or ranked.
    return client.get_default_database(
        read_preference=ReadPreference.PRIMARY, read_concern=ReadConcern("local"), write_concern=_LASTING
    )


def processings_of(client: MongoClient) -> Collection[MongoDocument]:
    """Return the collection of one document per resume and job."""
    return database_of(client)[PROCESSINGS]


def check_mongodb(client: MongoClient) -> str:
    """Make sure that the database answers, is new enough, and lets us read and write.

    Returns:
        What it is, and what an operator should look at.

    Raises:
        TransientError: it does not answer, or is too old.
        MisconfiguredError: it refuses us.
    """
    with translated_errors():
        database = database_of(client)
        hello = database.command("hello")
        if hello["maxWireVersion"] < _OLDEST_WIRE:
            raise TransientError("MongoDB is older than 5.0")
        database[JOBS].find_one({}, {"_id": 1})
        # Of nobody: it only shows whether we may.
        database[PROCESSINGS].update_one({"_id": ObjectId(b"\0" * 12)}, {"$currentDate": {"updatedAt": True}})
    alone = "" if "setName" in hello else "; no replica set: writes may be lost when it crashes"
    return f"database {database.name}{alone}"


def object_id(text: str) -> ObjectId | None:
    """Return the id that a text of 24 hexadecimal digits stands for, or None where it is none."""
    try:
        return ObjectId(text)
    except (InvalidId, TypeError):
        return None
