"""Tables that stand under the name of another body than the one that reports."""

from __future__ import annotations

import re
from itertools import chain, takewhile

from extraction.document import Document, Table
from extraction.findings import Finding, finding
from extraction.identity.organs import kind_of
from extraction.labels import plain
from extraction.tables.results import TableReading
from extraction.tables.segments import whole_with_captions
from extraction.values import read_cell

_NAMED = re.compile(
    r"^(?:附(?:[件表录])?[一二三四五六七八九十\d]{0,2}[:：.、]?)?"
    r"(?P<name>[一-鿿]{1,8}[省市县区州旗盟][一-鿿]{1,20}?)"
    r"的?(?=20\d\d|主动公开|收到和处理|行政复议|政府信息|政务公开|信息公开)"
)
"""A caption that begins with a body: 义安区水利局收到和处理政府信息公开申请情况."""

_BODIES = ("department", "public_institution", "township")


def tables_of_other_bodies(document: Document, issuer: str | None) -> dict[int | None, str]:
    """For each table that stands under the name of another body than the one that reports, by its
    number, that name; none where it is not known who reports."""
    if issuer is None:
        return {}
    named = _named_tables(document, issuer)
    if named and (in_order := document.in_order()) is not None:
        named |= _named_tables(in_order, issuer)
    return named


def of_other_bodies(
    document: Document, reading: TableReading, issuer: str | None, named: dict[int | None, str]
) -> list[Finding]:
    """A doubt on each row that was read from a table under the name of another body.

    issuer: the body that reports, where it is known. named: as `tables_of_other_bodies`. Such a
    table is read only where there is no other.
    """
    if issuer is None:
        return []
    last = max((cell.cell.place.table or 0 for cell in reading.cells.values()), default=0)
    is_in_order = not named and last > len(document.tables)
    if is_in_order and (in_order := document.in_order()) is not None:
        named = _named_tables(in_order, issuer)
    found: dict[tuple[str, str | None], str] = {}
    for key, cell in reading.cells.items():
        if name := named.get(cell.cell.place.table):
            found.setdefault(cell.block.subject(key), name)
    return [
        finding(
            "body_of_table",
            "warning",
            f"The table stands under the name of {name}, the report is that of {issuer}; it was "
            "read, for there is no other. Compare it with the source.",
            subject,
        )
        for subject, name in found.items()
    ]


def _named_tables(document: Document, issuer: str) -> dict[int | None, str]:
    """The other bodies that the lines over tables name, by the tables' numbers. A table with
    nothing over it goes on with that before it."""
    named: dict[int | None, str] = {}
    last: str | None = None
    for captions, table in whole_with_captions(document):
        lines = (*captions, *_over_numbers(table))
        name = next(filter(None, (_other_body(text, issuer) for text in reversed(lines))), None)
        last = name if name is not None or captions else last
        if last is not None:
            named[table.place.table] = last
    return named


def _over_numbers(table: Table) -> tuple[str, ...]:
    """What stands in a table before its first number: its captions among it, where a text has each
    cell on a line of its own or a clerk gave them a row."""
    rows = ([cell.text for cell in row if cell.text.strip()] for row in table.rows())
    above = takewhile(lambda texts: all(read_cell(text).number is None for text in texts), rows)
    return tuple(chain.from_iterable(above))


def _other_body(caption: str, issuer: str) -> str | None:
    named = _NAMED.match(plain(caption))
    name = named["name"] if named else ""
    is_same = name in issuer or issuer in name
    return name if name and not is_same and kind_of(name) in _BODIES else None
