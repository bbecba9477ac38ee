"""The table of requests as authors change it: columns and rows more or less, apart, swapped."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random

from benchmarks.manners.report import GROUPS, Grid, Invented, numbering_of
from benchmarks.variants import grids
from benchmarks.variants.grids import Blocks
from extraction.forms import Block, Key, load_forms

Change = Callable[[Invented, Random], Grid | Blocks]
HEAD, LABELS = 3, 3
"""Rows of the head and columns of labels in the form."""


def block_of(report: Invented, name: str) -> Block:
    form = next(form for form in load_forms() if form.code == report.form)
    return next(block for block in form.blocks if block.name == name)


def number(report: Invented, key: Key) -> int:
    """What stands in a cell of counts."""
    (value,) = report.cells[key].accepted
    assert value is not None
    return int(value)


def beside_each_row(head: str, value: Callable[[int], str]) -> Callable[[int], str]:
    """The texts of a further column. value: by the number of the form's row."""

    def text(row: int) -> str:
        return value(row - HEAD) if row >= HEAD else head if row == 0 else ""

    return text


def numbers_in_front(report: Invented, draw: Random) -> Grid:
    texts = beside_each_row("序号", lambda row: str(row + 1))
    return grids.with_column(report.requests, 0, texts)


def units_in_front(report: Invented, draw: Random) -> Grid:
    return grids.with_column(report.requests, LABELS, beside_each_row("单位", lambda row: "件"))


def remarks_behind(report: Invented, draw: Random) -> Grid:
    texts = beside_each_row("备注", lambda row: draw.choice(["", "无", "含上年2件", "3"]))
    return grids.with_column(report.requests, report.requests.width, texts)


def shares_behind(report: Invented, draw: Random) -> Grid:
    texts = beside_each_row("占比", lambda row: f"{draw.randrange(99)}%")
    return grids.with_column(report.requests, report.requests.width, texts)


def last_total_behind(report: Invented, draw: Random) -> Grid:
    texts = beside_each_row("上年总计", lambda row: str(draw.randrange(900)))
    return grids.with_column(report.requests, report.requests.width, texts)


def total_in_front(report: Invented, draw: Random) -> Grid:
    return grids.reordered(report.requests, [0, 1, 2, 9, 3, 4, 5, 6, 7, 8])


def without_total(report: Invented, draw: Random) -> Grid:
    return grids.without_column(report.requests, 9)


def applicants_apart(report: Invented, draw: Random) -> Blocks:
    parts = ([3], range(4, 9), [9])
    return [grids.columns_of(report.requests, [0, 1, 2, *part]) for part in parts]


def columns_apart(report: Invented, draw: Random) -> Blocks:
    """Two tables whatever the kinds of applicants, the row labels in both."""
    cut = draw.randrange(4, 10)
    return [
        grids.columns_of(report.requests, [0, 1, 2, *part])
        for part in (range(3, cut), range(cut, 10))
    ]


def groups_apart(report: Invented, draw: Random, *, repeats_head: bool = True) -> Blocks:
    grid = report.requests
    head = grids.rows_of(grid, 0, HEAD)
    starts = {b.row for b in grid.boxes if re.match("（[三四五六七]）|四、", b.text)}
    cuts = [HEAD, *sorted(starts), grid.height]
    parts = [grids.rows_of(grid, *cut) for cut in pairwise(cuts)]
    if repeats_head:
        return [grids.stacked(head, part) for part in parts]
    return [grids.stacked(head, parts[0]), *parts[1:]]


def head_again(report: Invented, draw: Random) -> Grid:
    grid = report.requests
    at = draw.randrange(HEAD + 2, grid.height - 2)
    head, upper = grids.rows_of(grid, 0, HEAD), grids.rows_of(grid, HEAD, at)
    return grids.stacked(head, upper, head, grids.rows_of(grid, at, grid.height))


def subtotals(report: Invented, draw: Random, *, with_label: bool) -> Grid:
    """A row with the sum of each group: before its rows with its label, or behind them."""
    grid = report.requests
    rows = block_of(report, "requests").rows
    for group, label in GROUPS.items():
        members = [row.code for row in rows if row.code.startswith(f"{group}.")]
        box = next((b for b in grid.boxes if b.text == label and b.rows > 1), None)
        if box is None:
            continue
        columns = block_of(report, "requests").columns
        sums = [str(sum(number(report, (m, c.code)) for m in members)) for c in columns]
        values = [(text, LABELS + at, 1) for at, text in enumerate(sums)]
        if with_label:
            kept = [
                replace(b, column=1, columns=2)
                if b.column == 2 and b.kind == "label" and box.row <= b.row < box.row + box.rows
                else b
                for b in grid.boxes
                if b is not box
            ]
            grid = grids.with_row(Grid(kept), box.row, [(label, 1, 2), *values])
        else:
            grid = grids.with_row(grid, box.row + box.rows, [("小计", 1, 2), *values])
    return grid


def parts_of_a_row(report: Invented, draw: Random) -> Grid:
    grid = report.requests
    for label in ("3.其他渠道申请", "2.信函申请", "其中：1.当面申请"):
        values = [(str(draw.randrange(9)), LABELS + at, 1) for at in range(7)]
        grid = grids.with_row(grid, HEAD + 1, [(label, 0, LABELS), *values])
    return grid


def without_numbering(report: Invented, draw: Random) -> Grid:
    numbering = re.compile(r"^(?:（[一二三四五六七]）|[一二三四]、|\d\.)")
    return grids.reworded(
        report.requests, lambda b: numbering.sub("", b.text) if b.kind == "label" else b.text
    )


def one_label_column(report: Invented, draw: Random) -> Grid:
    """Head and labels in a single row and column, as in a table typed anew."""
    block, numbering = block_of(report, "requests"), numbering_of(report.form)
    rows = [["项目", *(column.labels[0] for column in block.columns)]]
    for row in block.rows:
        values = (str(number(report, (row.code, c.code))) for c in block.columns)
        rows.append([numbering[row.code] + row.labels[0], *values])
    return grids.table(rows)


def swapped(report: Invented, draw: Random) -> Grid:
    return grids.transposed(report.requests)


def with_title(report: Invented, draw: Random) -> Grid:
    width = report.requests.width
    titled = grids.with_row(report.requests, 0, [("单位：件", 0, width)])
    return grids.with_row(titled, 0, [(f"{report.year}年度情况表", 0, width)])


REQUESTS: dict[str, Change] = {
    "numbers in front": numbers_in_front,
    "units in front": units_in_front,
    "remarks behind": remarks_behind,
    "shares behind": shares_behind,
    "last year's total behind": last_total_behind,
    "total in front": total_in_front,
    "no total": without_total,
    "applicants apart": applicants_apart,
    "columns apart": columns_apart,
    "groups apart": groups_apart,
    "groups apart, one head": lambda r, d: groups_apart(r, d, repeats_head=False),
    "head again": head_again,
    "subtotals behind": lambda r, d: subtotals(r, d, with_label=False),
    "subtotals with their labels": lambda r, d: subtotals(r, d, with_label=True),
    "parts of a row": parts_of_a_row,
    "no numbering": without_numbering,
    "one label column": one_label_column,
    "rows and columns swapped": swapped,
    "title and unit above": with_title,
}
"""Changes of the table of requests that leave all its numbers (or all but the totals) there."""
