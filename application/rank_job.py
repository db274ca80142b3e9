"""Give every resume that passed its place among all resumes of the job."""

from dataclasses import dataclass

from application.ports import ProcessingStore
from domain.processing import rank_all


@dataclass(frozen=True, slots=True, kw_only=True)
class RankJob:
    """Rank a job's completed, passed resumes over all of its batches, writing only ranks that changed."""

    processings: ProcessingStore

    def __call__(self, job_id: str) -> dict[str, int]:
        """Rank the job and return the rank of each processing that takes part, keyed by id."""
        processings = list(self.processings.of_job(job_id))
        ranks = rank_all(processings)
        stored = {processing.id: processing.rank for processing in processings}
        self.processings.save_ranks({id_: rank for id_, rank in ranks.items() if stored[id_] != rank})
        return ranks
