"""Screen many resumes of one job on one machine, and rank them."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass

from application.errors import TransientError
from application.ports import ProcessingStore
from application.rank_job import RankJob
from application.screen_resume import ScreenResume
from domain.processing import ResumeProcessing, settle_duplicates

_LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenBatch:
    """Screen every resume whatever happens to the others, then mark duplicates and rank.

    Attributes:
        processings: where outcomes are kept.
        screen_resume: screens one.
        rank_job: ranks all that passed.
    """

    processings: ProcessingStore
    screen_resume: ScreenResume
    rank_job: RankJob

    def __call__(
        self,
        job_id: str,
        processing_ids: Sequence[str],
        *,
        at_once: int,
        on_settled: Callable[[ResumeProcessing], None],
        interrupted: Callable[[], bool] = lambda: False,
    ) -> bool:
        """Screen the processings, up to `at_once` at a time, calling `on_settled` for each in this thread.

        `interrupted` is asked some times a second whether to stop.

        Returns:
            True where all were screened; False where it was interrupted: those under way were finished, the
            others are still queued, and what is done is ranked.
        """
        stop = threading.Event()
        # Threads: reading runs in processes of its own and embedding outside the interpreter's lock.
        pool = ThreadPoolExecutor(at_once, thread_name_prefix="screen")
        try:
            pending = {pool.submit(self._settle, processing_id, stop) for processing_id in processing_ids}
            while pending and not interrupted():
                done, pending = wait(pending, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
                for future in done:
                    processing = future.result()
                    if processing is not None:
                        on_settled(processing)
        finally:
            stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
        for processing in settle_duplicates(list(self.processings.of_job(job_id))):
            self.processings.relink(processing.id, duplicate_of=processing.duplicate_of)
        self.rank_job(job_id)
        return not pending

    def _settle(self, processing_id: str, stop: threading.Event) -> ResumeProcessing | None:
        while not stop.is_set():
            try:
                return self.screen_resume(processing_id)
            except TransientError as later:  # its tries are counted: the last one settles it
                stop.wait(later.retry_after)
            except Exception:  # noqa: BLE001 - one resume's bug must not take the batch with it; it is logged
                return self.processings.get(processing_id)
        return None
