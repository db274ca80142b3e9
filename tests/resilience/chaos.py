"""Nothing lost, nothing twice, while everything is killed: `make chaos`.

A real Redis (append-only file) and a real MongoDB (replica set), `screener worker` with three workers as it
is started in production, and a backend in a process of its own, which keeps its counters in MongoDB as the
real one does. A nemesis kills job processes, workers, the upkeep process (ranking, reports, retries,
recovery), the supervisor, Redis, MongoDB and the backend by SIGKILL; lets processes of jobs stand still for
longer than their lease; delivers jobs three times and late, loses some, and has Redis forget everything once.
At rest, an oracle compares all documents with those of an undisturbed run of the same resumes, and reads from
MongoDB's own log of changes how often each outcome was committed.

A seed decides what goes wrong, in which order, to whom and for how long; what is under way at that moment is
up to the machine. Leases are shortened (4 s) so that what the dead left is taken up soon, and retries are
raised (100), so that no resume is given up for having been killed often.

The backend: the real one counts a resume and marks it as counted in two steps. Killed between them, it counts
again when the call is repeated, which no worker can prevent. `--backend fixed` (default) does both in one
transaction and is killed anywhere; `--backend frozen` does as the real one, and is killed anywhere but
between those two steps.
"""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import Any, Never

from rich.console import Console

from tests.resilience.backend import VARIANTS
from tests.resilience.harness import CALLBACK_SECONDS, World, undisturbed
from tests.resilience.nemesis import KILLS, Nemesis, make_faults
from tests.resilience.oracle import Verdict, fingerprints, history, judge
from tests.resilience.plan import PlannedBatch, make_plan
from tests.resilience.report import Run, print_table

_SETTLE_SECONDS = 240.0
_LATE_SECONDS = 45.0
_UNDISTURBED_SECONDS_A_RESUME = 5.0
_LEAST_GAP, _MOST_GAP = 0.15, 1.5  # seconds between faults
_SLOWEST_FILE = 0.4  # seconds: a job is to be long enough to be killed in
_UNPUSHED = 25  # of so many resumes, one is never pushed to Redis
_GIVEN_UP_AFTER = 3  # times that no victim could be found


def run_seed(
    seed: int,
    plan: Sequence[PlannedBatch],
    *,
    kills: int,
    audit: Path,
    reference: Mapping[int, str] | None,
    variant: str = "fixed",
    settle_seconds: float = _SETTLE_SECONDS,
    environment: Mapping[str, str] | None = None,
) -> Run:
    """Screen a plan under fire, wait for rest, and judge."""
    resumes = sum(len(batch.numbers) for batch in plan)
    with World(audit, variant=variant, environment=environment) as world:
        slow = random.Random(seed)
        world.publisher.before_serving = lambda _path, _times: time.sleep(slow.random() * _SLOWEST_FILE)
        world.start_worker()
        world.wait_ready()
        nemesis = Nemesis(world)
        began = time.monotonic()
        try:
            _under_fire(world, nemesis, seed, plan, kills)
        finally:
            nemesis.finish()
        seconds = time.monotonic() - began
        settled = world.wait_for_rest(settle_seconds)
        if settled is not None:
            world.wait_for_late_deliveries(_LATE_SECONDS)
        world.stop_worker()
        run = Run(
            name=str(seed),
            resumes=resumes,
            done=dict(nemesis.done),
            verdict=verdict_on(world, reference),
            seconds=seconds,
            settle_seconds=settled,
        )
    (audit / "verdict.json").write_text(json.dumps(run.as_json(), indent=1), "utf-8")
    return run


def verdict_on(world: World, reference: Mapping[int, str] | None) -> Verdict:
    """Ask the oracle."""
    calls = world.audit / "calls.jsonl"
    lines = calls.read_text("utf-8").splitlines() if calls.exists() else []
    return judge(
        world.database,
        told=history(world.database, since=world.began),
        numbers=world.numbers,
        reference=reference,
        calls=[json.loads(line) for line in lines],
        call_seconds=2 * CALLBACK_SECONDS,
    )


def _under_fire(world: World, nemesis: Nemesis, seed: int, plan: Sequence[PlannedBatch], kills: int) -> None:
    """Publish and strike. Faults keep pace with the work, so that all of it is done under fire."""
    resumes = sum(len(batch.numbers) for batch in plan)
    unpushed = frozenset(random.Random(seed + 1).sample(range(resumes), resumes // _UNPUSHED))
    faults = deque((fault, 1) for fault in make_faults(seed, kills=kills, resumes=resumes))
    total = max(len(faults), 1)
    batches = deque(plan)
    # The first two come together, so that there is enough to do; the rest one after the other.
    due = deque(max(0, index - 1) / len(plan) for index in range(len(plan)))
    struck = 0
    while faults or batches:
        while batches and (struck / total >= due[0] or not faults):
            world.publish(batches.popleft(), unpushed=unpushed)
            due.popleft()
        if not faults:
            return
        fault, tries = faults.popleft()
        if nemesis.strike(fault):
            struck += 1
            _wait_for_progress(world, struck / total * resumes)
        elif fault.kind in KILLS or tries < _GIVEN_UP_AFTER:
            faults.append((fault, tries + 1))
            if tries > 20 * _GIVEN_UP_AFTER:
                raise RuntimeError(f"there was never a {fault.kind} to be found")
        else:
            struck += 1


def _wait_for_progress(world: World, settled: float) -> None:
    began = time.monotonic()
    time.sleep(_LEAST_GAP)
    while time.monotonic() - began < _MOST_GAP and world.settled_or_unknown() < settled:
        time.sleep(0.1)


def reference_run(plan: Sequence[PlannedBatch], audit: Path) -> tuple[Run, dict[int, str]]:
    """Screen the plan undisturbed; return the row, and what every other run must come to."""
    resumes = sum(len(batch.numbers) for batch in plan)
    began = time.monotonic()
    seconds = 60 + _UNDISTURBED_SECONDS_A_RESUME * resumes
    with undisturbed(audit, plan, seconds=seconds) as world:
        run = Run(
            name="none",
            resumes=resumes,
            verdict=verdict_on(world, None),
            seconds=time.monotonic() - began,
            settle_seconds=0.0,
        )
        return run, fingerprints(world.database, world.numbers)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the seeds; return 0 where nothing was lost and nothing done twice."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, interrupt)
    audit = options.audit or Path(tempfile.mkdtemp(prefix="screener-chaos-"))
    console = Console(width=120)
    console.print(__doc__.partition("\n\n")[2].strip(), highlight=False, markup=False)
    console.print(
        f"\nbackend: {options.backend}; audit: {audit}", highlight=False, markup=False, soft_wrap=True
    )
    plan = make_plan(options.resumes)
    first = random.SystemRandom().randrange(10_000) if options.seed is None else options.seed
    undisturbed_run, reference = reference_run(plan, audit / "undisturbed")
    runs = [undisturbed_run]
    for seed in range(first, first + options.seeds):
        run = run_seed(
            seed,
            plan,
            kills=options.kills,
            audit=audit / f"seed-{seed}",
            reference=reference,
            variant=options.backend,
            settle_seconds=options.settle_seconds,
        )
        runs.append(run)
        for detail in run.verdict.details:
            console.print(f"seed {seed}: {detail}", highlight=False, markup=False, soft_wrap=True)
    print_table(runs)
    green = all(run.green for run in runs)
    console.print("nothing lost, nothing twice" if green else "FAILED")
    return 0 if green else 1


def interrupt(_number: int, _frame: FrameType | None) -> Never:
    """Handle SIGTERM as Ctrl-C: everything that was started is ended."""
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.resilience.chaos",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    number: Any = {"type": int, "metavar": "N"}
    parser.add_argument("--resumes", default=1000, **number)
    parser.add_argument("--kills", default=300, help="processes killed by SIGKILL in each run", **number)
    parser.add_argument("--seed", help="of the first run; default: by chance, and printed", **number)
    parser.add_argument("--seeds", default=1, help="how many runs, each with the next seed", **number)
    parser.add_argument("--backend", choices=VARIANTS, default="fixed")
    parser.add_argument("--audit", type=Path, help="folder for what was done and said; default: a new one")
    parser.add_argument("--settle-seconds", type=float, default=_SETTLE_SECONDS, metavar="S")
    return parser


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
