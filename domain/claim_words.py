"""The words by which a clause denies a skill, wishes for it or leaves it to others, in six languages.

Each pattern is matched against the clause before the skill, up to the skill, or against what follows it;
both are cut to a fixed length, so that time stays linear. Cues and scope follow NegEx (Chapman et al., 2001):
a cue reaches to the end of its clause, and some phrases only look like cues ("not only").
"""

import re
from collections.abc import Iterable

from domain.word_forms import word_set


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


# Verbs of the writer that open a new clause where Spanish, Portuguese and Italian need no "I".
_I_DO = (
    r"us(?:o|é|ei|ai)|utiliz(?:o|é|ei)|utilizzo|trabaj(?:o|é)|trabalh(?:o|ei)|lavoro|manej(?:o|é)|emple(?:o|é)|domin(?:o|é)|conozco|conheço"
    r"|conosco|teng?o|tenho|padroneggio|impiego|desarroll(?:o|é)|desenvolvi|ho|sé|nutze|verwende|beherrsche|arbeite|setze"
)
# Where a clause ends. In "no Azure background, I use Terraform" the comma before a new subject or verb of the
# writer ends it; so does a German verb with its subject ("ohne Erfahrung mit Spark arbeite ich mit Kafka").
CLAUSE_MARK = re.compile(
    r"[.!?](?=\s)|[;\u2022|]|\n(?=[^a-zà-ÿ])|\n\n|,\s+(?=(?:so|yet|only|nur|seulement|sólo|[Ii]|we|je|nous|ich|wir|yo|eu)\b|j')"
    rf"|,\s+(?=(?:{_I_DO})\b)|\s(?=(?:arbeite|nutze|verwende|setze|beherrsche|entwickle)\s+ich\b)"
)
CONTRASTS = word_set(
    """
    but however although though whereas mais cependant toutefois aber jedoch sondern hingegen dafür pero sino
    aunque mas porém contudo però bensì ma
    """
)
CONTRAST = re.compile(
    r"\b(?:(?i:but|however|although|though|whereas|mais|cependant|toutefois|aber|jedoch|sondern|hingegen|dafür|pero|sino"
    r"|aunque|mas|porém|contudo|però|bensì)\b|ma\b(?=\s+\w))"
)

# A pattern is tried only where one of these words, or a word that begins so, stands before the skill: most
# clauses deny nothing, and a pattern takes a hundred times as long as a look at the words.
DENIAL_CUES = word_set(
    """
    no zero without little limited nor neither not never cannot except minus t non ne n pas ni sans jamais nie
    niemals noch nicht ohne weder sin nunca sem nem não senza mai né yet still only
    hardly barely scarcely minimal scant insufficient kaum wenig peu poca apenas pouca
    """
)
DENIAL_CUE_BEGINNINGS = (
    *(
        "lack",
        "unfamiliar",
        "instead",
        "rather",
        "place",
        "exclu",
        "disregard",
        "omit",
        "aucun",
        "manque",
        "lieu",
    ),
    *(
        "plutôt",
        "statt",
        "anst",
        "kein",
        "fehlend",
        "ningun",
        "ningún",
        "falta",
        "jamás",
        "todavía",
        "aún",
        "lugar",
    ),
    *("vez", "nenhum", "ainda", "nessun", "priv", "mancanza", "anziché", "invece"),
)
WISH_CUES = word_set(
    """
    now still am self to in future like compte lust next presently currently
    """
)
WISH_CUE_BEGINNINGS = (
    *(
        "learn",
        "study",
        "explor",
        "becom",
        "pick",
        "master",
        "try",
        "get",
        "mov",
        "gain",
        "grow",
        "transition",
    ),
    *(
        "enter",
        "look",
        "process",
        "about",
        "aspir",
        "prospective",
        "would",
        "want",
        "wish",
        "hop",
        "keen",
        "interest",
        "dream",
        "souhait",
    ),
    *(
        "voudrais",
        "aimerais",
        "désir",
        "envie",
        "hâte",
        "prêt",
        "espèr",
        "intéress",
        "interess",
        "intérêt",
        "curieu",
        "appren",
    ),
    *(
        "cours",
        "möchte",
        "würde",
        "wünsch",
        "hoffe",
        "lerne",
        "gustaría",
        "quisiera",
        "deseo",
        "ganas",
        "aspiro",
    ),
    *(
        "quiero",
        "espero",
        "dispuest",
        "interés",
        "aprend",
        "gostaria",
        "desejo",
        "pretendo",
        "vontade",
        "quero",
    ),
    *("dispost", "vorrei", "desider", "piacerebbe", "intendo", "voglio", "spero", "sto"),
)
OTHERS_CUES = word_set(
    """
    others team teams department departments unit units people my mum staff office headquarters company
    companies firm firms specialist specialists provider providers
    """
)
OTHERS_CUE_BEGINNINGS = (
    *(
        "client",
        "customer",
        "competitor",
        "vendor",
        "supplier",
        "contractor",
        "agenc",
        "colleague",
        "coworker",
    ),
    *("worker", "recruiter", "predecessor", "designer", "developer", "engineer", "consultant", "programmer"),
    *(
        "admin",
        "outsourc",
        "fournisseur",
        "prestataire",
        "collègue",
        "concurrent",
        "kunde",
        "kolleg",
        "lieferant",
    ),
    *(
        "dienstleister",
        "wettbewerber",
        "proveedor",
        "fornecedor",
        "compañer",
        "colega",
        "competidor",
        "concorrente",
    ),
    *("fornitor", "collega", "collegh", "concorrent"),
)
_MEETING_BEGINNINGS = (
    *("recruit", "hir", "sourc", "headhunt", "interview", "plac", "screen", "alongside", "work", "liais"),
    *("collaborat", "coordinat"),
)

_SKILL_NOUNS = (
    r"(?:experience|knowledge|exposure|familiarity|background|training|skills?|expertise|understanding|licen[cs]e"
    r"|certificat(?:e|ion)|qualifications?)\b"
)
_VERBS_OF_SKILL = (
    r"(?:familiar|experienced?|proficient|comfortable|worked|work|use[ds]?|using|know|known|knowledgeable|skilled"
    r"|exposed|trained|certified|qualified|licensed|learned|learnt|touched|have|done|confident|fluent|able|speak|read"
    r"|write|drive|operate|hold|possess|include|practised|practiced|studied|code|program)\b"
)
DENIED = _any(
    # English: no prior experience with A, B or C; lack of knowledge in A
    r"\b(?:no|zero|lacks?|lacking|without|little|limited|nor|neither)\s+(?:of\s+)?(?:\w+\s+){0,3}?"
    + _SKILL_NOUNS + r"(?!\s+(?:required|needed))[^.;]{0,80}$",
    r"\b(?:hardly|barely|scarcely|minimal|scant|insufficient)\s+(?:\w+\s+){0,2}?"
    + _SKILL_NOUNS + r"[^.;]{0,60}$",
    r"\b(?:have|has|had|am|is|was)\s+(?:yet|still)\s+to\s+(?!be\s+(?:beaten|bettered))[^.;:,]{0,50}$",
    r"(?:\b(?:never|not|no|without)|n't)\s+(?:\w+\s+){0,3}?(?:chance|opportunit(?:y|ies)|occasion|possibility)\s+(?:to|of|for)\b[^.;:]{0,50}$",
    r"\bonly\s+(?:ever\s+)?(?:read|heard|seen)\s+(?:\w+\s+){0,2}$",
    # not yet familiar with A or B; never worked with A
    r"(?:\bnot|n't|\bnever|\bcannot)\s+"
    r"(?:(?:yet|very|too|really|currently|been|at|all|much|have|had|is|any|my)\s+){0,3}"
    + _VERBS_OF_SKILL + r"[^.;:]{0,60}$",
    r"\bunfamiliar\s+(?:with\b)?[^.;:]{0,60}$",
    # directly before the skill
    r"\b(?:no|without|never|not|nor|neither|except|minus)\s+"
    r"(?:any\s+|the\s+|use\s+of\s+|using\s+|in\s+|with\s+|skills?\s+(?:of|in)\s+|\w+ly\s+|\w+ing\s+(?:out\s+)?){0,3}$",
    r"\b(?:instead\s+of|rather\s+than|in\s+place\s+of|au\s+lieu\s+d[e']|plutôt\s+que|statt|anstatt|anstelle\s+von"
    r"|en\s+lugar\s+de|en\s+vez\s+de|em\s+vez\s+d[eo]|anziché|invece\s+di)\s*(?:\w+\s+){0,1}$",
    r"\b(?:exclud(?:es?|ing)|disregard(?:s|ing)?|omitting|lacks?|lacking)\s+[^.;:]{0,60}$|\bnon-$",
    # French
    r"\b(?:aucune?|sans|(?:pas|peu)\s+d[e'])\s*(?:aucune?\s+|vraie\s+|réelle\s+)?"
    r"(?:expériences?|connaissances?|compétences?|notions?|formation|pratique|maîtrise|permis)\b[^.;]{0,60}$",
    r"\bmanque\s+d[e'][^.;]{0,60}$",
    r"(?:\bne\s+|\bn')(?:\w+\s+){1,3}(?:pas|jamais|plus|aucune?|guère)\b[^.;:]{0,60}$",
    r"\bpas\s+encore\b[^.;:]{0,60}$|\bjamais\s+\w+é\w*\s[^.;:]{0,40}$",
    r"\b(?:sans|aucune?|ni|pas\s+de)\s+(?:l[ae]\s+|d[eu]\s+)?$|\bpas\s+d'$",
    # German
    r"\b(?:kein\w*|ohne|weder|fehlende|kaum|wenig)\s+(?:\w+\s+){0,2}?"
    r"(?:\w*erfahrung\w*|\w*kenntnis\w*|ahnung|berührung\w*|\w*wissen|ausbildung|schulung|führerschein)\b[^.;]{0,60}$",
    r"\b(?:noch\s+(?:nie|nicht|keine?n?)|niemals|nie)\b[^.;:]{0,60}$",
    r"\bnicht\s+(?:vertraut|erfahren|mit|in|geübt|sicher|ausgebildet)\b[^.;:]{0,60}$",
    r"\b(?:kein\w*|ohne|nicht|weder)\s+(?:\w+e[nrs]?\s+)?$",
    # Spanish
    r"\b(?:sin|ningun[ao]?|ningún|falta\s+de|poca|apenas)\s+(?:ningun[ao]?\s+|mucha\s+)?"
    r"(?:experiencias?|conocimientos?|formación|nociones|dominio|manejo|estudios)\b[^.;]{0,60}$",
    r"\bno\s+(?:tengo|poseo|cuento|he|domino|conozco|manejo|dispongo|sé|hablo|sabe|tiene)\b[^.;:]{0,60}$",
    r"\b(?:nunca|jamás)\s+(?:he\s+|había\s+)?\w+[^.;:]{0,60}$|\b(?:todavía|aún)\s+no\b[^.;:]{0,60}$|\b(?:sin|ni)\s+$",
    # Portuguese
    r"\b(?:sem|nenhum[a]?|falta\s+de|pouca)\s+(?:nenhum[a]?\s+|qualquer\s+|muita\s+)?"
    r"(?:experiências?|conhecimentos?|formação|noções|domínio|prática)\b[^.;]{0,60}$",
    r"\bnão\s+(?:tenho|possuo|domino|conheço|trabalhei|usei|utilizei|sei|falo|tem|tive)\b[^.;:]{0,60}$",
    r"\bnunca\s+\w+[^.;:]{0,60}$|\bainda\s+não\b[^.;:]{0,60}$|\b(?:sem|nem)\s+$",
    # Italian
    r"\b(?:nessun[ao]?|senza|priv[oa]\s+di|mancanza\s+di|poca)\s+(?:alcun[ao]?\s+)?"
    r"(?:esperienz[ae]|conoscenz[ae]|competenz[ae]|formazione|nozion[ei]|pratica)\b[^.;]{0,60}$",
    r"\bnon\s+(?:ho|conosco|possiedo|so|padroneggio|parlo|sono|ha)\b[^.;:]{0,60}$",
    r"\bmai\s+\w+t[oa]\s[^.;:]{0,60}$|\bnon\s+ancora\b[^.;:]{0,60}$|\b(?:senza|né)\s+$",
)  # fmt: skip
NO_DENIAL = _any(
    r"\bnot\s+(?:only|just|merely)\b|\bno\s+(?:less|fewer|problems?)\b|\bwithout\s+supervision\b|\bnone\s+in\b",
    r"\bnon\s+seulement\b|\bnicht\s+nur\b|\bno\s+(?:solo|sólo|solamente)\b|\bnão\s+(?:só|apenas|somente)\b|\bnon\s+solo\b",
)

_LEARN = (
    r"(?:learn(?:ing)?|study(?:ing)?|explor(?:e|ing)|becom(?:e|ing)|pick(?:ing)?\s+up|master(?:ing)?|try(?:ing)?"
    r"|get(?:ting)?\s+into|mov(?:e|ing)\s+into|gain(?:ing)?|grow(?:ing)?\s+into|transition(?:ing)?\s+(?:in)?to|enter(?:ing)?)\b"
)
WISHED = _any(
    r"\b(?:keen|eager|wants?|wanting|wish(?:es|ing)?|hop(?:e|es|ing)|aspir(?:e|es|ing)|plan(?:s|ning)?|intend(?:s|ing)?"
    r"|willing(?:ness)?|excited|ambition|desire|like|love|ready|open|looking\s+forward|goal|aim|dream(?:s|ing)?"
    r"|opportunit(?:y|ies))\s+(?:is\s+|was\s+)?(?:to\s+|in\s+|on\s+|of\s+)?(?:\w+\s+){0,2}?"
    + _LEARN + r"[^.;:]{0,60}$",
    r"\b(?:seek(?:s|ing)?|looking\s+for|search(?:es|ing)?\s+for)\s+[^.;:]{0,80}?\b(?:to|lets?\s+me|where\s+i|allow(?:s|ing)?\s+me"
    r"|in\s+which|enabl(?:es?|ing)\s+me|chance)\s+[^.;:]{0,20}?" + _LEARN + r"[^.;:]{0,60}$",
    r"\b(?:currently|now|still|presently|am|started|begun|self)\s+(?:learning|studying|exploring)\b[^.;:]{0,40}$",
    r"(?:^|[.;\u2022\n]\s*|\b(?:to|interested\s+in)\s+)(?:learning|learn)\s+(?!and\b|to\b)(?:more\s+)?(?:about\s+)?$",
    r"\b(?:aspiring|aspires?|prospective|would-be|future)\s+(?:\w+\s+){0,2}$",
    r"\b(?:wants?|wish(?:es)?|hop(?:e|es|ing)|like|keen|interested|interest|dream(?:s|ing)?)\s+(?:to|in|on|of)\s+"
    r"(?:(?:work|working|use|using|know|more|be|a|an|the|with|in|about|trying|doing)\s+){0,4}$",
    r"\bwould\s+(?:welcome|appreciate|enjoy|like|love)\s+[^.;:]{0,40}$",
    r"\b(?:next\s+on\s+(?:my|the)\s+list|(?:want|plan|wish|hope)\s+to\s+learn)\s*:\s*[^.;:]{0,60}$",
    r"\blook(?:s|ing)?\s+forward\s+to\s+(?:\w+\s+){0,3}$|\b(?:in\s+the\s+process\s+of|about\s+to\s+start)\s+(?:learning|studying)\s+(?:\w+\s+){0,2}$",
    # French
    r"\b(?:souhait\w+|voudrais|aimerais|désir\w+|envie\s+d\w*|hâte\s+d\w*|prêt\w*\s+à|compte|espère)\b['\s]"
    r"(?:[\w']+\s+){0,2}?(?:appren\w+|découvr\w+|me\s+former|approfondir|acquérir|devenir|travailler|évoluer)\b[^.;:]{0,60}$",
    r"\b(?:intéressée?\s+par|intérêt\s+pour|curieu\w+\s+d\w*|j'apprends|en\s+cours\s+d'apprentissage)\b[^.;:]{0,40}$",
    # German: the verb may follow the skill
    r"\b(?:möchte|würde\s+(?:m(?:ich|ir)\s+)?gerne?|wünsche|hoffe)\b[^.;:]{0,60}$",
    r"\b(?:interesse\s+an|interessiert\s+an|lust\s+auf|lerne\s+(?:derzeit|gerade|aktuell|momentan))\b[^.;:]{0,40}$",
    # Spanish
    r"\b(?:me\s+gustaría|quisiera|deseo|con\s+ganas\s+de|aspiro\s+a)\b[^.;:]{0,60}$",
    r"\b(?:quiero|espero|dispuest[oa]\s+a)\s+(?:\w+\s+){0,2}?(?:aprender|estudiar|formarme|mejorar)\b[^.;:]{0,60}$",
    r"\b(?:interés\s+(?:en|por)|interesad[oa]\s+en|(?:estoy\s+|actualmente\s+)aprendiendo)\b[^.;:]{0,40}$",
    # Portuguese
    r"\b(?:gostaria|desejo|pretendo|vontade\s+de|aspiro\s+a)\b[^.;:]{0,60}$",
    r"\b(?:quero|espero|dispost[oa]\s+a)\s+(?:\w+\s+){0,2}?(?:aprender|estudar|melhorar)\b[^.;:]{0,60}$",
    r"\b(?:interesse\s+(?:em|por)|interessad[oa]\s+em|(?:estou\s+|atualmente\s+)(?:aprendendo|a\s+aprender))\b[^.;:]{0,40}$",
    # Italian
    r"\b(?:vorrei|desidero|desidererei|mi\s+piacerebbe|intendo)\b[^.;:]{0,60}$",
    r"\b(?:voglio|spero\s+di|dispost[oa]\s+ad?)\s+(?:\w+\s+){0,2}?(?:imparare|studiare|approfondire)\b[^.;:]{0,60}$",
    r"\b(?:interesse\s+per|interessat[oa]\s+ad?|sto\s+imparando)\b[^.;:]{0,40}$",
)  # fmt: skip

_OTHERS = (
    r"(?:clients?|customers?|competitors?|vendors?|suppliers?|contractors?|agenc(?:y|ies)|colleagues?|co-?workers?"
    r"|service\s+providers?|head\s+office|headquarters|(?:offshore|nearshore|external|outside|outsourced|partner|sister)\s+(?:teams?|staff"
    r"|compan(?:y|ies)|firms?|departments?|specialists?)|others|recruiters?|predecessors?|(?:an?other|other|different)\s+(?:teams?|departments?|units?|people)"
    r"|(?:the|a|an|another)\s+(?:\w+\s+)?(?:designers?|developers?|engineers?|consultants?|programmers?|admins?)"
    r"|m(?:y|um)\s+(?:mother|father|brother|sister|wife|husband|partner|friends?|boss|manager|parents?|son|daughter))"
)
OF_OTHERS = _any(
    r"\b" + _OTHERS + r"\s+(?:(?:who|that|which|had|have|already|also|all|mostly|only|then)\s+){0,2}"
    r"(?:us(?:e|es|ed)|ran|runs?|running|had|has|kn[eo]ws?|wr[oi]te|built|builds?|maintain(?:s|ed)?|develop(?:s|ed)?"
    r"|work(?:s|ed)?|handled|managed|did|set\s+up|chose|programmed|is|was|were|are)\s+(?:[\w']+\s+){0,4}$",
    r"\b"
    + _OTHERS
    + r",?\s+(?:who|which|that)\s+(?:\w+\s+){0,2}(?:(?!need|want|lack|ask|request|report)\w+ed|ran|runs?"
    r"|uses?|built|wrote|set\s+up)\s+(?:[\w']+\s+){0,3}$",
    r"\bcompetitors?\s+using\s+$",
    r"\boutsourc(?:ed|ing|es)\s+(?:[\w']+\s+){0,3}$",
    # French, German, Spanish, Portuguese, Italian
    r"\b(?:clients?|fournisseurs?|prestataires?|collègues?|concurrents?)\s+(?:qui\s+|déjà\s+)?"
    r"(?:utilis\w+|emplo\w+|travaill\w+|avai\w+|développ\w+)\s+(?:[\w']+\s+){0,2}$",
    r"\b(?:kunden?|kolleg\w+|lieferant\w*|dienstleister\w*|wettbewerber\w*)\s+"
    r"(?:\w+\s+)?(?:nutz\w+|verwend\w+|benutz\w+|hatte\w*|arbeite\w+|setzt\w*)\s+(?:\w+\s+){0,2}$",
    r"\b(?:fournisseurs?|prestataires?|clients?|collègues?)\s*,?\s+qui\s+(?:[\w']+\s+){0,4}$",
    r"\b(?:kund\w+|kolleg\w+|lieferant\w*|dienstleister\w*|agentur)\s*,\s+(?:der|die|das|welche\w?)\s+(?:\w+\s+){0,3}$",
    r"\b(?:clientes?|proveedor\w*|fornecedor\w*|compañer\w+|colegas?|competidor\w*|concorrentes?)\s+(?:que\s+|ya\s+|já\s+)?"
    r"(?:us\w+|utiliz\w+|ten[ií]a\w*|tinham?|trabaja\w+|trabalha\w+)\s+(?:\w+\s+){0,2}$",
    r"\b(?:clienti?e?|fornitor[ei]|collegh?[aei]|concorrent[ei])\s+(?:che\s+|già\s+)?"
    r"(?:usa\w*|utilizza\w*|aveva\w*|lavora\w+)\s+(?:\w+\s+){0,2}$",
)
# "Recruited Java developers", "worked alongside Python developers": what the people met can do
_MET = _any(
    r"\b(?:recruit(?:ed|ing|s)?|hir(?:ed|ing|es)|sourc(?:ed|ing)|headhunt(?:ed|ing)|interview(?:ed|ing)|plac(?:ed|ing)"
    r"|screen(?:ed|ing)|alongside|(?:work(?:ed|ing)?|liais(?:ed|ing)|collaborat(?:ed|ing)|coordinat(?:ed|ing))\s+with)\s+"
    r"(?:[\w'+#.,/]+\s+){0,4}$",
)
_PEOPLE = _any(
    r"(?:\s*(?:,|/|&|\band\b|\bor\b)\s*[\w+#.]+){0,4}\s+(?:back-?end\s+|front-?end\s+|full-?stack\s+|software\s+|web\s+)?"
    r"(?:developers|engineers|programmers|consultants|specialists|designers|analysts|administrators|experts|candidates"
    r"|professionals)\b",
)
# "Receptionist at SAP" names an employer, "proficient at Excel" a skill
_EMPLOYED = _any(
    r"\b(?!better\b)(?:\w{2,}(?:er|or|ist|ant|ian|yee)|intern(?:ship)?|clerk|nurse|head|lead|work(?:ed|ing)?|employed|jobs?"
    r"|positions?|roles?)\s+at\s+$",
)
_COMPANY = re.compile(
    r",?\s+(?:[A-Z]\w+\s+){0,2}(?:Inc|Ltd|Pvt|Corp|LLC|LLP|GmbH|AG|PLC|Limited|Corporation|Incorporated|Foundation)\b"
)


def names_other_people(words: Iterable[str], before: str, after: str) -> bool:
    """Whether the skill is what other people can do: those recruited, or worked beside."""
    if not any(word.startswith(_MEETING_BEGINNINGS) for word in words):
        return False
    return bool(_PEOPLE.match(after) and _MET.search(before))


def names_a_firm(before: str, after: str, *, product: bool) -> bool:
    """Whether the name is part of a firm's, or that of a product stands for its maker."""
    return bool(_COMPANY.match(after) or (product and before.endswith(" at ") and _EMPLOYED.search(before)))
