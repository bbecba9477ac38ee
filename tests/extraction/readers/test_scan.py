"""Scans: pages of pictures, made here from a PDF with known values or drawn."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.degrade import Manner, as_file, rendered, scan_of
from benchmarks.degrade import scanned as degraded
from benchmarks.known_values import KnownReport, compare, known_reports
from extraction.document import Document, Rejected, Table
from extraction.evidence import SURE
from extraction.extract import extract
from extraction.gazetteer import Gazetteer
from extraction.readers import pdf, read_document, scan
from extraction.readers.scan import lookalikes, page, pictures, reading
from extraction.readers.scan.fitting import fit
from extraction.readers.scan.lines import Box
from extraction.readers.scan.reading import LineReading
from extraction.readers.scan.stacked import pages_in
from extraction.readers.scan.strokes import lone_stroke
from extraction.readers.scan.walls import walls
from tests.conftest import ROOT

GAZETTEER = ROOT / "dbt_project" / "seeds" / "jurisdictions.csv"


@cache
def report() -> KnownReport:
    """A report of four pages in the form of 2021, a PDF with its text."""
    folder = ROOT / "tests" / "samples" / "reports"
    return next(its for its in known_reports(folder) if its.style == "pdf_lo")


@cache
def scanned(manner: Manner, kind: str = "pdf") -> bytes:
    return scan_of(report().path.read_bytes(), manner, kind, random.Random(1))


def not_right(content: bytes, name: str) -> list[str]:
    """The cells that are not as printed, and how far from right they are."""
    source = report().source
    rows = extract(content, type(source)(**{**vars_of(source), "source_path": name}), gazetteer())
    assert rows["rejected_documents"] == []
    return compare(report(), rows).details


def vars_of(source: object) -> dict[str, object]:
    return {name: getattr(source, name) for name in source.__dataclass_fields__}  # type: ignore[attr-defined]


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.load(GAZETTEER)


@pytest.mark.parametrize(
    ("manner", "kind"),
    [
        pytest.param(Manner(dpi=150), "pdf", id="at_150_dpi"),
        pytest.param(Manner(dpi=200, skew=1.7, noise=6, jpeg=60), "tiff", id="tilted_and_noisy"),
        pytest.param(Manner(dpi=200, ink=0.6, shade=0.25, blur=0.4), "png", id="faded_and_shaded"),
        pytest.param(Manner(dpi=200, turns=1, specks=5), "pdf", id="sideways_with_specks"),
        pytest.param(Manner(dpi=200, turns=2, bend=0.003), "pdf", id="on_its_head_and_bent"),
    ],
)
def test_every_cell_of_a_scan_is_right(manner: Manner, kind: str) -> None:
    assert not_right(scanned(manner, kind), f"scan.{kind}") == []


def test_a_scan_says_that_it_was_recognised() -> None:
    document = pdf.read(scanned(Manner(dpi=150)))
    assert document.reader == "scan"
    cells = [cell for table in document.tables for cell in table.cells]
    assert all(cell.recognition is not None for cell in cells)
    assert document.metadata["pages_recognised"].startswith("1, 2")


def test_a_picture_among_pages_of_text_is_read_as_well() -> None:
    content = report().path.read_bytes()
    page = as_file([rendered(content, 150)[1]], "pdf", 150)
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for number, its in enumerate(PdfReader(io.BytesIO(content)).pages):
        writer.add_page(PdfReader(io.BytesIO(page)).pages[0] if number == 1 else its)
    buffer = io.BytesIO()
    writer.write(buffer)
    document = pdf.read(buffer.getvalue())
    assert document.reader == "pdf"
    assert document.metadata["pages_recognised"] == "2"
    assert not_right(buffer.getvalue(), "mixed.pdf") == []


def test_places_on_a_tilted_page_are_those_of_the_page_as_it_was_scanned() -> None:
    straight = cells_by_text(scan.read(scanned(Manner(dpi=150), "tiff")))
    tilted = cells_by_text(scan.read(scanned(Manner(dpi=150, turns=2), "tiff")))
    height, width = rendered(report().path.read_bytes(), 150)[0].shape
    shared = straight.keys() & tilted.keys()
    assert len(shared) > 20
    for key in shared:
        left, top, right, bottom = straight[key]
        turned = width - right, height - bottom, width - left, height - top
        assert tilted[key] == pytest.approx(turned, abs=8)


def cells_by_text(document: Document) -> dict[tuple[int, str], tuple[float, float, float, float]]:
    """Boxes of the labels that stand once on their page."""
    boxes: dict[tuple[int, str], list[tuple[float, float, float, float]]] = {}
    for table in document.tables:
        for cell in table.cells:
            if len(cell.text) > 4 and cell.place.box and cell.place.page:
                boxes.setdefault((cell.place.page, cell.text), []).append(cell.place.box)
    return {key: its[0] for key, its in boxes.items() if len(its) == 1}


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


def rejection(content: bytes, media_type: str = "image/png") -> Rejected:
    with pytest.raises(Rejected) as caught:
        read_document(content, media_type)
    return caught.value


def png(width: int, height: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (width, height), 1).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_bomb_is_not_opened() -> None:
    content = png(30_000, 30_000)
    assert len(content) < 1_000_000
    assert rejection(content).reason_code == "too_large"


def test_a_picture_too_small_for_a_page_is_no_report() -> None:
    assert rejection(png(60, 60)).reason_code == "not_a_report"


def test_an_empty_page_is_no_report() -> None:
    assert rejection(png(1240, 1754)).reason_code == "not_a_report"


def test_a_picture_cut_off_is_corrupt() -> None:
    content = scanned(Manner(dpi=150), "png")
    assert rejection(content[: len(content) // 2]).reason_code == "corrupt"


def test_the_parts_of_a_transparent_picture_lie_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (200, 200), (0, 0, 0, 0)).save(buffer, "PNG")
    [page] = pictures.open_pictures(buffer.getvalue())
    assert page.min() == 255


def test_text_hidden_under_a_scan_is_not_believed() -> None:
    """Scanners lay what they recognised, right or wrong, unseen over the picture."""
    [page, *_] = rendered(report().path.read_bytes(), 150)[1:]
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    canvas.drawImage(ImageReader(Image.fromarray(page)), 0, 0, 595, 842)
    text = canvas.beginText(100, 700)
    text.setTextRenderMode(3)
    text.textLine("9999 8888 7777 6666")
    canvas.drawText(text)
    canvas.save()
    document = pdf.read(buffer.getvalue())
    assert document.reader == "scan"
    texts = [cell.text for table in document.tables for cell in table.cells]
    assert "1140" in texts
    assert not any("9999" in its for its in [*texts, *(p.text for p in document.paragraphs)])


def test_a_picture_at_600_dpi_is_read_at_300_and_keeps_its_places() -> None:
    gray, pixel = pictures.reduced(np.full((7016, 4960), 255, np.uint8))
    assert gray.shape == (3508, 2480)
    assert pixel == 2.0
    assert pictures.reduced(np.full((9000, 1654), 255, np.uint8))[1] == 1.0


def test_photographs_put_together_in_one_picture_are_levelled_each_for_itself() -> None:
    """Two pages below one another, askew in opposite ways: 长图 made of photographs."""
    pages = rendered(report().path.read_bytes(), 150)[1:3]
    askew = [
        degraded(page, Manner(dpi=150, skew=skew), random.Random(1))
        for page, skew in zip(pages, (1.8, -1.8), strict=True)
    ]
    together = scan.read(as_file(askew, "png", 150))
    apart = scan.read(as_file(askew, "tiff", 150))
    assert [len(table.cells) for table in together.tables] == [
        len(table.cells) for table in apart.tables
    ]
    assert {cell.place.page for table in together.tables for cell in table.cells} == {1}
    last = together.tables[-1].place.box
    assert last is not None
    assert last[1] > askew[0].shape[0]


def test_a_long_picture_of_one_table_is_not_cut() -> None:
    picture = np.full((3000, 1000), 255, np.uint8)
    picture[100:2900:200, 100:900] = 0
    picture[100:2900, 100:103] = 0
    assert pages_in(picture) == [(slice(0, 3000), slice(0, 1000))]


def test_the_two_pages_of_an_open_book_are_read_one_after_the_other() -> None:
    pages = rendered(report().path.read_bytes(), 150)[1:3]
    askew = [
        degraded(page, Manner(dpi=150, skew=skew), random.Random(1))
        for page, skew in zip(pages, (1.2, -1.2), strict=True)
    ]
    book = scan.read(as_file([np.hstack(askew)], "png", 150))
    apart = scan.read(as_file(askew, "tiff", 150))
    assert [numbers_of(table) for table in book.tables] == [numbers_of(t) for t in apart.tables]
    last = book.tables[-1].place.box
    assert last is not None
    assert last[0] > askew[0].shape[1]


def test_a_page_that_lies_sideways_is_not_cut_between_its_lines() -> None:
    page = rendered(report().path.read_bytes(), 100)[0]
    ink = page[:300].copy()
    page[:] = 255
    page[100:400], page[-400:-100] = ink, ink
    turned = np.ascontiguousarray(np.rot90(page))
    assert pages_in(turned) == [(slice(0, turned.shape[0]), slice(0, turned.shape[1]))]


@pytest.mark.parametrize(("dash", "pitch"), [(6, 12), (2, 4)], ids=["dashed", "dotted"])
def test_the_rulings_of_a_table_may_be_dashed(dash: int, pitch: int) -> None:
    page = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(page)
    for row in range(6):
        for x in range(200, 1040, pitch):
            pen.line((x, 400 + 60 * row, x + dash - 1, 400 + 60 * row), fill=40, width=2)
    for column in range(4):
        for y in range(400, 700, pitch):
            pen.line((200 + 280 * column, y, 200 + 280 * column, y + dash - 1), fill=40, width=2)
    for row in range(5):
        for column in range(3):
            pen.text((214 + 280 * column, 414 + 60 * row), "25", fill=0, font_size=30)
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    [table] = scan.read(buffer.getvalue()).tables
    assert [cell.text for cell in table.cells] == ["25"] * 15
