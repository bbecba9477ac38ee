"""What stands on many pages and is no part of their text: page numbers, running heads."""

from __future__ import annotations

import re
from collections import Counter

from extraction.readers.page.contents import Page
from extraction.readers.page.glyphs import Line
from extraction.readers.page.unruled.words import head_words, row_words
from extraction.typography import is_page_number, is_value

_MARGIN = 0.13
"""Page numbers and running heads stand in this share of the page at its top and bottom."""

_REST = 2.0
"""The rest of a number stands nearer than this below its beginning, in ems."""


def drop_furniture(pages: list[Page]) -> None:
    """Take page numbers and lines that repeat at the same height out of the pages' margins.

    Only what stands outermost is taken: a number at the end of the text is text.
    """
    repeated = _repeated(pages)
    for page in pages:
        dropped: set[Line] = set()
        for margin in _margins(page):
            for line in margin:
                is_known = _signature(page, line) in repeated
                is_number = _is_page_number(line) and (
                    is_known or not _is_rest(line, page, len(pages))
                )
                if not (is_number or (is_known and not _is_of_table(line))):
                    break
                dropped.add(line)
        page.lines = [line for line in page.lines if line not in dropped]


def _is_page_number(line: Line) -> bool:
    """Whether a line is the number of its page; several numbers apart are of a table's last row."""
    are_numbers = len(line.parts) > 1 and all(part.text.isdigit() for part in line.parts)
    return not are_numbers and is_page_number(line.text)


def _is_rest(line: Line, page: Page, page_count: int) -> bool:
    """Whether digits that stand on no other page at that height are the rest of a number, which
    was wrapped in a narrow column or by the end of a page: not that of the page, or under one."""
    if page.is_recognised or not line.text.isdigit():
        return False
    is_another = page_count > 1 and int(line.text) != page.number
    return is_another or any(_is_under(line, part) for its in page.lines for part in its.parts)


def _is_under(line: Line, part: Line) -> bool:
    """Whether a number may go on with that above it, which was wrapped in a narrow column."""
    is_near = 0 < line.top - part.top < _REST * part.em
    return is_near and is_value(part.text) and part.left < line.right and line.left < part.right


def _is_of_table(line: Line) -> bool:
    """Whether a line is of a table without borders, of which two pages may begin or end alike:
    numbers alone, or beside a label of the forms, or of its head."""
    texts = [part.text for part in line.parts]
    if any(map(head_words().has, texts)):
        return True
    return len(texts) > 1 and (all(map(is_value, texts)) or row_words().has(texts[0]))


def _repeated(pages: list[Page]) -> set[tuple[str, int, int]]:
    """Signatures of margin lines on at least two pages and a third of all."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        counts.update({_signature(page, line) for margin in _margins(page) for line in margin})
    needed = max(2, len(pages) / 3)
    return {signature for signature, count in counts.items() if count >= needed}


def _margins(page: Page) -> tuple[list[Line], list[Line]]:
    """The lines in the margins at the top and bottom, from the edge inwards, up to a table."""
    top, bottom = page.height * _MARGIN, page.height * (1 - _MARGIN)
    boxes = [grid.box for grid in page.grids]
    return (
        [
            line
            for line in page.lines
            if line.bottom <= top and all(box[1] >= line.top for box in boxes)
        ],
        [
            line
            for line in reversed(page.lines)
            if line.top >= bottom and all(box[3] <= line.bottom for box in boxes)
        ],
    )


def _signature(page: Page, line: Line) -> tuple[str, int, int]:
    """A line without its numbers, with its height on the page (from the nearer edge)."""
    height = line.top if line.top < page.height / 2 else line.bottom - page.height
    return re.sub(r"\d+", "0", line.text), round(height / 4), round(page.width)
