"""Every provider is built in every environment: types alone do not see a half-written adapter."""

from pathlib import Path

import pytest
from dependency_injector import providers

from entrypoints.container import Container
from entrypoints.settings import Settings, SettingsError, load_settings
from tests.builders import build_job, build_processing


@pytest.mark.slow
@pytest.mark.parametrize(
    "embedder, model",
    [("openvino", "all-MiniLM-L6-v2/openvino-"), ("sentence-transformers", "all-MiniLM-L6-v2/torch-")],
)
def test_every_provider_is_built(embedder: str, model: str) -> None:
    container = Container(
        settings=Settings.model_validate({"embedder": embedder}),
        initial_jobs=providers.Object([build_job()]),
        initial_processings=providers.Object([build_processing()]),
    )
    try:
        built = {name: provider() for name, provider in container.providers.items()}
        assert all(part is not None for part in built.values())
        assert built["processings"] is container.screen_resume().processings
        assert built["embedder"] is container.screen_resume().embedder
        assert built["embedder"].model.startswith(model)
        assert built["jobs"].get("job-1") == build_job()
    finally:
        container.shutdown_resources()


def test_settings_have_the_documented_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    rules = load_settings().scoring_rules()
    weights = rules.weights
    assert (weights.similarity, weights.required_skills) == (0.60, 0.20)
    assert (weights.preferred_skills, weights.experience) == (0.05, 0.15)
    assert (rules.min_similarity, rules.max_missing_share) == (0.30, 0.5)


def test_the_environment_comes_before_the_file_of_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("entrypoints.settings._ROOT", tmp_path)
    monkeypatch.setenv("ENV", "trial")
    (tmp_path / ".env.trial").write_text("MIN_SIMILARITY=0.2\nMAX_PAGES=7\nUNHEARD_OF=1\n", "utf-8")
    monkeypatch.setenv("MAX_PAGES", "9")
    settings = load_settings()
    assert (settings.min_similarity, settings.max_pages) == (0.2, 9)


@pytest.mark.parametrize(
    "name, value, says",
    [
        ("MIN_SIMILARITY", "1.1", "MIN_SIMILARITY"),
        ("MAX_PAGES", "0", "MAX_PAGES"),
        ("EMBEDDER", "other", "EMBEDDER"),
        ("WEIGHT_EXPERIENCE", "0.5", "sum to 1"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_without_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)
    if says == name:
        assert f"'{value}'" not in str(refused.value)


def test_the_readme_documents_every_setting_with_its_default() -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        rows = [line for line in readme.splitlines() if line.startswith(f"| `{name.upper()}` |")]
        assert len(rows) == 1, name
        shown = rows[0].split("|")[2].strip().strip("`")
        default = field.default
        if isinstance(default, bool):
            assert shown == str(default).lower()
        elif isinstance(default, int | float):
            assert float(shown) == default
        elif isinstance(default, str):
            assert shown.split("`")[0] == default
