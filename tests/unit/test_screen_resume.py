import random
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_mock import MockerFixture

from adapters.memory import InMemoryFiles, InMemoryJobStore, InMemoryProcessingStore, RememberingEmbedder
from adapters.skill_table import load_skill_lexicon
from application.errors import TransientError
from application.ports import Embedder, FileFetcher
from application.rank_job import RankJob
from application.screen_batch import ScreenBatch
from application.screen_resume import ScreenResume, UnknownProcessingError
from domain.evaluation import Evaluation
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.text import normalise
from tests.builders import build_job
from tests.fakes import HashEmbedder, UnreliableFiles, Utf8Reader

LEXICON = load_skill_lexicon()
JOB = build_job()
# Hash vectors point anywhere: similarity must not decide in these tests.
RULES = ScoringRules(min_similarity=0.0)
RESUME = """Jane Doe
jane.doe@example.com | +1 555 010 0199

Data Engineer

Experience
Data Engineer, Example Ltd
January 2020 - Present
Built pipelines in Python and PostgreSQL.

Skills
Python, SQL, Docker
"""


def harness(
    files: Mapping[str, bytes] | FileFetcher, *, embedder: Embedder | None = None
) -> tuple[InMemoryProcessingStore, ScreenResume]:
    urls = list(files) if isinstance(files, Mapping) else ["file"]
    store = InMemoryProcessingStore(ResumeProcessing(id=url, job_id=JOB.id, resume_url=url) for url in urls)
    screen = ScreenResume(
        processings=store,
        jobs=InMemoryJobStore([JOB]),
        files=InMemoryFiles(files) if isinstance(files, Mapping) else files,
        reader=Utf8Reader(),
        embedder=embedder or HashEmbedder(),
        lexicon=LEXICON,
        rules=RULES,
    )
    return store, screen


def evaluated(text: str) -> Evaluation:
    _, screen = harness({"one": text.encode()})
    evaluation = screen("one").evaluation
    assert evaluation is not None
    return evaluation


def test_a_resume_is_screened_from_file_to_explanation() -> None:
    store, screen = harness({"one": RESUME.encode()})
    settled = screen("one")
    evaluation = settled.evaluation
    assert settled.status is ProcessingStatus.COMPLETED
    assert store.get("one") == settled
    assert evaluation is not None
    assert evaluation.passed
    assert evaluation.experience.years == 6.83  # January 2020 to October 2026, both months counted
    assert [finding.found for finding in evaluation.required_skills] == [True, True]
    assert evaluation.normalized_text == normalise(RESUME)
    assert len(evaluation.resume_embedding) == len(evaluation.job_embedding) == 384
    assert evaluation.embedding_model == HashEmbedder().model
    assert evaluation.reasons[0] == "Shows all 2 required skills: Python, SQL."


def test_a_settled_processing_is_returned_as_it_is(mocker: MockerFixture) -> None:
    store, screen = harness({"one": RESUME.encode()})
    first = screen("one")
    saved = mocker.spy(store, "save")
    assert screen("one") == first
    saved.assert_not_called()


def test_a_refused_file_is_an_outcome_with_its_reason() -> None:
    store, screen = harness({"one": b" "})
    settled = screen("one")
    assert (settled.status, settled.error, settled.error_reason) == (
        ProcessingStatus.FAILED, "The file is empty.", "empty",
    )  # fmt: skip
    assert store.get("one") == settled
    assert settled.evaluation is None


def test_a_resume_of_nothing_but_personal_details_is_refused() -> None:
    _, screen = harness({"one": b"Name: Jane Doe\nE-mail: jane@example.com"})
    settled = screen("one")
    assert (settled.status, settled.error_reason) == (ProcessingStatus.FAILED, "no_text")


def test_an_outage_passes_through_and_leaves_it_claimed() -> None:
    store, screen = harness(UnreliableFiles(RESUME.encode(), outages=1))
    with pytest.raises(TransientError):
        screen("file")
    claimed = store.get("file")
    assert claimed is not None
    assert claimed.status is ProcessingStatus.PROCESSING
    assert screen("file").status is ProcessingStatus.COMPLETED


def test_unknown_processing_or_job_is_an_error() -> None:
    store, screen = harness({"one": RESUME.encode()})
    with pytest.raises(UnknownProcessingError, match="no processing two"):
        screen("two")
    store.save(ResumeProcessing(id="two", job_id="gone", resume_url="one"))
    with pytest.raises(UnknownProcessingError, match="no job gone"):
        screen("two")


def test_a_twin_is_computed_once_and_marked(mocker: MockerFixture) -> None:
    store, screen = harness({"a": RESUME.encode(), "b": (RESUME + "\n\n\u200b").encode()})
    embed = mocker.spy(HashEmbedder, "embed")
    original, twin = screen("a"), screen("b")
    assert (original.duplicate_of, twin.duplicate_of) == (None, "a")
    assert twin.evaluation == original.evaluation
    assert embed.call_count == 2  # the resume and the job, once each
    assert RankJob(processings=store)(JOB.id) == {"a": 1, "b": 2}


def test_texts_are_remembered_and_the_job_is_embedded_once(mocker: MockerFixture) -> None:
    files = {str(number): RESUME.replace("Docker", f"Docker {number}").encode() for number in range(5)}
    _, screen = harness(files, embedder=RememberingEmbedder(HashEmbedder()))
    embed = mocker.spy(HashEmbedder, "embed")
    for processing_id in files:
        screen(processing_id)
    texts = [text for call in embed.call_args_list for text in call.args[1]]
    assert len(texts) == len(set(texts))
    assert JOB.title in texts


def test_remembered_vectors_are_the_same_and_the_oldest_are_forgotten() -> None:
    plain, remembering = HashEmbedder(), RememberingEmbedder(HashEmbedder(), most=2)
    for texts in (["a", "b"], ["b", "c", "a"], [], ["a", "a"]):
        assert remembering.embed(texts).tolist() == plain.embed(texts).tolist()
    assert len(remembering._vectors) == 2
    with pytest.raises(ValueError, match="blank"):
        remembering.embed(["a", " "])


def person(**changes: str) -> str:
    fields = {
        "name": "Jane Doe",
        "mail": "jane.doe@example.com",
        "phone": "+1 555 010 0199",
        "street": "12 Elm Street, Springfield, IL 62704",
        "born": "12 May 1990",
        "nation": "American",
        "gender": "Female",
        "she": "She",
        "her": "her",
    } | changes
    return """{name}
{mail} | {phone}
{street}
Date of birth: {born}
Nationality: {nation}
Gender: {gender}

Summary
Data Engineer. {she} built pipelines in Python and led {her} team.

Experience
Data Engineer, Example Ltd
January 2020 - Present
Built pipelines in Python and SQL.

References
Available from former managers of {name}.
""".format(**fields)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "Mohammed Al-Rashid", "mail": "m.rashid@example.org"},
        {"name": "Ruby Swift", "mail": "ruby.swift@example.com"},
        {"name": "Nguy\u1ec5n Th\u1ecb Minh Khai"},
        {"name": "O'Brien, Se\u00e1n"},
        {"she": "He", "her": "his", "gender": "Male"},
        {"she": "They", "her": "their", "gender": "Non-binary"},
        {"phone": "(020) 7946 0018", "mail": "x@example.net"},
        {"street": "Hauptstra\u00dfe 5, 10115 Berlin, Germany"},
        {"born": "1961-01-02", "nation": "Nigerian"},
    ],
)
def test_who_the_person_is_changes_nothing_to_the_last_bit(changes: dict[str, str]) -> None:
    before, after = evaluated(person()), evaluated(person(**changes))
    neutral = {"resume_hash": "", "normalized_text": ""}
    assert replace(after, **neutral) == replace(before, **neutral)  # type: ignore[arg-type] # two strings


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Jane Doe", "Data Engineer", "jane@example.com", "Python and SQL", "May 2019 - Present",
                "Education", "BSc Physics, 2015 - 2018", "+44 20 7946 0018", "She wrote R code", "Skills",
                "Go, C++", "Experience", "Nationality: French", "Address: 5 High Street", "",
                "https://example.com/jane", "Ruby Swift",
            ]
        ),
        min_size=1, max_size=14,
    )
)  # fmt: skip
def test_what_redaction_removes_never_counts(lines: list[str]) -> None:
    text = normalise("\n".join(lines))
    redacted = redact(text)
    if redacted:
        whole, bare = evaluated(text), evaluated(redacted)
        neutral = {"resume_hash": "", "normalized_text": ""}
        assert replace(whole, **neutral) == replace(bare, **neutral)  # type: ignore[arg-type] # two strings


def batch(files: Mapping[str, bytes] | FileFetcher) -> tuple[InMemoryProcessingStore, ScreenBatch]:
    store, screen = harness(files)
    return store, ScreenBatch(processings=store, screen_resume=screen, rank_job=RankJob(processings=store))


@pytest.mark.parametrize("at_once", [1, 4])
def test_a_batch_gives_the_same_whatever_the_order_and_the_number_at_once(at_once: int) -> None:
    files = {
        f"r{number}": RESUME.replace("Docker", f"Docker, tool {number % 6}").encode() for number in range(18)
    }
    files["empty"] = b""
    expected_store, expected = batch(files)
    expected(JOB.id, sorted(files), at_once=1, on_settled=lambda _: None)
    store, shuffled = batch(files)
    seen: list[str] = []
    order = random.Random(at_once).sample(sorted(files), len(files))
    assert shuffled(JOB.id, order, at_once=at_once, on_settled=lambda settled: seen.append(settled.id))
    assert sorted(seen) == sorted(files)
    for processing_id in files:
        assert store.get(processing_id) == expected_store.get(processing_id)


def test_a_batch_retries_outages_and_gives_up_with_a_reason() -> None:
    store, screen_all = batch(UnreliableFiles(RESUME.encode(), outages=2))
    screen_all(JOB.id, ["file"], at_once=1, on_settled=lambda _: None)
    settled = store.get("file")
    assert settled is not None
    assert settled.status is ProcessingStatus.COMPLETED
    store, screen_all = batch(UnreliableFiles(RESUME.encode(), outages=3))
    screen_all(JOB.id, ["file"], at_once=1, on_settled=lambda _: None)
    settled = store.get("file")
    assert settled is not None
    assert (settled.error, settled.error_reason) == (
        "The resume could not be read: the disk is away.", "outage",
    )  # fmt: skip


def test_a_bug_fails_its_own_resume_and_no_other() -> None:
    store, screen_all = batch({"good": RESUME.encode(), "bad": b"\xff not utf-8"})
    assert screen_all(JOB.id, ["bad", "good"], at_once=2, on_settled=lambda _: None)
    bad, good = store.get("bad"), store.get("good")
    assert bad is not None
    assert good is not None
    assert (bad.error_reason, good.rank) == ("internal_error", 1)
    assert "UnicodeDecodeError" in str(bad.error)


def test_a_bug_is_logged_by_its_place_without_the_words_of_the_resume(
    caplog: pytest.LogCaptureFixture,
) -> None:
    _, screen_all = batch({"bad": b"secret words \xff"})
    screen_all(JOB.id, ["bad"], at_once=1, on_settled=lambda _: None)
    (record,) = caplog.records
    assert record.getMessage().startswith("bad: UnicodeDecodeError at tests/fakes.py:")
    assert "secret" not in caplog.text


def test_a_failure_outside_the_resumes_stops_the_batch_at_once() -> None:
    files = {f"r{number}": RESUME.replace("Docker", f"tool {number}").encode() for number in range(80)}
    store, screen_all = batch(files)

    def broken(_: ResumeProcessing) -> None:
        raise RuntimeError("the caller is broken")

    with pytest.raises(RuntimeError, match="the caller is broken"):
        screen_all(JOB.id, sorted(files), at_once=1, on_settled=broken)
    assert sum(processing.settled for processing in store.of_job(JOB.id)) < 80
    assert all(processing.status is not ProcessingStatus.PROCESSING for processing in store.of_job(JOB.id))


def test_an_interrupt_keeps_what_is_done_and_ranks_it() -> None:
    files = {f"r{number}": RESUME.replace("Docker", f"tool {number}").encode() for number in range(50)}
    store, screen_all = batch(files)

    def interrupt_at_third(settled: ResumeProcessing) -> None:
        done.append(settled.id)
        if len(done) == 3:
            raise KeyboardInterrupt

    done: list[str] = []
    assert not screen_all(JOB.id, sorted(files), at_once=1, on_settled=interrupt_at_third)
    settled = [processing for processing in store.of_job(JOB.id) if processing.settled]
    assert 3 <= len(settled) < 50
    assert all(processing.rank for processing in settled)
