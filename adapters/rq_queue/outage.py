"""When Redis is out of order for a while, told apart from a Redis that was asked for the wrong thing."""

import re
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
# What redis-py has no class for: a server that cannot save, lacks its replicas or its master, or is held up
# by a script; and, up to Redis 6, what it says of these within a script of ours.
_OUTAGE_CODES = re.compile(r"(?:^|: -)(MISCONF|NOREPLICAS|MASTERDOWN|BUSY|OOM|READONLY) ")
# redis-py counts the first three as connection errors; no waiting helps against a wrong password.
_MISCONFIGURED = (
    vendor.AuthenticationError,
    vendor.AuthorizationError,
    vendor.ExternalAuthProviderError,
    vendor.NoPermissionError,
)


def is_outage(error: BaseException) -> bool:
    """Whether the same command may well succeed later."""
    return (isinstance(error, _OUTAGES) or _code_of(error) is not None) and not is_misconfigured(error)


def cause_of(error: BaseException) -> str:
    """What Redis says it is, or what the driver does: a word that an operator can look up."""
    return _code_of(error) or type(error).__name__


def _code_of(error: BaseException) -> str | None:
    code = _OUTAGE_CODES.search(str(error)) if isinstance(error, vendor.ResponseError) else None
    return code and code[1]


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
            raise TransientError(f"Redis is out of order ({cause_of(error)})") from error
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
            raise vendor.ConnectionError(f"Redis is out of order ({cause_of(error)})") from error
        if is_misconfigured(error):
            raise PermissionError(f"Redis refuses this worker ({type(error).__name__})") from error
        raise
