"""Whole reports whose table of requests lost or gained a cell: never a wrong number unseen.

Only that table is damaged: it alone is a checksum over rows and columns. What is drawn is drawn
from fixed seeds, so that a failure can be looked at again.
"""

from __future__ import annotations

import random

import pytest

from benchmarks.damage import damaged
from benchmarks.known_values import compare, known_reports
from extraction.document import Document
from extraction.facts.reading import read_facts
from extraction.files.sniff import media_type
from extraction.readers import read_document
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
    silent = []
    for seed in range(30):
        result = score(report, damaged(document, random.Random(seed)))
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
