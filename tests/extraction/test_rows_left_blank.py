"""Rows of texts of which no value was entered, and rows that blank lines part."""

from __future__ import annotations

import pytest

from extraction.readers import html, text
from extraction.tables import read_tables

DISCLOSURE = [
    "第二十条第（一）项",
    "信息内容\t本年制发件数\t本年废止件数\t现行有效件数",
    "规章\t\t\t",
    "行政规范性文件\t3\t\t12",
    "第二十条第（五）项",
    "信息内容\t本年处理决定数量",
    "行政许可\t\t",
    "第二十条第（六）项",
    "信息内容\t本年处理决定数量",
    "行政处罚\t5",
    "行政强制\t",
    "第二十条第（八）项",
    "信息内容\t本年收费金额（单位：万元）",
    "行政事业性收费\t27.5",
]


@pytest.mark.parametrize("blank_lines", [0, 1, 2, 3])
def test_rows_without_values_end_where_the_next_block_begins(blank_lines: int):
    reading = read_tables(text.read(("\n" * (blank_lines + 1)).join(DISCLOSURE).encode()), 2022)
    values = {code: cell.value for (code, _), cell in reading.cells.items()}

    assert len(values) == 10
    assert values["licensing.decisions"].status == values["compulsion.decisions"].status == "blank"
    assert values["penalty.decisions"].number == 5
    assert str(values["charge.amount"].number) == "27.5"


def test_a_field_of_one_space_is_covered_where_blank_cells_have_two():
    kinds = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
    printed = [
        "| 类别 | |" + kinds[1:],
        "| --- " * 7 + "|",
        "| 行政复议 | | 1 |  | 2 |  | 3 |",
        "| 行政诉讼 | 未经复议直接起诉 |  |  | 4 |  | 4 |",
        "| 复议后起诉 |  | 5 |  |  | 5 |",
    ]
    (table,) = text.read("\n".join(printed).encode()).tables

    assert [len(row) for row in table.rows()] == [6, 6, 7, 6]
    assert [cell.text for cell in table.rows()[1]] == ["行政复议", "1", "", "2", "", "3"]


def test_fields_of_one_space_are_blank_where_a_program_puts_none_behind_a_text():
    printed = [
        "项目| 自然人| 商业企业| 其他| 总计  ",
        "---|---|---|---|---  ",
        "一、本年新收| 2| |  | 2  ",
    ]
    (table,) = text.read("\n".join(printed).encode()).tables

    assert [cell.text for cell in table.rows()[1]] == ["一、本年新收", "2", "", "", "2"]


def test_columns_without_a_text_keep_their_places_in_a_table_that_a_program_filled_up():
    kinds = "结果维持  结果纠正  其他结果  尚未审结  总计"
    printed = [
        "行政复议  行政诉讼",
        f"{kinds}  未经复议直接起诉  复议后起诉",
        f"{kinds}  结果维持      结果纠正   其他结果  尚未审结  总计",
        "      1           0     1                    2           2           0",
    ]
    (table,) = text.read("\n".join(printed).encode()).tables
    values = ["", "1", "", "0", "1", "", "", "2", "", "2", "", "", "", "", "0"]
    assert [cell.text for cell in table.rows()[3]] == values


def test_blanks_at_the_end_of_rows_are_told_by_lines_that_a_program_filled_up():
    printed = [
        "单位：件",
        "",
        "项目      自然人  商业企业  其他  总计",
        "一、新收申请  3              3 ",
        "二、结转    0    0           ",
        "不予公开         2           ",
    ]
    (table,) = text.read("\n".join(printed).encode()).tables
    assert [[cell.text for cell in row] for row in table.rows()[1:]] == [
        ["一、新收申请", "3", "", "", "3"],
        ["二、结转", "0", "0", "", ""],
        ["不予公开", "", "2", "", ""],
    ]


@pytest.mark.parametrize("total", ["总计", "总 计"])
def test_table_4_left_blank_in_a_text_is_fifteen_blanks(total: str):
    kinds = f"结果维持\t结果纠正\t其他结果\t尚未审结\t{total}"
    printed = ["行政复议\t行政诉讼", f"{kinds}\t未经复议直接起诉\t复议后起诉"]
    printed += ["\t" * 5 + f"{kinds}\t{kinds}", "\t" * 14, "", "五、存在的主要问题"]
    reading = read_tables(text.read("\n".join(printed).encode()), 2022)
    assert [cell.value.status for cell in reading.cells.values()] == ["blank"] * 15


def test_a_row_left_blank_beside_a_cell_that_reaches_down_from_its_head():
    def clause(number: str, head: str, label: str, value: str) -> str:
        return (
            f'<tr><td rowspan="2">第二十条第（{number}）项</td>'
            f"<td>信息内容</td><td>{head}</td></tr>"
            f"<tr><td>{label}</td><td>{value}</td></tr>"
        )

    rows = clause("五", "本年处理决定数量", "行政许可", "4163")
    rows += clause("八", "本年收费金额（单位：万元）", "行政事业性收费", "")
    reading = read_tables(html.read(f"<meta charset=utf-8><table>{rows}</table>".encode()), 2022)
    assert {code: cell.value.status for (code, _), cell in reading.cells.items()} == {
        "licensing.decisions": "reported",
        "charge.amount": "blank",
    }


def test_table_4_set_upright_may_end_in_rows_without_values():
    kinds = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    groups = ["行政复议", "未经复议直接起诉", "复议后起诉"]
    values = ["1", "", "1", "1", "3", *[""] * 10]
    rows = ""
    for at, value in enumerate(values):
        group = f'<td rowspan="5">{groups[at // 5]}</td>' if at % 5 == 0 else ""
        rows += f"<tr>{group}<td>{kinds[at % 5]}</td><td>{value}</td></tr>"
    reading = read_tables(html.read(f"<meta charset=utf-8><table>{rows}</table>".encode()), 2022)
    assert [cell.cell.text for cell in reading.cells.values()] == values


def test_a_head_parted_below_a_line_of_units_is_not_taken_for_an_upright_table():
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    head = (
        '<tr><td colspan="10">单位：件</td></tr>'
        f'<tr><td rowspan="2" colspan="3">{corner}</td><td colspan="7">申请人情况</td></tr>'
        '<tr><td>自然人</td><td colspan="5">法人或其他组织</td><td>总计</td></tr>'
    )
    names = ["", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", ""]
    rows = f'<tr><td colspan="3"></td>{"".join(f"<td>{name}</td>" for name in names)}</tr>'
    for label in ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"):
        rows += (
            f'<tr><td colspan="3">{label}</td>{"".join(f"<td>{n}</td>" for n in "1230006")}</tr>'
        )
    page = f"<meta charset=utf-8><table>{head}</table><table>{rows}</table>"
    reading = read_tables(html.read(page.encode()), 2022)
    assert [cell.cell.text for cell in reading.cells.values()] == [*"1230006"] * 2
