"""Closed lists of Stata files against the lists that the dbt models are tested with."""

import yaml

from orchestration.export.closed_lists import _LISTS
from tests.conftest import ROOT


def accepted_values():
    """Column and list of each accepted_values test of the marts."""
    for path in (ROOT / "dbt_project" / "models" / "marts").rglob("*.yml"):
        for model in yaml.safe_load(path.read_text(encoding="utf-8"))["models"]:
            for column in model.get("columns", []):
                for test in column.get("data_tests", []):
                    if isinstance(test, dict) and "accepted_values" in test:
                        yield column["name"], test["accepted_values"]["arguments"]["values"]


def test_every_code_that_a_mart_may_hold_has_a_number():
    seen = set()
    for column, values in accepted_values():
        if column in _LISTS:
            seen.add(column)
            assert set(values) <= set(_LISTS[column]), column
    assert seen >= {"value_status", "severity", "evidence", "level", "section", "scope", "side"}
