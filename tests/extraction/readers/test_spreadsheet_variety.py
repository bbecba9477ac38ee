"""What spreadsheets hide, compute, and put side by side; and what else they are saved as."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from extraction.document import Rejected
from extraction.files import sniff
from extraction.readers import spreadsheet
from extraction.values import read_cell
from tests.extraction.readers.binary_workbooks import (
    DIVISION_BY_ZERO,
    NOT_AVAILABLE,
    Error,
    Failed,
    xls,
    xlsb,
)
from tests.extraction.readers.grids import paragraphs, spans, texts
from tests.extraction.readers.test_spreadsheet import REGULATIONS, read, saved, with_sheet

ODF = "urn:oasis:names:tc:opendocument:xmlns"


def test_hidden_rows_and_columns_are_not_read_and_places_stay_those_of_the_sheet():
    rows: list[list[object]] = [
        ["信息内容", "去年", "本年处理决定数量"],
        ["行政许可", 99, 7],
        ["草稿", 98, 8],
        ["行政处罚", 97, 9],
    ]
    workbook, sheet = with_sheet(rows)
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[3].hidden = True

    (table,) = read(workbook).tables

    assert texts(table) == [["信息内容", "本年处理决定数量"], ["行政许可", "7"], ["行政处罚", "9"]]
    last = table.cells[-1].place
    assert (last.row, last.column) == (4, 3)


def test_what_is_merged_over_a_hidden_row_shows_in_the_others():
    rows: list[list[object]] = [["三、办理结果", "甲", 1], [None, "乙", 2], [None, "丙", 3]]
    workbook, sheet = with_sheet(rows, "A1:A3")
    sheet.row_dimensions[1].hidden = True

    (table,) = read(workbook).tables

    assert spans(table)["三、办理结果"] == (0, 0, 2, 1)


def test_an_error_is_not_a_blank():
    workbook, sheet = with_sheet(REGULATIONS)
    sheet["C2"] = "#REF!"

    (table,) = read(workbook).tables

    assert texts(table)[1] == ["规章", "0", "#REF!", "—"]


def test_a_sum_in_binary_has_no_more_digits_than_the_program_shows():
    workbook, _ = with_sheet([*REGULATIONS, ["合计", 0.1 + 0.2, 59237.2449, 4068.2080000000005]])

    (table,) = read(workbook).tables

    assert texts(table)[3][1:] == ["0.3", "59237.2449", "4068.208"]


def put(sheet: Worksheet, row: int, column: int, rows: list[list[object]]) -> None:
    for down, values in enumerate(rows):
        for right, value in enumerate(values):
            sheet.cell(row + down, column + right, value)


def test_tables_side_by_side_are_tables_of_their_own():
    workbook, sheet = with_sheet([["某县2023年政府信息公开工作年度报告"]])
    put(sheet, 2, 1, [["二、主动公开"], *REGULATIONS])
    put(sheet, 2, 6, [["四、复议"], ["结果维持", "结果纠正"], [1, 2], ["合计", 3]])

    document = read(workbook)

    assert [texts(table)[0] for table in document.tables] == [
        REGULATIONS[0],
        ["结果维持", "结果纠正"],
    ]
    assert "四、复议" in paragraphs(document)


def test_a_column_left_free_for_its_looks_does_not_part_labels_from_values():
    rows: list[list[object]] = [["项目", None, "数量"], ["规章", None, 3], ["其他", None, 4]]
    workbook, _ = with_sheet(rows)

    (table,) = read(workbook).tables

    assert texts(table) == [["项目", "", "数量"], ["规章", "", "3"], ["其他", "", "4"]]


def test_a_coloured_cell_far_away_does_not_count():
    workbook, sheet = with_sheet(REGULATIONS)
    sheet["XFD1048576"].number_format = "0.00"

    assert [table.row_count for table in read(workbook).tables] == [3]


def open_document(body: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", sniff.ODS)
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{ODF}:office:1.0" '
            f'xmlns:table="{ODF}:table:1.0" xmlns:text="{ODF}:text:1.0" '
            f'xmlns:style="{ODF}:style:1.0"><style:style style:name="h">'
            '<style:table-properties table:display="false"/></style:style>'
            f"<office:spreadsheet>{body}</office:spreadsheet></office:document-content>",
        )
    return file.getvalue()


def attributes(prefix: str, about: dict[str, object]) -> str:
    return "".join(f' {prefix}:{name.replace("_", "-")}="{value}"' for name, value in about.items())


def ods_cell(text: object, **about: object) -> str:
    shown = attributes("table", about)
    return f"<table:table-cell{shown}><text:p>{text}</text:p></table:table-cell>"


def test_an_open_document_sheet_is_read_with_its_merged_repeated_and_hidden_cells():
    number = ods_cell("1,160").replace(">", ' office:value-type="float" office:value="1160">', 1)
    blank = '<table:table-cell table:number-columns-repeated="16000"/>'
    body = (
        '<table:table><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{ods_cell('项目', number_rows_spanned=2)}"
        f"{ods_cell('数量')}{ods_cell('去年')}{blank}</table:table-row>"
        f"<table:table-row><table:covered-table-cell/>{number}{ods_cell(9)}"
        f'</table:table-row><table:table-row table:visibility="collapse">{ods_cell("藏")}'
        f"</table:table-row><table:table-row>{ods_cell(5, number_columns_repeated=2)}"
        f'</table:table-row><table:table-row table:number-rows-repeated="1048000">{blank}'
        f'</table:table-row></table:table><table:table table:style-name="h"><table:table-row>'
        f"{ods_cell('隐藏的表')}</table:table-row></table:table>"
    )
    content = open_document(body)

    document = spreadsheet.read(content)

    assert sniff.media_type(content, "a.xls") == sniff.ODS
    (table,) = document.tables
    assert spans(table)["项目"] == (0, 0, 2, 1)
    assert texts(table) == [["项目", "数量"], ["1,160"], ["5", "5"]]


def test_an_open_document_sheet_that_repeats_without_end_is_too_large():
    cell = ods_cell(1, number_columns_repeated=9000)
    row = f'<table:table-row table:number-rows-repeated="9000">{cell}'

    with pytest.raises(Rejected) as rejected:
        spreadsheet.read(open_document(f"<table:table>{row}</table:table-row></table:table>"))

    assert rejected.value.reason_code == "too_large"


def test_a_spreadsheet_of_excel_2003_in_xml_is_read():
    def cell(text: object, **about: object) -> str:
        kind = "Number" if isinstance(text, int) else "String"
        shown = attributes("ss", about)
        return f'<Cell{shown}><Data ss:Type="{kind}">{text}</Data></Cell>'

    spaces = "urn:schemas-microsoft-com:office:spreadsheet"
    content = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{spaces}" '
        f'xmlns:ss="{spaces}"><Worksheet ss:Name="a"><Table><Row ss:Index="3">'
        f"{cell('项目', MergeDown=1)}{cell('数量', MergeAcross=1)}</Row>"
        f"<Row>{cell('甲', Index=2)}{cell('乙')}</Row><Row ss:Hidden='1'>{cell('藏')}</Row>"
        f"<Row>{cell('规章')}{cell(3)}<Cell ss:Formula='=RC'/></Row></Table>"
        f"</Worksheet><Worksheet ss:Name='b'><Table><Row>{cell('去年')}</Row></Table>"
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"
    ).encode()

    assert sniff.media_type(content, "a.xls") == sniff.EXCEL_XML
    (table,) = spreadsheet.read(content).tables
    assert spans(table)["项目"] == (0, 0, 2, 1)
    assert spans(table)["数量"] == (0, 1, 1, 2)
    assert texts(table)[1:] == [["甲", "乙"], ["规章", "3", "=RC"]]
    assert table.cells[0].place.row == 3


def test_one_cell_far_away_in_a_binary_workbook_is_refused_before_it_is_spread_out():
    """MS-XLSB 2.4.2, 2.4.740: a row's header and a number, both with their place first."""
    far = b"\x00\x19" + struct.pack("<I", 1_048_575) + bytes(21)
    far += b"\x05\x10" + struct.pack("<IId", 16_383, 0, 1.0)
    content = io.BytesIO(saved(with_sheet(REGULATIONS)[0]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/worksheets/sheet9.bin", far)

    with pytest.raises(Rejected) as rejected:
        spreadsheet.read(content.getvalue())

    assert rejected.value.reason_code == "too_large"
    assert "1,048,576 rows and 16,384 columns" in rejected.value.reason


@pytest.mark.parametrize("write", [xls, xlsb])
def test_errors_of_binary_workbooks_are_no_blanks_and_what_they_hide_is_not_read(write):
    rows: list[list[object]] = [
        ["信息内容", "去年", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["草稿", 99, 98, 97, 96],
        ["规章", 95, Error(DIVISION_BY_ZERO), Failed(NOT_AVAILABLE), 26],
    ]

    (table,) = spreadsheet.read(write(rows, hidden_row=1, hidden_column=1)).tables

    assert texts(table) == [
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "#DIV/0!", "#N/A", "26"],
    ]
    assert [read_cell(text).status for text in texts(table)[1][1:]] == [
        "unreadable",
        "unreadable",
        "reported",
    ]


def test_a_binary_workbook_is_read_as_its_formats_show_it():
    rows: list[list[object]] = [
        ["信息内容", "草稿", "本年制发件数"],
        ["规章", 7, 0],
        ["文件", 8, 3],
    ]

    content = xlsb(rows, hidden_row=9, hidden_column=9, formats={1: 1, 2: 2})
    (table,) = spreadsheet.read(content).tables

    assert texts(table)[1:] == [["规章", "", "-"], ["文件", "", "3"]]
    assert [cell.held for cell in table.cells if cell.row == 1] == [None, "7", "0"]


def test_the_styles_of_an_excel_2003_file_say_what_its_cells_show():
    def styled(style: str, number: int) -> str:
        return f'<Cell ss:StyleID="{style}"><Data ss:Type="Number">{number}</Data></Cell>'

    name = "urn:schemas-microsoft-com:office:spreadsheet"
    content = (
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Styles>'
        '<Style ss:ID="white"><Font ss:Color="#FFFFFF"/></Style>'
        '<Style ss:ID="dark"><Font ss:Color="#FFFFFF"/>'
        '<Interior ss:Color="#000000" ss:Pattern="Solid"/></Style>'
        '<Style ss:ID="dash"><NumberFormat ss:Format="0;-0;&quot;-&quot;"/></Style></Styles>'
        '<Worksheet ss:Name="a"><Table><Row><Cell><Data ss:Type="String">规章</Data></Cell>'
        f"{styled('white', 7)}{styled('dark', 8)}{styled('dash', 0)}</Row>"
        '<Row><Cell><Data ss:Type="String">文件</Data></Cell><Cell ss:Index="4">'
        '<Data ss:Type="Number">5</Data></Cell></Row></Table></Worksheet></Workbook>'
    )

    (table,) = spreadsheet.read(content.encode()).tables

    assert texts(table)[0] == ["规章", "", "8", "-"]


@pytest.mark.parametrize("is_titled", [True, False])
def test_sheets_of_earlier_years_stand_behind_the_others(is_titled: bool):
    workbook, _ = with_sheet([["封面"]])
    for year, number in ((2022, 5), (2023, 7)):
        sheet = workbook.create_sheet(f"表{year - 2021}" if is_titled else f"{year}年")
        if is_titled:
            sheet.append([f"某局{year}年政府信息公开工作年度报告"])
        sheet.append(["信息内容", "本年处理决定数量"])
        sheet.append(["行政许可", number])

    document = read(workbook)

    assert paragraphs(document)[0] == "封面"
    assert [texts(table)[-1][1] for table in document.tables] == ["7", "5"]
    assert [table.place.page for table in document.tables] == [3, 2]
    assert paragraphs(document)[-1] == "2022年"
