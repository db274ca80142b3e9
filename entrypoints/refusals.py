"""What pydantic says of a setting or a job file, in the words of whoever wrote that."""

from collections.abc import Mapping
from typing import Any

_WORDS = (
    ("Value error, ", ""),
    ("Input should be a valid tuple", "must be a list"),
    ("Input should be a valid string", "must be text"),
    ("Input should be a valid integer", "must be a whole number"),
    ("Input should be a valid number", "must be a number"),
    ("Input should be a finite number", "must be a finite number"),
    ("Input should be a valid boolean", "must be true or false"),
    ("Input should be a valid date", "must be a date such as 2026-12-31"),
    ("Input should be ", "must be "),
    ("Input is not ", "is not "),
    ("Field required", "is missing"),
    ("String should have at least 1 character", "must not be empty"),
    ("String should have ", "must have "),
    ("Value should have ", "must have "),
    ("Datetimes provided to dates", "must be a date such as 2026-12-31 or datetime, "),
    ("Unable to parse input string as an integer", "must be a whole number"),
    ("String should match pattern ", "must match the pattern "),
)


def refusal(problem: Mapping[str, Any]) -> str:
    """Return the message of one entry of `ValidationError.errors()`, without its place and its input."""
    message: str = problem["msg"]
    for theirs, ours in _WORDS:
        if message.startswith(theirs):
            message = ours + message.removeprefix(theirs)
            break
    # What it tried in order to make sense of a value helps nobody.
    for theirs in (", unable to ", " or datetime, ", ", exceeded ", " after validation"):
        message = message.partition(theirs)[0]
    return message
