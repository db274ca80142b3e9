"""Peers from PyPI, measured in the same run where `make quality-peers` has installed them."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.quality.peer_process import PEERS
from benchmarks.quality.scorers import Task, UnavailableError

ROOT = Path(__file__).resolve().parents[2]
PEERS_FOLDER = ROOT / ".peers"
YEARS_PEER = "resumehq years"
_SECONDS = 3600


class PeerScorer:
    """One peer in a process of its own."""

    def __init__(self, name: str, *, folder: Path = PEERS_FOLDER) -> None:
        """Take one of `PEERS`, installed in `folder`."""
        self._name = name
        self._folder = folder

    @property
    def name(self) -> str:
        """Short, for the head of a column."""
        return self._name

    def score(self, task: Task) -> Sequence[float]:
        """Return what the peer gives for each pair.

        Raises:
            UnavailableError: it is not installed, or broke off; the message says which.
        """
        if not self._folder.is_dir():
            raise UnavailableError("not installed (make quality-peers)")
        request = {
            "texts": [sample.plain for sample in task.samples],
            "pairs": task.pairs,
            "jobs": [
                {
                    "text": job.text,
                    "years": job.min_experience_years,
                    "required_skills": job.required_skills,
                    "preferred_skills": job.preferred_skills,
                }
                for job in task.jobs
            ],
        }
        paths = [str(ROOT), str(self._folder)]
        done = subprocess.run(  # noqa: S603 - our own module
            [sys.executable, "-m", "benchmarks.quality.peer_process", self._name],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(paths), "HF_HUB_OFFLINE": "1"},
        )
        if done.returncode:
            raise UnavailableError(f"broke off: {done.stderr.strip().splitlines()[-1:]}")
        answer = json.loads(done.stdout)
        if "error" in answer:
            raise UnavailableError(answer["error"])
        scores: list[float] = answer["scores"]
        return scores


def peer_scorers() -> tuple[PeerScorer, ...]:
    """Return all peers that score, installed or not."""
    return tuple(PeerScorer(name) for name in PEERS if name != YEARS_PEER)
