"""The backend's end of the wire to RQ, for tests: pushes jobs as it does, and starts real workers."""

import contextlib
import json
import logging
import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import Any, Self, cast

import psutil
import redis

from adapters.rq_queue.horse import Stint
from adapters.rq_queue.serializer import PayloadSerializer
from adapters.rq_queue.wire_job import wire_job_class
from adapters.rq_queue.wire_queue import WireQueue
from adapters.rq_queue.worker import HorseWorker
from tests.integration.wire_functions import MODULE, SECRET
from tests.servers import wait_until

NAME = "batch-processing"
LINE, TAKEN = f"rq:queue:{NAME}", f"rq:queue:{NAME}:intermediate"


class Functions(PayloadSerializer):
    module = MODULE
    screening = f"{MODULE}.screen_resume"
    analysis = f"{MODULE}.analyse_resume"


WireJob = wire_job_class(
    NAME, function=Functions.screening, timeout_seconds=20, retries=3, serializer=Functions
)


class Wire:
    """The backend's end of the wire, and workers at the other."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.log = folder / "worker.log"
        self.redis = redis.Redis.from_url(url)
        self.workers: list[ForkProcess] = []
        self.stint = Stint()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            if worker.is_alive() and worker.pid:  # what does its jobs would go on, into the next test
                for child in psutil.Process(worker.pid).children(recursive=True):
                    child.kill()
            worker.kill()
            worker.join()
            worker.close()
        if self.workers:
            # A busy server may not know yet that they are gone, and would give the next job to one of them.
            with contextlib.suppress(redis.RedisError):
                self.redis.client_kill_filter(_type="normal", skipme=True)
        self.redis.close()

    def push(self, name: str, act: str | None = None, **fields: Any) -> None:
        """Put a job in line as the backend does, with what else is wanted."""
        payload = json.dumps({"resumeProcessingId": name, "act": act, "resumeUrl": f"https://x/{SECRET}"})
        sound = {"data": payload, "status": "queued", "description": f"CV of {SECRET}", "attempts": "0"}
        mapping: dict[Any, Any] = {**sound, **fields}
        self.redis.hset(f"rq:job:{name}", mapping=mapping)
        self.redis.lpush(LINE, name)

    def start(self, *, burst: bool = True, on_horse: Callable[[], None] | None = None) -> ForkProcess:
        worker = multiprocessing.get_context("fork").Process(
            target=_work, args=(self.url, self.log, burst, self.stint, on_horse)
        )
        worker.start()
        self.workers.append(worker)
        return worker

    def work(self, **how: Any) -> None:
        """Let a worker do all that waits, and end well."""
        worker = self.start(**how)
        worker.join(30)
        assert worker.exitcode == 0, self.log.read_text()

    @contextlib.contextmanager
    def worker(self) -> Iterator[HorseWorker]:
        """Lend a worker in this process."""
        with redis.Redis.from_url(self.url) as client:
            yield HorseWorker(WireQueue.of(WireJob, client))

    def maintain(self, *, after: float = 0.0) -> None:
        """Let a worker do its maintenance twice, so many seconds apart as far as it can tell."""
        with self.worker() as worker:
            worker.run_maintenance_tasks()
            seen = worker._maintenance._first_seen
            worker._maintenance._first_seen = {raw_id: since - after for raw_id, since in seen.items()}
            worker.run_maintenance_tasks()

    def done(self) -> list[str]:
        return self.ids("done")

    def ids(self, key: str) -> list[str]:
        """Return what a list holds."""
        return [raw.decode() for raw in cast("list[bytes]", self.redis.lrange(key, 0, -1))]

    def failed(self) -> dict[str, str]:
        """Return each failed job's id and reason."""
        ids = [raw.decode() for raw in cast("list[bytes]", self.redis.zrange(f"rq:failed:{NAME}", 0, -1))]
        jobs = {job_id: WireJob.fetch(job_id, connection=self.redis) for job_id in ids}
        results = {job_id: job.latest_result() for job_id, job in jobs.items()}
        return {job_id: (result and result.exc_string) or "" for job_id, result in results.items()}

    def pass_time(self, seconds: float) -> None:
        """Let what was put off be due so much sooner."""
        key = f"rq:scheduled:{NAME}"
        for raw_id in self.redis.zrange(key, 0, -1):
            self.redis.zincrby(key, -seconds, cast("bytes", raw_id))

    def pid_of(self, name: str) -> int:
        wait_until(lambda: self.redis.hexists("pids", name), what=f"for {name}")
        return int(self.redis.hget("pids", name) or 0)

    def wip(self) -> bytes:
        """Return the first of what is being done, as RQ keeps it."""
        first = cast("list[bytes]", self.redis.zrange(f"rq:wip:{NAME}", 0, 0))
        return first[0] if first else b""

    def settled(self) -> bool:
        return not self.redis.llen(LINE) and not self.redis.llen(TAKEN)


def _work(url: str, log: Path, burst: bool, stint: Stint, on_horse: Callable[[], None] | None) -> None:
    logging.basicConfig(filename=log, level=logging.DEBUG, force=True, format="%(levelname)s %(message)s")
    client = redis.Redis.from_url(url)
    HorseWorker(WireQueue.of(WireJob, client), stint=stint, on_horse=on_horse).work(burst=burst)
