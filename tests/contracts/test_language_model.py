"""The promise of a language model, kept by each SDK against a server that speaks its protocol."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from adapters.language_models.gemini import GeminiModel
from adapters.language_models.generativeai import GenerativeAiModel
from adapters.language_models.openai_compatible import OpenAiCompatibleModel
from application.analysis_ports import AnswerEnd, LanguageModel
from application.analysis_prompt import Prompt, answer_schema
from application.errors import MisconfiguredError, RefusedCallError, TransientError, TurnedAwayError
from tests.model_servers import GOOD, ModelServer, Reply

KEY = "not-a-real-key-5f3a"
PROMPT = Prompt(system="Be exact.", user="RESUME of nobody", schema=answer_schema())
_MADE: dict[str, tuple[str, Callable[..., LanguageModel], str]] = {
    "google-genai": ("gemini", GeminiModel, ""),
    "google-generativeai": ("gemini", GenerativeAiModel, ""),
    "openai-compatible": ("openai", OpenAiCompatibleModel, "/v1"),
}


class Served:
    """A model and the server that it asks."""

    def __init__(self, kind: str, **changes: Any) -> None:
        protocol, make, path = _MADE[kind]
        self.kind = kind
        self.server = ModelServer(protocol)
        settings = {"max_tokens": 700, "temperature": 0.3, "seconds": 5.0} | changes
        self.model = make(api_key=KEY, model="gemini-2.5-flash", base_url=self.server.url + path, **settings)


@pytest.fixture(params=list(_MADE))
def served(request: pytest.FixtureRequest) -> Iterator[Served]:
    made = Served(request.param)
    yield made
    made.server.close()


def test_a_good_answer_comes_back_with_what_it_cost(served: Served) -> None:
    answer = served.model.answer(PROMPT)
    assert json.loads(answer.text) == GOOD
    assert (answer.end, answer.tokens_in, answer.tokens_out) == (AnswerEnd.COMPLETE, 1200, 300)
    assert served.model.model == "gemini-2.5-flash"


def test_the_request_keeps_instruction_and_document_apart_and_asks_for_json(served: Served) -> None:
    served.model.answer(PROMPT)
    (request,) = served.server.requests
    body = request.body
    if served.kind == "openai-compatible":
        assert [message["role"] for message in body["messages"]] == ["system", "user"]
        assert [message["content"] for message in body["messages"]] == [PROMPT.system, PROMPT.user]
        assert body["response_format"]["type"] == "json_schema"
        assert (body["max_tokens"], body["temperature"]) == (700, 0.3)
    else:
        assert request.path.startswith("/v1beta/models/gemini-2.5-flash:generateContent")
        assert body["systemInstruction"]["parts"][0]["text"] == PROMPT.system
        assert [part["text"] for content in body["contents"] for part in content["parts"]] == [PROMPT.user]
        config = body["generationConfig"]
        assert config["responseMimeType"] == "application/json"
        assert config.get("responseSchema") or config.get("responseJsonSchema")
        assert config["maxOutputTokens"] == 700
        assert config["temperature"] == pytest.approx(0.3)


def test_the_key_goes_in_a_header_and_never_into_an_address(served: Served) -> None:
    served.model.answer(PROMPT)
    (request,) = served.server.requests
    assert KEY not in request.path
    assert any(KEY in value for value in request.headers.values())


def test_thoughts_are_turned_off_where_they_can_be() -> None:
    served = Served("google-genai")
    served.model.answer(PROMPT)
    served.server.close()
    thinking = served.server.requests[0].body["generationConfig"]["thinkingConfig"]
    assert list(thinking.values()) == [0]  # the API takes the name in both spellings


@pytest.mark.parametrize(
    "text",
    ["```json\n{}\n```", "Here it is: {} - done", '{"analysis": {"summ', "[]", "no json", '{"extra": 1}'],
)
def test_whatever_the_model_writes_comes_back_as_it_is(served: Served, text: str) -> None:
    served.server.reply = Reply(text=text)
    assert served.model.answer(PROMPT).text == text


def test_an_answer_that_was_cut_off_says_so(served: Served) -> None:
    served.server.reply = Reply(text='{"analysis": {', end="length")
    answer = served.model.answer(PROMPT)
    assert (answer.end, answer.text) == (AnswerEnd.CUT_OFF, '{"analysis": {')


@pytest.mark.parametrize(
    "reply", [Reply(text=None), Reply(text="half a", end="safety"), Reply(text="", end="safety")]
)
def test_what_was_blocked_is_no_answer_and_is_still_paid_for(served: Served, reply: Reply) -> None:
    served.server.reply = reply
    answer = served.model.answer(PROMPT)
    assert (answer.end, answer.text, answer.tokens_in) == (AnswerEnd.BLOCKED, "", 1200)


def test_an_empty_answer_is_no_error_of_ours(served: Served) -> None:
    served.server.reply = Reply(text="")
    assert served.model.answer(PROMPT).text == ""


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refused_key_or_model_is_for_the_operator(served: Served, status: int) -> None:
    served.server.reply = Reply(status=status)
    with pytest.raises(MisconfiguredError, match=str(status)):
        served.model.answer(PROMPT)
    # The older SDK's session cannot be kept from asking again after a 401; nothing is billed for that.
    most = 3 if (served.kind, status) == ("google-generativeai", 401) else 1
    assert 1 <= len(served.server.requests) <= most


def test_a_refused_request_is_final(served: Served) -> None:
    served.server.reply = Reply(status=400)
    with pytest.raises(RefusedCallError, match="400"):
        served.model.answer(PROMPT)
    assert len(served.server.requests) == 1


@pytest.mark.parametrize("kind", ["google-genai", "google-generativeai"])
def test_google_says_400_to_a_key_that_it_does_not_know(kind: str) -> None:
    served = Served(kind)
    served.server.reply = Reply(status=400, reasons=("API_KEY_INVALID",))
    with pytest.raises(MisconfiguredError, match="key"):
        served.model.answer(PROMPT)
    served.server.close()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_or_broken_server_is_asked_again_by_us_alone(served: Served, status: int) -> None:
    served.server.reply = Reply(status=status)
    with pytest.raises(TransientError, match=str(status)):
        served.model.answer(PROMPT)
    assert len(served.server.requests) == 1, "the SDK tried again by itself"


def test_the_wait_that_the_server_asks_for_is_passed_on(served: Served) -> None:
    served.server.reply = Reply(status=429, retry_seconds=34)
    with pytest.raises(TransientError) as raised:
        served.model.answer(PROMPT)
    assert raised.value.retry_after == 34


@pytest.mark.parametrize(
    "reply", [Reply(drop=True), Reply(body=b"<html>busy</html>"), Reply(body=b""), Reply(body=b'"text"')]
)
def test_half_an_answer_or_none_is_an_outage(served: Served, reply: Reply) -> None:
    served.server.reply = reply
    with pytest.raises(TransientError):
        served.model.answer(PROMPT)


@pytest.mark.parametrize("kind", list(_MADE))
def test_a_server_that_is_slow_or_gone_is_an_outage(kind: str) -> None:
    served = Served(kind, seconds=0.5)
    served.server.reply = Reply(wait=2.0)
    with pytest.raises(TransientError):
        served.model.answer(PROMPT)
    served.server.close()
    with pytest.raises(TransientError):
        served.model.answer(PROMPT)


@pytest.mark.parametrize("kind", list(_MADE))
def test_no_test_can_reach_the_real_service(kind: str, nobody_else_is_reached: list[str]) -> None:
    _, make, _ = _MADE[kind]
    model = make(
        api_key=KEY, model="m", base_url="https://203.0.113.7", max_tokens=9, temperature=0.0, seconds=2.0
    )
    with pytest.raises(TransientError):
        model.answer(PROMPT)
    assert nobody_else_is_reached[-1] == "203.0.113.7"


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_no_error_repeats_what_was_sent_or_said(served: Served, status: int) -> None:
    served.server.reply = Reply(status=status, reasons=("API_KEY_INVALID",))
    with pytest.raises((TransientError, RefusedCallError, MisconfiguredError)) as raised:
        served.model.answer(PROMPT)
    assert raised.value.__cause__ is None
    said = str(raised.value)
    assert all(word not in said for word in (KEY, "SECRET", "RESUME", "nobody"))


def usage_of(kind: str, **changes: Any) -> Reply:
    """A good answer with other counts of tokens, by Google's names."""
    counts = {"promptTokenCount": 1200, "candidatesTokenCount": 300, "totalTokenCount": 1500} | changes
    if kind == "openai-compatible":
        usage = {
            "prompt_tokens": counts["promptTokenCount"], "completion_tokens": counts["candidatesTokenCount"],
        }  # fmt: skip
        return answered(kind, "stop", usage=usage)
    return answered(kind, "STOP", usageMetadata=counts)


def answered(kind: str, reason: str | None, text: str = "{}", **more: Any) -> Reply:
    """An answer that ended for this reason, or for none."""
    if kind == "openai-compatible":
        choice: dict[str, Any] = {"message": {"role": "assistant", "content": text}, "finish_reason": reason}
        return Reply(body=json.dumps({"choices": [choice], **more}).encode())
    candidate: dict[str, Any] = {"content": {"role": "model", "parts": [{"text": text}]}}
    if reason:
        candidate["finishReason"] = reason
    return Reply(body=json.dumps({"candidates": [candidate], **more}).encode())


@pytest.mark.parametrize("kind", ["google-genai", "google-generativeai"])
def test_thoughts_are_paid_for(kind: str) -> None:
    served = Served(kind)
    served.server.reply = usage_of(kind, thoughtsTokenCount=900, totalTokenCount=2400)
    assert served.model.answer(PROMPT).tokens_out == 1200
    served.server.close()


@pytest.mark.parametrize("count", [-5, None])
def test_counts_that_are_none_lose_no_answer(served: Served, count: int | None) -> None:
    served.server.reply = usage_of(
        served.kind, promptTokenCount=count, candidatesTokenCount=count, totalTokenCount=count
    )
    answer = served.model.answer(PROMPT)
    assert (answer.text, answer.tokens_in, answer.tokens_out) == ("{}", 0, 0)


@pytest.mark.filterwarnings("ignore:.* is not a valid FinishReason")
@pytest.mark.parametrize("reason", [None, "BRAND_NEW", "OTHER", "tool_calls", "MALFORMED_RESPONSE"])
def test_an_end_that_nobody_knows_is_no_refusal(served: Served, reason: str | None) -> None:
    served.server.reply = answered(served.kind, reason)
    answer = served.model.answer(PROMPT)
    assert (answer.end, answer.text) == (AnswerEnd.COMPLETE, "{}")


@pytest.mark.parametrize("body", [b"{}", b'{"error": {"message": "busy"}}'])
def test_an_answer_without_an_answer_is_an_outage(served: Served, body: bytes) -> None:
    served.server.reply = Reply(body=body)
    with pytest.raises(TransientError):
        served.model.answer(PROMPT)


@pytest.mark.parametrize("wait", ["nan", "inf", "-9"])
def test_a_wait_that_is_no_wait_is_none(wait: str) -> None:
    for kind in _MADE:
        served = Served(kind)
        served.server.reply = Reply(status=429, retry_seconds=float(wait))
        with pytest.raises(TransientError) as raised:
            served.model.answer(PROMPT)
        assert raised.value.retry_after == 0
        served.server.close()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed_and_no_key_goes_along(served: Served, status: int) -> None:
    with ModelServer(_MADE[served.kind][0]) as elsewhere:
        port = elsewhere.url.rpartition(":")[2]
        served.server.reply = Reply(status=status, location=f"http://localhost:{port}/x")
        with pytest.raises(MisconfiguredError, match="elsewhere"):
            served.model.answer(PROMPT)
        assert elsewhere.requests == []
        assert elsewhere.others == []
    assert len(served.server.requests) == 1


@pytest.mark.parametrize("kind", list(_MADE))
def test_a_call_has_one_deadline_however_the_server_drips(kind: str) -> None:
    served = Served(kind, seconds=0.6)
    served.server.reply = Reply(drip=0.2)
    begun = time.monotonic()
    with pytest.raises(TransientError) as raised:
        served.model.answer(PROMPT)
    assert time.monotonic() - begun < 2
    assert not isinstance(raised.value, TurnedAwayError), "it may have been answered, and be billed"
    served.server.close()
    for thread in threading.enumerate():
        if thread.name == "language-model":
            thread.join(timeout=5)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_was_turned_away_costs_nothing(served: Served, status: int) -> None:
    served.server.reply = Reply(status=status)
    with pytest.raises(TurnedAwayError):
        served.model.answer(PROMPT)


@pytest.mark.parametrize("kind", list(_MADE))
def test_what_never_reached_a_server_costs_nothing_and_what_was_lost_may(kind: str) -> None:
    served = Served(kind, seconds=0.5)
    for reply in (Reply(wait=1.0), Reply(drop=True)):
        served.server.reply = reply
        with pytest.raises(TransientError) as lost:
            served.model.answer(PROMPT)
        assert not isinstance(lost.value, TurnedAwayError)
    served.server.close()
    with pytest.raises(TurnedAwayError):
        served.model.answer(PROMPT)


@pytest.mark.parametrize("kind", ["google-genai", "google-generativeai"])
def test_a_model_may_be_named_with_its_collection(kind: str) -> None:
    protocol, make, _ = _MADE[kind]
    with ModelServer(protocol) as server:
        model = make(
            api_key=KEY, model="models/gemini-2.5-flash", base_url=server.url, max_tokens=9, temperature=0.0,
            seconds=5.0,
        )  # fmt: skip
        model.answer(PROMPT)
        assert model.model == "gemini-2.5-flash"
        [request] = server.requests
    assert request.path.startswith("/v1beta/models/gemini-2.5-flash:")
    if kind == "google-genai":
        assert "thinkingConfig" in request.body["generationConfig"]
