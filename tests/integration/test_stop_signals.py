"""Signals at any moment: a handler that needed a lock, or raised, would be caught out here."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

# The sender's signals come in the midst of waiting, of asking and of one another's handling.
PROGRAM = """
import os, signal, subprocess, sys, time
from entrypoints.stop_signals import StopSignals
signals = StopSignals()
with signals.listening(signal.SIGTERM, signal.SIGINT):
    sender = subprocess.Popen([sys.executable, "-c",
        "import os, signal\\n"
        "for number in range(4000):\\n"
        f"    os.kill({os.getpid()}, signal.SIGINT if number % 2 else signal.SIGTERM)\\n"])
    while sender.poll() is None or not signals.asked:
        time.sleep(0.0001)
assert signals.asked and 1 <= signals.interrupts < signals.count <= 4000, signals
assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
print("stopped")
"""

INTERRUPTED = """
import os, signal, sys
from entrypoints.stop_signals import Interruption
signal.signal(signal.SIGINT, signal.default_int_handler)
interruption = Interruption()
interruption.listen()
if sys.argv[1] == "begun":
    interruption.begin()
os.kill(os.getpid(), signal.SIGINT)
os.kill(os.getpid(), signal.SIGINT)
print("went on", interruption.requested)
"""


def run(program: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


def test_thousands_of_signals_stop_a_process_and_hang_nothing() -> None:
    done = run(PROGRAM)
    assert (done.returncode, done.stdout, done.stderr) == (0, "stopped\n", "")


@pytest.mark.parametrize(
    "when, code, stdout, stderr",
    [
        ("early", 130, "", "screener: interrupted before anything was done\n"),
        ("begun", 0, "went on True\n", ""),
    ],
)
def test_an_interrupt_ends_a_command_that_has_not_begun(
    when: str, code: int, stdout: str, stderr: str
) -> None:
    done = run(INTERRUPTED, when)
    assert (done.returncode, done.stdout, done.stderr) == (code, stdout, stderr)


def test_ctrl_c_that_was_switched_off_stays_off() -> None:
    program = INTERRUPTED.replace("signal.default_int_handler", "signal.SIG_IGN")
    done = run(program, "early")
    assert (done.returncode, done.stdout, done.stderr) == (0, "went on False\n", "")
