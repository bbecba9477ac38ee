"""What LibreOffice made of a file is made once, in batches, and kept."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from extraction.files import conversion
from extraction.files.sniff import RTF
from orchestration.files import read_sealed
from orchestration.lake import Lake
from orchestration.raw.inventory import write_inventory
from orchestration.reading.conversions import convert_ahead, kept_or_converted
from orchestration.reading.run import extract_partitions

CONVERTER = """#!/usr/bin/env python3
import pathlib, sys
target = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
target.mkdir()
sources = [pathlib.Path(path) for path in sys.argv[sys.argv.index("--outdir") + 2 :]]
with open(__file__ + ".log", "a") as log:
    print(len(sources), file=log)
for source in sources:
    if b"broken" in source.read_bytes():
        sys.exit(81)
    (target / f"{source.stem}.docx").write_bytes(b"made of " + source.read_bytes())
"""


@pytest.fixture
def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A converter that notes how many files each start was given and stops at a broken one."""
    program = tmp_path / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(CONVERTER, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return program


def starts(program: Path) -> list[int]:
    log = Path(f"{program}.log")
    return sorted(map(int, log.read_text().split())) if log.exists() else []


def put(raw: Path, **files: bytes) -> list[str]:
    for name, content in files.items():
        (raw / name).write_bytes(content)
    return list(files)


def rtf(text: str) -> bytes:
    return b"{\\rtf1 " + text.encode() + b"}"


def test_files_are_converted_in_batches_and_once(lake: Lake, converter: Path):
    files = {f"{number}.doc": rtf(f"number {number}") for number in range(23)}
    paths = put(lake.raw, **files, page=b"<html>no file for the converter</html>")

    folder = convert_ahead(lake.converted, lake.raw, paths)

    assert starts(converter) == [3, 20]
    content = files["7.doc"]
    assert kept_or_converted(folder, content, RTF) == b"made of " + content
    assert convert_ahead(lake.converted, lake.raw, paths) == folder
    assert starts(converter) == [3, 20]


def test_what_stands_behind_a_file_that_stops_the_converter_is_converted_alone(
    lake: Lake, converter: Path
):
    paths = put(lake.raw, a=rtf("first"), b=rtf("broken"), c=rtf("behind"))

    folder = convert_ahead(lake.converted, lake.raw, paths)

    assert starts(converter) == [3]
    assert kept_or_converted(folder, rtf("behind"), RTF) == b"made of " + rtf("behind")
    assert starts(converter) == [1, 3]


def test_another_converter_keeps_nothing_of_the_one_before(lake: Lake, converter: Path):
    paths = put(lake.raw, a=rtf("first"))
    before = convert_ahead(lake.converted, lake.raw, paths)
    converter.write_text(CONVERTER + "\n", encoding="utf-8")

    after = convert_ahead(lake.converted, lake.raw, paths)

    assert before != after
    assert list(lake.converted.iterdir()) == [after]


@pytest.mark.skipif(shutil.which("soffice") is None, reason=conversion.NOT_INSTALLED)
def test_a_build_converts_before_it_reads(lake: Lake):
    put(lake.raw, a=rtf("total"))

    (result,) = extract_partitions(lake, write_inventory(lake), ["unfiled"])

    assert (result.read, result.rejected) == (1, 1)
    (kept,) = lake.converted.glob("*/*.sealed")
    assert (read_sealed(kept) or b"").startswith(b"PK")
