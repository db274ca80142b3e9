"""Deep analysis end to end: the real worker, Redis, MongoDB, and a server that speaks Gemini's protocol."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId

from tests.analyses import GOOD, changed
from tests.model_servers import ModelServer, Reply, Request
from tests.resumes import resume_text
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import ROOT, RunningWorker

QUEUE = "analysis-processing"
KEY = "not-a-real-key-77aa"
pytestmark = pytest.mark.slow

Start = Callable[..., RunningWorker]


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer("gemini") as server:
        yield server


@pytest.fixture
def backend(mongo_url: str, redis_url: str) -> Iterator[BackendStandIn]:
    with BackendStandIn(mongo_url=mongo_url, redis_url=redis_url) as made:
        yield made


@pytest.fixture
def start(backend: BackendStandIn, model: ModelServer, mongo_url: str, redis_url: str) -> Iterator[Start]:
    running: list[RunningWorker] = []

    def begin(*arguments: str, **environment: Any) -> RunningWorker:
        given = {
            "GEMINI_API_KEY": KEY, "LLM_BASE_URL": model.url,
            "ANALYSIS_BASE_DELAY": "0.2", "LEASE_SECONDS": "3",
            **{name: value for name, value in environment.items() if name.isupper()},
        }  # fmt: skip
        workers = environment.get("workers", 1)
        analysis = environment.get("analysis_workers", 1)
        worker = RunningWorker(
            backend, *arguments, redis_url=redis_url, mongo_url=mongo_url, workers=workers,
            analysis_workers=analysis, **given,
        )  # fmt: skip
        running.append(worker.__enter__())
        return worker

    yield begin
    for worker in running:
        worker.__exit__(None, None, None)


def screened(backend: BackendStandIn, count: int = 1, first: int = 0) -> list[str]:
    """Have resumes screened and counted."""
    batch_id, ids = backend.submit(backend.create_job(), [resume_text(first + seed) for seed in range(count)])
    wait_for(lambda: backend.is_complete(batch_id), seconds=90)
    wait_for(lambda: all(backend.document(id_)["worker"]["reportAnswered"] for id_ in ids))
    return ids


def ask(backend: BackendStandIn, id_: str, *, publish: bool = True) -> None:
    backend.documents.update_one(
        {"_id": ObjectId(id_)},
        {
            "$set": {"analysisStatus": "queued"},
            "$currentDate": {"analysisRequestedAt": True, "updatedAt": True},
        },
    )
    if publish:
        backend.push(QUEUE, {"resumeProcessingId": id_, "attempt": 1, "triggeredBy": "recruiter"})


def is_at(backend: BackendStandIn, id_: str, status: str, seconds: float = 30) -> dict[str, Any]:
    wait_for(lambda: backend.document(id_)["analysisStatus"] == status, seconds=seconds)
    return dict(backend.document(id_))


def test_an_analysis_is_made_stored_and_paid_for_and_touches_nothing_else(
    backend: BackendStandIn, model: ModelServer, start: Start
) -> None:
    worker = start()
    [id_] = screened(backend)
    before = backend.document(id_)
    ask(backend, id_)
    after = is_at(backend, id_, "completed")
    assert set(after["analysis"]) == {"parsed_resume", "analysis", "guard"}
    assert set(after["analysis"]["analysis"]) == set(GOOD["analysis"])
    assert (after["analysisError"], after["analysisRetryCount"]) == (None, 0)
    assert after["analysisCompletedAt"].tzinfo is not None
    assert abs((datetime.now(tz=UTC) - after["analysisCompletedAt"]).total_seconds()) < 60
    changed_ = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed_ if not name.startswith("analysis")} == {"updatedAt", "worker"}
    [call] = after["analysisCalls"]
    assert set(call) == {"id", "at", "model", "tokensIn", "tokensOut", "microdollars", "seconds", "outcome"}
    assert call["at"].tzinfo is not None
    assert (call["tokensIn"], call["tokensOut"], call["outcome"]) == (1200, 300, "used")
    assert call["microdollars"] == 1200 * 0.3 + 300 * 2.5
    assert len(model.requests) == 1
    said = model.requests[0].body["contents"][0]["parts"][0]["text"]
    name = before["normalizedResumeText"].split("\n")[0]
    assert name not in said
    wait_for(lambda: any(line.get("outcome") == "completed" for line in worker.lines))
    assert KEY not in worker.log
    assert name not in worker.log
    assert "at most before, $0.001110 in the end" in worker.log


def test_a_request_that_redis_lost_is_found(backend: BackendStandIn, start: Start) -> None:
    start()
    [id_] = screened(backend)
    ask(backend, id_, publish=False)
    is_at(backend, id_, "completed", seconds=40)


def test_a_worker_that_dies_in_the_call_calls_again_only_after_its_lease(
    backend: BackendStandIn, model: ModelServer, start: Start
) -> None:
    worker = start()
    [id_] = screened(backend)
    model.reply = lambda _: Reply(wait=60 if len(model.requests) == 1 else 0)
    ask(backend, id_)
    wait_for(lambda: len(model.requests) == 1)
    begun = time.monotonic()
    for process in worker.processes("analysis"):
        for child in [*process.children(recursive=True), process]:
            os.kill(child.pid, signal.SIGKILL)
    after = is_at(backend, id_, "completed", seconds=180)
    assert len(model.requests) == 2
    assert time.monotonic() - begun > 2
    assert after["analysisRetryCount"] == 1


def test_busy_servers_are_tried_again_and_the_wait_that_they_ask_for_is_kept(
    backend: BackendStandIn, model: ModelServer, start: Start
) -> None:
    start()
    [id_] = screened(backend)
    at: list[float] = []

    def reply(_: Request) -> Reply:
        at.append(time.monotonic())
        return Reply(status=429, retry_seconds=3) if len(at) == 1 else Reply()

    model.reply = reply
    ask(backend, id_)
    after = is_at(backend, id_, "completed", seconds=40)
    assert after["analysisRetryCount"] == 1
    assert at[1] - at[0] >= 3


def test_a_refused_key_pauses_the_queue_with_one_loud_line_and_fails_nobody(
    backend: BackendStandIn, model: ModelServer, start: Start
) -> None:
    worker = start()
    ids = screened(backend, 4)
    model.reply = Reply(status=403)
    for id_ in ids:
        ask(backend, id_)
    wait_for(lambda: all("set up rightly" in (backend.document(id_)["analysisError"] or "") for id_ in ids))
    assert {backend.document(id_)["analysisStatus"] for id_ in ids} == {"queued"}
    assert len(model.requests) == 1
    assert len([line for line in worker.lines if "ANALYSES PAUSED" in line["event"]]) == 1


def test_a_slow_model_does_not_slow_the_batch(
    backend: BackendStandIn, model: ModelServer, start: Start
) -> None:
    start()
    [id_] = screened(backend)
    model.reply = Reply(wait=30)
    ask(backend, id_)
    wait_for(lambda: model.requests)
    began = time.monotonic()
    screened(backend, 5, first=50)
    assert backend.document(id_)["analysisStatus"] == "processing"
    assert time.monotonic() - began < 25


def test_a_twin_reuses_the_answer_and_asking_again_makes_it_anew(
    backend: BackendStandIn, model: ModelServer, start: Start
) -> None:
    start()
    job_id = backend.create_job()
    batch_id, [one, twin] = backend.submit(job_id, [resume_text(7), resume_text(7)])
    wait_for(lambda: backend.is_complete(batch_id))
    ask(backend, one)
    first = is_at(backend, one, "completed")
    ask(backend, twin)
    assert is_at(backend, twin, "completed")["analysis"] == first["analysis"]
    assert len(model.requests) == 1
    model.reply = Reply(text=json.dumps(changed(strengths=["Python"])))
    ask(backend, one)
    wait_for(lambda: len(model.requests) == 2)
    wait_for(lambda: backend.document(one)["analysis"]["analysis"]["strengths"] == ["Python"])


def left_by_an_earlier_worker(text: str) -> dict[str, Any]:
    """The contract's fields as the worker before wrote them, its text without lines and marks included."""
    stripped = " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())
    vector = [1.0, *[0.0] * 383]
    components = {
        "similarity": {"score": 0.41, "weight": 0.6}, "requiredSkills": {"ratio": 0.5, "weight": 0.2},
        "preferredSkills": {"ratio": 1.0, "weight": 0.05}, "experience": {"ratio": 0.0, "weight": 0.15},
    }  # fmt: skip
    return {
        "status": "completed", "error": None, "batchAccounted": True, "isDuplicate": False,
        "resumeHash": hashlib.sha256(stripped.encode()).hexdigest(), "jobHash": "0" * 64,
        "normalizedResumeText": stripped, "resumeEmbedding": vector, "jobEmbedding": vector,
        "embeddingStatus": "completed", "embeddingModel": "all-MiniLM-L6-v2",
        "preFilter": {"passed": True, "similarityScore": 0.41, "reasons": []}, "passFail": "passed",
        "finalScore": 0.396, "rank": 1, "rankingStatus": "completed",
        "explanation": {
            "decision": {"status": "passed", "reasons": []},
            "skills": {"required": ["Python"], "matched": ["Python"], "missing": [], "optionalMatched": []},
            "experience": {"requiredYears": 0, "candidateYears": 0, "meetsRequirement": True},
            "scoreBreakdown": {"components": components},
        },
    }  # fmt: skip


def test_what_an_earlier_worker_screened_can_be_analysed_and_stays_as_it_was(
    backend: BackendStandIn, model: ModelServer, start: Start
) -> None:
    text = resume_text(11)
    _, [id_] = backend.create_batch(backend.create_job(), [text])
    backend.documents.update_one({"_id": ObjectId(id_)}, {"$set": left_by_an_earlier_worker(text.decode())})
    before = backend.document(id_)
    worker = start()
    ask(backend, id_)
    after = is_at(backend, id_, "completed", seconds=90)
    changed_ = {name for name in after if after[name] != before.get(name)}
    assert {name for name in changed_ if not name.startswith("analysis")} == {"updatedAt", "worker"}
    assert set(after["worker"]) == {"analysis"}
    said = model.requests[0].body["contents"][0]["parts"][0]["text"]
    assert '"requiredSkillsShown"' in said
    for word in text.decode().split("\n")[0].split():
        assert word.lower() not in said.lower()
    [line] = [line for line in worker.lines if line["event"] == "analysis settled"]
    assert line["batch"] == before["batchId"]


def run(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "entrypoints.cli", *arguments],
        cwd=ROOT, env={**os.environ, "ENV": "test", **environment}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


JOB_FILE = "title: Data Engineer\nrequired_skills: [Python]\ncreated_at: 2026-10-01\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "job.yaml").write_text(JOB_FILE)
    (tmp_path / "resume.txt").write_text(resume_text(3).decode())
    return str(tmp_path / "job.yaml"), str(tmp_path / "resume.txt")


def test_one_file_is_analysed_by_the_same_code(model: ModelServer, files: tuple[str, str]) -> None:
    job, resume = files
    ended = run("analyse", "--job", job, resume, "--json", GEMINI_API_KEY=KEY, LLM_BASE_URL=model.url)
    assert ended.returncode == 0, ended.stderr
    assert set(json.loads(ended.stdout)) == {"parsed_resume", "analysis", "guard"}
    assert "1 call(s), 1200 + 300 tokens, $0.0011" in ended.stderr
    readable = run("analyse", "--job", job, resume, GEMINI_API_KEY=KEY, LLM_BASE_URL=model.url)
    assert readable.returncode == 0
    assert "fit" in readable.stdout
    assert KEY not in ended.stdout + ended.stderr + readable.stdout


def test_a_dry_run_prints_the_prompt_and_calls_nobody(model: ModelServer, files: tuple[str, str]) -> None:
    job, resume = files
    ended = run("analyse", "--job", job, resume, "--dry-run", "--json", LLM_BASE_URL=model.url)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert told["tokensEstimated"] > 500
    assert told["dollarsAtMost"] > 0
    assert not model.requests
    run("analyse", "--job", job, resume, GEMINI_API_KEY=KEY, LLM_BASE_URL=model.url)
    body = model.requests[0].body
    assert told["user"] == body["contents"][0]["parts"][0]["text"]
    assert told["system"] == body["systemInstruction"]["parts"][0]["text"]


@pytest.mark.parametrize(
    "arguments, environment, code, word",
    [
        (("--job", "{job}", "{resume}"), {}, 2, "GEMINI_API_KEY"),
        (("--job", "{job}", "{resume}"), {"LLM_PROVIDER": "openai"}, 2, "LLM_API_KEY"),
        (("--job", "{job}", "nowhere.pdf", "--dry-run"), {}, 2, "nowhere.pdf"),
        (("--job", "nowhere.yaml", "{resume}", "--dry-run"), {}, 2, "nowhere.yaml"),
        (("--job", "{job}", "{resume}", "--dry-run"), {"LLM_PRICES": "free"}, 2, "LLM_PRICES"),
        (
            ("--job", "{job}", "{resume}", "--dry-run"),
            {"LLM_MODEL": "own", "ANALYSIS_DAILY_BUDGET": "1"}, 2, "LLM_PRICES",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_a_line(
    files: tuple[str, str], arguments: tuple[str, ...], environment: dict[str, str], code: int, word: str
) -> None:
    job, resume = files
    ended = run("analyse", *(part.format(job=job, resume=resume) for part in arguments), **environment)
    assert (ended.returncode, ended.stdout) == (code, "")
    assert word in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_model_that_fails_is_an_error_of_the_command(model: ModelServer, files: tuple[str, str]) -> None:
    model.reply = Reply(status=400)
    ended = run("analyse", "--job", files[0], files[1], GEMINI_API_KEY=KEY, LLM_BASE_URL=model.url)
    assert ended.returncode == 1
    assert "400" in ended.stderr


def test_costs_are_summed_by_day_and_model(backend: BackendStandIn, start: Start, mongo_url: str) -> None:
    start()
    ids = screened(backend, 2)
    for id_ in ids:
        ask(backend, id_)
    for id_ in ids:
        is_at(backend, id_, "completed")
    ended = run("costs", "--since", "2026-01-01", "--json", MONGO_URI_PY=mongo_url)
    assert ended.returncode == 0, ended.stderr
    [row] = json.loads(ended.stdout)
    assert (row["model"], row["calls"], row["tokensIn"], row["dollars"]) == (
        "gemini-2.5-flash",
        2,
        2400,
        0.00222,
    )
    table = run("costs", "--since", "2026-01-01", MONGO_URI_PY=mongo_url)
    assert "$0.0022" in table.stdout
    assert run("costs", "--since", "2999-01-01", "--json", MONGO_URI_PY=mongo_url).stdout.strip() == "[]"
    assert run("costs", "--since", "yesterday", MONGO_URI_PY=mongo_url).returncode == 2
