"""Labels and heads of the form that say in brackets what they mean."""

from __future__ import annotations

import pytest

from extraction.document import Cell, Document, Place, Table
from extraction.tables import read_tables


def values(*rows: str) -> dict[str, str]:
    cells = [
        Cell(text=text, row=row, column=column, place=Place(table=1))
        for row, line in enumerate(rows)
        for column, text in enumerate(line.split("|"))
    ]
    document = Document([Table(cells, "grid", Place(table=1))], "text/plain", "test", "1")
    return {key[0]: reading.cell.text for key, reading in read_tables(document).cells.items()}


def test_labels_and_heads_may_explain_themselves_at_length():
    found = values(
        "信息内容|上一年项目数量（指2019年事项数）|本年增/减（指增加或减少的事项数，如-8）"
        "|处理决定数量（指2020年办件量）",
        "行政许可|7|+1|93",
        "其他对外管理服务事项（指行政许可以外的事项，含行政确认、行政处罚、行政强制）|5|0|2",
    )
    assert (found["licensing.items_last_year"], found["licensing.decisions"]) == ("7", "93")
    assert found["external_service.decisions"] == "2"


def test_a_label_with_its_number_in_brackets_may_explain_itself():
    found = values(
        "|自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计",
        "（一）予以公开（其中延期4件）|7|0|0|0|0|0|7",
        "（二）部分公开|1|0|0|0|0|0|1",
    )
    assert found["outcome.granted"] == "7"


@pytest.mark.parametrize(
    "label",
    [
        "行政处罚（不含当场处罚）",
        "行政处罚（上年）",
        "行政处罚（历年累计）",
        "处罚（含当场处罚）",
        "行政处罚（撤销）",
        "行政处罚变更",
    ],
)
def test_an_explanation_that_may_make_it_another_quantity_is_heeded(label):
    assert values("信息内容|本年处理决定数量", f"{label}|5", "行政强制|3") == {
        "compulsion.decisions": "3"
    }


def test_what_is_done_to_a_document_or_a_charge_is_counted_by_itself():
    heads = "信息内容|本年制发件数|本年废止件数|现行有效件数"
    found = values(heads, "规章（草案）|5|1|9", "行政规范性文件解读|4|0|8")
    assert not found
    assert not values("信息内容|本年收费金额（单位：万元）", "行政事业性收费减免|5")
    found = values("信息内容|采购项目数量|采购预算金额", "政府集中采购|5|8.5万元")
    assert "procurement.amount" not in found


def test_what_a_row_counts_as_well_leaves_it_what_it_is():
    found = values("信息内容|本年处理决定数量", "行政许可（含变更、延续）|5", "行政强制|3")
    assert found["licensing.decisions"] == "5"


def test_two_parts_of_a_row_are_not_the_row():
    parts = ("行政处罚（简易程序）|5", "行政处罚（普通程序）|7")
    assert "penalty.decisions" not in values("信息内容|本年处理决定数量", *parts, "行政强制|3")
    assert "rule.issued" not in values(
        "信息内容|本年制发件数（市级）|本年制发件数（部门）|本年废止件数|现行有效件数",
        "规章|5|6|1|8",
    )


@pytest.mark.parametrize("order", [1, -1])
def test_the_row_itself_comes_before_a_part_of_it(order):
    rows = ("行政处罚|12", "行政处罚（普通程序）|7")[::order]
    assert values("信息内容|本年处理决定数量", *rows)["penalty.decisions"] == "12"


def test_a_stock_may_be_called_what_it_has_come_to():
    head = "信息内容|本年制发件数|本年废止件数|现行有效件数 (历史累计)"
    assert values(head, "规章|0|0|", "行政规范性文件|5|12|8")["normative_document.in_force"] == "8"
