"""`screener check`: whether everything that a worker needs answers, in one table without a secret."""

import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from dependency_injector import providers
from rich.console import Console
from rich.table import Table

from adapters.gemini_key import check_key
from adapters.mongo.connection import check_mongodb
from adapters.rq_queue.connection import check_redis
from application.errors import MisconfiguredError, TransientError
from application.trouble import place_of
from entrypoints.container import Container
from entrypoints.settings import Settings, SettingsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of one check."""

    name: str
    passed: bool
    detail: str
    seconds: float


def run_checks(settings: Settings, names: Collection[str]) -> list[Finding]:
    """Try each part named; one that fails does not keep the others from being tried."""
    container = Container(settings=settings, environment=providers.Object("production"))
    checks: dict[str, Callable[[], str]] = {
        "redis": lambda: check_redis(container.redis()),
        "mongodb": lambda: check_mongodb(container.mongo()),
        "model": lambda: _model(container),
        "callback": lambda: _callback(container, settings),
        "gemini": lambda: _gemini(settings),
    }
    try:
        return [_finding(name, checks[name]) for name in checks if name in names]
    finally:
        container.shutdown_resources()


def _finding(name: str, check: Callable[[], str]) -> Finding:
    started = time.monotonic()
    try:
        detail, passed = check(), True
    except (SettingsError, TransientError, MisconfiguredError) as error:
        detail, passed = " ".join(str(error).split()), False
    except Exception as error:  # noqa: BLE001 - its message could hold an address with a password
        detail, passed = f"refused: {place_of(error)}", False
    return Finding(name=name, passed=passed, detail=detail, seconds=time.monotonic() - started)


def _model(container: Container) -> str:
    embedder = container.model()
    vector = embedder.embed(["a text"])[0]
    if not abs(float((vector * vector).sum()) - 1) < 1e-3:  # noqa: PLR2004 - the length of a unit vector
        raise TransientError("the model makes no unit vectors")
    return embedder.model


def _callback(container: Container, settings: Settings) -> str:
    container.backend().reachable()
    parts = urlsplit(settings.callback_url)
    return f"{parts.hostname} takes connections"


def _gemini(settings: Settings) -> str:
    if settings.llm_provider == "openai":
        return "another provider is set" if settings.llm_is_set_up else "no key is set: deep analysis is off"
    if settings.gemini_api_key is None:
        return "no key is set: deep analysis is off"
    check_key(settings.llm_address, settings.gemini_api_key.get_secret_value(), settings.llm_model)
    return f"the key is good for {settings.llm_model}"


def print_findings(findings: Iterable[Finding], console: Console) -> None:
    """Print one row a finding."""
    table = Table("part", "", "seconds", "detail")
    for found in findings:
        mark = "[green]ok[/green]" if found.passed else "[red]failed[/red]"
        table.add_row(found.name, mark, f"{found.seconds:.2f}", found.detail)
    console.print(table)
