"""Labelled personal fields of a resume: `Date of birth: ...`, `Nationality: ...`, `Name: ...`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.personal_patterns import inside
from domain.personal_words import PARTICLES, fold, is_professional


class FieldKind(StrEnum):
    """What the value of a labelled field is."""

    NAME = "name"
    ADDRESS = "address"
    BIRTH = "birth"
    CIVIL = "civil"
    CONTACT = "contact"
    KIN = "kin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One labelled field; `text[start:value]` is its label and `text[value:end]` what it says."""

    kind: FieldKind
    start: int
    value: int
    end: int


_LABELS: dict[FieldKind, str] = {
    FieldKind.NAME: """
        name; full name; first name; last name; middle name; surname; family name; given name; given
        names; candidate name; name of candidate; name of the candidate; applicant name; legal name;
        preferred name; maiden name; fathers name; mothers name; spouse name; spouses name;
        husbands name;
        wifes name; father name; mother name; guardians name; name of father; name of mother; fathers
        husbands name; father husband name; nom; prenom; nom et prenom; nom de famille; nom complet;
        vorname; nachname; familienname; vor und nachname; nombre; nombre completo; nombre y apellidos;
        apellido; apellidos; nome; nome completo; cognome; nome e cognome; sobrenome; apelido""",
    FieldKind.ADDRESS: """
        address; home address; permanent address; present address; current address; residential address;
        postal address; mailing address; correspondence address; address for correspondence; contact
        address; communication address; address for communication; local address; street address;
        residence; permanent add; place of residence; city of residence; country of residence; hometown;
        home town; native place; domicile; adresse; adresse postale; adresse personnelle; domicilio;
        direccion; direccion postal; endereco; morada; indirizzo; residenza; residente a; anschrift;
        wohnort; wohnhaft in; lieu de residence; ville; ciudad; cidade; zip code; postal code; postcode;
        pin code; pincode; city; state; country; location; current location; place; residing in;
        residing
        at; adress""",
    FieldKind.BIRTH: """
        date of birth; birth date; birthdate; dob; d o b; born; birthday; place of birth; birth place;
        birthplace; date and place of birth; place and date of birth; date place of birth; age; year of
        birth; country of birth; date de naissance; lieu de naissance; date et lieu de naissance; ne le;
        nee le; geburtsdatum; geboren; geboren am; geburtsort; geburtsdatum und ort; geburtstag; alter;
        fecha de nacimiento; lugar de nacimiento; fecha y lugar de nacimiento; edad; data de nascimento;
        local de nascimento; naturalidade; idade; data di nascita; luogo di nascita; luogo e data di
        nascita; data e luogo di nascita; eta""",
    FieldKind.CIVIL: """
        gender; sex; gender identity; marital status; civil status; family status; maritial status;
        martial status; nationality; citizenship; nationality citizenship; nationalities; religion;
        caste;
        community category; race; ethnicity; ethnic origin; race ethnicity; sexual orientation; blood
        group; height; weight; height weight; disability; children; no of children; number of children;
        dependents; passport; passport no; passport number; passport details; visa status; visa; visa
        type; immigration status; residence status; work permit; national id; national id no; id number;
        id no; identity number; ssn; social security number; aadhaar no; aadhar no; pan no; pan card no;
        nric; cnic; pronouns; preferred pronouns; photo; photograph; picture; mother tongue religion;
        sexe; etat civil; situation familiale; situation de famille; nationalite; geschlecht;
        familienstand; staatsangehorigkeit; nationalitat; staatsburgerschaft; religionszugehorigkeit;
        konfession; kinder; sexo; estado civil; nacionalidad; genero; nacionalidade; stato civile;
        nazionalita; cittadinanza; sesso; religione; religiao; foto; enfants; hijos; filhos; figli;
        dni; nie;
        nif;
        codice fiscale; cpf; rg""",
    FieldKind.KIN: """
        spouse; spouse and children; husband; wife; marital partner; conjoint; conjointe;
        ehepartner; ehegatte; ehefrau;
        ehemann; conyuge; conjuge; coniuge; names of children; children names""",
    FieldKind.CONTACT: """
        email; e mail; mail; email id; email address; e mail address; mail id; e mail id; gmail;
        courriel;
        correo; correo electronico; telephone; phone; phone no; phone number; tel; tel no; mobile;
        mobile
        no; mobile number; cell; cell phone; mob; mob no; contact no; contact number; contact nos; home
        phone; work phone; telefon; telefono; telefone; telemovel; movil; celular; cellulare; handy;
        mobil; fax; voice; whatsapp; skype; skype id; linkedin; linkedin profile; linkedin url; linkedin
        id; github; github profile; git; gitlab; twitter; facebook; instagram; website; web; personal
        website; homepage; blog; portfolio; url; telegram; wechat; line id; twitter handle; t; m;
        p; e; c;
        h; w; ph; ph no; telephone portable; portable; landline""",
}
_KINDS = {
    phrase.strip(): kind
    for kind, phrases in _LABELS.items()
    for phrase in phrases.replace("\n", " ").split(";")
}
_KINDS = {" ".join(phrase.split()): kind for phrase, kind in _KINDS.items()}
# Labels that mean something else outside the personal part: `Project name`, `Location` of an employer.
_LOOSE = frozenset(
    """name nom nome nombre address adresse city state country location current location place
    ville ciudad
    cidade age sex passport visa work permit children height weight community category git web blog
    portfolio url website github line id t m p e c h w mail photo picture foto race alter born geboren
    portable voice fax mobile mobil skype residence domicile disability rg nie religion email phone
    contact no linkedin twitter facebook gitlab instagram telegram""".split()
) | {
    "current location",
    "work permit",
    "community category",
    "line id",
    "contact no",
    "id no",
    "id number",
    "blood group",
}
# Without a colon only these open a field, at the start of a line: `Nationality Kenyan`, `Date of
# birth 1990`.
_SURE = frozenset(
    phrase
    for phrase, kind in _KINDS.items()
    if kind in (FieldKind.BIRTH, FieldKind.CIVIL) and phrase not in _LOOSE and len(phrase) > 4  # noqa: PLR2004 - `eta`, `dni` and the like need their colon
) | {"dob", "fathers name", "mothers name", "permanent address", "full name", "first name", "last name"}
_SURE -= {
    "photograph",
    "dependents",
    "children",
    "gender",
    "kinder",
    "enfants",
    "hijos",
    "filhos",
    "figli",
    "sexo",
    "genero",
}

_BEFORE_A_LABEL = frozenset(
    {"information", "details", "particulars", "data", "info", "vitae", "resume", "profile"}
)
_FIRST_WORDS = frozenset(phrase.split()[0] for phrase in _KINDS)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_HEAD = re.compile(r"[\s*_#>•|,;(\[-]*((?:[^\W\d_]+(?:'[^\W\d_]+)?[ ./&-]{0,3}){1,5})")
_MARK = re.compile(r"[\s*_)]{0,6}[:=][\s*_:=-]{0,8}|[\s*_)]{0,4} -[\s*_-]{1,6}|\s{0,2}\*\*[\s]?")
_STOP = re.compile(r"[|•;\n\x00]| ~ |(?<=\w)\s?\(\s?(?=e-?mail|phone)", re.IGNORECASE)
_NEXT_LABEL = re.compile(r"(?:[A-Z][\w'/&.-]{1,20} ){0,2}[A-Z][\w'/&-]{1,20}\s?:(?!//)")
_COMMA_PART = re.compile(r", ?([^,|•;\n]{1,60})")
_LONG_LINE = 200
_LONGEST_BARE_VALUE = 70
_WORDS_IN_A_LONG_LINE = {
    FieldKind.NAME: 4,
    FieldKind.ADDRESS: 14,
    FieldKind.BIRTH: 5,
    FieldKind.CIVIL: 2,
    FieldKind.CONTACT: 1,
    FieldKind.KIN: 4,
}
_MOST_LABEL_WORDS = 5
_AFTER_A_NAME = frozenset(("jr", "sr", "ii", "iii", "iv"))
# Between the cells of a table; only in the personal part, where a line is nothing else.
_CELL = re.compile(r" ?\| ?")


def find_fields(text: str, zones: list[tuple[int, int]]) -> Iterator[Field]:
    """Find the labelled personal fields of a text, in order.

    Args:
        text: the text; NUL stands where something was taken out already.
        zones: `(start, end)` of the personal parts, where a bare `Name:` or `Place:` is about the person.
    """
    start = 0
    done = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line:
            for field in _fields_in_line(text, start, end, in_zone=inside(zones, start)):
                if field.start >= done:
                    done = field.end
                    yield field
        start = end + 1


def _fields_in_line(text: str, start: int, end: int, *, in_zone: bool) -> Iterator[Field]:
    labels = sorted(_labels(text, start, end, in_zone=in_zone))
    for number, (low, value, kind) in enumerate(labels):
        limit = labels[number + 1][0] if number + 1 < len(labels) else end
        high = _value_end(text, value, limit, kind, long=end - start > _LONG_LINE)
        empty = not text[value:high].strip(" *_\x00")
        if empty and high == end and (in_zone or _phrase(text[low:value]) in _SURE):
            high = _next_line(text, end)
        yield Field(kind=kind, start=low, value=value, end=high)


def _labels(text: str, start: int, end: int, *, in_zone: bool) -> Iterator[tuple[int, int, FieldKind]]:
    """Yield `(start, start of value, kind)` of the labels of a line: at its start, and before each colon."""
    head = _HEAD.match(text, start, min(end, start + 80))
    taken = start - 1
    first = _WORD.search(text, head.start(1), head.end(1)) if head else None
    if head and first and _plain(first[0]) in _FIRST_WORDS:
        words = list(_WORD.finditer(text, head.start(1), head.end(1)))[:_MOST_LABEL_WORDS]
        for count in range(len(words), 0, -1):
            phrase = " ".join(_plain(word[0]) for word in words[:count])
            kind = _KINDS.get(phrase)
            if kind is None:
                continue
            after = words[count - 1].end()
            mark = _MARK.match(text, after, end) or (_CELL.match(text, after, end) if in_zone else None)
            alone = not text[after:end].strip(" *_.:-")
            if mark or alone:
                if phrase not in _LOOSE or in_zone or (phrase == "name" and _near_fields(text, start, end)):
                    yield words[0].start(), mark.end() if mark else end, kind
                    taken = words[count - 1].end()
                    break
            elif (
                phrase in _SURE
                and end - after < _LONGEST_BARE_VALUE
                and not text[after:end].lstrip().startswith((",", ".", "&", "and "))
            ):
                yield words[0].start(), after, kind
                taken = words[count - 1].end()
                break
    position = text.find(":", taken + 1, end)
    while position != -1:
        found = _label_before(text, max(start, taken + 1), position, in_zone=in_zone)
        if found:
            low, kind = found
            mark = _MARK.match(text, position, end)
            taken = mark.end() - 1 if mark else position
            yield low, taken + 1, kind
        position = text.find(":", max(position, taken) + 1, end)


def _label_before(text: str, start: int, colon: int, *, in_zone: bool) -> tuple[int, FieldKind] | None:
    words = list(_WORD.finditer(text, _word_border(text, max(start, colon - 50)), colon))[-_MOST_LABEL_WORDS:]
    if not words or text[words[-1].end() : colon].strip(" *_)."):
        return None
    for count in range(len(words), 0, -1):
        phrase = " ".join(_plain(word[0]) for word in words[-count:])
        kind = _KINDS.get(phrase)
        if kind is None:
            continue
        low = words[-count].start()
        before = text[max(start, low - 8) : low].rstrip(" *_")
        opens = not before or before[-1] in "|•,;~()\x00-"
        if phrase in _LOOSE and not in_zone:
            return None
        if not opens and (len(phrase) == 1 or not text[low].isupper()):
            return None
        if not opens and phrase in _LOOSE and len(words) > count and _qualifies(_plain(words[-count - 1][0])):
            return None
        return low, kind
    return None


def _qualifies(word: str) -> bool:
    """Whether the word before makes it another thing's label: `Project name`, `IP address`."""
    return is_professional(word) and word not in _BEFORE_A_LABEL


def _word_border(text: str, position: int) -> int:
    while position > 0 and text[position - 1].isalnum():
        position -= 1
    return position


def _near_fields(text: str, start: int, end: int) -> bool:
    """Whether the lines around one hold a labelled field that is surely personal."""
    around = text[max(0, start - 300) : start].split("\n")[-4:-1] + text[end + 1 : end + 300].split("\n")[:3]
    for line in around:
        words = [_plain(word) for word in _WORD.findall(line[:60])][:4]
        if any(" ".join(words[:count]) in _SURE for count in range(1, 5)):
            return True
    return False


def _value_end(text: str, value: int, limit: int, kind: FieldKind, *, long: bool) -> int:
    """End of a value: the next separator or label, and in a long line no more words than such a value has."""
    begin = value
    while begin < limit and text[begin] in " \x00":
        begin += 1
    if kind is FieldKind.CONTACT and "\x00" in text[value:begin]:
        return begin
    stop = _STOP.search(text, begin, limit)
    end = stop.start() if stop and (stop.start() > begin or "\x00" in text[value:begin]) else limit
    label = _NEXT_LABEL.search(text, value, end)
    if label and label.start() > value:
        end = label.start()
    if kind not in {FieldKind.ADDRESS, FieldKind.KIN}:
        end = _before_trade(text, value, end, kind)
    if long:
        words = list(_WORD.finditer(text, value, min(end, value + 300)))
        count = _WORDS_IN_A_LONG_LINE[kind]
        if end == limit and text[limit : limit + 1].strip():
            count *= 2  # the next label ends it
        if kind is FieldKind.NAME:
            folded = [fold(word[0]) for word in words]
            stops = (n for n, w in enumerate(folded) if n and is_professional(w) and w not in PARTICLES)
            count = min(count, next(stops, count))
        if len(words) > count:
            end = words[count].start()
    return end


def _before_trade(text: str, value: int, end: int, kind: FieldKind) -> int:
    """Cut a value before the first part, after a comma, that speaks of work ("Jane Doe, Senior Engineer")."""
    for part in _COMMA_PART.finditer(text, value, end):
        if part[1][0].isdigit() and kind is FieldKind.CIVIL:
            continue
        words = [fold(word) for word in _WORD.findall(part[1])]
        if kind is FieldKind.NAME and words and words[0] in _AFTER_A_NAME:
            continue
        if any(map(is_professional, words)):
            return part.start()
    return end


def _next_line(text: str, end: int) -> int:
    """End of the line after an empty label, when that may be its value."""
    start = end + 1
    if text[start : start + 1] == "\n":
        start += 1
    stop = text.find("\n", start)
    stop = len(text) if stop == -1 else stop
    line = text[start:stop]
    words = _WORD.findall(line)
    if not 0 < len(words) <= 10 or len(line) > 90 or line.endswith(":"):  # noqa: PLR2004 - more is no value
        return end
    if _phrase(line) in _KINDS or any(is_professional(fold(word)) for word in words):
        return end
    return stop


def _phrase(text: str) -> str:
    return " ".join(_plain(word) for word in _WORD.findall(text))


def _plain(word: str) -> str:
    return fold(word).replace("'", "")
