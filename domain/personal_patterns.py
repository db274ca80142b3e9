"""Personal data that its own form gives away, wherever it stands: web addresses, numbers, pronouns, ages.

Every pattern starts at a word border and uses possessive repeats, so that matching stays linear in the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

Span = tuple[int, int]

# Written so that the engine can jump to a letter that must be there; what stands before it is read backwards.
_EMAIL_END = re.compile(
    r"@ ?[\w\[\]-]{1,80}+(?:\.[\w\[\]-]{1,40}+)++"
    r"|[\[(] ?(?:at|AT) ?[\])] ?[\w-]{1,80}+(?:(?: ?[\[(] ?(?:dot|DOT) ?[\])] ?|\.)[\w-]{1,40}+)++"
)
_LOCAL_PART = frozenset(".+%'[]-_")
_LONGEST_LOCAL_PART = 80
_PROFILE_HOSTS = (
    r"linkedin\.\w{2,3}|github\.(?:com|io)|gitlab\.\w{2,3}|twitter\.com|x\.com|facebook\.com|fb\.com|fb:|"
    r"instagram\.com|behance\.net|dribbble\.com|medium\.com|kaggle\.com|leetcode\.com|hackerrank\.com|"
    r"stackoverflow\.com|stackexchange\.com|xing\.\w{2,3}|about\.me|bitbucket\.\w{2,3}|indeed\.com"
    r"|youtube\.com|"
    r"t\.me|wa\.me|codepen\.io|researchgate\.net|orcid\.org|scholar\.google\.\w{2,3}|codechef\.com|angel\.co|"
    r"pinterest\.com|vimeo\.com|soundcloud\.com|flickr\.com|tiktok\.com|topcoder\.com|codeforces\.com"
)
_URL = re.compile(
    rf"(?<![\w.@/-])(?:(?:https?|ftp|fb):/?/?[^\s|,;()<>\[\]•\"]++|www\.[^\s|,;()<>\[\]•\"]++"
    rf"|(?:[\w-]{{1,40}}+\.){{0,3}}?(?:{_PROFILE_HOSTS})/[^\s|,;()<>\[\]•\"]*+)",
    re.IGNORECASE,
)
_URL_HINT = re.compile(r":/|[wW]{3}\.|\.[A-Za-z]{2,4}/")
#: A bare domain is only personal beside contact details: `Salesforce.com` and `ASP.NET` are skills.
BARE_DOMAIN = re.compile(
    r"(?<![\w.@/+#-])(?!(?:asp|ado|vb|c#|f#)\.net\b)(?:[\w-]{1,60}+\.){1,4}"
    r"(?:com|org|net|io|dev|me|co|in|uk|de|fr|es|it|pt|br|ca|au|us|info|biz|edu|app|xyz|site|tech|blog"
    r"|name|eu|"
    r"ch|at|nl|be|se|online|page|work|design|studio)(?![\w-])(?:/[^\s|,;()•]*+)?",
    re.IGNORECASE,
)
#: A handle is only personal beside contact details: `@angular/core` is a package.
HANDLE = re.compile(r"(?<![\w@/.])(?:@[\w.]{2,40}+|/?in/[\w%-]{2,80}+/?)(?![\w@])", re.IGNORECASE)

_PHONE = re.compile(r"(?<![\w./#$€£-])(?:\+ ?|\( ?\+? ?)?\d(?:[ ()./-]{0,3}+\d){6,17}+(?![\w%])")
_PHONE_LABEL = re.compile(
    r"(?<![\w'-])(?:(?:tele)?phone|t[eé]l(?:[eé]phone|efon|[eé]fono|efone|efono)?|ph|mob(?:ile|il)?|"
    r"cell(?:ular|ulare|phone)?|handy|contact|fax|voice|whatsapp|portable|m[oó]vil|telem[oó]vel|gsm|[mtpchf])"
    r"(?: ?(?:no|number|nr|#))?\.? ?[:.)-]{0,2} ?\Z",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r" ?(?:,? ?(?:ext|extn|x)\.? ?\d{1,6}|\((?:[rmohcwf]|res|mob|off|office|home|cell|work|"
    r"mobile|fax|whatsapp)\.?\))(?!\w)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_LONE_NUMBER = 10
_MOST_DIGITS = 15
_FEWEST_DIGITS = 7
_DAY_DIGITS = 2

_PRONOUN_SET = (
    r"(?:s?/?he|she|they|him|her|them|his|hers|theirs?|xe|xem|ze|zir|hir|any|il|elle|iel|lui|er|sie|ihr|ihn|"
    r"[eé]l|ella|ele|ela|dele|dela|egli|lei)"
)
_PRONOUN_LIST = re.compile(
    rf"[\[(]? ?(?<![\w/'-])(?:(?:my )?pronouns? ?:? ?)?"
    rf"{_PRONOUN_SET}(?: ?/ ?{_PRONOUN_SET}){{1,3}}(?![\w/-]) ?[\])]?"
    rf"|(?<![\w'-])pronouns? ?: ?{_PRONOUN_SET}(?![\w/-])",
    re.IGNORECASE,
)
# `SHE`, `HIS`, `HIM` and `HE` are terms of the trade in capitals (safety, hospital systems, health records,
# higher education), and `HER-2` is a gene: only `she` and `She` are taken.
_PRONOUN = re.compile(
    r"[HSTs-th](?<![\w'/&-].)(?:(?:(?<=[Ss])he|(?<=[Hh])e|(?<=[Tt])hey)(?:'(?:s|d|ll|ve|re))?"
    r"(?: (?:is|are|was|were|has|have|had|does|do)(?!\w))?"
    r"|(?<=[Hh])(?:im|er|is)(?:self)?|(?<=[Hh])ers|(?<=[Tt])heirs?|(?<=[Tt])hem(?:self|selves)?"
    r"|(?<=H)(?:IM|ER)SELF|(?<=T)HE(?:MSELVES|IRS?|M|Y))(?![\w/&'-])"
)
# The other languages: `il` is an article in Italian, and may go there as well, but not from `il y a`; French
# `au sein de` is no possessive.
_FOREIGN_PRONOUN = re.compile(
    r"[EeIiSsLlÉéDd](?<![^\W_].)(?<![-].)(?:(?<=[Ee])lles?|(?<=[Ii])l(?! y a| s'agit| faut)"
    r"|(?<=[Ee])(?:r|la|le)"
    r"|(?<=[Ee])lla|(?<=[Éé])l|(?<=[Dd])el[ae]|(?<=[Ll])(?:ui|ei)|(?<=[Ss])ie"
    r"|(?<=[Ii])h(?:r(?:e[mnrs]?)?|m|nen|n)"
    r"|(?<=[Ss])ein(?<![Aa]u .{4})(?:e[mnrs]?)?)(?:-m[êe]mes?)?(?![\w/&-])"
)
_SUBJECTS = frozenset(("he", "she", "they"))
# The verb that agrees with the pronoun: `she leads` and `they lead`, `she carries` and `they carry`.
_VERB = re.compile(
    r" ?(?:(?:also|currently|then|now|often|always|usually|still|never|[a-z]{2,20}+(?<=ly)) )?"
    r"[a-z]{2,30}?(?P<ending>(?<=[sxzh])es|ies|(?<=[a-z])s|(?<=[b-df-hj-np-tv-xz])y)(?!\w)"
)
_NOT_AGREEING = ("ss", "us", "is", "as")

_TITLE = re.compile(
    r"[MHFS](?<![\w.'-].)(?:(?<=M)(?:(?:r|rs|x|essrs|s)(?:\. ?| )|(?:(?:RS?|S)\.|iss|ister|adame|me\.?"
    r"|lle\.?|onsieur) )"
    r"|(?<=H)errn? |(?<=F)r(?:au|äulein) |(?<=S)(?:eñora?|eñorita|ignora?|enhora?) )"
    r"(?=[^\W\d_a-z])(?!(?:Office|Excel|Word|Access|Project|SQL|Sql|Power|Outlook|Windows|Visio|Dynamics"
    r"|DOS|Dos|"
    r"Teams|Share|Paint|Azure|Net|in\b|In\b|CIT))"
)

_TENS = (
    r"(?i:(?:twenty|thirty|forty|fifty|sixty)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|eighteen|nineteen)"
)
_AGE = re.compile(
    rf"(?<![\w$€£.,/-])(?:(?:I am |I'm |am )?(?:an? )?(?:1[6-9]|[2-7]\d|{_TENS})[ -](?:years?"
    rf"|yrs?)[ -](?:old|young|of age)"
    r"|(?:[Aa]ged|Age|of age) ?:? ?(?:1[6-9]|[2-7]\d)(?! ?(?:-|to|and|or|years? and|\+"
    r"|%))(?: years?(?: old)?)?"
    r"|(?:1[6-9]|[2-7]\d) ?(?:ans|Jahre alt|años|anos)(?! d['e]))(?!\w)"
)
_MONTH = r"(?:[^\W\d_]{3,10}\.?)"
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.|er)? ?(?:of |de |di )?{_MONTH},? (?:de |del )?\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{1,4} ?[./-] ?\d{1,2} ?[./-] ?\d{1,4}|(?:[A-Z][a-z]{2,8} )?(?:19|20)\d\d)"
)
_PLACE_NAME = r"[^\W\d_a-z][^\W\d_]{1,30}+(?:[ -][^\W\d_a-z][^\W\d_]{1,30}+){0,2}"
_BORN = re.compile(
    rf"(?<![\w-])(?:(?:I |who )?(?:was |am |is )?(?:native-)?(?:[Bb]orn|BORN)(?! (?:leader|digital|out"
    rf"|from))|n[ée]{{1,2}} le|[Nn]ée? (?=en|à)|[Gg]eboren(?= am| in)|[Gg]eb\.|"
    rf"[Nn]acid[oa]|[Nn]ascid[oa]|[Nn]at[oa] il|[Nn]at[oa] a(?= [A-Z]))"
    rf"(?: (?:on|in|at|am|the|en|el|em|a|à|le|il))*+ ?:? ?(?:{_DATE}(?:,? ?(?:in|at|à|en"
    rf"|a)? ?\(?{_PLACE_NAME}\)?){{0,2}}"
    rf"|{_PLACE_NAME}(?:, {_PLACE_NAME})?(?:,? (?:on|in|am|en|em) {_DATE})?)",
)
_SELF = re.compile(
    r"(?<![\w-])(?:(?:a|an) )?(?:single|married|divorced|widowed) (?:mother|father|mom|dad|man|woman"
    r"|parent)(?!\w)",
    re.IGNORECASE,
)

_SLASH_HINT = re.compile(r"/|[Pp]ronoun|PRONOUN")
_AGE_HINT = re.compile(r"[Aa]ge|[ -](?:old|young|ans|años|anos|Jahre)")
_BIRTH_HINT = re.compile(r"[Bb]orn|BORN|[Gg]eb|[Nn](?:é|ac|asc|ee? |at[oa] )")
_PARENT_HINT = re.compile(r"mother|father|parent| (?:mom|dad|man|woman)")
WHOLE_DATE = re.compile(rf"\(?{_DATE}\)?\Z")


def contact_spans(text: str) -> Iterator[Span]:
    """Spans of e-mail addresses, addresses on the web and telephone numbers."""
    for match in _EMAIL_END.finditer(text):
        start = _local_part(text, match.start())
        if start < match.start():
            yield start, match.end()
    yield from _near(_URL_HINT, _URL, text, before=60, after=80)


def _local_part(text: str, end: int) -> int:
    start = end - 1 if text[end - 1 : end] == " " else end
    limit = max(0, start - _LONGEST_LOCAL_PART)
    low = start
    while low > limit and (text[low - 1].isalnum() or text[low - 1] in _LOCAL_PART):
        low -= 1
    if low == start:
        return end
    return low - 7 if text[max(0, low - 7) : low].lower() == "mailto:" else low


def _near(
    hint: re.Pattern[str], pattern: re.Pattern[str], text: str, *, before: int, after: int
) -> Iterator[Span]:
    """Spans of a slow pattern, looked for only around a quick one."""
    done = 0
    for clue in hint.finditer(text):
        if clue.end() <= done:
            continue
        limit = min(len(text), clue.end() + after)
        match = pattern.search(text, max(done, clue.start() - before), limit)
        while match is not None and match.start() <= clue.end():
            if match.end() == limit:
                match = pattern.match(text, match.start()) or match
            yield match.span()
            done = max(done, match.end())
            if done >= clue.end():
                break
            match = pattern.search(text, done, limit)


def phone_spans(text: str, zones: list[Span]) -> Iterator[Span]:
    """Spans of telephone numbers with their extension, given text without e-mail and web addresses.

    ITU-T E.164 allows 15 digits. Outside the `zones` of contact details a number needs a sign of its own
    (`+`, brackets, a label, or ten digits), and years, dates and amounts never count.
    """
    for match in _PHONE.finditer(text):
        start, end = match.span()
        labelled = _PHONE_LABEL.search(text, max(0, start - 24), start) is not None
        if _is_phone(match[0], sure=labelled or inside(zones, start)):
            extension = _EXTENSION.match(text, end)
            yield start, extension.end() if extension else end


def inside(zones: list[Span], position: int) -> bool:
    """Whether a position lies in one of the zones, which are in order and apart."""
    number = bisect_right(zones, (position, position)) - 1
    candidates = zones[max(0, number) : number + 2]
    return any(start <= position < end for start, end in candidates)


def _is_phone(number: str, *, sure: bool) -> bool:
    groups = _DIGITS.findall(number)
    count = sum(map(len, groups))
    if not _FEWEST_DIGITS <= count <= _MOST_DIGITS + 3:
        return False
    if any(map(_YEAR.match, groups)) and all(len(g) <= _DAY_DIGITS or _YEAR.match(g) for g in groups):
        return False
    if sure or number.startswith(("+", "(", "00")):
        return True
    if " - " in number or len(groups) > 5 or groups[-1] == "000":  # noqa: PLR2004 - more is a table row
        return False
    if len(groups) == 1:
        return count == _LONE_NUMBER and not number.endswith("000")
    return count >= _LONE_NUMBER and all(len(g) >= 2 for g in groups[:-1]) and "." not in number  # noqa: PLR2004


def sentence_spans(text: str) -> Iterator[Span]:
    """Spans of pronouns, courtesy titles, statements of age and of birth in running text."""
    yield from _near(_SLASH_HINT, _PRONOUN_LIST, text, before=24, after=40)
    yield from _near(_AGE_HINT, _AGE, text, before=48, after=24)
    yield from _near(_BIRTH_HINT, _BORN, text, before=16, after=120)
    yield from _near(_PARENT_HINT, _SELF, text, before=16, after=8)
    for match in _TITLE.finditer(text):
        yield match.span()
    for match in _FOREIGN_PRONOUN.finditer(text):
        yield match.span()
    for match in _PRONOUN.finditer(text):
        yield match.span()
        word = match[0].lower()
        if word in _SUBJECTS:
            yield from _agreement(text, match.end(), plural=word == "they")


def _agreement(text: str, position: int, *, plural: bool) -> Iterator[Span]:
    verb = _VERB.match(text, position)
    if verb is None or verb[0].endswith(_NOT_AGREEING) or (verb["ending"] == "y") != plural:
        return
    yield verb.span("ending")
