"""A recognised cell whose text cannot stand in its column: the likeliest reading that can.

In a column of counts stand whole numbers, and no number has gaps. What was recognised as 0P, 4日
or 7.099 is not one, and among the other readings of the picture the first that is one is taken,
always as doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from extraction.tables import CellReading
from extraction.values import CellValue, is_money_unit, read_cell, read_change

_SEPARATED = re.compile(
    r"(?P<whole>\d{1,3}(?:[.,\s]\d{3})+)(?:[.\s](?P<decimals>\d{1,2}))?(?P<rest>\D*)"
)
"""Digits in groups of three. A comma that lost its tail in print is recognised as a point, and a
faint point as a space."""


def likeliest(cell: CellReading) -> CellReading:
    """The cell with the likeliest value that can stand in its column; as it is if it does, if
    it was not recognised from a picture, or if none can."""
    if cell.cell.recognition is None or not _is_odd(cell, cell.value):
        return cell
    read = read_change if cell.head.column.signed else read_cell
    for text in _texts(cell):
        value = read(text)
        if value.number is not None and not _is_odd(cell, value):
            return replace(cell, value=value)
    return cell


def _is_odd(cell: CellReading, value: CellValue) -> bool:
    column, number = cell.head.column, value.number
    if number is None:
        return value.status == "unreadable"
    if column.money:
        return value.is_spaced
    is_count = number == number.to_integral_value() and (number >= 0 or column.signed)
    return not is_count or (value.unit is not None and is_money_unit(value.unit))


def _texts(cell: CellReading) -> Iterable[str]:
    recognition = cell.cell.recognition
    assert recognition is not None
    for text in (cell.cell.text, *(text for text, _ in recognition.alternatives)):
        yield text
        separated = _SEPARATED.fullmatch(text)
        if separated is not None:
            whole, decimals = re.sub(r"\D", "", separated["whole"]), separated["decimals"]
            yield f"{whole}{f'.{decimals}' if decimals else ''}{separated['rest']}"
