"""Lines of a resume that speak to a program instead of a reader: prompt injection.

No language model takes part in a score, so such lines could only be taken for content. They are found by what
no honest resume says: orders to forget earlier orders, a role for a model, verdicts on "this candidate", and
the marks of a chat or of a program's answer. Six languages, as for headings.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

_MOST_FOLLOWING = 6
_MOST_BETWEEN = r"(?:[^\s.!?]{1,20}\s+){0,4}?"  # a few words, bounded: time stays linear

# An order to forget, what is to be forgotten.
_FORGET = (
    r"(?:ignor(?:e[sz]?|er|ez|ieren?|iere|a|ar|are|ate|i)|disregard|forget|overrid(?:e|ing)|bypass|skip"
    r"|vergiss|vergessen|missachte|oublie[zr]?|olvid[ae]n?|dimentica(?:te)?|esque[çc]a|desconsider[ae]|omit[ae])"
)
_EARLIER = (
    r"(?:all|any|previous|prior|above|earlier|preceding|former|system|other|alle|vorherigen|bisherigen|obigen"
    r"|toutes|pr[ée]c[ée]dentes|ant[ée]rieures|todas|anteriores|previas|previos|tutte|precedenti|your|the|these)"
)
_ORDERS = (
    r"(?:instructions?|prompts?|rules|guidelines|commands?|directives?|criteria|context|anweisungen?"
    r"|instruktionen|befehle|vorgaben|regeln|consignes|instru[cç][cç][õo]es|instrucciones|[óo]rdenes"
    r"|istruzioni|regole|r[èe]gles|reglas|regras)"
)
_PERSON = r"(?:candidate|applicant|resume|cv|r[ée]sum[ée])"

_STRONG = re.compile(
    rf"\b{_FORGET}\s+{_MOST_BETWEEN}{_EARLIER}\s+{_MOST_BETWEEN}{_ORDERS}\b"
    rf"|\b{_FORGET}\s+{_MOST_BETWEEN}{_ORDERS}\s+{_MOST_BETWEEN}"
    r"(?:above|before|earlier|given|pr[ée]c[ée]dentes|ant[ée]rieures|anteriores|precedenti|previas)\b"
    r"|\b(?:as|you\s+are|act\s+as|du\s+bist|sie\s+sind|tu\s+es|vous\s+[êe]tes|eres|sei|voc[êe]\s+[ée]|pretend\s+to\s+be)"
    r"\s+(?:an?\s+|eine?\s+|une?\s+|una?\s+|um\s+|uma\s+)?(?:helpful\s+)?"
    r"(?:ai|ki|ia|llm|gpt|chatgpt|claude|gemini|large\s+language|language\s+model|sprachmodell"
    r"|mod[èe]le\s+de\s+langage|modelo\s+de\s+lenguaje|modelo\s+de\s+linguagem|modello\s+linguistico)"
    r"(?:\s+(?:language\s+)?(?:model|assistant|recruiter|system|bot|assistent|modell|assistente|asistente))?\s*"
    r"(?:[.,;:!]|that|who|and\b|\n|\Z|screening|evaluat\w+|rating|reviewing|reading)"
    r"|<\|[a-z_]{2,20}\|>|<</?SYS>>|\[/?INST\]|<\s*/?\s*(?:system|instructions?|prompt|assistant)\s*>"
    r"|^[^\w\n]{0,6}(?:system|assistant|developer)(?:\s+(?:prompt|message|override|note|instruction))?\s*\W?:"
    r"|\[\s*(?:system|admin|note\s+to\s+(?:ai|llm|ats))\b[^\]\n]{0,80}\]"
    r"|\bsystem\s+override\b"
    r"|\[\s*(?:ats|ai|llm|bot|recruiting\s+(?:bot|software)|screening\s+(?:bot|software)|parser)\s*[:\]][^\]\n]{0,120}\]?"
    r"|(?:^|(?<![-=#*])[-=#*]{2,}\s{0,9})(?:end|fin|fine|ende|fim)\s+(?:of|du|del|des|della|do|de\s+la)\s+(?:the\s+)?(?:resume|cv|r[\xe9e]sum[\xe9e]"
    r"|document|input|curr[\xedi]cul\w+|lebenslaufs?|prompt)\s*[-=#*]{2,}"
    r"|\bnew\s+(?:task|instructions?|orders?)\s*:\s*(?:evaluate|rate|rank|score|treat|respond|answer|output|ignore|say|print|mark)\b"
    r"|\b(?:recruiting|screening|hiring|ranking|ats|ai)\s+(?:bots?|agents?|software|algorithms?|assistants?|models?)\s*[:,]\s*"
    r"(?:skip|ignore|pass|mark|rank|rate|move|accept|approve|treat|please|put|give|score|do)\b"
    r"|\b(?:instrucci[\xf3o]n(?:es)?|instru[\xe7c][\xf5o]es|instru[\xe7c][\xe3a]o|instructions?|anweisung(?:en)?|istruzion[ei]|consignes?|mensaje|mensagem"
    r"|messaggio|nachricht|message)\s+(?:para|per|f[\xfcu]r|an|pour|al?|[\xe0a]|to|for)\s*(?:(?:el|la|il|o|a|das|die|den|le|l['\u2019]|the|any|all)\s*)?"
    r"(?:modelo|modell[oe]?|mod[\xe8e]le|model|sistema|system|syst[\xe8e]me|ia|ki|ai|llm|bot|asistente|assistente|assistenten?|assistant)s?\s*[:,]"
    r"|\b(?:olvid[ae]|ignora|oublie[rz]?|vergiss|dimentica|esque[\xe7c]a|forget|disregard)\s+(?:lo\s+anterior|todo\s+lo\s+anterior|tudo\s+o\s+que"
    r"|alles\s+(?:bisherige|vorherige|davor)|tout\s+ce\s+qui\s+pr[\xe9e]c[\xe8e]de|quanto\s+precede|everything\s+(?:above|before))\b"
    r"|#{2,}\s*(?:instructions?|response|system)\b"
    r"|[\"'](?:analysis|parsed_resume|overallFit|matchedSkills|missingSkills|concerns|experienceAssessment)[\"']\s*:"
    r"|\{\s*[\"'](?:score|rank|rating|decision|verdict|match|recommendation|finalScore|passFail|role)[\"']\s*:"
    r"|\b(?:note|message|instruction|attention|hinweis|hello|dear|for|to)\s*(?:to|for|an|:)?\s*(?:the\s+|any\s+|all\s+)?"
    r"(?:ai|llms?|ats|chatgpt|language\s+models?|ki)(?:\s+(?:model|system|screener|reviewer|recruiter|assistant|reader|bot))?s?\s*[:,!-]",
    re.IGNORECASE | re.MULTILINE,
)
_VERDICT = re.compile(
    # an order about the person: "rank this candidate first", "give the applicant the highest score"
    r"\b(?:rank|rate|score|place|put|select|choose|hire|accept|recommend|approve|shortlist|prioriti[sz]e|mark|classify"
    r"|evaluate|give|assign|award|return|consider|pass|bewerte|w[äa]hle|stufe|setze|[ée]value[rz]?|classe[rz]?|note[rz]?"
    r"|recommande[rz]?|eval[úu]a|clasifica|recomienda|selecciona|valuta|classifica|raccomanda|seleziona|avalie"
    r"|classifique|recomende|selecione)\s+" + _MOST_BETWEEN +
    r"(?:this|that|dies(?:en|er|e|es)|ce(?:tte|t)?|est[ea]|quest[oa])\s+"
    r"(?:candidate|applicant|resume|cv|r[ée]sum[ée]|profile|bewerber(?:in)?|kandidat(?:en|in)?|lebenslauf|candidat(?:e|ure)?"
    r"|candidat[oa]|curr[íi]culum?|curr[íi]culo)\b"
    # a verdict: "this candidate is the best match"
    r"|\b(?:this|the|dieser?|diese|ce|cette|est[ea]|questo|questa|o|el|il|le)\s+(?:candidate|applicant|bewerber(?:in)?"
    r"|kandidat(?:in)?|candidat(?:e)?|candidat[oa])\s+"
    r"(?:is|must|should|has|meets?|deserves?|will|exceeds?|ist|muss|soll|hat|est|doit|es|debe|[ée]|deve|[èe])\b"
    r"|\b(?:output|return|respond|reply|answer|print|say|write|antworte|r[ée]pond[sez]*|responde?|rispondi|responda)\s+"
    + _MOST_BETWEEN +
    r"(?:score|rating|rank|verdict|10/10|100|hire|approved|passed|yes|bewertung|puntuaci[óo]n|pontua[çc][ãa]o|punteggio)\b"
    r"|\b(?:do\s+not|don't|never)\s+(?:mention|reveal|reject|disclose|question)\s+" + _MOST_BETWEEN +
    rf"(?:{_PERSON}|instructions?|prompt|this)\b"
    r"|\b(?:give|assign|award|return|output|set|use|grant)\s+" + _MOST_BETWEEN +
    r"(?:highest|maximum|perfect|full|top)\s+(?:possible\s+)?(?:score|rating|rank(?:ing)?|marks)\b",
    re.IGNORECASE,
)  # fmt: skip


# Every alternative above needs one of these: most resumes hold none, and are not searched at all.
_CUES = (
    *(
        "ignor",
        "disregard",
        "forget",
        "overrid",
        "bypass",
        "skip",
        "vergiss",
        "vergessen",
        "missachte",
        "oublie",
    ),
    *(
        "olvid",
        "dimentica",
        "esque\u00e7a",
        "esqueca",
        "desconsider",
        "omita",
        "omite",
        "gpt",
        "claude",
        "gemini",
    ),
    *("language model", "large language", "sprachmodell", "de langage", "de lenguaje", "de linguagem"),
    *(
        "modello linguistico",
        "<|",
        "<s",
        "</",
        "< ",
        "<i",
        "<p",
        "<a",
        "inst]",
        "[ ",
        "[system",
        "[admin",
        "[note",
    ),
    *("##", "{", "matchedskills", "missingskills", "overallfit", "parsed_resume", "experienceassessment"),
    *(
        "[ats",
        "[ai",
        "[llm",
        "[bot",
        "[recruit",
        "[screen",
        "[parser",
        "new task",
        "new instruction",
        "new order",
    ),
    *(
        "---",
        "===",
        "***",
        "end of",
        "fin d",
        "fine d",
        "ende d",
        "fim d",
        "olvida",
        "ignora",
        "bot:",
        "bot,",
    ),
    *(
        "agent:",
        "agent,",
        "bots:",
        "bots,",
        "agents:",
        "software:",
        "software,",
        "algorithm",
        "assistant:",
        "assistant,",
    ),
    *(
        "assistants:",
        "model:",
        "model,",
        "modelo",
        "modell",
        "mod\xe8le",
        "modele",
        "models:",
        "sistema",
        "system:",
    ),
    *("system,", "syst\xe8me", "asistente", "assistente"),
    *('analysis"', "analysis'", 'concerns"', "concerns'", "do not", "don't", "never "),
)
_CUE = re.compile(
    r"(?<!\w)(?:(?:ai|ki|ia|ats|llms?)(?!\w)"
    r"|(?:this|that|dies\w{0,2}|ce|cet|cette|est[ea]|quest[oa])\s+(?:candid|applic|resum|cv\b|r\u00e9sum|profil|bewerb"
    r"|kandid|lebensl|curr)"
    r"|(?:the|dieser?|diese|o|el|il|le)\s+(?:candid|applic|bewerb|kandid)"
    r"|(?:output|return|respond|reply|answer|print|say|write|antworte|r[\u00e9e]pond\w*|responde?|rispondi|responda)"
    r"(?=[^.!?]{0,120}(?:scor|rating|rank|verdict|100|10/10|hire|approv|passed|yes|bewertung|puntuaci|pontua|punteg))"
    r"|(?:highest|maximum|perfect|full|top)\s+(?:possible\s+)?(?:score|rating|rank|marks))"
    r"|^[^\w\n]{0,6}(?:system|assistant|developer)[^\n:]{0,24}:",
    re.MULTILINE,
)


def _has_cue(text: str) -> bool:
    lowered = text.lower()
    return any(cue in lowered for cue in _CUES) or _CUE.search(lowered) is not None


def instruction_units(text: str, units: Sequence[tuple[int, int]]) -> list[int]:
    """Return the indices of the units (lines or sentences, by start and end) that speak to a program.

    A sign may run over several lines. What follows it in its paragraph belongs to it, at most six units.
    """
    if not _has_cue(text):
        return []
    found: set[int] = set()
    starts = [start for start, _ in units]
    for pattern in (_STRONG, _VERDICT):
        for match in pattern.finditer(text):
            first = max(bisect_right(starts, match.start()) - 1, 0)
            last = max(bisect_right(starts, match.end() - 1) - 1, first)
            found.update(range(first, last + 1))
            for unit in range(last + 1, min(last + 1 + _MOST_FOLLOWING, len(units))):
                if "\n\n" in text[units[unit - 1][1] : units[unit][0]]:
                    break
                found.add(unit)
    return sorted(found)
