"""Heads of which only the first line is left."""

from __future__ import annotations

import pytest

from extraction.document import Cell, Document, Place, Table
from extraction.tables import read_tables
from extraction.tables.heads.cut import with_whole_heads


def document(*rows: str) -> Document:
    cells = [
        Cell(text=text, row=row, column=column, place=Place(table=1))
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    ]
    return Document([Table(cells, "ragged", Place(table=1))], "text/plain", "test", "1")


def heads(*rows: str) -> list[str]:
    return [cell.text for cell in with_whole_heads(document(*rows).tables[0]).cells]


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (
            "信息内容|本年新|本年新|对外公开",
            "信息内容|本年新制作数量|本年新公开数量|对外公开总数量",
        ),
        ("商业|科研|社会公益|法律服务|其他", "商业企业|科研机构|社会公益组织|法律服务机构|其他"),
        ("结果|结果|其他|尚未|总计", "结果维持|结果纠正|其他结果|尚未审结|总计"),
        ("结果|结果|其他|尚未|复议后起诉", "结果维持|结果纠正|其他结果|尚未审结|复议后起诉"),
    ],
)
def test_heads_in_the_order_of_the_form_are_made_whole(cut, whole):
    assert heads(cut) == whole.split("|")


@pytest.mark.parametrize(
    "row", ["本年新|本年新", "结果|结果|结果|结果", "本年新|3|对外公开", "总计|尚未|其他|结果|结果"]
)
def test_heads_that_may_be_cut_from_others_stay(row):
    assert heads(row) == row.split("|")


def test_a_table_under_cut_heads_is_read():
    found = read_tables(
        document(
            "第二十条第（一）项",
            "信息内容|本年新|本年新|对外公开总数量",
            "规章|1|2|3",
            "规范性文件|4|5|6",
        ),
        2019,
    )
    values = {key[0]: reading.cell.text for key, reading in found.cells.items()}
    assert values["rule.newly_made"] == "1"
    assert values["normative_document.disclosed_total"] == "6"
