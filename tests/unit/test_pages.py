"""What the documents say of the backend's interface, of skills and of data is what the code does."""

import importlib
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from adapters.skill_table import load_skill_lexicon
from application.outcome import outcome_fields
from domain.job import JobDescription
from entrypoints.jobs import AnalysisPayload, BatchPayload
from entrypoints.settings import Settings
from tests.builders import build_evaluation, build_processing

ROOT = Path(__file__).resolve().parents[2]
README, ARCHITECTURE, CHANGELOG = (
    (ROOT / f"{name}.md").read_text("utf-8") for name in ("README", "ARCHITECTURE", "CHANGELOG")
)
LAYERS = ("domain", "application", "adapters", "entrypoints")
INTERFACE = ARCHITECTURE.partition("## The backend's interface\n")[2].partition("\n## ")[0]
NAMED = set(re.findall(r"`([A-Za-z_.]+)`", INTERFACE)) | set(re.findall(r'"([A-Za-z]+)"', INTERFACE))


def test_every_field_of_a_payload_is_in_the_interface() -> None:
    assert {*BatchPayload.model_fields, *AnalysisPayload.model_fields} <= NAMED


def test_every_field_of_a_job_is_in_the_interface() -> None:
    ours = {"id", "reference_date"}
    assert set(JobDescription.__dataclass_fields__) - ours | {"createdAt"} <= NAMED


def test_every_published_field_is_in_the_interface() -> None:
    assert set(outcome_fields(build_processing())) - {"explanation"} <= NAMED
    fields = outcome_fields(build_processing().claimed().completed(build_evaluation()))
    explanation = fields["explanation"]
    assert isinstance(explanation, dict)
    assert {f"explanation.{part}" for part in ("decision", "skills", "experience")} <= NAMED
    inner = {key for part in explanation.values() for key in part} - {"components"}
    assert inner | set(explanation["scoreBreakdown"]["components"]) <= NAMED
    assert isinstance(fields["preFilter"], dict)
    assert set(fields["preFilter"]) <= NAMED


def test_the_queues_have_the_names_of_their_settings() -> None:
    for name in ("batch_queue_name", "analysis_queue_name"):
        assert f"| `{name.upper()}` (`{Settings.model_fields[name].default}`) |" in INTERFACE


def test_the_callback_is_in_the_interface() -> None:
    assert (
        '{"batchId", "resumeProcessingId", "status": "completed" or "failed", "externalResumeId"}'
        in INTERFACE
    )


def test_the_documents_count_the_skills_that_there_are() -> None:
    lexicon = load_skill_lexicon()
    translated = set.intersection(*(set(names) for names in lexicon.translations.values()))
    named = {name for name, aliases in lexicon.aliases.items() if aliases} | translated
    for page in (README, ARCHITECTURE, CHANGELOG):
        assert set(re.findall(r"(\d,\d{3}) skills", page)) == {f"{len(lexicon.aliases):,}"}
    assert f"{len(named):,} of\n  them by other names, too, and {len(translated)} in six languages" in README
    assert f"{len(translated)} of them in six languages" in ARCHITECTURE
    assert f"denials and {len(translated)} common skills are covered in six languages" in ARCHITECTURE


@pytest.mark.parametrize("name", ["ranking", "skills", "redaction", "doubt", "reading", "years"])
def test_a_benchmark_says_what_its_files_hold(name: str) -> None:
    module = importlib.import_module(f"benchmarks.{name}")
    source = Path(str(module.__file__)).read_text("utf-8")
    read = set(
        re.findall(r"(?:row|record|pair|resume|entry|span|s|json\.loads\(line\))\[\"(\w+)\"\]", source)
    )
    assert read <= set(re.findall(r"`(\w+)`", str(module.__doc__)))


def test_every_module_is_on_the_map() -> None:
    drawn = re.findall(r"[\w./*]+", ARCHITECTURE.partition("## Map\n")[2].partition("\n## ")[0])
    folders = {word for word in drawn if word.endswith("/")}
    names = {word.rpartition("/")[2].removesuffix(".py") for word in drawn if not word.endswith("/")}
    modules = [path for layer in LAYERS for path in (ROOT / layer).rglob("[a-z]*.py")]
    missing = [
        path.relative_to(ROOT).as_posix()
        for path in modules
        if not any(fnmatch(path.stem, name) for name in names)
        and f"{path.parent.relative_to(ROOT).as_posix()}/" not in folders
    ]
    assert missing == []
