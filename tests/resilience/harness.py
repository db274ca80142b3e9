"""Everything that a worker lives among, as real processes that can be killed and started again."""

import contextlib
import fcntl
import http.client
import json
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import psutil
import redis
from bson import ObjectId
from pymongo.errors import PyMongoError

from adapters.mongo.connection import connect
from tests.resilience.plan import JOBS, PlannedBatch
from tests.servers import MongoServer, RedisServer, _Server
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import ROOT, RunningWorker

WORKERS = 3
LEASE_SECONDS = 4.0
CALLBACK_SECONDS = 5
_DATABASE = "chaos"
_QUEUE = "batch-processing"
_SETTLED = ["completed", "failed"]
# Nothing is given up for having been interrupted often; what was interrupted comes back within seconds.
_ENVIRONMENT = {
    "LEASE_SECONDS": f"{LEASE_SECONDS:g}",
    "MAX_RETRIES": "100",
    "CALLBACK_TIMEOUT_SECONDS": f"{CALLBACK_SECONDS}",
    "SHUTDOWN_GRACE_SECONDS": "20",
}


class Publisher(BackendStandIn):
    """The backend's other half, which is not killed: it uploads files, writes documents and publishes jobs.

    Attributes:
        before_serving: called before a file is served, with its path and how often it was asked for before.
    """

    def __init__(self, *, mongo_url: str, redis_url: str) -> None:
        self.before_serving: Callable[[str, int], None] = lambda _path, _times: None
        super().__init__(mongo_url=mongo_url, redis_url=redis_url)

    @property
    def port(self) -> int:
        port: int = self._server.server_address[1]
        return port

    def serve(self, path: str) -> tuple[int, bytes]:
        self.before_serving(path, self.fetches[path] - 1)
        return super().serve(path)

    def create_batch(self, job_id: str, files: Sequence[bytes | int]) -> tuple[str, list[str]]:
        batch_id, ids = super().create_batch(job_id, files)
        self.database["batches"].update_one({"_id": batch_id}, {"$set": {"job": ObjectId(job_id)}})
        return batch_id, ids


class BackendServer(_Server):
    """`tests.resilience.backend`, killed and started again on the same port."""

    def __init__(self, *, mongo_url: str, variant: str, calls: Path) -> None:
        super().__init__()
        self._mongo_url, self._variant, self._calls = mongo_url, variant, calls
        self._lock = self.folder / "lock"

    @property
    def callback_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v1/processing/callback"

    def command(self) -> list[str]:
        return [
            *("env", f"PYTHONPATH={ROOT}", sys.executable, "-m", "tests.resilience.backend"),
            *("--mongo", self._mongo_url),
            *("--port", str(self.port), "--variant", self._variant),
            *("--calls", str(self._calls), "--lock", str(self._lock)),
        ]

    def answers(self) -> bool:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)) as connection:
            try:
                connection.request("GET", "/")
                return connection.getresponse().status == http.client.NOT_FOUND
            except OSError:
                return False

    def kill(self) -> None:
        """End it at once, but not between counting and marking what it counted, where it holds the lock."""
        with self._lock.open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            super().kill()


class World:
    """Redis, MongoDB, the backend, a file server and the worker, from the start of a block to its end.

    Attributes:
        audit: the folder that everything is written down in.
        workers: every supervisor that was started; the last is the one that runs.
        locks: held by whoever kills one of the servers and starts it again, by its name.
        numbers: id of each published processing -> its number in the plan.
    """

    def __init__(
        self,
        audit: Path,
        *,
        variant: str = "fixed",
        workers: int = WORKERS,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        audit.mkdir(parents=True, exist_ok=True)
        self.audit = audit
        self.workers: list[RunningWorker] = []
        self.numbers: dict[str, int] = {}
        self.locks = {name: threading.Lock() for name in ("redis", "mongod", "backend", "supervisor")}
        self._variant, self._count = variant, workers
        self._environment: dict[str, Any] = {**_ENVIRONMENT, **(environment or {})}
        self._left_behind: list[psutil.Process] = []
        self._jobs: dict[int, str] = {}
        self._undo = contextlib.ExitStack()
        self._note_lock = threading.Lock()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as undo:
            self.redis = undo.enter_context(RedisServer("--appendfsync", "everysec"))
            self.mongod = undo.enter_context(MongoServer())
            self.mongo_url = self.mongod.url(_DATABASE)
            self.client = undo.enter_context(connect(self.mongo_url))
            self.database = self.client.get_default_database()
            hello = self.client.admin.command("ping")
            self.began = hello["operationTime"]
            self.publisher = undo.enter_context(Publisher(mongo_url=self.mongo_url, redis_url=self.redis.url))
            self.backend = undo.enter_context(
                BackendServer(
                    mongo_url=self.mongo_url, variant=self._variant, calls=self.audit / "calls.jsonl"
                )
            )
            undo.callback(self._end_workers)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    # --- the worker ---

    def start_worker(self) -> None:
        self.workers.append(
            RunningWorker(
                self.backend,
                redis_url=self.redis.url,
                mongo_url=self.mongo_url,
                workers=self._count,
                **self._environment,
            )
        )

    @property
    def worker(self) -> RunningWorker:
        return self.workers[-1]

    def wait_ready(self) -> None:
        self.worker.wait_ready(self._count)

    def kill_supervisor(self) -> int:
        """Kill it alone; its children find out by themselves."""
        self._left_behind += self.worker.tree()
        self.worker.process.kill()
        self.worker.process.wait()
        return self.worker.process.pid

    def stop_worker(self) -> None:
        """Stop it as an operator does, and wait for those whose supervisor was killed."""
        if self.worker.process.poll() is None:
            self.worker.stop()
        psutil.wait_procs(self._left_behind, timeout=20)

    def events(self, event: str) -> list[dict[str, Any]]:
        return [line for worker in self.workers for line in worker.events(event)]

    def _end_workers(self) -> None:
        with (self.audit / "worker.log").open("w", encoding="utf-8") as log:
            for worker in self.workers:
                self._left_behind += worker.tree()
                if worker.process.poll() is None:
                    with contextlib.suppress(Exception):
                        worker.stop(seconds=20)
                log.write(worker.log)
                worker.__exit__()
        for process in self._left_behind:
            with contextlib.suppress(psutil.NoSuchProcess):  # psutil compares the time of start as well
                process.kill()
        for server in (self.redis, self.mongod, self.backend):
            with contextlib.suppress(OSError):
                shutil.copy(server.folder / "server.log", self.audit / f"{type(server).__name__}.log")

    # --- what the backend publishes ---

    def publish(self, batch: PlannedBatch, *, unpushed: frozenset[int] = frozenset()) -> str:
        """Publish a batch, but keep some of its jobs from Redis; return its id."""
        with self.locks["mongod"]:  # the documents are the backend's affair
            if batch.job not in self._jobs:
                self._jobs[batch.job] = self.publisher.create_job(**JOBS[batch.job])
            batch_id, ids = self.publisher.create_batch(self._jobs[batch.job], batch.files)
        self.numbers |= dict(zip(ids, batch.numbers, strict=True))
        pushed = [id_ for id_ in ids if self.numbers[id_] not in unpushed]
        self.note("publish", batch=batch_id, documents=len(ids), pushed=len(pushed))
        self.publisher.publish(pushed)
        return batch_id

    # --- what is seen ---

    def settled_or_unknown(self) -> int:
        """How many are settled; 0 while the database is down."""
        try:
            return self.publisher.documents.count_documents({"status": {"$in": _SETTLED}})
        except PyMongoError:
            return 0

    def at_rest(self) -> bool:
        """Whether nothing is left to do, as far as the database and the queue tell."""
        open_ = {"$or": [{"status": {"$nin": _SETTLED}}, {"batchAccounted": {"$ne": True}}]}
        unranked = {"status": "completed", "preFilter.passed": True, "rankingStatus": {"$ne": "completed"}}
        try:
            documents = self.publisher.documents
            if documents.find_one(open_) or documents.find_one(unranked):
                return False
            client = self.publisher.redis
            return not client.llen(f"rq:queue:{_QUEUE}") and not client.zcard(f"rq:scheduled:{_QUEUE}")
        except (PyMongoError, redis.RedisError):
            return False

    def wait_for_rest(self, seconds: float, *, still: float = 2.0) -> float | None:
        """Return after how long everything came to rest and stayed so for a while; None where it did not."""
        began = time.monotonic()
        since: float | None = None
        while time.monotonic() - began < seconds:
            if not self.at_rest():
                since = None
            elif since is None:
                since = time.monotonic()
            elif time.monotonic() - since >= still:
                return since - began
            time.sleep(0.25)
        return None

    def wait_for_late_deliveries(self, seconds: float) -> None:
        """Wait until RQ's books hold nothing that it could still deliver again, say of a worker that died."""
        client = self.publisher.redis
        lists, sets = (f"rq:queue:{_QUEUE}", f"rq:queue:{_QUEUE}:intermediate"), ("wip", "scheduled")
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            left = sum(int(client.llen(key)) for key in lists)
            left += sum(int(client.zcard(f"rq:{key}:{_QUEUE}")) for key in sets)
            if not left:
                return
            time.sleep(0.25)
        self.note("late deliveries are still to come")

    def note(self, event: str, **fields: object) -> None:
        """Write down what was done to the worker."""
        line = json.dumps({"at": time.time(), "event": event, **fields})
        with self._note_lock, (self.audit / "audit.jsonl").open("a", encoding="utf-8") as audit:
            audit.write(line + "\n")


@contextlib.contextmanager
def undisturbed(audit: Path, plan: Sequence[PlannedBatch], *, seconds: float) -> Iterator[World]:
    """Give a world in which a whole plan was screened and nothing went wrong."""
    with World(audit) as world:
        world.start_worker()
        world.wait_ready()
        for batch in plan:
            world.publish(batch)
        wait_for(world.at_rest, seconds=seconds, what="for an undisturbed run")
        world.stop_worker()
        yield world
