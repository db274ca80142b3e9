"""Memory of the worker over thousands of jobs: `make soak`.

Real Redis, MongoDB and HTTP on this machine, batches one after the other, each resume different. After each
batch, the memory of every process of the worker is read: its proportional share (PSS, proc(5)), so that what
a worker and its child share is counted once, and the sum is what the machine has to give.

A child is replaced by a new one after JOBS_PER_PROCESS jobs, which would hide a leak of its own: by default
this never happens here.
"""

import argparse
import sys
import uuid
from collections import defaultdict
from collections.abc import Sequence

import psutil
from rich.console import Console
from rich.table import Table

from benchmarks.worker import Addresses, Session
from tests.resumes import resume_text
from tests.servers import MongoServer, RedisServer
from tests.stand_in import BackendStandIn
from tests.workers import RunningWorker

_MOST_GROWTH = 1.10
_SPARE_BYTES = 8_000_000  # what a malloc arena more or less may cost
_NEVER = 100_000


def memory_by_kind(worker: RunningWorker) -> dict[str, int]:
    """Return the bytes of the worker's processes, summed for each kind."""
    found: dict[str, int] = defaultdict(int)
    for process in worker.tree():
        try:
            found[_kind(process, worker)] += process.memory_full_info().pss
        except (psutil.NoSuchProcess, psutil.ZombieProcess):  # a reader of one file, done by now
            continue
    return dict(found)


def _kind(process: psutil.Process, worker: RunningWorker) -> str:
    command = process.cmdline()
    if process.pid == worker.process.pid:
        return "supervisor"
    if "adapters.documents.process" in command:
        return "readers of files"
    parent = process.parent()
    if parent is not None and parent.pid != worker.process.pid:
        return "children that do the jobs"
    return "upkeep" if "upkeep" in command else "workers"


def soak(*, jobs: int, batches: int, workers: int, jobs_per_process: int) -> list[dict[str, int]]:
    """Return the memory by kind of process after each batch, of which the first is to warm up."""
    size = jobs // batches
    samples = []
    with RedisServer() as redis, MongoServer() as mongo:
        addresses = Addresses(redis=redis.url, mongo=mongo.url(f"soak-{uuid.uuid4().hex[:12]}"))
        with (
            BackendStandIn(mongo_url=addresses.mongo, redis_url=addresses.redis) as stand_in,
            RunningWorker(
                stand_in,
                redis_url=addresses.redis,
                mongo_url=addresses.mongo,
                workers=workers,
                JOBS_PER_PROCESS=str(jobs_per_process),
                LOG_LEVEL="warning",
            ) as worker,
        ):
            session = Session(stand_in, worker, (mongo.pid, redis.pid))
            for number in range(batches):
                first = number * size
                session.measure([resume_text(seed, jobs=1, deeds=1) for seed in range(first, first + size)])
                samples.append(memory_by_kind(worker))
                sys.stderr.write(f"{first + size} jobs\n")
    return samples


def main(arguments: Sequence[str] | None = None) -> int:
    """Print memory by kind of process; 1 where some kind grew."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=main.__doc__)
    parser.add_argument("--jobs", type=int, default=5000)
    parser.add_argument("--batches", type=int, default=10, help="memory is read after each")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--jobs-per-process", type=int, default=_NEVER, help="the setting of that name")
    options = parser.parse_args(arguments)
    samples = soak(
        jobs=options.jobs,
        batches=options.batches,
        workers=options.workers,
        jobs_per_process=options.jobs_per_process,
    )
    size = options.jobs // options.batches
    shown = sorted({0, len(samples) // 4, len(samples) // 2, 3 * len(samples) // 4, len(samples) - 1})
    table = Table("MB after jobs", *(str((index + 1) * size) for index in shown), "growth", "flat")
    grown = []
    for kind in sorted({kind for sample in samples for kind in sample}):
        column = [sample.get(kind, 0) for sample in samples]
        is_flat = column[-1] <= column[0] * _MOST_GROWTH + _SPARE_BYTES
        if not is_flat:
            grown.append(kind)
        cells = (f"{column[index] / 1e6:.1f}" for index in shown)
        table.add_row(kind, *cells, f"{(column[-1] - column[0]) / 1e6:+.1f}", "yes" if is_flat else "NO")
    totals = [sum(sample.values()) for sample in samples]
    cells = (f"{totals[index] / 1e6:.1f}" for index in shown)
    table.add_row("all", *cells, f"{(totals[-1] - totals[0]) / 1e6:+.1f}", "")
    console = Console(width=110)
    console.print(table)
    if grown:
        console.print(f"Grew: {', '.join(grown)}.")
    return 1 if grown else 0


if __name__ == "__main__":
    sys.exit(main())
