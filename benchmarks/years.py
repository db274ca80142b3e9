"""Years of experience and ranges of dates against labelled resumes.

`python -m benchmarks.years FOLDER [--show N]` reads `FOLDER/years_skills/pairs.jsonl` (`resume_match`,
`total_years`, `reference_year`) and `FOLDER/years_skills/annotated_resumes.jsonl` (`text`; `spans`, a list of
objects with `label`, `Years of Experience` among others, `text`, `start` and `end`), whichever are there; one
JSON object a line.
"""

import argparse
import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from domain.dates import find_date_ranges
from domain.experience import find_experience
from domain.text import normalise

# A reference year says no day: its middle is right on average, and whole years between bare years stay whole.
REFERENCE_MONTH, REFERENCE_DAY = 7, 1
ANNOTATED_AS_OF = date(2020, 12, 31)
LABEL = "Years of Experience"
_YEAR = re.compile(r"(?:19|20)\d\d")
_OPEN_END = re.compile(r"present|current|date|now|today|onwards|since", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One measured figure."""

    measure: str
    value: float
    cases: int


def measure_years(folder: Path, *, show: int = 0) -> list[Row]:
    """Measure whatever of the labelled files exists in a folder; print up to `show` wrong cases of each."""
    data = folder / "years_skills"
    return [
        *_pairs(list(_lines(data / "pairs.jsonl")), show),
        *_annotated(list(_lines(data / "annotated_resumes.jsonl")), show),
    ]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    if not path.is_file():
        return
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _literal(value: Any) -> Any:
    """Value of a field that may hold a Python literal as a string."""
    if not isinstance(value, str):
        return value
    try:
        return ast.literal_eval(value)
    except (ValueError, SyntaxError):
        return value


def _pairs(rows: list[dict[str, Any]], show: int) -> list[Row]:
    near = exact = found = 0
    for row in rows:
        as_of = date(int(_literal(row["reference_year"])), REFERENCE_MONTH, REFERENCE_DAY)
        expected = float(_literal(row["total_years"]))
        text = normalise(row["resume_match"])
        result = find_experience(text, as_of=as_of)
        found += result.years is not None
        difference = abs((result.years if result.years is not None else 99.0) - expected)
        near += difference <= 1.0
        is_exact = result.years is not None and (round(result.years) == expected or difference < 0.05)
        exact += is_exact
        if not is_exact and show > 0:
            show -= 1
            print(
                f"{'=' * 80}\n{row.get('id')}: expected {expected}, found {result.years} "
                f"({result.source}), as of {as_of}"
            )
            for period in result.periods:
                print(f"  {period.start}..{period.end} {period.kind}: {period.passage[:110]}")
            print(text[-1200:])
    if not rows:
        return []
    return [
        Row(measure="years within one", value=near / len(rows), cases=len(rows)),
        Row(measure="years exact", value=exact / len(rows), cases=len(rows)),
        Row(measure="years found", value=found / len(rows), cases=len(rows)),
    ]


def _annotated(rows: list[dict[str, Any]], show: int) -> list[Row]:
    labelled = hit = strict = found = right = missed = extra = 0
    for row in rows:
        raw = row["text"]
        text = normalise(raw)
        labels = [span for span in row["spans"] if span["label"] in {LABEL, "Graduation Year"}]
        anything = [_moved(raw, span["start"], span["end"]) for span in labels]
        spans = [
            place
            for span, place in zip(labels, anything, strict=True)
            if span["label"] == LABEL and _is_range(span["text"])
        ]
        ranges = [one.span for one in find_date_ranges(text, as_of=ANNOTATED_AS_OF)]
        labelled += len(spans)
        found += len(ranges)
        for span in spans:
            overlapping = [one for one in ranges if _overlap(one, span)]
            hit += bool(overlapping)
            strict += any(_same(text, one, span) for one in overlapping)
            if not overlapping and missed < show:
                missed += 1
                print(
                    "missed:",
                    repr(text[max(0, span[0] - 30) : span[1] + 30]),
                    "label",
                    repr(text[span[0] : span[1]]),
                )
        for one in ranges:
            if any(_overlap(one, span) for span in anything):
                right += 1
            elif extra < show:
                extra += 1
                print(
                    "extra:",
                    repr(text[max(0, one[0] - 40) : one[1] + 40]),
                    "range",
                    repr(text[one[0] : one[1]]),
                )
    if not labelled or not found:
        return []
    return [
        Row(measure="date ranges, recall, overlap", value=hit / labelled, cases=labelled),
        Row(measure="date ranges, recall, same edges", value=strict / labelled, cases=labelled),
        Row(measure="date ranges, precision, overlap", value=right / found, cases=found),
    ]


def _moved(raw: str, start: int, end: int) -> tuple[int, int]:
    """Place of a labelled span in the normalised text; within a character of it at the edges of lines."""
    first = len(normalise(raw[:start] + "x")) - 1
    return first, first + len(normalise(raw[start:end]))


def _is_range(text: str) -> bool:
    return len(_YEAR.findall(text)) >= 2 or (bool(_YEAR.search(text)) and bool(_OPEN_END.search(text)))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _same(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    return text[slice(*one)].strip(" ()[],.") == text[slice(*other)].strip(" ()[],.")


def main() -> None:
    """Print the table for a folder given on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="how many wrong cases of each kind to print")
    arguments = parser.parse_args()
    rows = measure_years(arguments.folder, show=arguments.show)
    print(
        f"as of day {REFERENCE_DAY} of month {REFERENCE_MONTH} of the reference year; "
        f"annotated: {ANNOTATED_AS_OF}"
    )
    for row in rows:
        print(f"{row.measure:34} {row.value:.3f}  of {row.cases}")


if __name__ == "__main__":
    main()
