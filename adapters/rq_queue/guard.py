"""Letting one thing fail without the rest, and saying in the log where, but never what about."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from redis.exceptions import RedisError
from rq.exceptions import DeserializationError, StopRequested

from adapters.rq_queue.outage import cause_of, is_outage
from application.trouble import place_of

_LOG = logging.getLogger(__name__)
_OURS = frozenset({"domain", "application", "adapters", "entrypoints"})


def reason_of(error: BaseException) -> str:
    """What Redis keeps of an error: its place, and its words only where they are ours, which name nobody.

    RQ would keep the whole message for a month, and a message may hold what it is about: a resume.
    """
    ours = type(error).__module__.partition(".")[0] in _OURS
    cause = error.__cause__ if isinstance(error, DeserializationError) else error
    if ours or type(cause).__module__.partition(".")[0] in _OURS:
        return f"{place_of(error)}: {cause if cause is not None else error}"
    return str(error) if isinstance(error, DeserializationError) else place_of(error)


@contextmanager
def kept_apart(what: str) -> Iterator[None]:
    """Log an error and go on; raise what concerns everything: Redis out of order, the worker asked to end."""
    try:
        yield
    except StopRequested:  # raised by RQ's signal handler, wherever the worker is
        raise
    except Exception as error:
        if is_outage(error):
            raise
        _LOG.error("%s failed: %s", what, place_of(error))


@contextmanager
def dispensable(what: str) -> Iterator[None]:
    """Do without a command that Redis does not take now: what matters is tried again elsewhere."""
    try:
        yield
    except RedisError as error:
        _LOG.warning("%s left out: Redis: %s", what, cause_of(error))
