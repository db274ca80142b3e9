"""Find the person's own name in a resume, and every place where it comes back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from domain.personal_words import (
    AMBIGUOUS,
    CIVIL,
    COUNTRIES,
    CREDENTIALS,
    DEMONYMS,
    PARTICLES,
    REGIONS,
    fold,
    is_professional,
)

Span = tuple[int, int]

_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_]))*+\.?")
_PREFIX = frozenset(
    "dr prof mr mrs ms miss mx er eng ing dipl herr frau mme mlle m sr sra srta don dona shri smt sir rev "
    "hon capt col maj lt adv ca cpa md mohd".split()
)
_SUFFIX = frozenset("jr sr ii iii iv esq".split())
_SHORT_NAMES = frozenset("an do so to my no bi po".split())
_NAME_SUFFIX = re.compile(r",? (?:jr|sr|ii|iii|iv|esq)(?![^\W_])\.?(?! [^\W\d_])", re.IGNORECASE)
# "Emma Clarke (née Kowalska)": the name before a marriage says who somebody is, and that they married.
_ONCE_NAMED = re.compile(
    r",? \(?(?:n[ée]e?|[Gg]eb(?:\.|orene?r?)|[Bb]orn|[Ff]ormerly|[Ee]x|[ée]p(?:\.|ouse)|nat[ao]|nacid[ao]"
    r"|nascid[ao]) (?P<name>[^\W\d_a-z][^\W\d_]+(?:[ '-][^\W\d_a-z][^\W\d_]+)?)(?:\)|(?=[ ,|]|\Z))"
)
_RELIGIONS_AS_NAMES = frozenset(("christian", "islam", "jain"))
_MOST_TOKENS = 6
_PAIR = 2
_NAME_LINE = 80
_SHORT_TOKEN = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the contact details say about the name.

    Attributes:
        locals: letters of e-mail local parts and profile slugs, folded.
        has_contact: whether the text holds any contact detail at all.
    """

    locals: frozenset[str]
    has_contact: bool

    def supports(self, tokens: list[str]) -> bool:
        """Whether an e-mail address or a profile is made of this name."""
        words = [word for word in tokens if len(word) > _SHORT_TOKEN]
        if not words:
            return False
        first = tokens[0][:1]
        usual = {
            made for word in words if len(word) > _PAIR + 1 for made in (word, first + word, word + first)
        }
        return any(local in usual or (words[0] in local and words[-1] in local) for local in self.locals)


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A name as it stands in the text, and its folded tokens."""

    start: int
    end: int
    tokens: tuple[str, ...]


def evidence_of(contacts: list[str], *, has_contact: bool) -> Evidence:
    """Take the letters out of e-mail addresses and profile links."""
    found = set()
    for contact in contacts[:20]:
        part = contact.split("@")[0] if "@" in contact else contact.rstrip("/").rsplit("/", 1)[-1]
        letters = "".join(char for char in fold(part.removeprefix("mailto:")) if char.isalpha())
        if len(letters) > 3 and len(letters) < 60:  # noqa: PLR2004 - `info`, `me`
            found.add(letters)
    return Evidence(locals=frozenset(found), has_contact=has_contact)


def tokens_of(text: str) -> list[str]:
    """Folded words of a name without prefixes, suffixes, particles and initials."""
    words = [fold(token.strip(".")) for token in _TOKEN.findall(text)]
    kept = [
        w
        for w in words
        if w not in _PREFIX | _SUFFIX | PARTICLES | CREDENTIALS and (len(w) > 1 or not w.isascii())
    ]
    return kept or [w for w in words if len(w) > 1]


def read_name(text: str, start: int, end: int, *, leading: bool = False) -> NameSpan | None:
    """Read a person's name at the start of a segment.

    The segment must hold nothing else but credentials after a comma and a nickname in quotes or brackets;
    with `leading` it may go on with a trade ("Jane Doe Senior Engineer") and only the name is returned.
    A name has one to six words, each capitalised or of a script without capitals, and none of them is a
    professional word.
    """
    words: list[re.Match[str]] = []
    position = start
    style = ""
    for match in _TOKEN.finditer(text, start, end):
        gap = text[position : match.start()]
        if gap.strip(" *_#\"'()\x00") or len(words) > _MOST_TOKENS:
            break
        word = fold(match[0].rstrip("."))
        if words and ((len(words) >= _PAIR and word in CREDENTIALS and match[0].isupper()) or "\x00" in gap):
            break
        after_initial = len(words) > 1 and len(words[-1][0].rstrip(".")) == 1 and match[0][0].isupper()
        if not after_initial and not _is_name_word(match[0], word, first=not words):
            break
        shape = _shape(match[0])
        if leading and style and shape and shape != style:
            break
        style = style or shape
        words.append(match)
        position = match.end()
    while words and fold(words[-1][0]) in PARTICLES and len(words) > 1:
        words.pop()
    if not words:
        return None
    last = words[-1].end()
    suffix = _NAME_SUFFIX.match(text, last, end)
    last = suffix.end() if suffix else last
    once = _ONCE_NAMED.match(text, last, end)
    last = once.end() if once else last
    tail = text[last:end].strip(" *_#,.:|\x00-()")
    if tail and not leading and not _is_credentials(tail):
        return None
    tokens = tokens_of(text[words[0].start() : words[-1].end()]) + tokens_of(once["name"] if once else "")
    return NameSpan(start=words[0].start(), end=last, tokens=tuple(tokens))


def _shape(word: str) -> str:
    letters = word.rstrip(".")
    if len(letters) <= _SHORT_TOKEN or fold(letters) in PARTICLES:
        return ""
    return "upper" if letters.isupper() else "title"


def _is_name_word(raw: str, word: str, *, first: bool) -> bool:
    if word in _PREFIX and first:
        return True
    if word in _SUFFIX or (word in PARTICLES and not first):
        return True
    if raw[0].islower():
        return False
    if len(raw.rstrip(".")) == 1 or (word in _SHORT_NAMES and (raw.istitle() or not first)):
        return True
    parts = re.split(r"['.-]", word)
    if word.replace(".", "") in CREDENTIALS and len(parts) > 1:
        return False
    return not any(is_professional(part) for part in parts if len(part) > 1) and (
        word not in CIVIL or word in _RELIGIONS_AS_NAMES
    )


def _is_credentials(tail: str) -> bool:
    words = [fold(word) for word in re.findall(r"[^\W_]+", tail)]
    return len(tail) < _NAME_LINE and all(
        w in CREDENTIALS or w in _SUFFIX or w.isdigit() or len(w) == 1 for w in words
    )


def is_place(tokens: tuple[str, ...] | list[str]) -> bool:
    """Whether a country, region or demonym stands among the words."""
    return any(token in COUNTRIES or token in REGIONS or token in DEMONYMS for token in tokens)


def is_ordinary(token: str, text_words: frozenset[str]) -> bool:
    """Whether a word of a name is also a common word, so that alone it may mean anything."""
    return token in AMBIGUOUS or token in text_words or is_professional(token) or is_place([token])


def by_evidence(text: str, evidence: Evidence) -> NameSpan | None:
    """The first two to four capitalised words in a row that an e-mail address or profile is made of."""
    if not evidence.locals:
        return None
    for line in re.finditer(r"[^\n\x00|•,;:()]+", text):
        tokens = [m for m in _TOKEN.finditer(text, line.start(), line.end()) if not m[0][0].islower()]
        for first, second in pairwise(tokens):
            if text[first.end() : second.start()].strip(" *_"):
                continue
            a, b = (fold(m[0].strip(".")).replace("-", "").replace("'", "") for m in (first, second))
            if len(a) < 2 or len(b) < 2:  # noqa: PLR2004 - an initial says too little
                continue
            if a + b in evidence.locals or b + a in evidence.locals:
                return NameSpan(start=first.start(), end=second.end(), tokens=(a, b))
    return None


_SMALL_INITIALS = re.compile(r"(?: [^\W\d_A-ZÀ-Þ](?![^\W_]))+\Z")
_END_OF_LINE = re.compile(
    r"[ |*_•,-]*(?:(?:page|seite|página|pagina|cv|resume|résumé|curriculum vitae)[ |\d/of-]*)*(?=\n|\Z)",
    re.IGNORECASE,
)
_CONTEXT = 60
_PERSON_VERB = re.compile(
    r" (?:has|is|was|led|joined|holds|worked|works|brings|managed|graduated|started|began|served|leads|"
    r"became|earned|received|enjoys|lives|specialises|specializes|developed|built|designed|created|helped)(?!\w)"
)
_KEEP_BEFORE = re.compile(
    r"(?:^|[^\w])(?:at|for|in|from|via|using|of|the|to|with|and|or|&|,|on)[ ]\Z", re.IGNORECASE
)
_CAPITAL_BEFORE = re.compile(r"(?P<word>[^\W\d_a-z][\w'.-]*+)(?: & | - |[ &-])\Z")
_CAPITAL_AFTER = re.compile(r"(?: & | - |[ &-])[^\W\d_a-z]\w|[.+#/@]\w|[-]\w")


def _pattern(names: list[tuple[str, ...]]) -> re.Pattern[str] | None:
    """Compile one pattern, for folded text, of one or more words of a name in a row."""
    words = {word for name in names for word in name if len(word) > 1 or not word.isascii()}
    if not words:
        return None
    alternatives = "|".join(
        re.escape(word).replace("ss", "(?:ss|ß)") for word in sorted(words, key=lambda w: (-len(w), w))
    )
    initials = "".join(sorted({re.escape(word[0]) for word in words}))
    particle = "|".join(sorted(PARTICLES))
    joint = r"(?:, |[ .'_-]{1,2})"
    piece = rf"(?:{alternatives}|[{initials}](?![^\W_])\.?)"
    before = rf"(?:(?:{particle})(?!\w){joint}){{0,3}}"
    return re.compile(
        rf"(?<![^\W_])(?:(?:dr|prof|m|sr|sra|don|dona|eng"
        rf"|ing)\.? )?{before}{piece}(?:{joint}(?:[^\W\d_]\.? )?{before}{piece})*"
        rf"(?:,? (?:jr|sr|i{{2,3}}|iv)\b\.?)?(?![^\W_])(?P<owner>'s(?!\w))?"
    )


def occurrences(text: str, names: list[tuple[str, ...]], text_words: frozenset[str]) -> Iterator[Span]:
    """Spans where the name comes back: whole, with initials, or one word of it that must mean the person.

    One word alone is left where it stands beside another capitalised word ("Ford Motor", "Morgan Stanley") or
    after a preposition ("worked for Ford"), and a common word ("Will", "Ruby") also everywhere else but in a
    possessive or before a verb that only people do.
    """
    pattern = _pattern(names)
    if pattern is None:
        return
    words = {word for name in names for word in name}
    single = {name[0] for name in names if len(name) == 1}
    for match in pattern.finditer(fold(text)):
        start, end = match.span()
        # An initial is a capital: `y` after a name is Spanish for "and".
        original = text[start:end]
        cut = _SMALL_INITIALS.search(original)
        if cut:
            original = original[: cut.start()]
            end = start + cut.start()
        found = tokens_of(original.removesuffix("'s"))
        core = [token for token in found if token in words]
        capital = not original.islower() or (len(core) >= _PAIR and "_" in original)
        listed = "," in _NAME_SUFFIX.sub("", original) and all(
            is_ordinary(token, text_words) for token in core
        )
        if not core or not capital or listed:
            continue
        if (
            len(core) >= _PAIR
            or _has_initial(original)
            or _means_the_person(text, match, core[0], text_words)
            or (core[0] in single and _is_alone(text, start, end) and not is_ordinary(core[0], text_words))
        ):
            yield start, end


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a person's only name is all of its line, as a signature or before the number of a page is."""
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return not before.strip(" *_#") and _END_OF_LINE.match(text, end) is not None


def _has_initial(found: str) -> bool:
    parts = re.findall(r"[^\W\d_]+", found)
    return len(parts) > 1 and any(len(part) == 1 and part.isupper() for part in parts)


def _means_the_person(text: str, match: re.Match[str], token: str, text_words: frozenset[str]) -> bool:
    start, end = match.span()
    if not text[start].isupper():
        return False
    if match["owner"] and not _CAPITAL_AFTER.match(text, end):
        return True
    if len(token) <= _SHORT_TOKEN and token.isascii():
        return False
    line_start = max(text.rfind("\n", max(0, start - _CONTEXT), start) + 1, start - _CONTEXT)
    before = text[line_start:start]
    after = text[end : end + _CONTEXT].split("\n", 1)[0]
    alone = not before.strip(" •*-#\x00") and not after.strip(" *#\x00-")
    capital = _CAPITAL_BEFORE.search(before)
    named_thing = capital is not None and not _opens_sentence(before[: capital.start()])
    if alone or named_thing or _CAPITAL_AFTER.match(text, end) or _KEEP_BEFORE.search(before):
        return False
    return not is_ordinary(token, text_words) or (
        token not in text_words and _PERSON_VERB.match(text, end) is not None
    )


def _opens_sentence(before: str) -> bool:
    before = before.rstrip(" •*\"'")
    return not before or before[-1] in "!?:" or re.search(r"[^\W_]{4}\.\Z", before[-5:]) is not None
