"""What tests of several faults share."""

from collections.abc import Iterator

import pytest

from tests.resilience.faults import Stage
from tests.workers import RunningWorker


@pytest.fixture(scope="module")
def worker(stage: Stage) -> Iterator[RunningWorker]:
    """One worker for all: it is to outlive every fault."""
    with stage.worker() as worker:
        worker.wait_ready()
        yield worker
