"""Whole reports with known values: every cell, every broken sum, every refusal.

Always tested: the real report in data/raw, and synthetic ones, one in each style, in
tests/samples/reports. Where the folder of known reports lies beside the project, all of those too.
"""

from __future__ import annotations

import shutil

import pytest

from benchmarks.known_values import compare, known_reports, sums_of
from extraction.extract import extract
from extraction.source import Source
from schemas import tables
from schemas.validation import frame_of, validate
from tests.conftest import ROOT, SHARED_REPORTS

STYLES = ("txt", "html", "names_odd", "docx", "pdf", "xlsx", "scan")
if shutil.which("soffice"):
    STYLES += ("doc", "rtf")
"""The file types that can be read; DOC and RTF where LibreOffice is installed."""


@pytest.fixture(scope="session")
def readings(gazetteer):
    """Each known report with what was extracted from it."""
    folders = [ROOT / "tests" / "samples" / "reports"]
    if SHARED_REPORTS.is_dir():
        folders += [SHARED_REPORTS / "real", SHARED_REPORTS / "generated"]
    return [
        (report, extract(report.path.read_bytes(), report.source, gazetteer))
        for folder in folders
        for report in known_reports(folder)
    ]


@pytest.mark.usefixtures("shared_reports")
def test_every_cell_of_the_real_reports_is_right(readings):
    scores = {report.style: compare(report, rows) for report, rows in readings if _is_real(report)}
    assert len(scores) == 4
    assert {style: score.details for style, score in scores.items() if score.details} == {}


def test_no_cell_is_wrong_without_a_finding(readings):
    silent = [
        detail
        for report, rows in readings
        for detail in compare(report, rows).details
        if "NO FINDING" in detail
    ]
    assert silent == []


def test_nine_cells_of_ten_are_right_in_every_style_that_can_be_read(readings):
    shares: dict[str, list[int]] = {}
    for report, rows in readings:
        if report.style.startswith(STYLES):
            score = compare(report, rows)
            counts = shares.setdefault(report.style, [0, 0])
            counts[0] += score.right
            counts[1] += len(report.cells)
    assert len(shares) >= 12
    assert {style: c for style, c in shares.items() if c[0] < 0.9 * c[1]} == {}


def test_sums_that_are_broken_in_print_are_found_and_no_others(readings):
    wrong = {}
    for report, rows in readings:
        if not report.style.startswith(STYLES) or rows["rejected_documents"]:
            continue
        expected, found = sums_of(report.broken, "rule"), sums_of(rows["findings"])
        if not expected <= found <= expected | sums_of(report.broken_if_blank_is_zero, "rule"):
            wrong[report.path.name] = (found - expected, expected - found)
    assert wrong == {}


def test_files_that_are_no_reports_are_refused_with_the_right_reason(readings):
    outcomes = {
        report.path.name: [row["reason_code"] for row in rows["rejected_documents"]]
        for report, rows in readings
        if report.reject_codes
        and not {row["reason_code"] for row in rows["rejected_documents"]} & {*report.reject_codes}
    }
    assert outcomes == {}


def test_every_row_that_is_extracted_fits_its_schema(readings):
    for name, model in tables.EXTRACTED.items():
        unique = {extracted_key(rows): rows for _, rows in readings}
        rows = [row for extracted in unique.values() for row in extracted[name]]
        validate(model, frame_of(model, rows))


def extracted_key(rows):
    """The file that was read: a sample is also in the folder that it was copied from."""
    (first,) = rows["reports"] or rows["rejected_documents"]
    return first["source_path"], first["document_sha256"]


def _is_real(report):
    return report.style.startswith("real ")


@pytest.fixture(scope="module")
def sample(gazetteer):
    (path,) = (ROOT / "data" / "raw" / "232700" / "2020").glob("*.txt")
    source = Source(f"232700/2020/{path.name}", "232700", 2020)
    return extract(path.read_bytes(), source, gazetteer)


def _fact(rows, item_code, applicant_type="all"):
    return next(
        fact
        for fact in rows["facts"]
        if (fact["item_code"], fact["applicant_type"]) == (item_code, applicant_type)
    )


def test_the_sample_report_has_192_numbers_and_six_blanks(sample):
    printed = [fact["value_text"].strip() for fact in sample["facts"]]
    assert (len(printed), printed.count("")) == (198, 6)


def test_the_blank_of_the_sample_that_the_sums_decide_is_inferred_and_the_others_stay(sample):
    fact = _fact(sample, "request.carried_over", "other_organisation")
    assert (fact["value"], fact["value_status"], fact["value_text"]) == (0, "inferred", "")
    finding = next(f for f in sample["findings"] if f["rule_code"] == "value_inferred")
    assert (finding["item_code"], finding["applicant_type"]) == (
        "request.carried_over",
        "other_organisation",
    )
    assert "applicant_sum" in finding["message"]
    statuses = [
        _fact(sample, f"reconsideration.{result}")["value_status"]
        for result in ("upheld", "corrected", "other", "pending", "total")
    ]
    assert statuses == ["blank"] * 5


def test_signs_units_and_the_row_that_lost_its_leading_cells_are_read_in_the_sample(sample):
    assert _fact(sample, "licensing.items_change")["value"] == 5
    assert _fact(sample, "charge.items_change")["value"] == -25
    amount = _fact(sample, "procurement.amount")
    assert (amount["value"], amount["value_text"]) == (34555, "34555 万")
    assert _fact(sample, "outcome.total", "natural_person")["value"] == 17
    assert _fact(sample, "outcome.not_processed.confirmation", "total")["value"] == 0


def test_a_number_of_the_sample_leads_back_to_its_line(sample):
    fact = _fact(sample, "request.received", "total")
    (path,) = (ROOT / "data" / "raw" / "232700" / "2020").glob("*.txt")
    line = path.read_text(encoding="utf-8").splitlines()[fact["row_index"] - 1]
    assert line.split("\t")[fact["column_index"] - 1] == fact["value_text"] == "18"


def test_who_where_and_when_of_the_sample_are_known(sample):
    (report,) = sample["reports"]
    assert report["issuer_name"] == "大兴安岭地区行政公署"
    assert report["jurisdiction_code"] == "232700"
    assert (report["issuer_kind"], report["scope"]) == ("government", "whole_area")
    assert (report["year"], report["form"]) == (2020, "2019")
    assert (str(report["period_start"]), str(report["period_end"])) == ("2020-01-01", "2020-12-31")


def test_a_file_of_any_content_gives_a_report_or_a_rejection(gazetteer):
    for content in (
        b"",
        b"\x00\xff" * 99,
        b"<html>",
        b"%PDF-1.7 cut",
        b"PK\x03\x04",
        "年".encode(),
    ):
        rows = extract(content, Source("unfiled/file.bin"), gazetteer)
        assert len(rows["reports"]) + len(rows["rejected_documents"]) == 1
        assert all(row["reason"].endswith((".", "。")) for row in rows["rejected_documents"])
