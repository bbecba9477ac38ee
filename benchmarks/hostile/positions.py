"""Pages of a PDF as another program might have set them: what stands where is changed, not the bytes.

Bytes changed at random hardly ever move a character and leave the file readable.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extraction.readers.page.glyphs import Glyph
from extraction.readers.pdf import page
from extraction.readers.pdf.drawn import Drawn

_FARTHEST = 6.0
"""Points that a character is moved by at most: more than half a line."""


@contextmanager
def moved(chance: random.Random) -> Iterator[None]:
    """Within it, PDFs are read with characters moved and lost, and with few rulings or none."""
    read_glyphs, read_drawn = page.read_glyphs, page.read_drawn
    share, lost = chance.choice((0.0, 0.02, 0.1)), chance.choice((0.0, 0.0, 0.02, 0.1))
    kept = chance.choice((0.0, 0.0, 0.5, 1.0))

    def glyphs(*arguments: Any) -> Any:
        text = read_glyphs(*arguments)
        its = [_moved(glyph, chance) if chance.random() < share else glyph for glyph in text.glyphs]
        return text._replace(glyphs=[glyph for glyph in its if chance.random() >= lost])

    def drawn(*arguments: Any) -> Drawn:
        its = read_drawn(*arguments)
        for lines in (its.rulings.horizontal, its.rulings.vertical):
            lines[:] = [line for line in lines if chance.random() < kept]
        return its

    page.read_glyphs, page.read_drawn = glyphs, drawn
    try:
        yield
    finally:
        page.read_glyphs, page.read_drawn = read_glyphs, read_drawn


def _moved(glyph: Glyph, chance: random.Random) -> Glyph:
    right, down = (chance.choice((0.0, chance.uniform(-_FARTHEST, _FARTHEST))) for _ in range(2))
    return glyph._replace(
        left=glyph.left + right,
        right=glyph.right + right,
        top=glyph.top + down,
        bottom=glyph.bottom + down,
    )
