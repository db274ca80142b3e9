"""A model chosen by name: of another size, with another tokenizer, and never taken for the default."""

import importlib.util
import json
import shutil
from functools import partial
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from dependency_injector import providers

from adapters.minilm import SentenceTransformersEmbedder
from adapters.model_files import (
    DEFAULT_MODEL,
    KNOWN_MODELS,
    ModelDigestError,
    ModelFilesError,
    expected_digest,
    find_model_folder,
)
from adapters.openvino_minilm import OpenVinoEmbedder, UnknownModelError, prepare_openvino_model
from domain.processing import ProcessingStatus
from entrypoints.container import Container
from entrypoints.settings import Settings, SettingsError
from tests.builders import build_job, build_processing
from tests.tiny_models import write_tiny_model

NAME = "paraphrase-multilingual-MiniLM-L12-v2"
MULTILINGUAL = KNOWN_MODELS[NAME]
TEXTS = (
    "Python engineer, SQL and Kafka",
    "Python Entwickler mit sieben Jahren Erfahrung",
    "Desarrollo de software en Madrid, ingeniería",
    "Инженер: питон",
    "山田",
    "nurse </s> <pad> <s> welder",
    "welder " * 300,
)


@pytest.mark.slow
@pytest.mark.parametrize("layers, heads", [(2, 12), (3, 6)])
def test_both_embedders_agree_on_a_model_of_another_size_and_tokenizer(
    tmp_path: Path, layers: int, heads: int
) -> None:
    if importlib.util.find_spec("sentence_transformers") is None:
        pytest.skip("sentence-transformers is not installed")
    source = tmp_path / "tiny"
    sha256 = write_tiny_model(source, layers=layers, heads=heads)
    prepared = prepare_openvino_model(tmp_path / "cache", source=lambda: source, sha256=sha256, name=NAME)
    reference = SentenceTransformersEmbedder(source, sha256=sha256, name=NAME)
    expected = reference.embed(TEXTS)
    fast = OpenVinoEmbedder(prepared)
    assert (expected * fast.embed(TEXTS)).sum(axis=1).min() >= 0.999
    exact = OpenVinoEmbedder(prepared, precision="f32")
    assert (expected * exact.embed(TEXTS)).sum(axis=1).min() >= 0.99999
    # Texts differ far more than the embedders do: agreement is no accident of vectors that are all alike.
    others = (expected @ expected.T)[~np.eye(len(TEXTS), dtype=bool)]
    assert others.max() < 0.99
    for embedder in (reference, fast):
        assert embedder.model.startswith(f"{NAME}/")
        assert embedder.weights_digest == sha256
    assert sha256[:12] in reference.model


def test_other_weights_of_one_name_are_another_model(tmp_path: Path) -> None:
    digests = [write_tiny_model(tmp_path / str(seed), seed=seed) for seed in (1, 2)]
    folders = [
        prepare_openvino_model(
            tmp_path / "cache", source=partial(Path, tmp_path, seed), sha256=digest, name=NAME
        )
        for seed, digest in zip("12", digests, strict=True)
    ]
    one, other = (OpenVinoEmbedder(folder) for folder in folders)
    assert one.model != other.model
    assert not np.array_equal(one.embed(TEXTS[:1]), other.embed(TEXTS[:1]))


def settings(tmp_path: Path, source: Path, sha256: str | None, **changes: str) -> Settings:
    return Settings.model_validate(
        {
            "embedding_model": NAME, "model_path": source, "model_sha256": sha256,
            "model_cache_dir": tmp_path / "cache", **changes,
        }
    )  # fmt: skip


def test_switching_the_model_mixes_no_vectors_and_no_rules(tmp_path: Path) -> None:
    """The stores are shared; what one model made is never found by the other."""
    resume = tmp_path / "one.txt"
    resume.write_text("Experience\nPython engineer, Example Ltd, 2019 - 2024\nSQL and Kafka pipelines.\n")
    copy = tmp_path / "two.txt"
    shutil.copy(resume, copy)
    made = []
    memory = None
    for seed, path in ((1, resume), (2, copy)):
        sha256 = write_tiny_model(tmp_path / str(seed), seed=seed)
        container = Container(
            settings=settings(tmp_path, tmp_path / str(seed), sha256),
            initial_jobs=providers.Object([build_job()]),
        )
        if memory is not None:
            container.memory.override(providers.Object(memory))
        memory = container.memory()
        memory.put(build_processing(id=str(path), resume_url=str(path)))
        try:
            made.append((sha256, container.screen_resume()(str(path))))
        finally:
            container.shutdown_resources()
    (first_digest, first), (second_digest, second) = made
    assert first.status is second.status is ProcessingStatus.COMPLETED
    assert first.evaluation
    assert second.evaluation
    assert second.duplicate_of is None
    assert first.evaluation.resume_hash == second.evaluation.resume_hash
    for field in ("embedding_model", "resume_embedding", "job_embedding", "rules_version"):
        assert getattr(first.evaluation, field) != getattr(second.evaluation, field)
    for digest, processing in made:
        assert processing.evaluation
        assert processing.evaluation.embedding_model.startswith(f"{NAME}/")
        assert processing.evaluation.provenance
        assert processing.evaluation.provenance.weights_digest == digest
    assert first_digest != second_digest


@pytest.mark.parametrize("embedder", ["openvino", "sentence-transformers"])
@pytest.mark.parametrize(
    "path, sha256, says",
    [
        (True, None, "MODEL_SHA256: is needed for paraphrase-multilingual-MiniLM-L12-v2"),
        (True, "0" * 64, "MODEL_PATH: .* has SHA-256 [0-9a-f]{64}, but 0{64} is expected"),
        (False, "0" * 64, "MODEL_PATH: is needed: no wheel holds sentence-transformers/paraphrase"),
    ],
)
def test_a_model_without_a_pin_is_taken_with_the_operators_digest_alone(
    tmp_path: Path, path: bool, sha256: str | None, says: str, embedder: str
) -> None:
    write_tiny_model(tmp_path / "tiny")
    chosen = settings(tmp_path, tmp_path / "tiny", sha256, embedder=embedder)
    if not path:
        chosen = chosen.model_copy(update={"model_path": None})
    with pytest.raises(SettingsError, match=f"^{says}"):
        Container(settings=chosen).model()


def test_every_known_model_can_be_chosen_and_no_other() -> None:
    assert set(get_args(Settings.model_fields["embedding_model"].annotation)) == set(KNOWN_MODELS)


def test_a_pinned_digest_is_not_overruled() -> None:
    pinned = DEFAULT_MODEL.weights_sha256
    assert pinned
    assert expected_digest(DEFAULT_MODEL, None) == expected_digest(DEFAULT_MODEL, pinned.upper()) == pinned
    with pytest.raises(ModelDigestError, match="not the pinned one"):
        expected_digest(DEFAULT_MODEL, "0" * 64)
    assert expected_digest(MULTILINGUAL, "AB" * 32) == "ab" * 32
    with pytest.raises(ModelFilesError, match="no wheel"):
        find_model_folder(model=MULTILINGUAL)


@pytest.mark.parametrize(
    "changes",
    [{"hidden_size": 768}, {"model_type": "roberta"}, {"hidden_act": "relu"}, {"layer_norm_eps": None}],
)
def test_a_model_that_cannot_be_built_is_refused_in_words(tmp_path: Path, changes: dict[str, object]) -> None:
    sha256 = write_tiny_model(tmp_path / "tiny")
    configuration = json.loads((tmp_path / "tiny" / "config.json").read_text())
    (tmp_path / "tiny" / "config.json").write_text(json.dumps({**configuration, **changes}))
    with pytest.raises(UnknownModelError, match="BERT"):
        prepare_openvino_model(tmp_path / "cache", source=lambda: tmp_path / "tiny", sha256=sha256, name=NAME)
    with pytest.raises(SettingsError, match=r"^MODEL_PATH: "):
        Container(settings=settings(tmp_path, tmp_path / "tiny", sha256)).model()


def test_weights_that_lack_a_layer_are_refused(tmp_path: Path) -> None:
    sha256 = write_tiny_model(tmp_path / "tiny", layers=2)
    configuration = json.loads((tmp_path / "tiny" / "config.json").read_text())
    (tmp_path / "tiny" / "config.json").write_text(json.dumps({**configuration, "num_hidden_layers": 3}))
    with pytest.raises(UnknownModelError, match=r"encoder\.layer\.2"):
        prepare_openvino_model(tmp_path / "cache", source=lambda: tmp_path / "tiny", sha256=sha256, name=NAME)
