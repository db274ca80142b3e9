"""`screener worker` as an operator starts it: a process of its own, its log kept."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Protocol, Self

import psutil

from tests.stand_in import wait_for

ROOT = Path(__file__).resolve().parents[1]


class Backend(Protocol):
    """Whom the worker reports to."""

    @property
    def callback_url(self) -> str:
        """Where."""


def command_of(process: psutil.Process) -> list[str]:
    """Return the words that it was started with; none of one that has just died."""
    try:
        return process.cmdline()
    except (psutil.ZombieProcess, psutil.NoSuchProcess):
        return []


class RunningWorker:
    """A supervisor with its processes, ended when the block is left.

    Attributes:
        process: the supervisor.
        exit_code: set by `stop`.
    """

    def __init__(
        self,
        backend: Backend,
        *arguments: str,
        redis_url: str,
        mongo_url: str,
        workers: int = 2,
        analysis_workers: int = 0,
        **environment: str,
    ) -> None:
        self._log = tempfile.NamedTemporaryFile("w+b", suffix=".log")  # noqa: SIM115 - closed with the worker
        given = {
            "REDIS_URL": redis_url,
            "MONGO_URI_PY": mongo_url,
            "CALLBACK_URL": backend.callback_url,
            "RESUME_ALLOWED_HOSTS": "127.0.0.1",
            "ALLOW_PRIVATE_ADDRESSES": "true",
            "BASE_DELAY_SECONDS": "0.2",
            "LOG_FORMAT": "json",
            "ENV": "test",
        }
        self.process = subprocess.Popen(
            [
                *(sys.executable, "-m", "entrypoints.cli", "worker"),
                *("--workers", str(workers), "--analysis-workers", str(analysis_workers)),
                *arguments,
            ],
            cwd=ROOT,
            env={**os.environ, **given, **environment},
            stderr=self._log,
            stdout=subprocess.DEVNULL,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                for process in self.tree():
                    process.kill()
                self.process.wait(5)
        self._log.close()

    @property
    def log(self) -> str:
        return Path(self._log.name).read_text("utf-8")

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    def events(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line.get("event") == event]

    def wait_ready(self, workers: int = 2) -> None:
        wait_for(lambda: len(self.events("worker ready")) >= workers, what=f"for workers: {self.log[-2000:]}")

    def stop(self, *signals: signal.Signals, apart: float = 0.3, seconds: float = 180.0) -> int:
        for number in signals or (signal.SIGTERM,):
            self.process.send_signal(number)
            time.sleep(apart)
        return self.process.wait(seconds)

    def tree(self) -> list[psutil.Process]:
        """The supervisor and all that it started, those that they started included."""
        try:
            supervisor = psutil.Process(self.process.pid)
        except psutil.NoSuchProcess:
            return []
        return [supervisor, *supervisor.children(recursive=True)]

    def job_processes(self) -> list[psutil.Process]:
        """The children of batch workers in which jobs are done; not those that read files."""
        found = []
        for worker in self.processes("batch"):
            with contextlib.suppress(psutil.ZombieProcess, psutil.NoSuchProcess):
                for child in worker.children():
                    if "adapters.documents.process" not in child.cmdline():
                        found.append(child)  # noqa: PERF401 - those found before one died count
        return found

    def processes(self, kind: str) -> list[psutil.Process]:
        """The supervisor's own children of one kind: `batch`, `analysis`, `upkeep`."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if {"entrypoints.worker", kind} <= set(command_of(child))]


class Operator:
    """Runs `screener`, or one command of it, with the settings of a deployment."""

    def __init__(self, redis_url: str, mongo_url: str, *command: str) -> None:
        self._command = command
        self._environment = {"REDIS_URL": redis_url, "MONGO_URI_PY": mongo_url, "ENV": "test"}

    def start(self, *arguments: str, **environment: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "entrypoints.cli", *self._command, *arguments],
            cwd=ROOT,
            env={**os.environ, **self._environment, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)
