import pytest

from adapters.documents.plain_text import read_plain_text
from application.errors import RefusalReason, UnprocessableError

TEXT = "Zoë Müller – résumé\nSenior Engineer, München, 2019 – today\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_text_of_common_encodings(encoding: str) -> None:
    document = read_plain_text((TEXT * 5).encode(encoding))
    assert document.text == TEXT * 5
    assert (document.kind, document.pages, document.hidden) == ("text", 1, ())


def test_line_ends_become_line_feeds() -> None:
    assert read_plain_text(b"Ada Lovelace, analyst\r\nLondon\rEngland\n").text == (
        "Ada Lovelace, analyst\nLondon\nEngland\n"
    )


@pytest.mark.parametrize(
    "data,reason",
    [
        (b"", RefusalReason.EMPTY),
        (b" \r\n\t ", RefusalReason.EMPTY),
        (b"Hello", RefusalReason.NO_TEXT),
        (b"a" * 2_000_001, RefusalReason.TOO_LARGE),
        (bytes(range(256)) * 20, RefusalReason.UNSUPPORTED),
        (b"\x7fELF\x02\x01\x01" + bytes(200), RefusalReason.UNSUPPORTED),
        (b"\xff\xfe\x00", RefusalReason.UNSUPPORTED),
        (b"text \x01\x02\x03\x04" * 40, RefusalReason.UNSUPPORTED),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, reason: RefusalReason) -> None:
    with pytest.raises(UnprocessableError) as caught:
        read_plain_text(data)
    assert caught.value.reason is reason
