"""What the process that parses files of strangers may do, and what it is not told."""

import json
import socket
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from adapters.documents.process import LENGTH, receive
from adapters.documents.reader import SandboxedDocumentReader

ROOT = Path(__file__).resolve().parents[2]


def test_it_is_not_told_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("REDIS_URL", "MONGO_URI_PY", "GEMINI_API_KEY", "CALLBACK_URL"):
        monkeypatch.setenv(name, "a-secret-of-ours")
    with SandboxedDocumentReader() as reader:
        assert reader.read(b"Ada Lovelace, analyst").text
        assert reader._server is not None
        told = Path(f"/proc/{reader._server.pid}/environ").read_bytes()
    assert b"PATH=" in told
    assert b"a-secret-of-ours" not in told


def test_the_kernel_keeps_its_bounds(tmp_path: Path) -> None:
    """In a process of its own: what is given up cannot be had back."""
    script = """
        import json, resource, signal, sys
        from adapters.documents.process import Limits, _limit_this_process

        _limit_this_process(Limits(seconds=7.0, memory_bytes=500_000_000))
        names = ("RLIMIT_CPU", "RLIMIT_AS", "RLIMIT_CORE", "RLIMIT_FSIZE")
        found = {name: resource.getrlimit(getattr(resource, name)) for name in names}
        found["alarm"] = signal.getitimer(signal.ITIMER_REAL)[0]
        try:
            with open(sys.argv[1], "w") as file:
                file.write("stolen")
            found["wrote"] = True
        except OSError:
            found["wrote"] = False
        try:
            bytearray(600_000_000)
            found["had memory"] = True
        except MemoryError:
            found["had memory"] = False
        print("seen", file=sys.stderr)
        print(json.dumps(found))
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(tmp_path / "file")],
        cwd=ROOT, capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    found = json.loads(run.stdout)
    assert 0 < found.pop("alarm") <= 7
    assert found == {
        "RLIMIT_CPU": [8, 9], "RLIMIT_AS": [500_000_000] * 2, "RLIMIT_CORE": [0, 0], "RLIMIT_FSIZE": [0, 0],
        "wrote": False, "had memory": False,
    }  # fmt: skip
    assert run.stderr == ""  # native parsers complain there, with pieces of the file
    assert (tmp_path / "file").read_bytes() == b""


def test_an_answer_larger_than_any_text_is_not_received() -> None:
    ours, its = socket.socketpair()
    with ours, its:
        its.sendall(LENGTH.pack(10**12) + b"{")
        with pytest.raises(ValueError, match="more than 1000"):
            receive(ours, limit=1000)
