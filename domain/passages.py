"""A document as passages, and the one vector that stands for all of them.

What works was measured on real resumes against occupation profiles: the title line tells best what a
resume is about, then its first words; what stands further back matters less, and yet orders the rest. So its
vector is the unit sum of two of equal weight: the top (title line and opening), and all of it, each passage
weighted by its length and falling with its distance from the top. Every token but those of the top is read
once: time goes with the length of the text.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.sections import SectionKind, split_sections

RECIPE = "passages-3"
"""Names how texts are cut and weighted, as part of a vector's name: raise it with every change of that."""

TITLE_TOKENS = 24
OPENING_TOKENS = 12
PASSAGE_TOKENS = 250
# Tokens from the top at which a passage counts half: a job says sooner than a resume what it is about.
_HALF_DISTANCE = 100
HALF_DISTANCE_OF_A_JOB = 20
# A resume of more passages (about 25 pages) says nothing new after them, and costs seconds.
_MOST_PASSAGES = 48
_LETTERS = re.compile(r"[^\W\d_]{2}")
_MARKS = " \t#*|\u2022-\u2013\u2014_.,:;"

# Word pieces of BERT's tokenizer, estimated to within a tenth on real resumes: a word of up to 11 letters is
# mostly one, every further 6 letters add one; each mark and each letter of another script is one.
_PIECE = re.compile(r"[a-zA-Z\u00c0-\u024f]+|\d{1,3}|\w|[^\w\s]")
_ONE_TOKEN_LETTERS, _LETTERS_PER_TOKEN = 11, 6

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """What of a document is embedded.

    Attributes:
        title: the line that names the work, see `split_passages`.
        opening: its first words, or the title of a job again.
        body: all of it, in pieces of whole lines where lines allow; at least one.
        offsets: estimated tokens before each piece of the body.
        sizes: estimated tokens of each piece of the body.
    """

    title: str
    opening: str
    body: tuple[str, ...]
    offsets: tuple[int, ...]
    sizes: tuple[int, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text to embed, in the order that `document_vector` takes their vectors."""
        return (self.title, self.opening, *self.body)


def estimate_tokens(text: str) -> int:
    """Return about how many tokens a text is to a BERT tokenizer."""
    return sum(
        1 + max(0, len(piece) - _ONE_TOKEN_LETTERS + _LETTERS_PER_TOKEN - 1) // _LETTERS_PER_TOKEN
        for piece in _PIECE.findall(text)
    )


def split_passages(text: str) -> Passages:
    """Split the normalised, redacted text of a resume into what is embedded of it.

    Its title is the first line that is no heading; where the text begins with a heading, the first line of
    work (its latest job), else the first words.

    Raises:
        ValueError: the text is blank.
    """
    if not text.strip():
        raise ValueError("a blank text has no passages")
    pieces = tuple(itertools.islice(pack(text, PASSAGE_TOKENS), _MOST_PASSAGES))
    sizes = tuple(size for _, size in pieces)
    opening = next(pack(text, OPENING_TOKENS))[0]
    title = _title_line(text)
    return Passages(
        title=next(pack(title, TITLE_TOKENS))[0] if title else opening,
        opening=opening,
        body=tuple(piece for piece, _ in pieces),
        offsets=tuple(itertools.accumulate(sizes, initial=0))[: len(sizes)],
        sizes=sizes,
    )


def _title_line(text: str) -> str:
    """The line that names the work, without marks around it; empty where there is none."""
    sections = split_sections(text)
    header = [s for s in sections[:1] if s.kind is SectionKind.HEADER]
    work = [s for s in sections if s.kind is SectionKind.EXPERIENCE][:1]
    for section in (*header, *work):
        lines = text[section.start : section.end].split("\n", 4)[:4]
        for line in lines[1:] if section.heading else lines:
            if _LETTERS.search(line):
                return line.strip(_MARKS)
    return ""


def document_vector(passages: Passages, vectors: Vector) -> Vector:
    """Return the (384,) unit vector of a resume from the (n, 384) unit vectors of `passages.texts`.

    Raises:
        ValueError: the vectors cancel out, so that none stands for all.
    """
    parts = vectors.astype(np.float64)
    return unit(top_of(parts) + whole_of(passages, parts[2:])).astype(np.float32)


def top_of(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the (384,) unit vector of the top, from those of title and opening in the first two rows."""
    return unit(vectors[0] + vectors[1])


def whole_of(
    passages: Passages, vectors: npt.NDArray[np.float64], *, half_distance: float = _HALF_DISTANCE
) -> npt.NDArray[np.float64]:
    """Return the (384,) unit vector of the whole body, from the (n, 384) of its passages."""
    # One addition after another: a matrix product may add in another order on another machine.
    whole = np.zeros(vectors.shape[1])
    for size, offset, part in zip(passages.sizes, passages.offsets, vectors, strict=True):
        whole += size / (1 + offset / half_distance) * part
    return unit(whole)


def cosine(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> float:
    """Return the cosine of two unit vectors, in [-1, 1]."""
    products = one.astype(np.float64) * other.astype(np.float64)
    total = 0.0
    for product in products.tolist():
        total += product
    return min(max(total, -1.0), 1.0)


def unit(vector: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return a (384,) vector at length 1.

    Raises:
        ValueError: it has no length.
    """
    length = float(np.sqrt((vector * vector).sum()))
    if length == 0:
        raise ValueError("a vector of length 0 points nowhere")
    return vector / length


def pack(text: str, budget: int) -> Iterator[tuple[str, int]]:
    """Yield pieces of up to `budget` tokens with their size, filled with whole lines where lines fit."""
    piece: list[str] = []
    size = 0
    for line, tokens in _lines(text, budget):
        if piece and size + tokens > budget:
            yield "\n".join(piece), size
            piece, size = [], 0
        piece.append(line)
        size += tokens
    if piece:
        yield "\n".join(piece), size


def _lines(text: str, budget: int) -> Iterator[tuple[str, int]]:
    """Yield each line that is not blank with its size; one over the budget in parts, at spaces if any."""
    for line in text.split("\n"):
        tokens = estimate_tokens(line)
        if 0 < tokens <= budget:
            yield line, tokens
            continue
        part: list[str] = []
        size = 0
        for word in _words(line, budget):
            more = estimate_tokens(word)
            if part and size + more > budget:
                yield " ".join(part), size
                part, size = [], 0
            part.append(word)
            size += more
        if part:
            yield " ".join(part), size


def _words(line: str, budget: int) -> Iterator[str]:
    for word in line.split():
        # A character is at most one token, so no part of a cut word is over the budget.
        yield from (word[start : start + budget] for start in range(0, len(word), budget))
