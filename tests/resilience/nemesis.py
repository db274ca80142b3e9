"""What goes wrong, how often and when: planned by a seed, done to real processes, written down."""

import contextlib
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, cast

import psutil
import redis
from pymongo.errors import PyMongoError

from tests.resilience.harness import LEASE_SECONDS, World

# kill -9 of what, and how often in comparison
KILLS: Final = {
    "job": 8,
    "worker": 4,
    "upkeep": 2,
    "backend": 2,
    "redis": 1.5,
    "mongod": 1.5,
    "supervisor": 1,
}
OTHERS: Final = ("pause", "duplicate", "drop", "flush")
KINDS: Final = (*KILLS, *OTHERS)
_QUEUE = "rq:queue:batch-processing"
_KILLS_A_PAUSE = 12
_RESUMES_A_DUPLICATE = 10
_RESUMES_A_DROP = 20
_TRY_SECONDS = 1.0
_APART_SECONDS = 3.0  # between two kills of one server: the drivers' own retry is one


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that goes wrong.

    Attributes:
        kind: one of `KINDS`.
        chance: in [0, 1): which of the possible victims, and for how long.
    """

    kind: str
    chance: float


def make_faults(seed: int, *, kills: int, resumes: int) -> list[Fault]:
    """Return what goes wrong in a run, in order: `kills` processes killed, and the rest in proportion.

    Every kind of kill is there as soon as there are enough, and Redis forgets everything once, in the middle.
    """
    chance = random.Random(seed)
    counts = dict.fromkeys(KILLS, 0)
    for _ in range(kills):  # D'Hondt's method, but the first of each kind comes first
        counts[max(KILLS, key=lambda kind: (not counts[kind], KILLS[kind] / (counts[kind] + 1)))] += 1
    counts |= {
        "pause": -(-kills // _KILLS_A_PAUSE),
        "duplicate": -(-resumes // _RESUMES_A_DUPLICATE),
        "drop": -(-resumes // _RESUMES_A_DROP),
    }
    kinds = [kind for kind, count in counts.items() for _ in range(count)]
    chance.shuffle(kinds)
    if kills:
        kinds.insert(len(kinds) // 2 + chance.randint(-len(kinds) // 8, len(kinds) // 8), "flush")
    return [Fault(kind=kind, chance=chance.random()) for kind in kinds]


class Nemesis:
    """Does faults to a world. What was killed comes back after a while, in the background.

    Attributes:
        done: how often each kind was done.
    """

    def __init__(self, world: World) -> None:
        self.done: Counter[str] = Counter()
        self._world = world
        self._pool = ThreadPoolExecutor(16, thread_name_prefix="nemesis")
        self._pending: list[Future[None]] = []
        self._back_since: dict[str, float] = {}
        self._ways: dict[str, Callable[[float], str | None]] = {
            "job": lambda chance: self._kill_one("job", chance),
            "worker": lambda chance: self._kill_one("batch", chance),
            "upkeep": lambda chance: self._kill_one("upkeep", chance),
            "redis": lambda chance: self._kill_server("redis", chance),
            "mongod": lambda chance: self._kill_server("mongod", chance),
            "backend": lambda chance: self._kill_server("backend", chance),
            "supervisor": self._kill_supervisor,
            "pause": self._pause,
            "duplicate": self._duplicate,
            "drop": self._drop,
            "flush": self._flush,
        }

    def strike(self, fault: Fault) -> bool:
        """Do it as soon as there is a victim; False where none showed in time."""
        until = time.monotonic() + _TRY_SECONDS
        while True:
            victim = self._ways[fault.kind](fault.chance)
            if victim is not None:
                self.done[fault.kind] += 1
                self._world.note(fault.kind, victim=victim)
                return True
            if time.monotonic() > until:
                return False
            time.sleep(0.01)

    def finish(self) -> None:
        """Wait until everything that was stopped or killed is back."""
        self._pool.shutdown(wait=True)
        for future in self._pending:
            future.result()

    # --- kill -9 ---

    def _kill_one(self, kind: str, chance: float) -> str | None:
        processes = self._running(kind)
        if not processes:
            return None
        victim = processes[int(chance * len(processes))]
        try:
            victim.kill()
        except psutil.NoSuchProcess:
            return None
        return f"{kind} {victim.pid}"

    def _running(self, kind: str) -> list[psutil.Process]:
        worker = self._world.worker
        if worker.process.poll() is not None:
            return []
        try:
            return worker.job_processes() if kind == "job" else worker.processes(kind)
        except psutil.Error:  # the supervisor has just been killed
            return []

    def _kill_server(self, name: str, chance: float) -> str | None:
        if time.monotonic() - self._back_since.get(name, 0.0) < _APART_SECONDS:
            return None
        lock = self._world.locks[name]
        if not lock.acquire(blocking=False):
            return None
        server = getattr(self._world, name)
        pid: int = server.pid
        server.kill()

        def bring_back() -> None:
            try:
                time.sleep(0.5 + chance)
                server.start()
                self._world.note("back", victim=f"{name} {server.pid}")
            finally:
                self._back_since[name] = time.monotonic()
                lock.release()

        self._later(bring_back)
        return f"{name} {pid}"

    def _kill_supervisor(self, chance: float) -> str | None:
        lock = self._world.locks["supervisor"]
        if not lock.acquire(blocking=False):
            return None
        pid = self._world.kill_supervisor()

        def bring_back() -> None:
            try:
                time.sleep(0.2 + chance)
                self._world.start_worker()
            finally:
                lock.release()

        self._later(bring_back)
        return f"supervisor {pid}"

    # --- a job's process that stands still for longer than its lease ---

    def _pause(self, chance: float) -> str | None:
        processes = self._running("job")
        if not processes:
            return None
        victim = processes[int(chance * len(processes))]
        try:
            victim.suspend()
        except psutil.NoSuchProcess:
            return None

        def wake() -> None:
            time.sleep(LEASE_SECONDS + 1 + chance)
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.resume()
                self._world.note("awake", victim=f"job {victim.pid}")

        self._later(wake)
        return f"job {victim.pid}"

    # --- deliveries ---

    def _duplicate(self, chance: float) -> str | None:
        """Deliver a resume twice more, whatever became of it: queued, under way, or settled long ago."""
        ids = list(self._world.numbers)
        with contextlib.suppress(redis.RedisError, PyMongoError, IndexError):
            id_ = ids[int(chance * len(ids))]
            self._world.publisher.publish([id_, id_])
            return id_
        return None

    def _drop(self, chance: float) -> str | None:
        """Lose a job that waits in Redis."""
        client = self._world.publisher.redis
        with contextlib.suppress(redis.RedisError, IndexError):
            waiting = client.lrange(_QUEUE, 0, -1)
            job = cast("bytes", waiting[int(chance * len(waiting))]).decode()
            client.lrem(_QUEUE, 0, job)
            client.delete(f"rq:job:{job}")
            return job
        return None

    def _flush(self, chance: float) -> str | None:
        with contextlib.suppress(redis.RedisError):
            waiting = self._world.publisher.redis.llen(_QUEUE)
            self._world.publisher.redis.flushall()
            return f"{waiting} waiting"
        return None

    def _later(self, work: Callable[[], None]) -> None:
        self._pending.append(self._pool.submit(work))
