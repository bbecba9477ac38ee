"""Bars and rules drawn in a text: between cells and rows, around a table, under its head."""

from __future__ import annotations

import re
from dataclasses import replace

from extraction.readers.text.lines import Line
from extraction.typography import trim

HAS_BAR = re.compile(r"(?<!\\)[|｜│┃║]")
_RULE_LINES = "-─━="
_RULE_CHARACTERS = frozenset(f" \t|｜│┃+:{_RULE_LINES}┼╋├┤┌┐└┘┬┴┣┫┏┓┗┛┳┻╔╗╚╝╠╣╦╩╬║═╟╢╤╧╪")
_FRAME_ENDS = frozenset("+├┤┌┐└┘┣┫┏┓┗┛╔╗╚╝╠╣╟╢")
_FRAME_CROSSES = _RULE_CHARACTERS - set(f" {_RULE_LINES}═")


def has_bar(line: Line) -> bool:
    """Whether a line holds a bar as it stands between cells."""
    return HAS_BAR.search(line.text) is not None


def is_lone_bar(line: Line) -> bool:
    return HAS_BAR.fullmatch(trim(line.text)) is not None


def is_frame_rule(line: Line) -> bool:
    """Whether a line is drawn around or between the rows of a framed table: ├───┼───┤, +---+."""
    text = trim(line.text)
    is_drawn = len(text) > 2 and _RULE_CHARACTERS.issuperset(text)
    return is_drawn and text[0] in _FRAME_ENDS and text[-1] in _FRAME_ENDS


def is_rule(line: Line) -> bool:
    """Whether a line only parts rows; that of Markdown may have one dash between colons."""
    return _RULE_CHARACTERS.issuperset(line.text) and any(
        3 * dash in line.text or f":{dash}:" in line.text for dash in _RULE_LINES
    )


def _is_closed_rule(line: Line) -> bool:
    """Whether a rule of a frame parts no columns."""
    return is_frame_rule(line) and _FRAME_CROSSES.isdisjoint(trim(line.text)[1:-1])


def unframed(lines: list[Line]) -> list[Line]:
    """The lines of a ruled table without a frame of a single cell that is drawn around it."""
    inner = [line for line in lines if not _is_closed_rule(line)]
    texts = [trim(trim(line.text)[1:-1]) for line in inner]
    is_framed = 0 < len(inner) < len(lines) and all(
        HAS_BAR.match(trim(line.text)) and (HAS_BAR.match(text) or text[:1] in _FRAME_ENDS)
        for line, text in zip(inner, texts, strict=True)
    )
    if not is_framed:
        return lines
    return [replace(line, text=text) for line, text in zip(inner, texts, strict=True)]


def without_blank_heads(lines: list[Line]) -> list[Line]:
    """The lines without blank heads of Markdown, which stand over every table that has none."""
    return [
        line
        for number, line in enumerate(lines, start=1)
        if trim(HAS_BAR.sub("", line.text)) or not any(map(is_rule, lines[number : number + 1]))
    ]
