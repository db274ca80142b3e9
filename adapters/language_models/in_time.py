"""One deadline for a whole call: the clients' own time-outs bound each silence, and not their sum."""

import threading
from collections.abc import Callable
from typing import TypeVar

from adapters.language_models.refusals import silence

Answer = TypeVar("Answer")


def in_time(call: Callable[[], Answer], *, seconds: float) -> Answer:
    """Return what `call` returns, in a thread of its own, or give up on it.

    A server that sends a byte now and then outlasts every time-out of a client. The thread of a call that was
    given up ends with its connection, or with the process.

    Raises:
        TransientError: it took longer than `seconds`.
        Exception: whatever `call` raised.
    """
    answers: list[Answer] = []
    errors: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            answers.append(call())
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            errors.append(error)
        finally:
            done.set()

    threading.Thread(target=run, name="language-model", daemon=True).start()
    if not done.wait(seconds):
        raise silence(TimeoutError())
    if errors:
        raise errors[0]
    return answers[0]
