"""A cell of an official table as a fact: its value in the item's unit, and what is odd about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extraction.facts import evidence
from extraction.facts.recognised import likeliest
from extraction.findings import Finding, finding
from extraction.tables import CellReading
from extraction.typography import UNKNOWN
from extraction.units import (
    in_10k_cny,
    is_foreign_money,
    is_money_unit,
    money_units,
    scale_of_counts,
)
from extraction.values import LIMIT, CellValue, read_cell

SAME = Decimal("0.000001")
"""Numbers that differ by no more are the same, held in binary."""

_WEAKEST_FIRST = ("not_a_count", "recognised_doubtful", "unit_assumed", "digits_joined")
"""Of several kinds of evidence that a cell gives reason for, the first decides its confidence."""

Oddities = list[tuple[str, Finding]]
"""Findings about a cell, each with the kind of evidence that the cell is of by it."""


@dataclass(slots=True)
class Fact:
    """A value cell with its value in the item's unit.

    evidence: its kind; empty until the identities have been tested, unless the cell itself gives
        reason for doubt.
    """

    reading: CellReading
    value: Decimal | None
    status: str
    evidence: str = ""

    @property
    def confidence(self) -> float:
        return evidence.confidence(self.evidence)


def name_of(cell: CellReading) -> str:
    """A cell by the labels of its row and column, for a message."""
    return f"{cell.row_label or ''} / {cell.head.text}".strip(" /")


def _cut(cell: CellReading) -> str:
    if UNKNOWN not in cell.cell.text:
        return ""
    return f" {UNKNOWN} is a character without a meaning, or what may be cut or hidden."


def fact_of(printed: CellReading) -> tuple[Fact, list[Finding]]:
    """The fact in a cell, and the findings about the cell alone."""
    cell = likeliest(printed)
    value, column = cell.value, cell.head.column
    if value.status == "unreadable":
        return _unreadable(cell, f"{name_of(cell)}: {cell.cell.text!r} is no number.{_cut(cell)}")
    findings = _shown_otherwise(cell, cell.cell.held) if cell.cell.held is not None else []
    if value.number is None:
        return Fact(cell, None, value.status), findings
    if column.money and is_foreign_money(f"{cell.head.text} {cell.row_label or ''}"):
        return _in_foreign_money(cell, value.number)
    if column.money:
        number, odd = _amount(cell, value.number)
        if abs(number) >= LIMIT:
            return _unreadable(
                cell, f"{name_of(cell)}: {cell.cell.text!r} is more than any body spends."
            )
    else:
        number = value.number if value.unit else value.number * _scale(cell)
        odd = _no_count(cell, number)
    odd += _odd_sign(cell, number)
    if value.is_spaced:
        message = f"{name_of(cell)}: the digits of {cell.cell.text!r} stand apart and were joined."
        doubt = finding("digits_joined", "warning", message, cell.key, actual=number)
        odd.append(("digits_joined", doubt))
    is_doubtful = cell is not printed or value.has_letters
    if not odd and not is_doubtful:
        return Fact(cell, number, "reported"), findings
    kinds = [kind for kind, _ in odd] + (["recognised_doubtful"] if is_doubtful else [])
    kind = min(kinds, key=_WEAKEST_FIRST.index)
    return Fact(cell, number, "reported", kind), findings + [doubt for _, doubt in odd]


def _scale(cell: CellReading) -> int:
    """What a count is to be multiplied by: by its head, else by the label of its row."""
    in_head = scale_of_counts(cell.head.text)
    return in_head if in_head > 1 else scale_of_counts(cell.row_label or "")


def _unreadable(cell: CellReading, message: str) -> tuple[Fact, list[Finding]]:
    doubt = finding(
        "cell_unreadable", "error", f"{message} Look at the cell in the source.", cell.key
    )
    return Fact(cell, None, "unreadable", "unreadable"), [doubt]


def _in_foreign_money(cell: CellReading, number: Decimal) -> tuple[Fact, list[Finding]]:
    message = f"{name_of(cell)}: {cell.cell.text!r} is an amount in a currency of another country."
    doubt = finding("unit_unexpected", "error", message, cell.key, actual=number)
    return Fact(cell, None, "unreadable", "unreadable"), [doubt]


def _shown_otherwise(cell: CellReading, held_text: str) -> list[Finding]:
    """A doubt where the file holds another number than it shows, but for decimals rounded away.

    What is shown was published and is read. A zero shown as a blank or a dash is no other number.
    """
    held, value = read_cell(held_text).number, cell.value
    if held is None or (value.number is None and not held):
        return []
    if value.number is not None:
        shown, least = value.number, SAME
        if cell.head.column.money:
            unit = _money_unit(value)
            scale = in_10k_cny(Decimal(10_000), unit) if unit else Decimal(1)
            _, _, decimals = f"{shown:f}".partition(".")
            shown, least = shown * scale, scale * Decimal(5).scaleb(-1 - len(decimals))
        if abs(shown - held) <= least:
            return []
    message = (
        f"{name_of(cell)}: {cell.cell.text!r} is shown, by the format of the cell, of the number "
        f"{held_text} that the file holds; what is shown was read."
    )
    return [
        finding("shown_otherwise", "warning", message, cell.key, expected=held, actual=value.number)
    ]


def _money_unit(value: CellValue) -> str | None:
    return value.unit if value.unit is not None and is_money_unit(value.unit) else None


def _amount(cell: CellReading, number: Decimal) -> tuple[Decimal, Oddities]:
    """An amount in 10,000 CNY: converted by the unit in the cell, else in the head or label."""
    own = _money_unit(cell.value)
    printed = money_units(cell.head.text, cell.row_label or "")
    if own is not None or len(set(printed)) == 1:
        return in_10k_cny(number, own or printed[0]), []
    if number and printed:
        message = (
            f"{name_of(cell)}: {' and '.join(printed)} are printed as the unit of "
            f"{cell.cell.text!r}; taken as {printed[0]}."
        )
        doubt = finding("unit_unexpected", "warning", message, cell.key, actual=number)
        return in_10k_cny(number, printed[0]), [("unit_assumed", doubt)]
    if number == 0:
        return number, []
    by_form = f"; the form prescribes {cell.head.column.unit}" if cell.head.column.unit else ""
    message = f"{name_of(cell)}: no unit stands by {cell.cell.text!r}; taken as 万元{by_form}."
    doubt = finding("unit_missing", "warning", message, cell.key, actual=number)
    return number, [("unit_assumed", doubt)]


def _no_count(cell: CellReading, number: Decimal) -> Oddities:
    """An amount of money, or a fraction, where a count belongs."""
    if _money_unit(cell.value) is not None:
        message = (
            f"{name_of(cell)}: {cell.cell.text!r} is an amount of money where a count is expected."
        )
        return [("not_a_count", finding("unit_unexpected", "warning", message, cell.key))]
    if number == number.to_integral_value():
        return []
    message = f"{name_of(cell)}: {cell.cell.text!r} is not a whole number."
    doubt = finding("not_a_count", "warning", message, cell.key, actual=number)
    return [("not_a_count", doubt)]


def _odd_sign(cell: CellReading, number: Decimal) -> Oddities:
    """A sign in a column that is not one of changes."""
    if cell.head.column.signed or not number:
        return []
    if number > 0 and not cell.cell.text.lstrip().startswith(("+", "＋")):
        return []
    what = "is negative" if number < 0 else "has the sign of a change"
    message = f"{name_of(cell)}: {cell.cell.text!r} {what}."
    doubt = finding("not_a_count", "warning", message, cell.key, actual=number)
    return [("not_a_count", doubt)]
