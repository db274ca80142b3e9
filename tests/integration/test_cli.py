"""The command as a user runs it, in a process of its own, with the real reader, model and skill table."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
JOB = ROOT / "examples" / "job.yaml"
RESUMES = ROOT / "examples" / "resumes"
pytestmark = pytest.mark.slow


def screener(
    *arguments: str | Path, cwd: Path = ROOT, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "entrypoints.cli", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    # Whether a scan is read depends on what is installed: without text recognition it is everywhere the same.
    without = {"OCR": "off"}
    done = screener(
        "screen", "--job", JOB, RESUMES, "--format", "json", "--processes", "1", environment=without
    )
    assert (done.returncode, done.stderr) == (0, "")
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def named(result: dict[str, Any], name: str) -> dict[str, Any]:
    return next(resume for resume in result["resumes"] if Path(resume["source"]).name == name)


def test_the_examples_are_ranked_from_first_to_failed(result: dict[str, Any]) -> None:
    resumes = result["resumes"]
    assert len(resumes) >= 14
    ranks = [resume["rank"] for resume in resumes if resume["rank"] is not None]
    assert ranks == list(range(1, len(ranks) + 1))
    kinds = [
        "failed" if resume["status"] == "failed" else resume["explanation"]["decision"]["status"]
        for resume in resumes
    ]
    assert kinds == sorted(kinds, key=["passed", "rejected", "failed"].index)
    assert set(kinds) == {"passed", "rejected", "failed"}
    scores = [resume["finalScore"] for resume in resumes if resume["rank"]]
    assert scores == sorted(scores, reverse=True)


def test_the_sum_of_the_parts_is_the_score(result: dict[str, Any]) -> None:
    for resume in result["resumes"]:
        if resume["explanation"]:
            parts = resume["explanation"]["scoreBreakdown"]["components"]
            total = sum(part.get("score", part.get("ratio")) * part["weight"] for part in parts.values())
            assert round(total, 4) == resume["finalScore"]


def test_a_file_that_cannot_be_read_has_a_reason_and_no_score(result: dict[str, Any]) -> None:
    failed = {Path(r["source"]).name: r for r in result["resumes"] if r["status"] == "failed"}
    assert {resume["errorReason"] for resume in failed.values()} == {"no_text", "encrypted", "damaged"}
    assert all(resume["finalScore"] is None and resume["error"].endswith(".") for resume in failed.values())


def test_hidden_text_is_reported_and_scores_nothing(result: dict[str, Any]) -> None:
    hiding = [resume for resume in result["resumes"] if resume["integrity"]["hiddenText"]]
    assert len(hiding) == 1
    assert hiding[0]["explanation"]["skills"]["matched"] == []
    assert hiding[0]["preFilter"]["passed"] is False


def test_twins_are_marked_and_score_the_same(result: dict[str, Any]) -> None:
    (twin,) = (resume for resume in result["resumes"] if resume["isDuplicate"])
    original = named(result, Path(twin["duplicateOf"]).name)
    assert original["isDuplicate"] is False
    assert original["source"] < twin["source"]
    assert (original["finalScore"], original["resumeHash"]) == (twin["finalScore"], twin["resumeHash"])


def test_output_is_the_same_to_the_byte_whatever_the_order_and_the_processes(
    result: dict[str, Any], tmp_path: Path
) -> None:
    files = sorted(RESUMES.iterdir(), reverse=True)
    output = tmp_path / "result.json"
    how = ("--format", "json", "--output", output, "--processes", "3")
    done = screener("screen", "--job", JOB, *files, RESUMES, *how, environment={"OCR": "off"})
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads(output.read_text("utf-8")) == result
    other = ("--format", "json", "--processes", "2")
    again = screener("screen", "--job", JOB, RESUMES, *other, environment={"OCR": "off"})
    assert again.stdout == output.read_text("utf-8")


def test_as_of_moves_the_end_of_present_and_nothing_else_does(result: dict[str, Any]) -> None:
    done = screener("screen", "--job", JOB, RESUMES, "--format", "json", "--as-of", "2027-10-01")
    later = json.loads(done.stdout)
    moved = [
        named(later, Path(resume["source"]).name)["explanation"]["experience"]["candidateYears"]
        - resume["explanation"]["experience"]["candidateYears"]
        for resume in result["resumes"]
        if resume["explanation"]
    ]
    assert {round(years, 2) for years in moved} <= {0.0, 1.0}
    assert any(moved)


def test_table_and_page_name_every_file() -> None:
    table = screener("screen", "--job", JOB, RESUMES)
    page = screener("screen", "--job", JOB, RESUMES, "--format", "html")
    assert (table.returncode, page.returncode) == (0, 0)
    for file in RESUMES.iterdir():
        assert file.name in table.stdout
        assert file.name in page.stdout
    assert page.stdout.startswith("<!doctype html>") or page.stdout.startswith("<!DOCTYPE html>")
    assert "http://" not in page.stdout.replace("http://www.w3.org", "")


def test_other_files_are_skipped_and_named_files_are_tried_whatever_their_name(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / ".hidden.txt").write_text("hidden", "utf-8")
    shutil.copy(next(RESUMES.glob("*.txt")), folder / "deeper" / "RESUME.TXT")
    nameless = tmp_path / "resume-without-ending"
    shutil.copy(next(RESUMES.glob("*.docx")), nameless)
    done = screener("screen", "--job", JOB, folder, nameless, "--format", "table", cwd=tmp_path)
    assert done.returncode == 0
    assert "RESUME.TXT" in done.stdout
    assert "resume-without-ending" in done.stdout
    assert "photo.png" in done.stdout
    assert ".hidden.txt" in done.stdout


@pytest.mark.parametrize(
    "arguments, says",
    [
        ([], "COMMAND"),
        (["screen"], "--job"),
        (["screen", "--job", str(JOB)], "PATH"),
        (["screen", "--job", str(JOB), "no-such-folder"], "no-such-folder: there is no such file"),
        (["screen", "--job", "missing.yaml", str(RESUMES)], "missing.yaml"),
        (["screen", "--job", str(JOB), str(RESUMES), "--format", "pdf"], "--format"),
        (["screen", "--job", str(JOB), str(RESUMES), "--processes", "0"], "1 to 64"),
        (["screen", "--job", str(JOB), str(RESUMES), "--as-of", "soon"], "2026-12-31"),
        (["screen", "--job", str(JOB), str(RESUMES), "--output", "/no/such/folder/x"], "/no/such/folder/x"),
        (["screen", "--job", str(JOB), str(RESUMES), "--output", str(RESUMES)], "is a folder"),
        (["screen", "--job", str(JOB), str(ROOT / "domain")], "no resume"),
        (["fly"], "fly"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_exit_code_2(arguments: list[str], says: str) -> None:
    done = screener(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.startswith("screener: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "environment, says",
    [
        ({"WEIGHT_SIMILARITY": "0.9"}, "sum to 1"),
        ({"MIN_SIMILARITY": "much"}, "MIN_SIMILARITY"),
        ({"EMBEDDER": "magic"}, "EMBEDDER"),
        ({"SKILL_TABLES": "/no/such/table.toml"}, "/no/such/table.toml"),
        ({"MODEL_PATH": "/no/such/model", "MODEL_CACHE_DIR": "replaced below"}, "/no/such/model"),
    ],
)
def test_a_wrong_setting_is_one_clear_line_and_exit_code_2(
    environment: dict[str, str], says: str, tmp_path: Path
) -> None:
    if "MODEL_CACHE_DIR" in environment:
        environment = environment | {"MODEL_CACHE_DIR": str(tmp_path / "cache")}
    done = screener("screen", "--job", JOB, RESUMES, environment=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_settings_change_the_score() -> None:
    environment = {
        "WEIGHT_SIMILARITY": "0",
        "WEIGHT_REQUIRED_SKILLS": "1",
        "WEIGHT_PREFERRED_SKILLS": "0",
        "WEIGHT_EXPERIENCE": "0",
    }
    done = screener("screen", "--job", JOB, RESUMES, "--format", "json", environment=environment)
    for resume in json.loads(done.stdout)["resumes"]:
        if resume["explanation"]:
            skills = resume["explanation"]["skills"]
            assert resume["finalScore"] == round(len(skills["matched"]) / len(skills["required"]), 4)


def test_a_reader_of_our_output_may_go_away() -> None:
    command = f"{sys.executable} -m entrypoints.cli screen --job {JOB} {RESUMES} --format json | head -c 10"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.stderr == ""


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()


def test_a_full_disk_is_one_line() -> None:
    command = f"{sys.executable} -m entrypoints.cli screen --job {JOB} {RESUMES} > /dev/full"
    done = subprocess.run(
        ["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "screener: No space left on device\n"


def test_closed_streams_are_no_stack_trace() -> None:
    command = f"{sys.executable} -m entrypoints.cli screen --job {JOB} {RESUMES}"
    no_output = subprocess.run(
        ["bash", "-c", f"{command} >&-"], cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert no_output.returncode == 2
    assert no_output.stderr == "screener: standard output is closed; name a file with --output\n"
    no_errors = subprocess.run(
        ["bash", "-c", f"{command} 2>&- <&-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert no_errors.returncode == 0
    assert "amara-okafor.pdf" in no_errors.stdout


def test_results_go_where_a_link_leads_and_into_pipes(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    arguments = ("screen", "--job", JOB, RESUMES, "--format", "json", "--output")
    assert screener(*arguments, tmp_path / "link.json").returncode == 0
    assert (tmp_path / "link.json").is_symlink()
    assert json.loads((tmp_path / "real.json").read_text("utf-8"))["resumes"]
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []
    assert json.loads(screener(*arguments, "/dev/stdout").stdout)["resumes"]


def test_strange_names_are_files_like_others(tmp_path: Path) -> None:
    text = next(RESUMES.glob("*.txt")).read_text("utf-8")
    names = ["a b.txt", "[red]x[bold].txt", "new\nline.txt", "-dash.txt", "<b>.txt", "\u202egpj.txt"]
    for number, name in enumerate([os.fsencode(name) for name in names] + [b"\xff\xfe.txt"]):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text(f"{text}\n{number}", "utf-8")
    for form in ("table", "json", "html"):
        done = screener("screen", "--job", JOB, ".", "--format", form, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")
        assert form == "json" or "\u202e" not in done.stdout  # it would turn the line around
    parsed = json.loads(screener("screen", "--job", JOB, ".", "--format", "json", cwd=tmp_path).stdout)
    assert len(parsed["resumes"]) == 7


def test_hidden_and_linked_folders_are_named_not_entered(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(next(RESUMES.glob("*.txt")), tmp_path / "in" / "one.txt")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / ".cache").mkdir()
    done = screener("screen", "--job", JOB, tmp_path / "in", "--format", "json")
    result = json.loads(done.stdout)
    assert [Path(resume["source"]).name for resume in result["resumes"]] == ["one.txt"]
    assert [Path(path).name for path in result["skipped"]] == [".cache", "round"]


def test_a_link_in_a_path_is_followed_before_going_up(tmp_path: Path) -> None:
    (tmp_path / "far" / "deep").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "far" / "deep")
    shutil.copy(next(RESUMES.glob("*.txt")), tmp_path / "far" / "x.txt")
    (tmp_path / "x.txt").write_text("quite another file, with words enough to be read", "utf-8")
    done = screener("screen", "--job", JOB, "link/../x.txt", "--format", "json", cwd=tmp_path)
    (resume,) = json.loads(done.stdout)["resumes"]
    assert resume["source"] == "far/x.txt"
    assert "quite another file" not in resume["normalizedResumeText"]


# A shell that started the tests in the background has them, and so us, ignore Ctrl-C.
HEEDING_CTRL_C = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
    "from entrypoints.cli import main; sys.exit(main(sys.argv[1:]))"
)
NOTHING_DONE = "screener: interrupted before anything was done\n"


@pytest.fixture(scope="module")
def many_resumes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    text = next(RESUMES.glob("*.txt")).read_text("utf-8")
    for number in range(3000):
        (folder / f"{number:04}.txt").write_text(f"{text}\nExtra line {number}\n", "utf-8")
    return folder


def interrupted(folder: Path, *, seconds: float, times: int = 3) -> tuple[str, str]:
    """What a screening prints that is interrupted so long after it has begun to read."""
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING_CTRL_C, "screen", "--job", JOB, folder, "--processes", "2"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    try:
        # The reader's process is there when screening is about to begin.
        deadline = time.monotonic() + 180
        while not children_of(process.pid) and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(seconds)
        for _ in range(times):  # an impatient user loses nothing
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGINT)
            time.sleep(0.05)
        stdout, stderr = process.communicate(timeout=180)
    finally:
        process.kill()
    assert process.returncode == 130, stderr
    return stdout, stderr


def assert_prints_what_is_done(stdout: str, stderr: str) -> None:
    assert stderr.startswith("screener: interrupted: ")
    assert stderr.count("\n") == 1
    done = int(stderr.removeprefix("screener: interrupted: ").partition(" of 3000")[0])
    assert 0 < done < 3000
    assert f"{done} resumes" in stdout


def test_interrupt_prints_what_is_done(many_resumes: Path) -> None:
    for seconds in (3.0, 6.0, 12.0, 24.0, 60.0):  # a busy machine takes its time to load the model
        stdout, stderr = interrupted(many_resumes, seconds=seconds)
        if stderr != NOTHING_DONE:
            break
    assert_prints_what_is_done(stdout, stderr)


@pytest.mark.parametrize("seconds", [0.0, 0.2, 0.5, 0.9, 1.4])
def test_an_interrupt_at_any_moment_ends_in_one_line(many_resumes: Path, seconds: float) -> None:
    stdout, stderr = interrupted(many_resumes, seconds=seconds, times=20)
    if stderr == NOTHING_DONE:
        assert not stdout
    else:
        assert_prints_what_is_done(stdout, stderr)
