"""Count a try that broke off before it held its processing, so that it is not repeated for ever."""

from dataclasses import dataclass

from application.lease import Lease
from application.ports import ProcessingStore
from application.retry import RetryPolicy

_ERROR = "An error of the screener's own stopped the work before it began; its log says where."


@dataclass(frozen=True, slots=True, kw_only=True)
class CountBrokenTry:
    """For a worker that could not even begin, say because a part of it cannot be built.

    That may be mended by whoever runs it, so the resume is tried again as after an outage; but the last try
    settles it as failed: no batch waits for ever.
    """

    processings: ProcessingStore
    retries: RetryPolicy
    lease: Lease

    def __call__(self, processing_id: str) -> float | None:
        """Count it.

        Returns:
            After how many seconds to try again; None where there is nothing left to try.

        Raises:
            TransientError: the store is out of order, or another holds the processing.
        """
        claim = self.processings.claim(processing_id, seconds=self.lease.seconds)
        if claim is None:
            return None
        if claim.attempt >= self.retries.attempts:
            self.processings.settle(claim, claim.processing.failed(_ERROR, reason="internal_error"))
            return None
        wait = self.retries.delay(processing_id, claim.attempt)
        self.processings.release(claim, error=_ERROR, reason="internal_error", seconds=wait)
        return wait
