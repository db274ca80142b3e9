"""A worker at its most talkative, through every kind of end: nobody and no secret in its log or in Redis."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pymongo
import pytest
import redis
from bson import ObjectId
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue
from rq.job import Job

from tests.files import docx, paragraph, pdf, pdf_of, write
from tests.servers import MongoServer, RedisServer
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import RunningWorker

pytestmark = pytest.mark.slow

SECRETS = {
    "redis": "redis-pass-Qm7xW2",
    "mongo": "mongo-pass-Vt9kR4",
    "callback": "callback-pass-Lz3nB8",
    "gemini": "AIza-gemini-key-Hd5pJ1",
}
NAME = "Zbigniew Quackenbush"
LINES = [
    NAME,
    "zbigniew.quackenbush@mailfjord.example | +1 (555) 018-2773",
    "17 Marmalade Crescent, Birkenhollow",
    "Platform Engineer",
    "Experience",
    "Platform Engineer, Wobblestone Kitchens, 2019 - 2026",
    "Built Python and PostgreSQL pipelines for seventeen gooseberry orchards with Kafka.",
    "Taught nineteen trombonists the craft of zymurgy and careful bookkeeping.",
    "Skills",
    "Python, PostgreSQL, Kafka",
]
# Every word of theirs but those that any log may hold.
WORDS = {word.strip("().,").lower() for line in LINES for word in line.split()}
WORDS = {word for word in WORDS if not word.isdigit()}  # the digits of a year stand in many a time of day
PIECES = {word for word in WORDS if len(word) >= 4} - {"2026", "python", "with"} | {
    "mailfjord",
    "quackenbush",
}
ADDRESSES = {"/upload/", "zbigniew-cv"}


class GuardedRedis(RedisServer):
    """One that asks for a password, also after it was killed."""

    def __init__(self) -> None:
        super().__init__("--requirepass", SECRETS["redis"])

    @property
    def url(self) -> str:
        return f"redis://:{SECRETS['redis']}@127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        with redis.Redis(port=self.port, password=SECRETS["redis"], retry=Retry(NoBackoff(), 0)) as client:
            try:
                return bool(client.ping())
            except (redis.ConnectionError, redis.TimeoutError):
                return False


@pytest.fixture
def guarded_redis() -> Iterator[GuardedRedis]:
    with GuardedRedis() as server:
        yield server


@pytest.fixture
def guarded_mongo() -> Iterator[MongoServer]:
    with MongoServer() as server:
        with pymongo.MongoClient[dict[str, Any]](server.server_url) as client:
            client.admin.command(
                "createUser", "screener", pwd=SECRETS["mongo"], roles=[{"role": "root", "db": "admin"}]
            )
        yield server


def files() -> Mapping[str, tuple[int, bytes]]:
    text = "\n".join(LINES).encode()
    as_pdf = pdf_of(LINES)
    return {
        "completed": (200, text),
        "pdf": (200, as_pdf),
        "docx": (200, docx("".join(paragraph(line) for line in LINES))),
        "rejected": (200, "\n".join([*LINES[:3], "Experience", LINES[7]]).encode()),
        "gone": (404, text),
        "forbidden": (403, text),
        "encrypted": (200, pdf(lambda canvas: write(canvas, LINES), password="x")),  # noqa: S106 - of the test
        "damaged": (200, as_pdf[: len(as_pdf) // 2]),
        "no text": (200, NAME.encode()),
        "outage": (503, text),
    }


def upload(backend: BackendStandIn, job_id: str, kinds: Mapping[str, tuple[int, bytes]]) -> dict[str, str]:
    """Publish one resume a kind, each under an address that holds the applicant's name."""
    _, ids = backend.create_batch(job_id, [404] * len(kinds))
    for id_, (kind, file) in zip(ids, kinds.items(), strict=True):
        path = f"/upload/zbigniew-cv-{kind.replace(' ', '-')}.pdf"
        backend.files[path] = file
        backend.documents.update_one({"_id": ObjectId(id_)}, {"$set": {"resumeUrl": backend.url + path}})
    backend.publish(ids)
    return dict(zip(kinds, ids, strict=True))


def everything_in(client: "redis.Redis") -> str:
    """All keys of a Redis with all that they hold.

    Without jobs' payloads, which have the file's address, and profiles of jobs: the employer's text.
    """
    held: list[Any] = []
    for key in client.scan_iter(count=1000):
        if key.startswith(b"screener:job-profile:"):
            continue
        kind = client.type(key)
        if kind == b"hash":
            fields: dict[bytes, bytes] = client.hgetall(key)  # type: ignore[assignment]
            held += [value for name, value in fields.items() if name != b"data"]
        elif kind == b"list":
            held += client.lrange(key, 0, -1)
        elif kind == b"set":
            held += client.smembers(key)
        elif kind == b"zset":
            held += client.zrange(key, 0, -1)
        elif kind == b"stream":
            held += [value for _, fields in client.xrange(key) for value in fields.values()]  # type: ignore[union-attr]
        else:
            held.append(client.get(key))
        held.append(key)
    return "\n".join(part.decode("utf-8", "replace") for part in held)


def reasons_of_failed_jobs(client: "redis.Redis") -> list[str]:
    registry = Queue("batch-processing", connection=client, serializer="json").failed_job_registry
    results = [
        Job.fetch(id_, connection=client, serializer="json").latest_result() for id_ in registry.get_job_ids()
    ]
    return [result.exc_string or "" for result in results if result]


def assert_nobody_in(text: str) -> None:
    lowered = text.lower()
    secrets = {secret.lower() for secret in SECRETS.values()}
    found = {piece for piece in PIECES | ADDRESSES | secrets if piece in lowered}
    assert found == set(), [line for line in lowered.splitlines() if any(one in line for one in found)][:3]


def test_nobody_and_no_secret_is_in_log_or_redis(
    guarded_redis: GuardedRedis, guarded_mongo: MongoServer
) -> None:
    mongo_url = (
        f"mongodb://screener:{SECRETS['mongo']}@127.0.0.1:{guarded_mongo.port}"
        "/screening?replicaSet=rs0&authSource=admin"
    )
    with BackendStandIn(mongo_url=mongo_url, redis_url=guarded_redis.url) as backend:
        address = backend.callback_url.replace("//", f"//node:{SECRETS['callback']}@")
        with RunningWorker(
            backend, redis_url=guarded_redis.url, mongo_url=mongo_url, analysis_workers=1,
            LOG_LEVEL="debug", CALLBACK_URL=address, GEMINI_API_KEY=SECRETS["gemini"], MAX_RETRIES="1",
        ) as worker:  # fmt: skip
            job_id = backend.create_job()
            backend.answer_status = 500
            ids = upload(backend, job_id, files())
            for payload in (
                {"resumeUrl": NAME},
                [LINES],
                NAME,
                {"resumeProcessingId": NAME, "batchId": NAME},
            ):
                backend.push("batch-processing", payload)
            backend.push("analysis-processing", {"resumeProcessingId": NAME})
            wait_for(lambda: settled(backend, ids), seconds=90, what=worker.log[-2000:])
            wait_for(lambda: backend.calls.bodies)
            # A bug whose message holds the applicant's name: a twin's document that nobody of ours wrote.
            backend.documents.update_one(
                {"_id": ObjectId(ids["completed"])},
                {
                    "$set": {
                        "explanation.experience.source": NAME,
                        "resumeEmbedding": [NAME] * 384,
                        "duplicateOf": None,
                    }
                },
            )
            ids |= upload(backend, job_id, {"bug": (200, "\n".join(LINES).encode())})
            wait_for(lambda: settled(backend, ids), what=worker.log[-2000:])
            guarded_redis.kill()
            guarded_mongo.kill()
            wait_for(lambda: worker.events("task failed"))
            guarded_mongo.start()
            guarded_redis.start()
            backend.answer_status = 200
            ids |= upload(backend, job_id, {"after": (200, "\n".join([*LINES, "Again"]).encode())})
            wait_for(lambda: settled(backend, ids), seconds=90, what=worker.log[-2000:])
            wait_for(
                lambda: backend.documents.count_documents({"batchAccounted": True}) == len(ids), seconds=90
            )
            in_redis = everything_in(backend.redis)
            kept = reasons_of_failed_jobs(backend.redis)
            outcomes = {kind: backend.document(id_) for kind, id_ in ids.items()}
            assert worker.stop() == 0
            log = worker.log
    reasons = {kind: found["errorReason"] or found["passFail"] for kind, found in outcomes.items()}
    assert reasons == {
        "completed": "passed", "pdf": "passed", "docx": "passed", "rejected": "failed", "gone": "not_found",
        "forbidden": "forbidden", "encrypted": "encrypted", "damaged": "damaged", "no text": "no_text",
        "outage": "outage", "bug": "internal_error", "after": "passed",
    }  # fmt: skip
    # It did talk, about all of them.
    said = {line["event"] for line in map(json.loads, filter(None, log.splitlines()))}
    assert said >= {
        *("resume settled", "resume postponed", "resume failed by an error of our own", "job malformed"),
        *("task failed", "supervisor stopped"),
    }
    assert all(id_ in log for id_ in ids.values())
    assert_nobody_in(log)
    assert len(kept) == 5
    assert_nobody_in("\n".join(kept))
    assert_nobody_in(in_redis)
    assert_nobody_in(json.dumps([found["worker"] for found in outcomes.values()], default=str))
    assert_nobody_in(json.dumps([found["error"] for found in outcomes.values()]))


def settled(backend: BackendStandIn, ids: Mapping[str, str]) -> bool:
    keys = [ObjectId(id_) for id_ in ids.values()]
    done = {"_id": {"$in": keys}, "status": {"$in": ["completed", "failed"]}}
    return backend.documents.count_documents(done) == len(keys)
