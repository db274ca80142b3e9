"""Text files that are hostile by their bytes, their characters, or what they do to patterns."""

from application.errors import RefusalReason
from tests.hostile.specimens import LINES, READ, specimen

_TOO_LARGE, _NO_TEXT, _UNSUPPORTED = RefusalReason.TOO_LARGE, RefusalReason.NO_TEXT, RefusalReason.UNSUPPORTED
_EMPTY = RefusalReason.EMPTY
_HONEST = "\n".join(LINES)
MOST = 400_000
"""Characters of the longest text that is read."""


def filled(unit: str, *, size: int = MOST - 10) -> str:
    """An honest beginning, then one unit over and over, and an end that fits no unit."""
    return f"{_HONEST}\n{unit * (size // len(unit))}"[: size - 1] + "\u00a7"


@specimen(_TOO_LARGE)
def text_line_of_ten_megabytes() -> bytes:
    """A single line of ten million bytes."""
    return b"x" * 10_000_000


@specimen(_TOO_LARGE)
def text_larger_than_a_file_may_be() -> bytes:
    """One byte more than a file may have."""
    return b"word " * 2_000_000 + b"x"


@specimen(READ)
def text_line_as_long_as_a_text_may_be() -> bytes:
    """A single line of as many characters as are read."""
    return filled("word ").encode()


@specimen(_UNSUPPORTED, _EMPTY, _NO_TEXT)
def text_of_zeros() -> bytes:
    """A hundred thousand zeros."""
    return bytes(100_000)


@specimen(_UNSUPPORTED)
def text_with_zeros_between() -> bytes:
    """Text with a zero in every tenth place."""
    return b"resume of\0" * 1000


@specimen(_UNSUPPORTED, READ)
def text_of_broken_utf_8() -> bytes:
    """Text with overlong forms, halves of surrogates, lone continuations and bytes that no UTF-8 has."""
    return _HONEST.encode() + b"\xc0\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80\xff\xfe\x80\xbf" * 20


@specimen(_UNSUPPORTED, READ)
def text_of_broken_utf_16() -> bytes:
    """UTF-16 with its mark, halves of surrogate pairs and an odd number of bytes."""
    return b"\xff\xfe" + _HONEST.encode("utf-16-le") + b"\x00\xd8\x41\x00\x00\xdc" * 100 + b"x"


@specimen(_UNSUPPORTED, READ)
def text_of_broken_utf_32() -> bytes:
    """UTF-32 with its mark and with characters beyond the last one."""
    return b"\xff\xfe\0\0" + _HONEST.encode("utf-32-le") + b"\xff\xff\xff\x7f" * 10


@specimen(READ)
def text_turned_by_marks_of_direction() -> bytes:
    """Every letter between marks that turn the direction of writing."""
    return "".join(f"\u202e\u2066{letter}\u2069\u202c" for letter in _HONEST * 20).encode()


@specimen(READ)
def text_flooded_by_invisible_characters() -> bytes:
    """Three hundred thousand characters of no width between the letters of a name."""
    return ("Ada" + "\u200b\u2060\ufeff" * 100_000 + _HONEST).encode()


@specimen(_NO_TEXT)
def text_of_invisible_characters() -> bytes:
    """Nothing but characters of no width."""
    return ("\u200b\u200d\u2063" * 100_000).encode()


@specimen(READ, _NO_TEXT)
def text_of_stacked_accents() -> bytes:
    """A letter under three hundred thousand accents ("zalgo"), whose order a normal form has to sort."""
    return (_HONEST + "\u0316\u0301" * 150_000).encode()


@specimen(_TOO_LARGE)
def text_that_grows_when_normalised() -> bytes:
    """Ligatures of Arabic, each of which becomes eighteen characters in the normal form."""
    return (_HONEST + "\ufdfa" * 300_000).encode()


@specimen(READ)
def text_with_codes_of_a_terminal() -> bytes:
    """Codes that clear a screen, set its title and answer for the reader."""
    return (_HONEST + "\n\x1b[2J\x1b]0;title\x07\x1b[6n\x1b[8mhidden\x1b[0m\n" + _HONEST * 50).encode()


@specimen(READ)
def text_with_formulas_and_markup() -> bytes:
    """What spreadsheets, templates, databases, logs and pages might take for theirs."""
    odd = (
        "=cmd|' /C calc'!A0",
        "{{7*7}}{% for x in () %}",
        "${jndi:ldap://127.0.0.1/a}",
        "<script>alert(1)</script>",
        "'; DROP TABLE resumes; --",
        '{"$ne": null}',
        "$where: sleep(1000)",
        "%s%s%s%n",
        "../../etc/passwd",
        "[red]markup[/red] [/nonsense]",
        "\\u0000 \\ud800",
        "__proto__",
        "$set",
        "resume.$[].text",
    )
    return "\n".join([_HONEST, *odd]).encode()


BAIT = {
    "digits": "7",
    "single-digits": "1 ",
    "dots": ".",
    "dashes": "-",
    "spaced-dashes": "- - ",
    "slashes": "/",
    "underscores": "_",
    "commas": "a,",
    "colons": "a:",
    "pipes": "a | ",
    "bullets": "\u2022 ",
    "quotes": '"',
    "apostrophes": "a'",
    "brackets": "([{<",
    "closing": ")]}>",
    "plus": "+",
    "separators": "|,;\u2022~*_:<>/- ",
    "letters": "a",
    "capitals": "A",
    "lines": "a\n",
    "words": "word ",
    "names": "Aa ",
    "name-lines": "Aa Bb\n",
    "accents": "\u00e9",
    "ideographs": "\u4e2d",
    "emoji": "\U0001f600",
    "hyphenated-lines": "ab-\nab",
    "numbered": "1.",
    "roman": "IV ",
    "percent": "%20",
    "amounts": "$1,000 ",
    "versions": "1.2.",
    "e-mail-starts": "a.b-c_d+",
    "e-mail-ends": "@b.c.d",
    "e-mails": "a@b.c ",
    "at-signs": "@",
    "ats": "a [at] ",
    "urls": "http://",
    "url-hosts": "www.a.",
    "url-paths": "a/b/",
    "profiles": "linkedin.com/in/",
    "domains": "a-b.c-d.",
    "handles": "@a.b.",
    "phones": "+1 (555) ",
    "phone-groups": "12-",
    "dialling": "+49 ",
    "phone-brackets": "(0",
    "labels": "Name: ",
    "label-lines": "Name:\n",
    "name-label-lines": "Name: Ada Byron\n",
    "contact-labels": "Tel: E-mail: ",
    "addresses": "12 Main Street, ",
    "post-codes": "12345 ",
    "pronouns": "he/",
    "titles": "Mr. ",
    "births": "born ",
    "ages": "age 5 ",
    "old": "20 years old ",
    "dates": "01/2020 - ",
    "date-words": "Jan 2020 - ",
    "date-lines": "Jan 2019 - Feb 2020\n",
    "days": "12/",
    "dotted-days": "12.12.",
    "years": "2020-",
    "spaced-years": "2020 ",
    "short-years": "Jan '20 ",
    "quarters": "Q1 2020 ",
    "present": "present - ",
    "since": "since 2010 ",
    "to": "to ",
    "months": "January",
    "durations": "5 years ",
    "duration-claims": "10+ years of experience in ",
    "mixed": "2 years 3 months, ",
    "headings": "EXPERIENCE\n",
    "heading-words": "Experience & ",
    "heading-labels": "Skills: ",
    "spaced-letters": "S K I L ",
    "skills": "Python, ",
    "joined-skills": "Python/",
    "negations": "no Python, not ",
    "plus-skills": "C++ ",
    "dotted-skills": ".NET ",
    "roles": "Senior Engineer at ",
    "and": "and ",
}
"""What a slow pattern would stumble over, each repeated to a whole text."""


@specimen(READ)
def text_of_dates_without_end() -> bytes:
    """As much as is read of what might be dates."""
    return filled("12/").encode()


@specimen(READ)
def text_of_labels_without_end() -> bytes:
    """As much as is read of labels of a name, each on a line of its own, with a name or without."""
    return filled("Name:\nName: Ada Byron\n").encode()


@specimen(READ)
def text_of_periods_without_end() -> bytes:
    """As much as is read of periods of work, between signs of four bytes each."""
    return f"{_HONEST}\n\nExperience\n{'since 2010 😀😀😀😀 ' * 24_000}".encode()


@specimen(READ)
def text_of_separators_without_end() -> bytes:
    """As much as is read of signs that stand between contact details."""
    return filled(BAIT["separators"]).encode()
