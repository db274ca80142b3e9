"""The reference embedder: sentence-transformers as it comes, in 32-bit floats."""

import importlib
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from application.ports import Embedder

# The model's window, and a bound on the time spent on a hostile text: 510 tokens of writing that anybody
# reads take about 3,000 characters, and the tokenizer would go through all of a megabyte to drop most of it.
_WINDOW_TOKENS = 512
_READ_CHARACTERS = 20_000


class SentenceTransformersEmbedder(Embedder):
    """A MiniLM run by sentence-transformers: slow to start, the measure of every other embedder.

    One text at a time: in a batch, padding changes a vector's last bits with its neighbours. Safe to use
    from several threads, which take turns.
    """

    def __init__(
        self,
        folder: Path,
        *,
        sha256: str,
        name: str = "all-MiniLM-L6-v2",
        device: str = "cpu",
        threads: int = 1,
    ) -> None:
        """Load the model.

        Args:
            folder: verified model folder in Hugging Face layout.
            name: of the model; part of the name of the vectors.
            sha256: digest of its weights; part of the name of the vectors.
            device: any device that torch knows: `cpu`, `cuda`, `mps`.
            threads: threads of torch, for the whole process.
        """
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        # Imported here because it takes seconds and over a gigabyte on disk, and the worker needs neither.
        torch = importlib.import_module("torch")
        sentence_transformers = importlib.import_module("sentence_transformers")
        importlib.import_module("transformers").logging.disable_progress_bar()
        torch.set_num_threads(threads)
        self._encoder: Any = sentence_transformers.SentenceTransformer(
            str(folder), device=device, local_files_only=True
        )
        self._encoder.max_seq_length = _WINDOW_TOKENS
        # A resume that spells out "[SEP]" means those five characters, not the end of a sentence.
        self._encoder.tokenizer.split_special_tokens = True
        self._lock = threading.Lock()
        version = torch.__version__.partition("+")[0]
        self._model = f"{name}/torch-{version}-{device}-f32/{sha256.lower()[:12]}"
        self._weights_digest = sha256.lower()

    @property
    def model(self) -> str:
        """Name, runtime, device, precision and digest of the weights."""
        return self._model

    @property
    def weights_digest(self) -> str:
        """SHA-256 of the weights."""
        return self._weights_digest

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return an (n, 384) array of unit rows; each text is read up to 512 tokens.

        Raises:
            ValueError: a text is empty or blank.
        """
        if any(not text.strip() for text in texts):
            raise ValueError("a text to embed is empty or blank")
        vectors = np.empty((len(texts), 384), dtype=np.float32)
        with self._lock:
            for row, text in enumerate(texts):
                readable = text[:_READ_CHARACTERS].encode("utf-8", errors="replace").decode("utf-8")
                vectors[row] = self._encoder.encode(
                    [readable], batch_size=1, show_progress_bar=False, normalize_embeddings=True
                )[0]
        return vectors
