"""What of a resume was copied from the job: sentences, near word for word.

Runs of four words that the job holds are joined over small changes; a run that amounts to prose of twelve
words is a copy. Lists do not count: a fitting resume names the skills, titles and duties that its job names.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from domain.job import JobDescription
from domain.text_units import FUNCTION_WORDS, WORD, Span, Tokens

_SHINGLE = 4  # words; shorter runs of any ad stand in any resume
_WIDEST_HOLE = 3  # words changed or left out between two runs of one paste
_MIN_PASTED = 12  # words copied; a phrase that everybody uses is shorter
_MIN_PROSE = 8  # words copied within one line or sentence
_MINFUNCTION_WORDS = 3  # of them: lists of skills, duties and titles agree in honest resumes
_MOSTLY = 0.6
_SCRAP = 6
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONG_PASTE = 40  # words, from which on neighbours made of the job's words alone go, too


def pasted_spans(tokens: Tokens, units: Sequence[Span], job: JobDescription) -> list[Span]:
    """Find what was copied from the job: sentences, near word for word, of at least twelve words together.

    Lists do not count: a fitting resume names the skills, titles and duties that its job names.
    """
    asked = [word.group().casefold() for word in WORD.finditer(job.text)]
    # The title and the names of skills are what a fitting resume says of itself, however long they are.
    named = FUNCTION_WORDS.union(
        word.group().casefold()
        for name in (job.title, *job.required_skills, *job.preferred_skills)
        for word in WORD.finditer(name)
    )
    shingles = {tuple(asked[at : at + _SHINGLE]) for at in range(len(asked) - _SHINGLE + 1)}
    telling = {shingle for shingle in shingles if not named.issuperset(shingle)}
    words = tokens.words
    # No job tells when its reader did what: a dated line is the applicant's own.
    dated = {unit for word, unit in zip(words, tokens.units, strict=True) if _YEAR.fullmatch(word)}
    own = bytearray(unit in dated for unit in tokens.units)
    if not any(_is_paste(run, tokens) for run in _runs(_marked(words, telling, own))):
        return []
    # It was copied from; now what goes with it goes too.
    copied = _marked(words, shingles, bytearray(len(words)))
    runs = [run for run in _runs(copied) if _is_paste(run, tokens)]
    pasted = bytearray(len(words))
    for low, high in runs:
        pasted[low:high] = copied[low:high]
    whole, total = _whole_units(pasted, tokens, len(units))
    if sum(pasted) >= _LONG_PASTE:
        _add_neighbours(whole, copied, tokens, total)
        _add_scraps(whole, tokens, units, set(asked))
    loose = []
    for low, high in _parts(runs, tokens.units):
        places = [at for at in range(low, high) if copied[at]]
        if len(places) >= _MIN_PROSE and not whole[tokens.units[low]]:
            loose.append((tokens.spans[places[0]][0], tokens.spans[places[-1]][1]))
    return sorted([units[index] for index in range(len(units)) if whole[index]] + loose)


def _marked(words: Sequence[str], shingles: Collection[tuple[str, ...]], own: bytearray) -> bytearray:
    """Which words are in a run that the job holds, runs that begin in what is surely not copied left out."""
    marked = bytearray(len(words))
    for at in range(len(words) - _SHINGLE + 1):
        if not own[at] and tuple(words[at : at + _SHINGLE]) in shingles:
            marked[at : at + _SHINGLE] = b"\1" * _SHINGLE
    return marked


def _runs(marked: bytearray) -> Iterator[Span]:
    """Stretches of marked words, with holes of a few words inside."""
    start = last = -1
    for at, mark in enumerate(marked):
        if not mark:
            continue
        if start >= 0 and at - last > _WIDEST_HOLE + 1:
            yield start, last + 1
            start = at
        start, last = (at if start < 0 else start), at
    if start >= 0:
        yield start, last + 1


def _is_paste(run: Span, tokens: Tokens) -> bool:
    """Whether the sentences within a run amount to a copy."""
    prose = 0
    for low, high in _parts([run], tokens.units):
        spoken = sum(word in FUNCTION_WORDS for word in tokens.words[low:high])
        if high - low >= _MIN_PROSE and spoken >= _MINFUNCTION_WORDS:
            prose += high - low
    return prose >= _MIN_PASTED


def _whole_units(marked: bytearray, tokens: Tokens, count: int) -> tuple[bytearray, list[int]]:
    """Which units are mostly made of marked words, and how many words each has."""
    total, hits = [0] * count, [0] * count
    for at, unit in enumerate(tokens.units):
        total[unit] += 1
        hits[unit] += marked[at]
    whole = bytearray(bool(total[unit]) and hits[unit] >= _MOSTLY * total[unit] for unit in range(count))
    return whole, total


def _add_neighbours(whole: bytearray, copied: bytearray, tokens: Tokens, total: list[int]) -> None:
    """Add the units beside a long paste that hold no other words than the job's: its lists of skills."""
    hits = [0] * len(total)
    for at, unit in enumerate(tokens.units):
        hits[unit] += copied[at]
    job_only = [size >= _SHINGLE and hits[unit] == size for unit, size in enumerate(total)]
    for order in (range(1, len(total)), range(len(total) - 2, -1, -1)):
        step = 1 if order.step < 0 else -1
        for unit in order:
            if job_only[unit] and whole[unit + step]:
                whole[unit] = 1


def _add_scraps(whole: bytearray, tokens: Tokens, units: Sequence[Span], asked: set[str]) -> None:
    """Add what is left of a long paste: a few words between, or of the job's on the line after."""
    words: list[list[str]] = [[] for _ in units]
    for at, unit in enumerate(tokens.units):
        words[unit].append(tokens.words[at])
    for unit in range(1, len(units)):
        if whole[unit] or not whole[unit - 1] or len(words[unit]) > _SCRAP:
            continue
        between = unit + 1 < len(units) and whole[unit + 1]
        next_line = units[unit][0] - units[unit - 1][1] <= 1
        if between or (next_line and asked.issuperset(words[unit])):
            whole[unit] = 1


def _parts(runs: Iterable[Span], units: Sequence[int]) -> Iterator[Span]:
    """Runs cut where a unit ends."""
    for low, high in runs:
        begin = low
        for at in range(low + 1, high + 1):
            if at == high or units[at] != units[begin]:
                yield begin, at
                begin = at
