"""Any server that speaks OpenAI's chat completions: OpenAI, vLLM, Ollama, llama.cpp and others."""

from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from adapters.language_models.in_time import in_time
from adapters.language_models.refusals import header_seconds, refusal, silence, token_count
from application.analysis_ports import AnswerEnd, LanguageModel, ModelAnswer
from application.analysis_prompt import Prompt

_OK = 200
_CUT_OFF, _DECLINED = "length", "content_filter"


class _Message(BaseModel):
    content: str | None = None
    refusal: str | None = None


class _Choice(BaseModel):
    message: _Message = _Message()
    finish_reason: str | None = None


class _Completion(BaseModel):
    choices: list[_Choice]
    usage: Any = None  # servers leave it out, or parts of it


class OpenAiCompatibleModel(LanguageModel):
    """Posts `/chat/completions` once a call."""

    def __init__(  # noqa: PLR0913 - all named at the call
        self, *, api_key: str, model: str, base_url: str, max_tokens: int, temperature: float, seconds: float
    ) -> None:
        """Keep a client; nothing is sent before the first call.

        Args:
            api_key: sent in a header; empty where the server asks for none.
            model: as the server names it.
            base_url: up to and with the version, such as `http://127.0.0.1:11434/v1`.
            max_tokens: of the answer.
            temperature: of the sampling.
            seconds: that a call may take in all.
        """
        self._seconds = seconds
        self._name, self._max_tokens, self._temperature = model, max_tokens, temperature
        self._client = httpx.Client(
            base_url=base_url.rstrip("/") + "/",
            headers={"Authorization": f"Bearer {api_key}"} if api_key else {},
            timeout=httpx.Timeout(seconds, connect=min(seconds, 10.0)),
            follow_redirects=False,
        )

    @property
    def model(self) -> str:  # noqa: D102 - said by the port
        return self._name

    def answer(self, prompt: Prompt) -> ModelAnswer:  # noqa: D102
        return in_time(lambda: self._asked(prompt), seconds=self._seconds)

    def _asked(self, prompt: Prompt) -> ModelAnswer:
        body = {
            "model": self._name,
            "messages": [
                {"role": "system", "content": prompt.system},
                {"role": "user", "content": prompt.user},
            ],
            "max_tokens": self._max_tokens,
            "temperature": self._temperature,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": "analysis", "schema": dict(prompt.schema)},
            },
        }
        try:
            reply = self._client.post("chat/completions", json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise silence(error) from None
        if reply.status_code != _OK:
            raise refusal(reply.status_code, reasons=_codes(reply), retry_after=header_seconds(reply.headers))
        try:
            given = _Completion.model_validate_json(reply.content)
        except ValidationError as error:
            raise silence(error) from None
        usage = given.usage if isinstance(given.usage, dict) else {}
        choice = given.choices[0] if given.choices else _Choice(finish_reason=_DECLINED)
        end = _end(choice)
        return ModelAnswer(
            text="" if end is AnswerEnd.BLOCKED else choice.message.content or "",
            end=end,
            tokens_in=token_count(usage.get("prompt_tokens")),
            tokens_out=token_count(usage.get("completion_tokens")),
        )


def _end(choice: _Choice) -> AnswerEnd:
    """Whatever else ended an answer, the form of what there is decides: not every server says why."""
    if choice.finish_reason == _DECLINED or choice.message.refusal:
        return AnswerEnd.BLOCKED
    return AnswerEnd.CUT_OFF if choice.finish_reason == _CUT_OFF else AnswerEnd.COMPLETE


def _codes(reply: httpx.Response) -> list[str]:
    try:
        error = reply.json()["error"]
        return [str(error.get("code", ""))]
    except (ValueError, KeyError, TypeError, AttributeError):
        return []
