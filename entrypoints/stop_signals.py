"""Signals that ask a process to stop.

All that a handler does here is count, or end the process. It runs between any two steps of the main thread:
an exception raised there can leave a lock taken or be swallowed by native code that is importing, and
`threading.Event.set` waits for itself where it interrupts the event's own `wait` or `set`.
"""

import atexit
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass

from entrypoints.terminal import EXIT_INTERRUPTED


@dataclass(slots=True)
class StopSignals:
    """What signals have asked for so far.

    Attributes:
        count: how many of those listened to came.
        interrupts: how many of them were SIGINT.
    """

    count: int = 0
    interrupts: int = 0

    @property
    def asked(self) -> bool:
        """Whether this process is to stop."""
        return self.count > 0

    def note(self, number: int, _frame: object = None) -> None:
        """Count one: the handler."""
        self.count += 1
        self.interrupts += number == signal.SIGINT

    @contextlib.contextmanager
    def listening(self, *numbers: signal.Signals) -> Iterator[None]:
        """Count these signals; afterwards they do what they did before."""
        before = {number: signal.signal(number, self.note) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@dataclass(slots=True)
class Interruption:
    """What Ctrl-C does to one command: it ends at once while nothing is done, and is only noted after that.

    It is listened to until the process ends: none that comes while the last lines are written loses them.

    Attributes:
        requested: whether it was pressed since the work began.
    """

    requested: bool = False
    _begun: bool = False

    def listen(self) -> None:
        """Take Ctrl-C over, unless somebody else has, or this is not the main thread."""
        if threading.current_thread() is not threading.main_thread():
            return
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._on_signal)
            # Python gives a handler of ours up before its last steps; one that ignores stays.
            atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)

    def begin(self) -> None:
        """Say that the work begins: from now on there is something to lose."""
        self._begun = True

    def _on_signal(self, _number: int, _frame: object) -> None:
        if self._begun:
            self.requested = True
            return
        if sys.stderr is not None:  # closed by whoever started us
            with contextlib.suppress(OSError):
                os.write(2, b"screener: interrupted before anything was done\n")
        os._exit(EXIT_INTERRUPTED)
