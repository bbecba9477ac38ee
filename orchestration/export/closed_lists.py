"""Codes of closed lists and the numbers that stand for them in a Stata file.

A number means the same in every file of a release, so that files may be merged by it; codes are
only ever added at the end, here and in schemas.vocabulary; items and applicants have the place
that their dimension gives.
"""

from __future__ import annotations

import duckdb

from schemas import vocabulary

_LISTS: dict[str, tuple[str, ...]] = {
    "value_status": vocabulary.VALUE_STATUSES,
    "severity": vocabulary.SEVERITIES,
    "issuer_kind": vocabulary.ISSUER_KINDS,
    "scope": vocabulary.SCOPES,
    "section": vocabulary.SECTIONS,
    "reason_code": vocabulary.REASON_CODES,
    "evidence": vocabulary.EVIDENCE,
    "level": ("country", "province", "prefecture", "county", "township"),
    "form": ("pre2014", "2014", "2019", "2021"),
    "report_table": ("active_disclosure", "requests", "review", "statistics"),
    "side": ("expected", "actual"),
}
_DIMENSIONS = {
    "item_code": ("dim_item", "item_code"),
    "parent_item": ("dim_item", "item_code"),
    "cell_item_code": ("dim_item", "item_code"),
    "applicant_type": ("dim_applicant_type", "applicant_type"),
    "parent_type": ("dim_applicant_type", "applicant_type"),
    "cell_applicant_type": ("dim_applicant_type", "applicant_type"),
}


def numbers_of(
    connection: duckdb.DuckDBPyConnection, column: str, tables: list[str]
) -> dict[str, int]:
    """The number of each code of a column; empty where the column is of no closed list."""
    if column in _LISTS:
        return {code: number for number, code in enumerate(_LISTS[column], start=1)}
    table, key = _DIMENSIONS.get(column, ("", ""))
    if table not in tables:
        return {}
    return dict(connection.execute(f"select {key}, sort_order from {table}").fetchall())
