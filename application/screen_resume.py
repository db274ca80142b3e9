"""Screen one resume against its job: from a file somewhere to a settled processing."""

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from application.errors import (
    ClaimLostError,
    MisconfiguredError,
    RefusalReason,
    TransientError,
    UnprocessableError,
)
from application.lease import Lease
from application.ports import (
    Claim,
    DocumentReader,
    Embedder,
    FileFetcher,
    JobProfiles,
    JobStore,
    ProcessingStore,
)
from application.retry import RetryPolicy
from application.trouble import place_of
from application.turns import Turns
from domain.document import Document, ReadingFacts
from domain.evaluation import Evaluation, evaluate, read_otherwise
from domain.evaluation import rules_version as name_of_rules
from domain.integrity import (
    FILE_KINDS,
    IntegrityFlag,
    ScoredText,
    file_flags,
    scored_text,
    smuggled_text,
)
from domain.job import JobDescription
from domain.legibility import Unreadable, legibility
from domain.passages import RECIPE, split_passages
from domain.processing import ResumeProcessing
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.similarity import JobProfile, ResumeProfile, job_profile, job_texts, resume_profile
from domain.skills import SkillLexicon
from domain.text import normalise, text_hash

_LOG = logging.getLogger(__name__)

_HOPELESS = "The work on this file broke off again and again, and was given up."
_OWN_ERROR = "An error of the screener's own stopped the work on this file; its log says where."
# Tries that end with their worker may be the fault of the machine: there are more of them.
_MORE_DEATHS = 2
_PAUSE_SECONDS = 60.0  # until somebody may have mended what refuses us


class UnknownProcessingError(Exception):
    """The processing asked for does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenResume:
    """Claim, fetch, read, normalise, redact, clean, embed, score, explain and settle one resume.

    Everything that is scored is computed from the redacted text without what `scored_text` takes out, so what
    they remove cannot count.
    A refused input is an outcome: the processing comes back `failed` with the reason. After an outage it is
    given back to be tried again, and `failed` after the last try. A bug fails it too, and passes through.
    """

    processings: ProcessingStore
    jobs: JobStore
    files: FileFetcher
    reader: DocumentReader
    embedder: Embedder
    job_profiles: JobProfiles
    lexicon: SkillLexicon
    rules: ScoringRules
    count_internships: bool = True
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    lease: Lease = field(default_factory=Lease)
    turns: Turns = field(default_factory=Turns)

    def __call__(
        self, processing_id: str, *, on_claim: Callable[[Claim], None] = lambda _: None
    ) -> ResumeProcessing:
        """Settle one processing; one that is settled already is returned as it is.

        Args:
            processing_id: of the processing.
            on_claim: told of the claim before the work begins; not called where there is nothing to do.

        Raises:
            UnknownProcessingError: there is no such processing.
            TransientError: it is to be tried again, no sooner than after `retry_after` seconds. HeldError, a
                kind of it, where this call did nothing, because another holds it or it is not due.
            ClaimLostError: it took so long that another took over; nothing was written.
            MisconfiguredError: a server refuses us; it is to be tried again, and the try does not count.
        """
        claim = self.processings.claim(processing_id, seconds=self.lease.seconds)
        if claim is None:
            processing = self.processings.get(processing_id)
            if processing is None:
                raise UnknownProcessingError(f"there is no processing {processing_id}")
            return processing
        on_claim(claim)
        with self.lease.kept(self.processings, claim):
            return self._settled(claim)

    def _settled(self, claim: Claim) -> ResumeProcessing:
        claimed = claim.processing
        try:
            # Other tries than those that ended with their worker settle the last one themselves.
            if claim.attempt > self.retries.attempts + _MORE_DEATHS:
                return self._failed(claim, _HOPELESS, "poison")
            settled = self._screened(claimed)
            self.processings.settle(claim, settled)
        except UnprocessableError as refusal:
            return self._failed(claim, str(refusal), refusal.reason.value)
        except TransientError as outage:
            return self._postponed(claim, outage)
        except ClaimLostError:
            raise
        except MisconfiguredError as refusal:
            with suppress(ClaimLostError, MisconfiguredError, TransientError):  # it may refuse this as well
                self.processings.release(
                    claim, error=str(refusal), reason="misconfigured", seconds=_PAUSE_SECONDS, counts=False
                )
            raise
        except MemoryError:
            # Perhaps for what others hold: not the file's fault, nor ours, before the last try.
            return self._postponed(claim, TransientError("the work on it needs more memory than there is"))
        except Exception as bug:
            _LOG.error("%s: %s", claimed.id, place_of(bug))  # no message: it could hold text
            self._failed(claim, _OWN_ERROR, "internal_error")
            raise
        return settled

    def _failed(self, claim: Claim, error: str, reason: str) -> ResumeProcessing:
        failed = claim.processing.failed(error, reason=reason)
        self.processings.settle(claim, failed)
        return failed

    def _postponed(self, claim: Claim, outage: TransientError) -> ResumeProcessing:
        """Give back for another try, or give up after the last."""
        error = str(outage).rstrip(".")
        if claim.attempt >= self.retries.attempts:
            return self._failed(claim, f"The resume could not be read: {error}.", "outage")
        wait = self.retries.delay(claim.processing.id, claim.attempt, at_least=outage.retry_after)
        self.processings.release(claim, error=error, reason="outage", seconds=wait)
        raise TransientError(error, retry_after=wait) from outage

    def _screened(self, claimed: ResumeProcessing) -> ResumeProcessing:
        job = self.jobs.get(claimed.job_id)
        if job is None:
            raise UnprocessableError(
                RefusalReason.NO_JOB, "The job that this resume was uploaded for no longer exists."
            )
        text, found = self._read(claimed.resume_url)
        scored = self._scored(text, found.facts, job)
        resume_hash = text_hash(text)
        with self.turns.taking((resume_hash, job.hash)):
            original = self._original(claimed, resume_hash, job.hash)
            if original is None or original.evaluation is None:
                evaluation = self._evaluated(job, text, scored, found)
                # Twins under way at once in two workers: whoever is later sees the other here.
                original = self._original(claimed, resume_hash, job.hash)
            else:
                # The text is the same; the file, what it hides, and how it was read, may not be.
                evaluation = replace(
                    original.evaluation,
                    hidden_text=found.hidden,
                    integrity_flags=(*found.flags, *scored.flags),
                    file_hash=found.file_hash,
                )
                evaluation = read_otherwise(
                    evaluation, found.facts, redacted=scored.text, lexicon=self.lexicon, rules=self.rules
                )
            return claimed.completed(evaluation, duplicate_of=original.id if original else None)

    def _original(
        self, claimed: ResumeProcessing, resume_hash: str, job_hash: str
    ) -> ResumeProcessing | None:
        return self.processings.find_evaluated(
            resume_hash=resume_hash, job_hash=job_hash, rules=self.rules_version, other_than=claimed.id
        )

    def evaluated_again(self, stored: Evaluation, job: JobDescription) -> Evaluation:
        """Evaluate a stored text once more, under the rules and the model of this one.

        Its stored vector is used where this model made it of the same scored text; no file is fetched. What
        the file told besides its text stays as it was found then.

        Raises:
            UnprocessableError: nothing is left that could be scored, or it is not legible.
        """
        text = normalise(stored.normalized_text)
        found = _Found.in_evaluation(stored)
        return self._evaluated(job, text, self._scored(text, found.facts, job), found)

    def evaluated_file(self, url: str, job: JobDescription) -> Evaluation:
        """Evaluate a resume's file, and keep nothing of it.

        Raises:
            UnprocessableError: it cannot be fetched, read or judged, and never will be.
            TransientError: something outside is out of order.
        """
        text, found = self._read(url)
        return self._evaluated(job, text, self._scored(text, found.facts, job), found)

    def _read(self, url: str) -> tuple[str, "_Found"]:
        data = self.files.fetch(url)
        document = self.reader.read(data)
        return normalise(document.text), _Found.in_file(document, hashlib.sha256(data).hexdigest())

    def _scored(self, text: str, facts: ReadingFacts, job: JobDescription) -> ScoredText:
        scored = scored_text(_judgeable(text, facts), job, self.lexicon)
        if not scored.text:
            raise UnprocessableError(
                RefusalReason.NO_TEXT,
                "The resume holds no text besides what is no account of a person: "
                + " ".join(flag.sentence for flag in scored.flags),
            )
        return scored

    def _evaluated(self, job: JobDescription, text: str, scored: ScoredText, found: "_Found") -> Evaluation:
        return evaluate(
            job=job,
            text=text,
            redacted=scored.text,
            resume_profile=self._resume_profile(scored.text),
            job_profile=self._job_profile(job),
            embedding_model=self._model(),
            rules_version=self.rules_version,
            lexicon=self.lexicon,
            rules=self.rules,
            count_internships=self.count_internships,
            hidden_text=found.hidden,
            integrity_flags=(*found.flags, *scored.flags),
            facts=found.facts,
            weights_digest=self.embedder.weights_digest,
            file_hash=found.file_hash,
        )

    def _resume_profile(self, scored: str) -> ResumeProfile:
        """The stored profile of the same text, whichever person or job it was made for, or a new one."""
        stored = self.processings.resume_profile(content_hash=text_hash(scored), model=self._model())
        if stored is not None:
            return stored
        passages = split_passages(scored)
        return resume_profile(passages, self.embedder.embed(passages.texts))

    def _job_profile(self, job: JobDescription) -> JobProfile:
        def find_or_make() -> JobProfile:
            stored = self.processings.job_profile(job_hash=job.hash, model=self._model())
            if stored is not None:
                return stored
            texts = job_texts(job.text, title=normalise(job.title))
            return job_profile(texts, self.embedder.embed(texts.texts), model=self.embedder.model)

        return self.job_profiles.once(f"{self._model()}:{job.hash}", find_or_make)

    def _model(self) -> str:
        return f"{self.embedder.model}/{RECIPE}"

    @property
    def rules_version(self) -> str:
        """The name of the rules and the model that this one evaluates by."""
        return name_of_rules(
            rules=self.rules,
            lexicon=self.lexicon,
            count_internships=self.count_internships,
            embedding_model=self._model(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What a file told besides its text.

    Attributes:
        hidden: passages that nobody can see on the page.
        flags: of what only the file shows.
        facts: how it was read.
        file_hash: SHA-256 of its bytes.
    """

    hidden: tuple[str, ...]
    flags: tuple[IntegrityFlag, ...]
    facts: ReadingFacts
    file_hash: str

    @classmethod
    def in_file(cls, document: Document, file_hash: str) -> "_Found":
        hidden = (*document.hidden, *smuggled_text(document.text))
        return cls(
            hidden=hidden,
            flags=file_flags(document.text, hidden),
            facts=ReadingFacts.of(document),
            file_hash=file_hash,
        )

    @classmethod
    def in_evaluation(cls, stored: Evaluation) -> "_Found":
        return cls(
            hidden=stored.hidden_text,
            flags=tuple(flag for flag in stored.integrity_flags if flag.kind in FILE_KINDS),
            facts=stored.confidence.facts,
            file_hash=stored.file_hash,
        )


def _judgeable(text: str, facts: ReadingFacts) -> str:
    """The redacted text, of which everything is found out.

    Raises:
        UnprocessableError: there is none, or it would score near nothing whoever wrote it: it is garbled or
            in a language that is not read: that is no poor resume, and gets no score at all.
    """
    redacted = redact(text)
    if not redacted:
        raise UnprocessableError(
            RefusalReason.NO_TEXT, "The resume holds no text besides the person's details."
        )
    unreadable = legibility(redacted, facts).unreadable
    if unreadable is Unreadable.LANGUAGE:
        raise UnprocessableError(
            RefusalReason.UNSUPPORTED_LANGUAGE,
            "The resume is written in a language that this screener does not read; a person should look.",
        )
    if unreadable is Unreadable.GARBLED:
        raise UnprocessableError(
            RefusalReason.UNREADABLE_TEXT,
            "The text of this file could not be read reliably, as its letters or spaces are garbled; "
            "a person should look.",
        )
    return redacted
