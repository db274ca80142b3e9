"""`screener worker`: starts the processes, restarts what dies, stops them in order."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from entrypoints.settings import Settings
from entrypoints.stop_signals import StopSignals
from entrypoints.terminal import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE

_LOG = structlog.get_logger()
_ROOT = Path(__file__).resolve().parent.parent
_TICK_SECONDS = 0.2
_STEADY_SECONDS = 10.0  # a process that lived so long is started anew at once
_MOST_DELAY_SECONDS = 15.0
# A second SIGTERM makes a worker take its job's process down with it; RQ overlooks one within a second.
_COLD_AFTER_SECONDS = 1.2
_COLD_SECONDS = 3.0
_UPKEEP_SECONDS = 15.0


@dataclass(slots=True, kw_only=True)
class _Child:
    """One process that should be running."""

    kind: str
    name: str
    burst: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    start_after: float = 0.0
    short_lives: int = 0
    done: bool = False

    def start(self) -> None:
        command = [sys.executable, "-m", "entrypoints.worker", self.kind, "--name", self.name]
        command += ["--parent", str(os.getpid()), *(["--burst"] if self.burst else [])]
        # A session of its own: Ctrl-C on the terminal is for the supervisor, which tells the others.
        self.process = subprocess.Popen(  # noqa: S603 - our own module
            command, cwd=_ROOT, stdin=subprocess.DEVNULL, start_new_session=True
        )
        self.started = time.monotonic()

    def rest(self, *, lived: float) -> float:
        """Put off the next start, the longer the more lives were short; return for how many seconds."""
        self.short_lives = 0 if lived >= _STEADY_SECONDS else self.short_lives + 1
        delay = min(0.1 * 2.0**self.short_lives, _MOST_DELAY_SECONDS) if self.short_lives > 1 else 0.0
        self.start_after = time.monotonic() + delay
        return delay

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, number: signal.Signals) -> None:
        if self.process is not None and self.alive:
            with suppress(ProcessLookupError):
                self.process.send_signal(number)

    def kill(self) -> None:
        """End the process and all of its session, which no handler can put off."""
        if self.process is not None and self.alive:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Supervisor:
    """Keeps N batch workers, M analysis workers and one upkeep process running until told to stop."""

    def __init__(self, settings: Settings, *, workers: int, analysis_workers: int, burst: bool) -> None:
        """Plan the processes; none is started yet."""
        self._grace = settings.shutdown_grace_seconds
        self._burst = burst
        self._workers = [
            _Child(kind=kind, name=f"{kind}-{number}", burst=burst)
            for kind, count in (("batch", workers), ("analysis", analysis_workers))
            for number in range(1, count + 1)
        ]
        self._upkeep = _Child(kind="upkeep", name="upkeep")
        self._signals = StopSignals()
        self._failed = False

    def run(self) -> int:
        """Run until SIGTERM, SIGINT or, in a burst, until nothing waits in line.

        Returns:
            0 where all jobs under way were finished; 1 where some had to be cut off, or a burst left
            something undone, or nothing could be prepared; 2 where a process cannot run with these settings;
            130 where a second SIGINT forced the end.
        """
        in_time = True
        with self._signals.listening(signal.SIGTERM, signal.SIGINT):
            if code := self._prepare():
                return EXIT_OK if self._signals.asked else code
            _LOG.info("supervisor started", workers=len(self._workers), burst=self._burst)
            while not self._signals.asked and not self._failed and not self._finished():
                self._start_missing()
                time.sleep(_TICK_SECONDS)
            in_time = self._stop()
            if self._burst and not self._signals.asked and not self._failed:
                in_time = self._finish_burst() and in_time
        if self._signals.interrupts > 1:
            return EXIT_INTERRUPTED
        if self._failed:
            return EXIT_USAGE
        _LOG.info("supervisor stopped", in_time=in_time)
        return EXIT_OK if in_time else EXIT_FAILED

    def _prepare(self) -> int:
        """Make the model ready and look at the settings, in a process that ends: this one lives long.

        Returns:
            0 once that is done; else what to exit with.
        """
        try:
            process = subprocess.Popen(
                [sys.executable, "-m", "entrypoints.cli", "prepare"], cwd=_ROOT, start_new_session=True
            )
        except OSError as error:
            _LOG.error("nothing can be prepared: no process can be started", cause=error.strerror)
            return EXIT_FAILED
        while process.poll() is None and not self._signals.asked:
            time.sleep(_TICK_SECONDS / 4)
        if process.poll() is None:
            process.kill()
        code = process.wait()
        if code not in {EXIT_OK, EXIT_USAGE} and not self._signals.asked:
            # Of settings it has said itself what is wrong; killed, say for its memory, it could not.
            _LOG.error("nothing could be prepared", exit_code=code)
        return code if code in {EXIT_OK, EXIT_USAGE} else EXIT_FAILED

    def _finished(self) -> bool:
        return self._burst and all(child.done for child in self._workers)

    def _start_missing(self) -> None:
        for child in (self._upkeep, *self._workers):
            if child.alive or child.done:
                continue
            if child.process is not None:
                self._note_death(child, child.process)
            if not child.done and child.process is None and time.monotonic() >= child.start_after:
                self._start(child)

    def _start(self, child: _Child) -> bool:
        """Start a process; False where the machine has no room for it now: it is started later."""
        try:
            child.start()
        except OSError as error:
            delay = child.rest(lived=0.0)
            _LOG.error("process cannot be started", name=child.name, cause=error.strerror, delay=delay)
            return False
        return True

    def _note_death(self, child: _Child, process: subprocess.Popen[bytes]) -> None:
        code, child.process = process.returncode, None
        if code == EXIT_USAGE:
            self._failed = child.done = True
            _LOG.error("process cannot run with these settings", name=child.name)
            return
        if child.burst and code == 0:
            child.done = True
            return
        delay = child.rest(lived=time.monotonic() - child.started)
        _LOG.warning("process ended and is started anew", name=child.name, exit_code=code, delay=delay)

    def _stop(self) -> bool:
        """Stop the workers, then the upkeep; True where nobody had to be cut off."""
        for child in self._workers:
            child.send(signal.SIGTERM)
        in_time = self._wait(self._workers, self._grace)
        if not in_time:
            _LOG.warning("jobs are cut off: they will be taken up again")
            self._cut_off(self._workers)
        self._upkeep.send(signal.SIGTERM)
        if not self._wait([self._upkeep], _UPKEEP_SECONDS):
            self._upkeep.kill()  # a report under way is repeated by the next to run
        return in_time

    def _cut_off(self, children: list[_Child]) -> None:
        time.sleep(_COLD_AFTER_SECONDS)
        for child in children:
            child.send(signal.SIGTERM)
        until = time.monotonic() + _COLD_SECONDS
        while time.monotonic() < until and any(child.alive for child in children):
            time.sleep(_TICK_SECONDS / 4)
        for child in children:
            child.kill()

    def _wait(self, children: list[_Child], seconds: float) -> bool:
        until = time.monotonic() + seconds
        while any(child.alive for child in children):
            if time.monotonic() >= until or self._signals.interrupts > 1:
                return False
            time.sleep(_TICK_SECONDS / 4)
        return True

    def _finish_burst(self) -> bool:
        """Rank and report what this burst settled; False where something is left."""
        last = _Child(kind="upkeep", name="upkeep", burst=True)
        if not self._start(last):
            return False
        while last.alive and not self._signals.asked:
            time.sleep(_TICK_SECONDS / 4)
        last.send(signal.SIGTERM)
        if not self._wait([last], self._grace):
            last.kill()
        return last.process is not None and last.process.returncode == 0
