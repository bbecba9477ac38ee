"""What a text is encoded in, where the file does not say or says it wrongly."""

from __future__ import annotations

import pytest

from extraction.files.encoding import decode
from extraction.values import read_cell

TRADITIONAL = "本年度政府資訊公開工作在各級的支持下有序開展，一年中不是沒有問題，公開了年報。"
SIMPLIFIED = "本年度政府信息公开工作在各级的支持下有序开展，一年中不是没有问题，公开了年报。"


def test_big5_that_is_not_declared_is_told_from_gb():
    assert decode(TRADITIONAL.encode("big5")) == (TRADITIONAL, "big5")
    assert decode(SIMPLIFIED.encode("gbk")) == (SIMPLIFIED, "gb18030")


@pytest.mark.parametrize("taken_for", ["latin-1", "cp1252"])
def test_a_text_that_was_encoded_twice_is_read(taken_for: str):
    once = SIMPLIFIED.encode()
    letters = "".join(
        bytes([byte]).decode(taken_for, errors="ignore") or chr(byte) for byte in once
    )
    assert decode(letters.encode())[0] == SIMPLIFIED


def test_letters_of_other_scripts_are_left_as_they_are():
    text = "Année 2023 – «Défense» naïve café über £5 ½ ±3"
    assert decode(text.encode())[0] == text


@pytest.mark.parametrize("mark", "\u2067\u202a\u061c\u2063\ufe0f\u200b\u00ad")
def test_a_mark_without_a_shape_is_no_part_of_a_number(mark: str):
    assert read_cell(f"1{mark}2").number == 12


def test_digits_shown_from_right_to_left_are_not_read_from_left_to_right():
    assert read_cell("1\u202e23").status == "unreadable"
