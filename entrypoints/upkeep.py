"""The process beside the workers: due retries, ranks, reports to the backend, and what the queue lost.

Each task runs in a loop of its own: a backend that hangs does not hold up the ranking. All of them are safe
to run in many places at once, so every supervisor may have this process.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from application.trouble import cause_of
from entrypoints.container import Container

_LOG = structlog.get_logger()
_MOST_SECONDS = 30.0
# A ranking rewrites documents: it may take one part in so many of the time, so that a job of thousands is
# ranked more rarely than one of ten.
_RANKING_SHARE = 20
_BURST_SECONDS = 600.0
_INDEXES_SECONDS = 3600.0
_LAST_AT_ONCE = 40
_CLOCK_SECONDS = 5.0
_LOOK_SECONDS = 0.1
_UNREPORTED_SECONDS, _MOST_UNREPORTED = 300.0, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One thing done again and again.

    Attributes:
        name: in the log.
        step: does it once; returns how many seconds to wait before the next time.
    """

    name: str
    step: Callable[[], float]

    def run(self, stop: threading.Event) -> None:
        """Go on until told to stop; an outage or a bug is waited out, each time longer, and never the end."""
        failures = 0
        while True:
            try:
                wait = self.step()
                if failures:
                    _LOG.info("task works again", task=self.name)
                failures = 0
            except Exception as error:  # noqa: BLE001 - upkeep outlives whatever goes wrong
                failures += 1
                wait = min(2.0 ** (failures - 1), _MOST_SECONDS)
                _LOG.warning("task failed", task=self.name, cause=cause_of(error), next_try_seconds=wait)
            if stop.wait(wait):
                return


class Upkeep:
    """The tasks over one container of `production`."""

    def __init__(self, container: Container) -> None:
        """Build what the tasks need, here, where no second thread can be building the same."""
        self._ensure_indexes = container.indexes
        self._rank_unranked = container.rank_unranked()
        self._report_outcomes = container.report_outcomes()
        self._recover = container.recover()
        self._recover_analyses = container.recover_analyses()
        self._outbox = container.outbox()
        self._queues = (container.batch_queue(), container.analysis_queue())
        self._vain_rounds = 0

    def tasks(self) -> tuple[Task, ...]:
        """Return every task."""
        return (
            Task(name="indexes", step=self.ensure_indexes),
            Task(name="due retries", step=self.move_due),
            Task(name="ranking", step=self.rank),
            Task(name="reports", step=self.report),
            Task(name="recovery", step=self.recover),
            Task(name="analyses", step=self.recover_analyses),
            Task(name="unreported", step=self.find_unreported),
            Task(name="clock", step=self.check_clock),
        )

    def run(self, asked_to_stop: Callable[[], bool]) -> None:
        """Run all tasks until asked to stop; reports under way are finished first."""
        stop = threading.Event()
        threads = [threading.Thread(target=task.run, args=(stop,), name=task.name) for task in self.tasks()]
        for thread in threads:
            thread.start()
        while not asked_to_stop():
            time.sleep(_LOOK_SECONDS)
        stop.set()
        for thread in threads:
            thread.join()

    def run_burst(self, asked_to_stop: Callable[[], bool]) -> bool:
        """Rank and report until nothing is due any more, or the backend does not answer.

        Returns:
            True where nothing is left in line, and nothing to be told.

        Raises:
            TransientError: store or queue is out of order.
        """
        self._say(until=time.monotonic() + _BURST_SECONDS, asked_to_stop=asked_to_stop)
        left = sum(queue.length() for queue in self._queues) + self._outbox.undelivered()
        if left:
            _LOG.warning("the burst left something undone", jobs_and_reports=left)
        return not left

    def say_the_last(self, *, seconds: float) -> None:
        """Rank and report what the workers finished while they were stopped."""
        try:
            self._say(until=time.monotonic() + seconds, asked_to_stop=lambda: False)
        except Exception as error:  # noqa: BLE001 - the next one to run says it
            _LOG.warning("the last reports wait for the next start", cause=cause_of(error))

    def _say(self, *, until: float, asked_to_stop: Callable[[], bool]) -> None:
        while not asked_to_stop() and time.monotonic() < until:
            self._rank_unranked()
            if not self._report_outcomes(limit=_LAST_AT_ONCE).delivered:
                return

    def ensure_indexes(self) -> float:
        """Make the indexes that are missing."""
        self._ensure_indexes()
        return _INDEXES_SECONDS

    def move_due(self) -> float:
        """Let retries whose time has come wait in line, and RQ's tools see what the backend put there."""
        for queue in self._queues:
            queue.move_due()
            queue.adopt()
        return 0.5

    def rank(self) -> float:
        """Rank jobs with new results."""
        started = time.monotonic()
        self._rank_unranked()
        return min(max(1.0, _RANKING_SHARE * (time.monotonic() - started)), _MOST_SECONDS)

    def report(self) -> float:
        """Tell the backend what is settled; where it seems to be away, wait longer each time."""
        delivery = self._report_outcomes()
        self._vain_rounds = self._vain_rounds + 1 if delivery.in_vain else 0
        if self._vain_rounds:
            return min(2.0 ** (self._vain_rounds - 1), _MOST_SECONDS)
        return 0.0 if delivery.delivered else 0.25

    def recover(self) -> float:
        """Put back what the queue lost."""
        self._recover()
        return 2.0

    def recover_analyses(self) -> float:
        """Put back requests for analyses that the queue lost."""
        self._recover_analyses()
        return 5.0

    def find_unreported(self) -> float:
        """Have reported what another worker left settled and never told the backend."""
        found = self._outbox.ensure_all(older_than_seconds=_UNREPORTED_SECONDS, limit=_MOST_UNREPORTED)
        if found:
            _LOG.warning("settled resumes were never reported", found=found)
        return 1.0 if found == _MOST_UNREPORTED else 60.0

    def check_clock(self) -> float:
        """Say where this machine's clock is wrong: no lease goes by it, but RQ's signs of life do."""
        ahead = self._queues[0].clock_ahead()
        if abs(ahead) > _CLOCK_SECONDS:
            _LOG.warning("this machine's clock is not that of Redis", seconds_ahead=round(ahead))
        return 60.0
