"""The promise of `FileFetcher`, held by files in memory, on disk and on the web."""

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.local_files import LocalFiles
from adapters.memory import InMemoryFiles
from adapters.web_files.cloudinary import CloudinaryFiles
from application.errors import RefusalReason, UnprocessableError
from application.ports import FileFetcher
from tests.web import Request, WebServer, reply

Made = tuple[FileFetcher, Callable[[str], str]]


@pytest.fixture(params=["memory", "disk", "web"])
def made(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Made]:
    """A fetcher that serves `one`, of nine bytes, and what turns a name into its URL."""
    if request.param == "memory":
        yield InMemoryFiles({"one": b"the bytes"}), lambda name: name
    elif request.param == "disk":
        (tmp_path / "one").write_bytes(b"the bytes")
        yield LocalFiles(max_bytes=9), lambda name: str(tmp_path / name)
    else:
        with WebServer(one_file) as server:
            files = CloudinaryFiles(allowed_hosts={"127.0.0.1"}, allow_private_addresses=True, max_bytes=9)
            yield files, lambda name: server.url(f"/{name}")


def one_file(_: socket.socket, request: Request) -> bytes:
    return reply(200, b"the bytes") if request.target == "/one" else reply(404, b"no such file")


def test_the_whole_file_is_returned(made: Made) -> None:
    files, url = made
    assert files.fetch(url("one")) == b"the bytes"


def test_a_file_that_is_not_there_is_refused_for_good(made: Made) -> None:
    files, url = made
    with pytest.raises(UnprocessableError) as refused:
        files.fetch(url("two"))
    assert refused.value.reason is RefusalReason.NOT_FOUND


def test_a_byte_too_many_is_refused(tmp_path: Path) -> None:
    (tmp_path / "one").write_bytes(b"0123456789")
    with pytest.raises(UnprocessableError) as refused:
        LocalFiles(max_bytes=9).fetch(str(tmp_path / "one"))
    assert refused.value.reason is RefusalReason.TOO_LARGE


@pytest.mark.parametrize("kind", ["pipe", "folder", "dangling"])
def test_what_is_no_regular_file_is_refused_and_never_waited_for(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(UnprocessableError) as refused:
        LocalFiles(max_bytes=9).fetch(str(path))
    assert refused.value.reason is RefusalReason.NOT_FOUND


def test_endless_devices_are_refused() -> None:
    with pytest.raises(UnprocessableError):
        LocalFiles(max_bytes=9).fetch("/dev/zero")
