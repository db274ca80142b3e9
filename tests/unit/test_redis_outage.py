"""Which answers of Redis are the fault of the moment, and what they are called in the log."""

import pytest
from redis.exceptions import (
    ConnectionError as LostConnectionError,
)
from redis.exceptions import (
    NoPermissionError,
    OutOfMemoryError,
    RedisError,
    ResponseError,
)

from adapters.rq_queue.outage import cause_of, is_outage, outage_as_transient
from application.errors import TransientError

_IN_A_SCRIPT = (
    "Error running script (call to f_0123): @user_script:16: @user_script: 16: "
    "-{} command not allowed when used memory > 'maxmemory'."
)


@pytest.mark.parametrize(
    "error, cause",
    [
        (ResponseError("MISCONF Redis is configured to save RDB snapshots, but cannot."), "MISCONF"),
        (ResponseError("NOREPLICAS Not enough good replicas to write."), "NOREPLICAS"),
        (ResponseError("BUSY Redis is busy running a script."), "BUSY"),
        (ResponseError(_IN_A_SCRIPT.format("OOM")), "OOM"),
        (OutOfMemoryError("command not allowed"), "OutOfMemoryError"),
        (LostConnectionError("reset by peer"), "ConnectionError"),
    ],
)
def test_a_server_that_is_out_of_order_is_waited_for_and_the_log_says_why(
    error: RedisError, cause: str
) -> None:
    assert is_outage(error)
    assert cause_of(error) == cause
    with pytest.raises(TransientError, match=rf"Redis is out of order \({cause}\)"), outage_as_transient():
        raise error


@pytest.mark.parametrize(
    "error",
    [
        ResponseError("BUSYGROUP Consumer Group name already exists"),
        ResponseError("wrong number of arguments for 'get' command"),
        ResponseError("unknown command 'MISCONF'"),
        NoPermissionError("this user has no permissions"),
    ],
)
def test_what_no_waiting_mends_is_not(error: RedisError) -> None:
    assert not is_outage(error)
