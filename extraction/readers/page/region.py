"""A cell of a table on a page: its box and the characters in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from extraction.document import Recognition
from extraction.readers.page.glyphs import Box, Glyph, Line, lines_of

_PADDING_EMS = 1.2
"""Room that a cell leaves unused beside a text that was wrapped, in ems."""


@dataclass(eq=False)
class Region:
    """A closed rectangle of a table, by its place in the grid and on the page.

    is_open_below: its lower side is not drawn, so its text may reach beyond it.
    recognition: set where the text was read from a picture.
    """

    box: Box
    is_open_below: bool = False
    glyphs: list[Glyph] = field(default_factory=list)
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1
    recognition: Recognition | None = None
    _sorted: tuple[list[Glyph], int, list[Line]] = field(default=([], 0, []), init=False)

    @property
    def lines(self) -> list[Line]:
        """The lines of its text, sorted anew only where its characters have changed."""
        glyphs, count, lines = self._sorted
        if glyphs is not self.glyphs or count != len(glyphs):
            lines = lines_of(self.glyphs)
            self._sorted = self.glyphs, len(self.glyphs), lines
        return lines

    @property
    def rows(self) -> range:
        return range(self.row, self.row + self.row_span)

    @property
    def columns(self) -> range:
        return range(self.column, self.column + self.column_span)

    def take(self, line: Line) -> None:
        """Add a line that stands in the cell, which grows to hold it."""
        self.glyphs += line.glyphs
        left, top, right, bottom = self.box
        self.box = (
            min(left, line.left),
            min(top, line.top),
            max(right, line.right),
            max(bottom, line.bottom),
        )

    def text(self) -> str:
        """The cell's text in one line.

        A break inside Chinese text or a number is the cell's width, not the author's, so the
        lines join without a space. Latin words stay apart, and numbers that would have fitted
        on one line.
        """
        text = ""
        last: Line | None = None
        for line in self.lines:
            if line.is_blank:
                continue
            if last is not None and self._stay_apart(last, line):
                text += " "
            text += line.text
            last = line
        return text

    def _stay_apart(self, last: Line, line: Line) -> bool:
        before, after = last.text[-1], line.text[0]
        if not (before.isascii() and after.isascii() and before.isalnum() and after.isalnum()):
            return False
        if before.isalpha() and after.isalpha():
            return True
        first = line.chunks[0].glyphs[0]
        room = (self.box[2] - self.box[0]) - (last.right - last.left)
        return room > first.right - first.left + 2 * _PADDING_EMS * last.em
