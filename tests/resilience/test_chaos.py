"""The chaos run itself, short: it is green, it says so, and it leaves nothing behind."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import psutil
import pytest

from tests.resilience.nemesis import KILLS, make_faults
from tests.resilience.plan import make_plan
from tests.stand_in import wait_for
from tests.workers import ROOT, command_of

pytestmark = pytest.mark.slow

_RESUMES, _KILLS = 32, 12


def _chaos(audit: Path, *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.resilience.chaos", "--audit", str(audit)]
    command += ["--resumes", str(_RESUMES), "--kills", str(_KILLS), "--seed", "1", *arguments]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )  # fmt: skip


def test_nothing_is_lost_and_nothing_done_twice_while_everything_is_killed(tmp_path: Path) -> None:
    with _chaos(tmp_path) as chaos:
        printed, _ = chaos.communicate(timeout=900)
    assert chaos.returncode == 0, printed
    assert "nothing lost, nothing twice" in printed
    found = json.loads((tmp_path / "seed-1" / "verdict.json").read_text("utf-8"))
    assert sum(found["done"][kind] for kind in KILLS) == _KILLS
    assert found["done"]["pause"]
    assert found["done"]["duplicate"]
    assert found["done"]["flush"] == 1
    lines = (tmp_path / "seed-1" / "audit.jsonl").read_text("utf-8").splitlines()
    noted = Counter(json.loads(line)["event"] for line in lines)
    assert {kind: noted[kind] for kind in found["done"]} == found["done"]


def test_an_interrupted_run_ends_all_that_it_started(tmp_path: Path) -> None:
    started: list[psutil.Process] = []
    with _chaos(tmp_path) as chaos:

        def has_started_a_worker() -> bool:
            started[:] = psutil.Process(chaos.pid).children(recursive=True)
            return any("upkeep" in command_of(process) for process in started)

        wait_for(has_started_a_worker)
        chaos.send_signal(signal.SIGTERM)
        chaos.communicate(timeout=120)
        assert chaos.returncode == 130
    assert len(started) >= 5  # with Redis, MongoDB and the backend
    wait_for(lambda: not [process for process in started if process.is_running()])


def test_a_seed_says_what_goes_wrong() -> None:
    faults = make_faults(7, kills=300, resumes=1000)
    assert faults == make_faults(7, kills=300, resumes=1000)
    assert faults != make_faults(8, kills=300, resumes=1000)
    counts = Counter(fault.kind for fault in faults)
    assert sum(counts[kind] for kind in KILLS) == 300
    assert counts == {
        **{kind: counts[kind] for kind in KILLS},
        "pause": 25, "duplicate": 100, "drop": 50, "flush": 1,
    }  # fmt: skip
    assert set(KILLS) <= {fault.kind for fault in make_faults(1, kills=len(KILLS), resumes=10)}


@pytest.mark.parametrize("resumes", [1, 4, 40, 203])
def test_a_plan_holds_each_resume_once(resumes: int) -> None:
    plan = make_plan(resumes)
    assert [number for batch in plan for number in batch.numbers] == list(range(resumes))
    assert all(len(batch.files) == len(batch.numbers) for batch in plan)
    if resumes >= 40:
        files = [file for batch in plan for file in batch.files]
        assert len({batch.job for batch in plan}) == 2
        assert 404 in files
        texts = Counter(
            file for file in files if isinstance(file, bytes) and file.startswith(b"Maria") is False
        )
        assert max(texts.values()) > 1
