"""A worker among servers that fail: what every test of a fault needs, and what must hold after each."""

import contextlib
import itertools
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any, Self

import psutil
import pymongo
from bson import ObjectId

from adapters.mongo.documents import processing_from
from domain.processing import rank_all
from tests.resilience.proxy import Proxy
from tests.resumes import resume_text
from tests.servers import MongoServer, RedisServer
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import RunningWorker

SHORT = {
    "LEASE_SECONDS": "3",
    "BASE_DELAY_SECONDS": "0.2",
    "CALLBACK_TIMEOUT_SECONDS": "1",
    # A server that is away for long must cost time, not resumes.
    "MAX_RETRIES": "5",
}
"""Settings that make waits short; what they bound is the same."""


_seeds = itertools.count()


def resumes(count: int) -> list[bytes | int]:
    """Resumes that nobody has sent before: copies are settled too quickly to be caught under way."""
    return [resume_text(seed, jobs=2, deeds=3) for seed in itertools.islice(_seeds, count)]


@dataclass(kw_only=True)
class Stage:
    """A backend, its servers, and proxies in front of each that a worker may be sent through."""

    redis: RedisServer
    mongo: MongoServer
    backend: "StubbornStandIn"
    to_redis: Proxy
    to_mongo: Proxy
    to_backend: Proxy
    database: str

    @property
    def redis_url(self) -> str:
        return f"redis://127.0.0.1:{self.to_redis.port}/0"

    @property
    def mongo_url(self) -> str:
        """Straight to the proxy: a driver that asks a replica set for its members goes to them itself."""
        return f"mongodb://127.0.0.1:{self.to_mongo.port}/{self.database}?directConnection=true"

    def worker(self, **options: Any) -> RunningWorker:
        through = {
            "redis_url": self.redis_url,
            "mongo_url": self.mongo_url,
            "CALLBACK_URL": self._callback_url,
        }
        return RunningWorker(self.backend, **{**through, **SHORT, **options})

    @property
    def _callback_url(self) -> str:
        return self.backend.callback_url.replace(self.backend.url, f"http://127.0.0.1:{self.to_backend.port}")

    def direct(self) -> dict[str, str]:
        """The servers themselves, as a deployment names them: past the proxies."""
        return {
            "redis_url": self.redis.url,
            "mongo_url": self.mongo.url(self.database),
            "CALLBACK_URL": self.backend.callback_url,
        }

    def prepare(self, files: Sequence[bytes | int]) -> "Batch":
        """Write a batch of a job of its own into the database; it is still to be published."""
        job_id = self.backend.create_job()
        batch_id, ids = self.backend.create_batch(job_id, files)
        return Batch(stage=self, job_id=job_id, id=batch_id, ids=ids)

    def submit(self, files: Sequence[bytes | int]) -> "Batch":
        """Publish a batch of a job of its own."""
        batch = self.prepare(files)
        self.backend.publish(batch.ids)
        return batch


@dataclass(kw_only=True)
class Batch:
    """One batch, and what can be said of it."""

    stage: Stage
    job_id: str
    id: str
    ids: list[str]

    def count(self, status: str) -> int:
        return self.stage.backend.documents.count_documents({"batchId": self.id, "status": status})

    def wait_begun(self, settled: int = 3) -> None:
        """Wait until some of it is settled, so that the rest is waiting or under way."""
        wait_for(lambda: self.count("completed") >= settled, what="for the batch to begin")
        assert self.count("completed") < len(self.ids), "the batch is over before its fault"

    def wait_complete(self, worker: RunningWorker, *, seconds: float = 60.0) -> None:
        """Wait until the backend has handled the call that completes the batch, to its end."""
        wait_for(
            lambda: self.id in self.stage.backend.calls.ranks_when_complete,
            seconds=seconds,
            what=f"for the batch {self.stage.backend.batch(self.id)}: {worker.log[-3000:]}",
        )

    def assert_exact(self, *, failed: Sequence[str] = ()) -> None:
        """Every resume in its final state and counted once; every rank final when the batch was complete."""
        backend = self.stage.backend
        found = {str(document["_id"]): document for document in backend.documents.find({"batchId": self.id})}
        assert set(found) == set(self.ids)
        statuses = {id_: found[id_]["status"] for id_ in self.ids}
        assert statuses == {id_: "failed" if id_ in failed else "completed" for id_ in self.ids}
        assert all(document["batchAccounted"] for document in found.values())
        assert all(found[id_]["error"].endswith(".") and found[id_]["errorReason"] for id_ in failed)
        batch = backend.batch(self.id)
        assert (batch["processed"], batch["failed"]) == (len(self.ids), len(failed))
        assert backend.calls.overlaps == 0
        places = {id_: document.get("rank") for id_, document in found.items()}
        of_job = backend.documents.find({"jobDescriptionId": ObjectId(self.job_id)})
        expected = rank_all([processing_from(document) for document in of_job])
        assert {id_: place for id_, place in places.items() if place} == expected
        assert backend.calls.ranks_when_complete[self.id] == places


@contextlib.contextmanager
def staged(redis: RedisServer, mongo: MongoServer) -> Iterator[Stage]:
    """Set up a backend with an empty Redis and a database that nobody has used."""
    database = f"test-{uuid.uuid4().hex[:12]}"
    with redis.client() as client:
        client.flushall()
    with (
        StubbornStandIn(mongo_url=mongo.url(database), redis_url=redis.url) as backend,
        Proxy(redis.port) as to_redis,
        Proxy(mongo.port) as to_mongo,
        Proxy(int(backend.url.rpartition(":")[2])) as to_backend,
    ):
        yield Stage(
            redis=redis, mongo=mongo, backend=backend, to_redis=to_redis, to_mongo=to_mongo,
            to_backend=to_backend, database=database,
        )  # fmt: skip
        backend.client.drop_database(database)


class StubbornStandIn(BackendStandIn):
    """A backend that waits for its database as long as it takes: its own troubles are not looked at here."""

    def __init__(self, *, mongo_url: str, redis_url: str) -> None:
        self.hooks: dict[str, Hook] = {}
        super().__init__(mongo_url=mongo_url, redis_url=redis_url)
        self.client.close()
        self.client = pymongo.MongoClient(mongo_url, tz_aware=True, serverSelectionTimeoutMS=60_000)
        self.database = self.client.get_default_database()
        self.documents = self.database["resumeprocessings"]

    def on_fetch(self, id_: str, hook: "Hook") -> None:
        """Call this whenever the file of a resume is asked for."""
        self.hooks[f"/files/{id_}"] = hook

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stand_in = self
        usual: Any = super()._handler()

        class Handler(usual):  # type: ignore[misc]  # a class that is made at run time
            def do_GET(self) -> None:  # noqa: N802 - the library's name
                hook = stand_in.hooks.get(self.path)
                try:
                    if hook is None or not hook(self, stand_in.fetches[self.path] + 1):
                        super().do_GET()
                except OSError:  # whoever asked was killed
                    self.close_connection = True

        return Handler


Hook = Callable[[Any, int], bool]
"""Called with the request and how often the file was asked for; returns whether it has answered itself."""


def asking(request: Any) -> psutil.Process:
    """The process at the other end of a request."""
    here, there = request.server.server_address[1], request.client_address[1]
    for found in psutil.net_connections("tcp4"):
        if (
            found.pid
            and found.laddr
            and found.raddr
            and (found.laddr.port, found.raddr.port) == (there, here)
        ):
            return psutil.Process(found.pid)
    raise OSError("it has gone")


class Mark:
    """A place in a worker's log: what comes after it is of the fault."""

    def __init__(self, worker: RunningWorker, *, since: int | None = None) -> None:
        self._worker = worker
        self._from = len(worker.lines) if since is None else since

    @property
    def lines(self) -> list[dict[str, Any]]:
        return self._worker.lines[self._from :]

    def says(self, *words: str) -> bool:
        """Whether one line, a warning or worse, holds all the words."""
        return any(
            line["level"] in {"warning", "error"} and all(word in str(line) for word in words)
            for line in self.lines
        )

    def wait_says(self, *words: str, seconds: float = 30.0) -> None:
        until = time.monotonic() + seconds
        while not self.says(*words):
            assert time.monotonic() < until, f"no line with {words} in {seconds:g} s: {self.lines[-20:]}"
            time.sleep(0.1)


class Uninterrupted:
    """Holds that the supervisor's processes are the same when the block is left: a fault restarted none."""

    def __init__(self, worker: RunningWorker) -> None:
        self._worker = worker

    def __enter__(self) -> Self:
        self._before = self._pids()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            assert self._pids() == self._before, self._worker.events("process ended and is started anew")

    def _pids(self) -> set[int]:
        return {child.pid for child in psutil.Process(self._worker.process.pid).children()}
