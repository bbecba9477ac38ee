"""Read tables 3 and 4 of a text whose rows are torn from their labels by the order of all their
numbers, where these are as many as the form has cells and the sums of the form hold for them.

A text of a PDF may print the label of a row before, between or behind its numbers, and these on
several lines. The order of the numbers is still that of the cells; one of them lost or doubled
moves all others, and hardly a sum would hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extraction.document import Cell, Document, Paragraph
from extraction.forms import Block, Key, sums_within
from extraction.identities import ZERO, check
from extraction.labels import core, plain
from extraction.tables.heads.columns import HeadColumn
from extraction.tables.heads.labels import CORNER, all_blocks
from extraction.tables.heads.strewn import may_be_head
from extraction.tables.periods import LONGEST, Period, nearest_period
from extraction.tables.results import Candidate
from extraction.typography import ends_sentence, is_value
from extraction.values import read_cell

_NUMBER = re.compile(r"\d{1,8}|[-—–/]{1,2}")
_SPACES = re.compile(r"\s+")
_BEGIN = {"requests": (CORNER, "申请人情况", "本年新收政府信息"), "review": ("行政复议",)}
_END = {"requests": ("行政复议",), "review": ("存在的主要问题", "主要问题及改进")}
_FEWEST_HELD = 0.9
"""The part of the sums that must hold: the agency's own mistakes break a few."""

_FEWEST_NAMED = 0.5
"""The part of a form's row labels that must stand near their numbers, and none elsewhere."""

_COMMON, _TELLING = 2, 5
"""Characters of labels that tell no row, and of the beginning of one that tells it."""

_NEAR = 1
"""Rows by which a label may stand off its numbers."""


def read_by_sums(document: Document, year: int | None, found: list[Candidate]) -> list[Candidate]:
    """Tables 3 and 4 of a text, each where all of its numbers stand in the order of the form.

    found: what was read otherwise; it tells the form of a table that is the same in two.
    """
    texts = list(_texts(document))
    blocks = [block for block in all_blocks() if block.name in _BEGIN]
    read = [each for block in blocks if (each := _read(texts, block, year)) is not None]
    forms = Counter(each.block.form for each in [*found, *read])
    read.sort(key=lambda each: forms[each.block.form])
    return list({each.block.name: each for each in read}.values())


def _texts(document: Document) -> Iterator[Cell]:
    """All texts of a document in order, parted at spaces."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            cells: list[Paragraph] | list[Cell] = [block]
        else:
            cells = block.cells
        for cell in cells:
            for text in _SPACES.split(cell.text.strip()):
                if text:
                    yield Cell(text, 0, 0, place=cell.place)


def _read(texts: list[Cell], block: Block, year: int | None) -> Candidate | None:
    """The table of a block behind the first of the texts that may begin it; prose names it too."""
    begins = [n for n, cell in enumerate(texts) if _names(cell.text, _BEGIN[block.name])]
    found = (_read_from(texts, begin, block, year) for begin in begins)
    return next((each for each in found if each is not None), None)


def _read_from(texts: list[Cell], begin: int, block: Block, year: int | None) -> Candidate | None:
    behind = range(begin, len(texts))
    first = next((n for n in behind if _NUMBER.fullmatch(texts[n].text)), len(texts))
    stops = (n for n in range(first + 1, len(texts)) if _ends(texts[n].text, block))
    region = texts[begin : next(stops, len(texts))]
    numbers = [n for n, cell in enumerate(region) if _NUMBER.fullmatch(cell.text)]
    keys = block.cell_keys()
    if len(numbers) != len(keys):
        return None
    cells = [region[n] for n in numbers]
    head = region[: numbers[0]]
    if not may_be_head(block, head) or not _are_labelled(region, block):
        return None
    if not sums_hold(block, dict(zip(keys, cells, strict=True))):
        return None
    captions = tuple(cell.text for cell in texts[max(0, begin - 4) : begin])
    return in_order_of_form(block, cells, nearest_period(captions, year))


def _names(text: str, words: tuple[str, ...]) -> bool:
    return len(text) <= LONGEST * 2 and any(each in plain(text) for each in words)


def _ends(text: str, block: Block) -> bool:
    """Whether a text behind numbers begins another table or section, or is prose."""
    return _names(text, _END[block.name]) or (ends_sentence(text) and not is_value(text))


def _are_labelled(region: list[Cell], block: Block) -> bool:
    """Whether most labels of the block's rows stand beside the numbers of their rows, and none
    farther away."""
    if not block.rows:
        return True
    width = len(block.columns)
    rows = [[core(label) for label in row.labels] for row in block.rows]
    named: set[int] = set()
    count = 0
    for cell in region:
        count += _NUMBER.fullmatch(cell.text) is not None
        words = core(cell.text)
        fitting = [n for n, labels in enumerate(rows) if _names_row(words, labels)]
        near = [n for n in fitting if abs(n - count // width) <= _NEAR]
        if len(fitting) == 1 and not near:
            return False
        named |= set(near[:1]) if len(fitting) == 1 else set()
    return len(named) >= _FEWEST_NAMED * len(rows)


def _names_row(words: str, labels: list[str]) -> bool:
    """Whether words are the label of a row, or begin it; 其他 and 总计 stand in heads as well."""
    is_whole = len(words) > _COMMON and words in labels
    return is_whole or (len(words) >= _TELLING and any(label.startswith(words) for label in labels))


def sums_hold(block: Block, cells: dict[Key, Cell]) -> bool:
    """Whether most sums of a form that need no other cells than these hold for them."""
    numbers = {key: read_cell(cell.text).number or ZERO for key, cell in cells.items()}
    results = check(sums_within(block, cells.keys()), numbers)
    return bool(results) and sum(r.holds for r in results) >= _FEWEST_HELD * len(results)


def in_order_of_form(block: Block, cells: list[Cell], period: Period | None) -> Candidate:
    """The cells of a block in the order of its rows and columns."""
    found = Candidate(block, {}, [], period, len(block.rows) or 1)
    rows = block.rows or (None,)
    places = ((row, column) for row in rows for column in block.columns)
    for (row, column), cell in zip(places, cells, strict=True):
        key = block.key(row, column)
        head = HeadColumn(column, column.labels[0], None)
        label = row.labels[0] if row else None
        found.add(key, cell, head, label, "sum")
    message = (
        f"The rows of the block {block.name} are torn in the text; its {len(cells)} numbers were "
        "placed in the order of the form, and the sums of the form hold for them."
    )
    found.doubt("row_realigned", "info", message, block.cell_keys()[-1])
    return found
