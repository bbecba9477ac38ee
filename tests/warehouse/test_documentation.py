"""Whoever has only the data learns from it what each column means."""

from __future__ import annotations

import re

import duckdb

from orchestration.lake import DBT_PROJECT

Warehouse = duckdb.DuckDBPyConnection

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_the_dictionary_has_every_published_table_and_column_with_its_type(warehouse: Warehouse):
    published = warehouse.sql(
        """
        select table_name, column_name, lower(split_part(data_type, '(', 1))
        from duckdb_columns() where schema_name = 'marts'
        union all
        select distinct table_name, null, null from duckdb_columns() where schema_name = 'marts'
        """
    ).fetchall()
    described = warehouse.sql(
        """
        select table_name, column_name, lower(split_part(data_type, '(', 1))
        from marts.data_dictionary
        """
    ).fetchall()
    assert sorted(described, key=str) == sorted(published, key=str)


def test_every_description_and_warning_is_given_in_both_languages(warehouse: Warehouse):
    rows = warehouse.sql(
        """
        select table_name || coalesce('.' || column_name, ''),
            description_en, description_zh, warning_en, warning_zh
        from marts.data_dictionary
        """
    ).fetchall()
    for name, english, chinese, warning, warning_zh in rows:
        assert english and re.search(r"[A-Za-z]{2}", english), name
        assert chinese and CHINESE.search(chinese), name
        assert (warning is None) == (warning_zh is None), name
        assert warning_zh is None or CHINESE.search(warning_zh), name


def test_the_stated_grain_is_the_grain(warehouse: Warehouse):
    tables = warehouse.sql(
        "select table_name, grain from marts.data_dictionary where column_name is null"
    ).fetchall()
    without = [name for name, grain in tables if grain is None]
    assert without == ["fct_finding"]
    for name, grain in tables:
        if grain:
            found = warehouse.sql(
                f"select count(*), count(distinct row({grain})) from marts.{name}"
            ).fetchone()
            assert found is not None
            assert found[0] == found[1], name


def test_comments_of_the_database_carry_both_languages(warehouse: Warehouse):
    comments = warehouse.sql(
        """
        select comment from duckdb_columns() where schema_name = 'marts'
        union all
        select comment from duckdb_tables() where schema_name = 'marts'
        union all
        select comment from duckdb_views() where schema_name = 'marts'
        """
    ).fetchall()
    assert all(comment and "中文：" in comment for (comment,) in comments)


def test_the_first_page_of_the_documentation_links_to_published_tables(warehouse: Warehouse):
    page = (DBT_PROJECT / "models" / "overview.md").read_text(encoding="utf-8")
    assert "__overview__" in page
    linked = re.findall(r"\[(\w+)\]\(#!/model/model\.gongkai\.(\w+)\)", page)
    published = warehouse.sql("select distinct table_name from marts.data_dictionary").fetchall()
    assert linked and all(name == target and (name,) in published for name, target in linked)
