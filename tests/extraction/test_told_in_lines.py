"""Rows of tables that a line each tells in words."""

from __future__ import annotations

import pytest

from extraction.document import Document, Paragraph, Table
from extraction.tables import read_tables
from tests.extraction.test_tables import APPLICANTS, OUTCOMES, requests_rows, table

KINDS = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]


def read(*blocks: str | Table) -> dict[tuple[str, str], str]:
    made = [Paragraph(each) if isinstance(each, str) else each for each in blocks]
    found = read_tables(Document(made, "text/html", "html", "1"))
    return {key: each.cell.text for key, each in found.cells.items()}


def line(label: str, names: list[str], *, start: int = 0, mark: str = "，") -> str:
    return f"{label}：{mark.join(f'{name}{n}件' for n, name in enumerate(names, start))}。"


def test_each_row_of_table_3_on_a_line_under_its_groups() -> None:
    lines = [line(row[0], APPLICANTS, start=n) for n, row in enumerate(requests_rows()[1:])]
    found = read(*lines[:4], "（三）不予公开", *lines[4:])
    assert len(found) == 25 * 7
    assert found["request.received", "natural_person"] == "0件"
    assert found["request.carried_forward", "total"] == "30件"


@pytest.mark.parametrize("mark", ["，", "；", "、", ","])
def test_each_kind_of_dispute_on_a_line(mark: str) -> None:
    found = read(*(line(kind, OUTCOMES, start=10 * n, mark=mark) for n, kind in enumerate(KINDS)))
    assert len(found) == 15
    assert found["litigation_direct.total", "all"] == "14件"


@pytest.mark.parametrize(
    "told",
    [
        line("行政复议", OUTCOMES[:4]),
        line("行政复议", [*OUTCOMES[:4], "合议"]),
        line("行政复议", [*OUTCOMES[:4], OUTCOMES[0]]),
        "行政复议：结果维持1件，结果纠正，其他结果0件，尚未审结0件，总计1件。",
        "本年度行政复议：结果维持1件，结果纠正0件，其他结果0件，尚未审结0件，总计1件。",
    ],
)
def test_a_line_without_each_column_of_its_row_is_prose(told: str) -> None:
    assert not read(told)


def test_lines_add_nothing_to_a_table_that_is_there() -> None:
    rows = requests_rows()
    lines = [line(row[0], APPLICANTS, start=3) for row in rows[1:3]]
    assert set(read(*lines, table(rows)).values()) == {"0"}
