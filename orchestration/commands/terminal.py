"""Values for terminals and for programs."""

from __future__ import annotations

import os
import re
from decimal import Decimal

from rich.console import Console
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str, style: str = "") -> Text:
    """Text of unknown origin: its control characters and markup do nothing in a terminal."""
    return Text(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text), style=style)


def print_table(console: Console, table: Table) -> None:
    """Print a table; into a pipe or a file, which have no width, as wide as it is."""
    if has_no_width(console):
        console.width = max(console.width, width_of(table))
    console.print(table)


def has_no_width(console: Console) -> bool:
    """Whether it prints into a pipe or a file, and nobody has said how wide that is."""
    return not console.is_terminal and "COLUMNS" not in os.environ


def width_of(table: Table) -> int:
    """Characters that a table takes when nothing of it is wrapped or left out."""
    return Measurement.get(wide := Console(width=10_000), wide.options, table).maximum


def json_value(value: object) -> object:
    """Values that JSON has no type for: decimals as numbers, everything else as its text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
