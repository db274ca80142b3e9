"""The process in which files of strangers are parsed: one forked child a file, bounded by the kernel.

Started by the reader beside it as `python -m adapters.documents.process FD`. It loads the parsers once, then
has forked children ready for every file that it is handed, so that a file costs milliseconds and a crash of a
native parser costs nothing but its own child. Two processes serve one file: a guard, which parses nothing,
waits for the reader and tells how it ended; the reader, which parses under limits of time and memory.
"""

import contextlib
import gc
import io
import json
import os
import resource
import signal
import socket
import struct
import sys
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any, Never

from adapters.documents.docx import read_docx
from adapters.documents.ocr import OcrLimits, recognise
from adapters.documents.pdf import PicturesError, read_pdf
from adapters.documents.plain_text import read_plain_text
from application.errors import RefusalReason, UnprocessableError
from domain.document import Document
from domain.text import normalise

_MOST_SECONDS = 600.0

LENGTH = struct.Struct("!Q")
"""Every message is its length in bytes, then its bytes."""

_PDF_HEADER_WITHIN = 1024  # ISO 32000-1, annex H: readers accept the header within the first 1024 bytes
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_KNOWN = (
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\0", "a picture"),
    (b"MM\0*", "a picture"),
    (b"BM", "a picture"),
    (b"%!PS", "a PostScript file"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
)
_MARKUP = (b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")
_LOCK_FILE_SIZES = (54, 162, 165)  # bytes of the "~$" owner files that Office leaves beside an open document
# Pdfium finds the objects of a file without a table of their places.
_SMALL_PDF = b"""%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>> endobj
4 0 obj <</Length 41>> stream
BT /F 9 Tf 9 9 Td (a small document) Tj ET
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Times-Roman>> endobj
trailer <</Root 1 0 R>>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one file may cost.

    Attributes:
        max_bytes: size of the file.
        max_pages: pages of a PDF.
        max_characters: characters of text that come out, ligatures spelled out.
        seconds: time by the wall clock, and of the processor.
        memory_bytes: address space of the child.
    """

    max_bytes: int = 10_000_000
    max_pages: int = 200
    max_characters: int = 400_000
    seconds: float = 20.0
    memory_bytes: int = 512_000_000


def read_document(data: bytes, limits: Limits) -> Document:
    """Read a file by what it holds, whatever it is called, in this process.

    Raises:
        UnprocessableError: why the file cannot be used.
    """
    if not data:
        raise UnprocessableError(RefusalReason.EMPTY, "The file is empty.")
    if len(data) > limits.max_bytes:
        raise too_large(limits)
    document = _read_by_content(data, limits)
    if _characters(document.text) + sum(map(len, document.hidden)) > limits.max_characters:
        raise UnprocessableError(RefusalReason.TOO_LARGE, "The file holds far more text than a resume.")
    return document


def _characters(text: str) -> int:
    """Characters of a text as it is, or in normal form if they are more: some single ones become eighteen."""
    return max(len(text), len(normalise(text)))


def too_large(limits: Limits) -> UnprocessableError:
    """The refusal of a file with too many bytes."""
    return UnprocessableError(
        RefusalReason.TOO_LARGE, f"The file is larger than {limits.max_bytes / 1_000_000:g} MB."
    )


def _read_by_content(data: bytes, limits: Limits) -> Document:
    head = data[:_PDF_HEADER_WITHIN]
    if data.startswith(b"PK\x03\x04"):
        return read_docx(data)
    if data.startswith(_OLE):
        raise _legacy_office(data)
    if b"%PDF-" in head:
        return read_pdf(data, max_pages=limits.max_pages)
    for magic, name in _KNOWN:
        if data.startswith(magic):
            raise _unsupported(name)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        raise _unsupported("a picture")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(_MARKUP):
        raise _unsupported("a web page or XML file")
    if len(data) in _LOCK_FILE_SIZES and 0 < data[0] < 54 and b"\0" in data:  # noqa: PLR2004 - length of a user's name
        raise UnprocessableError(
            RefusalReason.DAMAGED,
            "The file is a temporary lock file of Word (its name starts with ~$), not the document itself.",
        )
    return read_plain_text(data)


def _legacy_office(data: bytes) -> UnprocessableError:
    """A .docx with a password lies in an OLE2 container (MS-OFFCRYPTO); so does a .doc (MS-DOC)."""
    if _ENCRYPTED_PACKAGE in data:
        return UnprocessableError(
            RefusalReason.ENCRYPTED, "The document is protected by a password and cannot be opened."
        )
    return UnprocessableError(
        RefusalReason.UNSUPPORTED,
        "The file is in an old Office format (.doc); please save it as PDF or Word document (.docx).",
    )


def _unsupported(name: str) -> UnprocessableError:
    return UnprocessableError(
        RefusalReason.UNSUPPORTED, f"The file is {name}; please send a PDF or Word document (.docx)."
    )


# --- messages -------------------------------------------------------------------------------------


def receive(connection: socket.socket, limit: int) -> bytes | None:
    """One whole message, or None where the other side ended; ValueError beyond `limit` bytes."""
    header = _receive_exactly(connection, LENGTH.size)
    if header is None:
        return None
    (length,) = LENGTH.unpack(header)
    if length > limit:
        raise ValueError(f"a message of {length} bytes, more than {limit}")
    return _receive_exactly(connection, length)


def _receive_exactly(connection: socket.socket, length: int) -> bytes | None:
    buffer = bytearray(length)
    view = memoryview(buffer)
    while view:
        count = connection.recv_into(view)
        if not count:
            return None
        view = view[count:]
    return bytes(buffer)


def send(connection: socket.socket, message: bytes) -> None:
    """Send one message."""
    connection.sendall(LENGTH.pack(len(message)))
    connection.sendall(message)


# --- the processes --------------------------------------------------------------------------------


def serve(control: socket.socket) -> None:
    """Have a guard and a reader work on every connection handed over, until nobody is left who could ask.

    The next two are always made beforehand: whoever asks does not wait for the forks.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # guards are reaped by the kernel
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _warm_up()
    pair = _fork_pair(control)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        for descriptor in descriptors:
            with socket.socket(fileno=descriptor) as connection:
                _hand_over(connection, pair or _fork_pair(control))
            pair = _fork_pair(control)


def _warm_up() -> None:
    """Read two small files: the parsers look for fonts and fill their tables once, not in every child."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("word/document.xml", "<document/>")
    for data in (_SMALL_PDF, archive.getvalue()):
        with contextlib.suppress(UnprocessableError):
            read_document(data, Limits())
    gc.collect()
    gc.freeze()  # the collector of a child would write to, and so copy, every page of memory it shares


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """A guard and a reader that wait for a connection, each at the other end of its line."""

    guard: socket.socket
    reader: socket.socket


def _hand_over(connection: socket.socket, pair: _Pair | None) -> None:
    if pair is None:
        with contextlib.suppress(OSError):
            send(connection, _encode({"ended": "not started"}))
        return
    with pair.guard, pair.reader:
        for line in (pair.guard, pair.reader):
            # One that was killed while it waited is missed by whoever asked: by the guard, or by both.
            with contextlib.suppress(OSError):
                socket.send_fds(line, [b"c"], [connection.fileno()])


def _fork_pair(control: socket.socket) -> _Pair | None:
    """Make a guard, which makes its reader; None where the machine has no resources for it."""
    try:
        guard_line, at_guard = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        reader_line, at_reader = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        guard = os.fork()
    except OSError:
        return None
    with at_guard, at_reader:
        if guard == 0:
            status = 1
            try:
                for other in (control, guard_line, reader_line):
                    other.close()
                _guard(at_guard, at_reader)
                status = 0
            finally:
                os._exit(status)
    return _Pair(guard=guard_line, reader=reader_line)


def _received(line: socket.socket) -> socket.socket | None:
    """The connection that comes by a line; None where the server ends instead."""
    message, descriptors, _, _ = socket.recv_fds(line, 1, 1)
    return socket.socket(fileno=descriptors[0]) if message and descriptors else None


def _guard(own: socket.socket, readers: socket.socket) -> None:
    """Make the reader of one file, wait for it, and say how it ended."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        child = os.fork()
    except OSError:
        connection = _received(own)
        if connection is not None:
            send(connection, _encode({"ended": "not started"}))
        return
    if child == 0:
        status = 1
        try:
            own.close()
            connection = _received(readers)
            if connection is not None:
                _serve_one(connection)
            status = 0
        finally:
            os._exit(status)
    readers.close()
    connection = _received(own)
    # Whatever the reader did to its own timer, neither of the two outlives this.
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, _MOST_SECONDS)
    _, status, usage = os.wait4(child, 0)
    if connection is None:
        return
    code = os.waitstatus_to_exitcode(status)
    ended: dict[str, Any] = {"ended": "done" if code == 0 else "killed" if code < 0 else "failed"}
    ended |= {"signal": max(-code, 0), "peak_bytes": usage.ru_maxrss * 1024}
    with contextlib.suppress(OSError):  # whoever asked may have gone
        send(connection, _encode(ended))


def _serve_one(connection: socket.socket) -> None:
    request = receive(connection, limit=16_384)
    if request is None:
        return
    asked = json.loads(request)
    limits = Limits(**asked["limits"])
    recognition = OcrLimits(**asked["recognition"]) if "recognition" in asked else None
    if recognition is not None:
        limits = replace(limits, seconds=recognition.seconds, memory_bytes=recognition.memory_bytes)
    _limit_this_process(limits)
    data = receive(connection, limit=limits.max_bytes)
    if data is None:
        return
    if recognition is None:
        send(connection, _answer(partial(_read, data, limits)))
    else:
        send(connection, _answer(partial(_recognised, data, asked["pages"], recognition)))


def _limit_this_process(limits: Limits) -> None:
    """Bounds that the kernel keeps, also inside native code: it ends the process when they are passed."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds)
    seconds = int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a reader writes no file
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)  # native parsers complain there, with pieces of the file


def _answer(work: Callable[[], dict[str, Any]]) -> bytes:
    """What some work on a file found, or why it failed."""
    try:
        return _encode(work())
    except UnprocessableError as error:
        return _encode({"refused": error.reason.value, "message": str(error)})
    except MemoryError:
        return _encode(
            {
                "refused": RefusalReason.TOO_LARGE.value,
                "message": "The file needs too much memory to be read.",
            }
        )
    except Exception as error:  # noqa: BLE001 - told to the caller, who fails loudly
        return _encode({"bug": _place(error)})


def _read(data: bytes, limits: Limits) -> dict[str, Any]:
    try:
        return asdict(read_document(data, limits))
    except PicturesError as error:
        return {"refused": error.reason.value, "message": str(error), "pictures": asdict(error.document)}


def _recognised(data: bytes, pages: list[int], limits: OcrLimits) -> dict[str, Any]:
    return {"recognised": [asdict(page) for page in recognise(data, pages, limits)]}


def _place(error: BaseException) -> str:
    """Type and line of an error, without its message: that could hold text of the file."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else f" at {trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
    return f"{type(error).__name__}{where}"


def _encode(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode("ascii")


def main() -> Never:
    """Serve the socket whose number is the first argument."""
    with socket.socket(fileno=int(sys.argv[1])) as control:
        serve(control)
    raise SystemExit(0)


if __name__ == "__main__":
    main()
