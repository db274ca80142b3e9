"""A web server for tests: real sockets on the loopback interface, scripted to the byte; and certificates."""

import contextlib
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_MOST_SECONDS = 20.0  # that anything here waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked; names of headers are in small letters."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


Answer = Callable[[socket.socket, Request], bytes | None]
"""Returns the whole answer, after which the connection is kept; or None, after which it is closed."""


def reply(status: int = 200, body: bytes = b"", *headers: str) -> bytes:
    """Return a whole answer of HTTP/1.1, its length declared unless a header says otherwise."""
    lines = [f"HTTP/1.1 {status} Said", *headers]
    if not any(line.lower().startswith(("content-length:", "transfer-encoding:")) for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


class WebServer:
    """Answers each connection in a thread of its own until it is closed.

    Attributes:
        requests: what was asked, in order.
        connections: how many were accepted.
        names: the host names that TLS clients asked for.
        ended: set when the server closes, for answers that wait.
    """

    def __init__(
        self,
        answer: Answer | bytes,
        *,
        address: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """Listen at once; give `answer` to every request."""
        self.requests: list[Request] = []
        self.connections = 0
        self.names: list[str | None] = []
        self.ended = threading.Event()
        self._answer: Answer = (lambda _connection, _request: answer) if isinstance(answer, bytes) else answer
        self._tls = tls
        if tls is not None:
            tls.sni_callback = lambda _socket, name, _context: self.names.append(name)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server((address, port))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def idle(self) -> bool:
        """Whether no connection is open."""
        with self._lock:
            return not self._open

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        """Return the address of a path here."""
        return f"{'http' if self._tls is None else 'https'}://{host}:{self.port}{path}"

    def close(self) -> None:
        """Drop every connection and wait for the threads."""
        self.ended.set()
        with contextlib.suppress(OSError), socket.socket() as wake:
            wake.connect(self._listener.getsockname())
        self._threads[0].join(_MOST_SECONDS)
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(_MOST_SECONDS)
        self._listener.close()

    def trickle(self, connection: socket.socket, data: bytes, *, every: float = 0.02) -> None:
        """Send a byte at a time, over and over, until the client or the server leaves."""
        while True:
            for byte in data:
                if self.ended.wait(every):
                    return
                connection.sendall(bytes([byte]))

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self.ended.is_set():
                connection.close()
                return
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            self._opened(plain) as connection,
            connection.makefile("rb") as lines,
        ):
            while (request := _read(lines)) is not None:
                self.requests.append(request)
                answer = self._answer(connection, request)
                if answer is None:
                    return
                connection.sendall(answer)

    @contextlib.contextmanager
    def _opened(self, plain: socket.socket) -> Iterator[socket.socket]:
        plain.settimeout(_MOST_SECONDS)
        connection = plain if self._tls is None else self._tls.wrap_socket(plain, server_side=True)
        with self._lock:
            self._open.add(connection)
        try:
            with connection:
                yield connection
        finally:
            with self._lock:
                self._open.remove(connection)


def _read(lines: BinaryIO) -> Request | None:
    first = lines.readline().decode("latin-1").split()
    if not first:
        return None
    headers = {}
    while line := lines.readline().decode("latin-1").strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = lines.read(int(headers.get("content-length", "0")))
    return Request(method=first[0], target=first[1], headers=headers, body=body)


class Authority:
    """Signs certificates, as one that browsers trust does.

    Attributes:
        file: its own certificate, for clients that are to trust it.
    """

    def __init__(self, folder: Path) -> None:
        """Keep keys and certificates in a folder."""
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority for tests")])
        self.file = folder / "authority.pem"
        certificate = self._signed(self._name, self._key, x509.BasicConstraints(ca=True, path_length=None))
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, name: x509.GeneralName, *, expired: bool = False) -> ssl.SSLContext:
        """Return what a server needs to prove that it goes by this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        names = x509.SubjectAlternativeName([name])
        certificate = self._signed(x509.Name([]), key, names, expired=expired)
        pem = serialization.Encoding.PEM
        file = self._folder / f"{certificate.serial_number}.pem"
        file.write_bytes(
            key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
            + certificate.public_bytes(pem)
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _signed(
        self,
        subject: x509.Name,
        key: ec.EllipticCurvePrivateKey,
        extension: x509.ExtensionType,
        *,
        expired: bool = False,
    ) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        day = dt.timedelta(days=1)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 3 * day)
            .not_valid_after(now - day if expired else now + day)
            .add_extension(extension, critical=True)
            .sign(self._key, hashes.SHA256())
        )
