"""What Excel shows of a cell is read, also where the cell holds something else."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from benchmarks.manners.report import invent
from benchmarks.manners.workbooks import WORKBOOKS
from extraction.document import Cell
from extraction.extract import extract
from extraction.readers import spreadsheet
from extraction.readers.spreadsheet.number_format import shown_number
from extraction.source import Source


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def changed(content: bytes, *pairs: bytes) -> bytes:
    """The workbook with something in its sheet replaced, which its writer does not write."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            for before, after in zip(pairs[::2], pairs[1::2], strict=True):
                assert before in part or "sheet1" not in name
                part = part.replace(before, after)
            new.writestr(name, part)
    return file.getvalue()


def read_beside(value: object, code: str, **looks: object) -> Cell:
    """The cell beside 受理数, that of a table of two rows."""
    book = Workbook()
    for row in (["项目", "数量"], ["受理数", value], ["办结数", 2]):
        book.active.append(row)
    cell = book.active["B2"]
    cell.number_format = code
    for name, look in looks.items():
        setattr(cell, name, look)
    (table,) = spreadsheet.read(saved(book)).tables
    return next(cell for cell in table.cells if (cell.row, cell.column) == (1, 1))


@pytest.mark.parametrize(
    ("number", "code", "shown"),
    [
        ("5", ";;;", ""),
        ("0", "0;-0;;@", ""),
        ("0", "#", ""),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        ("1160", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "1,160"),
        ("0", 'General;General;"无"', "无"),
        ("12345", "0,", "12"),
        ("12345", '0!.0,"万"', "1.2万"),
        ("0.125", "0.0%", "12.5%"),
        ("12", '"约"0"件"', "约12件"),
        ("12", '"1"0', "112"),
        ("-5", "0;0", "5"),
        ("12.5", "0", "13"),
        ("1234.567", "#,##0.00", "1,234.57"),
        ("0", '[=0]"/";0', "/"),
        ("12345", '[>=10000]0!.0,"万";0', "1.2万"),
        ("7", "[White]0", ""),
        ("3", "G/通用格式", "3"),
        ("0.5", "# ?/?", None),
        ("44000", "yyyy-mm-dd", None),
        ("12", "[DBNum1]General", None),
    ],
)
def test_a_number_is_shown_as_its_format_says(number: str, code: str, shown: str | None):
    assert shown_number(Decimal(number), number, code) == shown


@pytest.mark.parametrize(
    ("value", "code", "text", "held"),
    [
        (5, ";;;", "", "5"),
        (0, "0;-0;;@", "", "0"),
        (12345, "0,", "12", "12345"),
        (12, "0", "12", None),
        (0.5, "# ?/?", "[格式]0.5", "0.5"),
        ("无", ";;;", "", "无"),
    ],
)
def test_a_cell_has_what_is_shown_and_what_is_held(value, code, text, held):
    cell = read_beside(value, code)
    assert (cell.text, cell.held) == (text, held)


def test_a_number_in_the_colour_of_its_ground_is_blank():
    white, grey = Font(color="FFFFFFFF"), Font(color="FFD9D9D9")
    assert read_beside(5, "0", font=white).text == ""
    assert read_beside(5, "0", font=grey, fill=PatternFill("solid", fgColor="FFD9D9D9")).text == ""
    assert (
        read_beside(5, "0", font=white, fill=PatternFill("solid", fgColor="FF005192")).text == "5"
    )


def test_a_sheet_that_shows_no_zeros_has_blanks():
    book = Workbook()
    for row in (["项目", "数量"], ["受理数", 0], ["办结数", 2]):
        book.active.append(row)
    book.active.sheet_view.showZeros = False
    (table,) = spreadsheet.read(saved(book)).tables
    assert [cell.text for cell in table.cells] == ["项目", "数量", "受理数", "", "办结数", "2"]


def test_a_row_without_height_and_a_column_without_width_are_not_read():
    book = Workbook()
    for row in (["项目", "旧", "数量"], ["作废", 9, 9], ["受理数", 8, 1], ["办结数", 8, 2]):
        book.active.append(row)
    book.active.row_dimensions[2].height = 77
    book.active.column_dimensions["B"].width = 77
    flat = changed(saved(book), b'ht="77"', b'ht="0"', b'width="77"', b'width="0"')
    (table,) = spreadsheet.read(flat).tables
    assert [cell.text for cell in table.cells] == ["项目", "数量", "受理数", "1", "办结数", "2"]


def test_a_number_that_a_format_hides_or_scales_is_told_of(gazetteer):
    report = invent(3, "2021")
    book = load_workbook(io.BytesIO(WORKBOOKS["xlsx plain"](report)))
    row = next(r for r in book.active.iter_rows() if "本年新收" in str(r[0].value))
    natural, business, total = row[3], row[4], row[9]
    natural.value, business.value, total.value = 7, 3000, 10
    natural.number_format, business.number_format = ";;;", "0,"
    rows = extract(saved(book), Source(f"320800/{report.year}/report.xlsx"), gazetteer)
    facts = {(f["item_code"], f["applicant_type"]): f for f in rows["facts"]}
    found = {
        f["applicant_type"]: (f["expected"], f["actual"])
        for f in rows["findings"]
        if f["rule_code"] == "shown_otherwise"
    }
    assert facts["request.received", "natural_person"]["value_text"] == ""
    assert facts["request.received", "business"]["value"] == 3
    assert found == {"natural_person": (7, None), "business": (3000, 3)}


STRUCK, RAISED = InlineFont(strike=True), InlineFont(vertAlign="superscript")


@pytest.mark.parametrize(
    ("parts", "shown"),
    [
        ((TextBlock(STRUCK, "77"), "46"), "46"),
        (("12", TextBlock(RAISED, "1")), "12¹"),
        ((TextBlock(STRUCK, "12"),), "~~12~~"),
        ((TextBlock(RAISED, "12"),), "12"),
        (("1", TextBlock(InlineFont(b=True), "2")), "12"),
    ],
)
@pytest.mark.parametrize("are_shared", [False, True])
def test_struck_and_raised_parts_of_a_text_do_not_join_its_number(parts, shown, are_shared):
    book = Workbook()
    for row in (["项目", "数量"], ["受理数", CellRichText(*parts)], ["办结数", 2]):
        book.active.append(row)
    content = saved(book)
    (table,) = spreadsheet.read(with_shared_strings(content) if are_shared else content).tables
    assert next(cell.text for cell in table.cells if (cell.row, cell.column) == (1, 1)) == shown


def with_shared_strings(content: bytes) -> bytes:
    """The workbook with its strings in a part of their own, as Excel saves them."""
    strings: list[bytes] = []

    def moved(match: re.Match[bytes]) -> bytes:
        strings.append(b"<si>" + match[2] + b"</si>")
        return b'%s t="s"><v>%d</v></c>' % (match[1], len(strings) - 1)

    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if "sheet1" in name:
                part = re.sub(rb'(<c [^>]*?) t="inlineStr"><is>(.*?)</is></c>', moved, part)
            if name.endswith("workbook.xml.rels"):
                kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
                relation = b'<Relationship Id="rId99" Type="%s/sharedStrings" Target="%s"/>'
                end = relation % (kind, b"sharedStrings.xml") + b"</Relationships>"
                part = part.replace(b"</Relationships>", end)
            new.writestr(name, part)
        namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        part = b'<sst xmlns="%s">%s</sst>' % (namespace, b"".join(strings))
        new.writestr("xl/sharedStrings.xml", part)
    return file.getvalue()


def test_a_number_struck_out_by_the_font_of_its_cell_is_not_read():
    assert read_beside(12, "General", font=Font(strike=True)).text == "~~12~~"
