"""The hand-made cases of finding skills, as they stand in `tests/data`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from domain.skills import SkillLexicon, find_skills
from domain.text import normalise

_FOLDER = Path(__file__).parent / "data"
TUNED, HELD_OUT = _FOLDER / "skill_cases.txt", _FOLDER / "skill_cases_held_out.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillCase:
    """One line: whether a skill is to be found in a text, and what the case is about."""

    expected: bool
    skill: str
    about: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillScore:
    """How the search did on some cases."""

    cases: int
    precision: float
    recall: float
    misses: tuple[str, ...]


def skill_cases(path: Path) -> Iterator[SkillCase]:
    """The cases of a file, in its order; empty lines and those that begin with # are passed over."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            verdict, skill, about, text = line.split(" | ", 3)
            text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\u2022", "\u2022")
            yield SkillCase(expected={"yes": True, "no": False}[verdict], skill=skill, about=about, text=text)


def score_cases(cases: list[SkillCase], lexicon: SkillLexicon) -> SkillScore:
    """Precision, recall and every case that went wrong, in words."""
    right = found = wanted = 0
    misses = []
    for case in cases:
        finding = find_skills([case.skill], normalise(case.text), lexicon)[0]
        found += finding.found
        wanted += case.expected
        right += finding.found and case.expected
        if finding.found != case.expected:
            told = f"found as {finding.matched_as!r}" if finding.found else "not found"
            misses.append(f"{case.skill} ({case.about}): {told} in {case.text!r}")
    return SkillScore(cases=len(cases), precision=right / found, recall=right / wanted, misses=tuple(misses))
