"""What of the entries and skills that a language model read in a resume may be stored: what it writes."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.date_forms import WrittenDate, find_written_dates
from domain.dates import DateRange, find_dates
from domain.entries import entry_spans
from domain.grounding import (
    Facts,
    Verdict,
    is_addressed,
    is_supported,
    judges,
    lines_of,
    occurs,
    without_addressed,
)
from domain.grounding_tokens import fold, sentences_of, tokens_of
from domain.sections import SectionKind, split_sections
from domain.storable_text import is_plain
from domain.word_forms import word_set
from domain.work_words import DEGREE, SCHOOL, TITLE

_PRESENT = frozenset({"present", "current", "now", "today", "ongoing", "heute", "actuel", "actual", "oggi"})
_LONGEST_SKILL = 3  # words
_LONGEST_NAME = 12
_MOST_ENTRIES = 100
_HEADING = 3  # lines between a date and the names of its entry
_OF_STUDY = frozenset({"institution", "degree", "fieldOfStudy"})
_SMALL = word_set(
    "of and the for in at on to de des du la le les y e et und der die das für von van di da do dos"
)
_STUDY = re.compile(f"{SCHOOL.pattern}|{DEGREE.pattern}")
_BETWEEN = r"[^\w:;]{1,4}"
_ITEM_BEFORE = re.compile(r"(?:^|[,|(\u2013\u2014/-])\s*$")
_ITEM_AFTER = re.compile(r"\s*(?:$|[,|)\u2013\u2014/-])")
_ALONE = 8  # characters beside a date: a bullet, a bracket
_LONGEST_HEADING, _LONGEST_LINE = 70, 2_000  # characters
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
        first, second = list(fields)[:2]
        names = [kept[first], kept[second]]
        if all(names) and not self._are_of_one(names):
            kept[second] = names[1] = None
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
        is_name = _NAMED.search(skill) is not None and occurs(skill, self.facts.resume.lines)
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
        return value if sound and not judges(value) and self._is_named(key, value) else None

    def _is_named(self, key: str, value: str) -> bool:
        """Whether the resume writes a name, as a name, and where such names stand."""
        words = re.findall(r"\w+", value)
        if not words:
            return False
        written = re.compile(rf"(?<!\w){_BETWEEN.join(words)}(?!\w)", re.IGNORECASE)
        lines, study = self._heading_lines, key in _OF_STUDY
        return any(
            _is_name_like(found, study=study)
            for line in (lines[1] if study else lines[0])
            for found in written.finditer(line)
        )

    @cached_property
    def _heading_lines(self) -> tuple[list[str], list[str]]:
        """Lines near a date, and lines about study, without those that address a reader."""
        near = {at + step for at in self._dated_lines for step in range(-_HEADING, _HEADING + 1)}
        studies = {
            at
            for section in split_sections(self.sent)
            if section.kind is SectionKind.EDUCATION
            for at in range(self._line_at(section.start), self._line_at(section.end) + 1)
        }
        sound = [(at, line) for at, line in enumerate(self._lines) if not is_addressed(line)]
        return (
            [line for at, line in sound if at in near],
            [line for at, line in sound if at in studies or _STUDY.search(line.lower())],
        )

    def _is_date(self, value: str) -> bool:
        """Whether a text is one written date and nothing else, or says that something goes on."""
        if fold(value).strip() in _PRESENT:
            return True
        written = find_written_dates(value.lower(), this_year=self.as_of.year)
        return [(one.start, one.end) for one in written] == [(0, len(value))]

    def _is_dated(self, value: str, names: Sequence[str | None]) -> bool:
        """Whether an entry that writes one of the names has this date as one of its ends."""
        present = fold(value).strip() in _PRESENT
        # "2019-03" for "March 2019": the same month in another spelling.
        told = () if present else find_dates(f"{value} - {value}", as_of=self.as_of)[0]
        for lines, ranges in self._entries:
            if not any(name and occurs(name, lines) for name in names):
                continue
            for found in ranges:
                if present and found.current:
                    return True
                if any({one.start, one.end} & {found.start, found.end} for one in told):
                    return True
            if occurs(value, lines):
                return True
        return False

    def _are_of_one(self, names: Sequence[str | None]) -> bool:
        """Whether two names stand in one dated entry, or one of them in none."""
        held = [
            {at for at, (entry, _) in enumerate(self._entries) if occurs(name or "", entry)} for name in names
        ]
        return not all(held) or bool(held[0] & held[1])

    @cached_property
    def _entries(self) -> list[tuple[Sequence[str], Sequence[DateRange]]]:
        """The lines of each dated entry of the text, with its ranges; none where it has single dates."""
        ranges, singles = self._dates
        single = [(one.start, one.end) for one in singles]
        dates = [*(found.span for found in ranges), *single]
        spans = [*entry_spans(self.sent, split_sections(self.sent), ranges, single), *single]
        blocks: dict[tuple[int, int], list[DateRange]] = {}
        for at, (date_span, span) in enumerate(zip(dates, spans, strict=True)):
            blocks.setdefault(self._block(date_span, span), []).extend(ranges[at : at + 1])
        bounds = sorted(blocks)[:_MOST_ENTRIES]
        following = [*(first for first, _ in bounds[1:]), len(self._lines)]
        return [
            (
                self._words_of(first, min(last, next_one - 1) if next_one > first else last),
                blocks[first, last],
            )
            for (first, last), next_one in zip(bounds, following, strict=True)
        ]

    def _block(self, dates: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
        """First and last line of an entry: with the names above a date that stands alone, or below it."""
        first, last = self._line_at(span[0]), self._line_at(max(span[1] - 1, span[0]))
        at = self._line_at(dates[0])
        if at != first or len(self._lines[at]) - (dates[1] - dates[0]) > _ALONE:
            return first, last
        if self._is_heading(at + 1):
            return first, max(last, at + 1 + self._is_heading(at + 2))
        while at - first < _HEADING and self._is_heading(first - 1):
            first -= 1
        return first, last

    def _is_heading(self, at: int) -> bool:
        """Whether a line may name an employer or a role: short, without date, bullet or full stop."""
        line = self._lines[at].strip() if 0 <= at < len(self._lines) else ""
        named = 0 < len(line) <= _LONGEST_HEADING and line[0].isalnum() and line[-1] not in ".;!?:,"
        return named and at not in self._dated_lines

    def _words_of(self, first: int, last: int) -> tuple[str, ...]:
        lines = self._lines[first : last + 1]
        return lines_of("\n".join(line[:_LONGEST_LINE] for line in lines if not is_addressed(line)))

    @cached_property
    def _dates(self) -> tuple[tuple[DateRange, ...], tuple[WrittenDate, ...]]:
        return find_dates(self.sent, as_of=self.as_of)

    @cached_property
    def _dated_lines(self) -> frozenset[int]:
        ranges, singles = self._dates
        starts = (*(found.span[0] for found in ranges), *(found.start for found in singles))
        return frozenset(map(self._line_at, starts))

    @cached_property
    def _lines(self) -> list[str]:
        return self.sent.split("\n")

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.sent))]

    def _line_at(self, offset: int) -> int:
        return bisect_right(self._line_starts, offset) - 1

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


def _is_name_like(found: re.Match[str], *, study: bool) -> bool:
    """Whether words are written as a name: with capitals, around a title, or apart in another script."""
    words = [word for word in re.findall(r"[^\W_]+", found[0]) if word.casefold() not in _SMALL]
    if not any(char.isupper() or char.islower() for char in found[0]):
        line, (start, end) = found.string, found.span()
        return bool(_ITEM_BEFORE.search(line[:start]) and _ITEM_AFTER.match(line[end:]))
    if all(word[0].isupper() or word[0].isdigit() for word in words):
        return True
    lowered = found[0].lower()
    return bool(_STUDY.search(lowered) if study else TITLE.search(lowered))
