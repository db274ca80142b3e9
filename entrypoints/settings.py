"""Configuration: from the environment, or a file `.env.$ENV` beside the project; every name in capitals."""

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.scoring import ScoringRules, Weights

_ROOT = Path(__file__).resolve().parent.parent

Share = Annotated[float, Field(ge=0, le=1)]


class SettingsError(Exception):
    """A setting is wrong; the message names each in one line and shows no value."""


class Settings(BaseSettings):
    """Every setting with its default. README has the table."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    weight_similarity: Share = 0.60
    weight_required_skills: Share = 0.20
    weight_preferred_skills: Share = 0.05
    weight_experience: Share = 0.15
    min_similarity: Share = 0.30
    max_missing_skills_share: Share = 0.5
    min_experience_share: Share = 0.5
    unknown_experience_ratio: Share = 0.5
    count_internships: bool = True
    skill_tables: Annotated[tuple[Path, ...], NoDecode] = ()

    embedder: Literal["openvino", "sentence-transformers"] = "openvino"
    model_path: Path | None = None
    model_cache_dir: Path = _ROOT / ".cache" / "models"

    max_file_bytes: Annotated[int, Field(gt=0)] = 10_000_000
    max_pages: Annotated[int, Field(gt=0)] = 200
    read_timeout_seconds: Annotated[float, Field(gt=0)] = 20.0
    read_memory_bytes: Annotated[int, Field(ge=256_000_000)] = 512_000_000

    @field_validator("skill_tables", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @model_validator(mode="after")
    def _weights_sum_to_one(self) -> "Settings":
        self.scoring_rules()
        return self

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
            f"{'_'.join(str(part) for part in problem['loc']).upper() or 'WEIGHT_*'}: {problem['msg']}"
            for problem in error.errors(include_input=False, include_url=False)
        )
        raise SettingsError(problems) from None
