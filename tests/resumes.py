"""Resumes of people who do not exist, as many as wanted, each different and the same every time."""

import random
from collections.abc import Sequence

from tests.files import Draw, docx, paragraph, pdf, write

_FIRST = "Ada Bo Chidi Dana Emre Fatima Goran Hana Ivo Jun Kofi Lena Mina Noor Omar Pia".split()
_LAST = "Adler Bello Costa Dahl Eriksen Farouk Garcia Holt Ito Jansen Kaya Lind Moreau Novak".split()
_SKILLS = (
    "Python PostgreSQL Docker Kubernetes Kafka Terraform React TypeScript Java Redis MongoDB Linux "
    "Ansible GraphQL Django FastAPI Spark Airflow Jenkins Git"
).split()
_TITLES = (
    "Data Engineer",
    "Backend Engineer",
    "Platform Engineer",
    "Software Developer",
    "Site Reliability Engineer",
)
_DEEDS = (
    "Built {skill} services that other teams rely on and kept them fast as traffic doubled.",
    "Moved the nightly reports to {skill}, which cut their time from hours to minutes.",
    "Reviewed designs and code, and taught new colleagues how {skill} is used well.",
    "Wrote the tests and the release process around {skill}, several releases a day.",
    "Found the causes of slow queries and outages in {skill} and wrote down what was learnt.",
    "Planned capacity and costs with the finance team for everything that runs on {skill}.",
)
_PAGE_LINES = 52


def resume_lines(seed: int, *, jobs: int = 3, deeds: int = 5) -> list[str]:
    """The lines of one resume; about 60 words for each job with 5 deeds."""
    chance = random.Random(seed)
    name = f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"
    skills = chance.sample(_SKILLS, 8)
    lines = [
        name,
        f"{name.lower().replace(' ', '.')}{seed}@example.com",
        "",
        chance.choice(_TITLES),
        "",
        "Experience",
    ]
    year = 2026
    for _ in range(jobs):
        start = year - chance.randint(1, 3)
        lines.append(f"{chance.choice(_TITLES)}, Company {chance.randint(1, 999)}, {start} - {year}")
        lines += [chance.choice(_DEEDS).format(skill=chance.choice(skills)) for _ in range(deeds)]
        year = start
    return [*lines, "", "Skills", ", ".join(skills), "", f"Reference number {seed}"]


def resume_text(seed: int, *, jobs: int = 3, deeds: int = 5) -> bytes:
    return "\n".join(resume_lines(seed, jobs=jobs, deeds=deeds)).encode()


def resume_pdf(seed: int, *, jobs: int = 3, deeds: int = 5) -> bytes:
    lines = resume_lines(seed, jobs=jobs, deeds=deeds)
    pages = [lines[start : start + _PAGE_LINES] for start in range(0, len(lines), _PAGE_LINES)]
    return pdf(*(_page(page) for page in pages))


def _page(lines: Sequence[str]) -> Draw:
    return lambda canvas: write(canvas, lines, size=9.0)


def resume_docx(seed: int) -> bytes:
    return docx("".join(paragraph(line) for line in resume_lines(seed)))
