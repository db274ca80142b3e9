"""A screened resume, and everything that its analysis needs, in memory."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from adapters.memory import InMemoryJobStore, InMemoryProcessingStore
from adapters.memory_analyses import InMemoryAnalysisStore, InMemoryCallLedger, InMemoryCallLimits
from adapters.skill_table import load_skill_lexicon
from application.analyse_resume import AnalyseResume, CallTerms
from application.analysis_ports import AnswerEnd, CallRules, LanguageModel, ModelAnswer
from application.retry import RetryPolicy
from domain.evaluation import Evaluation, evaluate
from domain.integrity import scored_text
from domain.job import JobDescription
from domain.passages import Vector
from domain.processing import ResumeProcessing
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.text import normalise
from tests.builders import build_job, build_job_profile, build_processing, build_resume_profile
from tests.fakes import HashEmbedder

ID, JOB_ID = "65f0c0ffee65f0c0ffee0010", "65f0c0ffee65f0c0ffee00aa"
LEXICON = load_skill_lexicon()
RESUME = """\
Rosalind Hartley
rosalind.hartley@mail.example | +44 20 7946 0958 | linkedin.com/in/rhartley
12 Larch Lane, Leeds
Data Engineer
Experience
Data Engineer, Brightwater Energy, March 2019 - Present
Built pipelines for meter readings in Python and PostgreSQL, 40 million rows a day.
Moved nightly jobs to Airflow and cut the run time from 6 hours to 50 minutes.
Junior Developer, Calder Software, June 2016 - February 2019
Wrote reporting services in Java and SQL.
Education
BSc Computer Science, University of Leeds
Skills
Python, SQL, PostgreSQL, Airflow, Docker
"""
JOB = build_job(
    id=JOB_ID,
    title="Data Engineer",
    required_skills=("Python", "SQL", "PostgreSQL", "Kafka"),
    preferred_skills=("Docker",),
    min_experience_years=4,
    description="You build and run data pipelines for energy meters, and keep them fast and reliable.",
)
GOOD: Mapping[str, Any] = {
    "parsed_resume": {
        "education": [
            {
                "institution": "University of Leeds",
                "degree": "BSc",
                "fieldOfStudy": "Computer Science",
                "startDate": None,
                "endDate": None,
            }
        ],
        "experience": [
            {
                "company": "Brightwater Energy",
                "role": "Data Engineer",
                "startDate": "March 2019",
                "endDate": "Present",
                "description": "Built pipelines for meter readings in Python and PostgreSQL.",
            },
            {
                "company": "Calder Software",
                "role": "Junior Developer",
                "startDate": "2016-06",
                "endDate": "2019-02",
                "description": None,
            },
        ],
        "skills": ["Python", "SQL", "Airflow"],
    },
    "analysis": {
        "matchedSkills": ["Python", "SQL", "Docker"],
        "missingSkills": ["Kafka"],
        "strengths": ["Built pipelines of 40 million rows a day", "Moved nightly jobs to Airflow"],
        "concerns": ["No Kafka is shown, which the job requires"],
        "experienceAssessment": "The resume shows data engineering at Brightwater Energy since March 2019.",
        "overallFit": "Moderate",
        "summary": "The applicant built pipelines in Python and PostgreSQL. Kafka is not shown.",
        "recommendation": "The evidence supports a closer look: part of what the job asks for is shown."
        " To be asked about: Kafka.",
    },
}


def said(answer: Mapping[str, Any] | str, end: AnswerEnd = AnswerEnd.COMPLETE) -> ModelAnswer:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return ModelAnswer(text=text, end=end, tokens_in=1000, tokens_out=200)


def changed(**changes: Any) -> dict[str, Any]:
    """The good answer with other values in its assessment, or by `parsed_resume=`."""
    made = json.loads(json.dumps(GOOD))
    made["parsed_resume"].update(changes.pop("parsed_resume", {}))
    made["analysis"].update(changes)
    return dict(made)


def screened(text: str = RESUME, job: JobDescription = JOB, *, similarity: float = 0.7) -> ResumeProcessing:
    evaluation = evaluated(text, job, similarity=similarity)
    return build_processing(id=ID, job_id=job.id, evaluation=evaluation)


def evaluated(text: str, job: JobDescription, *, similarity: float = 0.7) -> Evaluation:
    """What a screening finds, with a similarity of the test's."""
    normal = normalise(text)
    redacted = scored_text(redact(normal), job, LEXICON).text
    one, other = _pair(similarity)
    return evaluate(
        job=job,
        text=normal,
        redacted=redacted,
        resume_profile=replace(build_resume_profile(redacted), vector=one),
        job_profile=replace(build_job_profile(job.title), vector=other),
        embedding_model="made",
        rules_version="1",
        lexicon=LEXICON,
        rules=ScoringRules(),
    )


def _pair(similarity: float) -> tuple[Vector, Vector]:
    """Two unit vectors of this cosine."""
    one, other = HashEmbedder().embed(["a", "b"])
    other -= one * float(one @ other)
    other /= float((other @ other) ** 0.5)
    return one, similarity * one + (1 - similarity**2) ** 0.5 * other


class Analysing:
    """The use case over stores in memory, with a clock of the test's; every file holds `RESUME`.

    Attributes:
        use_case: to be called.
        analyses: where analyses end.
        limits, ledger: of its calls.
    """

    def __init__(
        self,
        model: LanguageModel,
        *processings: ResumeProcessing,
        job: JobDescription = JOB,
        rules: CallRules | None = None,
        **terms: Any,
    ) -> None:
        self.now = 1000.0
        self.processings = InMemoryProcessingStore(processings or [screened(job=job)])
        self.analyses = InMemoryAnalysisStore(self.processings, clock=lambda: self.now)
        self.ledger = InMemoryCallLedger(self.processings)
        self.limits = InMemoryCallLimits(rules or CallRules(), self.ledger, clock=lambda: self.now)
        self.use_case = AnalyseResume(
            analyses=self.analyses,
            jobs=InMemoryJobStore([job]),
            language_model=model,
            limits=self.limits,
            ledger=self.ledger,
            lexicon=LEXICON,
            terms=replace(CallTerms(price_in=0.3, price_out=2.5), **terms),
            evaluated=lambda _, job: evaluated(RESUME, job),
            retries=RetryPolicy(max_retries=2, base_seconds=5),
        )

    def ask(self, id_: str = ID, *, on_claim: Callable[[Any], None] = lambda _: None) -> str:
        """Ask as the backend does, and let the use case answer."""
        self.analyses.request(id_)
        return self.use_case(id_, on_claim=on_claim)

    def stored(self, id_: str = ID) -> Any:
        return self.analyses.stored(id_)
