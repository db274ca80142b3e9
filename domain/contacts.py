"""Who a resume is of and how to reach them, by the same reading that keeps it out of every score."""

from dataclasses import dataclass

from domain import name_in_header, person_name, personal_patterns
from domain.redaction import labelled_names, personal_zones

_MOST_LETTERS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """What the resume says of its owner; None where it was not found. Shown, never scored."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None


def find_contacts(text: str) -> Contacts:
    """Find name, first e-mail address and first telephone number in a normalised text."""
    zones = personal_zones(text)
    contacts = sorted(personal_patterns.contact_spans(text))
    written = [text[start:end] for start, end in contacts]
    phones = sorted(personal_patterns.phone_spans(text, zones))
    evidence = person_name.evidence_of(written, has_contact=bool(contacts or phones))
    return Contacts(
        name=_name(text, zones, evidence),
        email=next((_tidy(part) for part in written if "@" in part and "/" not in part), None),
        phone=next((_number(text[start:end]) for start, end in phones), None),
    )


def _name(text: str, zones: list[person_name.Span], evidence: person_name.Evidence) -> str | None:
    labelled = labelled_names(text, zones)
    if labelled:
        return _tidy(labelled[0])
    found = name_in_header.find_name(text, zones, evidence)
    return _tidy(" ".join(text[name.start : name.end] for name in found)) if found else None


def _tidy(value: str) -> str | None:
    tidied = " ".join(value.split()).strip(" ,;:|-")
    return tidied[:_MOST_LETTERS] or None


def _number(value: str) -> str | None:
    start = next((at for at, char in enumerate(value) if char.isdigit() or char in "+("), None)
    return None if start is None else _tidy(value[start:])
