"""Whole reports whose table of requests lost or gained a cell: never a wrong number unseen.

Only that table is damaged: it alone is a checksum over rows and columns. What is drawn is drawn
from fixed seeds, so that a failure can be looked at again.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from benchmarks.known_values import compare, known_reports
from extraction.document import Cell, Document, Table
from extraction.facts import read_facts
from extraction.readers import read_document
from extraction.sniff import media_type
from extraction.tables import read_tables
from tests.conftest import ROOT

REPORTS = [
    report
    for report in known_reports(ROOT / "tests" / "samples" / "reports")
    if not report.reject_codes
]


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.style)
def test_a_damaged_row_leaves_no_wrong_number_without_a_finding(report):
    content = report.path.read_bytes()
    document = read_document(content, media_type(content, report.path.name))
    assert score(report, document).right == len(report.cells)
    table = max(document.tables, key=lambda table: table.row_count)
    silent = []
    for seed in range(30):
        draw = random.Random(seed)
        damage = draw.choice([without_cell, without_row, with_blank])
        row = draw.randrange(1, table.row_count)
        damaged = Table(damage(table, row, draw), table.geometry, table.place)
        blocks = [damaged if block is table else block for block in document.blocks]
        result = score(report, replace(document, blocks=blocks))
        silent += [f"seed {seed}: {line}" for line in result.details if "NO FINDING" in line]
    assert silent == []


def score(report, document: Document):
    facts, findings = read_facts(read_tables(document))
    rows = [
        {
            "item_code": fact.reading.key[0],
            "applicant_type": fact.reading.key[1],
            "value": fact.value,
            "value_status": fact.status,
            "value_text": fact.reading.cell.text,
        }
        for fact in facts
    ]
    return compare(report, {"facts": rows, "findings": findings})


def without_cell(table: Table, row: int, draw: random.Random) -> list[Cell]:
    """The cells behind the lost one move up to its place."""
    cells = [cell for cell in table.cells if cell.row == row]
    if not cells:
        return table.cells
    lost = draw.choice(cells)
    return [
        replace(cell, column=cell.column - lost.column_span)
        if cell.row == row and cell.column > lost.column
        else cell
        for cell in table.cells
        if cell is not lost
    ]


def without_row(table: Table, row: int, draw: random.Random) -> list[Cell]:
    return [cell for cell in table.cells if cell.row != row or cell.row_span > 1]


def with_blank(table: Table, row: int, draw: random.Random) -> list[Cell]:
    """A blank cell moves those behind it by one."""
    cells = [cell for cell in table.cells if cell.row == row]
    if not cells:
        return table.cells
    at = draw.choice(cells).column
    moved = [
        replace(cell, column=cell.column + 1) if cell.row == row and cell.column >= at else cell
        for cell in table.cells
    ]
    return sorted([*moved, Cell("", row, at)], key=lambda cell: (cell.row, cell.column))
