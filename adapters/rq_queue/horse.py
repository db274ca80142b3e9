"""The process beside a worker in which its jobs are done, one after the other."""

import json
import os
import resource
import select
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Never, Self

_LONGEST_MESSAGE = 1024  # bytes
_END_SECONDS = 2.0
_MOST_IN_A_JOB, _MOST_KEPT = 4, 2  # times what a process may hold between jobs


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """For how long one process goes on doing jobs before another takes its place.

    Attributes:
        jobs: how many it does at most; 1 makes a new process for each.
        memory_bytes: how much more memory of its own it may hold than when it began, before it is replaced
            after its job. Four times that and a job is broken off: asking for more fails.
    """

    jobs: int = 200
    memory_bytes: int = 256_000_000


class Horse:
    """A worker's grip on the process that does its jobs.

    Nothing here is consumed by waiting: a signal handler may raise in the middle of any call, which then can
    be made again.
    """

    def __init__(self, pid: int, channel: socket.socket) -> None:
        """Take hold of a process that listens at the other end of the channel."""
        self.pid = pid
        self._channel = channel
        self._alive = os.pidfd_open(pid)
        self._number = 0
        self._says_no_more = False

    @classmethod
    def fork(cls, serve: Callable[[socket.socket], Never]) -> Self:
        """Make a process, in a group of its own, that calls `serve`."""
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # A handler of the worker's must not run in its copy.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        try:
            pid = os.fork()
            if pid == 0:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        if pid == 0:
            os.setpgrp()
            ours.close()
            serve(its)
        its.close()
        return cls(pid, ours)

    def take(self, job_id: str, execution_id: str) -> bool:
        """Hand over a job; False where the process has ended, or was to end after the last one."""
        goes_on = True
        while (answer := self._answer(consume=True)) is not None:
            goes_on = answer[1]
        if not goes_on or self._ended(0):
            return False
        try:
            self._channel.send(json.dumps([self._number + 1, job_id, execution_id]).encode())
        except OSError:
            return False
        self._number += 1
        return True

    def wait(self) -> bool:
        """Wait until the job handed over last is done; False where the process ended before it was."""
        while True:
            answer = self._answer()
            if answer is not None and answer[0] == self._number:
                return True
            if answer is not None:
                self._answer(consume=True)
            elif self._ended(0):
                return False
            else:
                watched = [self._alive] if self._says_no_more else [self._alive, self._channel.fileno()]
                select.select(watched, [], [])

    def reap(self) -> tuple[int | None, int | None, resource.struct_rusage | None]:
        """Return how the process ended: its id, status and use of resources, as `os.wait4` does."""
        with suppress(ChildProcessError):  # reaped in a call that a signal broke off
            return os.wait4(self.pid, 0)
        return None, None, None

    def dismiss(self) -> None:
        """Let the process end, and make it where it does not; this is of no more use then."""
        self._channel.close()
        if not self._ended(_END_SECONDS):
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.reap()
        os.close(self._alive)

    def _ended(self, seconds: float) -> bool:
        return bool(select.select([self._alive], [], [], seconds)[0])

    def _answer(self, *, consume: bool = False) -> tuple[int, bool] | None:
        flags = socket.MSG_DONTWAIT | (0 if consume else socket.MSG_PEEK)
        try:
            message = self._channel.recv(_LONGEST_MESSAGE, flags)
        except OSError:
            return None
        if not message:
            self._says_no_more = True
            return None
        number, goes_on = json.loads(message)
        return number, goes_on


def serve_jobs(channel: socket.socket, do: Callable[[str, str], bool], stint: Stint) -> None:
    """In the process of jobs: do what is handed over until that ends or the stint is over.

    Args:
        channel: where jobs come from.
        do: called with the identifiers of a job and of its execution; says whether this process is as good
            as before.
        stint: after which it ends.
    """
    held, asked_for = _own_memory()
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = asked_for + _MOST_IN_A_JOB * stint.memory_bytes
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))

    def is_small() -> bool:
        # What was asked for and is not in use yet counts against the next job's bound.
        held_now, asked_for_now = _own_memory()
        return (
            held_now - held <= stint.memory_bytes
            and asked_for_now - asked_for <= _MOST_KEPT * stint.memory_bytes
        )

    for done in range(1, stint.jobs + 1):
        message = b""
        with suppress(ConnectionError):  # the worker has let go, perhaps before it read the last answer
            message = channel.recv(_LONGEST_MESSAGE)
        if not message:
            return
        number, job_id, execution_id = json.loads(message)
        sound = do(job_id, execution_id)
        goes_on = sound and done < stint.jobs and is_small()
        with suppress(ConnectionError):
            channel.send(json.dumps([number, goes_on]).encode())
        if not goes_on:
            return


def _own_memory() -> tuple[int, int]:
    """Memory that is no file's, in bytes: what is resident, and what was asked for (proc(5))."""
    found = {}
    with open("/proc/self/status", "rb") as status:  # noqa: PTH123 - for every job
        for line in status:
            if line.startswith((b"RssAnon:", b"VmData:")):
                name, kibibytes, _ = line.split()
                found[name] = int(kibibytes) * 1024
    return found[b"RssAnon:"], found[b"VmData:"]
