"""One way to reach Redis: bounded waits, and a look at what RQ needs of the server."""

from typing import Any, cast

import redis
from redis.backoff import ExponentialBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError, ResponseError
from redis.exceptions import ConnectionError as LostConnectionError
from redis.retry import Retry

from adapters.rq_queue.outage import outage_as_transient
from application.errors import MisconfiguredError, TransientError

RedisClient = redis.Redis
_OLDEST = (6, 2)  # BLMOVE, without which a worker that dies takes its job with it
_RETRIES = 3


def connect_redis(url: str, *, timeout_seconds: float = 10.0) -> RedisClient:
    """Return a client; nothing is sent before it is used.

    Args:
        url: `redis://`, `rediss://` or `unix://`, with password and number of the database where needed.
        timeout_seconds: bound of every wait for an answer, one by one.

    Raises:
        ValueError: the address is malformed; the message may repeat it.
    """
    return redis.Redis.from_url(
        url,
        socket_connect_timeout=timeout_seconds / 2,
        socket_timeout=timeout_seconds,
        health_check_interval=30,
        # What no answer came to may have been done, and to wait again would only make the outage known later.
        retry=Retry(
            ExponentialBackoff(cap=1.0, base=0.05), _RETRIES, supported_errors=(LostConnectionError,)
        ),
    )


def check_redis(client: RedisClient) -> str:
    """Make sure that the server answers, takes our password, and is new enough.

    Returns:
        What it is, and what an operator should look at.

    Raises:
        TransientError: it does not answer, or is too old.
        MisconfiguredError: it refuses us.
    """
    try:
        with outage_as_transient():
            info: dict[str, Any] = client.info("server")
    except (AuthenticationError, NoPermissionError) as error:
        raise MisconfiguredError("REDIS_URL: Redis refuses the user or the password") from error
    version = str(info["redis_version"])
    if tuple(int(part) for part in version.split(".")[:2]) < _OLDEST:
        raise TransientError(f"Redis is {version}; 6.2 or newer is needed")
    return f"Redis {version}{_warning(client)}"


def _warning(client: RedisClient) -> str:
    try:
        policy = cast("dict[str, str]", client.config_get("maxmemory-policy")).get("maxmemory-policy")
    except (ResponseError, RedisError):
        return ""  # hosted servers do not tell
    return "" if policy in {None, "noeviction"} else f"; maxmemory-policy is {policy}: set noeviction"
