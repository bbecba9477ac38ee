"""The tables that `gongkai read` shows."""

import io

from rich.console import Console

from extraction.document import Cell, Document, Place, Table
from orchestration.commands.printed_tables import print_tables


def test_numbers_of_a_table_too_wide_for_the_terminal_stay_in_one_line() -> None:
    labels = ("三、本年度办理结果", "（六）其他处理", "1.申请人无正当理由逾期不补正")
    texts = [*labels, "13364", *["252"] * 5, "13810"]
    cells = [Cell(text, 0, at, 1, 1, Place(None, 1, 1, at + 1)) for at, text in enumerate(texts)]
    document = Document(
        blocks=[Table(cells, "grid", Place(table=1))],
        media_type="text/html",
        reader="html",
        reader_version="1",
        metadata={},
    )
    facts = [
        {
            "page": None,
            "table_index": 1,
            "row_index": 1,
            "column_index": column,
            "item_code": "outcome.other.other",
            "applicant_type": None,
            "value_status": "reported",
            "confidence": 0.99,
        }
        for column in range(4, 11)
    ]
    console = Console(file=io.StringIO(), width=80)

    print_tables(console, document, facts, [])

    first = next(line for line in console.file.getvalue().splitlines() if "252" in line)
    assert [part.strip() for part in first.strip("│").split("│")][3:] == texts[3:]
    assert first.startswith("│三、本年度办")
