"""Scans through the real reader and a real engine: RapidOCR and, where its program is there, Tesseract."""

import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.ocr import OcrLimits, OcrUnavailableError, available_engine
from adapters.documents.pdf import read_pdf
from adapters.documents.reader import SandboxedDocumentReader
from adapters.memory import InMemoryFiles, InMemoryJobProfiles, InMemoryJobStore, InMemoryProcessingStore
from adapters.skill_table import load_skill_lexicon
from application.errors import RefusalReason, UnprocessableError
from application.outcome import outcome_fields
from application.screen_resume import ScreenResume
from domain.document import UnreadPage
from domain.processing import ResumeProcessing
from domain.scoring import ScoringRules
from tests import files
from tests.builders import build_job
from tests.fakes import HashEmbedder

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "resumes"
LINES = [
    "Data Engineer", "Experience", "Data Engineer, Example Ltd", "January 2020 - March 2026",
    "Built pipelines in Python and SQL for the finance team.", "Skills", "Python, SQL, Docker, C++",
]  # fmt: skip


def limits(engine: str) -> OcrLimits:
    """Of an engine; the test is skipped where it is not installed, and fails there if `CI` is set."""
    try:
        found = available_engine(engine)
    except OcrUnavailableError as missing:
        if engine == "rapidocr" and os.environ.get("CI"):
            raise
        pytest.skip(str(missing))
    assert found is not None
    return OcrLimits(engine=found[0], program=found[1], max_pages=2)


@pytest.fixture(scope="module", params=["rapidocr", "tesseract"])
def reader(request: pytest.FixtureRequest) -> Iterator[SandboxedDocumentReader]:
    with SandboxedDocumentReader(ocr=limits(request.param)) as made:
        yield made


def word_f1(text: str, truth: str) -> float:
    one, other = (Counter(re.findall(r"\w+", part.lower())) for part in (text, truth))
    return 2 * (one & other).total() / (one.total() + other.total())


@pytest.mark.slow
@pytest.mark.parametrize("name", ["amara-okafor", "linh-tran"])
@pytest.mark.parametrize("angle", [0.0, 0.8])
def test_the_words_of_a_scan_are_those_of_its_text(
    reader: SandboxedDocumentReader, name: str, angle: float
) -> None:
    data = (EXAMPLES / f"{name}.pdf").read_bytes()
    document = reader.read(files.scanned(data, angle=angle, speckles=300))
    assert word_f1(document.text, read_pdf(data).text) >= 0.95
    assert document.ocr_pages == document.pages
    assert document.ocr_confidence is not None
    assert 0.8 < document.ocr_confidence <= 1


def test_only_pages_without_text_are_recognised_and_stand_in_their_place(
    reader: SandboxedDocumentReader,
) -> None:
    scan = files.scanned(files.pdf_of(LINES))
    before, after = ["A page of plain text before it, which is kept as it is."], ["And one that comes after."]
    document = reader.read(files.joined_pdf(files.pdf_of(before), scan, files.pdf_of(after)))
    assert (document.pages, document.ocr_pages, document.unread) == (3, 1, ())
    paragraphs = document.text.split("\n\n")
    assert (paragraphs[0], paragraphs[-1]) == (before[0], after[0])
    assert word_f1("\n".join(paragraphs[1:-1]), "\n".join(LINES)) >= 0.95


def test_pages_beyond_the_bound_are_left_out_and_said(reader: SandboxedDocumentReader) -> None:
    document = reader.read(
        files.scanned(files.pdf(*[lambda canvas: files.write(canvas, LINES)] * 50), dpi=60)
    )
    assert (document.pages, document.ocr_pages, len(document.unread)) == (50, 2, 48)
    assert document.unread[0] == UnreadPage(number=2, start=len(document.text), end=len(document.text))


def test_time_is_bounded_for_all_pages_and_then_there_is_no_half_a_text() -> None:
    with SandboxedDocumentReader(ocr=replace(limits("rapidocr"), seconds=0.5)) as hasty:
        with pytest.raises(UnprocessableError, match=r"could not be recognised: .*too long") as caught:
            hasty.read(files.scanned(files.pdf_of(LINES)))
        assert caught.value.reason is RefusalReason.TOO_LARGE
        text = ["A page of plain text, which is enough to be read without its neighbour."]
        document = hasty.read(files.joined_pdf(files.pdf_of(text), files.scanned(files.pdf_of(LINES))))
    assert (document.text, document.ocr_pages, len(document.unread)) == (text[0], 0, 1)


@pytest.mark.parametrize("side", [1.0, 14_400.0])
def test_a_page_of_any_size_costs_the_same(reader: SandboxedDocumentReader, side: float) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageSize((side, side))
        files.picture_of_page(canvas)

    with pytest.raises(UnprocessableError) as caught:
        reader.read(files.pdf(draw))
    assert caught.value.reason is RefusalReason.NO_TEXT
    assert reader.peak_bytes < 1_500_000_000


def test_a_picture_that_unfolds_to_a_billion_points_stays_within_bounds(
    reader: SandboxedDocumentReader,
) -> None:
    made = io.BytesIO()
    Image.new("1", (30_000, 30_000), 1).save(made, "PDF")
    with pytest.raises(UnprocessableError, match="no text that could be recognised"):
        reader.read(made.getvalue())
    assert reader.peak_bytes < 1_500_000_000


def test_pictures_without_words_are_no_text(reader: SandboxedDocumentReader) -> None:
    with pytest.raises(UnprocessableError, match="no text that could be recognised") as caught:
        reader.read(files.scan())
    assert caught.value.reason is RefusalReason.NO_TEXT


def test_without_an_engine_a_scan_is_refused_and_the_sentence_says_why() -> None:
    with SandboxedDocumentReader() as reader, pytest.raises(UnprocessableError) as caught:
        reader.read(files.scan())
    assert caught.value.reason is RefusalReason.NO_TEXT
    assert "text recognition is switched off or not installed" in str(caught.value)


def test_a_picture_between_pages_of_text_is_named_where_nothing_recognises_it() -> None:
    data = files.joined_pdf(files.pdf_of(LINES), files.scanned(files.pdf_of(LINES)))
    with SandboxedDocumentReader() as reader:
        document = reader.read(data)
    assert [page.number for page in document.unread] == [1]


def test_a_scan_is_screened_and_marked(reader: SandboxedDocumentReader) -> None:
    job = build_job()
    store = InMemoryProcessingStore([ResumeProcessing(id="one", job_id=job.id, resume_url="one")])
    screen = ScreenResume(
        processings=store, jobs=InMemoryJobStore([job]),
        files=InMemoryFiles({"one": files.scanned(files.pdf_of(LINES), angle=0.5)}), reader=reader,
        embedder=HashEmbedder(), job_profiles=InMemoryJobProfiles(), lexicon=load_skill_lexicon(),
        rules=ScoringRules(min_similarity=0.0),
    )  # fmt: skip
    fields = outcome_fields(screen("one"))
    assert (fields["status"], fields["passFail"]) == ("completed", "passed")
    confidence = fields["confidence"]
    assert isinstance(confidence, dict)
    assert (confidence["pages"], confidence["ocrPages"], confidence["unreadPages"]) == (1, 1, 0)
    assert confidence["readingParts"]["recognition"] == confidence["ocrConfidence"] < 1
    assert fields["needsReview"] is True  # a few words only


def test_an_engine_that_is_asked_for_by_name_must_be_there() -> None:
    assert available_engine("off") is None
    with pytest.raises(OcrUnavailableError, match="tesseract"):
        available_engine("tesseract", Path("/nowhere/tesseract"))
