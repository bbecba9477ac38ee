"""Statistics tables of the form of 2014 with known values, in the manners of print."""

from __future__ import annotations

import random
from dataclasses import dataclass

from extraction.document import Cell, Document, Place, Table
from extraction.facts.reading import read_facts
from extraction.forms import load_forms
from extraction.tables import read_tables

FORM = next(form for form in load_forms() if form.code == "2014")
BLOCK = FORM.blocks[0]


@dataclass
class Entry:
    """A row to print: its item code ("" for a heading), label, unit and value."""

    code: str
    label: str
    unit: str
    value: str


def entries(seed: int = 0) -> list[Entry]:
    """All rows of the form with values whose sums hold."""
    draw = random.Random(seed)
    values = {row.code: draw.randrange(1, 900) for row in BLOCK.rows if row.code}
    for identity in reversed(FORM.identities):
        values[identity.item_code] = sum(values[code] for code, _ in identity.right)
    for identity in FORM.identities:
        values[identity.item_code] = sum(values[code] for code, _ in identity.right)
    for identity in FORM.identities:
        values[identity.item_code] = sum(values[code] for code, _ in identity.right)
    return [
        Entry(row.code, row.labels[0], row.unit or "--", str(values[row.code]) if row.code else "")
        for row in BLOCK.rows
    ]


def printed(rows: list[Entry], *head: str) -> list[list[str]]:
    """The rows under a head, with 统计指标 | 单位 | 统计数 in the place of none."""
    return [
        list(head or ("统计指标", "单位", "统计数")),
        *([row.label, row.unit, row.value] for row in rows),
    ]


def table(rows: list[list[str]], geometry="grid", number=1) -> Table:
    cells = [
        Cell(text, row, column, place=Place(table=number, row=row + 1, column=column + 1))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return Table(cells, geometry)


def document(*tables: Table) -> Document:
    return Document(list(tables), "text/plain", "hand", "1")


def read(*tables: Table):
    """The values read by item code as text, and the findings."""
    facts, findings = read_facts(read_tables(document(*tables)))
    return {fact.reading.key[0]: fact for fact in facts}, findings


def known(rows: list[Entry]) -> dict[str, str]:
    return {row.code: row.value for row in rows if row.code}


def shown(facts) -> dict[str, str]:
    return {code: f"{fact.value:f}" for code, fact in facts.items() if fact.value is not None}
