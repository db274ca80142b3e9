"""How a French, Spanish, Portuguese, Italian or German word for a person is written in the neutral form.

A word is looked up (`gendered_words`, `rarer_gendered_words`), then taken by its ending; what its place says
is for `neutral_forms`.
"""

from dataclasses import dataclass
from functools import lru_cache

from domain.gendered_words import EPICENE, EPICENE_ENDINGS, NOUNS, QUALITIES
from domain.german_forms import german_form
from domain.personal_words import fold
from domain.rarer_gendered_words import (
    AGREEING,
    EPICENE_TITLES,
    FIRMS,
    IRREGULAR,
    MORE_NOUNS,
    NEVER_AGREE,
    NO_PERSON,
    ONE_FORM,
    ONLY_FRENCH,
    PEOPLE_TOO,
    SCIENCES,
    TITLES,
)

LONGEST_WORD = 40
"""No longer word is looked at, in letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonForm:
    """How a word is written in the neutral form.

    Attributes:
        cut: letters of its end that go.
        ending: letters that take their place; `?` where the language decides.
        whole: the whole neutral word, where its end alone does not do.
        noun: whether it is a noun, whose article and adjectives tell too.
        feminine: whether the word itself tells that the person is a woman.
        german: whether it is German, where articles and adjectives are others.
        listed: whether both forms are known, and not this one by its ending alone.
        agrees: last letter of the adjectives that go with it: `a`, or `e` in French; `?` where the language
            decides; empty where they tell nothing.
        place: `title`, `science` or `firm`, if it is a person only where a title stands, `opening` if
            it is at the start of one.
        french: whether it is such a form in French only.
    """

    cut: int = 0
    ending: str = ""
    whole: str = ""
    noun: bool = True
    feminine: bool = False
    german: bool = False
    listed: bool = True
    agrees: str = ""
    place: str = ""
    french: bool = False


def _table(pairs: tuple[tuple[str, str, str], ...]) -> dict[str, tuple[int, str]]:
    return {
        stem + feminine: (len(feminine), masculine)
        for feminine, masculine, stems in pairs
        for stem in stems.split()
    }


def _masculine(pairs: tuple[tuple[str, str, str], ...]) -> frozenset[str]:
    return frozenset(stem + masculine for _, masculine, stems in pairs for stem in stems.split())


_FEMININE = (  # looked up in this order
    (_table(TITLES), "title", True),
    (_table(SCIENCES), "science", True),
    (_table(NOUNS + MORE_NOUNS), "", True),
    (_table(QUALITIES), "", False),
)
_MASCULINE = _masculine(NOUNS + MORE_NOUNS)
_MASCULINE_TITLES = _masculine(TITLES)
_EPICENE = frozenset(EPICENE)
_ACCENTED = frozenset(("matron", "escriva"))  # `Matrón`; `matron` is English
_ADJECTIVES_IN_EUSE = (
    *("oureuse", "breuse", "ereuse", "eureuse", "ueuse", "mineuse", "ieuse", "gneuse", "tageuse", "rageuse"),
    *(
        "couteuse",
        "douteuse",
        "paresseuse",
        "honteuse",
        "fameuse",
        "affreuse",
        "nerveuse",
        "joyeuse",
        "gazeuse",
    ),
    *("poreuse", "soyeuse", "venteuse", "boiteuse"),
)
_SHORT_TRICE = frozenset(("attrice", "actrice", "tutrice", "autrice"))
_ORA = (
    *("adora", "edora", "idora", "ctora", "etora", "ltora", "itora", "utora", "otora", "ntora", "ptora"),
    *("datora", "latora"),
    *("gestora", "esora", "isora", "ssora", "nsora"),
)
_MASCULINE_ROMANCE = ("eur", "dor", "tor", "sor", "tore", "ologo", "ografo")


@lru_cache(maxsize=16_384)
def form_of(word: str) -> PersonForm | None:
    """How a word is written in the neutral form; None if it is no word for a person or of one."""
    if not 3 <= len(word) <= LONGEST_WORD:  # noqa: PLR2004 - nothing listed is shorter
        return None
    folded = fold(word)
    if folded in NO_PERSON:
        return None
    return _irregular(word, folded) or _listed(word, folded) or _german(folded) or _by_ending(word, folded)


def _irregular(word: str, folded: str) -> PersonForm | None:
    whole = IRREGULAR.get(folded)
    if whole is None or (folded in _ACCENTED and word.isascii()):
        return None
    return PersonForm(whole=whole, feminine=True, agrees="a")


def _listed(word: str, folded: str) -> PersonForm | None:
    if word[-2] in "íÍ" and folded.endswith("aria"):  # `Secretaría`, `notaría`: offices
        return None
    for table, place, noun in _FEMININE:
        found = table.get(folded)
        if found is None or not word[-1].isascii():
            continue
        # `employée`, `présidente`, and not the English `employee`, the Spanish `presidente`.
        doubtful = folded.endswith(("ee", "presidente")) and word.isascii()
        return PersonForm(
            cut=found[0],
            ending=found[1],
            noun=noun,
            feminine=True,
            agrees=folded[-1] if noun else "",
            place=place,
            french=doubtful or folded in ONLY_FRENCH,
        )
    both = epicene_form(folded)
    if both is not None:
        return both
    if folded in _MASCULINE:
        return PersonForm()
    return PersonForm(place="title") if folded in _MASCULINE_TITLES else None


def epicene_form(folded: str) -> PersonForm | None:
    """The form of a folded word that both genders share; None if it is none."""
    if folded in _EPICENE or (folded.endswith(EPICENE_ENDINGS) and len(folded) > 7):  # noqa: PLR2004 - `vista`, `liste`
        return PersonForm(agrees="?")
    return PersonForm(agrees="?", place="opening") if folded in EPICENE_TITLES else None


def _german(folded: str) -> PersonForm | None:
    found = german_form(folded)
    if found is None:
        return None
    cut, ending, feminine, listed = found
    return PersonForm(cut=cut, ending=ending, feminine=feminine, german=True, listed=listed)


def _by_ending(word: str, folded: str) -> PersonForm | None:
    if folded.endswith(_ORA) and word[-1] in "aA" and len(folded) > 6:  # noqa: PLR2004 - `tora`
        place = "" if folded not in FIRMS or word[0].islower() else "title"
        if folded in FIRMS and folded not in PEOPLE_TOO:
            place = "firm"
        return PersonForm(cut=1, feminine=True, agrees="a", place=place)
    if folded.endswith("trice") and (len(folded) > 7 or folded in _SHORT_TRICE):  # noqa: PLR2004 - `motrice`
        return PersonForm(cut=4, ending="?", feminine=True, agrees="?")
    if folded.endswith("euse") and len(folded) > 6 and not folded.endswith(_ADJECTIVES_IN_EUSE):  # noqa: PLR2004
        return PersonForm(cut=2, ending="r", feminine=True, agrees="e")
    if folded.endswith(("ologa", "ografa", "agoga")):
        return PersonForm(cut=1, ending="o", feminine=True, agrees="a")
    if folded.endswith("icienne") and len(folded) > 9:  # noqa: PLR2004 - `ancienne`
        return PersonForm(cut=2, feminine=True, agrees="e")
    return PersonForm() if folded.endswith(_MASCULINE_ROMANCE) else None


@lru_cache(maxsize=16_384)
def is_person(word: str) -> bool:
    """Whether a word means a person wherever it stands."""
    form = form_of(word)
    return form is not None and form.noun and form.place != "science" and form.listed


def is_of_women(word: str, masculine: str) -> bool:
    """Whether a word is the form of women of a folded one."""
    form = form_of(word)
    if form is not None and form.feminine and not form.german:
        if form.ending == "?":
            return masculine.endswith(("teur", "tore")) and masculine[:-4] == fold(word)[:-5]
        return fold(form.whole or word[: len(word) - form.cut] + form.ending) == masculine
    return any(fold(agreed_form(word, kind) or "") == masculine for kind in "ae")


def has_one_form(adjective: str) -> bool:
    """Whether an adjective is the same for both genders, and may stand before one that is not."""
    return fold(adjective) in ONE_FORM


def agreed_form(word: str, kind: str) -> str | None:
    """The neutral form of an adjective that follows a noun; None where it has but one."""
    folded = fold(word)
    if len(folded) <= 4 or folded in NEVER_AGREE or not word[-1].isascii():  # noqa: PLR2004 - `para`, `cada`
        return None
    for feminine, masculine in AGREEING:
        if (
            feminine[-1] != kind
            or not folded.endswith(feminine)
            or (feminine == "ee" and word[-2] not in "éÉ")
        ):
            continue
        kept = next(
            i
            for i, (a, b) in enumerate(zip(feminine, masculine + " ", strict=False))
            if a != b or a == "e" == kind
        )
        ending = masculine[kept:]
        stem = word[: len(word) - len(feminine) + kept]
        if feminine == "ee":
            return word[:-1]
        return stem + (ending.upper() if word.isupper() else ending)
    return None
