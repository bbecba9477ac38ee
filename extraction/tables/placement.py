"""Decide which cell of a row belongs to which column of its head.

Where the grid is sound the head's columns say it. Where a row has lost or gained cells, its
cells are a window of the row: the window that holds every value is taken if there is one only,
else the one that rows of the same shape show, else the one under which the form's sums hold.
What stays open is not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from extraction.document import Cell
from extraction.labels import has_words
from extraction.records import record
from extraction.tables.heads.head import Head
from extraction.tables.heads.under import each_under_its_own, has_two_in_one, under_head
from extraction.tables.row_sums import SumTest, only_one, parted, place_of_extra, rejoined, without
from extraction.tables.rows import PrintedRow
from extraction.values import read_cell

_LABEL = 4
"""Words of so many characters in the place of a value may be a label."""


@record(frozen=True, slots=True)
class Placed:
    """The cells of a row in the order of the head's columns.

    certainty: "head" (stands under its head), "only" (the one window that holds all values),
    "shape" (as rows of the same shape), "sum" (the one window under which the sums hold),
    "surplus" (more values than columns, which read the same wherever one begins).
    may_have_moved: whether a value may be lost or doubled, so that those behind it moved.
    """

    cells: tuple[Cell, ...]
    certainty: str
    may_have_moved: bool = False


@dataclass
class Placement:
    """Places the rows of one head. rows: all of them, which show how one that does not stand under
    its head may be told; asked only where there is such a one."""

    head: Head
    is_grid: bool
    rows: Sequence[PrintedRow] = ()

    @cached_property
    def _size(self) -> int:
        return len(self.head.columns)

    @cached_property
    def _has_cuts(self) -> bool:
        return any(map(self._is_overfull, self.rows))

    @cached_property
    def _has_short(self) -> bool:
        return any(0 < len(row.rest) < self._size for row in self.rows)

    @cached_property
    def _exact_width(self) -> float:
        exact = (row for row in self.rows if len(row.rest) == self._size)
        return min(map(_width, exact), default=inf)

    @cached_property
    def _is_subdivided(self) -> bool:
        return self.is_grid and any(map(self._shows_subdivision, self.rows))

    @cached_property
    def _seen(self) -> frozenset[tuple[int, int, int]]:
        """Where the windows of rows that have one alone begin, by the shape of the row."""
        found = ((row, self._windows(row)) for row in self.rows)
        return frozenset((*_shape(row), starts[0]) for row, starts in found if len(starts) == 1)

    def place(self, row: PrintedRow, sums_hold: SumTest) -> Placed | None:
        """The cells of a row, or None where it stays open which cell belongs where."""
        if self.is_grid:
            plain = each_under_its_own(row, self.head)
            if plain is not None:
                return Placed(plain, "head", has_two_in_one(plain))
            under = under_head(row, self.head)
            if under is not None:
                is_told = self._is_subdivided or not self._may_be_of_next(row, under)
                if not is_told and not sums_hold(under):
                    return None
                return Placed(under, "head", has_two_in_one(under))
        if not self.head.is_in_order() or self.head.is_repeated:
            # The row is not under its head: sums hold in any order of its columns, and of values
            # that stand twice each there is one too many or too few.
            return None
        if self.head.missing():
            # Where columns of the form are absent only the places say which ones are there. Blanks
            # may leave no trace: as many values as heads may be those of other columns.
            return None
        if not self.is_grid and len(self.head.unknown) == 1:
            return self._beside_extra(row, sums_hold)
        return self._by_window(row, sums_hold)

    def _by_window(self, row: PrintedRow, sums_hold: SumTest) -> Placed | None:
        """The cells of a row that does not stand under its head."""
        surplus = self._equal_windows(row)
        if surplus:
            return Placed(self._window(row, surplus[0]), "surplus")
        windows = self._windows(row)
        holding = [start for start in windows if sums_hold(self._window(row, start)) is True]
        if self._may_have_shifted(row) or self._has_filling(row):
            windows = holding
        if windows and self._has_row_before(row, windows[0]):
            return None
        if windows and self._may_be_wider(row, windows[0]):
            windows = holding
            if not windows:
                return None
        if windows and (len(windows) == 1 or self._all_equal(row, windows)):
            cells = self._window(row, windows[0])
            is_doubtful = self._is_padded(row, windows[0]) or self._has_run_together(cells)
            # A lone number is its own total wherever it stands: no sum places it beside blanks.
            # Where all say the same, as zeros do, each is right wherever one moved.
            is_filled = all(read_cell(cell.text).status != "blank" for cell in cells)
            are_alike = len({cell.text.strip() for cell in cells}) == 1
            is_sure = is_filled and (sums_hold(cells) or are_alike)
            has_gained = self._has_gained(row) and not is_sure
            may_have_moved = has_gained or (is_doubtful and not sums_hold(cells))
            return Placed(cells, "only", may_have_moved)
        if not windows:
            ways = parted if len(row.rest) < self._size else rejoined
            whole = None if self.is_grid else only_one(ways(row.rest, self._size), sums_hold)
            return Placed(whole, "sum", _is_cut(row, whole)) if whole is not None else None
        seen = [start for start in windows if (*_shape(row), start) in self._seen]
        if len(seen) == 1 and not self.head.is_wide:
            return Placed(self._window(row, seen[0]), "shape")
        return Placed(self._window(row, holding[0]), "sum") if len(holding) == 1 else None

    def _window(self, row: PrintedRow, start: int) -> tuple[Cell, ...]:
        return row.rest[start : start + self._size]

    def _beside_extra(self, row: PrintedRow, sums_hold: SumTest) -> Placed | None:
        """The cells of a row under a head with one column that is none of the form's."""
        wider = [each for each in self.rows if len(each.rest) == self._size + 1]
        position = place_of_extra(wider, self._size, sums_hold)
        if position is None or len(row.rest) != self._size + 1:
            return None
        return Placed(without(row, position), "shape")

    @property
    def _has_row_sums(self) -> bool:
        return self.head.blocks[0].has_applicants

    def _may_have_shifted(self, row: PrintedRow) -> bool:
        """Whether a row may have lost a cell and gained another, so that only its sum tells.

        Where a blank cell leaves no trace, a remark behind the values or a number that wrapped
        takes its place. Numbers are cut where some row has more of them than columns. Where rows
        have lost the blanks at their end, one that begins with a blank may have lost its last.
        """
        begins_blank = row.rest and read_cell(row.rest[0].text).status == "blank"
        if not self.is_grid and self._has_short and begins_blank:
            return self._has_row_sums
        shows_blanks = any(read_cell(cell.text).status == "blank" for cell in row.rest)
        if self.is_grid or shows_blanks:
            return False
        if self._has_cuts or len(row.rest) != self._size:
            return self._has_cuts
        lines = {cell.place.row for cell in row.rest}
        is_cut = 1 < len(lines) < len(row.rest)
        return (
            is_cut
            or self._has_cuts
            or (self.head.trailing_remarks > 0 and read_cell(row.rest[-1].text).number is None)
        )

    def _is_padded(self, row: PrintedRow, start: int) -> bool:
        """Whether a row was filled up with blanks from within the window that begins there.

        A writer who pads short rows pads one that lost a value as well, and where no sum tells,
        the first blank of the padding stands for the last value. In a row that has only an order,
        a blank total beside its parts may be that padding too.
        """
        end = start + self._size
        behind = [read_cell(cell.text).status for cell in row.rest[end - 1 :]]
        most = 0 if self._has_row_sums and not self.is_grid else 1
        return row.has_value and len(behind) > most and set(behind) == {"blank"}

    def _has_gained(self, row: PrintedRow) -> bool:
        """Whether a row has a cell more than there are columns, and is longer than one of its head
        that has not: with a blank among them, a doubled value stands in the place of the next one.
        The one row of table 4 has no others. Where no row is as long as the head and no sum tells,
        a blank between two values may be none, and the columns others."""
        if self.is_grid or len(row.rest) <= self._size:
            return False
        has_groups = any(group.code for group in self.head.blocks[0].groups)
        if self._exact_width == inf and not self._has_row_sums and not has_groups:
            return _has_blank_within(row.rest)
        if _width(row) <= self._exact_width and not has_groups:
            return False
        return any(read_cell(cell.text).status == "blank" for cell in row.rest)

    def _has_row_before(self, row: PrintedRow, start: int) -> bool:
        """Whether blanks for a whole row stand before the values, where each cell has a line of
        its own: then the values are those of the next row, whose label is lost."""
        size = self._size
        lines = Counter(cell.place.row for cell in row.rest if cell.text.strip())
        is_lone = not self.is_grid and max(lines.values(), default=0) == 1 < len(lines)
        return is_lone and size > 1 and start >= size

    def _may_be_wider(self, row: PrintedRow, start: int) -> bool:
        """Whether a blank among the values may be a place that the column before it covers.

        A row with two places or more for each column is one of a table whose heads are wider than
        a place, as are heads with blanks in between; where its places no longer tell its columns,
        values may stand next to their own.
        """
        size = self._size
        if self.is_grid or size < 2:
            return False
        if not self.head.is_wide and len(row.rest) < 2 * size:
            return False
        return _has_blank_within(self._window(row, start))

    def _has_run_together(self, cells: tuple[Cell, ...]) -> bool:
        """Whether a text that is no number stands beside blanks: two values that lost what parted
        them leave one cell less, and a blank that filled the row takes part in it. So do words
        in the place of a value: a label of the next row, where a blank left no trace."""
        if self.is_grid:
            return False
        unreadable = [cell.text for cell in cells if read_cell(cell.text).status == "unreadable"]
        has_blank = any(read_cell(cell.text).status == "blank" for cell in cells)
        has_label = any(has_words(text) and len(text) >= _LABEL for text in unreadable)
        is_spaced = any(read_cell(cell.text).is_spaced for cell in cells)
        return bool(unreadable) and (has_blank or has_label or is_spaced)

    def _has_filling(self, row: PrintedRow) -> bool:
        """Whether blanks of a row in a grid may be no values: where a head covers several places,
        or the row ends before its head does, as one that lost a cell.
        """
        if not self.is_grid or all(read_cell(cell.text).status != "blank" for cell in row.rest):
            return False
        places = [head.columns for head in self.head.columns if head.columns is not None]
        end = max((cell.columns.stop for cell in row.rest), default=0)
        return any(len(place) > 1 or place.stop > end for place in places)

    def _is_overfull(self, row: PrintedRow) -> bool:
        most = self._size + self.head.trailing_remarks
        statuses = [read_cell(cell.text).status for cell in row.rest]
        return len(statuses) > most and "blank" not in statuses

    def _shows_subdivision(self, row: PrintedRow) -> bool:
        """Whether a row can only be read if a column of the head has several cells in it."""
        if len(row.rest) <= self._size or not row.has_value or self._windows(row):
            return False
        return under_head(row, self.head) is not None

    def _may_be_of_next(self, row: PrintedRow, under: tuple[Cell, ...]) -> bool:
        """Whether the value of the next column may stand under a head that is wider than its own.

        Where one of two cells under a head is blank, it may be the blank of that column, and what
        stands beside it the neighbour's value: as in a sheet in which only the head was merged.
        """
        columns = [head.columns for head in self.head.columns if head.columns is not None]
        if not any(_is_shared(row, its) for its in columns):
            return False
        texts = [cell.text.strip() for cell in under]
        return any(
            [cell.text.strip() for cell in self._window(row, start)] != texts
            for start in self._windows(row)
        )

    def _windows(self, row: PrintedRow) -> list[int]:
        """Starts of the windows of the head's width that hold every value of the row."""
        size = self._size
        rest = row.rest
        last = len(rest) - self.head.columns_behind if len(rest) > size else len(rest)
        filled = [i for i in range(last) if read_cell(rest[i].text).status != "blank"]
        return [
            start
            for start in range(len(rest) - size + 1)
            if not filled or (start <= filled[0] and filled[-1] < start + size)
        ]

    def _equal_windows(self, row: PrintedRow) -> list[int]:
        """Windows of a row with more values than columns, if all of them read the same."""
        filled = [i for i, cell in enumerate(row.rest) if read_cell(cell.text).status != "blank"]
        size = self._size
        if len(filled) <= size or filled[-1] - filled[0] + 1 != len(filled):
            return []
        starts = list(range(filled[0], filled[-1] - size + 2))
        return starts if self._all_equal(row, starts) else []

    def _all_equal(self, row: PrintedRow, starts: list[int]) -> bool:
        texts = {tuple(cell.text.strip() for cell in self._window(row, s)) for s in starts}
        return len(texts) == 1


def _is_cut(row: PrintedRow, cells: tuple[Cell, ...]) -> bool:
    """Whether one of the cells is a part of a number that was cut in two: where its total was lost,
    13 and 0 and 4 are 1 and 3 and 0 and 4 by chance."""
    printed = {text for cell in row.rest for text in cell.text.split()}
    return len(row.rest) < len(cells) and any(cell.text not in printed for cell in cells)


def _has_blank_within(cells: Sequence[Cell]) -> bool:
    filled = [i for i, cell in enumerate(cells) if read_cell(cell.text).status != "blank"]
    return bool(filled) and filled[-1] - filled[0] + 1 > len(filled)


def _width(row: PrintedRow) -> int:
    return row.rest[-1].columns.stop if row.rest else 0


def _shape(row: PrintedRow) -> tuple[int, int]:
    label_column = row.labels[-1].columns.stop if row.labels else 0
    return label_column, len(row.rest)


def _is_shared(row: PrintedRow, columns: range) -> bool:
    """Whether a blank and a filled cell of a row stand under one head."""
    under = [
        cell.text.strip()
        for cell in row.rest
        if cell.column < columns.stop and columns.start < cell.column + cell.column_span
    ]
    return "" in under and any(under)
