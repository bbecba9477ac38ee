"""Recognise which printed row is which row of a form."""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from extraction.document import Cell
from extraction.evidence import SURE
from extraction.forms import Row
from extraction.labels import (
    best_likeness,
    best_similarity,
    core,
    has_words,
    plain,
    split_numbering,
    unexplained,
)
from extraction.records import record
from extraction.tables.alignment import first_match, last_match
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

NEARLY = 0.02
"""By how much less like a row may be than the nearest one to count as well: others of its wording
in shorter words. A character in thirty."""

_EXPLAINED = 0.01
"""By how much less a label fits for what it says of itself: the same without that comes first."""

_FEWEST_WORDS = 4
"""Characters of a label by which it is known within a longer one: 其他 stands in many."""


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
    unit = None
    end = 0
    for position, cell in enumerate(cells):
        status = read_cell(cell.text).status
        if status == "blank":
            continue
        if labels and (unit := unit_alone(cell.text)):
            end = position + 1
            break
        is_marked = bool(labels) and _MARKED.fullmatch(plain(cell.text)) is not None
        if is_marked or _is_numbering(cells, position, is_inner=bool(labels)):
            end = position + 1
            continue
        is_behind_values = bool(labels) and position - end >= _BLANK_VALUES
        if status in ("reported", "dash") or not has_words(cell.text) or is_behind_values:
            break
        labels.append(cell)
        end = position + 1
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
    return re.compile(
        rf"(?P<name>(?:\(?[一二三四五六七八]\)?[、.]?)?(?:{names})|\([一二三四五六七八]\)其他(?=\W*\d))"
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


def best_row(label: str, rows: tuple[Row, ...]) -> tuple[float, Row | None]:
    """The row of a block whose label is nearest, for blocks whose labels are all different."""
    scores = row_scores(label, rows)
    best = max(scores, default=0.0)
    return (best, rows[scores.index(best)]) if best else (0.0, None)


@functools.lru_cache(maxsize=65536)
def row_scores(label: str, rows: tuple[Row, ...]) -> tuple[float, ...]:
    """How well a printed label fits each row; only the rows that it looks most like count.

    A label that looks most like a row of which it says something else (上年新收 beside 本年新收)
    is not the next best row either. Labels of two rows that ran together are neither.
    """
    printed, label = label, unexplained(label, _names(rows))
    if _names_several(label, rows):
        return (0.0,) * len(rows)
    alike = [best_likeness(label, row.labels) for row in rows]
    nearest = max(alike, default=0.0) - NEARLY
    return tuple(
        row_similarity(label, row) - _EXPLAINED * (label != printed) if like >= nearest else 0.0
        for row, like in zip(rows, alike, strict=True)
    )


@functools.lru_cache(maxsize=256)
def _names(rows: tuple[Row, ...]) -> frozenset[str]:
    return frozenset(core(label) for row in rows for label in row.labels)


def _names_several(label: str, rows: tuple[Row, ...]) -> bool:
    """Whether a label holds those of two rows, one behind the other; two short ones only where it
    is no more than these."""
    words = core(label)
    names = _names(rows)
    if words not in names and any(
        words.startswith(name) and words[len(name) :] in names for name in names
    ):
        return True
    held = {
        (row.code, name)
        for row in rows
        for name in map(core, row.labels)
        if len(name) >= _FEWEST_WORDS and name in words
    }
    # 其他法律行政法规禁止公开 holds the words of shorter labels of its own and of other rows.
    whole = {code for code, name in held if not any(name in n and name != n for _, n in held)}
    return len(whole) > 1


def row_similarity(label: str, row: Row) -> float:
    """How well a printed label fits a row; a kind of numbering that differs counts against it."""
    score = best_similarity(label, row.labels)
    if score < ROW_SIMILARITY or (len(core(label)) <= 2 and score < 1):
        return 0.0
    printed = split_numbering(label)[0]
    if printed is not None and row.numbering is not None:
        score += 0.05 if printed == row.numbering else -0.25
    return score if score >= ROW_SIMILARITY else 0.0


@functools.lru_cache(maxsize=4096)
def align(labels: tuple[str, ...], rows: tuple[Row, ...]) -> tuple[float, tuple[Row | None, ...]]:
    """Match printed labels with the rows of a form, both in order, for the greatest total.

    Order decides between rows of like wording (the 其他 of two groups); a label that order leaves
    between two rows is matched with neither. Returns the total and for each label its row or None.
    A label that is word for word that of one row, and printed once, is that row wherever it stands.
    Reports share most of their labels, so answers are kept.
    """
    parts = _parts(labels, rows)
    none = (0.0,) * len(rows)
    scores = [none if label in parts else row_scores(label, rows) for label in labels]
    total, first = first_match(scores)
    if any(sum(score > 0 for score in line) > 1 for line in scores):
        last = last_match(scores)
        first = [
            one if other in (None, one) else None for one, other in zip(first, last, strict=True)
        ]
    if None in first:
        first = with_moved([*map(core, labels)], [{*map(core, row.labels)} for row in rows], first)
    return total, tuple(None if index is None else rows[index] for index in first)


def _parts(labels: tuple[str, ...], rows: tuple[Row, ...]) -> set[str]:
    """The labels that are one row of the form but for what they say of themselves, where several
    are: 行政处罚（简易程序） and 行政处罚（普通程序） are two parts of it."""
    said: dict[str, set[str]] = {}
    for label in labels:
        if (words := unexplained(label, _names(rows))) != label:
            said.setdefault(core(words), set()).add(label)
    return {label for alike in said.values() if len(alike) > 1 for label in alike}


def with_moved(
    words: list[str], names: list[set[str]], found: list[int | None]
) -> list[int | None]:
    """The matches, with those of rows that stand in another order than in the form.

    words: of the printed labels. names: what each row of the form may be called.
    """
    telling = {word for word in words if len(word) >= _FEWEST_WORDS and words.count(word) == 1}
    moved: dict[str, list[int]] = {}
    for index, called in enumerate(names):
        for word in called & telling:
            moved.setdefault(word, []).append(index)
    places = {word: at[0] for word, at in moved.items() if len(at) == 1 and at[0] not in found}
    return [places.get(word) if at is None else at for word, at in zip(words, found, strict=True)]
