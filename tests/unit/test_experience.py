"""Years of work experience: what counts, what proves it, and what is only claimed."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.dates import find_date_ranges
from domain.entries import entry_spans
from domain.experience import ExperienceSource, PeriodKind, find_experience
from domain.periods import find_periods
from domain.sections import split_sections
from domain.text import normalise

AS_OF = date(2024, 6, 15)


def years(text: str) -> float | None:
    return find_experience(normalise(text), as_of=AS_OF).years


def test_jobs_are_united_and_proved_by_their_lines() -> None:
    text = (
        "Experience\n\u2022 Engineer, Acme (Jan 2019 - Dec 2020)\n"
        "\u2022 Lead Engineer, Acme (Jul 2020 - Present)\n"
        "Education\nB.Sc. Physics, Example University, 2012 - 2016"
    )
    result = find_experience(normalise(text), as_of=AS_OF)
    assert result.years == 5.5
    assert result.source is ExperienceSource.DATES
    assert [period.passage for period in result.periods] == [
        "\u2022 Engineer, Acme (Jan 2019 - Dec 2020)",
        "\u2022 Lead Engineer, Acme (Jul 2020 - Present)",
    ]
    assert [period.current for period in result.periods] == [False, True]
    assert result.passage is None


@pytest.mark.parametrize(
    "jobs,expected",
    [
        ("Nurse, Jan 2019 - Dec 2019", 1.0),
        ("Nurse, Jan 2019 - Mar 2019", 0.25),
        ("Nurse (2019 - 2021)", 2.0),
        ("Nurse (2019 - 2021)\nTutor (2021 - 2024)", 5.0),
        ("Nurse (2019 - 2021)\nTutor (2019 - 2021)", 2.0),
        ("Nurse, Jan 2015 - Dec 2015\nTutor, Jan 2020 - Dec 2020", 2.0),
        ("Worked as a nurse between 2013 and 2016.\nTutor from 2008 to 2013.", 8.0),
        ("1. 2014 - 2017, Nurse: cared for patients.\n2. 2010 - 2014, Usher: sold tickets.", 7.0),
        ("Acme Ltd\nJan 2020 - Dec 2020\nShip engines", 1.0),
        ("Physicists (2019 - 2021): used computers in studying celestial bodies", 2.0),
        ("2019 - 2021: studied physics\nNurse, 2021 - 2022", 1.0),
        ("Nurse, 2019", None),
    ],
)
def test_years_under_a_heading_of_work(jobs: str, expected: float | None) -> None:
    assert years(f"Ada Example\n\n## Experience\n{jobs}\n\n## Skills\nCare") == expected


def test_study_volunteering_and_papers_do_not_count() -> None:
    text = (
        "Experience\nEngineer, Acme, Jan 2020 - Dec 2021\nVolunteer, Food Bank, Jan 2015 - Dec 2016\n"
        "Parental leave, Jan 2022 - Dec 2022\n"
        "Education\nM.Sc. Physics, 2012 - 2014\nCertifications\nScrum Master, Jan 2010 - Dec 2012\n"
        "Volunteering\nTrainer, Sports Club, 2005 - 2015"
    )
    assert years(text) == 2.0


def test_what_does_not_count_is_listed_by_kind_without_what_tells_an_age_or_a_reason() -> None:
    text = (
        "Experience\nEngineer, Acme, Jan 2020 - Dec 2021\nParental leave, Jan 2022 - Dec 2022\n"
        "Zivildienst, 2008 - 2009\nVolunteer, Food Bank, Jan 2015 - Dec 2016\n"
        "Education\nM.Sc. Physics, 2012 - 2014\nB.Sc. Physics, 2009 - 2012\n"
        "Projects\nA game, 2013 - 2014\nCertifications\nFirst aid, 2010 - 2012"
    )
    result = find_experience(text, as_of=AS_OF)
    assert {left.kind: (left.ranges, left.passages) for left in result.left_out} == {
        PeriodKind.EDUCATION: (2, ()),
        PeriodKind.OTHER: (3, ()),
        PeriodKind.PROJECT: (1, ("A game, 2013 - 2014",)),
        PeriodKind.VOLUNTEERING: (1, ("Volunteer, Food Bank, Jan 2015 - Dec 2016",)),
    }
    assert [str(period.kind) for period in result.periods] == ["work"]


@pytest.mark.parametrize(
    "line,kind",
    [
        ("Wehrdienst, Bundeswehr", PeriodKind.SERVICE),
        ("Service militaire", PeriodKind.SERVICE),
        ("Servicio militar", PeriodKind.SERVICE),
        ("Servi\u00e7o militar obrigat\u00f3rio", PeriodKind.SERVICE),
        ("Servizio civile nazionale", PeriodKind.SERVICE),
        ("National Service, Army", PeriodKind.SERVICE),
        ("Elternzeit", PeriodKind.BREAK),
        ("Cong\u00e9 parental", PeriodKind.BREAK),
        ("Excedencia por cuidado de hijos", PeriodKind.BREAK),
        ("Licen\u00e7a-maternidade", PeriodKind.BREAK),
        ("Congedo di maternit\u00e0", PeriodKind.BREAK),
        ("Career break", PeriodKind.BREAK),
        ("Ehrenamtliche Helferin, Tafel", PeriodKind.VOLUNTEERING),
        ("B\u00e9n\u00e9vole, Croix-Rouge", PeriodKind.VOLUNTEERING),
        ("Voluntaria, Cruz Roja", PeriodKind.VOLUNTEERING),
        ("Volunt\u00e1rio, Cruz Vermelha", PeriodKind.VOLUNTEERING),
        ("Volontario, Croce Rossa", PeriodKind.VOLUNTEERING),
        ("Bachelor of Science, Example University", PeriodKind.EDUCATION),
        ("Laurea in fisica", PeriodKind.EDUCATION),
    ],
)
def test_what_is_no_work_is_told_apart_among_the_jobs(line: str, kind: PeriodKind) -> None:
    text = normalise(f"Experience\n{line}, Jan 2016 - Dec 2017\nEngineer, Acme, Jan 2020 - Dec 2021")
    sections, ranges = split_sections(text), find_date_ranges(text, as_of=AS_OF)
    found = find_periods(text, sections, ranges, entry_spans(text, sections, ranges))
    assert [one.period.kind for one in found] == [kind, PeriodKind.WORK]
    assert years(text) == 2.0


@pytest.mark.parametrize(
    "line",
    [
        "Maternity leave cover, HR Officer",
        "National Service Manager, Acme",
        "Sergeant, Example Army",
        "Volunteer Coordinator, Red Star",
    ],
)
def test_jobs_that_sound_like_something_else_are_work(line: str) -> None:
    assert years(f"Experience\n{line}, Jan 2020 - Dec 2021") == 2.0


@pytest.mark.parametrize(
    "line",
    [
        "Praktikantin, Muster GmbH",
        "Stagiaire, Exemple SA",
        "Becario, Ejemplo SL",
        "Estagi\u00e1ria, Exemplo Lda",
        "Tirocinante, Esempio Srl",
        "Software Intern, Example Inc",
    ],
)
def test_internships_of_every_language_are_told_apart(line: str) -> None:
    text = normalise(f"Experience\n{line}, Jan 2020 - Dec 2020\nExample Ltd, Jan 2021 - Dec 2021")
    assert find_experience(text, as_of=AS_OF).years == 2.0
    without = find_experience(text, as_of=AS_OF, count_internships=False)
    assert without.years == 1.0
    assert [left.kind for left in without.left_out] == [PeriodKind.INTERNSHIP]


def gaps(text: str) -> list[str]:
    found = find_experience(normalise(text), as_of=AS_OF).gaps
    return [f"{gap.start} {gap.end}" for gap in found]


JOBS = "Experience\nEngineer, Acme, Jan 2022 - Present\nTester, Beta, Jan 2018 - Dec 2020\n"


@pytest.mark.parametrize(
    "text,expected",
    [
        (JOBS, ["2021-01 2021-12"]),
        (JOBS + "Parental leave, Jan 2021 - Dec 2021", ["2021-01 2021-12"]),
        (JOBS + "Education\nMBA, Example University, Jan 2021 - Dec 2021", []),
        (JOBS + "Volunteering\nFood Bank, Feb 2021 - Oct 2021", []),
        (JOBS + "Consultant, Delta, May 2021", []),
        ("Experience\nTester, Beta, Jan 2018 - Dec 2023", ["2024-01 2024-06"]),
        ("Experience\nTester, Beta, Jan 2018 - Jan 2024", []),
        ("Experience\nTester, Beta, 2016 - 2018\nCook, Acme, 2019 - Present", []),
        ("Experience\nTester, Beta, 2016 - 2018\nCook, Acme, 2020 - Present", ["2019-01 2019-12"]),
        ("Education\nMBA, Example University, Jan 2021 - Dec 2021", []),
        ("Ada Example", []),
    ],
)
def test_gaps_are_what_surely_holds_no_work_and_tell_no_reason(text: str, expected: list[str]) -> None:
    assert gaps(text) == expected


def test_a_break_that_is_told_leaves_years_and_gaps_as_if_it_were_not() -> None:
    told = find_experience(JOBS + "Maternity leave, Jan 2021 - Dec 2021", as_of=AS_OF)
    untold = find_experience(JOBS, as_of=AS_OF)
    assert (told.years, told.periods, told.gaps) == (untold.years, untold.periods, untold.gaps)


def test_a_paid_job_with_volunteers_counts() -> None:
    assert years("Experience\nVolunteer Coordinator, Red Star, Jan 2020 - Dec 2021") == 2.0


def test_internships_are_told_apart() -> None:
    text = normalise(
        "Experience\nEngineer, Acme, Jan 2020 - Dec 2021\n"
        "Software Engineering Intern, Beta, Jun 2019 - Aug 2019"
    )
    with_them = find_experience(text, as_of=AS_OF)
    without = find_experience(text, as_of=AS_OF, count_internships=False)
    assert [period.kind for period in with_them.periods] == [PeriodKind.WORK, PeriodKind.INTERNSHIP]
    assert (with_them.years, without.years) == (2.25, 2.0)
    assert without.periods == with_them.periods


def test_internships_alone_and_not_counted_leave_the_years_unknown() -> None:
    result = find_experience("Internships\nAcme, Jun 2019 - Aug 2019", as_of=AS_OF, count_internships=False)
    assert (result.years, result.source) == (None, ExperienceSource.UNKNOWN)
    assert len(result.periods) == 1


def test_without_headings_the_words_of_the_line_decide() -> None:
    text = (
        "Ada Example\nSoftware Developer, Acme GmbH, Jan 2018 - Dec 2019\n"
        "Bachelor of Science, Example University, 2014 - 2017\nWindows 2008 - 2012"
    )
    assert years(text) == 2.0


def test_a_job_before_its_heading_counts() -> None:
    text = "Ada\nData Analyst at Acme, Jan 2022 - Dec 2022\nExperience\nTester at Beta, Jan 2020 - Dec 2020"
    assert years(text) == 2.0


def test_offices_of_clubs_do_not_count() -> None:
    text = (
        "Experience\nTester at Beta, Jan 2020 - Dec 2020\nAdditional Information\n"
        "President of the alumni chapter at Example University, 2010 - 2019"
    )
    assert years(text) == 1.0


def test_projects_do_not_add_to_work() -> None:
    text = "Experience\nTester at Beta, Jan 2020 - Dec 2020\nProjects\nLead developer of a game, 2010 - 2015"
    assert years(text) == 1.0


def test_other_languages() -> None:
    assert years("Berufserfahrung\nSoftwareentwickler, Muster GmbH, Jan. 2020 \u2013 heute") == 4.5
    assert years("Exp\u00e9rience professionnelle\nIng\u00e9nieur, janv. 2020 - d\u00e9c. 2021") == 2.0
    assert years("Experiencia laboral\nIngeniera, enero 2020 - diciembre 2021") == 2.0


@pytest.mark.parametrize(
    "sentence,expected",
    [
        ("Engineer with 8+ years of experience in Java.", 8.0),
        ("Over ten years' experience in sales.", 10.0),
        ("More than 6 yrs of experience", 6.0),
        ("5.5 years of experience", 5.5),
        ("2 years and 6 months of experience", 2.5),
        ("18 months of experience as a cook", 1.5),
        ("Total experience: 7 years", 7.0),
        ("Worked 5 years as a nurse.", 5.0),
        ("5 years as a nurse", 5.0),
        ("I have worked for 12 years in logistics.", 12.0),
        ("5-7 years of experience", 5.0),
        ("Developer with 6 years in banking", 6.0),
        ("A decade of experience in banking", 10.0),
        ("8 Jahre Berufserfahrung", 8.0),
        ("\u00fcber 8 Jahre Erfahrung in der Pflege", 8.0),
        ("8 ans d'exp\u00e9rience", 8.0),
        ("8 a\u00f1os de experiencia", 8.0),
        ("8 anos de experi\u00eancia", 8.0),
        ("8 anni di esperienza", 8.0),
    ],
)
def test_a_statement_decides_where_no_work_is_dated(sentence: str, expected: float) -> None:
    result = find_experience(normalise(f"Ada Example\nSummary\n{sentence}"), as_of=AS_OF)
    assert (result.years, result.source) == (expected, ExperienceSource.STATEMENT)
    assert result.passage == normalise(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "5 years warranty",
        "25 years old",
        "Joined a company with 30 years of experience.",
        "Team with over 50 years of combined experience",
        "Wrote the 10-year plan",
        "Grew sales in the last 2 years",
        "Studied physics for a 3 year degree",
        "Trained candidates with 5 years of experience",
        "Less than 1 year of experience",
        "Likes hiking",
    ],
)
def test_other_durations_are_not_claimed_as_experience(sentence: str) -> None:
    result = find_experience(f"Ada Example\nSummary\n{sentence}", as_of=AS_OF)
    assert (result.years, result.source, result.passage) == (None, ExperienceSource.UNKNOWN, None)


def test_durations_of_roles_add_up() -> None:
    text = "Experience\n- Senior Developer, 3 years\n- QA engineer (2 years)\n- 18 months as a tester"
    assert years("Experience\nDeveloper at Acme, 2 yrs 6 months\nTester at Beta - 1 year") == 3.5
    result = find_experience(text, as_of=AS_OF)
    assert (result.years, result.source) == (6.5, ExperienceSource.STATEMENT)
    assert result.passage == "- Senior Developer, 3 years\n- QA engineer (2 years)\n- 18 months as a tester"


def test_dates_outweigh_a_claim() -> None:
    text = "Summary\n20 years of experience\nExperience\nCook, Jan 2020 - Dec 2021\nWaiter, 3 years"
    result = find_experience(text, as_of=AS_OF)
    assert (result.years, result.source) == (2.0, ExperienceSource.DATES)


def test_nothing_said_is_unknown_and_not_zero() -> None:
    for text in ("", "Ada Example", "Skills\nJava (5 years)"):
        assert find_experience(text, as_of=AS_OF).years is None


def test_total_is_bounded() -> None:
    assert years("Experience\nCook, 1951 - 2010\nWaiter, 2009 - Present") == 60.0
    assert years("99 years of experience") == 60.0


@given(
    st.integers(1990, 2020),
    st.integers(1, 12),
    st.integers(1, 30),
    st.integers(1, 30),
    st.integers(1990, 2020),
)
def test_a_longer_job_never_gives_fewer_years(
    year: int, month: int, length: int, more: int, other: int
) -> None:
    def total(months: int) -> float:
        last = year * 12 + month - 1 + months - 1
        job = f"Nurse, {month:02d}/{year} - {last % 12 + 1:02d}/{last // 12}"
        return years(f"Experience\n{job}\nTutor, {other} - {other + 2}") or 0.0

    assert total(length) <= total(length + more)


@given(
    st.text(max_size=300)
    | st.lists(
        st.sampled_from(
            [
                "Experience",
                "\n",
                " ",
                "2019",
                "-",
                "Present",
                "5 years",
                "of experience",
                "Nurse",
                "Jan",
                "\u0130",
                "(",
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_text_gives_bounded_years(text: str) -> None:
    result = find_experience(text, as_of=AS_OF)
    assert result.years is None or 0 < result.years <= 60
    assert (result.years is None) == (result.source is ExperienceSource.UNKNOWN)
    assert result == find_experience(text, as_of=AS_OF)


@pytest.mark.parametrize("piece", ["5 years ", "2019 - 2020 ", "Experience\n", "1 ", "years of ", "Skills: "])
def test_time_is_linear_on_hostile_text(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    find_experience(text, as_of=AS_OF)
    assert time.process_time() - started < 3


def test_a_sentence_below_a_job_that_says_since_when_is_no_job_of_its_own() -> None:
    job = "Experience\nJava Developer, Example Bank\nApril 2017 - Present\n"
    detail = "\u2022 Rewrote a rounding step that had cost the bank four yen a day since 1998.\n"
    (with_detail,) = find_experience(job + detail, as_of=AS_OF).periods
    assert [replace(with_detail, span=(11, 60))] == list(find_experience(job, as_of=AS_OF).periods)


def test_a_sentence_that_is_the_only_dated_work_counts() -> None:
    text = "Experience\n\u2022 Looking after the machines of the whole plant by night and day since 2015.\n"
    years = find_experience(text, as_of=AS_OF).years
    assert years is not None
    assert years > 5


def test_what_proves_thousands_of_periods_still_fits_in_a_document() -> None:
    """MongoDB takes 16 MB, and each period brings the text around it along."""
    text = "Experience\n" + "since 2010 \U0001f600\U0001f600\U0001f600\U0001f600 " * 25_000
    periods = find_experience(text, as_of=AS_OF).periods
    assert len(periods) > 1000
    assert sum(len(period.passage.encode()) for period in periods) < 4_000_000
