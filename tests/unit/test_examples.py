"""The example resumes: made again to the byte, and each of the kind it stands for."""

import importlib.util
import io
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType

import pypdfium2
import pytest

from entrypoints.job_file import load_job

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
COMMITTED = EXAMPLES / "resumes"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    done = subprocess.run(
        [sys.executable, EXAMPLES / "make_resumes.py", folder], capture_output=True, text=True, check=True
    )
    assert done.stdout == f"18 resumes in {folder}\n"
    return folder


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_resumes", EXAMPLES / "make_resumes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def test_the_committed_files_are_those_the_script_makes(made: Path) -> None:
    names = sorted(path.name for path in COMMITTED.iterdir())
    assert names == sorted(path.name for path in made.iterdir())
    assert [name for name in names if (COMMITTED / name).read_bytes() != (made / name).read_bytes()] == []


def test_there_is_one_text_for_each_person(script: ModuleType) -> None:
    people = {name.partition(".")[0].removesuffix("_resent").removesuffix("-scan") for name in script.RESUMES}
    assert people == {path.stem for path in (EXAMPLES / "texts").iterdir()}


def test_people_are_invented_and_cannot_be_reached() -> None:
    for path in (EXAMPLES / "texts").iterdir():
        text = path.read_text(encoding="utf-8")
        assert text.count("@") == text.count("@example.com") == 1, path.name
        assert "555" in text, path.name


def test_the_job_is_complete_and_its_day_is_fixed() -> None:
    job = load_job(EXAMPLES / "job.yaml", as_of=None, today=date(1999, 1, 1))
    assert job.title == "Senior Python Engineer"
    assert job.required_skills == ("Python", "PostgreSQL", "REST APIs", "Docker", "CI/CD", "Node.js")
    assert job.preferred_skills == ("Kubernetes", "Apache Kafka", "C++")
    assert job.min_experience_years == 4
    assert job.reference_date == date(2026, 10, 1)
    assert 130 <= len(job.description.split()) <= 190


def _page_text(name: str) -> str:
    with pypdfium2.PdfDocument(COMMITTED / name) as document:
        return str(document[0].get_textpage().get_text_range())


def test_columns_stand_in_the_file_line_by_line_in_turn() -> None:
    data = (COMMITTED / "linh-tran.pdf").read_bytes()
    left, right, below = (
        data.index(line) for line in (b"(Python, Django)", b"(Engineer with a", b"(Node.js, Express)")
    )
    assert left < right < below


def test_the_scan_holds_no_text_and_the_closed_file_stays_closed(script: ModuleType) -> None:
    assert _page_text("elif-demir-scan.pdf") == ""
    closed = COMMITTED / "noam-shapiro.pdf"
    with pytest.raises(pypdfium2.PdfiumError, match="password"):
        pypdfium2.PdfDocument(closed)
    with pypdfium2.PdfDocument(closed, password=script.PASSWORD) as document:
        assert "Scheldt Terminals" in document[0].get_textpage().get_text_range()


def test_the_hidden_words_are_in_the_file_and_not_on_the_page(script: ModuleType) -> None:
    text = " ".join(_page_text("sofia-marino.pdf").split())
    assert script.HIDDEN_WORDS in text
    with pypdfium2.PdfDocument(COMMITTED / "sofia-marino.pdf") as document:
        page = document[0].render(scale=1).to_pil().convert("L")
    assert page.crop((0, page.height - 54, page.width, page.height)).getextrema() == (255, 255)


def test_the_damaged_file_is_half_an_archive() -> None:
    data = (COMMITTED / "yusuf-adan.docx").read_bytes()
    assert data.startswith(b"PK")
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(data))


def test_the_table_document_keeps_its_text_where_paragraphs_are_not() -> None:
    with zipfile.ZipFile(COMMITTED / "ingrid-solheim.docx") as archive:
        body, header = (archive.read(f"word/{part}.xml").decode() for part in ("document", "header1"))
    assert body.count("<w:tbl>") >= 3
    assert "<w:txbxContent>" in body
    assert "ingrid.solheim@example.com" in header
    assert "ingrid.solheim@example.com" not in body


def test_the_twins_differ_in_bytes_and_not_in_text() -> None:
    one, other = (COMMITTED / name for name in ("priya-raman.txt", "priya-raman_resent.txt"))
    assert one.read_bytes() != other.read_bytes()
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8-sig")
