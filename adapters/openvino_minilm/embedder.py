"""The fast embedder: a MiniLM as an OpenVINO graph, prepared once, run without torch."""

import fcntl
import functools
import hashlib
import json
import queue
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from adapters.openvino_minilm.graph import (
    WIDTH,
    WINDOW_TOKENS,
    ModelSize,
    build_graph,
    import_openvino,
    read_safetensors,
)
from application.ports import Embedder

# Part of the name of the cache and of the vectors: raise it with every change of the graph.
_RECIPE = "2"
_DEFAULT_NAME = "all-MiniLM-L6-v2"
_FILES = ("model.xml", "model.bin", "tokenizer.json")

# Texts are padded to a multiple of this many tokens: kernels are compiled once per length (about 9 ms), and
# a text's bucket depends on nothing but the text, so its bits do not either.
_BUCKET_TOKENS = 16
# Bounds the time spent on a hostile text: 510 tokens of writing that anybody reads take about 3,000
# characters, and the tokenizer would go through all of a megabyte to drop most of it.
_READ_CHARACTERS = 20_000


def prepare_openvino_model(
    cache_dir: Path, *, source: Callable[[], Path], sha256: str, name: str = _DEFAULT_NAME
) -> Path:
    """Return the folder of the prepared model under `cache_dir`, making it if it is not whole.

    Safe in several processes at once: one builds, the others wait and use its work; a reader never sees half
    a model. A second call only checks digests (about 40 ms).

    Args:
        cache_dir: made if missing.
        source: returns the verified model folder; called only where there is something to build.
        sha256: digest of the source's weights.
        name: of the model; part of the name of the vectors.

    Raises:
        UnknownModelError: the source is no BERT of the size that is needed.
    """
    folder = cache_dir / f"{name}-openvino-{_build_digest(sha256)}"
    if _is_whole(folder):
        return folder
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # given back when the file is closed, or the process dies
        if not _is_whole(folder):
            shutil.rmtree(folder, ignore_errors=True)
            _build(source(), folder, sha256, name)
    return folder


class OpenVinoEmbedder(Embedder):
    """A MiniLM run by OpenVINO on the CPU, in bfloat16 where the CPU has it.

    Safe to use from several threads: up to `streams` texts are computed at once, others wait their turn.
    """

    def __init__(
        self,
        folder: Path,
        *,
        streams: int = 1,
        precision: Literal["bf16", "f32"] | None = None,
    ) -> None:
        """Load a model that `prepare_openvino_model` made.

        Args:
            folder: what `prepare_openvino_model` returned.
            streams: how many texts may be computed at once, on as many threads of the caller; about
                0.15 s of loading and 40 MB each.
            precision: of the matrix products; None takes bf16 where the CPU has instructions for it.

        Raises:
            ValueError: `streams` is below 1.
        """
        if streams < 1:
            raise ValueError(f"streams must be at least 1, not {streams}")
        core = _core()
        if precision is None:
            capabilities = core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")
            precision = "bf16" if "BF16" in capabilities else "f32"
        graph = core.read_model(str(folder / "model.xml"))
        options = {
            "INFERENCE_PRECISION_HINT": precision,
            "INFERENCE_NUM_THREADS": 1,
            "NUM_STREAMS": 1,
            # Pinned threads of two processes share one core and leave the other idle.
            "ENABLE_CPU_PINNING": False,
        }
        # One model of one stream for each: it computes on the calling thread, so that a process may load
        # and use it and then fork. One model of several streams hangs in the forked child.
        self._requests: queue.LifoQueue[Any] = queue.LifoQueue()
        for _ in range(streams):
            compiled = core.compile_model(graph, "CPU", options)
            self._requests.put(compiled.create_infer_request())
        self._tokenizer = _tokenizer(folder / "tokenizer.json")
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        name = manifest["model"].rpartition("/")[2]
        self._model = f"{name}/openvino-{precision}/{manifest['build']}"
        self._weights_digest: str = manifest["source_sha256"]
        # The bindings set themselves up at the first tensor, under a lock and the interpreter's: two threads
        # that both come first wait for each other for ever. Here one comes first, alone.
        self._vector("warm-up")

    @property
    def model(self) -> str:
        """Name, runtime, precision and digest of source, recipe and runtime version."""
        return self._model

    @property
    def weights_digest(self) -> str:
        """SHA-256 of the weights that the graph was built from."""
        return self._weights_digest

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return an (n, 384) array of unit rows; each text is read up to 512 tokens.

        Raises:
            ValueError: a text is empty or blank.
        """
        if any(not text.strip() for text in texts):
            raise ValueError("a text to embed is empty or blank")
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def compile_all(self) -> None:
        """Compile the kernels for every length now, some 0.5 s in all.

        They are compiled once for each length and kept: what a process compiles after a fork is lost with it.
        """
        for tokens in range(_BUCKET_TOKENS, WINDOW_TOKENS + 1, _BUCKET_TOKENS):
            self._vector(" ".join(["a"] * (tokens - 2)))  # besides the marks of beginning and end

    def _vector(self, text: str) -> npt.NDArray[np.float32]:
        readable = text[:_READ_CHARACTERS].encode("utf-8", errors="replace").decode("utf-8")
        tokens = self._tokenizer.encode(readable).ids
        padded = -(-len(tokens) // _BUCKET_TOKENS) * _BUCKET_TOKENS
        ids = np.zeros((1, padded), dtype=np.int64)
        ids[0, : len(tokens)] = tokens
        real = np.zeros((1, padded), dtype=np.float32)
        real[0, : len(tokens)] = 1.0
        request = self._requests.get()
        try:
            # The result is a view of the request's memory: copied before another text takes the request.
            vector: npt.NDArray[np.float32] = request.infer({0: ids, 1: real})[0][0].copy()
        finally:
            self._requests.put(request)
        return vector


@functools.cache
def _core() -> Any:
    """OpenVINO's one core of this process, never given up.

    Its CPU plugin gives the thread that loads it a stack for signal handlers, and at its end puts back the
    one before. Of two that do not end in the reverse order of their loading, the second puts back one that
    is gone, and the next signal ends the process with a segmentation fault.
    """
    return import_openvino().Core()


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    # Files of this model come with truncation and padding to 128 tokens baked in.
    tokenizer.no_padding()
    tokenizer.enable_truncation(WINDOW_TOKENS)
    # A resume that spells out "[SEP]" means those five characters, not the end of a sentence.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _build_digest(sha256: str) -> str:
    version = import_openvino().get_version()
    return hashlib.sha256(f"{sha256.lower()} {version} {_RECIPE}".encode()).hexdigest()[:12]


def _is_whole(folder: Path) -> bool:
    """Whether every file is there and has the digest that the manifest, written last, says."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        return all(_file_digest(folder / name) == manifest["files"][name] for name in _FILES)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _build(source: Path, folder: Path, sha256: str, name: str) -> None:
    """Build beside `folder`, then move into place in one step."""
    openvino = import_openvino()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as scratch:
        made = Path(scratch) / "model"
        made.mkdir()
        size = ModelSize.read(source / "config.json")
        graph = build_graph(read_safetensors(source / "model.safetensors"), size, name)
        # Half-precision storage halves the file and the memory; bfloat16 sums are far coarser than that.
        openvino.save_model(graph, made / "model.xml", compress_to_fp16=True)
        shutil.copyfile(source / "tokenizer.json", made / "tokenizer.json")
        manifest = {
            "model": f"sentence-transformers/{name}",
            "build": _build_digest(sha256),
            "source_sha256": sha256.lower(),
            "openvino": openvino.get_version(),
            "recipe": _RECIPE,
            "files": {name: _file_digest(made / name) for name in _FILES},
        }
        (made / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", "utf-8")
        made.rename(folder)
