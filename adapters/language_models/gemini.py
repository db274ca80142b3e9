"""Gemini by Google's maintained SDK, `google-genai`, over its REST protocol."""

import httpx2
from google import genai
from google.genai import errors, types

from adapters.language_models.refusals import google_refusal, header_seconds, silence
from application.analysis_ports import AnswerEnd, LanguageModel, ModelAnswer
from application.analysis_prompt import Prompt

# They think before they answer unless told not to: thoughts are paid for, and use up the answer's tokens.
_THINKING_CAN_BE_OFF = ("gemini-2.5-flash",)
_ENDS = {types.FinishReason.STOP: AnswerEnd.COMPLETE, types.FinishReason.MAX_TOKENS: AnswerEnd.CUT_OFF}


class GeminiModel(LanguageModel):
    """Posts `generateContent` once a call; the SDK's own retries are off."""

    def __init__(  # noqa: PLR0913 - all named at the call
        self, *, api_key: str, model: str, base_url: str, max_tokens: int, temperature: float, seconds: float
    ) -> None:
        """Keep a client; nothing is sent before the first call.

        Args:
            api_key: sent in a header.
            model: such as `gemini-2.5-flash`.
            base_url: of the API, without version.
            max_tokens: of the answer.
            temperature: of the sampling.
            seconds: that the server may take.
        """
        self._name = model
        # One attempt: calls are limited and paid for one by one. The client must be kept, or it is closed.
        self._client = genai.Client(
            vertexai=False,
            api_key=api_key,
            http_options=types.HttpOptions(
                base_url=base_url,
                api_version="v1beta",
                timeout=int(seconds * 1000),
                retry_options=types.HttpRetryOptions(attempts=1),
            ),
        )
        thinks = model.startswith(_THINKING_CAN_BE_OFF)
        self._config = types.GenerateContentConfig(
            temperature=temperature,
            max_output_tokens=max_tokens,
            candidate_count=1,
            response_mime_type="application/json",
            thinking_config=types.ThinkingConfig(thinking_budget=0) if thinks else None,
            automatic_function_calling=types.AutomaticFunctionCallingConfig(disable=True),
        )

    @property
    def model(self) -> str:  # noqa: D102 - said by the port
        return self._name

    def answer(self, prompt: Prompt) -> ModelAnswer:  # noqa: D102
        config = self._config.model_copy(
            update={"system_instruction": prompt.system, "response_json_schema": dict(prompt.schema)}
        )
        try:
            given = self._client.models.generate_content(
                model=self._name, contents=prompt.user, config=config
            )
        except errors.APIError as error:
            headers = getattr(error.response, "headers", None)
            raise google_refusal(error.code, error.details, retry_after=header_seconds(headers)) from None
        except (httpx2.HTTPError, errors.UnknownApiResponseError, ValueError) as error:
            raise silence(error) from None
        candidates = given.candidates or []
        if not candidates and given.prompt_feedback is None:
            raise silence(ValueError())  # no candidate and no reason: whatever that was, no answer
        reason = candidates[0].finish_reason if candidates else None
        end = _ENDS.get(reason, AnswerEnd.BLOCKED) if reason else AnswerEnd.BLOCKED
        usage = given.usage_metadata or types.GenerateContentResponseUsageMetadata()
        return ModelAnswer(
            text=_text(candidates[0]) if candidates and end is not AnswerEnd.BLOCKED else "",
            end=end,
            tokens_in=usage.prompt_token_count or 0,
            tokens_out=(usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0),
        )


def _text(candidate: types.Candidate) -> str:
    parts = (candidate.content.parts or []) if candidate.content else []
    return "".join(part.text for part in parts if part.text and not part.thought)
