"""Gemini by Google's older SDK, `google-generativeai`, whose support has ended: an optional extra."""

import warnings
from typing import Any

from adapters.language_models.refusals import google_refusal, silence
from application.analysis_ports import AnswerEnd, LanguageModel, ModelAnswer
from application.analysis_prompt import Prompt

with warnings.catch_warnings():  # it says at each import that its support has ended
    warnings.simplefilter("ignore")
    import google.generativeai as genai
    from google.api_core import exceptions, retry
    from google.auth.exceptions import GoogleAuthError
    from google.generativeai import protos
    from google.protobuf.json_format import ParseError

_ENDS = {
    protos.Candidate.FinishReason.STOP: AnswerEnd.COMPLETE,
    protos.Candidate.FinishReason.MAX_TOKENS: AnswerEnd.CUT_OFF,
}
_UNKNOWN = 500


class GenerativeAiModel(LanguageModel):
    """Posts `generateContent` over REST, once a call; one key and address a process, as the SDK has it."""

    def __init__(  # noqa: PLR0913 - all named at the call
        self, *, api_key: str, model: str, base_url: str, max_tokens: int, temperature: float, seconds: float
    ) -> None:
        """Set the SDK up; nothing is sent before the first call. The arguments are those of `GeminiModel`."""
        genai.configure(
            api_key=api_key, transport="rest", client_options={"api_endpoint": base_url.rstrip("/")}
        )
        self._name = model
        self._seconds = seconds
        self._config: dict[str, Any] = {
            "temperature": temperature,
            "max_output_tokens": max_tokens,
            "candidate_count": 1,
            "response_mime_type": "application/json",
        }

    @property
    def model(self) -> str:  # noqa: D102 - said by the port
        return self._name

    def answer(self, prompt: Prompt) -> ModelAnswer:  # noqa: D102
        model = genai.GenerativeModel(self._name, system_instruction=prompt.system)
        config = {**self._config, "response_schema": _openapi(prompt.schema)}
        never = retry.Retry(predicate=lambda _: False)  # by itself it tries a 503 again, unseen
        try:
            given = model.generate_content(
                prompt.user,
                generation_config=config,
                request_options={"timeout": self._seconds, "retry": never},
            )
        except exceptions.GoogleAPICallError as error:
            raise google_refusal(int(error.code or _UNKNOWN), _status(error)) from None
        except (exceptions.GoogleAPIError, GoogleAuthError, ParseError, OSError, ValueError) as error:
            raise silence(error) from None
        candidates = given.candidates
        if not candidates and not given.prompt_feedback.block_reason:
            raise silence(ValueError())  # no candidate and no reason: whatever that was, no answer
        end = _ENDS.get(candidates[0].finish_reason, AnswerEnd.BLOCKED) if candidates else AnswerEnd.BLOCKED
        usage = given.usage_metadata
        text = "".join(part.text for part in candidates[0].content.parts) if candidates else ""
        return ModelAnswer(
            text=text if end is not AnswerEnd.BLOCKED else "",
            end=end,
            tokens_in=usage.prompt_token_count,
            tokens_out=usage.candidates_token_count,
        )


def _status(error: exceptions.GoogleAPICallError) -> dict[str, Any]:
    """Its details as google.rpc.Status has them in JSON."""
    details: list[dict[str, str]] = []
    for detail in error.details or ():
        reason, delay = getattr(detail, "reason", ""), getattr(detail, "retry_delay", None)
        if isinstance(detail, dict):
            reason, delay = detail.get("reason", ""), detail.get("retryDelay")
        elif delay is not None:
            delay = f"{delay.seconds + delay.nanos / 1e9}s"
        details.append({"reason": str(reason), "retryDelay": str(delay or "")})
    return {"status": str(getattr(error, "reason", "") or ""), "details": details}


def _openapi(schema: Any) -> Any:
    """The schema in the older spelling: `nullable` for a choice with null, and no bounds it does not know."""
    if not isinstance(schema, dict):
        return schema
    made = {key: value for key, value in schema.items() if key not in {"maxItems", "properties", "items"}}
    if isinstance(made.get("type"), list):
        made.update(type="string", nullable=True)
    if "enum" in made:
        made["format"] = "enum"
    if "properties" in schema:
        made["properties"] = {name: _openapi(value) for name, value in schema["properties"].items()}
    if "items" in schema:
        made["items"] = _openapi(schema["items"])
    return made
