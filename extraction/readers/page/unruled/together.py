"""Labels of tables without borders put together from their lines.

What stands in a cell without borders is told by its words first: 属于三类内 over 部事务信息 is one
label, however far apart the two stand, for the form has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from extraction.labels import core
from extraction.readers.page.glyphs import Line, meet
from extraction.readers.page.unruled.words import Words
from extraction.typography import starts_with_numbering

MOST_LINES = 9

FARTHEST_EMS = 2.4
"""The lines of one cell are nearer than this, in ems."""

_FARTHEST_KNOWN = 3.5
"""The lines of one label that the forms have are nearer than this, in ems: its words tell. Those of
a list have few lines, and rows as near."""

_PAGE_GAP = 1.3
"""Lines that a page's end parts would else be so far apart, in ems."""

_TORN_GAP = 0.6
"""So far above the rest of a head, in ems, are its lines from the page before taken to be."""


def together(pieces: list[Line], words: Words, page_ends: Sequence[float] = ()) -> list[list[Line]]:
    """The pieces of each label that the forms know, top to bottom; every other piece is in none.

    A label goes on with the next piece below that stands under it, however far behind a page's
    end: what is left of it may stand in the middle of the rows there.
    """
    left = sorted(pieces, key=lambda piece: (piece.top, piece.left))
    found: list[list[Line]] = []
    while left:
        chain = _longest(left, words, page_ends)
        if chain is not None:
            found.append(chain)
        taken = chain or left[:1]
        left = [piece for piece in left if piece not in taken]
    return found


def together_over(pages: list[list[Line]], words: Words) -> list[list[tuple[int, Line]]]:
    """The pieces of each label on pages that follow one another, and the page of each piece.

    The first line of a page stands below the last one of the page before, as in one table.
    """
    origins: dict[Line, tuple[int, Line]] = {}
    page_ends = []
    bottom = 0.0
    for number, pieces in enumerate(pages):
        if not pieces:
            continue
        first = min(pieces, key=lambda piece: piece.top)
        down = bottom + _PAGE_GAP * first.em - first.top
        for piece in pieces:
            origins[_lowered(piece, down)] = number, piece
        bottom = max(piece.top for piece in pieces) + down
        page_ends.append(bottom)
    chains = together(list(origins), words, page_ends)
    return [[origins[piece] for piece in chain] for chain in chains]


def lowered_above(lines: list[Line], below: list[Line]) -> list[Line]:
    """Lines from the foot of a page, as if they stood right above those of the next: names of
    which some are parted stand at different heights there."""
    first = min(below, key=lambda line: line.top)
    last = max(part.top for line in lines for part in line.parts)
    down = first.top - _TORN_GAP * first.em - last
    return [_lowered(line, down) for line in lines]


def _lowered(piece: Line, down: float) -> Line:
    return Line([g._replace(top=g.top + down, bottom=g.bottom + down) for g in piece.glyphs])


def _longest(pieces: list[Line], words: Words, page_ends: Sequence[float]) -> list[Line] | None:
    """The longest label that begins with the first of the pieces."""
    chain = [pieces[0]]
    text = pieces[0].text
    best = list(chain) if words.has(text) else None
    alike = list(chain) if words.is_like(text) else None
    is_near = True
    for _ in range(MOST_LINES):
        below = _next_below(chain[-1], pieces, page_ends, words, is_open=best is None)
        if below is None:
            break
        is_near = is_near and below.top - chain[-1].top < FARTHEST_EMS * below.em
        chain.append(below)
        text += below.text
        if words.has(text) and (core(below.text) or text[-1] in "）)"):
            best = list(chain)
        elif starts_with_numbering(below.text):
            break
        elif best is None and is_near and words.is_like(text):
            alike = list(chain)
    return best or alike


def _next_below(
    piece: Line, pieces: list[Line], page_ends: Sequence[float], words: Words, *, is_open: bool
) -> Line | None:
    """The next piece below in the column of one, or to the left of an indented first line.

    is_open: what stands above is no label as it is.
    """
    left = piece.left - (words.indent * piece.em if starts_with_numbering(piece.text) else 0.0)
    below = next(
        (
            other
            for other in pieces
            if other.top - piece.top > 0.5 * piece.em and meet(other.span, (left, piece.right))
        ),
        None,
    )
    if below is None or any(piece.top <= end < below.top for end in page_ends):
        return below
    farthest = FARTHEST_EMS if words.indent and not is_open else _FARTHEST_KNOWN
    return below if below.top - piece.top < farthest * piece.em else None
