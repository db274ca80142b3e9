"""Write words for people in the one form that does not tell a woman from a man.

English has it mostly; French, German, Spanish, Portuguese and Italian have two forms for an occupation
(`Ingénieure` and `Ingénieur`, `Entwicklerin` and `Entwickler`, `directora` and `director`), and articles and
adjectives that go with them. A score must not depend on which of them a person writes, so each pair becomes
one form, mostly that of the dictionary, forms for everybody (`Entwickler:in`, `Ingénieur·e`, `Director/a`) as
well, and an article before such a word goes. What is a person by its ending or list alone changes everywhere;
what is a thing, a science or a firm as well (`Química`, `Constructora`) only where a title stands. Adjectives
follow a noun that they touch, never across a comma or a preposition: there the employer begins.
The same text is made of a resume whoever wrote it: nothing here looks at the person.
"""

import re
from functools import cached_property

from domain.doubled_forms import TAIL, names_both, without_both_forms
from domain.german_forms import (
    before_german,
    is_english_too,
    neutral_adjective,
    with_weak_adjectives,
    without_umlaut,
)
from domain.language import UNKNOWN, language_of
from domain.person_forms import (
    LONGEST_WORD,
    PersonForm,
    agreed_form,
    epicene_form,
    form_of,
    has_one_form,
    is_person,
)
from domain.personal_words import fold
from domain.rarer_gendered_words import BEFORE
from domain.sections import Section, split_sections
from domain.title_position import Place, is_title, opens_a_field, opens_a_title

_WORD = re.compile(rf"[^\W\d_]++(?P<tail>{TAIL}|@(?![\w.]))?", re.IGNORECASE)
_TAILED = re.compile(rf"(?<![^\W_])(?P<word>[^\W\d_]{{3,}}+)(?P<tail>{TAIL}|@(?![\w.]))", re.IGNORECASE)
_PLURAL = re.compile(r"[•·‧.)]s\Z")
_INNER_CAPITAL = re.compile(r"([^\W\d_]{3,}[a-zäöüß])In(?:nen)?\Z")
_ARTICLE = re.compile(
    r"(?<![\w-])(?P<article>(?:de|à|a) la|une|una|un'|uma|la|della|dalla|alla|nella|sulla|a|da|na|à|pela|numa"
    r"|duma)(?: |(?<='))\Z",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]+")
_ARTICLE_AND_NEXT = re.compile(r"(?<![\w-])(?:[Uu]n[ae]|[Uu]ma|[Ll]a) ([^\W\d_]+)")
_MASCULINE_ARTICLES = {
    "fr": {"une": "un", "la": "le", "de la": "du", "à la": "au"},
    "es": {"una": "un", "la": "el", "de la": "del", "a la": "al"},
    "pt": {
        "uma": "um",
        "a": "o",
        "da": "do",
        "na": "no",
        "à": "ao",
        "pela": "pelo",
        "numa": "num",
        "duma": "dum",
    },
    "it": {
        "una": "un",
        "un'": "un",
        "la": "il",
        "della": "del",
        "dalla": "dal",
        "alla": "al",
        "nella": "nel",
        "sulla": "sul",
    },
    "": {"une": "un", "una": "un", "uma": "um"},
}
_TAKES_LO = re.compile(r"(?:s[^aeiou]|z|x|y|gn|ps|pn)", re.IGNORECASE)
_ARTICLE_REACH = 44
_FOLLOWING = re.compile(r" (?P<joint>(?:y|e|et|ed) )?(?P<first>[^\W\d_]+-)?(?P<word>[^\W\d_]+)(?![\w'-])")
_BEFORE_WORDS = frozenset(
    spelled for word in (*BEFORE, "première") for spelled in (word, word.capitalize(), word.upper())
)
_COMPOUND = re.compile(r"(?<![\w-])(?:[^\W\d_]+-)+\Z")
_MOST_ADJECTIVES = 3
_VERBS = frozenset(("asesora", "assessora", "monitora", "tutora"))
_NO_OBJECT = re.compile(
    r"(?:\Z|\n|[^ \w]| [^\w ]| (?:de|del|da|do|di|y|e|en|em|na|no|para|con|com|senior|junior|titular|"
    r"comercial|fiscal|legal|jur[ií]dic\w|financier\w|t[eé]cnic\w|especial\w*|pedag[oó]gic\w|polivalente)(?!\w))"
)
_BEFORE_A_PERSON = frozenset(
    """como soy era sea para una uma para ahora agora hasta hacia comme prima hoja nueva antigua buena nova
    primera segunda primeira tercera futura junta""".split()
)
_FRENCH_WORDS = frozenset(
    "de des du et les pour chez dans Expérience EXPÉRIENCE expérience Expériences EXPÉRIENCES".split()
)
_THING = re.compile(
    r"(?:cion|sion|dad|tud|ncia|nza|cao|sao|dade|zione|sione|tion|ance|ence|ologia|empresa|area|[eu]ria|ura|ite"
    r"|esperienza|persona|gente|firma|sociedad|societe|entreprise|equipe|equipa|marca|obra|linea|base)\Z"
)
_OF_OBJECTS = re.compile(r" (?:a|ao|aos|a los|a la|à|agli|ad) (?:obje|ogge)")
_ITALIAN = re.compile(r"\b(?:di|della|del|nel|nella|per|con|gli|che|dei|alla)\b", re.IGNORECASE)
_FRENCH = re.compile(r"\b(?:des|les|du|et|pour|avec|dans|aux|sur)\b", re.IGNORECASE)
# Of the forms in `-atrice` those that no French word has, as far as nothing else tells the language.
_ITALIAN_TRICE = re.compile(
    r"(?:ttrice|svilupp\w+|vend\w+|operatrice|oordinatrice|educatrice|ollaboratrice)\Z"
)


_WITH_TITLES = frozenset(("fr", "es", "pt", "it"))


class _Page:
    """A text, and what is asked of it as a whole only where a word needs it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def language(self) -> str:
        """Code of its language, by what is left of it without the words that have two forms."""
        rest = _LETTERS.sub(lambda match: "" if form_of(match[0]) else match[0], self.text)
        return language_of(rest).code

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        return split_sections(self.text)

    @cached_property
    def may_be_german(self) -> bool:
        return self.language in {"de", UNKNOWN}

    def agrees(self, word: str, form: PersonForm) -> str:
        """The last letter of the adjectives that go with a noun, `a` or `e`."""
        if form.agrees != "?":
            return form.agrees
        if form.ending == "?":
            return "e" if self.teur(fold(word)) == "teur" else "a"
        return "e" if self.language == "fr" else "a"

    def teur(self, folded: str) -> str:
        """What takes the place of `trice`."""
        if folded.endswith("ttrice"):
            return "tore"
        if self.language in {"fr", "it"} or folded.endswith("ctrice"):
            return "tore" if self.language == "it" and not folded.endswith("ctrice") else "teur"
        italian, french = len(_ITALIAN.findall(self.text)), len(_FRENCH.findall(self.text))
        if italian == french:
            return "tore" if _ITALIAN_TRICE.search(folded) else "teur"
        return "tore" if italian > french else "teur"

    @cached_property
    def is_french(self) -> bool:
        return self.language == "fr"

    def is_there(self, start: int, end: int, word: str, form: PersonForm) -> bool:
        """Whether the word at `start` means a person, or is said of one, where it stands."""
        if form.german:
            by_rule = form.feminine and (not form.listed or is_english_too(word[:-2]))
            return not by_rule or (word[0].isupper() and self.may_be_german)
        if not form.noun:
            short = word.isupper() and len(word) <= len("NATA")
            return not (short or _OF_OBJECTS.match(self.text, end) or self._of_a_thing(start))
        if form.place:
            return self._is_title(start, end, form.place)
        return not form.feminine or self._is_a_woman(start, end, word)

    def _is_a_woman(self, start: int, end: int, word: str) -> bool:
        folded = fold(word)
        return not (
            (folded in _VERBS and not _NO_OBJECT.match(self.text, end))
            or (word.islower() and self._qualifies_a_thing(start, folded))
            or (folded.endswith("ora") and word.istitle() and self._is_a_name(start, end))
            or (
                folded == "secretaria"
                and word[-4] in "aA"
                and word.istitle()
                and _OFFICE.match(self.text, end)
            )
        )

    def _qualifies_a_thing(self, start: int, folded: str) -> bool:
        """Whether a noun follows another like an adjective (`tecla modificadora`, `version candidate`)."""
        before = _LAST_WORD.search(self.text, max(0, start - LONGEST_WORD), start)
        if before is None or before[1] in _BEFORE_A_PERSON or is_person(before[1]) or not before[1].islower():
            return False
        thing = fold(before[1])
        return _THING.search(thing) is not None or (folded[-1] == "a" and thing[-1] == "a" and len(thing) > 3)  # noqa: PLR2004 - `una`

    def _is_a_name(self, start: int, end: int) -> bool:
        """Whether a capitalised word within a line belongs to a name (`en Panadora Alba`)."""
        after = _FOLLOWING.match(self.text, end)
        if after is None or not after["word"].istitle() or self.opens(start):
            return False
        return not (agreed_form(after["word"], "a") or has_one_form(after["word"]))

    def opens(self, start: int) -> bool:
        """Whether a title may begin at `start`."""
        return opens_a_title(self.text, start) or opens_a_field(self.text, start, is_person)

    def _is_title(self, start: int, end: int, place: str) -> bool:
        if place == "opening":
            return self.opens(start)
        science = place == "science"
        if self.language not in _WITH_TITLES and (science or self.language != UNKNOWN):
            return False
        compound = _COMPOUND.search(self.text, max(0, start - LONGEST_WORD), start)
        start = compound.start() if compound else start  # `Technico-commerciale`
        where = Place(text=self.text, start=start, end=end, sections=self.sections)
        return is_title(where, science=science, firm=place == "firm", is_person=is_person)

    def _of_a_thing(self, start: int) -> bool:
        """Whether one of the two words before is a thing that the word at `start` may be said of."""
        before = _LAST_WORDS.search(self.text, max(0, start - 2 * LONGEST_WORD), start)
        words = [word for word in before.groups() if word] if before else []
        people = [form for word in words if is_person(word) and (form := form_of(word))]
        return all(form.place for form in people) and any(_THING.search(fold(word)) for word in words)


_LAST_WORDS = re.compile(r"(?:(?<![^\W\d_])([^\W\d_]+) )?(?<![^\W\d_])([^\W\d_]+) \Z")
_LAST_WORD = re.compile(r"([^\W\d_]+) \Z")
_OFFICE = re.compile(
    r" (?:(?:d[aeo]s? )?(?:Sa[úu]de?|Salud|Educa\w+|Estado|Cultura|Fazenda|Hacienda|Segur\w+|Turismo|Obras|"
    r"Medio|Meio|Econom\w+|Agricult\w+|Transport\w+|Desenvol\w+|Desarrollo|Planeja\w+|Finan\w+|Gob\w+|Govern\w+|"
    r"Justi\w+|Esporte\w*|Assist\w+|Ci[eê]ncia\w*|Trabajo|Trabalho|Relaciones|Marina|Defensa)|"
    r"(?:Municipal|Estadual|Nacional|Federal|Estatal|Regional|Geral))(?!\w)"
)


def _tells(text: str) -> bool:
    """Whether anything is to be done, which in English it hardly ever is."""
    words = set(_LETTERS.findall(text))
    forms = [(word, form) for word in words if (form := form_of(word)) is not None]
    nouns = {word for word, form in forms if form.agrees}
    french = not _FRENCH_WORDS.isdisjoint(words)
    return (
        any((form.cut or form.ending or form.whole) and (french or not form.french) for _, form in forms)
        or any(form.german and not is_english_too(word) for word, form in forms)
        or any(word.endswith(("er", "em")) and neutral_adjective(word) for word in words)
        or ("In" in text and any(map(_inner_german, words)))
        or bool(nouns and _an_adjective_follows(text, nouns))
        or (not _BEFORE_WORDS.isdisjoint(words) and any(form.agrees for _, form in forms))
        or any(map(_has_articles, _ARTICLE_AND_NEXT.findall(text)))
        or any(
            found["tail"] == "@" or names_both(found["word"], found["tail"])
            for found in _TAILED.finditer(text)
        )
    )


def _has_articles(word: str) -> bool:
    """Whether nothing but the article tells whom a noun means (`la responsable`, `una manager`)."""
    form = form_of(word)
    return form is not None and (bool(form.agrees) or (form.german and is_english_too(word)))


def _an_adjective_follows(text: str, nouns: set[str]) -> bool:
    """Whether one of the nouns, written as in the text, stands before an adjective of women."""
    for noun in _LETTERS.finditer(text):
        if noun[0] in nouns:
            position = noun.end()
            for _ in range(_MOST_ADJECTIVES):
                found = _FOLLOWING.match(text, position)
                if found is None:
                    break
                if any(agreed_form(found["word"], kind) for kind in "ae"):
                    return True
                position = found.end()
    return False


def _inner_german(word: str) -> str | None:
    """`Mitarbeiter` of `MitarbeiterIn`; None for any other word."""
    inner = _INNER_CAPITAL.match(word)
    if inner is None:
        return None
    form = form_of(inner[1] + "in")
    return inner[1] if form is not None and form.german else None


def neutralise(text: str) -> str:
    """Bring every word for a person to its neutral form; linear in the text."""
    if not _tells(text):
        return text
    text = without_both_forms(text)
    page = _Page(text)
    weak = with_weak_adjectives(text)
    if weak != text and page.may_be_german:
        text, page = weak, _Page(weak)
    edits = _Edits(text)
    agreed: dict[int, str] = {}
    for match in _WORD.finditer(text):
        start = match.start()
        shown, tail, form = _read(match)
        end = match.end() - len(match["tail"] or "") + len(tail)
        word = text[start : end - len(tail)]
        if form is not None and not tail and not page.is_there(start, end, word, form):
            form = None
        if form is not None and form.french and not page.is_french:
            form = epicene_form(fold(word))
        neutral = agreed.get(start, word) if form is None else _rewritten(shown, form, page)
        if form is not None and form.noun:
            edits.before(start, word, form, page)
            if not form.german and form.agrees and (form.feminine or page.opens(start)):
                _agree(text, word, end, page.agrees(word, form), agreed)
        if neutral != word or tail:
            edits.put(start, end, neutral + ("s" if _PLURAL.search(tail) else ""))
    return edits.result()


def _read(match: re.Match[str]) -> tuple[str, str, PersonForm | None]:
    """The word to rewrite, its tail if that belongs to it, and its form."""
    tail = match["tail"] or ""
    word = match[0].removesuffix(tail)
    inner = _inner_german(word)
    if inner:
        return inner, "", form_of(inner) or PersonForm(german=True, listed=False)
    if tail == "@":
        both = form_of(word + "a")
        return (word + "a", tail, both) if both and both.feminine else (word, "", form_of(word))
    return word, tail if tail and names_both(word, tail) else "", form_of(word)


class _Edits:
    """A text under repair, from its start to its end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._done = 0

    def put(self, start: int, end: int, new: str) -> None:
        """Write `new` in the place of `text[start:end]`."""
        self._parts += [self._text[self._done : start], new]
        self._done = end

    def before(self, start: int, word: str, form: PersonForm, page: _Page) -> None:
        """Make neutral what stands before a noun at `start`."""
        found = None
        if form.german and (form.feminine or not is_english_too(word) or page.language == "de"):
            found = before_german(self._text, self._done, start, listed=form.listed, feminine=form.feminine)
        if found is None and (form.agrees or (form.german and is_english_too(word))):
            found = _before_romance(page, self._done, start, word, form)
        if found:
            self.put(found[0], start, found[1])

    def result(self) -> str:
        return "".join([*self._parts, self._text[self._done :]])


def _before_romance(
    page: _Page, done: int, start: int, word: str, form: PersonForm
) -> tuple[int, str] | None:
    """Where article and adjective before a noun begin and what takes their place; None where nothing does."""
    text = page.text
    low = max(done, start - _ARTICLE_REACH)
    kept = ""
    position = start
    adjective = _LAST_WORD.search(text, low, start)
    if adjective and fold(adjective[1]) in BEFORE:
        kept = _in_the_case_of(adjective[1], BEFORE[fold(adjective[1])]) + " "
        position = adjective.start()
    article = _ARTICLE.search(text[low:position])
    # `LA Director` works in Los Angeles.
    if article and (word.isupper() or not article["article"].isupper() or len(article["article"]) == 1):
        new = _masculine_article(article["article"], page, word, form, kept or word)
        if new:
            kept = f"{new} {kept}"
            position = low + article.start()
    return (position, kept) if position < start else None


def _masculine_article(article: str, page: _Page, word: str, form: PersonForm, following: str) -> str | None:
    language = page.language
    if language == UNKNOWN:
        language = "fr" if page.agrees(word, form) == "e" else "es"
    articles = _MASCULINE_ARTICLES.get(language, _MASCULINE_ARTICLES[""])
    new = articles.get(article.lower()) or _MASCULINE_ARTICLES[""].get(article.lower())
    if new and language == "it" and _TAKES_LO.match(following):
        new = {"il": "lo", "un": "uno"}.get(new, f"{new}lo" if new.endswith("l") else new)
    return _in_the_case_of(article, new) if new else None


def _in_the_case_of(word: str, new: str) -> str:
    if word.isupper() and len(word) > 1:
        return new.upper()
    return new.capitalize() if word[0].isupper() else new


def _rewritten(word: str, form: PersonForm, page: _Page) -> str:
    if form.whole:
        return _in_the_case_of(word, form.whole)
    ending = form.ending
    stem = word[: len(word) - form.cut]
    if ending == "?":
        stem, ending = stem[:-1], page.teur(fold(word))
    elif form.feminine and not form.german and page.language == "it" and fold(word).endswith("ora"):
        ending = "e"
    if form.german and form.feminine:
        stem = without_umlaut(stem)
    return stem + (ending.upper() if ending and word.isupper() else ending)


def _agree(text: str, word: str, position: int, kind: str, agreed: dict[int, str]) -> None:
    """Note the neutral forms of the adjectives that follow a noun, by where they begin."""
    for _ in range(_MOST_ADJECTIVES):
        found = _FOLLOWING.match(text, position)
        if found is None:
            return
        adjective = found["word"]
        if adjective[0].isupper() and (not word[0].isupper() or found["joint"]):
            return
        form = form_of(adjective)
        if form is not None and form.noun and not form.place:
            return
        new = agreed_form(adjective, kind)
        if new is None and not (form or has_one_form(adjective)):
            return
        if new and adjective[0].isupper() and not adjective.isupper():
            after = _FOLLOWING.match(text, found.end())
            if (
                after
                and after["word"][0].isupper()
                and not (agreed_form(after["word"], kind) or has_one_form(after["word"]))
            ):
                return  # the name of an employer
        if new:
            agreed[found.start("word")] = new
        position = found.end()
