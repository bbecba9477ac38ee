"""Labels behind the values of their rows."""

from __future__ import annotations

from dataclasses import replace

from extraction.document import Document
from extraction.tables import read_tables
from tests.extraction.test_tables import requests_rows, table


def cells(rows: list[list[str]], reader: str = "html", geometry: str = "grid") -> dict[str, str]:
    document = Document([table(rows, geometry)], "text/html", reader, "1")
    return {key[0]: each.cell.text for key, each in read_tables(document).cells.items()}


RULES = [["7", "2", "5", "规章"], ["3", "1", "9", "行政规范性文件"]]
HEAD = ["本年制发件数", "本年废止件数", "现行有效件数", "信息内容"]


def test_labels_behind_the_values_of_a_grid_are_those_of_their_rows() -> None:
    found = cells([HEAD, *RULES])
    assert (found["rule.issued"], found["normative_document.in_force"]) == ("7", "9")
    rows = [[*row[1:], "三、本年度办理结果", row[0]] for row in requests_rows()]
    read = read_tables(Document([table(rows)], "text/html", "html", "1"))
    assert len(read.cells) == 25 * 7


def test_a_text_may_print_the_label_of_the_next_row_behind_the_values() -> None:
    for geometry in ("grid", "ragged"):
        assert "rule.issued" not in cells([HEAD, *RULES], reader="text", geometry=geometry)


def test_a_cell_that_is_both_beside_and_over_labels_keeps_the_table_as_it_is() -> None:
    drawn = table([["合计", "", "", ""], HEAD, *RULES])
    wide = [replace(cell, column_span=4 - cell.column) for cell in drawn.cells if cell.column == 2]
    rest = [cell for cell in drawn.cells if cell.column < 2]
    drawn.cells = sorted([*rest, *wide], key=lambda cell: (cell.row, cell.column))
    assert not read_tables(Document([drawn], "text/html", "html", "1")).cells
