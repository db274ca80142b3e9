"""Everything in memory."""

from adapters.memory.inputs import InMemoryFiles, InMemoryJobProfiles, InMemoryJobStore
from adapters.memory.store import InMemoryProcessingStore

__all__ = ["InMemoryFiles", "InMemoryJobProfiles", "InMemoryJobStore", "InMemoryProcessingStore"]
