"""The head of the table of 2014: which column holds the year's figures of the report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extraction.document import Cell
from extraction.labels import core, plain, split_numbering
from extraction.values import read_cell

_INDICATOR = re.compile(
    r"^(?:统计指标|指标名称|指标|统计项目|项目名称|项目|统计内容|指标内容|内容)$"
)
_UNIT = re.compile(r"^(?:计量)?单位$")
_CODE = re.compile(r"^(?:序号|代码|编号|编码|行次|行号|指标代码)$")
_REMARKS = re.compile(r"^(?:备注|说明|填报说明)$")
_VALUE = re.compile(
    r"统计数|数量|数值|数据|本年|本期|本月|本季|当年|年度|全年|累计|合计|总计|总数|实际|上年|去年|上期"
    r"|同比|增减|增长|\d{4}年|小计|数$"
)
_TOTAL = re.compile(r"^(?:合计|总计|总数|统计数|统计数量|统计数据|统计总数|统计数合计)$")
_OTHER_TIME = re.compile(r"上年|去年|上一年|上期|同期|同比|环比|增减|增长|历年|比上")
_YEAR_TO_DATE = re.compile(r"(?:本年|全年|当年|年度|\d{4}年)度?累计")
_YEAR = re.compile(r"本年|全年|当年|年度|\d{4}年|今年")
_PART_OF_YEAR = re.compile(r"本期|本月|本季|当期|当月")

Role = Literal["label", "unit", "code", "remarks", "value"]


@dataclass(frozen=True, slots=True)
class Figures:
    """The head of one half of the table.

    roles: role, text and grid column of each head cell of the first half, left to right.
    width: columns of the grid, 0 where the columns do not hold for the rows that follow.
    split: first grid column of a second half side by side; count, split_count: the cells of a
        row of both halves and of the first.
    """

    roles: tuple[tuple[Role, str, range], ...]
    second: tuple[tuple[Role, str, range], ...]
    width: int

    @property
    def split(self) -> int | None:
        return self.second[0][2].start if self.second else None

    @property
    def count(self) -> int:
        return len(self.roles) + len(self.second)

    @property
    def split_count(self) -> int:
        return len(self.roles)

    @property
    def value_columns(self) -> list[int]:
        return [columns.start for role, _, columns in self.roles if role == "value"]

    @property
    def count_of_values(self) -> int:
        return len(self.value_columns)

    @property
    def behind(self) -> list[Role]:
        """The roles of the heads behind that of the indicators."""
        return [role for role, _, _ in self._heads_behind]

    @property
    def columns_behind(self) -> set[int]:
        """The grid columns of these heads."""
        return {index for _, _, columns in self._heads_behind for index in columns}

    @property
    def is_simple(self) -> bool:
        """Whether a row has one number at most: no numbers of rows, remarks or other figures."""
        return self.behind in (["value"], ["unit", "value"])

    @property
    def _heads_behind(self) -> list[tuple[Role, str, range]]:
        names = [role for role, _, _ in self.roles]
        return list(self.roles[names.index("label") + 1 :])

    def role_at(self, column: int) -> Role | None:
        """What a grid column holds, None where no head stands over it."""
        return next((role for role, _, columns in self.roles if column in columns), None)

    def text(self, cell: Cell) -> str:
        """What the head prints over a cell, or over the only column of figures."""
        heads = [(text, columns) for role, text, columns in self.roles if role == "value"]
        over = [text for text, columns in heads if cell.column in columns]
        return over[0] if over else heads[0][0] if len(heads) == 1 else ""

    def year_position(self, *, adding_up: bool) -> int | None:
        """Which of the columns of figures is the year's of the whole report, None if open."""
        texts = [core(text) for role, text, _ in self.roles if role == "value"]
        if len(texts) == 1:
            return None if _OTHER_TIME.search(texts[0]) else 0
        left = [i for i, text in enumerate(texts) if not _OTHER_TIME.search(text)]
        if any(_PART_OF_YEAR.search(texts[i]) for i in left):
            left = _only(left, [i for i in left if _YEAR_TO_DATE.search(texts[i])])
        elif any(_YEAR.search(texts[i]) and "累计" not in texts[i] for i in left):
            running = [i for i in left if re.fullmatch(r"(?:总|历年)?累计数?", texts[i])]
            left = [i for i in left if i not in running]
        years = {i: int(y[0]) for i in left if (y := re.findall(r"\d{4}(?=年)", texts[i]))}
        if years:
            last = max(years.values())
            left = [i for i in left if years.get(i, last) == last]
        if len(left) == 1:
            return left[0]
        left = _only(left, [i for i in left if _TOTAL.search(texts[i])])
        if len(left) == 1:
            return left[0]
        return 0 if adding_up and len(left) == len(texts) else None

    def for_second_half(self) -> Figures:
        """The head of the right half, alone."""
        return Figures(self.second, (), self.width)


def _only(all_of_them: list[int], found: list[int]) -> list[int]:
    return found if len(found) == 1 else all_of_them


def figures_head(cells: list[Cell], width: int, above: Figures | None = None) -> Figures | None:
    """The head that a row is, or None: a head of indicators and one of figures at least.

    above: the head in the row above this one; the heads that this row does not go under stay.
    """
    roles: list[tuple[Role, str, range]] = []
    for cell in cells:
        role = _role(cell.text, has_label=any(r == "label" for r, _, _ in roles))
        if role is None:
            if cell.text.strip():
                return None
            continue
        roles.append((role, cell.text, cell.columns))
    if above is not None and roles:
        covered = {index for _, _, columns in roles for index in columns}
        kept = [head for head in (*above.roles, *above.second) if covered.isdisjoint(head[2])]
        roles = sorted([*kept, *roles], key=lambda head: head[2].start)
    names = [role for role, _, _ in roles]
    if "label" not in names or "value" not in names:
        return None
    if names.count("label") == 1:
        return Figures(tuple(roles), (), width)
    first = names[: len(names) // 2]
    if names.count("label") != 2 or names[len(first) :] != first:
        return None
    return Figures(tuple(roles[: len(first)]), tuple(roles[len(first) :]), width)


def _role(text: str, *, has_label: bool) -> Role | None:
    words = core(text)
    if not words or read_cell(text).number is not None:
        return None
    if _INDICATOR.match(words):
        return "label"
    if _UNIT.match(words):
        return "unit"
    if _CODE.match(words):
        return "code"
    if _REMARKS.match(words):
        return "remarks"
    if split_numbering(text)[0] is not None:
        return None
    if _VALUE.search(plain(text)) or (has_label and len(words) <= 10):
        return "value"
    return None
