"""Screen one resume against its job: from a file somewhere to a settled processing."""

import logging
from collections.abc import Callable
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
    JobStore,
    JobVectors,
    ProcessingStore,
)
from application.retry import RetryPolicy
from application.trouble import place_of
from application.turns import Turns
from domain.evaluation import Evaluation, evaluate, rules_version
from domain.integrity import FILE_KINDS, IntegrityFlag, file_flags, scored_text, smuggled_text
from domain.job import JobDescription
from domain.passages import RECIPE, Passages, Vector, document_vector, split_passages
from domain.processing import ResumeProcessing
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.skills import SkillLexicon
from domain.text import normalise, text_hash

_LOG = logging.getLogger(__name__)

_HOPELESS = "The work on this file broke off again and again, and was given up."
_OWN_ERROR = "An error of the screener's own stopped the work on this file; its log says where."
# Tries that end with their worker may be the fault of the machine: there are more of them.
_MORE_DEATHS = 2


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
    job_vectors: JobVectors
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
        except (ClaimLostError, MisconfiguredError):
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
        document = self.reader.read(self.files.fetch(claimed.resume_url))
        text = normalise(document.text)
        hidden = (*document.hidden, *smuggled_text(document.text))
        seen = file_flags(document.text, hidden)
        resume_hash = text_hash(text)
        with self.turns.taking((resume_hash, job.hash)):
            original = self._original(claimed, resume_hash, job.hash)
            if original is None or original.evaluation is None:
                evaluation = self._evaluated(job, text, hidden, seen)
                # Twins under way at once in two workers: whoever is later sees the other here.
                original = self._original(claimed, resume_hash, job.hash)
            else:
                # The text is the same; what this file hides may not be.
                flags = [flag for flag in original.evaluation.integrity_flags if flag.kind not in FILE_KINDS]
                evaluation = replace(original.evaluation, hidden_text=hidden, integrity_flags=(*seen, *flags))
            return claimed.completed(evaluation, duplicate_of=original.id if original else None)

    def _original(
        self, claimed: ResumeProcessing, resume_hash: str, job_hash: str
    ) -> ResumeProcessing | None:
        return self.processings.find_evaluated(
            resume_hash=resume_hash, job_hash=job_hash, rules=self._rules_version(), other_than=claimed.id
        )

    def _evaluated(
        self,
        job: JobDescription,
        text: str,
        hidden_text: tuple[str, ...],
        seen: tuple[IntegrityFlag, ...],
    ) -> Evaluation:
        redacted = redact(text)
        if not redacted:
            raise UnprocessableError(
                RefusalReason.NO_TEXT, "The resume holds no text besides the person's details."
            )
        scored = scored_text(redacted, job, self.lexicon)
        if not scored.text:
            raise UnprocessableError(
                RefusalReason.NO_TEXT,
                "The resume holds no text besides what is no account of a person: "
                + " ".join(flag.sentence for flag in scored.flags),
            )
        return evaluate(
            job=job,
            text=text,
            redacted=scored.text,
            resume_vector=self._resume_vector(scored.text),
            job_vector=self._job_vector(job),
            embedding_model=self._model(),
            rules_version=self._rules_version(),
            lexicon=self.lexicon,
            rules=self.rules,
            count_internships=self.count_internships,
            hidden_text=hidden_text,
            integrity_flags=(*seen, *scored.flags),
        )

    def _resume_vector(self, scored: str) -> Vector:
        """The stored vector of the same text, whichever person or job it was made for, or a new one."""
        stored = self.processings.resume_vector(content_hash=text_hash(scored), model=self._model())
        return stored if stored is not None else self._vector(split_passages(scored))

    def _job_vector(self, job: JobDescription) -> Vector:
        def find_or_make() -> Vector:
            stored = self.processings.job_vector(job_hash=job.hash, model=self._model())
            if stored is not None:
                return stored
            return self._vector(split_passages(job.text, headline=normalise(job.title)))

        return self.job_vectors.once(f"{self._model()}:{job.hash}", find_or_make)

    def _vector(self, passages: Passages) -> Vector:
        return document_vector(passages, self.embedder.embed(passages.texts))

    def _model(self) -> str:
        return f"{self.embedder.model}/{RECIPE}"

    def _rules_version(self) -> str:
        return rules_version(
            rules=self.rules,
            lexicon=self.lexicon,
            count_internships=self.count_internships,
            embedding_model=self._model(),
        )
