"""Invented reports in every manner of pages and texts: each number is read, none is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.known_values import KnownReport, Score, compare
from benchmarks.manners.documents import DOCUMENTS
from benchmarks.manners.pages import PAGES, page
from benchmarks.manners.papers import PAPERS, UNRULED
from benchmarks.manners.report import Invented, invent
from benchmarks.manners.site_pages import SITE_PAGES, UNSURE_PAGES
from benchmarks.manners.texts import TEXTS, UNSURE
from benchmarks.manners.unseen_pages import UNSEEN_PAGES
from benchmarks.manners.workbooks import WORKBOOKS
from extraction.extract import extract
from extraction.gazetteer import Gazetteer
from extraction.source import Source

FORMS = ("2014", "2019", "2021")


def score_of(name: str, content: bytes, report: Invented, gazetteer: Gazetteer) -> Score:
    suffix = "md" if name.startswith("markdown") else "txt"
    source = Source(f"320800/{report.year}/report.{suffix}", "320800", report.year)
    known = KnownReport(Path(name), source, name, report.cells, {})
    return compare(known, extract(content, source, gazetteer))


def assert_whole(name: str, content: bytes, report: Invented, gazetteer: Gazetteer) -> None:
    score = score_of(name, content, report, gazetteer)
    assert score.details == []
    assert score.right == len(report.cells)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PAGES | SITE_PAGES)
def test_every_number_of_a_page_is_read_in_every_manner(name, form, gazetteer):
    report = invent(3, form)
    assert_whole(name, (PAGES | SITE_PAGES)[name](report), report, gazetteer)


@pytest.mark.parametrize("name", UNSEEN_PAGES)
def test_what_a_browser_does_not_show_is_no_part_of_a_number(name, gazetteer):
    report = invent(3, "2021")
    assert_whole(name, UNSEEN_PAGES[name](report), report, gazetteer)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_word_does_not_show_is_no_part_of_a_number(name, gazetteer):
    report = invent(3, "2021")
    assert_whole(name, DOCUMENTS[name](report), report, gazetteer)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_what_a_spreadsheet_shows_is_read(name, gazetteer):
    report = invent(3, "2021")
    assert_whole(name, WORKBOOKS[name](report), report, gazetteer)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", PAPERS)
def test_every_number_of_a_pdf_is_read_in_every_manner(name, form, gazetteer):
    report = invent(7, form)
    assert_whole(name, PAPERS[name](report), report, gazetteer)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", UNRULED)
def test_no_number_of_a_pdf_without_borders_is_wrong(name, form, gazetteer):
    report = invent(8, form)
    score = score_of(name, UNRULED[name](report), report, gazetteer)
    assert score.wrong == 0
    assert score.right > len(report.cells) / 3


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", TEXTS)
def test_every_number_of_a_text_is_read_in_every_manner(name, form, gazetteer):
    report = invent(4, form)
    assert_whole(name, TEXTS[name](report), report, gazetteer)


@pytest.mark.parametrize("form", FORMS[1:])
@pytest.mark.parametrize("name", UNSURE | UNSURE_PAGES)
def test_what_a_file_leaves_open_is_missing_rather_than_wrong(name, form, gazetteer):
    report = invent(5, form)
    score = score_of(name, (UNSURE | UNSURE_PAGES)[name](report), report, gazetteer)
    assert score.wrong == 0
    assert score.missing > 0


def test_a_page_that_shows_its_attachment_in_a_frame_is_refused_with_its_address(gazetteer):
    frame = "<iframe src='/viewer?file=a.pdf'></iframe>"
    body = f"<html><body><h1>宿迁市2023年政府信息公开工作年度报告</h1>{frame}</body></html>"
    rows = extract(body.encode(), Source("321300/2023/report.html", "321300", 2023), gazetteer)
    (rejected,) = rows["rejected_documents"]
    assert rejected["reason_code"] == "not_a_report"
    assert "/viewer?file=a.pdf" in rejected["reason"]


def test_a_report_whose_tables_are_pictures_says_so(gazetteer):
    report = invent(6)
    content = page(report, lambda _: "<p><img src=table.png></p>").encode()
    source = Source(f"320800/{report.year}/report.html", "320800", report.year)
    rows = extract(content, source, gazetteer)

    assert rows["facts"] == []
    messages = [finding["message"] for finding in rows["findings"]]
    assert any("Its pictures (3) may show them" in message for message in messages)
