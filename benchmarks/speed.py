"""Speed in one run: embedder and PDF text against their references, and every stage: `make bench`.

Machines are noisy and differ: trust the ratios. CPU seconds of one thread, but for the start of a process.
"""

import io
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pdfplumber
from rich.console import Console
from rich.table import Table

from adapters.documents.process import Limits, read_document
from adapters.skill_table import load_skill_lexicon
from application.errors import UnprocessableError
from benchmarks import embedding
from domain.document import Document
from domain.evaluation import evaluate
from domain.experience import find_experience
from domain.passages import split_passages
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.similarity import job_profile, job_texts, resume_profile
from domain.skills import find_skills
from domain.text import normalise
from entrypoints.container import Container
from entrypoints.job_file import load_job
from entrypoints.settings import load_settings

_EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
_ROUNDS = 5


class Stages:
    """CPU seconds spent in each stage, added up."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add what the block takes to a stage."""
        started = time.process_time()
        yield
        self.seconds[stage] += time.process_time() - started


def measure_stages() -> tuple[Stages, int]:
    """Screen the readable examples `_ROUNDS` times, stage by stage; return the times and how many resumes."""
    job = load_job(_EXAMPLES / "job.yaml", as_of=None, today=date(2026, 1, 1))
    lexicon, rules = load_skill_lexicon(), ScoringRules()
    embedder = Container(settings=load_settings()).model()
    asked = job_texts(job.text, title=job.title)
    profile = job_profile(asked, embedder.embed(asked.texts))
    stages, resumes = Stages(), 0
    for _ in range(_ROUNDS):
        for data, _ in _readable():
            resumes += 1
            with stages.timed("read the file"):
                document = read_document(data, Limits())
            with stages.timed("normalise"):
                text = normalise(document.text)
            with stages.timed("redact"):
                redacted = redact(text)
            with stages.timed("embed"):
                passages = split_passages(redacted)
                resume = resume_profile(passages, embedder.embed(passages.texts))
            with stages.timed("skills (within evaluate)"):
                find_skills((*job.required_skills, *job.preferred_skills), redacted, lexicon)
            with stages.timed("years (within evaluate)"):
                find_experience(redacted, as_of=job.reference_date)
            with stages.timed("evaluate: skills, years, score, reasons"):
                evaluate(
                    job=job,
                    text=text,
                    redacted=redacted,
                    resume_profile=resume,
                    job_profile=profile,
                    embedding_model=embedder.model,
                    rules_version="measured",
                    lexicon=lexicon,
                    rules=rules,
                )
    return stages, resumes


def _readable() -> list[tuple[bytes, Document]]:
    found = []
    for path in sorted((_EXAMPLES / "resumes").iterdir()):
        data = path.read_bytes()
        try:
            found.append((data, read_document(data, Limits())))
        except UnprocessableError:
            continue
    return found


def measure_text_extraction() -> list[tuple[float, float]]:
    """Return (ours, pdfplumber's) CPU milliseconds a page over the example PDFs, one pair a round."""
    pdfs = [(data, document.pages) for data, document in _readable() if document.kind == "pdf"]
    pages = sum(count for _, count in pdfs)

    def ours(data: bytes) -> None:
        read_document(data, Limits())

    def theirs(data: bytes) -> None:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            for page in pdf.pages:
                page.extract_text()

    return [(_milliseconds(ours, pdfs) / pages, _milliseconds(theirs, pdfs) / pages) for _ in range(_ROUNDS)]


def _milliseconds(read: Callable[[bytes], None], pdfs: list[tuple[bytes, int]]) -> float:
    started = time.process_time()
    for data, _ in pdfs:
        read(data)
    return 1000 * (time.process_time() - started)


def main() -> int:
    """Print the three tables."""
    console = Console(width=110)
    stages, resumes = measure_stages()
    table = Table("stage", "CPU ms a resume", "share", title=f"Stages, mean over {resumes} screenings")
    total = sum(seconds for stage, seconds in stages.seconds.items() if "within" not in stage)
    for stage, seconds in stages.seconds.items():
        table.add_row(stage, f"{1000 * seconds / resumes:.2f}", f"{seconds / total:.1%}")
    table.add_row("all", f"{1000 * total / resumes:.2f}", f"{resumes / total:.1f} resumes/s a core")
    console.print(table)
    rounds = measure_text_extraction()
    table = Table("text of a PDF page", "CPU ms", title=f"Text extraction, median of {len(rounds)} rounds")
    table.add_row("ours", f"{statistics.median(ours for ours, _ in rounds):.2f}")
    table.add_row("pdfplumber extract_text", f"{statistics.median(theirs for _, theirs in rounds):.2f}")
    ratio = statistics.median(theirs / ours for ours, theirs in rounds)
    table.add_row("times faster (wanted: 10)", f"{ratio:.1f}")
    console.print(table)
    embedding.main()
    return 0


if __name__ == "__main__":
    sys.exit(main())
