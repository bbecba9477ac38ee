"""Recognise which printed row is which row of a form."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from extraction.document import Cell
from extraction.forms import Row
from extraction.labels import best_similarity, core, has_words, split_numbering
from extraction.values import read_cell

ROW_SIMILARITY = 0.7
"""Below this a printed label is not taken for a row. 其他法律行政止公开, a misprint met in real
reports, has 0.86 with its row; 规章 and 规范性文件 have 0.29 with one another."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of a table, parted into labels (outermost first) and the cells behind them."""

    labels: tuple[Cell, ...]
    rest: tuple[Cell, ...]

    @property
    def label(self) -> str:
        """The innermost label as printed."""
        return self.labels[-1].text if self.labels else ""

    @property
    def has_value(self) -> bool:
        return any(read_cell(cell.text).status != "blank" for cell in self.rest)

    @property
    def has_number(self) -> bool:
        return any(read_cell(cell.text).number is not None for cell in self.rest)


def part(cells: list[Cell]) -> PrintedRow:
    """Part a row into labels and values: labels are words that are no value, in front."""
    labels: list[Cell] = []
    end = 0
    for position, cell in enumerate(cells):
        status = read_cell(cell.text).status
        if status == "blank":
            continue
        is_number = status == "reported" and not _is_numbering(cells, position)
        if is_number or status == "dash" or not has_words(cell.text):
            break
        labels.append(cell)
        end = position + 1
    return PrintedRow(tuple(labels), tuple(cells[end:]))


def _is_numbering(cells: list[Cell], position: int) -> bool:
    """Whether a numeral in words (十一) stands before a label, not for a value."""
    if position or core(cells[0].text).strip("一二三四五六七八九十"):
        return False
    return len(cells) > 1 and has_words(cells[1].text) and read_cell(cells[1].text).number is None


def best_row(label: str, rows: tuple[Row, ...]) -> tuple[float, Row | None]:
    """The row of a block whose label is nearest, for blocks whose labels are all different."""
    scored = [(row_similarity(label, row), row) for row in rows]
    score, row = max(scored, key=lambda entry: entry[0], default=(0.0, None))
    return (score, row) if score >= ROW_SIMILARITY else (0.0, None)


@functools.lru_cache(maxsize=65536)
def row_similarity(label: str, row: Row) -> float:
    """How well a printed label fits a row; a kind of numbering that differs counts against it."""
    score = best_similarity(label, row.labels)
    if score < ROW_SIMILARITY or (len(core(label)) <= 2 and score < 1):
        return 0.0
    printed = split_numbering(label)[0]
    if printed is not None and row.numbering is not None:
        score += 0.05 if printed == row.numbering else -0.25
    return score if score >= ROW_SIMILARITY else 0.0


def align(labels: list[str], rows: tuple[Row, ...]) -> tuple[float, list[Row | None]]:
    """Match printed labels with the rows of a form, both in order, for the greatest total.

    Order decides between rows of like wording (the 其他 of two groups). Returns the total and
    for each label its row or None.
    """
    totals = [[0.0] * (len(rows) + 1) for _ in range(len(labels) + 1)]
    scores = [[row_similarity(label, row) for row in rows] for label in labels]
    for i in range(len(labels) - 1, -1, -1):
        for j in range(len(rows) - 1, -1, -1):
            taken = scores[i][j] + totals[i + 1][j + 1] if scores[i][j] else 0.0
            totals[i][j] = max(totals[i + 1][j], totals[i][j + 1], taken)
    matched: list[Row | None] = [None] * len(labels)
    i = j = 0
    while i < len(labels) and j < len(rows):
        if scores[i][j] and totals[i][j] == scores[i][j] + totals[i + 1][j + 1]:
            matched[i] = rows[j]
            i, j = i + 1, j + 1
        elif totals[i][j] == totals[i + 1][j]:
            i += 1
        else:
            j += 1
    return totals[0][0], matched
