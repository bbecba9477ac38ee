"""Table 4 and table 2 as authors change them."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from benchmarks.manners.report import Invented
from benchmarks.variants import grids
from benchmarks.variants.grids import Blocks, Grid
from benchmarks.variants.requests import Change, block_of, number

KINDS = ("行政复议", "未经复议直接起诉", "复议后起诉")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def by_kind(report: Invented) -> list[list[str]]:
    """The fifteen numbers as three rows of five."""
    columns = block_of(report, "review").columns
    texts = [str(number(report, (column.code, "all"))) for column in columns]
    return [texts[at : at + 5] for at in (0, 5, 10)]


def kinds_as_rows(report: Invented, draw: Random) -> Grid:
    rows = [[kind, *row] for kind, row in zip(KINDS, by_kind(report), strict=True)]
    return grids.table([["类别", *OUTCOMES], *rows])


def outcomes_as_rows(report: Invented, draw: Random) -> Grid:
    return grids.transposed(kinds_as_rows(report, draw))


def named_by_captions(report: Invented, draw: Random) -> Blocks:
    blocks: Blocks = []
    for kind, row in zip(KINDS, by_kind(report), strict=True):
        blocks += [f"{kind}情况", grids.table([[*OUTCOMES], row])]
    return blocks


def label_in_front(report: Invented, draw: Random) -> Grid:
    last = report.review.height - 1
    return grids.with_column(report.review, 0, lambda row: "数量" if row == last else "")


def last_year_above(report: Invented, draw: Random) -> Grid:
    last = report.review.height - 1
    texts = [(str(draw.randrange(90)), at + 1, 1) for at in range(15)]
    grid = grids.with_column(report.review, 0, lambda row: "本年" if row == last else "")
    return grids.with_row(grid, last, [("上年", 0, 1), *texts])


def three_tables(report: Invented, draw: Random) -> Blocks:
    return [grids.columns_of(report.review, range(at, at + 5)) for at in (0, 5, 10)]


REVIEW: dict[str, Change] = {
    "kinds as rows": kinds_as_rows,
    "outcomes as rows": outcomes_as_rows,
    "three tables named by captions": named_by_captions,
    "three tables": three_tables,
    "label in front": label_in_front,
    "last year above": last_year_above,
}


def is_head(report: Invented, row: int) -> bool:
    return any(box.text == "信息内容" for box in report.disclosure.row(row))


def numbers_in_front(report: Invented, draw: Random) -> Grid:
    return grids.with_column(
        report.disclosure, 0, lambda row: "行次" if is_head(report, row) else str(row)
    )


def units_in_front(report: Invented, draw: Random) -> Grid:
    return grids.with_column(
        report.disclosure, 1, lambda row: "单位" if is_head(report, row) else "件"
    )


def blocks_apart(report: Invented, draw: Random) -> Blocks:
    grid = report.disclosure
    cuts = [box.row for box in grid.boxes if box.text.startswith("第二十条")] + [grid.height]
    return [grids.rows_of(grid, *cut) for cut in pairwise(cuts)]


def local_rows(report: Invented, draw: Random) -> Grid:
    grid = report.disclosure
    at = next(box.row for box in grid.boxes if box.text == "行政强制") + 1
    wide = max(box.columns for box in grid.row(at - 1))
    for label in ("行政裁决", "行政确认", "行政检查"):
        values = [(str(draw.randrange(50)), at, wide) for at in range(1, 7, wide)]
        grid = grids.with_row(grid, at, [(label, 0, 1), *values])
    return grid


DISCLOSURE: dict[str, Change] = {
    "numbers in front": numbers_in_front,
    "units in front": units_in_front,
    "blocks apart": blocks_apart,
    "local rows": local_rows,
}
