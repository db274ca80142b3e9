"""Some hundred broken files, always the same ones; `make fuzz` tries others for as long as wanted."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.documents.reader import SandboxedDocumentReader
from tests.hostile.fuzz import fuzz, outcome_of
from tests.hostile.mutations import broken_files, seeds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def reader() -> Iterator[SandboxedDocumentReader]:
    with SandboxedDocumentReader() as reader:
        yield reader


def test_what_is_broken_was_valid(reader: SandboxedDocumentReader) -> None:
    assert {name: outcome_of(reader, data) for name, data in seeds().items()} == dict.fromkeys(
        seeds(), "text"
    )


def test_a_broken_file_is_text_or_refused(reader: SandboxedDocumentReader) -> None:
    found: Counter[str] = Counter()

    @settings(
        max_examples=500,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(broken_files())
    def run(data: bytes) -> None:
        found[outcome_of(reader, data)] += 1

    run()
    # Else the changes break too much, or nothing.
    assert found["text"] > 100
    assert found["damaged"] > 50


def test_the_long_run_ends_in_time(reader: SandboxedDocumentReader) -> None:
    assert fuzz(reader, seconds=1.0, number=1).total() > 5
