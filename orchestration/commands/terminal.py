"""Values for terminals and for programs."""

from __future__ import annotations

import re
from decimal import Decimal

from rich.text import Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str, style: str = "") -> Text:
    """Text of unknown origin: its control characters and markup do nothing in a terminal."""
    return Text(_CONTROL.sub("\N{REPLACEMENT CHARACTER}", text), style=style)


def json_value(value: object) -> object:
    """Values that JSON has no type for: decimals as numbers, everything else as its text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)
