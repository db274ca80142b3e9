"""Screen many resumes of one job on one machine, and rank them."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from application.errors import TransientError
from application.ports import ProcessingStore
from application.rank_job import RankJob
from application.screen_resume import ScreenResume
from domain.processing import ResumeProcessing, settle_duplicates


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenBatch:
    """Screen every resume whatever happens to the others, then mark duplicates and rank.

    Fields:
        attempts: tries of one resume while a port is out of order.
    """

    processings: ProcessingStore
    screen_resume: ScreenResume
    rank_job: RankJob
    attempts: int = 3

    def __call__(
        self,
        job_id: str,
        processing_ids: Sequence[str],
        *,
        at_once: int,
        on_settled: Callable[[ResumeProcessing], None],
    ) -> bool:
        """Screen the processings, up to `at_once` at a time, calling `on_settled` for each in this thread.

        Returns:
            True where all were screened; False where KeyboardInterrupt cut it short: those under way were
            finished, the others are still queued, and what is done is ranked.
        """
        stop = threading.Event()
        # Threads: reading runs in processes of its own and embedding outside the interpreter's lock.
        with ThreadPoolExecutor(at_once, thread_name_prefix="screen") as pool:
            pending: set[Future[ResumeProcessing | None]] = {
                pool.submit(self._settle, processing_id, stop) for processing_id in processing_ids
            }
            try:
                while pending:
                    done, pending = wait(pending, return_when=FIRST_COMPLETED)
                    for future in done:
                        processing = future.result()
                        if processing is not None:
                            on_settled(processing)
            except KeyboardInterrupt:
                stop.set()
        for processing in settle_duplicates(list(self.processings.of_job(job_id))):
            self.processings.save(processing)
        self.rank_job(job_id)
        return not stop.is_set()

    def _settle(self, processing_id: str, stop: threading.Event) -> ResumeProcessing | None:
        for attempt in range(1, self.attempts + 1):
            if stop.is_set():
                return None
            try:
                return self.screen_resume(processing_id)
            except TransientError as outage:
                if attempt == self.attempts:
                    return self._given_up(processing_id, f"The resume could not be read: {outage}.", "outage")
            except Exception as bug:  # noqa: BLE001 - one resume's bug must not take the batch with it
                return self._given_up(
                    processing_id,
                    f"An error of the screener's own ({type(bug).__name__}) stopped the work on this file.",
                    "internal_error",
                )
        return None

    def _given_up(self, processing_id: str, error: str, reason: str) -> ResumeProcessing | None:
        processing = self.processings.get(processing_id)
        if processing is None:
            return None
        failed = processing.claimed().failed(error, reason=reason)
        self.processings.save(failed)
        return failed
