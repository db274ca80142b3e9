"""A stand-in for the backend: writes Redis and MongoDB as the contract says, and counts what it is told.

Its callback has the weakness of the real one: it reads that a resume was counted before it writes so, and two
calls for one resume at the same time are both counted.
"""

import contextlib
import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

import pymongo
import redis
from bson import ObjectId

from adapters.mongo.connection import connect
from domain.processing import ResumeProcessing
from tests.contracts.worlds import published

JOB: Mapping[str, Any] = {
    "title": "Data Engineer",
    "company": "Example Ltd",
    "location": "Anywhere",
    "required_skills": ["Python", "PostgreSQL"],
    "preferred_skills": ["Kafka"],
    "experience_level": "Senior",
    "min_experience_years": 3,
    "description": "You build the services that bring our data from where it is made to where it is needed.",
}


@dataclass(slots=True)
class Calls:
    """What the callback was told and how."""

    bodies: list[dict[str, Any]] = field(default_factory=list)
    under_way: Counter[str] = field(default_factory=Counter)
    overlaps: int = 0
    after_accounted: int = 0
    ranks_when_complete: dict[str, dict[str, int | None]] = field(default_factory=dict)


class BackendStandIn:
    """Serves files and the callback on a free port, until closed.

    Attributes:
        answer_status: what the callback answers; other than 200, nothing is counted.
        gap_seconds: between reading that a resume was not counted and writing that it is.
        files: path -> (status, bytes) of what the file server serves.
    """

    def __init__(
        self, *, mongo_url: str, redis_url: str, queue: str = "batch-processing", port: int = 0
    ) -> None:
        self.client = connect(mongo_url)
        self.database = self.client.get_default_database()
        self.documents = self.database["resumeprocessings"]
        self.redis = redis.Redis.from_url(redis_url)
        self.queue = queue
        self.calls = Calls()
        self.answer_status = 200
        self.gap_seconds = 0.0
        self.files: dict[str, tuple[int, bytes]] = {}
        self.fetches: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self.redis.close()
        self.client.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def callback_url(self) -> str:
        return f"{self.url}/api/v1/processing/callback"

    # --- what the backend writes ---

    def create_job(self, **changes: Any) -> str:
        return str(self.database["jobs"].insert_one({**JOB, **changes}).inserted_id)

    def create_batch(self, job_id: str, files: Sequence[bytes | int]) -> tuple[str, list[str]]:
        """Upload files, or statuses in place of files; return the ids of the batch and its processings."""
        batch_id = f"BATCH_{uuid.uuid4().hex[:8]}"
        ids = [str(ObjectId()) for _ in files]
        for id_, file in zip(ids, files, strict=True):
            served = (file, b"") if isinstance(file, int) else (200, file)
            self.files[f"/files/{id_}"] = served
        self.database["batches"].insert_one({"_id": batch_id, "total": len(ids), "processed": 0, "failed": 0})
        processings = (
            ResumeProcessing(
                id=id_, job_id=job_id, batch_id=batch_id, external_resume_id=f"RESUME_{number:04d}",
                resume_url=f"{self.url}/files/{id_}",
            )
            for number, id_ in enumerate(ids)
        )  # fmt: skip
        if ids:
            self.documents.insert_many([published(processing) for processing in processings])
        return batch_id, ids

    def publish(self, ids: Sequence[str]) -> None:
        """Put one job a processing on Redis, exactly as the contract says."""
        for document in self.documents.find({"_id": {"$in": [ObjectId(id_) for id_ in ids]}}):
            payload = {
                "batchId": document["batchId"],
                "jobDescriptionId": str(document["jobDescriptionId"]),
                "resumeProcessingId": str(document["_id"]),
                "resumeUrl": document["resumeUrl"],
                "externalResumeId": document["externalResumeId"],
            }
            self.push(self.queue, payload)

    def push(self, queue: str, payload: object) -> str:
        job_id = str(uuid.uuid4())
        fields = {"data": json.dumps(payload), "status": "queued", "description": "a resume", "attempts": "0"}
        self.redis.hset(f"rq:job:{job_id}", mapping=fields)  # type: ignore[arg-type]
        self.redis.lpush(f"rq:queue:{queue}", job_id)
        return job_id

    def submit(self, job_id: str, files: Sequence[bytes | int]) -> tuple[str, list[str]]:
        batch_id, ids = self.create_batch(job_id, files)
        self.publish(ids)
        return batch_id, ids

    # --- what it sees ---

    def batch(self, batch_id: str) -> dict[str, Any]:
        return dict(self.database["batches"].find_one({"_id": batch_id}) or {})

    def document(self, id_: str) -> dict[str, Any]:
        found = self.documents.find_one({"_id": ObjectId(id_)})
        assert found is not None
        return found

    def is_complete(self, batch_id: str) -> bool:
        batch = self.batch(batch_id)
        return bool(batch["processed"] >= batch["total"])

    # --- HTTP ---

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                stand_in.fetches[self.path] += 1
                self._reply(*stand_in.serve(self.path))

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = stand_in.count(body)
                self._reply(status, json.dumps(answer).encode())

            def _reply(self, status: int, body: bytes) -> None:
                with contextlib.suppress(ConnectionError):  # whoever asked was killed meanwhile
                    self.send_response(status)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        return Handler

    def serve(self, path: str) -> tuple[int, bytes]:
        """Return status and bytes of a file."""
        return self.files.get(path, (404, b""))

    def count(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Handle the callback as the backend does: read, count, write the mark."""
        id_ = body["resumeProcessingId"]
        with self._lock:
            self.calls.bodies.append(body)
            self.calls.under_way[id_] += 1
            self.calls.overlaps += self.calls.under_way[id_] > 1
        try:
            if self.answer_status != 200:
                return self.answer_status, {}
            document = self.documents.find_one({"_id": ObjectId(id_)}, {"batchAccounted": 1, "batchId": 1})
            if document is None or document["batchId"] != body["batchId"]:
                return 404, {}
            if document["batchAccounted"]:
                with self._lock:
                    self.calls.after_accounted += 1
                return 200, {"data": {"duplicate": True}}
            time.sleep(self.gap_seconds)
            self._count(body)
            return 200, {"data": {"duplicate": False}}
        finally:
            with self._lock:
                self.calls.under_way[id_] -= 1

    def _count(self, body: dict[str, Any]) -> None:
        batch = self.database["batches"].find_one_and_update(
            {"_id": body["batchId"]},
            {"$inc": {"processed": 1, "failed": int(body["status"] == "failed")}},
            return_document=pymongo.ReturnDocument.AFTER,
        )
        self.documents.update_one(
            {"_id": ObjectId(body["resumeProcessingId"])},
            {"$set": {"batchAccounted": True, "updatedAt": datetime.now(tz=UTC)}},
        )
        if batch and batch["processed"] == batch["total"]:
            # What everyone sees who looks when the batch is complete.
            found = self.documents.find({"batchId": body["batchId"]}, {"rank": 1})
            self.calls.ranks_when_complete[body["batchId"]] = {
                str(document["_id"]): document.get("rank") for document in found
            }


def wait_for(condition: Callable[[], object], *, seconds: float = 180.0, what: str = "") -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds:g} s in vain {what}"
        time.sleep(0.05)
