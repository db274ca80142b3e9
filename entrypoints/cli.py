"""The command line: `screener screen`, `worker`, `check`, `failed`, `explain`, `analyse` and others."""

import argparse
import contextlib
import importlib.metadata
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from domain.job import JobDescription
from domain.processing import ResumeProcessing
from entrypoints.analysis import add_analysis_parsers, run_analyse, run_costs
from entrypoints.audit import (
    add_audit_parser,
    audited,
    render_audit_html,
    render_audit_json,
    render_audit_table,
)
from entrypoints.audit_files import AuditFileError
from entrypoints.explain import add_explain_parser, run_explain
from entrypoints.failed import add_failed_parser, run_failed
from entrypoints.job_file import JobFileError, load_job
from entrypoints.reevaluate import add_reevaluate_parser, run_reevaluate
from entrypoints.report import Report, render_json, report_order
from entrypoints.report_page import render_html
from entrypoints.report_table import render_table
from entrypoints.settings import MOST_WORKERS, Settings, SettingsError, load_settings, needed
from entrypoints.stop_signals import Interruption
from entrypoints.terminal import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_OK,
    EXIT_USAGE,
    UsageError,
    complain,
    encoded,
    os_words,
    whole_number,
    write,
)

PARTS = ("redis", "mongodb", "model", "callback", "gemini")
RESUME_SUFFIXES = frozenset({".pdf", ".docx", ".txt", ".md"})
_MOST_AT_ONCE = 64


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, where argparse would print the whole usage first."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} (see {self.prog} --help)")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code.

    0 done; 1 the machine failed (a full disk), a check did, an id names nothing of the kind, or a result
    does not come out the same again; 2 wrong usage, setting or job; 130 interrupted.
    """
    try:
        options = _parser().parse_args(arguments)
        commands = {
            "screen": _screen,
            "audit": _audit,
            "worker": _worker,
            "check": _check,
            "prepare": _prepare,
            "failed": run_failed,
            "analyse": run_analyse,
            "costs": run_costs,
            "explain": run_explain,
            "reevaluate": run_reevaluate,
        }
        return commands[options.command](options)
    except (UsageError, SettingsError, JobFileError, AuditFileError) as error:
        complain(str(error))
        return EXIT_USAGE
    except KeyboardInterrupt:
        complain("interrupted")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_OK
    except OSError as error:
        complain(os_words(error))
        return EXIT_FAILED


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="screener", description="Screen resumes against a job.")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    screen = commands.add_parser("screen", help="screen resume files against a job and print the ranking")
    screen.add_argument("--job", type=Path, required=True, metavar="FILE", help="YAML, JSON, TOML, TXT or MD")
    screen.add_argument(
        "paths", type=Path, nargs="+", metavar="PATH", help="resume files, or folders of them"
    )
    screen.add_argument("--format", choices=("table", "json", "html"), default="table")
    screen.add_argument("--output", type=Path, metavar="FILE", help="write there, not to standard output")
    screen.add_argument(
        "--as-of",
        type=_day,
        metavar="DATE",
        help='where "Present" ends; default: the job\'s created_at, else today',
    )
    screen.add_argument(
        "--processes",
        type=_count,
        metavar="N",
        help="resumes worked on at once; default: the number of cores",
    )
    commands.add_parser("prepare", help="prepare the model; the first screening does it otherwise")
    worker = commands.add_parser("worker", help="work on the backend's queues until told to stop")
    worker.add_argument(
        "--workers", type=_worker_count, metavar="N", help="batch workers; default: PY_WORKER_COUNT"
    )
    worker.add_argument(
        "--analysis-workers",
        type=_worker_count,
        metavar="M",
        help="analysis workers; default: ANALYSIS_WORKER_COUNT",
    )
    worker.add_argument("--burst", action="store_true", help="end when nothing waits in line any more")
    check = commands.add_parser("check", help="try everything that a worker needs")
    check.add_argument("names", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; default: all of them")
    add_failed_parser(commands)
    add_analysis_parsers(commands)
    add_explain_parser(commands)
    add_reevaluate_parser(commands)
    add_audit_parser(commands)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date of the form 2026-12-31") from None


def _count(text: str) -> int:
    return whole_number(text, least=1, most=_MOST_AT_ONCE)


def _worker_count(text: str) -> int:
    return whole_number(text, least=0, most=MOST_WORKERS)


def _version() -> str:
    return f"screener {importlib.metadata.version('resume-screening-worker')}"


def _worker(options: argparse.Namespace) -> int:
    settings = load_settings()
    needed(settings.redis_url, "REDIS_URL")
    needed(settings.mongo_uri_py, "MONGO_URI_PY")
    from entrypoints.logs import configure_logs  # noqa: PLC0415 - a usage error should not wait for these
    from entrypoints.supervisor import Supervisor  # noqa: PLC0415

    configure_logs(settings, process="supervisor")
    chosen = (
        (options.workers, settings.py_worker_count),
        (
            options.analysis_workers,
            settings.analysis_worker_count,
        ),
    )
    workers, analysis_workers = (default if given is None else given for given, default in chosen)
    return Supervisor(settings, workers=workers, analysis_workers=analysis_workers, burst=options.burst).run()


def _check(options: argparse.Namespace) -> int:
    unknown = sorted(set(options.names) - set(PARTS))
    if unknown:
        raise UsageError(f"unknown part {unknown[0]!r} (known: {', '.join(PARTS)})")
    settings = load_settings()
    from entrypoints.check import print_findings, run_checks  # noqa: PLC0415 - see _screen_all

    findings = run_checks(settings, options.names or PARTS)
    print_findings(findings, Console())
    return EXIT_OK if all(found.passed for found in findings) else EXIT_FAILED


def _prepare(_: argparse.Namespace) -> int:
    from entrypoints.container import prepare  # noqa: PLC0415 - see _screen_all

    Interruption().listen()
    prepare(load_settings())
    return EXIT_OK


def _screen(options: argparse.Namespace) -> int:
    interruption = Interruption()
    interruption.listen()
    settings = load_settings()
    # The only look at the clock: the domain is told where "Present" ends.
    job = load_job(options.job, as_of=options.as_of, today=datetime.now(tz=UTC).date())
    found = collect_resumes(options.paths)
    _refuse_unwritable(options.output)
    processings, finished = _screen_all(
        settings, job, found.resumes, options.processes or _cores(), interruption
    )
    report = Report(
        job=job, processings=report_order(processings), skipped=found.skipped, interrupted=not finished
    )
    _write(report, options)
    if not finished:
        done = len(report.processings)
        complain(f"interrupted: {done} of {len(found.resumes)} resumes were screened")
        return EXIT_INTERRUPTED
    return EXIT_OK


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """Paths as shown to the user: relative to the working folder where they lie in it."""

    resumes: tuple[str, ...]
    skipped: tuple[str, ...]


def collect_resumes(paths: Sequence[Path]) -> FoundFiles:
    """List each resume file once, sorted, whatever the order and overlap of the paths.

    A file that is named is a resume whatever its name; in a folder, and the folders in it, those with a known
    ending are, and the others are skipped.

    Raises:
        UsageError: a path does not exist, or there is no resume at all.
    """
    resumes: set[str] = set()
    skipped: set[str] = set()
    for path in paths:
        if not _exists(path):
            raise UsageError(f"{path}: there is no such file or folder")
        if not path.is_dir():
            resumes.add(_shown(path))
            continue
        for folder, folders, names in os.walk(path, onerror=_refuse_unreadable):
            # Hidden folders, and links to folders, which may lead in a circle, are named but not entered.
            passed_over = [
                name for name in folders if name.startswith(".") or Path(folder, name).is_symlink()
            ]
            skipped.update(_shown(Path(folder, name)) + "/" for name in passed_over)
            folders[:] = sorted(set(folders) - set(passed_over))
            for name in names:
                known = Path(name).suffix.lower() in RESUME_SUFFIXES and not name.startswith(".")
                (resumes if known else skipped).add(_shown(Path(folder, name)))
    if not resumes:
        raise UsageError(f"no resume (PDF, DOCX, TXT or MD) in {', '.join(str(path) for path in paths)}")
    return FoundFiles(resumes=tuple(sorted(resumes)), skipped=tuple(sorted(skipped - resumes)))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:  # the name is too long, or a folder on the way is closed to us
        raise UsageError(os_words(error)) from None


def _refuse_unreadable(error: OSError) -> None:
    raise UsageError(f"{error.filename}: the folder cannot be read: {error.strerror}")


def _shown(path: Path) -> str:
    """Return one spelling for each file, with the links of its folders followed, as `link/../x` needs."""
    absolute = path.parent.resolve() / path.name if path.name not in {"", ".."} else path.resolve()
    try:
        return absolute.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return absolute.as_posix()


def _cores() -> int:
    return min(len(os.sched_getaffinity(0)), _MOST_AT_ONCE)


def _screen_all(
    settings: Settings,
    job: JobDescription,
    sources: Sequence[str],
    at_once: int,
    interruption: Interruption,
) -> tuple[list[ResumeProcessing], bool]:
    # Imported here: a usage error should not wait for the model runtime.
    from dependency_injector import providers  # noqa: PLC0415

    from entrypoints.container import Container  # noqa: PLC0415

    queued = [ResumeProcessing(id=source, job_id=job.id, resume_url=source) for source in sources]
    container = Container(
        settings=settings,
        initial_jobs=providers.Object([job]),
        initial_processings=providers.Object(queued),
        at_once=providers.Object(min(at_once, len(queued))),
    )
    try:
        batch = container.screen_batch()
        interruption.begin()
        with _progress(len(queued)) as advance:
            finished = batch(
                job.id,
                [processing.id for processing in queued],
                at_once=min(at_once, len(queued)),
                on_settled=lambda _: advance(),
                interrupted=lambda: interruption.requested,
            )
        settled = [processing for processing in container.processings().of_job(job.id) if processing.settled]
    finally:
        container.shutdown_resources()
    return settled, finished


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """Show a bar on a terminal; show nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda: None
        return
    columns = (TextColumn("screening"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("screening", total=total)
        yield lambda: progress.advance(task)


def _refuse_unwritable(output: Path | None) -> None:
    """Find out before the work, not after it, that the result could not be written."""
    if output is None:
        return
    if _exists(output):
        if output.is_dir():
            raise UsageError(f"{output}: is a folder")
        if not os.access(output, os.W_OK):
            raise UsageError(f"{output}: cannot be written")
        if not output.is_file():
            return  # a pipe or a device
    try:  # a file is written anew beside the old one
        tempfile.TemporaryFile(dir=output.resolve().parent).close()
    except OSError as error:
        raise UsageError(f"{output}: cannot be written there: {error.strerror}") from None


def _audit(options: argparse.Namespace) -> int:
    report = audited(options)
    _refuse_unwritable(options.output)
    if options.format == "json":
        text = render_audit_json(report)
    elif options.format == "html":
        text = render_audit_html(report)
    else:
        width, color = _terminal(options.output)
        text = render_audit_table(report, width=width, color=color)
    _write_text(text, options.output)
    return EXIT_OK


def _write(report: Report, options: argparse.Namespace) -> None:
    if options.format == "json":
        text = render_json(report)
    elif options.format == "html":
        text = render_html(report)
    else:
        width, color = _terminal(options.output)
        text = render_table(report, width=width, color=color)
    _write_text(text, options.output)


def _terminal(output: Path | None) -> tuple[int | None, bool]:
    """Width of the terminal that is written to, None for none, and whether it may be coloured."""
    console = Console()
    on_terminal = output is None and console.is_terminal
    # https://no-color.org
    return (console.width if on_terminal else None), on_terminal and not os.environ.get("NO_COLOR")


def _write_text(text: str, output: Path | None) -> None:
    if output is None:
        if sys.stdout is None:
            raise UsageError("standard output is closed; name a file with --output")
        write(text)
        return
    try:
        _write_file(output, encoded(text))
    except OSError as error:
        # A full disk, or what else came in between: it could be written to before the work.
        raise OSError(error.errno, f"cannot be written: {error.strerror}", str(output)) from None


def _write_file(output: Path, data: bytes) -> None:
    if output.exists() and not output.is_file():
        output.write_bytes(data)  # a pipe or a device is written to, never moved away
        return
    # Written beside and moved into place, where a link leads: a reader never sees half of it.
    target = output.resolve()
    scratch = target.with_name(f".{os.getpid()}.tmp")
    try:
        scratch.write_bytes(data)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
