"""Tables whose heads name no columns: each is read whole, in the order of the form, or not at all.

The rows of one stand in tables of their own, under heads that name no applicants: programs that
write Markdown make a table of each group of outcomes and call its columns 数据1, 数据2. Of another
the head is lost: what makes text of a PDF takes it for a line of prose. Nothing but the order of
the form tells its columns then, and the sums do not tell 商业企业 from 科研机构: each of its rows
is doubted.
"""

from __future__ import annotations

import functools
import itertools
import operator
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from extraction.document import Cell, Document
from extraction.forms import Block, Column
from extraction.labels import core, plain
from extraction.tables.by_sums import cells_of, in_order_of_form, note_torn
from extraction.tables.heads.labels import all_blocks, column_names
from extraction.tables.periods import LONGEST, nearest_period
from extraction.tables.results import Candidate
from extraction.tables.rows import PrintedRow, part, rows_in_order
from extraction.tables.segments import whole_with_captions
from extraction.typography import is_value
from extraction.values import read_cell

_COMMON = 2
"""Characters of names that stand in heads of tables of all matters (其他, 总计)."""


def read_without_heads(
    document: Document, year: int | None, found: list[Candidate]
) -> list[Candidate]:
    """Tables 3 and 4 of a document of which nothing was read otherwise.

    found: what was read otherwise; it tells the form of a table that is the same in two.
    """
    read = [each for each in found if each.cells]
    names = {each.block.name for each in read}
    requests = None if "requests" in names else _requests(document, year)
    new = [requests] if requests is not None else []
    review = None if "review" in names else _review(document, year, [*read, *new])
    return [*new, review] if review is not None else new


def _requests(document: Document, year: int | None) -> Candidate | None:
    for block in (block for block in all_blocks() if block.has_applicants):
        rows = list(_rows(document, len(block.columns)))
        _, matched = rows_in_order(tuple(row.label for row in rows), block.rows)
        places = [n for n, known in enumerate(matched) if known is not None]
        if len(places) != len(block.rows) or places[-1] - places[0] >= len(places):
            continue
        own = rows[places[0] : places[-1] + 1]
        above = itertools.takewhile(partial(operator.is_not, own[0].labels[0]), cells_of(document))
        captions = tuple(cell.text for cell in above if len(cell.text) <= LONGEST)
        is_told = _are_named_in_order(block, captions)
        if not is_told and _is_any_named(block, captions):
            continue
        cells = [cell for row in own for cell in row.rest]
        found = in_order_of_form(block, cells, nearest_period(captions, year))
        if found is not None:
            return note_torn(found) if is_told else _doubted(found)
    return None


def _review(document: Document, year: int | None, read: list[Candidate]) -> Candidate | None:
    """Table 4 from the only row of values alone that stands under its title."""
    forms = Counter(each.block.form for each in read)
    blocks = [block for block in all_blocks() if not block.rows]
    block = max(blocks, key=lambda block: forms[block.form])
    rows = [
        (captions, cells)
        for captions, cells in _values_alone(document, len(block.columns))
        if any(word in plain(caption) for caption in captions for word in block.begins)
    ]
    if len(rows) != 1:
        return None
    ((captions, cells),) = rows
    found = in_order_of_form(block, cells, nearest_period(captions, year), least=1)
    return found and _doubted(found)


def _values_alone(document: Document, width: int) -> Iterator[tuple[tuple[str, ...], list[Cell]]]:
    """Rows of so many values and nothing else, with the lines over them; heads are none."""
    for captions, table in whole_with_captions(document):
        lines = captions
        for cells in table.rows():
            told = [cell.text for cell in cells if core(cell.text)]
            if len(cells) == width and all(is_value(cell.text) for cell in cells):
                yield lines, cells
            lines = (*lines, *told) if len(told) == 1 else ()


def _doubted(found: Candidate) -> Candidate:
    """Doubt each row of a candidate whose columns nothing names."""
    message = (
        f"No head names the columns of the block {found.block.name}; they were taken to stand in "
        "the order of the form, and its sums hold. Compare with the source."
    )
    subjects = dict.fromkeys(map(found.block.subject, found.cells))
    found.doubt("row_realigned", "warning", message, *subjects)
    return found


def _is_any_named(block: Block, captions: Sequence[str]) -> bool:
    """Whether texts name a column in words that no table of other matters has."""
    telling = {name for name in column_names(block) if len(name) > _COMMON}
    return any(name in core(caption) for caption in captions for name in telling)


def _rows(document: Document, width: int) -> Iterator[PrintedRow]:
    """The rows of all tables with a label and as many values as the form has columns."""
    for table in document.tables:
        for row in map(part, table.rows()):
            values = [read_cell(cell.text) for cell in row.rest]
            is_read = all(value.status != "unreadable" for value in values)
            if row.labels and len(values) == width and is_read and row.has_number:
                yield row


def _are_named_in_order(block: Block, captions: Sequence[str]) -> bool:
    """Whether the last names of columns above a row are those of all columns in the form's order,
    each in a cell or a caption of its own."""
    groups = [core(label) for group in block.groups for label in group.labels]
    named: list[int] = []
    for words in map(core, captions):
        own = functools.reduce(lambda text, group: text.replace(group, ""), groups, words)
        fitting = [n for n, column in enumerate(block.columns) if _names_column(own, column)]
        if len(fitting) == 1 and named[-1:] != fitting:
            named += fitting
    return named[-len(block.columns) :] == list(range(len(block.columns)))


def _names_column(words: str, column: Column) -> bool:
    """Whether words hold the name of a column, or are its beginning."""
    labels = map(core, column.labels)
    return any(label in words or label.startswith(words) for label in labels) and len(words) > 1
