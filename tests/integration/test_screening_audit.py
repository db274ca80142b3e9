"""`screener audit` on files: what it prints, and what it says of files that are none."""

import json
from pathlib import Path
from typing import Any

import pytest

from entrypoints.cli import main


def resume(number: int, **fields: object) -> dict[str, object]:
    score = round(0.3 + number / 100, 4)
    return {
        "source": f"cvs/{number}.pdf",
        "finalScore": score,
        "passFail": "passed" if score >= 0.5 else "failed",
        "rank": 60 - number if score >= 0.5 else None,
        "isDuplicate": False,
        **fields,
    }


UNREAD = {"finalScore": None, "passFail": None, "rank": None}


@pytest.fixture
def results(tmp_path: Path) -> Path:
    resumes = [resume(n) for n in range(60)] + [resume(60, **UNREAD), resume(61, isDuplicate=True, rank=99)]
    path = tmp_path / "results.json"
    path.write_text(json.dumps({"job": {"id": "job-1"}, "resumes": resumes}))
    return path


@pytest.fixture
def groups(tmp_path: Path) -> Path:
    lines = [
        f"{n}.pdf,{'Female' if n % 3 else ' male'},{'White' if n % 2 else 'prefer not to say'}"
        for n in range(59)
    ]
    path = tmp_path / "groups.csv"
    path.write_text("\n".join(["file,sex,race", *lines, "elsewhere.pdf,Female,White"]))
    return path


def audited(capsysbinary: pytest.CaptureFixture[bytes], *arguments: object) -> Any:
    assert main(["audit", *map(str, arguments), "--format", "json"]) == 0
    return json.loads(capsysbinary.readouterr().out)


def test_counts_rates_and_whoever_is_not_in_them(
    results: Path, groups: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    found = audited(capsysbinary, results, "--groups", groups)
    assert (found["applicants"], found["selected"], found["unread"]) == (60, 40, 1)
    assert found["duplicatesLeftOut"] == 1
    assert found["withoutGroups"] == ["cvs/59.pdf", "cvs/60.pdf", "cvs/61.pdf"]
    assert found["withoutResult"] == ["elsewhere.pdf"]
    sex, race, both = found["tables"]
    assert [(one["category"], one["selection"]["count"], one["applicants"]) for one in sex["categories"]] == [
        (["Female"], 26, 39),
        (["male"], 13, 20),
    ]
    assert (sex["unknown"], sex["unknownUnread"]) == (1, 1)
    assert race["unknown"] == 31
    assert [one["category"] for one in both["categories"]] == [["Female", "White"], ["male", "White"]]


def test_top_selects_by_rank(results: Path, groups: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    found = audited(capsysbinary, results, "--groups", groups, "--top", "6")
    assert (found["selected"], found["selectedMeans"]) == (6, "passed and among the first 6 of the job")


def test_json_and_yaml_groups_say_the_same_as_csv(
    results: Path, groups: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    rows = [line.split(",") for line in groups.read_text().split("\n")[1:]]
    as_list = tmp_path / "groups.json"
    as_list.write_text(json.dumps([{"resume": a, "sex": b, "race": c} for a, b, c in rows]))
    as_tree = tmp_path / "groups.yaml"
    as_tree.write_text("\n".join(f"{a}: {{sex: {b.strip()}, race: {c}}}" for a, b, c in rows))
    assert (
        audited(capsysbinary, results, "--groups", groups)
        == audited(capsysbinary, results, "--groups", as_list)
        == audited(capsysbinary, results, "--groups", as_tree)
    )


def test_a_folder_of_results_and_one_file_twice_count_each_application_once(
    results: Path, groups: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    other = results.parent / "more"
    other.mkdir()
    (other / "again.json").write_bytes(results.read_bytes())
    (other / "second.json").write_text(json.dumps({"job": {"id": "job-2"}, "resumes": [resume(50)]}))
    found = audited(capsysbinary, results, other, "--groups", groups)
    assert found["applicants"] == 61


def test_table_and_page_and_file(
    results: Path, groups: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["audit", str(results), "--groups", str(groups)]) == 0
    table = capsysbinary.readouterr().out.decode()
    assert "sex x race" in table
    assert "60 applications, 40 selected (passed), 1 could not be read" in table
    page = tmp_path / "audit.html"
    arguments = ["audit", str(results), "--groups", str(groups), "--format", "html", "--output", str(page)]
    assert main(arguments) == 0
    first = page.read_bytes()
    assert b"Content-Security-Policy" in first
    assert main(arguments) == 0
    assert page.read_bytes() == first


def test_nothing_of_a_groups_file_is_interpreted(
    results: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    groups = tmp_path / "groups.json"
    evil = "<script>x</script>[red]\x1b[31m"
    groups.write_text(json.dumps({"cvs/1.pdf": {evil: evil}, "<b>nobody</b>": {}}))
    assert main(["audit", str(results), "--groups", str(groups), "--format", "html"]) == 0
    page = capsysbinary.readouterr().out
    assert b"<script" not in page
    assert b"<b>nobody" not in page
    assert main(["audit", str(results), "--groups", str(groups)]) == 0
    table = capsysbinary.readouterr().out
    assert b"\x1b" not in table
    assert b"[red]" in table


@pytest.mark.parametrize(
    "name, content, message",
    [
        ("g.csv", "", "is empty"),
        ("g.csv", "resume,sex", "names no resume"),
        ("g.csv", "name,sex\na,b", "the first column is not"),
        ("g.csv", "resume\na.pdf", "names no attribute"),
        ("g.csv", "resume,sex\na.pdf,male\na.pdf,female", "a.pdf stands in it twice"),
        ("g.csv", "resume,sex\na.pdf,male,extra", "row 2 has 3 columns, the header 2"),
        ("g.csv", "resume,sex,sex\na.pdf,male,x", "a column has no name, or the name of another"),
        ("g.csv", 'resume,sex\n"a.pdf,male', "is broken CSV"),
        ("g.csv", "resume,sex\n,male", "entry 1 names no resume"),
        ("g.csv", "resume,a,b,c,d,e,f,g\nx,1,2,3,4,5,6,7", "has 7 attributes, the most are 6"),
        ("g.json", "{", "is no CSV, JSON or YAML"),
        ("g.json", "3", "is no mapping of resume to its groups"),
        ("g.json", '{"a.pdf": "male"}', "a.pdf has no groups such as sex"),
        ("g.json", '{"a.pdf": {"sex": ["male"]}}', "a.pdf has a group that is no word"),
        ("g.json", '[{"sex": "male"}]', "an entry names no resume"),
        ("g.yaml", "a: [", "is no CSV, JSON or YAML"),
        ("g.yaml", "", "is no mapping of resume to its groups"),
    ],
)
def test_groups_that_are_none_are_refused_in_one_line(  # noqa: PLR0917
    results: Path,
    tmp_path: Path,
    name: str,
    content: str,
    message: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert main(["audit", str(results), "--groups", str(path)]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "content, message",
    [
        ("", "is no JSON"),
        ("[]", "is not what `screener screen --format json` writes"),
        ('{"resumes": []}', "the results hold no resume"),
        ('{"resumes": [{"finalScore": 1}]}', "resume 1 has no source"),
        ('{"resumes": [{"source": "a", "finalScore": 1.5, "passFail": "passed"}]}', "no number from 0 to 1"),
        ('{"resumes": [{"source": "a", "finalScore": NaN}]}', "is no JSON"),
        ('{"resumes": [{"source": "a", "passFail": "maybe"}]}', "passFail is 'maybe'"),
        ('{"resumes": [{"source": "a", "passFail": "passed", "rank": 0}]}', "rank is no whole number"),
        (
            '{"resumes": [{"source": "a", "passFail": "passed"}, {"source": "a", "passFail": "failed"}]}',
            "a was screened for the same job before, with another result",
        ),
    ],
)
def test_results_that_are_none_are_refused_in_one_line(
    groups: Path, tmp_path: Path, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content)
    assert main(["audit", str(path), "--groups", str(groups)]) == 2
    said = capsys.readouterr().err
    assert message in said
    assert said.count("\n") == 1


def test_files_that_are_not_there(
    groups: Path, results: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(tmp_path / "none"), "--groups", str(groups)]) == 2
    assert main(["audit", str(results), "--groups", str(tmp_path / "none.csv")]) == 2
    empty = tmp_path / "empty"
    empty.mkdir()
    assert main(["audit", str(empty), "--groups", str(groups)]) == 2
    assert main(["audit", str(results), "--groups", str(groups), "--top", "0"]) == 2
    said = capsys.readouterr().err.split("\n")
    assert [line.rsplit(": ", 1)[1][:30] for line in said[:3]] == [
        "there is no such file or folde",
        "No such file or directory",
        "there is no .json file in the ",
    ]
