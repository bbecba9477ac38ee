"""Which column and which copy of a statistics table is the year's."""

from dataclasses import replace
from itertools import pairwise

import pytest

from extraction.document import Cell, Document, Paragraph, Place, Table
from extraction.extract import extract
from extraction.facts.reading import read_facts
from extraction.source import Source
from extraction.tables import read_tables
from tests.extraction.statistics_tables import entries, known, printed, read, shown, table


def beside(rows, head, *columns):
    """The rows with more columns of values: `head` names all of them, "own" is the row's."""
    return [
        ["统计指标", "单位", *head],
        *(
            [row.label, row.unit, *(row.value if c == "own" else c for c in columns)]
            for row in rows
        ),
    ]


def read_of(year, *blocks):
    """The values read, as text, from paragraphs and tables of a report on a year."""
    parts = [
        Paragraph(block) if isinstance(block, str) else table(block, number=number)
        for number, block in enumerate(blocks, 1)
    ]
    facts, findings = read_facts(read_tables(Document(parts, "text/plain", "hand", "1"), year))
    return shown({fact.reading.key[0]: fact for fact in facts}), findings


def test_of_several_years_side_by_side_the_reports_own_is_read_also_beside_a_plan():
    rows = entries()
    assert read_of(2017, beside(rows, ["2016年", "2017年"], "7", "own"))[0] == known(rows)
    assert read_of(2017, beside(rows, ["2017年", "2018年"], "own", "7"))[0] == known(rows)
    assert read_of(2017, beside(rows, ["2017年", "2018年预计"], "own", "7"))[0] == known(rows)


def test_a_column_of_earlier_years_is_not_the_reports_in_whatever_words():
    rows = entries()
    assert read_of(2017, beside(rows, ["往年数", "今年数"], "7", "own"))[0] == known(rows)
    facts, findings = read_of(2017, beside(rows, ["往年数"], "own"))
    assert facts == {}
    assert [finding["rule_code"] for finding in findings] == ["cells_missing"]


def test_years_side_by_side_none_of_which_is_the_reports_are_not_read():
    facts, findings = read_of(2017, beside(entries(), ["2014年", "2015年"], "7", "own"))
    assert facts == {}
    assert [finding["rule_code"] for finding in findings] == ["cells_missing"]


def test_this_period_beside_the_year_to_date_is_read_where_both_agree():
    rows = entries()
    table_of = beside(rows, ["本期实际", "本年累计"], "own", "own")
    assert read_of(2017, table_of)[0] == known(rows)
    fax = next(n for n, row in enumerate(table_of) if row[0] == "传真申请数")
    table_of[fax][2] = "3"
    facts, findings = read_of(2017, table_of)
    assert "stat.request.fax" not in facts
    assert "stat.request.fax" in {finding["item_code"] for finding in findings}


def test_the_whole_area_is_read_and_not_its_own_office():
    rows = entries()
    assert read_of(2017, beside(rows, ["全市", "市本级"], "own", "7"))[0] == known(rows)


def test_the_whole_is_read_beside_columns_of_its_parts():
    rows = entries()
    head = ["统计数", "其中：机关", "其中：事业单位"]
    assert read_of(2017, beside(rows, head, "own", "7", "0"))[0] == known(rows)


def test_bodies_of_which_one_is_the_sum_of_the_others_in_every_row_are_read_by_it():
    rows = entries()
    head = ["区政府统计数", "区直单位统计数", "乡镇街道统计数"]
    summed = [["统计指标", "单位", *head]]
    for row in rows:
        part = int(row.value) // 3 if row.value else ""
        rest = int(row.value) - part if row.value else ""
        summed.append([row.label, row.unit, row.value, str(part), str(rest)])
    assert read_of(2017, summed)[0] == known(rows)
    summed[2][3] = str(int(summed[2][3]) + 1)
    assert read_of(2017, summed)[0] == {}


def test_a_second_column_of_labels_without_a_head_is_no_column_of_values():
    rows = [["统计指标", "", "单位", "统计数"]]
    for row in entries():
        is_part = row.label.startswith("其中：")
        labels = ["其中", row.label[3:]] if is_part else [row.label, ""]
        rows.append([*labels, row.unit, row.value])
    assert read_of(2017, rows)[0] == known(entries())


@pytest.mark.parametrize("is_inside", [True, False])
def test_last_years_statistics_table_in_front_is_left_out(is_inside):
    last, this = printed(entries(1)), printed(entries(2))
    titles = [f"{year}年政府信息公开情况统计表" for year in (2016, 2017)]
    blocks = [titles[0], last, titles[1], this]
    if is_inside:
        blocks = [[[titles[0], "", ""], *last], [[titles[1], "", ""], *this]]
    for year in (2017, None):
        facts, findings = read_of(year, *blocks)
        assert facts == known(entries(2))
        assert [(f["rule_code"], f["severity"]) for f in findings] == [("table_repeated", "info")]


def test_columns_in_which_nothing_stands_are_none():
    rows = entries()
    texts = [[*row, "", ""] for row in printed(rows)]
    assert read_of(2017, texts)[0] == known(rows)


def test_a_table_that_cannot_be_read_makes_a_report_with_a_finding(gazetteer):
    lines = [["统计指标", "单位", "甲", "乙"]]
    lines += [
        [row.label, row.unit, *([row.value, "7"] if row.code else ["", ""])] for row in entries()
    ]
    page = "<meta charset=utf-8>" + "".join(
        f"<tr>{''.join(f'<td>{text}</td>' for text in line)}</tr>" for line in lines
    ).join(("<table>", "</table>"))
    rows = extract(page.encode(), Source("a.html"), gazetteer)

    assert rows["rejected_documents"] == []
    assert "stays open" in "".join(finding["message"] for finding in rows["findings"])


def test_a_comparison_with_last_year_in_front_does_not_stand_for_the_table():
    rows = entries()
    some = beside([row for row in rows if row.code][:25], ["2016年", "同比"], "7", "5%")
    assert read_of(2017, some, printed(rows))[0] == known(rows)


def test_chapters_in_tables_of_their_own_make_one_table():
    rows = entries()
    starts = [n for n, row in enumerate(rows) if not row.code]
    cuts = [*starts, len(rows)]
    parts = [printed(rows[start:stop]) for start, stop in pairwise(cuts)]
    assert read_of(2017, *parts)[0] == known(rows)


def test_a_table_of_a_local_form_is_left_out_with_a_finding():
    labels = ["主动公开信息数", "其中：全文电子化的主动公开信息数", "当面申请数", "传真申请数",
              "信函申请数", "同意公开答复数", "否决公开答复总数", "行政申诉数"]  # fmt: skip
    facts, findings = read(table([["指标名称", "单位", "本年"], *([x, "条", "3"] for x in labels)]))
    assert facts == {}
    assert [finding["rule_code"] for finding in findings] == ["table_of_local_form"]


def test_values_with_their_units_behind_them_are_numbers():
    rows = entries()
    texts = [["统计指标", "统计数"]]
    texts += [[row.label, row.value + row.unit if row.code else ""] for row in rows]
    assert read_of(2017, texts)[0] == known(rows)


def test_a_misread_negation_is_not_taken_for_the_opposite():
    rows = [row for row in entries() if row.code != "stat.answer.granted"]
    texts = printed(rows)
    for row in texts:
        row[0] = row[0].replace("不同意公开", "下同意公开")
    facts, findings = read_of(2017, texts)
    assert "stat.answer.granted" not in facts
    assert "stat.answer.granted" in {finding["item_code"] for finding in findings}


def parted(rows, at, cut):
    """Two pages of a table whose row `at` the end of the first parts amid its label."""
    label, unit, value = rows[at]
    upper = [*rows[:at], [label[:cut], unit, value]]
    lower = [[label[cut:], "", ""], *rows[at + 1 :]]
    return [
        replace(table(part, number=page), place=Place(page=page, table=page))
        for page, part in enumerate((upper, lower), start=1)
    ]


@pytest.mark.parametrize(
    ("label", "cut"),
    [
        ("政务微信公开政府信息数", 4),
        ("召开政府信息公开工作会议或专题会议数", 3),
        ("其中：主要负责同志参加政府网站在线访谈次数", 11),
    ],
)
def test_a_row_that_the_end_of_a_page_parts_amid_its_label_is_one(label, cut):
    rows = printed(entries(3))
    at = next(number for number, row in enumerate(rows) if row[0] == label)
    facts, _ = read(*parted(rows, at, cut))
    assert shown(facts) == known(entries(3))


def test_a_column_of_groups_in_front_of_the_indicators_is_no_part_of_its_own():
    rows = entries()
    groups = [["项目", "统计指标", "单位", "统计数"]]
    groups += [["二、依申请公开情况", *row] for row in printed(rows)[1:]]
    assert read_of(2017, groups)[0] == known(rows)


def test_a_head_that_the_end_of_a_page_cuts_off_is_that_of_the_table_on_the_next():
    rows = [
        replace(row, value="" if row.code == "stat.complaints" else row.value) for row in entries()
    ]
    numbered = [[str(n), row.label, row.unit, row.value] for n, row in enumerate(rows, 1)]
    facts, findings = read_of(2017, [["序号", "统计指标", "单位", "统计数"]], numbered)
    assert facts == {code: value for code, value in known(rows).items() if value}
    assert "cells_missing" not in {finding["rule_code"] for finding in findings}


def test_a_remark_on_the_page_behind_a_cut_off_head_is_no_value():
    rows = entries()
    below = [[row.label, row.unit, row.value, "含转载2条"] for row in rows]
    assert read_of(2017, [["统计指标", "单位", "统计数", "备注"]], below)[0] == known(rows)


def test_a_blank_beside_the_other_half_of_a_folded_table_is_a_blank():
    rows = [
        replace(row, value="" if row.code == "stat.response.articles" else row.value)
        for row in entries()
    ]
    half = -(-len(rows) // 2)
    halves = zip(rows[:half], [*rows[half:], *rows[:1]], strict=False)
    folded = [[c for row in pair for c in (row.label, row.unit, row.value)] for pair in halves]
    facts, findings = read_of(2017, [["统计指标", "单位", "统计数"] * 2, *folded])
    assert facts == {code: value for code, value in known(rows).items() if value}
    assert "cells_missing" not in {finding["rule_code"] for finding in findings}


def test_a_table_that_goes_on_above_the_head_that_it_repeats_is_read_whole():
    rows = entries()
    above, below = printed(rows[:40])[1:], printed(rows[40:])
    facts, findings = read_of(2017, printed(rows[:36]), [*above[36:], *below])
    assert facts == known(rows)
    assert "cells_missing" not in {finding["rule_code"] for finding in findings}


def test_a_second_head_in_a_table_says_anew_where_its_columns_stand():
    rows = entries()
    upper, lower = printed(rows[:30]), printed(rows[30:])
    number = len(upper)
    cells = [*table(upper).cells]
    for at, (label, unit, value) in enumerate(lower, number):
        spans = ((label, 0, 2), (unit, 2, 1), (value, 3, 1))
        cells += [Cell(text, at, column, column_span=width) for text, column, width in spans]
    cells = [
        replace(cell, column_span=2) if cell.row < number and cell.column == 2 else cell
        for cell in cells
    ]
    facts, _ = read(Table(cells, "grid"))
    assert shown(facts) == known(rows)


def test_the_sum_of_four_quarters_is_the_year_also_where_it_is_called_a_running_total():
    rows = entries()
    head = ["一季度", "二季度", "三季度", "四季度", "累计"]
    assert read_of(2017, beside(rows, head, "0", "own", "0", "0", "own"))[0] == known(rows)
    facts, findings = read_of(2017, beside(rows, head, "0", "own", "0", "7", "own"))
    assert facts == {}
    assert [finding["rule_code"] for finding in findings] == ["cells_missing"]


def test_a_row_with_one_number_where_most_have_several_may_have_lost_the_years():
    rows = [["统计指标", "单位", "统计数"], ["本年", "上年"] * 3]
    rows += [[row.label, row.unit, row.value, "7"] for row in entries()]
    del rows[4][2]
    cells = [
        Cell(text, number, 2 * n if n < 2 else n + 2, column_span=2 if n < 2 or not number else 1)
        for number, texts in enumerate(rows)
        for n, text in enumerate(texts)
        if number != 1
    ]
    cells += [Cell(text, 1, n) for n, text in enumerate(rows[1])]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    reading = read_tables(Document([Table(cells, "ragged")], "text/html", "hand", "1"), 2017)
    assert {each.cell.text for each in reading.cells.values()} == {"7"}
    assert set(reading.cells) <= {doubt.key for doubt in reading.doubts}
