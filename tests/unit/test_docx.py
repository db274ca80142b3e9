import zipfile
from io import BytesIO

import pytest

from adapters.documents.docx import read_docx
from application.errors import RefusalReason, UnprocessableError
from tests import files
from tests.files import docx, paragraph, table

LINE = "Ada Lovelace, analyst at the Engine Works"


def lines(data: bytes) -> list[str]:
    return [line for line in read_docx(data).text.split("\n") if line.strip()]


def refusal(data: bytes) -> RefusalReason:
    with pytest.raises(UnprocessableError) as caught:
        read_docx(data)
    return caught.value.reason


def body(*blocks: str) -> bytes:
    return docx(paragraph(LINE) + "".join(blocks))


class TestOrder:
    def test_paragraphs_and_tables_in_the_order_of_the_body(self) -> None:
        data = docx(
            paragraph(LINE)
            + table([paragraph("Python"), paragraph("5 years")], [paragraph("Kafka"), paragraph("2 years")])
            + paragraph("Last line")
        )
        assert lines(data) == [LINE, "Python\t5 years", "Kafka\t2 years", "Last line"]
        assert read_docx(data).kind == "docx"

    def test_cells_of_a_layout_are_blocks(self) -> None:
        side = paragraph("SKILLS") + paragraph("Python")
        main = paragraph("EXPERIENCE") + paragraph("Analyst, 2019 - 2021")
        assert lines(body(table([side, main]))) == [
            LINE,
            "SKILLS",
            "Python",
            "EXPERIENCE",
            "Analyst, 2019 - 2021",
        ]

    def test_dates_that_a_narrow_cell_breaks_are_whole(self) -> None:
        dates = "".join(map(paragraph, ("May 2020", "\u2013", "Present")))
        role = paragraph("Analyst") + paragraph("Wrote programs")
        assert lines(body(table([dates, role]))) == [
            LINE,
            "May 2020 \u2013 Present",
            "Analyst",
            "Wrote programs",
        ]

    def test_tables_inside_tables(self) -> None:
        inner = table([paragraph("Role"), paragraph("2019 - 2021")])
        assert lines(body(table([paragraph("SKILLS"), inner + paragraph("")]))) == [
            LINE, "SKILLS\tRole\t2019 - 2021"
        ]  # fmt: skip

    def test_headers_first_footers_last_and_each_once(self) -> None:
        data = docx(
            paragraph(LINE)
            + '<w:p><w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:sectPr><w:titlePg/>'
            + '<w:headerReference w:type="first" r:id="r0"/><w:headerReference w:type="default" r:id="r1"/>'
            + '<w:footerReference w:type="default" r:id="r2"/></w:sectPr>',
            {
                "header1": paragraph("Ada's header"),
                "header2": paragraph("Ada's header"),
                "footer1": paragraph("Page of Ada"),
                "footnotes": f'<w:footnote w:type="separator" w:id="0">{paragraph("no")}</w:footnote>'
                f'<w:footnote w:id="2">{paragraph("A note")}</w:footnote>',
            },
        )
        assert lines(data) == ["Ada's header", LINE, "A note", "Page of Ada"]

    def test_text_boxes_are_read_once(self) -> None:
        box = f"<w:txbxContent>{paragraph('In a box')}{paragraph('Second line')}</w:txbxContent>"
        data = body(
            "<w:p><w:r><mc:AlternateContent>"
            f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        )
        assert lines(data) == [LINE, "In a box", "Second line"]

    def test_content_controls_links_fields_and_insertions(self) -> None:
        data = body(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('In a control')}</w:sdtContent></w:sdt>"
            '<w:p><w:hyperlink r:id="x"><w:r><w:t>ada.example.com</w:t></w:r></w:hyperlink>'
            "<w:ins><w:r><w:t> inserted</w:t></w:r></w:ins>"
            "<w:del><w:r><w:delText> deleted</w:delText></w:r></w:del>"
            "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        )
        assert lines(data) == [LINE, "In a control", "ada.example.com inserted"]


class TestCharacters:
    def test_tabs_breaks_hyphens_and_symbols(self) -> None:
        data = body(
            "<w:p><w:r><w:t>Analyst</w:t><w:tab/><w:t>2019</w:t><w:br/><w:t>full</w:t><w:noBreakHyphen/>"
            "<w:t>time, soft</w:t><w:softHyphen/><w:t>ware</w:t></w:r></w:p>"
            '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A7"/>'
            '<w:t xml:space="preserve"> Python</w:t></w:r></w:p>'
        )
        assert lines(data) == [LINE, "Analyst\t2019", "full-time, software", "\u2022 Python"]

    def test_words_split_into_runs_are_whole(self) -> None:
        runs = "".join(f"<w:r><w:t>{piece}</w:t></w:r>" for piece in ("Kuber", "ne", "tes"))
        assert lines(body(f"<w:p>{runs}</w:p>")) == [LINE, "Kubernetes"]

    def test_list_items_have_bullets(self) -> None:
        item = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        data = docx(
            paragraph(LINE) + paragraph("Wrote programs", paragraph_properties=item),
            {"numbering": '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'},
        )
        assert lines(data) == [LINE, "\u2022 Wrote programs"]

    def test_drawn_text_is_read(self) -> None:
        drawn = "<w:r><w:drawing><a:p><a:r><a:t>Drawn words</a:t></a:r></a:p></w:drawing></w:r>"
        assert lines(body(f"<w:p>{drawn}</w:p>")) == [LINE, "Drawn words"]


class TestHidden:
    @pytest.mark.parametrize(
        "run",
        [
            "<w:vanish/>",
            '<w:color w:val="FFFFFF"/>',
            '<w:color w:val="fefefe"/>',
            '<w:sz w:val="2"/>',
            '<w:sz w:val="4"/>',
        ],
    )
    def test_what_cannot_be_seen(self, run: str) -> None:
        document = read_docx(body(paragraph("Kubernetes expert", run=run)))
        assert "Kubernetes" not in document.text
        assert document.hidden == ("Kubernetes expert",)

    @pytest.mark.parametrize(
        "run",
        [
            '<w:vanish w:val="0"/>',
            '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>',
            '<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>',
            '<w:color w:val="auto"/>',
            '<w:sz w:val="14"/>',
        ],
    )
    def test_what_can(self, run: str) -> None:
        document = read_docx(body(paragraph("Kubernetes expert", run=run)))
        assert "Kubernetes expert" in document.text
        assert document.hidden == ()

    def test_white_text_in_a_dark_cell_or_paragraph_is_seen(self) -> None:
        white = '<w:color w:val="FFFFFF"/>'
        dark = '<w:shd w:val="clear" w:fill="1F3864"/>'
        cell = f"<w:tcPr>{dark}</w:tcPr>{paragraph('In a cell', run=white)}"
        data = body(table([cell]), paragraph("In a bar", run=white, paragraph_properties=dark))
        assert lines(data) == [LINE, "In a cell", "In a bar"]

    def test_styles_that_hide(self) -> None:
        style = '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
        data = docx(paragraph(LINE) + paragraph("Secret", run='<w:rStyle w:val="Ghost"/>'), {"styles": style})
        assert read_docx(data).hidden == ("Secret",)


class TestRefusals:
    def test_no_archive(self) -> None:
        assert refusal(b"PK\x03\x04 but nothing more") is RefusalReason.DAMAGED

    def test_cut_off(self) -> None:
        data = body()
        assert refusal(data[: len(data) // 2]) is RefusalReason.DAMAGED

    def test_broken_xml(self) -> None:
        assert refusal(files.archive({"word/document.xml": b"<w:document><w:body>"})) is RefusalReason.DAMAGED

    def test_another_archive(self) -> None:
        assert refusal(files.archive({"mimetype": b"application/epub+zip"})) is RefusalReason.UNSUPPORTED

    def test_little_text(self) -> None:
        assert refusal(docx(paragraph("CV"))) is RefusalReason.NO_TEXT

    def test_a_picture_of_a_resume(self) -> None:
        with zipfile.ZipFile(buffer := BytesIO(docx(paragraph(""))), "a") as target:
            target.writestr("word/media/image1.png", b"\x89PNG")
        with pytest.raises(UnprocessableError, match="pictures but no text") as caught:
            read_docx(buffer.getvalue())
        assert caught.value.reason is RefusalReason.NO_TEXT

    def test_entities_are_not_expanded(self) -> None:
        bomb = (
            b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
            + b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
            + b']><w:document xmlns:w="' + files.W.encode() + b'"><w:body>'
            b"<w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>"
        )  # fmt: skip
        assert refusal(files.archive({"word/document.xml": bomb})) in {
            RefusalReason.NO_TEXT,
            RefusalReason.DAMAGED,
        }

    def test_files_of_the_machine_are_not_read(self) -> None:
        xml = (
            '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            f'<w:document xmlns:w="{files.W}"><w:body><w:p><w:r><w:t>{LINE} &x;'
            "</w:t></w:r></w:p></w:body></w:document>"
        )
        assert read_docx(files.archive({"word/document.xml": xml.encode()})).text.strip() == LINE

    def test_names_that_climb_out_of_the_archive_touch_nothing(self) -> None:
        with zipfile.ZipFile(buffer := BytesIO(body()), "a") as target:
            target.writestr("../../../tmp/evil.txt", b"evil")
        assert lines(buffer.getvalue()) == [LINE]

    def test_part_that_inflates_without_end(self) -> None:
        data = files.archive({"word/document.xml": b"<w>" + b" " * 40_000_000})
        assert len(data) < 100_000
        assert refusal(data) is RefusalReason.TOO_LARGE

    def test_sizes_that_lie(self) -> None:
        data = bytearray(files.archive({"word/document.xml": b"<w>" + b" " * 300_000}))
        place = data.index(b"PK\x01\x02") + 24
        data[place : place + 4] = (1000).to_bytes(4, "little")
        assert refusal(bytes(data)) in {RefusalReason.DAMAGED, RefusalReason.TOO_LARGE}

    def test_too_many_entries(self) -> None:
        data = files.archive({"word/document.xml": b"<w/>", **{f"x{index}": b"" for index in range(3001)}})
        assert refusal(data) is RefusalReason.TOO_LARGE

    def test_deep_nesting(self) -> None:
        deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
        assert refusal(docx(deep)) is RefusalReason.DAMAGED
