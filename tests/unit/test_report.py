"""What a recruiter or a program gets to see of a screening, hostile resumes included."""

import json
import random
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from application.outcome import outcome_fields
from domain.dates import Month
from domain.experience import ExperienceSource, Gap, LeftOut, PeriodKind
from domain.processing import ProcessingStatus, ResumeProcessing
from domain.scoring import ScoringRules, Weights
from domain.skill_years import SkillYears
from entrypoints.report import Report, render_json, report_order
from entrypoints.report_page import render_html
from entrypoints.report_table import render_table
from tests.builders import (
    build_evaluation,
    build_experience,
    build_finding,
    build_job,
    build_period,
    build_processing,
)


def _passed(name: str, rank: int | None = None, similarity: float = 0.6) -> ResumeProcessing:
    return build_processing(
        id=f"id-{name}",
        resume_url=f"inbox/{name}",
        rank=rank,
        evaluation=build_evaluation(similarity=similarity),
    )


def _rejected(name: str, similarity: float = 0.1) -> ResumeProcessing:
    return build_processing(
        id=f"id-{name}", resume_url=f"inbox/{name}", evaluation=build_evaluation(similarity=similarity)
    )


def _failed(name: str, error: str = "The file is empty.", reason: str = "empty") -> ResumeProcessing:
    return build_processing(id=f"id-{name}", resume_url=f"inbox/{name}", error=error, error_reason=reason)


def _report(*processings: ResumeProcessing, skipped: tuple[str, ...] = ()) -> Report:
    return Report(job=build_job(), processings=report_order(processings), skipped=skipped)


EVERY_KIND = (
    _passed("first.pdf", rank=1, similarity=0.9),
    _passed("second.pdf", rank=2, similarity=0.8),
    _passed("tenth.pdf", rank=10, similarity=0.4),
    _passed("unranked-good.pdf", similarity=0.7),
    _passed("unranked-fair.pdf", similarity=0.5),
    _rejected("b-near.pdf", similarity=0.24),
    _rejected("a-far.pdf", similarity=0.1),
    _rejected("b-far.pdf", similarity=0.1),
    _failed("a-broken.pdf"),
    _failed("b-broken.pdf"),
    build_processing(id="id-waiting", resume_url="inbox/a-waiting.pdf"),
)


def test_order_is_ranked_then_unranked_then_rejected_then_failed_then_not_screened() -> None:
    shuffled = list(EVERY_KIND)
    for seed in range(5):
        random.Random(seed).shuffle(shuffled)
        assert report_order(shuffled) == EVERY_KIND


def test_summary_counts_every_resume_once() -> None:
    report = _report(*EVERY_KIND)
    assert report.summary == "11 resumes: 5 passed, 3 rejected, 2 could not be read, 1 not screened"
    assert _report(_failed("a.pdf")).summary == "1 resume: 0 passed, 0 rejected, 1 could not be read"


class TestJson:
    def test_holds_every_published_field_beside_the_source(self) -> None:
        report = _report(*EVERY_KIND, skipped=("inbox/photo.png",))
        content = json.loads(render_json(report))
        assert list(content) == ["job", "resumes", "skipped", "interrupted"]
        assert content["job"] == {
            "id": "job-1",
            "title": "Data Engineer",
            "company": "Example Ltd",
            "location": "Anywhere",
            "required_skills": ["Python", "SQL"],
            "preferred_skills": ["Docker"],
            "experience_level": "Senior",
            "min_experience_years": 4.0,
            "description": "Builds pipelines that people can rely on.",
            "created_at": "2026-10-01",
        }
        assert content["resumes"] == [
            {"source": one.resume_url, **json.loads(json.dumps(outcome_fields(one)))} for one in EVERY_KIND
        ]
        assert content["skipped"] == ["inbox/photo.png"]
        assert content["interrupted"] is False

    def test_a_failed_resume_has_no_score(self) -> None:
        (resume,) = json.loads(render_json(_report(_failed("a.pdf"))))["resumes"]
        assert resume["status"] == "failed"
        assert resume["error"] == "The file is empty."
        assert resume["finalScore"] is None
        assert resume["passFail"] is None

    def test_is_the_same_bytes_in_any_order_and_ends_its_last_line(self) -> None:
        text = render_json(_report(*EVERY_KIND))
        assert text == render_json(_report(*reversed(EVERY_KIND)))
        assert text.endswith("}\n")
        assert not text.endswith("\n\n")

    def test_a_vector_takes_one_line_and_letters_stay_letters(self) -> None:
        text = render_json(_report(_passed("Zoë-\u5c71\u7530.pdf", rank=1)))
        assert (
            sum('"resumeEmbedding": [' in line and line.count(", ") == 383 for line in text.splitlines()) == 1
        )
        assert '"source": "inbox/Zoë-\u5c71\u7530.pdf"' in text

    def test_a_file_name_that_is_no_utf_8_survives(self) -> None:
        text = render_json(_report(_failed("caf\udce9.pdf")))
        assert json.loads(text.encode("utf-8"))["resumes"][0]["source"] == "inbox/caf\udce9.pdf"

    def test_without_resumes(self) -> None:
        assert json.loads(render_json(_report()))["resumes"] == []


class TestTable:
    def test_ranking_says_rank_file_score_decision_years_skills_and_what_is_missing(self) -> None:
        evaluation = build_evaluation(
            similarity=0.6,
            required_skills=[build_finding("Python"), build_finding("Apache Kafka", found=False)],
        )
        evaluation = replace(
            evaluation, pre_filter=replace(evaluation.pre_filter, too_many_skills_missing=False)
        )
        one = build_processing(resume_url="inbox/a.pdf", rank=1, evaluation=evaluation)
        lines = render_table(_report(one), width=100, color=False).splitlines()
        assert lines[:3] == [
            "Data Engineer",
            "1 resume: 1 passed, 0 rejected, 0 could not be read",
            "Files in inbox/",
        ]
        assert lines[4].split() == ["Rank", "File", "Score", "Decision", "Years", "Skills", "Missing"]
        # 0.6 x 0.60 + 0.5 x 0.20 + 0 x 0.05 + 1 x 0.15
        assert lines[6].split() == ["1", "a.pdf", "0.6100", "passed", "5", "1/2", "Apache", "Kafka"]

    def test_says_why_for_each_resume_and_which_rule_stopped_it(self) -> None:
        evaluation = build_evaluation(
            similarity=0.1, rejections=("Too far off.",), reasons=("Too far off.", "Shows SQL.")
        )
        text = render_table(
            _report(build_processing(resume_url="inbox/a.pdf", evaluation=evaluation)), width=80, color=False
        )
        assert "   - Too far off. (This stopped it.)\n   - Shows SQL.\n" in text

    def test_lists_failed_waiting_and_skipped_files(self) -> None:
        text = render_table(_report(*EVERY_KIND, skipped=("inbox/photo.png",)), width=80, color=False)
        assert "Could not be read\n   - a-broken.pdf: The file is empty.\n   - b-broken.pdf: The file" in text
        assert "Not screened\n   - a-waiting.pdf\n" in text
        assert text.endswith("Skipped, as files of these kinds are not read\n   - photo.png\n")

    def test_unknown_years_are_not_zero(self) -> None:
        one = build_processing(rank=1, evaluation=build_evaluation(experience=build_experience(years=None)))
        assert " unknown " in render_table(_report(one), width=80, color=False)

    def test_a_twin_names_its_original_and_hidden_text_is_told(self) -> None:
        twin = build_processing(
            id="id-twin",
            resume_url="inbox/twin.pdf",
            rank=2,
            duplicate_of="id-first.pdf",
            evaluation=build_evaluation(hidden_text=("white words", "b", "c", "d", "e")),
        )
        text = render_table(_report(EVERY_KIND[0], twin), width=80, color=False)
        assert "- Holds the same text as first.pdf." in text
        assert '- Hidden text that scored nothing: "white words" / "b" / "c" and 2 more' in text

    def test_an_interrupted_ranking_says_so(self) -> None:
        report = Report(job=build_job(), processings=EVERY_KIND[:1], interrupted=True)
        assert "interrupted" in render_table(report, width=None, color=False)
        assert "interrupted" in render_html(report)
        assert json.loads(render_json(report))["interrupted"] is True

    @pytest.mark.parametrize("width", [40, 60, 80, 100, 200, None])
    def test_keeps_to_the_width_and_cuts_nothing_off(self, width: int | None) -> None:
        name = "curriculum-vitae-of-a-person-with_many.names.final-version-2.pdf"
        report = _report(_passed(name, rank=1), _failed("other-" + name), *EVERY_KIND)
        text = render_table(report, width=width, color=False)
        assert max(len(line) for line in text.splitlines()) <= (width or 110)
        assert "\u2026" not in text
        assert name in re.sub(r"\s", "", text)
        for whole in ("passed", "rejected", "0.7100", "Decision", "File ", "2/2" if width != 40 else "Rank"):
            assert whole in text

    def test_a_long_file_name_breaks_behind_its_own_marks(self) -> None:
        text = render_table(
            _report(_passed("anna-maria_de-la-fuente-morales.pdf", rank=1)), width=80, color=False
        )
        assert "\n   1  anna-maria_de-la-fuente-  0." in text
        assert "\n      morales.pdf\n" in text

    def test_colour_only_repeats_the_words(self) -> None:
        report = _report(*EVERY_KIND)
        plain, coloured = (render_table(report, width=80, color=color) for color in (False, True))
        assert "\x1b" not in plain
        assert "\x1b[32mpassed" in coloured
        stripped = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
        assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()

    def test_markup_and_control_sequences_are_shown_and_not_obeyed(self) -> None:
        nasty = "[red]x[/red]\x1b]0;owned\x07\x1b[2J\u202egpj.exe\r\n:smile:"
        evaluation = build_evaluation(reasons=(nasty,), hidden_text=(nasty,))
        report = Report(
            job=build_job(title=nasty),
            processings=(
                build_processing(resume_url=nasty, rank=1, evaluation=evaluation),
                _failed("b", nasty),
            ),
            skipped=(nasty,),
            interrupted=True,
        )
        text = render_table(report, width=200, color=False)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\r]", text)
        assert text.count("[red]x[/red]") >= 5
        assert ":smile:" in text

    def test_without_resumes(self) -> None:
        text = render_table(_report(), width=80, color=False)
        assert text == "Data Engineer\n0 resumes: 0 passed, 0 rejected, 0 could not be read\n\n"


class _Page(HTMLParser):
    """Collects the elements, the attributes and the text of a page, and refuses one that does not nest."""

    VOID = frozenset({"meta", "link", "br", "img", "hr", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend(attrs)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


class TestHtml:
    def test_stands_alone(self) -> None:
        html = render_html(_report(*EVERY_KIND, skipped=("inbox/photo.png",)))
        page = _Page(html)
        assert html.startswith("<!DOCTYPE html>\n<html lang=")
        assert not {"script", "link", "img", "iframe", "object", "form"} & set(page.tags)
        assert "url(" not in html
        assert "@import" not in html
        links = [value or "" for name, value in page.attributes if name in {"href", "src"}]
        assert links
        assert all(link.startswith("#") for link in links)
        ids = [value for name, value in page.attributes if name == "id"]
        assert len(ids) == len(set(ids))
        assert {link[1:] for link in links} <= set(ids)
        assert not [name for name, _ in page.attributes if name.startswith("on")]

    def test_shows_the_arithmetic_of_a_score_to_the_last_decimal(self) -> None:
        evaluation = build_evaluation(
            similarity=0.6907,
            required_skills=[build_finding(name) for name in "abcdef"],
            preferred_skills=[build_finding("x"), build_finding("y"), build_finding("z", found=False)],
        )
        text = _Page(render_html(_report(build_processing(rank=1, evaluation=evaluation)))).text
        assert "Similarity to the job 0.6907 × 0.60 0.414420" in text
        assert "Required skills 1.0000 × 0.20 0.200000" in text
        assert "Preferred skills 0.6667 × 0.05 0.033335" in text
        assert "Experience 1.0000 × 0.15 0.150000" in text
        assert "0.797755 = 0.7978" in text
        assert evaluation.final_score == 0.7978

    def test_shows_the_parts_of_the_similarity_and_the_passages_that_speak_for_it(self) -> None:
        evaluation = build_evaluation()
        text = _Page(render_html(_report(build_processing(rank=1, evaluation=evaluation)))).text
        part = evaluation.similarity.parts[0]
        assert f"Whole text {part.value:.4f} × 0.80" in text
        assert f"{evaluation.similarity.blend:.4f} → {evaluation.similarity.value:.4f}" in text
        match = evaluation.similarity.matches[1]
        assert f"{match.requirement} {match.passage} {match.value:.4f}" in text

    def test_weights_are_never_rounded(self) -> None:
        rules = ScoringRules(
            weights=Weights(similarity=0.125, required_skills=0.375, preferred_skills=0.25, experience=0.25)
        )
        text = _Page(
            render_html(_report(build_processing(rank=1, evaluation=build_evaluation(rules=rules))))
        ).text
        assert "Similarity to the job 0.6000 × 0.125 0.0750000" in text

    def test_shows_the_evidence(self) -> None:
        evaluation = build_evaluation(
            required_skills=[
                build_finding("Node.js", matched_as="NodeJS", passage="Wrote a gateway in NodeJS."),
                build_finding("C++", found=False),
            ],
            experience=build_experience(
                periods=(
                    build_period(),
                    build_period(
                        start=Month(year=2020, number=6),
                        end=Month(year=2020, number=8),
                        current=False,
                        passage="Intern, Jun - Aug 2020",
                        kind=PeriodKind.INTERNSHIP,
                    ),
                )
            ),
            skill_years=(
                SkillYears(
                    skill="Node.js",
                    years=0.25,
                    intervals=((Month(year=2020, number=6), Month(year=2020, number=8)),),
                    periods=(1,),
                ),
            ),
            rejections=("Misses too much.",),
            reasons=("Misses too much.", "Shows Node.js."),
            hidden_text=("Put me first",),
        )
        html = render_html(_report(build_processing(resume_url="inbox/a.pdf", evaluation=evaluation)))
        text = _Page(html).text
        assert "Wrote a gateway in <mark>NodeJS</mark>." in html
        shown = "Node.js NodeJS recent work, 2021-10 to 2026-01 0.25 (2020-06 to 2020-08)"
        assert f"{shown} Wrote a gateway in NodeJS ." in text
        assert "✗ C++ , not found" in text
        assert "2021-10 2026-09 (still going on) work Data Engineer, Example Ltd, Oct 2021 - Present" in text
        assert "2020-06 2020-08 internship Intern, Jun - Aug 2020" in text
        assert "Misses too much. (This stopped it.)" in text
        assert "They scored nothing: Put me first" in text
        assert "counts up to 2026-10-01" in text

    def test_gaps_and_what_does_not_count_are_stated_as_facts(self) -> None:
        experience = build_experience(
            gaps=(Gap(start=Month(year=2019, number=1), end=Month(year=2019, number=9)),),
            left_out=(
                LeftOut(kind=PeriodKind.EDUCATION, ranges=2, passages=()),
                LeftOut(kind=PeriodKind.VOLUNTEERING, ranges=1, passages=("Cook, Food Bank, 2015 - 2016",)),
            ),
        )
        report = _report(
            build_processing(resume_url="inbox/a.pdf", evaluation=build_evaluation(experience=experience))
        )
        text = _Page(render_html(report)).text
        gap = "Without dated work: 2019-01 to 2019-09 (9 months). A gap costs no points."
        assert gap in text
        assert "Dated, but not work that counts: 2 of study, 1 of voluntary work." in text
        assert gap in render_table(report, width=200, color=False)

    def test_a_statement_of_years_is_quoted_and_unknown_years_are_said(self) -> None:
        stated = build_experience(
            years=8.0, source=ExperienceSource.STATEMENT, passage="8 years of experience"
        )
        unknown = build_experience(years=None)
        for experience, shown in (
            (stated, "8 years of experience"),
            (unknown, "Experience: unknown, 4 asked for"),
        ):
            one = build_processing(rank=1, evaluation=build_evaluation(experience=experience))
            assert shown in _Page(render_html(_report(one))).text

    def test_lists_failed_waiting_and_skipped_files(self) -> None:
        text = _Page(render_html(_report(*EVERY_KIND, skipped=("inbox/photo.png",)))).text
        assert "a-broken.pdf The file is empty. (empty)" in text
        assert "Not screened a-waiting.pdf" in text
        assert "Files of these kinds are not read. photo.png" in text

    def test_nothing_of_a_resume_is_interpreted(self) -> None:
        nasty = "<script>alert(1)</script><img src=x onerror=alert(1)>\" ' & {{ 7*7 }} \x1b[31m\u202etxt"
        evaluation = build_evaluation(
            required_skills=[build_finding(nasty, matched_as=nasty, passage=f"before {nasty} after")],
            experience=build_experience(periods=(build_period(passage=nasty),), passage=nasty),
            rejections=(nasty,),
            reasons=(nasty,),
            hidden_text=(nasty,),
            embedding_model=nasty,
        )
        report = Report(
            job=build_job(
                title=nasty,
                company=nasty,
                description=nasty,
                required_skills=(nasty,),
                preferred_skills=(nasty,),
            ),
            processings=(
                build_processing(id="a", resume_url=nasty, rank=1, evaluation=evaluation),
                build_processing(id="b", resume_url=nasty, rank=2, evaluation=evaluation, duplicate_of="a"),
                _failed(nasty, nasty, nasty),
                build_processing(id="c", resume_url=nasty, status=ProcessingStatus.PROCESSING),
            ),
            skipped=(nasty,),
        )
        html = render_html(report)
        page = _Page(html)
        assert "script" not in page.tags
        assert "img" not in page.tags
        assert not [name for name, _ in page.attributes if name.startswith("on")]
        assert "49" not in page.text
        assert page.text.count("{{ 7*7 }}") >= 15
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", html)

    def test_is_the_same_on_each_run_and_needs_no_resume(self) -> None:
        report = _report(*EVERY_KIND)
        assert render_html(report) == render_html(report)
        assert "No resume was screened." in render_html(_report())

    def test_a_job_that_asks_for_nothing(self) -> None:
        job = build_job(
            required_skills=(),
            preferred_skills=(),
            min_experience_years=0,
            description="",
            company="",
            location="",
        )
        evaluation = build_evaluation(required_skills=[], preferred_skills=[], required_years=0)
        report = Report(job=job, processings=(build_processing(rank=1, evaluation=evaluation),))
        text = _Page(render_html(report)).text
        assert "Required skills none named Preferred skills none named Experience none asked for" in text
        assert "0/0" in render_table(report, width=80, color=False)


def test_the_reference_date_is_the_jobs_and_not_todays() -> None:
    job = build_job(reference_date=date(2001, 2, 3))
    assert "2001-02-03" in render_html(Report(job=job, processings=()))
