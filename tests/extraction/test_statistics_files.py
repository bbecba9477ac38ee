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
