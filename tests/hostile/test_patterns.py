"""No text makes the work outside of the reader's process slow: there, nothing but the job's deadline ends it.

Measured in time of the processor, which a busy machine does not lengthen much; what is bounded is how a
pattern behaves, not how fast the machine is.
"""

import time

import bson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.documents.process import Limits, read_document
from adapters.memory import InMemoryFiles, InMemoryJobProfiles, InMemoryJobStore, InMemoryProcessingStore
from adapters.mongo.documents import outcome_document
from adapters.skill_table import load_skill_lexicon
from application.ports import DocumentReader
from application.screen_resume import ScreenResume
from domain.document import Document
from domain.evaluation import evaluate
from domain.integrity import scored_text
from domain.passages import split_passages
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.similarity import job_profile, job_texts, resume_profile
from domain.text import normalise
from tests.builders import build_job
from tests.fakes import HashEmbedder
from tests.hostile import corpus  # noqa: F401 - fills the collection
from tests.hostile.specimens import SPECIMENS
from tests.hostile.texts import BAIT, MOST, filled

pytestmark = pytest.mark.slow

_SKILLS = ("Python", "PostgreSQL", "C++", "Go", "R", "CI/CD", "Node.js", ".NET", "Machine Learning", "SQL")
_JOB = build_job(required_skills=_SKILLS, preferred_skills=("Kafka", "C", "A/B testing"))
_LEXICON = load_skill_lexicon()
_NO_RESUME = ("unreadable_text", "unsupported_language")
_SIZE = 40_000
# From here on it matters how the time grows: linear is 4 for a text 4 times as long, quadratic 16.
_SLOW_SECONDS = 1.5
_MOST_GROWTH = 12
_MONGO_BYTES = 16 * 1024 * 1024


class _UnguardedReader(DocumentReader):
    """Reads in this process, so that the time of reading counts as well."""

    def read(self, data: bytes) -> Document:
        return read_document(data, Limits())


def screened(data: bytes) -> tuple[ResumeProcessing, float]:
    """What becomes of a file, all steps but the model's, and the processor's seconds that it takes."""
    screen = ScreenResume(
        processings=InMemoryProcessingStore([ResumeProcessing(id="1", job_id=_JOB.id, resume_url="file")]),
        jobs=InMemoryJobStore([_JOB]),
        files=InMemoryFiles({"file": data}),
        reader=_UnguardedReader(),
        embedder=HashEmbedder(),
        job_profiles=InMemoryJobProfiles(),
        lexicon=_LEXICON,
        rules=ScoringRules(),
    )
    started = time.process_time()
    settled = screen("1")
    if settled.error_reason in _NO_RESUME:
        searched(data)  # what tells that it is none must not hide what searching it would cost
    return settled, time.process_time() - started


def searched(data: bytes) -> None:
    """Look for everything in a text that a screening would have refused to judge."""
    redacted = redact(normalise(_UnguardedReader().read(data).text))
    text = scored_text(redacted, _JOB, _LEXICON).text or redacted
    if not text:
        return
    passages, texts = split_passages(text), job_texts(_JOB.text, title=_JOB.title)
    embed = HashEmbedder().embed
    evaluate(
        job=_JOB,
        text=text,
        redacted=text,
        resume_profile=resume_profile(passages, embed(passages.texts)),
        job_profile=job_profile(texts, embed(texts.texts)),
        embedding_model="hash",
        rules_version="1",
        lexicon=_LEXICON,
        rules=ScoringRules(),
    )


def assert_settled(settled: ResumeProcessing) -> None:
    assert settled.status in {ProcessingStatus.COMPLETED, ProcessingStatus.FAILED}
    assert settled.error_reason in {None, "no_text", *_NO_RESUME}
    fields, _ = outcome_document(settled)
    assert len(bson.encode(fields)) < _MONGO_BYTES


def assert_linear(text: str) -> None:
    settled, seconds = screened(text.encode())
    assert_settled(settled)
    if seconds > _SLOW_SECONDS:
        _, quarter = screened(text[: len(text) // 4].encode())
        assert seconds < _MOST_GROWTH * quarter


@pytest.mark.parametrize("bait", BAIT)
def test_bait_for_slow_patterns(bait: str) -> None:
    assert_linear(filled(BAIT[bait], size=_SIZE))


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, specimen in SPECIMENS.items()
        if name.endswith(".txt") and specimen.reads and not specimen.reasons
    ],
)
def test_texts_of_the_corpus(name: str) -> None:
    settled, seconds = screened(SPECIMENS[name].make())
    assert_settled(settled)
    assert seconds < 110  # less than a job's time, for the longest text that is read


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    st.lists(st.sampled_from(sorted(BAIT.values())), min_size=1, max_size=4),
    st.integers(min_value=1, max_value=30),
    st.sampled_from(["\n", " ", "", "\n\nExperience\n", "\n\nSkills\n"]),
)
def test_bait_of_several_kinds(units: list[str], times: int, between: str) -> None:
    one = "".join(unit * times for unit in units) + between
    assert_linear(filled(one, size=max(8_000, 8 * len(one))))


def test_as_much_text_as_is_read_is_as_much_as_is_promised() -> None:
    assert Limits().max_characters == MOST
