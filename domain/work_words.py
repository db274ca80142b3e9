"""Words that tell what a dated line is about: a job, an internship, study, voluntary work, a break."""

import re


def _words(*lists: str) -> str:
    return "|".join(part for words in lists for part in words.split())


# Matched at the end of a word, so that "Softwareentwickler" and "Krankenschwester" are found as well.
_TITLES = _words(
    "engineer developer programmer manager director analyst consultant architect administrator assistant",
    "associate officer specialist technician teacher professor lecturer tutor instructor trainer nurse",
    "doctor physician surgeon therapist pharmacist dentist accountant auditor clerk cashier secretary",
    "receptionist coordinator supervisor executive president chief head lead leader designer writer editor",
    "journalist reporter artist photographer scientist researcher fellow operator mechanic electrician",
    "driver chef cook waiter waitress bartender barista salesman salesperson representative agent",
    "broker advisor adviser",
    "counselor counsellor lawyer attorney paralegal owner founder freelancer freelance contractor worker",
    "employee staff guard soldier sergeant planner buyer recruiter strategist tester inspector",
    "installer",
    "foreman attendant aide librarian economist sde swe ceo cto cfo coo vp avp qa dba sre principal partner",
    "trainee apprentice intern controller generalist producer superintendent translator carpenter plumber",
    "server host hostess crew hand machinist welder labourer laborer caregiver nanny owner-operator expert",
    # German, French
    "entwickler(?:in)? ingenieur(?:in|e)? leiter(?:in)? berater(?:in)? mitarbeiter(?:in)? kauffrau kaufmann",
    "lehrer(?:in)? techniker(?:in)? assistent(?:in)? werkstudent(?:in)? praktikant(?:in)? schwester",
    "programmierer(?:in)? architekt(?:in)? verkäufer(?:in)? pfleger(?:in)? referent(?:in)?",
    "ingénieure? développeu(?:r|se) responsable chargée? directeur directrice technicienn? analyste",
    "comptable conseill(?:er|ère) vendeu(?:r|se) gestionnaire stagiaire infirmi(?:er|ère) enseignante?",
    "consultante?",
    # Spanish, Portuguese, Italian
    "ingenier[oa] desarrollador(?:a)? programador(?:a)? gerente analista técnic[oa] profesor(?:a)? jef[ea]",
    "administrador(?:a)? coordinador(?:a)? asistente enfermer[oa] contador(?:a)? vendedor(?:a)?",
    "engenheir[oa] desenvolvedor(?:a)? estagiári[oa] coordenador(?:a)? consultor(?:a)? director(?:a)?",
    "ingegnere sviluppatore sviluppatrice responsabile impiegat[oa] consulente tecnico insegnante direttore",
)
_WORKING = _words(
    "worked working employed employer employment served serving joined hired experience position designation",
    "promoted self-employed tätig angestellt salarié empleado company client",
)
_COMPANIES = _words(
    r"inc ltd llc llp corp corporation gmbh pvt plc ag kg s\.a sarl sas s\.l s\.r\.l srl spa lda ltda",
    "company co limited bank group technologies solutions consulting systems services software hospital",
    "clinic labs? studios? agency industries holdings partners",
)
_DEGREES = _words(
    r"bachelors? bachelor's b\.?\s?sc m\.?\s?sc b\.?\s?tech m\.?\s?tech b\.e b\.a m\.a b\.s m\.s bba mba mca",
    r"bca b\.?\s?com m\.?\s?com m\.b\.a ph\.?\s?d doctorate diploma diplom degree gpa cgpa undergraduate",
    "postgraduate ssc hsc cbse icse coursework a-levels gcse abitur studium hochschulreife ausbildung",
    "licence baccalauréat bac diplôme maîtrise doctorat dut bts licenciatura licenciado máster maestría",
    "mestrado bacharel(?:ado)? graduação laurea dottorato maturità studied graduated studying",
)
_DEGREE_PHRASES = (
    "master'?s?(?: of| in| degree|,)|high school|higher secondary|secondary school|major in|minor in"
    "|student at|grado en|promotion zum"
)
_SCHOOLS = _words(
    "university college school academy faculty polytechnic universität hochschule gymnasium schule",
    "université école lycée iut universidad colegio instituto universidade faculdade università politecnico",
    "liceo",
)
_INTERNS = _words(
    "intern interns internship internships externship practicum praktikum pflichtpraktikum praktikant(?:in)?",
    "stagiaire becari[oa] prácticas pasantía pasante estágio estagiári[oa] tirocinio tirocinante stagista",
    "co-op",
)
_PAPERS = _words(
    r"certificat\w+ certified licen[sc]ed? valid expir\w+ membership member award\w* scholarship published",
    "journal conference copyright warranty visa passport born geboren",
)

TITLE = re.compile(rf"(?:{_TITLES})s?\b")
JOB = re.compile(rf"(?:{_TITLES})s?\b|\b(?:{_WORKING}|responsible for)\b")
COMPANY = re.compile(rf"\b(?:{_COMPANIES})\b")
DEGREE = re.compile(rf"\b(?:{_DEGREES}|{_DEGREE_PHRASES})(?![^\W_])")
SCHOOL = re.compile(rf"\b(?:{_SCHOOLS}|institute of technology)\b")
INTERN = re.compile(
    rf"\b(?:{_INTERNS}|(?:summer|industrial) trainee|stage (?:de|d'|en|chez|au|à|comme))(?![^\W_])"
    # In English a stage is a theatre's: "stage assistant".
    r"|\bstage (?:\w+ )?(?:comptables?|commercial|commerciale|juridique|administrati(?:f|ve)"
    r"|informatique|logistique"
    r"|ingénieure?|développeu(?:r|se)|infirmi(?:er|ère)|rh|technicienn?e?|chargée?|ouvri(?:er"
    r"|ère)|professionnel"
    r"|découverte|obligatoire|conventionné)(?![^\W_])"
)
# Who looks after volunteers is paid for it.
VOLUNTARY = re.compile(
    r"\b(?:volunteer(?:s|ed|ing)?(?! (?:coordinat|manage|program|recruit|staff|service|director|train))"
    r"|voluntary|unpaid|ehrenamt\w*|freiwillig\w*|bénévol\w*|volunt[aá]ri[oa]|voluntariado"
    r"|volontari[oa]\w*)\b"
)
# Whoever had to serve neither gains nor loses by it. Soldiers by trade do work.
SERVICE = re.compile(
    r"\b(?:national service(?! (?:manag|direct|coordinat|representat|engineer|technic))"
    r"|(?:compulsory|mandatory|obligatory) (?:military|civil|community) service"
    r"|(?:grund)?wehr(?:dienst|pflicht)|zivildienst\w*|service (?:militaire|national)"
    r"|servi[çc]i?o militar|servizio (?:militare|civile))\b"
)
# Titles of clubs, churches and committees are no jobs: "President of the alumni chapter".
AFFILIATION = re.compile(
    r"\b(?:members?|board|chapter|association|society|clubs?|committee|council|community|church"
    r"|youth|alumni"
    r"|sports?|fraternity|sorority|scouts?|varsity|honor|league|ministry|parents?)\b"
)
WORKPLACE = re.compile(rf"\b(?:{_COMPANIES}|at|bei|chez|presso)\b|@")
PAPER = re.compile(rf"\b(?:{_PAPERS}|date of birth)\b")
