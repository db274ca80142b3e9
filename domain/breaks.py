"""Breaks of a career, in one list for redaction and for years: leave, care for relatives, time out.

A break is told in one of two ways. Its name says it (`SURE`): "Parental leave", "Elternzeit", or a word of
care beside a relative of one's own ("caring for my father", "Pflege meiner Mutter"). Or its words may be of a
job as well (`DATED`): "family time", "cuidado de familiares" count where dates stand with them and nothing
else does: who cares for an employer names a trade or the employer.

English, French, German, Spanish, Portuguese and Italian. All patterns read folded text and are linear in it.
"""

import re

from domain.personal_words import fold, is_professional

# One's own: what these stand before is a relative, never a patient or a pupil.
_OWN = (
    r"(?:my|our|meine[rmns]?|unsere[rmns]?|mes|mon|ma|nos|notre|mis?|nuestr[oa]s?|meus?|minhas?"
    r"|nosso?s?|nossas?"
    r"|mi[aoe]|miei|nostr[oiae])"
)
_KIN = (
    # English
    r"(?:family(?: members?)?|relatives?|loved ones?|(?:grand)?parents?|(?:grand)?(?:mother"
    r"|father)(?:-in-law)?|mum|mom"
    r"|dad|grandma|grandpa|husband|wife|spouse|partner|(?:grand)?(?:sons?|daughters?"
    r"|child(?:ren)?)|kids?"
    r"|bab(?:y|ies)|newborns?|twins?|toddlers?|infants?|sisters?|brothers?|siblings?|aunt|uncle|in-laws"
    # German; a genitive and an article are endings of the same words
    r"|(?:schwieger|gross)?(?:mutter|vaters?|eltern)|oma|opas?|(?:familien)?angehorigen?"
    r"|familienmitglied(?:e?s|er)?"
    r"|familie|kind(?:e?s|er[ns]?)?|sohn(?:e?s)?|sohne|tochter|zwillinge|ehemann(?:e?s)?"
    r"|mann(?:e?s)?|ehefrau|frau"
    r"|(?:ehe|lebens)?partner(?:s|in)?|bruders?|schwester|geschwister"
    # French
    r"|enfants?|fils|filles?|(?:grand-?)?(?:mere|pere)|(?:grands-)?parents?|proches?|conjointe?"
    r"|epou(?:x|se)|mari|femme"
    r"|famille|membre de (?:la|ma) famille|jumeaux|bebe"
    # Spanish, Portuguese, Italian
    r"|hij[oa]s?|madre|padres?|familiar(?:es|e|i)?|familia|abuel[oa]s?|espos[oa]|marido|mujer"
    r"|pareja|hermanos?"
    r"|filh[oa]s?|mae|pais?|avos?|mulher|parentes?|figli[oae]?|genitor[ei]|famiglia|nonn[oai]"
    r"|marito|moglie|coniuge"
    r"|suocer[oai]|congiunt[oi])"
)
_OF_KIN = r"(?: [a-z][a-z'-]{0,14}+){0,2}? "  # "ill", "newborn", "terminally ill", "kranken"
_CARE = (
    r"(?:(?:(?:full|part)[ -]?time|primary|main|sole|live-in|unpaid|informal) ){0,2}(?:carer"
    r"|caregiver|caretaker|care"
    r"|caring|caregiving|cared|looking after|looked after|look after|nursing|nursed|raising"
    r"|raised|bringing up"
    r"|brought up|home-?schooling|home-?schooled|time with)(?: for| of| to)?"
    r"|(?:vollzeit-?)?(?:pflege|betreuung|versorgung|begleitung|erziehung|pflegte"
    r"|betreute)(?: und [a-z]{4,14})?(?: von)?"
    r"|(?:education|garde|soins?|elever?|m'occuper|s'occuper|accompagnement|aide|assistance"
    r"|aidante?)(?: aupres)?"
    r"(?: a| de| aux?)?"
    r"|(?:cuidad(?:os?|ora?)|cuidar|cuidando|crianza|criacao|atencion|atender|educacion|apoio"
    r"|acompanhamento"
    r"|assistencia)(?: de| a| ao| aos)?"
    r"|(?:assistenza|cura|cure|accudire|accudimento|educazione|crescita)(?: a| di)?"
)
_FAMILY_REASON = (
    r"(?:family|personal|health|medical|private|care|childcare|parenting|illness|bereavement"
    r"|maternity|children"
    r"|parents?|relatives?)"
)
_NAMES = (
    # English
    r"(?:(?:shared )?parental|parenting|maternity|paternity|adoption|family|carer'?s?|caregiver"
    r"|caregiving|compassionate"
    r"|bereavement|childcare|child-?rearing|sick|medical|health)"
    r" (?:leave(?: of absence)?|break|pause|hiatus|time out)|(?:career|employment) (?:break|gap"
    r"|pause|hiatus|interruption)"
    r"|sabbatical(?: leave| year)?|gap year|time off work"
    rf"|(?:(?:extended|unpaid|special|personal|planned|long-?term) )*(?:leave(?: of absence)?"
    rf"|break|time (?:out|off|away)|pause)"
    rf"(?: (?:taken|from work))? (?:for|due to|because of) {_FAMILY_REASON}"
    r"|time (?:out|off|away) to (?:look after|care for|raise|be with|bring up|nurse|support"
    r"|focus on (?:my )?family)"
    r"|(?:stay-?at-?home|full-?time|stay at home) (?:mom|mum|mother|dad|father|parent)"
    r"|homemaker|housewife"
    r"|househusband|family (?:caregiver|carer)(?! support)"
    # French
    r"|conge(?: de| pour)? ?(?:parental|maternite|paternite|sabbatique|adoption|proche aidant"
    r"|sans solde|maladie"
    r"|formation parentale)(?: d'education)?|pause (?:carriere|parentale|familiale|professionnelle)"
    r"|(?:pause|interruption|arret|coupure|absence|disponibilite)(?: (?:de |d')?(?:carriere"
    r"|activite|travail"
    r"|professionnelle?))? (?:pour|raisons?)(?: (?:des|de))?"
    r"(?: (?:raisons?|motifs?|convenances?))? (?:familia\w+|personnel\w+|de sante|medica\w+"
    r"|elever|m'occuper|maladie)"
    r"|interruption de carriere|arret maladie|annee sabbatique|(?:mere|pere|femme|homme"
    r"|parent) au foyer"
    r"|aidante? (?:familiale?|naturel(?:le)?)|proche aidante?"
    # German
    r"|mutterschutz(?: und elternzeit)?|elternzeit|mutterschaftsurlaub|vaterschaftsurlaub"
    r"|erziehungsurlaub"
    r"|(?:eltern|mutter|vater|bildungs|pflege)karenz|karenz(?:zeit|urlaub)?|erziehungszeit"
    r"|familienpause|familienzeit"
    r"|familienphase|babypause|kinderpause|pflegezeit|angehorigenpflege|hausfrau|hausmann"
    r"|sabbatjahr|auszeit"
    r"|vollzeit-?(?:mutter|vater|mama|papa)"
    r"|(?:berufliche |familiare |private |gesundheitliche |krankheitsbedingte )(?:auszeit|pause"
    r"|unterbrechung|grunde)"
    # Spanish
    r"|(?:baja|permiso|licencia)(?: por| de)? (?:maternidad|paternidad|maternal|paternal"
    r"|parental|medica|enfermedad)"
    r"|excedencia|ano sabatico|pausa (?:profesional|laboral)|am[ao] de casa"
    r"|(?:pausa|permiso|interrupcion|parentesis)(?: (?:laboral|profesional))? por (?:motivos|razones)"
    r" (?:familiares|personales|de salud)|(?:madre|padre) a tiempo completo"
    # Portuguese
    r"|licenca(?: de| por|-)? ?(?:maternidade|paternidade|parental|sabatica|medica)|pausa na carreira"
    r"|don[ao] de casa|(?:pausa|licenca|interrupcao|afastamento)(?: na carreira)? (?:por|para) "
    r"(?:(?:motivos|razoes) (?:familiares|pessoais|de saude)|cuidar)|(?:mae"
    r"|pai) a tempo (?:inteiro|integral)"
    # Italian
    r"|congedo(?: di| per)? ?(?:maternita|paternita|parentale|malattia)|aspettativa|anno sabbatico"
    r"|pausa (?:lavorativa|di carriera)|(?:pausa|interruzione|assenza)(?: lavorativa)? per "
    r"(?:(?:motivi|ragioni) (?:familiari|personali|di salute)|maternita|malattia)"
    r"|(?:mamma|papa|madre|padre) a tempo pieno|caregiver familiare|casaling[ao]"
)
_LEAD = (
    r"(?:(?:i|was|been|have|took|taking|on|in|en|im|am|auf|a|an|the|my|personal|voluntary"
    r"|planned|professional"
    r"|extended|then|als|par|por|per) )*+"
)
_EITHER = (
    # what may also be the words of a job: only with dates, and with nothing else
    rf"(?:{_CARE})(?:,|:)?(?: (?:an?|the|eine[rsmn]?|der|des|d'une?|une?|los|las|d[oa]s?|del"
    rf"|della|dei|delle|alla?|ai|il"
    rf"|l[ae]s?|um|uma|un[ao]?|two|three|zwei))?(?:{_OF_KIN}| |(?<='))(?:own )?{_KIN}"
    r"|family (?:time|reasons|responsibilities|commitments|duties|matters)|(?:personal|health"
    r"|medical) reasons"
    r"|kinder(?:erziehung|betreuung)|familien(?:arbeit|betreuung)|(?:familiare|private"
    r"|personliche) grunde"
    r"|raisons (?:familiales|personnelles|de sante)|motiv[oi]s? (?:familiar[ei]s?|person(?:ales"
    r"|ali)|di salute)"
    r"|crianza|maternidade?|maternite|maternita|mutterschaft|motherhood|parenthood"
    # illness
    r"|(?:recover(?:ed|ing|y)|recuperating|recuperated|convalescen(?:ce|t)|convalescence"
    r"|genesung|rekonvaleszenz"
    r"|erholung|convalecencia|recuperacion|convalescenca|recuperacao|convalescenza|guarigione)"
    r"(?: (?:from|after|nach|apres|de|da|dopo|tras|suite a))?(?: (?:an?|eine[rm]?|une?|una?|uma|my))?"
    r"(?: [a-z]{4,12})?(?: (?:illness|accident|injury|surgery|operation|cancer|burn-?out"
    r"|disease|stroke|krankheit"
    r"|unfall|erkrankung|maladie|accident|enfermedad|accidente|doenca|acidente|malattia|incidente))?"
    r"|(?:(?:serious|long-?term|severe|lange|schwere|longue|larga|lunga) )?(?:illness"
    r"|ill health|krankheit|erkrankung"
    r"|maladie|enfermedad|doenca|malattia)"
    # neither job nor reason
    r"|unemployed|unemployment|job[ -]?(?:search(?:ing)?|seek(?:ing|er))|seeking (?:work"
    r"|employment)|between jobs"
    r"|looking for (?:work|a job)|arbeits(?:suchend|los|losigkeit|suche)|arbeitsuchend|stellensuche"
    r"|sans emploi|chomage|recherche d'emploi|demandeu(?:r|se) d'emploi|desempleo"
    r"|desemplead[oa]|en paro"
    r"|busqueda de empleo|desempregad[oa]|desemprego|procura de emprego|disoccupat[oa]|disoccupazione"
    r"|travel(?:l?ing|l?ed|s)?(?: (?:around|through|across|round"
    r"|in)(?: the)? [a-z]{3,10}(?: [a-z]{4,10})?)?"
    r"|(?:world|round-the-world) (?:trip|tour|travels?)|backpacking(?: (?:around|through|across"
    r"|in)(?: the)? [a-z]{3,10}(?: [a-z]{4,10})?)?|weltreise|tour du monde"
    r"|vuelta al mundo|volta ao mundo|giro del mondo"
)
_SURE_CARE = (
    rf"(?:{_CARE}),?(?: (?:d[oa]s?|del|della|dei|delle|alla?|ai|los|l[ae]s?))? {_OWN}{_OF_KIN}{_KIN}"
    rf"|(?:{_CARE}) {_OWN} {_KIN}"
)

SURE = re.compile(rf"(?<![^\W_]){_LEAD}(?:{_NAMES}|{_SURE_CARE})(?![^\W_])")
"""A break by its own words, in folded text."""

DATED = re.compile(rf"(?<![^\W_]){_LEAD}(?:{_EITHER})(?![^\W_])")
"""What is a break where it has dates and stands alone, in folded text; see `tells_break`."""

NAMES = _NAMES
NAMED = re.compile(rf"(?<![^\W_])(?:{_NAMES})(?![^\W_])")
"""A break by its name, wherever in a folded line."""

#: One of these stands in every line that tells a break; found without a pattern, for speed.
HINTS = tuple(
    """ leave/leave /break/raised /career gap/ pause/hiatus/sabbatic/gap year/time out/time off
    time away/at home/at-home/full-time /full time /homemaker/housewife/househusband/raising/caring
    caregiv/carer/cared/looking after/looked after/look after/nursing /nursed /home school
    homeschool/home-school/family/reasons/conge /pause/foyer/interruption/arret/disponibilite/aidant
    education/garde /soin/elever/occuper/accompagnement/aide /mutterschutz/elternzeit/urlaub/karenz
    erziehung/familien/familiare/babypause/kinderpause/kinderbetreuung/pflege/betreu/hausfrau
    hausmann/sabbatjahr/auszeit/vollzeit/angehorig/grunde/unterbrechung/baja /permiso/licenc
    excedencia/sabatic/pausa /de casa/cuidad/cuidar/cuidando/crianza/criacao/atencion/atender
    a tiempo/a tempo/interrup/parentesis/afastamento/apoio/acompanha/assist/congedo/aspettativa
    assenza/cura /cure /accudi/crescita/casaling/motiv/maternid/maternit/mutterschaft/motherhood
    parenthood/recover/recuper/convales/genesung/rekonval/erholung/convalec/guarigione/illness
    ill health/krankheit/erkrankung/maladie/enfermedad/doenca/malattia/unemploy/job search/job seek
    job-se/jobs/seeking /looking for/arbeits/stellensuche/emploi/chomage/desemple/en paro/empleo
    desempreg/emprego/disoccup/travel/world/backpack/weltreise/tour du monde/vuelta al/volta ao
    giro del/bringing up/brought up/time with/versorgung/begleitung""".replace("\n    ", "/").split("/")
)

_MONTHS = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|fev|avr|mai|juin|juil|aout|okt"
    r"|dez|ene|abr|ago|dic|set"
    r"|out|gen|mag|giu|lug|ott|styc)[^\W\d_]*\.?"
)
DATES = re.compile(
    rf"(?:(?<![^\W_])(?:{_MONTHS}|(?:19|20)\d\d|present|today|now|current|heute|aujourd'hui"
    r"|actualidad|presente|oggi|since|from|to|until|till|bis|seit|von|depuis|a|desde|hasta|al"
    r"|dal|ate|de|du|au"
    r"|\d{1,2} ?(?:yrs?|years?|mos?|months?|ans?|mois|jahre?|monate?|anos?|mes(?:es|i)?|ann[oi]))"
    r"(?![^\W_])|(?<![^\W_])\d{1,2}[./](?=\d)|(?<=[./])(?:19|20)\d\d(?![^\W_])|[ ,:;()|/.*•_-])+"
)
"""A run of dates and of what stands between them, in folded text."""

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

_WORK_WITH_LEAVE = re.compile(
    r"[ ,-]*(?:cover|polic|manag|admin|replace|vertret|rempla|sustitu|substitu|sostitu|polit|benefit"
    r"|request|case|plan|process|program|claim|law)"
)
_OF_LIFE = frozenset(
    """care child children childcare family parent parents home full time personal health relative
    relatives travel
    husband wife mother father kid kids own first second third new and to for my of the member
    members son daughter
    elderly years months year month abroad""".split()
)
_MOST_WORDS = 12
_MOST_WORDS_ALONE = 5
_SHORT = 3  # `per`, `de` and their like
_WORD = re.compile(r"[^\W\d_]+")
_EMPLOYER = re.compile(
    r"(?<![^\W_])(?:at|bei|beim|chez|presso|@)(?: the| der| la| il)? ?[^\W\d_a-z]"
    r"|(?<![^\W_])(?:[Ll]td|LTD|[Ii]nc|GmbH"
    r"|gGmbH|AG|SA|SARL|S\.?L|Lda|Srl|LLC|plc|NHS)(?![^\W_])"
)
_CAPITAL = re.compile(r"(?<![^\W_])[^\W\d_a-zß-ÿ][^\W\d_]+")


def is_life(rest: str) -> bool:
    """Whether what follows the name of a break is short and names neither work nor an employer."""
    if _WORK_WITH_LEAVE.match(fold(rest)) or _EMPLOYER.search(rest):
        return False
    words = [fold(word) for word in _WORD.findall(rest)]
    return len(words) <= _MOST_WORDS and not any(
        len(word) > _SHORT and is_professional(word) and word not in _OF_LIFE for word in words
    )


def break_end(line: str, low: int, high: int, *, dated: bool) -> int:
    """End of the words at `low` that tell a break, or -1 if they tell none.

    Args:
        line: the line as written.
        low: where its first word stands, behind any dates.
        high: where the sentence ends.
        dated: whether dates stand with it.
    """
    folded = fold(line)
    found = SURE.match(folded, low, high)
    if found:
        return found.end() if is_life(line[found.end() : high]) else -1
    found = DATED.match(folded, low, high) if dated else None
    return found.end() if found and _stands_alone(line[found.end() : high]) else -1


def tells_break(line: str) -> bool:
    """Whether a dated line, without its dates, tells a break."""
    low = len(line) - len(line.lstrip(" ,:;()|/.*•_-"))
    return break_end(line, low, len(line), dated=True) != -1


def _stands_alone(rest: str) -> bool:
    """Whether nothing but dates and a few words in small letters follow."""
    folded = fold(rest)
    parts = []
    position = 0
    for match in DATES.finditer(folded):
        parts.append(rest[position : match.start()])
        position = match.end()
    left = " ".join([*parts, rest[position:]])
    return is_life(left) and not _CAPITAL.search(left) and len(_WORD.findall(left)) <= _MOST_WORDS_ALONE
