"""The shape of the warehouse: what Python hands over, what readers find."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.releases.tables import read_published_tables
from orchestration.releases.writing import copy_tables
from schemas import vocabulary
from schemas.tables import EXTRACTED, InventoryFile, ReviewDecision
from schemas.validation import polars_schema
from tests.conftest import ROOT
from tests.warehouse.conftest import Built

Warehouse = duckdb.DuckDBPyConnection

CONTRACT = {
    "dim_report": """report_id document_sha256 source_path jurisdiction_code issuer_id issuer_name
        issuer_kind scope year period_start period_end form title published_date is_current
        media_type reader reader_version""",
    "dim_jurisdiction": """jurisdiction_code name_zh name_en level parent_code province_code
        valid_from_year valid_to_year successor_codes""",
    "dim_issuer": """issuer_id issuer_name issuer_kind jurisdiction_code parent_issuer_id scope
        valid_from_year valid_to_year first_year last_year report_count lineage_id""",
    "dim_issuer_alias": "issuer_id alias_name alias_kind",
    "bridge_issuer_successor": "predecessor_issuer_id successor_issuer_id change_year change_kind",
    "bridge_jurisdiction_successor": """predecessor_code predecessor_valid_from_year
        successor_code successor_valid_from_year change_year change_kind is_one_to_one""",
    "bridge_jurisdiction_today": """jurisdiction_code valid_from_year today_code is_one_to_one
        comparable_from_year""",
    "bridge_report_area": "area_code year report_id is_counted counting_reason",
    "rpt_coverage": "year jurisdiction_code level status doubt_reason report_id",
    "dim_item": "item_code report_table forms label_zh label_en unit parent_item by_applicant",
    "dim_applicant_type": "applicant_type label_zh label_en",
    "dim_form": "form label_zh label_en",
    "fct_disclosure": """report_id item_code applicant_type value value_status value_text page
        table_index row_index column_index confidence""",
    "fct_finding": """report_id rule_code severity item_code applicant_type expected actual
        message finding_id review_status reviewed_by reviewed_date review_note""",
    "dim_rule": """rule_code stage severities label_en label_zh description_en description_zh
        source_en source_zh""",
    "review_decision": """file_name line_number finding_id document_sha256 rule_code item_code
        applicant_type expected actual message decision reviewed_by reviewed_date note is_latest
        is_matched fault""",
    "rejected_document": "source_path document_sha256 reason_code reason",
    "fct_narrative_figure": """report_id section sentence phrase value unit scope item_code""",
    "report_section": "report_id section heading text",
    "dim_series": "series_code label_en label_zh unit first_year last_year is_broken",
    "dim_series_form": "series_code form formula comparability segment note_en note_zh",
    "fct_series": """report_id series_code value value_state form segment comparability source
        issuer_id jurisdiction_code year scope is_current""",
    "dim_indicator": """indicator_code label_en label_zh kind formula numerator_series
        denominator_series unit direction min_denominator since_form caveat_en caveat_zh""",
    "fct_indicator": """report_id indicator_code numerator denominator value is_rankable stability
        segment comparability source issuer_id year scope is_current compared_report_id""",
    "data_dictionary": "table_name column_name column_index",
    "dim_identity_cell": "form identity_code cell_item_code cell_applicant_type",
    "rpt_series_aggregate": """year area_code jurisdiction_level issuer_kind scope series_code
        segment report_count body_count value_sum mean median p10 p90""",
    "rpt_indicator_aggregate": """year area_code jurisdiction_level issuer_kind scope
        indicator_code segment report_count body_count numerator_sum denominator_sum
        weighted_mean mean median p10 p90""",
    "rpt_annual_disclosure": """issuer_id year report_id requests_received requests_carried_over
        requests_handled granted partly_granted denied not_available not_processed
        handled_otherwise carried_forward reconsiderations reconsiderations_corrected litigations
        litigations_corrected grant_rate denial_rate correction_rate challenge_rate
        requests_received_change error_count warning_count info_count""",
}
"""The columns of the warehouse contract; additions are free, losses are not."""

STAGING = {f"stg_extraction__{name}": model for name, model in EXTRACTED.items()} | {
    "stg_ingest__inventory": InventoryFile,
    "stg_ingest__review_decisions": ReviewDecision,
}

DUCKDB_TYPES = {
    pl.Boolean: "BOOLEAN",
    pl.String: "VARCHAR",
    pl.Int16: "SMALLINT",
    pl.Int32: "INTEGER",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Date: "DATE",
}


def duckdb_type(dtype: pl.DataType) -> str:
    if isinstance(dtype, pl.Decimal):
        return f"DECIMAL({dtype.precision},{dtype.scale})"
    return DUCKDB_TYPES[type(dtype) if isinstance(dtype, pl.DataType) else dtype]


@pytest.mark.parametrize("staging", sorted(STAGING))
def test_staging_selects_what_python_writes(built: Built, staging: str) -> None:
    compiled = built.target / "compiled" / "gongkai" / "models" / "staging" / f"{staging}.sql"
    with duckdb.connect() as connection:
        described = connection.execute(f"describe ({compiled.read_text()})").fetchall()
    written = {name: duckdb_type(dtype) for name, dtype in polars_schema(STAGING[staging]).items()}
    assert {name: type_ for name, type_, *_ in described} == written


@pytest.mark.parametrize("table", sorted(CONTRACT))
def test_a_published_table_has_the_columns_of_the_contract(
    warehouse: Warehouse, table: str
) -> None:
    columns = warehouse.execute(f"select * from marts.{table} limit 0").description
    assert set(CONTRACT[table].split()) <= {name for name, *_ in columns}


def test_nothing_but_the_tables_of_the_contract_is_published(warehouse: Warehouse) -> None:
    tables = warehouse.execute(
        "select table_name from information_schema.tables where table_schema = 'marts'"
    ).fetchall()
    assert {name for (name,) in tables} == set(CONTRACT)


def test_every_published_table_and_column_is_described(warehouse: Warehouse) -> None:
    tables = warehouse.execute(
        "select table_name from duckdb_tables() where schema_name = 'marts' and comment is null"
    ).fetchall()
    columns = warehouse.execute(
        """
        select table_name, column_name from duckdb_columns()
        where schema_name = 'marts' and coalesce(trim(comment), '') = ''
        """
    ).fetchall()
    assert (tables, columns) == ([], [])


def test_the_description_of_a_rate_is_its_formula(warehouse: Warehouse) -> None:
    comments = warehouse.execute(
        """
        select column_name, comment from duckdb_columns()
        where table_name = 'rpt_annual_disclosure' and column_name like '%_rate'
        """
    ).fetchall()
    assert dict(comments)["grant_rate"].startswith("granted / requests_handled.")
    assert [name for name, comment in comments if " / " not in comment] == []


def test_a_release_stands_alone_without_the_interim_files(built: Built, tmp_path: Path) -> None:
    release = tmp_path / "gongkai.duckdb"
    copy_tables(built.database, release, read_published_tables(built.database))
    assert str(built.interim) not in release.read_bytes().decode("latin-1")
    with duckdb.connect(str(release), read_only=True) as connection:
        views = connection.execute("select view_name from duckdb_views() where not internal")
        assert views.fetchall() == []
        assert connection.execute("select count(*) from marts.fct_disclosure").fetchone() != (0,)


def test_every_mart_enforces_its_contract_and_declares_no_key(built: Built) -> None:
    manifest = json.loads((built.target / "manifest.json").read_text(encoding="utf-8"))
    models = {
        node["name"]: node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    assert set(models) == set(CONTRACT)
    assert [name for name, node in models.items() if not node["contract"]["enforced"]] == []
    constraints = {
        constraint["type"]
        for node in models.values()
        for column in node["columns"].values()
        for constraint in column["constraints"]
    }
    assert constraints == {"not_null"}


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        ("dim_applicant_type", "applicant_type", vocabulary.APPLICANT_TYPES),
        ("dim_form", "form", vocabulary.FORMS),
    ],
)
def test_a_dictionary_holds_the_codes_that_python_writes(
    warehouse: Warehouse, table: str, column: str, codes: tuple[str, ...]
) -> None:
    rows = warehouse.execute(f"select {column} from marts.{table}").fetchall()
    assert {code for (code,) in rows} == set(codes)


@pytest.mark.parametrize(
    ("table", "column", "codes"),
    [
        ("dim_report", "issuer_kind", vocabulary.ISSUER_KINDS),
        ("dim_report", "scope", vocabulary.SCOPES),
        ("fct_disclosure", "value_status", vocabulary.VALUE_STATUSES),
        ("fct_finding", "severity", vocabulary.SEVERITIES),
        ("rejected_document", "reason_code", vocabulary.REASON_CODES),
        ("review_decision", "decision", vocabulary.REVIEW_DECISIONS),
        ("fct_finding", "review_status", ("open", *vocabulary.REVIEW_DECISIONS)),
        ("report_section", "section", vocabulary.SECTIONS),
    ],
)
def test_a_published_column_accepts_the_codes_that_python_writes(
    built: Built, table: str, column: str, codes: tuple[str, ...]
) -> None:
    manifest = json.loads((built.target / "manifest.json").read_text(encoding="utf-8"))
    accepted = [
        set(node["test_metadata"]["kwargs"]["values"])
        for node in manifest["nodes"].values()
        if node.get("test_metadata", {}).get("name") == "accepted_values"
        and node["attached_node"] == f"model.gongkai.{table}"
        and node["column_name"] == column
    ]
    assert accepted == [set(codes)]


def test_the_dictionary_keeps_the_codes_of_the_contract(warehouse: Warehouse) -> None:
    contract = ROOT.parent / "shared" / "contract" / "items.csv"
    if not contract.is_file():
        pytest.skip("the contract (../shared/contract/items.csv) is not on this machine")
    columns = "item_code, report_table, forms, label_zh, label_en, unit, parent_item"
    published = warehouse.execute(
        f"select {columns} from marts.dim_item order by sort_order"
    ).fetchall()
    with duckdb.connect() as connection:
        agreed = connection.execute(
            f"select {columns} from read_csv($path, header = true, all_varchar = true)",
            {"path": str(contract)},
        ).fetchall()
    assert published == agreed


def test_every_item_code_is_well_formed_and_its_related_items_exist(warehouse: Warehouse) -> None:
    rows = warehouse.execute("select item_code, related_items from marts.dim_item").fetchall()
    codes = {code for code, _ in rows}
    related = {name for _, names in rows for name in (names or "").split()}
    assert [code for code in codes if not re.fullmatch(r"[a-z_0-9]+(\.[a-z_0-9]+)*", code)] == []
    assert related <= codes
