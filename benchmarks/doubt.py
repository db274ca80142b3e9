"""How honest doubt is: honest resumes are not marked, spoilt ones are, and scans are read (OCR).

`python -m benchmarks.doubt FOLDER` takes the files that `FOLDER/parse/manifest.jsonl` names (one JSON object
a line: `path`, beside it; `expected`, of which `text` counts; `kind`, of which `resume` does) and the texts
of `FOLDER/rank/resumes.jsonl` (`text`), spoils them in the ways of `tests.spoilt`, and prints per way how
many are refused and how many are refused or marked for review. Then it turns some readable PDFs into scans
and compares the words with those of their text layer; skipped where no text recognition is installed.
"""

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from adapters.documents.ocr import OcrLimits, available_engine
from adapters.documents.process import Limits, read_document
from adapters.documents.reader import SandboxedDocumentReader
from application.errors import UnprocessableError
from domain.confidence import MIN_READING
from domain.document import ReadingFacts
from domain.legibility import legibility
from domain.redaction import redact
from domain.text import normalise
from tests.files import scanned
from tests.spoilt import DOUBTFUL, HOPELESS, Spoil, mojibake

_LEAST_LETTERS = 600  # of a text that is spoilt
_EVERY = 8  # of the honest texts one is spoilt
_SCANS = 12
_MOST_SCANNED_PAGES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What became of the texts spoilt in one way, as shares."""

    way: str
    texts: int
    refused: float
    doubted: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Word F1 of scans against the text that was scanned."""

    scans: int
    mean_f1: float
    lowest_f1: float
    seconds_a_page: float


def measure_doubt(folder: Path) -> list[Doubt]:
    """Measure the honest texts first, then each way of spoiling them."""
    honest = list(_texts(folder))
    spoilt = [text for text in honest if len(text) >= _LEAST_LETTERS][::_EVERY]
    ways: dict[str, Spoil] = {**HOPELESS, **DOUBTFUL, "wrong code page": mojibake}
    rows = [_doubt("honest", honest)]
    return [*rows, *(_doubt(way, map(spoil, spoilt)) for way, spoil in ways.items())]


def _doubt(way: str, texts: Iterable[str]) -> Doubt:
    read = [legibility(redact(normalise(text)), ReadingFacts()) for text in texts]
    refused = [one for one in read if one.unreadable is not None]
    doubted = [one for one in read if one.unreadable is None and one.confidence < MIN_READING]
    count = max(len(read), 1)
    return Doubt(
        way=way, texts=len(read), refused=len(refused) / count, doubted=(len(refused) + len(doubted)) / count
    )


def _texts(folder: Path) -> Iterator[str]:
    for path, data in _readable(folder):
        try:
            yield normalise(read_document(data, Limits()).text)
        except UnprocessableError as error:
            print(f"{path.name}: {error}")
    resumes = folder / "rank" / "resumes.jsonl"
    if resumes.is_file():
        with resumes.open(encoding="utf-8") as lines:
            yield from (normalise(json.loads(line)["text"]) for line in lines)


def _readable(folder: Path) -> Iterator[tuple[Path, bytes]]:
    manifest = folder / "parse" / "manifest.jsonl"
    if manifest.is_file():
        for line in manifest.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            path = folder / "parse" / entry["path"]
            if entry["expected"] == "text" and entry.get("kind") == "resume" and path.is_file():
                yield path, path.read_bytes()


def measure_recognition(folder: Path) -> Recognition | None:
    """Scan some PDFs of the folder, crooked by half a degree; None where nothing could recognise them."""
    engine = available_engine("auto")
    pdfs = [data for path, data in _readable(folder) if path.suffix == ".pdf"]
    if engine is None or not pdfs:
        return None
    scores, pages, seconds = [], 0, 0.0
    with SandboxedDocumentReader(ocr=OcrLimits(engine=engine[0], seconds=300.0)) as reader:
        for data in pdfs[:: max(len(pdfs) // _SCANS, 1)]:
            truth = read_document(data, Limits())
            if truth.pages > _MOST_SCANNED_PAGES:
                continue
            started = time.perf_counter()
            found = reader.read(scanned(data, angle=0.5, speckles=300))
            seconds += time.perf_counter() - started
            pages += truth.pages
            scores.append(word_f1(found.text, truth.text))
    return Recognition(
        scans=len(scores), mean_f1=mean(scores), lowest_f1=min(scores), seconds_a_page=seconds / pages
    )


def word_f1(text: str, truth: str) -> float:
    """Harmonic mean of precision and recall of the words, each as often as it stands there, case aside."""
    one, other = (Counter(re.findall(r"\w+", normalise(part).lower())) for part in (text, truth))
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def main() -> None:
    """Print both tables."""
    folder = Path(sys.argv[1])
    print(f"{'texts':28}{'number':>8}{'refused':>9}{'doubted':>9}")
    for row in measure_doubt(folder):
        print(f"{row.way:28}{row.texts:8}{row.refused:9.3f}{row.doubted:9.3f}")
    scans = measure_recognition(folder)
    if scans is None:
        print("scans: no text recognition is installed (make setup-ocr), or no PDF is there")
    else:
        print(
            f"{scans.scans} scans: word F1 {scans.mean_f1:.3f} on average, {scans.lowest_f1:.3f} at least, "
            f"{scans.seconds_a_page:.1f} s a page"
        )


if __name__ == "__main__":
    main()
