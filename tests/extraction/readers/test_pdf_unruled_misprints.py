"""Heads without borders in which a character is not that of the form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.manners.papers import UNRULED
from benchmarks.manners.report import Grid, invent
from extraction.readers import pdf
from extraction.tables import read_tables


@pytest.mark.parametrize(
    ("official", "printed"),
    [
        ("法律服务机构", "法律服务机枃"),
        ("科研机构", "科硏机构"),
        ("法人或其他组织", "法入或其他组织"),
        ("尚未审结", "尚末审结"),
        ("复议后起诉", "复议后超诉"),
    ],
)
def test_a_misprinted_name_or_caption_is_known_by_all_that_stand_around_it(
    official: str, printed: str
) -> None:
    def misprinted(grid: Grid) -> Grid:
        return Grid([replace(box, text=box.text.replace(official, printed)) for box in grid.boxes])

    report = invent(3, "2021")
    report = replace(report, requests=misprinted(report.requests), review=misprinted(report.review))

    document = pdf.read(UNRULED["no borders"](report))
    assert set(read_tables(document, 2022).cells) == set(report.cells)


def test_a_head_of_the_form_with_many_other_characters_is_none_of_it() -> None:
    others = {"商业企业": "国有公司", "科研机构": "高等学校", "法律服务机构": "律师和公证处"}

    def changed(grid: Grid) -> Grid:
        return Grid([replace(box, text=others.get(box.text, box.text)) for box in grid.boxes])

    report = invent(3, "2021")
    document = pdf.read(UNRULED["no borders"](replace(report, requests=changed(report.requests))))

    assert all(key[1] == "all" for key in read_tables(document, 2022).cells)
