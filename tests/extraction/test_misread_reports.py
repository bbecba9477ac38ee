"""Whole reports as a recogniser would misread them: repaired, or at least never wrong unseen.

Digits are changed in known reports, and each cell offers other readings as a recogniser does:
mostly the right one among wrong ones, sometimes only wrong ones. Fixed seeds.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from benchmarks.known_values import compare, known_reports, row_of
from extraction.document import Cell, Document, Recognition, Table
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
LIKE = {"0": "86", "1": "74", "2": "7", "3": "85", "5": "36", "6": "85", "7": "12", "8": "306"}
MISREAD, OFFERED, SEEDS = 3, 0.85, 8
"""Digits misread in a report, how often the right reading is offered, draws for each report."""


@pytest.fixture(scope="module")
def documents():
    """Each known report as it is read undamaged."""
    contents = [(report, report.path.read_bytes()) for report in REPORTS]
    return [
        (report, read_document(content, media_type(content, report.path.name)))
        for report, content in contents
    ]


def test_a_misread_digit_is_repaired_rightly_or_found(documents):
    silent, wrongly_repaired, repaired = [], [], 0
    for report, document in documents:
        for seed in range(SEEDS):
            facts, findings = read_facts(read_tables(misread(document, random.Random(seed))))
            score = compare(report, {"facts": [*map(row_of, facts)], "findings": findings})
            silent += [f"{seed}: {line}" for line in score.details if "NO FINDING" in line]
            wrongly_repaired += [line for line in score.details if "read repaired" in line]
            repaired += sum(fact.status == "repaired" for fact in facts)
    assert silent == []
    assert wrongly_repaired == []
    offered = OFFERED * MISREAD * SEEDS * len(REPORTS)
    assert repaired > 0.75 * offered


def test_a_misread_head_does_not_cost_its_table(documents):
    """白然人 for 自然人: by the other readings of the picture, or by its place alone."""
    for _, document in documents:
        printed, _ = read_facts(read_tables(document))
        for is_offered in (True, False):
            misread = with_head(document, "自然人", "白然人", is_offered=is_offered)
            facts, _ = read_facts(read_tables(misread))
            assert {fact.reading.key for fact in facts} == {fact.reading.key for fact in printed}


def with_head(document: Document, head: str, seen: str, *, is_offered: bool = True) -> Document:
    """Every cell as recognised; a head read as something else."""
    others = ((head, 0.1),) if is_offered else ()
    blocks = [
        replace(
            block,
            cells=[
                replace(cell, text=seen, recognition=Recognition(0.88, others))
                if "".join(cell.text.split()) == head
                else replace(cell, recognition=Recognition(0.99))
                for cell in block.cells
            ],
        )
        if isinstance(block, Table)
        else block
        for block in document.blocks
    ]
    return replace(document, blocks=blocks)


def test_a_dash_that_was_not_seen_is_not_inferred_to_be_a_zero(documents):
    """Where ink was seen in a cell, its row and column do not make a value of nothing."""
    inferred = 0
    for _, document in documents:
        surely, _ = read_facts(read_tables(emptied(document, 0.99)))
        inferred += sum(fact.status == "inferred" for fact in surely)
        facts, _ = read_facts(read_tables(emptied(document, 0.5)))
        for fact in facts:
            if fact.reading.cell.recognition.score == 0.5:
                assert fact.status == "blank"
                assert fact.evidence in ("recognised_doubtful", "recognised_broken")
    assert inferred > 0


def recognised(document: Document, seen: Callable[[Cell], Cell]) -> Document:
    """The document with each cell of its tables as seen in a picture."""
    blocks = [
        replace(block, cells=[seen(cell) for cell in block.cells])
        if isinstance(block, Table)
        else block
        for block in document.blocks
    ]
    return replace(document, blocks=blocks)


def emptied(document: Document, score: float) -> Document:
    """Every cell as recognised; those that hold a zero as blanks of which it is so sure."""

    def seen(cell: Cell) -> Cell:
        if cell.text.strip() == "0":
            return replace(cell, text="", recognition=Recognition(score))
        return replace(cell, recognition=Recognition(0.99))

    return recognised(document, seen)


def misread(document: Document, draw: random.Random) -> Document:
    """Every cell as recognised; a few numbers of the table of requests with a digit changed."""
    table = max(document.tables, key=lambda table: table.row_count)
    numbers = [cell for cell in table.cells if cell.text.strip().isdecimal()]
    chosen = {id(cell) for cell in draw.sample(numbers, MISREAD)}
    return recognised(document, lambda cell: _seen(cell, draw, is_misread=id(cell) in chosen))


def _seen(cell: Cell, draw: random.Random, *, is_misread: bool) -> Cell:
    if not cell.text.strip().isdecimal():
        return replace(cell, recognition=Recognition(0.99))
    wrong = [_with_digit_changed(cell.text, draw) for _ in range(3)]
    others = [(text, 0.15 if is_misread else 0.05) for text in wrong[1:]]
    if not is_misread:
        return replace(cell, recognition=Recognition(0.97, tuple(others)))
    if draw.random() < OFFERED:
        others.insert(draw.randrange(3), (cell.text, 0.3))
    return replace(cell, text=wrong[0], recognition=Recognition(0.6, tuple(others)))


def _with_digit_changed(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + draw.choice(LIKE.get(text[at], "0123456789")) + text[at + 1 :]
