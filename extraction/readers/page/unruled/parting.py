"""Lines of a table without borders, parted into what stands in its columns: numbers that touch a
remark, a unit or their label, and labels side by side."""

from __future__ import annotations

import re

from extraction.labels import has_words
from extraction.readers.page.glyphs import COLUMN_GAP, Glyph, Interval, Line
from extraction.readers.page.unruled.lines import (
    is_torn,
    with_each_cut,
    with_parts,
)
from extraction.readers.page.unruled.words import behind_group
from extraction.typography import is_value

_LABEL_GAP = 0.15
"""A label ends at least so far before a number, in ems."""

_NEAR_GAP = 0.15
_FEWEST_LEFTS = 2
"""Two labels side by side are at least so far apart, in ems, and the second begins where at least
so many others do."""

MARKS = "、，。；）)"
"""What may hang out of its cell at the end of a line, and be set solid with the next."""

_WIDE_GAP = 0.5
"""The characters of one label are nearer than this, in ems."""

LONGEST_UNIT = 3
"""Characters of a text that never wraps: a unit."""

FOOT = re.compile(r"(?!其中)\w{1,8}[：:]")
"""What stands at the foot of a table: who signs, a note. Of the labels only 其中 has a colon."""


def with_remarks_whole(line: Line) -> Line:
    """A line in which a number goes with the remark that it stands in: 7（其中修订 1."""
    parts: list[Line] = []
    for part in line.parts:
        if parts and is_torn(parts[-1].text) and part.left - parts[-1].right < COLUMN_GAP * line.em:
            parts[-1] = Line([*parts[-1].glyphs, *part.glyphs])
        else:
            parts.append(part)
    return with_parts(line, parts)


def with_values_apart(line: Line, columns: list[Interval]) -> Line:
    """A line whose label ends near the first number or unit, cut between them."""

    edge = _LABEL_GAP * line.em

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        return (glyph.left - last.right > edge or last.text in MARKS) and any(
            last.right - edge <= left <= glyph.right for left, _ in columns
        )

    def pieces(part: Line) -> list[Line]:
        found = [part] if is_value(part.text) else part.cut(is_between)
        is_told = all(is_value(each.text) or len(each.text) <= LONGEST_UNIT for each in found[1:])
        return found if is_told and not _are_torn(found) else [part]

    return with_each_cut(line, pieces)


def lefts_of(text: Line) -> list[float]:
    """Where a text begins, and what stands apart in it, as a label of the next column does."""
    return [piece.left for piece in text.cut(_stand_apart)]


def _stand_apart(last: Glyph, glyph: Glyph) -> bool:
    return glyph.left - last.right > _WIDE_GAP * (glyph.bottom - glyph.top)


def with_labels_apart(line: Line, lefts: list[float]) -> Line:
    """A line whose labels of two columns stand near one another, cut where others begin. One with
    a number may touch the name of its group.

    lefts: where labels begin.
    """
    behind_groups = {glyph for part in line.parts if (glyph := _behind_group(part))}

    def is_between(last: Glyph, glyph: Glyph) -> bool:
        if glyph in behind_groups:
            return True
        if glyph.left - last.right <= _NEAR_GAP * line.em:
            return False
        return sum(abs(left - glyph.left) < 1 for left in lefts) >= _FEWEST_LEFTS

    def pieces(part: Line) -> list[Line]:
        found = [part] if is_value(part.text) else part.cut(is_between)
        return (
            found
            if all(has_words(each.text) or each.text in "、，；" for each in found)
            else [part]
        )

    return with_each_cut(line, pieces)


def _behind_group(part: Line) -> Glyph | None:
    """Where a line of a label begins behind one of the name of its group."""
    text = "".join(glyph.text for glyph in part.glyphs)
    at = behind_group(text) if len(text) == len(part.glyphs) else None
    return None if at is None else part.glyphs[at]


def _are_torn(pieces: list[Line]) -> bool:
    """Whether a cut stands in a remark."""
    return any(is_torn(piece.text) for piece in pieces[:-1])
