"""Numbers filled up with zeros."""

from __future__ import annotations

import pytest

from extraction.tables import read_tables
from tests.extraction.test_tables import document, requests_rows, table


def read(width: int, *cells: str) -> list[tuple[str, int | None]]:
    """Texts and numbers of the first row of table 3; the zeros of all others have a width."""
    rows = requests_rows(value="0" * width)
    rows[1][1:] = cells
    found = read_tables(document(table(rows))).cells
    received = [each for key, each in found.items() if key[0] == "request.received"]
    return [(each.cell.text, each.value.number) for each in received]


def test_numbers_of_one_width_are_filled_up() -> None:
    cells = ["005", "012", "123", "1234", "000", "000", "1374"]
    assert read(3, *cells) == [(text, int(text)) for text in cells]


@pytest.mark.parametrize("width", [1, 2])
def test_a_zero_before_one_number_of_many_is_the_rest_of_a_longer_one(width: int) -> None:
    assert read(width, "082", "12", "10", "15", "10", "20", "30")[0] == ("082", None)


def test_a_number_shorter_than_the_others_tells_that_none_is_filled_up() -> None:
    assert read(2, "05", "7", "12", "00", "00", "00", "24")[0] == ("05", None)
