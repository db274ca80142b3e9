"""Resumes of the benchmark as text: the plan of one resume drawn in one of five styles."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MONTHS = "January February March April May June July August September October November December".split()
_FIRST = (
    "Ada Bilal Carmen Dmitri Esi Farid Greta Hiroshi Ines Jonas Kalinda Leif Mara Nkechi Oskar Paloma "
    "Quentin Rosa Samir Tuva Ulrich Vera Wanjiru Xenia Yannick Zofia"
).split()
_LAST = (
    "Abernethy Bakshi Castellan Drummond Eze Fontaine Grabowski Hallberg Ibarra Jurgens Kowalczyk Lindgren "
    "Moreau Nasser Okonjo Petrov Quist Rasmussen Sandoval Tanaka Ustinov Varga Whitlock Ximenes Yilmaz Zeller"
).split()
_TOWNS = "Ashcombe Birkdale Corvia Dalmore Elmsfield Farrow Gilden Harwick".split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """One job held: months are (year, month); `end` is None where it goes on."""

    title: str
    company: str
    start: tuple[int, int]
    end: tuple[int, int] | None
    where: str
    did: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What stands in one resume, besides who it is of."""

    style: str
    work: tuple[Stint, ...]
    about: str = ""
    skills: str = ""
    education: str = ""
    extras: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented person: the lines of a header."""

    name: str
    lines: tuple[str, ...]


def person(number: int) -> Person:
    """Return an invented person, the same for the same number; 676 names before one comes again."""
    first = _FIRST[number % len(_FIRST)]
    last = _LAST[(number // len(_FIRST) + 5 * number) % len(_LAST)]
    town = _TOWNS[number % len(_TOWNS)]
    email = f"{first}.{last}@example.com".lower()
    return Person(name=f"{first} {last}", lines=(f"{email} | +44 20 7946 0{number % 1000:03d} | {town}",))


def stint(entry: str, roles: Mapping[str, Mapping[str, Any]], *, number: int) -> Stint:
    """Read an entry of a plan such as `senior_payments 2020-03..now 0124`: role, months, which of its deeds.

    `number` chooses among the companies of the role.

    Raises:
        KeyError: there is no such role.
        ValueError: the entry is not of this form.
    """
    key, months, *picked = entry.split()
    role = roles[key]
    start, end = months.split("..")
    deeds = role["did"]
    chosen = [deeds[int(digit)] for digit in picked[0]] if picked else deeds
    return Stint(
        title=role["title"],
        company=role["at"][number % len(role["at"])],
        start=_month(start),
        end=None if end == "now" else _month(end),
        where=role["where"],
        did=tuple(chosen),
    )


def _month(text: str) -> tuple[int, int]:
    year, month = text.split("-")
    if not 1 <= int(month) <= 12:
        raise ValueError(f"{text} is no month")
    return int(year), int(month)


def columns(plan: Plan, who: Person) -> tuple[list[str], list[str]]:
    """Return the lines of a narrow left column (who, skills, education) and a wide right one (work)."""
    left = [who.name, *who.lines[0].split(" | "), *who.lines[1:], ""]
    if plan.skills:
        left += ["SKILLS", *plan.skills.split(", "), ""]
    left += ["EDUCATION", *plan.education.split("; "), "", *plan.extras]
    right = [plan.work[0].title, *([plan.about] if plan.about else []), "", "EXPERIENCE"]
    for held in plan.work:
        right += [f"{held.title}, {held.company}", _span(held, _short), held.where]
        right += [*_bullets(held, "-"), ""]
    return left, right


def text(plan: Plan, who: Person) -> str:
    """Return the resume as plain text in the style of its plan.

    Raises:
        KeyError: there is no such style.
    """
    return "\n".join(_STYLES[plan.style](plan, who)).strip() + "\n"


def _classic(plan: Plan, who: Person) -> list[str]:
    lines = [who.name, plan.work[0].title, *who.lines, ""]
    lines += _part("SUMMARY", plan.about)
    lines.append("EXPERIENCE")
    for held in plan.work:
        lines += [f"{held.title}, {held.company}", _span(held, _short), held.where]
        lines += [*_bullets(held, "-"), ""]
    return [
        *lines,
        *_part("EDUCATION", plan.education),
        *_part("SKILLS", plan.skills),
        *_part("ADDITIONAL INFORMATION", "\n".join(plan.extras)),
    ]


def _modern(plan: Plan, who: Person) -> list[str]:
    lines = [f"{who.name} | {plan.work[0].title}", *who.lines, ""]
    lines += _part("Profile", plan.about)
    lines += _part("Core skills", plan.skills.replace(", ", " | "))
    lines.append("Work Experience")
    for held in plan.work:
        span = _span(held, _digits, last="present")
        lines += [f"{held.title} | {held.company} | {span}", held.where]
        lines += [*_bullets(held, "*"), ""]
    return [*lines, *_part("Education", plan.education), *_part("Other", "\n".join(plan.extras))]


def _prose(plan: Plan, who: Person) -> list[str]:
    lines = [who.name, *who.lines, "", *([plan.about, ""] if plan.about else []), "Employment", ""]
    for held in plan.work:
        since = f"from {_long(held.start)} to {_long(held.end)}" if held.end else f"since {_long(held.start)}"
        deeds = " ".join(f"{deed}." for deed in held.did)
        lines += [f"{held.title} at {held.company}, {since}", f"{held.where} {deeds}", ""]
    lines += _part("Training", plan.education)
    return [*lines, *_part("Knowledge", plan.skills), *plan.extras]


def _skills_first(plan: Plan, who: Person) -> list[str]:
    lines = [who.name.upper(), *who.lines, "", *_part("SKILLS", plan.skills), *_part("ABOUT ME", plan.about)]
    lines.append("WORK HISTORY")
    for held in plan.work:
        lines += [held.company, f"{held.title} ({_span(held, _iso, last='today')})", held.where]
        lines += [*_bullets(held, "+"), ""]
    return [*lines, *_part("QUALIFICATIONS", plan.education), *plan.extras]


def _ledger(plan: Plan, who: Person) -> list[str]:
    lines = ["Curriculum Vitae", who.name, *who.lines, "", "PROFESSIONAL EXPERIENCE"]
    for held in plan.work:
        lines += [f"{_span(held, _digits, last='now')}  {held.title}, {held.company}", f"    {held.where}"]
        lines += [f"    {deed}" for deed in held.did]
    lines += ["", *_part("EDUCATION AND TRAINING", plan.education), *_part("COMPETENCES", plan.skills)]
    return [*lines, *_part("PERSONAL STATEMENT", plan.about), *plan.extras]


_STYLES: Mapping[str, Callable[[Plan, Person], list[str]]] = {
    "classic": _classic,
    "modern": _modern,
    "prose": _prose,
    "skills_first": _skills_first,
    "ledger": _ledger,
}


def _part(heading: str, content: str) -> Sequence[str]:
    return [heading, content, ""] if content else []


def _bullets(held: Stint, mark: str) -> list[str]:
    return [f"{mark} {deed}" for deed in held.did]


def _span(held: Stint, form: Callable[[tuple[int, int]], str], *, last: str = "Present") -> str:
    return f"{form(held.start)} - {form(held.end) if held.end else last}"


def _short(month: tuple[int, int]) -> str:
    return f"{_MONTHS[month[1] - 1][:3]} {month[0]}"


def _long(month: tuple[int, int]) -> str:
    return f"{_MONTHS[month[1] - 1]} {month[0]}"


def _digits(month: tuple[int, int]) -> str:
    return f"{month[1]:02d}/{month[0]}"


def _iso(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02d}"
