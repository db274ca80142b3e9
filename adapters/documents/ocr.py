"""Text recognition (OCR) for pages that hold pictures only: RapidOCR, or Tesseract by its program.

All of it runs in the limited child that reads files; only `available_engine` is meant for others. RapidOCR
and its models come with the optional extra `ocr` and are loaded when the first picture asks for them.
"""

import csv
import importlib.util
import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2

from adapters.documents.ocr_layout import RecognisedLine, mean_confidence, text_of_lines

RAPIDOCR, TESSERACT = "rapidocr", "tesseract"

_LONG_SIDE = 1750  # pixels: 150 to an inch of A4 or Letter paper, whatever size the page claims to be
_SHORT_SIDE = 48  # less is no page
_MOST_ENLARGED = 8.0
_LEAST_CONFIDENCE = 0.5  # of a line: less is a smudge
_TESSERACT_WORD = "5"  # the level of words in its table

Picture = npt.NDArray[np.uint8]
Engine = Callable[[Picture], Sequence[RecognisedLine]]


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrLimits:
    """Which engine recognises text, and what one file may cost.

    Attributes:
        engine: `rapidocr` or `tesseract`.
        max_pages: pages of one file that are recognised; further ones are not read, and that is said.
        seconds: for all pages of a file, by the wall clock and of the processor.
        memory_bytes: address space of the process.
        program: path of Tesseract.
        languages: of Tesseract, joined by `+`.
    """

    engine: str
    max_pages: int = 5
    seconds: float = 90.0
    memory_bytes: int = 3_000_000_000
    program: str = ""
    languages: str = "eng"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedPage:
    """What was recognised on one page.

    Attributes:
        number: of the page, from 0.
        text: in reading order.
        confidence: mean over the characters, in [0, 1]; 0 where there are none.
        characters: how many that mean is over.
    """

    number: int
    text: str
    confidence: float
    characters: int


class OcrUnavailableError(Exception):
    """The engine that was asked for is not installed; the message says what is missing."""


def available_engine(wanted: str, program: Path | None = None) -> tuple[str, str] | None:
    """Name the engine to be used and the path of its program, if it has one; None where there is to be none.

    Args:
        wanted: `off`, `auto` (RapidOCR where it is installed), `rapidocr` or `tesseract`.
        program: of Tesseract; None to look for it in the folders of programs.

    Raises:
        OcrUnavailableError: an engine was asked for by name and is not installed.
    """
    has_rapidocr = all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))
    if wanted == RAPIDOCR and not has_rapidocr:
        raise OcrUnavailableError("rapidocr is not installed; the extra `ocr` brings it")
    if wanted == TESSERACT:
        path = shutil.which(str(program or TESSERACT))
        if path is None:
            raise OcrUnavailableError("the program tesseract is not installed")
        return TESSERACT, str(Path(path).resolve())
    return (RAPIDOCR, "") if has_rapidocr and wanted in {RAPIDOCR, "auto"} else None


def recognise(data: bytes, pages: Sequence[int], limits: OcrLimits) -> Iterator[RecognisedPage]:
    """Recognise the text of some pages of a PDF that can be opened."""
    engine = _tesseract(limits) if limits.engine == TESSERACT else _rapidocr()
    with closing(pypdfium2.PdfDocument(data)) as document:
        for number in pages:
            picture = _picture(document, number)
            lines = [] if picture is None else [line for line in engine(picture) if _is_sure(line)]
            confidence, characters = mean_confidence(lines)
            yield RecognisedPage(
                number=number,
                text=text_of_lines(lines, 1 if picture is None else picture.shape[0]),
                confidence=confidence,
                characters=characters,
            )


def _is_sure(line: RecognisedLine) -> bool:
    return line.confidence >= _LEAST_CONFIDENCE


def _picture(document: Any, number: int) -> Picture | None:
    """A page in grey, of a size that does not depend on what the file claims; None of what is no page."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return None
    with closing(page):
        width, height = page.get_size()
        scale = min(_LONG_SIDE / max(width, height, 1e-3), _MOST_ENLARGED)
        if min(width, height) * scale < _SHORT_SIDE:
            return None
        with closing(page.render(scale=scale, grayscale=True, may_draw_forms=False)) as bitmap:
            grey = np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    # A picture of one tone holds nothing to be read.
    return grey if int(grey.max()) - int(grey.min()) >= 32 else None  # noqa: PLR2004 - grey levels


def _rapidocr() -> Engine:
    from rapidocr import RapidOCR  # noqa: PLC0415 - an optional extra, slow to import and rarely needed

    engine: Any = RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,  # lines that stand on their heads are no resume
            "Global.text_score": _LEAST_CONFIDENCE,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )

    def read(picture: Picture) -> list[RecognisedLine]:
        found = engine(np.repeat(picture[:, :, None], 3, axis=2), use_cls=False)
        if found.boxes is None or found.txts is None or found.scores is None:
            return []
        return [
            RecognisedLine(text=text, confidence=float(score), corners=np.asarray(box, dtype=np.float64))
            for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        ]

    return read


def _tesseract(limits: OcrLimits) -> Engine:
    from PIL import Image  # noqa: PLC0415 - rarely needed

    command = [limits.program, "stdin", "stdout", "-l", limits.languages, "--dpi", "150", "tsv"]

    def read(picture: Picture) -> list[RecognisedLine]:
        image = io.BytesIO()
        Image.fromarray(picture).save(image, "PNG")
        done = subprocess.run(  # noqa: S603 - no shell; the program is named by a setting
            command,
            input=image.getvalue(),
            capture_output=True,
            check=True,
            timeout=limits.seconds,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return _lines_of_table(done.stdout.decode("utf-8", errors="replace"))

    return read


def _lines_of_table(table: str) -> list[RecognisedLine]:
    """The lines of Tesseract's table of words; a wide gap in a line parts it."""
    words = [
        row
        for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE)
        if row["level"] == _TESSERACT_WORD and (row["text"] or "").strip()
    ]
    lines: list[RecognisedLine] = []
    run: list[dict[str, Any]] = []
    for word in words:
        if run and not _continues(run[-1], word):
            lines.append(_line(run))
            run = []
        run.append(word)
    return [*lines, _line(run)] if run else lines


_PLACE = ("block_num", "par_num", "line_num")


def _continues(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if any(one[name] != other[name] for name in _PLACE):
        return False
    gap = int(other["left"]) - int(one["left"]) - int(one["width"])
    return gap <= 1.5 * max(int(one["height"]), int(other["height"]))


def _line(words: Sequence[dict[str, Any]]) -> RecognisedLine:
    left = min(int(word["left"]) for word in words)
    top = min(int(word["top"]) for word in words)
    right = max(int(word["left"]) + int(word["width"]) for word in words)
    bottom = max(int(word["top"]) + int(word["height"]) for word in words)
    letters = sum(len(word["text"]) for word in words)
    sure = sum(len(word["text"]) * max(float(word["conf"]), 0.0) / 100 for word in words) / letters
    return RecognisedLine(
        text=" ".join(word["text"] for word in words),
        confidence=sure,
        corners=np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64),
    )
