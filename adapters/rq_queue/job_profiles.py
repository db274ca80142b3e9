"""Profiles of jobs that all workers share: made by whoever needs one first, waited for by the others."""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import cast
from uuid import uuid4

from redis.exceptions import RedisError
from rq.scripts import release_lock

from adapters.rq_queue.connection import RedisClient
from application.ports import JobProfiles
from application.trouble import place_of
from domain.similarity import JobProfile, profile_from, profile_text

_LOG = logging.getLogger(__name__)
_KEPT_SECONDS = 24 * 3600  # by then it stands in documents
_LOCK_SECONDS = 10
_PAUSE_SECONDS = 0.02
_MOST_KNOWN = 16


class RedisJobProfiles(JobProfiles):
    """Keeps each for a day, and those used last in this process too.

    Where Redis is away, everybody computes alone.
    """

    def __init__(self, client: RedisClient) -> None:
        """Keep the client; nothing is sent before it is used."""
        self._client = client
        self._known: OrderedDict[str, JobProfile] = OrderedDict()

    def once(self, key: str, compute: Callable[[], JobProfile]) -> JobProfile:  # noqa: D102 - said by the port
        profile = self._known.pop(key, None)
        if profile is None:
            profile = self._shared(key, compute)
        self._known[key] = profile
        if len(self._known) > _MOST_KNOWN:
            self._known.popitem(last=False)
        return profile

    def _shared(self, key: str, compute: Callable[[], JobProfile]) -> JobProfile:
        name, token = f"screener:job-profile:{key}", uuid4().hex
        try:
            found = self._found_or_ours(name, token)
        except RedisError as error:
            _LOG.warning("a job's profile is not shared: Redis: %s", place_of(error))
            return compute()
        if found is not None:
            return found
        try:
            profile = compute()
            self._keep(name, profile)
        finally:
            self._release(name, token)
        return profile

    def _found_or_ours(self, name: str, token: str) -> JobProfile | None:
        """The profile; None once it is for us to make it, also because whoever was at it takes too long."""
        until = time.monotonic() + _LOCK_SECONDS
        while True:
            kept = cast("bytes | None", self._client.get(name))
            profile = profile_from(kept) if kept is not None else None
            if profile is not None:
                return profile
            if self._client.set(f"{name}:lock", token, nx=True, ex=_LOCK_SECONDS):
                return None
            if time.monotonic() > until:
                return None
            time.sleep(_PAUSE_SECONDS)

    def _keep(self, name: str, profile: JobProfile) -> None:
        try:
            self._client.set(name, profile_text(profile), ex=_KEPT_SECONDS)
        except RedisError as error:
            _LOG.warning("a job's profile is not shared: Redis: %s", place_of(error))

    def _release(self, name: str, token: str) -> None:
        try:
            release_lock(self._client, f"{name}:lock", token)
        except RedisError:
            return  # it runs out by itself
