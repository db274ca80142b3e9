"""Self-contained HTML pages from templates of this folder."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from entrypoints.terminal import printable


def page_environment() -> Environment:
    """Return where templates are found and how: every value escaped, an unknown name is an error."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )


def _finalized(value: object) -> object:
    """What every value of a page goes through before it is escaped."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value
