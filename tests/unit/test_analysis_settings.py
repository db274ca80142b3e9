"""What the settings of deep analysis take, and what they refuse in a line."""

import json
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest
from dependency_injector import providers
from pydantic import ValidationError

from adapters.language_models.gemini import GeminiModel
from adapters.language_models.generativeai import GenerativeAiModel
from application.analysis_prompt import Prompt, answer_schema
from application.errors import TransientError
from entrypoints import jobs
from entrypoints.container import Container
from entrypoints.logs import configure_logs
from entrypoints.settings import Settings, SettingsError, load_settings
from tests.analyses import GOOD, ID, said, screened
from tests.fakes import ScriptedLanguageModel
from tests.model_servers import ModelServer


@pytest.mark.parametrize("name", ["GEMINI_API_KEY", "LLM_API_KEY"])
@pytest.mark.parametrize("key", ["bad\nLEAK", "LEAK ", "LE AK", "kéyLEAK", "\u201cLEAK\u201d", "LEAK\x7f"])
def test_a_key_that_no_header_can_hold_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, key: str
) -> None:
    monkeypatch.setenv(name, key)
    with pytest.raises(SettingsError, match=f"{name}: .*printable ASCII") as raised:
        load_settings()
    assert "LEAK" not in str(raised.value)


def test_a_sound_key_is_taken() -> None:
    key = "AIzaSy-Example_key.123"
    settings = Settings.model_validate({"gemini_api_key": key})
    assert settings.llm_key is not None
    assert settings.llm_key.get_secret_value() == key


def test_a_model_may_be_named_with_its_collection() -> None:
    settings = Settings.model_validate({"llm_model": "models/gemini-2.5-flash", "analysis_daily_budget": 1})
    assert settings.llm_model == "gemini-2.5-flash"
    assert settings.call_terms().price_in == 0.30
    priced = Settings.model_validate({"llm_model": "models/own", "llm_prices": "models/own=1/2"})
    assert (priced.call_terms().price_in, priced.call_terms().price_out) == (1, 2)
    own = Settings.model_validate({"llm_provider": "openai", "llm_model": "models/own"})
    assert own.llm_model == "models/own"


@pytest.mark.parametrize("name", ["analysis_daily_budget", "analysis_job_budget"])
@pytest.mark.parametrize("value", ["inf", "nan", "-1", "1e300"])
def test_a_budget_that_is_no_sum_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Settings.model_validate({name: value})


def test_the_smallest_budget_is_a_budget() -> None:
    rules = Settings.model_validate({"analysis_daily_budget": 1e-7, "analysis_job_budget": 0}).call_rules()
    assert (rules.daily_microdollars, rules.job_microdollars) == (1, 0)
    assert Settings.model_validate({"analysis_job_budget": 1.1}).call_rules().job_microdollars == 1_100_000


@pytest.fixture
def logs_as_they_were() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("logs_as_they_were")
def test_no_key_and_no_prompt_is_in_the_log_at_its_most_talkative(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs(Settings.model_validate({"log_level": "debug", "log_format": "json"}), process="test")
    logging.getLogger("application").debug("it is on")
    prompt = Prompt(system="S", user="PROMPTWORDS", schema=answer_schema())
    with ModelServer("gemini") as server:
        for make in (GeminiModel, GenerativeAiModel):
            for key in ("FINEKEY", "BROKENKEY\n1"):
                model = make(
                    api_key=key, model="m", base_url=server.url, max_tokens=9, temperature=0, seconds=2
                )
                try:
                    model.answer(prompt)
                except TransientError:
                    assert key != "FINEKEY"
    logged = capsys.readouterr().err
    assert "it is on" in logged
    assert not [word for word in ("FINEKEY", "BROKENKEY", "PROMPTWORDS", "http://") if word in logged]


@pytest.mark.usefixtures("logs_as_they_were")
def test_the_lines_of_an_analysis_name_its_batch(capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings.model_validate({"log_format": "json"})
    configure_logs(settings, process="test")
    container = Container(settings=settings)
    processing = replace(screened(), batch_id="BATCH_7")
    container.processings().put(processing)  # type: ignore[attr-defined] # of the store in memory
    container.language_model.override(providers.Object(ScriptedLanguageModel(said(GOOD))))
    container.memory_analyses().request(ID)
    jobs.use(container)
    jobs.analyse_resume({"resumeProcessingId": ID, "attempt": 1, "triggeredBy": "recruiter"})
    jobs._Worker.container = None
    container.shutdown_resources()
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    [settled] = [line for line in lines if line["event"] == "analysis settled"]
    assert (settled["batch"], settled["job"]) == ("BATCH_7", processing.job_id)
