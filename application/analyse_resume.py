"""Analyse one screened resume in depth: one guarded call to a language model, on request."""

import logging
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from application.analysis_guard import GUARD_VERSION, Guard, verdict_of
from application.analysis_ports import (
    UNANSWERED,
    AnalysisClaim,
    AnalysisKey,
    AnalysisStore,
    AnswerEnd,
    CallLedger,
    CallLimits,
    LanguageModel,
    Limit,
    ModelAnswer,
    ModelCall,
    Wanted,
)
from application.analysis_prompt import (
    PROMPT_VERSION,
    AnalysisAnswer,
    InvalidAnswerError,
    Prompt,
    asked_again,
    build_prompt,
    estimated_tokens,
    parse_answer,
)
from application.errors import (
    ClaimLostError,
    MisconfiguredError,
    PostponedError,
    RefusedCallError,
    TransientError,
    TurnedAwayError,
    UnprocessableError,
)
from application.lease import Lease
from application.ports import JobStore
from application.retry import RetryPolicy
from application.trouble import place_of
from domain.confidence import Confidence
from domain.contacts import find_contacts
from domain.evaluation import Evaluation
from domain.job import JobDescription
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.redaction import redact
from domain.skills import SkillLexicon
from domain.text import text_hash

_LOG = logging.getLogger(__name__)

_PAUSE_SECONDS = 300.0  # until somebody has mended key or model
_SLACK_SECONDS = 30.0  # between the permit for a call and its beginning: a slow store may take so long
_MORE_DEATHS = 2  # as in a screening: tries that end with their worker may be the machine's fault
_UNSCREENED = "There is nothing to analyse: the resume could not be screened."
_BLOCKED = "The language model declined to write about this resume."
_UNUSABLE = "The language model's answer could not be used: it was not of the form asked for, twice."
_OWN_ERROR = "An error of the screener's own stopped the analysis; its log says where."
_HOPELESS = "The analysis broke off again and again, and was given up."


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTerms:
    """What a call may take and costs.

    Attributes:
        max_input_tokens: of the whole prompt; resume and job are cut to fit.
        max_output_tokens: of the answer.
        temperature: of the sampling.
        seconds: that one call may take in all.
        price_in: micro-dollars a token of the prompt, which is dollars a million; None where unknown.
        price_out: the same for the answer.
        redact: whether the model is told who the resume is of.
    """

    max_input_tokens: int = 12_000
    max_output_tokens: int = 1_500
    temperature: float = 0.2
    seconds: float = 45.0
    price_in: float | None = None
    price_out: float | None = None
    redact: bool = True

    def cost(self, tokens_in: int, tokens_out: int) -> int | None:
        """Return micro-dollars, rounded up; None where the price is unknown."""
        if self.price_in is None or self.price_out is None:
            return None
        return math.ceil(tokens_in * self.price_in + tokens_out * self.price_out)


def resume_prompt(evaluation: Evaluation, job: JobDescription, terms: CallTerms) -> tuple[Prompt, str]:
    """Return the prompt about a screened resume, and the resume's text as it stands in it."""
    whole = evaluation.normalized_text
    sent = redact(whole) if terms.redact else whole
    return build_prompt(
        evidence=_evidence(evaluation), job=job.text, resume=sent, max_tokens=terms.max_input_tokens
    ), sent


def _evidence(evaluation: Evaluation) -> dict[str, object]:
    required, preferred = evaluation.required_skills, evaluation.preferred_skills
    return {
        "decision": "passed" if evaluation.passed else "rejected",
        "overallFit": verdict_of(evaluation).value,
        "score": evaluation.final_score,
        "requiredSkillsShown": [finding.name for finding in required if finding.found],
        "requiredSkillsNotShown": [finding.name for finding in required if not finding.found],
        "preferredSkillsShown": [finding.name for finding in preferred if finding.found],
        "preferredSkillsNotShown": [finding.name for finding in preferred if not finding.found],
        "yearsShown": evaluation.experience.years,
        "yearsAskedFor": evaluation.required_years,
    }


def _digest(prompt: Prompt, evaluation: Evaluation) -> str:
    """Of all that an analysis is made of and checked against, whoever and whichever rules found it out."""
    found = replace(
        evaluation,
        resume_embedding=(),
        job_embedding=(),
        embedding_model="",
        resume_rows="",
        job_rows="",
        hidden_text=(),
        integrity_flags=(),
        rules_version="",
        provenance=None,
        file_hash="",
        confidence=Confidence(),
    )
    return text_hash(f"{prompt.user}\x1f{found!r}")


@dataclass(slots=True)
class _Progress:
    """How far one try came.

    Attributes:
        problem: what was wrong with the first answer, of this try or an earlier one; empty until it is known.
        called: whether a call was made, which may be billed.
    """

    problem: str
    called: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseResume:
    """Claim, reuse or ask, check, and store one analysis.

    What is scored is read and cannot be written from here: no port of this use case takes it.

    Attributes:
        evaluated: reads a file anew and evaluates it, for the evidence alone; it keeps nothing. It is for
            resumes that an earlier worker screened, whose stored text has neither lines nor marks: no name
            and no address could be taken out of it.
    """

    analyses: AnalysisStore
    jobs: JobStore
    language_model: LanguageModel
    limits: CallLimits
    ledger: CallLedger
    lexicon: SkillLexicon
    terms: CallTerms
    evaluated: Callable[[str, JobDescription], Evaluation]
    retries: RetryPolicy = field(default_factory=RetryPolicy)
    lease: Lease = field(default_factory=Lease)

    def __call__(
        self, processing_id: str, *, on_claim: Callable[[AnalysisClaim], None] = lambda _: None
    ) -> str:
        """Settle one requested analysis.

        Returns:
            `none` where none is asked for; else `completed`, `reused` or `failed`.

        Raises:
            TransientError: it is to be tried again, no sooner than after `retry_after` seconds. HeldError and
                PostponedError, kinds of it, where no try was made.
            ClaimLostError: another took over; nothing was written.
        """
        claim = self.analyses.claim(processing_id, seconds=self.lease.seconds)
        if claim is None:
            return "none"
        on_claim(claim)
        progress = _Progress(claim.problem)
        with self.lease.kept(self.analyses, claim):
            try:
                return self._settled(claim, progress)
            except (UnprocessableError, RefusedCallError) as refusal:
                return self._failed(claim, str(refusal))
            except PostponedError as postponed:
                wait = max(postponed.retry_after, 1.0)
                self._release(claim, progress, error=str(postponed), seconds=wait)
                raise PostponedError(str(postponed), retry_after=wait) from postponed
            except MisconfiguredError as refusal:
                raise self._paused(claim, progress, refusal) from refusal
            except TransientError as outage:
                return self._postponed(claim, progress, outage)
            except ClaimLostError:
                raise
            except Exception as bug:
                _LOG.error("%s: analysis: %s", processing_id, place_of(bug))  # no message: it could hold text
                self._failed(claim, _OWN_ERROR)
                raise

    def _settled(self, claim: AnalysisClaim, progress: _Progress) -> str:
        if claim.attempt > self.retries.attempts + _MORE_DEATHS:
            return self._failed(claim, _HOPELESS)
        processing = claim.processing
        if processing.status is not ProcessingStatus.COMPLETED:
            return self._failed(claim, _UNSCREENED)
        job = self.jobs.get(processing.job_id)
        if job is None:
            return self._failed(claim, "The job that this resume was uploaded for no longer exists.")
        evaluation = processing.evaluation or self.evaluated(processing.resume_url, job)
        prompt, sent = resume_prompt(evaluation, job, self.terms)
        key = AnalysisKey(
            resume_hash=evaluation.resume_hash,
            job_hash=evaluation.job_hash,
            evidence=_digest(prompt, evaluation),
            made_by=self.made_by,
        )
        stored = None if claim.asked_again else self.analyses.find(key)
        if stored is not None:
            self.analyses.complete(claim, stored, key=key)
            return "reused"
        answer = self._answered(processing, prompt, progress)
        if isinstance(answer, InvalidAnswerError):
            return self._failed(claim, _UNUSABLE)
        guarded = Guard(
            sent=sent,
            job=job,
            evaluation=evaluation,
            contacts=find_contacts(evaluation.normalized_text),
            lexicon=self.lexicon,
        )(answer)
        if guarded.removed:
            _LOG.info("%s: analysis: %d items did not hold and were removed", processing.id, guarded.removed)
        self.analyses.complete(claim, guarded.analysis, key=key)
        return "completed"

    @property
    def made_by(self) -> str:
        """Names what an answer depends on besides resume and job."""
        terms = self.terms
        settings = (terms.max_input_tokens, terms.max_output_tokens, terms.temperature, terms.redact)
        digest = text_hash(repr((settings, self.lexicon.digest)))[:12]
        return f"{self.language_model.model}/prompt-{PROMPT_VERSION}/guard-{GUARD_VERSION}/{digest}"

    def _answered(
        self, processing: ResumeProcessing, prompt: Prompt, progress: _Progress
    ) -> AnalysisAnswer | InvalidAnswerError:
        """Ask, and ask once more where the answer is not of the form, in a later try if need be."""
        if not progress.problem:
            answer = self._asked(processing, prompt, progress)
            if not isinstance(answer, InvalidAnswerError):
                return answer
            progress.problem = str(answer)
        return self._asked(processing, asked_again(prompt, progress.problem), progress)

    def _asked(
        self, processing: ResumeProcessing, prompt: Prompt, progress: _Progress
    ) -> AnalysisAnswer | InvalidAnswerError:
        """Make one call within the limits, written down by its estimate before and by its cost after."""
        estimate = self._call(prompt.tokens, self.terms.max_output_tokens)
        wanted = Wanted(
            tokens=estimate.tokens_in + estimate.tokens_out,
            microdollars=estimate.microdollars or 0,
            job_id=processing.job_id,
            seconds=self.terms.seconds + _SLACK_SECONDS,
        )
        permit = self.limits.acquire(wanted)
        tokens, cost, called_before = 0, 0, progress.called
        try:
            entry = self.ledger.begin(processing.id, estimate)
            with _without_harm(processing.id):
                self.limits.booked(permit)
            tokens, cost, progress.called = wanted.tokens, wanted.microdollars, True
            started = time.monotonic()
            try:
                given = self.language_model.answer(prompt)
            except (TurnedAwayError, RefusedCallError, MisconfiguredError):
                tokens, cost, progress.called = 0, 0, called_before
                with _without_harm(processing.id):
                    self.ledger.end(processing.id, entry, None)
                raise
            parsed = _parsed(given)
            call = self._call(
                given.tokens_in or prompt.tokens,
                given.tokens_out or estimated_tokens(given.text),
                seconds=round(time.monotonic() - started, 3),
                outcome=_outcome(given, parsed),
            )
            tokens, cost = call.tokens_in + call.tokens_out, call.microdollars or 0
            with _without_harm(processing.id):
                self.ledger.end(processing.id, entry, call)
        finally:
            with _without_harm(processing.id):
                self.limits.settle(permit, tokens=tokens, microdollars=cost)
        _LOG.info(
            "%s: language model: %s; %s at most before, %s in the end; %d + %d tokens in %.1f s",
            *(processing.id, call.outcome, _dollars(estimate), _dollars(call)),
            *(call.tokens_in, call.tokens_out, call.seconds),
        )
        if given.end is AnswerEnd.BLOCKED:
            raise RefusedCallError(_BLOCKED)
        return parsed

    def _call(
        self, tokens_in: int, tokens_out: int, *, seconds: float = 0.0, outcome: str = UNANSWERED
    ) -> ModelCall:
        return ModelCall(
            model=self.language_model.model,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            microdollars=self.terms.cost(tokens_in, tokens_out),
            seconds=seconds,
            outcome=outcome,
        )

    def _failed(self, claim: AnalysisClaim, error: str) -> str:
        self.analyses.fail(claim, error=error)
        return "failed"

    def _release(self, claim: AnalysisClaim, progress: _Progress, *, error: str, seconds: float) -> None:
        """Give back where nothing was wrong; a try that made a call counts all the same: it may be billed."""
        self.analyses.release(
            claim, error=error, seconds=seconds, counts=progress.called, problem=progress.problem
        )

    def _paused(
        self, claim: AnalysisClaim, progress: _Progress, refusal: MisconfiguredError
    ) -> PostponedError:
        """Stop everybody's calls: each of them would be refused, and no resume is at fault."""
        first = self.limits.pause(seconds=_PAUSE_SECONDS)
        if first:
            _LOG.error("ANALYSES PAUSED for %.0f s, and again while this lasts: %s", _PAUSE_SECONDS, refusal)
        self._release(claim, progress, error=Limit.PAUSED, seconds=_PAUSE_SECONDS)
        return PostponedError(Limit.PAUSED, retry_after=_PAUSE_SECONDS)

    def _postponed(self, claim: AnalysisClaim, progress: _Progress, outage: TransientError) -> str:
        """Give back for another try, or give up after the last."""
        error = str(outage).rstrip(".")
        if claim.attempt >= self.retries.attempts:
            return self._failed(claim, f"The analysis could not be made: {error}.")
        wait = self.retries.delay(claim.processing.id, claim.attempt, at_least=outage.retry_after)
        waiting = f"Waiting for another try: {error}."
        self.analyses.release(claim, error=waiting, seconds=wait, counts=True, problem=progress.problem)
        raise TransientError(error, retry_after=wait) from outage


@contextmanager
def _without_harm(processing_id: str) -> Iterator[None]:
    """Go on without what only keeps the books: an answer that was paid for is not thrown away over it."""
    try:
        yield
    except TransientError as outage:
        _LOG.warning("%s: the books of a call are left as they were: %s", processing_id, outage)


def _parsed(given: ModelAnswer) -> AnalysisAnswer | InvalidAnswerError:
    try:
        return parse_answer(given.text)
    except InvalidAnswerError as error:
        if given.end is AnswerEnd.CUT_OFF:
            return InvalidAnswerError("it was cut off: write less")
        return error


def _outcome(given: ModelAnswer, parsed: AnalysisAnswer | InvalidAnswerError) -> str:
    if given.end is AnswerEnd.BLOCKED:
        return "blocked"
    return "invalid" if isinstance(parsed, InvalidAnswerError) else "used"


def _dollars(call: ModelCall) -> str:
    return "price unknown" if call.microdollars is None else f"${call.microdollars / 1e6:.6f}"
