"""Damage to pages: a cell or a row lost, doubled, added, emptied, moved or run together."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[str, random.Random], str]

DRAWN = (
    "plain",
    "empty cells for spans",
    "repeated for spans",
    "no row spans",
    "divs by css",
    "divs by css, merged",
    "bare divs",
    "bare divs, merged",
    "divs by class, merged",
    "flex rows",
)
"""Manners in which a page draws its tables."""

_CELL = re.compile(
    r"<(td|div)(?: (?:style|class|colspan|rowspan)[^>]*)?>(?:(?!<div|<td|</).)*</\1>"
)
_ROW = re.compile(
    r'<tr>.*?</tr>|<div [^>]*row[^>]*>.*?</div></div>|<div style="display:flex">.*?</div></div>',
    re.DOTALL,
)
_FIRST_TABLE, _BEHIND_TABLES = "二、主动公开", "五、存在"


def in_a_cell(page: str, chance: random.Random) -> str:
    """A cell lost, doubled, emptied, added blank before it, or run together with the next."""
    found = _found(_CELL, page)
    if len(found) < 2:
        return page
    at = chance.randrange(len(found) - 1)
    cell, behind = found[at], found[at + 1]
    text = cell[0]
    match chance.choice(["lose", "double", "empty", "add", "join"]):
        case "lose":
            new = ""
        case "double":
            new = text * 2
        case "empty":
            new = _emptied(text)
        case "add":
            new = _emptied(re.sub(r' (?:col|row)span="\d+"', "", text)) + text
        case _:
            words = " ".join(re.sub(r"<[^>]+>", "", each[0]) for each in (cell, behind))
            joined = re.sub(r">[^<]*<", lambda _: f">{words}<", behind[0], count=1)
            between = page[cell.end() : behind.start()]
            return page[: cell.start()] + between + joined + page[behind.end() :]
    return page[: cell.start()] + new + page[cell.end() :]


def in_a_row(page: str, chance: random.Random) -> str:
    """A row lost, doubled, or behind the next one."""
    found = _found(_ROW, page)
    if len(found) < 2:
        return page
    at = chance.randrange(len(found) - 1)
    row, behind = found[at], found[at + 1]
    match chance.choice(["lose", "double", "swap"]):
        case "lose":
            return page[: row.start()] + page[row.end() :]
        case "double":
            return page[: row.end()] + row[0] + page[row.end() :]
        case _:
            between = page[row.end() : behind.start()]
            return page[: row.start()] + behind[0] + between + row[0] + page[behind.end() :]


DAMAGES: dict[str, Damage] = {"cell": in_a_cell, "row": in_a_row}


def _found(pattern: re.Pattern[str], page: str) -> list[re.Match[str]]:
    return list(pattern.finditer(page, page.index(_FIRST_TABLE), page.index(_BEHIND_TABLES)))


def _emptied(cell: str) -> str:
    return re.sub(r">[^<]+<", "><", cell)
