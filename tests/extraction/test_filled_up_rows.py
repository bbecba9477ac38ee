"""Texts whose blanks left no trace, or left one that looks like those of values."""

from __future__ import annotations

from benchmarks.manners.report import invent, with_zeros_as
from benchmarks.manners.texts import markdown, plain
from extraction.readers.text.blanks import with_blanks
from extraction.readers.text.lines import split
from extraction.values import read_cell
from tests.extraction.test_manners import score_of
from tests.extraction.test_tables import table, values


def test_rows_that_lost_their_blanks_and_were_filled_up_are_doubted(gazetteer):
    """So a program writes Markdown that drops blank cells and makes all rows equally long."""

    def draw(grid):
        rows = [[box.text for box in grid.row(n) if box.text] for n in range(grid.height)]
        return markdown(rows, outer=True)

    for form in ("2019", "2021"):
        for seed in range(6):
            report = with_zeros_as(invent(seed, form), "")
            score = score_of("markdown", plain(draw)(report), report, gazetteer)
            assert score.silent == 0, score.details


def test_values_that_stand_equally_far_apart_have_no_blanks_between_them():
    lines = split("结 计\n0\n\n0\n\n12\n\n3\n\n48\n\n5")
    found = [index for index, line in enumerate(lines) if not line.is_blank]
    texts = [cell.text for cell in with_blanks(lines, found)]
    assert texts == ["结 计", "0", "0", "12", "3", "48", "5"]


def test_a_blank_line_before_every_row_and_none_within_parts_rows():
    """So a program prints the blocks of a page: 8 and 4 stand under two of three heads."""
    head = "第二十条第（一）项\n\n信息内容\n本年制发件数本年废止件数现行有效件数"
    lines = split(f"{head}\n\n规章\n8\n4\n\n行政规范性文件\n28\n3\n\n行政许可\n9\n5")
    found = [index for index, line in enumerate(lines) if not line.is_blank]
    assert "" not in [cell.text for cell in with_blanks(lines, found)]


HEADS = ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"]


def test_a_number_in_the_label_of_a_row_with_too_many_or_too_few_values_may_be_its_first():
    for numbers in (["3", "23", ""], ["0", "0", "0", "0"]):
        found, doubts = values(table([HEADS, ["行政规范性文件28", *numbers]], "ragged"))
        assert not found
        assert ("normative_document.issued", None) in {doubt.key for doubt in doubts}
    noted, _ = values(table([HEADS, ["行政规范性文件1", "5", "3", "23"]], "ragged"))
    assert list(noted.values()) == ["5", "3", "23"]


def test_a_point_alone_is_no_dash():
    assert read_cell(".").status == "unreadable"
    assert read_cell("...").status == "dash"
