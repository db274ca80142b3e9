"""What the command says of a mistake: one line that names the thing, and the right exit code."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from entrypoints.cli import main

ROOT = Path(__file__).resolve().parents[2]
JOB = str(ROOT / "examples" / "job.yaml")
RESUMES = str(ROOT / "examples" / "resumes")
Said = pytest.CaptureFixture[str]
LONG = "x" * 300


def refused(capsys: Said, *arguments: str, code: int = 2) -> str:
    """The one line that is said."""
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("screener: ")
    return err.removeprefix("screener: ").rstrip("\n")


def test_the_version_is_that_of_the_project(capsys: Said) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert (ended.value.code, capsys.readouterr().out) == (0, f"screener {version}\n")


def test_a_missing_command_is_named(capsys: Said) -> None:
    assert refused(capsys) == "the following arguments are required: COMMAND (see screener --help)"
    assert "ACTION" in refused(capsys, "failed")


@pytest.mark.parametrize(
    "arguments",
    [
        ["screen", "--job", JOB, LONG],
        ["screen", "--job", LONG, RESUMES],
        ["screen", "--job", JOB, RESUMES, "--output", LONG],
        ["audit", JOB, "--groups", LONG],
        ["explain", "a", "--from", LONG],
    ],
)
def test_a_name_that_no_file_can_have_is_wrong_usage(arguments: list[str], capsys: Said) -> None:
    said = refused(capsys, *arguments)
    assert said.startswith(f"{LONG}: ")
    assert said.endswith("File name too long")


def test_results_whose_name_no_file_can_have_are_wrong_usage(tmp_path: Path, capsys: Said) -> None:
    groups = tmp_path / "groups.csv"
    groups.write_text("resume,sex\na.pdf,female\n")
    assert refused(capsys, "audit", LONG, "--groups", str(groups)).startswith(
        f"{LONG}: cannot be read: File name"
    )


@pytest.mark.parametrize("output", ["/proc/new", "/proc/self/comm", "/proc/no/such/folder"])
def test_a_folder_that_takes_no_file_is_noticed_before_the_work(output: str, capsys: Said) -> None:
    said = refused(capsys, "screen", "--job", JOB, RESUMES, "--output", output)
    assert said.startswith(f"{output}: cannot be written")


def test_a_full_disk_is_no_wrong_usage_and_names_the_file(tmp_path: Path, capsys: Said) -> None:
    results, groups = tmp_path / "results.json", tmp_path / "groups.csv"
    results.write_text(json.dumps({"job": {"id": "1"}, "resumes": [{"source": "a.pdf"}]}))
    groups.write_text("resume,sex\na.pdf,female\n")
    said = refused(capsys, "audit", str(results), "--groups", str(groups), "--output", "/dev/full", code=1)
    assert said == "/dev/full: cannot be written: No space left on device"


def test_an_error_of_the_system_names_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    def vanished(path: Path) -> None:
        path.unlink()

    monkeypatch.setattr("entrypoints.cli._check", lambda _: vanished(tmp_path / "gone"))
    assert refused(capsys, "check", code=1) == f"{tmp_path}/gone: No such file or directory"


@pytest.mark.parametrize(
    "name, value, says",
    [
        ("SKILL_TABLES", "/no/such.toml", "SKILL_TABLES: /no/such.toml: No such file or directory"),
        ("MODEL_CACHE_DIR", "/proc/new", "MODEL_CACHE_DIR: /proc/new: No such file or directory"),
        ("MONGO_URI_PY", "bogus", "MONGO_URI_PY: must begin with mongodb:// or mongodb+srv://"),
        ("REDIS_URL", "bogus", "REDIS_URL: must begin with redis://, rediss:// or unix://"),
        ("MIN_SIMILARITY", "2", "MIN_SIMILARITY: must be less than or equal to 1"),
        ("MIN_SIMILARITY", "much", "MIN_SIMILARITY: must be a number"),
        ("MAX_PAGES", "1.5", "MAX_PAGES: must be a whole number"),
        ("MAX_PAGES", "9" * 5000, "MAX_PAGES: must be a whole number"),
        ("COUNT_INTERNSHIPS", "maybe", "COUNT_INTERNSHIPS: must be true or false"),
        ("EMBEDDER", "magic", "EMBEDDER: must be 'openvino' or 'sentence-transformers'"),
        ("WEIGHT_EXPERIENCE", "0.5", "settings: the weights must sum to 1, not 1.35"),
        ("PY_WORKER_COUNT", "257", "PY_WORKER_COUNT: must be less than or equal to 256"),
    ],
)
def test_a_setting_is_refused_in_plain_words(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv(name, value)
    assert refused(capsys, "prepare") == says


def test_the_entry_of_a_list_is_counted_from_one(monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("RESUME_ALLOWED_HOSTS", "a.example,two words")
    assert refused(capsys, "prepare").startswith("RESUME_ALLOWED_HOSTS (entry 2): must match the pattern ")


@pytest.mark.parametrize("option", ["--workers", "--analysis-workers"])
@pytest.mark.parametrize("count", ["257", "-1", "9" * 5000, "\u00b2"])
def test_workers_have_the_bound_of_their_setting(option: str, count: str, capsys: Said) -> None:
    assert "is no number from 0 to 256" in refused(capsys, "worker", f"{option}={count}")


def test_a_result_that_failed_says_why_by_itself(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "results.json"
    failed = {"source": "r/empty.txt", "status": "failed", "error": "The file is empty."}
    path.write_text(json.dumps({"job": {}, "resumes": [failed]}))
    said = refused(capsys, "explain", "--from", str(path), "r/empty.txt", code=1)
    assert said == "r/empty.txt: it failed and has no score: The file is empty."


def test_the_contents_of_a_file_are_no_matter_for_the_help(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "results.json"
    path.write_text("[]")
    said = refused(capsys, "explain", "--from", str(path), "a")
    assert said == f"{path}: is not the JSON of `screener screen --format json`"


@pytest.mark.parametrize(
    "name, text, says",
    [
        ("job.yaml", "title: A\nlocation: [a\n", r"malformed: line \d: expected "),
        ("job.yaml", "title: A\n\tx: 1\n", "malformed: line 2: found character"),
        ("job.json", '{"title": "A",}', "malformed: .*line 1"),
        ("job.toml", "title = 1 2", "malformed: .*line 1"),
        ("job.json", "[" * 100_000, "malformed: too deeply nested$"),
        ("job.yaml", "title: A\nrequired_skills: Python\n", "required_skills: must be a list$"),
        ("job.yaml", "title: A\nrequired_skills: ['']\n", r"required_skills\.0: must not be empty$"),
        ("job.yaml", "title: A\nmin_experience_years: 99\n", ": must be less than or equal to 60$"),
        ("job.yaml", "title: A\nmin_experience_years: lots\n", "min_experience_years: must be a number$"),
        ("job.yaml", "title: A\ncreated_at: soon\n", "created_at: must be a date such as 2026-12-31$"),
        ("job.yaml", "title: 3\n", "title: must be text$"),
        ("job.yaml", "location: B\n", "title: is missing$"),
        ("job.yaml", "title: A\nsalary: 1\n", r"unknown key 'salary' \(known: title, "),
        ("job.yaml", "title: A\nsalary: 1\npay: 2\n", r"unknown keys 'salary', 'pay' \(known: title, [^(]*$"),
    ],
)
def test_a_job_file_is_refused_in_plain_words(
    name: str, text: str, says: str, tmp_path: Path, capsys: Said
) -> None:
    path = tmp_path / name
    path.write_text(text)
    said = refused(capsys, "screen", "--job", str(path), RESUMES)
    assert said.startswith(f"{path}: ")
    assert re.search(says, said), said


def test_a_folder_is_no_job_and_said_to_be_one(tmp_path: Path, capsys: Said) -> None:
    assert refused(capsys, "screen", "--job", str(tmp_path), RESUMES) == f"{tmp_path}: is a folder"
