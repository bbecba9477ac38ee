"""Spreadsheets as offices save them, built in the test."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extraction.document import Document, Rejected
from extraction.extract import extract
from extraction.files import archives, sniff
from extraction.readers import read_document, spreadsheet
from extraction.source import Source
from tests.extraction.readers.grids import overlaps, paragraphs, spans, texts

REGULATIONS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", 0, None, "—"],
    ["行政规范性文件", 12, 1.5, "1,160"],
]


def saved(workbook: Workbook) -> bytes:
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def with_sheet(rows: list[list[object]], *merged: str) -> tuple[Workbook, Worksheet]:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return workbook, sheet


def read(workbook: Workbook) -> Document:
    return spreadsheet.read(saved(workbook))


def reason(content: bytes) -> str:
    with pytest.raises(Rejected) as rejected:
        spreadsheet.read(content)
    return rejected.value.reason_code


def test_whole_numbers_have_no_decimals_and_blank_dash_and_zero_stay_three():
    workbook, _ = with_sheet(REGULATIONS)
    (table,) = read(workbook).tables
    assert texts(table)[1:] == [
        ["规章", "0", "", "—"],
        ["行政规范性文件", "12", "1.5", "1,160"],
    ]


def test_a_zero_that_the_number_format_shows_as_a_dash_is_the_dash_that_is_shown():
    workbook, sheet = with_sheet(REGULATIONS)
    sheet["B2"].number_format = '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ '
    (table,) = read(workbook).tables
    assert texts(table)[1][1] == "-"
    assert [cell.held for cell in table.cells if cell.text == "-"] == ["0"]


def test_merged_cells_become_spans_and_none_overlap():
    rows: list[list[object]] = [
        ["单位：件", None, "申请人情况", None],
        [None, None, "自然人", "总计"],
        ["三、本年度办理结果", "（一）予以公开", 3, 3],
        [None, "（二）部分公开", 1, 1],
    ]
    workbook, _ = with_sheet(rows, "A1:B2", "C1:D1", "A3:A4")
    (table,) = read(workbook).tables
    found = spans(table)
    assert found["单位：件"] == (0, 0, 2, 2)
    assert found["申请人情况"] == (0, 2, 1, 2)
    assert found["三、本年度办理结果"] == (2, 0, 2, 1)
    assert overlaps(table) == []


def test_title_sentences_and_merged_headings_are_paragraphs_between_the_tables():
    rows: list[list[object]] = [
        ["某县2023年政府信息公开工作年度报告"],
        ["二、主动公开政府信息情况"],
        *REGULATIONS,
        ["三、收到和处理政府信息公开申请情况"],
        ["全年未收取费用。"],
        *REGULATIONS,
    ]
    workbook, _ = with_sheet(rows, "A6:D6")
    document = read(workbook)
    assert paragraphs(document) == [
        "某县2023年政府信息公开工作年度报告",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "全年未收取费用。",
    ]
    assert [table.row_count for table in document.tables] == [3, 3]


def test_a_numbered_row_whose_values_are_all_blank_stays_in_its_table():
    workbook, _ = with_sheet([*REGULATIONS, ["四、结转下年度继续办理", None, None, None]])
    (table,) = read(workbook).tables
    assert texts(table)[3] == ["四、结转下年度继续办理", "", "", ""]


def test_a_place_is_the_cell_of_the_sheet():
    workbook, _ = with_sheet([["标题"], [None], *REGULATIONS])
    second = workbook.create_sheet("复议")
    second.append(["结果维持", "结果纠正"])
    second.append([0, 1])
    places = {cell.text: cell.place for table in read(workbook).tables for cell in table.cells}
    assert (places["12"].page, places["12"].table) == (1, 1)
    assert (places["12"].row, places["12"].column) == (5, 2)
    assert (places["结果纠正"].page, places["结果纠正"].table) == (2, 2)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_part_of_the_report(state: str):
    workbook, _ = with_sheet(REGULATIONS)
    hidden = workbook.create_sheet("去年")
    hidden.append(["行政许可", 99])
    hidden.sheet_state = state
    assert [len(texts(table)) for table in read(workbook).tables] == [3]


def test_a_formula_whose_value_was_never_computed_is_no_blank():
    workbook, _ = with_sheet([*REGULATIONS, ["合计", "=SUM(B2:B3)", 1, 2]])
    (table,) = read(workbook).tables
    assert texts(table)[3] == ["合计", "=SUM(B2:B3)", "1", "2"]


def test_an_empty_workbook_is_empty():
    assert reason(saved(Workbook())) == "empty"


def test_one_cell_far_away_is_refused_before_the_area_is_spread_out():
    workbook, sheet = with_sheet(REGULATIONS)
    sheet["XFD1048576"] = 1
    assert reason(saved(workbook)) == "too_large"


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch):
    workbook, _ = with_sheet(REGULATIONS)
    monkeypatch.setattr(archives, "MAX_UNPACKED", 1000)
    assert reason(saved(workbook)) == "too_large"


def test_a_damaged_spreadsheet_is_corrupt():
    content = saved(with_sheet(REGULATIONS)[0])
    for length in range(100, len(content), 97):
        with pytest.raises(Rejected) as rejected:
            spreadsheet.read(content[:length])
        assert rejected.value.reason_code == "corrupt"
    without_sheet = io.BytesIO()
    with zipfile.ZipFile(without_sheet, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert reason(without_sheet.getvalue()) == "corrupt"


def test_an_old_spreadsheet_is_told_from_an_old_word_file():
    ole2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert sniff.media_type(ole2 + "Workbook".encode("utf-16-le"), "a.doc") == sniff.XLS
    both = ole2 + "WordDocumentWorkbook".encode("utf-16-le")
    assert sniff.media_type(both, "a.xls") == sniff.DOC
    with pytest.raises(Rejected) as rejected:
        read_document(ole2, sniff.XLS)
    assert rejected.value.reason_code == "corrupt"


def test_a_report_on_one_sheet_gives_its_numbers_and_its_year(gazetteer):
    rows: list[list[object]] = [
        ["洪泽区2023年政府信息公开工作年度报告"],
        ["一、总体情况"],
        ["本年度认真落实条例，按时公开。"],
        ["二、主动公开政府信息情况"],
        ["第二十条第（一）项"],
        *REGULATIONS,
        ["第二十条第（五）项"],
        ["信息内容", "本年处理决定数量"],
        ["行政许可", 321],
    ]
    workbook, _ = with_sheet(rows, "A9:D9", "B10:D10", "B11:D11")
    content = saved(workbook)
    tables = extract(content, Source("a.xlsx"), gazetteer)
    assert tables["rejected_documents"] == []
    facts = {row["item_code"]: row for row in tables["facts"]}
    assert tables["reports"][0]["year"] == 2023
    assert facts["licensing.decisions"]["value"] == 321
    assert facts["normative_document.issued"]["value"] == 12
    assert facts["rule.issued"]["value"] == 0
    assert facts["rule.repealed"]["value"] is None


REVIEW_HEAD = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def one_sheet(merged_columns: int, *review: object) -> Document:
    """A sheet with chapters between its tables, the last of which is wider than they are."""
    rows: list[list[object]] = [
        ["一、总体情况"],
        ["全年主动公开信息120条。"],
        ["二、主动公开政府信息情况"],
        *REGULATIONS,
        ["四、政府信息公开行政复议情况"],
        REVIEW_HEAD * 3,
        list(review),
        ["五、存在的主要问题及改进情况"],
        ["主要问题是公开不够及时。"],
        ["六、其他需要报告的事项"],
        ["没有收取信息处理费"],
    ]
    merged = [
        f"A{number}:{'ABCDEFGHIJ'[merged_columns - 1]}{number}"
        for number, row in enumerate(rows, start=1)
        if len(row) == 1 and merged_columns > 1
    ]
    return read(with_sheet(rows, *merged)[0])


def test_chapters_below_a_table_are_found_where_their_headings_are_narrower_than_it():
    document = one_sheet(4, *range(15))

    assert [table.row_count for table in document.tables] == [3, 2]
    assert paragraphs(document)[-5:] == [
        "四、政府信息公开行政复议情况",
        "五、存在的主要问题及改进情况",
        "主要问题是公开不够及时。",
        "六、其他需要报告的事项",
        "没有收取信息处理费",
    ]


def test_a_heading_that_is_not_merged_is_told_by_the_sentence_below_it():
    assert paragraphs(one_sheet(1, *range(15)))[-4:] == [
        "五、存在的主要问题及改进情况",
        "主要问题是公开不够及时。",
        "六、其他需要报告的事项",
        "没有收取信息处理费",
    ]


def test_a_heading_that_is_not_merged_is_told_by_the_merged_head_below_it():
    head = ["行政复议", "", "行政诉讼", ""]
    rows = [
        ["单位", "件"],
        ["全市", 3],
        ["四、行政复议、行政诉讼情况"],
        head,
        ["维持", "总计"] * 2,
        [0] * 4,
    ]
    workbook, _ = with_sheet(rows, "A4:B4", "C4:D4")
    document = read(workbook)

    assert paragraphs(document) == ["四、行政复议、行政诉讼情况"]
    assert [table.row_count for table in document.tables] == [2, 3]


def test_a_row_left_blank_below_a_head_is_a_row_of_blanks():
    workbook, _ = with_sheet([["结果"], REVIEW_HEAD * 3])
    (table,) = read(workbook).tables
    assert texts(table) == [REVIEW_HEAD * 3, [""] * 15]
    assert table.cells[-1].place.row == 3

    (_, review) = one_sheet(4).tables
    assert texts(review)[1] == [""] * 15


def test_a_heading_merged_over_a_list_of_indicators_is_a_row_of_it():
    rows = [["统计指标", "单位", "统计数"], ["一、主动公开情况"], ["（一）主动公开数", "条", 5]]
    rows += [["二、回应解读情况"], ["（一）回应数", "次", None], ["六、举报投诉数量", "件", 0]]
    workbook, _ = with_sheet(rows, "A2:C2", "A4:C4")
    (table,) = read(workbook).tables
    assert table.row_count == 6


def test_a_merged_label_beside_blank_values_is_a_row_whatever_stands_below():
    rows = [["项目", None, "件"], ["三、总计", None, 4], ["四、结转下年度继续办理"]]
    rows += [["四、行政复议情况"], ["维持", "总计"], [0, 0]]
    workbook, _ = with_sheet(rows, "A1:B1", "A2:B2", "A3:B3")
    (table, *_) = read(workbook).tables
    assert "四、结转下年度继续办理" in table.texts
