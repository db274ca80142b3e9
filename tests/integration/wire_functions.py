"""What the jobs of the tests do: workers find these by name, and a payload's `act` says what happens."""

import os
import signal
import time
from contextlib import suppress
from os import getcwd  # noqa: F401 - a function that this module imported, and does not define
from typing import Any

from rq import Retry, get_current_job

from adapters.rq_queue.job_queue import retry_later
from application.errors import TransientError

MODULE = "tests.integration.wire_functions"
SECRET = "Jane Applicant"  # noqa: S105 - of nobody

_GROWTH: dict[str | None, int] = {"grow": 60_000_000, "gorge": 8_000_000_000}
_GROWN: list[bytes] = []


def screen_resume(payload: dict[str, Any]) -> Retry | dict[str, Any] | None:
    job = get_current_job()
    assert job is not None
    name, redis = payload["resumeProcessingId"], job.connection
    times = int(redis.hincrby("begun", name, 1))
    redis.hset("pids", name, os.getpid())
    act = payload.get("act") or payload.get("externalResumeId")
    _harm(act, times)
    if act == "wait":
        redis.blpop(["go on"], 20)
    if act == "later" and times == 1:
        return retry_later(599.5)
    redis.rpush("done", name)
    return {"screened": name} if act == "return" else None


def _harm(act: str | None, times: int) -> None:
    if act == "raise":
        raise ValueError(f"could not read the resume of {SECRET}")
    if act == "die once" and times == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    if act == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if act == "hang once" and times == 1:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})  # as native code does that never returns
        time.sleep(60)
    if act == "leave once" and times == 1:
        os._exit(0)
    if act in _GROWTH:
        _GROWN.append(b"1" * _GROWTH[act])
    if act == "late":
        with suppress(TransientError):
            time.sleep(60)
    if act == "sleep":
        time.sleep(60)
    if act == "sleep once" and times == 1:
        time.sleep(60)


def analyse_resume(payload: dict[str, Any]) -> None:
    job = get_current_job()
    assert job is not None
    job.connection.rpush("analysed", payload["resumeProcessingId"])
