"""The callback by which the backend is told of every settled resume."""

import math
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Self

import httpcore
import httpx

from application.errors import RefusedReportError, TransientError
from application.ports import Backend, Report

_MOST_BYTES = 65_536  # of an answer, read only to keep the connection
# Less than the 5 s after which Node closes an idle connection: a call must not meet one that is being closed.
_IDLE_SECONDS = 3.0
_SOON = 5.0  # seconds; something on the way was out of order
_AFTER_REFUSAL = 300.0  # seconds; someone must change something first
_MOST_WAIT = 3600.0


class HttpBackend(Backend):
    """Posts reports over connections that are kept. Threads may share one; a forked child needs its own.

    Within a call nothing is sent twice. Sending begins within `read_seconds` or not at all, however long the
    host's name takes to be looked up, and the answer has `read_seconds` from then on, even if it comes in
    drops. So from the moment it is made, a call can be at the backend for at most twice `read_seconds`.
    """

    def __init__(self, *, url: str, connect_seconds: float = 3.0, read_seconds: float = 30.0) -> None:
        """Aim at the callback's URL; connect later.

        Raises:
            ValueError: it is no HTTP or HTTPS address.
        """
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL:
            raise ValueError("the callback URL cannot be read") from None  # its text may hold a password
        if address.scheme not in {"http", "https"} or not address.host:
            raise ValueError("the callback URL is no http or https address")
        self._url = address.copy_with(userinfo=b"")  # httpx logs URLs
        self._connect_seconds = connect_seconds
        self._read_seconds = read_seconds
        self._tls = httpx.create_ssl_context()
        self._deadline = _Deadline()
        self._client = httpx.Client(
            auth=(address.username, address.password) if address.userinfo else None,
            headers={"Accept-Encoding": "identity", "User-Agent": "resume-screening-worker"},
            timeout=httpx.Timeout(read_seconds, connect=connect_seconds),
            transport=_Transport(self._tls, self._deadline),
            trust_env=False,
        )
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=()))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def report(self, report: Report) -> None:
        """Return once the backend answered 2xx, by which it has counted the resume.

        Raises:
            TransientError: it may or may not have counted it. `retry_after` is how long the backend may still
                be at it, or how long it asks to be left alone.
        """
        half_time = time.monotonic() + self._read_seconds
        self._deadline.at = math.inf
        body = {
            "batchId": report.batch_id,
            "resumeProcessingId": report.processing_id,
            "status": report.status,
            "externalResumeId": report.external_resume_id,
        }
        try:
            with self._client.stream(
                "POST", self._url, json=body, extensions={"trace": self._begin_by(half_time)}
            ) as response:
                if not response.is_success:
                    wait = self._wait_after(response)
                    kind = RefusedReportError if _refuses(response) else TransientError
                    raise kind(f"the backend answered {response.status_code}", retry_after=wait)
                self._read_out(response, until=half_time)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise TransientError(f"the backend cannot be reached: {error}") from error
        except httpx.TimeoutException as error:
            raise TransientError(
                f"the backend did not answer within {self._read_seconds:g} s",
                retry_after=2 * self._read_seconds,
            ) from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            raise TransientError(
                "the backend dropped the connection without an answer", retry_after=self._read_seconds
            ) from error

    def reachable(self) -> None:
        """Connect to the backend's host and port, with TLS where it is https, and send no request.

        Raises:
            TransientError: why it cannot be reached.
        """
        host = self._url.raw_host.decode("ascii")
        port = self._url.port or (443 if self._url.scheme == "https" else 80)
        try:
            with socket.create_connection((host, port), self._connect_seconds) as connection:
                if self._url.scheme == "https":
                    self._tls.wrap_socket(connection, server_hostname=host).close()
        except OSError as error:
            raise TransientError(f"{host}:{port} cannot be reached: {error.strerror or error}") from error

    def _begin_by(self, moment: float) -> Callable[[str, Mapping[str, object]], None]:
        """Return what httpx calls at every step: it refuses to begin too late, and says when to end."""

        def check(step: str, _: Mapping[str, object]) -> None:
            if step == "http11.send_request_headers.started":
                now = time.monotonic()
                if now > moment:
                    raise httpx.ConnectTimeout("it took too long to connect")
                self._deadline.at = now + self._read_seconds

        return check

    def _wait_after(self, response: httpx.Response) -> float:
        """Return the seconds before a repeat makes sense and cannot meet this call at the backend."""
        match response.status_code:
            case 429 | 503:
                return _seconds_to_wait(response.headers.get("Retry-After", ""))
            case 504:  # of a proxy that gave up; the backend behind it may not have
                return 2 * self._read_seconds
            case 502:  # of a proxy that lost the backend, which may go on
                return self._read_seconds
            case 408:
                return _SOON
            case status if status >= httpx.codes.INTERNAL_SERVER_ERROR:
                return 0.0
        return _AFTER_REFUSAL

    @staticmethod
    def _read_out(response: httpx.Response, *, until: float) -> None:
        """Read an answer to its end, so that the connection can be used again; what it says is no matter."""
        size = 0
        chunks = response.iter_raw()
        try:
            while size <= _MOST_BYTES and time.monotonic() < until:
                size += len(next(chunks))
        except StopIteration:
            return
        except httpx.TransportError:
            return  # the status has said it all


def _refuses(response: httpx.Response) -> bool:
    """Whether the same call would be answered the same until someone changes something."""
    return response.status_code < httpx.codes.INTERNAL_SERVER_ERROR and response.status_code not in {
        httpx.codes.REQUEST_TIMEOUT,
        httpx.codes.TOO_MANY_REQUESTS,
    }


def _seconds_to_wait(retry_after: str) -> float:
    """Read `Retry-After`: seconds or a date (RFC 9110, 10.2.3); a few seconds where it is neither."""
    if re.fullmatch(r"[0-9]+", retry_after):
        return min(float(retry_after), _MOST_WAIT)
    try:
        date = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return _SOON
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max((date - datetime.now(UTC)).total_seconds(), 0.0), _MOST_WAIT)


class _Deadline(threading.local):
    """When the call that this thread makes must be over; each thread has its own."""

    at = math.inf

    def within(self, seconds: float | None) -> float:
        """Return how long one step may take.

        Raises:
            httpcore.ReadTimeout: nothing is left.
        """
        left = self.at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the whole call is over")
        return left if seconds is None else min(seconds, left)


class _Transport(httpx.HTTPTransport):
    """httpx's own, over connections that know the deadline: its time-outs begin anew with every drop."""

    def __init__(self, tls: ssl.SSLContext, deadline: _Deadline) -> None:
        super().__init__(verify=tls)
        self._pool = httpcore.ConnectionPool(
            ssl_context=tls,
            max_connections=None,
            keepalive_expiry=_IDLE_SECONDS,
            network_backend=_Network(deadline),
        )


class _Network(httpcore.NetworkBackend):
    def __init__(self, deadline: _Deadline) -> None:
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._sockets.connect_tcp(host, port, timeout, local_address, socket_options)
        return _Stream(stream, self._deadline)


class _Stream(httpcore.NetworkStream):
    """A connection on which no step of a call outlasts it."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, timeout), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
