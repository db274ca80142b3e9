"""`screener check` and the settings of `screener worker`, as an operator meets them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import RedisServer, free_port
from tests.web import WebServer, reply

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SECRET = "hunter2"  # noqa: S105 - nothing is behind it
REDIS = {"REDIS_URL": "redis://x"}
BOTH = {**REDIS, "MONGO_URI_PY": "mongodb://h/d"}


def screener(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"REDIS_URL", "MONGO_URI_PY"}}
    return subprocess.run(
        [sys.executable, "-m", "entrypoints.cli", *arguments],
        cwd=ROOT,
        env={**kept, "ENV": "test", "COLUMNS": "200", **environment},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def rows(output: str) -> dict[str, bool]:
    """Whether each part passed."""
    found = re.findall(r"^│ (\w+)\s+│ (ok|failed)", output, re.MULTILINE)
    return {name: mark == "ok" for name, mark in found}


def test_everything_that_answers_is_ok(redis_url: str, mongo_url: str) -> None:
    with WebServer(reply(200)) as backend, WebServer(reply(200, b"{}")) as gemini:
        checked = screener(
            "check",
            REDIS_URL=redis_url, MONGO_URI_PY=mongo_url, CALLBACK_URL=backend.url("/callback"),
            GEMINI_API_KEY=SECRET, LLM_BASE_URL=gemini.url(""),
        )  # fmt: skip
        assert rows(checked.stdout) == dict.fromkeys(
            ("redis", "mongodb", "model", "callback", "gemini"), True
        )
        assert checked.returncode == 0
        assert SECRET not in checked.stdout + checked.stderr
        assert backend.requests == []  # connected to, not asked
        (asked,) = gemini.requests
        assert (asked.method, asked.target) == ("GET", "/v1beta/models/gemini-2.5-flash")
        assert asked.headers["x-goog-api-key"] == SECRET


def test_everything_that_fails_is_said_and_no_secret_is() -> None:
    closed = free_port()
    with WebServer(reply(403, SECRET.encode())) as gemini, RedisServer() as server:
        with server.client() as client:
            client.config_set("requirepass", "another")
        checked = screener(
            "check",
            REDIS_URL=server.url.replace("redis://", f"redis://:{SECRET}@"),
            MONGO_URI_PY=f"mongodb://user:{SECRET}@127.0.0.1:{closed}/screening",
            CALLBACK_URL=f"http://user:{SECRET}@127.0.0.1:{closed}/callback",
            GEMINI_API_KEY=SECRET, LLM_BASE_URL=gemini.url(""),
        )  # fmt: skip
    assert rows(checked.stdout) == {
        "redis": False, "mongodb": False, "model": True, "callback": False, "gemini": False,
    }  # fmt: skip
    assert checked.returncode == 1
    assert SECRET not in checked.stdout + checked.stderr
    for words in ("password", "database does not answer", "cannot be reached", "status 403"):
        assert words in checked.stdout


def test_a_password_that_is_refused_ends_the_worker_with_one_line(mongo_url: str) -> None:
    with RedisServer() as server:
        with server.client() as client:
            client.config_set("requirepass", "another")
        refused = screener(
            "worker", "--workers", "1", "--analysis-workers", "0",
            REDIS_URL=server.url.replace("redis://", f"redis://:{SECRET}@"), MONGO_URI_PY=mongo_url,
        )  # fmt: skip
    assert refused.returncode == 2
    lines = [line for line in refused.stderr.splitlines() if line.startswith("screener: ")]
    assert set(lines) == {"screener: REDIS_URL: Redis refuses the user or the password"}
    assert "Traceback" not in refused.stderr
    assert SECRET not in refused.stderr


def test_parts_can_be_chosen_and_unknown_ones_are_named(redis_url: str) -> None:
    checked = screener("check", "redis", REDIS_URL=redis_url)
    assert (rows(checked.stdout), checked.returncode) == ({"redis": True}, 0)
    unknown = screener("check", "postgres")
    assert unknown.returncode == 2
    assert unknown.stderr.startswith("screener: unknown part 'postgres'")


def test_what_is_not_set_is_one_row(redis_url: str) -> None:
    checked = screener("check", "redis", "mongodb", "gemini", REDIS_URL=redis_url)
    assert rows(checked.stdout) == {"redis": True, "mongodb": False, "gemini": True}
    assert "MONGO_URI_PY: is not set" in checked.stdout


@pytest.mark.parametrize(
    "environment, says",
    [
        ({}, "REDIS_URL: is not set"),
        ({"REDIS_URL": "redis://127.0.0.1:1/0"}, "MONGO_URI_PY: is not set"),
        ({"REDIS_URL": f"http://{SECRET}"}, "REDIS_URL: "),
        ({**REDIS, "MONGO_URI_PY": f"mongodb://u:{SECRET}@h"}, "MONGO_URI_PY: names no database"),
        ({**REDIS, "MONGO_URI_PY": f"mongodb://u:{SECRET}@h:port/d"}, "MONGO_URI_PY: is no usable"),
        ({**BOTH, "SKILL_TABLES": "none.toml"}, "SKILL_TABLES: "),
        ({**BOTH, "MODEL_PATH": "none", "MODEL_CACHE_DIR": "TMP"}, "MODEL_PATH: "),
        ({"PY_WORKER_COUNT": "many"}, "PY_WORKER_COUNT: "),
        ({"RESUME_ALLOWED_HOSTS": "https://res.cloudinary.com"}, "RESUME_ALLOWED_HOSTS"),
        ({"RESUME_ALLOWED_HOSTS": "*.cloudinary.com"}, "RESUME_ALLOWED_HOSTS"),
        ({"BATCH_QUEUE_NAME": "one", "ANALYSIS_QUEUE_NAME": "one"}, "settings: "),
    ],
)  # fmt: skip
def test_a_worker_that_cannot_run_says_why_in_one_line(
    environment: dict[str, str], says: str, tmp_path: Path
) -> None:
    given = {name: value.replace("TMP", str(tmp_path)) for name, value in environment.items()}
    refused = screener("worker", **given)
    assert refused.returncode == 2
    assert refused.stderr.startswith(f"screener: {says}")
    assert refused.stderr.count("\n") == 1
    assert SECRET not in refused.stderr
