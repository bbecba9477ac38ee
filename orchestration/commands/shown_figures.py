"""Figures of two reports as a person reads them."""

from __future__ import annotations

from orchestration.commands.comparison import Row
from orchestration.commands.terminal import json_value


def figure(row: Row, side: str) -> str:
    """A figure of one side: its number, or what stands there instead; ! where it is in doubt."""
    value, status = row[f"value_{side}"], row[f"status_{side}"]
    if status is None:
        return "not there"
    shown = f"({status.replace('_', ' ')})" if value is None else f"{json_value(value):,}"
    mark = {"inferred": " ≈", "repaired": " *"}.get(status, "")
    return f"{shown}{mark}{' !' if row.get(f'doubts_{side}') else ''}"


def change(row: Row) -> str:
    return "" if row["change"] is None else f"{json_value(row['change']):+,}"


def comparability(row: Row) -> str:
    """How comparable two figures of a series are."""
    if row["is_joined"] is None:
        return ""
    if not row["is_joined"]:
        return "counted otherwise: not to be compared"
    worst = {"close", "broken"} & {row["comparability_a"], row["comparability_b"]}
    return max(worst, default="exact")


def rate(row: Row) -> str:
    return "" if row["rate"] is None else f"{row['rate']:+.1%}"


def percentage(part: float | None) -> str:
    return "no text" if part is None else f"{part:.0%}"


def says_nothing(row: Row) -> bool:
    """Whether neither side has a number other than zero."""
    return not row["value_a"] and not row["value_b"]
