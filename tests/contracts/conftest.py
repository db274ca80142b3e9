"""The worlds that the contracts of the store run in."""

from collections.abc import Iterator

import pytest

from tests.contracts.worlds import World, worlds


@pytest.fixture(params=["memory", "mongo"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    url = request.getfixturevalue("mongo_url") if request.param == "mongo" else ""
    made = worlds(request.param, url)
    yield made
    made.close()
