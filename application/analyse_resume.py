"""Analyse one screened resume in depth: one guarded call to a language model, on request."""

import logging
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from application.analysis_guard import GUARD_VERSION, Guard, verdict_of
from application.analysis_ports import (
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
    parse_answer,
)
from application.errors import (
    ClaimLostError,
    MisconfiguredError,
    PostponedError,
    RefusedCallError,
    TransientError,
    UnprocessableError,
)
from application.lease import Lease
from application.ports import JobStore
from application.retry import RetryPolicy
from application.trouble import place_of
from domain.contacts import find_contacts
from domain.evaluation import Evaluation
from domain.job import JobDescription
from domain.processing import ResumeProcessing
from domain.redaction import redact
from domain.skills import SkillLexicon
from domain.text import text_hash

_LOG = logging.getLogger(__name__)

_PAUSE_SECONDS = 300.0  # until somebody has mended key or model
_MORE_DEATHS = 2  # as in a screening: tries that end with their worker may be the machine's fault
_UNSCREENED = "There is nothing to analyse: the resume was not screened by this version of the screener."
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
        seconds: that one call may take.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseResume:
    """Claim, reuse or ask, check, and store one analysis.

    What is scored is read and cannot be written from here: no port of this use case takes it.
    """

    analyses: AnalysisStore
    jobs: JobStore
    language_model: LanguageModel
    limits: CallLimits
    ledger: CallLedger
    lexicon: SkillLexicon
    terms: CallTerms
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
        with self.lease.kept(self.analyses, claim):
            try:
                return self._settled(claim)
            except (UnprocessableError, RefusedCallError) as refusal:
                return self._failed(claim, str(refusal))
            except PostponedError as postponed:
                wait = max(postponed.retry_after, 1.0)
                self.analyses.release(claim, error=str(postponed), seconds=wait, counts=False)
                raise PostponedError(str(postponed), retry_after=wait) from postponed
            except MisconfiguredError as refusal:
                raise self._paused(claim, refusal) from refusal
            except TransientError as outage:
                return self._postponed(claim, outage)
            except ClaimLostError:
                raise
            except Exception as bug:
                _LOG.error("%s: analysis: %s", processing_id, place_of(bug))  # no message: it could hold text
                self._failed(claim, _OWN_ERROR)
                raise

    def _settled(self, claim: AnalysisClaim) -> str:
        if claim.attempt > self.retries.attempts + _MORE_DEATHS:
            return self._failed(claim, _HOPELESS)
        evaluation = claim.processing.evaluation
        if evaluation is None:
            return self._failed(claim, _UNSCREENED)
        key = AnalysisKey(
            resume_hash=evaluation.resume_hash, job_hash=evaluation.job_hash, made_by=self.made_by
        )
        stored = None if claim.asked_again else self.analyses.find(key)
        if stored is not None:
            self.analyses.complete(claim, stored, key=key)
            return "reused"
        job = self.jobs.get(claim.processing.job_id)
        if job is None:
            return self._failed(claim, "The job that this resume was uploaded for no longer exists.")
        analysis = self._analysed(claim.processing, evaluation, job)
        if analysis is None:
            return self._failed(claim, _UNUSABLE)
        self.analyses.complete(claim, analysis, key=key)
        return "completed"

    @property
    def made_by(self) -> str:
        """Names what an answer depends on besides resume and job."""
        terms = self.terms
        settings = (terms.max_input_tokens, terms.max_output_tokens, terms.temperature, terms.redact)
        digest = text_hash(repr((settings, self.lexicon.digest)))[:12]
        return f"{self.language_model.model}/prompt-{PROMPT_VERSION}/guard-{GUARD_VERSION}/{digest}"

    def _analysed(
        self, processing: ResumeProcessing, evaluation: Evaluation, job: JobDescription
    ) -> Mapping[str, Any] | None:
        prompt, sent = resume_prompt(evaluation, job, self.terms)
        answer = self._asked(processing, prompt)
        if isinstance(answer, InvalidAnswerError):
            answer = self._asked(processing, asked_again(prompt, str(answer)))
        if isinstance(answer, InvalidAnswerError):
            return None
        guarded = Guard(
            sent=sent,
            job=job,
            evaluation=evaluation,
            contacts=find_contacts(evaluation.normalized_text),
            lexicon=self.lexicon,
        )(answer)
        if guarded.removed:
            _LOG.info("%s: analysis: %d items did not hold and were removed", processing.id, guarded.removed)
        return guarded.analysis

    def _asked(self, processing: ResumeProcessing, prompt: Prompt) -> AnalysisAnswer | InvalidAnswerError:
        """Make one call within the limits, and write down what it cost, whatever came of it."""
        terms, model = self.terms, self.language_model.model
        estimate = terms.cost(prompt.tokens, terms.max_output_tokens)
        permit = self.limits.acquire(
            Wanted(
                tokens=prompt.tokens + terms.max_output_tokens,
                microdollars=estimate or 0,
                job_id=processing.job_id,
                seconds=terms.seconds,
            )
        )
        started = time.monotonic()
        tokens = cost = 0
        try:
            given = self.language_model.answer(prompt)
            tokens_in = given.tokens_in or prompt.tokens
            tokens = tokens_in + given.tokens_out
            real = terms.cost(tokens_in, given.tokens_out)
            cost = real or 0
            parsed = _parsed(given)
            call = ModelCall(
                model=model,
                tokens_in=tokens_in,
                tokens_out=given.tokens_out,
                microdollars=real,
                seconds=round(time.monotonic() - started, 3),
                outcome=_outcome(given, parsed),
            )
            self.ledger.record(processing.id, call)
        finally:
            try:
                self.limits.settle(permit, tokens=tokens, microdollars=cost)
            except TransientError as outage:  # an answer that was paid for, or its error, counts for more
                _LOG.warning("%s: the call's limits were not settled: %s", processing.id, outage)
        _LOG.info(
            "%s: language model: %s; %s at most before, %s in the end; %d + %d tokens in %.1f s",
            *(processing.id, call.outcome, _dollars(estimate), _dollars(real)),
            *(call.tokens_in, call.tokens_out, call.seconds),
        )
        if given.end is AnswerEnd.BLOCKED:
            raise RefusedCallError(_BLOCKED)
        return parsed

    def _failed(self, claim: AnalysisClaim, error: str) -> str:
        self.analyses.fail(claim, error=error)
        return "failed"

    def _paused(self, claim: AnalysisClaim, refusal: MisconfiguredError) -> PostponedError:
        """Stop everybody's calls: each of them would be refused, and no resume is at fault."""
        first = self.limits.pause(seconds=_PAUSE_SECONDS)
        if first:
            _LOG.error("ANALYSES PAUSED for %.0f s, and again while this lasts: %s", _PAUSE_SECONDS, refusal)
        self.analyses.release(claim, error=Limit.PAUSED, seconds=_PAUSE_SECONDS, counts=False)
        return PostponedError(Limit.PAUSED, retry_after=_PAUSE_SECONDS)

    def _postponed(self, claim: AnalysisClaim, outage: TransientError) -> str:
        """Give back for another try, or give up after the last."""
        error = str(outage).rstrip(".")
        if claim.attempt >= self.retries.attempts:
            return self._failed(claim, f"The analysis could not be made: {error}.")
        wait = self.retries.delay(claim.processing.id, claim.attempt, at_least=outage.retry_after)
        self.analyses.release(claim, error=f"Waiting for another try: {error}.", seconds=wait, counts=True)
        raise TransientError(error, retry_after=wait) from outage


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


def _dollars(microdollars: int | None) -> str:
    return "price unknown" if microdollars is None else f"${microdollars / 1e6:.6f}"
