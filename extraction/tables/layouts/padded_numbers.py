"""Numbers filled up with zeros to one width: 0012, 0000, 0105.

A zero before a number is mostly what is left where a number was cut, and such a cell is not read.
Where no number of a table is shorter than those with a zero in front, and these are equally long,
a program filled them up.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.document import Table

_NUMBER = re.compile(r"\d{1,8}")
_FEWEST = 3
"""Numbers with a zero in front."""


def without_padding(table: Table) -> Table:
    """The table with such numbers as they are written elsewhere; itself if it has none."""
    padded = {text for text in table.texts if is_padded(text)}
    if not padded or any(cell.recognition for cell in table.cells):
        return table
    numbers = [cell.text.strip() for cell in table.cells if _NUMBER.fullmatch(cell.text.strip())]
    width = len(next(iter(padded)).strip())
    is_one_width = all(len(text.strip()) == width for text in padded)
    is_filled_up = sum(map(is_padded, numbers)) >= _FEWEST and min(map(len, numbers)) >= width
    if not (is_one_width and is_filled_up):
        return table
    bare = {text: unpadded(text) for text in padded}
    return replace(table, cells=[replace(c, text=bare.get(c.text, c.text)) for c in table.cells])


def is_padded(text: str) -> bool:
    """Whether a zero stands before a number."""
    number = text.strip()
    return number[:1] == "0" and len(number) > 1 and _NUMBER.fullmatch(number) is not None


def unpadded(text: str) -> str:
    return text.strip().lstrip("0") or "0"
