"""A small release that pages can tell of, without a build: the tables that they read."""

import json

import duckdb
import pytest

from orchestration.lake import Lake

RELEASE = "20261126T000000Z-aaaaaaaa"


@pytest.fixture
def released(lake: Lake) -> Lake:
    """The same with a release of two reports and a rejected file."""
    folder = lake.releases / RELEASE
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "gongkai.duckdb")) as connection:
        connection.execute(
            """
            create schema marts;
            use marts;
            create table dim_report as
            select * from (values
                ('r1', '320829/2023/a.html', '洪泽区人民政府', 2023),
                ('r2', '320829/2024/b.html', '洪泽区人民政府', 2024)
            ) as t (report_id, source_path, issuer_name, year);
            create table rejected_document as
            select '320829/2022/<b>.pdf' as source_path, 'encrypted' as reason_code,
                'The file is locked. Save it without a password.' as reason;
            create table fct_finding as
            select * from (values ('r1', 'column_balance', 'error'), ('r2', 'outlier', 'info'))
                as t (report_id, rule_code, severity);
            create table dim_rule as
            select * from (values ('column_balance', 'Requests balance', '申请收支平衡'),
                ('outlier', 'Outlier', '异常值')) as t (rule_code, label_en, label_zh);
            create table rpt_coverage as
            select * from (values ('320000', 2023, 'read'), ('320000', 2024, 'doubtful'),
                ('320000', 2024, 'missing'), ('110000', 2024, 'missing'))
                as t (province_code, year, status);
            create table dim_jurisdiction as
            select '320000' as jurisdiction_code, '江苏省' as name_zh, 1981 as valid_from_year;
            """
        )
    manifest = {
        "release_id": RELEASE,
        "inputs": [],
        "changes": {"since_release": None},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    lake.current.symlink_to(RELEASE)
    return lake
