"""Sheets on which two pages stand side by side, as printed to save paper."""

from __future__ import annotations

from dataclasses import replace

from extraction.readers.page.contents import Page
from extraction.readers.page.glyphs import Glyph, Line
from extraction.readers.page.grid import Grid

_SAME_MARGIN = 0.02
"""The left margins of the two pages of a sheet differ by less than this share of its width."""

_LEAST_SHARE = 0.7
"""Of the margins at both sides of the sheet, the least that the room between the pages is; a page
may leave more room at its right side."""


def single_pages(pages: list[Page]) -> list[Page]:
    """The pages in the order in which they are read; the two of a sheet keep its number."""
    if not pages or not _are_sheets(pages):
        return pages
    halves = [_half(page, is_left=is_left) for page in pages for is_left in (True, False)]
    return [half for half in halves if half.lines or half.grids]


def _are_sheets(pages: list[Page]) -> bool:
    """Whether two pages stand on each of the sheets.

    Nothing on any of them stands across the middle, where the title of a table in two wide parts
    would; what stands left and right of it begins at the same margin, and the room between is
    made of two margins.
    """
    width = pages[0].width
    if any(p.width != width or p.width <= p.height or p.is_recognised for p in pages):
        return False
    spans = [(glyph.left, glyph.right) for p in pages for line in p.lines for glyph in line.glyphs]
    spans += [(grid.box[0], grid.box[2]) for p in pages for grid in p.grids]
    left = [span for span in spans if span[1] <= width / 2]
    right = [span for span in spans if span[0] >= width / 2]
    if not left or not right or len(left) + len(right) < len(spans):
        return False
    margin, second = min(left)[0], min(right)[0]
    is_same = abs(second - width / 2 - margin) < _SAME_MARGIN * width
    margins = margin + min(margin, width - max(end for _, end in right))
    return is_same and second - max(end for _, end in left) >= _LEAST_SHARE * margins


def _half(page: Page, *, is_left: bool) -> Page:
    """One of the two pages of a sheet, measured from its own left side."""
    middle = page.width / 2
    away = 0.0 if is_left else middle
    lines = []
    for line in page.lines:
        glyphs = [glyph for glyph in line.glyphs if (glyph.right <= middle) is is_left]
        if any(not glyph.text.isspace() for glyph in glyphs):
            lines.append(Line(_moved(glyphs, away)))
    grids = [grid for grid in page.grids if (grid.box[2] <= middle) is is_left]
    for region in (region for grid in grids for region in grid.regions):
        left, top, right, bottom = region.box
        region.box = left - away, top, right - away, bottom
        region.glyphs = _moved(region.glyphs, away)
    return replace(
        page, width=middle, lines=lines, grids=[Grid(grid.regions) for grid in grids], away=away
    )


def _moved(glyphs: list[Glyph], away: float) -> list[Glyph]:
    return [glyph._replace(left=glyph.left - away, right=glyph.right - away) for glyph in glyphs]
