"""Reports of divisions that were merged, recoded and renamed, from interim rows to the marts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import dbt
from tests.warehouse.interim import Cells, Interim

Warehouse = duckdb.DuckDBPyConnection

GOVERNMENT = {"issuer_kind": "government", "scope": "whole_area"}
OFFICE = {"issuer_kind": "office"}
DEPARTMENT = {"issuer_kind": "department", "scope": "own_body"}


def received(number: int) -> Cells:
    return {("request.received", "total"): number}


def write_changes(interim: Interim) -> dict[str, str]:
    """Reports by bodies of divisions that changed; returns their identifiers by a short name."""

    def add(path: str, name: str, number: int, **columns: Any) -> str:
        return interim.add_report(path, received(number), form="2019", issuer_name=name, **columns)

    chongan, nantang = "崇安区人民政府", "南长区人民政府"
    return {
        # 崇安区, 南长区 and 北塘区 made 梁溪区 in 2015.
        "chongan_2014": add("320202/2014/a.html", chongan, 3, **GOVERNMENT),
        "nanchang_2014": add("320203/2014/a.html", nantang, 4, **GOVERNMENT),
        "liangxi_2016": add("320213/2016/a.html", "梁溪区人民政府", 9, **GOVERNMENT),
        "liangxi_2013": add("320213/2013/a.html", "梁溪区人民政府", 9, **GOVERNMENT),
        # 闸北区 went into 静安区 in 2015 and may still report for that year.
        "zhabei_2015": add("310108/2015/a.html", "闸北区人民政府", 20, **GOVERNMENT),
        "jingan_2015": add("310106/2015/a.html", "静安区人民政府", 30, **GOVERNMENT),
        # 莱芜市 went into 济南市 in 2018, its 莱城区 became 莱芜区 there.
        "laiwu_2017": add(
            "371200/2017/a.html", "莱芜市人民政府办公室", 50, scope="whole_area", **OFFICE
        ),
        "laicheng_2017": add("371202/2017/a.html", "莱城区人民政府", 6, **GOVERNMENT),
        "laicheng_2018": add("371202/2018/a.html", "莱城区人民政府", 7, **GOVERNMENT),
        # 密云县 became 密云区 in 2015; the folder of 2012 bears the code of today.
        "miyun_2012": add("110118/2012/a.html", "密云县人民政府", 11, **GOVERNMENT),
        "miyun_2015": add("110118/2015/a.html", "密云区人民政府", 12, **GOVERNMENT),
        # One text in two file types, and a correction.
        "huaian_html": add(
            "320800/2024/a.html", "淮安市人民政府", 100, **GOVERNMENT,
            published_date=date.fromisoformat("2025-01-20"),
        ),
        "huaian_pdf": add("320800/2024/a.pdf", "淮安市人民政府", 100, **GOVERNMENT),
        "huaian_corrected": add(
            "320800/2024/b.html", "淮安市人民政府办公室", 101, scope="whole_area", **OFFICE,
            published_date=date.fromisoformat("2025-03-20"),
        ),
        "huaian_office": add(
            "320800/2024/c.html", "淮安市人民政府办公室", 5, scope="own_body", **OFFICE
        ),
        "huaian_own_level": add(
            "320800/2024/d.html", "淮安市人民政府", 8, issuer_kind="government", scope="own_body"
        ),
        "huaian_science_2016": add("320800/2016/a.html", "淮安市科委", 1, **DEPARTMENT),
        "huaian_science_2017": add("320800/2017/a.html", "淮安市科学技术委员会", 1, **DEPARTMENT),
        "huaian_science_2024": add("320800/2024/e.html", "淮安市科技局", 1, **DEPARTMENT),
        "lianshui": add("320826/2024/a.html", "涟水县人民政府", 40, **GOVERNMENT),
        "lianshui_bureau": add("320826/2024/b.html", "涟水县财政局", 2, **DEPARTMENT),
    }  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[str, str]:
    return {}


@pytest.fixture(scope="module")
def changed(
    tmp_path_factory: pytest.TempPathFactory, reports: dict[str, str]
) -> Iterator[Warehouse]:
    """The warehouse of these reports."""
    folder = tmp_path_factory.mktemp("places")
    interim = Interim(folder / "interim")
    reports.update(write_changes(interim))
    rejected = {"source_path": "110228/2014/cut.pdf", "reason_code": "corrupt", "reason": "Cut."}
    sha256 = interim.add_file("110228/2014/cut.pdf")
    interim.add("rejected_documents", "2014", rejected | {"document_sha256": sha256})
    interim.write()
    marts = ("+dim_report", "+fct_disclosure", "+models/marts/places", "+rpt_coverage")
    arguments = ["build", "--exclude-resource-type", "unit_test", "--select", *marts]
    arguments += ["--indirect-selection", "cautious"]  # no tests against what is not built
    done = dbt(folder, interim.folder, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(folder / "build.duckdb"), read_only=True) as connection:
        yield connection


def row(warehouse: Warehouse, columns: str, report: str) -> tuple[Any, ...] | None:
    query = f"select {columns} from marts.dim_report where report_id = $report"
    return warehouse.execute(query, {"report": report}).fetchone()


def test_districts_merged_in_2015_are_followed_to_the_district_of_today(changed: Warehouse) -> None:
    rows = changed.execute(
        """
        select jurisdiction_code, today_code, is_one_to_one, comparable_from_year
        from marts.bridge_jurisdiction_today
        where today_code = '320213' and valid_to_year >= 2010
        order by all
        """
    ).fetchall()
    assert rows == [(code, "320213", False, 2015) for code in ("320202", "320203", "320204")]


def test_a_city_and_its_district_go_different_ways(changed: Warehouse) -> None:
    rows = changed.execute(
        """
        select predecessor_code, successor_code, change_year, change_kind
        from marts.bridge_jurisdiction_successor
        where predecessor_code in ('371200', '371202') and is_whole
        order by all
        """
    ).fetchall()
    assert rows == [
        ("371200", "370100", 2018, "merged"),
        ("371202", "370116", 2018, "transferred"),
    ]


def test_a_report_is_matched_to_the_code_of_its_data_year(
    changed: Warehouse, reports: dict[str, str]
) -> None:
    columns = "stated_jurisdiction_code, jurisdiction_code, jurisdiction_match, issuer_name"
    expected = {
        "miyun_2012": ("110118", "110228", "recoded", "密云县人民政府"),
        "miyun_2015": ("110118", "110118", "in_force", "密云区人民政府"),
        "zhabei_2015": ("310108", "310108", "year_before", "闸北区人民政府"),
        "laicheng_2018": ("371202", "370116", "recoded", "莱芜区人民政府"),
        "liangxi_2013": ("320213", "320213", "out_of_force", "梁溪区人民政府"),
    }
    assert {name: row(changed, columns, reports[name]) for name in expected} == expected


def test_issuers_of_a_recoded_division_are_kept_apart_and_linked(changed: Warehouse) -> None:
    rows = changed.execute(
        """
        select older.issuer_name, newer.issuer_name, links.change_year, links.change_kind,
            older.lineage_id = newer.lineage_id
        from marts.bridge_issuer_successor as links
        inner join marts.dim_issuer as older on older.issuer_id = links.predecessor_issuer_id
        inner join marts.dim_issuer as newer on newer.issuer_id = links.successor_issuer_id
        where older.report_count > 0
        order by all
        """
    ).fetchall()
    assert rows == [
        ("南长区人民政府", "梁溪区人民政府", 2015, "merged", False),
        ("密云县人民政府", "密云区人民政府", 2015, "recoded", True),
        ("崇安区人民政府", "梁溪区人民政府", 2015, "merged", False),
        ("淮安市科学技术委员会", "淮安市科学技术局", 2018, "renamed", False),
        ("莱城区人民政府", "莱芜区人民政府", 2018, "transferred", True),
        ("莱芜市人民政府", "济南市人民政府", 2018, "merged", False),
        ("闸北区人民政府", "静安区人民政府", 2015, "merged", False),
    ]


def test_a_short_name_is_the_body_and_a_renamed_body_is_another(
    changed: Warehouse, reports: dict[str, str]
) -> None:
    issuers = [
        row(changed, "issuer_id, issuer_name", reports[f"huaian_science_{year}"])
        for year in (2016, 2017, 2024)
    ]
    assert issuers[0] == issuers[1] != issuers[2]
    aliases = changed.execute(
        "select alias_name, alias_kind from marts.dim_issuer_alias where issuer_id = $issuer",
        {"issuer": issuers[0][0] if issuers[0] else None},
    ).fetchall()
    assert {("淮安市科委", "reported"), ("市科委", "within_area")} <= set(aliases)


def test_the_choice_between_versions_is_visible(
    changed: Warehouse, reports: dict[str, str]
) -> None:
    columns = "is_current, version_rank, version_count, choice_reason, figures_compared"
    expected = {
        "huaian_corrected": (True, 1, 3, "later_published", "current"),
        "huaian_html": (False, 2, 3, "later_published", "other_figures"),
        "huaian_pdf": (False, 3, 3, "dated", "other_figures"),
        "huaian_office": (True, 1, 1, "only_one", None),
        "huaian_own_level": (True, 1, 1, "only_one", None),
    }
    assert {name: row(changed, columns, reports[name]) for name in expected} == expected


def test_a_sum_over_an_area_counts_each_request_once(changed: Warehouse) -> None:
    sums = changed.execute(
        """
        select areas.area_code, areas.year, sum(facts.value)
        from marts.bridge_report_area as areas
        inner join marts.fct_disclosure as facts using (report_id)
        where areas.is_counted and facts.item_code = 'request.received'
            and facts.applicant_type = 'total'
            and areas.area_code in ('320800', '320826', '310000', '370000', '320213')
        group by all order by all
        """
    ).fetchall()
    assert sums == [
        ("310000", 2015, 30),  # 静安区 alone: what 闸北区 reports may be in it
        ("320213", 2016, 9),  # and not 2013, when there was no such district
        ("320800", 2016, 1),
        ("320800", 2017, 1),
        ("320800", 2024, 101),  # the corrected report of the city covers all others
        ("320826", 2024, 40),
        ("370000", 2017, 50),
        ("370000", 2018, 7),
    ]
    flagged = changed.execute(
        "select count(*) from marts.dim_report where year = 2024 and counts_towards_area"
    ).fetchone()
    assert flagged == (1,)


def test_coverage_is_of_the_divisions_that_stood(changed: Warehouse) -> None:
    rows = changed.execute(
        """
        select year, jurisdiction_code, status from marts.rpt_coverage
        where jurisdiction_code in ('110228', '110118', '320213', '310108', '320202')
            and year in (2012, 2014, 2015, 2016)
        order by all
        """
    ).fetchall()
    assert rows == [
        (2012, "110228", "read"),
        (2012, "310108", "missing"),
        (2012, "320202", "missing"),
        (2014, "110228", "rejected"),
        (2014, "310108", "missing"),
        (2014, "320202", "read"),
        (2015, "110118", "read"),
        (2015, "320213", "missing"),
        (2016, "110118", "missing"),
        (2016, "320213", "read"),
    ]
