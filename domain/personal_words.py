"""Word tables that tell a person's name, home and civil data from professional words.

All entries are lower case and without accents (see `fold`); lists are by kind, written by hand, and hold
English first, with the words that French, German, Spanish, Portuguese and Italian resumes use most.
"""

import unicodedata

from domain.gendered_words import GERMAN, NOUNS, SURNAMES

_OCCUPATIONS = """
accountant actor actress actuary adjuster administrator adviser advisor advocate agent agronomist aide
analyst anesthesiologist animator apprentice apprenticeship arborist archaeologist architect archivist
artist artiste assembler assessor assistant associate astronomer athlete attendant attorney auditor
author
banker barista bartender beautician biochemist bioinformatician biologist blogger boilermaker bookkeeper
botanist bricklayer broker builder bursar busser buyer calibrator cameraman captain caregiver caretaker
cartographer cashier caterer chairman chairperson chairwoman chancellor chauffeur checker chef chemist
chiropractor choreographer cinematographer cleaner clerk clinician coach coder collector colorist
columnist commander commissioner compositor comptroller concierge conductor conservator constable
consultant contractor controller coordinator copywriter correspondent cosmetologist counsel counsellor
counselor courier craftsman crewmember distributor advertiser franchisee contestant practicum curator
custodian dancer dealer decorator dentist deputy dermatologist designer detective developer dietitian
cobbler commis joiner macon milliner scaffolder soldador stevedore hostler director dishwasher
dispatcher docent doctor draftsman drafter driller driver ecologist economist editor
educator electrician embryologist employee endodontist engineer entertainer entrepreneur epidemiologist
estimator estimater evaluator examiner executive expeditor expediter exterminator fabricator facilitator
faculty farmhand fellow fielder filmmaker financier finisher firefighter fisherman fitter florist
forecaster foreman forester founder cofounder freelancer fundraiser gamer generalist geneticist
geographer
geologist geophysicist glazier grader groundskeeper guard guide gynecologist hairdresser hairstylist
handler handyman headmaster helper historian host hostess hotelier housekeeper hygienist illustrator
immunologist inspector installer instructor intern internist internship interpreter interviewer
investigator investor ironworker janitor jeweler journalist judiciary laborer labourer laboratorian
landscaper lawyer leader lecturer lexicographer librarian lifeguard lineman linguist loader lobbyist
locksmith logistician machinist magistrate maid maker manager manicurist marketer masseuse matron
mathematician mechanic mediator mentor merchandiser merchant meteorologist microbiologist midwife
millwright miner minister model moderator modeler mover musician nanny negotiator neurologist
neurosurgeon
nurse nutritionist obstetrician officer oncologist operative operator optician optometrist orderly
organiser organizer orthodontist owner packer paediatrician painter paralegal paramedic participant
partner pathologist pediatrician performer pharmacist pharmacologist phlebotomist photographer physician
physicist physiologist physiotherapist pianist pilot pipefitter planner plasterer plumber podiatrist
policeman politician practitioner preacher president presenter principal printer producer professional
professor programmer projectionist promoter proofreader proprietor prosecutor psychiatrist psychologist
psychotherapist publicist publisher purchaser radiographer radiologist realtor receptionist recruiter
registrar rep reporter representative researcher resident restaurateur retailer rheumatologist rigger
roofer sailor salesman salesperson saleswoman scheduler scholar scientist screener sculptor seamstress
secretary seller server shipper shopper sociologist soldier solicitor sonographer specialist sportsman
statistician stenographer sterilizer stockbroker stocker storekeeper strategist student stylist
superintendent superintendant supervisor surgeon surveyor tailor teacher technician technologist teller
tester therapist toolmaker trader trainee trainer transcriber transcriptionist translator treasurer
tutor
typist underwriter upholsterer urologist usher valet vendor veterinarian videographer volunteer waiter
waitress warden webmaster welder woodworker worker writer zoologist ceo cfo cto coo cio ciso cmo chro vp
svp evp avp md gm hr hrbp it qa qc sde sdet swe sre dba pm po ba bi rn lpn cna emt lvn crna pa np asst
assoc mgr dir eng engr sr jr snr jnr sme tl scrum devops sysadmin fullstack ingenieur ingenieurin
ingeniero ingeniera ingegnere engenheiro engenheira developpeur developpeuse entwickler entwicklerin
desarrollador desarrolladora sviluppatore desenvolvedor desenvolvedora programador programmierer chef
cuisinier comptable buchhalter contador contable contabile berater beraterin consultor consultora
consulente leiter leiterin gerente gestor gestora geschaftsfuhrer kaufmann kauffrau verkaufer directeur
directrice responsable responsabile responsavel charge chargee assistante asistente assistente lehrer
lehrerin enseignant profesor profesora professeur professore infirmier infirmiere enfermero enfermera
enfermeiro infermiere arzt medecin medico avocat abogado advogado avvocato architecte arquitecto
arquiteto
architetto analista analyste techniker technicien tecnico ouvrier operario operaio vendeur vendedor
venditore secretaire stagiaire praktikant praktikantin becario estagiario tirocinante werkstudent
sachbearbeiter projektleiter
"""

_RANKS = """
junior senior lead chief head principal staff vice deputy interim acting assistant executive
trainee entry
mid midlevel level global regional national international corporate certified registered licensed
chartered qualified experienced seasoned expert independent freelance self employed contract contractor
temporary permanent part full time remote hybrid former current graduate postgraduate undergraduate
doctoral postdoctoral candidate fresher seeking aspiring professional dynamic motivated dedicated
passionate accomplished versatile skilled trained bilingual multilingual multi master masters bachelor
bachelors phd mba msc bsc btech mtech bca mca veteran sergeant lieutenant corporal petty commissioned
noncommissioned premier elite award winning oriented driven detail results highly team managing general
special group first second third line grade tier i ii iii iv
"""

_BUSINESS = """
ip mac academic access account accounting accounts acquisition acute administration administrative
admission admissions adult advertising advisory aerospace affairs after agency agile agricultural
agriculture ai air aircraft airline airport algorithm allied ambulatory analysis analytical analytics
android animal animation api apparel application applications applied apps aquatic arabic architecture
architectural area art arts asset assets assembly assurance athletic auction audio audit auditing
automation automotive avionics awards aws azure back backend baggage baking bank banking banquet bar
behavior behavioral benefits beauty big billing biomedical biotech biotechnology blockchain board body
book branch brand branding broadcast budget building bureau business cad calibration call camp campaign
campus capital cardiac care career cargo case catering cell center centre chain change channel charge
chemical chemistry child childcare children church circuit city civic civil claim claims class cleaning
client clients clinic clinical clothing cloud club co code coding collection collections college
commerce
commercial communication communications community compensation competitive compliance computer computing
concept concrete conference consulting consumer construction content contracts control coordination copy
core cosmetics cost costume council counseling country county court creative credit crew crime criminal
crisis critical crm culinary curriculum custodial custom customer customs cyber cybersecurity dance data
database day debt decision deep defense defence delivery demand dental department deposit design desk
desktop development device devices diagnostic dietary digital direct disability disaster discovery
display
distribution district document documentation domestic drafting drilling drug early eastern ecommerce
ecology economic economics editing editorial education educational electric electrical electronic
electronics elementary email embedded emergency employment energy engagement engineering english
enterprise entertainment environment environmental equipment equity erp estate estimating etl event
events
excel exercise exhibition expense experience export extension external fabrication facilities facility
family farm farming fashion federal feed field file film finance financial fine fire fitness fixed fleet
flight floor floral food foods foreclosure foreign forensic forestry foundation franchise fraud freight
french front frontend fuel fulfillment functional fund fundraising furniture game games gas gaming
geographic german government governance grants graphic graphics grocery growth guest gym hair hardware
hazardous health healthcare heavy help high higher hire hiring home horticulture hospice hospital
hospitality hotel house housekeeping housing human hvac imaging implementation import improvement
incident
inclusion industrial industry infant infection information infrastructure innovation inpatient inside
inspection installation institute institution instruction instructional instrument insurance integrated
integration integrity intelligence intensive interactive interface interior internal internet
interpersonal intervention inventory investigation investigations investigative investment
investments ios
journalism junior juvenile key kindergarten kitchen knowledge lab labor laboratory labour land landscape
language languages laundry law leadership learning leasing ledger legal lending liability liaison
library
life light lighting linux litigation loan loans local logistics loss machine machinery mail maintenance
mainframe managed management manual manufacturing marine maritime market marketing markets massage
material materials maternity math mathematics mechanical mechatronics media medical medicine member
membership mental merchandise merchandising metal middle military ministry ml mobile modeling molecular
money mortgage motion motor multimedia museum music natural naval navy network networking networks new
news newspaper nlp nuclear nursery nursing nutrition occupational office offshore oil online onsite open
operating operation operational operations optical optimization oracle oral order organization
organizational outbound outdoor outpatient outreach outside overnight packaging paid paint parent
partnership partnerships parts passenger pastry patent patient patrol payment payments payroll pediatric
people performance personal personnel pest petroleum pharma pharmaceutical pharmacy photo photography
physical pipeline pizza placement planning plant plastics platform police policy political population
portal portfolio post power practical practice pre preparation preschool presentation press prevention
preventive pricing primary print private process processing procurement product production products
program programme programming programs project projects promotion promotions property protection
provider
psychology public publication publications publishing purchase purchasing python quality quantitative
quant radiation radio radiology rail railway real receivable payable receiving reconciliation record
records recreation recruiting recruitment refinery regulatory rehabilitation reimbursement relations
relationship relief rental repair reporting reports rescue research reservations reservoir residential
resource resources response restaurant restoration retail retention revenue review risk robotics room
route safety sale sales salesforce salon sanitation sap satellite school science sciences seafood
seasonal
secondary securities security self semiconductor service services settlement shareholder shelter shift
shipping shop sleep small social software solution solutions sound sourcing special specialised
specialized specialty spanish speech sports sql stage standards state station statistics stock storage
store strategic strategy structural structures studies studio study substitute summer supplier supply
support surgery surgical surveillance sushi sustainability switchboard system systems talent tax
taxation
teaching tech technical technologies technology telecom telecommunications telephone television
territory
test testing textile theater theatre therapeutic therapy ticket tool tooling tools tourism tower trade
trading traffic training transaction transfer transition transport transportation travel treasury
treatment trial trust ui underwriting unit university urban user utilities utility ux validation vehicle
vendor venture veterinary victim video virtual visual vocational wafer warehouse warehousing waste water
wealth web website weekend welding welfare wellness western wholesale wildlife wind wine winter wireless
women workforce workplace workshop world writing yoga youth company companies corp corporation inc
ltd llc
llp plc gmbh ag sa pvt limited industries holdings partners partnership enterprises ventures
laboratories
bank institute academy universitat universite universidad universidade universita hochschule ecole
escuela
escola scuola java javascript typescript node nodejs react angular vue html css php dotnet net
kubernetes
docker terraform ansible hadoop spark hive kafka sas spss matlab tableau powerbi informatica cobol abap
unix windows microsoft google amazon adobe autocad solidworks revit photoshop servicenow sharepoint
dynamics workday peoplesoft netsuite cisco vmware citrix mongodb mysql postgresql selenium j2ee
wordpress
drupal magento shopify mulesoft tibco informatique informatik informatica ventes vertrieb ventas vendas
vendite achats einkauf compras acquisti produktion produccion producao produzione qualite qualitat
calidad
qualidade qualita finances finanzen finanzas logiciel logiciels desarrollo desenvolvimento sviluppo
entwicklung developpement recherche forschung investigacion pesquisa ricerca ressources humaines
recursos
humanos risorse umane projet projekt proyecto projeto progetto systeme sistemas sistemi reseau reseaux
donnees datos dados dati
"""

_HEADING_WORDS = """
about abstract academic accomplishments achievements activities additional affiliations appendix areas
background bio biography career certificates certification certifications competencies competences
contact
contacts core coursework courses credentials declaration details education employment experience
experiences expertise extracurricular goal goals highlights history hobbies honors honours information
interests introduction key knowledge languages licenses links me memberships objective objectives
overview
particulars profile publications proficiency qualification qualifications references referees resume
responsibilities scholarships section skill skills strengths summary synopsis technical technologies
trainings vitae volunteering work formation formacion formacao formazione ausbildung bildung experiencia
experience esperienza berufserfahrung kenntnisse competences competencias habilidades aptidoes
lebenslauf
profil perfil profilo resumen resumo sommario langues idiomas lingue sprachen kontakt coordonnees
contacto confidential draft
contato contatti anschreiben werdegang
"""

_FUNCTION_WORDS = """
a am an and any are as at be been but by can could de did do does each email for from get had has
have he
her here him his how i if in into is it its like me more most my near no nor not of off on one only or
other our out over own per page phone she so some such than that the their them then there they
this those
through to too under until up us use used using very via was we were what when where which while who why
with within without would write year years you your title own tel fax mob mobile address date birth name
gender sex nationality linkedin github twitter facebook skype www http https com template sample samples
example examples format free download copy build vita last updated filed updated create sample new phd
note two three four five six ten drive avenue position positions profession occupation designation
department career careers january february july september october november december
"""

#: Words that are given names, surnames or towns as well as a trade, a tool or an everyday word. Beside
#: contact details their position tells; without any they are taken for a profession.
_AMBIGUOUS = """
abbott ada jan mar jun sep aug dec angel angular apache april archer art august autumn bacon bailey
baker
banks barber bass bay bean beck bell berry bill bird bishop black blaze bloom blue bond booth brewer
bridge bridges brook brooks brown bush butcher butler carpenter cash cassandra castle chance chandler
chase christian clay close cloud coal cook cooper court crane crystal dale dash dawn day dean delphi
constable church post street destiny django drew duke earl eden elm ember english faith farmer
faust field
fields finch fisher flask fleet flower flowers ford forest forrester fortune fox frank fraser
french gates
gardener gardner gem gene german glass gold golden good grace grant gray green grey groom guy hall
harbor
haskell hawk hayes heath helm hill hive holiday holland hook hope house hudson hunter iris ivory
ivy jade
jasmine java jenkins jewel journey joy judge julia june justice kafka karma keen king kit kite knight
kotlin lake lamb lane laravel law lean legacy less light lily little long love lua lucky lush major
maple
march mark marks marsh marshall mason maven may mercy merit mills miller mine mint miracle misty
moon moss
myrtle nest nice noble north nova oak olive page paige pages park parker pascal pat patience pearl penny
perl piper pope porter poppy potter power price prince prudence puppet python queen rails rain
ranger ray
reading reed regent rich river rivers robin rock rose ruby rust sage salt sands sandy sargent saturn
sawyer scala scott sharp shepherd sierra silver sky skipper slater small smart smith snow sol sous south
spring sprout star steel sterling stern steward stone storm strong summer summers sunny swift tab tanner
taylor temple terry thatcher tile trinity troy turner van vance victor violet vue walker wall ward
waters
weaver webb wells west wheeler white wild will wills wing winter winters wise wolf wood woods
wright young
"""

_COUNTRIES = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahrain
bangladesh barbados belarus belgium belize benin bhutan bolivia bosnia botswana brazil brasil bulgaria
burundi cambodia cameroon canada chad chile china colombia congo croatia cuba cyprus czechia denmark
deutschland dominica ecuador egypt eritrea espana estonia ethiopia fiji finland france gabon gambia
georgia germany ghana greece grenada guatemala guinea guyana haiti honduras hungary iceland india
indonesia iran iraq ireland israel italia italy jamaica japan jordan kazakhstan kenya kosovo kuwait
kyrgyzstan laos latvia lebanon lesotho liberia libya lithuania luxembourg madagascar malawi malaysia
maldives mali malta mauritania mauritius mexico moldova monaco mongolia montenegro morocco mozambique
myanmar namibia nepal netherlands nicaragua niger nigeria norway oman osterreich pakistan palestine
panama
paraguay peru philippines poland portugal qatar romania russia rwanda samoa senegal serbia seychelles
singapore slovakia slovenia somalia spain sudan suriname schweiz suisse svizzera sweden switzerland
syria
taiwan tajikistan tanzania thailand togo tonga tunisia turkey turkiye turkmenistan tuvalu uae uganda uk
ukraine uruguay usa uzbekistan vanuatu venezuela vietnam yemen zambia zimbabwe england scotland wales
"""

_STATES = """
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho
illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota
mississippi missouri montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah
vermont virginia washington wisconsin wyoming ontario quebec alberta manitoba saskatchewan victoria
queensland tasmania karnataka maharashtra telangana kerala gujarat rajasthan punjab haryana bihar odisha
assam chhattisgarh jharkhand uttarakhand bayern bavaria
"""

_DEMONYMS = """
afghan albanian algerian american angolan argentine argentinian armenian australian austrian azerbaijani
bahraini bangladeshi belarusian belgian bolivian bosnian brazilian british bulgarian cambodian
cameroonian
canadian chilean chinese colombian congolese croatian cuban cypriot czech danish dutch ecuadorian
egyptian
emirati english eritrean estonian ethiopian filipino filipina finnish french georgian german ghanaian
greek guatemalan haitian hungarian icelandic indian indonesian iranian iraqi irish israeli italian
ivorian
jamaican japanese jordanian kazakh kenyan korean kuwaiti latvian lebanese liberian libyan lithuanian
malaysian maltese mauritian mexican moldovan mongolian moroccan mozambican namibian nepalese nepali
nigerian norwegian omani pakistani palestinian panamanian peruvian polish portuguese qatari romanian
russian rwandan saudi scottish senegalese serbian singaporean slovak slovenian somali spanish sudanese
swedish swiss syrian taiwanese tanzanian thai tunisian turkish ugandan ukrainian uruguayan uzbek
venezuelan vietnamese welsh yemeni zambian zimbabwean
"""


def _plain_letter(char: str) -> str:
    """The letter below an accent, in lower case, as one character; what has no such letter stays."""
    decomposed = unicodedata.normalize("NFD", char)
    base = decomposed[0] if all(unicodedata.combining(mark) for mark in decomposed[1:]) else char
    lower = "i" if base == "\u0131" else base.lower()  # the Turkish letter without a dot, as its capital
    return lower if len(lower) == 1 else base


class _Letters(dict[int, str]):
    """Translation table that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain_letter(chr(code))
        return self[code]


_LETTERS = _Letters()


def fold(text: str) -> str:
    """Lower case without accents, character by character: `Müller` becomes `muller`, and offsets stay."""
    return text.lower() if text.isascii() else text.translate(_LETTERS)


AMBIGUOUS = frozenset(_AMBIGUOUS.split())
#: Of those, the ones that are given names: before another name, or alone at the top, they are
# hardly a trade.
GIVEN_NAMES = (
    frozenset(
        """angel april archer august autumn bailey bill blaze brook brooks chance chandler chase
    christian clay dale dean
    destiny drew duke earl eden ember faith faust forest frank gardner gene german grace grant gray
    grey guy hayes heath
    holiday holland hope hudson hunter iris ivory ivy jade jan jasmine jewel journey joy june
    justice karma king kit lane
    lily lucky mark marshall mason maverick may mercy miles misty nova olive paige parker pat
    patience paige pearl penny
    piper poppy prince prudence queen rain ray reed regent rich river robin rose ruby sage sandy
    sawyer scott shepherd
    sierra silver sky sol sterling stern storm summer sunny tanner taylor temple terry trinity troy
    turner van vance victor
    violet walker wade ward wells will wills winter wolf""".split()
    )
    & AMBIGUOUS
)
#: Of those, the ones that are a trade: "Hill Baker" may be what somebody does.
TRADE_NAMES = frozenset(
    """baker barber butcher carpenter cook cooper farmer fisher gardener groom judge major miller
    mason porter
    potter ranger sawyer skipper slater steward tanner thatcher waiter weaver bishop brewer driver
    fletcher""".split()
)
#: Names that are tools too: before a trade ("Spring Boot Developer") they are the tool.
TOOLS = frozenset(
    """ada apache cassandra crystal delphi django elm ember flask haskell helm hive ivy java
    jenkins julia
    kafka kotlin laravel lua maven pascal perl puppet python rails ruby rust sage scala spring
    sprout swift
    vue""".split()
)
PROFESSIONAL = (
    frozenset(f"{_OCCUPATIONS} {_RANKS} {_BUSINESS} {_HEADING_WORDS} {_FUNCTION_WORDS}".split()) - AMBIGUOUS
)
COUNTRIES = frozenset(_COUNTRIES.split())
REGIONS = frozenset(_STATES.split())
DEMONYMS = frozenset(_DEMONYMS.split())
CIVIL = frozenset(
    """male female man woman nonbinary non-binary transgender married unmarried single divorced widowed
    engaged widow widower mannlich weiblich homme femme hombre mujer homem mulher uomo donna ledig
    verheiratet
    geschieden celibataire mariee soltero soltera casado casada solteiro solteira celibe nubile
    coniugato coniugata hindu muslim christian catholic buddhist jewish sikh jain atheist
    protestant islam
    christianity hinduism""".split()
)
PARTICLES = frozenset(
    """van von der den de del della di da do dos das du la le las los el al bin ibn bint ben abu
    ter ten zu zur
    y e st af av mac mc san santa ap""".split()
)
CREDENTIALS = frozenset(
    """mba phd md jd cpa cfa pmp msc bsc ba ma ms bs be btech mtech bcom mcom llb llm dds dvm rn pe
    cissp acca
    csm cma fca aca ca cia cisa shrm phr sphr mph msw lcsw pharmd edd med bed pgdm mca bca esq dphil frm
    cfp pmi np pa crna facs mrcp frcs dba itil rpsgt mpa mfa bfa lcpc aprn bsn msn rd prince2 cspo safe
    togaf gphr cipd fcca""".split()
)
_SUFFIXES = ("ologist", "ographer", "ician", "ation", "ition", "ology", "ography", "ware", "nomics", "nomist")
_SAFE_SUFFIX_LENGTH = 7


_PERSON_NOUNS = (
    frozenset(
        stem + ending
        for feminine, masculine, stems in NOUNS
        for stem in stems.split()
        for ending in (feminine, masculine)
    )
    - SURNAMES
    - AMBIGUOUS
)
_GERMAN_NOUNS = frozenset(GERMAN)
_SHORTEST_NOUN = 4
_LONGEST_NOUN = 40


def _is_german_noun(word: str) -> bool:
    """Whether a folded word is a German occupation, in either form or at the end of a compound."""
    if not _SHORTEST_NOUN < len(word) <= _LONGEST_NOUN:
        return False
    if word.endswith(("kauffrau", "kaufmann", "fachfrau", "fachmann", "krankenschwester")):
        return word != "kaufmann"
    woman = word.endswith("in")
    stem = word.removesuffix("in")
    return any(
        stem[start:] in _GERMAN_NOUNS and (woman or stem[start:] not in SURNAMES)
        for start in range(len(stem) - _SHORTEST_NOUN + 1)
    )


def is_professional(word: str) -> bool:
    """Whether a folded word is a trade, rank, business or technical word and hardly ever a name."""
    if word in PROFESSIONAL:
        return True
    if word in AMBIGUOUS:
        return False
    if word in _PERSON_NOUNS or _is_german_noun(word):
        return True
    if word.endswith("s") and word[:-1] in PROFESSIONAL and len(word) > 4:  # noqa: PLR2004 - a plural
        return True
    return len(word) >= _SAFE_SUFFIX_LENGTH and word.endswith(_SUFFIXES)
