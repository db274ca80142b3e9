"""What the layers may know of the world, checked on the source itself."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LAYERS = ("domain", "application", "adapters", "entrypoints")
# The only modules, or folders of them, that may import a driver: its adapter. The container joins adapters,
# not drivers.
DRIVERS = {
    "openvino": {"adapters/openvino_minilm/"},
    "tokenizers": {"adapters/openvino_minilm/"},
    "torch": {"adapters/minilm.py"},
    "sentence_transformers": {"adapters/minilm.py"},
    "pypdfium2": {f"adapters/documents/{name}.py" for name in ("pdf", "pdf_scene", "ocr")},
    "rapidocr": {"adapters/documents/ocr.py"},
    "PIL": {"adapters/documents/ocr.py"},
    "pdfplumber": {"adapters/documents/pdf.py"},
    "lxml": {
        f"adapters/documents/docx{name}.py"
        for name in ("", "_colors", "_package", "_parts", "_places", "_visibility")
    },
    "charset_normalizer": {"adapters/documents/plain_text.py"},
    "dependency_injector": {
        f"entrypoints/{name}.py"
        for name in ("analysis", "container", "cli", "check", "explain", "failed", "reevaluate", "worker")
    },
    "pymongo": {"adapters/mongo/"},
    "bson": {"adapters/mongo/"},
    "redis": {"adapters/rq_queue/"},
    "rq": {"adapters/rq_queue/", "entrypoints/jobs.py"},
    "httpx": {
        *("adapters/backend.py", "adapters/gemini_key.py"),
        "adapters/language_models/openai_compatible.py",
    },
    "httpx2": {"adapters/language_models/gemini.py"},
    "google": {f"adapters/language_models/{name}.py" for name in ("gemini", "generativeai")},
    "httpcore": {"adapters/web_files/", "adapters/backend.py"},
    "structlog": {f"entrypoints/{name}.py" for name in ("jobs", "logs", "supervisor", "upkeep", "worker")},
    "yaml": {f"entrypoints/{name}.py" for name in ("audit_files", "job_file")},
    "rich": {f"entrypoints/{name}.py" for name in ("analysis", "audit", "cli", "check", "report_table")},
    "jinja2": {f"entrypoints/{name}.py" for name in ("pages", "report_page")},
    "pydantic_settings": {"entrypoints/settings.py"},
}


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imported(path: Path) -> set[str]:
    """Top-level names of every module imported anywhere in a file, by statement or by name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            found.add(ast.literal_eval(node.args[0]).partition(".")[0])
    return found


def test_the_domain_knows_the_standard_library_and_numpy_alone() -> None:
    allowed = {
        *("bisect", "collections", "dataclasses", "datetime", "enum", "fractions", "functools", "hashlib"),
        *("itertools", "re", "typing", "unicodedata", "numpy", "domain"),
        *("base64", "binascii", "json", "math"),  # how a profile is written, and square roots
    }
    outside = {path.name: imported(path) - allowed for path in sources("domain")}
    assert {name: names for name, names in outside.items() if names} == {}


def test_no_text_stands_where_a_line_above_should_have_taken_it_in() -> None:
    for path in sources(*LAYERS):
        tree = ast.parse(source := path.read_text("utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                segment = ast.get_source_segment(source, node) or ""
                assert segment.startswith(('"""', 'r"""', "...")), f"{path.name}:{node.lineno}"


@pytest.mark.parametrize(
    "forbidden",
    [r"\bopen\(", r"\bimport (?:os|time|random|socket|subprocess|threading)\b", r"\.now\(", r"\.today\("],
)
def test_the_domain_has_no_clock_no_input_and_no_chance(forbidden: str) -> None:
    assert [path.name for path in sources("domain") if re.search(forbidden, path.read_text("utf-8"))] == []


def test_the_application_knows_the_domain_and_numpy() -> None:
    allowed = sys.stdlib_module_names | {"numpy", "pydantic", "domain", "application"}
    outside = {path.name: imported(path) - allowed for path in sources("application")}
    assert {name: names for name, names in outside.items() if names} == {}


@pytest.mark.parametrize("driver", sorted(DRIVERS))
def test_a_driver_is_imported_by_its_adapter_alone(driver: str) -> None:
    users = {path.relative_to(ROOT).as_posix() for path in sources(*LAYERS) if driver in imported(path)}
    folders = {f"{user.rpartition('/')[0]}/" for user in users}
    allowed = DRIVERS[driver]
    assert {
        user for user in users if user not in allowed and f"{user.rpartition('/')[0]}/" not in allowed
    } == set()
    assert allowed <= users | folders


def test_what_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    shipped = (
        *project["dependencies"],
        *(name for extra in extras if extra != "dev" for name in extras[extra]),
    )
    declared = {re.split(r"[<>=!~ ]", name)[0].lower() for name in shipped}
    distributions = importlib.metadata.packages_distributions()
    names = (
        {name for path in sources(*LAYERS) for name in imported(path)} - set(LAYERS) - sys.stdlib_module_names
    )
    unknown = {
        name
        for name in names
        if not {each.lower().replace("_", "-") for each in distributions.get(name, ())} & declared
    }
    assert not unknown


def test_no_file_is_endless_and_none_is_a_drawer() -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in sources(*LAYERS)}
    assert {name: length for name, length in lengths.items() if length > 450} == {}
    drawers = {"utils", "common", "base", "helpers", "manager", "misc"}
    assert drawers.isdisjoint(path.stem for path in sources(*LAYERS))


def test_no_source_names_a_path_of_one_machine() -> None:
    texts = [*sources(*LAYERS, "tests", "benchmarks", "examples"), *ROOT.glob("*.md"), ROOT / "Makefile"]
    assert [
        path.name for path in texts if re.search(r"/(?:work|home|root)/\w", path.read_text("utf-8"))
    ] == []
