"""The one place where ports meet adapters."""

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from dependency_injector import containers, providers

from adapters.backend import HttpBackend
from adapters.documents.reader import SandboxedDocumentReader
from adapters.local_files import LocalFiles
from adapters.memory import (
    InMemoryJobProfiles,
    InMemoryJobStore,
    InMemoryProcessingStore,
)
from adapters.memory_analyses import InMemoryAnalysisStore, InMemoryCallLedger, InMemoryCallLimits
from adapters.mongo.analyses import MongoAnalysisStore, MongoCallLedger
from adapters.mongo.connection import DatabaseSettingsError, MongoClient, connect
from adapters.mongo.failures import MongoFailedResumes
from adapters.mongo.indexes import ensure_indexes
from adapters.mongo.jobs import MongoJobStore
from adapters.mongo.outbox import MongoOutbox
from adapters.mongo.processings import MongoProcessingStore
from adapters.mongo.ranking import MongoRanking
from adapters.mongo.results import MongoStoredResults
from adapters.remembered_vectors import RememberingEmbedder
from adapters.rq_queue.connection import RedisClient, connect_redis
from adapters.rq_queue.horse import Stint
from adapters.rq_queue.job_profiles import RedisJobProfiles
from adapters.rq_queue.job_queue import RqJobQueue
from adapters.rq_queue.wire_job import WireJob, wire_job_class
from adapters.rq_queue.wire_queue import WireQueue
from adapters.rq_queue.worker import HorseWorker
from adapters.skill_table import load_skill_lexicon
from adapters.web_files.cloudinary import CloudinaryFiles
from application.analyse_resume import AnalyseResume
from application.analysis_ports import AnalysisStore, CallLedger, CallLimits, LanguageModel
from application.count_broken_try import CountBrokenTry
from application.lease import Lease
from application.ports import (
    Embedder,
    FailedResumes,
    FileFetcher,
    JobProfiles,
    JobStore,
    Outbox,
    ProcessingStore,
    Ranking,
)
from application.rank_job import RankJob, RankUnranked
from application.recover import Recover
from application.recover_analyses import RecoverAnalyses
from application.reevaluate_job import ReevaluateJob
from application.report_outcomes import ReportOutcomes
from application.retry import RetryPolicy
from application.retry_failed import RetryFailed
from application.screen_batch import ScreenBatch
from application.screen_resume import ScreenResume
from application.stored_results import StoredResults
from application.turns import Turns
from domain.evaluation import Evaluation
from domain.job import JobDescription
from domain.processing import ResumeProcessing
from domain.skills import SkillLexicon
from entrypoints.language_models import analysis_retries, language_model, redis_limits
from entrypoints.model_parts import document_reader, ocr_limits, openvino_embedder, reference_embedder
from entrypoints.settings import Settings, SettingsError, needed
from entrypoints.terminal import os_words

# The claim counts the deaths: RQ must ring once more after the last, so that the document is settled.
_DEATHS_BEYOND_RETRIES = 5
_REPORT_PATIENCE = 5.0  # seconds, with another who ranks the same job


def _lexicon(settings: Settings) -> SkillLexicon:
    try:
        return load_skill_lexicon(settings.skill_tables)
    except OSError as error:
        raise SettingsError(f"SKILL_TABLES: {os_words(error)}") from error
    except ValueError as error:
        raise SettingsError(f"SKILL_TABLES: {error}") from error


def _embedders(
    settings: providers.Provider[Settings],
    at_once: providers.Provider[int],
    environment: providers.Provider[str],
) -> dict[str, providers.Provider[Any]]:
    return {
        "openvino": providers.Selector(
            environment,
            embedded=providers.ThreadSafeSingleton(openvino_embedder, settings, at_once),
            production=providers.ThreadSafeSingleton(openvino_embedder, settings, at_once, forks=True),
        ),
        "sentence-transformers": providers.ThreadSafeSingleton(reference_embedder, settings),
    }


def prepare(settings: Settings) -> None:
    """Make what the chosen embedder needs on disk, and find out what else would keep a process from starting.

    Raises:
        SettingsError: a connection string that is set, a skill table or the model cannot be used.
    """
    if settings.embedder == "openvino":
        openvino_embedder(settings, streams=1)
    _lexicon(settings)
    ocr_limits(settings)
    # Nothing is sent before a client is used.
    if settings.mongo_uri_py:
        next(_mongo_client(settings))
    if settings.redis_url:
        next(_redis_client(settings))


def _mongo_client(settings: Settings) -> Iterator[MongoClient]:
    try:
        client = connect(needed(settings.mongo_uri_py, "MONGO_URI_PY"))
    except DatabaseSettingsError as error:
        raise SettingsError(f"MONGO_URI_PY: {error}") from None
    with client:
        yield client


def _redis_client(settings: Settings) -> Iterator[RedisClient]:
    try:
        client = connect_redis(needed(settings.redis_url, "REDIS_URL"))
    except ValueError:  # the driver's own message may repeat the address, password and all
        raise SettingsError("REDIS_URL: is no usable Redis address") from None
    with client:
        yield client


def _jobs_of(queue_name: str, function: str, max_retries: int, settings: Settings) -> type[WireJob]:
    return wire_job_class(
        queue_name,
        function=f"entrypoints.jobs.{function}",
        timeout_seconds=settings.job_timeout_seconds,
        retries=_DEATHS_BEYOND_RETRIES + max_retries,
    )


def _worker(settings: Settings, jobs: type[WireJob], **hooks: Any) -> HorseWorker:
    """A worker with a client of its own: RQ sets its time-outs, and it waits on the server for long."""
    client = connect_redis(needed(settings.redis_url, "REDIS_URL"))
    stint = Stint(jobs=settings.jobs_per_process, memory_bytes=settings.process_memory_bytes)
    return HorseWorker(WireQueue.of(jobs, client), stint=stint, **hooks)


def _backend(settings: Settings) -> Iterator[HttpBackend]:
    with HttpBackend(url=settings.callback_url, read_seconds=settings.callback_timeout_seconds) as backend:
        yield backend


def _one_at_a_time(make: Callable[[], ScreenResume]) -> Callable[[], ScreenResume]:
    lock = threading.Lock()

    def made() -> ScreenResume:
        with lock:
            return make()

    return made


def _retries(settings: Settings) -> RetryPolicy:
    return RetryPolicy(
        max_retries=settings.max_retries,
        base_seconds=settings.base_delay_seconds,
        most_seconds=max(300.0, settings.base_delay_seconds),
    )


def _lease(settings: Settings) -> Lease:
    return Lease(seconds=settings.lease_seconds, deadline_seconds=settings.job_timeout_seconds)


def _report_lease_seconds(settings: Settings) -> float:
    """Longer than a call to the backend can last, connecting included, and twice that."""
    return 2 * (settings.callback_timeout_seconds + 15)


def _cloudinary(settings: Settings) -> CloudinaryFiles:
    return CloudinaryFiles(
        allowed_hosts=settings.resume_allowed_hosts,
        allow_private_addresses=settings.allow_private_addresses,
        max_bytes=settings.max_file_bytes,
        total_seconds=settings.fetch_timeout_seconds,
    )


def _file_evaluator(make: Callable[[], ScreenResume]) -> Callable[[str, JobDescription], Evaluation]:
    """Evaluates files; what it takes, the reader and the model included, is made for the first of them."""
    return lambda url, job: make().evaluated_file(url, job)


class Container(containers.DeclarativeContainer):
    """Everything that runs, built on first use; clients with a lifetime are resources.

    Give it `settings` and `environment`: `embedded` works in memory on files of this machine, and takes
    `initial_jobs`, `initial_processings` and `at_once` (resumes worked on at a time); `production` works on
    MongoDB, Redis and the web. Clients of `production` must not be carried across a fork: what a process
    builds before it forks is `reader`, `lexicon`, `model`, `files`, and the worker with its own client.
    """

    settings = providers.Dependency(instance_of=Settings)
    environment: providers.Provider[str] = providers.Object("embedded")
    initial_jobs: providers.Provider[Iterable[JobDescription]] = providers.Object(())
    initial_processings: providers.Provider[Iterable[ResumeProcessing]] = providers.Object(())
    at_once = providers.Object(1)

    lexicon: providers.Provider[SkillLexicon] = providers.Singleton(_lexicon, settings)
    model: providers.Provider[Embedder] = providers.Selector(
        settings.provided.embedder,
        **_embedders(settings, at_once, environment),
    )
    embedder: providers.Provider[Embedder] = providers.Selector(
        environment,
        embedded=providers.ThreadSafeSingleton(RememberingEmbedder, model),
        # What is remembered are texts of applicants, in a process that lives on: no more than serves a retry.
        production=providers.ThreadSafeSingleton(RememberingEmbedder, model, most=64),
    )
    reader: providers.Provider[SandboxedDocumentReader] = providers.Resource(document_reader, settings)

    mongo: providers.Provider[MongoClient] = providers.Resource(_mongo_client, settings)
    redis: providers.Provider[RedisClient] = providers.Resource(_redis_client, settings)
    memory: providers.Provider[InMemoryProcessingStore] = providers.Singleton(
        InMemoryProcessingStore, initial_processings
    )

    files: providers.Provider[FileFetcher] = providers.Selector(
        environment,
        embedded=providers.Singleton(LocalFiles, max_bytes=settings.provided.max_file_bytes),
        production=providers.Singleton(_cloudinary, settings),
    )
    processings: providers.Provider[ProcessingStore] = providers.Selector(
        environment, embedded=memory, production=providers.Singleton(MongoProcessingStore, mongo)
    )
    job_profiles: providers.Provider[JobProfiles] = providers.Selector(
        environment,
        embedded=providers.Singleton(InMemoryJobProfiles),
        production=providers.Singleton(RedisJobProfiles, redis),
    )
    ranking: providers.Provider[Ranking] = providers.Selector(
        environment, embedded=memory, production=providers.Singleton(MongoRanking, mongo)
    )
    outbox: providers.Provider[Outbox] = providers.Selector(
        environment, embedded=memory, production=providers.Singleton(MongoOutbox, mongo)
    )
    failed_resumes: providers.Provider[FailedResumes] = providers.Selector(
        environment, embedded=memory, production=providers.Singleton(MongoFailedResumes, mongo)
    )
    results: providers.Provider[StoredResults] = providers.Selector(
        environment, embedded=memory, production=providers.Singleton(MongoStoredResults, mongo)
    )
    jobs: providers.Provider[JobStore] = providers.Selector(
        environment,
        embedded=providers.Singleton(InMemoryJobStore, initial_jobs),
        production=providers.Singleton(MongoJobStore, mongo),
    )
    indexes: providers.Provider[None] = providers.Callable(ensure_indexes, mongo)
    language_model: providers.Provider[LanguageModel] = providers.ThreadSafeSingleton(
        language_model, settings
    )
    memory_analyses: providers.Provider[InMemoryAnalysisStore] = providers.Singleton(
        InMemoryAnalysisStore, memory
    )
    analyses: providers.Provider[AnalysisStore] = providers.Selector(
        environment, embedded=memory_analyses, production=providers.Singleton(MongoAnalysisStore, mongo)
    )
    call_ledger: providers.Provider[CallLedger] = providers.Selector(
        environment,
        embedded=providers.Singleton(InMemoryCallLedger, memory),
        production=providers.Singleton(MongoCallLedger, mongo),
    )
    call_limits: providers.Provider[CallLimits] = providers.Selector(
        environment,
        embedded=providers.Singleton(InMemoryCallLimits, settings.provided.call_rules.call(), call_ledger),
        production=providers.Singleton(redis_limits, settings, redis, call_ledger),
    )
    backend: providers.Provider[HttpBackend] = providers.Resource(_backend, settings)
    batch_jobs = providers.Callable(
        _jobs_of,
        settings.provided.batch_queue_name,
        "screen_resume",
        settings.provided.max_retries,
        settings,
    )
    analysis_jobs = providers.Callable(
        _jobs_of,
        settings.provided.analysis_queue_name,
        "analyse_resume",
        settings.provided.analysis_max_retries,
        settings,
    )
    batch_queue: providers.Provider[RqJobQueue] = providers.Singleton(RqJobQueue, redis, batch_jobs)
    analysis_queue: providers.Provider[RqJobQueue] = providers.Singleton(RqJobQueue, redis, analysis_jobs)
    batch_worker: providers.Provider[HorseWorker] = providers.Factory(_worker, settings, batch_jobs)
    analysis_worker: providers.Provider[HorseWorker] = providers.Factory(_worker, settings, analysis_jobs)

    retries: providers.Provider[RetryPolicy] = providers.Selector(
        environment,
        embedded=providers.Object(RetryPolicy(max_retries=2, base_seconds=0.2)),
        production=providers.Factory(_retries, settings),
    )
    lease: providers.Provider[Lease] = providers.Selector(
        environment, embedded=providers.Object(Lease()), production=providers.Factory(_lease, settings)
    )
    screen_resume = providers.Factory(
        ScreenResume,
        processings=processings,
        jobs=jobs,
        files=files,
        reader=reader,
        embedder=embedder,
        job_profiles=job_profiles,
        lexicon=lexicon,
        rules=settings.provided.scoring_rules.call(),
        count_internships=settings.provided.count_internships,
        retries=retries,
        lease=lease,
        turns=providers.Singleton(Turns),
    )
    # Nothing is fetched, read or put in line by it, so nothing of that is started; made under a lock, as two
    # tasks may find out at once that they need it.
    screen_again = providers.Singleton(
        _one_at_a_time,
        providers.Factory(
            ScreenResume,
            processings=processings,
            jobs=jobs,
            files=files,
            reader=providers.Factory(SandboxedDocumentReader),
            embedder=embedder,
            job_profiles=providers.Singleton(InMemoryJobProfiles),
            lexicon=lexicon,
            rules=settings.provided.scoring_rules.call(),
            count_internships=settings.provided.count_internships,
        ).provider,
    )
    reevaluate_job = providers.Factory(
        ReevaluateJob,
        results=results,
        jobs=jobs,
        screen_resume=screen_again,
        turns=providers.Singleton(Turns),
    )
    rank_job = providers.Factory(RankJob, ranking=ranking, unify=reevaluate_job.provided.unify)
    screen_batch = providers.Factory(
        ScreenBatch, processings=processings, screen_resume=screen_resume, rank_job=rank_job
    )
    rank_unranked = providers.Factory(RankUnranked, ranking=ranking, unify=reevaluate_job.provided.unify)
    report_outcomes = providers.Factory(
        ReportOutcomes,
        outbox=outbox,
        # Reports of other jobs would wait along; those of this one are looked at again soon.
        rank_job=providers.Factory(
            RankJob, ranking=ranking, unify=reevaluate_job.provided.unify, patience_seconds=_REPORT_PATIENCE
        ),
        backend=backend,
        lease_seconds=providers.Factory(_report_lease_seconds, settings),
    )
    count_broken_try = providers.Factory(
        CountBrokenTry,
        processings=processings,
        retries=retries,
        lease=lease,
    )
    recover = providers.Factory(Recover, processings=processings, queue=batch_queue)
    retry_failed = providers.Factory(RetryFailed, failed=failed_resumes, queue=batch_queue)
    # For evidence alone: its stores are its own and empty, so that no result can be read or written by it.
    evaluate_file = providers.Singleton(
        _file_evaluator,
        providers.ThreadSafeSingleton(
            ScreenResume,
            processings=providers.Singleton(InMemoryProcessingStore),
            jobs=providers.Singleton(InMemoryJobStore),
            files=files,
            reader=reader,
            embedder=embedder,
            job_profiles=providers.Singleton(InMemoryJobProfiles),
            lexicon=lexicon,
            rules=settings.provided.scoring_rules.call(),
            count_internships=settings.provided.count_internships,
        ).provider,
    )
    analyse_resume = providers.Factory(
        AnalyseResume,
        analyses=analyses,
        jobs=jobs,
        language_model=language_model,
        limits=call_limits,
        ledger=call_ledger,
        lexicon=lexicon,
        terms=settings.provided.call_terms.call(),
        evaluated=evaluate_file,
        retries=providers.Factory(analysis_retries, settings),
        lease=lease,
    )
    recover_analyses = providers.Factory(RecoverAnalyses, analyses=analyses, queue=analysis_queue)
