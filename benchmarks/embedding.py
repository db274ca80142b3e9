"""Speed, start and fidelity of the fast embedder against the reference, side by side in one run.

`python -m benchmarks.embedding [cache folder]`. Both use one thread. Rounds of the two alternate, and a ratio
is the median over the rounds, so that a noisy machine slows both alike. The texts are made up here, from a
fixed seed, in the manner of resumes.
"""

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rich.console import Console
from rich.table import Table
from tokenizers import Tokenizer

from adapters.minilm import SentenceTransformersEmbedder
from adapters.model_files import WEIGHTS_SHA256, find_model_folder
from adapters.openvino_minilm import OpenVinoEmbedder, prepare_openvino_model

CACHE = Path(".cache/models")
_ROUNDS, _TEXTS_A_ROUND = 7, 8
_LENGTHS = (64, 96, 128, 192, 256)
_MIXED = (60, 250)

_ROLES = ("nurse", "accountant", "welder", "data engineer", "teacher", "chef", "lawyer", "driver", "surveyor")
_VERBS = ("led", "built", "cut", "planned", "sold", "taught", "repaired", "migrated", "audited", "negotiated")
_THINGS = (
    "a ward of 24 beds",
    "the month-end close",
    "pipelines in Spark and Kafka",
    "steel bridges",
    "menus for 200 guests",
    "REST services in Python and Go",
    "C++ firmware",
    "payroll for 800 people",
    "a Kubernetes cluster",
    "contracts with suppliers",
)
_PLACES = ("Lisbon", "Oslo", "Pune", "Quito", "Leeds", "Gdańsk", "Austin", "Nairobi", "Kyoto", "Lyon")


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingRow:
    """One line of the comparison.

    Attributes:
        texts: what was embedded.
        reference_rate: texts a second of the reference, median over the rounds.
        fast_rate: texts a second of the fast embedder, median over the rounds.
        fast_tokens: tokens a second of the fast embedder.
        ratio: fast over reference, median of the rounds' ratios.
        cosine: least cosine between the two vectors of one text.
    """

    texts: str
    reference_rate: float
    fast_rate: float
    fast_tokens: float
    ratio: float
    cosine: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRow:
    """What a fresh process pays to import, load and embed a first text."""

    embedder: str
    wall_seconds: float
    cpu_seconds: float
    resident_megabytes: float


def resume_like_text(tokenizer: Tokenizer, tokens: int, seed: int) -> str:
    """Return made-up resume lines, cut to exactly `tokens` tokens as the model counts them."""
    draw = random.Random(seed)  # noqa: S311 - a fixed seed is the point
    lines = [f"{draw.choice(_ROLES)}, {draw.choice(_PLACES)}".title()]
    while True:
        since = draw.randint(1998, 2022)
        lines.append(
            f"• {draw.choice(_VERBS)} {draw.choice(_THINGS)} as {draw.choice(_ROLES)}, {since} - "
            f"{since + draw.randint(1, 6)}, {draw.choice(_PLACES)}; {draw.randint(2, 95)} % better."
        )
        text = "\n".join(lines)
        encoding = tokenizer.encode(text)
        if len(encoding.ids) >= tokens:
            return text[: encoding.offsets[tokens - 2][1]]


def measure_embedding(cache_dir: Path = CACHE) -> list[EmbeddingRow]:
    """Return a row per length of text and one for mixed lengths; takes about a minute."""
    source = find_model_folder()
    prepared = prepare_openvino_model(cache_dir, source=lambda: source, sha256=WEIGHTS_SHA256)
    fast = OpenVinoEmbedder(prepared)
    reference = SentenceTransformersEmbedder(source, sha256=WEIGHTS_SHA256)
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    draw = random.Random(7)  # noqa: S311 - a fixed seed is the point
    sets = {f"{length} tokens": [length] * _TEXTS_A_ROUND for length in _LENGTHS}
    sets["mixed {}-{}".format(*_MIXED)] = [draw.randint(*_MIXED) for _ in range(3 * _TEXTS_A_ROUND)]
    return [
        _compare(
            name,
            [resume_like_text(tokenizer, n, seed) for seed, n in enumerate(lengths)],
            sum(lengths),
            reference.embed,
            fast.embed,
        )
        for name, lengths in sets.items()
    ]


def _compare(
    name: str,
    texts: Sequence[str],
    tokens: int,
    reference: Callable[[Sequence[str]], npt.NDArray[np.float32]],
    fast: Callable[[Sequence[str]], npt.NDArray[np.float32]],
) -> EmbeddingRow:
    cosine = float((reference(texts) * fast(texts)).sum(axis=1).min())
    times = [(_seconds(reference, texts), _seconds(fast, texts)) for _ in range(_ROUNDS)]
    fast_median = statistics.median(second for _, second in times)
    return EmbeddingRow(
        texts=name,
        reference_rate=len(texts) / statistics.median(first for first, _ in times),
        fast_rate=len(texts) / fast_median,
        fast_tokens=tokens / fast_median,
        ratio=statistics.median(first / second for first, second in times),
        cosine=cosine,
    )


def _seconds(embed: Callable[[Sequence[str]], npt.NDArray[np.float32]], texts: Sequence[str]) -> float:
    begin = time.perf_counter()
    embed(texts)
    return time.perf_counter() - begin


_START = """
import resource, sys, time
begin = time.perf_counter()
from pathlib import Path
from adapters.model_files import WEIGHTS_SHA256, find_model_folder
if sys.argv[1] == "reference":
    from adapters.minilm import SentenceTransformersEmbedder
    embedder = SentenceTransformersEmbedder(find_model_folder(), sha256=WEIGHTS_SHA256)
else:
    from adapters.openvino_minilm import OpenVinoEmbedder, prepare_openvino_model
    folder = prepare_openvino_model(Path(sys.argv[2]), source=find_model_folder, sha256=WEIGHTS_SHA256)
    embedder = OpenVinoEmbedder(folder)
embedder.embed(["Registered nurse, night shifts."])
wall, cpu = time.perf_counter() - begin, time.process_time()
pages = int(Path("/proc/self/statm").read_text().split()[1])
print(wall, cpu, pages * resource.getpagesize() / 2**20)
"""


def measure_start(cache_dir: Path = CACHE) -> list[StartRow]:
    """Return what a fresh process of either embedder costs, median of three."""
    rows = []
    for name in ("reference", "fast"):
        runs = [_start_once(name, cache_dir) for _ in range(3)]
        wall, cpu, memory = (statistics.median(column) for column in zip(*runs, strict=True))
        rows.append(StartRow(embedder=name, wall_seconds=wall, cpu_seconds=cpu, resident_megabytes=memory))
    return rows


def _start_once(name: str, cache_dir: Path) -> list[float]:
    command = [sys.executable, "-c", _START, name, str(cache_dir)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own program
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    """Print both tables."""
    cache_dir = Path(sys.argv[1]) if len(sys.argv) > 1 else CACHE
    console = Console(width=110)
    speed = Table(
        "texts", "reference/s", "fast/s", "fast tokens/s", "ratio", "least cosine", title="Speed, one thread"
    )
    for row in measure_embedding(cache_dir):
        speed.add_row(
            row.texts, f"{row.reference_rate:.1f}", f"{row.fast_rate:.1f}", f"{row.fast_tokens:.0f}",
            f"{row.ratio:.2f}", f"{row.cosine:.5f}",
        )  # fmt: skip
    console.print(speed)
    start = Table("embedder", "wall s", "CPU s", "resident MB", title="Import, load and first text")
    for line in measure_start(cache_dir):
        start.add_row(
            line.embedder,
            f"{line.wall_seconds:.2f}",
            f"{line.cpu_seconds:.2f}",
            f"{line.resident_megabytes:.0f}",
        )
    console.print(start)


if __name__ == "__main__":
    main()
