"""What an audit is made of: stored results of `screener screen`, and who belongs to which group."""

import csv
import io
import json
import os.path
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from domain.adverse_impact import Applicant

_MOST_BYTES = 1_000_000_000
_MOST_GROUP_BYTES = 50_000_000
_MOST_ATTRIBUTES = 6
_KEYS = ("resume", "source", "file", "id")
_UNKNOWN = frozenset(
    ("", "unknown", "unkown", "n/a", "na", "none", "null", "-", "?", "not disclosed", "undisclosed")
) | {"prefer not to say", "prefer not to answer", "prefer not to disclose", "decline to answer", "not stated"}


class AuditFileError(Exception):
    """Results or groups cannot be used; the message says why in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One stored outcome.

    Attributes:
        job: names the job it was screened for.
        source: the file, as it was shown.
        selected: whether it moved forward; None where the resume could not be read.
        score: final score.
        duplicate: whether the same text stands in the results under another name.
    """

    job: str
    source: str
    selected: bool | None
    score: Fraction | None
    duplicate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """Category by attribute for each resume that the groups file names."""

    attributes: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Results with their groups, and what did not fit.

    Attributes:
        applicants: every application once, in the order of job and file.
        without_groups: sources in the results of which the groups file says nothing.
        without_result: resumes in the groups file that no result is about.
        duplicates: applications that were left out, because the same text counts already.
    """

    applicants: tuple[Applicant, ...]
    without_groups: tuple[str, ...]
    without_result: tuple[str, ...]
    duplicates: int


def load_results(paths: Sequence[Path], *, top: int | None = None) -> tuple[Result, ...]:
    """Read stored results, from files and from the `.json` files of folders.

    Args:
        paths: files that `screener screen --format json` wrote, or folders of them.
        top: only the first so many ranks of each job count as selected; all that passed without it.

    Raises:
        AuditFileError: nothing to read, or a file that is no result.
    """
    found: dict[tuple[str, str], Result] = {}
    for path in _files(paths):
        for result in _results_of(path, top):
            before = found.setdefault((result.job, result.source), result)
            if before != result:
                raise AuditFileError(
                    f"{path}: {result.source} was screened for the same job before, with another result"
                )
    if not found:
        raise AuditFileError("the results hold no resume")
    return tuple(found[key] for key in sorted(found))


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        try:
            if not path.exists():
                raise AuditFileError(f"{path}: there is no such file or folder")
            inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        except OSError as error:  # the name is too long, or a folder on the way is closed to us
            raise AuditFileError(f"{path}: cannot be read: {error.strerror}") from None
        if not inside:
            raise AuditFileError(f"{path}: there is no .json file in the folder")
        files += inside
    return files


def _results_of(path: Path, top: int | None) -> Iterable[Result]:
    try:
        content = json.loads(_text(path, _MOST_BYTES), parse_float=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise AuditFileError(f"{path}: is no JSON") from None
    if not isinstance(content, dict) or not isinstance(content.get("resumes"), list):
        raise AuditFileError(f"{path}: is not what `screener screen --format json` writes")
    job = content.get("job")
    job_id = str(job.get("id") if isinstance(job, dict) else "")
    for number, one in enumerate(content["resumes"], 1):
        if not isinstance(one, dict) or not isinstance(one.get("source"), str):
            raise AuditFileError(f"{path}: resume {number} has no source")
        yield _result(one, job_id, top, where=f"{path}: {one['source']}")


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _result(one: Mapping[str, Any], job: str, top: int | None, *, where: str) -> Result:
    score, rank, verdict = one.get("finalScore"), one.get("rank"), one.get("passFail")
    if verdict not in {None, "passed", "failed"}:
        raise AuditFileError(f"{where}: passFail is {verdict!r}")
    if score is not None and (
        isinstance(score, bool) or not isinstance(score, int | Decimal) or not 0 <= score <= 1
    ):
        raise AuditFileError(f"{where}: finalScore is no number from 0 to 1")
    if rank is not None and (isinstance(rank, bool) or not isinstance(rank, int) or rank < 1):
        raise AuditFileError(f"{where}: rank is no whole number from 1")
    selected = None if verdict is None else verdict == "passed"
    if selected and top is not None:
        selected = rank is not None and rank <= top
    return Result(
        job=job,
        source=one["source"],
        selected=selected,
        score=None if score is None else Fraction(score),
        duplicate=one.get("isDuplicate") is True,
    )


def load_groups(path: Path) -> Groups:
    """Read who belongs to which group, from CSV, JSON or YAML.

    CSV: a header whose first column is `resume` (or `source`, `file`, `id`) and the others attributes. JSON
    and YAML: a mapping of resume to a mapping of attribute to category, or a list of mappings with such a
    key. An empty category, or one that says that it is not known, is unknown. Spellings that differ in case
    and spaces alone are one category.

    Raises:
        AuditFileError: it cannot be read, names nobody, names one twice, or has no or too many attributes.
    """
    text = _text(path, _MOST_GROUP_BYTES)
    rows = _csv_rows(path, text) if path.suffix.lower() in {".csv", ".tsv"} else _tree_rows(path, text)
    found: dict[str, dict[str, str]] = {}
    attributes: dict[str, None] = {}
    for number, (resume, values) in enumerate(rows, 1):
        if not resume:
            raise AuditFileError(f"{path}: entry {number} names no resume")
        if resume in found:
            raise AuditFileError(f"{path}: {resume} stands in it twice")
        attributes.update(dict.fromkeys(values))
        found[resume] = {name: " ".join(value.split()) for name, value in values.items()}
    if not found:
        raise AuditFileError(f"{path}: names no resume")
    if not attributes:
        raise AuditFileError(f"{path}: names no attribute such as sex")
    if len(attributes) > _MOST_ATTRIBUTES:
        raise AuditFileError(f"{path}: has {len(attributes)} attributes, the most are {_MOST_ATTRIBUTES}")
    return Groups(attributes=tuple(attributes), rows=_one_spelling(found))


def _text(path: Path, most: int) -> str:
    try:
        if path.stat().st_size > most:
            raise AuditFileError(f"{path}: is larger than {most // 1_000_000} MB")
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise AuditFileError(f"{path}: is no text in UTF-8") from None
    except OSError as error:
        raise AuditFileError(f"{path}: cannot be read: {error.strerror}") from None


def _csv_rows(path: Path, text: str) -> Iterable[tuple[str, dict[str, str]]]:
    separator = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=text.split("\n", 1)[0].count)
    try:
        lines = [
            line for line in csv.reader(io.StringIO(text), delimiter=separator, strict=True) if any(line)
        ]
    except csv.Error as error:
        raise AuditFileError(f"{path}: is broken CSV: {error}") from None
    if not lines:
        raise AuditFileError(f"{path}: is empty")
    header = [name.strip() for name in lines[0]]
    if header[0].lower() not in _KEYS:
        raise AuditFileError(f"{path}: the first column is not `resume`, `source`, `file` or `id`")
    if not all(header) or len(set(header)) != len(header):
        raise AuditFileError(f"{path}: a column has no name, or the name of another")
    for number, line in enumerate(lines[1:], 2):
        if len(line) != len(header):
            raise AuditFileError(f"{path}: row {number} has {len(line)} columns, the header {len(header)}")
        yield line[0].strip(), dict(zip(header[1:], line[1:], strict=True))


def _tree_rows(path: Path, text: str) -> Iterable[tuple[str, dict[str, str]]]:
    try:
        content = json.loads(text) if path.suffix.lower() == ".json" else yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError):
        raise AuditFileError(f"{path}: is no CSV, JSON or YAML") from None
    entries: Iterable[tuple[object, object]]
    if isinstance(content, dict):
        entries = content.items()
    elif isinstance(content, list):
        entries = [_keyed(path, one) for one in content]
    else:
        raise AuditFileError(f"{path}: is no mapping of resume to its groups")
    for resume, values in entries:
        if not isinstance(values, dict):
            raise AuditFileError(f"{path}: {resume} has no groups such as sex: female")
        if any(isinstance(value, dict | list) for value in values.values()):
            raise AuditFileError(f"{path}: {resume} has a group that is no word")
        yield str(resume).strip(), {str(n).strip(): _word(value) for n, value in values.items()}


def _keyed(path: Path, one: object) -> tuple[object, object]:
    key = next((name for name in _KEYS if isinstance(one, dict) and name in one), None)
    if key is None or not isinstance(one, dict):
        raise AuditFileError(f"{path}: an entry names no resume")
    return one[key], {name: value for name, value in one.items() if name != key}


def _word(value: object) -> str:
    return "" if value is None else str(value)


def _one_spelling(found: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Give all spellings of a category the most frequent one, and take out what is unknown."""
    counts = Counter((name, value) for values in found.values() for name, value in values.items())
    chosen: dict[tuple[str, str], str] = {}
    for (name, value), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        chosen.setdefault((name, value.casefold()), value)
    return {
        resume: {
            name: chosen[name, value.casefold()]
            for name, value in values.items()
            if value.casefold() not in _UNKNOWN
        }
        for resume, values in found.items()
    }


def match(results: Sequence[Result], groups: Groups) -> Matched:
    """Bring results and groups together: by the whole path, else by a file name unique on both sides."""
    exact = {_plain(name): name for name in groups.rows}
    names_of_sources = Counter(_file_name(source) for source in {result.source for result in results})
    names_of_groups = Counter(_file_name(name) for name in groups.rows)
    by_name = {_file_name(name): name for name in groups.rows}
    used: set[str] = set()
    applicants: list[Applicant] = []
    without: dict[str, None] = {}
    for result in results:
        name = _file_name(result.source)
        only = names_of_sources[name] == 1 and names_of_groups[name] == 1
        row = exact.get(_plain(result.source)) or (by_name[name] if only else None)
        if row is None:
            without[result.source] = None
        else:
            used.add(row)
        if not result.duplicate:
            applicants.append(
                Applicant(
                    id=f"{result.job} {result.source}",
                    groups=groups.rows[row] if row else {},
                    selected=result.selected,
                    score=result.score,
                )
            )
    return Matched(
        applicants=tuple(applicants),
        without_groups=tuple(without),
        without_result=tuple(sorted(set(groups.rows) - used)),
        duplicates=len(results) - len(applicants),
    )


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", os.path.normpath(name))


def _file_name(name: str) -> str:
    return _plain(name).replace("\\", "/").rsplit("/", 1)[-1]
