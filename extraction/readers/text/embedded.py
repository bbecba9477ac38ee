"""Tables written in HTML inside a text, as Markdown allows where its own tables do not suffice."""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.document import Place, Rejected, Table

# Each of the two readers calls the other: pages hold preformatted text, texts hold HTML tables.
from extraction.readers import html
from extraction.readers.text.lines import Found, Line

_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_DEEPEST = 50
_OPENING = re.compile(r"\s*<table\b", re.IGNORECASE)

_WHOLE_TABLE = re.compile(r"(<table\b.*?</table>)", re.IGNORECASE | re.DOTALL)
_LEFT_TAG = re.compile(
    r"</?(?:a|b|center|div|em|font|i|o:p|p|section|span|strong|u)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)

_ESCAPED = re.compile(r"\\([!-)+-/:-@\[\]{}])")
_MARKS = re.compile(r"\*\*|__|`")
_EMPHASIS = re.compile(
    r"(?P<mark>\*\*|__|`)(?=[^\s*_`])(?P<text>[^\n|｜│┃║]{1,200}?)(?<=\S)(?P=mark)(?P<gap> {2,})?"
)


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
        if depth > _DEEPEST:
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
    """A text without escapes and paired emphasis of Markdown, but for the escapes on which cells
    depend. What stands behind emphasis in a column stays in its place."""
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
