"""In-memory stores: the embedded default of the command line, and the harness of the tests."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from adapters.memory.results import InMemoryResults
from adapters.memory.rows import Row, rules_of
from application.errors import ClaimLostError, HeldError
from application.ports import (
    UNKNOWN_REASON,
    Claim,
    Failed,
    FailedResume,
    FailedResumes,
    Failure,
    Outbox,
    ProcessingStore,
    Ranking,
    Report,
    Try,
)
from domain.processing import ProcessingStatus, ResumeProcessing, rank_all
from domain.similarity import JobProfile, ResumeProfile


class InMemoryProcessingStore(InMemoryResults, ProcessingStore, Ranking, Outbox, FailedResumes):
    """Keeps processings in a dictionary behind a lock."""

    def mark_accounted(self, processing_id: str) -> None:
        """Note, as the backend does, that a processing was counted."""
        with self._lock:
            self._rows[processing_id].accounted = True

    def get(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102 - said by the port
        with self._lock:
            row = self._rows.get(processing_id)
            return row.processing if row else None

    def claim(self, processing_id: str, *, seconds: float) -> Claim | None:  # noqa: D102
        with self._lock:
            row, now = self._rows.get(processing_id), self._clock()
            if row is None or row.processing.settled:
                return None
            if (wait := max(row.held_until, row.due) - now) > 0:
                raise HeldError(f"processing {processing_id} is held or not due", retry_after=wait)
            row.vacated = row.vacated or row.processing.rank is not None
            row.processing = row.processing.claimed()
            if not row.attempts:
                row.tries.clear()
            if math.isfinite(row.report_due):  # of a life before this one: its call may be under way
                row.report_not_before = max(row.report_due, row.report_not_before)
                row.report_due = math.inf
            row.fence += 1
            row.attempts += 1
            row.held_until, row.touched = now + seconds, now
            return Claim(processing=row.processing, fence=row.fence, attempt=row.attempts)

    def renew(self, claim: Claim, *, seconds: float) -> bool:  # noqa: D102
        with self._lock:
            row = self._rows.get(claim.processing.id)
            if row is None or not self._holds(row, claim):
                return False
            row.held_until = self._clock() + seconds
            return True

    def settle(self, claim: Claim, processing: ResumeProcessing) -> None:  # noqa: D102
        with self._lock:
            row = self._held(claim)
            row.processing = processing
            row.held_until = -math.inf
            row.attempts, row.attempts_made = 0, claim.attempt
            row.answered, row.report_attempts, row.report_refusals = False, 0, 0
            row.settled_at = row.report_due = row.touched = self._clock()

    def release(  # noqa: D102
        self, claim: Claim, *, error: str, reason: str, seconds: float, counts: bool = True
    ) -> None:
        with self._lock:
            row = self._held(claim)
            row.attempts -= not counts
            row.processing = row.processing.released()
            row.held_until = -math.inf
            row.touched = self._clock()
            row.tries.append(Try(attempt=claim.attempt, reason=reason, message=error, at=_date(row.touched)))
            row.due = row.touched + seconds

    def find_evaluated(  # noqa: D102
        self, *, resume_hash: str, job_hash: str, rules: str, other_than: str
    ) -> ResumeProcessing | None:
        def fits(processing: ResumeProcessing) -> bool:
            evaluation = processing.evaluation
            return (
                processing.status is ProcessingStatus.COMPLETED
                and evaluation is not None
                and processing.duplicate_of is None
                and processing.id != other_than
                and (evaluation.resume_hash, evaluation.job_hash) == (resume_hash, job_hash)
                and evaluation.rules_version == rules
            )

        return min(filter(fits, self._all()), key=lambda processing: processing.id, default=None)

    def resume_profile(self, *, content_hash: str, model: str) -> ResumeProfile | None:  # noqa: D102
        for processing in self._all():
            evaluation = processing.evaluation
            if evaluation and (evaluation.content_hash, evaluation.embedding_model) == (content_hash, model):
                return evaluation.resume_profile
        return None

    def job_profile(self, *, job_hash: str, model: str) -> JobProfile | None:  # noqa: D102
        for processing in self._all():
            evaluation = processing.evaluation
            if evaluation and (evaluation.job_hash, evaluation.embedding_model) == (job_hash, model):
                return evaluation.job_profile
        return None

    def of_job(self, job_id: str) -> Sequence[ResumeProcessing]:  # noqa: D102
        return [processing for processing in self._all() if processing.job_id == job_id]

    def relink(self, processing_id: str, *, duplicate_of: str | None) -> None:  # noqa: D102
        with self._lock:
            row = self._rows[processing_id]
            row.processing = row.processing.duplicating(duplicate_of)

    def abandoned(self, *, limit: int) -> Sequence[ResumeProcessing]:  # noqa: D102
        with self._lock:
            left = [
                row.processing
                for row in self._rows.values()
                if row.processing.status is ProcessingStatus.PROCESSING and row.held_until <= self._clock()
            ]
            return left[:limit]

    def unclaimed(self, *, seconds: float, limit: int) -> Sequence[ResumeProcessing]:  # noqa: D102
        with self._lock:
            waiting = [
                row
                for row in self._rows.values()
                if row.processing.status is ProcessingStatus.QUEUED
                and max(row.touched, row.due) + seconds <= self._clock()
            ]
            waiting.sort(key=lambda row: row.touched)
            return [row.processing for row in waiting[:limit]]

    def rung(self, processing_ids: Sequence[str]) -> None:  # noqa: D102
        with self._lock:
            for processing_id in processing_ids:
                row = self._rows[processing_id]
                if row.processing.status is ProcessingStatus.QUEUED:
                    row.touched = self._clock()

    def unranked_jobs(self, *, limit: int) -> Sequence[str]:  # noqa: D102
        with self._lock:
            jobs = [row.processing.job_id for row in self._rows.values() if _waits_for_its_place(row)]
        return list(dict.fromkeys(jobs))[:limit]

    def rank(self, job_id: str) -> bool:  # noqa: D102
        with self._lock:
            rules, completed = self._ranking_rules(job_id), self._completed(job_id)
            under_them = [row.processing for row in completed if rules_of(row) in {rules, ""}]
            places = rank_all(under_them)
            for row in self._rows.values():
                row.vacated = row.vacated and row.processing.job_id != job_id
            for row in completed:
                place = places.get(row.processing.id)
                if rules_of(row) in {rules, ""} or row.left_out == rules:
                    row.to_rank = False
                if row.processing.rank != place and row.processing.evaluation is not None:
                    row.processing, row.touched = row.processing.placed(place), self._clock()
            return True

    def due(self, *, limit: int) -> Sequence[Report]:  # noqa: D102
        with self._lock:
            rows = [row for row in self._rows.values() if self._report_is_due(row)]
            rows.sort(key=lambda row: row.report_due)
            return [_report(row) for row in rows[:limit]]

    def take(self, processing_id: str, *, seconds: float) -> Report | None:  # noqa: D102
        with self._lock:
            row = self._rows.get(processing_id)
            if row is None or not self._report_is_due(row):
                return None
            row.report_attempts += 1
            row.report_due = self._clock() + seconds
            return _report(row)

    def delivered(self, report: Report, *, check_after: float) -> None:  # noqa: D102
        with self._lock:
            row = self._rows[report.processing_id]
            if row.report_attempts == report.attempt:
                row.answered, row.report_due = True, self._clock() + check_after

    def postpone(  # noqa: D102
        self,
        report: Report,
        *,
        error: str,  # noqa: ARG002
        seconds: float,
        refused: bool = False,
    ) -> None:
        with self._lock:
            row = self._rows[report.processing_id]
            if row.report_attempts == report.attempt:
                row.report_due = self._clock() + seconds
                row.report_refusals += refused

    def hold_back(self, processing_ids: Sequence[str], *, seconds: float) -> None:  # noqa: D102
        with self._lock:
            for processing_id in processing_ids:
                row = self._rows.get(processing_id)
                if row is not None and self._report_is_due(row):
                    row.report_due = self._clock() + seconds

    def ensure(self, processing_id: str) -> None:  # noqa: D102
        with self._lock:
            row = self._rows.get(processing_id)
            if row is not None and row.processing.settled and math.isinf(row.report_due):
                row.report_due = self._clock()

    def ensure_all(self, *, older_than_seconds: float, limit: int) -> int:  # noqa: D102
        with self._lock:
            long_ago = self._clock() - older_than_seconds
            left = [
                row
                for row in self._rows.values()
                if row.processing.settled
                and not row.accounted
                and row.report_due == math.inf
                and row.touched <= long_ago
            ][:limit]
            for row in left:
                row.report_due = self._clock()
            return len(left)

    def batch_settled(self, batch_id: str) -> bool:  # noqa: D102
        with self._lock:
            left = [row for row in self._rows.values() if not row.accounted and not row.processing.settled]
            return all(row.processing.batch_id != batch_id for row in left)

    def undelivered(self) -> int:  # noqa: D102
        with self._lock:
            return sum(
                row.processing.settled
                and not row.answered
                and not row.accounted
                and math.isfinite(row.report_due)
                for row in self._rows.values()
            )

    def find(self, which: Failed, *, limit: int) -> Sequence[FailedResume]:  # noqa: D102
        with self._lock:
            rows = sorted(self._failed(which), key=lambda row: row.settled_at, reverse=True)
            return [_failed_resume(row) for row in rows[:limit]]

    def count(self, which: Failed) -> Mapping[str, int]:  # noqa: D102
        with self._lock:
            return Counter(_failure(row).reason for row in self._failed(which))

    def ids(self, which: Failed) -> Sequence[str]:  # noqa: D102
        with self._lock:
            rows = sorted(self._failed(which), key=lambda row: row.settled_at)
            return [row.processing.id for row in rows]

    def history(self, processing_id: str) -> FailedResume | None:  # noqa: D102
        with self._lock:
            row = self._rows.get(processing_id)
            return _failed_resume(row, whole=True) if row else None

    def put_back(self, processing_id: str) -> ResumeProcessing | None:  # noqa: D102
        with self._lock:
            row = self._rows.get(processing_id)
            if row is None or row.processing.status is not ProcessingStatus.FAILED:
                return None
            row.failures.append(_failure(row, whole=True))
            row.processing = row.processing.requeued()
            row.attempts, row.touched = 0, self._clock()
            row.held_until = row.due = -math.inf
            return row.processing

    def _failed(self, which: Failed) -> list[Row]:
        return [
            row
            for row in self._rows.values()
            if row.processing.status is ProcessingStatus.FAILED
            and which.job_id in {"", row.processing.job_id}
            and which.batch_id in {"", row.processing.batch_id}
            and which.reason in {"", _failure(row).reason}
        ]

    def _all(self) -> list[ResumeProcessing]:
        with self._lock:
            return [row.processing for row in self._rows.values()]

    def _report_is_due(self, row: Row) -> bool:
        due = max(row.report_due, row.report_not_before)
        return row.processing.settled and not row.accounted and due <= self._clock()

    def _held(self, claim: Claim) -> Row:
        row = self._rows.get(claim.processing.id)
        if row is None or not self._holds(row, claim):
            raise ClaimLostError(f"the claim of processing {claim.processing.id} is lost")
        return row

    @staticmethod
    def _holds(row: Row, claim: Claim) -> bool:
        return row.processing.status is ProcessingStatus.PROCESSING and row.fence == claim.fence


def _report(row: Row) -> Report:
    processing = row.processing
    return Report(
        processing_id=processing.id,
        job_id=processing.job_id,
        batch_id=processing.batch_id,
        external_resume_id=processing.external_resume_id,
        status=processing.status.value,
        attempt=row.report_attempts,
        refusals=row.report_refusals,
    )


def _failure(row: Row, *, whole: bool = False) -> Failure:
    return Failure(
        reason=row.processing.error_reason or UNKNOWN_REASON,
        error=row.processing.error or "",
        attempts=row.attempts_made,
        at=_date(row.settled_at) if math.isfinite(row.settled_at) else None,
        tries=tuple(row.tries) if whole else (),
    )


def _failed_resume(row: Row, *, whole: bool = False) -> FailedResume:
    processing = row.processing
    return FailedResume(
        processing_id=processing.id,
        job_id=processing.job_id,
        batch_id=processing.batch_id,
        status=processing.status.value,
        counted=row.accounted,
        failure=_failure(row, whole=whole) if processing.status is ProcessingStatus.FAILED else None,
        earlier=tuple(row.failures) if whole else (),
    )


def _date(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _waits_for_its_place(row: Row) -> bool:
    processing = row.processing
    if row.to_rank or row.vacated:
        return True
    return processing.takes_part_in_ranking and processing.rank is None and not row.left_out
