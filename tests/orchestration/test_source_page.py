"""`gongkai read FILE --html OUT`: the page that answers "why this number?"."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from benchmarks.known_values import known_reports
from orchestration.commands.read import run
from tests.conftest import ROOT

SAMPLES = ROOT / "tests" / "samples" / "reports"


def page_of(path: Path, folder: Path) -> html.HtmlElement:
    target = folder / "page.html"
    run(path, as_json=True, html=target)
    return html.fromstring(target.read_bytes())


def sample(style: str) -> Path:
    return next(report.path for report in known_reports(SAMPLES) if report.style == style)


@pytest.mark.parametrize("style", ["html_cms", "pdf_lo", "txt_tab", "docx_merge"])
def test_every_value_is_linked_to_its_cell_and_back(style: str, tmp_path: Path) -> None:
    page = page_of(sample(style), tmp_path)
    values = page.xpath("//tr[starts-with(@id, 'value-')]/@id")
    assert len(values) > 150
    cells = page.xpath("//*[starts-with(@id, 'cell-')]")
    assert len(cells) == len(values)
    ids = set(page.xpath("//@id"))
    links = page.xpath("//a/@href")
    assert links and all(link[0] == "#" and link[1:] in ids for link in links)


def test_the_head_of_the_page_counts_its_cells_and_leads_to_them(tmp_path: Path) -> None:
    page = page_of(sample("docx_merge"), tmp_path)
    said = {
        key.get("class").split()[-1]: int(key.xpath("./a")[0].text)
        for key in page.xpath("//p/span")
    }
    cells = page.xpath("//*[starts-with(@id, 'cell-')]/@class")
    assert said == Counter(names.split()[-1] for names in cells)
    assert page.xpath("//nav/a/@href") == ["#source", "#values", "#findings"]


def test_the_pages_of_a_pdf_are_shown_as_pictures_with_outlined_cells(tmp_path: Path) -> None:
    page = page_of(sample("pdf_lo"), tmp_path)
    assert len(page.xpath("//div[@class='page']/img")) == 3
    boxes = page.xpath("//a[contains(@class, 'box')]/@style")
    shares = [float(share) for style in boxes for share in re.findall(r"([\d.]+)%", style)]
    assert shares and all(0 <= share <= 100 for share in shares)


def test_the_division_is_named_beside_its_code(tmp_path: Path) -> None:
    original = (
        ROOT
        / "data"
        / "raw"
        / "321300"
        / "2023"
        / "宿迁市人民政府2023年政府信息公开工作年度报告.html"
    )
    page = page_of(original, tmp_path)
    assert page.xpath("//dt[.='division']/following-sibling::dd[1]/text()") == [
        "321300 江苏省宿迁市"
    ]


def test_the_page_loads_nothing_from_elsewhere(tmp_path: Path) -> None:
    page = page_of(sample("pdf_lo"), tmp_path)
    assert page.xpath("//script | //link | //iframe") == []
    sources = page.xpath("//@src")
    assert sources and all(address.startswith("data:") for address in sources)


def test_what_a_report_says_is_text_and_never_markup(tmp_path: Path) -> None:
    source = tmp_path / "in" / "报告.txt"
    source.parent.mkdir()
    original = (ROOT / "data" / "raw" / "232700" / "2020").glob("*.txt")
    text = next(original).read_text(encoding="utf-8")
    source.write_text(text + "\n<script>alert(1)</script>", encoding="utf-8")
    page = page_of(source, tmp_path)
    assert page.xpath("//script") == []
    assert "<script>alert(1)</script>" in page.text_content()


def test_a_refused_file_gives_a_page_with_the_reason(tmp_path: Path) -> None:
    source = tmp_path / "x.pdf"
    source.write_bytes(b"%PDF-1.4 nothing")
    assert "Rejected (corrupt)" in page_of(source, tmp_path).text_content()


def test_a_report_in_an_archive_is_shown_with_its_pages_and_its_name(tmp_path: Path) -> None:
    packed = tmp_path / "附件.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(sample("pdf_lo"), "公开/年报.pdf")
    page = page_of(packed, tmp_path)
    assert len(page.xpath("//div[@class='page']/img")) == 3
    assert "附件.zip (公开/年报.pdf)" in page.text_content()
