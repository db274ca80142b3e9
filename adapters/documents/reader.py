"""Reading the file of a stranger in a process of its own, within bounds of time and memory."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Never, Self

from adapters.documents.ocr import OcrLimits, RecognisedPage
from adapters.documents.process import Limits, receive, send, too_large
from application.errors import RefusalReason, TransientError, UnprocessableError
from application.ports import DocumentReader
from domain.document import Document, UnreadPage

_ROOT = Path(__file__).resolve().parents[2]
_GRACE = 10.0  # seconds that a busy machine may need beyond the reader's own limit
_TEXT_BYTES = 12  # of JSON for one character at most: a pair of escapes
_OUT_OF_TIME = {signal.SIGALRM, signal.SIGXCPU}
_FROM_OUTSIDE = {signal.SIGKILL, signal.SIGTERM, signal.SIGHUP}
_STOP_SECONDS = 2.0
_MIN_LETTERS = 15  # as of a PDF's own text
_PASSED_ON = {"PATH", "PYTHONPATH", "VIRTUAL_ENV", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "HOME"}

_READERS: "weakref.WeakSet[SandboxedDocumentReader]" = weakref.WeakSet()


class SandboxedDocumentReader(DocumentReader):
    """Hands every file to a child that the kernel ends when it takes too long or too much.

    The process that forks the children is started at the first file, or by `start`. Threads may read at once,
    and so may processes forked after that: they share it. `close` ends it for all of them; one that still
    reads starts another.
    """

    def __init__(self, limits: Limits | None = None, ocr: OcrLimits | None = None) -> None:
        """Keep the limits; scans are refused without those of text recognition. Nothing is started yet."""
        self.limits = limits or Limits()
        self.ocr = ocr
        self.peak_bytes = 0
        """Resident memory at its highest in the child of the last file read, in bytes."""
        self._lock = threading.Lock()
        self._control: socket.socket | None = None
        self._server: subprocess.Popen[bytes] | None = None
        self._owner = 0
        _READERS.add(self)

    def __enter__(self) -> Self:
        """Start the server of readers."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self.close()

    def start(self) -> None:
        """Start the process that forks readers, if none runs: do so before each fork of a worker.

        Raises:
            TransientError: the machine had no resources left.
        """
        with self._lock:
            if self._server is not None and self._owner == os.getpid() and self._server.poll() is not None:
                self._drop()  # else every process forked from here would find out, and start one of its own
            if self._control is None:
                self._launch()

    def read(self, data: bytes) -> Document:
        """Return the text in reading order.

        Raises:
            UnprocessableError: empty, encrypted, damaged, unsupported, too large, or without text.
            TransientError: the machine had no resources left to try, or someone killed the reader.
            RuntimeError: a bug of ours; it names the line, never the text of the file.
        """
        if not data:
            raise UnprocessableError(RefusalReason.EMPTY, "The file is empty.")
        if len(data) > self.limits.max_bytes:
            raise too_large(self.limits)
        answer = self._ask(data, {"limits": asdict(self.limits)}, self.limits.seconds)
        if "pictures" in answer:
            return self._from_pictures(data, _document(answer["pictures"]), refusal=answer)
        document = _document(_accepted(answer))
        return self._from_pictures(data, document) if document.unread and self.ocr else document

    def close(self) -> None:
        """Stop the process that forks readers; `read` would start another."""
        with self._lock:
            self._drop()

    def _from_pictures(
        self, data: bytes, document: Document, refusal: dict[str, Any] | None = None
    ) -> Document:
        """Recognise what could not be read: all of it up to the bound of pages, or nothing."""
        if self.ocr is None:
            assert refusal is not None  # noqa: S101 - else there was nothing to be asked
            message = str(refusal["message"]).removesuffix(".")
            raise UnprocessableError(
                RefusalReason.NO_TEXT, f"{message}; text recognition is switched off or not installed."
            )
        numbers = [page.number for page in document.unread][: self.ocr.max_pages]
        request = {"limits": asdict(self.limits), "recognition": asdict(self.ocr), "pages": numbers}
        try:
            found = _accepted(self._ask(data, request, self.ocr.seconds))["recognised"]
        except UnprocessableError as error:
            if refusal is None:
                return document  # the other pages have their text, and what is unread is said
            raise UnprocessableError(
                error.reason, f"The text of the pages could not be recognised: {_lowered(str(error))}"
            ) from error
        recognised = [
            RecognisedPage(
                number=int(page["number"]),
                text=_storable(page["text"]),
                confidence=float(page["confidence"]),
                characters=int(page["characters"]),
            )
            for page in found
        ]
        document = with_recognised(document, recognised)
        if refusal is not None and sum(map(str.isalnum, document.text)) < _MIN_LETTERS:
            raise UnprocessableError(
                RefusalReason.NO_TEXT, "The pages hold no text that could be recognised (OCR)."
            )
        if len(document.text) > self.limits.max_characters:
            raise UnprocessableError(RefusalReason.TOO_LARGE, "The file holds far more text than a resume.")
        return document

    def _ask(self, data: bytes, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Have a child work on a file, and return its answer."""
        with self._connect() as connection:
            connection.settimeout(seconds + _GRACE)
            try:
                return self._converse(connection, data, request)
            except (TimeoutError, ValueError) as error:
                raise TransientError("The process that reads files does not answer.") from error

    def _converse(self, connection: socket.socket, data: bytes, request: dict[str, Any]) -> dict[str, Any]:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # its end says why
            send(connection, json.dumps(request).encode())
            send(connection, data)
        limit = _TEXT_BYTES * self.limits.max_characters + 65_536
        answer: dict[str, Any] = {}
        for _ in range(2):  # the reader's answer, if it lived to give one, and how it ended
            try:
                message = receive(connection, limit)
            except ConnectionResetError:
                message = None
            if message is None:
                break
            part = json.loads(message)
            if "ended" in part:
                self.peak_bytes = int(part.get("peak_bytes", 0))
                if part["ended"] == "done" and answer:
                    return answer
                _raise_for(part)
            answer = part
        raise TransientError("The process that reads files ended.")

    def _connect(self) -> socket.socket:
        """A connection to a new guard; a server that died is replaced once."""
        for last in (False, True):
            ours, theirs = _pair()
            with theirs, contextlib.ExitStack() as undo:
                undo.callback(ours.close)
                control = None
                try:
                    with self._lock:
                        control = self._control or self._launch()
                        socket.send_fds(control, [b"r"], [theirs.fileno()])
                except OSError as error:
                    with self._lock:
                        if self._control is control:  # else another thread has replaced it already
                            self._drop()
                    if last:
                        raise TransientError("The process that reads files cannot be reached.") from error
                else:
                    undo.pop_all()
                    return ours
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _launch(self) -> socket.socket:
        ours, theirs = _pair()
        # What parses files of strangers is not told our secrets: only what Python needs to start.
        environment = {name: value for name, value in os.environ.items() if name in _PASSED_ON}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        try:
            with theirs:
                self._server = subprocess.Popen(  # noqa: S603 - our own module
                    [sys.executable, "-m", "adapters.documents.process", str(theirs.fileno())],
                    cwd=_ROOT,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                    start_new_session=True,  # Ctrl-C is for the worker, which closes us
                )
        except OSError as error:
            ours.close()
            raise TransientError("No process to read files could be started.") from error
        self._control, self._owner = ours, os.getpid()
        return ours

    def _drop(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        server, self._server = self._server, None
        if server is None or self._owner != os.getpid():
            return
        try:
            server.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def after_fork(self) -> None:
        """Let go, in a forked child, of what is the parent's: a lock perhaps held, a process to wait for."""
        self._lock = threading.Lock()
        if self._server is not None:
            self._server.returncode = 0  # the parent waits for it, not this process
            self._server = None


def _after_fork() -> None:
    for reader in list(_READERS):
        reader.after_fork()


os.register_at_fork(after_in_child=_after_fork)


def _pair() -> tuple[socket.socket, socket.socket]:
    try:
        return socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
    except OSError as error:
        raise TransientError("The machine has no resources left to read a file.") from error


def _accepted(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of a child that found something."""
    if "bug" in answer:
        raise RuntimeError(f"reading failed: {answer['bug']}")
    if "refused" in answer:
        raise UnprocessableError(RefusalReason(answer["refused"]), str(answer["message"]))
    return answer


def _document(answer: dict[str, Any]) -> Document:
    """The document in a reader's answer; it parsed hostile input, so its answer is data to check."""
    return Document(
        text=_storable(answer["text"]),
        kind=str(answer["kind"]),
        pages=int(answer["pages"]),
        hidden=tuple(map(_storable, answer["hidden"])),
        unread=tuple(
            UnreadPage(number=int(page["number"]), start=int(page["start"]), end=int(page["end"]))
            for page in answer.get("unread", ())
        ),
    )


def with_recognised(document: Document, recognised: Sequence[RecognisedPage]) -> Document:
    """The document with what was recognised on pages in the place of the little that stood there."""
    texts = {page.number: page.text for page in recognised}
    text, read_to = "", 0
    unread = []
    for page in document.unread:
        text = _followed(text, document.text[read_to : page.start])
        before = len(text)
        text = _followed(text, texts.get(page.number, document.text[page.start : page.end]))
        if page.number not in texts:
            unread.append(replace(page, start=before, end=len(text)))
        read_to = page.end
    text = _followed(text, document.text[read_to:])
    characters = sum(page.characters for page in recognised)
    sure = sum(page.confidence * page.characters for page in recognised) / max(characters, 1)
    return replace(
        document,
        text=text,
        unread=tuple(unread),
        ocr_pages=len(texts),
        ocr_confidence=round(min(max(sure, 0.0), 1.0), 4),
    )


def _followed(text: str, more: str) -> str:
    return "\n\n".join(part for part in (text, more.strip()) if part)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _storable(text: Any) -> str:
    """A text without the halves of surrogate pairs that files hold, and no store and no terminal takes."""
    return str(text).encode("utf-8", errors="replace").decode("utf-8")


def _raise_for(ended: dict[str, Any]) -> Never:
    """Say why a reader ended without an answer."""
    number = ended.get("signal", 0)
    if ended["ended"] == "done":  # a reader that was never handed the file
        raise TransientError("The process that reads files ended.")
    if number in _OUT_OF_TIME:
        raise UnprocessableError(RefusalReason.TOO_LARGE, "The file takes too long to read.")
    if ended["ended"] == "not started" or number in _FROM_OUTSIDE:
        raise TransientError("The machine has no resources left to read a file.")
    if number:
        raise UnprocessableError(
            RefusalReason.DAMAGED, "The file is damaged, or made to exhaust the program that opens it."
        )
    raise RuntimeError("the process that reads a file failed without an answer")
