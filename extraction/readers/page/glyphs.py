"""Characters with their boxes, and the lines that they form.

All boxes are left, top, right, bottom in points from the top left corner of the page, the page
turned so that most of its characters stand upright.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from extraction.typography import raised

Box = tuple[float, float, float, float]
Interval = tuple[float, float]
"""From left to right."""

_LATIN = re.compile("[A-Za-z]{2}")
LETTER_GAP = 0.25
"""Latin letters farther apart than this many ems are two words."""

TEXT_GAP = 1.8
"""Characters of running text farther apart than this many ems are set apart (a tab)."""


COLUMN_GAP = 1.2
"""Characters farther apart than this many ems may stand in two columns."""

NUMBER_GAP = 0.3
"""Digits farther apart than this many ems may be of two numbers."""

VALUE_GAP = 0.6
"""A digit and another character farther apart than this many ems may stand in two columns; a
space in running text is narrower."""


_TOUCHING = 0.03
"""Digits nearer than this, in ems, are of one number, and at one height."""

_OVERLAPPING = 0.12
"""A font that stands in for another overlaps its digits by less than this, in ems."""


_SMALLER, _RAISED = 0.9, 0.2
"""A raised digit is smaller than this part of one of its line, and stands higher by that one."""


class Glyph(NamedTuple):
    """One printed character. A genuine space of the file is one as well."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def meet(one: Interval, other: Interval) -> bool:
    """Whether two things stand one over the other, if only in part."""
    return one[0] < other[1] and other[0] < one[1]


@dataclass(eq=False)
class Line:
    """Characters side by side, left to right."""

    glyphs: list[Glyph]

    @cached_property
    def left(self) -> float:
        return self._shown[0].left

    @cached_property
    def right(self) -> float:
        return self._shown[-1].right

    @cached_property
    def top(self) -> float:
        return min(glyph.top for glyph in self._shown)

    @cached_property
    def bottom(self) -> float:
        return max(glyph.bottom for glyph in self._shown)

    @cached_property
    def em(self) -> float:
        """The font size."""
        heights = sorted(glyph.bottom - glyph.top for glyph in self._shown)
        return max(heights[len(heights) // 2], 1.0)

    @property
    def box(self) -> Box:
        return self.left, self.top, self.right, self.bottom

    @cached_property
    def span(self) -> Interval:
        return self.left, self.right

    @cached_property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @cached_property
    def is_blank(self) -> bool:
        return all(glyph.text.isspace() for glyph in self.glyphs)

    @cached_property
    def text(self) -> str:
        """The characters with their genuine spaces, trimmed.

        A space is added only between Latin words set apart without one. Digits and Chinese
        characters may be spread over a cell and still be one number or word.
        """
        text = "".join([glyph.text for glyph in self._shown])
        return self._joined(_are_letters) if _LATIN.search(text) else text.strip()

    @cached_property
    def spaced_text(self) -> str:
        """The text as part of running text, where a wide gap (a tab) is a space as well."""
        return self._joined(
            lambda last, glyph: _are_letters(last, glyph) or self._is_tab(last, glyph)
        )

    def _joined(self, is_gap: Callable[[Glyph, Glyph], bool]) -> str:
        """The characters, with a space where some room between two is a gap."""
        nearest = LETTER_GAP * self.em
        parts = [self._shown[0].text]
        for last, glyph in pairwise(self._shown):
            if glyph.left - last.right > nearest and is_gap(last, glyph):
                parts.append(" ")
            parts.append(glyph.text)
        return "".join(parts).strip()

    @cached_property
    def chunks(self) -> list[Line]:
        """The line cut where its characters stand apart, as in columns."""
        chunks: list[list[Glyph]] = []
        last: Glyph | None = None
        for glyph in self._shown:
            if glyph.text.isspace():
                continue
            if last is None or glyph.left - last.right > COLUMN_GAP * self.em:
                chunks.append([])
            chunks[-1].append(glyph)
            last = glyph
        return [Line(chunk) for chunk in chunks]

    @cached_property
    def parts(self) -> list[Line]:
        """The chunks, cut further where numbers stand apart: in a table they may be near."""
        return [part for chunk in self.chunks for part in chunk.cut(_is_between_numbers)]

    def cut(self, is_between: Callable[[Glyph, Glyph], bool]) -> list[Line]:
        """The line cut between the characters of which that is true."""
        pieces = [[self.glyphs[0]]]
        for last, glyph in pairwise(self.glyphs):
            if is_between(last, glyph):
                pieces.append([])
            pieces[-1].append(glyph)
        return [Line(piece) for piece in pieces] if len(pieces) > 1 else [self]

    def cut_at(self, walls: list[float]) -> list[Line]:
        """The line cut where a wall stands between the middles of two characters."""
        return self.cut(
            lambda last, glyph: any(last.center[0] < wall < glyph.center[0] for wall in walls)
        )

    @cached_property
    def _shown(self) -> list[Glyph]:
        """The characters without spaces at the ends (all of them if there are but spaces)."""
        first, end = 0, len(self.glyphs)
        while first < end and self.glyphs[first].text.isspace():
            first += 1
        while end > first and self.glyphs[end - 1].text.isspace():
            end -= 1
        return self.glyphs[first:end] or self.glyphs

    def _is_tab(self, last: Glyph, glyph: Glyph) -> bool:
        if last.text.isspace() or glyph.text.isspace():
            return False
        return glyph.left - last.right > TEXT_GAP * self.em


def _are_letters(last: Glyph, glyph: Glyph) -> bool:
    is_latin = last.text.isascii() and glyph.text.isascii()
    return is_latin and last.text.isalpha() and glyph.text.isalpha()


def _is_between_numbers(last: Glyph, glyph: Glyph) -> bool:
    gap = glyph.left - last.right
    if gap <= NUMBER_GAP:
        return False
    gap /= max(glyph.bottom - glyph.top, 1.0)
    if gap <= NUMBER_GAP:
        return False
    digits = last.text.isdigit() + glyph.text.isdigit()
    return digits == 2 or (digits == 1 and gap > VALUE_GAP)


def is_one_number(last: Glyph, glyph: Glyph) -> bool:
    """Whether digits follow one another without the least space, as those of two cells do not."""
    height = glyph.bottom - glyph.top
    return (
        last.text.isdigit()
        and glyph.text.isdigit()
        and -_OVERLAPPING * height < glyph.left - last.right < _TOUCHING * height
        and abs(glyph.bottom - last.bottom) < _TOUCHING * height
    )


def _is_raised(base: Glyph, glyph: Glyph) -> bool:
    """Whether a smaller digit stands at the head of one before it: it points to a note."""
    height = base.bottom - base.top
    return (
        base.text.isdigit()
        and glyph.text.isdigit()
        and glyph.bottom - glyph.top < _SMALLER * height
        and _RAISED * height < base.bottom - glyph.bottom < height
        and glyph.left - base.right < height
    )


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Characters sorted into lines, top to bottom, each line left to right."""
    rows: list[list[Glyph]] = []
    center = height = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.top + glyph.bottom):
        middle = (glyph.top + glyph.bottom) / 2
        own_height = glyph.bottom - glyph.top
        if not rows or middle - center > 0.5 * min(height, own_height):
            rows.append([])
            center, height = middle, own_height
        rows[-1].append(glyph)
        if own_height > height:
            center, height = middle, own_height
    return [Line(_as_seen(row)) for row in rows]


def _as_seen(row: list[Glyph]) -> list[Glyph]:
    """A row left to right, without characters printed twice to look bold, and with raised digits
    as such."""
    row.sort(key=lambda glyph: glyph.left)
    kept: list[Glyph] = []
    base: Glyph | None = None
    for glyph in row:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.text == glyph.text
            and not glyph.text.isspace()
            and glyph.left - last.left < 0.15 * (glyph.bottom - glyph.top)
        ):
            continue
        if base is not None and _is_raised(base, glyph):
            glyph = glyph._replace(text=raised(glyph.text))
        else:
            base = glyph
        kept.append(glyph)
    return kept
