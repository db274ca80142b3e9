"""Taking turns within one process."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Turns:
    """Lets one thread at a time go on with a thing: what the second wants to find out, the first just did."""

    def __init__(self) -> None:
        """Start with nobody holding anything."""
        self._lock = threading.Lock()
        self._turns: dict[Hashable, tuple[threading.Lock, int]] = {}

    @contextmanager
    def taking(self, thing: Hashable) -> Iterator[None]:
        """Hold one thing; other things are not waited for."""
        with self._lock:
            turn, holders = self._turns.get(thing, (threading.Lock(), 0))
            self._turns[thing] = (turn, holders + 1)
        try:
            with turn:
                yield
        finally:
            with self._lock:
                turn, holders = self._turns[thing]
                if holders == 1:
                    del self._turns[thing]
                else:
                    self._turns[thing] = (turn, holders - 1)
