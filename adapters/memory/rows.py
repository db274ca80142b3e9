"""The rows that the in-memory stores share."""

import math
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from application.ports import Failure, Try
from domain.processing import ProcessingStatus, ResumeProcessing


@dataclass(slots=True, kw_only=True)
class Row:
    """One processing and what the worker keeps beside it; times are seconds of the store's clock.

    Attributes:
        to_rank: evaluated again since its job was ranked.
        left_out: rules under which it could not be evaluated again.
        vacated: left its place since its job was ranked.
    """

    processing: ResumeProcessing
    touched: float
    fence: int = 0
    attempts: int = 0
    held_until: float = -math.inf
    due: float = -math.inf
    accounted: bool = False
    answered: bool = False
    report_due: float = math.inf
    report_attempts: int = 0
    report_refusals: int = 0
    report_not_before: float = -math.inf
    settled_at: float = -math.inf
    attempts_made: int = 0
    tries: list[Try] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    to_rank: bool = False
    left_out: str = ""
    vacated: bool = False


@dataclass(slots=True, kw_only=True)
class Led:
    """The rules that one job has seen, the last in force, and when somebody last cared for those."""

    seen: tuple[str, ...] = ()
    at: float = -math.inf


class InMemoryRows:
    """A dictionary behind a lock, and what is looked up in it in more than one way."""

    def __init__(
        self, processings: Iterable[ResumeProcessing] = (), *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Start with the processings given; `clock` tells seconds."""
        self._lock = threading.RLock()
        self._clock = clock
        self._rows: dict[str, Row] = {}
        self._led: dict[str, Led] = {}
        for processing in processings:
            self.put(processing)

    def put(self, processing: ResumeProcessing) -> None:
        """Write a processing as somebody else would, such as the backend: whole, and without a claim."""
        with self._lock:
            self._rows[processing.id] = Row(processing=processing, touched=self._clock())

    def _completed(self, job_id: str) -> list[Row]:
        rows = (row for row in self._rows.values() if row.processing.job_id == job_id)
        return [row for row in rows if row.processing.status is ProcessingStatus.COMPLETED]


def rules_of(row: Row) -> str:
    """The rules that made a row's evaluation; empty where another kind of worker did."""
    return row.processing.evaluation.rules_version if row.processing.evaluation else ""
