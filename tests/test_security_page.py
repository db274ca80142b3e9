"""SECURITY.md promises nothing that is not there: its tests, files and settings exist."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from entrypoints.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "SECURITY.md").read_text("utf-8")
_PATH = re.compile(r"[\w./-]+/[\w.-]*|[A-Z]+\.md")


def quoted(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def missing(page: str) -> Iterator[str]:
    """Whatever the page names in backticks or links to, and is not there."""
    for target in re.findall(r"\]\(([^)]+)\)", page):
        if not (ROOT / target).exists():
            yield target
    for line in page.splitlines():
        names = quoted(line)
        paths = [name for name in names if _PATH.fullmatch(name) and not name.startswith("/")]
        yield from (path for path in paths if not (ROOT / path).exists())
        tests = {name for name in names if name.startswith("test_")}
        files = [ROOT / path for path in paths if path.startswith("tests/") and path.endswith(".py")]
        yield from sorted(tests - {name for file in files if file.exists() for name in functions(file)})
        settings = {
            name.partition("=")[0] for name in names if re.fullmatch(r"[A-Z]+_[A-Z_]+(?:=\w+)?", name)
        }
        yield from sorted(name for name in settings if name.lower() not in Settings.model_fields)


def functions(file: Path) -> set[str]:
    tree = ast.parse(file.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def rows() -> list[list[str]]:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line[:1] == "|"
    ]
    return cells[2:]


def test_all_that_the_page_names_exists() -> None:
    assert list(missing(PAGE)) == []


def test_every_control_has_a_test() -> None:
    assert len(rows()) >= 15
    for row in rows():
        threat, control, shown_by = row
        assert threat
        assert control
        assert any(name.startswith("test_") for name in quoted(shown_by)), threat


@pytest.mark.parametrize(
    "line, what",
    [
        ("| x | y | `tests/unit/test_pdf.py`: `test_tinier_text` |", "test_tinier_text"),
        ("| x | y | `tests/unit/test_docx.py`: `test_tiny_text` |", "test_tiny_text"),
        ("see `tests/unit/test_nothing.py`", "tests/unit/test_nothing.py"),
        ("see `adapters/sandbox/`", "adapters/sandbox/"),
        ("see [the page](NOWHERE.md)", "NOWHERE.md"),
        ("set `READ_TIMEOUT=1`", "READ_TIMEOUT"),
    ],
)
def test_what_is_not_there_is_found(line: str, what: str) -> None:
    assert what in list(missing(line))
