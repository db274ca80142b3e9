"""The functions that RQ calls, where something of the process itself is broken."""

import logging
import time
from collections.abc import Iterator

import pytest
from dependency_injector import providers
from rq import Retry

from application.retry import RetryPolicy
from domain.processing import ProcessingStatus
from entrypoints import jobs
from entrypoints.container import Container
from entrypoints.settings import Settings
from tests.builders import build_job, build_processing

_ID = "0123456789abcdef01234567"
_PAYLOAD = {
    "batchId": "BATCH_1",
    "jobDescriptionId": "0123456789abcdef01234568",
    "resumeProcessingId": _ID,
    "resumeUrl": "https://files.example/jane-applicant.pdf",
    "externalResumeId": "r1",
}


@pytest.fixture
def container() -> Iterator[Container]:
    container = Container(
        settings=Settings.model_validate({"max_retries": 1, "base_delay_seconds": 0.01}),
        initial_jobs=providers.Object([build_job()]),
        initial_processings=providers.Object([build_processing(id=_ID)]),
    )
    jobs.use(container)
    yield container
    jobs._Worker.container = None
    container.shutdown_resources()


def _broken() -> None:
    raise RuntimeError("cannot be built; Jane Applicant")


def test_a_resume_that_cannot_even_be_begun_is_tried_again_and_fails_in_the_end(
    container: Container, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    container.lexicon.override(providers.Callable(_broken))
    container.retries.override(providers.Object(RetryPolicy(max_retries=1, base_seconds=0.01)))
    assert isinstance(jobs.screen_resume(_PAYLOAD), Retry)
    waiting = container.processings().get(_ID)
    assert waiting is not None
    assert waiting.status is ProcessingStatus.QUEUED

    time.sleep(0.05)
    with pytest.raises(RuntimeError):
        jobs.screen_resume(_PAYLOAD)
    failed = container.processings().get(_ID)
    assert failed is not None
    assert (failed.status, failed.error_reason) == (ProcessingStatus.FAILED, "internal_error")
    assert "Jane" not in f"{failed.error}{caplog.text}"

    with pytest.raises(RuntimeError):  # rung for once more: it stays as it is
        jobs.screen_resume(_PAYLOAD)
    assert container.processings().get(_ID) == failed


def test_one_that_is_in_anothers_hands_is_left_alone(container: Container) -> None:
    assert container.processings().claim(_ID, seconds=60) is not None
    container.lexicon.override(providers.Callable(_broken))
    assert isinstance(jobs.screen_resume(_PAYLOAD), Retry)
    held = container.processings().get(_ID)
    assert held is not None
    assert held.status is ProcessingStatus.PROCESSING
