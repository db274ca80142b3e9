"""The words by which `domain.grounding` judges a sentence; each list can be read and extended by anyone."""

import re

from domain.word_forms import LINKING, stem, word_set


def _any_of(alternatives: str) -> re.Pattern[str]:
    """One pattern of whole words or phrases, separated by bars or line ends."""
    lines = (line.strip() for line in alternatives.strip().split("\n"))
    return re.compile(rf"(?<!\w)(?:{'|'.join(lines)})(?!\w)", re.IGNORECASE)


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem, word_set(words)))


# Words that say who a person is, or that guess it.
PERSONAL = _any_of(
    r"""
    he|she|him|her|his|hers|himself|herself|mr|mrs|ms\.|miss|sir|madam|man|woman|men|women|male|female
    lady|ladies|gentlem[ae]n|guy|girl|boy|gender|sex(?:es)?|sexual\w*|gay|lesbian|bisexual|homosexual
    heterosexual|transgender|queer|lgbt\w*|age[ds]?|aging|ageing|young\w*|old(?:er)?|elderly|youthful
    teen\w*|(?:early|mid|late)[- ](?:teens|twenties|thirties|forties|fifties|sixties|seventies|\d0'?s)
    twenties|thirties|forties|fifties|sixties|seventies|middle[- ]aged?|pension\w*|retired|retirement
    retiree|birth\w*|born|married|marital|single(?=,| (?:and|mother|father|parent|applicant))|divorced
    widow\w*|spouse|pregnan\w+|mother\w*|father\w*|parent\w*|mum|mom|dad|husband|wife|bab(?:y|ies)|kids?
    (?:has|have|having|raising|raised|with|of|two|three|young|own|their|\d) (?:\w+ )?child(?:ren)?
    (?:has|have|having|raising|raised|with|of|two|three|young|own|their|\d) (?:\w+ )?famil(?:y|ies)
    ethnic\w*|race(?! condition)|racial|skin|black(?! ?(?:belt|box))|asian
    white(?! ?(?:paper|label|box|board))|hispanic|latin[ao]|caucasian|african|arab|nationalit\w+
    national of|citizen\w*|passport|visa|immigra\w+|migrant|refugee|asylum|expat\w*|foreigner
    foreign[- ]born|origin(?:s|ally)?|native (?:of|to|speaker)|descent|hails|hometown
    liv(?:es|ing) (?:in|near|at|with)|resid(?:es?|ing|ents?|ence)|accent|religio\w+|christian\w*
    catholic|protestant|muslim|islam\w*|jew(?:s|ish)?|hindu|sikh|buddhist|atheist|church|mosque
    synagogue|temple|parish|pray\w*|politic\w*|party member|trade union\w*|union member|disab\w+
    wheelchair|blind(?:ness)?|deaf\w*|autis\w+|illness\w*|sick\w*|cancer|depress\w+|health condition
    veteran|photo(?:s|graph)?|looks|attractive|handsome|beautiful|pretty|tall|overweight|maternity
    paternity|parental
    """
)
# Who somebody is, unless it is part of a name that the resume writes ("British Airways").
NATIONAL = _any_of(
    r"""
    british|briton|irish|scottish|welsh|american|canadian|australian|mexican|brazilian|argentin\w+
    colombian|indian|pakistani|bangladeshi|nepal\w+|sri lankan|filipin[ao]|indonesian|malaysian
    vietnamese|korean|egyptian|moroccan|nigerian|ghanaian|kenyan|ethiopian|south african|syrian|iraqi
    iranian|afghan|turk|israeli|saudi|russian|ukrainian|belarusian|romanian|bulgarian|serb\w*|croat\w*
    albanian|hungarian|austrian|swiss|belgian|dutchman|frenchman|englishman|european
    (?:english|german|french|spanish|portuguese|italian|polish|chinese|japanese|dutch|swedish|danish|norwegian
    finnish|greek|turkish|czech) (?:engineer|developer|citizen|applicant|candidate|person|worker|nurse
    manager)
    """
)

# What nobody can know of a person from one page, and what only a recruiter decides: never in a sentence,
# whoever wrote it first.
JUDGING = word_set(
    """
    superb superbly rockstar stellar fine finest finer remarkable remarkably outclass outclasses
    outstanding exceptional exceptionally extraordinary extraordinarily perfect perfectly ideal ideally
    flawless flawlessly unmatched unparalleled unbeatable unrivalled unrivaled genius unicorn best
    better greatest great excellent excellently elite top topmost amazing awesome brilliant fantastic
    incredible phenomenal magnificent marvellous wonderful terrific talent talents talented gifted star
    superstar legend legendary guru ninja wizard hero champion winner prodigy visionary unique
    irreplaceable invaluable peerless supreme ultimate premier leading-edge number-one overqualified
    guarantee guaranteed guarantees undoubtedly certainly definitely surely absolutely totally truly
    highly hire hires hired hiring hireable employ employs recruit recruits recruiting onboard onboards
    onboarding invite invites invited inviting interview interviews interviewed interviewing shortlist
    shortlists shortlisted recommend recommends recommended recommending recommendation endorse endorses
    endorsed proceed proceeds proceeding select choose chooses chosen pick picks picked take grab bring
    put reject rejects rejected rejecting rejection decline declines declined dismiss dismissed avoid
    should shall ought immediate immediately urgent urgently instantly asap straightaway must deserve
    deserves worth skip overrule override overlook congratulations yes please bad terrible awful
    horrible useless incompetent lazy liar lied lies fired sacked criminal poor poorly unsuitable
    nobody everyone everybody anyone anybody strongest finest dream snap sign salary approved preapproved
    cleared advance unmissable sorcerer sorcery god goddess mastery hello behind deserving
    dishonest untrustworthy trust trusted you your yours me my mine myself us let's
    """
)
JUDGING_PHRASES = _any_of(
    r"""
    world[- ]class|number one|no\.? ?1|must[- ]have
    without (?:a )?(?:doubt|exception|delay|hesitation|question)|not the (?:only|first|last|least)
    no (?:doubt|need|question|hesitation|other|one|equal|rival|match|better|problem|less|fewer)|not only
    not just|not merely|nothing less|second to none|every other
    (?:any|all|the|than|other) other (?:applicant|candidate)s?
    other (?:applicant|candidate|engineer|developer|people)s?
    (?:of|than) (?:all|any) (?:applicant|candidate)s?|100 ?percent|out of (?:ten|10|five|5)
    \d+ ?/ ?(?:5|10|100)(?![\d/])|(?:ten|five) out of|at once|right away|straight away|right now
    not (?:be |to be )?(?:missed|missing|absent|lacking|without)|never (?:missing|absent|lacks)
    (?:job|role|position|team|company) needs? (?:the|this) (?:applicant|candidate|engineer|developer|person)
    (?:above|beyond|below) the level|short (?:time|periods?|tenures?|stints?)|career gaps?
    gaps? of (?:\d|\w+ years?)|gaps? in (?:the |their )?(?:career|employment|work|resume)|comes? close
    beyond (?:all|any|compare)|by far|fast[- ]track\w*|(?:final|next|second|last) (?:round|stage|step)
    straight to|(?:preferred|chosen|picked) (?:over|before)|(?:first|clear|only|obvious|natural|right) choice
    ready to (?:start|begin|join|lead)|search (?:ends|is over|stops)|look (?:no )?further|safe pair|every team
    the (?:missing piece|board|blood)|in (?:the|his|her|their) blood
    """
)

FAVOUR = _any_of(
    r"""
    qualif(?:y|ies|ied)|suitab(?:le|ly|ility)|suits?|well[- ]suited|match(?:es)? (?:the|this|well)
    promising
    (?:good|clear|solid|close|strong|great|full|right|natural|positive) (?:overall )?(?:fit|match|choice|case)
    (?:good|clear|solid|strong|capable|able) (?:candidate|applicant)
    fits?(?: the)?(?: \w+)? (?:well|job|role)
    meet(?:s|ing)? (?:the|all|most|every|its|these|core)(?! (?:\w+ )?minimum)|fulfil(?:l|ls|s)
    satisf(?:y|ies)|pass(?:es|ed) (?:the|all)|(?:directly|closely|very|strongly) (?:relevant|related)
    requirements? (?:are|is) (?:met|covered|shown|satisfied)
    """
)
STRONG_FAVOUR = _any_of(
    r"""
    (?:strong(?:ly)?|clear|full(?:y)?|natural|right|close) (?:overall )?(?:fits?|match(?:es)?)
    (?:strong(?:ly)?|clear|natural|right) (?:candidate|applicant)
    (?:strong(?:ly)?|fully|well|very well|clearly) (?:matched|qualified|suited|suitable)
    exceed(?:s|ing)? (?:all|the job)
    """
)
AGAINST = _any_of(
    r"""
    unfit|unqualified|disqualif\w+
    (?:weak|bad|wrong) (?:overall )?(?:fit|match|candidate|applicant|choice)
    (?:do(?:es)? not|did not|doesn't|fails? to|cannot) (?:meet|fit|match|qualify|satisfy|fulfil|suit|pass)
    not (?:be )?(?:a )?(?:suitable|considered|fit|match|qualified|suited|enough|met|(?:good|strong|right) \w+)
    (?:too )?(?:little|few) of what|keep away|falls? short
    """
)

# Words that claim to know of the whole: only where the evidence says so.
COMPLETE = _any_of(
    r"""
    all|every|everything|each|entire|entirely|complete|completely|completeness|fully
    full (?:coverage|match|set)|whole|total|both required|none (?:are|is) (?:missing|lacking)
    nothing (?:is )?(?:missing|lacking|absent)
    (?:no|without|zero|not any) (?:\w+ ){0,2}(?:gaps?|weakness(?:es)?|concerns?|shortcomings?|deficits?)
    no (?:\w+ )?(?:skills?|requirements?) (?:is|are) (?:missing|absent|lacking)|no missing
    """
)
# It may be said of anything but of what the job asks for: "all services", "full-stack", "full-time".
COMPLETE_OF = re.compile(
    r"\b(?:skill|require|job|ask|need|criteri|demand|expect|gap|concern|weakness|missing|lack|role|position"
    r"|qualification|shown|covered|nothing)",
    re.IGNORECASE,
)
MORE = _any_of(
    r"""
    exceed(?:s|ing|ed)?|surpass(?:es|ing)?
    (?:more|longer|above|beyond|over) (?:\w+ ){0,4}(?:required|asked|minimum|needed)
    """
)
MOST = _any_of(r"most|majority|nearly all|almost all|many|mostly")

# Denials: before what they deny, and after it.
DENIED_BEFORE = _any_of(
    r"""
    no|not|n't|without|lacks?|lacking|lack of|missing|absence of|neither|nor|never|unproven|gaps? in
    does(?:n't| not)|do(?:n't| not)|did(?:n't| not)|cannot|has(?:n't| not)|have(?:n't| not)
    """
)
DENIED_AFTER = _any_of(
    r"""
    (?:is|are|was|were|has|have|does|do|did|be|been|could|can)(?: not|n't)|cannot|missing|absent|lacking
    unproven
    not (?:yet |explicitly |clearly |directly )?(?:be )?(?:shown|mentioned|listed|found|stated|named)
    not (?:yet |explicitly |clearly |directly )?(?:be )?(?:documented|covered|evident|present)
    (?:is|are|remains?) (?:a|the|one|another) (?:\w+ )?gap|undocumented|unmentioned
    """
)

# The sentence speaks of what is asked for, so that the job's own words may stand in it.
OF_THE_JOB = _any_of(
    r"""
    jobs?|roles?|positions?|requir(?:e[sd]?|ing|ements?)|ask(?:s|ed)?|needs?|needed|prefer(?:s|red)?
    demands?|expect(?:s|ed|ations?)?|minimum|desirable|desired|responsibilit(?:y|ies)
    """
)

# A line of a resume that speaks to whoever, or whatever, reads it; beside `domain.instructions`. Bare nouns
# ("assistant", "score", "JSON", "instructions") are the words of honest work: they need an order around them.
_FIELDS = (
    r"(?:summary|strengths?|concerns?|recommendation|assessment|evaluation|overall ?fit|rating|verdict|answer"
    r"|analysis|start ?date|end ?date|matched ?skills?|missing ?skills?|only missing skill|employer|report)"
)
_TO_A_READER = (
    r"(?:ai|llm|models?|reader|recruiters?|hr|system|reviewers?|bots?|evaluators?|screeners?|assistant)"
)
_WRITING = r"(?:output|print|say|write|mention|state|report|repeat|add|list|put|include|insert|set|show|use)"
_CHOOSING = r"(?:hire|choose|pick|take|select|rate|rank|score)"
_TOLD = r"\b(?:skills?|cv|resume|candidate|applicant|me|summary|key|link|address|him|her|fit|strong)\b"
_CLAUSE_START = r"(?:^|[.:;!]\s+|\bplease )"
ADDRESSED = re.compile(
    "|".join(
        (
            # the fields of the answer
            r"\b(?:overallFit|matchedSkills|missingSkills|experienceAssessment|parsed_resume|passFail)\b",
            r"\b(?:finalScore|startDate|endDate)\b",
            rf"\b(?:for|in|into|as) (?:the|your) {_FIELDS}\b.{{0,20}}\b(?:please|use|write|say|put)\b",
            rf"\b{_WRITING}\b.{{0,60}}\b(?:in|into|as|to|for) (?:the |your )?{_FIELDS}\b(?! of)",
            # a role for the reader
            r"\byou(?:'re| are) (?:an? |to |the )?(?:ai|\w*bot|assistant|model|system|recruiter|reviewer)\b",
            r"\byou(?:'re| are) now\b|\bas an ai\b|\b(?:system|developer) (?:message|prompt|mode)\b",
            rf"\byou (?:must|will|should|shall|have to|need to) (?:now )?(?:{_WRITING}|{_CHOOSING})\b",
            r"\byou (?:must|will|should|shall|have to|need to) (?:ignore|give|answer|recommend|respond)\b",
            rf"\byour (?:task|instructions?|output|response|system|prompt|rules|{_FIELDS})\b",
            rf"\bdear {_TO_A_READER}\b|\b(?:ai|llm|automated) {_TO_A_READER}\s*[,:]|\bto the assistant\b",
            r"^\W*(?:system|developer|user|model|ai)\s*:|^\W*assistant\s*[:,]|\bassistant ?: ",
            rf"\b(?:note|message|hint|instructions?) (?:to|for) (?:the |any |all )?{_TO_A_READER}\b",
            # orders
            r"\b(?:ignore|disregard|forget) (?:all|any|previous|prior|earlier|the above|everything)\b",
            r"\binstructions?\s*:\s*(?:\w+ ){0,6}(?:as|must|is|to|the)\b|\bnew instructions?\b",
            r"\b(?:respond|reply|answer) (?:only )?(?:with|in)\b|\brepeat after\b|\bread backwards\b",
            rf"{_CLAUSE_START}{_WRITING} (?:that|these|this|me|my|yes|only|who|how)\b(?=.{{0,80}}{_TOLD})",
            rf"{_CLAUSE_START}(?:{_WRITING}|give|make|leave|treat|call)\b.{{0,40}}\b(?:me|my|i am)\b",
            r"\bsummari[sz]e (?:this|the|me|my)\b.{0,20}\b(?:candidate|applicant|resume|cv)\b",
            rf"\b{_CHOOSING} (?:me|this (?:candidate|applicant|resume|cv)|the applicant|immediately)\b",
            # nobody calls himself "this engineer"
            r"\bthis (?:\w+ )?(?:engineer|developer|programmer|analyst|nurse|teacher|accountant|clerk)\b",
            r"\bthis (?:\w+ )?(?:specialist|consultant|designer|expert|professional|applicant|candidate)\b",
            r"\b(?:rated?|scored?) 10/10|\bend of (?:the )?(?:resume|document|cv)\b|\blet us play\b",
            r"\bjailbreak\b|\bdecode and\b|\bif you do not comply\b|<{3}|>{3}|[A-Za-z0-9+/=]{40,}",
        )
    ),
    re.IGNORECASE,
)

# Words that mean nothing alone.
EMPTY = LINKING | word_set(
    """
    about above across after again all also although am among any are as at be because been before being
    below between both but by can could did do does during each either few for from further had has have
    having here how however if instead into is it its itself just may might more most much neither no
    nor not off once only other others our out over own per rather same several since so some such than
    that their them then there therefore these they this those though through thus to too towards under
    unlike until up upon very via was we well were what when where whereas whether which while who whom
    whose why will with within without would yet applicant applicants candidate candidates one ones
    """
)
# What an assessment says in its own words, as stems. No praise, no action, no deed: those come from a resume.
ASSESSING = _stems(
    """
    ability able absence absent additional adequate adjacent align alignment application apply approach
    area asked aspect assess assessment background based basic basis beneficial benefit breadth broad
    brief career clear clearly closely coherent combine combination come concern concrete confirm
    consider considerable consistent contain content contribute core cover coverage current currently
    day dated depth describe described description desirable desired detail detailed develop development
    differ different difference direct directly discuss document documented domain duration duty
    emphasis employer employment entry establish evidence evident exact example exceed expect
    expectation experience experienced expertise explicit explicitly exposure extend extensive familiar
    familiarity fewer field fit focus focused followed found foundation frequent fulfil full further gap
    general good handle hands hand held help hold include including increase indicate industry
    information involve involving job key know knowledge known lack lacking language largely last later
    least length less level like limited list listed long longer look main mainly major match matched
    matching meet mention mentioned minimum missing mix moderate month name named need needed next
    notable note number objective part partial partially particular past perform performance period
    person plus position positive possess potential practical practice prefer preferred present
    presented previous previously primarily prior professional proficiency proficient profile progress
    progression project prove proven provide quality quantified question range read recent recently
    record regard related relate relevance relevant rely remain report require required requirement
    respective responsibility result resume role scope section sector seen short show shown significant
    similar skill small solid specific specifically stack stage standard state stated statement strength
    strong strongly structured substantial suggest suitable summary support task team technical
    technique technology tenure term text time title tool toolset total track transferable typical
    unclear underline understand understanding unknown unproven use used using varied various verify
    weak weakness whole wide work worked working write written year qualify fix move nearly roughly
    approximately maintain appear early earlier mostly versus vs decade build built create design make
    reduce run today since multiple overall actively demonstrate demonstrated direct spell spent mostly
    largely
    """
)
# These claim something of a person: said, the resume must say it, too; denied, the resume must not.
CLAIMS = _stems(
    """
    lead leader leadership manage management manager senior junior seniority certify certified
    certificate certification license licence degree education educational academic graduate
    qualification train training award publication formal production architect architecture mentor
    mentoring supervise supervision volunteer
    """
)
# A degree that is named must be one of the resume's.
DEGREES = {
    "bachelor": _any_of(r"bachelor\w*(?:'s)?|b\.?sc|b\.?eng|b\.?a|b\.?s|b\.?tech|b\.?com|undergraduate"),
    "master": _any_of(r"master'?s|master (?:of|degree)|m\.?sc|m\.?eng|m\.a|ma|m\.?tech|m\.?s|postgraduate"),
    "mba": _any_of(r"m\.?b\.?a"),
    "doctor": _any_of(r"doctor(?:ate|al)|ph\.?d|d\.?phil|doctor of"),
    "diploma": _any_of(r"diploma\w*|associate'?s? degree"),
}
# A sentence is about the work only if it names something of it.
TOPICS = _stems(
    """
    experience skill requirement job role resume education background evidence employer employment
    project stack year expertise knowledge technology tool career qualification certification degree
    leadership
    """
)
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen twenty".split(),
        2,
    )
}
TENS = {
    word: 10 * number
    for number, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
