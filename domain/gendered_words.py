"""Words for people that French, German, Spanish, Portuguese and Italian write in two genders.

All entries are folded (lower case, no accents, see `personal_words.fold`). A pair of endings stands before
the stems that take them: `infirm` with `iere` and `ier` is `infirmiere` and `infirmier`. The rarer ones stand
in `rarer_gendered_words`, where no rule about names looks.
"""

#: `(feminine ending, masculine ending, stems)`: nouns.
NOUNS: tuple[tuple[str, str, str], ...] = (
    # French
    ("e", "", """ingenieur assistant consultant avocat etudiant adjoint president vice-president gerant
        delegue charge attache employe salarie associe enseignant surveillant soignant aide-soignant
        commercant representant debutant remplacant intervenant apprenti marchand expert commandant artisan
        docteur professeur auteur procureur chercheur entrepreneur superviseur tuteur doctorant
        correspondant exploitant negociant fabricant"""),
    ("iere", "ier", """infirm ouvr cuisin caiss sommel hotel bijout hospital jardin couturi polic financ crem
        banqu tresor offic magasin chocolat patiss ambulanc"""),
    ("ere", "er", "conseill bouch boulang berg"),
    ("ienne", "ien", """pharmac comed gard histor chirurg music informatic technic electric mecanic esthetic
        physic mathematic opt statistic logistic dietetic polytechnic pratic"""),
    ("fe", "", "chef sous-chef"),
    # Spanish
    ("a", "o", """ingenier enfermer cociner camarer cajer peluquer abogad arquitect maestr becari operari
        funcionari emplead encargad secretari bibliotecari banquer carpinter panader pasteler costurer
        carnicer reposter jardiner mensajer licenciad diplomad doctorad candidat alumn becad delegad
        obrer granjer"""),
    ("a", "e", "jef subjef president"),
    # Portuguese
    ("a", "o", """engenheir enfermeir cozinheir bombeir conselheir pedreir costureir padeir advogad arquitet
        estagiari bancari empregad cabeleireir carpinteir marceneir camareir caminhoneir tesoureir
        faxineir"""),
    # Italian
    ("a", "o", """impiegat avvocat architett segretari commess operai cuoc addett incaricat"""),
    ("a", "e", """ingegner infermier camerier ragionier parrucchier cassier giardinier consiglier portier
        pasticcier magazzinier panettier banchier"""),
    ("essa", "e", "dottor professor student president"),
    ("essa", "o", "avvocat campion"),
)  # fmt: skip

#: The same for what people say of themselves; where a form means something else as well it is not listed.
QUALITIES: tuple[tuple[str, str, str], ...] = (
    ("e", "", """passionne experimente specialise certifie qualifie motive organise oriente interesse engage
        determine habilite diplome licencie confirme devoue investi implique doue aguerri assidu agree ne
        polyvalent souriant perseverant independant marie divorce retraite adapte dote tourne accompli
        titularise rattache nomme promu embauche recrute forme detache"""),
    ("se", "x", """rigoureu serieu curieu ambitieu consciencieu minutieu soigneu heureu desireu genereu
        courageu audacieu studieu laborieu soucieu chaleureu"""),
    ("a", "o", """apasionad motivad especializad graduad titulad certificad comprometid orientad dedicad
        interesad organizad cualificad capacitad colegiad casad solter divorciad viud preparad enfocad
        autodidact experimentad acreditad habilitad nacid apaixonad formad focad solteir viuv qualificad
        contratad promovid nascid laureat diplomat appassionat motivat specializzat certificat orientat
        organizzat dedicat iscritt abilitat coniugat divorziat vedov qualificat assunt promoss stat nat"""),
)  # fmt: skip

#: German nouns of people, without the `in` of women; they also end compounds (`Softwareentwickler`).
GERMAN = """entwickler berater leiter ingenieur pfleger verkaufer lehrer techniker mitarbeiter informatiker
    programmierer sachbearbeiter buchhalter erzieher architekt assistent praktikant arbeiter betreuer helfer
    mechaniker elektroniker mechatroniker meister referent dozent student werkstudent absolvent forscher
    wissenschaftler jurist anwalt richter apotheker arzt therapeut psychologe padagoge soziologe okonom
    betriebswirt fachwirt volkswirt gestalter redakteur journalist ubersetzer dolmetscher sekretar kassierer
    koch kellner backer konditor friseur schneider gartner landwirt tischler schreiner maler maurer zimmerer
    elektriker installateur fahrer lagerist disponent spediteur controller prufer steuerberater
    wirtschaftsprufer notar angestellter geschaftsfuhrer vorstand unternehmer
    grunder inhaber vertreter koordinator administrator analyst statistiker mathematiker physiker chemiker
    biologe laborant pharmazeut manager designer trainer lektor rektor agent produzent ausbilder
    auszubildender bearbeiter planer ansprechpartner
    spezialist verwalter betreiber kundenberater moderator operator projektant auditor direktor
    professor doktor doktorand tutor autor inspektor konstrukteur monteur facharbeiter""".split()

#: Those of them that are surnames as well (`Schneider`, `Hofmeister`).
SURNAMES = frozenset(
    """koch kellner backer konditor friseur schneider gartner landwirt tischler schreiner maler maurer
    zimmerer meister richter fahrer arzt lehrer student helfer prufer notar boucher boulanger berger
    jardinier couturier marchand portier expert arbeiter trainer agent manager designer planer carpintero
    monteur chef conseiller tresorier cajero pasticcier""".split()
)

#: The same word for everybody, so that only the article beside it tells.
EPICENE = """architecte comptable responsable benevole cadre interprete ergonome therapeute kinesitherapeute
    collegue gerente asistente assistente docente estudiante estudante
    representante dirigente agente contable contabile dependiente responsavel responsabile consulente
    insegnante tirocinante studente ayudante ajudante atendente professionista artista artiste
    barista linguista""".split()
EPICENE_ENDINGS = ("iste", "ista", "naire", "logue", "taire")
