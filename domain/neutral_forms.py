"""Write words for people in the one form that does not tell a woman from a man.

English has it mostly; French, German, Spanish, Portuguese and Italian have two forms for an occupation
(`Ingénieure` and `Ingénieur`, `Entwicklerin` and `Entwickler`, `directora` and `director`), and articles and
adjectives that go with them. A score must not depend on which of them a person writes, so each pair becomes
its dictionary form, forms for everybody (`Entwickler:in`, `Ingénieur·e`, `Director/a`) as well, and an
article before such a word goes. The words are listed (`domain.gendered_words`), and the same text is made of
a resume whoever wrote it: nothing here looks at the person.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.gendered_words import (
    AGREEING,
    EPICENE,
    EPICENE_ENDINGS,
    GERMAN,
    GERMAN_PAIRS,
    NOUNS,
    QUALITIES,
)
from domain.personal_words import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a word is written in the neutral form.

    Attributes:
        cut: letters of its end that go.
        ending: letters that take their place.
        noun: whether it is a noun, whose article and adjectives tell too.
        feminine: whether the word itself tells that the person is a woman.
        german: whether it is German, where articles and adjectives are others.
    """

    cut: int
    ending: str
    noun: bool
    feminine: bool
    german: bool = False


def _table(pairs: tuple[tuple[str, str, str], ...]) -> dict[str, tuple[int, str]]:
    return {
        stem + feminine: (len(feminine), masculine)
        for feminine, masculine, stems in pairs
        for stem in stems.split()
    }


_FEMININE_NOUNS = _table(NOUNS)
_FEMININE_QUALITIES = _table(QUALITIES)
_MASCULINE_NOUNS = frozenset(
    stem + masculine for _, masculine, stems in NOUNS for stem in stems.split()
) | frozenset(EPICENE)
_GERMAN = frozenset(GERMAN)
_UMLAUT_ONLY_OF_WOMEN = ("arzt", "koch", "anwalt")
_PLAIN = str.maketrans("äöüÄÖÜ", "aouAOU")
_ORA = (
    *("adora", "edora", "idora", "ctora", "etora", "ltora", "itora", "utora", "otora", "ntora", "gestora"),
    *("esora", "isora"),
)
_NO_PERSON = frozenset(
    """fedora pandora isadora theodora teodora matrice beatrice computadora calculadora impresora lavadora
    aspiradora heureuse""".split()
)
_LONGEST = 40
_SHORTEST_GERMAN = 4
_MASCULINE_ROMANCE = ("eur", "dor", "tor", "sor", "tore", "ologo", "ografo")


@lru_cache(maxsize=16_384)
def _form(word: str) -> _Form | None:
    if not 3 <= len(word) <= _LONGEST:  # noqa: PLR2004 - nothing listed is shorter
        return None
    folded = fold(word)
    if folded in _NO_PERSON:
        return None
    return _listed(word, folded) or _german(folded) or _by_ending(word, folded)


def _listed(word: str, folded: str) -> _Form | None:
    for table, noun in ((_FEMININE_NOUNS, True), (_FEMININE_QUALITIES, False)):
        found = table.get(folded)
        # `employée`, `présidente`, and not the English `employee`, the Spanish `presidente`.
        if found and word[-1].isascii() and not (folded.endswith(("ee", "presidente")) and word.isascii()):
            return _Form(cut=found[0], ending=found[1], noun=noun, feminine=True)
    return _Form(cut=0, ending="", noun=True, feminine=False) if folded in _MASCULINE_NOUNS else None


def _german(folded: str) -> _Form | None:
    if folded.endswith("krankenschwester"):
        return _Form(cut=9, ending="pfleger", noun=True, feminine=True, german=True)
    for ending in ("frau", "mann", "person"):
        if folded.endswith(ending) and folded.removesuffix(ending).endswith(GERMAN_PAIRS):
            return _Form(cut=len(ending), ending="mann", noun=True, feminine=ending == "frau", german=True)
    stem = folded.removesuffix("in") if folded.endswith("in") else folded
    if folded.endswith(("ogin", "oge")):
        stem = folded[: folded.rindex("og") + 2] + "e"
    if not _ends_in_a_german_noun(stem):
        return None
    if folded.endswith("ogin"):
        return _Form(cut=2, ending="e", noun=True, feminine=True, german=True)
    return _Form(cut=len(folded) - len(stem), ending="", noun=True, feminine=stem != folded, german=True)


def _ends_in_a_german_noun(stem: str) -> bool:
    return any(stem[start:] in _GERMAN for start in range(len(stem) - _SHORTEST_GERMAN + 1))


def _by_ending(word: str, folded: str) -> _Form | None:
    if folded.endswith(_ORA) and word[-1] in "aA" and len(folded) > 6:  # noqa: PLR2004 - `tora`, `adora`
        return _Form(cut=1, ending="", noun=True, feminine=True)
    if folded.endswith("trice") and len(folded) > 7:  # noqa: PLR2004 - `motrice`
        return _Form(cut=4, ending="?", noun=True, feminine=True)
    if folded.endswith("euse") and len(folded) > 6:  # noqa: PLR2004 - `creuse`
        return _Form(cut=2, ending="r", noun=True, feminine=True)
    if folded.endswith(("ologa", "ografa")):
        return _Form(cut=1, ending="o", noun=True, feminine=True)
    if folded.endswith((*EPICENE_ENDINGS, *_MASCULINE_ROMANCE)):
        return _Form(cut=0, ending="", noun=True, feminine=False)
    return None


# `técnica` and `médica` are also adjectives and sciences: only a title at the start of a line is a person.
_SCIENCE = re.compile(
    r"(?<![^\n])((?i:T[ée]cnic|M[ée]dic|Mec[áa]nic|El[ée]ctric|Inform[áa]tic|Qu[íi]mic|F[íi]sic))[aA]"
    r"(?= (?:auxiliar|superior|sanitari|especialista|administrativ|comercial|[Rr]esidente|veterinari"
    r"|de (?:laborat|enferm|farm|manten|sist|soporte|suporte|ventas|vendas|recurs|calid|radio|apoio|apoyo)))"
)
_TAIL = (
    r"(?:[:*_/•.-]|/-|\()(?:innen|in|e|ne|fe|euse|se|rice|trice|ere|ère|iere|ière|essa|ora|a|as)\)?(?![\w])"
)
_WORD = re.compile(rf"[^\W\d_]++(?P<tail>{_TAIL}|@(?![\w.]))?", re.IGNORECASE)
_INNER_CAPITAL = re.compile(r"[^\W\d_]{3,}[a-zäöüß]In\Z")
_ARTICLE = re.compile(
    r"(?<![\w'-])(?P<article>une?|uno|una|uma?|le|la|el|il|lo|les|o|a|[Uu]n'|[Ll]'|eine?[rnms]?|der|die"
    r"|das|des"
    r"|dem|den)(?: |(?<='))\Z",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_ARTICLES = frozenset(
    "un une uno una um uma le la el il lo o l Un Une Uno Una Um Uma Le La El Il Lo L".split()
)
# What `Entwickler:in`, `Director/a`, `Ingénieur·e` and their like hold; looked for before any pattern.
_TAIL_MARKS = tuple(
    """r:in r*in r_in r/in r/-in (in) t:in t*in t/in t:in •e •r •n •s •t •i (e) (ne) (a) o/a r/a e/a"
    " r.e t.e r.rice
    r.trice r.euse r/e r/t t/e e/t t-e r-e f.fe f-fe""".split()
)
_ARTICLE_AND_NEXT = re.compile(
    r"(?<![\w'-])(?:[UuEeIiLlOo](?:(?<=[Uu])(?:n[aeo]?|ma?)|(?<=[Ll])[aeo]|(?<=[Ee])l|(?<=[Ii])l|(?<=o)) "
    r"|[Uu]n'|[Ll]')([^\W\d_]+)"
)
_GERMAN_ARTICLES = frozenset("ein eine einer einen einem eines der die das des dem den".split())
# Before these an adjective or article may be English ("better managers", "a director").
_ENGLISH_TOO = frozenset(
    """manager designer trainer agent tutor moderator administrator controller operator auditor professor
    student analyst journalist""".split()
)
# All endings at once (`weiterer`), so that a second time finds none.
_GERMAN_ADJECTIVE = re.compile(r"(?<![^\W_])[^\W\d_]{4,}?(?P<ending>(?:e[rms]?)+) \Z")
_BETWEEN = re.compile(r"(?:,? (?:et|y|e|und|ed) |, | )\Z")
_ITALIAN = re.compile(r"\b(?:di|della|del|nel|nella|per|con|gli|che|dei|alla)\b", re.IGNORECASE)
_FRENCH = re.compile(r"\b(?:des|les|du|et|pour|avec|dans|aux|sur)\b", re.IGNORECASE)
_MOST_ADJECTIVES = 3
_ARTICLE_REACH = 44


def _tells(text: str) -> bool:
    """Whether anything is to be done, which in English it hardly ever is."""
    words = set(_LETTERS.findall(text))
    forms = [(word, form) for word in words if (form := _form(word)) is not None]
    if any(form.cut or form.ending for _, form in forms):
        return True
    if "In" in text and any(map(_INNER_CAPITAL.match, words)):
        return True
    if not any(form.noun for _, form in forms):
        return False
    german = any(form.german and fold(word) not in _ENGLISH_TOO for word, form in forms)
    if german:
        return True
    if not _ARTICLES.isdisjoint(words):
        for found in _ARTICLE_AND_NEXT.finditer(text):
            form = _form(found[1])
            if form is not None and form.noun:
                return True
    low = text.lower()
    return any(mark in low for mark in _TAIL_MARKS)


def neutralise(text: str) -> str:  # noqa: C901 - one pass over the words, with what it carries along
    """Bring every listed word for a person to its neutral form; linear in the text."""
    text = _SCIENCE.sub(lambda match: match[1] + ("O" if match[1].isupper() else "o"), text)
    if not _tells(text):
        return text
    teur = ""
    parts: list[str] = []
    done = last_end = agreeing = 0
    kind = ""  # the last letter of adjectives that agree with the noun before: `a`, or `e` in French
    for match in _WORD.finditer(text):
        tail = match["tail"] or ""
        word = match[0].removesuffix(tail)
        form = _doubled(word, tail) if tail else None
        if form is None:
            tail = ""
            form = _form(word.lower() if _INNER_CAPITAL.match(word) else word)
        if agreeing and not _BETWEEN.fullmatch(text, last_end, match.start()):
            agreeing = 0
        end = match.start() + len(word)
        last_end = end + len(tail)
        if form is None:
            agreed = _agreed(word, kind) if agreeing else None
            agreeing = max(0, agreeing - 1)
            if agreed:
                parts += [text[done : match.start()], agreed]
                done = end
            continue
        if form.ending == "?" and not teur:
            teur = "tore" if len(_ITALIAN.findall(text)) > len(_FRENCH.findall(text)) else "teur"
        neutral = _rewritten(word, form, teur)
        if form.noun:
            before = _before(text, done, match.start(), word, form)
            if before is not None:
                parts += [text[done : before[0]], before[1]]
                done = match.start()
            agreeing = 0 if form.german or not (form.feminine or _is_epicene(word)) else _MOST_ADJECTIVES
            kind = "e" if form.feminine and word[-1] in "eE" and not neutral.lower().endswith("e") else "a"
        else:
            agreeing = max(0, agreeing - 1)
        if neutral != word or tail:
            parts += [text[done : match.start()], neutral]
            done = end + len(tail)
    parts.append(text[done:])
    return "".join(parts)


def _doubled(word: str, tail: str) -> _Form | None:
    """The form of a word that names both (`Entwickler:in`, `Director/a`), if it is one for a person."""
    ending = tail.strip(":*_/•.-()@").lower()
    form = _form(word)
    if form is None or not form.noun or form.feminine:
        return None
    if tail == "@":
        return None
    german = ending in {"in", "innen"}
    if german != form.german or (tail[0] in ".-" and ending in {"a", "in"}):
        return None
    return form


def _is_epicene(word: str) -> bool:
    folded = fold(word)
    return folded in EPICENE or (folded.endswith(EPICENE_ENDINGS) and len(folded) > 7)  # noqa: PLR2004 - `vista`, `liste`


def _rewritten(word: str, form: _Form, teur: str) -> str:
    ending = form.ending
    stem = word[: len(word) - form.cut]
    if ending == "?":
        # `directrice` is French and `direttrice` Italian; `formatrice` is both.
        stem, ending = stem[:-1], "tore" if fold(word).endswith("ttrice") else teur
    if form.german and form.feminine and fold(stem).endswith(_UMLAUT_ONLY_OF_WOMEN):
        stem = stem[:-6] + stem[-6:].translate(_PLAIN)
    if form.cut and ending and word[-1].isupper():
        ending = ending.upper()
    return stem + ending


def _agreed(word: str, kind: str) -> str | None:
    """The neutral form of an adjective that follows a noun; None where it has but one."""
    folded = fold(word)
    if len(folded) > 4:  # noqa: PLR2004 - `para`, `cada`
        for feminine, masculine in AGREEING:
            if feminine[-1] != kind:
                continue
            if folded.endswith(feminine) and not (feminine == "ee" and word[-2] not in "éÉ"):
                kept = len(masculine) if feminine.startswith(masculine) else len(masculine) - 1
                kept = len(feminine) - 2 if feminine in {"euse", "ive"} else kept
                ending = masculine[kept:]
                stem = word[: len(word) - len(feminine) + kept]
                return stem + (ending.upper() if word.isupper() else ending)
    return None


def _before(text: str, done: int, start: int, word: str, form: _Form) -> tuple[int, str] | None:
    """Where the article before a noun begins and what remains up to the noun; None where nothing changes."""
    low = max(done, start - _ARTICLE_REACH)
    before = text[low:start]
    german = form.german and fold(word) not in _ENGLISH_TOO
    adjective = _GERMAN_ADJECTIVE.search(before) if german else None
    kept = ""
    begin = len(before)
    if adjective:
        kept = before[adjective.start() : adjective.start("ending")] + " "
        begin = adjective.start()
    article = _ARTICLE.search(before[:begin])
    if article:
        name = article["article"]
        # `LA Director` works in Los Angeles, and `a director` is English.
        sure = word.isupper() or not name.isupper() or len(name) == 1
        romance = not form.german and (name.lower() != "a" or form.feminine)
        if sure and (german if name.lower() in _GERMAN_ARTICLES else romance):
            begin = article.start()
    return (low + begin, kept) if begin < len(before) else None
