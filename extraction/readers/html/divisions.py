"""Tables that pages draw without <table>: their elements are renamed to the table's own.

What makes a table is what a browser shows: `display: table` and its parts, ARIA roles, the
customary classes tr and td, a CSS grid with its column count, and, on pages that have no data in
a <table>, rows with equally many short children (as flex rows and bare blocks have them).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

from extraction.document import Rejected
from extraction.readers.html.held import FEWEST_CELLS
from extraction.readers.html.sheets import rules_of
from extraction.readers.nesting import MAX_COLUMNS
from extraction.typography import is_value, trim

_PARTS = {
    "table": "table",
    "inline-table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-row-group": "tbody",
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
}
_ROLES = {
    "table": "table",
    "grid": "table",
    "row": "tr",
    "rowgroup": "tbody",
    "cell": "td",
    "gridcell": "td",
    "columnheader": "td",
    "rowheader": "td",
}
_CLASSES = {"table": "table", "tr": "tr", "td": "td", "th": "td", "row": "tr", "cell": "td"}
_HINTS = (
    re.compile(rb"display\s*:\s*(?:inline-)?(?:table|grid)"),
    re.compile(rb"""role\s*=\s*["']?(?:row|cell|gridcell)\b"""),
    re.compile(rb"""class\s*=\s*["']?[^"'>]{0,6000}\b(?:td|cell)\b"""),
)
"""For lower case: each begins with a word, which is looked for faster than a pattern. For bytes,
which are lowered faster than characters. What they find is looked at more closely."""

_DISPLAY = re.compile(r"(?:^|[;{\s])display\s*:\s*([a-z-]+)", re.IGNORECASE)
_SIMPLE = re.compile(r"(?:^|\s|[a-z0-9])\.([\w-]+)$", re.IGNORECASE)
_REPEATED = re.compile(r"grid-template-columns\s*:\s*repeat\(\s*(\d+)", re.IGNORECASE)
_LISTED = re.compile(r"grid-template-columns\s*:\s*([^;]+)", re.IGNORECASE)
_TRACK = re.compile(r"(?<![a-z-])[a-z-]+\([^()]*\)|[\w.%]+")
_SPAN = re.compile(
    r"grid-(column|row)\s*:\s*(?:(\d+)\s*/\s*)?(?:span\s+(\d+)|(\d+))", re.IGNORECASE
)
_AREA = re.compile(r"grid-area\s*:\s*(\d[\w\s/]*)", re.IGNORECASE)
_BOUND = re.compile(r"grid-(column|row)-(start|end)\s*:\s*(\d+|span\s+\d+)", re.IGNORECASE)
"""The same as one: row, column and where each ends; and each of the four by itself."""

_MOST_LINES = 10_000
_CONTAINERS = ("div", "ul", "ol", "dl", "section", "article", "main")

FEWEST_ROWS = 3
FEWEST_ROWS_WITH_VALUES = 2
MANY_VALUES = 4
"""So many values beside or below each other are a table's, even if its rows are unequal."""

LONGEST_CELL = 120
MOST_PLACES = 100_000


def draw_tables(root: Any, is_stated: bool) -> None:
    """Rename, in the tree, the elements that stand for tables, rows and cells.

    is_stated: by `may_state_tables`.
    """
    _join_rows(root)
    if is_stated:
        _by_statement(root, _styles(root))
    if has_few_cells(root):
        _by_shape(root)


def may_state_tables(lowered: bytes) -> bool:
    """Whether a page may state that other elements are tables; most pages have nothing of the kind.

    lowered: the page's source in lower case.
    """
    return any(hint.search(lowered) for hint in _HINTS)


def has_few_cells(root: Any) -> bool:
    """Whether the page has so few cells that tables may be drawn by their shape alone."""
    return len(list(islice(root.iter("td", "th"), FEWEST_CELLS))) < FEWEST_CELLS


def _join_rows(root: Any) -> None:
    """Make one table of tables of one row each that stand directly below one another."""
    run: list[Any] = []
    for table in list(root.iter("table")):
        if run and not _follows(table, run[-1]):
            _join(run)
            run = []
        if _is_row(table):
            run.append(table)
    _join(run)


def _is_row(table: Any) -> bool:
    return len(_rows(table)) == 1 and next(table.iterdescendants("table"), None) is None


def _follows(table: Any, other: Any) -> bool:
    """Whether a table of one row stands directly below another."""
    return other.getnext() is table and not trim(other.tail or "") and _is_row(table)


def _join(run: list[Any]) -> None:
    if len(run) < FEWEST_ROWS:
        return
    run[0].tail = run[-1].tail
    for table in run[1:]:
        run[0].extend(_rows(table))
        table.getparent().remove(table)


def _rows(table: Any) -> list[Any]:
    """The rows of a table itself, not of those inside it."""
    groups = [table, *table.iterchildren("tbody", "thead", "tfoot")]
    return [row for group in groups for row in group.iterchildren("tr")]


def _styles(root: Any) -> dict[str, str]:
    """The display and grid declarations of the page's own style sheets, by class."""
    found: dict[str, dict[str, None]] = {}
    for rule in rules_of(root):
        if "display" not in rule.declarations and "grid" not in rule.declarations:
            continue
        for selector in rule.selectors:
            match = _SIMPLE.search(selector)
            if match is not None:
                bodies = found.setdefault(match[1], {})
                bodies.pop(rule.declarations, None)
                bodies[rule.declarations] = None
    return {name: ";".join(bodies) for name, bodies in found.items()}


def _by_statement(root: Any, styles: dict[str, str]) -> None:
    parts: dict[Any, str] = {}
    for element in root.iter("div", "span", "ul", "ol", "li", "dl", "dt", "dd", "section", "p"):
        declared = _declared(element, styles)
        display = _DISPLAY.findall(declared)
        kind = display[-1].lower() if display else ""
        if kind == "grid" and (columns := _column_count(declared)):
            _lay_out(element, columns, styles)
            continue
        part = _ROLES.get((element.get("role") or "").lower()) or _PARTS.get(kind)
        if part is None:
            names = (element.get("class") or "").lower().split()
            part = next((_CLASSES[name] for name in names if name in _CLASSES), None)
        if part is not None:
            parts[element] = part
    rows = [e for e, part in parts.items() if part == "tr" and _has_cells(e, parts)]
    tables = _tables_around(rows, parts)
    for row in rows:
        row.tag = "tr"
        for cell in row:
            if parts.get(cell) == "td":
                _rename(cell, "td")
    for table in tables:
        table.tag = "table"
        _mark_if_ragged(table)


def _declared(element: Any, styles: dict[str, str]) -> str:
    """What style sheets and the element's own style declare of it, the strongest last."""
    names = (element.get("class") or "").split() if styles else ()
    sheets = ";".join(styles[name] for name in names if name in styles)
    own = element.get("style") or ""
    return f"{sheets};{own}" if sheets else own


def _has_cells(row: Any, parts: dict[Any, str]) -> bool:
    return sum(parts.get(child) == "td" for child in row) > 1


def _tables_around(rows: list[Any], parts: dict[Any, str]) -> list[Any]:
    """The elements that hold the rows: a stated table around them, else their parent."""
    tables: dict[Any, None] = {}
    for row in rows:
        holder = row.getparent()
        while parts.get(holder) in ("tbody", "thead", "tfoot"):
            holder.tag = parts[holder]
            holder = holder.getparent()
        if holder is not None and holder.tag not in ("body", "html", "td"):
            tables[holder] = None
        else:
            row.tag = "tr"
    return list(tables)


def _rename(cell: Any, tag: str) -> None:
    """Make a cell of an element, with the spans that ARIA or an attribute states."""
    for name, stated in (("colspan", "aria-colspan"), ("rowspan", "aria-rowspan")):
        value = cell.get(name) or cell.get(stated) or cell.get(f"data-{name}")
        if value:
            cell.set(name, value)
    cell.tag = tag


def _mark_if_ragged(table: Any) -> None:
    """Rows of blocks cannot reach into others: unequal rows have only an order."""
    counts = {len(row) for row in table.iter("tr")}
    if len(counts) > 1 and not any(cell.get("colspan") for cell in table.iter("td")):
        table.set("data-ragged", "")


def _column_count(declared: str) -> int:
    match = _REPEATED.search(declared)
    if match is not None:
        return min(int(match[1]), MAX_COLUMNS)
    listed = _LISTED.search(declared)
    return len(_TRACK.findall(listed[1])) if listed is not None else 0


def _lay_out(grid: Any, columns: int, styles: dict[str, str]) -> None:
    """Put the children of a CSS grid in rows, as the sparse automatic placement does."""
    children = [child for child in grid if isinstance(child.tag, str)]
    if columns < 2 or len(children) < 2 * columns:
        return
    taken: set[tuple[int, int]] = set()
    rows: dict[int, list[tuple[int, Any]]] = {}
    row = column = 0
    for child in children:
        spans = _grid_spans(_declared(child, styles))
        start, wide = spans["column"]
        wide = min(wide, columns)
        start = None if start is None else min(start, columns - wide)
        stated_row, high = spans["row"]
        if stated_row is not None:
            row, column = stated_row, 0
        if start is not None:
            row += start < column
            column = start
        while column + wide > columns or any((row, column + i) in taken for i in range(wide)):
            if start is not None or column + wide >= columns:
                row, column = row + 1, start or 0
            else:
                column += 1
        if len(taken) + min(high, 1000) * wide + len(rows) * columns > MOST_PLACES:
            raise Rejected(
                "unsafe",
                f"A grid of the page covers more than {MOST_PLACES} places. Check it by hand.",
            )
        taken.update((row + i, column + j) for i in range(min(high, 1000)) for j in range(wide))
        child.set("colspan", str(wide))
        child.set("rowspan", str(high))
        rows.setdefault(row, []).append((column, child))
        column += wide
    _fill(grid, rows, taken)


def _fill(grid: Any, rows: dict[int, list[tuple[int, Any]]], taken: set[tuple[int, int]]) -> None:
    """Make a table of a grid; a place that no child takes is a blank cell."""
    for child in list(grid):
        grid.remove(child)
    grid.tag = "table"
    for number in sorted(rows.keys() | {row for row, _ in taken}):
        line = grid.makeelement("tr", {})
        grid.append(line)
        placed = dict(rows.get(number, ()))
        for column in range(max(placed, default=-1) + 1):
            if column in placed or (number, column) not in taken:
                cell = placed[column] if column in placed else grid.makeelement("td", {})
                cell.tag = "td"
                line.append(cell)


def _grid_spans(declared: str) -> dict[str, tuple[int | None, int]]:
    """For column and row the stated first track, from 0, and the number of tracks."""
    spans: dict[str, tuple[int | None, int]] = {"column": (None, 1), "row": (None, 1)}
    for axis, *stated in _SPAN.findall(_in_short(declared)):
        # CSS lets a browser hold the numbers of lines within bounds.
        start, span, line = (min(int(number[:6] or 0), _MOST_LINES) for number in stated)
        first = start - 1 if start else None
        if span:
            spans[axis.lower()] = (first, span)
        elif start:
            spans[axis.lower()] = (first, max(1, line - start))
        else:
            spans[axis.lower()] = (max(line - 1, 0), 1)
    return spans


def _in_short(declared: str) -> str:
    """What is declared, with the place of a cell said for each axis in one: grid-row: 1 / 3."""
    if "grid-" not in declared:
        return declared
    area = _AREA.search(declared)
    parts = area[1].split("/") if area else []
    places = {"row": parts[0::2], "column": parts[1::2]}
    for axis, _, bound in sorted(_BOUND.findall(declared), key=lambda its: its[1].lower() == "end"):
        places[axis.lower()].append(bound)
    return declared + "".join(
        f";grid-{axis}:{'/'.join(bounds).strip()}" for axis, bounds in places.items() if bounds
    )


def _by_shape(root: Any) -> None:
    """Make tables of blocks whose children are rows of short children, among them values."""
    for table in [each for each in root.iter(*_CONTAINERS) if _is_table(each)]:
        for row in table:
            row.tag = "tr"
            for cell in row:
                cell.tag = "td"
        table.tag = "table"
        _mark_if_ragged(table)


def _is_table(element: Any) -> bool:
    """Whether the rows have equally many cells, or else many values in several rows."""
    if len(element) < FEWEST_ROWS:
        return False
    counts = {len(row) for row in element}
    if min(counts) < (2 if len(counts) == 1 else 1):
        return False
    texts = [[trim("".join(cell.itertext())) for cell in row] for row in element]
    if any(len(text) > LONGEST_CELL for row in texts for text in row):
        return False
    values = [sum(map(is_value, row)) for row in texts]
    if max(values) >= MANY_VALUES:
        return True
    fewest = FEWEST_ROWS_WITH_VALUES if len(counts) == 1 else MANY_VALUES
    return sum(map(bool, values)) >= fewest
