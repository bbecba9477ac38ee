"""Read a spreadsheet (XLSX, XLSB, XLS, ODS, Excel 2003 XML): every visible sheet as paragraphs and
tables, in order, those of earlier years last. What a sheet hides, also in rows, is not read.

A cell's text is what the program shows, for that is what was published: by its number format a
zero may be a dash or nothing, a number may be scaled, rounded or hidden, and so may text in the
colour of its ground. What the file holds stands beside it where that differs (`Cell.held`). A
number whose format is not worked out (fractions, days) is marked, and so not read. Values of
formulas are those that the program which saved the file computed; where it computed none, the
formula itself is the text, and so is an error's name, for neither is a blank.

Places: `page` is the number of the sheet, `row` and `column` are those of the sheet.
"""

from __future__ import annotations

from extraction.document import Document, Rejected
from extraction.files.sniff import EXCEL_XML, ODS, XLS, XLSX
from extraction.readers.office_xml import is_xml
from extraction.readers.spreadsheet import excel_xml, open_document, workbook
from extraction.readers.spreadsheet.layout import blocks_of
from extraction.readers.spreadsheet.sheet import latest_first

MEDIA_TYPES = (XLSX, XLS, ODS, EXCEL_XML)
VERSION = "2"


def read(content: bytes) -> Document:
    """Read a file. Raises Rejected: "encrypted", "corrupt", "too_large", "unsafe" or "empty"."""
    if not content.startswith(b"PK"):
        media_type = EXCEL_XML if is_xml(content) else XLS
    else:
        media_type = ODS if open_document.is_one(content) else XLSX
    module = {EXCEL_XML: excel_xml, ODS: open_document}.get(media_type, workbook)
    blocks = list(blocks_of(latest_first(module.sheets(content))))
    if not blocks:
        raise Rejected("empty", "No visible sheet of the spreadsheet holds anything.")
    return Document(
        blocks=blocks, media_type=media_type, reader="spreadsheet", reader_version=VERSION
    )
