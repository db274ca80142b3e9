"""The one table of a chaos run."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rich.console import Console
from rich.table import Table

from tests.resilience.nemesis import KILLS, OTHERS
from tests.resilience.oracle import Verdict

_VERDICT = {
    "lost": "lost",
    "double-\ncounted": "double_counted",
    "double\ncommits": "double_commits",
    "wrong\nranks": "wrong_ranks",
    "wrong\noutcomes": "wrong_outcomes",
    "other\nrules": "broken_rules",
    "re-exe-\ncutions": "re_executions",
}
_WIDTH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One seed.

    Attributes:
        name: of the row.
        resumes: published.
        done: how often each kind of fault was done.
        verdict: of the oracle.
        seconds: from the first resume published to the last fault.
        settle_seconds: from the last fault until everything was at rest; None where it did not come to rest.
    """

    name: str
    resumes: int
    verdict: Verdict
    done: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    settle_seconds: float | None = None

    @property
    def green(self) -> bool:
        """True where everything came to rest, and as it should."""
        return self.verdict.green and self.settle_seconds is not None

    @property
    def kills(self) -> int:
        """Processes killed by SIGKILL."""
        return sum(self.done.get(kind, 0) for kind in KILLS)

    def as_json(self) -> dict[str, Any]:
        """Return everything, for the audit."""
        return {**asdict(self), "done": dict(self.done), "green": self.green}


def print_table(runs: Sequence[Run]) -> None:
    """Print one row a run."""
    table = Table(box=None, pad_edge=False, collapse_padding=True)
    table.add_column("seed", justify="right")
    counted = ("resumes", "kills", *KILLS, *OTHERS)
    for name in (*counted, *_VERDICT, "under\nfire, s", "to\nsettle, s", ""):
        table.add_column(name, justify="right")
    for run in runs:
        numbers = [run.resumes, run.kills, *(run.done.get(kind, 0) for kind in (*KILLS, *OTHERS))]
        found = [getattr(run.verdict, name) for name in _VERDICT.values()]
        settled = "never" if run.settle_seconds is None else f"{run.settle_seconds:.1f}"
        table.add_row(
            run.name,
            *map(str, numbers + found),
            f"{run.seconds:.0f}",
            settled,
            "ok" if run.green else "FAILED",
        )
    Console(width=_WIDTH).print(table)
