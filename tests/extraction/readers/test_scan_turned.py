"""Pages that lie sideways, askew or on their heads, and hold nothing but short lines of text."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from extraction.readers.scan.lines import text_map, tilt_of
from extraction.readers.scan.upright import upright

SIZE = 900, 1200


@pytest.fixture(scope="module")
def page() -> np.ndarray:
    """Numbers of four digits, as in the narrow cells of a table."""
    image = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(image)
    for row in range(10):
        for column in range(5):
            number = str(2347 + 611 * row + 97 * column)
            pen.text((90 + 160 * column, 90 + 100 * row), number, fill=0, font_size=30)
    return np.asarray(image)


def test_short_lines_do_not_tell_for_sure_which_way_text_runs(page: np.ndarray) -> None:
    assert tilt_of(text_map(page)) == (pytest.approx(0, abs=0.5), False, False)
    assert tilt_of(text_map(np.rot90(page).copy()))[1:] == (True, False)


@pytest.mark.parametrize("turns", range(4))
def test_a_page_of_short_lines_is_set_upright(page: np.ndarray, turns: int) -> None:
    found = upright(np.rot90(page, turns).copy()).gray
    assert found.shape == page.shape
    assert np.abs(found.astype(int) - page).mean() < 1


def test_a_page_of_short_lines_that_lies_askew_is_levelled(page: np.ndarray) -> None:
    askew = np.asarray(Image.fromarray(page).rotate(2.5, Image.Resampling.BICUBIC, fillcolor=255))
    assert rows_of_ink(upright(askew).gray) < 1.5 * rows_of_ink(page) < rows_of_ink(askew)


def rows_of_ink(picture: np.ndarray) -> int:
    return int((picture < 128).any(axis=1).sum())
