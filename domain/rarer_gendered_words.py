"""More words for people in two genders, and what tells them from things; all entries folded.

Apart from `gendered_words`, whose entries also tell a trade from a name: many of these are surnames too.
"""

#: `(feminine ending, masculine ending, stems)`: nouns that mean a person wherever they stand.
MORE_NOUNS: tuple[tuple[str, str, str], ...] = (
    # French
    ("e", "", """soldat magistrat alternant gouverneur resident sous-traitant participant militant
        aspirant garant enqueteur inspecteur laureat candidat agent lieutenant suppleant metteur"""),
    ("iere", "ier", """menuis coutur charpent plomb serrur cordonn brancard romanc douan pomp greff huiss ferm
        saisonn ling teintur ferronn tapiss quincaill epic aumon poissonn usin"""),
    ("ere", "er", "maraich horlog fromag archer ecuy"),
    ("enne", "en", "lyce"),
    ("onne", "on", "mac patr champi vigner forger bucher"),
    ("anne", "an", "pays"),
    ("esse", "e", "hot maitr contremaitr"),
    # Spanish
    ("a", "o", """torner fontaner librer zapater joyer relojer bomber mesoner meser archiver camioner
        reporter tesorer consejer campesin catedratic perit empresari propietari soci moz ganader agronom
        astronom econom pedagog psicopedagog diputad ministr cerrajer tapicer fruter pescader barrender
        jornaler lavander soldad niner notari comisari"""),
    ("a", "e", "dependient asistent intendent gerent comediant sargent"),
    ("a", "", "concejal albanil aprendiz"),
    # Portuguese
    ("a", "o", """escriturari porteir copeir confeiteir acougueir ferramenteir jardineir barbeir
        encarregad missionari comissari sapateir engomadeir parteir serralheir vaqueir peixeir
        marinheir arrumadeir lavadeir passadeir nutrolog"""),
    # Italian
    ("a", "o", """sart notai sindac bidell ballerin postin poliziott fiorai gelatai pizzaiol macellai
        contadin tabaccai benzinai marinai giornalai fornai bibliotecari funzionari deputat bambinai
        calzolai"""),
    ("a", "e", "carabinier barbier gioiellier droghier carrozzier"),
    ("essa", "e", "vigil poet"),
    ("essa", "o", "soldat medic"),
)  # fmt: skip

#: Where the two forms are no matter of their ends: folded form to the neutral one. Where the form of women is
#: the usual one (`azafata`), it is the neutral one.
IRREGULAR = {
    "peona": "peón",
    "bailarina": "bailarín",
    "anfitriona": "anfitrión",
    "actriz": "actor",
    "atriz": "ator",
    "jueza": "juez",
    "juiza": "juiz",
    "escriva": "escrivão",
    "alcaldesa": "alcalde",
    "matron": "matrona",
    "azafato": "azafata",
    "garconete": "garçom",
    "stewardess": "steward",
    "poetisa": "poeta",
    "masseuse": "masseur",
}

#: Those that mean a thing, a science or an adjective as well: people only where a title stands.
TITLES: tuple[tuple[str, str, str], ...] = (
    ("a", "o", """administrativ medic veterinari farmaceutic tecnic domestic academic voluntari sanitari
        publicitari pedreir commess amministrativ bancari paramedic odontologic interin autonom"""),
    ("e", "", "commercial elu"),
    ("iere", "ier", "financ polic hospital hotel"),
)  # fmt: skip
SCIENCES: tuple[tuple[str, str, str], ...] = (
    ("a", "o", """mecanic electric electronic informatic quimic fisic matematic grafic optic music politic
        critic estadistic estatistic eletric meccanic elettric elettronic chimic idraulic ottic ostetric
        filosof"""),
)  # fmt: skip
#: Feminine in French, and in another language a form for everybody or another word (`Experte`, `candidate`).
ONLY_FRENCH = frozenset(
    """commerciale agente elue candidate magistrate experte representante fabricante negociante debutante
    residente participante militante aspirante garante perseverante lieutenante soldate commandante
    correspondante laureate""".split()
)

#: Firms and machines that are called like women (`Constructora Sol`): people only where a title stands.
FIRMS = frozenset(
    """panificadora constructora distribuidora comercializadora aseguradora transportadora productora editora
    emisora operadora consultora incubadora aceleradora importadora exportadora promotora gestora
    administradora embotelladora procesadora envasadora auditora certificadora exhibidora inversora
    proveedora arrendadora empacadora maquiladora generadora armadora construtora seguradora produtora
    emissora montadora corretora locadora mineradora patrocinadora prestadora incorporadora investidora
    fundidora recicladora soldadora fresadora empaquetadora bordadora cortadora etiquetadora
    mezcladora selladora cargadora podadora plegadora perforadora""".split()
)
#: Those of them that are people more often, when written small.
PEOPLE_TOO = frozenset(
    """productora editora operadora consultora promotora gestora administradora auditora
    produtora investidora""".split()
)
#: Machines, plants, programs, verbs, given names and what else ends like people.
NO_PERSON = frozenset(
    """fedora pandora isadora isidora theodora teodora eudora medora amadora salvadora matrice beatrice
    computadora calculadora impresora lavadora aspiradora heureuse secadora trituradora fotocopiadora
    grabadora licuadora excavadora retroexcavadora cosechadora ametralladora batidora amasadora impressora
    furadora niveladora motoniveladora pavimentadora compactadora sembradora segadora lijadora atornilladora
    taladradora tostadora congeladora afeitadora copiadora plastificadora destructora encuadernadora
    rotuladora registradora elevadora bobinadora retroescavadora plantadora empilhadora geradora
    calculatrice cicatrice motrice locomotrice generatrice lavatrice calcolatrice stampatrice fresatrice
    impastatrice etichettatrice confezionatrice saldatrice levigatrice piegatrice imballatrice asciugatrice
    mietitrebbiatrice affettatrice spazzatrice fotocopiatrice rettificatrice bordatrice punzonatrice
    perforatrice escavatrice tagliatrice troncatrice dosatrice riempitrice sigillatrice lucidatrice
    idropulitrice mietitrice seminatrice tondeuse perceuse photocopieuse chargeuse moissonneuse berceuse
    tronconneuse visseuse agrafeuse mitrailleuse pelleteuse niveleuse broyeuse fraiseuse ponceuse raboteuse
    scieuse plieuse imprimeuse debroussailleuse friteuse cireuse balayeuse deneigeuse souffleuse surjeteuse
    defonceuse meuleuse autolaveuse muqueuse nebuleuse lixeira gravadora criptografa crittografa commentaire
    inventaire documentaire sanitaire monetaire alimentaire elementaire complementaire supplementaire
    utilitaire reglementaire ordinaire extraordinaire imaginaire disciplinaire pluridisciplinaire
    questionnaire dictionnaire stationnaire seminaire luminaire originaire culinaire urinaire catalogue
    epilogue dialogue prologue analogue monologue entrevista intervista conquista reconquista homologa
    prologa dialoga cataloga analoga omologa epiloga""".split()
)

#: Epicene words that are adjectives as well: a person only where a title stands (`Auxiliar administrativa`).
EPICENE_TITLES = frozenset(
    """auxiliar oficial titular profesional profissional aide praticante residente chefe fiscal policial guia
    servente vigilante dirigente bibliothecaire libraire agente""".split()
)

#: Endings of adjectives that follow such a noun (`Ingeniera mecánica`), and what they become.
AGREEING: tuple[tuple[str, str], ...] = (
    ("ee", "e"), ("ieuse", "ieux"), ("euse", "eux"), ("ive", "if"), ("elle", "el"), ("ale", "al"),
    ("ante", "ant"), ("ente", "ent"), ("ointe", "oint"), ("aine", "ain"), ("ienne", "ien"), ("enne", "en"),
    ("eure", "eur"), ("iere", "ier"), ("agere", "ager"), ("aise", "ais"), ("oise", "ois"), ("ivile", "ivil"),
    ("perte", "pert"),
    ("ada", "ado"), ("ida", "ido"), ("ata", "ato"), ("ita", "ito"), ("uta", "uto"), ("ica", "ico"),
    ("iva", "ivo"), ("osa", "oso"), ("aria", "ario"), ("ana", "ano"), ("eira", "eiro"), ("era", "ero"),
    ("ena", "eno"), ("dora", "dor"), ("tora", "tor"), ("sora", "sor"), ("erta", "erto"), ("unta", "unto"),
    ("erna", "erno"), ("ecta", "ecto"), ("etta", "etto"), ("noma", "nomo"), ("tima", "timo"),
    ("cha", "cho"), ("mixta", "mixto"), ("tilla", "tillo"),
)  # fmt: skip
#: Nouns that end like such adjectives and may follow a title (`Camarera media jornada`).
NEVER_AGREE = frozenset(
    """jornada temporada entrada llamada salida comida bebida medida vida venida avenida corrida partida
    fabrica musica practica republica america africa rosa cosa prosa semana manana aduana campana cadena
    cena quincena docena carrera frontera cartera manera cualquiera espera madera bandera caldera nevera
    feira madeira carreira fronteira carteira bandeira data prata visita cita fecha marcha ficha cancha
    cosecha plancha maria farmacia banca vente entente attente detente plante pente prevente filiale
    succursale cathedrale escale echelle vaisselle parcelle chapelle clientele initiative archive rive
    perspective directive objective active native live semaine domaine laine quinzaine centaine fontaine
    annee journee soiree armee entree duree arrivee musee matiere filiere carriere riviere lumiere biere
    maniere frontiere cafetiere serata giornata entrata rata posta strada contrada cascata""".split()
)
#: Adjectives of one form, over which agreement goes on (`Directora general adjunta`).
ONE_FORM = frozenset(
    """senior junior general comercial industrial social laboral fiscal judicial forense civil ambiental
    regional nacional internacional digital principal especial superior titular auxiliar escolar familiar
    commerciale generale sociale regionale aziendale geral juridique technique scientifique informatique
    artistique pedagogique polyvalent""".split()
)
#: Adjectives before a noun, feminine to masculine.
BEFORE = {
    "premiere": "premier",
    "ancienne": "ancien",
    "bonne": "bon",
    "nouvelle": "nouveau",
    "future": "futur",
    "seconde": "second",
    "grande": "grand",
    "petite": "petit",
    "primera": "primer",
    "buena": "buen",
    "antigua": "antiguo",
    "nueva": "nuevo",
    "segunda": "segundo",
    "primeira": "primeiro",
    "antiga": "antigo",
    "nova": "novo",
    "buona": "buon",
    "libera": "libero",
}
