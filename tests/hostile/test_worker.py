"""The whole corpus in one batch with honest resumes, through the real worker: nobody waits, nobody dies."""

import pytest

from tests.hostile import corpus  # noqa: F401 - fills the collection
from tests.hostile.specimens import SPECIMENS
from tests.resumes import resume_docx, resume_pdf, resume_text
from tests.stand_in import BackendStandIn, wait_for
from tests.workers import RunningWorker

pytestmark = pytest.mark.slow

_WORKERS = 2
# What a file may hold that can be read and is no resume: nothing besides personal details, no words of a
# language, or words of one that is not read.
_NO_RESUME = ("no_text", "unreadable_text", "unsupported_language")


def test_a_batch_of_the_whole_corpus_and_honest_resumes(mongo_url: str, redis_url: str) -> None:
    honest = [make(seed) for seed in range(8) for make in (resume_pdf, resume_docx, resume_text)]
    names = list(SPECIMENS)
    hostile = [SPECIMENS[name].make() for name in names]
    # In turn, so that every honest one comes after hostile ones.
    order = sorted(
        range(len(honest) + len(hostile)),
        key=lambda n: n / len(honest) if n < len(honest) else (n - len(honest)) / len(hostile),
    )
    files = honest + hostile
    with (
        BackendStandIn(mongo_url=mongo_url, redis_url=redis_url) as backend,
        RunningWorker(
            backend,
            redis_url=redis_url,
            mongo_url=mongo_url,
            workers=_WORKERS,
            READ_TIMEOUT_SECONDS="8",  # one specimen takes all that it is given
        ) as worker,
    ):
        worker.wait_ready(_WORKERS)
        before = {process.pid for kind in ("batch", "upkeep") for process in worker.processes(kind)}
        assert len(before) == _WORKERS + 1
        batch_id, ids = backend.submit(backend.create_job(), [files[number] for number in order])
        wait_for(lambda: backend.is_complete(batch_id), seconds=400, what=worker.log[-2000:])
        documents = {number: backend.document(id_) for number, id_ in zip(order, ids, strict=True)}

        for number, document in documents.items():
            if number < len(honest):
                assert (document["status"], document.get("errorReason")) == ("completed", None)
            else:
                assert_as_expected(names[number - len(honest)], document)
        batch = backend.batch(batch_id)
        assert batch["processed"] == batch["total"] == len(files)
        assert batch["failed"] == sum(document["status"] == "failed" for document in documents.values())
        assert all(document["batchAccounted"] for document in documents.values())
        assert (backend.calls.overlaps, backend.calls.after_accounted) == (0, 0)
        ranks = sorted(document["rank"] for document in documents.values() if document.get("rank"))
        assert ranks == list(range(1, len(ranks) + 1))

        after = {process.pid for kind in ("batch", "upkeep") for process in worker.processes(kind)}
        assert after == before  # whatever was read, nobody had to be started anew
        assert worker.process.poll() is None
        assert worker.stop() == 0
        assert "Traceback" not in worker.log
        assert not [line for line in worker.lines if line.get("level") in {"error", "critical"}]


def assert_as_expected(name: str, document: dict[str, object]) -> None:
    specimen = SPECIMENS[name]
    reason = document.get("errorReason")
    if document["status"] == "completed":
        assert specimen.reads, name
    else:
        right = {*specimen.reasons} | (set(_NO_RESUME) if specimen.reads else set())
        assert (document["status"], reason in right) == ("failed", True), (name, reason)
        assert document.get("finalScore") is None
