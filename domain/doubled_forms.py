"""Words that name both genders: `Entwickler:in`, `Director/a`, `passionné(e)`, `Kauffrau/-mann`."""

import re

from domain.german_forms import german_form, neutral_adjective, without_umlaut
from domain.person_forms import form_of, is_of_women
from domain.personal_words import fold

#: A pattern of what follows the word for a man.
TAIL = (
    r"(?:[:*_/•·‧.-]|/-|[(\[])(?:innen|in|e|ne|nne|ienne|fe|euse|se|rice|trice|ere|ère|iere|ière|sse|esse|"
    r"ve|ive|le|elle|ale|essa|ora|a|as|o)[)\]]?(?:[•·‧.]?s)?(?![\w])"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_BOTH_ARTICLES = re.compile(
    r"(?<![\w/'-])(?:(?P<one>[Uu]n|[Uu]m|[Ee]in)(?:\((?:e|a)\)|[/•·:*_](?:e|a|une|una|uma|eine))"
    r"|[Uu]n[ae]/un|[Uu]ma/um|[Ee]ine/ein|[Ee]l/la|[Ll]a/el|[Ll]e/la|[Ll]a/le|[Ii]l/la|[Ll]a/il|[Dd]er/die|[Dd]ie/der)"
    r"(?= ([^\W\d_]+))"
)
_WEAK_AND_STRONG = re.compile(r"(?<![^\W_])([^\W\d_]{2,}e)(?:[:*_/•·]|/-|\()(?:r|(?<=[Ee]ine.)n)\)?(?!\w)")
_MAN_AND_WOMAN = re.compile(r"(?<![^\W_])([^\W\d_]*)(?:frau|mann)/-?(?:frau|mann)(?!\w)")
_PAIR = re.compile(r"(?<![\w-])([^\W\d_]{3,}) ?/ ?([^\W\d_]{4,})(?![\w-])")


def names_both(word: str, tail: str) -> bool:
    """Whether a word with a tail names both (`Entwickler:in`, `Director/a`, `passionné(e)`)."""
    found = _LETTERS.search(tail)
    if found is None:
        return False
    ending = found[0].lower()
    form = form_of(word)
    if form is not None and form.feminine:
        return ending == "o" and not form.german and tail[0] not in ".-"
    if ending in {"in", "innen"}:
        women = german_form(fold(word) + "in")
        return tail[0] not in ".-" and (women is not None or (form is not None and form.german))
    if tail[0] in ".-" and ending in {"a", "as", "o"}:
        return False
    return any(is_of_women(word[: len(word) - cut] + ending, fold(word)) for cut in range(min(6, len(word))))


def without_both_forms(text: str) -> str:
    """Words that name both in full or by their ending, other than nouns: `ein/eine`, `Medizinische/r`."""
    if not any(mark in text for mark in "/(*:_•·"):
        return text
    text = _BOTH_ARTICLES.sub(
        lambda match: (
            (match["one"] or match[0].partition("/")[0]) if _begins_a_person(match[2]) else match[0]
        ),
        text,
    )
    text = _PAIR.sub(_one_of_both, text)
    text = _WEAK_AND_STRONG.sub(
        lambda match: match[1] if neutral_adjective(match[1]) or german_form(fold(match[1])) else match[0],
        text,
    )
    return _MAN_AND_WOMAN.sub(
        lambda match: match[1] + "mann" if german_form(fold(match[1]) + "mann") else match[0], text
    )


def _begins_a_person(word: str) -> bool:
    return form_of(word) is not None or neutral_adjective(word) is not None


def _one_of_both(match: re.Match[str]) -> str:
    """`Verkäufer` of `Verkäufer/Verkäuferin`, and of `Verkäuferin/Verkäufer`."""
    for one, other in ((match[1], match[2]), (match[2], match[1])):
        german = form_of(other)
        if german is not None and german.german and german.feminine:
            stem = without_umlaut(other[: len(other) - german.cut]) + german.ending
            if fold(stem) == fold(one):
                return one
        elif is_of_women(other, fold(one)):
            return one
    return match[0]
