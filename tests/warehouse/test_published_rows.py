"""What stands in the marts after a build of the sample."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.warehouse.conftest import Built

Warehouse = duckdb.DuckDBPyConnection


def column(warehouse: Warehouse, query: str, **parameters: Any) -> list[Any]:
    return [row[0] for row in warehouse.execute(query, parameters).fetchall()]


def annual(warehouse: Warehouse, report: str) -> dict[str, Any]:
    found = warehouse.execute(
        "from marts.rpt_annual_disclosure where report_id = $report", {"report": report}
    )
    names = [description[0] for description in found.description]
    return dict(zip(names, found.fetchone() or (), strict=True))


def test_every_raw_file_is_a_report_or_rejected(warehouse: Warehouse) -> None:
    reported = column(warehouse, "select source_path from marts.dim_report")
    rejected = warehouse.execute("from marts.rejected_document").fetchall()
    assert len(reported) == 7
    assert [(row[0], row[2]) for row in rejected] == [("130724/2022/cut.pdf", "corrupt")]


def test_a_correction_replaces_the_first_report_and_both_stay(
    warehouse: Warehouse, built: Built
) -> None:
    current = column(
        warehouse, "select report_id from marts.dim_report where year = 2021 and is_current"
    )
    assert current == [built.reports["county_2021"]]
    assert column(warehouse, "select count(*) from marts.dim_report where year = 2021") == [2]


def test_one_issuer_has_one_identifier_however_it_is_written(warehouse: Warehouse) -> None:
    issuers = warehouse.execute(
        """
        select issuer_name, first_year, last_year, report_count from marts.dim_issuer
        where report_count > 0
        """
    ).fetchall()
    assert sorted(issuers) == [
        ("沽源县人民政府", 2019, 2022, 5),
        ("沽源县人民政府办公室", 2022, 2022, 1),
    ]


def test_a_report_of_an_unknown_issuer_is_kept_but_never_the_one_to_use(
    warehouse: Warehouse, built: Built
) -> None:
    row = warehouse.execute(
        "select issuer_id, is_current from marts.dim_report where report_id = $report",
        {"report": built.reports["unknown_2022"]},
    ).fetchone()
    assert row == (None, False)
    assert annual_reports(warehouse).isdisjoint({built.reports["unknown_2022"]})


def annual_reports(warehouse: Warehouse) -> set[str]:
    return set(column(warehouse, "select report_id from marts.rpt_annual_disclosure"))


def test_a_published_number_leads_back_to_its_cell(warehouse: Warehouse, built: Built) -> None:
    cell = warehouse.execute(
        """
        select
            dim_report.source_path,
            length(dim_report.document_sha256),
            dim_report.source_url,
            fct_disclosure.table_index,
            fct_disclosure.row_index,
            fct_disclosure.column_index,
            fct_disclosure.value_text
        from marts.rpt_annual_disclosure
        inner join marts.fct_disclosure using (report_id)
        inner join marts.dim_report using (report_id)
        where report_id = $report and item_code = 'request.received' and applicant_type = 'total'
        """,
        {"report": built.reports["county_2020"]},
    ).fetchone()
    url = "http://example.gov.cn/2020.html"
    assert cell == ("130724/2020/a.html", 64, url, 1, 7, 2, "20")


def test_a_blank_and_a_dash_are_not_zeros(warehouse: Warehouse) -> None:
    rows = warehouse.execute(
        """
        select distinct value_status, value from marts.fct_disclosure
        where value_text in ('', '/')
        """
    ).fetchall()
    assert sorted(rows) == [("blank", None), ("dash", None)]


def test_headline_figures_join_the_forms_of_2019_and_2021(
    warehouse: Warehouse, built: Built
) -> None:
    older = annual(warehouse, built.reports["county_2020"])
    newer = annual(warehouse, built.reports["county_2021"])
    assert (older["form"], older["handled_otherwise"], older["denied"]) == ("2019", 1, 1)
    assert (newer["form"], newer["handled_otherwise"], newer["denied"]) == ("2021", 1, 1)
    assert newer["grant_rate"] == pytest.approx(32 / 34)
    assert newer["jurisdiction_name_en"] == "Guyuan County"


def test_the_change_is_reckoned_on_the_current_report_of_the_year_before(
    warehouse: Warehouse, built: Built
) -> None:
    row = annual(warehouse, built.reports["county_2022"])
    assert row["previous_report_id"] == built.reports["county_2021"]
    assert row["requests_received_change"] == -6
    assert row["requests_received_change_rate"] == pytest.approx(-0.2)
    first = annual(warehouse, built.reports["county_2019"])
    assert (first["previous_report_id"], first["requests_received_change"]) == (None, None)


def test_a_sum_with_an_unknown_part_is_unknown(warehouse: Warehouse, built: Built) -> None:
    blank_part = annual(warehouse, built.reports["office_2022"])
    assert (blank_part["denied"], blank_part["denial_rate"]) == (None, None)
    dashed_part = annual(warehouse, built.reports["county_2021"])
    assert (dashed_part["reconsiderations"], dashed_part["litigations"]) == (4, None)
    assert (dashed_part["correction_rate"], dashed_part["challenge_rate"]) == (None, None)


def test_checks_across_years_name_both_years_and_both_reports(
    warehouse: Warehouse, built: Built
) -> None:
    findings = warehouse.execute(
        """
        select report_id, rule_code, item_code, applicant_type, expected, actual, message,
            compared_report_id, severity
        from marts.fct_finding
        where compared_report_id is not null and rule_code <> 'versions_differ'
        """
    ).fetchall()
    by_place = {(row[0], row[1], row[2], row[3]): row[4:] for row in findings}
    newer, older = built.reports["county_2020"], built.reports["county_2019"]
    carried = by_place[newer, "carry_over", "request.carried_over", "total"]
    assert carried[:2] == (Decimal(3), Decimal(4))
    assert "2020" in carried[2] and "2019" in carried[2]
    assert carried[3:] == (older, "warning")
    stock = by_place[newer, "items_roll", "licensing.items_last_year", "all"]
    assert stock[:2] == (Decimal(105), Decimal(106))
    last = built.reports["county_2022"]
    in_force = by_place[last, "in_force_roll", "normative_document.in_force", "all"]
    assert in_force[:2] == (Decimal(48), Decimal(47))
    assert in_force[2].endswith("; a blank counts as 0.")
    assert len(findings) == 4  # carry_over breaks in two columns, and nothing else does


def test_a_version_with_other_figures_is_told_of_on_the_report_to_use(
    warehouse: Warehouse,
) -> None:
    told = warehouse.execute(
        """
        select used.is_current, other.is_current, other.figures_compared,
            used.issuer_id = other.issuer_id and used.year = other.year,
            finding.actual = other.differing_value_count
        from marts.fct_finding as finding
        inner join marts.dim_report as used using (report_id)
        inner join marts.dim_report as other on finding.compared_report_id = other.report_id
        where finding.rule_code = 'versions_differ'
        """
    ).fetchall()
    assert told == [(True, False, "other_figures", True, True)]


def test_a_review_decision_is_shown_beside_its_finding_and_nowhere_else(
    warehouse: Warehouse, built: Built
) -> None:
    reviewed = warehouse.execute(
        """
        select report_id, rule_code, review_status, reviewed_by, reviewed_date, review_note
        from marts.fct_finding where review_status <> 'open'
        """
    ).fetchall()
    told = ("agency_error", "Li", date(2025, 1, 31), "One text is counted twice.")
    assert reviewed == [(built.reports["county_2022"], "in_force_roll", *told)]
    untouched = "select count(*) from marts.fct_finding where review_status = 'open'"
    assert column(warehouse, untouched)[0] > 0


def test_decisions_without_their_finding_and_slips_stay_visible(warehouse: Warehouse) -> None:
    lines = warehouse.execute(
        "select line_number, is_matched, is_latest, fault is null from marts.review_decision"
    ).fetchall()
    assert lines == [(2, True, True, True), (3, False, True, True), (4, False, False, False)]


def test_what_reading_found_stands_beside_what_comparing_found(warehouse: Warehouse) -> None:
    stages = warehouse.execute(
        """
        select stage, count(*) > 0 from marts.fct_finding
        inner join marts.dim_rule using (rule_code) group by all order by all
        """
    ).fetchall()
    assert stages == [("across_reports", True), ("reading", True)]
    mismatch = "select actual from marts.fct_finding where rule_code = 'text_table_mismatch'"
    assert column(warehouse, mismatch) == [Decimal(23)]


def test_findings_are_counted_by_severity(warehouse: Warehouse, built: Built) -> None:
    row = annual(warehouse, built.reports["county_2022"])
    assert (row["error_count"], row["warning_count"], row["info_count"]) == (0, 2, 1)


def test_text_and_figures_of_the_prose_are_published(warehouse: Warehouse, built: Built) -> None:
    report = built.reports["county_2022"]
    assert warehouse.execute(
        "select report_id, section, heading, text from marts.report_section"
    ).fetchall() == [(report, "requests", "三", "收到申请24件。")]
    assert warehouse.execute(
        "select report_id, phrase, value, unit, item_code from marts.fct_narrative_figure"
    ).fetchall() == [(report, "收到申请", Decimal(24), "件", "request.received")]


def test_the_dictionary_says_where_a_series_breaks(warehouse: Warehouse) -> None:
    rows = warehouse.execute(
        """
        select item_code, item_series_code, first_year, last_year from marts.dim_item
        where item_code in ('rule.disclosed_total', 'request.received', 'outcome.other.fee_unpaid')
        order by item_code
        """
    ).fetchall()
    assert rows == [
        ("outcome.other.fee_unpaid", "outcome.other", 2021, None),
        ("request.received", "request.received", 2019, None),
        ("rule.disclosed_total", "rule.disclosed_total", 2019, 2020),
    ]
    silent = "select item_code from marts.dim_item where series_note is null"
    assert column(warehouse, silent) == []
