"""Measure redaction on labelled and real resumes: what leaks, and what is taken that should stay.

`python -m benchmarks.redaction FOLDER [--show N]` reads, as far as they are there, one JSON object a line,
`years_skills/annotated_resumes.jsonl` (`id`; `text`; `spans`, a list of objects with `label`, such as `Name`
or `Companies worked at`, and `text`), `years_skills/pairs.jsonl` (`resume_match`, a text) and
`rank/resumes.jsonl` (`text`) in the folder.
"""

import argparse
import ast
import difflib
import json
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.redaction import redact
from domain.text import normalise

_PERSONAL = ("Name", "Email Address")
_WORK = ("Designation", "Companies worked at", "Tech Tools")
_OTHERS = (
    ("Jane Doe", "jane.doe@example.com"),
    ("Grace Baker", "x77@mail.org"),
    ("Ruby Swift", "ruby_swift@mail.org"),
    ("Jan van der Berg", "contact@jvdb.eu"),
    ("Wei Li", "weili88@mail.cn"),
    ("María José García López", "mjgarcia@correo.es"),
)
_NAME_FIELD = re.compile(r"(?im)^[\W_]*(?:(?:full|first|last|candidate) )?name[\s*]*[:-][\s*]*([^\n(,.|]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured share.

    Attributes:
        measure: what was counted.
        hits: how many cases were wrong.
        total: how many cases there were.
        wrong: the wrong cases, for the eye.
    """

    measure: str
    hits: float
    total: float
    wrong: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Wrong cases as a share of all, 0 to 1; 0 without any case."""
        return self.hits / self.total if self.total else 0.0


def measure_redaction(folder: Path) -> list[Row]:
    """Measure every file of the folder that is there; an absent file gives no rows."""
    annotated = list(_records(folder / "years_skills" / "annotated_resumes.jsonl"))
    ranked = list(_records(folder / "rank" / "resumes.jsonl"))
    pairs = list(_records(folder / "years_skills" / "pairs.jsonl"))
    rows = (_annotated(annotated) + _swapped(annotated) if annotated else []) + (
        _ranked(ranked) if ranked else []
    )
    rows += _pairs(pairs) if pairs else []
    texts = [normalise(record["text"]) for record in ranked[:200]]
    start = time.process_time()
    for text in texts:
        redact(text)
    rows.append(Row(measure="CPU ms a resume", hits=(time.process_time() - start) * 1000, total=len(texts)))
    return rows


def _records(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())


def _plain(text: str) -> str:
    """Undo a Python literal: some of the files hold the `repr` of UTF-8 bytes."""
    if "\\x" in text or text[:1] in "\"'":
        body = text.removeprefix("b").strip("\"'")
        body = body.replace('"', '\\"').replace("\n", "\\n")
        try:
            literal = ast.literal_eval(f'b"{body}"')
        except (SyntaxError, ValueError):
            return text
        return str(literal.decode("utf-8", errors="replace"))
    return text


def _squeezed(text: str) -> str:
    return " ".join(normalise(text).split())


def _annotated(records: list[dict[str, Any]]) -> list[Row]:
    wrong: dict[str, list[str]] = {label: [] for label in _PERSONAL + _WORK}
    total = dict.fromkeys(wrong, 0)
    for record in records:
        full = _squeezed(_plain(record["text"]))
        rest = _squeezed(redact(normalise(_plain(record["text"]))))
        for span in record["spans"]:
            value = _squeezed(_plain(span["text"]))
            label = span["label"]
            if label not in wrong or not value or value not in full:
                continue
            total[label] += 1
            if (value in rest) == (label in _PERSONAL):
                wrong[label].append(f"{record['id']}: {value!r} in {full[:90]!r} -> {rest[:90]!r}")
    return [
        Row(
            measure=f"{'leak' if label in _PERSONAL else 'damage'} {label}",
            hits=len(cases),
            total=total[label],
            wrong=tuple(cases),
        )
        for label, cases in wrong.items()
    ]


def _swapped(records: list[dict[str, Any]]) -> list[Row]:
    """Give every resume with one name and an e-mail address another of both; the rest must stay the same."""
    wrong: list[str] = []
    total = 0
    for record in records:
        text = normalise(_plain(record["text"]))
        found = {
            label: [_squeezed(_plain(s["text"])) for s in record["spans"] if s["label"] == label]
            for label in _PERSONAL
        }
        if len(set(found["Name"])) != 1 or not found["Email Address"] or " " not in found["Name"][0]:
            continue
        source = redact(text)
        for name, email in _OTHERS:
            other = text.replace(found["Name"][0], name)
            for address in found["Email Address"]:
                other = other.replace(address, email)
            total += 1
            result = redact(normalise(other))
            if result != source:
                change = next(
                    d for d in difflib.ndiff(source.split("\n"), result.split("\n")) if d[0] in "+-"
                )
                wrong.append(f"{record['id']} {found['Name'][0]!r} as {name!r}: {change[:110]!r}")
    return [
        Row(
            measure="another name and e-mail changes the rest",
            hits=len(wrong),
            total=total,
            wrong=tuple(wrong),
        )
    ]


def _ranked(records: list[dict[str, Any]]) -> list[Row]:
    wrong: list[str] = []
    removed = length = 0
    for record in records:
        text = normalise(record["text"])
        rest = redact(text)
        first = text.split("\n", 1)[0]
        if first and first not in rest.split("\n")[:2]:
            wrong.append(f"{record['id']}: {first!r} -> {rest[:60]!r}")
        removed += len(text) - len(rest)
        length += len(text)
    return [
        Row(measure="title line removed", hits=len(wrong), total=len(records), wrong=tuple(wrong)),
        Row(measure="characters removed, title-first resumes", hits=removed, total=length),
    ]


def _pairs(records: list[dict[str, Any]]) -> list[Row]:
    wrong: list[str] = []
    total = 0
    for record in records:
        text = normalise(record["resume_match"])
        rest = redact(text)
        for name in _NAME_FIELD.findall(text):
            total += 1
            if name.strip() in rest:
                wrong.append(f"{record['id']}: {name.strip()!r} -> {rest[:120]!r}")
    return [Row(measure="leak of a name field", hits=len(wrong), total=total, wrong=tuple(wrong))]


def main() -> None:
    """Print the measured shares, and with `--show N` the first N wrong cases of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    for row in measure_redaction(arguments.folder):
        if row.measure.startswith("CPU"):
            print(f"{row.measure:45} {row.share:.2f}")
            continue
        print(f"{row.measure:45} {row.hits:.0f} / {row.total:.0f} = {row.share:.3%}")
        for case in row.wrong[: arguments.show]:
            print("   ", case)


if __name__ == "__main__":
    main()
