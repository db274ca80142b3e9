"""What chance brings about too rarely to rely on, in order: chaos without the fence is green as a rule."""

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import psutil

from tests.resilience.chaos import verdict_on
from tests.resilience.harness import World
from tests.resilience.plan import make_plan
from tests.resilience.report import Run
from tests.stand_in import wait_for

_LEASE_SECONDS = 3
_MOST_SECONDS = 90.0
_SILENCE_SECONDS = 30.0  # a report in vain is repeated after 2 s and then 4 s
_DOWNLOAD_SECONDS = 120  # it must not be the download's end that ends the sleeper's work
_TAKEN_OVER = "resume taken over by another worker"


def stand_still(audit: Path, *, environment: Mapping[str, str] | None = None) -> tuple[Run, int]:
    """Screen one resume twice: by a process that is stopped in the middle, and by another meanwhile.

    Returns:
        The row of the table, and how many workers were refused to write.
    """
    settings = {"LEASE_SECONDS": str(_LEASE_SECONDS), "FETCH_TIMEOUT_SECONDS": str(_DOWNLOAD_SECONDS)}
    began = time.monotonic()
    with World(audit, workers=2, environment={**settings, **(environment or {})}) as world:
        let_go = threading.Event()
        world.publisher.before_serving = lambda _, times: _hold(let_go) if times == 0 else None
        world.start_worker()
        world.wait_ready()
        [batch] = make_plan(1)
        batch_id = world.publish(batch)
        [id_] = world.numbers
        with _stopped(_fetching(world)) as sleeper:
            world.note("pause", victim=f"job {sleeper.pid}")
            wait_for(
                lambda: world.publisher.document(id_)["status"] == "completed",
                seconds=_MOST_SECONDS,
                what="for another worker to do it",
            )
            wait_for(lambda: world.publisher.is_complete(batch_id), what="for the backend to be told")
            let_go.set()
        world.note("awake", victim=f"job {sleeper.pid}")
        wait_for(
            lambda: len(world.events("resume settled")) + len(world.events(_TAKEN_OVER)) >= 2,
            what="for the sleeper to end its work",
        )
        settled = world.wait_for_rest(_MOST_SECONDS)
        world.stop_worker()
        refused = len(world.events(_TAKEN_OVER))
        run = Run(
            name="",
            resumes=1,
            done={"pause": 1},
            verdict=verdict_on(world, None),
            seconds=time.monotonic() - began,
            settle_seconds=settled,
        )
        return run, refused


def silent_backend(audit: Path, *, environment: Mapping[str, str] | None = None) -> Run:
    """Settle one resume while the backend is away; return the row of the table."""
    began = time.monotonic()
    with World(audit, workers=1, environment=environment) as world:
        world.start_worker()
        world.wait_ready()
        world.backend.kill()
        world.publish(*make_plan(1))
        [id_] = world.numbers
        wait_for(lambda: "reportAttempts" in world.publisher.document(id_).get("worker", {}))
        wait_for(
            lambda: world.publisher.document(id_)["worker"]["reportAttempts"], what="for a report in vain"
        )
        world.backend.start()
        world.note("back", victim=f"backend {world.backend.pid}")
        settled = world.wait_for_rest(_SILENCE_SECONDS)
        world.stop_worker()
        return Run(
            name="",
            resumes=1,
            done={"backend": 1},
            verdict=verdict_on(world, None),
            seconds=time.monotonic() - began,
            settle_seconds=settled,
        )


def _hold(let_go: threading.Event) -> None:
    let_go.wait(_MOST_SECONDS)


def _fetching(world: World) -> psutil.Process:
    """The process that waits for its file: it has a connection to the file server."""
    found: list[psutil.Process] = []

    def look() -> bool:
        for process in world.worker.job_processes():
            with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
                ports = [at.raddr.port for at in process.net_connections("tcp") if at.raddr]
                if world.publisher.port in ports:
                    found.append(process)
        return bool(found)

    wait_for(look, what=f"for a job to begin: {world.worker.log[-2000:]}")
    return found[0]


@contextlib.contextmanager
def _stopped(process: psutil.Process) -> Iterator[psutil.Process]:
    process.suspend()
    try:
        yield process
    finally:
        process.resume()
