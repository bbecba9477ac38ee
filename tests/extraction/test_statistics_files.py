"""The table of 2014 through the readers: a page, text with tabs and bars, one cell a line."""

import random

import pytest

from extraction.facts import read_facts
from extraction.readers import read_document
from extraction.sniff import media_type
from extraction.tables import read_tables
from tests.extraction.statistics_tables import HEADS, printed

OPENING = (
    "某县2016年政府信息公开工作年度报告\n\n一、概述\n全年工作顺利。\n\n政府信息公开情况统计表\n"
)


def page(rows):
    body = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows)
    return f"<html><meta charset=utf-8><p>{OPENING}</p><table>{body}</table></html>"


def tabs(rows):
    return OPENING + "\n".join("\t".join(row) for row in rows) + "\n"


def bars(rows):
    return OPENING + "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"


def one_cell_a_line(rows):
    return OPENING + "\n".join(text for row in rows for text in row if text) + "\n"


WRITERS = {
    "page.html": page,
    "tabs.txt": tabs,
    "bars.txt": bars,
    "lines.txt": one_cell_a_line,
}


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("manner", [manner for manner in HEADS if manner != "halves"])
def test_every_figure_is_read_from_files_of_every_manner(name, manner):
    report = printed(manner, random.Random(11))
    content = WRITERS[name](report.rows).encode()
    facts, _ = read_facts(read_tables(read_document(content, media_type(content, name))))
    assert {fact.reading.key[0]: fact.value for fact in facts} == report.known


def test_a_figure_that_is_lost_among_lines_shifts_no_other():
    for seed in range(20):
        draw = random.Random(seed)
        report = printed(draw.choice(["plain", "numbered", "coded", "year_to_date"]), draw)
        lines = [text for row in report.rows for text in row if text]
        del lines[draw.randrange(6, len(lines) - 4)]
        content = (OPENING + "\n".join(lines)).encode()
        document = read_document(content, media_type(content, "lines.txt"))
        facts, findings = read_facts(read_tables(document))
        doubted = {finding["item_code"] for finding in findings}
        read = {fact.reading.key[0]: fact.value for fact in facts}
        wrong = {item for item, value in report.known.items() if read.get(item) != value}
        assert wrong <= doubted, (seed, wrong)


def test_a_column_of_chapters_and_a_head_of_two_rows_are_no_figures():
    report = printed("plain", random.Random(12))
    body = (
        "<tr><td colspan=2 rowspan=2>统计指标</td><td rowspan=2>单位</td><td colspan=2>统计数</td>"
        "</tr><tr><td>本年</td><td>累计</td></tr>"
    )
    for label, unit, figure in report.rows[1:-4]:
        cells = f"<td>{label}</td><td>{unit}</td><td>{figure}</td><td>99999</td>"
        if "维持" in label:
            body += f"<tr><td rowspan=3>其中</td>{cells}</tr>"
        elif "纠错" in label or "其他情形数" in label:
            body += f"<tr>{cells}</tr>"
        else:
            body += f"<tr>{cells.replace('<td>', '<td colspan=2>', 1)}</tr>"
    content = f"<html><meta charset=utf-8><p>{OPENING}</p><table>{body}</table></html>".encode()
    facts, findings = read_facts(read_tables(read_document(content, "text/html")))
    assert {fact.reading.key[0]: fact.value for fact in facts} == report.known
    assert {finding["rule_code"] for finding in findings} <= {"label_unmatched"}
