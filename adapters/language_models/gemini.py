"""Gemini by Google's maintained SDK, `google-genai`, over its REST protocol."""

import warnings

import httpx2
from google import genai
from google.genai import errors, types

from adapters.language_models.in_time import in_time
from adapters.language_models.refusals import google_refusal, header_seconds, silence, token_count
from application.analysis_ports import AnswerEnd, LanguageModel, ModelAnswer
from application.analysis_prompt import Prompt

# They think before they answer unless told not to: thoughts are paid for, and use up the answer's tokens.
_THINKING_CAN_BE_OFF = ("gemini-2.5-flash",)
warnings.filterwarnings("ignore", message=".* is not a valid FinishReason")  # it is told apart below
_CUT_OFF = types.FinishReason.MAX_TOKENS
# Whatever else ended an answer, the form of what there is decides: reasons are added without notice.
_DECLINED = frozenset(
    {types.FinishReason.SAFETY, types.FinishReason.RECITATION, types.FinishReason.LANGUAGE}
    | {types.FinishReason.BLOCKLIST, types.FinishReason.PROHIBITED_CONTENT, types.FinishReason.SPII}
    | {types.FinishReason.MODEL_ARMOR}
)


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
            seconds: that a call may take in all.
        """
        self._name = model.removeprefix("models/")
        self._seconds = seconds
        # One attempt: calls are limited and paid for one by one. The client must be kept, or it is closed.
        self._client = genai.Client(
            vertexai=False,
            api_key=api_key,
            http_options=types.HttpOptions(
                base_url=base_url,
                api_version="v1beta",
                timeout=int(seconds * 1000),
                retry_options=types.HttpRetryOptions(attempts=1),
                client_args={"follow_redirects": False},  # the key would go along to another host
            ),
        )
        thinks = self._name.startswith(_THINKING_CAN_BE_OFF)
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
        return in_time(lambda: self._asked(prompt), seconds=self._seconds)

    def _asked(self, prompt: Prompt) -> ModelAnswer:
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
        feedback = given.prompt_feedback
        candidate = given.candidates[0] if given.candidates else None
        if candidate is None and not (feedback and feedback.block_reason):
            raise silence(ValueError())  # no candidate and no reason: whatever that was, no answer
        end = _end(candidate)
        usage = given.usage_metadata or types.GenerateContentResponseUsageMetadata()
        tokens_out = token_count(usage.candidates_token_count) + token_count(usage.thoughts_token_count)
        tokens_in = token_count(usage.prompt_token_count)
        return ModelAnswer(
            text=_text(candidate) if candidate and end is not AnswerEnd.BLOCKED else "",
            end=end,
            tokens_in=tokens_in,
            # The total is of all that is billed, whatever kinds of tokens are told apart by then.
            tokens_out=max(tokens_out, token_count(usage.total_token_count) - tokens_in),
        )


def _end(candidate: types.Candidate | None) -> AnswerEnd:
    if candidate is None or candidate.finish_reason in _DECLINED:
        return AnswerEnd.BLOCKED
    return AnswerEnd.CUT_OFF if candidate.finish_reason is _CUT_OFF else AnswerEnd.COMPLETE


def _text(candidate: types.Candidate) -> str:
    parts = (candidate.content.parts or []) if candidate.content else []
    return "".join(part.text for part in parts if part.text and not part.thought)
