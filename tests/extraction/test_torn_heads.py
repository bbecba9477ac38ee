"""Heads whose lines the end of a page parts, as word processors leave them in a PDF or a scan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Cell, Paragraph, Place, Recognition, Table
from tests.extraction.test_tables import OUTCOMES, requests_rows, values

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
KINDS = ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
DOCUMENTS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]
FIRST = [(CORNER, 0, 1), ("申请人情况", 1, 7)]
SECOND = [("", 0, 1), ("自然人", 1, 1), ("法人或其他组织", 2, 5), ("总计", 7, 1)]
THIRD = [(text, column, 1) for column, text in enumerate(["", "", *KINDS, ""])]
NUMBERS = [[str(10 * row + column) for column in range(7)] for row in range(25)]


def halves(head, *, lines):
    """The texts of a row of heads above and below the end of a page: so many characters above."""
    above = [(text[:lines], column, span) for text, column, span in head]
    return above, [(text[lines:], column, span) for text, column, span in head]


def on_page(page, rows):
    """A table of rows of (text, column, columns), ruled in eight columns of one width."""
    return Table(
        [
            Cell(
                text,
                row,
                column,
                column_span=span,
                place=Place(
                    page, page, row + 1, number + 1, (60.0 * column, 9.0, 60.0 * (column + span), 9)
                ),
            )
            for row, cells in enumerate(rows)
            for number, (text, column, span) in enumerate(cells)
        ],
        place=Place(page, page),
    )


def outcomes():
    rows = requests_rows()[1:]
    return [
        [(text, column, 1) for column, text in enumerate([row[0], *numbers])]
        for row, numbers in zip(rows, NUMBERS, strict=True)
    ]


def torn_in(number, lines):
    """The heads of table 3, one of their rows parted by the end of a page, and its rows."""
    heads = [FIRST, SECOND, THIRD]
    above, below = halves(heads[number], lines=lines)
    return (
        on_page(1, [*heads[:number], above]),
        on_page(2, [below, *heads[number + 1 :], *outcomes()]),
    )


@pytest.mark.parametrize(("number", "lines"), [(0, 3), (1, 1), (2, 1), (2, 2), (2, 3)])
def test_heads_parted_by_the_end_of_a_page_stand_over_the_rows_on_the_next(number, lines):
    found, doubts = values(*torn_in(number, lines))
    assert len(found) == 25 * 7
    assert found["request.received", "natural_person"] == "0"
    assert found["request.received", "total"] == "6"
    assert {doubt.severity for doubt in doubts} <= {"info"}


def test_what_stands_under_a_head_and_is_not_its_rest_is_not_put_on_it():
    """The first row of the next page is a remark on each column: no head is whole with it."""
    remark = [(text, column, 1) for text, column, _ in halves(THIRD, lines=0)[1]]
    head = on_page(1, [FIRST, SECOND, THIRD])
    below = on_page(2, [[("个" if text else "", c, s) for text, c, s in remark], *outcomes()])
    found, _ = values(head, below)
    assert found["request.received", "business"] == "1"


def test_a_head_repeated_on_the_next_page_is_not_put_on_the_one_before():
    heads = [FIRST, SECOND, THIRD]
    found, _ = values(on_page(1, heads), on_page(2, [*heads, *outcomes()]))
    assert len(found) == 25 * 7


def sideways_and_askew(table):
    """The table on a page that lies sideways in its scan, a little askew."""

    def turned(cell):
        left, _, right, _ = cell.place.box
        drift = left / 200
        box = (100 + drift, 600 - right, 120 + drift, 600 - left)
        return replace(cell, place=replace(cell.place, box=box))

    return replace(table, cells=[turned(cell) for cell in table.cells])


def test_a_head_parted_by_the_end_of_a_page_is_known_on_pages_scanned_sideways_and_askew():
    found, _ = values(*(sideways_and_askew(half) for half in torn_in(2, 2)))
    assert len(found) == 25 * 7
    assert found["request.received", "total"] == "6"


def test_a_number_between_two_pages_is_no_caption_over_a_repeated_head():
    """The head of a table's first block stands again over the row of its last: 1, the page's
    number, does not make it the head of a table of its own."""
    first = [[("第二十条第（一）项", 0, 4)], [(t, c, 1) for c, t in enumerate(DOCUMENTS)]]
    fees = [
        [("第二十条第（八）项", 0, 4)],
        [("信息内容", 0, 1), ("本年收费金额（单位：万元）", 1, 3)],
    ]
    found, _ = values(
        on_page(1, [*first, [("规章", 0, 1), ("1", 1, 1), ("2", 2, 1), ("3", 3, 1)], *fees]),
        Paragraph("1", Place(1)),
        on_page(2, [*first, [("行政事业性收费", 0, 1), ("18.87", 1, 3)]]),
    )
    assert found["charge.amount", "all"] == "18.87"


LAWSUITS = [("未经复议直接起诉", 5, 5), ("复议后起诉", 10, 5)]


def table_of_disputes(first, *, score=0.3):
    """Table 4 as a scan of two pages: what stands in the row that the end of the first one cuts,
    under 行政复议, and what goes on on the second."""
    above = on_page(1, [[("行政复议", 0, 5), ("行政诉讼", 5, 10)], [*first, *LAWSUITS]])
    names = ["", "", "", "", "", *OUTCOMES, *OUTCOMES]
    numbers = ["1", "2", "0", "0", "3", *"00000", "4", "0", "0", "1", "5"]
    lines = [[(text, at, 1) for at, text in enumerate(line)] for line in (names, numbers)]
    return [
        replace(
            half,
            cells=[
                replace(cell, recognition=Recognition(score if half is above else 1.0))
                for cell in half.cells
            ],
        )
        for half in (above, on_page(2, lines))
    ]


def test_outcomes_that_the_end_of_a_page_garbles_are_known_by_the_place_of_their_group():
    found, doubts = values(*table_of_disputes([("结果结果其他1尚未总计维持纠正", 0, 5)]))
    assert found["reconsideration.corrected", "all"] == "2"
    assert found["litigation_after_reconsideration.total", "all"] == "5"
    assert (len(found), doubts) == (15, [])


def test_dashes_at_the_foot_of_a_page_are_values_and_no_rest_of_the_head_above():
    names = [(text, at, 1) for at, text in enumerate(OUTCOMES * 3)]
    dashes = [({2: "F F", 7: "vee"}.get(at, "—"), at, 1) for at in range(15)]
    kinds = [("行政复议", 0, 5), *LAWSUITS]
    found, _ = values(on_page(1, [kinds, names, dashes]))
    assert found["reconsideration.upheld", "all"] == "—"
    assert len(found) == 15


def misread(cells, texts):
    """A table as a recogniser sees it: some texts wrong, and not surely read."""
    return replace(
        cells,
        cells=[
            replace(
                cell,
                text=texts.get(cell.text, cell.text),
                recognition=Recognition(0.3 if cell.text in texts else 1.0),
            )
            for cell in cells.cells
        ],
    )


def test_heads_that_ran_together_are_known_by_the_room_that_they_take():
    kinds = [("自然人", 1, 1), ("商业企业", 2, 2), *((k, n, 1) for n, k in enumerate(KINDS[2:], 4))]
    whole = on_page(1, [FIRST, [("", 0, 1), *kinds, ("总计", 7, 1)], *outcomes()])
    found, doubts = values(misread(whole, {"商业企业": "1商业科研企业机构"}))
    assert found["request.received", "research_institution"] == "2"
    assert (len(found), doubts) == (25 * 7, [])
    assert values(whole)[0] == {}


def test_rows_whose_labels_were_misread_are_known_by_their_places():
    head = [
        ("", 0, 1),
        ("自然人", 1, 1),
        *((k, n, 1) for n, k in enumerate(KINDS, 2)),
        ("总计", 7, 1),
    ]
    whole = on_page(1, [head, *outcomes()])
    labels = [cells[0][0] for cells in outcomes()]
    worn = {labels[2]: "三、本（一）予以公开", labels[18]: "3. H小", labels[24]: "四结下度继办"}
    found, doubts = values(misread(whole, worn))
    assert len(found) == 25 * 7
    assert [(doubt.rule_code, doubt.key[0]) for doubt in doubts] == [
        ("label_unmatched", "outcome.not_processed.excessive")
    ]
    surely = misread(whole, {})
    cells = [replace(cell, text=worn.get(cell.text, cell.text)) for cell in surely.cells]
    assert len(values(replace(surely, cells=cells))[0]) < 25 * 7
