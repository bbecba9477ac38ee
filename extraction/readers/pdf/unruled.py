"""Tables without borders: lines of text whose parts stand in columns."""

from __future__ import annotations

from extraction.readers.pdf.glyphs import Line
from extraction.readers.pdf.grid import Grid, Region
from extraction.typography import is_chapter_heading, is_value

MIN_COLUMNS = 3
MIN_ROWS = 3

_MAX_BETWEEN = 3
"""Lines that may stand between two rows of columns: a caption, the rest of a wrapped label."""

_SAME_ROW_EMS = 0.9
_WRAPPED_EMS = 1.7

_ROW_PITCH_EMS = 4.0
"""Rows farther apart than this, in ems, are of two tables."""

Interval = tuple[float, float]


def find_unruled(lines: list[Line]) -> tuple[list[Line], list[Grid]]:
    """Split lines, sorted top to bottom, into those outside of tables and tables.

    A table is a run of lines of which at least three have three parts or more, far apart, that
    stand below one another. Anything less clear stays text.
    """
    grids: list[Grid] = []
    used: set[Line] = set()
    for run in _runs(lines):
        core = [line for line in run if len(line.chunks) >= MIN_COLUMNS]
        columns = _columns(core)
        if len(core) >= MIN_ROWS and _is_clear(core, columns):
            grids.append(Grid(_regions(_rows(run, core), columns)))
            used.update(run)
    return [line for line in lines if line not in used], grids


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Stretches of lines from one with columns to another, with few other lines between."""
    cores = [index for index, line in enumerate(lines) if len(line.chunks) >= MIN_COLUMNS]
    runs: list[list[int]] = []
    for index in cores:
        if runs and index - runs[-1][-1] <= _MAX_BETWEEN + 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [_stretch(lines, run[0], run[-1]) for run in runs]


def _stretch(lines: list[Line], first: int, last: int) -> list[Line]:
    """The lines of a run with those before and after that belong to the same table.

    These have two parts (rows with a single value, lines of a wrapped head), or stand right of
    the labels (a caption over columns), or overlap such a line (the rest of its label).
    """
    labels_end = min(line.chunks[0].right for line in lines[first : last + 1])
    return lines[_reach(lines, first, -1, labels_end) : _reach(lines, last, 1, labels_end) + 1]


def _reach(lines: list[Line], edge: int, step: int, labels_end: float) -> int:
    """How far a table reaches from a line of it, upwards or downwards."""
    index, skipped = edge + step, 0
    while 0 <= index < len(lines) and skipped < _MAX_BETWEEN:
        line = lines[index]
        if _distance(lines[index - step], line) > _ROW_PITCH_EMS or is_chapter_heading(line.text):
            break
        is_part = len(line.chunks) > 1 or line.left > labels_end
        is_part = is_part or _distance(lines[edge], line) < _SAME_ROW_EMS
        edge, skipped = (index, 0) if is_part else (edge, skipped + 1)
        index += step
    return edge


def _distance(one: Line, other: Line) -> float:
    """Between the middles of two lines, in ems."""
    return abs(one.top + one.bottom - other.top - other.bottom) / 2 / max(one.em, other.em)


def _columns(core: list[Line]) -> list[Interval]:
    """The extents of the columns: parts that overlap from line to line, put together.

    A part above two others is a caption over columns and says nothing of their extent.
    """
    extents = [
        (chunk.left, chunk.right)
        for line in core
        for chunk in line.chunks
        if not any(_count_overlaps(chunk, other) > 1 for other in core)
    ]
    columns: list[Interval] = []
    for left, right in sorted(extents):
        if columns and left <= columns[-1][1]:
            columns[-1] = columns[-1][0], max(columns[-1][1], right)
        else:
            columns.append((left, right))
    return columns


def _count_overlaps(chunk: Line, line: Line) -> int:
    return sum(part.left < chunk.right and chunk.left < part.right for part in line.chunks)


def _is_clear(core: list[Line], columns: list[Interval]) -> bool:
    """Whether most lines fill at least three columns and no line has two parts in one."""
    if len(columns) < MIN_COLUMNS:
        return False
    filled = 0
    for line in core:
        firsts = [_covered(chunk, columns).start for chunk in line.chunks]
        if len(set(firsts)) < len(firsts):
            return False
        filled += len(firsts) >= max(MIN_COLUMNS, len(columns) / 2)
    return filled * 2 >= len(core) and filled >= MIN_ROWS


def _covered(chunk: Line, columns: list[Interval]) -> range:
    """The columns that a part of a line stands in (the nearest, if between two)."""
    hit = [
        index
        for index, (left, right) in enumerate(columns)
        if left < chunk.right and chunk.left < right
    ]
    if hit:
        return range(hit[0], hit[-1] + 1)
    middle = (chunk.left + chunk.right) / 2
    nearest = min(range(len(columns)), key=lambda index: abs(sum(columns[index]) / 2 - middle))
    return range(nearest, nearest + 1)


def _rows(run: list[Line], core: list[Line]) -> list[list[Line]]:
    """The lines of each row: one with columns takes up the lines of its wrapped label.

    A line that stands as near to the row above as to the row below is a row of its own, which
    takes up lines with fewer parts in its turn.
    """
    rows = [[line] for line in core]
    others = [line for line in run if line not in core]
    for line in sorted(others, key=lambda line: -len(line.chunks)):
        near = sorted((_distance(line, row[0]), index) for index, row in enumerate(rows))
        (distance, index), (rival, _) = near[0], near[1]
        is_wrapped = distance < _WRAPPED_EMS and distance < 0.75 * rival
        if distance < _SAME_ROW_EMS or (is_wrapped and rows[index][0] in core):
            rows[index].append(line)
        else:
            rows.append([line])
    rows.sort(key=lambda row: row[0].top)
    return _with_whole_heads(rows)


def _with_whole_heads(rows: list[list[Line]]) -> list[list[Line]]:
    """Rows without any value that stand as close as lines are one: a head whose names wrap."""
    whole: list[list[Line]] = []
    was_head = False
    for row in rows:
        is_head = not any(is_value(chunk.text) for line in row for chunk in line.chunks)
        is_close = whole and min(_distance(line, row[0]) for line in whole[-1]) < _WRAPPED_EMS
        if is_head and was_head and is_close:
            whole[-1] += row
        else:
            whole.append(row)
        was_head = is_head
    return whole


def _regions(rows: list[list[Line]], columns: list[Interval]) -> list[Region]:
    """The cells of all rows. Where nothing is printed there is no cell."""
    regions = []
    for number, row in enumerate(rows):
        cells: dict[int, Region] = {}
        for line in row:
            for chunk in line.chunks:
                covered = _covered(chunk, columns)
                region = cells.setdefault(
                    covered.start,
                    Region(chunk.box, row=number, column=covered.start, column_span=len(covered)),
                )
                region.take(chunk)
        regions += [cells[column] for column in sorted(cells)]
    return regions
