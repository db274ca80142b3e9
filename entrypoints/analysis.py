"""`screener analyse`: the deep analysis of one file; `screener costs`: what all analyses took."""

import argparse
import contextlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from application.analyse_resume import resume_prompt
from application.analysis_ports import Costs
from application.errors import MisconfiguredError, TransientError
from domain.processing import ResumeProcessing
from entrypoints.job_file import load_job
from entrypoints.settings import Settings, SettingsError, load_settings, needed
from entrypoints.terminal import EXIT_FAILED, EXIT_OK, EXIT_USAGE, complain, write

if TYPE_CHECKING:
    from entrypoints.container import Container

_LONGEST_WAIT = 90.0  # seconds that someone at a terminal is kept waiting for another try
_WIDTH = 100


def add_analysis_parsers(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add both commands."""
    analyse = commands.add_parser("analyse", help="have one resume analysed by the language model")
    analyse.add_argument("--job", type=Path, required=True, metavar="FILE", help="as for `screen`")
    analyse.add_argument("resume", type=Path, metavar="RESUME", help="PDF, DOCX, TXT or MD")
    analyse.add_argument(
        "--dry-run",
        action="store_true",
        help="print what would be sent and about what it costs; send nothing",
    )
    analyse.add_argument("--json", action="store_true", help="print JSON")
    costs = commands.add_parser("costs", help="what analyses cost, by day and model")
    costs.add_argument("--since", type=_day, required=True, metavar="DATE", help="such as 2026-11-01, UTC")
    costs.add_argument("--json", action="store_true", help="print JSON")


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), datetime.min.time(), tzinfo=UTC)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date of the form 2026-12-31") from None


def run_analyse(options: argparse.Namespace) -> int:
    """Screen one file, and have it analysed by the same code as in the worker.

    Returns:
        0 done; 1 the file could not be screened, or the analysis could not be made; 2 there is no such file.

    Raises:
        SettingsError: no language model is set up.
    """
    settings = load_settings()
    if not options.dry_run and not settings.llm_is_set_up:
        missing = (
            "LLM_API_KEY: is not set, and no LLM_BASE_URL of a server that asks for none"
            if settings.llm_provider == "openai"
            else "GEMINI_API_KEY: is not set"
        )
        raise SettingsError(f"{missing} (see --dry-run)")
    if not options.resume.exists():
        _say(f"{options.resume}: there is no such file")
        return EXIT_USAGE
    job = load_job(options.job, as_of=None, today=datetime.now(tz=UTC).date())
    with _screening(settings, job, options.resume) as (container, processing):
        if processing.evaluation is None:
            return _say(f"{options.resume}: {processing.error}")
        if options.dry_run:
            terms = settings.call_terms()
            prompt, _ = resume_prompt(processing.evaluation, job, terms)
            estimate = terms.cost(prompt.tokens, terms.max_output_tokens)
            cost = None if estimate is None else estimate / 1e6
            sent = {
                "model": settings.llm_model,
                "tokensEstimated": prompt.tokens,
                "tokensOfAnswerAtMost": terms.max_output_tokens,
                "dollarsAtMost": cost,
                "system": prompt.system,
                "user": prompt.user,
                "schema": prompt.schema,
            }
            _print_prompt(sent, as_json=options.json)
            return EXIT_OK
        error = _analysed(container, processing.id)
        if error:
            return _say(f"{options.resume}: {error}")
        stored = container.memory_analyses().stored(processing.id)
        _print_analysis(stored.analysis or {}, as_json=options.json)
        for row in container.call_ledger().costs(since=datetime.min.replace(tzinfo=UTC)):
            _say(
                f"{row.model}: {row.calls} call(s), {row.tokens_in} + {row.tokens_out} tokens, {_money(row)}"
            )
        return EXIT_OK


@contextlib.contextmanager
def _screening(settings: Settings, job: Any, resume: Path) -> "Iterator[tuple[Container, ResumeProcessing]]":
    from dependency_injector import providers  # noqa: PLC0415 - a usage error should not wait for the runtime

    from entrypoints.container import Container  # noqa: PLC0415

    queued = ResumeProcessing(id=str(resume), job_id=job.id, resume_url=str(resume))
    container = Container(
        settings=settings,
        initial_jobs=providers.Object([job]),
        initial_processings=providers.Object([queued]),
    )
    try:
        yield container, container.screen_resume()(queued.id)
    finally:
        container.shutdown_resources()


def _analysed(container: "Container", processing_id: str) -> str | None:
    """Ask until it is settled; return why it could not be."""
    container.memory_analyses().request(processing_id)
    while True:
        try:
            outcome = container.analyse_resume()(processing_id)
        except TransientError as later:
            if later.retry_after > _LONGEST_WAIT:
                return str(later)
            _say(f"waiting {later.retry_after:.0f} s: {later}")
            time.sleep(later.retry_after)
            continue
        stored = container.memory_analyses().stored(processing_id)
        return stored.error if outcome == "failed" else None


def _print_prompt(sent: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        _write(json.dumps(sent, ensure_ascii=False, indent=2))
        return
    cost = "price unknown" if sent["dollarsAtMost"] is None else f"at most ${sent['dollarsAtMost']:.6f}"
    tokens = f"about {sent['tokensEstimated']} tokens, answer at most {sent['tokensOfAnswerAtMost']}"
    _write(
        "\n".join(
            (
                f"model: {sent['model']}; {tokens}; {cost}",
                "", "--- system instruction ---", sent["system"],
                "", "--- prompt ---", sent["user"],
                "", "--- schema of the answer ---", json.dumps(sent["schema"], indent=1),
            )
        )
    )  # fmt: skip


def _print_analysis(stored: Mapping[str, Any], *, as_json: bool) -> None:
    if as_json:
        _write(json.dumps(stored, ensure_ascii=False, indent=2))
        return
    console = Console(width=_WIDTH, highlight=False)
    given = stored["analysis"]
    console.print(f"[bold]{escape(given['overallFit'])} fit[/bold] {escape(given['summary'])}")
    for name, title in (
        ("matchedSkills", "matched"),
        ("missingSkills", "missing"),
        ("strengths", "strengths"),
        ("concerns", "concerns"),
    ):
        console.print(f"{title}: {escape('; '.join(given[name]) or 'none')}")
    console.print(escape(given["experienceAssessment"]))
    console.print(escape(given["recommendation"]))
    removed = stored["guard"]
    if removed:
        parts = ", ".join(f"{count} of {name}" for name, count in removed.items())
        console.print(f"removed, as resume and evidence do not bear it out: {parts}")


def run_costs(options: argparse.Namespace) -> int:
    """Print the sums; 1 where MongoDB is away."""
    settings = load_settings()
    needed(settings.mongo_uri_py, "MONGO_URI_PY")
    from dependency_injector import providers  # noqa: PLC0415 - see _screening

    from entrypoints.container import Container  # noqa: PLC0415

    container = Container(settings=settings, environment=providers.Object("production"))
    try:
        rows = container.call_ledger().costs(since=options.since)
    except TransientError as outage:
        return _say(str(outage))
    except MisconfiguredError as refusal:
        raise SettingsError(str(refusal)) from refusal
    finally:
        container.shutdown_resources()
    if options.json:
        _write(json.dumps([_as_json(row) for row in rows], indent=2))
    else:
        _print_costs(rows)
    return EXIT_OK


def _as_json(row: Costs) -> dict[str, Any]:
    return {
        "day": row.day,
        "model": row.model,
        "calls": row.calls,
        "tokensIn": row.tokens_in,
        "tokensOut": row.tokens_out,
        "dollars": row.microdollars / 1e6,
        "callsWithoutPrice": row.unpriced,
        "callsByEstimate": row.unanswered,
    }


def _print_costs(rows: Sequence[Costs]) -> None:
    table = Table("day (UTC)", "model", *("calls", "tokens in", "tokens out", "cost"))
    for row in rows:
        counts = (row.calls, row.tokens_in, row.tokens_out)
        table.add_row(row.day, escape(row.model), *(f"{count:,}" for count in counts), _money(row))
    total = sum(row.microdollars for row in rows)
    table.add_section()
    sums = (sum(r.calls for r in rows), sum(r.tokens_in for r in rows), sum(r.tokens_out for r in rows))
    table.add_row("all", "", *(f"{count:,}" for count in sums), f"${total / 1e6:.4f}")
    Console(width=_WIDTH).print(table)


def _money(row: Costs) -> str:
    unpriced = f" + {row.unpriced} without a price" if row.unpriced else ""
    unanswered = f", {row.unanswered} unanswered by estimate" if row.unanswered else ""
    return f"${row.microdollars / 1e6:.4f}{unpriced}{unanswered}"


def _say(line: str) -> int:
    complain(line)
    return EXIT_FAILED


def _write(text: str) -> None:
    write(f"{text}\n")
