"""Resumes of invented people: many layouts, six languages, and the same body whoever the person is."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from tests.counterfactuals.languages import LANGUAGES, Language, Trade
from tests.counterfactuals.people import Person

_FORMS = re.compile(r"\[\[([^\]|]*)\|([^\]|]*)(?:\|([^\]|]*))?\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What stays the same in a resume when the person changes."""

    language: str
    layout: str
    trade: int
    first_year: int
    employers: tuple[str, str]

    @property
    def words(self) -> Language:
        return LANGUAGES[self.language]

    @property
    def work(self) -> Trade:
        return self.words.trades[self.trade]


def drawn(number: int) -> Draft:
    """The draft of a number: each layout and language comes round, English as often as all others."""
    random = Random(number)
    language = "en" if number % 2 else ("fr", "de", "es", "pt", "it")[number // 2 % 5]
    return Draft(
        language=language,
        layout=sorted(LAYOUTS)[number % len(LAYOUTS)],
        trade=random.randrange(3),
        first_year=random.randrange(2009, 2014),
        employers=random.choice(
            (("Acme Bank", "Initech"), ("Globex GmbH", "Umbrella Ltd"), ("Contoso", "Fabrikam SA"))
        ),
    )


def written(draft: Draft, person: Person) -> str:
    """The resume that such a person would write."""
    return spoken(LAYOUTS[draft.layout](draft, person), person.gender)


def spoken(text: str, gender: str) -> str:
    """Choose the forms of a gender."""

    def chosen(match: re.Match[str]) -> str:
        if gender == "f":
            return match[1]
        return match[2] if gender == "m" or match[3] is None else match[3]

    return _FORMS.sub(chosen, text)


def _body(draft: Draft, person: Person, *, about: bool = False) -> str:
    words, work = draft.words, draft.work
    start = draft.first_year
    first, second = draft.employers
    heads = words.headings
    care = f"\n{words.care[person.care]}\n" if person.care else ""
    society = (
        f"\n{heads['activities']}\n{person.society}\nChess\n"
        if person.society
        else f"\n{heads['activities']}\nChess\n"
    )
    profile = work.about if about else work.profile
    return f"""{heads["about" if about else "summary"]}
{profile.format(name=person.name, short=person.short)}

{heads["experience"]}
{work.title}, {second}
03/2017 - {words.present}
• {work.bullets[0]}
• {work.bullets[1]}
{care}
{work.junior}, {first}
05/{start} - 02/2016
• {work.bullets[2]}

{heads["education"]}
{work.degree}, {person.graduated - 3} - {person.graduated}

{heads["skills"]}
{work.skills}
{society}"""


def _date(words: Language, person: Person) -> str:
    year, month, day = person.born
    return f"{day} {words.months[month - 1]} {year}"


def _born(words: Language, person: Person) -> str:
    year, month, day = person.born
    return words.born.format(d=day, month=words.months[month - 1], y=year, place=person.birthplace)


def _fields(words: Language, person: Person) -> list[tuple[str, str]]:
    labels = words.labels
    home = ", ".join(part for part in (person.street, person.town, person.country) if part)
    children = f", {words.children.format(n=person.children)}" if person.children else ""
    found = [
        (labels["name"], person.name),
        (labels["address"], home),
        (labels["phone"], person.phone),
        (labels["email"], person.email),
        (labels["birth"], _date(words, person)),
        (labels["place"], person.birthplace),
        (labels["gender"], words.genders),
        (labels["nation"], words.nations[person.nationality]),
        (labels["marital"], words.marital[person.marital] + children),
        (labels["religion"], words.religions[person.religion]),
    ]
    if person.service:
        found.append((labels["service"], words.service[person.service]))
    return found


def _home(person: Person) -> str:
    return ", ".join(part for part in (person.street, person.town, person.country) if part)


def _photo(person: Person) -> str:
    return "[Photo]\n" if person.photo else ""


def _classic(draft: Draft, person: Person) -> str:
    return f"""{_photo(person)}{person.name}
{draft.work.title}
{person.email} | {person.phone} | {person.town}

{_body(draft, person)}"""


def _two_blocks(draft: Draft, person: Person) -> str:
    country = f"{person.country}\n" if person.country else ""
    return f"""{_photo(person)}{person.name}
{draft.work.title}

{person.street}
{person.town}
{country}{person.phone}
{person.email}
{person.link}

{_body(draft, person)}"""


def _table(draft: Draft, person: Person) -> str:
    rows = "\n".join(f"{label} | {value}" for label, value in _fields(draft.words, person))
    return f"{draft.words.headings['personal']}\n{rows}\n\n{_body(draft, person)}"


def _labelled(draft: Draft, person: Person) -> str:
    rows = "\n".join(f"{label}: {value}" for label, value in _fields(draft.words, person))
    return f"Curriculum Vitae\n\n{draft.words.headings['personal']}\n{rows}\n\n{_body(draft, person)}"


def _two_lines(draft: Draft, person: Person) -> str:
    rows = "\n".join(f"{label}:\n{value}" for label, value in _fields(draft.words, person))
    return f"{draft.words.headings['personal']}\n{rows}\n\n{_body(draft, person)}"


def _details_last(draft: Draft, person: Person) -> str:
    rows = "\n".join(f"{label}: {value}" for label, value in _fields(draft.words, person))
    return f"""{person.name}
{draft.work.title}
{person.email} | {person.phone}

{_body(draft, person)}

{draft.words.headings["personal"]}
{rows}"""


def _footers(draft: Draft, person: Person) -> str:
    return f"""{person.name} - {draft.work.title}
{_home(person)}
{person.phone}, {person.email}

{_body(draft, person)}

{person.name} - Page 1
{person.name} | CV | Page 2"""


def _about(draft: Draft, person: Person) -> str:
    return f"""{person.name.upper()}
{draft.work.title}
{person.email} • {person.phone} • {person.link}

{_body(draft, person, about=True)}"""


def _civil_lines(draft: Draft, person: Person) -> str:
    words = draft.words
    children = f", {words.children.format(n=person.children)}" if person.children else ""
    return f"""{_photo(person)}{person.name}
{draft.work.title}
{_born(words, person)}
{words.age.format(age=person.age)}, {words.marital[person.marital]}{children}
{person.street}, {person.town}
{person.phone} | {person.email}

{_body(draft, person)}"""


def _letter(draft: Draft, person: Person) -> str:
    words = draft.words
    introduced = words.introduced.format(name=person.name, title=draft.work.title)
    return f"""{person.name}
{_home(person)}
{person.email}
{person.phone}

{words.greeting}
{introduced}
{words.closing}
{person.name}

{_body(draft, person)}"""


def _sidebar(draft: Draft, person: Person) -> str:
    return f"""{draft.words.headings["contact"]}
{person.phone}
{person.email}
{person.street}
{person.town}
{person.link}

{person.name}
{draft.work.title}

{_body(draft, person)}"""


def _one_line(draft: Draft, person: Person) -> str:
    pronouns = spoken("[[she/her|he/him|they/them]]", person.gender)
    return f"""{person.name} ({pronouns}) | {draft.work.title} | {person.email} | {person.phone}

{_body(draft, person)}"""


def _family_in_capitals(draft: Draft, person: Person) -> str:
    name = f"{person.given} {person.family.upper()}".strip()
    return f"""{name}
{draft.work.title}
{person.email} | {person.phone}

{_body(draft, person)}"""


def _markdown(draft: Draft, person: Person) -> str:
    rows = "\n".join(f"- **{label}:** {value}" for label, value in _fields(draft.words, person))
    return f"# {person.name}\n\n## {draft.words.headings['personal']}\n{rows}\n\n{_body(draft, person)}"


LAYOUTS: Mapping[str, Callable[[Draft, Person], str]] = {
    "classic": _classic,
    "two blocks": _two_blocks,
    "table": _table,
    "labelled": _labelled,
    "label above value": _two_lines,
    "details last": _details_last,
    "footers": _footers,
    "about": _about,
    "civil lines": _civil_lines,
    "letter": _letter,
    "sidebar": _sidebar,
    "one line": _one_line,
    "family in capitals": _family_in_capitals,
    "markdown": _markdown,
}
