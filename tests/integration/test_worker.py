"""The whole worker, end to end: real Redis, real MongoDB, real processes, files and callbacks over HTTP."""

import base64
import contextlib
import math
import re
import signal
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import psutil
import pytest
from bson import ObjectId
from rq import Queue
from rq.job import Job

from adapters.mongo.documents import processing_from
from domain.processing import rank_all
from tests.files import pdf, pdf_of, write
from tests.resumes import resume_docx, resume_lines, resume_pdf, resume_text
from tests.servers import RedisServer
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import RunningWorker

pytestmark = pytest.mark.slow

Start = Callable[..., RunningWorker]


@pytest.fixture
def backend(mongo_url: str, redis_url: str) -> Iterator[BackendStandIn]:
    with BackendStandIn(mongo_url=mongo_url, redis_url=redis_url) as stand_in:
        yield stand_in
        stand_in.client.drop_database(stand_in.database.name)


@pytest.fixture
def start(backend: BackendStandIn, mongo_url: str, redis_url: str) -> Iterator[Start]:
    started: list[RunningWorker] = []

    def run(*arguments: str, **options: Any) -> RunningWorker:
        worker = RunningWorker(backend, *arguments, redis_url=redis_url, mongo_url=mongo_url, **options)
        started.append(worker)
        return worker

    yield run
    for worker in started:
        worker.__exit__()


def documents(backend: BackendStandIn, **query: Any) -> list[dict[str, Any]]:
    return list(backend.documents.find(query))


def assert_counted_once(backend: BackendStandIn, batch_id: str) -> None:
    """Counters exact, no two calls for one resume at once, none for one that was counted."""
    # The backend counts first, and marks what it counted a moment later.
    wait_for(lambda: not documents(backend, batchId=batch_id, batchAccounted={"$ne": True}))
    found = documents(backend, batchId=batch_id)
    batch = backend.batch(batch_id)
    assert batch["processed"] == batch["total"] == len(found)
    assert batch["failed"] == sum(document["status"] == "failed" for document in found)
    assert all(document["status"] in {"completed", "failed"} for document in found)
    assert backend.calls.overlaps == 0
    assert backend.calls.after_accounted == 0


def assert_ranked(backend: BackendStandIn, job_id: str) -> None:
    """1, 2, 3 ... over all batches of the job, in the order of the domain, and only those that passed."""
    found = [processing_from(document) for document in documents(backend, jobDescriptionId=ObjectId(job_id))]
    expected = rank_all(found)
    assert {processing.id: processing.rank for processing in found if processing.rank} == expected
    assert sorted(expected.values()) == list(range(1, len(expected) + 1))


def test_one_resume_gets_every_field_of_the_contract(backend: BackendStandIn, start: Start) -> None:
    start(workers=1)
    job_id = backend.create_job()
    batch_id, [id_] = backend.submit(job_id, [resume_pdf(1)])
    published_at = backend.document(id_)["updatedAt"]
    wait_for(lambda: backend.is_complete(batch_id))
    document = backend.document(id_)
    assert backend.calls.bodies == [
        {
            "batchId": batch_id,
            "resumeProcessingId": id_,
            "status": "completed",
            "externalResumeId": document["externalResumeId"],
        }
    ]
    assert (document["status"], document["batchAccounted"], document["error"]) == ("completed", True, None)
    assert re.fullmatch("[0-9a-f]{64}", document["resumeHash"])
    assert re.fullmatch("[0-9a-f]{64}", document["jobHash"])
    assert (document["isDuplicate"], document["duplicateOf"]) == (False, None)
    assert resume_lines(1)[0] in document["normalizedResumeText"]
    for vector in (document["resumeEmbedding"], document["jobEmbedding"]):
        assert len(vector) == 384
        assert math.isclose(sum(value * value for value in vector), 1, abs_tol=1e-5)
    assert document["embeddingStatus"] == "completed"
    assert document["embeddingModel"].startswith("all-MiniLM-L6-v2/")
    explanation, pre_filter = document["explanation"], document["preFilter"]
    assert set(pre_filter) >= {"passed", "similarityScore", "reasons"}
    assert document["passFail"] == ("passed" if pre_filter["passed"] else "failed")
    assert explanation["decision"]["status"] == ("passed" if pre_filter["passed"] else "rejected")
    assert all(isinstance(reason, str) for reason in explanation["decision"]["reasons"])
    skills = explanation["skills"]
    assert skills["required"] == ["Python", "PostgreSQL"]
    assert sorted(skills["matched"] + skills["missing"]) == sorted(skills["required"])
    assert set(skills["optionalMatched"]) <= {"Kafka"}
    years = explanation["experience"]
    assert (years["requiredYears"], type(years["candidateYears"])) == (3, float)
    assert years["meetsRequirement"] is (years["candidateYears"] >= 3)
    components = explanation["scoreBreakdown"]["components"]
    assert set(components) == {"similarity", "requiredSkills", "preferredSkills", "experience"}
    total = sum(part.get("score", part.get("ratio")) * part["weight"] for part in components.values())
    assert document["finalScore"] == round(total, 4)
    if pre_filter["passed"]:
        assert (document["rank"], document["rankingStatus"]) == (1, "completed")
    else:
        assert ("rank" in document, document["rankingStatus"]) == (False, "skipped")
    assert document["analysisStatus"] == "not_requested"
    assert isinstance(document["updatedAt"], datetime)
    assert document["updatedAt"] > published_at
    assert document["createdAt"] < document["updatedAt"]
    assert backend.database["jobs"].count_documents({}) == 1
    assert set(backend.database.list_collection_names()) == {"jobs", "batches", "resumeprocessings"}


def test_a_batch_of_every_kind_is_settled_ranked_and_counted(backend: BackendStandIn, start: Start) -> None:
    backend.gap_seconds = 0.05  # the backend's weakness, wide open
    worker = start()
    job_id = backend.create_job()
    one_line = pdf_of(["Confidential"])
    files: list[bytes | int] = [
        *(resume_pdf(seed, jobs=2, deeds=3) for seed in range(24)),
        *(resume_docx(seed) for seed in range(100, 106)),
        *(resume_text(seed, jobs=2, deeds=3) for seed in range(200, 208)),
        resume_text(200, jobs=2, deeds=3),  # sent twice
        *(404, 410, 401, 403),
        b"",
        pdf(lambda canvas: write(canvas, ["secret"]), password="x"),  # noqa: S106 - opens a file of the test
        base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        ),
        resume_pdf(3)[:900],
        one_line,
    ]
    batch_id, ids = backend.submit(job_id, files)
    whole = {
        "batchId": batch_id, "jobDescriptionId": job_id, "resumeProcessingId": "f" * 24,
        "resumeUrl": "https://x", "externalResumeId": "R", "field": "of a later backend",
    }  # fmt: skip
    wrong = [{**whole, name: value} for name in list(whole)[:5] for value in (None, 7)]
    lacking = [{name: value for name, value in whole.items() if name != left} for left in list(whole)[:5]]
    malformed = [{}, [1], "text", *wrong, *lacking, whole]  # the last is of no document
    for payload in malformed:
        backend.push("batch-processing", payload)
    wait_for(lambda: backend.is_complete(batch_id), seconds=120, what=worker.log[-2000:])
    assert_counted_once(backend, batch_id)
    assert_ranked(backend, job_id)
    by_id = {str(document["_id"]): document for document in documents(backend, batchId=batch_id)}
    reasons = [by_id[id_].get("errorReason") for id_ in ids]
    assert reasons[:39] == [None] * 39
    assert reasons[39:43] == ["not_found", "not_found", "forbidden", "forbidden"]
    assert reasons[43:46] == ["empty", "encrypted", "unsupported"]
    for id_ in ids[39:]:
        document = by_id[id_]
        assert document["status"] == "failed"
        assert document["error"].endswith(".")
        assert "Traceback" not in document["error"]
        assert document.get("finalScore") is None
        assert document["rankingStatus"] == "skipped"
    original, copy = sorted((by_id[ids[30]], by_id[ids[38]]), key=lambda found: found["isDuplicate"])
    assert (original["isDuplicate"], copy["isDuplicate"]) == (False, True)
    assert copy["duplicateOf"] == original["_id"]
    assert copy["finalScore"] == original["finalScore"]
    # What everybody saw the moment the batch was complete is what stands there now.
    assert backend.calls.ranks_when_complete[batch_id] == {id_: by_id[id_].get("rank") for id_ in ids}
    wait_for(lambda: backend.redis.zcard("rq:failed:batch-processing") == len(malformed))
    queue = Queue("batch-processing", connection=backend.redis, serializer="json")
    for kept in queue.failed_job_registry.get_job_ids():
        result = Job.fetch(kept, connection=backend.redis, serializer="json").latest_result()
        reason = (result and result.exc_string) or ""
        assert "\n" not in reason
        assert re.search("malformed job: |the job's data|there is no processing", reason)


def test_five_hundred_in_two_batches_share_one_ranking(backend: BackendStandIn, start: Start) -> None:
    start(workers=3)
    job_id = backend.create_job()
    text = [resume_text(seed, jobs=1, deeds=2) for seed in range(500)]
    first, _ = backend.submit(job_id, text)
    second, _ = backend.submit(job_id, [resume_text(seed, jobs=1, deeds=2) for seed in range(490, 530)])
    wait_for(lambda: backend.is_complete(first) and backend.is_complete(second), seconds=300)
    assert_counted_once(backend, first)
    assert_counted_once(backend, second)
    assert_ranked(backend, job_id)
    vectors = {tuple(document["jobEmbedding"]) for document in documents(backend)}
    assert len(vectors) == 1


def test_a_job_delivered_again_changes_nothing(backend: BackendStandIn, start: Start) -> None:
    worker = start()
    job_id = backend.create_job()
    batch_id, ids = backend.create_batch(job_id, [resume_text(seed) for seed in range(6)] + [404])
    for _ in range(3):  # three times at once
        backend.publish(ids)
    wait_for(lambda: backend.is_complete(batch_id))
    wait_for(lambda: not backend.redis.zcard("rq:scheduled:batch-processing"), seconds=40)
    assert_counted_once(backend, batch_id)
    assert set(backend.fetches.values()) == {1}
    wait_for(lambda: all(document["worker"].get("reportAnswered") for document in documents(backend)))
    seen = len(worker.events("resume was settled before"))
    before = documents(backend)
    fetched, called = dict(backend.fetches), len(backend.calls.bodies)
    backend.publish(ids)  # late
    wait_for(lambda: len(worker.events("resume was settled before")) >= seen + len(ids))
    time.sleep(1.5)
    assert documents(backend) == before
    assert dict(backend.fetches) == fetched
    assert len(backend.calls.bodies) == called


def test_an_outage_of_the_files_is_waited_out_and_given_up_in_the_end(
    backend: BackendStandIn, start: Start
) -> None:
    worker = start(MAX_RETRIES="3")
    job_id = backend.create_job()
    batch_id, [mended, lost] = backend.create_batch(job_id, [503, 503])
    backend.publish([mended, lost])
    wait_for(lambda: backend.fetches[f"/files/{mended}"] >= 2)
    assert backend.document(mended)["worker"]["lastError"]["reason"] == "outage"
    backend.files[f"/files/{mended}"] = (200, resume_text(1))
    wait_for(lambda: backend.is_complete(batch_id))
    assert_counted_once(backend, batch_id)
    assert backend.document(mended)["status"] == "completed"
    assert backend.document(lost)["status"] == "failed"
    assert backend.document(lost)["errorReason"] == "outage"
    assert backend.fetches[f"/files/{lost}"] == 4
    waits = [line["seconds"] for line in worker.events("resume postponed") if line["processing"] == lost]
    assert len(waits) == 3
    assert waits == sorted(waits)


def test_a_backend_that_is_away_blocks_nothing_and_loses_nothing(
    backend: BackendStandIn, start: Start
) -> None:
    backend.answer_status = 500
    start()
    job_id = backend.create_job()
    batch_id, ids = backend.submit(job_id, [resume_text(seed) for seed in range(10)])
    wait_for(lambda: all(backend.document(id_)["status"] == "completed" for id_ in ids))
    assert backend.batch(batch_id)["processed"] == 0
    wait_for(lambda: backend.calls.bodies)
    backend.answer_status = 200
    wait_for(lambda: backend.is_complete(batch_id), seconds=90)
    assert_counted_once(backend, batch_id)


def test_a_worker_that_is_told_to_stop_finishes_and_the_next_goes_on(
    backend: BackendStandIn, start: Start
) -> None:
    first = start()
    job_id = backend.create_job()
    batch_id, _ = backend.submit(job_id, [resume_pdf(seed) for seed in range(24)])
    wait_for(lambda: documents(backend, status="completed"))
    assert first.stop() == 0
    assert documents(backend, status="processing") == []
    assert documents(backend, status="queued")
    assert first.events("supervisor stopped")[0]["in_time"] is True
    start()
    wait_for(lambda: backend.is_complete(batch_id))
    assert_counted_once(backend, batch_id)


def test_whatever_is_killed_comes_back_and_the_batch_completes(backend: BackendStandIn, start: Start) -> None:
    worker = start()
    worker.wait_ready()
    job_id = backend.create_job()
    batch_id, _ = backend.submit(job_id, [resume_pdf(seed) for seed in range(16)])
    wait_for(lambda: documents(backend, status="processing"))
    victim = worker.processes("batch")[0]
    horses = victim.children()
    for process in (victim, *horses):
        with contextlib.suppress(psutil.NoSuchProcess):  # the kernel ends a job's process with its worker
            process.kill()
    worker.processes("upkeep")[0].kill()
    wait_for(lambda: backend.is_complete(batch_id), what=worker.log[-3000:])
    assert_counted_once(backend, batch_id)
    assert_ranked(backend, job_id)
    restarted = worker.events("process ended and is started anew")
    assert {line["name"] for line in restarted} >= {"upkeep"}
    wait_for(lambda: len(worker.processes("batch")) == 2)


def test_a_redis_that_forgot_everything_loses_nothing(backend: BackendStandIn, start: Start) -> None:
    start()
    job_id = backend.create_job()
    batch_id, _ = backend.submit(job_id, [resume_text(seed) for seed in range(30)])
    wait_for(lambda: documents(backend, status="completed"))
    backend.redis.flushall()
    wait_for(lambda: backend.is_complete(batch_id))
    assert_counted_once(backend, batch_id)


def test_a_burst_works_off_what_waits_reports_it_and_ends(backend: BackendStandIn, start: Start) -> None:
    job_id = backend.create_job()
    batch_id, _ = backend.submit(job_id, [resume_text(seed) for seed in range(5)])
    worker = start("--burst", analysis_workers=1)
    assert worker.process.wait(180) == 0
    assert backend.is_complete(batch_id)
    assert_counted_once(backend, batch_id)
    assert_ranked(backend, job_id)


def test_an_analysis_is_answered_and_touches_no_score(backend: BackendStandIn, start: Start) -> None:
    start(analysis_workers=1)
    job_id = backend.create_job()
    batch_id, [id_] = backend.submit(job_id, [resume_text(1)])
    wait_for(lambda: backend.is_complete(batch_id))
    wait_for(lambda: backend.document(id_)["worker"]["reportAnswered"])
    backend.documents.update_one({"_id": ObjectId(id_)}, {"$set": {"analysisStatus": "queued"}})
    before = backend.document(id_)
    backend.push("analysis-processing", {"resumeProcessingId": id_, "attempt": 1, "triggeredBy": "recruiter"})
    backend.push("analysis-processing", {"attempt": 1})
    wait_for(lambda: backend.document(id_)["analysisStatus"] == "failed")
    after = backend.document(id_)
    assert after["analysisError"] == "Deep analysis is not set up on this worker."
    assert after["updatedAt"] > before["updatedAt"]
    changed = {"analysisStatus", "analysisError", "analysisCompletedAt", "updatedAt", "worker"}
    assert {name for name in after if after[name] != before.get(name)} == changed
    assert {k: v for k, v in after["worker"].items() if k != "analysis"} == before["worker"]
    wait_for(lambda: backend.redis.zcard("rq:failed:analysis-processing") == 1)


def test_no_secret_and_nobody_is_in_the_log(backend: BackendStandIn, start: Start) -> None:
    worker = start(GEMINI_API_KEY="key-that-nobody-may-see", LOG_LEVEL="debug")
    job_id = backend.create_job()
    batch_id, ids = backend.submit(
        job_id, [resume_text(4), resume_pdf(5), 404, b"\x89PNG", resume_text(4)[:40]]
    )
    backend.push("batch-processing", {"resumeProcessingId": "Ada Lovelace", "batchId": "secret batch"})
    wait_for(lambda: backend.is_complete(batch_id))
    assert worker.stop() == 0
    assert len(worker.events("resume settled")) == len(ids)
    for line in worker.events("resume settled"):
        assert {"job", "batch", "processing", "attempt", "status", "seconds"} <= set(line)
    log = worker.log
    for seed in (4, 5):
        name = resume_lines(seed)[0]
        for private in (name, name.split()[1], f"{seed}@example.com", "Reference number"):
            assert private not in log
    for secret in ("key-that-nobody-may-see", "Ada Lovelace", "/files/"):
        assert secret not in log


def test_a_worker_waits_for_servers_that_are_not_up_yet(mongo_url: str) -> None:
    with RedisServer() as server, BackendStandIn(mongo_url=mongo_url, redis_url=server.url) as late:
        job_id = late.create_job()
        batch_id, ids = late.create_batch(job_id, [resume_text(1)])
        server.kill()
        with RunningWorker(late, redis_url=server.url, mongo_url=mongo_url) as worker:
            wait_for(lambda: worker.events("waiting for a server"))
            server.start()
            late.publish(ids)
            wait_for(lambda: late.is_complete(batch_id), what=worker.log[-2000:])
            assert "Traceback" not in worker.log
        late.client.drop_database(late.database.name)


def test_a_second_interrupt_forces_the_end(backend: BackendStandIn, start: Start) -> None:
    worker = start()
    worker.wait_ready()
    job_id = backend.create_job()
    backend.submit(job_id, [resume_pdf(seed, jobs=30) for seed in range(8)])
    wait_for(lambda: documents(backend, status="processing"))
    everyone = worker.tree()
    began = time.monotonic()
    assert worker.stop(signal.SIGINT, signal.SIGINT, apart=0.1) == 130
    assert time.monotonic() - began < 30
    wait_for(lambda: all(is_gone(process) for process in everyone), seconds=30)


def is_gone(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
