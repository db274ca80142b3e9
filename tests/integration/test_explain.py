"""`screener explain`: the whole derivation of a result, from MongoDB or from a file, computed again."""

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pymongo
import pytest
from bson import ObjectId

from adapters.memory import InMemoryFiles, InMemoryJobProfiles, InMemoryJobStore, InMemoryProcessingStore
from adapters.mongo.documents import outcome_document
from adapters.skill_table import load_skill_lexicon
from application.rank_job import RankJob
from application.screen_resume import ScreenResume
from domain.document import Document
from domain.job import JobDescription
from domain.processing import ResumeProcessing
from domain.scoring import ScoringRules
from entrypoints.cli import main
from entrypoints.report import Report, render_json, report_order
from tests.builders import build_job, build_processing
from tests.contracts.worlds import published
from tests.fakes import HashEmbedder, Utf8Reader
from tests.resumes import resume_text

ROOT = Path(__file__).resolve().parents[2]
JOB_ID = "65f000000000000000000001"
JOB = build_job(id=JOB_ID, required_skills=("Python", "PostgreSQL"), preferred_skills=("Kafka", "C++"))
LOOSE = ScoringRules(min_similarity=0.0, max_missing_share=1.0)
NAMES = "Ada Bo Chidi Dana Emre Fatima Goran Hana Ivo Jun Kofi Lena Mina Noor Omar Pia".split()
Out = pytest.CaptureFixture[str]
Stored = Callable[..., str]


class HidingReader(Utf8Reader):
    """Says of every file that it hides something."""

    def read(self, data: bytes) -> Document:
        return replace(super().read(data), hidden=("Invisible Name, Python expert",))


def screened(
    count: int = 8, *, job: JobDescription = JOB, rules: ScoringRules = LOOSE, hiding: bool = True
) -> list[ResumeProcessing]:
    files = {f"{number:024x}": resume_text(number) for number in range(1, count + 1)}
    files[f"{count + 1:024x}"] = files[f"{1:024x}"] + b"\n"  # a twin
    store = InMemoryProcessingStore(build_processing(id=id_, job_id=job.id, resume_url=id_) for id_ in files)
    screen = ScreenResume(
        processings=store,
        jobs=InMemoryJobStore([job]),
        files=InMemoryFiles(files),
        reader=HidingReader() if hiding else Utf8Reader(),
        embedder=HashEmbedder(),
        job_profiles=InMemoryJobProfiles(),
        lexicon=load_skill_lexicon(),
        rules=rules,
    )
    for id_ in files:
        screen(id_)
    RankJob(ranking=store)(job.id)
    return list(store.of_job(job.id))


@pytest.fixture
def stored(mongo_url: str, monkeypatch: pytest.MonkeyPatch) -> Stored:
    """Put screened resumes and their job into the database that the command looks at; return an id."""
    monkeypatch.setenv("MONGO_URI_PY", mongo_url)
    monkeypatch.setenv("ENV", "test")

    def put(job: JobDescription = JOB, **changes: Any) -> str:
        with pymongo.MongoClient[dict[str, Any]](mongo_url) as client:
            database = client.get_default_database()
            told = json.loads(render_json(Report(job=job, processings=())))["job"]
            database["jobs"].insert_one(
                {**told, "_id": ObjectId(JOB_ID), "createdAt": _date(job), "created_at": None}
            )
            for processing in screened(job=job):
                fields, _ = outcome_document(processing)
                database["resumeprocessings"].insert_one({**published(processing), **fields, **changes})
        return f"{1:024x}"

    return put


def _date(job: JobDescription) -> Any:
    from datetime import UTC, datetime, time  # noqa: PLC0415

    return datetime.combine(job.reference_date, time(), UTC)


def documents(mongo_url: str) -> "pymongo.MongoClient[dict[str, Any]]":
    return pymongo.MongoClient(mongo_url)


def write_results(folder: Path, processings: list[ResumeProcessing]) -> Path:
    named = [replace(one, resume_url=f"resumes/{one.id}.txt") for one in processings]
    path = folder / "results.json"
    path.write_text(render_json(Report(job=JOB, processings=report_order(named))), "utf-8")
    return path


def test_every_step_is_told_and_comes_out_the_same_again(stored: Stored, capsys: Out) -> None:
    id_ = stored()
    assert main(["explain", id_]) == 0
    out = capsys.readouterr().out
    for title in (
        "What was read",
        "Skills",
        "Years of experience",
        "Similarity",
        "Score",
        "Pre-filter",
        "Place",
    ):
        assert f"\n{title}\n" in out
    assert "the same to the last byte" in out
    assert " of 9, best score first" in out
    assert re.search(r"\d others? ha(?:s|ve) the score", out)  # its twin at least
    assert "The settings of here are others" in out
    assert "left out: 1 passage (29 characters) that nobody can see" in out
    skills = [line.strip() for line in out.splitlines() if line.startswith(("    + ", "    - "))]
    assert [line[2:].partition(":")[0] for line in skills] == ["Python", "PostgreSQL", "Kafka", "C++"]
    assert "- C++: not found" in skills
    (total,) = [line for line in out.splitlines() if line.strip().startswith("sum ")]
    (headline,) = [line for line in out.splitlines() if line.startswith(id_)]
    assert total.rpartition(" ")[2] == headline.rpartition(" ")[2]
    products = [
        float(line.rpartition("= ")[2]) for line in out.splitlines() if " x 0." in line and "= 0." in line
    ]
    assert abs(sum(products[-4:]) - float(total.split()[1].rstrip(","))) < 1e-5


def test_nothing_says_whose_resume_it_is(stored: Stored, capsys: Out) -> None:
    stored()
    for number in range(1, 10):
        for arguments in ((), ("--json",)):
            main(["explain", f"{number:024x}", *arguments])
            said = capsys.readouterr()
            assert not [name for name in NAMES if f"{name} " in said.out + said.err]
            assert "@example.com" not in said.out + said.err
            assert "Invisible" not in said.out + said.err


def test_all_results_of_a_file_come_out_the_same_again(tmp_path: Path, capsys: Out) -> None:
    processings = screened()
    path = write_results(tmp_path, processings)
    for processing in processings:
        assert main(["explain", f"{processing.id}.txt", "--from", str(path), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["verification"]["finding"] == "same"
        assert [step["title"] for step in told["derivation"]][:3] == [
            "What was read", "Skills", "Years of experience",
        ]  # fmt: skip
    assert main(["explain", f"resumes/{processings[0].id}.txt", "--from", str(path), "--no-verify"]) == 0
    assert "last byte" not in capsys.readouterr().out


def change(fields: dict[str, Any], *path: str, to: Any) -> dict[str, Any]:
    changed = copy.deepcopy(fields)
    *way, last = path
    inner = changed
    for step in way:
        inner = inner[step]
    inner[last] = to
    return changed


@pytest.mark.parametrize(
    "path, to, named",
    [
        (("finalScore",), 0.99, "finalScore"),
        (("explanation", "experience", "candidateYears"), 30.0, "explanation.experience.candidateYears"),
        (("explanation", "decision", "reasons"), ["Fine."], "explanation.decision.reasons"),
        (("preFilter", "passed"), False, "preFilter.passed"),
        (("normalizedResumeText",), "Another\nPython engineer", "resumeHash"),
        (("contentHash",), "0" * 64, "contentHash"),
        (("evaluation", "resultHash"), "0" * 64, "evaluation.resultHash"),
        (("evaluation", "rules", "minSimilarity"), 0.2, "rulesVersion"),
        (("evaluation", "fileHash"), "0" * 64, "evaluation.resultHash"),
    ],
)
def test_whatever_was_changed_afterwards_is_named(
    tmp_path: Path, capsys: Out, path: tuple[str, ...], to: Any, named: str
) -> None:
    results = write_results(tmp_path, screened(2))
    content = json.loads(results.read_text("utf-8"))
    content["resumes"][0] = change(content["resumes"][0], *path, to=to)
    results.write_text(json.dumps(content), "utf-8")
    assert main(["explain", content["resumes"][0]["source"], "--from", str(results), "--json"]) == 1
    verification = json.loads(capsys.readouterr().out)["verification"]
    assert verification["finding"] == "differs"
    assert named in verification["differences"]


def test_vectors_of_another_machine_are_used_as_they_are_stored(tmp_path: Path, capsys: Out) -> None:
    """No model is loaded: the same bits come out where it would give others."""
    path = write_results(tmp_path, screened(2))
    program = (
        "import sys; from entrypoints.cli import main; code = main(sys.argv[1:]);"
        "assert not {'openvino', 'torch'} & set(sys.modules); sys.exit(code)"
    )
    source = f"resumes/{1:024x}.txt"
    done = subprocess.run(
        [sys.executable, "-c", program, "explain", source, "--from", str(path)],
        cwd=ROOT, env={**os.environ, "ENV": "test"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_other_code_other_skills_and_an_earlier_version_are_said(
    stored: Stored, mongo_url: str, capsys: Out
) -> None:
    id_ = stored()

    def explained(**fields: Any) -> str:
        with documents(mongo_url) as client:
            found = client.get_default_database()["resumeprocessings"]
            before = found.find_one({"_id": ObjectId(id_)})
            assert before
            found.update_one({"_id": ObjectId(id_)}, {"$set": fields})
            assert main(["explain", id_]) == 1
            found.replace_one({"_id": ObjectId(id_)}, before)
        said = capsys.readouterr()
        return said.out + said.err

    told = explained(rulesVersion="0-abc", **{"evaluation.codeVersion": "0"})
    assert "Made by other rules (0-abc; those of here: " in told
    assert f"`screener reevaluate {JOB_ID}`" in told
    told = explained(rulesVersion="0-abc", **{"evaluation.skillsDigest": "0"})
    assert "the table of skills is another one" in told
    assert "an earlier version, which did not keep what made it" in explained(evaluation=None)
    assert "another kind of worker made it" in explained(rulesVersion=None)
    assert "an earlier version of this worker made it, in another form" in explained(explanation={})
    assert "it failed and has no score" in explained(status="failed")
    assert "has no result yet: it is queued" in explained(status="queued")


def test_a_job_that_was_changed_or_is_gone_is_said(stored: Stored, mongo_url: str, capsys: Out) -> None:
    id_ = stored()
    with documents(mongo_url) as client:
        jobs = client.get_default_database()["jobs"]
        jobs.update_one({}, {"$set": {"required_skills": ["Python"]}})
        assert main(["explain", id_]) == 1
        assert "Not computed again: the job was changed since it was made." in capsys.readouterr().out
        jobs.delete_many({})
        assert main(["explain", id_]) == 1
        assert "Not computed again: its job is gone" in capsys.readouterr().out
        assert main(["explain", id_, "--no-verify"]) == 0


def test_reading_is_all_that_is_done(stored: Stored, mongo_url: str) -> None:
    id_ = stored()
    with documents(mongo_url) as client:
        database = client.get_default_database()
        before = {name: list(database[name].find()) for name in database.list_collection_names()}
        assert main(["explain", id_]) == 0
        assert {name: list(database[name].find()) for name in database.list_collection_names()} == before


def test_what_cannot_be_explained_is_said_in_one_line(stored: Stored, tmp_path: Path, capsys: Out) -> None:
    stored()
    results = write_results(tmp_path, screened(1))
    broken, other = tmp_path / "broken.json", tmp_path / "other.json"
    broken.write_text("{")
    other.write_text('{"job": {}, "resumes": [{"source": "a", "status": "completed", "rulesVersion": "1"}]}')
    for arguments, code, says in (
        (["f" * 24], 1, "there is no such resume processing"),
        (["66"], 2, "'66' is no id of 24 hexadecimal digits"),
        (["a.pdf", "--from", str(results)], 1, "there is no such resume in"),
        (["a.pdf", "--from", str(broken)], 2, "is not the JSON of"),
        (["a.pdf", "--from", str(tmp_path / "none.json")], 2, "cannot be read"),
        (["a", "--from", str(other)], 1, "is no result of this version"),
        ([], 2, "ID"),
    ):
        assert main(["explain", *arguments]) == code
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert says in said.err
