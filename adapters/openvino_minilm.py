"""The fast embedder: a MiniLM as an OpenVINO graph, prepared once, run without torch.

The graph is built here from the weights, not converted, so that it holds exactly what is needed: token type 0
is added into the word table, the three projections of attention are one matrix product, the scale of the
queries is in their weights, and mean pooling and the unit length are part of the graph.
"""

import fcntl
import functools
import hashlib
import json
import queue
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from application.ports import Embedder

_Weights = Mapping[str, npt.NDArray[np.float32]]

# Part of the name of the cache and of the vectors: raise it with every change of the graph.
_RECIPE = "2"
_DEFAULT_NAME = "all-MiniLM-L6-v2"
_FILES = ("model.xml", "model.bin", "tokenizer.json")

_WIDTH = 384
_NORM_EPSILON = 1e-12  # of the unit length
# Added to the scores of padding before the softmax: exp() of it is 0 in every precision.
_PADDING_PENALTY = -1e4

_WINDOW_TOKENS = 512
# Texts are padded to a multiple of this many tokens: kernels are compiled once per length (about 9 ms), and
# a text's bucket depends on nothing but the text, so its bits do not either.
_BUCKET_TOKENS = 16
# Bounds the time spent on a hostile text: 510 tokens of writing that anybody reads take about 3,000
# characters, and the tokenizer would go through all of a megabyte to drop most of it.
_READ_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """What a BERT's `config.json` says of its size.

    Attributes:
        layers: encoder layers.
        heads: of attention, in each layer.
        epsilon: of the layers' normalisation.
    """

    layers: int
    heads: int
    epsilon: float

    @classmethod
    def read(cls, path: Path) -> "_Size":
        """Read a `config.json`.

        Raises:
            UnknownModelError: it is malformed, or of another kind of model than the graph below can be.
        """
        try:
            config = json.loads(path.read_text("utf-8"))
            kind = (config["model_type"], config["hidden_act"], config["hidden_size"])
            places = (config.get("position_embedding_type", "absolute"), config["max_position_embeddings"])
            size = cls(
                layers=int(config["num_hidden_layers"]),
                heads=int(config["num_attention_heads"]),
                epsilon=float(config["layer_norm_eps"]),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise UnknownModelError(f"{path} is no configuration of a BERT: {error!r}") from error
        if kind != ("bert", "gelu", _WIDTH) or places != ("absolute", _WINDOW_TOKENS):
            raise UnknownModelError(
                f"{path} is not of a BERT with {_WIDTH} numbers, gelu and {_WINDOW_TOKENS} absolute positions"
            )
        return size


class UnknownModelError(RuntimeError):
    """The weights are of a kind of model that cannot be built here."""


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
        vectors = np.empty((len(texts), _WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = self._vector(text)
        return vectors

    def compile_all(self) -> None:
        """Compile the kernels for every length now, some 0.5 s in all.

        They are compiled once for each length and kept: what a process compiles after a fork is lost with it.
        """
        for tokens in range(_BUCKET_TOKENS, _WINDOW_TOKENS + 1, _BUCKET_TOKENS):
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


def _import_openvino() -> Any:
    """Import OpenVINO without its converter, whose import reports to Google Analytics and writes to the home.

    `openvino/__init__.py` imports `openvino.tools.ovc` if it can, and that module sends an event at import.
    Nothing here needs it, and a program that reads resumes sends nothing to anybody unasked.
    """
    converter = "openvino.tools.ovc"
    if converter not in sys.modules:
        sys.modules[converter] = None  # type: ignore[assignment]  # documented way to make an import fail
    try:
        import openvino  # noqa: PLC0415 - must follow the line above, and costs 0.1 s
    finally:
        if sys.modules[converter] is None:
            del sys.modules[converter]
    return openvino


@functools.cache
def _core() -> Any:
    """OpenVINO's one core of this process, never given up.

    Its CPU plugin gives the thread that loads it a stack for signal handlers, and at its end puts back the
    one before. Of two that do not end in the reverse order of their loading, the second puts back one that
    is gone, and the next signal ends the process with a segmentation fault.
    """
    return _import_openvino().Core()


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    # Files of this model come with truncation and padding to 128 tokens baked in.
    tokenizer.no_padding()
    tokenizer.enable_truncation(_WINDOW_TOKENS)
    # A resume that spells out "[SEP]" means those five characters, not the end of a sentence.
    tokenizer.encode_special_tokens = True
    return tokenizer


def _build_digest(sha256: str) -> str:
    version = _import_openvino().get_version()
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
    openvino = _import_openvino()
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as scratch:
        made = Path(scratch) / "model"
        made.mkdir()
        size = _Size.read(source / "config.json")
        graph = _graph(_read_safetensors(source / "model.safetensors"), size, name)
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


def _read_safetensors(path: Path) -> dict[str, npt.NDArray[np.float32]]:
    """Return the 32-bit tensors of a safetensors file: 8 bytes of length, a JSON header, then raw data."""
    data = path.read_bytes()
    header_end = 8 + int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:header_end]).items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            values = np.frombuffer(data[header_end + begin : header_end + end], dtype="<f4")
            tensors[name] = values.reshape(entry["shape"])
    return tensors


def _graph(weights: _Weights, size: _Size, name: str) -> Any:
    """Return the model: token ids (1, n) and 1.0 per real token (1, n) in, a unit row (1, 384) out."""
    openvino = _import_openvino()
    op = openvino.opset13
    ids = op.parameter([1, -1], np.int64, name="ids")
    real = op.parameter([1, -1], np.float32, name="real")
    penalty = op.multiply(op.subtract(_constant(op, 1.0), real), _constant(op, _PADDING_PENALTY))
    penalty = op.reshape(penalty, _shape(op, 1, 1, 1, -1), special_zero=False)
    try:
        hidden = _embeddings(op, weights, size, ids)
        for layer in range(size.layers):
            hidden = _encoder_layer(op, weights, size, f"encoder.layer.{layer}.", hidden, penalty)
    except KeyError as missing:
        raise UnknownModelError(f"the weights hold no 32-bit floats named {missing}") from None
    kept = op.multiply(hidden, op.reshape(real, _shape(op, 1, -1, 1), special_zero=False))
    total = op.reduce_sum(kept, _shape(op, 1), keep_dims=False)
    mean = op.divide(total, op.reduce_sum(real, _shape(op, 1), keep_dims=True))
    unit = op.normalize_l2(mean, _shape(op, 1), _NORM_EPSILON, "max")
    return openvino.Model([unit], [ids, real], name)


def _embeddings(op: Any, weights: _Weights, size: _Size, ids: Any) -> Any:
    # Every text is a first sentence (token type 0), so that row is a constant of every word.
    words = (
        weights["embeddings.word_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    places = weights["embeddings.position_embeddings.weight"]
    length = op.gather(op.shape_of(ids), _shape(op, 1), _constant(op, 0, np.int64))
    place = op.slice(_constant(op, places[None]), _shape(op, 0), length, _shape(op, 1), _shape(op, 1))
    word = op.gather(_constant(op, words), ids, _constant(op, 0, np.int64))
    return _layer_norm(op, weights, size, "embeddings.LayerNorm", op.add(word, place))


def _encoder_layer(  # noqa: PLR0913, PLR0917 - the graph so far, and where in it
    op: Any, weights: _Weights, size: _Size, prefix: str, hidden: Any, penalty: Any
) -> Any:
    attended = _linear(
        op,
        _attention(op, weights, size, f"{prefix}attention.self.", hidden, penalty),
        weights[f"{prefix}attention.output.dense.weight"],
        weights[f"{prefix}attention.output.dense.bias"],
    )
    hidden = _layer_norm(op, weights, size, f"{prefix}attention.output.LayerNorm", op.add(attended, hidden))
    wide = _linear(
        op, hidden, weights[f"{prefix}intermediate.dense.weight"], weights[f"{prefix}intermediate.dense.bias"]
    )
    narrow = _linear(
        op,
        op.gelu(wide, "erf"),
        weights[f"{prefix}output.dense.weight"],
        weights[f"{prefix}output.dense.bias"],
    )
    return _layer_norm(op, weights, size, f"{prefix}output.LayerNorm", op.add(narrow, hidden))


def _attention(  # noqa: PLR0913, PLR0917 - as above
    op: Any, weights: _Weights, size: _Size, prefix: str, hidden: Any, penalty: Any
) -> Any:
    head_width = _WIDTH // size.heads
    scales = {"query": head_width**-0.5, "key": 1.0, "value": 1.0}
    matrix = np.concatenate([weights[f"{prefix}{name}.weight"] * scale for name, scale in scales.items()])
    bias = np.concatenate([weights[f"{prefix}{name}.bias"] * scale for name, scale in scales.items()])
    merged = op.reshape(
        _linear(op, hidden, matrix, bias), _shape(op, 0, 0, 3, size.heads, head_width), special_zero=True
    )
    parts = op.split(op.transpose(merged, _shape(op, 2, 0, 3, 1, 4)), _constant(op, 0, np.int64), 3)
    query, key, value = (op.squeeze(part, _shape(op, 0)) for part in parts.outputs())
    # Spelt out rather than as one node: the same to the last percent or two, and never slower.
    likeness = op.add(op.matmul(query, key, transpose_a=False, transpose_b=True), penalty)
    mixed = op.matmul(op.softmax(likeness, -1), value, transpose_a=False, transpose_b=False)
    return op.reshape(
        op.transpose(mixed, _shape(op, 0, 2, 1, 3)), _shape(op, 0, 0, _WIDTH), special_zero=True
    )


def _linear(op: Any, x: Any, matrix: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> Any:
    product = op.matmul(x, _constant(op, matrix), transpose_a=False, transpose_b=True)
    return op.add(product, _constant(op, bias))


def _layer_norm(op: Any, weights: _Weights, size: _Size, name: str, x: Any) -> Any:
    normal = op.mvn(x, _shape(op, -1), normalize_variance=True, eps=size.epsilon, eps_mode="inside_sqrt")
    scaled = op.multiply(normal, _constant(op, weights[f"{name}.weight"]))
    return op.add(scaled, _constant(op, weights[f"{name}.bias"]))


def _constant(op: Any, value: Any, dtype: Any = np.float32) -> Any:
    return op.constant(np.array(value, dtype=dtype, order="C"))


def _shape(op: Any, *sizes: int) -> Any:
    return _constant(op, sizes, np.int64)
