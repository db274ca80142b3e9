"""The one spelling of an evaluation in bytes, so that two can be compared by a hash.

Nothing here names the fields of an evaluation: what is published of it tomorrow is covered as well.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping

# What becomes of a processing; all other fields follow from its inputs alone.
_OF_THE_PROCESSING = frozenset(
    (
        "status",
        "rank",
        "rankingStatus",
        "error",
        "errorReason",
        "isDuplicate",
        "duplicateOf",
        "embeddingStatus",
    )
)
_OF_AN_ANALYSIS = "analysis"
_MADE_OF, _RESULT_HASH = "evaluation", "resultHash"


def decided(fields: Mapping[str, object], names: Mapping[str, object] | None = None) -> dict[str, object]:
    """Return the published fields that follow from resume, job, vectors and rules, and from nothing else.

    Args:
        fields: as `outcome_fields` gives them, or as they were stored.
        names: the fields to take; a stored document has those of others as well. None takes all.
    """
    part = {
        name: value
        for name, value in fields.items()
        if value is not None  # what was not found out is absent from a stored document
        and name not in _OF_THE_PROCESSING
        and not name.startswith(_OF_AN_ANALYSIS)
        and (names is None or name in names)
    }
    made_of = part.get(_MADE_OF)
    if isinstance(made_of, Mapping):
        part[_MADE_OF] = {name: value for name, value in made_of.items() if name != _RESULT_HASH}
    return part


def canonical_bytes(value: object) -> bytes:
    """Return the JSON of a value: sorted keys, no blanks, ASCII alone, floats by their shortest digits.

    Raises:
        ValueError: a number is not finite.
        TypeError: something in it is no JSON.
    """
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def result_hash(fields: Mapping[str, object]) -> str:
    """Return the SHA-256 of the canonical bytes of all that `decided` takes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(decided(fields))).hexdigest()


def differences(one: object, other: object, path: str = "") -> Iterator[str]:
    """Yield the dotted names under which two JSON values differ; none where their canonical bytes agree."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for name in sorted({*one, *other}):
            where = f"{path}.{name}" if path else str(name)
            if name in one and name in other:
                yield from differences(one[name], other[name], where)
            else:
                yield where
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (left, right) in enumerate(zip(one, other, strict=True)):
            yield from differences(left, right, f"{path}[{place}]")
    elif canonical_bytes(one) != canonical_bytes(other):
        yield path
