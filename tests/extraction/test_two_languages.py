"""Labels in Chinese and in another language."""

from __future__ import annotations

import pytest

from extraction.tables.layouts.two_languages import in_chinese
from tests.extraction.test_tables import OUTCOMES, requests_rows, table, values

OTHERS = ["Natural Person (Citizen)", "تەبىئىي شەخس", "རང་བྱུང་གི་མི་", "ᠵᠠᠰᠠᠭ ᠤᠨ ᠣᠷᠳᠣᠨ", "자연인"]


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("order", ["{0} {1}", "{1} {0}", "{0}（{1}）", "{0}/{1}", "{0}{1}"])
def test_what_another_script_says_is_no_part_of_a_label(other: str, order: str) -> None:
    rows = requests_rows()
    plain = values(table(rows))[0]
    heads = [order.format(text, other) for text in rows[0][1:]]
    rows = [["", *heads], *([order.format(row[0], other), *row[1:]] for row in rows[1:])]
    assert values(table(rows))[0] == plain


def test_a_column_and_a_row_of_another_language_are_left_out() -> None:
    rows = requests_rows()
    plain = values(table(rows))[0]
    for row in rows:
        row.insert(1, "Disclosed")
    rows[0][1] = "English"
    rows.insert(
        1, ["", "", "Natural", "Business", "Research", "Welfare", "Legal", "Other", "Total"]
    )
    assert values(table(rows))[0] == plain


@pytest.mark.parametrize("label", ["政务APP公开政府信息数", "APP公开数", "属于A类", "12（EMS）"])
def test_words_of_another_script_within_what_is_no_label_of_the_form_stay(label: str) -> None:
    rows = [["", "自然人 Natural Person"], [label, "3"], ["总计", "3"], ["予以公开", "0"]]
    assert in_chinese(table(rows)).texts == {"", "自然人", label, "3", "总计", "予以公开", "0"}


def test_a_row_of_zeros_misread_as_letters_is_left() -> None:
    kinds = ["行政复议"] * 5 + ["未经复议直接起诉"] * 5 + ["复议后起诉"] * 5
    read = values(table([kinds, OUTCOMES * 3, ["ll"] * 15]))[0]
    assert set(read.values()) == {"ll"}
