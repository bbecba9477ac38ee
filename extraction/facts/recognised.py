"""What a recognised cell may say besides what was read in it.

In a column of counts stand whole numbers, and no number has gaps. What was recognised as 0P, 4日
or 7.099 is not one, and among the other readings of the picture the first that is one is taken,
always as doubtful. The other readings are offered for repairs by the identities as well.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from extraction.facts.evidence import SURE
from extraction.facts.identities import ZERO
from extraction.facts.repair import NO_DIGIT, Offer
from extraction.tables import CellReading
from extraction.units import is_money_unit
from extraction.values import CellValue, read_cell, read_change

LEAST_ODDS = 0.1
"""A reading is likely when its score is at least this share of the score of the one that was
taken. Below it, a sum that is wrong in print is the likelier explanation."""

MADE_OUT = 0.5
"""A number with no higher score is likelier misread than not."""

_SEPARATED = re.compile(
    r"(?P<whole>\d{1,3}(?:[.,:\s]\d{3})+|\d{3,}(?=\s))"
    r"(?:[.\s](?P<decimals>\d{1,2}))?(?P<rest>\D*)"
)
"""Digits in groups of three, or close together with one or two behind a gap. A comma that lost its
tail in print is recognised as a point or a colon, and a faint point as a space."""

_ZEROS = re.compile(r"0[0.,\s]*0")
"""0.00, of which the point is the first to be lost: whatever stood there, it is no other number."""


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


def offers(cell: CellReading, added: Decimal | None) -> tuple[Offer, ...]:
    """What else the recogniser sees in a cell that identities test: numbers, a dash, a blank.

    added: what the cell adds to sums as it was read; None if nothing was made out. What adds the
    same is not offered: sums do not tell a zero, a dash and a blank apart.
    """
    recognition = cell.cell.recognition
    if recognition is None or cell.head.column.money:
        return ()
    least = recognition.score * LEAST_ODDS
    found: dict[tuple[Decimal, str], Offer] = {}
    for text, score in recognition.alternatives:
        value = read_cell(text)
        if value.status == "unreadable":
            continue
        number, status = value.number or ZERO, value.status
        if number != added:
            offer = Offer(text, number, score, status, is_likely=score >= least)
            found.setdefault((number, status), offer)
    return tuple(found.values())


def shapes(cell: CellReading) -> frozenset[str]:
    """How a number that was not made out may be written: its digits, and NO_DIGIT where the
    likely readings differ or show none. Empty where it is likelier read right than not."""
    recognition = cell.cell.recognition
    if recognition is None or cell.head.column.money or recognition.score > MADE_OUT:
        return frozenset()
    least = recognition.score * LEAST_ODDS
    likely = [text for text, score in recognition.alternatives if score >= least]
    of_length: dict[int, list[str]] = defaultdict(list)
    for text in (cell.cell.text, *likely):
        of_length[len(text)].append(text)
    found = ("".join(map(_digit, zip(*texts, strict=True))) for texts in of_length.values())
    return frozenset(shape for shape in found if NO_DIGIT in shape)


def _digit(seen: tuple[str, ...]) -> str:
    return seen[0] if seen[0].isdigit() and len(set(seen)) == 1 else NO_DIGIT


def may_be_written(cell: CellReading) -> bool:
    """Whether a cell was taken for a blank in spite of some ink in it."""
    recognition = cell.cell.recognition
    return cell.value.status == "blank" and recognition is not None and recognition.score < SURE


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
        yield "0" if _ZEROS.fullmatch(text) else text
        separated = _SEPARATED.fullmatch(text)
        if separated is not None:
            whole, decimals = re.sub(r"\D", "", separated["whole"]), separated["decimals"]
            yield f"{whole}{f'.{decimals}' if decimals else ''}{separated['rest']}"
