"""Changed rules, end to end: real MongoDB, real workers, `screener reevaluate` killed in the middle."""

import json
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from bson import ObjectId

from adapters.memory import InMemoryFiles, InMemoryJobProfiles, InMemoryJobStore, InMemoryProcessingStore
from adapters.mongo.documents import outcome_document, processing_from
from adapters.mongo.jobs import MongoJobStore
from adapters.skill_table import load_skill_lexicon
from application.screen_resume import ScreenResume
from domain.processing import rank_all
from domain.scoring import ScoringRules
from tests.builders import build_processing
from tests.fakes import HashEmbedder, Utf8Reader
from tests.resumes import resume_text
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import Operator, RunningWorker

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
CHANGED: dict[str, Any] = {
    "WEIGHT_SIMILARITY": "0.30",
    "WEIGHT_REQUIRED_SKILLS": "0.50",
    "MIN_SIMILARITY": "0.1",
}


@pytest.fixture
def backend(mongo_url: str, redis_url: str) -> Iterator[BackendStandIn]:
    with BackendStandIn(mongo_url=mongo_url, redis_url=redis_url) as stand_in:
        yield stand_in
        stand_in.client.drop_database(stand_in.database.name)


@pytest.fixture
def screener(redis_url: str, mongo_url: str) -> Operator:
    return Operator(redis_url, mongo_url)


def of_job(backend: BackendStandIn, job_id: str) -> list[dict[str, Any]]:
    return list(backend.documents.find({"jobDescriptionId": ObjectId(job_id)}))


def rules_of(backend: BackendStandIn, job_id: str) -> set[str]:
    return {document["rulesVersion"] for document in of_job(backend, job_id) if "rulesVersion" in document}


def assert_one_ranking(backend: BackendStandIn, job_id: str) -> str:
    """Return the rules that made all of it."""
    found = [processing_from(document) for document in of_job(backend, job_id)]
    assert {one.id: one.rank for one in found if one.rank} == rank_all(found)
    assert not [one for one in of_job(backend, job_id) if one.get("rankingStatus") == "pending"]
    (rules,) = rules_of(backend, job_id)
    return rules


def put_results(backend: BackendStandIn, count: int) -> tuple[str, str, list[str]]:
    """Let a job have results that another model made some time ago, counted; return job, batch and ids."""
    job_id = backend.create_job()
    files = [resume_text(seed) for seed in range(count)]
    batch_id, ids = backend.create_batch(job_id, files)
    job = MongoJobStore(backend.client).get(job_id)
    assert job
    store = InMemoryProcessingStore(build_processing(id=id_, job_id=job_id, resume_url=id_) for id_ in ids)
    screen = ScreenResume(
        processings=store,
        jobs=InMemoryJobStore([job]),
        files=InMemoryFiles(dict(zip(ids, files, strict=True))),
        reader=Utf8Reader(),
        embedder=HashEmbedder(),
        job_profiles=InMemoryJobProfiles(),
        lexicon=load_skill_lexicon(),
        rules=ScoringRules(min_similarity=0.0, max_missing_share=1.0),
    )
    for id_ in ids:
        fields, _ = outcome_document(screen(id_))
        fields["batchAccounted"] = True
        backend.documents.update_one({"_id": ObjectId(id_)}, {"$set": fields})
    return job_id, batch_id, ids


def test_new_settings_make_the_whole_job_anew_before_its_next_batch_is_complete(
    backend: BackendStandIn, screener: Operator, redis_url: str, mongo_url: str
) -> None:
    job_id = backend.create_job()
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url) as worker:
        first, first_ids = backend.submit(job_id, [resume_text(seed) for seed in range(10)])
        wait_for(lambda: backend.is_complete(first), what=worker.log[-2000:])
    before = assert_one_ranking(backend, job_id)
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url, **CHANGED) as worker:
        second, second_ids = backend.submit(job_id, [resume_text(seed) for seed in range(20, 25)])
        wait_for(lambda: backend.is_complete(second), what=worker.log[-2000:])
        # What everyone saw who looked at that very moment.
        assert rules_of(backend, job_id) - {before} == {assert_one_ranking(backend, job_id)}
        places = backend.calls.ranks_when_complete[second]
        assert places == {id_: backend.document(id_).get("rank") for id_ in second_ids}
        assert "evaluated again under" in worker.log
    assert set(backend.fetches.values()) == {1}
    assert (len(backend.calls.bodies), backend.calls.overlaps, backend.calls.after_accounted) == (15, 0, 0)
    assert backend.batch(first)["processed"] == 10
    for id_ in (first_ids[0], second_ids[0]):
        explained = screener("explain", id_)
        assert explained.returncode == 0, explained.stdout + explained.stderr
        assert "The settings of here are others" in explained.stdout
        assert "others" not in screener("explain", id_, **CHANGED).stdout.splitlines()[-1]


def test_a_command_that_is_killed_in_the_middle_is_run_again_and_ends_the_work(
    backend: BackendStandIn, screener: Operator
) -> None:
    job_id, batch_id, ids = put_results(backend, 60)
    old = next(iter(rules_of(backend, job_id)))
    backend.documents.update_many({}, {"$set": {"rank": 1, "rankingStatus": "completed"}})
    process = screener.start("reevaluate", job_id)
    made = {"batchId": batch_id, "rulesVersion": {"$ne": old}}
    wait_for(lambda: backend.documents.count_documents(made) >= 5)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    done = backend.documents.count_documents(made)
    assert 5 <= done < 60
    whole = {document["_id"]: document for document in backend.documents.find(made)}
    for document in whole.values():  # none of them is half of one and half of the other
        processing_from(document)
        assert document["evaluation"]["codeVersion"] == document["rulesVersion"].partition("-")[0]
        assert document["embeddingModel"].startswith("all-MiniLM-L6-v2/")
    would = screener("reevaluate", job_id, "--dry-run")
    assert (would.returncode, would.stderr) == (0, "")
    assert f"{60 - done} would be evaluated again" in would.stdout
    assert backend.documents.count_documents(made) == done
    again = screener("reevaluate", job_id)
    assert (again.returncode, again.stderr) == (0, "")
    assert f"{60 - done} evaluated again" in again.stdout
    assert_one_ranking(backend, job_id)
    for document in whole.values():  # what was done was not done twice
        now = backend.document(str(document["_id"]))
        assert now["worker"]["reevaluatedAt"] == document["worker"]["reevaluatedAt"]
    assert screener("reevaluate", job_id).stdout.startswith("0 evaluated again")
    assert backend.calls.bodies == []
    assert all(document["batchAccounted"] for document in of_job(backend, job_id))
    explained = json.loads(screener("explain", ids[0], "--json").stdout)
    assert explained["verification"]["finding"] == "same"


def test_what_was_not_counted_yet_is_reported_once_and_as_it_was(
    backend: BackendStandIn, screener: Operator, redis_url: str, mongo_url: str
) -> None:
    backend.answer_status = 500
    job_id = backend.create_job()
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url) as worker:
        batch_id, ids = backend.submit(job_id, [resume_text(seed) for seed in range(6)])
        settled = {"batchId": batch_id, "status": "completed"}
        wait_for(lambda: backend.documents.count_documents(settled) == 6, what=worker.log[-2000:])
    before = {id_: backend.document(id_)["updatedAt"] for id_ in ids}
    done = screener("reevaluate", job_id, **CHANGED)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1].startswith("6 evaluated again")
    assert all(backend.document(id_)["updatedAt"] > before[id_] for id_ in ids)
    assert_one_ranking(backend, job_id)
    backend.answer_status = 200
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url, **CHANGED) as worker:
        wait_for(lambda: backend.is_complete(batch_id), what=worker.log[-2000:])
        wait_for(lambda: all(backend.document(id_)["batchAccounted"] for id_ in ids))
    assert backend.batch(batch_id)["processed"] == 6
    assert (backend.calls.overlaps, backend.calls.after_accounted) == (0, 0)
    assert_one_ranking(backend, job_id)


def test_two_kinds_of_workers_at_once_come_to_rest_under_one(
    backend: BackendStandIn, redis_url: str, mongo_url: str
) -> None:
    job_id = backend.create_job()
    options: dict[str, Any] = {"redis_url": redis_url, "mongo_url": mongo_url, "workers": 1}
    with RunningWorker(backend, **options) as one, RunningWorker(backend, **options, **CHANGED) as other:
        one.wait_ready(1)
        other.wait_ready(1)
        batches = [
            backend.submit(job_id, [resume_text(100 * number + seed) for seed in range(8)])
            for number in range(3)
        ]
        for batch_id, _ in batches:
            wait_for(partial(backend.is_complete, batch_id), what=one.log + other.log)
        assert len([one for one in (one, other) if one.events("worker ready")]) == 2
        rules = assert_one_ranking(backend, job_id)
        made = {one["_id"]: one["worker"].get("reevaluatedAt") for one in of_job(backend, job_id)}
        time.sleep(3)
        assert assert_one_ranking(backend, job_id) == rules
        assert {one["_id"]: one["worker"].get("reevaluatedAt") for one in of_job(backend, job_id)} == made
    assert any(made.values())
    assert (len(backend.calls.bodies), backend.calls.overlaps, backend.calls.after_accounted) == (24, 0, 0)


def test_what_another_kind_of_worker_made_is_queued_as_new_where_asked(
    backend: BackendStandIn, screener: Operator, redis_url: str, mongo_url: str
) -> None:
    job_id, _, ids = put_results(backend, 4)
    foreign = ids[:2]
    gone = dict.fromkeys(("rulesVersion", "contentHash", "evaluation"), "")
    backend.documents.update_many({"_id": {"$in": [ObjectId(id_) for id_ in foreign]}}, {"$unset": gone})
    done = screener("reevaluate", job_id)
    assert done.returncode == 0
    assert "2 hold nothing to evaluate again" in done.stderr
    assert "are ranked among the others by the score that it gave them" in done.stderr
    passed = [one for one in of_job(backend, job_id) if one["preFilter"]["passed"]]
    assert {one["_id"] for one in passed} >= {ObjectId(id_) for id_ in foreign}
    in_order = sorted(passed, key=lambda one: -one["finalScore"])
    assert [one.get("rank") for one in in_order] == list(range(1, len(passed) + 1))
    assert not [one for one in of_job(backend, job_id) if one.get("rankingStatus") == "pending"]
    done = screener("reevaluate", job_id, "--fetch")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("2 queued as new\n")
    with RunningWorker(backend, redis_url=redis_url, mongo_url=mongo_url) as worker:
        wait_for(
            lambda: {one["status"] for one in of_job(backend, job_id)} == {"completed"},
            what=worker.log[-2000:],
        )
        wait_for(lambda: not [one for one in of_job(backend, job_id) if one["rankingStatus"] == "pending"])
    assert_one_ranking(backend, job_id)
    assert len(rules_of(backend, job_id)) == 1
    assert backend.calls.bodies == []
    assert set(backend.fetches.values()) == {1}
    assert len(backend.fetches) == 2


@pytest.mark.parametrize(
    "arguments, code, says",
    [
        (["f" * 24], 1, "there is no such job"),
        (["66"], 2, "'66' is no id of 24 hexadecimal digits"),
        ([], 2, "JOB_ID"),
    ],
)
def test_wrong_usage_and_an_unknown_job_are_said_in_one_line(
    screener: Operator, arguments: list[str], code: int, says: str
) -> None:
    done = screener("reevaluate", *arguments)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (code, "", 1)
    assert says in done.stderr
