"""Cells whose columns nothing tells but the order of the numbers and the sums of the form.

Tables that have lost what else would tell them are read where the sums hold. The rows of one are
torn from their labels (`read_by_sums`): a text of a PDF may print a label before, between or behind
the numbers of its row, on several lines. One number lost or doubled moves all others, and hardly a
sum would hold. The blanks of another left no trace (`read_totals`): of a row with fewer numbers
than columns nobody knows whose they are, but for its total. Tables without heads: `without_heads`.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extraction.document import Cell, Document, Table
from extraction.facts.identities import ZERO, check
from extraction.forms import Block, Key, Row, sums_within
from extraction.labels import core, plain
from extraction.tables.heads.columns import HeadColumn
from extraction.tables.heads.head import Head
from extraction.tables.heads.labels import all_blocks
from extraction.tables.heads.strewn import are_turned, may_be_head
from extraction.tables.periods import LONGEST, Period, nearest_period
from extraction.tables.results import Candidate
from extraction.tables.rows import PrintedRow, best_row, rows_in_order
from extraction.typography import ends_sentence, is_value
from extraction.values import read_cell

_NUMBER = re.compile(r"\d{1,8}|[-—–/]{1,2}")
_FEWEST_HELD = 0.9
"""The part of the sums that must hold: the agency's own mistakes break a few."""

_FEWEST_NAMED = 0.5
"""The part of a form's row labels that must stand near their numbers, and none elsewhere."""

_COMMON, _TELLING = 2, 5
"""Characters of labels that tell no row, and of the beginning of one that tells it."""

_NEAR = 1
"""Rows by which a label may stand behind the first of its numbers. None stands before those of the
row above: there a row is left out."""


def read_by_sums(document: Document, year: int | None, found: list[Candidate]) -> list[Candidate]:
    """Tables 3 and 4 of a text, each where all of its numbers stand in the order of the form.

    found: what was read otherwise; it tells the form of a table that is the same in two.
    """
    parted = ((cell.place, text) for cell in cells_of(document) for text in cell.text.split())
    texts = [Cell(text, 0, 0, place=place) for place, text in parted]
    blocks = [block for block in all_blocks() if block.begins]
    read = [each for block in blocks if (each := _read(texts, block, year)) is not None]
    forms = Counter(each.block.form for each in [*found, *read])
    read.sort(key=lambda each: forms[each.block.form])
    return list({each.block.name: each for each in read}.values())


def cells_of(document: Document) -> Iterator[Cell]:
    """All cells and paragraphs of a document in order."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from block.cells
        else:
            yield Cell(block.text, 0, 0, place=block.place)


def _read(texts: list[Cell], block: Block, year: int | None) -> Candidate | None:
    """The first table of a block behind the texts that may begin it; prose names it too. Where
    another head of the block stands apart from it, the table may be another year's or body's."""
    found: dict[range, Candidate] = {}
    heads: set[int] = set()
    for begin, cell in enumerate(texts):
        if not _names(cell.text, block.begins) or any(begin in region for region in found):
            continue
        region, first = _region(texts, begin, block)
        if not may_be_head(block, texts[begin:first]):
            continue
        heads.add(first)
        if (each := _read_region(texts, region, first, block, year)) is not None:
            found[region] = each
    chosen = next(iter(found.values()), None)
    others = [head for head in heads if not any(head in region for region in found)]
    if chosen is not None and (others or any(not _are_same(chosen, o) for o in found.values())):
        message = (
            f"The block {block.name} stands more than once; the first one whose sums hold was "
            "read. Look whose tables they are."
        )
        chosen.doubt("table_repeated", "warning", message, *chosen.cells)
    return chosen


def _are_same(one: Candidate, other: Candidate) -> bool:
    return all(one.cells[key].value == other.cells[key].value for key in one.cells)


def _region(texts: list[Cell], begin: int, block: Block) -> tuple[range, int]:
    """Where a table that begins there may stand, and its first number."""
    behind = range(begin, len(texts))
    first = next((n for n in behind if _NUMBER.fullmatch(texts[n].text)), len(texts))
    stops = (n for n in range(first + 1, len(texts)) if _ends(texts[n].text, block))
    return range(begin, next(stops, len(texts))), first


def _read_region(
    texts: list[Cell], region: range, first: int, block: Block, year: int | None
) -> Candidate | None:
    its = texts[region.start : region.stop]
    cells = [cell for cell in its if _NUMBER.fullmatch(cell.text)]
    if len(cells) != len(block.cell_keys()) or not _are_labelled(its, block):
        return None
    numbers = (n for n in range(first - 1, -1, -1) if _NUMBER.fullmatch(texts[n].text))
    if are_turned(block, texts[next(numbers, -1) + 1 : first]):
        return None
    titles = (cell.text for cell in reversed(texts[:first]) if _is_title(cell.text, block))
    above = (cell.text for cell in texts[max(0, region.start - 4) : region.start])
    captions = (*itertools.islice(titles, 1), *above)
    found = in_order_of_form(block, cells, nearest_period(captions, year))
    return found and note_torn(found)


def _is_title(text: str, block: Block) -> bool:
    """Whether a text names a block and says more than its head does: a title, however far above a
    program prints it."""
    return _names(text, block.begins) and plain(text) not in block.begins


def _names(text: str, words: tuple[str, ...]) -> bool:
    return len(text) <= LONGEST * 2 and any(each in plain(text) for each in words)


def _ends(text: str, block: Block) -> bool:
    """Whether a text behind numbers begins another table or section, or is prose."""
    return _names(text, block.ends) or (ends_sentence(text) and not is_value(text))


def _are_labelled(region: list[Cell], block: Block) -> bool:
    """Whether most labels of the block's rows stand beside the numbers of their rows, and none
    farther away."""
    if not block.rows:
        return True
    width = len(block.columns)
    labels = [(n, core(label)) for n, row in enumerate(block.rows) for label in row.labels]
    named: set[int] = set()
    count = 0
    for cell in region:
        count += _NUMBER.fullmatch(cell.text) is not None
        words = core(cell.text)
        if len(words) <= _COMMON:
            # A number, or 其他 and 总计, which stand in heads as well.
            continue
        begins = len(words) >= _TELLING
        fitting = {n for n, its in labels if words == its or (begins and its.startswith(words))}
        if len(fitting) == 1:
            if not 0 <= count // width - min(fitting) <= _NEAR:
                return False
            named |= fitting
    return len(named) >= _FEWEST_NAMED * len(block.rows)


def _sums_hold(block: Block, numbers: Mapping[Key, Decimal], least: float) -> bool:
    """Whether such a part of the form's sums that need no other cells hold for these."""
    results = check(sums_within(block, numbers.keys()), numbers)
    return bool(results) and sum(r.holds for r in results) >= least * len(results)


def in_order_of_form(
    block: Block, cells: list[Cell], period: Period | None, least: float = _FEWEST_HELD
) -> Candidate | None:
    """The cells of a block in the order of its rows and columns; None where its sums fail.

    least: the part of the sums that must hold.
    """
    numbers = (read_cell(cell.text).number or ZERO for cell in cells)
    if not _sums_hold(block, dict(zip(block.cell_keys(), numbers, strict=True)), least):
        return None
    found = Candidate(block, {}, [], period, len(block.rows) or 1)
    rows = block.rows or (None,)
    places = ((row, column) for row in rows for column in block.columns)
    for (row, column), cell in zip(places, cells, strict=True):
        key = block.key(row, column)
        head = HeadColumn(column, column.labels[0], None)
        label = row.labels[0] if row else None
        found.add(key, cell, head, label, "sum")
    return found


def note_torn(found: Candidate) -> Candidate:
    """Say of a candidate whose rows are torn from their labels how it was read."""
    message = (
        f"The rows of the block {found.block.name} are torn in the text; its {len(found.cells)} "
        "numbers were placed in the order of the form, and the sums of the form hold for them."
    )
    found.doubt("row_realigned", "info", message, found.block.cell_keys()[-1])
    return found


def read_totals(printed: Sequence[PrintedRow], head: Head, found: Candidate) -> None:
    """Add the totals of a block's rows, and the cells of those that are blank, to what was found,
    where the sums of the form prove them. printed: all rows that a text prints of the block."""
    block = found.block
    if head.missing() or not head.is_in_order():
        return
    rows = _each_with_its_label(printed, block)
    totals = {row.code: total for line, row in rows if (total := _total(line)) is not None}
    column = {(row.code, "total"): totals.get(row.code, ZERO) for row in block.rows}
    if len(totals) < len(rows) or not any(totals.values()) or not _sums_hold(block, column, 1):
        return
    together = {id(cell) for line in printed for cell in line.labels if len(_own(line, block)) > 1}
    for line, row in rows:
        if block.key(row, block.columns[0]) not in found.cells:
            _store(line, row, head, found, is_alone=id(line.labels[-1]) not in together)


def _each_with_its_label(
    printed: Sequence[PrintedRow], block: Block
) -> list[tuple[PrintedRow, Row]]:
    """The rows that are of the form. Labels in succession are rows without numbers but the last."""
    lines = [
        PrintedRow((cell,), line.rest if cell is line.labels[-1] else ())
        for line in printed
        for cell in _own(line, block)
    ]
    matched = rows_in_order(tuple(line.label for line in lines), block.rows)[1]
    return [(line, row) for line, row in zip(lines, matched, strict=True) if row is not None]


def _own(line: PrintedRow, block: Block) -> list[Cell]:
    """The labels of a line that are those of rows, not of their groups; at least its last."""
    groups = {core(heading) for heading in block.headings}
    outer = [c for c in line.labels[:-1] if core(c.text) not in groups]
    return [*(c for c in outer if best_row(c.text, block.rows)[0] >= 1), *line.labels[-1:]]


def _total(row: PrintedRow) -> Decimal | None:
    """The last number of a row that is the sum of the others, 0 for a row without any; None where
    it is not, or where a blank shows."""
    numbers = [read_cell(cell.text) for cell in row.rest]
    if any(value.status not in ("reported", "dash") for value in numbers) or len(numbers) == 1:
        return None
    parts = [value.number or ZERO for value in numbers]
    if not parts:
        return ZERO
    return parts[-1] if sum(parts[:-1]) == parts[-1] else None


def _store(printed: PrintedRow, row: Row, head: Head, found: Candidate, *, is_alone: bool) -> None:
    """The total of a row, or all its cells where it has no number; the doubt about it says so."""
    block = found.block
    last = block.key(row, head.columns[-1].column)
    keys = (last, (row.code, None))
    found.doubts = [d for d in found.doubts if d.rule_code != "cells_missing" or d.key not in keys]
    if not is_alone:
        message = (
            f"Labels of several rows stand together with {printed.label!r}; the numbers behind "
            "them were taken for those of the last. Look at the source."
        )
        found.doubt("row_padded", "warning", message, (row.code, None))
    if printed.rest:
        message = f"Blanks of the row {printed.label!r} left no trace. "
        if read_cell(printed.rest[-1].text).status == "dash":
            message += "Under which heads what stands in it stands stays open: "
            key = last
        else:
            found.add(last, printed.rest[-1], head.columns[-1], printed.label, "sum")
            message += (
                "The last of its numbers is the total, for all totals add up; under which heads "
                "the others stand stays open: "
            )
            key = block.key(row, head.columns[-2].column)
            if not read_cell(printed.rest[-1].text).number:
                # Zeros add up to a zero wherever they stand: the total may be one of the blanks.
                found.doubt("row_padded", "warning", message + printed.printed, last)
        found.doubt("cells_missing", "warning", message + printed.printed, key)
        return
    blank = replace(printed.labels[-1], text="")
    for column in head.columns:
        found.add(block.key(row, column.column), blank, column, printed.label, "sum")
