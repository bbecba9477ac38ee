"""Tables in the notations of programs: HTML (Markdown allows it where its own tables do not
suffice), JSON, lists as Python prints them, LaTeX.

Scripts that take tables out of a PDF or a page often keep them so: a list of rows, or an object
for each row with the heads as its keys.
"""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from typing import Any

from extraction.document import Place, Rejected, Table

# Each of the two readers calls the other: pages hold preformatted text, texts hold HTML tables.
from extraction.readers import html
from extraction.readers.text.cells import TextCell, cells_of, is_grid, table
from extraction.readers.text.lines import Found, Line

_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_DEEPEST_TABLE = 50
_OPENING = re.compile(r"\s*<table\b", re.IGNORECASE)

_WHOLE_TABLE = re.compile(r"(<table\b.*?</table>)", re.IGNORECASE | re.DOTALL)
_LEFT_TAG = re.compile(
    r"</?(?:a|b|center|div|em|font|i|o:p|p|section|span|strong|u)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)

_QUOTED = re.compile(r"^(?:>[ \t]?)+", re.MULTILINE)
_ESCAPED = re.compile(r"\\([!-)+\-./:-@\[\]{}]|(?<=\d\\),)")
"""No comma but within a number: in a row of CSV a backslash before it is a dash."""

_MARKS = re.compile(r"\*\*|__|`")
_EMPHASIS = re.compile(
    r"(?P<mark>\*\*|__|`)(?=[^\s*_`])(?P<text>[^\n|｜│┃║]{1,200}?)(?<=\S)(?P=mark)(?P<gap> {2,})?"
)

_MOST_LINES = 2_000
_MOST_CHARACTERS = 200_000
_DEEPEST = 2
_FEWEST_ROWS = 2

_TABULAR = re.compile(
    r"\\begin\{(?P<name>tabular|array)[*x]?\}(?:\{[^&\n]*?\})?(?P<body>\s*[^{\s].*?)\\end\{(?P=name)[*x]?\}",
    re.DOTALL,
)
_AND = re.compile(r"(?<!\\)&")
_RULE = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^{}]*\})")
_ACROSS = re.compile(r"\\multicolumn\{(\d{1,2})\}\{[^{}]*\}\{([^{}]*)\}")
_DOWN = re.compile(r"\\multirow\{-?\d{1,2}\}\{[^{}]*\}\{([^{}]*)\}")


def html_tables(lines: list[Line], start: int, number: int) -> Found | None:
    """The tables of the HTML that begins at a line, if it begins one and is closed later."""
    if not _OPENING.match(lines[start].text):
        return None
    end = _end(lines, start)
    if end is None:
        return None
    source = "\n".join(line.text for line in lines[start:end])
    try:
        document = html.read_text(source, "")
    except Rejected:
        return None
    parts: list[Table | list[Line]] = []
    for block in document.blocks:
        if isinstance(block, Table):
            parts.append(_placed(block, number, lines[start]))
            number += 1
        else:
            parts.append([replace(lines[start], text=block.text)])
    return Found(end, parts)


def _end(lines: list[Line], start: int) -> int | None:
    """The index behind the line that closes the table."""
    depth = 0
    for index in range(start, len(lines)):
        for tag in _TAG.finditer(lines[index].text):
            depth += -1 if tag[1] else 1
        if depth <= 0:
            return index + 1
        if depth > _DEEPEST_TABLE:
            break
    return None


def _placed(table: Table, number: int, line: Line) -> Table:
    """The table with its number in the file; its rows and columns count within the table."""
    cells = [
        replace(cell, place=replace(cell.place, table=number, page=line.page))
        for cell in table.cells
    ]
    return Table(cells, table.geometry, Place(page=line.page, table=number))


def without_marks(text: str) -> str:
    """A text without quotation marks before its lines, escapes and paired emphasis of Markdown, but
    for the escapes on which cells depend. What stands behind emphasis in a column stays in its
    place."""
    text = _QUOTED.sub("", text) if ">" in text else text
    text = _ESCAPED.sub(r"\1", text) if "\\" in text else text
    return _EMPHASIS.sub(_plain, text) if _MARKS.search(text) else text


def _plain(match: re.Match[str]) -> str:
    return match["text"] + (" " * (2 * len(match["mark"])) + match["gap"] if match["gap"] else "")


def without_tags(text: str) -> str:
    """A text without the tags that a program left in it where Markdown has nothing of their kind;
    whole tables stay as they are."""
    if "</" not in text:
        return text
    parts = _WHOLE_TABLE.split(text)
    parts[::2] = [_LEFT_TAG.sub("", part) for part in parts[::2]]
    return "".join(parts)


def literal_table(lines: list[Line], start: int, number: int) -> Found | None:
    """The table of literals, each a table, a row or an object of one, that begins at a line."""
    rows: list[list[TextCell]] = []
    end = index = start
    while index < len(lines) and (literal := _literal(lines, index)) is not None:
        data, index = literal
        rows += [cells_of(lines[end], row) for row in _rows(data)]
        end = index
    if len(rows) < _FEWEST_ROWS or not all(rows):
        return None
    return Found(end, [table(rows, number, is_grid=is_grid(rows))])


def _literal(lines: list[Line], start: int) -> tuple[list[Any], int] | None:
    """The list that begins at a line, and the index behind the line that closes it."""
    if lines[start].text.lstrip()[:1] != "[":
        return None
    depth = 0
    for index in range(start, min(len(lines), start + _MOST_LINES)):
        depth += lines[index].text.count("[") - lines[index].text.count("]")
        if not 0 < depth <= _DEEPEST:
            text = "\n".join(line.text for line in lines[start : index + 1]).strip().rstrip(",")
            data = _parsed(text) if not depth and len(text) <= _MOST_CHARACTERS else None
            return (data, index + 1) if isinstance(data, list) and data else None
    return None


def _parsed(text: str) -> Any:
    for parse in (json.loads, ast.literal_eval):
        try:
            return parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
    return None


def _rows(data: list[Any]) -> list[list[str]]:
    """The rows of a list: itself, its lists, or its objects under their keys; none of others."""
    if all(isinstance(row, dict) for row in data):
        heads = list(dict.fromkeys(key for row in data for key in row))
        data = [heads, *([row.get(key) for key in heads] for row in data)]
    if not all(isinstance(row, list | tuple) for row in data):
        data = [data]
    texts = [["" if cell is None else str(cell) for cell in row] for row in data]
    return texts if not any(isinstance(c, list | dict) for row in data for c in row) else []


def without_latex(text: str) -> str:
    """A text with bars between the cells of LaTeX's tables. What covers several columns leaves
    blanks."""
    return _TABULAR.sub(_barred, text) if "\\begin{" in text else text


def _barred(match: re.Match[str]) -> str:
    body = _DOWN.sub(r"\1", _RULE.sub("", match["body"]))
    body = _ACROSS.sub(lambda across: across[2] + " & " * (int(across[1]) - 1), body)
    rows = (row.strip() for row in re.split(r"\\\\", body))
    return "\n" + "\n".join(f"| {_AND.sub('|', row)} |" for row in rows if row) + "\n"
