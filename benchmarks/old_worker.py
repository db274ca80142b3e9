"""A worker built as the older one was, kept to be compared with: `python -m benchmarks.old_worker --help`.

Its ways are those of the worker that stood behind the backend before: pdfplumber with its defaults,
sentence-transformers on the first 256 tokens, the job embedded anew for every resume, skills as substrings of
a text stripped of its marks, the largest "N years", and after every resume the whole batch ranked again, one
write a resume. What it did wrong is here as far as it costs or saves time; nothing is retried, and an error
ends the process.

Where its cost is not known it has the cheaper way: jobs come from Redis without RQ and without a fork, no
duplicates are looked for, and connections to the file server, the backend and both databases are kept.
"""

import argparse
import hashlib
import importlib
import io
import json
import os
import re
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx
import numpy as np
import numpy.typing as npt
import pdfplumber
import pymongo
import redis
from bson import ObjectId

from adapters.model_files import DEFAULT_MODEL, find_model_folder

READY = "old worker ready"

_WEIGHTS = {"similarity": 0.60, "requiredSkills": 0.20, "preferredSkills": 0.05, "experience": 0.15}
_MIN_SIMILARITY = 0.30
_TOKENS = 256
_WAIT_SECONDS = 0.2
_YEARS = re.compile(r"(\d+)\s*(?:\+\s*)?years?")

_Vector = npt.NDArray[np.float32]
_Json = dict[str, Any]


def plain(text: str) -> str:
    """Return a text in lower case with every mark turned into a blank."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.lower()).split())


def text_of(data: bytes) -> str:
    """Return what pdfplumber finds on the pages of a PDF."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return "\n".join(page.extract_text() or "" for page in pdf.pages)


def years_in(text: str) -> float:
    """Return the largest "N years" of a text."""
    return max((float(years) for years in _YEARS.findall(text)), default=0.0)


def components(job: _Json, similarity: float, matched: Sequence[str], optional: Sequence[str]) -> _Json:
    """Return the parts of a score; candidates have no years, as the older ranking gave them none."""
    required, preferred = job["required_skills"], job["preferred_skills"]
    years = job["min_experience_years"]
    values = {
        "similarity": similarity,
        "requiredSkills": len(matched) / len(required) if required else 1.0,
        "preferredSkills": len(optional) / len(preferred) if preferred else 1.0,
        "experience": 0.0 if years else 1.0,
    }
    return {
        name: {"score" if name == "similarity" else "ratio": value, "weight": _WEIGHTS[name]}
        for name, value in values.items()
    }


def final_score(parts: _Json) -> float:
    """Return the weighted sum of the parts."""
    total: float = sum(part.get("score", part.get("ratio")) * part["weight"] for part in parts.values())
    return round(total, 4)


@dataclass(slots=True, kw_only=True)
class OldWorker:
    """One process: takes a job, screens the resume, ranks the batch, calls back.

    Attributes:
        database: of the backend.
        http: for files and the callback.
        callback_url: of the backend.
        encoder: a `SentenceTransformer`.
    """

    database: "pymongo.database.Database[_Json]"
    http: httpx.Client
    callback_url: str
    encoder: Any

    def screen(self, payload: _Json) -> None:
        """See one job of the queue through."""
        documents = self.database["resumeprocessings"]
        key = ObjectId(payload["resumeProcessingId"])
        documents.update_one({"_id": key}, {"$set": {"status": "processing"}})
        job = self.database["jobs"].find_one({"_id": ObjectId(payload["jobDescriptionId"])})
        assert job is not None
        data = self.http.get(payload["resumeUrl"]).raise_for_status().content
        documents.update_one({"_id": key}, {"$set": self._outcome(job, plain(text_of(data)))})
        self.rank(payload["batchId"])
        names = ("batchId", "resumeProcessingId", "externalResumeId")
        body = {name: payload[name] for name in names} | {"status": "completed"}
        self.http.post(self.callback_url, json=body).raise_for_status()

    def rank(self, batch_id: str) -> None:
        """Rank all that is completed of a batch, with one write a resume."""
        documents = self.database["resumeprocessings"]
        query = {"batchId": batch_id, "status": "completed"}
        needed = {"preFilter": 1, "explanation.scoreBreakdown": 1}
        found = [
            (final_score(document["explanation"]["scoreBreakdown"]["components"]), document)
            for document in documents.find(query, needed)
        ]
        found.sort(key=lambda pair: pair[0], reverse=True)
        rank = 0
        for score, document in found:
            rank += document["preFilter"]["passed"]
            place = (
                {"rank": rank, "rankingStatus": "completed"}
                if document["preFilter"]["passed"]
                else {"rankingStatus": "skipped"}
            )
            documents.update_one({"_id": document["_id"]}, {"$set": {"finalScore": score, **place}})

    def _vector(self, text: str) -> _Vector:
        vector: _Vector = self.encoder.encode(
            [text], batch_size=1, show_progress_bar=False, normalize_embeddings=True
        )[0]
        return vector

    def _outcome(self, job: _Json, text: str) -> _Json:
        asked = plain(" ".join([job["title"], *job["required_skills"], job["description"]]))
        resume_vector, job_vector = self._vector(text), self._vector(asked)
        similarity = float(resume_vector @ job_vector)
        matched = [skill for skill in job["required_skills"] if plain(skill) in text]
        missing = [skill for skill in job["required_skills"] if skill not in matched]
        optional = [skill for skill in job["preferred_skills"] if plain(skill) in text]
        years = years_in(text)
        reasons = []
        if similarity < _MIN_SIMILARITY:
            reasons.append(f"similarity {similarity:.2f} is below {_MIN_SIMILARITY}")
        if len(missing) >= max(1, len(job["required_skills"]) // 2):
            reasons.append(f"lacks {', '.join(missing)}")
        return {
            "status": "completed",
            "resumeHash": hashlib.sha256(text.encode()).hexdigest(),
            "jobHash": hashlib.sha256(asked.encode()).hexdigest(),
            "normalizedResumeText": text,
            "resumeEmbedding": resume_vector.tolist(),
            "jobEmbedding": job_vector.tolist(),
            "embeddingStatus": "completed",
            "embeddingModel": DEFAULT_MODEL.hub_name,
            "preFilter": {"passed": not reasons, "similarityScore": similarity, "reasons": reasons},
            "passFail": "failed" if reasons else "passed",
            "explanation": {
                "decision": {"status": "rejected" if reasons else "passed", "reasons": reasons},
                "skills": {
                    "required": job["required_skills"],
                    "matched": matched,
                    "missing": missing,
                    "optionalMatched": optional,
                },
                "experience": {
                    "requiredYears": job["min_experience_years"],
                    "candidateYears": years,
                    "meetsRequirement": years >= job["min_experience_years"],
                },
                "scoreBreakdown": {"components": components(job, similarity, matched, optional)},
            },
            "error": None,
        }


def load_encoder() -> Any:
    """Return sentence-transformers' all-MiniLM-L6-v2 on one thread."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    importlib.import_module("torch").set_num_threads(1)
    sentence_transformers = importlib.import_module("sentence_transformers")
    encoder = sentence_transformers.SentenceTransformer(
        str(find_model_folder()), device="cpu", local_files_only=True
    )
    encoder.max_seq_length = _TOKENS
    encoder.encode(["warm-up"], show_progress_bar=False)
    return encoder


def main(arguments: Sequence[str] | None = None) -> int:
    """Work until SIGTERM, or until the process that started this one is gone; finish the job under way."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.old_worker")
    parser.add_argument("--redis", required=True, help="address of Redis")
    parser.add_argument("--mongo", required=True, help="connection string with the database")
    parser.add_argument("--callback", required=True, help="address of the backend's callback")
    parser.add_argument("--queue", default="batch-processing", help="name of the queue")
    options = parser.parse_args(arguments)
    parent, stop = os.getppid(), threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    encoder = load_encoder()
    with (
        redis.Redis.from_url(options.redis) as queue,
        pymongo.MongoClient[_Json](options.mongo, tz_aware=True) as mongo,
        httpx.Client(timeout=30) as http,
    ):
        worker = OldWorker(
            database=mongo.get_default_database(), http=http, callback_url=options.callback, encoder=encoder
        )
        print(READY, flush=True)
        while os.getppid() == parent and not stop.is_set():
            taken: Any = queue.blpop([f"rq:queue:{options.queue}"], timeout=_WAIT_SECONDS)
            if taken is not None:
                data: Any = queue.hget(f"rq:job:{taken[1].decode()}", "data")
                worker.screen(json.loads(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
