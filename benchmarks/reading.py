"""How well resume files are read: words whole, in order, nothing lost, hostile files refused, and how fast.

`python -m benchmarks.reading FOLDER` reads `FOLDER/parse/manifest.jsonl` and prints a row per source. A line
of the manifest, a JSON object: `path`, beside it; `source`; `kind` (`malformed` for hostile files);
`expected` (`text`, `ocr_or_flag_no_text`, `reject_cleanly`, `text_or_reject_cleanly`) and perhaps `truth`,
the path of a text file, or of a JSON file whose `contact`, `experience`, `education` and `skills` hold
strings to be found.
"""

import json
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import wordfreq
from lxml import etree

from adapters.documents.process import Limits, read_document
from adapters.documents.reader import SandboxedDocumentReader
from application.errors import TransientError, UnprocessableError
from domain.document import Document
from domain.text import normalise

_TOKEN = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"\w+")
_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(r"\S*(?:@|://|www\.|\.(?:com|org|net|io|edu|dev)\b)\S*|\S+/\S+/\S+")
_FACTS = {"contact", "experience", "education", "skills"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
_PAGES_COMPARED = 3
_COMMON = 4.0  # Zipf scale: ten or more in a million words
_HIGHEST = {"slowest", "peak_bytes"}


@dataclass(slots=True, kw_only=True)
class SourceReading:
    """Counts over the files of one source; shares are made of them by the properties."""

    source: str
    files: int = 0
    expected_text: int = 0
    gave_text: int = 0
    expected_refusal: int = 0
    refused: int = 0
    words: int = 0
    unknown_words: int = 0
    glued_words: int = 0
    docx_words: int = 0
    docx_words_found: int = 0
    truth_items: int = 0
    truth_items_found: int = 0
    pages: int = 0
    seconds: float = 0.0
    compared_pages: int = 0
    compared_seconds: float = 0.0
    reference_seconds: float = 0.0
    slowest: float = 0.0
    peak_bytes: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def unknown(self) -> float | None:
        """Share of the words of four letters and more in PDFs that are in no English word list.

        Glued words are among them, and so are names, other languages and filler text.
        """
        return _share(self.unknown_words, self.words)

    @property
    def glued(self) -> float | None:
        """Share of the words of four letters and more in PDFs that are two common words in one."""
        return _share(self.glued_words, self.words)

    @property
    def speedup(self) -> float | None:
        """How many times faster per page than pdfplumber's extract_text, on the same pages."""
        return self.reference_seconds / self.compared_seconds if self.compared_seconds else None


def measure_reading(folder: Path, *, compare_every: int = 4) -> list[SourceReading]:
    """Read every file of the manifest and count, per source; a summary row named `all` comes last.

    Args:
        folder: holds `parse/manifest.jsonl`; files that are missing are left out.
        compare_every: every how many PDFs pdfplumber is timed too.
    """
    rows: dict[str, SourceReading] = {}
    pdfs = 0
    with SandboxedDocumentReader() as reader:
        for entry in _manifest(folder):
            path = folder / "parse" / entry["path"]
            if not path.is_file():
                continue
            source = "hostile" if entry.get("kind") == "malformed" else str(entry.get("source", "unknown"))
            row = rows.setdefault(source, SourceReading(source=source))
            document = _read_one(reader, path, entry, row)
            if document is None:
                continue
            if document.kind == "pdf":
                _count_words(document, row)
            if document.kind == "docx":
                _count_docx_words(path, document, row)
            if entry.get("truth"):
                _count_truth(folder / "parse" / entry["truth"], document, row)
            if document.kind == "pdf":
                _time_pdf(path, row, compare=pdfs % compare_every == 0)
                pdfs += 1
    ordered = [rows[source] for source in sorted(rows)]
    return [*ordered, _total(ordered)]


def _total(rows: list[SourceReading]) -> SourceReading:
    total = SourceReading(source="all")
    for count in fields(SourceReading):
        if count.name in {"source", "problems"}:
            continue
        values = [getattr(row, count.name) for row in rows]
        setattr(total, count.name, max(values, default=0) if count.name in _HIGHEST else sum(values))
    return total


def _manifest(folder: Path) -> Iterator[dict[str, Any]]:
    with (folder / "parse" / "manifest.jsonl").open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _read_one(
    reader: SandboxedDocumentReader, path: Path, entry: dict[str, Any], row: SourceReading
) -> Document | None:
    expected = entry.get("expected", "text")
    row.files += 1
    row.expected_text += expected == "text"
    row.expected_refusal += expected in {"reject_cleanly", "ocr_or_flag_no_text"}
    started = time.perf_counter()
    document, outcome = None, ""
    try:
        document = reader.read(path.read_bytes())
    except UnprocessableError as error:
        outcome = error.reason.value
    except (TransientError, RuntimeError) as error:
        outcome = f"FAILED {error}"
    row.slowest = max(row.slowest, time.perf_counter() - started)
    row.peak_bytes = max(row.peak_bytes, reader.peak_bytes)
    row.gave_text += expected == "text" and document is not None
    row.refused += expected in {"reject_cleanly", "ocr_or_flag_no_text"} and document is None
    wrong = (document is None) == (expected == "text") and not expected.startswith("text_or")
    if wrong or outcome.startswith("FAILED"):
        row.problems.append(f"{path.name}: expected {expected}, got {outcome or 'text'}")
    return document


# --- words ----------------------------------------------------------------------------------------


def _count_words(document: Document, row: SourceReading) -> None:
    text = _ADDRESS.sub(" ", normalise(document.text))
    for token in _TOKEN.findall(text):
        if len(token) >= 4:
            row.words += 1
            if not _is_word(token.lower()):
                row.unknown_words += 1
                row.glued_words += _is_glued(token.lower())


@cache
def _is_word(word: str) -> bool:
    """Whether a word of any frequency in the language of the web; glued pairs of words hardly occur there."""
    return wordfreq.zipf_frequency(word, "en", wordlist="large") > 0


@cache
def _is_glued(word: str) -> bool:
    return any(
        wordfreq.zipf_frequency(word[:cut], "en") >= _COMMON
        and wordfreq.zipf_frequency(word[cut:], "en") >= _COMMON
        for cut in range(2, len(word) - 1)
    )


def _count_docx_words(path: Path, document: Document, row: SourceReading) -> None:
    expected: Counter[str] = Counter()
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if _PARTS.fullmatch(name):
                expected.update(_xml_words(archive.read(name)))
    found = Counter(_WORD.findall(document.text + "\n" + "\n".join(document.hidden)))
    distinct_found = sum(word in found for word in expected)
    row.docx_words += len(expected)
    row.docx_words_found += distinct_found


def _xml_words(xml: bytes) -> Iterator[str]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    for paragraph in root.iter(_W + "p"):
        pieces = (
            (node.text or "") if node.tag == _W + "t" else " "
            for node in paragraph.iter(_W + "t", _W + "tab", _W + "br")
        )
        yield from _WORD.findall("".join(pieces))


# --- truth ----------------------------------------------------------------------------------------


def _count_truth(path: Path, document: Document, row: SourceReading) -> None:
    """Count the facts (JSON) or lines (text) that stand whole in the document, spaces and case aside."""
    if not path.is_file():
        return
    haystack = _squeezed(document.text)
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        facts = json.loads(content)
        items = [item for key in _FACTS & facts.keys() for item in _strings(facts[key])]
    else:
        items = _WORD.findall(content)
    for item in items:
        row.truth_items += 1
        if _squeezed(item) in haystack:
            row.truth_items_found += 1
        else:
            row.problems.append(f"{path.name}: not found: {item!r}")


def _squeezed(text: str) -> str:
    return _SPACES.sub(" ", normalise(text).replace("\u2022", " ")).strip().lower()


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


# --- time -----------------------------------------------------------------------------------------


def _time_pdf(path: Path, row: SourceReading, *, compare: bool) -> None:
    data = path.read_bytes()
    started = time.process_time()  # of this process alone: a busy machine spoils the clock on the wall
    document = read_document(data, Limits())
    seconds = time.process_time() - started
    row.pages += document.pages
    row.seconds += seconds
    if not compare:
        return
    started = time.process_time()
    with pdfplumber.open(path) as pdf:
        pages = pdf.pages[:_PAGES_COMPARED]
        for page in pages:
            page.extract_text()
        row.reference_seconds += time.process_time() - started
        row.compared_seconds += seconds * len(pages) / document.pages
        row.compared_pages += len(pages)


# --- table ----------------------------------------------------------------------------------------


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _cell(value: float | None, digits: int = 3) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def print_table(rows: list[SourceReading]) -> None:
    """Print one line a source, then what went wrong."""
    print(
        f"{'source':28}{'files':>6}{'text':>7}{'refused':>8}{'unknown':>8}{'glued':>7}{'docx':>7}{'truth':>7}"
        f"{'ms/page':>9}{'x faster':>9}{'slowest s':>10}{'peak MB':>8}"
    )
    for row in rows:
        print(
            f"{row.source:28}{row.files:6}{_cell(_share(row.gave_text, row.expected_text)):>7}"
            f"{_cell(_share(row.refused, row.expected_refusal)):>8}"
            f"{_cell(row.unknown):>8}{_cell(row.glued):>7}"
            f"{_cell(_share(row.docx_words_found, row.docx_words)):>7}"
            f"{_cell(_share(row.truth_items_found, row.truth_items)):>7}"
            f"{_cell(_share(1000 * row.seconds, row.pages), 1):>9}{_cell(row.speedup, 1):>9}"
            f"{row.slowest:10.2f}{row.peak_bytes / 1024 / 1024:8.0f}"
        )
    for row in rows:
        for problem in row.problems:
            print(f"{row.source}: {problem}")


if __name__ == "__main__":
    print_table(measure_reading(Path(sys.argv[1])))
