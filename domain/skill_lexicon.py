"""The known skills, their spellings, and how a job's own wording of a skill is read."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from domain.foreign_forms import FOREIGN_LINKING, foreign_content_words, foreign_stem
from domain.skill_names import MOST_PARTS, core_of, forms_of, looks_like_name, parts_of, tidy
from domain.word_forms import content_words, stem, word_set, words_of

_BRACKETED = re.compile(r"\(([^()]{1,80})\)")
_OR = re.compile(r"\s+or\s+|\s*/\s*", re.IGNORECASE)
# Alone these say nothing of a person: they only count together with the word that a job puts after them.
_ADJECTIVE = re.compile(r"[a-z]{2,}(?:al|ic|ive|ary)")
_NOTHING = word_set(
    """
    skill skills ability abilities knowledge experience expertise proficiency competency competencies
    other various strong good excellent basic advanced work working years year plus required preferred
    etc
    """
)
_GENERAL = word_set(
    """
    administration admin administrator analysis analyst application applications architect
    architecture computer computers consultant consulting data design developer development director
    education engineer engineering engineers hardware health information internet lead management
    manager network office operations performance planning process product production professional
    project projects quality reporting science service services software specialist supervisor support
    system systems technician technology technical tools training
    """
)
_QUALITY_NOUNS = (
    "skills", "ability", "abilities", "knowledge", "expertise", "proficiency", "aptitude", "competence",
    "competency", "understanding", "capability", "capabilities", "acumen",
)  # fmt: skip
_ROW = re.compile(r"[\s|;,&]+|\.\s+|(?<=\s)-\s+")
_EXAMPLES = re.compile(r"\s*\(?\s*(?:such as|e\.\s?g\.|including|like)\s.*$", re.IGNORECASE)
# Acronyms that are everyday words, units or titles in small letters.
_SMALL_WORDS = word_set(
    """
    ad ads aim am arm as at be ca cat cam da de do dr ed er et he hr it ma me ms no or ot pa pc pm pos
    pr pt ram sip so us va cad can ip ops bass wan sem
    """
)
_LONGEST_IN_ROW = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pattern:
    """One spelling, ready to be looked for; compared by identity, which is quick.

    Attributes:
        spelling: the spelling as a person wrote it.
        words: its content words in lower case.
        keys: what is compared: the words themselves, or their stems where `inflected`.
        inflected: a phrase whose words may be inflected and stand apart; else a literal name.
        ambiguous: an everyday word or a single letter too, so that the surroundings must speak for the skill.
        general: a word found in every resume ("management"): a heading is no proof of it.
        capital: an acronym that is an everyday word otherwise ("IT"): it must stand in capitals.
        language: of a foreign name, which counts where the text is written in that language; else "".
    """

    spelling: str
    words: tuple[str, ...]
    keys: tuple[str, ...]
    inflected: bool
    ambiguous: bool = False
    general: bool = False
    capital: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedSkill:
    """A job's skill as it will be looked for: any of `patterns` proves it, or all of `parts` together."""

    name: str
    patterns: tuple[Pattern, ...]
    parts: tuple["WantedSkill", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SkillLexicon:
    """Known skills and their spellings; compared by identity.

    Attributes:
        aliases: canonical name -> its other spellings.
        products: canonical names of technology, tools, standards: matched to the letter, not inflected; they
            vouch for an ambiguous neighbour.
        literal: further canonical names to be matched to the letter, such as human languages.
        implies: canonical name -> canonical names that whoever has it also has (PostgreSQL -> SQL).
        ambiguous: spellings that are everyday words, too: they need technical surroundings.
        unlike: spelling -> phrases in which it means something else ("Go" -> "go to market").
        translations: language code -> canonical name -> its names in that language.

    Raises:
        ValueError: a spelling is empty or belongs to two skills; another table names an unknown skill; a
            language is not one that is read.
    """

    aliases: Mapping[str, Sequence[str]]
    products: Collection[str] = frozenset()
    literal: Collection[str] = frozenset()
    implies: Mapping[str, Sequence[str]] = field(default_factory=dict)
    ambiguous: Collection[str] = frozenset()
    unlike: Mapping[str, Sequence[str]] = field(default_factory=dict)
    translations: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    _by_key: Mapping[str, str] = field(init=False, repr=False)
    _by_stems: Mapping[str, str] = field(init=False, repr=False)
    _patterns: Mapping[str, tuple[Pattern, ...]] = field(init=False, repr=False)
    _foreign_keys: Mapping[tuple[str, ...], str] = field(init=False, repr=False)
    _family: Mapping[str, tuple[str, ...]] = field(init=False, repr=False)
    _ambiguous_keys: frozenset[str] = field(init=False, repr=False)
    technology: frozenset[str] = field(init=False, repr=False)
    other_meanings: Mapping[str, tuple[tuple[str, ...], ...]] = field(init=False, repr=False)
    digest: str = field(init=False, repr=False)
    """SHA-256 over all that the tables say, as 64 hexadecimal digits."""

    def __post_init__(self) -> None:
        """Check the tables and build what the search reads."""
        by_key = _owners(self.aliases)
        self._check_names(by_key)
        foreign = _foreign_patterns(self.translations)
        products = frozenset(self.products)
        literal = products.union(self.literal)
        ambiguous_keys = frozenset(map(skill_key, self.ambiguous))
        derived = {
            "_by_key": by_key,
            "_foreign_keys": {
                pattern.words: name for name, patterns in foreign.items() for pattern in patterns
            },
            "_by_stems": _owners_by_stems(self.aliases, literal),
            "_ambiguous_keys": ambiguous_keys,
            "_patterns": {
                name: (
                    *(
                        _pattern(spelling, inflected=name not in literal, ambiguous_keys=ambiguous_keys)
                        for spelling in (name, *others)
                    ),
                    *foreign.get(name, ()),
                )
                for name, others in self.aliases.items()
            },
            "_family": _families(self.aliases, self.implies),
            "technology": frozenset(
                key for key, owner in by_key.items() if owner in products and key not in ambiguous_keys
            ),
            "other_meanings": {
                skill_key(spelling): tuple(map(words_of, phrases))
                for spelling, phrases in self.unlike.items()
            },
            "digest": self._digest(),
        }
        for attribute, value in derived.items():
            object.__setattr__(self, attribute, value)

    def _digest(self) -> str:
        tables = (
            sorted((name, *spellings) for name, spellings in self.aliases.items()),
            sorted(self.products),
            sorted(self.literal),
            sorted((name, *implied) for name, implied in self.implies.items()),
            sorted(self.ambiguous),
            sorted((name, *phrases) for name, phrases in self.unlike.items()),
            sorted(
                (language, name, *names)
                for language, table in self.translations.items()
                for name, names in table.items()
            ),
        )
        return hashlib.sha256(repr(tables).encode()).hexdigest()

    def canonical(self, name: str) -> str | None:
        """The skill this name stands for, or None where the lexicon does not know it."""
        name = tidy(name)
        for form in forms_of(name):
            known = self._by_key.get(skill_key(form)) or self._by_stems.get(_stems_key(content_words(form)))
            if known:
                return known
        forms = (foreign_content_words(name, language) for language in FOREIGN_LINKING)
        return next((self._foreign_keys[form] for form in forms if form in self._foreign_keys), None)

    @lru_cache(maxsize=4096)  # noqa: B019 - a lexicon lives as long as its process, and names are few
    def read(self, name: str) -> WantedSkill:
        """Understand a job's wording: the known skill it names, or the words that must be found."""
        plain = tidy(name)
        known = self.canonical(plain)
        if known:
            return WantedSkill(name=name, patterns=self._family_patterns(known))
        alternatives = self._alternatives(plain)
        if alternatives:
            return WantedSkill(name=name, patterns=alternatives)
        core, tail = core_of(plain)
        parts = tuple(self.read(part) for part in parts_of(core, tail) or self._known_parts(core))
        return WantedSkill(
            name=name,
            patterns=self._own_patterns(core, tail),
            parts=parts if all(part.patterns or part.parts for part in parts) else (),
        )

    def is_spelling(self, spelling: str) -> bool:
        """Whether it is a spelling of a known skill, in any case and with any signs between its words."""
        return self.is_key(skill_key(spelling))

    def is_key(self, key: str) -> bool:
        """Whether words, put together as by `skill_key`, are a spelling of a known skill."""
        return key in self._by_key

    def is_ambiguous(self, spelling: str) -> bool:
        """Whether a spelling is an everyday word or single letter, too."""
        return skill_key(spelling) in self._ambiguous_keys

    def _family_patterns(self, known: str) -> tuple[Pattern, ...]:
        return tuple(pattern for member in self._family[known] for pattern in self._patterns[member])

    def _alternatives(self, plain: str) -> tuple[Pattern, ...]:
        # "user experience (UX)", "AWS/Azure": any of them will do, if the lexicon knows each
        bracketed = _BRACKETED.search(plain)
        if bracketed:
            choices = [_BRACKETED.sub(" ", plain), bracketed[1]]
            known = [name for name in map(self.canonical, choices) if name]
            return tuple(pattern for name in known for pattern in self._family_patterns(name))
        choices = _OR.split(plain)
        found = [name for name in map(self.canonical, choices[:MOST_PARTS]) if name]
        if len(choices) == 1 or len(found) < len(choices):
            return ()
        return tuple(pattern for name in found for pattern in self._family_patterns(name))

    def _known_parts(self, core: str) -> list[str]:
        """A name that is nothing but a row of known skills ("HTML CSS3", "SVN | Git"), cut into them."""
        words = [word for word in _ROW.split(core) if word]
        parts: list[str] = []
        while words and len(parts) < MOST_PARTS:
            for size in range(min(_LONGEST_IN_ROW, len(words)), 0, -1):
                part = " ".join(words[:size])
                if any(skill_key(form) in self._by_key for form in forms_of(part)):
                    parts.append(part)
                    words = words[size:]
                    break
            else:
                return []
        return parts if len(parts) > 1 and not words else []

    def _own_patterns(self, core: str, tail: str) -> tuple[Pattern, ...]:
        core = _EXAMPLES.sub("", core)
        bracketed = _BRACKETED.search(core)
        spellings = [core]
        if bracketed:
            spellings = [_BRACKETED.sub(" ", core)] + [bracketed[1]] * bracketed[1].isupper()
        words = content_words(spellings[0])
        if not words or all(word in _NOTHING for word in words):
            return ()
        if len(words) == 1 and _is_general(words[0]) and not (tail and _ADJECTIVE.fullmatch(words[0])):
            one, other = words[0], words[0][:-1] if words[0].endswith("s") else f"{words[0]}s"
            return tuple(
                _pattern(spelling, inflected=False, ambiguous_keys=self._ambiguous_keys)
                for spelling in (one, other)
            )
        if len(words) == 1 and tail and _ADJECTIVE.fullmatch(words[0]):
            spellings = [f"{core} {noun}" for noun in _QUALITY_NOUNS]
        return tuple(
            _pattern(
                spelling,
                inflected=not looks_like_name(spelling),
                ambiguous_keys=self._ambiguous_keys,
            )
            for spelling in spellings
        )

    def _check_names(self, by_key: Mapping[str, str]) -> None:
        for table, names in (
            ("products", self.products),
            ("literal", self.literal),
            ("implies", [*self.implies, *(name for implied in self.implies.values() for name in implied)]),
            *(("translations", names) for names in self.translations.values()),
        ):
            for name in names:
                if name not in self.aliases:
                    raise ValueError(f"{table}: {name!r} is not the canonical name of a skill")
        for table, spellings in (("ambiguous", self.ambiguous), ("unlike", self.unlike)):
            for spelling in spellings:
                if skill_key(spelling) not in by_key:
                    raise ValueError(f"{table}: {spelling!r} is not a spelling of any skill")


def _foreign_patterns(
    translations: Mapping[str, Mapping[str, Sequence[str]]],
) -> dict[str, tuple[Pattern, ...]]:
    patterns: dict[str, list[Pattern]] = {}
    owners: dict[tuple[str, ...], str] = {}
    for language, table in translations.items():
        if language not in FOREIGN_LINKING:
            raise ValueError(f"translations: {language!r} is none of {', '.join(FOREIGN_LINKING)}")
        for name, spellings in table.items():
            for spelling in spellings:
                words = foreign_content_words(spelling, language)
                if not words:
                    raise ValueError(f"{name!r}: the spelling {spelling!r} holds no letter or digit")
                keys = tuple(foreign_stem(word, language) for word in words)
                owner = owners.setdefault((language, *keys), name)
                if owner != name:
                    raise ValueError(f"{language}: {spelling!r} names both {owner!r} and {name!r}")
                patterns.setdefault(name, []).append(
                    Pattern(spelling=spelling, words=words, keys=keys, inflected=True, language=language)
                )
    return {name: tuple(found) for name, found in patterns.items()}


def skill_key(spelling: str) -> str:
    """One key for spellings that differ in case, dots, hyphens, spaces, slashes or linking words only."""
    return "".join(content_words(spelling))


def _owners(aliases: Mapping[str, Sequence[str]]) -> dict[str, str]:
    owners: dict[str, str] = {}
    for name, others in aliases.items():
        for spelling in (name, *others):
            key = skill_key(spelling)
            if not key:
                raise ValueError(f"{name!r}: the spelling {spelling!r} holds no letter or digit")
            owner = owners.setdefault(key, name)
            if owner != name:
                raise ValueError(f"{spelling!r} is a spelling of both {owner!r} and {name!r}")
    return owners


def _stems_key(words: Iterable[str]) -> str:
    return " ".join(map(stem, words))


def _owners_by_stems(aliases: Mapping[str, Sequence[str]], products: Collection[str]) -> dict[str, str]:
    owners: dict[str, set[str]] = {}
    for name, others in aliases.items():
        if name not in products:
            for spelling in (name, *others):
                owners.setdefault(_stems_key(content_words(spelling)), set()).add(name)
    return {key: next(iter(names)) for key, names in owners.items() if len(names) == 1}


def _families(
    aliases: Mapping[str, Sequence[str]], implies: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    implied_by: dict[str, list[str]] = {name: [] for name in aliases}
    for name, others in implies.items():
        for other in others:
            implied_by[other].append(name)
    families = {}
    for name in aliases:
        family = [name]
        for member in family:  # grows while it is walked: what implies what implies it
            family.extend(other for other in implied_by[member] if other not in family)
        families[name] = tuple(family)
    return families


def _pattern(spelling: str, *, inflected: bool, ambiguous_keys: Collection[str]) -> Pattern:
    words = content_words(spelling)
    general = (
        all(_is_general(word) or word in _NOTHING for word in words) and sum(map(_is_general, words)) <= 1
    )
    inflected = inflected and not (len(words) == 1 and spelling.isupper())
    return Pattern(
        spelling=spelling,
        words=words,
        keys=tuple(map(stem, words)) if inflected else words,
        inflected=inflected,
        ambiguous="".join(words) in ambiguous_keys,
        general=general,
        capital=len(words) == 1 and words[0] in _SMALL_WORDS,
    )


def _is_general(word: str) -> bool:
    return word in _GENERAL or word.removesuffix("s") in _GENERAL
