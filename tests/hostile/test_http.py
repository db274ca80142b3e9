"""Hostile servers and addresses, beyond what tests/integration/test_fetch.py has: floods, lies, spellings."""

import contextlib
import ipaddress
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from typing import ClassVar

import httpcore
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.web_files.cloudinary import CloudinaryFiles
from adapters.web_files.pinned_network import Resolve, is_public, look_up
from application.errors import RefusalReason, TransientError, UnprocessableError
from tests.web import Request, WebServer, reply

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_MOST_SECONDS = 8.0
"""What any fetch with a second to spend may take on a busy machine."""


@pytest.fixture(autouse=True, scope="module")
def _no_authorities() -> Iterator[None]:
    """Spare each fetcher the reading of every authority of the web."""
    with pytest.MonkeyPatch.context() as patch:
        context = httpcore.default_ssl_context()
        patch.setattr(httpcore, "default_ssl_context", lambda: context)
        yield


def fetched(
    url: str, *, resolve: Resolve = look_up, host: str = "127.0.0.1", max_bytes: int = 100_000
) -> bytes | UnprocessableError | TransientError:
    """What a fetch that may go to the loopback interface gives, in a second and a bit."""
    files = CloudinaryFiles(
        allowed_hosts={host},
        allow_private_addresses=True,
        max_bytes=max_bytes,
        read_seconds=0.5,
        total_seconds=1.0,
        resolve=resolve,
    )
    started = time.monotonic()
    try:
        found: bytes | UnprocessableError | TransientError = files.fetch(url)
    except (UnprocessableError, TransientError) as error:
        found = error
    assert time.monotonic() - started < _MOST_SECONDS
    return found


def _sends(*pieces: bytes | Iterable[bytes]) -> Callable[[socket.socket, Request], None]:
    """An answer in pieces, some of them without end, until the client has gone."""

    def answer(connection: socket.socket, _: Request) -> None:
        for piece in pieces:
            for part in [piece] if isinstance(piece, bytes) else piece:
                connection.sendall(part)

    return answer


def _for_ever(piece: bytes) -> Iterator[bytes]:
    while True:
        yield piece


class TestAnswers:
    @pytest.mark.parametrize(
        "pieces",
        [
            [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 10_000_000 + b"\r\nContent-Length: 0\r\n\r\n"],
            [b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65_536],
            [b"HTTP/1.1 200 OK\r\n", b"a: b\r\n" * 1000],
            [b"HTTP/1.1 200 ", b"x" * 65_536],
            [b"HTTP/1.1 302 Moved\r\nLocation: /" + b"x" * 10_000_000 + b"\r\n\r\n"],
            [b"x" * 65_536],
            [b"\r\n" * 10_000],
            [b"HTTP/1.1 103 Early\r\n\r\n" * 1000],
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;x=" + b"x" * 9_000 + b"\r\nx\r\n"],
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;", b"x" * 65_536],
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"a: b\r\n" * 1000],
            [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 1000],
        ],
        ids=range(12),
    )
    def test_a_flood_ends_the_fetch(self, pieces: list[bytes]) -> None:
        """Headers, status lines, interim answers, chunk extensions and trailers, huge or without end."""
        *start, last = pieces
        with WebServer(_sends(*start, last if not start else _for_ever(last))) as server:
            assert not isinstance(fetched(server.url()), bytes)

    @pytest.mark.parametrize(
        "size",
        [b"FFFFFFFFFFFFFFFF", b"F" * 21, b"-1", b"0x5", b"+5", b"5_0", b"", b" 5", b"7fffffff", b"\xff"],
    )
    def test_absurd_chunk_sizes(self, size: bytes) -> None:
        head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
        with WebServer(_sends(head + size + b"\r\nhello\r\n0\r\n\r\n")) as server:
            assert not isinstance(fetched(server.url()), bytes)

    @pytest.mark.parametrize(
        "length", [b"9" * 5000, b"99999999999999999999", b"1e3", b"0x10", b"5, 6", b"-5"]
    )
    def test_lengths_that_are_none(self, length: bytes) -> None:
        with WebServer(_sends(b"HTTP/1.1 200 OK\r\nContent-Length: " + length + b"\r\n\r\nhello")) as server:
            assert not isinstance(fetched(server.url()), bytes)

    def test_no_more_is_taken_than_was_announced(self) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
        with WebServer(_sends(head, _for_ever(b"more" * 1000))) as server:
            assert fetched(server.url()) == b"hello"

    @pytest.mark.parametrize(
        "coding", ["gzip, chunked", "gzip", "deflate, chunked", "chunked, chunked", "br"]
    )
    def test_codings_of_the_transfer_are_never_unpacked(self, coding: str) -> None:
        answer = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: {coding}\r\n\r\n5\r\nhello\r\n0\r\n\r\n".encode()
        with WebServer(_sends(answer)) as server:
            assert not isinstance(fetched(server.url()), bytes)

    def test_headers_line_by_line_buy_no_time(self) -> None:
        """Whole lines, each in time, without end (slow loris)."""

        def answer(connection: socket.socket, _: Request) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not server.ended.wait(0.05):
                connection.sendall(b"a: b\r\n")

        with WebServer(answer) as server:
            assert isinstance(fetched(server.url()), TransientError)

    def test_a_byte_a_second_is_left(self) -> None:
        def answer(connection: socket.socket, _: Request) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")
            server.trickle(connection, b"x", every=1.0)

        with WebServer(answer) as server:
            assert isinstance(fetched(server.url()), TransientError)

    def test_redirects_that_go_in_a_circle_of_hosts(self) -> None:
        def answer(_: socket.socket, request: Request) -> bytes:
            other = "localhost" if request.headers["host"].startswith("127") else "127.0.0.1"
            return reply(302, b"", f"Location: //{other}:{server.port}/")

        with WebServer(answer) as server:
            refused = fetched(server.url())
            assert isinstance(refused, UnprocessableError)
            assert refused.reason is RefusalReason.FORBIDDEN  # the other host is not on the list
            assert len(server.requests) == 1

    def test_a_thousand_addresses_that_refuse(self) -> None:
        with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
            port = taken.getsockname()[1]
        found = fetched(
            f"http://files.test:{port}/", host="files.test", resolve=lambda *_: ["127.0.0.9"] * 100_000
        )
        assert isinstance(found, TransientError)

    _PIECES: ClassVar = [
        b"HTTP/1.1 ", b"HTTP/1.0 ", b"HTTP/0.9 ", b"HTTP/2 ", b"200", b"101", b"100", b"204", b"302", b"416",
        b"999", b" OK", b"\r\n", b"\n", b"\r\n\r\n", b"Content-Length: ", b"Transfer-Encoding: chunked",
        b"Location: ", b"//[::1", b"http://127.0.0.1:1/", b"//\xff\xfe@:", b"\x00", b"Connection: close",
        b"Upgrade: h2c", b"Retry-After: ", b"99999999999999999999999", b"5", b"hello", b"0", b":", b" ",
        b"\xff", b"Content-Encoding: gzip", b"Content-Type: multipart/byteranges",
    ]  # fmt: skip

    @settings(max_examples=120, deadline=None, derandomize=True)
    @given(st.booleans(), st.lists(st.sampled_from(_PIECES) | st.binary(max_size=5), max_size=14))
    @example(True, [b"101", b" OK", b"\r\n", b"Upgrade: h2c", b"\r\n\r\n", b"hello"])
    def test_any_answer_is_a_file_a_refusal_or_an_outage(self, begins: bool, pieces: list[bytes]) -> None:
        with WebServer(_sends((b"HTTP/1.1 " if begins else b"") + b"".join(pieces))) as server:
            found = fetched(server.url())
        if isinstance(found, UnprocessableError):
            assert str(found).endswith(".")


# --- every spelling of every address that is not public --------------------------------------------


def _inside() -> st.SearchStrategy[_Address]:
    networks = [
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
        *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15"),
        *("198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "169.254.169.254/32"),
    ]
    return st.one_of([st.ip_addresses(v=4, network=network) for network in networks])


_WIDE = str.maketrans("0123456789.", "\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff0e")


def _number(value: int, base: str) -> str:
    return {"d": f"{value}", "o": f"0{value:o}", "x": f"0x{value:x}", "X": f"0X{value:08X}"}[base]


@st.composite
def spelled(draw: st.DrawFn) -> str:
    """An address inside as a host of a URL: decimal, octal, hexadecimal, mixed, short, wide, dressed up."""
    octets = draw(_inside()).packed
    parts = draw(st.integers(1, 4))
    head, tail = octets[: parts - 1], int.from_bytes(octets[parts - 1 :], "big")
    bases = draw(st.lists(st.sampled_from("doxX"), min_size=parts, max_size=parts))
    host = ".".join(_number(value, base) for value, base in zip([*head, tail], bases, strict=True))
    dress = draw(
        st.sampled_from(
            [
                *(
                    "{}",
                    "{}.",
                    "{}..",
                    "%{}",
                    "files.test@{}",
                    "files.test:x@{}",
                    "{}\\@files.test",
                    "{}#@files.test",
                ),
                *(
                    "[{}]",
                    "[::{}]",
                    "[::ffff:{}]",
                    "[64:ff9b::{}]",
                    "[::ffff:0:{}]",
                    "{}%00.files.test",
                    "{}\u3002",
                ),
                *("{}:443", "\u2460{}", "{}\u00ad", "\u202e{}"),
            ]
        )
    )
    host = dress.format(host)
    return host.translate(_WIDE) if draw(st.booleans()) else host


@pytest.fixture(scope="module")
def connected() -> Iterator[list[object]]:
    """Every address that anything here connects to; nothing leaves the machine."""
    seen: list[object] = []

    def refuse(address: object, *_: object, **__: object) -> socket.socket:
        seen.append(address)
        raise ConnectionRefusedError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", refuse)
        yield seen


def assert_refused(host: str, allowed: Iterable[str], resolve: Resolve) -> None:
    files = CloudinaryFiles(allowed_hosts=set(allowed), max_bytes=1000, resolve=resolve, total_seconds=5)
    with pytest.raises(UnprocessableError) as refused:
        files.fetch(f"https://{host}/cv.pdf")
    assert refused.value.reason is RefusalReason.FORBIDDEN


@settings(max_examples=300, deadline=None, derandomize=True)
@given(host=spelled())
def test_no_spelling_of_an_address_inside_is_connected_to(connected: list[object], host: str) -> None:
    """Not even where an operator's list holds that very spelling: the resolver's answer is what counts."""
    assert_refused(host, [host, host.rpartition("@")[2], "files.test"], look_up)
    assert connected == []


@st.composite
def wrapped(draw: st.DrawFn) -> str:
    """An address inside as a resolver may answer it, IPv4 or wrapped in IPv6 in one of the known ways."""
    inside = draw(_inside())
    number = int(inside)
    forms = [
        inside,
        ipaddress.IPv6Address((0xFFFF << 32) | number),  # IPv4-mapped
        ipaddress.IPv6Address(number),  # IPv4-compatible
        ipaddress.IPv6Address((0xFFFF << 48) | number),  # translated, RFC 2765
        ipaddress.IPv6Address((0x64FF9B << 96) | number),  # NAT64, RFC 6052
        ipaddress.IPv6Address((0x64FF9B0001 << 80) | number),  # NAT64 of one's own, RFC 8215
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1),  # 6to4
        ipaddress.IPv6Address((0x20010000 << 96) | (number ^ 0xFFFF_FFFF)),  # Teredo
        ipaddress.IPv6Address((0xFE80 << 112) | (0x5EFE << 32) | number),  # ISATAP, link-local
        ipaddress.IPv6Address((0xFD00 << 112) | number),
    ]
    address = draw(st.sampled_from(forms))
    text = draw(st.sampled_from([str(address), address.exploded, str(address).upper()]))
    return text + (draw(st.sampled_from(["", "%eth0", "%1"])) if address.version == 6 else "")


@settings(max_examples=400, deadline=None, derandomize=True)
@given(address=wrapped(), name=st.sampled_from(["files.test", "metadata.google.internal", "instance-data"]))
def test_no_answer_of_a_resolver_leads_inside(connected: list[object], address: str, name: str) -> None:
    """A name that looks like any other, or one of a cloud's metadata, rebound to an address inside."""
    for answers in ([address], ["93.184.215.14", address]):
        assert_refused(name, [name], lambda *_, answers=answers: answers)
    assert connected == []


_IPV6_INSIDE = [
    "::/96",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
    "100::/64",
    "2001:db8::/32",
    "2001::/23",
    "5f00::/16",
]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.one_of([st.ip_addresses(v=6, network=network) for network in _IPV6_INSIDE])
    | st.ip_addresses(v=4).filter(lambda address: not address.is_global)
)
def test_what_no_registry_calls_global_is_not_public(
    address: _Address,
) -> None:
    assert not is_public(address)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.ip_addresses())
def test_nothing_is_public_that_the_registries_do_not_call_global(
    address: _Address,
) -> None:
    assert address.is_global or not is_public(address) or address in ipaddress.IPv6Network("64:ff9b::/96")
