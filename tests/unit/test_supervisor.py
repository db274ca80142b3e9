"""What the supervisor does where the machine lets it start no process, and how it says why it cannot run."""

import errno
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_mock import MockerFixture

from entrypoints.settings import Settings
from entrypoints.supervisor import Supervisor
from entrypoints.terminal import EXIT_FAILED, EXIT_OK, EXIT_USAGE

START = subprocess.Popen
AWAY = OSError(errno.EAGAIN, "Resource temporarily unavailable")

Starts = Callable[[Iterator[OSError | str]], list[list[str]]]


@pytest.fixture
def starts(mocker: MockerFixture) -> Starts:
    """Have each process that is started fail to start, or run a line of Python, as told; then end at once."""
    asked: list[list[str]] = []

    def told(what: Iterator[OSError | str]) -> list[list[str]]:
        def start(command: list[str], **options: Any) -> subprocess.Popen[bytes]:
            asked.append(command)
            line = next(what, "")
            if isinstance(line, OSError):
                raise line
            return START([sys.executable, "-S", "-c", line], **options)

        mocker.patch("entrypoints.supervisor.subprocess.Popen", start)
        return asked

    return told


@pytest.fixture
def log(mocker: MockerFixture) -> Any:
    return mocker.patch("entrypoints.supervisor._LOG")


def burst() -> int:
    return Supervisor(Settings(), workers=1, analysis_workers=0, burst=True).run()


def test_a_process_that_cannot_be_started_is_started_later(starts: Starts, log: Any) -> None:
    asked = starts(iter(["", AWAY, AWAY, AWAY]))  # the first prepares the model
    assert burst() == EXIT_OK
    kinds = [command[3] for command in asked[1:]]
    assert kinds.count("batch") >= 2
    assert kinds[:2] == ["upkeep", "batch"]
    failures = [call for call in log.error.call_args_list if call.args == ("process cannot be started",)]
    assert len(failures) == 3
    assert all(call.kwargs["cause"] == "Resource temporarily unavailable" for call in failures)
    delays = [call.kwargs["delay"] for call in failures if call.kwargs["name"] == "upkeep"]
    assert delays == sorted(delays)


def test_a_machine_that_starts_nothing_at_all_is_no_fault_of_the_settings(starts: Starts, log: Any) -> None:
    starts(iter([AWAY]))
    assert burst() == EXIT_FAILED
    assert log.error.call_args.kwargs == {"cause": "Resource temporarily unavailable"}


def test_a_burst_whose_last_reports_nobody_can_make_left_something_undone(starts: Starts, log: Any) -> None:
    asked = starts(iter(["", AWAY]))
    assert Supervisor(Settings(), workers=0, analysis_workers=0, burst=True).run() == EXIT_FAILED
    assert asked[-1][-1] == "--burst"


@pytest.mark.parametrize(
    "ends, code",
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", EXIT_FAILED),
        ("raise SystemExit(1)", EXIT_FAILED),
    ],
    ids=["killed", "broken"],
)
def test_why_nothing_could_be_prepared_is_said(starts: Starts, log: Any, ends: str, code: int) -> None:
    starts(iter([ends]))
    assert burst() == code
    said = log.error.call_args.kwargs["exit_code"]
    assert said == {"import os": -9}.get(ends[:9], code)


def test_settings_are_blamed_by_the_process_that_read_them_alone(starts: Starts, log: Any) -> None:
    starts(iter(["raise SystemExit(2)"]))
    assert burst() == EXIT_USAGE
    assert not log.error.called
