"""Last year's number behind the year's in one cell."""

from __future__ import annotations

import pytest

from extraction.document import Document, Paragraph
from extraction.facts.reading import read_facts
from extraction.tables import read_tables
from tests.extraction.test_tables import requests_rows, table


def facts(printed: str, *around: str, head: str = "") -> dict[str, object]:
    """What is read of table 3 with such cells, lines over it, and a text in its corner."""
    rows = requests_rows(value=printed)
    rows[0][0] = head
    blocks = [*map(Paragraph, around), table(rows)]
    read, findings = read_facts(read_tables(Document(blocks, "text/plain", "hand", "1"), 2021))
    return {
        "values": {fact.value for fact in read},
        "texts": {fact.reading.cell.text for fact in read},
        "rules": {each["rule_code"] for each in findings},
    }


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        ("0（10）", "（括号内为上年数据）"),
        ("0(7)", "注：括号内为2020年数"),
        ("0（12件）", "括号中数字为上年同期数"),
        ("0/3", "（本年/上年）"),
        ("0/3", "2021年/2020年"),
    ],
)
def test_a_line_over_the_table_says_which_number_is_the_years(printed: str, line: str) -> None:
    found = facts(printed, line)
    assert (found["values"], found["texts"], found["rules"]) == ({0}, {printed}, {"cells_missing"})


def test_a_head_says_which_number_is_the_years() -> None:
    assert facts("0（10）", head="项目 本年（上年）")["values"] == {0}


@pytest.mark.parametrize(
    ("printed", "line"),
    [
        ("0（10）", "三、收到和处理政府信息公开申请情况"),
        ("0（10）", "括号内为2021年数"),
        ("0（10）", "（本年/上年）"),
        ("0/3", "（上年/本年）"),
        ("0/3", "括号内为上年数据"),
    ],
)
def test_without_such_a_line_neither_number_is_read(printed: str, line: str) -> None:
    assert facts(printed, line)["values"] == {None}
