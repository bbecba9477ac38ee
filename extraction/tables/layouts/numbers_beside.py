"""Cells that print last year's number behind the year's: 12（10）, where a line by the table or a
head in it says that the brackets hold last year's, or 12/10 under 本年/上年.

By itself such a cell does not say what its other number is, and is not read.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.document import Block, Document, Paragraph, Table
from extraction.labels import LAST_YEAR, THIS_YEAR, plain
from extraction.values import read_cell

_LONGEST = 60
"""A line with more characters is running text."""

_OTHER = rf"(?:{LAST_YEAR}|同期|(?P<other>20\d\d)年)"
_IN_BRACKETS = re.compile(rf"括号[内中里]?的?(?:数字?|数据|数值)?(?:为|是|系|表示){_OTHER}")
_SIDE_BY_SIDE = re.compile(rf"(?:{THIS_YEAR}|(?P<own>20\d\d)年)度?数?(?P<mark>[/(]){_OTHER}")
_TWO = re.compile(r"(?P<own>[^()/]+)(?P<mark>[(/])(?P<other>[^()/]+)\)?")
_MOST = 0.5
"""The part of the numbers of a table that must stand so: changes and amounts may stand alone."""


def with_own_numbers(document: Document, year: int | None) -> Document:
    """The document with the year's number alone in each such cell, and without the lines that say
    what the other is; itself if it has none."""
    blocks: list[Block] = []
    lines: list[Paragraph] = []
    told: set[int] = set()
    above: Table | None = None
    mark = None
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Table):
            lines.append(block)
            blocks.append(block)
            continue
        behind = _paragraph(document.blocks, number + 1)
        near = [*lines[-3:], *behind]
        goes_on = above is not None and (not lines or block.may_go_on_from(above))
        mark = _stated((*(line.text for line in near), *block.texts), year) or (goes_on and mark)
        above, lines = block, []
        mended = _with_own(block, mark, year) if mark else block
        if mended is not block:
            told |= {id(line) for line in near if _stated((line.text,), year)}
        blocks.append(mended)
    if all(one is other for one, other in zip(blocks, document.blocks, strict=True)):
        return document
    return replace(document, blocks=[block for block in blocks if id(block) not in told])


def _paragraph(blocks: list[Block], number: int) -> list[Paragraph]:
    """The block of a number, where it is a paragraph."""
    return [block for block in blocks[number : number + 1] if isinstance(block, Paragraph)]


def _stated(texts: Iterable[str], year: int | None) -> str | None:
    """The mark behind the year's number, by texts of which one says that last year's follows."""
    return next((mark for text in texts if (mark := _mark(text, year))), None)


@functools.lru_cache(maxsize=16384)
def _mark(text: str, year: int | None) -> str | None:
    folded = plain(text)
    if len(folded) > _LONGEST:
        return None
    if (match := _IN_BRACKETS.search(folded)) is not None:
        is_other = not match["other"] or (year is not None and int(match["other"]) != year)
        return "(" if is_other else None
    match = _SIDE_BY_SIDE.search(folded)
    if match is None or (match["own"] and match["own"] != str(year)):
        return None
    return match["mark"] if match["other"] != str(year) else None


def _with_own(table: Table, mark: str, year: int | None) -> Table:
    """The table with the year's number alone in its cells, if most numbers stand beside others,
    and without a line in it that says so: it is no head of another year."""
    own = {text: first for text in table.texts if (first := own_number(text, mark)) is not None}
    two = sum(cell.text in own for cell in table.cells)
    alone = sum(read_cell(cell.text).number is not None for cell in table.cells)
    if not own or two < _MOST * (two + alone):
        return table
    own |= {text: "" for text in table.texts if "括号" in text and _mark(text, year)}
    return replace(table, cells=[replace(c, text=own.get(c.text, c.text)) for c in table.cells])


@functools.lru_cache(maxsize=16384)
def own_number(text: str, mark: str) -> str | None:
    """The first of two numbers in a text, the second behind a mark."""
    match = _TWO.fullmatch(plain(text))
    if match is None or match["mark"] != mark:
        return None
    is_two = all(read_cell(match[name]).number is not None for name in ("own", "other"))
    return match["own"] if is_two else None
