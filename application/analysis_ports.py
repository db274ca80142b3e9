"""The ports of deep analysis. None of them can write a score, a rank or a decision."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from application.analysis_prompt import Prompt
from domain.processing import ResumeProcessing
from domain.text import text_hash


class AnswerEnd(StrEnum):
    """Why a model stopped writing."""

    COMPLETE = "complete"
    CUT_OFF = "cut_off"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAnswer:
    """What a language model wrote.

    Attributes:
        text: as it came; empty where it was blocked.
        end: why it ended.
        tokens_in: billed for the prompt, by the provider's count; 0 where it gave none.
        tokens_out: billed for the answer, thoughts included.
    """

    text: str
    end: AnswerEnd
    tokens_in: int
    tokens_out: int


class LanguageModel(Protocol):
    """Answers a prompt once. It never tries again by itself: each call is counted and paid for."""

    @property
    @abstractmethod
    def model(self) -> str:
        """Name of the model, as the provider has it."""

    @abstractmethod
    def answer(self, prompt: Prompt) -> ModelAnswer:
        """Send the prompt, and return what came back.

        Raises:
            TransientError: busy, limited, slow or away; `retry_after` is what the server asked for.
            RefusedCallError: this request will never be answered.
            MisconfiguredError: key or model are refused, whatever is asked.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisClaim:
    """The right to analyse one processing for a while.

    Attributes:
        processing: it, with its evaluation, if a worker of this kind screened it.
        fence: grows with every claim of an analysis of it; a write under an older one is refused.
        holder: tells this claim from any other.
        attempt: which try this is, from 1, those that ended with their worker included.
        asked_again: whether one was finished, or failed, before: stored answers are not reused then.
        problem: what was wrong with an answer that a try before was given; only to ask again is due then.
    """

    processing: ResumeProcessing
    fence: int
    holder: str
    attempt: int
    asked_again: bool
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisKey:
    """What an analysis was made of and by: the same key, the same analysis.

    Attributes:
        resume_hash: of the resume's text.
        job_hash: of the job.
        evidence: digest of what the screening found and of what is sent.
        made_by: versions of prompt and guard, model and settings that the answer depends on.
    """

    resume_hash: str
    job_hash: str
    evidence: str
    made_by: str

    @property
    def digest(self) -> str:
        """All of it in 64 hexadecimal digits."""
        return text_hash(f"{self.resume_hash}\n{self.job_hash}\n{self.evidence}\n{self.made_by}")


class AnalysisStore(Protocol):
    """The deep analyses of processings, apart from all that is scored. Time is the store's own."""

    @abstractmethod
    def claim(self, processing_id: str, *, seconds: float) -> AnalysisClaim | None:
        """Take up an analysis that was asked for and is due, and count the try.

        Returns:
            The claim, which no two callers hold at once; None where none is asked for.

        Raises:
            HeldError: someone else holds it, it is not due, or the resume is still being screened.
        """

    @abstractmethod
    def renew(self, claim: AnalysisClaim, *, seconds: float) -> bool:
        """Hold on for so many seconds from now; False where the claim is lost."""

    @abstractmethod
    def complete(self, claim: AnalysisClaim, analysis: Mapping[str, Any], *, key: AnalysisKey) -> None:
        """Write a finished analysis, in one step.

        Raises:
            ClaimLostError: nothing was written.
        """

    @abstractmethod
    def fail(self, claim: AnalysisClaim, *, error: str) -> None:
        """Give up, with a reason in words; what was stored before stays.

        Raises:
            ClaimLostError: nothing was written.
        """

    @abstractmethod
    def release(
        self, claim: AnalysisClaim, *, error: str, seconds: float, counts: bool, problem: str = ""
    ) -> None:
        """Give back, due after so many seconds, with what it waits for; a try that was none does not count.

        `problem`, what was wrong with the answer of this try, is in the claims to come until it is settled.

        Raises:
            ClaimLostError: nothing was written.
        """

    @abstractmethod
    def find(self, key: AnalysisKey) -> Mapping[str, Any] | None:
        """Return a finished analysis of this key, or None."""

    @abstractmethod
    def waiting(self, *, seconds: float, limit: int) -> Sequence[str]:
        """Return up to `limit` ids of those whose analysis is due for so long, or was left by the dead."""

    @abstractmethod
    def rung(self, processing_ids: Sequence[str]) -> None:
        """Note that somebody was called for these: for `waiting`, their waiting begins anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelCall:
    """One call, as it is paid for.

    Attributes:
        model: that is asked.
        tokens_in: of the prompt.
        tokens_out: of the answer.
        microdollars: what it costs by the table of prices; None where the model is not in it.
        seconds: until the answer was there.
        outcome: `used`, `invalid`, `blocked`; `unanswered` until then, with estimates.
    """

    model: str
    tokens_in: int
    tokens_out: int
    microdollars: int | None
    seconds: float
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """Sum of calls of one day and model.

    `unpriced` calls are not in the sum of money; `unanswered` ones are in all sums, by their estimate.
    """

    day: str
    model: str
    calls: int
    tokens_in: int
    tokens_out: int
    microdollars: int
    unpriced: int
    unanswered: int = 0


UNANSWERED = "unanswered"
"""Outcome of a call as long as no answer is known of."""


class CallLedger(Protocol):
    """Every call that is paid for, or may be, kept where the processings are.

    A call is written down before it is made, so that none is lost with its answer, its worker or the store.
    """

    @abstractmethod
    def begin(self, processing_id: str, call: ModelCall) -> str:
        """Write down a call that is about to be made, by its estimate; return the name of the entry.

        Raises:
            TransientError: it may not have been written; the call must not be made.
        """

    @abstractmethod
    def end(self, processing_id: str, entry: str, call: ModelCall | None) -> None:
        """Put what came of a call in the place of its estimate; None where nothing was done or billed.

        Raises:
            TransientError: the estimate may still stand.
        """

    @abstractmethod
    def spent(self, *, job_id: str = "") -> int:
        """Return the micro-dollars of today (UTC), or of a job since ever, estimates included."""

    @abstractmethod
    def costs(self, *, since: datetime) -> Sequence[Costs]:
        """Return the sums by day and model, oldest day first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRules:
    """How much all workers together may ask of the language model; 0 is no bound.

    Attributes:
        requests_a_minute: calls begun in any 60 seconds.
        tokens_a_minute: of prompts and answers, in any 60 seconds.
        at_once: calls under way.
        daily_microdollars: for the calls of a day, UTC.
        job_microdollars: for all calls about one job.
    """

    requests_a_minute: int = 0
    tokens_a_minute: int = 0
    at_once: int = 0
    daily_microdollars: int = 0
    job_microdollars: int = 0


class Limit(StrEnum):
    """What a call may have to wait for, in words for whoever asked for the analysis."""

    REQUESTS = "Waiting: as many analyses as may be asked for in a minute are under way."
    TOKENS = "Waiting: as much text as may be sent in a minute is under way."
    AT_ONCE = "Waiting: as many analyses as may run at once do."
    DAILY_BUDGET = "Waiting: today's budget for analyses is used up; a new day begins at 00:00 UTC."
    JOB_BUDGET = "Waiting: this job's budget for analyses is used up."
    PAUSED = "Waiting: the language model is not set up rightly; the operator of the screener must look."


BUDGET_SECONDS = 900.0
"""After how long a call that met a budget is tried again: it may have been raised, or the day be over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a call may take at most.

    Attributes:
        tokens: in and out.
        microdollars: its price; 0 where the model has none.
        job_id: whose budget it is on.
        seconds: after which the call is certainly over, whatever became of who made it.
    """

    tokens: int
    microdollars: int
    job_id: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """The right to make one call now."""

    id: str
    wanted: Wanted


class CallLimits(Protocol):
    """How many calls all workers together may make, and for how much money. Safe from many processes."""

    @abstractmethod
    def acquire(self, wanted: Wanted) -> Permit:
        """Return the right to make one call.

        Raises:
            PostponedError: a limit or a budget is reached, or calls are paused; says which, and for how long.
            TransientError: it cannot be known now.
        """

    @abstractmethod
    def booked(self, permit: Permit) -> None:
        """Say that the ledger has the call's estimate: its money need not be counted twice for long.

        Raises:
            TransientError: it may be.
        """

    @abstractmethod
    def settle(self, permit: Permit, *, tokens: int, microdollars: int) -> None:
        """Say what the call took in the end; 0 and 0 where nothing was done.

        Raises:
            TransientError: it may be counted as under way until its seconds are over.
        """

    @abstractmethod
    def pause(self, *, seconds: float) -> bool:
        """Let nobody call for so many seconds; True for the first who says so."""


class AnalysisQueue(Protocol):
    """The line in which requests for analyses wait. It is a doorbell: the store knows what is asked for."""

    @abstractmethod
    def ask(self, processing_id: str) -> bool:
        """Let a request wait in line; False where one put here before still waits or runs."""

    @abstractmethod
    def length(self) -> int:
        """How many wait in line."""
