"""Screen one resume against its job: from a file somewhere to a settled processing."""

from dataclasses import dataclass, replace

from application.errors import RefusalReason, UnprocessableError
from application.ports import DocumentReader, Embedder, FileFetcher, JobStore, ProcessingStore
from domain.evaluation import Evaluation, evaluate
from domain.job import JobDescription
from domain.passages import Passages, Vector, document_vector, split_passages
from domain.processing import ResumeProcessing
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.skills import SkillLexicon
from domain.text import normalise, text_hash


class UnknownProcessingError(Exception):
    """The processing asked for, or the job it names, does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenResume:
    """Fetch, read, normalise, redact, embed, score and explain one resume.

    Everything that is scored is computed from the redacted text, so what redaction removes cannot count.
    A refused input is an outcome: the processing comes back `failed` with the reason. An outage
    (`TransientError`) or a bug passes through and leaves the processing claimed, for the caller to retry.
    """

    processings: ProcessingStore
    jobs: JobStore
    files: FileFetcher
    reader: DocumentReader
    embedder: Embedder
    lexicon: SkillLexicon
    rules: ScoringRules
    count_internships: bool = True

    def __call__(self, processing_id: str) -> ResumeProcessing:
        """Settle one processing; one that is settled already is returned as it is.

        Raises:
            UnknownProcessingError: there is no such processing, or its job is gone.
            TransientError: a port is out of order; the same call may work later.
        """
        processing = self.processings.get(processing_id)
        if processing is None:
            raise UnknownProcessingError(f"there is no processing {processing_id}")
        if processing.settled:
            return processing
        job = self.jobs.get(processing.job_id)
        if job is None:
            raise UnknownProcessingError(f"there is no job {processing.job_id}")
        claimed = processing.claimed()
        self.processings.save(claimed)
        try:
            settled = self._screened(claimed, job)
        except UnprocessableError as refusal:
            settled = claimed.failed(str(refusal), reason=refusal.reason.value)
            self.processings.save(settled)
        return settled

    def _screened(self, claimed: ResumeProcessing, job: JobDescription) -> ResumeProcessing:
        document = self.reader.read(self.files.fetch(claimed.resume_url))
        text = normalise(document.text)
        resume_hash = text_hash(text)
        with self.processings.evaluating(resume_hash=resume_hash, job_hash=job.hash):
            twin = self.processings.find_evaluated(resume_hash=resume_hash, job_hash=job.hash)
            if twin is not None and twin.evaluation is not None:
                # The text is the same; what this file hides may not be.
                evaluation = replace(twin.evaluation, hidden_text=document.hidden)
                completed = claimed.completed(evaluation, duplicate_of=twin.id)
            else:
                completed = claimed.completed(self._evaluated(job, text, document.hidden))
            self.processings.save(completed)
        return completed

    def _evaluated(self, job: JobDescription, text: str, hidden_text: tuple[str, ...]) -> Evaluation:
        redacted = redact(text)
        if not redacted:
            raise UnprocessableError(
                RefusalReason.NO_TEXT, "The resume holds no text besides the person's details."
            )
        return evaluate(
            job=job,
            text=text,
            redacted=redacted,
            resume_vector=self._vector(split_passages(redacted)),
            job_vector=self._vector(split_passages(job.text, headline=normalise(job.title))),
            embedding_model=self.embedder.model,
            lexicon=self.lexicon,
            rules=self.rules,
            count_internships=self.count_internships,
            hidden_text=hidden_text,
        )

    def _vector(self, passages: Passages) -> Vector:
        return document_vector(passages, self.embedder.embed(passages.texts))
