"""What copiers, fax machines and telephones do to pages, drawn as it was met."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extraction.facts.evidence import SURE
from extraction.readers import scan
from extraction.readers.scan.fitting import fit
from extraction.readers.scan.halftone import without_dots
from extraction.readers.scan.lines import Box, TextMap, find_lines
from extraction.readers.scan.page import _crop, _settled
from extraction.readers.scan.reading import LineReading
from extraction.readers.scan.spots import find_spots
from extraction.readers.scan.strokes import lone_stroke
from extraction.readers.scan.upright import Upright, _stands_on_head

EM = 27


def page(paper: int) -> Image.Image:
    picture = Image.new("L", (600, 200), paper)
    ImageDraw.Draw(picture).text((60, 60), "308 1191", fill=0, font_size=60)
    return picture


def test_a_grey_paper_saved_in_two_colours_is_grey_and_not_full_of_ink() -> None:
    dots = np.asarray(page(210).convert("1").convert("L"))
    assert np.mean(dots < 128) > 0.1
    smooth = without_dots(dots)
    assert np.mean(smooth < 128) < 0.1
    assert np.abs(smooth[:40].astype(int) - 210).max() < 60


def test_a_page_of_two_colours_without_dots_stays_as_it_is() -> None:
    picture = np.asarray(page(255).convert("1", dither=Image.Dither.NONE).convert("L"))
    assert without_dots(picture) is picture


def test_text_smaller_than_a_pixel_is_no_line() -> None:
    found = np.zeros((40, 40), np.float32)
    found[10, 10:20] = found[20:26, 10:30] = 0.9
    assert len(find_lines(TextMap(found, scale=1.0))) == 2
    assert len(find_lines(TextMap(found, scale=0.4))) == 1


@pytest.mark.parametrize(
    ("flag", "expected"), [pytest.param(False, "/", id="slash"), pytest.param(True, None, id="one")]
)
def test_a_heavy_slash_is_not_a_one(flag: bool, expected: str | None) -> None:
    # Of a photograph that was moved: thicker than a fifth of a character is high.
    ink = np.zeros((50, 50), np.uint8)
    cv2.line(ink, (18, 42), (28, 10), 255, 7)
    if flag:
        cv2.line(ink, (28, 10), (17, 16), 255, 7)
    assert lone_stroke(ink, EM) == expected


def test_a_one_set_aslant_is_no_slash_for_sure_and_a_five_none_at_all() -> None:
    ink = np.zeros((50, 50), np.uint8)
    cv2.line(ink, (20, 40), (26, 14), 255, 3)
    assert lone_stroke(ink, EM) == "/"
    one = _settled(LineReading("1", (0.5,), 0.99), ink, EM, is_alone=True)
    assert one.score < SURE
    assert ("1", 0.99) in one.others
    assert _settled(LineReading("5", (0.5,), 0.96), ink, EM, is_alone=True).text == "5"
    assert _settled(LineReading("1", (0.5,), 0.7), ink, EM, is_alone=True).score > SURE


def test_a_dash_that_reads_as_a_digit_may_be_its_foot() -> None:
    # A two under a seal, through which only its heavy foot is dark enough for ink.
    ink = np.zeros((30, 28), np.uint8)
    cv2.line(ink, (6, 24), (20, 24), 255, 3)
    dash = _settled(LineReading("2", (0.5,), 0.39), ink, EM, is_alone=True)
    assert dash.text == "—"
    assert dash.score < SURE
    assert ("2", 0.39) in dash.others
    assert _settled(LineReading("1", (0.5,), 0.39), ink, EM, is_alone=True).score > SURE


def test_the_point_beside_a_digit_that_a_streak_runs_through_is_no_speck() -> None:
    # 7.8: the streak makes the 7 reach far below the foot of the line.
    fitted = fit(
        [Box(90, 12, 104, 51), Box(106, 40, 110, 44), Box(114, 20, 128, 44)],
        Box(0, 0, 200, 60),
        EM,
    )
    assert fitted is not None
    assert fitted.specks == ()


def test_a_slash_beside_the_rest_of_a_ruling_is_a_slash() -> None:
    ink = np.zeros((80, 200), np.uint8)
    cv2.line(ink, (24, 46), (34, 20), 255, 5)
    ink[10:60, 14:16] = 255
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    (spot,) = find_spots([], [Box(10, 10, 190, 60)], gray, ink, EM)
    assert lone_stroke(_crop(ink, spot), EM) == "/"
    ink[:] = 0
    cv2.line(ink, (24, 46), (34, 20), 255, 5)
    crop = ink[15:52, 16:42]
    crop[:, 1:3] = 255
    assert lone_stroke(crop, EM) == "/"


def test_heavy_lines_of_a_head_that_touch_are_parted_where_it_is_lighter() -> None:
    # 社会, 公益, 组织, the gaps between them as dark in the mask of the ink as the characters.
    gray = np.full((200, 200), 255, np.uint8)
    for line in range(3):
        gray[20 + 42 * line : 56 + 42 * line, 50:130:12] = 0
        gray[20 + 42 * line : 56 + 42 * line : 9, 50:130] = 0
    gray = cv2.GaussianBlur(gray, (0, 0), 3.0)
    ink = np.where(gray < 245, 255, 0).astype(np.uint8)
    found = find_spots([Box(60, 30, 120, 130)], [Box(10, 5, 190, 170)], gray, ink, 40)
    assert len(found) == 3


def test_a_line_drawn_below_a_number_makes_no_dash_of_it() -> None:
    ink = np.zeros((60, 200), np.uint8)
    cv2.putText(ink, "1", (90, 34), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (255,), 2)
    for length in (60, 150):
        crop = ink.copy()
        crop[44:50, 20 : 20 + length] = 255
        assert lone_stroke(crop, EM) is None
    assert lone_stroke(np.where(np.arange(60)[:, None] == 40, 255, crop * 0), EM) is None


def test_what_a_stamp_cuts_off_a_cell_is_not_taken_for_a_blank() -> None:
    # A receipt stamp, its side across the row, its foot within it: the number is in no cell.
    picture = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(picture)
    for row in range(4):
        pen.line((200, 400 + 70 * row, 1040, 400 + 70 * row), fill=0, width=2)
    for column in range(4):
        pen.line((200 + 280 * column, 400, 200 + 280 * column, 610), fill=0, width=2)
    for row in range(3):
        for column in range(3):
            pen.text((340 + 280 * column, 420 + 70 * row), "25", fill=0, font_size=30)
    pen.rectangle((470, 460, 600, 525), outline=0, width=3)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    [table] = scan.read(buffer.getvalue()).tables
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    doubted = {key for key, cell in cells.items() if cell.recognition.score < SURE}
    assert {key for key, cell in cells.items() if cell.text != "25"} <= doubted
    assert (1, 1) in doubted


def test_a_streak_through_a_cell_is_no_one() -> None:
    # From the top of the cell to its bottom, beside a zero and in a cell of its own.
    ink = np.zeros((80, 200), np.uint8)
    ink[12:46, 80:83] = 255
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    cell = Box(10, 10, 190, 48)
    assert find_spots([], [cell], gray, ink, EM) == []
    cv2.ellipse(ink, (100, 29), (6, 10), 0, 0, 360, (255,), 2)
    gray = np.where(ink > 0, 0, 255).astype(np.uint8)
    (spot,) = find_spots([], [cell], gray, ink, EM)
    assert spot.box.left > 83 or not _crop(ink, spot)[:, : 85 - spot.box.left].any()
    ink[12:46, 80:83] = 0
    ink[19:39, 80:83] = 255
    (one,) = find_spots([], [cell], np.where(ink > 0, 0, 255).astype(np.uint8), ink, EM)
    assert one.box.left < 80


def test_a_page_is_turned_though_its_lines_are_read_as_others_on_their_head(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 放比例偏低，仅占 upside down is read as 质梁员, more likely than not.
    def read_lines(crops: list[np.ndarray], with_others: list[bool]) -> list[LineReading]:
        its = "质梁员" if crops[0][0, 0] else "放比例偏低，仅占"
        score = (0.7 if crops[0][0, 0] else 0.99) ** len(its)
        return [LineReading(its, (), score) for _ in crops]

    monkeypatch.setattr("extraction.readers.scan.upright.read_lines", read_lines)
    probability = np.zeros((80, 300), np.float32)
    probability[20:30, 10:290] = probability[50:60, 10:290] = 0.9
    gray = np.zeros((80, 300), np.uint8)
    gray[:25] = gray[40:55] = 255
    assert _stands_on_head(Upright(gray, TextMap(probability, 1.0), np.eye(3)))
