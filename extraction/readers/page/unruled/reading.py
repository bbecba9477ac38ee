"""Tables without borders: where on the pages they stand, and which pages they run over."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from extraction.readers.page.glyphs import Glyph, Line
from extraction.readers.page.grid import Grid
from extraction.readers.page.region import Region
from extraction.readers.page.unruled.blocks import HeadedRows, blocks_on
from extraction.readers.page.unruled.sides import Side, side_of
from extraction.readers.page.unruled.table import tables_of
from extraction.readers.page.unruled.together import lowered_above


class Found(NamedTuple):
    """The tables found on a page, and the lines that are in them. failures: errors that tables
    which begin there met with; their lines stay text."""

    lines: list[Line]
    grids: list[Grid]
    failures: list[Exception]


def find_unruled(pages: list[list[list[Line]]]) -> list[Found]:
    """The tables without borders on the pages of a document, for each page.

    pages: the lines of each page, sorted top to bottom, cut where other tables stand between them.
    Lines with numbers behind other text are rows; above them stands a head. What is not clear
    stays text: a table whose columns are not known would be read shifted where cells are blank.
    """
    found_on = [Found([], [], []) for _ in pages]
    blocks: list[HeadedRows] = []
    last: HeadedRows | None = None
    for number, parts in enumerate(pages):
        for part, lines in enumerate(parts):
            is_last = part == len(parts) - 1
            open_block = last if part == 0 else None
            its: list[HeadedRows] = []
            with _one_table_lost(found_on[number]):
                its = blocks_on(lines, number, open_block, is_last=is_last)
            blocks += [block for block in its if block is not open_block]
            last = its[-1] if its and its[-1].is_open else None
    unclear: list[HeadedRows] = []
    made: list[list[Region]] = []
    for block in blocks:
        with _one_table_lost(found_on[block.bodies[0][0]]):
            tables = _make(block, found_on)
            made += tables
            unclear += [] if tables else [block]
    side = side_of(made) if unclear else None
    for block in unclear if side else ():
        with _one_table_lost(found_on[block.bodies[0][0]]):
            _make(block, found_on, side)
    return found_on


@contextmanager
def _one_table_lost(found: Found) -> Iterator[None]:
    """Let positions that nobody foresaw cost one table, and say so."""
    try:
        yield
    except Exception as error:
        found.failures.append(error)


def _make(block: HeadedRows, found_on: list[Found], side: Side | None = None) -> list[list[Region]]:
    """Add the tables of a block, one for each page, to what is found on the pages.

    side: where in their cells all numbers stand.
    """
    if not (block.has_rows or block.is_blank):
        return []
    bodies = [lines for _, lines in block.bodies]
    made = _made_under_torn(block, found_on, side) or tables_of(block.head, bodies, side)
    if not made:
        return []
    in_cells = _glyphs_of(made)
    for number, lines in block.repeated:
        found_on[number].lines.extend(lines)
    for index, ((number, lines), regions) in enumerate(zip(block.bodies, made, strict=True)):
        its = [*block.head, *lines] if index == 0 else lines
        found_on[number].lines.extend(line for line in its if not in_cells.isdisjoint(line.glyphs))
        if regions:
            found_on[number].grids.append(Grid(regions))
    return made


def _made_under_torn(
    block: HeadedRows, found_on: list[Found], side: Side | None
) -> list[list[Region]]:
    """The tables of a block whose head stands at the foot of the page before, in part or whole,
    with the head above the rows; nothing where it is no head of theirs."""
    if block.torn is None:
        return []
    bodies = [lines for _, lines in block.bodies]
    above = lowered_above(block.torn.head, block.head or bodies[0])
    made = tables_of([*above, *block.head], bodies, side)
    in_cells = _glyphs_of(made)
    found_on[block.torn.bodies[0][0]].lines.extend(
        line
        for line, lowered in zip(block.torn.head, above, strict=True)
        if not in_cells.isdisjoint(lowered.glyphs)
    )
    for region in made[0] if made else []:
        left, top, right, bottom = region.box
        region.box = left, max(top, 0.0), right, max(bottom, 0.0)
    return made


def _glyphs_of(pages: list[list[Region]]) -> set[Glyph]:
    return {glyph for regions in pages for region in regions for glyph in region.glyphs}
