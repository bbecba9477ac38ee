"""Invent a report: the official tables as grids with spans, filled with numbers that add up."""

from __future__ import annotations

import functools
import random
from dataclasses import dataclass, field, replace
from decimal import Decimal

import yaml

from benchmarks.known_values import KnownCell
from benchmarks.manners.statistics import invent_values, numbered
from extraction.forms import FOLDER, Block, Form, Key, Row, load_forms

NUMBERS = (0, 0, 0, 0, 1, 2, 3, 5, 7, 12, 48, 123)
ISSUER = "淮安市人民政府"
ORGANISATIONS = 5
CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
GROUPS = {
    "outcome.denied": "（三）不予公开",
    "outcome.not_available": "（四）无法提供",
    "outcome.not_processed": "（五）不予处理",
    "outcome.other": "（六）其他处理",
}
ARTICLES = {
    "rule": "（一）", "licensing": "（五）", "penalty": "（六）", "charge": "（八）",
    "procurement": "（九）",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Box:
    """A cell with its spans; rows and columns count from 0. kind: "head", "label" or "value"."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    kind: str = "head"


@dataclass(slots=True)
class Grid:
    """A table as its author drew it."""

    boxes: list[Box] = field(default_factory=list)

    @property
    def height(self) -> int:
        return max(box.row + box.rows for box in self.boxes)

    @property
    def width(self) -> int:
        return max(box.column + box.columns for box in self.boxes)

    def row(self, number: int) -> list[Box]:
        """The boxes that begin in a row, left to right."""
        return sorted((b for b in self.boxes if b.row == number), key=lambda box: box.column)

    def cover(self, number: int) -> list[Box]:
        """For each grid column the box that covers it in a row."""
        return [
            next(
                b
                for b in self.boxes
                if b.row <= number < b.row + b.rows and b.column <= column < b.column + b.columns
            )
            for column in range(self.width)
        ]


@dataclass(frozen=True, slots=True)
class Invented:
    """A report: its tables in the order of the form, and the numbers that stand in them.

    A form has either the three tables or statistics; the others are empty.
    """

    form: str
    year: int
    issuer: str
    cells: dict[Key, KnownCell]
    disclosure: Grid = field(default_factory=Grid)
    requests: Grid = field(default_factory=Grid)
    review: Grid = field(default_factory=Grid)
    statistics: Grid = field(default_factory=Grid)

    @property
    def title(self) -> str:
        return f"{self.issuer}{self.year}年政府信息公开工作年度报告"

    @property
    def tables(self) -> tuple[tuple[str, Grid], ...]:
        headed = (
            ("二、主动公开政府信息情况", self.disclosure),
            ("三、收到和处理政府信息公开申请情况", self.requests),
            ("四、政府信息公开行政复议、行政诉讼情况", self.review),
            ("附表：政府信息公开情况统计表", self.statistics),
        )
        return tuple((heading, grid) for heading, grid in headed if grid.boxes)

    @property
    def opening(self) -> str:
        return (
            f"根据《中华人民共和国政府信息公开条例》规定，{self.issuer}编制本报告。"
            f"本报告所列数据的统计期限自{self.year}年1月1日起至{self.year}年12月31日止。"
        )


def invent(seed: int, form_code: str = "2021") -> Invented:
    """A report in one of the forms; the same seed gives the same report."""
    draw = random.Random(seed)
    form = next(form for form in load_forms() if form.code == form_code)
    if form.blocks[0].is_list:
        return _invent_statistics(form, draw)
    numbers: dict[Key, int | Decimal] = {}
    disclosure = Grid()
    for block in form.blocks:
        if block.table == "active_disclosure":
            _add_disclosure(disclosure, block, numbers, draw)
    requests = next(block for block in form.blocks if block.name == "requests")
    review = next(block for block in form.blocks if block.name == "review")
    _invent_requests(form, requests, numbers, draw)
    _invent_review(review, numbers, draw)
    return Invented(
        form=form_code,
        year=2022 if form_code == "2021" else 2019,
        issuer=ISSUER,
        cells=_known(numbers),
        disclosure=disclosure,
        requests=_requests_grid(requests, numbers),
        review=_review_grid(review, numbers),
    )


def _invent_statistics(form: Form, draw: random.Random) -> Invented:
    numbers = invent_values(form, draw)
    boxes = [Box(text, 0, column) for column, text in enumerate(("指标", "单位", "统计数"))]
    for height, (row, label) in enumerate(numbered(form.blocks[0].rows), start=1):
        boxes.append(Box(label, height, 0, kind="label"))
        boxes.append(Box(row.unit or "——", height, 1, kind="label"))
        value = str(numbers[row.code, "all"]) if row.code else ""
        boxes.append(Box(value, height, 2, kind="value"))
    return Invented(form.code, 2016, ISSUER, _known(numbers), statistics=Grid(boxes))


def _known(numbers: dict[Key, int | Decimal]) -> dict[Key, KnownCell]:
    return {key: KnownCell("reported", (Decimal(number),)) for key, number in numbers.items()}


@functools.cache
def numbering_of(form: str) -> dict[str, str]:
    text = (FOLDER / f"form_{form}.yml").read_text(encoding="utf-8")
    blocks = yaml.safe_load(text)["blocks"]
    return {row["code"]: row.get("numbering", "") for b in blocks for row in b.get("rows", [])}


def _add_disclosure(
    grid: Grid, block: Block, numbers: dict[Key, int | Decimal], draw: random.Random
) -> None:
    """One head for each article, its values as wide as four columns allow (3, 2 or 1 heads)."""
    height = max((box.row + box.rows for box in grid.boxes), default=0)
    for row in block.rows:
        if row.code in ARTICLES:
            article = f"第二十条第{ARTICLES[row.code]}项"
            grid.boxes.append(Box(article, height, 0, 1, 7))
            grid.boxes.append(Box("信息内容", height + 1, 0))
            for text, at, wide in _spread(block):
                grid.boxes.append(Box(text, height + 1, at, 1, wide))
            height += 2
        grid.boxes.append(Box(row.labels[0], height, 0, kind="label"))
        for column, (_, at, wide) in zip(block.columns, _spread(block), strict=True):
            value: int | Decimal = draw.choice(NUMBERS) * draw.choice((1, 10))
            text = f"{value:+d}" if column.signed and value else str(value)
            if column.money:
                value = Decimal(draw.randrange(0, 90_000_000)) / 10000
                text = str(value) if column.unit else f"{value}万元"
            numbers[block.key(row, column)] = value
            grid.boxes.append(Box(text, height, at, 1, wide, "value"))
        height += 1


def _spread(block: Block) -> list[tuple[str, int, int]]:
    wide = 6 // len(block.columns)
    return [
        (
            f"{column.labels[0]}（单位：{column.unit}）" if column.unit else column.labels[0],
            1 + position * wide,
            wide,
        )
        for position, column in enumerate(block.columns)
    ]


def _invent_requests(
    form: Form, block: Block, numbers: dict[Key, int | Decimal], draw: random.Random
) -> None:
    """Leaves at random; the sums of the form give the rest."""
    leaves = next(i.right for i in form.identities if i.rule_code == "outcome_sum")
    for column in block.columns:
        if column.code == "total":
            continue
        outcomes = [draw.choice(NUMBERS) for _ in leaves]
        for (item, _), number in zip(leaves, outcomes, strict=True):
            numbers[item, column.code] = number
        total, forward = sum(outcomes), draw.choice(NUMBERS)
        over = draw.randrange(0, total + forward + 1) // 4
        numbers["outcome.total", column.code] = total
        numbers["request.carried_forward", column.code] = forward
        numbers["request.carried_over", column.code] = over
        numbers["request.received", column.code] = total + forward - over
    for row in block.rows:
        parts = [c.code for c in block.columns if c.code != "total"]
        numbers[row.code, "total"] = sum(int(numbers[row.code, part]) for part in parts)


def _invent_review(block: Block, numbers: dict[Key, int | Decimal], draw: random.Random) -> None:
    for first in range(0, len(block.columns), 5):
        values = [draw.choice(NUMBERS) for _ in range(4)]
        for column, value in zip(
            block.columns[first : first + 5], [*values, sum(values)], strict=True
        ):
            numbers[block.key(None, column)] = value


def _requests_grid(block: Block, numbers: dict[Key, int | Decimal]) -> Grid:
    boxes = [
        Box(CORNER, 0, 0, 3, 3),
        Box("申请人情况", 0, 3, 1, 7),
        Box("自然人", 1, 3, 2),
        Box("法人或其他组织", 1, 4, 1, ORGANISATIONS),
        Box("总计", 1, 9, 2),
    ]
    boxes += [
        Box(column.labels[0], 2, 4 + position)
        for position, column in enumerate(block.columns[1:-1])
    ]
    numbering = numbering_of(block.form)
    results = [row for row in block.rows if row.code.startswith("outcome")]
    for height, row in enumerate(block.rows, start=3):
        boxes += _labels(row, numbering[row.code] + row.labels[0], height, results)
        boxes += [
            Box(str(numbers[row.code, column.code]), height, 3 + position, kind="value")
            for position, column in enumerate(block.columns)
        ]
    return Grid(boxes)


def _labels(row: Row, text: str, height: int, results: list[Row]) -> list[Box]:
    if row not in results:
        return [Box(text, height, 0, 1, 3, "label")]
    boxes = []
    if row is results[0]:
        boxes.append(Box("三、本年度办理结果", height, 0, len(results), kind="label"))
    group = row.code.rpartition(".")[0]
    if group not in GROUPS:
        if row.code == "outcome.other":
            text = GROUPS[row.code]
        return [*boxes, Box(text, height, 1, 1, 2, "label")]
    members = [each for each in results if each.code.startswith(f"{group}.")]
    if row is members[0]:
        boxes.append(Box(GROUPS[group], height, 1, len(members), kind="label"))
    return [*boxes, Box(text, height, 2, kind="label")]


def _review_grid(block: Block, numbers: dict[Key, int | Decimal]) -> Grid:
    boxes = [
        Box("行政复议", 0, 0, 1, 5),
        Box("行政诉讼", 0, 5, 1, 10),
        Box("未经复议直接起诉", 1, 5, 1, 5),
        Box("复议后起诉", 1, 10, 1, 5),
    ]
    for position, column in enumerate(block.columns):
        top = 1 if position < 5 else 2
        boxes.append(Box(column.labels[0], top, position, 3 - top))
        value = str(numbers[block.key(None, column)])
        boxes.append(Box(value, 3, position, kind="value"))
    return Grid(boxes)


def with_zeros_as(report: Invented, printed: str) -> Invented:
    """The report with something else printed for its zeros: nothing, or a dash."""

    def changed(grid: Grid) -> Grid:
        return Grid([replace(b, text=printed) if _is_zero(b) else b for b in grid.boxes])

    status = "dash" if printed else "blank"
    cells = {
        key: KnownCell(status, (None, Decimal(0))) if cell.accepted == (Decimal(0),) else cell
        for key, cell in report.cells.items()
    }
    return replace(
        report,
        cells=cells,
        disclosure=changed(report.disclosure),
        requests=changed(report.requests),
        review=changed(report.review),
        statistics=changed(report.statistics),
    )


def _is_zero(box: Box) -> bool:
    return box.kind == "value" and bool(box.text) and not box.text.strip("0.万元")
