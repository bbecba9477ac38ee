"""Lines of tables without borders cut into texts of cells, which stand apart or over columns."""

from __future__ import annotations

from itertools import pairwise

from extraction.readers.page.glyphs import Glyph, Interval, Line, meet
from extraction.typography import is_value

HEAD_GAP = 0.12
"""Characters farther apart than this many ems, between two columns, are of two heads."""

_WIDE_GAP = 0.2
"""Characters of a name are nearer than this many ems."""


def names_in(line: Line, columns: list[Interval]) -> list[Line]:
    """The pieces of a line of names, which are set solid: a gap parts two of them.

    A name of two characters is often drawn out (总　计) and stays whole.
    """
    found = []
    for part in line.parts:
        if is_value(part.text):
            found.append(part)
            continue
        apart = part.cut(is_apart)
        is_drawn_out = all(len(name.text) < 2 for name in apart)
        for name in [part] if is_drawn_out else apart:
            found += over_each(name, columns)
    return found


def over_each(name: Line, columns: list[Interval]) -> list[Line]:
    """A piece that stands over several columns, cut at the widest gap between two of them."""
    over = [column for column in columns if meet(name.span, column)]
    cuts = []
    for one, other in pairwise(over):
        left, right = sum(one) / 2, sum(other) / 2
        gaps = [
            (glyph.left - last.right, glyph)
            for last, glyph in pairwise(name.glyphs)
            if left < (last.right + glyph.left) / 2 < right
        ]
        widest = max(gaps, key=lambda gap: gap[0], default=None)
        if widest is not None and widest[0] > HEAD_GAP * name.em:
            cuts.append(widest[1])
    return name.cut(lambda _, glyph: glyph in cuts) if cuts else [name]


def is_apart(last: Glyph, glyph: Glyph) -> bool:
    """Whether two characters are of two names."""
    return glyph.left - last.right > _WIDE_GAP * (glyph.bottom - glyph.top)
