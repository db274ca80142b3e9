"""Screen many resumes of one job on one machine, and rank them."""

import logging
import threading
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path

from application.errors import TransientError
from application.ports import ProcessingStore
from application.rank_job import RankJob
from application.screen_resume import ScreenResume
from domain.processing import ResumeProcessing, settle_duplicates

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenBatch:
    """Screen every resume whatever happens to the others, then mark duplicates and rank.

    Attributes:
        processings: where outcomes are kept.
        screen_resume: screens one.
        rank_job: ranks all that passed.
        attempts: tries of one resume while a port is out of order.
        base_delay_seconds: wait before the second try, doubled before each further one.
    """

    processings: ProcessingStore
    screen_resume: ScreenResume
    rank_job: RankJob
    attempts: int = 3
    base_delay_seconds: float = 0.2

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
        pool = ThreadPoolExecutor(at_once, thread_name_prefix="screen")
        try:
            pending = {pool.submit(self._settle, processing_id, stop) for processing_id in processing_ids}
            while pending:
                done, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in done:
                    processing = future.result()
                    if processing is not None:
                        on_settled(processing)
        except KeyboardInterrupt:
            stop.set()
        except BaseException:
            stop.set()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
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
                    reason = str(outage).rstrip(".")
                    return self._given_up(processing_id, f"The resume could not be read: {reason}.", "outage")
                self._put_back(processing_id)
                stop.wait(self.base_delay_seconds * 2 ** (attempt - 1))
            except Exception as bug:  # noqa: BLE001 - one resume's bug must not take the batch with it
                _LOG.error("%s: %s", processing_id, _place(bug))
                return self._given_up(
                    processing_id,
                    f"An error of the screener's own ({type(bug).__name__}) stopped the work on this file.",
                    "internal_error",
                )
        return None

    def _put_back(self, processing_id: str) -> None:
        processing = self.processings.get(processing_id)
        if processing is not None:
            self.processings.save(processing.released())

    def _given_up(self, processing_id: str, error: str, reason: str) -> ResumeProcessing | None:
        processing = self.processings.get(processing_id)
        if processing is None:
            return None
        failed = processing.claimed().failed(error, reason=reason)
        self.processings.save(failed)
        return failed


def _place(bug: BaseException) -> str:
    """Type, file and line of an error, without its message."""
    frame = traceback.extract_tb(bug.__traceback__)[-1]
    return f"{type(bug).__name__} at {'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno}"
