"""The one place where ports meet adapters."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dependency_injector import containers, providers

from adapters.documents.process import Limits
from adapters.documents.reader import SandboxedDocumentReader
from adapters.local_files import LocalFiles
from adapters.memory import InMemoryJobStore, InMemoryProcessingStore, RememberingEmbedder
from adapters.minilm import SentenceTransformersEmbedder
from adapters.model_files import WEIGHTS_SHA256, ModelFilesError, find_model_folder
from adapters.openvino_minilm import OpenVinoEmbedder, prepare_openvino_model
from adapters.skill_table import load_skill_lexicon
from application.ports import DocumentReader, Embedder, FileFetcher, JobStore, ProcessingStore
from application.rank_job import RankJob
from application.screen_batch import ScreenBatch
from application.screen_resume import ScreenResume
from domain.job import JobDescription
from domain.processing import ResumeProcessing
from domain.skills import SkillLexicon
from entrypoints.settings import Settings, SettingsError


def prepare_model(settings: Settings) -> None:
    """Make what the chosen embedder needs on disk; does nothing the second time."""
    if settings.embedder == "openvino":
        _openvino_embedder(settings, streams=1)


def _openvino_embedder(settings: Settings, streams: int) -> OpenVinoEmbedder:
    try:
        folder = prepare_openvino_model(
            settings.model_cache_dir, source=lambda: _model_folder(settings), sha256=WEIGHTS_SHA256
        )
    except OSError as error:
        raise SettingsError(f"MODEL_CACHE_DIR: {error}") from error
    return OpenVinoEmbedder(folder, streams=streams)


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
        )
    ) as reader:
        yield reader


def _embedders(
    settings: providers.Provider[Settings], at_once: providers.Provider[int]
) -> dict[str, providers.Provider[Any]]:
    return {
        "openvino": providers.ThreadSafeSingleton(_openvino_embedder, settings, at_once),
        "sentence-transformers": providers.ThreadSafeSingleton(_reference_embedder, settings),
    }


class Container(containers.DeclarativeContainer):
    """Everything that runs, built on first use; clients with a lifetime are resources.

    Give it `settings`, `initial_jobs`, `initial_processings` and `at_once` (resumes worked on at a time).
    """

    settings = providers.Dependency(instance_of=Settings)
    initial_jobs: providers.Provider[Iterable[JobDescription]] = providers.Object(())
    initial_processings: providers.Provider[Iterable[ResumeProcessing]] = providers.Object(())
    at_once = providers.Object(1)

    lexicon: providers.Provider[SkillLexicon] = providers.Singleton(_lexicon, settings)
    model: providers.Provider[Embedder] = providers.Selector(
        settings.provided.embedder,
        **_embedders(settings, at_once),
    )
    embedder: providers.Provider[Embedder] = providers.ThreadSafeSingleton(RememberingEmbedder, model)
    reader: providers.Provider[DocumentReader] = providers.Resource(_document_reader, settings)
    files: providers.Provider[FileFetcher] = providers.Singleton(
        LocalFiles, max_bytes=settings.provided.max_file_bytes
    )
    processings: providers.Provider[ProcessingStore] = providers.Singleton(
        InMemoryProcessingStore, initial_processings
    )
    jobs: providers.Provider[JobStore] = providers.Singleton(InMemoryJobStore, initial_jobs)

    screen_resume = providers.Factory(
        ScreenResume,
        processings=processings,
        jobs=jobs,
        files=files,
        reader=reader,
        embedder=embedder,
        lexicon=lexicon,
        rules=settings.provided.scoring_rules.call(),
        count_internships=settings.provided.count_internships,
    )
    rank_job = providers.Factory(RankJob, ranking=processings)
    screen_batch = providers.Factory(
        ScreenBatch, processings=processings, screen_resume=screen_resume, rank_job=rank_job
    )
