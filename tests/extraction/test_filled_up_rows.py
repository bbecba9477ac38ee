"""Texts whose blanks left no trace, or left one that looks like those of values."""

from __future__ import annotations

from benchmarks.manners.report import invent, with_zeros_as
from benchmarks.manners.texts import markdown, plain
from extraction.readers.text.blanks import with_blanks
from extraction.readers.text.lines import split
from tests.extraction.test_manners import score_of


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
