"""Words, letters and endings by which languages are told apart, written by hand.

Function words first, then words that resumes are full of. A word may stand in several
lists: it then speaks for each a little.
"""
# ruff: noqa: RUF001 - letters of many languages are the subject here

SUPPORTED_WORDS = {
    "en": """
        the of and to in for with on at by from as is are was were be been being have has had do does
        did an a i my me we our you your he she his her they their it its this that these those who
        which what when where while during within without through across into onto over under between
        about after before since until than then there here not no nor or but if so such both each all
        any some more most other own same very also only up out off down again will would can could
        should may might must experience education skills work university company years year team
        management responsible worked working developed managed led including using knowledge customer
        customers present summary references profile high school degree bachelor master ability strong
        never yet used
    """,
    "fr": """
        le la les un une des du de et en à au aux dans pour par sur avec sans sous chez entre vers
        depuis pendant ce cet cette ces mon ma mes son sa ses notre nos votre vos leur leurs je tu il
        elle nous vous ils elles on qui que quoi dont où est sont était étaient être été ai as avons
        avez ont avait avoir fait faire mais ou donc car ni ne pas plus moins très aussi ainsi afin lors
        auprès jamais aucun aucune encore tout toute tous toutes comme si même autres l' d' qu' j' n' c'
        s' m' expérience expériences compétences formation langues anglais français équipe entreprise
        années année ans mois gestion développement projet projets stage stagiaire diplôme baccalauréat
        lycée responsable chargé chargée connaissances connaissance maîtrise permis loisirs intérêt
        assistante client janvier février mars avril mai juin juillet août septembre octobre novembre
        décembre aujourd' aujourd hui notions débutant
    """,
    "de": """
        der die das den dem des ein eine einen einem einer eines und oder aber in im an am auf aus bei
        beim mit nach seit von vom zu zum zur über unter für durch gegen ohne um bis als wie wenn weil
        dass ob ich du er sie es wir ihr mein meine meiner meinem meinen sein seine unser unsere ist
        sind war waren bin habe haben hat hatte hatten wird werden wurde wurden worden kann können
        konnte nicht kein keine keinen keiner auch nur noch sehr mehr sowie bereits bisher dabei dazu
        sowohl zwischen während nie berufserfahrung ausbildung kenntnisse fähigkeiten studium sprachen
        deutsch englisch erfahrung jahre jahr jahren heute leitung entwicklung mitarbeiter unternehmen
        abschluss schule gymnasium praktikum lebenslauf tätigkeit verantwortlich kunden januar februar
        märz juni juli oktober dezember grundkenntnisse team führerschein betreuung durchführung
        erstellung planung beratung
    """,
    "es": """
        el la los las un una unos unas de del al y e o u en con sin por para sobre entre desde hasta
        hacia según durante mi mis su sus nuestro nuestra nuestros yo tú él ella nosotros ellos ellas
        que quien cual cuyo donde cuando como es son era eran fue fueron ser sido estar está están he ha
        han hemos había haber tengo tiene no ni pero sino si más menos muy también así ya nunca ningún
        ninguna todo toda todos todas otro otros este esta estos estas ese esa lo se experiencia
        educación formación habilidades competencias conocimientos conocimiento idiomas inglés español
        universidad empresa años año meses equipo gestión desarrollo proyecto proyectos responsable
        actualidad licenciatura bachillerato prácticas enero febrero marzo abril mayo junio julio agosto
        septiembre octubre noviembre diciembre clientes manejo ventas
    """,
    "pt": """
        o a os as um uma uns umas de do da dos das no na nos nas ao aos à às pelo pela pelos pelas e em
        com sem por para sobre entre desde até após durante meu minha meus minhas seu sua seus suas
        nosso nossa eu ele ela nós eles elas que quem qual onde quando como é são era eram foi foram ser
        sido estar está estão tenho tem têm havia não nem mas se mais menos muito também assim já nunca
        nenhum nenhuma todo toda todos todas outro outros este esta isso num numa ainda experiência
        educação formação habilidades competências conhecimentos conhecimento idiomas inglês português
        universidade empresa anos ano meses equipe equipa gestão desenvolvimento projeto projetos
        responsável atual atualmente licenciatura bacharelado estágio janeiro fevereiro março abril maio
        junho julho agosto setembro outubro novembro dezembro clientes vendas
    """,
    "it": """
        il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da
        dal dalla dai dalle l' d' dell' all' nell' dall' sull' un' c' in nel nello nella nei nelle con
        su sul sulla sui sulle per tra fra e ed o ma se che chi cui dove quando come mio mia miei mie
        suo sua suoi nostro nostra io tu lui lei noi voi loro è sono era erano fu essere stato stata ho
        ha hanno abbiamo aveva avere non né più meno molto anche così già mai nessun nessuna nessuno
        tutto tutti tutte altro altri questo questa questi presso durante senza verso dopo prima
        esperienza esperienze istruzione formazione competenze conoscenza conoscenze lingue inglese
        italiano università azienda anni anno mesi gestione sviluppo progetto progetti responsabile
        attuale laurea diploma tirocinio gennaio febbraio marzo aprile maggio giugno luglio agosto
        settembre ottobre novembre dicembre clienti vendite patente
    """,
}

# Languages that are not read, so that they are not taken for the nearest one that is.
OTHERS = {
    "nl": """
        de het een en van in op te met voor bij naar uit aan door over tot om niet geen ik mijn wij ons
        onze hij zij hun is zijn was waren heb hebben heeft wordt worden werd kan ook maar dat die deze
        dit als wie waar sinds tijdens binnen zonder werkervaring opleiding opleidingen vaardigheden
        ervaring jaar jaren talen nederlands engels heden bedrijf werkzaamheden verantwoordelijk kennis
        stage rijbewijs januari februari maart mei augustus klanten
    """,
    "sv": """
        och att det en ett som på av för med till från i är var vara har hade jag du han hon vi min mitt
        mina vår inte ingen om under hos vid eller men samt även efter mellan utan arbetslivserfarenhet
        utbildning erfarenhet språk svenska engelska kunskaper färdigheter år ansvarig nuvarande maj
        augusti
    """,
    "da": """
        og at det en et som på af for med til fra i er var være har havde jeg du han hun vi min mit mine
        vores ikke ingen om under hos ved eller men samt også efter mellem uden erfaring uddannelse
        dansk norsk engelsk kompetencer kompetanse språk sprog år ansvarlig ansvarleg arbeidserfaring
        erhvervserfaring utdanning maj mai
    """,
    "pl": """
        i w z na do od dla o po za przez przy oraz lub nie jest są był była było być mam ma się jako
        które który która ten ta to także bez pod nad jestem doświadczenie zawodowe wykształcenie
        umiejętności języki języka angielski obecnie praca lat lata firma znajomość odpowiedzialny
        styczeń czerwiec
    """,
    "cs": """
        a v ve na se je z ze do od pro s k o po za při nebo není jsem jsme byl byla být mám jako který
        která také bez pod zkušenosti vzdělání znalosti dovednosti jazyky praxe angličtina současnost
        leden rok roky škola
    """,
    "ro": """
        și si în din la de pe cu pentru prin sau nu este sunt era am are au fost a al ai ale un o care
        ca mai cel cea după fără experiență experienta educație competențe limbi engleză română prezent
        ani responsabil firma cunoștințe
    """,
    "tr": """
        ve bir bu için ile de da olarak olan en daha çok gibi kadar sonra ancak veya ya ben benim biz
        değil var iş deneyimi deneyim eğitim beceriler yabancı dil ingilizce türkçe üniversitesi
        üniversite yıl yılı şirketi ocak şubat haziran temmuz ağustos eylül ekim kasım aralık
    """,
    "hu": """
        a az és egy hogy nem is van volt vagy de ez mint meg már csak még után alatt között nélkül
        munkatapasztalat tapasztalat tanulmányok végzettség nyelv angol magyar jelenleg év készségek
        ismeretek egyetem
    """,
    "fi": """
        ja on ei se että oli olen ovat hän minä me tai sekä myös kun mutta kuin joka työkokemus koulutus
        kielitaito osaaminen suomi englanti vuotta nykyinen yliopisto
    """,
    "id": """
        dan yang di ke dari untuk dengan pada dalam adalah ini itu atau tidak saya kami sebagai oleh
        telah akan bisa pengalaman kerja pendidikan kemampuan keahlian bahasa inggris indonesia tahun
        sekarang perusahaan universitas januari februari
    """,
    "ca": """
        el la els les un una de del dels i amb per a en que és són era va ser meva meu estudis formació
        experiència l' d' idiomes anglès català anys empresa universitat actualitat coneixements sense
    """,
    "tl": """
        ang ng mga sa na ay at para mula bawat sila siya ako namin kami aming ito iyon hindi habang tungkol
        noong kung dahil karanasan trabaho edukasyon kasanayan kasalukuyan taon kumpanya pamantasan
    """,
    "hr": """
        na za od do iz pri po te ili nije jesam sam su bio bila biti kao koji koja tijekom radno iskustvo
        obrazovanje vještine jezici hrvatski srpski engleski danas godina tvrtka
    """,
    "sw": """
        na ya wa kwa za katika ni kama au pia wakati kutoka uzoefu kazi elimu ujuzi lugha kiswahili kiingereza
        sasa mwaka
    """,
    "vi": """
        và của là có cho với trong một các được không những kinh nghiệm làm việc học vấn kỹ năng tại từ
        đến năm
    """,
}

# Letters that, among these languages, hardly any other writes; with those that do.
LETTERS = {
    "ß": ("de",),
    "ñ": ("es",),
    "ã": ("pt", "vi"),
    "õ": ("pt", "vi"),
    "œ": ("fr",),
    "ù": ("fr", "it"),
    "ì": ("it",),
    "ò": ("it", "ca"),
    **dict.fromkeys("ąęłśźż", ("pl",)),
    **dict.fromkeys("ěřůď", ("cs",)),
    **dict.fromkeys("ășț", ("ro",)),
    **dict.fromkeys("ğış", ("tr",)),
    **dict.fromkeys("őű", ("hu",)),
    "å": ("sv", "da"),
    **dict.fromkeys("æø", ("da",)),
    **dict.fromkeys("ơưđạảấầẩậắằặẹẻếềểễệịọỏốồổộớờởợụủứừửựỳỵỷỹ", ("vi",)),
}

TYPICAL_ENDINGS = {
    "en": "ing tion ness ship ability",
    "fr": "tion eaux eux euse eurs ière ité age ement",
    "de": "ung ungen keit heit schaft lich tion",
    "es": "ción ciones dad miento ando iendo dor dora",
    "pt": "ção ções dade mento ando endo agem dor dora",
    "it": "zione zioni ità mento ando endo tore trice",
    "nl": "ing heid lijk tie schap",
    "pl": "nie ość owy ych",
    "tr": "lar ler lık mesi ması",
    "id": "kan nya",
}
