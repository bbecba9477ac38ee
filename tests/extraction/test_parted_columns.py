"""The table of requests whose columns stand in two tables: `extraction.tables.parted_columns`."""

import time
from dataclasses import replace

import pytest

from tests.extraction.test_tables import requests_rows, table, values


def parts(cut, row=("5", "2", "0", "1", "0", "0", "8"), geometry="grid"):
    """Table 3 in two tables, each with the labels, of which the first has `cut` columns."""
    rows = requests_rows()
    rows[1:] = [[label, *row] for label, *_ in rows[1:]]
    cuts = [[[label, *texts[:cut]], [label, *texts[cut:]]] for label, *texts in rows]
    return [table([cells[part] for cells in cuts], geometry) for part in (0, 1)]


@pytest.mark.parametrize("geometry", ["grid", "ragged"])
@pytest.mark.parametrize("cut", [2, 3, 4, 5])
def test_columns_in_two_tables_are_one_table(cut, geometry):
    read, doubts = values(*parts(cut, geometry=geometry))
    assert len(read) == 25 * 7
    assert read["request.received", "social_welfare_organisation"] == "1"
    assert {text for (_, applicant), text in read.items() if applicant == "total"} == {"8"}
    assert doubts == []


def test_columns_in_two_tables_without_a_grid_are_not_joined_where_a_row_lost_a_value():
    first, second = parts(3, geometry="ragged")
    del second.cells[-1]
    assert values(first, second)[0] == {}


@pytest.mark.parametrize("total", ["3", "1"])
def test_a_total_of_the_organisations_alone_is_left_out_and_said(total):
    read, doubts = values(*parts(2, ("5", "2", "0", "1", "0", "0", total)))
    assert len(read) == 25 * 6
    assert any("总计 of the block requests stands beside" in doubt.message for doubt in doubts)


def test_a_total_beside_organisations_is_left_out_where_nothing_else_is_in_the_report():
    read, doubts = values(parts(1)[1])
    assert {applicant for _, applicant in read}.isdisjoint({"total", "natural_person"})
    assert any("总计 of the block requests stands beside" in doubt.message for doubt in doubts)


def test_columns_of_other_rows_are_not_joined_to_a_table():
    first, second = parts(3, geometry="ragged")
    second.cells[5] = replace(second.cells[5], text="部分公开")
    read, _ = values(first, second)
    assert read == {}


def test_many_tables_that_may_be_parts_take_a_moment():
    """Looking from each at all before it, 400 took as many seconds as 1200 take hundredths."""
    many = [parts(3)[1] for _ in range(1200)]
    start = time.process_time()
    values(*many)
    assert time.process_time() - start < 30
