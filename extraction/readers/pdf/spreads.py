"""Sheets on which two pages stand side by side, as printed to save paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extraction.readers.pdf.glyphs import Line
from extraction.readers.pdf.layout import Page

_FEWEST_LINES = 3
"""A half of a sheet has more lines than this, or a table: a page number alone is no page."""

_LEAST_SHARE = 0.7
"""Of the margins of the sheet, the least that the gutter is: lines of text end unevenly."""


def single_pages(pages: list[Page]) -> Iterator[Page]:
    """The pages in the order in which they are read; the two of a sheet keep its number."""
    for page in pages:
        yield from _halves(page) or (page,)


def _halves(page: Page) -> tuple[Page, Page] | None:
    """The left and the right page of a sheet; None where it is one page.

    Nothing stands where the two meet, over the whole height, and the room there is as wide as the
    margins at both sides of the sheet: it is made of two of them.
    """
    middle = page.width / 2
    if page.width <= page.height or page.is_recognised:
        return None
    spans = [(glyph.left, glyph.right) for line in page.lines for glyph in line.glyphs]
    spans += [(grid.box[0], grid.box[2]) for grid in page.grids]
    left = [span for span in spans if span[1] <= middle]
    right = [span for span in spans if span[0] >= middle]
    if not left or not right or len(left) + len(right) < len(spans):
        return None
    margins = min(span[0] for span in left) + page.width - max(span[1] for span in right)
    gutter = min(span[0] for span in right) - max(span[1] for span in left)
    if gutter < _LEAST_SHARE * margins:
        return None
    halves = _half(page, is_left=True), _half(page, is_left=False)
    is_page = all(half.grids or len(half.lines) > _FEWEST_LINES for half in halves)
    return halves if is_page else None


def _half(page: Page, *, is_left: bool) -> Page:
    middle = page.width / 2
    lines = []
    for line in page.lines:
        glyphs = [glyph for glyph in line.glyphs if (glyph.right <= middle) is is_left]
        if any(not glyph.text.isspace() for glyph in glyphs):
            lines.append(Line(glyphs))
    grids = [grid for grid in page.grids if (grid.box[2] <= middle) is is_left]
    return replace(page, width=middle, lines=lines, grids=grids)
