"""How well the skills that people marked are found: `python -m benchmarks.skills FOLDER [--show N]`.

It reads, one JSON object a line, as far as they are there: `years_skills/pairs.jsonl` (`id`; `skills`, a list
of strings; `resume_match` and `resume_unmatch`, texts; `removed`, an object whose `Skills` lists what was
taken out of the second) and `years_skills/annotated_resumes.jsonl` (`id`; `text`; `spans`, a list of objects
with `label`, `Tech Tools` or `Job Specific Skills` among others, and `text`).
"""

import argparse
import json
import re
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.skill_table import load_skill_lexicon
from domain.skills import SkillFinding, SkillLexicon, distinct_skills, find_skills
from domain.text import normalise
from tests.skill_cases import HELD_OUT, TUNED, score_cases, skill_cases

DEFINITIONS = """\
cases: precision and recall on the hand-made cases of tests/data; no rule was tuned on those held out.
pairs: `required found` = share of the job's skills found in the resume that fits; `removed not found` = share
  of the skills taken out of the resume that are not found in what is left; `fitting higher / equal / lower` =
  how often the share found/required of the fitting resume is above, at or below that of the cut-down one.
annotated: `tool found` = of the items of the spans people marked as tools (split at commas, brackets, line
  ends) that the lexicon knows, the share found when asked for; `inside a span` = of the lexicon's technology
  found anywhere in a resume, the share whose matched words stand in some span marked as tool or job-specific
  skill of that resume. People mark a part only of what is there, so this is a lower bound of precision."""
_ITEM = re.compile(r"[,;\n\u2022|()]+")
_TOOLS = "Tech Tools"
_JOB_SKILLS = "Job Specific Skills"
_LONGEST_ITEM = 40


@dataclass(slots=True)
class _Count:
    """Hits among trials, and the cases that went wrong."""

    hits: int = 0
    trials: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, case: str, *, right: bool) -> None:
        self.trials += 1
        self.hits += right
        if not right:
            self.wrong.append(case)

    @property
    def share(self) -> float:
        return self.hits / self.trials if self.trials else float("nan")


def measure_skills(folder: Path, show: int = 0) -> list[tuple[str, str, float, int]]:
    """Rows of (set, measure, share or milliseconds, number of cases); missing files are left out."""
    lexicon = load_skill_lexicon()
    return [
        *_case_rows(lexicon, show),
        *_pair_rows(_lines(folder / "years_skills" / "pairs.jsonl"), lexicon, show),
        *_annotated_rows(_lines(folder / "years_skills" / "annotated_resumes.jsonl"), lexicon, show),
    ]


def _lines(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _case_rows(lexicon: SkillLexicon, show: int) -> Iterator[tuple[str, str, float, int]]:
    tuned, held_out = list(skill_cases(TUNED)), list(skill_cases(HELD_OUT))
    for title, cases in (("tuned", tuned), ("held out", held_out), ("all", [*tuned, *held_out])):
        score = score_cases(cases, lexicon)
        yield "cases", f"precision, {title}", score.precision, score.cases
        yield "cases", f"recall, {title}", score.recall, score.cases
    for miss in score.misses[:show]:
        print(miss)


def _found_share(findings: tuple[SkillFinding, ...]) -> float:
    return sum(finding.found for finding in findings) / len(findings) if findings else 1.0


def _pair_rows(
    pairs: list[dict[str, Any]], lexicon: SkillLexicon, show: int
) -> Iterator[tuple[str, str, float, int]]:
    required, removed, higher, not_lower = _Count(), _Count(), _Count(), _Count()
    for pair in pairs:
        names = [str(name) for name in pair.get("skills", [])]
        fitting, cut = normalise(str(pair["resume_match"])), normalise(str(pair["resume_unmatch"]))
        in_fitting, in_cut = find_skills(names, fitting, lexicon), find_skills(names, cut, lexicon)
        for finding in in_fitting:
            required.add(f"{pair['id']}: {finding.name!r} not in\n{_indented(fitting)}", right=finding.found)
        gone = [str(name) for name in _removed(pair)]
        for finding in find_skills(gone, cut, lexicon):
            removed.add(
                f"{pair['id']}: {finding.name!r} by {finding.matched_as!r} in {finding.passage!r}",
                right=not finding.found,
            )
        one, other = _found_share(in_fitting), _found_share(in_cut)
        case = f"{pair['id']}: {one:.2f} {other:.2f} without {gone}"
        higher.add(case, right=one > other)
        not_lower.add(case, right=one >= other)
    if not pairs:
        return
    yield "pairs", "required found", required.share, required.trials
    yield "pairs", "removed not found", removed.share, removed.trials
    yield "pairs", "fitting higher", higher.share, higher.trials
    yield "pairs", "equal", not_lower.share - higher.share, higher.trials
    yield "pairs", "fitting lower", 1 - not_lower.share, higher.trials
    for title, count in (
        ("required, not found", required),
        ("removed, yet found", removed),
        ("not higher", higher),
    ):
        _show(title, count, show)
    _show("reversed", not_lower, show)


def _removed(pair: Mapping[str, Any]) -> list[str]:
    removed = pair.get("removed") or {}
    skills = removed.get("Skills", []) if isinstance(removed, dict) else []
    return skills if isinstance(skills, list) else [skills]


def _annotated_rows(
    resumes: list[dict[str, Any]], lexicon: SkillLexicon, show: int
) -> Iterator[tuple[str, str, float, int]]:
    recall, precision = _Count(), _Count()
    technology = distinct_skills(sorted(lexicon.products), lexicon)
    milliseconds = []
    for resume in resumes:
        text = normalise(str(resume["text"]))
        spans = [span for span in resume["spans"] if span["label"] in {_TOOLS, _JOB_SKILLS}]
        marked = normalise("\n\n".join(str(span["text"]) for span in spans))
        asked = [item for span in spans if span["label"] == _TOOLS for item in _items(str(span["text"]))]
        known = distinct_skills([item for item in asked if lexicon.canonical(item)], lexicon)
        for finding in find_skills(known, text, lexicon):
            recall.add(f"{resume['id']}: {finding.name!r}", right=finding.found)
        start = time.perf_counter()
        find_skills(technology[:50], text, lexicon)
        milliseconds.append((time.perf_counter() - start) * 1000)
        for finding in find_skills(technology, text, lexicon):
            if finding.found:
                precision.add(
                    f"{resume['id']}: {finding.name!r} by {finding.matched_as!r} in {finding.passage!r}",
                    right=str(finding.matched_as).lower() in marked.lower(),
                )
    if not resumes:
        return
    yield "annotated", "tool found", recall.share, recall.trials
    yield "annotated", "inside a span", precision.share, precision.trials
    yield "annotated", "median ms, 50 skills", statistics.median(milliseconds), len(milliseconds)
    _show("marked, not found", recall, show)
    _show("found, not marked", precision, show)


def _items(span: str) -> Iterator[str]:
    for item in _ITEM.split(span):
        name = " ".join(item.split("-")[0].split() if " - " in item else item.split()).strip(" .:-&/")
        if name and len(name) <= _LONGEST_ITEM:
            yield name


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines() if line.strip())


def _show(title: str, count: _Count, show: int) -> None:
    if not show or not count.wrong:
        return
    step = max(1, len(count.wrong) // show)
    print(f"\n== {title}: {len(count.wrong)} of {count.trials}")
    for case in count.wrong[::step][:show]:
        print(case)


def main() -> None:
    """Print the definitions and the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print N wrong cases of each kind")
    arguments = parser.parse_args()
    rows = measure_skills(arguments.folder, arguments.show)
    print(DEFINITIONS)
    for name, measure, value, cases in rows:
        print(f"{name:10} {measure:22} {value:8.4f}  n={cases}")


if __name__ == "__main__":
    main()
