"""Does the oracle notice? `make chaos-mutants` takes the worker's guards away, one at a time.

A check that cannot fail proves nothing. With every guard in place, chaos and the sleeper's scenario must be
green. Without the fence (whoever held a claim once may write), the lease (a claim lasts for ever), the outbox
(a report is sent once) or the sweeper (nobody looks for what was lost), they must be red. The fence has a
scenario of its own, since chance hardly ever shows that it is missing: a job's process stands still for
longer than its lease, another does its work, and it wakes up. So has the outbox: the backend is away when a
resume is settled.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from rich.console import Console

from tests.resilience.chaos import interrupt, reference_run, run_seed
from tests.resilience.mutations import MUTATIONS, environment
from tests.resilience.plan import make_plan
from tests.resilience.report import Run, print_table
from tests.resilience.scenarios import silent_backend, stand_still

_SCENARIOS: Final[Mapping[str, tuple[str, Callable[[Path, Mapping[str, str]], Run]]]] = {
    "fence": ("sleeper", lambda audit, missing: stand_still(audit, environment=missing)[0]),
    "outbox": ("silence", lambda audit, missing: silent_backend(audit, environment=missing)),
}
_SETTLE_SECONDS = 100.0  # longer than anything that works takes; a mutant waits for all of it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every guard's scenario with it and without it; return 0 where the oracle always noticed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.resilience.mutants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--resumes", type=int, default=60, metavar="N")
    parser.add_argument("--kills", type=int, default=20, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--audit", type=Path, help="folder for what was done and said; default: a new one")
    parser.add_argument(
        "--without", choices=sorted(MUTATIONS), action="append", help="of these alone; default: all"
    )
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, interrupt)
    audit = options.audit or Path(tempfile.mkdtemp(prefix="screener-mutants-"))
    console = Console(width=120)
    console.print(__doc__.partition("\n\n")[2].strip(), highlight=False, markup=False)
    console.print(f"\naudit: {audit}", highlight=False, markup=False, soft_wrap=True)
    guards = options.without or list(MUTATIONS)
    runs: list[Run] = []
    as_expected = True
    if set(guards) - _SCENARIOS.keys():
        plan = make_plan(options.resumes)
        _, reference = reference_run(plan, audit / "undisturbed")
        for guard in (None, *(guard for guard in guards if guard not in _SCENARIOS)):
            run = run_seed(
                options.seed,
                plan,
                kills=options.kills,
                audit=audit / f"without-{guard or 'nothing'}",
                reference=reference,
                settle_seconds=_SETTLE_SECONDS,
                environment=environment(guard),
            )
            runs.append(replace(run, name=f"chaos without {guard or 'nothing'}"))
            as_expected &= run.green is (guard is None)
    for missing in (guard for guard in guards if guard in _SCENARIOS):
        name, scenario = _SCENARIOS[missing]
        for guard in (None, missing):
            label = f"{name} without {guard or 'nothing'}"
            run = scenario(audit / label.replace(" ", "-"), environment(guard))
            runs.append(replace(run, name=label))
            as_expected &= run.green is (guard is None)
    print_table(runs)
    console.print("the oracle notices" if as_expected else "THE ORACLE DOES NOT NOTICE")
    return 0 if as_expected else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
