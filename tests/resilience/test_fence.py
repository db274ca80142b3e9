"""The fence, shown to be there by its absence."""

from pathlib import Path

import pytest

from tests.resilience.mutations import environment
from tests.resilience.scenarios import stand_still

pytestmark = pytest.mark.slow


def test_a_process_that_stood_still_while_another_did_its_work_commits_nothing(tmp_path: Path) -> None:
    run, refused = stand_still(tmp_path)
    assert run.green, run.verdict.details
    assert refused
    assert run.verdict.re_executions


def test_without_the_fence_it_commits_again_and_the_oracle_notices(tmp_path: Path) -> None:
    run, refused = stand_still(tmp_path, environment=environment("fence"))
    assert run.verdict.double_commits
    assert not refused
