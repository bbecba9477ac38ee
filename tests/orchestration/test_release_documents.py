"""A release explains itself to whoever has only its folder."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest
import yaml

from orchestration.lake import PROJECT, Lake
from orchestration.releases import documents as release_documents
from orchestration.releases.publish import publish
from orchestration.warehouse import record_build

NOON = datetime(2025, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def folder(listed: Lake, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A release with one documented table; the site of dbt is tested with the whole path."""
    with duckdb.connect(str(listed.build_database)) as connection:
        connection.execute(
            """
            create schema marts;
            create table marts.dim_thing (thing_code varchar);
            create table marts.data_dictionary as
            select * from (values
                ('dim_thing', null, 0, null, null, 'thing_code', null, 'Things.', '事物。',
                    'Never add things up.', '不得相加。'),
                ('dim_thing', 'thing_code', 1, 'varchar', true, null, null, 'Code | key.', '代码。',
                    null, null)
            ) as d (table_name, column_name, column_index, data_type, is_required, grain,
                row_order, description_en, description_zh, warning_en, warning_zh);
            """
        )
    record_build(listed, "key", [])
    monkeypatch.setattr(release_documents, "_site", lambda lake: b"<html>site</html>")
    return publish(listed, NOON).folder


def test_the_readme_of_a_release_names_tables_columns_and_what_not_to_do(folder: Path):
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "## dim_thing\n\nThings.\n\n事物。\n\n> **Never add things up.**\n> 不得相加。" in text
    assert "| `thing_code` | varchar | Code \\| key. | 代码。 |" in text


def test_a_release_can_be_cited_by_its_identifier(folder: Path):
    cited = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert cited["version"] == folder.name
    assert str(cited["date-released"]) == "2025-03-04"
    package = json.loads((folder / "datapackage.json").read_text())
    assert folder.name in package["citation"]
    assert package["licenses"][0]["name"] == cited["license"] == "CC-BY-4.0"
    assert cited["license"] == yaml.safe_load((PROJECT / "CITATION.cff").read_text())["license"]


def test_the_documents_are_listed_with_their_checksums(folder: Path):
    files = json.loads((folder / "manifest.json").read_text())["files"]
    assert {"README.md", "CITATION.cff", "documentation.html"} <= files.keys()
