"""Recognise the labels that heads are made of: columns, groups of columns, captions."""

from __future__ import annotations

import functools
import re

from extraction.document import Cell
from extraction.forms import Block, load_forms
from extraction.labels import core, split_numbering
from extraction.matching import Labels
from extraction.units import without_unit
from extraction.values import read_cell

COLUMN_SIMILARITY = 0.75
"""Below this a printed head is not taken for a column. 处理决定数 against 本年处理决定数量 has
0.77; the nearest heads of different meaning (本年制发件数, 本年新制作数量) have 0.62."""

_GROUP_SIMILARITY = 0.85
"""As of columns; the labels of groups stand in captions and prose as well (行政复议决定)."""

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


@functools.cache
def row_names(block: Block) -> frozenset[str]:
    """The words of the labels of a block's rows."""
    return frozenset(core(label) for row in block.rows for label in row.labels)


@functools.cache
def column_names(block: Block) -> frozenset[str]:
    """The words of the labels of a block's columns."""
    return frozenset(core(label) for column in block.columns for label in column.labels)


@functools.cache
def columns_of(block: Block) -> Labels:
    """The labels of a block's columns. A text is none of them that is as near to another one
    (结果 to 结果维持 and 结果纠正) or says something else (上年处理决定数量)."""
    labels = (column.labels for column in block.columns)
    return Labels(labels, least=COLUMN_SIMILARITY, words_of=without_unit)


@functools.lru_cache(maxsize=65536)
def column_labels(block: Block, text: str) -> tuple[int, ...]:
    """The columns of a block that a text is the label of: one in each group of them."""
    return columns_of(block).match(text).nearest


@functools.cache
def _groups_of(block: Block) -> Labels:
    """The labels of a block's groups of columns."""
    labels = (group.labels for group in block.groups)
    return Labels(labels, least=_GROUP_SIMILARITY, is_known_misread=True)


@functools.lru_cache(maxsize=65536)
def group_label(block: Block, text: str) -> int | None:
    """The group that a text is the label of, with or without that of the group around it in front.
    A number that ran into it (48复议后起诉) is a value: of which of its neighbours nobody knows."""
    if core(text)[:1].isdigit():
        return None
    around = [label for group in block.groups if not group.code for label in group.labels]
    within = (core(text).removeprefix(label) for label in around if core(text).startswith(label))
    nearest = _groups_of(block).match(next(filter(None, within), text)).nearest
    return nearest[0] if nearest else None


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
    matched = {core(text): columns_of(block).match(text).best for text in texts}
    scores = [score for score in matched.values() if score]
    if len(scores) >= 2 or (scores and has_leader):
        return True
    return len(block.columns) == 1 and any(score >= 0.9 for score in scores)


def is_caption(block: Block, text: str) -> bool:
    return core(text) in {core(caption) for caption in block.captions}


def stands_in_heads(block: Block, text: str) -> bool:
    """Whether a text stands in heads of a block beside the labels of its columns: nothing, a unit,
    the label of a group, a caption, the corner, or the head of a column of another kind."""
    words = core(text)
    return (
        not core(without_unit(text))
        or ARTICLE.match(words) is not None
        or group_label(block, text) is not None
        or is_caption(block, text)
        or words in LEADERS | ASIDES
        or CORNER in words
        or words in core(CORNER_TEXT)
    )
