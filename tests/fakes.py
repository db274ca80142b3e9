"""Stand-ins for the ports: small, deterministic, with the errors of the real ones."""

import hashlib
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from adapters.memory import InMemoryProcessingStore
from application.analysis_ports import LanguageModel, ModelAnswer
from application.analysis_prompt import Prompt
from application.errors import RefusalReason, TransientError, UnprocessableError
from application.ports import Backend, DocumentReader, Embedder, FileFetcher, Report
from domain.document import Document


class HashEmbedder(Embedder):
    """A unit vector drawn from the hash of each text: distinct for distinct texts, and no meaning in it."""

    @property
    def model(self) -> str:
        return "hash/shake-256"

    @property
    def weights_digest(self) -> str:
        return hashlib.sha256(b"no weights").hexdigest()

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if any(not text.strip() for text in texts):
            raise ValueError("a text to embed is empty or blank")
        digests = b"".join(hashlib.shake_256(t.encode("utf-8", "replace")).digest(384) for t in texts)
        rows = np.frombuffer(digests, dtype=np.uint8).reshape(len(texts), 384).astype(np.float32) - 127.5
        unit: npt.NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class Utf8Reader(DocumentReader):
    """Takes every file for UTF-8 text, and refuses an empty one."""

    def read(self, data: bytes) -> Document:
        if not data.strip():
            raise UnprocessableError(RefusalReason.EMPTY, "The file is empty.")
        return Document(text=data.decode(), kind="text")


class UnreliableFiles(FileFetcher):
    """Fails as many times as it is told, as an outage does, then serves the bytes it was given."""

    def __init__(self, data: bytes, *, outages: int, retry_after: float = 0.0) -> None:
        self.outages = outages
        self._retry_after = retry_after
        self._data = data

    def fetch(self, url: str) -> bytes:
        if self.outages:
            self.outages -= 1
            raise TransientError("the disk is away", retry_after=self._retry_after)
        return self._data


class ScriptedLanguageModel(LanguageModel):
    """Gives the answers it was told to, one a call, the last again and again; errors are raised."""

    def __init__(self, *answers: "ModelAnswer | Exception | Callable[[Prompt], ModelAnswer]") -> None:
        self.prompts: list[Prompt] = []
        self._answers = list(answers)

    @property
    def model(self) -> str:
        return "scripted"

    def answer(self, prompt: Prompt) -> ModelAnswer:
        self.prompts.append(prompt)
        given = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(given, Exception):
            raise given
        return given if isinstance(given, ModelAnswer) else given(prompt)


class CountingBackend(Backend):
    """Counts each report in a store, as the backend does; first fails as many times as it is told."""

    def __init__(
        self, store: InMemoryProcessingStore, *, failures: int = 0, retry_after: float = 0.0
    ) -> None:
        self.reports: list[Report] = []
        self.ranks_seen: list[dict[str, int | None]] = []
        self.failures = failures
        self._retry_after = retry_after
        self._store = store

    def report(self, report: Report) -> None:
        if self.failures:
            self.failures -= 1
            raise TransientError("the backend is away", retry_after=self._retry_after)
        self.ranks_seen.append({found.id: found.rank for found in self._store.of_job(report.job_id)})
        self.reports.append(report)
        self._store.mark_accounted(report.processing_id)
