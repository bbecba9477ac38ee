"""Texts whose columns are aligned with spaces."""

from __future__ import annotations

from pathlib import Path

import pytest

from extraction.document import Document, Paragraph, Table
from extraction.readers import text
from extraction.typography import width
from tests.extraction.readers.grids import head_path, overlaps, spans, texts, values_by_label

SAMPLES = Path(__file__).parents[2] / "samples"


def read(content: str) -> Document:
    return text.read(content.encode())


def sample(name: str) -> Document:
    return text.read((SAMPLES / name).read_bytes())


def table_with(document: Document, words: str) -> Table:
    (table,) = [t for t in document.tables if any(words in cell.text for cell in t.cells)]
    return table


def test_a_number_stands_in_the_row_of_its_whole_label():
    table = table_with(sample("aligned_columns_with_blank_cells.txt"), "申请人情况")
    found = values_by_label(table, 2)
    rows = {path.rsplit("/")[-1]: values for path, values in found.items()}

    assert rows["一、本年新收政府信息公开申请数量"] == ["116", "1", "", "1", "3", "2", "123"]
    assert rows["（二）部分公开（区分处理的，只计这一情形，不计其他情形）"][0] == "10"
    assert rows["1.属于国家秘密"][0] == "0"
    assert rows["8.属于行政查询事项"][0] == "3"
    assert rows["1.本机关不掌握相关政府信息"] == [
        "22", "", "", "1", "1", "", "24"
    ]  # fmt: skip
    assert rows["5.要求行政机关确认或重新出具已获取信息"] == ["1", "", "", "", "", "", "1"]
    other = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    assert rows[other][0] == "3"
    assert rows["（七）总计"] == ["117", "1", "", "1", "3", "2", "124"]
    assert rows["四、结转下年度继续办理"] == ["4", "1", "", "", "", "", "5"]


def test_a_head_in_several_lines_names_its_columns():
    table = table_with(sample("aligned_columns_with_blank_cells.txt"), "申请人情况")
    heads = [head_path(table, column, 3) for column in range(2, table.column_count)]

    over = "申请人情况/法人或其他组织"
    assert heads == [
        "申请人情况/自然人",
        f"{over}/商业企业",
        f"{over}/科研机构",
        f"{over}/社会公益组织",
        f"{over}/法律服务机构",
        f"{over}/其他",
        "申请人情况/总计",
    ]


def test_heads_over_several_columns_cover_the_columns_beneath():
    table = table_with(sample("aligned_columns_with_blank_cells.txt"), "行政复议")

    found = spans(table)
    assert found["行政复议"] == (0, 0, 1, 5)
    assert found["行政诉讼"] == (0, 5, 1, 10)
    assert found["未经复议直接起诉"] == (1, 5, 1, 5)
    assert found["复议后起诉"] == (1, 10, 1, 5)
    names = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    assert [head_path(table, column, 3).rsplit("/")[-1] for column in range(15)] == names * 3
    assert texts(table)[-1] == [
        "17件", "1", "8件", "8", "34", "5件", "0", "0", "2件", "7", "1", "0", "0", "0", "1件"
    ]  # fmt: skip


def test_rows_without_blank_lines_between_keep_their_labels():
    table = table_with(sample("aligned_columns_with_remarks_gb18030.txt"), "申请人情况")
    found = values_by_label(table, 3)
    rows = {path.rsplit("/")[-1]: values for path, values in found.items() if path}

    assert [len(row) for row in rows.values()] == [8] * 25
    assert rows["2.其他法律行政法规禁止公開"][-1] == "无"
    assert rows["5.要求行政机关确认或重新出具已获取信息"][0] == "1"
    assert rows["3.其他"][0] == "0"
    assert head_path(table, table.column_count - 1, 3) == "备注"


def test_a_block_with_its_own_head_is_a_table_with_its_caption():
    document = sample("aligned_columns_with_blank_cells.txt")

    assert texts(document.tables[1]) == [
        ["信息内容", "第二十条第（五）项"],
        ["本年处理决定数量"],
        ["行政许可", "306件"],
    ]


def test_page_numbers_are_not_read_and_pages_are_counted():
    document = sample("aligned_columns_with_blank_cells.txt")

    whole = "".join(
        block.text if isinstance(block, Paragraph) else "".join(c.text for c in block.cells)
        for block in document.blocks
    )
    assert "- 2 -" not in whole
    assert document.page_count == 4
    last = table_with(document, "行政复议").cells[-1].place
    assert (last.page, last.column) == (3, 15)


def test_labels_in_two_columns_without_numbers_stay_row_by_row():
    (table,) = read(
        "公开渠道           单位           数量\n"
        "政府公报            条             12\n"
        "政府网站            条              7\n"
        "政务微博            条            105\n"
    ).tables

    assert texts(table) == [
        ["公开渠道", "单位", "数量"],
        ["政府公报", "条", "12"],
        ["政府网站", "条", "7"],
        ["政务微博", "条", "105"],
    ]


def test_a_row_without_values_is_a_row_of_blanks():
    (table,) = read(
        "信息内容          制发          废止\n"
        "规章               1             2\n"
        "其他\n"
        "规范性文件         3\n"
    ).tables

    assert texts(table)[1:] == [["规章", "1", "2"], ["其他", "", ""], ["规范性文件", "3", ""]]


def test_wide_and_narrow_values_share_a_column():
    (table,) = read(
        "信息内容              制发件数          现行有效件数\n"
        "规章                     0                    1\n"
        "规范性文件      22（其中修订16件）         137466\n"
    ).tables

    assert texts(table)[2] == ["规范性文件", "22（其中修订16件）", "137466"]
    assert [cell.column for cell in table.cells if cell.row == 2] == [0, 1, 2]


def test_a_unit_begins_a_row_of_a_table_set_in_columns_also_where_its_value_is_blank():
    rows = [
        ("序号", "统计指标", "单位", "统计数"),
        ("一", "主动公开情况", "", ""),
        ("（一）", "主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "298"),
        ("", "其中：主动公开规范性文件数", "条", "166"),
        ("", "制发规范性文件总数", "件", ""),
        ("（二）", "通过不同渠道和方式公开政府信息的情况", "", ""),
        ("1.", "政府公报公开政府信息数", "条", ""),
        ("2.", "政府网站公开政府信息数", "条", ""),
        ("3.", "政务微博公开政府信息数", "条", "263"),
        ("4.", "政务微信公开政府信息数", "条", ""),
        ("5.", "其他方式公开政府信息数", "条", "64"),
        ("二", "回应解读情况", "", ""),
        ("（一）", "回应公众关注热点或重大舆情数", "次", ""),
        ("1.", "参加或举办新闻发布会总次数", "次", "152"),
    ]
    lines = "\n".join(
        " ".join(
            cell + " " * (places - width(cell))
            for cell, places in zip(row, (6, 70, 4, 6), strict=True)
        ).rstrip()
        for row in rows
    )
    (table,) = read(lines).tables
    beside = [[cell.text for cell in row if cell.text] for row in table.rows()]
    assert all("263" not in row or "政务微博公开政府信息数" in row for row in beside)
    assert sum("263" in row for row in beside) == 1


def test_captions_behind_a_blank_line_belong_to_the_table_below_them():
    head = "维持    纠正    其他    未审结    总计"
    lines = (
        f"行政复议\n{head}\n   0       0       0         0       0\n\n\n"
        f"行政诉讼\n未经复议直接起诉\n{head}\n   1       0       1         0       2\n"
    )
    tables = read(lines).tables
    cells = [cell.text for each in tables for cell in each.cells]
    assert "0" in cells
    assert not any(cell.startswith("0") and len(cell) > 1 for cell in cells)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("aligned_*.txt")), ids=lambda path: path.stem)
def test_no_two_cells_claim_one_place(path: Path):
    for table in text.read(path.read_bytes()).tables:
        assert overlaps(table) == []
