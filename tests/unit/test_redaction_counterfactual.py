"""Two resumes that differ only in who the person is become the same string."""

from dataclasses import dataclass
from functools import cache

import pytest

from domain.redaction import redact
from domain.text import normalise


@cache
def _redacted(text: str) -> str:
    return redact(normalise(text))


_BODY = """SUMMARY
Engineer who builds payment systems in Java and Python.

EXPERIENCE
Senior Engineer, Acme Bank, London
03/2019 - 05/2021
- Led a team of five, cut cost by 30 %

SKILLS
Java, Python, Ruby on Rails, Swift, SQL

LANGUAGES
English, French, German"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Everything about a person that no result may depend on."""

    name: str = "Jane Doe"
    email: str = "jane.doe@example.com"
    phone: str = "+1 (555) 123-4567"
    street: str = "12 Main Street"
    town: str = "Springfield, IL 62701"
    born: str = "1 May 1985"
    age: str = "34"
    gender: str = "Female"
    nationality: str = "British"
    marital: str = "Married"
    religion: str = "Hindu"
    they: str = "She"
    their: str = "her"
    pronouns: str = "she/her"
    link: str = "linkedin.com/in/janedoe"
    photo: str = "Photo"

    @property
    def first(self) -> str:
        return self.name.split()[0]


_LAYOUTS = {
    "name first": """{p.name}
Senior Engineer
{p.email} | {p.phone} | {p.town}

{body}""",
    "name and title": """{p.name} - Senior Engineer
{p.street}, {p.town}
{p.phone}, {p.email}

{body}""",
    "name, title": """{p.name}, Senior Engineer
{p.email} • {p.phone} • {p.link}

{body}""",
    "one line": """{p.name} | Senior Engineer | {p.email} | {p.phone}

{body}""",
    "photo and pronouns": """[{p.photo}]
{p.name} ({p.pronouns})
Senior Engineer
Email: {p.email}
Phone: {p.phone}

{body}""",
    "title first": """SENIOR ENGINEER
{p.name}
Tel.: {p.phone}, E-mail: {p.email}

{body}""",
    "curriculum": """Curriculum Vitae of {p.name}

Address: {p.street}, {p.town}
Mobile: {p.phone}
E-mail: {p.email}
Date of Birth: {p.born}
Nationality: {p.nationality}

{body}""",
    "personal section": """{p.name}
Senior Engineer
{p.email}

{body}

PERSONAL DETAILS
Full name: {p.name}
Date of birth: {p.born}
Gender: {p.gender}
Marital status: {p.marital}
Nationality: {p.nationality}
Religion: {p.religion}
Address: {p.street}, {p.town}
Driving licence: B""",
    "fields in one line": """Name: {p.name} | DOB: {p.born} | Sex: {p.gender} | Nationality: {p.nationality}
Email: {p.email}; Mobile: {p.phone}

{body}""",
    "markdown": """## Personal Information
- **Name:** {p.name}
- **Email:** {p.email}
- **Phone:** {p.phone}

{body}""",
    "sidebar": """{p.name}
Senior Engineer

{body}

CONTACT
{p.phone}
{p.email}
{p.street}
{p.town}
{p.link}""",
    "references": """{p.name}
{p.email}

{body}

REFERENCES
Dr. Alan Berg, Head of Payments, Acme Bank

{p.name} - Page 2""",
    "in sentences": """{p.name}
{p.phone} | {p.email}

PROFILE
{p.name} is an engineer with ten years of experience. {p.they} led {p.their} team to success.
I am a {p.age} year old engineer.

{body}""",
    "capitals": """{name_upper}
SENIOR ENGINEER
{p.town} | {p.email} | {p.phone}

{body}""",
    "footer": """{p.name}, MBA, PMP
Senior Engineer | {p.email}

{body}

Resume of {p.name}
{p.name} | Page 2""",
}

_NAMES = [
    "Ruby Swift",
    "Grace Baker",
    "Will Young",
    "Mark May",
    "Java Hope",
    "Wei Li",
    "María José García López",
    "Jean-Luc Picard",
    "Siobhán O'Brien",
    "Jan van der Berg",
    "Ahmed bin Khalid Al-Sayed",
    "王 小明",
    "Иван Петров",
    "John Q. Public",
    "Dr. Amara Okafor",
    "Nguyễn Văn An",
    "Chukwuemeka Odumegwu Ojukwu",
    "Søren Kierkegaard",
    "Priya Venkataraman",
    "José de la Cruz Santos",
    "Kim Min-jun",
    "Mr. Robert Smith",
    "Fatima Zahra",
]
_SWAPS = {
    **{name: Person(name=name, email="x77@mail.org", link="linkedin.com/in/x77") for name in _NAMES},
    "e-mail": Person(email="contact.me+jobs@some-mail.co.uk"),
    "phone": Person(phone="0049 170 1234567"),
    "short phone": Person(phone="(020) 7946 0958"),
    "two phones": Person(phone="+91-98765 43210, +91 98765 43211"),
    "address": Person(street="Flat 4B, 221 Baker Street", town="London NW1 6XE"),
    "foreign address": Person(street="Hauptstraße 5", town="10115 Berlin"),
    "birth": Person(born="24/11/1999", age="21"),
    "birth in words": Person(born="November 24, 1970", age="50"),
    "they": Person(gender="Non-binary", they="They", their="their", pronouns="they/them"),
    "he": Person(gender="Male", they="He", their="his", pronouns="he/him/his", name="John Doe"),
    "nationality": Person(nationality="Kenyan"),
    "two nationalities": Person(nationality="German and Turkish"),
    "marital": Person(marital="Single", religion="Roman Catholic"),
    "photo": Person(photo="Photo of me"),
    "link": Person(link="https://www.linkedin.com/in/some-one-else-123/"),
}


def _resume(layout: str, person: Person) -> str:
    return _LAYOUTS[layout].format(p=person, body=_BODY, name_upper=person.name.upper())


@pytest.mark.parametrize("swap", _SWAPS)
@pytest.mark.parametrize("layout", _LAYOUTS)
def test_the_same_text_remains_whoever_the_person_is(layout: str, swap: str) -> None:
    assert _redacted(_resume(layout, _SWAPS[swap])) == _redacted(_resume(layout, Person()))


@pytest.mark.parametrize("layout", _LAYOUTS)
def test_no_personal_data_remains_and_all_professional_text_does(layout: str) -> None:
    person = Person()
    rest = _redacted(_resume(layout, person))
    for value in (
        person.name,
        person.email,
        person.phone,
        person.street,
        person.born,
        person.nationality,
        "Springfield",
        "linkedin",
        person.religion,
        "she/her",
        "year old",
        "DOE",
    ):
        assert value not in rest
    for line in normalise(_BODY).split("\n"):
        assert line in rest
