"""One printed cell that covers the places of several items."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Document
from extraction.facts.reading import read_facts
from extraction.tables import read_tables
from tests.extraction.statistics_tables import entries, printed, table

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


@pytest.mark.parametrize("value", ["", "—"])
def test_a_blank_or_a_dash_over_two_rows_says_the_same_of_both(value: str) -> None:
    assert doubted(value) == set()
