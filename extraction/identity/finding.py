"""A doubt about who, where or when, as a row for schemas.tables.Finding without report_id."""

from __future__ import annotations

from typing import Any

Finding = dict[str, Any]


def finding(rule_code: str, severity: str, message: str) -> Finding:
    """A finding that concerns the whole report. severity: error, warning or info."""
    return {
        "rule_code": rule_code,
        "severity": severity,
        "item_code": None,
        "applicant_type": None,
        "expected": None,
        "actual": None,
        "message": message,
    }
