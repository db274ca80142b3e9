"""`screener explain`: how one result came about, to the last decimal, and whether it comes out so again.

From MongoDB, which is only read, or from the JSON of `screener screen`. Passages of the resume are printed
from its redacted text; neither its name, its file nor what it hides is.
"""

import argparse
import contextlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from application.errors import MisconfiguredError, TransientError, UnprocessableError
from application.replay import Finding, Replayed, replay
from domain.evaluation import Evaluation, rules_version
from domain.job import JobDescription
from entrypoints.derivation import Fields, Section, Standing, derivation
from entrypoints.failed import object_id
from entrypoints.settings import Settings, load_settings, needed
from entrypoints.terminal import EXIT_FAILED, EXIT_OK, EXIT_USAGE, UsageError, complain, say, say_json

if TYPE_CHECKING:
    from entrypoints.container import Container

_MOST_BYTES = 500_000_000


class _CannotExplainError(Exception):
    """There is nothing to explain; the message is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Result:
    """What is explained.

    Attributes:
        fields: in their published form.
        evaluation: read from them.
        standing: among the others of the job.
        job: as it is now; None where it is gone.
        job_id: of it.
    """

    fields: Fields
    evaluation: Evaluation
    standing: Standing
    job: JobDescription | None
    job_id: str


def add_explain_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command."""
    explain = commands.add_parser("explain", help="print how one result came about, and compute it again")
    explain.add_argument(
        "id", metavar="ID", help="of the resume processing; with --from, the source of a resume"
    )
    explain.add_argument(
        "--from", dest="results", type=Path, metavar="FILE", help="the JSON of `screener screen`, not MongoDB"
    )
    explain.add_argument("--json", action="store_true", help="print JSON")
    explain.add_argument(
        "--verify",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="compute it again from what is stored and compare the bytes; default",
    )
    explain.set_defaults(refuse=explain.error)


def run_explain(options: argparse.Namespace) -> int:
    """Print the derivation of one result and return the exit code.

    0 it comes out the same again, or was not to be computed; 1 it does not, it cannot be computed again,
    there is nothing to explain, or the database is away; 2 wrong usage or setting.
    """
    settings = load_settings()
    try:
        with _containers(options, settings) as container:
            result = _from_file(options) if options.results else _from_store(options.id, container)
            steps = derivation(result.fields, result.standing)
            replayed = _replayed(result, container) if options.verify else None
            notes = tuple(_notes(result, replayed, settings, container)) if replayed else ()
    except _CannotExplainError as error:
        complain(str(error))
        return EXIT_FAILED
    except TransientError as outage:
        complain(str(outage))
        return EXIT_FAILED
    except MisconfiguredError as refusal:
        complain(str(refusal))
        return EXIT_USAGE
    if options.json:
        _print_json(options.id, steps, replayed, notes)
    else:
        say(*_page(options.id, result.fields, steps, notes))
    return EXIT_OK if replayed is None or replayed.finding is Finding.SAME else EXIT_FAILED


@contextlib.contextmanager
def _containers(options: argparse.Namespace, settings: Settings) -> Iterator["Container"]:
    if not options.results:
        try:
            options.id = object_id(options.id)
        except argparse.ArgumentTypeError as error:
            options.refuse(f"argument ID: {error}")
        needed(settings.mongo_uri_py, "MONGO_URI_PY")
    from dependency_injector import providers  # noqa: PLC0415 - a usage error should not wait for these

    from entrypoints.container import Container  # noqa: PLC0415

    environment = "embedded" if options.results else "production"
    container = Container(settings=settings, environment=providers.Object(environment))
    try:
        yield container
    finally:
        container.shutdown_resources()


def _from_store(processing_id: str, container: "Container") -> _Result:
    results = container.results()
    stored = results.stored(processing_id)
    if stored is None:
        raise _CannotExplainError(f"{processing_id}: there is no such resume processing")
    processing = stored.processing
    _refuse_incomplete(processing_id, processing.status.value, "; see `screener failed show`")
    if processing.evaluation is None:
        _refuse_foreign(processing_id, stored.fields)
        raise _CannotExplainError(
            f"{processing_id}: an earlier version of this worker made it, in another form"
        )
    job = None
    with contextlib.suppress(UnprocessableError):
        job = container.jobs().get(processing.job_id)
    placed, equals = results.standing(stored)
    return _Result(
        fields=stored.fields,
        evaluation=processing.evaluation,
        standing=Standing(placed=placed, equals=equals),
        job=job,
        job_id=processing.job_id,
    )


def _from_file(options: argparse.Namespace) -> _Result:
    from adapters.mongo.documents import evaluation_from  # noqa: PLC0415 - the published form is read there

    content = _read_results(options)
    resumes = content["resumes"]
    exact = [one for one in resumes if one.get("source") == options.id]
    found = exact or [one for one in resumes if Path(str(one.get("source"))).name == options.id]
    if len(found) != 1:
        several = f"{len(found)} resumes are named so" if found else "there is no such resume"
        raise _CannotExplainError(f"{options.id}: {several} in {options.results}")
    (fields,) = found
    _refuse_incomplete(options.id, str(fields.get("status")), f": {fields.get('error')}")
    _refuse_foreign(options.id, fields)
    try:
        evaluation = evaluation_from(fields)
        job = _job(content["job"])
    except (KeyError, TypeError, ValueError):
        evaluation = None
    if evaluation is None:
        raise _CannotExplainError(f"{options.results}: is no result of this version of `screener screen`")
    placed = [one for one in resumes if one.get("rank") is not None]
    equals = [one for one in placed if one is not fields and one["finalScore"] == fields["finalScore"]]
    standing = Standing(placed=len(placed), equals=len(equals))
    return _Result(fields=fields, evaluation=evaluation, standing=standing, job=job, job_id="")


def _read_results(options: argparse.Namespace) -> dict[str, Any]:
    path: Path = options.results
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path}: is larger than {_MOST_BYTES:,} bytes")
        content = json.loads(path.read_bytes())
        told = (content["job"], *content["resumes"])
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        told = (None,)
    if not all(isinstance(one, dict) for one in told):
        raise UsageError(f"{path}: is not the JSON of `screener screen --format json`")
    return {"job": told[0], "resumes": told[1:]}


def _job(told: Fields) -> JobDescription:
    return JobDescription(
        id=told["id"],
        title=told["title"],
        reference_date=date.fromisoformat(told["created_at"]),
        required_skills=tuple(told["required_skills"]),
        preferred_skills=tuple(told["preferred_skills"]),
        min_experience_years=told["min_experience_years"],
        experience_level=told["experience_level"],
        company=told["company"],
        location=told["location"],
        description=told["description"],
    )


def _refuse_incomplete(name: str, status: str, why: str) -> None:
    if status == "failed":
        raise _CannotExplainError(f"{name}: it failed and has no score{why}")
    if status != "completed":
        raise _CannotExplainError(f"{name}: has no result yet: it is {status}")


def _refuse_foreign(name: str, fields: Fields) -> None:
    if not fields.get("rulesVersion"):
        raise _CannotExplainError(
            f"{name}: another kind of worker made it, and did not keep how; `screener reevaluate --fetch` of "
            "its job makes it anew"
        )


def _replayed(result: _Result, container: "Container") -> Replayed:
    if result.job is None:
        return Replayed(
            finding=Finding.OTHER_JOB,
            reasons=("its job is gone, or nobody can be screened against it any more",),
        )
    return replay(result.fields, result.evaluation, result.job, container.lexicon())


def _notes(result: _Result, replayed: Replayed, settings: Settings, container: "Container") -> Iterator[str]:
    again = f"`screener reevaluate {result.job_id}`" if result.job_id else "screening again"
    match replayed.finding:
        case Finding.SAME:
            yield "Computed again from what is stored: the same to the last byte."
        case Finding.DIFFERS:
            yield f"Computed again from what is stored: DIFFERS in {', '.join(replayed.differences)}."
        case Finding.OTHER_RULES:
            yield (
                f"Made by other rules ({result.evaluation.rules_version}; those of here: "
                f"{replayed.rules_now}): {'; '.join(replayed.reasons)}. Not computed again; {again} makes it "
                "anew."
            )
        case Finding.OTHER_JOB | Finding.NOT_KEPT:
            yield f"Not computed again: {'; '.join(replayed.reasons)}."
    here = rules_version(
        rules=settings.scoring_rules(),
        lexicon=container.lexicon(),
        count_internships=settings.count_internships,
        embedding_model=result.evaluation.embedding_model,
    )
    if replayed.finding in {Finding.SAME, Finding.DIFFERS} and here != replayed.rules_now:
        yield (
            f"The settings of here are others than those that made it ({here}, not {replayed.rules_now}); "
            f"{again} puts them in force."
        )


def _page(name: str, fields: Fields, steps: Sequence[Section], notes: Sequence[str]) -> Iterator[str]:
    decision = fields["explanation"]["decision"]["status"]
    yield f"{name}: {decision}, score {fields['finalScore']:.4f}"
    for step in steps:
        yield ""
        yield step.title
        yield from (f"  {line}" for line in step.lines)
    if notes:
        yield ""
        yield from notes


def _print_json(name: str, steps: Sequence[Section], replayed: Replayed | None, notes: Sequence[str]) -> None:
    verification = replayed and {
        "finding": replayed.finding.value,
        "differences": list(replayed.differences),
        "reasons": list(replayed.reasons),
        "notes": list(notes),
    }
    content = {
        "id": name,
        "derivation": [{"title": step.title, "lines": list(step.lines)} for step in steps],
        "verification": verification,
    }
    say_json(content)
