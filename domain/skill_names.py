"""How a job words a skill: what frames the name, its versions and makers, and the parts of a row of names."""

import re

from domain.word_forms import LINKING

# Openings and endings that say how well or that a skill is wanted, but not which.
_OPENING = re.compile(
    r"(?:(?:very|strong|solid|sound|excellent|outstanding|exceptional|good|great|basic|advanced|intermediate|deep"
    r"|thorough|general|proven|demonstrated|effective|superior|hands-on|hands on|practical|professional|prior"
    r"|relevant|working|some|technical)\s+)*"
    r"(?:(?:skilled|skills?|knowledge|understanding|ability|capability|proficiency|proficient|experience|experienced"
    r"|expertise|expert|familiarity|familiar|competence|competency|command|background|mastery|awareness|knowledgeable"
    r"|grasp|use|aptitude|fluency|fluent)"
    r"\s+(?:of|with|in|on|to|using|about|for|at|w/|and understanding of|and knowledge of|and ability to)\s+"
    r"(?:the\s+|a\s+)?(?:(?:work|working|operate|use|using|perform|performing|apply|applying|be|do|handle|deal"
    r"|follow|adhere to)\s+"
    r"(?:in\s+|with\s+|on\s+|under\s+|at\s+)?(?:a\s+|an\s+|the\s+)?)?)",
    re.IGNORECASE,
)
_QUALITY = re.compile(
    r"(?:very|strong|solid|sound|excellent|outstanding|exceptional|good|great|basic|advanced|intermediate|proven"
    r"|demonstrated|superior|fluent|ability to|able to)\s+",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"\s+(?:skills?|skillset|abilities|ability|knowledge|experience|expertise|proficiency|competenc[ey]|competencies"
    r"|capabilities|background|fundamentals|basics|training|certification|certified)$",
    re.IGNORECASE,
)
_VERSION = re.compile(r"[\s-]*\b[vV]?(?:\d+(?:\.\d+)*(?:\.x|\+)?|x)(?:\s*/\s*\d+(?:\.\d+)*)*$")
_ATTACHED_VERSION = re.compile(r"([A-Za-z]{3,})\d+")
_VENDOR = re.compile(
    r"^(?:microsoft|ms|apache|google|amazon|aws|azure|adobe|oracle|ibm|atlassian|the)\s+", re.IGNORECASE
)
_AND = re.compile(r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|&)\s+", re.IGNORECASE)
MOST_PARTS = 6
_LONGEST_NAME = 300
_LONGEST_ACRONYM = 6


def forms_of(name: str) -> list[str]:
    """The name itself, then without its version, its vendor, and the words that only frame it."""
    seen = {name: None}
    for bare in (name, *_unframed(name)):
        attached = _ATTACHED_VERSION.fullmatch(bare)
        for form in (
            bare,
            _VERSION.sub("", bare),
            _VENDOR.sub("", bare, count=1),
            attached[1] if attached else bare,
        ):
            seen.setdefault(form)
    return [form for form in seen if form]


def _unframed(name: str) -> list[str]:
    opened = [name[match.end() :] for opening in (_QUALITY, _OPENING) if (match := opening.match(name))]
    return [*opened, *(_ENDING.sub("", form) for form in (name, *opened))]


def core_of(name: str) -> tuple[str, str]:
    """A name without its framing words, and the ending that was taken off ("skills")."""
    opened = _OPENING.match(name) or _QUALITY.match(name)
    if opened and opened.end() < len(name):
        name = name[opened.end() :]
    core = _ENDING.sub("", name)
    if core.rpartition(" ")[2].lower() in LINKING:
        return name, "skills" if opened else ""
    tail = name[len(core) :].strip()
    return (core, "skills") if tail else (name, "skills" if opened else "")


def parts_of(core: str, tail: str) -> list[str]:
    """The names that "and" or commas join, each with the common ending; empty where there is only one."""
    parts = [part.strip() for part in _AND.split(core) if part.strip()]
    if not 1 < len(parts) <= MOST_PARTS:
        return []
    return [f"{part} {tail}".strip() for part in parts]


def looks_like_name(core: str) -> bool:
    """Whether the shape of every word says "name" (an acronym, a sign, an inner capital or digit)."""
    words = [word for word in core.split() if word.lower() not in LINKING]
    return all(
        (word.isupper() and 1 < len(word) <= _LONGEST_ACRONYM)
        or any(sign.isdigit() or sign in "+#" for sign in word)
        or bool(re.search(r"[a-z][A-Z]", word))
        for word in words
    )


def tidy(name: str) -> str:
    """A name in one line without marks around it, and without a bracket that a cut left open."""
    plain = " ".join(name[:_LONGEST_NAME].split()).rstrip(" .,;:-/").lstrip(" ,;:-/\u2022*")
    if plain.count("(") != plain.count(")"):  # a list that was cut inside a bracket
        plain = " ".join(plain.replace("(", " ").replace(")", " ").split())
    return plain
