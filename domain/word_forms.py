"""Words of a text, and the light word stem under which "budgeting" meets "budgets"."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

# A run of letters and digits with the signs that belong to a name: `C++`, `C#`, `A+`, `.NET`.
_WORD = re.compile(r"(?:(?<!\w)\.(?=(?i:net)\b))?[^\W_]+(?:\+\+|\+(?![\w+])|#(?![^\W\d]))?")
_VERSIONED = re.compile(r"([a-z]{3,})\d+[a-z]?")


def word_set(words: str) -> frozenset[str]:
    """The words of a text, for lists of words in the code."""
    return frozenset(words.split())


# Words that may stand or be missing inside a name: "bill (of) materials", "research & development".
LINKING = frozenset({"a", "an", "and", "for", "in", "of", "on", "or", "the", "to", "with"})

# Words that only look like an inflection of a shorter word with another meaning.
_WHOLE = word_set(
    """
    flooring machining packaging packing billing onboarding printing trading mining wiring roofing
    tiling rigging filing typing coding driving acting drawing cleaning landscaping closing copier
    copiers manufacturing manufacturer reading driver booking bookings reporter reporters tailoring
    exhibit exhibits grading sewer sewers counseling tact concierge floor floors code codes monitor
    securities accounting banking building career catering center cluster computer container corporate
    counter customer department apartment docker evening filter hearing housing jenkins kubernetes
    layer lighting listing literacy marketing master matter meeting morning number operating order
    paper partner power processor programming programmer redis register router server shipping
    shoulder spring staffing sterling string tender user water weather wedding windows casting diamond
    element moment cement segment garment basement business process access mathematics physics
    economics electronics ethics logistics statistics robotics genetics news series species sales
    analytics engine ceiling sibling pricing outstanding during something anything nothing everything
    understanding motor tutor doctor actor factor sector vector visitor motion nation station section
    action mission passion pension portion auction caution division driven even given seven heaven
    garden kitchen chicken children women token open often bed red seed feed need speed embed shed
    sled united
    """
)
_IRREGULAR: Mapping[str, str] = {
    "analyst": "analys", "analysts": "analys", "analyses": "analys", "analysis": "analys",
    "analyze": "analys",
    "analyzed": "analys", "analyzing": "analys", "analyzes": "analys", "centre": "center",
    "centres": "center",
    "programme": "program", "programmes": "program", "licence": "licens", "licences": "licens",
    "maintenance": "maintain", "installation": "install", "installations": "install",
    "installing": "install", "installed": "install", "installer": "install", "installers": "install",
    "resolution": "resolv", "resolutions": "resolv", "took": "tak", "taken": "tak", "made": "mak",
    "catalogue": "catalog", "catalogues": "catalog", "catalogued": "catalog", "cataloguing": "catalog",
    "jewellery": "jewelry", "tyre": "tire", "tyres": "tire",
    "grew": "grow", "ran": "run", "gave": "giv", "kept": "keep", "held": "hold",
    "administer": "administrat", "administered": "administrat", "administering": "administrat",
    "administers": "administrat", "judgement": "judgment", "led": "lead", "wrote": "writ", "written": "writ",
    "sold": "sell", "taught": "teach", "built": "build", "drove": "driv", "taxation": "tax", "taxes": "tax",
    "taxing": "tax", "children": "child", "women": "woman", "men": "man", "people": "person",
    "persons": "person",
    "troubleshot": "troubleshoot", "catering": "catering", "catered": "catering",
    "programmed": "programming", "programmers": "programming", "programmer": "programming",
    "diagnosis": "diagnos", "diagnoses": "diagnos", "diagnostic": "diagnos", "diagnostics": "diagnos",
    "interpretation": "interpret", "adaptation": "adapt", "consultation": "consult", "consultant": "consult",
    "transportation": "transport", "drivers": "driver", "coder": "coding", "cleaner": "cleaning",
    "cleaned": "cleaning",
    "printed": "printing", "presentation": "presentation", "presentations": "presentation",
    "mathematical": "mathematics", "math": "mathematics", "maths": "mathematics", "statistical": "statistics",
    "statistic": "statistics", "ethical": "ethics", "safely": "safety",
    "inspector": "inspect", "marketer": "marketing", "marketers": "marketing",
}  # fmt: skip
_SHORTEST_STEM = 3
_LEAST_CONTENT = 2
_INFLECTED_FROM = 4
_VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one text in order; equal indices of the three columns describe one word.

    Attributes:
        text: the text itself.
        lower: each word in lower case.
        starts: offset of each word's first character.
        ends: offset just after each word's last character.
        places: word in lower case -> its indices, ascending. `html5` is listed under `html`, too.
    """

    text: str
    lower: list[str]
    starts: list[int]
    ends: list[int]
    places: Mapping[str, list[int]]

    def gap(self, index: int) -> str:
        """What stands between the word of this index and the next one."""
        return self.text[self.ends[index] : self.starts[index + 1]]


def read_words(text: str) -> Words:
    """Cut a text into words, in one pass over it."""
    written = _WORD.findall(text)
    starts = [match.start() for match in _WORD.finditer(text)]
    ends = [start + len(word) for start, word in zip(starts, written, strict=True)]
    lower = [word.lower() for word in written]
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, word in enumerate(lower):
        found[word].append(index)
    places = dict(found)
    for word in [word for word in places if not word.isalpha()]:
        versioned = _VERSIONED.fullmatch(word)
        if versioned:
            places[versioned[1]] = sorted({*places.get(versioned[1], ()), *places[word]})
    return Words(text=text, lower=lower, starts=starts, ends=ends, places=places)


def words_of(name: str) -> tuple[str, ...]:
    """The words of a short name, in lower case."""
    return tuple(match.group().lower() for match in _WORD.finditer(name))


def content_words(name: str) -> tuple[str, ...]:
    """The words of a name without linking ones, or all of them where hardly anything else is left ("A/R")."""
    words = words_of(name)
    content = tuple(word for word in words if word not in LINKING)
    return content if content == words or sum(map(len, content)) >= _LEAST_CONTENT else words


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The part of a lower-case English word that its common inflections share.

    Own conservative rules, not Porter's: plural, -ing, -ed, -er/-or, -ment, -ion, -ly, British and American
    spelling (-ise/-ize, -our/-or, doubled l). Words under four letters, words with digits or signs, and words
    in which the ending carries another meaning ("marketing", "server") stay whole.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < _INFLECTED_FROM or word in _WHOLE or not (word.isascii() and word.isalpha()):
        return word
    single = _singular(word)
    if single in _IRREGULAR:
        return _IRREGULAR[single]
    return single if single in _WHOLE else _bare(_one_spelling(single))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > len("ties"):
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _one_spelling(word: str) -> str:
    for american, british in (
        ("izational", "isational"),
        ("ization", "isation"),
        ("izing", "ising"),
        ("ized", "ised"),
        ("izer", "iser"),
    ):
        if word.endswith(american):
            return word[: -len(american)] + british
    if word.endswith("ize"):
        return word[:-3] + "ise"
    if word.endswith("our") and len(word) > len("flour"):
        return word[:-3] + "or"
    for british, american in _VOWELS:
        word = word.replace(british, american)
    return word


_VOWELS = (
    ("aviour", "avior"),
    ("aesth", "esth"),
    ("paed", "ped"),
    ("haem", "hem"),
    ("ynaec", "ynec"),
    ("mould", "mold"),
)


def _bare(word: str) -> str:
    for ending, kept in _ENDINGS:
        if word.endswith(ending):
            root = word[: len(word) - len(ending)] + kept
            if len(root) >= _SHORTEST_STEM and _VOWEL.search(root):
                return _undoubled(root) if ending in _DOUBLING else root
    return word


_ENDINGS = (
    ("isational", "is"), ("isation", "is"), ("mentation", "ment"), ("ational", "at"), ("ional", ""),
    ("fication", "fy"), ("ation", "at"), ("ator", "at"), ("ution", "ut"), ("tion", "t"), ("sion", "s"),
    ("gment", "gment"), ("ument", "ument"), ("lement", "lement"), ("ement", ""), ("ment", ""),
    ("ying", "y"), ("ing", ""), ("ied", "y"), ("eed", "eed"), ("ed", ""), ("ier", "y"), ("eer", "eer"),
    ("er", ""), ("itor", "it"), ("ctor", "ct"), ("stor", "st"), ("sor", "s"), ("ively", "iv"),
    ("ally", "al"), ("ly", ""), ("e", ""),
)  # fmt: skip
_DOUBLING = frozenset({"ing", "ed", "er"})


def _undoubled(root: str) -> str:
    # "planning" -> "plan", "modelling" -> "model", but "selling" keeps what "sell" has
    if (
        root[-1] == root[-2:-1]
        and root[-1] not in "aeiosz"
        and not (root[-1] == "l" and len(root) < len("model"))
    ):
        return root[:-1]
    return root
