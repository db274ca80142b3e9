"""Years of study, which tell a person's age and nothing that a job asks for.

Experience never counts from education (`domain.experience`), and no rule of the score looks at when a degree
was taken. So dates go from sections of education, and elsewhere from lines that name a degree or a school and
no job.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

from domain.sections import Section, SectionKind
from domain.work_words import DEGREE, JOB, SCHOOL, TITLE, WORKPLACE

Span = tuple[int, int]

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb"
    r"|mar|apr"
    r"|jun|jul|aug|sept?|oct|nov|dec|spring|summer|autumn|fall|winter|janvier|février|mars|avril|mai"
    r"|juin|juillet"
    r"|août|septembre|octobre|novembre|décembre|januar|februar|märz|juni|juli|oktober|dezember|enero"
    r"|febrero|marzo"
    r"|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janeiro|fevereiro|março"
    r"|maio|junho"
    r"|julho|setembro|outubro|novembro|dezembro|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre"
    r"|ottobre"
    r"|dicembre)"
)
_POINT = rf"(?:(?:{_MONTH}\.?,? (?:de |del |of )?|\d{{1,2}}[./-](?:\d{{1,2}}[./-])?)?(?:19|20)\d\d(?![\d%]))"
_OPEN = (
    r"(?:present|current|now|today|ongoing|date|heute|aujourd'hui|actualidad|actual|presente|atual"
    r"|hoje|oggi|attuale)"
)
_DATE = re.compile(
    rf"(?<![\w./$€£#+-])(?:(?:{_MONTH}\.? )(?: ?(?:-|to|bis|à|a|al) ?)(?={_MONTH}))?{_POINT}"
    rf"(?: ?(?:-|/|to|until|bis|à|au|a|al|até|hasta) ?(?:{_POINT}|\d\d(?!\w)|{_OPEN}(?!\w)))?(?![\w/]|-\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_GRADUATED = re.compile(
    r"(?i:graduat(?:ed|ion|ing)|class of|diplômée? en)(?: date| year)?(?: of| in| on| :|:)? ?"
    rf"(?P<date>(?i:{_POINT}))"
)
_GRADUATED_HINTS = ("graduat", "class of", "diplôm")
_WORK = frozenset(
    (SectionKind.EXPERIENCE, SectionKind.INTERNSHIPS, SectionKind.PROJECTS, SectionKind.CERTIFICATIONS)
)
_STUDY_LINE = 160


def graduation_spans(text: str, sections: tuple[Section, ...]) -> Iterator[Span]:
    """Spans of the dates of study in a text cut into sections; linear in the text."""
    starts = [section.start for section in sections]
    done = -1
    for year in _YEAR.finditer(text):
        if year.start() <= done:
            continue
        section = sections[bisect_right(starts, year.start()) - 1]
        start = text.rfind("\n", 0, year.start()) + 1
        end = text.find("\n", year.end())
        done = len(text) if end == -1 else end
        line = text[start:done]
        low = line.lower()
        if any(hint in low for hint in _GRADUATED_HINTS):
            for found in _GRADUATED.finditer(line):
                yield start + found.start("date"), start + found.end("date")
        if section.kind in _WORK:
            continue
        above = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)].lower()
        if _is_of_study(low, above, study=section.kind is SectionKind.EDUCATION):
            for found in _DATE.finditer(line):
                yield start + found.start(), start + found.end()


def _is_of_study(line: str, above: str, *, study: bool) -> bool:
    school = DEGREE.search(line) is not None or SCHOOL.search(line) is not None
    if not study:
        return school and len(line) < _STUDY_LINE and JOB.search(line) is None
    if school:
        return True
    # A job that stands below a heading of education, as columns are read, keeps its dates.
    job_above = TITLE.search(above) and not (DEGREE.search(above) or SCHOOL.search(above))
    return not (TITLE.search(line) or WORKPLACE.search(line) or job_above)
