"""Results that were made before, in memory."""

from collections import Counter
from collections.abc import Mapping, Sequence

from adapters.memory.rows import InMemoryRows, Led, Row, rules_of
from application.leading_rules import by_age, seen_with
from application.outcome import outcome_fields
from application.stored_results import StoredResult, StoredResults
from domain.processing import ProcessingStatus, ResumeProcessing


class InMemoryResults(InMemoryRows, StoredResults):
    """The part of the in-memory store that looks at results again."""

    def stored(self, processing_id: str) -> StoredResult | None:  # noqa: D102 - said by the port
        with self._lock:
            row = self._rows.get(processing_id)
            return _stored(row) if row else None

    def standing(self, stored: StoredResult) -> tuple[int, int]:  # noqa: D102
        evaluation = stored.processing.evaluation
        with self._lock:
            placed = [
                row.processing for row in self._completed(stored.processing.job_id) if row.processing.rank
            ]
        scores = [
            one.evaluation.final_score for one in placed if one.evaluation and one.id != stored.processing.id
        ]
        return len(placed), scores.count(evaluation.final_score) if evaluation else 0

    def made_by(self, job_id: str) -> Mapping[str, int]:  # noqa: D102
        with self._lock:
            return Counter(rules_of(row) for row in self._completed(job_id))

    def has_several(self, job_id: str) -> bool:  # noqa: D102
        return len(self.made_by(job_id).keys() - {""}) > 1

    def outdated(  # noqa: D102
        self, job_id: str, *, rules: str, job_hash: str = "", after: str = "", limit: int
    ) -> Sequence[StoredResult]:
        def is_outdated(row: Row) -> bool:
            evaluation = row.processing.evaluation
            if evaluation is None or not evaluation.rules_version or row.processing.id <= after:
                return False
            if job_hash and evaluation.job_hash != job_hash:
                return True
            return evaluation.rules_version != rules and (bool(job_hash) or row.left_out != rules)

        with self._lock:
            found = sorted(filter(is_outdated, self._completed(job_id)), key=lambda row: row.processing.id)
            return [_stored(row) for row in found[:limit]]

    def replace(self, stored: StoredResult, processing: ResumeProcessing) -> bool:  # noqa: D102
        with self._lock:
            row = self._unchanged(stored)
            if row is None or processing.evaluation is None:
                return False
            row.processing = row.processing.reevaluated(processing.evaluation)
            row.to_rank, row.left_out, row.touched = True, "", self._clock()
            return True

    def leave_out(self, stored: StoredResult, *, rules: str) -> None:  # noqa: D102
        with self._lock:
            row = self._unchanged(stored)
            if row is not None:
                row.to_rank, row.left_out, row.touched = True, rules, self._clock()

    def rules_in_force(  # noqa: D102
        self, job_id: str, *, rules: str, patience_seconds: float, take_over: bool = False
    ) -> str:
        with self._lock:
            led, long_ago = self._led.setdefault(job_id, Led()), self._clock() - patience_seconds
            waits = any(
                rules_of(row) == rules and row.settled_at <= long_ago for row in self._completed(job_id)
            )
            seen = led.seen or by_age([one for one in self.made_by(job_id) if one not in {"", rules}])
            led.seen = seen_with(seen, rules, take_over=take_over or (waits and led.at <= long_ago))
            if led.seen[-1] == rules:
                led.at = self._clock()
            return led.seen[-1]

    def queue_again(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102
        with self._lock:
            row = self._rows.get(processing_id)
            if row is None or row.processing.status is not ProcessingStatus.COMPLETED or rules_of(row):
                return None
            row.vacated = row.vacated or row.processing.rank is not None
            row.processing = row.processing.refetched()
            row.attempts, row.touched = 0, self._clock()
            return row.processing

    def without_rules(self, job_id: str) -> Sequence[str]:  # noqa: D102
        with self._lock:
            return sorted(row.processing.id for row in self._completed(job_id) if not rules_of(row))

    def _ranking_rules(self, job_id: str) -> str:
        """The rules to rank by: those in force, else those of the result that was settled last."""
        made_by = self.made_by(job_id)
        led = self._led.get(job_id, Led())
        if led.seen and led.seen[-1] in made_by:
            return led.seen[-1]
        with_rules = [row for row in self._completed(job_id) if rules_of(row)]
        latest = max(with_rules, key=lambda row: (row.settled_at, row.processing.id), default=None)
        return rules_of(latest) if latest else ""

    def _unchanged(self, stored: StoredResult) -> Row | None:
        row = self._rows.get(stored.processing.id)
        if (
            row is None
            or row.processing.status is not ProcessingStatus.COMPLETED
            or row.fence != stored.fence
        ):
            return None
        return row if row.processing.evaluation == stored.processing.evaluation else None


def _stored(row: Row) -> StoredResult:
    processing = row.processing
    fields = {"id": processing.id, "jobDescriptionId": processing.job_id, **outcome_fields(processing)}
    return StoredResult(processing=processing, fields=fields, fence=row.fence)
