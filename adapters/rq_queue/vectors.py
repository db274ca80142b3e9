"""Vectors of jobs that all workers share: made by whoever needs one first, waited for by the others."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import cast
from uuid import uuid4

import numpy as np
from redis.exceptions import RedisError
from rq.scripts import release_lock

from adapters.rq_queue.connection import RedisClient
from application.ports import JobVectors
from application.trouble import place_of
from domain.passages import Vector

_LOG = logging.getLogger(__name__)
_BYTES = 384 * 4
_KEPT_SECONDS = 24 * 3600  # by then it stands in documents
_LOCK_SECONDS = 10
_PAUSE_SECONDS = 0.02
_MOST_KNOWN = 16
_UNIT_WITHIN = 1e-3


class RedisJobVectors(JobVectors):
    """Keeps each for a day, and those used last in this process too.

    Where Redis is away, everybody computes alone.
    """

    def __init__(self, client: RedisClient) -> None:
        """Keep the client; nothing is sent before it is used."""
        self._client = client
        self._known: OrderedDict[str, Vector] = OrderedDict()

    def once(self, key: str, compute: Callable[[], Vector]) -> Vector:  # noqa: D102 - said by the port
        vector = self._known.pop(key, None)
        if vector is None:
            vector = self._shared(key, compute)
        self._known[key] = vector
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return vector

    def _shared(self, key: str, compute: Callable[[], Vector]) -> Vector:
        name, token = f"screener:job-vector:{key}", uuid4().hex
        try:
            found = self._found_or_ours(name, token)
        except RedisError as error:
            _LOG.warning("a job's vector is not shared: Redis: %s", place_of(error))
            return compute()
        if found is not None:
            return found
        try:
            vector = compute()
            self._keep(name, vector)
        finally:
            self._release(name, token)
        return vector

    def _found_or_ours(self, name: str, token: str) -> Vector | None:
        """The vector; None once it is for us to make it, also because whoever was at it takes too long."""
        until = time.monotonic() + _LOCK_SECONDS
        while True:
            kept = cast("bytes | None", self._client.get(name))
            vector = _vector(kept)
            if vector is not None:
                return vector
            if self._client.set(f"{name}:lock", token, nx=True, ex=_LOCK_SECONDS):
                return None
            if time.monotonic() > until:
                return None
            time.sleep(_PAUSE_SECONDS)

    def _keep(self, name: str, vector: Vector) -> None:
        try:
            self._client.set(name, vector.astype("<f4").tobytes(), ex=_KEPT_SECONDS)
        except RedisError as error:
            _LOG.warning("a job's vector is not shared: Redis: %s", place_of(error))

    def _release(self, name: str, token: str) -> None:
        try:
            release_lock(self._client, f"{name}:lock", token)
        except RedisError:
            return  # it runs out by itself


def _vector(kept: bytes | None) -> Vector | None:
    """The vector that was kept; None where that is none of unit length, whoever wrote it."""
    if kept is None or len(kept) != _BYTES:
        return None
    vector = np.frombuffer(kept, dtype="<f4").astype(np.float32)
    length = float(np.linalg.norm(vector.astype(np.float64)))
    return vector if abs(length - 1) < _UNIT_WITHIN else None
