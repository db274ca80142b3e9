"""The one place where ports meet adapters."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dependency_injector import containers, providers

from adapters.backend import HttpBackend
from adapters.documents.ocr import OcrLimits, OcrUnavailableError, available_engine
from adapters.documents.process import Limits
from adapters.documents.reader import SandboxedDocumentReader
from adapters.language_models.not_set_up import NoLanguageModel
from adapters.local_files import LocalFiles
from adapters.memory import (
    InMemoryJobStore,
    InMemoryJobVectors,
    InMemoryProcessingStore,
)
from adapters.memory_analyses import InMemoryAnalysisStore, InMemoryCallLedger, InMemoryCallLimits
from adapters.minilm import SentenceTransformersEmbedder
from adapters.model_files import WEIGHTS_SHA256, ModelFilesError, find_model_folder
from adapters.mongo.analyses import MongoAnalysisStore, MongoCallLedger
from adapters.mongo.connection import DatabaseSettingsError, MongoClient, connect
from adapters.mongo.failures import MongoFailedResumes
from adapters.mongo.indexes import ensure_indexes
from adapters.mongo.jobs import MongoJobStore
from adapters.mongo.outbox import MongoOutbox
from adapters.mongo.processings import MongoProcessingStore
from adapters.mongo.ranking import MongoRanking
from adapters.openvino_minilm import OpenVinoEmbedder, prepare_openvino_model
from adapters.remembered_vectors import RememberingEmbedder
from adapters.rq_queue.call_limits import RedisCallLimits
from adapters.rq_queue.connection import RedisClient, connect_redis
from adapters.rq_queue.horse import Stint
from adapters.rq_queue.job_queue import RqJobQueue
from adapters.rq_queue.vectors import RedisJobVectors
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
    JobStore,
    JobVectors,
    Outbox,
    ProcessingStore,
    Ranking,
)
from application.rank_job import RankJob, RankUnranked
from application.recover import Recover
from application.recover_analyses import RecoverAnalyses
from application.report_outcomes import ReportOutcomes
from application.retry import RetryPolicy
from application.retry_failed import RetryFailed
from application.screen_batch import ScreenBatch
from application.screen_resume import ScreenResume
from application.turns import Turns
from domain.job import JobDescription
from domain.processing import ResumeProcessing
from domain.skills import SkillLexicon
from entrypoints.settings import Settings, SettingsError, needed

# The claim counts the deaths: RQ must ring once more after the last, so that the document is settled.
_DEATHS_BEYOND_RETRIES = 5


def _openvino_embedder(settings: Settings, streams: int, *, forks: bool = False) -> OpenVinoEmbedder:
    try:
        folder = prepare_openvino_model(
            settings.model_cache_dir, source=lambda: _model_folder(settings), sha256=WEIGHTS_SHA256
        )
    except OSError as error:
        raise SettingsError(f"MODEL_CACHE_DIR: {error}") from error
    embedder = OpenVinoEmbedder(folder, streams=streams)
    if forks:
        embedder.compile_all()
    return embedder


def _reference_embedder(settings: Settings) -> SentenceTransformersEmbedder:
    try:
        return SentenceTransformersEmbedder(_model_folder(settings), sha256=WEIGHTS_SHA256)
    except ImportError as error:
        raise SettingsError(f"EMBEDDER: sentence-transformers is not installed ({error})") from error


def _model_folder(settings: Settings) -> Path:
    try:
        return find_model_folder(settings.model_path)
    except ModelFilesError as error:
        raise SettingsError(f"MODEL_PATH: {error}") from error


def _lexicon(settings: Settings) -> SkillLexicon:
    try:
        return load_skill_lexicon(settings.skill_tables)
    except (OSError, ValueError) as error:
        raise SettingsError(f"SKILL_TABLES: {error}") from error


def _document_reader(settings: Settings) -> Iterator[SandboxedDocumentReader]:
    with SandboxedDocumentReader(
        Limits(
            max_bytes=settings.max_file_bytes,
            max_pages=settings.max_pages,
            seconds=settings.read_timeout_seconds,
            memory_bytes=settings.read_memory_bytes,
        ),
        _ocr(settings),
    ) as reader:
        yield reader


def _ocr(settings: Settings) -> OcrLimits | None:
    try:
        engine = available_engine(settings.ocr, settings.tesseract_path)
    except OcrUnavailableError as error:
        raise SettingsError(f"OCR: {error}") from error
    if engine is None:
        return None
    name, program = engine
    return OcrLimits(
        engine=name,
        max_pages=settings.ocr_max_pages,
        seconds=settings.ocr_timeout_seconds,
        memory_bytes=settings.ocr_memory_bytes,
        program=program,
        languages=settings.tesseract_languages,
    )


def _embedders(
    settings: providers.Provider[Settings],
    at_once: providers.Provider[int],
    environment: providers.Provider[str],
) -> dict[str, providers.Provider[Any]]:
    return {
        "openvino": providers.Selector(
            environment,
            embedded=providers.ThreadSafeSingleton(_openvino_embedder, settings, at_once),
            production=providers.ThreadSafeSingleton(_openvino_embedder, settings, at_once, forks=True),
        ),
        "sentence-transformers": providers.ThreadSafeSingleton(_reference_embedder, settings),
    }


def prepare(settings: Settings) -> None:
    """Make what the chosen embedder needs on disk, and find out what else would keep a process from starting.

    Raises:
        SettingsError: a connection string that is set, a skill table or the model cannot be used.
    """
    if settings.embedder == "openvino":
        _openvino_embedder(settings, streams=1)
    _lexicon(settings)
    _ocr(settings)
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


def _analysis_retries(settings: Settings) -> RetryPolicy:
    return RetryPolicy(
        max_retries=settings.analysis_max_retries,
        base_seconds=settings.analysis_base_delay,
        most_seconds=max(300.0, settings.analysis_base_delay),
    )


def _language_model(settings: Settings) -> LanguageModel:
    """The chosen one; its SDK is imported here, as few processes need it."""
    if not settings.llm_is_set_up:
        return NoLanguageModel()
    terms: dict[str, Any] = {
        "api_key": settings.llm_key.get_secret_value() if settings.llm_key else "",
        "model": settings.llm_model,
        "base_url": settings.llm_address,
        "max_tokens": settings.llm_max_tokens,
        "temperature": settings.llm_temperature,
        "seconds": settings.llm_timeout_seconds,
    }
    if settings.llm_provider == "openai":
        from adapters.language_models.openai_compatible import OpenAiCompatibleModel  # noqa: PLC0415

        return OpenAiCompatibleModel(**terms)
    if settings.llm_provider == "generativeai":
        try:
            from adapters.language_models.generativeai import GenerativeAiModel  # noqa: PLC0415
        except ImportError as error:
            raise SettingsError(f"LLM_PROVIDER: google-generativeai is not installed ({error})") from error

        return GenerativeAiModel(**terms)
    from adapters.language_models.gemini import GeminiModel  # noqa: PLC0415

    return GeminiModel(**terms)


def _redis_limits(settings: Settings, client: RedisClient, ledger: CallLedger) -> RedisCallLimits:
    key = settings.llm_key.get_secret_value() if settings.llm_key else ""
    account = f"{settings.llm_address} {key} {settings.llm_model}"
    return RedisCallLimits(client, settings.call_rules(), ledger, account=account)


def _cloudinary(settings: Settings) -> CloudinaryFiles:
    return CloudinaryFiles(
        allowed_hosts=settings.resume_allowed_hosts,
        allow_private_addresses=settings.allow_private_addresses,
        max_bytes=settings.max_file_bytes,
        total_seconds=settings.fetch_timeout_seconds,
    )


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
    reader: providers.Provider[SandboxedDocumentReader] = providers.Resource(_document_reader, settings)

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
    job_vectors: providers.Provider[JobVectors] = providers.Selector(
        environment,
        embedded=providers.Singleton(InMemoryJobVectors),
        production=providers.Singleton(RedisJobVectors, redis),
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
    jobs: providers.Provider[JobStore] = providers.Selector(
        environment,
        embedded=providers.Singleton(InMemoryJobStore, initial_jobs),
        production=providers.Singleton(MongoJobStore, mongo),
    )
    indexes: providers.Provider[None] = providers.Callable(ensure_indexes, mongo)
    language_model: providers.Provider[LanguageModel] = providers.ThreadSafeSingleton(
        _language_model, settings
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
        production=providers.Singleton(_redis_limits, settings, redis, call_ledger),
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

    screen_resume = providers.Factory(
        ScreenResume,
        processings=processings,
        jobs=jobs,
        files=files,
        reader=reader,
        embedder=embedder,
        job_vectors=job_vectors,
        lexicon=lexicon,
        rules=settings.provided.scoring_rules.call(),
        count_internships=settings.provided.count_internships,
        retries=providers.Selector(
            environment,
            embedded=providers.Object(RetryPolicy(max_retries=2, base_seconds=0.2)),
            production=providers.Factory(_retries, settings),
        ),
        lease=providers.Selector(
            environment, embedded=providers.Object(Lease()), production=providers.Factory(_lease, settings)
        ),
        turns=providers.Singleton(Turns),
    )
    rank_job = providers.Factory(RankJob, ranking=ranking)
    screen_batch = providers.Factory(
        ScreenBatch, processings=processings, screen_resume=screen_resume, rank_job=rank_job
    )
    rank_unranked = providers.Factory(RankUnranked, ranking=ranking)
    report_outcomes = providers.Factory(
        ReportOutcomes,
        outbox=outbox,
        rank_job=rank_job,
        backend=backend,
        lease_seconds=providers.Factory(_report_lease_seconds, settings),
    )
    count_broken_try = providers.Factory(
        CountBrokenTry,
        processings=processings,
        retries=providers.Factory(_retries, settings),
        lease=providers.Factory(_lease, settings),
    )
    recover = providers.Factory(Recover, processings=processings, queue=batch_queue)
    retry_failed = providers.Factory(RetryFailed, failed=failed_resumes, queue=batch_queue)
    analyse_resume = providers.Factory(
        AnalyseResume,
        analyses=analyses,
        jobs=jobs,
        language_model=language_model,
        limits=call_limits,
        ledger=call_ledger,
        lexicon=lexicon,
        terms=settings.provided.call_terms.call(),
        retries=providers.Factory(_analysis_retries, settings),
        lease=providers.Selector(
            environment, embedded=providers.Object(Lease()), production=providers.Factory(_lease, settings)
        ),
    )
    recover_analyses = providers.Factory(RecoverAnalyses, analyses=analyses, queue=analysis_queue)
