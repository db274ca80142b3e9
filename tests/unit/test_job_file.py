from datetime import date
from pathlib import Path

import pytest

from entrypoints.job_file import JobFileError, load_job

TODAY = date(2026, 11, 24)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "name, text",
    [
        ("job.yaml", "title: Engineer\nrequired_skills: [C++, Node.js]\nmin_experience_years: 3\n"),
        ("job.yml", "title: Engineer\nrequired_skills:\n  - C++\n  - Node.js\nmin_experience_years: 3.0\n"),
        (
            "job.json",
            '{"title": "Engineer", "required_skills": ["C++", "Node.js"], "min_experience_years": 3}',
        ),
        ("job.toml", 'title = "Engineer"\nrequired_skills = ["C++", "Node.js"]\nmin_experience_years = 3\n'),
    ],
)
def test_the_same_job_in_every_form(tmp_path: Path, name: str, text: str) -> None:
    job = load_job(written(tmp_path, name, text), as_of=None, today=TODAY)
    assert (job.title, job.required_skills, job.min_experience_years) == ("Engineer", ("C++", "Node.js"), 3.0)
    assert (job.preferred_skills, job.description, job.reference_date) == ((), "", TODAY)


@pytest.mark.parametrize("name", ["job.txt", "job.md"])
def test_plain_text_is_a_title_and_a_description(tmp_path: Path, name: str) -> None:
    job = load_job(written(tmp_path, name, "\n# Ward Nurse\n\nCares.\nListens.\n"), as_of=None, today=TODAY)
    assert (job.title, job.description, job.required_skills) == ("Ward Nurse", "Cares.\nListens.", ())


def test_null_is_the_same_as_missing(tmp_path: Path) -> None:
    nulls = (
        "title: Cook\nrequired_skills: null\npreferred_skills:\nmin_experience_years: ~\ndescription: null\n"
    )
    job = load_job(written(tmp_path, "job.yaml", nulls), as_of=None, today=TODAY)
    bare = load_job(written(tmp_path, "bare.yaml", "title: Cook\n"), as_of=None, today=TODAY)
    assert job.hash == bare.hash


def test_as_of_comes_before_created_at_and_that_before_today(tmp_path: Path) -> None:
    path = written(tmp_path, "job.yaml", "title: Cook\ncreated_at: 2025-03-01\n")
    assert load_job(path, as_of=None, today=TODAY).reference_date == date(2025, 3, 1)
    assert load_job(path, as_of=date(2024, 1, 1), today=TODAY).reference_date == date(2024, 1, 1)
    stamped = written(tmp_path, "stamped.yaml", "title: Cook\ncreated_at: 2025-03-01T10:00:00Z\n")
    assert load_job(stamped, as_of=None, today=TODAY).reference_date == date(2025, 3, 1)


@pytest.mark.parametrize(
    "name, text, says",
    [
        ("job.yaml", "title: A\nsalary: 1\n", "unknown key 'salary'"),
        ("job.yaml", "required_skills: [A]\n", "title"),
        ("job.yaml", "title: '  '\n", "title"),
        ("job.yaml", 'title: "\u200b"\n', "title: holds no letter"),
        ("job.yaml", 'title: A\nrequired_skills: ["\u200b"]\n', "required_skills.0: holds no letter"),
        ("job.yaml", "title: A\nrequired_skills: Python\n", "required_skills"),
        ("job.yaml", "title: A\nrequired_skills: ['']\n", "required_skills.0"),
        ("job.yaml", "title: A\nmin_experience_years: -1\n", "min_experience_years"),
        ("job.yaml", "title: A\nmin_experience_years: .nan\n", "min_experience_years"),
        ("job.yaml", "title: A\nmin_experience_years: lots\n", "min_experience_years"),
        ("job.yaml", "title: A\nmin_experience_years: yes\n", "min_experience_years: must be a number"),
        ("job.yaml", "title: A\ncreated_at: soon\n", "created_at"),
        ("job.yaml", "title: [unclosed\n", "malformed"),
        ("job.yaml", "- title\n", "must be a mapping"),
        ("job.yaml", "!!python/object/apply:os.getcwd []\n", "malformed"),
        ("job.json", "{", "malformed"),
        ("job.json", "[" * 100_000, "malformed"),
        ("job.toml", "title = ", "malformed"),
        ("job.xml", "<job/>", "unknown kind '.xml'"),
        ("job", "title", "unknown kind"),
        ("job.txt", " \n", "title"),
        ("job.yaml", "title: " + "x" * 1_000_001, "larger than"),
    ],
)
def test_an_unusable_job_is_one_clear_line(tmp_path: Path, name: str, text: str, says: str) -> None:
    path = written(tmp_path, name, text)
    with pytest.raises(JobFileError) as refused:
        load_job(path, as_of=None, today=TODAY)
    assert says in str(refused.value)
    assert str(refused.value).startswith(str(path))
    assert "\n" not in str(refused.value)


def test_what_is_no_file_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(JobFileError, match="no such file"):
        load_job(tmp_path / "missing.yaml", as_of=None, today=TODAY)
    with pytest.raises(JobFileError, match="is a folder"):
        load_job(tmp_path, as_of=None, today=TODAY)
    binary = tmp_path / "job.yaml"
    binary.write_bytes(b"\xff\xfe\x00title")
    with pytest.raises(JobFileError, match="UTF-8"):
        load_job(binary, as_of=None, today=TODAY)
