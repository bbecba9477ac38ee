"""Labels in two languages: 自然人 Natural Person, or with Uyghur, Tibetan, Mongolian or Korean.

Reports of autonomous areas and of zones for foreign business print them, in one cell, in rows or in
columns of their own. What is in another script says what the Chinese label says, and goes.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import defaultdict
from dataclasses import replace

from extraction.document import Table
from extraction.labels import core, has_words
from extraction.tables.mended_labels import is_label_of_form
from extraction.values import read_cell

_FEWEST_LETTERS, _FEWEST_ALONE = 2, 3
"""A single letter may belong to a label (A类); where two stand alone they may be zeros misread."""

_FEWEST_CELLS = 2
"""Of a row or column in another language."""

_EMPTY_BRACKETS = re.compile(r"[(（\[]\s*[)）\]]")
_BESIDE = " \t\n/|／｜:：,，;；·-–—"
"""What parts the two languages."""


def in_chinese(table: Table) -> Table:
    """The table with its labels in Chinese alone; itself if they are.

    What is left must be a label of the form, or most labels of the table be in two languages.
    """
    others = {text for text in table.texts if _is_in_another(text)}
    if len(others) >= _FEWEST_CELLS:
        table = _without_lines(table, others)
    parts = {text: part for text in table.texts if (part := _chinese_part(text))}
    if not parts:
        return table
    is_known = {text for text, part in parts.items() if is_label_of_form(part)}
    words = sum(has_words(text) for text in table.texts)
    if not is_known or 2 * len(parts) <= words:
        parts = {text: part for text, part in parts.items() if text in is_known}
    if not parts:
        return table
    cells = [
        replace(cell, text=parts[cell.text]) if cell.text in parts else cell for cell in table.cells
    ]
    return replace(table, cells=cells)


def _without_lines(table: Table, others: set[str]) -> Table:
    """The table without the rows and columns in which nothing but such texts stands."""
    rows: dict[int, list[str]] = defaultdict(list)
    columns: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        if cell.row_span == 1:
            rows[cell.row].append(cell.text)
        if cell.column_span == 1:
            columns[cell.column].append(cell.text)
    lost_rows, lost_columns = (
        {
            number
            for number, texts in lines.items()
            if sum(text in others for text in texts) >= _FEWEST_CELLS
            and all(text in others or not text.strip() for text in texts)
        }
        for lines in (rows, columns)
    )
    if not lost_rows and not lost_columns:
        return table
    cells = []
    for cell in table.cells:
        kept_rows = len({*range(cell.row, cell.row + cell.row_span)} - lost_rows)
        kept_columns = len({*cell.columns} - lost_columns)
        if kept_rows and kept_columns:
            row = cell.row - sum(number < cell.row for number in lost_rows)
            column = cell.column - sum(number < cell.column for number in lost_columns)
            cells.append(
                replace(cell, row=row, column=column, row_span=kept_rows, column_span=kept_columns)
            )
    return replace(table, cells=cells)


@functools.lru_cache(maxsize=65536)
def _is_in_another(text: str) -> bool:
    """Whether a text is words of another script alone."""
    if has_words(text) or any(letter.isdigit() for letter in text):
        return False
    is_long = sum(map(_is_foreign, text)) >= _FEWEST_ALONE
    return is_long and read_cell(text).status == "unreadable"


@functools.lru_cache(maxsize=65536)
def _chinese_part(text: str) -> str | None:
    """What a label says in Chinese, where it has words of another script before or behind it."""
    if text.isascii() or not has_words(text):
        return None
    letters = [n for n, letter in enumerate(text) if _is_foreign(letter)]
    if len(letters) < _FEWEST_LETTERS or read_cell(text).status != "unreadable":
        return None
    kept, end = "", 0
    for start, stop in _runs(text, letters):
        if has_words(core(text[:start])) and has_words(text[stop:]):
            return None
        kept += text[end:start] + " "
        is_open = text.count("(", start, stop) + text.count("（", start, stop)
        is_open -= text.count(")", start, stop) + text.count("）", start, stop)
        end = stop + (is_open > 0 and text[stop : stop + 1] in (")", "）"))
    return _EMPTY_BRACKETS.sub("", kept + text[end:]).strip(_BESIDE) or None


def _runs(text: str, letters: list[int]) -> list[tuple[int, int]]:
    """The stretches from a foreign letter to another without a Chinese one or a digit between."""
    runs: list[tuple[int, int]] = []
    for n in letters:
        between = text[runs[-1][1] : n] if runs else ""
        if runs and not any(letter.isalnum() for letter in between):
            runs[-1] = runs[-1][0], n + 1
        else:
            runs.append((n, n + 1))
    return runs


@functools.lru_cache(maxsize=16384)
def _is_foreign(letter: str) -> bool:
    """Whether a character is a letter, or a part of one, of a script other than Chinese."""
    if unicodedata.category(letter)[0] not in "LM":
        return False
    return not unicodedata.name(letter, "CJK").startswith(("CJK", "IDEOGRAPHIC", "VARIATION"))
