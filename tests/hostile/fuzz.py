"""Feeds the sandboxed reader broken files for as long as wanted: `python -m tests.hostile.fuzz --seconds 60`.

Each must come back as text or as a typed refusal, in time. What does not is made as small as it can be, shown
and kept, so that the next run begins with it. `make test` does so with some hundred files, always the same.
"""

import argparse
import secrets
import time
from collections import Counter
from collections.abc import Sequence

from hypothesis import HealthCheck, given, seed, settings

from adapters.documents.reader import SandboxedDocumentReader
from application.errors import UnprocessableError
from domain.document import Document
from tests.hostile.mutations import broken_files

_SPARE_SECONDS = 10.0
_ROUND = 500  # files to a seed


def outcome_of(reader: SandboxedDocumentReader, data: bytes) -> str:
    """Read a file and hold the reader to its promises; return `text` or the reason of the refusal."""
    started = time.monotonic()
    try:
        document = reader.read(data)
    except UnprocessableError as refused:
        outcome, sentence = refused.reason.value, str(refused)
    else:
        outcome, sentence = "text", "."
        _hold(document, reader)
    assert sentence.endswith(".")
    seconds = time.monotonic() - started
    assert seconds < reader.limits.seconds + _SPARE_SECONDS, f"{seconds:.1f} s"
    assert reader.peak_bytes <= reader.limits.memory_bytes
    return outcome


def _hold(document: Document, reader: SandboxedDocumentReader) -> None:
    assert len(document.text) + sum(map(len, document.hidden)) <= reader.limits.max_characters
    assert sum(map(str.isalnum, document.text)) > 0
    document.text.encode()


def fuzz(reader: SandboxedDocumentReader, *, seconds: float, number: int) -> Counter[str]:
    """Read broken files until the time is over; return how they came back."""
    found: Counter[str] = Counter()
    until = time.monotonic() + seconds

    @settings(max_examples=_ROUND, deadline=None, suppress_health_check=list(HealthCheck))
    @given(broken_files())
    def run(data: bytes) -> None:
        if time.monotonic() < until:
            found[outcome_of(reader, data)] += 1

    while time.monotonic() < until:
        seed(number)(run)()
        number += 1
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.hostile.fuzz", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument(
        "--seed", type=int, default=secrets.randbelow(1_000_000), help="default: chosen by chance"
    )
    options = parser.parse_args(arguments)
    print(f"seed {options.seed}", flush=True)  # noqa: T201 - a command
    with SandboxedDocumentReader() as reader:
        found = fuzz(reader, seconds=options.seconds, number=options.seed)
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in found.most_common())
    print(f"{found.total()} files: {outcomes}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
