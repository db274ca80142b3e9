"""A TCP proxy of the tests' own: what lies between a worker and a server, and how it fails."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from enum import Enum, auto
from typing import Self

_CHUNK = 1 << 20
_TAIL = 256  # bytes of the chunk before, in which a mark may begin


class Fate(Enum):
    """What becomes of a request."""

    PASS = auto()
    CUT = auto()
    """The connection ends; the server never sees the request."""
    LOSE = auto()
    """The server does what it was asked; its answer is lost with the connection."""


Judge = Callable[[bytes], "Fate | bytes"]


def _passes(_: bytes) -> "Fate | bytes":
    return Fate.PASS


class Proxy:
    """Passes everything on to a port of the loopback interface, but as it is told.

    Attributes:
        judge: asked about every piece that a client sends, with some bytes of the one before it in front;
            bytes are sent to the client, and nothing more is passed on of this connection.
        delay_seconds: before a piece is passed on to the server.
        judged: how often the judge said something other than to pass.
    """

    def __init__(self, port: int) -> None:
        self.judge: Judge = _passes
        self.delay_seconds = 0.0
        self.judged = 0
        self._target = port
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._flowing = threading.Event()
        self._flowing.set()
        self._refuses = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flowing.set()
        self._stop_listening()
        self._drop_all()

    @contextlib.contextmanager
    def refusing(self) -> Iterator[None]:
        """End every connection and take none, as where no server runs."""
        self._stop_listening()
        self._drop_all()
        try:
            yield
        finally:
            self._listen_again()

    def _listen_again(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Hold every connection and pass nothing on, as a network that swallows packets."""
        self._flowing.clear()
        try:
            yield
        finally:
            self._flowing.set()

    @contextlib.contextmanager
    def judging(self, judge: Judge) -> Iterator[None]:
        """Let requests be judged."""
        self.judge, self.judged = judge, 0
        try:
            yield
        finally:
            self.judge = _passes

    @contextlib.contextmanager
    def delaying(self, seconds: float) -> Iterator[None]:
        """Pass every request on so much later."""
        self.delay_seconds = seconds
        try:
            yield
        finally:
            self.delay_seconds = 0.0

    def _stop_listening(self) -> None:
        with contextlib.suppress(OSError):  # wakes the thread that accepts, which closing does not
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _drop_all(self) -> None:
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            _end(connection)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target), timeout=5)
                server.settimeout(None)
            except OSError:
                client.close()
                continue
            lost = threading.Event()
            for pump in (self._requests, self._answers):
                threading.Thread(target=pump, args=(client, server, lost), daemon=True).start()

    def _requests(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        tail = b""
        with self._kept(client, server):
            while piece := client.recv(_CHUNK):
                fate = self.judge(tail + piece)
                tail = piece[-_TAIL:]
                if fate is not Fate.PASS:
                    self.judged += 1
                if fate is Fate.CUT:
                    return
                if isinstance(fate, bytes):
                    client.sendall(fate)
                    while client.recv(_CHUNK):  # the rest of a request that is answered already
                        pass
                    return
                if fate is Fate.LOSE:
                    lost.set()
                time.sleep(self.delay_seconds)
                self._flowing.wait()
                server.sendall(piece)

    def _answers(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with self._kept(client, server):
            while piece := server.recv(_CHUNK):
                if lost.is_set():
                    return
                self._flowing.wait()
                client.sendall(piece)

    @contextlib.contextmanager
    def _kept(self, *connections: socket.socket) -> Iterator[None]:
        with self._lock:
            self._open |= set(connections)
        try:
            with contextlib.suppress(OSError):
                yield
        finally:
            for connection in connections:
                _end(connection)
            with self._lock:
                self._open -= set(connections)


def _end(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
    connection.close()


def first(count: int, mark: bytes, fate: Fate) -> Judge:
    """Judge so the first pieces that hold the mark, and let the others pass."""
    lock = threading.Lock()
    left = count

    def judge(piece: bytes) -> Fate:
        nonlocal left
        with lock:
            if left and mark in piece:
                left -= 1
                return fate
        return Fate.PASS

    return judge
