"""Tables as a browser copies them out of a page whose cells hold paragraphs.

By the HTML standard's steps for `innerText` a tab stands between two cells and one line end
between two rows, and a paragraph has two line ends before and behind it. So a cell of a paragraph
stands on a line of its own, the tab on another, and three or more line ends in a row part rows.
A merged cell leaves no trace (geometry "ragged").
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.readers.text.cells import LONGEST_LABEL, TextCell, table
from extraction.readers.text.lines import Found, Line
from extraction.typography import ends_sentence, is_chapter_heading, is_value, join_lines, trim

_BETWEEN_ROWS = 3
_MOST_LONE_ROWS = 2
"""Rows of one cell in succession; more are paragraphs."""


def copied_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table of cells and tabs on lines of their own that begins at a line, if one does."""
    if not _begins(lines, start):
        return None
    rows = _Rows()
    for index in range(start, len(lines)):
        for position, text in enumerate(lines[index].text.split("\t")):
            if position:
                rows.add_tab(lines[index])
            if text.strip(" ") and not rows.add_text(lines[index], index, text):
                return rows.found(number)
        rows.line_ends += 1
    rows.end_row(lines[-1], len(lines))
    return rows.found(number)


def _begins(lines: list[Line], start: int) -> bool:
    """Whether the line is a cell with a blank line and a tab alone behind it, or the tab on it."""
    if lines[start].is_blank or start + 2 >= len(lines) or lines[start + 1].text.strip(" "):
        return False
    before, tab, _ = lines[start].text.partition("\t")
    if tab:
        return lines[start].text.endswith("\t") and not lines[start + 2].is_blank
    return bool(before) and lines[start + 2].text.strip(" ") == "\t"


@dataclass(slots=True)
class _Rows:
    """The rows read so far, the row that is open, and the texts of its open cell.

    line_ends: since the last tab or text. end: index of the line behind the last row that is
    surely of the table, kept: how many rows that makes.
    """

    rows: list[list[TextCell]] = field(default_factory=list)
    row: list[TextCell] = field(default_factory=list)
    texts: list[tuple[Line, str]] = field(default_factory=list)
    is_behind_tab: bool = False
    line_ends: int = 0
    end: int = 0
    kept: int = 0

    def add_tab(self, line: Line) -> None:
        """End a cell. The tab behind an empty first cell may end the row above as well."""
        parts_rows = self.line_ends == 1 if self.is_behind_tab else self.line_ends >= _BETWEEN_ROWS
        if parts_rows and (self.row or self.texts):
            self.end_row(line, line.number)
        self._end_cell(line)
        self.is_behind_tab, self.line_ends = True, 0

    def add_text(self, line: Line, index: int, text: str) -> bool:
        """Add to the open cell, or begin the next row; False where the table has ended."""
        if self.line_ends >= _BETWEEN_ROWS and (self.row or self.texts):
            self.end_row(line, index)
            if len(self.rows) - self.kept > _MOST_LONE_ROWS:
                return False
        elif self.texts and self.line_ends and self._is_whole(text):
            self.end_row(line, index)
            return False
        self.texts.append((line, text))
        self.is_behind_tab, self.line_ends = False, 0
        return True

    def end_row(self, line: Line, index: int) -> None:
        self._end_cell(line)
        self.rows.append(self.row)
        if len(self.row) > 1:
            self.end, self.kept = index, len(self.rows)
        elif _is_prose(self.row[0].text):
            # Nothing behind a heading or a sentence belongs to the table above it.
            self.rows += [self.row] * _MOST_LONE_ROWS
        self.row = []

    def found(self, number: int) -> Found | None:
        rows = self.rows[: self.kept]
        if sum(len(row) > 1 for row in rows) < 2:
            return None
        return Found(self.end, [table(rows, number)])

    def _end_cell(self, line: Line) -> None:
        first = self.texts[0][0] if self.texts else line
        text = join_lines(trim(text) for _, text in self.texts)
        self.row.append(TextCell(first, len(self.row) + 1, text))
        self.texts = []

    def _is_whole(self, text: str) -> bool:
        """Whether the open cell holds a value or a blank, which no further paragraph goes on."""
        so_far = join_lines(trim(text) for _, text in self.texts)
        is_remark = trim(text).startswith(("（", "("))
        return (not so_far or is_value(so_far)) and not is_remark


def _is_prose(text: str) -> bool:
    return len(text) > LONGEST_LABEL or ends_sentence(text) or is_chapter_heading(text)
