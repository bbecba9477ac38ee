"""One printed cell that covers the places of several items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Document
from extraction.facts.reading import read_facts
from extraction.tables import read_tables
from tests.extraction.statistics_tables import entries, printed, table
from tests.extraction.test_tables import requests_rows
from tests.extraction.test_tables import table as requests_table

WEBSITE, WEIBO = "stat.channel.website", "stat.channel.weibo"


def doubted(value: str) -> set[str | None]:
    """The items doubted where the value of 政府网站 is merged with that of 政务微博 below it."""
    rows = entries()
    first = next(number for number, row in enumerate(rows, 1) if row.code == WEBSITE)
    whole = table(printed(rows))
    cells = [cell for cell in whole.cells if (cell.row, cell.column) != (first + 1, 2)]
    merged = [
        replace(cell, text=value, row_span=2) if (cell.row, cell.column) == (first, 2) else cell
        for cell in cells
    ]
    document = Document([replace(whole, cells=merged)], "text/html", "hand", "1")
    _, findings = read_facts(read_tables(document, 2017))
    return {f["item_code"] for f in findings if f["rule_code"] == "cell_shared"}


def test_a_number_over_two_rows_is_doubted_in_both() -> None:
    assert doubted("17") == {WEBSITE, WEIBO}


@pytest.mark.parametrize("value", ["", "—", "0"])
def test_a_blank_a_dash_or_a_zero_over_two_rows_says_the_same_of_both(value: str) -> None:
    assert doubted(value) == set()


@pytest.mark.parametrize(("value", "count"), [("0", 7), ("/", 7), ("2", 0)])
def test_a_zero_over_the_columns_of_a_row_is_of_each_and_another_number_of_none(
    value: str, count: int
) -> None:
    drawn = requests_table(requests_rows())
    row = [cell for cell in drawn.cells if cell.row == 4]
    kept = [cell for cell in drawn.cells if cell.row != 4 or not 2 < cell.column < 7]
    merged = replace(row[2], text=value, column_span=5)
    cells = [merged if cell is row[2] else cell for cell in kept]
    document = Document([replace(drawn, cells=cells)], "text/html", "hand", "1")
    read = [key for key in read_tables(document).cells if key[0] == "outcome.partly_granted"]
    assert len(read) == count
