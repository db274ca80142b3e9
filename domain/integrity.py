"""What a resume does to look better than it is: found, told, and left out of what is scored.

Detection works on the redacted text, so who the person is cannot matter. What is found is deleted before
skills, years and vectors are looked for: by construction the resume scores what it would have scored without
it. A flag is an observation for a person, never a reason to reject.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.instructions import instruction_units
from domain.job import JobDescription
from domain.pasted import pasted_spans
from domain.skills import SkillLexicon
from domain.stuffing import flood_edits, repeated_items, repeated_spans
from domain.text_units import Span, tokens_of, units_of

_PASSAGE = 200  # characters of a flag's passage
_MOST_WORDS_TOLD = 12


class FlagKind(StrEnum):
    """What was seen."""

    HIDDEN_TEXT = "hiddenText"
    INVISIBLE_CHARACTERS = "invisibleCharacters"
    MIXED_SCRIPTS = "mixedScripts"
    INSTRUCTIONS = "instructions"
    PASTED_JOB_TEXT = "pastedJobText"
    REPEATED_KEYWORDS = "repeatedKeywords"
    SKILL_FLOOD = "skillFlood"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrityFlag:
    """One thing that was seen.

    Attributes:
        kind: what it is.
        sentence: what was seen and what became of it, fit to be shown to the candidate.
        passage: the first place, at most 200 characters.
    """

    kind: FlagKind
    sentence: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredText:
    """A redacted text without what may not count, and what was seen in it.

    Attributes:
        text: what skills, years and vectors are looked for in; empty if nothing is left.
        flags: in the order of `FlagKind`, one a kind.
    """

    text: str
    flags: tuple[IntegrityFlag, ...]


def scored_text(redacted: str, job: JobDescription, lexicon: SkillLexicon) -> ScoredText:
    """Take out of a redacted text what is there for its effect on a score.

    Lines that speak to a language model, what was copied from the job, keywords repeated beyond what any text
    does, second copies of a line and of items in a list, and lists of hundreds of skills but for those that
    the job asks for.
    A text without any of it comes back unchanged. Pure; time is linear in the text.
    """
    flags = list(_mixed_scripts(redacted))
    text = redacted
    units = units_of(text)
    spoken = [units[index] for index in instruction_units(text, units)]
    if spoken:
        flags.append(
            _flag(
                FlagKind.INSTRUCTIONS,
                f"Holds {_lines(len(spoken))} addressed to a program instead of a reader, not scored.",
                text,
                spoken,
            )
        )
        text = _without(text, spoken)
        units = units_of(text)
    tokens = tokens_of(text, units)
    pasted = pasted_spans(tokens, units, job)
    if pasted:
        words = sum(len(text[low:high].split()) for low, high in pasted)
        flags.append(
            _flag(
                FlagKind.PASTED_JOB_TEXT,
                f"Repeats the job's own text at length ({words} words), which was not scored.",
                text,
                pasted,
            )
        )
        text = _without(text, pasted)
        units = units_of(text)
        tokens = tokens_of(text, units)
    stuffed, copies = repeated_spans(tokens, units)
    if stuffed:
        flags.append(
            _flag(
                FlagKind.REPEATED_KEYWORDS,
                f"Repeats a few words again and again in {_lines(len(stuffed))}, which were not scored.",
                text,
                stuffed,
            )
        )
    if stuffed or copies:
        text = _without(text, sorted([*stuffed, *copies]))
        units = units_of(text)
    again = repeated_items(text, units, lexicon)
    if again:
        text = _without(text, again)
        units = units_of(text)
    edits, listed = flood_edits(text, units, job, lexicon)
    if edits:
        flags.append(
            _flag(
                FlagKind.SKILL_FLOOD,
                f"Lists {listed} items; of its long lists, only what the job asks for was scored.",
                text,
                [span for span, _ in edits],
            )
        )
        text = _edited(text, edits)
    return ScoredText(text=text, flags=tuple(flags))


def file_flags(raw: str, hidden: Sequence[str]) -> tuple[IntegrityFlag, ...]:
    """Flags of what only the file shows: hidden text, and characters without a mark inside of words.

    Args:
        raw: the text as read, before `normalise`.
        hidden: passages that nobody can see on the page.
    """
    flags = []
    if hidden:
        words = sum(len(passage.split()) for passage in hidden)
        flags.append(
            IntegrityFlag(
                kind=FlagKind.HIDDEN_TEXT,
                sentence=f"Holds {words} word{'' if words == 1 else 's'} that nobody can see on the page, "
                "not scored.",
                passage=_shortened(hidden[0]),
            )
        )
    inside = _INSIDE_WORDS.findall(raw)
    if len(inside) >= _FEW_INVISIBLE:
        place = _INSIDE_WORDS.search(raw)
        flags.append(
            IntegrityFlag(
                kind=FlagKind.INVISIBLE_CHARACTERS,
                sentence=f"Holds {len(inside)} characters that leave no mark in words; they were removed.",
                passage=_shortened(raw[max(0, place.start() - 40) : place.end() + 40] if place else ""),
            )
        )
    return tuple(flags)


FILE_KINDS = frozenset({FlagKind.HIDDEN_TEXT, FlagKind.INVISIBLE_CHARACTERS})
"""Kinds that two files of the same text may differ in."""

# Zero-width space, non-joiner, word joiner and BOM between Latin letters, where no spelling needs them; and
# the tag characters, which spell whole sentences that no page shows.
_INSIDE_WORDS = re.compile(
    "(?<=[A-Za-z0-9])[\u200b-\u200d\u2060-\u2064\ufeff\u180e]+(?=[A-Za-z0-9])|[\U000e0020-\U000e007e]+"
)
_FEW_INVISIBLE = 3
_TAGS = re.compile("[\U000e0020-\U000e007e]+")


def smuggled_text(raw: str) -> tuple[str, ...]:
    """Passages spelled in Unicode's tag characters, which leave no mark on any page, as plain letters."""
    return tuple(
        passage
        for run in _TAGS.findall(raw)
        if (passage := "".join(chr(ord(character) - 0xE0000) for character in run).strip())
    )


# --- mixed scripts --------------------------------------------------------------------------------

# Letters of Cyrillic and Greek that look like Latin ones (Unicode TR39, confusables).
_LOOKALIKES = frozenset(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0405\u0417\u0433\u043a"
    "\u043c\u043d\u0442\u0432\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7"
    "\u03bf\u03bd\u03c1\u03b1\u03b9\u03ba\u03c5\u03c7"
)
_MIXED_WORD = re.compile(r"[^\W\d_]{2,40}")


def _mixed_scripts(text: str) -> Iterable[IntegrityFlag]:
    """Words in which Latin letters stand beside look-alikes of another script.

    They match no skill, as they are other words; a word wholly in one script is honest.
    """
    if text.isascii():
        return
    words = [
        match
        for match in _MIXED_WORD.finditer(text)
        if not match.group().isascii()
        and any(letter in _LOOKALIKES for letter in match.group())
        and any("LATIN" in unicodedata.name(letter, "") for letter in match.group())
    ]
    if words:
        told = ", ".join(dict.fromkeys(match.group() for match in words[:_MOST_WORDS_TOLD]))
        yield _flag(
            FlagKind.MIXED_SCRIPTS,
            f"Spells {len(words)} word{'' if len(words) == 1 else 's'} with look-alike letters of another "
            f"alphabet, which match nothing: {told}.",
            text,
            [match.span() for match in words],
        )


# --- editing --------------------------------------------------------------------------------------


def _flag(kind: FlagKind, sentence: str, text: str, spans: Sequence[Span]) -> IntegrityFlag:
    low, high = spans[0]
    return IntegrityFlag(kind=kind, sentence=sentence, passage=_shortened(text[low : min(high, low + 400)]))


def _shortened(passage: str) -> str:
    words = " ".join(passage.split())
    return words if len(words) <= _PASSAGE else words[: _PASSAGE - 1].rstrip() + "\u2026"


def _lines(count: int) -> str:
    return "a line" if count == 1 else f"{count} lines"


def _without(text: str, spans: Sequence[Span]) -> str:
    return _edited(text, [(span, "") for span in spans])


def _edited(text: str, edits: Sequence[tuple[Span, str]]) -> str:
    """The text with each span replaced; a line that has become empty goes, and nothing is glued."""
    parts, position = [], 0
    for (low, high), put in edits:
        parts += [text[position:low], put]
        position = high
    parts.append(text[position:])
    return _tidy("".join(parts))


def _tidy(text: str) -> str:
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
