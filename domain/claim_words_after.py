"""What is said of a skill after its name: denied, wished for, left to others or, by contrast, affirmed.

"Kafka is next on my list", "Mit Docker habe ich nie gearbeitet", "SAP era gestito da un fornitore": many a
sentence begins with the skill, and its verb comes last. Each pattern is matched right after the skill,
against what its clause still says; that is cut to a fixed length, so that time stays linear.
"""

import re

from domain.word_forms import word_set


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


CLAUSE_END = re.compile(r"[.!?](?=\s|$)|[;\u2022|\n]")
"""Where what is said of a skill ends."""

# A pattern is tried only where one of these words, or a word that begins so, follows the skill.
AFTER_CUES = word_set(
    """
    not never none nil yet no n t new foreign unfamiliar unknown theoretical outside beyond gap weak want wish
    hope would d plan intend next like love interests learn learning studying progress planned wished wanted
    by nicht nie niemals nur fremd neu unbekannt lernen möchte würde muss soll werde will wollte müsste
    kaum interessiert reizt von bei planung übernahm übernahmen betreute betreuten lag lagen zu vertiefen
    kennenlernen machte machten pflegte pflegten in
    néant pas jamais ne souhaite voudrais aimerais veux compte apprendre apprentissage intéresse par reste
    nunca jamás aún todavía gustaría quisiera quiero deseo espero por aprendiendo aprendendo interesa
    interessa lo la llevaba gestionaba usaba manejaba administraba sin não nem ainda gostaria desejo pretendo
    sem pela
    pelo pelas pelos mai non ancora vorrei piacerebbe voglio desidero devo dovrei senza da dal dalla dai dagli
    dalle dallo course training keen eager lacking goal list je
    """
)
AFTER_CUE_BEGINNINGS = (
    *("kein", "noch", "aucun", "ningun", "ningún", "nenhum", "nessun", "fehl", "aprend", "impar", "souhait"),
    *("haven", "hadn", "don", "didn", "couldn", "lern"),
)

_NAMES = r"(?:\s*(?:,|/|&|\b(?:and|or|und|oder|et|ou|y|e|o)\b)\s*[\w+#.]+){0,3}?"
_AND = r"(?:\s*(?:&|\b(?:and|or|und|oder)\b)\s*[\w+#.]+){0,2}?"
_PART = r"(?:\s+(?:systems?|platforms?|modules?|landscape|environments?|clusters?|hosting|side|part))?"

DENIED_AFTER = _any(
    r"\s*[:\-(\[|]*\s*(?:none\b|nil\b|n/a\b|no\s+(?:\w+\s+)?(?:experience|knowledge|exposure)\b|not\s+yet\b|never\s+used\b"
    r"|not\s+used\b|0\s*(?:years?|yrs|months|jahre|ans|años|anos|anni|/\s*\d|%))",
    r"\s*[:\-(\[|\u2013\u2014]+\s*(?:[\w-]+,?\s+){0,2}(?:not|never)\s+(?:really\s+|yet\s+)?(?:used|tried|applied|practi[sc]ed)\b",
    r"\s+(?:(?:experience|knowledge|skills?)\s+)?(?:is|are|was|were|has\s+been)\s+(?:nil\b|none\b|lacking|not\b(?!\s+only))",
    r"\s+(?:(?:experience|knowledge|skills?)\s+)?(?:is|are|was|were|remains?)\s+(?:\w+\s+){0,2}?(?:new\s+(?:to|for)\s+me|foreign\s+to"
    r"|unfamiliar|unknown\s+to|theoretical|outside\s+(?:of\s+)?my|beyond\s+my|a\s+(?:gap|weak\s+(?:spot|point)))\b",
    _AND
    + r"\s+I\s+(?:(?:have|had|do|did|am|was|could|can)\s+)?(?:\w+ly\s+)?"
    r"(?:not\b(?!\s+(?:only|just|merely))|never\b|n't)",
    _AND
    + r"\s+I\s+(?:haven|hadn|don|didn|couldn)['\u2019]t\b",
    r"\s*[:\-(\[|]+\s*(?:kein\w*\b|noch\s+(?:nicht|nie)\b|nie\b|nicht\s+vorhanden|aucun\w*\b|pas\s+encore\b|jamais\b|ningun\w*\b"
    r"|nunca\b|jamás\b|nenhum\w*\b|ainda\s+não\b|nessun\w*\b|mai\b|sin\s+experiencia|sem\s+experiência|senza\s+esperienza|néant\b)",
    # German: the verb, and with it the denial, comes last
    r"\s+(?:\w+\s+){0,2}?(?:noch\s+nie|noch\s+nicht|niemals|nie|nicht)\s+(?:\w+\s+){0,2}?"
    r"(?:benutzt|genutzt|verwendet|eingesetzt|gearbeitet|gelernt|angewendet|vertraut)\b",
    _AND
    + r"\s+(?:habe|hatte|kenne|kannte|kann|konnte|beherrsche|nutze|nutzte|verwende|durfte"
    r"|bin)\s+ich\s+(?:[\w-]+\s+){0,4}?"
    r"(?:nicht\b(?!\s+nur)|nie\b|niemals\b|kein\w*\b|kaum\b|nur\s+(?:aus|vom|theoretisch))",
    r"\s+(?:ist|sind|war|waren|blieb)\s+(?:mir|für\s+mich)\s+(?:\w+\s+){0,2}?(?:fremd|neu|unbekannt|nicht)\b",
    r"\s+fehl(?:t|en|te|ten)\s+(?:mir\b|es\s+mir\b|die\s+|jede\s+)",
    # French
    r",?\s+(?:je\s+)?(?:ne\s+|n')(?:[\w'\u2019]+\s+){0,4}?(?:pas\b(?!\s+(?:seulement|que))|jamais\b|guère\b|plus\b)",
    r",?\s+je\s+(?:ne\s+|n')(?:[\w'\u2019]+\s+){0,4}?(?:pas\b(?!\s+seulement)|jamais\b)",
    r"\s+(?:jamais|pas\s+encore)\s+(?:utilis|pratiqu|manipul|test)\w+",
    # Spanish, Portuguese, Italian
    r",?\s+(?:aún|todavía)\s+no\b|,?\s+(?:no|nunca|jamás)\s+(?:lo|la|los|las|he|había|me|sé)\s+\w+",
    r",?\s+(?:nunca|jamás)\s+(?:usad|utilizad|trabajad)\w+",
    r",?\s+(?:eu\s+)?(?:ainda\s+não|nunca|não)\s+(?!só\b|apenas\b|somente\b)(?:o\s+|a\s+)?(?:us|utiliz|trabalh|domin|conhe|tenho|tive|sei)\w*",
    r",?\s+non\s+(?:(?:l['\u2019]|lo\s+|la\s+)\s*)?(?:ho|conosco|so|padroneggio|uso)\b|,?\s+mai\s+(?:usat|utilizzat|provat|studiat)\w+",
)  # fmt: skip

WISHED_AFTER = _any(
    r"\s*[(\[:\-\u2013\u2014]+\s*(?:learning|currently\s+learning|studying|in\s+progress|to\s+learn|planned|wish(?:ed)?"
    r"|in\s+planung|zu\s+lernen|lerne\s+ich|à\s+apprendre|en\s+cours\s+d|por\s+aprender|aprendiendo|a\s+aprender|aprendendo"
    r"|da\s+imparare|in\s+apprendimento)\b",
    r"\s+(?:lernen|kennenlernen|vertiefen\s+möchte|zu\s+(?:er)?lernen)\b",
    r"\s+(?:training|course)\s+(?:wanted|planned|wished)\b",
    r"\s+(?:is|are|was)\s+(?:[\w-]+\s+){0,5}?(?:that\s+|which\s+|what\s+)?I\s*(?:['\u2019]d|would|want|hope|wish|plan|intend|am\s+(?:keen|eager))\b",
    _AND
    + r"\s+(?:is|are|comes?)\s+(?:\w+\s+)?"
    r"(?:next\b|on\s+my\s+(?:\w+\s+){0,2}(?:list|plan)|a\s+goal\b)|\s+interests\s+me\b",
    r",?\s+(?:which|that)\s+I\s+(?:would|want|hope|wish|plan|intend|am\s+(?:keen|eager))\b",
    # German
    _AND
    + r"\s+(?:möchte|würde|will|wollte|werde|muss|soll|müsste)\s+ich\s+(?:[\w-]+\s+){0,5}?"
    r"(?:lernen|erlernen|kennenlernen|kennen|einarbeiten|aneignen|vertiefen|arbeiten|einsetzen)\b",
    r"\s+(?:interessiert|reizt)\s+mich\b|,\s+(?:das|die|den)\s+ich\s+(?:[\w-]+\s+){0,3}?(?:möchte|will|würde|werde)\b",
    # French
    r",?\s+que\s+je\s+(?:souhait\w+|voudrais|aimerais|veux|compte|désire)\b|\s+m['\u2019]intéresse\b",
    r"\s+reste\s+à\s+(?:apprendre|découvrir)|,?\s+j['\u2019]aimerais\b|,?\s+je\s+(?:souhait\w+|voudrais)\b",
    # Spanish, Portuguese, Italian
    r",?\s+(?:es\s+(?:algo|una\s+herramienta)\s+que\s+)?(?:me\s+gustaría|quisiera|quiero|deseo|espero)\s+(?:[\w]+\s+){0,2}?aprender\w*",
    r"\s+me\s+interesa\b|,?\s+que\s+(?:quiero|quisiera|me\s+gustaría)\b",
    r",?\s+(?:é\s+(?:algo|uma\s+ferramenta)\s+que\s+)?(?:eu\s+)?(?:gostaria\s+de|quero|desejo|pretendo|espero)\s+(?:\w+\s+){0,2}?aprend\w+",
    r"\s+interessa-me\b|\s+me\s+interessa\b",
    r",?\s+(?:è\s+qualcosa\s+che\s+)?(?:lo\s+|la\s+)?(?:vorrei|voglio|mi\s+piacerebbe|desidero|devo|dovrei)\s+(?:[\w]+\s+){0,2}?impar\w+",
    r"\s+mi\s+interessa\b",
)  # fmt: skip

_RUN_EN = (
    r"(?:managed|administered|maintained|operated|run|handled|configured|implemented|installed|supported|developed|built"
    r"|set\s+up|looked\s+after|hosted|owned|introduced|rolled\s+out|done|written|programmed|serviced|customi[sz]ed)"
)
_AGENTS_EN = (
    r"(?:(?:an?|the|our|their|some)\s+)?(?:(?:external|outside|outsourced|offshore|local|separate|specialist)\s+)?"
    r"(?:clients?|customers?|vendors?|suppliers?|contractors?|agenc(?:y|ies)|consultants?|consultanc(?:y|ies)|(?:service\s+)?providers?"
    r"|partners?|head\s+office|headquarters|it\b|colleagues?)"
    r"|(?:an?\s+|the\s+)?(?:another|other|different|external|outside|offshore|separate|it)\s+"
    r"(?:teams?|departments?|compan(?:y|ies)|firms?|units?|people|staff)|others\b"
)
OTHERS_AFTER = _any(
    rf"{_NAMES}{_PART},?\s+(?:(?:which|that)\s+)?(?:is|are|was|were|has\s+been|had\s+been|being)\s+(?:\w+ly\s+|then\s+|also\s+)?"
    rf"{_RUN_EN}\s+(?:\w+\s+)?by\s+(?:{_AGENTS_EN})\b",
    # German
    rf"{_NAMES}\s+(?:wurde|wurden|wird|werden)\s+(?:\w+\s+){{0,2}}?von\s+(?!mir|uns|unser|mein)(?:\w+\s+){{0,2}}?"
    r"(?:\w*dienstleister\w*|kolleg\w+|kund\w+|lieferant\w*|\w*agentur\w*|\w+abteilung|abteilung|\w*zentrale|\w*anbieter\w*|partner\w*"
    r"|it|firma|\w*berater\w*|anderen)\b",
    r"\s+(?:übernahm(?:en)?|betreute(?:n)?|machte(?:n)?|pflegte(?:n)?)\s+(?:\w+\s+){1,2}?(?:\w*dienstleister\w*|kolleg\w+|agentur"
    r"|\w*abteilung|zentrale|it|berater\w*)\b|\s+lag(?:en)?\s+(?:bei|in\s+den\s+händen)\b(?!\s+mir)",
    # French, Spanish, Portuguese, Italian
    rf"{_NAMES}\s+(?:était|étaient|est|sont|a\s+été|ont\s+été|fut)\s+\w+é\w*\s+par\s+(?!mo[in]|mon|notre|nos|nous)(?:[\w']+\s+){{0,2}}?"
    r"(?:prestataires?|clients?|fournisseurs?|collègues?|siège|consultants?|agence|société|autre\s+\w+)\b",
    rf"{_NAMES}\s+(?:fue|era|eran|es|son|ha\s+sido)\s+\w+[ai]d[oa]s?\s+por\s+(?!m[ií]|nuestr)(?:\w+\s+){{0,2}}?"
    r"(?:proveedor\w*|cliente\w*|consultor\w*|central|sede|agencia|empresa|compañer\w+|otr[oa]\w*)\b",
    r",?\s+l[oa]\s+(?:llevaba|gestionaba|usaba|manejaba|administraba)n?\s+(?:el|la|los|las|un|una|otr[oa])\s",
    rf"{_NAMES}\s+(?:foi|foram|era|eram|é|são)\s+\w+[ai]d[oa]s?\s+(?:por|pel[oa]s?)\s+(?!m(?:im|inha|eu)|noss)(?:\w+\s+){{0,2}}?"
    r"(?:fornecedor\w*|clientes?|consultor\w*|matriz|sede|agência|empresa|colegas?|outr[oa]\w*)\b",
    rf"{_NAMES}\s+(?:era|erano|veniva|venivano|è\s+stat[oa]|è|fu)\s+\w+t[oaie]\s+da(?:l|lla|i|gli|lle|llo|l')?\s*(?!m[ei]|nostr)(?:\w+\s+){{0,2}}?"
    r"(?:fornitor\w+|client\w+|consulent\w+|sede|agenzia|azienda|collegh\w+|altr[oai]\w*)\b",
    r",?\s+l[oa]\s+(?:gestiva|seguiva|usava|curava)(?:no)?\s+(?:il|la|i|le|un|una|l')\s*",
)  # fmt: skip

AFFIRMED_AFTER = _any(
    r",?\s+(?:hingegen|dagegen|jedoch|aber|schon|täglich|en\s+revanche|par\s+contre|oui|en\s+cambio|sin\s+embargo|sí|já|sim|porém"
    r"|invece|però|sì|on\s+the\s+other\s+hand|however|though|by\s+contrast|in\s+contrast|every\s+day|daily|yes)\b",
    r"\s+(?:is|was|has\s+been)\s+my\b|\s+I\s+(?:do|use|know|run|have\s+(?:used|run|worked))\b",
    r"\s+(?:(?:nutze|verwende|beherrsche|kenne|habe)\s+ich|(?:j['\u2019]utilise|je\s+(?:maîtrise|connais))|(?:uso|utilizo|manejo|conozco"
    r"|domino|conheço|conosco))\b(?!\s+(?:nicht|kein|nie))",
)
"""What marks a skill as the other one, after a comma: "no Spark, Kafka however daily"."""
