"""In-memory stores of analyses, their costs and limits: for the command line and for tests."""

import math
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from application.analysis_ports import (
    BUDGET_SECONDS,
    UNANSWERED,
    AnalysisClaim,
    AnalysisKey,
    AnalysisStore,
    CallLedger,
    CallLimits,
    CallRules,
    Costs,
    Limit,
    ModelCall,
    Permit,
    Wanted,
)
from application.errors import ClaimLostError, HeldError, PostponedError
from application.ports import ProcessingStore

_MINUTE = 60.0


@dataclass(slots=True, kw_only=True)
class StoredAnalysis:
    """What is kept of one analysis, as the contract names it; times are seconds of the store's clock."""

    status: str = "not_requested"
    analysis: Mapping[str, Any] | None = None
    error: str | None = None
    completed_at: float | None = None
    retry_count: int = 0
    fence: int = 0
    holder: str = ""
    attempts: int = 0
    held_until: float = -math.inf
    since: float = -math.inf
    key: str = ""
    problem: str = ""


class InMemoryAnalysisStore(AnalysisStore):
    """Keeps analyses in a dictionary behind a lock, beside the processings of another store."""

    def __init__(self, processings: ProcessingStore, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Read processings there; `clock` tells seconds."""
        self._processings = processings
        self._clock = clock
        self._lock = threading.RLock()
        self._rows: dict[str, StoredAnalysis] = {}

    def request(self, processing_id: str) -> None:
        """Ask for an analysis, as the backend does."""
        with self._lock:
            row = self._rows.setdefault(processing_id, StoredAnalysis())
            row.status, row.since = "queued", self._clock()

    def stored(self, processing_id: str) -> StoredAnalysis:
        """Return a copy of what is kept."""
        with self._lock:
            return replace(self._rows.get(processing_id, StoredAnalysis()))

    def claim(self, processing_id: str, *, seconds: float) -> AnalysisClaim | None:  # noqa: D102 - said by the port
        with self._lock:
            row = self._rows.get(processing_id)
            if row is None or row.status not in {"queued", "processing"}:
                return None
            processing = self._processings.get(processing_id)
            now = self._clock()
            if processing is None:
                return None
            if not processing.settled:
                raise HeldError("the resume is still being screened", retry_after=5.0)
            if row.held_until > now:
                raise HeldError("the analysis is held or not due", retry_after=row.held_until - now)
            row.status, row.error, row.retry_count = "processing", None, row.attempts
            row.holder, row.fence, row.attempts = uuid4().hex, row.fence + 1, row.attempts + 1
            row.held_until = now + seconds
            return AnalysisClaim(
                processing=processing,
                fence=row.fence,
                holder=row.holder,
                attempt=row.attempts,
                asked_again=row.completed_at is not None,
                problem=row.problem,
            )

    def renew(self, claim: AnalysisClaim, *, seconds: float) -> bool:  # noqa: D102
        with self._lock:
            row = self._rows[claim.processing.id]
            if not self._holds(claim, row):
                return False
            row.held_until = self._clock() + seconds
            return True

    def complete(self, claim: AnalysisClaim, analysis: Mapping[str, Any], *, key: AnalysisKey) -> None:  # noqa: D102
        with self._lock:
            row = self._settled(claim, "completed", None)
            row.analysis, row.key = dict(analysis), key.digest

    def fail(self, claim: AnalysisClaim, *, error: str) -> None:  # noqa: D102
        with self._lock:
            self._settled(claim, "failed", error)

    def release(  # noqa: D102
        self, claim: AnalysisClaim, *, error: str, seconds: float, counts: bool, problem: str = ""
    ) -> None:
        with self._lock:
            row = self._held(claim)
            row.status, row.error = "queued", error
            row.attempts = row.retry_count = claim.attempt if counts else claim.attempt - 1
            row.held_until = row.since = self._clock() + seconds
            row.problem = problem or row.problem

    def find(self, key: AnalysisKey) -> Mapping[str, Any] | None:  # noqa: D102
        with self._lock:
            found = (
                row for row in self._rows.values() if row.key == key.digest and row.status == "completed"
            )
            return next((row.analysis for row in found), None)

    def waiting(self, *, seconds: float, limit: int) -> Sequence[str]:  # noqa: D102
        with self._lock:
            now = self._clock()
            due = [
                name
                for name, row in self._rows.items()
                if row.status in {"queued", "processing"} and max(row.since + seconds, row.held_until) <= now
            ]
            return due[:limit]

    def rung(self, processing_ids: Sequence[str]) -> None:  # noqa: D102
        with self._lock:
            for processing_id in processing_ids:
                self._rows[processing_id].since = self._clock()

    def _holds(self, claim: AnalysisClaim, row: StoredAnalysis) -> bool:
        return (row.status, row.fence, row.holder) == ("processing", claim.fence, claim.holder)

    def _held(self, claim: AnalysisClaim) -> StoredAnalysis:
        row = self._rows[claim.processing.id]
        if not self._holds(claim, row):
            raise ClaimLostError(f"the claim of the analysis of {claim.processing.id} is lost")
        return row

    def _settled(self, claim: AnalysisClaim, status: str, error: str | None) -> StoredAnalysis:
        row = self._held(claim)
        row.status, row.error, row.completed_at = status, error, self._clock()
        row.retry_count, row.attempts, row.held_until = claim.attempt - 1, 0, -math.inf
        row.problem = ""
        return row


class InMemoryCallLedger(CallLedger):
    """Keeps calls in a dictionary, with the moment of each by `clock`."""

    def __init__(
        self, processings: ProcessingStore, *, clock: Callable[[], datetime] = lambda: datetime.now(tz=UTC)
    ) -> None:
        """Look up there which job a processing is of."""
        self._processings = processings
        self._clock = clock
        self._calls: dict[str, tuple[datetime, str, ModelCall]] = {}

    def begin(self, processing_id: str, call: ModelCall) -> str:  # noqa: D102
        processing = self._processings.get(processing_id)
        entry = uuid4().hex
        self._calls[entry] = (self._clock(), processing.job_id if processing else "", call)
        return entry

    def end(self, processing_id: str, entry: str, call: ModelCall | None) -> None:  # noqa: ARG002, D102
        at, job, _ = self._calls.pop(entry)
        if call is not None:
            self._calls[entry] = (at, job, call)

    def spent(self, *, job_id: str = "") -> int:  # noqa: D102
        today = self._clock().date()
        return sum(
            call.microdollars or 0
            for at, job, call in self._calls.values()
            if (job == job_id if job_id else at.date() == today)
        )

    def costs(self, *, since: datetime) -> Sequence[Costs]:  # noqa: D102
        sums: dict[tuple[str, str], Costs] = {}
        for at, _, call in self._calls.values():
            if at < since:
                continue
            key = (at.date().isoformat(), call.model)
            old = sums.get(key)
            sums[key] = Costs(
                day=key[0],
                model=key[1],
                calls=(old.calls if old else 0) + 1,
                tokens_in=(old.tokens_in if old else 0) + call.tokens_in,
                tokens_out=(old.tokens_out if old else 0) + call.tokens_out,
                microdollars=(old.microdollars if old else 0) + (call.microdollars or 0),
                unpriced=(old.unpriced if old else 0) + (call.microdollars is None),
                unanswered=(old.unanswered if old else 0) + (call.outcome == UNANSWERED),
            )
        return [sums[key] for key in sorted(sums)]


class InMemoryCallLimits(CallLimits):
    """Counts the calls of one process."""

    def __init__(
        self,
        rules: CallRules,
        ledger: CallLedger,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Bound by these rules what the ledger and the calls under way add up to."""
        self._rules, self._ledger, self._clock = rules, ledger, clock
        self._lock = threading.Lock()
        self._begun: dict[str, tuple[float, int]] = {}
        self._under_way: dict[str, tuple[float, Wanted]] = {}
        self._paused = -math.inf

    def acquire(self, wanted: Wanted) -> Permit:  # noqa: D102
        with self._lock:
            now = self._clock()
            self._begun = {name: row for name, row in self._begun.items() if row[0] > now - _MINUTE}
            self._under_way = {name: row for name, row in self._under_way.items() if row[0] > now}
            self._refuse_beyond(wanted, now)
            permit = Permit(id=uuid4().hex, wanted=wanted)
            self._begun[permit.id] = (now, wanted.tokens)
            self._under_way[permit.id] = (now + wanted.seconds, wanted)
            return permit

    def _refuse_beyond(self, wanted: Wanted, now: float) -> None:
        rules = self._rules
        if self._paused > now:
            raise PostponedError(Limit.PAUSED, retry_after=self._paused - now)
        open_sum = sum(other.microdollars for _, other in self._under_way.values())
        open_job = sum(o.microdollars for _, o in self._under_way.values() if o.job_id == wanted.job_id)
        if _beyond(rules.job_microdollars, self._ledger.spent(job_id=wanted.job_id) + open_job, wanted):
            raise PostponedError(Limit.JOB_BUDGET, retry_after=BUDGET_SECONDS)
        if _beyond(rules.daily_microdollars, self._ledger.spent() + open_sum, wanted):
            raise PostponedError(Limit.DAILY_BUDGET, retry_after=BUDGET_SECONDS)
        if rules.at_once and len(self._under_way) >= rules.at_once:
            raise PostponedError(Limit.AT_ONCE, retry_after=1.0)
        oldest = min((begun for begun, _ in self._begun.values()), default=now)
        used = sum(tokens for _, tokens in self._begun.values())
        if rules.requests_a_minute and len(self._begun) >= rules.requests_a_minute:
            raise PostponedError(Limit.REQUESTS, retry_after=oldest + _MINUTE - now)
        if rules.tokens_a_minute and self._begun and used + wanted.tokens > rules.tokens_a_minute:
            raise PostponedError(Limit.TOKENS, retry_after=oldest + _MINUTE - now)

    def booked(self, permit: Permit) -> None:  # noqa: D102
        with self._lock:
            if permit.id in self._under_way:
                until, wanted = self._under_way[permit.id]
                self._under_way[permit.id] = (until, replace(wanted, microdollars=0))

    def settle(self, permit: Permit, *, tokens: int, microdollars: int) -> None:  # noqa: ARG002, D102 - the ledger knows
        with self._lock:
            self._under_way.pop(permit.id, None)
            if permit.id in self._begun:
                self._begun[permit.id] = (self._begun[permit.id][0], tokens)

    def pause(self, *, seconds: float) -> bool:  # noqa: D102
        with self._lock:
            first = self._paused <= self._clock()
            self._paused = self._clock() + seconds
            return first


def _beyond(budget: int, spent: int, wanted: Wanted) -> bool:
    return budget > 0 and spent + wanted.microdollars > budget
