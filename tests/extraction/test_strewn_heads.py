"""Heads and labels that a text of a PDF prints line by line, around the values of narrow cells."""

from __future__ import annotations

import pytest

from benchmarks.manners.report import invent
from benchmarks.manners.texts import text
from extraction.document import Cell, Place, Table
from extraction.tables import read_tables
from extraction.tables.heads.strewn import with_gathered_heads
from extraction.tables.row_sums import only_one, parted
from extraction.tables.rows import PrintedRow
from tests.extraction.test_cut_heads import document
from tests.extraction.test_manners import assert_whole

HEAD = ("申请人情况", "自然", "法人或其他组织", "商业企|科研机|社会公益|法律服务|其|总计", "人")
REST = "业|构|组织|机构|他"
WHOLE = "自然人|商业企业|科研机构|社会公益组织|法律服务机构|其他|总计"
REVIEW = "结果维|结果纠|其他结|尚未审|总"


def heads(*rows: str) -> list[str]:
    gathered = with_gathered_heads(document(*rows).tables[0]).rows()
    return ["|".join(cell.text for cell in row) for row in gathered]


@pytest.mark.parametrize("first", ["一、本年新收|1|0|0|0|0|0|1", "一、本年新收", "1|0|0|0|0|0|1"])
def test_a_head_whose_words_are_strewn_over_lines_is_whole(first):
    values = () if "|" in first else ("1|0|0|0|0|0|1",)
    assert heads(*HEAD, REST, first, *values) == [WHOLE, first, *values]


def test_the_head_of_table_4_keeps_the_order_of_its_groups():
    inner = f"{REVIEW}|{REVIEW}"
    values = "|".join("1000100002" + "00303")
    found = heads(
        "行政诉讼",
        "未经复议直接起诉|复议后起诉",
        REVIEW,
        "持|正|果|结|计",
        inner,
        "持|正|果|结|计" * 2,
        values,
    )
    assert found[0] == "行政复议|行政诉讼"
    assert found[1].endswith("总计|未经复议直接起诉|复议后起诉")
    assert found[-1] == values


@pytest.mark.parametrize("corner", ["(本列数据的勾稽关系为：", "本列数据的勾稽关系为：", ""])
def test_heads_that_a_recogniser_took_from_the_top_are_put_in_order(corner):
    """What has two lines begins higher than what has one, and its second line comes last."""
    upper, lower = "自然人|社会公益|法律服务|总计", "商业企业|科研机构|其它"
    sums = "第一项加第二项之和，等于第三项加第四项之和" if corner else ""
    first = "一、本年新收|1|0|0|0|0|0|1"
    printed = [each for each in (corner + sums, "申请人情况", upper, lower, "组织|机构") if each]
    assert heads(*printed, first) == [WHOLE, first]


@pytest.mark.parametrize(
    "upper",
    ["社会公益|法律服务|自然人|总计", "自然人|法律服务|社会公益|总计"],
    ids=["natural persons not first", "changed on one level"],
)
def test_heads_that_no_two_levels_explain_stay(upper):
    printed = [upper, "商业企业|科研机构|其他", "组织|机构", "一、本年新收|1|0|0|0|0|0|1"]
    assert heads(*printed) == printed


@pytest.mark.parametrize(
    "rows",
    [
        ("自然人", "科研机|商业企|社会公益|法律服务|其|总计", REST),
        (*HEAD, "业|构|组织|机构"),
        (*HEAD, REST, "外籍人士"),
        ("自然人", "法人或其他组织|备注", "商业企|科研机|社会公益|法律服务|其|总计", REST),
    ],
    ids=["another order", "a character lost", "a column more", "remarks"],
)
def test_a_head_that_is_not_the_forms_own_stays(rows):
    printed = [*rows, "一、本年新收|1|0|0|0|0|0|1"]
    assert heads(*printed) == printed


def test_a_grid_is_left_as_its_source_draws_it():
    cells = document(*HEAD, REST, "1|0|0|0|0|0|1").tables[0].cells
    drawn = Table(cells, "grid", Place())
    assert with_gathered_heads(drawn) is drawn


def lines_around(grid) -> str:
    """Each label of an item over two lines, its values between them."""
    lines = []
    for number in range(grid.height):
        row = grid.row(number)
        words = [box.text for box in row if box.kind != "value"]
        values = " ".join(box.text for box in row if box.kind == "value")
        last = words.pop() if values and words else ""
        cut = len(last) // 2 if last[:1].isdigit() and len(last) > 6 else len(last)
        lines += [*words, f"{last[:cut]} {values}".strip(), last[cut:]]
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize("form", ["2019", "2021"])
def test_a_label_that_goes_on_under_its_values_is_whole(form, gazetteer):
    report = invent(61, form)
    assert_whole("around", text(report, lines_around).encode(), report, gazetteer)


def test_one_space_parts_two_values_where_the_sum_of_the_row_says_so(gazetteer):
    report = invent(62, "2021")
    printed = text(
        report, lambda grid: "\n".join(b.text for n in range(grid.height) for b in grid.row(n))
    )
    *parts, total = (str(report.cells["request.received", c].accepted[0]) for c in COLUMNS)
    apart, joined = "\n".join([*parts, total]), "\n".join([*parts[:-1], f"{parts[-1]} {total}"])
    assert printed.count(apart) == 1
    assert_whole("spaced", printed.replace(apart, joined).encode(), report, gazetteer)
    row = PrintedRow((), tuple(Cell(each, 0, 0) for each in ("1", "2", "3 6")))
    assert only_one(parted(row.rest, 4), lambda cells: cells[3].text == "6") is not None
    assert only_one(parted(row.rest, 4), lambda cells: False) is None


COLUMNS = (
    "natural_person",
    "business",
    "research_institution",
    "social_welfare_organisation",
    "legal_service_organisation",
    "other_organisation",
    "total",
)


def test_numbers_beside_the_first_half_of_a_label_are_doubted_where_others_stand_beside_the_rest():
    rows = [
        "|".join(["", *WHOLE.split("|")]),
        "一、本年新收政府信息公开申请数量|1|0|0|0|0|0|1",
        "2.申请人逾期未按收费通知要求缴纳费用、行|1|0|0|0|0|0|1",
        "政机关不再处理其政府信息公开申请|0|2|0|0|0|0|2",
    ]
    doubts = read_tables(document(*rows), 2022).doubts
    assert ("row_padded", ("outcome.other.fee_unpaid", None)) in [
        (d.rule_code, d.key) for d in doubts
    ]


def test_a_number_of_a_label_is_no_value_of_its_row():
    rows = [WHOLE, "（一）予以公开|3|0|0|0|0|0|3", "1.|-|-|123|1|2|48 174"]
    printed = document(*rows[:2], "本机关不掌握相关政府信息", rows[2])
    found = read_tables(printed, 2022).cells
    item = "outcome.not_available.not_held"
    values = [found[item, column].cell.text for column in COLUMNS if (item, column) in found]
    assert values in ([], ["-", "-", "123", "1", "2", "48", "174"])
