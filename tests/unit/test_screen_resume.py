import hashlib
import random
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_mock import MockerFixture

from adapters.memory import (
    InMemoryFiles,
    InMemoryJobProfiles,
    InMemoryJobStore,
    InMemoryProcessingStore,
)
from adapters.remembered_vectors import RememberingEmbedder
from adapters.skill_table import load_skill_lexicon
from application.errors import ClaimLostError, HeldError, MisconfiguredError, TransientError
from application.lease import Lease
from application.ports import Claim, Embedder, FileFetcher
from application.rank_job import RankJob
from application.retry import RetryPolicy
from application.screen_batch import ScreenBatch
from application.screen_resume import ScreenResume, UnknownProcessingError
from domain.document import Document
from domain.evaluation import Evaluation
from domain.passages import RECIPE
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.skills import EvidenceLevel
from domain.text import normalise
from tests.builders import build_evaluation, build_job, build_processing
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
        job_profiles=InMemoryJobProfiles(),
        lexicon=LEXICON,
        rules=RULES,
        retries=RetryPolicy(max_retries=2, base_seconds=0.0),
    )
    return store, screen


def screened(text: str) -> ResumeProcessing:
    _, screen = harness({"one": text.encode()})
    return screen("one")


def evaluated(text: str) -> Evaluation:
    evaluation = screened(text).evaluation
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
    python, sql = evaluation.required_skills
    assert (python.level, str(python.first)) == (EvidenceLevel.RECENT_ROLE, "2020-01")
    assert (sql.level, sql.matched_as) == (EvidenceLevel.RECENT_ROLE, "PostgreSQL")
    assert evaluation.normalized_text == normalise(RESUME)
    assert len(evaluation.resume_embedding) == len(evaluation.job_embedding) == 384
    assert evaluation.embedding_model == f"{HashEmbedder().model}/{RECIPE}"
    assert evaluation.reasons[0] == "Shows all 2 required skills: Python, SQL."


def test_a_settled_processing_is_returned_as_it_is(mocker: MockerFixture) -> None:
    store, screen = harness({"one": RESUME.encode()})
    first = screen("one")
    settled = mocker.spy(store, "settle")
    embedded = mocker.spy(HashEmbedder, "embed")
    assert screen("one") == first
    settled.assert_not_called()
    embedded.assert_not_called()


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


def test_an_outage_gives_it_back_to_be_tried_again() -> None:
    store, screen = harness(UnreliableFiles(RESUME.encode(), outages=1))
    with pytest.raises(TransientError, match="the disk is away"):
        screen("file")
    queued = store.get("file")
    assert queued is not None
    assert queued.status is ProcessingStatus.QUEUED
    assert screen("file").status is ProcessingStatus.COMPLETED


def test_the_next_try_waits_as_long_as_the_policy_and_the_other_side_ask() -> None:
    store, screen = harness(UnreliableFiles(RESUME.encode(), outages=9, retry_after=100.0))
    with pytest.raises(TransientError) as later:
        screen("file")
    assert later.value.retry_after == 100.0
    with pytest.raises(HeldError) as held:
        screen("file")
    assert 90 < held.value.retry_after <= 100
    assert store.get("file") == build_processing(id="file", job_id=JOB.id, resume_url="file")


def test_after_the_last_try_it_has_failed_with_the_reason() -> None:
    _, screen = harness(UnreliableFiles(RESUME.encode(), outages=3))
    for _ in range(2):
        with pytest.raises(TransientError):
            screen("file")
    settled = screen("file")
    assert (settled.error, settled.error_reason) == (
        "The resume could not be read: the disk is away.", "outage",
    )  # fmt: skip


def test_memory_that_ran_out_may_be_there_at_the_next_try(mocker: MockerFixture) -> None:
    store, screen = harness({"one": RESUME.encode()})
    mocker.patch.object(Utf8Reader, "read", side_effect=MemoryError)
    with pytest.raises(TransientError, match="more memory than there is"):
        screen("one")
    queued = store.get("one")
    assert queued is not None
    assert queued.status is ProcessingStatus.QUEUED
    mocker.stopall()
    assert screen("one").status is ProcessingStatus.COMPLETED


def test_what_ended_its_worker_again_and_again_has_failed_without_another_try(mocker: MockerFixture) -> None:
    store, screen = harness({"one": RESUME.encode()})
    for _ in range(5):
        assert store.claim("one", seconds=0)  # and the worker dies
    read = mocker.spy(Utf8Reader, "read")
    assert screen("one").error_reason == "poison"
    read.assert_not_called()


def test_a_worker_whose_claim_ran_out_writes_nothing() -> None:
    now = [0.0]
    store, screen = harness({"one": RESUME.encode()})
    store._clock = lambda: now[0]

    class SlowReader(Utf8Reader):
        def read(self, data: bytes) -> Document:
            now[0] += 11
            assert store.claim("one", seconds=60)  # another worker takes over
            return super().read(data)

    slow = replace(screen, reader=SlowReader(), lease=Lease(seconds=10))
    with pytest.raises(ClaimLostError):
        slow("one")
    taken = store.get("one")
    assert taken is not None
    assert taken.status is ProcessingStatus.PROCESSING


def test_a_claim_is_renewed_while_the_work_lasts_and_not_beyond_its_deadline() -> None:
    store, screen = harness({"one": RESUME.encode()})
    claim = store.claim("one", seconds=0.9)
    assert claim
    with Lease(seconds=0.9, deadline_seconds=60).kept(store, claim):
        time.sleep(2.0)
        with pytest.raises(HeldError):
            screen("one")
    with Lease(seconds=0.9, deadline_seconds=0.1).kept(store, claim):
        time.sleep(2.0)
        assert screen("one").status is ProcessingStatus.COMPLETED


@pytest.mark.parametrize(
    "trouble, said",
    [
        (TransientError("the database does not answer"), "the database does not answer"),
        (
            MisconfiguredError("MONGO_URI_PY: MongoDB refuses the user"),
            "MONGO_URI_PY: MongoDB refuses the user",
        ),
        (ValueError("text of a resume"), "ValueError at"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_claim_is_renewed_again_after_whatever_went_wrong(
    caplog: pytest.LogCaptureFixture, trouble: Exception, said: str
) -> None:
    """A keeper that ends at the first trouble gives the resume to another while this one works on it."""
    store, _ = harness({"one": RESUME.encode()})
    claim = store.claim("one", seconds=0.15)
    assert claim
    troubles = [trouble]

    class Troubled(InMemoryProcessingStore):
        def renew(self, claim: Claim, *, seconds: float) -> bool:
            if troubles:
                raise troubles.pop()
            return store.renew(claim, seconds=seconds)

    with Lease(seconds=0.15, deadline_seconds=60).kept(Troubled(), claim):
        time.sleep(0.4)
        with pytest.raises(HeldError):
            store.claim("one", seconds=1)
    (record,) = caplog.records
    assert said in record.getMessage()
    assert "text of a resume" not in record.getMessage()


def test_a_server_that_refuses_us_costs_no_try(mocker: MockerFixture) -> None:
    store, screen = harness({"one": RESUME.encode()})
    now = [0.0]
    store._clock = lambda: now[0]
    refusal = MisconfiguredError("MONGO_URI_PY: MongoDB refuses the user or the password")
    refused = replace(screen, jobs=mocker.Mock(get=mocker.Mock(side_effect=refusal)))
    for _ in range(10):
        with pytest.raises(MisconfiguredError):
            refused("one")
        with pytest.raises(HeldError) as held:
            refused("one")
        now[0] += held.value.retry_after
    assert held.value.retry_after >= 10  # nothing but a person mends it
    again = store.claim("one", seconds=60)
    assert again
    assert again.attempt == 1


def test_a_store_that_refuses_us_says_so_though_the_try_cannot_be_given_back() -> None:
    store, screen = harness({"one": RESUME.encode()})

    class Refusing(InMemoryProcessingStore):
        def settle(self, claim: Claim, processing: ResumeProcessing) -> None:
            raise MisconfiguredError("refuses the user")

        def release(self, *_: object, **__: object) -> None:
            raise MisconfiguredError("still refuses the user")

    with pytest.raises(MisconfiguredError, match=r"^refuses"):
        replace(screen, processings=Refusing(store.of_job(JOB.id)))("one")


def test_stored_vectors_are_used_and_not_made_again(mocker: MockerFixture) -> None:
    files = {"a": RESUME.encode(), "b": RESUME.replace("jane.doe@example.com", "j@example.org").encode()}
    _, screen = harness(files)
    first = screen("a").evaluation
    embed = mocker.spy(HashEmbedder, "embed")
    second = screen("b")  # another text, and the same once redacted
    assert first is not None
    assert second.duplicate_of is None
    assert second.evaluation is not None
    assert second.evaluation.resume_embedding == first.resume_embedding
    embed.assert_not_called()


def test_a_twin_made_under_other_rules_is_not_reused() -> None:
    _, screen = harness({"a": RESUME.encode(), "b": RESUME.encode()})
    screen("a")
    other = replace(screen, rules=ScoringRules(min_similarity=0.0, max_missing_share=1.0))
    settled = other("b")
    assert settled.duplicate_of is None
    assert settled.evaluation is not None
    assert settled.evaluation.rules_version != (screen("a").evaluation or build_evaluation()).rules_version


def test_an_unknown_processing_is_an_error_and_an_unknown_job_an_outcome() -> None:
    store, screen = harness({"one": RESUME.encode()})
    with pytest.raises(UnknownProcessingError, match="no processing two"):
        screen("two")
    store.put(ResumeProcessing(id="two", job_id="gone", resume_url="one"))
    settled = screen("two")
    assert (settled.status, settled.error_reason) == (ProcessingStatus.FAILED, "no_job")


def placed(store: InMemoryProcessingStore, processing_id: str) -> int | None:
    RankJob(ranking=store)(JOB.id)
    processing = store.get(processing_id)
    return processing.rank if processing else None


def test_a_twin_is_computed_once_and_marked(mocker: MockerFixture) -> None:
    store, screen = harness({"a": RESUME.encode(), "b": (RESUME + "\n\n\u200b").encode()})
    embed = mocker.spy(HashEmbedder, "embed")
    original, twin = screen("a"), screen("b")
    assert (original.duplicate_of, twin.duplicate_of) == (None, "a")
    assert original.evaluation
    assert twin.evaluation
    assert twin.evaluation == replace(original.evaluation, file_hash=twin.evaluation.file_hash)
    assert twin.evaluation.file_hash == hashlib.sha256((RESUME + "\n\n\u200b").encode()).hexdigest()
    assert embed.call_count == 2  # the resume and the job, once each
    assert [placed(store, id_) for id_ in ("a", "b")] == [1, 2]


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
    neutral = {"resume_hash": "", "normalized_text": "", "file_hash": ""}
    assert replace(after, **neutral) == replace(before, **neutral)  # type: ignore[arg-type] # strings


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
        whole, bare = screened(text), screened(redacted)
        if whole.evaluation is None or bare.evaluation is None:  # nothing but the same few words
            assert (whole.error_reason, bare.error_reason) == ("no_text", "no_text")
            return
        neutral = {"resume_hash": "", "normalized_text": "", "file_hash": ""}
        assert replace(whole.evaluation, **neutral) == replace(bare.evaluation, **neutral)  # type: ignore[arg-type] # strings


def batch(files: Mapping[str, bytes] | FileFetcher) -> tuple[InMemoryProcessingStore, ScreenBatch]:
    store, screen = harness(files)
    return store, ScreenBatch(processings=store, screen_resume=screen, rank_job=RankJob(ranking=store))


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
    assert bad.error == "An error of the screener's own stopped the work on this file; its log says where."


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

    done: list[str] = []
    assert not screen_all(
        JOB.id, sorted(files), at_once=1,
        on_settled=lambda settled: done.append(settled.id), interrupted=lambda: len(done) >= 3,
    )  # fmt: skip
    settled = [processing for processing in store.of_job(JOB.id) if processing.settled]
    assert 3 <= len(settled) < 50
    assert all(processing.rank for processing in settled)
