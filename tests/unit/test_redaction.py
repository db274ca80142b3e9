"""Redaction removes who the person is and nothing of what they can do."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_mock import MockerFixture

from domain import redaction
from domain.redaction import redact
from domain.text import normalise


def _redacted(text: str) -> str:
    return redact(normalise(text))


_BITS = st.sampled_from(
    [
        "Jane Doe",
        "Ruby",
        "she",
        "They lead",
        "jane@x.com",
        "@",
        "+1 555 123 4567",
        "12",
        "2019 - 2021",
        "(",
        ")",
        "|",
        ",",
        "•",
        "Name:",
        "Date of birth:",
        "Address",
        "Nationality",
        "Contact",
        "SUMMARY",
        "Skills",
        "\n",
        "\n\n",
        " ",
        "-",
        "*",
        "/",
        "www.x.com",
        "Mr.",
        "Senior Engineer",
        "Berlin",
        "born in 1985",
        "a 34 year old",
        "'s",
        ":",
        "Page 2",
        "x",
        "her",
        "É",
        "linkedin.com/in/jane-doe",
        "Tel.",
        "J. Doe",
        "her/",
        "Photo",
        "\u0130",
        "王小明",
        "Married",
        "10115 Berlin",
        "#",
        "_",
    ]
)
_HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(_BITS, max_size=40).map("".join),
    st.lists(_BITS, max_size=40).map(" ".join),
)


def _is_subsequence(short: str, long: str) -> bool:
    letters = iter(long)
    return all(char in letters for char in short)


@settings(max_examples=150, deadline=None)
@given(_HOSTILE)
def test_it_only_deletes_and_a_second_time_changes_nothing(text: str) -> None:
    source = normalise(text)
    result = redact(source)
    assert redact(result) == result
    assert normalise(result) == result
    assert len(result) <= len(source)
    assert _is_subsequence("".join(result.split()), "".join(source.split()))


@pytest.mark.parametrize(
    "bit",
    [
        "a",
        "a@",
        "1 ",
        "Jane Doe\n",
        "(she/",
        "Name: ",
        "12-",
        "@a",
        "Aa ",
        "a.",
        "+1",
        "www.",
        ", ",
        "| ",
        "Address\n",
        "born in ",
        "she leads ",
        "jane@x.com ",
        "Contact\nBerlin\n",
        "(",
    ],
)
def test_hostile_text_is_handled_in_linear_time(bit: str) -> None:
    text = normalise(bit * (50_000 // len(bit)))
    start = time.process_time()
    redact(text)
    assert time.process_time() - start < 6  # quadratic time would be minutes


@pytest.mark.parametrize(
    "text",
    [
        "Jane Doe\nx@y.com\n\nSUMMARY\n" + "Jane has " * 5_000,
        "(x@y.com " + "- " * 25_000,
        "(" + "x@y.com, " * 5_000,
        "x@y.com " + "email " * 10_000 + "x@y.com",
        "x@y.com\n" + "1" * 50_000 + " x@y.com",
        "Skills\n" + "Project Name: " * 4_000,
        ".com/" * 10_000,
        "@ " * 25_000,
        "a: " * 17_000,
    ],
    ids=range(9),
)
def test_hostile_lines_are_handled_in_linear_time(text: str) -> None:
    source = normalise(text)
    start = time.process_time()
    redact(source)
    assert time.process_time() - start < 6  # quadratic time would be minutes


_GONE = [
    # e-mail, web, handles
    ("Write to jane.doe@example.com today", "Write to today"),
    ("mailto:j_d+x@sub.example.co.uk", ""),
    ("jane [at] example [dot] com", ""),
    ("see https://jane.example.org/cv?x=1 for work", "see for work"),
    ("Code: github.com/jane-doe and more", "Code and more"),
    ("www.janedoe.com", ""),
    ("LinkedIn: linkedin.com/in/jane-doe-123", ""),
    ("Email: a@b.com | Phone: +44 20 7946 0958", ""),
    # telephone numbers
    ("Tel: +49 (0)170 1234567", ""),
    ("Mobile: 98765 43210", ""),
    ("Phone: (555) 123-4567 ext. 12", ""),
    ("Call 555-123-4567 now", "Call now"),
    ("M: 07700 900123", ""),
    ("Ph no: 9876543210", ""),
    # labelled fields
    ("Date of Birth: 12/05/1990", ""),
    ("DOB: July 8, 1952", ""),
    ("Date of birth 1 March 1990", ""),
    ("Nationality: Kenyan | Gender: Male", ""),
    ("**Marital Status:** Single", ""),
    ("Marital status: Married, 2 children", ""),
    ("Father's Name: Ram Kumar", ""),
    ("Spouse Name : Anna", ""),
    ("Passport No.: A1234567", ""),
    ("Religion: Roman Catholic; Caste: General", ""),
    ("Full Name: Jane Mary Doe", ""),
    ("First Name: Jane\nLast Name: Doe", ""),
    ("Permanent Address: 12 Hill Road, Bandra, Mumbai 400050", ""),
    ("Geburtsdatum: 1.2.1990", ""),
    ("Staatsangehörigkeit: deutsch", ""),
    ("Familienstand: ledig", ""),
    ("Date de naissance : 3 mars 1988", ""),
    ("Nationalité : française", ""),
    ("État civil : célibataire", ""),
    ("Fecha de nacimiento: 3 de marzo de 1988", ""),
    ("Estado civil: soltera", ""),
    ("Nacionalidad: española", ""),
    ("Data de nascimento: 03/03/1988", ""),
    ("Nacionalidade: brasileira", ""),
    ("Data di nascita: 3 marzo 1988", ""),
    ("Cittadinanza: italiana", ""),
    ("Nationality\nKenyan", ""),
    ("Blood group: O+", ""),
    ("Visa Status: H1B", ""),
    ("Pronouns: they/them", ""),
    ("Driving licence: B | Nationality: Irish", "Driving licence: B"),
    ("Languages known: Hindi, English", "Languages known: Hindi, English"),
    # sentences
    ("She is an engineer", "an engineer"),
    ("They are an engineer", "an engineer"),
    ("He leads a team and his group", "lead a team and group"),
    ("They lead a team and their group", "lead a team and group"),
    ("We gave him and her (he/him) a role", "We gave a role"),
    ("It built itself, himself and herself", "It built itself"),
    ("I am a 34 year old engineer", "engineer"),
    ("I am nineteen years old and write code", "and write code"),
    ("Thirty-four years old, engineer", "engineer"),
    ("I am an 18-year-old engineer", "engineer"),
    ("A welder, aged 45, from home", "A welder, from home"),
    ("I was born in 1985 in Lagos, Nigeria", ""),
    ("Reported to Mrs. Smith", "Reported to Smith"),
    # names and headers
    ("Jane Doe\nEngineer\njane@x.com", "Engineer"),
    ("JANE\nDOE\nEngineer\njane@x.com", "Engineer"),
    ("Jane Doe Senior Engineer\nx@y.com", "Senior Engineer"),
    ("Dr. Jane M. Doe, PhD\nx@y.com", "PhD"),
    ("Jane Doe (she/her) | Data Engineer | x@y.com", "Data Engineer"),
    ("Curriculum Vitae\nJane Doe\nx@y.com", ""),
    ("Data Engineer\nJane Doe\nx@y.com", "Data Engineer"),
    ("Jane Doe\nData Engineer | Berlin, Germany | x@y.com", "Data Engineer"),
    ("Jane Doe\n12 Main St, Springfield, IL 62701\nx@y.com\nData Engineer", "Data Engineer"),
    ("Jane Doe\nBritish\nMarried\nx@y.com\nData Engineer", "Data Engineer"),
    ("Jane Doe\nx@y.com\n\nSUMMARY\nJane's work is known. J. Doe led it.", "SUMMARY\nwork is known. led it."),
    ("Jane Doe\nx@y.com\n\nSUMMARY\nDoe, Jane\njane_doe_resume.pdf", "SUMMARY"),
    ("Ruby Swift\nx@y.com\n\nSKILLS\nRuby, Swift", "SKILLS\nRuby, Swift"),
    ("Will Mark\nx@y.com\n\nSUMMARY\nI will mark it", "SUMMARY\nI will mark it"),
    ("Ashok Raghunathan\nSUMMARY\nGood work", "SUMMARY\nGood work"),
]
_KEPT = [
    "STAFF ACCOUNTANT\nSummary\nBooks",
    "Senior Java Developer\nSummary\nCode",
    "HR MANAGER/BUSINESS PARTNER\nSummary\nPeople",
    "CHEF\nSummary\nFood",
    "BAKER\nSummary\nBread",
    "Hadoop Administrator\nExperience\nAcme",
    "Worked 2019 - 2021 and 03/2019-05/2020",
    "Jan 2015 - 01.2019",
    "ISO 9001:2015, 802.11, 24/7 support, 10.0.0.1",
    "HIM specialist, SHE manager, HIS and HER-2 assays",
    "Mark Twain Library, Will County",
    "Project Name: Billing",
    "IP Address: none",
    "Status: done",
    "Ms Office, MS Excel, Ms Word",
    "Sr. Java Developer",
    "Single sign-on for married systems",
    "English, French, German",
    "Engineer, Ford Motor, Detroit, Michigan",
    "A born leader of a 10 year old company",
    "Driving licence: B",
]


@pytest.mark.parametrize("text,rest", _GONE)
def test_what_is_personal_goes(text: str, rest: str) -> None:
    assert _redacted(text) == rest


_KEPT_IN_THE_BODY = [
    "Budget of 1000000 and 12 000 000 users",
    "ASP.NET, Node.js, Salesforce.com, C++, C#, .NET, CI/CD",
    "Location: Pune",
    "npm package @angular/core",
    "Infosys, Bangalore, India",
    "Buyer at Macy's, New York, NY 10001",
    "Name of the product: Delta",
    "City: planning of roads",
    "Ported a 65 year history; teams aged 5 to 9",
    "Children aged 3 and 4",
]


@pytest.mark.parametrize("text", _KEPT_IN_THE_BODY)
def test_what_is_professional_in_the_body_stays(text: str) -> None:
    assert _redacted(f"Jane Doe\nx@y.com\n\nEXPERIENCE\n{text}") == f"EXPERIENCE\n{text}"


@pytest.mark.parametrize("text", _KEPT)
def test_what_is_professional_stays(text: str) -> None:
    assert _redacted(text) == normalise(text)
    in_body = f"Jane Doe\nx@y.com\n\nEXPERIENCE\n{text}"
    assert _redacted(in_body) == normalise(f"EXPERIENCE\n{text}")


def test_an_employer_of_the_same_name_stays() -> None:
    text = "{} \nx@y.com\n\nEXPERIENCE\nAnalyst, Morgan Stanley\nBuyer at Ford Motor"
    assert _redacted(text.format("Jane Morgan")) == _redacted(text.format("Jane Doe"))
    assert "Morgan Stanley" in _redacted(text.format("Jane Morgan"))


def test_a_name_that_only_its_e_mail_address_tells_goes_from_a_sidebar() -> None:
    text = "SKILLS\nPython\nEXPERIENCE\nJane Doe\nEngineer, Acme\nCONTACT\njanedoe@x.com"
    assert _redacted(text) == "SKILLS\nPython\nEXPERIENCE\nEngineer, Acme"


def test_nothing_is_made_of_nothing() -> None:
    assert redact("") == ""


def test_a_long_text_that_never_settles_is_given_up_before_long(mocker: MockerFixture) -> None:
    """Each round takes the labels of some lines, and so makes new ones; every round reads all of it."""
    mocker.patch.object(redaction, "_MOST_CHARACTERS", 100_000)
    rounds = mocker.spy(redaction, "_redact_once")
    assert redact(normalise("Name:\n" * 4_000)) == ""
    assert 4 < rounds.call_count < 7
    assert [call.kwargs["whole_lines"] for call in rounds.call_args_list[:4]] == [False, False, False, True]


@pytest.mark.parametrize(
    "line", ["Portland, OR", "Gary, IN", "Fort Wayne, IN", "Visa: sponsored; citizen of China"]
)
def test_a_town_in_a_state_whose_code_is_a_word_and_a_citizenship_in_words_go(line: str) -> None:
    text = f"Megan Brooks | Product Analyst\nmegan@example.com\n{line}\n\nProfile\nEight years in analytics."
    assert redact(text) == "Product Analyst\n\nProfile\nEight years in analytics."
