"""Servers that speak the protocols of language models on loopback, and say what a test tells them to."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

GOOD: Mapping[str, Any] = {
    "parsed_resume": {
        "education": [],
        "experience": [
            {
                "company": "Example Ltd",
                "role": "Data Engineer",
                "startDate": None,
                "endDate": None,
                "description": None,
            }
        ],
        "skills": ["Python"],
    },
    "analysis": {
        "matchedSkills": ["Python"],
        "missingSkills": [],
        "strengths": ["Services in Python"],
        "concerns": [],
        "experienceAssessment": "The resume shows work with Python.",
        "overallFit": "Moderate",
        "summary": "The applicant wrote services in Python.",
        "recommendation": "Look at the experience with Python.",
    },
}


@dataclass(slots=True)
class Reply:
    """What the server says next.

    Attributes:
        text: of the model's answer; None for no candidate at all.
        end: `stop`, `length` or `safety`.
        status: of HTTP; other than 200 an error of this code is sent.
        reasons: codes of an error's details.
        retry_seconds: that an error asks for.
        wait: seconds before anything is said.
        drop: whether the connection is closed half-way.
        body: raw bytes in place of all that.
        location: where an answer of 3xx sends the asker.
        drip: seconds between the bytes of an answer that never ends.
    """

    text: str | None = field(default_factory=lambda: json.dumps(GOOD))
    end: str = "stop"
    status: int = 200
    reasons: tuple[str, ...] = ()
    retry_seconds: float = 0.0
    wait: float = 0.0
    drop: bool = False
    body: bytes | None = None
    location: str = ""
    drip: float = 0.0


@dataclass(slots=True, kw_only=True)
class Request:
    """What was asked: path, headers in small letters, and the JSON body."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]


class ModelServer:
    """Answers on a free port until closed; by `protocol` as `gemini` or as `openai`.

    Attributes:
        reply: what is said, or what makes it of a request.
        requests: what came.
        others: paths of what came by another method than POST.
    """

    def __init__(self, protocol: str, reply: "Reply | Callable[[Request], Reply] | None" = None) -> None:
        self.reply: Reply | Callable[[Request], Reply] = reply or Reply()
        self.requests: list[Request] = []
        self.others: list[str] = []
        self.closed = threading.Event()
        make = {"gemini": _gemini, "openai": _openai}[protocol]
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers.get("content-length", "0")))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(path=self.path, headers=headers, body=json.loads(data))
                outer.requests.append(request)
                reply = outer.reply(request) if callable(outer.reply) else outer.reply
                time.sleep(reply.wait)
                if reply.drip:
                    self._drip(reply.drip)
                    return
                body = reply.body if reply.body is not None else json.dumps(make(reply)).encode()
                self.send_response(reply.status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                if reply.location:
                    self.send_header("Location", reply.location)
                if reply.retry_seconds and protocol == "openai":
                    self.send_header("Retry-After", f"{reply.retry_seconds:g}")
                self.end_headers()
                self.wfile.write(body[: len(body) // 2] if reply.drop else body)
                if reply.drop:
                    self.close_connection = True

            def _drip(self, seconds: float) -> None:
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                with contextlib.suppress(OSError):
                    while not outer.closed.wait(seconds):
                        self.wfile.write(b" ")
                self.close_connection = True

            def do_GET(self) -> None:
                outer.others.append(self.path)
                self.send_error(405)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.closed.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"


def _gemini(reply: Reply) -> dict[str, Any]:
    if reply.status != 200:
        details: list[dict[str, Any]] = [
            {
                "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                "reason": reason,
                "domain": "googleapis.com",
            }
            for reason in reply.reasons
        ]
        if reply.retry_seconds:
            details.append(
                {
                    "@type": "type.googleapis.com/google.rpc.RetryInfo",
                    "retryDelay": f"{reply.retry_seconds:g}s",
                }
            )
        status = {400: "INVALID_ARGUMENT", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE"}.get(
            reply.status, "INTERNAL"
        )
        return {
            "error": {
                "code": reply.status,
                "message": "SECRET WORDS OF THE PROMPT",
                "status": status,
                "details": details,
            }
        }
    usage = {"promptTokenCount": 1200, "candidatesTokenCount": 300, "totalTokenCount": 1500}
    if reply.text is None:
        return {"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": usage}
    end = {"stop": "STOP", "length": "MAX_TOKENS", "safety": "SAFETY"}[reply.end]
    content = {"role": "model", "parts": [{"text": reply.text}]} if reply.text else {"role": "model"}
    return {
        "candidates": [{"content": content, "finishReason": end, "index": 0}],
        "usageMetadata": usage,
        "modelVersion": "served",
    }


def _openai(reply: Reply) -> dict[str, Any]:
    if reply.status != 200:
        return {"error": {"message": "SECRET WORDS OF THE PROMPT", "code": next(iter(reply.reasons), None)}}
    end = {"stop": "stop", "length": "length", "safety": "content_filter"}[reply.end]
    choices = [{"index": 0, "message": {"role": "assistant", "content": reply.text}, "finish_reason": end}]
    return {
        "choices": [] if reply.text is None else choices,
        "usage": {"prompt_tokens": 1200, "completion_tokens": 300, "total_tokens": 1500},
    }
