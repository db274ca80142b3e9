"""What the container makes of the settings of embedders and of the reader of files."""

from collections.abc import Iterator
from pathlib import Path

from adapters.documents.ocr import OcrLimits, OcrUnavailableError, available_engine
from adapters.documents.process import Limits
from adapters.documents.reader import SandboxedDocumentReader
from adapters.minilm import SentenceTransformersEmbedder
from adapters.model_files import (
    KNOWN_MODELS,
    ModelDigestError,
    ModelFilesError,
    expected_digest,
    find_model_folder,
)
from adapters.openvino_minilm import (
    OpenVinoEmbedder,
    UnknownModelError,
    prepare_openvino_model,
)
from entrypoints.settings import Settings, SettingsError
from entrypoints.terminal import os_words


def openvino_embedder(settings: Settings, streams: int, *, forks: bool = False) -> OpenVinoEmbedder:
    """Return the fast embedder, prepared on disk if need be.

    Raises:
        SettingsError: the model cannot be used.
    """
    embedder = OpenVinoEmbedder(_prepared_folder(settings), streams=streams)
    if forks:
        embedder.compile_all()
    return embedder


def _prepared_folder(settings: Settings) -> Path:
    try:
        return prepare_openvino_model(
            settings.model_cache_dir,
            source=lambda: _model_folder(settings),
            sha256=_model_digest(settings),
            name=settings.embedding_model,
        )
    except UnknownModelError as error:
        raise SettingsError(f"MODEL_PATH: {error}") from error
    except OSError as error:
        raise SettingsError(f"MODEL_CACHE_DIR: {os_words(error)}") from error


def reference_embedder(settings: Settings) -> SentenceTransformersEmbedder:
    """Return the reference embedder.

    Raises:
        SettingsError: the model cannot be used, or sentence-transformers is not installed.
    """
    folder, sha256 = _model_folder(settings), _model_digest(settings)
    try:
        return SentenceTransformersEmbedder(folder, sha256=sha256, name=settings.embedding_model)
    except ImportError as error:
        raise SettingsError(f"EMBEDDER: sentence-transformers is not installed ({error})") from error


def _model_folder(settings: Settings) -> Path:
    model = KNOWN_MODELS[settings.embedding_model]
    try:
        return find_model_folder(settings.model_path, sha256=_model_digest(settings), model=model)
    except ModelFilesError as error:
        raise SettingsError(f"MODEL_PATH: {error}") from error
    except OSError as error:
        raise SettingsError(f"MODEL_PATH: {os_words(error)}") from error


def _model_digest(settings: Settings) -> str:
    try:
        return expected_digest(KNOWN_MODELS[settings.embedding_model], settings.model_sha256)
    except ModelDigestError as error:
        raise SettingsError(f"MODEL_SHA256: {error}") from error


def document_reader(settings: Settings) -> Iterator[SandboxedDocumentReader]:
    """Lend the reader of files.

    Raises:
        SettingsError: the OCR that is asked for is not there.
    """
    with SandboxedDocumentReader(
        Limits(
            max_bytes=settings.max_file_bytes,
            max_pages=settings.max_pages,
            seconds=settings.read_timeout_seconds,
            memory_bytes=settings.read_memory_bytes,
        ),
        ocr_limits(settings),
    ) as reader:
        yield reader


def ocr_limits(settings: Settings) -> OcrLimits | None:
    """Return how scans are read; None where they are not.

    Raises:
        SettingsError: the engine that is asked for is not there.
    """
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
