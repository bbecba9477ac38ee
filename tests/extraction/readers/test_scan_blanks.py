"""Cells of a scan that seem blank, and what a fax or a dry drum left of their text."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extraction.readers.scan.blanks import doubtful_blanks
from extraction.readers.scan.lines import Box
from extraction.readers.scan.ruled import Ink

EM = 27
CELL = Box(10, 10, 190, 70)
Marks = list[tuple[int, int, int, int, int]]
"""Each left, top, right, bottom and how much darker than paper."""


def is_doubted(marks: Marks, *, grain: float = 0.0) -> bool:
    depth = np.abs(np.random.default_rng(1).normal(0, grain, (80, 200)))
    for left, top, right, bottom, dark in marks:
        depth[top:bottom, left:right] = dark
    depth = np.clip(depth, 0, 255).astype(np.uint8)
    mask = cv2.threshold(depth, 30, 255, cv2.THRESH_BINARY)[1]
    paper = np.full_like(depth, 255)
    return bool(list(doubtful_blanks([0], [CELL], Ink(mask, mask, mask, paper, depth, 30.0), EM)))


@pytest.mark.parametrize("grain", [0.0, 4.0])
def test_a_cell_of_paper_is_blank(grain: float) -> None:
    assert not is_doubted([], grain=grain)


def test_a_digit_of_which_specks_are_left_makes_a_blank_doubtful() -> None:
    assert is_doubted([(60, 30, 64, 34, 200), (62, 39, 66, 43, 200), (60, 47, 64, 51, 200)])


def test_a_speck_aside_leaves_a_cell_blank_and_one_where_a_dash_stands_does_not() -> None:
    assert not is_doubted([(60, 20, 64, 24, 200)])
    assert is_doubted([(98, 38, 102, 42, 200)])


def test_a_digit_too_light_for_ink_makes_a_blank_doubtful() -> None:
    assert is_doubted([(60, 30, 64, 48, 22)], grain=4.0)


def test_a_streak_of_a_copier_leaves_a_cell_blank() -> None:
    assert not is_doubted([(60, 0, 62, 80, 200)])
    assert not is_doubted([(60, 0, 62, 80, 22)])
