"""German words for people in one form: nouns, and the articles and adjectives before them.

A noun of women ends in `-in` behind an ending of men (`Polizistin`), which is a rule with few exceptions; the
form of men is left. A nominalised adjective and an adjective take the ending `-e`, which both genders have
(`der Angestellte`, `die Angestellte`): so no form arises that German does not know.
"""

import re
from functools import lru_cache

from domain.gendered_words import GERMAN
from domain.personal_words import fold

#: Nouns of people beyond those of `gendered_words`: as many names are among them, names do not go by them.
_MORE = """zusteller schriftsteller winzer optiker zeichner tester spieler begleiter fuhrer fotograf masseur
    bibliothekar florist polizist handler warter bauer metzger fleischer schlosser dreher schweisser
    zerspaner dachdecker glaser klempner spengler fliesenleger pflasterer reiniger schornsteinfeger forster
    imker schaffner pilot kapitan matrose steward musiker sanger tanzer regisseur dramaturg dirigent
    komponist texter reporter illustrator grafiker kurator archivar restaurator historiker theologe pfarrer
    geologe meteorologe politologe germanist philologe linguist philosoph logopade orthopade chirurg
    internist radiologe kardiologe neurologe urologe psychiater kosmetiker hotelier gastronom sommelier
    portier rezeptionist makler banker broker kommissar soldat offizier detektiv sanitater diplomat minister
    burgermeister dezernent kurier logistiker chauffeur vermesser statiker archaologe technologe trainee
    volontar hospitant diplomand stipendiat lehrling geselle kandidat bewerber teilnehmer partner investor
    kaufer promoter dekorateur sattler uhrmacher goldschmied juwelier lackierer stuckateur referendar
    rechtspfleger revisor aktuar streetworker vormund mediator coach supervisor seelsorger dekan kantor
    organist cutter beleuchter korrespondent pressesprecher influencer blogger kollege experte studienrat
    regierungsrat gemeinderat stadtrat hygieniker werker
    werkzeugmacher gesellschafter postbote kassenwart lotse""".split()
_NOUNS = frozenset(GERMAN) | frozenset(_MORE)
_SHORTEST = 4
_LONGEST = 40

# What both forms have in common where it is an ending of people, and how long a stem must be.
_ENDINGS_BEFORE_IN = (
    *("er", "ist", "ar", "eur", "dat", "kat", "mat", "iat", "krat", "ent", "ant", "ekt", "tor", "sor", "eut"),
    *("graf", "graph", "wirt", "pilot", "nom", "urg", "osoph", "mand", "rand", "itan"),
)
_SHORTEST_STEM = 5
_WEAK = ("ologin", "agogin", "padin", "expertin", "kollegin", "gesellin", "lotsin", "postbotin")
_NO_PERSON = frozenset(
    """heparin saccharin mandarin margarin rosmarin ultramarin submarin alizarin gagarin mascarin
    valentin florentin quentin clementin corentin argentin serpentin terpentin laurentin crescentin
    konstantin constantin brigantin byzantin diamantin levantin adamantin infantin kristin christin
    batistin philistin severin katherin catherin glycerin nitroglycerin guerin pellerin pelerin couperin
    wherein therein herein interin""".split()
)
_NOMINALISED = re.compile(
    r"(?:angestellte|beauftragte|auszubildende|studierende|vorsitzende|selbst(?:st)?andige|bevollmachtigte|"
    r"beschaftigte|sachverstandige|abgeordnete|delegierte|freiwillige|beamte|gesandte|bedienstete|lehrende|"
    r"verantwortliche|ehrenamtliche|mitarbeitende|vertraute|graduierte|diplomierte|gelernte|vorgesetzte|"
    r"verbeamtete|alleinstehende|promovierende|forschende|pflegende|berechtigte|helfende)(r?)\Z"
)
_UMLAUT_ONLY_OF_WOMEN = ("arzt", "koch", "anwalt", "rat", "bauer")
_PLAIN = str.maketrans("äöüÄÖÜ", "aouAOU")
_PAIRS = (
    *("kauf", "fach", "geschafts", "feuerwehr", "kamera", "amts", "amt", "bank", "ob", "vertrauens", "ton"),
    *("zimmer", "ombuds", "see", "schutz", "verbindungs"),
)

# Before these an adjective or article may be English ("better managers", "a director").
_ENGLISH_TOO = tuple(
    """manager designer trainer agent tutor moderator administrator controller operator auditor professor
    student analyst journalist tester florist pilot steward internist linguist banker broker packer partner
    promoter investor supervisor coach blogger hacker influencer cutter minister reporter sommelier hotelier
    barkeeper concierge pastor texter trainee mediator illustrator revisor diplomat kurier""".split()
)

_ARTICLE = re.compile(
    r"(?<![\w'-])(?P<article>eine?[rnms]?|der|die|das|des|dem|den|zur|zum) \Z", re.IGNORECASE
)
_STEP = re.compile(r"(?<![\w'-])(?P<word>(?:[^\W\d_]+-)?[^\W\d_]+)(?P<joint>,? (?:und |oder )?)\Z")
_STRONG = re.compile(
    r"(?m)(?:^|(?<=^- )|(?<=^• )|(?<=\d )|(?<=\| )|(?<=[Aa]ls )|(?<=[Ee]in ))[^\W\d_]+e[rm]"
    r"(?= (?!Fehler|Speicher|Parameter|Server|Computer|Faktor|Treiber)"
    r"[A-ZÄÖÜ][^\W\d_]*(?:er|ist|ent|ant|eur|or|oge|ekt|graf|eut)(?!\w| [A-ZÄÖÜ]))"
)
_ADVERBS = frozenset("sehr besonders staatlich fachlich hoch ausserst langjahrig".split())
_ADJECTIVE = re.compile(
    r"[^\W\d_]*(?:isch|lich|iert|haft|sam|bar|voll|..los|[^aeiou]ig|igt|tiv|ual|ibl|affin|bewusst|erfahren|"
    r"...ell|niedergelassen|vertretend|leitend|fuhrend|schaffend|beratend|betreuend|arbeitend|forschend|"
    r"lehrend|planend|pflegend|ausbildend|ierend|gepruft|gelernt|geschult|bildet|erkannt|gestellt|begabt|"
    r"begeistert|beauftragt|vereidigt|zeichnet|zugelassen|gewandt|kompetent|souveran|studiert)"
    r"(?P<ending>e[rmn]?)"
    r"|(?:frei|neu|jung|alt|erst|zweit|dritt|gut|stark|fest|dual|sozial|digital|regional|national|ober|"
    r"international|agil|loyal|kommunal|zentral|global|intern|extern)(?P<short>e[rmn]?)"
)
_NO_ADJECTIVE = frozenset(
    """fischer fleischer tischer mischer wischer drischer prediger tiger propeller traveller""".split()
)
_MOST_ADJECTIVES = 3
_REACH = 90


@lru_cache(maxsize=16_384)
def german_form(folded: str) -> tuple[int, str, bool, bool] | None:
    """How a folded word ends in the neutral form, or None if it is no German word for a person.

    Returns:
        Letters to cut, letters to put, whether it is a form of women, and whether it is listed. What a rule
        alone tells (`Schwimmerin`) is to be believed in a German text only, as its form of men is not known.
    """
    if not _SHORTEST <= len(folded) <= _LONGEST or folded in _NO_PERSON:
        return None
    for ending in ("frau", "mann", "person"):
        if folded.endswith(ending) and folded.removesuffix(ending).endswith(_PAIRS):
            return len(ending), "mann", ending == "frau", True
    if folded.endswith("krankenschwester"):
        return len("schwester"), "pfleger", True, True
    nominal = _NOMINALISED.search(folded)
    if nominal:
        return len(nominal[1]), "", False, True
    if folded.endswith("in"):
        return _of_women(folded)
    return (0, "", False, True) if _is_listed(folded) else None


def _of_women(folded: str) -> tuple[int, str, bool, bool] | None:
    stem = folded[:-2]
    if folded.endswith((*_WEAK, "beamtin")) and not folded.endswith("blogin"):
        return 2, "e", True, True
    if _is_listed(stem):
        return 2, "", True, True
    if len(stem) >= _SHORTEST_STEM and stem.endswith(_ENDINGS_BEFORE_IN):
        return 2, "", True, False
    return None


def _is_listed(stem: str) -> bool:
    return any(stem[start:] in _NOUNS for start in range(len(stem) - _SHORTEST + 1))


def without_umlaut(stem: str) -> str:
    """`Ärzt` and `Köch`, left of `Ärztin` and `Köchin`, as men write them."""
    if fold(stem).endswith(_UMLAUT_ONLY_OF_WOMEN):
        return stem[:-6] + stem[-6:].translate(_PLAIN)
    return stem


def is_english_too(word: str) -> bool:
    """Whether a noun stands in English texts as well, where other words go before it."""
    return fold(word).endswith(_ENGLISH_TOO)


@lru_cache(maxsize=16_384)
def neutral_adjective(word: str) -> str | None:
    """An adjective with the ending that both genders have; None if it is none."""
    folded = fold(word)
    found = _ADJECTIVE.fullmatch(folded.rpartition("-")[2])
    if found is None or folded in _NO_ADJECTIVE:
        return None
    kept = len(found["ending"] or found["short"]) - 1
    return word[: len(word) - kept] if kept else word


def before_german(text: str, low: int, start: int, *, listed: bool, feminine: bool) -> tuple[int, str] | None:
    """What stands before a noun at `start`, made neutral: where that begins, and what remains up to the noun.

    The article goes, `zur` becomes `zum`, adjectives take `-e`; nothing before `low` is looked at. Of a noun
    whose form of men is not known the article of women becomes that of men. None where nothing changes.
    """
    low = max(low, start - _REACH)
    position = start
    kept = ""
    for number in range(_MOST_ADJECTIVES + 1):
        step = _STEP.search(text[low:position])
        if step is None or (number == 0 and step["joint"] != " "):
            break
        word = step["word"]
        neutral = neutral_adjective(word) or (word if number and fold(word) in _ADVERBS else None)
        if neutral is None:
            break
        kept = neutral + step["joint"] + kept
        position = low + step.start()
    article = _ARTICLE.search(text[low:position])
    if article:
        new = _new_article(article["article"], listed=listed, feminine=feminine)
        kept = f"{new} {kept}" if new else kept
        position = low + article.start()
    return (position, kept) if text[position:start] != kept else None


def with_weak_adjectives(text: str) -> str:
    """Adjectives before what may be a word for a man that no list has: `Erfahrener Kürschner`."""
    return _STRONG.sub(lambda match: neutral_adjective(match[0]) or match[0], text)


def _new_article(article: str, *, listed: bool, feminine: bool) -> str:
    low = article.lower()
    if low in {"zur", "zum"}:
        return article[:1] + ("um" if article[1:].islower() else "UM")
    if listed:
        return ""
    if not feminine:
        return article
    new = {"eine": "ein", "einer": "einem", "die": "der", "der": "dem"}.get(low, low)
    return new.capitalize() if article[0].isupper() else new
