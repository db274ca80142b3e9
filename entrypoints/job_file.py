"""A job description from a file of the recruiter's: YAML, JSON, TOML, or plain text."""

import json
import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from domain.job import JobDescription
from domain.text import normalise, text_hash
from entrypoints.refusals import refusal

_MOST_BYTES = 1_000_000
_PLAIN = {".txt", ".md", ".markdown", ".text"}


class JobFileError(Exception):
    """The job cannot be used; the message says why in one line."""


def _null_is_empty(value: object) -> object:
    return "" if value is None else value


def _null_is_none_asked(value: object) -> object:
    return () if value is None else value


def _null_is_zero(value: object) -> object:
    if isinstance(value, bool):  # YAML's `yes` is no number of years
        raise PydanticCustomError("no_number", "must be a number")
    return 0 if value is None else value


def _day_of(value: object) -> object:
    return value.date() if isinstance(value, datetime) else value


def _says_something(value: str) -> str:
    if not any(character.isalnum() for character in normalise(value)):
        raise PydanticCustomError("says_nothing", "holds no letter and no digit")
    return value


Text = Annotated[str, BeforeValidator(_null_is_empty)]
Skill = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_says_something)]
Skills = Annotated[tuple[Skill, ...], BeforeValidator(_null_is_none_asked), Field(max_length=500)]


class _JobFile(BaseModel):
    """The backend's names."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    title: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_says_something)]
    required_skills: Skills = ()
    preferred_skills: Skills = ()
    min_experience_years: Annotated[float, BeforeValidator(_null_is_zero), Field(ge=0, le=60)] = 0.0
    experience_level: Text = ""
    company: Text = ""
    location: Text = ""
    description: Text = ""
    created_at: Annotated[date | None, BeforeValidator(_day_of)] = None


def load_job(path: Path, *, as_of: date | None, today: date) -> JobDescription:
    """Read the job in a file.

    Args:
        path: `.yaml`, `.yml`, `.json` or `.toml` with the backend's names; or `.txt` or `.md`, whose first
            line is the title and the rest the description.
        as_of: where "Present" ends, before anything the file says.
        today: where it ends if neither says so.

    Raises:
        JobFileError: there is no such file, it is too large, malformed, or lacks what a job needs.
    """
    text = _read(path)
    try:
        parsed = _JobFile.model_validate(
            _plain_job(text) if path.suffix.lower() in _PLAIN else _parse(path, text)
        )
    except ValidationError as error:
        raise JobFileError(f"{path}: {_in_one_line(error)}") from None
    fields = parsed.model_dump(exclude={"created_at"})
    return JobDescription(
        id=text_hash(text)[:24], reference_date=as_of or parsed.created_at or today, **fields
    )


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            what = "is a folder" if path.is_dir() else "there is no such file"
            raise JobFileError(f"{path}: {what}")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise JobFileError(f"{path}: cannot be read: {error.strerror}") from None
    if len(data) > _MOST_BYTES:
        raise JobFileError(f"{path}: larger than {_MOST_BYTES:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise JobFileError(f"{path}: is not UTF-8 text") from None


def _plain_job(text: str) -> dict[str, Any]:
    title, _, description = text.strip().partition("\n")
    return {"title": title.lstrip("# ").strip(), "description": description}


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        match path.suffix.lower():
            case ".json":
                parsed = json.loads(text)
            case ".toml":
                parsed = tomllib.loads(text)
            case ".yaml" | ".yml":
                parsed = yaml.safe_load(text)
            case suffix:
                raise JobFileError(
                    f"{path}: unknown kind {suffix or 'of file'!r}; use .yaml, .json, .toml, .txt or .md"
                )
    except RecursionError:
        raise JobFileError(f"{path}: malformed: too deeply nested") from None
    except (ValueError, yaml.YAMLError) as error:
        raise JobFileError(f"{path}: malformed: {_place_and_problem(error)}") from None
    if not isinstance(parsed, dict):
        raise JobFileError(f"{path}: must be a mapping of names such as title and required_skills")
    return parsed


def _place_and_problem(error: Exception) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"line {error.problem_mark.line + 1}: {error.problem}"
    return str(error).partition("\n")[0]  # JSON and TOML name the line themselves


def _in_one_line(error: ValidationError) -> str:
    problems, unknown = [], []
    for problem in error.errors(include_url=False):
        name = ".".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            unknown.append(repr(name))
        else:
            problems.append(f"{name}: {refusal(problem)}")
    if unknown:
        known = ", ".join(_JobFile.model_fields)
        problems.append(f"unknown key{'s'[: len(unknown) > 1]} {', '.join(unknown)} (known: {known})")
    return "; ".join(problems)
