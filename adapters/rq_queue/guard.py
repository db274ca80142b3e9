"""Letting one thing fail without the rest, and saying in the log where, but never what about."""

import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from redis.exceptions import RedisError
from rq.exceptions import StopRequested

from adapters.rq_queue.outage import is_outage

_LOG = logging.getLogger(__name__)


def place_of(error: BaseException) -> str:
    """Type, file and line of an error, without its message, which could hold text of a resume."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {'/'.join(Path(frames[-1].filename).parts[-2:])}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"


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
        _LOG.warning("%s left out: Redis: %s", what, type(error).__name__)
