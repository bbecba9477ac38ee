"""Red seals over text, and pages light on dark."""

from __future__ import annotations

import cv2
import numpy as np

from extraction.readers.scan.page import Picture, _pages_in
from extraction.readers.scan.seals import without_seals

RED, BLACK = (215, 40, 40), (20, 20, 20)


def page_with(size: int, colour: tuple[int, int, int]) -> np.ndarray:
    """A page with a frame of a size in a colour, and black and red strokes in it and beside it."""
    page = np.full((600, 500, 3), 255, np.uint8)
    for left in (150, 400):
        cv2.line(page, (left, 120), (left, 140), colour, 3)
    frame = np.full_like(page, 255)
    cv2.rectangle(frame, (100, 100), (100 + size, 100 + size), RED, 6)
    return np.minimum(page, frame)


def test_a_red_seal_is_taken_away_and_what_is_black_under_it_stays() -> None:
    page = page_with(100, BLACK)
    cv2.line(page, (95, 150), (140, 150), BLACK, 5)
    seen = without_seals(page)
    assert seen[200, 120] == 255
    assert seen[150, 100] < 40
    assert seen[130, 150] < 40


def test_a_red_number_and_a_table_ruled_in_red_stay() -> None:
    small = without_seals(page_with(100, RED))
    assert small[130, 400] < 150
    large = without_seals(page_with(300, RED))
    assert large[100, 200] < 150


def test_a_negative_is_read_dark_on_light_and_a_shaded_page_as_it_is() -> None:
    for paper in (230, 120):
        page = np.full((600, 500), paper, np.uint8)
        page[100:110, 50:450] = 20
        for shown in (page, 255 - page) if paper == 230 else (page,):
            (seen,) = _pages_in(Picture(shown, 1))
            assert (seen.gray == page).all()
