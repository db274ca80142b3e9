"""One process of `screener worker`: a worker on one queue, or the upkeep beside them."""

import argparse
import ctypes
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

import structlog
from dependency_injector import providers

from adapters.mongo.connection import check_mongodb
from adapters.rq_queue.connection import check_redis
from application.errors import MisconfiguredError, TransientError
from entrypoints import jobs
from entrypoints.container import Container
from entrypoints.logs import configure_logs
from entrypoints.settings import SettingsError, load_settings
from entrypoints.stop_signals import StopSignals
from entrypoints.terminal import EXIT_USAGE, complain
from entrypoints.upkeep import Upkeep

_LOG = structlog.get_logger()
_PR_SET_PDEATHSIG = 1  # prctl(2)
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 15.0  # seconds
_LAST_SECONDS = 5.0

KINDS = ("batch", "analysis", "upkeep")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one process until it is told to stop; started by the supervisor."""
    parser = argparse.ArgumentParser(prog="python -m entrypoints.worker")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--name", default="")
    parser.add_argument("--burst", action="store_true")
    parser.add_argument("--parent", type=int, default=0)
    options = parser.parse_args(arguments)
    if options.parent and not _end_with(options.parent):
        return 0
    try:
        settings = load_settings()
        configure_logs(settings, process=options.name or options.kind)
        container = Container(settings=settings, environment=providers.Object("production"))
        try:
            return _run(options.kind, container, burst=options.burst)
        finally:
            container.shutdown_resources()
    except SettingsError as error:
        complain(str(error))
        return EXIT_USAGE


def _end_with(parent: int, number: signal.Signals = signal.SIGTERM) -> bool:
    """Ask the kernel to signal this process when its parent dies, however it dies; False if it has."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, number)
    return os.getppid() == parent


def _run(kind: str, container: Container, *, burst: bool) -> int:
    if kind == "upkeep":
        return _run_upkeep(container, burst=burst)
    _wait_for_servers(container)
    if kind == "batch":
        _load_before_forking(container)
    else:
        container.lexicon()
        container.language_model()  # the SDK takes a second to import; nothing is sent
    jobs.use(container)
    reader = container.reader() if kind == "batch" else None
    make = container.batch_worker if kind == "batch" else container.analysis_worker
    worker = make(
        before_fork=reader.start if reader else None, on_horse=partial(_end_with_worker, os.getpid())
    )
    _LOG.info("worker ready", queue=worker.queue_names()[0])
    worker.work(burst=burst)
    return 0


def _load_before_forking(container: Container) -> None:
    """Load once what every forked child shares: model, skills, and the process that reads files."""
    container.model()
    container.lexicon()
    container.reader()
    container.files()  # certificates are read once, 0.07 s
    gc.collect()
    gc.freeze()  # a child's collector would write to, and so copy, every page of memory it shares


def _wait_for_servers(container: Container) -> None:
    """Wait until Redis and MongoDB answer; the clients are closed again, as the process is about to fork.

    Raises:
        SettingsError: one of them refuses us.
    """
    servers: dict[str, Callable[[], str]] = {
        "Redis": lambda: check_redis(container.redis()),
        "MongoDB": lambda: check_mongodb(container.mongo()),
    }
    for name, check in servers.items():
        wait = _FIRST_WAIT
        while True:
            try:
                check()
                break
            except MisconfiguredError as refusal:
                raise SettingsError(str(refusal)) from refusal
            except TransientError as outage:
                _LOG.warning("waiting for a server", server=name, cause=str(outage), next_try_seconds=wait)
                time.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)
    container.shutdown_resources()


def _end_with_worker(worker: int) -> None:
    """In a job's process: end when the worker does. What it did not settle is taken up by another."""
    if not _end_with(worker, signal.SIGKILL):
        os._exit(1)


def _run_upkeep(container: Container, *, burst: bool) -> int:
    _wait_for_servers(container)
    signals = StopSignals()
    with signals.listening(signal.SIGTERM, signal.SIGINT):
        upkeep = Upkeep(container)
        if burst:
            return 0 if upkeep.run_burst(lambda: signals.asked) else 1
        upkeep.run(lambda: signals.asked)
        upkeep.say_the_last(seconds=_LAST_SECONDS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
