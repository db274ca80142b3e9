"""How many hidden words the readers catch, and how many honest words of the same files they keep."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.documents.process import Limits, read_document
from tests.hidden_text import docx_techniques, pdf_techniques

HONEST = (
    "Maria Rossi",
    "Experience",
    "Accountant at Mill and Sons from 2012 to 2018",
    "Kept the books of forty small firms and shops",
    *(
        f"Closed the month of {month} within three days and explained every difference"
        for month in "January February March April May June July August".split()
    ),
)
HIDDEN = tuple(
    "Kubernetes Terraform Kafka Prometheus Grafana Ansible Docker Python Django PostgreSQL Nginx".split()
)
"""No honest line holds any of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """What became of one file.

    Attributes:
        technique: how its words are hidden.
        is_listed: whether they have to be told as hidden; what no reader takes for text is not.
        leaked: hidden words that came out as text.
        untold: hidden words that are nowhere.
        lost: honest words that did not come out as text.
        words: hidden words in the file.
        honest: honest words in the file.
    """

    technique: str
    is_listed: bool
    leaked: int
    untold: int
    lost: int
    words: int
    honest: int


def specimens() -> Iterator[tuple[str, bytes, int, bool]]:
    """Yield technique, file, how many of `HIDDEN` it holds, and whether they must be listed."""
    for name, hide in pdf_techniques.BY_CANVAS.items():
        count = pdf_techniques.FEWER.get(name, len(HIDDEN))
        yield (
            f"PDF: {name}",
            pdf_techniques.drawn(HONEST, HIDDEN[:count], hide),
            count,
            name not in pdf_techniques.GARBLED,
        )
    for name, make in pdf_techniques.RAW.items():
        count = pdf_techniques.FEWER.get(name, len(HIDDEN))
        yield f"PDF: {name}", make(HONEST, HIDDEN[:count]), count, True
    yield "PDF: properties", pdf_techniques.metadata(HONEST, HIDDEN), len(HIDDEN), False
    for name, body in docx_techniques.BODIES.items():
        yield f"DOCX: {name}", docx_techniques.document(HONEST, HIDDEN, body), len(HIDDEN), True
    for name, body in docx_techniques.UNREAD.items():
        yield f"DOCX: {name}", docx_techniques.document(HONEST, HIDDEN, body), len(HIDDEN), False
    yield "DOCX: comment", docx_techniques.commented(HONEST, HIDDEN), len(HIDDEN), True


def measure() -> list[Caught]:
    """Read every specimen."""
    results = []
    honest = [word for line in HONEST for word in line.split()]
    for technique, data, count, is_listed in specimens():
        found = read_document(data, Limits())
        text, told = found.text.split(), " ".join(found.hidden).split()
        results.append(
            Caught(
                technique=technique,
                is_listed=is_listed,
                leaked=sum(word in found.text for word in HIDDEN[:count]),
                untold=sum(word not in told for word in HIDDEN[:count]),
                lost=sum(word not in text for word in honest),
                words=count,
                honest=len(honest),
            )
        )
    return results
