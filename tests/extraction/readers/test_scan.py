"""Scans: pages of pictures, made here from a PDF with known values or drawn."""

from __future__ import annotations

import io
import random
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from benchmarks.degrade import Manner, as_file, rendered, scan_of
from benchmarks.degrade import scanned as degraded
from benchmarks.known_values import KnownReport, compare, known_reports
from benchmarks.manners.papers import UNRULED
from benchmarks.manners.report import invent
from extraction.document import Document, Rejected
from extraction.extract import extract
from extraction.gazetteer import Gazetteer
from extraction.readers import pdf, read_document, scan
from extraction.readers.scan import pictures
from extraction.readers.scan.stacked import pages_in
from extraction.source import Source
from tests.conftest import ROOT
from tests.extraction.readers.test_scan_cells import numbers_of

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


def test_a_scan_of_tables_without_lines_is_read_and_doubted_but_for_what_its_sums_prove() -> None:
    report = invent(5, "2021")
    content = scan_of(UNRULED["no borders"](report), Manner(), "pdf", random.Random(1))
    source = Source(f"320800/{report.year}/a.pdf", "320800", report.year)
    rows = extract(content, source, gazetteer())
    known = KnownReport(Path("a.pdf"), source, "", report.cells, {})
    assert compare(known, rows).details == []
    doubted = [f for f in rows["findings"] if f["rule_code"] == "recognition_doubtful"]
    assert {"rule.issued", "charge.amount"} <= {f["item_code"] for f in doubted}


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


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_the_two_pages_of_an_open_book_are_read_one_after_the_other(kind: str) -> None:
    pages = rendered(report().path.read_bytes(), 150)[1:3]
    askew = [
        degraded(page, Manner(dpi=150, skew=skew), random.Random(1))
        for page, skew in zip(pages, (1.2, -1.2), strict=True)
    ]
    read = pdf.read if kind == "pdf" else scan.read
    book = read(as_file([np.hstack(askew)], kind, 150))
    apart = scan.read(as_file(askew, "tiff", 150))
    assert [numbers_of(table) for table in book.tables] == [numbers_of(t) for t in apart.tables]
    assert book.page_count == 1
    last = book.tables[-1].place.box
    assert last is not None
    assert last[0] > askew[0].shape[1] * (72 / 150 if kind == "pdf" else 1)


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
