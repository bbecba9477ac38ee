"""What stands in one cell of a scan: numbers, strokes, dashes, specks, and rulings beside them."""

from __future__ import annotations

import io
from collections.abc import Callable

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw

from extraction.document import Document, Recognition, Table
from extraction.facts.evidence import SURE
from extraction.readers import scan
from extraction.readers.page.glyphs import Glyph
from extraction.readers.page.grid import Grid
from extraction.readers.page.half_ruled import is_half_ruled
from extraction.readers.page.region import Region
from extraction.readers.scan import lookalikes, page, reading
from extraction.readers.scan.fitting import fit, is_worn, usual_height
from extraction.readers.scan.lines import Box
from extraction.readers.scan.reading import LineReading
from extraction.readers.scan.strokes import lone_stroke
from extraction.readers.scan.walls import walls


def table_of(draw: Callable[[ImageDraw.ImageDraw, int, int], None]) -> Document:
    """A page with three lines of large dashes of text and a table of three rows and columns.

    draw: draws into the cell whose upper left corner it is given, the middle one.
    """
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for row in range(4):
        pen.line((200, 400 + 60 * row, 1040, 400 + 60 * row), fill=0, width=2)
    for column in range(4):
        pen.line((200 + 280 * column, 400, 200 + 280 * column, 580), fill=0, width=2)
    for row in range(3):
        for column in range(3):
            corner = 200 + 280 * column, 400 + 60 * row
            if (row, column) == (1, 1):
                draw(pen, *corner)
            else:
                pen.text((corner[0] + 125, corner[1] + 14), "25", fill=0, font_size=30)
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return scan.read(buffer.getvalue())


def numbers_of(table: Table) -> list[str]:
    return [cell.text for cell in table.cells if cell.text.isdigit()]


def middle(document: Document) -> str:
    [table] = document.tables
    return next(cell.text for cell in table.cells if (cell.row, cell.column) == (1, 1))


def test_a_cell_without_ink_is_blank() -> None:
    assert middle(table_of(lambda pen, x, y: None)) == ""


def test_a_speck_in_a_blank_cell_is_no_value() -> None:
    assert (
        middle(table_of(lambda pen, x, y: pen.rectangle((x + 90, y + 20, x + 93, y + 23), 0))) == ""
    )


def test_a_slash_is_not_a_one() -> None:
    draw: Callable[[ImageDraw.ImageDraw, int, int], None] = lambda pen, x, y: pen.line(  # noqa: E731
        (x + 134, y + 44, x + 146, y + 18), fill=0, width=3
    )
    assert middle(table_of(draw)) == "/"


def test_a_slash_by_the_side_of_its_cell_is_not_taken_for_a_blank() -> None:
    draw: Callable[[ImageDraw.ImageDraw, int, int], None] = lambda pen, x, y: pen.line(  # noqa: E731
        (x + 9, y + 44, x + 19, y + 18), fill=0, width=3
    )
    assert middle(table_of(draw)) == "/"


def test_a_dash_is_not_the_numeral_one() -> None:
    draw: Callable[[ImageDraw.ImageDraw, int, int], None] = lambda pen, x, y: pen.line(  # noqa: E731
        (x + 125, y + 30, x + 155, y + 30), fill=0, width=3
    )
    assert middle(table_of(draw)) == "—"


def test_a_lone_one_is_not_a_blank() -> None:
    draw: Callable[[ImageDraw.ImageDraw, int, int], None] = lambda pen, x, y: pen.text(  # noqa: E731
        (x + 135, y + 14), "1", fill=0, font_size=30
    )
    assert middle(table_of(draw)) == "1"


def test_a_shaded_cell_is_read_like_any_other() -> None:
    def draw(pen: ImageDraw.ImageDraw, x: int, y: int) -> None:
        pen.rectangle((x + 2, y + 2, x + 278, y + 58), fill=190)
        pen.text((x + 125, y + 14), "308", fill=0, font_size=30)

    assert middle(table_of(draw)) == "308"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param((5, 35), (17, 5), "/", id="slash"),
        pytest.param((5, 5), (17, 35), "\\", id="backslash"),
        pytest.param((5, 20), (35, 20), "—", id="dash"),
        pytest.param((20, 5), (20, 35), None, id="upright_may_be_a_one"),
    ],
)
def test_a_lone_stroke_is_told_by_its_slope(
    start: tuple[int, int], end: tuple[int, int], expected: str | None
) -> None:
    ink = np.zeros((40, 40), np.uint8)
    cv2.line(ink, start, end, 255, 3)
    assert lone_stroke(ink, em=30) == expected


def rulings_of(stroke: tuple[int, int], cores: list[Box]) -> list[int]:
    """How high the walls are that are made of an upright stroke (top, bottom) in a row of 38
    pixels between two level rulings, characters 27 pixels high."""
    depth = np.zeros((138, 200), np.uint8)
    for top in (50, 88):
        depth[top - 1 : top + 2] = 90
    depth[stroke[0] : stroke[1], 99:102] = 90
    depth = cv2.GaussianBlur(depth, (0, 0), 1.0)
    levels = [(0, top - 1, 200, 3) for top in (50, 88)]
    return [piece[3] for piece in walls([(99, 48, 3, 42)], levels, depth, cores, em=27)]


IN_TEXT = [Box(20, 60, 180, 78)]


def test_a_ruling_is_seen_though_the_text_beside_it_was_taken_for_one_line_with_it() -> None:
    assert rulings_of((50, 88), IN_TEXT) == [38]


def test_a_stroke_that_nearly_fills_a_low_row_is_no_ruling() -> None:
    assert rulings_of((54, 84), IN_TEXT) == []


def test_a_gap_in_a_ruling_where_no_text_stands_does_not_open_the_cell() -> None:
    assert rulings_of((54, 84), []) == [38]


CELL = Box(0, 0, 200, 60)


def test_the_bounds_of_a_number_are_those_of_its_ink() -> None:
    fitted = fit([Box(90, 20, 104, 44), Box(108, 20, 122, 44)], CELL, em=27)
    assert fitted is not None
    assert fitted.box == Box(84, 14, 128, 50)


def test_a_speck_beside_a_number_is_taken_out() -> None:
    speck = Box(20, 10, 24, 14)
    fitted = fit([Box(90, 20, 104, 44), speck], CELL, em=27)
    assert fitted is not None
    assert fitted.specks == (speck,)
    assert fitted.box.left > speck.right


def test_the_point_of_an_amount_is_no_speck() -> None:
    fitted = fit([Box(90, 20, 104, 44), Box(106, 40, 110, 44), Box(114, 20, 128, 44)], CELL, em=27)
    assert fitted is not None
    assert fitted.specks == ()


def test_a_piece_that_broke_off_a_digit_is_no_speck() -> None:
    fitted = fit([Box(90, 20, 104, 36), Box(94, 38, 99, 44)], CELL, em=27)
    assert fitted is not None
    assert fitted.specks == ()


TOP_OF_TWO, FOOT_OF_TWO = Box(96, 20, 100, 25), Box(92, 30, 101, 33)


def test_the_top_that_a_faint_stroke_parts_from_a_two_is_no_speck() -> None:
    fitted = fit([FOOT_OF_TWO, TOP_OF_TWO], CELL, em=21, usual=13)
    assert fitted is not None
    assert fitted.specks == ()
    assert fitted.box.top < TOP_OF_TWO.top


def test_a_speck_above_a_digit_that_is_as_high_as_the_others_is_no_part_of_it() -> None:
    speck = Box(96, 12, 100, 16)
    fitted = fit([Box(92, 20, 101, 33), speck], CELL, em=21, usual=13)
    assert fitted is not None
    assert fitted.specks == (speck,)


def test_a_speck_among_the_digits_of_a_number_may_be_a_piece_of_one() -> None:
    # 42, of whose 4 a faint copy left its upright stroke and a dot: 12 without it.
    upright, two, dot = Box(94, 20, 97, 33), Box(101, 20, 110, 33), Box(88, 26, 91, 30)
    fitted = fit([upright, two, dot], CELL, em=21)
    assert fitted is not None
    assert fitted.is_broken
    fitted = fit([upright, two, dot.moved(-20, 0)], CELL, em=21)
    assert fitted is not None
    assert not fitted.is_broken


def test_a_faint_digit_in_pieces_beside_a_number_is_a_character_of_it() -> None:
    # 3 0, whose 0 a copy left in four pieces.
    three, zero = Box(90, 20, 97, 29), [(104, 20, 106, 22), (108, 21, 110, 25), (103, 24, 105, 28)]
    pieces = [Box(*each) for each in zero]
    fitted = fit([three, *pieces], CELL, em=21)
    assert fitted is not None
    assert (fitted.specks, fitted.is_broken) == ((), True)
    assert fitted.box.right > 110
    dirt = tuple(Box(x, y, x + 1, y + 1) for x in range(102, 114, 2) for y in range(20, 30, 2))
    for far in (Box(150, 20, 152, 22), Box(151, 24, 153, 28)), (Box(103, 40, 105, 42),), dirt:
        fitted = fit([three, *far], CELL, em=21)
        assert fitted is not None
        assert set(fitted.specks) == set(far)
        assert fitted.box.right < 104 or far is dirt


def test_a_page_is_worn_where_many_of_its_numbers_are_in_pieces() -> None:
    line, whole, dot = Box(84, 14, 114, 40), Box(90, 20, 99, 33), Box(102, 26, 105, 30)
    assert is_worn([(line, [whole, dot])] * 4 + [(line, [whole])] * 8, em=21)
    assert not is_worn([(line, [whole, dot])] * 2 + [(line, [whole])] * 10, em=21)


def test_many_small_pieces_within_a_line_are_parts_of_its_broken_characters() -> None:
    # 其他结果, faint: the strokes that are left stand far from the pieces of those that are not.
    large = [Box(left, 20, left + 12, 37) for left in (40, 64, 100)]
    broken = [Box(left, 26, left + 3, 30) for left in (56, 80, 90)]
    fitted = fit([*large, *broken], CELL, em=21)
    assert fitted is not None
    assert fitted.specks == ()


def test_how_high_a_line_is_is_told_by_the_digits_of_the_page_and_not_by_its_dashes() -> None:
    digits = [[Box(90, 20, 99, 33)]] * 8
    assert usual_height([*digits, *[[Box(90, 30, 104, 32)]] * 20], em=21) == 13
    assert usual_height(digits[:3], em=21) == 0


def test_two_lines_in_a_cell_are_not_read_as_one() -> None:
    assert fit([Box(90, 4, 104, 28), Box(90, 32, 104, 56)], CELL, em=27) is None


def test_a_number_broken_over_two_lines_has_the_other_readings_of_both() -> None:
    first = LineReading("2;93", (0.1, 0.3, 0.6, 0.9), 0.6, (("293", 0.3),))
    second = LineReading("5", (0.5,), 0.9, (("6", 0.1),))
    others = page._recognition([first, second]).alternatives
    assert dict(others) == {"2935": 0.3, "2;936": 0.1, "2936": 0.1}


def test_two_strokes_are_no_dash() -> None:
    ink = np.zeros((40, 40), np.uint8)
    cv2.line(ink, (5, 12), (35, 12), 255, 3)
    cv2.line(ink, (5, 28), (35, 28), 255, 3)
    assert lone_stroke(ink, em=30) is None


def test_look_alikes_count_for_the_number() -> None:
    settled = lookalikes.settled(LineReading("O", (0.5,), 0.5, (("0", 0.4), ("o", 0.06))))
    assert (settled.text, round(settled.score, 2), settled.others) == ("0", 0.96, ())


def test_specks_beside_a_number_are_no_part_of_it() -> None:
    settled = lookalikes.settled(LineReading("·30", (0.1, 0.5, 0.9), 0.5, (("30", 0.4),)))
    assert (settled.text, round(settled.score, 2)) == ("30", 0.9)


def test_a_minus_before_a_number_stays() -> None:
    assert lookalikes.settled(LineReading("-25", (0.1, 0.5, 0.9), 0.9)).text == "-25"


def test_a_dotted_zero_is_no_sun() -> None:
    seen = LineReading("159日", (0.1, 0.4, 0.6, 0.9), 0.74, (("1590", 0.2), ("159B", 0.01)))
    settled = lookalikes.settled(seen)
    assert settled.text == "1590"


def test_a_digit_seen_faintly_behind_a_sun_is_doubted() -> None:
    faint = LineReading("日", (0.5,), 0.98, (("0", 0.01), ("曰", 0.002)))
    assert lookalikes.settled(faint).text == "0"
    assert lookalikes.settled(faint).score < SURE


def test_what_may_be_a_zero_or_an_eight_is_neither() -> None:
    seen = LineReading("日", (0.5,), 0.8, (("0", 0.1), ("8", 0.05)))
    assert lookalikes.settled(seen).text == "日"


def test_the_unit_person_is_no_slash() -> None:
    assert lookalikes.settled(LineReading("人", (0.5,), 0.994, (("入", 0.002),))).text == "人"
    assert lookalikes.settled(LineReading("人", (0.5,), 0.6, (("/", 0.3),))).text == "/"


def test_the_last_character_of_an_upright_head_is_no_slash() -> None:
    unsure = LineReading("人", (0.5,), 0.7)
    assert lookalikes.settled(unsure, is_alone=False).text == "人"


def test_the_score_of_a_text_is_that_of_all_the_ways_to_read_it() -> None:
    alphabet = ("", "0", "8", "6", "9")
    steps = (((0, 0.4), (1, 0.5), (2, 0.1)), ((0, 0.3), (1, 0.6), (2, 0.1)))
    ranked = dict(reading._search(steps, alphabet))
    assert ranked["0"] == pytest.approx(0.5 * 0.6 + 0.5 * 0.3 + 0.4 * 0.6)
    assert ranked["8"] == pytest.approx(0.1 * 0.1 + 0.1 * 0.3 + 0.4 * 0.1)


def test_gaps_in_the_cells_of_a_scan_do_not_make_them_rectangles_of_a_table_without_lines() -> None:
    """Of a small table of wide print, 5 0616.8 was taken for two numbers side by side."""
    regions = [
        Region((0, 0, 200, 30), glyphs=[Glyph("5", 10, 5, 20, 25), Glyph("3", 80, 5, 90, 25)]),
        Region((0, 30, 200, 60), glyphs=[Glyph("6", 10, 35, 20, 55), Glyph("8", 80, 35, 90, 55)]),
    ]
    assert is_half_ruled([Grid(regions)])
    for region in regions:
        region.recognition = Recognition(0.99)
    assert not is_half_ruled([Grid(regions)])
