"""Upright rulings of scanned tables, and ink in cells, drawn as they were met."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from extraction.facts.evidence import SURE
from extraction.readers.scan.lines import Box
from extraction.readers.scan.page import _recognition, _settled, _taken_for_blank
from extraction.readers.scan.reading import LineReading
from extraction.readers.scan.ruled import find_ink, find_rulings
from extraction.readers.scan.spots import find_spots
from extraction.readers.scan.strokes import lone_stroke
from extraction.readers.scan.walls import Piece, walls

EM = 27
ROWS = (50, 88, 126, 164)
"""Heights of level rulings: three rows of 38 pixels."""


def depth_of(*uprights: tuple[int, int, int, int]) -> np.ndarray:
    """Level rulings and upright ones (x, top, bottom, darkness), a little blurred."""
    depth = np.zeros((200, 300), np.uint8)
    for x, top, bottom, dark in uprights:
        depth[top:bottom, x - 1 : x + 2] = dark
    for top in ROWS:
        depth[top - 1 : top + 2] = 90
    return cv2.GaussianBlur(depth, (0, 0), 1.0)


def levels_at(*heights: int) -> list[Piece]:
    return [(0, height - 1, 300, 3) for height in heights]


def bands(x: int, found: list[Piece]) -> list[tuple[int, int]]:
    """From where to where there are walls at a place, from the top."""
    return sorted((top, top + height) for left, top, _, height in found if left == x - 1)


def test_the_side_of_a_cell_is_seen_in_a_row_that_the_page_break_left_open() -> None:
    # Without a ruling above, and the number stands close to the left side of its cell.
    depth = depth_of((60, 20, 164, 90), (200, 20, 164, 90))
    runs = [(59, 20, 3, 144), (199, 20, 3, 144)]
    number = Box(196, 28, 230, 42)
    found = walls(runs, levels_at(50, 88, 126, 164), depth, [number], EM)
    assert bands(200, found) == bands(60, found) == [(20, 50), (50, 88), (88, 126), (126, 164)]


def test_the_first_stroke_of_a_number_in_an_open_row_is_no_side_of_its_cell() -> None:
    depth = depth_of((60, 20, 164, 90), (200, 26, 44, 90), (200, 50, 164, 90))
    runs = [(59, 20, 3, 144), (199, 22, 3, 142)]
    number = Box(196, 28, 230, 42)
    found = walls(runs, levels_at(50, 88, 126, 164), depth, [number], EM)
    assert (20, 50) in bands(60, found)
    assert bands(200, found)[0][0] >= 50


def test_a_wall_that_begins_in_the_last_row_of_a_page_goes_down_as_far_as_those_beside_it() -> None:
    # The second row of a head, cut by the end of the page; a stroke of its text hangs less low.
    depth = depth_of((60, 126, 199, 90), (130, 164, 199, 90), (200, 164, 190, 90))
    runs = [(59, 126, 3, 73), (129, 164, 3, 35), (199, 164, 3, 26)]
    found = walls(runs, levels_at(50, 88, 126, 164), depth, [], EM)
    assert (164, 199) in bands(60, found)
    assert bands(130, found) == [(164, 199)]
    assert bands(200, found) == []


def test_a_stroke_that_others_cross_is_no_wall_though_the_finder_overlooked_its_line() -> None:
    # A head of small blurred characters that reach the rulings above and below: 行政复议.
    depth = depth_of((60, 50, 164, 90), (200, 50, 88, 90))
    for top in (60, 68, 76):
        depth[top : top + 3, 192:210] = 90
    runs = [(59, 50, 3, 114), (199, 50, 3, 38)]
    found = walls(runs, levels_at(*ROWS), depth, [], EM)
    assert bands(60, found) == [(50, 88), (88, 126), (126, 164)]
    assert bands(200, found) == []


def test_an_uneven_stroke_by_itself_is_no_wall_though_it_fills_its_row() -> None:
    depth = depth_of((60, 50, 164, 90), (200, 50, 88, 90))
    depth[56:66, 198:203] //= 3
    found = walls([(59, 50, 3, 114), (199, 50, 3, 38)], levels_at(*ROWS), depth, [], EM)
    assert bands(60, found) and not bands(200, found)


@pytest.mark.parametrize(
    "grain", [pytest.param(0.75, id="faint"), pytest.param(0.62, id="black and white, levelled")]
)
def test_a_grainy_ruling_is_a_wall_in_the_only_row_of_a_page(grain: float) -> None:
    sides = [(x, 50, 88, 90) for x in (60, 100, 140)]
    depth = depth_of(*sides, (200, 50, 88, 90))
    depth[58:64, 198:203] = grain * depth[58:64, 198:203]
    runs = [(x - 1, 50, 3, 38) for x in (60, 100, 140, 200)]
    found = walls(runs, levels_at(50, 88), depth, [], EM)
    assert bands(200, found) == bands(60, found) == [(50, 88)]


def test_an_even_stroke_in_a_line_of_text_is_no_wall_where_none_goes_on() -> None:
    # In the last row of a page it may be the side of a group of rows: 三、本 | （一）予以公开.
    depth = depth_of((60, 50, 164, 90), (200, 88, 126, 90), (240, 126, 164, 90))
    runs = [(59, 50, 3, 114), (199, 88, 3, 38), (239, 126, 3, 38)]
    found = walls(
        runs, levels_at(*ROWS), depth, [Box(190, 98, 250, 116), Box(230, 136, 280, 154)], EM
    )
    assert bands(240, found) == [(126, 164)] and not bands(200, found)


def test_a_wall_that_is_light_below_a_shaded_head_goes_on_above() -> None:
    depth = depth_of((60, 50, 164, 90), (200, 50, 164, 90))
    depth[53:57, 196:205] = 0.55 * depth[53:57, 196:205]
    runs = [(59, 50, 3, 114), (199, 57, 3, 107)]
    found = walls(runs, levels_at(*ROWS), depth, [], EM)
    assert bands(200, found) == bands(60, found)


def test_a_ruling_in_the_light_half_of_a_photograph_goes_on_beside_text() -> None:
    # Darker than most of its page by far, but no darker than above and below.
    dim = [(x, 50, 164, 90) for x in (20, 40, 60, 80)]
    depth = depth_of(*dim, (200, 50, 164, 150))
    runs = [*((x - 1, 50, 3, 114) for x, *_ in dim), (199, 50, 3, 114)]
    text = Box(120, 98, 260, 116)
    found = walls(runs, levels_at(*ROWS), depth, [text], EM)
    assert bands(200, found) == [(50, 88), (88, 126), (126, 164)]


def test_a_wall_reaches_level_rulings_that_sag_on_a_curved_page() -> None:
    # At the wall they stand seven pixels below their middle.
    depth, level = np.zeros((200, 300), np.uint8), np.zeros((200, 300), np.uint8)
    for height in ROWS[:3]:
        for x in range(300):
            y = height + round(7 * (x - 150) / 150)
            level[y - 1 : y + 2, x] = 255
            depth[y - 1 : y + 2, x] = 90
    depth[57:133, 289:292] = 90
    depth = cv2.GaussianBlur(depth, (0, 0), 1.0)
    levels = [(0, height - 8, 300, 17) for height in ROWS[:3]]
    text = Box(250, 66, 298, 86)
    found = walls([(289, 57, 3, 76)], levels, depth, [text], EM, level)
    assert bands(290, found) == [(50, 88), (88, 126)]


REGION = Box(10, 10, 190, 60)


def spots_in(ink: np.ndarray, *cores: Box) -> list[Box]:
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    return [spot.box for spot in find_spots(list(cores), [REGION], gray, ink, EM)]


def test_a_hyphen_in_a_cell_is_not_a_blank() -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[34:37, 96:103] = 255
    (box,) = spots_in(ink)
    assert lone_stroke(ink[box.top : box.bottom, box.left : box.right], EM) == "—"


def test_ink_by_the_side_of_a_cell_may_be_a_one_and_does_not_make_it_a_blank_for_sure() -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[24:42, 14:16] = 255
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    (spot,) = find_spots([], [REGION], gray, ink, EM)
    assert spot.is_rest
    seen = _recognition([_taken_for_blank(LineReading("1", (0.5,), 0.9))])
    assert seen.score < SURE
    assert seen.alternatives == (("1", 0.9),)


def test_a_ruling_that_runs_inside_a_cell_leaves_it_blank() -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[10:60, 14:16] = 255
    assert spots_in(ink) == []


def test_a_number_is_not_sure_whose_first_digit_may_be_the_rest_of_a_ruling() -> None:
    ink = np.zeros((80, 200), np.uint8)
    cv2.putText(ink, "7", (24, 42), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255,), 2)
    ink[24:42, 14:16] = 255
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    (spot,) = find_spots([], [REGION], gray, ink, EM)
    assert spot.is_cut


def test_a_round_speck_is_no_hyphen() -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[33:38, 96:102] = 255
    assert spots_in(ink) == []


def test_a_seal_that_runs_into_a_number_takes_no_digit_away() -> None:
    # The ring, flat and near the lower side, is one piece with the first digit.
    ink = np.zeros((80, 200), np.uint8)
    cv2.putText(ink, "956", (100, 46), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255,), 2)
    cv2.ellipse(ink, (70, 90), (70, 52), 0, 200, 320, (255,), 3)
    (box,) = spots_in(ink)
    assert box.left <= 100


def test_a_stroke_that_runs_into_a_number_from_above_makes_it_doubtful() -> None:
    # A seal drawn over the cell: what the bounds of the line cut off may belong to a digit.
    ink = np.zeros((80, 200), np.uint8)
    ink[30:48, 90:94] = ink[30:48, 100:104] = 255
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    core = Box(92, 34, 102, 44)
    stroke = ink.copy()
    cv2.line(stroke, (92, 46), (84, 58), 255, 3)
    cv2.line(stroke, (102, 30), (102, 10), 255, 3)
    (line,) = find_spots([core], [REGION], gray, ink, EM)
    assert not line.is_cut
    lines = find_spots([core], [REGION], np.where(stroke > 0, 0, 255).astype(np.uint8), stroke, EM)
    assert any(line.is_cut for line in lines)


def test_the_top_of_a_faint_digit_is_kept_among_cells_with_whole_ones() -> None:
    ink = np.zeros((60, 1000), np.uint8)
    cells = [Box(100 * number, 5, 100 * number + 95, 55) for number in range(9)]
    for cell in cells[:8]:
        ink[20:36, cell.left + 40 : cell.left + 50] = 255
    ink[20:26, 845:850] = ink[32:36, 840:850] = 255
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    spots = find_spots([], cells, gray, ink, EM)
    assert [(spot.region, spot.specks, spot.box.top < 20) for spot in spots] == [
        (number, (), True) for number in range(9)
    ]


def test_two_characters_of_an_upright_head_are_two_lines() -> None:
    # 总计, so close and so blurred that there is as much ink between them as in them.
    ink = np.zeros((120, 200), np.uint8)
    ink[23:97, 84:116] = 255
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    found = find_spots([Box(85, 29, 115, 91)], [Box(10, 5, 190, 115)], gray, ink, 29.6)
    assert len(found) == 2


def test_a_blurred_hyphen_is_no_digit() -> None:
    ink = np.zeros((30, 30), np.uint8)
    cv2.ellipse(ink, (15, 15), (3, 4), 0, 0, 360, (255,), -1)
    settled = _settled(LineReading("0", (0.5,), 0.95), ink, EM, is_alone=True)
    assert not settled.text.isdigit()
    assert settled.score <= 0.5
    digit = np.zeros((40, 30), np.uint8)
    cv2.ellipse(digit, (15, 20), (6, 10), 0, 0, 360, (255,), 2)
    assert _settled(LineReading("0", (0.5,), 0.95), digit, EM, is_alone=True).text == "0"


def test_a_level_ruling_on_which_small_characters_sit_reaches_the_side_of_its_table() -> None:
    # Together with the characters on it, it is thicker than a ruling of so small a print is.
    gray = np.full((120, 300), 255, np.uint8)
    for top in (30, 44, 58, 72):
        gray[top : top + 2, 20:281] = 40
    for left in (20, 160, 280):
        gray[30:74, left : left + 2] = 40
    for left in range(26, 96, 9):
        gray[50:58, left : left + 8] = 60
    em = 8.8
    rulings, _ = find_rulings(find_ink(gray, em), [], em, 1.0)
    (sat_on,) = [line for line in rulings.horizontal if abs(line.position - 59) < 2]
    assert sat_on.start <= 22 and sat_on.end >= 279


def test_a_one_with_ink_at_the_left_of_its_stem_is_a_four_whose_slant_was_lost() -> None:
    four = np.zeros((30, 24), np.uint8)
    four[5:25, 12:16] = 255
    one = four.copy()
    four[16:18, 6:9] = 255
    one[5:8, 6:12] = one[20:25, 6:20] = 255
    seen = LineReading("1", (0.5,), 0.98, (("4", 0.01),))
    settled = _settled(seen, four, EM, is_alone=True)
    assert (settled.text, settled.others[0][0]) == ("4", "1")
    assert settled.score < SURE
    assert _settled(seen, one, EM, is_alone=True).text == "1"


def test_level_rulings_of_a_light_grey_are_seen_where_the_ink_of_the_text_is_black() -> None:
    gray = np.full((400, 600), 250, np.uint8)
    for top in range(50, 350, 60):
        gray[top : top + 2, 40:560] = 205
    for left in range(60, 540, 40):
        gray[70:90, left : left + 20] = 10
    found, _ = find_rulings(find_ink(gray, EM), [], EM, 1.0)
    assert [round(line.position) for line in found.horizontal] == [51, 111, 171, 231, 291]
