"""Answer a request for an analysis where no language model is set up: a reason, not silence."""

from dataclasses import dataclass

from application.ports import AnalysisStore

NO_MODEL = "Deep analysis is not set up on this worker."


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseAnalysis:
    """Fail a requested analysis with its reason; scores, ranks and decisions are not touched."""

    analyses: AnalysisStore

    def __call__(self, processing_id: str) -> bool:
        """Refuse the analysis; False where none is asked for, or there is no such processing.

        Raises:
            TransientError: the store is out of order.
        """
        return self.analyses.fail(processing_id, error=NO_MODEL)
