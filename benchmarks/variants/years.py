"""Tables that hold the same labels as those of the form, but are not the report's own."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from benchmarks.manners.report import Invented, invent
from benchmarks.variants import grids
from benchmarks.variants.grids import Blocks
from benchmarks.variants.requests import block_of, number
from extraction.forms import Block

Surround = Callable[[Invented, Random], Blocks]


def other(report: Invented, draw: Random) -> Invented:
    """A report with other numbers: last year's, or another body's."""
    return invent(draw.randrange(10**6, 10**7), report.form)


def last_year_first(report: Invented, draw: Random) -> Blocks:
    last = f"{report.year - 1}年情况", other(report, draw)
    blocks: Blocks = []
    for (heading, grid), (_, old) in zip(report.tables, last[1].tables, strict=True):
        blocks += [heading, last[0], old, f"{report.year}年情况", grid]
    return blocks


def last_year_behind(report: Invented, draw: Random) -> Blocks:
    blocks: Blocks = []
    for (heading, grid), (_, old) in zip(report.tables, other(report, draw).tables, strict=True):
        blocks += [heading, grid, "附：上年同期数据", old]
    return blocks


def titles_inside(report: Invented, draw: Random) -> Blocks:
    """Both years in one physical table each, under lines that say the year."""
    blocks: Blocks = []
    for (heading, grid), (_, old) in zip(report.tables, other(report, draw).tables, strict=True):
        line = [(f"{report.year - 1}年度", 0, old.width)]
        own = [(f"{report.year}年度", 0, grid.width)]
        blocks += [
            heading,
            grids.stacked(grids.with_row(old, 0, line), grids.with_row(grid, 0, own)),
        ]
    return blocks


def twice(report: Invented, draw: Random) -> Blocks:
    return [block for heading, grid in report.tables for block in (heading, grid, "附表", grid)]


def departments(report: Invented, draw: Random) -> Blocks:
    """Departments under the heads of the form in front of each table with rows."""
    blocks: Blocks = []
    for heading, grid in report.tables:
        blocks.append(heading)
        if heading.startswith("三"):
            blocks.append(_departments(block_of(report, "requests"), draw))
        blocks.append(grid)
    return blocks


def _departments(block: Block, draw: Random) -> grids.Grid:
    rows = [["部门", *(column.labels[0] for column in block.columns)]]
    for name in ("教育局", "公安局", "其他", "合计"):
        rows.append([name, *(str(draw.randrange(40)) for _ in block.columns)])
    return grids.table(rows)


def comparison(report: Invented, draw: Random) -> Blocks:
    """Some rows of the table of requests with the numbers of two years, in front of it."""
    block = block_of(report, "requests")
    rows = [["指标", f"{report.year - 1}年", f"{report.year}年", "增减"]]
    for row in (*block.rows[:4], *block.rows[-2:]):
        own, last = number(report, (row.code, "total")), draw.randrange(900)
        rows.append([row.labels[0], str(last), str(own), str(own - last)])
    return [
        part
        for heading, grid in report.tables
        for part in ([heading, grids.table(rows), grid] if heading[0] == "三" else [heading, grid])
    ]


def in_one_table(report: Invented, draw: Random) -> Blocks:
    wide = [grids.widened(grid, report.review.width) for _, grid in report.tables]
    return [grids.stacked(*wide)]


SURROUNDINGS: dict[str, Surround] = {
    "last year first": last_year_first,
    "last year behind": last_year_behind,
    "titles of years inside": titles_inside,
    "everything twice": twice,
    "departments in front": departments,
    "comparison in front": comparison,
    "all in one table": in_one_table,
}
"""Whole reports in which the form's labels stand more than once, or all in one table."""
