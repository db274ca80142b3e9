"""The words by which `domain.grounding` judges a sentence; each list can be read and extended by anyone."""

import re

from domain.word_forms import LINKING, stem, word_set


def _any_of(alternatives: str) -> re.Pattern[str]:
    """One pattern of whole words or phrases, separated by bars or line ends."""
    lines = (line.strip() for line in alternatives.strip().split("\n"))
    return re.compile(rf"\b(?:{'|'.join(lines)})\b", re.IGNORECASE)


# Words that say who a person is, or that guess it.
PERSONAL = _any_of(
    r"""
    he|she|him|her|his|hers|himself|herself|mr|mrs|ms|miss|man|woman|male|female|gender|age[ds]?
    young|old|elderly|youthful|married|single|divorced|pregnan\w+|mother|father|husband|wife
    children|family|ethnic\w*|race|racial|nationalit\w+|religio\w+|christian|muslim|jewish|hindu
    buddhist|disab\w+|health condition|immigrant|foreign(?:er)?|native speaker|accent|photo\w*
    attractive|handsome|beautiful|maternity|paternity
    """
)

# What nobody can know of a person from one page, in a language of advertisements.
SUPERLATIVE = _any_of(
    r"""
    perfect(?:ly)?|ideal(?:ly)?|flawless\w*|unmatched|unparalleled|unbeatable|world[- ]class|genius
    unicorn|best(?! practices?)|greatest
    top[- ]?(?:tier|notch|candidate|applicant|choice|pick|\d+ ?%)|number one|must[- ]hire
    guarante\w+|without (?:a )?doubt|100 ?%|ten out of ten|10/10|immediate(?:ly)?|at once|right away
    urgent(?:ly)?|no need|skip\w*|overrid\w+|overqualified
    """
)

AGAINST = _any_of(
    r"""
    reject\w*|unsuitable|unfit|unqualified|disqualif\w+|weak (?:fit|match|candidate|applicant)
    do(?:es)? not (?:proceed|advance|invite|hire|recommend|meet the|fit)
    not (?:be )?(?:recommended|suitable|considered|invited|hired|a fit|a match|qualified)
    not (?:be )?(?:proceed\w*|advance\w*)
    decline\w*|poor (?:fit|match)
    """
)

FAVOUR = _any_of(
    r"""
    hir(?:e[ds]?|ing)|invit\w+|interview\w*|shortlist\w*|recommend\w*|endors\w+|proceed\w*
    advanc(?:e[ds]?|ing|ement)|offer\w*|select(?:ed|ion)?|accept\w*|approv\w+|pass(?:ed|es)?
    qualif(?:y|ies|ied)|suitab\w+|well[- ]suited
    (?:strong|excellent|outstanding|exceptional|great|good|clear|solid) (?:overall )?(?:fit|match)
    (?:strong|excellent|outstanding|exceptional|great|good|clear|solid) (?:candidate|applicant|choice)
    exceptional\w*|outstanding|extraordinar\w+|exceeds?|meets all|all requirements|highly
    """
)

STRONG_FAVOUR = _any_of(
    r"""
    hir(?:e[ds]?|ing)|offer\w*
    strong(?:ly)? (?:overall )?(?:fit|match|candidate|applicant|recommend\w*)|highly
    (?:excellent|outstanding|exceptional|great) (?:fit|match|candidate|applicant|choice)
    exceptional\w*|outstanding|extraordinar\w+|exceeds?|meets all|all requirements
    fully (?:meets|qualified)
    """
)

# A line of a resume with such words speaks to whoever reads it: nothing is supported by it.
ADDRESSED = _any_of(
    r"""
    ignore|disregard|forget|override|bypass|obey|comply|pretend|roleplay|jailbreak|repeat after
    act as|you are|you're|you must|you will|you should
    your (?:task|instruction|answer|output|response|role|job is|rating)|as an ai
    dear (?:ai|model|reader|recruiter|hr)|prompts?|system ?:|system message|system prompt
    developer mode|assistant|chatbot|gpt|chatgpt|gemini|claude|llms?|language model
    ai (?:model|system|recruiter|reviewer|screener|tool)|instructions?|json|overallfit|matchedskills
    missingskills|strengths|concerns|experienceassessment|recommendation|parsed_resume|overall fit
    respond|answer with|output|print|reply|rate|rating|score|rank(?:ed|ing)?|note to|attention
    important ?:|base64|decode|translate|begin|end of (?:resume|document)|fence
    hire (?:me|this|the|him|her|immediately)|this (?:candidate|applicant|resume|cv)
    the (?:candidate|applicant) (?:is|has|must|should)|ignorier\w*|vergiss|anweisung\w*|bewerte\w*
    bewertung|antworte\w*|empfehl\w+|sie sind|du bist|ignor[ea]z?|oubli\w+|consignes?|r[ée]pond\w*
    note[zr]?|recommand\w+|vous [êe]tes|tu es|ignora\w*|olvid\w+|instrucciones?|responde\w*
    califica\w*|recomiend\w+|eres|usted es|ignore as|esque[çc]a|instru[çc][õo]es|responda|avalie
    recomend\w+|voc[êe] [ée]|dimentica\w*|istruzioni|rispondi|valuta|consiglia\w*|sei un
    """
)

# Words that mean nothing alone.
EMPTY = LINKING | word_set(
    """
    about above across after again all also although am among any are as at be because been
    before being below between both but by can could did do does during each few for from
    further had has have having here how i if into is it its itself just may might more most
    much no nor not now off once only other our out over own per same shall should since so some
    such than that their them then there these they this those through thus to too under until
    up upon very was we well were what when where which while who whom whose why will with
    within without would yet applicant applicants candidate candidates
    """
)
# What an assessment says in its own words, as stems.
ASSESSING = frozenset(
    stem(word)
    for word in word_set(
        """
        ability able absence absent academic achievement additional adequate adjacent
        advanced advantage align alignment application apply approach area asked aspect
        assess assessment background based basic basis beneficial benefit beyond breadth
        broad brief bring build career certification certified claim clear clearly coherent
        collaboration combine combination combines company complement complete comprehensive
        concern concrete confirm consider considerable consistent contain content contribute
        core cover coverage current currently dated decade demand demonstrate demonstrated
        depth described description desirable detail detailed develop developed development
        direct directly discuss document documented domain duration education educational
        emphasis employer employment entry establish established evidence evident exact
        example exceed expect expectation experience experienced expertise explicit exposure
        extend extensive familiar familiarity fewer field fit focus followed formal found
        foundation frequent fulfil fulfill full gap general good grade growth hands-on
        handle held help hold impact include including increase indicate industry
        information involve involving job junior key know knowledge known lack lacking
        largely last later lead leadership least length less level limited list listed long
        longer look main mainly major manage managed management match matched measurable
        meet mention mentioned mid minimum missing mix moderate month name named need needed
        next none notable note number objective offer oral organization partial partially
        particular past performance period person position positive potential practical
        practice prefer preferred present presented previous primarily prior professional
        proficiency proficient profile progress progression project proof prove proven
        provide qualification quality quantified question range read reader recent recently
        record regard related relate relevance relevant rely remain report require required
        requirement resource respective responsibility result resume role scope second
        section sector senior seniority several short show shown significant similar skill
        small solid specialist specific stable stack stage standard state stated statement
        strength strong strongly structured substantial suggest suitable summary support
        sustain task team technical technology tenure term third time title tool top total
        track training transferable typical understanding unclear unknown unproven use used
        using varied various verify weak weakness well whole wide work worked working
        written year yet invite interview ask conversation hire recommend consider proceed decide decision
        first one two three four five six seven eight nine ten
        """
    )
)
