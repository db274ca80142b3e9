"""One line a message, on standard error: JSON for machines, or plain text for people."""

import logging
import sys
from typing import Any

import structlog

from entrypoints.settings import Settings

# Their lines at INFO hold addresses, with what an upload's address may carry, or say nothing new; at DEBUG
# what is sent, a key that a header cannot hold included.
_QUIET = (
    *("httpx", "httpcore", "httpx2", "httpcore2", "urllib3", "requests"),
    *("google", "google_genai", "grpc"),
    "pymongo",
    "rq",
    "rq.worker",
    "rq.job",
    "rq.queue",
    "rq.registry",
    "rq.scheduler",
)


def configure_logs(settings: Settings, *, process: str) -> None:
    """Send the messages of structlog and of the standard library through one set of processors.

    Args:
        settings: format and level.
        process: what this process is, bound to every line: `supervisor`, `batch-1`.
    """

    def name_process(_: Any, __: str, event: Any) -> Any:
        # Not a context variable: threads of a pool begin without those.
        event["process"] = process
        return event

    shared: list[Any] = [
        name_process,
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    as_json = settings.log_format == "json" or (settings.log_format == "auto" and not sys.stderr.isatty())
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    for name in _QUIET:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
