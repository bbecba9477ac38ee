"""The statistics table of 2014 to 2018, in the manners it is printed in."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from benchmarks.damage import damaged
from extraction.document import Place
from extraction.facts.reading import read_facts
from extraction.readers import text as text_reader
from extraction.tables import read_tables
from tests.extraction.statistics_tables import (
    document,
    entries,
    known,
    printed,
    read,
    shown,
    table,
)


def without_unit(rows):
    return [["统计指标", "统计数"], *([row.label, row.value] for row in rows)]


def unit_in_label(rows):
    return [
        ["统计指标", "统计数"],
        *([f"{row.label}（{row.unit}）" if row.code else row.label, row.value] for row in rows),
    ]


def numbered(rows):
    return [
        ["序号", "统计指标", "单位", "统计数"],
        *([str(n), row.label, row.unit, row.value] for n, row in enumerate(rows, 1)),
    ]


def with_codes(rows):
    return [
        ["指标名称", "单位", "代码", "统计数", "备注"],
        *([row.label, row.unit, f"{n:02d}", row.value, ""] for n, row in enumerate(rows, 1)),
    ]


def with_running_total(rows):
    return [
        ["统计指标", "单位", "本年度", "累计"],
        *([row.label, row.unit, row.value, "9" + row.value] for row in rows),
    ]


def with_running_total_in_front(rows):
    return [
        ["统计指标", "单位", "历年累计", "2016年度"],
        *([row.label, row.unit, "9" + row.value, row.value] for row in rows),
    ]


def with_last_year(rows):
    return [
        ["统计指标", "单位", "2015年", "2016年", "同比增长%"],
        *([row.label, row.unit, "7" + row.value, row.value, "12"] for row in rows),
    ]


def folded(rows):
    half = (len(rows) + 1) // 2
    left, right = printed(rows[:half])[1:], printed(rows[half:])[1:]
    right += [["", "", ""]] * (len(left) - len(right))
    head = ["统计指标", "单位", "统计数"]
    return [head * 2, *(a + b for a, b in zip(left, right, strict=True))]


def with_title_and_foot(rows):
    return [
        ["2016年政府信息公开情况统计表", "", ""],
        ["填报单位（盖章）：某某局", "", ""],
        *printed(rows),
        ["单位负责人：张三", "审核人：李四", "填报人：王五"],
        ["联系电话：", "5551234", "填报日期：2017年1月9日"],
    ]


MANNERS = {
    "plain": printed,
    "without unit": without_unit,
    "unit in the label": unit_in_label,
    "numbered": numbered,
    "codes and remarks": with_codes,
    "running total behind": with_running_total,
    "running total in front": with_running_total_in_front,
    "last year beside": with_last_year,
    "folded": folded,
    "title and foot": with_title_and_foot,
    "no head": lambda rows: printed(rows)[1:],
}


@pytest.mark.parametrize("geometry", ["grid", "ragged"])
@pytest.mark.parametrize("manner", MANNERS)
def test_every_manner_of_print_is_read_whole(manner, geometry):
    rows = entries(seed=3)
    facts, findings = read(table(MANNERS[manner](rows), geometry))
    assert shown(facts) == known(rows)
    assert {finding["rule_code"] for finding in findings} <= {"unit_missing"}


@pytest.mark.parametrize("geometry", ["grid", "ragged"])
@pytest.mark.parametrize("manner", MANNERS)
def test_a_damaged_statistics_table_gives_no_wrong_number_without_a_finding(manner, geometry):
    rows = entries(seed=5)
    truth = known(rows)
    whole = document(table(MANNERS[manner](rows), geometry))
    silent = []
    for seed in range(60):
        facts, findings = read(*damaged(whole, random.Random(seed)).tables)
        told = {finding["item_code"] for finding in findings}
        if not facts:  # the table as a whole is refused
            assert [f["rule_code"] for f in findings] == ["cells_missing"]
            continue
        for code, value in truth.items():
            fact = facts.get(code)
            is_right = fact is not None and fact.value == Decimal(value)
            is_seen = fact is not None and fact.value is None  # as blank, dash or unreadable
            if not is_right and not is_seen and code not in told:
                silent.append((seed, code, value, fact))
    assert silent == []


def test_labels_that_stand_under_both_review_and_lawsuit_are_told_apart_by_order():
    rows = [row for row in entries() if row.code != "stat.reconsideration.corrected"]
    facts, findings = read(table(printed(rows)))
    assert shown(facts) == known(rows)
    assert "stat.reconsideration.corrected" in {f["item_code"] for f in findings}


def test_a_label_that_could_be_of_either_group_is_not_guessed():
    rows = [
        row
        for row in entries()
        if not row.code.startswith(("stat.litigation", "stat.reconsideration"))
        or row.code == "stat.litigation.corrected"
    ]
    facts, findings = read(table(printed(rows)))
    assert not {"stat.reconsideration.corrected", "stat.litigation.corrected"} & set(facts)
    assert "label_unmatched" in {f["rule_code"] for f in findings}


def test_rows_that_changed_places_are_known_word_for_word():
    rows = entries()
    at = next(n for n, row in enumerate(rows) if row.code == "stat.request.fax")
    rows[at], rows[at + 1] = rows[at + 1], rows[at]
    assert shown(read(table(printed(rows)))[0]) == known(rows)


def test_local_rows_between_those_of_the_form_move_no_other():
    rows = entries()
    local = printed(rows)
    local.insert(5, ["主动公开财务预决算、“三公”经费信息数", "条", "4711"])
    local.insert(8, ["政务微视公开政府信息数", "条", "4712"])
    facts, findings = read(table(local))
    assert shown(facts) == known(rows)
    assert [f["severity"] for f in findings if f["rule_code"] == "label_unmatched"] == ["info"] * 2


def test_bodies_side_by_side_without_a_sum_are_not_chosen_between():
    rows = entries()
    body = [
        ["统计指标", "单位", "区政府统计数", "区直单位统计数", "乡镇街道统计数"],
        *([row.label, row.unit, row.value, "1", "2"] for row in rows),
    ]
    facts, findings = read(table(body))
    assert facts == {}
    assert [f["rule_code"] for f in findings] == ["cells_missing"]


def test_two_values_beside_each_label_without_a_head_are_not_chosen_between():
    rows = [
        [row.label, row.unit, row.value if number % 2 else "", "4" + row.value]
        for number, row in enumerate(entries())
    ]
    for geometry in ("grid", "ragged"):
        facts, findings = read(table(rows, geometry))
        assert facts == {}
        assert set(known(entries())) <= {finding["item_code"] for finding in findings}


@pytest.mark.parametrize("head", ["历年累计", "累计", "上年数"])
def test_a_single_column_of_another_period_is_not_read(head):
    facts, findings = read(table(printed(entries(), "统计指标", "单位", head)))
    assert facts == {}
    assert [f["rule_code"] for f in findings] == ["cells_missing"]


def test_the_total_of_bodies_side_by_side_is_the_value():
    rows = entries()
    body = [
        ["统计指标", "单位", "区直单位", "乡镇街道", "合计"],
        *([row.label, row.unit, "1", "2", row.value] for row in rows),
    ]
    assert shown(read(table(body))[0]) == known(rows)


def test_fees_printed_in_yuan_are_converted_and_those_in_10k_are_not():
    rows = [
        replace(row, unit="元", value="2500") if row.code == "stat.fees" else row
        for row in entries()
    ]
    facts, _ = read(table(printed(rows)))
    assert f"{facts['stat.fees'].value.normalize():f}" == "0.25"
    assert f"{facts['stat.budget'].value:f}" == known(rows)["stat.budget"]


@pytest.mark.parametrize("unit", ["万条", "（万条）", "条（万）", "万（条）"])
def test_a_count_in_ten_thousands_is_one_of_single_units(unit):
    rows = entries()
    rows[1] = replace(rows[1], unit=unit, value="4")
    facts, findings = read(table(printed(rows)))
    assert (facts["stat.disclosed"].value, findings) == (40_000, [])
    rows[1] = replace(rows[1], unit="", label=rows[1].label + "（万条）")
    assert read(table(printed(rows)))[0]["stat.disclosed"].value == 40_000


def test_a_unit_that_ran_into_the_value_is_told_from_it():
    rows = entries()
    run_together = [
        ["统计指标", "单位 统计数"],
        *([row.label, f"{row.unit} {row.value}"] for row in rows if row.code),
    ]
    assert shown(read(table(run_together, "ragged"))[0]) == known(rows)


def test_a_count_with_a_unit_of_money_is_not_read():
    rows = [replace(row, unit="万元") if row.code == "stat.staff" else row for row in entries()]
    facts, findings = read(table(printed(rows)))
    assert "stat.staff" not in facts
    assert [f["item_code"] for f in findings if f["rule_code"] == "cells_missing"] == ["stat.staff"]


def test_a_blank_or_a_dash_is_not_a_zero():
    rows = [replace(row, value="—") if row.code == "stat.disclosed" else row for row in entries()]
    facts, _ = read(table(printed(rows)))
    assert (facts["stat.disclosed"].status, facts["stat.disclosed"].value) == ("dash", None)


def test_sums_of_the_form_are_tested():
    rows = [
        replace(row, value="1000") if row.code == "stat.request.fax" else row for row in entries()
    ]
    _, findings = read(table(printed(rows)))
    assert [(f["rule_code"], f["item_code"]) for f in findings] == [
        ("statistics_sum", "stat.request")
    ]


@pytest.mark.parametrize("repeats_head", [True, False])
def test_a_table_that_runs_over_a_page_break_is_one_table(repeats_head):
    rows = entries()
    head = printed(rows)[:1] if repeats_head else []
    facts, _ = read(table(printed(rows[:30])), table(head + printed(rows[30:])[1:], number=2))
    assert shown(facts) == known(rows)


@pytest.mark.parametrize("value", ["65", "无"])
@pytest.mark.parametrize("repeats_head", [True, False])
def test_a_value_whose_label_stands_on_the_next_page_is_its_own(repeats_head, value):
    rows = printed(entries())
    at = 8
    label, unit, _ = rows[at]
    above = [*rows[:at], ["", unit, value]]
    below = [*rows[: 1 if repeats_head else 0], [label, "", ""], *rows[at + 1 :]]
    facts, _ = read(*on_pages(above, below))
    assert facts[entries()[at - 1].code].reading.cell.text == value


def on_pages(*parts):
    return [
        replace(
            (it := table(rows, number=page)),
            cells=[replace(c, place=replace(c.place, page=page)) for c in it.cells],
            place=Place(page=page, table=page),
        )
        for page, rows in enumerate(parts, start=1)
    ]


def test_a_head_alone_at_the_foot_of_a_page_is_that_of_the_rows_behind_the_break():
    head, *rows = printed(entries())
    facts, _ = read(table([head]), table(rows, number=2))
    assert shown(facts) == known(entries())


def test_the_second_of_two_statistics_tables_is_told_and_not_mixed_in():
    rows, others = entries(1), entries(2)
    facts, findings = read(table(printed(rows)), table(printed(others), number=2))
    assert shown(facts) == known(rows)
    assert "table_repeated" in {f["rule_code"] for f in findings}


def test_local_tables_of_before_2014_are_not_read_as_the_form():
    shanghai = [
        ["指标名称", "计量单位", "代码", "本期实际", "本年累计"],
        *(
            [label, "条", f"{n:02d}", str(n), str(9 * n)]
            for n, label in enumerate(
                ["主动公开信息数", "其中：全文电子化的主动公开信息数", "新增的行政规范性文件数",
                 "申请总数", "1.当面申请数", "2.传真申请数", "3.电子邮件申请数", "4.网上申请数",
                 "5.信函申请数", "对申请的答复总数", "1.同意公开答复数", "2.同意部分公开答复数",
                 "3.否决公开答复总数", "行政复议数", "行政诉讼数", "行政申诉数"], 1
            )
        ),
    ]  # fmt: skip
    fujian = [
        ["指标名称", "计量单位", "2009年度", "历年累计"],
        *([row[0], row[1], row[3], row[4]] for row in shanghai[1:]),
    ]
    for rows in (shanghai, fujian):
        assert read(table(rows))[0] == {}
        # Nor by the rows alone, where those that only the older tables have are lost.
        kept = [row for row in rows if "否决" not in row[0] and "答复总数" not in row[0]]
        kept = [row for row in kept if "申诉" not in row[0] and "全文" not in row[0]]
        assert read(table(kept))[0] == {}


def test_a_second_head_row_that_lost_its_middle_does_not_run_two_halves_together():
    """As columns aligned by two spaces leave it: label of the left half, value of the right."""
    rows = entries()
    half = (len(rows) + 1) // 2
    texts = [["统计指标", "单位", "统计数"] * 2]
    for left, right in zip(rows[:half], [*rows[half:], None], strict=False):
        beside = [right.label, right.unit, right.value] if right else ["", "", ""]
        texts.append([left.label, left.unit, left.value, *beside])
    whole = table(texts)
    head = [replace(cell, row_span=2) if cell.column == 0 else cell for cell in whole.cells[:6]]
    lost = [
        replace(head[column], row=1, row_span=1, text=text)
        for column, text in ((1, "单位"), (4, "单位"), (5, "统计数"))
    ]
    body = [replace(cell, row=cell.row + 1) for cell in whole.cells[6:]]
    facts, _ = read(replace(whole, cells=[*head, *lost, *body]))
    assert shown(facts) == known(rows)


def test_labels_with_the_line_breaks_of_a_page_in_them_are_known_in_a_text():
    rows = entries()
    lines = [["<br>".join((label[:2], label[2:])), *rest] for label, *rest in printed(rows)]
    document = text_reader.read("\n".join("\t".join(line) for line in lines).encode())

    facts, _ = read_facts(read_tables(document))
    assert {fact.reading.key[0]: f"{fact.value:f}" for fact in facts} == known(rows)


@pytest.mark.parametrize("between", ["\n", " "])
def test_units_between_labels_and_values_that_nothing_parts(between):
    rows = entries()
    lines = [between.join((row.label, row.unit, row.value or "--")) for row in rows]
    content = "\n".join([between.join(("统计指标", "单位", "统计数")), *lines])
    facts, findings = read(*text_reader.read(content.encode()).tables)
    assert shown(facts) == known(rows)
    assert not [each for each in findings if each["rule_code"] == "unit_missing"]


def test_any_unit_that_values_may_have_may_stand_in_the_column_of_units():
    other = {"件": "宗", "次": "场", "条": "份", "人": "名", "个": "家"}
    rows = entries()
    lines = [f"{r.label}\n{other.get(r.unit, r.unit)}\n{r.value or '--'}" for r in rows]
    facts, _ = read(
        *text_reader.read("\n".join(["统计指标\n单位\n统计数", *lines]).encode()).tables
    )
    assert shown(facts) == known(rows)
