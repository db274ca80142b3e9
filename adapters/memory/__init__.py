"""Everything in memory."""

from adapters.memory.inputs import InMemoryFiles, InMemoryJobStore, InMemoryJobVectors
from adapters.memory.store import InMemoryProcessingStore

__all__ = ["InMemoryFiles", "InMemoryJobStore", "InMemoryJobVectors", "InMemoryProcessingStore"]
