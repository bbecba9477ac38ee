"""Tables in text whose rows begin with a bar at the margin, and whose cells stand indented on lines
of their own below it, each with a bar behind it.

So programs write the cells of a page that hold white space around their text:

    |
     规章  |
     0  |
     0  | ||
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.readers.text.cells import TextCell, table
from extraction.readers.text.delimited import is_packed
from extraction.readers.text.drawn_lines import HAS_BAR, is_rule
from extraction.readers.text.lines import Found, Line
from extraction.typography import join_lines, trim

_MOST_LINES = 8
"""A cell fills so many lines at most; what goes on without a bar is prose behind the table."""


@dataclass(slots=True)
class _Rows:
    """The rows so far. begun: the lines and texts of the cell that no bar has closed yet."""

    rows: list[list[TextCell]] = field(default_factory=list)
    begun: list[tuple[Line, str]] = field(default_factory=list)
    has_cells_below: bool = False

    def add(self, line: Line, text: str) -> bool:
        """Take a line in; whether it closes a cell."""
        *closed, rest = HAS_BAR.split(text)
        for part in closed:
            pieces = [*self.begun, (line, part)]
            first = next((each for each, piece in pieces if trim(piece)), line)
            row = self.rows[-1]
            row.append(TextCell(first, len(row) + 1, join_lines(piece for _, piece in pieces)))
            self.begun = []
        if trim(rest):
            self.begun.append((line, rest))
        return bool(closed)


def bordered_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table with cells below the bars of its rows that begins at a line, if one does."""
    if not HAS_BAR.match(lines[start].text):
        return None
    found = _Rows()
    end = start
    for index in range(start, len(lines)):
        line = lines[index]
        if line.is_blank or is_rule(line):
            continue
        is_row = HAS_BAR.match(line.text) is not None
        if (is_row and found.begun) or len(found.begun) > _MOST_LINES:
            break
        if is_row:
            found.rows.append([])
            end = index + 1
        elif not line.text[0].isspace():
            break
        if found.add(line, line.text[1:] if is_row else line.text):
            found.has_cells_below |= not is_row
            end = index + 1
    rows = [row for row in found.rows if row]
    if not found.has_cells_below or len(rows) < 2:
        return None
    return Found(end, [table(rows, number, "ragged" if is_packed(rows) else "grid")])
