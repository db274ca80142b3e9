"""What a specimen of hostile input is, and the collection that the modules beside this one fill."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from application.errors import RefusalReason

LINES = (
    "Ada Lovelace",
    "ada.lovelace@example.org",
    "Analyst, Analytical Engine Works, 2015 - 2024",
    "Wrote the programs of the engine in Python, and the notes that explain them.",
)
"""What stands in a specimen that a person could read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen:
    """One hostile file.

    Attributes:
        name: of the file, with the suffix that it claims.
        what: what is hostile about it.
        reads: whether its text may come out.
        reasons: the refusals that are right; with `reads`, either is, because nobody promises which.
        make: returns its bytes, the same ones every time.
    """

    name: str
    what: str
    reads: bool
    reasons: frozenset[RefusalReason]
    make: Callable[[], bytes]

    @property
    def expected(self) -> str:
        """The outcome in words, for the list beside a corpus."""
        return " or ".join((["read"] if self.reads else []) + sorted(self.reasons))


SPECIMENS: dict[str, Specimen] = {}
"""All of them by name, once the modules that define them are imported."""

READ = "read"
_SUFFIXES = {"pdf": "pdf", "docx": "docx", "text": "txt"}


def specimen(*outcomes: RefusalReason | str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Take a function into the collection: its name is the file's, its docstring says what the file is."""

    def add(function: Callable[[], bytes]) -> Callable[[], bytes]:
        kind, _, rest = function.__name__.partition("_")
        name = f"{rest.replace('_', '-')}.{_SUFFIXES[kind]}"
        assert name not in SPECIMENS
        make = lru_cache(maxsize=1)(function)
        SPECIMENS[name] = Specimen(
            name=name,
            what=" ".join((function.__doc__ or "").split()),
            reads=READ in outcomes,
            reasons=frozenset(RefusalReason(outcome) for outcome in outcomes if outcome != READ),
            make=make,
        )
        return make

    return add
