"""Put failed resumes back in line, as an operator asks once the cause is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.errors import TransientError
from application.ports import FailedResumes, JobQueue


@dataclass(frozen=True, slots=True, kw_only=True)
class Retried:
    """What came of it, by the ids of processings.

    Attributes:
        put_back: are queued again.
        not_failed: stand otherwise, such as those that were put back a moment ago; id -> status.
        unknown: do not exist.
        rung: whether workers were told of all that were put back; else recovery finds them.
    """

    put_back: tuple[str, ...]
    not_failed: dict[str, str]
    unknown: tuple[str, ...]
    rung: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryFailed:
    """Queue failed processings again and ring for each. Safe to repeat, and beside workers.

    The queueing is one atomic update a processing, which only a failed one matches: of two who ask for the
    same, one gets it, and whoever is killed in between leaves a queued processing that recovery rings for.

    What the backend counted stays counted. Its mark `batchAccounted` and the counters of its batch and job
    are its own, it was told "failed" once, and it knows no call that takes a report back. So the new outcome
    of a processing that was counted is in the document alone, with its rank, and is never reported: nothing
    is counted twice, and the counter of failed resumes goes on saying how many had failed when they were
    counted. A processing that was not counted yet is reported once, by its new outcome, as soon as no call
    about the old one can be under way (see `Outbox`).

    Ranks need nothing here: a resume that failed had none, and one that passes now is found without its
    place, like any other, by `RankUnranked`.

    Attributes:
        failed: finds them, and queues them again.
        queue: where to ring.
    """

    failed: FailedResumes
    queue: JobQueue

    def __call__(self, processing_ids: Sequence[str]) -> Retried:
        """Put back each of these that is failed.

        Raises:
            TransientError: the store is out of order; some may have been put back.
        """
        put_back: list[str] = []
        not_failed: dict[str, str] = {}
        unknown: list[str] = []
        rung = True
        for processing_id in dict.fromkeys(processing_ids):
            queued = self.failed.put_back(processing_id)
            if queued is not None:
                put_back.append(processing_id)
                try:
                    # A queue that is away is not waited for again and again.
                    if rung:
                        self.queue.put(queued)
                except TransientError:
                    rung = False
            elif (found := self.failed.history(processing_id)) is not None:
                not_failed[processing_id] = found.status
            else:
                unknown.append(processing_id)
        return Retried(put_back=tuple(put_back), not_failed=not_failed, unknown=tuple(unknown), rung=rung)
