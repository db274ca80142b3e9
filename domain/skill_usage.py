"""Whether a sentence uses a name as a product's: a capital in mid-sentence after "in", "with" or "used".

"Prepared reports in Excel", "Auswertungen mit Spark", "Utilizzo Word ogni giorno": no technical word stands
beside it, yet an everyday word has a capital there for no other reason than that it is a name. Names of
people, firms, places and seasons are names, too, and count only where no other name is likely.
"""

import re

from domain.skill_lexicon import SkillLexicon
from domain.word_forms import Words, word_set

# What a tool is worked in or with, in six languages; nobody works *in* a person, so the first kind holds for
# names that people have, too.
_WITHIN = r"in|en|em|sous|sur|unter|under|su|into"
_WITH = r"with|avec|mit|con|com|via|per|mittels|mediante|tramite"
_USING = (
    r"us(?:e|es|ed|ing|o|é|ei|ato|ado|ando|ant)|utili[sz]\w+|nutz\w*|benutz\w*|verwend\w*|emple(?:o|é|ando)|manej\w+|impieg\w+"
    r"|(?:uso|utilizzo|utilização|utilisation|maîtrise|manejo|dominio|domínio|padronanza|einsatz|verwendung|beherrschung)\s+(?:d[eio]l?|von)"
    r"|(?:utilisation|maîtrise)\s+d['\u2019]"
)
_BEFORE = re.compile(
    rf"(?:(?P<within>(?<![\w-])(?:{_WITHIN}))|(?P<with>(?<![\w-])(?:{_WITH}))|(?P<using>(?<![\w-])(?:{_USING})))"
    r"(?:\s+|(?<=['\u2019]))$",
    re.IGNORECASE,
)
_SMALL_IN_TITLES = word_set(
    "a an and at by for from in of on or the to with de del della di du et la les und"
)
_WORD = re.compile(r"[^\W\d_]+")
_GERMAN = frozenset({"mit", "unter", "mittels"})
_NEVER_A_NOUN = frozenset({"excel"})  # in small letters after "in", it can only be the product
# Of these a name is more often another's: a person's, a firm's, a department's, a season's.
_PEOPLE = word_set("ada athena erwin jasmine julia karma maya miro pascal ruby sage travis ember")
_FIRMS = word_set("avid chef concur cvs epic express packer sage shell unity workday apex greenhouse")
_SEASONS = frozenset({"spring"})
_DEPARTMENTS = word_set("assembly express scheme chef")
_PLACES = word_set("athena cypress java maya snowflake unity")
_LONGEST_ACRONYM = 4
_MUSIC = word_set("major minor sharp flat grade class")
_LINE = 200
_LONGEST_CUE = 24


def is_used_as_a_tool(words: Words, first: int, last: int, lexicon: SkillLexicon, before: str) -> bool:
    """Whether a sentence uses an everyday word, or a single letter, as the name of a tool.

    Args:
        words: the text.
        first: index of the first word of the name.
        last: index of its last.
        lexicon: the known skills.
        before: what the clause says before it, see `domain.skill_claims.clause_before`.
    """
    text, start, end = words.text, words.starts[first], words.ends[last]
    shown = text[start:end]
    cue = _BEFORE.search(before, max(0, len(before) - _LONGEST_CUE))
    if not cue or not _is_in_a_sentence(cue, before):
        return False
    if not shown[0].isupper():
        return shown in _NEVER_A_NOUN
    acronym = shown.isupper() and 1 < len(shown) <= _LONGEST_ACRONYM
    return (
        not acronym
        and not _names_something_else(words.lower[first], cue)
        and _is_written_small_around(text, start, end)
        and not _goes_on_as_a_name(words, last, lexicon, cue)
    )


def _names_something_else(name: str, cue: re.Match[str]) -> bool:
    if cue["within"] is not None:
        return name in _SEASONS or name in _DEPARTMENTS
    return cue["with"] is not None and (name in _PEOPLE or name in _FIRMS)


def _is_in_a_sentence(cue: re.Match[str], before: str) -> bool:
    # "In Excel", "Used Excel" begin a sentence; "Diploma In Excel" stands in a title; "Einsatz von" is a noun
    begins = not before[: cue.start()].strip(" -*\u2022")
    return begins or cue.group()[0].islower() or cue.group().rstrip().endswith(" von")


def _is_written_small_around(text: str, start: int, end: int) -> bool:
    """Whether the words of the line beside the name are written small where a sentence would do so."""
    left = max(text.rfind("\n", 0, start) + 1, start - _LINE)
    right = text.find("\n", end, end + _LINE)
    around = text[left:start] + " " + text[end : right if right >= 0 else end + _LINE]
    telling = [word for word in _WORD.findall(around)[1:] if word.lower() not in _SMALL_IN_TITLES]
    return not telling or any(word[0].islower() for word in telling)


def _goes_on_as_a_name(words: Words, last: int, lexicon: SkillLexicon, cue: re.Match[str]) -> bool:
    text, end = words.text, words.ends[last]
    if last + 1 >= len(words.lower):
        return False
    gap, following = words.gap(last), words.lower[last + 1]
    capital = text[words.starts[last + 1]].isupper()
    known = following in lexicon.technology or lexicon.is_ambiguous(following)
    single = end - words.starts[last] == 1
    if single and (following in _MUSIC or gap.startswith(("-", "&", "'")) or (gap == " " and capital)):
        return True
    if single and following in {"and", "or"} and last + 2 < len(words.lower) and words.gap(last + 1) == " ":
        other = words.lower[last + 2]
        return len(other) == 1 and other not in {"c", "r"}
    if gap == " " and capital and not known and cue.group().strip().lower() not in _GERMAN:
        return True
    # "in Cypress, Texas"
    return words.lower[last] in _PLACES and gap.strip() == "," and capital and not known


_TITLE = re.compile(
    r"\b(?:M(?:r|rs|s|iss|x|me|lle|adame|onsieur)|Dr|Prof|Professor|Sir|Lady|Herrn?|Frau|Señora?|Sra|Don|Doña|Senhora?|Dona|Sig|Signora?"
    r"|Dott|Coach|Judge|Father|Sister)\.?\s+(?:[A-Z]\.\s+)?$"
)


def is_a_person(text: str, start: int) -> bool:
    """Whether a title of a person stands before the offset: "Mr Jenkins"; "MS Excel" has none."""
    return text[start : start + 1].isupper() and bool(_TITLE.search(text, max(0, start - 20), start))
