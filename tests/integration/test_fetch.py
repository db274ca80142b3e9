"""Files from the web: what is fetched, from where, and what no server and no URL can bring about."""

import gzip
import logging
import socket
import ssl
import threading
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import IPv4Address
from pathlib import Path

import httpcore
import pytest
from cryptography import x509

from adapters.web_files.cloudinary import CloudinaryFiles
from adapters.web_files.pinned_network import Resolve, look_up
from application.errors import RefusalReason, TransientError, UnprocessableError
from tests.servers import free_port
from tests.web import Authority, Request, WebServer, reply

PUBLIC = "93.184.215.14"
SECRET = "/secret-path?signature=secret-value"  # noqa: S105 - no part of it may be shown
TRUSTS_NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def files(
    *hosts: str, total_seconds: float = 10.0, read_seconds: float = 5.0, resolve: Resolve = look_up
) -> CloudinaryFiles:
    """A fetcher that may go to the loopback interface."""
    return CloudinaryFiles(
        allowed_hosts=hosts or {"127.0.0.1"},
        allow_private_addresses=True,
        max_bytes=1000,
        connect_seconds=5.0,
        read_seconds=read_seconds,
        total_seconds=total_seconds,
        resolve=resolve,
    )


def strict_files(*hosts: str, resolve: Resolve) -> CloudinaryFiles:
    """A fetcher as production has it."""
    return CloudinaryFiles(allowed_hosts=hosts or {"files.test"}, max_bytes=1000, resolve=resolve)


def refusal(fetcher: CloudinaryFiles, url: str) -> UnprocessableError:
    with pytest.raises(UnprocessableError) as refused:
        fetcher.fetch(url)
    assert "secret" not in str(refused.value)
    return refused.value


def outage(fetcher: CloudinaryFiles, url: str) -> TransientError:
    with pytest.raises(TransientError) as failed:
        fetcher.fetch(url)
    assert "secret" not in str(failed.value)
    return failed.value


class Resolver:
    """Answers with one list of addresses after the other, the last for ever, and counts the questions."""

    def __init__(self, *answers: Iterable[str]) -> None:
        self.asked: list[tuple[str, int]] = []
        self._answers = answers

    def __call__(self, host: str, port: int) -> Iterable[str]:
        self.asked.append((host, port))
        return self._answers[min(len(self.asked), len(self._answers)) - 1]


_default_ssl_context = httpcore.default_ssl_context


@pytest.fixture(autouse=True)
def _no_authorities(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the tests without TLS 50 ms each, in which every authority of the web would be read."""
    monkeypatch.setattr(httpcore, "default_ssl_context", lambda: TRUSTS_NOBODY)


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> "Connected":
    """Every address that is connected to, none of which is left the machine for."""
    connected = Connected()
    monkeypatch.setattr(socket, "create_connection", connected)
    return connected


class Connected(list[tuple[str, int]]):
    """Stands where connections are made: notes the address and connects to `port` here, or to nothing."""

    port = 0

    def __call__(self, address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        self.append(address)
        if not self.port:
            raise ConnectionRefusedError
        connection = socket.socket()
        connection.settimeout(10)
        connection.connect(("127.0.0.1", self.port))
        return connection


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """An authority that is trusted as an operator's own is."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setattr(httpcore, "default_ssl_context", _default_ssl_context)
    return authority


class TestAnswers:
    def test_the_body_is_returned_as_it_was_sent(self) -> None:
        body = bytes(range(256))
        with WebServer(reply(200, body, "Content-Type: text/html; charset=utf-16")) as server:
            assert files().fetch(server.url()) == body

    def test_an_empty_body_is_the_readers_business(self) -> None:
        with WebServer(reply(200)) as server:
            assert files().fetch(server.url()) == b""

    def test_a_body_without_a_length_ends_with_the_connection(self) -> None:
        def answer(connection: socket.socket, _: Request) -> None:
            connection.sendall(b"HTTP/1.0 200 OK\r\n\r\nthe body")

        with WebServer(answer) as server:
            assert files().fetch(server.url()) == b"the body"

    @pytest.mark.parametrize(
        "status, reason",
        [
            *((status, RefusalReason.NOT_FOUND) for status in (400, 404, 405, 409, 410, 418, 422)),
            *((status, RefusalReason.NOT_FOUND) for status in (204, 206, 300, 301, 304)),
            *((status, RefusalReason.FORBIDDEN) for status in (401, 403, 451)),
        ],
    )
    def test_an_answer_for_good_is_a_refusal(self, status: int, reason: RefusalReason) -> None:
        with WebServer(reply(status, b"" if status in {204, 304} else b"no, secret-words")) as server:
            assert refusal(files(), server.url(SECRET)).reason is reason

    @pytest.mark.parametrize("status", [202, 408, 420, 423, 425, 429, 500, 502, 503, 504, 599])
    def test_an_answer_for_now_is_tried_again(self, status: int) -> None:
        with WebServer(reply(status, b"secret-words")) as server:
            failed = outage(files(), server.url(SECRET))
        assert str(failed) == f"127.0.0.1 answered {status}"
        assert failed.retry_after == 0

    @pytest.mark.parametrize("status", [429, 503])
    @pytest.mark.parametrize(
        "said, least, most",
        [
            ("7", 7, 7),
            ("0", 0, 0),
            ("3601", 3600, 3600),
            ("9" * 400, 3600, 3600),
            ("-5", 0, 0),
            ("1.5", 0, 0),
            ("soon", 0, 0),
            ("", 0, 0),
            ("Wed, 21 Oct 2015 07:28:00 GMT", 0, 0),
            ("Wed, 21 Oct 99999999999999999999 07:28:00 GMT", 0, 0),
            (timedelta(seconds=500), 300, 500),
            (timedelta(days=2), 3600, 3600),
        ],
    )
    def test_the_wait_that_is_asked_for_is_kept(
        self, status: int, said: str | timedelta, least: float, most: float
    ) -> None:
        if isinstance(said, timedelta):  # from now, not from when the tests were collected
            said = format_datetime(datetime.now(UTC) + said, usegmt=True)
        with WebServer(reply(status, b"", f"Retry-After: {said}")) as server:
            assert least <= outage(files(), server.url()).retry_after <= most

    def test_what_is_sent_holds_no_more_than_it_must(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
        with WebServer(reply()) as server:
            files().fetch(server.url("/a b/Grüße%20cv.pdf?x=ä&y=%2F#part"))
            (request,) = server.requests
            host = f"127.0.0.1:{server.port}"
        assert (request.method, request.body) == ("GET", b"")
        assert request.target == "/a%20b/Gr%C3%BC%C3%9Fe%20cv.pdf?x=%C3%A4&y=%2F"
        assert request.headers == {
            "host": host,
            "accept": "*/*",
            "accept-encoding": "identity",
            "connection": "close",
            "user-agent": "resume-screening-worker",
        }

    def test_several_threads_share_one(self) -> None:
        def answer(_: socket.socket, request: Request) -> bytes:
            return reply(200, request.target.encode())

        with WebServer(answer) as server, ThreadPoolExecutor(8) as pool:
            fetcher = files()
            names = [f"/{number}" for number in range(24)]
            assert list(pool.map(lambda name: fetcher.fetch(server.url(name)), names)) == [
                name.encode() for name in names
            ]

    def test_no_log_holds_the_path_or_the_query(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        with WebServer(reply(404)) as server:
            refusal(files(), server.url(SECRET))
        assert "secret" not in caplog.text


class TestBytes:
    @pytest.mark.parametrize("chunked", [False, True])
    def test_as_many_as_are_allowed_and_not_one_more(self, chunked: bool) -> None:
        def answer(_: socket.socket, request: Request) -> bytes:
            body = b"x" * int(request.target[1:])
            if not chunked:
                return reply(200, body)
            return reply(200, b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body), "Transfer-Encoding: chunked")

        with WebServer(answer) as server:
            assert files().fetch(server.url("/1000")) == b"x" * 1000
            assert refusal(files(), server.url("/1001")).reason is RefusalReason.TOO_LARGE

    def test_a_length_that_is_too_large_is_refused_unread(self) -> None:
        with WebServer(reply(200, b"", "Content-Length: 1001")) as server:
            started = time.monotonic()
            assert refusal(files(), server.url()).reason is RefusalReason.TOO_LARGE
        assert time.monotonic() - started < 3  # no byte of it ever came

    @pytest.mark.parametrize("header", ["Transfer-Encoding: chunked", "Connection: close"])
    def test_an_endless_body_is_left(self, header: str) -> None:
        sent = 0

        def answer(connection: socket.socket, _: Request) -> None:
            nonlocal sent
            connection.sendall(f"HTTP/1.1 200 OK\r\n{header}\r\n\r\n".encode())
            while True:  # until the client has gone
                connection.sendall(b"400\r\n" + b"x" * 0x400 + b"\r\n")
                sent += 0x400

        with WebServer(answer) as server:
            assert refusal(files(), server.url()).reason is RefusalReason.TOO_LARGE
        assert sent < 50_000_000  # what the buffers of both sides may hold

    @pytest.mark.parametrize("coding", ["gzip", "br", "deflate", "GZIP", "identity, gzip"])
    def test_a_compressed_answer_is_refused_not_unpacked(self, coding: str) -> None:
        body = gzip.compress(b"x" * 900)
        with WebServer(reply(200, body, f"Content-Encoding: {coding}")) as server:
            assert refusal(files(), server.url()).reason is RefusalReason.UNSUPPORTED

    def test_a_file_that_is_an_archive_stays_one(self) -> None:
        body = gzip.compress(b"x" * 900)
        with WebServer(reply(200, body, "Content-Encoding: identity")) as server:
            assert files().fetch(server.url()) == body

    @pytest.mark.parametrize(
        "answer",
        [
            reply(200, b"half", "Content-Length: 8"),
            reply(200, b"8\r\nhalf", "Transfer-Encoding: chunked"),
            reply(200, b"4\r\nhalf\r\n", "Transfer-Encoding: chunked"),
            b"HTTP/1.1 200 OK\r\nContent-Le",
            b"",
            b"SSH-2.0-secret\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 30_000,
        ],
    )
    def test_a_broken_answer_is_tried_again(self, answer: bytes) -> None:
        def broken(connection: socket.socket, _: Request) -> None:
            connection.sendall(answer)

        with WebServer(broken) as server:
            assert outage(files(), server.url()).retry_after == 0


class TestTime:
    def test_a_silent_server_is_left_after_the_read_time_out(self) -> None:
        def answer(_: socket.socket, __: Request) -> None:
            server.ended.wait(10)

        with WebServer(answer) as server:
            failed, seconds = timed(files(read_seconds=0.2), server.url(SECRET))
        assert "took too long" in failed
        assert seconds < 5

    @pytest.mark.parametrize(
        "head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n"]
    )
    def test_a_byte_now_and_then_buys_no_time(self, head: bytes) -> None:
        """In the status line, the headers and the body."""

        def answer(connection: socket.socket, _: Request) -> None:
            connection.sendall(head)
            server.trickle(connection, b"HTTP/1.1 200 OK" if not head else b"x")

        with WebServer(answer) as server:
            failed, seconds = timed(files(total_seconds=0.4), server.url(SECRET))
        assert "took too long" in failed
        assert 0.35 < seconds < 4

    def test_a_byte_now_and_then_buys_no_time_under_tls(self, trusted: Authority) -> None:
        def answer(connection: socket.socket, _: Request) -> None:
            server.trickle(connection, b"HTTP/1.1 200 OK")

        with WebServer(answer, tls=trusted.context(x509.DNSName("files.test"))) as server:
            fetcher = files("files.test", total_seconds=2.0, resolve=Resolver(["127.0.0.1"]))
            failed, seconds = timed(fetcher, server.url(SECRET, host="files.test"))
            assert server.requests
        assert "took too long" in failed
        assert seconds < 8

    def test_interim_answers_buy_no_time(self) -> None:
        def answer(connection: socket.socket, _: Request) -> None:
            server.trickle(connection, b"HTTP/1.1 102 Processing\r\n\r\n", every=0.001)

        with WebServer(answer) as server:
            failed, seconds = timed(files(total_seconds=0.4), server.url())
        assert "took too long" in failed
        assert 0.35 < seconds < 4

    def test_all_hops_share_one_deadline(self) -> None:
        def answer(_: socket.socket, __: Request) -> bytes:
            server.ended.wait(0.2)
            return reply(302, b"", "Location: /again")

        with WebServer(answer) as server:
            failed, seconds = timed(files(total_seconds=0.5), server.url())
        assert "took too long" in failed
        assert seconds < 0.2 * 4 + 2

    def test_a_server_that_never_agrees_on_tls_is_left(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener:
            url = f"https://127.0.0.1:{listener.getsockname()[1]}{SECRET}"
            failed, seconds = timed(files(total_seconds=0.3), url)
        assert "took too long" in failed
        assert seconds < 4

    def test_a_resolver_that_hangs_is_left(self) -> None:
        ended = threading.Event()

        def hanging(_: str, __: int) -> list[str]:
            ended.wait(10)
            return []

        try:
            failed, seconds = timed(
                files("files.test", total_seconds=0.2, resolve=hanging), f"https://files.test{SECRET}"
            )
        finally:
            ended.set()
        assert "took too long" in failed
        assert seconds < 4


def timed(fetcher: CloudinaryFiles, url: str) -> tuple[str, float]:
    started = time.monotonic()
    failed = outage(fetcher, url)
    return str(failed), time.monotonic() - started


class TestNetwork:
    def test_a_port_where_nobody_listens_is_tried_again(self) -> None:
        failed = outage(files(), f"http://127.0.0.1:{free_port()}{SECRET}")
        assert str(failed) == "the connection to 127.0.0.1 failed"

    def test_a_name_that_is_not_found_is_tried_again(self) -> None:
        def unknown(_: str, __: int) -> list[str]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        for resolve in (unknown, Resolver([])):
            failed = outage(files("files.test", resolve=resolve), f"https://files.test{SECRET}")
            assert "files.test" in str(failed)

    def test_a_bug_in_the_resolver_is_loud(self) -> None:
        def broken(_: str, __: int) -> list[str]:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            files("files.test", resolve=broken).fetch("https://files.test/")

    def test_addresses_are_tried_in_their_order_until_one_answers(self, connected: Connected) -> None:
        outage(strict_files(resolve=Resolver([PUBLIC, "2606:4700::1"])), "https://files.test/secret")
        assert connected == [(PUBLIC, 443), ("2606:4700::1", 443)]

    def test_the_next_address_is_tried_where_the_first_does_not_answer(self) -> None:
        with WebServer(reply(200, b"here")) as server:
            resolve = Resolver(["127.0.0.9", "127.0.0.1", "127.0.0.9"])
            assert files("files.test", resolve=resolve).fetch(server.url(host="files.test")) == b"here"


class TestUrls:
    @pytest.mark.parametrize(
        "url",
        [
            "",
            "resume.pdf",
            "//files.test/secret",
            "https:files.test",
            "https://",
            "https:///secret",
            "https://[::1/secret",
            "https://[files.test]/secret",
            "https://files.test:secret/",
            "https://files.test:99999/secret",
            "https://files.test:-1/secret",
            "https://files.test/secret\ud800",
            "https://files.test/secret\n",
            "https://files.test/\tsecret",
            "\x00https://files.test/secret",
            "https://files.test/secret\x7f",
            "https://fi\nles.test/secret",
            "https://files.test/secret" + "x" * 2048,
            "http://files.test/secret",
            "ftp://files.test/secret",
            "file:///etc/secret",
            "file://files.test/secret",
            "gopher://files.test/secret",
            "data:text/plain,secret",
            "https://secret@files.test/",
            "https://secret:secret@files.test/",
            "https://:secret@files.test/",
            "https://@files.test/secret",
            "https://files.test:443@evil.test/secret",
            "https://files.test\\@evil.test/secret",
            "https://evil.test\\@files.test/secret",
            "https://files.test:80/secret",
            "https://files.test:8443/secret",
            "https://files.test:0/secret",
            "https://evil.test/secret",
            "https://evil.test?@files.test/secret",
            "https://evil.test#@files.test/secret",
            "https://files.test.evil.test/secret",
            "https://evilfiles.test/secret",
            "https://sub.files.test/secret",
            "https://files.test%2eevil.test/secret",
            "https://files.test%00/secret",
            "https://files。test/secret",
            "https://files.test../secret",
            "https://.files.test/secret",
            "https://files .test/secret",
            "https://fıles.test/secret",
            "https://evil.test\\.sub.wide.test/secret",
            "https://wide.test/secret",
            "https://evilwide.test/secret",
            "https://.wide.test/secret",
            "https://a..wide.test/secret",
            "https://" + "a" * 64 + ".wide.test/secret",
            "https://" + "a." * 130 + "wide.test/secret",
        ],
    )
    def test_what_may_not_be_fetched_is_refused_before_a_name_is_looked_up(
        self, url: str, connected: Connected
    ) -> None:
        resolve = Resolver([PUBLIC])
        refused = refusal(strict_files("files.test", ".wide.test", resolve=resolve), url)
        assert refused.reason is RefusalReason.FORBIDDEN
        assert resolve.asked == connected == []

    @pytest.mark.parametrize(
        "url, host",
        [
            ("https://files.test", "files.test"),
            ("HTTPS://FILES.TEST:443/cv.pdf", "files.test"),
            ("https://files.test./cv.pdf", "files.test"),
            ("https://files.test?x=1", "files.test"),
            ("https://files.test/" + "x" * 2000, "files.test"),
            ("https://other.test/", "other.test"),
            ("https://a.wide.test/", "a.wide.test"),
            ("https://xn--bcher-kva.b_c.wide.test/", "xn--bcher-kva.b_c.wide.test"),
        ],
    )
    def test_allowed_hosts_are_looked_up_once(self, url: str, host: str, connected: Connected) -> None:
        resolve = Resolver([PUBLIC])
        outage(strict_files("Files.Test.", " other.test ", ".wide.test", "", resolve=resolve), url)
        assert resolve.asked == [(host, 443)]
        assert connected == [(PUBLIC, 443)]

    @pytest.mark.parametrize(
        "host",
        [
            *("127.0.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "017700000001", "0177.0.0.1", "127.1"),
            *("0", "0.0.0.0", "10.0.0.1", "169.254.169.254", "2852039166", "localhost"),  # noqa: S104
        ],
    )
    def test_no_spelling_of_an_address_leads_inside(self, host: str, connected: Connected) -> None:
        """Neither where it is not allowed nor where it is."""
        for allowed in ("files.test", host):
            refused = refusal(strict_files(allowed, resolve=look_up), f"https://{host}/secret")
            assert refused.reason is RefusalReason.FORBIDDEN
        assert connected == []

    @pytest.mark.parametrize("host", ["[::1]", "[::ffff:127.0.0.1]", "[fe80::1%25eth0]", "[2606:4700::1]"])
    def test_literal_ipv6_is_never_a_host(self, host: str, connected: Connected) -> None:
        fetcher = strict_files(host, host.strip("[]"), resolve=look_up)
        assert refusal(fetcher, f"https://{host}/secret").reason is RefusalReason.FORBIDDEN
        assert connected == []


class TestAddresses:
    @pytest.mark.parametrize(
        "address",
        [
            *("0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9"),  # noqa: S104
            *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1"),
            *("192.0.0.8", "192.0.0.255"),
            *("192.88.99.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1"),
            *("224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255"),
            *("::", "::1", "::7f00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:224.0.0.1"),
            *("::ffff:0:7f00:1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808", "100::1"),
            *(
                "2001::1",
                "2001:0:808:808::1",
                "2001:20::1",
                "2001:db8::1",
                "2002:7f00:1::",
                "2002:808:808::1",
            ),
            *("3fff::1", "4000::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%1"),
            *("fec0::1", "ff02::1", "ff0e::1", "2606:4700::1%1"),
        ],
    )
    def test_what_is_no_host_of_the_internet_is_not_connected_to(
        self, address: str, connected: Connected
    ) -> None:
        for answer in ([address], [PUBLIC, address], [address, PUBLIC]):
            refused = refusal(strict_files(resolve=Resolver(answer)), "https://files.test/secret")
            assert refused.reason is RefusalReason.FORBIDDEN
        assert connected == []

    @pytest.mark.parametrize(
        "address",
        [
            *("1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "128.0.0.0", "172.15.0.1"),
            *("172.32.0.1", "223.255.255.254", PUBLIC, "2001:4860:4860::8888", "2606:4700::1"),
            *("2a00:1450:4001::1", "64:ff9b::808:808", "::ffff:8.8.8.8"),
        ],
    )
    def test_hosts_of_the_internet_are_connected_to(self, address: str, connected: Connected) -> None:
        outage(strict_files(resolve=Resolver([address])), "https://files.test/secret")
        (only,) = connected
        assert only[1] == 443
        assert only[0] in {address, "::ffff:808:808"}

    def test_a_name_that_changes_after_the_check_changes_nothing(self) -> None:
        """Two servers at one port: the name leads to the other as soon as it was looked up once."""
        with (
            WebServer(reply(200, b"checked")) as server,
            WebServer(reply(200, b"inside"), address="127.0.0.2", port=server.port) as inside,
        ):
            resolve = Resolver(["127.0.0.1"], ["127.0.0.2"])
            assert files("files.test", resolve=resolve).fetch(server.url(host="files.test")) == b"checked"
            assert resolve.asked == [("files.test", server.port)]
            assert inside.connections == 0


class TestRedirects:
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    @pytest.mark.parametrize("location", ["there", "/there", "//127.0.0.1:{port}/there", "{url}there#part"])
    def test_are_followed(self, status: int, location: str) -> None:
        def answer(_: socket.socket, request: Request) -> bytes:
            if request.target == "/there":
                return reply(200, b"there")
            to = location.format(port=server.port, url=server.url())
            return reply(status, b"moved", f"Location: {to}", "Set-Cookie: a=b")

        with WebServer(answer) as server:
            assert files().fetch(server.url()) == b"there"
            assert "cookie" not in server.requests[1].headers

    def test_at_most_three_of_them(self) -> None:
        def answer(_: socket.socket, request: Request) -> bytes:
            left = int(request.target[1:])
            return reply(302, b"", f"Location: /{left - 1}") if left else reply(200, b"there")

        with WebServer(answer) as server:
            assert files().fetch(server.url("/3")) == b"there"
            assert refusal(files(), server.url("/4")).reason is RefusalReason.NOT_FOUND
            assert len(server.requests) == 4 + 4

    def test_a_circle_is_left(self) -> None:
        with WebServer(reply(302, b"", "Location: /")) as server:
            assert refusal(files(), server.url()).reason is RefusalReason.NOT_FOUND
            assert len(server.requests) == 4

    @pytest.mark.parametrize(
        "location",
        [
            "http://evil.test/secret",
            "//evil.test/secret",
            "http://localhost:{port}/secret",
            "http://127.0.0.2:{port}/secret",
            "http://secret@127.0.0.1:{port}/",
            "http://[::1/secret",
            "file:///etc/secret",
            "http://127.0.0.1:{port}/secret\x7f",
            "/" + "x" * 2048,
        ],
    )
    def test_are_checked_as_the_first_address_is(self, location: str) -> None:
        def answer(_: socket.socket, __: Request) -> bytes:
            return reply(302, b"", f"Location: {location.format(port=server.port)}")

        with WebServer(answer) as server:
            assert refusal(files(), server.url()).reason is RefusalReason.FORBIDDEN
            assert len(server.requests) == 1

    @pytest.mark.parametrize(
        "location",
        ["http://files.test/", "https://files.test:8443/", "https://169.254.169.254/", "https://evil.test/"],
    )
    def test_do_not_lead_out_of_the_strict_rules(
        self, location: str, trusted: Authority, connected: Connected
    ) -> None:
        tls = trusted.context(x509.DNSName("files.test"))
        with WebServer(reply(302, b"", f"Location: {location}"), tls=tls) as server:
            connected.port = server.port
            fetcher = strict_files(resolve=Resolver([PUBLIC]))
            assert refusal(fetcher, "https://files.test/").reason is RefusalReason.FORBIDDEN
            assert len(server.requests) == 1

    def test_every_hop_is_looked_up_and_checked_anew(self, trusted: Authority, connected: Connected) -> None:
        tls = trusted.context(x509.DNSName("files.test"))
        with WebServer(reply(302, b"", "Location: /inside"), tls=tls) as server:
            connected.port = server.port
            fetcher = strict_files(resolve=Resolver([PUBLIC], ["10.0.0.1"]))
            assert refusal(fetcher, "https://files.test/").reason is RefusalReason.FORBIDDEN
            assert len(server.requests) == 1
        assert connected == [(PUBLIC, 443)]


class TestTls:
    def test_the_name_is_proven_at_the_address_that_was_checked(
        self, trusted: Authority, connected: Connected
    ) -> None:
        tls = trusted.context(x509.DNSName("files.test"))
        with WebServer(reply(200, b"proven"), tls=tls) as server:
            connected.port = server.port
            fetcher = strict_files(resolve=Resolver([PUBLIC]))
            assert fetcher.fetch("https://files.test/cv.pdf") == b"proven"
            assert server.names == ["files.test"]
            assert server.requests[0].headers["host"] == "files.test"
        assert connected == [(PUBLIC, 443)]

    @pytest.mark.parametrize(
        "name",
        [x509.DNSName("other.test"), x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("*.files.test")],
    )
    def test_a_certificate_for_another_name_proves_nothing(
        self, name: x509.GeneralName, trusted: Authority
    ) -> None:
        """One for the address would do where the address had taken the name's place."""
        assert_unproven(WebServer(reply(200, b"unproven"), tls=trusted.context(name)))

    def test_an_expired_certificate_proves_nothing(self, trusted: Authority) -> None:
        tls = trusted.context(x509.DNSName("files.test"), expired=True)
        assert_unproven(WebServer(reply(200, b"unproven"), tls=tls))

    def test_an_unknown_authority_proves_nothing(self, trusted: Authority, tmp_path: Path) -> None:
        tls = Authority(tmp_path).context(x509.DNSName("files.test"))
        assert_unproven(WebServer(reply(200, b"unproven"), tls=tls))

    def test_a_server_without_tls_is_tried_again(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
            pool.submit(_say, listener, reply())
            failed = outage(files(), f"https://127.0.0.1:{listener.getsockname()[1]}{SECRET}")
        assert str(failed) == "the connection to 127.0.0.1 failed"


def _say(listener: socket.socket, words: bytes) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.sendall(words)
        connection.recv(1000)


def assert_unproven(server: WebServer) -> None:
    with server:
        fetcher = files("files.test", resolve=Resolver(["127.0.0.1"]))
        failed = outage(fetcher, server.url(SECRET, host="files.test"))
        assert str(failed) == "files.test did not prove that it is files.test"
        assert server.requests == []
