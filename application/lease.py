"""Holding a claim while the work lasts, and not beyond its deadline."""

import logging
import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from application.trouble import cause_of
from domain.processing import ResumeProcessing

_LOG = logging.getLogger(__name__)


class _Claim(Protocol):
    @property
    def processing(self) -> ResumeProcessing: ...


Held = TypeVar("Held", bound=_Claim)
Held_contra = TypeVar("Held_contra", bound=_Claim, contravariant=True)


class _Renews(Protocol[Held_contra]):
    def renew(self, claim: Held_contra, /, *, seconds: float) -> bool: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """For how long a claim is taken, and how long it may be renewed.

    Attributes:
        seconds: until a claim that is not renewed runs out: what a dead worker left is taken up after that.
            Infinite where a worker cannot die alone.
        deadline_seconds: of the whole work on one claim: a worker that hangs stops renewing here.
    """

    seconds: float = math.inf
    deadline_seconds: float = math.inf

    @contextmanager
    def kept(self, store: _Renews[Held], claim: Held) -> Iterator[None]:
        """Renew the claim from a thread of its own, three times a lease, until the block is left."""
        if math.isinf(self.seconds):
            yield
            return
        done = threading.Event()
        keeper = threading.Thread(target=self._keep, args=(store, claim, done), name="lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            done.set()
            keeper.join()

    def _keep(self, store: _Renews[Held], claim: Held, done: threading.Event) -> None:
        until = time.monotonic() + self.deadline_seconds
        while not done.wait(self.seconds / 3) and time.monotonic() < until:
            try:
                if not store.renew(claim, seconds=self.seconds):
                    return  # the fence keeps this worker from writing; no need to stop it
            except Exception as error:  # noqa: BLE001 - the next renewal may be in time
                _LOG.warning("%s: the claim could not be renewed: %s", claim.processing.id, cause_of(error))
