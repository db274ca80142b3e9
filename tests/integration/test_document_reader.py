import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from adapters.documents.process import Limits
from adapters.documents.reader import SandboxedDocumentReader, _document
from application.errors import RefusalReason, TransientError, UnprocessableError
from tests import files

ROOT = Path(__file__).resolve().parents[2]
LINE = "Ada Lovelace, analyst at the Engine Works"
TIGHT = Limits(max_bytes=200_000, max_pages=3, seconds=1.0, memory_bytes=400 * 1024 * 1024)


@pytest.fixture(scope="module")
def reader() -> Iterator[SandboxedDocumentReader]:
    with SandboxedDocumentReader() as reader:
        yield reader


@pytest.fixture(scope="module")
def tight() -> Iterator[SandboxedDocumentReader]:
    with SandboxedDocumentReader(TIGHT) as reader:
        yield reader


def refusal(reader: SandboxedDocumentReader, data: bytes) -> RefusalReason:
    with pytest.raises(UnprocessableError) as caught:
        reader.read(data)
    return caught.value.reason


class TestKinds:
    @pytest.mark.parametrize(
        "data,kind",
        [
            (files.pdf_of([LINE]), "pdf"),
            (b"junk before the header\n" + files.pdf_of([LINE]), "pdf"),
            (files.docx(files.paragraph(LINE)), "docx"),
            (LINE.encode(), "text"),
            (LINE.encode("utf-16"), "text"),
        ],
    )
    def test_content_decides(self, reader: SandboxedDocumentReader, data: bytes, kind: str) -> None:
        document = reader.read(data)
        assert (document.kind, document.text.strip(), document.pages) == (kind, LINE, 1)

    @pytest.mark.parametrize(
        "data,reason",
        [
            (b"", RefusalReason.EMPTY),
            (b" \n", RefusalReason.EMPTY),
            (files.ole("EncryptedPackage", "EncryptionInfo"), RefusalReason.ENCRYPTED),
            (files.ole("WordDocument"), RefusalReason.UNSUPPORTED),
            (files.lock_file(), RefusalReason.DAMAGED),
            (b"{\\rtf1 Ada Lovelace, analyst}", RefusalReason.UNSUPPORTED),
            (b"\x89PNG\r\n\x1a\n" + bytes(100), RefusalReason.UNSUPPORTED),
            (b"\xff\xd8\xff\xe0" + bytes(100), RefusalReason.UNSUPPORTED),
            (b"  <!DOCTYPE html><html><p>Ada Lovelace, analyst</p></html>", RefusalReason.UNSUPPORTED),
            (
                files.archive(
                    {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}
                ),
                RefusalReason.UNSUPPORTED,
            ),
            (files.archive({"xl/workbook.xml": b"<x/>"}), RefusalReason.UNSUPPORTED),
            (files.docx(files.paragraph(LINE))[:300], RefusalReason.DAMAGED),
            (b"%PDF-1.7\n", RefusalReason.DAMAGED),
            (files.scan(), RefusalReason.NO_TEXT),
            (bytes(range(256)) * 4, RefusalReason.UNSUPPORTED),
        ],
    )
    def test_refusals_are_typed(
        self, reader: SandboxedDocumentReader, data: bytes, reason: RefusalReason
    ) -> None:
        assert refusal(reader, data) is reason

    def test_hidden_text_comes_back_apart(self, reader: SandboxedDocumentReader) -> None:
        hidden = files.paragraph("Kubernetes", run="<w:vanish/>")
        document = reader.read(files.docx(files.paragraph(LINE) + hidden))
        assert (document.text, document.hidden) == (LINE, ("Kubernetes",))


class TestBounds:
    def test_bytes(self, tight: SandboxedDocumentReader) -> None:
        assert refusal(tight, b"a" * 200_001) is RefusalReason.TOO_LARGE

    def test_pages(self, tight: SandboxedDocumentReader) -> None:
        assert refusal(tight, files.scan(4)) is RefusalReason.TOO_LARGE

    def test_text(self) -> None:
        with SandboxedDocumentReader(Limits(max_characters=100)) as reader:
            assert refusal(reader, b"word " * 21) is RefusalReason.TOO_LARGE

    def test_pdf_bomb(self, tight: SandboxedDocumentReader) -> None:
        bomb = files.pdf_bomb(600_000_000)
        assert len(bomb) < 20_000
        started = time.monotonic()
        assert refusal(tight, bomb) in {RefusalReason.DAMAGED, RefusalReason.TOO_LARGE}
        assert time.monotonic() - started < 5
        assert tight.peak_bytes < TIGHT.memory_bytes

    def test_zip_bomb(self, tight: SandboxedDocumentReader) -> None:
        bomb = files.archive({"word/document.xml": b"<w>" + b" " * 60_000_000})
        assert refusal(tight, bomb) is RefusalReason.TOO_LARGE

    def test_time(self) -> None:
        limits = Limits(seconds=0.02)
        pages = [lambda canvas: files.write(canvas, [LINE] * 50)] * 150
        with SandboxedDocumentReader(limits) as reader:
            assert refusal(reader, files.pdf(*pages)) is RefusalReason.TOO_LARGE


class TestProcesses:
    def test_threads_read_at_once(self, reader: SandboxedDocumentReader) -> None:
        texts = [f"{LINE}, number {index}" for index in range(24)]
        with ThreadPoolExecutor(6) as pool:
            documents = list(pool.map(reader.read, [files.docx(files.paragraph(text)) for text in texts]))
        assert [document.text for document in documents] == texts

    def test_forked_processes_share_the_server(self, reader: SandboxedDocumentReader) -> None:
        reader.start()
        child = os.fork()
        if child == 0:
            os._exit(0 if reader.read(LINE.encode()).text == LINE else 1)
        assert os.waitpid(child, 0)[1] == 0
        assert reader.read(LINE.encode()).text == LINE

    def test_server_that_died_is_replaced(self) -> None:
        with SandboxedDocumentReader() as reader:
            assert reader.read(LINE.encode()).text == LINE
            server = reader._server
            assert server is not None
            server.kill()
            server.wait()
            assert reader.read(LINE.encode()).text == LINE

    def test_reader_killed_from_outside_may_be_tried_again(self) -> None:
        with SandboxedDocumentReader() as reader:
            reader.read(LINE.encode())
            server = reader._server
            assert server is not None
            seen: list[BaseException] = []

            def read() -> None:
                try:
                    reader.read(files.pdf(*[lambda canvas: files.write(canvas, [LINE] * 50)] * 190))
                except TransientError as error:
                    seen.append(error)

            thread = threading.Thread(target=read)
            thread.start()
            _kill_first_grandchild(server.pid)
            thread.join()
            assert len(seen) == 1

    def test_nothing_is_left_behind(self) -> None:
        reader = SandboxedDocumentReader()
        for _ in range(3):
            reader.read(LINE.encode())
        server = reader._server
        assert server is not None
        _wait(lambda: len(_waiting(server.pid)) == 2)  # for the next file
        waiting = _waiting(server.pid)
        reader.close()
        assert server.poll() is not None
        _wait(lambda: not any(map(psutil.pid_exists, waiting)))

    @pytest.mark.parametrize("killed", [[0], [1], [0, 1]], ids=["guard", "reader", "both"])
    def test_processes_killed_while_they_wait_are_missed_once(self, killed: list[int]) -> None:
        with SandboxedDocumentReader() as reader:
            reader.read(LINE.encode())
            server = reader._server
            assert server is not None
            _wait(lambda: len(_waiting(server.pid)) == 2)
            waiting = _waiting(server.pid)
            for index in killed:
                os.kill(waiting[index], signal.SIGKILL)
            with pytest.raises(TransientError):
                reader.read(LINE.encode())
            assert reader.read(LINE.encode()).text == LINE

    def test_script_without_a_main_guard(self, tmp_path: Path) -> None:
        script = tmp_path / "script.py"
        script.write_text(
            textwrap.dedent(
                """
                from adapters.documents.reader import SandboxedDocumentReader
                print("begun")
                print(SandboxedDocumentReader().read(b"Ada Lovelace, analyst").text)
                """
            )
        )
        run = subprocess.run(
            [sys.executable, str(script)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        assert run.stdout == "begun\nAda Lovelace, analyst\n"

    def test_machine_without_resources_is_no_fault_of_the_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise OSError(11, "Resource temporarily unavailable")

        monkeypatch.setattr(subprocess, "Popen", refuse)
        with pytest.raises(TransientError):
            SandboxedDocumentReader().read(LINE.encode())


def _waiting(server: int) -> list[int]:
    """The guard and the reader that wait for the next file, once those of files before are gone."""
    return [child.pid for child in psutil.Process(server).children(recursive=True)]


def _wait(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _kill_first_grandchild(server: int) -> None:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        for guard in Path(f"/proc/{server}/task/{server}/children").read_text().split():
            try:
                readers = Path(f"/proc/{guard}/task/{guard}/children").read_text().split()
            except OSError:
                continue
            if readers:
                os.kill(int(readers[0]), signal.SIGKILL)
                return
        time.sleep(0.0005)
    raise AssertionError("no reader was seen")


def test_half_letters_that_no_store_takes_come_back_as_question_marks() -> None:
    answer = {"text": "a\ud800b", "kind": "text", "pages": 1, "hidden": ["\udfff"]}
    document = _document(answer)
    assert (document.text, document.hidden) == ("a?b", ("?",))
