"""What a reader found in one file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of one resume file, as a person would read it.

    Attributes:
        text: lines in reading order, separated by a line feed; not yet normalised.
        kind: `pdf`, `docx` or `text`, decided by the content.
        pages: number of pages read; 1 where the format has none.
        hidden: passages that stand in the file but cannot be seen on the page; they are not in `text`.
    """

    text: str
    kind: str
    pages: int = 1
    hidden: tuple[str, ...] = ()
