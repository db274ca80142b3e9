"""Every provider is built in every environment: types alone do not see a half-written adapter."""

from pathlib import Path

import pytest
from dependency_injector import providers

from adapters.mongo.outbox import MongoOutbox
from adapters.mongo.processings import MongoProcessingStore
from adapters.mongo.ranking import MongoRanking
from adapters.web_files.cloudinary import CloudinaryFiles
from entrypoints.container import Container
from entrypoints.settings import Settings, SettingsError, load_settings
from tests.builders import build_job, build_processing

# What only a server can give; the next test builds them.
SERVERS = {
    *("mongo", "redis", "indexes", "recover", "recover_analyses", "retry_failed"),
    *("batch_queue", "analysis_queue", "batch_worker", "analysis_worker"),
}


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
        built = {name: provider() for name, provider in container.providers.items() if name not in SERVERS}
        assert all(part is not None for part in built.values())
        assert built["processings"] is container.screen_resume().processings
        assert built["embedder"] is container.screen_resume().embedder
        assert built["embedder"].model.startswith(model)
        assert built["jobs"].get("job-1") == build_job()
    finally:
        container.shutdown_resources()


@pytest.mark.slow
def test_every_provider_is_built_in_production(mongo_url: str, redis_url: str) -> None:
    settings = Settings.model_validate({"mongo_uri_py": mongo_url, "redis_url": redis_url})
    container = Container(settings=settings, environment=providers.Object("production"))
    try:
        built = {name: provider() for name, provider in container.providers.items() if name != "indexes"}
        assert all(part is not None for part in built.values())
        screen = container.screen_resume()
        assert isinstance(screen.processings, MongoProcessingStore)
        assert isinstance(screen.files, CloudinaryFiles)
        assert isinstance(container.report_outcomes().outbox, MongoOutbox)
        assert isinstance(container.rank_job().ranking, MongoRanking)
        assert screen.retries.max_retries == 3
        assert screen.lease.seconds == 15
        assert container.recover().queue is built["batch_queue"]
        container.indexes()
    finally:
        container.shutdown_resources()


@pytest.mark.parametrize(
    "settings, says",
    [
        ({}, "MONGO_URI_PY: is not set"),
        ({"mongo_uri_py": "mongodb://"}, "MONGO_URI_PY: is no usable MongoDB connection string"),
        ({"mongo_uri_py": "mongodb://user:secret@127.0.0.1:1/"}, "MONGO_URI_PY: names no database"),
        ({"mongo_uri_py": "mongodb://user:secret@127.0.0.1:port/x"}, "MONGO_URI_PY: is no usable"),
    ],
)
def test_a_connection_string_that_cannot_work_is_named_without_its_secret(
    settings: dict[str, str], says: str
) -> None:
    container = Container(settings=Settings.model_validate(settings))
    with pytest.raises(SettingsError) as refused:
        container.mongo()
    assert str(refused.value).startswith(says)
    assert "secret" not in str(refused.value)


def test_another_kind_of_address_is_no_mongodb_and_not_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGO_URI_PY", "localhost:secret")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert str(refused.value) == "MONGO_URI_PY: must begin with mongodb:// or mongodb+srv://"


@pytest.mark.parametrize("url", ["http://user:secret@x", "redis://user:secret@127.0.0.1:port/0"])
def test_a_redis_address_that_cannot_work_is_named_without_its_secret(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(SettingsError) as refused:
        Container(settings=load_settings()).redis()
    assert str(refused.value).startswith("REDIS_URL: ")
    assert "secret" not in str(refused.value)


def test_settings_have_the_documented_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    rules = load_settings().scoring_rules()
    weights = rules.weights
    assert (weights.similarity, weights.required_skills) == (0.60, 0.20)
    assert (weights.preferred_skills, weights.experience) == (0.05, 0.15)
    assert (rules.min_similarity, rules.max_missing_share) == (0.25, 0.5)


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
        ("PY_WORKER_COUNT", "-1", "PY_WORKER_COUNT"),
        ("MAX_RETRIES", "three", "MAX_RETRIES"),
        ("BASE_DELAY_SECONDS", "-1", "BASE_DELAY_SECONDS"),
        ("BATCH_QUEUE_NAME", "two words", "BATCH_QUEUE_NAME"),
        ("CALLBACK_URL", "localhost:5000", "CALLBACK_URL"),
        ("REDIS_URL", "localhost:6379", "REDIS_URL"),
        ("LLM_TEMPERATURE", "9", "LLM_TEMPERATURE"),
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


@pytest.mark.parametrize(
    "name, value, taken",
    [
        ("BASE_DELAY_SECONDS", "0", 0.0),
        ("ANALYSIS_BASE_DELAY", "0", 0.0),
        ("BATCH_QUEUE_NAME", "prod:batch", "prod:batch"),
        ("ANALYSIS_QUEUE_NAME", "prod:analysis", "prod:analysis"),
        ("LOG_LEVEL", "INFO", "info"),
        ("LOG_LEVEL", " Warning ", "warning"),
        ("LOG_FORMAT", "JSON", "json"),
    ],
)
def test_what_an_environment_of_before_may_hold_is_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, taken: object
) -> None:
    monkeypatch.setenv(name, value)
    assert getattr(load_settings(), name.lower()) == taken


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
