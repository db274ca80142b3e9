"""The stand-in for the backend as a process of its own, which can be killed: counters live in MongoDB.

The real backend reads that a resume was counted, counts it, and then writes that it did. Killed between
the last two, it counts the resume again when the call is repeated: no worker can close that. So it is there
twice:

- `fixed`: mark and counters in one transaction, as the backend should do it. It may be killed anywhere.
- `frozen`: the real one's sequence. It holds a file lock from the first counter to the mark, and whoever
  kills it waits for that lock: it is killed anywhere but there.
"""

import argparse
import contextlib
import fcntl
import json
import os
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pymongo
from bson import ObjectId
from pymongo.client_session import ClientSession
from pymongo.errors import PyMongoError

from tests.stand_in import BackendStandIn

VARIANTS: Final = ("fixed", "frozen")


class KillableBackend(BackendStandIn):
    """Notes every call in a file, one line when it begins and one when it ends."""

    def __init__(self, *, mongo_url: str, port: int, variant: str, calls: Path, lock: Path) -> None:
        self._fixed = variant == "fixed"
        self._lock_file = lock
        self._notes = os.open(calls, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        self._life = uuid.uuid4().hex
        super().__init__(mongo_url=mongo_url, redis_url="redis://127.0.0.1:1/0", port=port)

    def count(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        call = {"call": uuid.uuid4().hex, "life": self._life, "processing": body["resumeProcessingId"]}
        self._note(event="begins", **call)
        try:
            status, answer = super().count(body)
        except PyMongoError as error:
            self._note(event="ends", status=500, error=type(error).__name__, **call)
            return 500, {}
        self._note(event="ends", status=status, duplicate=answer.get("data", {}).get("duplicate"), **call)
        return status, answer

    def _count(self, body: dict[str, Any]) -> None:
        if self._fixed:
            with self.client.start_session() as session:
                batch = session.with_transaction(lambda active: self._mark_and_count(body, active))
        else:
            with self._not_killed():
                batch = self._count_counters(body, None)
                self._mark(body, None)
        if batch and batch["processed"] == batch["total"]:
            self._note(event="complete", batch=batch["_id"], unranked=self._unranked(batch["_id"]))

    def _mark_and_count(self, body: dict[str, Any], session: ClientSession) -> dict[str, Any] | None:
        return self._count_counters(body, session) if self._mark(body, session) else None

    def _mark(self, body: dict[str, Any], session: ClientSession | None) -> bool:
        result = self.documents.update_one(
            {"_id": ObjectId(body["resumeProcessingId"]), "batchAccounted": {"$ne": True}},
            {"$set": {"batchAccounted": True, "updatedAt": datetime.now(tz=UTC)}},
            session=session,
        )
        return result.modified_count == 1

    def _count_counters(self, body: dict[str, Any], session: ClientSession | None) -> dict[str, Any] | None:
        failed = int(body["status"] == "failed")
        batch = self.database["batches"].find_one_and_update(
            {"_id": body["batchId"]},
            {"$inc": {"processed": 1, "failed": failed}},
            return_document=pymongo.ReturnDocument.AFTER,
            session=session,
        )
        if batch is not None:
            self.database["jobs"].update_one(
                {"_id": batch["job"]}, {"$inc": {"processed": 1, "failed": failed}}, session=session
            )
        return batch

    def _unranked(self, batch_id: str) -> int:
        """How many of a batch that is complete have no place though they passed: the contract allows none."""
        passed = {"batchId": batch_id, "status": "completed", "preFilter.passed": True}
        return self.documents.count_documents({**passed, "rank": {"$not": {"$gte": 1}}})

    @contextlib.contextmanager
    def _not_killed(self) -> Iterator[None]:
        with self._lock_file.open(
            "ab"
        ) as lock:  # opened each time: a lock belongs to the opening, not the thread
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    def _note(self, **fields: object) -> None:
        os.write(self._notes, json.dumps({"at": time.time(), **fields}).encode() + b"\n")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.resilience.backend")
    parser.add_argument("--mongo", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--variant", choices=VARIANTS, required=True)
    parser.add_argument("--calls", type=Path, required=True)
    parser.add_argument("--lock", type=Path, required=True)
    options = parser.parse_args(arguments)
    with KillableBackend(
        mongo_url=options.mongo,
        port=options.port,
        variant=options.variant,
        calls=options.calls,
        lock=options.lock,
    ):
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
