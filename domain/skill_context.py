"""What the words around a name say: that it is meant as the skill, or another thing altogether."""

import re

from domain.skill_claims import clause_before
from domain.skill_lexicon import Pattern, SkillLexicon, skill_key
from domain.skill_usage import is_used_as_a_tool
from domain.word_forms import Words, word_set

_AFTER = 60
_PASSAGE = 200
_LIST_SEPARATOR = re.compile(r"[,;|\u2022/:()\[\]\n\t+&]|\band\b|\bor\b|^\s*[-*]|\s[-*]\s", re.IGNORECASE)
_LEVEL = word_set(
    """
    basic basics beginner intermediate advanced expert proficient fluent native good excellent strong
    programming language years year yrs months less than
    """
)
_CLAIM = re.compile(
    r"\b(?:experienced?|proficien(?:t|cy)|skilled|skills|knowledge(?:able)?|understanding|expert(?:ise)?|familiar(?:ity)?"
    r"|competen(?:t|ce|cy)|fluent|fluency|command|working|versed|trained|training|certified|certification|exposure|mastery|ability"
    r"|background|grasp|adept|handling|facility|command)\s+(?:\w+\s+){0,1}?"
    r"(?:in|with|of|on|at|over|using|to use)\s+(?:the\s+)?(?:\w+[ ,/]+){0,4}?$",
    re.IGNORECASE,
)
_USED = re.compile(
    r"\b(?:in|using|with|use|used|uses|via|through|into|on|from|to|code|coding|coded|written|wrote|built|programming|programmed"
    r"|developed|scripting|of|advanced|core)\s+$",
    re.IGNORECASE,
)
_TECHNICAL_NEXT = word_set(
    """
    expertise experience knowledge skills certification platform api apis app application applications
    automation backend cli code codebase coding container containers cookbooks cluster clusters
    dashboard dashboards database databases developer developers development engineer frontend
    framework frameworks formulas function functions jobs language languages library libraries macro
    macros manifests microservice microservices module modules package packages pipeline pipelines
    pivot programmer programming project queries query reporting reports script scripting scripts
    server service services spreadsheet spreadsheets streaming studio software suite tool tools vba
    workbook workbooks models shiny
    """
)
_VENDORS = word_set(
    """
    microsoft ms apache adobe google atlassian oracle ibm sap amazon aws azure office unix linux core embedded
    """
)
_SURELY_TECHNICAL_NEXT = frozenset(
    {"programming", "language", "developer", "spreadsheet", "spreadsheets", "framework"}
)
_WRITTEN_IN = re.compile(r"\b(?:in|using)\s+$", re.IGNORECASE)
_NEXT_ITEM = re.compile(r"\s*[,;|\u2022/&+(]\s*|\)?\s*,\s*")
# Five stars or bars, 4/5, 80 %
_RATING = re.compile(
    r"[ \t]*[:\-]?[ \t]*(?:[\u2022\u2588-\u2593\u25ae\u2605\u2606]{2}|\d ?/ ?(?:5|10)\b|\d\d ?%)"
)
_WORK_OF_THE_TOOL = re.compile(
    r"\b(?:pivot|macros?|formulas?|[vx]lookups?|spreadsheets?|dashboards?|charts?|merges?|slides|microservices|apis?"
    r"|endpoints?|queries|scripts?|backends?|databases?)\b",
    re.IGNORECASE,
)
# Names that are verbs otherwise, and what follows such a verb.
_VERBS = frozenset({"excel", "go", "react", "make"})
_AFTER_VERBS = word_set("at in to over through a an the")
_TIED_BEFORE = re.compile(r"[&'\-.]$(?<!\s-)|& $")
_TIED_AFTER = re.compile(r"[&'\-]\w| &|\.\s?[A-Z]\.|\.[\w,]|-")
_BEFORE_LAST = frozenset({"and", "or", "in", "using", "with"})
_SKILL_LABEL = re.compile(
    r"^\W{0,3}(?:[\w/&-]+ ){0,3}(?:skills?|languages?|tools?|technolog(?:y|ies)|software|frameworks?|stack"
    r"|platforms?|databases?|libraries|environments?|competenc(?:y|ies)|proficienc(?:y|ies)|expertise)\b[^\n:]{0,30}:",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:[-*\u2022+>]|\(?\d{1,2}[.)])\s*")
_LINE_REST = re.compile(r"[ .,;]{0,3}(?:\([^()\n]{0,40}\))?[ .,;]{0,3}(?:\n|\Z)")
_SKILL_HEADING = re.compile(
    r"\W{0,4}(?:[\w/&-]{1,20} ){0,3}(?:skills?|tools?|technologies|software|competencies"
    r"|proficiencies|languages)\W{0,4}",
    re.IGNORECASE,
)
_WIDEST_MARK = 6
_LONGEST_UNIT = 2
_ABOVE = 900
_LINES_ABOVE = 20
_SHORT_LINE = 40
_NEIGHBOURS = 8
_MOST_LINKED = 2
_LABEL = 200


def means_another_thing(words: Words, first: int, last: int, lexicon: SkillLexicon, pattern: Pattern) -> bool:
    """Whether the words stand in a phrase in which they name something else ("vitamin C", "go to market")."""
    meanings = lexicon.other_meanings
    shown, sought = skill_key(" ".join(words.lower[first : last + 1])), "".join(pattern.words)
    phrases = (*meanings.get(shown, ()), *(meanings.get(sought, ()) if sought != shown else ()))
    for phrase in phrases:
        for shift in range(len(phrase)):
            begin = first - shift
            if begin >= 0 and _reads(words, begin, phrase) and begin + len(phrase) > last:
                as_verb = not shift and _AFTER_VERBS.issuperset(phrase[1:])
                return not (as_verb and _is_no_verb(words, first, last, lexicon))
    return False


def _is_no_verb(words: Words, first: int, last: int, lexicon: SkillLexicon) -> bool:
    """Whether what reads like a verb is used as a tool: "in Excel at the branch", "services in Go to ..."."""
    before = clause_before(words.text, words.starts[first])
    return words.lower[first] in _VERBS and is_used_as_a_tool(words, first, last, lexicon, before)


def is_cut_from_a_word(words: Words, first: int, last: int, lexicon: SkillLexicon) -> bool:
    """Whether a name is a piece of something: `R&D`, the initial `R.`, `C-suite`, `O'C`, the unit `5 ml`."""
    text, start, end = words.text, words.starts[first], words.ends[last]
    if end - start > 1:
        return end - start <= _LONGEST_UNIT and _is_unit(words, first)
    before, after = text[max(0, start - 2) : start], text[end : end + 3]
    beside = before == "& " and words.lower[first - 1] in lexicon.technology  # "Python & R"
    if (_TIED_BEFORE.search(before) and not beside) or _TIED_AFTER.match(after):
        return True
    # "R." ends a sentence after "in R" or "Python and R", and is an initial elsewhere
    if not after.startswith(".") or after[1:2] in {"", "\n"}:
        return False
    return not (first and words.lower[first - 1] in _BEFORE_LAST)


def _is_unit(words: Words, first: int) -> bool:
    if not first or not words.lower[first - 1].isdigit():
        return False
    start, end = words.starts[first], words.ends[first]
    return words.text[start:end].islower() and words.gap(first - 1) in {"", " "}


def speaks_for_skill(words: Words, first: int, last: int, lexicon: SkillLexicon, pattern: Pattern) -> bool:
    """Whether the surroundings show that an everyday word or a single letter is meant as the skill.

    They do where its maker, a technical noun, a word of claim ("proficient in"), a list of other technologies
    or, in a plain sentence, a word of use ("in", "with", "used") stands beside it. A single letter always
    keeps its capital; an everyday word does unless its maker, a word of claim or a neighbour in a list of
    technologies speaks for it.
    """
    text, start, end = words.text, words.starts[first], words.ends[last]
    shown, before = text[start:end], clause_before(text, start)
    single = end - start == 1
    if first and words.lower[first - 1] in _VENDORS and not words.gap(first - 1).strip():
        return True
    if single and shown != pattern.spelling:
        return False
    if (
        _CLAIM.search(before)
        or _listed_with_technology(words, first, last, lexicon)
        or is_used_as_a_tool(words, first, last, lexicon, before)
    ):
        return True
    if shown[0].isupper() and _RATING.match(text, end):
        return True
    following = (
        words.lower[last + 1] if last + 1 < len(words.lower) and not words.gap(last).strip(" -/") else ""
    )
    if not shown[0].isupper():
        return following in _SURELY_TECHNICAL_NEXT
    return (
        following in _TECHNICAL_NEXT
        or (following.isdigit() and not single and len(following) < len("2019"))
        or _stands_among_technology(words, first, last, lexicon, before)
    )


def _stands_among_technology(words: Words, first: int, last: int, lexicon: SkillLexicon, before: str) -> bool:
    text, start, end = words.text, words.starts[first], words.ends[last]
    single = end - start == 1
    beside = _beside_technology(words, first, last, lexicon)
    written_in = _WRITTEN_IN.search(before)
    if _USED.search(before) and (beside or (written_in and (single or _WORK_OF_THE_TOOL.search(before)))):
        return True
    if not single and _fills_a_line_of_skills(text, start, end):
        return True
    if not _is_item(words, first, last):
        return beside and not single and bool(before.strip(" -*")) and not text[start:end].isupper()
    line = text[text.rfind("\n", 0, start) + 1 : end]
    return beside or bool(_SKILL_LABEL.match(line[:_LABEL]))


def _fills_a_line_of_skills(text: str, start: int, end: int) -> bool:
    """Whether the words are a whole line of a list: with a bullet or number, or below a heading of skills."""
    left = text.rfind("\n", 0, start) + 1
    if not _LINE_REST.match(text, end) or start - left > _WIDEST_MARK:
        return False
    if _MARK.fullmatch(text[left:start]):
        return True
    above = text[max(0, left - _ABOVE) : left].split("\n")[-_LINES_ABOVE:]
    headings = [at for at, line in enumerate(above) if _SKILL_HEADING.fullmatch(line)]
    return (
        left == start and bool(headings) and all(len(line) <= _SHORT_LINE for line in above[headings[-1] :])
    )


def _listed_with_technology(words: Words, first: int, last: int, lexicon: SkillLexicon) -> bool:
    """Whether the item just before or after it in a list is a technology: "C/C++", "Word, Excel"."""
    capital = words.text[words.starts[first]].isupper()
    for way, edge in ((-1, first), (1, last)):
        other = edge + way
        separated = False
        while 0 <= other < len(words.lower) and abs(other - edge) <= _MOST_LINKED:
            separated = separated or bool(_NEXT_ITEM.fullmatch(words.gap(min(other, other - way))))
            if words.lower[other] in {"and", "or"}:
                separated = True
            elif words.lower[other] not in _LEVEL:
                break
            other += way
        if separated and 0 <= other < len(words.lower):
            if words.lower[other] in lexicon.technology:
                return True
            other_capital = words.text[words.starts[other]].isupper()
            if capital and other_capital and lexicon.is_ambiguous(words.lower[other]):
                return True
    return False


def is_mere_heading(words: Words, first: int, last: int) -> bool:
    """Whether the words fill a whole unmarked line, as the heading of a section does."""
    text, start, end = words.text, words.starts[first], words.ends[last]
    left = text.rfind("\n", 0, start) + 1
    right = text.find("\n", end)
    line_end = text[end : right if right >= 0 else len(text)][:_AFTER]
    return start - left <= 1 and line_end.strip() in {"", ":"} and not text[left:start].strip()


def passage_around(text: str, start: int, end: int) -> str:
    """The line or sentence that holds `text[start:end]`, of about 200 characters, in one line."""
    left, right = _sentence_bounds(text, start, end)
    spare = max(0, _PASSAGE - (end - start))
    if right - left > _PASSAGE:
        wanted_left = max(left, start - spare // 2)
        wanted_right = min(right, max(end, wanted_left + _PASSAGE))
        wanted_left = max(left, min(wanted_left, max(start - spare, wanted_right - _PASSAGE)))
        left = _next_space(text, wanted_left, start) if wanted_left > left else left
        right = _last_space(text, end, wanted_right) if wanted_right < right else right
    return " ".join(text[left:right].split())


def _reads(words: Words, begin: int, phrase: tuple[str, ...]) -> bool:
    piece = words.lower[begin : begin + len(phrase)]
    return len(piece) == len(phrase) and all(
        wanted == word or (wanted == "year" and len(word) == len("2019") and word.isdigit())
        for wanted, word in zip(phrase, piece, strict=True)
    )


def _is_item(words: Words, first: int, last: int) -> bool:
    text = words.text
    before = text[words.ends[first - 1] : words.starts[first]] if first else "\n"
    after_index = last + 1
    while after_index < len(words.lower) and (
        words.lower[after_index].replace(".", "").isdigit() or words.lower[after_index] in _LEVEL
    ):
        after_index += 1
    after = text[words.ends[last] : words.starts[after_index]] if after_index < len(words.lower) else "\n"
    starts_item = not first or bool(_LIST_SEPARATOR.search(before)) or words.lower[first - 1] in {"and", "or"}
    ends_item = (
        after_index >= len(words.lower)
        or bool(_LIST_SEPARATOR.search(after))
        or "." in after
        or words.lower[after_index] in {"and", "or"}
    )
    return starts_item and ends_item


def _beside_technology(words: Words, first: int, last: int, lexicon: SkillLexicon) -> bool:
    low, high = max(0, first - _NEIGHBOURS), min(len(words.lower), last + 1 + _NEIGHBOURS)
    around = [*range(low, first), *range(last + 1, high)]
    names = sum(words.lower[index] in lexicon.technology for index in around)
    pairs = sum(
        words.lower[index] + words.lower[index + 1] in lexicon.technology
        for index in around
        if index + 1 < high
    )
    return bool(names or pairs)


def _sentence_bounds(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = max(0, start - 4 * _PASSAGE), min(len(text), end + 4 * _PASSAGE)
    left, right = low, high
    for boundary in _PASSAGE_END.finditer(text, low, start + 1):
        left = min(boundary.end(), start)
    following = _PASSAGE_END.search(text, end, high)
    if following:
        right = following.end() if following.group() in ".!?" else following.start()
    return left, right


_PASSAGE_END = re.compile(r"[.!?](?=\s+[A-Z\u2022\n])|\n(?=[^a-z])|\u2022")


def _next_space(text: str, low: int, high: int) -> int:
    space = text.find(" ", low, high)
    return space + 1 if space >= 0 else low


def _last_space(text: str, low: int, high: int) -> int:
    space = text.rfind(" ", low, high)
    return space if space >= 0 else high
