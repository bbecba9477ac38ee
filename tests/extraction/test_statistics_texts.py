"""Statistics tables in texts with one cell on a line, which do not say where a row ends."""

from __future__ import annotations

import pytest

from benchmarks.manners.report import Box, Grid
from benchmarks.manners.texts import aligned
from extraction.facts.reading import read_facts
from extraction.readers import text
from extraction.tables import read_tables
from extraction.tables.mended_labels import with_whole_indicators
from tests.extraction.statistics_tables import (
    Entry,
    document,
    entries,
    known,
    printed,
    shown,
    table,
)


def read(rows: list[list[str]]) -> dict[str, str]:
    cells = "\n\n".join(cell for row in rows for cell in row)
    content = f"附件：政府信息公开情况统计表（2016年度）\n\n{cells}\n\n单位负责人：张三\n"
    facts, _ = read_facts(read_tables(text.read(content.encode()), 2016))
    return shown({fact.reading.key[0]: fact for fact in facts})


def headed() -> list[Entry]:
    """The rows, numbered as they are printed."""
    rows = entries(5)
    for number, row in zip("一二三四五六七", (r for r in rows if not r.code), strict=False):
        row.label = f"{number}、{row.label}"
    for at, row in enumerate(r for r in rows if r.code and not r.label.startswith("其中")):
        row.label = (
            f"（{'一二三四五六七八九'[at % 9]}）{row.label}" if at % 2 else f"{at}.{row.label}"
        )
    return rows


@pytest.mark.parametrize("is_numbered", [False, True])
def test_a_caption_before_the_heads_and_numbers_of_rows_move_no_value(is_numbered):
    rows = printed(headed())
    if is_numbered:
        rows = [[str(at) if at else "序号", *row] for at, row in enumerate(rows)]
    assert read(rows) == known(headed())


def test_the_running_total_beside_the_year_is_never_taken():
    rows = [[*row, str(2 * int(row[2])) if row[2] else ""] for row in printed(headed())[1:]]
    assert read([["统计指标", "单位", "本年度", "历年累计"], *rows]) == known(headed())


@pytest.mark.parametrize("separator", [",", " "])
def test_a_table_joined_into_one_line_with_units_before_its_values_is_one(separator):
    cells = separator.join(cell for row in printed(headed()) for cell in row if cell)
    content = f"附件：政府信息公开情况统计表（2016年度）\n{cells}\n单位负责人：张三\n"
    facts, _ = read_facts(read_tables(text.read(content.encode()), 2016))
    assert shown({fact.reading.key[0]: fact for fact in facts}) == known(headed())


def test_heads_with_a_blank_line_behind_them_as_all_rows_have_it_are_one_row():
    rows = "\n\n\n\n".join("\n\n".join(row) for row in printed(headed()) if row[2])
    content = f"附件：政府信息公开情况统计表（2016年度）\n\n\n\n{rows}\n\n\n\n单位负责人：张三\n"
    facts, _ = read_facts(read_tables(text.read(content.encode()), 2016))
    assert shown({fact.reading.key[0]: fact for fact in facts}) == known(headed())


def test_a_blank_is_no_value_of_a_row_that_has_a_number_in_another_place():
    rows = [[row.label, row.value, ""] for row in entries(5)]
    facts, findings = read_facts(
        read_tables(document(table([["统计指标", "单位", "统计数"], *rows], "ragged")), 2016)
    )
    assert facts == []
    assert "stat.disclosed" in {finding["item_code"] for finding in findings}


def test_a_heading_that_ran_into_the_row_above_it_takes_no_value_away():
    lines = ["  ".join(cell for cell in row if cell != "--") for row in printed(headed())]
    content = "附件：统计表（2016年度）\n\n" + "\n".join(lines) + "\n"
    facts, _ = read_facts(read_tables(text.read(content.encode()), 2016))
    found = shown({fact.reading.key[0]: fact for fact in facts})
    assert found["stat.normative_made"] == known(headed())["stat.normative_made"]


def test_a_table_of_zeros_set_in_columns_has_a_column_of_values():
    rows = headed()
    for row in rows:
        row.value = "0" if row.code and not row.code.startswith("stat.disclosed") else row.value
    boxes = [
        Box(cell, at, column)
        for at, row in enumerate(printed(rows))
        for column, cell in enumerate(row)
    ]
    content = f"附件：统计表（2016年度）\n\n{aligned(Grid(boxes))}\n"
    facts, _ = read_facts(read_tables(text.read(content.encode()), 2016))
    assert shown({fact.reading.key[0]: fact for fact in facts}) == known(rows)


def shown_of(content: str) -> dict[str, str]:
    facts, _ = read_facts(read_tables(text.read(content.encode()), 2016))
    return shown({fact.reading.key[0]: fact for fact in facts})


def test_labels_above_and_below_the_line_of_their_value_are_whole():
    lines = ["附件：政府信息公开情况统计表（2016年度）", "统计指标 单位 统计数"]
    *rows, last = headed()
    for row in rows:
        middle = len(row.label) // 2
        lines += [row.label[:middle], f"{row.unit} {row.value}", row.label[middle:]]
    lines += [f"{last.label} {last.unit} {last.value}", "单位负责人：张三"]
    assert shown_of("\n".join(lines)) == known(headed())


def test_units_in_a_column_behind_that_of_all_labels_leave_the_last_one_without_a_value():
    *rows, last = entries(5)
    values = [[row.unit, row.value] for row in rows if row.code]
    torn = [*([row.label] for row in rows), [last.label, "/"], *values]
    facts, _ = read_facts(read_tables(document(table(torn, "ragged")), 2016))
    assert facts == []


def test_the_number_of_the_first_row_behind_the_heads_is_no_head():
    rows = [["统计指标", "单位", "统计数", "一"], *printed(headed())[1:]]
    facts, _ = read_facts(read_tables(document(table(rows, "ragged")), 2016))
    assert shown({fact.reading.key[0]: fact for fact in facts}) == known(headed())


def test_digits_that_stand_apart_are_no_value_and_a_remark():
    rows = printed(headed(), "统计指标", "单位", "统计数", "备注")
    cut = next(row for row in rows if row[0].endswith("涉及国家秘密"))
    cut[2:] = ["5", "1"]
    facts, findings = read_facts(read_tables(document(table(rows, "ragged")), 2016))
    assert "stat.denied.secret" not in {fact.reading.key[0] for fact in facts}
    assert "stat.denied.secret" in {finding["item_code"] for finding in findings}


def test_a_value_between_two_whole_labels_is_of_neither_where_nothing_tells_the_side():
    cells = [[row.label] if at % 2 else [row.unit, row.value] for row in headed() for at in (1, 0)]
    cells = [each for each in cells if each[0] != "--"]
    shuffled = [*cells[:40], ["件", "7"], *cells[40:]]
    facts, _ = read_facts(read_tables(document(table(shuffled, "ragged")), 2016))
    true = known(headed())
    assert all(
        true[code] == value for code, value in shown({f.reading.key[0]: f for f in facts}).items()
    )


def on_lines_of_their_own(rows: list[Entry]) -> str:
    """As pdftotext prints a table: a line for each cell, one for the two dashes of a heading."""
    cells = [
        [row.label, row.unit, row.value] if row.value else [row.label, "—— ——"] for row in rows
    ]
    lines = "\n\n".join(cell for row in cells for cell in row)
    return f"附件：统计表（2016年度）\n\n统计指标\n\n单位 统计数\n\n{lines}\n"


def test_units_and_values_below_labels_are_those_of_the_labels_above_them():
    assert shown_of(on_lines_of_their_own(headed())) == known(headed())


def test_a_number_between_spaces_within_the_brackets_of_a_label_is_part_of_it():
    content = on_lines_of_their_own(headed()).replace("计1条", "计 1 条")
    assert shown_of(content) == known(headed())


def test_a_unit_of_people_beside_a_row_of_cases_is_that_of_another_row():
    rows = printed(headed())
    row = next(row for row in rows if row[0].endswith("举报投诉数量"))
    row[1] = "人"
    _, findings = read_facts(read_tables(document(table(rows)), 2016))
    assert ("unit_unexpected", "stat.complaints") in {
        (f["rule_code"], f["item_code"]) for f in findings
    }


def test_a_value_over_a_label_is_not_its_where_more_values_have_no_label_beside_them():
    lines = [["次", "4"], ["人次", "9"], ["——", "——"], ["次", "11"], ["（二）举办各类培训班数"]]
    whole = with_whole_indicators(table([*lines, ["（三）接受培训人员数"]], "ragged"))
    assert ["次", "11"] in [[cell.text for cell in row] for row in whole.rows()]


def test_values_that_happen_to_count_from_one_on_number_no_rows():
    rows = headed()
    counted = [row for row in rows if row.code][7:40:6]
    for number, row in enumerate(counted, 1):
        row.value = str(number)
    cells = "\n".join(f"{cell}\n|" for row in printed(rows) for cell in row)
    content = f"附件：政府信息公开情况统计表（2016年度）\n{cells}\n单位负责人：张三\n"
    facts, _ = read_facts(read_tables(text.read(content.encode()), 2016))
    read_values = shown({fact.reading.key[0]: fact for fact in facts})
    assert {row.code: read_values.get(row.code) for row in counted} == {
        row.code: row.value for row in counted
    }
