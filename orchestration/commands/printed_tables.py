"""The tables of a report as they stand on the page, with doubtful cells marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from extraction.document import Document, Place, Table
from orchestration.commands.terminal import json_value, printable

_Spot = tuple[int | None, int | None, int | None, int | None]

_MARKS = {
    "doubtful": ("?", "bold red"),
    "unreadable": ("!", "bold red"),
    "inferred": ("≈", "bold magenta"),
    "repaired": ("*", "bold magenta"),
}
_SURE = 0.75
"""Confidence below which a cell is doubted: less than one whose sum does not come out."""
_NARROWEST = 4
"""Two Chinese characters of the head over a column of single digits."""

_LEGEND = (
    "? in doubt, see the findings   ! no number could be read   "
    "≈ blank, only this value fits   * repaired from a reading error"
)
"""Every mark is a sign as well as a colour: it must be seen on paper and without colours."""


def print_tables(
    console: Console,
    document: Document,
    facts: Sequence[dict[str, Any]],
    findings: Iterable[dict[str, Any]],
) -> None:
    """Print each table that holds a value cell of an official form."""
    by_place = {_place_of(fact): fact for fact in facts}
    doubted = {
        (finding["item_code"], finding["applicant_type"])
        for finding in findings
        if finding["severity"] != "info" and finding["item_code"]
    }
    shown = 0
    for table in document.all_tables:
        if any(_spot(cell.place) in by_place for cell in table.cells):
            shown += 1
            console.print(_grid(table, by_place, doubted, shown, console.width))
    if shown:
        console.print(_LEGEND)


def _place_of(fact: dict[str, Any]) -> _Spot:
    return (fact["page"], fact["table_index"], fact["row_index"], fact["column_index"])


def _spot(place: Place) -> _Spot:
    return (place.page, place.table, place.row, place.column)


def _grid(
    table: Table,
    by_place: dict[_Spot, dict[str, Any]],
    doubted: set[tuple[str, str | None]],
    number: int,
    width: int,
) -> Grid:
    """The table as a grid. One too wide for so many characters gives its columns of values what
    their numbers need, and the labels share the rest: a number in two lines is no number."""
    page = table.place.page or next((c.place.page for c in table.cells if c.place.page), None)
    texts: list[list[Text]] = [
        [Text() for _ in range(table.column_count)] for _ in range(table.row_count)
    ]
    widest, needed = [0] * table.column_count, [0] * table.column_count
    for cell in table.cells:
        fact = by_place.get(_spot(cell.place))
        text = texts[cell.row][cell.column] = _marked(cell.text, fact, doubted)
        widest[cell.column] = max(widest[cell.column], text.cell_len)
        if fact is not None:
            needed[cell.column] = max(needed[cell.column], text.cell_len, _NARROWEST)
    fits = sum(widest) + 3 * len(widest) + 1 <= width
    grid = Grid(
        title=f"table {number}" + (f", page {page}" if page else ""),
        show_header=False,
        show_lines=True,
        box=box.SQUARE,
        padding=(0, 1) if fits else 0,
    )
    for fitting in needed:
        grid.add_column(overflow="fold", width=None if fits else fitting or None)
    for row in texts:
        grid.add_row(*row)
    return grid


def _marked(text: str, fact: dict[str, Any] | None, doubted: set[tuple[str, str | None]]) -> Text:
    if fact is None:
        return printable(text, "dim")
    item = fact["item_code"]
    is_doubted = (item, fact["applicant_type"]) in doubted or (item, None) in doubted
    kind = fact["value_status"]
    if kind not in _MARKS and (is_doubted or fact["confidence"] < _SURE):
        kind = "doubtful"
    if kind not in _MARKS:
        return printable(text)
    sign, style = _MARKS[kind]
    shown = str(json_value(fact["value"])) if kind == "inferred" else text
    return printable(f"{shown} {sign}", style)
