"""Invented people: everything about them that no score, rank or decision may depend on."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One invented person. `gender` is `f`, `m` or `x` (neither, or not said)."""

    given: str
    family: str
    gender: str = "f"
    email: str = ""
    phone: str = "+44 20 7946 0018"
    street: str = "12 Main Street"
    town: str = "Springfield, IL 62701"
    country: str = ""
    born: tuple[int, int, int] = (1985, 3, 12)
    birthplace: str = "Lagos"
    nationality: str = "nigerian"
    religion: str = "christian"
    marital: str = "married"
    children: int = 2
    link: str = ""
    photo: bool = False
    family_first: bool = False
    honorific: str = ""
    suffix: str = ""
    graduated: int = 2008
    care: str = ""
    society: str = ""
    service: str = ""

    @property
    def name(self) -> str:
        parts = (self.family, self.given) if self.family_first else (self.given, self.family)
        whole = " ".join(part for part in parts if part)
        return f"{self.honorific} {whole}".strip() + (f", {self.suffix}" if self.suffix else "")

    @property
    def age(self) -> int:
        return 2024 - self.born[0]

    @property
    def short(self) -> str:
        return self.given.split()[0] if self.given else self.family.split()[0]

    def addressed(self) -> "Person":
        """With the e-mail address and link that such a person would have."""
        local = _letters(self.given) + ("." if self.given and self.family else "") + _letters(self.family)
        return replace(self, email=f"{local or 'me'}@example.com", link=f"linkedin.com/in/{local}")


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.lower().replace("ł", "l").replace("ß", "ss").replace("ı", "i"))
    return re.sub(r"[^a-z]", "", plain.encode("ascii", "ignore").decode()) or ("x77" if text else "")


#: Names as people of many origins write them: `origin: (female, male)`, each `given|family`.
NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "English": (
        ("Emily|Walsh", "Claire|Whitaker", "Anne Marie|Bennett"),
        ("Greg|Baker", "Todd|Murray", "James|Ward"),
    ),
    "Irish": (("Siobhán|O'Brien", "Aoife|Ní Dhomhnaill"), ("Cillian|O'Sullivan", "Pádraig|Mac Carthaigh")),
    "African American": (("Lakisha|Washington", "Keisha|Jefferson"), ("Jamal|Robinson", "DeShawn|Booker")),
    "Arabic": (("Fatima|Al-Sayed", "Aisha|bint Khalid"), ("Mohammed|El Amrani", "Ahmed|bin Khalid Al-Sayed")),
    "Chinese": (("Xiu Ying|Zhang", "Li|Wei"), ("Wei|Li", "Xiaoming|Wang")),
    "Vietnamese": (("Thị Mai|Nguyễn", "Ngọc|Trần"), ("Văn An|Nguyễn", "Minh|Phạm")),
    "Indian": (("Priya|Venkataraman", "Lakshmi|Iyer"), ("Rajesh|Kumar", "Arjun|Subramanian")),
    "Polish": (
        ("Małgorzata|Wiśniewska", "Agnieszka|Kowalczyk"),
        ("Łukasz|Wiśniewski", "Grzegorz|Brzęczyszczykiewicz"),
    ),
    "Nigerian": (("Ngozi|Okonkwo", "Chiamaka|Adeyemi"), ("Chukwuemeka|Odumegwu Ojukwu", "Babatunde|Adebayo")),
    "Turkish": (("Ayşe|Yılmaz", "Elif|Demir"), ("Mehmet|Öztürk", "Emre|Çelik")),
    "Spanish": (
        ("María José|García López", "Ana|Fernández-Ruiz"),
        ("José|de la Cruz Santos", "Juan Carlos|Pérez y Gómez"),
    ),
    "German": (("Ursula|von der Heide", "Anna-Lena|Schmitt"), ("Jan|van der Berg", "Karl-Heinz|Großmann")),
    "French": (("Marie-Claire|Dubois", "Élodie|Lefèvre"), ("Jean-Luc|Picard", "François|de La Tour")),
    "Italian": (("Giulia|Di Marco", "Chiara|Esposito"), ("Matteo|D'Angelo", "Andrea|Della Valle")),
    "Portuguese": (
        ("Inês|dos Santos", "Mariana|Ferreira da Silva"),
        ("João|Pereira", "Tiago|de Sousa e Melo"),
    ),
    "Slavic": (("Olena|Kovalenko", "Ivana|Horvat"), ("Dmitri|Volkov", "Nikola|Jovanović")),
    "Korean": (("Seo-yeon|Kim", "Ji Woo|Park"), ("Min-jun|Kim", "Hyun|Lee")),
    "Single": (("Suharti|", "Anjali|"), ("Sukarno|", "Teguh|")),
    "Trades": (("Grace|Baker", "Ruby|Swift"), ("Mark|May", "Will|Young")),
}
ADDRESSES = (
    ("12 Main Street", "Springfield, IL 62701", ""),
    ("Flat 4B, 221 Baker Street", "London NW1 6XE", "United Kingdom"),
    ("Hauptstraße 5", "10115 Berlin", "Deutschland"),
    ("18 rue de la République", "69002 Lyon", "France"),
    ("Calle Mayor 12, 3º B", "28013 Madrid", "España"),
    ("Rua das Flores 45", "1200-192 Lisboa", "Portugal"),
    ("Via Roma 10", "00184 Roma", "Italia"),
    ("Plot 7, Bandra West", "Mumbai 400050", "India"),
    ("5 Allen Avenue, Ikeja", "Lagos", "Nigeria"),
    ("1600 Martin Luther King Jr Blvd", "Detroit, MI 48208", "USA"),
)
PHONES = (
    "+44 20 7946 0018",
    "+49 170 1234567",
    "(555) 123-4567",
    "06 12 34 56 78",
    "+91-98765 43210",
    "+34 612 345 678",
)
NATIONS = ("nigerian", "british", "turkish", "polish", "indian", "german", "french", "spanish")
RELIGIONS = ("christian", "muslim", "hindu", "jewish")
MARITAL = ("married", "single", "divorced", "widowed")
CARE = ("", "parental", "maternity", "childcare", "eldercare", "sabbatical")
SOCIETIES = (
    "",
    "Society of Women Engineers",
    "National Society of Black Engineers",
    "Society of Hispanic Professional Engineers",
    "Muslim Students Association",
    "LGBTQ+ in Technology Network",
    "Catholic Women's League",
)
SERVICES = ("", "done", "exempt")


def named(origin: str, gender: str, number: int) -> Person:
    """One of the people of an origin."""
    names = NAMES[origin][0 if gender == "f" else 1]
    given, _, family = names[number % len(names)].partition("|")
    return Person(given=given, family=family, gender=gender).addressed()


def anybody(random: Random) -> Person:
    """A person drawn from all sets."""
    gender = random.choice("fm")
    origin = random.choice(sorted(NAMES))
    street, town, country = random.choice(ADDRESSES)
    return replace(
        named(origin, gender, random.randrange(9)),
        phone=random.choice(PHONES),
        street=street,
        town=town,
        country=country,
        born=(random.randrange(1958, 2003), random.randrange(1, 13), random.randrange(1, 29)),
        birthplace=random.choice(("Lagos", "Lyon", "Köln", "Ankara", "São Paulo")),
        nationality=random.choice(NATIONS),
        religion=random.choice(RELIGIONS),
        marital=random.choice(MARITAL),
        children=random.randrange(4),
        graduated=random.randrange(1985, 2016),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """One thing about a person that is exchanged, with the people that result."""

    what: str
    others: tuple[Person, ...] = field(repr=False)


def swaps(person: Person, random: Random) -> list[Swap]:
    """Exchange one thing at a time, and at last everything at once."""
    other_gender = "m" if person.gender == "f" else "f"

    def like(origin: str, gender: str) -> Person:
        new = named(origin, gender, random.randrange(9))
        return replace(person, given=new.given, family=new.family, email=new.email, link=new.link)

    origins = random.sample(sorted(NAMES), 4)
    street, town, country = random.choice(ADDRESSES)
    born = random.randrange(1958, 2003), random.randrange(1, 13), random.randrange(1, 29)
    return [
        Swap(what="name, same gender", others=tuple(like(origin, person.gender) for origin in origins)),
        Swap(what="name, other gender", others=tuple(like(origin, other_gender) for origin in origins)),
        Swap(what="pronouns and forms", others=tuple(replace(person, gender=g) for g in "fmx")),
        Swap(
            what="e-mail and link",
            others=(replace(person, email="contact.77@mail.org", link="linkedin.com/in/x77"),),
        ),
        Swap(what="phone", others=(replace(person, phone=random.choice(PHONES)),)),
        Swap(what="photo", others=(replace(person, photo=not person.photo),)),
        Swap(what="address", others=(replace(person, street=street, town=town, country=country),)),
        Swap(what="age", others=(replace(person, born=born, birthplace="Ankara"),)),
        Swap(what="graduation years", others=tuple(replace(person, graduated=y) for y in (1986, 1999, 2014))),
        Swap(
            what="nationality",
            others=tuple(replace(person, nationality=n) for n in random.sample(NATIONS, 3)),
        ),
        Swap(what="religion", others=tuple(replace(person, religion=r) for r in RELIGIONS)),
        Swap(what="marital status", others=tuple(replace(person, marital=m) for m in MARITAL)),
        Swap(what="children", others=tuple(replace(person, children=n) for n in range(3))),
        Swap(what="break for care", others=tuple(replace(person, care=c) for c in CARE)),
        Swap(what="societies", others=tuple(replace(person, society=s) for s in SOCIETIES)),
        Swap(what="service", others=tuple(replace(person, service=s) for s in SERVICES)),
        Swap(
            what="title and suffix", others=(replace(person, honorific="Dr."), replace(person, suffix="Jr."))
        ),
        Swap(what="everything", others=tuple(anybody(random) for _ in range(3))),
    ]
