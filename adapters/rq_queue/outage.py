"""When Redis is out of order for a while, told apart from a Redis that was asked for the wrong thing."""

from collections.abc import Iterator
from contextlib import contextmanager

import redis.exceptions as vendor

from application.errors import TransientError

_OUTAGES = (
    vendor.ConnectionError,  # also: loading its data, too many clients
    vendor.TimeoutError,
    vendor.ReadOnlyError,  # a failover is under way
    vendor.OutOfMemoryError,
    vendor.ClusterDownError,
    vendor.TryAgainError,
)
# redis-py counts the first three as connection errors; no waiting helps against a wrong password.
_MISCONFIGURED = (
    vendor.AuthenticationError,
    vendor.AuthorizationError,
    vendor.ExternalAuthProviderError,
    vendor.NoPermissionError,
)


def is_outage(error: BaseException) -> bool:
    """Whether the same command may well succeed later."""
    return isinstance(error, _OUTAGES) and not is_misconfigured(error)


def is_misconfigured(error: BaseException) -> bool:
    """Whether Redis refuses what the deployment lets the worker be and do."""
    return isinstance(error, _MISCONFIGURED)


@contextmanager
def outage_as_transient() -> Iterator[None]:
    """Raise what is the fault of the moment as a `TransientError`, and let the rest through."""
    try:
        yield
    except vendor.RedisError as error:
        if is_outage(error):
            raise TransientError(f"Redis is out of order ({type(error).__name__})") from error
        raise


@contextmanager
def outage_as_lost_connection() -> Iterator[None]:
    """Put Redis' own errors into the two kinds RQ's worker knows: wait and try again, or quit.

    RQ waits at every lost connection, a refused password among them, and quits at everything else, a server
    that is out of memory for a minute among them.
    """
    try:
        yield
    except vendor.RedisError as error:
        if is_outage(error):
            raise vendor.ConnectionError(f"Redis is out of order ({type(error).__name__})") from error
        if is_misconfigured(error):
            raise PermissionError(f"Redis refuses this worker ({type(error).__name__})") from error
        raise
