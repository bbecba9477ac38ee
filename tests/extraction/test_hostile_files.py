"""Broken files and files made to break a reader: refused with a reason, or read as they stand."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.hostile import REPORT, Hostile, archives, markup, pdfs, pictures, spoilt, texts
from benchmarks.hostile.checks import of_document, problems
from benchmarks.hostile.mutation import mutated
from benchmarks.hostile.positions import moved
from extraction import units, values
from extraction.document import Rejected
from extraction.extract import examine
from extraction.gazetteer import Gazetteer
from extraction.identity import title
from extraction.prose import quantities
from extraction.readers import text as text_reader
from extraction.readers.page.glyphs import Line
from extraction.readers.page.region import Region
from extraction.readers.page.rulings import Rulings
from extraction.readers.page.unruled import reading
from extraction.readers.pdf import page as pdf_page
from extraction.readers.pdf.clipped import Shown
from extraction.readers.pdf.drawn import Drawn
from extraction.readers.scan import models
from extraction.source import Source
from tests.conftest import ROOT

SEEDS = ROOT / "dbt_project" / "seeds" / "jurisdictions.csv"
(DXAL,) = (ROOT / "data" / "raw" / "232700" / "2020").glob("*.txt")
FAST = (".html", ".htm", ".shtml", ".mht", ".txt", ".md", ".docx", ".xlsx", ".pdf")

INPUTS = {
    f"{module.__name__.rpartition('.')[2]}/{each.name}": each
    for module in (archives, markup, pdfs, pictures, texts)
    for each in module.inputs()
}
CHOSEN = (
    "archives/overlapping.docx", "archives/laughs.docx", "archives/secret.docx", "archives/deep.docx",
    "archives/secret.xlsx", "archives/laughs.xlsx", "archives/endless-span.docx", "archives/wide-span.docx",
    "archives/far-cell.xlsx", "archives/merged-area.xlsx", "archives/locked.zip", "archives/locked.docx",
    "archives/climbing.zip", "archives/odd-names.zip",
    "markup/100000-deep.html", "markup/500-tables-deep.html", "markup/600-columns.html",
    "markup/spans-of-99999999999.html", "markup/grid-far-off.html", "markup/grid-beyond-numbers.html",
    "markup/puny.html", "markup/idna-charset.html", "markup/zip-charset.html", "markup/laughs.xhtml",
    "markup/secret.xhtml", "markup/not-characters.html", "markup/nested.mht", "markup/head-without-end.mht",
    "markup/style-that-never-closes.html",
    "pdfs/pages-in-a-ring.pdf", "pdfs/million-pages-stated.pdf", "pdfs/one-page-100000-times.pdf",
    "pdfs/locked.pdf", "pdfs/locked-strangely.pdf", "pdfs/thin-box.pdf", "pdfs/broken-font.pdf",
    "pictures/stated-only.png", "pictures/thin.png", "pictures/ring-of-pages.tif",
    "pictures/30000-square.jpg", "pictures/300-pages.tif",
    "texts/digits-of-50mb.txt", "texts/million-lines.txt", "texts/half-a-mark.txt",
)  # fmt: skip
"""Those that are read within a second; `python -m benchmarks.hostile` reads all."""


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(SEEDS)


@pytest.mark.parametrize("name", CHOSEN)
def test_a_hostile_file_ends_with_a_reason_in_time(gazetteer: Gazetteer, name: str):
    if name.startswith(("pictures/", "pdfs/thin")) and not models.is_installed():
        pytest.skip("recognition is not installed")
    hostile: Hostile = INPUTS[name]
    content = hostile.make()
    start = time.process_time()
    examined = examine(content, Source(hostile.name), gazetteer)
    assert problems(examined) == []
    assert time.process_time() - start < 20
    rejected = examined.rows["rejected_documents"]
    assert (rejected[0]["reason_code"] if rejected else REPORT) in hostile.outcomes
    assert not rejected or rejected[0]["reason"].rstrip().endswith((".", "!")), "what to do"
    assert not rejected or " at 0x" not in rejected[0]["reason"], "the same in every build"


def test_no_file_makes_its_reader_read_another_one_or_ask_the_network(gazetteer: Gazetteer):
    secret = (Path("/etc/passwd")).read_text().splitlines()[0] if os.name == "posix" else "root:"
    for name in ("archives/secret.docx", "archives/secret.xlsx", "markup/secret.xhtml"):
        examined = examine(INPUTS[name].make(), Source(INPUTS[name].name), gazetteer)
        assert secret not in repr(examined.document) + repr(examined.rows)


@pytest.mark.parametrize("seed", range(150))
def test_a_report_changed_at_random_is_read_or_refused_and_never_malformed(
    gazetteer: Gazetteer, seed: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(models, "is_installed", lambda: False)
    paths = [path for path in sorted(spoilt.SAMPLES.rglob("*")) if path.suffix in FAST]
    paths = [path for path in paths if path.stat().st_size]
    chance = random.Random(seed)
    path, other = chance.choice(paths), chance.choice(paths)
    content = mutated(path.read_bytes(), other.read_bytes(), chance)
    examined = examine(content, Source(path.name), gazetteer)
    assert problems(examined) == []


@pytest.mark.parametrize("seed", range(20))
def test_a_pdf_whose_characters_moved_is_read_or_refused_and_never_malformed(
    gazetteer: Gazetteer, seed: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(models, "is_installed", lambda: False)
    chance = random.Random(seed)
    path = chance.choice(sorted(spoilt.SAMPLES.rglob("*.pdf")))
    with moved(chance):
        examined = examine(path.read_bytes(), Source(path.name), gazetteer)
    assert problems(examined) == []


def test_an_error_in_a_table_without_rulings_costs_that_table_and_is_said(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
):
    path = next(spoilt.SAMPLES.rglob("义安区*.pdf"))
    tables_of = reading.tables_of

    def failing(head: list[Line], bodies: list[list[Line]], *more: object) -> list[list[Region]]:
        if any("申请" in line.text for body in bodies for line in body):
            raise IndexError("list index out of range")
        return tables_of(head, bodies, *more)

    monkeypatch.setattr(reading, "tables_of", failing)
    monkeypatch.setattr(pdf_page, "read_drawn", lambda *_: Drawn(Rulings(), [], [], Shown()))
    examined = examine(path.read_bytes(), Source(path.name), gazetteer)
    (problem,) = problems(examined)
    assert "failed with IndexError: list index out of range (page" in problem
    assert {fact["item_code"].partition(".")[0] for fact in examined.rows["facts"]} >= {"rule"}


def test_an_error_in_a_table_of_an_aligned_text_costs_that_table_and_is_said(
    gazetteer: Gazetteer, monkeypatch: pytest.MonkeyPatch
):
    text = "\n".join(
        (
            "一、主动公开政府信息情况",
            "信息内容        制发件数    废止件数    现行有效件数",
            "规章                1           0            12",
            "规范性文件          8           2            26",
        )
    )

    def failing(*_: object) -> list[list[Region]]:
        raise IndexError("list index out of range")

    monkeypatch.setattr(reading, "tables_of", failing)
    for name, content in (
        ("a.txt", text.encode()),
        (
            "a.html",
            f"<meta charset=utf-8><h1>统计局2022年政府信息公开年度报告</h1><pre>{text}</pre>".encode(),
        ),
    ):
        messages = [
            row["message"] for row in examine(content, Source(name), gazetteer).rows["findings"]
        ]
        assert any(
            "failed with IndexError: list index out of range (lines" in each for each in messages
        )


def test_a_report_reads_the_same_in_every_process():
    code = (
        "import sys, hashlib\n"
        "from pathlib import Path\n"
        "from extraction.extract import extract\n"
        "from extraction.gazetteer import Gazetteer\n"
        "from extraction.source import Source\n"
        "gazetteer = Gazetteer.load(Path(sys.argv[1]))\n"
        "for name in sys.argv[2:]:\n"
        "    rows = extract(Path(name).read_bytes(), Source(Path(name).name), gazetteer)\n"
        "    print(hashlib.sha256(repr(rows).encode()).hexdigest())\n"
    )
    paths = [str(path) for path in sorted((ROOT / "data" / "raw").rglob("*.html"))] + [str(DXAL)]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, str(SEEDS), *paths],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


def test_an_amount_beyond_belief_costs_its_cell_and_not_its_report(gazetteer: Gazetteer):
    text = DXAL.read_text(encoding="utf-8")
    for amount in ("999999999999万亿元", "999999999999亿", f"1{'亿' * 300}元"):
        content = text.replace("34555 万", amount).encode()
        examined = examine(content, Source("report.txt"), gazetteer)
        assert problems(examined) == []
        facts = [f for f in examined.rows["facts"] if f["item_code"] == "procurement.amount"]
        assert [(fact["value"], fact["value_status"]) for fact in facts] == [(None, "unreadable")]
        rules = {finding["rule_code"] for finding in examined.rows["findings"]}
        assert "cell_unreadable" in rules


@pytest.mark.parametrize(
    ("read", "piece"),
    [
        (quantities.quantities, "达到共计"),
        (quantities.quantities, "1件共计"),
        (values.read_cell, "1,"),
        (values.read_cell, "("),
        (values.read_cell, "1("),
        (units.money_units, "亿"),
        (units.without_unit, "亿"),
        (units.unit_of_label, "(单位"),
        (lambda text: title.title_in_properties({"title": text}), " "),
        (lambda text: title.title_in_properties({"title": text}), "| "),
    ],
    ids=range(10),
)
def test_twice_the_text_takes_no_more_than_some_times_the_time(read, piece: str):
    def seconds(count: int) -> float:
        start = time.process_time()
        read("各" + piece * count + "!")
        return time.process_time() - start

    seconds(10)
    assert seconds(40_000) < 6 * seconds(10_000) + 0.5


def test_a_text_of_nul_characters_between_words_is_read_without_them(gazetteer: Gazetteer):
    content = DXAL.read_bytes() + "\n七、其他\n甲\x00乙\x00丙。".encode()
    examined = examine(content, Source("report.txt"), gazetteer)
    assert problems(examined) == []
    assert "甲乙丙" in examined.rows["sections"][-1]["text"]


def test_a_rejection_survives_the_way_between_processes():
    import pickle

    rejection = pickle.loads(pickle.dumps(Rejected("too_large", "Split it.")))
    assert (rejection.reason_code, rejection.reason) == ("too_large", "Split it.")


def test_head_words_that_fall_in_one_place_do_not_make_cells_that_cover_one_another():
    head = "  甲甲       甲甲       甲甲       甲甲      甲ܼ甲    甲甲甲ά   甲甲甲甲甲   甲甲甲甲甲甲   甲甲δ甲甲    甲ܼ甲    甲甲甲ά   甲甲甲甲甲   甲甲甲甲甲甲   甲甲δ甲甲    甲ܼ甲"
    values = "   0        1        4        0        5        0        0        1        0        1        0        0        0        0        0"
    document = text_reader.read(f"{head}\n{values}\n".encode())
    assert list(of_document(document)) == []
