"""What of the entries and skills that a language model read in a resume may be stored: only what it writes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.date_forms import find_written_dates
from domain.dates import DateRange, find_dates
from domain.entries import entry_spans
from domain.grounding import (
    Facts,
    Source,
    Verdict,
    is_addressed,
    is_supported,
    judges,
    occurs,
    source_of,
    without_addressed,
)
from domain.grounding_tokens import fold, sentences_of, tokens_of
from domain.plain_text import is_plain
from domain.sections import SectionKind, split_sections

_PRESENT = frozenset({"present", "current", "now", "today", "ongoing", "heute", "actuel", "actual", "oggi"})
_LONGEST_SKILL = 3  # words
_LONGEST_NAME = 12
_ALONE = 8  # characters beside a date: a bullet, a bracket
_LINES_ABOVE, _LINES_BELOW = 2, 1
_ITEM_END = re.compile(r"[,;|\u2022\n/()]|\s[-\u2013]\s|\band\b|:")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED = re.compile(r"[A-Z]\w*[A-Z]|\w\d")
_PLAIN_NAME = re.compile(r"[^\W\d_](?:[\w .+#'-]*[^\W_+#]|[\w .+#'-]*[+#])?")


@dataclass(frozen=True, kw_only=True)
class EntryCheck:
    """Holds entries of a resume against its text.

    Attributes:
        sent: the text, as the model saw it.
        facts: what is known of it.
        as_of: the day that it is read for.
    """

    sent: str
    facts: Facts
    as_of: date

    def checked(self, fields: dict[str, str | None]) -> dict[str, str | None]:
        """The fields of one entry with None for each that does not hold."""
        kept = {key: self._field(key, value) for key, value in fields.items()}
        names = [kept[key] for key in list(fields)[:2]]
        for key in ("startDate", "endDate"):
            value = kept[key]
            if value is not None and not self._is_dated(value, names):
                kept[key] = None
        return kept

    def item(self, skill: str) -> str | None:
        """How the resume itself writes a skill that no lexicon knows, where it lists it; else None."""
        if not _PLAIN_NAME.fullmatch(skill) or not is_plain(skill) or judges(_HUMP.sub(" ", skill)):
            return None
        words = tuple(tokens_of(skill))
        if not 0 < len(words) <= _LONGEST_SKILL:
            return None
        # Of other words only those that are written like a product: "SQLAlchemy".
        is_name = _NAMED.search(skill) is not None and occurs(skill, self.facts.resume)
        return self._items.get(words) or (skill if is_name else None)

    def _field(self, key: str, value: str | None) -> str | None:
        if value is None or not value:
            return None
        if key == "description":
            # A description praises nobody: it is held to the least favourable verdict.
            parts = sentences_of(value)
            return " ".join(part for part in parts if is_supported(part, self.facts, Verdict.WEAK)) or None
        if key in {"startDate", "endDate"}:
            return value if self._is_date(value) else None
        sound = is_plain(value) and value[0].isalnum() and len(value.split()) <= _LONGEST_NAME
        return value if sound and not judges(value) and occurs(value, self.facts.resume) else None

    def _is_date(self, value: str) -> bool:
        """Whether a text is one written date and nothing else, or says that something goes on."""
        if fold(value).strip() in _PRESENT:
            return True
        (written, *others) = find_written_dates(value.lower(), this_year=self.as_of.year) or [None]
        return written is not None and not others and (written.start, written.end) == (0, len(value))

    def _is_dated(self, value: str, names: Sequence[str | None]) -> bool:
        """Whether an entry that writes one of the names has this date as one of its ends."""
        present = fold(value).strip() in _PRESENT
        (told, *_) = [None] if present else find_dates(f"{value} - {value}", as_of=self.as_of)[0] or [None]
        for source, ranges in self._entries:
            if not any(name and occurs(name, source) for name in names):
                continue
            for found in ranges:
                if present and found.current:
                    return True
                if told and {told.start, told.end} & {found.start, found.end}:
                    return True
            if not present and occurs(value, source):
                return True
        return False

    @cached_property
    def _entries(self) -> list[tuple[Source, Sequence[DateRange]]]:
        """Each dated entry of the text with its ranges; where none is told from others, the line alone."""
        ranges, singles = find_dates(self.sent, as_of=self.as_of)
        single = [(one.start, one.end) for one in singles]
        spans = [*entry_spans(self.sent, split_sections(self.sent), ranges, single), *single]
        found: list[tuple[DateRange, ...]] = [*((one,) for one in ranges), *(() for _ in singles)]
        return [
            (source_of(self._around(*span), self.facts.lexicon), dates)
            for dates, span in zip(found, spans, strict=True)
        ]

    def _around(self, start: int, end: int) -> str:
        """The lines of an entry; where it is a date alone, with those that it may belong to."""
        low = self.sent.rfind("\n", 0, start) + 1
        high = self.sent.find("\n", end)
        lines = self.sent[low : high if high >= 0 else len(self.sent)]
        if len(lines) - (end - start) > _ALONE or "\n" in lines:
            return lines
        above = self.sent[:low].split("\n")[-_LINES_ABOVE - 1 :]
        below = self.sent[low + len(lines) :].split("\n")[: _LINES_BELOW + 1]
        return "\n".join([*above, lines, *below])

    @cached_property
    def _items(self) -> dict[tuple[str, ...], str]:
        return {tuple(tokens_of(item)): item for item in self._listed()}

    def _listed(self) -> Iterator[str]:
        text = without_addressed(self.sent)
        for section in split_sections(text):
            if section.kind is SectionKind.SKILLS:
                for item in _ITEM_END.split(text[section.start : section.end]):
                    if item.strip() and not is_addressed(item):
                        yield item.strip(" .*\u2022-")
