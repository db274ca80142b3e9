import re

import pytest
from reportlab.pdfgen.canvas import Canvas

from adapters.documents.pdf import read_pdf
from application.errors import RefusalReason, UnprocessableError
from tests import files

RESUME = [
    "Ada Lovelace",
    "ada@example.com",
    "EXPERIENCE",
    "Analyst, Engine Works, Jan 2019 - Present",
    "Wrote the first published program.",
]
LEFT = [
    "Wrote programs for the engine in Python",
    "and tested every one of them twice,",
    "kept the notes of the whole team,",
    "trained three younger analysts,",
    "and reported to the board monthly.",
    "The last line of the left column.",
]
RIGHT = [
    "Studied mathematics with the best",
    "teachers of her time in London,",
    "read French and Italian fluently,",
    "translated a paper on the engine,",
    "and added notes longer than it.",
    "The last line of the right column.",
]


def lines(data: bytes) -> list[str]:
    return [line for line in read_pdf(data).text.split("\n") if line.strip()]


def refusal(data: bytes, **options: int) -> RefusalReason:
    with pytest.raises(UnprocessableError) as caught:
        read_pdf(data, **options)
    return caught.value.reason


class TestWords:
    def test_lines_stay_lines(self) -> None:
        document = read_pdf(files.pdf_of(RESUME))
        assert [line for line in document.text.split("\n") if line] == RESUME
        assert (document.kind, document.pages, document.hidden) == ("pdf", 1, ())

    def test_pages_follow_each_other(self) -> None:
        data = files.pdf(
            lambda canvas: files.write(canvas, ["First page of two"]),
            lambda canvas: files.write(canvas, ["Second page of two"]),
        )
        assert read_pdf(data).text == "First page of two\n\nSecond page of two"
        assert read_pdf(data).pages == 2

    @pytest.mark.parametrize("font", ["Helvetica", "Times-Roman", "Courier", "Times-Italic"])
    def test_words_without_space_characters_are_parted_by_their_gaps(self, font: str) -> None:
        words = ["Head", "of", "Software", "from", "Manchester", "staff", "AV", "Team", "of", "four"]

        def draw(canvas: Canvas) -> None:
            canvas.setFont(font, 11)
            x = 60.0
            for word in words:
                canvas.drawString(x, 700, word)
                x += canvas.stringWidth(word, font, 11) + 0.24 * 11

        assert lines(files.pdf(draw)) == [" ".join(words)]

    def test_kerned_pieces_of_a_word_stay_together(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica", 11)
            x = 60.0
            for piece in ("Ty", "peScr", "ipt", " and ", "Kuber", "netes"):
                canvas.drawString(x, 700, piece)
                x += canvas.stringWidth(piece, "Helvetica", 11) - 0.3

        assert lines(files.pdf(draw)) == ["TypeScript and Kubernetes"]

    @pytest.mark.parametrize("spacing", [2.0, 4.0, 9.0])
    def test_letter_spaced_headings_become_words(self, spacing: float) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFont("Helvetica-Bold", 14)
            canvas.drawString(60, 700, "WORK EXPERIENCE", charSpace=spacing)
            files.write(canvas, ["Analyst at the Engine Works"], y=680)

        assert lines(files.pdf(draw))[0].split() == ["WORK", "EXPERIENCE"]

    def test_letters_parted_by_typed_spaces_become_a_word(self) -> None:
        assert lines(files.pdf_of(["E X P E R I E N C E", *RESUME]))[0] == "EXPERIENCE"

    def test_short_names_of_skills_are_not_glued(self) -> None:
        assert lines(files.pdf_of(["C R Go C++ C# SQL", *RESUME]))[0] == "C R Go C++ C# SQL"

    def test_vertical_text_is_one_word(self) -> None:
        def draw(canvas: Canvas) -> None:
            files.write(canvas, RESUME)
            canvas.rotate(90)
            canvas.drawString(200, -30, "Portfolio")

        assert "Portfolio" in lines(files.pdf(draw))

    @pytest.mark.parametrize("rotation", [90, 180, 270])
    def test_turned_pages_read_as_they_are_shown(self, rotation: int) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setPageRotation(rotation)
            if rotation == 90:
                canvas.translate(files.HEIGHT, 0)  # the page lies on its side
            elif rotation == 180:
                canvas.translate(files.WIDTH, files.HEIGHT)
            else:
                canvas.translate(0, files.WIDTH)
            canvas.rotate(rotation)
            files.write(canvas, RESUME, y=400)

        assert lines(files.pdf(draw)) == RESUME

    def test_bullets_and_accents_survive(self) -> None:
        line = "\u2022 Résumé of Zoë Müller \u2013 naïve façade"
        assert lines(files.pdf_of([line, *RESUME]))[0] == line


class TestOrder:
    @pytest.mark.parametrize("offset", [3.0, 5.0, 7.0, 0.0])
    def test_columns_written_in_turn_are_read_one_after_the_other(self, offset: float) -> None:
        data = files.interleaved_columns(LEFT, RIGHT, offset=offset, head=["Ada Lovelace, London"])
        assert lines(data) == ["Ada Lovelace, London", *LEFT, *RIGHT]

    def test_columns_in_the_order_of_the_stream_stay(self) -> None:
        def draw(canvas: Canvas) -> None:
            files.write(canvas, LEFT, x=50)
            files.write(canvas, RIGHT, x=320)

        assert lines(files.pdf(draw)) == [*LEFT, *RIGHT]

    def test_sidebar_of_short_lines_stays_together(self) -> None:
        skills = ["SKILLS", "Python", "Kafka", "Docker", "Terraform", "Linux"]
        main = ["EXPERIENCE", *LEFT[:5]]
        data = files.interleaved_columns(skills, main, offset=4.0)
        assert lines(data) == [*skills, *main]

    def test_dates_at_the_right_margin_stay_by_their_roles(self) -> None:
        rows = [
            ("Analyst, Engine Works", "Jan 2019 - Present"),
            ("Tutor, University of London", "2016 - 2018"),
            ("Clerk, Royal Society", "2014 - 2016"),
            ("Assistant, Observatory", "2012 - 2014"),
            ("Volunteer, Library", "2010 - 2012"),
        ]
        assert lines(files.grid(rows)) == ["\t".join(row) for row in rows]

    def test_dates_drawn_after_everything_else_go_back_to_their_roles(self) -> None:
        roles = ["Analyst, Engine Works", "Tutor, University", "Clerk, Society"]
        dates = ["Jan 2019 - Present", "2016 - 2018", "2014 - 2016"]

        def draw(canvas: Canvas) -> None:
            files.write(canvas, roles, leading=60)
            files.write(canvas, dates, x=430, leading=60)

        assert lines(files.pdf(draw)) == [f"{role}\t{date}" for role, date in zip(roles, dates, strict=True)]

    def test_dates_inside_the_flow_of_two_columns_are_not_moved_across(self) -> None:
        left = ["Engine Works", "Jan 2019 - Present", "Wrote programs"]
        right = ["University", "Finished in 2012", "With honours"]

        def draw(canvas: Canvas) -> None:
            files.write(canvas, left, x=50)
            files.write(canvas, right, x=320)

        assert lines(files.pdf(draw)) == [*left, *right]

    def test_bullets_drawn_after_their_items_go_before_them(self) -> None:
        def draw(canvas: Canvas) -> None:
            for index in range(3):
                y = 700 - 40 * index
                files.write(canvas, [f"Wrote program {index} for the engine", "and tested it."], x=70, y=y)
                files.write(canvas, ["\u2022"], x=60, y=y)

        items = ["\u2022 Wrote program {} for the engine", "and tested it."]
        assert lines(files.pdf(draw)) == [line.format(index) for index in range(3) for line in items]

    def test_cells_of_a_table_are_read_row_by_row(self) -> None:
        rows = [
            ("Languages", "Python, Java and SQL"),
            ("Databases", "MongoDB, PostgreSQL, Redis"),
            ("Clouds", "AWS and Azure, five years"),
            ("Methods", "Scrum, Kanban, pairing"),
            ("Tools", "Git, Docker, Terraform, Make"),
        ]
        text = " ".join(read_pdf(files.grid(rows, columns=(60.0, 200.0))).text.split())
        assert text == " ".join(" ".join(row) for row in rows)

    def test_headings_drawn_last_stand_above_their_sections(self) -> None:
        def draw(canvas: Canvas) -> None:
            files.write(canvas, LEFT, y=700)
            files.write(canvas, RIGHT, y=500)
            files.write(canvas, ["Ada Lovelace"], y=780, size=20)
            files.write(canvas, ["EXPERIENCE"], y=730, size=14)
            files.write(canvas, ["EDUCATION"], y=530, size=14)

        assert lines(files.pdf(draw)) == ["Ada Lovelace", "EXPERIENCE", *LEFT, "EDUCATION", *RIGHT]

    def test_rail_of_headings_drawn_first_goes_to_its_sections(self) -> None:
        def draw(canvas: Canvas) -> None:
            files.write(canvas, ["EDUCATION"], x=50, y=700)
            files.write(canvas, ["EXPERIENCE"], x=50, y=500)
            files.write(canvas, ["Ada Lovelace"], x=200, y=760)
            files.write(canvas, RIGHT, x=200, y=700)
            files.write(canvas, LEFT, x=200, y=500)

        assert lines(files.pdf(draw)) == ["Ada Lovelace", "EDUCATION", *RIGHT, "EXPERIENCE", *LEFT]


class TestHidden:
    @staticmethod
    def hide(draw: files.Draw) -> tuple[str, str]:
        def page(canvas: Canvas) -> None:
            files.write(canvas, RESUME)
            draw(canvas)

        document = read_pdf(files.pdf(page))
        return document.text, " ".join(document.hidden)

    def test_white_text_on_white_paper(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFillGray(1)
            files.write(canvas, ["Kubernetes Terraform Kafka"], y=300)

        text, hidden = self.hide(draw)
        assert "Kubernetes" not in text
        assert hidden == "Kubernetes Terraform Kafka"

    def test_white_text_on_a_dark_bar_is_seen(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFillGray(0.2)
            canvas.rect(0, 280, files.WIDTH, 60, stroke=0, fill=1)
            canvas.setFillGray(1)
            files.write(canvas, ["Kubernetes Terraform Kafka"], y=300)

        text, hidden = self.hide(draw)
        assert "Kubernetes Terraform Kafka" in text
        assert hidden == ""

    def test_invisible_render_mode(self) -> None:
        text, hidden = self.hide(lambda canvas: files.unseen(canvas, ["Kubernetes expert"], y=300))
        assert "Kubernetes" not in text
        assert hidden == "Kubernetes expert"

    def test_invisible_text_over_visible_text(self) -> None:
        text, hidden = self.hide(lambda canvas: files.unseen(canvas, ["Kubernetes expert"], y=files.TOP))
        assert "Kubernetes" not in text
        assert hidden == "Kubernetes expert"

    def test_transparent_text(self) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setFillAlpha(0)
            files.write(canvas, ["Kubernetes expert"], y=300)

        assert self.hide(draw)[1] == "Kubernetes expert"

    def test_tiny_text(self) -> None:
        text, hidden = self.hide(lambda canvas: files.write(canvas, ["Kubernetes expert"], y=300, size=1))
        assert "Kubernetes" not in text
        assert hidden == "Kubernetes expert"

    def test_text_off_the_page(self) -> None:
        text, hidden = self.hide(lambda canvas: files.write(canvas, ["Kubernetes expert"], x=-500, y=300))
        assert "Kubernetes" not in text
        assert hidden == "Kubernetes expert"

    def test_text_layer_of_a_scan_is_read(self) -> None:
        assert (
            lines(files.pdf(lambda canvas: files.scan_with_text_layer(canvas, LEFT + RIGHT))) == LEFT + RIGHT
        )

    @pytest.mark.parametrize("rotation, x", [(0, 0), (90, 400), (180, 0), (270, 400)])
    def test_a_turned_scan_is_looked_at_to_its_edges(self, rotation: int, x: float) -> None:
        def draw(canvas: Canvas) -> None:
            canvas.setPageRotation(rotation)  # what is drawn lies on its side, and its page with it
            canvas.translate(x, 0)
            canvas.saveState()
            files.scan_with_text_layer(canvas, LEFT, y=100)
            canvas.restoreState()
            # Painted over a picture: it is looked at before the layer, of which a part lies further out.
            files.write(canvas, ["Received"], y=560)
            files.unseen(canvas, ["Kubernetes expert"], y=300)

        document = read_pdf(files.pdf(draw))
        (hidden,) = document.hidden
        assert sorted("".join(document.text.split())) == sorted("".join(["Received", *LEFT]).replace(" ", ""))
        assert sorted(hidden.replace(" ", "")) == sorted("Kubernetesexpert")

    def test_words_added_to_the_text_layer_of_a_scan_are_not(self) -> None:
        def draw(canvas: Canvas) -> None:
            files.scan_with_text_layer(canvas, LEFT + RIGHT)
            files.unseen(canvas, ["Kubernetes expert"], y=200)

        document = read_pdf(files.pdf(draw))
        assert "Kubernetes" not in document.text
        assert document.hidden == ("Kubernetes expert",)


class TestRefusals:
    def test_password(self) -> None:
        data = files.pdf(lambda canvas: files.write(canvas, RESUME), password="secret")  # noqa: S106 - a test's
        assert refusal(data) is RefusalReason.ENCRYPTED

    def test_owner_password_alone_is_no_obstacle(self) -> None:
        assert lines(files.pdf(lambda canvas: files.write(canvas, RESUME), owner="secret")) == RESUME

    @pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\ngarbage" * 50, b"\0\1\2" * 100])
    def test_damaged(self, data: bytes) -> None:
        assert refusal(data) is RefusalReason.DAMAGED

    def test_cut_off(self) -> None:
        data = files.pdf_of(RESUME)
        assert refusal(data[: len(data) // 3]) in {RefusalReason.DAMAGED, RefusalReason.NO_TEXT}

    def test_no_pages(self) -> None:
        data = files.pdf_of(RESUME)
        data = re.sub(rb"/Count 1 /Kids \[ [^\]]* \]", b"/Count 0 /Kids [ ]", data)
        assert refusal(data) is RefusalReason.DAMAGED

    def test_too_many_pages(self) -> None:
        data = files.pdf(*[lambda canvas: files.write(canvas, RESUME)] * 4)
        assert refusal(data, max_pages=3) is RefusalReason.TOO_LARGE
        assert read_pdf(data, max_pages=4).pages == 4

    @pytest.mark.parametrize(
        "data", [files.scan(), files.scan(3), files.scan(2, stamp="Scanned with a phone")]
    )
    def test_scans(self, data: bytes) -> None:
        assert refusal(data) is RefusalReason.NO_TEXT

    def test_blank_page(self) -> None:
        assert refusal(files.pdf(files.nothing)) is RefusalReason.NO_TEXT

    @pytest.mark.parametrize("word", ["Resume", "X"])
    def test_one_word(self, word: str) -> None:
        assert refusal(files.pdf_of([word])) is RefusalReason.NO_TEXT

    def test_fonts_that_do_not_tell_their_letters(self) -> None:
        assert refusal(files.pdf_with_unknown_letters()) is RefusalReason.NO_TEXT

    def test_messages_are_sentences(self) -> None:
        with pytest.raises(UnprocessableError, match=r"^The PDF holds pictures of pages .*\(OCR\) first\.$"):
            read_pdf(files.scan())
