"""Series over the forms: the crosswalk against the dictionary, and what stands in the marts."""

from __future__ import annotations

import re
from decimal import Decimal

import duckdb

from tests.warehouse.conftest import Built

Warehouse = duckdb.DuckDBPyConnection

KEPT_ROWS = {"outcome.other"}
"""Rows of the form of 2019 that some tables of 2021 keep, as reports show."""


def figures(warehouse: Warehouse, report: str) -> dict[str, tuple[Decimal | None, str]]:
    rows = warehouse.execute(
        "select series_code, value, value_state from marts.fct_series where report_id = $report",
        {"report": report},
    ).fetchall()
    return {code: (value, state) for code, value, state in rows}


def test_the_crosswalk_adds_only_items_that_the_form_asks_for(warehouse: Warehouse) -> None:
    forms = dict(warehouse.execute("select item_code, forms from marts.dim_item").fetchall())
    split = dict(warehouse.execute("select item_code, by_applicant from marts.dim_item").fetchall())
    crosswalk = warehouse.execute(
        "select series_code, form, formula from marts.dim_series_form"
    ).fetchall()
    strange = []
    for series, form, formula in crosswalk:
        for term in re.split(r" \| | \+ | - ", formula):
            item, _, applicant = term.partition("@")
            asked = forms.get(item, "").split()
            of_form = "2014" if form == "pre2014" else form
            is_kept = item in KEPT_ROWS and "2019" in asked
            if (of_form not in asked and not is_kept) or (applicant and not split[item]):
                strange.append((series, form, term))
    assert crosswalk and strange == []


def test_what_the_law_of_2019_counts_anew_begins_a_segment(warehouse: Warehouse) -> None:
    joined = warehouse.execute(
        """
        select series_code from marts.dim_series_form
        group by series_code, segment
        having count(distinct case when form in ('2014', 'pre2014') then 'old' else 'new' end) > 1
        """
    ).fetchall()
    broken = warehouse.execute(
        """
        select older.series_code
        from marts.dim_series_form as older
        inner join marts.dim_series on older.series_code = dim_series.series_code
        where older.comparability = 'broken' and older.segment = dim_series.latest_segment
        """
    ).fetchall()
    assert (joined, broken) == ([], [])


def test_a_dashed_part_leaves_a_series_unknown(warehouse: Warehouse, built: Built) -> None:
    found = figures(warehouse, built.reports["county_2022"])
    assert found["litigations"] == (None, "part_unknown")
    assert found["litigations_direct"] == (Decimal(4), "known")
    assert found["normative_documents_issued"] == (None, "part_unknown")
    assert found["requests_to_handle"] == (Decimal(25), "known")


def test_other_handling_is_one_series_over_both_forms(warehouse: Warehouse, built: Built) -> None:
    for report in ("county_2020", "county_2022"):
        assert figures(warehouse, built.reports[report])["handled_otherwise"] == (1, "known")
    segments = warehouse.execute(
        "select distinct segment from marts.fct_series where series_code = 'handled_otherwise'"
    ).fetchall()
    assert segments == [(2019,)]


def test_a_series_that_a_form_does_not_ask_for_has_no_row(
    warehouse: Warehouse, built: Built
) -> None:
    found = figures(warehouse, built.reports["county_2020"])
    assert "not_corrected_in_time" not in found
    assert "rules_repealed" not in found


def test_a_rate_stands_beside_its_parts(warehouse: Warehouse, built: Built) -> None:
    row = warehouse.execute(
        """
        select numerator, denominator, value, is_rankable, stability from marts.fct_indicator
        where report_id = $report and indicator_code = 'grant_rate'
        """,
        {"report": built.reports["county_2021"]},
    ).fetchone()
    assert row == (32, 34, 32 / 34, True, "medium")


def test_a_change_goes_over_the_forms_of_2019_and_2021(warehouse: Warehouse, built: Built) -> None:
    row = warehouse.execute(
        """
        select numerator, denominator, value, comparability from marts.fct_indicator
        where report_id = $report and indicator_code = 'requests_received_change_rate'
        """,
        {"report": built.reports["county_2021"]},
    ).fetchone()
    assert row == (10, 20, 0.5, "exact")


def test_an_aggregate_holds_the_current_reports_once(warehouse: Warehouse) -> None:
    rows = warehouse.execute(
        """
        select area_code, report_count, value_sum from marts.rpt_series_aggregate
        where year = 2021 and series_code = 'requests_received'
        order by area_code
        """
    ).fetchall()
    assert rows == [("000000", 1, 30), ("130000", 1, 30)]


def test_every_published_rate_has_the_formula_of_its_indicator(warehouse: Warehouse) -> None:
    rates = warehouse.execute(
        """
        select indicator_code from marts.dim_indicator
        inner join duckdb_columns() on column_name = indicator_code
        where table_name = 'rpt_annual_disclosure'
        """
    ).fetchall()
    apart = [
        rate
        for (rate,) in rates
        if warehouse.execute(
            f"""
            select count(*) from marts.rpt_annual_disclosure as wide
            inner join marts.fct_indicator as long
                on wide.report_id = long.report_id and long.indicator_code = '{rate}'
            where wide.{rate} is distinct from long.value
            """
        ).fetchone()
        != (0,)
    ]
    assert len(rates) > 20 and apart == []
