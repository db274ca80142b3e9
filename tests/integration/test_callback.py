"""The callback over real connections: what counts as an answer, and when a repeat may follow."""

import json
import logging
import socket
import struct
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from cryptography import x509

from adapters.backend import HttpBackend
from application.errors import RefusedReportError, TransientError
from application.ports import Report
from tests.servers import free_port, wait_until
from tests.web import Authority, Request, WebServer, reply

PATH = "/api/v1/processing/callback"
COUNTED = reply(200, b'{"success": true}')
DUPLICATE = reply(200, b'{"data": {"duplicate": true}}')
READ_SECONDS = 5.0


def report(number: int = 1, status: str = "completed") -> Report:
    return Report(
        processing_id=f"{number:024x}",
        job_id="f" * 24,
        batch_id="BATCH_20261123_0001",
        external_resume_id=f"RESUME_20261123_{number:04}",
        status=status,
        attempt=3,
    )


def outage(url: str, *, connect_seconds: float = 5.0, read_seconds: float = READ_SECONDS) -> TransientError:
    backend = HttpBackend(url=url, connect_seconds=connect_seconds, read_seconds=read_seconds)
    with backend, pytest.raises(TransientError) as failed:
        backend.report(report())
    assert "secret" not in str(failed.value)
    return failed.value


class TestAnswered:
    @pytest.mark.parametrize("status", ["completed", "failed"])
    def test_the_report_is_posted_as_the_contract_has_it(self, status: str) -> None:
        with WebServer(COUNTED) as server, HttpBackend(url=server.url(PATH)) as backend:
            backend.report(report(7, status))
            (request,) = server.requests
            host = f"127.0.0.1:{server.port}"
        assert (request.method, request.target) == ("POST", PATH)
        assert request.headers["content-type"] == "application/json"
        assert request.headers["host"] == host
        assert json.loads(request.body) == {
            "batchId": "BATCH_20261123_0001",
            "resumeProcessingId": "000000000000000000000007",
            "status": status,
            "externalResumeId": "RESUME_20261123_0007",
        }

    @pytest.mark.parametrize(
        "answer",
        [
            COUNTED,
            DUPLICATE,
            reply(201, b"not JSON"),
            reply(204, b"", "Content-Length: 0"),
            reply(200, b"\xff\xfe{", "Content-Type: application/json", "Content-Encoding: gzip"),
        ],
    )
    def test_any_2xx_is_enough(self, answer: bytes) -> None:
        with WebServer(answer) as server, HttpBackend(url=server.url()) as backend:
            backend.report(report())
            assert len(server.requests) == 1

    def test_what_comes_after_the_status_cannot_undo_it(self) -> None:
        """The backend has counted by then: an error here would only bring a repeat."""

        def answer(connection: socket.socket, _: Request) -> None:
            connection.sendall(reply(200, b"half", "Content-Length: 8"))

        with WebServer(answer) as server, HttpBackend(url=server.url()) as backend:
            backend.report(report())

    def test_an_endless_answer_is_left(self) -> None:
        sent = 0

        def answer(connection: socket.socket, _: Request) -> None:
            nonlocal sent
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while True:  # until the client has gone
                connection.sendall(b"1000\r\n" + b"x" * 0x1000 + b"\r\n")
                sent += 0x1000

        with WebServer(answer) as server, HttpBackend(url=server.url()) as backend:
            backend.report(report())
        assert sent < 50_000_000  # what the buffers of both sides may hold

    def test_an_answer_in_drops_is_left(self) -> None:
        def answer(connection: socket.socket, _: Request) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 60000\r\n\r\n")
            server.trickle(connection, b"x")

        with WebServer(answer) as server, HttpBackend(url=server.url(), read_seconds=0.3) as backend:
            started = time.monotonic()
            backend.report(report())
            assert time.monotonic() - started < 3

    def test_an_answer_whose_pieces_never_end_is_left(self) -> None:
        """The length of one piece, in drops: nothing of it reaches us before it is whole."""

        def answer(connection: socket.socket, _: Request) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;")
            server.trickle(connection, b"x")

        with WebServer(answer) as server, HttpBackend(url=server.url(), read_seconds=0.3) as backend:
            started = time.monotonic()
            backend.report(report())
            assert time.monotonic() - started < 3


class TestRefused:
    @pytest.mark.parametrize(
        "status, least",
        [
            *((status, 300.0) for status in (300, 301, 302, 307, 400, 401, 403, 404, 409, 413, 422)),
            *((status, 5.0) for status in (408, 429, 502, 503)),
            *((status, 0.0) for status in (500, 501, 599)),
            (504, 2 * READ_SECONDS),
        ],
    )
    def test_any_other_status_is_no_answer(self, status: int, least: float) -> None:
        with WebServer(reply(status, b"secret-words", "Location: /elsewhere")) as server:
            failed = outage(server.url(PATH))
            assert len(server.requests) == 1
        assert str(failed) == f"the backend answered {status}"
        assert failed.retry_after == least
        someone_must_act = status < 500 and status not in {408, 429}
        assert isinstance(failed, RefusedReportError) is someone_must_act

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize(
        "said, least, most",
        [
            ("120", 120, 120),
            ("300", 300, 300),  # as long as after a refusal, which it is not
            ("0", 0, 0),
            ("9" * 400, 3600, 3600),
            ("soon", 5, 5),
            ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
            ("Wed, 21 Oct 99999999999999999999 07:28:00 GMT", 5, 5),
            (timedelta(seconds=500), 300, 500),
        ],
    )
    def test_the_wait_that_is_asked_for_is_kept(
        self, status: int, said: str | timedelta, least: float, most: float
    ) -> None:
        if isinstance(said, timedelta):  # from now, not from when the tests were collected
            said = format_datetime(datetime.now(UTC) + said, usegmt=True)
        with WebServer(reply(status, b"", f"Retry-After: {said}")) as server:
            failed = outage(server.url())
        assert least <= failed.retry_after <= most
        assert not isinstance(failed, RefusedReportError)


class TestUnanswered:
    def test_a_backend_that_may_still_count_is_given_twice_the_time(self) -> None:
        def answer(_: socket.socket, __: Request) -> None:
            server.ended.wait(10)

        with WebServer(answer) as server:
            started = time.monotonic()
            failed = outage(server.url(PATH), read_seconds=0.2)
            assert time.monotonic() - started < 4
            assert len(server.requests) == 1
        assert failed.retry_after == 0.4
        assert "did not answer within 0.2 s" in str(failed)

    @pytest.mark.parametrize(
        "first, drop",
        [
            (b"", b"HTTP/1.1 200 OK" + b" " * 999),
            (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
            (b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
        ],
        ids=["status line", "headers", "interim answers"],
    )
    @pytest.mark.parametrize("times", [1, 2], ids=["new connection", "kept connection"])
    def test_a_backend_that_answers_in_drops_is_left_in_time(
        self, first: bytes, drop: bytes, times: int
    ) -> None:
        """Each drop comes in time; were that enough, the call would outlast what it was taken for."""

        def answer(connection: socket.socket, _: Request) -> bytes | None:
            if len(server.requests) < times:
                return COUNTED
            connection.sendall(first)
            server.trickle(connection, drop, every=0.005)
            return None

        with WebServer(answer) as server, HttpBackend(url=server.url(PATH), read_seconds=0.5) as backend:
            if times > 1:
                backend.report(report())
                time.sleep(0.3)
            started = time.monotonic()
            with pytest.raises(TransientError, match=r"did not answer within 0\.5 s") as failed:
                backend.report(report())
            assert 0.45 < time.monotonic() - started < 3
            assert len(server.requests) == times
            assert server.connections == 1
        assert failed.value.retry_after == 1.0

    def test_a_refused_connection_reached_nobody(self) -> None:
        failed = outage(f"http://127.0.0.1:{free_port()}{PATH}?secret")
        assert failed.retry_after == 0
        assert "cannot be reached" in str(failed)
        assert "refused" in str(failed)

    @pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 O", b"secret-words\r\n\r\n"])
    def test_a_connection_that_is_dropped_may_have_counted(self, answer: bytes) -> None:
        def dropping(connection: socket.socket, _: Request) -> None:
            connection.sendall(answer)

        with WebServer(dropping) as server:
            failed = outage(server.url())
            assert len(server.requests) == 1
        assert failed.retry_after == 5
        assert str(failed) == "the backend dropped the connection without an answer"

    def test_a_connection_that_is_reset_may_have_counted(self) -> None:
        def resetting(connection: socket.socket, _: Request) -> None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

        with WebServer(resetting) as server:
            assert outage(server.url()).retry_after == 5

    def test_a_backend_that_never_agrees_on_tls_was_told_nothing(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
            started = time.monotonic()
            failed = outage(url, connect_seconds=0.2)
        assert time.monotonic() - started < 3
        assert failed.retry_after == 0

    def test_a_connection_that_is_dropped_unread_counts_as_dropped(self) -> None:
        """What had arrived there is not known here."""
        with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
            pool.submit(_hang_up, listener)
            failed = outage(f"http://127.0.0.1:{listener.getsockname()[1]}/")
        assert failed.retry_after == 5

    def test_a_report_that_would_be_sent_too_late_is_not_sent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whoever took it to deliver it has it no longer, and the next one may be at it."""

        def slow(*_: object, **__: object) -> list[object]:
            time.sleep(0.3)
            return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", server.port))]

        with WebServer(COUNTED) as server:
            monkeypatch.setattr(socket, "getaddrinfo", slow)
            failed = outage(server.url(), read_seconds=0.2)
            wait_until(lambda: server.connections == 1 and server.idle)
            assert server.requests == []
        assert failed.retry_after == 0
        assert "too long to connect" in str(failed)


def _hang_up(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    connection.close()


class TestConnections:
    def test_one_serves_many_reports(self) -> None:
        with WebServer(COUNTED) as server, HttpBackend(url=server.url()) as backend:
            for number in range(5):
                backend.report(report(number))
            assert (len(server.requests), server.connections) == (5, 1)

    def test_one_that_the_backend_closed_while_idle_is_not_used(self) -> None:
        with WebServer(counting_once) as server, HttpBackend(url=server.url()) as backend:
            backend.report(report(1))
            wait_until(lambda: server.idle)
            backend.report(report(2))
            assert [json.loads(request.body)["resumeProcessingId"] for request in server.requests] == [
                report(1).processing_id,
                report(2).processing_id,
            ]
            assert server.connections == 2

    def test_one_that_was_idle_for_long_is_not_used(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Node is about to close it."""
        monkeypatch.setattr("adapters.backend._IDLE_SECONDS", 0.05)
        with WebServer(COUNTED) as server, HttpBackend(url=server.url()) as backend:
            backend.report(report(1))
            time.sleep(0.1)
            backend.report(report(2))
            assert (len(server.requests), server.connections) == (2, 2)

    def test_one_that_breaks_under_a_report_does_not_send_it_again(self) -> None:
        """The backend may have counted it before it died."""

        def answer(_: socket.socket, __: Request) -> bytes | None:
            return COUNTED if len(server.requests) == 1 else None

        with WebServer(answer) as server, HttpBackend(url=server.url()) as backend:
            backend.report(report(1))
            with pytest.raises(TransientError) as failed:
                backend.report(report(2))
            assert failed.value.retry_after == 30
            assert (len(server.requests), server.connections) == (2, 1)

    def test_threads_report_at_once_and_get_their_own_answers(self) -> None:
        all_here = threading.Barrier(8)

        def answer(_: socket.socket, request: Request) -> bytes:
            all_here.wait(10)  # passed only where eight are under way together
            number = int(json.loads(request.body)["resumeProcessingId"], 16)
            return reply(500 + number % 2 * 10)

        def told(number: int) -> str:
            with pytest.raises(TransientError) as failed:
                backend.report(report(number))
            return str(failed.value)

        with (
            WebServer(answer) as server,
            HttpBackend(url=server.url()) as backend,
            ThreadPoolExecutor(8) as pool,
        ):
            assert list(pool.map(told, range(16))) == [
                f"the backend answered {500 + number % 2 * 10}" for number in range(16)
            ]

    def test_nothing_of_the_environment_or_of_earlier_answers_is_sent(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
        answer = reply(200, b"{}", "Set-Cookie: a=b; Path=/")
        with WebServer(answer) as server, HttpBackend(url=server.url()) as backend:
            backend.report(report(1))
            backend.report(report(2))
            assert "cookie" not in server.requests[1].headers
            assert "authorization" not in server.requests[1].headers

    def test_a_password_in_the_url_is_sent_and_never_shown(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with WebServer(COUNTED) as server:
            url = server.url(PATH).replace("//", "//worker:secret@", 1)
            with HttpBackend(url=url) as backend:
                backend.report(report())
            assert server.requests[0].headers["authorization"] == "Basic d29ya2VyOnNlY3JldA=="
        assert "secret" not in caplog.text


def counting_once(connection: socket.socket, _: Request) -> None:
    connection.sendall(COUNTED)


@pytest.mark.parametrize(
    "url", ["", "localhost:5000/callback", "ftp://secret/", "/callback", "http://", "http://[::secret/"]
)
def test_a_url_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValueError, match="the callback URL") as refused:
        HttpBackend(url=url)
    assert "secret" not in str(refused.value)


class TestReachable:
    def test_connects_and_asks_nothing(self) -> None:
        with WebServer(reply(500)) as server, HttpBackend(url=server.url(PATH)) as backend:
            backend.reachable()
            wait_until(lambda: server.connections == 1)
            assert server.requests == []

    def test_says_why_it_cannot_connect(self) -> None:
        port = free_port()
        backend = HttpBackend(url=f"http://worker:secret@127.0.0.1:{port}{PATH}")
        with backend, pytest.raises(TransientError) as failed:
            backend.reachable()
        assert str(failed.value) == f"127.0.0.1:{port} cannot be reached: Connection refused"

    def test_says_that_there_is_no_such_name(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def unknown(*_: object, **__: object) -> socket.socket:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", unknown)
        why = r"^backend\.test:443 cannot be reached: Name or service not known$"
        with HttpBackend(url="https://backend.test/a") as backend, pytest.raises(TransientError, match=why):
            backend.reachable()

    def test_is_not_reached_where_tls_is_expected_and_never_comes(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"https://127.0.0.1:{listener.getsockname()[1]}/"
            backend = HttpBackend(url=url, connect_seconds=0.2)
            started = time.monotonic()
            with backend, pytest.raises(TransientError, match="timed out"):
                backend.reachable()
        assert time.monotonic() - started < 3


class TestTls:
    @pytest.fixture
    def authority(
        self, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
    ) -> Authority:
        authority = Authority(tmp_path_factory.mktemp("authority"))
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
        return authority

    def test_a_backend_that_proves_its_name_is_told(self, authority: Authority) -> None:
        tls = authority.context(x509.DNSName("localhost"))
        with (
            WebServer(COUNTED, tls=tls) as server,
            HttpBackend(url=server.url(host="localhost")) as backend,
        ):
            backend.reachable()
            backend.report(report())
            assert len(server.requests) == 1

    def test_one_that_does_not_is_told_nothing(self, authority: Authority) -> None:
        tls = authority.context(x509.DNSName("other.test"))
        with (
            WebServer(COUNTED, tls=tls) as server,
            HttpBackend(url=server.url(host="localhost")) as backend,
        ):
            with pytest.raises(TransientError, match="certificate"):
                backend.reachable()
            with pytest.raises(TransientError, match="certificate") as failed:
                backend.report(report())
            assert failed.value.retry_after == 0
            assert server.requests == []
