"""Settings of the whole suite, and the real servers that tests share."""

import ipaddress
import os
import socket
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.servers import MongoServer, RedisServer

# A gate must give the same answer twice; HYPOTHESIS_PROFILE=explore tries something new in every run.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("repeatable", parent=_PATIENT, derandomize=True)
settings.register_profile("explore", parent=_PATIENT, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


# A key in a developer's environment must not be spent by a test, nor reach the processes that tests start.
for _name in ("GEMINI_API_KEY", "GOOGLE_API_KEY", "LLM_API_KEY", "LLM_BASE_URL"):
    os.environ.pop(_name, None)


class NotLoopbackError(OSError):
    """A test wanted to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def nobody_else_is_reached() -> Iterator[list[str]]:
    """Refuse every connection that leaves this machine, whoever makes it in this process; list them."""
    refused: list[str] = []
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def checked(which: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
                refused.append(str(address[0]))
                raise NotLoopbackError(f"a test connects to {address[0]}")
            return which(self, address)

        return call

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked(connect))
        patch.setattr(socket.socket, "connect_ex", checked(connect_ex))
        yield refused


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def redis_server() -> Iterator[RedisServer]:
    """Start one Redis for all tests that do not harm it."""
    with RedisServer() as server:
        yield server


@pytest.fixture(scope="session")
def mongo_server() -> Iterator[MongoServer]:
    """Start one MongoDB for all tests that do not harm it."""
    with MongoServer() as server:
        yield server


@pytest.fixture
def redis_url(redis_server: RedisServer) -> str:
    """Return the address of an empty Redis."""
    with redis_server.client() as client:
        client.flushall()
    return redis_server.url


@pytest.fixture
def mongo_url(mongo_server: MongoServer) -> str:
    """Return the connection string of a database that nobody has used."""
    return mongo_server.url(f"test-{uuid.uuid4().hex[:12]}")
