"""How the upkeep says what went wrong with a task."""

import threading

import pytest
from pytest_mock import MockerFixture

from application.errors import MisconfiguredError, TransientError
from entrypoints.upkeep import Task, Upkeep


@pytest.mark.parametrize(
    "trouble, said",
    [
        (TransientError("the database does not answer"), "the database does not answer"),
        (MisconfiguredError("REDIS_URL: refused"), "REDIS_URL: refused"),
        (ValueError("text of a resume"), "ValueError at"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_why_a_task_failed_is_said_where_it_may_be(
    mocker: MockerFixture, trouble: Exception, said: str
) -> None:
    log = mocker.patch("entrypoints.upkeep._LOG")
    stop = threading.Event()

    def step() -> float:
        stop.set()
        raise trouble

    Task(name="ranking", step=step).run(stop)
    assert log.warning.call_args.kwargs["cause"].startswith(said)
    # The last reports too.
    upkeep = mocker.Mock(spec=Upkeep, _say=mocker.Mock(side_effect=trouble))
    Upkeep.say_the_last(upkeep, seconds=1)
    assert log.warning.call_args.kwargs["cause"].startswith(said)
