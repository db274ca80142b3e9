"""`screener failed` as an operator runs it, beside the real worker over real servers."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId

from adapters.mongo.documents import processing_from
from domain.processing import rank_all
from entrypoints.cli import main
from tests.resumes import resume_text
from tests.servers import RedisServer, free_port
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import Operator, RunningWorker

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
UNKNOWN = "f" * 24


@pytest.fixture
def backend(mongo_url: str, redis_url: str) -> Iterator[BackendStandIn]:
    with BackendStandIn(mongo_url=mongo_url, redis_url=redis_url) as stand_in:
        yield stand_in
        stand_in.client.drop_database(stand_in.database.name)


@pytest.fixture
def failed(redis_url: str, mongo_url: str) -> Operator:
    return Operator(redis_url, mongo_url, "failed")


def settle_as_failed(backend: BackendStandIn, id_: str, reason: str, **changes: Any) -> None:
    fields = {"status": "failed", "error": "It cannot be used.", "errorReason": reason, **changes}
    backend.documents.update_one({"_id": ObjectId(id_)}, {"$set": fields})


def test_a_resume_whose_file_appears_is_retried_completes_and_is_counted_once(
    backend: BackendStandIn, failed: Operator, redis_url: str, mongo_url: str
) -> None:
    job_id = backend.create_job()
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url) as worker:
        files: list[bytes | int] = [404, 404, *(resume_text(seed) for seed in (1, 2, 3))]
        batch_id, ids = backend.submit(job_id, files)
        wait_for(lambda: backend.is_complete(batch_id), what=worker.log[-2000:])
        lost, still_lost = ids[:2]
        assert backend.batch(batch_id)["failed"] == 2
        counted = len(backend.calls.bodies)

        listed = json.loads(failed("list", "--job", job_id, "--json").stdout)
        assert listed["counts"] == {"not_found": 2}
        assert {found["id"] for found in listed["failed"]} == {lost, still_lost}
        assert all(found["counted"] and found["tries"] == 1 for found in listed["failed"])

        backend.files[f"/files/{lost}"] = (200, resume_text(4))
        retried = failed("retry", "--batch", batch_id, "--reason", "not_found")
        assert (retried.returncode, retried.stdout, retried.stderr) == (0, "2 queued again\n", "")
        wait_for(lambda: backend.document(lost)["status"] == "completed", what=worker.log[-2000:])
        wait_for(lambda: backend.document(lost).get("rank"), what="for its rank")
        wait_for(lambda: backend.document(still_lost)["status"] == "failed")

        again = failed("retry", lost)  # too late to do anything
        assert (again.returncode, again.stdout) == (1, "0 queued again\n")
        assert again.stderr == f"screener: {lost}: has not failed: it is completed\n"
        wait_for(lambda: not backend.redis.llen("rq:queue:batch-processing"))
    found = [processing_from(document) for document in backend.documents.find({"batchId": batch_id})]
    ranks = {processing.id: processing.rank for processing in found if processing.rank}
    assert lost in ranks
    assert ranks == rank_all(found)
    # Counted as it was told, once; and nothing is told of what was counted.
    batch = backend.batch(batch_id)
    assert (batch["processed"], batch["failed"]) == (5, 2)
    assert len(backend.calls.bodies) == counted == 5
    assert (backend.calls.overlaps, backend.calls.after_accounted) == (0, 0)
    assert all(document["batchAccounted"] for document in backend.documents.find({}))
    assert backend.document(lost)["worker"]["fence"] == 2
    shown = json.loads(failed("show", lost, "--json").stdout)
    assert (shown["status"], shown["failure"], len(shown["earlier"])) == ("completed", None, 1)
    assert shown["earlier"][0]["reason"] == "not_found"


def test_what_was_not_counted_is_reported_once_with_its_new_outcome(
    backend: BackendStandIn, failed: Operator, redis_url: str, mongo_url: str
) -> None:
    backend.answer_status = 500
    job_id = backend.create_job()
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url) as worker:
        batch_id, [id_] = backend.submit(job_id, [404])
        wait_for(lambda: backend.calls.bodies, what=worker.log[-2000:])
        backend.files[f"/files/{id_}"] = (200, resume_text(4))
        assert failed("retry", id_).returncode == 0
        wait_for(lambda: backend.document(id_)["status"] == "completed", what=worker.log[-2000:])
        backend.answer_status = 200
        wait_for(lambda: backend.is_complete(batch_id), what=worker.log[-2000:])
        wait_for(lambda: backend.document(id_)["batchAccounted"])
    batch = backend.batch(batch_id)
    assert (batch["processed"], batch["failed"]) == (1, 0)
    assert backend.calls.bodies[-1]["status"] == "completed"
    assert (backend.calls.overlaps, backend.calls.after_accounted) == (0, 0)


def test_operators_who_retry_the_same_at_once_put_each_back_once(
    backend: BackendStandIn, failed: Operator, redis_url: str, mongo_url: str
) -> None:
    job_id = backend.create_job()
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url) as worker:
        batch_id, ids = backend.submit(job_id, [404] * 24)
        wait_for(lambda: backend.is_complete(batch_id), what=worker.log[-2000:])
        for seed, id_ in enumerate(ids):
            backend.files[f"/files/{id_}"] = (200, resume_text(seed))
        with ThreadPoolExecutor(3) as pool:
            done = list(pool.map(lambda _: failed("retry", "--job", job_id), range(3)))
        assert [one.returncode for one in done] == [0, 0, 0]
        assert sum(int(one.stdout.split()[0]) for one in done) == len(ids)
        completed = {"batchId": batch_id, "status": "completed"}
        wait_for(lambda: backend.documents.count_documents(completed) == len(ids), what=worker.log[-2000:])
        unranked = {"batchId": batch_id, "rankingStatus": "pending"}
        wait_for(lambda: not backend.documents.count_documents(unranked))
    assert set(backend.fetches.values()) == {2}
    found = [processing_from(document) for document in backend.documents.find({"batchId": batch_id})]
    assert {processing.id: processing.rank for processing in found if processing.rank} == rank_all(found)
    assert all(document["worker"]["fence"] == 2 for document in backend.documents.find({}))
    batch = backend.batch(batch_id)
    assert (batch["processed"], batch["failed"], len(backend.calls.bodies)) == (24, 24, 24)
    assert (backend.calls.overlaps, backend.calls.after_accounted) == (0, 0)


def test_the_list_says_why_and_never_who(backend: BackendStandIn, failed: Operator) -> None:
    assert failed("list").stdout == "0 failed\n"
    job_id = backend.create_job()
    batch_id, ids = backend.create_batch(job_id, [resume_text(1)] * 4)
    for id_, reason in zip(ids, ["not_found", "not_found", "encrypted"], strict=False):
        settle_as_failed(
            backend, id_, reason, resumeUrl="https://x/Jane-Doe.pdf", normalizedResumeText="Jane"
        )
    settle_as_failed(backend, ids[3], "outage", batchId="B\x1b[31m", error="It was away.\n\x1b[2J[red]")
    listed = failed("list")
    assert listed.returncode == 0
    lines = listed.stdout.splitlines()
    assert lines[0] == "4 failed: 2 not_found, 1 encrypted, 1 outage"
    assert all(any(id_ in line for line in lines) for id_ in ids)
    assert listed.stdout.count("It cannot be used.") == 3
    assert f"job {job_id}  batch {batch_id}" in listed.stdout
    assert "\x1b" not in listed.stdout
    few = failed("list", "--reason", "not_found", "--limit", "1").stdout
    assert few.startswith("2 failed: 2 not_found\nthe latest 1 of them:\n")
    assert sum(id_ in few for id_ in ids) == 1
    foreign = "404 for https://x/Jane-Doe.pdf"
    backend.documents.update_one({"_id": ObjectId(ids[0])}, {"$set": {"error": foreign, "errorReason": None}})
    everything = [failed("list"), failed("list", "--json"), failed("show", ids[0]), failed("show", ids[1])]
    assert [done.returncode for done in everything] == [0, 0, 0, 0]
    assert "1 unknown" in everything[0].stdout
    assert all("Jane" not in done.stdout + done.stderr for done in everything)


def test_show_tells_every_try(
    backend: BackendStandIn, failed: Operator, redis_url: str, mongo_url: str
) -> None:
    job_id = backend.create_job()
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url, MAX_RETRIES="2") as worker:
        batch_id, [id_] = backend.submit(job_id, [503])
        wait_for(lambda: backend.is_complete(batch_id), what=worker.log[-2000:])
    shown = failed("show", id_.upper()).stdout
    assert f"resume   {id_}\njob      {job_id}\nbatch    {batch_id}\nstatus   failed\ncounted  yes\n" in shown
    assert "outage, 3 tries\n" in shown
    assert [line.split(",")[0] for line in shown.splitlines() if line.startswith("  try")] == [
        "  try 1",
        "  try 2",
    ]
    assert "127.0.0.1 answered 503" in shown
    assert "/files/" not in shown


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["retry"], "name either ids, or --job, --batch or --reason"),
        (["retry", UNKNOWN, "--reason", "outage"], "name either ids, or --job, --batch or --reason"),
        (["retry", "--batch", "", "--reason", "outage"], "the id of a batch is not empty"),
        (["retry", UNKNOWN, "xyz\x1b"], "'xyz\ufffd' is no id of 24 hexadecimal digits"),
        (["show", "66"], "'66' is no id of 24 hexadecimal digits"),
        (["list", "--job", "7"], "'7' is no id of 24 hexadecimal digits"),
        (["list", "--limit", "0"], "'0' is no number from 1 to 10000"),
        (["list", "--reason", "Not Found"], "'Not Found' is no reason such as not_found"),
        (["forget"], "invalid choice"),
    ],
)
def test_wrong_usage_is_said_in_one_line(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["failed", *arguments]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert says in said.err


def test_ids_that_cannot_be_retried_are_named_and_the_others_are(
    backend: BackendStandIn, failed: Operator
) -> None:
    _, [lost, fine] = backend.create_batch(backend.create_job(), [404, resume_text(1)])
    settle_as_failed(backend, lost, "not_found")
    done = failed("retry", UNKNOWN, fine, lost)
    assert (done.returncode, done.stdout) == (1, "1 queued again\n")
    assert f"{UNKNOWN}: there is no such resume processing" in done.stderr
    assert f"{fine}: has not failed: it is queued" in done.stderr
    assert backend.document(lost)["status"] == "queued"
    assert backend.redis.llen("rq:queue:batch-processing") == 1
    for id_, says in ((UNKNOWN, "there is no such"), (fine, "has not failed: it is queued")):
        shown = failed("show", id_)
        assert (shown.returncode, shown.stdout) == (1, "")
        assert says in shown.stderr
    assert failed("retry", "--reason", "not_found").stdout == "0 queued again\n"


def test_servers_that_are_away_or_refuse_are_said_without_a_secret(
    backend: BackendStandIn, failed: Operator
) -> None:
    _, [lost] = backend.create_batch(backend.create_job(), [404])
    settle_as_failed(backend, lost, "not_found")
    closed = free_port()
    with RedisServer() as server:
        with server.client() as client:
            client.config_set("requirepass", "another")
        refused = failed("retry", lost, REDIS_URL=server.url.replace("//", "//:hunter2@"))
    assert (refused.returncode, backend.document(lost)["status"]) == (2, "failed")
    assert "REDIS_URL: Redis refuses the user or the password" in refused.stderr
    away = failed(
        "list", MONGO_URI_PY=f"mongodb://u:hunter2@127.0.0.1:{closed}/x?serverSelectionTimeoutMS=500"
    )
    assert (away.returncode, away.stderr) == (1, "screener: the database does not answer\n")
    unset = failed("list", MONGO_URI_PY="")
    assert (unset.returncode, unset.stderr) == (2, "screener: MONGO_URI_PY: is not set\n")
    silent = failed("retry", lost, REDIS_URL=f"redis://:hunter2@127.0.0.1:{closed}/0")
    assert (silent.returncode, silent.stdout) == (0, "1 queued again\n")
    assert "Redis is out of order" in silent.stderr
    assert backend.document(lost)["status"] == "queued"
    assert all("hunter2" not in done.stdout + done.stderr for done in (refused, away, unset, silent))
