"""The benchmarks of the worker run, and leave no process behind. On little: their figures mean nothing."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from tests.stand_in import wait_for
from tests.workers import ROOT, command_of

pytestmark = pytest.mark.slow

_ROWS = (
    "old style, 1 process, 4 resumes",
    "ours, 1 process, 4 resumes",
    "ours, 2 processes, 4 resumes",
    "ours : old, 1 process, 4 resumes",
    "old : ours, CPU of the worker",
    "ours, 2 processes : 1",
    "share of the cores that is in use",
    "ours, 1 process, 5 short texts",
    "ours, 1 process, 20 short texts",
    "time a resume, 20 : 5",
    "CPU a resume, 20 : 5",
)


@pytest.fixture
def bench() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "benchmarks.worker", "--quick"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.terminate()


def test_the_quick_benchmark_prints_every_row(bench: "subprocess.Popen[str]") -> None:
    printed, errors = bench.communicate(timeout=600)
    assert bench.returncode in {0, 1}, errors
    for row in _ROWS:
        assert row in printed, printed


def test_a_small_soak_tells_the_kinds_of_processes_apart() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", "--jobs", "40", "--batches", "2", "--workers", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode in {0, 1}, done.stderr
    for kind in ("children that do the jobs", "readers of files", "supervisor", "upkeep", "workers", "all"):
        assert kind in done.stdout, done.stdout


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_benchmark_ends_all_that_it_started(
    bench: "subprocess.Popen[str]", number: signal.Signals
) -> None:
    started: list[psutil.Process] = []

    def has_started_a_worker() -> bool:
        started[:] = psutil.Process(bench.pid).children(recursive=True)
        return any("benchmarks.old_worker" in command_of(process) for process in started)

    wait_for(has_started_a_worker)
    assert len(started) >= 3  # with MongoDB and Redis
    bench.send_signal(number)
    assert bench.wait(180) == 130
    _, left = psutil.wait_procs(started, timeout=10)
    assert not left
