"""Every specimen through the real reader, with the limits of production."""

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from adapters.documents.reader import SandboxedDocumentReader
from application.errors import UnprocessableError
from domain.document import Document
from domain.text import normalise
from entrypoints.settings import Settings
from tests.hostile import corpus  # noqa: F401 - fills the collection
from tests.hostile.docx_markup import external_declarations, external_entity
from tests.hostile.specimens import LINES, SPECIMENS
from tests.servers import wait_until
from tests.web import WebServer, reply

pytestmark = pytest.mark.slow

# The reader's own limit, and what a busy machine may add before the kernel's signal is seen.
_SPARE_SECONDS = 10.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    found: Document | Exception
    seconds: float
    peak_bytes: int


@pytest.fixture(scope="module")
def readers() -> Iterator[list[SandboxedDocumentReader]]:
    """Two readers, so that one specimen that is given all its time holds up only half of the others."""
    with SandboxedDocumentReader() as one, SandboxedDocumentReader() as other:
        yield [one, other]


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, readers: list[SandboxedDocumentReader]) -> dict[str, Outcome]:
    """The outcomes of the specimens that this run asks for."""
    asked = {item.name.removeprefix("test_specimen[").removesuffix("]") for item in request.session.items}
    # The one that is given all its time comes first, the others are read beside it.
    names = sorted(asked & set(SPECIMENS), key=lambda name: (name != "pattern-painted-with-itself.pdf", name))
    free = list(readers)

    def read(name: str) -> Outcome:
        data = SPECIMENS[name].make()
        reader = free.pop()
        try:
            return _outcome(reader, data)
        finally:
            free.append(reader)

    with ThreadPoolExecutor(len(readers)) as pool:
        return dict(zip(names, pool.map(read, names), strict=True))


def _outcome(reader: SandboxedDocumentReader, data: bytes) -> Outcome:
    started = time.monotonic()
    found: Document | Exception
    try:
        found = reader.read(data)
    except Exception as refused:  # noqa: BLE001 - looked at by the test that is about this file
        found = refused
    return Outcome(found=found, seconds=time.monotonic() - started, peak_bytes=reader.peak_bytes)


@pytest.mark.parametrize("name", SPECIMENS)
def test_specimen(
    name: str, outcomes: dict[str, Outcome], readers: Sequence[SandboxedDocumentReader]
) -> None:
    specimen, outcome = SPECIMENS[name], outcomes[name]
    limits = readers[0].limits
    if isinstance(outcome.found, UnprocessableError):
        assert outcome.found.reason in specimen.reasons
        assert_for_a_recruiter(str(outcome.found))
    else:
        assert isinstance(outcome.found, Document), outcome.found
        assert specimen.reads
        assert len(outcome.found.text) <= limits.max_characters
        outcome.found.text.encode()  # no halves of characters
        if not specimen.reasons:
            assert LINES[0] in normalise(outcome.found.text)
    assert outcome.seconds < limits.seconds + _SPARE_SECONDS
    assert outcome.peak_bytes <= limits.memory_bytes


def assert_for_a_recruiter(message: str) -> None:
    """A sentence or two, without the words of a program."""
    assert re.fullmatch(r"[A-Z][^\n]{10,160}\.", message)
    assert not re.search(r"Error|Exception|Traceback|errno|0x|/usr|\.py|None", message)


def test_the_limits_are_those_of_production(readers: list[SandboxedDocumentReader]) -> None:
    settings, limits = Settings(), readers[0].limits
    assert (limits.max_bytes, limits.max_pages) == (settings.max_file_bytes, settings.max_pages)
    assert (limits.seconds, limits.memory_bytes) == (
        settings.read_timeout_seconds,
        settings.read_memory_bytes,
    )


def test_the_process_that_reads_outlives_what_it_is_given() -> None:
    """Bombs end their own child: server and reader stay the same processes, and leave no other behind."""
    names = [
        *("flate-in-flate.pdf", "forms-double-at-each-level.pdf", "nested-arrays.pdf", "billion-laughs.docx"),
        *("broken-lzma.docx", "bomb-that-lies-about-its-size.docx", "line-of-ten-megabytes.txt"),
    ]
    with SandboxedDocumentReader() as reader:
        server = reader._server
        assert server is not None
        for name in names:
            _outcome(reader, SPECIMENS[name].make())
        assert reader.read(SPECIMENS["200-pages.pdf"].make()).pages == 200
        assert reader._server is server
        assert server.poll() is None
        # The guard and the reader of the next file.
        wait_until(
            lambda: len(psutil.Process(server.pid).children(recursive=True)) == 2, what="for its children"
        )


def test_nothing_outside_of_the_file_is_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-words")
    with WebServer(reply(200, b"the-secret-words")) as server, SandboxedDocumentReader() as reader:
        for target in (secret.as_uri(), str(secret), server.url("/x"), f"ftp://127.0.0.1:{server.port}/x"):
            for data in (external_entity(target), external_declarations(target)):
                found = _outcome(reader, data).found
                assert isinstance(found, UnprocessableError | Document)
                assert "the-secret-words" not in getattr(found, "text", "")
        assert server.connections == 0


def test_nothing_is_unpacked_to_a_file() -> None:
    folders = (Path("/"), Path("/etc/cron.d"), Path(tempfile.gettempdir()), _ROOT, _ROOT.parent)
    with SandboxedDocumentReader() as reader:
        reader.read(SPECIMENS["names-that-lead-out.docx"].make())
        reader.read(SPECIMENS["relationships-that-lead-out.docx"].make())
    assert not any((folder / "slip").exists() for folder in folders)


def test_the_corpus_is_written_by_a_command_and_always_the_same(tmp_path: Path) -> None:
    lists = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        subprocess.run([sys.executable, "-m", "tests.hostile.corpus", folder], cwd=_ROOT, check=True)
        lists.append((folder / "EXPECTED.tsv").read_text("utf-8"))
        assert {path.name for path in folder.iterdir()} == {*SPECIMENS, "EXPECTED.tsv"}
    assert lists[0] == lists[1]
    rows = [line.split("\t") for line in lists[0].splitlines()[1:]]
    assert all(len(row) == 5 and row[3] and row[4] for row in rows)
