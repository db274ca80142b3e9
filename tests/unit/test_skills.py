"""Finding skills: what counts, what does not, and what always holds."""

import re
import time
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.skill_table import load_skill_lexicon
from domain.skill_lexicon import SkillLexicon
from domain.skills import SkillFinding, distinct_skills, find_skills
from domain.text import normalise
from domain.word_forms import stem

LEXICON = load_skill_lexicon()

FOUND = [
    # punctuation of code-ish names
    ("Node.js", "Built services with NodeJS and ExpressJS.", "NodeJS"),
    ("Node.js", "Skills: Node JS, MongoDB", "Node JS"),
    ("Node.js", "node.js, react", "node.js"),
    ("NodeJS", "Backend: Node.js", "Node.js"),
    ("Express.js", "NodeJS, ExpressJS, MongoDB", "ExpressJS"),
    ("C++", "Languages: C++, C#, Java", "C++"),
    ("C++", "Ten years of C/C++ on Linux", "C++"),
    ("C++", "Modern C++17 and CMake", "C++"),
    ("C#", "Developed in C#/.NET", "C#/.NET"),
    ("C#", "C# developer", "C#"),
    (".NET", "Developed in C#/.NET", ".NET"),
    (".Net", "\u2022 .Net Framework", ".Net Framework"),
    (".NET", "Web forms in ASP.NET", "ASP.NET"),
    (".NET", "dotnet core services", "dotnet core"),
    ("CI/CD", "Set up CI/CD pipelines", "CI/CD pipelines"),
    ("CI/CD", "Introduced continuous integration", "continuous integration"),
    ("CI/CD", "CI & CD with Docker", "CI & CD"),
    ("CI-CD", "Owner of our CICD", "CICD"),
    ("TCP/IP", "Protocols: TCP/IP, DNS", "TCP/IP"),
    ("PL/SQL", "Wrote PL-SQL packages", "PL-SQL"),
    ("Objective-C", "iOS apps in Objective C", "Objective C"),
    # one letter and everyday words in technical surroundings
    ("C", "Languages: C, C++, Python", "C"),
    ("C", "C/C++ and assembler", "C"),
    ("C", "Taught C programming", "C programming"),
    ("R", "Languages: Python, R, SQL", "R"),
    ("R", "Statistical analysis in R and Python", "R"),
    ("R", "R programming", "R programming"),
    ("R", "Python and R", "R"),
    ("Go", "Services written in Go and Python", "Go"),
    ("Go", "Languages: Go, Java", "Go"),
    ("Go", "Golang developer", "Golang"),
    ("go", "Java, Scala and Go languages", "Go"),
    ("PLC", "- PLC expertise", "PLC"),
    ("Swift", "iOS developer: Swift, Objective-C", "Swift"),
    ("Spring", "Java, Spring, Hibernate", "Spring"),
    ("Spring", "Spring Boot microservices", "Spring Boot"),
    ("Rust", "Experience with Rust", "Rust"),
    ("Rust", "Proficient in rust", "rust"),
    ("Excel", "Microsoft Excel", "Microsoft Excel"),
    ("Excel", "MS Excel (advanced)", "MS Excel"),
    ("Excel", "Advanced Excel spreadsheets", "Excel spreadsheets"),
    ("Excel", "Proficient in excel", "excel"),
    ("Microsoft Excel", "Word, Excel, PowerPoint", "Excel"),
    ("Word", "Word, Excel, PowerPoint", "Word"),
    ("Excel", "- Excel\n- Patience", "Excel"),
    ("Excel", "2. Excel (advanced)\n3. Patience", "Excel"),
    ("Outlook", "COMPUTER SKILLS\nTyping\nOutlook\nPatience", "Outlook"),
    ("Access", "MS Access databases", "MS Access"),
    ("Outlook", "Microsoft Outlook", "Microsoft Outlook"),
    ("Spark", "Apache Spark and Hadoop", "Apache Spark"),
    ("Hive", "Hadoop, Hive, Pig", "Hive"),
    ("Chef", "Ansible, Chef, Puppet", "Chef"),
    ("React", "React, Redux and TypeScript", "React"),
    ("React", "Built UIs with React.js", "React.js"),
    ("REST", "REST APIs", "REST APIs"),
    ("Unity", "Games in Unity 3D", "Unity 3D"),
    ("Ruby", "Skilled at Perl and Ruby scripting", "Ruby"),
    # aliases
    ("JavaScript", "HTML, CSS, JS", "JS"),
    ("JS", "JavaScript", "JavaScript"),
    ("Kubernetes", "Deployed on k8s", "k8s"),
    ("PostgreSQL", "Postgres tuning", "Postgres"),
    ("scikit-learn", "models in sklearn", "sklearn"),
    ("AWS", "Amazon Web Services (EC2, S3)", "Amazon Web Services"),
    ("Amazon Web Services", "AWS certified", "AWS"),
    ("Amazon Web Services (AWS)", "Five years of AWS", "AWS"),
    ("GCP", "Google Cloud Platform", "Google Cloud Platform"),
    ("Machine Learning", "ML engineer", "ML"),
    ("ML", "Machine-learning research", "Machine-learning"),
    ("NLP", "Natural Language Processing", "Natural Language Processing"),
    ("Power BI", "Dashboards in PowerBI", "PowerBI"),
    ("PowerBI", "Dashboards in Power BI", "Power BI"),
    ("front-end development", "Frontend developer", "Frontend developer"),
    ("TensorFlow", "Tensor Flow", "Tensor Flow"),
    ("SQL", "MySQL and PostgreSQL databases", "MySQL"),
    ("SQL", "Stored procedures in T-SQL", "T-SQL"),
    ("SEO", "Search engine optimisation", "Search engine optimisation"),
    ("CRM", "Salesforce administrator", "Salesforce"),
    ("Team player", "Team work in agile squads", "Team work"),
    # versions and makers
    ("Python", "Python 3.11", "Python"),
    ("Python 3", "Python", "Python"),
    ("HTML", "HTML5 and CSS3", "HTML5"),
    ("HTML5", "HTML and CSS", "HTML"),
    ("CSS", "HTML5/CSS3", "CSS3"),
    ("Angular", "Angular 17", "Angular"),
    ("Java", "Java 8/11", "Java"),
    ("Apache Kafka", "Kafka streams", "Kafka streams"),
    ("Kafka", "Apache Kafka", "Apache Kafka"),
    ("Adobe Photoshop", "Photoshop, InDesign", "Photoshop"),
    # framing words of the job
    ("Knowledge of Python", "Python, Django", "Python"),
    ("Proficiency in SQL", "Wrote SQL reports", "SQL"),
    ("Experience with Docker", "Docker, Kubernetes", "Docker"),
    ("Strong communication skills", "Communication with clients", "Communication"),
    ("Time Management Skills", "Excellent time management", "time management"),
    ("Ability to troubleshoot", "Troubleshooting of printers", "Troubleshooting"),
    ("Ability to work under pressure", "Used to working under pressure", "working under pressure"),
    # phrases, inflections and spellings of both sides of the Atlantic
    ("Project Management", "Management of projects", "Management of projects"),
    ("Project Management", "Managed projects of up to 2 million", "Managed projects"),
    ("Project Management", "Time and project management", "project management"),
    ("Time Management", "Time and project management", "Time and project management"),
    ("Budgeting", "Prepared budgets", "budgets"),
    ("Welding", "Certified welder", "welder"),
    ("Data Analysis", "Analysed large data sets", "Analysed large data"),
    ("Data visualization", "Data visualisation", "Data visualisation"),
    ("Organisational skills", "Organizational skills", "Organizational skills"),
    ("Color theory", "Colour theory", "Colour theory"),
    ("Team leadership", "Team leadership & mentoring", "Team leadership"),
    ("Food & beverage service", "Food and beverage service", "Food and beverage service"),
    ("Underwater basket weaving", "Underwater basket weaving instructor", "Underwater basket weaving"),
    ("Glacier surveying", "Surveyed glaciers in Iceland", "Surveyed glaciers"),
    (
        "Interpersonal and communication skills",
        "Interpersonal and communication skills",
        "Interpersonal and communication",
    ),
    ("HTML CSS3", "HTML5, JavaScript, CSS3", "HTML5"),
    ("SVN | Git", "Version control: Git, SVN", "SVN"),
    ("Attention to Detail", "Detail-oriented", "Detail-oriented"),
    ("Technical Skills", "- Proven technical skills", "technical skills"),
    ("Development", "Product development", "development"),
    ("Force.com", "Proficient in using Force.com platform", "Force.com"),
    ("Medical Knowledge", "Sound medical knowledge", "medical knowledge"),
    ("project management", "Led the new project\nmanagement office", "project management"),
    # another place counts where the first one does not
    ("Kafka", "No experience with Kafka in 2015.\nSince 2018 Kafka in production.", "Kafka"),
    ("Java", "Not only Java, but Scala too", "Java"),
    ("Python", "Machine Learning Python", "Python"),
    ("MongoDB", "No SQL databases: MongoDB", "MongoDB"),
    ("NoSQL", "No SQL databases", "No SQL"),
]

NOT_FOUND = [
    ("Java", "JavaScript developer"),
    ("Java", "Java Script developer"),
    ("JavaScript", "Java developer"),
    ("R", "R&D department"),
    ("R", "John R. Smith, Python developer"),
    ("R", "R-squared of 0.9 in Python"),
    ("R", "Robert R Miller"),
    ("Go", "Prepared the go to market plan"),
    ("Go", "Go-to-market strategy, SQL"),
    ("Go", "Good with people"),
    ("Go", "Always willing to go further"),
    ("C", "Languages: C++, C#"),
    ("C", "Vitamin C deficiency"),
    ("C", "C-level reporting, SQL"),
    ("C", "Objective-C, Swift"),
    ("C", "Series C funding"),
    ("C++", "Languages: C, C#"),
    ("C#", "Languages: C, C++"),
    ("C#", "Notes C and D"),
    (".NET", "Internet and net income"),
    (".NET", "Net revenue of 3 million"),
    ("Node.js", "Removed a lymph node"),
    ("React", "React Native apps"),
    ("React", "Able to react quickly"),
    ("Excel", "I excel at teamwork"),
    ("Excel", "Students excel in a friendly class"),
    ("Excel", "EXCEL AT EVERYTHING"),
    ("Outlook", "SUMMARY\nOutlook\nPatience"),
    ("Kafka", "Neither Flink nor Kafka"),
    ("Spring", "Spring 2019, dean's list"),
    ("Spring", "Graduated in Spring"),
    ("Word", "Spread the word about the charity"),
    ("Access", "Access to confidential files"),
    ("Outlook", "A positive outlook"),
    ("Express", "American Express, clerk"),
    ("Swift", "A swift response to customers"),
    ("Rust", "Removed rust from pipes"),
    ("Ruby", "Ruby Jones"),
    ("Chef", "Sous chef in a hotel"),
    ("Scrum", ""),
    ("Unity", "A sense of unity"),
    ("Slack", "Picked up the slack"),
    ("REST", "and the rest of the team"),
    ("Less", "Python (less than 1 year)"),
    ("Salesforce", "Trained a sales force of 20"),
    ("IOS", "Cisco IOS upgrades"),
    ("Marketing", "Sold vegetables on the market"),
    ("Accounting", "Opened accounts"),
    ("Docker", "Worked on the docks as a dock worker"),
    ("Project Management", "Senior management"),
    ("Customer Service", "Customer, service"),
    ("Customer Service", "Paid by the customer. Service of cars"),
    ("Technical Skills", "TECHNICAL SKILLS\nPython"),
    ("Technical Skills", "Technical skills:\nPython"),
    ("Management", "MANAGEMENT\nfoo"),
    ("Skills", "SKILLS\nPython"),
    ("", "Python"),
    ("...", "Python ..."),
    ("Angular", "A triangular shape"),
    ("SAP", "The sapling grew"),
    ("IT", "I liked it"),
    # denials, wishes, others' work
    ("Kafka", "No experience with Kafka"),
    ("Flink", "No experience with Kafka, Spark or Flink"),
    ("Kafka", "Not familiar with Kafka"),
    ("Kafka", "I have never used Kafka"),
    ("Kafka", "Haven't worked with Kafka yet"),
    ("Kafka", "Kafka: none"),
    ("Kafka", "Kafka (no experience)"),
    ("Java", "Programs without Java"),
    ("Python", "Lack of knowledge in Python"),
    ("Rust", "Keen to learn Rust"),
    ("Docker", "Currently learning Docker"),
    ("Docker", "I want to learn Docker"),
    ("Kubernetes", "Eager to learn more about Kubernetes"),
    ("Data science", "Aspiring data scientist"),
    ("Python", "Interested in learning Python"),
    ("SAP", "The client used SAP"),
    ("macOS", "Non-macOS environments"),
    ("Data warehousing", "Experience that excludes knowledge in data warehousing"),
    # inside addresses and firms
    ("Python", "Write to python@example.org"),
    ("React", "https://example.org/react/redux"),
    ("Oracle", "Oracle India Pvt Ltd, accountant"),
    ("Adobe Photoshop", "www.photoshop.example"),
    ("Project Management", "Project\nManagement"),
]


def _one(name: str, text: str) -> SkillFinding:
    return find_skills([name], normalise(text), LEXICON)[0]


@pytest.mark.parametrize("name,text,matched", FOUND)
def test_a_claimed_skill_is_found_with_the_words_that_prove_it(name: str, text: str, matched: str) -> None:
    finding = _one(name, text)
    assert (finding.found, finding.matched_as) == (True, matched)
    assert finding.name == name
    assert matched in str(finding.passage)
    assert finding.start is not None


@pytest.mark.parametrize("name,text", NOT_FOUND)
def test_what_only_looks_like_the_skill_is_not_found(name: str, text: str) -> None:
    assert _one(name, text) == SkillFinding(name=name, found=False, matched_as=None, passage=None, start=None)


def test_each_name_gets_one_finding_in_the_order_given() -> None:
    findings = find_skills(["SQL", "Cobol", "JS", "JavaScript", "js"], "JavaScript, MySQL", LEXICON)
    assert [(finding.name, finding.matched_as) for finding in findings] == [
        ("SQL", "MySQL"),
        ("Cobol", None),
        ("JS", "JavaScript"),
        ("JavaScript", "JavaScript"),
        ("js", "JavaScript"),
    ]


def test_a_job_that_repeats_a_skill_asks_for_it_once() -> None:
    names = [
        "JS",
        "JavaScript",
        "js",
        "Project Management",
        "project  management",
        "Basket weaving",
        "basket weaving",
    ]
    assert distinct_skills(names, LEXICON) == ("JS", "Project Management", "Basket weaving")


def test_start_is_the_offset_of_the_match() -> None:
    text = "Worked with Docker and Kafka."
    finding = find_skills(["Kafka"], text, LEXICON)[0]
    assert finding.start == text.index("Kafka")
    assert finding.passage == text


def test_the_passage_is_the_sentence_or_line_that_proves_it() -> None:
    text = "Cashier at Corner Shop.\nBuilt data pipelines with Kafka. Led a team of four.\nHobbies: chess"
    assert find_skills(["Kafka"], text, LEXICON)[0].passage == "Built data pipelines with Kafka."


def test_a_long_passage_is_cut_around_the_match_at_words() -> None:
    text = "alpha beta " * 60 + "Kafka " + "gamma delta " * 60
    passage = str(find_skills(["Kafka"], text.strip(), LEXICON)[0].passage)
    assert "Kafka" in passage
    assert len(passage) <= 200
    assert {"alpha", "beta", "Kafka", "gamma", "delta"} >= set(passage.split())


def test_a_job_may_spell_a_known_skill_in_many_ways() -> None:
    for spelling in ("Knowledge of JS", "JS", "JavaScript", "ECMAScript"):
        assert _one("Knowledge of JS", f"Built shops in {spelling}.").found


def test_an_unknown_skill_is_its_own_only_spelling() -> None:
    assert _one("Underwater basket weaving", "Taught underwater basket weaving.").found
    assert not _one("Underwater basket weaving", "Taught basket weaving.").found


def test_what_a_skill_implies_is_among_its_spellings() -> None:
    for spelling in ("PostgreSQL", "MySQL", "T-SQL"):
        assert _one("SQL", f"Tuned queries of {spelling}.").found
    assert not _one("PostgreSQL", "Tuned queries in SQL.").found


@pytest.mark.parametrize(
    "tables,message",
    [
        ({"aliases": {"A1": ["same"], "B1": ["Same"]}}, "'Same' is a spelling of both 'A1' and 'B1'"),
        ({"aliases": {"A1": ["-"]}}, "'A1': the spelling '-' holds no letter or digit"),
        ({"aliases": {"A1": []}, "implies": {"A1": ["Z9"]}}, "implies: 'Z9' is not the canonical name"),
        ({"aliases": {"A1": []}, "products": ["Z9"]}, "products: 'Z9' is not the canonical name"),
        ({"aliases": {"A1": []}, "literal": ["Z9"]}, "literal: 'Z9' is not the canonical name"),
        ({"aliases": {"A1": []}, "ambiguous": ["Z9"]}, "ambiguous: 'Z9' is not a spelling"),
        ({"aliases": {"A1": []}, "unlike": {"Z9": ["z 9 road"]}}, "unlike: 'Z9' is not a spelling"),
    ],
)
def test_a_lexicon_that_contradicts_itself_is_refused(tables: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        SkillLexicon(**tables)


@pytest.mark.parametrize(
    "words,apart",
    [
        ("manage managed manages managing management manager", "manual"),
        ("budget budgets budgeting budgeted", "bud"),
        ("weld welder welders welding", "well"),
        ("organisation organization", "organ"),
        ("organise organize organising organizing", "organ"),
        ("analyse analyze analysing analyzing analysis analyst", "anal"),
        ("color colour colors colours", "cold"),
        ("modelling modeling models", "modern"),
        ("plan planning planned planner", "plant"),
        ("coordinate coordination coordinator coordinating", "cord"),
        ("install installing installation installer", "instant"),
        ("market markets", "marketing"),
        ("account accounts", "accounting"),
        ("serve", "server"),
        ("dock docks", "docker"),
        ("process processes processing", "procedure"),
        ("monitor monitoring", "money"),
    ],
)
def test_inflections_share_a_stem_and_other_words_do_not(words: str, apart: str) -> None:
    assert len({stem(word) for word in words.split()}) == 1
    assert stem(apart) != stem(words.split(maxsplit=1)[0])


NAMES = st.sampled_from(
    [
        "Python",
        "Java",
        "C",
        "R",
        "Go",
        "C++",
        ".NET",
        "Excel",
        "SQL",
        "Project Management",
        "Basket weaving",
        "CI/CD",
    ]
)
PIECES = st.sampled_from(
    [
        *(
            "Python",
            "Java",
            "C",
            "C++",
            "R",
            "Go",
            "SQL",
            "excel",
            "MySQL",
            "project",
            "managed",
            "management",
        ),
        *(
            "basket",
            "weaving",
            "no experience with",
            "keen to learn",
            "and",
            "of",
            ",",
            ".",
            "\n",
            "\n\n",
            ";",
            "/",
        ),
        *(
            "(",
            ")",
            ":",
            "-",
            "\u2022",
            "CI",
            "CD",
            "ASP.NET",
            "net",
            "developer",
            "skills:",
            "@",
            "https://",
        ),
        *("the", "for", "R&D"),
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map(" ".join).map(normalise)


@given(names=st.lists(NAMES, max_size=8), text=TEXTS)
@settings(deadline=None)
def test_the_same_input_gives_the_same_findings_in_any_order_of_names(names: list[str], text: str) -> None:
    findings = find_skills(names, text, LEXICON)
    assert findings == find_skills(names, text, LEXICON)
    assert findings[::-1] == find_skills(names[::-1], text, LEXICON)


@given(name=NAMES, text=TEXTS, added=TEXTS)
@settings(deadline=None)
def test_further_lines_never_take_a_skill_away(name: str, text: str, added: str) -> None:
    before = find_skills([name], text, LEXICON)[0]
    after = find_skills([name], f"{text}\n\n{added}", LEXICON)[0]
    assert after.found or not before.found


@given(name=NAMES, text=TEXTS)
@settings(deadline=None)
def test_the_passage_holds_the_match(name: str, text: str) -> None:
    finding = find_skills([name], text, LEXICON)[0]
    if finding.found:
        assert str(finding.matched_as) in str(finding.passage)
        assert finding.start is not None
        assert text[finding.start :].startswith(str(finding.matched_as).split()[0])
    else:
        assert (finding.matched_as, finding.passage, finding.start) == (None, None, None)


@given(name=st.sampled_from(["Python", "PostgreSQL", "Project Management", "Kubernetes", "Basket weaving"]))
@settings(deadline=None)
def test_case_does_not_matter_for_names_of_one_meaning(name: str) -> None:
    for text in (name, name.lower(), name.upper(), name.title()):
        assert _one(name, f"Experience with {text} in production").found
        assert _one(text, f"Experience with {name} in production").found


@example(names=["MARKETER"], text="")
@given(names=st.lists(st.text(max_size=40), max_size=4), text=st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_no_text_and_no_name_is_an_error(names: list[str], text: str) -> None:
    assert len(find_skills(names, text, LEXICON)) == len(names)
    assert len(find_skills(names, normalise(text), LEXICON)) == len(names)


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "a",
        "R ",
        "no experience with Excel and ",
        "project, ",
        "Excel/",
        "managed the projects ",
        "x@y.z ",
    ],
)
def test_a_hostile_text_takes_bounded_time(piece: str) -> None:
    names = [
        "R",
        "C",
        "Excel",
        "Project Management",
        "Java",
        "Chemical composition, structure and properties",
        "Go",
    ] * 7
    start = time.process_time()
    find_skills(names, piece * (200_000 // len(piece)), LEXICON)
    assert time.process_time() - start < 6
