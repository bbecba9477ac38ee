"""The tables of all pages: which go on over the end of a page, which are none, and which no
rulings draw."""

from __future__ import annotations

from itertools import pairwise, zip_longest

from extraction.document import Recognition
from extraction.readers.page.contents import Page
from extraction.readers.page.glyphs import Line
from extraction.readers.page.grid import Grid
from extraction.readers.page.half_ruled import is_half_ruled, part_names
from extraction.readers.page.numbering import place
from extraction.readers.page.rulings import SNAP
from extraction.readers.page.unruled.blocks import head_at_foot
from extraction.readers.page.unruled.form_head import fit
from extraction.readers.page.unruled.lines import is_row
from extraction.readers.page.unruled.reading import find_unruled
from extraction.typography import is_value

_SAME_WIDTH = 0.02

_NEXT = 3
"""So many lines below a head one is a row, the label of which may be wrapped."""

_UNRULED = 0.5
"""How surely a cell was recognised at most whose place no rulings tell: only its sums prove it."""


def place_tables(pages: list[Page]) -> list[str]:
    """Number rows and columns of all tables, those over page breaks together; returns what went
    wrong with tables that could not be read, and where.

    Frames which do not belong to such a table become text, as do tables of which only some lines
    are drawn; text in columns becomes a table, which is doubted where it was read from a picture.
    """
    for chain in _chains(pages):
        if any(not grid.is_frame for grid in chain) and not is_half_ruled(chain):
            for grid in chain:
                part_names(grid)
            place(chain)
        else:
            for page in pages:
                page.take_apart([grid for grid in chain if grid in page.grids])
    for before, page in pairwise(pages):
        page.take_apart(_under_head_at_foot(before, page))
    for page, following in zip_longest(pages, pages[1:]):
        page.take_apart(_heads_alone(page, following))
    for page in pages:
        page.part_lines()
    unruled = find_unruled(
        [[[], []] if page.is_recognised and page.grids else page.between_grids for page in pages]
    )
    failures = []
    for page, (used, grids, errors) in zip(pages, unruled, strict=True):
        failures += [f"{type(each).__name__}: {each} (page {page.number})" for each in errors]
        if grids or used:
            in_tables = set(used)
            page.lines = [line for line in page.lines if line not in in_tables]
            page.grids += grids
        if page.is_recognised:
            for region in (region for grid in grids for region in grid.regions):
                region.recognition = Recognition(_UNRULED)
    return failures


def _under_head_at_foot(before: Page, page: Page) -> list[Grid]:
    """The numbers in boxes that a page begins with, where the page before ends with the names of
    their columns as text: only the upright lines of that table are drawn."""
    last, first = before.items[-1:], page.items[:1]
    return [
        grid
        for grid in page.grids
        if [grid] == first
        and all(is_value(text) for region in grid.regions if (text := region.text()))
        and isinstance(last[0] if last else None, Line)
        and head_at_foot(before.lines)
    ]


def _heads_alone(page: Page, following: Page | None) -> list[Grid]:
    """The heads in boxes whose rows stand below them as text, on the page or on the next."""
    items: list[Line | Grid] = [*page.items, *(following.items if following else [])]
    return [
        item
        for at, item in enumerate(items[: len(page.items)], start=1)
        if isinstance(item, Grid)
        and any(isinstance(below, Line) and is_row(below) for below in items[at : at + _NEXT])
        and not any(is_value(region.text()) for region in item.regions)
        and fit(item.lines)
    ]


def _chains(pages: list[Page]) -> list[list[Grid]]:
    """All tables, each with those that continue it on the following pages."""
    chains: list[list[Grid]] = []
    last: Line | Grid | None = None
    for page in pages:
        items = page.items
        for position, item in enumerate(items):
            if isinstance(item, Grid):
                if position == 0 and isinstance(last, Grid) and _is_continued(last, item):
                    chains[-1].append(item)
                else:
                    chains.append([item])
        last = items[-1] if items else None
    return chains


def _is_continued(grid: Grid, following: Grid) -> bool:
    """Whether a table that ends a page and one that begins the next are equally wide.

    Pages that were photographed are not quite of one size.
    """
    return abs(grid.width - following.width) <= max(2 * SNAP, _SAME_WIDTH * grid.width)
