"""A network in which a host is where a check has seen it, and every step ends by a deadline."""

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

Resolve = Callable[[str, int], Iterable[str]]
"""Turns a host name and a port into the texts of all its addresses; raises OSError where it cannot."""

# Packets to these IPv6 addresses end at an IPv4 address, the last 32 bits: RFC 4291 2.5.5.2, RFC 6052.
_IPV4_WITHIN = tuple(map(ipaddress.IPv6Network, ("::ffff:0:0/96", "64:ff9b::/96")))
_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Within that: protocol assignments (Teredo), documentation, 6to4. `is_global` of this Python lets some pass.
_NEVER = tuple(map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))
# Protocol assignments, of which this Python lets most pass, and relays to 6to4.
_NEVER_IPV4 = tuple(map(ipaddress.IPv4Network, ("192.0.0.0/24", "192.88.99.0/24")))

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Deadline:
    """The moment at which a fetch ends, whatever the other side does."""

    def __init__(self, seconds: float) -> None:
        """Let it be so many seconds from now."""
        self._end = time.monotonic() + seconds

    def seconds_left(self) -> float:
        """Return how long it is until then; 0 once it is over."""
        return max(self._end - time.monotonic(), 0.0)

    def within(self, timeout: float | None) -> float:
        """Return the shorter of a time-out and what is left.

        Raises:
            httpcore.TimeoutException: nothing is left.
        """
        left = self.seconds_left()
        if not left:
            raise httpcore.TimeoutException("the time for the whole fetch is over")
        return left if timeout is None else min(left, timeout)


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host, as the system's resolver orders them."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in answers))


def addresses_of(host: str, port: int, *, resolve: Resolve, deadline: Deadline) -> list[Address]:
    """Return every address of a host.

    Raises:
        httpcore.TimeoutException: the deadline came first.
        httpcore.ConnectError: the resolver failed.
    """
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(list(resolve(host, port)))
        except Exception as error:  # noqa: BLE001 - raised by the thread that waits
            answers.put(error)

    # A resolver knows no deadline, so it is left behind when ours has come.
    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=deadline.seconds_left())
    except queue.Empty:
        raise httpcore.TimeoutException("the name was not looked up in time") from None
    if isinstance(answer, OSError):
        raise httpcore.ConnectError("the name was not found") from answer
    if isinstance(answer, Exception):
        raise answer
    return [ipaddress.ip_address(text) for text in answer]


def is_public(address: Address) -> bool:
    """Whether an address is one host of the public internet, by where packets to it end."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if not any(address in network for network in _IPV4_WITHIN):
            return address in _GLOBAL_UNICAST and not any(address in network for network in _NEVER)
        address = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if address.is_multicast or any(address in network for network in _NEVER_IPV4):
        return False
    return address.is_global


class PinnedNetwork(httpcore.NetworkBackend):
    """Connects to the addresses given, in their order, whatever the host's name has come to mean since."""

    def __init__(self, addresses: Iterable[Address], deadline: Deadline) -> None:
        """Try these addresses, and end every step by the deadline."""
        self._addresses = [str(address) for address in addresses]
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(  # noqa: D102 - said by httpcore
        self,
        host: str,  # noqa: ARG002 - TLS and the Host header are about it, the connection is not
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in self._addresses:
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._deadline.within(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Stream(httpcore.NetworkStream):
    """A connection on which no step outlasts the deadline: a byte now and then buys no time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
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
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _Stream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
