"""How near a resume is to a job: three measured parts, one published blend of them, and its calibration.

1. **document** (weight .80): cosine of resume and job. A resume's vector is led by its title line; the job's
   is the sum of its title, all of it, and the three of its sentences that are nearest to its title, each
   without what all jobs share (`domain.any_job`): salaries, dates and how to apply tell nothing of the work.
2. **requirements** (.15): for the job's title and up to six of its sentences, the passage of the resume that
   comes nearest, at most 0.4 each, weighted by how near each is to the title.
3. **titleWords** (.05): share of the words of the job's title that the resume holds, by their stems. Once is
   enough: repeating a word gains nothing.

The blend is 0 where a resume is as near to this job as to jobs in general. Calibration bends it into [0, 1]:
``z = (blend - 0.15) / 0.15``, ``similarity = 1/2 + 1/2 z / (1 + |z|)``. So 0.25 is a resume of no particular
fit, and one in thirteen of those of other fields reaches 0.5. It keeps every order, and uses no function
whose last bit differs between machines.
"""

import base64
import binascii
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.any_job import ANY_JOB, MODEL
from domain.passages import (
    HALF_DISTANCE_OF_A_JOB,
    Passages,
    Vector,
    cosine,
    document_vector,
    pack,
    split_passages,
    top_of,
    unit,
    whole_of,
)
from domain.scoring import DECIMALS
from domain.word_forms import content_words, stem, words_of

CALIBRATION = (0.15, 0.15)
"""Middle and spread of the blend."""
_DOCUMENT, _REQUIREMENTS, _TITLE_WORDS = 0.80, 0.15, 0.05
_LEADING, _MOST_REQUIREMENTS = 3, 6
# Of a resume, its top and so many passages (about eight pages) are looked through for each requirement.
_MOST_ROWS = 17
# Reached by one in twenty passages of fitting resumes: a copy of the job's own words gains nothing more.
_NEAR_ENOUGH = 0.4
_UNIT_TOKENS, _LEAST_WORDS, _MOST_UNITS = 48, 3, 96
_SENTENCE = re.compile(r"(?<=[.;])\s+")
# Skills have components of their own; a list of them is no sentence.
_SKILL_LIST = re.compile(r"\s*(?:required|preferred) skills\s*:", re.IGNORECASE)
_SHOWN = 200
_WIDTH = 384
_UNIT_WITHIN = 1e-3

Rows = npt.NDArray[np.int8]
"""(n, 384): unit vectors at whole numbers up to 127, a length of each row's own; their cosines are exact."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ResumeProfile:
    """What a job is compared with.

    Attributes:
        vector: (384,) of the whole resume, unit length.
        rows: of its top and its first 16 passages.
    """

    vector: Vector
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobProfile:
    """What resumes are compared with.

    Attributes:
        vector: (384,) of the job without what all jobs share, unit length.
        requirements: its title and its sentences nearest to it.
        rows: of each requirement, without what all jobs share.
    """

    vector: Vector
    requirements: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a similarity: a value in [-1, 1], rounded to 4 decimals, and its weight in the blend."""

    name: str
    value: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A requirement of the job, the words of the resume that come nearest, and their cosine."""

    requirement: str
    passage: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """How near a resume is to a job, with all that it follows from.

    Attributes:
        parts: in the order in which they are added.
        matches: the best passage for each requirement, in the job's order of weight.
    """

    parts: tuple[Part, ...]
    matches: tuple[Match, ...]

    @property
    def blend(self) -> float:
        """Sum of value x weight of the parts, in their order, rounded to 4 decimals."""
        total = 0.0
        for part in self.parts:
            total += part.value * part.weight
        return round(total, DECIMALS)

    @property
    def value(self) -> float:
        """The calibrated blend, in [0, 1], 4 decimals."""
        middle, spread = CALIBRATION
        z = (self.blend - middle) / spread
        return round(0.5 + 0.5 * z / (1 + abs(z)), DECIMALS)


NO_SIMILARITY = Similarity(parts=(), matches=())
"""Of documents that were scored before a similarity had parts."""


def resume_profile(passages: Passages, vectors: Vector) -> ResumeProfile:
    """Make the profile of a resume from the (n, 384) unit vectors of `passages.texts`."""
    exact = vectors.astype(np.float64)
    rows = [top_of(exact), *exact[2 : _MOST_ROWS + 1]]
    return ResumeProfile(vector=document_vector(passages, vectors), rows=_rows(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTexts:
    """What of a job is embedded: its title, all of it in passages, and its sentences."""

    title: str
    passages: Passages
    sentences: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """In the order that `job_profile` takes their vectors."""
        return (self.title, *self.passages.body, *self.sentences)


def job_texts(text: str, *, title: str) -> JobTexts:
    """Split the text of a job, and the title that it begins with, into what is embedded of it.

    Raises:
        ValueError: the title is blank.
    """
    if not title.strip():
        raise ValueError("a job without a title")
    sentences: dict[str, None] = {}
    for line in text.split("\n")[1:]:
        if line.isupper() or _SKILL_LIST.match(line):
            continue
        for sentence in _SENTENCE.split(line):
            for piece, _ in pack(sentence, _UNIT_TOKENS):
                if len(piece.split()) >= _LEAST_WORDS and piece.casefold() != title.casefold():
                    sentences[piece.strip()] = None
    return JobTexts(title=title, passages=split_passages(text), sentences=tuple(sentences)[:_MOST_UNITS])


def job_profile(texts: JobTexts, vectors: Vector, *, model: str = MODEL) -> JobProfile:
    """Make the profile of a job from the (n, 384) unit vectors of `texts.texts`.

    Args:
        texts: of the job.
        vectors: of these.
        model: name of what made them. What all jobs have in common is known for one model, and taken away
            from the vectors of that one alone.
    """
    common = ANY_JOB if model.partition("/")[0] == MODEL else np.zeros(_WIDTH)
    exact = vectors.astype(np.float64)
    body = len(texts.passages.body)
    title = unit(exact[0] - common)
    whole = whole_of(texts.passages, exact[1 : body + 1], half_distance=HALF_DISTANCE_OF_A_JOB)
    sentences = [unit(row - common) for row in exact[body + 1 :]]
    nearness = [cosine(title, sentence) for sentence in sentences]
    order = sorted(range(len(sentences)), key=lambda index: (-nearness[index], index))
    telling = [index for index in order if nearness[index] > 0][:_MOST_REQUIREMENTS]
    leading = np.zeros(_WIDTH)
    for index in telling[:_LEADING]:
        leading += sentences[index]
    lead = unit(leading) if telling else title
    return JobProfile(
        vector=unit(title + unit(whole - common) + lead).astype(np.float32),
        requirements=(texts.title, *(texts.sentences[index] for index in telling)),
        rows=_rows([title, *(sentences[index] for index in telling)]),
    )


def compare(*, resume: ResumeProfile, redacted: str, job: JobProfile) -> Similarity:
    """Compare a resume with a job.

    Args:
        resume: profile of the redacted text.
        redacted: the text, whose words are looked through for those of the title, and quoted.
        job: profile of the job.
    """
    passages = split_passages(redacted)
    quotable = (passages.title, *passages.body)
    cosines = _cosines(job.rows, resume.rows)
    best = [int(np.argmax(row)) for row in cosines]  # the first of equals
    return Similarity(
        parts=measure(resume=resume, stems=stems_of(redacted), job=job),
        matches=tuple(
            Match(
                requirement=requirement,
                passage=_quoted(quotable[min(row, len(quotable) - 1)], requirement),
                value=round(float(cosines[index, row]), DECIMALS),
            )
            for index, (requirement, row) in enumerate(zip(job.requirements, best, strict=True))
        ),
    )


def stems_of(text: str) -> frozenset[str]:
    """Return the stems of the words of a text."""
    return frozenset(stem(word) for word in set(words_of(text)))


def measure(*, resume: ResumeProfile, stems: frozenset[str], job: JobProfile) -> tuple[Part, ...]:
    """Measure the parts of a similarity: the numbers of `compare` without its passages."""
    weights = np.maximum(_cosines(job.rows[:1], job.rows)[0], 0.0).tolist()
    nearest = np.minimum(_cosines(job.rows, resume.rows).max(axis=1), _NEAR_ENOUGH).tolist()
    met = sum(weight * value for weight, value in zip(weights, nearest, strict=True)) / sum(weights)
    wanted = dict.fromkeys(stem(word) for word in content_words(job.requirements[0]))
    held = sum(word in stems for word in wanted) / len(wanted) if wanted else 0.0
    return (
        Part(name="document", value=round(cosine(resume.vector, job.vector), DECIMALS), weight=_DOCUMENT),
        Part(name="requirements", value=round(met, DECIMALS), weight=_REQUIREMENTS),
        Part(name="titleWords", value=round(held, DECIMALS), weight=_TITLE_WORDS),
    )


def rows_text(rows: Rows) -> str:
    """Write rows as base64."""
    return base64.b64encode(rows.tobytes()).decode("ascii")


def rows_from(text: str) -> Rows | None:
    """Read rows; None for what is none, whoever wrote it."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    if not data or len(data) % _WIDTH:
        return None
    rows = np.frombuffer(data, dtype=np.int8).reshape(-1, _WIDTH)
    return rows if rows.any(axis=1).all() else None


def profile_text(profile: JobProfile) -> str:
    """Write a job's profile as JSON."""
    vector = base64.b64encode(profile.vector.astype("<f4").tobytes()).decode("ascii")
    return json.dumps([vector, list(profile.requirements), rows_text(profile.rows)])


def profile_from(text: str | bytes) -> JobProfile | None:
    """Read a job's profile; None for what is none, whoever wrote it."""
    try:
        vector, requirements, rows = json.loads(text)
        exact = np.frombuffer(base64.b64decode(vector, validate=True), dtype="<f4").astype(np.float32)
        return stored_job(exact, requirements, rows)
    except (ValueError, TypeError, binascii.Error):
        return None


def stored_job(vector: Vector, requirements: Sequence[str], rows: str) -> JobProfile | None:
    """Put a job's profile together from what was stored of it; None where that does not fit together."""
    read = rows_from(rows)
    if read is None or not _is_unit(vector) or len(read) != len(requirements):
        return None
    if not all(isinstance(requirement, str) for requirement in requirements):
        return None
    return JobProfile(vector=vector, requirements=tuple(requirements), rows=read)


def stored_resume(vector: Vector, rows: str) -> ResumeProfile | None:
    """Put a resume's profile together from what was stored of it; None where that does not fit together."""
    read = rows_from(rows)
    return None if read is None or not _is_unit(vector) else ResumeProfile(vector=vector, rows=read)


def _is_unit(vector: Vector) -> bool:
    length = math.sqrt(float((vector.astype(np.float64) ** 2).sum()))
    return vector.shape == (_WIDTH,) and abs(length - 1) < _UNIT_WITHIN


def _rows(vectors: Sequence[npt.NDArray[np.float64]]) -> Rows:
    stacked = np.stack(list(vectors))
    rows: Rows = np.rint(stacked * (127 / np.abs(stacked).max(axis=1, keepdims=True))).astype(np.int8)
    return rows


def _cosines(some: Rows, others: Rows) -> npt.NDArray[np.float64]:
    """Cosine of each with each: sums of whole numbers, the same on every machine."""
    a, b = some.astype(np.int64), others.astype(np.int64)
    squares = np.outer((a * a).sum(axis=1), (b * b).sum(axis=1)).astype(np.float64)
    cosines: npt.NDArray[np.float64] = (a @ b.T) / np.sqrt(squares)
    return cosines


def _quoted(passage: str, requirement: str) -> str:
    """The first line of a passage that shares most words with a requirement, cut to be shown."""
    wanted = {stem(word) for word in content_words(requirement)}
    lines = [line.strip() for line in passage.split("\n") if line.strip()]
    shared = [len(wanted.intersection(stem(word) for word in words_of(line))) for line in lines]
    line = lines[max(range(len(lines)), key=lambda index: (shared[index], -index))]
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()} ..."
