"""`screener failed`: the resumes that failed, why, and another try for them.

Nothing that it prints says whose resume it is: no address of a file, no file name, no text.
"""

import argparse
import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from application.errors import MisconfiguredError, TransientError
from application.ports import Failed, FailedResume, FailedResumes, Failure
from entrypoints.settings import load_settings, needed
from entrypoints.terminal import (
    EXIT_FAILED,
    EXIT_OK,
    EXIT_USAGE,
    complain,
    printable,
    say,
    say_json,
    whole_number,
)

if TYPE_CHECKING:
    from entrypoints.container import Container

_ID = re.compile(r"[0-9a-fA-F]{24}")
_REASON = re.compile(r"[a-z0-9_]{1,60}")
_MOST_SHOWN = 10_000
_NO_WORDS = "(written by another worker: its words are in the document's `error`)"


def add_failed_parser(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the command with its three actions."""
    failed = commands.add_parser("failed", help="list, show or retry the resumes that failed")
    actions = failed.add_subparsers(dest="action", metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="list them, the latest first, with a count by reason")
    _add_filters(listed)
    listed.add_argument("--limit", type=_limit, default=50, metavar="N", help="show so many; default: 50")
    listed.add_argument("--json", action="store_true", help="print JSON")
    show = actions.add_parser("show", help="show all that is kept of how one failed, its tries included")
    show.add_argument("id", type=object_id, metavar="ID", help="of the resume processing")
    show.add_argument("--json", action="store_true", help="print JSON")
    retry = actions.add_parser("retry", help="queue them again as new; what was counted stays counted")
    retry.add_argument("ids", type=object_id, nargs="*", metavar="ID", help="of resume processings")
    _add_filters(retry)
    retry.set_defaults(refuse=retry.error)


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--job", type=object_id, metavar="ID", help="those of one job")
    parser.add_argument("--batch", type=_batch, metavar="ID", help="those of one batch")
    parser.add_argument("--reason", type=_reason, metavar="CODE", help="those with one reason")


def object_id(text: str) -> str:
    """Return an id as the database spells it.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not _ID.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no id of 24 hexadecimal digits")
    return text.lower()


def _batch(text: str) -> str:
    if not text.strip():  # an empty variable of a script must not stand for every batch
        raise argparse.ArgumentTypeError("the id of a batch is not empty")
    return text


def _reason(text: str) -> str:
    if not _REASON.fullmatch(text):
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no reason such as not_found")
    return text


def _limit(text: str) -> int:
    return whole_number(text, least=1, most=_MOST_SHOWN)


def run_failed(options: argparse.Namespace) -> int:
    """Run one action and return the exit code.

    0 done, if there was nothing to do; 1 an id that was named is unknown or has not failed, or a server is
    away; 2 wrong usage or setting.
    """
    if options.action == "retry" and bool(options.ids) == bool(
        options.job or options.batch or options.reason
    ):
        options.refuse("name either ids, or --job, --batch or --reason")
    settings = load_settings()
    needed(settings.mongo_uri_py, "MONGO_URI_PY")
    if options.action == "retry":
        needed(settings.redis_url, "REDIS_URL")
    from dependency_injector import providers  # noqa: PLC0415 - a usage error should not wait for these

    from entrypoints.container import Container  # noqa: PLC0415

    container = Container(settings=settings, environment=providers.Object("production"))
    actions = {"list": _list, "show": _show, "retry": _retry}
    try:
        return actions[options.action](options, container)
    except TransientError as outage:
        complain(str(outage))
        return EXIT_FAILED
    except MisconfiguredError as refusal:
        complain(str(refusal))
        return EXIT_USAGE
    finally:
        container.shutdown_resources()


def _chosen(options: argparse.Namespace) -> Failed:
    return Failed(job_id=options.job or "", batch_id=options.batch or "", reason=options.reason or "")


# --- list -----------------------------------------------------------------------------------------


def _list(options: argparse.Namespace, container: "Container") -> int:
    failed, which = container.failed_resumes(), _chosen(options)
    counts = dict(sorted(failed.count(which).items(), key=lambda item: (-item[1], item[0])))
    found = failed.find(which, limit=options.limit)
    if options.json:
        say_json({"counts": counts, "failed": [_listed(resume) for resume in found]})
    else:
        say(*_table(counts, found))
    return EXIT_OK


def _table(counts: Mapping[str, int], found: Sequence[FailedResume]) -> Iterator[str]:
    total = sum(counts.values())
    if not total:
        yield "0 failed"
        return
    yield f"{total} failed: {', '.join(f'{count} {reason}' for reason, count in counts.items())}"
    if len(found) < total:
        yield f"the latest {len(found)} of them:"
    width = max((len(resume.failure.reason) for resume in found if resume.failure), default=0)
    for resume in found:
        if resume.failure is not None:
            failure = resume.failure
            yield ""
            yield (
                f"{resume.processing_id}  {failure.reason:{width}}  {_tries(failure):8}  {_when(failure.at)}"
                f"  job {resume.job_id or '-'}  batch {resume.batch_id or '-'}"
            )
            yield f"  {failure.error or _NO_WORDS}"


def _listed(resume: FailedResume) -> dict[str, object]:
    failure = resume.failure
    return {
        "id": resume.processing_id,
        "jobId": resume.job_id,
        "batchId": resume.batch_id,
        "counted": resume.counted,
        **(_failure_fields(failure) if failure else {}),
    }


# --- show -----------------------------------------------------------------------------------------


def _show(options: argparse.Namespace, container: "Container") -> int:
    resume = container.failed_resumes().history(options.id)
    if resume is None:
        complain(f"{options.id}: there is no such resume processing")
        return EXIT_FAILED
    if resume.failure is None and not resume.earlier:
        complain(f"{options.id}: has not failed: it is {resume.status}")
        return EXIT_FAILED
    if options.json:
        say_json(_whole(resume))
    else:
        say(*_page(resume))
    return EXIT_OK


def _page(resume: FailedResume) -> Iterator[str]:
    yield f"resume   {resume.processing_id}"
    yield f"job      {resume.job_id or '-'}"
    yield f"batch    {resume.batch_id or '-'}"
    yield f"status   {resume.status}"
    yield f"counted  {'yes' if resume.counted else 'no'}"
    if resume.failure is not None:
        yield from _paragraph(resume.failure, "failed")
    for failure in reversed(resume.earlier):
        yield from _paragraph(failure, "put back after it had failed")


def _paragraph(failure: Failure, what: str) -> Iterator[str]:
    yield ""
    yield f"{what}: {_when(failure.at)}, {failure.reason}, {_tries(failure)}"
    yield f"  {failure.error or _NO_WORDS}"
    for one in failure.tries:
        yield f"  try {one.attempt}, {_when(one.at)}, {one.reason}: {one.message}"


def _whole(resume: FailedResume) -> dict[str, object]:
    return {
        "id": resume.processing_id,
        "jobId": resume.job_id,
        "batchId": resume.batch_id,
        "status": resume.status,
        "counted": resume.counted,
        "failure": _history(resume.failure) if resume.failure else None,
        "earlier": [_history(failure) for failure in resume.earlier],
    }


def _history(failure: Failure) -> dict[str, object]:
    tries = [
        {"attempt": one.attempt, "reason": one.reason, "message": one.message, "at": one.at.isoformat()}
        for one in failure.tries
    ]
    return {**_failure_fields(failure), "earlierTries": tries}


def _failure_fields(failure: Failure) -> dict[str, object]:
    return {
        "reason": failure.reason,
        "error": failure.error or None,
        "tries": failure.attempts or None,
        "at": failure.at.isoformat() if failure.at else None,
    }


# --- retry ----------------------------------------------------------------------------------------


def _retry(options: argparse.Namespace, container: "Container") -> int:
    from adapters.rq_queue.connection import check_redis  # noqa: PLC0415 - see run_failed

    failed: FailedResumes = container.failed_resumes()
    # A refused password is said before anything is written; an outage keeps nothing from being queued.
    with contextlib.suppress(TransientError):
        check_redis(container.redis())
    named = bool(options.ids)
    retried = container.retry_failed()(options.ids if named else failed.ids(_chosen(options)))
    say(f"{len(retried.put_back)} queued again")
    if not retried.rung:
        complain("Redis is out of order: a running worker finds what was queued once Redis is back")
    if not named:  # what is not failed any more, somebody else put back a moment ago
        return EXIT_OK
    for processing_id in retried.unknown:
        complain(f"{processing_id}: there is no such resume processing")
    for processing_id, status in retried.not_failed.items():
        complain(f"{processing_id}: has not failed: it is {status}")
    return EXIT_FAILED if retried.unknown or retried.not_failed else EXIT_OK


# --- words ----------------------------------------------------------------------------------------


def _tries(failure: Failure) -> str:
    if not failure.attempts:
        return "? tries"
    return "1 try" if failure.attempts == 1 else f"{failure.attempts} tries"


def _when(moment: datetime | None) -> str:
    return "?" if moment is None else f"{moment:%Y-%m-%d %H:%M:%SZ}"
