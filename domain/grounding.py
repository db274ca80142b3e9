"""Whether a sentence about a resume is borne out by it: its words, names, numbers, skills, and its voice.

Written for text that a language model made of a resume that may have been written to steer it. A sentence is
kept only if every check holds; what is doubtful goes. Nothing here understands language: each rule is a list
of words or a count that a person can read. The lists are closed: a word that is neither in the resume, nor in
the evidence, nor in the vocabulary of an assessment is not said of anybody.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from domain.grounding_tokens import Token, even, fold, is_content, read_tokens, tokens_of
from domain.grounding_words import (
    ADDRESSED,
    AGAINST,
    ASSESSING,
    CLAIMS,
    COMPLETE,
    COMPLETE_OF,
    DEGREES,
    EMPTY,
    FAVOUR,
    JUDGING,
    JUDGING_PHRASES,
    MORE,
    MOST,
    NATIONAL,
    OF_THE_JOB,
    PERSONAL,
    STRONG_FAVOUR,
    TOPICS,
)
from domain.instructions import instruction_units
from domain.language import SUPPORTED, UNKNOWN, language_of
from domain.skill_lexicon import SkillLexicon
from domain.skill_mentions import Mention, agrees, is_denied, mentions_of
from domain.storable_text import is_latin, is_plain
from domain.word_forms import LINKING, stem

_SHORT = 3  # words: a shorter line is a heading ("Summary") and speaks to nobody
_LONG_WORD = 40  # characters: encoded text
_LEAST_KNOWN = 0.3
_LINE, _LINE_WORDS = 1000, 150  # of a line, to tell its language
_NEAR = 3
_YEAR_DIGITS = 4
_YEAR, _DECADE = stem("year"), stem("decade")
_ASKED = frozenset(map(stem, ("required", "preferred", "core", "key")))
_SCHOOLING = frozenset(map(stem, ("degree", "education", "educational", "academic")))
_ENGLISH = SUPPORTED[0]


class Verdict(StrEnum):
    """How the evidence stands: what a sentence may say for or against an applicant."""

    STRONG = "Strong"
    MODERATE = "Moderate"
    WEAK = "Weak"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a text says, to be compared with.

    Attributes:
        words: folded words of its English lines.
        stems: the same as stems.
        names: folded words that it writes with a capital or a digit, in any line.
        lines: the folded words of each of its lines, one space between and around them.
        values: each number, in digits -> where it stands in `order`.
        order: stems of all its words, as written.
        degrees: levels of `DEGREES` that it names.
    """

    words: frozenset[str]
    stems: frozenset[str]
    names: frozenset[str]
    lines: tuple[str, ...]
    values: Mapping[str, Sequence[int]]
    order: tuple[str, ...]
    degrees: frozenset[str]

    def holds(self, token: Token) -> bool:
        """Whether an English line of the text writes a word, in any inflection."""
        return bool({token.word, token.word.removesuffix("s")} & self.words) or token.stem in self.stems

    def counts(self, value: str, unit: str) -> bool:
        """Whether the text writes a number right beside a word, given as its stem."""
        return any(
            unit in self.order[max(at - _NEAR, 0) : at + _NEAR + 1] for at in self.values.get(value, ())
        )


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What sentences may rest on.

    Attributes:
        resume: its text, without the lines that address a reader.
        job: its text.
        lexicon: known skills.
        shown: keys of the job's skills -> whether the evidence shows them, and for how many years if known.
        required: how many required skills are shown, and how many there are.
        preferred: the same of preferred skills.
        years: of experience, and lengths of single jobs, by the evidence.
        asked_years: of the job.
        is_in_resume: whether the resume shows a further skill, by its key.
    """

    resume: Source
    job: Source
    lexicon: SkillLexicon
    shown: Mapping[str, tuple[bool, float | None]]
    required: tuple[int, int]
    preferred: tuple[int, int]
    years: tuple[float, ...]
    asked_years: float
    is_in_resume: Callable[[str], bool]

    def is_shown(self, key: str) -> bool:
        """Whether resume or evidence show a skill; the evidence where it knows it."""
        return self.shown[key][0] if key in self.shown else self.is_in_resume(key)

    def says(self, token: Token) -> bool:
        """Whether the resume says a word, or names it."""
        named = _is_name(token) and token.word in self.resume.names
        return named or self.resume.holds(token) or (token.stem in _SCHOOLING and bool(self.resume.degrees))

    @cached_property
    def enough_years(self) -> bool:
        """Whether the evidence shows the years that are asked for."""
        return bool(self.years) and self.years[0] >= self.asked_years


def source_of(text: str, lexicon: SkillLexicon) -> Source:
    """Read a text to compare with; lines that address whoever reads it say nothing."""
    words: set[str] = set()
    names: set[str] = set()
    lines: list[str] = []
    values: dict[str, list[int]] = {}
    order: list[str] = []
    sound = without_addressed(text)
    for line in sound.split("\n"):
        tokens = read_tokens(line)
        lines.append(f" {' '.join(token.word for token in tokens)} ")
        names.update(token.word for token in tokens if _is_name(token))
        if _reads_as_english(line[:_LINE], tokens[:_LINE_WORDS], lexicon):
            words.update(token.word for token in tokens)
        for token in tokens:
            if token.value:
                values.setdefault(token.value, []).append(len(order))
            order.append(token.stem)
    return Source(
        words=frozenset(words),
        stems=frozenset(map(stem, words)),
        names=frozenset(names),
        lines=tuple(lines),
        values=values,
        order=tuple(order),
        degrees=_degrees_in(sound),
    )


def without_addressed(text: str) -> str:
    """Return a text without the lines that speak to whoever reads it."""
    return "\n".join(line for line in text.split("\n") if not is_addressed(line))


def is_addressed(line: str) -> bool:
    """Whether a line of a resume speaks to whoever, or whatever, reads it; one or two short words do not."""
    if len(line.split()) < _SHORT and len(line) < _LONG_WORD:
        return False
    return ADDRESSED.search(line) is not None or bool(instruction_units(line, [(0, len(line))]))


def lines_of(text: str) -> tuple[str, ...]:
    """Return the folded words of each line of a text, one space between and around them."""
    return tuple(f" {' '.join(tokens_of(line))} " for line in text.split("\n"))


def occurs(phrase: str, lines: Sequence[str]) -> bool:
    """Whether one line, as `lines_of` gives it, has the words of a phrase in order, next to each other."""
    words = " ".join(tokens_of(phrase))
    return bool(words) and any(f" {words} " in line for line in lines)


def judges(text: str) -> bool:
    """Whether a text praises, rejects, or says what is to be done about an applicant."""
    if JUDGING_PHRASES.search(even(text)):
        return True
    tokens = read_tokens(text)
    return any(token.word in JUDGING or token.plain in JUDGING for token in tokens)


def is_personal(text: str, resume: Source) -> bool:
    """Whether a text says who somebody is; a name that the resume writes ("British Airways") does not."""
    if PERSONAL.search(even(text)):
        return True
    for found in NATIONAL.finditer(text):
        words = text[found.start() :].split()[:2]
        named = len(words) > 1 and words[1][0].isupper() and occurs(" ".join(words), resume.lines)
        if not named:
            return True
    return False


def is_supported(sentence: str, facts: Facts, verdict: Verdict) -> bool:
    """Whether a sentence may be shown to a recruiter.

    It is plain English text without markup, link or contact; says nothing of who the person is; praises and
    rejects no further than the evidence does, and asks for no action; names skills as the evidence has them;
    its numbers stand beside the same word in the resume, its years are those of the evidence, its degrees
    those of the resume; and each of its other words comes from the resume or the vocabulary of assessing.
    """

    def is_name(name: str) -> bool:
        return facts.lexicon.canonical(name) is not None

    if not is_latin(sentence) or not is_plain(sentence, is_name=is_name):
        return False
    if is_personal(sentence, facts.resume) or judges(sentence) or not _keeps_to(sentence, verdict):
        return False
    tokens = read_tokens(sentence)
    mentions = mentions_of(sentence, tokens, facts.lexicon, facts.shown)
    if not _is_about_work(tokens, mentions):
        return False
    return (
        _reads_as_english(sentence, tokens, facts.lexicon, mentions)
        and agrees(sentence, tokens, mentions, facts.is_shown)
        and _asked_where_denied(mentions, facts)
        and _whole_holds(sentence, facts)
        and _degrees_in(sentence) <= facts.resume.degrees
        and _numbers_hold(sentence, tokens, mentions, facts)
        and _words_hold(sentence, tokens, mentions, facts)
    )


def _keeps_to(sentence: str, verdict: Verdict) -> bool:
    """Whether a sentence speaks for or against no further than the evidence."""
    rest, against = AGAINST.subn(" ", sentence)
    if against and verdict is not Verdict.WEAK:
        return False
    if STRONG_FAVOUR.search(rest) and verdict is not Verdict.STRONG:
        return False
    return verdict is not Verdict.WEAK or not FAVOUR.search(rest)


def _is_about_work(tokens: Sequence[Token], mentions: Sequence[Mention]) -> bool:
    return bool(mentions) or any(
        token.stem in TOPICS or bool(token.value) or (is_content(token) and token.stem not in ASSESSING)
        for token in tokens
    )


def _reads_as_english(
    text: str, tokens: Sequence[Token], lexicon: SkillLexicon, mentions: Sequence[Mention] = ()
) -> bool:
    """Whether a line is English by its small words, or else by the share of words that are known."""
    language = language_of(text).code
    if language == _ENGLISH or language != UNKNOWN:
        return language == _ENGLISH
    words = [at for at, token in enumerate(tokens) if token.value is None]
    known = {at for at in words if _is_known(tokens[at])}
    enough = _LEAST_KNOWN * len(words)
    if len(known) < enough:
        named = mentions or mentions_of(text, tokens, lexicon, (), longest=1)
        known.update(at for mention in named for at in range(mention.first, mention.last))
    return len(known) >= enough


def _is_known(token: Token) -> bool:
    return token.word in EMPTY or token.stem in ASSESSING or token.stem in CLAIMS


def _asked_where_denied(mentions: Sequence[Mention], facts: Facts) -> bool:
    """Whether what is said to be missing is asked for: nobody lacks a skill that the job does not name."""
    return all(
        facts.is_shown(mention.name)
        or mention.name in facts.shown
        or any(f" {word} " in line for line in facts.job.lines for word in [fold(mention.name)])
        for mention in mentions
    )


def _whole_holds(sentence: str, facts: Facts) -> bool:
    """Whether what a sentence says of all, or most, of what is asked for is so."""
    found, total = facts.required
    if COMPLETE.search(sentence) and COMPLETE_OF.search(sentence):
        preferred = facts.preferred if "required" not in sentence.casefold() else (0, 0)
        if found < total or preferred[0] < preferred[1] or not facts.enough_years:
            return False
    if MORE.search(sentence) and not facts.enough_years:
        return False
    most = MOST.search(sentence)
    if most and COMPLETE_OF.search(sentence):
        denied = is_denied(sentence, most.start(), most.end())
        return 2 * (total - found if denied else found) > total
    return True


def _degrees_in(text: str) -> frozenset[str]:
    return frozenset(level for level, pattern in DEGREES.items() if pattern.search(even(text)))


def _numbers_hold(sentence: str, tokens: Sequence[Token], mentions: Sequence[Mention], facts: Facts) -> bool:
    of_the_job = OF_THE_JOB.search(sentence) is not None
    unit = ""
    for at, token in enumerate(tokens):
        if token.stem == _DECADE and not _decades_hold(tokens, at, facts):
            return False
        if not token.value:
            continue
        following = _unit(tokens, at)
        unit = following or unit or _unit_before(tokens, at)
        if not _number_holds(token.value, unit, mentions, facts, of_the_job=of_the_job):
            return False
        # "10.4 years of experience, 4 required"
        unit = _YEAR if following in _ASKED and _YEAR in {token.stem for token in tokens} else unit
    return True


def _number_holds(
    value: str, unit: str, mentions: Sequence[Mention], facts: Facts, *, of_the_job: bool
) -> bool:
    if len(value) == _YEAR_DIGITS and value.startswith(("19", "20")):
        return value in facts.resume.values
    if unit in {_YEAR, _DECADE}:
        return unit == _DECADE or _years_hold(float(value), mentions, facts, of_the_job=of_the_job)
    if unit in _ASKED:
        counts = (*facts.required, *facts.preferred, facts.required[1] - facts.required[0])
        return float(value) in {*counts, facts.preferred[1] - facts.preferred[0], facts.asked_years}
    return facts.resume.counts(value, unit) or (of_the_job and facts.job.counts(value, unit))


def _unit(tokens: Sequence[Token], at: int) -> str:
    """The word that a number counts: the next one, or that of the next number ("from 6 to 4 hours")."""
    following = tokens[at + 1 : at + 3]
    if not following:
        return ""
    if following[0].value == "" or (following[0].word in LINKING and following[-1].value):
        return _unit(tokens, at + 1 + (following[0].value is None))
    return following[0].stem if is_content(following[0]) else ""


def _unit_before(tokens: Sequence[Token], at: int) -> str:
    return next((token.stem for token in reversed(tokens[:at]) if is_content(token)), "")


def _decades_hold(tokens: Sequence[Token], at: int, facts: Facts) -> bool:
    before = tokens[at - 1] if at else None
    number = int(float(before.value)) if before and before.value else 1 + tokens[at].word.endswith("s")
    years = facts.years[0] if facts.years else 0.0
    return 10 * number <= years < 10 * (number + 1)


def _years_hold(value: float, mentions: Sequence[Mention], facts: Facts, *, of_the_job: bool) -> bool:
    if of_the_job and value == facts.asked_years:
        return True
    if not any(value in {years, round(years, 1), round(years), int(years)} for years in facts.years):
        return False
    by_skill = [years for name, *_ in mentions for years in [facts.shown.get(name, (False, None))[1]]]
    return all(years is None or value <= years + 0.5 for years in by_skill)


def _words_hold(sentence: str, tokens: Sequence[Token], mentions: Sequence[Mention], facts: Facts) -> bool:
    of_the_job = OF_THE_JOB.search(sentence) is not None
    within = {at for mention in mentions for at in range(mention.first, mention.last)}
    denied, lacking = False, any(not facts.is_shown(mention.name) for mention in mentions)
    for at, token in enumerate(tokens):
        if at in within or not is_content(token):
            continue
        said = facts.says(token)
        if is_denied(sentence, token.start, token.end):
            denied = True
            # What is denied must be claimed or asked for, and the resume must not have it.
            lacking = lacking or (not said and (token.stem in CLAIMS or facts.job.holds(token)))
            if said and (token.stem in CLAIMS or (token.stem not in ASSESSING and not lacking)):
                return False
            known = said or token.stem in CLAIMS or facts.job.holds(token)
        else:
            known = said or (of_the_job and facts.job.holds(token))
        if not known and (token.stem not in ASSESSING or (at > 0 and _is_name(token))):
            return False
    return lacking or not denied or AGAINST.search(sentence) is not None


def _is_name(token: Token) -> bool:
    return any(char.isupper() or char.isdigit() for char in token.written)
