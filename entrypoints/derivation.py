"""How one stored result came about, in words and numbers: from what was read to its place.

Everything is taken from what is stored, in its published form. What a file hides is counted and not shown: it
was never redacted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from domain.dates import Month, months_covered
from domain.passages import cosine
from domain.scoring import DECIMALS

Fields = Mapping[str, Any]

_MOST_QUOTED = 200  # characters of a passage
_CODE = re.compile(r"[a-z][A-Za-z0-9_]{0,39}")
# Shown in sections of their own, or of no use to a reader.
_TOLD = frozenset(
    "id source jobDescriptionId resumeObjectId batchId externalResumeId createdAt updatedAt status rank "
    "finalScore passFail error errorReason isDuplicate duplicateOf rankingStatus preFilter explanation "
    "integrity rulesVersion evaluation resumeHash contentHash jobHash embeddingStatus embeddingModel "
    "normalizedResumeText resumeEmbedding jobEmbedding resumeRows jobRows batchAccounted".split()
)
_KNOWN_OF_SKILL = frozenset(("skill", "matchedAs", "passage", "start"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One step of the derivation.

    Attributes:
        title: of the step.
        lines: one line each, without line breaks.
    """

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a result stands among those of its job.

    Attributes:
        placed: how many have a place.
        equals: how many others of those have the same score.
    """

    placed: int
    equals: int


def derivation(fields: Fields, standing: Standing) -> tuple[Section, ...]:
    """Tell the whole of a completed result of this kind of worker, step by step."""
    steps = (
        ("What was read", _read(fields)),
        ("Skills", _skills(fields["explanation"]["skills"])),
        ("Years of experience", _years(fields)),
        ("Similarity", _similarity(fields)),
        ("Score", _score(fields)),
        ("Pre-filter", _pre_filter(fields)),
        ("Place", _place(fields, standing)),
        ("Also stored", _others(fields)),
        ("Made by", _made_by(fields)),
    )
    sections = (
        Section(title=title, lines=tuple(_one_line(line) for line in lines)) for title, lines in steps
    )
    return tuple(section for section in sections if section.lines)


def _one_line(line: str) -> str:
    return " ".join(line.split("\n"))


def _quoted(passage: str | None) -> str:
    text = " / ".join(part.strip() for part in (passage or "").splitlines() if part.strip())
    return f'"{text[:_MOST_QUOTED]}{"..." if len(text) > _MOST_QUOTED else ""}"'


def _read(fields: Fields) -> Iterator[str]:
    made = fields.get("evaluation") or {}
    yield f"file: SHA-256 {made.get('fileHash') or 'not kept'}"
    yield f"text: {len(fields['normalizedResumeText']):,} characters, SHA-256 {fields['resumeHash']}"
    yield f"without the person and what may not count, all that is scored: SHA-256 {fields['contentHash']}"
    seen = fields.get("integrity") or {}
    hidden = seen.get("hiddenText") or []
    if hidden:
        length = sum(len(passage) for passage in hidden)
        noun = "passage" if len(hidden) == 1 else "passages"
        yield f"left out: {len(hidden)} {noun} ({length:,} characters) that nobody can see on the page"
    else:
        yield "no text is hidden on the page"
    for flag in seen.get("flags") or []:
        yield f"seen: {flag['sentence']}"
    if fields.get("isDuplicate"):
        yield f"the same text as {fields.get('duplicateOf')}, whose evaluation was reused"
    yield f"job: SHA-256 {fields['jobHash']} of its text, skills, years and day"


def _skills(skills: Fields) -> Iterator[str]:
    proofs = {proof["skill"]: proof for proof in skills["evidence"]}
    for kind, names in (("required", skills["required"]), ("preferred", skills["optional"])):
        found = sum(name in proofs for name in names)
        ratio = f"{found} of {len(names)} found" if names else "none asked for"
        yield f"{kind}: {ratio}"
        for name in names:
            proof = proofs.get(name)
            if proof is None:
                yield f"  - {name}: not found"
                continue
            more = "".join(f", {key} {value}" for key, value in _scalars(proof, _KNOWN_OF_SKILL))
            yield (
                f"  + {name}: as {_quoted(proof['matchedAs'])} at character {proof['start']}{more}, "
                f"in {_quoted(proof['passage'])}"
            )


def _years(fields: Fields) -> Iterator[str]:
    told = fields["explanation"]["experience"]
    rules = (fields.get("evaluation") or {}).get("rules", {})
    with_internships = rules.get("countInternships", True)
    counted = []
    for period in told["periods"]:
        start, end = Month.read(period["start"]), Month.read(period["end"])
        months = months_covered([(start, end)])
        counts = period["kind"] != "internship" or with_internships
        still = " (still going on)" if period["current"] else ""
        note = "" if counts else ", not counted"
        kind, passage = period["kind"], _quoted(period["passage"])
        yield f"  {start} to {end}{still}: {months} months, {kind}{note}, {passage}"
        if counts:
            counted.append((start, end))
    if not told["yearsKnown"]:
        yield "no dates of work could be read: the years are unknown, which is not zero"
    elif told["source"] == "dates":
        covered = months_covered(counted)
        years = round(covered / 12, 2)
        each = sum(months_covered([one]) for one in counted)
        if years == told["candidateYears"]:
            yield f"{each} months, {covered} once overlaps count once; {covered} / 12 = {years:g} years"
        else:
            yield f"{told['candidateYears']:g} years"
    else:
        yield f"{told['candidateYears']:g} years, by the resume's own words {_quoted(told['passage'])}"
    made = fields.get("evaluation") or {}
    if made.get("referenceDate"):
        yield f'"Present" ends on {made["referenceDate"]}'
    yield _ratio_of_years(told, rules.get("unknownExperienceRatio"))


def _ratio_of_years(told: Fields, unknown: float | None) -> str:
    required, years = told["requiredYears"], told["candidateYears"]
    if required <= 0:
        return "the job asks for none: the ratio is 1"
    if not told["yearsKnown"]:
        stands_in = "a fixed ratio" if unknown is None else f"the ratio {unknown:g}"
        return f"the job asks for {required:g}: {stands_in} stands in for unknown years"
    return (
        f"the job asks for {required:g}: {years:g} / {required:g}, at most 1 = {_ratio(years, required):.4f}"
    )


def _ratio(years: float, required: float) -> float:
    return round(min(max(years / required, 0.0), 1.0), DECIMALS)


def _similarity(fields: Fields) -> Iterator[str]:
    resume, job = (np.array(fields[name], dtype=np.float32) for name in ("resumeEmbedding", "jobEmbedding"))
    score = fields["explanation"]["scoreBreakdown"]["components"]["similarity"]
    if resume.shape == job.shape and resume.size:
        yield f"cosine of the two stored vectors of {resume.size} numbers: {cosine(resume, job):.6f}"
    for match in score.get("requirements", ()):
        asked, met = _quoted(match["requirement"]), _quoted(match["passage"])
        yield f"{match['value']:.4f} {asked} comes nearest to {met}"
    for part in score.get("parts", ()):
        product = part["value"] * part["weight"]
        yield f"{part['name']:16} {part['value']:.4f} x {part['weight']:g} = {product:.6f}"
    if bend := score.get("calibration"):
        z = (bend["blend"] - bend["middle"]) / bend["spread"]
        line = f"{'blend':16} {bend['blend']:.4f}; z = (blend - {bend['middle']:g}) / {bend['spread']:g}"
        yield f"{line} = {z:.6f}"
        yield f"1/2 + 1/2 z / (1 + |z|) = {0.5 + 0.5 * z / (1 + abs(z)):.6f}"
    yield f"stored: {score['score']:.4f}"


def _score(fields: Fields) -> Iterator[str]:
    components = fields["explanation"]["scoreBreakdown"]["components"]
    total = 0.0
    for name, label in (
        ("similarity", "similarity"),
        ("requiredSkills", "required skills"),
        ("preferredSkills", "preferred skills"),
        ("experience", "experience"),
    ):
        part = components[name]
        value = part.get("score", part.get("ratio"))
        product = value * part["weight"]
        total += product
        yield f"{label:16} {value:.4f} x {part['weight']:g} = {product:.6f}"
    yield f"{'sum':16} {total:.6f}, rounded to {DECIMALS} decimals: {fields['finalScore']:.4f}"


def _pre_filter(fields: Fields) -> Iterator[str]:
    rules = (fields.get("evaluation") or {}).get("rules")
    told = fields["explanation"]
    stopped = fields["preFilter"]["stoppedBy"]
    if rules:
        score = told["scoreBreakdown"]["components"]["similarity"]["score"]
        yield _verdict("similarity", stopped, f"{score:.4f} must not be below {rules['minSimilarity']:g}")
        required, missing = len(told["skills"]["required"]), len(told["skills"]["missing"])
        share = rules["maxMissingSkillsShare"]
        allowed = max(1, int(Fraction(str(share)) * required))
        yield _verdict(
            "requiredSkills",
            stopped,
            f"{missing} of {required} missing must be fewer than {allowed} "
            f"({share:g} x {required}, at least 1)",
        )
        yield _years_rule(told["experience"], rules["minExperienceShare"], stopped)
    yield "passed: goes on to the ranking" if fields["preFilter"]["passed"] else "rejected"
    yield from (f"  {reason}" for reason in told["decision"]["reasons"])


def _years_rule(told: Fields, share: float, stopped: Sequence[str]) -> str:
    least = share * told["requiredYears"]
    if not told["yearsKnown"]:
        return _verdict("experience", stopped, "unknown years reject nobody")
    comparison = f"{told['candidateYears']:g} years must not be below {share:g} x {told['requiredYears']:g}"
    return _verdict("experience", stopped, f"{comparison} = {least:g}")


def _verdict(rule: str, stopped: Sequence[str], comparison: str) -> str:
    return f"{rule:16} {comparison}: {'rejects' if rule in stopped else 'passes'}"


def _place(fields: Fields, standing: Standing) -> Iterator[str]:
    rank = fields.get("rank")
    if rank is None:
        waits = fields["preFilter"]["passed"] and fields.get("rankingStatus") != "skipped"
        yield "none yet: the job is to be ranked" if waits else "none: it takes no part in the ranking"
        return
    yield f"{int(rank)} of {standing.placed}, best score first, all made by the same rules"
    equals = {0: "nobody else has", 1: "1 other has"}.get(standing.equals, f"{standing.equals} others have")
    yield (
        f"{equals} the score {fields['finalScore']:.4f}; equals are ordered by the SHA-256 of the text "
        "without the person's details, then by id: neither arrival nor a name decides"
    )


def _others(fields: Fields) -> Iterator[str]:
    told = {name: value for name, value in fields.items() if not name.startswith("analysis")}
    yield from (f"{name}: {value}" for name, value in _scalars(told, _TOLD))


def _made_by(fields: Fields) -> Iterator[str]:
    made = fields.get("evaluation")
    yield f"rules: {fields['rulesVersion']}"
    yield f"vectors: {fields['embeddingModel']}"
    if not made:
        yield "an earlier version, which kept no more than these names"
        return
    rules = made["rules"]
    weights = ", ".join(f"{name} {value:g}" for name, value in rules["weights"].items())
    yield f"code: version {made['codeVersion']}"
    yield f"weights: {weights}"
    yield "settings: " + ", ".join(f"{name} {value}" for name, value in rules.items() if name != "weights")
    yield f"table of skills: SHA-256 {made['skillsDigest']}"
    yield f"weights of the model: SHA-256 {made['weightsDigest']}"
    yield f"result: SHA-256 {made['resultHash']}"


def _scalars(value: Any, known: frozenset[str], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield numbers, truth values and codes below a mapping by their dotted names; no words of the resume."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if name not in known:
                yield from _scalars(item, frozenset(), f"{path}.{name}" if path else str(name))
    elif isinstance(value, bool):
        yield path, "yes" if value else "no"
    elif isinstance(value, int | float):
        yield path, f"{value:g}"
    elif isinstance(value, str) and _CODE.fullmatch(value):
        yield path, value
