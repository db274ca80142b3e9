"""Resume files on Cloudinary or another allowed host, where neither URL nor server is to be trusted.

Built on httpcore, the wire half of httpx. Only there can be said which address is connected to, and a fetch
be ended while headers trickle in; and nothing needs to be turned off, for it has no proxies, cookies,
decoding, redirects or log of URLs.
"""

import re
import ssl
import string
from collections.abc import Collection
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urljoin, urlsplit

import httpcore

from adapters.web_files.pinned_network import (
    Address,
    Deadline,
    PinnedNetwork,
    Resolve,
    addresses_of,
    is_public,
    look_up,
)
from application.errors import RefusalReason, TransientError, UnprocessableError
from application.ports import FileFetcher

_MOST_CHARACTERS = 2048  # of a URL
_MOST_WAIT = 3600.0  # seconds that a server may put a fetch off
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_LABEL = r"[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(?:\.{_LABEL})*")
_PORTS = {"https": 443, "http": 80}
_HEADERS = [
    ("Accept", "*/*"),
    ("Accept-Encoding", "identity"),
    ("Connection", "close"),
    ("User-Agent", "resume-screening-worker"),
]

_OK = 200
_MOVED = {301, 302, 303, 307, 308}
_DENIED = {401, 403, 451}
_GONE = {404, 410}
# Among them 202 and 423, a file that is still worked on, and 420, which was Cloudinary's 429.
_LATER = {202, 408, 420, 423, 425, 429}
_OUTAGES = 500  # and above


class CloudinaryFiles(FileFetcher):
    """Fetches from allowed hosts at public addresses, within bounds of bytes and time.

    Every hop has a connection of its own and nothing is kept between fetches: there is nothing to close, and
    threads and forked children may share one.
    """

    def __init__(  # noqa: PLR0913 - each is a bound of its own
        self,
        *,
        allowed_hosts: Collection[str],
        max_bytes: int,
        allow_private_addresses: bool = False,
        connect_seconds: float = 5.0,
        read_seconds: float = 10.0,
        total_seconds: float = 30.0,
        max_redirects: int = 3,
        resolve: Resolve = look_up,
    ) -> None:
        """Set the bounds.

        Args:
            allowed_hosts: names of hosts; one that begins with a dot stands for every subdomain.
            max_bytes: size of a file.
            allow_private_addresses: for tests and closed networks: any address, any port, and plain HTTP.
            connect_seconds: to connect to one address, and again to agree on TLS.
            read_seconds: silence of the server.
            total_seconds: the whole fetch, looking up names and redirects included.
            max_redirects: hops after the first.
            resolve: asked once a hop; what it answers is checked and connected to.
        """
        self._hosts = {host.strip().lower().rstrip(".") for host in allowed_hosts} - {""}
        self._max_bytes = max_bytes
        self._private = allow_private_addresses
        self._timeouts = {"connect": connect_seconds, "read": read_seconds, "write": read_seconds}
        self._total_seconds = total_seconds
        self._max_redirects = max_redirects
        self._resolve = resolve
        self._tls = httpcore.default_ssl_context()

    def fetch(self, url: str) -> bytes:
        """Return the bytes at `url`, as they were sent.

        Raises:
            UnprocessableError: there is no such file, it may not be read from there, or it is too large.
            TransientError: the network or the server failed, or took too long.
        """
        deadline = Deadline(self._total_seconds)
        for _ in range(self._max_redirects + 1):
            found = self._get(self._checked(url), deadline)
            if isinstance(found, bytes):
                return found
            try:
                url = urljoin(url, found)
            except ValueError:
                raise _forbidden("The address of the resume leads to one that is no web address.") from None
        raise UnprocessableError(
            RefusalReason.NOT_FOUND, "The address of the resume leads on to another too many times."
        )

    def _checked(self, url: str) -> httpcore.URL:
        """Take a URL apart once: what is checked here, and nothing else, is what is connected to."""
        malformed = _forbidden("The address of the resume is no web address.")
        # Before it is taken apart: urlsplit drops control characters without a word.
        if len(url) > _MOST_CHARACTERS or _CONTROL.search(url):
            raise malformed
        try:
            parts = urlsplit(url)
            port = parts.port
            target = quote(parts.path or "/", safe=string.punctuation)
            if parts.query:
                target += "?" + quote(parts.query, safe=string.punctuation)
        except ValueError:
            raise malformed from None
        host = (parts.hostname or "").removesuffix(".")
        if not parts.scheme or not host:
            raise malformed
        if parts.scheme not in (_PORTS if self._private else {"https"}):
            raise _forbidden("The address of the resume is not a secure web address (https).")
        if "@" in parts.netloc:
            raise _forbidden("The address of the resume holds a user name or a password.")
        if not _HOST.fullmatch(host) or not self._is_allowed(host):
            raise _forbidden("The address of the resume is on a server that resumes are not fetched from.")
        usual = _PORTS[parts.scheme]
        if port not in {None, usual} and not self._private:
            raise _forbidden("The address of the resume has a port that resumes are not fetched from.")
        return httpcore.URL(
            scheme=parts.scheme, host=host, port=usual if port is None else port, target=target
        )

    def _is_allowed(self, host: str) -> bool:
        return host in self._hosts or any(host.endswith(name) for name in self._hosts if name[0] == ".")

    def _get(self, url: httpcore.URL, deadline: Deadline) -> bytes | str:
        """Return the body, or where it has moved to."""
        host = url.host.decode()
        try:
            network = PinnedNetwork(self._addresses(url, deadline), deadline)
            with (
                httpcore.HTTPConnection(url.origin, self._tls, network_backend=network) as connection,
                connection.stream(
                    "GET", url, headers=_HEADERS, extensions={"timeout": self._timeouts}
                ) as response,
            ):
                headers = {name.lower(): value for name, value in response.headers}
                if response.status in _MOVED and b"location" in headers:
                    return headers[b"location"].decode("utf-8", "replace")
                if response.status != _OK:
                    raise _answered(host, response.status, headers)
                return self._body(response, headers)
        except httpcore.TimeoutException as error:
            raise TransientError(f"{host} took too long to send the file") from error
        except (httpcore.NetworkError, httpcore.RemoteProtocolError) as error:
            # A certificate that proves nothing is the fault of the server or of someone in between, and may
            # be mended: nothing is said against the resume.
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise TransientError(f"{host} did not prove that it is {host}") from error
            raise TransientError(f"the connection to {host} failed") from error

    def _addresses(self, url: httpcore.URL, deadline: Deadline) -> list[Address]:
        host = url.host.decode()
        addresses = addresses_of(host, url.port or 0, resolve=self._resolve, deadline=deadline)
        if not self._private and not all(map(is_public, addresses)):
            raise _forbidden(
                f"The resume is on {host}, which is inside a private network, where resumes are not fetched."
            )
        return addresses

    def _body(self, response: httpcore.Response, headers: dict[bytes, bytes]) -> bytes:
        too_large = UnprocessableError(
            RefusalReason.TOO_LARGE, f"The file is larger than {self._max_bytes / 1_000_000:g} MB."
        )
        # Asked for as it is: to decode it all the same would let few bytes become many.
        if headers.get(b"content-encoding", b"").strip().lower() not in {b"identity", b""}:
            raise UnprocessableError(RefusalReason.UNSUPPORTED, "The file was sent in a compressed form.")
        if int(headers.get(b"content-length", b"0")) > self._max_bytes:
            raise too_large
        body = bytearray()
        for chunk in response.iter_stream():
            body += chunk
            if len(body) > self._max_bytes:
                raise too_large
        return bytes(body)


def _answered(host: str, status: int, headers: dict[bytes, bytes]) -> UnprocessableError | TransientError:
    """What an answer without the file means."""
    if status in _LATER or status >= _OUTAGES:
        wait = _seconds_to_wait(headers.get(b"retry-after", b"").decode("ascii", "replace"))
        return TransientError(f"{host} answered {status}", retry_after=wait)
    if status in _DENIED:
        return _forbidden("The server that holds the resume does not let it be read.")
    if status in _GONE:
        message = "The resume file is no longer where it was uploaded."
    else:
        message = f"The server that holds the resume did not hand it out (it answered {status})."
    return UnprocessableError(RefusalReason.NOT_FOUND, message)


def _seconds_to_wait(retry_after: str) -> float:
    """Read `Retry-After`: seconds or a date (RFC 9110, 10.2.3); 0 where it is neither."""
    if re.fullmatch(r"[0-9]+", retry_after):
        return min(float(retry_after), _MOST_WAIT)
    try:
        date = parsedate_to_datetime(retry_after)
    except (ValueError, OverflowError):
        return 0.0
    date = date if date.tzinfo else date.replace(tzinfo=UTC)
    return min(max((date - datetime.now(UTC)).total_seconds(), 0.0), _MOST_WAIT)


def _forbidden(message: str) -> UnprocessableError:
    return UnprocessableError(RefusalReason.FORBIDDEN, message)
