"""Heads whose lines the end of a page parts, as word processors leave them in a PDF or a scan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Cell, Paragraph, Place, Table
from tests.extraction.test_tables import requests_rows, values

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
