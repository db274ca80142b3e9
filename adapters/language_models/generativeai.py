"""Gemini by Google's older SDK, `google-generativeai`, whose support has ended: an optional extra."""

import warnings
from typing import Any

from adapters.language_models.in_time import in_time
from adapters.language_models.refusals import google_refusal, refusal, silence, token_count
from application.analysis_ports import AnswerEnd, LanguageModel, ModelAnswer
from application.analysis_prompt import Prompt

with warnings.catch_warnings():  # it says at each import that its support has ended
    warnings.simplefilter("ignore")
    import google.generativeai as genai
    from google.api_core import exceptions, retry
    from google.auth.exceptions import GoogleAuthError
    from google.generativeai import protos
    from google.generativeai.client import get_default_generative_client
    from google.protobuf.json_format import ParseError

_REASONS = protos.Candidate.FinishReason
# Whatever else ended an answer, the form of what there is decides: this SDK knows no reason of later years.
_DECLINED = frozenset(
    {_REASONS.SAFETY, _REASONS.RECITATION, _REASONS.LANGUAGE}
    | {_REASONS.BLOCKLIST, _REASONS.PROHIBITED_CONTENT, _REASONS.SPII}
)
_UNKNOWN = 500
_REDIRECT = 307


class GenerativeAiModel(LanguageModel):
    """Posts `generateContent` over REST, once a call; one key and address a process, as the SDK has it."""

    def __init__(  # noqa: PLR0913 - all named at the call
        self, *, api_key: str, model: str, base_url: str, max_tokens: int, temperature: float, seconds: float
    ) -> None:
        """Set the SDK up; nothing is sent before the first call. The arguments are those of `GeminiModel`."""
        genai.configure(
            api_key=api_key, transport="rest", client_options={"api_endpoint": base_url.rstrip("/")}
        )
        self._name = model.removeprefix("models/")
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
        return in_time(lambda: self._asked(prompt), seconds=self._seconds)

    def _asked(self, prompt: Prompt) -> ModelAnswer:
        _follow_no_redirect()
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
            if type(error).__name__ == "TooManyRedirects":
                raise refusal(_REDIRECT) from None
            raise silence(error) from None
        candidate = given.candidates[0] if given.candidates else None
        if candidate is None and not given.prompt_feedback.block_reason:
            raise silence(ValueError())  # no candidate and no reason: whatever that was, no answer
        end = _end(candidate)
        usage = given.usage_metadata
        tokens_in = token_count(usage.prompt_token_count)
        text = "".join(part.text for part in candidate.content.parts) if candidate else ""
        return ModelAnswer(
            text=text if end is not AnswerEnd.BLOCKED else "",
            end=end,
            tokens_in=tokens_in,
            # It has no count of thoughts, which are billed as well; they are in the total.
            tokens_out=max(
                token_count(usage.candidates_token_count), token_count(usage.total_token_count) - tokens_in
            ),
        )


def _follow_no_redirect() -> None:
    """Have the SDK's session raise at a redirect: it would send the key along to another host."""
    client: Any = get_default_generative_client()
    client.transport._session.max_redirects = 0  # noqa: SLF001 - there is no other way to it


def _end(candidate: Any) -> AnswerEnd:
    if candidate is None or candidate.finish_reason in _DECLINED:
        return AnswerEnd.BLOCKED
    return AnswerEnd.CUT_OFF if candidate.finish_reason == _REASONS.MAX_TOKENS else AnswerEnd.COMPLETE


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
