"""Pages of a PDF as another program might have set them: what stands where is changed, not the bytes.

Bytes changed at random hardly ever move a character and leave the file readable.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extraction.readers.pdf import layout
from extraction.readers.pdf.glyphs import Glyph
from extraction.readers.pdf.rulings import Rulings

_FARTHEST = 6.0
"""Points that a character is moved by at most: more than half a line."""


@contextmanager
def moved(chance: random.Random) -> Iterator[None]:
    """Within it, PDFs are read with characters moved and lost, and with few rulings or none."""
    read_glyphs, read_rulings = layout.read_glyphs, layout.read_rulings
    share, lost = chance.choice((0.0, 0.02, 0.1)), chance.choice((0.0, 0.0, 0.02, 0.1))
    kept = chance.choice((0.0, 0.0, 0.5, 1.0))

    def glyphs(*arguments: Any) -> Any:
        text = read_glyphs(*arguments)
        its = [_moved(glyph, chance) if chance.random() < share else glyph for glyph in text.glyphs]
        return text._replace(glyphs=[glyph for glyph in its if chance.random() >= lost])

    def rulings(*arguments: Any) -> Rulings:
        drawn = read_rulings(*arguments)
        for lines in (drawn.horizontal, drawn.vertical):
            lines[:] = [line for line in lines if chance.random() < kept]
        return drawn

    layout.read_glyphs, layout.read_rulings = glyphs, rulings
    try:
        yield
    finally:
        layout.read_glyphs, layout.read_rulings = read_glyphs, read_rulings


def _moved(glyph: Glyph, chance: random.Random) -> Glyph:
    right, down = (chance.choice((0.0, chance.uniform(-_FARTHEST, _FARTHEST))) for _ in range(2))
    return glyph._replace(
        left=glyph.left + right,
        right=glyph.right + right,
        top=glyph.top + down,
        bottom=glyph.bottom + down,
    )
