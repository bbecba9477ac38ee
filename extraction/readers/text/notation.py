"""Tables in the notations of programs: JSON, lists as Python prints them, LaTeX.

Scripts that take tables out of a PDF or a page often keep them so: a list of rows, or an object
for each row with the heads as its keys.
"""

from __future__ import annotations

import ast
import json
import re
from typing import Any

from extraction.readers.text.cells import TextCell, cells_of, is_grid, table
from extraction.readers.text.lines import Found, Line

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
