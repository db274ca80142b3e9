"""An embedder that remembers: texts come back, in copies of a resume and in every resume of a job."""

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from application.ports import Embedder


class RememberingEmbedder(Embedder):
    """Remembers the vectors of the texts used last in this process.

    Safe to use from several threads where the embedder behind it is.
    """

    def __init__(self, embedder: Embedder, *, most: int = 4096) -> None:
        """Keep the vectors of up to `most` texts (1.5 kB each)."""
        self._embedder = embedder
        self._most = most
        self._lock = threading.Lock()
        self._vectors: OrderedDict[str, npt.NDArray[np.float32]] = OrderedDict()

    @property
    def model(self) -> str:  # noqa: D102
        return self._embedder.model

    @property
    def weights_digest(self) -> str:  # noqa: D102
        return self._embedder.weights_digest

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:  # noqa: D102
        if not texts:
            return self._embedder.embed(texts)
        with self._lock:
            known = {text: self._vectors[text] for text in texts if text in self._vectors}
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        if unknown:
            # Copies: a row that is kept must not keep all the others of its batch.
            vectors = (row.copy() for row in self._embedder.embed(unknown))
            known.update(zip(unknown, vectors, strict=True))
        with self._lock:
            for text, vector in known.items():
                self._vectors[text] = vector
                self._vectors.move_to_end(text)
            while len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
        return np.stack([known[text] for text in texts])
