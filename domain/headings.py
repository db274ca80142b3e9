"""Headings of resumes in English, French, German, Spanish, Portuguese and Italian.

Written in lower case without accents, separated by semicolons. The keys are the values of
`domain.sections.SectionKind`.
"""

HEADINGS: dict[str, str] = {
    "summary": """
        summary; profile; about; about me; objective; objectives; career objective; career summary; career
        profile; professional summary; professional profile; personal statement; personal profile; personal
        summary; executive summary; executive profile; summary of qualifications; qualifications summary;
        qualifications; key qualifications; experience summary; profile summary; technical summary;
        overview; professional overview; career overview; career goal; career goals; introduction; synopsis;
        professional synopsis; highlights; career highlights; summary of experience; job objective;
        professional objective; employment objective; profil; profil professionnel; resume; a propos; a
        propos de moi; objectif; objectif professionnel; accroche; presentation; kurzprofil; uber mich;
        zusammenfassung; personliches profil; berufsziel; qualifikationsprofil; perfil; perfil profesional;
        resumen; resumen profesional; sobre mi; objetivo; objetivo profesional; extracto; perfil
        profissional; resumo; resumo profissional; sobre mim; objetivo profissional; sobre; profilo; profilo
        professionale; profilo personale; riepilogo; sommario; chi sono; obiettivo; obiettivi; obiettivo
        professionale; career focus; snap shot; career statement; professional statement; snapshot;
        professional highlights; acerca de mi; apresentacao; presentazione; su di me; sintesi
    """,
    "experience": """
        experience; experiences; work experience; work experiences; professional experience; professional
        experiences; employment; employment history; employment record; employment experience; work history;
        career history; career; job history; job experience; working experience; relevant experience;
        related experience; industry experience; industrial experience; professional background;
        professional history; work background; positions held; career experience; additional experience;
        other experience; previous experience; past experience; recent experience; selected experience; key
        experience; research experience; teaching experience; clinical experience; military experience;
        military service; technical experience; leadership experience; consulting experience; organizational
        experience; organisational experience; management experience; academic experience; academic
        appointments; appointments; freelance; freelance experience; freelance work; previous employment;
        current employment; professional employment; employment details; work; jobs; experience details;
        experience profile; professional career; career progression; career path; work profile; details of
        experience; previous work experience; relevant work experience; other work experience; additional
        work experience; past work experience; occupational history; employment summary; employment profile;
        practical experience; engagements; assignments; experience professionnelle; experiences
        professionnelles; parcours professionnel; parcours; emplois; experience de travail; experiences de
        travail; historique professionnel; missions; carriere; berufserfahrung; berufserfahrungen;
        beruflicher werdegang; berufliche erfahrung; berufliche erfahrungen; werdegang; berufspraxis;
        praktische erfahrung; praktische erfahrungen; erfahrung; erfahrungen; berufliche laufbahn;
        berufstatigkeit; berufliche tatigkeit; beruflicher hintergrund; arbeitserfahrung; berufliche
        stationen; experiencia; experiencia profesional; experiencia laboral; experiencias; historial
        laboral; trayectoria profesional; trayectoria laboral; trayectoria; antecedentes laborales;
        experiencia de trabajo; experiencia profissional; experiencias profissionais; historico
        profissional; percurso profissional; trajetoria profissional; experiencia de trabalho; atuacao
        profissional; esperienza; esperienze; esperienza lavorativa; esperienze lavorative; esperienza
        professionale; esperienze professionali; carriera; percorso professionale; esperienza di lavoro;
        bisherige tatigkeiten; berufliche tatigkeiten; anstellungen; arbeitsverhaltnisse; bisherige
        positionen; emplois occupes; historique d'emploi; activites professionnelles; postes occupes;
        empleos; vida laboral; recorrido profesional; experiencia relevante; carrera profesional; historico
        de emprego; empregos; carreira; storia lavorativa; esperienze di lavoro; impieghi; occupazioni
    """,
    "education": """
        education; educational background; academic background; education background; educational
        qualification; educational qualifications; education qualification; academic qualification; academic
        qualifications; academics; academic; academic history; academic profile; academic details; academic
        record; studies; education details; educational details; education history; education profile;
        educational profile; qualification; schooling; degrees; academic credentials; academic credential;
        scholastics; scholastic; relevant coursework; coursework; courses; educational history; education
        information; academia; formal education; higher education; professional education; academic
        education; credentials; academic qualification details; professional qualification; professional
        qualifications; education and training; academic achievements; formation; formations; etudes;
        diplomes; parcours scolaire; parcours academique; formation academique; scolarite; education et
        formation; cursus; ausbildung; bildung; bildungsweg; studium; schulbildung; akademischer werdegang;
        akademische ausbildung; schulische ausbildung; bildungsgang; hochschulbildung; hochschulstudium;
        schulausbildung; berufsausbildung; educacion; formacion; formacion academica; estudios; antecedentes
        academicos; datos academicos; formacao; formacao academica; educacao; escolaridade; estudos;
        habilitacoes; habilitacoes academicas; historico academico; percurso academico; istruzione;
        formazione; istruzione e formazione; titoli di studio; studi; formazione scolastica; formazione
        accademica; aus und weiterbildung; bildungsabschlusse; abschlusse; cursus scolaire; cursus
        universitaire; estudios academicos; titulos academicos; titulaciones; historial academico; formacion
        reglada; habilitacoes literarias; qualificacoes academicas; graduacao; educazione; percorso di
        studi; percorso formativo; titolo di studio
    """,
    "skills": """
        skills; skill; technical skills; key skills; core skills; core competencies; competencies;
        competences; areas of expertise; area of expertise; expertise; technologies; technical expertise;
        technical proficiency; technical proficiencies; technical competencies; technical knowledge;
        computer skills; it skills; software skills; software; tools; tools and technologies; skills and
        abilities; abilities; soft skills; hard skills; professional skills; programming skills; programming
        languages; skill set; skillset; skill sets; skill highlights; strengths; key strengths;
        proficiencies; technical profile; tech stack; additional skills; other skills; personal skills; key
        competencies; core qualifications; professional competencies; technical summary of skills; skills
        summary; summary of skills; skills profile; relevant skills; interpersonal skills; technical skill
        set; technical skillset; areas of strength; core strengths; key skill; it proficiency; computer
        proficiency; computer knowledge; specialties; specialities; specialization; specializations;
        capabilities; core capabilities; toolbox; skills and expertise; skills and competencies;
        proficiency; technical tools; tech skills; tool set; competences techniques; competences cles;
        competences informatiques; savoir faire; savoir etre; outils; aptitudes; informatique; atouts;
        connaissances; logiciels; kenntnisse; fahigkeiten; fachkenntnisse; it kenntnisse; edv kenntnisse;
        kompetenzen; besondere kenntnisse; technische kenntnisse; fertigkeiten; technische fahigkeiten;
        kernkompetenzen; qualifikationen; programmierkenntnisse; software kenntnisse; weitere kenntnisse;
        starken; habilidades; competencias; conocimientos; habilidades tecnicas; conocimientos tecnicos;
        conocimientos informaticos; destrezas; informatica; herramientas; tecnologias; competencias
        tecnicas; conhecimentos; conhecimentos tecnicos; habilidades e competencias; ferramentas;
        competenze; capacita; abilita; competenze tecniche; competenze informatiche; conoscenze; capacita e
        competenze; conoscenze informatiche; strumenti; tecnologie; technologien; werkzeuge; connaissances
        techniques; domaines de competences; domaines de competence; competencias clave; capacidades;
        aptidoes; competencias chave; competencias digitais; competencias digitales; qualificacoes;
        competenze digitali; competenze chiave
    """,
    "projects": """
        projects; project; personal projects; academic projects; key projects; selected projects; side
        projects; project details; project experience; project profile; projects undertaken; major projects;
        major project; minor projects; open source; open source projects; open source contributions;
        portfolio; project work; technical projects; relevant projects; project summary; project history;
        academic project; mini project; projects handled; projects executed; notable projects; university
        projects; research projects; course projects; recent projects; client projects; hackathons; projets;
        projets personnels; realisations; projets academiques; projekte; projekterfahrung; projektliste;
        ausgewahlte projekte; eigene projekte; projektubersicht; proyectos; proyectos personales; projetos;
        projetos pessoais; progetti; progetti personali; proyectos destacados; progetti principali; projets
        realises; projetos destacados
    """,
    "certifications": """
        certifications; certification; certificates; certificate; licenses; licences; license; training;
        trainings; professional development; professional certifications; professional certification;
        courses attended; professional training; technical certifications; licensure; certification details;
        training courses; online courses; workshops; continuing education; professional licenses; training
        details; seminars; training programs; additional training; specialized training; workshops attended;
        trainings attended; certifications and trainings; professional trainings; certificats;
        habilitations; formation continue; formations complementaires; permis; zertifikate;
        zertifizierungen; weiterbildung; weiterbildungen; fortbildungen; fortbildung; schulungen; lizenzen;
        kurse; certificaciones; certificados; cursos; formacion complementaria; licencias; talleres;
        certificacoes; licencas; cursos complementares; formacao complementar; certificazioni; certificati;
        corsi; corsi di formazione; attestati; patenti; patente; abilitazioni; lehrgange
    """,
    "volunteering": """
        volunteering; volunteer; volunteer experience; volunteer work; voluntary work; volunteer activities;
        community service; community involvement; volunteer service; community; community engagement;
        extracurricular activities; extra curricular activities; extracurricular; extracurriculars; co
        curricular activities; cocurricular activities; activities; leadership; civic activities; leadership
        activities; leadership and activities; social service; campus involvement; campus activities;
        volunteer history; voluntary experience; volunteering experience; community activities; social work;
        student activities; positions of responsibility; position of responsibility; outreach; involvement;
        civic involvement; charity work; benevolat; vie associative; engagement associatif; engagements
        associatifs; activites associatives; activites extra scolaires; experience benevole; ehrenamt;
        ehrenamtliches engagement; engagement; ehrenamtliche tatigkeit; ehrenamtliche tatigkeiten; soziales
        engagement; voluntariado; actividades extracurriculares; trabajo voluntario; experiencia de
        voluntariado; trabalho voluntario; experiencia voluntaria; atividades extracurriculares;
        volontariato; attivita di volontariato; esperienze di volontariato; attivita extracurriculari;
        freiwilligenarbeit; gesellschaftliches engagement; freiwilliges engagement; actividades de
        voluntariado; acoes voluntarias; esperienza di volontariato
    """,
    "internships": """
        internships; internship; internship experience; internship experiences; industrial training;
        internship details; summer internship; summer internships; industrial internship; inplant training;
        co op experience; internship projects; practicum; externship; externships; apprenticeship;
        apprenticeships; stages; stage; experiences de stage; praktika; praktikum; praktikumserfahrung;
        practicas; practicas profesionales; pasantias; estagios; estagio; tirocini; tirocinio; estagios
        profissionais
    """,
    "publications": """
        publications; publication; papers; research papers; presentations; conferences; patents;
        research; selected publications; publications and presentations; journal articles;
        conference papers; research interests; research publications; conference presentations;
        refereed publications; books; peer reviewed publications; invited talks; talks; articles;
        brevets; travaux; recherche; publikationen; veroffentlichungen; vortrage;
        forschung; publicaciones; ponencias; patentes; investigacion; publicacoes; palestras;
        pubblicazioni; ricerca; brevetti; conferenze
    """,
    "awards": """
        awards; award; honors; honours; achievements; achievement; accomplishments; scholarships;
        recognition; recognitions; key achievements; professional achievements; honors and awards; awards
        and honors; major achievements; distinctions; fellowships; grants; awards received; academic honors;
        achievements and awards; notable achievements; rewards; accolades; selected achievements; key
        accomplishments; professional accomplishments; prix; recompenses; distinction; prix et distinctions;
        auszeichnungen; preise; erfolge; stipendien; ehrungen; premios; logros; reconocimientos; becas;
        honores; premios y reconocimientos; conquistas; distincoes; bolsas; riconoscimenti; premi; borse di
        studio; core accomplishments; career accomplishments; career achievements; reconhecimentos
    """,
    "languages": """
        languages; language; language skills; languages known; known languages; linguistic skills; spoken
        languages; foreign languages; language proficiency; language proficiencies; linguistic proficiency;
        language abilities; languages spoken; langues; langue; langues etrangeres; competences
        linguistiques; sprachen; sprachkenntnisse; fremdsprachen; idiomas; lenguas; conhecimentos de
        linguas; linguas; lingue; lingue straniere; competenze linguistiche; conoscenze linguistiche;
        conhecimentos linguisticos; competencias linguisticas; conocimientos de idiomas
    """,
    "interests": """
        interests; hobbies; hobby; personal interests; interests and hobbies; hobbies and interests;
        passions; other interests; areas of interest; area of interest; fields of interest; field of
        interest; leisure; leisure activities; centres d'interet; centre d'interet; loisirs; interets; passe
        temps; interessen; hobbys; freizeit; personliche interessen; hobbys und interessen; intereses;
        aficiones; pasatiempos; interesses; passatempos; interessi; hobby e interessi; passioni; tempo
        libero; intereses personales; interesses pessoais; interessi personali
    """,
    "references": """
        references; reference; referees; professional references; recommendations; testimonials;
        personal references; references available upon request; references available on request;
        recommandations; referenzen; referencias; recomendaciones; recomendacoes; referenze
    """,
    "personal": """
        personal details; personal information; personal data; personal profile details; contact; contacts;
        contact information; contact details; contact info; contact me; bio data; biodata; personal dossier;
        personal particulars; personal info; personal; personal vitae; links; social links; social media;
        address; informations personnelles; coordonnees; donnees personnelles; etat civil; renseignements
        personnels; personliche daten; personliche angaben; kontakt; kontaktdaten; angaben zur person; zur
        person; datos personales; contacto; informacion personal; informacion de contacto; datos de
        contacto; dados pessoais; contato; contatos; informacoes pessoais; informacoes de contato; dados de
        contato; dati personali; contatti; informazioni personali; recapiti; contactos
    """,
    "other": """
        additional information; additional info; other information; miscellaneous; declaration; others;
        other; memberships; professional memberships; affiliations; professional affiliations; associations;
        membership; professional associations; professional activities; other activities; additional
        details; other details; roles and responsibilities details; security clearance; clearance; military;
        military background; hobbies and other; availability; travel; passport details; visa status; work
        authorization; key interests; extras; divers; autres; informations complementaires; complements;
        sonstiges; weiteres; zusatzliche informationen; mitgliedschaften; informacion adicional; otros;
        otros datos; outras informacoes; informacoes adicionais; outros; informacoes complementares; altro;
        altre informazioni; informazioni aggiuntive; ulteriori informazioni; weitere informationen; weitere
        angaben; autres informations; datos de interes
    """,
}
