"""How strongly a place of the text speaks for a skill: listed < project < dated role < recent role.

A bare list may be copied from the job; work that used the skill, has dates and is not long past is the best
that a resume can show. The ladder goes into the explanation, not into the score.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from domain.dates import Month
from domain.sections import Section, SectionKind, split_sections

RECENT_YEARS = 3
"""A role that ended at most so many years before the day that the resume is read for is a recent one."""


class EvidenceLevel(StrEnum):
    """How a skill is shown, from the weakest to the strongest."""

    LISTED = "listed"
    PROJECT = "project"
    DATED_ROLE = "dated_role"
    RECENT_ROLE = "recent_role"

    @property
    def step(self) -> int:
        """Place on the ladder, from 0."""
        return tuple(EvidenceLevel).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedSpan:
    """A stretch of the text that tells of one dated role.

    Attributes:
        start_offset: of its first character.
        end_offset: after its last character.
        first: first month of the role.
        last: last month, included.
        current: whether it still goes on.
    """

    start_offset: int
    end_offset: int
    first: Month
    last: Month
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a place of the text shows.

    Attributes:
        level: step of the ladder.
        first: first month of the role in which the skill was used; None below `DATED_ROLE`.
        last: last month of that role.
    """

    level: EvidenceLevel
    first: Month | None = None
    last: Month | None = None

    @property
    def strength(self) -> tuple[int, int]:
        """For comparing: the step, then how late the role ended."""
        return self.level.step, self.last.ordinal if self.last else 0


_USED = frozenset(
    (
        SectionKind.PROJECTS,
        SectionKind.EXPERIENCE,
        SectionKind.INTERNSHIPS,
        SectionKind.VOLUNTEERING,
    )
)


class EvidenceMap:
    """Which evidence a match at an offset gives, for one text."""

    def __init__(self, text: str, roles: Sequence[DatedSpan], as_of: date | None) -> None:
        """Prepare the look-up.

        Args:
            text: normalised text of the resume.
            roles: its dated roles. Where one lies inside another, the inner one counts; of several over the
                same span, the one that ended last.
            as_of: the day that the resume is read for. Without it the end of the latest role stands in.
        """
        self._text = text
        self._starts: list[int] = []
        self._roles: list[DatedSpan | None] = []
        self._lay_out(roles)
        ends = [role.last.ordinal for role in roles]
        today = Month(year=as_of.year, number=as_of.month).ordinal if as_of else max(ends, default=0)
        self._recent_from = today - 12 * RECENT_YEARS
        self._sections: tuple[Section, ...] | None = None
        self._section_starts: list[int] = []

    @property
    def has_roles(self) -> bool:
        """Whether any role is dated."""
        return bool(self._roles)

    def _lay_out(self, roles: Sequence[DatedSpan]) -> None:
        """Note at which offsets the text passes from one role to another."""
        opened: list[DatedSpan] = []
        for role in sorted(roles, key=lambda role: (role.start_offset, -role.end_offset, role.last.ordinal)):
            self._close(opened, role.start_offset)
            opened.append(role)
            self._turn(role.start_offset, role)
        self._close(opened, None)

    def _close(self, opened: list[DatedSpan], reached: int | None) -> None:
        while opened and (reached is None or opened[-1].end_offset <= reached):
            ended = opened.pop().end_offset
            while opened and opened[-1].end_offset <= ended:
                opened.pop()
            self._turn(ended, opened[-1] if opened else None)

    def _turn(self, offset: int, role: DatedSpan | None) -> None:
        self._starts.append(offset)
        self._roles.append(role)

    def at(self, offset: int) -> Evidence:
        """What a skill named at this offset shows."""
        index = bisect_right(self._starts, offset) - 1
        role = self._roles[index] if index >= 0 else None
        if role is not None:
            recent = role.current or role.last.ordinal >= self._recent_from
            level = EvidenceLevel.RECENT_ROLE if recent else EvidenceLevel.DATED_ROLE
            return Evidence(level=level, first=role.first, last=role.last)
        used = self._kind(offset) in _USED
        return Evidence(level=EvidenceLevel.PROJECT if used else EvidenceLevel.LISTED)

    def _kind(self, offset: int) -> SectionKind:
        if self._sections is None:
            self._sections = split_sections(self._text)
            self._section_starts = [section.start for section in self._sections]
        index = bisect_right(self._section_starts, offset) - 1
        return self._sections[index].kind if index >= 0 else SectionKind.OTHER
