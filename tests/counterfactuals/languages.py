"""What resumes say in six languages, from the files in `languages`.

`[[a|b]]` is what a woman and a man write, `[[a|b|c]]` also anybody else.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """One occupation: title, first job, a profile, a text about the person, what was done, and skills."""

    title: str
    junior: str
    profile: str
    about: str
    bullets: tuple[str, ...]
    degree: str
    skills: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Headings, labels and values of one language."""

    headings: Mapping[str, str]
    labels: Mapping[str, str]
    nations: Mapping[str, str]
    marital: Mapping[str, str]
    religions: Mapping[str, str]
    genders: str
    children: str
    born: str
    age: str
    months: tuple[str, ...]
    present: str
    care: Mapping[str, str]
    service: Mapping[str, str]
    greeting: str
    closing: str
    introduced: str
    trades: tuple[Trade, ...]


def _language(path: Path) -> Language:
    content: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    trades = tuple(Trade(**{**trade, "bullets": tuple(trade["bullets"])}) for trade in content.pop("trades"))
    return Language(**content, trades=trades)


LANGUAGES: Mapping[str, Language] = {
    path.stem: _language(path) for path in sorted((Path(__file__).parent / "languages").glob("*.toml"))
}
