"""Titles of jobs as a man and as a woman write them, `man = woman`, and what names of employers look like.

Forms that name both stand on the side of the woman.
"""

TITLES = {
    "de": """
        Krankenpfleger = Krankenpflegerin | Softwareentwickler = Softwareentwicklerin |
        Bürokaufmann = Bürokauffrau | Polizist = Polizistin | Hausmeister = Hausmeisterin |
        Rechtsanwalt = Rechtsanwältin | Erfahrener Buchhalter = Erfahrene Buchhalterin |
        Verkäufer = Verkäuferin | Steuerfachangestellter = Steuerfachangestellte |
        Medizinischer Fachangestellter = Medizinische Fachangestellte | Logopäde = Logopädin |
        Physiotherapeut = Physiotherapeutin | Bibliothekar = Bibliothekarin | Bäcker = Bäckerin |
        Tierarzt = Tierärztin | Stellvertretender Leiter = Stellvertretende Leiterin |
        Auszubildender = Auszubildende | Sozialarbeiter = Sozialarbeiterin | Optiker = Optikerin |
        Bauzeichner = Bauzeichnerin | Datenschutzbeauftragter = Datenschutzbeauftragte |
        Küchenhelfer = Küchenhelferin | Schauspieler = Schauspielerin | Erzieher = Erzieherin |
        Pflegefachmann = Pflegefachfrau | Versicherungskaufmann = Versicherungskauffrau |
        Architekt = Architektin | Wissenschaftlicher Mitarbeiter = Wissenschaftliche Mitarbeiterin |
        Angestellter = Angestellte | Kaufmännischer Angestellter = Kaufmännische Angestellte |
        Arzthelfer = Arzthelferin | Zugbegleiter = Zugbegleiterin | Justizbeamter = Justizbeamtin |
        Masseur = Masseurin | Zusteller = Zustellerin | Pädagogischer Leiter = Pädagogische Leiterin |
        Selbstständiger Fotograf = Selbstständige Fotografin | Winzer = Winzerin |
        Bankkaufmann = Bankkauffrau | Chefarzt = Chefärztin | Tester = Testerin | Techniker = Technikerin |
        Zahnmedizinischer Fachangestellter = Zahnmedizinische Fachangestellte |
        Augenoptiker = Augenoptikerin | Technischer Zeichner = Technische Zeichnerin |
        Softwaretester = Softwaretesterin | Fachinformatiker = Fachinformatikerin | Metzger = Metzgerin |
        Schlosser = Schlosserin | Dachdecker = Dachdeckerin | Fliesenleger = Fliesenlegerin |
        Kürschner = Kürschnerin | Erfahrener Kürschner = Erfahrene Kürschnerin | Böttcher = Böttcherin |
        Pilot = Pilotin | Kapitän = Kapitänin | Chemielaborant = Chemielaborantin |
        Referendar = Referendarin | Notar = Notarin | Archivar = Archivarin | Kommissar = Kommissarin |
        Psychologe = Psychologin | Pädagoge = Pädagogin | Diplom-Psychologe = Diplom-Psychologin |
        Heilpädagoge = Heilpädagogin | Biologe = Biologin | Technologe = Technologin |
        Fotograf = Fotografin | Chirurg = Chirurgin | Philosoph = Philosophin | Diplomand = Diplomandin |
        Doktorand = Doktorandin | Student = Studentin | Dualer Student = Duale Studentin |
        Präsident = Präsidentin | Zahnarzt = Zahnärztin | Oberarzt = Oberärztin |
        Leitender Oberarzt = Leitende Oberärztin | Beikoch = Beiköchin | Syndikusanwalt = Syndikusanwältin |
        Studienrat = Studienrätin | Landwirt = Landwirtin | Hotelfachmann = Hotelfachfrau |
        Industriekaufmann = Industriekauffrau | Beamter = Beamtin | Finanzbeamter = Finanzbeamtin |
        Vorsitzender = Vorsitzende | Betriebsratsvorsitzender = Betriebsratsvorsitzende |
        Qualitätsbeauftragter = Qualitätsbeauftragte | Freier Mitarbeiter = Freie Mitarbeiterin |
        Freiberuflicher Dozent = Freiberufliche Dozentin |
        Stellvertretender Filialleiter = Stellvertretende Filialleiterin |
        Geprüfter Bilanzbuchhalter = Geprüfte Bilanzbuchhalterin |
        Staatlich geprüfter Techniker = Staatlich geprüfte Technikerin |
        Examinierter Altenpfleger = Examinierte Altenpflegerin | Leiter Einkauf = Leiterin Einkauf |
        Projektmanager = Projektmanagerin | Personaltrainer = Personaltrainerin |
        Grafikdesigner = Grafikdesignerin | Controller = Controllerin | Moderator = Moderatorin |
        Lektor = Lektorin | Autor = Autorin | Musiker = Musikerin | Tänzer = Tänzerin | Sänger = Sängerin |
        Regisseur = Regisseurin | Dirigent = Dirigentin | Koordinator = Koordinatorin |
        Disponent = Disponentin | Lieferant = Lieferantin | Sekretär = Sekretärin |
        Erster Offizier = Erste Offizierin | Zweiter Bürgermeister = Zweite Bürgermeisterin |
        Experte = Expertin | Kollege = Kollegin | Krankenpfleger = Krankenschwester | Bauer = Bäuerin |
        Schaffner = Schaffnerin | Straßenbahnfahrer = Straßenbahnfahrerin | Busfahrer = Busfahrerin |
        Raumpfleger = Raumpflegerin | Gebäudereiniger = Gebäudereinigerin | Verkäufer = Verkäufer:in |
        Verkäufer = Verkäufer*in | Verkäufer = Verkäufer_in | Verkäufer = VerkäuferIn |
        Verkäufer = Verkäufer(in) | Verkäufer = Verkäufer/in | Verkäufer = Verkäufer/-in |
        Tester = Tester(in) | Optiker = OptikerIn | Angestellter = Angestellte(r) |
        Angestellter = Angestellte/r | Angestellter = Angestellte*r | Auszubildender = Auszubildende:r |
        Medizinischer Fachangestellter = Medizinische/r Fachangestellte/r |
        Technischer Leiter = Technische/r Leiter/in | Kaufmann im Einzelhandel = Kauffrau im Einzelhandel |
        Kaufmann = Kaufmann/-frau | Kaufmann = Kauffrau/-mann | Verkäufer = Verkäufer/Verkäuferin |
        Stipendiat = Stipendiatin | Hospitant = Hospitantin | Volontär = Volontärin |
        Redakteur = Redakteurin | Journalist = Journalistin | Geselle = Gesellin | Friseur = Friseuse |
        Konditormeister = Konditormeisterin | Wissenschaftlicher Assistent = Wissenschaftliche Assistentin |
        Studentischer Mitarbeiter = Studentische Mitarbeiterin |
        Selbstständiger Berater = Selbstständige Beraterin |
        Geschäftsführender Gesellschafter = Geschäftsführende Gesellschafterin |
        Bevollmächtigter = Bevollmächtigte | Kaufmann für Büromanagement = Kauffrau für Büromanagement |
        Florist = Floristin | Altenpfleger = Altenpflegerin | Flugbegleiter = Flugbegleiterin |
        Ergotherapeut = Ergotherapeutin | Zahnarzthelfer = Zahnarzthelferin
    """,
    "fr": """
        Infirmier = Infirmière | Directeur commercial = Directrice commerciale |
        Chargé de clientèle = Chargée de clientèle | Agent administratif = Agente administrative |
        Technicien qualité = Technicienne qualité | Vendeur = Vendeuse | Coiffeur = Coiffeuse |
        Éducateur spécialisé = Éducatrice spécialisée | Assistant social = Assistante sociale |
        Caissier = Caissière | Avocat = Avocate | Serveur = Serveuse | Boulanger = Boulangère |
        Chef de projet = Cheffe de projet | Conducteur de travaux = Conductrice de travaux |
        Opérateur de saisie = Opératrice de saisie | Animateur = Animatrice |
        Conseiller de vente = Conseillère de vente | Employé polyvalent = Employée polyvalente |
        Comédien = Comédienne | Préparateur en pharmacie = Préparatrice en pharmacie |
        Hôte de caisse = Hôtesse de caisse | Aide-soignant = Aide-soignante |
        Professeur des écoles = Professeure des écoles | Cuisinier = Cuisinière |
        Mécanicien = Mécanicienne | Pâtissier = Pâtissière | Développeur web = Développeuse web |
        Attaché commercial = Attachée commerciale | Responsable adjoint = Responsable adjointe |
        Auditeur interne = Auditrice interne | Facteur = Factrice | Menuisier = Menuisière |
        Maçon = Maçonne | Artisan = Artisane | Étudiant salarié = Étudiante salariée |
        Infirmier = Infirmier(ère) | Infirmier = Infirmier·ère | Infirmier = Infirmier/ère |
        Agent = Agente | Agent d'accueil = Agente d'accueil |
        Agent administratif = Agent(e) administratif(ve) | Hôte d'accueil = Hôtesse d'accueil |
        Charpentier = Charpentière | Plombier = Plombière | Serrurier = Serrurière | Vigneron = Vigneronne |
        Patron = Patronne | Chargé d'affaires = Chargé·e d'affaires |
        Chargé d'affaires = Chargé(e) d'affaires | Chargé d'affaires = Chargée d'affaires |
        Consultant = Consultant·e | Vendeur = Vendeur(se) | Vendeur = Vendeur/euse |
        Directeur = Directeur/trice | Directeur = Directeur(trice) |
        Directeur général = Directrice générale | Directeur général adjoint = Directrice générale adjointe |
        Directeur technique = Directrice technique |
        Directeur administratif et financier = Directrice administrative et financière |
        Responsable administratif et financier = Responsable administrative et financière |
        Responsable commercial = Responsable commerciale | Commercial = Commerciale |
        Technico-commercial = Technico-commerciale | Assistant commercial = Assistante commerciale |
        Assistant maternel = Assistante maternelle | Assistant dentaire = Assistante dentaire |
        Secrétaire médical = Secrétaire médicale | Secrétaire général = Secrétaire générale |
        Comptable confirmé = Comptable confirmée | Ingénieur d'études = Ingénieure d'études |
        Ingénieur commercial = Ingénieure commerciale | Chercheur = Chercheuse |
        Enseignant-chercheur = Enseignante-chercheuse | Maître de conférences = Maîtresse de conférences |
        Professeur certifié = Professeure certifiée | Formateur = Formatrice | Traducteur = Traductrice |
        Rédacteur = Rédactrice | Monteur = Monteuse | Livreur = Livreuse | Chauffeur = Chauffeuse |
        Boucher = Bouchère | Horloger = Horlogère | Lycéen = Lycéenne | Étudiant = Étudiante |
        Apprenti = Apprentie | Alternant = Alternante | Candidat = Candidate | Électricien = Électricienne |
        Esthéticien = Esthéticienne | Informaticien = Informaticienne | Politicien = Politicienne |
        Gardien d'immeuble = Gardienne d'immeuble | Surveillant = Surveillante |
        Animateur sportif = Animatrice sportive | Sous-chef = Sous-cheffe | Chef = Chef(fe) |
        Conseiller clientèle = Conseillère clientèle | Aide ménager = Aide ménagère |
        Auxiliaire polyvalent = Auxiliaire polyvalente | Technicien supérieur = Technicienne supérieure |
        Technicien de surface = Technicienne de surface | Gérant = Gérante | Associé = Associée |
        Avocat associé = Avocate associée | Juriste confirmé = Juriste confirmée |
        Développeur = Développeur·euse | Concepteur = Conceptrice | Ancien directeur = Ancienne directrice |
        Premier assistant = Première assistante | Co-fondateur = Co-fondatrice | Fondateur = Fondatrice |
        Employé de bureau = Employé(e) de bureau | Employé administratif = Employée administrative |
        Ouvrier agricole = Ouvrière agricole | Soudeur = Soudeuse | Couturier = Couturière |
        Brancardier = Brancardière | Ambulancier = Ambulancière | Opticien = Opticienne |
        Orthophoniste diplômé = Orthophoniste diplômée | Auto-entrepreneur = Auto-entrepreneuse |
        Délégué médical = Déléguée médicale | Attaché de presse = Attachée de presse |
        INFIRMIER = INFIRMIÈRE | CHARGÉ DE PROJET = CHARGÉE DE PROJET |
        DIRECTEUR COMMERCIAL = DIRECTRICE COMMERCIALE
    """,
    "es": """
        Enfermero = Enfermera | Administrativo = Administrativa | Profesor = Profesora | Abogado = Abogada |
        Cajero = Cajera | Dependiente = Dependienta | Trabajador social = Trabajadora social |
        Auxiliar administrativo = Auxiliar administrativa | Médico = Médica | Psicólogo = Psicóloga |
        Director financiero = Directora financiera | Limpiador = Limpiadora | Cuidador = Cuidadora |
        Veterinario = Veterinaria | Farmacéutico = Farmacéutica | Socio fundador = Socia fundadora |
        Técnico de laboratorio = Técnica de laboratorio | Azafato = Azafata | Monitor = Monitora |
        Contador = Contadora | Ingeniero informático = Ingeniera informática | Camarero = Camarera |
        Maestro de primaria = Maestra de primaria | Jefe de ventas = Jefa de ventas |
        Desarrollador = Desarrolladora | Secretario = Secretaria | Asesor fiscal = Asesora fiscal |
        Empleado de limpieza = Empleada de limpieza | Gerocultor = Gerocultora | Matrón = Matrona |
        Biólogo = Bióloga | Arquitecto técnico = Arquitecta técnica |
        Responsable técnico = Responsable técnica | Becario = Becaria | Químico = Química |
        Encargado = Encargada | Teleoperador = Teleoperadora | Peón = Peona |
        Oficial administrativo = Oficial administrativa |
        Administrativo contable = Administrativa contable | Médico residente = Médica residente |
        Médico de familia = Médica de familia | Farmacéutico adjunto = Farmacéutica adjunta |
        Químico industrial = Química industrial | Físico = Física | Matemático = Matemática |
        Mecánico = Mecánica | Técnico = Técnica | Técnico de sonido = Técnica de sonido |
        Técnico superior en laboratorio = Técnica superior en laboratorio |
        Técnico Informático = Técnica Informática | Músico = Música | Asesor = Asesora |
        Asesor comercial = Asesora comercial | Consultor = Consultora |
        Consultor senior = Consultora senior | Gestor administrativo = Gestora administrativa |
        Promotor = Promotora | Operador = Operadora | Productor = Productora | Editor = Editora |
        Auditor interno = Auditora interna | Director general = Directora general |
        Director Financiero = Directora Financiera | Director general adjunto = Directora general adjunta |
        Director de ventas = Directora de ventas | Jefe de obra = Jefa de obra |
        Jefe administrativo = Jefa administrativa | Subdirector = Subdirectora |
        Coordinador = Coordinadora | Ingeniero industrial = Ingeniera industrial |
        Ingeniero agrónomo = Ingeniera agrónoma | Ingeniero Mecánico = Ingeniera Mecánica |
        Ingeniero técnico = Ingeniera técnica | Arquitecto = Arquitecta | Procurador = Procuradora |
        Notario = Notaria | Juez = Jueza | Perito = Perita | Socio = Socia | Asistente = Asistenta |
        Presidente = Presidenta | Bailarín = Bailarina | Actor = Actriz | Alcalde = Alcaldesa |
        Fontanero = Fontanera | Zapatero = Zapatera | Reportero = Reportera | Mesero = Mesera |
        Niñero = Niñera | Psicólogo clínico = Psicóloga clínica | Fotógrafo = Fotógrafa |
        Pedagogo = Pedagoga | Catedrático = Catedrática | Maestro de infantil = Maestra de infantil |
        Profesor titular = Profesora titular | Profesor asociado = Profesora asociada |
        Educador social = Educadora social | Enfermero = Enfermero/a | Enfermero = Enfermera/o |
        Enfermero = Enfermer@ | Ingeniero = Ingeniero(a) | Trabajador social = Trabajador/a social |
        Administrativo = Administrativo/a | Técnico de redes = Técnico/a de redes |
        Abogado = Abogado/Abogada | Funcionario = Funcionaria | Bibliotecario = Bibliotecaria |
        Empresario = Empresaria | Soldador = Soldadora | Carpintero = Carpintera |
        Responsable administrativo = Responsable administrativa |
        Agente inmobiliario = Agente inmobiliaria | Gerente administrativo = Gerente administrativa |
        Secretario de dirección = Secretaria de dirección | Cofundador = Cofundadora |
        Desarrollador Java = Desarrolladora Java |
        ENFERMERO = ENFERMERA | Encargado de tienda = Encargada de tienda | Voluntario = Voluntaria |
        Repartidor = Repartidora | Cajero reponedor = Cajera reponedora | Guía turístico = Guía turística |
        Mozo de almacén = Moza de almacén | Monitor de tiempo libre = Monitora de tiempo libre
    """,
    "pt": """
        Enfermeiro = Enfermeira | Professor = Professora |
        Técnico de contabilidade = Técnica de contabilidade |
        Auxiliar administrativo = Auxiliar administrativa | Psicólogo = Psicóloga | Médico = Médica |
        Advogado = Advogada | Vendedor = Vendedora | Cuidador de idosos = Cuidadora de idosos |
        Arquiteto = Arquiteta | Farmacêutico = Farmacêutica | Operador de caixa = Operadora de caixa |
        Escriturário = Escriturária | Engenheiro civil = Engenheira civil | Assessor = Assessora |
        Diretor = Diretora | Coordenador = Coordenadora | Secretário = Secretária |
        Empregado de mesa = Empregada de mesa | Cozinheiro = Cozinheira | Desenvolvedor = Desenvolvedora |
        Programador = Programadora | Assistente administrativo = Assistente administrativa |
        Funcionário público = Funcionária pública | Estagiário = Estagiária |
        Educador de infância = Educadora de infância | Doméstico = Doméstica | Supervisor = Supervisora |
        Zelador = Zeladora | Professor auxiliar = Professora auxiliar |
        Assessor jurídico = Assessora jurídica | Agente administrativo = Agente administrativa |
        Técnico de enfermagem = Técnica de enfermagem | Técnico administrativo = Técnica administrativa |
        Médico veterinário = Médica veterinária | Veterinário = Veterinária | Químico = Química |
        Mecânico = Mecânica | Enfermeiro chefe = Enfermeira chefe |
        Engenheiro mecânico = Engenheira mecânica | Engenheiro Eletrônico = Engenheira Eletrônica |
        Gerente administrativo = Gerente administrativa | Diretor executivo = Diretora executiva |
        Diretor Financeiro = Diretora Financeira | Coordenador pedagógico = Coordenadora pedagógica |
        Pedagogo = Pedagoga | Psicopedagogo = Psicopedagoga | Fonoaudiólogo = Fonoaudióloga |
        Secretário executivo = Secretária executiva | Bancário = Bancária | Empresário = Empresária |
        Sócio = Sócia | Sócio fundador = Sócia fundadora | Copeiro = Copeira | Porteiro = Porteira |
        Confeiteiro = Confeiteira | Vendedor = Vendedor(a) | Vendedor = Vendedor/a |
        Enfermeiro = Enfermeiro(a) | Coordenador = Coordenador(a) | Consultor = Consultora |
        Operador = Operadora | Gestor = Gestora | Corretor de imóveis = Corretora de imóveis |
        Juiz = Juíza | Ator = Atriz | Bibliotecário = Bibliotecária | Servidor público = Servidora pública |
        Empregado doméstico = Empregada doméstica | Cabeleireiro = Cabeleireira | Jardineiro = Jardineira |
        Encarregado = Encarregada | Agrônomo = Agrônoma | Publicitário = Publicitária |
        Contador = Contadora | Redator = Redatora | Trabalhador rural = Trabalhadora rural |
        Garçom = Garçonete | Comissário de bordo = Comissária de bordo | Físico = Física | Músico = Música |
        ENFERMEIRO = ENFERMEIRA
    """,
    "it": """
        Infermiere = Infermiera | Impiegato amministrativo = Impiegata amministrativa |
        Avvocato = Avvocata | Commesso = Commessa | Direttore vendite = Direttrice vendite |
        Professore = Professoressa | Operatore socio-sanitario = Operatrice socio-sanitaria |
        Educatore = Educatrice | Psicologo = Psicologa | Cameriere = Cameriera | Segretario = Segretaria |
        Parrucchiere = Parrucchiera | Magazziniere = Magazziniera | Ragioniere = Ragioniera |
        Addetto vendite = Addetta vendite | Maestro = Maestra | Cuoco = Cuoca |
        Tecnico di laboratorio = Tecnica di laboratorio | Ingegnere = Ingegnera | Architetto = Architetta |
        Operatore di call center = Operatrice di call center |
        Assistente amministrativo = Assistente amministrativa | Sviluppatore = Sviluppatrice |
        Dottore commercialista = Dottoressa commercialista | Coordinatore = Coordinatrice |
        Operaio = Operaia | Collaboratore scolastico = Collaboratrice scolastica | Biologo = Biologa |
        Venditore = Venditrice | Socio = Socia | Medico = Medica |
        Responsabile tecnico = Responsabile tecnica | Cassiere = Cassiera | Traduttore = Traduttrice |
        Praticante avvocato = Praticante avvocata | Educatore professionale = Educatrice professionale |
        Direttore = Direttrice | Direttore generale = Direttrice generale |
        Direttore amministrativo = Direttrice amministrativa | Formatore = Formatrice |
        Animatore = Animatrice | Ricercatore = Ricercatrice | Redattore = Redattrice |
        Progettatore = Progettatrice | Amministratore delegato = Amministratrice delegata |
        Impiegato contabile = Impiegata contabile |
        Responsabile amministrativo = Responsabile amministrativa |
        Dirigente scolastico = Dirigente scolastica | Medico veterinario = Medica veterinaria |
        Infermiere professionale = Infermiera professionale | Tecnico informatico = Tecnica informatica |
        Grafico = Grafica | Chimico = Chimica | Commesso di negozio = Commessa di negozio | Sarto = Sarta |
        Postino = Postina | Bidello = Bidella | Poliziotto = Poliziotta | Carabiniere = Carabiniera |
        Vigile = Vigilessa | Professore ordinario = Professoressa ordinaria | Studente = Studentessa |
        Avvocato = Avvocatessa | Ingegnere civile = Ingegnera civile |
        Ingegnere meccanico = Ingegnera meccanica | Consigliere comunale = Consigliera comunale |
        Ostetrico = Ostetrica | Fotografo = Fotografa | Psicologo clinico = Psicologa clinica |
        Libero professionista = Libera professionista | Addetto alle vendite = Addetta alle vendite |
        Assessore = Assessora | Impiegato = Impiegato/a | Operatore = Operatore/trice |
        Aiuto cuoco = Aiuto cuoca | Pizzaiolo = Pizzaiola | Fioraio = Fioraia | Attore = Attrice |
        Scrittore = Scrittrice | Imprenditore = Imprenditrice | INFERMIERE = INFERMIERA
    """,
}

EMPLOYERS = {
    "es": """
        Clínica Sol | Clínica Universitaria de Navarra | Telefónica | Iberia Mantenida |
        Cruz Roja Española | Residencia San José | Agencia Tributaria | Granada Salud | Ibérica Logística |
        Fundación Juana | Constructora Sol | Distribuidora del Norte | Aseguradora Médica | Química Andina |
        Mecánica Ibérica | Editora Nacional | Secretaría de Educación | Comercializadora Rosa | La Moderna |
        Panificadora Alba | Farmacéutica Roche | Clínica Veterinaria Luna | Óptica Visión |
        Universidad Autónoma | Academia Inglesa | Librería Técnica | Inmobiliaria Costa |
        Embotelladora Andina | Lavandería Nueva | Joyería Clásica | Cooperativa Agraria | Naviera Armas |
        Financiera Oriente | Consultora Everis | Productora Globomedia | Operadora Turística |
        Hostelería Ibérica | Lotería Nacional
    """,
    "pt": """
        Clínica Santa Rita | Federação Nova | Unimed Paulistana | Prefeitura Municipal | Óptica Lisboa |
        Câmara Municipal de Lisboa | Construtora Andrade | Seguradora Líder | Secretaria de Saúde |
        Secretaria Municipal de Educação | Distribuidora Farmacêutica | Mineradora Vale | Editora Abril |
        Química Amparo | Transportadora Americana | Indústria Mecânica | Clínica Odontológica |
        Companhia Elétrica | Operadora Nextel
    """,
    "it": """
        Clinica Sole | Banca Intesa | Coop Lombardia | Agenzia Entrate | Meccanica Veneta |
        Farmacia Romana | Logistica Italiana | Banca Popolare | Azienda Sanitaria | Grafica Editoriale |
        Chimica Industriale | Poliambulatorio | Edilizia Moderna | Croce Rossa Italiana |
        Scuola Elementare | Cooperativa Agricola | Società Elettrica | Ditta Bianca | Clinica Veterinaria
    """,
    "fr": """
        Clinique du Parc | Mutuelle générale | Société Générale | Compagnie nationale | La Banque Postale |
        Clinique Générale | Banque Postale | Mutuelle Nationale | Société Financière |
        Compagnie Électrique | Boulangerie Ancienne | Agence Commerciale | Maison Bonne | La Redoute |
        Entreprise Générale | Brasserie Nouvelle | Fondation Nationale | Boucherie Centrale |
        Polyclinique Parisienne
    """,
    "de": """
        Berliner Sparkasse | Deutsche Bank | Technische Universität | Wiener Städtische |
        Müller Meister GmbH | Kölner Verkehrsbetriebe | Schneider Electric | Bauer Media |
        Allgemeine Zeitung | Fischer Automotive | Berlin Partner | Bürgermeister Weine |
        Stiftung Warentest | Konditorei Heiner | Neuer Zürcher Verlag | Österreichischer Rundfunk
    """,
}
