"""What the container makes of the settings of deep analysis."""

from typing import Any

from adapters.language_models.not_set_up import NoLanguageModel
from adapters.rq_queue.call_limits import RedisCallLimits
from adapters.rq_queue.connection import RedisClient
from application.analysis_ports import CallLedger, LanguageModel
from application.retry import RetryPolicy
from entrypoints.settings import Settings, SettingsError


def analysis_retries(settings: Settings) -> RetryPolicy:
    """Return how often and how soon an analysis is tried again."""
    return RetryPolicy(
        max_retries=settings.analysis_max_retries,
        base_seconds=settings.analysis_base_delay,
        most_seconds=max(300.0, settings.analysis_base_delay),
    )


def language_model(settings: Settings) -> LanguageModel:
    """Return the chosen one; its SDK is imported here, as few processes need it.

    Raises:
        SettingsError: the SDK that is chosen is not installed.
    """
    if not settings.llm_is_set_up:
        return NoLanguageModel()
    terms: dict[str, Any] = {
        "api_key": settings.llm_key.get_secret_value() if settings.llm_key else "",
        "model": settings.llm_model,
        "base_url": settings.llm_address,
        "max_tokens": settings.llm_max_tokens,
        "temperature": settings.llm_temperature,
        "seconds": settings.llm_timeout_seconds,
    }
    if settings.llm_provider == "openai":
        from adapters.language_models.openai_compatible import OpenAiCompatibleModel  # noqa: PLC0415

        return OpenAiCompatibleModel(**terms)
    if settings.llm_provider == "generativeai":
        try:
            from adapters.language_models.generativeai import GenerativeAiModel  # noqa: PLC0415
        except ImportError as error:
            raise SettingsError(f"LLM_PROVIDER: google-generativeai is not installed ({error})") from error

        return GenerativeAiModel(**terms)
    from adapters.language_models.gemini import GeminiModel  # noqa: PLC0415

    return GeminiModel(**terms)


def redis_limits(settings: Settings, client: RedisClient, ledger: CallLedger) -> RedisCallLimits:
    """Return the limits that all workers of one key, address and model share."""
    key = settings.llm_key.get_secret_value() if settings.llm_key else ""
    account = f"{settings.llm_address} {key} {settings.llm_model}"
    return RedisCallLimits(client, settings.call_rules(), ledger, account=account)
