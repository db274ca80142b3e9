"""The worker with one of its guards taken away, to show that the oracle notices.

The product has no switch for it: the adapters are patched from outside, in every process of a worker, by
`mutation/sitecustomize.py`, which Python imports at start where it is on its path.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any, Final

from bson import ObjectId

from adapters.mongo import processings
from adapters.mongo.outbox import MongoOutbox
from application.ports import Claim, Report
from application.recover import Recover
from tests.workers import ROOT

SETTING: Final = "SCREENER_MUTATION"
_A_YEAR = 3e7  # seconds


def without_fence() -> None:
    """Whoever held a claim once may write, though it was taken over since."""

    def held_by(claim: Claim) -> dict[str, Any]:
        return {"_id": ObjectId(claim.processing.id)}

    processings._held_by = held_by


def without_lease() -> None:
    """A claim lasts as good as for ever: what a dead worker held is not taken up again."""
    store = processings.MongoProcessingStore
    claim, renew = store.claim, store.renew

    def claim_for_ever(self: Any, processing_id: str, *, seconds: float) -> Claim | None:
        return claim(self, processing_id, seconds=_A_YEAR)

    def renew_for_ever(self: Any, held: Claim, *, seconds: float) -> bool:
        return renew(self, held, seconds=_A_YEAR)

    store.claim = claim_for_ever  # type: ignore[method-assign]
    store.renew = renew_for_ever  # type: ignore[method-assign, assignment]


def without_outbox() -> None:
    """A report is sent once and forgotten: nothing on the document says any more that it is to be made."""
    take = MongoOutbox.take

    def take_and_forget(self: MongoOutbox, processing_id: str, *, seconds: float) -> Report | None:
        report = take(self, processing_id, seconds=seconds)
        self._documents.update_one({"_id": ObjectId(processing_id)}, {"$unset": {"worker.reportDueAt": ""}})
        return report

    MongoOutbox.take = take_and_forget  # type: ignore[method-assign]


def without_sweeper() -> None:
    """Nobody looks for what Redis lost and what the dead left."""

    def find_nothing(_: Recover, *, limit: int = 200) -> int:
        return 0

    Recover.__call__ = find_nothing  # type: ignore[method-assign, assignment]


MUTATIONS: Final[Mapping[str, Callable[[], None]]] = {
    "fence": without_fence,
    "lease": without_lease,
    "outbox": without_outbox,
    "sweeper": without_sweeper,
}


def environment(guard: str | None) -> dict[str, str]:
    """Return what a worker's environment needs for one guard to be missing in it; nothing for None."""
    if guard is None:
        return {}
    folder = ROOT / "tests" / "resilience" / "mutation"
    return {SETTING: guard, "PYTHONPATH": os.pathsep.join(map(str, (folder, ROOT)))}
