"""What made an evaluation is published with it, and its hash tells any change of it."""

import copy
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.mongo.documents import evaluation_from
from application.canonical import canonical_bytes, decided, differences, result_hash
from application.outcome import outcome_fields
from tests.builders import build_evaluation, build_processing

Fields = dict[str, Any]


def published(**changes: Any) -> Fields:
    return outcome_fields(build_processing(evaluation=build_evaluation(**changes)))


def leaves(value: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Return the path to every value that holds no other, the first of long lists alone."""
    if isinstance(value, dict) and value:
        return [leaf for name, item in value.items() for leaf in leaves(item, (*path, name))]
    if isinstance(value, list) and value:
        return [leaf for place, item in enumerate(value[:2]) for leaf in leaves(item, (*path, place))]
    return [path]


def test_everything_that_the_evaluation_depends_on_is_told_in_clear() -> None:
    made_of = published(similarity=0.5, file_hash="ab" * 32)["evaluation"]
    assert made_of == {
        "codeVersion": "1",
        "rules": {
            "weights": {
                "similarity": 0.6,
                "requiredSkills": 0.2,
                "preferredSkills": 0.05,
                "experience": 0.15,
            },
            "minSimilarity": 0.25,
            "maxMissingSkillsShare": 0.5,
            "minExperienceShare": 0.5,
            "unknownExperienceRatio": 0.5,
            "countInternships": True,
        },
        "skillsDigest": made_of["skillsDigest"],
        "weightsDigest": made_of["weightsDigest"],
        "referenceDate": "2026-10-01",
        "fileHash": "ab" * 32,
        "resultHash": made_of["resultHash"],
    }


def test_what_is_published_is_read_back_whole_also_after_json() -> None:
    evaluation = build_evaluation(hidden_text=("pale",), file_hash="cd" * 32)
    fields = outcome_fields(build_processing(evaluation=evaluation))
    assert evaluation_from(json.loads(json.dumps(fields))) == evaluation


def test_a_document_of_before_has_no_provenance_and_is_read() -> None:
    evaluation = build_evaluation()
    fields = {**published(), "evaluation": None}
    assert evaluation_from(fields) == replace(evaluation, provenance=None, file_hash="")
    del fields["evaluation"]
    assert evaluation_from(fields) == replace(evaluation, provenance=None, file_hash="")
    again = outcome_fields(build_processing(evaluation=evaluation_from(fields)))
    assert again["evaluation"] is None


def test_any_change_of_anything_decided_changes_the_hash_and_is_named() -> None:
    fields = published()
    part = decided(fields)
    assert fields["evaluation"]["resultHash"] == result_hash(fields)
    for path in leaves(part):
        changed = copy.deepcopy(fields)
        *way, last = path
        inner: Any = changed
        for step in way:
            inner = inner[step]
        inner[last] = "changed" if inner[last] != "changed" else "again"
        assert result_hash(changed) != fields["evaluation"]["resultHash"], path
        (named,) = differences(decided(changed), part)
        assert named.startswith(str(path[0])), path


def test_what_becomes_of_the_processing_is_no_part_of_it() -> None:
    evaluation = build_evaluation()
    one = outcome_fields(build_processing(evaluation=evaluation))
    other = outcome_fields(build_processing(evaluation=evaluation, rank=7, duplicate_of="x", id="other"))
    assert one != other
    assert result_hash(one) == result_hash(other)
    assert result_hash({**one, "analysisStatus": "completed"}) == result_hash(one)


def test_fields_of_others_on_a_stored_document_are_left_out() -> None:
    fields = published()
    stored = {**fields, "resumeUrl": "https://x/Jane.pdf", "batchId": "B"}
    assert decided(stored, fields) == decided(fields)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
        max_leaves=12,
    )
)
def test_canonical_bytes_outlive_json_and_the_order_of_names(value: Any) -> None:
    data = canonical_bytes(value)
    assert canonical_bytes(json.loads(data)) == data
    assert list(differences(value, json.loads(data))) == []
    if isinstance(value, dict):
        assert canonical_bytes(dict(reversed(value.items()))) == data


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_bytes({"score": float("nan")})
