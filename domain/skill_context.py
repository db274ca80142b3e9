"""What the words around a skill say: that it is claimed, denied, wished for, or another thing altogether."""

import re

from domain.skill_lexicon import Pattern, SkillLexicon, skill_key
from domain.word_forms import Words, word_set

_BEFORE = 140  # characters looked at before a match; a clause is seldom longer
_AFTER = 60
_PASSAGE = 200
_SENTENCE_END = re.compile(
    r"[.!?](?=\s)|[;\u2022|]|\n(?=[^a-z])|\n\n|\bbut\b|\bhowever\b|\balthough\b", re.IGNORECASE
)

_DENIED = re.compile(
    # as in: no prior experience with A, B or C; lack of knowledge in A
    r"\b(?:no|zero|lacks?|lacking|without|little|limited|nor|neither)\s+(?:of\s+)?(?:\w+\s+){0,3}?"
    r"(?:experience|knowledge|exposure|familiarity|background|training|skills?|expertise|understanding)\b"
    r"(?!\s+(?:required|needed))[^.;]{0,80}$"
    # as in: not yet familiar with A or B; never worked with A
    r"|(?:\bnot|n't|\bnever|\bcannot)\s+(?:(?:yet|very|too|really|currently|been|at|all|much|have|had|is|any|my)\s+){0,3}"
    r"(?:familiar|experienced?|proficient|comfortable|worked|work|use[ds]?|using|know|known|knowledgeable|skilled"
    r"|exposed|trained|certified|learned|learnt|touched|have|done|confident|fluent|able)\b[^.;:]{0,60}$"
    # directly before the skill
    r"|\b(?:no|without|never|not|nor|neither|except|minus)\s+"
    r"(?:any\s+|the\s+|use\s+of\s+|using\s+|in\s+|with\s+|skills?\s+(?:of|in)\s+|\w+ly\s+|\w+ing\s+(?:out\s+)?){0,3}$"
    r"|\b(?:exclud(?:es?|ing)|disregard(?:s|ing)?|omitting|lacks?|lacking)\s+[^.;:]{0,60}$|\bnon-$",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(
    r"\bnot\s+(?:only|just|merely)\b|\bno\s+(?:less|fewer)\b|\bwithout\s+supervision\b", re.IGNORECASE
)
_WISHED = re.compile(
    r"\b(?:keen|eager|wants?|wanting|wish(?:es|ing)?|hop(?:e|es|ing)|aspir(?:e|es|ing)|plan(?:s|ning)?|intend(?:s|ing)?"
    r"|willing(?:ness)?|excited|ambition|desire|like|love|ready|open|looking\s+forward)\s+(?:to\s+|in\s+|on\s+)?"
    r"(?:\w+\s+){0,2}?(?:learn(?:ing)?|study(?:ing)?|explor(?:e|ing)|becom(?:e|ing)|pick(?:ing)?\s+up|master(?:ing)?"
    r"|try(?:ing)?|get(?:ting)?\s+into|mov(?:e|ing)\s+into|gain(?:ing)?)\b[^.;:]{0,60}$"
    r"|\b(?:currently|now|still|presently|am|started|begun|self)\s+(?:learning|studying|exploring)\b[^.;:]{0,40}$"
    r"|(?:^|[.;\u2022\n]\s*|\b(?:to|interested\s+in)\s+)(?:[Ll]earning|[Ll]earn)\s+(?!and\b|to\b)(?:more\s+)?(?:about\s+)?$"
    r"|\b(?:aspiring|aspires?|prospective|would-be|future)\s+(?:\w+\s+){0,2}$"
    r"|\b(?:wants?|wish(?:es)?|hop(?:e|es|ing)|like|keen|interested|interest)\s+(?:to|in|on)\s+"
    r"(?:(?:work|working|use|using|know|more|be|a|an|the|with|in|about|trying|doing)\s+){0,4}$",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:clients?|customers?|competitors?|vendors?|colleagues?|co-?workers?|others|another\s+team|other\s+teams?|recruiters?)"
    r"\s+(?:who\s+|that\s+|had\s+|already\s+|also\s+)?(?:us(?:e|es|ed|ing)|ran|runs?|had|has|kn[eo]ws?|wrote)"
    r"\s+(?:only\s+|an?\s+|the\s+|their\s+)?$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"\s*[:\-(\[]*\s*(?:none\b|n/a\b|no\s+(?:\w+\s+)?(?:experience|knowledge|exposure)\b|not\s+yet\b|never\s+used\b|not\s+used\b)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r",?\s+(?:[A-Z]\w+\s+){0,2}(?:Inc|Ltd|Pvt|Corp|LLC|LLP|GmbH|PLC|Limited|Corporation|Incorporated|Foundation)\b"
)

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
    microsoft ms apache adobe google atlassian oracle ibm sap amazon aws azure office unix linux core
    """
)
_SURELY_TECHNICAL_NEXT = frozenset(
    {"programming", "language", "developer", "spreadsheet", "spreadsheets", "framework"}
)
_WRITTEN_IN = re.compile(r"\b(?:in|using)\s+$", re.IGNORECASE)
_NEXT_ITEM = re.compile(r"\s*[,;|\u2022/&+(]\s*|\)?\s*,\s*")
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
_ABOVE = 900
_LINES_ABOVE = 20
_SHORT_LINE = 40
_NEIGHBOURS = 8
_MOST_LINKED = 2
_LABEL = 200


def is_claimed(words: Words, first: int, last: int) -> bool:
    """Whether words `first` to `last` are claimed as the writer's own, by what is said just around them."""
    text, start, end = words.text, words.starts[first], words.ends[last]
    if _in_address(text, start, end) or _COMPANY.match(text, end):
        return False
    before = _clause_before(text, start)
    if _DENIED_AFTER.match(text[end : end + _AFTER].split("\n", 1)[0]):
        return False
    if _NOT_ONLY.search(before):
        return True
    return not (_DENIED.search(before) or _WISHED.search(before) or _OF_OTHERS.search(before))


def means_another_thing(words: Words, first: int, last: int, lexicon: SkillLexicon) -> bool:
    """Whether the words stand in a phrase in which they name something else ("vitamin C", "go to market")."""
    for phrase in lexicon.other_meanings.get(skill_key(" ".join(words.lower[first : last + 1])), ()):
        for shift in range(len(phrase)):
            begin = first - shift
            if begin >= 0 and _reads(words, begin, phrase) and begin + len(phrase) > last:
                return True
    return False


def is_cut_from_a_word(words: Words, first: int, last: int) -> bool:
    """Whether a one-letter name is only a piece of something: `R&D`, the initial `R.`, `C-suite`, `O'C`."""
    text, start, end = words.text, words.starts[first], words.ends[last]
    if end - start > 1:
        return False
    before, after = text[max(0, start - 2) : start], text[end : end + 3]
    if _TIED_BEFORE.search(before) or _TIED_AFTER.match(after):
        return True
    # "R." ends a sentence after "in R" or "Python and R", and is an initial elsewhere
    if not after.startswith(".") or after[1:2] in {"", "\n"}:
        return False
    return not (first and words.lower[first - 1] in _BEFORE_LAST)


def speaks_for_skill(words: Words, first: int, last: int, lexicon: SkillLexicon, pattern: Pattern) -> bool:
    """Whether the surroundings show that an everyday word or a single letter is meant as the skill.

    They do where its maker, a technical noun, a word of claim ("proficient in") or a list of other
    technologies stands beside it. A single letter always keeps its capital; an everyday word does unless its
    maker, a word of claim or a neighbour in a list of technologies speaks for it.
    """
    text, start, end = words.text, words.starts[first], words.ends[last]
    shown, before = text[start:end], _clause_before(text, start)
    single = end - start == 1
    if first and words.lower[first - 1] in _VENDORS and not words.gap(first - 1).strip():
        return True
    if single and shown != pattern.spelling:
        return False
    if _CLAIM.search(before) or _listed_with_technology(words, first, last, lexicon):
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
    if _USED.search(before) and (beside or (single and _WRITTEN_IN.search(before))):
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
            if words.lower[other] not in {"and", "or"}:
                break
            separated = True
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


def _clause_before(text: str, start: int) -> str:
    before = text[max(0, start - _BEFORE) : start + 1]  # one more, for the boundary that looks ahead
    cut = 0
    for boundary in _SENTENCE_END.finditer(before):
        cut = min(boundary.end(), len(before) - 1)
    return before[cut:-1].replace("\n", " ")


def _in_address(text: str, start: int, end: int) -> bool:
    left = max(text.rfind(" ", max(0, start - 80), start), text.rfind("\n", max(0, start - 80), start)) + 1
    chunk = re.match(r"\S{0,80}", text[max(left, start - 80) : end + 80])
    piece = chunk.group() if chunk else ""
    if re.search(r"\w@\w|://|www\.|https?:", piece):
        return True
    return bool(re.search(r"\.(?:com|org)\b", piece)) and "." not in text[start:end]


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
