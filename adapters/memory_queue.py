"""An in-memory line of processings: for embedding all in one process, and the harness of the tests."""

import threading
import time
from collections import deque
from collections.abc import Callable

from application.ports import JobQueue
from domain.processing import ResumeProcessing


class InMemoryJobQueue(JobQueue):
    """Keeps ids in a line behind a lock; whoever works takes one, and says when it is done or put off."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start empty; `clock` counts seconds."""
        self._clock = clock
        self._lock = threading.Lock()
        self._line: deque[str] = deque()
        self._running: set[str] = set()
        self._due: dict[str, float] = {}

    def put(self, processing: ResumeProcessing) -> bool:  # noqa: D102 - said by the port
        with self._lock:
            if processing.id in self._running or processing.id in self._due or processing.id in self._line:
                return False
            self._line.appendleft(processing.id)
            return True

    def length(self) -> int:  # noqa: D102
        with self._lock:
            return len(self._line)

    def move_due(self) -> int:  # noqa: D102
        with self._lock:
            right_now = self._clock()
            due = sorted((at, id_) for id_, at in self._due.items() if at <= right_now)
            for _, processing_id in reversed(due):
                del self._due[processing_id]
                self._line.appendleft(processing_id)
            return len(due)

    def take(self) -> str | None:
        """Return the id of the processing whose turn it is, which then runs; None where none waits."""
        with self._lock:
            if not self._line:
                return None
            processing_id = self._line.popleft()
            self._running.add(processing_id)
            return processing_id

    def done(self, processing_id: str) -> None:
        """Note that it runs no longer."""
        with self._lock:
            self._running.discard(processing_id)

    def put_off(self, processing_id: str, *, seconds: float) -> None:
        """Note that it runs no longer, and is due again after so many seconds."""
        with self._lock:
            self._running.discard(processing_id)
            self._due[processing_id] = self._clock() + seconds
