"""A row of periods below the heads, of which each is over two years."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extraction.document import Document, Place
from extraction.tables import read_tables
from extraction.tables.layouts.year_columns import with_reported_year
from tests.extraction.test_tables import document, requests_rows, table


def doubled(rows: list[list[str]], periods: list[str], others: str = "9") -> list[list[str]]:
    """A table with the columns of its values, behind one of labels, of several periods each."""
    own = next(n for n, period in enumerate(periods) if period in ("2021年", "本年", "本期"))
    heads, *printed = rows
    found = [heads[:1], ["", *periods * (len(heads) - 1)]]
    for head in heads[1:]:
        found[0] += [head, *[""] * (len(periods) - 1)]
    for label, *numbers in printed:
        cells = [others] * len(periods) * len(numbers)
        cells[own :: len(periods)] = numbers
        found.append([label, *cells])
    return found


def cells(*tables, year: int | None = 2021) -> dict[tuple[str, str], str]:
    reading = read_tables(document(*tables), year)
    return {key: cell.cell.text for key, cell in reading.cells.items()}


@pytest.mark.parametrize(
    "periods",
    [["2021年", "2020年"], ["上年", "本年"], ["本期", "上年同期"], ["2020年", "2021年", "增减"]],
)
def test_the_columns_of_the_year_are_those_of_the_heads(periods: list[str]) -> None:
    found = cells(table(doubled(requests_rows(), periods)))
    assert len(found) == 25 * 7
    assert set(found.values()) == {"0"}


def test_the_latest_year_is_the_year_where_none_is_known() -> None:
    found = cells(table(doubled(requests_rows(), ["2020年", "2021年"])), year=None)
    assert set(found.values()) == {"0"}


@pytest.mark.parametrize("periods", [["2019年", "2020年"], ["上年", "去年"], ["本年", "本期"]])
def test_two_periods_of_which_not_one_is_the_years_are_not_read(periods: list[str]) -> None:
    rows = doubled(requests_rows(), ["2021年", "2020年"])
    rows[1] = ["", *periods * 7]
    assert not cells(table(rows))


def test_heads_of_table_2_with_other_widths_have_their_own_periods() -> None:
    rows = doubled([["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]], ["本年", "上年"])
    rows.append(["规章", "1", "9", "2", "9", "3", "9"])
    rows.append(["信息内容", "本年处理决定数量", "", "", "", "", ""])
    rows.append(["", "上年", "", "", "本年", "", ""])
    rows.append(["行政许可", "9", "", "", "4", "", ""])
    found = cells(table(rows))
    assert found == {
        ("rule.issued", "all"): "1",
        ("rule.repealed", "all"): "2",
        ("rule.in_force", "all"): "3",
        ("licensing.decisions", "all"): "4",
    }


def test_the_rest_of_a_table_on_the_next_page_has_the_periods_of_its_heads() -> None:
    rows = doubled(requests_rows(), ["本年", "上年"])
    above, below = table(rows[:12]), table(rows[12:])
    above.place, below.place = Place(page=1, table=1), Place(page=2, table=2)
    assert len(cells(above, below)) == 25 * 7
    assert set(cells(above, below).values()) == {"0"}


def test_a_number_over_both_periods_is_of_none() -> None:
    drawn = table(doubled(requests_rows(), ["本年", "上年"]))
    merged = next(cell for cell in drawn.cells if (cell.row, cell.column) == (2, 1))
    behind = next(cell for cell in drawn.cells if (cell.row, cell.column) == (2, 2))
    drawn.cells.remove(behind)
    drawn.cells[drawn.cells.index(merged)] = replace(merged, column_span=2)
    assert ("request.received", "natural_person") not in cells(drawn)


@pytest.mark.parametrize("change", ["lost", "doubled"])
def test_a_row_with_a_cell_too_few_or_too_many_is_not_filled_with_the_other_year(
    change: str,
) -> None:
    rows = doubled(requests_rows(), ["本年", "上年"])
    rows[4] = [*rows[4][:1], *rows[4][2:]] if change == "lost" else [*rows[4][:2], *rows[4][1:]]
    assert "9" not in cells(table(rows)).values()


def test_a_column_of_remarks_beside_the_periods_is_of_none() -> None:
    rows = [[*row, "备注"] for row in doubled(requests_rows(), ["本年", "上年"])]
    rows[1][-1] = ""
    for row in rows[2:]:
        row[-1] = ""
    drawn = table(rows)
    drawn.cells = [
        replace(cell, row_span=2) if (cell.row, cell.column) == (0, 15) else cell
        for cell in drawn.cells
        if (cell.row, cell.column) != (1, 15)
    ]
    assert set(cells(drawn).values()) == {"0"}


def test_a_document_without_such_a_row_is_left_as_it_is() -> None:
    drawn = Document([table(requests_rows())], "text/plain", "hand", "1")
    assert with_reported_year(drawn, 2021) is drawn
