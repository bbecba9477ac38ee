"""PDFs as files: protected, broken, scanned, and a real one."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from pypdf import PdfWriter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extraction.document import Document, Rejected
from extraction.readers import pdf
from tests.extraction.readers.pdf_drawing import (
    HEIGHT,
    ROWS,
    WIDTH,
    cell_of,
    drawn,
    only_table,
    paragraphs,
    ruled,
    texts,
)


def test_the_title_of_the_file_is_kept() -> None:
    assert pdf.read(drawn(ruled, title="年度报告")).metadata == {"title": "年度报告"}


def protected(*, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(drawn(ruled)))
    writer.encrypt(user, owner, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_file_with_only_an_owner_password_opens() -> None:
    content = protected(user="", owner="owner")
    assert texts(only_table(pdf.read(content))) == ROWS


def rejection(content: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        pdf.read(content)
    return caught.value


def test_a_file_that_needs_a_password_is_rejected() -> None:
    refusal = rejection(protected(user="user", owner="owner"))
    assert refusal.reason_code == "encrypted"
    assert "password" in refusal.reason


@pytest.mark.parametrize("content", [b"", b"\x00" * 100, b" \n"])
def test_nothing_is_rejected_as_empty(content: bytes) -> None:
    assert rejection(content).reason_code == "empty"


def test_the_sentence_on_a_broken_file_ends_as_a_sentence() -> None:
    reason = rejection(b"%PDF-1.4\n" + b"x" * 300).reason
    assert reason.startswith("The PDF is cut off or damaged (Failed to load document: ")
    assert not any(end in reason for end in (".)", ").)", "))"))


def test_random_bytes_are_corrupt() -> None:
    assert rejection(bytes(range(256)) * 20).reason_code == "corrupt"


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.97])
def test_a_truncated_file_is_corrupt(share: float) -> None:
    content = drawn(ruled, ruled, ruled)
    assert rejection(content[: int(share * len(content))]).reason_code == "corrupt"


def test_a_truncated_file_that_can_be_repaired_is_not_read_in_part() -> None:
    """The trailer stands at the start, as in files made for the web, so the rest opens."""
    content = drawn(ruled, ruled, ruled)
    trailer = content[content.index(b"trailer") : content.index(b"startxref")]
    header, body = content[:9], content[9:]
    cut = header + trailer + body[: body.rindex(b"stream") - 200]
    assert rejection(cut).reason_code == "corrupt"


def test_a_missing_end_mark_alone_loses_nothing() -> None:
    content = drawn(ruled)
    assert texts(only_table(pdf.read(content[: content.rindex(b"startxref")]))) == ROWS


def test_pictures_without_any_text_are_no_report() -> None:
    image = pytest.importorskip("PIL.Image").new("L", (300, 400), 200)

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)

    refusal = rejection(drawn(draw, draw))
    assert refusal.reason_code == "not_a_report"
    assert "no text" in refusal.reason


def test_a_scan_is_refused_with_what_to_install_where_recognition_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extraction.readers.scan.models.is_installed", lambda: False)

    def picture(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    refusal = rejection(drawn(picture))
    assert refusal.reason_code == "unsupported"
    assert "gongkai[scan]" in refusal.reason


def test_pages_of_pictures_among_text_are_named() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.rect(100, 100, 300, 300, fill=1)

    document = pdf.read(drawn(ruled, picture, ruled))
    assert document.metadata["pages_without_text"] == "2"


REPORT = Path(__file__).parents[4] / "shared" / "reports" / "real" / "huaian_2024"


@pytest.fixture(scope="module")
def huaian() -> Document:
    if not REPORT.is_dir():
        pytest.skip("the real reports (../shared/reports) are not on this machine")
    return pdf.read((REPORT / "report.pdf").read_bytes())


def known_rows() -> dict[str, list[str]]:
    """The rows of table 3 by their labels without spaces, printed as in the report."""
    truth = json.loads((REPORT / "truth.json").read_text(encoding="utf-8"))
    return {label: [str(value) for value in row] for label, row in truth["table3"].items()}


def test_the_rows_of_a_real_report_are_whole_and_in_order(huaian: Document) -> None:
    rows = [[cell.text for cell in row] for table in huaian.tables[2:4] for row in table.rows()]
    read = [row[-7:] for row in rows if row[-1].isdigit()]
    assert read == list(known_rows().values())


def test_a_real_table_over_a_page_break_keeps_its_columns(huaian: Document) -> None:
    one, other = huaian.tables[2:4]
    assert (one.place.page, other.place.page) == (4, 5)
    assert one.column_count == other.column_count == 10
    assert list(cell_of(one, "3119").columns) == list(cell_of(other, "3050").columns) == [9]


def test_the_text_of_a_real_report_is_in_paragraphs(huaian: Document) -> None:
    lines = paragraphs(huaian)
    assert lines[0] == "淮安市人民政府2024年政府信息公开工作年度报告"
    assert [text for text in lines if len(text) < 25] == [
        "淮安市人民政府2024年政府信息公开工作年度报告",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert all(text.endswith("。") for text in lines if len(text) >= 25)
