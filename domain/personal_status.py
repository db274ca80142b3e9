"""Lines that tell nothing but who a person is: "verheiratet, 2 Kinder", "US citizen", "Sex: M".

Each word of a line is read as a letter for its class (a status, a number, a child ...), and the letters by a
small grammar: items in any order, in six languages. A line goes where all of its words belong to such items.
Some items tell enough by themselves and go anywhere ("Married", "no children"); others may be of a job or of
a language as well ("British", "2 children") and go beside another one, or in the contact details.
"""

import re
from collections.abc import Iterator, Sequence

from domain.personal_patterns import inside
from domain.personal_words import COUNTRIES, DEMONYMS, REGIONS, fold
from domain.sections import Section, SectionKind
from domain.text_units import continues_sentence

Span = tuple[int, int]

# Letter of each class with its words: lower case, folded but for the first table.
_ACCENTED = {"S": "marié divorcé séparé pacsé dépacsé"}  # without their accents a name and a matter of law
_CLASSES = {
    # marital status; `s` may mean something else
    "S": """married unmarried remarried single divorced widowed widower widow verheiratet unverheiratet
        geschieden ledig verwitwet verpartnert mariee celibataire divorcee separee pacsee veuf veuve
        concubinage soltero soltera casado casada divorciado divorciada viudo viuda solteiro
        solteira viuvo viuva celibe nubile coniugato coniugata sposato sposata divorziato divorziata
        vedovo vedova""",
    "s": """engaged separated partnered cohabiting getrennt fiance fiancee couple separado separada
        separato separata convivente fidanzato fidanzata""",
    "k": "childless kinderlos",
    "C": """child children kid kids son sons daughter daughters twins boy boys girl girls dependant
        dependants dependent dependents toddler baby enfant enfants fils fille filles jumeaux
        jumelles kind kinder kindern sohn sohne sohnen tochter tochtern zwillinge zwillingen hijo
        hija hijos hijas nino nina ninos ninas crianca criancas bambino bambina bambini bambine
        gemelos filho filha filhos filhas gemeos figlio figlia figli figlie gemelli""",
    "F": """father mother mum mom mummy dad daddy parent vater mutter papa maman mere pere padre madre
        mama pai mae mamma babbo""",
    "p": "familienvater",
    "W": """wife husband spouse ehefrau ehemann ehepartner conjoint conjointe epouse mari esposa esposo
        marido mulher moglie marito coniuge""",
    "T": "alleinerziehend alleinerziehende alleinerziehender solo",
    "J": """proud devoted loving happy happily young small little adult grown grown-up teenage school-
        age schoolgoing own stolzer stolze glucklicher glucklich kleine kleiner kleinen erwachsene
        erwachsenen minderjahrige schulpflichtige heureux heureuse fier fiere petit petits charge
        grands majeurs bas orgulloso orgullosa feliz menores mayores cargo pequenos menor maiores
        minorenni piccoli carico grandi naturalised naturalized full dual double doppelte doble
        dupla doppia""",
    "N": """one two three four five six seven eight ein eine einem einer zwei drei vier funf sechs un
        une deux trois quatre cinq uno una dos tres cuatro cinco um uma dois duas due tre quattro""",
    "0": """no none zero without nil kein keine keinen ohne sans pas aucun aucune neant sin ningun
        ninguno sem nenhum nenhuma senza nessun nessuno keins""",
    "G": """a an the my i am i'm im is and und et y e with mit avec con com ich bin je suis soy sou sono
        hold have has having practice""",
    "O": "of from von der de des du d' d d'un d'une di del do dos da",
    "I": "since seit depuis desde dal",
    "A": "years year yrs yr jahre jahren ans anos anni",
    "a": "old alt age edad idade eta young alter",
    "E": "aged age ages alter edad idade eta",
    "L": "family familie famille familia famiglia",
    # nationality
    "Z": """citizen citizens citizenship national nationality passport passports holder staatsburger
        staatsburgerin staatsburgerschaft staatsangehorige staatsangehoriger staatsangehorigkeit
        nationalite ressortissant ressortissante citoyen citoyenne citoyennete passeport ciudadano
        ciudadana ciudadania nacionalidad nacionalidade pasaporte cidadao cidada cidadania
        passaporte cittadino cittadina cittadinanza passaporto nazionalita nationalitat""",
    "c": "country pays pais paese land place lugar",
    "g": "origin origine origen origem herkunft herkunftsland heimatland",
    # religion
    "R": """roman rom romisch romisch-katholisch kath ev luth rk evangelisch katholisch orthodox
        orthodoxe muslimisch christlich judisch buddhistisch konfessionslos lutheran methodist
        baptist anglican presbyterian pentecostal mormon adventist sunni shia shiite agnostic
        atheist evangelical bahai jehovah's witness moslem musulman musulmane chretien chretienne
        catholique protestante juif juive bouddhiste hindou hindoue athee cristiano cristiana
        catolico catolica musulmana judio judia budista evangelico evangelica cristao crista
        muculmano muculmana judeu cattolico cattolica musulmano ebreo ebrea buddista induista ateo
        islamic judaism buddhism catholicism sikhism""",
    "Q": """practising practicing devout baptised non-practising glaubig glaubiger confession gelovig
        pratiquant pratiquante practicante praticante observant""",
    "r": """religion religione religiao religionszugehorigkeit konfession faith denomination bekenntnis
        confessione confesion confissao creed""",
    "X": """male female man woman men nonbinary non-binary transgender mannlich weiblich divers masculin
        feminin homme femme hombre mujer femenino masculino homem feminino maschio femmina maschile
        femminile""",
    "U": "sex gender geschlecht sexe sexo sesso genero genere",
    "m": "m f w d",
    "t": "race ethnicity ethnie etnia raza raca",
    "B": """black white asian hispanic latino latina latinx caucasian mixed african caribbean arab roma
        romani indigenous biracial multiracial""",
    # disability
    "H": """disabled schwerbehindert schwerbehinderte schwerbehinderter rqth handicape handicapee gdb
        discapacitado discapacitada minusvalido minusvalida disabile deficiente""",
    "h": """disability disabilities behinderung handicap discapacidad deficiencia disabilita invalidita
        schwerbehinderung""",
    "b": """registered person grad reconnaissance reconnu reconnue travailleur travailleuse qualite
        merkzeichen civil civile impaired impairment hearing visually visual blind deaf mobility
        wheelchair user partially sighted dyslexia dyslexic autism autistic epilepsy reduced yes ja
        si""",
    # leave to stay; `y` only beside one of `v`
    "V": "aufenthaltserlaubnis aufenthaltstitel niederlassungserlaubnis",
    "y": "sejour soggiorno residencia residence resident refugee",
    "v": """titulaire titre carte permis permit permiso permesso autorizacao trabajo travail trabalho
        lavoro en em in vigor valable valide valida valid validita illimitato illimitata
        unbefristete unbefristeter befristete permanent permanente unlimited status settled pre-
        settled granted green card gultige gultiger recognised""",
    "P": "militassolto militesente",
    "M": "milite militare assolto assolta esente",
}
# Stems of nationalities as other languages than English form them, with what they may end in.
_NATIONS = """
deutsch osterreichisch schweizerisch turkisch polnisch russisch italienisch spanisch franzosisch
britisch griechisch kroatisch serbisch rumanisch bulgarisch ungarisch ukrainisch syrisch irakisch
iranisch afghanisch marokkanisch tunesisch agyptisch indisch chinesisch vietnamesisch portugiesisch
nigerianisch albanisch kosovarisch bosnisch amerikanisch brasilianisch tschechisch niederlandisch
francais italien allemand espagnol portugais anglais belge suisse marocain algerien tunisien
senegalais ivoirien camerounais congolais malien libanais syrien turc polonais roumain bulgare russe
ukrainien chinois indien vietnamien haitien bresilien britannique americain franco anglo egyptien
irlandais neerlandais luxembourgeois
espanol peruano colombiano ecuatoriano boliviano venezolano argentino chileno mexicano cubano
dominicano marroqui rumano bulgaro ucraniano ruso chino paraguayo uruguayo hondureno polaco frances
italiano ingles aleman britanico senegales
portugues brasileiro angolano mocambicano cabo-verdiano guineense ucraniano romeno chines indiano
ingles alemao alema nigeriano turco
italiano albanese rumeno romeno marocchino tunisino egiziano ucraino moldavo peruviano cinese
filippino indiano senegalese nigeriano polacco tedesco spagnolo francese inglese britannico
brasiliano serbo bosniaco
"""
_ENDINGS = ("", "e", "a", "er", "en", "es", "ne", "le", "se", "i", "esa", "que")
_SHORT_NATIONS = "US EU UK USA UAE EEA EWR UE U.S U.K E.U U.S.A"
_LONGEST = 110


def _classes() -> dict[str, str]:
    found = {stem + end: "D" for stem in _NATIONS.split() for end in _ENDINGS}
    # Italian and Spanish words end in a vowel that changes.
    found |= {stem[:-1] + "a": "D" for stem in _NATIONS.split() if stem.endswith(("o", "e"))}
    found |= dict.fromkeys(DEMONYMS, "D")
    found |= dict.fromkeys(
        COUNTRIES | REGIONS | {"syria", "syrien", "turkei", "marokko", "maroc", "marruecos"}, "K"
    )
    religions = (
        "hindu muslim christian catholic buddhist jewish sikh jain protestant islam christianity hinduism"
    )
    found |= dict.fromkeys(religions.split(), "R")
    for letter, words in _CLASSES.items():
        found |= dict.fromkeys(words.split(), letter)
    for letter, words in _ACCENTED.items():
        found |= dict.fromkeys(words.split(), letter)
    return found


_CLASS_OF = _classes()
_FIRST_LETTERS = frozenset(word[0] for word in _CLASS_OF) | frozenset("éâàü")
_CAPITALS = frozenset(_SHORT_NATIONS.split())
_TOKEN = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*'?")
_BETWEEN = frozenset(" ,:/&()+.-*_#%'\"=")
_SEGMENT = re.compile(r"[^|•;~\n\x00]+?(?=[|•;~\n\x00]|(?<=[^\W\d_]{3}[.!]) |\Z)")
_MEASURE = re.compile(
    r"[ *_-]*(?:(?:height|weight|grosse|korpergrosse|gewicht|taille|poids|altura|estatura|peso"
    r"|altezza|statura)[ :=*_]*"
    r"\d{1,3}(?:[.,']\d{1,2})?[\"']? ?(?:cm|m|kg|lbs?|ft|in|kilos?)?\.?[ ,]*){1,2}"
    r"|[ *_-]*(?:blood group|blood type|blutgruppe|groupe sanguin|grupo sanguineo"
    r"|gruppo sanguigno)[ :=*_]*"
    r"(?:a|b|ab|o|0)(?: ?(?:\+|-|positive|negative|positiv|negativ|\+ve|-ve|rh\+?))? ?(?:ve)?"
    r"|[ *_-]*(?:nie|dni|nif|rg|cpf|codice fiscale)[ :=*_]+[a-z]{0,6}\d[\w.-]{5,16}"
)
# Counts with ages: "2 Kinder (5 und 8 Jahre)", "two sons aged 3 and 5".
_AGES = "(?:E?[OG]?[Nn](?:G?[Nn])*A?a?)?"
_ITEM = re.compile(
    rf"(?P<parent>J*[SsT]?J*F(?:O+J*[Nn]?J*C[OJG]*|OJ*[NnO](?!A)|OL)|J*[ST]J*F|F[ST]|p){_AGES}"
    r"|(?P<childless>0J*C(?:[GO]+J+)*|0W|k)"
    rf"|(?P<children>[Nn]J*C(?:[GO]*J+)*{_AGES})|(?P<counted>C[Nn0](?![AC]))"
    r"|(?P<citizen>J*[DK](?:G?[DK])*Z+(?:O?[DK](?!Z))*|Z+O?G?[DK](?:G?[DK])*(?!Z))"
    r"|(?P<origin>(?:cO)?gO?G?[DK]+|cg[DK]+)"
    r"|(?P<aged>E[OG]?n(?:A?a)?A?)"
    r"|(?P<age>nAa*)"
    r"|(?P<status>J*S(?:I[Y])?)"
    r"|(?P<faith>Q+[OG]?R+|R+Q|[QO]*rO?[0RJ]+)"
    r"|(?P<sexed>U[Xm]+)"
    r"|(?P<ethnic>t(?:G?[BD])+)"
    r"|(?P<family>L[GO]*[WC0Nn](?:[GNn0WJC])*|W[GO]*[Nn]?J*C)"
    r"|(?P<disabled>[bO]*H[HhbNnO]*|[bO]*h[HbNnO0G]+)"
    r"|(?P<permit>[vO]*V[VvyOGNnYA]*|D?[vOG]*v[vOG]*y[VvyOGNnYA]*|yv[VvyOGNnYA]*)|(?P<leave>v{2,})"
    r"|(?P<service>P|M{2,})"
    r"|(?P<weak>J*s(?:IY)?)|(?P<religion>R+)|(?P<nation>D(?:G?[DK])*z?)|(?P<sex>X)"
    r"|(?P<companion>[CW])"
)
_GLUE = re.compile("[GIOJ]*")
_SURE = frozenset(
    """parent childless citizen origin aged status faith sexed ethnic family disabled permit service
    counted""".split()
)
# In the contact details these tell enough; a lone nationality or religion may be part of a name there.
_SURE_IN_ZONE = _SURE | {"children", "age", "weak"}
_OF_LANGUAGES = frozenset({"nation", "age"})
_SAYINGS = frozenset(
    ("vie maritale", "union libre", "uniao estavel", "uniao de facto", "pareja de hecho", "wheelchair user")
)
_MARRIED_TO = re.compile(
    r"[ *_-]*(?:married|verheiratet|mariee|casad[oa]|sposat[oa]|coniugat[oa]|divorced|widowed"
    r"|geschieden|verwitwet)"
    r"(?:,| to| with| mit| avec| con| com| since| seit| depuis| and| und| et| y| e)[^\d]{0,60}[ .]*"
)
_WORK = frozenset(
    (SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS, SectionKind.VOLUNTEERING, SectionKind.PROJECTS)
)


def status_spans(text: str, sections: Sequence[Section], zones: list[Span]) -> Iterator[Span]:
    """Spans of what tells nothing but who the person is.

    Args:
        text: the text; NUL stands where something was taken out already.
        sections: all of its sections.
        zones: bounds of the parts in which contact details stand.
    """
    for section in sections:
        start = section.start
        while start < section.end:
            end = text.find("\n", start, section.end)
            end = section.end if end < 0 else end
            zone = inside(zones, start)
            if not continues_sentence(text, start):
                yield from _in_line(text, start, end, section.kind, in_zone=zone)
            start = end + 1


def _in_line(text: str, start: int, end: int, kind: SectionKind, *, in_zone: bool) -> Iterator[Span]:
    found: list[Span] = []
    kinds: set[str] = set()
    for segment in _SEGMENT.finditer(text, start, end):
        told = _told(text, *segment.span())
        if told:
            found.append(segment.span())
            kinds |= told
        elif in_zone and _MARRIED_TO.fullmatch(fold(segment[0])):
            yield segment.span()
        elif in_zone:
            for run, of_run in _comma_runs(text, *segment.span()):
                if _is_enough(of_run, kind, in_zone=True):
                    yield run
    if found and _is_enough(kinds, kind, in_zone=in_zone):
        yield from found


def _is_enough(kinds: set[str], section: SectionKind, *, in_zone: bool) -> bool:
    if not kinds.isdisjoint(_SURE_IN_ZONE if in_zone else _SURE - {"counted"}):
        return True
    if section in _WORK:  # who looks after two children, or learns of an age, does so at work
        return False
    alone = "age" in kinds and section is SectionKind.OTHER
    return alone or "counted" in kinds or (len(kinds) > 1 and kinds != _OF_LANGUAGES)


def _comma_runs(text: str, start: int, end: int) -> Iterator[tuple[Span, set[str]]]:
    """Runs of the parts between commas that tell who the person is, with what they tell."""
    run: list[Span] = []
    kinds: set[str] = set()
    position = start
    while position <= end and text.find(",", start, end) != -1:
        comma = text.find(",", position, end)
        comma = end if comma < 0 else comma
        told = _told(text, run[0][0] if run else position, comma)
        if told:
            run.append((position, comma))
            kinds |= told
        if run and (not told or comma == end):
            yield (run[0][0], run[-1][1]), kinds
            run, kinds = [], set()
        position = comma + 1


def _told(text: str, start: int, end: int) -> set[str]:
    """What a stretch tells of the person, if it tells nothing else."""
    while start < end and text[start] in " *_#-([>":
        start += 1
    if not 0 < end - start <= _LONGEST:
        return set()
    first = text[start : start + 1].lower()
    if not first.isdigit() and first not in _FIRST_LETTERS:
        return set()
    letters: list[str] = []
    position = start
    for token in _TOKEN.finditer(text, start, end):
        letter = _class_of(token[0])
        if not letter or not _BETWEEN.issuperset(text[position : token.start()]):
            return _told_otherwise(fold(text[start:end])) if not letters else set()
        letters.append(letter)
        position = token.end()
    if not _BETWEEN.issuperset(text[position:end].replace("]", "")):
        return set()
    return _read("".join(letters)) or _told_otherwise(fold(text[start:end]))


def _told_otherwise(folded: str) -> set[str]:
    return {"status"} if folded.strip(" .,*_") in _SAYINGS or _MEASURE.fullmatch(folded) else set()


def _class_of(word: str) -> str:
    if word.isdigit():
        if len(word) <= 2:  # noqa: PLR2004
            return "n" if 15 <= int(word) <= 79 else "N"  # noqa: PLR2004 - an age
        return "Y" if len(word) == 4 and word[:2] in {"19", "20"} else ""  # noqa: PLR2004
    if word in _CAPITALS:
        return "D"
    lowered = word.lower()
    letter = _CLASS_OF.get(lowered) or _CLASS_OF.get(fold(lowered).rstrip("'"), "")
    return "z" if word == "National" else letter


def _read(letters: str) -> set[str]:
    """What the classes of all words tell; nothing, if one word is left over."""
    kinds: set[str] = set()
    glue = _GLUE.match(letters)
    position = glue.end() if glue else 0
    if position == len(letters):
        return set()
    while position < len(letters):
        item = _ITEM.match(letters, position)
        if item is None or item.lastgroup is None:
            return set()
        if item.lastgroup != "companion":
            kinds.add(item.lastgroup)
        elif not kinds:
            return set()
        glue = _GLUE.match(letters, item.end())
        position = glue.end() if glue else item.end()
    return kinds if letters[-1] not in "GIO" else set()
