"""The functions that RQ calls in a forked child, one for each of the backend's queues."""

import time
from typing import Annotated, Any, TypeVar

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rq import Retry
from structlog.contextvars import bound_contextvars

from adapters.rq_queue.job_queue import retry_later
from application.analysis_ports import AnalysisClaim
from application.errors import ClaimLostError, HeldError, MisconfiguredError, PostponedError, TransientError
from application.ports import Claim
from application.screen_resume import UnknownProcessingError
from application.trouble import place_of
from domain.processing import ResumeProcessing
from entrypoints.container import Container

_LOG = structlog.get_logger()
_SOON = 1.0  # seconds: what is held may be free by then
_UNTIL_MENDED = 60.0  # seconds, where only a person can mend it

Id = Annotated[str, Field(pattern=r"^[0-9a-fA-F]{24}$")]


class MalformedJobError(Exception):
    """A payload lacks what a job needs; the message names the fields and holds no value of theirs."""


class _Payload(BaseModel):
    """What is not known is ignored: the backend may add fields."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


Payload = TypeVar("Payload", bound=_Payload)


class BatchPayload(_Payload):
    """One resume of a batch. The document says the same, and is believed."""

    batchId: str  # noqa: N815 - the wire's spelling
    jobDescriptionId: str  # noqa: N815
    resumeProcessingId: Id  # noqa: N815
    resumeUrl: str  # noqa: N815
    externalResumeId: str  # noqa: N815


class AnalysisPayload(_Payload):
    """A request for a deep analysis."""

    resumeProcessingId: Id  # noqa: N815
    attempt: int
    triggeredBy: str  # noqa: N815


class _Worker:
    """The container of this process, built before it forked."""

    container: Container | None = None


def use(container: Container) -> None:
    """Set what the functions of this process work with."""
    _Worker.container = container


def _container() -> Container:
    if _Worker.container is None:
        raise RuntimeError("this process is no worker: start it by `screener worker`")
    return _Worker.container


def screen_resume(payload: object) -> Retry | None:
    """Screen the resume of a batch's job.

    Returns:
        None once it is settled, by this call or before; else when RQ is to call again.

    Raises:
        MalformedJobError, UnknownProcessingError: the job is kept in RQ's failed registry with the reason.
        Exception: a bug of ours; the document has been settled as failed, unless it is another's.
    """
    job = _parsed(BatchPayload, payload)
    container = _container()
    started = time.monotonic()
    attempts: list[int] = []

    def note(claim: Claim) -> None:
        attempts.append(claim.attempt)
        structlog.contextvars.bind_contextvars(job=claim.processing.job_id, attempt=claim.attempt)

    with bound_contextvars(batch=job.batchId, processing=job.resumeProcessingId, job=None, attempt=0):
        try:
            settled = container.screen_resume()(job.resumeProcessingId, on_claim=note)
            if not attempts:
                container.outbox().ensure(settled.id)
        except HeldError as held:
            # Somebody is at it, or was until now: whether it was settled is looked at once the claim is over.
            return retry_later(max(held.retry_after, _SOON))
        except (TransientError, MisconfiguredError) as outage:
            return retry_later(_postponed(outage, container.settings().base_delay_seconds))
        except ClaimLostError as lost:
            _note_loss(lost)
            return None
        except UnknownProcessingError:
            _LOG.error("there is no such processing")
            raise
        except Exception as bug:
            _LOG.error("resume failed by an error of our own", place=place_of(bug))
            if attempts or (wait := _count_broken_try(container, job.resumeProcessingId)) is None:
                raise
            return retry_later(wait)
        if attempts:
            _LOG.info("resume settled", **_outcome(settled), seconds=round(time.monotonic() - started, 3))
        else:
            _LOG.info("resume was settled before", status=settled.status.value)
        return None


def _postponed(
    outage: TransientError | MisconfiguredError, usual_seconds: float, *, what: str = "resume"
) -> float:
    """Say why something waits; return for how many seconds."""
    if isinstance(outage, MisconfiguredError):
        _LOG.error(f"{what} postponed: a server refuses us", cause=str(outage))
        return _UNTIL_MENDED
    seconds = outage.retry_after or usual_seconds
    _LOG.warning(f"{what} postponed", seconds=round(seconds, 1), cause=str(outage))
    return seconds


def _count_broken_try(container: Container, processing_id: str) -> float | None:
    """Count a try that ended before its claim; return when the next is due, if there is one."""
    try:
        return container.count_broken_try()(processing_id)
    except (TransientError, MisconfiguredError) as outage:
        return _postponed(outage, _UNTIL_MENDED)
    except ClaimLostError:
        return None


def analyse_resume(payload: object) -> Retry | None:
    """Make the analysis that a payload asks for.

    Returns:
        None once it is settled, by this call or before; else when RQ is to call again.

    Raises:
        MalformedJobError: the job is kept in RQ's failed registry with the reason.
        Exception: a bug of ours; the analysis has been settled as failed, unless it is another's.
    """
    job = _parsed(AnalysisPayload, payload)
    container = _container()
    started = time.monotonic()

    def note(claim: AnalysisClaim) -> None:
        structlog.contextvars.bind_contextvars(
            batch=claim.processing.batch_id, job=claim.processing.job_id, attempt=claim.attempt
        )

    with bound_contextvars(batch=None, processing=job.resumeProcessingId, job=None, attempt=0):
        try:
            outcome = container.analyse_resume()(job.resumeProcessingId, on_claim=note)
        except HeldError as held:
            return retry_later(max(held.retry_after, _SOON))
        except PostponedError as postponed:
            _LOG.info("analysis postponed", seconds=round(postponed.retry_after, 1), cause=str(postponed))
            return retry_later(postponed.retry_after)
        except (TransientError, MisconfiguredError) as outage:
            return retry_later(_postponed(outage, container.settings().analysis_base_delay, what="analysis"))
        except ClaimLostError:
            _LOG.warning("analysis taken over by another worker, or asked for again")
            return None
        except Exception as bug:
            _LOG.error("analysis failed by an error of our own", place=place_of(bug))
            raise
        if outcome == "none":
            _LOG.info("no analysis is asked for")
        else:
            _LOG.info("analysis settled", outcome=outcome, seconds=round(time.monotonic() - started, 3))
        return None


def _note_loss(lost: ClaimLostError) -> None:
    outage = lost.__context__  # the write before may have been done all the same, and only its answer be lost
    if isinstance(outage, TransientError):
        _LOG.warning("resume settled, or taken over, in an outage", cause=str(outage))
    else:
        _LOG.warning("resume taken over by another worker")


def _outcome(settled: ResumeProcessing) -> dict[str, Any]:
    return {
        "status": settled.status.value,
        "passed": settled.evaluation.passed if settled.evaluation else None,
        "duplicate": settled.duplicate_of is not None,
        "reason": settled.error_reason,
    }


def _parsed(kind: type[Payload], payload: object) -> Payload:
    try:
        return kind.model_validate(payload)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(map(str, problem['loc'])) or 'payload'}: {problem['msg'].lower()}"
            for problem in error.errors(include_url=False, include_input=False)
        )
        _LOG.error("job malformed", problems=problems)
        raise MalformedJobError(f"malformed job: {problems}") from None
