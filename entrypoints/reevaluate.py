"""`screener reevaluate`: all results of a job once more, under the rules, the model and the job of now.

Nothing that it prints says whose resume it is.
"""

import argparse
import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from application.errors import MisconfiguredError, TransientError, UnprocessableError
from application.reevaluate_job import Reevaluated
from domain.job import JobDescription
from entrypoints.failed import object_id
from entrypoints.settings import load_settings, needed
from entrypoints.stop_signals import Interruption
from entrypoints.terminal import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, EXIT_USAGE, complain, say

if TYPE_CHECKING:
    from entrypoints.container import Container


def add_reevaluate_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    reevaluate = commands.add_parser(
        "reevaluate",
        help="evaluate all completed resumes of a job again, under the rules of now, and rank them",
    )
    reevaluate.add_argument("id", type=object_id, metavar="JOB_ID", help="of the job")
    reevaluate.add_argument(
        "--dry-run", action="store_true", help="print what would become of them, and write nothing"
    )
    reevaluate.add_argument(
        "--fetch",
        action="store_true",
        help="also queue as new what another kind of worker made: its files are read again",
    )


@dataclass(slots=True)
class _Count:
    """What came of the results looked at so far."""

    looked_at: int = 0
    moved: int = 0
    turned: int = 0
    left_out: int = 0
    overtaken: int = 0

    def add(self, one: Reevaluated, *, dry_run: bool) -> None:
        """Count one."""
        self.looked_at += 1
        if one.before is None or one.after is None:
            self.left_out += 1
            return
        self.moved += one.before.final_score != one.after.final_score
        self.turned += one.before.passed != one.after.passed
        self.overtaken += not dry_run and not one.written

    def summary(self, *, dry_run: bool) -> str:
        """Return all in one line."""
        done = "would be evaluated again" if dry_run else "evaluated again"
        line = (
            f"{self.looked_at - self.left_out} {done}: {self.moved} with another score, "
            f"{self.turned} passed or rejected otherwise"
        )
        if self.overtaken:
            line += f"; {self.overtaken} were changed by others meanwhile"
        return f"{line}; {self.left_out} cannot be" if self.left_out else line


def run_reevaluate(options: argparse.Namespace) -> int:
    """Make all results of a job anew and return the exit code.

    0 done, if there was nothing to do; 1 there is no such job, a result cannot be made anew, or a server is
    away; 2 wrong usage or setting; 130 interrupted. Safe beside workers, and to be run again after any end.
    """
    interruption = Interruption()
    interruption.listen()
    settings = load_settings()
    needed(settings.mongo_uri_py, "MONGO_URI_PY")
    if options.fetch:
        needed(settings.redis_url, "REDIS_URL")
    from dependency_injector import providers  # noqa: PLC0415 - a usage error should not wait for these

    from entrypoints.container import Container  # noqa: PLC0415

    container = Container(settings=settings, environment=providers.Object("production"))
    try:
        job = container.jobs().get(options.id)
        if job is None:
            complain(f"{options.id}: there is no such job")
            return EXIT_FAILED
        interruption.begin()
        return _reevaluate(job, options, container, interruption)
    except UnprocessableError as refusal:
        complain(f"{options.id}: {refusal}")
        return EXIT_FAILED
    except TransientError as outage:
        complain(f"{outage}; run it again to go on")
        return EXIT_FAILED
    except MisconfiguredError as refusal:
        complain(str(refusal))
        return EXIT_USAGE
    finally:
        container.shutdown_resources()


def _reevaluate(
    job: JobDescription, options: argparse.Namespace, container: "Container", interruption: Interruption
) -> int:
    count, dry_run = _Count(), options.dry_run
    for one in container.reevaluate_job()(job, dry_run=dry_run):
        count.add(one, dry_run=dry_run)
        _print_change(one)
        if interruption.requested:
            break
    if not dry_run and not interruption.requested:
        container.rank_job()(job.id)
    say(count.summary(dry_run=dry_run))
    if interruption.requested:
        complain("interrupted: run it again to go on")
        return EXIT_INTERRUPTED
    foreign = container.results().without_rules(job.id)
    if foreign and options.fetch and not dry_run:
        _queue_again(foreign, container)
    elif foreign:
        complain(
            f"{len(foreign)} hold nothing to evaluate again, as another kind of worker made them, and those "
            "that passed are ranked among the others by the score that it gave them; "
            "--fetch queues them as new"
        )
    return EXIT_FAILED if count.left_out else EXIT_OK


def _print_change(one: Reevaluated) -> None:
    if one.before is None or one.after is None:
        say(f"{one.processing_id}  cannot be evaluated again")
        return
    before, after = one.before, one.after
    if (before.final_score, before.passed) != (after.final_score, after.passed):
        say(
            f"{one.processing_id}  {before.final_score:.4f} {_verdict(passed=before.passed)}"
            f" -> {after.final_score:.4f} {_verdict(passed=after.passed)}"
        )


def _verdict(*, passed: bool) -> str:
    return "passed" if passed else "rejected"


def _queue_again(foreign: Sequence[str], container: "Container") -> None:
    results, queue = container.results(), container.batch_queue()
    queued = 0
    for processing_id in foreign:
        processing = results.queue_again(processing_id)
        if processing is not None:
            queued += 1
            # A worker finds what was queued by itself, only later.
            with contextlib.suppress(TransientError):
                queue.put(processing)
    say(f"{queued} queued as new")
