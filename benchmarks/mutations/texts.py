"""Damage to texts: in a field, a line, a column of fields, or a column of characters."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

Damage = Callable[[str, "re.Pattern[str]", random.Random], str]
"""Text, what parts the fields of its lines, and a source of chance: the damaged text."""

SEPARATORS = {
    "tabs, merged": r"\t",
    "tabs, filled": r"\t",
    "tabs, blanks below": r"\t",
    "bars": r"\|",
    "bars around": r"\|",
    "markdown": r"\|",
    "markdown, merged": r"\|",
    "csv": ",",
    "csv, merged": ",",
    "boxed": "│",
    "dashes": " +",
    "single spaces": " ",
    "aligned to the left": " {2,}",
    "narrow columns": " ",
    "cell a line": "$^",
}
"""By manner of writing; where each cell has a line of its own only lines are damaged."""

_FIRST_TABLE, _BEHIND_TABLES = "二、主动公开", "五、存在"


def in_a_field(text: str, mark: re.Pattern[str], chance: random.Random) -> str:
    """A field lost, doubled, added blank, or run together with the next."""
    lines = text.split("\n")
    at = _with_fields(lines, mark)
    if not at:
        return text
    number = chance.choice(at)
    parts = _parts(lines[number], mark)
    field = chance.randrange(0, len(parts), 2)
    match chance.choice(["lose", "double", "add", "join"]):
        case "lose":
            del parts[field : field + 2]
        case "double":
            parts[field:field] = parts[field : field + 2]
        case "add":
            parts[field:field] = ["", parts[1]]
        case _:
            parts[field : field + 3] = ["".join(parts[field : field + 3 : 2])]
    lines[number] = "".join(parts)
    return "\n".join(lines)


def in_a_column(text: str, mark: re.Pattern[str], chance: random.Random) -> str:
    """The field of one number lost from all lines down to the next blank one."""
    lines = text.split("\n")
    at = _with_fields(lines, mark)
    if not at:
        return text
    column = chance.randrange(2, 7)
    for number in range(chance.choice(at), max(at) + 1):
        if not lines[number].strip():
            break
        parts = _parts(lines[number], mark)
        if len(parts) > 2 * column:
            del parts[2 * column : 2 * column + 2]
            lines[number] = "".join(parts)
    return "\n".join(lines)


def in_a_line(text: str, mark: re.Pattern[str], chance: random.Random) -> str:
    """A line lost, doubled, in the place of the one before it, or run together with the next."""
    lines = text.split("\n")
    at = [number for number in _of_tables(lines) if lines[number].strip()]
    position = chance.randrange(1, len(at))
    number, above = at[position], at[position - 1]
    match chance.choice(["lose", "double", "swap", "join"]):
        case "lose":
            del lines[number]
        case "double":
            lines.insert(number, lines[number])
        case "swap":
            lines[number], lines[above] = lines[above], lines[number]
        case _:
            lines[number : number + 2] = ["".join(lines[number : number + 2])]
    return "\n".join(lines)


def in_characters(text: str, mark: re.Pattern[str], chance: random.Random) -> str:
    """Some characters lost from a line, or from the same place of all lines of a table."""
    lines = text.split("\n")
    tables = _of_tables(lines)
    if chance.random() < 0.5:
        number = chance.choice([each for each in tables if lines[each].strip()])
        start = chance.randrange(len(lines[number]))
        tables = range(number, number + 1)
    else:
        start = chance.randrange(10, 60)
    stop = start + chance.randrange(1, 12)
    for number in tables:
        lines[number] = lines[number][:start] + lines[number][stop:]
    return "\n".join(lines)


DAMAGES: dict[str, Damage] = {
    "field": in_a_field,
    "column": in_a_column,
    "line": in_a_line,
    "characters": in_characters,
}


def _of_tables(lines: list[str]) -> range:
    first = next(n for n, line in enumerate(lines) if _FIRST_TABLE in line)
    return range(first + 1, next(n for n, line in enumerate(lines) if _BEHIND_TABLES in line))


def _with_fields(lines: list[str], mark: re.Pattern[str]) -> list[int]:
    return [number for number in _of_tables(lines) if len(_parts(lines[number], mark)) > 2]


def _parts(line: str, mark: re.Pattern[str]) -> list[str]:
    """Fields and, between them, what parts them."""
    return re.split(f"({mark.pattern})", line)
