"""Texts whose blank cells left no trace: what the sums prove is read, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.manners.report import Grid, invent, with_zeros_as
from benchmarks.manners.texts import text
from extraction.extract import extract
from extraction.source import Source
from tests.extraction.test_manners import score_of


def without_blanks(grid: Grid) -> str:
    return "\n".join(box.text for n in range(grid.height) for box in grid.row(n) if box.text)


def small(seed: int, form: str):
    """A report whose requests all came from natural persons, blanks left for what is zero."""
    report = with_zeros_as(invent(seed, form), "")
    persons = {b.row: b.text for b in report.requests.boxes if (b.kind, b.column) == ("value", 3)}
    boxes = []
    for box in report.requests.boxes:
        if box.kind == "value":
            box = replace(box, text=persons[box.row] if box.column in (3, 9) else "")
        boxes.append(box)
    cells = dict(report.cells)
    blank = next(cell for cell in cells.values() if cell.status == "blank")
    for item, applicant in cells:
        if applicant != "all":
            person = report.cells[item, "natural_person"]
            is_filled = applicant in ("natural_person", "total")
            cells[item, applicant] = person if is_filled else blank
    return replace(report, requests=Grid(boxes), cells=cells)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_totals_and_rows_without_numbers_are_read_where_the_totals_add_up(form, gazetteer):
    report = small(81, form)
    source = Source(f"320800/{report.year}/report.txt", "320800", report.year)
    rows = extract(text(report, without_blanks).encode(), source, gazetteer)
    found = {(f["item_code"], f["applicant_type"]): f for f in rows["facts"]}
    # The last row, where it has no number, cannot be told from the heading behind the table.
    last = "request.carried_forward"
    requests = {key for key in report.cells if key[1] != "all" and key[0] != last}
    blank = {
        key[0] for key in requests if report.cells[key].status == "blank" and key[1] == "total"
    }
    assert blank
    assert {key for key in found if key in requests} == {
        key for key in requests if key[1] == "total" or key[0] in blank
    }
    score = score_of("dropped", text(report, without_blanks).encode(), report, gazetteer)
    assert score.wrong == 0


def test_a_dash_at_the_end_of_a_row_may_stand_before_a_blank_total(gazetteer):
    report = small(81, "2021")
    blank = next(b for b in report.requests.boxes if b.text == "" and b.column == 9)
    row = [box.text for box in report.requests.row(blank.row) if box.kind != "value"]
    printed = text(report, without_blanks).replace(f"{row[-1]}\n", f"{row[-1]}\n/\n/\n", 1)
    source = Source(f"320800/{report.year}/report.txt", "320800", report.year)
    rows = extract(printed.encode(), source, gazetteer)
    assert sum(fact["applicant_type"] == "total" for fact in rows["facts"]) > 20
    assert not any(fact["value_status"] == "dash" for fact in rows["facts"])


@pytest.mark.parametrize("change", ["a total lost", "a total changed"])
def test_nothing_follows_where_the_totals_do_not_add_up(change, gazetteer):
    report = small(82, "2021")
    boxes = report.requests.boxes
    last = max(b.row for b in boxes if b.column == 9 and b.text.isdigit())
    text_of = "" if change == "a total lost" else "9999"
    moved = [replace(b, text=text_of) if (b.row, b.column) == (last, 9) else b for b in boxes]
    broken = replace(report, requests=Grid(moved))
    score = score_of("dropped", text(broken, without_blanks).encode(), report, gazetteer)
    assert score.wrong == 0
    assert score.missing >= 175


def test_a_zero_behind_zeros_may_stand_before_a_total_left_blank(gazetteer):
    report = small(7, "2021")
    printed = text(report, without_blanks).replace("2.重复申请\n", "2.重复申请\n0\n0\n", 1)
    source = Source(f"320800/{report.year}/report.txt", "320800", report.year)
    rows = extract(printed.encode(), source, gazetteer)
    doubted = {(f["item_code"], f["applicant_type"]) for f in rows["findings"]}
    assert ("outcome.not_processed.repeated", "total") in doubted
