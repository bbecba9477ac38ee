"""Blank cells among cells that stand one on a line: they show as further blank lines.

How many lines a blank cell takes depends on what wrote the text; so many are tried as make the
rows of a table equally long. Where none do, only those inside rows that are not whole count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from extraction.readers.text.cells import TextCell
from extraction.readers.text.lines import Line
from extraction.typography import is_value, starts_with_numbering, trim

SEVERAL_VALUES = 3
"""So many numbers on a line are several cells; two may be one with a space in it (1 234)."""

_RARE = 0.05
_FEW = 0.1
_MOST_LENGTHS = 3
"""Lengths of rows: without blank cells of labels below, with those of one label, or of two."""

_MANY_STEPS = 4

_HEAD_LABELS = 3
"""From so many labels in a row on, a head stands there, and with it other columns begin."""


@dataclass(slots=True)
class _Row:
    """A row of lone cells: its labels and values as indexes of lines."""

    labels: list[int] = field(default_factory=list)
    values: list[int] = field(default_factory=list)


def with_blanks(lines: list[Line], found: list[int]) -> list[TextCell]:
    """The cells on the lines found, in order, and blank cells between them where they show."""
    rows = _rows(lines, found)
    blanks: dict[int, int] = {}
    for block in _blocks(lines, rows):
        blanks |= _blanks(lines, block, found)
    cells: list[TextCell] = []
    for index in found:
        cells += [TextCell(lines[index], 1, "")] * blanks.get(index, 0)
        cells.append(TextCell(lines[index], 1, trim(lines[index].text)))
    return cells


def _rows(lines: list[Line], found: list[int]) -> list[_Row]:
    rows: list[_Row] = []
    for index in found:
        is_label = not is_value(lines[index].text)
        if not rows or (is_label and rows[-1].values):
            rows.append(_Row())
        (rows[-1].labels if is_label else rows[-1].values).append(index)
    return rows


def _blocks(lines: list[Line], rows: list[_Row]) -> Iterable[list[_Row]]:
    """The rows under each head. Numbered labels without values are rows of blanks, no head."""
    block: list[_Row] = []
    for row in rows:
        heads = [i for i in row.labels if not starts_with_numbering(lines[i].text)]
        if block and len(heads) > _HEAD_LABELS:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _blanks(lines: list[Line], block: list[_Row], found: list[int]) -> dict[int, int]:
    """For the lines of a block, how many blank cells stand before each."""
    chains = [[*row.labels[-1:], *row.values] for row in block if row.values]
    steps = [after - before - 1 for chain in chains for before, after in pairwise(chain)]
    values = (lines[index].text for row in block for index in row.values)
    if not steps or any(len(text.split()) >= SEVERAL_VALUES for text in values):
        return {}
    # The fewest lines between two cells; a pair of lines that ran together does not count.
    chains = [chain[1:] if _is_evenly_spaced(chain) else chain for chain in chains]
    steps = [after - before - 1 for chain in chains for before, after in pairwise(chain)]
    counts = Counter(steps)
    usual = min(step for step, count in counts.items() if count > _RARE * len(steps))
    if min(steps) < usual:
        return {}
    first = found.index(block[0].labels[0] if block[0].labels else block[0].values[0])
    last = found.index((block[-1].values or block[-1].labels)[-1])
    gaps = {
        after: after - before - 1 - usual for before, after in pairwise(found[first : last + 2])
    }
    if set(steps) == {usual} and _are_apart(block, gaps):
        return {}
    for unit in range(usual + 1, 0, -1):
        if any((step - usual) % unit for step in steps):
            continue
        blanks = {index: max(0, gap // unit) for index, gap in gaps.items()}
        length = _row_length(chains, blanks, found)
        if length is not None and any(blanks.values()):
            # Between two labels only a whole row of blanks shows; fewer are merged cells of a head.
            inner = {index for row in block for index in row.labels[1:]}
            return {i: n for i, n in blanks.items() if i not in inner or n >= length}
    return _inner_blanks(chains, usual)


def _are_apart(block: list[_Row], gaps: dict[int, int]) -> bool:
    """Whether rows stand equally far apart, and lines of the head as well: what stands between them
    parts blocks of a page, and is no blank cell."""
    begins = {gaps[row.labels[0]] for row in block[1:] if row.labels}
    within = {gaps[index] for row in block for index in row.labels[1:]}
    return len(begins) == 1 and begins <= within <= begins | {0}


def _is_evenly_spaced(chain: list[int]) -> bool:
    """Whether many values of a row stand equally far from one another and nearer to their label,
    or head: so text of a PDF prints a row, and every other cell of one is not blank."""
    steps = [after - before - 1 for before, after in pairwise(chain)]
    return len(steps) > _MANY_STEPS and len(set(steps[1:])) == 1 and steps[0] < steps[1]


def _inner_blanks(chains: list[list[int]], usual: int) -> dict[int, int]:
    """Blank cells within rows that are not equally long by them, as where a line was lost.

    A wide gap between two values may be a blank cell or the end of a page. In a row that is as
    long without it as those that have none it is nothing. In others a blank cell stands for it:
    values that moved into the places of blanks would be read as those of other columns. Where
    more than a few rows are odd, blank lines do not fill up the others either.
    """
    steps = [[b - a - 1 for a, b in pairwise(chain)] for chain in chains]
    full = {len(each) for each in steps if each and max(each) == usual}
    longest = max(full, default=0)
    filled: list[dict[int, int]] = []
    odd: list[dict[int, int]] = []
    for chain, each in zip(chains, steps, strict=True):
        blanks = {
            index: (step - usual) // (usual + 1) or 1
            for index, step in zip(chain[1:], each, strict=True)
            if step > usual
        }
        if blanks and len(each) != longest:
            is_filled = len(each) + sum(blanks.values()) in full
            (filled if is_filled else odd).append(blanks)
    told = odd if len(odd) > _FEW * len(chains) else odd + filled
    return {index: count for blanks in told for index, count in blanks.items()}


def _row_length(chains: list[list[int]], blanks: dict[int, int], found: list[int]) -> int | None:
    """How long the rows are with their blank cells, None where they are not equally long.

    Blank cells of the labels below may follow: then rows are longer by as many.
    """
    behind = dict(pairwise(found))
    spans = [len(chain) - 1 + sum(blanks.get(i, 0) for i in chain[1:]) for chain in chains]
    # Behind the last row the table ends, and what is blank there cannot be told.
    lengths = [
        span + blanks.get(behind.get(chain[-1], -1), 0)
        for span, chain in zip(spans[:-1], chains, strict=False)
    ]
    counts = Counter(lengths)
    is_regular = len(counts) <= _MOST_LENGTHS and max(counts.values(), default=0) > 1
    return max(spans) if is_regular and min(lengths) >= max(spans) else None
