"""Read plain text and Markdown: paragraphs, and tables in the ways that text can hold them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from extraction.document import Block, Document, Rejected, Table, failed
from extraction.files.encoding import decode
from extraction.readers.text import (
    aligned,
    barred,
    copied,
    dashed,
    delimited,
    exported,
    lines,
    listed,
    loose,
    notation,
    padded,
    prose,
    rolled,
    separated,
)
from extraction.readers.text.fields import with_measure
from extraction.typography import without_invisible, without_pinyin, without_radicals

MEDIA_TYPES = ("text/plain", "text/markdown")
VERSION = "2"

MAX_CHARACTERS, MAX_LINES = 2_000_000, 30_000
"""Ten times the longest reports; more takes minutes, and is a log or a whole yearbook."""

_MARKDOWN = re.compile(r"^(?:#{1,6} \S|\|?[ \t]*:?-{3,}:?[ \t]*\|)", re.MULTILINE)

_CAPTION = re.compile(r"^(?=.*20\d\d 年)(?!.*(?:\S  |[\t|])).{1,60}$", re.MULTILINE)
_YEAR_APART = re.compile(r"(?<=20\d\d) (?=年)")
"""The space that a PDF leaves between digits and characters, in a line that shows no columns and is
as short as captions are: it parts them from nothing. Prose is kept as it is."""

Reader = Callable[[list[lines.Line], int, int], lines.Found | None]

_TABLES: tuple[Reader, ...] = (
    notation.html_tables,
    notation.literal_table,
    barred.bordered_table,
    barred.cell_per_line_tables,
    barred.opened_cells_table,
    delimited.bar_table,
    copied.copied_table,
    delimited.tab_table,
    separated.separated_table,
    separated.spaced_evenly_table,
    dashed.dashed_table,
    padded.padded_table,
    aligned.aligned_tables,
    loose.lone_cells,
    loose.spaced_table,
)
_BY_PLACE = (separated.spaced_evenly_table, padded.padded_table, aligned.aligned_tables)
_BY_ORDER = (listed.listed_table, *(reader for reader in _TABLES if reader not in _BY_PLACE))
"""Those that find columns by gaps between their texts, and the others."""


def read(content: bytes) -> Document:
    """Read a text file. Raises Rejected: "corrupt" for bytes that are no text, "empty" or
    "too_large"."""
    text, encoding = decode(content)
    count = text.count("\n")
    if len(text) > MAX_CHARACTERS or count > MAX_LINES:
        raise Rejected(
            "too_large",
            f"The text has {len(text):,} characters in {count:,} lines: no report is so long. "
            "Save the report alone.",
        )
    text = without_pinyin(without_radicals(without_invisible(text)))
    text = notation.without_marks(notation.without_tags(notation.without_latex(text)))
    text = _CAPTION.sub(lambda line: _YEAR_APART.sub("", line[0]), text)
    sheets = exported.sheet_blocks(text)
    errors: list[str] = []
    found = sheets or blocks(text, errors=errors)
    if not found:
        raise Rejected("empty", "The file holds only white space. Fetch it again.")
    return Document(
        blocks=found,
        media_type=MEDIA_TYPES[1 if _MARKDOWN.search(text) else 0],
        reader="text",
        reader_version=VERSION,
        page_count=text.count("\f") + 1 if "\f" in text else None,
        metadata={"encoding": encoding, **failed(errors)},
        read_in_order=None if sheets else partial(blocks, text, _BY_ORDER),
    )


def blocks(
    text: str,
    readers: tuple[Reader, ...] = _TABLES,
    tables: int = 0,
    errors: list[str] | None = None,
) -> list[Block]:
    """The paragraphs and tables of a text, the first of which follows so many others.

    errors: gets what went wrong with tables that were left out.
    """
    printed = lines.without_running_heads(rolled.unrolled(lines.split(text)))
    whole = barred.with_bars_behind(lines.with_closed_brackets(lines.without_footers(printed)))
    all_lines = with_measure(whole)
    limit = prose.wrap_width(all_lines)
    found_blocks: list[Block] = []
    pending: list[lines.Line] = []
    index = 0
    while index < len(all_lines):
        found = _table_at(all_lines, index, tables + 1, readers)
        if found is None:
            pending.append(all_lines[index])
            index += 1
            continue
        if errors is not None:
            errors += found.failed
        found_blocks += prose.paragraphs(pending, limit)
        pending = []
        for part in found.parts:
            if isinstance(part, Table):
                found_blocks.append(part)
                tables += 1
            else:
                found_blocks += prose.paragraphs(part, limit)
        index = found.end
    return found_blocks + prose.paragraphs(pending, limit)


def _table_at(
    all_lines: list[lines.Line], index: int, number: int, readers: tuple[Reader, ...]
) -> lines.Found | None:
    for reader in readers:
        found = reader(all_lines, index, number)
        if found is None or (reader is loose.spaced_table and _is_over_table(all_lines, index)):
            continue
        return found
    return None


def _is_over_table(all_lines: list[lines.Line], index: int) -> bool:
    """Whether a blank line parts a line from a table that a program filled up: it is a caption."""
    below = lines.next_filled(all_lines, index + 1)
    if below is None or below == index + 1:
        return False
    return padded.padded_table(all_lines, below, 1) is not None
