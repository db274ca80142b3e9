"""The graph of a MiniLM in OpenVINO's operations, made from its weights.

It is built, not converted, so that it holds exactly what is needed: token type 0 is added into the word
table, the three projections of attention are one matrix product, the scale of the queries is in their
weights, and mean pooling and the unit length are part of the graph.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

WIDTH = 384
"""Numbers of a vector."""
WINDOW_TOKENS = 512

Weights = Mapping[str, npt.NDArray[np.float32]]

_NORM_EPSILON = 1e-12  # of the unit length
# Added to the scores of padding before the softmax: exp() of it is 0 in every precision.
_PADDING_PENALTY = -1e4


class UnknownModelError(RuntimeError):
    """The weights are of a kind of model that cannot be built here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSize:
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
    def read(cls, path: Path) -> "ModelSize":
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
        if kind != ("bert", "gelu", WIDTH) or places != ("absolute", WINDOW_TOKENS):
            raise UnknownModelError(
                f"{path} is not of a BERT with {WIDTH} numbers, gelu and {WINDOW_TOKENS} absolute positions"
            )
        return size


def import_openvino() -> Any:
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


def read_safetensors(path: Path) -> dict[str, npt.NDArray[np.float32]]:
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


def build_graph(weights: Weights, size: ModelSize, name: str) -> Any:
    """Return the model: token ids (1, n) and 1.0 per real token (1, n) in, a unit row (1, 384) out.

    Raises:
        UnknownModelError: a weight is missing.
    """
    openvino = import_openvino()
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


def _embeddings(op: Any, weights: Weights, size: ModelSize, ids: Any) -> Any:
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
    op: Any, weights: Weights, size: ModelSize, prefix: str, hidden: Any, penalty: Any
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
    op: Any, weights: Weights, size: ModelSize, prefix: str, hidden: Any, penalty: Any
) -> Any:
    head_width = WIDTH // size.heads
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
    return op.reshape(op.transpose(mixed, _shape(op, 0, 2, 1, 3)), _shape(op, 0, 0, WIDTH), special_zero=True)


def _linear(op: Any, x: Any, matrix: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> Any:
    product = op.matmul(x, _constant(op, matrix), transpose_a=False, transpose_b=True)
    return op.add(product, _constant(op, bias))


def _layer_norm(op: Any, weights: Weights, size: ModelSize, name: str, x: Any) -> Any:
    normal = op.mvn(x, _shape(op, -1), normalize_variance=True, eps=size.epsilon, eps_mode="inside_sqrt")
    scaled = op.multiply(normal, _constant(op, weights[f"{name}.weight"]))
    return op.add(scaled, _constant(op, weights[f"{name}.bias"]))


def _constant(op: Any, value: Any, dtype: Any = np.float32) -> Any:
    return op.constant(np.array(value, dtype=dtype, order="C"))


def _shape(op: Any, *sizes: int) -> Any:
    return _constant(op, sizes, np.int64)
