"""Settings of the whole suite, and the real servers that tests share."""

import os
import uuid
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.servers import MongoServer, RedisServer

# A gate must give the same answer twice; on a developer's machine every run tries something new.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


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
