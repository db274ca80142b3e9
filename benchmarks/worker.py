"""The worker's speed end to end, against one built as the older was: `make bench-worker`.

Real Redis, MongoDB and HTTP on this machine. Rounds of all sides alternate, so that noise hits them alike,
and a ratio is the median of the rounds' ratios. A rate counts from the first job in Redis to the last
callback answered, by workers that are started and warm. Every run has a database of its own.

The older style ranks a whole batch after each resume, and so slows down as the batch grows: sides are
compared on a small batch, and on one as long as the older manages in the time it is given.

CPU time stands beside it, because a shared machine stretches the wall clock. Databases and the stand-in for
the backend run on the same cores: theirs is given apart.
"""

import argparse
import contextlib
import itertools
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Protocol, Self

import psutil
import pymongo
import yaml
from rich.console import Console
from rich.table import Table

from benchmarks.old_worker import READY
from tests.resumes import resume_pdf, resume_text
from tests.servers import MongoServer, RedisServer
from tests.stand_in import BackendStandIn
from tests.workers import RunningWorker

_ROOT = Path(__file__).resolve().parent.parent
_WANTED_RATIO = 5.0
_MOST_GROWTH = 1.2
_CORES = len(os.sched_getaffinity(0))
_WARM_UP = 4
_MOST_OLD_RATE = 4.0  # resumes a second; more are not made for it
# The first is in the backend's interface; the other is ours, and the older ranking gains by it.
_BACKENDS_INDEXES = (("resumeHash", "jobHash", "status"), ("batchId", "status"))
_STOP_SECONDS = 10.0
_START_SECONDS = 180.0
# Of one resume, everything included: beyond it, something is broken.
_MOST_SECONDS_A_RESUME = 10.0
# Jobs and deeds of tests.resumes: 300 to 500 words, on one page but for the last.
_SHAPES = ((4, 5), (4, 6), (5, 5), (5, 6), (14, 2))

# What reading a file costs in processes that nobody waits for, and whose time no one is told: a guard and a
# reader, forked as adapters.documents.process does.
_READ = """
import gc, os, sys
from pathlib import Path
from adapters.documents.process import Limits, read_document
files = [path.read_bytes() for path in sorted(Path(sys.argv[1]).iterdir())]
read_document(files[0], Limits())
gc.collect()
gc.freeze()
spent = 0.0
for data in files:
    guard = os.fork()
    if guard == 0:
        if os.fork() == 0:
            read_document(data, Limits())
        else:
            os.wait()
        os._exit(0)
    usage = os.wait4(guard, 0)[2]
    spent += usage.ru_utime + usage.ru_stime
print(spent / len(files))
"""


class Worker(Protocol):
    """A started worker: its first process, all of them, and what they logged."""

    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        """What it wrote."""

    def tree(self) -> list[psutil.Process]:
        """Return it and all that it started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a side finds its servers."""

    redis: str
    mongo: str


Start = Callable[[BackendStandIn, Addresses], AbstractContextManager[Worker]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One batch, measured.

    Attributes:
        resumes: how many were screened.
        seconds: from the first job in Redis to the last callback answered.
        worker_seconds: of CPU, of all processes of the worker.
        server_seconds: of CPU, of MongoDB and Redis.
        stand_in_seconds: of CPU, of what stands in for the backend.
    """

    resumes: int
    seconds: float
    worker_seconds: float
    server_seconds: float
    stand_in_seconds: float

    @property
    def rate(self) -> float:
        """Resumes a second."""
        return self.resumes / self.seconds

    @property
    def spent(self) -> tuple[float, float, float]:
        """CPU seconds a resume: of the worker, the databases, the stand-in."""
        spent = (self.worker_seconds, self.server_seconds, self.stand_in_seconds)
        worker, servers, stand_in = (seconds / self.resumes for seconds in spent)
        return worker, servers, stand_in


class OldWorker:
    """`benchmarks.old_worker` as a process of its own, ended when the block is left."""

    def __init__(self, stand_in: BackendStandIn, addresses: Addresses) -> None:
        """Start it."""
        self._log = tempfile.NamedTemporaryFile("w+b", suffix=".log")  # noqa: SIM115 - closed with the worker
        command = [sys.executable, "-m", "benchmarks.old_worker", "--callback", stand_in.callback_url]
        command += ["--redis", addresses.redis, "--mongo", addresses.mongo]
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, cwd=_ROOT, stdout=self._log, stderr=self._log
        )

    def __enter__(self) -> Self:
        """Return once it is ready."""
        try:
            _wait(lambda: READY in self.log, self, seconds=_START_SECONDS)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self.process.terminate()
        try:
            self.process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._log.close()

    @property
    def log(self) -> str:
        """What it wrote."""
        return Path(self._log.name).read_text("utf-8")

    def tree(self) -> list[psutil.Process]:
        """Return its one process, or nothing once it has ended."""
        return [psutil.Process(self.process.pid)] if self.process.poll() is None else []


def ours(processes: int) -> Start:
    """Return what starts our own worker with so many processes, and waits until they are ready."""

    @contextmanager
    def start(stand_in: BackendStandIn, addresses: Addresses) -> Iterator[Worker]:
        with RunningWorker(
            stand_in, redis_url=addresses.redis, mongo_url=addresses.mongo, workers=processes
        ) as worker:
            _wait(lambda: len(worker.events("worker ready")) >= processes, worker, seconds=_START_SECONDS)
            yield worker

    return start


class Session:
    """A started and warm worker, and the batches that it is measured on."""

    def __init__(self, stand_in: BackendStandIn, worker: Worker, servers: Sequence[int]) -> None:
        """Warm the worker up.

        Args:
            stand_in: for the backend.
            worker: started.
            servers: process ids of the databases.
        """
        self._stand_in = stand_in
        self._worker = worker
        self._servers = servers
        # A job of its own: what is remembered of a job is not warm before the first resume of another.
        files = [resume_pdf(-seed) for seed in range(1, _WARM_UP + 1)]
        batch_id, _ = stand_in.submit(stand_in.create_job(), files)
        _wait(lambda: _is_done(stand_in, batch_id), worker, seconds=_START_SECONDS)

    def measure(
        self, files: Sequence[bytes], *, reading_seconds: float = 0.0, most_seconds: float | None = None
    ) -> Run:
        """Let the worker screen one batch of a job of its own.

        Args:
            files: one a resume.
            reading_seconds: of CPU a resume, of processes that cannot be watched from outside.
            most_seconds: leave off after this long and at least one resume; by default, the batch is seen
                through. The worker is of no use after that.
        """
        stand_in, worker = self._stand_in, self._worker
        batch_id, ids = stand_in.create_batch(stand_in.create_job(**_job()), files)
        before, began = self._spent(), time.monotonic()

        def is_over() -> bool:
            if most_seconds is None or time.monotonic() < began + most_seconds:
                return _is_done(stand_in, batch_id)
            return bool(stand_in.batch(batch_id)["processed"])

        stand_in.publish(ids)
        _wait(is_over, worker, seconds=_MOST_SECONDS_A_RESUME * (len(files) + 10))
        seconds = time.monotonic() - began
        resumes = stand_in.batch(batch_id)["processed"]
        ours, servers, own = (now - then for now, then in zip(self._spent(), before, strict=True))
        if most_seconds is None:
            _check(stand_in, batch_id, len(files))
        return Run(
            resumes=resumes,
            seconds=seconds,
            worker_seconds=ours + reading_seconds * resumes,
            server_seconds=servers,
            stand_in_seconds=own,
        )

    def _spent(self) -> tuple[float, float, float]:
        servers = [psutil.Process(pid) for pid in self._servers]
        return _cpu_seconds(self._worker.tree()), _cpu_seconds(servers), time.process_time()


class Bench:
    """The servers, and workers started on them."""

    def __init__(self, redis: RedisServer, mongo: MongoServer) -> None:
        """Use running servers."""
        self._redis = redis
        self._mongo = mongo

    @contextmanager
    def session(self, start: Start) -> Iterator[Session]:
        """Start and warm up the worker of a side on an empty Redis and a new database; end it afterwards."""
        with self._redis.client() as client:
            client.flushall()
        addresses = Addresses(redis=self._redis.url, mongo=self._mongo.url(f"bench-{uuid.uuid4().hex[:12]}"))
        with BackendStandIn(mongo_url=addresses.mongo, redis_url=addresses.redis) as stand_in:
            try:
                for keys in _BACKENDS_INDEXES:  # not all sides make them
                    stand_in.documents.create_index([(key, pymongo.ASCENDING) for key in keys])
                with start(stand_in, addresses) as worker:
                    yield Session(stand_in, worker, (self._mongo.pid, self._redis.pid))
            finally:
                stand_in.client.drop_database(stand_in.database.name)


def _cpu_seconds(processes: Sequence[psutil.Process]) -> float:
    """CPU time of processes, with that of children that have ended and were waited for."""
    total = 0.0
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):  # its parent has its time now
            total += sum(process.cpu_times()[:4])
    return total


def _job() -> dict[str, Any]:
    """The example's job, but nothing is required, so that every resume passes and is ranked."""
    job: dict[str, Any] = yaml.safe_load((_ROOT / "examples" / "job.yaml").read_text("utf-8"))
    del job["created_at"]
    wanted = [*job["required_skills"], *job["preferred_skills"]]
    return {**job, "required_skills": [], "preferred_skills": wanted, "min_experience_years": 1}


def _is_done(stand_in: BackendStandIn, batch_id: str) -> bool:
    return batch_id in stand_in.calls.ranks_when_complete


def _check(stand_in: BackendStandIn, batch_id: str, resumes: int) -> None:
    """A rate counts only where the work was done: all completed, and ranked when the last was reported."""
    batch = stand_in.batch(batch_id)
    ranks = [rank for rank in stand_in.calls.ranks_when_complete[batch_id].values() if rank is not None]
    assert (batch["processed"], batch["failed"]) == (resumes, 0), batch
    assert sorted(ranks) == list(range(1, len(ranks) + 1))
    assert len(ranks) > 0.9 * resumes, f"only {len(ranks)} of {resumes} passed"


def _wait(condition: Callable[[], object], worker: Worker, *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not condition():
        if worker.process.poll() is not None:
            raise RuntimeError(f"the worker ended: {worker.log[-2000:]}")
        if time.monotonic() > until:
            raise TimeoutError(f"waited {seconds:g} s in vain: {worker.log[-2000:]}")
        time.sleep(0.01)


def resumes(count: int, *, first: int = 0) -> list[bytes]:
    """Return PDFs of 300 to 500 words; each seed, from `first` on, has its own."""
    shapes = itertools.islice(itertools.cycle(_SHAPES), count)
    return [
        resume_pdf(seed, jobs=jobs, deeds=deeds) for seed, (jobs, deeds) in enumerate(shapes, start=first)
    ]


def short_resumes(count: int) -> list[bytes]:
    """Return plain texts of some 30 words, each different."""
    return [resume_text(seed, jobs=1, deeds=1) for seed in range(count)]


def reading_seconds(files: Sequence[bytes]) -> float:
    """Return the CPU seconds that reading one of these takes in processes that nobody waits for."""
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(files):
            (Path(folder) / f"{number:05d}").write_bytes(data)
        command = [sys.executable, "-c", _READ, folder]
        done = subprocess.run(  # noqa: S603 - our own program
            command, cwd=_ROOT, capture_output=True, text=True, check=True
        )
        return float(done.stdout)


# --- the table ------------------------------------------------------------------------------------


def _table() -> Table:
    return Table(
        "measured",
        "median",
        "every round",
        "CPU ms a resume:\nworker+DBs+stand-in",
        "wanted",
        title=f"One batch of one job, end to end, on {_CORES} cores",
    )


@dataclass(slots=True)
class Report:
    """The table, and whether all wanted figures were reached."""

    table: Table = field(default_factory=_table)
    missed: list[str] = field(default_factory=list)

    def runs(self, name: str, runs: Sequence[Run]) -> None:
        """Add a row of resumes a second and CPU time."""
        rates = [run.rate for run in runs]
        spent = (statistics.median(column) for column in zip(*(run.spent for run in runs), strict=True))
        shown = " + ".join(f"{1000 * seconds:.0f}" for seconds in spent)
        self.table.add_row(name, f"{statistics.median(rates):.2f}/s", _shown(rates), shown, "")

    def ratios(
        self, name: str, ratios: Sequence[float], *, least: float | None = None, most: float | None = None
    ) -> None:
        """Add a row of ratios, and note where it is not as wanted."""
        median = statistics.median(ratios)
        wanted = ""
        if least is not None or most is not None:
            is_met = (least is None or median >= least) and (most is None or median <= most)
            wanted = f"{'>=' if least is not None else '<='} {least or most:g}: {'yes' if is_met else 'NO'}"
            if not is_met:
                self.missed.append(name)
        self.table.add_row(name, f"{median:.2f}", _shown(ratios), "", wanted)


def _shown(values: Sequence[float]) -> str:
    return " ".join(f"{value:.2f}" for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured.

    Attributes:
        resumes: in the batch that all sides screen.
        rounds: how often each side does.
        long_seconds: how long the old style works on one long batch.
        growth: resumes in the small and in the large batch.
        around: how often the small one is measured before, and again after the large one.
        processes: of ours; the first is one.
    """

    resumes: int
    rounds: int
    long_seconds: float
    growth: tuple[int, int]
    around: tuple[int, int] = (2, 2)
    processes: tuple[int, ...] = (1, 2, 4)


def compare(bench: Bench, report: Report, plan: Plan) -> None:
    """Add both sides at one process, ours at more, and both at as many resumes as the old style manages."""
    files = resumes(plan.resumes)
    # Others: ours embeds no text twice.
    many = resumes(max(20, int(_MOST_OLD_RATE * plan.long_seconds)), first=plan.resumes)
    reading = reading_seconds(files)
    old: list[Run] = []
    new: dict[int, list[Run]] = {processes: [] for processes in plan.processes}
    for number in range(1, plan.rounds + 1):
        with bench.session(OldWorker) as session:
            old.append(session.measure(files))
            if number == plan.rounds:
                long_old = session.measure(many, most_seconds=plan.long_seconds)
        for processes, runs in new.items():
            with bench.session(ours(processes)) as session:
                runs.append(session.measure(files, reading_seconds=reading))
                if number == plan.rounds and processes == 1:
                    long_new = session.measure(many[: long_old.resumes], reading_seconds=reading)
    report.runs(f"old style, {_processes(1)}, {plan.resumes} resumes", old)
    for processes, runs in new.items():
        report.runs(f"ours, {_processes(processes)}, {plan.resumes} resumes", runs)
    name = f"ours : old, 1 process, {plan.resumes} resumes"
    report.ratios(name, _ratios(new[1], old, lambda run: run.rate))
    report.ratios("old : ours, CPU of the worker", _ratios(old, new[1], lambda run: run.spent[0]))
    for processes in plan.processes[1:]:
        name = f"ours, {processes} processes : 1 (cores: {min(processes, _CORES)})"
        report.ratios(name, _ratios(new[processes], new[1], lambda run: run.rate))
        # Workers, databases and the stand-in share the cores: at 1, no more is to be had of them.
        busy = [run.rate * sum(run.spent) / _CORES for run in new[processes]]
        report.ratios(f"share of the cores that is in use, {processes} processes", busy)
    report.runs(f"old style, {long_old.resumes} resumes ({long_old.seconds:.0f} s)", [long_old])
    report.runs(f"ours, 1 process, {long_old.resumes} resumes", [long_new])
    name = f"ours : old, 1 process, {long_old.resumes} resumes"
    report.ratios(name, [long_new.rate / long_old.rate], least=_WANTED_RATIO)


def measure_growth(bench: Bench, report: Report, plan: Plan) -> None:
    """Add our time a resume in a small and a large batch of short texts."""
    small, large = plan.growth
    few, many = short_resumes(small), short_resumes(large)
    reading = reading_seconds(few)

    def measured(files: Sequence[bytes]) -> Run:
        with bench.session(ours(1)) as session:
            return session.measure(files, reading_seconds=reading)

    before, after = plan.around
    small_runs = [measured(few) for _ in range(before)]
    large_run = measured(many)
    small_runs += [measured(few) for _ in range(after)]
    report.runs(f"ours, 1 process, {small} short texts", small_runs)
    report.runs(f"ours, 1 process, {large} short texts", [large_run])
    usual = statistics.median(1 / run.rate for run in small_runs)
    report.ratios(f"time a resume, {large} : {small}", [1 / large_run.rate / usual], most=_MOST_GROWTH)
    usual = statistics.median(sum(run.spent) for run in small_runs)
    report.ratios(f"CPU a resume, {large} : {small}", [sum(large_run.spent) / usual])


def _processes(count: int) -> str:
    return f"{count} process{'es' if count > 1 else ''}"


def _ratios(ones: Sequence[Run], others: Sequence[Run], value: Callable[[Run], float]) -> list[float]:
    return [value(one) / value(other) for one, other in zip(ones, others, strict=True)]


def _sizes(text: str) -> tuple[int, int]:
    small, large = (int(part) for part in text.split(","))
    return small, large


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; 1 where a wanted figure is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.worker", description=main.__doc__)
    parser.add_argument("--resumes", type=int, default=60, help="in the batch that all sides screen")
    parser.add_argument("--rounds", type=int, default=3, help="how often each side does")
    parser.add_argument("--long", type=float, default=600.0, help="seconds of a long batch, old style")
    parser.add_argument("--growth", type=_sizes, default=(100, 2000), help="a small and a large batch")
    parser.add_argument("--quick", action="store_true", help="tiny numbers: does it run?")
    options = parser.parse_args(arguments)
    plan = Plan(
        resumes=options.resumes, rounds=options.rounds, long_seconds=options.long, growth=options.growth
    )
    if options.quick:
        plan = Plan(resumes=4, rounds=1, long_seconds=2.0, growth=(5, 20), around=(1, 0), processes=(1, 2))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    report = Report()
    with RedisServer() as redis, MongoServer() as mongo:
        bench = Bench(redis, mongo)
        compare(bench, report, plan)
        measure_growth(bench, report, plan)
    console = Console(width=110)
    console.print(report.table)
    if report.missed:
        console.print(f"Missed: {'; '.join(report.missed)}.")
    return 1 if report.missed else 0


def _end(*_: int | FrameType | None) -> None:
    """Leave every block, each of which ends what it started; a second signal must not stop that."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise SystemExit(130)


if __name__ == "__main__":
    sys.exit(main())
