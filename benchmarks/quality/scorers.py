"""What is compared: this project, and scorers that the development set-up has anyway."""

import importlib
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from adapters.model_files import find_model_folder
from adapters.skill_table import load_skill_lexicon
from application.ports import Embedder
from benchmarks.quality.slices import Sample
from benchmarks.ranking import AT_ONCE, asked_by, profile_of
from domain.evaluation import Evaluation, evaluate
from domain.integrity import scored_text
from domain.job import JobDescription
from domain.redaction import redact
from domain.scoring import ScoringRules
from domain.text import normalise

_BASELINE_TOKENS = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be scored.

    Attributes:
        jobs: all jobs.
        samples: all resumes.
        pool: how many of the first samples make the collection that term statistics are taken from.
        pairs: (job, sample) by number, each to be scored.
    """

    jobs: tuple[JobDescription, ...]
    samples: tuple[Sample, ...]
    pool: int
    pairs: tuple[tuple[int, int], ...]


class Scorer(Protocol):
    """Anything that gives a resume a number for a job."""

    @property
    def name(self) -> str:
        """Short, for the head of a column."""

    def score(self, task: Task) -> Sequence[float]:
        """Return a score for each pair of the task, higher is better.

        Raises:
            UnavailableError: it cannot be run here.
        """


class UnavailableError(Exception):
    """A scorer cannot be run here; the message says why."""


class OurScorer:
    """This project: normalise, redact, embed, evaluate. Keeps its evaluations, in the order of the pairs."""

    name = "ours"

    def __init__(self, embedder: Embedder) -> None:
        """Use this embedder, and skills and rules as shipped."""
        self._embedder = embedder
        self.evaluations: tuple[Evaluation, ...] = ()

    def score(self, task: Task) -> Sequence[float]:
        """Return the final score of each pair."""
        lexicon, rules = load_skill_lexicon(), ScoringRules()
        texts = [normalise(sample.ours) for sample in task.samples]
        redacted = [redact(text) for text in texts]
        # What is scored depends on the job, where something was copied from it.
        scored = {
            (job, sample): scored_text(redacted[sample], task.jobs[job], lexicon).text
            for job, sample in task.pairs
        }
        distinct = sorted(set(scored.values()))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            profiles = pool.map(lambda text: profile_of(self._embedder, text), distinct)
            read = dict(zip(distinct, profiles, strict=True))
            asked = list(pool.map(lambda job: asked_by(self._embedder, job), task.jobs))

        def one(pair: tuple[int, int]) -> Evaluation:
            job, sample = pair
            return evaluate(
                job=task.jobs[job],
                text=texts[sample],
                redacted=scored[pair],
                resume_profile=read[scored[pair]],
                job_profile=asked[job],
                embedding_model=self._embedder.model,
                rules_version="measured",
                lexicon=lexicon,
                rules=rules,
            )

        self.evaluations = tuple(map(one, task.pairs))
        return [evaluation.final_score for evaluation in self.evaluations]


class TfIdfScorer:
    """Cosine of TF-IDF vectors of single words and pairs of them (scikit-learn), fitted on the pool."""

    name = "TF-IDF"

    def score(self, task: Task) -> Sequence[float]:
        """Return the cosine of each pair."""
        text_features = importlib.import_module("sklearn.feature_extraction.text")
        vectoriser: Any = text_features.TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        vectoriser.fit([sample.plain for sample in task.samples[: task.pool]])
        resumes = vectoriser.transform([sample.plain for sample in task.samples])
        jobs = vectoriser.transform([job.text for job in task.jobs])
        cosines = np.asarray((resumes @ jobs.T).todense())
        return [float(cosines[sample, job]) for job, sample in task.pairs]


class MiniLmScorer:
    """Cosine of all-MiniLM-L6-v2 over the first 256 tokens, as sentence-transformers does it unasked."""

    name = "MiniLM-256"

    def score(self, task: Task) -> Sequence[float]:
        """Return the cosine of each pair."""
        encode = sentence_encoder(_BASELINE_TOKENS)
        resumes = encode([sample.plain for sample in task.samples])
        jobs = encode([job.text for job in task.jobs])
        cosines = resumes @ jobs.T
        return [float(cosines[sample, job]) for job, sample in task.pairs]


def sentence_encoder(tokens: int) -> Callable[[list[str]], npt.NDArray[np.float32]]:
    """Return a function from n texts to (n, 384) unit vectors of all-MiniLM-L6-v2, each read up to `tokens`.

    Raises:
        UnavailableError: sentence-transformers is not installed.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        sentence_transformers = importlib.import_module("sentence_transformers")
    except ImportError as error:
        raise UnavailableError("sentence-transformers is not installed") from error
    importlib.import_module("transformers").logging.disable_progress_bar()
    model: Any = sentence_transformers.SentenceTransformer(
        str(find_model_folder()), device="cpu", local_files_only=True
    )
    model.max_seq_length = tokens

    def encode(texts: list[str]) -> npt.NDArray[np.float32]:
        return np.asarray(model.encode(texts, normalize_embeddings=True, show_progress_bar=False))

    return encode
