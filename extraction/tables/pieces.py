"""Put labels together that a text prints in pieces, and beside the values that they name.

A cell that wraps leaves its lines one below the other in a text, and where columns are narrow
two heads may run together. Only the words of the forms say which pieces make one label, so they
are put together here and not by the readers. No value is touched.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extraction.document import Cell
from extraction.labels import core, plain, split_numbering
from extraction.matching import Labels
from extraction.tables.heads.labels import REMARKS, all_blocks
from extraction.tables.periods import is_period_alone, years
from extraction.tables.rows import PrintedRow, part
from extraction.typography import join_lines
from extraction.units import without_unit

MOST_PIECES = 14
"""A label is printed in so many lines at most: one character a line in a narrow column."""

NEARLY = 0.86
"""Pieces of at least FEWEST_WORDS characters make a label from this similarity on."""

FEWEST_WORDS = 5

_MOST_LINES_AROUND = 8
"""Of a label, above or below the line of its values."""

_BESIDE = ("信息内容", *REMARKS)
"""Heads in front of the columns of values and behind them."""

_CAPTIONS = ("情况", "统计表", "报表", "一览表")

LONGEST_RUN = 120
"""Labels without a value between them; more are running text, and searching them takes long."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A printed text. words: its characters alone. is_numbered: a label begins with it."""

    words: str
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class _Label:
    """One or more pieces, or part of one. is_known: it is a label of a form. is_row: that of a row
    and of nothing else."""

    cell: Cell
    pieces: tuple[int, ...]
    is_known: bool
    is_head: bool = False
    is_row: bool = False


def whole_rows(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows of a ragged table, labels put together and values behind their labels."""
    rows = [_without_blanks_of_words(cells) for cells in rows]
    whole: list[list[Cell]] = []
    above: list[list[Cell]] = []
    for cells in _labels_from_below(rows):
        printed = part(cells)
        if printed.has_value or is_left_blank(cells):
            whole += _named(above, printed, cells)
            above = []
        elif not above and _is_title_of_year(cells):
            whole.append(cells)
        else:
            above.append(cells)
    return whole + (_heads_together(above) if above else [])


def is_left_blank(cells: list[Cell]) -> bool:
    """Whether a row is the label of a form's row, whole and nothing else, and blanks behind it."""
    if not cells:
        return False
    label, *values = cells
    is_row_alone = _official().get(core(label.text)) == frozenset({"row"})
    return is_row_alone and bool(values) and not any(core(cell.text) for cell in values)


def _without_blanks_of_words(cells: list[Cell]) -> list[Cell]:
    """A row; where it holds one text that is no label by itself, and no value, that alone: it is
    the rest of one in a box. Behind a whole label blanks are values."""
    texts = [cell for cell in cells if core(cell.text)]
    if len(texts) != 1 or part(cells).has_value:
        return cells
    words = core(texts[0].text)
    return cells if words in _official() or _nearest(words)[0] else texts


def _labels_from_below(rows: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, with labels whose last lines stand under their values whole: a label of several
    lines stands around the one line of its values, and pieces of its group's beside it."""
    whole = list(rows)
    parts = [part(cells) for cells in rows]
    values = [printed.has_value for printed in parts]
    for number, printed in enumerate(parts):
        if not values[number] or printed.unit or printed.period:
            continue
        over = _words(whole, values, range(number - 1, -1, -1))
        under = _words(whole, values, range(number + 1, len(rows)))
        label, above, below = _around(whole, over, printed, under)
        if not below:
            continue
        whole[number] = [label, *printed.rest]
        for n in above:
            whole[n] = whole[n][:-1]
        for n in below:
            whole[n] = whole[n][1:]
    return [cells for cells in whole if cells]


def _words(rows: list[list[Cell]], values: list[bool], numbers: range) -> list[int]:
    """The rows of words that stand right above or below a row. values: which rows have some."""
    near = itertools.takewhile(lambda n: rows[n] and not values[n], numbers)
    return list(itertools.islice(near, _MOST_LINES_AROUND))


def _around(
    rows: list[list[Cell]], over: list[int], printed: PrintedRow, under: list[int]
) -> tuple[Cell, list[int], list[int]]:
    """The label of a form that the last texts over a row, its own and the first under it make
    together, and the rows of these; none where what stands over it and on it is one by itself, or
    none is made."""
    own = list(printed.labels[-1:])
    for above in range(len(over) + 1) if own else range(1, len(over) + 1):
        upper = [rows[n][-1] for n in reversed(over[:above])] + own
        if _is_row("".join(core(without_unit(cell.text)) for cell in upper)):
            break
        for below in range(1, len(under) + 1):
            texts = upper + [rows[n][0] for n in under[:below]]
            if any(_is_numbered(cell.text) for cell in texts[1:]):
                break
            if _is_row("".join(core(without_unit(cell.text)) for cell in texts)):
                label = replace(texts[0], text=join_lines(cell.text for cell in texts))
                return label, over[:above], under[:below]
    return printed.rest[0], [], []


def _is_row(words: str) -> bool:
    return "row" in _official().get(words, frozenset())


def _is_title_of_year(cells: list[Cell]) -> bool:
    """Whether a row is a line over a head that says which year's table begins."""
    texts = [cell.text for cell in cells if core(cell.text)]
    if len(texts) != 1:
        return False
    return is_period_alone(texts[0]) or (bool(years(texts[0])) and _is_of_table(texts[0]))


def _is_of_table(text: str) -> bool:
    """Whether a text is the caption of a table: heads of columns that name a year are shorter."""
    return any(word in plain(text) for word in _CAPTIONS)


def _named(above: list[list[Cell]], printed: PrintedRow, cells: list[Cell]) -> list[list[Cell]]:
    """A row of values under rows without any, with its label whole."""
    texts = [cell for row in above for cell in row if core(cell.text)]
    texts += [cell for cell in printed.labels if core(cell.text)]
    labels = _labels(texts)
    heads = _head_count(labels)
    is_whole = all(len(label.pieces) == 1 for label in labels) and not _is_split(labels)
    if is_whole and printed.labels:
        return [*_merged(above, labels, heads), cells]
    own = labels[heads:]
    if not printed.labels and not (own and own[-1].is_known):
        return [*_merged(above, labels, heads), cells]
    found = [_row([label.cell for label in labels[:heads]])] if heads else []
    return [*found, _row([*(label.cell for label in own), *printed.rest])]


def _heads_together(above: list[list[Cell]]) -> list[list[Cell]]:
    labels = _labels([cell for row in above for cell in row if core(cell.text)])
    return _merged(above, labels, _head_count(labels))


def _merged(above: list[list[Cell]], labels: list[_Label], heads: int) -> list[list[Cell]]:
    """Rows without values; heads that stand one on a line, or in pieces, as one row."""
    is_broken = any(len(label.pieces) > 1 for label in labels[:heads]) or _is_split(labels[:heads])
    if not heads:
        return above
    last = labels[heads - 1].pieces[-1]
    count = alone = 0
    for number, row in enumerate(above):
        texts = sum(bool(core(cell.text)) for cell in row)
        count += texts
        alone += texts == 1
        if count > last:
            head = _row([label.cell for label in labels[:heads]])
            return [head, *above[number + 1 :]] if is_broken or alone > 1 else above
    return above


def _row(cells: Iterable[Cell]) -> list[Cell]:
    return [
        replace(cell, row=0, column=column, row_span=1, column_span=1)
        for column, cell in enumerate(cells)
    ]


def _head_count(labels: list[_Label]) -> int:
    """How many of the labels above a row of values make the head: all up to its last column."""
    known = [number for number, label in enumerate(labels) if label.is_head]
    return known[-1] + 1 if len(known) > 1 else 0


def _is_split(labels: list[_Label]) -> bool:
    used = [piece for label in labels for piece in label.pieces]
    return len(used) > len(set(used))


def _labels(cells: list[Cell]) -> list[_Label]:
    """The labels that texts in reading order make: as many of their characters as can be belong
    to labels of the forms; what remains stands for itself, or goes on a numbered text."""
    cells = [cell for cell in cells if core(without_unit(cell.text))]
    pieces = tuple(_Piece(core(without_unit(cell.text)), _is_numbered(cell.text)) for cell in cells)
    if len(pieces) > LONGEST_RUN:
        return [_Label(cell, (number,), False) for number, cell in enumerate(cells)]
    return _joined_by_number(_rows_together(_chosen(cells, pieces), cells), pieces)


@functools.lru_cache(maxsize=4096)
def _cuts(pieces: tuple[_Piece, ...]) -> list[tuple[int, int, str | None]]:
    """Where in the characters of texts labels begin and end, and which of the forms they are.

    Reports share most of their labels, so answers are kept.
    """
    text = "".join(piece.words for piece in pieces)
    starts = _starts(pieces)
    # best[n]: score, and where the label that begins at character n ends and whether it is known.
    best: list[tuple[float, int, str | None]] = [(float("-inf"), 0, None)] * len(text)
    best.append((0.0, 0, None))
    for at in range(len(text) - 1, -1, -1):
        for stop, official, score in _candidates(text, at, starts, pieces):
            total = score + best[stop][0]
            if total > best[at][0]:
                best[at] = (total, stop, official)
    cuts: list[tuple[int, int, str | None]] = []
    at = 0
    while at < len(text):
        _, stop, official = best[at]
        cuts.append((at, stop, official))
        at = stop
    return cuts


def _starts(pieces: tuple[_Piece, ...]) -> dict[int, int]:
    """The piece that begins at a character, and how many there are where the last one ends."""
    lengths = itertools.accumulate((len(piece.words) for piece in pieces), initial=0)
    return {at: number for number, at in enumerate(lengths)}


def _candidates(
    text: str, at: int, starts: dict[int, int], pieces: tuple[_Piece, ...]
) -> Iterator[tuple[int, str | None, float]]:
    """What may begin at a character: a text by itself, or a label of a form with its score."""
    first = starts.get(at)
    if first is not None:
        yield at + len(pieces[first].words), None, 0.0
    for official in _official_by_begin().get(text[at], ()):
        stop = at + len(official)
        if text.startswith(official, at) and _can_be(official, at, stop, starts, pieces):
            yield stop, official, 10.0 * len(official) - 1 + 0.5 * (stop in starts)
    if first is None:
        return
    stop = at
    for number in range(first, min(first + MOST_PIECES, len(pieces))):
        stop += len(pieces[number].words)
        if number > first and pieces[number].is_numbered:
            return
        nearest, score = _nearest(text[at:stop])
        if nearest and _can_be(nearest, at, stop, starts, pieces):
            yield stop, nearest, 10.0 * score * len(nearest) - 3


def _can_be(
    official: str, at: int, stop: int, starts: dict[int, int], pieces: tuple[_Piece, ...]
) -> bool:
    """Whether characters can be a label: numbering begins one, and no column has any."""
    if any(pieces[starts[n]].is_numbered for n in range(at + 1, stop) if n in starts):
        return False
    is_numbered = at in starts and pieces[starts[at]].is_numbered
    return not is_numbered or "row" in _official()[official]


def _chosen(cells: list[Cell], pieces: tuple[_Piece, ...]) -> Iterator[_Label]:
    text = "".join(piece.words for piece in pieces)
    owner = [number for number, piece in enumerate(pieces) for _ in piece.words]
    starts = _starts(pieces)
    for at, stop, official in _cuts(pieces):
        used = tuple(dict.fromkeys(owner[at:stop]))
        cell, is_numbered = cells[used[0]], pieces[used[0]].is_numbered
        is_whole = at in starts and stop in starts
        shown = join_lines(cells[n].text for n in used) if is_whole else text[at:stop]
        places = _official()[official] if official is not None else frozenset()
        is_head = "head" in places and not is_numbered
        label = cell if shown == cell.text else replace(cell, text=shown)
        yield _Label(label, used, official is not None, is_head, places == {"row"})


def _rows_together(labels: Iterable[_Label], cells: list[Cell]) -> list[_Label]:
    """The labels, those of two rows in one text as printed: whose its values are nobody knows."""
    found: list[_Label] = []
    for label in labels:
        last = found[-1] if found else None
        if last and last.is_row and label.is_row and last.pieces[-1] == label.pieces[0]:
            used = last.pieces + label.pieces[1:]
            text = join_lines(cells[number].text for number in used)
            found[-1] = _Label(replace(last.cell, text=text), used, False, is_row=True)
        else:
            found.append(label)
    return found


def _joined_by_number(labels: list[_Label], pieces: tuple[_Piece, ...]) -> list[_Label]:
    """The last label whole, where it is no label of a form: what has no numbering goes on what
    has."""
    begin = len(labels) - 1
    while begin > 0 and not labels[begin].is_known and not _starts_number(labels[begin], pieces):
        begin -= 1
    tail = labels[begin:]
    if len(tail) < 2 or tail[0].is_known or not _starts_number(tail[0], pieces):
        return labels
    text = join_lines(label.cell.text for label in tail)
    used = tuple(number for label in tail for number in label.pieces)
    return [*labels[:begin], _Label(replace(tail[0].cell, text=text), used, False)]


def _starts_number(label: _Label, pieces: tuple[_Piece, ...]) -> bool:
    return pieces[label.pieces[0]].is_numbered


def _is_numbered(text: str) -> bool:
    return split_numbering(text)[0] is not None


@functools.lru_cache(maxsize=1)
def _official() -> dict[str, frozenset[str]]:
    """The labels of the forms without numbering, each with where it stands: head, row, and group
    for that of several rows, which stands before a row's as well."""
    found: dict[str, set[str]] = {}
    for block in all_blocks():
        heads = [label for column in block.columns for label in column.labels]
        heads += [label for group in block.groups for label in group.labels]
        heads += [*block.captions, *_BESIDE]
        rows = [label for row in block.rows for label in row.labels] + list(block.headings)
        for texts, place in ((heads, "head"), (rows, "row"), (block.headings, "group")):
            for text in texts:
                found.setdefault(core(text), set()).add(place)
    return {label: frozenset(places) for label, places in found.items()}


@functools.lru_cache(maxsize=1)
def _official_by_begin() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in _official():
        found.setdefault(label[0], []).append(label)
    return found


def _nearest(words: str) -> tuple[str | None, float]:
    """The label of a form that a text nearly is, and how nearly."""
    if len(words) < FEWEST_WORDS:
        return None, 0.0
    found = _labels_of_forms().match(words)
    label = next((label for label, at in zip(_official(), found.scores, strict=True) if at), None)
    return label, found.best


@functools.cache
def _labels_of_forms() -> Labels:
    return Labels([(label,) for label in _official()], least=NEARLY)
