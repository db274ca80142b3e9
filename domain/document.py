"""What a reader found in one file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadPage:
    """A page that holds a picture and next to no text, and was not read.

    Attributes:
        number: of the page, from 0.
        start: offset in the document's text of the little that stands on it.
        end: offset after that; equal to `start` where there is nothing.
    """

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of one resume file, as a person would read it.

    Attributes:
        text: lines in reading order, separated by a line feed; not yet normalised.
        kind: `pdf`, `docx` or `text`, decided by the content.
        pages: number of pages read; 1 where the format has none.
        hidden: passages that stand in the file but cannot be seen on the page; they are not in `text`.
        unread: pages that hold nothing but pictures, whose text is not in `text`.
        ocr_pages: number of pages whose text was recognised in a picture (OCR).
        ocr_confidence: how sure the recognition was on average, in [0, 1], 4 decimals; None without OCR.
    """

    text: str
    kind: str
    pages: int = 1
    hidden: tuple[str, ...] = ()
    unread: tuple[UnreadPage, ...] = ()
    ocr_pages: int = 0
    ocr_confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFacts:
    """What is known of how a text was read, kept with the result when the file is gone.

    Attributes:
        pages: of the document, at least 1.
        ocr_pages: of them those whose text was recognised in a picture.
        unread_pages: of them those that hold pictures and were not read.
        ocr_confidence: of the recognition, in [0, 1]; None without OCR.
    """

    pages: int = 1
    ocr_pages: int = 0
    unread_pages: int = 0
    ocr_confidence: float | None = None

    @classmethod
    def of(cls, document: Document) -> "ReadingFacts":
        """The facts of a document."""
        return cls(
            pages=document.pages,
            ocr_pages=document.ocr_pages,
            unread_pages=len(document.unread),
            ocr_confidence=document.ocr_confidence,
        )
