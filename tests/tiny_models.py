"""BERTs of a few layers with seeded random weights, as on the hub: no meaning, all the arithmetic."""

import hashlib
import json
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

_WIDTH, _PLACES = 384, 512
_LETTERS = (
    "abcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00fc\u00e9\u00f1\u043f\u0438\u0442\u043e\u043d\u5c71\u7530"
)
_WORDS = (
    "python",
    "sql",
    "engineer",
    "nurse",
    "jahre",
    "erfahrung",
    "desarrollo",
    "ingeni",
    "kafka",
    "welder",
)


def write_tiny_model(folder: Path, *, layers: int = 2, heads: int = 12, seed: int = 1) -> str:
    """Write a model with a SentencePiece unigram tokenizer as XLM-R's, and return its weights' SHA-256."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _unigram()
    tokenizer.save(str(folder / "tokenizer.json"))
    vocabulary = tokenizer.get_vocab_size()
    special = {"pad_token": "<pad>", "unk_token": "<unk>", "cls_token": "<s>", "sep_token": "</s>"}
    configuration = {
        "model_type": "bert",
        "architectures": ["BertModel"],
        "hidden_act": "gelu",
        "hidden_size": _WIDTH,
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "intermediate_size": 96,
        "max_position_embeddings": _PLACES,
        "type_vocab_size": 2,
        "vocab_size": vocabulary,
        "layer_norm_eps": 1e-6,
        "pad_token_id": 1,
    }
    for name, content in (
        ("config.json", configuration),
        ("tokenizer_config.json", {"tokenizer_class": "PreTrainedTokenizerFast", **special}),
        ("sentence_bert_config.json", {"max_seq_length": 128, "do_lower_case": False}),
        ("modules.json", _modules()),
        ("1_Pooling/config.json", {"word_embedding_dimension": _WIDTH, "pooling_mode_mean_tokens": True}),
    ):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content), "utf-8")
    data = _safetensors(_weights(vocabulary, layers, seed))
    (folder / "model.safetensors").write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def _modules() -> list[dict[str, object]]:
    parts = (("", "Transformer"), ("1_Pooling", "Pooling"))
    return [
        {"idx": number, "name": str(number), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for number, (path, kind) in enumerate(parts)
    ]


def _unigram() -> Tokenizer:
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    pieces = [*(f"\u2581{word}" for word in _WORDS), "\u2581", *_LETTERS, *"0123456789.,-+#"]
    vocabulary = [(piece, 0.0) for piece in special]
    vocabulary += [(piece, -1.0 - number / 10) for number, piece in enumerate(pieces)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    tokenizer.add_special_tokens(special)
    return tokenizer


def _weights(vocabulary: int, layers: int, seed: int) -> dict[str, npt.NDArray[np.float32]]:
    chance = np.random.default_rng(seed)
    weights: dict[str, npt.NDArray[np.float32]] = {}

    def draw(name: str, *shape: int, spread: float, centre: float = 0.0) -> None:
        weights[name] = chance.normal(centre, spread, shape).astype(np.float32)

    def norm(name: str) -> None:
        draw(f"{name}.weight", _WIDTH, spread=0.1, centre=1.0)
        draw(f"{name}.bias", _WIDTH, spread=0.1)

    def linear(name: str, out: int, into: int) -> None:
        draw(f"{name}.weight", out, into, spread=into**-0.5)
        draw(f"{name}.bias", out, spread=0.1)

    draw("embeddings.word_embeddings.weight", vocabulary, _WIDTH, spread=1.0)
    draw("embeddings.position_embeddings.weight", _PLACES, _WIDTH, spread=0.3)
    draw("embeddings.token_type_embeddings.weight", 2, _WIDTH, spread=0.3)
    norm("embeddings.LayerNorm")
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}."
        for name in ("query", "key", "value"):
            linear(f"{prefix}attention.self.{name}", _WIDTH, _WIDTH)
        linear(f"{prefix}attention.output.dense", _WIDTH, _WIDTH)
        norm(f"{prefix}attention.output.LayerNorm")
        linear(f"{prefix}intermediate.dense", 96, _WIDTH)
        linear(f"{prefix}output.dense", _WIDTH, 96)
        norm(f"{prefix}output.LayerNorm")
    return weights


def _safetensors(weights: dict[str, npt.NDArray[np.float32]]) -> bytes:
    header, offset = {"__metadata__": {"format": "pt"}}, 0
    for name, values in weights.items():
        end = offset + values.nbytes
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [offset, end]}  # type: ignore[dict-item]
        offset = end
    head = json.dumps(header).encode()
    head += b" " * (-len(head) % 8)
    return len(head).to_bytes(8, "little") + head + b"".join(values.tobytes() for values in weights.values())
