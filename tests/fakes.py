"""Stand-ins for the ports: small, deterministic, with the errors of the real ones."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from application.ports import Embedder


class HashEmbedder(Embedder):
    """A unit vector drawn from the hash of each text: distinct for distinct texts, and no meaning in it."""

    @property
    def model(self) -> str:
        return "hash/shake-256"

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if any(not text.strip() for text in texts):
            raise ValueError("a text to embed is empty or blank")
        digests = b"".join(hashlib.shake_256(t.encode("utf-8", "replace")).digest(384) for t in texts)
        rows = np.frombuffer(digests, dtype=np.uint8).reshape(len(texts), 384).astype(np.float32) - 127.5
        unit: npt.NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit
