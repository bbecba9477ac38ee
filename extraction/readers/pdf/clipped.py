"""Cells that reach beyond what is shown of a page: what stands in them may be cut.

A browser that prints a page wider than the sheet draws its tables whole behind a clip, and leaves
out the characters beyond it: 85 is all that the file holds of 859.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from math import inf

import pypdfium2.raw as pdfium

from extraction.readers.page.glyphs import NUMBER_GAP, Glyph
from extraction.readers.page.region import Region
from extraction.readers.pdf.objects import Matrix, apply
from extraction.typography import UNKNOWN

_NEARLY = 3.0
"""A border reaches as far beyond the clip of a table, in points, though the table does not."""

_MOST_HIDDEN = 1 / 3
"""A cell in which nothing stands is blank only where more of it is shown."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The sides of what is shown of a page's drawings, from the left of the page."""

    left: float = -inf
    right: float = inf

    def mark_cut(self, regions: list[Region]) -> None:
        """Add a character without a meaning to each cell of which a part is not shown, where a
        number may go on there. Where text stands beyond, the clip was that of a border alone."""
        if self == Shown():
            return
        glyphs = (glyph for region in regions for glyph in region.glyphs)
        if all(glyph.right > self.left and glyph.left < self.right for glyph in glyphs):
            for region in filter(self._is_cut, regions):
                region.glyphs.append(Glyph(UNKNOWN, *region.box))

    def _is_cut(self, region: Region) -> bool:
        left, _, right, _ = region.box
        hidden = max(self.left - left, right - self.right)
        if hidden <= _NEARLY:
            return False
        written = [glyph for glyph in region.glyphs if not glyph.text.isspace()]
        if not written:
            return hidden > _MOST_HIDDEN * (right - left)
        return any(map(self._is_at_edge, written))

    def _is_at_edge(self, glyph: Glyph) -> bool:
        room = min(glyph.left - self.left, self.right - glyph.right)
        return glyph.text.isdigit() and room < NUMBER_GAP * (glyph.bottom - glyph.top)


def clip_of(item: pdfium.FPDF_PAGEOBJECT, matrix: Matrix) -> tuple[float, float]:
    """The left and right side of the clip of an object in page space."""
    clip = pdfium.FPDFPageObj_GetClipPath(item)
    left, right = -inf, inf
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0)):
        xs = []
        for index in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, index)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            xs.append(apply(matrix, x.value, y.value)[0])
        if xs:
            left, right = max(left, min(xs)), min(right, max(xs))
    return left, right
