"""Configuration: from the environment, or a file `.env.$ENV` beside the project; every name in capitals."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from application.analyse_resume import CallTerms
from application.analysis_ports import CallRules
from domain.scoring import ScoringRules, Weights
from entrypoints.refusals import refusal

_ROOT = Path(__file__).resolve().parent.parent

Share = Annotated[float, Field(ge=0, le=1)]
Dollars = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]
QueueName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:-]{1,100}$")]
HostName = Annotated[str, Field(pattern=r"^\.?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?\.?$")]
# Dollars a million tokens of prompt and answer, as the provider lists them; a setting adds to them.
PRICES: Mapping[str, tuple[float, float]] = {
    "gemini-2.5-flash": (0.30, 2.50),
    "gemini-2.5-flash-lite": (0.10, 0.40),
    "gemini-2.5-pro": (1.25, 10.00),
}
BASE_URLS = {
    "gemini": "https://generativelanguage.googleapis.com",
    "generativeai": "https://generativelanguage.googleapis.com",
    "openai": "https://api.openai.com/v1",
}
MOST_WORKERS = 256
_MONGODB_SCHEMES = ("mongodb://", "mongodb+srv://")
_REDIS_SCHEMES = ("redis://", "rediss://", "unix://")


class SettingsError(Exception):
    """A setting is wrong; the message names each in one line and shows no value."""


class Settings(BaseSettings):
    """Every setting with its default. README has the table."""

    model_config = SettingsConfigDict(
        extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    weight_similarity: Share = 0.60
    weight_required_skills: Share = 0.20
    weight_preferred_skills: Share = 0.05
    weight_experience: Share = 0.15
    min_similarity: Share = 0.25
    max_missing_skills_share: Share = 0.5
    min_experience_share: Share = 0.5
    unknown_experience_ratio: Share = 0.5
    count_internships: bool = True
    skill_tables: Annotated[tuple[Path, ...], NoDecode] = ()

    embedder: Literal["openvino", "sentence-transformers"] = "openvino"
    embedding_model: Literal["all-MiniLM-L6-v2", "paraphrase-multilingual-MiniLM-L12-v2"] = "all-MiniLM-L6-v2"
    model_sha256: Annotated[str, Field(pattern=r"^[0-9a-fA-F]{64}$")] | None = None
    model_path: Path | None = None
    model_cache_dir: Path = _ROOT / ".cache" / "models"

    max_file_bytes: Annotated[int, Field(gt=0)] = 10_000_000
    max_pages: Annotated[int, Field(gt=0)] = 200
    read_timeout_seconds: Annotated[float, Field(gt=0)] = 20.0
    read_memory_bytes: Annotated[int, Field(ge=256_000_000)] = 512_000_000

    ocr: Literal["off", "auto", "rapidocr", "tesseract"] = "auto"
    ocr_max_pages: Annotated[int, Field(gt=0, le=50)] = 5
    ocr_timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 90.0
    ocr_memory_bytes: Annotated[int, Field(ge=1_000_000_000)] = 3_000_000_000
    tesseract_path: Path | None = None
    tesseract_languages: Annotated[str, Field(pattern=r"^[A-Za-z_]+(\+[A-Za-z_]+)*$")] = "eng"

    redis_url: SecretStr | None = None
    mongo_uri_py: SecretStr | None = None
    callback_url: Annotated[str, Field(repr=False)] = "http://localhost:5000/api/v1/processing/callback"
    batch_queue_name: QueueName = "batch-processing"
    analysis_queue_name: QueueName = "analysis-processing"
    py_worker_count: Annotated[int, Field(ge=0, le=MOST_WORKERS)] = 4
    analysis_worker_count: Annotated[int, Field(ge=0, le=MOST_WORKERS)] = 1
    max_retries: Annotated[int, Field(ge=0, le=100)] = 3
    base_delay_seconds: Annotated[float, Field(ge=0, le=3600)] = 5.0
    job_timeout_seconds: Annotated[int, Field(ge=10, le=3600)] = 120
    jobs_per_process: Annotated[int, Field(ge=1, le=100_000)] = 200
    process_memory_bytes: Annotated[int, Field(ge=50_000_000)] = 256_000_000
    lease_seconds: Annotated[float, Field(ge=1, le=600)] = 15.0
    shutdown_grace_seconds: Annotated[float, Field(ge=0, le=3600)] = 60.0
    callback_timeout_seconds: Annotated[float, Field(gt=0, le=300)] = 30.0
    fetch_timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 30.0
    resume_allowed_hosts: Annotated[tuple[HostName, ...], NoDecode] = ("res.cloudinary.com",)
    allow_private_addresses: bool = False
    log_format: Literal["auto", "console", "json"] = "auto"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    llm_provider: Literal["gemini", "generativeai", "openai"] = "gemini"
    gemini_api_key: SecretStr | None = None
    llm_api_key: SecretStr | None = None
    llm_model: Annotated[str, Field(pattern=r"^[\w./:@-]{1,200}$")] = "gemini-2.5-flash"
    llm_base_url: str = ""
    llm_max_tokens: Annotated[int, Field(gt=0, le=100_000)] = 1500
    llm_max_input_tokens: Annotated[int, Field(ge=2000, le=1_000_000)] = 12_000
    llm_temperature: Annotated[float, Field(ge=0, le=2)] = 0.2
    llm_timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 45.0
    llm_redact: bool = True
    llm_prices: Annotated[Mapping[str, tuple[float, float]], NoDecode] = PRICES
    llm_requests_per_minute: Annotated[int, Field(ge=0)] = 0
    llm_tokens_per_minute: Annotated[int, Field(ge=0)] = 0
    llm_concurrency: Annotated[int, Field(ge=0)] = 4
    analysis_daily_budget: Dollars = 0.0
    analysis_job_budget: Dollars = 0.0
    analysis_max_retries: Annotated[int, Field(ge=0, le=100)] = 3
    analysis_base_delay: Annotated[float, Field(ge=0, le=3600)] = 5.0

    @field_validator("skill_tables", "resume_allowed_hosts", mode="before")
    @classmethod
    def _split_at_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("log_format", "log_level", mode="before")
    @classmethod
    def _in_small_letters(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("llm_prices", mode="before")
    @classmethod
    def _read_prices(cls, value: object) -> object:
        """`model=in/out, ...` adds to the table; the message repeats nothing."""
        if not isinstance(value, str):
            return value
        prices = dict(PRICES)
        for entry in filter(None, (part.strip() for part in value.split(","))):
            found = re.fullmatch(r"([^=\s]+) ?= ?(\d+(?:\.\d+)?) ?/ ?(\d+(?:\.\d+)?)", entry)
            if found is None:
                raise ValueError("must be like gemini-2.5-flash=0.30/2.50, separated by commas")
            for name in (found[1], found[1].removeprefix("models/")):
                prices[name] = (float(found[2]), float(found[3]))
        return prices

    @field_validator("gemini_api_key", "llm_api_key")
    @classmethod
    def _fits_into_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not re.fullmatch(r"[!-~]+", value.get_secret_value()):
            raise ValueError("must be printable ASCII without spaces or line ends")
        return value

    @field_validator("llm_model")
    @classmethod
    def _without_its_collection(cls, value: str, info: ValidationInfo) -> str:
        """Google's lists name `models/gemini-2.5-flash`; on a server of one's own it may be a folder."""
        return value if info.data.get("llm_provider") == "openai" else value.removeprefix("models/")

    @field_validator("callback_url", "llm_base_url")
    @classmethod
    def _is_a_web_address(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.field_name == "llm_base_url":
            return value
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must be an address that begins with http:// or https://")
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_a_redis_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(_REDIS_SCHEMES):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @field_validator("mongo_uri_py")
    @classmethod
    def _is_a_mongodb_address(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith(_MONGODB_SCHEMES):
            raise ValueError("must begin with mongodb:// or mongodb+srv://")
        return value

    @model_validator(mode="after")
    def _queues_differ(self) -> "Settings":
        if self.batch_queue_name == self.analysis_queue_name:
            raise ValueError("BATCH_QUEUE_NAME and ANALYSIS_QUEUE_NAME must differ")
        return self

    @model_validator(mode="after")
    def _budgets_need_prices(self) -> "Settings":
        if (self.analysis_daily_budget or self.analysis_job_budget) and self.llm_model not in self.llm_prices:
            raise ValueError("LLM_PRICES: has no price of LLM_MODEL, so no budget could be kept")
        return self

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> "Settings":
        self.scoring_rules()
        return self

    @property
    def llm_key(self) -> SecretStr | None:
        """The key of the chosen provider; None where none is set."""
        return self.llm_api_key if self.llm_provider == "openai" else self.gemini_api_key

    @property
    def llm_is_set_up(self) -> bool:
        """Whether analyses can be made: there is a key, or a server of one's own that may need none."""
        return self.llm_key is not None or (self.llm_provider == "openai" and bool(self.llm_base_url))

    @property
    def llm_address(self) -> str:
        """Where the chosen provider is asked."""
        return self.llm_base_url or BASE_URLS[self.llm_provider]

    def call_terms(self) -> CallTerms:
        """Return what a call to the language model may take and costs."""
        price_in, price_out = self.llm_prices.get(self.llm_model, (None, None))
        return CallTerms(
            max_input_tokens=self.llm_max_input_tokens,
            max_output_tokens=self.llm_max_tokens,
            temperature=self.llm_temperature,
            seconds=self.llm_timeout_seconds,
            price_in=price_in,
            price_out=price_out,
            redact=self.llm_redact,
        )

    def call_rules(self) -> CallRules:
        """Return how much all workers together may ask of the language model."""
        return CallRules(
            requests_a_minute=self.llm_requests_per_minute,
            tokens_a_minute=self.llm_tokens_per_minute,
            at_once=self.llm_concurrency,
            daily_microdollars=_microdollars(self.analysis_daily_budget),
            job_microdollars=_microdollars(self.analysis_job_budget),
        )

    def scoring_rules(self) -> ScoringRules:
        """Return the weights and thresholds as the domain takes them."""
        return ScoringRules(
            weights=Weights(
                similarity=self.weight_similarity,
                required_skills=self.weight_required_skills,
                preferred_skills=self.weight_preferred_skills,
                experience=self.weight_experience,
            ),
            min_similarity=self.min_similarity,
            max_missing_share=self.max_missing_skills_share,
            min_experience_share=self.min_experience_share,
            unknown_experience_ratio=self.unknown_experience_ratio,
        )


def _microdollars(budget: float) -> int:
    """A budget in whole micro-dollars; only none at all is 0, which stands for no limit."""
    return max(round(budget * 1_000_000), 1) if budget else 0


def needed(secret: SecretStr | None, name: str) -> str:
    """Return the value of a setting that has no default.

    Raises:
        SettingsError: it is not set.
    """
    if secret is None:
        raise SettingsError(f"{name}: is not set")
    return secret.get_secret_value()


def _setting(place: tuple[int | str, ...]) -> str:
    name, *inner = place or ("",)
    entries = [f" (entry {part + 1})" for part in inner if isinstance(part, int)]
    return (str(name).upper() or "settings") + "".join(entries)


def load_settings() -> Settings:
    """Read the environment and `.env.$ENV` (`ENV` defaults to `development`).

    Raises:
        SettingsError: a value cannot be used.
    """
    environment = os.environ.get("ENV") or "development"
    try:
        return Settings(_env_file=_ROOT / f".env.{environment}", _env_file_encoding="utf-8")  # type: ignore[call-arg] # taken by BaseSettings' own __init__
    except ValidationError as error:
        problems = "; ".join(
            f"{_setting(problem['loc'])}: {refusal(problem)}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(problems) from None
    except UnicodeDecodeError:
        raise SettingsError(f".env.{environment}: is not UTF-8 text") from None
