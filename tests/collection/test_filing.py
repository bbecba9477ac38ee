"""Reports are filed whole, once, with their sidecar, and never over one another."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from collection import filing
from collection.filing import file_report, safe_name

STATED = {"source_url": "https://example.org/2023.html", "note": "试：# 1"}


def files(raw: Path) -> set[str]:
    return {path.relative_to(raw).as_posix() for path in raw.rglob("*") if path.is_file()}


def test_a_report_lies_there_with_its_sidecar_and_nothing_else(tmp_path: Path):
    filed = file_report(tmp_path, "320813/2023", "年度 报告.html", b"one", STATED)
    assert (filed.source_path, filed.is_new, filed.version) == (
        "320813/2023/年度_报告.html",
        True,
        1,
    )
    assert files(tmp_path) == {filed.source_path, filed.source_path + ".source.yml"}
    assert (tmp_path / filed.source_path).read_bytes() == b"one"
    sidecar = yaml.safe_load((tmp_path / f"{filed.source_path}.source.yml").read_text("utf-8"))
    assert sidecar.items() >= STATED.items()
    assert sidecar["sha256"].startswith("7692c3ad")


def test_the_same_bytes_are_filed_once_in_a_division(tmp_path: Path):
    first = file_report(tmp_path, "320813/2023", "a.html", b"one", {})
    again = file_report(tmp_path, "320813/2024", "b.html", b"one", {})
    elsewhere = file_report(tmp_path, "320800/2023", "a.html", b"one", {})
    assert (again.source_path, again.is_new) == (first.source_path, False)
    assert elsewhere.is_new


def test_a_corrected_report_is_a_further_version_and_the_first_stays(tmp_path: Path):
    paths = [
        file_report(tmp_path, "320813/2023", "a.html", content, {}).source_path
        for content in (b"one", b"two", b"three")
    ]
    assert paths == [f"320813/2023/a{version}.html" for version in ("", ".v2", ".v3")]
    assert (tmp_path / paths[0]).read_bytes() == b"one"


def test_many_who_file_at_once_never_overwrite_one_another(tmp_path: Path):
    contents = [f"report {number}".encode() for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        filed = list(
            pool.map(lambda content: file_report(tmp_path, "1/2", "a.html", content, {}), contents)
        )
    assert [(tmp_path / one.source_path).read_bytes() for one in filed] == contents
    for one in filed:
        assert (tmp_path / f"{one.source_path}.source.yml").is_file()


def test_one_killed_between_sidecar_and_file_is_healed_by_the_next(tmp_path: Path, monkeypatch):
    def killed(source, target):
        if not str(target).endswith(filing.SUFFIX):
            raise KeyboardInterrupt
        link(source, target)

    link = os.link
    monkeypatch.setattr(os, "link", killed)
    with pytest.raises(KeyboardInterrupt):
        file_report(tmp_path, "320813/2023", "a.html", b"one", {})
    monkeypatch.undo()
    assert files(tmp_path) == {"320813/2023/a.html.source.yml"}
    other = file_report(tmp_path, "320813/2023", "a.html", b"two", {})
    assert other.source_path == "320813/2023/a.v2.html", "the sidecar is of other bytes"
    assert file_report(tmp_path, "320813/2023", "a.html", b"one", {}).version == 1


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "etc_passwd"),
        (".hidden.html", "hidden.html"),
        ("a\x00b\n\u202ec.pdf", "a_b_c.pdf"),
        ("", "report"),
        ("年报.PDF", "年报.PDF"),
        ("报" * 100 + ".html", "报" * 58 + ".html"),
        ("第1.2版 关于公开", "第1.2版_关于公开"),
    ],
)
def test_names_are_made_safe_and_stay_readable(name: str, safe: str):
    assert safe_name(name) == safe
    assert len(safe.encode()) <= 180
