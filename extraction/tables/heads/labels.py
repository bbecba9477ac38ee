"""Recognise the labels that heads are made of: columns, groups of columns, captions."""

from __future__ import annotations

import functools
import re

from extraction.document import Cell
from extraction.forms import Block, load_forms
from extraction.labels import (
    best_likeness,
    best_similarity,
    core,
    differs_by_one,
    split_numbering,
    unexplained,
)
from extraction.units import without_unit
from extraction.values import read_cell

COLUMN_SIMILARITY = 0.75
"""Below this a printed head is not taken for a column. 处理决定数 against 本年处理决定数量 has
0.77; the nearest heads of different meaning (本年制发件数, 本年新制作数量) have 0.62."""

LEADERS = {
    "信息内容",
    "项目",
    "类别",
    "类型",
    "信息类别",
    "信息类型",
    "信息名称",
    "事项",
    "内容",
    "名称",
    "指标",
}
"""Heads over the labels of rows: the form's own, and what stands in its place."""

NUMBERS = {"序号", "编号", "行次", "代码", "指标代码"}
UNITS = {"单位", "计量单位", "统计单位"}
REMARKS = {"备注", "说明"}
ASIDES = NUMBERS | UNITS | REMARKS
"""Heads of columns beside labels and values."""
TOTALS = "合计|总计|总数"
WHOLE_AREA = "全(?:省|自治区|市|州|盟|县|区|旗|镇|乡)"
"""Patterns of the labels of a sum, and of the whole where bodies stand beside one another."""
ARTICLE = re.compile("第二十条|第[一二三四五六七八九]项$")
"""The article of the law over a block of table 2, or what the end of a line leaves of it."""
CORNER = "勾稽关系"
CORNER_TEXT = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
"""What the form prints in the corner of the table of requests."""


@functools.lru_cache(maxsize=1)
def all_blocks() -> tuple[Block, ...]:
    """The blocks that a head of columns tells; a list of indicators is known by its rows."""
    return tuple(block for form in load_forms() for block in form.blocks if not block.is_list)


@functools.lru_cache(maxsize=65536)
def column_labels(block: Block, text: str) -> tuple[float, tuple[int, ...]]:
    """The best similarity of a text with the block's columns, and the columns that have it.

    None has it where columns of different names are equally near (结果正 to 维持 and 纠正), where
    the nearest says something else (上年处理决定数量), or where two heads ran together.
    """
    words = unexplained(without_unit(text), _names(block))
    if core(words) in _pairs(block):
        return 0.0, ()
    alike = [best_likeness(words, column.labels) for column in block.columns]
    best = max(alike)
    nearest = [index for index, like in enumerate(alike) if like == best]
    names = {block.columns[index].labels for index in nearest}
    if best < COLUMN_SIMILARITY or len(names) > 1 or not best_similarity(words, *names):
        return 0.0, ()
    return best, tuple(nearest)


@functools.lru_cache(maxsize=256)
def _pairs(block: Block) -> frozenset[str]:
    """Every two heads of a block's columns as one text."""
    labels = _names(block)
    return frozenset(one + other for one in labels for other in labels) - labels


@functools.lru_cache(maxsize=256)
def _names(block: Block) -> frozenset[str]:
    return frozenset(core(label) for column in block.columns for label in column.labels)


@functools.lru_cache(maxsize=65536)
def group_label(block: Block, text: str) -> int | None:
    """The group that a text is the label of, with or without that of the group around it in front.
    A number that ran into it (48复议后起诉) is a value: of which of its neighbours nobody knows."""
    if core(text)[:1].isdigit():
        return None
    around = [label for group in block.groups if not group.code for label in group.labels]
    within = (core(text).removeprefix(label) for label in around if core(text).startswith(label))
    words = next(filter(None, within), text)
    for index, group in enumerate(block.groups):
        if best_similarity(words, group.labels) >= 0.85 or differs_by_one(words, group.labels):
            return index
    return None


def is_head_row(cells: list[Cell]) -> bool:
    """Whether a row can be part of a head: no numbers, and labels of columns or groups."""
    if any(read_cell(cell.text).number is not None and core(cell.text) for cell in cells):
        return False
    return _is_head(tuple(cell.text for cell in cells if core(cell.text)))


@functools.lru_cache(maxsize=16384)
def _is_head(texts: tuple[str, ...]) -> bool:
    """As `is_head_row`, of the texts of a row without numbers; reports share most of these."""
    unnumbered = [text for text in texts if split_numbering(text)[0] is None]
    has_leader = any(core(text) in LEADERS for text in unnumbered)
    return any(_row_fits(block, unnumbered, has_leader) for block in all_blocks())


def _row_fits(block: Block, texts: list[str], has_leader: bool) -> bool:
    if any(is_caption(block, text) for text in texts):
        return True
    if any(group_label(block, text) is not None for text in texts):
        return True
    matched = {core(text): column_labels(block, text)[0] for text in texts}
    scores = [score for score in matched.values() if score]
    if len(scores) >= 2 or (scores and has_leader):
        return True
    return len(block.columns) == 1 and any(score >= 0.9 for score in scores)


def is_caption(block: Block, text: str) -> bool:
    return core(text) in {core(caption) for caption in block.captions}
