"""RQ's forking worker for one queue: finds dead workers within seconds, and outlives an outage of Redis."""

import logging
import os
import random
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Never

from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.defaults import DEFAULT_LOGGING_DATE_FORMAT, DEFAULT_LOGGING_FORMAT
from rq.exceptions import StopRequested
from rq.executions import Execution
from rq.job import Job
from rq.job_lifecycle import call_exception_handlers
from rq.utils import now
from rq.worker import WorkerStatus

from adapters.rq_queue.deadline import WorkDeadline
from adapters.rq_queue.guard import dispensable, reason_of
from adapters.rq_queue.horse import Horse, Stint, serve_jobs
from adapters.rq_queue.maintenance import Maintenance
from adapters.rq_queue.outage import cause_of, is_misconfigured
from adapters.rq_queue.wire_job import WireJob
from adapters.rq_queue.wire_queue import WireQueue
from application.trouble import place_of

if TYPE_CHECKING:
    from resource import struct_rusage

    from redis.client import Pipeline

_LOG = logging.getLogger(__name__)
_MONITORING_SECONDS: Final = 5
_WORKER_TTL: Final = 20
"""RQ waits for a job for 15 seconds less, and then does what is due."""
_MAINTENANCE_SECONDS: Final = 4
"""Less than that wait, which Redis may end a moment early: or it would be done every other time alone."""
_HEARTBEAT_TTL: Final = 15
"""Three heartbeats missed, and the job is another worker's. RQ adds a minute."""
_NO_ANSWER: Final = 1 << 8
"""The status, as `os.wait4` gives it, of a process that ended with 1."""
_GRACE_SECONDS: Final = 15
"""What a job may take beyond its deadline, which only Python code sees, before its process is killed."""


class WorkerQuitError(Exception):
    """The worker stopped without having been asked to; RQ would end the process as if all were well."""


class HorseWorker(Worker):
    """Takes the jobs of one queue, and has them done in a process beside it (RQ: a horse).

    RQ makes one for each job. Here one does many, one after the other, as what it starts with (connections,
    the model's memory, fork itself) costs as much as half a job. Where it dies, only the job in its hands has
    failed; one that saw an error or a deadline pass, or that grew, is replaced after that job.

    What RQ logs of its daily round is left out; what it logs of trouble goes the way of all logging here.
    """

    death_penalty_class = WorkDeadline
    queue_class = WireQueue

    def __init__(
        self,
        queue: WireQueue,
        *,
        name: str | None = None,
        stint: Stint | None = None,
        before_fork: Callable[[], None] | None = None,
        on_horse: Callable[[], None] | None = None,
    ) -> None:
        """Prepare for the jobs of a queue.

        Args:
            queue: of which RQ's connection is taken, too; it is the worker's own from now on.
            name: of the worker, in RQ's tools; by default a random one. RQ refuses one whose last holder was
                killed less than 80 seconds ago.
            stint: when a process of jobs is replaced by a new one.
            before_fork: called in this process before one of jobs is made of it.
            on_horse: called in a process of jobs before the first. Where it raises, the process ends, and the
                job is tried again as after a crash.
        """
        super().__init__(
            [queue],
            name,
            connection=queue.connection,
            job_class=queue.job_class,
            serializer=queue.serializer,
            job_monitoring_interval=_MONITORING_SECONDS,
            maintenance_interval=_MAINTENANCE_SECONDS,
            worker_ttl=_WORKER_TTL,
            log_job_description=False,
        )
        # RQ has just told the pool how long a socket must wait; connections that are open do not know it yet.
        queue.connection.connection_pool.disconnect()
        self._queue = queue
        self._stint = stint or Stint()
        self._horse: Horse | None = None
        self._was_killed = False
        self._on_horse = on_horse
        self._before_fork = before_fork
        self._reason: str | None = None
        self._maintenance = Maintenance(queue)

    def work(self, burst: bool = False, *args: Any, **kwargs: Any) -> bool:  # noqa: FBT001, FBT002 - RQ's
        """Work until asked to end, or as RQ's arguments say; return whether any job was done.

        Raises:
            WorkerQuitError: an error, which was logged, ended the work.
        """
        worked = super().work(burst, *args, **kwargs)
        # Of a request to end, RQ keeps the time alone, and privately.
        may_end = burst or args or kwargs.get("max_jobs") or kwargs.get("max_idle_time")
        if not may_end and self._shutdown_requested_date is None:
            raise WorkerQuitError(f"worker {self.name} was not asked to end")
        return worked

    def bootstrap(
        self,
        logging_level: str | None = None,
        date_format: str = DEFAULT_LOGGING_DATE_FORMAT,  # noqa: ARG002 - RQ's signature
        log_format: str = DEFAULT_LOGGING_FORMAT,  # noqa: ARG002
    ) -> None:
        """Make the worker known. Unlike RQ's, this leaves the handlers of logging alone."""
        for name in ("rq", "rq.worker"):  # RQ gives the latter a level of its own
            logging.getLogger(name).setLevel(logging_level or logging.WARNING)
        self.register_birth()  # type: ignore[no-untyped-call]
        self.subscribe()  # type: ignore[no-untyped-call]
        self.set_state(WorkerStatus.STARTED)
        self._queue.register()
        _LOG.info("worker %s waits for jobs of %s", self.name, self._queue.name)

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:  # noqa: ARG002 - RQ's signature
        """Return for how many seconds a heartbeat counts: the sooner it ends, the sooner a death shows."""
        return _HEARTBEAT_TTL

    def execute_job(self, job: Job, queue: Queue) -> None:
        """See a job through in the process beside this one.

        Where Redis fails meanwhile, the job is still in the list of those taken or of those running, and
        comes back from there.
        """
        assert isinstance(job, WireJob)  # noqa: S101 - of the queue's class
        try:
            job.adopt()
            super().execute_job(job, queue)
        except RedisError as error:
            if is_misconfigured(error):
                raise
            _LOG.warning("job %s: let go: Redis: %s", job.id, cause_of(error))
            self.executions.clear()  # or the next horse would take this one's execution for its own
            self.set_state(WorkerStatus.IDLE)

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        """Kill the job's process where its deadline has long passed; else show that it lives."""
        begun, timeout = job.started_at, job.timeout
        if begun and timeout and (now() - begun).total_seconds() > timeout + _GRACE_SECONDS:
            _LOG.error("job %s: its process does not end, and is killed", job.id)
            self.kill_horse()
            return
        with dispensable("the heartbeat of a job"):
            super().maintain_heartbeats(job, execution)

    def kill_horse(self, sig: signal.Signals = signal.SIGKILL) -> None:
        """Kill the process of the job and those it started.

        RQ kills its process group. Until the job's process has made one of its own, that is the worker's, and
        the worker would take itself along, and whoever started it.
        """
        pid = self.horse_pid  # read once: the thread that listens for commands calls this, too
        if not pid:
            return
        self._was_killed = True
        with suppress(ProcessLookupError):
            group = os.getpgid(pid)
            if group == os.getpgrp():
                os.kill(pid, sig)
            else:
                os.killpg(group, sig)

    def fork_work_horse(self, job: Job, queue: Queue) -> None:  # noqa: ARG002 - RQ's signature
        """Hand a job to the process of jobs, and make one first where there is none that goes on."""
        execution = self.execution
        assert execution is not None  # noqa: S101 - RQ has just prepared it
        if self._horse is None or not self._horse.take(job.id, execution.id):
            self._dismiss_horse()
            if self._before_fork is not None:
                self._before_fork()
            self._horse = Horse.fork(self._serve)
            self._horse.take(job.id, execution.id)  # where it has died, that shows in the wait for it
        self._horse_pid = self._horse.pid

    def wait_for_horse(self) -> "tuple[int | None, int | None, struct_rusage | None]":
        """Wait until the job is done, which reads as an exit with status 0, or its process has ended."""
        horse = self._horse
        if horse is None:
            return None, None, None
        if horse.wait():
            self._stopped_job_id = None  # whoever asked for that came too late
            if self._was_killed:
                self._dismiss_horse()
            return horse.pid, 0, None
        pid, status, usage = horse.reap()
        self._dismiss_horse()
        # RQ takes a status of 0 for a job done.
        return pid, status or _NO_ANSWER, usage

    def _dismiss_horse(self) -> None:
        horse, self._horse = self._horse, None
        self._was_killed = False
        if horse is not None:
            horse.dismiss()

    def _serve(self, channel: socket.socket) -> Never:
        """Do jobs, in the process made for them, until its stint is over."""
        status = 1
        try:
            random.seed()
            self._is_horse = True
            self._horse = None
            self._prepare_horse()
            serve_jobs(channel, self._do, self._stint)
            status = 0
        except Exception as error:  # noqa: BLE001 - the worker sees it end
            _LOG.warning("a process of jobs ends: %s", place_of(error))
        finally:
            os._exit(status)  # whatever happened, this process must not go on as the worker

    def _prepare_horse(self) -> None:
        if self._on_horse is not None:
            try:
                self._on_horse()
            except Exception as error:
                _LOG.error("a process of jobs could not be prepared: %s", place_of(error))
                raise

    def _do(self, job_id: str, execution_id: str) -> bool:
        WorkDeadline.passed = False
        job = self.job_class.fetch(job_id, connection=self.connection, serializer=self.serializer)
        execution = Execution(execution_id, job_id, self.connection, self.name)
        self.executions = {execution.id: execution}
        return self.perform_job(job, self._queue, execution) and not WorkDeadline.passed

    def handle_job_failure(
        self,
        job: Job,
        queue: Queue,
        started_job_registry: Any = None,
        exc_string: str = "",
        execution: Execution | None = None,
    ) -> None:
        """Give a job back, or count it as failed.

        An error in a job is final: a function that wants another try returns one (`retry_later`). The retries
        that every job has are for a process that died, unless who put it in line asked for RQ's `Retry`.
        """
        if self.is_horse and job.retry_intervals is None:
            job.retries_left = None
        if self._reason is not None:
            exc_string, self._reason = self._reason, None
        super().handle_job_failure(job, queue, started_job_registry, exc_string, execution)

    def handle_exception(self, job: Job, *exc_info: Any) -> None:
        """Log where a job failed. RQ would log the message and the arguments, and so who applied."""
        error: BaseException = exc_info[1]
        self._reason = reason_of(error)
        _LOG.error("job %s failed: %s", job.id, place_of(error))
        call_exception_handlers(self._exc_handlers, job, *exc_info)  # added by RQ's public `push_exc_handler`

    def run_maintenance_tasks(self) -> None:
        """Do maintenance unless another worker does, and wait for Redis where it is out of order."""
        try:
            self.clean_registries()
        except RedisError as error:
            _LOG.warning("maintenance of %s put off: Redis: %s", self._queue.name, cause_of(error))
        finally:
            self.last_cleaned_at = now()  # type: ignore[assignment]  # RQ's own type is too narrow
        if self._shutdown_requested_date is not None and self.get_state() != WorkerStatus.BUSY:
            raise StopRequested  # in case some step of RQ took the signal's for an error of its own

    def clean_registries(self) -> None:
        """Do maintenance unless another worker does."""
        if self._queue.acquire_maintenance_lock():
            try:
                self._maintenance.run()
            finally:
                with dispensable("giving back the maintenance lock"):
                    self._queue.release_maintenance_lock()

    # What follows only tells others how the worker is, or asks: no reason to stop working.
    def heartbeat(self, timeout: int | None = None, pipeline: "Pipeline | None" = None) -> None:
        """Show that the worker lives."""
        with dispensable("the worker's heartbeat"):
            super().heartbeat(timeout, pipeline)

    def set_state(self, state: str, pipeline: "Pipeline | None" = None) -> None:
        """Show what the worker does."""
        with dispensable("the worker's state"):
            super().set_state(state, pipeline)

    def set_shutdown_requested_date(self) -> None:
        """Show that the worker was asked to end."""
        with dispensable("the time the worker was asked to end"):
            super().set_shutdown_requested_date()  # type: ignore[no-untyped-call]

    def check_for_suspension(self, burst: bool) -> None:  # noqa: FBT001 - RQ's signature
        """Wait while `rq suspend` holds."""
        with dispensable("asking whether to pause"):
            super().check_for_suspension(burst)

    def handle_payload(self, message: Any) -> None:
        """Do what another process asks by RQ's commands, and pass over what is none."""
        try:
            super().handle_payload(message)  # type: ignore[no-untyped-call]
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            _LOG.warning("worker %s was sent what is no command: %s", self.name, place_of(error))

    def unsubscribe(self) -> None:
        """Stop listening for commands; the thread that does is told first, or RQ waits a second for it."""
        if self.pubsub is not None and self.pubsub_thread is not None:
            self.pubsub_thread.stop()
            self.pubsub.unsubscribe()
            self.pubsub_thread.join(timeout=1)
            self.pubsub.close()

    def teardown(self) -> None:
        """Let the process of jobs end, and say goodbye."""
        self._dismiss_horse()
        with dispensable("the worker's goodbye"):
            super().teardown()  # type: ignore[no-untyped-call]
