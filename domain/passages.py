"""A document as passages, and the one vector that stands for all of them.

What works was measured on 1,217 real resumes against 70 occupation profiles: the headline (title) tells best
what a document is about, then its first 250 tokens, and what stands further back matters less. So a
document's vector is the unit sum of two: headline, and all passages, each weighted by its length and falling
with its distance from the top. Every token is read once: time goes with the length of the text.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RECIPE = "passages-2"
"""Names how texts are cut and weighted, as part of a vector's name: raise it with every change of that."""

HEADLINE_TOKENS = 24
PASSAGE_TOKENS = 250
_HEADLINE_WEIGHT, _WHOLE_WEIGHT = 0.6, 1.0
# Tokens from the top at which a passage counts half.
_HALF_DISTANCE = 20
# A resume of more passages (about 25 pages) says nothing new after them, and costs seconds.
_MOST_PASSAGES = 48

# Word pieces of BERT's tokenizer, estimated to within a tenth on real resumes: a word of up to 11 letters is
# mostly one, every further 6 letters add one; each mark and each letter of another script is one.
_PIECE = re.compile(r"[a-zA-Z\u00c0-\u024f]+|\d{1,3}|\w|[^\w\s]")
_ONE_TOKEN_LETTERS, _LETTERS_PER_TOKEN = 11, 6

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """What of a document is embedded.

    Attributes:
        headline: its first words, or its title where it has one.
        body: all of it, in pieces of whole lines where lines allow; at least one.
        offsets: estimated tokens before each piece of the body.
        sizes: estimated tokens of each piece of the body.
    """

    headline: str
    body: tuple[str, ...]
    offsets: tuple[int, ...]
    sizes: tuple[int, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text to embed, in the order that `document_vector` takes their vectors."""
        return (self.headline, *self.body)


def estimate_tokens(text: str) -> int:
    """Return about how many tokens a text is to a BERT tokenizer."""
    return sum(
        1 + max(0, len(piece) - _ONE_TOKEN_LETTERS + _LETTERS_PER_TOKEN - 1) // _LETTERS_PER_TOKEN
        for piece in _PIECE.findall(text)
    )


def split_passages(text: str, *, headline: str = "") -> Passages:
    """Split a normalised text into what is embedded of it.

    Args:
        text: the document.
        headline: its title, if it has one apart from the text; else its first words are taken.

    Raises:
        ValueError: the text is blank.
    """
    if not text.strip():
        raise ValueError("a blank text has no passages")
    pieces = tuple(itertools.islice(_packed(text, PASSAGE_TOKENS), _MOST_PASSAGES))
    sizes = tuple(size for _, size in pieces)
    return Passages(
        headline=headline.strip() or next(_packed(text, HEADLINE_TOKENS))[0],
        body=tuple(piece for piece, _ in pieces),
        offsets=tuple(itertools.accumulate(sizes, initial=0))[: len(sizes)],
        sizes=sizes,
    )


def document_vector(passages: Passages, vectors: Vector) -> Vector:
    """Return the (384,) unit vector of a document from the (n, 384) unit vectors of `passages.texts`.

    Raises:
        ValueError: the vectors cancel out, so that none stands for all.
    """
    sizes = np.array(passages.sizes, dtype=np.float64)
    offsets = np.array(passages.offsets, dtype=np.float64)
    parts = vectors.astype(np.float64)
    weights = sizes / (1 + offsets / _HALF_DISTANCE)
    # One addition after another: a matrix product may add in another order on another machine.
    whole = np.zeros(parts.shape[1])
    for weight, part in zip(weights, parts[1:], strict=True):
        whole += weight * part
    total = _HEADLINE_WEIGHT * parts[0] + _WHOLE_WEIGHT * _unit(whole)
    return _unit(total).astype(np.float32)


def similarity(one: Vector, other: Vector) -> float:
    """Return the cosine of two unit vectors, in [0, 1]; below 0 is as unrelated as 0."""
    products = one.astype(np.float64) * other.astype(np.float64)
    return float(min(max(products.sum(), 0.0), 1.0))


def _unit(vector: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    length = float(np.sqrt((vector * vector).sum()))
    if length == 0:
        raise ValueError("a vector of length 0 points nowhere")
    return vector / length


def _packed(text: str, budget: int) -> Iterator[tuple[str, int]]:
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
