"""Recognise which printed row is which row of a form."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from extraction.document import Cell
from extraction.facts.evidence import SURE
from extraction.forms import Row
from extraction.labels import core, has_words, plain
from extraction.matching import Labels
from extraction.records import record
from extraction.tables.alignment import align
from extraction.tables.heads.labels import all_blocks
from extraction.tables.periods import is_period_alone
from extraction.units import unit_alone
from extraction.values import read_cell

ROW_SIMILARITY = 0.7
"""Below this a printed label is not taken for a row. 其他法律行政止公开, a misprint met in real
reports, has 0.86 with its row; 规章 and 规范性文件 have 0.29 with one another."""


_NUMBERING = re.compile(r"\(?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[).、,]*")

_MARKED = re.compile(r"\d{1,2}[.、．]|\([一二三四五六七八九十]{1,2}\)")
"""Numbering with its mark, which is no value where the label is printed on another line."""

_NEARLY = 0.02
"""By how much less like a row may be than the nearest one to count as well: others of its wording
in shorter words. A character in thirty."""

_BLANK_VALUES = 3
"""So many blanks behind a label are values: the words behind them are a remark on the row."""


@record(frozen=True, slots=True)
class PrintedRow:
    """A row of a table, parted into labels (outermost first) and the cells behind them.

    unit: of a column of units between the two. period: of a column of years between them.
    """

    labels: tuple[Cell, ...]
    rest: tuple[Cell, ...]
    unit: str | None = None
    period: str | None = None

    @property
    def label(self) -> str:
        """The innermost label as printed."""
        return self.labels[-1].text if self.labels else ""

    @property
    def is_misread(self) -> bool:
        """Whether a recogniser was not sure of the innermost label."""
        seen = self.labels[-1].recognition if self.labels else None
        return seen is not None and seen.score < SURE

    @property
    def printed(self) -> str:
        """What stands behind the labels."""
        return " | ".join(cell.text for cell in self.rest)

    @property
    def has_value(self) -> bool:
        return any(read_cell(cell.text).status != "blank" for cell in self.rest)

    @property
    def has_number(self) -> bool:
        return any(read_cell(cell.text).number is not None for cell in self.rest)


def part(cells: list[Cell]) -> PrintedRow:
    """Part a row into labels and values: labels are words that are no value, in front."""
    labels: list[Cell] = []
    numbering: Cell | None = None
    unit = None
    end = 0
    for position, cell in enumerate(cells):
        status = read_cell(cell.text).status
        if status == "blank":
            continue
        if labels and (unit := unit_alone(cell.text)):
            end = position + 1
            break
        is_marked = (
            labels
            and _MARKED.fullmatch(plain(cell.text))
            and any(core(behind.text) for behind in cells[position + 1 :])
        )
        if is_marked or _is_numbering(cells, position, is_inner=bool(labels)):
            numbering = cell if is_marked else None
            end = position + 1
            continue
        is_behind_values = bool(labels) and position - end >= _BLANK_VALUES
        if status in ("reported", "dash") or not has_words(cell.text) or is_behind_values:
            break
        labels.append(cell)
        numbering = None
        end = position + 1
    if numbering is not None:
        # What is left of a row's own label: it is not the row that its group may be called as.
        labels.append(numbering)
    is_dated = len(labels) > 1 and is_period_alone(labels[-1].text)
    period = labels.pop().text if is_dated else None
    return PrintedRow(_groups_first(labels), tuple(cells[end:]), unit, period)


def _groups_first(labels: list[Cell]) -> tuple[Cell, ...]:
    """The labels of a row, the names of its groups (不予公开) before its own.

    These may stand in one cell with it, or behind it where the page's row spans are wrong.
    """
    parted: list[Cell] = []
    for cell in labels:
        texts = _parted(cell.text)
        parted += [cell] if len(texts) == 1 else [replace(cell, text=text) for text in texts]
    if len(parted) > 1 and core(parted[-1].text) in _groups():
        # A row of the form may be called as a group is (其他处理), and stand behind what is left of
        # the name of another (年度办理结果).
        parted.sort(key=lambda cell: _is_row_alone(cell.text))
    return tuple(parted)


def _is_row_alone(text: str) -> bool:
    return core(text) not in _groups() and best_row(text, _rows_in_groups())[0] > 0


@functools.lru_cache(maxsize=65536)
def _parted(text: str) -> tuple[str, ...]:
    """The names of groups and the label of the row where they stand in one text, else the text."""
    group, folded = _group_pattern().match(plain(text)), plain(text)
    inner = _parted(folded[group.end() :]) if group is not None else ()
    if group is None or not best_row(inner[-1], _rows_in_groups())[0]:
        return (text,)
    return (folded[: group.end("name")], *inner)


@functools.cache
def _group_pattern() -> re.Pattern[str]:
    names = "|".join(map(re.escape, sorted(_groups(), key=len, reverse=True)))
    misprinted = r"\([一二三四五六七八]\)[^\W\d]{2,8}(?=\W*\d)"
    return re.compile(
        rf"(?P<name>(?:\(?[一二三四五六七八]\)?[、.]?)?(?:{names})|{misprinted})"
        r"[-—–:/、,·>|]*(?=.)"
    )


@functools.cache
def _groups() -> frozenset[str]:
    """The names of the groups of rows of all forms."""
    return frozenset(core(name) for block in all_blocks() for name in block.headings)


@functools.cache
def _rows_in_groups() -> tuple[Row, ...]:
    return tuple(row for block in all_blocks() if block.headings for row in block.rows)


def _is_numbering(cells: list[Cell], position: int, *, is_inner: bool) -> bool:
    """Whether a number (7, 十一, 1.) numbers the row: it stands before a label. is_inner: behind
    another, where it may be a value before a remark, but not before the name of a row."""
    if not _NUMBERING.fullmatch(plain(cells[position].text)):
        return False
    behind = next((cell.text for cell in cells[position + 1 :] if core(cell.text)), "")
    # 无 is a value, too: the 3 before it is one, not a number of its row.
    if not has_words(behind) or read_cell(behind).status != "unreadable":
        return False
    return best_row(behind, _rows_in_groups())[0] > 0 if is_inner else len(cells) > position + 2


@functools.lru_cache(maxsize=65536)
def best_row(label: str, rows: tuple[Row, ...]) -> tuple[float, Row | None]:
    """The row of a block whose label is nearest, for blocks whose labels are all different."""
    match = labels_of(rows).match(label)
    return match.best, rows[match.nearest[0]] if match.nearest else None


@functools.lru_cache(maxsize=256)
def labels_of(rows: tuple[Row, ...]) -> Labels:
    """The labels of rows, between those of like wording their order decides."""
    return Labels(
        (row.labels for row in rows),
        least=ROW_SIMILARITY,
        near=_NEARLY,
        margin=None,
        numbering=[row.numbering for row in rows],
    )


def rows_in_order(
    labels: tuple[str, ...], rows: tuple[Row, ...]
) -> tuple[float, tuple[Row | None, ...]]:
    """How well printed labels fit rows of a form, both in order, and the row of each."""
    total, found = align(labels, labels_of(rows))
    return total, tuple(None if index is None else rows[index] for index in found)
