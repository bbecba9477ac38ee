"""The sheets of an OpenDocument spreadsheet (ODF 1.2 part 1, section 9)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extraction.files.archives import Archive
from extraction.readers.colours import WHITE, colour_of, look_alike
from extraction.readers.office_xml import attribute, local_name, parse, stated_number
from extraction.readers.spreadsheet.sheet import MAX_CELLS, WHAT, Sheet, Spot, sheet_of, too_large
from extraction.typography import join_lines

_CONTENT = "content.xml"
_GROUPS = frozenset({
    "table-row-group", "table-header-rows", "table-rows", "table-column-group",
    "table-header-columns", "table-columns",
})  # fmt: skip
_NUMBERS = frozenset({"float", "currency", "percentage"})


def is_one(content: bytes) -> bool:
    """Whether a ZIP archive is such a file."""
    return _CONTENT in Archive(content, WHAT)


def sheets(content: bytes) -> Iterator[Sheet]:
    """The visible sheets. Raises Rejected: "corrupt", "encrypted", "unsafe" or "too_large"."""
    root = parse(Archive(content, WHAT).read(_CONTENT), WHAT)
    hidden = {
        attribute(style, "name")
        for style in root.iter()
        if local_name(style) == "style"
        and any(attribute(properties, "display") == "false" for properties in style)
    }
    unseen = {attribute(s, "name") for s in root.iter("{*}style") if _is_unseen(s)}
    tables = (each for each in root.iter() if local_name(each) == "table")
    for number, table in enumerate(tables, start=1):
        if attribute(table, "style-name") not in hidden:
            yield _sheet(table, number, unseen)


def _is_unseen(style: Any) -> bool:
    """Whether a style paints text in the colour of its ground."""
    stated = {name.rpartition("}")[2]: value for each in style for name, value in each.items()}
    ground = colour_of(stated.get("background-color", ""))
    return look_alike(
        colour_of(stated.get("color", "")), WHITE if ground == "clear" else ground or WHITE
    )


def _sheet(table: Any, number: int, unseen: set[str | None]) -> Sheet:
    texts: dict[Spot, str] = {}
    held: dict[Spot, str] = {}
    spans: list[tuple[Spot, Spot]] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    row = column = 0
    for element in _parts(table):
        name = local_name(element).removeprefix("table-")
        repeated = max(stated_number(element, f"number-{name}s-repeated"), 1)
        is_hidden = attribute(element, "visibility") in ("collapse", "filter")
        if name == "column":
            if is_hidden:
                hidden_columns.update(range(column, min(column + repeated, MAX_CELLS)))
            column += repeated
            continue
        if is_hidden:
            hidden_rows.update(range(row, min(row + repeated, MAX_CELLS)))
        cells = list(_cells(element))
        if cells and repeated * len(cells) + len(texts) > MAX_CELLS:
            raise too_large(f"has a sheet of more than {MAX_CELLS:,} cells")
        for below in range(row, row + repeated) if cells else ():
            for at, text, value, span, style in cells:
                shown = "" if style in unseen else text
                texts[below, at] = shown
                if shown != text or value not in (None, text):
                    held[below, at] = value or text
                spans.append(((below, at), span))
        row += repeated
    return sheet_of(number, texts, spans, held).without(hidden_rows, hidden_columns)


def _parts(table: Any) -> Iterator[Any]:
    """Columns and rows of a table, also those in groups."""
    for element in table:
        name = local_name(element)
        if name in ("table-row", "table-column"):
            yield element
        elif name in _GROUPS:
            yield from _parts(element)


def _cells(row: Any) -> Iterator[tuple[int, str, str | None, Spot, str | None]]:
    """The cells of a row that are filled or merged: column, text, the number behind it, rows and
    columns covered, style."""
    column = 0
    for cell in row:
        name = local_name(cell)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        repeated = max(stated_number(cell, "number-columns-repeated"), 1)
        span = (
            max(stated_number(cell, "number-rows-spanned"), 1),
            max(stated_number(cell, "number-columns-spanned"), 1),
        )
        is_covered = name == "covered-table-cell"
        text, value = ("", None) if is_covered else _text(cell)
        if text or value or span != (1, 1):
            if repeated > MAX_CELLS:
                raise too_large(f"has a row of {repeated:,} cells")
            for at in range(column, column + repeated):
                yield at, text, value, span, attribute(cell, "style-name")
        column += repeated


def _text(cell: Any) -> tuple[str, str | None]:
    """What a cell shows, and the number that was entered. The program that saved the file wrote
    down what it shows; where another one left that out, the number stands for it."""
    lines = ["".join(each.itertext()) for each in cell if local_name(each) == "p"]
    text = join_lines(lines)
    value = attribute(cell, "value")
    if value is None or attribute(cell, "value-type") not in _NUMBERS:
        return text or attribute(cell, "formula") or "", None
    return text if lines else value, value
