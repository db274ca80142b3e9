"""One process of `screener worker`: a worker on one queue, or the upkeep beside them."""

import argparse
import ctypes
import gc
import os
import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

import structlog
from dependency_injector import providers

from entrypoints import jobs
from entrypoints.container import Container
from entrypoints.logs import configure_logs
from entrypoints.settings import EXIT_SETTINGS, SettingsError, load_settings
from entrypoints.upkeep import Upkeep

_LOG = structlog.get_logger()
_PR_SET_PDEATHSIG = 1  # prctl(2)

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
        sys.stderr.write(f"screener: {' '.join(str(error).split())}\n")
        return EXIT_SETTINGS


def _end_with(parent: int) -> bool:
    """Ask the kernel to end this process when its supervisor dies, however it dies; False if it has."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    return os.getppid() == parent


def _run(kind: str, container: Container, *, burst: bool) -> int:
    if kind == "upkeep":
        return _run_upkeep(container, burst=burst)
    if kind == "batch":
        _load_before_forking(container)
        jobs.use(container)
        worker = container.batch_worker()
    else:
        jobs.use(container)
        worker = container.analysis_worker()
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


def _run_upkeep(container: Container, *, burst: bool) -> int:
    stop = threading.Event()

    def on_signal(*_: int | FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    upkeep = Upkeep(container)
    if burst:
        upkeep.run_burst(stop)
    else:
        upkeep.run(stop)
    return 0


if __name__ == "__main__":
    sys.exit(main())
