"""Tables in the notations of programs, and told as lists."""

from __future__ import annotations

import json

import pytest

from extraction.document import Document
from extraction.readers import text
from tests.extraction.readers.grids import paragraphs, texts

ROWS = [
    ["信息内容", "本年制发件数", "现行有效件数"],
    ["规章", "2", ""],
    ["行政规范性文件", "0", "7"],
]
LATEX = r"""\begin{tabular}{|c|c|c|}
\hline
\multicolumn{3}{|c|}{第二十条第（一）项} \\ \hline
信息内容 & 本年制发件数 & 现行有效件数 \\
\multirow{1}{*}{规章} & 2 & \\
行政规范性文件 & 0 & 7 \\ \hline
\end{tabular}
"""


def read(content: str) -> Document:
    return text.read(f"二、主动公开政府信息情况\n\n{content}\n\n三、收到和处理\n".encode())


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ROWS, ensure_ascii=False),
        json.dumps([dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]], indent=1),
        "\n".join(map(repr, ROWS)),
        str([[cell or None for cell in row] for row in ROWS]),
    ],
    ids=["rows", "objects", "a row a line", "as Python prints it"],
)
def test_lists_of_programs_are_rows(content):
    document = read(content)

    assert texts(document.tables[0]) == ROWS
    assert paragraphs(document) == ["二、主动公开政府信息情况", "三、收到和处理"]


def test_a_table_of_latex_has_a_blank_for_each_column_that_a_cell_covers():
    assert texts(read(LATEX).tables[0]) == [["第二十条第（一）项", "", ""], *ROWS]


def test_values_behind_labels_in_a_list_are_a_table_where_no_other_is_found():
    document = read(
        "- 一、本年新收（自然人）：5\n- 一、本年新收（总计）：5\n- 二、上年结转（自然人）：\n"
        "- 二、上年结转（总计）：0\n\n（一）收到申请数：12件\n其中：当面申请数：3件\n"
    )

    assert not document.tables
    (table,) = document.all_tables
    assert texts(table) == [
        ["", "自然人", "总计"],
        ["一、本年新收", "5", "5"],
        ["二、上年结转", "", "0"],
        ["（一）收到申请数", "12件"],
        ["其中：当面申请数", "3件"],
    ]


def test_a_quoted_text_says_what_it_says_without_the_marks_of_quotation() -> None:
    said = [
        "二、主动公开政府信息情况",
        "｜第二十条第（一）项｜｜｜",
        *("｜" + "｜".join(row) + "｜" for row in ROWS),
        "三、收到和处理政府信息公开申请情况",
    ]
    plain, quoted = (
        text.read("\n".join(mark + line for line in said).encode()) for mark in ("", "> ")
    )
    (table,) = quoted.tables
    assert texts(table) == texts(plain.tables[0])
    assert paragraphs(quoted) == paragraphs(plain)
