"""The adversarial slices of the benchmark: pairs of texts of which we know how their scores must compare."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import yaml

from benchmarks.quality import layout
from benchmarks.quality.corpus import DATA, Corpus, LabelledResume, job_of
from benchmarks.quality.files import one_column, two_columns, with_hidden
from benchmarks.quality.layout import Person, Plan
from domain.job import JobDescription

Read = Callable[[bytes], str]
PAIR_SLICES = ("stuffed", "hidden", "swapped", "near_miss", "changer", "two_column", "translated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One resume as two readers give it: ours, and a plain text extraction, which is what peers get."""

    ours: str
    plain: str

    @classmethod
    def of_text(cls, text: str) -> "Sample":
        """Return a resume that came as text, which both read alike."""
        return cls(ours=text, plain=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two resumes for one job.

    Attributes:
        slice: which of `PAIR_SLICES`.
        id: of the pair.
        field: of the job among the corpus; empty where the job is of the pair's own.
        job: the job.
        base: the resume of the corpus that both are made of, or empty.
        first: the honest, plain, English, right one of the two.
        second: the other.
    """

    slice: str
    id: str
    field: str
    job: JobDescription
    base: str
    first: Sample
    second: Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """A resume with work at the same time, and the years that it adds up to."""

    id: str
    text: str
    years: float


def plain_text(data: bytes) -> str:
    """Return the text of a PDF or DOCX as pdfplumber or python-docx give it, whatever can be seen of it."""
    if data.startswith(b"%PDF"):
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def load_pairs(
    corpus: Corpus, read: Read, *, names: Sequence[str] = PAIR_SLICES, folder: Path = DATA / "slices"
) -> tuple[Pair, ...]:
    """Build all pairs of these slices whose job is in the corpus; `read` is our reader of files."""
    makers: Mapping[str, Callable[[Any], tuple[Sample, Sample]]] = {
        "stuffed": lambda row: _stuffed(row, corpus, folder),
        "hidden": lambda row: _hidden(row, corpus, read),
        "swapped": lambda row: _swapped(row, corpus),
        "near_miss": _near_miss,
        "changer": lambda row: _changer(row, corpus),
        "two_column": lambda row: _two_column(row, corpus, read),
        "translated": lambda row: _translated(row, corpus),
    }
    pairs = []
    for name in names:
        for row in _rows(folder / f"{name}.yaml"):
            field = row.get("job", "")
            if field and not _complete(row, corpus):
                continue
            job = corpus.jobs[field] if field else _own_job(row)
            first, second = makers[name](row)
            pairs.append(
                Pair(
                    slice=name,
                    id=row["id"],
                    field=field,
                    job=job,
                    base=row.get("base", ""),
                    first=first,
                    second=second,
                )
            )
    return tuple(pairs)


def load_overlaps(folder: Path = DATA / "slices") -> tuple[Overlap, ...]:
    """Return the resumes whose jobs overlap in time."""
    overlaps = []
    for number, row in enumerate(_rows(folder / "overlap.yaml")):
        who = layout.person(number)
        lines = [who.name, *who.lines, "", "EXPERIENCE"]
        for work in row["work"]:
            lines += [work, "- Did what the post asks for, with colleagues and alone", ""]
        if "volunteering" in row:
            lines += ["VOLUNTEERING", *row["volunteering"], ""]
        lines += ["EDUCATION", "Secondary school, 2008"]
        overlaps.append(Overlap(id=row["id"], text="\n".join(lines), years=float(row["years"])))
    return tuple(overlaps)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    yield from yaml.safe_load(path.read_text("utf-8"))


def _complete(row: Mapping[str, Any], corpus: Corpus) -> bool:
    """Whether a corpus that may hold only some fields has all that the row is made of."""
    entries = [*row.get("in", ()), *row.get("out", ())]
    return {row["job"], *(entry.split("/")[0] for entry in entries)} <= corpus.jobs.keys()


def _stuffed(row: Mapping[str, Any], corpus: Corpus, folder: Path) -> tuple[Sample, Sample]:
    honest = corpus.resume(row["base"]).text
    job = corpus.jobs[row["job"]]
    added = {
        "repeat": lambda: "\n".join([", ".join(job.required_skills)] * 15),
        "paste": lambda: f"{job.title}\n{job.description}",
        "catalogue": lambda: "SKILLS\n" + (folder / "catalogue.txt").read_text("utf-8"),
        "instruct": lambda: str(row["text"]),
    }[row["how"]]()
    return Sample.of_text(honest), Sample.of_text(f"{honest}\n{added}\n")


def _hidden(row: Mapping[str, Any], corpus: Corpus, read: Read) -> tuple[Sample, Sample]:
    job = corpus.jobs[row["job"]]
    text = corpus.resume(row["base"]).text
    hidden = {"skills": ", ".join((*job.required_skills, *job.preferred_skills)), "posting": job.description}
    return (
        _of_file(with_hidden(text, "", row["how"]), read),
        _of_file(with_hidden(text, hidden[row["text"]], row["how"]), read),
    )


def _swapped(row: Mapping[str, Any], corpus: Corpus) -> tuple[Sample, Sample]:
    plan = corpus.resume(row["base"]).plan
    texts = []
    for name, *lines in (row["one"], row["other"]):
        texts.append(layout.text(plan, Person(name=name, lines=tuple(lines))))
    return Sample.of_text(texts[0]), Sample.of_text(texts[1])


def _near_miss(row: Mapping[str, Any]) -> tuple[Sample, Sample]:
    who = layout.person(len(row["title"]))

    def resume(line: str) -> Sample:
        return Sample.of_text(
            f"{who.name}\n{who.lines[0]}\n\nEXPERIENCE\n{row['around']}\n- {line}\n"
            "- Planned the week with a team of five and wrote down what was learnt.\n"
            "- Showed new colleagues how the work is done.\n\nEDUCATION\nDiploma, 2011\n"
        )

    return resume(row["has"]), resume(row["near"])


def _own_job(row: Mapping[str, Any]) -> JobDescription:
    return job_of(
        {
            "id": row["id"],
            "title": row["title"],
            "created_at": date(2026, 9, 1),
            "required_skills": [row["skill"]],
            "min_experience_years": 2,
            "description": f"We are looking for a {row['title']}. You work with {row['skill']} every day.",
        }
    )


def _changer(row: Mapping[str, Any], corpus: Corpus) -> tuple[Sample, Sample]:
    number = int(row["id"].split("-")[1])

    def resume(entries: list[str]) -> Sample:
        work = []
        for entry in entries:
            field, _, rest = entry.partition("/")
            work.append(layout.stint(rest, corpus.roles[field], number=number))
        plan = Plan(style="classic", work=tuple(work), education="Secondary school, 2007")
        return Sample.of_text(layout.text(plan, layout.person(number)))

    return resume(row["in"]), resume(row["out"])


def _two_column(row: Mapping[str, Any], corpus: Corpus, read: Read) -> tuple[Sample, Sample]:
    resume: LabelledResume = corpus.resume(row["base"])
    left, right = layout.columns(resume.plan, resume.person)
    return (
        _of_file(one_column("\n".join([*left[:4], "", *right, "", *left[4:]])), read),
        _of_file(two_columns(left, right), read),
    )


def _translated(row: Mapping[str, Any], corpus: Corpus) -> tuple[Sample, Sample]:
    return Sample.of_text(corpus.resume(row["base"]).text), Sample.of_text(row["text"])


def _of_file(data: bytes, read: Read) -> Sample:
    return Sample(ours=read(data), plain=plain_text(data))
